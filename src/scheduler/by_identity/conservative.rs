//! Conservative backfill by machine identity, as Batsim's `conservative_bf` does it.
//!
//! Each job reserves, when it comes, the earliest time at which enough machines are free throughout
//! (the same ones all along; the lowest-numbered), and keeps that reservation. At a completion the waiting
//! jobs, in order and one by one, give up their reservation and get the earliest one there is beside
//! all the others. The plan is made anew only if a job outlives its expected end or the number of
//! machines changes.
//!
//! Most jobs get the reservation back that they gave up, and most of these are not even looked at: a job could not do
//! better when it was last looked at, so it can now only by machines and times that others have given back since. Where
//! nothing was, as when all jobs end when expected, nothing moves.

use super::super::machine_state::Room;
use super::super::queue::Start;
use super::availability::{Reservation, Timetable};
use super::machines::Machines;

/// A stretch of time, from one instant to before another.
type Stretch = (i64, i64);

const NOTHING: Stretch = (i64::MAX, i64::MIN);

/// The shortest stretch that has both.
fn both(a: Stretch, b: Stretch) -> Stretch {
    (a.0.min(b.0), a.1.max(b.1))
}

/// Free machines over time, and who has reserved the others.
#[derive(Clone, Debug)]
pub(in crate::scheduler) struct ConservativeIdentity {
    units: u32,
    table: Timetable,
    /// Reservations of waiting and of running jobs, by slot.
    reserved: Vec<Option<Reservation>>,
    /// Slots that wait, in order, and how much of `freed` was there when each was last looked at.
    waiting: Vec<(u32, usize)>,
    /// When machines were given back: in the last pass over all that wait, and since.
    freed: Vec<Stretch>,
    /// Number of waiting jobs that were examined since machines last became free.
    looked_at: usize,
    /// The plan must be made anew.
    stale: bool,
}

impl ConservativeIdentity {
    pub(in crate::scheduler) fn new(units: u32) -> ConservativeIdentity {
        ConservativeIdentity {
            units,
            table: Timetable::new(i64::MIN, units),
            reserved: Vec::new(),
            waiting: Vec::new(),
            freed: Vec::new(),
            looked_at: 0,
            stale: false,
        }
    }

    pub(in crate::scheduler) fn arrive(&mut self, slot: u32) {
        self.waiting.push((slot, 0));
    }

    /// A job that was interrupted stands before all that wait: their reservations are made anew behind its own.
    pub(in crate::scheduler) fn put_back(&mut self, slot: u32) {
        self.waiting.insert(0, (slot, 0));
        self.stale = true;
    }

    /// A running job has ended.
    pub(in crate::scheduler) fn complete(&mut self, now: i64, slot: u32) {
        self.table.advance(now);
        self.give_back(slot);
        self.looked_at = 0;
    }

    /// A waiting job has gone.
    pub(in crate::scheduler) fn cancel(&mut self, slot: u32) {
        self.waiting.retain(|(other, _)| *other != slot);
        self.give_back(slot);
        self.looked_at = 0;
    }

    /// Machines are numbered up to another number from now on.
    pub(in crate::scheduler) fn set_units(&mut self, units: u32) {
        self.units = units;
        self.stale = true;
    }

    /// Whether a running job has a machine whose number is `units` or above.
    pub(in crate::scheduler) fn holds_beyond(&self, slot: u32, units: u32) -> bool {
        let own = self.reserved.get(slot as usize).and_then(Option::as_ref);
        own.and_then(|own| own.machines.last()).is_some_and(|(_, end)| *end > units)
    }

