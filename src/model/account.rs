//! The accounts: supply, demand and money, closed in integers at the end of every replication.
//!
//! The running sums are kept event by event; the closing counts the same quantities again from the
//! other side (entity by entity, lot by lot) and compares. A difference of one is a bug, and so is a
//! figure below zero.

mod by_award;
mod signs;

use self::by_award::OfAwards;
use super::DataCentre;
use super::capacity::pool::PoolState;
use super::ids::{LotId, PoolId, Table};
use super::money::price::Meter;
use super::record::{LotMonth, PoolMonth};
use crate::measures::{Counts, Flow, Identity, Money};
use crate::quantity::{UnitSeconds, Won};
use crate::time::{Duration, Time};

/// A replication whose accounts do not close: a bug in the model, with what it saw.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "replication {replication} does not close: {account}{}{scope}: {left} on one side, {right} on the \
     other. This is a bug in the program, not in the scenario; please report it with the scenario and the seed",
    if scope.is_empty() { "" } else { " of " }
)]
pub struct Unclosed {
    /// Replication, from 0.
    pub replication: u32,
    /// Which account.
    pub account: &'static str,
    /// Pool, lot or funding.
    pub scope: String,
    /// The running sum.
    pub left: i64,
    /// What the other count of the quantity gave.
    pub right: i64,
}

/// A pool's running sums.
#[derive(Clone, Debug, Default)]
pub(super) struct DemandAccount {
    pub(super) asked: UnitSeconds,
    pub(super) turned_away: UnitSeconds,
    pub(super) lapsed: UnitSeconds,
    pub(super) declined: UnitSeconds,
    pub(super) cut_back: UnitSeconds,
    pub(super) stopped: UnitSeconds,
    pub(super) taken_back: UnitSeconds,
    pub(super) moved: UnitSeconds,
    pub(super) under_review: UnitSeconds,
    pub(super) waiting: UnitSeconds,
    pub(super) frozen: UnitSeconds,
    /// What awards in hours that started were given and have not lost, what they use beyond it with it: what their
    /// jobs have used is still in it.
    pub(super) hours_open: UnitSeconds,
    /// Hours that projects carry to an award that has not started.
    pub(super) hours_carried: UnitSeconds,
    /// Σ units and Σ units × end over running allocations: what is left of them at any time.
    running_units: i64,
    running_ends: UnitSeconds,
    pub(super) planned: UnitSeconds,
    pub(super) installed: UnitSeconds,
    pub(super) leased: UnitSeconds,
    pub(super) sold: UnitSeconds,
    pub(super) notice: UnitSeconds,
    /// What its units have cost: leases, credit, running, wear and electricity.
    pub(super) cost: Won,
    /// Electricity booked so far.
    pub(super) electricity: Won,
    pub(super) allocated_yesterday: i64,
    pub(super) busy_yesterday: i64,
    /// Per lot of the inputs (those of other pools stay zero).
    pub(super) lots: Table<LotId, LotMonth>,
    month_start: PoolMonth,
    window_start: PoolMonth,
    lots_month_start: Table<LotId, LotMonth>,
}

impl DemandAccount {
    pub(super) fn new(lots: usize) -> Self {
        let none: Table<LotId, LotMonth> = (0..lots).map(|_| LotMonth::default()).collect();
        Self { lots: none.clone(), lots_month_start: none, ..Self::default() }
    }

    /// Number of lots that the account counts.
    pub(super) fn lots(&self) -> usize {
        self.lots.len()
    }

    /// Every table that has a row for each lot.
    pub(super) fn sums_of_lots(&mut self) -> [&mut Table<LotId, LotMonth>; 2] {
        [&mut self.lots, &mut self.lots_month_start]
    }

    /// Units run until `ends` (negative units: no longer).
    pub(super) fn runs_until(&mut self, units: i64, ends: Time) {
        self.running_units += units;
        self.running_ends += UnitSeconds::of(units, ends.0);
    }

    /// What is still to be served of running allocations.
    fn running(&self, now: Time) -> UnitSeconds {
        self.running_ends - UnitSeconds::of(self.running_units, now.0)
    }

