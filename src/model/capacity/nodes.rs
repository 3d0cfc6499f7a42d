//! The servers of a pool: which of their units are leased and in service, and who holds them.
//!
//! Nodes stand in the order of their lots; the leased units of a lot are its first ones. A project
//! that owns its units holds parts of nodes, its jobs hold units of those parts.

use crate::engine::Process;
use crate::model::capacity::pool::LotState;
use crate::model::ids::{LotId, LotOfPoolId, NodeId, Table};
use crate::model::inputs::{self, Inputs};
use crate::scheduler::placement::{Fit, Large, Nodes, Part, Rule};
use crate::time::{Duration, Time};

/// A server in the middle of a run.
#[derive(Clone, Copy, Debug)]
pub(in crate::model) struct Node {
    lot: LotOfPoolId,
    /// Which unit of the lot is the first one on the node, from 0.
    first: i64,
    size: i64,
    /// Number of the node in its lot: with the lot's name it addresses the node's draws.
    pub(in crate::model) number: u32,
    pub(in crate::model) failures: u32,
    pub(in crate::model) broken: bool,
    /// Outages by date that it is in.
    pub(in crate::model) stopped: u32,
    leased: i64,
    /// Σ leased units × time down, up to `since`.
    lost: i64,
    since: Time,
}

/// The servers of a pool in the middle of a run.
#[derive(Clone, Debug)]
pub(in crate::model) struct Machine {
    pub(in crate::model) nodes: Table<NodeId, Node>,
    /// Units in service that no project holds.
    pub(in crate::model) places: Nodes,
    pub(in crate::model) rule: Rule,
    /// Failures of each lot of the pool.
    draws: Table<LotOfPoolId, Process>,
    pub(in crate::model) maintained: bool,
    /// Jobs were interrupted, or could not start for maintenance: somebody must look at them again.
    pub(in crate::model) unsettled: bool,
    /// The next window of maintenance, or the one that is on.
    pub(in crate::model) outage: usize,
    /// Units in service of each lot of the pool.
    in_service: Table<LotOfPoolId, i64>,
    /// Units of each lot that were leased when its nodes were last served all together.
    served: Table<LotOfPoolId, i64>,
}

/// Units of a node that a project holds, and how many of them run nothing.
#[derive(Clone, Copy, Debug)]
pub(in crate::model) struct Held {
    pub(in crate::model) part: Part,
    free: u32,
}

impl Machine {
    pub(in crate::model) fn new(
        plan: &inputs::Machine,
        inputs: &Inputs,
        lots: &Table<LotOfPoolId, LotState>,
        seed: u64,
    ) -> Self {
        let mut nodes = Table::new();
        for (lot, state) in lots.enumerated() {
            let lot_plan = &inputs.lots[state.lot];
            let size = inputs.kinds[lot_plan.kind].node_units.max(1);
            for number in 0..inputs.kinds[lot_plan.kind].nodes(lot_plan.count.0) {
                let first = number * size;
                nodes.push(Node {
                    lot,
                    first,
                    size: size.min(lot_plan.count.0 - first),
                    number: number as u32,
                    failures: 0,
                    broken: false,
                    stopped: 0,
                    leased: 0,
                    lost: 0,
                    since: Time::START,
                });
            }
        }
        let sizes: Vec<u32> = nodes.iter().map(|node| node.size as u32).collect();
        let mut places = Nodes::new(&sizes);
        // Nothing is leased before the first day begins.
        for node in 0..sizes.len() {
            places.resize(node as u32, 0);
        }
        let named = |lot: &LotState| format!("failure/{}", inputs.lots[lot.lot].name);
        Self {
            nodes,
            places,
            rule: plan.rule,
            draws: lots.iter().map(|lot| Process::new(seed, &named(lot))).collect(),
            maintained: false,
            unsettled: false,
            outage: 0,
            in_service: lots.iter().map(|_| 0).collect(),
            served: lots.iter().map(|_| 0).collect(),
        }
    }

    /// Takes over what another machine is, whose first lots are the same; nothing of the others was ever leased there.
    pub(in crate::model) fn adopt(&mut self, other: &Self, lots: usize) {
        let shared = other.nodes.iter().take_while(|node| node.lot.place() < lots).count();
        self.nodes
            .iter_mut()
            .zip(other.nodes.iter().take(shared))
            .for_each(|(own, one)| *own = *one);
        self.places.adopt(&other.places, shared);
        self.maintained = other.maintained;
        self.unsettled = other.unsettled;
        self.outage = other.outage;
        self.in_service.copy_first(lots, &other.in_service);
        self.served.copy_first(lots, &other.served);
    }

    /// The lot of the inputs that a node belongs to.
    pub(in crate::model) fn lot_of(
        &self,
        node: NodeId,
        lots: &Table<LotOfPoolId, LotState>,
    ) -> LotId {
        lots[self.nodes[node].lot].lot
    }

    /// The two uniforms of a node's next failure: time to it, and its repair.
    pub(in crate::model) fn failure_draws(&self, node: NodeId, replication: u32) -> (f64, f64) {
        let node = &self.nodes[node];
        self.draws[node.lot].pair([replication, node.number, node.failures, 0])
    }

