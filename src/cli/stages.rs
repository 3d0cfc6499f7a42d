//! The answers of a run that somebody watches, while its futures come in.

use super::progress::{FINELY, Progress};
use super::text::complain;
use super::{Failure, RunArguments};
use crate::report;
use crate::results::Writer;
use crate::scenario::Scenario;
use crate::study::{self, Options, StudyError};
use crate::words::Language;

/// The line that tells of a stage that is done: this word and its futures.
const TOLD: &str = "stage";

/// Plays the options of a scenario, and leaves the answers at each mark in a folder of its own.
pub(super) fn play(
    scenario: &mut Scenario,
    options: &Options,
    arguments: &RunArguments,
) -> Result<(), Failure> {
    let language: Language = arguments.lang.into();
    scenario.readings.clear();
    scenario.sweeps.clear();
    let mut marks = arguments.stages.clone();
    marks.sort_unstable();
    marks.dedup();
    let all = marks.last().map_or(0, |&last| u64::from(last));
    let runs = all * scenario.worlds().count() as u64;
    let progress = Progress::of_runs_in(FINELY, runs, arguments.quiet, None, language);
    let mut failure = None;
    let told = |futures: u32, summary: &_| {
        let out = options.out.join(format!("n{futures}"));
        let writer = Writer::create(&out, true)?;
        let pending = writer.finish(scenario, (options.seed, futures), None, summary)?;
        if let Err(error) = report::answer_chart(pending.folder(), language) {
            failure = Some(error);
            return Err(StudyError::Stopped);
        }
        pending.publish()?;
        complain(&format!("{TOLD} {futures}"));
        Ok(())
    };
    let played = study::stages::play(scenario, options, &marks, &|done| progress.more(done), told);
    progress.finish();
    match (failure, played) {
        (Some(error), _) => Err(Failure::Other(error.to_string())),
        (None, played) => played.map_err(|error| Failure::Other(error.to_string())),
    }
}
