//! The ledger: what every account of the money has been granted, has spent, earned and has left.

use std::collections::VecDeque;

use crate::measures::Money;
use crate::model::DataCentre;
use crate::model::ids::{AccountId, FundingId, LotId, Table};
use crate::model::inputs::{Account, Inputs};
use crate::model::money::price::{DayPart, Meter};
use crate::model::record::MoneyMonth;
use crate::quantity::Won;

/// A funding in the middle of a run.
#[derive(Clone, Copy, Debug, Default)]
pub(in crate::model) struct FundingState {
    pub(in crate::model) arrived: bool,
    pub(in crate::model) ended: bool,
    pub(in crate::model) left: Won,
}

/// Units of a lot that a funding pays for.
#[derive(Clone, Copy, Debug)]
pub(in crate::model) struct FundedPart {
    pub(in crate::model) lot: LotId,
    pub(in crate::model) units: i64,
    /// The price of a unit for a year under the funding's contract.
    pub(in crate::model) yearly: Won,
}

/// Fundings, and what each lot's leased units cost whom.
#[derive(Clone, Debug, Default)]
pub(in crate::model) struct Ledger {
    pub(in crate::model) fundings: Table<FundingId, FundingState>,
    /// The accounts of the current month, in the order of [`Inputs::accounts`].
    pub(in crate::model) month: Table<AccountId, MoneyMonth>,
    /// Totals of the run, likewise.
    pub(in crate::model) total: Table<AccountId, MoneyMonth>,
    /// Totals at the start of the observation window, likewise.
    window_start: Table<AccountId, MoneyMonth>,
    /// Spent so far, by account, as of yesterday; where a discount rate is stated.
    spent_before: Vec<Won>,
    /// Unit-days leased, counted from the lots' side, and what each payer has paid for each lot.
    pub(in crate::model) unit_days_of_lots: i64,
    pub(in crate::model) paid: Table<AccountId, Table<LotId, Meter>>,
    /// Rows of the accounts that are no fundings, where a scenario has them.
    pub(in crate::model) private: AccountId,
    pub(in crate::model) capital: AccountId,
    pub(in crate::model) running: AccountId,
    pub(in crate::model) electricity: AccountId,
    pub(in crate::model) fees: AccountId,
    /// What bought units have worn so far.
    pub(in crate::model) worn: Won,
    /// Units of each lot that all fundings lease.
    pub(in crate::model) leased: Table<LotId, i64>,
    /// What each active funding pays for of them.
    pub(in crate::model) parts: Table<FundingId, Vec<FundedPart>>,
    /// Whether nothing has changed since then on which leases depend but the money that is left.
    pub(in crate::model) settled: bool,
    /// Scratch: units of each lot that today's fundings ask for, whoever has them.
    pub(in crate::model) asked: Table<LotId, i64>,
    /// Scratch: those, and what is asked for by money that is passed, where notice is given so early.
    pub(in crate::model) wanted: Table<LotId, i64>,
    /// Sold units under notice: the day of their return, lot and number; days rise.
    pub(in crate::model) returns: VecDeque<(i64, LotId, i64)>,
    /// What private firms have paid for units of each lot.
    pub(in crate::model) sold: Table<LotId, Meter>,
    /// What running bought units of each lot has cost.
    pub(in crate::model) bought: Table<LotId, Meter>,
    /// Units of each lot that a funding leases, in the order in which it names them.
    pub(in crate::model) planned: Table<FundingId, Vec<i64>>,
    /// Today as a part of its year.
    pub(in crate::model) today: DayPart,
}

impl Ledger {
    pub(in crate::model) fn reset(&mut self, inputs: &Inputs) {
        let accounts = inputs.accounts();
        let row = |account| accounts.find(|it| *it == account).unwrap_or(AccountId::NONE);
        *self = Self {
            private: row(Account::Private),
            capital: row(Account::Capital),
            running: row(Account::Running),
            electricity: row(Account::Electricity),
            fees: row(Account::Fees),
            ..Self::default()
        };
        let accounts = accounts.len();
        let none = || inputs.lots.iter().map(|_| Meter::default()).collect();
        self.paid.resize_with(inputs.fundings.len() + 1, none);
        (self.sold, self.bought) = (none(), none());
        self.planned.resize_with(inputs.fundings.len(), Vec::new);
        self.parts.resize_with(inputs.fundings.len(), Vec::new);
        self.fundings.resize_with(inputs.fundings.len(), FundingState::default);
        for rows in [&mut self.month, &mut self.total, &mut self.window_start] {
            rows.resize_with(accounts, MoneyMonth::default);
        }
        for units in [&mut self.leased, &mut self.asked, &mut self.wanted] {
            units.resize_with(inputs.lots.len(), || 0);
        }
    }

