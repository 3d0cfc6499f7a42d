//! What money leases reaches lots and pools: a gap opens or closes, awards start.

use crate::engine::EventList;
use crate::model::capacity::pool::LotState;
use crate::model::ids::{AccountId, LotId, PoolId};
use crate::model::inputs::GapPolicy;
use crate::model::money::ledger::book;
use crate::model::record::LeaseChange;
use crate::model::{DataCentre, Event};
use crate::time::Time;

impl DataCentre<'_> {
    /// The state of a lot, in its pool.
    fn lot(&self, lot: LotId) -> Option<&LotState> {
        let pool = &self.state.pools[self.inputs.lots[lot].pool];
        pool.lots.iter().find(|state| state.lot == lot)
    }

    /// Units of a lot that stand there today.
    pub(in crate::model) fn installed(&self, lot: LotId) -> i64 {
        self.lot(lot).map_or(0, |state| state.installed)
    }

    /// Units of a lot that public money can have today: those that no private firm has.
    pub(in crate::model) fn available(&self, lot: LotId) -> i64 {
        self.lot(lot).map_or(0, |state| state.installed - state.sold)
    }

    /// Today's leases reach the pool: a gap opens or closes, awards start.
    pub(in crate::model) fn apply_leases(
        &mut self,
        now: Time,
        day: usize,
        pool: PoolId,
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
                state.needed_for(awarded).min(state.installed - sold) - state.funded
            }
            GapPolicy::Freeze | GapPolicy::Stop => 0,
        }
        .max(0);
        let limit = state.promised_on(state.funded + credit);
        self.lease_to_lots(day, pool, credit);
        self.shed(now, pool, limit, policy == GapPolicy::Stop, upcoming);
        self.serve_leases(now, pool, upcoming);
        self.fill(now, pool, upcoming);
    }

    /// Sets what each lot has leased, books credit as arrears, and counts the cost from the lots' side.
    fn lease_to_lots(&mut self, day: usize, pool: PoolId, mut credit: i64) {
        let ledger = &mut self.state.ledger;
        let arrears = AccountId::at(self.inputs.fundings.len());
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
                let price = self.draws.lots[lot.lot].prices.on_credit();
                let cost = ledger.paid[arrears][lot.lot].pay(price, on_credit, ledger.today);
                book(&mut ledger.month[arrears], cost, on_credit);
                self.state.demand[pool].cost += cost;
            }
            if self.draws.lots[lot.lot].bought.is_none() {
                ledger.unit_days_of_lots += lot.leased;
            }
        }
    }
}
