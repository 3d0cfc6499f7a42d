//! Commands: `run`, `check`, `report`, and what the program carries with it. The only place that prints.
//!
//! Exit codes: 0 for success, 2 for a fault in the user's file, folder or arguments (nothing was played, or nothing is
//! wrong but what was given), 1 for the rest: the disk, a chart that cannot be made, changed tables, a signal, the program.

mod assumptions;
mod calibrate;
mod check;
mod estimate;
mod fault;
mod fit;
mod forecast;
mod inspect;
mod interrupt;
mod library;
mod method;
mod precise;
mod progress;
mod rank;
mod replay;
mod run;
#[cfg(feature = "serve")]
mod serve;
mod shards;
mod size;
mod submit;
mod summary;
mod text;
mod verify;

use std::collections::BTreeSet;
use std::panic;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand, ValueEnum};

use crate::report::{self, ReportError};
use crate::results::{Published, ResultsError};
use crate::scenario::{Problems, Scenario};
use crate::study::Order;
use crate::words::Language;

const EXAMPLES: &str = "Examples:
  daegi run scenarios/gwangju-2025.toml                     play the Gwangju baseline a thousand times
  daegi run scenarios/gwangju-2025.toml --replications 64   a quick look
  daegi check my-centre.toml                                every problem at once, then the derived figures
  daegi report out/gwangju-2025 --lang en                   the charts and the page again, in English
  daegi replay LOG.swf.xz --scheduler first-come,easy       a real log through schedulers, beside what it says
  daegi scenarios                                           what ships with the program, and the questions
  daegi template > my-centre.toml                           a file to fill in, every key explained
  daegi schema > daegi.schema.json                          for an editor that checks TOML as you type
  daegi completions bash > ~/.local/share/bash-completion/completions/daegi";

const TEMPLATE_EXAMPLES: &str = "Examples:
  daegi template > my-centre.toml
  daegi check my-centre.toml";

const SCHEMA_EXAMPLES: &str = "Examples:
  daegi schema > daegi.schema.json
Then write as the first line of a scenario, for editors that use taplo (Even Better TOML):
  #:schema ./daegi.schema.json";

const SCENARIOS_EXAMPLES: &str = "Examples:
  daegi scenarios --lang en                       names, titles and questions
  daegi scenarios gwangju-2025 > my-centre.toml   one of them as a file";

const CHECK_EXAMPLES: &str = "Examples:
  daegi check my-centre.toml
  daegi check my-centre.toml --json                 for an editor, a script or a notebook
Its fields: docs/python.md";

const SUBMIT_EXAMPLES: &str = "Examples:
  daegi submit my-centre.toml --slurm --shards 16 -n 100000 -- --cpus-per-task=32 --time=02:00:00
  daegi submit my-centre.toml --slurm --dry-run                  the scripts, to be read
  daegi submit my-centre.toml --pbs --write out/pbs              scripts for PBS
What it costs, and what becomes of a part that fails: docs/cluster.md";

const REPORT_EXAMPLES: &str = "Examples:
  daegi report out/gwangju-2025 --lang en                         the charts and the page again, in English
  daegi report out/gwangju-2025 --lang both --for brief,hwpx,pdf,workbook,slides
What is in each: docs/briefing.md";

const ASSUMPTIONS_EXAMPLES: &str = "Examples:
  daegi assumptions my-centre.toml
  daegi assumptions scenarios/gwangju-2025.toml --results out/gwangju-2025
Kinds of evidence: docs/briefing.md";

const VERIFY_EXAMPLES: &str = "Examples:
  daegi verify out/gwangju-2025                    eight futures again, and the ledger of runs
  daegi verify out/mine -n 64 --scenario mine.toml";

const SHARD_EXAMPLES: &str = "Examples:
  daegi shard my-centre.toml --shards 8 -n 100000           the eight commands, and the one that joins
What shards cost: docs/cluster.md";

