//! What a report may consist of, and the files of each part.

use std::collections::BTreeSet;

use super::answer::Answers;
use super::brief::{Laid, Picture};
use super::charts::{Drawing, DrawnCharts, Size};
use super::sheets::{Drawn, Sheets};
use super::wording::Language;
use super::{ReportError, answer, brief, page, slides, workbook};
use crate::results::saved::Saved;

/// A part of a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// The charts, file by file.
    Charts,
    /// The page that says it all.
    Page,
    /// One sheet in the manner of ministries, as a page.
    Brief,
    /// The brief for 한글.
    Hwpx,
    /// The brief as PDF.
    Pdf,
    /// The workbook.
    Workbook,
    /// The slides.
    Slides,
}

impl Part {
    /// What is made where nothing is asked for.
    pub const USUAL: [Self; 2] = [Self::Charts, Self::Page];

    /// The file of the part; charts have many.
    pub(super) fn file(self, language: Language) -> Option<String> {
        let code = language.code();
        Some(match self {
            Self::Charts => return None,
            Self::Page => format!("report.{code}.html"),
            Self::Brief => format!("brief.{code}.html"),
            Self::Hwpx => format!("brief.{code}.hwpx"),
            Self::Pdf => format!("brief.{code}.pdf"),
            Self::Workbook => format!("report.{code}.xlsx"),
            Self::Slides => format!("report.{code}.pptx"),
        })
    }
}

/// The sizes in which charts are needed.
pub(super) fn sizes(parts: &BTreeSet<Part>) -> &'static [Size] {
    if parts.iter().any(|part| Part::USUAL.contains(part)) { &Size::ALL } else { &[Size::Slide] }
}

/// All files of the parts.
pub(super) fn files(
    saved: &Saved,
    language: Language,
    parts: &BTreeSet<Part>,
    charts: DrawnCharts,
) -> Sheets {
    let DrawnCharts { drawn, left_out } = charts;
    let answers = answer::answers(saved, language);
    let titles = titles(&drawn);
    let laid = [Part::Brief, Part::Hwpx, Part::Pdf].iter().any(|part| parts.contains(part));
    let laid = laid.then(|| brief_of(saved, &answers, &drawn, language));
    let sheet = || match &laid {
        Some(Ok(laid)) => Ok(laid),
        Some(Err(failure)) => Err(ReportError::Office(failure.to_string())),
        None => Err(ReportError::Office("there is no brief".to_owned())),
    };
    let mut made: Vec<(Part, Result<Vec<u8>, ReportError>)> = Vec::new();
    for &part in parts {
        let file = match part {
            Part::Charts => continue,
            Part::Page => {
                let (appendix, figures): (Vec<&Drawn>, Vec<&Drawn>) =
                    drawn.iter().partition(|one| one.is_appendix);
                let figures: Vec<Vec<&Drawing>> = figures.into_iter().map(drawings).collect();
                let appendix: Vec<&Drawing> =
                    appendix.into_iter().filter_map(|one| drawings(one).first().copied()).collect();
                let page = page::page(saved, language, (&figures, &appendix), &left_out);
                page.map(String::into_bytes).map_err(ReportError::from)
            }
            Part::Brief => sheet().map(|laid| brief::html::html(laid).into_bytes()),
            Part::Hwpx => sheet().and_then(brief::hwpx::hwpx),
            Part::Pdf => sheet().and_then(brief::pdf::pdf),
            Part::Workbook => workbook::workbook(saved, &answers, &titles, language),
            Part::Slides => slides::slides(saved, &answers, &titles, language),
        };
        made.push((part, file));
    }
    let mut sheets = match parts.contains(&Part::Charts) {
        true => Sheets::of(drawn),
        false => Sheets::default(),
    };
    for (part, file) in made.into_iter().rev() {
        if let Some(path) = part.file(language) {
            sheets.add(path, file);
        }
    }
    sheets
}

/// The sizes of a chart that are drawn.
fn drawings(one: &Drawn) -> Vec<&Drawing> {
    one.sizes.iter().filter_map(|one| one.as_ref().ok()).collect()
}

/// The brief, with the first chart that is drawn.
fn brief_of(
    saved: &Saved,
    answers: &Answers,
    drawn: &[Drawn],
    language: Language,
) -> Result<Laid, ReportError> {
    let slide = drawn.iter().find_map(|one| {
        let sizes = one.sizes.iter().filter_map(|size| size.as_ref().ok());
        sizes.min_by(|a, b| (a.height / a.width).total_cmp(&(b.height / b.width)))
    });
    brief::brief(saved, answers, slide.map(Picture::of).transpose()?, language)
}

/// The findings that stand over charts, by the names of the charts.
fn titles(drawn: &[Drawn]) -> workbook::Titles {
    let title = |one: &Drawn| {
        let drawing = one.sizes.iter().find_map(|size| size.as_ref().ok())?;
        Some((one.name.clone(), drawing.title.clone()))
    };
    drawn.iter().filter_map(title).collect()
}
