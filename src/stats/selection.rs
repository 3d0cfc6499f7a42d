//! Which of many options is best, with as few futures as that takes: the fully sequential procedure of Kim and Nelson
//! (2001, "A fully sequential procedure for indifference-zone selection in simulation") for options that meet the same
//! futures.
//!
//! All k options are played in a first stage of n₀ futures; then in more, and whoever lags is dropped. After r futures an
//! option may lag another one by W = max{0, δ ÷ 2r × (h² S² ÷ δ² − r)}, where S² is the variance of the difference of the
//! two in the first stage, h² = 2 η (n₀ − 1) and η = ½ ((2 α ÷ (k − 1))^(−2 ÷ (n₀ − 1)) − 1). If the best is better than
//! every other by δ at least and values are normal, it is named with the probability 1 − α or more.

/// A difference of two options, future by future.
#[derive(Clone, Copy, Debug, Default)]
struct Pair {
    /// Futures in which both have a value.
    n: usize,
    /// Mean of the first less the second, and the sum of squares about it.
    mean: f64,
    squares: f64,
    /// The variance with which it is screened; `None`: too few futures were seen, or nothing differed yet.
    variance: Option<f64>,
}

impl Pair {
    fn add(&mut self, difference: f64) {
        self.n += 1;
        let off = difference - self.mean;
        self.mean += off / self.n as f64;
        self.squares += off * (difference - self.mean);
    }

    /// Whether the two were as good as one another in every future.
    fn alike(&self) -> bool {
        self.mean == 0.0 && self.squares == 0.0
    }
}

/// Why and when an option is no longer looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Dropped {
    /// Number of futures after which the option was dropped.
    pub after: usize,
    /// The option that it lags; `None`: it had no value in any of them.
    pub by: Option<usize>,
}

/// The options, as their futures come in. More is better.
#[derive(Clone, Debug)]
pub struct Selection {
    /// Futures of the first stage.
    first: usize,
    /// The smallest difference that counts, δ.
    within: f64,
    /// h².
    slope: f64,
    /// Futures that were seen.
    seen: usize,
    dropped: Vec<Option<Dropped>>,
    /// By option: number of futures in which the option has a value, and the mean of these values.
    means: Vec<(usize, f64)>,
    /// By option: the pairs of it with each option before it.
    pairs: Vec<Vec<Pair>>,
}

impl Selection {
    /// Options of which no future was seen. `confidence` is between ½ and 1, `within` above 0, and `first` 2 or more.
    #[must_use]
    pub fn new(options: usize, (confidence, within): (f64, f64), first: usize) -> Self {
        let shared = (1.0 - confidence) / options.saturating_sub(1).max(1) as f64;
        Self::of_error(options, (shared, within), first)
    }

    /// Options of which no future was seen, with the chance of error of each pair.
    fn of_error(options: usize, (error, within): (f64, f64), first: usize) -> Self {
        let first = first.max(2);
        let degrees = (first - 1) as f64;
        let eta = 0.5 * (libm::pow(2.0 * error, -2.0 / degrees) - 1.0);
        Self {
            first,
            within,
            slope: 2.0 * eta * degrees,
            seen: 0,
            dropped: vec![None; options],
            means: vec![(0, 0.0); options],
            pairs: (0..options).map(|option| vec![Pair::default(); option]).collect(),
        }
    }

    /// Takes a future: a value for each option, of which those of options that were dropped are not looked at.
    pub fn add(&mut self, values: &[Option<f64>]) {
        self.seen += 1;
        let known: Vec<(usize, f64)> =
            self.left().filter_map(|option| Some((option, values[option]?))).collect();
        for (at, &(option, value)) in known.iter().enumerate() {
            let (n, mean) = &mut self.means[option];
            *n += 1;
            *mean += (value - *mean) / *n as f64;
            for &(before, other) in &known[..at] {
                self.pairs[option][before].add(value - other);
            }
        }
    }

