//! `daegi replay`: a log of jobs through one or more schedulers, on one or more machines.

mod bounds;
mod limits;
mod log;
mod machines;
mod outages;
mod priority;
mod summed;
mod words;

use std::path::PathBuf;

use self::limits::ClassLimit;
pub(super) use self::log::LogArguments;
use self::machines::{machines, out_of};
use self::priority::PriorityArguments;
use self::summed::{How, summed};
use super::progress::Progress;
use super::text::{complain, print};
use super::{Failure, published};
use crate::report;
use crate::results::ResultsError;
use crate::results::replay::ReplayWriter;
use crate::scheduler::placement::{Fit, Large};
use crate::scheduler::{Job, Machine, Overrun, Policy, UnknownPolicy, play_amid};
use crate::trace::inspection::Question;
use crate::trace::metrics::There;
use crate::trace::replay::{Selection, Speed};
use crate::trace::{About, ClassField, Fault, Faults, Until};
use crate::words::Language;

#[derive(Debug, clap::Args)]
pub(super) struct ReplayArguments {
    #[command(flatten)]
    pub(super) log: LogArguments,
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
    /// Only the first N jobs that can be played; of a log in order, what stands behind them is not read.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    until: Option<u32>,
    /// What of an SWF log is the class of a user (fields 13, 15, 16); in a CSV, name a column: class=… [default: all are of one class].
    #[arg(long, value_enum, conflicts_with = "columns", value_name = "FIELD")]
    class_by: Option<ClassBy>,
    /// The most units that one user may hold at once.
    #[arg(long, conflicts_with = "nodes", value_name = "UNITS", value_parser = clap::value_parser!(u32).range(1..=4_000_000_000))]
    limit_user: Option<u32>,
    /// The most units that the users of a class may hold at once: UNITS for each class, or CLASS=UNITS with commas.
    #[arg(long, conflicts_with = "nodes", value_name = "[CLASS=]UNITS", value_delimiter = ',', value_parser = limits::parse)]
    limit_class: Vec<ClassLimit>,
    /// Units that are not there: "2025-03-03 09:00..2025-03-05 18:00=16", with =UNITS, "=N nodes" or =all [default: =all]; several with commas, or given more than once.
    #[arg(long, value_name = "FROM..TO[=UNITS]", value_delimiter = ',')]
    outage: Vec<String>,
    /// Length of the bins of busy.csv and its charts: "1 hour", "1 day"; they begin at whole hours, days or Mondays of the log's clock [default: at most 1,500].
    #[arg(long, value_name = "LENGTH", value_parser = priority::length)]
    bin: Option<i64>,
    /// Folder to leave tables and charts in.
    #[arg(long)]
    out: Option<PathBuf>,
    /// Move what is in that folder aside under a dated name, whatever it is, instead of refusing it.
    #[arg(long, requires = "out")]
    replace: bool,
    /// Print nothing but errors.
    #[arg(long, short)]
    quiet: bool,
    #[command(flatten)]
    priority: PriorityArguments,
}

impl ReplayArguments {
    pub(super) fn language(&self) -> Language {
        self.log.lang.into()
    }

