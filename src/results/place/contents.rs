//! What of a folder is the program's own, and how that and nothing else is deleted.

use std::collections::BTreeSet;
use std::fs::{self, DirEntry};
use std::io;
use std::path::Path;

use crate::results::mark::MANIFEST;
use crate::results::runs::LEDGER;

/// How own files are told from those of others. Paths are from the folder, with `/`.
#[derive(Clone, Copy, Debug)]
pub(super) enum Own<'a> {
    /// The manifest lists them.
    Listed(&'a BTreeSet<String>),
    /// Files by the names that the program gives: in a folder that was never finished, whose manifest lists nothing
    /// yet.
    Shaped,
}

/// Files at the top of a folder.
const TOP: [&str; 41] = [
    MANIFEST,
    LEDGER,
    "report.ko.html",
    "report.en.html",
    "report.ko.xlsx",
    "report.en.xlsx",
    "report.ko.pptx",
    "report.en.pptx",
    "brief.ko.html",
    "brief.en.html",
    "brief.ko.hwpx",
    "brief.en.hwpx",
    "brief.ko.pdf",
    "brief.en.pdf",
    "summary.json",
    "log.json",
    "jobs.csv",
    "busy.csv",
    "waits-by-size.csv",
    "waits-by-group.csv",
    "unit-hours.csv",
    "workload.toml",
    "reproduced.csv",
    "shard.json",
    "played.bin",
    "size.csv",
    "size.json",
    "size.ko.txt",
    "size.en.txt",
    "rank.csv",
    "rank.json",
    "rank.ko.txt",
    "rank.en.txt",
    "select.csv",
    "select.json",
    "select.ko.txt",
    "select.en.txt",
    "calibrate.csv",
    "calibrate.json",
    "calibrate.ko.txt",
    "calibrate.en.txt",
];
/// Folders in a results folder, and how the names of their files end.
const BELOW: [(&str, &[&str]); 3] = [
    ("tables", &[".csv", ".parquet"]),
    ("charts", &[".svg", ".png", ".csv"]),
    ("futures", &[".bin"]),
];

impl Own<'_> {
    fn file(self, path: &str) -> bool {
        let known = |path: &str| match self {
            Self::Listed(files) => files.contains(path),
            Self::Shaped => match path.split_once('/') {
                None => TOP.contains(&path),
                Some((folder, name)) => BELOW.iter().any(|(known, endings)| {
                    *known == folder && endings.iter().any(|ending| name.ends_with(ending))
                }),
            },
        };
        // The manifest is that by which the folder was known at all.
        path == MANIFEST || known(path) || whole(path).is_some_and(|path| known(&path))
    }

    fn folder(self, path: &str) -> bool {
        match self {
            Self::Listed(files) => files
                .iter()
                .any(|file| file.strip_prefix(path).is_some_and(|rest| rest.starts_with('/'))),
            Self::Shaped => BELOW.iter().any(|(known, _)| *known == path),
        }
    }
}

/// The name beside which a file is written before it takes its place.
pub(super) fn part(name: &str) -> String {
    format!(".{name}.part")
}

/// The path that a file written beside its place was meant for.
fn whole(path: &str) -> Option<String> {
    let (folder, name) = path.rsplit_once('/').map_or(("", path), |(folder, name)| (folder, name));
    let name = name.strip_prefix('.')?.strip_suffix(".part")?;
    Some(if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") })
}

/// Path of an entry from the folder that holds it all; `None` if it is no text, as no own name is.
fn path_of(before: &str, entry: &DirEntry) -> Option<String> {
    let name = entry.file_name();
    let name = name.to_str()?;
    Some(if before.is_empty() { name.to_owned() } else { format!("{before}/{name}") })
}

/// What stands in a folder and is not its own, in order. A folder of somebody else's is named, not walked.
pub(super) fn foreign(folder: &Path, own: Own<'_>) -> io::Result<BTreeSet<String>> {
    let mut found = BTreeSet::new();
    walk(folder, "", own, &mut found)?;
    Ok(found)
}

fn walk(folder: &Path, before: &str, own: Own<'_>, found: &mut BTreeSet<String>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        // A link is never followed: the program makes none.
        let kind = entry.file_type()?;
        match path_of(before, &entry) {
            Some(path) if kind.is_file() && own.file(&path) => {}
            Some(path) if kind.is_dir() && own.folder(&path) => {
                walk(&entry.path(), &path, own, found)?;
            }
            path => {
                let name = entry.file_name().to_string_lossy().into_owned();
                let mut path = path.unwrap_or_else(|| format!("{before}/{name}"));
                if kind.is_dir() {
                    path.push('/');
                }
                found.insert(path);
            }
        }
    }
    Ok(())
}

