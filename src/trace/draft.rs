//! A log while it is read: cells become ticks, what is odd is counted.

use std::collections::BTreeMap;

use super::fault::{About, Fault, Faults};
use super::limits::Limits;
use super::number::{self, MICROS, Micros, NoTime};
use super::{Format, Header, Ids, Log, Record};
use crate::time::{Duration, Time};

/// A run time that is more likely to be in milliseconds: 10⁹ s, 31.7 years.
const LONG_RUN: i64 = 1_000_000_000 * MICROS;

/// After how many jobs it is asked whether there is memory for more.
const ASKED: usize = 1 << 20;
/// Bytes of memory that a job takes when it is played, beside its record: in the queue, in the schedule and its measures.
const TO_PLAY: usize = 130;

/// Where a cell stands.
pub(super) struct Place<'a> {
    pub(super) line: u64,
    /// The whole line.
    pub(super) text: &'a [u8],
}

/// What a line says, in microseconds.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Row<'a> {
    pub(super) job: &'a str,
    pub(super) user: &'a str,
    pub(super) class: &'a str,
    pub(super) submit: i64,
    pub(super) run: i64,
    pub(super) size: u32,
    /// Zero: not stated.
    pub(super) requested: i64,
    /// Below zero: not stated.
    pub(super) wait: i64,
}

/// Names, each under a number in the order in which they came.
#[derive(Debug, Default)]
struct Names {
    list: Vec<String>,
    known: BTreeMap<String, u32>,
}

impl Names {
    fn number(&mut self, name: &str) -> u32 {
        if let Some(&number) = self.known.get(name) {
            return number;
        }
        let number = u32::try_from(self.list.len()).unwrap_or(u32::MAX);
        self.list.push(name.to_owned());
        self.known.insert(name.to_owned(), number);
        number
    }
}

/// A log that is being read.
#[derive(Debug)]
pub(super) struct Draft {
    records: Vec<Record>,
    ids: Ids,
    users: Names,
    classes: Names,
    pub(super) header: Header,
    pub(super) faults: Faults,
    limits: Limits,
    /// Jobs so far that a machine of the asked size can run.
    playable: u64,
    previous: i64,
    sorted: bool,
    fraction: bool,
    by_clock: bool,
    decimals: u8,
}

impl Draft {
    pub(super) fn new(limits: Limits) -> Self {
        Self {
            records: Vec::new(),
            ids: Ids::default(),
            users: Names::default(),
            classes: Names::default(),
            header: Header::default(),
            faults: Faults::default(),
            limits,
            playable: 0,
            previous: i64::MIN,
            sorted: true,
            fraction: false,
            by_clock: false,
            decimals: 0,
        }
    }

    fn fault(&mut self, fault: Fault, about: &About, place: &Place<'_>) {
        self.faults.add(fault, about, Some(place.line), place.text);
    }

    /// A time as it was read; `None` if it cannot be, which is counted; `Some(None)` if it is not known.
    fn taken(
        &mut self,
        read: Result<Micros, NoTime>,
        about: &About,
        place: &Place<'_>,
    ) -> Option<Option<i64>> {
        match read {
            Ok(micros) => {
                if micros.rounded {
                    self.fault(Fault::Rounded, about, place);
                }
                if micros.value % MICROS != 0 {
                    self.fraction = true;
                }
                self.by_clock |= micros.by_clock;
                self.decimals = self.decimals.max(micros.decimals);
                Some(Some(micros.value))
            }
            Err(NoTime::Unknown) => Some(None),
            Err(NoTime::NotANumber) => {
                self.fault(Fault::NotANumber, about, place);
                None
            }
            Err(NoTime::TooLarge) => {
                self.fault(Fault::TooLarge, about, place);
                None
            }
        }
    }

    /// An instant that must be known and not negative.
    pub(super) fn submit(&mut self, text: &str, about: &About, place: &Place<'_>) -> Option<i64> {
        match self.taken(number::instant(text), about, place)? {
            Some(at) if at >= 0 => Some(at),
            Some(_) => {
                self.fault(Fault::Negative, about, place);
                None
            }
            None => {
                self.fault(Fault::NotKnown, about, place);
                None
            }
        }
    }

    /// An instant that may be unknown.
    pub(super) fn instant(
        &mut self,
        text: &str,
        about: &About,
        place: &Place<'_>,
    ) -> Option<Option<i64>> {
        Some(self.taken(number::instant(text), about, place)?.filter(|at| *at >= 0))
    }

    /// A run time: zero if it is not known (empty, −1).
    pub(super) fn run(&mut self, text: &str, about: &About, place: &Place<'_>) -> Option<i64> {
        let run = self.taken(number::length(text), about, place)?.unwrap_or(0);
        self.checked_run(if run == -MICROS { 0 } else { run }, about, place)
    }

    /// A run time that was read or computed.
    pub(super) fn checked_run(
        &mut self,
        run: i64,
        about: &About,
        place: &Place<'_>,
    ) -> Option<i64> {
        if run < 0 {
            self.fault(Fault::Negative, about, place);
            return None;
        }
        if run >= LONG_RUN {
            self.fault(Fault::LongRun, about, place);
        }
        Some(run)
    }

