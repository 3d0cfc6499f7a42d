//! Where results are built and how they take their place.
//!
//! Results are built in a hidden folder beside their place, which is exchanged for what stands there when they are
//! whole. What is not known to be the program's own is never deleted: it is refused before anything is played, or moved aside.

mod contents;
mod lock;
mod moves;
mod refusal;

use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{self, ErrorKind, Write as _};
use std::path::{Component, Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use self::contents::Own;
use self::lock::{Asked, Lock};
use super::ResultsError;
use super::mark::{Kind, Left, Mark};

pub use self::refusal::{Published, Refusal};

/// Less free space than this holds no results at all: the smallest take some three megabytes.
const LEAST_SPACE: u64 = 4 << 20;
/// Names that are tried for a folder before it is given up.
const NAMES: u32 = 1_000;

/// What this process would leave behind if it ended now. Held while something takes its place, so that a signal
/// finds it before or after, and not between.
static UNFINISHED: Mutex<Vec<Unfinished>> = Mutex::new(Vec::new());

#[derive(Debug, PartialEq, Eq)]
enum Unfinished {
    /// A folder of results.
    Folder(PathBuf),
    /// The file of a lock.
    Lock(PathBuf),
}

impl Unfinished {
    fn is_folder(&self, path: &Path) -> bool {
        matches!(self, Self::Folder(folder) if folder == path)
    }
}

fn hold() -> MutexGuard<'static, Vec<Unfinished>> {
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
            && parts.extension().is_some_and(|end| end == "parts")
        {
            let _ = fs::remove_dir(parts);
        }
    }
    // Nothing may be published or said any more: whoever waits for this waits until the process ends.
    std::mem::forget(unfinished);
    dropped
}

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
    // What a killed process has left is in the way, and a link must not be followed.
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
            // Who may not write beside it, or cannot lock there, cannot be in the way of one who does.
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

/// What stands at a place.
enum Standing {
    Nothing,
    Empty,
    /// Results of the wanted kind and nothing else.
    Ours,
    /// Results of another command.
    OtherKind(Kind),
    /// Results, and things that are not of them.
    Mixed(Vec<String>),
    /// Results of a version that did not list what belongs to them.
    Older(String),
    /// Something else, with what is in it.
    Unknown(Vec<String>),
}

impl Standing {
    fn refuse(self, wanted: &Path, replace: bool) -> Result<(), Refusal> {
        let folder = wanted.to_owned();
        match self {
            Self::Nothing | Self::Empty | Self::Ours => Ok(()),
            _ if replace => Ok(()),
            Self::OtherKind(kind) => Err(Refusal::OtherKind { folder, kind }),
            Self::Mixed(names) => Err(Refusal::Mixed { folder, names }),
            Self::Older(version) => Err(Refusal::Older { folder, version }),
            Self::Unknown(names) => Err(Refusal::NotResults { folder, names }),
        }
    }
}

/// Looks at what stands at a place.
fn standing(place: &Path, kind: Kind) -> Result<Standing, Refusal> {
    let unreachable = |reason| Refusal::Unreachable { folder: place.to_owned(), reason };
    match fs::symlink_metadata(place) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Standing::Nothing),
        Err(error) => return Err(unreachable(error)),
        Ok(there) if !there.is_dir() => return Err(Refusal::NotAFolder(place.to_owned())),
        Ok(_) => {}
    }
    let none = std::collections::BTreeSet::new();
    let all = || contents::foreign(place, Own::Listed(&none)).map_err(unreachable);
    Ok(match Mark::read(place) {
        Left::Ours(mark) => {
            let names = contents::foreign(place, Own::Listed(&mark.files)).map_err(unreachable)?;
            if !names.is_empty() {
                Standing::Mixed(names.into_iter().collect())
            } else if mark.kind != kind {
                Standing::OtherKind(mark.kind)
            } else {
                Standing::Ours
            }
        }
        Left::Older(version) => Standing::Older(version),
        Left::Unknown => {
            let mut names: Vec<String> = all()?.into_iter().collect();
            if place.join(super::mark::MANIFEST).exists() {
                names.push(super::mark::MANIFEST.to_owned());
            }
            if names.is_empty() { Standing::Empty } else { Standing::Unknown(names) }
        }
    })
}