    /// Drops every option that lags one of the others by more than it may. Nothing before the first stage is over.
    pub fn screen(&mut self) {
        if self.seen < self.first {
            return;
        }
        let after = self.seen;
        let left: Vec<usize> = self.left().collect();
        for &option in left.iter().filter(|option| self.means[**option].0 == 0) {
            self.dropped[option] = Some(Dropped { after, by: None });
        }
        // For each option, the option that it lags most.
        let mut lags: Vec<Option<(f64, usize)>> = vec![None; self.dropped.len()];
        let (first, within, slope) = (self.first, self.within, self.slope);
        for (at, &option) in left.iter().enumerate() {
            for &before in &left[..at] {
                let pair = &mut self.pairs[option][before];
                // A variance is of a whole stage in which something differed.
                if pair.n < first || pair.alike() {
                    continue;
                }
                let n = pair.n as f64;
                let variance = *pair.variance.get_or_insert(pair.squares / (n - 1.0));
                let may = within / (2.0 * n) * (slope * variance / (within * within) - n);
                let (lag, worse, better) = match pair.mean < 0.0 {
                    true => (-pair.mean, option, before),
                    false => (pair.mean, before, option),
                };
                if lag > may.max(0.0) && lags[worse].is_none_or(|(most, _)| lag > most) {
                    lags[worse] = Some((lag, better));
                }
            }
        }
        for (dropped, lag) in self.dropped.iter_mut().zip(lags) {
            if let (None, Some((_, by))) = (&dropped, lag) {
                *dropped = Some(Dropped { after, by: Some(by) });
            }
        }
    }

    /// Whether the best option is known: one is left, or those left were equally good in every future.
    #[must_use]
    pub fn is_decided(&self) -> bool {
        let left: Vec<usize> = self.left().collect();
        let alike = |option: usize, before: usize| {
            let pair = &self.pairs[option][before];
            pair.n >= self.first && pair.alike()
        };
        left.iter().enumerate().all(|(at, &one)| left[..at].iter().all(|&two| alike(one, two)))
            && self.seen >= self.first
    }

    /// The options that are left, in their order.
    pub fn left(&self) -> impl Iterator<Item = usize> {
        (0..self.dropped.len()).filter(|&option| self.dropped[option].is_none())
    }

    /// The option with the highest mean of those that are left; `None`: none is, or no future was seen.
    #[must_use]
    pub fn leader(&self) -> Option<usize> {
        let known = self.left().filter(|&option| self.means[option].0 > 0);
        // The first of several that are as good.
        known.reduce(|best, one| if self.ahead(one, best) > 0.0 { one } else { best })
    }

    /// By how much the mean of an option is above that of another one, in the futures in which both have a value.
    #[must_use]
    pub fn ahead(&self, option: usize, other: usize) -> f64 {
        match option.cmp(&other) {
            std::cmp::Ordering::Less => -self.pairs[other][option].mean,
            std::cmp::Ordering::Equal => 0.0,
            std::cmp::Ordering::Greater => self.pairs[option][other].mean,
        }
    }

    /// When and why an option was dropped; `None`: it was not.
    #[must_use]
    pub fn dropped(&self, option: usize) -> Option<Dropped> {
        self.dropped[option]
    }

    /// In how many futures an option had a value, and the mean of these.
    #[must_use]
    pub fn mean(&self, option: usize) -> (usize, f64) {
        self.means[option]
    }

