//! What projects pay, and who applies all the same.

use daegi::measures::Money;
use daegi::model::Replication;
use daegi::model::ids::{AccountId, FundingId, ProgrammeId};
use daegi::model::inputs::Account;
use daegi::model::record::{MoneyMonth, Record};
use daegi::study;

use crate::applicants::{TWO_CLASSES, classes, programme, run, same, scenario, who};
use crate::hand_worked::{self, one_round};
use crate::support::{options, read, won_close};

/// A card costs 3,650,000 won a month: 12 × 3,650,000 / 365 = 120,000 won a day, exactly.
const PRICE: &str = "[lease-price]\nserver = \"3,650,000 KRW\"\nsource = \"by hand\"\n";

fn fee(programme: &str, rest: &str) -> String {
    format!("[programme.{programme}.fee]\n{rest}\nsource = \"by hand\"\n")
}

/// Nothing but money by funding and what is priced differs where a fee is zero or nobody answers to it.
#[test]
fn a_fee_of_zero_is_no_fee() {
    let with = |rest: &str| scenario(&format!("{PRICE}{}", programme("x", rest)));
    for replication in 0..3 {
        let plain = run(&with(""), replication);
        same(&plain, &run(&with(&fee("x", "share = 0\nelasticity = 3")), replication));
        same(&plain, &run(&with(&fee("x", "per-unit-month = \"0 KRW\"")), replication));
        // A fee that comes after the last round is none either.
        let late = fee("x", "share = 0.5\nelasticity = 3\nfrom = \"2025-12-01\"");
        same(&plain, &run(&with(&late), replication));
        // And one that nobody minds brings money and moves nobody.
        let unminded = run(&with(&fee("x", "share = 0.1")), replication);
        assert_eq!(plain.allocations, unminded.allocations);
        assert!(
            unminded.programmes[ProgrammeId::at(0)].fees.0 > 0
                && plain.programmes[ProgrammeId::at(0)].fees.0 == 0
        );
    }
}

/// Ten awards of 2 cards for 20 days in each of 4 rounds at a fifth of 120,000 won a card-day:
/// 4 × 10 × 2 × 20 × 24,000 = 38,400,000 won. Where everybody is in a class that pays half: 19,200,000.
/// The first round starts on 21 January: 11 of its 20 days are in January, 11 × 20 × 24,000 = 5,280,000.
#[test]
fn projects_pay_for_every_second_that_they_hold() {
    let with = |more: &str, charge: &str| {
        let of = format!("{more}{}", fee("x", charge));
        let plan = programme("x", &of).replace("{ choice = { 1 = 0.5, 4 = 0.5 } }", "2");
        run(&scenario(&format!("{PRICE}{TWO_CLASSES}{plan}")), 0)
    };
    let full = with("", "share = 0.2");
    assert_eq!(full.programmes[ProgrammeId::at(0)].fees.0, 38_400_000);
    assert_eq!(full.fees[0].0, 5_280_000);
    assert_eq!(full.fees.iter().map(|won| won.0).sum::<i64>(), 38_400_000);
    // 730,000 won a month are 24,000 a day: the same fee as an amount.
    assert_eq!(with("", "per-unit-month = \"730,000 KRW\"").fees, full.fees);
    let half = classes("x", (0.0, ""), (1.0, "fee-reduction = 0.5"));
    assert_eq!(with(&half, "share = 0.2").programmes[ProgrammeId::at(0)].fees.0, 19_200_000);
    let free = classes("x", (0.0, ""), (1.0, "fee-reduction = 1"));
    assert_eq!(with(&free, "share = 0.2").programmes[ProgrammeId::at(0)].fees.0, 0);
    // Asked from the second round on: three of four.
    let later = with("", "share = 0.2\nfrom = \"2025-02-01\"");
    assert_eq!(later.programmes[ProgrammeId::at(0)].fees.0, 28_800_000);
}

/// Ten cards, four of them leased while money lasts, the others sold, and two projects that pay.
fn sale_and_fees() -> String {
    hand_worked::scenario(
        10,
        &format!(
            "[funding.base]\namount = \"50,000,000 KRW\"\nleases = {{ \"p.all\" = 4 }}\nfrom = \"2025-01-01\"\nto = \"2025-05-01\"\nsource = \"by hand\"\n[gap]\nspare = {{ sell = {{ price = \"1,825,000 KRW\", notice = \"0 days\" }} }}\nsource = \"by hand\"\n{}{}",
            one_round(2, "3 months"),
            fee("x", "share = 0.25"),
        ),
    )
}

