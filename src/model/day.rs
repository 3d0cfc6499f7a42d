//! A civil day: what happens at midnight, and in which order.
//!
//! Yesterday is written down. People of a new month come. Checks of use begin to count. Then lots are delivered or retired, fundings arrive, end or run out,
//! sold units come back, money leases units, and what it leases reaches the pools: a gap opens or
//! closes, awards start. What nobody leases is sold.

use super::ids::PoolId;
use super::money::price::DayPart;
use super::record::PoolDay;
use super::{DataCentre, Event};
use crate::engine::{EventList, Gauge};
use crate::time::Time;

impl DataCentre<'_> {
    /// A civil day begins: yesterday is written down, then capacity changes, then units change hands.
    pub(super) fn day_begins(&mut self, now: Time, day: usize, upcoming: &mut EventList<Event>) {
        if day > 0 {
            self.close_day(now, day - 1);
        }
        self.state.tomorrow = self.inputs.calendar.midnight(day + 1);
        if day + 1 < self.inputs.calendar.days() {
            upcoming.schedule(self.state.tomorrow, Event::DayBegins(day as u32 + 1));
        }
        self.people_come(now);
        self.checks_begin(now, day, upcoming);
        self.capacity_of(now, day, upcoming);
    }

    /// What stands, what money leases, and what units do today.
    pub(super) fn capacity_of(&mut self, now: Time, day: usize, upcoming: &mut EventList<Event>) {
        self.state.ledger.today = DayPart::of(&self.inputs.calendar, day as i64);
        self.install(day as i64);
        for number in self.inputs.fundings.ids() {
            self.open_or_close(number, day as i64);
        }
        self.recall(day as i64);
        self.lease(day as i64);
        for pool in self.state.pools.ids() {
            self.apply_leases(now, day, pool, upcoming);
        }
        // A limit of a programme spans pools: who was stopped in one may have made room in another.
        for pool in self.state.pools.ids() {
            self.fill(now, pool, upcoming);
        }
        self.sell(day as i64);
        self.power_of_day(now, day as i64, upcoming);
    }

    /// What stands in each lot today, and what the plan says; on most days the same as yesterday.
    fn install(&mut self, day: i64) {
        if day < self.state.stands_until {
            return;
        }
        self.state.ledger.settled = false;
        let mut stands_until = i64::MAX;
        for pool in &mut self.state.pools {
            (pool.planned, pool.installed) = (0, 0);
            for lot in &mut pool.lots {
                let drawn = &self.draws.lots[lot.lot];
                let there = drawn.from_day <= day && day < drawn.to_day;
                let plan = &self.inputs.lots[lot.lot];
                let planned = plan.planned_day().min(drawn.from_day);
                let due = planned <= day && day < drawn.to_day;
                let changes = [planned, drawn.from_day, drawn.to_day];
                let next = changes.into_iter().filter(|&change| change > day).min();
                stands_until = stands_until.min(next.unwrap_or(i64::MAX));
                lot.installed = if there { plan.count.0 } else { 0 };
                lot.planned = if due { plan.count.0 } else { 0 };
                pool.installed += lot.installed;
                pool.planned += lot.planned;
            }
        }
        self.state.stands_until = stands_until;
    }

    /// Writes down a day that is over, and its month with it if it was the last of one.
    fn close_day(&mut self, now: Time, day: usize) {
        let length = (now - self.inputs.calendar.midnight(day)).0;
        for pool in self.state.pools.ids() {
            self.close_pool_day(now, pool, length);
        }
        self.discount_day(day);
        self.close_window_edge(now, day + 1);
        self.close_money_window_edge(day + 1);
        if self.inputs.calendar.ends_month(day) {
            self.close_month(now);
        }
    }

    fn close_pool_day(&mut self, now: Time, pool: PoolId, length: i64) {
        let account = &mut self.state.demand[pool];
        let state = &self.state.pools[pool];
        let (allocated, busy) = (state.allocated.integral(now), state.busy.integral(now));
        // A day that the zone skipped has no length: its mean is what stands there.
        let mean = |gauge: &Gauge, before: i64| match length {
            0 => gauge.value() as f32,
            _ => ((gauge.integral(now) - before) as f64 / length as f64) as f32,
        };
        self.state.record.days.push(PoolDay {
            installed: state.installed as u32,
            leased: state.leased as u32,
            allocated: mean(&state.allocated, account.allocated_yesterday),
            busy: mean(&state.busy, account.busy_yesterday),
        });
        (account.allocated_yesterday, account.busy_yesterday) = (allocated, busy);
        account.planned.0 += state.planned * length;
        account.installed.0 += state.installed * length;
        account.leased.0 += state.leased * length;
        account.sold.0 += state.sold * length;
        account.notice.0 += state.notice * length;
        for lot in &state.lots {
            let sum = &mut account.lots[lot.lot];
            sum.planned.0 += lot.planned * length;
            sum.installed.0 += lot.installed * length;
            sum.leased.0 += lot.leased * length;
            sum.sold.0 += lot.sold * length;
        }
        self.pay_for_electricity(now, pool);
    }

    /// The last day ends with the calendar.
    pub(super) fn close_last_day(&mut self) {
        self.close_day(self.inputs.calendar.end(), self.inputs.calendar.days() - 1);
    }
}
