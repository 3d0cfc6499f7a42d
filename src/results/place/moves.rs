//! How a folder takes the place of another: tried beforehand, at once where the system can, and on disk before.

use std::fs::{self, File};
use std::io::{self, ErrorKind};
use std::path::Path;

/// Tries whether a folder could be moved away, and moves nothing: it is renamed onto one that is not empty, which
/// never succeeds, and every other reason (a mount point, rights, another file system) is found before this one.
///
/// # Errors
/// Why it could not be moved.
pub(super) fn try_away(folder: &Path, not_empty: &Path) -> io::Result<()> {
    match fs::rename(folder, not_empty) {
        Err(error) => match error.kind() {
            ErrorKind::DirectoryNotEmpty | ErrorKind::AlreadyExists => Ok(()),
            // Other systems refuse this for a reason of their own, which says nothing.
            _ if !cfg!(unix) => Ok(()),
            _ => Err(error),
        },
        Ok(()) => Err(io::Error::other("a folder that was not empty was replaced")),
    }
}

/// Exchanges two folders at once; `false` if this system or file system cannot.
///
/// # Errors
/// Why they could not be exchanged.
#[cfg(any(target_os = "linux", target_os = "macos"))]
pub(super) fn exchange(one: &Path, other: &Path) -> io::Result<bool> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    use rustix::io::Errno;
    match renameat_with(CWD, one, CWD, other, RenameFlags::EXCHANGE) {
        Ok(()) => Ok(true),
        Err(Errno::INVAL | Errno::NOSYS | Errno::NOTSUP) => Ok(false),
        Err(error) => Err(error.into()),
    }
}

#[cfg(not(any(target_os = "linux", target_os = "macos")))]
pub(super) fn exchange(_: &Path, _: &Path) -> io::Result<bool> {
    Ok(false)
}

/// Puts `new` at `place`, and what was at `place` to `aside`, in two steps. If the second fails, the first is
/// taken back.
///
/// # Errors
/// Why a step failed. The place is as it was.
pub(super) fn rename_twice(new: &Path, place: &Path, aside: &Path) -> io::Result<()> {
    fs::rename(place, aside)?;
    fs::rename(new, place).inspect_err(|_| {
        // If not even this works, the old folder is whole at `aside`.
        let _ = fs::rename(aside, place);
    })
}

/// Has everything in a folder written to disk, the folder itself last.
///
/// # Errors
/// What could not be written.
pub(super) fn sync_all(folder: &Path) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let kind = entry.file_type()?;
        if kind.is_dir() {
            sync_all(&entry.path())?;
        } else if kind.is_file() {
            // Where a file cannot be opened for reading alone to be written to disk, for writing too.
            File::options().read(true).write(!cfg!(unix)).open(entry.path())?.sync_all()?;
        }
    }
    sync_folder(folder)
}

/// Has the names in a folder written to disk.
///
/// # Errors
/// If they cannot be written.
pub(super) fn sync_folder(folder: &Path) -> io::Result<()> {
    // Only on Unix a folder can be opened like a file. Some file systems do not know how to write a folder: then
    // nothing can be done.
    if cfg!(unix) {
        match File::open(folder)?.sync_all() {
            Err(error)
                if !matches!(error.kind(), ErrorKind::InvalidInput | ErrorKind::Unsupported) =>
            {
                return Err(error);
            }
            _ => {}
        }
    }
    Ok(())
}
