//! Where results are built and how they take their place: beside it, then renamed.

use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};

use super::ResultsError;

/// The file in an unfinished folder that its run holds locked.
const LOCK: &str = ".lock";

/// Results beside the place where they belong, until they are whole.
#[derive(Debug)]
pub struct Pending {
    wanted: PathBuf,
    /// The same without links.
    place: PathBuf,
    building: PathBuf,
    /// Held while this run writes, so that another one to the same place is refused.
    lock: File,
}

impl Pending {
    /// Starts a folder beside `wanted`; nothing is at `wanted` until [`Pending::publish`]. A folder there is
    /// replaced if it is empty or holds the file `mark`.
    ///
    /// # Errors
    /// If the folder cannot be made, or `wanted` is there and is something else.
    pub fn create(wanted: &Path, mark: &'static str) -> Result<Self, ResultsError> {
        if wanted.exists() && !wanted.join(mark).exists() {
            let empty = fs::read_dir(wanted).is_ok_and(|mut entries| entries.next().is_none());
            if !empty {
                return Err(ResultsError::NotResults { path: wanted.to_owned(), mark });
            }
        }
        // Where it really is: a link stays a link, and `.` has a name and a parent.
        let place = if wanted.exists() {
            fs::canonicalize(wanted).map_err(ResultsError::file(wanted))?
        } else {
            wanted.to_owned()
        };
        let building = beside(&place, "unfinished");
        let lock = building.join(LOCK);
        if let Ok(other) = File::open(&lock)
            && matches!(other.try_lock(), Err(TryLockError::WouldBlock))
        {
            return Err(ResultsError::Busy(wanted.to_owned()));
        }
        if building.exists() {
            fs::remove_dir_all(&building).map_err(ResultsError::file(&building))?;
        }
        fs::create_dir_all(&building).map_err(ResultsError::file(&building))?;
        let held = File::create(&lock).map_err(ResultsError::file(&lock))?;
        // A file system without locks only loses the warning.
        let _ = held.try_lock();
        Ok(Self { wanted: wanted.to_owned(), place, building, lock: held })
    }

    /// Where the results are now.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.building
    }

    /// Puts the folder in its place, instead of older results if there are any.
    ///
    /// # Errors
    /// If a folder cannot be renamed.
    pub fn publish(self) -> Result<PathBuf, ResultsError> {
        let lock = self.building.join(LOCK);
        fs::remove_file(&lock).map_err(ResultsError::file(&lock))?;
        // Closing the file would do it too.
        let _ = self.lock.unlock();
        replace(&self.building, &self.place)?;
        Ok(self.wanted.clone())
    }
}

impl Drop for Pending {
    /// A study that stops half-way leaves nothing that looks whole.
    fn drop(&mut self) {
        if self.building.exists() {
            // Nothing sensible is left to do if even this fails; its name says that it is unfinished.
            let _ = fs::remove_dir_all(&self.building);
        }
    }
}

/// `folder` with `.word` in front of its name's end, in the same parent, so that a rename is enough.
fn beside(folder: &Path, word: &str) -> PathBuf {
    let name = folder.file_name().map_or_else(|| "results".into(), |name| name.to_string_lossy());
    folder.with_file_name(format!(".{name}.{word}"))
}

fn replace(building: &Path, wanted: &Path) -> Result<(), ResultsError> {
    let old = beside(wanted, "old");
    if old.exists() {
        fs::remove_dir_all(&old).map_err(ResultsError::file(&old))?;
    }
    if wanted.exists() {
        fs::rename(wanted, &old).map_err(ResultsError::file(wanted))?;
    }
    fs::rename(building, wanted).map_err(ResultsError::file(wanted))?;
    if old.exists() {
        fs::remove_dir_all(&old).map_err(ResultsError::file(&old))?;
    }
    Ok(())
}
