//! A study for somebody who watches: the options alone, with an answer after a few futures, after more, and after all.
//!
//! Every future is played once, and what is kept of it is what answers are made of: no days, no awards. The numbers of an
//! answer are those of a whole study of as many futures; a test holds that.

use std::panic::resume_unwind;

use rayon::prelude::*;

use super::answer::{Answering, Seen};
use super::replicate::{Futures, together};
use super::responses::ResponseTable;
use super::{Options, StudyError, compare, threads};
use crate::model::inputs::Inputs;
use crate::results::{Arithmetic, Future, Summary};
use crate::scenario::Scenario;

/// The baseline or an alternative, as its futures come in.
struct Growing<'a> {
    inputs: &'a Inputs,
    responses: ResponseTable,
    seen: Seen,
}

/// Plays the futures of a study without its readings and sweeps, and tells what is known at each mark: a number of futures,
/// and the answers of these. Marks rise; the last one is how many futures are played.
///
/// `progress` is called once for each finished run, from any thread.
///
/// # Errors
/// If threads cannot start, an account does not close, or whoever is told fails.
pub fn play(
    scenario: &Scenario,
    options: &Options,
    marks: &[u32],
    progress: &(dyn Fn(u64) + Sync),
    mut told: impl FnMut(u32, &Summary) -> Result<(), StudyError>,
) -> Result<(), StudyError> {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads(options.threads)).build()?;
    let futures = Futures::of(options);
    let worlds: Vec<&Inputs> = scenario.worlds().map(|(_, inputs)| inputs).collect();
    let answering = Answering::new(scenario, &scenario.baseline);
    let grow = |(name, inputs)| Growing {
        inputs,
        responses: ResponseTable::new(name),
        seen: answering.start(),
    };
    let mut growing: Vec<Growing<'_>> = scenario.worlds().map(grow).collect();
    let mut from = 0;
    // The mark whose answers are not told yet: they are made while the next futures are played.
    let mut untold = None;
    for &mark in marks {
        let numbers: Vec<u32> = (from..mark).collect();
        from = mark;
        for some in numbers.chunks(pool.install(together)) {
            let play = || pool.install(|| futures.played(&worlds, some, progress, |_, f| Ok(f)));
            let played = std::thread::scope(|scope| {
                let playing = scope.spawn(play);
                let answered = untold.take().map_or(Ok(()), |mark| {
                    told(mark, &pool.install(|| summary(scenario, &growing))?)
                });
                let played = playing.join().unwrap_or_else(|panic| resume_unwind(panic));
                answered.and(played)
            })?;
            pool.install(|| {
                let taken = growing.par_iter_mut().zip(by_world(played, worlds.len()));
                taken.for_each(|(one, futures)| {
                    one.responses.add(one.inputs, &futures);
                    answering.see(&mut one.seen, one.inputs, &futures);
                });
            });
        }
        untold = Some(mark);
    }
    untold.map_or(Ok(()), |mark| told(mark, &pool.install(|| summary(scenario, &growing))?))
}

/// Futures that came with all their worlds, world by world.
fn by_world(played: Vec<Vec<Future>>, worlds: usize) -> Vec<Vec<Future>> {
    let mut all: Vec<Vec<Future>> = (0..worlds).map(|_| Vec::with_capacity(played.len())).collect();
    for (future, world) in played.into_iter().flat_map(|one| one.into_iter().zip(0..)) {
        all[world].push(future);
    }
    all
}

/// What the futures so far say.
fn summary(scenario: &Scenario, growing: &[Growing<'_>]) -> Result<Summary, StudyError> {
    let mut summary = Summary::default();
    let mut answering = Answering::new(scenario, &scenario.baseline);
    let mut baseline: Option<&ResponseTable> = None;
    for Growing { inputs, responses, seen } in growing {
        summary.estimates.extend(responses.estimates());
        if let Some(baseline) = baseline {
            summary.differences.extend(compare::differences(baseline, responses));
        }
        answering.add(inputs, seen.clone(), responses, baseline);
        baseline = baseline.or(Some(responses));
    }
    summary.answer = answering.finish();
    summary.arithmetic = Arithmetic::of(&scenario.baseline)?;
    Ok(summary)
}
