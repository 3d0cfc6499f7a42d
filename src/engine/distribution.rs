//! Distributions in an analyst's words, drawn by inverting one uniform.
//!
//! Inversion keeps a draw monotone in its uniform and in its parameters, so that two alternatives
//! with different parameters stay comparable entity by entity, and costs exactly one address.

use libm::{exp, log, pow, sqrt};

use super::random::Process;
use super::special::{beta_cdf, gamma_cdf, normal_quantile, rising_root, rising_root_near};

/// Beyond this shape a gamma draw is Wilson and Hilferty's (Proceedings of the National Academy of
/// Sciences 17, 1931): the cube root is normal, off by less than 10⁻⁶ of the standard deviation between
/// the quantiles 10⁻⁶ and 1 − 10⁻⁶. A beta with both shapes beyond it is normal, off by less than 0.005
/// of the standard deviation there (skewness of one in a thousand). A test measures both. The sums that
/// invert them exactly take longer the larger the shape is, without end.
const MOST_SHAPE: f64 = 1e6;

/// A distribution of a number. The unit is that of the key that holds it.
#[derive(Clone, Debug, PartialEq)]
pub enum Distribution {
    /// Always the same value.
    Constant(f64),
    /// Every value from `low` to `high` equally likely.
    Uniform {
        /// Smallest value.
        low: f64,
        /// Largest value.
        high: f64,
    },
    /// Rises from `low` to `mode` and falls to `high` in straight lines.
    Triangular {
        /// Smallest value.
        low: f64,
        /// Most likely value.
        mode: f64,
        /// Largest value.
        high: f64,
    },
    /// The normal distribution.
    Normal {
        /// Mean.
        mean: f64,
        /// Standard deviation.
        sd: f64,
    },
    /// A value whose logarithm is normal.
    Lognormal {
        /// Mean of the logarithm.
        mu: f64,
        /// Standard deviation of the logarithm.
        sigma: f64,
    },
    /// The exponential distribution (no memory).
    Exponential {
        /// Mean.
        mean: f64,
    },
    /// A share between 0 and 1 with shape parameters `a` and `b`.
    Beta {
        /// First shape.
        a: f64,
        /// Second shape.
        b: f64,
    },
    /// The gamma distribution.
    Gamma {
        /// Shape (1 / cv²).
        shape: f64,
        /// Scale (mean / shape).
        scale: f64,
    },
    /// One of several values, each with its weight.
    Choice {
        /// Values in the order written.
        values: Vec<f64>,
        /// Cumulative weights, the last one 1.
        cumulative: Vec<f64>,
    },
    /// A distribution without an end of its own, whose draws stop at a stated one.
    Cut {
        /// What is drawn from.
        of: Box<Distribution>,
        /// Largest value; draws below its negative become that.
        top: f64,
    },
}

/// Why parameters do not make a distribution.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum DistributionError {
    /// Parameters out of order or out of range; the text says which and why.
    #[error("{0}")]
    Parameters(String),
}

fn wrong<T>(text: String) -> Result<T, DistributionError> {
    Err(DistributionError::Parameters(text))
}

impl Distribution {
    /// Uniform from `low` to `high`.
    ///
    /// # Errors
    /// If `low` > `high`.
    pub fn uniform(low: f64, high: f64) -> Result<Self, DistributionError> {
        if low > high {
            return wrong("low is above high".into());
        }
        Ok(Self::Uniform { low, high })
    }

    /// Triangular.
    ///
    /// # Errors
    /// Unless `low` ≤ `mode` ≤ `high`.
    pub fn triangular(low: f64, mode: f64, high: f64) -> Result<Self, DistributionError> {
        if low > mode {
            return wrong("low is above mode".into());
        }
        if mode > high {
            return wrong("mode is above high".into());
        }
        Ok(Self::Triangular { low, mode, high })
    }

    /// Normal.
    ///
    /// # Errors
    /// If `sd` is negative.
    pub fn normal(mean: f64, sd: f64) -> Result<Self, DistributionError> {
        if sd < 0.0 {
            return wrong("sd is below zero".into());
        }
        Ok(Self::Normal { mean, sd })
    }

