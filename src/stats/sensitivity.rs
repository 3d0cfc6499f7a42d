//! Global sensitivity: designs in the unit cube, and what they say of a response. Knows nothing of models: a design is
//! a list of points, and the answers come back in its order.

use super::{mean_and_sd, quantile_of_sorted};
use crate::engine::Process;

/// An estimate with the ends of its 95 % interval.
pub type Within = (f64, f64, f64);

/// A number of one sample: first and total order of each input.
type Picked<'a> = &'a dyn Fn(&[(f64, f64)]) -> f64;

/// Samples of the bootstrap behind intervals of indices.
const BOOTSTRAP: u32 = 400;

/// Sobol' indices of one input.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Indices {
    /// The index of first order: the share of variance that the input makes alone.
    pub first: Within,
    /// The index of total order: the share that is left when every other input is known.
    pub total: Within,
}

/// The points of Saltelli's design for `inputs` inputs: for each of `n` rows the point A, the point B, then A with each
/// input in turn taken from B (Saltelli and others 2010). The points are Owen-scrambled Sobol' points, scrambled by the
/// seed (Burley 2020).
#[must_use]
pub fn saltelli(n: u32, inputs: usize, seed: u64) -> Vec<Vec<f64>> {
    let mut points = Vec::with_capacity(n as usize * (inputs + 2));
    let word = (seed ^ (seed >> 32)) as u32;
    let uniform = |row: u32, dimension: usize| {
        let value = f64::from(sobol_burley::sample(row, dimension as u32, word));
        // Never 0 or 1: a quantile there may be infinite.
        value.clamp(1e-9, 1.0 - 1e-9)
    };
    for row in 0..n {
        let a: Vec<f64> = (0..inputs).map(|input| uniform(row, input)).collect();
        let b: Vec<f64> = (0..inputs).map(|input| uniform(row, inputs + input)).collect();
        let mixed: Vec<Vec<f64>> = (0..inputs)
            .map(|input| {
                let mut point = a.clone();
                point[input] = b[input];
                point
            })
            .collect();
        points.push(a);
        points.push(b);
        points.extend(mixed);
    }
    points
}

/// Rows of Saltelli's design that its points can have.
pub const MOST_ROWS: u32 = 1 << 16;
/// Inputs that it can have.
pub const MOST_INPUTS: usize = 120;

/// Sobol' indices from the answers at [`saltelli`]'s points: first order by Saltelli and others (2010, table 2, b), total
/// order by Jansen (1999), intervals by resampling of rows. Rows in which a point has no answer are left out; `None`:
/// the answers do not vary.
#[must_use]
pub fn sobol(answers: &[Option<f64>], inputs: usize, seed: u64) -> Option<Vec<Indices>> {
    let rows: Vec<Vec<f64>> = answers
        .chunks(inputs + 2)
        .filter_map(|row| row.iter().copied().collect::<Option<Vec<f64>>>())
        .collect();
    let all: Vec<usize> = (0..rows.len()).collect();
    let whole = indices(&rows, &all, inputs)?;
    let draws = Process::new(seed, "sobol-bootstrap");
    let resampled: Vec<Vec<(f64, f64)>> = (0..BOOTSTRAP)
        .filter_map(|sample| {
            let pick = |at: usize| {
                let u = draws.uniform([sample, at as u32, 0, 0]);
                ((u * rows.len() as f64) as usize).min(rows.len() - 1)
            };
            let picked: Vec<usize> = (0..rows.len()).map(pick).collect();
            indices(&rows, &picked, inputs)
        })
        .collect();
    let within = |value: f64, of: Picked<'_>| {
        let mut values: Vec<f64> = resampled.iter().map(|sample| of(sample)).collect();
        values.sort_unstable_by(f64::total_cmp);
        match values.is_empty() {
            true => (value, value, value),
            false => {
                (value, quantile_of_sorted(&values, 0.025), quantile_of_sorted(&values, 0.975))
            }
        }
    };
    let one = |(input, &(first, total)): (usize, &(f64, f64))| Indices {
        first: within(first, &|sample| sample[input].0),
        total: within(total, &|sample| sample[input].1),
    };
    Some(whole.iter().enumerate().map(one).collect())
}

