//! Where results are built and how they take their place.
//!
//! Results are built in a hidden folder beside their place, which is exchanged for what stands there when they are
//! whole. What is not known to be the program's own is never deleted: it is refused before anything is played, or moved aside.

mod contents;
mod lock;
mod moves;
mod names;
mod refusal;
mod standing;
mod unfinished;

use std::fs::{self, File};
use std::io::{self, ErrorKind, Write as _};
use std::path::{Path, PathBuf};

use self::contents::Own;
use self::lock::{Asked, Lock};
use self::names::{NAMES, beside, dated, free_name, numbered};
use self::standing::{Standing, resolve, standing};
use self::unfinished::{Unfinished, hold};
use super::ResultsError;
use super::mark::{Kind, Left, Mark};

pub use self::names::parts_of;
pub use self::refusal::{Published, Refusal};
pub use self::unfinished::abandon;

/// Less free space than this holds no results at all: the smallest take some three megabytes.
const LEAST_SPACE: u64 = 4 << 20;

/// Writes a file beside its place, then puts it there: a reader sees the old one or the new one. `durable`: on disk
/// before it takes the place.
///
/// # Errors
/// If it cannot be written. Then the place is as it was.
pub(crate) fn replace_file(
    folder: &Path,
    name: &str,
    bytes: &[u8],
    durable: bool,
) -> io::Result<PathBuf> {
    let (file, beside) = (folder.join(name), folder.join(contents::part(name)));
    let _whole = hold();
    // A file that a killed process has left is in the way, and a link must not be followed.
    match fs::remove_file(&beside) {
        Err(error) if error.kind() != ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    let write = || {
        let mut out = File::create_new(&beside)?;
        out.write_all(bytes)?;
        if durable {
            out.sync_all()?;
        }
        drop(out);
        fs::rename(&beside, &file)
    };
    write().inspect_err(|_| {
        let _ = fs::remove_file(&beside);
    })?;
    Ok(file)
}

/// Has a folder of results written to disk.
///
/// # Errors
/// If it cannot be.
pub fn sync(folder: &Path) -> Result<(), ResultsError> {
    moves::sync_all(folder).map_err(ResultsError::file(folder))
}

/// A folder of results that nobody else of this program writes to as long as this lives.
#[derive(Debug)]
pub struct Claimed {
    _lock: Option<Lock>,
}

impl Claimed {
    /// Claims a folder that is there.
    ///
    /// # Errors
    /// [`Refusal::Busy`] if a run writes to the same place.
    pub fn new(folder: &Path) -> Result<Self, Refusal> {
        let place = fs::canonicalize(folder)
            .map_err(|reason| Refusal::Unreachable { folder: folder.to_owned(), reason })?;
        match Lock::ask(&beside(&place, "daegi-lock")) {
            Ok(Asked::Held(lock)) => Ok(Self { _lock: Some(lock) }),
            Ok(Asked::Busy) => Err(Refusal::Busy(folder.to_owned())),
            // A process that may not write beside the place, or cannot lock there, cannot be in the
            // way of one that can.
            Ok(Asked::Unknown) | Err(_) => Ok(Self { _lock: None }),
        }
    }
}

/// Results beside the place where they belong, until they are whole.
#[derive(Debug)]
pub struct Pending {
    wanted: PathBuf,
    /// The path with every link resolved.
    place: PathBuf,
    building: PathBuf,
    kind: Kind,
    /// Move what is there aside instead of deleting it.
    replace: bool,
    /// What an earlier run has left and could not be deleted.
    left: Vec<PathBuf>,
    /// Last, so that it is let go when everything else is done.
    _lock: Option<Lock>,
}

impl Pending {
    /// Starts a folder beside `wanted`; nothing is at `wanted` until [`Pending::publish`]. Everything that can be
    /// known of that last step is tried here. A folder that is there is replaced if it is empty or of this kind and
    /// holds nothing but what its manifest lists; with `replace`, any folder is, and is kept under another name.
    ///
    /// # Errors
    /// Why results cannot be left there; nothing was changed.
    pub fn create(wanted: &Path, kind: Kind, replace: bool) -> Result<Self, Refusal> {
        let place = resolve(wanted)?;
        standing(&place, kind).and_then(|state| state.refuse(wanted, replace))?;
        let unwritable = |reason| Refusal::Unwritable { folder: wanted.to_owned(), reason };
        let parent = place.parent().ok_or_else(|| Refusal::NoName(wanted.to_owned()))?;
        fs::create_dir_all(parent).map_err(unwritable)?;
        let lock = match Lock::ask(&beside(&place, "daegi-lock")).map_err(unwritable)? {
            Asked::Held(lock) => Some(lock),
            Asked::Busy => return Err(Refusal::Busy(wanted.to_owned())),
            Asked::Unknown => None,
        };
        // The one that held the lock before may have changed what stands here.
        standing(&place, kind).and_then(|state| state.refuse(wanted, replace))?;
        let mut left = clear_leftovers(&place, "old");
        if lock.is_some() {
            left.extend(clear_leftovers(&place, "unfinished"));
        }
        let building =
            free_name(|n| numbered(&place, "unfinished", n), |name| fs::create_dir(name));
        let building = building.map_err(unwritable)?;
        hold().push(Unfinished::Folder(building.clone()));
        let pending =
            Self { wanted: wanted.to_owned(), place, building, kind, replace, left, _lock: lock };
        // The manifest lists nothing until the results are whole.
        let mark = Mark::new(kind, std::collections::BTreeSet::new());
        mark.write(&pending.building).map_err(|error| unwritable(io::Error::other(error)))?;
        if pending.place.exists() {
            moves::try_away(&pending.place, &pending.building)
                .map_err(|reason| Refusal::Immovable { folder: wanted.to_owned(), reason })?;
        }
        if let Some(free) = crate::host::disk(&pending.building)
            && free < LEAST_SPACE
        {
            return Err(Refusal::NoSpace { folder: wanted.to_owned(), free });
        }
        Ok(pending)
    }

    /// Where the results belong, without links.
    pub(super) fn belongs(&self) -> &Path {
        &self.place
    }

    /// Where the results are now.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.building
    }

    /// Writes the manifest of results that say no more of themselves than what belongs to them. `missing` could not
    /// be made.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn seal(&self, missing: impl IntoIterator<Item = String>) -> Result<(), ResultsError> {
        let files = contents::shaped(&self.building).map_err(ResultsError::file(&self.building))?;
        let mut mark = Mark::new(self.kind, files);
        mark.missing.extend(missing);
        mark.files.extend(mark.missing.iter().cloned());
        // The one that is written here.
        mark.files.insert(super::mark::MANIFEST.to_owned());
        mark.write(&self.building)
    }

    /// Puts the folder in its place, instead of older results if there are any. If that fails the results are kept
    /// under another name.
    ///
    /// # Errors
    /// If it cannot be written to disk, or a folder cannot be renamed.
    pub fn publish(mut self) -> Result<Published, ResultsError> {
        moves::sync_all(&self.building).map_err(ResultsError::file(&self.building))?;
        let mut unfinished = hold();
        let placed = self.place();
        unfinished.retain(|one| !one.is_folder(&self.building));
        let (old, kept) = match placed {
            Ok(placed) => placed,
            Err(reason) => {
                let kept =
                    free_name(|n| dated(&self.place, n), |to| fs::rename(&self.building, to));
                let kept = kept.unwrap_or_else(|_| self.building.clone());
                self.building.clear();
                return Err(ResultsError::Unplaced { path: self.wanted.clone(), kept, reason });
            }
        };
        self.building.clear();
        // Some file systems keep names that are not on disk until they are asked; nothing more can be done if not.
        let _ = self.place.parent().map(moves::sync_folder);
        let mut left = std::mem::take(&mut self.left);
        if let Some(old) = old
            && !clear_ours(&old)
        {
            left.push(old);
        }
        Ok(Published { folder: self.wanted.clone(), kept, left })
    }

    /// Exchanges the folder for what stands at its place. Gives where old results are now that may be deleted, and
    /// where what must be kept is.
    fn place(&self) -> io::Result<(Option<PathBuf>, Option<PathBuf>)> {
        let (building, place) = (&self.building, &self.place);
        let state = standing(place, self.kind).unwrap_or(Standing::Unknown(Vec::new()));
        if matches!(state, Standing::Nothing | Standing::Empty) {
            // Onto a folder that is empty; if something came into it just now, this fails and nothing is lost.
            fs::rename(building, place)?;
            return Ok((None, None));
        }
        // Another program may have put something there while this run worked.
        let keep = self.replace || !matches!(state, Standing::Ours);
        if !keep {
            if moves::exchange(building, place)? {
                return Ok((Some(building.clone()), None));
            }
            let old = free_name(
                |n| numbered(place, "old", n),
                |to| moves::rename_twice(building, place, to),
            )?;
            return Ok((Some(old), None));
        }
        // From the name that the old folder is to have, so that the exchange itself moves it there.
        let aside = free_name(|n| dated(place, n), |to| fs::rename(building, to))?;
        let exchanged = moves::exchange(&aside, place);
        if let Ok(true) = exchanged {
            return Ok((None, Some(aside)));
        }
        fs::rename(&aside, building)?;
        exchanged?;
        let aside = free_name(|n| dated(place, n), |to| moves::rename_twice(building, place, to))?;
        Ok((None, Some(aside)))
    }
}

