//! A results folder, read back: its manifest and its tables.

use std::fs::File;
use std::path::{Path, PathBuf};

use polars::prelude::{DataFrame, ParquetReader, SerReader};

use super::Manifest;
use super::columns::Columns;

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
    /// The manifest has a name that no scenario can give.
    #[error("{file} has a name that is no name of a scenario: {name:?}")]
    NoName {
        /// The manifest.
        file: PathBuf,
        /// The name.
        name: String,
    },
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
        let manifest = Manifest::read(folder)?;
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
