//! `daegi run`: a study with a progress bar, then charts, then a short table.

use std::io::IsTerminal;
use std::path::PathBuf;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::text::{complain, print};
use super::{Failure, RunArguments, read_scenario, summary};
use crate::report::{self, Language};
use crate::results::ResultsError;
use crate::study::{self, Options};

pub(super) fn run(arguments: &RunArguments) -> Result<(), Failure> {
    let language: Language = arguments.lang.into();
    let scenario = read_scenario(&arguments.file, language)?;
    let options = Options {
        replications: arguments.replications.unwrap_or(scenario.replications),
        seed: arguments.seed.unwrap_or(scenario.seed),
        threads: arguments.threads.map(usize::from),
        order: arguments.work_order.into(),
        out: arguments.out.clone().unwrap_or_else(|| default_out(arguments)),
    };
    let runs = u64::from(options.replications) * scenario.worlds().count() as u64;
    if !arguments.quiet && !scenario.warnings.is_empty() {
        complain(&scenario.warnings.in_language(language.code()));
    }
    let bar = progress_bar(runs, arguments.quiet);
    let started = std::time::Instant::now();
    let finished =
        study::run(&scenario, &options, &|done| bar.inc(done)).map_err(|error| match error {
            study::StudyError::Results(ResultsError::NotResults(_) | ResultsError::Busy(_)) => {
                Failure::User(format!("error: {error}"))
            }
            error => Failure::Other(error.to_string()),
        })?;
    bar.finish_and_clear();
    let simulated = started.elapsed();
    report::make_charts(finished.results.folder(), language, None)
        .map_err(|error| Failure::Other(error.to_string()))?;
    let text = (!arguments.quiet).then(|| {
        let facts = summary::Facts {
            runs: finished.runs,
            events: finished.events,
            simulated,
            whole: started.elapsed(),
        };
        summary::text(&scenario, &finished.summary, &facts, language)
    });
    let folder = finished.results.publish().map_err(|error| Failure::Other(error.to_string()))?;
    if let Some(text) = text {
        print(&format!("{text}\n→ {}\n", folder.display()))?;
    }
    Ok(())
}

fn default_out(arguments: &RunArguments) -> PathBuf {
    let stem = arguments.file.file_stem().unwrap_or(arguments.file.as_os_str());
    PathBuf::from("out").join(stem)
}

/// A bar on a terminal; nothing in a pipe, where it would only be noise.
fn progress_bar(runs: u64, quiet: bool) -> ProgressBar {
    let bar = ProgressBar::new(runs);
    if quiet || !std::io::stderr().is_terminal() {
        bar.set_draw_target(ProgressDrawTarget::hidden());
    }
    if let Ok(style) = ProgressStyle::with_template("{bar:40} {pos}/{len} runs, {eta} left") {
        bar.set_style(style);
    }
    bar
}
