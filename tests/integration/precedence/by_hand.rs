//! Schedules worked out by hand: two logs, `own` and `other`, on a few units; `other` goes before `own`.

use std::fmt::Write as _;

use daegi::model::Simulator;
use daegi::model::record::JobStart;
use daegi::scenario::Scenario;

use super::SCHEDULERS;
use crate::support::{ALL_LEASED, Folder, Theory, play};

const WEEK: i64 = 604_800;
/// 2024-01-01 00:00 in Seoul, a Monday.
const MONDAY: i64 = 1_704_067_200 - 9 * 3_600;

/// A log of jobs: submitted, units, seconds.
fn log(jobs: &[[i64; 3]]) -> String {
    let mut text = format!("; UnixStartTime: {MONDAY}\n; MaxProcs: 64\n");
    for [submit, size, run] in jobs.iter().chain(&[[WEEK - 10, 1, 1]]) {
        // Writing to a string cannot fail.
        let _ =
            writeln!(text, "1 {submit} -1 {run} {size} -1 -1 {size} {run} -1 1 1 1 -1 -1 -1 -1 -1");
    }
    text
}

/// What became of the jobs of both logs, in the order of submission, the last of each left out.
fn played(units: u32, own: &[[i64; 3]], other: &[[i64; 3]], queue: &str) -> Vec<JobStart> {
    let folder = Folder::new("precedence");
    folder.file("own.swf", &log(own));
    folder.file("other.swf", &log(other));
    let rest = format!(
        "{ALL_LEASED}[log.own]\nfile = \"own.swf\"\npool = \"p\"\nsource = \"test\"\n[log.other]\nfile = \"other.swf\"\npool = \"p\"\nsource = \"test\"\n[pool.p.queue]\nsource = \"test\"\n{queue}"
    );
    let (start, end) = ("2024-01-01", "2024-01-08");
    let text = Theory { start, observe_from: start, end, units, rest }.text();
    let scenario = Scenario::read(&folder.file("scenario.toml", &text))
        .unwrap_or_else(|problems| panic!("{problems}"));
    let mut simulator = Simulator::new();
    simulator.keep_jobs(true);
    let mut rows = play(&mut simulator, &scenario.baseline, 1, 0).starts;
    rows.retain(|row| row.submitted.0 < WEEK - 10);
    rows.sort_by_key(|row| row.submitted);
    rows
}

/// First start, end, times pre-empted and unit-seconds lost of each job.
fn of(rows: &[JobStart]) -> Vec<[i64; 4]> {
    let row = |row: &JobStart| {
        let ends = row.ends.map_or(-1, |ends| ends.0);
        [row.starts.0, ends, row.pre_empted.into(), row.lost.0]
    };
    rows.iter().map(row).collect()
}

fn takes(keys: &str) -> String {
    format!(
        "[pool.p.queue.pre-emption.rule]\nby = [\"other\"]\ntakes-from = [\"own\"]\n{keys}\nsource = \"test\"\n"
    )
}

/// One unit. A job of 1,000 s starts at 0 s; at 100 s comes one of 50 s that may pre-empt it, and starts at once. The
/// first goes on at 150 s: from zero to 1,150 s, or from where it was to 1,050 s.
#[test]
fn a_job_gives_way_and_starts_anew_or_goes_on() {
    let (own, other) = ([[0, 1, 1_000]], [[100, 1, 50]]);
    for scheduler in SCHEDULERS {
        let by = |rule: &str| {
            let queue = format!("scheduler = \"{scheduler}\"\n{rule}");
            of(&played(1, &own, &other, &queue))
        };
        assert_eq!(by(""), [[0, 1_000, 0, 0], [1_000, 1_050, 0, 0]], "{scheduler}");
        assert_eq!(by(&takes("")), [[0, 1_150, 1, 100], [100, 150, 0, 0]], "{scheduler}");
        let resume = by(&takes("then = \"resume\""));
        assert_eq!(resume, [[0, 1_050, 1, 0], [100, 150, 0, 0]], "{scheduler}");
        // No log says how it saves its work.
        assert_eq!(by(&takes("then = \"checkpoint\"")), by(&takes("")), "{scheduler}");
        // It runs on for 20 s, which it loses as well.
        let grace = by(&takes("grace = \"20 seconds\""));
        assert_eq!(grace, [[0, 1_170, 1, 120], [120, 170, 0, 0]], "{scheduler}");
    }
}

