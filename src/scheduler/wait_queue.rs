//! The jobs that wait, in order.

/// Positions in a block of the line.
const BLOCK: usize = 64;
/// The size of one that has left.
const GONE: u32 = u32::MAX;

/// A waiting job.
#[derive(Clone, Copy, Debug)]
struct Entry {
    size: u32,
    slot: u32,
    estimate: i64,
}

/// The waiting line: in order of arrival, with a fast search for the next one that is small or short
/// enough. Positions are stable until [`Line::tidy`], or until nobody waits.
#[derive(Clone, Debug, Default)]
pub(super) struct Line {
    entries: Vec<Entry>,
    /// For each block, bounds from below on sizes and estimates: true when one joins, raised when
    /// the block is searched in vain, left alone when one leaves.
    least: Vec<(u32, i64)>,
    /// Position of the first one waiting, or the end.
    front: usize,
    waiting: usize,
}

impl Line {
    /// Joins at the end.
    #[inline]
    pub(super) fn push(&mut self, slot: u32, size: u32, estimate: i64) {
        if self.entries.len().is_multiple_of(BLOCK) {
            self.least.push((size, estimate));
        } else if let Some(least) = self.least.last_mut() {
            *least = (least.0.min(size), least.1.min(estimate));
        }
        self.entries.push(Entry { size, slot, estimate });
        self.waiting += 1;
    }

    /// Joins before all that wait; positions change.
    pub(super) fn push_front(&mut self, slot: u32, size: u32, estimate: i64) {
        self.entries.retain(|entry| entry.size != GONE);
        self.entries.insert(0, Entry { size, slot, estimate });
        self.count_anew();
    }

    /// Leaves, from any position.
    #[inline]
    pub(super) fn remove(&mut self, position: usize) {
        debug_assert!(!self.gone(position));
        self.entries[position].size = GONE;
        self.waiting -= 1;
        if self.waiting == 0 {
            self.entries.clear();
            self.least.clear();
            self.front = 0;
        } else if position == self.front {
            while self.gone(self.front) {
                self.front += 1;
            }
        }
    }

    /// One past the last position.
    pub(super) fn end(&self) -> usize {
        self.entries.len()
    }

    /// Position of the first.
    #[inline]
    pub(super) fn first(&self) -> Option<usize> {
        (self.waiting > 0).then_some(self.front)
    }

    /// The first position from `from` on where somebody waits.
    pub(super) fn next_waiting(&mut self, from: usize) -> Option<usize> {
        self.next(from, GONE - 1, i64::MAX, GONE - 1)
    }

    /// Whether the one at a position has left.
    #[inline]
    pub(super) fn gone(&self, position: usize) -> bool {
        self.entries[position].size == GONE
    }

    /// Size of the one at a position.
    #[inline]
    pub(super) fn size(&self, position: usize) -> u32 {
        self.entries[position].size
    }

    /// Estimate of the one at a position.
    #[inline]
    pub(super) fn estimate(&self, position: usize) -> i64 {
        self.entries[position].estimate
    }

    /// Slot of the one at a position.
    #[inline]
    pub(super) fn slot(&self, position: usize) -> u32 {
        self.entries[position].slot
    }

    /// A slot that waits leaves.
    pub(super) fn cancel(&mut self, slot: u32) {
        let waits = |at: &usize| self.slot(*at) == slot && !self.gone(*at);
        let at = (self.front..self.end()).rev().find(waits).expect("it waits");
        self.remove(at);
    }

    /// The first position from `from` on whose size is at most `free`, and which is also either no
    /// longer than `slack` or no larger than `extra`.
    pub(super) fn next(&mut self, from: usize, free: u32, slack: i64, extra: u32) -> Option<usize> {
        let both = free.min(extra);
        let mut position = from.max(self.front);
        while position < self.end() {
            let block = position / BLOCK;
            let (size, estimate) = self.least[block];
            let last = ((block + 1) * BLOCK).min(self.end());
            if size > free || (estimate > slack && size > both) {
                position = last;
                continue;
            }
            let whole = position.is_multiple_of(BLOCK);
            let mut least = (GONE, i64::MAX);
            for (at, entry) in (position..).zip(&self.entries[position..last]) {
                let Entry { size, estimate, .. } = *entry;
                if size <= free && (estimate <= slack || size <= both) {
                    return Some(at);
                }
                if size != GONE {
                    least = (least.0.min(size), least.1.min(estimate));
                }
            }
            if whole {
                self.least[block] = least;
            }
            position = last;
        }
        None
    }

    /// Closes the gaps when most positions are gaps; positions change.
    #[inline]
    pub(super) fn tidy(&mut self) {
        if self.end() >= 2 * BLOCK && self.end() >= 2 * self.waiting {
            self.close_gaps();
        }
    }

    fn close_gaps(&mut self) {
        self.entries.retain(|entry| entry.size != GONE);
        self.count_anew();
    }

    /// Everybody in the line waits: bounds and counts follow, in the memory that there is.
    fn count_anew(&mut self) {
        (self.front, self.waiting) = (0, self.entries.len());
        self.least.clear();
        self.least.extend(self.entries.chunks(BLOCK).map(|block| {
            let least = |(size, estimate): (u32, i64), entry: &Entry| {
                (size.min(entry.size), estimate.min(entry.estimate))
            };
            block.iter().fold((GONE, i64::MAX), least)
        }));
    }
}
