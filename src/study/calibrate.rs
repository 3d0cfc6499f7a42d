//! What the facts say: the futures that reproduce them, by rejection (Beaumont, Zhang and Balding 2002), and what that
//! leaves of each uncertain input.
//!
//! Every fact of a scenario is a check. A future reproduces a fact if its value is within the fact's rounding or, where
//! that says less, within a stated part of it. Demand is inferred from ratios in every future, so that such a fact holds
//! by construction and chooses nothing.

use std::fmt::Write as _;

use serde::{Deserialize, Serialize};

use super::answer::is_assumed;
use super::checks::{fact, is_claim, is_inferred};
use super::probe::{self, Ask};
use super::until::{BLOCK, NEVER, Stream, Watch};
use crate::model::inputs::Inputs;
use crate::model::{Draws, Replication, Simulator, Unclosed};
use crate::results::Future;
use crate::results::calibrated::{
    Calibrated, FEWEST, FactFit, IDENTIFIED, IMPLAUSIBLE, Learned, Unused,
};
use crate::results::factors::drawn;
use crate::scenario::{Check, Scenario};
use crate::stats::{mean_and_sd, quantile_of_sorted};

/// What is asked of a calibration.
#[derive(Clone, Debug)]
pub struct Request {
    /// Futures to draw.
    pub futures: u32,
    /// How close a fact has to be, as a part of its value.
    pub tolerance: f64,
    /// Seed of every draw.
    pub seed: u64,
}

/// Values of the facts, of the inputs and of the answer in one future.
#[derive(Serialize, Deserialize)]
struct Row {
    facts: Vec<Option<f64>>,
    inputs: Vec<f64>,
    answer: Option<f64>,
}

/// Futures in each part of an input's distribution with fewer of which its worth is not told.
const ENOUGH: usize = 20;
/// Parts into which the distribution of an input is cut to tell its worth.
const PARTS: usize = 10;

/// Calibrates a scenario.
///
/// # Errors
/// If an account of a future does not close.
pub fn calibrate(
    scenario: &Scenario,
    request: &Request,
    progress: &(dyn Fn(u64) + Sync),
) -> Result<Calibrated, Unclosed> {
    calibrate_until(scenario, request, Watch { told: &NEVER, progress, rows: None })
}

