//! A log cut into calendar weeks.

use crate::model::inputs::{LoggedJob, Weeks};
use crate::scheduler::Overrun;
use crate::time::{Calendar, Date, Time};
use crate::trace::replay::{Dropped, Selection, Speed};
use crate::trace::{Faults, Log};

/// More days than any calendar has: ten thousand years.
const DAYS: i64 = 3_660_000;

/// How a log is to be cut.
pub(super) struct Cut<'a> {
    pub(super) log: &'a Log,
    pub(super) calendar: &'a Calendar,
    /// Larger jobs are left out.
    pub(super) units: u32,
    /// What is made of a run time that is longer than the request.
    pub(super) overrun: Overrun,
    /// The day at whose 00:00 the log's second 0 is; `None`: as the log says.
    pub(super) starts: Option<Date>,
    /// First day that the log covers; `None`: the day of its first submission.
    pub(super) from: Option<Date>,
    /// First day that the log does not cover; `None`: the day after its last submission.
    pub(super) to: Option<Date>,
}

/// The whole weeks of a log.
#[derive(Debug)]
pub(super) struct Found {
    pub(super) weeks: Weeks,
    /// The Monday on which the first one begins.
    pub(super) from: Date,
    /// Jobs that are left out for what they are.
    pub(super) dropped: Dropped,
    /// Jobs in no whole week.
    pub(super) outside: u64,
}

/// Why there are no whole weeks.
#[derive(Debug)]
pub(super) enum Uncut {
    /// The log does not say on which day it begins.
    NoOrigin,
    /// The times of the log are beyond all calendars.
    OutOfTime,
    /// No job can be played.
    Unplayable(Faults),
    /// No whole week between these days, or no job in any.
    NoWeek { first: Date, last: Date },
}

impl Cut<'_> {
    /// The weeks from Monday 00:00 to Monday 00:00, local time, that the log covers as a whole. Fractions of a
    /// second are cut off times of submission; run times are rounded, to at least a second.
    pub(super) fn weeks(&self) -> Result<Found, Uncut> {
        let Self { log, calendar, .. } = *self;
        let origin = match (self.starts, log.origin()) {
            (Some(date), _) => calendar.start_of(date),
            (None, Some(second)) => calendar.at_unix(second),
            (None, None) => return Err(Uncut::NoOrigin),
        };
        let ticks = log.ticks_per_second;
        let first_clock = calendar.day_of_date(Date::constant(1970, 1, 1));
        let at = |submit: i64| {
            let second = submit.div_euclid(ticks);
            if log.by_clock && self.starts.is_none() {
                // The clock was that of the machine room: its midnights are those of the calendar.
                let day = first_clock + second.div_euclid(86_400);
                if day.abs() > DAYS {
                    return Time::NEVER;
                }
                let midnight = calendar.start_of(calendar.date(day)).0;
                return Time(midnight.saturating_add(second.rem_euclid(86_400)));
            }
            Time(origin.0.saturating_add(second))
        };
        let day = |submit: i64| {
            let date = calendar.date_at(at(submit)).ok_or(Uncut::OutOfTime)?;
            Ok(calendar.day_of_date(date))
        };
        let submits = || log.records.iter().map(|record| record.submit.0);
        let (Some(first), Some(last)) = (submits().min(), submits().max()) else {
            return Err(Uncut::OutOfTime);
        };
        let stated = |date: Option<Date>| date.map(|date| calendar.day_of_date(date));
        let first = stated(self.from).map_or_else(|| day(first), Ok)?;
        let end = stated(self.to).map_or_else(|| Ok(day(last)? + 1), Ok)?;
        let weekday = calendar.date(first).weekday().to_monday_zero_offset();
        let monday = first + (7 - i64::from(weekday)) % 7;
        let count = (end - monday).div_euclid(7);
        let none = || {
            let (first, last) = (calendar.date(first), calendar.date(end - 1));
            Uncut::NoWeek { first, last }
        };
        if count < 1 {
            return Err(none());
        }
        let midnight = |week: i64| calendar.start_of(calendar.date(monday + 7 * week));
        let bounds: Vec<Time> = (0..=count).map(midnight).collect();
        let (opens, closes) = (bounds[0], bounds[bounds.len() - 1]);
        let selection = Selection { units: self.units, speed: Speed::SAME, until: None };
        let playable = log.playable(&selection).map_err(Uncut::Unplayable)?;
        let (mut jobs, mut ends) = (Vec::new(), Vec::new());
        let mut outside = 0;
        for job in &playable.jobs {
            let submit = at(job.submit);
            if submit < opens || submit >= closes {
                outside += 1;
                continue;
            }
            while submit >= bounds[ends.len() + 1] {
                ends.push(jobs.len());
            }
            let (run, requested) = self.overrun.reading(job);
            let run = (run.saturating_add(ticks / 2) / ticks).max(1);
            let requested = (requested.saturating_add(ticks - 1) / ticks).max(run);
            let offset = (submit - bounds[ends.len()]).0 as u32;
            jobs.push(LoggedJob { offset, size: job.size, run, requested, user: job.user });
        }
        if jobs.is_empty() {
            return Err(none());
        }
        ends.resize(bounds.len() - 1, jobs.len());
        let users = u32::try_from(log.users.len()).unwrap_or(u32::MAX);
        let weeks = Weeks::new(jobs, ends, users).ok_or_else(none)?;
        let from = calendar.date(monday);
        Ok(Found { weeks, from, dropped: playable.dropped, outside })
    }
}