    /// Every sum from the start of the run to `now`.
    fn sums(&self, state: &PoolState, now: Time) -> PoolMonth {
        PoolMonth::new(self.cost, |flow| match flow {
            Flow::Planned => self.planned,
            Flow::Installed => self.installed,
            Flow::Leased => self.leased,
            Flow::InService => UnitSeconds(state.in_service.integral(now)),
            Flow::Promised => UnitSeconds(state.awarded.integral(now)),
            Flow::Sold => self.sold,
            Flow::Notice => self.notice,
            Flow::Allocated => UnitSeconds(state.allocated.integral(now)),
            Flow::Busy => UnitSeconds(state.busy.integral(now)),
            Flow::Fragmented => UnitSeconds(state.fragmented.integral(now)),
            Flow::Frozen => UnitSeconds(state.frozen_units.integral(now)),
            Flow::Waiting => UnitSeconds(state.waiting_units.integral(now)),
            // What is used beyond an award is asked for when it is used.
            Flow::Asked => self.asked + UnitSeconds(state.beyond.integral(now)),
            Flow::Served => UnitSeconds(
                state.awarded.integral(now) - state.lost.integral(now)
                    + state.drawn.integral(now)
                    + state.beyond.integral(now),
            ),
            Flow::Lost => UnitSeconds(state.lost.integral(now)),
            Flow::TurnedAway => self.turned_away,
            Flow::Lapsed => self.lapsed,
            Flow::Declined => self.declined,
            Flow::CutBack => self.cut_back,
            Flow::Stopped => self.stopped,
            Flow::TakenBack => self.taken_back,
            Flow::Moved => self.moved,
            Flow::OutstandingEnd => self.outstanding(state, now),
            // A run starts with nothing outstanding; the others are made of those above.
            Flow::OutstandingStart
            | Flow::Late
            | Flow::NotLeased
            | Flow::Held
            | Flow::Down
            | Flow::Free
            | Flow::Idle => UnitSeconds::ZERO,
        })
    }

    fn outstanding(&self, state: &PoolState, now: Time) -> UnitSeconds {
        let hours = self.hours_open - UnitSeconds(state.drawn.integral(now)) + self.hours_carried;
        self.under_review + self.waiting + self.frozen + self.running(now) + hours
    }
}

