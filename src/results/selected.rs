//! Which of many options is best, as data: the words are the report's.

use serde::{Deserialize, Serialize};

use crate::measures::Response;
use crate::words::{Bilingual, Calling};

/// What an option is called.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OptionName {
    /// The sweep of which it is a point; `None`: the baseline or an alternative.
    pub sweep: Option<String>,
    /// Name of the option in the scenario file; of a point of a sweep, its values, comma-separated.
    pub name: String,
    /// Title of the option; of a point, the title of its sweep.
    pub title: Bilingual,
}

/// What became of an option.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Standing {
    /// The option is the one that is named.
    Best,
    /// The option has the values of the one that is named in every future.
    AsGood,
    /// The option may be the best: whether another one is better is not known.
    Left,
    /// The option lagged another one by more than chance makes.
    Dropped {
        /// Number of futures after which the option was dropped.
        after: usize,
    },
    /// The option has no value in any future.
    NoValue,
}

/// An option.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OptionRow {
    /// Name and title of the option.
    pub name: OptionName,
    /// Mean of the option over the futures in which it was played and has a value; `None`: there is none.
    pub mean: Option<f64>,
    /// Number of futures of that mean.
    pub futures: usize,
    /// Mean of the option less that of the first one, in the futures in which both have a value.
    pub lag: Option<f64>,
    /// What became of the option.
    pub standing: Standing,
}

/// The best of many options.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Selected {
    /// The response by which they are compared.
    pub response: Response,
    /// Scope of the response, as tables name it.
    pub scope: String,
    /// What the scope is called; empty for the site.
    pub title: Bilingual,
    /// What values are said in.
    pub unit: Calling,
    /// Whether the highest value is the best; else the lowest.
    pub highest: bool,
    /// The smallest difference that counts, in the unit of the response.
    pub within: f64,
    /// The confidence with which the best is named.
    pub confidence: f64,
    /// Seed of every draw.
    pub seed: u64,
    /// Futures of the options that stayed longest.
    pub futures: usize,
    /// Number of futures that could have been played.
    pub most: usize,
    /// Futures that were planned, if the study was stopped before.
    #[serde(default)]
    pub planned: Option<usize>,
    /// Whether one is named.
    pub decided: bool,
    /// Runs that were played, those of the baseline as the run from which all go on among them.
    pub runs: u64,
    /// Every option: those that are left, then those that were dropped, by how far they lag.
    pub rows: Vec<OptionRow>,
}

impl Selected {
    /// Runs that every option would take in as many futures as the last ones took.
    #[must_use]
    pub fn all_runs(&self) -> u64 {
        self.rows.len() as u64 * self.futures as u64
    }
}
