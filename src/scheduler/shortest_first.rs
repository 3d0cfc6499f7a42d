//! The shortest first: the line in order of estimates, ties in order of arrival, and strictly so:
//! the first that does not fit holds up all behind it.

use std::collections::BTreeSet;

use super::machine_state::Room;
use super::queue::Start;

/// The waiting jobs: estimate, number of arrival, slot.
#[derive(Clone, Debug, Default)]
pub(super) struct ShortestFirst {
    waiting: BTreeSet<(i64, u64, u32)>,
    arrivals: u64,
    /// Jobs that were interrupted, so far.
    put_back: u64,
}

impl ShortestFirst {
    pub(super) fn arrive(&mut self, slot: u32, estimate: i64) {
        self.arrivals += 1;
        self.waiting.insert((estimate, self.arrivals, slot));
    }

    /// A job that was interrupted stands before all others, however long it is.
    pub(super) fn put_back(&mut self, slot: u32) {
        self.put_back += 1;
        self.waiting.insert((i64::MIN, u64::MAX - self.put_back, slot));
    }

    pub(super) fn cancel(&mut self, slot: u32) {
        self.waiting.retain(|(_, _, other)| *other != slot);
    }

    pub(super) fn pass(
        &mut self,
        room: &mut Room,
        now: i64,
        place: &mut impl FnMut(&Start) -> bool,
        starts: &mut Vec<Start>,
    ) {
        let mut after = (i64::MIN, 0, 0);
        while let Some(next) = self.waiting.range(after..).next().copied() {
            after = (next.0, next.1 + 1, 0);
            let slot = next.2;
            if room.held(slot) {
                continue;
            }
            let size = room.slots[slot as usize].request.size;
            if i64::from(size) > room.free || !room.placed(slot, place) {
                return;
            }
            self.waiting.remove(&next);
            starts.push(room.start(now, slot, false));
        }
    }
}
