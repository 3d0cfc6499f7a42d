//! What becomes of awards: later starts, extensions, unspent time, and limits on what a programme
//! holds.

use daegi::measures::Flow;
use daegi::model::Simulator;
use daegi::model::ids::ProgrammeId;
use daegi::model::record::{AllocationRow, Outcome, Record};

use crate::invariance::CENTRE;
use crate::support::{ALL_LEASED, Theory, play, read, run};

const DAY: i64 = 86_400;

/// Nobody lives to see a job.
const IDLE: &str = "jobs = \"0.00000001 per year\"\nsize = { share-of-allocation = 1.0 }";
/// Two of three cards are busy from the first minutes on (no two jobs fit), or all of them.
const TWO: &str = "jobs = \"1000 per day\"\nsize = { units = 2 }";
const FULL: &str = "jobs = \"1000 per day\"\nsize = { units = 3 }";

/// Awards of three cards for 20 days, two in a round, decided on day 20.
fn scenario(units: u32, jobs: &str, keys: &str, tables: &str) -> String {
    Theory {
        start: "2025-01-01",
        observe_from: "2025-01-01",
        end: "2025-07-01",
        units,
        rest: format!(
            r#"{ALL_LEASED}
[programme.x]
pool = "p"
rounds = {{ every = "12 months", first = "2025-01-06", window = "5 days", review = "10 days" }}
places = 2
demand = {{ fresh = 60 }}
request = 3
award = "20 days"
source = "by hand"
{keys}
{tables}
[workload.w]
programmes = ["x"]
{jobs}
run-time = "1 hour"
source = "by hand"
"#
        ),
    }
    .text()
}

/// Starts and ends in days.
fn lives(record: &Record) -> Vec<(i64, i64)> {
    let at = |time: Option<daegi::time::Time>| time.map_or(-1, |time| time.0 / DAY);
    record.allocations.iter().map(|row| (at(row.started), at(row.ended))).collect()
}

fn asked(record: &Record) -> i64 {
    record.months.iter().map(|month| month.of(Flow::Asked).0).sum()
}

fn same(a: &Record, b: &Record) -> bool {
    a.days == b.days
        && a.months == b.months
        && a.rounds == b.rounds
        && a.money == b.money
        && a.allocations == b.allocations
        && a.events == b.events
}

/// Decided on day 20, for 20 days: those that ran on at least 70 % of what they held go on for ten
/// more, once. From 10 February a month more is 28 days.
#[test]
fn an_allocation_that_used_enough_is_extended_once() {
    let with = |jobs: &str, keys: &str| {
        let table = format!("[programme.x.extension]\n{keys}\nsource = \"by hand\"");
        run(&scenario(6, jobs, "", &table))
    };
    let long = with(FULL, "by = \"10 days\"\nused = 0.7");
    assert_eq!(lives(&long), [(20, 50); 2]);
    assert_eq!(lives(&with(TWO, "by = \"10 days\"\nused = 0.7")), [(20, 40); 2]);
    assert_eq!(lives(&with(TWO, "by = \"10 days\"\nused = 0.6")), [(20, 50); 2]);
    assert_eq!(lives(&with(IDLE, "by = \"1 month\"")), [(20, 68); 2]);
    // What is added is asked for: two awards of three cards, ten days each.
    let short = run(&scenario(6, FULL, "", ""));
    assert_eq!(asked(&long) - asked(&short), 2 * 3 * 10 * DAY);
}

/// Nothing ran: all 20 days are unspent. A quarter of them is five days more; at most three, three.
#[test]
fn unspent_time_extends_an_allocation() {
    let with = |keys: &str| {
        let table =
            format!("[programme.x.unspent]\ngoes = \"extends\"\n{keys}\nsource = \"by hand\"");
        lives(&run(&scenario(6, IDLE, "", &table)))
    };
    assert_eq!(with(""), [(20, 60); 2]);
    assert_eq!(with("share = 0.25"), [(20, 45); 2]);
    assert_eq!(with("at-most = \"3 days\""), [(20, 43); 2]);
}

