//! The shared queue of a pool: against dedicated units, and against queueing theory.

use daegi::measures::Flow;
use daegi::model::inputs::Inputs;
use daegi::model::record::Record;

use daegi::model::ids::PoolId;

use crate::support::{ALL_LEASED, Theory, holds_and_twin_fails, read, run, sample};

/// One project that holds all units from the second day on; its jobs as stated.
fn one_project(units: u32, holds: &str, scheduler: &str, jobs: &str) -> String {
    let rest = format!(
        r#"{ALL_LEASED}
[programme.x]
pool = "p"
intake = "rolling"
demand = {{ rate = {{ "2001-01-01" = "40 per day", "2001-01-02" = "0 per day" }} }}
request = {units}
award = "3000 days"
source = "theory"
[workload.w]
programmes = ["x"]
holds = "{holds}"
{jobs}
source = "theory"
[pool.p.queue]
scheduler = "{scheduler}"
source = "theory"
"#
    );
    let (start, observe_from, end) = ("2001-01-01", "2001-07-01", "2003-07-01");
    Theory { start, observe_from, end, units, rest }.text()
}

/// Mean wait of jobs in hours.
fn wait(_: &Inputs, record: &Record) -> f64 {
    record.jobs[PoolId::at(0)].waited.0 as f64 / 3_600.0 / record.jobs[PoolId::at(0)].started as f64
}

/// Jobs started a day.
fn started(inputs: &Inputs, record: &Record) -> f64 {
    let (from, to) = inputs.window;
    record.jobs[PoolId::at(0)].started as f64 / (to - from) as f64
}

/// A project that is alone in a first-come queue might as well own its units: the same jobs start at
/// the same seconds. Under EASY they do not.
#[test]
fn one_project_in_a_first_come_queue_is_as_good_as_dedicated() {
    let jobs = r#"jobs = "6 per day"
size = { choice = { 1 = 0.5, 4 = 0.3, 9 = 0.2 } }
run-time = { lognormal = { median = "6 hours", p90 = "1 days" } }"#
        .replace(
            "{ choice = { 1 = 0.5, 4 = 0.3, 9 = 0.2 } }",
            "{ units = { choice = { 1 = 0.5, 4 = 0.3, 9 = 0.2 } } }",
        );
    let dedicated = run(&one_project(12, "dedicated", "easy", &jobs));
    let shared = run(&one_project(12, "shared", "first-come", &jobs));
    assert!(shared.jobs[PoolId::at(0)].started > 3_000 && shared.jobs[PoolId::at(0)].waited.0 > 0);
    assert_eq!(dedicated.jobs, shared.jobs);
    let busy =
        |record: &Record| record.months.iter().map(|row| row.of(Flow::Busy)).collect::<Vec<_>>();
    assert_eq!(busy(&dedicated), busy(&shared));
    assert_eq!(dedicated.allocations, shared.allocations);
    let easy = run(&one_project(12, "shared", "easy", &jobs));
    assert!(
        easy.jobs[PoolId::at(0)].waited < shared.jobs[PoolId::at(0)].waited,
        "backfilling helps here"
    );
}

/// M/M/4 with 3.2 erlangs: Erlang C gives P(wait) = 0.5964, so W_q = 0.5964 / (4 − 3.2) = 0.7455 services
/// of 6 hours: 4.473 hours.
#[test]
fn erlang_c_through_the_shared_queue() {
    let text = |rate: &str| {
        let jobs = format!(
            "jobs = \"{rate}\"\nsize = {{ units = 1 }}\nrun-time = {{ exponential = {{ mean = \"6 hours\" }} }}"
        );
        one_project(4, "shared", "easy", &jobs)
    };
    let mut blocking = 1.0;
    for k in 1..=4 {
        blocking = 3.2 * blocking / (f64::from(k) + 3.2 * blocking);
    }
    let waits = blocking / (1.0 - 0.8 * (1.0 - blocking));
    assert!((waits - 0.5964_f64).abs() < 1e-4);
    let good = sample(&text("12.8 per day"), 31, 240, wait);
    let twin = sample(&text("13 per day"), 31, 240, wait);
    holds_and_twin_fails("Erlang C", &good, &twin, 6.0 * waits / 0.8);
}

