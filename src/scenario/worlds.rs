//! The worlds of a scenario in the order in which a study plays them, and what things are called.

use super::Scenario;
use crate::model::inputs::Inputs;

/// The name of the scenario as written, among its alternatives.
pub const BASELINE: &str = "baseline";

impl Scenario {
    /// The baseline, then every alternative, each with its name.
    pub fn worlds(&self) -> impl Iterator<Item = (&str, &Inputs)> {
        let alternatives =
            self.alternatives.iter().map(|other| (other.name.as_str(), &other.inputs));
        std::iter::once((BASELINE, &self.baseline)).chain(alternatives)
    }
}
