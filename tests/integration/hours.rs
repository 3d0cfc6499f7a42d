//! Awards in hours: known answers, to the unit-second.

use daegi::measures::Flow;
use daegi::model::record::{BalanceRow, Record};
use daegi::scenario::Scenario;

use crate::support::{ALL_LEASED, Theory, run};

/// An hour of a unit.
const HOUR: i64 = 3_600;

/// One project with so many hours, decided on 1 February 2025 at midnight, on ten units; its jobs take all ten for
/// five hours and never end coming, unless `rest` says otherwise.
fn alone(hours: i64, award: &str, rest: &str, jobs: &str, lots: &str) -> String {
    let rest = format!(
        r#"{ALL_LEASED}
{lots}
[programme.x]
pool = "p"
rounds = ["2025-02-01"]
window = "0 days"
review = "0 days"
places = 1
demand = {{ fresh = 50 }}
request = "{hours} unit-hours"
award = "{award}"
source = "by hand"
{rest}
[workload.w]
programmes = ["x"]
holds = "shared"
{jobs}
source = "by hand"
[pool.p.queue]
scheduler = "easy"
source = "by hand"
"#
    );
    let (start, observe_from, end) = ("2025-01-01", "2025-01-01", "2026-04-01");
    Theory { start, observe_from, end, units: 10, rest }.text()
}

const MANY: &str = "jobs = \"40 per day\"\nsize = { units = 10 }\nrun-time = \"5 hours\"";

fn one(record: &Record) -> BalanceRow {
    assert_eq!(record.balances.len(), 1);
    record.balances[0]
}

fn at_zero(jobs: &str) -> String {
    format!("at-zero = {{ {jobs}, source = \"by hand\" }}")
}

/// 1,000 hours on ten units: exactly those are used, whatever the jobs are; in the twin, whose jobs go on to their
/// end, they are not.
#[test]
fn a_project_alone_uses_exactly_its_balance() {
    let row = one(&run(&alone(1_003, "12 months", "", MANY, "")));
    assert_eq!((row.hours.used.0, row.hours.lapsed.0), (1_003 * HOUR, 0));
    assert_eq!(row.hours.awarded.0, 1_003 * HOUR);
    // Seven units and a balance that they do not divide: they stop in the last second that is paid for.
    let seven = MANY.replace("units = 10", "units = 7");
    let row = one(&run(&alone(1_003, "12 months", "", &seven, "")));
    assert!((0..7).contains(&row.hours.lapsed.0), "{row:?}");
    assert_eq!(row.hours.used.0 + row.hours.lapsed.0, 1_003 * HOUR);
    let twin = one(&run(&alone(1_003, "12 months", &at_zero("jobs = \"finish\""), MANY, "")));
    // Jobs of 50 unit-hours: the 21st goes on to its end.
    assert_eq!((twin.hours.used.0, twin.hours.overburnt.0), (1_050 * HOUR, 47 * HOUR));
}

/// Up to 125 % and not a second more; the twin of 130 % is told from it.
#[test]
fn overburn_stops_to_the_second() {
    for (until, used) in [(1.25, 1_250), (1.3, 1_300)] {
        let rule = at_zero(&format!("jobs = \"go on\", until = {until}"));
        let row = one(&run(&alone(1_000, "12 months", &rule, MANY, "")));
        assert_eq!(row.hours.used.0, used * HOUR);
        assert_eq!(row.hours.overburnt.0, (used - 1_000) * HOUR);
        assert_eq!(row.hours.lapsed.0, 0);
    }
}

/// A term of a month ends before 10,000 hours are used: ten units for 28 days of February are 6,720 at most.
#[test]
fn what_is_left_lapses_at_the_end_of_the_term() {
    let row = one(&run(&alone(7_000, "1 month", "", MANY, "")));
    assert!(row.hours.lapsed.0 >= 280 * HOUR, "{row:?}");
    assert_eq!(row.hours.used.0 + row.hours.lapsed.0, 7_000 * HOUR);
    let busy: i64 = run(&alone(7_000, "1 month", "", MANY, ""))
        .months
        .iter()
        .map(|month| month.of(Flow::Busy).0)
        .sum();
    assert_eq!(busy, row.hours.used.0);
}

