//! Units that are not there for a while: outages by date, whose beginning and end no scheduler knows before.
//!
//! At one instant the machine changes after the completions and before the arrivals. A job that loses its units then
//! waits again before all that wait, to start anew from its beginning.

use super::node_placement::Servers;

/// Units, or nodes where the machine has nodes, that are gone from one tick to before another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Outage {
    /// When the units go.
    pub from: i64,
    /// When the units come back.
    pub to: i64,
    /// Number of units that go; `None`: all of them.
    pub many: Option<u32>,
}

/// Outages of a machine. Those of some units that overlap add up; one of all units takes whatever is left.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outages {
    /// The outages by their beginning; each takes a unit or more.
    list: Vec<Outage>,
}

/// How much of a machine is not there, from an instant to the next one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    /// The instant.
    pub at: i64,
    /// Units, or nodes, that are out.
    pub out: u32,
}

impl Outages {
    /// Outages in any order. What lasts no time, or takes nothing, is none.
    #[must_use]
    pub fn new(mut list: Vec<Outage>) -> Outages {
        list.retain(|outage| outage.from < outage.to && outage.many != Some(0));
        list.sort_by_key(|outage| outage.from);
        Outages { list }
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// The most that outages of some units take at one instant, and the first such instant.
    #[must_use]
    pub fn most_at_once(&self) -> Option<(i64, u64)> {
        let partial = self.list.iter().filter(|outage| outage.many.is_some());
        let sum = |at: i64| -> u64 {
            let last = self.list.iter().filter(|it| (it.from..it.to).contains(&at));
            last.filter_map(|it| it.many).map(u64::from).sum()
        };
        // The sum grows at beginnings alone. Of equal sums the first in time is taken, which is the
        // last in reverse order.
        partial.map(|it| (it.from, sum(it.from))).rev().max_by_key(|(_, sum)| *sum)
    }

    /// How many of `count` units or nodes are out from when on, each step another number than the one before.
    #[must_use]
    pub fn steps(&self, count: u32) -> Vec<Step> {
        let mut steps: Vec<Step> = Vec::new();
        for at in self.edges() {
            let lasting = self.lasting(at);
            let out = lasting.fold(0_u32, |out, it| out.saturating_add(it.many.unwrap_or(count)));
            let out = out.min(count);
            if steps.last().map_or(0, |last| last.out) != out {
                steps.push(Step { at, out });
            }
        }
        steps
    }

    /// Instants at which an outage begins or ends, in order.
    fn edges(&self) -> Vec<i64> {
        let mut edges: Vec<i64> = self.list.iter().flat_map(|it| [it.from, it.to]).collect();
        edges.sort_unstable();
        edges.dedup();
        edges
    }

    fn lasting(&self, at: i64) -> impl Iterator<Item = &Outage> {
        self.list.iter().filter(move |it| (it.from..it.to).contains(&at))
    }

    /// Which of some nodes are out from when on. An outage of some nodes takes the first that no other such outage has
    /// while it begins, and keeps to them.
    fn of_nodes(&self, count: u32) -> Vec<(i64, Vec<bool>)> {
        let mut taken: Vec<(Outage, Vec<u32>)> = Vec::new();
        for outage in &self.list {
            let Some(many) = outage.many else { continue };
            let mut free = vec![true; count as usize];
            for (_, nodes) in taken.iter().filter(|(other, _)| other.to > outage.from) {
                nodes.iter().for_each(|node| free[*node as usize] = false);
            }
            let nodes = (0..count).filter(|node| free[*node as usize]).take(many as usize);
            taken.push((*outage, nodes.collect()));
        }
        let out_at = |at: i64| {
            let mut out = vec![self.lasting(at).any(|it| it.many.is_none()); count as usize];
            for (_, nodes) in taken.iter().filter(|(it, _)| (it.from..it.to).contains(&at)) {
                nodes.iter().for_each(|node| out[*node as usize] = true);
            }
            out
        };
        let mut steps: Vec<(i64, Vec<bool>)> = Vec::new();
        for at in self.edges() {
            let out = out_at(at);
            if steps.last().map_or_else(|| out.contains(&true), |(_, last)| *last != out) {
                steps.push((at, out));
            }
        }
        steps
    }
}

/// What of a machine is there from an instant on.
#[derive(Clone, Debug)]
pub(super) struct Change {
    pub(super) at: i64,
    /// Units that are there.
    pub(super) units: u32,
    /// Nodes that are out; empty where units have no nodes.
    pub(super) nodes: Vec<bool>,
}

/// The changes of a machine, the next one first.
pub(super) struct Changes {
    rest: std::iter::Peekable<std::vec::IntoIter<Change>>,
}

impl Changes {
    /// The changes of units that are all alike.
    pub(super) fn of_units(outages: &Outages, units: u32) -> Changes {
        let change =
            |step: Step| Change { at: step.at, units: units - step.out, nodes: Vec::new() };
        Changes::new(outages.steps(units).into_iter().map(change).collect())
    }