    pub(in crate::scheduler) fn pass(
        &mut self,
        room: &mut Room,
        now: i64,
        place: &mut impl FnMut(&Start) -> bool,
        starts: &mut Vec<Start>,
    ) {
        self.table.advance(now);
        let ends = room.ends.as_ref().expect("conservative backfill keeps expected ends");
        if self.stale || ends.overdue(now) {
            self.plan_anew(room, now);
        }
        // Machines that were given back after each look of the last pass; in a pass over newcomers
        // only, the list is kept.
        let mut since = Vec::new();
        if self.looked_at == 0 {
            since = std::mem::take(&mut self.freed);
            for at in (1..since.len()).rev() {
                since[at - 1] = both(since[at - 1], since[at]);
            }
        }
        let (mut counted, mut freed) = (self.freed.len(), NOTHING);
        let (mut kept, mut refused) = (self.looked_at, false);
        for number in self.looked_at..self.waiting.len() {
            let (slot, seen) = self.waiting[number];
            while let Some(stretch) = self.freed.get(counted) {
                freed = both(freed, *stretch);
                counted += 1;
            }
            let since = since.get(seen).copied().unwrap_or(NOTHING);
            room.release(slot);
            if room.held(slot) {
                self.give_back(slot);
            } else {
                let request = room.slots[slot as usize].request;
                let wants = (request.size, request.estimate.max(1));
                self.reserve(slot, wants, both(since, freed));
                let due = self.start_of(slot).is_some_and(|start| start <= now);
                if due && room.placed(slot, place) {
                    starts.push(room.start(now, slot, kept > 0));
                    continue;
                }
                refused |= due;
                room.claim(slot);
            }
            self.waiting[kept] = (slot, self.freed.len());
            kept += 1;
        }
        self.waiting.truncate(kept);
        self.looked_at = if refused { 0 } else { kept };
    }

    fn start_of(&self, slot: u32) -> Option<i64> {
        self.reserved[slot as usize].as_ref().map(|reservation| reservation.start)
    }

    /// What is left of a reservation is free again.
    fn give_back(&mut self, slot: u32) {
        let Some(reservation) = self.reserved.get_mut(slot as usize).and_then(Option::take) else {
            return;
        };
        self.table.give_back(&reservation);
        let from = reservation.start.max(self.table.now());
        if from < reservation.end {
            self.freed.push((from, reservation.end));
        }
    }

    fn take(&mut self, slot: u32, reservation: Reservation) {
        self.table.take(&reservation);
        self.reserved[slot as usize] = Some(reservation);
    }

    /// Reserves the earliest time at which the job's machines are free throughout, if there is one. One that has a
    /// reservation can only do better within the stretch in which others have given machines back since.
    fn reserve(&mut self, slot: u32, wants: (u32, i64), (from, to): Stretch) {
        let at = slot as usize;
        if self.reserved.len() <= at {
            self.reserved.resize(at + 1, None);
        }
        if self.start_of(slot).is_some_and(|start| start < self.table.now()) {
            self.give_back(slot); // it was due and found no place
        }
        let Some(own) = self.reserved[at].take() else {
            if let Some(found) = self.table.earliest(wants, (i64::MIN, i64::MAX), None) {
                self.take(slot, found);
            }
            return;
        };
        let mut better = None;
        if from < own.end && self.table.now() < to {
            let within = (from.saturating_sub(wants.1), own.start.min(to));
            better = self.table.earliest(wants, within, Some(&own));
            if better.is_none() && own.start < to {
                let machines = self.table.again(&own, wants.0);
                let other = machines != own.machines;
                better = other.then(|| Reservation { machines, ..own.clone() });
            }
        }
        self.reserved[at] = Some(own);
        if let Some(better) = better {
            self.give_back(slot);
            self.take(slot, better);
        }
    }

    /// Only running jobs keep what they have, until the next tick where they have outlived their expected end.
    /// Jobs whose machines are gone are taken to sit on others.
    fn plan_anew(&mut self, room: &mut Room, now: i64) {
        self.table = Timetable::new(now, self.units);
        let soonest = now.saturating_add(1);
        let mut free = Machines::all(self.units);
        let mut moved = Vec::new();
        for slot in 0..self.reserved.len() as u32 {
            room.release(slot);
            let Some(mut kept) = self.reserved[slot as usize].take() else { continue };
            if room.slots[slot as usize].runs {
                (kept.start, kept.end) = (now, kept.end.max(soonest));
                if kept.machines.last().is_some_and(|(_, end)| *end > self.units) {
                    moved.push((slot, kept));
                } else {
                    free.remove(&kept.machines);
                    self.take(slot, kept);
                }
            }
        }
        for (slot, mut kept) in moved {
            kept.machines = free.lowest(room.slots[slot as usize].request.size);
            free.remove(&kept.machines);
            self.take(slot, kept);
        }
        self.freed.clear();
        (self.looked_at, self.stale) = (0, false);
    }
}
