//! Batch schedulers against schedules worked by hand.

mod changes;
mod draws;
mod invariants;
mod metamorphic;
mod naive;
mod on_nodes;
mod outages;
mod queueing;
mod reference;
mod tiny;
mod traces;

use daegi::scheduler::{Job, NEVER, Overrun, Policy, play};

fn job(submit: i64, size: u32, run: i64) -> Job {
    Job { submit, size, run, requested: None, user: 0, class: 0 }
}

fn starts(units: u32, policy: &Policy, jobs: &[Job]) -> Vec<i64> {
    play(units, policy, Overrun::Perfect, jobs).starts
}

/// Four units. A holds 3 until 10. B wants all 4: at 10. C (1 unit, 8) is over by 10 if it starts
/// before 2; D (1 unit, 9) is not.
#[test]
fn a_small_job_passes_a_large_one_only_when_it_leaves_its_reservation_alone() {
    let jobs = [job(0, 3, 10), job(1, 4, 5), job(2, 1, 9), job(2, 1, 8)];
    assert_eq!(starts(4, &Policy::FirstCome, &jobs), [0, 10, 15, 15]);
    assert_eq!(starts(4, &Policy::Easy, &jobs), [0, 10, 15, 2]);
}

/// Completions come before arrivals, and arrivals before the pass: at 5 the unit is free, and the
/// two that come then are there in order of position.
#[test]
fn at_one_instant_completions_then_arrivals_then_one_pass() {
    let jobs = [job(0, 1, 5), job(5, 1, 5), job(5, 1, 5)];
    for policy in Policy::all() {
        assert_eq!(starts(1, &policy, &jobs), [0, 5, 10], "{policy}");
    }
}

#[test]
fn a_job_larger_than_the_machine_never_starts_and_stops_nobody() {
    for policy in Policy::all() {
        assert_eq!(starts(2, &policy, &[job(0, 3, 1), job(0, 2, 1)]), [NEVER, 0], "{policy}");
    }
}

#[test]
fn a_policy_is_found_by_its_name() {
    for policy in Policy::all() {
        assert_eq!(policy.to_string().parse(), Ok(policy));
    }
    let unknown = "fastest".parse::<Policy>().unwrap_err().to_string();
    assert!(unknown.contains("fastest") && unknown.contains("first-come"), "{unknown}");
}
