//! When money comes, what it costs and who pays: worked by hand, one lever after another.

use std::collections::BTreeMap;

use daegi::measures::{Flow, Money};
use daegi::model::Replication;
use daegi::model::ids::FundingId;
use daegi::model::record::Record;
use daegi::model::{Draws, Simulator};
use daegi::quantity::Won;
use daegi::study::{self, Options};

use crate::hand_worked::{DAY, leases, one_round, scenario};
use crate::invariance::CENTRE;
use crate::support::{options, play, read, run};

fn records(text: &str, n: u32) -> Vec<Record> {
    let scenario = read(text);
    let mut simulator = Simulator::new();
    (0..n).map(|k| play(&mut simulator, &scenario.baseline, 7, k)).collect()
}

/// Equal in everything that a table shows.
fn same(a: &Record, b: &Record) -> bool {
    format!("{a:?}") == format!("{b:?}")
}

fn top_up(what: &str) -> String {
    scenario(
        10,
        &format!(
            "[funding.top]\namount = \"100,000,000 KRW\"\nadds = {{ \"p.all\" = 5 }}\nuntil = \"2025-03-01\"\nsource = \"by hand\"\n{what}"
        ),
    )
}

// ---- Passing, lag, chance and cut ---------------------------------------------------------------

/// Passed on 1 January, leased after 10 days: from day 10. In months the calendar counts: one month
/// from 1 January is 31 days, not 365/12.
#[test]
fn money_lands_after_its_lag() {
    let days = top_up("passes = \"2025-01-01\"\nlag = \"10 days\"\n");
    let record = run(&days);
    assert_eq!(leases(&record), [(10, 5), (59, 0)]);
    // 5 cards × 120,000 = 600,000 a day, for the 59 − 10 = 49 days to 1 March.
    let spent: i64 = record.money.iter().step_by(2).map(|month| month[Money::Spent].0).sum();
    assert_eq!(spent, 49 * 600_000);
    let month = top_up("passes = \"2025-01-01\"\nlag = \"1 month\"\n");
    assert_eq!(leases(&run(&month)), [(31, 5), (59, 0)]);
    // The twin: a lag that is forgotten must show.
    assert_eq!(leases(&run(&top_up("passes = \"2025-01-01\"\n"))), [(0, 5), (59, 0)]);
}

/// Without a lag, passing is arriving; a certain coming and a cut of nothing change nothing.
#[test]
fn no_lag_no_cut_and_certainty_are_as_if_they_were_not_there() {
    let plain = run(&top_up("arrives = \"2025-01-11\"\n"));
    for neutral in [
        "passes = \"2025-01-11\"\n",
        "passes = \"2025-01-11\"\nlag = \"0 days\"\nchance = 1\ncut = 0\n",
        "passes = \"2025-01-01\"\nlag = { constant = \"10 days\" }\n",
    ] {
        assert!(same(&plain, &run(&top_up(neutral))), "{neutral}");
    }
    let arrives = "arrives = { triangular = { low = \"2024-09-01\", mode = \"2024-10-01\", high = \"2024-12-01\" } }";
    let with = CENTRE.replace(arrives, &format!("{arrives}\nchance = 1.0\ncut = 0.0"));
    for (a, b) in records(CENTRE, 6).iter().zip(&records(&with, 6)) {
        assert!(same(a, b));
    }
}

/// A third of 90,000,000 is cut: 60,000,000 pay 100 days at 600,000 a day, more than the 59 to its end.
/// A cut of nine tenths leaves 10,000,000: 16 days, and 400,000 lapse.
#[test]
fn a_cut_comes_off_the_amount_before_it_is_granted() {
    let with = |amount: &str, cut: &str| {
        let text = top_up(&format!("arrives = \"2025-01-01\"\ncut = {cut}\n"));
        run(&text.replace("100,000,000 KRW", amount))
    };
    let third = with("90,000,000 KRW", "0.3333333333333333");
    assert_eq!(third.money[0][Money::Granted].0, 60_000_000);
    assert_eq!(leases(&third), [(0, 5), (59, 0)]);
    let most = with("100,000,000 KRW", "0.9");
    assert_eq!(leases(&most), [(0, 5), (16, 0)]);
    assert_eq!(
        (most.money[0][Money::Spent].0, most.money[0][Money::Lapsed].0),
        (16 * 600_000, 400_000)
    );
    // All of it: nothing ever lands.
    let all = with("100,000,000 KRW", "1");
    assert!(leases(&all).is_empty() && all.funding_days[FundingId::at(0)].is_none());
}