impl Drop for Pending {
    /// A study that stops half-way leaves nothing that looks whole.
    fn drop(&mut self) {
        if !self.building.as_os_str().is_empty() {
            let mut unfinished = hold();
            // Nothing sensible is left to do if even this fails; its name says that it is unfinished.
            let _ = contents::clear(&self.building, Own::Shaped);
            unfinished.retain(|one| !one.is_folder(&self.building));
        }
    }
}

/// Deletes what killed runs have left beside a place; gives what could not be deleted, or is not of this program.
fn clear_leftovers(place: &Path, word: &str) -> Vec<PathBuf> {
    let mut kept = Vec::new();
    for n in 1..=NAMES {
        let folder = numbered(place, word, n);
        if fs::symlink_metadata(&folder).is_err() {
            break;
        }
        if !clear_ours(&folder) {
            kept.push(folder);
        }
    }
    kept
}

/// Deletes a folder of results of this program; what is not of it stays. Says whether nothing remains.
pub fn clear(folder: &Path) -> bool {
    clear_ours(folder)
}

/// Deletes what is this program's own of a folder that it has left; whether nothing remains of it.
fn clear_ours(folder: &Path) -> bool {
    if fs::symlink_metadata(folder).is_ok_and(|there| !there.is_dir()) {
        return false;
    }
    let cleared = match Mark::read(folder) {
        Left::Ours(mark) if mark.files.is_empty() => contents::clear(folder, Own::Shaped),
        Left::Ours(mark) => contents::clear(folder, Own::Listed(&mark.files)),
        // Killed before it wrote its manifest, or when that was deleted as its last.
        Left::Older(_) | Left::Unknown => {
            let _ = fs::remove_file(folder.join(contents::part(super::mark::MANIFEST)));
            fs::remove_dir(folder)
        }
    };
    cleared.is_ok()
}
