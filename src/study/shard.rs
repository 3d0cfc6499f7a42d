//! One part of a study, for machines that share it: every world in some of the futures, and nothing summed up.

use std::sync::atomic::AtomicBool;

use super::early::Early;
use super::family::{self, Packed};
use super::replicate::{Futures, Order};
use super::tried::{self, names};
use super::{StudyError, probe, threads};
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
    (asked, forks): (Option<usize>, bool),
    (stop, early): (Option<&AtomicBool>, Option<&mut Early>),
    progress: &(dyn Fn(u64) + Sync),
) -> Result<Pending, StudyError> {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads(asked)).build()?;
    let (study, part) = (&writer.entry().study, writer.entry().part);
    let numbers: Vec<u32> = part.futures(study.replications).collect();
    let futures =
        Futures { seed: study.seed, numbers, order: Order::Forward, forks, shards: None, stop };
    let play = |worlds: &[(String, &Inputs)], mut early: Option<&mut Early>| {
        let mut files = Vec::with_capacity(worlds.len());
        for (name, _) in worlds {
            files.push(writer.world(name)?);
        }
        let inputs: Vec<&Inputs> = worlds.iter().map(|(_, inputs)| *inputs).collect();
        let asks = early.as_ref().map(|early| early.asks().to_vec()).unwrap_or_default();
        let make = |world: usize, future: Future| {
            let values = probe::values(&asks, inputs[world], &future);
            Ok((values, family::packed(&future)?))
        };
        let played = |some: &[u32]| futures.played(&inputs, some, progress, make);
        let take = |all: Vec<Vec<(Vec<Option<f64>>, Packed)>>| -> Result<(), StudyError> {
            for (world, (values, (bytes, _))) in all.into_iter().flat_map(|all| (0..).zip(all)) {
                files[world].packed(&bytes)?;
                if let Some(early) = &mut early {
                    early.see(world, values);
                }
            }
            Ok(())
        };
        pool.install(|| family::in_turn(&futures.numbers, played, take))?;
        files.into_iter().try_for_each(|file| file.finish())?;
        Ok::<_, StudyError>(())
    };
    let options = scenario.worlds().enumerate();
    let options: Vec<(String, &Inputs)> =
        options.map(|(at, (_, inputs))| (names::of_option(at), inputs)).collect();
    play(&options, early)?;
    for number in 0..scenario.readings.len() {
        let worlds = tried::worlds_of(scenario, number);
        let worlds = worlds.iter().enumerate();
        let worlds = worlds.map(|(at, (_, inputs))| (names::of_reading(number, at), inputs));
        play(&worlds.collect::<Vec<_>>(), None)?;
    }
    let asks = tried::every_ask(scenario);
    for (number, sweep) in scenario.sweeps.iter().enumerate() {
        let those = (futures.seed, &*futures.numbers);
        let values = pool.install(|| tried::values(scenario, sweep, &asks, those, progress))?;
        writer.values(&names::of_sweep(number), &values)?;
    }
    Ok(writer.finish()?)
}
