//! Logs of jobs: the Standard Workload Format and tables as CSV, packed or not, read exactly or refused.
//!
//! A [`Log`] is what a file says, in whole ticks: seconds, or microseconds where the file has fractions of a
//! second. What is wrong with it is counted by kind with the first lines of each ([`Faults`]); nothing is
//! guessed at. Reading keeps one line at a time.

use std::fs::File;
use std::io::{ErrorKind, Read};
use std::path::Path;

pub use self::clock::Zone;
pub use self::columns::{Columns, Only};
pub use self::fault::{About, Fault, Faults, Group};
pub use self::left::{LeftOut, Reason};
pub use self::limits::{Limits, Until, Watch};
pub use self::read::{Against, Column, Described, Format, Pairs, Rejected};
pub use self::slice::{NoStretch, Slice};

use self::compression::Opened;
use self::draft::Draft;
use self::limits::{Bounded, Watched};
use self::lines::Lines;
use self::table::separator::Separator;
use crate::time::{Duration, Time};

mod accounting;
mod clock;
mod columns;
mod compression;
mod draft;
mod encoding;
mod expression;
mod fault;
pub mod fit;
pub mod inspection;
mod instant;
mod known;
mod layout;
mod left;
mod limits;
mod lines;
pub mod metrics;
mod number;
mod read;
mod repeated;
pub mod replay;
mod resource;
mod sheet;
mod slice;
mod state;
mod suggest;
mod swf;
mod table;
mod units;
mod wording;

/// A log that begins later than this many seconds counts from 1970: 1990-01-01.
const CIVIL: i64 = 631_152_000;

/// How a log is to be read.
#[derive(Clone, Debug, Default)]
pub struct Reading {
    /// The columns of a table; without them only formats are read that say what their columns are.
    pub columns: Option<Columns>,
    /// Take the columns that are proposed for a table where none are named.
    pub suggested: bool,
    /// Take only lines whose columns say what each of these asks for.
    pub only: Vec<Only>,
    /// The zone of times without an offset; without one they are counted by their own clock.
    pub zone: Option<Zone>,
    /// Only jobs submitted within.
    pub slice: Slice,
    /// Leave lines with faults out instead of refusing the log.
    pub skip_faulty: bool,
    /// What of the Standard Workload Format is the class of a user; without it all are of one class.
    pub class: Option<ClassField>,
    /// How much of the log is taken.
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
    /// When the job was submitted, not negative.
    pub submit: Time,
    /// How long the job ran; zero if it did not, or if that is not known.
    pub run: Duration,
    requested: Duration,
    wait: Duration,
    /// Units; zero if not known. `u32::MAX` stands for all that is larger.
    pub size: u32,
    /// Index into [`Log::users`].
    pub user: u32,
    /// Index into [`Log::classes`].
    pub class: u32,
    /// The line of the file that tells of the job, from 1.
    pub line: u32,
}

impl Record {
    /// The run time that was asked for, if that is stated.
    #[must_use]
    pub fn requested(&self) -> Option<Duration> {
        (self.requested > Duration::ZERO).then_some(self.requested)
    }

