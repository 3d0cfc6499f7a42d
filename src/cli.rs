//! Commands: `run`, `check`, `report`, and what the program carries with it. The only place that prints.
//!
//! Exit codes: 0 for success, 2 for a fault in the user's file, folder or arguments (nothing was played, or nothing is
//! wrong but what was given), 1 for the rest: the disk, a chart that cannot be made, changed tables, a signal, the program.

mod assumptions;
mod calibrate;
mod check;
mod choices;
mod early;
mod estimate;
mod examples;
mod failure;
mod fault;
mod fit;
mod forecast;
mod inspect;
mod interrupt;
mod library;
mod method;
mod parts;
mod precise;
mod progress;
mod rank;
mod replay;
mod run;
mod select;
#[cfg(feature = "serve")]
mod serve;
mod shards;
mod size;
mod stages;
mod submit;
mod summary;
mod text;
mod verify;

use std::collections::BTreeSet;
use std::panic;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use self::choices::{ChartChoice, Lang, ReportLang, ReportPart, WorkOrder};
use self::failure::Failure;
use self::run::RunArguments;
use crate::report;
use crate::results::Published;
use crate::scenario::{Problems, Scenario};
use crate::words::Language;

/// Capacity simulator for public AI data centres: how full, who waits, who is turned away, how sure.
#[derive(Debug, Parser)]
#[command(name = "daegi", version, about, after_help = examples::EXAMPLES)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Play a scenario and leave tables, charts, a page and a manifest.
    Run(RunArguments),
    /// Read a scenario: every problem at once, or the figures that follow from it.
    #[command(after_help = examples::CHECK_EXAMPLES)]
    Check {
        /// Scenario file (TOML).
        file: PathBuf,
        /// Print one JSON object for other programs, in both languages: problems with file, line, column, reason and
        /// fix, or the facts of a good file.
        #[arg(long)]
        json: bool,
        /// Language of what is printed.
        #[arg(long, value_enum, default_value_t = Lang::Ko)]
        lang: Lang,
    },
    /// Say how a study is cut into parts for several machines: the commands that play each part and join them.
    #[command(after_help = examples::SHARD_EXAMPLES)]
    Shard(Box<shards::ShardArguments>),
    /// Join the parts that several machines have played to the results that one would have left.
    #[command(after_help = examples::MERGE_EXAMPLES)]
    Merge(Box<shards::MergeArguments>),
    /// Have a study played in parts by Slurm, PBS or GNU parallel, and joined.
    #[command(after_help = examples::SUBMIT_EXAMPLES)]
    Submit(Box<submit::SubmitArguments>),
    /// List what a scenario assumes: each table with its values, kind of evidence and source.
    #[command(after_help = examples::ASSUMPTIONS_EXAMPLES)]
    Assumptions {
        /// Scenario file (TOML).
        file: PathBuf,
        /// Results folder of it: what moves an answer most comes first.
        #[arg(long)]
        results: Option<PathBuf>,
        /// Language of what is printed.
        #[arg(long, value_enum, default_value_t = Lang::Ko)]
        lang: Lang,
    },
    /// Play the first futures of a results folder again, and say which tables differ.
    #[command(after_help = examples::VERIFY_EXAMPLES)]
    Verify {
        /// Results folder.
        folder: PathBuf,
        /// How many futures.
        #[arg(long, short = 'n', default_value_t = 8, value_parser = clap::value_parser!(u32).range(1..))]
        replications: u32,
        /// The scenario's file, where it reads a log of jobs beside it [default: the text in the manifest].
        #[arg(long)]
        scenario: Option<PathBuf>,
        /// The run played no jobs.
        #[arg(long)]
        no_jobs: bool,
        /// Language of what is printed.
        #[arg(long, value_enum, default_value_t = Lang::Ko)]
        lang: Lang,
    },
    /// Register what is foretold before the fact is known, and score it afterwards.
    #[command(subcommand, after_help = examples::FORECAST_EXAMPLES)]
    Forecast(forecast::ForecastCommand),
    /// Print a scenario to fill in, with every key.
    #[command(after_help = examples::TEMPLATE_EXAMPLES)]
    Template,
    /// Print the JSON Schema of scenario files, for editors.
    #[command(after_help = examples::SCHEMA_EXAMPLES)]
    Schema,
    /// List the scenarios that ship with the program, or print one.
    #[command(after_help = examples::SCENARIOS_EXAMPLES)]
    Scenarios {
        /// The one to print.
        name: Option<String>,
        /// Language of titles and questions.
        #[arg(long, value_enum, default_value_t = Lang::Ko)]
        lang: Lang,
    },
    /// Play a real log of jobs through one or more schedulers, beside what the log itself says.
    #[command(after_help = examples::REPLAY_EXAMPLES)]
    Replay(Box<replay::ReplayArguments>),
    /// Say what is understood of a real log, and what is odd about it.
    #[command(after_help = examples::INSPECT_EXAMPLES)]
    Inspect(Box<inspect::InspectArguments>),
    /// Find the smallest value of a key with which a standard holds in nine futures of ten.
    #[command(after_help = examples::SIZE_EXAMPLES)]
    Size(Box<size::SizeArguments>),
    /// Say which inputs an answer hangs on, and at which value of them the preferred option is another.
    #[command(after_help = examples::RANK_EXAMPLES)]
    Rank(Box<rank::RankArguments>),
    /// Say what the facts of a scenario tell of its uncertain inputs, and which they leave open.
    #[command(after_help = examples::CALIBRATE_EXAMPLES)]
    Calibrate(Box<calibrate::CalibrateArguments>),
    /// Propose a workload for a scenario from a real log, with how far it is from the log.
    #[command(after_help = examples::FIT_EXAMPLES)]
    Fit(Box<fit::FitArguments>),
    /// Open a page on this machine on which scenarios are changed, played and compared.
    #[cfg(feature = "serve")]
    #[command(after_help = serve::EXAMPLES)]
    Serve(serve::ServeArguments),
    /// Print a script that completes commands in a shell.
    #[command(after_help = examples::COMPLETIONS_EXAMPLES)]
    Completions {
        /// The shell.
        shell: clap_complete::Shell,
    },
    /// Write a manual page of each command into a folder, for who packs the program.
    #[command(hide = true)]
    Man {
        /// Folder, made if it is not there.
        folder: PathBuf,
    },
    /// Make the charts and the page of a results folder again, or a brief, a workbook, slides; without simulating.
    #[command(after_help = examples::REPORT_EXAMPLES)]
    Report {
        /// Results folder.
        folder: PathBuf,
        /// Language of what is made.
        #[arg(long, value_enum, default_value_t = ReportLang::Ko)]
        lang: ReportLang,
        /// What is made, comma-separated.
        #[arg(long = "for", value_enum, value_delimiter = ',', default_values_t = [ReportPart::Charts, ReportPart::Page])]
        parts: Vec<ReportPart>,
        /// Which charts: those of the answer, or all, with an appendix of bands and single responses.
        #[arg(long, value_enum, default_value_t = ChartChoice::Main)]
        charts: ChartChoice,
        /// Only these charts, by name (ladder-gpu) or kind (ladder), comma-separated; no page.
        #[arg(long, value_delimiter = ',', conflicts_with_all = ["charts", "parts"])]
        only: Vec<String>,
        /// Print nothing but errors.
        #[arg(long, short)]
        quiet: bool,
    },
}

