//! What sizing and ranking find, as data: the words are the report's.

use serde::{Deserialize, Serialize};

use super::answer::Spread;
use crate::measures::Response;
use crate::scenario::{Bound, Over};
pub use crate::scenario::{Unit, keys::unit_of};
use crate::stats::Counted;
use crate::words::{Bilingual, Calling};

/// A standard with what its scope is called.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StandardEntry {
    /// The response.
    pub response: Response,
    /// Scope of the response, as tables name it.
    pub scope: String,
    /// What the scope is called; empty for the site.
    pub title: Bilingual,
    /// What values are said in.
    pub unit: Calling,
    /// The bound.
    pub bound: Bound,
    /// The time over which the standard shall hold.
    pub over: Over,
}

/// Which of the values that meet a standard is looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Wanted {
    /// The smallest, or the earliest.
    Smallest,
    /// The largest, or the latest.
    Largest,
}

/// How a size was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Found {
    /// The value is the order statistic of the values that each future needs: no future that was looked at met a
    /// standard with less and failed it with more.
    ByOrder,
    /// The value was found by tests of single values, since futures were seen that fail with more what they meet with
    /// less.
    ByTests,
}

/// The value of a key that a service standard needs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Sized {
    /// The keys that take the value.
    pub vary: Vec<String>,
    /// The alternative that is varied; `None`: the baseline.
    pub on: Option<String>,
    /// The standards, all of which shall hold.
    pub standards: Vec<StandardEntry>,
    /// Which of the values that do is looked for.
    pub wanted: Wanted,
    /// The share of futures in which it shall hold.
    pub probability: f64,
    /// The confidence with which the standards hold at the value that is named.
    pub confidence: f64,
    /// What values are said in.
    pub unit: Calling,
    /// Seed of every draw.
    pub seed: u64,
    /// Futures.
    pub futures: usize,
    /// How many there should have been, if it was stopped before.
    #[serde(default)]
    pub planned: Option<usize>,
    /// Runs that were played.
    pub runs: u64,
    /// Every value, in the order in which it was asked for.
    pub points: Vec<SizePoint>,
    /// The place of the value that is named; `None`: none of them does it.
    pub answer: Option<usize>,
    /// How the value was found.
    pub found: Found,
    /// The rank of the order statistic, from 1; `None`: the futures are too few for the confidence.
    pub rank: Option<usize>,
    /// Futures that the confidence needs at the least.
    pub least_futures: usize,
    /// Futures in which a value with more failed what one with less met, and futures that were looked at for it.
    pub anomalies: (usize, usize),
    /// Futures in which a standard had no value somewhere; they count as not met.
    pub unknown: usize,
    /// What else is different there: guards at the named value against the world without it; where none is named, at the
    /// value that comes nearest.
    pub beside: Vec<Beside>,
    /// Why none is named: each standard at the value that comes nearest.
    #[serde(default)]
    pub failing: Vec<Failing>,
}

/// A value of a sizing.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SizePoint {
    /// The value as it is written.
    pub label: String,
    /// The value as a number, or its place in the list.
    pub number: f64,
    /// Futures in which the standards hold; `None`: nothing can be played there.
    pub met: Option<Counted>,
    /// Why nothing can be played at the point.
    pub refused: Option<Bilingual>,
}

impl Sized {
    /// The place of the value that comes nearest where none is enough: the last that can be played, in the order of the
    /// search.
    #[must_use]
    pub fn nearest(&self) -> Option<usize> {
        let played = |point: &SizePoint| point.refused.is_none();
        match self.wanted {
            Wanted::Smallest => self.points.iter().rposition(played),
            Wanted::Largest => self.points.iter().position(played),
        }
    }
}

/// A standard at the value with which the standards hold most often, where none is enough.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Failing {
    /// The standard.
    pub standard: StandardEntry,
    /// Futures in which it holds there, of those that were looked at.
    pub met: Counted,
    /// The response at that value, over futures; `None`: no future has a value of it.
    pub value: Option<Spread>,
    /// Rounds of the window: how many close with the same applications and places at the first value and at this one,
    /// before anything differs, and how many there are; means over futures. `None`: the standard is not of rounds.
    pub rounds: Option<(f64, f64)>,
}

