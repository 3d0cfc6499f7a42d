//! Money day by day: to the last day of a year, to the won, and what `check` says of it.

use daegi::measures::{Flow, Money, Response};
use daegi::model::ids::Table;
use daegi::model::inputs::{GapPolicy, Replication};
use daegi::model::record::{MoneyMonth, Record};
use daegi::model::{Draws, Simulator};
use daegi::scenario::derived::{self, Derived};
use daegi::study;

use crate::hand_worked::{leases, one_round, scenario};
use crate::random_scenarios::drawn;
use crate::support::{Folder, daegi, options, read, run, text, won_close};

/// 100 cards leave on 1 January 2026, 100 others stay; a card costs 1,000,000 won a month, and the year 2026 has
/// 1,200,000,000: 100 × 1,000,000 × 12.
const REMOVED_LOT: &str = include_str!("data/removed-lot.toml");

fn with(keys: &str) -> String {
    REMOVED_LOT.replace("amount = \"1200m KRW\"\n", &format!("{keys}\n"))
}

/// The second funding over the whole run.
fn of_2026(record: &Record) -> MoneyMonth {
    let mut sum = MoneyMonth::default();
    for row in record.money.iter().skip(1).step_by(3) {
        sum[Money::Granted] += row[Money::Granted];
        sum[Money::Spent] += row[Money::Spent];
        sum[Money::Lapsed] += row[Money::Lapsed];
        sum.days += row.days;
        sum.unit_days += row.unit_days;
        sum[Money::Left] = row[Money::Left];
    }
    sum
}

fn figures(text: &str) -> Derived {
    derived::derived(&read(text).baseline).expect("its money closes")
}

// ---- A year's money lasts a year --------------------------------------------------------------------

/// 1,200,000,000 won pay for the 365 days of 2026 to the won, and for the 366 days of 2028. A won less does not pay
/// for the last day.
#[test]
fn a_year_that_is_funded_exactly_is_leased_to_its_last_day() {
    let leap = |text: &str| {
        text.replace("2027-", "2029-").replace("2026-", "2028-").replace("2025-", "2027-")
    };
    for (text, days) in [(REMOVED_LOT.to_owned(), 365), (leap(REMOVED_LOT), 366)] {
        let record = run(&text);
        let money = of_2026(&record);
        assert_eq!((money.days, money[Money::Spent].0), (days, 1_200_000_000));
        assert_eq!((money[Money::Lapsed].0, money[Money::Left].0), (0, 0));
        assert!(won_close(&read(&text).baseline, &record));
    }
    let short = of_2026(&run(&with("amount = \"1199999999 KRW\"")));
    assert_eq!(short.days, 364);
    // 364 days are ⌊1.2e9 × 364 / 365⌋ = 1,196,712,328 won; the rest lapses on the day that it cannot pay.
    assert_eq!((short[Money::Spent].0, short[Money::Lapsed].0), (1_196_712_328, 3_287_671));
}

/// `check` says the same: only the lot that stands costs anything, 100 × 1,000,000 won a month, for 12 months of
/// 365/12 days, to 31 December.
#[test]
fn lots_that_have_gone_cost_nothing_in_check() {
    let figures = figures(REMOVED_LOT);
    let [pays] = figures.amounts.as_slice() else { panic!("{figures:?}") };
    assert_eq!(pays.units, [("p.new".to_owned(), 100)]);
    assert_eq!((pays.monthly, pays.months, pays.unspent.0), (1e8, 12.0, 0));
    let (first, last) = pays.leases.expect("it leases");
    assert_eq!((first.to_string(), last.to_string()), ("2026-01-01".into(), "2026-12-31".into()));
    let periods: Vec<(String, i64)> =
        figures.leases.iter().map(|it| (it.from.to_string(), it.units[0].1)).collect();
    assert_eq!(periods, [("2025-01-01".to_owned(), 200), ("2026-01-01".to_owned(), 100)]);
    // What it prints.
    let folder = Folder::new("removed-lot");
    folder.file("removed-lot.toml", REMOVED_LOT);
    let said = text(&daegi(&folder, &["check", "removed-lot.toml", "--lang", "en"]).stdout);
    assert!(
        said.contains("p.new 100 at 100 million KRW a month: it pays for 12.0 months"),
        "{said}"
    );
    assert!(!said.contains("p.old 100 +"), "{said}");
}

// ---- When money is short ----------------------------------------------------------------------------