/// A job that ends within its grace was not pre-empted; what it leaves is for the one that waits, not for one that
/// stood before it.
#[test]
fn a_job_that_ends_in_time_is_not_interrupted() {
    for scheduler in SCHEDULERS {
        let rows = played(
            1,
            &[[0, 1, 110], [50, 1, 30]],
            &[[100, 1, 50]],
            &format!("scheduler = \"{scheduler}\"\n{}", takes("grace = \"20 seconds\"")),
        );
        let expected = [[0, 110, 0, 0], [160, 190, 0, 0], [110, 160, 0, 0]];
        assert_eq!(of(&rows), expected, "{scheduler}");
    }
}

/// Four units: jobs of 2, 1 and 1 run since 0, 1 and 2 s. One that asks for 2 takes the two that started last; one
/// that asks for 3 takes 2 and 1, and the last goes on, since without it there is enough.
#[test]
fn those_that_started_last_give_way_and_no_more_than_it_takes() {
    let own = [[0, 2, 1_000], [1, 1, 1_000], [2, 1, 1_000]];
    for scheduler in SCHEDULERS {
        let by = |size: i64| {
            let queue = format!("scheduler = \"{scheduler}\"\n{}", takes(""));
            of(&played(4, &own, &[[10, size, 100]], &queue))
        };
        let two = [[0, 1_000, 0, 0], [1, 1_110, 1, 9], [2, 1_110, 1, 8], [10, 110, 0, 0]];
        assert_eq!(by(2), two, "{scheduler}");
        let three = [[0, 1_110, 1, 20], [1, 1_110, 1, 9], [2, 1_002, 0, 0], [10, 110, 0, 0]];
        assert_eq!(by(3), three, "{scheduler}");
    }
}

/// Ten units, grace of 60 s. Eight run one job; two are free. A job of six that pre-empts waits for the grace, and
/// nobody takes the two meanwhile that it was promised: not the job of two that comes at 20 s.
#[test]
fn free_units_wait_with_the_job_that_pre_empts() {
    let (own, other) = ([[0, 8, 1_000], [20, 2, 100]], [[10, 6, 100]]);
    for scheduler in SCHEDULERS {
        let queue = format!("scheduler = \"{scheduler}\"\n{}", takes("grace = \"1 minutes\""));
        let rows = of(&played(10, &own, &other, &queue));
        // At 70 s four are left: two for the job of two, which the one of eight stands before.
        assert_eq!(rows[1], [70, 170, 0, 0], "{scheduler}");
        assert!(rows[2][0] >= 70, "{scheduler}: {rows:?}");
        assert_eq!((rows[0][0], rows[0][2], rows[0][3]), (0, 1, 8 * 70), "{scheduler}");
    }
}

/// Three ranks on one unit: `third` takes from both, `other` from `own`. Each goes on when those above it are over.
#[test]
fn ranks_stand_one_above_the_other() {
    let rows = played(1, &[[0, 1, 100]], &[[10, 1, 100]], &takes("then = \"resume\""));
    assert_eq!(of(&rows), [[0, 200, 1, 0], [10, 110, 0, 0]]);
    // Two that may pre-empt do not pre-empt one another: the second waits for the first, and goes before `own`.
    let rows =
        played(1, &[[0, 1, 100]], &[[10, 1, 100], [20, 1, 100]], &takes("then = \"resume\""));
    assert_eq!(of(&rows), [[0, 300, 1, 0], [10, 110, 0, 0], [110, 210, 0, 0]]);
}

/// Two units of four are kept for `other`. Jobs of `own` start on the other two only, though four are free; those of
/// `other` start on theirs whoever stands before them, one after the other where they fill them.
#[test]
fn a_standing_share_is_kept() {
    let own = [[0, 2, 100], [1, 1, 100]];
    let other = [[5, 1, 10], [6, 2, 10]];
    for scheduler in SCHEDULERS {
        let by = |amount: &str| {
            let queue = format!(
                "scheduler = \"{scheduler}\"\n[pool.p.queue.reservation.r]\nprogramme = \"other\"\n{amount}\nsource = \"test\"\n"
            );
            of(&played(4, &own, &other, &queue))
        };
        let kept = [[0, 100, 0, 0], [100, 200, 0, 0], [5, 15, 0, 0], [15, 25, 0, 0]];
        assert_eq!(by("units = 2"), kept, "{scheduler}");
        // 0.7 of four are 2.8: two whole units.
        assert_eq!(by("share = 0.7"), kept, "{scheduler}");
        let not = by("units = 2\nto = \"2023-12-31\"");
        assert_eq!(not[1][0], 1, "{scheduler}: {not:?}");
    }
}

