//! From a results folder to charts and a page. Reads what was saved, never simulates, and does no arithmetic
//! on the data beyond finding its place on paper.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

pub use self::answer::{Answers, Bar, OptionTable, Said, Shown, Tornado};
pub use self::charts::{
    Charts, Curve, CurvePoint, Drawing, LearnedChart, SelectedChart, Size, TextBox, TornadoChart,
    draw_charts,
};
pub use self::page::assumptions::{Moves, moves};
pub use self::parts::Part;
pub use self::sheets::Made;
pub use self::tried::Swept;
pub use self::wording::Language;
pub use self::wording::answers::Mark;
use crate::results::replay::Played;
use crate::results::saved::{Saved, SavedError};
use crate::trace::Log;
use crate::trace::fit::{Fit, Reproduced};

mod answer;
mod brief;
mod charts;
mod frontier;
mod grid;
mod package;
mod page;
mod parts;
mod picture;
mod sheets;
mod slides;
mod tried;
mod wording;
mod workbook;

use self::sheets::{Drawn, Sheets};
use crate::results::{self, Claimed, Refusal, ResultsError};

/// Why charts cannot be made.
#[derive(Debug, thiserror::Error)]
pub enum ReportError {
    /// The results folder cannot be read.
    #[error(transparent)]
    Saved(#[from] SavedError),
    /// A chart was asked for that these results do not have.
    #[error("there is no chart \"{name}\" in these results; there are: {known}")]
    UnknownChart {
        /// The name that was asked for.
        name: String,
        /// The names that there are.
        known: String,
    },
    /// A shipped font cannot be read.
    #[error("a font of the program cannot be read: {0}")]
    Font(String),
    /// The drawing library refused.
    #[error("a chart cannot be drawn: {0}")]
    Drawing(String),
    /// A workbook, slides or a document cannot be written.
    #[error("a file for an office program cannot be written: {0}")]
    Office(String),
    /// A chart could not be turned into a picture.
    #[error("the chart {name} cannot be made a picture: {reason}")]
    Picture {
        /// The chart.
        name: String,
        /// What went wrong.
        reason: String,
    },
    /// A file is there that is called like one of the report and does not belong to the results.
    #[error("{} is there already and the manifest does not list it, so it is not replaced: move it away", .0.display())]
    Foreign(PathBuf),
    /// A run writes to the folder.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The manifest cannot be written.
    #[error(transparent)]
    Results(#[from] ResultsError),
    /// A file or folder cannot be written.
    #[error("{path} cannot be written: {reason}")]
    Write {
        /// The file or folder.
        path: PathBuf,
        /// What the operating system said.
        reason: std::io::Error,
    },
}

impl ReportError {
    /// Whether the folder or the arguments are at fault, and not the program or the disk.
    #[must_use]
    pub fn is_users(&self) -> bool {
        use std::io::ErrorKind::{NotADirectory, NotFound, PermissionDenied, ReadOnlyFilesystem};
        let reach = |reason: &std::io::Error| {
            matches!(
                reason.kind(),
                NotADirectory | NotFound | PermissionDenied | ReadOnlyFilesystem
            )
        };
        match self {
            Self::Saved(_) | Self::UnknownChart { .. } | Self::Foreign(_) | Self::Refused(_) => {
                true
            }
            Self::Write { reason, .. } => reach(reason),
            Self::Results(ResultsError::File { source, .. }) => reach(source),
            Self::Results(_)
            | Self::Font(_)
            | Self::Drawing(_)
            | Self::Office(_)
            | Self::Picture { .. } => false,
        }
    }
}

/// A report that was made again.
#[derive(Debug)]
pub struct Again {
    /// The charts and files that were made.
    pub made: Made,
    /// What is not as the manifest says: files of tables that were changed, then the version of the program.
    pub remarks: Vec<String>,
    /// Whether a table was changed.
    pub changed: bool,
}

/// The answer to the scenario's question, in words.
///
/// # Errors
/// The folder is not a results folder, or a table is missing or odd.
pub fn answers(dir: &Path, language: Language) -> Result<Answers, ReportError> {
    Ok(answer::answers(&Saved::of_manifest(dir)?, language))
}

/// Makes what people read of a results folder: of each chart `charts/NAME.LANGUAGE.svg`, the same with its texts as
/// text (`.edit.svg`), `.png` for print, `NAME.slide.LANGUAGE.png` of 1280 × 720 dots, and its numbers (`NAME.csv`); and
/// `report.LANGUAGE.html`, which holds the charts. Where charts are named, no other is made, and no page. Every file is listed in the manifest; one that cannot be made
/// is listed as missing, and the others are made.
///
/// # Errors
/// The folder is not a results folder, an unknown chart was asked for, or the manifest cannot be written.
pub fn make(dir: &Path, language: Language, wanted: Charts<'_>) -> Result<Made, ReportError> {
    make_of(&mut Saved::open(dir)?, language, wanted, &usual(wanted))
}

/// Makes charts and page of a folder that may have been changed since: the tables are held against the manifest, and the
/// page says what differs.
///
/// # Errors
/// As [`make`], or a run is writing to the folder, or a file stands in the way that is not of the report.
pub fn make_again(
    dir: &Path,
    language: Language,
    wanted: Charts<'_>,
) -> Result<Again, ReportError> {
    make_parts(dir, language, wanted, &usual(wanted))
}

/// Makes these parts of a report of a folder, as [`make_again`] does: the brief, the workbook, the slides are made of the
/// answers and titles of the page and its charts.
///
/// # Errors
/// As [`make_again`].
pub fn make_parts(
    dir: &Path,
    language: Language,
    wanted: Charts<'_>,
    parts: &BTreeSet<Part>,
) -> Result<Again, ReportError> {
    let mut saved = Saved::open(dir)?;
    let _claimed = Claimed::new(dir)?;
    saved.compare()?;
    let made = make_of(&mut saved, language, wanted, parts)?;
    results::sync(dir)?;
    let remarks = language.remarks(saved.changed(), saved.manifest().mark.other_version());
    Ok(Again { made, remarks, changed: !saved.changed().is_empty() })
}

/// Charts and the page; no page where single charts are named.
fn usual(wanted: Charts<'_>) -> BTreeSet<Part> {
    match wanted {
        Charts::Only(_) => [Part::Charts].into(),
        Charts::Main | Charts::All => Part::USUAL.into(),
    }
}

fn make_of(
    saved: &mut Saved,
    language: Language,
    wanted: Charts<'_>,
    parts: &BTreeSet<Part>,
) -> Result<Made, ReportError> {
    let dir = saved.folder().to_owned();
    let charts = charts::draw_each(saved, language, wanted, parts::sizes(parts))?;
    let left_out = charts.left_out.clone();
    let sheets = parts::files(saved, language, parts, charts);
    let paths = sheets.paths();
    let listed = &saved.manifest().mark.files;
    let foreign =
        |path: &&String| !listed.contains(*path) && dir.join(path).symlink_metadata().is_ok();
    if let Some(path) = paths.iter().find(foreign) {
        return Err(ReportError::Foreign(dir.join(path)));
    }
    // Before they are there, so that none of them is ever taken for somebody else's.
    saved.list(paths)?;
    let mut made = sheets.write(&dir);
    made.left_out = left_out;
    if let Err(failure) = saved.list([]) {
        made.failures.push(failure.into());
    }
    Ok(made)
}

/// Makes the chart of the answers of a results folder, as it is shown while more futures are played: `charts/answers.LANGUAGE.svg`
/// and nothing else. Nothing is made where there is nothing to show.
///
/// # Errors
/// The folder is not a results folder, or the file cannot be written.
pub fn answer_chart(dir: &Path, language: Language) -> Result<(), ReportError> {
    let mut saved = Saved::of_manifest(dir)?;
    let wanted = ["answers".to_owned()];
    let drawn = draw_charts(&saved, language, Charts::Only(&wanted), Size::Page)?;
    let folder = dir.join("charts");
    for drawing in drawn {
        let name = format!("{}.svg", drawing.name);
        saved.list([format!("charts/{name}")])?;
        let path = folder.join(name);
        let written =
            std::fs::create_dir_all(&folder).and_then(|()| std::fs::write(&path, drawing.svg));
        written.map_err(|reason| ReportError::Write { path, reason })?;
    }
    Ok(())
}

/// Makes the charts of a replay in `charts/` of its folder: the busy curve, the queue, waits by size. `as_logged`
/// is what the log itself says.
#[must_use]
pub fn replay(
    dir: &Path,
    log: &Log,
    all: &[Played],
    as_logged: &[Played],
    language: Language,
) -> Made {
    Sheets::of(charts::draw_replay(log, all, as_logged, language)).write(dir)
}

/// Makes a line over the values of a key, in `charts/` of a folder.
#[must_use]
pub fn curve(dir: &Path, curve: Curve, language: Language) -> Made {
    let name = curve.name.clone();
    let sizes = vec![charts::draw_curve(curve, language)];
    Sheets::of([Drawn { name, language, is_of_results: false, is_appendix: false, sizes }])
        .write(dir)
}

/// Makes a tornado, in `charts/` of a folder.
#[must_use]
pub fn tornado(dir: &Path, tornado: TornadoChart, language: Language) -> Made {
    let sizes = vec![charts::draw_tornado(tornado, language)];
    Sheets::of([Drawn {
        name: "rank".to_owned(),
        language,
        is_of_results: false,
        is_appendix: false,
        sizes,
    }])
    .write(dir)
}

/// Makes the chart of the best of many options, in `charts/` of a folder.
#[must_use]
pub fn selected(dir: &Path, chart: SelectedChart, language: Language) -> Made {
    let sizes = vec![charts::draw_selected(chart, language)];
    Sheets::of([Drawn {
        name: "select".to_owned(),
        language,
        is_of_results: false,
        is_appendix: false,
        sizes,
    }])
    .write(dir)
}

/// Makes the chart of what facts leave of inputs, in `charts/` of a folder.
#[must_use]
pub fn learned(dir: &Path, chart: LearnedChart, language: Language) -> Made {
    let sizes = vec![charts::draw_learned(chart, language)];
    Sheets::of([Drawn {
        name: "calibrate".to_owned(),
        language,
        is_of_results: false,
        is_appendix: false,
        sizes,
    }])
    .write(dir)
}

/// Makes the plot of a log against the workload fitted to it, in `charts/` of a folder, and one of the log against
/// futures of that workload where there are any.
#[must_use]
pub fn fit(
    dir: &Path,
    log: &Log,
    fit: &Fit,
    reproduced: Option<&Reproduced>,
    language: Language,
) -> Made {
    let drawn = |name: &str, sheet| Drawn {
        name: name.to_owned(),
        language,
        is_of_results: false,
        is_appendix: false,
        sizes: vec![sheet],
    };
    let plot = drawn("fit", charts::draw_fit(log, fit, language));
    let futures = |found| drawn("reproduced", charts::draw_reproduced(log, found, language));
    Sheets::of([plot].into_iter().chain(reproduced.map(futures))).write(dir)
}
