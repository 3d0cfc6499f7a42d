//! Every ratio from which demand was inferred, as the futures play it.
//!
//! The fluid that infers a level of demand knows expected numbers only. What it leaves out (units that
//! do not come, programmes that share a pool, take-back) shows here: the simulated ratio beside the
//! observed one.

use crate::model::inputs::{Fresh, Inputs, Intake};
use crate::model::record::RoundRow;
use crate::model::{Draws, Replication, Simulator, Unclosed};
use crate::results::{Future, InferredRow};
use crate::scenario::Scenario;
use crate::stats::Estimate;

/// One row for each programme whose demand was inferred from an observed ratio.
pub(super) fn played(inputs: &Inputs, futures: &[Future]) -> Vec<InferredRow> {
    let mut rows = Vec::new();
    for (number, programme) in inputs.programmes.enumerated() {
        let Intake::Rounds(rounds) = &programme.intake else { continue };
        let Fresh::Inferred(observed) = &rounds.fresh else { continue };
        let counts = |row: &&RoundRow| {
            row.programme == number.place()
                && !row.top_up
                && observed.from <= row.closes
                && row.closes < observed.to
        };
        let ratio = |future: &Future| {
            let counted = || future.record.rounds.iter().filter(counts);
            let applications: i64 = counted().map(RoundRow::applications).sum();
            let places: i64 = counted().map(|row| row.places).sum();
            (places > 0).then(|| applications as f64 / places as f64)
        };
        let given = |future: &Future| observed.competition.value(&future.world.factors);
        let mut given: Vec<f64> = futures.iter().map(given).collect();
        let mut played: Vec<f64> = futures.iter().filter_map(ratio).collect();
        let (Some(given), Some(played)) = (Estimate::of(&mut given), Estimate::of(&mut played))
        else {
            continue;
        };
        rows.push(InferredRow {
            programme: programme.name.clone(),
            observed: given.mean,
            simulated: played.mean,
            half_width: 0.5 * (played.mean_high - played.mean_low),
            n: played.n as i64,
        });
    }
    rows
}

/// The same by playing some futures of the baseline, without jobs where no rule looks at use.
///
/// # Errors
/// If an account of a future does not close.
pub fn pilot(scenario: &Scenario, futures: u32) -> Result<Vec<InferredRow>, Unclosed> {
    let mut inputs = scenario.baseline.clone();
    // Jobs change nobody's award where no rule looks at use.
    inputs.plays_jobs &= !inputs.looks_at_use().is_empty();
    let mut simulator = Simulator::new();
    let mut all = Vec::new();
    for number in 0..futures {
        let world = Draws::draw(&inputs, Replication::new(scenario.seed, number), None);
        let record = simulator.run(&inputs, &world, false)?;
        all.push(Future { world, record });
    }
    Ok(played(&inputs, &all))
}