    /// Futures that were seen.
    #[must_use]
    pub fn seen(&self) -> usize {
        self.seen
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::{Distribution, Process};

    /// n₀ = 2, α = 0.1 and two options: η = ½ (0.2⁻² − 1) = 12, h² = 24. Differences 4 and 6: S² = 2, and δ = 2 lets the
    /// worse lag by 2 ÷ 4 × (24 × 2 ÷ 4 − 2) = 5 after two futures: it lags by just that. A third one of 5 lets it lag
    /// by 2 ÷ 6 × (12 − 3) = 3 only.
    #[test]
    fn by_hand() {
        let mut selection = Selection::new(2, (0.9, 2.0), 2);
        assert!((selection.slope - 24.0).abs() < 1e-9);
        selection.add(&[Some(10.0), Some(14.0)]);
        selection.screen();
        assert_eq!(selection.left().count(), 2, "the first stage is not over");
        selection.add(&[Some(10.0), Some(16.0)]);
        // What floats make of 5 is not looked at.
        selection.within *= 1.0 - 1e-9;
        selection.screen();
        assert!(!selection.is_decided());
        selection.add(&[Some(10.0), Some(15.0)]);
        selection.screen();
        assert!(selection.is_decided());
        assert_eq!(selection.dropped(0), Some(Dropped { after: 3, by: Some(1) }));
        assert_eq!((selection.leader(), selection.ahead(1, 0)), (Some(1), 5.0));
    }

    /// Twins are never told apart, and need not be; what has no value is left out; one that differs late is not dropped
    /// for having differed in nothing before.
    #[test]
    fn twins_and_options_without_a_value() {
        let mut selection = Selection::new(4, (0.95, 0.1), 4);
        for at in 0..4 {
            let value = Some(f64::from(at));
            selection.add(&[value, value, None, value.map(|value| value - 5.0 - value / 9.0)]);
        }
        selection.screen();
        assert!(selection.is_decided());
        assert_eq!(selection.left().collect::<Vec<_>>(), [0, 1]);
        assert_eq!(selection.leader(), Some(0));
        assert_eq!(selection.dropped(2), Some(Dropped { after: 4, by: None }));
        selection.add(&[Some(0.0), Some(5.0), None, None]);
        selection.screen();
        assert!(!selection.is_decided() && selection.left().count() == 2);
        let mut nothing = Selection::new(1, (0.95, 0.1), 2);
        assert_eq!((nothing.leader(), nothing.is_decided()), (None, false));
        nothing.add(&[None]);
        nothing.add(&[None]);
        nothing.screen();
        assert_eq!((nothing.leader(), nothing.left().count()), (None, 0));
    }

    /// How often the best of `options` is named: all others are worse by just δ, which is the hardest that is promised.
    /// They share a part of their chance, as futures that all meet. Gives the share and the futures that were played.
    fn named(options: usize, error: f64, runs: u32) -> (f64, f64) {
        let normal = Distribution::normal(0.0, 1.0).unwrap();
        let draws = Process::new(17, "selection-test");
        let within = 0.3;
        let (mut hits, mut played) = (0, 0);
        for run in 0..runs {
            let mut selection = Selection::of_error(options, (error, within), 16);
            let mut number = 0;
            while !selection.is_decided() {
                let draw = |which: u32| normal.quantile(draws.uniform([run, number, which, 0]));
                let common = draw(u32::MAX);
                let best = |option: usize| if option == 1 { within } else { 0.0 };
                let value = |option: usize| Some(common + draw(option as u32) + best(option));
                selection.add(&(0..options).map(value).collect::<Vec<_>>());
                played += selection.left().count();
                selection.screen();
                number += 1;
            }
            hits += u32::from(selection.leader() == Some(1));
        }
        (f64::from(hits) / f64::from(runs), played as f64 / f64::from(runs))
    }

    /// The best is named at least as often as is promised, of two options (where the promise is hardly more than kept)
    /// and of eight; four standard errors are allowed for. A twin whose chance of error is not shared out over the pairs
    /// names another one too often.
    #[test]
    fn the_best_is_named_as_often_as_is_promised() {
        let runs = 1_000;
        let least = 0.95 - 4.0 * (0.95 * 0.05 / f64::from(runs)).sqrt();
        let (two, _) = named(2, 0.05, runs);
        assert!(two > least, "{two}");
        let (eight, played) = named(8, 0.05 / 7.0, runs);
        assert!(eight > 0.95, "{eight}");
        // Losers that are dropped save most of what all would take until the end: h² S² ÷ δ² for each.
        let all = Selection::new(8, (0.95, 0.3), 16).slope * 2.0 / 0.09 * 8.0;
        assert!(played < 0.6 * all, "{played} of {all}");
        let (twin, _) = named(8, 0.05, runs);
        assert!(twin < 0.9, "{twin}");
    }
}
