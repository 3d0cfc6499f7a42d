//! Placement of gangs against a naive twin that only states the definitions.

use daegi::engine::Process;
use daegi::scheduler::placement::{Fit, Large, Nodes, Part, Rule};

/// Nodes as sizes and free units; a gang's nodes by listing every node and sorting.
struct Naive {
    size: Vec<u32>,
    free: Vec<u32>,
    wanted: Vec<u32>,
}

impl Naive {
    fn gang(&self) -> u32 {
        *self.size.iter().max().expect("nodes")
    }

    /// f × how many of the gangs noted want more than f of a node.
    fn fragmentation(&self, free: u32) -> i64 {
        let more = self.wanted.iter().filter(|&&units| units.min(self.gang()) > free).count();
        i64::from(free) * more as i64
    }

    fn node_for(&self, units: u32, fit: Fit) -> Option<usize> {
        let mut nodes: Vec<usize> =
            (0..self.free.len()).filter(|&node| self.free[node] >= units).collect();
        nodes.sort_by_key(|&node| {
            let free = self.free[node];
            let growth = self.fragmentation(free - units) - self.fragmentation(free);
            match fit {
                Fit::First => (0, 0, node),
                Fit::Best => (0, free, node),
                Fit::LeastFragmentation => (growth, free, node),
            }
        });
        nodes.first().copied()
    }

    fn place(&mut self, mut units: u32, rule: Rule) -> Option<Vec<Part>> {
        let mut parts = Vec::new();
        let mut free = self.free.clone();
        if units <= self.gang() {
            let node = self.node_for(units, rule.fit)?;
            parts.push(Part { node: node as u32, units });
            free[node] -= units;
            units = 0;
        }
        let mut order: Vec<usize> = (0..free.len()).collect();
        if rule.large == Large::WholeNodes {
            order.retain(|&node| free[node] == self.size[node]);
        }
        while units > 0 {
            let before = std::mem::replace(&mut self.free, free.clone());
            let last =
                if rule.large == Large::Pack { self.node_for(units, rule.fit) } else { None };
            self.free = before;
            let node = match (last, rule.large) {
                (Some(node), _) => node,
                (None, Large::Pack) => {
                    order.sort_by_key(|&node| (std::cmp::Reverse(free[node]), node));
                    *order.first()?
                }
                (None, Large::WholeNodes) => *order.iter().find(|&&node| free[node] > 0)?,
            };
            let taken = free[node].min(units);
            if taken == 0 {
                return None;
            }
            order.retain(|&other| other != node || rule.large == Large::Pack);
            free[node] -= taken;
            units -= taken;
            parts.push(Part { node: node as u32, units: taken });
        }
        self.free = free;
        Some(parts)
    }
}

/// Plays `steps` random gangs that come and go; says where the two differ first.
fn differ(case: u32, twist: impl Fn(Rule) -> Rule) -> Option<String> {
    let draws = Process::new(5, "placement");
    let mut next = 0;
    let mut below = |n: u32| {
        next += 1;
        draws.block([case, next, 0, 0])[0] % n
    };
    let node = 1 + below(8);
    // Most nodes are alike; some are smaller, as the last node of a lot is.
    let sizes: Vec<u32> =
        (0..1 + below(6)).map(|_| if below(4) == 0 { 1 + below(node) } else { node }).collect();
    let rule = Rule {
        fit: [Fit::First, Fit::Best, Fit::LeastFragmentation][below(3) as usize],
        large: [Large::WholeNodes, Large::Pack][below(2) as usize],
    };
    let mut nodes = Nodes::new(&sizes);
    let mut naive = Naive { free: sizes.clone(), size: sizes, wanted: Vec::new() };
    let mut held: Vec<Vec<Part>> = Vec::new();
    for step in 0..12 {
        if below(3) == 0 && !held.is_empty() {
            let gone = held.swap_remove(below(held.len() as u32) as usize);
            for part in gone {
                nodes.release(part);
                naive.free[part.node as usize] += part.units;
            }
            continue;
        }
        let units = 1 + below(2 * node + 2);
        nodes.note(units);
        naive.wanted.push(units);
        let fits = nodes.fits(units, rule);
        let mut parts = Vec::new();
        let placed = nodes.place(units, twist(rule), &mut parts);
        let expected = naive.place(units, rule);
        if placed != expected.is_some()
            || fits != placed
            || placed && Some(&parts) != expected.as_ref()
        {
            return Some(format!(
                "case {case} step {step} {rule:?}: {parts:?} against {expected:?}"
            ));
        }
        let free: i64 = naive.free.iter().map(|&free| i64::from(free)).sum();
        assert_eq!(nodes.free(), free);
        if placed {
            held.push(parts);
        }
    }
    None
}

