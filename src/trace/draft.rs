//! A log while it is read: cells become ticks, what is odd is counted.

use std::collections::BTreeMap;

use super::clock::Zone;
use super::fault::{About, Fault, Faults};
use super::left::{LeftOut, Reason};
use super::limits::Limits;
use super::number::MICROS;
use super::read::{Against, Described};
use super::slice::Slice;
use super::{Header, Ids, Record};
use crate::time::{Duration, Time};

mod bounds;
mod cells;
mod finish;

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
    /// Size of the job in millionths of a unit.
    pub(super) size: i64,
    /// Zero: not stated.
    pub(super) requested: i64,
    /// Wait of the job; below zero: not stated.
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

    /// A line that is left out.
    pub(super) fn leave(&mut self, reason: Reason, place: &Place<'_>) {
        self.left.add(reason, place.line);
    }

    /// A state that a line gives.
    pub(super) fn count_state(&mut self, name: &str) {
        match self.states.get_mut(name) {
            Some(count) => *count += 1,
            None => drop(self.states.insert(name.to_owned(), 1)),
        }
    }

    /// The time of submission of the line before.
    pub(super) fn previous(&self) -> i64 {
        self.previous
    }

    /// Number of records.
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
}
