//! `daegi run`: a study with a progress bar, then charts and a page, then a short table.

use std::path::PathBuf;

use super::progress::{FINELY, Progress, TENTHS};
use super::text::{complain, print};
use super::{
    ChartChoice, Failure, Lang, WorkOrder, estimate, interrupt, parts, problems, published,
    read_scenario, shards, stages, summary,
};
use crate::report::{self, ReportError};
use crate::results::Writer;
use crate::results::shard::StudyEntry;
use crate::scenario::Scenario;
use crate::study::{self, Finished, Options, precision};
use crate::words::Language;

#[derive(Debug, clap::Args)]
pub(super) struct RunArguments {
    /// Scenario file (TOML).
    pub(super) file: PathBuf,
    /// Futures to play [default: the scenario's].
    #[arg(long, short = 'n', value_parser = clap::value_parser!(u32).range(1..=100_000_000))]
    pub(super) replications: Option<u32>,
    /// Play as many futures as the answers need: "2%" of each amount or ratio, a point of each share, two points of
    /// each target's share of futures. At least 256; -n is then the most [default: 16,384].
    #[arg(long, value_parser = precision)]
    pub(super) precision: Option<f64>,
    /// Play only this part of the futures, such as 3/8, and leave what `daegi merge` joins: no tables, no charts.
    #[arg(long, value_parser = shards::part, conflicts_with_all = ["precision", "charts"])]
    pub(super) shard: Option<crate::results::shard::Part>,
    /// Seed of every draw [default: the scenario's].
    #[arg(long)]
    pub(super) seed: Option<u64>,
    /// Threads [default: one for each core]. Cannot change a result.
    #[arg(long, value_parser = clap::value_parser!(u16).range(1..))]
    pub(super) threads: Option<u16>,
    /// Folder to leave the results in [default: out/ and the file's name].
    #[arg(long)]
    pub(super) out: Option<PathBuf>,
    /// Move what is in that folder aside under a dated name, whatever it is, instead of refusing it.
    #[arg(long)]
    pub(super) replace: bool,
    /// Go on with a run that was stopped (Ctrl-C, or a machine that went down): play the futures that are missing.
    /// The results are those of a run that was never stopped.
    #[arg(long = "continue", conflicts_with = "shard")]
    pub(super) go_on: bool,
    /// Language of the charts, the page and of what is printed.
    #[arg(long, value_enum, default_value_t = Lang::Ko)]
    pub(super) lang: Lang,
    /// Which charts: those of the answer, or all, with an appendix of bands and single responses.
    #[arg(long, value_enum, default_value_t = ChartChoice::Main)]
    pub(super) charts: ChartChoice,
    /// Print nothing but errors.
    #[arg(long, short)]
    pub(super) quiet: bool,
    /// Play it even where the memory or the disk there is will hardly do.
    #[arg(long)]
    pub(super) anyway: bool,
    /// Play no jobs: faster, and nothing is known of use (busy cards, waits of jobs). Changes no other figure.
    #[arg(long)]
    pub(super) no_jobs: bool,
    /// The order in which replications are started. Cannot change a result.
    #[arg(long, value_enum, default_value_t = WorkOrder::Forward, hide = true)]
    pub(super) work_order: WorkOrder,
    /// Play every option from the calendar's start, instead of going on from the run of the baseline on the day on which
    /// they part. Cannot change a result.
    #[arg(long)]
    pub(super) no_forks: bool,
    /// Play in this many parts, however long it takes. Cannot change a result.
    #[arg(long, value_parser = clap::value_parser!(u32).range(1..=10_000), hide = true)]
    pub(super) parts: Option<u32>,
    /// The text to play instead of the file's, as if it stood there.
    #[arg(long, hide = true)]
    pub(super) text_from: Option<PathBuf>,
    /// Play no readings, no sweeps and no tables, and leave the answers of so many futures, rising, in folders of their
    /// own in that of the results: n4, n16.
    #[arg(long, hide = true, value_delimiter = ',', value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    pub(super) stages: Vec<u32>,
    /// Stop when standard input ends: whoever asked for the run is gone.
    #[arg(long, hide = true)]
    pub(super) until_input_ends: bool,
}

