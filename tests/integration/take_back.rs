//! Take-back of idle allocations: what a rule removes, when, and who gets it.

use daegi::measures::Flow;
use daegi::model::Simulator;
use daegi::model::record::{Outcome, Record};

use crate::invariance::CENTRE;
use crate::support::{ALL_LEASED, Theory, play, read, run};

const DAY: i64 = 86_400;

/// Jobs that keep so many of the three cards of an allocation busy from its first minutes on: a new one
/// of an hour every 1.4 minutes or so, of which no two run at a time.
fn busy(cards: u32) -> String {
    format!("jobs = \"1000 per day\"\nsize = {{ units = {cards} }}")
}

/// Nobody lives to see a job.
const IDLE: &str = "jobs = \"0.00000001 per year\"\nsize = { share-of-allocation = 1.0 }";

/// Two awards of three cards for `award` days, decided on day 20, under a rule.
fn scenario(units: u32, money: &str, award: u32, jobs: &str, rule: &str) -> String {
    let rule = match rule {
        "" => String::new(),
        rule => format!("[programme.x.take-back]\n{rule}\nsource = \"by hand\"\n"),
    };
    Theory {
        start: "2025-01-01",
        observe_from: "2025-01-01",
        end: "2025-05-01",
        units,
        rest: format!(
            r#"{money}
[programme.x]
pool = "p"
rounds = {{ every = "12 months", first = "2025-01-06", window = "5 days", review = "10 days" }}
places = 2
demand = {{ fresh = 60 }}
request = 3
award = "{award} days"
source = "by hand"
{rule}[workload.w]
programmes = ["x"]
{jobs}
run-time = "1 hour"
source = "by hand"
"#
        ),
    }
    .text()
}

/// Starts, ends and what was taken back of both awards, in days.
fn lives(record: &Record) -> Vec<(f64, f64, f64)> {
    let days = |ticks: i64| ticks as f64 / DAY as f64;
    let rows = record.allocations.iter();
    rows.map(|row| {
        let at = |time: Option<daegi::time::Time>| time.map_or(-1.0, |time| days(time.0));
        (at(row.started), at(row.ended), days(row.taken_back.0))
    })
    .collect()
}

fn taken_back(record: &Record) -> i64 {
    record.months.iter().map(|month| month.of(Flow::TakenBack).0).sum()
}

/// Checked every ten days with ten days' notice: warned on day 30, gone on day 40 with 20 of its 40
/// days. On three cards the second award starts then, and not on day 60; it goes on day 60.
#[test]
fn an_idle_allocation_is_warned_then_gives_its_units_to_who_waits() {
    let rule = "every = \"10 days\"\nnotice = \"10 days\"\nsteps = { 0.3 = 1.0 }";
    let record = run(&scenario(3, ALL_LEASED, 40, IDLE, rule));
    assert_eq!(lives(&record), [(20.0, 40.0, 20.0), (40.0, 60.0, 20.0)]);
    assert_eq!(taken_back(&record), 2 * 3 * 20 * DAY);
    assert!(record.allocations.iter().all(|row| row.outcome == Outcome::Ended));
    let without = run(&scenario(3, ALL_LEASED, 40, IDLE, ""));
    assert_eq!(lives(&without), [(20.0, 60.0, 0.0), (60.0, 100.0, 0.0)]);
}

/// Two of its three cards are busy: below 70 %, not below 60 %. After 10 days half of the other 30 goes
/// (25 are left in all), after 20 half of the other 5: it ends after 22.5. The twin that runs on all
/// of them keeps its 40 days.
#[test]
fn steps_remove_shares_of_what_remains() {
    let rule = "every = \"10 days\"\nsteps = { 0.6 = 1.0, 0.7 = 0.5 }";
    let half = run(&scenario(6, ALL_LEASED, 40, &busy(2), rule));
    assert_eq!(lives(&half), [(20.0, 42.5, 17.5); 2]);
    let full = run(&scenario(6, ALL_LEASED, 40, &busy(3), rule));
    assert_eq!(lives(&full), [(20.0, 60.0, 0.0); 2]);
}

