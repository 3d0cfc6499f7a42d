//! Outages that are known before: maintenance of a whole pool, and stops of some of its servers by date.

use crate::engine::EventList;
use crate::model::ids::{NodeId, PoolId};
use crate::model::{DataCentre, Event};
use crate::time::Time;

impl DataCentre<'_> {
    /// A window of maintenance begins: every unit of the pool leaves service.
    pub(in crate::model) fn maintenance_begins(
        &mut self,
        now: Time,
        pool: PoolId,
        upcoming: &mut EventList<Event>,
    ) {
        let Some(plan) = &self.inputs.pools[pool].machine else { return };
        let Some(machine) = &mut self.state.pools[pool].machine else { return };
        machine.maintained = true;
        let ends = plan.outages[machine.outage].to;
        upcoming.schedule(ends, Event::MaintenanceEnds { pool });
        self.serve_all(now, pool, upcoming);
        self.make_whole(now, pool, upcoming);
    }

    /// A window of maintenance is over; the next one is known.
    pub(in crate::model) fn maintenance_ends(
        &mut self,
        now: Time,
        pool: PoolId,
        upcoming: &mut EventList<Event>,
    ) {
        let Some(plan) = &self.inputs.pools[pool].machine else { return };
        let Some(machine) = &mut self.state.pools[pool].machine else { return };
        machine.maintained = false;
        machine.unsettled = true;
        machine.outage += 1;
        if let Some(outage) = plan.outages.get(machine.outage) {
            upcoming.schedule(outage.from, Event::MaintenanceBegins { pool });
        }
        self.serve_all(now, pool, upcoming);
        self.fill_by_day(now, pool, upcoming);
    }

    /// An outage by date begins: the units of its servers leave service.
    pub(in crate::model) fn stop_begins(
        &mut self,
        now: Time,
        pool: PoolId,
        stop: u16,
        upcoming: &mut EventList<Event>,
    ) {
        self.change_stop(now, pool, stop, true, upcoming);
        self.make_whole(now, pool, upcoming);
    }

    /// A stop of nodes is over.
    pub(in crate::model) fn stop_ends(
        &mut self,
        now: Time,
        pool: PoolId,
        stop: u16,
        upcoming: &mut EventList<Event>,
    ) {
        if let Some(machine) = &mut self.state.pools[pool].machine {
            machine.unsettled = true;
        }
        self.change_stop(now, pool, stop, false, upcoming);
        self.fill_by_day(now, pool, upcoming);
    }

    fn change_stop(
        &mut self,
        now: Time,
        pool: PoolId,
        stop: u16,
        begins: bool,
        upcoming: &mut EventList<Event>,
    ) {
        let Some(plan) = &self.inputs.pools[pool].machine else { return };
        let nodes = self.state.pools[pool].machine.as_ref().map_or(0, |it| it.nodes.len());
        let which = plan.stops[usize::from(stop)].servers.clone().unwrap_or(0..nodes);
        for at in which.start.min(nodes)..which.end.min(nodes) {
            let node = NodeId::at(at);
            if let Some(machine) = &mut self.state.pools[pool].machine {
                let stopped = &mut machine.nodes[node].stopped;
                *stopped = if begins { *stopped + 1 } else { *stopped - 1 };
            }
            self.serve(now, pool, node, upcoming);
        }
        self.count_in_service(now, pool, upcoming);
    }
}
