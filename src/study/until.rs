//! Futures one after the other until somebody says that it is enough: what is kept are the first so many, whole.

use std::sync::atomic::{AtomicBool, Ordering};

use rayon::prelude::*;

use crate::model::Unclosed;

/// Futures that are shared out over threads at a time: enough for every core, few enough to stop soon. What they are
/// changes no value.
const BLOCK: u32 = 64;

/// What stops a method, and whom it tells how far it has come.
#[derive(Clone, Copy)]
pub struct Watch<'a> {
    /// Set from outside: no further future is begun.
    pub told: &'a AtomicBool,
    /// Is told of points that were played.
    pub progress: &'a (dyn Fn(u64) + Sync),
}

impl std::fmt::Debug for Watch<'_> {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("Watch").field("told", self.told).finish_non_exhaustive()
    }
}

impl Watch<'_> {
    /// Whether it was told to stop.
    pub(super) fn is_told(&self) -> bool {
        self.told.load(Ordering::Relaxed)
    }

    /// Plays `0..futures` in their order, a few at a time; on each thread with something that is made once. Of what was
    /// begun when it was told to stop the first whole futures are kept.
    pub(super) fn play<S, R: Send>(
        &self,
        futures: u32,
        make: impl Fn() -> S + Sync + Send + Copy,
        play: impl Fn(&mut S, u32) -> Result<R, Unclosed> + Sync + Send + Copy,
    ) -> Result<Vec<R>, Unclosed> {
        let mut all = Vec::new();
        let mut from = 0;
        while from < futures && !self.is_told() {
            let to = futures.min(from + BLOCK);
            let block: Vec<Option<R>> =
                (from..to)
                    .into_par_iter()
                    .with_max_len(1)
                    .map_init(make, |own, number| {
                        if self.is_told() { Ok(None) } else { play(own, number).map(Some) }
                    })
                    .collect::<Result<_, Unclosed>>()?;
            all.extend(block.into_iter().map_while(|one| one));
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
        let watch = Watch { told: &told, progress: &|_| {} };
        let play = |_: &mut (), number: u32| {
            if count.fetch_add(1, Ordering::Relaxed) == 100 {
                told.store(true, Ordering::Relaxed);
            }
            Ok(number)
        };
        let found = watch.play(1_000, || (), play).unwrap();
        assert!((64..=128).contains(&found.len()), "{}", found.len());
        assert!(found.iter().copied().eq(0..found.len() as u32));
        // Told before it begins, nothing is played.
        assert!(watch.play(10, || (), play).unwrap().is_empty());
        let never = Watch { told: &NEVER, progress: &|_| {} };
        assert_eq!(never.play(130, || (), |_, number| Ok(number)).unwrap().len(), 130);
    }
}