    /// Lognormal with this median and 90 % point.
    ///
    /// # Errors
    /// Unless 0 < `median` ≤ `p90`.
    pub fn lognormal_median_p90(median: f64, p90: f64) -> Result<Self, DistributionError> {
        if median <= 0.0 {
            return wrong("median must be above zero".into());
        }
        if p90 < median {
            return wrong("p90 is below the median".into());
        }
        Ok(Self::Lognormal { mu: log(median), sigma: log(p90 / median) / normal_quantile(0.9) })
    }

    /// Lognormal with this mean and coefficient of variation (sd / mean).
    ///
    /// # Errors
    /// If the mean is not above zero or `cv` is negative.
    pub fn lognormal_mean_cv(mean: f64, cv: f64) -> Result<Self, DistributionError> {
        if mean <= 0.0 || cv < 0.0 {
            return wrong("mean must be above zero and cv not below zero".into());
        }
        let variance = libm::log1p(cv * cv);
        Ok(Self::Lognormal { mu: log(mean) - 0.5 * variance, sigma: sqrt(variance) })
    }

    /// Exponential.
    ///
    /// # Errors
    /// If the mean is not above zero.
    pub fn exponential(mean: f64) -> Result<Self, DistributionError> {
        if mean <= 0.0 {
            return wrong("mean must be above zero".into());
        }
        Ok(Self::Exponential { mean })
    }

    /// A share with this mean and standard deviation.
    ///
    /// # Errors
    /// Unless 0 < mean < 1 and 0 < sd² < mean (1 − mean).
    pub fn beta_mean_sd(mean: f64, sd: f64) -> Result<Self, DistributionError> {
        if mean <= 0.0 || mean >= 1.0 {
            return wrong("mean of a share must lie between 0 and 1".into());
        }
        let most = sqrt(mean * (1.0 - mean));
        if sd <= 0.0 || sd >= most {
            return wrong(format!("sd must lie between 0 and {most:.3} for this mean"));
        }
        let size = mean * (1.0 - mean) / (sd * sd) - 1.0;
        Ok(Self::Beta { a: mean * size, b: (1.0 - mean) * size })
    }

    /// Gamma with this mean and coefficient of variation (sd / mean).
    ///
    /// # Errors
    /// If either is not above zero.
    pub fn gamma_mean_cv(mean: f64, cv: f64) -> Result<Self, DistributionError> {
        if mean <= 0.0 || cv <= 0.0 {
            return wrong("mean and cv must be above zero".into());
        }
        let shape = 1.0 / (cv * cv);
        Ok(Self::Gamma { shape, scale: mean / shape })
    }

    /// One of several values by weight.
    ///
    /// # Errors
    /// If there is none, a weight is negative, or the weights do not sum to 1 (within 10⁻⁶).
    pub fn choice(options: &[(f64, f64)]) -> Result<Self, DistributionError> {
        if options.is_empty() {
            return wrong("a choice needs at least one value".into());
        }
        if options.iter().any(|&(_, weight)| weight < 0.0) {
            return wrong("a weight is below zero".into());
        }
        let sum: f64 = options.iter().map(|&(_, weight)| weight).sum();
        if (sum - 1.0).abs() > 1e-6 {
            return wrong(format!("the weights sum to {}, not to 1", (sum * 1e6).round() / 1e6));
        }
        let mut running = 0.0;
        let mut cumulative: Vec<f64> = options
            .iter()
            .map(|&(_, weight)| {
                running += weight / sum;
                running
            })
            .collect();
        if let Some(last) = cumulative.last_mut() {
            *last = 1.0;
        }
        Ok(Self::Choice { values: options.iter().map(|&(value, _)| value).collect(), cumulative })
    }

    /// A distribution without an end of its own, cut at `top` (and at −`top`): a lognormal is cut, a uniform stays as
    /// it is. A draw within the cut stays what it is, to the bit, because the cut comes after the inversion.
    #[must_use]
    pub fn cut_at(self, top: f64) -> Self {
        match self {
            Self::Cut { of, top: before } => Self::Cut { of, top: before.min(top) },
            endless if endless.range().1.is_infinite() => Self::Cut { of: Box::new(endless), top },
            ends => ends,
        }
    }

    /// Whether its draws are cut: its range then ends where it was cut, not where it was stated to.
    #[must_use]
    pub fn is_cut(&self) -> bool {
        matches!(self, Self::Cut { .. })
    }