    /// Units of a node that money leases, of what its lot has leased.
    pub(in crate::model) fn leased_of(
        &self,
        node: NodeId,
        lots: &Table<LotOfPoolId, LotState>,
    ) -> i64 {
        let node = &self.nodes[node];
        (lots[node.lot].leased - node.first).clamp(0, node.size)
    }

    /// Whether any lot, and so some node of it, has other units leased than when its nodes were last served.
    pub(in crate::model) fn leases_changed(&self, lots: &Table<LotOfPoolId, LotState>) -> bool {
        lots.iter().zip(&self.served).any(|(lot, served)| lot.leased != *served)
    }

    /// All nodes are served what is leased now.
    pub(in crate::model) fn note_leases(&mut self, lots: &Table<LotOfPoolId, LotState>) {
        self.served.iter_mut().zip(lots).for_each(|(served, lot)| *served = lot.leased);
    }

    /// Units of a node that are in service if `leased` units of it are leased.
    pub(in crate::model) fn usable(&self, node: NodeId, leased: i64) -> i64 {
        let down = self.nodes[node].broken || self.nodes[node].stopped > 0 || self.maintained;
        if down { 0 } else { leased }
    }

    /// Whether projects or jobs hold more of a node than `usable` units.
    pub(in crate::model) fn must_evict(&self, node: NodeId, usable: i64) -> bool {
        let (size, free) = (self.places.size_of(node.number()), self.places.free_of(node.number()));
        i64::from(size - free) > usable
    }

    /// A node has other units leased or in service from now on; nobody holds more than that.
    pub(in crate::model) fn change(&mut self, now: Time, node: NodeId, leased: i64, usable: i64) {
        let before = i64::from(self.places.size_of(node.number()));
        let down = self.nodes[node].leased - before;
        let state = &mut self.nodes[node];
        self.in_service[state.lot] += usable - before;
        state.lost += down * (now - state.since).0;
        state.since = now;
        state.leased = leased;
        self.places.resize(node.number(), usable as u32);
    }

    /// Σ leased units × time down over all nodes up to `now`.
    pub(in crate::model) fn lost(&self, now: Time) -> i64 {
        let nodes = self.nodes.enumerated();
        nodes
            .map(|(at, node)| {
                let down = node.leased - i64::from(self.places.size_of(at.number()));
                node.lost + down * (now - node.since).0
            })
            .sum()
    }

    /// Units of a lot that are in service.
    pub(in crate::model) fn in_service(&self, lot: LotOfPoolId) -> i64 {
        self.in_service[lot]
    }
}

/// Adds units to what a project holds.
pub(in crate::model) fn hold(holding: &mut Vec<Held>, parts: &[Part]) {
    for &part in parts {
        match holding.iter_mut().find(|held| held.part.node == part.node) {
            Some(held) => {
                held.part.units += part.units;
                held.free += part.units;
            }
            None => holding.push(Held { part, free: part.units }),
        }
    }
}

/// Units of these parts that nobody uses.
pub(in crate::model) fn give_back(holding: &mut [Held], parts: &mut Vec<Part>) {
    for part in parts.drain(..) {
        if let Some(held) = holding.iter_mut().find(|held| held.part.node == part.node) {
            held.free += part.units;
        }
    }
}

/// Places a job on the units of its own project, and says whether it fits. A gang of up to a node's size stands on one
/// node, unless none of the project's nodes is large enough.
pub(in crate::model) fn place_within(
    holding: &mut [Held],
    units: u32,
    gang: u32,
    rule: Rule,
    parts: &mut Vec<Part>,
) -> bool {
    let largest = holding.iter().map(|held| held.part.units).max().unwrap_or(0);
    if units <= gang && units <= largest {
        let fitting = holding.iter_mut().filter(|held| held.free >= units);
        let best = match rule.fit {
            Fit::First => fitting.min_by_key(|held| held.part.node),
            // Within one project's few nodes the least left over is also the least fragmentation.
            Fit::Best | Fit::LeastFragmentation => {
                fitting.min_by_key(|held| (held.free, held.part.node))
            }
        };
        let Some(held) = best else { return false };
        held.free -= units;
        parts.push(Part { node: held.part.node, units });
        return true;
    }
    let whole = units > gang && rule.large == Large::WholeNodes;
    let usable = |held: &Held| if whole && held.free < held.part.units { 0 } else { held.free };
    if holding.iter().map(usable).sum::<u32>() < units {
        return false;
    }
    let mut rest = units;
    while rest > 0 {
        // Emptiest first, then by number.
        let most =
            holding.iter_mut().max_by_key(|held| (usable(held), std::cmp::Reverse(held.part.node)));
        let Some(held) = most else { return false };
        let taken = rest.min(held.free);
        held.free -= taken;
        parts.push(Part { node: held.part.node, units: taken });
        rest -= taken;
    }
    true
}

/// Whether a job that would run for `runs` must wait for the maintenance ahead.
pub(in crate::model) fn drains(
    plan: &inputs::Machine,
    machine: &Machine,
    now: Time,
    runs: Duration,
) -> bool {
    let ahead = |from: Time, drain: Duration| now >= from - drain && now + runs > from;
    let next = plan.outages.get(machine.outage);
    next.is_some_and(|outage| !machine.maintained && ahead(outage.from, plan.drain))
        || plan.stops.iter().any(|stop| now < stop.from && ahead(stop.from, stop.drain))
}