/// Money comes in about as many futures as its chance says, in fewer of the same ones if that is
/// smaller, and nobody's applicants move.
#[test]
fn a_smaller_chance_keeps_a_subset_of_the_futures() {
    let with = |chance: f64| {
        CENTRE.replace("[funding.extra]\n", &format!("[funding.extra]\nchance = {chance}\n"))
    };
    let comes = |chance: f64| -> Vec<bool> {
        let scenario = read(&with(chance));
        let lands = |k| {
            Draws::draw(&scenario.baseline, Replication::new(7, k), None).fundings[FundingId::at(2)]
                .lands()
        };
        (0..2_000).map(|k| lands(k).is_some()).collect()
    };
    let (some, most) = (comes(0.3), comes(0.8));
    let count = |all: &[bool]| all.iter().filter(|&&it| it).count();
    // Four standard deviations of 2,000 draws: 4 × √(2,000 × 0.3 × 0.7) = 82; × √(0.8 × 0.2) = 72.
    assert!(count(&some).abs_diff(600) <= 82 && count(&most).abs_diff(1_600) <= 72);
    assert!(some.iter().zip(&most).all(|(some, most)| *most || !*some));
    for (k, (a, b)) in records(CENTRE, 6).iter().zip(&records(&with(0.3), 6)).enumerate() {
        let fresh = |record: &Record| -> Vec<(usize, i64)> {
            record.rounds.iter().map(|row| (row.round.place(), row.fresh)).collect()
        };
        assert_eq!(fresh(a), fresh(b));
        assert_eq!(b.funding_days[FundingId::at(2)].is_some(), some[k]);
        if some[k] {
            assert!(same(a, b));
        }
    }
}

/// What waits for money and what leases with it see the same day.
#[test]
fn the_day_on_which_money_lands_is_that_of_its_first_lease() {
    let text = CENTRE.replace(
        "arrives = { triangular = { low = \"2024-09-01\", mode = \"2024-10-01\", high = \"2024-12-01\" } }",
        "passes = \"2024-07-01\"\nlag = { triangular = { low = \"2 months\", mode = \"3 months\", high = \"5 months\" } }\nchance = 0.7",
    );
    let scenario = read(&text);
    let mut simulator = Simulator::new();
    let mut later = Vec::new();
    for k in 0..40 {
        let world = Draws::draw(&scenario.baseline, Replication::new(7, k), None);
        let record = play(&mut simulator, &scenario.baseline, 7, k);
        let first = record.funding_days[FundingId::at(2)].map(|(first, _)| first);
        assert_eq!(world.fundings[FundingId::at(2)].lands(), first);
        // 1 July 2024 is day 547; two to five months of 365/12 days later.
        if let Some(day) = first {
            assert!((547 + 60..=547 + 153).contains(&day), "{day}");
            later.push(day);
        }
    }
    later.dedup();
    assert!(later.len() > 10 && later.len() < 38, "{later:?}");
}

/// Bases that state the same units are paid in the order of the file: 5 cards cost 600,000 a day; the
/// first has 6,100,000, enough for ten days; the second pays from the eleventh on.
#[test]
fn appropriations_for_the_same_units_are_spent_in_the_order_of_the_file() {
    let base = |name: &str, amount: &str| {
        format!(
            "[funding.{name}]\namount = \"{amount}\"\nleases = {{ \"p.all\" = 5 }}\nfrom = \"2025-01-01\"\nto = \"2025-01-21\"\nsource = \"by hand\"\n"
        )
    };
    let record = run(&scenario(
        10,
        &(base("first", "6,100,000 KRW")
            + &base("second", "50,000,000 KRW")
            + &one_round(2, "3 months")),
    ));
    let [first, second] = [&record.money[0], &record.money[1]];
    assert_eq!(
        (first.days, first[Money::Spent].0, first[Money::Lapsed].0),
        (10, 6_000_000, 100_000)
    );
    assert_eq!(
        (second.days, second[Money::Spent].0, second[Money::Lapsed].0),
        (10, 6_000_000, 44_000_000)
    );
    assert_eq!(leases(&record), [(0, 5), (20, 0)]);
}

// ---- Spare units: sold or held --------------------------------------------------------------------

