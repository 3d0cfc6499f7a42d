//! From a results folder to charts and a page. Reads what was saved, never simulates, and does no arithmetic
//! on the data beyond finding its place on paper.

use std::path::{Path, PathBuf};

pub use self::charts::{Drawing, TextBox, draw_charts};
pub use self::page::answer::Answers;
pub use self::wording::Language;
use crate::results::replay::Played;
use crate::results::saved::{Saved, SavedError};
use crate::trace::Log;
use crate::trace::fit::Fit;

mod charts;
mod page;
mod picture;
mod wording;

/// Why charts cannot be made.
#[derive(Debug, thiserror::Error)]
pub enum ReportError {
    /// The results folder cannot be read.
    #[error(transparent)]
    Saved(#[from] SavedError),
    /// A chart was asked for that these results do not have.
    #[error("there is no chart \"{name}\" in these results; there are: {known}")]
    UnknownChart {
        /// What was asked for.
        name: String,
        /// What there is.
        known: String,
    },
    /// A shipped font cannot be read.
    #[error("a font of the program cannot be read: {0}")]
    Font(String),
    /// The drawing library refused.
    #[error("a chart cannot be drawn: {0}")]
    Drawing(String),
    /// A chart could not be turned into a picture.
    #[error("the chart {name} cannot be made a picture: {reason}")]
    Picture {
        /// The chart.
        name: String,
        /// What went wrong.
        reason: String,
    },
    /// A file or folder cannot be written.
    #[error("{path} cannot be written: {reason}")]
    Write {
        /// The file or folder.
        path: PathBuf,
        /// What the operating system said.
        reason: std::io::Error,
    },
}

/// The first answer to the scenario's question, then what else each alternative moves.
///
/// # Errors
/// The folder is not a results folder, or a table is missing or odd.
pub fn answers(dir: &Path, language: Language) -> Result<Answers, ReportError> {
    Ok(page::answer::answers(&Saved::open(dir)?, language)?)
}

/// Makes what people read of a results folder: `charts/NAME.LANGUAGE.svg`, `.png` and `@2x.png`, and
/// `report.LANGUAGE.html`, which holds them all. `only` names charts (`ladder-gpu`) or kinds of them
/// (`ladder`): then no other chart is made, and no page. Gives the files written.
///
/// # Errors
/// The folder is not a results folder, a table is missing or odd, an unknown chart was asked for,
/// or a file cannot be written.
pub fn make(
    dir: &Path,
    language: Language,
    only: Option<&[String]>,
) -> Result<Vec<PathBuf>, ReportError> {
    let saved = Saved::open(dir)?;
    let drawings = draw_charts(&saved, language, only)?;
    let folder = dir.join("charts");
    std::fs::create_dir_all(&folder)
        .map_err(|reason| ReportError::Write { path: folder.clone(), reason })?;
    let mut files = Vec::new();
    if only.is_none() {
        let page = page::page(&saved, language, &drawings)?;
        let name = format!("report.{}.html", language.code());
        files.push(picture::place(dir, &name, page.as_bytes())?);
    }
    for drawing in &drawings {
        files.extend(picture::write(drawing, &folder)?);
    }
    Ok(files)
}

/// Makes the charts of a replay in `charts/` of its folder: the busy curve, the queue, waits by size. `as_logged`
/// is what the log itself says. Gives the files written.
///
/// # Errors
/// A font cannot be read, a chart cannot be drawn, or a file cannot be written.
pub fn replay(
    dir: &Path,
    log: &Log,
    all: &[Played],
    as_logged: &[Played],
    language: Language,
) -> Result<Vec<PathBuf>, ReportError> {
    let folder = dir.join("charts");
    std::fs::create_dir_all(&folder)
        .map_err(|reason| ReportError::Write { path: folder.clone(), reason })?;
    let mut files = Vec::new();
    for drawing in charts::draw_replay(log, all, as_logged, language)? {
        files.extend(picture::write(&drawing, &folder)?);
    }
    Ok(files)
}

/// Makes the plot of a log against the workload fitted to it, in `charts/` of a folder. Gives the files written.
///
/// # Errors
/// A font cannot be read, the chart cannot be drawn, or a file cannot be written.
pub fn fit(
    dir: &Path,
    log: &Log,
    fit: &Fit,
    language: Language,
) -> Result<Vec<PathBuf>, ReportError> {
    let folder = dir.join("charts");
    std::fs::create_dir_all(&folder)
        .map_err(|reason| ReportError::Write { path: folder.clone(), reason })?;
    Ok(picture::write(&charts::draw_fit(log, fit, language)?, &folder)?.to_vec())
}