pub(super) fn run(arguments: &RunArguments) -> Result<(), Failure> {
    let language: Language = arguments.lang.into();
    if arguments.until_input_ends {
        interrupt::stop_when_input_ends(language);
    }
    let mut scenario = match &arguments.text_from {
        Some(text) => Scenario::read_as(&arguments.file, text)
            .map_err(|found| Failure::User(problems(&found, language)))?,
        None => read_scenario(&arguments.file, language)?,
    };
    if arguments.no_jobs {
        scenario.without_jobs().map_err(|paths| Failure::User(needs_jobs(&paths, language)))?;
    }
    let threads = study::threads(arguments.threads.map(usize::from));
    if arguments.threads.is_some_and(|asked| usize::from(asked) > threads) {
        complain(&match language {
            Language::Ko => format!("스레드는 코어의 몇 배까지만 씁니다: {threads}개"),
            Language::En => format!("no more than a few threads for each core are used: {threads}"),
        });
    }
    let seed = arguments.seed.unwrap_or(scenario.seed);
    let replications = match arguments.precision {
        Some(relative) => enough(arguments, &scenario, (seed, relative), threads)?,
        None => arguments.replications.unwrap_or(scenario.replications),
    };
    let options = Options {
        replications,
        seed,
        threads: Some(threads),
        order: arguments.work_order.into(),
        forks: !arguments.no_forks,
        out: arguments.out.clone().unwrap_or_else(|| default_out(arguments)),
    };
    if !arguments.stages.is_empty() {
        return stages::play(&mut scenario, &options, arguments);
    }
    if let Some(part) = arguments.shard {
        return shards::play(&scenario, &options, part, arguments);
    }
    let runs = u64::from(options.replications) * scenario.worlds().count() as u64;
    if !arguments.quiet && !scenario.warnings.is_empty() {
        complain(&scenario.warnings.in_language(language));
    }
    let play = (options.replications, options.seed, threads);
    let wishes = (arguments.anyway, arguments.quiet);
    let study = StudyEntry::new(&scenario, options.seed, options.replications);
    let before = parts::Parts::of_before(arguments, &study, &options.out)?;
    // Whoever plays the run for a page watches it and ends it: the look at a few futures would take
    // as long as the first answer.
    let price = match arguments.until_input_ends {
        true => None,
        false => Some(estimate::before(&scenario, play, &options.out, wishes, language)?),
    };
    let expected = price.as_ref().and_then(|price| price.seconds);
    let in_parts = before.or_else(|| {
        price.and_then(|price| {
            parts::Parts::of_long(study, price, &options.out, (arguments.parts, threads))
        })
    });
    // Whatever is wrong with the place is found before the first replication.
    let writer = Writer::create(&options.out, arguments.replace)
        .map_err(|error| Failure::of_results(&error, language))?;
    if let (Some(first), false) = (&in_parts, arguments.quiet) {
        first.first_look(&scenario, (seed, threads), language);
    }
    let started = std::time::Instant::now();
    let wishes = Wishes { language, charts: arguments.charts, quiet: arguments.quiet };
    if let Some(parts) = in_parts {
        let joined = parts.play(writer, &scenario, (arguments, threads), expected)?;
        let left = leave(&scenario, joined.finished, &wishes, started);
        if joined.stopped {
            left?;
            return Err(Failure::Other(parts::how_to_go_on(language).to_owned()));
        }
        parts.clear();
        return left;
    }
    let finely = if arguments.until_input_ends { FINELY } else { TENTHS };
    let progress = Progress::of_runs_in(finely, runs, arguments.quiet, expected, language);
    let finished = study::run_into(writer, &scenario, &options, &|done| progress.more(done))
        .map_err(|error| Failure::Other(error.to_string()))?;
    progress.finish();
    leave(&scenario, finished, &wishes, started)
}

/// What a person wants to see of a study that is done.
pub(super) struct Wishes {
    pub(super) language: Language,
    pub(super) charts: ChartChoice,
    pub(super) quiet: bool,
}