/// Three of four units are reserved for `other` from 00:10 to 00:20. A job that would be over by then starts; one of
/// two units that would not waits until the window is over, though two are free; `other` starts at 630 s on its own.
#[test]
fn a_window_is_cleared_kept_and_given_back() {
    let own = [[0, 2, 500], [10, 2, 700], [20, 1, 2_000]];
    let queue = |times: &str| {
        format!(
            "scheduler = \"first-come\"\n[pool.p.queue.reservation.r]\nprogramme = \"other\"\nunits = 3\n{times}\nsource = \"test\"\n"
        )
    };
    let times = "from = \"2024-01-01 00:10\"\nto = \"2024-01-01 00:20\"";
    let rows = of(&played(4, &own, &[[630, 3, 100]], &queue(times)));
    let expected = [[0, 500, 0, 0], [1_200, 1_900, 0, 0], [1_200, 3_200, 0, 0], [630, 730, 0, 0]];
    assert_eq!(rows, expected);
    // An hour later it does not stand in the way of a job of 700 s, but of one of two hours for which no room is.
    let later = "from = \"2024-01-01 01:10\"\nto = \"2024-01-01 01:20\"";
    let own = [[0, 2, 500], [10, 2, 700], [20, 2, 7_200]];
    let rows = of(&played(4, &own, &[[80_000, 1, 1]], &queue(later)));
    assert_eq!(rows[..3], [[0, 500, 0, 0], [10, 710, 0, 0], [4_800, 12_000, 0, 0]]);
}

/// What runs within a reservation does not give way; what runs beyond it does.
#[test]
fn a_reservation_protects_from_pre_emption() {
    let queue = format!(
        "scheduler = \"easy\"\n{}[pool.p.queue.reservation.r]\nprogramme = \"own\"\nunits = 2\nsource = \"test\"\n",
        takes("")
    );
    let rows = played(4, &[[0, 2, 1_000], [1, 2, 1_000]], &[[10, 2, 100], [20, 1, 100]], &queue);
    // The second job gives its two units to one; the other, of one unit, waits for that one.
    let expected = [[0, 1_000, 0, 0], [1, 1_210, 1, 18], [10, 110, 0, 0], [110, 210, 0, 0]];
    assert_eq!(of(&rows), expected);
}

/// At most two jobs, or three units, of `own` at once; `other` is held back by neither.
#[test]
fn a_limit_of_a_programme_holds_its_jobs() {
    let own = [[0, 1, 100], [1, 1, 100], [2, 1, 100], [3, 1, 100]];
    let by = |limit: &str| {
        let rows = played(8, &own, &[[4, 1, 100]], &format!("limit = {{ own = {{ {limit} }} }}\n"));
        rows.iter().map(|row| row.starts.0).collect::<Vec<_>>()
    };
    assert_eq!(by("jobs = 2"), [0, 1, 100, 101, 4]);
    assert_eq!(by("units = 3"), [0, 1, 2, 100, 4]);
    assert_eq!(by("units = 8"), [0, 1, 2, 3, 4]);
}

/// Ten units: two jobs of four run for 100 seconds, one of two units comes after 2 seconds and has room. In a partition of
/// nine units for both logs it waits for the end of the first; in one of `own` alone it does not. Who asks for longer than
/// the partition allows never comes.
#[test]
fn a_partition_caps_what_its_members_hold_together() {
    let own = [[0, 4, 100], [1, 4, 100], [50, 1, 121]];
    let starts = |queue: &str| -> Vec<i64> {
        played(10, &own, &[[2, 2, 100]], queue).iter().map(|row| row.starts.0).collect()
    };
    let partition = |programmes: &str, keys: &str| {
        format!(
            "[pool.p.queue.partition.a]\nprogrammes = [{programmes}]\n{keys}\nsource = \"test\"\n"
        )
    };
    assert_eq!(starts(""), [0, 1, 2, 100]);
    let both = "\"own\", \"other\"";
    // The one that is held stands in nobody's way: there is room for one unit at once.
    assert_eq!(starts(&partition(both, "units = 9")), [0, 1, 100, 50]);
    assert_eq!(starts(&partition("\"own\"", "units = 9")), [0, 1, 2, 100]);
    assert_eq!(starts(&partition(both, "units = 9\nlongest = \"2 minutes\"")), [0, 1, 100]);
    assert_eq!(starts(&partition("\"other\"", "longest = \"2 minutes\"")), [0, 1, 2, 100]);
    // As many units as there are limit nothing.
    assert_eq!(starts(&partition(both, "units = 10")), [0, 1, 2, 100]);
}
