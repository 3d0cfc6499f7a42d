//! A log as the workload of a scenario: whole weeks of it, drawn with replacement.

mod priority;
mod reading;

use std::fmt::Write as _;

use daegi::engine::{Distribution, Process};
use daegi::model::Simulator;
use daegi::model::ids::LogId;
use daegi::model::record::JobStart;
use daegi::results::Manifest;
use daegi::scenario::Scenario;
use daegi::scheduler::{Overrun, Policy, play};
use daegi::study::{self, Options};
use daegi::time::Date;
use daegi::trace::replay::{Selection, Speed};
use daegi::trace::{Log, Reading};
use daegi::words::Language;
use sha2::{Digest, Sha256};

use crate::support::{Folder, options};

const WEEK: i64 = 604_800;
/// 2024-01-01 00:00 in Seoul, a Monday: 1,704,067,200 is that midnight in UTC.
const MONDAY: i64 = 1_704_067_200 - 9 * 3_600;

/// A folder with the log `own.swf`.
fn with_log(name: &str, log: &str) -> Folder {
    let folder = Folder::new(name);
    folder.file("own.swf", log);
    folder
}

/// A scenario beside a log, which must be good.
fn read_in(folder: &Folder, text: &str) -> Scenario {
    let read = Scenario::read(&folder.file("scenario.toml", text));
    read.unwrap_or_else(|problems| panic!("{problems}"))
}

/// What is said of one that must not be good, in both languages.
fn refused(folder: &Folder, text: &str) -> (String, String) {
    let problems = Scenario::read(&folder.file("scenario.toml", text)).expect_err("it is bad");
    (problems.in_language(Language::En), problems.in_language(Language::Ko))
}

/// A pool `p` of so many units from a date to another, with the log `own.swf` on it.
fn centre(start: &'static str, end: &'static str, units: u32, log: &str) -> String {
    let rest = format!(
        "{}[log.own]\nfile = \"own.swf\"\npool = \"p\"\nsource = \"test\"\n{log}\n",
        crate::support::ALL_LEASED
    );
    crate::support::Theory { start, observe_from: start, end, units, rest }.text()
}

/// Jobs of replication `k`, in the order of their starts.
fn starts(scenario: &Scenario, k: u32) -> Vec<JobStart> {
    let mut simulator = Simulator::new();
    simulator.keep_jobs(true);
    crate::support::play(&mut simulator, &scenario.baseline, scenario.seed, k).starts
}

/// One week from Monday 00:00 on: some three hundred jobs at distinct seconds, many of one user, requests up to four
/// times the run, some below it; they keep 64 units about half busy.
fn a_week() -> Vec<[i64; 5]> {
    week(0)
}

/// One of several such weeks.
fn week(number: u64) -> Vec<[i64; 5]> {
    let draws = Process::new(number, "a week");
    let runs = Distribution::lognormal_median_p90(1_200.0, 8_000.0).expect("good");
    let job = |k: u32| {
        let u = |what: u32| draws.uniform([k, what, 0, 0]);
        let submit = i64::from(k) * 2_000 + (u(0) * 1_999.0) as i64;
        let size = 1 << (u(1) * 7.0) as i64;
        let run = runs.quantile(u(2)) as i64 + 1;
        let requested = (run as f64 * (0.5 + 3.5 * u(3))) as i64 + 1;
        [submit, size, run, requested, (u(4) * u(4) * 9.0) as i64]
    };
    (0..302).map(job).collect()
}

/// So many such weeks one after the other, each so many seconds after the one before.
fn swf(week: &[[i64; 5]], times: i64, apart: i64) -> String {
    let mut text = format!("; UnixStartTime: {MONDAY}\n; MaxProcs: 64\n");
    for again in 0..times {
        for [submit, size, run, requested, user] in week {
            let submit = submit + again * apart;
            let line = format!("{submit} -1 {run} {size} -1 -1 {size} {requested} -1 1 {user}");
            // Writing to a string cannot fail.
            let _ = writeln!(text, "1 {line} 1 -1 -1 -1 -1 -1");
        }
    }
    text
}

/// A log of three weeks that differ.
fn three_weeks() -> String {
    let move_by = |by: i64| {
        move |[at, size, run, requested, user]: [i64; 5]| {
            [at + by * WEEK, size, run, requested, user]
        }
    };
    let jobs = (0..3).flat_map(|number| week(number).into_iter().map(move_by(number as i64)));
    swf(&jobs.collect::<Vec<_>>(), 1, 0)
}

