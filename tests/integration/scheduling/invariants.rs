//! What every schedule keeps, looked at from outside: a schedule and the jobs, nothing of the scheduler.

use daegi::scheduler::{Job, NEVER, Overrun, Policy, Schedule, play};

use super::draws::Draws;

/// A log as busy as a machine of 64 units can bear, with sizes and run times over three orders.
pub(crate) fn log(seed: u64, many: usize) -> (u32, Vec<Job>) {
    let mut draws = Draws(seed);
    let mut now = 0;
    let jobs = (0..many).map(|_| {
        now += draws.exponential(30.0) as i64;
        let size = [1, 1, 2, 4, 8, 16, 33, 64][draws.below(8) as usize];
        let mean = [10.0, 60.0, 200.0][draws.below(3) as usize];
        let run = 1 + draws.exponential(mean) as i64;
        let over = 1.0 + draws.exponential(1.0) - 0.2;
        let requested = (draws.below(5) > 0).then_some((run as f64 * over) as i64 + 1);
        let user = draws.below(6) as u32;
        Job { submit: now, size, run, requested, user, class: user % 2 }
    });
    (64, jobs.collect())
}

/// What is wrong with a schedule, whoever made it.
fn faults(units: u32, overrun: Overrun, jobs: &[Job], schedule: &Schedule) -> Vec<String> {
    let mut faults = Vec::new();
    let mut changes = Vec::new();
    for (number, job) in jobs.iter().enumerate() {
        let (start, end) = (schedule.starts[number], schedule.ends[number]);
        if start == NEVER || start < job.submit {
            faults.push(format!("job {number} starts at {start}, submitted at {}", job.submit));
        } else if end - start != overrun.reading(job).0 {
            faults.push(format!("job {number} runs from {start} to {end}"));
        }
        changes.push((end, -i64::from(job.size))); // given back before others take
        changes.push((start, i64::from(job.size)));
    }
    changes.sort_unstable();
    let mut held = 0;
    for (time, change) in changes {
        held += change;
        if held > units.into() {
            faults.push(format!("{held} of {units} units held at {time}"));
        }
    }
    faults
}

/// Heads that start after the first shadow time that they had, where jobs run as long as expected.
fn delayed_heads(units: u32, jobs: &[Job], starts: &[i64]) -> usize {
    let ends: Vec<i64> = starts.iter().zip(jobs).map(|(start, job)| start + job.run).collect();
    let mut instants: Vec<i64> = jobs.iter().map(|job| job.submit).chain(ends.clone()).collect();
    instants.sort_unstable();
    instants.dedup();
    let mut promised = vec![None; jobs.len()];
    for now in instants {
        let waits = |j: &usize| jobs[*j].submit <= now && starts[*j] > now;
        let Some(head) = (0..jobs.len()).find(waits) else { continue };
        if promised[head].is_none() {
            let held_at = |time: i64| -> i64 {
                let runs = |j: &usize| starts[*j] <= now && now < ends[*j] && time < ends[*j];
                (0..jobs.len()).filter(runs).map(|j| i64::from(jobs[j].size)).sum()
            };
            let room = i64::from(units) - i64::from(jobs[head].size);
            let later = ends.iter().copied().filter(|end| *end > now && held_at(*end) <= room);
            promised[head] = later.min();
        }
    }
    (0..jobs.len()).filter(|j| promised[*j].is_some_and(|promise| starts[*j] > promise)).count()
}

/// Jobs that start after their first reservation: the earliest fit, when they came, beside all that came before
/// them, where jobs run as long as expected.
fn delayed_reservations(units: u32, jobs: &[Job], starts: &[i64]) -> usize {
    let mut kept: Vec<(i64, i64, i64)> = Vec::new(); // from, to, units
    let mut delayed = 0;
    for (job, start) in jobs.iter().zip(starts) {
        let size = i64::from(job.size);
        let most = |from: i64| {
            let points = kept.iter().map(|(begin, _, _)| *begin).chain([from]);
            let within = points.filter(|point| from <= *point && *point < from + job.run);
            let held = |time: i64| -> i64 {
                kept.iter().filter(|k| k.0 <= time && time < k.1).map(|k| k.2).sum()
            };
            within.map(held).max().unwrap_or(0)
        };
        let candidates = kept.iter().map(|(_, end, _)| *end).chain([job.submit]);
        let fits = candidates.filter(|t| *t >= job.submit && most(*t) + size <= units.into());
        let first = fits.min().expect("after the last end");
        kept.push((first, first + job.run, size));
        delayed += usize::from(*start > first);
    }
    delayed
}

