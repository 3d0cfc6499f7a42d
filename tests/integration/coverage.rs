//! Intervals cover the truth as often as they say, over many studies of cases whose truth is known.

use daegi::engine::Process;
use daegi::stats::{Counted, Estimate, mean_and_sd, upper_order};

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