/// 960,000,000 won are 80 % of the year: 100 cards for 292 days (0.8 × 365), or 80 cards for all of them. With a won
/// less it is 79 cards for 948,000,000 won, and 11,999,999 are left.
#[test]
fn short_money_leases_fewer_units_or_is_spent() {
    let spent = of_2026(&run(&with("amount = \"960m KRW\"")));
    assert_eq!((spent.days, spent.unit_days, spent[Money::Spent].0), (292, 29_200, 960_000_000));
    let fewer = |won: &str| {
        of_2026(&run(&with(&format!("amount = \"{won} KRW\"\nwhen-short = \"fewer units\""))))
    };
    let all_year = fewer("960000000");
    assert_eq!((all_year.days, all_year.unit_days), (365, 80 * 365));
    assert_eq!(
        (all_year[Money::Spent].0, all_year[Money::Lapsed].0 + all_year[Money::Left].0),
        (960_000_000, 0)
    );
    let less = fewer("959999999");
    assert_eq!((less.unit_days, less[Money::Spent].0), (79 * 365, 948_000_000));
    // Enough money changes nothing.
    assert_eq!(fewer("1200000000"), of_2026(&run(REMOVED_LOT)));
    let said = figures(&with("amount = \"960m KRW\"\nwhen-short = \"fewer units\""));
    assert_eq!((said.amounts[0].units[0].1, said.amounts[0].months), (80, 12.0));
}

/// Money of two years without a fiscal year is spread over both: 1.8 bn won are 75 cards for 24 months. Where half of
/// what is left may be carried over, 1.8 bn won lease all 100 cards in 2026 (1.2 bn), 0.3 bn go into 2027, and they
/// pay for 25 cards.
#[test]
fn fewer_units_are_for_the_time_in_which_the_money_may_be_spent() {
    let two_years = |more: &str| {
        let text = with(&format!("amount = \"1800m KRW\"\nwhen-short = \"fewer units\"\n{more}"));
        run(&text.replace("observe-to = \"2027-01-01\"", "observe-to = \"2028-01-01\""))
    };
    let new_lot = |record: &Record| -> Vec<(usize, i64)> {
        let changes =
            record.leases.iter().filter(|change| change.lot.place() == 1 && change.day > 0);
        changes.map(|change| (change.day, change.leased)).collect()
    };
    assert_eq!(new_lot(&two_years("")), [(365, 75)]);
    let carried = two_years("carry-over = 0.5");
    assert_eq!(new_lot(&carried), [(730, 25)]);
    let money = of_2026(&carried);
    assert_eq!((money[Money::Spent].0, money[Money::Lapsed].0), (1_500_000_000, 300_000_000));
}

/// Each lot has its share, rounded down, and then one more in the order named as long as the money holds. A base of
/// 3,600,000 won leases 5 of `all` at 120,000 won a day from 1 January to 11 January: ten days of 5 are 6,000,000, so 3
/// of 5 (3,600,000 / 6,000,000 × 5).
#[test]
fn what_is_short_is_rounded_down_to_whole_units() {
    let base = |won: i64| {
        format!(
            "[funding.base]\namount = \"{won} KRW\"\nwhen-short = \"fewer units\"\nleases = {{ \"p.all\" = 5 }}\nfrom = \"2025-01-01\"\nto = \"2025-01-11\"\nsource = \"by hand\"\n"
        )
    };
    let played = |won| leases(&run(&scenario(10, &(base(won) + &one_round(2, "3 months")))));
    assert_eq!(played(3_600_000), [(0, 3), (10, 0)]);
    assert_eq!(played(3_599_999), [(0, 2), (10, 0)]);
    assert_eq!(played(6_000_000), [(0, 5), (10, 0)]);
    // Not one unit for ten days: nothing is leased.
    assert!(played(1_199_999).is_empty());
}

// ---- What check says is what run does ---------------------------------------------------------------

/// Over random scenarios: the days, the won and the leases that `check` states are those of a whole future at the
/// typical draws, with everybody who applies in it. (Units on credit are people's: without them where a gap goes on.)
#[test]
fn check_says_of_money_what_run_does() {
    let (mut compared, mut amounts) = (0, 0);
    for case in 0..400 {
        let text = drawn(case);
        let Ok(scenario) = daegi::scenario::Scenario::parse("random.toml", &text) else { continue };
        let inputs = &scenario.baseline;
        if inputs.gap == GapPolicy::Continue && inputs.sale.is_some() {
            continue;
        }
        let said = derived::derived(inputs).expect("its money closes");
        let draws = derived::typical(inputs);
        let record = Simulator::new().run(inputs, &draws, false).expect("it closes");
        let accounts = inputs.accounts().len();
        let mut pays = said.amounts.iter();
        for (number, funding) in inputs.fundings.enumerated() {
            if !funding.states_amount() {
                continue;
            }
            let pays = pays.next().expect("every stated amount is there");
            assert_eq!(pays.funding, funding.name);
            let rows = || record.money.iter().skip(number.place()).step_by(accounts);
            let days: i64 = rows().map(|row| row.days).sum();
            let spent: i64 = rows().map(|row| row[Money::Spent].0).sum();
            assert_eq!(pays.months, days as f64 * 12.0 / 365.0, "{text}");
            assert_eq!(pays.amount.0 - pays.unspent.0, spent, "{text}");
            let last = record.funding_days[number]
                .filter(|_| days > 0)
                .map(|(_, to)| inputs.calendar.date(to.min(inputs.calendar.days() as i64) - 1));
            assert_eq!(pays.leases.map(|(_, last)| last), last, "{text}");
            amounts += usize::from(days > 0);
        }
        compared += 1;
        if inputs.gap == GapPolicy::Continue {
            continue;
        }
        for (day, period) in said.leases.iter().map(|it| (inputs.calendar.day_of_date(it.from), it))
        {
            let at = |pool: usize| record.days[day as usize * inputs.pools.len() + pool].leased;
            for (pool, (_, units)) in period.units.iter().enumerate() {
                assert_eq!(i64::from(at(pool)), *units, "{text}");
            }
        }
    }
    assert!(compared > 150 && amounts > 80, "{compared} scenarios, {amounts} amounts");
}

