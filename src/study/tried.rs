//! What is tried beside the alternatives: other readings of what is known, and the points of sweeps.

use super::answer::{Answering, difference, spread};
use super::probe::{self, Ask, Columns};
use super::responses::ResponseTable;
use super::{Options, replicate};
use crate::model::inputs::Inputs;
use crate::model::{Levels, Unclosed};
use crate::results::answer::{
    AnswerBlock, AxisEntry, Measured, PointCell, PointEntry, ReadingEntry, SweepEntry,
};
use crate::scenario::{BASELINE, Scenario, Sweep};
use crate::stats::Counted;

/// Points of all sweeps, and for each sweep the baseline that they are compared with.
pub(super) fn points(scenario: &Scenario) -> usize {
    let played = |sweep: &Sweep| sweep.points.iter().filter(|point| point.is_ok()).count() + 1;
    scenario.sweeps.iter().map(played).sum()
}

/// Plays every option under every reading. A reading has its own baseline, from which demand is inferred anew.
///
/// # Errors
/// If an account of a future does not close.
pub(super) fn readings(
    scenario: &Scenario,
    block: &mut AnswerBlock,
    options: &Options,
    progress: &(dyn Fn(u64) + Sync),
) -> Result<(), Unclosed> {
    let asks = asks(&block.measured);
    for reading in &scenario.readings {
        let world = probe::without_needless_jobs(&reading.baseline, &asks);
        let mut answer = Answering::new(scenario, &world);
        let mut held: Option<Vec<Levels>> = None;
        let mut baseline: Option<ResponseTable> = None;
        let others = scenario.alternatives.iter().zip(&reading.alternatives);
        let others = others.map(|(one, inputs)| (one.name.as_str(), inputs));
        for (name, inputs) in std::iter::once((BASELINE, &reading.baseline)).chain(others) {
            let inputs = &probe::without_needless_jobs(inputs, &asks);
            let futures = replicate::all(inputs, held.as_deref(), options, progress)?;
            let responses = ResponseTable::of(name, inputs, &futures);
            answer.add(inputs, &futures, &responses, baseline.as_ref());
            held.get_or_insert_with(|| futures.iter().map(|it| it.world.levels(inputs)).collect());
            baseline.get_or_insert(responses);
        }
        let AnswerBlock { measured, options, .. } = answer.finish();
        let (name, title) = (reading.name.clone(), reading.title.clone());
        block.readings.push(ReadingEntry { name, title, measured, options });
    }
    Ok(())
}

/// Plays every point of every sweep, in the futures of the baseline.
///
/// # Errors
/// If an account of a future does not close.
pub(super) fn sweeps(
    scenario: &Scenario,
    block: &mut AnswerBlock,
    options: &Options,
    progress: &(dyn Fn(u64) + Sync),
) -> Result<(), Unclosed> {
    for sweep in &scenario.sweeps {
        let measured = without_jobs(&block.measured);
        let entry = played(scenario, sweep, measured, options, progress)?;
        block.sweeps.push(entry);
    }
    Ok(())
}

fn played(
    scenario: &Scenario,
    sweep: &Sweep,
    measured: Vec<Measured>,
    options: &Options,
    progress: &(dyn Fn(u64) + Sync),
) -> Result<SweepEntry, Unclosed> {
    // What is asked over the window, then every target that is of something else.
    let mut asks = asks(&measured);
    let targets: Vec<Option<usize>> = measured
        .iter()
        .map(|of| {
            let target = of.target?;
            let (scope, highest) = (of.scope.clone(), target.bound.at_most);
            asks.push(Ask { response: of.response, scope, over: target.over, highest });
            Some(asks.len() - 1)
        })
        .collect();
    let lean = |inputs: &Inputs| probe::without_needless_jobs(inputs, &asks);
    let worlds: Vec<Inputs> = std::iter::once(&scenario.baseline)
        .chain(sweep.points.iter().filter_map(|point| point.as_ref().ok()))
        .map(lean)
        .collect();
    let worlds: Vec<&Inputs> = worlds.iter().collect();
    let futures = (options.seed, options.replications);
    let columns = probe::worlds(&worlds, &asks, futures, progress)?;
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
    Ok(SweepEntry {
        name: sweep.name.clone(),
        title: sweep.title.clone(),
        on: sweep.on.clone(),
        axes: axes.collect(),
        points,
        measured,
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
