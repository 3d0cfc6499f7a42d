//! The balance of an award in hours: what it has, what its jobs have used, when it comes to an edge. No events, no
//! pool: arithmetic of whole unit-seconds.

use crate::engine::Handle;
use crate::model::ids::AwardId;
use crate::model::inputs::{AtZero, Hours};
use crate::quantity::UnitSeconds;
use crate::time::{Duration, Time};

/// What the jobs of a project may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::model) enum Stage {
    /// Jobs wait in the queue as those of any other award.
    Open,
    /// Jobs start only when nobody else waits.
    Aside,
    /// No further job starts.
    Closed,
}

/// A balance in the middle of a run. What it was given is `awarded + carried_in`, and at any time that and what was
/// overburnt are what was used, lapsed, taken back, carried out, and is left.
#[derive(Clone, Copy, Debug)]
pub(in crate::model) struct Balance {
    pub(in crate::model) award: AwardId,
    pub(in crate::model) awarded: UnitSeconds,
    /// What the project's last award left over for this one.
    pub(in crate::model) carried_in: UnitSeconds,
    /// What of all that can be used by now.
    pub(in crate::model) released: UnitSeconds,
    pub(in crate::model) lapsed: UnitSeconds,
    pub(in crate::model) taken_back: UnitSeconds,
    pub(in crate::model) carried_out: UnitSeconds,
    /// Slices that have begun, of how many.
    pub(in crate::model) slice: u32,
    pub(in crate::model) slices: u32,
    pub(in crate::model) next_slice: Handle,
    pub(in crate::model) stage: Stage,
    /// Whether more is used than it was given.
    pub(in crate::model) over: bool,
    /// The next look at it, and when.
    pub(in crate::model) look: Handle,
    pub(in crate::model) looks_at: Time,
    /// Used until `since`, and units that run its jobs from then on.
    used: UnitSeconds,
    since: Time,
    running: i64,
}

/// Where a balance stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::model) struct Standing {
    pub(in crate::model) used: UnitSeconds,
    /// What is left for later; nothing where more is used than was given.
    pub(in crate::model) left: UnitSeconds,
    /// What was used beyond what was given.
    pub(in crate::model) overburnt: UnitSeconds,
}

impl Balance {
    pub(in crate::model) fn new(
        now: Time,
        award: AwardId,
        awarded: UnitSeconds,
        carried_in: UnitSeconds,
    ) -> Self {
        Self {
            award,
            awarded,
            carried_in,
            released: awarded + carried_in,
            lapsed: UnitSeconds::ZERO,
            taken_back: UnitSeconds::ZERO,
            carried_out: UnitSeconds::ZERO,
            slice: 0,
            slices: 1,
            next_slice: Handle::NONE,
            stage: Stage::Open,
            over: false,
            look: Handle::NONE,
            looks_at: Time::NEVER,
            used: UnitSeconds::ZERO,
            since: now,
            running: 0,
        }
    }

    pub(in crate::model) fn given(&self) -> UnitSeconds {
        self.awarded + self.carried_in
    }

    fn gone(&self) -> UnitSeconds {
        self.lapsed + self.taken_back + self.carried_out
    }

    pub(in crate::model) fn used(&self, now: Time) -> UnitSeconds {
        self.used + UnitSeconds::of(self.running, (now - self.since).0)
    }

    pub(in crate::model) fn running(&self) -> i64 {
        self.running
    }

    /// Units that run its jobs change from now on.
    pub(in crate::model) fn runs(&mut self, now: Time, change: i64) {
        self.used = self.used(now);
        self.since = now;
        self.running += change;
    }

    pub(in crate::model) fn standing(&self, now: Time) -> Standing {
        let used = self.used(now);
        let over = used - (self.given() - self.gone());
        Standing {
            used,
            left: UnitSeconds((-over.0).max(0)),
            overburnt: UnitSeconds(over.0.max(0)),
        }
    }

