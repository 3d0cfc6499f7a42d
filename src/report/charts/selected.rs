//! The means of many options, the best first; those that were dropped are hollow.

use super::axes::{round_ticks, widest};
use super::canvas::{Align, Dash, Drawing, Panel};
use super::frame::{Frame, Size};
use super::text::Fonts;
use super::{BLUE, FAINT, INK, REMARK, TICK};
use crate::report::ReportError;
use crate::report::wording::{Calling, Language};
use crate::results::selected::{Selected, Standing};

const ROW: f64 = 40.0;
/// Options that are shown at the most.
const SHOWN: usize = 24;
/// Most room for the names of options, and what is said of them.
const NAMES: f64 = 420.0;

/// What such a chart shows.
#[derive(Clone, Debug)]
pub struct SelectedChart {
    title: String,
    subtitle: String,
    notes: Vec<String>,
    source: String,
    rows: Vec<Row>,
    unit: Calling,
    response: crate::measures::Response,
}

#[derive(Clone, Debug)]
struct Row {
    name: String,
    said: String,
    mean: f64,
    left: bool,
}

impl SelectedChart {
    /// The options that lag least.
    #[must_use]
    pub fn of(found: &Selected, scenario: &str, language: Language) -> Self {
        let rows = found.rows.iter().filter_map(|row| {
            Some(Row {
                name: language.option_name(&row.name),
                said: language.standing(row.standing),
                mean: row.mean?,
                left: !matches!(row.standing, Standing::Dropped { .. }),
            })
        });
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
            title: language.selected_title(found),
            subtitle: language.selected_subtitle(found),
            notes: language.selected_notes(found),
            source,
            rows: rows.take(SHOWN).collect(),
            unit: found.unit.clone(),
            response: found.response,
        }
    }
}

/// Draws it.
///
/// # Errors
/// A font cannot be read, or the chart cannot be drawn.
pub(crate) fn draw_selected(
    chart: SelectedChart,
    language: Language,
) -> Result<Drawing, ReportError> {
    let fonts = Fonts::embedded()?;
    let SelectedChart { title, subtitle, notes, source, rows, unit, response } = chart;
    let frame = Frame {
        fonts: &fonts,
        language,
        size: Size::Page,
        name: "select".to_owned(),
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
        let all = || rows.iter().map(|row| row.mean);
        let (low, high) =
            (all().fold(f64::INFINITY, f64::min), all().fold(f64::NEG_INFINITY, f64::max));
        let room = if high > low { 0.06 * (high - low) } else { 1.0 };
        let panel =
            Panel::new(left..right, body.top..body.top + tall, low - room..high + room, 0.0..1.0);
        let (ticks, _) = round_ticks(low - room, high + room, 5.0);
        for tick in ticks {
            let (x, _) = panel.at(tick, 0.0);
            canvas.line(&[(x, panel.top), (x, panel.bottom)], FAINT, 0.9, Dash::Solid)?;
            let words = language.bare(response, unit.in_language(language), tick);
            canvas.text(&words, x, panel.bottom + 10.0 + TICK.line() / 2.0, Align::Middle, TICK);
        }
        for (at, row) in rows.iter().enumerate() {
            let y = panel.top + (at as f64 + 0.5) * ROW;
            let words = fonts.wrap(&row.name, REMARK.size, REMARK.weight, left - margin - 14.0);
            let shown = words.len().min(2);
            for (line, words) in words.iter().take(2).enumerate() {
                let shift = (line as f64 - 0.5 * (shown as f64 - 1.0)) * REMARK.size;
                canvas.text(words, left - 14.0, y + shift, Align::Right, REMARK);
            }
            let (x, _) = panel.at(row.mean, 0.0);
            canvas.line(&[(panel.left, y), (x, y)], FAINT, 1.4, Dash::Solid)?;
            canvas.disc((x, y), 6.0, BLUE, !row.left)?;
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