/// M/G/1 (Pollaczek–Khinchine): load 0.6 of lognormal runs with cv 1.5 and mean 6 hours:
/// W_q = 0.6 × 6 × (1 + 1.5²) / (2 × 0.4) = 14.625 hours.
#[test]
fn m_g_1_through_the_shared_queue() {
    let text = |cv: &str| {
        let jobs = format!(
            "jobs = \"2.4 per day\"\nsize = {{ units = 1 }}\nrun-time = {{ lognormal = {{ mean = \"6 hours\", cv = {cv} }} }}"
        );
        one_project(1, "shared", "first-come", &jobs)
    };
    let good = sample(&text("1.5"), 32, 600, wait);
    let twin = sample(&text("1.6"), 32, 600, wait);
    holds_and_twin_fails("M/G/1", &good, &twin, 14.625);
}

/// Saturated, first-come, two units; a job wants one (p₁) or both: 2μ / (2 − p₁²) jobs a service. With
/// p₁ = 0.5 and services of 2 hours, 12 × 1.142857 = 13.714 a day.
#[test]
fn saturated_head_of_line_throughput_through_the_shared_queue() {
    let text = |one: &str, both: &str| {
        let jobs = format!(
            "jobs = \"20 per day\"\nsize = {{ units = {{ choice = {{ 1 = {one}, 2 = {both} }} }} }}\nrun-time = {{ exponential = {{ mean = \"2 hours\" }} }}"
        );
        one_project(2, "shared", "first-come", &jobs)
    };
    let good = sample(&text("0.5", "0.5"), 33, 120, started);
    let twin = sample(&text("0.53", "0.47"), 33, 120, started);
    holds_and_twin_fails("head of line", &good, &twin, 24.0 / 1.75);
}

/// Several projects, servers of four cards that fail, a gap: what they hold their units by changes
/// neither who applies nor who is awarded; the shared queue makes its projects' jobs wait less.
#[test]
fn sharing_changes_no_award_and_shortens_the_wait() {
    let text = |holds: &str| {
        let rest = format!(
            r#"{ALL_LEASED}
[programme.x]
pool = "p"
rounds = {{ every = "2 months", first = "2025-01-06", window = "5 days", review = "10 days" }}
places = 6
demand = {{ fresh = 12 }}
request = {{ choice = {{ 2 = 0.5, 4 = 0.5 }} }}
award = "2 months"
renew = 0.3
source = "by hand"
[workload.w]
programmes = ["x"]
holds = "{holds}"
jobs = "1.5 per day"
size = {{ share-of-allocation = {{ 0.25 = 0.3, 0.5 = 0.3, 1.0 = 0.4 }} }}
run-time = {{ lognormal = {{ median = "8 hours", p90 = "2 days" }} }}
requested = {{ uniform = {{ low = 1, high = 4 }} }}
checkpoint = {{ every = "2 hours", cost = "1 minutes" }}
source = "by hand"
[pool.p.failure]
time-to-failure = {{ exponential = {{ mean = "60 days" }} }}
repair = "2 days"
source = "by hand"
"#
        );
        let (start, observe_from, end) = ("2025-01-01", "2025-03-01", "2026-03-01");
        Theory { start, observe_from, end, units: 24, rest }
            .text()
            .replace("node = { units = 1,", "node = { units = 4,")
    };
    let played = |holds: &str| {
        sample(&text(holds), 34, 30, |inputs, record| {
            (record.rounds.clone(), wait(inputs, record), record.window[PoolId::at(0)])
        })
    };
    let (dedicated, shared) = (played("dedicated"), played("shared"));
    for ((rounds, alone, _), (same, together, window)) in dedicated.iter().zip(&shared) {
        assert_eq!(rounds, same);
        assert!(together < alone, "{together} {alone}");
        // What is promised to projects is what they hold together, up to what is in service.
        let of = |flow| window.of(flow);
        assert_eq!(of(Flow::Promised), of(Flow::Served) + of(Flow::Lost));
        assert!(
            of(Flow::Allocated) <= of(Flow::InService) && of(Flow::Busy) <= of(Flow::Allocated)
        );
        assert!(of(Flow::Fragmented).0 > 0 && of(Flow::Promised) <= of(Flow::Allocated));
    }
}