#[test]
fn units_are_never_overbooked_and_every_job_runs_its_time_under_every_policy() {
    let (units, jobs) = log(1, 3_000);
    for policy in Policy::all() {
        for overrun in [Overrun::Trunc, Overrun::Extend, Overrun::Perfect] {
            let schedule = play(units, &policy, overrun, &jobs);
            assert_eq!(faults(units, overrun, &jobs, &schedule), [""; 0], "{policy} {overrun:?}");
        }
    }
}

/// The twin: a schedule in which one job starts a tick early.
#[test]
fn a_schedule_that_overbooks_is_caught() {
    let (units, jobs) = log(1, 3_000);
    let mut schedule = play(units, &Policy::FirstCome, Overrun::Perfect, &jobs);
    let waited = (0..jobs.len()).find(|j| schedule.starts[*j] > jobs[*j].submit).expect("one");
    schedule.starts[waited] -= 1;
    schedule.ends[waited] -= 1;
    assert!(!faults(units, Overrun::Perfect, &jobs, &schedule).is_empty());
}

#[test]
fn easy_never_delays_a_head_past_its_first_shadow_time_when_run_times_are_known() {
    for seed in 1..=3 {
        let (units, jobs) = log(seed, 600);
        for policy in [Policy::Easy, Policy::EasyIdentity] {
            let starts = play(units, &policy, Overrun::Perfect, &jobs).starts;
            assert_eq!(delayed_heads(units, &jobs, &starts), 0, "{policy}, log {seed}");
        }
    }
}

/// The twin: whoever fits starts, as if there were no reservation.
#[test]
fn a_schedule_without_reservations_delays_heads() {
    use super::naive::{Twin, starts};
    let (units, jobs) = log(1, 600);
    let limits = Default::default();
    let (policy, perfect) = (Policy::FirstCome, Overrun::Perfect);
    let starts = starts(&limits, units, &policy, perfect, &jobs, Twin::Broken);
    assert!(delayed_heads(units, &jobs, &starts) > 0);
}

#[test]
fn conservative_never_delays_a_job_past_its_first_reservation_when_run_times_are_known() {
    for seed in 1..=3 {
        let (units, jobs) = log(seed, 600);
        let starts = play(units, &Policy::Conservative, Overrun::Perfect, &jobs).starts;
        assert_eq!(delayed_reservations(units, &jobs, &starts), 0, "log {seed}");
    }
}

/// The twin: EASY promises only the head anything.
#[test]
fn easy_delays_some_jobs_past_what_their_first_reservation_would_have_been() {
    let (units, jobs) = log(1, 600);
    let starts = play(units, &Policy::Easy, Overrun::Perfect, &jobs).starts;
    assert!(delayed_reservations(units, &jobs, &starts) > 0);
}

/// A longer log than the tiny ones, with queues: blocks, gaps and plans kept over many passes.
#[test]
fn on_a_generated_log_the_definitions_agree() {
    use super::naive::{self, Twin};
    let limits = Default::default();
    for seed in 1..=2 {
        let (units, mut jobs) = log(seed, 150);
        for job in &mut jobs {
            job.submit /= 4; // a queue of dozens
        }
        for name in ["first-come", "easy", "conservative", "shortest-first"] {
            let policy: Policy = name.parse().expect("a policy");
            for overrun in [Overrun::Trunc, Overrun::Extend, Overrun::Perfect] {
                let fast = play(units, &policy, overrun, &jobs).starts;
                let slow = naive::starts(&limits, units, &policy, overrun, &jobs, Twin::None);
                assert_eq!(fast, slow, "{policy}, {overrun:?}, log {seed}");
            }
        }
    }
}

/// A backlog of dozens on few machines: a timetable of more than one block, reservations that move at each completion.
#[test]
fn on_a_backlog_conservative_by_identity_is_its_definition() {
    use super::naive::{self, Twin};
    let limits = Default::default();
    let policy = Policy::ConservativeIdentity;
    for seed in 1..=4 {
        let mut draws = Draws(seed);
        let jobs: Vec<Job> = (0..60)
            .map(|number| {
                let (size, run) = (1 + draws.below(5) as u32, 1 + draws.below(12) as i64);
                let requested = Some(run + draws.below(3) as i64 * draws.below(8) as i64);
                Job { submit: number / 6, size, run, requested, user: 0, class: 0 }
            })
            .collect();
        for overrun in [Overrun::Trunc, Overrun::Perfect] {
            let fast = play(8, &policy, overrun, &jobs).starts;
            let slow = naive::starts(&limits, 8, &policy, overrun, &jobs, Twin::None);
            assert_eq!(fast, slow, "{overrun:?}, log {seed}");
        }
    }
}
