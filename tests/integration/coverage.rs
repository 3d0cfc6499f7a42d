//! Intervals cover the truth as often as they say, over many studies of cases whose truth is known.

use std::convert::Infallible;

use daegi::engine::Process;
use daegi::measures::Scale;
use daegi::stats::{Counted, Estimate, Signs, doubling, mean_and_sd, upper_order};
use daegi::study::precision::{FIRST, wanted};

/// Studies of each case.
const STUDIES: u32 = 4_000;

fn uniform(draws: &Process, study: u32, at: u32, which: u32) -> f64 {
    draws.uniform([study, at, which, 0])
}

/// Box and Muller (1958).
fn normal(draws: &Process, study: u32, at: u32, which: u32) -> f64 {
    let (a, b) = (uniform(draws, study, at, 2 * which), uniform(draws, study, at, 2 * which + 1));
    (-2.0 * libm::log(1.0 - a)).sqrt() * libm::cos(2.0 * std::f64::consts::PI * b)
}

/// Share of studies in which a test holds.
fn share(test: impl Fn(u32) -> bool) -> f64 {
    (0..STUDIES).filter(|&study| test(study)).count() as f64 / f64::from(STUDIES)
}

fn covers(mut values: Vec<f64>, truth: f64) -> bool {
    let found = Estimate::of(&mut values).expect("values");
    found.mean_low <= truth && truth <= found.mean_high
}

#[test]
fn intervals_of_means_cover() {
    let draws = Process::new(11, "coverage-of-means");
    for n in [8, 64] {
        let all = |study| (0..n).map(move |at| (study, at));
        let normals = |study| all(study).map(|(study, at)| normal(&draws, study, at, 0)).collect();
        let covered = share(|study| covers(normals(study), 0.0));
        assert!((0.935..=0.965).contains(&covered), "n {n}: {covered}");
    }
    // Waits are skewed; the interval of their mean is that of the central limit.
    let waits = |study: u32| -> Vec<f64> {
        (0..256).map(|at| -libm::log(1.0 - uniform(&draws, study, at, 9))).collect()
    };
    let covered = share(|study| covers(waits(study), 1.0));
    assert!((0.935..=0.965).contains(&covered), "skewed: {covered}");
    // The twin: the normal quantile instead of Student's covers too seldom where there are few values.
    let narrow = share(|study| {
        let values: Vec<f64> = (0..8).map(|at| normal(&draws, study, at, 0)).collect();
        let (mean, sd) = mean_and_sd(&values);
        mean.abs() <= 1.96 * sd / 8_f64.sqrt()
    });
    assert!(narrow < 0.935, "{narrow}");
}

/// An option is 0.3 better than the baseline in futures that differ by much more.
#[test]
fn intervals_of_paired_differences_cover() {
    let draws = Process::new(12, "coverage-of-pairs");
    let differences = |study: u32| -> Vec<f64> {
        let pair = |at: u32| {
            let future = 5.0 * normal(&draws, study, at, 0);
            let before = future + normal(&draws, study, at, 1);
            let after = future + normal(&draws, study, at, 2) - 0.3;
            after - before
        };
        (0..64).map(pair).collect()
    };
    let covered = share(|study| covers(differences(study), -0.3));
    assert!((0.935..=0.965).contains(&covered), "{covered}");
}

#[test]
fn intervals_of_shares_cover() {
    let draws = Process::new(13, "coverage-of-shares");
    for (chance, n) in [(0.5, 64), (0.1, 200), (0.02, 200)] {
        let covered = share(|study| {
            let k = (0..n).filter(|&at| uniform(&draws, study, at, 0) < chance).count();
            let met = Counted::of(k, n as usize);
            met.low <= chance && chance <= met.high
        });
        assert!(covered >= 0.935, "{chance} of {n}: {covered}");
    }
}

/// Quantiles of waits, which are exponential: −ln(1 − p). An interval by order statistics covers at least as often as it
/// says, and hardly more often where there are many futures.
#[test]
fn intervals_of_quantiles_cover() {
    let draws = Process::new(15, "coverage-of-quantiles");
    let quantiles = [0.05, 0.5, 0.95];
    for n in [100, 1_000] {
        let studies: Vec<Estimate> = (0..STUDIES)
            .map(|study| {
                let mut values: Vec<f64> =
                    (0..n).map(|at| -libm::log(1.0 - uniform(&draws, study, at, 0))).collect();
                Estimate::of(&mut values).expect("values")
            })
            .collect();
        for (which, p) in quantiles.into_iter().enumerate() {
            let truth = -libm::log(1.0 - p);
            let hits = |low: &dyn Fn(&Estimate) -> f64, high: &dyn Fn(&Estimate) -> f64| {
                let held = |one: &&Estimate| low(one) <= truth && truth <= high(one);
                studies.iter().filter(held).count() as f64 / f64::from(STUDIES)
            };
            let ends = |one: &Estimate| one.quantile_ends[which];
            let covered = hits(&|one| ends(one).0, &|one| ends(one).1);
            assert!((0.935..=0.985).contains(&covered), "{p} of {n}: {covered}");
            // The twin: half as far from the quantile on either side covers too seldom.
            let middle = |one: &Estimate| one.quantiles[2 * which];
            let narrow = hits(&|one| 0.5 * (ends(one).0 + middle(one)), &|one| {
                0.5 * (ends(one).1 + middle(one))
            });
            assert!(narrow < 0.85, "{p} of {n}: {narrow}");
        }
    }
}

