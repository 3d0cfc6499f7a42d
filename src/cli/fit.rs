//! `daegi fit`: a workload block for a scenario from a log, with how far it is from the log.

mod block;
mod programme;
mod reproduced;

use std::path::PathBuf;

use super::progress::Progress;
use super::replay::LogArguments;
use super::text::{complain, print};
use super::{Failure, published};
use crate::report;
use crate::results::{Kind, Pending, ResultsError};
use crate::trace::inspection::Question;
use crate::trace::{About, Fault, Faults};
use crate::words::Language;

/// The file of the block.
const BLOCK: &str = "workload.toml";

#[derive(Debug, clap::Args)]
pub(super) struct FitArguments {
    #[command(flatten)]
    pub(super) log: LogArguments,
    /// Jobs of more units are left out [default: the log's MaxProcs, else MaxNodes, else none].
    #[arg(long, value_parser = clap::value_parser!(u32).range(1..=4_000_000_000))]
    units: Option<u32>,
    /// Name of the workload.
    #[arg(long, default_value = "from-log", value_parser = name)]
    name: String,
    /// Programme whose projects run it.
    #[arg(long, default_value = "gpu", value_parser = name)]
    programme: String,
    /// Propose a programme that awards hours on this pool, too: each user of the log is a project with what it used.
    #[arg(long, value_name = "POOL", value_parser = name)]
    hours: Option<String>,
    /// Folder to leave the block and plots in: data against fit and, for a log of four weeks or more on a known machine, the log against futures of the fit.
    #[arg(long)]
    out: Option<PathBuf>,
    /// Move what is in that folder aside under a dated name, whatever it is, instead of refusing it.
    #[arg(long, requires = "out")]
    replace: bool,
}

impl FitArguments {
    pub(super) fn language(&self) -> Language {
        self.log.lang.into()
    }
}

/// What may stand as a bare key in TOML.
fn name(text: &str) -> Result<String, String> {
    let good = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    if !text.is_empty() && text.chars().all(good) {
        Ok(text.to_owned())
    } else {
        Err("letters, digits, - and _".to_owned())
    }
}

/// What takes its time.
fn reproducing(language: Language) -> String {
    language.pick("맞춘 작업의 모의실험", "futures of the fitted workload").to_owned()
}

pub(super) fn fit(arguments: &FitArguments) -> Result<(), Failure> {
    let language: Language = arguments.log.lang.into();
    let log = arguments.log.read((None, None), false, false)?;
    let notes = log.notes(language);
    if !notes.is_empty() {
        complain(&notes);
    }
    let question = Question { units: arguments.units, trunc: true, elsewhere: false };
    arguments.log.inspected(&log, &question, |block| {
        complain(block);
        Ok(())
    })?;
    let units = arguments.units.or_else(|| log.stated_units());
    let units = units.and_then(|units| units.checked_mul(log.grain)).unwrap_or(u32::MAX);
    let Some(fit) = log.fit(units) else {
        let faults = Faults::whole(Fault::NothingToPlay, About::All);
        return Err(Failure::User(faults.reject(&log.name).in_language(language)));
    };
    let awards = arguments.hours.as_ref().and_then(|pool| Some((pool, log.awards(units)?)));
    let names = (arguments.name.as_str(), arguments.programme.as_str());
    let hours = awards.as_ref().map(|(_, awards)| awards);
    let mut text = block::block(&log, &fit, names, hours, language);
    if let Some((pool, awards)) = &awards {
        let file = block::file_of(&log);
        let programme = programme::programme(awards, names.1, pool, &file, language);
        text = format!("{programme}{text}");
    }
    let Some(out) = &arguments.out else { return print(&text) };
    let failed = |error: ResultsError| Failure::of_results(&error, language);
    let pending = Pending::create(out, Kind::Fit, arguments.replace)
        .map_err(|refusal| failed(refusal.into()))?;
    print(&text)?;
    std::fs::write(pending.folder().join(BLOCK), &text)
        .map_err(|error| Failure::Other(format!("{}: {error}", out.display())))?;
    let progress = Progress::of_stage(reproducing(language), 1_000, false);
    let mut told = |done: u64, all: u64| progress.reached(1_000 * done / all.max(1));
    let found = log.reproduced(&fit, units, &mut told);
    progress.finish();
    match &found {
        Ok(found) => {
            let table = pending.folder().join(reproduced::TABLE);
            std::fs::write(table, reproduced::table(found))
                .map_err(|error| Failure::Other(format!("{}: {error}", out.display())))?;
            complain(&reproduced::told(found, language));
        }
        Err(why) => complain(&reproduced::not_told(*why, language)),
    }
    let made = report::fit(pending.folder(), &log, &fit, found.as_ref().ok(), language);
    let place = pending
        .seal(made.missing.iter().cloned())
        .and_then(|()| pending.publish())
        .map_err(failed)?;
    published(&place, language, false);
    // Standard output is the block alone, so that it can be put into a file.
    complain(&format!("→ {}", place.folder.display()));
    Failure::of_made(&made, language).map_or(Ok(()), Err)
}
