//! The limit on the power of a site: at the limit it drains.
//!
//! The rule: a job of a shared queue starts only where the site, with it, draws no more than the limit of the day. Who is
//! refused for that waits on as if its units were not free; what runs goes on, whatever the limit becomes. Power is the
//! sum over the lots at the site of busy, idle and down units, each at its share of its node's power, times the PUE.
//! Where nothing is known of jobs, what is allocated counts as busy.

use serde::{Deserialize, Serialize};

use crate::engine::EventList;
use crate::model::ids::PoolId;
use crate::model::inputs::{FactorValues, PowerLimit, UnitKind};
use crate::model::{DataCentre, Event};
use crate::time::{Duration, Time};

/// Milliwatts in a watt.
const MILLI: i128 = 1_000;

/// What a unit of a lot draws in a future, in milliwatts, the part of the building with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PowerDrawn {
    /// While it runs a job.
    pub busy: i64,
    /// While it is in service and runs none.
    pub idle: i64,
    /// While it is leased and out of service.
    pub down: i64,
}

impl PowerDrawn {
    /// Node power / units × share × PUE.
    #[must_use]
    pub fn draw(limit: &PowerLimit, kind: &UnitKind, values: &FactorValues) -> Self {
        let watts = kind.node_power.0 as f64 / kind.node_units as f64 * limit.pue.value(values);
        let drawn = |share: f64| libm::round(watts * share * MILLI as f64) as i64;
        Self { busy: drawn(limit.busy), idle: drawn(limit.idle), down: drawn(limit.down) }
    }
}

/// Since when jobs wait for power: pool by pool, then anywhere at the site. `None`: none does.
#[derive(Clone, Debug, Default)]
pub(in crate::model) struct PowerState {
    waits_since: Vec<Option<Time>>,
}

impl PowerState {
    /// The state of a site with its number of pools.
    pub(in crate::model) fn new(pools: usize) -> Self {
        Self { waits_since: vec![None; pools + 1] }
    }
}

/// What jobs of a pool that start may still draw, in one pass over its queue.
#[derive(Clone, Debug)]
pub(in crate::model) struct PowerRoom {
    /// Lot by lot: units in service, and what one draws more once it is busy.
    lots: Vec<(i64, i64)>,
    busy: i64,
    /// Milliwatts; `None`: there is no limit.
    left: Option<i128>,
    /// Whether a job was refused.
    refused: bool,
}

impl PowerRoom {
    const NO_LIMIT: Self = Self { lots: Vec::new(), busy: 0, left: None, refused: false };

    /// What that many busy units draw beyond idle ones.
    fn beyond_idle(&self, busy: i64) -> i128 {
        let mut rest = busy;
        let of = |&(units, more): &(i64, i64)| {
            let own = rest.min(units);
            rest -= own;
            i128::from(own) * i128::from(more)
        };
        self.lots.iter().map(of).sum()
    }

    fn cost(&self, size: i64) -> i128 {
        self.beyond_idle(self.busy + size) - self.beyond_idle(self.busy)
    }

    /// Whether a job of a size may start.
    pub(in crate::model) fn allows(&mut self, size: i64) -> bool {
        let Some(left) = self.left else { return true };
        let cost = self.cost(size);
        // What draws nothing more may always start.
        let allows = cost <= left || cost <= 0;
        self.refused |= !allows;
        allows
    }

    /// A job starts.
    pub(in crate::model) fn take(&mut self, size: i64) {
        let cost = self.cost(size);
        self.left = self.left.map(|left| left - cost);
        self.busy += size;
    }
}

