//! From a log to jobs that a scheduler plays, and back.

use std::collections::BTreeMap;

use super::Log;
use super::fault::{About, Fault, Faults};
pub use super::left::Tally;
use super::metrics::Span;
use super::number;
use crate::scheduler::{Job, Overrun, Schedule, Stopped};

/// How much faster jobs arrive than in the log: a positive number with at most six decimals.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Speed(i64);

impl Speed {
    /// The speed of the log.
    pub const SAME: Self = Self(number::MICROS);

    /// Reads a number from 0.001 to 1,000.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let read = number::seconds(text).ok()?;
        let range = number::MICROS / 1_000..=number::MICROS * 1_000;
        (!read.rounded && range.contains(&read.value)).then_some(Self(read.value))
    }

    /// The speed as a number.
    #[must_use]
    pub fn factor(self) -> f64 {
        self.0 as f64 / number::MICROS as f64
    }

    /// A time after the first submission, to the nearest tick.
    fn shrink(self, since_first: i64) -> i64 {
        let by = i128::from(self.0);
        ((i128::from(since_first) * i128::from(number::MICROS) + by / 2) / by)
            .try_into()
            .unwrap_or(i64::MAX)
    }
}

/// Records that are not played.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Dropped {
    /// The run time of the job is zero or not known.
    pub no_run: Tally,
    /// The size of the job is zero or not known (and its run time is above zero).
    pub no_size: Tally,
    /// The job is larger than the machine.
    pub too_large: Tally,
}

impl Dropped {
    /// Number of jobs that were left out.
    #[must_use]
    pub fn count(&self) -> u64 {
        self.no_run.count + self.no_size.count + self.too_large.count
    }
}

/// The jobs of a log that a machine of some size can run, in the order of submission.
#[derive(Clone, Debug)]
pub struct Playable {
    /// Units of the machine.
    pub units: u32,
    /// Jobs by (submit time, line).
    pub jobs: Vec<Job>,
    /// Record of each job.
    pub records: Vec<u32>,
    /// When each was submitted, before it had to come after another.
    came: Vec<i64>,
    /// What is left out.
    pub dropped: Dropped,
    /// 1 or 1,000,000.
    pub ticks_per_second: i64,
}

/// What of a log is played, and how.
#[derive(Clone, Copy, Debug)]
pub struct Selection {
    /// Units of the machine, at least 1.
    pub units: u32,
    /// How much faster jobs arrive.
    pub speed: Speed,
    /// Play this number of jobs at the most: the first that can be played.
    pub until: Option<usize>,
}

impl Log {
    /// The jobs that can be played: run > 0, size > 0 and size ≤ units; times of submission shrunk by the speed.
    ///
    /// # Errors
    /// No job is left, or all times together are more than can be counted.
    pub fn playable(&self, selection: &Selection) -> Result<Playable, Faults> {
        let whole = |fault| Faults::whole(fault, About::All);
        let first = self.records.iter().map(|record| record.submit.0).min().unwrap_or(0);
        let mut order: Vec<(i64, u32)> = Vec::with_capacity(self.records.len());
        for (at, record) in (0_u32..).zip(&self.records) {
            let since = selection.speed.shrink(record.submit.0 - first);
            order.push((first.checked_add(since).ok_or_else(|| whole(Fault::TooLong))?, at));
        }
        if !order.is_sorted() {
            order.sort_unstable();
        }
        let most = selection.until.unwrap_or(usize::MAX).min(order.len());
        let (mut jobs, mut records) = (Vec::with_capacity(most), Vec::with_capacity(most));
        let mut dropped = Dropped::default();
        let mut latest = 0_i128;
        for (submit, at) in order {
            if jobs.len() == most {
                break;
            }
            let record = &self.records[at as usize];
            if record.run.0 <= 0 {
                dropped.no_run.add(record.line);
            } else if record.size == 0 {
                dropped.no_size.add(record.line);
            } else if record.size > selection.units || record.size == u32::MAX {
                dropped.too_large.add(record.line);
            } else {
                let requested = record.requested().map(|requested| requested.0);
                let (run, size) = (record.run.0, record.size);
                let (user, class) = (record.user, record.class);
                // The machine is never idle while somebody waits: nothing lasts longer than one after another.
                latest = latest.max(i128::from(submit));
                latest += i128::from(run.max(requested.unwrap_or(0)));
                jobs.push(Job { submit, size, run, requested, user, class });
                records.push(at);
            }
        }
        if jobs.is_empty() {
            return Err(whole(Fault::NothingToPlay));
        }
        if latest > i128::from(i64::MAX / 8) {
            return Err(whole(Fault::TooLong));
        }
        let (units, ticks_per_second) = (selection.units, self.ticks_per_second);
        let came = match self.after.is_empty() {
            true => Vec::new(),
            false => jobs.iter().map(|job| job.submit).collect(),
        };
        Ok(Playable { units, jobs, records, came, dropped, ticks_per_second })
    }
}

/// The runs of a schedule, also those that were stopped.
#[derive(Clone, Debug)]
pub struct Pieces<'a> {
    playable: &'a Playable,
    schedule: &'a Schedule,
    stopped: Vec<(u32, Span)>,
    /// When jobs of which a run was stopped came to the queue for the last time.
    came: BTreeMap<u32, i64>,
}

