//! Who goes before whom in a shared queue: hand-worked schedules, and queueing theory.

mod by_hand;
mod oracles;

use daegi::model::Simulator;
use daegi::model::ids::PoolId;
use daegi::model::record::Record;
use daegi::scenario::Scenario;

use crate::support::{ALL_LEASED, Theory, read};

/// Two projects on so many units, `high` and `low`, each with the jobs of its workload for the whole time.
pub(crate) fn two(units: u32, high: &str, low: &str, queue: &str) -> String {
    let project = |name: &str, jobs: &str| {
        format!(
            r#"
[programme.{name}]
pool = "p"
rounds = ["2001-01-02"]
window = "0 days"
review = "0 days"
places = 1
demand = {{ fresh = 50 }}
request = {units}
award = "3000 days"
source = "theory"
[workload.{name}]
programmes = ["{name}"]
holds = "shared"
size = {{ units = 1 }}
{jobs}
source = "theory"
"#
        )
    };
    let rest = format!(
        "{ALL_LEASED}{}{}[pool.p.queue]\nover-allocation = 2\nsource = \"theory\"\n{queue}\n",
        project("high", high),
        project("low", low)
    );
    let (start, observe_from, end) = ("2001-01-01", "2001-07-01", "2003-07-01");
    Theory { start, observe_from, end, units, rest }.text()
}

/// A rule by which `high` takes from `low`.
pub(crate) fn takes(then: &str) -> String {
    format!(
        "[pool.p.queue.pre-emption.rule]\nby = [\"high\"]\ntakes-from = [\"low\"]\n{then}\nsource = \"theory\"\n"
    )
}

/// Exponential runs of six hours on average.
fn exponential(rate: &str) -> String {
    format!("jobs = \"{rate} per day\"\nrun-time = {{ exponential = {{ mean = \"6 hours\" }} }}")
}

/// One replication with a row for each job.
fn with_jobs(text: &str) -> Record {
    let mut simulator = Simulator::new();
    simulator.keep_jobs(true);
    crate::support::play(&mut simulator, &read(text).baseline, 1, 0)
}

/// All seven schedulers.
const SCHEDULERS: [&str; 7] = [
    "first-come",
    "easy",
    "conservative",
    "shortest-first",
    "priority",
    "easy-identity",
    "conservative-identity",
];

/// What changes nothing is as good as nothing, bit for bit, under every scheduler: pre-emption by somebody who runs no
/// jobs, reservations that are over or of one who never submits beside units that nobody else could use, limits that
/// nobody reaches.
#[test]
fn neutral_settings_change_nothing() {
    let low = "jobs = \"5 per day\"\nrun-time = { lognormal = { median = \"6 hours\", p90 = \"1 days\" } }\nrequested = { uniform = { low = 1, high = 4 } }";
    let low = low.replace("size = { units = 1 }", "");
    let none = "jobs = \"0 per day\"\nrun-time = \"1 hours\"";
    let over = "[pool.p.queue.reservation.r]\nprogramme = \"high\"\nunits = 4\nfrom = \"2000-01-02 10:00\"\nto = \"2000-02-01\"\nsource = \"theory\"\n";
    for scheduler in SCHEDULERS {
        let text = |queue: &str| {
            two(4, none, &low, "").replace(
                "over-allocation = 2\nsource = \"theory\"\n",
                &format!(
                    "over-allocation = 2\nscheduler = \"{scheduler}\"\nsource = \"theory\"\n{queue}"
                ),
            )
        };
        let plain = with_jobs(&text(""));
        assert!(plain.jobs[PoolId::at(0)].waited.0 > 0, "{scheduler}");
        for queue in [
            takes("then = \"resume\"").as_str(),
            over,
            // What is reserved counts against limits: a line of hundreds must stay below.
            "[pool.p.queue.limit.low]\nunits = 100000\njobs = 100000\n",
        ] {
            let other = with_jobs(&text(queue));
            assert_eq!(plain.months, other.months, "{scheduler} {queue}");
            assert_eq!(plain.allocations, other.allocations, "{scheduler} {queue}");
            assert_eq!(plain.starts, other.starts, "{scheduler} {queue}");
            assert_eq!(plain.jobs, other.jobs, "{scheduler} {queue}");
        }
        // The twin: a reservation that is on leaves fewer units.
        let kept = with_jobs(&text(
            &over.replace("2000-02-01", "2003-01-01").replace("units = 4", "units = 2"),
        ));
        assert_ne!(plain.starts, kept.starts, "{scheduler}");
    }
}

