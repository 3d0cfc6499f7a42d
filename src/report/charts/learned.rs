//! What the facts leave of each uncertain input: its central 90 % before and after.

use super::canvas::{Dash, Drawing};
use super::rows::{self, Rows, Words};
use super::{BLUE, GREY};
use crate::report::ReportError;
use crate::report::wording::Language;
use crate::report::wording::ranked::SHOWN;
use crate::results::calibrated::{Calibrated, Learned};

const THICK: f64 = 11.0;
/// Most room for the names of inputs.
const NAMES: f64 = 420.0;

/// The inputs of a calibration as a chart shows them.
#[derive(Clone, Debug)]
pub struct LearnedChart {
    words: Words,
    rows: Vec<Row>,
}

#[derive(Clone, Debug)]
struct Row {
    name: String,
    said: String,
    /// The median before, as a part of the central 90 % before.
    before: f64,
    /// The 5 %, 50 % and 95 % quantile after, as parts of the central 90 % before.
    after: Option<[f64; 3]>,
}

impl LearnedChart {
    /// The inputs of a calibration of which the facts say most.
    #[must_use]
    pub fn of(
        found: &Calibrated,
        scenario: &str,
        names: &dyn Fn(&str) -> String,
        language: Language,
    ) -> Self {
        let row = |one: &Learned| {
            let [low, median, high] = one.before;
            let part = |value: f64| (value - low) / (high - low);
            (high > low).then(|| Row {
                name: names(&one.path),
                said: language.learned_in_short(found, one),
                before: part(median),
                after: one.after.map(|after| after.map(part)),
            })
        };
        let words = Words {
            name: "calibrate",
            title: language.learned_title(found, names),
            subtitle: language.learned_subtitle().to_owned(),
            notes: language.calibrated_notes(found),
            source: rows::source(scenario, found.futures, found.seed, language),
        };
        Self { words, rows: found.inputs.iter().filter_map(row).take(SHOWN).collect() }
    }
}

/// Draws the inputs of a calibration.
///
/// # Errors
/// A font cannot be read, or the chart cannot be drawn.
pub(crate) fn draw_learned(
    chart: LearnedChart,
    language: Language,
) -> Result<Drawing, ReportError> {
    let LearnedChart { words, rows } = chart;
    let ends = || rows.iter().flat_map(|row| row.after.into_iter().flatten());
    let (low, high) = (ends().fold(0.0, f64::min), ends().fold(1.0, f64::max));
    let shown = Rows {
        names: rows.iter().map(|row| row.name.clone()).collect(),
        most: NAMES,
        remarks: Some(rows.iter().map(|row| row.said.clone()).collect()),
        values: low - 0.04..high + 0.04,
        ticks: vec![(0.0, "5%".to_owned()), (1.0, "95%".to_owned())],
        middle: None,
    };
    rows::draw(words, &shown, language, |canvas, panel, at, y| {
        let x = |part: f64| panel.at(part, 0.0).0;
        canvas.block((x(0.0), y - THICK), (x(1.0), y + THICK), GREY, 0.28)?;
        canvas.disc((x(rows[at].before), y), 5.0, GREY, true)?;
        let Some([from, middle, to]) = rows[at].after else { return Ok(()) };
        canvas.line(&[(x(from), y), (x(to), y)], BLUE, 4.0, Dash::Solid)?;
        canvas.disc((x(middle), y), 6.0, BLUE, false)
    })
}