    /// The changes of nodes.
    pub(super) fn of_nodes(outages: &Outages, servers: &Servers) -> Changes {
        let change = |(at, nodes): (i64, Vec<bool>)| {
            let there = nodes.iter().filter(|out| !**out).count() as u32;
            Change { at, units: there * servers.units_each, nodes }
        };
        Changes::new(outages.of_nodes(servers.nodes).into_iter().map(change).collect())
    }

    fn new(changes: Vec<Change>) -> Changes {
        Changes { rest: changes.into_iter().peekable() }
    }

    /// When the machine changes next.
    #[inline]
    pub(super) fn next(&mut self) -> Option<i64> {
        self.rest.peek().map(|change| change.at)
    }

    /// Whether there is any.
    pub(super) fn any(&mut self) -> bool {
        self.next().is_some()
    }

    /// What happens now, if anything.
    pub(super) fn due(&mut self, now: i64) -> Option<Change> {
        self.rest.next_if(|change| change.at <= now)
    }
}

#[cfg(test)]
mod tests {
    use super::{Outage, Outages, Step};

    fn outages(list: &[(i64, i64, Option<u32>)]) -> Outages {
        Outages::new(list.iter().map(|&(from, to, many)| Outage { from, to, many }).collect())
    }

    #[test]
    fn what_overlaps_adds_up_and_all_is_all() {
        let some = outages(&[(20, 40, Some(3)), (10, 30, Some(2)), (5, 5, None), (1, 9, Some(0))]);
        let step = |at, out| Step { at, out };
        assert_eq!(some.steps(8), [step(10, 2), step(20, 5), step(30, 3), step(40, 0)]);
        assert_eq!(some.steps(4), [step(10, 2), step(20, 4), step(30, 3), step(40, 0)]);
        assert_eq!(some.most_at_once(), Some((20, 5)));
        let all = outages(&[(0, 10, None), (5, 20, Some(1)), (20, 30, Some(1))]);
        assert_eq!(all.steps(8), [step(0, 8), step(10, 1), step(30, 0)]);
        assert_eq!(outages(&[(7, 7, None)]), Outages::default());
    }

    #[test]
    fn an_outage_keeps_to_its_nodes() {
        let some = outages(&[(0, 10, Some(1)), (5, 20, Some(2)), (12, 30, Some(1))]);
        let out = |nodes: [u8; 4]| nodes.map(|out| out == 1).to_vec();
        let expected = [
            (0, out([1, 0, 0, 0])),
            (5, out([1, 1, 1, 0])),
            (10, out([0, 1, 1, 0])),
            (12, out([1, 1, 1, 0])),
            (20, out([1, 0, 0, 0])),
            (30, out([0, 0, 0, 0])),
        ];
        assert_eq!(some.of_nodes(4), expected);
        let counts: Vec<u32> = some.steps(4).iter().map(|step| step.out).collect();
        assert_eq!(counts, [1, 3, 2, 3, 1, 0]);
    }
}
