//! Replications on all cores: one thread each, results placed by index.

use std::io;
use std::sync::atomic::{AtomicBool, Ordering};

use rayon::prelude::*;

use super::family::{self, Player};
use super::{Options, StudyError};
use crate::engine::Process;
use crate::model::inputs::Inputs;
use crate::model::{Instance, Replication};
use crate::results::shard::Shards;
use crate::results::{BATCH, Future, KEPT_ALLOCATIONS};

/// The order in which replications are started. It cannot show in a result; tests hold that.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    /// The tasks are begun from the first to the last.
    #[default]
    Forward,
    /// The tasks are begun from the last to the first.
    Reversed,
    /// The tasks are begun in a random order.
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

/// The results of one task: for each of its futures the position, and a value for every world.
type Made<T> = Result<Vec<(usize, Vec<T>)>, StudyError>;

/// The futures of a study: which, and whether they are played here or were played elsewhere.
pub(super) struct Futures<'a> {
    /// Seed of every draw.
    pub(super) seed: u64,
    /// The numbers of the replications, rising.
    pub(super) numbers: Vec<u32>,
    /// The order in which futures that are played together are begun.
    pub(super) order: Order,
    /// Whether worlds that share their past share its run ([`family`]).
    pub(super) forks: bool,
    /// The shards that hold the futures; `None`: the futures are played.
    pub(super) shards: Option<&'a Shards>,
    /// Set when somebody wants no more of them.
    pub(super) stop: Option<&'a AtomicBool>,
}

impl<'a> Futures<'a> {
    /// All futures of a study, played here.
    pub(super) fn of(options: &Options) -> Self {
        let Options { seed, order, forks, .. } = *options;
        let numbers = (0..options.replications).collect();
        Self { seed, numbers, order, forks, shards: None, stop: None }
    }

    /// The futures of shards.
    pub(super) fn joined(shards: &'a Shards) -> Self {
        let (seed, numbers) = (shards.study().seed, shards.futures());
        Self { seed, numbers, order: Order::Forward, forks: true, shards: Some(shards), stop: None }
    }

    /// Plays some futures in every world, in parallel, and makes something of each; gives future by future, in their order,
    /// what was made of it in every world.
    ///
    /// # Errors
    /// If an account does not close, somebody wants no more of it, or nothing can be made of a future.
    pub(super) fn played<T: Send>(
        &self,
        worlds: &[&Inputs],
        numbers: &[u32],
        progress: &(dyn Fn(u64) + Sync),
        make: impl Fn(usize, Future) -> io::Result<T> + Sync,
    ) -> Result<Vec<Vec<T>>, StudyError> {
        let order = self.order.of(numbers.len());
        // A few long futures are shared out one by one: no thread waits for the block of another.
        let block = (order.len() / (16 * rayon::current_num_threads())).clamp(1, BLOCK);
        let one = |player: &mut Player, at: usize| -> Result<(usize, Vec<T>), StudyError> {
            if self.stop.is_some_and(|stop| stop.load(Ordering::Relaxed)) {
                return Err(StudyError::Stopped);
            }
            let replication = Replication::new(self.seed, numbers[at]);
            let draws = family::draws(worlds, replication);
            let all: Vec<Instance<'_>> = worlds.iter().copied().zip(&draws).collect();
            let keeps = numbers[at] < KEPT_ALLOCATIONS;
            let records = player.play(&all, (self.forks, keeps))?;
            progress(worlds.len() as u64);
            let futures = draws.into_iter().zip(records).enumerate();
            let made = futures.map(|(k, (world, record))| make(k, Future { world, record }));
            Ok((at, made.collect::<io::Result<_>>()?))
        };
        let blocks: Vec<Made<T>> = order
            .par_chunks(block)
            .map_init(Player::new, |player, block| {
                block.iter().map(|&at| one(player, at)).collect()
            })
            .collect();
        let mut futures = Vec::with_capacity(numbers.len());
        for block in blocks {
            futures.extend(block?);
        }
        futures.sort_by_key(|(at, _)| *at);
        Ok(futures.into_iter().map(|(_, made)| made).collect())
    }
}

/// Futures that are handed over together: enough for every core, and as many as tables are made of at one time.
/// It cannot show in a result.
pub(super) fn together() -> usize {
    let least = rayon::current_num_threads() * TOGETHER;
    least.div_ceil(BATCH).max(1) * BATCH
}