/// The published rules on an award that runs nothing.
///
/// nrel, 40 days: after 10, 80 % of 10 held: 8; after 20, 80 % of 20 less the 8: 8; 24 are left, so
/// that no check comes after 30. olcf, 30 days: after 10, 30 % of 20: 6; after 20, 75 % of 4: 3.
/// alcc, 30 days: after 10, 25 % of the unused 30: 7.5; after 20, half of the unused 22.5, but only 2.5
/// remain. nipa-2020, 90 days: warned after 365/12 days, gone after twice that.
#[test]
fn published_rules_remove_what_their_tables_say() {
    let idle = |name: &str, award: u32| {
        let record = run(&scenario(6, ALL_LEASED, award, IDLE, &format!("rule = \"{name}\"")));
        let [one, other] = lives(&record)[..] else { panic!("two awards") };
        assert_eq!(one, other);
        assert_eq!(one.2 * (6 * DAY) as f64, taken_back(&record) as f64);
        (one.1 - one.0, one.2)
    };
    assert_eq!(idle("nrel", 40), (24.0, 16.0));
    assert_eq!(idle("olcf", 30), (21.0, 9.0));
    assert_eq!(idle("alcc", 30), (20.0, 10.0));
    let months = 2.0 * 365.0 / 12.0;
    for name in ["nipa-2020", "national-2026"] {
        let (held, taken) = idle(name, 90);
        assert!((held - months).abs() < 1e-4 && (held + taken - 90.0).abs() < 1e-9, "{held}");
    }
}

/// A gap is not held against a project: the second award is frozen on day 25, having held five days. On
/// day 30 the first has held ten, and its units are taken; the second resumes on them, and has held
/// its ten days on day 35.
#[test]
fn checks_count_the_time_for_which_units_are_held() {
    let money = r#"[funding.before]
leases = "all"
to = "2025-01-26"
source = "by hand"
[funding.during]
leases = { "p.all" = 3 }
from = "2025-01-26"
to = "2025-02-02"
source = "by hand"
[funding.after]
leases = "all"
from = "2025-02-02"
source = "by hand"
[gap]
running = "freeze"
source = "by hand"
"#;
    let record = run(&scenario(6, money, 40, IDLE, "every = \"10 days\"\nsteps = { 0.3 = 1.0 }"));
    assert_eq!(lives(&record), [(20.0, 30.0, 30.0), (20.0, 35.0, 30.0)]);
}

/// A rule that never finds too little, or removes nothing, is no rule, to the last bit.
#[test]
fn a_neutral_rule_is_no_rule() {
    let without = run(&scenario(5, ALL_LEASED, 40, &busy(2), ""));
    for rule in ["steps = { 0.0 = 1.0 }", "steps = { 1.0 = 0.0 }\nevery = \"1 day\""] {
        let with = run(&scenario(5, ALL_LEASED, 40, &busy(2), rule));
        assert!(with.days == without.days && with.months == without.months);
        assert!(with.allocations == without.allocations && with.events == without.events);
        assert!(with.rounds == without.rounds && with.money == without.money);
    }
}

/// A stricter rule takes back more; nobody of the other programme moves.
#[test]
fn a_stricter_rule_takes_more_and_touches_nobody_else() {
    let with = |below: f64| {
        let rule = format!(
            "[programme.big.take-back]\nsteps = {{ {below} = 1.0 }}\nevery = \"15 days\"\nsource = \"assumed\"\n"
        );
        let text = CENTRE.replace("[programme.any]", &format!("{rule}[programme.any]"));
        let scenario = read(&text);
        let mut simulator = Simulator::new();
        (0..8).map(|k| play(&mut simulator, &scenario.baseline, 7, k)).collect::<Vec<Record>>()
    };
    let settings = [0.0, 0.2, 0.5, 0.8].map(|below| {
        let records = with(below);
        (records.iter().map(taken_back).sum::<i64>(), records)
    });
    for pair in settings.windows(2) {
        let [(less, one), (more, other)] = pair else { continue };
        assert!(less < more, "{less} {more}");
        for (a, b) in one.iter().zip(other) {
            let rolling = |record: &Record| {
                let rows = record.allocations.iter().filter(|row| row.programme.place() == 1);
                rows.copied().collect::<Vec<_>>()
            };
            assert_eq!(rolling(a), rolling(b));
        }
    }
    assert_eq!(settings[0].0, 0);
}
