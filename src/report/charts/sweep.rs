//! Sweeps: an answer over the values of a key, with its range; a grid as a map of medians.

use super::axes::{levels, round_ticks, widest};
use super::canvas::{Align, Canvas, Dash, Drawing, Panel};
use super::data::{Cell, Data};
use super::frame::Size;
use super::{
    BLUE, HEADING, INK, LABEL, SOFT, Setting, Sheet, Shown, TICK, Type, VERMILION, legible,
};
use crate::report::ReportError;
use crate::results::answer::{Measured, SweepEntry};
use crate::results::saved::SavedError;

/// Height of a line of values, and of a row of a grid.
const LINE: f64 = 260.0;
const ROW: f64 = 58.0;
const BETWEEN: f64 = 30.0;
/// Sweeps in one chart.
const MOST: usize = 3;

/// Whether there is a sweep with a value to draw.
pub(super) fn shown(setting: &Setting<'_>) -> Result<Shown, SavedError> {
    Ok(if panels(setting).is_empty() { Shown::No } else { Shown::Yes })
}

/// A sweep by its first answer.
struct One<'a> {
    sweep: &'a SweepEntry,
    of: &'a Measured,
    at: usize,
}

fn panels<'a>(setting: &Setting<'a>) -> Vec<One<'a>> {
    let block = &setting.saved.manifest().answer;
    let first = |sweep: &'a SweepEntry| {
        let at = sweep.measured.iter().position(|of| of.asked)?;
        let known = sweep
            .points
            .iter()
            .any(|point| point.cells.get(at).is_some_and(|cell| cell.level.is_some()));
        known.then(|| One { sweep, of: &sweep.measured[at], at })
    };
    block.sweeps.iter().filter_map(first).take(MOST).collect()
}

fn height(one: &One<'_>) -> f64 {
    let foot = 2.6 * TICK.line() + 18.0;
    let head = HEADING.line() + 8.0;
    match one.sweep.axes.as_slice() {
        [rows, _] => head + ROW * rows.labels.len() as f64 + foot,
        _ => head + LINE + foot,
    }
}

/// Draws the sweeps below one another.
pub(super) fn draw(setting: &Setting<'_>, name: String) -> Result<Drawing, ReportError> {
    let language = setting.language;
    let manifest = setting.saved.manifest();
    let panels = panels(setting);
    let title = panels.first().map_or_else(String::new, |one| found(setting, one));
    let mut data =
        Data::new(&["sweep", "value", "by_value", "response", "scope", "q05", "q50", "q95"]);
    for one in &panels {
        let across = one.sweep.axes.get(1).map_or(1, |axis| axis.labels.len().max(1));
        for (number, point) in one.sweep.points.iter().enumerate() {
            let label = |axis: usize, at: usize| {
                one.sweep.axes.get(axis).and_then(|axis| axis.labels.get(at)).map(String::as_str)
            };
            let level = point.cells.get(one.at).and_then(|cell| cell.level);
            data.row([
                one.sweep.name.as_str().into(),
                Cell::from(label(0, number / across)),
                Cell::from(label(1, number % across)),
                one.of.response.name().into(),
                one.of.scope.as_str().into(),
                Cell::from(level.map(|level| level.low)),
                Cell::from(level.map(|level| level.median)),
                Cell::from(level.map(|level| level.high)),
            ]);
        }
    }
    let subtitle = language.sweep_subtitle(&setting.futures);
    let total: f64 =
        panels.iter().map(height).sum::<f64>() + BETWEEN * panels.len().saturating_sub(1) as f64;
    let sheet = Sheet { setting, name, title, subtitle, notes: Vec::new(), data };
    sheet.draw(total, |canvas, body| {
        let squeeze = (body.height / total).min(1.0);
        let mut top = body.top;
        for one in &panels {
            let heading = format!(
                "{}: {}",
                language.title(&one.sweep.title, &one.sweep.name),
                language.measured_short(manifest, one.of.response, &one.of.scope)
            );
            canvas.text(
                &heading,
                setting.size.margin(),
                top + HEADING.line() / 2.0,
                Align::Left,
                HEADING,
            );
            let tall = height(one) * squeeze;
            match one.sweep.axes.as_slice() {
                [_, _] => grid(canvas, setting, one, (top, tall))?,
                _ => line(canvas, setting, one, (top, tall))?,
            }
            top += tall + BETWEEN * squeeze;
        }
        Ok(())
    })
}

