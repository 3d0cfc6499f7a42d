//! A results folder, read back: its manifest and its tables.

use std::path::{Path, PathBuf};

use super::columns::Columns;
use super::digested::digest_of;
use super::parquet::Held;
use super::{Kind, Manifest, ResultsError};

/// Why a results folder cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum SavedError {
    /// The folder has no manifest.
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
        /// What is wrong with the manifest.
        reason: serde_json::Error,
    },
    /// The folder was left by a version of this program whose manifests said less.
    #[error("{} was written by daegi {version}, whose manifest says less than this version needs: run the scenario again", file.display())]
    Older {
        /// The manifest.
        file: PathBuf,
        /// The version.
        version: String,
    },
    /// The folder is one of another command.
    #[error("{} holds results of `{}`, and a report is made of those of `daegi run`", folder.display(), kind.command())]
    OtherKind {
        /// The folder.
        folder: PathBuf,
        /// The command that left the folder.
        kind: Kind,
    },
    /// What the manifest says does not fit together.
    #[error("{} does not fit together: {what}", file.display())]
    Misfit {
        /// The manifest.
        file: PathBuf,
        /// What is wrong.
        what: String,
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
    changed: Vec<String>,
}

impl Saved {
    /// Opens a folder by its manifest; tables are read when asked for.
    ///
    /// # Errors
    /// No manifest, one of another shape, or one that does not fit together or to the tables.
    pub fn open(folder: &Path) -> Result<Self, SavedError> {
        let saved = Self::of_manifest(folder)?;
        let manifest = &saved.manifest;
        let alternatives = manifest.alternatives.iter().map(|one| one.name.as_str()).collect();
        let pools: Vec<&str> = manifest.pools.iter().map(|one| one.name.as_str()).collect();
        for (table, column, names) in
            [("estimates", "alternative", alternatives), ("accounts", "pool", pools)]
        {
            let there = saved.columns(table)?.words(column)?;
            let played = |name: &&str| there.iter().any(|found| found == name);
            if let Some(lost) = names.iter().find(|name| !played(name)) {
                let what = format!("the {column} {lost:?} is in no row of the table {table}");
                return Err(SavedError::Misfit { file: folder.join("manifest.json"), what });
            }
        }
        Ok(saved)
    }

    /// Opens results of which only the answers are asked for, which stand in the manifest: the tables need not be there.
    ///
    /// # Errors
    /// The manifest is missing or odd.
    pub fn of_manifest(folder: &Path) -> Result<Self, SavedError> {
        let manifest = Manifest::read(folder)?;
        Ok(Self { folder: folder.to_owned(), manifest, changed: Vec::new() })
    }

    /// Holds the files of the tables against their digests in the manifest: [`Saved::changed`] then names those that
    /// differ.
    ///
    /// # Errors
    /// A file cannot be read.
    pub fn compare(&mut self) -> Result<(), SavedError> {
        let tables = &self.manifest.table_files;
        for (path, digest) in tables {
            let file = self.folder.join(path);
            let found = digest_of(&file)
                .map_err(|reason| SavedError::Table { file, reason: reason.to_string() })?;
            if found != *digest {
                self.changed.push(path.clone());
            }
        }
        let names = self.manifest.tables.keys();
        let unlisted = names.map(|name| format!("tables/{name}.parquet"));
        self.changed.extend(unlisted.filter(|path| !tables.contains_key(path)));
        Ok(())
    }

    /// Files of tables that are not what the manifest says, once they were compared.
    #[must_use]
    pub fn changed(&self) -> &[String] {
        &self.changed
    }

    /// Lists more files in the manifest: those that are about to be made. Which are missing is seen anew.
    ///
    /// # Errors
    /// If the manifest cannot be written.
    pub fn list(&mut self, more: impl IntoIterator<Item = String>) -> Result<(), ResultsError> {
        self.manifest.list(&self.folder, more)
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

    /// One table, to be read column by column.
    ///
    /// # Errors
    /// The file is missing or is not Parquet.
    pub fn columns(&self, name: &str) -> Result<Columns, SavedError> {
        let file = self.folder.join("tables").join(format!("{name}.parquet"));
        let held = Held::read(&file)
            .map_err(|error| SavedError::Table { file, reason: error.to_string() })?;
        Ok(Columns::new(name, held))
    }
}
