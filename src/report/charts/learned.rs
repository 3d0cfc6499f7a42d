//! What the facts leave of each uncertain input: its central 90 % before and after.

use super::axes::widest;
use super::canvas::{Align, Dash, Drawing, Panel};
use super::frame::{Frame, Size};
use super::text::Fonts;
use super::{BLUE, FAINT, GREY, INK, REMARK, TICK};
use crate::report::ReportError;
use crate::report::wording::Language;
use crate::report::wording::ranked::SHOWN;
use crate::results::calibrated::{Calibrated, Learned};

const ROW: f64 = 40.0;
const THICK: f64 = 11.0;
/// Most room for the names of inputs.
const NAMES: f64 = 420.0;

/// What such a chart shows.
#[derive(Clone, Debug)]
pub struct LearnedChart {
    title: String,
    subtitle: String,
    notes: Vec<String>,
    source: String,
    rows: Vec<Row>,
}

#[derive(Clone, Debug)]
struct Row {
    name: String,
    said: String,
    /// The median before, and the three quantiles after, as parts of the central 90 % before.
    before: f64,
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
        let rows = found.inputs.iter().filter_map(row).take(SHOWN).collect();
        let n = language.whole(found.futures as f64);
        let version = env!("CARGO_PKG_VERSION");
        let source = match language {
            Language::Ko => {
                format!("{scenario}. 모의실험 {n}회, seed {}, daegi {version}", found.seed)
            }
            Language::En => {
                format!("{scenario}. {n} futures, seed {}, daegi {version}", found.seed)
            }
        };
        Self {
            title: language.learned_title(found, names),
            subtitle: language.learned_subtitle().to_owned(),
            notes: language.calibrated_notes(found),
            source,
            rows,
        }
    }
}

/// Draws it.
///
/// # Errors
/// A font cannot be read, or the chart cannot be drawn.
pub(crate) fn draw_learned(
    chart: LearnedChart,
    language: Language,
) -> Result<Drawing, ReportError> {
    let fonts = Fonts::embedded()?;
    let LearnedChart { title, subtitle, notes, source, rows } = chart;
    let frame = Frame {
        fonts: &fonts,
        language,
        size: Size::Page,
        name: "calibrate".to_owned(),
        title,
        subtitle,
        notes,
        source,
        data: None,
    };
    let tall = ROW * rows.len().max(1) as f64;
    frame.draw(tall + 2.0 * TICK.line() + 20.0, |canvas, body| {
        let margin = Size::Page.margin();
        let names: Vec<String> = rows.iter().map(|row| row.name.clone()).collect();
        let said: Vec<String> = rows.iter().map(|row| row.said.clone()).collect();
        let left = margin + widest(&fonts, &names, REMARK.size).min(NAMES) + 18.0;
        let edge = Size::Page.width() - margin;
        let right = (edge - widest(&fonts, &said, REMARK.size) - 24.0).max(left + 200.0);
        let ends = || rows.iter().flat_map(|row| row.after.into_iter().flatten());
        let (low, high) = (ends().fold(0.0, f64::min), ends().fold(1.0, f64::max));
        let panel =
            Panel::new(left..right, body.top..body.top + tall, low - 0.04..high + 0.04, 0.0..1.0);
        for (at, label) in [(0.0, "5%"), (1.0, "95%")] {
            let (x, _) = panel.at(at, 0.0);
            canvas.line(&[(x, panel.top), (x, panel.bottom)], FAINT, 0.9, Dash::Solid)?;
            canvas.text(label, x, panel.bottom + 10.0 + TICK.line() / 2.0, Align::Middle, TICK);
        }
        for (at, row) in rows.iter().enumerate() {
            let y = panel.top + (at as f64 + 0.5) * ROW;
            let words = fonts.wrap(&row.name, REMARK.size, REMARK.weight, left - margin - 14.0);
            let shown = words.len().min(2);
            for (line, words) in words.iter().take(2).enumerate() {
                let shift = (line as f64 - 0.5 * (shown as f64 - 1.0)) * REMARK.size;
                canvas.text(words, left - 14.0, y + shift, Align::Right, REMARK);
            }
            let x = |part: f64| panel.at(part, 0.0).0;
            canvas.block((x(0.0), y - THICK), (x(1.0), y + THICK), GREY, 0.28)?;
            canvas.disc((x(row.before), y), 5.0, GREY, true)?;
            if let Some([from, middle, to]) = row.after {
                canvas.line(&[(x(from), y), (x(to), y)], BLUE, 4.0, Dash::Solid)?;
                canvas.disc((x(middle), y), 6.0, BLUE, false)?;
            }
            canvas.text(&row.said, right + 24.0, y, Align::Left, REMARK);
        }
        canvas.line(
            &[(panel.left, panel.bottom), (panel.right, panel.bottom)],
            INK,
            1.2,
            Dash::Solid,
        )
    })
}