/// Submit, size, run, requested, start of jobs that start before the end, by submission.
fn replayed(text: &str, policy: &Policy, overrun: Overrun, end: i64) -> Vec<[i64; 5]> {
    let input = std::io::Cursor::new(text.to_owned().into_bytes());
    let log = Log::from_stream("own.swf", input, &Reading::default()).expect("a good log");
    let selection = Selection { units: 64, speed: Speed::SAME, until: None };
    let playable = log.playable(&selection).expect("jobs");
    let schedule = play(64, policy, overrun, &playable.jobs);
    let rows = playable.jobs.iter().zip(&schedule.starts).map(|(job, &start)| {
        let (run, estimate) = overrun.reading(job);
        [job.submit, job.size.into(), run, estimate, start]
    });
    rows.filter(|row| row[4] < end).collect()
}

fn rows(starts: &[JobStart]) -> Vec<[i64; 5]> {
    let row =
        |job: &JobStart| [job.submitted.0, job.size, job.run.0, job.requested.0, job.starts.0];
    let mut rows: Vec<[i64; 5]> = starts.iter().map(row).collect();
    rows.sort_unstable();
    rows
}

/// Of a log with one week every calendar week is that week, so in every future the jobs start at the seconds at
/// which `daegi replay` starts those of the log repeated four times, under every scheduler and reading of overruns.
#[test]
fn a_log_of_one_week_is_replayed_week_after_week_to_the_second() {
    let week = a_week();
    let folder = with_log("one", &swf(&week, 1, WEEK));
    let covers = "from = \"2024-01-01\"\nto = \"2024-01-08\"\n";
    let (repeated, late) = (swf(&week, 4, WEEK), swf(&week, 4, WEEK + 3_600));
    let end = 4 * WEEK;
    for policy in Policy::all() {
        let name = policy.name();
        for (mode, overrun) in [("trunc", Overrun::Trunc), ("perfect", Overrun::Perfect)] {
            let more = format!(
                "{covers}mode = \"{mode}\"\n[pool.p.queue]\nscheduler = \"{name}\"\nsource = \"test\""
            );
            let scenario = read_in(&folder, &centre("2025-01-06", "2025-02-03", 64, &more));
            assert!(scenario.warnings.is_empty(), "{}", scenario.warnings);
            let expected = replayed(&repeated, &policy, overrun, end);
            assert!(expected.len() > 900, "{name}: {} jobs start", expected.len());
            for k in [0, 1, 7] {
                assert_eq!(rows(&starts(&scenario, k)), expected, "{name} {mode}, future {k}");
            }
            // The twin: weeks that are an hour too long.
            assert_ne!(expected, replayed(&late, &policy, overrun, end), "{name} {mode}");
        }
    }
}

/// Two weeks by hand: in the first, user 0 submits 2 units for an hour on Monday at 01:00; in the second user 1 submits
/// 3 units for two hours on Tuesday at 00:00, having asked for three.
const TWO_WEEKS: [[i64; 5]; 2] =
    [[3_600, 2, 3_600, 3_600, 0], [WEEK + 86_400, 3, 7_200, 10_800, 1]];
const TWO_COVER: &str = "from = \"2024-01-01\"\nto = \"2024-01-15\"\n";

/// Which of the two weeks each calendar week from `monday` on is, by the rule of addresses: the uniform at
/// (replication, weeks since 1970-01-05, layer, 0), below a half the first.
fn by_hand(seed: u64, replication: u32, monday: Date, weeks: u32) -> Vec<usize> {
    let draws = Process::new(seed, "log/own");
    let since = (monday - Date::constant(1970, 1, 5)).get_days() as u32 / 7;
    let uniform = |week| draws.uniform([replication, since + week, 0, 0]);
    (0..weeks).map(|week| usize::from(uniform(week) >= 0.5)).collect()
}

#[test]
fn two_weeks_by_hand_come_as_their_addresses_say() {
    let folder = with_log("two", &swf(&TWO_WEEKS, 1, 0));
    // 52 weeks from Monday, 2025-01-06, on four units: nobody ever waits.
    let scenario = read_in(&folder, &centre("2025-01-06", "2026-01-05", 4, TWO_COVER));
    let mut all = Vec::new();
    for k in 0..40 {
        let weeks = by_hand(scenario.seed, k, Date::constant(2025, 1, 6), 52);
        let expected: Vec<[i64; 6]> = (0..)
            .zip(&weeks)
            .map(|(week, &which)| match which {
                0 => [week * WEEK + 3_600, 2, 3_600, 3_600, week * WEEK + 3_600, 0],
                _ => [week * WEEK + 86_400, 3, 7_200, 10_800, week * WEEK + 86_400, 1],
            })
            .collect();
        let row = |job: &JobStart| {
            let (size, run, requested) = (job.size, job.run.0, job.requested.0);
            [job.submitted.0, size, run, requested, job.starts.0, job.user.into()]
        };
        let found: Vec<[i64; 6]> = starts(&scenario, k).iter().map(row).collect();
        assert_eq!(found, expected, "future {k}");
        all.extend(weeks.iter().map(|&which| which as f64));
    }
    // Each week is as likely, and independent of the one before: 2,080 of them.
    assert!(crate::support::z(&all, 0.5).abs() <= 4.0);
    let pairs: Vec<f64> = all.windows(2).map(|two| f64::from(u8::from(two[0] == two[1]))).collect();
    assert!(crate::support::z(&pairs, 0.5).abs() <= 4.0);
    // The twin: weeks that are counted from the calendar's start are others.
    let shifted = by_hand(scenario.seed, 0, Date::constant(2025, 1, 13), 52);
    assert_ne!(shifted, by_hand(scenario.seed, 0, Date::constant(2025, 1, 6), 52));
}

