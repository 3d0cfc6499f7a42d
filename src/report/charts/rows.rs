//! A chart of rows: each has its name at the left and, where there is one, a remark at the right; values run from left
//! to right. The charts of methods are of this kind.

use std::ops::Range;

use super::axes::widest;
use super::canvas::{Align, Canvas, Dash, Drawing, Panel};
use super::frame::{Frame, Size};
use super::text::Fonts;
use super::{FAINT, INK, REMARK, TICK};
use crate::report::ReportError;
use crate::report::wording::Language;

const ROW: f64 = 40.0;
/// Space from the names to the panel, and from a name to the panel's edge.
const BESIDE: (f64, f64) = (18.0, 14.0);
/// Space from the panel to the remarks.
const BEFORE_REMARKS: f64 = 24.0;
/// Space at the right of a panel without remarks.
const WITHOUT_REMARKS: f64 = 30.0;
/// Fewest points of width that remarks leave to the panel.
const NARROWEST: f64 = 200.0;

/// The words around a chart of rows.
#[derive(Clone, Debug)]
pub(super) struct Words {
    /// Name of the chart's files.
    pub(super) name: &'static str,
    pub(super) title: String,
    pub(super) subtitle: String,
    pub(super) notes: Vec<String>,
    pub(super) source: String,
}

/// The words beside the rows, and the scale of values.
pub(super) struct Rows {
    /// Name of each row.
    pub(super) names: Vec<String>,
    /// Most room for the names, in points.
    pub(super) most: f64,
    /// Remark on each row; `None`: the chart has no remarks.
    pub(super) remarks: Option<Vec<String>>,
    /// Values from the left edge of the panel to the right one.
    pub(super) values: Range<f64>,
    /// Values that a line and words mark.
    pub(super) ticks: Vec<(f64, String)>,
    /// A value that a line through all rows marks.
    pub(super) middle: Option<f64>,
}

/// The foot of a chart of a method: scenario, number of futures, seed and version.
pub(super) fn source(scenario: &str, futures: usize, seed: u64, language: Language) -> String {
    let (n, version) = (language.whole(futures as f64), env!("CARGO_PKG_VERSION"));
    match language {
        Language::Ko => format!("{scenario}. 모의실험 {n}회, seed {seed}, daegi {version}"),
        Language::En => format!("{scenario}. {n} futures, seed {seed}, daegi {version}"),
    }
}

/// The least and the greatest of some values, and a part of their distance as space at either end: one where they are
/// the same.
pub(super) fn with_room(values: impl Iterator<Item = f64> + Clone, part: f64) -> Range<f64> {
    let low = values.clone().fold(f64::INFINITY, f64::min);
    let high = values.fold(f64::NEG_INFINITY, f64::max);
    let room = if high > low { part * (high - low) } else { 1.0 };
    low - room..high + room
}

/// Draws a chart of rows; `paint` draws the values of one row, given its position and its height on the sheet.
///
/// # Errors
/// A font cannot be read, or the chart cannot be drawn.
pub(super) fn draw(
    words: Words,
    rows: &Rows,
    language: Language,
    paint: impl Fn(&Canvas<'_>, &Panel, usize, f64) -> Result<(), ReportError>,
) -> Result<Drawing, ReportError> {
    let fonts = Fonts::embedded()?;
    let Words { name, title, subtitle, notes, source } = words;
    let name = name.to_owned();
    let size = Size::Page;
    let frame =
        Frame { fonts: &fonts, language, size, name, title, subtitle, notes, source, data: None };
    let tall = ROW * rows.names.len().max(1) as f64;
    frame.draw(tall + 2.0 * TICK.line() + 20.0, |canvas, body| {
        let margin = size.margin();
        let left = margin + widest(&fonts, &rows.names, REMARK.size).min(rows.most) + BESIDE.0;
        let edge = size.width() - margin;
        let right = rows.remarks.as_ref().map_or(edge - WITHOUT_REMARKS, |remarks| {
            let room = widest(&fonts, remarks, REMARK.size);
            (edge - room - BEFORE_REMARKS).max(left + NARROWEST)
        });
        let panel =
            Panel::new(left..right, body.top..body.top + tall, rows.values.clone(), 0.0..1.0);
        for (value, words) in &rows.ticks {
            let (x, _) = panel.at(*value, 0.0);
            canvas.line(&[(x, panel.top), (x, panel.bottom)], FAINT, 0.9, Dash::Solid)?;
            canvas.text(words, x, panel.bottom + 10.0 + TICK.line() / 2.0, Align::Middle, TICK);
        }
        for (at, name) in rows.names.iter().enumerate() {
            let y = panel.top + (at as f64 + 0.5) * ROW;
            let room = left - margin - BESIDE.1;
            let words = fonts.wrap(name, REMARK.size, REMARK.weight, room);
            let shown = words.len().min(2);
            for (line, words) in words.iter().take(2).enumerate() {
                let shift = (line as f64 - 0.5 * (shown as f64 - 1.0)) * REMARK.size;
                canvas.text(words, left - BESIDE.1, y + shift, Align::Right, REMARK);
            }
            paint(canvas, &panel, at, y)?;
            if let Some(remark) = rows.remarks.as_ref().and_then(|remarks| remarks.get(at)) {
                canvas.text(remark, right + BEFORE_REMARKS, y, Align::Left, REMARK);
            }
        }
        if let Some(middle) = rows.middle {
            let (x, _) = panel.at(middle, 0.0);
            canvas.line(&[(x, panel.top), (x, panel.bottom)], INK, 1.4, Dash::Solid)?;
        }
        let bottom = [(panel.left, panel.bottom), (panel.right, panel.bottom)];
        canvas.line(&bottom, INK, 1.2, Dash::Solid)
    })
}