/// Ten cards for the 120 days of January to April 2025: a base leases four, a top-up asks for five
/// more from day 10 to day 40. A lease costs 120,000 won a day; a sold card earns 1,825,000 a month,
/// 12 × 1,825,000 / 365 = 60,000 a day.
fn gap_of_2025(spare: &str) -> String {
    scenario(
        10,
        &format!(
            r#"[funding.base]
leases = {{ "p.all" = 4 }}
source = "by hand"
[funding.top]
adds = {{ "p.all" = 5 }}
arrives = "2025-01-11"
until = "2025-02-10"
source = "by hand"
[gap]
spare = {spare}
source = "by hand"
"#
        ),
    )
}

fn sold(share: &str, notice: &str) -> String {
    format!("{{ sell = {{ share = {share}, price = \"1,825,000 KRW\", notice = \"{notice}\" }} }}")
}

/// Card-days not leased: held, sold, waited for; won spent and earned.
fn account(record: &Record) -> [i64; 5] {
    let days = |part: fn(&daegi::model::record::PoolMonth) -> i64| {
        let sum: i64 = record.months.iter().map(part).sum();
        assert_eq!(sum % DAY, 0);
        sum / DAY
    };
    let won =
        |part: fn(&daegi::model::record::MoneyMonth) -> i64| record.money.iter().map(part).sum();
    [
        days(|m| {
            m.of(Flow::Installed).0
                - m.of(Flow::Leased).0
                - m.of(Flow::Sold).0
                - m.of(Flow::Notice).0
        }),
        days(|m| m.of(Flow::Sold).0),
        days(|m| m.of(Flow::Notice).0),
        won(|m| m[Money::Spent].0),
        won(|m| m[Money::Earned].0),
    ]
}

/// *Hold*: leased 4 × 120 + 5 × 30 = 630 of 1,200 card-days, so 570 are held; 630 × 120,000 =
/// 75,600,000 won are spent.
///
/// *Sell all, ten days of notice*: six are sold from day 0. On day 10 money asks for nine, so five
/// are given notice and come back on day 20: 5 × 10 = 50 card-days waited for. Sold beside that:
/// 6 × 10, then the one that nobody asks for, 1 × 30, and from day 40 on six again, 6 × 80: 570.
/// Leased 630 − 50 = 580, 69,600,000 won. Earned (570 + 50) × 60,000 = 37,200,000.
///
/// *Sell half*: three sold, three held from day 0; on day 10 nine are asked for, seven are there, two
/// come back on day 20; of the one that nobody asks for a half is rounded to one. From day 40 on
/// three sold, three held. Held 3 × 10 + 3 × 80 = 270, waited for 2 × 10 = 20, sold 3 × 10 + 1 × 30 +
/// 3 × 80 = 300; leased 1,200 − 590 = 610; earned 320 × 60,000.
#[test]
fn a_gap_is_an_account_of_card_days_and_won() {
    let held = account(&run(&gap_of_2025("\"hold\"")));
    assert_eq!(held, [570, 0, 0, 75_600_000, 0]);
    let record = run(&gap_of_2025(&sold("1", "10 days")));
    assert_eq!(leases(&record), [(0, 4), (20, 9), (40, 4)]);
    assert_eq!(account(&record), [0, 570, 50, 69_600_000, 37_200_000]);
    let half = run(&gap_of_2025(&sold("0.5", "10 days")));
    assert_eq!(leases(&half), [(0, 4), (10, 7), (20, 9), (40, 4)]);
    assert_eq!(account(&half), [270, 300, 20, 610 * 120_000, 320 * 60_000]);
    // The price of the choice: sell less hold, in the same future.
    let difference: Vec<i64> =
        account(&record).iter().zip(held).map(|(sell, hold)| sell - hold).collect();
    assert_eq!(difference, [-570, 570, 50, -6_000_000, 37_200_000]);
}

/// Money that must be spent by a date is lost while it waits for units: 5 cards cost 600,000 a day.
/// Held, 12,000,000 won pay from day 10 to day 25 (9,000,000), and 3,000,000 lapse. Sold with ten days
/// of notice, they pay from day 20 to 25 (3,000,000), and 9,000,000 lapse.
#[test]
fn money_lapses_while_it_waits_for_units_that_were_sold() {
    let with = |spare: &str| {
        let text = gap_of_2025(spare)
            .replace(
                "arrives = \"2025-01-11\"\n",
                "arrives = \"2025-01-11\"\namount = \"12,000,000 KRW\"\n",
            )
            .replace("until = \"2025-02-10\"", "until = \"2025-01-26\"");
        let record = run(&text);
        (record.money[1][Money::Spent].0, record.money[1][Money::Lapsed].0)
    };
    assert_eq!(with("\"hold\""), (9_000_000, 3_000_000));
    assert_eq!(with(&sold("1", "10 days")), (3_000_000, 9_000_000));
}

