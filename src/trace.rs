//! Logs of jobs: the Standard Workload Format and tables as CSV, packed or not, read exactly or refused.
//!
//! A [`Log`] is what a file says, in whole ticks: seconds, or microseconds where the file has fractions of a
//! second. What is wrong with it is counted by kind with the first lines of each ([`Faults`]); nothing is
//! guessed at. Reading keeps one line at a time.

use std::fs::File;
use std::io::{ErrorKind, Read};
use std::path::Path;

pub use self::csv::Columns;
pub use self::fault::{About, Fault, Faults, Group};
pub use self::limits::{Limits, Until, Watch};

use self::compression::Opened;
use self::draft::Draft;
use self::limits::{Bounded, Watched};
use self::lines::Lines;
use crate::time::{Duration, Time};

mod compression;
mod csv;
mod draft;
mod fault;
pub mod fit;
mod limits;
mod lines;
pub mod metrics;
mod number;
pub mod replay;
mod swf;
mod wording;

/// A log that begins later than this many seconds counts from 1970: 1990-01-01.
const CIVIL: i64 = 631_152_000;

/// The kind of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Standard Workload Format.
    Swf,
    /// A table with named columns.
    Csv,
}

/// How a log is to be read.
#[derive(Clone, Debug, Default)]
pub struct Reading {
    /// The columns of a table; without them only the Standard Workload Format is read.
    pub columns: Option<Columns>,
    /// Leave lines with faults out instead of refusing the log.
    pub skip_faulty: bool,
    /// What of the Standard Workload Format is the class of a user; without it all are of one class.
    pub class: Option<ClassField>,
    /// How much of it is taken.
    pub limits: Limits,
    /// Who is told how far reading has come.
    pub watch: Watch,
}

/// A field of the Standard Workload Format that tells users apart by class.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClassField {
    /// Field 13.
    Group,
    /// Field 15.
    Queue,
    /// Field 16.
    Partition,
}

/// What the comments of a log state.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Header {
    /// `MaxProcs`: units of the machine.
    pub processors: Option<u64>,
    /// `MaxNodes`.
    pub nodes: Option<u64>,
    /// `MaxRecords`: lines that the file should have.
    pub records: Option<u64>,
    /// `UnixStartTime`: the log's second 0, in seconds since 1970.
    pub unix_start: Option<i64>,
    /// `TimeZoneString`; empty if it is not stated.
    pub zone: String,
    /// `Computer`; empty if it is not stated.
    pub computer: String,
}

/// A job as the log has it. Times in ticks of the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Record {
    /// When it was submitted, not negative.
    pub submit: Time,
    /// How long it ran; zero if it did not, or if that is not known.
    pub run: Duration,
    requested: Duration,
    wait: Duration,
    /// Units; zero if not known. `u32::MAX` stands for all that is larger.
    pub size: u32,
    /// Index into [`Log::users`].
    pub user: u32,
    /// Index into [`Log::classes`].
    pub class: u32,
    /// Its line in the file, from 1.
    pub line: u32,
}

impl Record {
    /// The run time that was asked for, if that is stated.
    #[must_use]
    pub fn requested(&self) -> Option<Duration> {
        (self.requested > Duration::ZERO).then_some(self.requested)
    }

    /// How long it waited in the log's own history, if that is stated.
    #[must_use]
    pub fn wait(&self) -> Option<Duration> {
        (self.wait >= Duration::ZERO).then_some(self.wait)
    }
}

/// Names of jobs, one after the other in one text.
#[derive(Clone, Debug, Default)]
struct Ids {
    text: String,
    ends: Vec<usize>,
}

impl Ids {
    fn push(&mut self, name: &str) {
        self.text.push_str(name);
        self.ends.push(self.text.len());
    }

    fn get(&self, at: usize) -> &str {
        let start = at.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.text[start..self.ends[at]]
    }
}

/// A log as its file says.
#[derive(Clone, Debug)]
pub struct Log {
    /// Name of the file.
    pub name: String,
    /// Its kind.
    pub format: Format,
    /// Jobs in the order of the file.
    pub records: Vec<Record>,
    ids: Ids,
    /// Who submitted; what the file calls them.
    pub users: Vec<String>,
    /// Of which class; one without a name where nothing says what a class is.
    pub classes: Vec<String>,
    /// 1, or 1,000,000 if some time has a fraction of a second.
    pub ticks_per_second: i64,
    /// Decimals of a second that the file writes, at most 6; 0 if no time has a fraction.
    pub decimals: u8,
    /// Its instants are dates and times of day without an offset: seconds since 1970 by that clock.
    pub by_clock: bool,
    /// What its comments state.
    pub header: Header,
    /// What is odd, and the lines that were left out.
    pub faults: Faults,
}

/// A log that cannot be played: an answer for its owner.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rejected {
    /// Name of the file.
    pub name: String,
    /// What is wrong.
    pub faults: Faults,
}

impl Log {
    /// Reads a file: plain, gzip, xz or zstd by its content.
    ///
    /// # Errors
    /// All that is wrong with it, by kind and line.
    pub fn read(path: &Path, reading: &Reading) -> Result<Self, Rejected> {
        let name = path.display().to_string();
        if let Err(faults) = ordinary(path, &reading.limits) {
            return Err(Rejected { name, faults });
        }
        match File::open(path) {
            Ok(file) => Self::from_stream(&name, file, reading),
            Err(error) => {
                let about = About::Words(error.to_string());
                Err(Rejected { name, faults: Faults::whole(Fault::Unreadable, about) })
            }
        }
    }