/// One server of one core, which works for two hours and is repaired for two; jobs of four hours, one an hour. The
/// first is interrupted after two hours, starts again before those that wait, and never ends: no other job starts.
/// With a checkpoint every hour a job keeps at least one hour of every four, so that one ends in 16 hours at most:
/// at least 1,095 in the two years of the window.
#[test]
fn a_job_that_is_interrupted_starts_before_those_that_wait() {
    for scheduler in ["first-come", "easy", "conservative", "priority"] {
        let text = |fails: &str, saves: &str| {
            let jobs = format!(
                "jobs = \"24 per day\"\nsize = {{ units = 1 }}\nrun-time = \"4 hours\"\n{saves}"
            );
            one_project(1, "shared", scheduler, &jobs)
                + &format!(
                    "[pool.p.failure]\ntime-to-failure = \"{fails}\"\nrepair = \"2 hours\"\nsource = \"by hand\"\n"
                )
        };
        let never = run(&text("2 hours", ""));
        assert_eq!(
            never.jobs[PoolId::at(0)].started,
            0,
            "{scheduler}: the window begins after the first start"
        );
        let twin = run(&text("5 hours", ""));
        assert!(
            twin.jobs[PoolId::at(0)].started > 1_000,
            "{scheduler}: {:?}",
            twin.jobs[PoolId::at(0)]
        );
        let saved =
            run(&text("2 hours", "checkpoint = { every = \"1 hours\", cost = \"1 seconds\" }"));
        assert!(
            saved.jobs[PoolId::at(0)].started >= 1_095,
            "{scheduler}: {:?}",
            saved.jobs[PoolId::at(0)]
        );
    }
}

/// A rhythm moves jobs within the week and along the award; how many come stays what is stated: 6 a day.
#[test]
fn a_rhythm_keeps_the_mean_rate() {
    let text = |rate: &str, rhythm: &str| {
        let jobs =
            format!("jobs = \"{rate}\"\nsize = {{ units = 1 }}\nrun-time = \"1 hours\"\n{rhythm}");
        one_project(40, "dedicated", "easy", &jobs)
    };
    let rhythm = "rhythm = { hours = { 9-18 = 3.0 }, weekend = 0.4 }";
    let good = sample(&text("6 per day", rhythm), 35, 200, started);
    let twin = sample(&text("6.1 per day", rhythm), 35, 200, started);
    holds_and_twin_fails("rhythm", &good, &twin, 6.0);
    // Weights that are all alike are no rhythm at all, bit for bit.
    let flat = run(&text("6 per day", "rhythm = { hours = { 0-24 = 2.0 }, weekend = 1 }"));
    let plain = run(&text("6 per day", ""));
    assert_eq!((&flat.months, &flat.allocations), (&plain.months, &plain.allocations));
}

/// Jobs that all fail after a uniform part of 10 hours keep 5 hours each on average: 6 a day hold
/// 6 × 5 / 24 = 1.25 units.
#[test]
fn jobs_that_fail_run_half_of_their_time() {
    let text = |shares: &str| {
        let jobs = format!(
            "jobs = \"6 per day\"\nsize = {{ units = 1 }}\nrun-time = \"10 hours\"\n{shares}"
        );
        one_project(40, "shared", "easy", &jobs)
    };
    let busy = |inputs: &Inputs, record: &Record| {
        let (from, to) = inputs.window;
        record.window[PoolId::at(0)].of(Flow::Busy).0 as f64 / 86_400.0 / (to - from) as f64
    };
    let good = sample(&text("failed = 0.7\ncancelled = 0.3"), 36, 300, busy);
    let twin = sample(&text("failed = 0.67\ncancelled = 0.3"), 36, 300, busy);
    holds_and_twin_fails("jobs that fail", &good, &twin, 1.25);
}