/// The value that a sizing names is at or above the true quantile as often as it says, and not far above: futures need
/// values that are uniform from 0 to 1, so that nine of ten need no more than 0.9.
#[test]
fn the_certificate_of_a_size_holds() {
    let draws = Process::new(14, "coverage-of-sizes");
    let n = 1_000;
    let rank = upper_order(n as usize, 0.9, 0.95).expect("enough futures");
    let named = |study: u32, rank: usize| {
        let mut values: Vec<f64> = (0..n).map(|at| uniform(&draws, study, at, 0)).collect();
        values.sort_unstable_by(f64::total_cmp);
        values[rank - 1]
    };
    let held = share(|study| named(study, rank) >= 0.9);
    assert!((0.945..=0.975).contains(&held), "{held}");
    let mean = (0..STUDIES).map(|study| named(study, rank)).sum::<f64>() / f64::from(STUDIES);
    assert!(mean < 0.92, "{mean}");
    // The twin: the plain ninetieth of a hundred holds in half of all studies.
    let plain = share(|study| named(study, 900) >= 0.9);
    assert!(plain < 0.6, "{plain}");
}

/// Futures are doubled until the interval of the mean is narrow enough, by the rule and the half-widths of `run --precision`.
/// What is asked is such that studies end at 256, 512 and 1,024 futures: where they end hangs on what they saw, which is how
/// a stopping rule could lose coverage.
#[test]
fn intervals_of_a_study_that_stops_when_they_are_narrow_enough_cover() {
    let draws = Process::new(15, "coverage-of-stopping");
    let normals = |study, at| 1.0 + 0.55 * normal(&draws, study, at, 0);
    let waits = |study, at| -libm::log(1.0 - uniform(&draws, study, at, 9));
    type Values<'a> = &'a dyn Fn(u32, u32) -> f64;
    let cases: [(Values<'_>, f64); 2] = [(&normals, 0.05), (&waits, 0.09)];
    for (case, (value, relative)) in cases.into_iter().enumerate() {
        let mut ends = std::collections::BTreeSet::new();
        let mut covered = 0;
        for study in 0..STUDIES {
            let mut values = Vec::new();
            let mut found = None;
            let end = doubling(FIRST, 4_096, |n| {
                values.extend((values.len() as u32..n).map(|at| value(study, at)));
                let estimate = Estimate::of(&mut values.clone()).expect("values");
                let half = estimate.mean_high - estimate.mean;
                found = Some(estimate);
                Ok::<_, Infallible>(half <= wanted(Scale::Cases, relative, &estimate))
            });
            let Ok((n, enough)) = end;
            assert!(enough);
            ends.insert(n);
            let found = found.expect("a look");
            covered += u32::from(found.mean_low <= 1.0 && 1.0 <= found.mean_high);
        }
        let share = f64::from(covered) / f64::from(STUDIES);
        assert!(share >= 0.93, "case {case}: {share}");
        assert!(ends.len() > 1, "case {case}: all end at {ends:?}");
    }
}

/// Curves of 60 days that remember: each day is 0.9 of the day before and something new. The band of the whole curve covers
/// the true curve, zero, as often as it says; its twin, the intervals of single days, hardly ever does.
#[test]
fn bands_of_whole_curves_cover() {
    let draws = Process::new(16, "coverage-of-curves");
    let (studies, n, days) = (1_000, 200, 60);
    let signs = Signs::of(n);
    let mut whole = 0;
    let mut single = 0;
    for study in 0..studies {
        let mut curves: Vec<Vec<f64>> = vec![Vec::with_capacity(n); days];
        for future in 0..n as u32 {
            let mut level = normal(&draws, study, future, 0) / (1.0_f64 - 0.81).sqrt();
            for (day, values) in curves.iter_mut().enumerate() {
                level = 0.9 * level + normal(&draws, study, future, 1 + day as u32);
                values.push(level);
            }
        }
        let mut largest = signs.curve();
        let mut off: f64 = 0.0;
        for values in &curves {
            signs.add(&mut largest, values);
            let (mean, sd) = mean_and_sd(values);
            off = off.max(mean.abs() / (sd / (n as f64).sqrt()));
        }
        whole += u32::from(off <= largest.multiple(n).expect("an error"));
        single += u32::from(off <= 1.972);
    }
    let share = |count: u32| f64::from(count) / f64::from(studies);
    assert!((0.93..=0.97).contains(&share(whole)), "{}", share(whole));
    assert!(share(single) < 0.7, "{}", share(single));
}