/// Calibrates as [`calibrate`] does; told to stop, it says what the first futures say.
///
/// # Errors
/// If an account of a future does not close.
pub fn calibrate_until(
    scenario: &Scenario,
    request: &Request,
    watch: Watch<'_>,
) -> Result<Calibrated, Unclosed> {
    let asks: Vec<Ask> = scenario.answers.iter().take(1).map(Ask::of_answer).collect();
    // Facts are of awards, money and leases; one of use needs jobs, and is left to `run`.
    let inputs = probe::without_needless_jobs(&scenario.baseline, &asks);
    // A fact by month is for the eye: it has no single value to hold a future against.
    let facts: Vec<(&Check, f64)> = scenario
        .checks
        .iter()
        .filter(|check| {
            check.repeats.is_none() && (inputs.plays_jobs || !check.response.row().needs_jobs)
        })
        .filter_map(|check| Some((check, check.observed?)))
        .collect();
    let stream = Stream { name: "futures", rows: request.futures, together: BLOCK };
    let rows: Vec<(Row, Vec<(String, f64)>)> =
        watch.play(stream, Simulator::new, |simulator, number| {
            let world = Draws::draw(&inputs, Replication::new(request.seed, number), None);
            let record = simulator.run(&inputs, &world, false)?;
            let future = Future { world, record };
            let named = if number == 0 { named(&inputs, &future) } else { Vec::new() };
            let row = Row {
                facts: facts
                    .iter()
                    .map(|(check, _)| fact(&inputs, check, &future.record))
                    .collect(),
                inputs: drawn(&inputs, &future.world).into_iter().map(|(_, value)| value).collect(),
                answer: probe::values(&asks, &inputs, &future).into_iter().next().flatten(),
            };
            Ok((row, named))
        })?;
    let paths: Vec<String> = rows
        .first()
        .map(|(_, named)| named.iter().map(|(path, _)| path.clone()).collect())
        .unwrap_or_default();
    let rows: Vec<Row> = rows.into_iter().map(|(row, _)| row).collect();
    let near = |at: usize, row: &Row, within: f64| {
        row.facts[at].is_some_and(|value| (value - facts[at].1).abs() <= within)
    };
    let mut fits: Vec<FactFit> = facts
        .iter()
        .enumerate()
        .map(|(at, &(check, observed))| {
            let within = (0.5 * check.rounded_to).max(request.tolerance * observed.abs());
            let mut values: Vec<f64> = rows.iter().filter_map(|row| row.facts[at]).collect();
            let implausibility = implausibility(&values, observed, within);
            values.sort_unstable_by(f64::total_cmp);
            let quantile =
                |p: f64| if values.is_empty() { f64::NAN } else { quantile_of_sorted(&values, p) };
            let reproduced = rows.iter().filter(|row| near(at, row, within)).count();
            FactFit {
                check: check.name.clone(),
                title: check.title.clone(),
                response: check.response,
                observed,
                within,
                range: (quantile(0.05), quantile(0.95)),
                implausibility,
                reproduced,
                unused: match reproduced {
                    _ if is_claim(&inputs, check) => Some(Unused::Claim),
                    _ if is_inferred(&inputs, check) => Some(Unused::Inferred),
                    0 => Some(Unused::Never),
                    _ if implausibility.is_some_and(|far| far > IMPLAUSIBLE) => Some(Unused::Never),
                    all if all == rows.len() => Some(Unused::Always),
                    _ => None,
                },
            }
        })
        .collect();
    // Of two facts that exclude one another, the one that fewer futures reproduce is left out.
    for (one, other) in contradictions(&fits, &rows, &near) {
        let (rarer, kept) =
            if fits[one].reproduced < fits[other].reproduced { (one, other) } else { (other, one) };
        if fits[kept].unused.is_none() {
            fits[rarer].unused = Some(Unused::Excluded(kept));
        }
    }
    let keeps = |row: &Row| {
        fits.iter().enumerate().all(|(at, fit)| fit.unused.is_some() || near(at, row, fit.within))
    };
    let kept: Vec<u32> =
        (0..).zip(&rows).filter(|(_, row)| keeps(row)).map(|(number, _)| number).collect();
    let width = |values: &mut Vec<f64>| {
        values.sort_unstable_by(f64::total_cmp);
        (values.len() > 1)
            .then(|| quantile_of_sorted(values, 0.95) - quantile_of_sorted(values, 0.05))
    };
    let answers = |numbers: &mut dyn Iterator<Item = usize>| -> Vec<f64> {
        numbers.filter_map(|at| rows[at].answer).collect()
    };
    let before = width(&mut answers(&mut (0..rows.len())));
    let after = width(&mut answers(&mut kept.iter().map(|at| *at as usize)));
    let mut inputs: Vec<Learned> = paths
        .iter()
        .enumerate()
        .filter_map(|(at, path)| learned(scenario, (at, path), &rows, &kept))
        .collect();
    let narrowed = |one: &Learned| one.contraction.unwrap_or(-1.0);
    inputs.sort_by(|a, b| narrowed(b).total_cmp(&narrowed(a)));
    Ok(Calibrated {
        unit: scenario.calling(None),
        seed: request.seed,
        futures: rows.len(),
        planned: (rows.len() < request.futures as usize).then_some(request.futures as usize),
        kept,
        tolerance: request.tolerance,
        facts: fits,
        inputs,
        answer: asks.first().map(|ask| (ask.response, ask.scope.clone())),
        widths: before.zip(after),
    })
}

/// Points that a written scenario holds at most.
const MOST_POINTS: usize = 1_000;

/// The scenario, whose replications take the inputs of the futures that were kept, in turn: the file itself, with a
/// table more at its end. `None`: none was kept, or nothing is uncertain.
#[must_use]
pub fn scenario_of(scenario: &Scenario, found: &Calibrated) -> Option<String> {
    let factors = &scenario.baseline.factors;
    let kept = &found.kept[..found.kept.len().min(MOST_POINTS)];
    if kept.is_empty() || factors.is_empty() {
        return None;
    }
    let drawn: Vec<_> =
        kept.iter().map(|&number| factors.drawn(Replication::new(found.seed, number))).collect();
    let mut text = scenario.text.trim_end().to_owned();
    let (all, used) = (found.futures, found.facts.iter().filter(|fact| fact.unused.is_none()));
    let names: Vec<&str> = used.map(|fact| fact.check.as_str()).collect();
    // Writing to a string cannot fail.
    let _ = write!(
        text,
        "\n\n# Inputs of {} of {all} futures (seed {}) that reproduce the facts: {}. Replications take them in turn.\n[study.points]\n",
        kept.len(),
        found.seed,
        names.join(", ")
    );
    for (id, factor) in factors.listed() {
        let values: Vec<String> =
            drawn.iter().map(|values| format!("{:?}", values.of(id))).collect();
        let _ = writeln!(text, "{:?} = [{}]", factor.path, values.join(", "));
    }
    Some(text)
}

fn named(inputs: &Inputs, future: &Future) -> Vec<(String, f64)> {
    drawn(inputs, &future.world)
        .into_iter()
        .map(|(path, value)| (path.into_owned(), value))
        .collect()
}

