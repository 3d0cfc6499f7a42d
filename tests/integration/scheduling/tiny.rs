//! Every policy against its definition on very many very small cases with ties.

use std::collections::BTreeMap;

use daegi::scheduler::{Backfill, Factors, Job, Limit, Limits, Overrun, Policy, play_within};

use super::draws::Draws;
use super::naive::{self, Twin};

const CASES: u64 = 100_000;

/// Up to 6 jobs for up to 4 units within few ticks: many come and end together.
fn instance(draws: &mut Draws) -> (u32, Vec<Job>) {
    let units = 1 + draws.below(4) as u32;
    let many = 1 + draws.below(6);
    let mut jobs: Vec<Job> = (0..many)
        .map(|_| {
            let user = draws.below(3) as u32;
            let sizes = u64::from(units) + u64::from(draws.below(8) == 0);
            Job {
                submit: draws.below(6) as i64,
                size: 1 + draws.below(sizes) as u32,
                run: 1 + draws.below(6) as i64,
                requested: (draws.below(4) > 0).then(|| 1 + draws.below(8) as i64),
                user,
                class: user % 2,
            }
        })
        .collect();
    jobs.sort_by_key(|job| job.submit);
    (units, jobs)
}

fn limits(draws: &mut Draws) -> Limits {
    let mut limit = || {
        let mut most = || (draws.below(3) == 0).then(|| 1 + draws.below(3) as u32);
        Limit { units: most(), jobs: most() }
    };
    Limits {
        each_user: limit(),
        users: BTreeMap::from([(1, limit())]),
        each_class: limit(),
        classes: BTreeMap::from([(1, limit())]),
        ..Limits::default()
    }
}

fn factors(draws: &mut Draws) -> Factors {
    Factors {
        age: draws.below(3) as f64 * 10.0,
        max_age: 4,
        size: draws.below(3) as f64 * 10.0,
        favour_small: draws.below(2) == 0,
        fair_share: draws.below(3) as f64 * 100.0,
        half_life: None,
        dampening: 1.0 + draws.below(2) as f64,
        shares: BTreeMap::from([(1, 3.0)]),
        class: draws.below(2) as f64 * 10.0,
        class_factors: BTreeMap::from([(1, 0.5)]),
        backfill: [Backfill::None, Backfill::Easy, Backfill::Conservative][draws.below(3) as usize],
    }
}

/// On how many of so many cases, each in all three readings of an overrun, the two differ; the first
/// of them is shown.
fn differences(name: &str, cases: u64, limited: bool, twin: Twin) -> u64 {
    let mut draws = Draws(1);
    let mut differ = 0;
    for _ in 0..cases {
        let (units, jobs) = instance(&mut draws);
        let limits = if limited { limits(&mut draws) } else { Limits::default() };
        let mut policy: Policy = name.parse().expect("a policy");
        if let Policy::Priority(settings) = &mut policy {
            *settings = factors(&mut draws);
        }
        for overrun in [Overrun::Trunc, Overrun::Extend, Overrun::Perfect] {
            let fast = play_within(&limits, units, &policy, overrun, &jobs).starts;
            let slow = naive::starts(&limits, units, &policy, overrun, &jobs, twin);
            if fast != slow {
                if differ == 0 && twin == Twin::None {
                    println!("{policy:?} {overrun:?} {units} units {limits:?}\n{jobs:#?}");
                    println!("play {fast:?}\ndefinition {slow:?}");
                }
                differ += 1;
            }
        }
    }
    differ
}

/// The definition agrees everywhere; its broken twin does not.
fn agrees(name: &str) {
    assert_eq!(differences(name, CASES, false, Twin::None), 0, "{name}");
    assert_eq!(differences(name, CASES / 10, true, Twin::None), 0, "{name} with limits");
    assert!(differences(name, 1_000, false, Twin::Broken) > 0, "{name}: the twin passes");
}

#[test]
fn first_come_is_its_definition() {
    agrees("first-come");
}

#[test]
fn easy_is_its_definition() {
    agrees("easy");
}

#[test]
fn easy_by_identity_is_its_definition() {
    agrees("easy-identity");
}

#[test]
fn conservative_is_its_definition() {
    agrees("conservative");
}

#[test]
fn conservative_by_identity_is_its_definition() {
    agrees("conservative-identity");
}

#[test]
fn shortest_first_is_its_definition() {
    agrees("shortest-first");
}

#[test]
fn priority_is_its_definition() {
    agrees("priority");
}
