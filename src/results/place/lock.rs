//! One process at a time writes to a place: a lock on a file beside it, held by the system as long as the process lives.

use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

/// Tries to get hold of a file that its holder deletes as it leaves.
const TRIES: usize = 1_000;

/// A lock that is held. The system lets it go when the process ends, however it ends.
#[derive(Debug)]
pub(super) struct Lock {
    path: PathBuf,
    /// Open as long as the lock is held.
    _file: File,
}

/// What became of asking for a lock.
#[derive(Debug)]
pub(super) enum Asked {
    Held(Lock),
    /// Another process holds the lock.
    Busy,
    /// The file system knows no locks.
    Unknown,
}

impl Lock {
    pub(super) fn ask(path: &Path) -> io::Result<Asked> {
        for _ in 0..TRIES {
            let file = File::options().create(true).truncate(false).write(true).open(path)?;
            match file.try_lock() {
                Ok(()) => {}
                Err(TryLockError::WouldBlock) => return Ok(Asked::Busy),
                Err(TryLockError::Error(error)) if unknown(&error) => return Ok(Asked::Unknown),
                Err(TryLockError::Error(error)) => return Err(error),
            }
            // Its last holder may have deleted it between the two steps: then this lock is on a file that nobody else
            // will find. Only a holder deletes it, so once it is held and still there, it stays.
            if is_at(&file, path) {
                super::unfinished::hold()
                    .push(super::unfinished::Unfinished::Lock(path.to_owned()));
                return Ok(Asked::Held(Self { path: path.to_owned(), _file: file }));
            }
        }
        Err(io::Error::other("the lock could not be taken"))
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        let mut unfinished = super::unfinished::hold();
        delete(&self.path);
        unfinished.retain(|one| *one != super::unfinished::Unfinished::Lock(self.path.clone()));
    }
}

/// Deletes the file of a lock that is still held. One that holds something was not made by this program.
pub(super) fn delete(path: &Path) {
    if cfg!(unix) && fs::symlink_metadata(path).is_ok_and(|file| file.is_file() && file.len() == 0)
    {
        let _ = fs::remove_file(path);
    }
}

fn unknown(error: &io::Error) -> bool {
    // Of the system's numbers, ENOLCK is the one that the standard library has no name for.
    #[cfg(unix)]
    if error.raw_os_error() == Some(rustix::io::Errno::NOLCK.raw_os_error()) {
        return true;
    }
    error.kind() == io::ErrorKind::Unsupported
}

#[cfg(unix)]
fn is_at(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    match (file.metadata(), fs::symlink_metadata(path)) {
        (Ok(held), Ok(there)) => (held.dev(), held.ino()) == (there.dev(), there.ino()),
        _ => false,
    }
}

/// Elsewhere the file is never deleted.
#[cfg(not(unix))]
fn is_at(_: &File, _: &Path) -> bool {
    true
}