    /// Keeps the rows of the first lots, and has as many rows as there are lots, the others new.
    pub(in crate::model) fn fit_lots(&mut self, kept: usize, lots: usize) {
        let meters = self.paid.iter_mut().chain([&mut self.sold, &mut self.bought]);
        for rows in meters {
            rows.resize_with(kept.min(lots), Meter::default);
            rows.resize_with(lots, Meter::default);
        }
        for rows in [&mut self.leased, &mut self.asked, &mut self.wanted] {
            rows.resize_with(kept.min(lots), || 0);
            rows.resize_with(lots, || 0);
        }
    }

    /// What a funding has paid for units of a lot.
    pub(in crate::model) fn paid_by(&self, funding: FundingId, lot: LotId) -> Meter {
        self.paid[AccountId::of(funding)][lot]
    }

    /// What an account has now: of a funding what is left of its grant, of any other what it has taken
    /// in, because nothing is paid from that.
    fn left(&self, account: AccountId) -> Won {
        let taken_in = || self.total[account][Money::Earned] + self.month[account][Money::Earned];
        self.fundings.get(account.place()).map_or_else(taken_in, |funding| funding.left)
    }
}

impl DataCentre<'_> {
    /// Adds what was spent today to the present values: won / (1 + rate)^(days since the window's first / 365).
    pub(in crate::model) fn discount_day(&mut self, day: usize) {
        let Some(rate) = self.inputs.discount else { return };
        let (from, to) = self.inputs.window;
        let ledger = &mut self.state.ledger;
        let values = &mut self.state.record.present_values;
        let accounts = ledger.month.len();
        ledger.spent_before.resize(accounts, Won::ZERO);
        values.resize_with(accounts, || 0.0);
        let years = (day as f64 - from as f64) / 365.0;
        let worth = libm::pow(1.0 + rate, -years);
        let sums = ledger.total.iter().zip(&ledger.month);
        let sums = sums.zip(&mut ledger.spent_before).zip(values);
        for (((total, month), before), value) in sums {
            let spent = total[Money::Spent] + month[Money::Spent];
            if (from..to).contains(&day) {
                *value += (spent - *before).0 as f64 * worth;
            }
            *before = spent;
        }
    }

    /// Notes the money account at the edges of the observation window, which need not be months.
    pub(in crate::model) fn close_money_window_edge(&mut self, next_day: usize) {
        let (from, to) = self.inputs.window;
        if next_day != from && next_day != to {
            return;
        }
        let ledger = &mut self.state.ledger;
        let sums = ledger.total.enumerated().zip(&ledger.month);
        let sums: Table<AccountId, MoneyMonth> =
            sums.map(|((account, total), month)| total.and(month, ledger.left(account))).collect();
        if next_day == from {
            ledger.window_start = sums;
        } else {
            let account =
                sums.iter().zip(&ledger.window_start).map(|(now, start)| now.since(start));
            self.state.record.window_money.extend(account);
        }
    }

    /// Closes the money account of a month.
    pub(in crate::model) fn close_money(&mut self) {
        let ledger = &mut self.state.ledger;
        for account in ledger.month.ids() {
            let left = ledger.left(account);
            let mut month = std::mem::take(&mut ledger.month[account]);
            ledger.total[account] = ledger.total[account].and(&month, left);
            month[Money::Left] = left;
            self.state.record.money.push(month);
        }
    }
}

impl MoneyMonth {
    /// The account of both times together, with what is left at the end of the later one.
    fn and(&self, later: &Self, left: Won) -> Self {
        let won = |column: Money| {
            if column.is_level() { left } else { self[column] + later[column] }
        };
        Self {
            won: Money::ALL.map(won),
            unit_days: self.unit_days + later.unit_days,
            days: self.days + later.days,
        }
    }

    /// The account of the time between two sums.
    fn since(&self, before: &Self) -> Self {
        let won = |column: Money| {
            if column.is_level() { self[column] } else { self[column] - before[column] }
        };
        Self {
            won: Money::ALL.map(won),
            unit_days: self.unit_days - before.unit_days,
            days: self.days - before.days,
        }
    }
}

pub(in crate::model) fn book(month: &mut MoneyMonth, cost: Won, units: i64) {
    month[Money::Spent] += cost;
    month.unit_days += units;
    month.days += i64::from(units > 0);
}
