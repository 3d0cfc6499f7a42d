//! Which nodes a gang takes: a gang of up to a node's size sits on one node, a larger one takes
//! whole nodes or packs, as the [`Rule`] says. Pure: nodes in, parts out.

/// Which of several nodes that fit a gang takes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Fit {
    /// The first one.
    First,
    /// The one with the least left over; of equals the first.
    #[default]
    Best,
    /// The one whose fragmentation grows least: fragmentation gradient descent (Weng and others,
    /// "Beware of Fragmentation", USENIX ATC 2023), for whole units. A node with `f` free units has
    /// the fragmentation `f × P(a gang wants more than f)`, by the gangs noted so far; of equals the
    /// one with the least left over, then the first.
    LeastFragmentation,
}

/// How a gang larger than a node is placed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Large {
    /// The job takes empty nodes, first ones first; what it leaves of the last stays free for others.
    #[default]
    WholeNodes,
    /// The job takes whatever is free, emptiest nodes first; the rest of it goes where [`Fit`] says.
    Pack,
}

impl Fit {
    /// All rules.
    pub const ALL: [Fit; 3] = [Fit::First, Fit::Best, Fit::LeastFragmentation];

    /// The name that a scenario and a command line use.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Fit::First => "first",
            Fit::Best => "best",
            Fit::LeastFragmentation => "least fragmentation",
        }
    }
}

impl Large {
    /// All rules.
    pub const ALL: [Large; 2] = [Large::WholeNodes, Large::Pack];

    /// The name that a scenario and a command line use.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Large::WholeNodes => "whole nodes",
            Large::Pack => "pack",
        }
    }
}

/// How gangs are placed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Rule {
    /// A gang of up to a node's size.
    pub fit: Fit,
    /// A larger one.
    pub large: Large,
}

/// Units of one node that a gang holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part {
    /// Node, from 0.
    pub node: u32,
    /// Units of the node, at least one.
    pub units: u32,
}

/// The free units of nodes. A node's size may change ([`Nodes::resize`]): failures, leases.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Nodes {
    /// Units of each node that may be used.
    size: Vec<u32>,
    /// Units of each node that are not held; below zero never.
    free: Vec<u32>,
    total_free: i64,
    /// `with[f]`: nodes that have `f` units free.
    with: Vec<u32>,
    /// Units of nodes of which none is held.
    empty: i64,
    /// The largest node at the start: gangs up to this size sit on one node.
    gang: u32,
    /// `above[f]`: gangs noted that want more than `f` units of a node.
    above: Vec<u64>,
}

// What nodes have free, and every change of it.
impl Nodes {
    /// Empty nodes of these sizes.
    #[must_use]
    pub fn new(sizes: &[u32]) -> Self {
        let mut nodes = Self::default();
        nodes.reset(sizes.iter().copied());
        nodes
    }

    /// Makes these nodes what [`Nodes::new`] makes, in the memory they have.
    pub fn reset(&mut self, sizes: impl Iterator<Item = u32>) {
        self.size.clear();
        self.size.extend(sizes);
        self.free.clear();
        self.free.extend_from_slice(&self.size);
        self.total_free = self.size.iter().map(|&size| i64::from(size)).sum();
        self.empty = self.total_free;
        self.gang = self.size.iter().copied().max().unwrap_or(0);
        self.with.clear();
        self.with.resize(self.gang as usize + 1, 0);
        self.free.iter().for_each(|&free| self.with[free as usize] += 1);
        self.above.clear();
        self.above.resize(self.gang as usize + 1, 0);
    }

    /// Takes over the first nodes of others, and what was noted there; none of the rest has units, here or there, and the
    /// largest node is as large.
    pub fn adopt(&mut self, other: &Self, shared: usize) {
        debug_assert_eq!(self.gang, other.gang);
        self.size[..shared].copy_from_slice(&other.size[..shared]);
        self.free[..shared].copy_from_slice(&other.free[..shared]);
        self.total_free = other.total_free;
        self.empty = other.empty;
        self.with.clone_from(&other.with);
        if let Some(without) = self.with.first_mut() {
            *without = *without + self.size.len() as u32 - other.size.len() as u32;
        }
        self.above.clone_from(&other.above);
    }

    /// Units of the largest node: gangs up to this size sit on one.
    #[must_use]
    pub fn gang(&self) -> u32 {
        self.gang
    }

    /// Free units of all nodes.
    #[must_use]
    pub fn free(&self) -> i64 {
        self.total_free
    }

    /// Free units of a node.
    #[must_use]
    pub fn free_of(&self, node: u32) -> u32 {
        self.free[node as usize]
    }

    /// Units of a node that may be used.
    #[must_use]
    pub fn size_of(&self, node: u32) -> u32 {
        self.size[node as usize]
    }

    /// A gang of this size was submitted: [`Fit::LeastFragmentation`] goes by what gangs want.
    pub fn note(&mut self, units: u32) {
        for above in &mut self.above[..units.min(self.gang) as usize] {
            *above += 1;
        }
    }

    /// Gives a part back. Units that a node no longer has ([`Nodes::resize`]) stay gone.
    pub fn release(&mut self, part: Part) {
        let at = part.node as usize;
        self.set(at, self.size[at], self.free[at] + part.units);
    }