/// First and total order of each input over some rows.
fn indices(rows: &[Vec<f64>], picked: &[usize], inputs: usize) -> Option<Vec<(f64, f64)>> {
    let n = picked.len() as f64;
    let both: Vec<f64> = picked.iter().flat_map(|&row| [rows[row][0], rows[row][1]]).collect();
    let (mean, sd) = mean_and_sd(&both);
    let variance = sd * sd;
    if both.len() < 4 || variance <= 0.0 {
        return None;
    }
    let of = |input: usize| {
        let (mut first, mut total) = (0.0, 0.0);
        for &row in picked {
            let (a, b, mixed) = (rows[row][0], rows[row][1], rows[row][2 + input]);
            // About the mean, so that a large level does not swamp what varies.
            first += (b - mean) * (mixed - a);
            total += (a - mixed) * (a - mixed);
        }
        (first / n / variance, total / (2.0 * n) / variance)
    };
    Some((0..inputs).map(of).collect())
}

/// Levels of Morris' grid.
const LEVELS: u32 = 4;

/// The points of Morris' design: `count` trajectories, each from a point of the grid by a step of 2/3 along every input
/// in turn, in a random order (Morris 1991). A trajectory has one point more than there are inputs.
#[must_use]
pub fn morris_design(count: u32, inputs: usize, seed: u64) -> Vec<Trajectory> {
    let draws = Process::new(seed, "morris");
    (0..count)
        .map(|number| {
            let u = |input: usize, word: u32| draws.uniform([number, input as u32, word, 0]);
            // The lower half of the grid: from there a step of 2/3 stays inside.
            let grid = f64::from(LEVELS - 1);
            let low: Vec<f64> = (0..inputs)
                .map(|input| (u(input, 0) * f64::from(LEVELS / 2)).floor() / grid)
                .collect();
            let step = 0.5 * f64::from(LEVELS) / grid;
            let up: Vec<bool> = (0..inputs).map(|input| u(input, 1) < 0.5).collect();
            let mut order: Vec<usize> = (0..inputs).collect();
            order.sort_by(|&a, &b| u(a, 2).total_cmp(&u(b, 2)));
            let mut point: Vec<f64> = (0..inputs)
                .map(|input| if up[input] { low[input] } else { low[input] + step })
                .collect();
            let mut points = vec![inside(&point)];
            for &input in &order {
                point[input] = if up[input] { low[input] + step } else { low[input] };
                points.push(inside(&point));
            }
            Trajectory { points, order, up }
        })
        .collect()
}

/// The ends of a distribution are taken at its 2.5 % and 97.5 % quantiles.
fn inside(point: &[f64]) -> Vec<f64> {
    point.iter().map(|u| 0.025 + 0.95 * u).collect()
}

/// One trajectory of Morris' design.
#[derive(Clone, Debug, PartialEq)]
pub struct Trajectory {
    /// The points of the trajectory, in order.
    pub points: Vec<Vec<f64>>,
    /// The input that changes from each point to the next.
    order: Vec<usize>,
    /// Whether each input goes up.
    up: Vec<bool>,
}