/// Ten cards at 120,000 won a day for the 120 days of January to April 2025. A base of 50,000,000 won
/// leases four: 480,000 a day, so 104 days, 49,920,000, and 80,000 lapse. The six others are sold at
/// 60,000 a day, and all ten from then on: 6 × 104 × 60,000 + 10 × 16 × 60,000 = 47,040,000. Two
/// projects of two cards for 20 days from 21 January pay a quarter of the price, 30,000 a card-day:
/// 4 × 11 × 30,000 = 1,320,000 in January and 4 × 9 × 30,000 = 1,080,000 in February.
///
/// Came in 50,000,000 + 47,040,000 + 2,400,000 = 99,440,000; spent 49,920,000; lapsed 80,000; left
/// 47,040,000 with the owner and 2,400,000 of fees, 49,440,000. 49,920,000 + 80,000 + 49,440,000 =
/// 99,440,000.
#[test]
fn fees_are_won_of_the_ledger_and_all_won_close_by_account() {
    let text = sale_and_fees()
        // Counted from 26 January on: 21 to 25 January, 4 × 5 × 30,000 = 600,000, came before.
        .replace("observe-from = \"2025-01-01\"", "observe-from = \"2025-01-26\"");
    let inputs = read(&text).baseline;
    let accounts = inputs.accounts();
    let [base, arrears] = [Account::Funding(FundingId::at(0)), Account::Arrears];
    assert_eq!(*accounts, [base, arrears, Account::Private, Account::Fees]);
    let record = crate::support::run(&text);
    let by_month = |part: fn(&MoneyMonth) -> i64| -> Vec<i64> {
        record.money.iter().skip(3).step_by(4).map(part).collect()
    };
    assert_eq!(by_month(|row| row[Money::Earned].0), [1_320_000, 1_080_000, 0, 0]);
    assert_eq!(by_month(|row| row[Money::Left].0), [1_320_000, 2_400_000, 2_400_000, 2_400_000]);
    let sum = |part: fn(&MoneyMonth) -> i64| record.money.iter().map(part).sum::<i64>();
    assert_eq!(sum(|row| row[Money::Granted].0 + row[Money::Earned].0), 99_440_000);
    assert_eq!(
        (sum(|row| row[Money::Spent].0), sum(|row| row[Money::Lapsed].0)),
        (49_920_000, 80_000)
    );
    let left: i64 =
        record.money[record.money.len() - 4..].iter().map(|row| row[Money::Left].0).sum();
    assert_eq!(left, 49_440_000);
    assert!(won_close(&inputs, &record));
    assert_eq!(record.window_money[AccountId::at(3)][Money::Earned].0, 1_800_000);
    assert_eq!(
        record.window_money[AccountId::at(3)][Money::Earned],
        record.programmes[ProgrammeId::at(0)].fees
    );
    // The twins: a won that is booked twice, one that nobody paid, one that is gone.
    let twins: [fn(&mut MoneyMonth); 3] = [
        |row| row[Money::Earned].0 += 1,
        |row| row[Money::Left].0 += 1,
        |row| row[Money::Spent].0 += 1,
    ];
    for (account, twin) in (0..4).flat_map(|at| twins.map(|twin| (at, twin))) {
        let mut broken = record.clone();
        twin(&mut broken.money[4 + account]);
        // What arrears spend they are billed for: no won of the ledger moves.
        let billed = account == 1 && twin as usize == twins[2] as usize;
        assert!(billed || !won_close(&inputs, &broken));
    }
}

