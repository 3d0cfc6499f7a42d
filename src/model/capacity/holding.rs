//! Who holds which units: an award takes its units, and gives them back.

use crate::engine::EventList;
use crate::model::capacity::nodes::{self, Held};
use crate::model::ids::{AwardId, PoolId};
use crate::model::{DataCentre, Event};
use crate::time::Time;

impl DataCentre<'_> {
    /// An award takes its units: on servers, if the pool has any.
    pub(in crate::model) fn hold(&mut self, now: Time, number: AwardId) {
        let allocation = &self.state.allocations[number];
        let (pool, units) = (allocation.pool, allocation.units);
        self.state.pools[pool].awarded.add(now, units);
        if self.is_shared(pool) {
            self.count_shared(now, pool);
            return;
        }
        let state = &mut self.state.pools[pool];
        if !state.placed && state.machine.is_some() {
            state.settle(now);
            return;
        }
        if state.machine.is_some() {
            self.take_units(pool, number, units);
        }
        self.state.pools[pool].change_allocated(now, units);
    }

    /// An award gives back what it holds.
    pub(in crate::model) fn release(&mut self, now: Time, number: AwardId) {
        let allocation = &self.state.allocations[number];
        let (pool, units) = (allocation.pool, allocation.units);
        self.state.pools[pool].awarded.add(now, -units);
        if self.is_shared(pool) {
            self.count_shared(now, pool);
            return;
        }
        let state = &mut self.state.pools[pool];
        if !state.placed && state.machine.is_some() {
            state.settle(now);
            return;
        }
        let mut held = units;
        if let Some(machine) = &mut state.machine {
            let holding = &mut self.state.holdings[number];
            held = units_of(holding);
            for held in holding.drain(..) {
                machine.places.release(held.part);
            }
        }
        if held < units {
            state.lost.add(now, held - units);
        }
        state.change_allocated(now, -held);
    }

    /// Takes free units of a pool's servers, on as few nodes as its rule finds.
    pub(in crate::model) fn take_units(&mut self, pool: PoolId, number: AwardId, units: i64) {
        let Some(machine) = &mut self.state.pools[pool].machine else { return };
        let parts = &mut self.state.parts;
        parts.clear();
        let there = machine.places.scatter(units as u32, machine.rule.fit, parts);
        debug_assert!(there, "awards start on free units only");
        nodes::hold(&mut self.state.holdings[number], parts);
    }

    /// Hands out what is free, except at midnight, when the day that begins does so.
    pub(in crate::model) fn fill_by_day(
        &mut self,
        now: Time,
        pool: PoolId,
        upcoming: &mut EventList<Event>,
    ) {
        if now < self.state.tomorrow {
            self.fill(now, pool, upcoming);
        }
    }
}

/// Units of a holding, over its nodes.
pub(in crate::model) fn units_of(holding: &[Held]) -> i64 {
    holding.iter().map(|held| i64::from(held.part.units)).sum()
}
