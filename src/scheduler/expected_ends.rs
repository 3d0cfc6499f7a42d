//! When running jobs are expected to end, in order.

/// A job that runs, and what it holds.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Holder {
    slot: u32,
    size: u32,
}

/// Expected ends of running jobs, sorted; the earliest is last, so that it leaves cheaply. New jobs are
/// mostly shorter than what the running ones still have to run, so an insertion moves little.
#[derive(Clone, Debug, Default)]
pub(super) struct Ends {
    ends: Vec<i64>,
    holders: Vec<Holder>,
}

impl Ends {
    /// A job has started.
    #[inline]
    pub(super) fn insert(&mut self, end: i64, slot: u32, size: u32) {
        let place = self.ends.partition_point(|other| *other > end);
        self.ends.insert(place, end);
        self.holders.insert(place, Holder { slot, size });
    }

    /// Removes the end of a job that has ended, at this time or another.
    #[inline]
    pub(super) fn remove(&mut self, end: i64, slot: u32) {
        let last = self.holders.last().is_some_and(|holder| holder.slot == slot);
        let place = if last {
            self.ends.len() - 1
        } else {
            let equal = self.ends.partition_point(|other| *other > end);
            let among = self.holders[equal..].iter().position(|holder| holder.slot == slot);
            equal + among.expect("a job that runs")
        };
        self.ends.remove(place);
        self.holders.remove(place);
    }

    /// Whether a job has outlived its expected end.
    #[inline]
    pub(super) fn overdue(&self, now: i64) -> bool {
        self.ends.last().is_some_and(|end| *end <= now)
    }

    /// The earliest expected end and its slot.
    #[inline]
    pub(super) fn earliest(&self) -> Option<(i64, u32)> {
        Some((*self.ends.last()?, self.holders.last()?.slot))
    }

    /// Expected ends, slots and sizes, the earliest first.
    pub(super) fn in_order(&self) -> impl Iterator<Item = (i64, u32, u32)> {
        let both = self.ends.iter().zip(&self.holders).rev();
        both.map(|(end, holder)| (*end, holder.slot, holder.size))
    }

    /// The earliest expected end after which `need` units are free if `free` are now, and how many
    /// more than `need` are free once all that end then have ended. `None`: never, with these. Those that
    /// have outlived their expected end are expected to end with the next tick.
    pub(super) fn shadow(&self, now: i64, free: i64, need: i64) -> Option<(i64, i64)> {
        let mut free = free;
        let soonest = now.saturating_add(1);
        let ends = self.in_order().map(|(end, slot, size)| (end.max(soonest), slot, size));
        let mut ends = ends.peekable();
        while let Some((end, _, size)) = ends.next() {
            free += i64::from(size);
            let last_then = ends.peek().is_none_or(|(next, _, _)| *next != end);
            if last_then && free >= need {
                return Some((end, free - need));
            }
        }
        None
    }
}
