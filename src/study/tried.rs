//! What is tried beside the alternatives: other readings of what is known, and the points of sweeps.

use std::path::Path;

use super::StudyError;
use super::answer::{Answering, difference, frontier, spread};
use super::family::Family;
use super::probe::{self, Ask, Columns};
use super::replicate::Futures;
use super::responses::{ResponseTable, SITE};
use crate::measures::Response;
use crate::model::Unclosed;
use crate::model::inputs::Inputs;
use crate::results::Future;
use crate::results::answer::{
    AnswerBlock, AxisEntry, FRONTIER, Measured, PointCell, PointEntry, ReadingEntry, SweepEntry,
    guard_columns,
};
use crate::scenario::{BASELINE, Over, Scenario, Sweep};
use crate::stats::Counted;

/// Points of all sweeps, and for each sweep the baseline that they are compared with.
pub(super) fn points(scenario: &Scenario) -> usize {
    let played = |sweep: &Sweep| sweep.points.iter().filter(|point| point.is_ok()).count() + 1;
    scenario.sweeps.iter().map(played).sum()
}

/// Plays every option under every reading. A reading has its own baseline, from which demand is inferred anew.
///
/// # Errors
/// If an account of a future does not close, or futures cannot be put aside in the folder or read.
pub(super) fn readings(
    scenario: &Scenario,
    block: &mut AnswerBlock,
    (futures, folder): (&Futures<'_>, &Path),
    progress: &(dyn Fn(u64) + Sync),
) -> Result<(), StudyError> {
    for (number, reading) in scenario.readings.iter().enumerate() {
        let worlds = worlds_of(scenario, number);
        let mut answer = Answering::new(scenario, &worlds[0].1);
        let named = worlds.iter().enumerate();
        let named = named.map(|(at, (_, inputs))| (names::of_reading(number, at), inputs));
        let mut family = Family::new(futures, named.collect(), folder);
        let mut baseline: Option<ResponseTable> = None;
        for (at, (name, inputs)) in worlds.iter().enumerate() {
            let mut seen = answer.start();
            let mut responses = ResponseTable::new(name);
            let take = |futures: Vec<Future>| -> Result<(), StudyError> {
                responses.add(inputs, &futures);
                answer.see(&mut seen, inputs, &futures);
                Ok(())
            };
            family.each(at, progress, take)?;
            answer.add(inputs, seen, &responses, baseline.as_ref());
            baseline.get_or_insert(responses);
        }
        let AnswerBlock { measured, options, .. } = answer.finish();
        let (name, title) = (reading.name.clone(), reading.title.clone());
        block.readings.push(ReadingEntry { name, title, measured, options });
    }
    Ok(())
}

/// The options under a reading, its baseline first, as they are played.
pub(super) fn worlds_of(scenario: &Scenario, number: usize) -> Vec<(&str, Inputs)> {
    let reading = &scenario.readings[number];
    let asks = asked(scenario);
    let others = scenario.alternatives.iter().zip(&reading.alternatives);
    let others = others.map(|(one, inputs)| (one.name.as_str(), inputs));
    let all = std::iter::once((BASELINE, &reading.baseline)).chain(others);
    all.map(|(name, inputs)| (name, probe::without_needless_jobs(inputs, &asks))).collect()
}

/// Plays every point of every sweep, in the futures of the baseline.
///
/// # Errors
/// If an account of a future does not close, or values of futures that were played elsewhere cannot be read.
pub(super) fn sweeps(
    scenario: &Scenario,
    block: &mut AnswerBlock,
    futures: &Futures<'_>,
    progress: &(dyn Fn(u64) + Sync),
) -> Result<(), StudyError> {
    for (number, sweep) in scenario.sweeps.iter().enumerate() {
        let measured = without_jobs(&block.measured);
        let mut asks = asks(&measured);
        // First everything that is asked over the window, then every target over another time.
        let targets: Vec<Option<usize>> = measured
            .iter()
            .map(|of| {
                let target = of.target?;
                let (scope, highest) = (of.scope.clone(), target.bound.at_most);
                asks.push(Ask { response: of.response, scope, over: target.over, highest });
                Some(asks.len() - 1)
            })
            .collect();
        let first = asks.len();
        asks.extend(of_frontier());
        let columns = match futures.shards {
            None => values(scenario, sweep, &asks, (futures.seed, &futures.numbers), progress)?,
            Some(shards) => joined(scenario, &asks, shards.values(&names::of_sweep(number))?),
        };
        let mut found = entry(sweep, measured, &targets, &columns);
        let played = found.points.iter().enumerate().filter(|(_, point)| point.refused.is_none());
        // The baseline, with which points are compared, is none of them.
        let points: Vec<_> = played
            .zip(columns.iter().skip(1))
            .map(|((at, _), own)| (at, std::array::from_fn(|which| own[first + which].as_slice())))
            .collect();
        found.frontier = frontier::of(&points);
        block.sweeps.push(found);
    }
    Ok(())
}

/// The values of the baseline and of every point of a sweep that can be played.
pub(super) fn values(
    scenario: &Scenario,
    sweep: &Sweep,
    asks: &[Ask],
    (seed, numbers): (u64, &[u32]),
    progress: &(dyn Fn(u64) + Sync),
) -> Result<Vec<Columns>, Unclosed> {
    let worlds: Vec<Inputs> = std::iter::once(&scenario.baseline)
        .chain(sweep.points.iter().filter_map(|point| point.as_ref().ok()))
        .map(|inputs| probe::without_needless_jobs(inputs, &asked(scenario)))
        .collect();
    let worlds: Vec<&Inputs> = worlds.iter().collect();
    probe::worlds_of(&worlds, asks, seed, numbers, progress)
}

/// The columns of what is asked, out of those of all that could be, part after part.
fn joined(scenario: &Scenario, asks: &[Ask], parts: Vec<Vec<Columns>>) -> Vec<Columns> {
    let all = every_ask(scenario);
    let worlds = parts.first().map_or(0, Vec::len);
    let column = |world: usize, ask: &Ask| {
        let at = all.iter().position(|one| one == ask);
        let own = |part: &Vec<Columns>| at.and_then(|at| part[world].get(at).cloned());
        parts.iter().filter_map(own).flatten().collect()
    };
    (0..worlds).map(|world| asks.iter().map(|ask| column(world, ask)).collect()).collect()
}

fn entry(
    sweep: &Sweep,
    measured: Vec<Measured>,
    targets: &[Option<usize>],
    columns: &[Columns],
) -> SweepEntry {
    let (baseline, rest) = columns.split_first().map_or((&[][..], &[][..]), |(a, b)| (&a[..], b));
    let mut rest = rest.iter();
    let cell = |columns: &Columns, at: usize| {
        let pairs = baseline[at].iter().zip(&columns[at]);
        let pairs = pairs.map(|(before, after)| Some(((*before)?, (*after)?))).collect();
        let met = measured[at].target.zip(targets[at]).map(|(target, column)| {
            let known: Vec<f64> = columns[column].iter().flatten().copied().collect();
            let k = known.iter().filter(|value| target.bound.holds(**value)).count();
            Counted::of(k, known.len())
        });
        let level = spread(columns[at].iter().flatten().copied());
        PointCell { level, difference: difference(&pairs), met }
    };
    let points = sweep
        .points
        .iter()
        .map(|point| match point {
            Err(reason) => PointEntry { refused: Some(reason.clone()), cells: Vec::new() },
            Ok(_) => {
                let columns = rest.next();
                let cells = columns
                    .map(|columns| (0..measured.len()).map(|at| cell(columns, at)).collect());
                PointEntry { refused: None, cells: cells.unwrap_or_default() }
            }
        })
        .collect();
    let axes = sweep.axes.iter().map(|axis| AxisEntry {
        paths: axis.paths.clone(),
        labels: axis.labels.clone(),
        numbers: axis.numbers.clone(),
    });
    SweepEntry {
        name: sweep.name.clone(),
        title: sweep.title.clone(),
        on: sweep.on.clone(),
        axes: axes.collect(),
        points,
        measured,
        frontier: None,
    }
}

/// What the question asks for, over the window.
fn asked(scenario: &Scenario) -> Vec<Ask> {
    scenario.answers.iter().map(Ask::of_answer).collect()
}

/// All that a sweep could be asked for, before it is known which guards have a value in some future.
pub(super) fn every_ask(scenario: &Scenario) -> Vec<Ask> {
    let over_window = |response: Response, scope: &str| {
        let (scope, over, highest) = (scope.to_owned(), Over::Window, true);
        Ask { response, scope, over, highest }
    };
    let mut all = asked(scenario);
    for programme in scenario.baseline.programmes.iter() {
        let unasked = [Response::ApplicationsOfPlaces, Response::MeanWait];
        all.extend(unasked.map(|response| over_window(response, &programme.name)));
    }
    all.extend(guard_columns().map(|response| over_window(response, SITE)));
    for answer in &scenario.answers {
        let target = answer.target.map(|(bound, over)| (bound.at_most, over));
        let ask = Ask::of_answer(answer);
        all.extend(target.map(|(highest, over)| Ask { over, highest, ..ask }));
    }
    // Last: what folders of shards of an earlier build have stands before.
    all.extend(of_frontier());
    all
}

/// What the worlds beside the alternatives are called in shards.
pub(super) mod names {
    /// An alternative, the baseline first.
    pub(in crate::study) fn of_option(at: usize) -> String {
        format!("option-{at}")
    }

    /// An alternative under a reading.
    pub(in crate::study) fn of_reading(number: usize, at: usize) -> String {
        format!("reading-{number}-{at}")
    }

    /// The values of a sweep.
    pub(in crate::study) fn of_sweep(number: usize) -> String {
        format!("sweep-{number}")
    }
}

/// What points are compared by where none is best in everything.
fn of_frontier() -> impl Iterator<Item = Ask> {
    FRONTIER.into_iter().map(|response| Ask {
        response,
        scope: SITE.to_owned(),
        over: Over::Window,
        highest: true,
    })
}

/// What is measured without what only jobs would tell, unless the question asks for it.
fn without_jobs(measured: &[Measured]) -> Vec<Measured> {
    let kept = |of: &&Measured| of.asked || !of.response.row().needs_jobs;
    measured.iter().filter(kept).cloned().collect()
}

fn asks(measured: &[Measured]) -> Vec<Ask> {
    let kept = measured.iter().filter(|of| of.asked || !of.response.row().needs_jobs);
    let ask = |of: &Measured| Ask {
        response: of.response,
        scope: of.scope.clone(),
        over: crate::scenario::Over::Window,
        highest: true,
    };
    kept.map(ask).collect()
}
