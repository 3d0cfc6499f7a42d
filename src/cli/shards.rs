//! `daegi shard`, `daegi run --shard` and `daegi merge`: a study on several machines, joined to the bits of one.

use std::fmt::Write as _;
use std::path::PathBuf;

use super::progress::Progress;
use super::run::{Wishes, leave};
use super::text::{complain, print};
use super::{ChartChoice, Failure, Lang, RunArguments, estimate, published, read_scenario};
use crate::results::shard::{Part, ShardError, ShardWriter, Shards, StudyEntry};
use crate::results::{ResultsError, Writer};
use crate::scenario::Scenario;
use crate::study::{self, Options, price};
use crate::words::Language;

#[derive(Debug, clap::Args)]
pub(super) struct ShardArguments {
    /// Scenario file (TOML).
    pub(super) file: PathBuf,
    /// How many parts the futures are cut into.
    #[arg(long, value_parser = clap::value_parser!(u32).range(1..=10_000))]
    shards: u32,
    /// Futures to play [default: the scenario's].
    #[arg(long, short = 'n', value_parser = clap::value_parser!(u32).range(1..=100_000_000))]
    replications: Option<u32>,
    /// Language of what is printed.
    #[arg(long, value_enum, default_value_t = Lang::Ko)]
    pub(super) lang: Lang,
}

#[derive(Debug, clap::Args)]
pub(super) struct MergeArguments {
    /// Folders that `daegi run --shard` has left, in any order.
    #[arg(required = true)]
    pub(super) shards: Vec<PathBuf>,
    /// Folder to leave the results in.
    #[arg(long)]
    out: PathBuf,
    /// Move what is in that folder aside under a dated name, whatever it is, instead of refusing it.
    #[arg(long)]
    replace: bool,
    /// Join what is there although parts are missing; the results say how many futures they are of.
    #[arg(long)]
    partial: bool,
    /// The scenario's file [default: as it was named when the first part was played].
    #[arg(long)]
    scenario: Option<PathBuf>,
    /// Threads [default: one for each core]. Cannot change a result.
    #[arg(long, value_parser = clap::value_parser!(u16).range(1..))]
    threads: Option<u16>,
    /// Language of the charts, the page and of what is printed.
    #[arg(long, value_enum, default_value_t = Lang::Ko)]
    pub(super) lang: Lang,
    /// Which charts: those of the answer, or all, with an appendix of bands and single responses.
    #[arg(long, value_enum, default_value_t = ChartChoice::Main)]
    charts: ChartChoice,
    /// Print nothing but errors.
    #[arg(long, short)]
    quiet: bool,
}

/// A part as people write it: 3/8.
pub(super) fn part(text: &str) -> Result<Part, String> {
    let odd = || "a part and the number of parts, such as 3/8".to_owned();
    let (number, of) = text.split_once('/').ok_or_else(odd)?;
    let part = Part {
        number: number.trim().parse().map_err(|_| odd())?,
        of: of.trim().parse().map_err(|_| odd())?,
    };
    let fits = 1 <= part.number && part.number <= part.of && part.of <= 10_000;
    if fits {
        Ok(part)
    } else {
        Err(format!("{}, the part at least 1 and at most the number of parts", odd()))
    }
}

/// The parts of a study, with what each takes and the commands that play and join them.
pub(super) fn plan(arguments: &ShardArguments) -> Result<(), Failure> {
    let language: Language = arguments.lang.into();
    let scenario = read_scenario(&arguments.file, language)?;
    let n = arguments.replications.unwrap_or(scenario.replications);
    let threads = study::threads(None);
    let of = arguments.shards;
    let one = Part { number: 1, of }.futures(n);
    let price = price::estimate(&scenario, one.len().max(1) as u32, scenario.seed, threads)
        .map_err(|error| Failure::Other(error.to_string()))?;
    let mut out = String::new();
    let file = arguments.file.display();
    // Writing to a string cannot fail.
    let _ = match language {
        Language::Ko => writeln!(
            out,
            "모의실험 {n}회를 {of}조각으로 나눔. 조각 하나의 {}",
            estimate::words(&price, threads, language)
        ),
        Language::En => writeln!(
            out,
            "{n} futures in {of} parts. One part: {}",
            estimate::words(&price, threads, language)
        ),
    };
    for number in 1..=of {
        let futures = Part { number, of }.futures(n);
        let (from, to) = (futures.start, futures.end);
        let range = if from == to { "–".to_owned() } else { format!("{from}–{}", to - 1) };
        let _ = writeln!(
            out,
            "{range:>15}  daegi run {file} -n {n} --shard {number}/{of} --out {}",
            default_out(&arguments.file, Part { number, of }).display()
        );
    }
    let folders = default_out(&arguments.file, Part { number: 1, of });
    let folders = folders.parent().map(|it| it.display().to_string()).unwrap_or_default();
    let stem = arguments.file.file_stem().unwrap_or(arguments.file.as_os_str()).to_string_lossy();
    let _ = writeln!(out, "{:>15}  daegi merge {folders}/* --out out/{stem}", "");
    print(&out)
}

