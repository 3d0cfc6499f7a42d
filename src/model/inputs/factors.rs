//! Uncertain inputs: each is registered once, when the scenario is read, and drawn once in each replication.
//!
//! The registry is the vector of factors: tables list it, and a replication fills one vector of values
//! from any source of uniforms. What is drawn can therefore never be missing from what is listed.

use serde::{Deserialize, Serialize};

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::engine::{Distribution, Process};
use crate::measures::Currency;
use crate::model::ids::{FactorId, Table};

/// A replication of a study.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Replication {
    /// Seed of the study.
    pub seed: u64,
    /// Number of the replication, from 0.
    pub number: u32,
}

impl Replication {
    /// Replication `number` of the study with this seed.
    #[must_use]
    pub fn new(seed: u64, number: u32) -> Self {
        Self { seed, number }
    }

    /// The uniform of a factor at its own address: the path names the process, the replication is the
    /// counter. It does not depend on what else is drawn.
    #[must_use]
    pub fn uniform(self, factor: &Factor) -> f64 {
        let process = Process::new(self.seed, &format!("factor/{}", factor.address()));
        process.uniform([self.number, 0, 0, 0])
    }
}

/// An uncertain input: a value that nobody can decide, drawn once in each replication.
#[derive(Clone, Debug, PartialEq)]
pub struct Factor {
    /// Dotted path in the scenario; it names the draw, so that equal paths share it across alternatives.
    pub path: String,
    /// How likely each value is, in the unit of the key.
    pub distribution: Distribution,
}

/// Parts of paths whose keys were renamed, and what they were called: a new name moves no draw.
const RENAMED: [(&str, &str); 1] = [(".demand.award-rate.", ".demand.odds.")];

impl Factor {
    /// The path that names the draw.
    fn address(&self) -> Cow<'_, str> {
        match RENAMED.iter().find(|(now, _)| self.path.contains(now)) {
            Some((now, before)) => self.path.replacen(now, before, 1).into(),
            None => self.path.as_str().into(),
        }
    }
}

/// Every factor of a scenario.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Factors {
    all: Table<FactorId, Factor>,
    by_path: BTreeMap<String, FactorId>,
    listed: Vec<FactorId>,
    /// Values that replications take in turn, of the factors that have any.
    points: BTreeMap<FactorId, Vec<f64>>,
}

impl Factors {
    /// Registers what a key says. A certain value is no factor; one path is one factor.
    pub fn register(&mut self, path: &str, distribution: Distribution) -> Uncertain {
        if distribution.is_constant() {
            return Uncertain { factor: None, distribution };
        }
        let known = self.by_path.get(path).copied();
        let id = known.unwrap_or_else(|| {
            let path = path.to_owned();
            self.by_path.insert(path.clone(), FactorId::at(self.all.len()));
            self.all.push(Factor { path, distribution: distribution.clone() })
        });
        let value = Uncertain { factor: Some(id), distribution };
        self.list(&value);
        value
    }

    /// Lists the factor behind a value that the inputs hold.
    pub fn list(&mut self, value: &Uncertain) {
        self.listed.extend(value.factor.filter(|id| !self.listed.contains(id)));
    }

    /// Number of factors that are listed.
    #[must_use]
    pub fn len(&self) -> usize {
        self.listed.len()
    }

