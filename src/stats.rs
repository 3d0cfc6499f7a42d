//! Statistics over replications: slices in, numbers out. No table, no chart, no model.

use std::cell::Cell;
use std::sync::OnceLock;

use crate::engine::{Distribution, beta_cdf, rising_root};

mod curve;
mod doubling;
mod frontier;
pub mod score;
mod selection;
pub mod sensitivity;
mod share;

pub use self::curve::{Largest, Signs};
pub use self::doubling::doubling;
pub use self::frontier::{MEASURES, frontier};
pub use self::selection::{Dropped, Selection};
pub use self::share::{
    Counted, Ranks, binomial_cdf, clopper_pearson, quantile_interval, upper_order,
};

/// A mean over replications with its 95 % interval, and how the replications spread.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Estimate {
    /// Values that exist.
    pub n: usize,
    /// Mean.
    pub mean: f64,
    /// Lower end of the 95 % interval of the mean (Student's t over replications).
    pub mean_low: f64,
    /// Upper end.
    pub mean_high: f64,
    /// Standard deviation (n − 1).
    pub sd: f64,
    /// Quantiles at 5, 25, 50, 75 and 95 %.
    pub quantiles: [f64; 5],
    /// The ends of a 95 % interval of the quantile at 5, 50 and 95 % (order statistics); infinite where there are too few
    /// values for an end.
    pub quantile_ends: [(f64, f64); 3],
}

/// The quantiles that have an interval.
const WITH_ENDS: [f64; 3] = [0.05, 0.50, 0.95];

/// The quantiles that every band and estimate shows.
pub const QUANTILES: [f64; 5] = [0.05, 0.25, 0.50, 0.75, 0.95];

impl Estimate {
    /// Sums up the values of replications, which are sorted in place. `None` if there are none.
    ///
    /// The sums run over the values as given, before sorting, so a fixed order gives fixed bits.
    #[must_use]
    pub fn of(values: &mut [f64]) -> Option<Self> {
        if values.is_empty() {
            return None;
        }
        let n = values.len();
        let (mean, sd) = mean_and_sd(values);
        let half =
            if n > 1 { student_t_975(n - 1) * sd / (n as f64).sqrt() } else { f64::INFINITY };
        values.sort_unstable_by(f64::total_cmp);
        Some(Self {
            n,
            mean,
            mean_low: mean - half,
            mean_high: mean + half,
            sd,
            quantiles: QUANTILES.map(|p| quantile_of_sorted(values, p)),
            quantile_ends: ends(values),
        })
    }
}

thread_local! {
    /// The ranks of the last number of values: days of a study have as many, one after the other.
    static RANKS: Cell<(usize, [Ranks; 3])> = const { Cell::new((0, [(None, None); 3])) };
}

/// The intervals of the quantiles of sorted values.
fn ends(sorted: &[f64]) -> [(f64, f64); 3] {
    let n = sorted.len();
    let (known, mut ranks) = RANKS.get();
    if known != n {
        ranks = WITH_ENDS.map(|p| quantile_interval(n, p, 0.95));
        RANKS.set((n, ranks));
    }
    ranks.map(|(low, high)| {
        let low = low.map_or(f64::NEG_INFINITY, |rank| sorted[rank - 1]);
        (low, high.map_or(f64::INFINITY, |rank| sorted[rank - 1]))
    })
}

/// Mean and standard deviation (n − 1; zero for one value), by the two-pass formula.
#[must_use]
pub fn mean_and_sd(values: &[f64]) -> (f64, f64) {
    let n = values.len() as f64;
    let first = values.first().copied().unwrap_or(f64::NAN);
    // Differences from the first value: equal values give exactly their value and a spread of zero.
    let mean = first + values.iter().map(|x| x - first).sum::<f64>() / n;
    if values.len() < 2 {
        return (mean, 0.0);
    }
    let squares: f64 = values.iter().map(|x| (x - mean) * (x - mean)).sum();
    (mean, (squares / (n - 1.0)).sqrt())
}

/// What a quantile is, for the manifest and the documentation of tables.
pub const QUANTILE_DEFINITION: &str = "linear interpolation between order statistics, at p(n − 1) of 0 to n − 1 (Hyndman and Fan 1996, type 7)";