    /// The largest value that a draw can be: the end of its range, or what the largest uniform of a
    /// process gives.
    #[must_use]
    pub fn largest_draw(&self) -> f64 {
        let (_, high) = self.range();
        if high.is_infinite() || self.is_cut() {
            return high.min(self.quantile(Process::LARGEST_UNIFORM));
        }
        high
    }

    /// The value below which a share `u` of draws lies (0 < `u` < 1): a draw, if `u` is uniform.
    #[must_use]
    pub fn quantile(&self, u: f64) -> f64 {
        match self {
            Self::Constant(value) => *value,
            Self::Uniform { low, high } => low + (high - low) * u,
            Self::Triangular { low, mode, high } => triangular_quantile(*low, *mode, *high, u),
            Self::Normal { mean, sd } => mean + sd * normal_quantile(u),
            Self::Lognormal { mu, sigma } => exp(mu + sigma * normal_quantile(u)),
            Self::Exponential { mean } => -libm::log1p(-u) * mean,
            Self::Beta { a, b } if a.min(*b) > MOST_SHAPE => {
                let mean = a / (a + b);
                let sd = sqrt(mean * (1.0 - mean) / (a + b + 1.0));
                (mean + sd * normal_quantile(u)).clamp(0.0, 1.0)
            }
            Self::Beta { a, b } => rising_root(|x| beta_cdf(*a, *b, x), u, 0.0, 1.0),
            Self::Gamma { shape, scale } if *shape > MOST_SHAPE => {
                scale * large_gamma_quantile(*shape, u)
            }
            Self::Gamma { shape, scale } => scale * gamma_quantile(*shape, u),
            Self::Choice { values, cumulative } => {
                let at = cumulative.iter().position(|&c| u < c).unwrap_or(values.len() - 1);
                values[at]
            }
            Self::Cut { of, top } => of.quantile(u).clamp(-top, *top),
        }
    }

    /// The mean; of a cut distribution that of the whole one, but no more than its top.
    #[must_use]
    pub fn mean(&self) -> f64 {
        match self {
            Self::Constant(value) => *value,
            Self::Uniform { low, high } => 0.5 * (low + high),
            Self::Triangular { low, mode, high } => (low + mode + high) / 3.0,
            Self::Normal { mean, .. } | Self::Exponential { mean } => *mean,
            Self::Lognormal { mu, sigma } => exp(mu + 0.5 * sigma * sigma),
            Self::Beta { a, b } => a / (a + b),
            Self::Gamma { shape, scale } => shape * scale,
            Self::Choice { values, cumulative } => {
                let mut below = 0.0;
                values.iter().zip(cumulative).fold(0.0, |sum, (value, &c)| {
                    let weight = c - below;
                    below = c;
                    sum + value * weight
                })
            }
            Self::Cut { of, top } => of.mean().clamp(-top, *top),
        }
    }

    /// The value that stands for the whole in a hand calculation: the mode of a triangular
    /// distribution (what its author called most likely), the median of the rest.
    #[must_use]
    pub fn typical(&self) -> f64 {
        match self {
            Self::Triangular { mode, .. } => *mode,
            other => other.quantile(0.5),
        }
    }

    /// The smallest and largest values that it can take (infinite where there is no bound).
    #[must_use]
    pub fn range(&self) -> (f64, f64) {
        match self {
            Self::Constant(value) => (*value, *value),
            Self::Uniform { low, high } | Self::Triangular { low, high, .. } => (*low, *high),
            Self::Normal { mean, sd } if *sd == 0.0 => (*mean, *mean),
            Self::Normal { .. } => (f64::NEG_INFINITY, f64::INFINITY),
            Self::Lognormal { .. } | Self::Exponential { .. } | Self::Gamma { .. } => {
                (0.0, f64::INFINITY)
            }
            Self::Beta { .. } => (0.0, 1.0),
            Self::Choice { values, .. } => {
                values.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), &v| {
                    (low.min(v), high.max(v))
                })
            }
            Self::Cut { of, top } => (of.range().0.max(-top), *top),
        }
    }

    /// Whether every draw is the same.
    #[must_use]
    pub fn is_constant(&self) -> bool {
        let (low, high) = self.range();
        low == high
    }
}

