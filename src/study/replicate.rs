//! Replications on all cores: one thread each, results placed by index.

use std::sync::atomic::{AtomicBool, Ordering};

use rayon::prelude::*;

use super::{Options, StudyError};
use crate::engine::Process;
use crate::model::inputs::Inputs;
use crate::model::{Draws, Levels, Replication, Simulator};
use crate::results::shard::Shards;
use crate::results::{BATCH, Future, KEPT_ALLOCATIONS};

/// The order in which replications are started. It cannot show in a result; tests hold that.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    /// From the first to the last.
    #[default]
    Forward,
    /// From the last to the first.
    Reversed,
    /// In a random order.
    Shuffled,
}

impl Order {
    fn of(self, count: usize) -> Vec<usize> {
        let mut order: Vec<usize> = (0..count).collect();
        match self {
            Self::Forward => {}
            Self::Reversed => order.reverse(),
            Self::Shuffled => {
                let keys = Process::new(count as u64, "work-order");
                order.sort_by_key(|&at| keys.block([at as u32, 0, 0, 0]));
            }
        }
        order
    }
}

/// Replications that one task plays with one simulator's memory, at the most.
const BLOCK: usize = 8;
/// Futures for each thread that are handed over together, at the least.
pub(super) const TOGETHER: usize = 4 * BLOCK;

/// The futures of a study: which, and whether they are played here or were played elsewhere.
pub(super) struct Futures<'a> {
    /// Seed of every draw.
    pub(super) seed: u64,
    /// The numbers of the replications, rising.
    pub(super) numbers: Vec<u32>,
    /// In which order those that come together are begun.
    pub(super) order: Order,
    /// Where they are; `None`: they are played.
    pub(super) shards: Option<&'a Shards>,
    /// Set when somebody wants no more of them.
    pub(super) stop: Option<&'a AtomicBool>,
}

impl<'a> Futures<'a> {
    /// All futures of a study, played here.
    pub(super) fn of(options: &Options) -> Self {
        let Options { seed, order, .. } = *options;
        Self { seed, numbers: (0..options.replications).collect(), order, shards: None, stop: None }
    }

    /// Those of shards.
    pub(super) fn joined(shards: &'a Shards) -> Self {
        let (seed, numbers) = (shards.study().seed, shards.futures());
        Self { seed, numbers, order: Order::Forward, shards: Some(shards), stop: None }
    }

    /// Plays every future in one world and hands them over in their order, some at a time; what comes next is played
    /// meanwhile. `world` is its name in shards.
    ///
    /// `held[k]` are the levels of demand of the baseline in the *k*-th future; `None`: this is the baseline,
    /// and its own demand is inferred, once in each future whatever the number of alternatives.
    pub(super) fn each(
        &self,
        (world, inputs): (&str, &Inputs),
        held: Option<&[Levels]>,
        progress: &(dyn Fn(u64) + Sync),
        mut take: impl FnMut(Vec<Future>) -> Result<(), StudyError> + Send,
    ) -> Result<(), StudyError> {
        let n = self.numbers.len();
        let together = together();
        let mut reader = self.shards.map(|shards| shards.world(world));
        let mut play = |from: usize| -> Result<Vec<Future>, StudyError> {
            let some = from..n.min(from + together);
            let held = held.map(|held| &held[some.clone()]);
            let numbers = &self.numbers[some];
            match &mut reader {
                Some(reader) => {
                    progress(numbers.len() as u64);
                    Ok(reader.next(numbers.len())?)
                }
                None => self.played(inputs, held, numbers, progress),
            }
        };
        let mut from = 0;
        let mut played = play(from)?;
        loop {
            from = n.min(from + together);
            if from == n {
                return take(played);
            }
            let (next, taken) = rayon::join(|| play(from), || take(played));
            taken?;
            played = next?;
        }
    }

    /// Plays some replications in one world, in parallel; they come in their order.
    fn played(
        &self,
        inputs: &Inputs,
        held: Option<&[Levels]>,
        numbers: &[u32],
        progress: &(dyn Fn(u64) + Sync),
    ) -> Result<Vec<Future>, StudyError> {
        let order = self.order.of(numbers.len());
        // A few long futures are shared out one by one: no thread waits for the block of another.
        let block = (order.len() / (4 * rayon::current_num_threads())).clamp(1, BLOCK);
        let blocks: Vec<Result<Vec<Future>, StudyError>> = order
            .par_chunks(block)
            .map(|block| {
                let mut simulator = Simulator::new();
                block
                    .iter()
                    .map(|&at| {
                        if self.stop.is_some_and(|stop| stop.load(Ordering::Relaxed)) {
                            return Err(StudyError::Stopped);
                        }
                        let replication = Replication::new(self.seed, numbers[at]);
                        let world = Draws::draw(inputs, replication, held.map(|held| &held[at]));
                        let keeps = numbers[at] < KEPT_ALLOCATIONS;
                        let record = simulator.run(inputs, &world, keeps)?;
                        progress(1);
                        Ok(Future { world, record })
                    })
                    .collect()
            })
            .collect();
        let mut futures = Vec::with_capacity(numbers.len());
        for block in blocks {
            futures.extend(block?);
        }
        futures.sort_by_key(|future| future.world.replication.number);
        Ok(futures)
    }
}

/// Futures that are handed over together: enough for every core, and as many as tables are made of at one time.
/// It cannot show in a result.
fn together() -> usize {
    let least = rayon::current_num_threads() * TOGETHER;
    least.div_ceil(BATCH).max(1) * BATCH
}
