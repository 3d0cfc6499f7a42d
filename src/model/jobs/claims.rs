//! Units of a shared pool that are kept for somebody at one instant, and what may start beside them. Arithmetic of whole
//! units: no events, no state of a run.
//!
//! Units of a reservation that is on and that its owner does not use are kept for it. Before one that is to come, no
//! other job starts that would, by the time it requests, still hold its units when it begins. Free units that
//! wait for a job that pre-empts others are claimed.

use super::job::Job;
use crate::model::ids::QueueClassId;
use crate::model::inputs::Reservation;
use crate::time::{Duration, Time};

/// What a job asks of its pool.
#[derive(Clone, Copy, Debug)]
pub(super) struct Asked {
    /// Class of the job's owner.
    pub(super) class: QueueClassId,
    pub(super) size: i64,
    pub(super) requested: Duration,
}

impl Asked {
    pub(super) fn of(job: &Job, class: QueueClassId) -> Self {
        Self { class, size: job.size, requested: job.requested }
    }
}

/// Units kept for a class by reservations that are on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Kept {
    pub(super) class: QueueClassId,
    /// All units that are kept, and those of them that their owner does not use.
    pub(super) whole: i64,
    pub(super) unused: i64,
}

/// A reservation that is to come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Ahead {
    class: QueueClassId,
    from: Time,
    /// Units that jobs of others may still hold when it begins, beside those that run now.
    room: i64,
}

/// What is free of a pool, and for whom.
#[derive(Clone, Debug, Default)]
pub(super) struct Claims {
    now: Time,
    free: i64,
    pub(super) kept: Vec<Kept>,
    ahead: Vec<Ahead>,
    /// Free units that wait for jobs that pre-empt, and whether nobody else starts meanwhile.
    claimed: i64,
    closed: bool,
    /// Units of jobs that were told to give way and are nobody's yet.
    pub(super) coming: i64,
}

impl Claims {
    /// Begins anew: `free` units are free, and nothing is kept of them.
    pub(super) fn begin(&mut self, now: Time, free: i64) {
        (self.now, self.free, self.claimed, self.closed, self.coming) = (now, free, 0, false, 0);
        self.kept.clear();
        self.ahead.clear();
    }

    /// Keeps the units of a reservation, of which its class holds `held` in all.
    pub(super) fn keep(&mut self, plan: &Reservation, in_service: i64, held: i64) {
        let whole = plan.amount.of(in_service);
        if plan.is_on(self.now) {
            match self.kept.iter_mut().find(|kept| kept.class == plan.class) {
                Some(kept) => kept.whole += whole,
                None => self.kept.push(Kept { class: plan.class, whole, unused: 0 }),
            }
            self.kept.iter_mut().for_each(|kept| {
                if kept.class == plan.class {
                    kept.unused = (kept.whole - held).max(0);
                }
            });
        } else if plan.from > self.now {
            let (class, from) = (plan.class, plan.from);
            self.ahead.push(Ahead { class, from, room: in_service - whole });
        }
    }

    /// A job that runs, and is expected to end then, takes of the room before reservations that are to come.
    pub(super) fn runs_until(&mut self, class: QueueClassId, size: i64, end: Time) {
        for ahead in &mut self.ahead {
            if ahead.class != class && end > ahead.from {
                ahead.room -= size;
            }
        }
    }

    /// Free units that nobody else has a claim on.
    pub(super) fn free_for(&self, class: QueueClassId) -> i64 {
        let others = self.kept.iter().filter(|kept| kept.class != class);
        self.free - self.claimed - others.map(|kept| kept.unused).sum::<i64>()
    }

    /// Whether the job would be over before reservations of others begin, or leaves them their units.
    pub(super) fn clears(&self, job: &Asked) -> bool {
        let end = self.now + job.requested;
        let fits =
            |ahead: &Ahead| ahead.class == job.class || end <= ahead.from || job.size <= ahead.room;
        self.ahead.iter().all(fits)
    }

    /// Whether a job may start now, if there is a place for it.
    pub(super) fn allows(&self, job: &Asked) -> bool {
        !self.closed && job.size <= self.free_for(job.class) && self.clears(job)
    }

    /// A job starts.
    pub(super) fn take(&mut self, job: &Asked) {
        self.free -= job.size;
        self.runs_until(job.class, job.size, self.now + job.requested);
        if let Some(kept) = self.kept.iter_mut().find(|kept| kept.class == job.class) {
            kept.unused = (kept.unused - job.size).max(0);
        }
    }

    /// Units have been given back by a job that gave way.
    pub(super) fn give(&mut self, class: QueueClassId, size: i64, held: i64) {
        self.free += size;
        if let Some(kept) = self.kept.iter_mut().find(|kept| kept.class == class) {
            kept.unused = (kept.whole - held).max(0);
        }
    }

    /// Free units wait for a job that pre-empts others; where they have places, nobody else starts meanwhile.
    pub(super) fn claim(&mut self, units: i64, placed: bool) {
        self.claimed += units;
        self.closed |= placed;
    }

    /// Free units that wait for somebody.
    pub(super) fn waiting_units(&self) -> i64 {
        self.claimed + self.kept.iter().map(|kept| kept.unused).sum::<i64>()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::inputs::Amount;

    fn others() -> QueueClassId {
        QueueClassId::at(0)
    }

    fn own() -> QueueClassId {
        QueueClassId::at(1)
    }

    fn asked(class: QueueClassId, size: i64, hours: i64) -> Asked {
        Asked { class, size, requested: Duration(hours * 3_600) }
    }

    /// Ten units, of which class 1 has a share of four and holds one: three are kept for it. Seven are free: four for
    /// others, seven for it.
    #[test]
    fn a_share_is_kept_as_far_as_it_is_not_used() {
        let plan = Reservation {
            class: own(),
            amount: Amount::Share(0.4),
            from: Time(0),
            to: Time::NEVER,
        };
        let mut claims = Claims::default();
        claims.begin(Time(100), 7);
        claims.keep(&plan, 10, 1);
        assert_eq!((claims.free_for(others()), claims.free_for(own())), (4, 7));
        assert!(claims.allows(&asked(others(), 4, 1)) && !claims.allows(&asked(others(), 5, 1)));
        claims.take(&asked(own(), 5, 1));
        assert_eq!((claims.free_for(others()), claims.free_for(own())), (2, 2));
    }

    /// Six of ten units are class 1's in two hours. Two that run for three hours leave room for two more that would
    /// run past that time; what is over before may take all.
    #[test]
    fn a_window_is_cleared_before_it_begins() {
        let from = Time(2 * 3_600);
        let plan =
            Reservation { class: own(), amount: Amount::Units(6), from, to: Time(9 * 3_600) };
        let mut claims = Claims::default();
        claims.begin(Time(0), 8);
        claims.keep(&plan, 10, 0);
        claims.runs_until(others(), 2, Time(3 * 3_600));
        assert!(claims.allows(&asked(others(), 2, 3)) && !claims.allows(&asked(others(), 3, 3)));
        assert!(claims.allows(&asked(others(), 8, 2)) && claims.allows(&asked(own(), 8, 9)));
        claims.take(&asked(others(), 2, 3));
        assert!(!claims.allows(&asked(others(), 1, 3)) && claims.allows(&asked(others(), 1, 2)));
    }
}
