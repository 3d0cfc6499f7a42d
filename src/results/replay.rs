//! What a replay leaves: a row for each job and scheduler, the busy curve, waits by size, a summary.

mod hours;

use std::borrow::Cow;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write as _};
use std::path::{Path, PathBuf};

use serde::Serialize;

use super::cells::as_text;
use super::{Kind, Pending, ResultsError};
use crate::scheduler::{Overrun, Schedule, Servers};
use crate::trace::Log;
use crate::trace::metrics::{Curve, Group, Measures, SizeClass, Span, grouped};
use crate::trace::replay::Playable;

/// The file of the measures.
const SUMMARY: &str = "summary.json";

/// One scheduler on one machine, or what the log itself says.
#[derive(Clone, Debug)]
pub struct Played {
    /// Name of the scheduler.
    pub scheduler: String,
    /// `trunc`, `extend` or `perfect`.
    pub mode: &'static str,
    /// Units of the machine.
    pub units: u32,
    /// The nodes of the machine, where their bounds count.
    pub servers: Option<Servers>,
    /// Settings of the scheduler as a command line gives them; empty if it has none.
    pub settings: String,
    /// Records that were not played.
    pub dropped: u64,
    /// Jobs that passed another one, as the scheduler counts them.
    pub backfilled: u64,
    /// The schedule in numbers.
    pub measures: Measures,
    /// The busy curve and the queue.
    pub curve: Curve,
    /// Waits by size.
    pub classes: Vec<SizeClass>,
    /// Number of units that were there, and the tick from which; empty if all of them always were.
    pub there: Vec<(i64, f64)>,
}

/// One object of `summary.json`.
#[derive(Serialize)]
struct Entry<'a> {
    scheduler: &'a str,
    mode: &'a str,
    units: u32,
    nodes: Option<u32>,
    units_per_node: Option<u32>,
    fit: Option<&'static str>,
    large: Option<&'static str>,
    settings: Option<&'a str>,
    jobs: u64,
    dropped: u64,
    mean_wait_s: f64,
    median_wait_s: f64,
    p95_wait_s: f64,
    max_wait_s: f64,
    waited: u64,
    mean_bounded_slowdown: f64,
    busy_share: f64,
    makespan_s: f64,
    backfilled: u64,
    fragmented_unit_s: f64,
    idle_unit_s: f64,
    stopped: u64,
    lost_unit_s: f64,
    out_unit_s: f64,
    scale_arrivals: f64,
}

impl<'a> Entry<'a> {
    fn new(played: &'a Played, speed: f64) -> Self {
        let measures = &played.measures;
        Self {
            scheduler: &played.scheduler,
            mode: played.mode,
            units: played.units,
            nodes: played.servers.map(|servers| servers.nodes),
            units_per_node: played.servers.map(|servers| servers.units_each),
            fit: played.servers.map(|servers| servers.rule.fit.name()),
            large: played.servers.map(|servers| servers.rule.large.name()),
            settings: Some(played.settings.as_str()).filter(|settings| !settings.is_empty()),
            jobs: measures.jobs,
            dropped: played.dropped,
            mean_wait_s: measures.mean_wait,
            median_wait_s: measures.median_wait,
            p95_wait_s: measures.p95_wait,
            max_wait_s: measures.max_wait,
            waited: measures.waited,
            mean_bounded_slowdown: measures.mean_bounded_slowdown,
            busy_share: measures.busy_share,
            makespan_s: measures.makespan,
            backfilled: played.backfilled,
            fragmented_unit_s: measures.fragmented,
            idle_unit_s: measures.idle,
            stopped: measures.stopped,
            lost_unit_s: measures.lost,
            out_unit_s: measures.out,
            scale_arrivals: speed,
        }
    }
}

/// `log.json`: what was read.
#[derive(Serialize)]
struct LogEntry<'a> {
    log: &'a str,
    records: u64,
    ticks_per_second: i64,
    stated_units: Option<u32>,
    unix_start: Option<i64>,
    zone: &'a str,
    computer: &'a str,
    /// What the log itself says of the jobs whose waits it states.
    as_logged: Vec<Entry<'a>>,
    notes: Vec<String>,
}

/// Writes a replay into a folder beside the wanted one.
#[derive(Debug)]
pub struct ReplayWriter {
    pending: Pending,
    jobs: Table,
    busy: Table,
    waits: Table,
    groups: Table,
    hours: Table,
}

/// A CSV file.
#[derive(Debug)]
struct Table {
    path: PathBuf,
    file: BufWriter<File>,
}

impl Table {
    fn create(folder: &Path, name: &str, head: &str) -> Result<Self, ResultsError> {
        let path = folder.join(name);
        let file = File::create(&path).map_err(ResultsError::file(&path))?;
        let mut table = Self { path, file: BufWriter::with_capacity(1 << 16, file) };
        table.write(|out| writeln!(out, "{head}"))?;
        Ok(table)
    }

