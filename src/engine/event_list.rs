//! The future event list: a 4-ary heap of plain integer keys over a slab of events.
//!
//! A key is (time, phase, sequence, slot) packed into 128 bits, so ordering is one integer
//! comparison and moving an entry moves 16 bytes. The earliest entry is not taken out when its event
//! is handed over: most events schedule a successor, which then takes its place with one walk down
//! instead of two ("replace the top"). A cancelled event stays in the heap, empty, until its time.

use std::fmt;

use super::{Phase, Phased};
use crate::time::Time;

const ARITY: usize = 4;
const SLOT_BITS: u32 = 24;
const SEQUENCE_BITS: u32 = 37;
const PHASE_SHIFT: u32 = SLOT_BITS + SEQUENCE_BITS;
const SIGN: u64 = 1 << 63;

/// A scheduled event, for cancelling it. Worthless, and harmless, once the event has happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Handle {
    slot: u32,
    sequence: u64,
}

impl Handle {
    /// A handle that stands for no event.
    pub const NONE: Self = Self { slot: u32::MAX, sequence: u64::MAX };
}

struct Slot<E> {
    sequence: u64,
    event: Option<E>,
}

/// Events to come, in the order (time, phase, first scheduled).
pub struct EventList<E> {
    keys: Vec<u128>,
    /// The key at the top has been handed over and may be overwritten.
    top_is_spent: bool,
    slots: Vec<Slot<E>>,
    free: Vec<u32>,
    sequence: u64,
    now: Time,
}

impl<E> fmt::Debug for EventList<E> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("EventList")
            .field("now", &self.now)
            .field("entries", &(self.keys.len() - usize::from(self.top_is_spent)))
            .finish_non_exhaustive()
    }
}

impl<E> Default for EventList<E> {
    fn default() -> Self {
        Self {
            keys: Vec::new(),
            top_is_spent: false,
            slots: Vec::new(),
            free: Vec::new(),
            sequence: 0,
            now: Time(i64::MIN),
        }
    }
}

impl<E: Copy + Phased> EventList<E> {
    /// An empty list.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Forgets every event and starts again, keeping the memory.
    pub fn clear(&mut self) {
        self.keys.clear();
        self.top_is_spent = false;
        self.slots.clear();
        self.free.clear();
        self.sequence = 0;
        self.now = Time(i64::MIN);
    }

    /// Schedules `event` at `time`.
    ///
    /// # Panics
    /// If `time` is before the event being handled (an event cannot change the past), or beyond
    /// 2³⁷ events in one run or 2²⁴ at one time: each is a bug in the model.
    pub fn schedule(&mut self, time: Time, event: E) -> Handle {
        assert!(time >= self.now, "an event at {time} cannot be scheduled from {}", self.now);
        let sequence = self.sequence;
        self.sequence += 1;
        assert!(sequence < 1 << SEQUENCE_BITS, "more than 2^37 events in one run");
        let filled = Slot { sequence, event: Some(event) };
        let slot = match self.free.pop() {
            Some(slot) => {
                self.slots[slot as usize] = filled;
                slot
            }
            None => {
                let slot = self.slots.len() as u32;
                assert!(slot < 1 << SLOT_BITS, "more than 2^24 events pending");
                self.slots.push(filled);
                slot
            }
        };
        let key = pack(time, event.phase(), sequence, slot);
        if self.top_is_spent {
            self.top_is_spent = false;
            self.sift_down(key);
        } else {
            self.keys.push(key);
            self.sift_up(self.keys.len() - 1, key);
        }
        Handle { slot, sequence }
    }

    /// Takes back an event. Returns whether it was still to come.
    pub fn cancel(&mut self, handle: Handle) -> bool {
        match self.slots.get_mut(handle.slot as usize) {
            Some(slot) if slot.sequence == handle.sequence => slot.event.take().is_some(),
            _ => false,
        }
    }

    /// Takes out the earliest event, if it comes before `until`.
    pub fn next_before(&mut self, until: Time) -> Option<(Time, E)> {
        loop {
            if self.top_is_spent {
                self.top_is_spent = false;
                let last = self.keys.pop()?;
                if !self.keys.is_empty() {
                    self.sift_down(last);
                }
            }
            let key = *self.keys.first()?;
            let time = time_of(key);
            if time >= until {
                return None;
            }
            let slot = (key as u32) & ((1 << SLOT_BITS) - 1);
            self.top_is_spent = true;
            self.free.push(slot);
            if let Some(event) = self.slots[slot as usize].event.take() {
                self.now = time;
                return Some((time, event));
            }
        }
    }

