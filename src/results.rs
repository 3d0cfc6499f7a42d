//! Results: named flat tables and a manifest on disk, the only thing that a report reads.
//!
//! A study hands over the futures of one alternative, some at a time; the raw tables are appended to at
//! once, so memory holds no more of them. Everything is written into a folder beside the wanted one,
//! which takes its place when it is whole. `docs/tables.md` says what every column means.

mod allocations;
pub mod answer;
mod aside;
pub mod calibrated;
mod cells;
mod classes;
pub mod columns;
mod csv;
mod digested;
#[cfg(test)]
mod document;
pub mod factors;
mod fees;
pub mod figures;
pub mod first;
pub mod forecasts;
mod gap;
mod hours;
mod jobs;
mod manifest;
mod mark;
mod money;
mod monthly;
mod parquet;
mod people;
mod place;
pub mod played;
mod pool_months;
pub mod replay;
mod rounds;
pub mod runs;
pub mod saved;
pub mod selected;
pub mod shard;
pub mod sized;
mod summary;
mod table;
mod tried;

use serde::{Deserialize, Serialize};

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

pub use self::aside::{Aside, Stored};
pub(crate) use self::cells::as_text;
pub use self::manifest::{
    AmountEntry, AnswerEntry, Arithmetic, BaseEntry, CalendarEntry, ColumnEntry, CompetitionEntry,
    HallEntry, LogEntry, Manifest, NamedEntry, PoolEntry, ProgrammeEntry, ScenarioEntry,
    SourceEntry, WindowEntry,
};
pub use self::mark::{Kind, Mark};
pub use self::monthly::{AccountRow, MoneyRow, PeakRow};
pub(crate) use self::place::replace_file;
pub use self::place::{Claimed, Pending, Published, Refusal, abandon, clear, parts_of, sync};
pub use self::summary::{
    BandRow, CheckFit, CheckKind, CheckRow, CompetitionRow, CurveRow, DifferenceRow, EstimateRow,
    InferredRow, LadderRow, MarkerRow, OnlyIn, ResponseRow, Summary,
};

// Both for tests, which make a results folder without a run.
#[doc(hidden)]
pub use self::parquet::write_table;
use self::table::TableFile;
#[doc(hidden)]
pub use self::table::Values;
use crate::model::Draws;
use crate::model::inputs::Inputs;
use crate::model::record::Record;
use crate::scenario::Scenario;

/// Replications whose awards are kept one by one.
pub const KEPT_ALLOCATIONS: u32 = 20;
/// Replications whose days are kept one by one.
pub const KEPT_SAMPLES: u32 = 12;

/// Futures whose rows are turned into tables at one time.
pub const BATCH: usize = 256;

/// Rows of what was summed up that are turned into tables at one time.
const ROWS: usize = 1 << 16;

/// One future and what was played in it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Future {
    /// Every uncertain input, drawn.
    pub world: Draws,
    /// What the run left.
    pub record: Record,
}

/// Why results could not be written or read.
#[derive(Debug, thiserror::Error)]
pub enum ResultsError {
    /// A file or folder.
    #[error("{}: {source}", path.display())]
    File {
        /// The file or folder.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// A table.
    #[error("table {name}: {source}")]
    Table {
        /// Name of the table.
        name: String,
        /// Why.
        source: polars_error::PolarsError,
    },
    /// The manifest.
    #[error("{}: {reason}", path.display())]
    Manifest {
        /// The file or folder.
        path: PathBuf,
        /// Why.
        reason: String,
    },
    /// The results are whole, but could not take their place.
    #[error(
        "the results could not take the place of {} ({reason}); they are whole in {}",
        path.display(), kept.display()
    )]
    Unplaced {
        /// The place.
        path: PathBuf,
        /// The place where older results are kept.
        kept: PathBuf,
        /// Why.
        reason: io::Error,
    },
    /// Nothing can be left at the place.
    #[error(transparent)]
    Refused(#[from] Refusal),
}

impl ResultsError {
    fn file(path: &Path) -> impl FnOnce(io::Error) -> Self + '_ {
        move |source| Self::File { path: path.to_owned(), source }
    }
}

/// Writes the results of a study.
#[derive(Debug)]
pub struct Writer {
    pending: Pending,
    tables: Vec<TableFile>,
    started: std::time::Instant,
}

impl Writer {
    /// Starts a folder beside `wanted`; nothing is at `wanted` until [`Pending::publish`]. `replace`: what is there is
    /// moved aside, whatever it is.
    ///
    /// # Errors
    /// [`ResultsError::Refused`] if nothing can be left there, or if the folder cannot be made.
    pub fn create(wanted: &Path, replace: bool) -> Result<Self, ResultsError> {
        let pending = Pending::create(wanted, Kind::Run, replace)?;
        let tables = pending.folder().join("tables");
        fs::create_dir_all(&tables).map_err(ResultsError::file(&tables))?;
        Ok(Self { pending, tables: Vec::new(), started: std::time::Instant::now() })
    }

