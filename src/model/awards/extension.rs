//! Longer awards: extensions, and what becomes of time that ran no jobs.
//!
//! An allocation that comes to its end may be extended, once. What of its time ran no jobs is lost,
//! extends it, or goes with the project to its renewal. Time that was taken back is not given again,
//! and an allocation that lost some is not extended.

use crate::engine::EventList;
use crate::model::DataCentre;
use crate::model::Event;
use crate::model::ids::AwardId;
use crate::model::inputs::Uncertain;
use crate::quantity::UnitSeconds;
use crate::time::{Duration, Span, Time};

/// When an allocation that comes to its end is extended.
#[derive(Clone, Debug, PartialEq)]
pub struct Extension {
    /// Length of the extension; calendar months count from the end.
    pub by: Span,
    /// Least share of what it held that ran jobs.
    pub used: f64,
    /// Chance of one that used as much.
    pub chance: Uncertain,
    /// First day on which one that comes to its end is extended.
    pub from_day: i64,
}

/// What becomes of the time of an allocation that ran no jobs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Unspent {
    /// Where the unspent time goes.
    pub to: UnspentTo,
    /// Share of the unspent time that goes there, 0 to 1.
    pub share: f64,
    /// The longest time that is added. `None`: no limit.
    pub at_most: Option<Duration>,
    /// The most hours that go there, in the unit in which awards are counted. `None`: no limit.
    pub at_most_hours: Option<i64>,
    /// How many times one project may carry anything to its next award, from 1. `None`: as often as it renews.
    pub times: Option<u32>,
    /// First day on which one that comes to its end has any.
    pub from_day: i64,
}

/// Where unspent time goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnspentTo {
    /// Unspent time extends the allocation at its end, once.
    Extends,
    /// Unspent time lengthens the next award of the same project, if the project renews at once.
    Renewal,
}

impl DataCentre<'_> {
    /// Extends an allocation that has just run its length, if anything extends it.
    pub(in crate::model) fn extend(
        &mut self,
        now: Time,
        number: AwardId,
        upcoming: &mut EventList<Event>,
    ) -> bool {
        let allocation = &self.state.allocations[number];
        let plan = &self.inputs.programmes[allocation.programme];
        let balance = allocation.balance.map(|id| self.state.balances[id]);
        if (plan.extension.is_none() && plan.unspent.is_none())
            || allocation.extended > Duration::ZERO
            || allocation.taken_back > Duration::ZERO
            || balance.is_some_and(|it| it.taken_back > UnitSeconds::ZERO)
        {
            return false;
        }
        let today = self.inputs.calendar.day_of(now) as i64;
        let rule = plan.extension.as_ref().filter(|rule| rule.from_day <= today);
        let granted = rule.filter(|rule| self.is_granted(now, number, rule));
        // Beyond the calendar's end all lengths are alike, and sums stay small.
        let most = self.inputs.calendar.end() - Time::START;
        let granted = granted.map_or(Duration::ZERO, |rule| {
            (self.inputs.calendar.after(now, rule.by) - now).min(most)
        });
        let unspent = self.unspent(now, number, UnspentTo::Extends);
        let by = granted + unspent;
        if by <= Duration::ZERO {
            return false;
        }
        self.count_extension(number, by);
        self.move_end(now, number, by, upcoming);
        // The hours that are left are used over the time that is added.
        if let Some(left) = balance.map(|it| it.standing(now).left) {
            self.set_pace(number, left, by);
        }
        self.expect_check(now, number, upcoming);
        true
    }

    /// Whether the award used enough, and has luck where extensions are granted by chance.
    fn is_granted(&self, now: Time, number: AwardId, rule: &Extension) -> bool {
        let allocation = &self.state.allocations[number];
        let held = match allocation.balance {
            Some(id) => self.state.balances[id].given().0,
            None => allocation.units * allocation.held(now).0,
        } as f64;
        let programme = allocation.programme;
        let lucky = || {
            let at = self.award_address(number);
            let draw = self.state.programmes[programme].extension.uniform(at);
            draw < self.draws.programmes[programme].extend
        };
        (self.busy_of(number, now) * self.drawn_by_an_hour(number)).0 as f64 >= rule.used * held
            && lucky()
    }

    /// The time of an allocation that ran no jobs and goes there.
    pub(in crate::model) fn unspent(&self, now: Time, number: AwardId, to: UnspentTo) -> Duration {
        let allocation = &self.state.allocations[number];
        let plan = &self.inputs.programmes[allocation.programme];
        let today = self.inputs.calendar.day_of(now) as i64;
        let in_hours = allocation.hours > 0;
        let rule = plan.unspent.filter(|it| it.to == to && it.from_day <= today && !in_hours);
        let Some(rule) = rule else { return Duration::ZERO };
        let spent = Duration(self.busy_of(number, now).0 / allocation.units);
        // In a shared queue a project may run more than its own share: then nothing is unspent.
        let unspent = (allocation.granted - spent).max(Duration::ZERO).0 as f64;
        let unspent = Duration((rule.share * unspent) as i64);
        rule.at_most.map_or(unspent, |most| unspent.min(most))
    }
}