/// The library's Nurion shows its two published figures: 51 % of applications supported (1.96 to a place), and
/// 77 % busy.
#[test]
fn nurion_is_as_busy_as_published_and_supports_half() {
    let text = include_str!("../../scenarios/nurion.toml");
    let shown = sample(text, 1, 48, |inputs, record| {
        let year = |day: i64| (366..731).contains(&day);
        let rounds =
            record.rounds.iter().filter(|row| year(inputs.calendar.day_of(row.closes) as i64));
        let (asked, places) = rounds
            .fold((0, 0), |(asked, places), row| (asked + row.applications(), places + row.places));
        let window = &record.window[PoolId::at(0)];
        (
            asked as f64 / places as f64,
            window.of(Flow::Busy).0 as f64 / window.of(Flow::Installed).0 as f64,
        )
    });
    let mean = |of: fn(&(f64, f64)) -> f64| shown.iter().map(of).sum::<f64>() / shown.len() as f64;
    let (asked, busy) = (mean(|one| one.0), mean(|one| one.1));
    assert!((asked - 1.96).abs() < 0.1, "{asked}");
    assert!((busy - 0.77).abs() < 0.03, "{busy}");
}

/// Three awards of four units for 20 days on ten units, decided at once. They run no jobs.
fn three_awards(over: &str) -> Record {
    let rest = format!(
        r#"{ALL_LEASED}
[programme.x]
pool = "p"
rounds = {{ every = "12 months", first = "2025-01-06", window = "5 days", review = "10 days" }}
places = 3
demand = {{ fresh = 60 }}
request = 4
award = "20 days"
source = "by hand"
[workload.w]
programmes = ["x"]
holds = "shared"
jobs = "0 per day"
size = {{ units = 1 }}
run-time = "1 hours"
source = "by hand"
[pool.p.queue]
{over}
source = "by hand"
"#
    );
    let (start, observe_from, end) = ("2025-01-01", "2025-01-01", "2025-05-01");
    run(&Theory { start, observe_from, end, units: 10, rest }.text())
}

/// Two of the three awards fit on ten units: 8 × 20 unit-days are promised and allocated, then 4 × 20 of
/// the third: 240 of both. With 1.2 units promised for one, all three run at once: 12 × 20 = 240 are
/// promised, and 10 × 20 = 200 allocated: there are no more. 1.19 × 10 is 11 whole units: the third waits.
#[test]
fn a_queue_may_be_over_allocated_on_purpose() {
    let of = |over: &str| {
        let record = three_awards(over);
        let days = |flow| record.window[PoolId::at(0)].of(flow).0 / 86_400;
        let starts: Vec<_> = record.allocations.iter().map(|award| award.started).collect();
        let at_once = starts.iter().filter(|start| **start == starts[0]).count();
        (at_once, days(Flow::Promised), days(Flow::Allocated))
    };
    assert_eq!(of(""), (2, 240, 240));
    assert_eq!(of("over-allocation = 1.19"), (2, 240, 240));
    assert_eq!(of("over-allocation = 1.2"), (3, 240, 200));
    // What is promised is never more than the factor times what is in service.
    assert_eq!(of("over-allocation = 10"), (3, 240, 200));
}

