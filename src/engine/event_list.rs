//! The future event list: a 4-ary heap of plain integer keys over a slab of events.
//!
//! A key is (time, phase, sequence, slot) packed into 128 bits, so ordering is one integer
//! comparison and moving an entry moves 16 bytes. The earliest entry is not taken out when its event
//! is handed over: most events schedule a successor, which then takes its place and its slot with
//! one walk down instead of two ("replace the top"). A cancelled event's key stays until its time.

use std::fmt;

use super::{Phase, Phased};
use crate::time::Time;

const SLOT_BITS: u32 = 24;
const SEQUENCE_BITS: u32 = 37;
const PHASE_SHIFT: u32 = SLOT_BITS + SEQUENCE_BITS;
const SIGN: u64 = 1 << 63;
/// The sequence of the first event that has no rank: those that have one come before it.
const UNRANKED: u64 = 1 << (SEQUENCE_BITS - 1);
/// Later than every key of an event: time never, and a phase that does not exist.
const NO_KEY: u128 = u128::MAX;

/// A scheduled event, for cancelling it. Worthless, and harmless, once the event has happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Handle {
    /// The lower half of the event's key: phase, sequence, slot.
    name: u64,
}

impl Handle {
    /// A handle that stands for no event.
    pub const NONE: Self = Self { name: u64::MAX };
    /// What a slot holds whose event has happened or is cancelled. Nobody is handed this one.
    const SPENT: Self = Self { name: u64::MAX - 1 };

    fn of(key: u128) -> Self {
        Self { name: key as u64 }
    }

    fn slot(self) -> usize {
        (self.name & ((1 << SLOT_BITS) - 1)) as usize
    }
}

#[derive(Clone, Copy)]
struct Slot<E> {
    holds: Handle,
    event: E,
}

/// Four siblings in the heap, on one cache line. Places without an entry hold [`NO_KEY`].
#[derive(Clone, Copy)]
#[repr(align(64))]
struct Siblings([u128; 4]);

impl Siblings {
    #[inline]
    fn smallest(&self) -> (usize, u128) {
        let [a, b, c, d] = self.0;
        let (one, least_of_one) = if b < a { (1, b) } else { (0, a) };
        let (two, least_of_two) = if d < c { (3, d) } else { (2, c) };
        if least_of_two < least_of_one { (two, least_of_two) } else { (one, least_of_one) }
    }
}

/// Events to come, in the order (time, phase, first scheduled).
#[derive(Clone)]
pub struct EventList<E> {
    /// The earliest key; its children are the first siblings.
    top: u128,
    /// The key at the top has been handed over and may be overwritten.
    top_is_spent: bool,
    /// The keys below the top; the children of place `n` are siblings number `n + 1`.
    below: Vec<Siblings>,
    /// Number of keys below the top.
    len: usize,
    slots: Vec<Slot<E>>,
    free: Vec<u32>,
    sequence: u64,
    now: Time,
}

impl<E> fmt::Debug for EventList<E> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let top = usize::from(self.top != NO_KEY && !self.top_is_spent);
        out.debug_struct("EventList")
            .field("now", &self.now)
            .field("entries", &(self.len + top))
            .finish_non_exhaustive()
    }
}