const MERGE_EXAMPLES: &str = "Examples:
  daegi merge out/my-centre.shards/* --out out/my-centre
  daegi merge out/my-centre.shards/* --out out/some --partial   although parts were lost";

const FORECAST_EXAMPLES: &str = "Examples:
  daegi forecast register out/gwangju-2025 --answer \"applications_of_places of hpc\" --known-on 2027-03-01 --name hpc-2027
  daegi forecast score forecasts.jsonl --facts facts.toml --lang en
The scores and the file of facts: docs/briefing.md";

const COMPLETIONS_EXAMPLES: &str = "Examples:
  daegi completions bash > ~/.local/share/bash-completion/completions/daegi
  daegi completions zsh > ~/.zfunc/_daegi
  daegi completions fish > ~/.config/fish/completions/daegi.fish";

const FIT_EXAMPLES: &str = "Examples:
  daegi fit LOG.swf.gz --programme gpu >> my-centre.toml    the block, with its goodness of fit in comments
  daegi fit jobs.csv --columns submit=submit_s,size=gpus,run=run_s,user=team --out out/fit
The shapes and distances: docs/replay.md";

const INSPECT_EXAMPLES: &str = "Examples:
  daegi inspect LOG.swf.gz                   format, span, machine, states, and what cannot be
  daegi inspect jobs.csv --units 640         with the columns that it would suggest
  daegi inspect sacct.txt --zone Asia/Seoul
Formats, units of columns and oddities: docs/logs.md";

const SIZE_EXAMPLES: &str = "Examples:
  daegi size my-centre.toml --vary expansion.h200.adds --from 0 --to 2000 --step 8 \\
    --standard \"applications_of_places of hpc <= 1.5:1 in every round\"
  daegi size my-centre.toml --vary funding.year-2027.amount --from \"100억 원\" --to \"400억 원\" --step \"10억 원\" \\
    --standard \"leased_of_installed >= 95%\" --probability 0.8
  daegi size my-centre.toml --vary expansion.h200.ordered --from 2026-02-01 --to 2027-06-01 --step \"1 month\" --largest \\
    --standard \"applications_of_places of hpc <= 3:1 in the last year\"
The method and what it assumes: docs/decisions.md";

const RANK_EXAMPLES: &str = "Examples:
  daegi rank my-centre.toml                                      the first answer of the question
  daegi rank my-centre.toml --alternative h200                   what moves the difference, and where it turns
  daegi rank my-centre.toml --response \"spent\" --sobol 1024 --morris 30 --out out/rank
The methods: docs/decisions.md";

const CALIBRATE_EXAMPLES: &str = "Examples:
  daegi calibrate scenarios/gwangju-2025.toml               which inputs the article's facts identify
  daegi calibrate my-centre.toml -n 20000 --tolerance 0.02 --out out/facts
The method: docs/decisions.md";

const REPLAY_EXAMPLES: &str = "Examples:
  daegi replay LOG.swf.gz                                   first-come and EASY beside the log's own waits
  daegi replay LOG.swf --units 128,160,192 --scheduler easy a larger machine
  daegi replay LOG.swf --scale-arrivals 1.2 --out out/log   a fifth more load; tables and charts in a folder
  daegi replay jobs.csv --units 640 --columns submit=submit_s,size=gpus,run=run_s,user=team
Formats, rules and formulas: docs/replay.md";

/// Capacity simulator for public AI data centres: how full, who waits, who is turned away, how sure.
#[derive(Debug, Parser)]
#[command(name = "daegi", version, about, after_help = EXAMPLES)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Play a scenario and leave tables, charts, a page and a manifest.
    Run(RunArguments),
    /// Read a scenario: every problem at once, or the figures that follow from it.
    #[command(after_help = CHECK_EXAMPLES)]
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
    #[command(after_help = SHARD_EXAMPLES)]
    Shard(Box<shards::ShardArguments>),
    /// Join the parts that several machines have played to the results that one would have left.
    #[command(after_help = MERGE_EXAMPLES)]
    Merge(Box<shards::MergeArguments>),
    /// Have a study played in parts by Slurm, PBS or GNU parallel, and joined.
    #[command(after_help = SUBMIT_EXAMPLES)]
    Submit(Box<submit::SubmitArguments>),
    /// List what a scenario assumes: each table with its values, kind of evidence and source.
    #[command(after_help = ASSUMPTIONS_EXAMPLES)]
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
    #[command(after_help = VERIFY_EXAMPLES)]
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
    #[command(subcommand, after_help = FORECAST_EXAMPLES)]
    Forecast(forecast::ForecastCommand),
    /// Print a scenario to fill in, with every key.
    #[command(after_help = TEMPLATE_EXAMPLES)]
    Template,
    /// Print the JSON Schema of scenario files, for editors.
    #[command(after_help = SCHEMA_EXAMPLES)]
    Schema,
    /// List the scenarios that ship with the program, or print one.
    #[command(after_help = SCENARIOS_EXAMPLES)]
    Scenarios {
        /// The one to print.
        name: Option<String>,
        /// Language of titles and questions.
        #[arg(long, value_enum, default_value_t = Lang::Ko)]
        lang: Lang,
    },
    /// Play a real log of jobs through one or more schedulers, beside what the log itself says.
    #[command(after_help = REPLAY_EXAMPLES)]
    Replay(Box<replay::ReplayArguments>),
    /// Say what is understood of a real log, and what is odd about it.
    #[command(after_help = INSPECT_EXAMPLES)]
    Inspect(Box<inspect::InspectArguments>),
    /// Find the smallest value of a key with which a standard holds in nine futures of ten.
    #[command(after_help = SIZE_EXAMPLES)]
    Size(Box<size::SizeArguments>),
    /// Say which inputs an answer hangs on, and at which value of them the preferred option is another.
    #[command(after_help = RANK_EXAMPLES)]
    Rank(Box<rank::RankArguments>),
    /// Say what the facts of a scenario tell of its uncertain inputs, and which they leave open.
    #[command(after_help = CALIBRATE_EXAMPLES)]
    Calibrate(Box<calibrate::CalibrateArguments>),
    /// Propose a workload for a scenario from a real log, with how far it is from the log.
    #[command(after_help = FIT_EXAMPLES)]
    Fit(Box<fit::FitArguments>),
    /// Open a page on this machine on which scenarios are changed, played and compared.
    #[cfg(feature = "serve")]
    #[command(after_help = serve::EXAMPLES)]
    Serve(serve::ServeArguments),
    /// Print a script that completes commands in a shell.
    #[command(after_help = COMPLETIONS_EXAMPLES)]
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
    #[command(after_help = REPORT_EXAMPLES)]
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

#[derive(Debug, clap::Args)]
struct RunArguments {
    /// Scenario file (TOML).
    file: PathBuf,
    /// Futures to play [default: the scenario's].
    #[arg(long, short = 'n', value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    replications: Option<u32>,
    /// Play as many futures as the answers need: "2%" of each amount or ratio, a point of each share, two points of
    /// each target's share of futures. At least 256; -n is then the most [default: 16,384].
    #[arg(long, value_parser = run::precision)]
    precision: Option<f64>,
    /// Play only this part of the futures, such as 3/8, and leave what `daegi merge` joins: no tables, no charts.
    #[arg(long, value_parser = shards::part, conflicts_with_all = ["precision", "charts"])]
    shard: Option<crate::results::shard::Part>,
    /// Seed of every draw [default: the scenario's].
    #[arg(long)]
    seed: Option<u64>,
    /// Threads [default: one for each core]. Cannot change a result.
    #[arg(long, value_parser = clap::value_parser!(u16).range(1..))]
    threads: Option<u16>,
    /// Folder to leave the results in [default: out/ and the file's name].
    #[arg(long)]
    out: Option<PathBuf>,
    /// Move what is in that folder aside under a dated name, whatever it is, instead of refusing it.
    #[arg(long)]
    replace: bool,
    /// Language of the charts, the page and of what is printed.
    #[arg(long, value_enum, default_value_t = Lang::Ko)]
    lang: Lang,
    /// Which charts: those of the answer, or all, with an appendix of bands and single responses.
    #[arg(long, value_enum, default_value_t = ChartChoice::Main)]
    charts: ChartChoice,
    /// Print nothing but errors.
    #[arg(long, short)]
    quiet: bool,
    /// Play it even where the memory or the disk there is will hardly do.
    #[arg(long)]
    anyway: bool,
    /// Play no jobs: faster, and nothing is known of use (busy cards, waits of jobs). Changes no other figure.
    #[arg(long)]
    no_jobs: bool,
    /// The order in which replications are started. Cannot change a result.
    #[arg(long, value_enum, default_value_t = WorkOrder::Forward, hide = true)]
    work_order: WorkOrder,
    /// The text to play instead of the file's, as if it stood there.
    #[arg(long, hide = true)]
    text_from: Option<PathBuf>,
    /// Play no readings and no sweeps: they change no other figure.
    #[arg(long, hide = true)]
    options_only: bool,
    /// Stop when standard input ends: whoever asked for the run is gone.
    #[arg(long, hide = true)]
    until_input_ends: bool,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Lang {
    Ko,
    En,
}

/// Languages of a report.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum ReportLang {
    Ko,
    En,
    Both,
}

impl ReportLang {
    fn languages(self) -> &'static [Language] {
        match self {
            Self::Ko => &[Language::Ko],
            Self::En => &[Language::En],
            Self::Both => &Language::ALL,
        }
    }
}

/// Parts of a report.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum ReportPart {
    /// Charts as SVG, PNG and CSV.
    Charts,
    /// One page with everything (HTML).
    Page,
    /// One sheet in the manner of ministries (HTML).
    Brief,
    /// The same for Hangul (HWPX).
    Hwpx,
    /// The same as PDF.
    Pdf,
    /// Tables and charts that can be changed (XLSX).
    Workbook,
    /// Slides with charts that can be changed (PPTX).
    Slides,
}

impl From<ReportPart> for report::Part {
    fn from(part: ReportPart) -> Self {
        match part {
            ReportPart::Charts => Self::Charts,
            ReportPart::Page => Self::Page,
            ReportPart::Brief => Self::Brief,
            ReportPart::Hwpx => Self::Hwpx,
            ReportPart::Pdf => Self::Pdf,
            ReportPart::Workbook => Self::Workbook,
            ReportPart::Slides => Self::Slides,
        }
    }
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum ChartChoice {
    Main,
    All,
}

impl From<ChartChoice> for report::Charts<'_> {
    fn from(choice: ChartChoice) -> Self {
        match choice {
            ChartChoice::Main => Self::Main,
            ChartChoice::All => Self::All,
        }
    }
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum WorkOrder {
    Forward,
    Reversed,
    Shuffled,
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

impl From<Lang> for Language {
    fn from(lang: Lang) -> Self {
        match lang {
            Lang::Ko => Self::Ko,
            Lang::En => Self::En,
        }
    }
}

impl From<WorkOrder> for Order {
    fn from(order: WorkOrder) -> Self {
        match order {
            WorkOrder::Forward => Self::Forward,
            WorkOrder::Reversed => Self::Reversed,
            WorkOrder::Shuffled => Self::Shuffled,
        }
    }
}

/// Charts that failed whose reasons are printed.
const FAILURES: usize = 3;

/// Why a command failed, by whose fault it is.
#[derive(Debug)]
enum Failure {
    /// The user's file or arguments: exit code 2.
    User(String),
    /// Everything else: exit code 1.
    Other(String),
    /// Exit code 1, after everything was already printed.
    Said,
    /// Exit code 2, after everything was already printed.
    UserSaid,
}

impl Failure {
    /// Why results could not be left.
    fn of_results(error: &ResultsError, language: Language) -> Self {
        match error {
            ResultsError::Refused(refusal) => Self::User(refusal.in_language(language)),
            ResultsError::Unplaced { path, kept, reason } if language == Language::Ko => {
                let (path, kept) = (path.display(), kept.display());
                Self::Other(format!(
                    "결과를 {path}에 둘 수 없었습니다({reason}). 결과는 {kept}에 온전히 있습니다"
                ))
            }
            error => Self::Other(error.to_string()),
        }
    }

    /// Why a report could not be made.
    fn of_report(error: &ReportError, language: Language) -> Self {
        match error {
            ReportError::Refused(refusal) => Self::User(refusal.in_language(language)),
            error if error.is_users() => Self::User(format!("error: {error}")),
            error => Self::Other(error.to_string()),
        }
    }

    /// The failure of charts or a page that could not be made, if there is any.
    fn of_made(made: &report::Made, language: Language) -> Option<Self> {
        let first = made.failures.first()?;
        let mut text: String =
            made.failures.iter().take(FAILURES).map(|failure| format!("{failure}\n")).collect();
        if !made.missing.is_empty() {
            text += &language.not_made(made.missing.len());
        }
        Some(if first.is_users() {
            Self::User(format!("error: {text}"))
        } else {
            Self::Other(text)
        })
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
    // What was being written is dropped on the way here, as where a run fails for another reason.
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
                // What cannot be made in one language keeps nothing of the other from being made.
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