/// A calendar that starts on a Wednesday has lost both jobs of its first week; the weeks after it are those that any
/// calendar has on these dates.
#[test]
fn a_date_has_the_same_week_whenever_the_calendar_starts() {
    let folder = with_log("dates", &swf(&TWO_WEEKS, 1, 0));
    let monday = read_in(&folder, &centre("2025-01-06", "2025-06-02", 4, TWO_COVER));
    let wednesday = read_in(&folder, &centre("2025-01-15", "2025-06-02", 4, TWO_COVER));
    for k in 0..8 {
        let later: Vec<[i64; 5]> = rows(&starts(&monday, k))
            .into_iter()
            .filter(|row| row[0] >= 2 * WEEK)
            .map(|[submit, size, run, requested, start]| {
                [submit - 9 * 86_400, size, run, requested, start - 9 * 86_400]
            })
            .collect();
        assert_eq!(rows(&starts(&wednesday, k)), later);
    }
}

/// The demand is that of the log, whatever machine it meets.
#[test]
fn alternatives_meet_the_same_weeks() {
    let folder = with_log("demand", &three_weeks());
    let text = centre("2025-01-06", "2025-03-03", 64, "")
        + "[study.alternative.more]\ntitle = \"m\"\nset = { \"pool.p.lot.all.installed\" = 4096 }\n\
           [study.alternative.other]\ntitle = \"o\"\nadd = { \"pool.p.queue\" = { scheduler = \"first-come\", source = \"test\" } }\n";
    let scenario = read_in(&folder, &text);
    assert_eq!(scenario.logs.len(), 1, "one file, read once");
    let submitted = |inputs: &daegi::model::inputs::Inputs, k| {
        let mut simulator = Simulator::new();
        simulator.keep_jobs(true);
        let mut rows = rows(&crate::support::play(&mut simulator, inputs, scenario.seed, k).starts);
        rows.iter_mut().for_each(|row| row[4] = 0);
        rows
    };
    let end = scenario.baseline.calendar.end().0;
    for k in 0..3 {
        // On 4,096 units everybody starts at once; on 64 nearly all start before the end.
        let all = submitted(&scenario.alternatives[0].inputs, k);
        assert!(all.len() > 2_000 && all.iter().all(|row| row[0] < end));
        for inputs in [&scenario.baseline, &scenario.alternatives[1].inputs] {
            let known = submitted(inputs, k);
            assert!(known.len() > 500);
            assert!(known.iter().all(|row| all.binary_search(row).is_ok()));
            // The twin: those of the next future are others.
            let next = submitted(inputs, k + 1);
            assert!(!next.iter().all(|row| all.binary_search(row).is_ok()));
        }
    }
}

/// 1.3 times the jobs are all jobs of one drawn week and three tenths of those of another: what comes at 0.3 comes at 1, and
/// what comes at 1 comes at 1.3.
#[test]
fn a_scale_adds_jobs_and_moves_none() {
    let week = a_week();
    let folder = with_log("scale", &three_weeks());
    let of_scale = |scale: &str| {
        let log = format!("from = \"2024-01-01\"\nto = \"2024-01-22\"\nscale = {scale}\n");
        read_in(&folder, &centre("2025-01-06", "2025-03-31", 1_000_000, &log))
    };
    let scenarios = ["0.3", "1", "1.3", "2", "0"].map(of_scale);
    let mut counts = [const { Vec::new() }; 5];
    for k in 0..30 {
        let found: Vec<Vec<[i64; 5]>> = scenarios.iter().map(|s| rows(&starts(s, k))).collect();
        for (fewer, more) in [(0, 1), (1, 2), (2, 3)] {
            let mut rest = found[more].iter();
            let kept = |row: &[i64; 5]| rest.any(|other| other == row);
            assert!(found[fewer].iter().all(kept), "future {k}");
        }
        for (count, found) in counts.iter_mut().zip(&found) {
            count.push(found.len() as f64);
        }
    }
    // 12 weeks of 302 jobs each; at 0.3 the mean is 1,087.2, at 1.3 4,711.2.
    let each = 12.0 * week.len() as f64;
    assert!(crate::support::z(&counts[0], 0.3 * each).abs() <= 4.0);
    assert!(crate::support::z(&counts[2], 1.3 * each).abs() <= 4.0);
    assert!(crate::support::z(&counts[0], 0.31 * each).abs() > 4.0, "the twin passes");
    assert!(counts[1].iter().all(|&n| n == each) && counts[3].iter().all(|&n| n == 2.0 * each));
    assert!(counts[4].iter().all(|&n| n == 0.0));
}