    /// Whether no event is left (cancelled ones may still be).
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.keys.len() == usize::from(self.top_is_spent)
    }

    fn sift_up(&mut self, mut at: usize, key: u128) {
        while at > 0 {
            let parent = (at - 1) / ARITY;
            if self.keys[parent] <= key {
                break;
            }
            self.keys[at] = self.keys[parent];
            at = parent;
        }
        self.keys[at] = key;
    }

    /// Places `key` at the top and lets it sink.
    fn sift_down(&mut self, key: u128) {
        let keys = self.keys.as_mut_slice();
        let mut at = 0;
        loop {
            let first = at * ARITY + 1;
            let (child, smallest) = if let Some(four) = keys.get(first..first + ARITY) {
                let (a, ka) = if four[1] < four[0] { (1, four[1]) } else { (0, four[0]) };
                let (b, kb) = if four[3] < four[2] { (3, four[3]) } else { (2, four[2]) };
                if kb < ka { (first + b, kb) } else { (first + a, ka) }
            } else {
                match keys.get(first..).into_iter().flatten().enumerate().min_by_key(|&(_, k)| *k) {
                    Some((offset, &smallest)) => (first + offset, smallest),
                    None => break,
                }
            };
            if key <= smallest {
                break;
            }
            keys[at] = smallest;
            at = child;
        }
        keys[at] = key;
    }
}

fn pack(time: Time, phase: Phase, sequence: u64, slot: u32) -> u128 {
    let high = (time.0 as u64) ^ SIGN;
    let low = ((phase as u64) << PHASE_SHIFT) | (sequence << SLOT_BITS) | u64::from(slot);
    (u128::from(high) << 64) | u128::from(low)
}

fn time_of(key: u128) -> Time {
    Time((((key >> 64) as u64) ^ SIGN) as i64)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::Process;

    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    struct Named(Phase, u32);
    impl Phased for Named {
        fn phase(&self) -> Phase {
            self.0
        }
    }

    fn drain(list: &mut EventList<Named>) -> Vec<(Time, Named)> {
        std::iter::from_fn(|| list.next_before(Time::NEVER)).collect()
    }

    #[test]
    fn one_instant_goes_by_phase_then_first_scheduled_first() {
        let mut list = EventList::new();
        for (number, phase) in [
            Phase::Observation,
            Phase::Decision,
            Phase::Release,
            Phase::Arrival,
            Phase::Capacity,
            Phase::Release,
        ]
        .into_iter()
        .enumerate()
        {
            list.schedule(Time(5), Named(phase, number as u32));
        }
        list.schedule(Time(-3), Named(Phase::Observation, 9));
        let order: Vec<u32> = drain(&mut list).into_iter().map(|(_, event)| event.1).collect();
        assert_eq!(order, [9, 2, 5, 4, 3, 1, 0]);
    }

    #[test]
    fn a_cancelled_event_never_comes_and_its_slot_serves_again() {
        let mut list = EventList::new();
        let first = list.schedule(Time(1), Named(Phase::Release, 1));
        list.schedule(Time(2), Named(Phase::Release, 2));
        assert!(list.cancel(first));
        assert!(!list.cancel(first));
        assert_eq!(list.next_before(Time(9)).unwrap().1.1, 2);
        let later = list.schedule(Time(3), Named(Phase::Release, 3));
        assert!(!list.cancel(first), "an old handle must not cancel the slot's new event");
        assert!(list.cancel(later));
        assert!(!list.cancel(Handle::NONE));
        assert!(list.next_before(Time(9)).is_none());
        assert!(list.is_empty());
    }

    #[test]
    fn the_horizon_itself_is_not_reached_and_the_event_stays() {
        let mut list = EventList::new();
        list.schedule(Time(7), Named(Phase::Release, 1));
        assert!(list.next_before(Time(7)).is_none());
        assert_eq!(list.next_before(Time(8)).unwrap().0, Time(7));
    }

    /// Against a plain sorted list, over random schedules, cancellations and takings.
    #[test]
    fn agrees_with_a_sorted_list_on_random_histories() {
        let draws = Process::new(7, "event-list-test");
        for history in 0..300 {
            let mut list = EventList::new();
            let mut naive: Vec<(Time, Phase, u32, Handle)> = Vec::new();
            let mut now = Time(0);
            for step in 0..200_u32 {
                let [a, b, c, _] = draws.block([history, step, 0, 0]);
                match a % 8 {
                    0..=3 => {
                        let phases =
                            [Phase::Release, Phase::Capacity, Phase::Arrival, Phase::Decision];
                        let phase = phases[(b % 4) as usize];
                        let time = Time(now.0 + i64::from(c % 6));
                        let handle = list.schedule(time, Named(phase, step));
                        naive.push((time, phase, step, handle));
                    }
                    4 if !naive.is_empty() => {
                        let victim = naive.swap_remove(b as usize % naive.len());
                        assert!(list.cancel(victim.3));
                    }
                    _ => {
                        naive.sort_by_key(|&(time, phase, number, _)| (time, phase, number));
                        let expected = (!naive.is_empty()).then(|| naive.remove(0));
                        let got = list.next_before(Time::NEVER);
                        assert_eq!(got.map(|(t, e)| (t, e.1)), expected.map(|e| (e.0, e.2)));
                        now = got.map_or(now, |(time, _)| time);
                    }
                }
            }
        }
    }
}