impl<E> Default for EventList<E> {
    fn default() -> Self {
        Self {
            top: NO_KEY,
            top_is_spent: false,
            below: Vec::new(),
            len: 0,
            slots: Vec::new(),
            free: Vec::new(),
            sequence: UNRANKED,
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

    /// Forgets every event and starts again, keeping the memory. Handles from before are void.
    pub fn clear(&mut self) {
        self.top = NO_KEY;
        self.top_is_spent = false;
        self.below.clear();
        self.len = 0;
        self.slots.clear();
        self.free.clear();
        self.sequence = UNRANKED;
        self.now = Time(i64::MIN);
    }

    /// Schedules `event` at `time`.
    ///
    /// # Panics
    /// If `time` is before the event being handled (an event cannot change the past), or beyond
    /// 2³⁶ events in one run or 2²⁴ at one time: each is a bug in the model.
    #[inline]
    pub fn schedule(&mut self, time: Time, event: E) -> Handle {
        let sequence = self.sequence;
        self.sequence += 1;
        assert!(sequence < 1 << SEQUENCE_BITS, "more than 2^36 events in one run");
        self.put(time, event, sequence)
    }

    /// Schedules `event` at `time`, before all events of its instant and phase that were scheduled without a rank, and
    /// among the others by rank: so that it does not matter when it is scheduled.
    ///
    /// # Panics
    /// As [`EventList::schedule`], or if the rank is 2³⁶ or more.
    pub fn schedule_ranked(&mut self, time: Time, event: E, rank: u64) -> Handle {
        assert!(rank < UNRANKED, "a rank of 2^36 or more");
        self.put(time, event, rank)
    }

    /// Takes back every event that is still to come and is not wanted.
    pub fn retain(&mut self, wanted: impl Fn(&E) -> bool) {
        for slot in &mut self.slots {
            if slot.holds != Handle::SPENT && !wanted(&slot.event) {
                slot.holds = Handle::SPENT;
            }
        }
    }

    #[inline]
    fn put(&mut self, time: Time, event: E, sequence: u64) -> Handle {
        if time < self.now {
            refuse_the_past(time, self.now);
        }
        let phase = event.phase();
        if self.top_is_spent {
            self.top_is_spent = false;
            let slot = Handle::of(self.top).slot();
            let key = pack(time, phase, sequence, slot);
            self.slots[slot] = Slot { holds: Handle::of(key), event };
            self.replace_top(key);
            return Handle::of(key);
        }
        let slot = self.free.pop().map_or(self.slots.len(), |slot| slot as usize);
        let key = pack(time, phase, sequence, slot);
        let filled = Slot { holds: Handle::of(key), event };
        match self.slots.get_mut(slot) {
            Some(old) => *old = filled,
            None => {
                assert!(slot < 1 << SLOT_BITS, "more than 2^24 events pending");
                self.slots.push(filled);
            }
        }
        self.insert(key);
        Handle::of(key)
    }

    /// Takes back an event. Returns whether it was still to come.
    pub fn cancel(&mut self, handle: Handle) -> bool {
        match self.slots.get_mut(handle.slot()) {
            Some(slot) if slot.holds == handle => {
                slot.holds = Handle::SPENT;
                true
            }
            _ => false,
        }
    }

    /// Takes out the earliest event, if it comes before `until`.
    #[inline]
    pub fn next_before(&mut self, until: Time) -> Option<(Time, E)> {
        loop {
            if self.top_is_spent {
                self.remove_top();
            }
            let time = time_of(self.top);
            if time >= until {
                return None; // An empty list too: its top is never.
            }
            let handle = Handle::of(self.top);
            let slot = &mut self.slots[handle.slot()];
            self.top_is_spent = true;
            if slot.holds == handle {
                slot.holds = Handle::SPENT;
                self.now = time;
                return Some((time, slot.event));
            }
        }
    }

    /// Whether no event is left (cancelled ones may still be).
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len == 0 && (self.top == NO_KEY || self.top_is_spent)
    }

    /// Takes the spent top out for good.
    fn remove_top(&mut self) {
        self.top_is_spent = false;
        self.free.push(Handle::of(self.top).slot() as u32);
        if self.len == 0 {
            self.top = NO_KEY;
            return;
        }
        self.len -= 1;
        let last = &mut self.below[self.len / 4].0[self.len % 4];
        let key = std::mem::replace(last, NO_KEY);
        self.replace_top(key);
    }

    /// Adds a key at the bottom and lets it rise.
    fn insert(&mut self, key: u128) {
        if self.top == NO_KEY {
            self.top = key;
            return;
        }
        let mut place = self.len;
        self.len += 1;
        if place / 4 == self.below.len() {
            self.below.push(Siblings([NO_KEY; 4]));
        }
        while place >= 4 {
            let parent = place / 4 - 1;
            let above = self.below[parent / 4].0[parent % 4];
            if above <= key {
                break;
            }
            self.below[place / 4].0[place % 4] = above;
            place = parent;
        }
        let rises = place < 4 && key < self.top;
        let settled = if rises { std::mem::replace(&mut self.top, key) } else { key };
        self.below[place / 4].0[place % 4] = settled;
    }

    /// Puts a key in the place of the top and lets it sink.
    #[inline]
    fn replace_top(&mut self, key: u128) {
        let (offset, smallest) = self.below.first().map_or((0, NO_KEY), Siblings::smallest);
        if key <= smallest {
            self.top = key;
            return;
        }
        self.top = smallest;
        let mut place = offset;
        while let Some(siblings) = self.below.get(place + 1) {
            let (offset, smallest) = siblings.smallest();
            if key <= smallest {
                break;
            }
            self.below[place / 4].0[place % 4] = smallest;
            place = (place + 1) * 4 + offset;
        }
        self.below[place / 4].0[place % 4] = key;
    }
}

#[cold]
#[inline(never)]
fn refuse_the_past(time: Time, now: Time) -> ! {
    panic!("an event at {time} cannot be scheduled from {now}");
}

#[inline]
fn pack(time: Time, phase: Phase, sequence: u64, slot: usize) -> u128 {
    let high = (time.0 as u64) ^ SIGN;
    let low = ((phase as u64) << PHASE_SHIFT) | (sequence << SLOT_BITS) | slot as u64;
    (u128::from(high) << 64) | u128::from(low)
}

#[inline]
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

    #[test]
    fn a_cleared_list_starts_again_even_in_the_past() {
        let mut list = EventList::new();
        let fill = |list: &mut EventList<Named>, start: i64| {
            for number in 0..40 {
                list.schedule(Time(start - i64::from(number)), Named(Phase::Release, number));
            }
        };
        fill(&mut list, 200);
        assert_eq!(list.next_before(Time::NEVER).unwrap().0, Time(161));
        list.clear();
        assert!(list.is_empty() && list.next_before(Time::NEVER).is_none());
        fill(&mut list, 40);
        let order: Vec<u32> = drain(&mut list).into_iter().map(|(_, event)| event.1).collect();
        assert!(order.into_iter().eq((0..40).rev()));
        assert!(list.is_empty());
    }

    #[test]
    #[should_panic(expected = "cannot be scheduled from t=7")]
    fn the_past_is_refused() {
        let mut list = EventList::new();
        list.schedule(Time(7), Named(Phase::Release, 1));
        list.next_before(Time::NEVER);
        list.schedule(Time(6), Named(Phase::Release, 2));
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