/// Users keep their numbers, those of a second log and projects behind them; limits hold for each of them; servers fail, units
/// go and come, and the accounts close (else the run is an error).
#[test]
fn logs_projects_limits_and_failures_share_a_queue() {
    let folder = with_log("mixed", &three_weeks());
    let rest = r#"
[log.second]
file = "own.swf"
pool = "p"
scale = 0.5
mode = "extend"
source = "test"
[pool.p.queue]
scheduler = "easy"
project-units = 128
project-jobs = 40
source = "test"
[pool.p.placement]
source = "test"
[pool.p.failure]
time-to-failure = { exponential = { mean = "20 days" } }
repair = "12 hours"
source = "test"
[programme.calls]
pool = "p"
rounds = ["2025-01-08"]
window = "1 days"
review = "0 days"
places = 4
request = 16
award = "4 weeks"
demand = { fresh = 20 }
source = "test"
[workload.own]
programmes = ["calls"]
holds = "shared"
jobs = "40 per week"
size = { units = 16 }
run-time = "5 hours"
source = "test"
"#;
    let text = centre("2025-01-06", "2025-03-03", 192, rest)
        .replace("node = { units = 1,", "node = { units = 64,")
        .replace(
            "leases = \"all\"\nfrom = \"2000-01-01\"\nto = \"2500-01-01\"",
            "leases = \"all\"\nfrom = \"2000-01-01\"\nto = \"2025-02-01\"",
        )
        + "[funding.later]\nleases = { \"p.all\" = 128 }\nfrom = \"2025-02-03\"\nsource = \"test\"\n";
    let scenario = read_in(&folder, &text);
    let users = scenario.baseline.users_of_logs();
    let one = scenario.baseline.logs[LogId::at(0)].weeks.users();
    assert_eq!((one, users, scenario.baseline.logs[LogId::at(1)].users_before), (9, 18, 9));
    for k in 0..6 {
        let found = starts(&scenario, k);
        let of =
            |from: u32, to: u32| found.iter().filter(move |job| (from..to).contains(&job.user));
        assert!(of(0, one).count() > of(one, users).count() && of(one, users).count() > 100);
        assert_eq!(
            of(users, users + 4).filter(|job| job.size == 16).count(),
            of(users, u32::MAX).count()
        );
        // For two days nothing was leased: nothing started.
        let calendar = &scenario.baseline.calendar;
        let (from, to) = (calendar.midnight(26), calendar.midnight(28));
        assert!(found.iter().all(|job| job.starts < from || job.starts >= to));
        assert!(found.iter().any(|job| job.starts >= to));
    }
}

/// The tables are the same on one thread and on several, and the manifest says which log they came from.
#[test]
fn threads_change_no_table_and_the_manifest_names_the_log() {
    let log = three_weeks();
    let folder = with_log("threads", &log);
    let scenario = read_in(&folder, &centre("2025-01-06", "2025-03-03", 64, ""));
    let run = |threads: usize, seed: u64| {
        let out = folder.0.join(format!("out-{threads}-{seed}"));
        let options = Options { threads: Some(threads), ..options(20, seed, out) };
        let finished = study::run(&scenario, &options, &|_| {}).expect("the study runs");
        Manifest::read(&finished.results.publish().expect("a folder").folder).expect("a manifest")
    };
    let one = run(1, 7);
    assert_eq!(one.tables, run(3, 7).tables);
    assert_ne!(one.tables["responses"], run(2, 8).tables["responses"], "another seed is the twin");
    let [entry] = &one.logs[..] else { panic!("{:?}", one.logs) };
    let digest: String =
        Sha256::digest(log.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!((&*entry.path, &*entry.digest), ("log.own", &*digest));
    assert!(entry.file.ends_with("own.swf"), "{}", entry.file);
    // The log ends on the Sunday of its third week; all of it is played.
    assert_eq!((entry.weeks, entry.jobs, entry.outside), (3, 3 * 302, 0));
    assert_eq!((entry.unusable, entry.too_large, entry.from), (0, 0, Date::constant(2024, 1, 1)));
}