    /// Reads a stream of bytes that is called `name`.
    ///
    /// # Errors
    /// All that is wrong with it, by kind and line.
    pub fn from_stream(
        name: &str,
        input: impl Read + 'static,
        reading: &Reading,
    ) -> Result<Self, Rejected> {
        let rejected = |faults: Faults| Rejected { name: name.to_owned(), faults };
        let input = Watched::new(input, reading.watch.clone());
        let mut text = match compression::open(input) {
            Ok(Opened::Text(text)) => Bounded::new(text, reading.limits.bytes),
            Ok(Opened::Other(kind)) => {
                let about = About::Words(kind.to_owned());
                return Err(rejected(Faults::whole(Fault::OtherKind, about)));
            }
            Err(error) => {
                let about = About::Words(error.to_string());
                return Err(rejected(Faults::whole(Fault::Unreadable, about)));
            }
        };
        let mut draft = Draft::new(reading.limits);
        let mut lines = Lines::new(&mut text);
        let format = match read_lines(&mut lines, &mut draft, reading) {
            Ok(format) => format,
            Err(error) => {
                let line = Some(lines.number + 1);
                let (fault, about) = stopped(&error, &reading.limits);
                draft.faults.add(fault, &about, line, &[]);
                Format::Swf
            }
        };
        if !lines.ended && !draft.faults.forbid(false) {
            let line = Some(lines.number);
            draft.faults.add(Fault::NoLineEnd, &About::All, line, &lines.text);
        }
        draft.finish(name, format, reading.skip_faulty).map_err(rejected)
    }

    /// What the file calls the job of a record.
    #[must_use]
    pub fn job(&self, record: usize) -> &str {
        self.ids.get(record)
    }

    /// The log's second 0 in seconds since 1970, if the log says what time it was: by its comments, or because its
    /// times are dates or such seconds (the first submission is after 1989).
    #[must_use]
    pub fn origin(&self) -> Option<i64> {
        let first = self.records.iter().map(|record| record.submit.0).min()?;
        let counts_from_1970 = self.by_clock || first / self.ticks_per_second >= CIVIL;
        self.header.unix_start.or(counts_from_1970.then_some(0))
    }

    /// Units of the machine, as the comments state them: processors, else nodes.
    #[must_use]
    pub fn stated_units(&self) -> Option<u32> {
        let stated = self.header.processors.filter(|&n| n > 0);
        let stated = stated.or(self.header.nodes.filter(|&n| n > 0));
        stated.and_then(|units| u32::try_from(units).ok()).filter(|units| *units < u32::MAX)
    }
}

/// Why a stream could not be read to its end.
fn stopped(error: &std::io::Error, limits: &Limits) -> (Fault, About) {
    match compression::window(error) {
        Some(most) => (Fault::LargeWindow, About::Words(most.to_owned())),
        None if error.kind() == ErrorKind::FileTooLarge => {
            (Fault::TooManyBytes, About::Numbers(limits.bytes, 0))
        }
        None => (Fault::CutStream, About::Words(error.to_string())),
    }
}

/// Whether a path is that of a file that can be read to its end: an ordinary one that is not larger than a log may be,
/// or what another program writes to this one (`/dev/stdin`, `/dev/fd/…`). A device has no end, and a pipe with a
/// name lets everybody wait until somebody opens its other end.
///
/// # Errors
/// What it is instead.
pub fn ordinary(path: &Path, limits: &Limits) -> Result<(), Faults> {
    let unreadable =
        |error: std::io::Error| Faults::whole(Fault::Unreadable, About::Words(error.to_string()));
    let kind = std::fs::metadata(path).map_err(unreadable)?;
    if kind.is_dir() {
        return Err(unreadable(ErrorKind::IsADirectory.into()));
    }
    if kind.is_file() && kind.len() > limits.bytes {
        return Err(Faults::whole(Fault::TooManyBytes, About::Numbers(limits.bytes, 0)));
    }
    match kind.is_file() || path.starts_with("/dev") && is_pipe(&kind) {
        true => Ok(()),
        false => Err(Faults::whole(Fault::NotAFile, About::All)),
    }
}

#[cfg(unix)]
fn is_pipe(kind: &std::fs::Metadata) -> bool {
    std::os::unix::fs::FileTypeExt::is_fifo(&kind.file_type())
}

#[cfg(not(unix))]
fn is_pipe(_: &std::fs::Metadata) -> bool {
    false
}

/// Reads all lines as what the first of them looks like.
fn read_lines(
    lines: &mut Lines<'_>,
    draft: &mut Draft,
    reading: &Reading,
) -> std::io::Result<Format> {
    // Lines before the first that says something are no reason to take it for another kind.
    if !lines.next_said(&mut draft.faults)? {
        return Ok(Format::Swf);
    }
    if let Some(columns) = &reading.columns {
        csv::read(lines, draft, columns)?;
        return Ok(Format::Csv);
    }
    let head = String::from_utf8_lossy(&lines.text).into_owned();
    if csv::looks_like(&head) {
        let about = About::Words(csv::suggestion(&head));
        draft.faults.add(Fault::ColumnsNotNamed, &about, Some(lines.number), head.as_bytes());
        return Ok(Format::Csv);
    }
    swf::read(lines, draft, reading.class)?;
    Ok(Format::Swf)
}
