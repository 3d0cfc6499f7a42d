//! Special functions for inversion, on portable maths only (`libm`), so that a draw has the same
//! bits on every platform.

use libm::{exp, fabs, lgamma, log, sqrt};

/// The standard normal quantile: Wichura, "Algorithm AS 241", Applied Statistics 37 (1988),
/// routine PPND16, relative accuracy about 1 part in 10¹⁶.
pub(super) fn normal_quantile(p: f64) -> f64 {
    const A: [f64; 8] = [
        3.387_132_872_796_366_6,
        133.141_667_891_784_38,
        1_971.590_950_306_551_3,
        13_731.693_765_509_46,
        45_921.953_931_549_87,
        67_265.770_927_008_7,
        33_430.575_583_588_13,
        2_509.080_928_730_122_7,
    ];
    const B: [f64; 8] = [
        1.0,
        42.313_330_701_600_91,
        687.187_007_492_057_9,
        5_394.196_021_424_751,
        21_213.794_301_586_597,
        39_307.895_800_092_71,
        28_729.085_735_721_943,
        5_226.495_278_852_854,
    ];
    const C: [f64; 8] = [
        1.423_437_110_749_683_5,
        4.630_337_846_156_546,
        5.769_497_221_460_691,
        3.647_848_324_763_204_5,
        1.270_458_252_452_368_4,
        0.241_780_725_177_450_6,
        0.022_723_844_989_269_184,
        7.745_450_142_783_414e-4,
    ];
    const D: [f64; 8] = [
        1.0,
        2.053_191_626_637_759,
        1.676_384_830_183_803_8,
        0.689_767_334_985_1,
        0.148_103_976_427_480_08,
        0.015_198_666_563_616_457,
        5.475_938_084_995_345e-4,
        1.050_750_071_644_416_9e-9,
    ];
    const E: [f64; 8] = [
        6.657_904_643_501_103,
        5.463_784_911_164_114,
        1.784_826_539_917_291_3,
        0.296_560_571_828_504_87,
        0.026_532_189_526_576_124,
        0.001_242_660_947_388_078_4,
        2.711_555_568_743_487_6e-5,
        2.010_334_399_292_288_1e-7,
    ];
    const F: [f64; 8] = [
        1.0,
        0.599_832_206_555_888,
        0.136_929_880_922_735_8,
        0.014_875_361_290_850_615,
        7.868_691_311_456_133e-4,
        1.846_318_317_510_054_8e-5,
        1.421_511_758_316_446e-7,
        2.044_263_103_389_939_8e-15,
    ];
    let q = p - 0.5;
    if fabs(q) <= 0.425 {
        let r = 0.180_625 - q * q;
        return q * horner(&A, r) / horner(&B, r);
    }
    let tail = if q < 0.0 { p } else { 1.0 - p };
    let r = sqrt(-log(tail));
    let size = if r <= 5.0 {
        horner(&C, r - 1.6) / horner(&D, r - 1.6)
    } else {
        horner(&E, r - 5.0) / horner(&F, r - 5.0)
    };
    if q < 0.0 { -size } else { size }
}

fn horner(coefficients: &[f64; 8], x: f64) -> f64 {
    coefficients.iter().rev().fold(0.0, |sum, c| sum * x + c)
}

/// More terms than any series here needs.
const MOST_TERMS: usize = 100_000;

/// The regularised lower incomplete gamma function P(a, x), by series or continued fraction
/// (Abramowitz and Stegun 6.5.29 and 6.5.31).
pub(super) fn gamma_cdf(a: f64, x: f64) -> f64 {
    if x <= 0.0 {
        return 0.0;
    }
    let front = exp(a * log(x) - x - lgamma(a));
    if x < a + 1.0 {
        let (mut term, mut sum, mut n) = (1.0 / a, 1.0 / a, a);
        // At shape 10⁶ some 10,000 terms matter; what has not converged by then does not.
        for _ in 0..MOST_TERMS {
            if fabs(term) <= fabs(sum) * 1e-17 {
                break;
            }
            n += 1.0;
            term *= x / n;
            sum += term;
        }
        return front * sum;
    }
    let (mut b, mut c) = (x + 1.0 - a, f64::MAX);
    let mut d = 1.0 / b;
    let mut h = d;
    for i in 1..10_000 {
        let i = f64::from(i);
        let an = -i * (i - a);
        b += 2.0;
        d = 1.0 / away_from_zero(an * d + b);
        c = away_from_zero(b + an / c);
        let step = c * d;
        h *= step;
        if fabs(step - 1.0) < 1e-16 {
            break;
        }
    }
    1.0 - front * h
}

