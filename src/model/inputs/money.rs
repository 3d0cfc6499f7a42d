//! Money: fundings, prices, what is bought, what electricity costs, and the accounts of all that.

use super::{Inputs, Uncertain};
use crate::model::ids::{AccountId, FundingId, LotId, Table};
use crate::quantity::Units;

/// What one source of money grants to a funding.
#[derive(Clone, Debug, PartialEq)]
pub struct MoneyShare {
    /// Name in the scenario.
    pub name: String,
    /// Won.
    pub amount: Uncertain,
}

/// How a funding states what it leases.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FundingKind {
    /// A base: leases counts of units outright; overlapping bases take the larger.
    Base,
    /// A top-up: adds to what the bases lease.
    TopUp,
}

/// What becomes of a lease if the money does not pay for all of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WhenShort {
    /// All units are leased until the money is spent.
    UntilSpent,
    /// Fewer units are leased, for the whole of its time.
    FewerUnits,
}

/// Money that leases units.
#[derive(Clone, Debug, PartialEq)]
pub struct Funding {
    /// Name in the scenario.
    pub name: String,
    /// Base or top-up.
    pub kind: FundingKind,
    /// Units of each lot that it leases or adds.
    pub counts: Vec<(LotId, Units)>,
    /// First day, as a number of days from the calendar's start; with a lag, the day of passing.
    pub from: Uncertain,
    /// Time from passing to the first day, in seconds. `None`: at once.
    pub lag: Option<Uncertain>,
    /// First day on which it has ended, likewise.
    pub to: Uncertain,
    /// Money granted, in won. `None`: implied (it pays whatever it costs, and the report says so).
    pub amount: Option<Uncertain>,
    /// Who grants it (the state, the city), where that is stated instead of one amount.
    pub shares: Vec<MoneyShare>,
    /// Share of the money left on 31 December that may be spent the year after. `None`: the money knows no fiscal year.
    pub carry_over: Option<Uncertain>,
    /// Share of the amount that is cut before it is granted.
    pub cut: Option<Uncertain>,
    /// Probability that it comes at all, 0 to 1.
    pub chance: f64,
    /// What becomes of the lease if the amount does not pay for all of it.
    pub when_short: WhenShort,
    /// Length of its lease contract in days. `None`: from its first day to its end.
    pub contract: Option<i64>,
}

impl Funding {
    /// Whether the funding states an amount, granted at once or by share.
    #[must_use]
    pub fn states_amount(&self) -> bool {
        self.amount.is_some() || !self.shares.is_empty()
    }

    /// The amounts that are stated: one, or one for each share.
    pub fn amounts(&self) -> impl Iterator<Item = &Uncertain> {
        self.amount.iter().chain(self.shares.iter().map(|share| &share.amount))
    }
}

/// What happens when fewer units are leased than are allocated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GapPolicy {
    /// The newest allocations hold no units; clocks and jobs are suspended; the oldest resume first.
    Freeze,
    /// The newest allocations end; their jobs are lost; they may renew.
    Stop,
    /// Units of running allocations stay leased; the cost goes to arrears.
    Continue,
}

/// Private sale of units that no public money leases.
#[derive(Clone, Debug, PartialEq)]
pub struct Sale {
    /// Share of the spare units that is sold, 0 to 1.
    pub share: Uncertain,
    /// Won that a sold unit of weight 1 earns in a month; other units by their weight.
    pub monthly_price: Uncertain,
    /// Whether notice is given when the money is passed, or else when it lands.
    pub at_passing: bool,
    /// Time from the notice to the return of a sold unit, in seconds.
    pub notice: Uncertain,
}

/// One account of the money: a funding, or something that is no funding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Account {
    /// A funding.
    Funding(FundingId),
    /// Units that stay leased in a gap without money.
    Arrears,
    /// What private firms pay for spare units.
    Private,
    /// The price of units that are bought.
    Capital,
    /// What bought units cost to run.
    Running,
    /// Electricity of the units in service.
    Electricity,
    /// What projects pay for the units that they hold.
    Fees,
}

/// Price of one leased unit for a month, by the length of the contract.
#[derive(Clone, Debug, PartialEq)]
pub struct LeasePrice {
    /// The shortest contract that has a price, in days, and the price in won; lengths rise. A
    /// contract shorter than the first has the first price. Never empty.
    pub steps: Vec<(i64, Uncertain)>,
}

impl LeasePrice {
    /// The typical price of a contract of `days`, in won for a month.
    #[must_use]
    pub fn typical(&self, days: f64) -> f64 {
        let step = self.steps.iter().rev().find(|(from, _)| *from as f64 <= days);
        let step = step.or(self.steps.first());
        step.map_or(0.0, |(_, price)| price.distribution.typical())
    }
}

/// Units that the public buys instead of leasing them.
#[derive(Clone, Debug, PartialEq)]
pub struct Purchase {
    /// Won for one unit, paid on the day on which it stands there.
    pub price: Uncertain,
    /// Time from the purchase to the retirement, in seconds.
    pub life: Uncertain,
    /// Won for running one unit for a month.
    pub running: Uncertain,
}

/// What electricity costs.
#[derive(Clone, Debug, PartialEq)]
pub struct Electricity {
    /// Power of the site for each watt of its nodes.
    pub pue: Uncertain,
    /// Won for a kilowatt-hour.
    pub tariff: Uncertain,
    /// Share of its node's stated power that a unit draws while it runs a job.
    pub busy: f64,
    /// Share of its node's stated power that a unit in service draws without a job.
    pub idle: f64,
    /// Share of its node's stated power that a leased unit draws out of service.
    pub down: f64,
}

impl Inputs {
    /// The accounts of the money in the order of a record's rows: fundings, arrears, and what a
    /// scenario has beside them.
    #[must_use]
    pub fn accounts(&self) -> Table<AccountId, Account> {
        let mut all: Table<AccountId, Account> =
            self.fundings.ids().map(Account::Funding).collect();
        all.push(Account::Arrears);
        all.extend(self.sale.as_ref().map(|_| Account::Private));
        if self.lots.iter().any(|lot| lot.bought.is_some()) {
            all.extend([Account::Capital, Account::Running]);
        }
        all.extend(self.electricity.as_ref().map(|_| Account::Electricity));
        if self.programmes.iter().any(|programme| programme.fee.is_some()) {
            all.push(Account::Fees);
        }
        all
    }

    /// Whether an account is of a funding whose amount is not stated: it pays whatever it costs.
    #[must_use]
    pub fn is_implied(&self, account: Account) -> bool {
        matches!(account, Account::Funding(number) if !self.fundings[number].states_amount())
    }

    /// Whether an account is billed for what it spends, because nothing was granted to it or earned.
    #[must_use]
    pub fn is_billed(&self, account: Account) -> bool {
        self.is_implied(account)
            || !matches!(account, Account::Funding(_) | Account::Private | Account::Fees)
    }

    /// Names that no funding may have, because tables mean something else by them.
    pub const KEPT_NAMES: [&str; 7] =
        ["site", "arrears", "sale", "capital", "running", "electricity", "fees"];

    /// What an account is called in tables.
    #[must_use]
    pub fn account_name(&self, account: Account) -> &str {
        match account {
            Account::Funding(number) => &self.fundings[number].name,
            Account::Arrears => "arrears",
            Account::Private => "sale",
            Account::Capital => "capital",
            Account::Running => "running",
            Account::Electricity => "electricity",
            Account::Fees => "fees",
        }
    }
}