/// Monthly rounds, everybody renews at once: the second award has its 20 days and the 5 that were
/// carried, the third likewise (at most five).
#[test]
fn unspent_time_goes_with_a_project_to_its_renewal() {
    let table = "[programme.x.unspent]\ngoes = \"renewal\"\nat-most = \"5 days\"\nsource = \"x\"";
    let text = scenario(1000, IDLE, "renew = 1", table)
        .replace("12 months", "1 month")
        .replace("places = 2", "places = 400");
    let record = run(&text);
    let renewed = |row: &&AllocationRow| row.application > 0;
    assert!(record.allocations.iter().filter(renewed).count() > 50);
    for row in &record.allocations {
        let days = if row.application == 0 { 20 } else { 25 };
        assert_eq!(row.length.0, days * DAY, "{row:?}");
    }
}

/// Decided on day 20, ready on day 25: it starts then and has not waited. With no time to wait, the
/// second of two on three cards lapses then, and not before.
#[test]
fn a_deferred_start_holds_nobody_up_and_is_no_wait() {
    let keys = "start-delay = \"5 days\"\nstart-within = \"0 days\"";
    let record = run(&scenario(3, IDLE, keys, ""));
    assert_eq!(lives(&record), [(25, 45), (-1, 25)]);
    assert_eq!(record.allocations[1].outcome, Outcome::Lapsed);
    assert_eq!(
        (
            record.programmes[ProgrammeId::at(0)].started,
            record.programmes[ProgrammeId::at(0)].waited.0
        ),
        (1, 0)
    );
    // Who is ready goes before who is not, and who was first keeps its place.
    let keys = "start-delay = { choice = { \"0 days\" = 0.5, \"5 days\" = 0.5 } }";
    let text = scenario(3, IDLE, keys, "").replace("places = 2", "places = 40");
    let record = run(&text.replace("fresh = 60", "fresh = 90"));
    let ready = |row: &AllocationRow| row.started.is_some_and(|at| at.0 == 20 * DAY);
    assert_eq!(record.allocations.iter().filter(|row| ready(row)).count(), 1);
    let later: Vec<i64> = record
        .allocations
        .iter()
        .filter(|row| !ready(row))
        .map_while(|row| row.started)
        .map(|at| at.0)
        .collect();
    assert!(later.is_sorted(), "{later:?}");
}

/// Settings that change nothing change no bit.
#[test]
fn neutral_settings_are_absent_ones() {
    let plain = run(&scenario(5, TWO, "", ""));
    for (keys, tables) in [
        ("start-delay = \"0 days\"", ""),
        ("limit = { units = 3, source = \"x\" }", ""),
        ("limit = { running = 40, beyond = \"wait\", source = \"x\" }", ""),
        ("", "[programme.x.extension]\nby = \"0 days\"\nsource = \"x\""),
        ("", "[programme.x.extension]\nby = \"9 days\"\nchance = 0\nsource = \"x\""),
        ("", "[programme.x.unspent]\ngoes = \"lost\"\nsource = \"x\""),
        ("", "[programme.x.unspent]\ngoes = \"extends\"\nshare = 0\nsource = \"x\""),
    ] {
        assert!(same(&plain, &run(&scenario(5, TWO, keys, tables))), "{keys}{tables}");
    }
}

fn centre(edit: &str) -> Vec<Record> {
    let text = CENTRE.replace("[programme.any]", &format!("{edit}\n[programme.any]"));
    let scenario = read(&text);
    let mut simulator = Simulator::new();
    (0..6).map(|k| play(&mut simulator, &scenario.baseline, 7, k)).collect()
}

/// More chance extends more, each lever leaves the other programme as it is, to the last bit.
#[test]
fn levers_of_one_programme_order_their_own_response_and_move_nobody_else() {
    let rolling = |record: &Record| {
        let rows = record.allocations.iter().filter(|row| row.programme.place() == 1);
        rows.copied().collect::<Vec<_>>()
    };
    let extension = |chance: f64| {
        centre(&format!(
            "[programme.big.extension]\nby = \"3 months\"\nused = 0.2\nchance = {chance}\nsource = \"x\""
        ))
    };
    let plain = centre("");
    let mut before = -1;
    for records in [plain.clone(), extension(0.2), extension(0.6), extension(1.0)] {
        let rows = records.iter().flat_map(|record| &record.allocations);
        let extended: i64 = rows.map(|row| row.extended.0 * row.units).sum();
        assert!(extended > before, "{extended} {before}");
        before = extended;
        for (a, b) in plain.iter().zip(&records) {
            assert_eq!(rolling(a), rolling(b));
        }
    }
    let limit =
        |units: u32| centre(&format!("[programme.big.limit]\nunits = {units}\nsource = \"x\""));
    let mut before = 0;
    for records in [limit(16), limit(40), limit(80)] {
        let rows = records.iter().flat_map(|record| record.months.iter().step_by(2));
        let held: i64 = rows.map(|month| month.of(Flow::Allocated).0).sum();
        assert!(held > before, "{held} {before}");
        before = held;
        for (a, b) in plain.iter().zip(&records) {
            assert_eq!(rolling(a), rolling(b));
        }
    }
}