// ---- Present values ---------------------------------------------------------------------------------

fn estimate(text: &str, response: Response, scope: &str) -> Option<f64> {
    let out = Folder::new("present");
    let options = options(1, 1, out.0.join("results"));
    let finished = study::run(&read(text), &options, &|_| {}).expect("the study runs");
    finished.summary.estimate("baseline", response, scope).map(|it| it.mean)
}

/// S = 1.2e9 / 365 won on each of the 365 days of the window, day d worth 1.1^(−d/365) on the first: with
/// q = 1.1^(−1/365) the sum is S (1 − q^365) / (1 − q) = 3,287,671.23 × 0.090909 / 0.00026109 = 1.14474e9. What was spent
/// before the window does not count, and without a rate there is no such response.
#[test]
fn what_is_spent_has_a_present_value() {
    let text = REMOVED_LOT.replace("[study]\n", "[study]\ndiscount = 0.1\n");
    let q = libm::exp(-libm::log(1.1) / 365.0);
    let by_hand = 1.2e9 / 365.0 * (1.0 - 1.0 / 1.1) / (1.0 - q);
    assert!((by_hand - 1.14474e9).abs() < 1e5, "{by_hand}");
    for scope in ["y2026", "site"] {
        let value = estimate(&text, Response::SpentPresentValue, scope).expect("a rate is stated");
        // Whole won a day, so that at most one won is owed on any day.
        assert!((value - by_hand).abs() < 1.0, "{value} {by_hand}");
    }
    assert_eq!(estimate(&text, Response::SpentPresentValue, "y2025"), Some(0.0));
    assert_eq!(estimate(REMOVED_LOT, Response::SpentPresentValue, "y2026"), None);
    let asked =
        REMOVED_LOT.to_owned() + "[study.answer.worth]\nresponse = \"spent_present_value\"\n";
    let refused = daegi::scenario::Scenario::parse("t.toml", &asked).expect_err("no rate");
    assert!(refused.to_string().contains("no discount rate is stated"), "{refused}");
    // At a rate of nothing a won is a won.
    let free = REMOVED_LOT.replace("[study]\n", "[study]\ndiscount = 0\n");
    assert_eq!(estimate(&free, Response::SpentPresentValue, "y2026"), Some(1.2e9));
}

/// The machine of KISTI: 8,496 cards are paid on the day on which they stand there, 8,496 × 45.0m = 382.32 bn won, and
/// run for 0.1m a month, 1.2m a year and card. A year later (a lead time of 25 months instead of 13) the same price
/// is worth 1.045^(−days between / 365) of it.
#[test]
fn a_purchase_counts_on_its_day() {
    let kisti =
        include_str!("data/kisti-6.toml").replace("[study]\n", "[study]\ndiscount = 0.045\n");
    let lead =
        "{ triangular = { low = \"11 months\", mode = \"13 months\", high = \"16 months\" } }";
    let months = |n: u32| {
        let text = kisti.replacen(
            &format!("lead-time = {lead}"),
            &format!("lead-time = \"{n} months\""),
            1,
        );
        // Other lead times are not looked at here.
        let at = |part: &str| text.find(part).expect("it is there");
        text[..at("[study.alternative.slip-3]")].to_owned()
    };
    let price = 8_496.0 * 45.0e6;
    for n in [13, 25] {
        let text = months(n);
        let inputs = read(&text).baseline;
        let record = run(&text);
        let accounts = inputs.accounts().len();
        let of = |name: &str| {
            let named = |&it: &daegi::model::inputs::Account| inputs.account_name(it) == name;
            let at = inputs.accounts().iter().position(named).expect("an account");
            let rows = record.money.iter().skip(at).step_by(accounts);
            rows.map(|row| (row[Money::Spent].0, row.unit_days))
                .fold((0, 0), |a, b| (a.0 + b.0, a.1 + b.1))
        };
        assert_eq!(of("capital").0 as f64, price);
        // From its first day (in 365ths of a year, no leap year but 2028) to the end of 2028.
        let (running, card_days) = of("running");
        assert!((running as f64 / (card_days as f64 / 365.0) - 1.2e6).abs() < 1.2e6 / 365.0);
        let draws = Draws::draw(&inputs, Replication::new(6, 0), None);
        let day = draws.lots.iter().last().expect("the machine").from_day;
        let years = (day - inputs.window.0 as i64) as f64 / 365.0;
        let value = estimate(&text, Response::SpentPresentValue, "capital").expect("a rate");
        assert!((value - price * libm::pow(1.045, -years)).abs() < 1.0, "{value}");
    }
}