/// A response at the named value beside the same in the first world that was played.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Beside {
    /// The response, of the site.
    pub response: Response,
    /// The response at the first value.
    pub before: Spread,
    /// The response at the named value.
    pub after: Spread,
}

/// What moves an answer, input by input.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Ranked {
    /// The response.
    pub response: Response,
    /// Scope of the response, as tables name it.
    pub scope: String,
    /// What the scope is called; empty for the site.
    pub title: Bilingual,
    /// The alternative whose difference from the baseline is ranked; `None`: the level of the baseline.
    pub alternative: Option<String>,
    /// Title of that alternative.
    pub alternative_title: Bilingual,
    /// What values are said in.
    pub unit: Calling,
    /// Seed of every draw.
    pub seed: u64,
    /// Futures of each point.
    pub futures: usize,
    /// How many there should have been, if it was stopped before; what was not played whole is missing.
    #[serde(default)]
    pub planned: Option<usize>,
    /// Runs that were played.
    pub runs: u64,
    /// The mean over futures in which every input is drawn.
    pub mean: f64,
    /// Standard deviation of the answer over the futures in which every input is drawn.
    pub sd: f64,
    /// Share of the variance over futures that chance makes with every input held; `None`: nothing varies.
    pub chance: Option<f64>,
    /// Every input, that which moves it most first.
    pub rows: Vec<RankRow>,
    /// Inputs that were played and move nothing.
    pub unmoving: Vec<String>,
    /// Share of pairs of the five first inputs whose order is the same in both halves of the futures.
    pub stable: Option<f64>,
    /// The answer under each reading of what is known, that which moves it most first.
    pub readings: Vec<ReadingRow>,
}

impl Ranked {
    /// Inputs and readings in one order: how far each moves the answer, the largest first.
    #[must_use]
    pub fn all(&self) -> Vec<Moved<'_>> {
        let inputs = self.rows.iter().map(Moved::Input);
        let mut all: Vec<Moved<'_>> =
            inputs.chain(self.readings.iter().map(Moved::Reading)).collect();
        all.sort_by(|a, b| b.size().total_cmp(&a.size()));
        all
    }
}

/// What moves an answer.
#[derive(Clone, Copy, Debug)]
pub enum Moved<'a> {
    /// An uncertain input, from one end to the other.
    Input(&'a RankRow),
    /// Another reading of what is known, in place of the file's own.
    Reading(&'a ReadingRow),
}

impl Moved<'_> {
    /// The answer at the one end and at the other.
    #[must_use]
    pub fn ends(&self) -> (f64, f64) {
        match self {
            Self::Input(row) => row.ends,
            Self::Reading(row) => row.ends,
        }
    }

    /// How far the input or reading moves the answer.
    #[must_use]
    pub fn size(&self) -> f64 {
        let (from, to) = self.ends();
        (to - from).abs()
    }
}

/// What another reading of the facts does to an answer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ReadingRow {
    /// Name of the reading, as the scenario file has it.
    pub name: String,
    /// Title of the reading.
    pub title: Bilingual,
    /// The answer as the file reads the facts, and as the reading has them: means over the same futures.
    pub ends: (f64, f64),
    /// Half the width of the 95 % interval of the difference of the two.
    pub error: f64,
}

/// What an input does.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RankRow {
    /// Path of the input.
    pub path: String,
    /// Whether the scenario says that something of the table in which it stands is assumed.
    pub assumed: bool,
    /// The input at its 10 % and 90 % quantiles, in the unit of its key.
    pub values: (f64, f64),
    /// The answer there, mean over futures.
    pub ends: (f64, f64),
    /// Half the width of the 95 % interval of the difference of the two.
    pub error: f64,
    /// The value at which the sign of the difference turns, if it does between the 5 % and the 95 % quantile.
    pub switches: Option<f64>,
    /// Morris' mean absolute elementary effect, from one end of the distribution to the other, with its 95 % interval.
    pub morris: Option<(f64, f64, f64)>,
    /// Sobol' index of first order with its 95 % interval.
    pub first: Option<(f64, f64, f64)>,
    /// Sobol' index of total order with its 95 % interval.
    pub total: Option<(f64, f64, f64)>,
}