    fn write(
        &mut self,
        rows: impl FnOnce(&mut BufWriter<File>) -> io::Result<()>,
    ) -> Result<(), ResultsError> {
        rows(&mut self.file).map_err(ResultsError::file(&self.path))
    }
}

/// A time of the log in seconds, with the decimals that the log writes.
struct Seconds<'a>(i64, &'a Log);

impl std::fmt::Display for Seconds<'_> {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self(ticks, log) = *self;
        let (whole, rest) = (ticks / log.ticks_per_second, ticks % log.ticks_per_second);
        let sign = if ticks < 0 { "-" } else { "" };
        write!(out, "{sign}{}", whole.abs())?;
        let decimals = usize::from(log.decimals);
        if decimals == 0 {
            return Ok(());
        }
        // Arrivals that were moved may need all six.
        let micros = format!("{:06}", rest.abs());
        let needed = micros.trim_end_matches('0').len().max(decimals);
        write!(out, ".{}", &micros[..needed.min(6)])
    }
}

/// A name as a cell.
fn cell(name: &str) -> Cow<'_, str> {
    let name = as_text(name);
    if name.contains([',', '"', '\n', '\r']) {
        Cow::Owned(format!("\"{}\"", name.replace('"', "\"\"")))
    } else {
        name
    }
}

impl ReplayWriter {
    /// Starts a folder beside `wanted`; nothing is at `wanted` until [`Pending::publish`]. `replace`: what is there is
    /// moved aside, whatever it is.
    ///
    /// # Errors
    /// [`ResultsError::Refused`] if nothing can be left there, or if a file cannot be made.
    pub fn create(wanted: &Path, replace: bool) -> Result<Self, ResultsError> {
        let pending = Pending::create(wanted, Kind::Replay, replace)?;
        let folder = pending.folder();
        let jobs = "scheduler,job,submit,size,run,requested,start,end,user,units,mode";
        let jobs = Table::create(folder, "jobs.csv", jobs)?;
        let busy = "scheduler,units,from_s,to_s,busy_units,queued_jobs,queued_units";
        let busy = Table::create(folder, "busy.csv", busy)?;
        let waits = "scheduler,units,size_from,size_to,jobs,mean_wait_s,median_wait_s,p95_wait_s";
        let waits = Table::create(folder, "waits-by-size.csv", waits)?;
        let groups = "scheduler,units,by,name,jobs,mean_wait_s,median_wait_s,p95_wait_s,queued_jobs,queued_units";
        let groups = Table::create(folder, "waits-by-group.csv", groups)?;
        let hours = Table::create(folder, "unit-hours.csv", "month,class,jobs,unit_hours")?;
        Ok(Self { pending, jobs, busy, waits, groups, hours })
    }

    /// Appends the jobs of one schedule in the order of the log: times in the log's own seconds; `run` is how long
    /// a job held its units, `requested` what the scheduler took as its request.
    ///
    /// # Errors
    /// If they cannot be written.
    pub fn add_jobs(
        &mut self,
        log: &Log,
        playable: &Playable,
        scheduler: &str,
        (mode, overrun): (&str, Overrun),
        schedule: &Schedule,
    ) -> Result<(), ResultsError> {
        let mut order: Vec<u32> = (0..).take(playable.jobs.len()).collect();
        order.sort_unstable_by_key(|&job| playable.records[job as usize]);
        let units = playable.units / log.grain;
        self.jobs.write(|out| {
            for job in order {
                let at = job as usize;
                let (requested, run) = playable.reading(at, overrun);
                let record = playable.records[at] as usize;
                let user = log.users.get(log.records[record].user as usize);
                let of = |ticks| Seconds(ticks, log);
                writeln!(
                    out,
                    "{scheduler},{},{},{},{},{},{},{},{},{units},{mode}",
                    cell(log.job(record)),
                    of(playable.jobs[at].submit),
                    log.units(playable.jobs[at].size.into()),
                    of(run),
                    of(requested),
                    of(schedule.starts[at]),
                    of(schedule.ends[at]),
                    cell(user.map_or("", String::as_str)),
                )?;
            }
            Ok(())
        })
    }

    /// Appends the busy curve and the queue of one schedule, or of the log itself.
    ///
    /// # Errors
    /// If they cannot be written.
    pub fn add_busy(&mut self, log: &Log, played: &Played) -> Result<(), ResultsError> {
        let (scheduler, units, curve) = (&played.scheduler, played.units, &played.curve);
        self.busy.write(|out| {
            for (at, busy) in curve.busy.iter().enumerate() {
                let from = curve.from + at as i64 * curve.step;
                let (queued, asked) = (curve.queued[at], curve.queued_units[at]);
                let (from, to) = (Seconds(from, log), Seconds(from + curve.step, log));
                writeln!(out, "{scheduler},{units},{from},{to},{busy},{queued},{asked}")?;
            }
            Ok(())
        })
    }

