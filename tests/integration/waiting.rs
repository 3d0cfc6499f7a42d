//! How many jobs wait, and how much longer than their run they take: theory, and the same counted job by job.

use daegi::model::Simulator;
use daegi::model::inputs::Inputs;
use daegi::model::record::Record;

use crate::support::{IN_HOURS, InHours, holds_and_twin_fails, one_project, play, read, sample};

/// One project in hours from 1 February 2025 for a year, on one unit: jobs of two hours, exponential, first-come.
fn queue(rate: &str) -> String {
    let dates = ["2025-01-01", "2025-04-01", "2026-01-01"];
    let keys =
        one_project(8_000, "12 months") + "at-zero = { jobs = \"go on\", source = \"theory\" }";
    let jobs = format!(
        "jobs = \"{rate} per day\"\nsize = {{ units = 1 }}\nrun-time = {{ exponential = {{ mean = \"2 hours\" }} }}"
    );
    let scheduler = "first-come";
    InHours { dates, units: 1, keys: &keys, jobs: &jobs, scheduler, ..IN_HOURS }.text()
}

/// M/M/1 at a load of 0.7: ρ² / (1 − ρ) = 1.633 jobs wait. A load that is 2 % higher shows.
#[test]
fn as_many_jobs_wait_as_theory_says() {
    let waiting = |_: &Inputs, record: &Record| record.job_waits[0].waiting;
    let n = 400;
    let good = sample(&queue("8.4"), 43, n, waiting);
    let twin = sample(&queue("8.568"), 43, n, waiting);
    holds_and_twin_fails("jobs waiting", &good, &twin, 0.49 / 0.3);
    // The same by programme and for the site, where nobody else submits.
    let record = play(&mut Simulator::new(), &read(&queue("8.4")).baseline, 43, 0);
    let all: Vec<f64> = record.job_waits.iter().map(|it| it.waiting).collect();
    assert!(all.iter().take(3).all(|waiting| *waiting == all[0]), "{all:?}");
}

/// Little's law, job by job: the mean number that waits is what jobs waited within the window, over its length. The
/// twin takes the whole waits of those that start in it. The mean slowdown is that of their rows.
#[test]
fn who_waits_is_counted_job_by_job() {
    let scenario = read(&queue("8.4"));
    let (from, to) = (90 * 86_400, 365 * 86_400);
    let (mut told_apart, mut compared) = (0, 0);
    for k in 0..40 {
        let mut simulator = Simulator::new();
        simulator.keep_jobs(true);
        let record = play(&mut simulator, &scenario.baseline, 43, k);
        let waits = &record.job_waits[0];
        let own = || record.starts.iter();
        let in_window = || own().filter(|row| (from..to).contains(&row.starts.0));
        let slowdown: f64 = in_window()
            .map(|row| {
                let wait = (row.starts - row.submitted).0 as f64;
                (wait + row.run.0 as f64) / (row.run.0 as f64).max(10.0)
            })
            .map(|slowdown| slowdown.max(1.0))
            .sum();
        assert!((waits.slowdown / slowdown - 1.0).abs() < 1e-9);
        let clipped = own().map(|row| row.starts.0.min(to) - row.submitted.0.max(from));
        let clipped: i64 = clipped.map(|waited| waited.max(0)).sum();
        let counted = (waits.waiting * (to - from) as f64).round() as i64;
        // Jobs that wait as the calendar ends have no row.
        assert!(counted >= clipped, "{counted} {clipped}");
        if counted == clipped {
            compared += 1;
            let whole: i64 = in_window().map(|row| (row.starts - row.submitted).0).sum();
            told_apart += i32::from(whole != counted);
        }
    }
    assert!(compared >= 5 && told_apart >= 1, "{compared} {told_apart}");
}