    /// A requested time: zero if it is not stated.
    pub(super) fn requested(
        &mut self,
        text: &str,
        about: &About,
        place: &Place<'_>,
    ) -> Option<i64> {
        let requested = self.taken(number::length(text), about, place)?.unwrap_or(0);
        if requested < 0 && requested != -MICROS {
            self.fault(Fault::NegativeRequest, about, place);
        }
        Some(requested.max(0))
    }

    /// A wait of the log's own: below zero if it is not stated.
    pub(super) fn wait(&mut self, text: &str, about: &About, place: &Place<'_>) -> Option<i64> {
        match self.taken(number::length(text), about, place)? {
            Some(wait) if wait != -MICROS => self.checked_wait(wait, about, place),
            _ => Some(-1),
        }
    }

    /// A wait that was read or computed.
    pub(super) fn checked_wait(
        &mut self,
        wait: i64,
        about: &About,
        place: &Place<'_>,
    ) -> Option<i64> {
        if wait < 0 {
            self.fault(Fault::NegativeWait, about, place);
        }
        Some(wait.max(-1))
    }

    /// A number of units: zero if it is not known (empty, −1).
    pub(super) fn size(&mut self, text: &str, about: &About, place: &Place<'_>) -> Option<u32> {
        match number::count(text) {
            Ok(size) if size >= 0 => Some(u32::try_from(size).unwrap_or(u32::MAX)),
            Ok(-1) | Err(NoTime::Unknown) => Some(0),
            Ok(_) => {
                self.fault(Fault::Negative, about, place);
                None
            }
            Err(why) => {
                let large = why == NoTime::TooLarge;
                let fault = if large { Fault::TooLarge } else { Fault::NotANumber };
                self.fault(fault, about, place);
                None
            }
        }
    }

    /// A line that was read.
    pub(super) fn add(&mut self, row: &Row<'_>, place: &Place<'_>) {
        if let Some((fault, about)) = self.full() {
            self.fault(fault, &about, place);
            self.faults.over = true;
            return;
        }
        if row.submit < self.previous {
            self.sorted = false;
            self.fault(Fault::Unsorted, &About::All, place);
        }
        self.previous = row.submit;
        let (user, class) = (self.users.number(row.user), self.classes.number(row.class));
        self.ids.push(row.job);
        self.records.push(Record {
            submit: Time(row.submit),
            run: Duration(row.run),
            requested: Duration(row.requested),
            wait: Duration(row.wait),
            size: row.size,
            user,
            class,
            line: u32::try_from(place.line).unwrap_or(u32::MAX),
        });
        self.enough(row, place);
    }

    /// Why no more jobs are taken, if they are not.
    fn full(&self) -> Option<(Fault, About)> {
        let count = self.records.len();
        if count as u64 >= self.limits.records {
            return Some((Fault::TooManyRecords, About::Numbers(self.limits.records, 0)));
        }
        if count == 0 || count % ASKED != 0 {
            return None;
        }
        // What is kept grows by doubling.
        let grows =
            if count == self.records.capacity() { count * (size_of::<Record>() + 16) } else { 0 };
        let needed = grows + (count + ASKED) * TO_PLAY;
        let there = crate::host::memory()?;
        (needed as u64 > there).then_some((Fault::NoMemory, About::Numbers(count as u64, 0)))
    }

    /// Ends reading where the jobs that were asked for are there. What follows comes later, as far as the order so far
    /// can tell; where it is broken all of it is read.
    fn enough(&mut self, row: &Row<'_>, place: &Place<'_>) {
        let Some(until) = self.limits.until.filter(|_| self.sorted) else { return };
        let stated = self.header.processors.filter(|&n| n > 0).or(self.header.nodes);
        let units = until.units.map(u64::from).or(stated).unwrap_or(u64::MAX);
        let plays =
            row.run > 0 && row.size > 0 && row.size < u32::MAX && u64::from(row.size) <= units;
        self.playable += u64::from(plays);
        if self.playable >= until.jobs {
            self.faults.add(
                Fault::RestUnread,
                &About::Numbers(until.jobs, 0),
                Some(place.line),
                &[],
            );
            self.faults.over = true;
        }
    }

    /// The log, in seconds if it has no fractions, else in microseconds.
    pub(super) fn finish(mut self, name: &str, format: Format, skip: bool) -> Result<Log, Faults> {
        if self.records.is_empty() && !self.faults.forbid(skip) {
            self.faults.add(Fault::Empty, &About::All, None, &[]);
        }
        let announced = self.header.records;
        let held = self.records.len() as u64;
        if let Some(announced) = announced.filter(|&it| it != held && !self.faults.over) {
            let about = About::Numbers(held, announced);
            self.faults.add(Fault::RecordsDiffer, &about, None, &[]);
        }
        if self.faults.forbid(skip) {
            return Err(self.faults);
        }
        if !self.fraction {
            for record in &mut self.records {
                record.submit.0 /= MICROS;
                record.run.0 /= MICROS;
                record.requested.0 /= MICROS;
                record.wait.0 = if record.wait.0 < 0 { -1 } else { record.wait.0 / MICROS };
            }
        }
        self.records.shrink_to_fit();
        Ok(Log {
            name: name.to_owned(),
            format,
            records: self.records,
            ids: self.ids,
            users: self.users.list,
            classes: self.classes.list,
            ticks_per_second: if self.fraction { MICROS } else { 1 },
            decimals: if self.fraction { self.decimals } else { 0 },
            by_clock: self.by_clock,
            header: self.header,
            faults: self.faults,
        })
    }
}