/// Where a part goes if nobody says.
fn default_out(file: &std::path::Path, part: Part) -> PathBuf {
    let stem = file.file_stem().unwrap_or(file.as_os_str()).to_string_lossy();
    PathBuf::from("out")
        .join(format!("{stem}.shards"))
        .join(format!("{}-of-{}", part.number, part.of))
}

/// Plays one part of a study.
pub(super) fn play(
    scenario: &Scenario,
    options: &Options,
    part: Part,
    arguments: &RunArguments,
) -> Result<(), Failure> {
    let (language, quiet) = (arguments.lang.into(), arguments.quiet);
    let out = arguments.out.clone().unwrap_or_else(|| default_out(&arguments.file, part));
    let study = StudyEntry::new(scenario, options.seed, options.replications);
    let futures = part.futures(options.replications).len() as u64;
    let threads = study::threads(options.threads);
    let play = (futures.max(1) as u32, options.seed, threads);
    let expected =
        estimate::before(scenario, play, &out, (arguments.anyway, quiet), language)?.seconds;
    let failed = |error: ResultsError| Failure::of_results(&error, language);
    let writer = ShardWriter::create(&out, arguments.replace, (study, part), &arguments.file)
        .map_err(failed)?;
    let runs = futures * study::runs_of_a_future(scenario);
    let progress = Progress::of_runs(runs, quiet, expected, language);
    let pending = study::shard::play_into(
        writer,
        scenario,
        (options.threads, options.forks),
        (None, None),
        &|done| progress.more(done),
    )
    .map_err(|error| Failure::Other(error.to_string()))?;
    progress.finish();
    let place = pending.publish().map_err(failed)?;
    published(&place, language, quiet);
    if !quiet {
        let (Part { number, of }, folder) = (part, place.folder.display());
        print(&match language {
            Language::Ko => format!("조각 {number}/{of}: 모의실험 {futures}회\n→ {folder}\n"),
            Language::En => format!("part {number} of {of}: {futures} futures\n→ {folder}\n"),
        })?;
    }
    Ok(())
}

/// Joins the parts of a study.
pub(super) fn merge(arguments: &MergeArguments) -> Result<(), Failure> {
    let language: Language = arguments.lang.into();
    let refused = |error: ShardError| Failure::User(error.in_language(language));
    let shards = Shards::open(&arguments.shards, arguments.partial).map_err(refused)?;
    let file = arguments.scenario.as_deref().unwrap_or(shards.file());
    let mut scenario = read_scenario(file, language)?;
    let study = shards.study();
    if study.without_jobs {
        scenario.without_jobs().map_err(|paths| Failure::User(paths.join(", ")))?;
    }
    if StudyEntry::new(&scenario, study.seed, study.replications) != *study {
        let file = file.to_owned();
        return Err(refused(ShardError::OtherScenario { file }));
    }
    let lost = shards.lost();
    let n = shards.futures().len() as u64;
    if n == 0 {
        return Err(refused(ShardError::Lost { lost, of: shards.of() }));
    }
    if !lost.is_empty() {
        complain(&partial(&shards, n, language));
    }
    let writer = Writer::create(&arguments.out, arguments.replace)
        .map_err(|error| Failure::of_results(&error, language))?;
    let runs = n * scenario.worlds().count() as u64;
    let progress = Progress::of_runs(runs, arguments.quiet, None, language);
    let started = std::time::Instant::now();
    let threads = arguments.threads.map(usize::from);
    let finished =
        study::merge_into(writer, &scenario, &shards, threads, &|done| progress.more(done))
            .map_err(|error| Failure::Other(error.to_string()))?;
    progress.finish();
    let wishes = Wishes { language, charts: arguments.charts, quiet: arguments.quiet };
    leave(&scenario, finished, &wishes, started)
}

/// The sentence that says how many futures there are where parts are missing.
fn partial(shards: &Shards, n: u64, language: Language) -> String {
    let numbers: Vec<String> = shards.lost().iter().map(u32::to_string).collect();
    let (numbers, all, of) = (numbers.join(", "), shards.study().replications, shards.of());
    match language {
        Language::Ko => format!(
            "주의: {of}조각 가운데 {numbers}번이 없어, 모의실험 {all}회가 아니라 {n}회로 셈합니다"
        ),
        Language::En => format!(
            "warning: of {of} parts these are missing: {numbers}; the results are of {n} futures instead of {all}"
        ),
    }
}
