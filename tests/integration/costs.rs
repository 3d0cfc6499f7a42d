//! What units cost: leases by the length of the contract, purchases, electricity, and the cost of an
//! hour, each worked by hand.

use daegi::measures::Money;
use daegi::model::Simulator;
use daegi::model::ids::PoolId;
use daegi::model::record::Record;
use daegi::study;

use crate::hand_worked::{leases, one_round, scenario};
use crate::invariance::CENTRE;
use crate::support::{ALL_LEASED, options, play, read, run};

fn records(text: &str, n: u32) -> Vec<Record> {
    let scenario = read(text);
    let mut simulator = Simulator::new();
    (0..n).map(|k| play(&mut simulator, &scenario.baseline, 7, k)).collect()
}

fn same(a: &Record, b: &Record) -> bool {
    format!("{a:?}") == format!("{b:?}")
}

/// What an account of so many has spent over the run.
fn spent(record: &Record, account: usize, accounts: usize) -> i64 {
    record.money.iter().skip(account).step_by(accounts).map(|month| month[Money::Spent].0).sum()
}

/// The estimates of one future.
fn estimate(name: &str, text: &str, response: &str, scope: &str) -> f64 {
    let out = std::env::temp_dir().join(format!("daegi-test-{}-{name}", std::process::id()));
    let options = options(1, 1, out);
    let finished = study::run(&read(text), &options, &|_| {}).expect("the study runs");
    finished
        .summary
        .estimate(
            "baseline",
            daegi::measures::Response::named(response).expect("a response"),
            scope,
        )
        .expect("it exists")
        .mean
}

// ---- Prices by the length of the contract ------------------------------------------------------

/// From 1 month on a card costs 7,300,000 won a month, 240,000 a day; from 3 months on half of that.
fn by_length(text: &str) -> String {
    text.replace(
        "server = \"3,650,000 KRW\"",
        "server = { by-length = { \"3 months\" = \"3,650,000 KRW\", \"1 month\" = \"7,300,000 KRW\" } }",
    )
}

/// Four cards from 1 January to 10 February are a contract of 40 days: 4 × 40 × 240,000 =
/// 38,400,000. A contract stated as of 12 months costs half a day. One of 20 days is shorter than all
/// stated lengths and has the price of the shortest. Exactly three months, 91 days, are three months.
#[test]
fn a_longer_contract_has_the_price_of_the_longest_length_that_it_reaches() {
    let with = |to: &str, more: &str| {
        let text = scenario(
            10,
            &format!(
                "[funding.base]\nleases = {{ \"p.all\" = 4 }}\nto = \"{to}\"\n{more}source = \"by hand\"\n"
            ),
        );
        spent(&run(&by_length(&text)), 0, 2)
    };
    assert_eq!(with("2025-02-10", ""), 4 * 40 * 240_000);
    assert_eq!(with("2025-02-10", "contract = \"12 months\"\n"), 4 * 40 * 120_000);
    assert_eq!(with("2025-01-21", ""), 4 * 20 * 240_000);
    // 31 + 28 + 31 + 1 = 91 days up to 2 April.
    assert_eq!(with("2025-04-01", ""), 4 * 90 * 240_000);
    assert_eq!(with("2025-04-02", ""), 4 * 91 * 120_000);
}

/// The same price at every length is one price, and a contract that sets no price changes nothing.
#[test]
fn one_price_for_all_lengths_is_a_plain_price() {
    let plain = records(CENTRE, 4);
    let lengths = CENTRE.replace(
        "small = \"1.0m KRW\"",
        "small = { by-length = { \"1 month\" = \"1.0m KRW\", \"2 years\" = \"1.0m KRW\" } }",
    );
    let contract = CENTRE.replace("[funding.extra]\n", "[funding.extra]\ncontract = \"1 month\"\n");
    for other in [lengths, contract] {
        for (a, b) in plain.iter().zip(&records(&other, 4)) {
            assert!(same(a, b));
        }
    }
}

// ---- Bought instead of leased ------------------------------------------------------------------

