//! Shapes of run times, and how far they are from those of a log.

use super::mean;

/// Steps of a distribution that is stated by its values.
const STEPS: usize = 20;
/// A lognormal is good enough within this distance and this error of its mean.
const NEAR: f64 = 0.05;
const NEAR_MEAN: f64 = 0.10;

/// A shape for run times, in seconds.
#[derive(Clone, Debug, PartialEq)]
pub enum Shape {
    /// Mean and standard deviation of the logarithm (maximum likelihood).
    Lognormal {
        /// Mean of ln(run).
        mu: f64,
        /// Standard deviation of ln(run).
        sigma: f64,
    },
    /// An exponential distribution with the mean of the runs.
    Exponential {
        /// Mean run.
        mean: f64,
    },
    /// Equally likely values: means of equal parts of the sorted runs, whose mean is exact.
    Steps(Vec<f64>),
}

impl Shape {
    /// The share of runs of at most `seconds`.
    #[must_use]
    pub fn share_below(&self, seconds: f64) -> f64 {
        match self {
            Self::Lognormal { sigma, mu } if *sigma <= 0.0 => {
                f64::from(u8::from(seconds >= libm::exp(*mu)))
            }
            Self::Lognormal { mu, sigma } => {
                let z = (libm::log(seconds.max(1e-300)) - mu) / sigma;
                0.5 * libm::erfc(-z / std::f64::consts::SQRT_2)
            }
            Self::Exponential { mean } => 1.0 - libm::exp(-seconds / mean),
            Self::Steps(values) => {
                values.partition_point(|value| *value <= seconds) as f64 / values.len() as f64
            }
        }
    }

    /// Mean run of the shape, in seconds.
    #[must_use]
    pub fn mean(&self) -> f64 {
        match self {
            Self::Lognormal { mu, sigma } => libm::exp(mu + sigma * sigma / 2.0),
            Self::Exponential { mean } => *mean,
            Self::Steps(values) => values.iter().sum::<f64>() / values.len() as f64,
        }
    }
}

/// A shape and how far it is from the log.
#[derive(Clone, Debug, PartialEq)]
pub struct Candidate {
    /// The shape.
    pub shape: Shape,
    /// Largest difference between the two distribution functions (Kolmogorov–Smirnov).
    pub distance: f64,
    /// Mean of the shape over the mean of the log.
    pub mean_ratio: f64,
}

pub(super) fn lognormal(runs: &[f64]) -> Shape {
    let logs: Vec<f64> = runs.iter().map(|&run| libm::log(run)).collect();
    let mu = mean(&logs);
    let squares: f64 = logs.iter().map(|log| (log - mu) * (log - mu)).sum();
    Shape::Lognormal { mu, sigma: (squares / logs.len().max(1) as f64).sqrt() }
}

/// Means of equal parts of sorted values.
pub(super) fn steps(sorted: &[f64], parts: usize) -> Vec<f64> {
    let parts = parts.min(sorted.len()).max(1);
    let at = |part: usize| sorted.len() * part / parts;
    (0..parts).map(|part| mean(&sorted[at(part)..at(part + 1)])).collect()
}

/// A shape against sorted runs.
pub(super) fn candidate(shape: Shape, sorted: &[f64]) -> Candidate {
    let n = sorted.len() as f64;
    let mut distance = 0.0_f64;
    let mut before = 0.0;
    let mut rank = 0;
    for same in sorted.chunk_by(|a, b| a == b) {
        rank += same.len();
        let (share, after) = (shape.share_below(same[0]), rank as f64 / n);
        distance = distance.max((after - share).abs());
        // Just below a value that a continuous shape passes through.
        if !matches!(shape, Shape::Steps(_)) {
            distance = distance.max((share - before).abs());
        }
        before = after;
    }
    let mean_ratio = shape.mean() / mean(sorted);
    Candidate { shape, distance, mean_ratio }
}

/// Shapes of run time, the one to propose first: a lognormal if it is near and keeps the mean, else steps.
pub(super) fn candidates(sorted: &[f64]) -> Vec<Candidate> {
    let of = |shape| candidate(shape, sorted);
    let lognormal = of(lognormal(sorted));
    let exponential = of(Shape::Exponential { mean: mean(sorted) });
    let steps = of(Shape::Steps(steps(sorted, STEPS)));
    let near = |it: &Candidate| it.distance <= NEAR && (it.mean_ratio - 1.0).abs() <= NEAR_MEAN;
    if near(&exponential) && exponential.distance <= lognormal.distance {
        vec![exponential, lognormal, steps]
    } else if near(&lognormal) {
        vec![lognormal, exponential, steps]
    } else {
        vec![steps, lognormal, exponential]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distances_by_hand() {
        // Runs 1, 2, 3, 4 against equal steps 1, 2, 3, 4: none.
        let sorted = [1.0, 2.0, 3.0, 4.0];
        let exact = candidate(Shape::Steps(steps(&sorted, 20)), &sorted);
        assert_eq!((exact.distance, exact.mean_ratio), (0.0, 1.0));
        // Against 2.5 only: after 2 the log has 2 of 4, the shape 0.
        let one = candidate(Shape::Steps(steps(&sorted, 1)), &sorted);
        assert_eq!((one.distance, one.mean_ratio), (0.5, 1.0));
        // A lognormal of ln(run) 0, 0, 2, 2: mu 1, sigma 1; below e⁰ lies Φ(−1) = 0.1587, above it the log has 0.5.
        let e2 = libm::exp(2.0);
        let runs = [1.0, 1.0, e2, e2];
        let found = candidate(lognormal(&runs), &runs);
        assert!((found.distance - (0.5 - 0.158_655_25)).abs() < 1e-6, "{}", found.distance);
    }
}
