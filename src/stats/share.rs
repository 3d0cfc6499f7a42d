//! Shares of replications, and the order statistics that stand on them: exact, whatever the values are.

use serde::{Deserialize, Serialize};

use crate::engine::{beta_cdf, rising_root};

/// A share of replications with its 95 % interval.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Counted {
    /// Replications in which it holds.
    pub k: usize,
    /// Number of replications in which it is known whether the target is met.
    pub n: usize,
    /// Lower end of the interval of Clopper and Pearson.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

impl Counted {
    /// `k` of `n`.
    #[must_use]
    pub fn of(k: usize, n: usize) -> Self {
        let (low, high) = clopper_pearson(k, n, 0.95);
        Self { k, n, low, high }
    }

    /// The share; `None` of nothing.
    #[must_use]
    pub fn share(&self) -> Option<f64> {
        (self.n > 0).then(|| self.k as f64 / self.n as f64)
    }
}

/// The interval of a share, `k` of `n`, that covers it with at least the stated confidence (Clopper and Pearson 1934).
#[must_use]
pub fn clopper_pearson(k: usize, n: usize, confidence: f64) -> (f64, f64) {
    let tail = 0.5 * (1.0 - confidence);
    let (hits, misses) = (k as f64, n.saturating_sub(k) as f64);
    let point = |a: f64, b: f64, p: f64| rising_root(|x| beta_cdf(a, b, x), p, 0.0, 1.0);
    let low = if k == 0 { 0.0 } else { point(hits, misses + 1.0, tail) };
    let high = if k >= n { 1.0 } else { point(hits + 1.0, misses, 1.0 - tail) };
    (low, high)
}

/// The chance of at most `k` hits in `n` trials of chance `p` (Abramowitz and Stegun 26.5.24).
#[must_use]
pub fn binomial_cdf(k: usize, n: usize, p: f64) -> f64 {
    if k >= n {
        return 1.0;
    }
    1.0 - beta_cdf((k + 1) as f64, (n - k) as f64, p)
}

/// The rank, from 1, of the smallest order statistic of `n` values that is at or above the quantile `p` with at least
/// the stated confidence, whatever the distribution is: the smallest k with P(Bin(n, p) ≤ k − 1) ≥ confidence. `None`:
/// there are too few values for that.
#[must_use]
pub fn upper_order(n: usize, p: f64, confidence: f64) -> Option<usize> {
    let enough = |k: usize| binomial_cdf(k - 1, n, p) >= confidence && k <= n;
    // The n-th is at or above it with the chance 1 − pⁿ.
    if n == 0 || 1.0 - libm::pow(p, n as f64) < confidence {
        return None;
    }
    let (mut low, mut high) = (1, n);
    while low < high {
        let middle = usize::midpoint(low, high);
        if enough(middle) { high = middle } else { low = middle + 1 }
    }
    Some(low)
}

/// The ranks, from 1, of the two ends of an interval; `None`: there are too few values for that end.
pub type Ranks = (Option<usize>, Option<usize>);

/// The order statistics of `n` values between which the quantile `p` lies with at least the stated confidence, whatever
/// the distribution is: above the lower one and below the upper one each with at least half of it to either side.
#[must_use]
pub fn quantile_interval(n: usize, p: f64, confidence: f64) -> Ranks {
    let one_sided = 0.5 + 0.5 * confidence;
    // What is the k-th from below of values is the k-th from above of their negatives.
    let low = upper_order(n, 1.0 - p, one_sided).map(|rank| n + 1 - rank);
    (low, upper_order(n, p, one_sided))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn intervals_of_shares_in_closed_form() {
        // 0 of n: the upper end is 1 − 0.025^(1/n); n of n mirrors it.
        for n in [1, 8, 64, 1_000] {
            let end = 1.0 - libm::pow(0.025, 1.0 / n as f64);
            let none = clopper_pearson(0, n, 0.95);
            let all = clopper_pearson(n, n, 0.95);
            assert!(none.0 == 0.0 && (none.1 - end).abs() < 1e-10, "{n}: {none:?}");
            assert!(all.1 == 1.0 && (all.0 - (1.0 - end)).abs() < 1e-10, "{n}: {all:?}");
        }
        // 8 of 10, as published (R's binom.test).
        let (low, high) = clopper_pearson(8, 10, 0.95);
        assert!((low - 0.443_904_5).abs() < 1e-6 && (high - 0.974_789_3).abs() < 1e-6);
    }

    #[test]
    fn ranks_of_the_published_table() {
        // p = 0.9, 95 %.
        let table =
            [(29, 29), (59, 58), (100, 96), (200, 188), (500, 462), (1_000, 916), (2_000, 1_823)];
        for (n, k) in table {
            assert_eq!(upper_order(n, 0.9, 0.95), Some(k), "{n}");
        }
        assert_eq!(upper_order(28, 0.9, 0.95), None);
        assert_eq!(upper_order(0, 0.9, 0.95), None);
    }

    #[test]
    fn intervals_of_quantiles_by_hand() {
        // The median of ten: P(Bin(10, ½) ≤ 1) = 11 ÷ 1,024 is at most 2.5 %, P(… ≤ 2) = 56 ÷ 1,024 is not: ranks 2 and 9.
        for (n, low, high) in [(6, 1, 6), (10, 2, 9), (20, 6, 15), (50, 18, 33), (100, 40, 61)] {
            assert_eq!(quantile_interval(n, 0.5, 0.95), (Some(low), Some(high)), "{n}");
        }
        // Of five values the smallest and the largest hold the median with 1 − 2 ÷ 2⁵ = 93.75 %.
        assert_eq!(quantile_interval(5, 0.5, 0.95), (None, None));
        // The lowest of n lies above the 5 % quantile with the chance 0.95ⁿ: 0.0262 of 71, 0.0249 of 72.
        assert_eq!(quantile_interval(71, 0.05, 0.95).0, None);
        assert_eq!(quantile_interval(72, 0.05, 0.95).0, Some(1));
        for n in [72, 100, 1_000] {
            let (low, high) = quantile_interval(n, 0.05, 0.95);
            let mirrored = quantile_interval(n, 0.95, 0.95);
            let turned = |rank: Option<usize>| rank.map(|rank| n + 1 - rank);
            assert_eq!((turned(mirrored.1), turned(mirrored.0)), (low, high), "{n}");
        }
    }

    /// A share of 0.9 is covered at least as often as is said: 2,000 samples of 200.
    #[test]
    fn a_share_is_covered() {
        let draws = crate::engine::Process::new(1, "share-coverage");
        let covered = (0..2_000_u32).filter(|&sample| {
            let k = (0..200).filter(|&at| draws.uniform([sample, at, 0, 0]) < 0.9).count();
            let (low, high) = clopper_pearson(k, 200, 0.95);
            low <= 0.9 && 0.9 <= high
        });
        assert!(covered.count() >= 1_870);
    }
}