/// Rolling intake of single cards.
fn rolling(units: u32, keys: &str) -> String {
    Theory {
        start: "2025-01-01",
        observe_from: "2025-01-01",
        end: "2026-01-01",
        units,
        rest: format!(
            r#"{ALL_LEASED}
[programme.x]
pool = "p"
intake = "rolling"
demand = {{ rate = "1 per day" }}
request = 1
award = {{ exponential = {{ mean = "5 days" }} }}
source = "by hand"
{keys}
"#
        ),
    }
    .text()
}

/// A programme that may hold four cards of a hundred is a programme on a pool of four: whoever waits
/// in line waits for the pool there, at the same times.
#[test]
fn a_limit_is_a_smaller_pool() {
    for keys in ["", "start-within = \"2 days\"", "start-within = \"never lapses\""] {
        let small = run(&rolling(4, keys));
        for limit in ["units = 4", "running = 4"] {
            let keys = format!("{keys}\nlimit = {{ {limit}, source = \"x\" }}");
            let limited = run(&rolling(100, &keys));
            assert_eq!(small.allocations, limited.allocations);
            let demand = |record: &Record| {
                let rows = record.months.iter();
                rows.map(|m| {
                    (
                        m.of(Flow::Asked),
                        m.of(Flow::Allocated),
                        m.of(Flow::Waiting),
                        m.of(Flow::Lapsed),
                    )
                })
                .collect::<Vec<_>>()
            };
            assert_eq!(demand(&small), demand(&limited));
        }
        // The twin: another limit is another pool.
        let other = format!("{keys}\nlimit = {{ units = 5, source = \"x\" }}");
        assert_ne!(small.allocations, run(&rolling(100, &other)).allocations);
    }
}

/// Refused beyond the limit is lost on arrival: those who are served are the same as where whoever does
/// not start at once withdraws.
#[test]
fn refusal_beyond_a_limit_is_a_loss_system() {
    let lost = run(&rolling(4, "start-within = \"0 days\""));
    let keys = "limit = { units = 4, beyond = \"refuse\", source = \"x\" }";
    let refused = run(&rolling(100, keys));
    let served: Vec<AllocationRow> =
        lost.allocations.iter().filter(|row| row.outcome != Outcome::Lapsed).copied().collect();
    assert_eq!(served, refused.allocations);
    let withdrawn = lost.allocations.len() - served.len();
    assert_eq!(refused.programmes[ProgrammeId::at(0)].refused, withdrawn as i64);
    let sum = |record: &Record, part: fn(&daegi::model::record::PoolMonth) -> i64| {
        record.months.iter().map(part).sum::<i64>()
    };
    assert_eq!(sum(&lost, |m| m.of(Flow::Lapsed).0), sum(&refused, |m| m.of(Flow::TurnedAway).0));
}

/// Without rounds, who has finished comes back so long after the end, and who was refused so long after
/// the refusal.
#[test]
fn rolling_intake_lets_people_come_back_after_a_while() {
    let record = run(&rolling(1000, "renew = 1\nreturns-after = \"7 days\""));
    let mut renewals = 0;
    for row in record.allocations.iter().filter(|row| row.application > 0) {
        let own = |other: &&AllocationRow| {
            other.ordinal == row.ordinal && other.application + 1 == row.application
        };
        let before = record.allocations.iter().find(own).and_then(|other| other.ended);
        assert_eq!(before.map(|end| end.0 + 7 * DAY), Some(row.decided.0));
        renewals += 1;
    }
    assert!(renewals > 300, "{renewals}");
    let keys =
        "limit = { units = 2, beyond = \"refuse\", source = \"x\" }\nreturns-after = \"7 days\"";
    let (hard, soft) =
        (run(&rolling(9, keys)), run(&rolling(9, &format!("{keys}\nreapply = 0.9"))));
    let [hard, soft] = [&hard.programmes[ProgrammeId::at(0)], &soft.programmes[ProgrammeId::at(0)]];
    assert!(soft.applications > hard.applications && soft.refused > hard.refused);
    assert!(soft.awards >= hard.awards);
}
