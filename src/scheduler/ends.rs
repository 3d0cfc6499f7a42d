//! When running jobs are expected to end, in order.

/// Expected ends of running jobs, sorted; the earliest is last, so that it leaves cheaply. New jobs are
/// mostly shorter than what the running ones still have to run, so an insertion moves little.
#[derive(Clone, Debug, Default)]
pub(super) struct Ends {
    /// End, slot, size in one number each: compared at once, no two equal.
    keys: Vec<u128>,
}

const SIGN: u64 = 1 << 63;

fn key(end: i64, slot: u32, size: u32) -> u128 {
    u128::from(end as u64 ^ SIGN) << 64 | u128::from(slot) << 32 | u128::from(size)
}

fn end_of(key: u128) -> i64 {
    ((key >> 64) as u64 ^ SIGN) as i64
}

impl Ends {
    /// A job has started.
    pub(super) fn insert(&mut self, end: i64, slot: u32, size: u32) {
        let key = key(end, slot, size);
        let place = self.keys.partition_point(|other| *other > key);
        self.keys.insert(place, key);
    }

    /// It has ended, at this time or another.
    pub(super) fn remove(&mut self, end: i64, slot: u32, size: u32) {
        let key = key(end, slot, size);
        if self.keys.last() == Some(&key) {
            self.keys.pop();
            return;
        }
        let place = self.keys.partition_point(|other| *other > key);
        debug_assert_eq!(self.keys.get(place), Some(&key), "a job that runs");
        self.keys.remove(place);
    }

    /// The earliest expected end.
    pub(super) fn first(&self) -> Option<i64> {
        self.keys.last().map(|key| end_of(*key))
    }

    /// Expected ends, slots and sizes, the earliest first.
    pub(super) fn in_order(&self) -> impl Iterator<Item = (i64, u32, u32)> {
        self.keys.iter().rev().map(|key| (end_of(*key), (*key >> 32) as u32, *key as u32))
    }

    /// The earliest expected end after which `need` units are free if `free` are now, and how many
    /// more than `need` are free once all that end then have ended. `None`: never, with these.
    pub(super) fn shadow(&self, free: i64, need: i64) -> Option<(i64, i64)> {
        let mut free = free;
        let mut ends = self.in_order().peekable();
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
