//! What a process deletes that is told to end before its results are in their place.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::contents::{self, Own};
use super::lock;
use super::names::is_of_parts;

/// What the process would leave behind if it ended now. Locked while something takes its place, so that a signal finds
/// it before or after, and not between.
static UNFINISHED: Mutex<Vec<Unfinished>> = Mutex::new(Vec::new());

/// What is deleted if this process is told to end.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Unfinished {
    /// A folder of results.
    Folder(PathBuf),
    /// The file of a lock.
    Lock(PathBuf),
}

impl Unfinished {
    pub(super) fn is_folder(&self, path: &Path) -> bool {
        matches!(self, Self::Folder(folder) if folder == path)
    }
}

/// Locks the list of what the process has not finished.
pub(super) fn hold() -> MutexGuard<'static, Vec<Unfinished>> {
    UNFINISHED.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Deletes what this process has not finished, and keeps every other thread from finishing it: for a process that is
/// about to end because it was told to. Says whether results were dropped.
pub fn abandon() -> bool {
    let unfinished = hold();
    let mut dropped = false;
    for one in unfinished.iter() {
        match one {
            Unfinished::Folder(building) => {
                dropped = true;
                // Other threads may still be making files in it; their next step fails.
                for _ in 0..500 {
                    match contents::clear(building, Own::Shaped) {
                        Err(error) if error.kind() != ErrorKind::NotFound => {
                            std::thread::sleep(std::time::Duration::from_millis(2));
                        }
                        _ => break,
                    }
                }
            }
            Unfinished::Lock(path) => lock::delete(path),
        }
    }
    // A folder of parts goes with its last one.
    for one in unfinished.iter() {
        if let Unfinished::Folder(building) = one
            && let Some(parts) = building.parent()
            && is_of_parts(parts)
        {
            let _ = fs::remove_dir(parts);
        }
    }
    // Nothing may be published or said any more: whoever waits for this waits until the process ends.
    std::mem::forget(unfinished);
    dropped
}