/// Selling nothing is holding; without notice nobody waits, and only the income differs.
#[test]
fn a_sale_of_nothing_or_without_notice_takes_nothing_from_the_public() {
    let spare = |spare: &str| {
        CENTRE.replace(
            "[gap]\nrunning = \"freeze\"\n",
            &format!("[gap]\nrunning = \"freeze\"\nspare = {spare}\n"),
        )
    };
    let hold = records(CENTRE, 6);
    for (a, b) in hold.iter().zip(&records(&spare("\"hold\""), 6)) {
        assert!(same(a, b));
    }
    for (a, b) in hold.iter().zip(&records(&spare(&sold("0", "3 months")), 6)) {
        assert!(same(a, b));
    }
    for (a, b) in hold.iter().zip(&records(&spare(&sold("1", "0 days")), 6)) {
        assert!(a.days == b.days && a.rounds == b.rounds && a.allocations == b.allocations);
        assert_eq!((a.events, &a.leases), (b.events, &b.leases));
        assert!(b.months.iter().any(|month| month.of(Flow::Sold).0 > 0));
        assert!(b.months.iter().all(|month| month.of(Flow::Notice).0 == 0));
    }
}

/// The longer the notice, the longer the public waits, in every future; nobody new applies for it.
#[test]
fn longer_notice_never_leases_more() {
    let with = |notice: &str| {
        let spare = sold("1", notice);
        records(
            &CENTRE.replace(
                "[gap]\nrunning = \"freeze\"\n",
                &format!("[gap]\nrunning = \"freeze\"\nspare = {spare}\n"),
            ),
            8,
        )
    };
    let (short, long) = (with("1 month"), with("3 months"));
    let sums = |record: &Record| -> (i64, i64) {
        let months = record.months.iter();
        months.fold((0, 0), |sum, m| (sum.0 + m.of(Flow::Notice).0, sum.1 + m.of(Flow::Leased).0))
    };
    for (a, b) in short.iter().zip(&long) {
        let ((waited, leased), (waited_long, leased_less)) = (sums(a), sums(b));
        assert!(waited_long > waited && leased_less <= leased);
        let fresh =
            |record: &Record| -> Vec<i64> { record.rounds.iter().map(|row| row.fresh).collect() };
        assert_eq!(fresh(a), fresh(b));
    }
}

/// Notice when money is passed. Passed on 1 January, landing on day 10, with ten days of notice: five
/// cards are never sold, and nobody waits: held 5 × 10, sold 1 × 40 + 6 × 80. Passed on day 5: six are
/// sold, five of them back on day 15: sold 6 × 10, then beside those waited for 1 × 5, 1 × 25 and 6 × 80;
/// waited for 5 × 5; leased 1,200 − 595 = 605.
#[test]
fn notice_at_passing_brings_units_back_sooner() {
    let with = |passes: &str, lag: &str| {
        let spare = sold("1", "10 days").replace(" } }", ", recall = \"passing\" } }");
        let text = gap_of_2025(&spare).replace(
            "arrives = \"2025-01-11\"",
            &format!("passes = \"{passes}\"\nlag = \"{lag}\""),
        );
        account(&run(&text))
    };
    assert_eq!(with("2025-01-01", "10 days"), [50, 520, 0, 75_600_000, 520 * 60_000]);
    assert_eq!(with("2025-01-06", "5 days"), [0, 570, 25, 605 * 120_000, 595 * 60_000]);
    // Passed on the day on which it lands: as if notice were given at landing.
    let landing = account(&run(&gap_of_2025(&sold("1", "10 days"))));
    assert_eq!(with("2025-01-11", "0 days"), landing);
}

// ---- Shares and fiscal years ----------------------------------------------------------------------

