//! Servers fail and are repaired, and lose their leases; what they carried goes on
//! elsewhere, if there is room.
//!
//! A node's failures are drawn from its own address (lot, node, number of the failure), in calendar
//! time: every alternative sees the same servers fail at the same instants, leased or not. The jobs on
//! a failed node start again from zero or from their last checkpoint. Its projects get other units
//! of the pool at once if any are free, the oldest project first; otherwise they go without, their
//! clocks run on, and what they lose is counted.

use crate::engine::EventList;
use crate::model::capacity::holding::units_of;
use crate::model::ids::{NodeId, PoolId};
use crate::model::jobs::job_owner::Owner;
use crate::model::{DataCentre, Event};
use crate::time::{Duration, Time};

impl DataCentre<'_> {
    /// The first failure of every node, and the first maintenance of every pool.
    pub(in crate::model) fn schedule_failures(&mut self, upcoming: &mut EventList<Event>) {
        for pool in self.inputs.pools.ids() {
            let Some(plan) = &self.inputs.pools[pool].machine else { continue };
            if let Some(outage) = plan.outages.first() {
                upcoming.schedule(outage.from, Event::MaintenanceBegins { pool });
            }
            for (stop, plan) in (0..).zip(&plan.stops) {
                upcoming.schedule(plan.from.max(Time::START), Event::StopBegins { pool, stop });
                upcoming.schedule(plan.to, Event::StopEnds { pool, stop });
            }
        }
        self.schedule_first_failures(upcoming, |_, _| true);
    }

    /// The first failure of every node that is wanted, from the day on which it stands there.
    pub(in crate::model) fn schedule_first_failures(
        &self,
        upcoming: &mut EventList<Event>,
        wanted: impl Fn(PoolId, NodeId) -> bool,
    ) {
        for (pool, state) in self.state.pools.enumerated() {
            let Some(machine) = &state.machine else { continue };
            for node in machine.nodes.ids().filter(|&node| wanted(pool, node)) {
                let from = self.draws.lots[machine.lot_of(node, &state.lots)].from_day.max(0);
                let day = usize::try_from(from).unwrap_or(usize::MAX);
                if day >= self.inputs.calendar.days() {
                    continue;
                }
                let stands = self.inputs.calendar.midnight(day);
                if let Some(fails) = self.next_failure(stands, pool, node) {
                    let rank = (pool.place() as u64) << 26 | node.place() as u64;
                    upcoming.schedule_ranked(fails, Event::NodeFails { pool, node }, rank);
                }
            }
        }
    }

    /// A node that works at `from` fails after a time that it draws, unless it is gone by then.
    fn next_failure(&self, from: Time, pool: PoolId, node: NodeId) -> Option<Time> {
        let state = &self.state.pools[pool];
        let plan = self.inputs.pools[pool].machine.as_ref();
        let (Some(machine), Some(failure)) =
            (&state.machine, plan.and_then(|p| p.failure.as_ref()))
        else {
            return None;
        };
        let (to_failure, _) = machine.failure_draws(node, self.draws.replication.number);
        let fails = from + at_least_a_second(failure.to_failure.quantile(to_failure));
        let gone = self.draws.lots[machine.lot_of(node, &state.lots)].to_day;
        let calendar = &self.inputs.calendar;
        (fails < calendar.end() && (calendar.day_of(fails) as i64) < gone).then_some(fails)
    }

    /// A server fails: its units are down until it is repaired.
    pub(in crate::model) fn node_fails(
        &mut self,
        now: Time,
        pool: PoolId,
        node: NodeId,
        upcoming: &mut EventList<Event>,
    ) {
        let plan = self.inputs.pools[pool].machine.as_ref();
        let Some(failure) = plan.and_then(|plan| plan.failure.as_ref()) else { return };
        let Some(machine) = &mut self.state.pools[pool].machine else { return };
        let (_, repair) = machine.failure_draws(node, self.draws.replication.number);
        machine.nodes[node].broken = true;
        let repaired = now + at_least_a_second(failure.repair.quantile(repair));
        let returns = Event::NodeReturns { pool, node };
        upcoming.schedule(repaired, returns);
        self.serve(now, pool, node, upcoming);
        self.count_in_service(now, pool, upcoming);
        self.make_whole(now, pool, upcoming);
    }

    /// A server is repaired.
    pub(in crate::model) fn node_returns(
        &mut self,
        now: Time,
        pool: PoolId,
        node: NodeId,
        upcoming: &mut EventList<Event>,
    ) {
        let Some(machine) = &mut self.state.pools[pool].machine else { return };
        machine.nodes[node].broken = false;
        machine.nodes[node].failures += 1;
        if let Some(fails) = self.next_failure(now, pool, node) {
            upcoming.schedule(fails, Event::NodeFails { pool, node });
        }
        self.serve(now, pool, node, upcoming);
        self.count_in_service(now, pool, upcoming);
        self.fill_by_day(now, pool, upcoming);
    }

    /// Today's leases reach the servers.
    pub(in crate::model) fn serve_leases(
        &mut self,
        now: Time,
        pool: PoolId,
        upcoming: &mut EventList<Event>,
    ) {
        let state = &self.state.pools[pool];
        if let Some(machine) = &state.machine {
            if machine.leases_changed(&state.lots) {
                self.serve_all(now, pool, upcoming);
                let state = &mut self.state.pools[pool];
                if let Some(machine) = &mut state.machine {
                    machine.note_leases(&state.lots);
                }
            }
        } else {
            let state = &mut self.state.pools[pool];
            let mut changed = state.in_service.value() != state.leased;
            state.in_service.set(now, state.leased);
            for lot in &mut state.lots {
                changed |= lot.in_service.value() != lot.leased;
                lot.in_service.set(now, lot.leased);
            }
            if changed {
                state.share_out(now);
            }
            self.serve_queue(now, pool, upcoming);
        }
    }

    pub(super) fn serve_all(&mut self, now: Time, pool: PoolId, upcoming: &mut EventList<Event>) {
        let nodes = self.state.pools[pool].machine.as_ref().map(|m| m.nodes.ids());
        for node in nodes.into_iter().flatten() {
            self.serve(now, pool, node, upcoming);
        }
        self.count_in_service(now, pool, upcoming);
    }

    /// Brings a node to what is leased of it and works; what it can no longer carry leaves it.
    pub(super) fn serve(
        &mut self,
        now: Time,
        pool: PoolId,
        node: NodeId,
        upcoming: &mut EventList<Event>,
    ) {
        let state = &self.state.pools[pool];
        let Some(machine) = &state.machine else { return };
        let leased = machine.leased_of(node, &state.lots);
        let usable = machine.usable(node, leased);
        if machine.must_evict(node, usable) {
            self.evict(now, pool, node, upcoming);
        }
        if let Some(machine) = &mut self.state.pools[pool].machine {
            machine.change(now, node, leased, usable);
        }
    }

    /// Counts the units in service of each lot of a pool anew.
    pub(super) fn count_in_service(
        &mut self,
        now: Time,
        pool: PoolId,
        upcoming: &mut EventList<Event>,
    ) {
        let state = &mut self.state.pools[pool];
        let Some(machine) = &state.machine else { return };
        let mut in_service = 0;
        for at in state.lots.ids() {
            let lot = &mut state.lots[at];
            lot.in_service.set(now, machine.in_service(at));
            in_service += lot.in_service.value();
        }
        state.in_service.set(now, in_service);
        state.share_out(now);
        if self.is_shared(pool) {
            self.serve_queue(now, pool, upcoming);
        } else if !self.state.pools[pool].placed {
            self.state.pools[pool].settle(now);
        }
    }

    /// Whatever sits on a node leaves it: jobs are interrupted, projects lose units.
    fn evict(&mut self, now: Time, pool: PoolId, node: NodeId, upcoming: &mut EventList<Event>) {
        for at in 0..self.state.pools[pool].running.len() {
            let number = self.state.pools[pool].running[at];
            if self.is_shared(pool) {
                self.interrupt_jobs_on(now, Owner::Award(number), node, upcoming);
                continue;
            }
            let holding = &self.state.holdings[number];
            let Some(at) = holding.iter().position(|held| held.part.node == node.number()) else {
                continue;
            };
            self.interrupt_jobs_on(now, Owner::Award(number), node, upcoming);
            let holding = &mut self.state.holdings[number];
            let part = holding.swap_remove(at).part;
            let units = i64::from(part.units);
            self.state.job_queues[number].change_free(-units);
            let state = &mut self.state.pools[pool];
            if let Some(machine) = &mut state.machine {
                machine.places.release(part);
                machine.unsettled = true;
            }
            state.lost.add(now, units);
            state.change_allocated(now, -units);
        }
        for log in self.state.logs.ids() {
            if self.state.pool_of(Owner::Log(log)) == pool {
                self.interrupt_jobs_on(now, Owner::Log(log), node, upcoming);
            }
        }
    }

    /// Projects that go without some of their units get what is free, oldest first; then the jobs
    /// that were interrupted start again where they fit.
    pub(in crate::model) fn make_whole(
        &mut self,
        now: Time,
        pool: PoolId,
        upcoming: &mut EventList<Event>,
    ) {
        if self.is_shared(pool) {
            return;
        }
        let state = &mut self.state.pools[pool];
        if !state.placed {
            return;
        }
        let Some(machine) = &mut state.machine else { return };
        let unsettled = std::mem::take(&mut machine.unsettled);
        if !unsettled && (state.lost.value() == 0 || machine.places.free() == 0) {
            return;
        }
        for at in 0..self.state.pools[pool].running.len() {
            let state = &self.state.pools[pool];
            let Some(machine) = &state.machine else { return };
            let number = state.running[at];
            if state.lost.value() > 0 && machine.places.free() > 0 {
                let units = self.state.allocations[number].units;
                let lacks = units - units_of(&self.state.holdings[number]);
                let found = lacks.min(machine.places.free());
                if found > 0 {
                    self.take_units(pool, number, found);
                    self.state.job_queues[number].change_free(found);
                    let state = &mut self.state.pools[pool];
                    state.lost.add(now, -found);
                    state.change_allocated(now, found);
                }
            }
            self.start_waiting_jobs(now, number, upcoming);
        }
    }
}

fn at_least_a_second(drawn: f64) -> Duration {
    Duration::from_drawn(drawn.max(1.0))
}