/// Makes the charts and the page of a study that is done, puts everything in its place, and says what was found.
pub(super) fn leave(
    scenario: &Scenario,
    finished: Finished,
    wishes: &Wishes,
    started: std::time::Instant,
) -> Result<(), Failure> {
    let &Wishes { language, charts, quiet } = wishes;
    let simulated = started.elapsed();
    let folder = finished.results.folder();
    // Tables that are whole are published, whatever becomes of the charts.
    let made = report::make(folder, language, charts.into());
    let answers = report::answers(folder, language);
    let facts = summary::Facts {
        runs: finished.runs,
        events: finished.events,
        simulated,
        whole: started.elapsed(),
    };
    let text = match &answers {
        Ok(answers) => summary::text(scenario, &finished.summary, answers, &facts, language),
        Err(_) => String::new(),
    };
    let place =
        finished.results.publish().map_err(|error| Failure::of_results(&error, language))?;
    published(&place, language, quiet);
    if !quiet {
        made.iter().flat_map(|made| &made.left_out).for_each(|reason| complain(reason));
        print(&format!("{text}\n→ {}\n", place.folder.display()))?;
    }
    let failed = |error: ReportError| Failure::Other(error.to_string());
    let made = made.map_err(failed)?;
    answers.map_err(failed)?;
    match Failure::of_made(&made, language) {
        // The place was good enough for the tables: this is nothing that a person gave.
        Some(Failure::User(text)) => Err(Failure::Other(text)),
        Some(failure) => Err(failure),
        None => Ok(()),
    }
}

/// A part of a value, as people write it: 2%, 0.02.
pub(super) fn precision(text: &str) -> Result<f64, String> {
    let odd = || "a part such as 2% or 0.02".to_owned();
    let value: f64 = match text.trim().strip_suffix('%') {
        Some(percent) => percent.trim().parse::<f64>().map_err(|_| odd())? / 100.0,
        None => text.trim().parse().map_err(|_| odd())?,
    };
    if value > 0.0 && value < 1.0 { Ok(value) } else { Err(odd()) }
}

/// The most futures where nobody says how many.
const MOST: u32 = 16_384;

/// How many futures the answers need, told while they are looked at.
fn enough(
    arguments: &RunArguments,
    scenario: &Scenario,
    (seed, relative): (u64, f64),
    threads: usize,
) -> Result<u32, Failure> {
    let language: Language = arguments.lang.into();
    if scenario.answers.is_empty() {
        return Err(Failure::User(match language {
            Language::Ko => "오류: 정밀도를 볼 답(study.answer)이 파일에 없습니다\n도움말: [study.answer.NAME]을 적거나 -n으로 횟수를 정하세요".to_owned(),
            Language::En => "error: the file states no answer (study.answer) whose precision could be looked at\nhelp: state [study.answer.NAME], or how many futures with -n".to_owned(),
        }));
    }
    let most = arguments.replications.unwrap_or(MOST);
    let unit = scenario.calling(None);
    let told = |_: u32, reached: &precision::Reached| {
        if !arguments.quiet {
            complain(&language.precision(reached, unit.in_language(language)));
        }
    };
    let look = || precision::futures(scenario, (seed, relative), most, &told);
    let found = study::on_threads(Some(threads), look);
    let found = found.map_err(|error| Failure::Other(error.to_string()))?;
    Ok(found.map_err(|error| Failure::Other(error.to_string()))?.futures)
}

/// Why jobs cannot be left out of a scenario.
pub(super) fn needs_jobs(paths: &[String], language: Language) -> String {
    let paths = paths.join(", ");
    match language {
        Language::Ko => format!(
            "오류: 작업을 빼고 실행할 수 없습니다. 실사용을 보는 규칙이 있습니다: {paths}\n도움말: --no-jobs 없이 실행하거나, 이 규칙을 뺀 대안을 만드세요"
        ),
        Language::En => format!(
            "error: jobs cannot be left out: rules look at how much is busy: {paths}\nhelp: run without --no-jobs, or take these rules out"
        ),
    }
}

fn default_out(arguments: &RunArguments) -> PathBuf {
    let stem = arguments.file.file_stem().unwrap_or(arguments.file.as_os_str());
    PathBuf::from("out").join(stem)
}