impl DataCentre<'_> {
    /// Notes the sums at the edges of the observation window.
    pub(super) fn close_window_edge(&mut self, now: Time, next_day: usize) {
        let (from, to) = self.inputs.window;
        self.fees_at_window_edge(now, next_day);
        let record = &mut self.state.record;
        for (state, totals) in self.state.programmes.iter_mut().zip(&mut record.programmes) {
            if next_day == from {
                state.running_before[1] = state.running.integral(now);
            }
            if next_day == to {
                totals.running = Duration(state.running.integral(now) - state.running_before[1]);
            }
        }
        for (account, state) in self.state.demand.iter_mut().zip(&self.state.pools) {
            if next_day == from {
                account.window_start = account.sums(state, now);
            }
            if next_day == to {
                let sums = account.sums(state, now);
                self.state.record.window.push(sums.since(&account.window_start));
            }
        }
    }

    /// Closes supply, demand and money of a month.
    pub(super) fn close_month(&mut self, now: Time) {
        for state in &mut self.state.programmes {
            let held = state.running.integral(now);
            self.state.record.running.push(Duration(held - state.running_before[0]));
            state.running_before[0] = held;
        }
        self.close_hours_month(now);
        for (account, state) in self.state.demand.iter_mut().zip(&self.state.pools) {
            for lot in &state.lots {
                let sum = &mut account.lots[lot.lot];
                sum.in_service = UnitSeconds(lot.in_service.integral(now));
                sum.allocated = UnitSeconds(lot.allocated.integral(now));
                sum.busy = UnitSeconds(lot.busy.integral(now));
            }
            let sums = account.sums(state, now);
            self.state.record.months.push(sums.since(&account.month_start));
            account.month_start = sums;
        }
        for (lot, inputs) in self.inputs.lots.enumerated() {
            let account = &mut self.state.demand[inputs.pool];
            let (now, before) = (account.lots[lot], account.lots_month_start[lot]);
            self.state.record.lot_months.push(now.since(&before));
            account.lots_month_start[lot] = now;
        }
        self.close_fees(now);
        self.close_money();
    }

    /// Counts every account again from its other side.
    pub(super) fn check_accounts(&self) -> Result<(), Unclosed> {
        for (pool, awards) in self.by_award().enumerated() {
            self.check_supply(pool, awards)?;
            self.check_demand(pool, awards)?;
        }
        self.check_running()?;
        self.check_classes()?;
        self.check_fees()?;
        self.check_moves()?;
        self.check_people()?;
        self.check_hours()?;
        self.check_money()?;
        self.check_signs()
    }

    /// Nothing of the record is below zero: two sides that are wrong alike would close all the same.
    fn check_signs(&self) -> Result<(), Unclosed> {
        signs::below_zero(&self.state.record).map_or(Ok(()), |below| {
            self.same(
                below.figure,
                &format!("row {} (never below zero)", below.row),
                below.value,
                0,
            )
        })
    }

    /// Projects that hold units, by month against award by award.
    fn check_running(&self) -> Result<(), Unclosed> {
        let end = self.inputs.calendar.end();
        let months: i64 = self.state.record.running.iter().map(|held| held.0).sum();
        let held: i64 = self.state.allocations.iter().map(|award| award.held(end).0).sum();
        self.same("project-seconds with units", "", months, held)
    }

    pub(super) fn same(
        &self,
        account: &'static str,
        scope: &str,
        left: i64,
        right: i64,
    ) -> Result<(), Unclosed> {
        if left == right {
            return Ok(());
        }
        let replication = self.draws.replication.number;
        Err(Unclosed { replication, account, scope: scope.to_owned(), left, right })
    }

    /// Supply: what gauges integrated against what allocations, jobs and lots add up to; the ladder.
    fn check_supply(&self, pool: PoolId, awards: &OfAwards) -> Result<(), Unclosed> {
        let end = self.inputs.calendar.end();
        let name = &self.inputs.pools[pool].name;
        let state = &self.state.pools[pool];
        let (held, lost) = (state.allocated.integral(end), state.lost.integral(end));
        self.same("awarded unit-seconds", name, state.awarded.integral(end), awards.held)?;
        if !self.is_shared(pool) {
            self.same("allocated and lost unit-seconds", name, held + lost, awards.held)?;
        }
        let down = state.machine.as_ref().map_or(0, |machine| machine.lost(end));
        let in_service = state.in_service.integral(end);
        let leased = self.state.demand[pool].leased.0;
        self.same("leased and down, pool against servers", name, leased - in_service, down)?;
        let logs = self.state.logs.iter().filter(|log| log.pool == pool);
        let busy = awards.busy + logs.map(|log| self.executed(&log.jobs, true, end).0).sum::<i64>();
        self.same("busy unit-seconds", name, state.busy.integral(end), busy)?;
        let account = &self.state.demand[pool];
        let lots = |part: fn(&LotMonth) -> i64| account.lots.iter().map(part).sum();
        self.same("planned, pool against lots", name, account.planned.0, lots(|l| l.planned.0))?;
        self.same(
            "installed, pool against lots",
            name,
            account.installed.0,
            lots(|l| l.installed.0),
        )?;
        self.same("leased, pool against lots", name, account.leased.0, lots(|l| l.leased.0))?;
        let sold = account.sold + account.notice;
        self.same("sold, pool against lots", name, sold.0, lots(|l| l.sold.0))?;
        self.same("in service, pool against lots", name, in_service, lots(|l| l.in_service.0))?;
        self.same("allocated, pool against lots", name, held, lots(|l| l.allocated.0))?;
        self.same("busy, pool against lots", name, busy, lots(|l| l.busy.0))?;
        let rows = self.state.record.months.iter();
        for row in rows.skip(pool.place()).step_by(self.state.pools.len()) {
            let supply = [Identity::PLANNED, Identity::SUPPLY, Identity::NOT_LEASED];
            for identity in supply.into_iter().chain([Identity::DEMAND]) {
                self.close(&identity, name, row)?;
            }
        }
        Ok(())
    }

    /// One of the identities in a row of an account, in which no part of what is there is less than nothing.
    fn close(&self, identity: &Identity, name: &str, row: &PoolMonth) -> Result<(), Unclosed> {
        let (left, right) = (row.sum(identity.wholes), row.sum(identity.parts));
        self.same(identity.name, name, left.0, right.0)?;
        for &part in identity.parts.iter().filter(|part| part.row().counts == Counts::Units) {
            self.same(part.name(), name, row.of(part).0.min(0), 0)?;
        }
        Ok(())
    }

    /// Demand: [`Identity::DEMAND`] over the whole run; then each part again, award by award; Little's law.
    fn check_demand(&self, pool: PoolId, awards: &OfAwards) -> Result<(), Unclosed> {
        let end = self.inputs.calendar.end();
        let name = &self.inputs.pools[pool].name;
        let account = &self.state.demand[pool];
        let state = &self.state.pools[pool];
        self.close(&Identity::DEMAND, name, &account.sums(state, end))?;
        self.same("waiting unit-seconds asked", name, account.waiting.0, awards.waiting)?;
        self.same("moved unit-seconds", name, account.moved.0, awards.moved)?;
        let left = account.hours_open.0 - state.drawn.integral(end);
        self.same("hours left", name, left, self.hours_left(pool))?;
        let taken_back = awards.taken_back + self.hours_taken_back(pool);
        self.same("taken back unit-seconds", name, account.taken_back.0, taken_back)?;
        self.same("frozen unit-seconds asked", name, account.frozen.0, awards.frozen)?;
        self.same("running unit-seconds asked", name, account.running(end).0, awards.running)?;
        self.same(
            "Little's law of waiting units",
            name,
            state.waiting_units.integral(end),
            awards.waited,
        )?;
        self.same("frozen unit-seconds", name, state.frozen_units.integral(end), awards.suspended)
    }

    /// Money: what came in (granted, earned, billed) = what was spent + what lapsed + what is left,
    /// account by account. Fundings and arrears pay exactly what lots cost.
    fn check_money(&self) -> Result<(), Unclosed> {
        let ledger = &self.state.ledger;
        for (total, &account) in ledger.total.iter().zip(&self.inputs.accounts()) {
            let billed =
                if self.inputs.is_billed(account) { total[Money::Spent] } else { Won::ZERO };
            let came = total[Money::Granted] + total[Money::Earned] + billed;
            let went = total[Money::Spent] + total[Money::Lapsed] + total[Money::Left];
            self.same("money", self.inputs.account_name(account), came.0, went.0)?;
        }
        if let Some(sale) = &self.draws.sale {
            let earned = ledger.total[ledger.private][Money::Earned].0;
            let prices = sale.yearly_prices.iter().zip(&ledger.sold);
            let sold: Won = prices.map(|(&price, sold)| sold.due_for_all(price)).sum();
            self.same("what private firms pay", "", earned, sold.0)?;
        }
        let days = |paid: &Table<LotId, Meter>| paid.iter().map(|paid| paid.unit_days).sum();
        for (payer, paid) in ledger.paid.enumerated() {
            let total = &ledger.total[payer];
            let funding = self.draws.fundings.get(payer.place());
            let contract = funding.map_or(0, |funding| funding.contract_days);
            let prices = self.draws.lots.iter().map(|lot| lot.prices.of_contract(contract));
            let cost: Won = prices.zip(paid).map(|(price, paid)| paid.due_for_all(price)).sum();
            let name = self.inputs.account_name(self.inputs.accounts()[payer]);
            self.same("the cost of leased units", name, total[Money::Spent].0, cost.0)?;
            self.same("unit-days of a payer", name, total.unit_days, days(paid))?;
        }
        let leased = ledger.paid.iter().map(days).sum();
        self.same("leased unit-days", "", leased, ledger.unit_days_of_lots)?;
        self.check_cost()
    }

    /// Cost: what pools have cost is what was spent, with wear in place of what was bought; and
    /// electricity is that of the record's own rows.
    fn check_cost(&self) -> Result<(), Unclosed> {
        let ledger = &self.state.ledger;
        let spent: i64 = ledger.total.iter().map(|total| total[Money::Spent].0).sum();
        let bought =
            ledger.total.get(ledger.capital.place()).map_or(0, |total| total[Money::Spent].0);
        let cost: i64 = self.state.demand.iter().map(|account| account.cost.0).sum();
        self.same("the cost of pools", "", spent - bought + ledger.worn.0, cost)?;
        for (pool, account) in self.state.demand.enumerated() {
            let name = &self.inputs.pools[pool].name;
            let right = self.electricity_of_rows(pool);
            self.same("electricity", name, account.electricity.0, right.0)?;
        }
        let price = |(lot, drawn): (&super::inputs::Lot, &super::LotDrawn)| {
            let stands = drawn.from_day >= 0 && drawn.from_day < self.inputs.calendar.days() as i64;
            let bought = drawn.bought.filter(|_| stands && drawn.from_day < drawn.to_day);
            bought.map_or(0, |bought| bought.price.0 * lot.count.0)
        };
        let prices: i64 = self.inputs.lots.iter().zip(&self.draws.lots).map(price).sum();
        self.same("the price of bought units", "", bought, prices)
    }
}
