//! Spare units in a gap: held for public use, or sold to private firms and back only after notice.
//!
//! Units that no public money leases are spare. Under `sell` their owner sells a share of them at
//! once. Public money that asks for a sold unit gives notice; until it is back the unit earns, and
//! the public waits. Notice is given when that money lands, or already when it is passed. So every unit that is installed and not leased is one of three: *held* (stands
//! idle for public use), *sold*, or waited for (*notice*: public money asks, a private firm uses it).

use serde::{Deserialize, Serialize};

use crate::measures::Currency;
use crate::measures::Money;
use crate::model::ids::{FundingId, LotId, Table};
use crate::model::inputs::{FactorValues, FundingKind, Sale};
use crate::model::{DataCentre, State};
use crate::quantity::{Won, rounded};

/// The terms of sale in one future.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SaleDrawn {
    /// Share of the spare units that is sold.
    pub share: f64,
    /// Whether notice is given when money is passed, or else when it lands.
    pub at_passing: bool,
    /// Whole days from the notice to the return.
    pub notice_days: i64,
    /// Won that a sold unit of each lot earns in a year, in the order of the inputs.
    pub yearly_prices: Table<LotId, Won>,
}

impl SaleDrawn {
    /// Draws the terms; `weights` are those of a unit of each lot.
    #[must_use]
    pub fn draw(
        sale: &Sale,
        weights: impl Iterator<Item = f64>,
        values: &FactorValues,
        currency: Currency,
    ) -> Self {
        let monthly = sale.monthly_price.counted(values, currency);
        Self {
            share: sale.share.value(values).clamp(0.0, 1.0),
            at_passing: sale.at_passing,
            notice_days: libm::floor(sale.notice.value(values).max(0.0) / 86_400.0) as i64,
            yearly_prices: weights
                .map(|weight| Won::yearly_from_monthly(monthly * weight))
                .collect(),
        }
    }
}

impl DataCentre<'_> {
    /// Before money leases today: sold units whose notice is over come back, and those that money
    /// asks for beyond what is not sold are given notice.
    pub(in crate::model) fn recall(&mut self, day: i64) {
        let draws = self.draws;
        let Some(sale) = &draws.sale else { return };
        self.return_due(day);
        self.ask(day);
        let ledger = &mut self.state.ledger;
        for pool in &mut self.state.pools {
            for lot in &mut pool.lots {
                // What is gone from the site is no longer sold either.
                lot.sold = lot.sold.min(lot.installed);
                lot.recalled = lot.recalled.min(lot.sold);
                let short = ledger.wanted[lot.lot] - (lot.installed - lot.sold);
                let more = short - lot.recalled;
                if more > 0 {
                    lot.recalled += more;
                    ledger.returns.push_back((day + sale.notice_days, lot.lot, more));
                }
            }
        }
        // Without notice they are back at once.
        self.return_due(day);
    }

    fn return_due(&mut self, day: i64) {
        let State { ledger, pools, .. } = &mut *self.state;
        while let Some(&(due, number, units)) = ledger.returns.front()
            && due <= day
        {
            ledger.returns.pop_front();
            let pool = &mut pools[self.inputs.lots[number].pool];
            if let Some(lot) = pool.lots.iter_mut().find(|lot| lot.lot == number) {
                let back = units.min(lot.recalled);
                lot.recalled -= back;
                lot.sold -= back;
            }
        }
    }

    /// What fundings ask for of each lot, whether it is sold or not: the largest base and every top-up,
    /// as far as it is installed. *Asked* is by those of today; *wanted* is also by those for which
    /// notice is given although they have not landed yet.
    fn ask(&mut self, day: i64) {
        let mut asked = std::mem::take(&mut self.state.ledger.asked);
        self.ask_by(&mut asked, |centre, number, kind| centre.is_active_as(number, kind));
        self.state.ledger.asked = asked;
        let mut wanted = std::mem::take(&mut self.state.ledger.wanted);
        if self.draws.sale.as_ref().is_some_and(|sale| sale.at_passing) {
            self.ask_by(&mut wanted, |centre, number, kind| {
                centre.is_active_as(number, kind)
                    || (centre.inputs.fundings[number].kind == kind
                        && centre.is_passed(number, day))
            });
        } else {
            wanted.clone_from(&self.state.ledger.asked);
        }
        self.state.ledger.wanted = wanted;
    }

    fn ask_by(
        &self,
        units: &mut Table<LotId, i64>,
        counts: impl Fn(&Self, FundingId, FundingKind) -> bool,
    ) {
        units.fill(0);
        for kind in [FundingKind::Base, FundingKind::TopUp] {
            for (number, funding) in self.inputs.fundings.enumerated() {
                if !counts(self, number, kind) {
                    continue;
                }
                let counts = funding.counts.iter().zip(&self.state.ledger.planned[number]);
                for (&(lot, _), &count) in counts {
                    let asked = &mut units[lot];
                    *asked = match kind {
                        FundingKind::Base => count.max(*asked),
                        FundingKind::TopUp => count + *asked,
                    }
                    .min(self.installed(lot));
                }
            }
        }
    }

    /// Whether money is passed and still to land.
    fn is_passed(&self, number: FundingId, day: i64) -> bool {
        let drawn = &self.draws.fundings[number];
        drawn.passes_day <= day && drawn.lands().is_some_and(|lands| day < lands)
    }

    /// After money has leased today: what nobody asks for is sold up to its share; every unit that is
    /// installed and not leased is held, sold or waited for; what is sold earns for the day.
    pub(in crate::model) fn sell(&mut self, day: i64) {
        let draws = self.draws;
        let Some(sale) = &draws.sale else { return };
        // A funding may have run out today: what it asked for is spare now.
        self.ask(day);
        let State { ledger, pools, .. } = &mut *self.state;
        for pool in pools {
            (pool.sold, pool.notice) = (0, 0);
            for lot in &mut pool.lots {
                let unwanted = lot.installed - ledger.wanted[lot.lot].max(lot.leased);
                let target = rounded(sale.share * unwanted as f64);
                let spare = lot.installed - lot.leased - lot.sold;
                lot.sold += (target - (lot.sold - lot.recalled)).clamp(0, spare);
                let waited_for = (ledger.asked[lot.lot] - lot.leased).clamp(0, lot.sold);
                pool.notice += waited_for;
                pool.sold += lot.sold - waited_for;
                let month = &mut ledger.month[ledger.private];
                let price = sale.yearly_prices[lot.lot];
                month[Money::Earned] += ledger.sold[lot.lot].pay(price, lot.sold, ledger.today);
                month.unit_days += lot.sold;
                month.days += i64::from(lot.sold > 0);
            }
        }
    }
}
