//! Conservative backfill, counting units (Feitelson and Weil 1998; the plan is rebuilt).
//!
//! At every instant at which something happens, a plan is made anew: a profile of free units from
//! the expected ends of running jobs, and each waiting job in order reserved at its earliest fit.
//! Jobs whose reservation is now start.
//!
//! Four facts give the same schedule without a whole plan each time:
//! - While jobs end when they are expected to, a plan made anew equals the one there is.
//! - Only jobs that can start now matter now. Jobs at the end of the line are not planned until one of them would fit
//!   beside the planned ones; planning more jobs could only take units away from it.
//! - Within one plan free units only shrink, so a start rejected for one job is rejected for every larger and longer
//!   one ([`super::start_bounds`]).
//! - If no job completed since the last pass, only jobs that arrived since can start.

use super::availability::Profile;
use super::machine_state::Room;
use super::queue::Start;
use super::wait_queue::Line;

/// The plan, as far as it goes.
#[derive(Clone, Debug)]
pub(super) struct Conservative {
    profile: Profile,
    /// Reserved starts of the first positions of the waiting line.
    planned: Vec<i64>,
    /// The earliest of them that is still to come.
    next_due: i64,
    /// Something has happened that the plan did not expect.
    stale: bool,
    /// Position up to which nobody can start before units become free.
    looked_at: usize,
}

impl Default for Conservative {
    fn default() -> Conservative {
        Conservative {
            profile: Profile::default(),
            planned: Vec::new(),
            next_due: i64::MAX,
            stale: true,
            looked_at: 0,
        }
    }
}

impl Conservative {
    /// Units have become free, as expected or not.
    pub(super) fn freed(&mut self, as_expected: bool) {
        self.looked_at = 0;
        self.stale |= !as_expected;
    }

    pub(super) fn pass(
        &mut self,
        room: &mut Room,
        line: &mut Line,
        now: i64,
        place: &mut impl FnMut(&Start) -> bool,
        starts: &mut Vec<Start>,
    ) {
        let ends = room.ends.as_ref().expect("conservative backfill keeps expected ends");
        if self.stale || room.limited() || ends.overdue(now) {
            let ends = ends.in_order().map(|(end, _, size)| (end, size));
            self.profile.rebuild(now, room.free, ends);
            room.release_all();
            self.planned.clear();
            (self.next_due, self.stale, self.looked_at) = (i64::MAX, false, 0);
            line.tidy();
        } else {
            self.profile.advance(now);
        }
        self.start_due(room, line, now, place, starts);
        let mut position = self.looked_at.max(self.planned.len());
        while room.free > 0
            && let Some(at) = line.next(position, room.free_units(), i64::MAX, u32::MAX)
        {
            position = at + 1;
            if self.profile.fits_now(line.size(at), line.estimate(at)) {
                self.plan_up_to(position, room, line, now, place, starts);
            }
        }
        if line.first().is_none() {
            *self = Conservative { profile: std::mem::take(&mut self.profile), ..Self::default() };
            return;
        }
        self.looked_at = line.end();
    }

    /// Starts those whose reservation is now.
    fn start_due(
        &mut self,
        room: &mut Room,
        line: &mut Line,
        now: i64,
        place: &mut impl FnMut(&Start) -> bool,
        starts: &mut Vec<Start>,
    ) {
        if self.next_due > now {
            return;
        }
        self.next_due = i64::MAX;
        let mut position = 0;
        while let Some(at) = line.next(position, u32::MAX - 1, i64::MAX, u32::MAX)
            && let Some(due) = self.planned.get(at)
        {
            position = at + 1;
            if *due > now {
                self.next_due = self.next_due.min(*due);
            } else {
                self.start(at, room, line, now, place, starts);
            }
        }
    }

    /// Plans all before a position that are not planned yet, in order.
    fn plan_up_to(
        &mut self,
        end: usize,
        room: &mut Room,
        line: &mut Line,
        now: i64,
        place: &mut impl FnMut(&Start) -> bool,
        starts: &mut Vec<Start>,
    ) {
        while self.planned.len() < end {
            let at = self.planned.len();
            if line.gone(at) || room.held(line.slot(at)) {
                self.planned.push(i64::MAX);
                continue;
            }
            let due = self.profile.reserve(line.size(at), line.estimate(at)).unwrap_or(i64::MAX);
            self.planned.push(due);
            room.claim(line.slot(at));
            if due > now {
                self.next_due = self.next_due.min(due);
            } else {
                self.start(at, room, line, now, place, starts);
            }
        }
    }

    fn start(
        &mut self,
        at: usize,
        room: &mut Room,
        line: &mut Line,
        now: i64,
        place: &mut impl FnMut(&Start) -> bool,
        starts: &mut Vec<Start>,
    ) {
        if room.placed(line.slot(at), place) {
            starts.push(room.start(now, line.slot(at), line.first() != Some(at)));
            line.remove(at);
        } else {
            self.stale = true; // it keeps its claim for this pass
        }
    }
}
