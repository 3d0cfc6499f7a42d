//! How well a sample foretold what came: the continuous ranked probability score, and where in the sample it came to lie.

use super::quantile_of_sorted;

/// The continuous ranked probability score of the empirical distribution of a sample, in the unit of its values: 0 where
/// every value is what came, and larger the worse. For one value it is the absolute error.
///
/// `CRPS(F, y) = E|X − y| − ½ E|X − X′|`, X and X′ independent draws of the sample with replacement (Gneiting and Raftery
/// 2007, "Strictly proper scoring rules, prediction, and estimation", Journal of the American Statistical Association 102,
/// equation 21). The second mean is worked out from the order of the values: Σᵢⱼ|xᵢ − xⱼ| = 2 Σᵢ (2i − n − 1) x₍ᵢ₎.
///
/// # Panics
/// If there are no values.
#[must_use]
pub fn crps(sorted: &[f64], came: f64) -> f64 {
    assert!(!sorted.is_empty(), "a score is of at least one value");
    let n = sorted.len() as f64;
    let apart = sorted.iter().map(|value| (value - came).abs()).sum::<f64>() / n;
    // Weights of the smallest and the largest add up to nothing, so that a common offset cancels.
    let own = |(at, value): (usize, &f64)| (2.0 * at as f64 + 1.0 - n) * (value - sorted[0]);
    let spread = sorted.iter().enumerate().map(own).sum::<f64>() / (n * n);
    (apart - spread).max(0.0)
}

/// The probability integral transform: the share of a sample below what came, and half of that at it. Uniform on 0 to 1
/// over many forecasts that are calibrated (Dawid 1984; Gneiting, Balabdaoui and Raftery 2007).
///
/// # Panics
/// If there are no values.
#[must_use]
pub fn pit(sorted: &[f64], came: f64) -> f64 {
    assert!(!sorted.is_empty(), "a place is among at least one value");
    let below = sorted.partition_point(|value| *value < came);
    let up_to = sorted.partition_point(|value| *value <= came);
    (below + up_to) as f64 / (2.0 * sorted.len() as f64)
}

/// Whether what came lies within the central share of a sample, its ends included: 0.5 is from the 25 % to the 75 %
/// quantile.
///
/// # Panics
/// If there are no values.
#[must_use]
pub fn covers(sorted: &[f64], share: f64, came: f64) -> bool {
    let low = quantile_of_sorted(sorted, 0.5 - share / 2.0);
    let high = quantile_of_sorted(sorted, 0.5 + share / 2.0);
    (low..=high).contains(&came)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// By hand: E|X − y| less half the mean distance of two draws.
    #[test]
    fn a_sample_of_two_points_by_hand() {
        // 0 and 2, 1 came: (1 + 1)/2 − ½ · (0 + 2 + 2 + 0)/4 = 1 − ½.
        assert!((crps(&[0.0, 2.0], 1.0) - 0.5).abs() < 1e-12);
        // 0 and 2, 3 came: (3 + 1)/2 − ½.
        assert!((crps(&[0.0, 2.0], 3.0) - 1.5).abs() < 1e-12);
        // One value: the absolute error.
        assert!((crps(&[4.0], 1.5) - 2.5).abs() < 1e-12);
        assert_eq!(crps(&[3.0, 3.0, 3.0], 3.0).to_bits(), 0.0_f64.to_bits());
        // A large common offset loses nothing that matters.
        assert!((crps(&[1e12, 1e12 + 2.0], 1e12 + 1.0) - 0.5).abs() < 1e-3);
    }

    /// The score as the integral that defines it: ∫ (F(x) − 1{x ≥ y})² dx.
    fn naive(sorted: &[f64], came: f64) -> f64 {
        let mut ends = sorted.to_vec();
        ends.push(came);
        ends.sort_by(f64::total_cmp);
        let n = sorted.len() as f64;
        let part = |pair: &[f64]| {
            let share = sorted.iter().filter(|value| **value <= pair[0]).count() as f64 / n;
            let step = if pair[0] >= came { 1.0 } else { 0.0 };
            (share - step).powi(2) * (pair[1] - pair[0])
        };
        ends.windows(2).map(part).sum()
    }

    /// Without the half, or with a sample without replacement, the score is another.
    fn broken(sorted: &[f64], came: f64) -> f64 {
        let n = sorted.len() as f64;
        let apart = sorted.iter().map(|value| (value - came).abs()).sum::<f64>() / n;
        let own = |(at, value): (usize, &f64)| (2.0 * at as f64 + 1.0 - n) * value;
        apart - sorted.iter().enumerate().map(own).sum::<f64>() * 2.0 / (n * n)
    }

    #[test]
    fn it_is_the_integral_of_the_squared_distance_of_distributions() {
        let mut seed = 1_u64;
        let mut next = || {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            (seed >> 40) as f64 / 1e5
        };
        let mut told = 0;
        for size in 1..40 {
            let mut values: Vec<f64> = (0..size).map(|_| next()).collect();
            values.sort_by(f64::total_cmp);
            let came = next();
            let exact = naive(&values, came);
            assert!((crps(&values, came) - exact).abs() < 1e-9 * exact.max(1.0));
            told += usize::from((broken(&values, came) - exact).abs() > 1e-6);
        }
        assert!(told > 30, "the broken twin is not told from the right one");
    }

    /// Gneiting and Raftery 2007, equation 5: for a normal with mean 0 and deviation 1,
    /// `z (2Φ(z) − 1) + 2φ(z) − 1/√π`; 0.2337 at z = 0, 0.6025 at z = 1.
    #[test]
    fn a_normal_sample_is_near_the_closed_form() {
        let n = 20_000;
        // Quantiles of the normal by bisection of its distribution function, an Edgeworth-free sum of its density.
        let mut values = Vec::with_capacity(n);
        let (mut x, mut below, step) = (-8.0_f64, 0.0_f64, 1e-4_f64);
        let density = |x: f64| libm::exp(-x * x / 2.0) / (2.0 * std::f64::consts::PI).sqrt();
        while values.len() < n && x < 8.0 {
            let next = below + step * (density(x) + density(x + step)) / 2.0;
            while values.len() < n && (values.len() as f64 + 0.5) / n as f64 <= next {
                values.push(x + step / 2.0);
            }
            (x, below) = (x + step, next);
        }
        assert_eq!(values.len(), n);
        for (z, exact) in [(0.0, 0.233_695), (1.0, 0.602_44), (-2.0, 1.452_79)] {
            assert!((crps(&values, z) - exact).abs() < 1e-3, "{z}: {}", crps(&values, z));
        }
    }

    #[test]
    fn where_it_came_to_lie() {
        let sample = [1.0, 2.0, 2.0, 3.0];
        let pits = [0.0, 1.0, 2.0, 2.5, 9.0].map(|came| pit(&sample, came));
        assert_eq!(pits, [0.0, 0.125, 0.5, 0.75, 1.0]);
        let sample: Vec<f64> = (0..=100).map(f64::from).collect();
        assert!(covers(&sample, 0.5, 25.0) && covers(&sample, 0.5, 75.0));
        assert!(!covers(&sample, 0.5, 24.9) && covers(&sample, 0.9, 24.9));
        assert!(!covers(&sample, 0.9, 95.1));
    }
}