/// One award of six of ten units (a second does not fit) submits more jobs of five units than run: two of
/// them run on all of the queue, so what runs them is allocated although less is promised.
#[test]
fn what_runs_jobs_is_allocated_even_if_less_is_promised() {
    let jobs = "jobs = \"6 per day\"\nsize = { units = 5 }\nrun-time = \"10 hours\"";
    let text = one_project(6, "shared", "easy", jobs).replace("installed = 6", "installed = 10");
    let window = run(&text).window[PoolId::at(0)];
    assert_eq!(window.of(Flow::Promised) * 10, window.of(Flow::InService) * 6);
    let busy = window.of(Flow::Busy).0 as f64 / window.of(Flow::InService).0 as f64;
    assert!(busy > 0.97, "{busy}");
    // Until the second of two jobs starts, six are promised and five run.
    assert!(window.of(Flow::Allocated) >= window.of(Flow::Busy));
    assert!(window.of(Flow::Allocated) > window.of(Flow::Promised));
}

/// Ten projects of four units each, all decided at once for longer than the calendar, on so many units: as many run as
/// are promised. Each runs jobs of one unit that keep 1.5 units busy.
fn promised(over: &str) -> String {
    let rest = format!(
        r#"{ALL_LEASED}
[programme.x]
pool = "p"
rounds = ["2001-01-02"]
window = "0 days"
review = "0 days"
places = 10
demand = {{ fresh = 60 }}
request = 4
award = "3000 days"
start-within = "never lapses"
source = "by hand"
[workload.w]
programmes = ["x"]
holds = "shared"
jobs = "6 per day"
size = {{ units = 1 }}
run-time = {{ exponential = {{ mean = "6 hours" }} }}
source = "by hand"
[pool.p.queue]
scheduler = "first-come"
{over}
source = "by hand"
"#
    );
    let (start, observe_from, end) = ("2001-01-01", "2001-02-01", "2001-08-01");
    Theory { start, observe_from, end, units: 16, rest }.text()
}

/// How far may we go? Over-allocation 1 is none, bit for bit. More of it lets more projects run; each has the same jobs
/// at the same seconds, so that what is busy never falls, in any future, and jobs wait longer: none at 1 (four
/// projects keep 6 of 16 units busy), hours at 2.5 (ten of them ask for 15).
#[test]
fn more_over_allocation_is_never_less_busy_and_waits_longer() {
    let (none, one) = (run(&promised("")), run(&promised("over-allocation = 1.0")));
    assert_eq!((&none.months, &none.allocations), (&one.months, &one.allocations));
    assert_eq!((&none.days, &none.jobs), (&one.days, &one.jobs));
    let played = |over: &str| {
        sample(&promised(over), 37, 40, |inputs, record| {
            let busy = record.months.iter().map(|row| row.of(Flow::Busy).0);
            (busy.collect::<Vec<_>>(), wait(inputs, record))
        })
    };
    let mean = |all: &[(Vec<i64>, f64)]| all.iter().map(|one| one.1).sum::<f64>() / 40.0;
    let mut before = played("");
    for over in ["1.5", "2", "2.5"] {
        let more = played(&format!("over-allocation = {over}"));
        for ((less, _), (busy, _)) in before.iter().zip(&more) {
            assert!(less.iter().zip(busy).all(|(less, more)| less <= more), "{over}");
        }
        assert!(mean(&before) < mean(&more), "{over}: {} {}", mean(&before), mean(&more));
        before = more;
    }
    assert!(mean(&played("")) < 0.001 && mean(&before) > 1.0);
}

/// The lever has a sweep, from the file itself.
#[test]
fn over_allocation_can_be_swept() {
    let sweep =
        "[study.sweep.far]\nvary = \"pool.p.queue.over-allocation\"\nvalues = [1, 1.5, 2]\n";
    for over in ["", "over-allocation = 1.2"] {
        let scenario = read(&(promised(over) + sweep));
        let far = |point: &Result<Inputs, _>| {
            let queue =
                point.as_ref().ok().and_then(|inputs| inputs.pools[PoolId::at(0)].shared.as_ref());
            queue.map(|queue| queue.over_allocation)
        };
        let points: Vec<_> = scenario.sweeps[0].points.iter().map(far).collect();
        assert_eq!(points, [Some(1.0), Some(1.5), Some(2.0)]);
    }
}
