//! `daegi replay`: a log of jobs through one or more schedulers, on one or more machines.

mod priority;
mod words;

use std::path::PathBuf;

use self::priority::PriorityArguments;
use super::text::{complain, print};
use super::{Failure, Lang};
use crate::report::{self, Language};
use crate::results::ResultsError;
use crate::results::replay::{Played, ReplayWriter};
use crate::scheduler::placement::{Fit, Large, Rule};
use crate::scheduler::{Overrun, Policy, Servers, UnknownPolicy, play, play_on};
use crate::trace::metrics::{self, Span};
use crate::trace::replay::{Playable, Selection, Speed};
use crate::trace::{About, ClassField, Columns, Fault, Faults, Log, Reading};

/// Bins of a curve.
const BINS: usize = 1_500;

/// How a log is read, for the commands that read one.
#[derive(Debug, clap::Args)]
pub(super) struct LogArguments {
    /// Log of jobs: Standard Workload Format, or CSV with --columns; plain, gz, xz or zst.
    pub(super) log: PathBuf,
    /// Columns of a CSV: submit=…,size=…,run=… (or start=…,end=…)[,requested=…][,wait=…][,user=…][,class=…][,job=…].
    #[arg(long, value_parser = Columns::parse)]
    columns: Option<Columns>,
    /// Leave lines with faults out instead of refusing the log.
    #[arg(long)]
    skip_faulty: bool,
    /// Language of what is printed and drawn.
    #[arg(long, value_enum, default_value_t = Lang::Ko)]
    pub(super) lang: Lang,
}

impl LogArguments {
    pub(super) fn read(&self, class: Option<ClassField>) -> Result<Log, Failure> {
        let (columns, skip_faulty) = (self.columns.clone(), self.skip_faulty);
        let reading = Reading { columns, skip_faulty, class, ..Reading::default() };
        let code = Language::from(self.lang).code();
        Log::read(&self.log, &reading).map_err(|rejected| Failure::User(rejected.in_language(code)))
    }
}

#[derive(Debug, clap::Args)]
pub(super) struct ReplayArguments {
    #[command(flatten)]
    log: LogArguments,
    /// Units of the machine; several with commas [default: the log's MaxProcs, else MaxNodes].
    #[arg(long, value_delimiter = ',', value_parser = clap::value_parser!(u32).range(1..=4_000_000_000))]
    units: Vec<u32>,
    /// Nodes of the machine, each of --units-per-node; several with commas. A job of up to a node's size sits on one node.
    #[arg(long, requires = "units_per_node", conflicts_with = "units", value_delimiter = ',',
          value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    nodes: Vec<u32>,
    /// Units of a node.
    #[arg(long, requires = "nodes", value_parser = clap::value_parser!(u32).range(1..=4_000))]
    units_per_node: Option<u32>,
    /// Which node: the first that fits, the one with the least left over, or the one that loses least for the jobs that come.
    #[arg(long, requires = "nodes", default_value = "best", hide_default_value = true,
          value_name = "first|best|least-fragmentation", value_parser = fit)]
    fit: Fit,
    /// A job larger than a node: on empty nodes only, or on whatever is free.
    #[arg(long, requires = "nodes", default_value = "whole nodes", hide_default_value = true,
          value_name = "whole nodes|pack", value_parser = large)]
    large: Large,
    /// Schedulers, several with commas.
    #[arg(long, value_delimiter = ',', default_value = "first-come,easy", value_parser = policy)]
    scheduler: Vec<Policy>,
    /// What becomes of a run that is longer than its request: ended, or expected, or all run times known.
    #[arg(long, value_enum, default_value_t = Mode::Trunc)]
    mode: Mode,
    /// How much faster jobs arrive: 1.2 divides the times between submissions by 1.2.
    #[arg(long, default_value = "1", value_parser = speed)]
    scale_arrivals: Speed,
    /// Only the first so many jobs that can be played.
    #[arg(long, value_parser = clap::value_parser!(u32).range(1..))]
    until: Option<u32>,
    /// What of an SWF log is the class of a user (fields 13, 15, 16); in a CSV, name a column: class=… [default: all are of one class].
    #[arg(long, value_enum, conflicts_with = "columns", value_name = "FIELD")]
    class_by: Option<ClassBy>,
    /// Folder to leave tables and charts in.
    #[arg(long)]
    out: Option<PathBuf>,
    /// Print nothing but errors.
    #[arg(long, short)]
    quiet: bool,
    #[command(flatten)]
    priority: PriorityArguments,
}

#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum Mode {
    /// The job is ended when its request is over.
    Trunc,
    /// The request is taken to be as long as the run.
    Extend,
    /// Every request is taken to be the run time.
    Perfect,
}

#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum ClassBy {
    Group,
    Queue,
    Partition,
}

impl From<ClassBy> for ClassField {
    fn from(class: ClassBy) -> Self {
        match class {
            ClassBy::Group => Self::Group,
            ClassBy::Queue => Self::Queue,
            ClassBy::Partition => Self::Partition,
        }
    }
}

impl Mode {
    fn reading(self) -> (&'static str, Overrun) {
        match self {
            Self::Trunc => ("trunc", Overrun::Trunc),
            Self::Extend => ("extend", Overrun::Extend),
            Self::Perfect => ("perfect", Overrun::Perfect),
        }
    }
}

fn policy(name: &str) -> Result<Policy, String> {
    name.parse().map_err(|unknown: UnknownPolicy| unknown.to_string())
}

/// Whether a name on the command line is one of a scenario's; blanks may be hyphens.
fn is(name: &str, typed: &str) -> bool {
    name == typed || name.replace(' ', "-") == typed
}

