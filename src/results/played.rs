//! What a method has played, beside what it says: so that the same command with more futures, or after it was stopped,
//! goes on from there and ends with the bits of one long run.
//!
//! It is a list of rows for each thing that was played, under a name that says all that its rows hang on but how many there are.

use std::collections::BTreeMap;
use std::io;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::shard::StudyEntry;
use crate::scenario::Scenario;

/// The file.
pub const PLAYED: &str = "played.bin";
/// Bytes of the digest that the file begins with.
const DIGEST: usize = 32;

/// What rows belong to: rows of another scenario, seed, version or question are of no use.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlayedEntry {
    study: StudyEntry,
    asked: String,
}

impl PlayedEntry {
    /// A question about a scenario, however many futures there are.
    #[must_use]
    pub fn new(scenario: &Scenario, seed: u64, asked: String) -> Self {
        Self { study: StudyEntry::new(scenario, seed, 0), asked }
    }
}

/// Rows by name, each as its bytes.
#[derive(Debug, Default)]
pub struct Rows {
    all: Mutex<BTreeMap<String, Vec<Vec<u8>>>>,
}

impl Rows {
    /// The first rows that were played under a name, at most `most` of them.
    pub(crate) fn before<R: DeserializeOwned>(&self, name: &str, most: usize) -> Vec<R> {
        let all = self.all.lock().unwrap_or_else(PoisonError::into_inner);
        let own = all.get(name).map_or(&[][..], Vec::as_slice);
        // A row that cannot be read is played again, and so are all rows behind it.
        own.iter().take(most).map_while(|row| postcard::from_bytes(row).ok()).collect()
    }

    /// Keeps rows as those from a place on.
    pub(crate) fn keep<R: Serialize>(&self, name: &str, from: usize, rows: &[R]) {
        let mut all = self.all.lock().unwrap_or_else(PoisonError::into_inner);
        let own = all.entry(name.to_owned()).or_default();
        own.truncate(from);
        own.extend(rows.iter().map_while(|row| postcard::to_allocvec(row).ok()));
    }

    /// Reads the rows that were left in a folder; `None`: they are of something else.
    ///
    /// # Errors
    /// If there are none, or the file is not as it was left.
    pub fn read(folder: &Path, entry: &PlayedEntry) -> io::Result<Option<Self>> {
        let bytes = std::fs::read(folder.join(PLAYED))?;
        let odd = || io::Error::from(io::ErrorKind::InvalidData);
        let (digest, rest) = bytes.split_at_checked(DIGEST).ok_or_else(odd)?;
        if *digest != *Sha256::digest(rest) {
            return Err(odd());
        }
        let (of, all): (PlayedEntry, BTreeMap<String, Vec<Vec<u8>>>) =
            postcard::from_bytes(rest).map_err(|_| odd())?;
        Ok((of == *entry).then(|| Self { all: Mutex::new(all) }))
    }

    /// Leaves the rows in a folder.
    ///
    /// # Errors
    /// If they cannot be written.
    pub fn write(&self, folder: &Path, entry: &PlayedEntry) -> io::Result<()> {
        let all = self.all.lock().unwrap_or_else(PoisonError::into_inner);
        let rest = postcard::to_allocvec(&(entry, &*all)).map_err(io::Error::other)?;
        let mut bytes = Sha256::digest(&rest).to_vec();
        bytes.extend(rest);
        std::fs::write(folder.join(PLAYED), bytes)
    }
}