impl Command {
    /// The language of what it says.
    fn language(&self) -> Language {
        match self {
            Self::Run(arguments) => arguments.lang.into(),
            Self::Replay(arguments) => arguments.language(),
            Self::Fit(arguments) => arguments.language(),
            Self::Size(arguments) => arguments.method.language(),
            Self::Calibrate(arguments) => arguments.method.language(),
            Self::Rank(arguments) => arguments.method.language(),
            Self::Inspect(arguments) => arguments.log.lang.into(),
            Self::Shard(arguments) => arguments.lang.into(),
            Self::Submit(arguments) => arguments.lang.into(),
            Self::Merge(arguments) => arguments.lang.into(),
            Self::Forecast(command) => command.language(),
            #[cfg(feature = "serve")]
            Self::Serve(arguments) => arguments.language(),
            Self::Check { lang, .. }
            | Self::Assumptions { lang, .. }
            | Self::Verify { lang, .. }
            | Self::Scenarios { lang, .. } => (*lang).into(),
            Self::Report { lang, .. } => lang.languages()[0],
            Self::Template | Self::Schema | Self::Completions { .. } | Self::Man { .. } => {
                Language::En
            }
        }
    }
}

/// What is said of results that took their place.
fn published(published: &Published, language: Language, quiet: bool) {
    if !quiet || !published.left.is_empty() {
        for remark in published.remarks(language) {
            text::complain(&remark);
        }
    }
}

/// Runs the command line of this process.
#[must_use]
pub fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let language = arguments.command.language();
    fault::told_at_once(arguments.command.input());
    interrupt::clean_up_when_told_to_stop(language);
    // A value that is being written is dropped during the unwinding, as where a run fails for
    // another reason.
    let Ok(result) = panic::catch_unwind(|| done(arguments.command)) else {
        return ExitCode::from(1);
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(Failure::User(text)) => {
            text::complain(&text);
            ExitCode::from(2)
        }
        Err(Failure::Other(text)) => {
            text::complain(&format!("error: {text}"));
            ExitCode::from(1)
        }
        Err(Failure::Said) => ExitCode::from(1),
        Err(Failure::UserSaid) => ExitCode::from(2),
    }
}

