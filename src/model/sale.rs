//! Spare units in a gap: held for public use, or sold to private firms and back only after notice.
//!
//! Units that no public money leases are spare. Under `sell` their owner sells a share of them at
//! once. Public money that asks for a sold unit gives notice; until it is back the unit earns, and
//! the public waits. So every unit that is installed and not leased is one of three: *held* (stands
//! idle for public use), *sold*, or waited for (*notice*: public money asks, a private firm uses it).

use super::inputs::{FundingKind, Sale};
use super::{DataCentre, State};
use crate::quantity::Won;

/// The terms of sale in one future.
#[derive(Clone, Debug, PartialEq)]
pub struct SaleDrawn {
    /// Share of the spare units that is sold.
    pub share: f64,
    /// Whole days from the notice to the return.
    pub notice_days: i64,
    /// Won that a sold unit of each lot earns in a day, in the order of the inputs.
    pub daily_prices: Vec<Won>,
}

impl SaleDrawn {
    /// Draws the terms; `weights` are those of a unit of each lot.
    #[must_use]
    pub fn draw(sale: &Sale, weights: impl Iterator<Item = f64>, seed: u64, k: u32) -> Self {
        let monthly = sale.monthly_price.draw(seed, k).max(0.0);
        Self {
            share: sale.share.draw(seed, k).clamp(0.0, 1.0),
            notice_days: libm::floor(sale.notice.draw(seed, k).max(0.0) / 86_400.0) as i64,
            daily_prices: weights.map(|weight| Won::daily_from_monthly(monthly * weight)).collect(),
        }
    }
}

impl DataCentre<'_> {
    /// Before money leases today: sold units whose notice is over come back, and those that money
    /// asks for beyond what is not sold are given notice.
    pub(super) fn recall(&mut self, day: i64) {
        let world = self.world;
        let Some(sale) = &world.sale else { return };
        self.return_due(day);
        self.ask();
        let ledger = &mut self.state.ledger;
        for pool in &mut self.state.pools {
            for lot in &mut pool.lots {
                // What is gone from the site is no longer sold either.
                lot.sold = lot.sold.min(lot.installed);
                lot.recalled = lot.recalled.min(lot.sold);
                let short = ledger.asked[lot.lot] - (lot.installed - lot.sold);
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

    /// What the fundings of today ask for of each lot, whether it is sold or not: the largest base
    /// and every top-up, as far as it is installed.
    fn ask(&mut self) {
        let inputs = self.inputs;
        self.state.ledger.asked.fill(0);
        for kind in [FundingKind::Base, FundingKind::TopUp] {
            for (number, funding) in inputs.fundings.iter().enumerate() {
                if !self.is_active(number, kind) {
                    continue;
                }
                for &(lot, count) in &funding.counts {
                    let installed = self.installed(lot);
                    let asked = &mut self.state.ledger.asked[lot];
                    *asked = match kind {
                        FundingKind::Base => count.0.max(*asked),
                        FundingKind::TopUp => count.0 + *asked,
                    }
                    .min(installed);
                }
            }
        }
    }

    /// After money has leased today: what nobody asks for is sold up to its share; every unit that is
    /// installed and not leased is held, sold or waited for; what is sold earns for the day.
    pub(super) fn sell(&mut self) {
        let world = self.world;
        let Some(sale) = &world.sale else { return };
        // A funding may have run out today: what it asked for is spare now.
        self.ask();
        let State { ledger, pools, .. } = &mut *self.state;
        let account = self.inputs.fundings.len() + 1;
        for pool in pools {
            (pool.sold, pool.notice) = (0, 0);
            for lot in &mut pool.lots {
                let unwanted = lot.installed - ledger.asked[lot.lot].max(lot.leased);
                let target = libm::round(sale.share * unwanted as f64) as i64;
                let spare = lot.installed - lot.leased - lot.sold;
                lot.sold += (target - (lot.sold - lot.recalled)).clamp(0, spare);
                let waited_for = (ledger.asked[lot.lot] - lot.leased).clamp(0, lot.sold);
                pool.notice += waited_for;
                pool.sold += lot.sold - waited_for;
                let month = &mut ledger.month[account];
                month.earned += sale.daily_prices[lot.lot] * lot.sold;
                month.unit_days += lot.sold;
                month.days += i64::from(lot.sold > 0);
            }
        }
    }
}
