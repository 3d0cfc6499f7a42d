//! Where the jobs of a replay sit: on any units that are free, or on nodes.

use super::placement::{Nodes, Part, Rule};
use super::queue::{Start, Ticket};
use super::simulate::Job;

/// Nodes of one size, and how gangs are placed on them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Servers {
    /// Number of nodes.
    pub nodes: u32,
    /// Units of each.
    pub units_each: u32,
    /// Which nodes a gang takes.
    pub rule: Rule,
}

impl Servers {
    /// Units of all nodes together.
    #[must_use]
    pub fn units(&self) -> u32 {
        self.nodes.saturating_mul(self.units_each)
    }
}

/// Who is asked whether there is a place for a job whose units are free.
pub(super) trait Seats {
    /// A job of this size joins the queue.
    fn come(&mut self, size: u32);
    /// One of the jobs, by its tag, starts if it has a place.
    fn sit(&mut self, start: &Start, jobs: &[Job]) -> bool;
    /// A job has ended.
    fn leave(&mut self, ticket: Ticket);
    /// Whether a job that runs sits on one of the nodes that go; `None` where any unit is as good as another.
    fn sits_on(&self, ticket: Ticket, out: &[bool]) -> Option<bool>;
    /// Which nodes are out from now on. Nobody sits on one of them.
    fn change(&mut self, out: &[bool]);
}

/// Every unit is as good as any other.
pub(super) struct Anywhere;

impl Seats for Anywhere {
    #[inline]
    fn come(&mut self, _: u32) {}

    #[inline]
    fn sit(&mut self, _: &Start, _: &[Job]) -> bool {
        true
    }

    #[inline]
    fn leave(&mut self, _: Ticket) {}

    fn sits_on(&self, _: Ticket, _: &[bool]) -> Option<bool> {
        None
    }

    fn change(&mut self, _: &[bool]) {}
}

/// Places on nodes.
pub(super) struct OnNodes {
    nodes: Nodes,
    units_each: u32,
    rule: Rule,
    /// What each job holds, by ticket.
    held: Vec<Vec<Part>>,
}

impl OnNodes {
    pub(super) fn new(servers: &Servers) -> OnNodes {
        let sizes = vec![servers.units_each; servers.nodes as usize];
        OnNodes {
            nodes: Nodes::new(&sizes),
            units_each: servers.units_each,
            rule: servers.rule,
            held: Vec::new(),
        }
    }
}

impl Seats for OnNodes {
    fn come(&mut self, size: u32) {
        self.nodes.note(size);
    }

    fn sit(&mut self, start: &Start, jobs: &[Job]) -> bool {
        let (place, size) = (start.ticket.index(), jobs[start.tag as usize].size);
        if self.held.len() <= place {
            self.held.resize(place + 1, Vec::new());
        }
        self.nodes.place(size, self.rule, &mut self.held[place])
    }

    fn leave(&mut self, ticket: Ticket) {
        for part in self.held[ticket.index()].drain(..) {
            self.nodes.release(part);
        }
    }

    fn sits_on(&self, ticket: Ticket, out: &[bool]) -> Option<bool> {
        let parts = self.held.get(ticket.index());
        Some(parts.is_some_and(|parts| parts.iter().any(|part| out[part.node as usize])))
    }

    fn change(&mut self, out: &[bool]) {
        for (node, &out) in (0..).zip(out) {
            let size = if out { 0 } else { self.units_each };
            if self.nodes.size_of(node) != size {
                self.nodes.resize(node, size);
            }
        }
    }
}