/// A sale and fees have an income of their own each, and the site's is both; the account of a gap has
/// only what the sale earned: 47,040,000, 2,400,000 and 49,440,000 won as above.
#[test]
fn what_a_sale_earned_is_told_from_fees() {
    let text = sale_and_fees();
    let out = std::env::temp_dir().join(format!("daegi-test-{}-income", std::process::id()));
    let options = options(2, 1, out);
    let finished = study::run(&read(&text), &options, &|_| {}).expect("the study runs");
    let earned = |scope: &str| {
        let estimate =
            finished.summary.estimate("baseline", daegi::measures::Response::Earned, scope);
        estimate.expect("it exists").mean
    };
    assert_eq!(["sale", "fees", "site"].map(earned), [47_040_000.0, 2_400_000.0, 49_440_000.0]);
    let table = finished.results.folder().join("tables/gap.csv");
    let table = std::fs::read_to_string(table).expect("the table of the gap");
    let rows: Vec<&str> = table.lines().filter(|row| row.contains(",earned,")).collect();
    assert_eq!(rows.len(), 1);
    assert!(rows[0].starts_with("baseline,sale,earned,47040000"), "{rows:?}");
}

/// Who applies at a higher fee applies at a lower one; other programmes do not notice; and of the
/// applicants at no fee so many apply: exp(−1.5 × 0.2) = 0.740818, a twin with ε = 1 fails.
#[test]
fn a_higher_fee_leaves_a_subset_of_the_applicants() {
    let with = |share: &str| {
        let plan = programme("x", &fee("x", &format!("share = {share}\nelasticity = 1.5")))
            .replace("places = 10", "places = 1000")
            .replace("reapply = 0.5\nrenew = 0.3\n", "");
        scenario(&format!("{PRICE}{plan}{}", programme("y", "")))
    };
    let of = |record: &Record, programme: usize| -> Vec<_> {
        record
            .allocations
            .iter()
            .filter(|row| row.programme.place() == programme)
            .map(who)
            .collect()
    };
    let records = ["0", "0.2", "0.5", "1"].map(|share| run(&with(share), 2));
    for pair in records.windows(2) {
        let (low, high) = (of(&pair[0], 0), of(&pair[1], 0));
        assert!(high.len() < low.len() && high.iter().all(|one| low.contains(one)));
        assert_eq!(of(&pair[0], 1), of(&pair[1], 1), "the other programme is untouched");
    }
    let count = |text: &str| {
        crate::support::sample(text, 5, 400, |_, record| record.rounds[0].applications() as f64)
    };
    let (free, paid) = (count(&with("0")), count(&with("0.2")));
    let ratio = |e: f64| -> Vec<f64> {
        paid.iter().zip(&free).map(|(paid, free)| paid - libm::exp(-e * 0.2) * free).collect()
    };
    let (good, twin) = (crate::support::z(&ratio(1.5), 0.0), crate::support::z(&ratio(1.0), 0.0));
    assert!(good.abs() <= 4.0 && twin.abs() > 4.0, "{good} {twin}");
}

/// The ratio was observed at a fee: demand is inferred so that it shows at that fee, so that without
/// the fee e^(ε s) times as many apply: 1.5 × 0.2 = 0.3, e^0.3 = 1.349859.
#[test]
fn demand_that_was_observed_at_a_fee_is_larger_without_it() {
    let with = |share: &str| {
        let of = format!(
            "{}[programme.x.observed]\ncompetition = \"2.5:1\"\nfrom = \"2025-01-01\"\nto = \"2026-01-01\"\nsource = \"by hand\"\n",
            fee("x", &format!("share = {share}\nelasticity = 1.5"))
        );
        let plan = programme("x", &of)
            .replace("demand = { fresh = 40 }\n", "")
            .replace("reapply = 0.5\nrenew = 0.3\n", "");
        let text = scenario(&format!("{PRICE}{plan}"));
        daegi::model::Draws::draw(&read(&text).baseline, Replication::new(1, 0), None).programmes
            [ProgrammeId::at(0)]
        .level
    };
    let (free, paid) = (with("0"), with("0.2"));
    // Quarters of 90 to 92 days, the nominal one 91.3.
    assert!((free - 25.0).abs() < 0.1, "{free}");
    assert!((paid / free - 1.349_859).abs() < 1e-5, "{paid}");
}

#[test]
fn bad_fees_are_told_of() {
    let wrong = |rest: &str, part: &str| {
        let text = scenario(&programme("x", &fee("x", rest)));
        let problems = daegi::scenario::Scenario::parse("x.toml", &text).expect_err("it is wrong");
        assert!(problems.to_string().contains(part), "{problems}");
    };
    wrong("", "a fee is a share of the lease price, or won for a card and month");
    wrong("share = 0.1", "the units of this pool have no price");
}