/// 1,200 hours in quarters of 300 from 1 February. Until 1 August there are five units, and the jobs want ten. By
/// ZIB's rule the first 300 lapse on 1 August, 600 can be used at once, and 300 more from November: 900 in all. If
/// nothing is carried 600 have lapsed by then, and 300 + 300 are used. If all come at once, all are used.
#[test]
fn quarters_lapse_by_hand() {
    let lots = "[pool.p.lot.more]\nunit = \"server\"\ninstalled = 5\nhall = \"elsewhere\"\nfrom = \"2025-08-01\"\nsource = \"by hand\"\n";
    let played = |rule: &str| {
        let text = alone(1_200, "12 months", rule, MANY, lots);
        let text = text.replace("installed = 10\n", "installed = 5\n");
        run(&text)
    };
    let slices = |keys: &str| format!("slices = {{ {keys}, source = \"by hand\" }}");
    let rules = [
        (slices("rule = \"nhr-zib\""), 900, 300),
        (slices("every = \"3 months\""), 600, 600),
        (slices("every = \"3 months\", lapses = 0.5"), 900, 300),
        (slices("every = \"3 months\", ahead = \"all\", lapses = 0"), 1_200, 0),
        (String::new(), 1_200, 0),
    ];
    for (rule, used, lapsed) in rules {
        let row = one(&played(&rule));
        let found = (row.hours.used.0, row.hours.lapsed.0);
        assert_eq!(found, (used * HOUR, lapsed * HOUR), "{rule}");
    }
    // By month: 600 in August (60 hours of ten units), and 300 in November.
    let record = played(&slices("rule = \"nhr-zib\""));
    let busy: Vec<i64> = record.months.iter().map(|month| month.of(Flow::Busy).0 / HOUR).collect();
    assert_eq!(busy[..12], [0, 0, 0, 0, 0, 0, 0, 600, 0, 0, 300, 0]);
}

/// ALCC: a third into the term less than a tenth of 1,200 is used, so a quarter of what is unused goes, and two
/// thirds in half of what is left then: 300, then 450 of 900. The jobs want more units than there are.
#[test]
fn unused_hours_are_taken_back_by_the_published_table() {
    let rule = "take-back = { rule = \"alcc\", source = \"by hand\" }";
    let text = alone(
        1_200,
        "12 months",
        rule,
        MANY,
        "[pool.p.lot.more]\nunit = \"server\"\ninstalled = 5\nhall = \"elsewhere\"\nfrom = \"2026-03-01\"\nsource = \"by hand\"\n",
    );
    let row = one(&run(&text.replace("installed = 10\n", "installed = 5\n")));
    assert_eq!(row.hours.taken_back.0, 750 * HOUR);
    assert_eq!((row.hours.used.0, row.hours.lapsed.0), (0, 450 * HOUR));
}

/// Half of what a renewing project leaves over goes with it: its next award has it beside its own hours.
#[test]
fn hours_are_carried_to_a_renewal() {
    let rest = "renew = 1\nunspent = { goes = \"renewal\", share = 0.5, source = \"by hand\" }";
    let text = alone(7_000, "1 month", rest, MANY, "");
    let text = text.replace("[\"2025-02-01\"]", "[\"2025-02-01\", \"2025-03-01\"]");
    let record =
        run(&text.replace("places = 1\n", "places = 100\n").replace("fresh = 50", "fresh = 3"));
    let first: Vec<&BalanceRow> =
        record.balances.iter().filter(|row| row.hours.carried_out.0 > 0).collect();
    assert!(!first.is_empty());
    for row in first {
        let left = row.hours.carried_out.0 + row.hours.lapsed.0;
        assert_eq!(row.hours.carried_out.0, left / 2);
        let next = record.balances.iter().find(|next| {
            (next.cohort, next.ordinal, next.application)
                == (row.cohort, row.ordinal, row.application + 1)
        });
        if let Some(next) = next {
            assert_eq!(next.hours.carried_in, row.hours.carried_out);
        }
    }
}