// ---- Without jobs -----------------------------------------------------------------------------------

/// Over random scenarios: without jobs everything but use is as it was, to the last bit; where a rule looks at use it is
/// named instead.
#[test]
fn without_jobs_nothing_but_use_changes() {
    let (mut compared, mut refused) = (0, 0);
    for case in 0..900 {
        let Ok(mut scenario) = daegi::scenario::Scenario::parse("random.toml", &drawn(case)) else {
            continue;
        };
        if !scenario.baseline.has_jobs(None) {
            continue;
        }
        let with = scenario.baseline.clone();
        if let Err(rules) = scenario.without_jobs() {
            assert!(rules.iter().all(|rule| rule.contains('.')), "{rules:?}");
            refused += 1;
            continue;
        }
        let without = &scenario.baseline;
        assert!(!without.has_jobs(None));
        let mut simulator = Simulator::new();
        for k in 0..2 {
            let draws = Draws::draw(&with, Replication::new(3, k), None);
            let one = simulator.run(&with, &draws, true).expect("it closes");
            let other = simulator.run(without, &draws, true).expect("it closes");
            // Of a shared queue `allocated` takes in what jobs run on beyond what is promised.
            let shared = with.pools.iter().any(|pool| pool.shared.is_some());
            assert_eq!(but_use(&one, shared), but_use(&other, shared), "{}", scenario.text);
            assert!(other.days.iter().all(|day| day.busy == 0.0));
        }
        compared += 1;
    }
    assert!(compared > 30 && refused > 20, "{compared} compared, {refused} refused");
}

/// All of a record that does not say how busy units are.
fn but_use(record: &Record, shared: bool) -> String {
    let flows: Vec<Vec<i64>> = record
        .months
        .iter()
        .chain(&record.window)
        .map(|row| {
            let use_of = [Flow::Busy, Flow::Fragmented, Flow::Idle];
            let held = [Flow::Allocated, Flow::Free];
            let kept = Flow::ALL
                .iter()
                .filter(|flow| !(use_of.contains(flow) || shared && held.contains(flow)));
            kept.map(|&flow| row.of(flow).0).chain([row.cost.0]).collect()
        })
        .collect();
    let mut rest = record.clone();
    rest.events = 0;
    (rest.months, rest.window) = (Vec::new(), Table::new());
    rest.days.iter_mut().for_each(|day| day.busy = 0.0);
    rest.lot_months.iter_mut().for_each(|lot| lot.busy = daegi::quantity::UnitSeconds::ZERO);
    rest.jobs.iter_mut().for_each(|jobs| *jobs = Default::default());
    (rest.job_waits, rest.job_losses) = (Vec::new(), Vec::new());
    (rest.hours_to_date, rest.at_power_limit) = (Vec::new(), Vec::new());
    if shared {
        rest.days.iter_mut().for_each(|day| day.allocated = 0.0);
        let lots = rest.lot_months.iter_mut();
        lots.for_each(|lot| lot.allocated = daegi::quantity::UnitSeconds::ZERO);
    }
    for award in &mut rest.allocations {
        (award.jobs, award.busy) = (0, daegi::quantity::UnitSeconds::ZERO);
    }
    format!("{flows:?} {rest:?}")
}

/// The command refuses where a rule looks at use, and says which.
#[test]
fn no_jobs_is_refused_where_a_rule_looks_at_use() {
    let folder = Folder::new("no-jobs");
    let base = "based-on = \"gwangju-2025\"\n[study]\nreplications = 1\n";
    let head = "schema = 1\ntitle = \"x\"\nquestion = \"x?\"\n";
    let rule = "[add.\"programme.hpc.take-back\"]\nrule = \"nrel\"\nsource = \"assumed\"\n";
    folder.file("rule.toml", &format!("{head}{base}{rule}"));
    let refused = daegi(&folder, &["run", "rule.toml", "--no-jobs", "--lang", "en"]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(text(&refused.stderr).contains("programme.hpc.take-back"), "{}", text(&refused.stderr));
}
