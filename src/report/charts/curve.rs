//! A line with its range over the values of one key: what a sizing or a sweep finds.

use super::axes::{levels, round_ticks, round_top, widest};
use super::canvas::{Align, Dash, Drawing, Panel};
use super::frame::{Frame, Size};
use super::rows;
use super::text::Fonts;
use super::{BLUE, FAINT, HEADING, INK, LABEL, TICK, VERMILION, legible};
use crate::report::ReportError;
use crate::report::wording::Language;
use crate::results::sized::Sized;

const HEIGHT: f64 = 420.0;

/// What such a chart shows.
#[derive(Clone, Debug)]
pub struct Curve {
    /// The name of the chart in files.
    pub name: String,
    /// What the chart shows, in a sentence.
    pub title: String,
    /// What the curve is of, and over how many futures.
    pub subtitle: String,
    /// What stands beneath.
    pub notes: Vec<String>,
    /// Where the figures come from.
    pub source: String,
    /// What is varied.
    pub across: String,
    /// What the values show, along the upright axis.
    pub up: String,
    /// Values of shares, written in per cent.
    pub points: Vec<CurvePoint>,
    /// The line that has to be reached, and what it is called.
    pub bound: Option<(f64, String)>,
    /// The point that is the answer.
    pub answer: Option<usize>,
}

/// A point of the curve.
#[derive(Clone, Debug, PartialEq)]
pub struct CurvePoint {
    /// Place of the point along the axis.
    pub at: f64,
    /// The place as it is written.
    pub label: String,
    /// Lower end of the range.
    pub low: f64,
    /// The value.
    pub middle: f64,
    /// Upper end.
    pub high: f64,
}

impl Curve {
    /// The share of futures that meet the standards, by value.
    #[must_use]
    pub fn of_size(found: &Sized, scenario: &str, language: Language) -> Self {
        let mut answer = None;
        let mut points = Vec::new();
        for (at, point) in found.points.iter().enumerate() {
            let Some((met, share)) = point.met.and_then(|met| Some((met, met.share()?))) else {
                continue;
            };
            if found.answer == Some(at) {
                answer = Some(points.len());
            }
            let label = point.label.clone();
            points.push(CurvePoint {
                at: point.number,
                label,
                low: met.low,
                middle: share,
                high: met.high,
            });
        }
        let standards: Vec<String> =
            found.standards.iter().map(|one| language.standard(one)).collect();
        let source = rows::source(scenario, found.futures, found.seed, language);
        Self {
            name: "size".to_owned(),
            title: language.sized_title(found),
            subtitle: standards.join("; "),
            notes: language.sized_notes(found),
            source,
            across: found.vary.join(", "),
            up: language
                .pick(
                    "기준을 지키는 모의실험의 비율(95% 구간)",
                    "share of futures that meet the standard (95% interval)",
                )
                .to_owned(),
            points,
            bound: Some((found.probability, language.futures_of(found.probability))),
            answer,
        }
    }
}

/// Draws it.
///
/// # Errors
/// A font cannot be read, or the chart cannot be drawn.
pub(crate) fn draw_curve(curve: Curve, language: Language) -> Result<Drawing, ReportError> {
    let fonts = Fonts::embedded()?;
    let Curve { name, title, subtitle, notes, source, across, up, points, bound, answer } = curve;
    let frame = Frame {
        fonts: &fonts,
        language,
        size: Size::Page,
        name,
        title,
        subtitle,
        notes,
        source,
        data: None,
    };
    let head = HEADING.line() + 8.0;
    frame.draw(head + HEIGHT + 2.4 * TICK.line() + 30.0, |canvas, body| {
        let top = body.top;
        canvas.text(&up, Size::Page.margin(), top + HEADING.line() / 2.0, Align::Left, HEADING);
        let most = points.iter().map(|point| point.high).fold(0.0, f64::max);
        let most =
            round_top(most.max(bound.as_ref().map_or(0.0, |(value, _)| *value)), 5.0).min(1.0);
        let (ticks, _) = round_ticks(0.0, most, 5.0);
        let percent = |value: f64| format!("{}%", language.decimal(100.0 * value, 0));
        let labels: Vec<String> = ticks.iter().map(|&tick| percent(tick)).collect();
        let left = Size::Page.margin() + widest(&fonts, &labels, TICK.size) + 12.0;
        let right = Size::Page.width() - Size::Page.margin() - 20.0;
        let (first, last) = match (points.first(), points.last()) {
            (Some(first), Some(last)) if last.at > first.at => (first.at, last.at),
            (Some(first), _) => (first.at - 0.5, first.at + 0.5),
            _ => (0.0, 1.0),
        };
        let panel =
            Panel::new(left..right, top + head..top + head + HEIGHT, first..last, 0.0..most);
        levels(canvas, &panel, &ticks, percent)?;
        let place = |point: &CurvePoint, value: f64| panel.at(point.at, value);
        let band: Vec<(f64, f64)> = points
            .iter()
            .map(|point| place(point, point.low))
            .chain(points.iter().rev().map(|point| place(point, point.high)))
            .collect();
        if points.len() > 1 {
            canvas.fill(&band, BLUE, 0.18)?;
        }
        let line: Vec<(f64, f64)> = points.iter().map(|point| place(point, point.middle)).collect();
        canvas.line(&line, BLUE, 2.6, Dash::Solid)?;
        if let Some((value, word)) = &bound {
            let (_, y) = panel.at(first, *value);
            canvas.line(&[(panel.left, y), (panel.right, y)], VERMILION, 1.6, Dash::Long)?;
            let look = super::Type { colour: legible(VERMILION), ..TICK };
            canvas.text(word, panel.left + 8.0, y - TICK.line() * 0.7, Align::Left, look);
        }
        // As many labels as fit: the first, then evenly, and the answer in bold above the line.
        let words: Vec<String> = points.iter().map(|point| point.label.clone()).collect();
        let each = (panel.right - panel.left) / points.len().max(1) as f64;
        let every = ((widest(&fonts, &words, TICK.size) * 1.4 / each).ceil() as usize).max(1);
        for (at, point) in points.iter().enumerate() {
            let (x, _) = place(point, 0.0);
            if at % every == 0 {
                canvas.line(
                    &[(x, panel.bottom), (x, panel.bottom + 6.0)],
                    INK,
                    1.0,
                    Dash::Solid,
                )?;
                canvas.text(
                    &point.label,
                    x,
                    panel.bottom + 10.0 + TICK.line() / 2.0,
                    Align::Middle,
                    TICK,
                );
            }
        }
        if let Some(point) = answer.and_then(|at| points.get(at)) {
            let (x, y) = place(point, point.middle);
            canvas.line(&[(x, panel.bottom), (x, y)], FAINT, 1.4, Dash::Short)?;
            canvas.disc((x, y), 6.0, BLUE, false)?;
            let align =
                if x > f64::midpoint(panel.left, panel.right) { Align::Right } else { Align::Left };
            let beside = if align == Align::Right { -12.0 } else { 12.0 };
            canvas.text(&point.label, x + beside, y + LABEL.line() * 0.9, align, LABEL);
        }
        canvas.line(
            &[(panel.left, panel.bottom), (panel.right, panel.bottom)],
            INK,
            1.2,
            Dash::Solid,
        )?;
        let y = panel.bottom + 14.0 + 1.7 * TICK.line();
        canvas.text(&across, f64::midpoint(panel.left, panel.right), y, Align::Middle, TICK);
        Ok(())
    })
}
