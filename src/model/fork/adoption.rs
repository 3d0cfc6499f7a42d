//! An instance goes on from the state of another one: each structure of the state is taken apart without a rest, so that
//! a new field cannot be forgotten.

use super::Fork;
use crate::engine::EventList;
use crate::model::account::DemandAccount;
use crate::model::capacity::pool::{LotState, PoolState};
use crate::model::ids::{NodeId, PoolId};
use crate::model::inputs::{Inputs, WhenShort};
use crate::model::money::ledger::Ledger;
use crate::model::record::Record;
use crate::model::{DataCentre, Event, State};

impl DataCentre<'_> {
    /// Takes over the state of a trunk, with the lots of this instance instead of those that only the trunk has.
    pub(super) fn adopt(&mut self, trunk: &State, common: usize) {
        let State {
            pools,
            programmes,
            applicants,
            allocations,
            job_queues,
            balances,
            logs,
            jobs,
            free_jobs,
            job_parts,
            holdings,
            // Scratch.
            parts: _,
            order: _,
            ranked: _,
            reviewed: _,
            waited,
            losses,
            power,
            ledger,
            demand,
            declined,
            tomorrow,
            // The lots of this world are looked at on its first day.
            stands_until: _,
            known_after: _,
            keeps_jobs: _,
            keeps_rows,
            record,
        } = &mut *self.state;
        for (own, trunk) in pools.iter_mut().zip(&trunk.pools) {
            own.adopt(trunk, common);
        }
        programmes.clone_from(&trunk.programmes);
        applicants.clone_from(&trunk.applicants);
        allocations.clone_from(&trunk.allocations);
        job_queues.clone_from(&trunk.job_queues);
        balances.clone_from(&trunk.balances);
        logs.clone_from(&trunk.logs);
        jobs.clone_from(&trunk.jobs);
        free_jobs.clone_from(&trunk.free_jobs);
        job_parts.clone_from(&trunk.job_parts);
        holdings.clone_from(&trunk.holdings);
        waited.clone_from(&trunk.waited);
        losses.clone_from(&trunk.losses);
        power.clone_from(&trunk.power);
        ledger.adopt(&trunk.ledger, self.inputs, common);
        let lots = self.inputs.lots.len();
        for (own, trunk) in demand.iter_mut().zip(&trunk.demand) {
            own.adopt(trunk, common, lots);
        }
        declined.clone_from(&trunk.declined);
        *tomorrow = trunk.tomorrow;
        *keeps_rows = trunk.keeps_rows;
        let of_trunk = trunk.demand.first().map_or(0, DemandAccount::lots);
        record.adopt(&trunk.record, common, (of_trunk, lots));
    }

    /// What was scheduled at the start and is still to come is that of this instance: its calls, and the servers of its own
    /// lots.
    pub(super) fn schedule_branch(
        &mut self,
        fork: Fork,
        trunk: &State,
        upcoming: &mut EventList<Event>,
    ) {
        let shared = |pool: PoolId| -> usize {
            let state = &trunk.pools[pool];
            let Some(machine) = &state.machine else { return 0 };
            let own = |node: &NodeId| machine.lot_of(*node, &state.lots).place() < fork.lots;
            machine.nodes.ids().take_while(own).count()
        };
        let shared: Vec<usize> = trunk.pools.ids().map(shared).collect();
        upcoming.retain(|event| match event {
            Event::RoundCloses { .. } => false,
            Event::NodeFails { pool, node } | Event::NodeReturns { pool, node } => {
                node.place() < shared[pool.place()]
            }
            _ => true,
        });
        let from = self.inputs.calendar.midnight(fork.day);
        self.schedule_first_failures(upcoming, |pool, node| node.place() >= shared[pool.place()]);
        self.schedule_rounds(upcoming, from);
    }
}

impl PoolState {
    /// Takes over the state of a trunk, with the lots that only this instance has as they are.
    fn adopt(&mut self, trunk: &Self, common: usize) {
        let shared =
            |lots: &[LotState]| lots.iter().take_while(|lot| lot.lot.place() < common).count();
        let kept = shared(&trunk.lots);
        let mut lots = std::mem::take(&mut self.lots);
        lots.copy_first(kept, &trunk.lots);
        let mut machine = self.machine.take();
        if let (Some(own), Some(trunk)) = (&mut machine, &trunk.machine) {
            own.adopt(trunk, kept);
        }
        self.clone_from(trunk);
        (self.lots, self.machine) = (lots, machine);
    }
}

impl DemandAccount {
    fn adopt(&mut self, trunk: &Self, common: usize, lots: usize) {
        self.clone_from(trunk);
        for sums in self.sums_of_lots() {
            sums.resize_with(common, Default::default);
            sums.resize_with(lots, Default::default);
        }
    }
}

impl Ledger {
    fn adopt(&mut self, trunk: &Self, inputs: &Inputs, common: usize) {
        let planned = std::mem::take(&mut self.planned);
        self.clone_from(trunk);
        let lots = inputs.lots.len();
        self.fit_lots(common, lots);
        self.settled = false;
        for (number, fresh) in planned.enumerated() {
            // A new year's money may pay for fewer units than the first one's; what names other lots has not arrived.
            let short = inputs.fundings[number].when_short == WhenShort::FewerUnits;
            if !(short && self.fundings[number].arrived) {
                self.planned[number].clone_from(fresh);
            }
        }
    }
}

impl Record {
    fn adopt(&mut self, trunk: &Self, common: usize, (of_trunk, lots): (usize, usize)) {
        let mut rows = std::mem::take(&mut self.lot_months);
        self.clone_from(trunk);
        rows.clear();
        for month in trunk.lot_months.chunks(of_trunk.max(1)) {
            rows.extend_from_slice(&month[..common.min(month.len())]);
            rows.resize(rows.len() + lots - common, Default::default());
        }
        self.lot_months = rows;
    }
}