    /// What the award may use before its hours are said to be used up, together with what it has used.
    pub(in crate::model) fn usable(&self) -> UnitSeconds {
        self.released - self.gone()
    }

    /// Begins slice `at`, which can be used from then on; gives what lapses of the slice before.
    pub(in crate::model) fn begin_slice(
        &mut self,
        now: Time,
        at: u32,
        rule: &Hours,
    ) -> UnitSeconds {
        let Some(slices) = rule.slices else { return UnitSeconds::ZERO };
        self.slice = at;
        let due = slices.due(self.given(), at, self.slices);
        let settled = self.used(now) + self.gone();
        let lapses = UnitSeconds((due - settled).0.max(0)).min(self.standing(now).left);
        self.lapsed += lapses;
        self.released = slices.released(self.given(), at, self.slices);
        lapses
    }

    /// Whether its jobs cannot run for another second.
    pub(in crate::model) fn is_spent(&self, now: Time, rule: &Hours) -> bool {
        let most = rule.most(self.usable());
        self.used(now) >= most || self.running > (most - self.used(now)).0
    }

    /// Whether all is used that can be by now.
    pub(in crate::model) fn is_used_up(&self, now: Time) -> bool {
        self.used(now) >= self.usable()
    }

    /// When its running jobs bring it to the next edge: the last second before they would use more than they may,
    /// or the first one at which all of it is used. `None`: as things are, never.
    pub(in crate::model) fn next_edge(&self, now: Time, rule: &Hours) -> Option<Time> {
        if self.running == 0 {
            return None;
        }
        let used = self.used(now);
        let full = |to: UnitSeconds| (to > used).then(|| Duration((to - used).0 / self.running));
        let first = |to: UnitSeconds| {
            (to > used).then(|| Duration(((to - used).0 + self.running - 1) / self.running))
        };
        let most = rule.most(self.usable());
        let cut = if most.0 == i64::MAX { None } else { full(most).or(Some(Duration::ZERO)) };
        let changes = matches!(rule.at_zero, AtZero::Finish | AtZero::Last);
        let zero = if changes && self.stage == Stage::Open { first(self.usable()) } else { None };
        let over = if self.over { None } else { first(self.given() - self.gone()) };
        [cut, zero, over].into_iter().flatten().min().map(|after| now + after)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rule(at_zero: AtZero, until: Option<i64>) -> Hours {
        Hours { charge: 1, largest_job: 8, at_zero, until, slices: None }
    }

    /// 100 unit-seconds, 8 units running: they are cut off after 12 s (96 used, 4 left that no job of 8 can use
    /// for a second), or found used up after 13 s (104 used, 4 overburnt).
    #[test]
    fn an_edge_is_a_whole_second() {
        let given = UnitSeconds(100);
        let mut balance = Balance::new(Time(0), AwardId::at(0), given, UnitSeconds::ZERO);
        balance.runs(Time(0), 8);
        let stop = rule(AtZero::Stop, None);
        assert_eq!(balance.next_edge(Time(0), &stop), Some(Time(12)));
        assert!(!balance.is_spent(Time(11), &stop) && balance.is_spent(Time(12), &stop));
        assert_eq!(balance.standing(Time(12)).left, UnitSeconds(4));
        let last = rule(AtZero::Last, None);
        assert_eq!(balance.next_edge(Time(0), &last), Some(Time(13)));
        let there = balance.standing(Time(13));
        assert_eq!((there.used.0, there.left.0, there.overburnt.0), (104, 0, 4));
        // Up to 125 %: 125 / 8 = 15.6, cut after 15 s with 120 used.
        let until = rule(AtZero::GoOn, Some(1_250_000));
        balance.over = true;
        assert_eq!(balance.next_edge(Time(13), &until), Some(Time(15)));
        assert!(!balance.is_spent(Time(14), &until) && balance.is_spent(Time(15), &until));
    }
}