/// Two projects that want all of the machine: one has 100 hours, the other enough for ever. While the other's jobs
/// wait, those of the first stand aside: it uses its 100 hours and what ends the job in which they were used. The
/// twin, whose jobs go on as before, uses much more.
#[test]
fn whose_hours_are_used_stands_aside() {
    let text = |rule: &str, other: &str| {
        let rest = format!(
            "{rule}\n[programme.y]\npool = \"p\"\nrounds = [\"2025-02-01\"]\nwindow = \"0 days\"\nreview = \"0 days\"\nplaces = 1\ndemand = {{ fresh = 50 }}\nrequest = \"50000 unit-hours\"\naward = \"12 months\"\nat-zero = {{ jobs = \"go on\", source = \"by hand\" }}\nsource = \"by hand\"\n[workload.v]\nprogrammes = [\"y\"]\nholds = \"shared\"\njobs = \"{other}\"\nsize = {{ units = 10 }}\nrun-time = \"5 hours\"\nsource = \"by hand\"\n"
        );
        alone(100, "12 months", &rest, MANY, "")
    };
    let used = |rule: &str, other: &str| {
        let record = run(&text(&at_zero(rule), other));
        let row = *record.balances.iter().find(|row| row.programme == 0).unwrap();
        row.hours.used.0 / HOUR
    };
    assert_eq!(used("jobs = \"last\"", "40 per day"), 100);
    assert!(used("jobs = \"go on\"", "40 per day") > 500);
    // Where the machine has room it uses that: up to three times its hours, if that is said.
    assert!(used("jobs = \"last\"", "0.001 per day") > 10_000);
    assert_eq!(used("jobs = \"last\", until = 3", "0.001 per day"), 300);
}

/// What is neutral changes nothing, bit for bit.
#[test]
fn neutral_settings_change_nothing() {
    let plain = run(&alone(1_003, "12 months", "", MANY, ""));
    for rest in [
        at_zero("jobs = \"stop\""),
        "slices = { every = \"3 months\", ahead = \"all\", lapses = 0, source = \"by hand\" }"
            .into(),
        "largest-job = 10".into(),
    ] {
        let other = run(&alone(1_003, "12 months", &rest, MANY, ""));
        assert_eq!(plain.months, other.months, "{rest}");
        assert_eq!(plain.balances, other.balances, "{rest}");
        assert_eq!(plain.job_waits, other.job_waits, "{rest}");
    }
}

/// `use`: jobs come as often as would use so much of the award. Over many awards the mean use of 0.6 is 0.6.
#[test]
fn jobs_use_the_stated_multiple_of_an_award() {
    let jobs = "jobs = { use = 0.6 }\nsize = { units = { choice = { 1 = 0.5, 2 = 0.5 } } }\nrun-time = { exponential = { mean = \"2 hours\" } }";
    let text = alone(3_000, "12 months", "", jobs, "");
    let text = text.replace("places = 1\n", "places = 20\n");
    let record = run(&text.replace("installed = 10\n", "installed = 1000\n"));
    assert_eq!(record.balances.len(), 20);
    let used: i64 = record.balances.iter().map(|row| row.hours.used.0).sum();
    let share = used as f64 / (20 * 3_000 * HOUR) as f64;
    // Some 600 jobs of 3 h each with cv about 1.1: 20 awards have a standard error of 1 %.
    assert!((share - 0.6).abs() < 0.04, "{share}");
}

/// What does not go together with hours is told at its place.
#[test]
fn what_is_of_units_is_refused() {
    let cases = [
        ("fee = { share = 0.1, source = \"x\" }", "is for awards that hold units"),
        ("limit = { units = 4, source = \"x\" }", "is for awards that hold units"),
        ("at-zero = { jobs = \"stop\", until = 1.2, source = \"x\" }", "jobs stop at zero"),
        ("slices = { carried = 1, source = \"x\" }", "nothing says when a slice begins"),
        ("slices = { rule = \"zib\", source = \"x\" }", "is not known here"),
        ("unspent = { goes = \"extends\", source = \"x\" }", "carried to a renewal"),
    ];
    for (rest, told) in cases {
        let text = alone(1_000, "12 months", rest, MANY, "");
        let problems = Scenario::parse("test.toml", &text).expect_err(rest).to_string();
        assert!(problems.contains(told), "{rest}: {problems}");
    }
    let text = alone(1_000, "12 months", "", MANY, "");
    let broken = [
        ("places = 1\n", "places = { units = 4 }\n", "awards hours, not units"),
        (
            "size = { units = 10 }",
            "size = { share-of-allocation = 0.5 }",
            "holds no cards of which",
        ),
        ("jobs = \"40 per day\"", "jobs = \"1 per card per day\"", "holds no cards"),
        ("holds = \"shared\"", "holds = \"dedicated\"", "in a shared queue"),
        ("\"1000 unit-hours\"", "10", "only an award"),
        ("\"1000 unit-hours\"", "\"1e9 unit-hours\"", "cannot be read"),
        ("\"1000 unit-hours\"", "\"1m unit-hours\"", "never has more than"),
    ];
    for (from, to, told) in broken {
        let jobs =
            if told == "only an award" { "jobs = { use = 1 }" } else { "jobs = \"40 per day\"" };
        let text = text.replace("jobs = \"40 per day\"", jobs).replace(from, to);
        let problems = Scenario::parse("test.toml", &text).expect_err(told).to_string();
        assert!(problems.contains(told), "{told}: {problems}");
    }
}

