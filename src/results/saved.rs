//! A results folder, read back: its manifest and its tables.

use std::fs::File;
use std::path::{Path, PathBuf};

use polars::prelude::{DataFrame, ParquetReader, SerReader};
use serde::{Deserialize, Deserializer};

use super::columns::Columns;
use crate::time::Date;

/// Why a results folder cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum SavedError {
    /// There is no manifest.
    #[error("{folder} is not a results folder: it has no manifest.json ({reason})")]
    NoManifest {
        /// The folder that was named.
        folder: PathBuf,
        /// What the operating system said.
        reason: std::io::Error,
    },
    /// The manifest is there but does not say what it should.
    #[error("{file} is not a manifest that this version of daegi can read: {reason}")]
    Manifest {
        /// The manifest.
        file: PathBuf,
        /// What is wrong with it.
        reason: serde_json::Error,
    },
    /// The manifest names no alternative.
    #[error("{0} names no alternative: there is nothing to report")]
    NoAlternative(PathBuf),
    /// A table is missing or is not Parquet.
    #[error("the table {file} cannot be read: {reason}")]
    Table {
        /// The file of the table.
        file: PathBuf,
        /// What went wrong.
        reason: String,
    },
    /// A column is missing or holds something else.
    #[error("the table {table} has no column \"{column}\" of {kind}: {reason}")]
    Column {
        /// The table.
        table: String,
        /// The column.
        column: String,
        /// What the column should hold.
        kind: &'static str,
        /// What was found instead.
        reason: String,
    },
}

/// A text in Korean and in English; either may be missing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct Bilingual {
    /// Korean.
    #[serde(default)]
    pub ko: Option<String>,
    /// English.
    #[serde(default)]
    pub en: Option<String>,
}

/// The scenario that was run.
#[derive(Clone, Debug, Deserialize)]
pub struct SavedScenario {
    /// SHA-256 of its text.
    pub digest: String,
    /// Its title.
    #[serde(default)]
    pub title: Bilingual,
    /// The question that it puts.
    #[serde(default)]
    pub question: Bilingual,
}

/// Something with a name and a title: an alternative, a funding, an expansion.
#[derive(Clone, Debug, Deserialize)]
pub struct Named {
    /// Name in the tables.
    pub name: String,
    /// Title for people.
    #[serde(default)]
    pub title: Bilingual,
}

/// A pool of units.
#[derive(Clone, Debug, Deserialize)]
pub struct SavedPool {
    /// Name in the tables.
    pub name: String,
    /// Title for people.
    #[serde(default)]
    pub title: Bilingual,
    /// What one unit is called.
    #[serde(default)]
    pub unit: Option<Bilingual>,
}

/// A programme that gives out places.
#[derive(Clone, Debug, Deserialize)]
pub struct SavedProgramme {
    /// Name in the tables.
    pub name: String,
    /// Title for people.
    #[serde(default)]
    pub title: Bilingual,
    /// The pool that it draws on.
    pub pool: String,
    /// The ratio of applications to places from which demand was inferred.
    #[serde(default)]
    pub observed: Option<f64>,
    /// First day of the observation.
    #[serde(default, deserialize_with = "optional_date")]
    pub observed_from: Option<Date>,
    /// First day after the observation.
    #[serde(default, deserialize_with = "optional_date")]
    pub observed_to: Option<Date>,
}

/// The part of the calendar that responses and charts count.
#[derive(Clone, Copy, Debug, Deserialize)]
pub struct Window {
    /// First day.
    #[serde(deserialize_with = "date")]
    pub from: Date,
    /// First day after it.
    #[serde(deserialize_with = "date")]
    pub to: Date,
}

/// What the manifest says of a run, as far as a reader of the tables needs it.
#[derive(Clone, Debug, Deserialize)]
pub struct Manifest {
    /// Version of the program.
    pub daegi: String,
    /// The scenario.
    pub scenario: SavedScenario,
    /// Seed of all draws.
    pub seed: u64,
    /// Number of futures.
    pub replications: u64,
    /// What responses and charts count.
    pub window: Window,
    /// The alternatives; the first is the baseline.
    pub alternatives: Vec<Named>,
    /// The pools.
    #[serde(default)]
    pub pools: Vec<SavedPool>,
    /// The programmes.
    #[serde(default)]
    pub programmes: Vec<SavedProgramme>,
    /// The fundings.
    #[serde(default)]
    pub fundings: Vec<Named>,
    /// The expansions.
    #[serde(default)]
    pub expansions: Vec<Named>,
}

/// A results folder that has been opened.
#[derive(Clone, Debug)]
pub struct Saved {
    folder: PathBuf,
    manifest: Manifest,
}

impl Saved {
    /// Opens a folder by its manifest; tables are read when asked for.
    ///
    /// # Errors
    /// No manifest, one of another shape, or one without alternatives.
    pub fn open(folder: &Path) -> Result<Self, SavedError> {
        let file = folder.join("manifest.json");
        let text = std::fs::read_to_string(&file)
            .map_err(|reason| SavedError::NoManifest { folder: folder.to_owned(), reason })?;
        let manifest: Manifest = serde_json::from_str(&text)
            .map_err(|reason| SavedError::Manifest { file: file.clone(), reason })?;
        if manifest.alternatives.is_empty() {
            return Err(SavedError::NoAlternative(file));
        }
        Ok(Self { folder: folder.to_owned(), manifest })
    }

    /// The folder.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// The manifest.
    #[must_use]
    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// The name of the baseline: the first alternative.
    #[must_use]
    pub fn baseline(&self) -> &str {
        self.manifest.alternatives.first().map_or("", |first| first.name.as_str())
    }

    /// One table, as it was saved.
    ///
    /// # Errors
    /// The file is missing or is not Parquet.
    pub fn table(&self, name: &str) -> Result<DataFrame, SavedError> {
        let file = self.folder.join("tables").join(format!("{name}.parquet"));
        let open = File::open(&file).map_err(|error| error.to_string());
        open.and_then(|open| ParquetReader::new(open).finish().map_err(|error| error.to_string()))
            .map_err(|reason| SavedError::Table { file, reason })
    }

    /// One table, to be read column by column.
    ///
    /// # Errors
    /// The file is missing or is not Parquet.
    pub fn columns(&self, name: &str) -> Result<Columns, SavedError> {
        Ok(Columns::new(name, self.table(name)?))
    }
}

fn date<'de, D: Deserializer<'de>>(input: D) -> Result<Date, D::Error> {
    let text = String::deserialize(input)?;
    text.parse().map_err(|_| {
        serde::de::Error::custom(format!("\"{text}\" is not a date (example: \"2025-07-01\")"))
    })
}

fn optional_date<'de, D: Deserializer<'de>>(input: D) -> Result<Option<Date>, D::Error> {
    let Some(text) = Option::<String>::deserialize(input)? else { return Ok(None) };
    text.parse().map(Some).map_err(|_| {
        serde::de::Error::custom(format!("\"{text}\" is not a date (example: \"2025-07-01\")"))
    })
}