/// A top-up of 100,000,000 won for five cards, 600,000 a day, from 1 December 2025 to 1 March. On
/// 1 January, after 31 days, 18,600,000 are spent and 81,400,000 left. Without carry-over they lapse
/// and the lease ends; of a twentieth, 4,070,000, six more days are paid, and 470,000 lapse.
#[test]
fn money_of_a_fiscal_year_lapses_on_1_january() {
    let with = |carry_over: &str| {
        let text = scenario(
            10,
            &format!(
                "[funding.top]\namount = \"100,000,000 KRW\"\nadds = {{ \"p.all\" = 5 }}\narrives = \"2025-12-01\"\nuntil = \"2026-03-01\"\n{carry_over}source = \"by hand\"\n"
            ),
        );
        let text = text.replace("observe-to = \"2025-05-01\"", "observe-to = \"2026-05-01\"");
        run(&text)
    };
    // 1 December is day 334, 1 January day 365, 1 March day 424.
    let plain = with("");
    assert_eq!(leases(&plain), [(334, 5), (424, 0)]);
    assert!(same(&plain, &with("carry-over = 1\n")));
    let year = with("carry-over = 0\n");
    assert_eq!(leases(&year), [(334, 5), (365, 0)]);
    let january = &year.money[12 * 2];
    assert_eq!(
        (january[Money::Spent].0, january[Money::Lapsed].0, january[Money::Left].0),
        (0, 81_400_000, 0)
    );
    let some = with("carry-over = 0.05\n");
    assert_eq!(leases(&some), [(334, 5), (371, 0)]);
    let january = &some.money[12 * 2];
    assert_eq!(
        (january[Money::Spent].0, january[Money::Lapsed].0),
        (3_600_000, 81_400_000 - 4_070_000 + 470_000)
    );
}

/// 88 and 8 of 96 million. Ten days at 600,000 are 6,000,000: the state's part is 6,000,000 × 88 / 96 =
/// 5,500,000. At the end 49 days are paid, 29,400,000, of which 26,950,000 are the state's.
#[test]
fn shares_of_a_funding_are_spent_in_proportion_and_close_to_the_won() {
    let shares = "share.national = { amount = \"88,000,000 KRW\", source = \"by hand\" }\nshare.local = { amount = \"8,000,000 KRW\", source = \"assumed: 96 in all by the agency's count\" }\n";
    let whole = top_up("arrives = \"2025-01-11\"\n").replace("100,000,000 KRW", "96,000,000 KRW");
    let split = whole.replace("amount = \"96,000,000 KRW\"\n", shares);
    let (one, two) = (run(&whole), run(&split));
    assert!(same(&one, &two), "only who pays differs");
    let scenario = read(&split);
    let draws = Draws::draw(&scenario.baseline, Replication::new(1, 0), None);
    let grants = daegi::model::granted(
        &scenario.baseline.fundings[FundingId::at(0)],
        &draws.factors,
        scenario.baseline.currency,
    );
    assert_eq!(grants, [Won(88_000_000), Won(8_000_000)]);
    let spent: i64 = two.money.iter().step_by(2).map(|month| month[Money::Spent].0).sum();
    let parts = daegi::model::by_share(Won(spent), &grants);
    assert_eq!((spent, parts), (29_400_000, vec![Won(26_950_000), Won(2_450_000)]));
    assert_eq!(daegi::model::by_share(Won(6_000_000), &grants)[0], Won(5_500_000));
}

/// The table of shares sums to the table of money, row by row.
#[test]
fn the_table_of_shares_sums_to_the_table_of_money() {
    let text = CENTRE.replace(
        "amount = \"9억 KRW\"\n",
        "cut = { uniform = { low = 0.0, high = 0.3 } }\nshare.national = { amount = \"7억 KRW\", source = \"assumed\" }\nshare.local = { amount = \"1억 KRW\", source = \"assumed\" }\nshare.other = { amount = \"1억 KRW\", source = \"assumed\" }\n",
    );
    let out = std::env::temp_dir().join(format!("daegi-test-{}-shares", std::process::id()));
    let options = Options { threads: Some(2), ..options(6, 7, out) };
    let finished = study::run(&read(&text), &options, &|_| {}).expect("the study runs");
    let rows = |table: &str| -> BTreeMap<(String, String), [i64; 4]> {
        let path = finished.results.folder().join(format!("tables/{table}.csv"));
        let text = std::fs::read_to_string(path).expect("a table");
        let mut lines = text.lines().map(|line| line.split(',').collect::<Vec<_>>());
        let head = lines.next().expect("columns");
        let at = |name: &str| head.iter().position(|it| *it == name).expect("a column");
        let mut sums: BTreeMap<(String, String), [i64; 4]> = BTreeMap::new();
        for line in lines.filter(|line| line[at("funding")] == "extra") {
            let key = (line[at("replication")].to_owned(), line[at("month")].to_owned());
            let sum = sums.entry(key).or_default();
            for (sum, name) in sum.iter_mut().zip(["granted", "spent", "lapsed", "left"]) {
                let value: i64 = line[at(name)].parse().expect("won");
                assert!(value >= 0, "{line:?}");
                *sum += value;
            }
        }
        sums
    };
    let shares = rows("money_shares");
    assert!(shares.len() > 12);
    assert_eq!(shares, rows("money"));
}
