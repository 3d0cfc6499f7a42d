//! Replications on all cores: one thread each, results placed by index.

use rayon::prelude::*;

use super::Options;
use crate::engine::Process;
use crate::model::inputs::Inputs;
use crate::model::{Simulator, Unclosed, World};
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
pub(super) fn all(
    baseline: &Inputs,
    name: &str,
    inputs: &Inputs,
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
                .map(|&replication| {
                    let world = World::draw(baseline, options.seed, replication, None);
                    let world = if name == crate::scenario::BASELINE {
                        world
                    } else {
                        let levels = world.levels(baseline);
                        World::draw(inputs, options.seed, replication, Some(&levels))
                    };
                    let keep = replication < KEPT_ALLOCATIONS;
                    let record = simulator.run(inputs, &world, keep)?;
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
    futures.sort_by_key(|future| future.world.replication);
    Ok(futures)
}
