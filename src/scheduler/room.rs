//! What all policies share: units, and who holds or wants them.

use super::ends::Ends;
use super::queue::{Request, Start, Ticket};

/// A job as the queue keeps it, from its arrival to its end.
#[derive(Clone, Debug)]
pub(super) struct Slot {
    pub(super) request: Request,
    /// When it is expected to end, once it runs.
    pub(super) end: i64,
    pub(super) runs: bool,
}

/// Units and jobs.
#[derive(Clone, Debug)]
pub(super) struct Room {
    pub(super) units: i64,
    /// Not held; negative while fewer units are there than jobs hold.
    pub(super) free: i64,
    pub(super) slots: Vec<Slot>,
    vacant: Vec<u32>,
    /// Of running jobs; kept only where the policy looks at it.
    pub(super) ends: Option<Ends>,
}

impl Room {
    pub(super) fn new(units: u32, knows_ends: bool) -> Room {
        Room {
            units: units.into(),
            free: units.into(),
            slots: Vec::new(),
            vacant: Vec::new(),
            ends: knows_ends.then(Ends::default),
        }
    }

    /// Free units as a size that may be compared with sizes.
    pub(super) fn free_units(&self) -> u32 {
        self.free.clamp(0, i64::from(u32::MAX - 1)) as u32
    }

    pub(super) fn enter(&mut self, request: Request) -> u32 {
        let slot = Slot { request, end: i64::MAX, runs: false };
        match self.vacant.pop() {
            Some(place) => {
                self.slots[place as usize] = slot;
                place
            }
            None => {
                self.slots.push(slot);
                self.slots.len() as u32 - 1
            }
        }
    }

    /// Whether there is a place for a job whose units are free.
    pub(super) fn placed(&self, slot: u32, place: &mut impl FnMut(&Start) -> bool) -> bool {
        let tag = self.slots[slot as usize].request.tag;
        place(&Start { ticket: Ticket(slot), tag, backfilled: false })
    }

    /// Takes its units from now to its expected end.
    pub(super) fn start(&mut self, now: i64, slot: u32, backfilled: bool) -> Start {
        let job = &mut self.slots[slot as usize];
        debug_assert!(!job.runs, "a job starts once");
        job.runs = true;
        job.end = now.saturating_add(job.request.estimate);
        self.free -= i64::from(job.request.size);
        if let Some(ends) = &mut self.ends {
            ends.insert(job.end, slot, job.request.size);
        }
        Start { ticket: Ticket(slot), tag: job.request.tag, backfilled }
    }

    /// A running job gives its units back and leaves. Was it where it was expected to be?
    pub(super) fn finish(&mut self, now: i64, slot: u32) -> bool {
        let job = &mut self.slots[slot as usize];
        assert!(job.runs, "only a running job can complete");
        job.runs = false;
        self.free += i64::from(job.request.size);
        if let Some(ends) = &mut self.ends {
            ends.remove(job.end, slot, job.request.size);
        }
        self.vacant.push(slot);
        job.end == now
    }

    /// One that waited leaves.
    pub(super) fn leave(&mut self, slot: u32) {
        assert!(!self.slots[slot as usize].runs, "only a waiting job can be cancelled");
        self.vacant.push(slot);
    }
}