/// Morris' mean absolute elementary effect of each input (Campolongo and others 2007), for a step from one end of its
/// distribution to the other, with the 95 % interval of the mean over trajectories.
#[must_use]
pub fn morris(
    trajectories: &[Trajectory],
    answers: &[Vec<Option<f64>>],
    inputs: usize,
) -> Vec<Option<Within>> {
    let mut effects: Vec<Vec<f64>> = vec![Vec::new(); inputs];
    for (trajectory, answers) in trajectories.iter().zip(answers) {
        for (at, &input) in trajectory.order.iter().enumerate() {
            let (Some(Some(before)), Some(Some(after))) = (answers.get(at), answers.get(at + 1))
            else {
                continue;
            };
            let step = 0.5 * f64::from(LEVELS) / f64::from(LEVELS - 1);
            let sign = if trajectory.up[input] { 1.0 } else { -1.0 };
            effects[input].push(sign * (after - before) / step);
        }
    }
    effects
        .into_iter()
        .map(|effects| {
            let mut sizes: Vec<f64> = effects.iter().map(|effect| effect.abs()).collect();
            let estimate = super::Estimate::of(&mut sizes)?;
            Some((estimate.mean, estimate.mean_low.max(0.0), estimate.mean_high))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const PI: f64 = std::f64::consts::PI;

    fn ishigami(point: &[f64]) -> f64 {
        let x: Vec<f64> = point.iter().map(|u| PI * (2.0 * u - 1.0)).collect();
        let square = |x: f64| x * x;
        libm::sin(x[0])
            + 7.0 * square(libm::sin(x[1]))
            + 0.1 * square(square(x[2])) * libm::sin(x[0])
    }

    const A: [f64; 6] = [0.0, 0.5, 3.0, 9.0, 99.0, 99.0];

    fn g(point: &[f64]) -> f64 {
        point.iter().zip(A).map(|(u, a)| ((4.0 * u - 2.0).abs() + a) / (1.0 + a)).product()
    }

    fn played(n: u32, inputs: usize, f: fn(&[f64]) -> f64) -> Vec<Indices> {
        let answers: Vec<Option<f64>> =
            saltelli(n, inputs, 7).iter().map(|point| Some(f(point))).collect();
        sobol(&answers, inputs, 7).expect("it varies")
    }

    /// a = 7, b = 0.1: V = a²/8 + bπ⁴/5 + b²π⁸/18 + 1/2; V1 = (1 + bπ⁴/5)²/2; V2 = a²/8; V13 = 8b²π⁸/225.
    #[test]
    fn ishigami_in_closed_form() {
        let (p4, p8) = (libm::pow(PI, 4.0), libm::pow(PI, 8.0));
        let variance = 49.0 / 8.0 + 0.1 * p4 / 5.0 + 0.01 * p8 / 18.0 + 0.5;
        let one = 0.5 * libm::pow(1.0 + 0.1 * p4 / 5.0, 2.0) / variance;
        let two = 49.0 / 8.0 / variance;
        let both = 8.0 * 0.01 * p8 / 225.0 / variance;
        let found = played(4_096, 3, ishigami);
        let expected = [(one, one + both), (two, two), (0.0, both)];
        for (found, (first, total)) in found.iter().zip(expected) {
            assert!((found.first.0 - first).abs() < 0.02, "{found:?} {first}");
            assert!((found.total.0 - total).abs() < 0.02, "{found:?} {total}");
            assert!(found.total.1 <= found.total.0 && found.total.0 <= found.total.2);
        }
    }

    /// V_i = 1 ÷ (3 (1 + a_i)²); V = Π(1 + V_i) − 1; total: V_i Π_{j≠i}(1 + V_j) ÷ V.
    #[test]
    fn the_g_function_in_closed_form_and_in_the_right_order() {
        let own = A.map(|a| 1.0 / (3.0 * (1.0 + a) * (1.0 + a)));
        let product: f64 = own.iter().map(|v| 1.0 + v).product();
        let variance = product - 1.0;
        let found = played(4_096, 6, g);
        for (found, v) in found.iter().zip(own) {
            assert!((found.first.0 - v / variance).abs() < 0.02, "{found:?}");
            assert!((found.total.0 - v * product / (1.0 + v) / variance).abs() < 0.02, "{found:?}");
        }
        let design = morris_design(30, 6, 3);
        let answers: Vec<Vec<Option<f64>>> = design
            .iter()
            .map(|one| one.points.iter().map(|point| Some(g(point))).collect())
            .collect();
        let sizes: Vec<f64> =
            morris(&design, &answers, 6).iter().map(|one| one.unwrap().0).collect();
        assert!(sizes[..5].windows(2).all(|pair| pair[0] > pair[1]), "{sizes:?}");
    }

    #[test]
    fn a_line_has_its_slopes_as_effects() {
        let line = |point: &[f64]| 3.0 * point[0] - 2.0 * point[1];
        let design = morris_design(8, 2, 1);
        for one in &design {
            assert_eq!(one.points.len(), 3);
            assert!(one.points.iter().flatten().all(|u| (0.025..=0.975).contains(u)));
        }
        let answers: Vec<Vec<Option<f64>>> = design
            .iter()
            .map(|one| one.points.iter().map(|point| Some(line(point))).collect())
            .collect();
        let found = morris(&design, &answers, 2);
        // From the 2.5 % to the 97.5 % end: 0.95 of the slope.
        for (found, slope) in found.iter().zip([3.0, 2.0]) {
            let (mean, low, high) = found.unwrap();
            assert!((mean - 0.95 * slope).abs() < 1e-9 && (high - low).abs() < 1e-9);
        }
    }

    #[test]
    fn what_does_not_vary_has_no_indices() {
        let answers: Vec<Option<f64>> = saltelli(8, 2, 1).iter().map(|_| Some(1.0)).collect();
        assert_eq!(sobol(&answers, 2, 1), None);
        assert_eq!(sobol(&[None; 32], 2, 1), None);
    }
}
