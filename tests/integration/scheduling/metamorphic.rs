//! Relations between schedules of related logs; each test's name says when its relation holds.

use daegi::scheduler::{
    Factors, Job, Limit, Limits, NEVER, Overrun, Policy, Schedule, play, play_within,
};

use super::invariants::log;

const READINGS: [Overrun; 3] = [Overrun::Trunc, Overrun::Extend, Overrun::Perfect];

fn each_policy(units: u32, jobs: &[Job], mut check: impl FnMut(&Policy, Overrun, Schedule)) {
    for policy in Policy::all() {
        for overrun in READINGS {
            check(&policy, overrun, play(units, &policy, overrun, jobs));
        }
    }
}

#[test]
fn all_times_doubled_doubles_all_starts_when_the_policy_s_own_times_are_doubled_too() {
    let (units, jobs) = log(11, 1_000);
    let mut slow = jobs.clone();
    for job in &mut slow {
        (job.submit, job.run) = (2 * job.submit, 2 * job.run);
        job.requested = job.requested.map(|requested| 2 * requested);
    }
    each_policy(units, &jobs, |policy, overrun, schedule| {
        let policy = match policy {
            Policy::Priority(factors) => Policy::Priority(factors.clone().with_ticks_per_second(2)),
            other => other.clone(),
        };
        let doubled: Vec<i64> = schedule.starts.iter().map(|start| 2 * start).collect();
        assert_eq!(play(units, &policy, overrun, &slow).starts, doubled, "{policy} {overrun:?}");
    });
}

#[test]
fn a_later_epoch_moves_all_starts_by_as_much_under_every_policy() {
    let (units, jobs) = log(12, 1_000);
    let later = jobs.iter().map(|job| Job { submit: job.submit + 1_000_003, ..*job });
    let later: Vec<Job> = later.collect();
    each_policy(units, &jobs, |policy, overrun, schedule| {
        let moved: Vec<i64> = schedule.starts.iter().map(|start| start + 1_000_003).collect();
        assert_eq!(play(units, policy, overrun, &later).starts, moved, "{policy} {overrun:?}");
    });
}

#[test]
fn other_names_of_users_change_nothing_while_none_has_a_setting_of_its_own_and_usage_is_whole() {
    let (units, jobs) = log(13, 1_000);
    let renamed: Vec<Job> = jobs
        .iter()
        .map(|job| Job { user: 900 - 7 * job.user, class: 5 - job.class, ..*job })
        .collect();
    let whole = Policy::Priority(Factors { half_life: None, ..Factors::default() });
    let mut policies = Policy::all();
    policies.retain(|policy| policy.name() != "priority");
    policies.push(whole); // without decay, sums of usage are exact in any order
    for policy in policies {
        let own = play(units, &policy, Overrun::Trunc, &jobs);
        assert_eq!(play(units, &policy, Overrun::Trunc, &renamed), own, "{policy}");
    }
}

#[test]
fn sizes_and_units_scaled_together_change_nothing_under_every_policy() {
    let (units, jobs) = log(14, 1_000);
    let large: Vec<Job> = jobs.iter().map(|job| Job { size: 3 * job.size, ..*job }).collect();
    each_policy(units, &jobs, |policy, overrun, schedule| {
        assert_eq!(play(3 * units, policy, overrun, &large), schedule, "{policy} {overrun:?}");
    });
}

#[test]
fn with_one_unit_a_job_backfill_is_first_come_and_so_is_conservative_identity_with_known_run_times()
{
    let (_, mut jobs) = log(15, 2_000);
    jobs.iter_mut().for_each(|job| job.size = 1);
    for overrun in READINGS {
        let first_come = play(5, &Policy::FirstCome, overrun, &jobs);
        assert!(first_come.starts.iter().zip(&jobs).any(|(start, job)| *start > job.submit));
        for name in ["easy", "easy-identity", "conservative", "conservative-identity"] {
            if name == "conservative-identity" && overrun != Overrun::Perfect {
                continue; // a reservation that is kept may bar the way of one before it
            }
            let policy: Policy = name.parse().expect("a policy");
            assert_eq!(play(5, &policy, overrun, &jobs), first_come, "{policy} {overrun:?}");
        }
    }
}

fn later_with_one_more_unit(units: u32, policy: &Policy, jobs: &[Job]) -> usize {
    let fewer = play(units, policy, Overrun::Perfect, jobs).starts;
    let more = play(units + 1, policy, Overrun::Perfect, jobs).starts;
    fewer.iter().zip(&more).filter(|(fewer, more)| more > fewer).count()
}