impl Pieces<'_> {
    /// Every piece with the number of its record.
    pub fn iter(&self) -> impl Iterator<Item = (u32, Span)> + Clone + '_ {
        let spans = self.playable.spans(self.schedule);
        let last = (0_u32..).zip(spans).map(|(job, span)| {
            let submit = self.came.get(&job).copied().unwrap_or(span.submit);
            (self.playable.records[job as usize], Span { submit, ..span })
        });
        last.chain(self.stopped.iter().copied())
    }

    /// The pieces without their records.
    pub fn spans(&self) -> impl Iterator<Item = Span> + Clone + '_ {
        self.iter().map(|(_, span)| span)
    }
}

/// How often a schedule is made anew until every job comes after the one that it waits for.
const ROUNDS: u32 = 200;

impl Playable {
    /// Plays jobs of which some come after another: each joins the queue no earlier than the end of the job before and
    /// the think time. What comes earlier does not depend on what comes later, so that playing it again and again
    /// with the ends that were found settles one job after the other.
    pub fn settled(&mut self, log: &Log, play: impl Fn(&[Job]) -> Schedule) -> Schedule {
        let mut schedule = play(&self.jobs);
        if log.after.is_empty() {
            return schedule;
        }
        for _ in 0..ROUNDS {
            let mut place = vec![None; log.records.len()];
            for (at, &record) in self.records.iter().enumerate() {
                place[record as usize] = Some(at);
            }
            let mut moved = false;
            for &(record, before, think) in &log.after {
                let (Some(at), Some(before)) = (place[record as usize], place[before as usize])
                else {
                    continue;
                };
                let end = schedule.ends[before];
                // Times of submission were shrunk by the speed already; an end and a think time are as they are.
                let after = if end == i64::MAX { i64::MIN } else { end.saturating_add(think) };
                let wanted = self.came[at].max(after);
                moved |= wanted != self.jobs[at].submit;
                self.jobs[at].submit = wanted;
            }
            if !moved {
                break;
            }
            self.sort();
            schedule = play(&self.jobs);
        }
        schedule
    }

    /// Puts jobs in the order of submission again.
    fn sort(&mut self) {
        let mut order: Vec<usize> = (0..self.jobs.len()).collect();
        order.sort_unstable_by_key(|&at| (self.jobs[at].submit, self.records[at]));
        self.jobs = order.iter().map(|&at| self.jobs[at]).collect();
        self.records = order.iter().map(|&at| self.records[at]).collect();
        self.came = order.iter().map(|&at| self.came[at]).collect();
    }

    /// Leaves out jobs larger than their limit: they would wait for ever. `limit` is of a class, if it has one.
    pub fn within(&mut self, limit: impl Fn(u32) -> Option<u32>) {
        let fits = |job: &Job| limit(job.class).is_none_or(|most| job.size <= most);
        let kept: Vec<bool> = self.jobs.iter().map(fits).collect();
        let gone = kept.iter().filter(|kept| !**kept).count() as u64;
        self.dropped.too_large.count += gone;
        let keep = |at: &usize| kept[*at];
        let order: Vec<usize> = (0..self.jobs.len()).filter(keep).collect();
        self.jobs = order.iter().map(|&at| self.jobs[at]).collect();
        self.records = order.iter().map(|&at| self.records[at]).collect();
        self.came = order.iter().filter_map(|&at| self.came.get(at).copied()).collect();
    }

    /// What a schedule made of the jobs.
    pub fn spans<'a>(&'a self, schedule: &'a Schedule) -> impl Iterator<Item = Span> + Clone + 'a {
        let times = schedule.starts.iter().zip(&schedule.ends);
        self.jobs.iter().zip(times).map(|(job, (&start, &end))| {
            let (submit, size) = (job.submit, job.size);
            Span { submit, start, end, size }
        })
    }

    /// The spans of a schedule, a piece for each run: also for runs that were stopped. A job is submitted anew when one of its runs is.
    #[must_use]
    pub fn pieces<'a>(&'a self, schedule: &'a Schedule) -> Pieces<'a> {
        let mut stopped = Vec::with_capacity(schedule.stopped.len());
        let mut came: BTreeMap<u32, i64> = BTreeMap::new();
        for &Stopped { job, start, end } in &schedule.stopped {
            let Job { submit, size, .. } = self.jobs[job as usize];
            let submit = came.insert(job, end).unwrap_or(submit);
            stopped.push((self.records[job as usize], Span { submit, start, end, size }));
        }
        Pieces { playable: self, schedule, stopped, came }
    }

    /// What the log itself says of these jobs, of those whose waits it states.
    pub fn as_logged<'a>(&'a self, log: &'a Log) -> impl Iterator<Item = Span> + Clone + 'a {
        self.logged(log).map(|(_, span)| span)
    }

    /// The spans that the log states, each with its record.
    pub fn logged<'a>(&'a self, log: &'a Log) -> impl Iterator<Item = (u32, Span)> + Clone + 'a {
        self.records.iter().filter_map(|&at| {
            let record = &log.records[at as usize];
            let (submit, size) = (record.submit.0, record.size);
            let start = submit.checked_add(record.wait()?.0)?;
            Some((at, Span { submit, start, end: start.checked_add(record.run.0)?, size }))
        })
    }

    /// The requested time of a job as a scheduler sees it, and how long it runs.
    #[must_use]
    pub fn reading(&self, job: usize, overrun: Overrun) -> (i64, i64) {
        let (run, estimate) = overrun.reading(&self.jobs[job]);
        (estimate, run)
    }
}