/// Two cards delivered on 11 January (day 10), for 1,000,000 won each, that live 60 days and cost
/// 365,000 won a month to run, 12,000 a day. They are at hand from day 10 to day 70, on top of the four
/// that money leases. Paid: 2,000,000 in January, and 2 × 60 × 12,000 = 1,440,000 for running. The
/// pool costs 4 × 120 × 120,000 + 1,440,000 + all of the price: 61,040,000.
#[test]
fn bought_cards_are_paid_once_run_daily_and_retired() {
    let text = scenario(
        10,
        r#"[funding.base]
leases = { "p.all" = 4 }
source = "by hand"
[expansion.own]
pool = "p"
unit = "server"
adds = 2
hall = "elsewhere"
ordered = "2025-01-11"
lead-time = "0 days"
adds-places = "none"
bought = { price = "1,000,000 KRW", life = "60 days", running = "365,000 KRW" }
source = "by hand"
"#,
    );
    let record = run(&text);
    assert_eq!(leases(&record), [(0, 4), (10, 2), (70, 0)]);
    // Accounts: the base, arrears, capital, running.
    assert_eq!(record.money[2][Money::Spent].0, 2_000_000);
    assert_eq!([spent(&record, 2, 4), spent(&record, 3, 4)], [2_000_000, 1_440_000]);
    let cost = |record: &Record| record.months.iter().map(|month| month.cost.0).sum::<i64>();
    assert_eq!(cost(&record), 61_040_000);
    // Half of its life has passed on day 40: of the price, half is cost by then.
    let early = text.replace("observe-to = \"2025-05-01\"", "observe-to = \"2025-02-10\"");
    let early = early.replace("first = \"2025-04-01\"", "first = \"2025-01-01\"");
    let record = run(&early);
    assert_eq!(cost(&record), 4 * 40 * 120_000 + 1_000_000 + 2 * 30 * 12_000);
    assert_eq!(record.window[PoolId::at(0)].cost.0, cost(&record));
    // The twin: the same two cards leased cost 120,000 a day each, and nothing at once.
    let leased = text.replace(
        "bought = { price = \"1,000,000 KRW\", life = \"60 days\", running = \"365,000 KRW\" }",
        "funded-by = \"base\"",
    );
    assert_eq!(cost(&run(&leased)), 4 * 120 * 120_000 + 2 * 110 * 120_000);
}

// ---- Electricity -------------------------------------------------------------------------------

const TARIFF: &str =
    "[site]\ntariff = \"120 KRW/kWh\"\npue = 1.5\nidle-power = 0.5\nsource = \"by hand\"\n";

/// A node of one card draws 1 kW: 1 × 1.5 × 120 = 180 won an hour, 4,320 a day; idle half of that.
/// Six cards are leased for 120 days; three awards hold two cards each for 20 days, 120 card-days;
/// nothing is known of jobs, so those count as busy and the other 600 as idle: 120 × 4,320 + 600 ×
/// 2,160 = 1,814,400 won. With the lease, 6 × 120 × 120,000, that is 88,214,400 won for 2,880
/// allocated card-hours: 30,630 won each.
#[test]
fn electricity_is_power_times_pue_times_tariff() {
    let text = scenario(6, &format!("{ALL_LEASED}{TARIFF}{}", one_round(3, "3 months")));
    let record = run(&text);
    assert_eq!(spent(&record, 2, 3), 1_814_400);
    let hour = estimate("cost-hour", &text, "cost_per_allocated_hour", "p");
    assert_eq!(hour, 30_630.0);
    let site = estimate("cost-site", &text, "cost_per_allocated_hour", "site");
    assert_eq!(site, 30_630.0);
}

/// Electricity moves nobody and nothing but won; a free one is none; a worse building costs more.
#[test]
fn electricity_moves_only_won() {
    let with = |tariff: &str, pue: &str| {
        CENTRE.replace(
            "[site]\nslots = 400\n",
            &format!("[site]\nslots = 400\ntariff = \"{tariff}\"\npue = {pue}\n"),
        )
    };
    let none = records(CENTRE, 4);
    for (a, b) in none.iter().zip(&records(&with("0 KRW/kWh", "1.4"), 4)) {
        assert!(same(a, b));
    }
    let good = records(&with("182.7 KRW/kWh", "1.2"), 4);
    let bad = records(&with("182.7 KRW/kWh", "1.5"), 4);
    for ((a, b), c) in none.iter().zip(&good).zip(&bad) {
        assert!(a.days == b.days && a.rounds == b.rounds && a.allocations == b.allocations);
        let bill = |record: &Record| spent(record, 4, 5);
        // 1.5 / 1.2, but for rounding to the won in every pool and billionths in every price.
        let ratio = bill(c) as f64 / bill(b) as f64;
        assert!(bill(b) > 1_000_000 && (ratio - 1.25).abs() < 1e-6, "{ratio}");
    }
}