    /// Whether none is listed: nothing is uncertain.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.listed.is_empty()
    }

    /// Lists only the first `count`: what was read since is not held by the inputs (yet).
    pub fn truncate(&mut self, count: usize) {
        self.listed.truncate(count);
    }

    /// Lists factors by the rank of their paths, those of equal rank as they are.
    pub fn sort_by_rank<R: Ord>(&mut self, rank: impl Fn(&str) -> R) {
        self.listed.sort_by_key(|&id| rank(&self.all[id].path));
    }

    /// The factors that the inputs hold, in the order of tables.
    pub fn listed(&self) -> impl ExactSizeIterator<Item = (FactorId, &Factor)> {
        self.listed.iter().map(|&id| (id, &self.all[id]))
    }

    /// Each factor at its typical value: the mode of a triangular distribution, the median of any other, and of values
    /// taken in turn.
    #[must_use]
    pub fn typical(&self) -> FactorValues {
        let typical = self.all.iter().map(|factor| factor.distribution.typical());
        self.at_points(FactorValues(typical.collect()), median)
    }

    /// Gives a factor the values that replications take in turn: those of one place belong together. Says whether it
    /// is one, and draws all of them.
    pub fn take_in_turn(&mut self, path: &str, values: &[f64]) -> bool {
        let Some(&id) = self.by_path.get(path).filter(|id| self.listed.contains(id)) else {
            return false;
        };
        let (low, high) = self.all[id].distribution.range();
        let drawn = values.iter().all(|value| low <= *value && *value <= high);
        if drawn && !values.is_empty() {
            self.points.insert(id, values.to_vec());
        }
        drawn && !values.is_empty()
    }

    /// Whether any factor takes its values in turn.
    #[must_use]
    pub fn has_points(&self) -> bool {
        self.points() > 0
    }

    /// How many values are taken in turn; 0: every factor is drawn.
    #[must_use]
    pub fn points(&self) -> usize {
        self.points.values().map(Vec::len).next().unwrap_or(0)
    }

    /// Keeps values to take in turn only where the factor is what it is in `other`: an edit of an input is not what
    /// they were found for.
    pub fn keep_points_of(&mut self, other: &Self) {
        let same = |factor: &Factor| {
            let known = other.by_path.get(&factor.path).map(|id| &other.all[*id]);
            known.is_some_and(|known| known.distribution == factor.distribution)
        };
        let all = &self.all;
        self.points.retain(|id, _| same(&all[*id]));
    }

    /// The value of each factor in a replication: one of those that it takes in turn, or drawn at its own address.
    #[must_use]
    pub fn drawn(&self, replication: Replication) -> FactorValues {
        let drawn = self.values(|_, factor| replication.uniform(factor));
        self.at_points(drawn, |points| points[replication.number as usize % points.len()])
    }

    /// Each factor at its median.
    #[must_use]
    pub fn medians(&self) -> FactorValues {
        self.at_points(self.values(|_, _| 0.5), median)
    }

    fn at_points(&self, mut values: FactorValues, of: impl Fn(&[f64]) -> f64) -> FactorValues {
        for (&id, points) in &self.points {
            values.0[id] = of(points);
        }
        values
    }

    /// A value for each factor, by inversion, from a source of uniforms between 0 and 1: the factors'
    /// own addresses ([`Replication::uniform`]), a point of a design, fixed levels.
    pub fn values(&self, uniform: impl Fn(FactorId, &Factor) -> f64) -> FactorValues {
        let value = |(id, factor): (_, &Factor)| factor.distribution.quantile(uniform(id, factor));
        FactorValues(self.all.enumerated().map(value).collect())
    }
}

fn median(values: &[f64]) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    let upper = sorted.len() / 2;
    let lower = upper - usize::from(sorted.len().is_multiple_of(2));
    0.5 * (sorted[lower] + sorted[upper])
}

/// The value of each factor in one replication.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FactorValues(Table<FactorId, f64>);

impl FactorValues {
    /// The value of one factor, in the unit of its key.
    #[must_use]
    pub fn of(&self, factor: FactorId) -> f64 {
        self.0[factor]
    }
}

/// An input that may be a factor.
#[derive(Clone, Debug, PartialEq)]
pub struct Uncertain {
    factor: Option<FactorId>,
    /// How likely each value is, in the unit of the key.
    pub distribution: Distribution,
}

impl Uncertain {
    /// A value that is the same in every replication.
    #[must_use]
    pub fn certain(value: f64) -> Self {
        Self { factor: None, distribution: Distribution::Constant(value) }
    }

    /// The factor behind it; `None`: it is certain.
    #[must_use]
    pub fn factor(&self) -> Option<FactorId> {
        self.factor
    }

    /// The value in the replication with these values of the factors.
    #[must_use]
    pub fn value(&self, values: &FactorValues) -> f64 {
        self.factor.map_or_else(|| self.distribution.range().0, |factor| values.of(factor))
    }