    /// Takes a part that is free, as [`Nodes::release`] gave it back.
    pub fn retake(&mut self, part: Part) {
        let at = part.node as usize;
        self.set(at, self.size[at], self.free[at] - part.units);
    }

    /// Changes the size of a node whose held units are at most the new size.
    pub fn resize(&mut self, node: u32, size: u32) {
        let at = node as usize;
        let held = self.size[at] - self.free[at];
        debug_assert!(held <= size, "units of a node must be given back before it shrinks");
        self.set(at, size, size - held);
    }

    /// A node has another size or other units free.
    fn set(&mut self, node: usize, size: u32, free: u32) {
        let unheld = |size: u32, free: u32| if size == free { i64::from(free) } else { 0 };
        let (old_size, old) = (self.size[node], self.free[node]);
        self.empty += unheld(size, free) - unheld(old_size, old);
        self.total_free += i64::from(free) - i64::from(old);
        (self.size[node], self.free[node]) = (size, free);
        if self.with.len() <= free as usize {
            self.with.resize(free as usize + 1, 0);
        }
        self.with[old as usize] -= 1;
        self.with[free as usize] += 1;
    }

    fn take(&mut self, node: usize, units: u32, parts: &mut Vec<Part>) {
        self.set(node, self.size[node], self.free[node] - units);
        parts.push(Part { node: node as u32, units });
    }
}

// On which nodes a gang is placed.
impl Nodes {
    /// Places a gang and adds its parts to `parts`; `false`, and nothing changed, if it does not fit.
    pub fn place(&mut self, units: u32, rule: Rule, parts: &mut Vec<Part>) -> bool {
        if i64::from(units) > self.total_free {
            return false;
        }
        if units <= self.gang {
            let Some(node) = self.node_for(units, rule.fit) else { return false };
            self.take(node, units, parts);
            return true;
        }
        match rule.large {
            Large::WholeNodes => self.place_whole(units, parts),
            Large::Pack => {
                self.place_packed(units, rule.fit, parts);
                true
            }
        }
    }

    /// Whether a gang would fit now.
    #[must_use]
    pub fn fits(&self, units: u32, rule: Rule) -> bool {
        if i64::from(units) > self.total_free {
            return false;
        }
        if units <= self.gang {
            return self.levels(units).next().is_some();
        }
        rule.large == Large::Pack || self.empty >= i64::from(units)
    }

    /// Takes units wherever they are free, fullest nodes' remains first by `fit` where one node has
    /// room for all; never fails while enough units are free.
    ///
    /// Returns whether enough were free.
    pub fn scatter(&mut self, units: u32, fit: Fit, parts: &mut Vec<Part>) -> bool {
        if i64::from(units) > self.total_free {
            return false;
        }
        self.place_packed(units, fit, parts);
        true
    }

    /// Numbers of free units, from a least number on, that some node has, in ascending order.
    fn levels(&self, units: u32) -> impl DoubleEndedIterator<Item = u32> {
        let levels = self.with.iter().enumerate().skip(units as usize);
        levels.filter(|(_, nodes)| **nodes > 0).map(|(free, _)| free as u32)
    }

    /// The first node, from a given one on, that has exactly `free` units free.
    fn first_with(&self, free: u32, from: usize) -> Option<usize> {
        Some(from + self.free[from..].iter().position(|other| *other == free)?)
    }

    fn node_for(&self, units: u32, fit: Fit) -> Option<usize> {
        let mut levels = self.levels(units);
        let level = match fit {
            Fit::First => {
                levels.next()?;
                return self.free.iter().position(|&free| free >= units);
            }
            Fit::Best => levels.next(),
            Fit::LeastFragmentation => levels.min_by_key(|&free| (self.growth(free, units), free)),
        };
        self.first_with(level?, 0)
    }

    /// How much the fragmentation of a node grows, times the number of gangs noted.
    fn growth(&self, free: u32, units: u32) -> i128 {
        let fragmentation = |free: u32| {
            let free = free.min(self.gang);
            i128::from(free) * i128::from(self.above[free as usize])
        };
        fragmentation(free - units) - fragmentation(free)
    }

    fn place_whole(&mut self, mut units: u32, parts: &mut Vec<Part>) -> bool {
        if self.empty < i64::from(units) {
            return false;
        }
        for node in 0..self.size.len() {
            if self.free[node] == self.size[node] && self.free[node] > 0 {
                let taken = units.min(self.free[node]);
                self.take(node, taken, parts);
                units -= taken;
                if units == 0 {
                    break;
                }
            }
        }
        true
    }

    /// The caller has seen that enough units are free.
    fn place_packed(&mut self, mut units: u32, fit: Fit, parts: &mut Vec<Part>) {
        let (mut most, mut from) = (0, 0);
        while units > 0 {
            if let Some(node) = self.node_for(units, fit) {
                self.take(node, units, parts);
                return;
            }
            let Some(free) = self.levels(1).next_back() else { return };
            if free != most {
                (most, from) = (free, 0); // nodes before `from` have fewer
            }
            let Some(node) = self.first_with(free, from) else { return };
            from = node + 1;
            self.take(node, free, parts);
            units -= free;
        }
    }
}
