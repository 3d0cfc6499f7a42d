//! Every ratio from which demand was inferred, as the futures play it.
//!
//! The fluid that infers a level of demand knows expected numbers only. What it leaves out (units that
//! do not come, programmes that share a pool, take-back) shows here: the simulated ratio beside the
//! observed one.

use crate::model::ids::ProgrammeId;
use crate::model::inputs::{Fresh, Inputs, Intake, Observed};
use crate::model::record::RoundRow;
use crate::model::{Draws, Replication, Simulator, Unclosed};
use crate::results::{Future, InferredRow};
use crate::scenario::Scenario;
use crate::stats::Estimate;

/// What each observed ratio was taken for, and what the futures play, by programme.
pub(super) struct Inferred {
    rows: Vec<Ratios>,
}

struct Ratios {
    programme: ProgrammeId,
    observed: Observed,
    given: Vec<f64>,
    played: Vec<f64>,
}

impl Inferred {
    /// One row for each programme whose demand was inferred from an observed ratio.
    pub(super) fn new(inputs: &Inputs) -> Self {
        let mut rows = Vec::new();
        for (programme, own) in inputs.programmes.enumerated() {
            let Intake::Rounds(rounds) = &own.intake else { continue };
            let Fresh::Inferred(observed) = &rounds.fresh else { continue };
            let (given, played) = (Vec::new(), Vec::new());
            rows.push(Ratios { programme, observed: observed.clone(), given, played });
        }
        Self { rows }
    }

    pub(super) fn add(&mut self, futures: &[Future]) {
        for Ratios { programme, observed, given, played } in &mut self.rows {
            let counts = |row: &&RoundRow| {
                row.programme == *programme
                    && !row.top_up
                    && observed.from <= row.closes
                    && row.closes < observed.to
            };
            for future in futures {
                let counted = || future.record.rounds.iter().filter(counts);
                let applications: i64 = counted().map(RoundRow::applications).sum();
                let places: i64 = counted().map(|row| row.places).sum();
                given.push(observed.competition.value(&future.world.factors));
                played.extend((places > 0).then(|| applications as f64 / places as f64));
            }
        }
    }

    pub(super) fn finish(self, inputs: &Inputs) -> Vec<InferredRow> {
        let row = |mut of: Ratios| {
            let (given, played) = (Estimate::of(&mut of.given)?, Estimate::of(&mut of.played)?);
            Some(InferredRow {
                programme: inputs.programmes[of.programme].name.clone(),
                observed: given.mean,
                simulated: played.mean,
                half_width: 0.5 * (played.mean_high - played.mean_low),
                n: played.n as i64,
            })
        };
        self.rows.into_iter().filter_map(row).collect()
    }
}

/// Infers by playing some futures of the baseline, without jobs where no rule looks at use.
///
/// # Errors
/// If an account of a future does not close.
pub fn pilot(scenario: &Scenario, futures: u32) -> Result<Vec<InferredRow>, Unclosed> {
    let mut inputs = scenario.baseline.clone();
    // Jobs change nobody's award where no rule looks at use.
    inputs.plays_jobs &= !inputs.looks_at_use().is_empty();
    let mut simulator = Simulator::new();
    let mut all = Inferred::new(&inputs);
    for number in 0..futures {
        let world = Draws::draw(&inputs, Replication::new(scenario.seed, number), None);
        let record = simulator.run(&inputs, &world, false)?;
        all.add(&[Future { world, record }]);
    }
    Ok(all.finish(&inputs))
}
