//! Options of which none is worse in everything: how sure that is with a finite number of futures.

use crate::engine::Process;

/// Samples of futures, with replacement.
const SAMPLES: u32 = 1_000;
/// Measures by which options are compared; less of each is better.
pub const MEASURES: usize = 4;

/// Whether the first is nowhere worse than the second and somewhere better.
fn dominates(one: &[f64; MEASURES], other: &[f64; MEASURES]) -> bool {
    one.iter().zip(other).all(|(a, b)| a <= b) && one != other
}

/// Which of the options is dominated by none.
fn undominated(means: &[[f64; MEASURES]]) -> impl Iterator<Item = bool> {
    means.iter().map(|one| !means.iter().any(|other| dominates(other, one)))
}

/// The chance of each option to be dominated by none, by means over futures that are drawn anew (bootstrap). `values` is by
/// option, and within one by future: all options have the same futures, and are drawn together.
#[must_use]
pub fn frontier(values: &[Vec<[f64; MEASURES]>]) -> Vec<f64> {
    let n = values.iter().map(Vec::len).min().unwrap_or(0);
    if n == 0 {
        return Vec::new();
    }
    let draws = Process::new(0, "frontier");
    let hits: Vec<Vec<bool>> = (0..SAMPLES)
        .map(|sample| {
            let mut weights = vec![0_u32; n];
            for at in 0..n as u32 {
                let u = draws.uniform([sample, at, 0, 0]);
                weights[((u * n as f64) as usize).min(n - 1)] += 1;
            }
            let mean = |own: &Vec<[f64; MEASURES]>| {
                let mut sums = [0.0; MEASURES];
                for (weight, value) in weights.iter().zip(own).filter(|(weight, _)| **weight > 0) {
                    for (sum, value) in sums.iter_mut().zip(value) {
                        *sum += f64::from(*weight) * value;
                    }
                }
                sums
            };
            undominated(&values.iter().map(mean).collect::<Vec<_>>()).collect()
        })
        .collect();
    let count = |option: usize| hits.iter().filter(|sample| sample[option]).count();
    (0..values.len()).map(|option| count(option) as f64 / f64::from(SAMPLES)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A and B trade one thing for another; C is worse than A in every future; D is A again, which dominates nobody.
    #[test]
    fn by_hand() {
        let option = |one: [f64; MEASURES]| -> Vec<[f64; MEASURES]> {
            (0..8).map(|at| one.map(|value| value + f64::from(at))).collect()
        };
        let values = [
            [1.0, 2.0, 3.0, 0.0],
            [2.0, 1.0, 3.0, 0.0],
            [1.0, 2.0, 3.5, 0.0],
            [1.0, 2.0, 3.0, 0.0],
        ];
        let found = frontier(&values.map(option));
        assert_eq!(found, [1.0, 1.0, 0.0, 1.0]);
        assert!(frontier(&[]).is_empty() && frontier(&[Vec::new()]).is_empty());
        assert!(!dominates(&values[0], &values[3]) && dominates(&values[0], &values[2]));
    }

    /// Alike but for chance in the one measure in which they differ: each dominates the other in about half of the samples.
    /// The mean of the differences of B is ½ standard error above nothing: P(B dominated) = Φ(½) = 0.691.
    #[test]
    fn what_hangs_on_chance_is_not_called_sure() {
        let n = 400;
        let draws = Process::new(3, "frontier-test");
        let mut noise: Vec<f64> = (0..n).map(|at| draws.uniform([at, 0, 0, 0]) - 0.5).collect();
        let (mean, sd) = crate::stats::mean_and_sd(&noise);
        let error = sd / f64::from(n).sqrt();
        noise.iter_mut().for_each(|value| *value += 0.5 * error - mean);
        let own: Vec<[f64; MEASURES]> = noise.iter().map(|_| [1.0, 1.0, 0.0, 1.0]).collect();
        let other = noise.iter().map(|value| [1.0, 1.0, *value, 1.0]).collect();
        let found = frontier(&[own, other]);
        assert!((found[0] - 0.691).abs() < 0.06, "{found:?}");
        assert!((found[0] + found[1] - 1.0).abs() < 1e-9, "{found:?}");
    }
}
