//! How many futures an answer needs: powers of two until every answer is as exact as it shall be.
//!
//! Amounts and ratios: the half-width of the 95 % interval of the mean (Student's t) is at most a part r ÷ (1 + r) of the
//! mean (Law and Kelton's correction); shares: at most one point; the share of futures that meet a target: at most two
//! points (Clopper and Pearson). An answer of which the scenario says how exact it shall be is held to that. At least 256 futures are played, since fewer say little of their own spread.

use super::probe::{self, Ask};
use crate::measures::{Response, Scale};
use crate::model::Unclosed;
use crate::model::inputs::Inputs;
use crate::scenario::{Over, Scenario};
use crate::stats::{Counted, Estimate, doubling};

/// Futures of the first look.
pub const FIRST: u32 = 256;
/// Half-width of a share, and of the share of futures that meet a target.
const SHARE: f64 = 0.01;
const TARGET: f64 = 0.02;

/// What was reached.
#[derive(Clone, Debug, PartialEq)]
pub struct Reached {
    /// Futures that are enough, or the most that were allowed.
    pub futures: u32,
    /// Whether the futures are enough.
    pub enough: bool,
    /// The least exact option of each answer.
    pub answers: Vec<Exactness>,
}

/// How exact an answer is.
#[derive(Clone, Debug, PartialEq)]
pub struct Exactness {
    /// The response.
    pub response: Response,
    /// Scope of the response.
    pub scope: String,
    /// Whether the figure is the share of futures that meet a target, and not a mean.
    pub of_target: bool,
    /// Half the width of the 95 % interval, in the unit of the response; of a target a share.
    pub half_width: f64,
    /// The half-width at which the answer is exact enough.
    pub wanted: f64,
}

impl Exactness {
    /// Half-width over what is wanted.
    fn excess(&self) -> f64 {
        if self.wanted > 0.0 { self.half_width / self.wanted } else { f64::INFINITY }
    }
}

/// Finds how many futures are enough, between [`FIRST`] and `most`.
///
/// # Errors
/// If an account of a future does not close.
pub fn futures(
    scenario: &Scenario,
    (seed, relative): (u64, f64),
    most: u32,
    progress: &(dyn Fn(u32, &Reached) + Sync),
) -> Result<Reached, Unclosed> {
    let mut asks: Vec<Ask> = scenario.answers.iter().map(Ask::of_answer).collect();
    let means = asks.len();
    let targets: Vec<_> =
        scenario.answers.iter().filter_map(|one| Some((one, one.target?))).collect();
    for (one, (bound, over)) in &targets {
        let scope = Ask::of_answer(one).scope;
        asks.push(Ask { response: one.response, scope, over: *over, highest: bound.at_most });
    }
    let lean: Vec<Inputs> =
        scenario.worlds().map(|(_, inputs)| probe::without_needless_jobs(inputs, &asks)).collect();
    let worlds: Vec<&Inputs> = lean.iter().collect();
    let mut columns: Vec<probe::Columns> = vec![vec![Vec::new(); asks.len()]; worlds.len()];
    let mut played = 0;
    let mut answers = Vec::new();
    let (futures, enough) = doubling(FIRST, most, |n| {
        // Futures that were played are not played again.
        let next: Vec<u32> = (played..n).collect();
        let more = probe::worlds_of(&worlds, &asks, seed, &next, &|_| {})?;
        for (columns, more) in columns.iter_mut().zip(more) {
            for (column, mut values) in columns.iter_mut().zip(more) {
                column.append(&mut values);
            }
        }
        played = n;
        answers = (0..asks.len())
            .filter_map(|at| {
                let of = |columns: &probe::Columns| {
                    let known: Vec<f64> = columns[at].iter().flatten().copied().collect();
                    match at.checked_sub(means) {
                        None => {
                            exactness(&asks[at], known, (relative, scenario.answers[at].precision))
                        }
                        Some(target) => {
                            let bound = targets[target].1.0;
                            let k = known.iter().filter(|value| bound.holds(**value)).count();
                            let met = Counted::of(k, known.len());
                            Some(exact(&asks[at], true, 0.5 * (met.high - met.low), TARGET))
                        }
                    }
                };
                columns.iter().filter_map(of).max_by(|a, b| a.excess().total_cmp(&b.excess()))
            })
            .collect();
        let answers: &mut Vec<Exactness> = &mut answers;
        answers.sort_by(|a, b| b.excess().total_cmp(&a.excess()));
        let enough = answers.iter().all(|one| one.half_width <= one.wanted);
        progress(n, &Reached { futures: n, enough, answers: answers.clone() });
        Ok(enough)
    })?;
    Ok(Reached { futures, enough, answers })
}

fn exact(ask: &Ask, of_target: bool, half_width: f64, wanted: f64) -> Exactness {
    debug_assert!(of_target || ask.over == Over::Window);
    Exactness { response: ask.response, scope: ask.scope.clone(), of_target, half_width, wanted }
}

fn exactness(
    ask: &Ask,
    mut values: Vec<f64>,
    (relative, own): (f64, Option<f64>),
) -> Option<Exactness> {
    let estimate = Estimate::of(&mut values)?;
    let half = estimate.mean_high - estimate.mean;
    let scale = ask.response.row().scale;
    let wanted = match (scale, own) {
        (Scale::Percent, Some(width)) => width,
        (scale, own) => wanted(scale, own.unwrap_or(relative), &estimate),
    };
    Some(exact(ask, false, half, wanted))
}

/// What half the width of the interval of a mean shall be at most.
#[must_use]
pub fn wanted(scale: Scale, relative: f64, estimate: &Estimate) -> f64 {
    match scale {
        Scale::Percent => SHARE,
        _ => (relative / (1.0 + relative) * estimate.mean.abs()).max(f64::MIN_POSITIVE),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Values 1, 2, 3: half of the interval is 4.3027 ÷ √3. 10 % of 2 with the correction is 0.1 ÷ 1.1 × 2; what the
    /// scenario says of the answer goes before what is asked of all, and of a share it is a width.
    #[test]
    fn what_an_answer_says_itself_goes_first() {
        let ask =
            |response| Ask { response, scope: "hpc".to_owned(), over: Over::Window, highest: true };
        let wanted =
            |response, asked| exactness(&ask(response), vec![1.0, 2.0, 3.0], asked).unwrap().wanted;
        let ratio = Response::ApplicationsOfPlaces;
        assert!((wanted(ratio, (0.1, None)) - 0.2 / 1.1).abs() < 1e-12);
        assert!((wanted(ratio, (0.1, Some(0.5))) - 1.0 / 1.5).abs() < 1e-12);
        let share = Response::AllocatedOfInstalled;
        assert_eq!((wanted(share, (0.1, None)), wanted(share, (0.1, Some(0.05)))), (0.01, 0.05));
        let half = exactness(&ask(ratio), vec![1.0, 2.0, 3.0], (0.1, None)).unwrap().half_width;
        assert!((half - 4.302_652_73 / 3.0_f64.sqrt()).abs() < 1e-6);
    }
}