    /// Appends waits and queues of one schedule, or of the log itself, by the hour of submission where the log has one
    /// and by class where there are several. `units` is the machine; each span has its record. `pieces` are the spans
    /// with those of runs that were stopped.
    ///
    /// # Errors
    /// If they cannot be written.
    pub fn add_groups(
        &mut self,
        log: &Log,
        (scheduler, units): (&str, u32),
        spans: impl Iterator<Item = (u32, Span)> + Clone,
        pieces: impl Iterator<Item = (u32, Span)> + Clone,
    ) -> Result<(), ResultsError> {
        let hour =
            |(at, span): (u32, Span)| Some((log.hour(log.records[at as usize].submit.0)?, span));
        let class = |(at, span): (u32, Span)| (log.records[at as usize].class, span);
        let hours = spans.clone().filter_map(hour);
        let classes = spans.map(class);
        let named = |group: &Group| log.classes.get(group.key as usize).map_or("", String::as_str);
        let ticks = log.ticks_per_second;
        self.groups.write(|out| {
            let mut rows = |by: &str, name: &str, group: &Group| {
                let Group { jobs, mean_wait, median_wait, p95_wait, queued, .. } = group;
                let asked = group.queued_units / f64::from(log.grain);
                writeln!(
                    out,
                    "{scheduler},{units},{by},{name},{jobs},{mean_wait},{median_wait},{p95_wait},{queued},{asked}"
                )
            };
            for group in &grouped(ticks, hours, pieces.clone().filter_map(hour)) {
                rows("hour", &group.key.to_string(), group)?;
            }
            let classes = grouped(ticks, classes, pieces.map(class));
            for group in classes.iter().filter(|_| classes.len() > 1) {
                rows("class", &cell(named(group)), group)?;
            }
            Ok(())
        })
    }

    /// Writes the unit-hours of the log's jobs by month and class.
    ///
    /// # Errors
    /// If they cannot be written.
    pub fn add_unit_hours(&mut self, log: &Log) -> Result<(), ResultsError> {
        self.hours.write(|out| {
            for row in hours::unit_hours(log) {
                let class = log.classes.get(row.class as usize).map_or("", String::as_str);
                writeln!(out, "{},{},{},{}", row.month, cell(class), row.jobs, row.unit_hours)?;
            }
            Ok(())
        })
    }

    /// Appends the curves and the classes of one schedule.
    ///
    /// # Errors
    /// If they cannot be written.
    pub fn add_curves(&mut self, log: &Log, played: &Played) -> Result<(), ResultsError> {
        self.add_busy(log, played)?;
        let (scheduler, units) = (&played.scheduler, played.units);
        self.waits.write(|out| {
            for class in &played.classes {
                let SizeClass { from, to, jobs, mean_wait, median_wait, p95_wait } = class;
                writeln!(
                    out,
                    "{scheduler},{units},{from},{to},{jobs},{mean_wait},{median_wait},{p95_wait}"
                )?;
            }
            Ok(())
        })
    }

    /// Writes the summary and what was read. The tables are whole; charts and [`Pending::seal`] come after.
    ///
    /// # Errors
    /// If anything cannot be written.
    pub fn finish(
        mut self,
        log: &Log,
        all: &[Played],
        as_logged: &[Played],
        speed: f64,
        notes: &str,
    ) -> Result<Pending, ResultsError> {
        let Self { jobs, busy, waits, groups, hours, .. } = &mut self;
        for table in [jobs, busy, waits, groups, hours] {
            table.write(|out| out.flush())?;
        }
        let entries: Vec<Entry<'_>> = all.iter().map(|played| Entry::new(played, speed)).collect();
        let read = LogEntry {
            log: &log.name,
            records: log.records.len() as u64,
            ticks_per_second: log.ticks_per_second,
            stated_units: log.stated_units(),
            unix_start: log.header.unix_start,
            zone: &log.header.zone,
            computer: &log.header.computer,
            as_logged: as_logged.iter().map(|played| Entry::new(played, 1.0)).collect(),
            notes: notes.lines().map(str::to_owned).collect(),
        };
        let folder = self.pending.folder();
        write_json(&folder.join("log.json"), &read)?;
        write_json(&folder.join(SUMMARY), &entries)?;
        Ok(self.pending)
    }
}

fn write_json(path: &Path, value: &impl Serialize) -> Result<(), ResultsError> {
    let text = serde_json::to_string_pretty(value).map_err(|error| ResultsError::Manifest {
        path: path.to_owned(),
        reason: error.to_string(),
    })?;
    fs::write(path, text + "\n").map_err(ResultsError::file(path))
}