/// What the first sweep finds: its ends.
fn found(setting: &Setting<'_>, one: &One<'_>) -> String {
    let (language, manifest) = (setting.language, setting.saved.manifest());
    let labels = one.sweep.axes.first().map_or(&[][..], |axis| &axis.labels);
    let across = one.sweep.axes.get(1).map_or(1, |axis| axis.labels.len().max(1));
    let known: Vec<(usize, f64)> = one
        .sweep
        .points
        .iter()
        .enumerate()
        .filter_map(|(at, point)| Some((at / across, point.cells.get(one.at)?.level?.median)))
        .collect();
    let noun = language.measured_short(manifest, one.of.response, &one.of.scope);
    let (Some(first), Some(last)) = (known.first(), known.last()) else { return noun };
    let value = |value: f64| setting.quantity(one.of.response, &one.of.scope, value);
    let label = |at: usize| labels.get(at).cloned().unwrap_or_default();
    language.sweep_title(
        &noun,
        (&label(first.0), &label(last.0)),
        (&value(first.1), &value(last.1)),
    )
}

fn foot(canvas: &Canvas<'_>, one: &One<'_>, panel: &Panel) {
    let words = one.sweep.axes.last().map(|axis| axis.paths.join(", ")).unwrap_or_default();
    let y = panel.bottom + 14.0 + 1.7 * TICK.line();
    canvas.text(&words, f64::midpoint(panel.left, panel.right), y, Align::Middle, TICK);
}

fn line(
    canvas: &Canvas<'_>,
    setting: &Setting<'_>,
    one: &One<'_>,
    (top, tall): (f64, f64),
) -> Result<(), ReportError> {
    let Some(axis) = one.sweep.axes.first() else { return Ok(()) };
    let language = setting.language;
    let head = HEADING.line() + 8.0;
    let points: Vec<(f64, &str, [f64; 3])> = one
        .sweep
        .points
        .iter()
        .zip(axis.numbers.iter().zip(&axis.labels))
        .filter_map(|(point, (number, label))| {
            let level = point.cells.get(one.at)?.level?;
            Some((*number, label.as_str(), [level.low, level.median, level.high]))
        })
        .collect();
    let most = points.iter().map(|(.., level)| level[2]).fold(0.0, f64::max);
    let target = one.of.target.map(|target| target.bound.value);
    let (ticks, _) = round_ticks(0.0, most.max(target.unwrap_or(0.0)) * 1.02, 4.0);
    let end = ticks.last().copied().unwrap_or(1.0).max(most).max(target.unwrap_or(0.0));
    let bare = |value: f64| {
        language.bare(
            one.of.response,
            language.called(setting.saved.manifest(), &one.of.scope),
            value,
        )
    };
    let labels: Vec<String> = ticks.iter().map(|&tick| bare(tick)).collect();
    let left = setting.size.margin() + widest(canvas.fonts(), &labels, TICK.size) + 14.0;
    let right = setting.size.width() - setting.size.margin() - 24.0;
    let (first, last) = match (points.first(), points.last()) {
        (Some(first), Some(last)) if last.0 > first.0 => (first.0, last.0),
        (Some(first), _) => (first.0 - 0.5, first.0 + 0.5),
        _ => return Ok(()),
    };
    let bottom = top + tall - (2.6 * TICK.line() + 18.0);
    let panel =
        Panel::new(left..right, top + head..bottom, first..last, 0.0..end.max(f64::MIN_POSITIVE));
    levels(canvas, &panel, &ticks, bare)?;
    let of = |which: usize| points.iter().map(move |(x, _, level)| (*x, level[which]));
    let band: Vec<(f64, f64)> = of(0).chain(of(2).rev()).map(|(x, y)| panel.at(x, y)).collect();
    if points.len() > 1 {
        canvas.fill(&band, BLUE, 0.18)?;
    }
    let middle: Vec<(f64, f64)> = of(1).map(|(x, y)| panel.at(x, y)).collect();
    canvas.line(&middle, BLUE, 2.6, Dash::Solid)?;
    for &at in &middle {
        canvas.disc(at, 3.5, BLUE, false)?;
    }
    if let Some(target) = one.of.target {
        let (_, y) = panel.at(first, target.bound.value);
        canvas.line(&[(panel.left, y), (panel.right, y)], VERMILION, 1.6, Dash::Long)?;
        let word = language.bound(
            one.of.response,
            language.called(setting.saved.manifest(), &one.of.scope),
            target.bound,
            target.over,
        );
        let look = Type { colour: legible(VERMILION), ..TICK };
        canvas.text(&word, panel.left + 8.0, y + TICK.line() * 0.7, Align::Left, look);
    }
    let words: Vec<String> = points.iter().map(|(_, label, _)| (*label).to_owned()).collect();
    let room = widest(canvas.fonts(), &words, TICK.size) * 1.3;
    let mut free = f64::NEG_INFINITY;
    for (x, label, _) in &points {
        let (x, _) = panel.at(*x, 0.0);
        canvas.line(&[(x, panel.bottom), (x, panel.bottom + 6.0)], INK, 1.0, Dash::Solid)?;
        if x - free >= room {
            canvas.text(label, x, panel.bottom + 10.0 + TICK.line() / 2.0, Align::Middle, TICK);
            free = x;
        }
    }
    canvas.line(
        &[(panel.left, panel.bottom), (panel.right, panel.bottom)],
        INK,
        1.2,
        Dash::Solid,
    )?;
    foot(canvas, one, &panel);
    Ok(())
}