    /// An amount of money in that replication, in the parts in which it is counted; never below zero.
    #[must_use]
    pub fn counted(&self, values: &FactorValues, currency: Currency) -> f64 {
        self.value(values).max(0.0) * currency.parts() as f64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn two() -> (Factors, [Uncertain; 3]) {
        let mut factors = Factors::default();
        let flat = |low, high| Distribution::uniform(low, high).unwrap();
        let a = factors.register("a", flat(0.0, 10.0));
        let certain = factors.register("b", Distribution::Constant(7.0));
        let c = factors.register("c", flat(20.0, 30.0));
        (factors, [a, certain, c])
    }

    /// A key that was called otherwise keeps its draws; its neighbours have theirs.
    #[test]
    fn a_renamed_key_keeps_its_draws() {
        let uniform = |path: &str| {
            let factor =
                Factor { path: path.to_owned(), distribution: Distribution::Constant(0.0) };
            Replication::new(7, 2).uniform(&factor)
        };
        let before = uniform("programme.hpc.demand.odds.elasticity");
        assert_eq!(uniform("programme.hpc.demand.award-rate.elasticity"), before);
        assert_ne!(uniform("programme.gpu.demand.award-rate.elasticity"), before);
    }

    /// Between 0 and 10 the quantile 0.25 is 2.5; between 20 and 30 the quantile 0.5 is 25.
    #[test]
    fn values_come_from_any_source_of_uniforms() {
        let (factors, [a, certain, c]) = two();
        let point = [0.25, 0.5];
        let values = factors.values(|id, _| point[id.place()]);
        assert_eq!([&a, &certain, &c].map(|it| it.value(&values)), [2.5, 7.0, 25.0]);
        // One factor at its 90 % quantile, the others at their medians.
        let one = factors.values(|_, factor| if factor.path == "c" { 0.9 } else { 0.5 });
        assert_eq!([&a, &certain, &c].map(|it| it.value(&one)), [5.0, 7.0, 29.0]);
        // At its own address a factor does not change with what else is registered.
        let of = |factors: &Factors, it: &Uncertain| {
            it.value(&factors.values(|_, factor| Replication::new(1, 3).uniform(factor)))
        };
        let mut alone = Factors::default();
        let again = alone.register("c", Distribution::uniform(20.0, 30.0).unwrap());
        assert_eq!(of(&factors, &c), of(&alone, &again));
    }

    /// Two points for `a`: replications take them in turn, and `c` is drawn as before. Beyond the range, or of no factor,
    /// there is nothing to take; where an edit has changed what is drawn, it is drawn.
    #[test]
    fn points_are_taken_in_turn() {
        let (mut factors, [a, _, c]) = two();
        let before = factors.clone();
        for (path, values) in [("a", vec![11.0]), ("a", vec![]), ("b", vec![7.0]), ("x", vec![1.0])]
        {
            assert!(!factors.take_in_turn(path, &values), "{path}");
        }
        assert_eq!(factors, before);
        assert!(factors.take_in_turn("a", &[2.0, 6.0]));
        for number in 0..4 {
            let at = Replication::new(1, number);
            let values = factors.drawn(at);
            assert_eq!(a.value(&values), [2.0, 6.0][number as usize % 2]);
            assert_eq!(c.value(&values).to_bits(), c.value(&before.drawn(at)).to_bits());
        }
        assert_eq!((a.value(&factors.medians()), c.value(&factors.medians())), (4.0, 25.0));
        let mut same = factors.clone();
        same.keep_points_of(&before);
        assert_eq!(same, factors);
        let mut edited = Factors::default();
        edited.register("a", Distribution::uniform(0.0, 5.0).unwrap());
        same.keep_points_of(&edited);
        assert!(!same.has_points());
    }

    #[test]
    fn a_path_is_one_factor_and_only_what_is_held_is_listed() {
        let (mut factors, [a, _, c]) = two();
        let again = factors.register("a", Distribution::uniform(0.0, 10.0).unwrap());
        assert_eq!(again, a);
        let paths = |factors: &Factors| -> Vec<String> {
            factors.listed().map(|(_, factor)| factor.path.clone()).collect()
        };
        assert_eq!(paths(&factors), ["a", "c"]);
        factors.truncate(0);
        factors.list(&c);
        factors.list(&a);
        factors.list(&c);
        assert_eq!(paths(&factors), ["c", "a"]);
        factors.sort_by_rank(|path| path.to_owned());
        assert_eq!(paths(&factors), ["a", "c"]);
    }
}
