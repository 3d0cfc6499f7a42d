//! Plays futures one after the other until a method says that it has enough. The first ones are kept whole, as many as
//! the method asks for.

use std::sync::atomic::{AtomicBool, Ordering};

use rayon::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::model::Unclosed;
use crate::results::played::Rows;

/// Futures that are shared out over threads at a time: enough for every core, few enough to stop soon. What they are
/// changes no value.
pub(super) const BLOCK: u32 = 64;

/// What stops a method, and whom it tells how far it has come.
#[derive(Clone, Copy)]
pub struct Watch<'a> {
    /// Set from outside: no further future is begun.
    pub told: &'a AtomicBool,
    /// Is told of points that were played.
    pub progress: &'a (dyn Fn(u64) + Sync),
    /// What was played before, and takes what is played; `None`: nothing is kept.
    pub rows: Option<&'a Rows>,
}

/// What is played one row after the other: futures, or points of them.
#[derive(Clone, Copy, Debug)]
pub(super) struct Stream<'a> {
    /// A name that says all that a row depends on, beside its number and the method's question.
    pub(super) name: &'a str,
    /// Number of rows that there shall be.
    pub(super) rows: u32,
    /// Rows that are shared out over threads at a time.
    pub(super) together: u32,
}

impl std::fmt::Debug for Watch<'_> {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("Watch").field("told", self.told).finish_non_exhaustive()
    }
}

impl Watch<'_> {
    /// Whether the method was told to stop.
    pub(super) fn is_told(&self) -> bool {
        self.told.load(Ordering::Relaxed)
    }

    /// Plays the rows of a stream that were not played before, in their order, a few at a time; on each thread with
    /// something that is made once. Of what was begun when it was told to stop the first whole rows are kept.
    pub(super) fn play<S, R: Send + Serialize + DeserializeOwned>(
        &self,
        Stream { name, rows, together }: Stream<'_>,
        make: impl Fn() -> S + Sync + Send + Copy,
        play: impl Fn(&mut S, u32) -> Result<R, Unclosed> + Sync + Send + Copy,
    ) -> Result<Vec<R>, Unclosed> {
        let mut all: Vec<R> =
            self.rows.map_or_else(Vec::new, |kept| kept.before(name, rows as usize));
        (self.progress)(all.len() as u64);
        let mut from = all.len() as u32;
        while from < rows && !self.is_told() {
            let to = rows.min(from.saturating_add(together.max(1)));
            let one = |own: &mut S, number: u32| {
                if self.is_told() {
                    return Ok(None);
                }
                let row = play(own, number)?;
                (self.progress)(1);
                Ok(Some(row))
            };
            let block: Vec<Option<R>> = (from..to)
                .into_par_iter()
                .with_max_len(1)
                .map_init(make, one)
                .collect::<Result<_, Unclosed>>()?;
            let before = all.len();
            all.extend(block.into_iter().map_while(|one| one));
            if let Some(kept) = self.rows {
                kept.keep(name, before, &all[before..]);
            }
            from = to;
        }
        Ok(all)
    }
}

/// Never set.
pub(super) static NEVER: AtomicBool = AtomicBool::new(false);

#[cfg(test)]
mod tests {
    use std::sync::atomic::AtomicU32;

    use super::*;

    #[test]
    fn what_is_kept_are_the_first_futures_without_a_gap() {
        let told = AtomicBool::new(false);
        let count = AtomicU32::new(0);
        let stream = |rows| Stream { name: "futures", rows, together: BLOCK };
        let watch = Watch { told: &told, progress: &|_| {}, rows: None };
        let play = |_: &mut (), number: u32| {
            if count.fetch_add(1, Ordering::Relaxed) == 100 {
                told.store(true, Ordering::Relaxed);
            }
            Ok(number)
        };
        let found = watch.play(stream(1_000), || (), play).unwrap();
        assert!((64..=128).contains(&found.len()), "{}", found.len());
        assert!(found.iter().copied().eq(0..found.len() as u32));
        // Told before it begins, nothing is played.
        assert!(watch.play(stream(10), || (), play).unwrap().is_empty());
        let rows = Rows::default();
        let never = Watch { told: &NEVER, progress: &|_| {}, rows: Some(&rows) };
        assert_eq!(never.play(stream(130), || (), |_, number| Ok(number)).unwrap().len(), 130);
        // Rows that were played are not played again; new ones are.
        let twice = |_: &mut (), number: u32| Ok(2 * number);
        let more = never.play(stream(132), || (), twice).unwrap();
        assert_eq!((more.len(), &more[128..]), (132, &[128, 129, 260, 262][..]));
        assert_eq!(never.play(stream(3), || (), twice).unwrap(), [0, 1, 2]);
    }
}
