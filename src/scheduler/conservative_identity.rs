//! Conservative backfill by machine identity, as Batsim's `conservative_bf` does it.
//!
//! Each job reserves, when it comes, the earliest time at which enough machines are free throughout
//! (the same ones all along; the lowest-numbered), and keeps that reservation. At a completion the waiting
//! jobs, in order and one by one, give up their reservation and get the earliest one there is beside
//! all the others. The plan is made anew only if a job outlives its expected end or the number of
//! machines changes.

use super::machines::{Machines, Ranges};
use super::queue::Start;
use super::room::Room;

/// Machines and time that a job has or will have.
#[derive(Clone, Debug)]
struct Reservation {
    start: i64,
    end: i64,
    machines: Ranges,
}

/// Free machines over time, and who has reserved the others.
#[derive(Clone, Debug)]
pub(super) struct ConservativeIdentity {
    units: u32,
    /// From each time on, these are free; the last step lasts for ever.
    steps: Vec<(i64, Machines)>,
    /// Of those waiting and those running, by slot.
    reserved: Vec<Option<Reservation>>,
    /// Slots that wait, in order.
    waiting: Vec<u32>,
    /// So many of them have been looked at since machines last became free.
    looked_at: usize,
    /// The plan must be made anew.
    stale: bool,
}

impl ConservativeIdentity {
    pub(super) fn new(units: u32) -> ConservativeIdentity {
        ConservativeIdentity {
            units,
            steps: vec![(i64::MIN, Machines::all(units))],
            reserved: Vec::new(),
            waiting: Vec::new(),
            looked_at: 0,
            stale: false,
        }
    }

    pub(super) fn arrive(&mut self, slot: u32) {
        self.waiting.push(slot);
    }

    /// A running job has ended.
    pub(super) fn complete(&mut self, now: i64, slot: u32) {
        self.advance(now);
        self.give_back(slot);
        self.looked_at = 0;
    }

    /// A waiting job has gone.
    pub(super) fn cancel(&mut self, slot: u32) {
        self.waiting.retain(|other| *other != slot);
        self.give_back(slot);
        self.looked_at = 0;
    }

    /// Machines are numbered up to another number from now on.
    pub(super) fn set_units(&mut self, units: u32) {
        self.units = units;
        self.stale = true;
    }

    pub(super) fn pass(
        &mut self,
        room: &mut Room,
        now: i64,
        place: &mut impl FnMut(&Start) -> bool,
        starts: &mut Vec<Start>,
    ) {
        self.advance(now);
        let ends = room.ends.as_ref().expect("conservative backfill keeps expected ends");
        if self.stale || ends.overdue(now) {
            self.plan_anew(room, now);
        }
        let waiting = std::mem::take(&mut self.waiting);
        let mut refused = false;
        for (number, slot) in waiting.into_iter().enumerate() {
            if number < self.looked_at {
                self.waiting.push(slot);
                continue;
            }
            self.give_back(slot);
            room.release(slot);
            if !room.held(slot) {
                let request = room.slots[slot as usize].request;
                self.reserve(slot, request.size, request.estimate.max(1));
                let due = self.start_of(slot).is_some_and(|start| start <= now);
                if due && room.placed(slot, place) {
                    starts.push(room.start(now, slot, !self.waiting.is_empty()));
                    continue;
                }
                refused |= due;
                room.claim(slot);
            }
            self.waiting.push(slot);
        }
        self.looked_at = if refused { 0 } else { self.waiting.len() };
    }

    fn start_of(&self, slot: u32) -> Option<i64> {
        self.reserved[slot as usize].as_ref().map(|reservation| reservation.start)
    }

    /// Forgets what is over.
    fn advance(&mut self, now: i64) {
        let over = self.steps.iter().skip(1).take_while(|(begin, _)| *begin <= now).count();
        self.steps.drain(..over);
        self.steps[0].0 = now;
    }

    /// The step that begins at a time, made if there is none.
    fn step_at(&mut self, time: i64) -> usize {
        let at = self.steps.partition_point(|(begin, _)| *begin < time);
        if self.steps.get(at).is_none_or(|(begin, _)| *begin != time) {
            let machines = self.steps[at - 1].1.clone();
            self.steps.insert(at, (time, machines));
        }
        at
    }

    /// What is left of a reservation is free again.
    fn give_back(&mut self, slot: u32) {
        let Some(reservation) = self.reserved.get_mut(slot as usize).and_then(Option::take) else {
            return;
        };
        let from = reservation.start.max(self.steps[0].0);
        if from < reservation.end {
            let (first, end) = (self.step_at(from), self.step_at(reservation.end));
            for (_, free) in &mut self.steps[first..end] {
                free.add(&reservation.machines);
            }
            self.merge();
        }
    }

    /// Steps that are no different from the one before go.
    fn merge(&mut self) {
        self.steps.dedup_by(|later, earlier| later.1 == earlier.1);
    }

    fn take(&mut self, slot: u32, reservation: Reservation) {
        let (first, end) = (self.step_at(reservation.start), self.step_at(reservation.end));
        for (_, free) in &mut self.steps[first..end] {
            free.remove(&reservation.machines);
        }
        let slot = slot as usize;
        if self.reserved.len() <= slot {
            self.reserved.resize(slot + 1, None);
        }
        self.reserved[slot] = Some(reservation);
    }

    /// Reserves the earliest time at which so many machines are free throughout, if there is one.
    fn reserve(&mut self, slot: u32, size: u32, length: i64) {
        if self.reserved.len() <= slot as usize {
            self.reserved.resize(slot as usize + 1, None);
        }
        for (number, (start, free)) in self.steps.iter().enumerate() {
            let end = start.saturating_add(length);
            let mut free = free.clone();
            let mut enough = free.len() >= size;
            for (begin, machines) in &self.steps[number + 1..] {
                if *begin >= end || !enough {
                    break;
                }
                free.keep(machines);
                enough = free.len() >= size;
            }
            if enough {
                let machines = free.lowest(size);
                return self.take(slot, Reservation { start: *start, end, machines });
            }
        }
    }

    /// Only running jobs keep what they have, until the next tick where they have outlived their expected end.
    /// Those whose machines are gone are taken to sit on others.
    fn plan_anew(&mut self, room: &mut Room, now: i64) {
        self.steps = vec![(now, Machines::all(self.units))];
        let soonest = now.saturating_add(1);
        let mut moved = Vec::new();
        for slot in 0..self.reserved.len() as u32 {
            room.release(slot);
            let Some(mut kept) = self.reserved[slot as usize].take() else { continue };
            if room.slots[slot as usize].runs {
                (kept.start, kept.end) = (now, kept.end.max(soonest));
                if kept.machines.last().is_some_and(|(_, end)| *end > self.units) {
                    moved.push((slot, kept));
                } else {
                    self.take(slot, kept);
                }
            }
        }
        for (slot, mut kept) in moved {
            kept.machines = self.steps[0].1.lowest(room.slots[slot as usize].request.size);
            self.take(slot, kept);
        }
        (self.looked_at, self.stale) = (0, false);
    }
}
