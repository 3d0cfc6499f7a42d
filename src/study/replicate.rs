//! Replications on all cores: one thread each, results placed by index.

use rayon::prelude::*;

use super::Options;
use crate::engine::Process;
use crate::model::inputs::Inputs;
use crate::model::{Draws, Levels, Replication, Simulator, Unclosed};
use crate::results::{Future, KEPT_ALLOCATIONS};

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
    fn of(self, replications: u32) -> Vec<u32> {
        let mut order: Vec<u32> = (0..replications).collect();
        match self {
            Self::Forward => {}
            Self::Reversed => order.reverse(),
            Self::Shuffled => {
                let keys = Process::new(u64::from(replications), "work-order");
                order.sort_by_key(|&replication| keys.block([replication, 0, 0, 0]));
            }
        }
        order
    }
}

/// Replications that one task plays with one simulator's memory.
const BLOCK: usize = 8;

/// Plays every replication of one alternative; `futures[k]` is replication *k*.
///
/// `held[k]` are the levels of demand of the baseline in replication *k*; `None`: this is the baseline,
/// and its own demand is inferred, once in each replication whatever the number of alternatives.
pub(super) fn all(
    inputs: &Inputs,
    held: Option<&[Levels]>,
    options: &Options,
    progress: &(dyn Fn(u64) + Sync),
) -> Result<Vec<Future>, Unclosed> {
    let order = options.order.of(options.replications);
    let blocks: Vec<Result<Vec<Future>, Unclosed>> = order
        .par_chunks(BLOCK)
        .map(|block| {
            let mut simulator = Simulator::new();
            block
                .iter()
                .map(|&number| {
                    let replication = Replication::new(options.seed, number);
                    let held = held.map(|levels| &levels[number as usize]);
                    let world = Draws::draw(inputs, replication, held);
                    let record = simulator.run(inputs, &world, number < KEPT_ALLOCATIONS)?;
                    progress(1);
                    Ok(Future { world, record })
                })
                .collect()
        })
        .collect();
    let mut futures = Vec::with_capacity(options.replications as usize);
    for block in blocks {
        futures.extend(block?);
    }
    futures.sort_by_key(|future| future.world.replication.number);
    Ok(futures)
}