/// The place without links: what is there of the way to it, and the names of the rest.
fn resolve(wanted: &Path) -> Result<PathBuf, Refusal> {
    let unreachable = |reason| Refusal::Unreachable { folder: wanted.to_owned(), reason };
    if wanted.as_os_str().is_empty() {
        return Err(Refusal::NoName(wanted.to_owned()));
    }
    for above in wanted.ancestors() {
        let here = if above.as_os_str().is_empty() { Path::new(".") } else { above };
        let found = match fs::canonicalize(here) {
            Ok(found) => found,
            Err(error) if error.kind() == ErrorKind::NotFound => {
                if fs::symlink_metadata(here).is_ok() {
                    return Err(Refusal::DeadLink(wanted.to_owned()));
                }
                continue;
            }
            Err(error) => return Err(unreachable(error)),
        };
        let rest = wanted.strip_prefix(above).unwrap_or(Path::new(""));
        if rest.components().any(|part| !matches!(part, Component::Normal(_))) {
            return Err(Refusal::NoName(wanted.to_owned()));
        }
        let place = if rest.as_os_str().is_empty() { found } else { found.join(rest) };
        return match place.file_name() {
            Some(_) => Ok(place),
            None => Err(Refusal::NoName(wanted.to_owned())),
        };
    }
    Err(Refusal::NoName(wanted.to_owned()))
}

/// A hidden name beside a place: `.NAME.word`.
fn beside(place: &Path, word: &str) -> PathBuf {
    let mut name = OsString::from(".");
    name.push(place.file_name().unwrap_or_default());
    name.push(".");
    name.push(word);
    place.with_file_name(name)
}

/// The *n*-th such name: `.NAME.word`, `.NAME.word-2`, …
fn numbered(place: &Path, word: &str, n: u32) -> PathBuf {
    if n == 1 { beside(place, word) } else { beside(place, &format!("{word}-{n}")) }
}

/// The *n*-th name of today under which a folder is kept: `NAME.2026-11-28-n`. The day is that of UTC.
fn dated(place: &Path, n: u32) -> PathBuf {
    let today = jiff::Timestamp::now().to_zoned(jiff::tz::TimeZone::UTC).date();
    let mut name = place.file_name().unwrap_or_default().to_owned();
    name.push(format!(".{today}-{n}"));
    place.with_file_name(name)
}

/// Takes the first name that nothing has yet.
fn free_name(
    name: impl Fn(u32) -> PathBuf,
    take: impl Fn(&Path) -> io::Result<()>,
) -> io::Result<PathBuf> {
    for n in 1..=NAMES {
        let name = name(n);
        if fs::symlink_metadata(&name).is_ok() {
            continue;
        }
        match take(&name) {
            // Another process was faster.
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
            taken => return taken.map(|()| name),
        }
    }
    Err(io::Error::other("no name is free"))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_beside_a_place() {
        let place = Path::new("/a/b.c");
        assert_eq!(numbered(place, "old", 1), Path::new("/a/.b.c.old"));
        assert_eq!(numbered(place, "old", 2), Path::new("/a/.b.c.old-2"));
        let dated = dated(place, 3).to_string_lossy().into_owned();
        assert!(dated.starts_with("/a/b.c.2") && dated.ends_with("-3"), "{dated}");
    }

    #[test]
    fn a_place_is_found_without_links_and_must_have_a_name() {
        let here = fs::canonicalize(".").expect("a working directory");
        assert_eq!(resolve(Path::new("x/y")).expect("a place"), here.join("x/y"));
        assert_eq!(resolve(Path::new(".")).expect("a place"), here);
        assert_eq!(resolve(Path::new("src/../x")).expect("a place"), here.join("x"));
        for odd in ["nowhere/..", "nowhere/../x", "/", "", "nowhere/./.."] {
            assert!(resolve(Path::new(odd)).is_err(), "{odd}");
        }
    }
}
