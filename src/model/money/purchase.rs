//! Units that the public buys: paid once, run until they are retired, leased from nobody.
//!
//! A bought unit is at the public's disposal from the day on which it stands there, whatever
//! fundings say, so it counts as leased. Its price is *spent* on that day; its *cost* is a straight
//! line over its life, so that it can be held against a lease.

use serde::{Deserialize, Serialize};

use crate::measures::Currency;
use crate::measures::Money;
use crate::model::DataCentre;
use crate::model::inputs::{FactorValues, Purchase};
use crate::quantity::{Won, rounded};

/// A purchase in one future.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PurchaseDrawn {
    /// Won for one unit.
    pub price: Won,
    /// Days from its first day to its retirement, at least one.
    pub life_days: i64,
    /// Won for running one unit for a year.
    pub yearly_running: Won,
}

impl PurchaseDrawn {
    /// Draws a purchase.
    #[must_use]
    pub fn draw(purchase: &Purchase, values: &FactorValues, currency: Currency) -> Self {
        let life = purchase.life.value(values) / 86_400.0;
        Self {
            price: Won(rounded(purchase.price.counted(values, currency))),
            life_days: (libm::floor(life) as i64).max(1),
            yearly_running: Won::yearly_from_monthly(purchase.running.counted(values, currency)),
        }
    }

    /// What `units` have cost after `days` of their life: their price, on a straight line.
    #[must_use]
    pub fn worn(&self, units: i64, days: i64) -> Won {
        let paid = i128::from(self.price.0) * i128::from(units);
        let worn = paid * i128::from(days.clamp(0, self.life_days)) / i128::from(self.life_days);
        // A part of what was paid, which fits.
        Won(worn as i64)
    }
}

impl DataCentre<'_> {
    /// Bought units are at the public's disposal as long as they stand there.
    pub(in crate::model) fn lease_bought(&mut self) {
        for number in self.inputs.lots.ids() {
            if self.draws.lots[number].bought.is_some() {
                self.state.ledger.leased[number] = self.installed(number);
            }
        }
    }

    /// Pays for what is bought today, and for running what was bought; counts what has worn.
    pub(in crate::model) fn pay_for_bought(&mut self, day: i64) {
        for (number, lot) in self.inputs.lots.enumerated() {
            let drawn = &self.draws.lots[number];
            let Some(bought) = &drawn.bought else { continue };
            let units = self.installed(number);
            if units == 0 {
                continue;
            }
            let ledger = &mut self.state.ledger;
            if day == drawn.from_day {
                ledger.month[ledger.capital][Money::Spent] += bought.price * units;
            }
            let running = ledger.bought[number].pay(bought.yearly_running, units, ledger.today);
            crate::model::money::ledger::book(&mut ledger.month[ledger.running], running, units);
            let age = day - drawn.from_day;
            let worn = bought.worn(units, age + 1) - bought.worn(units, age);
            ledger.worn += worn;
            self.state.demand[lot.pool].cost += running + worn;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 10 units at 1,000 won over 3 days: 3,333, 6,666 and 10,000 won, and no more after that.
    #[test]
    fn a_price_wears_to_the_won_over_its_life() {
        let bought = PurchaseDrawn { price: Won(1_000), life_days: 3, yearly_running: Won::ZERO };
        let worn: Vec<i64> = (0..6).map(|days| bought.worn(10, days).0).collect();
        assert_eq!(worn, [0, 3_333, 6_666, 10_000, 10_000, 10_000]);
    }
}