/// Every file of a folder that is its own by its name.
pub(super) fn shaped(folder: &Path) -> io::Result<BTreeSet<String>> {
    fn list(folder: &Path, before: &str, files: &mut BTreeSet<String>) -> io::Result<()> {
        for entry in fs::read_dir(folder)? {
            let entry = entry?;
            let (kind, path) = (entry.file_type()?, path_of(before, &entry));
            match path {
                Some(path) if kind.is_file() && Own::Shaped.file(&path) => {
                    files.insert(path);
                }
                Some(path) if kind.is_dir() && Own::Shaped.folder(&path) => {
                    list(&entry.path(), &path, files)?;
                }
                _ => {}
            }
        }
        Ok(())
    }
    let mut files = BTreeSet::new();
    list(folder, "", &mut files)?;
    Ok(files)
}

/// Deletes what is a folder's own, its manifest last, so that what is left of a deletion that stops half-way is
/// still known; then the folder, if nothing of somebody else's stands in it.
pub(super) fn clear(folder: &Path, own: Own<'_>) -> io::Result<()> {
    delete(folder, "", own)?;
    let only_manifest = fs::read_dir(folder)?.flatten().all(|entry| entry.file_name() == MANIFEST);
    if only_manifest {
        match fs::remove_file(folder.join(MANIFEST)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
    }
    fs::remove_dir(folder)
}

fn delete(folder: &Path, before: &str, own: Own<'_>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let kind = entry.file_type()?;
        let Some(path) = path_of(before, &entry) else { continue };
        if kind.is_file() && own.file(&path) && path != MANIFEST {
            fs::remove_file(entry.path())?;
        } else if kind.is_dir() && own.folder(&path) {
            delete(&entry.path(), &path, own)?;
            // A folder into which somebody put a file stays.
            match fs::remove_dir(entry.path()) {
                Err(error) if error.kind() != io::ErrorKind::DirectoryNotEmpty => {
                    return Err(error);
                }
                _ => {}
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn own_files_are_those_listed_and_what_is_written_beside_them() {
        let files = ["manifest.json", "tables/a.csv", "charts/b.ko.svg"].map(str::to_owned).into();
        let own = Own::Listed(&files);
        for path in
            ["manifest.json", "tables/a.csv", "charts/.b.ko.svg.part", ".manifest.json.part"]
        {
            assert!(own.file(path), "{path}");
        }
        for path in ["notes.md", "charts/b.en.svg", "tables/a.csv.bak", "charts/.x.part", "a.csv"] {
            assert!(!own.file(path), "{path}");
        }
        assert!(own.folder("tables") && own.folder("charts"));
        assert!(!own.folder("table") && !own.folder("tables/a.csv") && !own.folder("mine"));
    }

    #[test]
    fn an_unfinished_folder_is_known_by_the_names_that_the_program_gives() {
        for path in ["manifest.json", "jobs.csv", "tables/x.parquet", "charts/.l.en.svg.part"] {
            assert!(Own::Shaped.file(path), "{path}");
        }
        for path in ["notes.md", "tables/notes.md", "mine/x.csv", "tables/deep/x.txt"] {
            assert!(!Own::Shaped.file(path), "{path}");
        }
    }
}