/// In its steady state the event loop asks for no memory, with jobs that pre-empt one another too: ten times as many
/// jobs take as few requests.
#[test]
fn pre_emption_asks_for_no_memory() {
    for scheduler in ["first-come", "easy"] {
        let text = |end: &str| {
            let rule = format!(
                "{}[pool.p.queue.reservation.r]\nprogramme = \"high\"\nunits = 1\nsource = \"theory\"\n",
                takes("then = \"checkpoint\"\ngrace = \"10 minutes\"")
            );
            two(4, &exponential("5"), &exponential("5"), &rule)
                .replace(
                    "over-allocation = 2",
                    &format!("over-allocation = 2\nscheduler = \"{scheduler}\""),
                )
                .replace("2003-07-01", end)
        };
        let requests = |end: &str| {
            let scenario = read(&text(end));
            let inputs = &scenario.baseline;
            let world =
                daegi::model::Draws::draw(inputs, daegi::model::Replication::new(1, 0), None);
            let mut simulator = Simulator::new();
            let mut play = || simulator.run(inputs, &world, false).expect("it closes");
            let (first, mut last) = (play(), None);
            assert!(first.job_losses[0].pre_empted > 100, "{:?}", first.job_losses[0]);
            let count = crate::event_list::requests_of(|| last = Some(play()));
            assert_eq!(last.map(|it| it.jobs), Some(first.jobs));
            (count, first.events)
        };
        let (few, short) = requests("2001-12-01");
        let (many, long) = requests("2010-12-01");
        assert!(long > 8 * short, "{short} {long}");
        // Days and months are kept, and tables of them grow with the calendar.
        assert!(many < few + 60, "{scheduler}: {few} requests of {short} events, {many} of {long}");
    }
}

/// What cannot be is told at its place.
#[test]
fn what_cannot_be_is_refused() {
    let rule = takes("");
    let reserved = "[pool.p.queue.reservation.r]\nprogramme = \"high\"\nsource = \"theory\"\n";
    let cases = [
        (rule.replace("[\"low\"]", "[\"high\"]"), "could, over others, pre-empt themselves"),
        (rule.replace("[\"low\"]", "[\"lo\"]"), "no jobs called `lo` run in this queue"),
        (rule.replace("[\"low\"]", "3"), "this must be a list of programmes"),
        (rule.replace("by = [\"high\"]\n", ""), "`by` is missing"),
        (takes("then = \"kill\""), "is not known here"),
        (reserved.to_owned(), "a reservation is of units or of a share"),
        (format!("{reserved}units = 2\nshare = 0.1\n"), "a reservation is of units or of a share"),
        (format!("{reserved}units = 2\nfrom = \"2001-02-30\"\n"), "there is no such day"),
        (
            format!("{reserved}units = 2\nfrom = \"2001-02-03 25:00\"\n"),
            "cannot be read as an instant",
        ),
        (
            format!("{reserved}units = 2\nfrom = \"2001-02-03\"\nto = \"2001-02-03 00:00\"\n"),
            "ends before it begins",
        ),
        (format!("{reserved}units = 3\n"), "3 units are reserved for ever, and the pool has 2"),
        ("[pool.p.queue.limit.low]\n".to_owned(), "this limits nothing"),
        (
            "[pool.p.queue.limit.lo]\njobs = 3\n".to_owned(),
            "there is no programme or log called `lo`",
        ),
    ];
    for (queue, told) in cases {
        let text = two(2, &exponential("1"), &exponential("1"), &queue);
        let problems = Scenario::parse("test.toml", &text).expect_err(&queue).to_string();
        assert!(problems.contains(told), "{told}: {problems}");
    }
}
