//! Money switches units on and off, by civil day.
//!
//! At each midnight: what is installed; which fundings have arrived, ended or run out; what they
//! lease; what that costs. Bases lease counts outright (the larger where they overlap), top-ups add
//! to that in the order of the file. A funding that cannot pay a whole day ends before it.

use crate::engine::{EventList, Gauge};
use crate::model::capacity::pool::LotState;
use crate::model::inputs::{FundingKind, GapPolicy};
use crate::model::money::ledger::book;
use crate::model::record::{LeaseChange, PoolDay};
use crate::model::{DataCentre, Event};
use crate::quantity::Won;
use crate::time::Time;

impl DataCentre<'_> {
    /// A civil day begins: yesterday is written down, then capacity changes, then units change hands.
    pub(in crate::model) fn day_begins(
        &mut self,
        now: Time,
        day: usize,
        upcoming: &mut EventList<Event>,
    ) {
        if day > 0 {
            self.close_day(now, day - 1);
        }
        self.state.tomorrow = self.inputs.calendar.midnight(day + 1);
        if day + 1 < self.inputs.calendar.days() {
            upcoming.schedule(self.state.tomorrow, Event::DayBegins(day as u32 + 1));
        }
        self.install(day as i64);
        for number in 0..self.inputs.fundings.len() {
            self.open_or_close(number, day as i64);
        }
        self.recall(day as i64);
        self.lease(day as i64);
        for pool in 0..self.state.pools.len() {
            self.apply_leases(now, day, pool, upcoming);
        }
        // A limit of a programme spans pools: who was stopped in one may have made room in another.
        for pool in 0..self.state.pools.len() {
            self.fill(now, pool, upcoming);
        }
        self.sell(day as i64);
    }

    /// What stands in each lot today.
    fn install(&mut self, day: i64) {
        for pool in &mut self.state.pools {
            pool.installed = 0;
            for lot in &mut pool.lots {
                let drawn = &self.world.lots[lot.lot];
                let there = drawn.from_day <= day && day < drawn.to_day;
                lot.installed = if there { self.inputs.lots[lot.lot].count.0 } else { 0 };
                pool.installed += lot.installed;
            }
        }
    }

    /// What money leases today, and what it costs whom.
    fn lease(&mut self, day: i64) {
        let inputs = self.inputs;
        // A base that cannot pay its part of the day ends, and the others are counted again.
        while let Some(number) = self.lease_bases() {
            self.end_funding(number, day);
        }
        for number in 0..inputs.fundings.len() {
            if self.is_active(number, FundingKind::Base) {
                self.base_part(number);
                self.charge(number);
            }
        }
        for (number, funding) in inputs.fundings.iter().enumerate() {
            if self.is_active(number, FundingKind::TopUp) {
                self.state.ledger.own.fill(0);
                for &(lot, count) in &funding.counts {
                    let room = self.available(lot) - self.state.ledger.leased[lot];
                    self.state.ledger.own[lot] = count.0.min(room);
                }
                if self.can_pay(number) {
                    for lot in 0..self.state.ledger.own.len() {
                        self.state.ledger.leased[lot] += self.state.ledger.own[lot];
                    }
                    self.charge(number);
                } else {
                    self.end_funding(number, day);
                }
            }
        }
        self.lease_bought();
        self.pay_for_bought(day);
    }

    /// Leases what the bases state, the larger where they overlap; names one that cannot pay for it.
    fn lease_bases(&mut self) -> Option<usize> {
        let inputs = self.inputs;
        self.state.ledger.leased.fill(0);
        for (number, funding) in inputs.fundings.iter().enumerate() {
            if self.is_active(number, FundingKind::Base) {
                for &(lot, count) in &funding.counts {
                    let units = count.0.min(self.available(lot));
                    let leased = &mut self.state.ledger.leased[lot];
                    *leased = units.max(*leased);
                }
            }
        }
        (0..inputs.fundings.len()).find(|&number| {
            self.is_active(number, FundingKind::Base) && {
                self.base_part(number);
                !self.can_pay(number)
            }
        })
    }

    /// The units of each lot that this base pays for: the first of the largest bases pays for all.
    fn base_part(&mut self, number: usize) {
        self.state.ledger.own.fill(0);
        for &(lot, count) in &self.inputs.fundings[number].counts {
            let available = self.available(lot);
            let units = count.0.min(available);
            let larger_before =
                self.inputs.fundings[..number].iter().enumerate().any(|(other, f)| {
                    let counts = &f.counts;
                    self.is_active(other, FundingKind::Base)
                        && counts.iter().any(|&(l, c)| l == lot && c.0.min(available) >= units)
                });
            if units == self.state.ledger.leased[lot] && !larger_before {
                self.state.ledger.own[lot] = units;
            }
        }
    }

    fn lot(&self, lot: usize) -> Option<&LotState> {
        let pool = &self.state.pools[self.inputs.lots[lot].pool];
        pool.lots.iter().find(|state| state.lot == lot)
    }

    pub(in crate::model) fn installed(&self, lot: usize) -> i64 {
        self.lot(lot).map_or(0, |state| state.installed)
    }

    /// Units of a lot that public money can have today: those that no private firm has.
    fn available(&self, lot: usize) -> i64 {
        self.lot(lot).map_or(0, |state| state.installed - state.sold)
    }

    pub(in crate::model) fn is_active(&self, number: usize, kind: FundingKind) -> bool {
        let funding = &self.state.ledger.fundings[number];
        funding.arrived && !funding.ended && self.inputs.fundings[number].kind == kind
    }

    fn open_or_close(&mut self, number: usize, day: i64) {
        let drawn = &self.world.fundings[number];
        let ledger = &mut self.state.ledger;
        let funding = &mut ledger.fundings[number];
        let landed = drawn.lands().is_some_and(|lands| lands <= day);
        if !funding.arrived && landed && day < drawn.to_day {
            funding.arrived = true;
            funding.left = drawn.amount.unwrap_or(Won::ZERO);
            ledger.month[number].granted += funding.left;
            self.state.record.funding_days[number] = Some((day, i64::MAX));
        } else if funding.arrived && !funding.ended {
            if day >= drawn.to_day {
                self.end_funding(number, day);
            } else {
                self.close_fiscal_year(number, day);
            }
        }
    }

    /// On 1 January money of the year before lapses, but for what may be carried over.
    fn close_fiscal_year(&mut self, number: usize, day: i64) {
        let Some(share) = self.world.fundings[number].carry_over else { return };
        let date = self.inputs.calendar.date(day);
        if share >= 1.0 || (date.month(), date.day()) != (1, 1) {
            return;
        }
        let ledger = &mut self.state.ledger;
        let funding = &mut ledger.fundings[number];
        let carried = Won(libm::floor(funding.left.0 as f64 * share) as i64);
        ledger.month[number].lapsed += funding.left - carried;
        funding.left = carried;
        if carried == Won::ZERO {
            self.end_funding(number, day);
        }
    }

    fn end_funding(&mut self, number: usize, day: i64) {
        let ledger = &mut self.state.ledger;
        let funding = &mut ledger.fundings[number];
        funding.ended = true;
        ledger.month[number].lapsed += funding.left;
        funding.left = Won::ZERO;
        if let Some((_, end)) = &mut self.state.record.funding_days[number] {
            *end = day;
        }
    }

    /// What the units in `own` cost this funding for a day.
    fn cost(&self, number: usize) -> Won {
        let contract = self.world.fundings[number].contract_days;
        let own = self.state.ledger.own.iter().zip(&self.world.lots);
        own.map(|(&units, lot)| lot.prices.of_contract(contract) * units).sum()
    }

    fn can_pay(&self, number: usize) -> bool {
        let amount = self.world.fundings[number].amount;
        amount.is_none() || self.cost(number) <= self.state.ledger.fundings[number].left
    }

    fn charge(&mut self, number: usize) {
        let drawn = &self.world.fundings[number];
        let cost = self.cost(number);
        let ledger = &mut self.state.ledger;
        let mut all = 0;
        for (lot, &units) in ledger.own.iter().enumerate().filter(|(_, units)| **units > 0) {
            all += units;
            ledger.unit_days[number * self.inputs.lots.len() + lot] += units;
            let price = self.world.lots[lot].prices.of_contract(drawn.contract_days);
            self.state.demand[self.inputs.lots[lot].pool].cost += price * units;
        }
        if drawn.amount.is_some() {
            ledger.fundings[number].left -= cost;
        }
        book(&mut ledger.month[number], cost, all);
    }

    /// Today's leases reach the pool: a gap opens or closes, awards start.
    fn apply_leases(
        &mut self,
        now: Time,
        day: usize,
        pool: usize,
        upcoming: &mut EventList<Event>,
    ) {
        let policy = self.inputs.gap;
        let ledger = &self.state.ledger;
        let state = &mut self.state.pools[pool];
        state.funded = state.lots.iter().map(|lot| ledger.leased[lot.lot]).sum();
        let awarded = state.awarded.value();
        // Under `continue`, what is held and not funded stays leased on credit, as far as it stands.
        let credit = match policy {
            GapPolicy::Continue => {
                let sold: i64 = state.lots.iter().map(|lot| lot.sold).sum();
                awarded.min(state.installed - sold) - state.funded
            }
            GapPolicy::Freeze | GapPolicy::Stop => 0,
        }
        .max(0);
        let limit = state.funded + credit;
        self.lease_to_lots(day, pool, credit);
        self.shed(now, pool, limit, policy == GapPolicy::Stop, upcoming);
        self.serve_leases(now, pool, upcoming);
        self.fill(now, pool, upcoming);
    }

    /// Sets what each lot has leased, books credit as arrears, and counts the cost from the lots' side.
    fn lease_to_lots(&mut self, day: usize, pool: usize, mut credit: i64) {
        let ledger = &mut self.state.ledger;
        let arrears = self.inputs.fundings.len();
        let state = &mut self.state.pools[pool];
        state.leased = 0;
        for lot in &mut state.lots {
            let funded = ledger.leased[lot.lot];
            let on_credit = credit.min(lot.installed - lot.sold - funded);
            credit -= on_credit;
            if lot.leased != funded + on_credit {
                lot.leased = funded + on_credit;
                let change = LeaseChange { day, lot: lot.lot, leased: lot.leased };
                self.state.record.leases.push(change);
            }
            state.leased += lot.leased;
            if on_credit > 0 {
                let cost = self.world.lots[lot.lot].prices.on_credit() * on_credit;
                book(&mut ledger.month[arrears], cost, on_credit);
                ledger.unit_days[arrears * self.inputs.lots.len() + lot.lot] += on_credit;
                self.state.demand[pool].cost += cost;
            }
            if self.world.lots[lot.lot].bought.is_none() {
                ledger.unit_days_of_lots += lot.leased;
            }
        }
    }

    /// Writes down a day that is over, and its month with it if it was the last of one.
    fn close_day(&mut self, now: Time, day: usize) {
        let length = (now - self.inputs.calendar.midnight(day)).0;
        for pool in 0..self.state.pools.len() {
            self.close_pool_day(now, pool, length);
        }
        self.close_window_edge(now, day + 1);
        self.close_money_window_edge(day + 1);
        let months = self.inputs.calendar.months();
        let month = months.partition_point(|month| month.to_day <= day);
        if months[month].to_day == day + 1 {
            self.close_month(now);
        }
    }

    fn close_pool_day(&mut self, now: Time, pool: usize, length: i64) {
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
        account.installed.0 += state.installed * length;
        account.leased.0 += state.leased * length;
        account.sold.0 += state.sold * length;
        account.notice.0 += state.notice * length;
        for lot in &state.lots {
            let sum = &mut account.lots[lot.lot];
            sum.installed.0 += lot.installed * length;
            sum.leased.0 += lot.leased * length;
            sum.sold.0 += lot.sold * length;
            self.state.ledger.sold_days[lot.lot] += lot.sold;
        }
        self.pay_for_electricity(now, pool);
    }

    /// The last day ends with the calendar.
    pub(in crate::model) fn close_last_day(&mut self) {
        self.close_day(self.inputs.calendar.end(), self.inputs.calendar.days() - 1);
    }
}