    /// How long the job waited in the log's own history, if that is stated.
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
    /// Jobs in the order of the file.
    pub records: Vec<Record>,
    /// Jobs that had not ended when the log was written, with how long they had run. They are not played.
    pub running: Vec<Record>,
    ids: Ids,
    /// Names of the users who submitted, as the file has them.
    pub users: Vec<String>,
    /// Names of the classes of jobs; one class without a name where nothing says what a class is.
    pub classes: Vec<String>,
    /// 1, or 1,000,000 if some time has a fraction of a second.
    pub ticks_per_second: i64,
    /// Decimals of a second that the file writes, at most 6; 0 if no time has a fraction.
    pub decimals: u8,
    /// How many of a record's units make one unit of the machine: 1, or more where sizes have fractions.
    pub grain: u32,
    /// Whether instants are dates and times of day without an offset: seconds since 1970 by that clock.
    pub by_clock: bool,
    /// What the comments of the log state.
    pub header: Header,
    /// Lines that are no jobs to be played.
    pub left: LeftOut,
    /// Jobs that come after another one: record, record before it, ticks after its end.
    pub after: Vec<(u32, u32, i64)>,
    /// What was understood of the file.
    pub read: Described,
    /// How the statements of the log agree with one another.
    pub against: Against,
    /// What is odd, and the lines that were left out.
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
        let mut draft = Draft::new(reading.limits);
        draft.zone.clone_from(&reading.zone);
        draft.slice.clone_from(&reading.slice);
        let input = Watched::new(input, reading.watch.clone());
        let text = match compression::open(input) {
            Ok(Opened::Text(text)) => Box::new(Bounded::new(text, reading.limits.bytes)),
            Ok(Opened::Sheet(bytes)) => {
                sheet::read(bytes, &mut draft, reading);
                return draft.finish(name, reading.skip_faulty).map_err(rejected);
            }
            Ok(Opened::Other(kind)) => {
                let about = About::Words(kind.to_owned());
                return Err(rejected(Faults::whole(Fault::OtherKind, about)));
            }
            Err(error) => {
                let about = About::Words(error.to_string());
                return Err(rejected(Faults::whole(Fault::Unreadable, about)));
            }
        };
        let mut sampled = match encoding::sampled(text) {
            Ok(sampled) => sampled,
            Err(error) => {
                let (fault, about) = stopped(&error, &reading.limits);
                return Err(rejected(Faults::whole(fault, about)));
            }
        };
        draft.read.encoding = sampled.encoding;
        if sampled.old_mac {
            draft.faults.add(Fault::OldLineEnds, &About::All, None, &[]);
        }
        if matches!(sampled.head.trim_start().as_bytes().first(), Some(b'{' | b'[')) {
            let read = accounting::json::read(sampled.text, &mut draft, reading, &sampled.head);
            if let Err(error) = read {
                let line = Some(error.line() as u64);
                let words = About::Words(error.to_string());
                let (fault, about) = match error.is_io() {
                    true => stopped(&error.into(), &reading.limits),
                    false if error.is_eof() => (Fault::CutStream, words),
                    false => (Fault::BadDocument, words),
                };
                draft.faults.add(fault, &about, line, &[]);
            }
            return draft.finish(name, reading.skip_faulty).map_err(rejected);
        }
        let mut lines = Lines::new(sampled.text.as_mut());
        let head = (sampled.head.as_str(), sampled.whole);
        if let Err(error) = read_lines(&mut lines, &mut draft, reading, head) {
            let line = Some(lines.number + 1);
            let (fault, about) = stopped(&error, &reading.limits);
            draft.faults.add(fault, &about, line, &[]);
        }
        if !lines.ended && !draft.faults.forbid(false) {
            let line = Some(lines.number);
            draft.faults.add(Fault::NoLineEnd, &About::All, line, &lines.text);
        }
        draft.finish(name, reading.skip_faulty).map_err(rejected)
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
        // Every job asks: all records are looked at only where nothing else says it.
        self.records.first()?;
        let ticks = self.ticks_per_second;
        let civil = || self.records.iter().all(|record| record.submit.0 / ticks >= CIVIL);
        self.header.unix_start.or_else(|| (self.by_clock || civil()).then_some(0))
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

/// Reads all lines as what the first of them look like.
fn read_lines(
    lines: &mut Lines<'_>,
    draft: &mut Draft,
    reading: &Reading,
    (head, whole): (&str, bool),
) -> std::io::Result<()> {
    // Lines before the first that says something are no reason to take it for another kind.
    if !lines.next_said(&mut draft.faults)? {
        return Ok(());
    }
    let mut said: Vec<&str> = head
        .split('\n')
        .map(|line| line.trim_end_matches('\r'))
        .filter(|line| !line.trim().is_empty())
        .collect();
    if !whole && said.len() > 1 {
        // The last one may go on after the sample.
        said.pop();
    }
    let comment = said.first().is_some_and(|line| line.trim_start().starts_with(';'));
    if let Some(format) = accounting::recognised(&said).filter(|_| !comment) {
        draft.read.format = format;
        return accounting::read(lines, draft, reading, format, head);
    }
    if reading.columns.is_none() && (comment || !looks_like_table(&said)) {
        draft.read.separator = "blanks".to_owned();
        return swf::read(lines, draft, reading);
    }
    while comment && lines.text.trim_ascii_start().starts_with(b";") {
        if !lines.next_said(&mut draft.faults)? {
            return Ok(());
        }
    }
    said.retain(|line| !(comment && line.trim_start().starts_with(';')));
    table_of(lines, draft, reading, &said)
}

/// Whether lines look like a table rather than a log of numbers and blanks.
fn looks_like_table(said: &[&str]) -> bool {
    let Some(first) = said.first() else { return false };
    let letters = first.contains(|c: char| c.is_alphabetic());
    first.contains([',', ';', '|', '\t']) && (letters || !first.contains('\t'))
        || letters && Separator::found(&said[..said.len().min(50)]).is_some()
}

/// Reads a table whose first lines are these.
fn table_of(
    lines: &mut Lines<'_>,
    draft: &mut Draft,
    reading: &Reading,
    said: &[&str],
) -> std::io::Result<()> {
    draft.read.format = Format::Table;
    let looked = &said[..said.len().min(50)];
    let separator = Separator::found(looked).unwrap_or(Separator::Mark(','));
    if matches!(separator, Separator::Widths(_)) {
        draft.read.format = Format::SacctPlain;
    }
    let (names, cells, comma) = table::sample(said, &separator);
    draft.read.decimal_comma = comma;
    let columns = match &reading.columns {
        Some(columns) => columns.clone(),
        None => {
            let line = lines.number;
            match suggest::named_or_suggested(reading, &names, &cells, line, draft) {
                Some(columns) => columns,
                None => return Ok(()),
            }
        }
    };
    table::read(lines, draft, &columns, reading, &separator)
}
