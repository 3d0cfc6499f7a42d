//! Electricity of the units in service, and of those that are down if the file says so: kilowatts × PUE × tariff, in
//! whole won.
//!
//! A unit draws a share of its node's stated power, one share while it runs a job and another while
//! it does not, a third while it is leased and down. Prices are kept as whole billionths of a won for a unit-second, so that sums of
//! unit-seconds give exact sums of won.

use serde::{Deserialize, Serialize};

use crate::measures::Currency;
use crate::measures::Money;
use crate::model::DataCentre;
use crate::model::ids::{LotId, PoolId};
use crate::model::inputs::{Electricity, FactorValues, UnitKind};
use crate::quantity::{UnitSeconds, Won, rounded};

/// Billionths in a won.
const NANO: i128 = 1_000_000_000;
/// Watt-seconds in a kilowatt-hour.
const KILOWATT_HOUR: f64 = 3.6e6;

/// What a second of a unit costs in electricity, in billionths of a won.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PowerPrice {
    /// Price of a unit-second while the unit runs a job.
    pub busy: i64,
    /// Price of a unit-second while the unit is in service and runs no job.
    pub idle: i64,
    /// Price of a unit-second while the unit is leased and out of service.
    pub down: i64,
}

impl PowerPrice {
    /// Draws the price of a unit of this kind: node power / units × share × PUE × tariff.
    #[must_use]
    pub fn draw(
        electricity: &Electricity,
        kind: &UnitKind,
        values: &FactorValues,
        currency: Currency,
    ) -> Self {
        let watts = kind.node_power.0 as f64 / kind.node_units as f64;
        let pue = electricity.pue.value(values);
        let tariff = electricity.tariff.counted(values, currency);
        let price =
            |share: f64| rounded(watts * share * pue * tariff / KILOWATT_HOUR * NANO as f64);
        let Electricity { busy, idle, down, .. } = electricity;
        Self { busy: price(*busy), idle: price(*idle), down: price(*down) }
    }

    /// What leased units cost, some of the time in service, some of that busy.
    fn of(&self, leased: UnitSeconds, in_service: UnitSeconds, busy: UnitSeconds) -> i128 {
        let (idle, down) = (in_service - busy, leased - in_service);
        let part = |of: UnitSeconds, price: i64| i128::from(of.0) * i128::from(price);
        part(busy, self.busy) + part(idle, self.idle) + part(down, self.down)
    }
}

/// Billionths of a won to whole won, the rest cut off; saturates at `i64::MAX`.
fn whole(nano: i128) -> Won {
    Won(i64::try_from(nano / NANO).unwrap_or(i64::MAX))
}

impl DataCentre<'_> {
    /// At the end of a day: what electricity of a pool has cost so far, less what is booked.
    pub(in crate::model) fn pay_for_electricity(&mut self, now: crate::time::Time, pool: PoolId) {
        if self.inputs.electricity.is_none() {
            return;
        }
        let jobs = self.inputs.has_jobs(Some(pool));
        let state = &self.state.pools[pool];
        let account = &mut self.state.demand[pool];
        let mut cost = 0;
        for lot in &state.lots {
            let Some(price) = &self.draws.lots[lot.lot].power_price else { continue };
            // Where nothing is known of jobs, what is allocated counts as busy.
            let busy = if jobs { &lot.busy } else { &lot.allocated };
            let in_service = UnitSeconds(lot.in_service.integral(now));
            let leased = account.lots[lot.lot].leased;
            cost += price.of(leased, in_service, UnitSeconds(busy.integral(now)));
        }
        let so_far = whole(cost);
        let more = so_far - account.electricity;
        account.electricity = so_far;
        account.cost += more;
        let ledger = &mut self.state.ledger;
        ledger.month[ledger.electricity][Money::Spent] += more;
    }

    /// Electricity of a pool over the whole run, from the rows that a record holds.
    pub(in crate::model) fn electricity_of_rows(&self, pool: PoolId) -> Won {
        let lots = self.inputs.lots.len();
        let jobs = self.inputs.has_jobs(Some(pool));
        let mut cost = 0;
        for (at, row) in self.state.record.lot_months.iter().enumerate() {
            let number = LotId::at(at % lots);
            if self.inputs.lots[number].pool != pool {
                continue;
            }
            let Some(price) = &self.draws.lots[number].power_price else { continue };
            let busy = if jobs { row.busy } else { row.allocated };
            cost += price.of(row.leased, row.in_service, busy);
        }
        whole(cost)
    }
}