    /// The folder that is being written.
    #[must_use]
    pub fn folder(&self) -> &Path {
        self.pending.folder()
    }

    /// Appends the raw tables of [`BATCH`] futures of one alternative or fewer, in their order, and the peaks of each.
    ///
    /// # Errors
    /// If a table cannot be written.
    pub fn add_futures(
        &mut self,
        name: &str,
        inputs: &Inputs,
        futures: &[Future],
        peaks: &[PeakRow],
    ) -> Result<(), ResultsError> {
        self.append(pool_months::pool_months(name, inputs, futures))?;
        self.append(rounds::rounds(name, inputs, futures))?;
        self.append(allocations::allocations(name, inputs, futures))?;
        self.append(classes::classes(name, inputs, futures))?;
        self.append(money::money(name, inputs, futures))?;
        self.append(money::money_shares(name, inputs, futures))?;
        self.append(fees::fees(name, inputs, futures))?;
        if inputs.gives_hours() {
            self.append(hours::hours(name, inputs, futures))?;
        }
        if inputs.keeps_jobs > 0 {
            self.append(jobs::jobs(name, inputs, futures))?;
        }
        self.append(people::people(name, inputs, futures))?;
        self.append(factors::factors(name, inputs, futures))?;
        let kept = futures.iter().take_while(|it| it.world.replication.number < KEPT_SAMPLES);
        let kept = &futures[..kept.count()];
        self.append(pool_months::samples(name, inputs, kept))?;
        self.append(monthly::peaks(peaks, inputs))
    }

    /// Appends what was summed up of one alternative future by future, and day by day.
    ///
    /// # Errors
    /// If a table cannot be written.
    pub fn add_alternative(
        &mut self,
        inputs: &Inputs,
        responses: impl Iterator<Item = ResponseRow>,
        bands: Vec<BandRow>,
    ) -> Result<(), ResultsError> {
        let mut responses = responses.peekable();
        loop {
            let rows: Vec<ResponseRow> = responses.by_ref().take(ROWS).collect();
            self.append(summary::responses(&rows))?;
            if responses.peek().is_none() {
                break;
            }
        }
        for rows in parts(&bands) {
            self.append(summary::daily_bands(rows, inputs))?;
        }
        Ok(())
    }

    /// Writes the summary tables and the manifest. The folder is whole, but not in its place yet. `lost`: of a study
    /// that was joined, how many futures it has and which parts of it were played nowhere.
    ///
    /// # Errors
    /// If anything cannot be written.
    pub fn finish(
        mut self,
        scenario: &Scenario,
        (seed, replications): (u64, u32),
        lost: Option<(u32, Vec<u32>)>,
        summary: &Summary,
    ) -> Result<Pending, ResultsError> {
        for table in summary.tables(&scenario.baseline) {
            self.append(table)?;
        }
        let tables = std::mem::take(&mut self.tables).into_iter().map(TableFile::finish);
        let tables = tables.collect::<Result<Vec<_>, _>>()?;
        let elapsed = self.started.elapsed();
        let mut manifest = Manifest::new(scenario, seed, replications, elapsed, tables, summary);
        if let Some((planned, lost)) = lost.filter(|(_, lost)| !lost.is_empty()) {
            (manifest.planned, manifest.lost_shards) = (Some(planned), lost);
        }
        let place = self.pending.belongs();
        // A folder of another program has no ledger, whatever its files are called.
        let ours = matches!(mark::Mark::read(place), mark::Left::Ours(_));
        let before = if ours { place } else { self.pending.folder() };
        let (ledger, runs) = runs::with(before, manifest.as_run());
        let file = self.pending.folder().join(runs::LEDGER);
        fs::write(&file, ledger).map_err(ResultsError::file(&file))?;
        manifest.runs = runs;
        manifest.write(self.pending.folder())?;
        Ok(self.pending)
    }

    fn append(&mut self, table: table::Table<'_>) -> Result<(), ResultsError> {
        let at = match self.tables.iter().position(|file| file.name() == table.name) {
            Some(at) => at,
            None => {
                self.tables.push(TableFile::create(&self.pending.folder().join("tables"), &table)?);
                self.tables.len() - 1
            }
        };
        self.tables[at].append(table)
    }
}

/// Rows in parts, at least one: a table without rows is a table too.
fn parts<Row>(rows: &[Row]) -> impl Iterator<Item = &[Row]> {
    let none = rows.is_empty().then_some(rows);
    none.into_iter().chain(rows.chunks(ROWS))
}
