//! Results: named flat tables and a manifest on disk, the only thing that a report reads.
//!
//! A study hands over the futures of one alternative at a time; the raw tables are appended to at
//! once, so memory holds one alternative. Everything is written into a folder beside the wanted one,
//! which takes its place when it is whole. `docs/tables.md` says what every column means.

mod cells;
mod classes;
pub mod columns;
mod fees;
pub mod figures;
mod gap;
mod manifest;
mod monthly;
mod place;
pub mod replay;
mod rows;
pub mod saved;
mod summary;
mod table;

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

pub use self::gap::GAP_LINES;
pub use self::manifest::{
    AnswerEntry, BaseEntry, CalendarEntry, LogEntry, Manifest, NamedEntry, PoolEntry,
    ProgrammeEntry, ScenarioEntry, SourceEntry, Text, WindowEntry,
};
pub use self::monthly::{AccountRow, MoneyRow, PeakRow};
pub use self::place::Pending;
pub use self::summary::{
    BandRow, CheckRow, CompetitionRow, DifferenceRow, EstimateRow, LadderRow, MarkerRow, OnlyIn,
    ResponseRow, Summary,
};

use self::table::TableFile;
use crate::model::Draws;
use crate::model::inputs::Inputs;
use crate::model::record::Record;
use crate::scenario::Scenario;

/// Replications whose awards are kept one by one.
pub const KEPT_ALLOCATIONS: u32 = 20;
/// Replications whose days are kept one by one.
pub const KEPT_SAMPLES: u32 = 12;

/// Futures whose rows are turned into tables at one time.
const BATCH: usize = 256;

/// The larger sums of one alternative, written as soon as they are there.
#[derive(Clone, Debug)]
pub struct Sums {
    /// One number per replication and response.
    pub responses: Vec<ResponseRow>,
    /// One row per day, pool and measure.
    pub bands: Vec<BandRow>,
    /// The peaks of each future.
    pub peaks: Vec<PeakRow>,
}

/// One future and what was played in it.
#[derive(Clone, Debug)]
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
        /// Which.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// A table.
    #[error("table {name}: {source}")]
    Table {
        /// Which.
        name: String,
        /// Why.
        source: polars::error::PolarsError,
    },
    /// The manifest.
    #[error("{}: {reason}", path.display())]
    Manifest {
        /// Which.
        path: PathBuf,
        /// Why.
        reason: String,
    },
    /// The folder is there, but it is not a folder of results.
    #[error(
        "{} is there already and holds no {mark}, so it is not replaced: choose another --out",
        path.display()
    )]
    NotResults {
        /// Which.
        path: PathBuf,
        /// The file by which such a folder is known.
        mark: &'static str,
    },
    /// Another run writes to the same place.
    #[error("another run is writing {} just now: wait for it, or choose another --out", .0.display())]
    Busy(PathBuf),
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
    /// Starts a folder beside `wanted`; nothing is at `wanted` until [`Writer::finish`].
    ///
    /// # Errors
    /// If the folder cannot be made, or `wanted` is there and is not a folder of results.
    pub fn create(wanted: &Path) -> Result<Self, ResultsError> {
        let pending = Pending::create(wanted, "manifest.json")?;
        let tables = pending.folder().join("tables");
        fs::create_dir_all(&tables).map_err(ResultsError::file(&tables))?;
        Ok(Self { pending, tables: Vec::new(), started: std::time::Instant::now() })
    }

    /// Appends one alternative's raw tables, and what was summed up of it future by future or day by day.
    ///
    /// # Errors
    /// If a table cannot be written.
    pub fn add_alternative(
        &mut self,
        name: &str,
        inputs: &Inputs,
        futures: &[Future],
        sums: &Sums,
    ) -> Result<(), ResultsError> {
        // In batches, so that a table in memory never holds more than some of the futures.
        for batch in futures.chunks(BATCH) {
            self.append(rows::pool_months(name, inputs, batch))?;
            self.append(rows::rounds(name, inputs, batch))?;
            self.append(rows::allocations(name, inputs, batch))?;
            self.append(classes::classes(name, inputs, batch))?;
            self.append(rows::money(name, inputs, batch))?;
            self.append(rows::money_shares(name, inputs, batch))?;
            self.append(fees::fees(name, inputs, batch))?;
            self.append(rows::factors(name, inputs, batch))?;
        }
        self.append(rows::samples(name, inputs, futures))?;
        self.append(summary::responses(&sums.responses))?;
        self.append(summary::daily_bands(&sums.bands, inputs))?;
        self.append(monthly::peaks(&sums.peaks, inputs))
    }

    /// Writes the summary tables and the manifest. The folder is whole, but not in its place yet.
    ///
    /// # Errors
    /// If anything cannot be written.
    pub fn finish(
        mut self,
        scenario: &Scenario,
        seed: u64,
        replications: u32,
        summary: &Summary,
    ) -> Result<Pending, ResultsError> {
        for table in summary.tables(&scenario.baseline) {
            self.append(table)?;
        }
        let mut digests = std::collections::BTreeMap::new();
        for table in std::mem::take(&mut self.tables) {
            let (name, digest) = table.finish()?;
            digests.insert(name, digest);
        }
        let elapsed = self.started.elapsed();
        let manifest = Manifest::new(scenario, seed, replications, elapsed, digests);
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
