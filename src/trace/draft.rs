//! A log while it is read: cells become ticks, what is odd is counted.

use std::collections::BTreeMap;

use super::clock::Zone;
use super::fault::{About, Fault, Faults};
use super::left::{LeftOut, Reason};
use super::limits::Limits;
use super::number::{MICROS, Micros, NoTime};
use super::read::{Against, Described};
use super::repeated;
use super::slice::Slice;
use super::{Header, Ids, Log, Record};
use crate::time::{Duration, Time};

mod bounds;

/// A run time that is more likely to be in milliseconds: 10⁹ s, 31.7 years.
const LONG_RUN: i64 = 1_000_000_000 * MICROS;

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
    /// In millionths of a unit.
    pub(super) size: i64,
    /// Zero: not stated.
    pub(super) requested: i64,
    /// Below zero: not stated.
    pub(super) wait: i64,
}

/// Names, each under a number in the order in which they came.
#[derive(Debug, Default)]
pub(super) struct Names {
    list: Vec<String>,
    known: BTreeMap<String, u32>,
}

impl Names {
    pub(super) fn number(&mut self, name: &str) -> u32 {
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
    /// Jobs that had not ended, with how long they had run.
    running: Vec<Record>,
    /// Sizes in millionths, once one has a fraction.
    fine: Option<Vec<i64>>,
    fine_running: Vec<i64>,
    ids: Ids,
    /// Whether ids are names of jobs, not numbers of lines.
    pub(super) named_jobs: bool,
    /// Records that may be steps, if their job stands in the log.
    pub(super) steps: Vec<u32>,
    /// Jobs that come after another: record, job before, microseconds after its end.
    pub(super) after: Vec<(u32, String, i64)>,
    pub(super) left: LeftOut,
    /// The last job that is no step.
    pub(super) parent: String,
    states: BTreeMap<String, u64>,
    pub(super) read: Described,
    pub(super) against: Against,
    /// The zone of times without an offset.
    pub(super) zone: Option<Zone>,
    /// Only submissions within are kept.
    pub(super) slice: Slice,
    /// Data lines that were looked at.
    pub(super) lines: u64,
    users: Names,
    classes: Names,
    pub(super) header: Header,
    pub(super) faults: Faults,
    limits: Limits,
    /// Jobs so far that a machine of the asked size can run.
    playable: u64,
    /// At how many of them it is looked at whether reading may end.
    looked: u64,
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
            running: Vec::new(),
            fine: None,
            fine_running: Vec::new(),
            named_jobs: false,
            steps: Vec::new(),
            after: Vec::new(),
            left: LeftOut::default(),
            parent: String::new(),
            states: BTreeMap::new(),
            read: Described::default(),
            against: Against::default(),
            zone: None,
            slice: Slice::default(),
            lines: 0,
            ids: Ids::default(),
            users: Names::default(),
            classes: Names::default(),
            header: Header::default(),
            faults: Faults::default(),
            limits,
            playable: 0,
            looked: 0,
            previous: i64::MIN,
            sorted: true,
            fraction: false,
            by_clock: false,
            decimals: 0,
        }
    }

    pub(super) fn fault(&mut self, fault: Fault, about: &About, place: &Place<'_>) {
        self.faults.add(fault, about, Some(place.line), place.text);
    }

    /// A time as it was read; `None` if it cannot be, which is counted; `Some(None)` if it is not known.
    pub(super) fn taken(
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
                self.by_clock |= micros.by_clock && self.zone.is_none();
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
    pub(super) fn submit(
        &mut self,
        read: Result<Micros, NoTime>,
        about: &About,
        place: &Place<'_>,
    ) -> Option<i64> {
        let at = self.taken(read, about, place)?;
        self.checked_submit(at, about, place)
    }

    /// An instant of submission that was read or computed.
    pub(super) fn checked_submit(
        &mut self,
        at: Option<i64>,
        about: &About,
        place: &Place<'_>,
    ) -> Option<i64> {
        match at {
            Some(at) if at >= 0 => return Some(at),
            Some(_) => self.fault(Fault::Negative, about, place),
            None => self.fault(Fault::NotKnown, about, place),
        }
        None
    }

    /// A run time: zero if it is not known (empty, −1).
    pub(super) fn run(
        &mut self,
        read: Result<Micros, NoTime>,
        about: &About,
        place: &Place<'_>,
    ) -> Option<i64> {
        let run = self.taken(read, about, place)?.unwrap_or(0);
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
        read: Result<Micros, NoTime>,
        about: &About,
        place: &Place<'_>,
    ) -> Option<i64> {
        let requested = self.taken(read, about, place)?.unwrap_or(0);
        if requested < 0 && requested != -MICROS {
            self.fault(Fault::NegativeRequest, about, place);
        }
        Some(requested.max(0))
    }

    /// A wait of the log's own: below zero if it is not stated.
    pub(super) fn wait(
        &mut self,
        read: Result<Micros, NoTime>,
        about: &About,
        place: &Place<'_>,
    ) -> Option<i64> {
        match self.taken(read, about, place)? {
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

    /// Millionths of units: zero if they are not known (empty, −1). `whole`: no parts of a unit.
    pub(super) fn size(
        &mut self,
        read: Result<Micros, NoTime>,
        whole: bool,
        about: &About,
        place: &Place<'_>,
    ) -> Option<i64> {
        let fault = match read {
            Ok(size) if whole && (size.value % MICROS != 0 || size.rounded) => Fault::NotANumber,
            Ok(size) if size.value >= 0 => return Some(size.value),
            Ok(Micros { value, .. }) if value == -MICROS => return Some(0),
            Err(NoTime::Unknown) => return Some(0),
            Ok(_) => Fault::Negative,
            Err(NoTime::TooLarge) => Fault::TooLarge,
            Err(NoTime::NotANumber) => Fault::NotANumber,
        };
        self.fault(fault, about, place);
        None
    }

    /// A line that is left out.
    pub(super) fn leave(&mut self, reason: Reason, place: &Place<'_>) {
        self.left.add(reason, place.line);
    }

    /// A state that a line gives.
    pub(super) fn count_state(&mut self, name: String) {
        *self.states.entry(name).or_insert(0) += 1;
    }

    /// The time of submission of the line before.
    pub(super) fn previous(&self) -> i64 {
        self.previous
    }

    /// How many records there are.
    pub(super) fn held(&self) -> usize {
        self.records.len()
    }

    /// The id of the last record.
    pub(super) fn last_job(&self) -> Option<&str> {
        self.records.len().checked_sub(1).map(|last| self.ids.get(last))
    }

    /// Adds to the run time of the last record.
    pub(super) fn join(&mut self, run: i64) {
        if let Some(last) = self.records.last_mut() {
            last.run.0 = last.run.0.saturating_add(run);
        }
    }

    fn record(&mut self, row: &Row<'_>, place: &Place<'_>) -> Record {
        let (user, class) = (self.users.number(row.user), self.classes.number(row.class));
        let whole = u32::try_from(row.size / MICROS).unwrap_or(u32::MAX);
        Record {
            submit: Time(row.submit),
            run: Duration(row.run),
            requested: Duration(row.requested),
            wait: Duration(row.wait),
            size: whole,
            user,
            class,
            line: u32::try_from(place.line).unwrap_or(u32::MAX),
        }
    }

    /// A line that was read.
    pub(super) fn add(&mut self, row: &Row<'_>, place: &Place<'_>) {
        if self.faults.over {
            return;
        }
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
        let record = self.record(row, place);
        if row.size % MICROS != 0 && self.fine.is_none() {
            let micros = |record: &Record| i64::from(record.size) * MICROS;
            self.fine = Some(self.records.iter().map(micros).collect());
            self.fine_running = self.running.iter().map(micros).collect();
        }
        if let Some(fine) = &mut self.fine {
            fine.push(row.size);
        }
        self.ids.push(row.job);
        self.records.push(record);
        self.enough(row, place);
    }

    /// A job that had not ended; `run` is how long it had run.
    pub(super) fn add_running(&mut self, row: &Row<'_>, place: &Place<'_>) {
        self.leave(Reason::Running, place);
        let record = self.record(row, place);
        self.fine_running.push(row.size);
        self.running.push(record);
    }

    /// The log, in seconds if it has no fractions, else in microseconds.
    pub(super) fn finish(mut self, name: &str, skip: bool) -> Result<Log, Faults> {
        self.faults.read = self.lines;
        if self.records.is_empty() && !self.faults.forbid(skip) {
            self.faults.add(Fault::Empty, &About::All, None, &[]);
        }
        let announced = self.header.records;
        let held =
            self.records.len() as u64 + self.left.reasons.iter().map(|it| it.1.count).sum::<u64>();
        if let Some(announced) = announced.filter(|&it| it != held && !self.faults.over) {
            let about = About::Numbers(held, announced);
            self.faults.add(Fault::RecordsDiffer, &about, None, &[]);
        }
        if self.faults.forbid(skip) {
            return Err(self.faults);
        }
        let grain = self.grain();
        let mut gone = repeated::steps(&self.ids, self.records.len(), &self.steps);
        if self.named_jobs {
            let found = repeated::lines(&self.ids, &self.records);
            self.read.reused = found.reused;
            gone.extend(found.repeated.into_iter().map(|at| (at, Reason::Repeated)));
        }
        gone.extend(self.outside().into_iter().map(|at| (at, Reason::OutsideSlice)));
        self.remove(gone);
        if self.records.is_empty() && !self.slice.is_all() {
            self.faults.add(Fault::NothingToPlay, &About::All, None, &[]);
            return Err(self.faults);
        }
        let ticks = if self.fraction { MICROS } else { 1 };
        let after = repeated::predecessors(&self.ids, self.records.len(), &self.after);
        if !self.fraction {
            for record in self.records.iter_mut().chain(&mut self.running) {
                record.submit.0 /= MICROS;
                record.run.0 /= MICROS;
                record.requested.0 /= MICROS;
                record.wait.0 = if record.wait.0 < 0 { -1 } else { record.wait.0 / MICROS };
            }
        }
        self.records.shrink_to_fit();
        let mut read = self.read;
        read.states = self.states.into_iter().collect();
        read.lines = self.lines;
        if let Some(zone) = self.zone {
            read.zone = zone.name.clone();
            self.header.zone = zone.name;
        }
        Ok(Log {
            name: name.to_owned(),
            records: self.records,
            running: self.running,
            ids: self.ids,
            users: self.users.list,
            classes: self.classes.list,
            ticks_per_second: ticks,
            decimals: if self.fraction { self.decimals } else { 0 },
            grain,
            by_clock: self.by_clock,
            header: self.header,
            left: self.left,
            after: after
                .into_iter()
                .map(|(at, before, think)| (at, before, think / (MICROS / ticks)))
                .collect(),
            read,
            against: self.against,
            faults: self.faults,
        })
    }

    /// Turns sizes into whole parts of a unit, the largest that all sizes are multiples of; how many make a unit.
    fn grain(&mut self) -> u32 {
        let Some(fine) = &self.fine else { return 1 };
        let all = fine.iter().chain(&self.fine_running);
        let common = all.fold(MICROS, |common, &size| gcd(common, size));
        let grain = MICROS / common.max(1);
        let parts = |size: i64| u32::try_from(size / common.max(1)).unwrap_or(u32::MAX);
        for (record, &size) in self.records.iter_mut().zip(fine) {
            record.size = parts(size);
        }
        for (record, &size) in self.running.iter_mut().zip(&self.fine_running) {
            record.size = parts(size);
        }
        u32::try_from(grain).unwrap_or(1)
    }

    /// Records that are submitted outside of the slice that is asked for.
    fn outside(&self) -> Vec<u32> {
        if self.slice.is_all() {
            return Vec::new();
        }
        let header = Zone::parse(&self.header.zone).ok();
        let zone = self.zone.as_ref().or(header.as_ref().filter(|_| !self.by_clock));
        let origin = self.header.unix_start.unwrap_or(0);
        let (from, to) = self.slice.bounds(origin, zone);
        let outside = |(_, record): &(u32, &Record)| !(from..to).contains(&record.submit.0);
        (0_u32..).zip(&self.records).filter(outside).map(|(at, _)| at).collect()
    }

    /// Takes records out that are no jobs.
    fn remove(&mut self, mut gone: Vec<(u32, Reason)>) {
        if gone.is_empty() {
            return;
        }
        gone.sort_unstable();
        gone.dedup_by_key(|(at, _)| *at);
        let (mut ids, mut records) = (Ids::default(), Vec::with_capacity(self.records.len()));
        let mut next = gone.iter().peekable();
        let mut moved = Vec::with_capacity(self.records.len());
        for (at, record) in (0_u32..).zip(&self.records) {
            moved.push(records.len() as u32);
            match next.next_if(|(gone, _)| *gone == at) {
                Some((_, reason)) => self.left.add(*reason, u64::from(record.line)),
                None => {
                    ids.push(self.ids.get(at as usize));
                    records.push(*record);
                }
            }
        }
        self.after.retain(|(at, _, _)| gone.binary_search_by_key(at, |(gone, _)| *gone).is_err());
        for (at, _, _) in &mut self.after {
            *at = moved[*at as usize];
        }
        (self.ids, self.records) = (ids, records);
    }
}

fn gcd(a: i64, b: i64) -> i64 {
    if b == 0 { a } else { gcd(b, a % b) }
}
