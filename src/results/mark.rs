//! The mark of a results folder, in its `manifest.json`: which program left it, of what kind it is, what belongs to it.

use std::collections::BTreeSet;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::ResultsError;
use super::place::replace_file;

/// The file that holds the mark.
pub(super) const MANIFEST: &str = "manifest.json";

/// The name by which the program knows its own folders.
const PROGRAM: &str = "daegi";

/// The command that left a folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// `daegi run`.
    Run,
    /// `daegi replay`.
    Replay,
    /// `daegi fit`.
    Fit,
    /// `daegi size`.
    Size,
    /// `daegi rank`.
    Rank,
    /// `daegi calibrate`.
    Calibrate,
    /// `daegi run --shard`.
    Shard,
}

impl Kind {
    /// The command as it is typed.
    #[must_use]
    pub fn command(self) -> &'static str {
        match self {
            Self::Run => "daegi run",
            Self::Replay => "daegi replay",
            Self::Fit => "daegi fit",
            Self::Size => "daegi size",
            Self::Rank => "daegi rank",
            Self::Calibrate => "daegi calibrate",
            Self::Shard => "daegi run --shard",
        }
    }
}

/// What a results folder says of itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mark {
    /// Name of the program: `daegi`.
    pub program: String,
    /// Version of the program.
    pub daegi: String,
    /// What left the folder.
    pub kind: Kind,
    /// Every file of the folder, as a path from it with `/`. What is not listed is somebody else's.
    pub files: BTreeSet<String>,
    /// The files that could not be made: charts and pages.
    pub missing: BTreeSet<String>,
}

/// What the manifest of a folder says of who left it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Left {
    /// The program `daegi`, in this or another version.
    Ours(Mark),
    /// A version of `daegi` that did not list what belongs to its folders.
    Older(String),
    /// Another program, or there is no manifest.
    Unknown,
}

impl Mark {
    /// The mark of a folder of this version.
    #[must_use]
    pub fn new(kind: Kind, files: BTreeSet<String>) -> Self {
        Self {
            program: PROGRAM.to_owned(),
            daegi: env!("CARGO_PKG_VERSION").to_owned(),
            kind,
            files,
            missing: BTreeSet::new(),
        }
    }

    /// Whether the program that left the folder is this one.
    #[must_use]
    pub fn is_ours(&self) -> bool {
        self.program == PROGRAM
    }

    /// The version that left the folder, if it is not this one.
    #[must_use]
    pub fn other_version(&self) -> Option<&str> {
        Some(self.daegi.as_str()).filter(|version| *version != env!("CARGO_PKG_VERSION"))
    }

    /// Who left a folder.
    pub(super) fn read(folder: &Path) -> Left {
        /// What every version of this program wrote.
        #[derive(Deserialize)]
        struct Older {
            daegi: String,
            #[serde(rename = "tables")]
            _tables: serde::de::IgnoredAny,
        }
        let Ok(text) = std::fs::read_to_string(folder.join(MANIFEST)) else {
            return Left::Unknown;
        };
        match serde_json::from_str::<Self>(&text) {
            Ok(mark) if mark.is_ours() => Left::Ours(mark),
            Ok(_) => Left::Unknown,
            Err(_) => match serde_json::from_str::<Older>(&text) {
                Ok(older) => Left::Older(older.daegi),
                Err(_) => Left::Unknown,
            },
        }
    }

    /// Writes the mark into a folder of which it says everything.
    pub(super) fn write(&self, folder: &Path) -> Result<(), ResultsError> {
        write_manifest(folder, self)
    }
}

/// Writes a manifest at once: a reader sees the old one or the new one.
pub(super) fn write_manifest(folder: &Path, manifest: &impl Serialize) -> Result<(), ResultsError> {
    let path = folder.join(MANIFEST);
    let text = serde_json::to_string_pretty(manifest).map_err(|error| ResultsError::Manifest {
        path: path.clone(),
        reason: error.to_string(),
    })?;
    replace_file(folder, MANIFEST, (text + "\n").as_bytes(), true)
        .map_err(ResultsError::file(&path))?;
    Ok(())
}