#[test]
fn one_more_unit_delays_nobody_under_first_come_with_one_unit_a_job() {
    let (_, mut jobs) = log(16, 2_000);
    jobs.iter_mut().for_each(|job| job.size = 1);
    for units in 2..8 {
        assert_eq!(later_with_one_more_unit(units, &Policy::FirstCome, &jobs), 0);
    }
}

/// Not a relation: with gangs and backfill one more unit may delay somebody (Graham's anomalies).
#[test]
fn one_more_unit_may_delay_somebody_under_backfill_with_gangs() {
    let (units, jobs) = log(16, 2_000);
    assert!(later_with_one_more_unit(units, &Policy::Easy, &jobs) > 0);
}

#[test]
fn with_units_for_all_nobody_waits_under_every_policy() {
    let (_, jobs) = log(17, 500);
    let submits: Vec<i64> = jobs.iter().map(|job| job.submit).collect();
    let units = jobs.iter().map(|job| job.size).sum();
    each_policy(units, &jobs, |policy, overrun, schedule| {
        assert_eq!(schedule.starts, submits, "{policy} {overrun:?}");
        assert_eq!(schedule.backfilled, 0);
    });
}

#[test]
fn those_who_come_after_change_nothing_under_first_come_and_conservative_with_known_run_times() {
    let (units, jobs) = log(18, 1_000);
    for policy in [Policy::FirstCome, Policy::Conservative] {
        let all = play(units, &policy, Overrun::Perfect, &jobs).starts;
        let some = play(units, &policy, Overrun::Perfect, &jobs[..600]).starts;
        assert_eq!(all[..600], some, "{policy}");
    }
    // The twin: whoever comes later may go first where the line is not in order of arrival.
    let all = play(units, &Policy::ShortestFirst, Overrun::Perfect, &jobs).starts;
    let some = play(units, &Policy::ShortestFirst, Overrun::Perfect, &jobs[..600]).starts;
    assert_ne!(all[..600], some);
}

#[test]
fn jobs_too_large_for_the_machine_change_nothing_under_every_policy() {
    let (units, jobs) = log(19, 500);
    let mut with = jobs.clone();
    let extra = Job { submit: jobs[250].submit, size: units + 1, ..jobs[0] };
    with.insert(250, Job { user: jobs[250].user, class: jobs[250].class, ..extra });
    each_policy(units, &jobs, |policy, overrun, schedule| {
        let mut starts = play(units, policy, overrun, &with).starts;
        assert_eq!(starts.remove(250), NEVER);
        assert_eq!(starts, schedule.starts, "{policy} {overrun:?}");
    });
}

#[test]
fn limits_that_nobody_reaches_change_nothing_under_every_policy() {
    let (units, jobs) = log(20, 600);
    let far = Limit { units: Some(u32::MAX), jobs: Some(u32::MAX) };
    let limits = Limits { each_class: far, each_user: far, ..Limits::default() };
    each_policy(units, &jobs, |policy, overrun, schedule| {
        let limited = play_within(&limits, units, policy, overrun, &jobs);
        assert_eq!(limited, schedule, "{policy} {overrun:?}");
    });
}

/// Most units that users and classes hold at once, by a schedule.
fn most_held(jobs: &[Job], schedule: &Schedule, of: impl Fn(&Job) -> bool) -> i64 {
    let mut changes = Vec::new();
    for (number, job) in jobs.iter().enumerate().filter(|(_, job)| of(job)) {
        if schedule.starts[number] != NEVER {
            changes.push((schedule.ends[number], -i64::from(job.size)));
            changes.push((schedule.starts[number], i64::from(job.size)));
        }
    }
    changes.sort_unstable();
    let sums = changes.iter().scan(0, |held, (_, change)| {
        *held += change;
        Some(*held)
    });
    sums.max().unwrap_or(0)
}

#[test]
fn nobody_holds_more_than_a_limit_under_every_policy() {
    let (units, jobs) = log(21, 600);
    let limits = Limits {
        each_user: Limit { units: Some(20), jobs: None },
        classes: [(1, Limit { units: Some(33), jobs: None })].into(),
        ..Limits::default()
    };
    for policy in Policy::all() {
        let free = play(units, &policy, Overrun::Trunc, &jobs);
        let limited = play_within(&limits, units, &policy, Overrun::Trunc, &jobs);
        assert!(most_held(&jobs, &free, |job| job.user == 1) > 20, "{policy}: the limit matters");
        for user in 0..6 {
            assert!(most_held(&jobs, &limited, |job| job.user == user) <= 20, "{policy}");
        }
        assert!(most_held(&jobs, &limited, |job| job.class == 1) <= 33, "{policy}");
        // Those within the limits all run in the end.
        for (job, start) in jobs.iter().zip(&limited.starts) {
            assert_eq!(*start == NEVER, job.size > 20, "{policy}");
        }
    }
}
