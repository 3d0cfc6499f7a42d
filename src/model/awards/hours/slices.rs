//! The slices of an award in hours: when each begins, and what lapses then.

use super::balance::Stage;
use crate::engine::{EventList, Handle};
use crate::model::ids::{AwardId, BalanceId};
use crate::model::{DataCentre, Event};
use crate::time::{Duration, Span, Time};

impl DataCentre<'_> {
    /// How many slices begin in a term, at most as many as are told apart.
    /// Slices that begin in an award from a time until before another, at least 1.
    pub(super) fn slices_in(&self, from: Time, to: Time, every: Span) -> u32 {
        let mut count = 1;
        while count < 10_000 && self.slice_begins_at(from, every, count) < to {
            count += 1;
        }
        count
    }

    fn slice_begins_at(&self, from: Time, every: Span, slice: u32) -> Time {
        let many = match every {
            Span::Months(months) => Span::Months(months.saturating_mul(slice as i32)),
            Span::Days(days) => Span::Days(days.saturating_mul(slice as i32)),
            Span::Fixed(length) => Span::Fixed(Duration(length.0.saturating_mul(slice.into()))),
        };
        self.inputs.calendar.after(from, many)
    }

    /// Schedules the next slice of a balance, if there is one.
    pub(super) fn expect_slice(
        &mut self,
        now: Time,
        id: BalanceId,
        upcoming: &mut EventList<Event>,
    ) {
        let balance = self.state.balances[id];
        let Some(slices) = self.hours_rule(balance.award).and_then(|rule| rule.slices) else {
            return;
        };
        let next = balance.slice + 1;
        let last = balance.slices + slices.carried;
        let from = self.state.allocations[balance.award].started().unwrap_or(now);
        let at = self.slice_begins_at(from, slices.every, next);
        self.state.balances[id].next_slice = if next > last {
            Handle::NONE
        } else {
            upcoming.schedule(at, Event::SliceBegins(balance.award))
        };
    }

    /// A slice of an award begins: an earlier one lapses, and jobs may run again.
    pub(in crate::model) fn slice_begins(
        &mut self,
        now: Time,
        number: AwardId,
        upcoming: &mut EventList<Event>,
    ) {
        let Some((rule, id)) = self.rule_and_balance(number) else { return };
        let balance = &mut self.state.balances[id];
        let lapsed = balance.begin_slice(now, balance.slice + 1, rule);
        self.count_lapsed_hours(number, lapsed);
        self.expect_slice(now, id, upcoming);
        let balance = &self.state.balances[id];
        let open = !balance.is_used_up(now) && !balance.is_spent(now, rule);
        if balance.stage != Stage::Open && open {
            self.reopen_jobs(now, number, upcoming);
        }
        self.look_at_balance(now, number, upcoming);
    }
}
