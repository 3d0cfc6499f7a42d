//! Names beside a place: of what is built, locked, kept or put aside.

use std::ffi::OsString;
use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

/// Names that are tried for a folder before it is given up.
pub(super) const NAMES: u32 = 1_000;
/// The end of the name of a folder in which the parts of a run are put aside.
const PARTS: &str = "parts";

/// Where the parts of a run with results at a place are put aside: `NAME.parts`.
#[must_use]
pub fn parts_of(place: &Path) -> PathBuf {
    let mut name = place.file_name().unwrap_or_default().to_owned();
    name.push(".");
    name.push(PARTS);
    place.with_file_name(name)
}

/// Whether a folder is named as one of parts.
pub(super) fn is_of_parts(folder: &Path) -> bool {
    folder.extension().is_some_and(|end| end == PARTS)
}

/// A hidden name beside a place: `.NAME.word`.
pub(super) fn beside(place: &Path, word: &str) -> PathBuf {
    let mut name = OsString::from(".");
    name.push(place.file_name().unwrap_or_default());
    name.push(".");
    name.push(word);
    place.with_file_name(name)
}

/// The *n*-th such name: `.NAME.word`, `.NAME.word-2`, …
pub(super) fn numbered(place: &Path, word: &str, n: u32) -> PathBuf {
    if n == 1 { beside(place, word) } else { beside(place, &format!("{word}-{n}")) }
}

/// The *n*-th name of today under which a folder is kept: `NAME.2026-11-28-n`. The day is that of UTC.
pub(super) fn dated(place: &Path, n: u32) -> PathBuf {
    let today = jiff::Timestamp::now().to_zoned(jiff::tz::TimeZone::UTC).date();
    let mut name = place.file_name().unwrap_or_default().to_owned();
    name.push(format!(".{today}-{n}"));
    place.with_file_name(name)
}

/// Takes the first name that nothing has yet.
pub(super) fn free_name(
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
        assert_eq!(parts_of(place), Path::new("/a/b.c.parts"));
        assert!(is_of_parts(&parts_of(place)) && !is_of_parts(place));
    }
}
