//! One part of a study, for machines that share it: every world in some of the futures, and nothing summed up.

use std::sync::atomic::AtomicBool;

use super::early::Early;
use super::replicate::{Futures, Order};
use super::tried::{self, names};
use super::{StudyError, threads};
use crate::model::Levels;
use crate::model::inputs::Inputs;
use crate::results::shard::ShardWriter;
use crate::results::{Future, Pending};
use crate::scenario::Scenario;

/// Plays the futures of a shard under every alternative and reading and at every point of a sweep, and leaves
/// them. `progress` is called once for each finished run, from any thread; `early` sees the answers of the options.
///
/// # Errors
/// [`StudyError::Stopped`] soon after `stop` was set; if the records cannot be written, threads cannot start, or an account does not close.
pub fn play_into(
    writer: ShardWriter,
    scenario: &Scenario,
    asked: Option<usize>,
    (stop, mut early): (Option<&AtomicBool>, Option<&mut Early>),
    progress: &(dyn Fn(u64) + Sync),
) -> Result<Pending, StudyError> {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads(asked)).build()?;
    let (study, part) = (&writer.entry().study, writer.entry().part);
    let numbers: Vec<u32> = part.futures(study.replications).collect();
    let futures = Futures { seed: study.seed, numbers, order: Order::Forward, shards: None, stop };
    let mut play =
        |name: String, inputs: &Inputs, held: Option<&[Levels]>, option: Option<usize>| {
            let mut file = writer.world(&name)?;
            let mut levels = Vec::new();
            let take = |some: Vec<Future>| -> Result<(), StudyError> {
                if let (Some(early), Some(option)) = (&mut early, option) {
                    early.see(option, inputs, &some);
                }
                levels.extend(some.iter().map(|future| future.world.levels(inputs)));
                Ok(file.add(&some)?)
            };
            pool.install(|| futures.each((&name, inputs), held, progress, take))?;
            file.finish()?;
            Ok::<_, StudyError>(levels)
        };
    let mut held: Option<Vec<Levels>> = None;
    for (at, (_, inputs)) in scenario.worlds().enumerate() {
        let levels = play(names::of_option(at), inputs, held.as_deref(), Some(at))?;
        held.get_or_insert(levels);
    }
    for number in 0..scenario.readings.len() {
        let mut held: Option<Vec<Levels>> = None;
        for (at, (_, inputs)) in tried::worlds_of(scenario, number).iter().enumerate() {
            let levels = play(names::of_reading(number, at), inputs, held.as_deref(), None)?;
            held.get_or_insert(levels);
        }
    }
    let asks = tried::every_ask(scenario);
    for (number, sweep) in scenario.sweeps.iter().enumerate() {
        let those = (futures.seed, &*futures.numbers);
        let values = pool.install(|| tried::values(scenario, sweep, &asks, those, progress))?;
        writer.values(&names::of_sweep(number), &values)?;
    }
    Ok(writer.finish()?)
}
