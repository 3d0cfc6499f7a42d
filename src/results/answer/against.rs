//! What speaks against an alternative.

use serde::{Deserialize, Serialize};

use super::{Difference, Spread};
use crate::measures::Response;

/// A guard that gets worse.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Against {
    /// The response.
    pub response: Response,
    /// Scope of the response, as tables name it.
    pub scope: String,
    /// Why the response speaks against the alternative.
    pub why: Why,
    /// The response in the baseline, over futures.
    pub baseline: Spread,
    /// The response in the alternative, over futures.
    pub alternative: Spread,
    /// Differences between the two in the same future.
    pub difference: Difference,
}

impl Against {
    /// How far the guard moves, as a part of the larger of the two means: 0 not at all, 1 from nothing or to nothing.
    pub(super) fn moved(&self) -> f64 {
        let larger = self.baseline.mean.abs().max(self.alternative.mean.abs());
        if larger > 0.0 { self.difference.spread.mean.abs() / larger } else { 0.0 }
    }
}

/// Why a response speaks against an alternative.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Why {
    /// The response is a guard and gets worse.
    Guard,
    /// The competition is lower because fewer apply, not because more is given.
    FewerApply,
}
