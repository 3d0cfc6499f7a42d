//! The accounts of a run: pools by day and by month, lots and money by month.

use std::ops::{Index, IndexMut};

use serde::{Deserialize, Serialize};

use crate::measures::{Counts, Flow, Measure, Money, Rung};
use crate::quantity::{UnitSeconds, Won, ratio};

/// A pool's ladder on one day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct PoolDay {
    /// Units installed.
    pub installed: u32,
    /// Units leased.
    pub leased: u32,
    /// Mean units allocated over the day.
    pub allocated: f32,
    /// Mean units busy over the day.
    pub busy: f32,
}

impl PoolDay {
    /// A rung, in mean units; `None`: it is not kept by day.
    #[must_use]
    pub fn of(&self, rung: Rung) -> Option<f64> {
        match rung {
            Rung::Installed => Some(self.installed.into()),
            Rung::Leased => Some(self.leased.into()),
            // Plans and failures are kept by month.
            Rung::Planned | Rung::InService => None,
            Rung::Allocated => Some(self.allocated.into()),
            Rung::Busy => Some(self.busy.into()),
        }
    }

    /// A rung or a ratio; `None` where there is no whole.
    #[must_use]
    pub fn measure(&self, measure: Measure) -> Option<f64> {
        match measure {
            Measure::Rung(rung) => self.of(rung),
            Measure::Ratio(response) => {
                response.row().rungs.and_then(|(part, whole)| self.ratio(part, whole))
            }
        }
    }

    /// The ratio of two rungs; `None` where there is no whole.
    fn ratio(&self, part: Rung, whole: Rung) -> Option<f64> {
        let (part, whole) = (self.of(part)?, self.of(whole)?);
        (whole > 0.0).then(|| part / whole)
    }
}

/// A pool's supply and demand accounts over one month: a value for each column that is kept, and the cost.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PoolMonth {
    kept: [UnitSeconds; Flow::KEPT.len()],
    /// What its units cost: leases, credit, running, wear and electricity.
    pub cost: Won,
}

impl PoolMonth {
    /// An account from the value of each column that is kept.
    pub(in crate::model) fn new(cost: Won, value: impl Fn(Flow) -> UnitSeconds) -> Self {
        Self { kept: Flow::KEPT.map(value), cost }
    }

    /// A column, in unit-seconds.
    #[must_use]
    pub fn of(&self, flow: Flow) -> UnitSeconds {
        match self.kept.get(flow as usize) {
            Some(kept) => *kept,
            None => flow.row().made_of.iter().map(|&(times, of)| self.of(of) * times).sum(),
        }
    }

    /// The ratio of the integrals of two rungs; `None` where there is no whole.
    #[must_use]
    pub fn ratio(&self, part: Rung, whole: Rung) -> Option<f64> {
        ratio(self.of(Flow::of_rung(part)).0, self.of(Flow::of_rung(whole)).0)
    }

    /// A rung as mean units over the length of the account, in seconds, or a ratio; `None` where there is no whole.
    #[must_use]
    pub fn measure(&self, measure: Measure, length: f64) -> Option<f64> {
        match measure {
            Measure::Rung(rung) => Some(self.of(Flow::of_rung(rung)).0 as f64 / length),
            Measure::Ratio(response) => {
                response.row().rungs.and_then(|(part, whole)| self.ratio(part, whole))
            }
        }
    }

    /// Several columns together.
    #[must_use]
    pub fn sum(&self, flows: &[Flow]) -> UnitSeconds {
        flows.iter().map(|flow| self.of(*flow)).sum()
    }

    /// The account of the time between two sums.
    pub(in crate::model) fn since(&self, before: &Self) -> Self {
        Self::new(self.cost - before.cost, |flow| match flow.row().counts {
            Counts::Opening => before.of(Flow::OutstandingEnd),
            Counts::Closing => self.of(flow),
            Counts::Units | Counts::Requests | Counts::RequestedUnits => {
                self.of(flow) - before.of(flow)
            }
        })
    }

    /// The sum of two pools' accounts over the same time.
    #[must_use]
    pub fn with(&self, other: &Self) -> Self {
        Self::new(self.cost + other.cost, |flow| self.of(flow) + other.of(flow))
    }
}

/// A lot's ladder over one month.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LotMonth {
    /// ∫ planned.
    pub planned: UnitSeconds,
    /// ∫ installed.
    pub installed: UnitSeconds,
    /// ∫ leased.
    pub leased: UnitSeconds,
    /// ∫ units that private firms have, under notice or not.
    pub sold: UnitSeconds,
    /// ∫ in service.
    pub in_service: UnitSeconds,
    /// ∫ allocated, lots filled in the order of the file.
    pub allocated: UnitSeconds,
    /// ∫ busy, likewise.
    pub busy: UnitSeconds,
}

impl LotMonth {
    fn combine(&self, other: &Self, with: fn(UnitSeconds, UnitSeconds) -> UnitSeconds) -> Self {
        Self {
            planned: with(self.planned, other.planned),
            installed: with(self.installed, other.installed),
            leased: with(self.leased, other.leased),
            sold: with(self.sold, other.sold),
            in_service: with(self.in_service, other.in_service),
            allocated: with(self.allocated, other.allocated),
            busy: with(self.busy, other.busy),
        }
    }

    /// What was added since an earlier sum.
    pub(in crate::model) fn since(&self, before: &Self) -> Self {
        self.combine(before, |now, before| now - before)
    }

    /// The sum of two ladders.
    #[must_use]
    pub fn with(&self, other: &Self) -> Self {
        self.combine(other, |one, other| one + other)
    }

    /// A rung, in unit-seconds.
    #[must_use]
    pub fn of(&self, rung: Rung) -> UnitSeconds {
        match rung {
            Rung::Planned => self.planned,
            Rung::Installed => self.installed,
            Rung::Leased => self.leased,
            Rung::InService => self.in_service,
            Rung::Allocated => self.allocated,
            Rung::Busy => self.busy,
        }
    }
}

/// An account of money over one month: a value for each column, and the days on which it leased or sold.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MoneyMonth {
    pub(in crate::model) won: [Won; Money::ALL.len()],
    /// Units leased (or sold) by the account, summed over days.
    pub unit_days: i64,
    /// Days on which it leased (or sold) at least one unit.
    pub days: i64,
}

impl Index<Money> for MoneyMonth {
    type Output = Won;

    fn index(&self, column: Money) -> &Won {
        &self.won[column as usize]
    }
}

impl IndexMut<Money> for MoneyMonth {
    fn index_mut(&mut self, column: Money) -> &mut Won {
        &mut self.won[column as usize]
    }
}
