//! EASY backfill by machine identity, as Batsim's `easy_bf` does it.
//!
//! As [`super::super::easy`], but machines have numbers, and the head reserves the lowest-numbered machines of
//! those free at its shadow time. A job that may run past that time must keep off these very machines, where
//! counting asks only that enough are left. Every job takes the lowest-numbered machines it may take.

use super::super::machine_state::Room;
use super::super::queue::Start;
use super::super::wait_queue::Line;
use super::machines::{Machines, Ranges};

/// Machines, and what a pass leaves for the next one.
#[derive(Clone, Debug)]
pub(in crate::scheduler) struct EasyIdentity {
    free: Machines,
    /// Machines that running jobs hold, by slot.
    held: Vec<Ranges>,
    /// Shadow time and machines of the head, while both hold.
    reservation: Option<(i64, Machines)>,
    /// Position up to which all jobs have been looked at since machines last became free.
    looked_at: usize,
}

impl EasyIdentity {
    pub(in crate::scheduler) fn new(units: u32) -> EasyIdentity {
        EasyIdentity {
            free: Machines::all(units),
            held: Vec::new(),
            reservation: None,
            looked_at: 0,
        }
    }

    /// A running job has ended, when expected or not.
    pub(in crate::scheduler) fn complete(&mut self, slot: u32, as_expected: bool) {
        self.free.add(&std::mem::take(&mut self.held[slot as usize]));
        self.changed(as_expected);
    }

    /// What was seen before may not hold any more.
    pub(in crate::scheduler) fn changed(&mut self, as_expected: bool) {
        self.looked_at = 0;
        if !as_expected {
            self.reservation = None;
        }
    }

    /// Machines are numbered up to another number from now on.
    pub(in crate::scheduler) fn set_units(&mut self, units: u32) {
        self.free = Machines::all(units);
        self.held.iter().for_each(|held| self.free.remove(held));
        self.changed(false);
    }

    /// Whether a running job has a machine whose number is `units` or above.
    pub(in crate::scheduler) fn holds_beyond(&self, slot: u32, units: u32) -> bool {
        let held = self.held.get(slot as usize).and_then(|held| held.last());
        held.is_some_and(|(_, end)| *end > units)
    }

    fn take(&mut self, slot: u32, machines: Ranges) {
        self.free.remove(&machines);
        let slot = slot as usize;
        if self.held.len() <= slot {
            self.held.resize(slot + 1, Vec::new());
        }
        self.held[slot] = machines;
    }

    pub(in crate::scheduler) fn pass(
        &mut self,
        room: &mut Room,
        line: &mut Line,
        now: i64,
        place: &mut impl FnMut(&Start) -> bool,
        starts: &mut Vec<Start>,
    ) {
        if room.overdue(now) {
            self.changed(false);
        }
        if self.looked_at == 0 || room.limited() {
            let before = line.first();
            self.looked_at = 0;
            super::super::first_come::pass_with(room, line, now, place, starts, |slot, size| {
                let machines = self.free.lowest(size);
                self.take(slot, machines);
            });
            if line.first() != before || room.limited() {
                self.reservation = None;
            }
        }
        let Some(head) = room.first_eligible(line) else {
            self.changed(false);
            return;
        };
        // Enough machines and no place: it waits for the next end, whose that will be.
        let refused = i64::from(line.size(head)) <= room.free;
        let (shadow, reserved) = match self.reservation.take() {
            Some(reservation) if !refused => reservation,
            _ => self.reserve(room, now, line.size(head)),
        };
        let slack = shadow.saturating_sub(now);
        let mut spare = self.free.without(&reserved);
        let mut position = self.looked_at.max(head + 1);
        room.claim(line.slot(head));
        while room.free > 0
            && let Some(at) = line.next(position, room.free_units(), slack, spare.len())
        {
            position = at + 1;
            let (slot, size) = (line.slot(at), line.size(at));
            if room.held(slot) || !room.placed(slot, place) {
                continue;
            }
            let from = if line.estimate(at) > slack { &spare } else { &self.free };
            let machines = from.lowest(size);
            spare.remove(&machines);
            self.take(slot, machines);
            starts.push(room.start(now, slot, true));
            line.remove(at);
        }
        room.release(line.slot(head));
        self.reservation = (!refused).then_some((shadow, reserved));
        line.tidy();
        self.looked_at = line.end();
    }

    /// Shadow time of a job of this size, and the machines it will take then.
    fn reserve(&self, room: &Room, now: i64, size: u32) -> (i64, Machines) {
        let ends = room.ends.as_ref().expect("EASY keeps expected ends");
        let mut machines = self.free.clone();
        let mut reserved = self.free.without(&self.free);
        let Some((shadow, _)) = ends.shadow(now, room.free, size.into()) else {
            return (i64::MAX, reserved);
        };
        for (end, slot, _) in ends.in_order() {
            if end > shadow {
                break;
            }
            machines.add(&self.held[slot as usize]);
        }
        reserved.add(&machines.lowest(size));
        (shadow, reserved)
    }
}
