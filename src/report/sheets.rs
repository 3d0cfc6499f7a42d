//! What a report makes, file by file: one that cannot be made does not keep the others from being made.

use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use super::charts::Drawing;
use super::wording::Language;
use super::{ReportError, picture};
use crate::results::replace_file;

/// A chart in several sizes, that of a page first, or why it cannot be drawn.
pub(super) struct Drawn {
    /// The name of the sheet, without size and language.
    pub(super) name: String,
    pub(super) language: Language,
    /// Whether the sheet is of the results of a run: then it has a slide and its numbers, too.
    pub(super) is_of_results: bool,
    /// Whether the sheet is made only where it is asked for: then it is a file, and no page has it.
    pub(super) is_appendix: bool,
    pub(super) sizes: Vec<Result<Drawing, ReportError>>,
}

/// What was made, and what was not.
#[derive(Debug, Default)]
pub struct Made {
    /// The files.
    pub files: Vec<PathBuf>,
    /// Files that could not be made, as paths from the folder with `/`.
    pub missing: Vec<String>,
    /// Why.
    pub failures: Vec<ReportError>,
    /// A sentence for each chart that is not made because nothing would be seen in it.
    pub left_out: Vec<String>,
}

/// Files that are to be written.
#[derive(Debug, Default)]
pub(super) struct Sheets {
    files: Vec<(String, Vec<u8>)>,
    missing: Vec<String>,
    failures: Vec<ReportError>,
}

impl Sheets {
    /// The files of charts.
    pub(super) fn of(charts: impl IntoIterator<Item = Drawn>) -> Self {
        let mut sheets = Self::default();
        let place = |name: String| format!("charts/{name}");
        for drawn in charts {
            let paths: Vec<String> = picture::names(&drawn).into_iter().map(place).collect();
            match picture::files(drawn) {
                Ok(files) => {
                    sheets.files.extend(files.into_iter().map(|(name, file)| (place(name), file)));
                }
                Err(failure) => sheets.fail(paths, failure),
            }
        }
        sheets
    }

    /// One more file.
    pub(super) fn add(&mut self, path: String, bytes: Result<Vec<u8>, ReportError>) {
        match bytes {
            Ok(bytes) => self.files.insert(0, (path, bytes)),
            Err(failure) => self.fail([path], failure),
        }
    }

    fn fail(&mut self, paths: impl IntoIterator<Item = String>, failure: ReportError) {
        self.missing.extend(paths);
        self.failures.push(failure);
    }

    /// Paths of all files, made or not.
    pub(super) fn paths(&self) -> Vec<String> {
        self.files.iter().map(|(path, _)| path).chain(&self.missing).cloned().collect()
    }

    /// Writes them into a folder.
    pub(super) fn write(mut self, dir: &Path) -> Made {
        let mut made = Vec::new();
        for (path, bytes) in std::mem::take(&mut self.files) {
            match put(dir, &path, &bytes) {
                Ok(file) => made.push(file),
                Err(reason) => {
                    let failure = ReportError::Write { path: dir.join(&path), reason };
                    self.fail([path], failure);
                }
            }
        }
        Made { files: made, missing: self.missing, failures: self.failures, left_out: Vec::new() }
    }
}

fn put(dir: &Path, path: &str, bytes: &[u8]) -> io::Result<PathBuf> {
    let Some((folder, name)) = path.rsplit_once('/') else {
        return replace_file(dir, path, bytes, false);
    };
    let folder = dir.join(folder);
    match std::fs::create_dir(&folder) {
        Err(error) if error.kind() != ErrorKind::AlreadyExists => return Err(error),
        _ => {}
    }
    // A link would lead out of the folder.
    if !std::fs::symlink_metadata(&folder)?.is_dir() {
        return Err(ErrorKind::NotADirectory.into());
    }
    replace_file(&folder, name, bytes, false)
}