/// The quantile of sorted values by linear interpolation between order statistics
/// (Hyndman and Fan 1996, type 7; the default of R and NumPy).
///
/// # Panics
/// If there are no values.
#[must_use]
pub fn quantile_of_sorted(sorted: &[f64], p: f64) -> f64 {
    let at = p * (sorted.len() - 1) as f64;
    let below = at.floor() as usize;
    let above = (below + 1).min(sorted.len() - 1);
    let part = at - below as f64;
    if sorted[below] == sorted[above] {
        return sorted[below];
    }
    sorted[below] + part * (sorted[above] - sorted[below])
}

/// Degrees of freedom from which Student's t is expanded about the normal: the next term of the expansion is below
/// 10⁻¹⁰ there.
const MANY_DEGREES: usize = 200;

/// The 97.5 % point of Student's t, with an error below 10⁻⁸.
#[must_use]
pub fn student_t_975(degrees: usize) -> f64 {
    static FEW: OnceLock<[f64; MANY_DEGREES]> = OnceLock::new();
    match degrees {
        0 => f64::INFINITY,
        few if few < MANY_DEGREES => {
            FEW.get_or_init(|| std::array::from_fn(|degrees| student_t(degrees, 0.975)))[few]
        }
        _ => student_t(degrees, 0.975),
    }
}

/// The quantile `p` (0.5 to 1) of Student's t: by the incomplete beta function, x = ν ÷ (ν + t²) (Abramowitz and
/// Stegun 26.5.27); for many degrees of freedom by the expansion of Cornish and Fisher (26.7.5).
#[must_use]
pub fn student_t(degrees: usize, p: f64) -> f64 {
    if degrees == 0 {
        return f64::INFINITY;
    }
    let n = degrees as f64;
    if degrees < MANY_DEGREES {
        // Both tails together are I_x(ν/2, 1/2).
        let x = rising_root(|x| beta_cdf(0.5 * n, 0.5, x), 2.0 * (1.0 - p), 0.0, 1.0);
        return (n * (1.0 - x) / x).sqrt();
    }
    let z = Distribution::Normal { mean: 0.0, sd: 1.0 }.quantile(p);
    let z2 = z * z;
    let g1 = (z2 + 1.0) * z / 4.0;
    let g2 = ((5.0 * z2 + 16.0) * z2 + 3.0) * z / 96.0;
    let g3 = (((3.0 * z2 + 19.0) * z2 + 17.0) * z2 - 15.0) * z / 384.0;
    let g4 = ((((79.0 * z2 + 776.0) * z2 + 1482.0) * z2 - 1920.0) * z2 - 945.0) * z / 92_160.0;
    z + g1 / n + g2 / (n * n) + g3 / (n * n * n) + g4 / (n * n * n * n)
}

/// The chance of a value of Student's t as far from zero or farther.
#[must_use]
pub fn two_sided_t(degrees: usize, t: f64) -> f64 {
    let n = degrees as f64;
    beta_cdf(0.5 * n, 0.5, n / (n + t * t))
}

/// Spearman's rank correlation, ties at their mean rank. `None`: one of the two is the same throughout, or there are
/// fewer than four pairs.
#[must_use]
pub fn rank_correlation(x: &[f64], y: &[f64]) -> Option<f64> {
    if x.len() < 4 || x.len() != y.len() {
        return None;
    }
    let (x, y) = (ranks(x), ranks(y));
    let middle = (x.len() + 1) as f64 / 2.0;
    let (mut both, mut own, mut other) = (0.0, 0.0, 0.0);
    for (x, y) in x.iter().zip(&y) {
        let (x, y) = (x - middle, y - middle);
        both += x * y;
        own += x * x;
        other += y * y;
    }
    (own > 0.0 && other > 0.0).then(|| both / (own * other).sqrt())
}

/// The ranks of values from 1, equal ones at the mean of theirs.
fn ranks(values: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|&a, &b| values[a].total_cmp(&values[b]));
    let mut ranks = vec![0.0; values.len()];
    let mut from = 0;
    while from < order.len() {
        let same = order[from..].iter().take_while(|&&at| values[at] == values[order[from]]);
        let to = from + same.count();
        for &at in &order[from..to] {
            ranks[at] = (from + 1 + to) as f64 / 2.0;
        }
        from = to;
    }
    ranks
}

/// The ends of an interval of a rank correlation of `n` pairs, `z` standard errors to each side on Fisher's scale,
/// where the variance is 1.06 ÷ (n − 3) (Fieller, Hartley and Pearson 1957).
#[must_use]
pub fn rank_interval(correlation: f64, n: usize, z: f64) -> (f64, f64) {
    let half = z * (1.06 / (n.max(4) - 3) as f64).sqrt();
    let middle = libm::atanh(correlation.clamp(-0.999_999, 0.999_999));
    (libm::tanh(middle - half), libm::tanh(middle + half))
}

