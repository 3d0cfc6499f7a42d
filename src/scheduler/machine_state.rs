//! What all policies share: units, and who holds or wants them.

use super::expected_ends::Ends;
use super::limits::{Limits, Usage};
use super::queue::{Request, Start, Ticket};
use super::wait_queue::Line;

/// A job as the queue keeps it, from its arrival to its end.
#[derive(Clone, Debug)]
pub(super) struct Slot {
    pub(super) request: Request,
    /// When the job is expected to end, once it runs.
    pub(super) end: i64,
    pub(super) runs: bool,
    /// Whether a reservation of the job counts against limits.
    claimed: bool,
}

/// Units and jobs.
#[derive(Clone, Debug)]
pub(super) struct Room {
    pub(super) units: i64,
    /// Not held; negative while fewer units are there than jobs hold.
    pub(super) free: i64,
    pub(super) slots: Vec<Slot>,
    vacant: Vec<u32>,
    /// Expected ends of running jobs; kept only where the policy looks at them.
    pub(super) ends: Option<Ends>,
    /// What users and classes hold; kept only where there are limits.
    usage: Option<Usage>,
}

impl Room {
    pub(super) fn new(units: u32, knows_ends: bool, limits: &Limits) -> Room {
        Room {
            units: units.into(),
            free: units.into(),
            slots: Vec::new(),
            vacant: Vec::new(),
            ends: knows_ends.then(Ends::default),
            usage: Usage::new(limits),
        }
    }

    /// Free units as a size that may be compared with sizes.
    #[inline]
    pub(super) fn free_units(&self) -> u32 {
        self.free.clamp(0, i64::from(u32::MAX - 1)) as u32
    }

    #[inline(always)]
    pub(super) fn enter(&mut self, request: Request) -> u32 {
        let slot = Slot { request, end: i64::MAX, runs: false, claimed: false };
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
    #[inline]
    pub(super) fn placed(&self, slot: u32, place: &mut impl FnMut(&Start) -> bool) -> bool {
        let tag = self.slots[slot as usize].request.tag;
        place(&Start { ticket: Ticket(slot), tag, backfilled: false })
    }

    /// Takes its units from now to its expected end.
    #[inline(always)]
    pub(super) fn start(&mut self, now: i64, slot: u32, backfilled: bool) -> Start {
        if self.limited() {
            self.release(slot);
        }
        let job = &mut self.slots[slot as usize];
        debug_assert!(!job.runs, "a job starts once");
        if let Some(usage) = &mut self.usage {
            usage.take(&job.request);
        }
        job.runs = true;
        job.end = now.saturating_add(job.request.estimate);
        self.free -= i64::from(job.request.size);
        if let Some(ends) = &mut self.ends {
            ends.insert(job.end, slot, job.request.size);
        }
        Start { ticket: Ticket(slot), tag: job.request.tag, backfilled }
    }

    /// A running job gives its units back and leaves. Was it where it was expected to be?
    #[inline(always)]
    pub(super) fn finish(&mut self, now: i64, slot: u32) -> bool {
        let job = &mut self.slots[slot as usize];
        assert!(job.runs, "only a running job can complete");
        job.runs = false;
        if let Some(usage) = &mut self.usage {
            usage.give(&job.request);
        }
        self.free += i64::from(job.request.size);
        if let Some(ends) = &mut self.ends {
            ends.remove(job.end, slot);
        }
        self.vacant.push(slot);
        job.end == now
    }

    /// Removes a waiting job.
    pub(super) fn leave(&mut self, slot: u32) {
        self.release(slot);
        assert!(!self.slots[slot as usize].runs, "only a waiting job can be cancelled");
        self.vacant.push(slot);
    }

    /// Whether a job has outlived its expected end.
    #[inline]
    pub(super) fn overdue(&self, now: i64) -> bool {
        self.ends.as_ref().is_some_and(|ends| ends.overdue(now))
    }

    /// Whether there are limits at all.
    #[inline]
    pub(super) fn limited(&self) -> bool {
        self.usage.is_some()
    }

    /// Whether a limit keeps it from starting, whatever is free.
    #[inline]
    pub(super) fn held(&self, slot: u32) -> bool {
        let full = |usage: &Usage| usage.full(&self.slots[slot as usize].request);
        self.usage.as_ref().is_some_and(full)
    }

    /// Counts the reservation of a job against limits, until it starts or is released.
    pub(super) fn claim(&mut self, slot: u32) {
        let job = &mut self.slots[slot as usize];
        if let Some(usage) = &mut self.usage
            && !job.claimed
        {
            usage.take(&job.request);
            job.claimed = true;
        }
    }

    /// Counts that reservation no more.
    pub(super) fn release(&mut self, slot: u32) {
        let job = &mut self.slots[slot as usize];
        if let Some(usage) = &mut self.usage
            && job.claimed
        {
            usage.give(&job.request);
            job.claimed = false;
        }
    }

    /// No reservation counts any more.
    pub(super) fn release_all(&mut self) {
        if self.limited() {
            (0..self.slots.len() as u32).for_each(|slot| self.release(slot));
        }
    }

    /// Position of the first in a line that no limit holds.
    #[inline]
    pub(super) fn first_eligible(&self, line: &mut Line) -> Option<usize> {
        let mut at = line.first()?;
        while self.held(line.slot(at)) {
            at = line.next_waiting(at + 1)?;
        }
        Some(at)
    }
}