fn done(command: Command) -> Result<(), Failure> {
    match command {
        Command::Run(arguments) => run::run(&arguments),
        Command::Shard(arguments) => shards::plan(&arguments),
        Command::Merge(arguments) => shards::merge(&arguments),
        Command::Submit(arguments) => submit::submit(&arguments),
        Command::Template => library::template(),
        Command::Schema => library::schema(),
        Command::Scenarios { name, lang } => library::scenarios(name.as_deref(), lang.into()),
        Command::Completions { shell } => library::completions(shell),
        Command::Man { folder } => library::manual(&folder),
        Command::Assumptions { file, results, lang } => {
            assumptions::assumptions(&file, results.as_deref(), lang.into())
        }
        Command::Verify { folder, replications, scenario, no_jobs, lang } => {
            let (folder, scenario) = (folder.as_path(), scenario.as_deref());
            let asked = verify::Asked { folder, scenario, replications, no_jobs };
            verify::verify(&asked, lang.into())
        }
        Command::Forecast(command) => forecast::forecast(&command),
        Command::Check { file, json, lang } => check::check(&file, json, lang.into()),
        Command::Inspect(arguments) => inspect::inspect(&arguments),
        Command::Fit(arguments) => fit::fit(&arguments),
        #[cfg(feature = "serve")]
        Command::Serve(arguments) => serve::serve(&arguments),
        Command::Size(arguments) => size::size(&arguments),
        Command::Calibrate(arguments) => calibrate::calibrate(&arguments),
        Command::Rank(arguments) => rank::rank(&arguments),
        Command::Replay(arguments) => replay::replay(&arguments),
        Command::Report { folder, lang, parts, charts, only, quiet } => {
            let parts = parts.into_iter().map(report::Part::from).collect();
            let wanted = if only.is_empty() { charts.into() } else { report::Charts::Only(&only) };
            let mut worst = Ok(());
            for &language in lang.languages() {
                let done = report(&folder, language, (wanted, &parts), quiet);
                // A part that cannot be made in one language does not keep the other language from
                // being made.
                match done {
                    Err(Failure::Said) => worst = Err(Failure::Said),
                    Err(failure) => return Err(failure),
                    Ok(()) => {}
                }
            }
            worst
        }
    }
}

impl Command {
    /// What the person gave to be read.
    fn input(&self) -> Option<PathBuf> {
        match self {
            Self::Run(arguments) => Some(arguments.file.clone()),
            Self::Check { file, .. } | Self::Assumptions { file, .. } => Some(file.clone()),
            Self::Report { folder, .. } | Self::Verify { folder, .. } => Some(folder.clone()),
            Self::Forecast(command) => Some(command.subject().to_owned()),
            Self::Replay(arguments) => Some(arguments.log.log.clone()),
            Self::Fit(arguments) => Some(arguments.log.log.clone()),
            Self::Size(arguments) => Some(arguments.method.file.clone()),
            Self::Calibrate(arguments) => Some(arguments.method.file.clone()),
            Self::Rank(arguments) => Some(arguments.method.file.clone()),
            #[cfg(feature = "serve")]
            Self::Serve(arguments) => Some(arguments.place()),
            Self::Inspect(arguments) => Some(arguments.log.log.clone()),
            Self::Shard(arguments) => Some(arguments.file.clone()),
            Self::Submit(arguments) => Some(arguments.file.clone()),
            Self::Merge(arguments) => arguments.shards.first().cloned(),
            Self::Template
            | Self::Schema
            | Self::Scenarios { .. }
            | Self::Completions { .. }
            | Self::Man { .. } => None,
        }
    }
}

/// Reads a scenario; its problems are the user's to mend.
fn read_scenario(file: &std::path::Path, language: Language) -> Result<Scenario, Failure> {
    Scenario::read(file).map_err(|found| Failure::User(problems(&found, language)))
}

/// All problems of a file, and how many there are.
fn problems(problems: &Problems, language: Language) -> String {
    let (errors, all) = (problems.errors(), problems.list.len());
    let count = match language {
        Language::Ko => format!("오류 {errors}건, 경고 {}건", all - errors),
        Language::En => format!("errors: {errors}, warnings: {}", all - errors),
    };
    format!("{}\n{count}", problems.in_language(language))
}

fn report(
    folder: &std::path::Path,
    language: Language,
    (charts, parts): (report::Charts<'_>, &BTreeSet<report::Part>),
    quiet: bool,
) -> Result<(), Failure> {
    if !folder.join("manifest.json").is_file() {
        return Err(Failure::User(format!(
            "error: {} is not a folder of results: it holds no manifest.json\nhelp: name a folder that `daegi run` has left, such as out/gwangju-2025",
            folder.display()
        )));
    }
    let again = match charts {
        report::Charts::Only(_) => report::make_again(folder, language, charts),
        _ => report::make_parts(folder, language, charts, parts),
    };
    let again = again.map_err(|error| Failure::of_report(&error, language))?;
    for remark in &again.remarks {
        text::complain(remark);
    }
    if !quiet {
        let answers = report::answers(folder, language)
            .map_err(|error| Failure::of_report(&error, language))?;
        text::print(&format!("{}\n", summary::answer(&answers, language)))?;
        let list = again.made.files.iter().map(|file| format!("{}\n", file.display()));
        text::print(&list.collect::<String>())?;
        again.made.left_out.iter().for_each(|reason| text::complain(reason));
    }
    match Failure::of_made(&again.made, language) {
        Some(failure) => Err(failure),
        None if again.changed => Err(Failure::Said),
        None => Ok(()),
    }
}