/// The point of the normal distribution that both tails together exceed with a chance of 5 % in `tests` tests
/// (Bonferroni).
#[must_use]
pub fn normal_of_tests(tests: usize) -> f64 {
    Distribution::Normal { mean: 0.0, sd: 1.0 }.quantile(1.0 - 0.025 / tests.max(1) as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn t_points_of_the_tables() {
        // 1 and 2 in closed form: tan(0.475 π), 0.95 √(2 ÷ (1 − 0.95²)); the others as published to ten digits.
        let closed =
            [(1, (0.475 * std::f64::consts::PI).tan()), (2, 0.95 * (2.0_f64 / 0.0975).sqrt())];
        let published = [
            (3, 3.182_446_305_3),
            (4, 2.776_445_105_2),
            (5, 2.570_581_835_6),
            (10, 2.228_138_852_0),
            (30, 2.042_272_456_3),
            (100, 1.983_971_518_5),
            (1_000, 1.962_339_080_8),
        ];
        for (degrees, t) in closed.into_iter().chain(published) {
            assert!(
                (student_t_975(degrees) - t).abs() < 1e-8,
                "{degrees}: {}",
                student_t_975(degrees)
            );
        }
        // The two ways agree where one gives way to the other.
        let [below, above] = [MANY_DEGREES - 1, MANY_DEGREES].map(student_t_975);
        assert!(below > above && below - above < 1e-4, "{below} {above}");
    }

    #[test]
    fn a_rank_correlation_by_hand() {
        // Ranks 1 2 3 4 5 and 2 1 4 3 5: Σd² = 4, 1 − 6 × 4 ÷ (5 × 24) = 0.8.
        let x = [1.0, 20.0, 21.0, 400.0, 4e9];
        assert!((rank_correlation(&x, &[2.0, 1.0, 4.0, 3.0, 5.0]).unwrap() - 0.8).abs() < 1e-12);
        // Ties 1½ 1½ 3 4 against 1 2 3 4: 4½ ÷ √(4½ × 5) = 0.9487.
        let tied = rank_correlation(&[7.0, 7.0, 8.0, 9.0], &[1.0, 2.0, 3.0, 4.0]).unwrap();
        assert!((tied - 0.948_683).abs() < 1e-6);
        assert_eq!(rank_correlation(&[3.0; 5], &x), None);
        // z = 1.96: atanh 0.5 = 0.5493, half 1.96 × √(1.06 ÷ 61) = 0.2584.
        let (low, high) = rank_interval(0.5, 64, 1.96);
        assert!((low - 0.2831).abs() < 1e-3 && (high - 0.6685).abs() < 1e-3, "{low} {high}");
    }

    #[test]
    fn an_estimate_by_hand() {
        // 1, 2, 3, 4, 5: mean 3, sd √2.5, half width 2.776 × √2.5 / √5 = 1.963.
        let e = Estimate::of(&mut [5.0, 1.0, 4.0, 2.0, 3.0]).unwrap();
        assert_eq!((e.n, e.mean), (5, 3.0));
        assert!((e.mean_high - 4.963).abs() < 0.002);
        assert_eq!(e.quantiles[2], 3.0);
        assert!((e.quantiles[0] - 1.2).abs() < 1e-12);
        assert!(Estimate::of(&mut []).is_none());
        let same = Estimate::of(&mut [0.1; 7]).unwrap();
        assert_eq!((same.mean, same.sd, same.mean_low), (0.1, 0.0, 0.1));
    }

    /// The interval covers the mean in 95 of 100 samples: 4,000 samples of 20 normals, |z| ≤ 4.
    #[test]
    fn the_interval_covers_as_often_as_it_says() {
        let normal = Distribution::normal(2.0, 3.0).unwrap();
        let draws = crate::engine::Process::new(1, "coverage");
        let covered = (0..4000_u32)
            .filter(|&sample| {
                let mut values: Vec<f64> =
                    (0..20).map(|i| normal.quantile(draws.uniform([sample, i, 0, 0]))).collect();
                let e = Estimate::of(&mut values).unwrap();
                e.mean_low <= 2.0 && 2.0 <= e.mean_high
            })
            .count();
        let z = (covered as f64 - 3800.0) / (4000.0_f64 * 0.95 * 0.05).sqrt();
        assert!(z.abs() < 4.0, "{covered}");
    }
}
