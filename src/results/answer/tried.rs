//! The answers under other readings of the facts, and at the points of sweeps.

use serde::{Deserialize, Serialize};

use super::{Difference, FrontierEntry, Measured, OptionEntry, Spread};
use crate::stats::Counted;
use crate::words::Bilingual;

/// The options under another reading of what is known.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ReadingEntry {
    /// Name of the reading, as the scenario file has it.
    pub name: String,
    /// Title of the reading.
    pub title: Bilingual,
    /// What is measured under it: what is asked for, then guards that have a value.
    pub measured: Vec<Measured>,
    /// The baseline, then the alternatives in the order of the file.
    pub options: Vec<OptionEntry>,
}

/// A sweep.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SweepEntry {
    /// Name of the sweep, as the scenario file has it.
    pub name: String,
    /// Title of the sweep.
    pub title: Bilingual,
    /// The alternative that is varied; `None`: the baseline.
    pub on: Option<String>,
    /// The first axis, and the second one of a grid.
    pub axes: Vec<AxisEntry>,
    /// What is measured, as in the answer block; a response that needs jobs only where the question asks for it.
    pub measured: Vec<Measured>,
    /// For each value of the first axis, every value of the second.
    pub points: Vec<PointEntry>,
    /// Which of the points are worse in everything than another.
    #[serde(default)]
    pub frontier: Option<FrontierEntry>,
}

/// An axis of a sweep.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AxisEntry {
    /// Dotted paths of the keys, all of which take the same value.
    pub paths: Vec<String>,
    /// Every value as it is written.
    pub labels: Vec<String>,
    /// Every value as a number, or its place.
    pub numbers: Vec<f64>,
}

/// A point of a sweep.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PointEntry {
    /// Why nothing can be played there: racks, power or money that are not there.
    pub refused: Option<Bilingual>,
    /// A cell for each response of `measured`; empty if nothing can be played at the point.
    pub cells: Vec<PointCell>,
}

/// What is measured at a point.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct PointCell {
    /// How the values of futures lie.
    pub level: Option<Spread>,
    /// The point less the baseline, future by future.
    pub difference: Option<Difference>,
    /// Futures that meet the target, if there is one.
    pub met: Option<Counted>,
}