fn triangular_quantile(low: f64, mode: f64, high: f64, u: f64) -> f64 {
    let width = high - low;
    if width == 0.0 {
        return low;
    }
    let at_mode = (mode - low) / width;
    if u < at_mode {
        low + pow(u * width * (mode - low), 0.5)
    } else {
        high - pow((1.0 - u) * width * (high - mode), 0.5)
    }
}

/// Quantile of the gamma distribution of scale 1.
fn gamma_quantile(shape: f64, u: f64) -> f64 {
    // Far beyond any quantile a 52-bit uniform can reach.
    let top = shape + 60.0 * sqrt(shape) + 200.0;
    let below = |x| gamma_cdf(shape, x);
    if !(EXACT_SHAPES.0..EXACT_SHAPES.1).contains(&shape) {
        return rising_root(below, u, 0.0, top);
    }
    let density = |x: f64| exp((shape - 1.0) * log(x) - x - libm::lgamma(shape));
    let mut near = large_gamma_quantile(shape, u);
    for _ in 0..3 {
        near -= (below(near) - u) / density(near);
    }
    rising_root_near(below, u, (0.0, top), near)
}

/// Shapes between which a sum that inverts the gamma distribution errs by less than 10⁻¹³.
const EXACT_SHAPES: (f64, f64) = (0.1, 100.0);

