//! The numerical error of a whole curve, beside that of each of its points.
//!
//! The interval of the mean on one day covers that day in 95 % of studies; a curve of a thousand days leaves its intervals
//! somewhere in nearly all of them. The band mean ± c · sd ÷ √n covers the whole curve, where c is the 95 % point of the
//! largest deviation, in standard errors, over all points. The multiplier bootstrap gives it: the deviations of the futures
//! from their mean are summed with random signs, the same signs for all points of a curve (Chernozhukov, Chetverikov and
//! Kato 2013, theorem 3.1; Montiel Olea and Plagborg-Møller 2019, algorithm 1).

use super::{mean_and_sd, quantile_of_sorted, student_t_975};
use crate::engine::Process;

/// Times that signs are drawn.
const DRAWS: usize = 400;
/// Draws that are summed side by side: as many as a processor holds sums of.
const WIDE: usize = 40;
/// Futures whose deviations are looked at: how the points of a curve go together does not hang on how many there are.
const FUTURES: usize = 512;
/// Futures with fewer of which nothing is said: that the band covers was measured from here on.
const LEAST: usize = 200;

/// Random signs, the same for every point of every curve of as many futures.
#[derive(Debug)]
pub struct Signs {
    /// [`WIDE`] draws at a time, and within them future by future: +1 or −1 for each.
    signs: Vec<f32>,
    futures: usize,
}

impl Signs {
    /// The signs for curves of a number of futures.
    #[must_use]
    pub fn of(futures: usize) -> Self {
        let futures = futures.min(FUTURES);
        let process = Process::new(0, "signs-of-curves");
        let mut signs = Vec::with_capacity(futures * DRAWS);
        for from in (0..DRAWS).step_by(WIDE) {
            for (future, draw) in
                (0..futures).flat_map(|at| (from..from + WIDE).map(move |draw| (at, draw)))
            {
                let block = process.block([future as u32, draw as u32 / 128, 0, 0]);
                let bit = block[draw % 128 / 32] >> (draw % 32) & 1;
                signs.push(if bit == 0 { -1.0 } else { 1.0 });
            }
        }
        Self { signs, futures }
    }

    /// A curve without points.
    #[must_use]
    pub fn curve(&self) -> Largest {
        Largest { largest: vec![0.0; DRAWS], points: 0 }
    }

    /// Takes in a point of a curve: its value in every future, in the same order for every point. A point that is the same
    /// in all futures has no error and is left out.
    pub fn add(&self, curve: &mut Largest, values: &[f64]) {
        let values = &values[..self.futures.min(values.len())];
        let (mean, sd) = mean_and_sd(values);
        if sd == 0.0 || !sd.is_finite() {
            return;
        }
        let scale = 1.0 / (values.len() as f32).sqrt();
        let deviations: Vec<f32> =
            values.iter().map(|value| ((value - mean) / sd) as f32).collect();
        let wide = self.signs.chunks_exact(WIDE * self.futures);
        for (largest, signs) in curve.largest.chunks_exact_mut(WIDE).zip(wide) {
            let mut sums = [0.0_f32; WIDE];
            for (deviation, signs) in deviations.iter().zip(signs.as_chunks::<WIDE>().0) {
                for (sum, sign) in sums.iter_mut().zip(signs) {
                    *sum += sign * deviation;
                }
            }
            for (largest, sum) in largest.iter_mut().zip(sums) {
                *largest = largest.max(sum.abs() * scale);
            }
        }
        curve.points += 1;
    }
}

/// The largest deviations of a curve so far.
#[derive(Clone, Debug)]
pub struct Largest {
    largest: Vec<f32>,
    points: usize,
}

impl Largest {
    /// Takes in the points of another stretch of the same curve; the order of stretches does not matter.
    pub fn join(&mut self, other: &Self) {
        for (own, other) in self.largest.iter_mut().zip(&other.largest) {
            *own = own.max(*other);
        }
        self.points += other.points;
    }

    /// Half-width of the 95 % band of the whole curve in standard errors of a point, for `n` futures; at least that of a
    /// single point. `None`: no point has an error, or there are fewer than 200 futures.
    #[must_use]
    pub fn multiple(&self, n: usize) -> Option<f64> {
        if self.points == 0 || n < LEAST {
            return None;
        }
        let mut sorted: Vec<f64> = self.largest.iter().map(|largest| f64::from(*largest)).collect();
        sorted.sort_unstable_by(f64::total_cmp);
        Some(quantile_of_sorted(&sorted, 0.95).max(student_t_975(n - 1)))
    }

    /// Points with an error.
    #[must_use]
    pub fn points(&self) -> usize {
        self.points
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// One point: the 95 % point of a sum of signs is that of the normal distribution. Many that do not hang together: that
    /// of the largest of 100, 1 − (1 − 0.95)^(1 ÷ 100) of both tails, 3.48 for 100.
    #[test]
    fn one_point_is_as_wide_as_an_interval_and_many_are_wider() {
        let draws = Process::new(5, "points");
        let values = |point: u32| -> Vec<f64> {
            (0..400).map(|future| draws.uniform([point, future, 0, 0])).collect()
        };
        let signs = Signs::of(400);
        let mut one = signs.curve();
        signs.add(&mut one, &values(0));
        let multiple = one.multiple(400).expect("an error");
        assert!((1.8..=2.2).contains(&multiple), "{multiple}");
        let mut many = signs.curve();
        (0..100).for_each(|point| signs.add(&mut many, &values(point)));
        let multiple = many.multiple(400).expect("an error");
        assert!((3.2..=3.75).contains(&multiple), "{multiple}");
        // The same point a hundred times is one point.
        let mut same = signs.curve();
        (0..100).for_each(|_| signs.add(&mut same, &values(0)));
        assert_eq!(same.multiple(400), one.multiple(400));
    }

    #[test]
    fn stretches_join_in_any_order_and_what_never_varies_has_no_error() {
        let signs = Signs::of(3);
        let (mut a, mut b) = (signs.curve(), signs.curve());
        signs.add(&mut a, &[1.0, 2.0, 4.0]);
        signs.add(&mut b, &[3.0, 2.0, 7.0]);
        let (mut ab, mut ba) = (a.clone(), b.clone());
        ab.join(&b);
        ba.join(&a);
        assert!(ab.multiple(LEAST).is_some());
        assert_eq!((ab.multiple(LEAST), ab.points()), (ba.multiple(LEAST), 2));
        assert_eq!(ab.multiple(LEAST - 1), None);
        let mut flat = signs.curve();
        signs.add(&mut flat, &[5.0; 3]);
        assert_eq!(flat.multiple(LEAST), None);
    }
}
