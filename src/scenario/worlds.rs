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

impl Scenario {
    /// Leaves jobs out of every world: nothing is known of use then, and no other figure changes.
    ///
    /// # Errors
    /// The paths of rules that look at use, which would not be what they are without jobs.
    pub fn without_jobs(&mut self) -> Result<(), Vec<String>> {
        let mut looking: Vec<String> =
            self.worlds().flat_map(|(_, inputs)| inputs.looks_at_use()).collect();
        looking.sort();
        looking.dedup();
        if !looking.is_empty() {
            return Err(looking);
        }
        let others = self.alternatives.iter_mut().map(|other| &mut other.inputs);
        let readings = self.readings.iter_mut().flat_map(|reading| {
            std::iter::once(&mut reading.baseline).chain(&mut reading.alternatives)
        });
        let points = self.sweeps.iter_mut().flat_map(|sweep| sweep.points.iter_mut().flatten());
        std::iter::once(&mut self.baseline)
            .chain(others)
            .chain(readings)
            .chain(points)
            .for_each(|it| it.plays_jobs = false);
        Ok(())
    }
}