impl DataCentre<'_> {
    /// What the site draws now, in milliwatts.
    fn power(&self) -> i128 {
        let mut sum = 0;
        for (pool, state) in self.state.pools.enumerated() {
            let jobs = self.inputs.has_jobs(Some(pool));
            for lot in &state.lots {
                let Some(drawn) = &self.draws.lots[lot.lot].power else { continue };
                let busy = if jobs { &lot.busy } else { &lot.allocated }.value();
                let in_service = lot.in_service.value();
                let part = |units: i64, each: i64| i128::from(units) * i128::from(each);
                sum += part(busy, drawn.busy)
                    + part(in_service - busy, drawn.idle)
                    + part((lot.leased - in_service).max(0), drawn.down);
            }
        }
        sum
    }

    /// What jobs of a pool may draw that start now.
    pub(in crate::model) fn power_room(&self, now: Time, pool: PoolId) -> PowerRoom {
        let Some(plan) = &self.inputs.power_limit else { return PowerRoom::NO_LIMIT };
        let day = self.inputs.calendar.day_of(now) as i64;
        let Some(limit) = plan.on(day) else { return PowerRoom::NO_LIMIT };
        let state = &self.state.pools[pool];
        let lots = state.lots.iter().map(|lot| {
            let drawn = self.draws.lots[lot.lot].power;
            (lot.in_service.value(), drawn.map_or(0, |drawn| drawn.busy - drawn.idle))
        });
        PowerRoom {
            lots: lots.collect(),
            busy: state.busy.value(),
            left: Some(i128::from(limit.0) * MILLI - self.power()),
            refused: false,
        }
    }

    /// A pass over the queue of a pool is over: whether jobs wait for power from now on.
    pub(in crate::model) fn note_power(&mut self, now: Time, pool: PoolId, room: &PowerRoom) {
        if self.inputs.power_limit.is_none() {
            return;
        }
        self.wait_for_power(now, pool.place(), room.refused);
        let pools = self.state.pools.len();
        let anywhere = self.state.power.waits_since[..pools].iter().any(Option::is_some);
        self.wait_for_power(now, pools, anywhere);
    }

    fn wait_for_power(&mut self, now: Time, at: usize, waits: bool) {
        let since = &mut self.state.power.waits_since[at];
        let before = *since;
        *since = waits.then(|| before.unwrap_or(now));
        if let (Some(before), false) = (before, waits) {
            let part = Duration(self.in_window_of(1, before, now).0);
            let sum = &mut self.state.record.at_power_limit[at];
            *sum = *sum + part;
        }
    }

    /// Power has come free, or the limit is another one: the queues in which jobs wait for it are looked at again, that of
    /// `beside` left out.
    pub(in crate::model) fn power_comes_free(
        &mut self,
        now: Time,
        beside: Option<PoolId>,
        upcoming: &mut EventList<Event>,
    ) {
        if self.inputs.power_limit.is_none() {
            return;
        }
        for pool in self.state.pools.ids() {
            let waits = self.state.power.waits_since[pool.place()].is_some();
            if waits && Some(pool) != beside {
                self.look_again(now, pool, upcoming);
            }
        }
    }

    /// A day begins: whether its limit is another one.
    pub(in crate::model) fn power_of_day(
        &mut self,
        now: Time,
        day: i64,
        upcoming: &mut EventList<Event>,
    ) {
        if let Some(plan) = &self.inputs.power_limit
            && plan.on(day) != plan.on(day - 1)
        {
            self.power_comes_free(now, None, upcoming);
        }
    }

    /// At the end of the run: jobs that still wait for power.
    pub(in crate::model) fn close_power(&mut self) {
        if self.inputs.power_limit.is_some() {
            let end = self.inputs.calendar.end();
            (0..=self.state.pools.len()).for_each(|at| self.wait_for_power(end, at, false));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Four units at 100 mW more, then four at 300: three that run leave one of the first. Two more cost 400 mW.
    #[test]
    fn busy_units_are_counted_to_lots_in_order() {
        let mut room =
            PowerRoom { lots: vec![(4, 100), (4, 300)], busy: 3, left: Some(900), refused: false };
        assert_eq!(room.cost(2), 400);
        assert!(room.allows(2));
        room.take(2);
        assert!(room.allows(1) && !room.allows(2) && room.refused);
        assert_eq!(room.left, Some(500));
    }
}