/// Pairs of used facts that no future reproduces together, where by chance some would.
fn contradictions(
    fits: &[FactFit],
    rows: &[Row],
    near: &dyn Fn(usize, &Row, f64) -> bool,
) -> Vec<(usize, usize)> {
    let mut all = Vec::new();
    let n = rows.len() as f64;
    for one in 0..fits.len() {
        for other in one + 1..fits.len() {
            if fits[one].unused.is_some() || fits[other].unused.is_some() {
                continue;
            }
            let both = rows.iter().any(|row| {
                near(one, row, fits[one].within) && near(other, row, fits[other].within)
            });
            let expected = fits[one].reproduced as f64 * fits[other].reproduced as f64 / n;
            // Five expected and none seen: a chance below 1 %.
            if !both && expected >= 5.0 {
                all.push((one, other));
            }
        }
    }
    all
}

/// What the kept futures say of an input; `None`: it is the same in all futures.
fn learned(
    scenario: &Scenario,
    (at, path): (usize, &str),
    rows: &[Row],
    kept: &[u32],
) -> Option<Learned> {
    let mut before: Vec<f64> = rows.iter().map(|row| row.inputs[at]).collect();
    let (_, sd) = mean_and_sd(&before);
    if sd <= 0.0 {
        return None;
    }
    let mut after: Vec<f64> = kept.iter().map(|&number| rows[number as usize].inputs[at]).collect();
    let contraction = (after.len() >= FEWEST).then(|| {
        let (_, left) = mean_and_sd(&after);
        (1.0 - left * left / (sd * sd)).max(0.0)
    });
    before.sort_unstable_by(f64::total_cmp);
    after.sort_unstable_by(f64::total_cmp);
    let quantiles = |sorted: &[f64]| [0.05, 0.5, 0.95].map(|p| quantile_of_sorted(sorted, p));
    Some(Learned {
        path: path.to_owned(),
        assumed: is_assumed(scenario, path),
        before: quantiles(&before),
        after: contraction.map(|_| quantiles(&after)),
        contraction,
        identified: contraction.map(|contraction| {
            contraction >= IDENTIFIED && (1.0 - contraction) * (1.0 + error(after.len())) < 1.0
        }),
        worth: worth(at, rows, kept),
    })
}

/// How far an observed value lies from the futures, in standard deviations of both: it is anywhere within what it may be
/// off, and as likely here as there.
fn implausibility(values: &[f64], observed: f64, within: f64) -> Option<f64> {
    if values.is_empty() {
        return None;
    }
    let (mean, sd) = mean_and_sd(values);
    let both = (sd * sd + within * within / 3.0).sqrt();
    (both > 0.0).then(|| (observed - mean).abs() / both)
}

/// Two relative standard errors of the variance of `n` normal values: √(2 ÷ (n − 1)) each.
fn error(n: usize) -> f64 {
    2.0 * (2.0 / (n.max(2) - 1) as f64).sqrt()
}

/// How much narrower the answer would be if the input were known to a tenth of its distribution.
fn worth(at: usize, rows: &[Row], kept: &[u32]) -> Option<f64> {
    let mut pairs: Vec<(f64, f64)> = kept
        .iter()
        .filter_map(|&number| {
            let row = &rows[number as usize];
            Some((row.inputs[at], row.answer?))
        })
        .collect();
    let parts = PARTS.min(pairs.len() / ENOUGH);
    if parts < 2 {
        return None;
    }
    let width = |answers: &mut Vec<f64>| {
        answers.sort_unstable_by(f64::total_cmp);
        quantile_of_sorted(answers, 0.95) - quantile_of_sorted(answers, 0.05)
    };
    let whole = width(&mut pairs.iter().map(|pair| pair.1).collect());
    pairs.sort_by(|a, b| a.0.total_cmp(&b.0));
    let size = pairs.len().div_ceil(parts);
    let widths: Vec<f64> = pairs
        .chunks(size)
        .filter(|part| part.len() >= ENOUGH / 2)
        .map(|part| width(&mut part.iter().map(|pair| pair.1).collect()))
        .collect();
    (whole > 0.0 && !widths.is_empty()).then(|| (1.0 - mean_and_sd(&widths).0 / whole).max(0.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Mean 2, standard deviation 1; a fact that may be off by √3 has one of 1 as well: (6 − 2) ÷ √2.
    #[test]
    fn how_far_a_fact_is_by_hand() {
        let far = |within: f64| implausibility(&[1.0, 2.0, 3.0], 6.0, within).unwrap();
        assert!((far(0.0) - 4.0).abs() < 1e-12);
        assert!((far(3.0_f64.sqrt()) - 4.0 / 2.0_f64.sqrt()).abs() < 1e-12);
        assert_eq!(implausibility(&[], 6.0, 1.0), None);
        // What every future has within what it may be off is never far.
        assert!(implausibility(&[5.0, 5.0], 6.0, 1.0).unwrap() < IMPLAUSIBLE);
    }
}