/// What a site charges in core-hours, 30 for an hour of a unit: 30,090 are 1,003 hours, drawn to the last second of
/// the last unit. The twin forgets the charge.
#[test]
fn a_charge_draws_its_multiple() {
    let charged = |hours: i64, rule: &str, jobs: &str| {
        alone(hours, "12 months", rule, jobs, "")
            .replace("[pool.p.queue]", "[pool.p]\ncharge = 30\ncharged = { ko = \"코어시간\", en = \"core-hours\" }\n[pool.p.queue]")
    };
    let text = charged(30_090, "", MANY).replace("30090 unit-hours", "30090 core-hours");
    let record = run(&text);
    let row = one(&record);
    assert_eq!((row.hours.used.0, row.hours.lapsed.0), (30_090 * HOUR, 0));
    let busy =
        |record: &Record| -> i64 { record.months.iter().map(|month| month.of(Flow::Busy).0).sum() };
    assert_eq!(busy(&record), 1_003 * HOUR);
    // Hours of units are worth the charge, and everything else is as without one.
    let plain = run(&alone(1_003, "12 months", "", MANY, ""));
    let same = run(&charged(1_003, "", MANY));
    assert_eq!((busy(&plain), plain.events), (busy(&same), same.events));
    assert_eq!(one(&same).hours.used.0, 30 * one(&plain).hours.used.0);
    // 100 do not pay for ten units of 30 for a second more than 100 × 3,600 / 300 = 1,200 seconds.
    let row = one(&run(&charged(100, "", MANY).replace("100 unit-hours", "100 points")));
    assert_eq!((row.hours.used.0, row.hours.lapsed.0), (100 * HOUR, 0));
    let seven = MANY.replace("units = 10", "units = 7");
    let row = one(&run(&charged(100, "", &seven).replace("100 unit-hours", "100 points")));
    assert!((0..7 * 30).contains(&row.hours.lapsed.0), "{row:?}");
    let rule = at_zero("jobs = \"go on\", until = 1.25");
    let row = one(&run(&charged(30_000, &rule, MANY).replace("30000 unit-hours", "30000 SRU")));
    assert_eq!((row.hours.used.0, row.hours.overburnt.0), (37_500 * HOUR, 7_500 * HOUR));
    // The twin forgets the charge.
    assert_ne!(busy(&run(&alone(30_090, "12 months", "", MANY, ""))), 1_003 * HOUR);
}

/// A charge of one is no charge.
#[test]
fn a_charge_of_one_changes_no_bit() {
    let plain = alone(1_003, "12 months", "", MANY, "");
    let one = plain.replace("[pool.p.queue]", "[pool.p]\ncharge = 1\n[pool.p.queue]");
    assert_eq!(format!("{:?}", run(&plain)), format!("{:?}", run(&one)));
}

#[test]
fn a_charge_is_said_and_is_of_all_of_its_pool() {
    let refused = |text: &str| Scenario::parse("test.toml", text).unwrap_err().to_string();
    let plain = alone(1_000, "12 months", "", MANY, "");
    let said = refused(&plain.replace("1000 unit-hours", "1000 core-hours"));
    assert!(said.contains("nothing says what an hour of a unit costs"), "{said}");
    let units = plain
        .replace("request = \"1000 unit-hours\"", "request = 2")
        .replace("[pool.p.queue]", "[pool.p]\ncharge = 30\n[pool.p.queue]");
    let said = refused(&units);
    assert!(said.contains("`p` charges awards, so this one is in hours, too"), "{said}");
}

/// Decided on 1 February on a machine that is there from 1 March: it starts then, and its term with it.
#[test]
fn no_term_begins_before_there_is_a_machine() {
    let text = alone(1_000, "1 month", "", MANY, "");
    let there = "hall = \"elsewhere\"\nfrom = \"2000-01-01\"";
    let late = text.replace(there, &there.replace("2000-01-01", "2025-03-01"));
    let record = run(&late);
    let started = record.allocations[0].started.expect("it starts");
    let waited = started - record.allocations[0].decided;
    assert_eq!(waited.0, 28 * 24 * HOUR);
    assert_eq!(one(&record).hours.used.0, 1_000 * HOUR);
}