/// The regularised incomplete beta function I_x(a, b), by Lentz's continued fraction
/// (Abramowitz and Stegun 26.5.8).
pub fn beta_cdf(a: f64, b: f64, x: f64) -> f64 {
    if x <= 0.0 {
        return 0.0;
    }
    if x >= 1.0 {
        return 1.0;
    }
    let front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log(1.0 - x));
    if x < (a + 1.0) / (a + b + 2.0) {
        front * beta_fraction(a, b, x) / a
    } else {
        1.0 - front * beta_fraction(b, a, 1.0 - x) / b
    }
}

fn beta_fraction(a: f64, b: f64, x: f64) -> f64 {
    let mut c = 1.0;
    let mut d = 1.0 / away_from_zero(1.0 - (a + b) * x / (a + 1.0));
    let mut h = d;
    for m in 1..10_000 {
        let m = f64::from(m);
        let even = m * (b - m) * x / ((a - 1.0 + 2.0 * m) * (a + 2.0 * m));
        d = 1.0 / away_from_zero(1.0 + even * d);
        c = away_from_zero(1.0 + even / c);
        h *= d * c;
        let odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 1.0 + 2.0 * m));
        d = 1.0 / away_from_zero(1.0 + odd * d);
        c = away_from_zero(1.0 + odd / c);
        h *= d * c;
        if fabs(d * c - 1.0) < 1e-16 {
            break;
        }
    }
    h
}

fn away_from_zero(x: f64) -> f64 {
    if fabs(x) < 1e-300 { 1e-300 } else { x }
}

/// The point on [low, high] where a rising function reaches `target`, by bisection to the last bit
/// that matters. Slow and sure: it serves what is drawn or inferred once per replication.
pub fn rising_root(rising: impl Fn(f64) -> f64, target: f64, mut low: f64, mut high: f64) -> f64 {
    for _ in 0..200 {
        let middle = 0.5 * (low + high);
        if middle <= low || middle >= high || high - low <= 1e-14 * fabs(middle) {
            break;
        }
        if rising(middle) < target {
            low = middle;
        } else {
            high = middle;
        }
    }
    0.5 * (low + high)
}

/// The root that [`rising_root`] finds, to the bit, sooner where a value near it is known: what is farther from that
/// than the root can be is not asked. Where the value turns out not to be near, everything is asked.
///
/// `rising` must err by less than 10⁻¹³ and not change by less than that where it is asked.
pub(super) fn rising_root_near(
    rising: impl Fn(f64) -> f64,
    target: f64,
    (low, high): (f64, f64),
    near: f64,
) -> f64 {
    const SURELY: f64 = 1e-12;
    let (below, above) = (near - 1e-11 * near, near + 1e-11 * near);
    let inside = low < below && above < high;
    if !(inside && rising(below) < target - SURELY && rising(above) > target + SURELY) {
        return rising_root(rising, target, low, high);
    }
    let known = |x: f64| match x {
        x if x <= below => f64::NEG_INFINITY,
        x if x >= above => f64::INFINITY,
        x => rising(x),
    };
    rising_root(known, target, low, high)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn normal_quantiles_of_the_published_tables() {
        assert!(fabs(normal_quantile(0.5)) < 1e-16);
        assert!(fabs(normal_quantile(0.975) - 1.959_963_984_540_054) < 1e-14);
        // AS 241's own test value: ppnd(1e-20).
        assert!(fabs(normal_quantile(1e-20) + 9.262_340_089_798_408) < 1e-12);
        assert!(fabs(normal_quantile(0.25) + 0.674_489_750_196_081_7) < 1e-14);
    }

    #[test]
    fn incomplete_gamma_and_beta_against_closed_forms() {
        for x in [0.1, 1.0, 3.0, 20.0] {
            // P(1, x) = 1 − e⁻ˣ;  P(2, x) = 1 − (1 + x) e⁻ˣ.
            assert!(fabs(gamma_cdf(1.0, x) - (1.0 - exp(-x))) < 1e-13);
            assert!(fabs(gamma_cdf(2.0, x) - (1.0 - (1.0 + x) * exp(-x))) < 1e-13);
        }
        for x in [0.05, 0.3, 0.8] {
            // I_x(1, b) = 1 − (1 − x)ᵇ;  I_x(2, 2) = x² (3 − 2x).
            assert!(
                fabs(beta_cdf(1.0, 3.0, x) - (1.0 - (1.0 - x) * (1.0 - x) * (1.0 - x))) < 1e-13
            );
            assert!(fabs(beta_cdf(2.0, 2.0, x) - x * x * (3.0 - 2.0 * x)) < 1e-13);
        }
        assert!(
            fabs(rising_root(|x| gamma_cdf(20.0, x), gamma_cdf(20.0, 17.5), 0.0, 400.0) - 17.5)
                < 1e-9
        );
    }
}
