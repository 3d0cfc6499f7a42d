//! What a leased unit costs for a day, by the length of the contract that leases it.

use crate::model::inputs::{FactorValues, LeasePrice};
use crate::quantity::Won;

/// The prices of a lot in one future: from each length of contract on, in days, a price for a day.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DailyPrices(Vec<(i64, Won)>);

impl DailyPrices {
    /// Draws the prices; without any a unit costs nothing.
    #[must_use]
    pub fn draw(price: Option<&LeasePrice>, values: &FactorValues) -> Self {
        let steps = price.map_or(&[][..], |price| &price.steps);
        let drawn = steps.iter().map(|(days, monthly)| {
            let monthly = monthly.value(values).max(0.0);
            (*days, Won::daily_from_monthly(monthly))
        });
        Self(drawn.collect())
    }

    /// Of a contract of so many days: the step of the longest stated length that it reaches, and of
    /// one shorter than all of them the first step.
    #[must_use]
    pub fn of_contract(&self, days: i64) -> Won {
        let reached = self.0.iter().rev().find(|(from, _)| *from <= days);
        reached.or(self.0.first()).map_or(Won::ZERO, |&(_, price)| price)
    }

    /// Of no contract at all: a day on credit.
    #[must_use]
    pub fn on_credit(&self) -> Won {
        self.of_contract(0)
    }

    /// Of the longest contract.
    #[must_use]
    pub fn longest(&self) -> Won {
        self.of_contract(i64::MAX)
    }
}