    /// The jobs after which a log in order has not to be read on: those that the smallest machine can run.
    fn first_jobs(&self) -> Option<Until> {
        let each = self.units_per_node.unwrap_or(1);
        let of_nodes = self.nodes.iter().map(|nodes| nodes.saturating_mul(each));
        let units = self.units.iter().copied().chain(of_nodes).min();
        self.until.map(|jobs| Until { jobs: jobs.into(), units })
    }
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
    let only = (arguments.class_by.map(ClassField::from), arguments.first_jobs());
    let log = arguments.log.read(only, false, arguments.quiet)?;
    let factors = arguments.priority.factors(&log, language)?;
    let settings = arguments.priority.described(&factors);
    let factors = factors.with_ticks_per_second(log.ticks_per_second);
    let refused = |faults: Faults| Failure::User(faults.reject(&log.name).in_language(language));
    let machines = machines(arguments, &log).map_err(refused)?;
    let largest = machines.iter().map(|(units, _)| *units).max().unwrap_or(0);
    bounds::by_identity(&arguments.scheduler, largest, language)?;
    // Before the first of them is played.
    let absent = outages::read(&arguments.outage, &log, language)?;
    for machine in &machines {
        outages::of(&absent, *machine, &log, language)?;
    }
    let notes = log.notes(language);
    if !arguments.quiet && !notes.is_empty() {
        complain(&notes);
    }
    let largest = if arguments.units.is_empty() && arguments.nodes.is_empty() {
        None
    } else {
        machines.iter().map(|(units, _)| *units / log.grain).max()
    };
    let trunc = matches!(arguments.mode, Mode::Trunc);
    let question = Question { units: largest, trunc, elsewhere: false };
    arguments.log.inspected(&log, &question, |block| match arguments.quiet {
        true => Ok(()),
        false => print(&format!("{block}\n")),
    })?;
    let (mode, overrun) = arguments.mode.reading();
    let failure = |error: ResultsError| Failure::of_results(&error, language);
    let mut writer = match &arguments.out {
        Some(out) => Some(ReplayWriter::create(out, arguments.replace).map_err(failure)?),
        None => None,
    };
    let held = limits::of(arguments.limit_user, &arguments.limit_class, &log, language)?;
    if let Some(writer) = &mut writer {
        writer.add_unit_hours(&log).map_err(failure)?;
    }
    let (mut all, mut as_logged, mut dropped) = (Vec::new(), Vec::new(), Vec::new());
    let (mut first, mut last) = (i64::MAX, i64::MIN);
    for (units, servers) in machines {
        let until = arguments.until.map(|until| until as usize);
        let selection = Selection { units, speed: arguments.scale_arrivals, until };
        let mut playable = log.playable(&selection).map_err(refused)?;
        if held.limits() {
            playable.within(|class| held.most(class));
            if playable.jobs.is_empty() {
                return Err(refused(Faults::whole(Fault::NothingToPlay, About::All)));
            }
        }
        let how = How { mode, bin: arguments.bin, language };
        let away = outages::of(&absent, (units, servers), &log, language)?;
        let logged = || playable.as_logged(&log);
        let whole = &There { units, out: &[] };
        let out = out_of(&away, units, servers);
        let own = summed(&log, &playable, None, ("log", 0), &how, whole, (logged(), logged()))?;
        if let (Some(writer), Some(own)) = (&mut writer, &own) {
            let of = ("log", own.units);
            writer
                .add_busy(&log, own)
                .and_then(|()| {
                    writer.add_groups(&log, of, playable.logged(&log), playable.logged(&log))
                })
                .map_err(failure)?;
        }
        as_logged.extend(own);
        for policy in &arguments.scheduler {
            let policy = match policy {
                Policy::Priority(_) => Policy::Priority(factors.clone()),
                other => other.clone(),
            };
            let machine = match &servers {
                Some(servers) => Machine::Nodes(servers),
                None => Machine::Units(units, &held.limits),
            };
            // Jobs that come after others are moved by each schedule in its own way.
            let mut playable = std::borrow::Cow::Borrowed(&playable);
            let play_jobs = |jobs: &[Job]| {
                let what = words::playing(policy.name(), units / log.grain, language);
                // Each job comes and starts.
                let progress = Progress::of_stage(what, 2 * jobs.len() as u64, arguments.quiet);
                let told = &mut |done| progress.reached(done);
                let schedule = play_amid(&away, &machine, &policy, overrun, jobs, told);
                progress.finish();
                schedule
            };
            let schedule = match log.after.is_empty() {
                true => play_jobs(&playable.jobs),
                false => playable.to_mut().settled(&log, play_jobs),
            };
            let playable = playable.as_ref();
            let (name, passed) = (policy.name(), schedule.backfilled);
            let spans = || playable.spans(&schedule);
            let pieces = playable.pieces(&schedule);
            let there = &There { units, out: &out };
            let runs = (spans(), pieces.spans());
            let of = (name, passed);
            let Some(mut played) = summed(&log, playable, servers, of, &how, there, runs)? else {
                continue;
            };
            let ends = schedule.ends.iter().copied();
            last = last.max(ends.max().unwrap_or(last));
            first = first.min(spans().map(|span| span.submit).min().unwrap_or(first));
            if let Policy::Priority(_) = policy {
                played.settings.clone_from(&settings);
            }
            if let Some(writer) = &mut writer {
                writer
                    .add_jobs(&log, playable, name, (mode, overrun), &schedule)
                    .and_then(|()| writer.add_curves(&log, &played))
                    .and_then(|()| {
                        let records = playable.records.iter().copied().zip(spans());
                        writer.add_groups(&log, (name, played.units), records, pieces.iter())
                    })
                    .map_err(failure)?;
            }
            all.push(played);
        }
        dropped.push((units / log.grain, playable.dropped));
    }
    if !arguments.quiet {
        print(&words::page(&log, &all, &as_logged, &dropped, language))?;
        let played = all.iter().map(|it| (it.scheduler.as_str(), it.units, &it.measures));
        let said = outages::told(&absent, played, (first, last), &log, language);
        if !said.is_empty() {
            print(&said)?;
        }
    }
    if let Some(writer) = writer {
        let speed = arguments.scale_arrivals.factor();
        let pending = writer.finish(&log, &all, &as_logged, speed, &notes).map_err(failure)?;
        let made = report::replay(pending.folder(), &log, &all, &as_logged, language);
        let place = pending
            .seal(made.missing.iter().cloned())
            .and_then(|()| pending.publish())
            .map_err(failure)?;
        published(&place, language, arguments.quiet);
        if !arguments.quiet {
            print(&format!("\n→ {}\n", place.folder.display()))?;
        }
        return Failure::of_made(&made, language).map_or(Ok(()), Err);
    }
    Ok(())
}
