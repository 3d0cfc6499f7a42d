//! What demand is inferred from.

use super::Observation;
use super::problem::say;
use super::reader::{Reader, Spot};
use crate::model::inputs::{Fresh, Inputs, Intake};
use crate::words::Bilingual;

/// What the demand of each programme is inferred from.
pub(super) fn observations(inputs: &Inputs, sources: &[(String, Bilingual)]) -> Vec<Observation> {
    let mut all = Vec::new();
    for programme in &inputs.programmes {
        let Intake::Rounds(rounds) = &programme.intake else { continue };
        let Fresh::Inferred(observed) = &rounds.fresh else { continue };
        let path = format!("programme.{}.observed", programme.name);
        let source = sources.iter().find(|(table, _)| *table == path);
        let day = |time| inputs.calendar.day_of(time) as i64;
        all.push(Observation {
            programme: programme.name.clone(),
            competition: observed.competition.distribution.typical(),
            from: day(observed.from),
            to: day(observed.to),
            source: source.map(|(_, source)| source.clone()).unwrap_or_default(),
        });
    }
    all
}

/// Demand is inferred from the baseline, so a programme that only an alternative has must state it.
pub(super) fn only_observed_in_baseline(
    baseline: &Inputs,
    other: &Inputs,
    at: &Spot<'_>,
    reader: &mut Reader,
) {
    for programme in &other.programmes {
        let inferred = matches!(&programme.intake, Intake::Rounds(rounds) if matches!(rounds.fresh, Fresh::Inferred(_)));
        let known = baseline.programmes.iter().any(|known| known.name == programme.name);
        if inferred && !known {
            let reason = say(
                "`{}` is not in the baseline, from which demand is inferred",
                &[&programme.name],
            );
            let help = say("state its demand: demand = { fresh = 100 }", &[]);
            reader.error(at, reason, Some(help));
        }
    }
}