/// The quantile of a gamma of large shape, by Wilson and Hilferty.
fn large_gamma_quantile(shape: f64, u: f64) -> f64 {
    let ninth = 1.0 / (9.0 * shape);
    let root = 1.0 - ninth + normal_quantile(u) * sqrt(ninth);
    shape * root * root * root
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A value that is known to be near the root changes no bit of it.
    #[test]
    fn a_gamma_draw_is_the_root_to_the_bit() {
        for shape in [0.1, 0.5, 1.0, 2.5, 4.0, 7.3, 20.0, 99.0] {
            let top = shape + 60.0 * sqrt(shape) + 200.0;
            let edges = [1e-15, 1e-9, 1e-6, 1.0 - 1e-6, 1.0 - 1e-9, Process::LARGEST_UNIFORM];
            let inner = (1..2_000).map(|at| f64::from(at) / 2_000.0);
            for u in edges.into_iter().chain(inner) {
                let plain = rising_root(|x| gamma_cdf(shape, x), u, 0.0, top);
                assert_eq!(gamma_quantile(shape, u).to_bits(), plain.to_bits(), "{shape} at {u}");
            }
        }
    }

    /// The two ways to invert, where one follows the other.
    #[test]
    fn a_draw_of_a_large_shape_is_near_the_exact_one() {
        for u in [1e-6, 1e-3, 0.1, 0.5, 0.9, 0.999, 1.0 - 1e-6] {
            let error = large_gamma_quantile(MOST_SHAPE, u) - gamma_quantile(MOST_SHAPE, u);
            assert!((error / sqrt(MOST_SHAPE)).abs() < 1e-6, "gamma at {u}: {error}");
            let (a, b) = (MOST_SHAPE + 1.0, 3.0 * MOST_SHAPE);
            let exact = rising_root(|x| beta_cdf(a, b, x), u, 0.0, 1.0);
            let error = Distribution::Beta { a, b }.quantile(u) - exact;
            // Variance of the beta: ab/((a + b)²(a + b + 1)) = 3/16 / 4·10⁶.
            assert!((error / sqrt(0.1875 / 4e6)).abs() < 0.005, "beta at {u}: {error}");
        }
    }
    use crate::engine::Process;
    use rand_distr::Distribution as _;

    fn every_kind() -> Vec<(&'static str, Distribution, f64)> {
        // Name, distribution, variance.
        vec![
            ("uniform", Distribution::uniform(2.0, 8.0).unwrap(), 3.0),
            (
                "triangular",
                Distribution::triangular(0.0, 3.0, 9.0).unwrap(),
                (9.0 + 81.0 - 27.0) / 18.0,
            ),
            ("normal", Distribution::normal(5.0, 2.0).unwrap(), 4.0),
            ("lognormal", Distribution::lognormal_mean_cv(10.0, 0.5).unwrap(), 25.0),
            ("exponential", Distribution::exponential(4.0).unwrap(), 16.0),
            ("beta", Distribution::beta_mean_sd(0.3, 0.15).unwrap(), 0.0225),
            ("gamma", Distribution::gamma_mean_cv(1.0, 0.5).unwrap(), 0.25),
            ("choice", Distribution::choice(&[(1.0, 0.25), (5.0, 0.75)]).unwrap(), 3.0),
        ]
    }

    /// Sample mean and variance against the exact ones, |z| ≤ 4; and a twin that is 1 % off fails.
    #[test]
    fn draws_have_the_stated_mean_and_variance() {
        for (name, distribution, variance) in every_kind() {
            let process = Process::new(3, name);
            // Enough to see a bias of 1 % at |z| > 4; the spread of beta and gamma is small.
            let n = if matches!(name, "beta" | "gamma") { 60_000 } else { 400_000_u32 };
            let draws: Vec<f64> =
                (0..n).map(|i| distribution.quantile(process.uniform([0, i, 0, 0]))).collect();
            let n = f64::from(n);
            let mean = draws.iter().sum::<f64>() / n;
            let second = draws.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / (n - 1.0);
            let z = |centre: f64| (mean - centre) / (variance / n).sqrt();
            assert!(z(distribution.mean()).abs() < 4.0, "{name}: mean {mean}");
            assert!(z(distribution.mean() * 1.01).abs() > 4.0, "{name}: a bias of 1 % must show");
            assert!((second / variance - 1.0).abs() < 0.02, "{name}: variance {second}");
        }
    }

    /// A second opinion from `rand_distr`: quantiles of its samples, looked up in ours.
    #[test]
    fn rand_distr_agrees_at_the_quartiles() {
        let n = 200_000;
        let mut numbers = Process::new(9, "second-opinion").sequence([0, 0, 0]);
        let beta = rand_distr::Beta::new(2.5, 5.0).unwrap();
        let gamma = rand_distr::Gamma::new(4.0, 0.25).unwrap();
        let ours_beta = Distribution::Beta { a: 2.5, b: 5.0 };
        let ours_gamma = Distribution::Gamma { shape: 4.0, scale: 0.25 };
        let mut samples: Vec<(f64, f64)> =
            (0..n).map(|_| (beta.sample(&mut numbers), gamma.sample(&mut numbers))).collect();
        for p in [0.05, 0.25, 0.5, 0.75, 0.95] {
            let below_beta = samples.iter().filter(|s| s.0 < ours_beta.quantile(p)).count();
            let below_gamma = samples.iter().filter(|s| s.1 < ours_gamma.quantile(p)).count();
            let sd = (p * (1.0 - p) * f64::from(n)).sqrt();
            assert!(((below_beta as f64 - p * f64::from(n)) / sd).abs() < 4.0);
            assert!(((below_gamma as f64 - p * f64::from(n)) / sd).abs() < 4.0);
        }
        samples.clear();
    }

    #[test]
    fn quantiles_rise_with_the_uniform() {
        for (name, distribution, _) in every_kind() {
            let grid: Vec<f64> =
                (1..200).map(|i| distribution.quantile(f64::from(i) / 200.0)).collect();
            assert!(grid.windows(2).all(|pair| pair[0] <= pair[1]), "{name}");
        }
    }

    #[test]
    fn parameters_that_make_no_sense_are_refused_with_the_reason() {
        let text =
            |result: Result<Distribution, DistributionError>| result.unwrap_err().to_string();
        assert_eq!(text(Distribution::triangular(5.0, 3.0, 9.0)), "low is above mode");
        assert!(text(Distribution::choice(&[(1.0, 0.5), (2.0, 0.4)])).contains("0.9"));
        assert!(text(Distribution::lognormal_median_p90(4.0, 3.0)).contains("below the median"));
        assert!(text(Distribution::beta_mean_sd(0.5, 0.6)).contains("sd"));
    }

    #[test]
    fn a_lognormal_has_the_stated_median_and_90_percent_point() {
        let d = Distribution::lognormal_median_p90(14.0, 144.0).unwrap();
        assert!((d.quantile(0.5) - 14.0).abs() < 1e-9);
        assert!((d.quantile(0.9) - 144.0).abs() < 1e-6);
    }
}