fn fit(typed: &str) -> Result<Fit, String> {
    let known = Fit::ALL.into_iter().find(|fit| is(fit.name(), typed));
    known.ok_or_else(|| "one of first, best and least-fragmentation".to_owned())
}

fn large(typed: &str) -> Result<Large, String> {
    let known = Large::ALL.into_iter().find(|large| is(large.name(), typed));
    known.ok_or_else(|| "one of \"whole nodes\" (or whole-nodes) and pack".to_owned())
}

fn speed(text: &str) -> Result<Speed, String> {
    Speed::parse(text).ok_or_else(|| "a number from 0.001 to 1000, at most six decimals".to_owned())
}

pub(super) fn replay(arguments: &ReplayArguments) -> Result<(), Failure> {
    let language: Language = arguments.log.lang.into();
    if !arguments.nodes.is_empty()
        && let Some(policy) = arguments.scheduler.iter().find(|policy| policy.is_by_identity())
    {
        return Err(Failure::User(words::knows_no_nodes(policy, language)));
    }
    arguments.priority.check(&arguments.scheduler, language)?;
    let log = arguments.log.read(arguments.class_by.map(ClassField::from))?;
    let factors = arguments.priority.factors(&log, language)?;
    let settings = arguments.priority.described(&factors);
    let factors = factors.with_ticks_per_second(log.ticks_per_second);
    let refused =
        |faults: Faults| Failure::User(faults.reject(&log.name).in_language(language.code()));
    let machines = machines(arguments, &log).map_err(refused)?;
    let notes = log.notes(language.code());
    if !arguments.quiet && !notes.is_empty() {
        complain(&notes);
    }
    let (mode, overrun) = arguments.mode.reading();
    let mut writer = match &arguments.out {
        Some(out) => Some(ReplayWriter::create(out).map_err(failure)?),
        None => None,
    };
    let (mut all, mut as_logged, mut dropped) = (Vec::new(), Vec::new(), Vec::new());
    for (units, servers) in machines {
        let until = arguments.until.map(|until| until as usize);
        let selection = Selection { units, speed: arguments.scale_arrivals, until };
        let playable = log.playable(&selection).map_err(refused)?;
        let own = || playable.as_logged(&log);
        as_logged.extend(summed(&playable, None, "log", mode, 0, own()));
        for policy in &arguments.scheduler {
            let policy = match policy {
                Policy::Priority(_) => Policy::Priority(factors.clone()),
                other => other.clone(),
            };
            let schedule = match &servers {
                Some(servers) => play_on(servers, &policy, overrun, &playable.jobs),
                None => play(units, &policy, overrun, &playable.jobs),
            };
            let (name, passed) = (policy.name(), schedule.backfilled);
            let spans = playable.spans(&schedule);
            let Some(mut played) = summed(&playable, servers, name, mode, passed, spans) else {
                continue;
            };
            if let Policy::Priority(_) = policy {
                played.settings.clone_from(&settings);
            }
            if let Some(writer) = &mut writer {
                writer
                    .add_jobs(&log, &playable, name, (mode, overrun), &schedule)
                    .and_then(|()| writer.add_curves(&log, &played))
                    .map_err(failure)?;
            }
            all.push(played);
        }
        dropped.push((units, playable.dropped));
    }
    if !arguments.quiet {
        print(&words::page(&log, &all, &as_logged, &dropped, language))?;
    }
    if let Some(writer) = writer {
        let speed = arguments.scale_arrivals.factor();
        let pending = writer.finish(&log, &all, &as_logged, speed, &notes).map_err(failure)?;
        report::replay(pending.folder(), &log, &all, &as_logged, language)
            .map_err(|error| Failure::Other(error.to_string()))?;
        let folder = pending.publish().map_err(failure)?;
        if !arguments.quiet {
            print(&format!("\n→ {}\n", folder.display()))?;
        }
    }
    Ok(())
}

/// Units of the machines that are asked for, and their nodes.
fn machines(arguments: &ReplayArguments, log: &Log) -> Result<Vec<(u32, Option<Servers>)>, Faults> {
    if let Some(units_each) = arguments.units_per_node {
        let rule = Rule { fit: arguments.fit, large: arguments.large };
        let servers = arguments.nodes.iter().map(|&nodes| Servers { nodes, units_each, rule });
        return Ok(servers.map(|servers| (servers.units(), Some(servers))).collect());
    }
    if !arguments.units.is_empty() {
        return Ok(arguments.units.iter().map(|&units| (units, None)).collect());
    }
    let stated = log.stated_units().map(|units| vec![(units, None)]);
    stated.ok_or_else(|| Faults::whole(Fault::NoUnits, About::All))
}

pub(super) fn failure(error: ResultsError) -> Failure {
    match error {
        ResultsError::NotResults { .. } | ResultsError::Busy(_) => {
            Failure::User(format!("error: {error}"))
        }
        error => Failure::Other(error.to_string()),
    }
}

fn summed(
    playable: &Playable,
    servers: Option<Servers>,
    scheduler: &str,
    mode: &'static str,
    backfilled: u64,
    spans: impl Iterator<Item = Span> + Clone,
) -> Option<Played> {
    let Playable { units, ticks_per_second, .. } = *playable;
    let measures = metrics::measures(units, ticks_per_second, spans.clone())?;
    let makespan = (measures.makespan * ticks_per_second as f64) as i64;
    let step = metrics::step(makespan, ticks_per_second, BINS);
    Some(Played {
        scheduler: scheduler.to_owned(),
        mode,
        units,
        servers,
        settings: String::new(),
        dropped: playable.dropped.count(),
        backfilled: if scheduler == "log" { measures.overtook } else { backfilled },
        measures,
        curve: metrics::curve(step, spans.clone()),
        classes: metrics::by_size(ticks_per_second, spans),
    })
}