#[test]
fn placement_agrees_with_its_naive_twin_on_random_instances() {
    for case in 0..30_000 {
        if let Some(difference) = differ(case, |rule| rule) {
            panic!("{difference}");
        }
    }
}

/// The twin: first fit in place of best fit, and the reverse, must be seen.
#[test]
fn another_fit_is_caught() {
    let other = |rule: Rule| Rule {
        fit: match rule.fit {
            Fit::First => Fit::Best,
            Fit::Best => Fit::LeastFragmentation,
            Fit::LeastFragmentation => Fit::First,
        },
        ..rule
    };
    assert!((0..300).any(|case| differ(case, other).is_some()));
}

/// Three nodes of 8, by hand; each step says what is free where.
#[test]
fn placement_by_hand() {
    let mut nodes = Nodes::new(&[8, 8, 8]);
    let mut parts = Vec::new();
    for units in [5, 3] {
        assert!(nodes.place(units, Rule { fit: Fit::First, large: Large::Pack }, &mut parts));
    }
    // 3 were left of node 0 after the first: 0, 8, 8 are free.
    assert_eq!(parts, [Part { node: 0, units: 5 }, Part { node: 0, units: 3 }]);
    let best = Rule { fit: Fit::Best, large: Large::WholeNodes };
    parts.clear();
    assert!(nodes.place(6, best, &mut parts));
    assert!(nodes.place(2, best, &mut parts));
    // Best fit fills node 1 to the brim, so that a gang of 8 still finds node 2.
    assert_eq!(parts, [Part { node: 1, units: 6 }, Part { node: 1, units: 2 }]);
    assert!(nodes.fits(8, best) && !nodes.fits(9, best));
    nodes.release(parts[0]);
    // 14 free: a gang of 10 packs (8 of node 2, then 2), but finds no two empty nodes.
    assert!(!nodes.fits(10, best));
    parts.clear();
    assert!(nodes.place(10, Rule { large: Large::Pack, ..best }, &mut parts));
    assert_eq!(parts, [Part { node: 2, units: 8 }, Part { node: 1, units: 2 }]);
    // A node that fails has nothing; repaired, it is as it was.
    nodes.release(parts[0]);
    nodes.resize(2, 0);
    assert!(!nodes.fits(5, best));
    nodes.resize(2, 8);
    assert!(nodes.fits(8, best));
}

/// Two nodes with 3 and 4 free, gangs of 4 wanted: a gang of 1 costs node 1 its use for gangs of 4
/// (F = 4 × 0 → 3 × 1, +3), while node 0 has none to lose (F = 3 → 2, −1). With gangs of 3 wanted it
/// is node 1 that loses nothing (0 → 0) and node 0 that does (0 → 2): best fit would not see it.
#[test]
fn the_least_fragmentation_by_hand() {
    let rule = Rule { fit: Fit::LeastFragmentation, large: Large::Pack };
    for (wanted, node) in [(4, 0), (3, 1)] {
        let mut nodes = Nodes::new(&[3, 4]);
        for _ in 0..5 {
            nodes.note(wanted);
        }
        let mut parts = Vec::new();
        assert!(nodes.place(1, rule, &mut parts));
        assert_eq!(parts, [Part { node, units: 1 }]);
    }
}
