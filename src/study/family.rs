//! Worlds that share their past: alternatives of a baseline, points of a sweep, values that are tried.
//!
//! A future is played once in the first world, and each other one goes on from its state on the day on which the two part
//! ([`Fork`]). What comes out has the bits of worlds that are each played from the calendar's start; tests hold that.

use std::io;
use std::path::Path;

use rayon::prelude::*;

use super::StudyError;
use super::replicate::Futures;
use crate::model::inputs::Inputs;
use crate::model::record::Record;
use crate::model::{Draws, Fork, Instance, Replication, Simulator, Unclosed};
use crate::results::{Aside, Future, ResultsError, Stored};

/// Plays the worlds of one future; its memory serves one future after another.
#[derive(Debug, Default)]
pub(super) struct Player {
    trunk: Simulator,
    branch: Simulator,
}

impl Player {
    pub(super) fn new() -> Self {
        Self::default()
    }

    /// Plays worlds of one future, and gives their records in the order of the worlds. If `forks` says so, worlds go on
    /// from the first one where they can.
    ///
    /// # Errors
    /// If an account does not close.
    pub(super) fn play(
        &mut self,
        worlds: &[Instance<'_>],
        (forks, keeps_allocations): (bool, bool),
    ) -> Result<Vec<Record>, Unclosed> {
        let Some(&first) = worlds.first() else { return Ok(Vec::new()) };
        let mut others: Vec<(Option<Fork>, usize)> = (1..worlds.len())
            .map(|at| (Fork::of(first, worlds[at]).filter(|_| forks), at))
            .collect();
        // In the order in which they part; those that never share a day come first.
        others.sort_by_key(|(fork, at)| (fork.map(|fork| fork.day), *at));
        let mut records = vec![Record::default(); worlds.len()];
        self.trunk.begin(first);
        for (fork, at) in others {
            let world = worlds[at];
            match fork {
                Some(fork) => {
                    self.trunk.play_until(first, fork.day);
                    self.branch.fork(&self.trunk, world, fork);
                }
                None => self.branch.begin(world),
            }
            records[at] = self.branch.finish(world, keeps_allocations)?;
        }
        records[0] = self.trunk.finish(first, keeps_allocations)?;
        Ok(records)
    }
}

/// Every uncertain input of some worlds in one future; all hold the demand of the first one.
pub(super) fn draws(worlds: &[&Inputs], replication: Replication) -> Vec<Draws> {
    let Some((first, others)) = worlds.split_first() else { return Vec::new() };
    let drawn = Draws::draw(first, replication, None);
    let levels = drawn.levels(first);
    let others = others.iter().map(|inputs| Draws::draw(inputs, replication, Some(&levels)));
    let others: Vec<Draws> = others.collect();
    std::iter::once(drawn).chain(others).collect()
}

/// A future as it is put aside, and as it stands in a shard: its packed bytes, and how many it has unpacked.
pub(super) type Packed = (Vec<u8>, usize);

/// A future of the first world, or of another one.
enum Played {
    Taken(Box<Future>),
    Aside(Packed),
}

/// The futures of a study in some worlds, gone through world by world.
pub(super) struct Family<'a> {
    futures: &'a Futures<'a>,
    /// Names of the worlds in shards, and what is known of them; the first one is that whose demand all have.
    worlds: Vec<(String, &'a Inputs)>,
    folder: &'a Path,
    /// The futures of the other worlds: played with those of the first one, in its turn.
    aside: Option<Aside>,
    /// World by world but the first, and within one future by future.
    stored: Vec<Vec<Stored>>,
}

impl<'a> Family<'a> {
    /// Worlds whose futures are put aside in a folder until it is their turn.
    pub(super) fn new(
        futures: &'a Futures<'a>,
        worlds: Vec<(String, &'a Inputs)>,
        folder: &'a Path,
    ) -> Self {
        let stored = vec![Vec::new(); worlds.len().saturating_sub(1)];
        Self { futures, worlds, folder, aside: None, stored }
    }

    /// Hands over the futures of a world in their order, some at a time; what comes next is played or read meanwhile.
    /// The first world comes first.
    ///
    /// # Errors
    /// If an account does not close, a file cannot be read or written, or somebody wants no more of it.
    pub(super) fn each(
        &mut self,
        world: usize,
        progress: &(dyn Fn(u64) + Sync),
        mut take: impl FnMut(Vec<Future>) -> Result<(), StudyError> + Send,
    ) -> Result<(), StudyError> {
        let numbers = &self.futures.numbers;
        if let Some(shards) = self.futures.shards {
            let mut reader = shards.world(&self.worlds[world].0);
            let read = |some: &[u32]| {
                progress(some.len() as u64);
                Ok(reader.next(some.len())?)
            };
            return in_turn(numbers, read, take);
        }
        let failed = |source| ResultsError::File { path: self.folder.to_owned(), source };
        if world > 0 {
            let (aside, all) = (&self.aside, &self.stored[world - 1]);
            let mut from = 0;
            let read = |some: &[u32]| {
                let stored = &all[from..from + some.len()];
                from += some.len();
                let unpacked = |stored: &Stored| match aside {
                    Some(aside) => unpacked(&aside.get(*stored)?),
                    None => Err(io::ErrorKind::NotFound.into()),
                };
                let futures: io::Result<Vec<Future>> = stored.par_iter().map(unpacked).collect();
                futures.map_err(|source| StudyError::from(failed(source)))
            };
            return in_turn(numbers, read, take);
        }
        if self.worlds.len() > 1 {
            self.aside = Some(Aside::create(self.folder).map_err(failed)?);
        }
        let worlds: Vec<&Inputs> = self.worlds.iter().map(|(_, inputs)| *inputs).collect();
        let futures = self.futures;
        let make = |world: usize, future: Future| match world {
            0 => Ok(Played::Taken(Box::new(future))),
            _ => packed(&future).map(Played::Aside),
        };
        let play = |some: &[u32]| futures.played(&worlds, some, progress, make);
        let (aside, stored) = (&mut self.aside, &mut self.stored);
        in_turn(numbers, play, |all: Vec<Vec<Played>>| {
            let mut taken = Vec::with_capacity(all.len());
            for (played, world) in all.into_iter().flat_map(|all| all.into_iter().zip(0..)) {
                match (played, &mut *aside) {
                    (Played::Taken(future), _) => taken.push(*future),
                    (Played::Aside(packed), Some(aside)) => {
                        stored[world - 1].push(aside.put(&packed).map_err(failed)?);
                    }
                    (Played::Aside(_), None) => {}
                }
            }
            take(taken)
        })
    }
}

/// Has some futures made at a time, and takes them while the next are made.
pub(super) fn in_turn<T: Send>(
    numbers: &[u32],
    mut make: impl FnMut(&[u32]) -> Result<Vec<T>, StudyError> + Send,
    mut take: impl FnMut(Vec<T>) -> Result<(), StudyError> + Send,
) -> Result<(), StudyError> {
    let mut chunks = numbers.chunks(super::replicate::together());
    let Some(first) = chunks.next() else { return take(Vec::new()) };
    let mut made = make(first)?;
    for chunk in chunks {
        let (next, taken) = rayon::join(|| make(chunk), || take(made));
        taken?;
        made = next?;
    }
    take(made)
}

/// Packs a future as a list of one.
pub(super) fn packed(future: &Future) -> io::Result<Packed> {
    Aside::packed(&postcard::to_allocvec(&[future][..]).map_err(io::Error::other)?)
}

fn unpacked(bytes: &[u8]) -> io::Result<Future> {
    let mut one: Vec<Future> = postcard::from_bytes(bytes).map_err(io::Error::other)?;
    one.pop().ok_or_else(|| io::ErrorKind::UnexpectedEof.into())
}
