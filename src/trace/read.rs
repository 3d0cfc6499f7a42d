//! What was understood of a log, beside its jobs.

use super::fault::Faults;

/// Format of the file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Format {
    /// Standard Workload Format.
    #[default]
    Swf,
    /// A table, one job a line.
    Table,
    /// Slurm's `sacct` with a mark between columns.
    Sacct,
    /// Slurm's `sacct` in columns of equal width.
    SacctPlain,
    /// Slurm's `sacct --json`.
    SacctJson,
    /// Accounting records of PBS, Torque or OpenPBS.
    Pbs,
    /// Accounting lines of SGE or UGE.
    Sge,
    /// LSF's `lsb.acct`.
    Lsf,
    /// The Philly trace.
    Philly,
    /// A workbook of a spreadsheet.
    Sheet,
}

impl Format {
    /// Whether its columns have to be named, because only its owner knows them.
    #[must_use]
    pub fn asks_for_columns(self) -> bool {
        matches!(self, Self::Table | Self::Sheet | Self::Sacct | Self::SacctPlain)
    }

    /// Name of the format, in words.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Swf => "Standard Workload Format",
            Self::Table => "CSV",
            Self::Sacct => "Slurm sacct",
            Self::SacctPlain => "Slurm sacct (fixed width)",
            Self::SacctJson => "Slurm sacct --json",
            Self::Pbs => "PBS accounting",
            Self::Sge => "SGE/UGE accounting",
            Self::Lsf => "LSF lsb.acct",
            Self::Philly => "Philly trace (JSON)",
            Self::Sheet => "XLSX",
        }
    }
}

/// What was understood of a log.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Described {
    /// The kind of file.
    pub format: Format,
    /// What parts columns: a mark, or `blanks`; empty where the format says.
    pub separator: String,
    /// How letters are written, if not in UTF-8.
    pub encoding: &'static str,
    /// Roles, the columns that fill them and their units.
    pub columns: Vec<Column>,
    /// Columns that seem to belong to the size and were not used.
    pub beside_size: Vec<String>,
    /// The zone by which times without an offset were read; empty if they were counted by their own clock.
    pub zone: String,
    /// Times that stand for two instants, because clocks were set back.
    pub twice: u64,
    /// Times that no clock showed, because clocks were set forward.
    pub never: u64,
    /// Instants that are written without an offset.
    pub by_clock: u64,
    /// Instants that say when they were, by an offset or as seconds since 1970.
    pub by_offset: u64,
    /// Numbers have commas where others have points.
    pub decimal_comma: bool,
    /// What the log calls the states of its jobs, and how many lines say so.
    pub states: Vec<(String, u64)>,
    /// Records whose id another record has, with other times.
    pub reused: u64,
    /// Lines of data.
    pub lines: u64,
}

/// A role and what fills it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// `submit`, `size`, …
    pub role: &'static str,
    /// The column as it would be typed.
    pub text: String,
    /// Unit of the column, if it is not seconds or whole units.
    pub unit: Option<&'static str>,
    /// Nobody named it: it was found by its name.
    pub found: bool,
}

/// One statement of a log held against another of the same line, all lines together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Pairs {
    /// Lines that say both.
    pub both: u64,
    /// Lines on which they differ by more than two seconds and a hundredth.
    pub differ: u64,
    /// Lines on which they differ by what clocks can: an hour for one clock, half hours up to 14 for two.
    pub by_zone: u64,
    /// Lines on which one is about 60 times the other.
    pub by_sixty: u64,
    /// Lines on which one is about 1,000 times the other.
    pub by_thousand: u64,
    /// Lines on which the first is longer.
    pub longer: u64,
}

impl Pairs {
    /// Holds one length against another, in microseconds. `clocks`: how many half hours clocks can be apart.
    pub(super) fn add(&mut self, one: i64, other: i64, clocks: i64) {
        const HALF_HOUR: i64 = 1_800_000_000;
        self.both += 1;
        let apart = one.saturating_sub(other);
        if apart.abs() <= 2_000_000 + other.abs() / 100 {
            return;
        }
        self.differ += 1;
        self.longer += u64::from(apart > 0);
        let near = |a: i64, b: i64, factor: i64| {
            b > 0
                && (a / factor).abs_diff(b)
                    <= b.unsigned_abs() / 20 + 1_000_000 / factor.unsigned_abs()
        };
        let ratio = |factor: i64| near(one, other, factor) || near(other, one, factor);
        self.by_sixty += u64::from(ratio(60));
        self.by_thousand += u64::from(ratio(1_000));
        let whole = (apart + HALF_HOUR / 2).rem_euclid(HALF_HOUR) - HALF_HOUR / 2;
        self.by_zone +=
            u64::from(apart.abs() <= clocks * HALF_HOUR + 2_000_000 && whole.abs() <= 2_000_000);
    }
}

/// A log's own statements held against one another.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Against {
    /// End less start against the run time that the line states.
    pub run: Pairs,
    /// Start less submit against the wait that the line states.
    pub wait: Pairs,
    /// Starts before submissions that are whole half hours before.
    pub early_by_zone: u64,
    /// Starts before submissions.
    pub early: u64,
    /// Jobs that could not start when they were submitted, by a column that nobody named.
    pub held_back: u64,
}

/// A log that cannot be played: an answer for its owner.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rejected {
    /// Name of the file.
    pub name: String,
    /// What is wrong.
    pub faults: Faults,
}
