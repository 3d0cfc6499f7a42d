//! Which options are best: by each answer, and by unmet demand, free units and money together.

use serde::{Deserialize, Serialize};

use crate::measures::Response;
use crate::stats::MEASURES;

/// What options are compared by where none is best in everything: of the site, over the window, less of each is better.
/// Who wins and never has units is as little served as who is turned away, so that more places alone are no gain.
pub const FRONTIER: [Response; MEASURES] =
    [Response::TurnedAway, Response::AwardsLapsed, Response::FreeUnitMonths, Response::Spent];

/// Options, or points of a sweep, by unmet demand, free units and money ([`FRONTIER`]).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FrontierEntry {
    /// Futures in which everything is known of every option: only they are compared.
    pub n: usize,
    /// The points that could be played.
    pub points: Vec<FrontierPoint>,
}

/// A point of a frontier.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct FrontierPoint {
    /// The place of the point among the options, or among the points of the sweep.
    pub place: usize,
    /// Means over futures, in the order of [`FRONTIER`].
    pub means: [f64; MEASURES],
    /// The chance that no other is as good in everything and better in something: share of samples of the futures, drawn
    /// with replacement.
    pub undominated: f64,
}

/// Which option is best by one answer, over the whole window and future by future.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct BestEntry {
    /// The place of the answer in `measured`.
    pub measured: usize,
    /// Futures in which every option has a value: only they are compared.
    pub n: usize,
    /// Values that are no further apart are as good as one another.
    pub indifference: f64,
    /// A row for each option.
    pub options: Vec<BestOption>,
}

impl BestEntry {
    /// Whether another option is as good as the one that is best most often: as near to the best in as many futures,
    /// and not behind it in most.
    #[must_use]
    pub fn alike(&self, first: &BestOption, other: &BestOption) -> bool {
        let regrets = (first.regret - other.regret).abs() <= self.indifference;
        let near = (first.near - other.near).abs() <= 0.02;
        regrets && near && (first.best < 2.0 / 3.0 || first.best == other.best)
    }
}

/// An option among all.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct BestOption {
    /// Share of futures in which it is best; a tie is shared out.
    pub best: f64,
    /// Share of futures in which it is best or as good as that.
    pub near: f64,
    /// How much worse than the best of the same future it is, mean over futures.
    pub regret: f64,
    /// The chance of a difference from the baseline as large as its mean if there were none: Student's t of the paired
    /// differences, for all alternatives at once (Holm 1979). `None`: the baseline, or one future.
    pub holm: Option<f64>,
    /// Mean difference from the baseline, and half the width of an interval about it: the intervals of all alternatives
    /// cover theirs at once with 95 % (Bonferroni). `None`: the baseline, or one future.
    #[serde(default)]
    pub apart: Option<(f64, f64)>,
}

impl BestOption {
    /// Whether the option differs from the baseline where all alternatives are looked at together: 5 % for a slip among
    /// all.
    #[must_use]
    pub fn differs(&self) -> bool {
        self.holm.is_some_and(|chance| chance <= 0.05)
    }
}