/// A map of medians: the darker, the higher; every number in its cell.
fn grid(
    canvas: &Canvas<'_>,
    setting: &Setting<'_>,
    one: &One<'_>,
    (top, tall): (f64, f64),
) -> Result<(), ReportError> {
    let [rows, columns] = one.sweep.axes.as_slice() else { return Ok(()) };
    let head = HEADING.line() + 8.0;
    let median =
        |at: usize| one.sweep.points.get(at)?.cells.get(one.at)?.level.map(|level| level.median);
    let known = || (0..one.sweep.points.len()).filter_map(median);
    let (low, high) =
        (known().fold(f64::INFINITY, f64::min), known().fold(f64::NEG_INFINITY, f64::max));
    let left = setting.size.margin() + widest(canvas.fonts(), &rows.labels, TICK.size) + 14.0;
    let right = setting.size.width() - setting.size.margin();
    let bottom = top + tall - (2.6 * TICK.line() + 18.0);
    let panel = Panel::new(
        left..right,
        top + head..bottom,
        0.0..columns.labels.len() as f64,
        0.0..rows.labels.len() as f64,
    );
    let across = columns.labels.len().max(1);
    for row in 0..rows.labels.len() {
        let y = rows.labels.len() as f64 - row as f64;
        for column in 0..across {
            let (from, to) = (panel.at(column as f64, y), panel.at(column as f64 + 1.0, y - 1.0));
            let middle = (f64::midpoint(from.0, to.0), f64::midpoint(from.1, to.1));
            let text = match median(row * across + column) {
                Some(value) => {
                    let part = if high > low { (value - low) / (high - low) } else { 0.5 };
                    canvas.block(
                        (from.0 + 1.0, from.1 + 1.0),
                        (to.0 - 1.0, to.1 - 1.0),
                        BLUE,
                        0.06 + 0.34 * part,
                    )?;
                    setting.quantity(one.of.response, &one.of.scope, value)
                }
                None => "–".to_owned(),
            };
            canvas.text(&text, middle.0, middle.1, Align::Middle, Type { colour: INK, ..LABEL });
        }
        let (_, y) = panel.at(0.0, y - 0.5);
        canvas.text(&rows.labels[row], left - 10.0, y, Align::Right, Type { colour: SOFT, ..TICK });
    }
    for (column, label) in columns.labels.iter().enumerate() {
        let (x, _) = panel.at(column as f64 + 0.5, 0.0);
        canvas.text(label, x, panel.bottom + 10.0 + TICK.line() / 2.0, Align::Middle, TICK);
    }
    foot(canvas, one, &panel);
    debug_assert!(Size::ALL.contains(&setting.size));
    Ok(())
}
