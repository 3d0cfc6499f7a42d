//! A log against the workload that was fitted to it: run times, sizes, hours.

use super::axes::{levels, round_ticks, round_top, widest};
use super::canvas::{Align, Canvas, Dash, Drawing, Panel};
use super::frame::{Frame, Size};
use super::text::Fonts;
use super::{BLUE, EndLabel, FAINT, HEADING, INK, TICK, VERMILION, end_labels, room};
use crate::report::ReportError;
use crate::report::wording::Language;
use crate::trace::Log;
use crate::trace::fit::Fit;

const RUNS: f64 = 330.0;
const BARS: f64 = 200.0;
const BETWEEN: f64 = 44.0;
const DAY: f64 = 86_400.0;

/// Draws the log against the fit.
///
/// # Errors
/// A font cannot be read, or the chart cannot be drawn.
pub(crate) fn draw_fit(log: &Log, fit: &Fit, language: Language) -> Result<Drawing, ReportError> {
    let fonts = Fonts::embedded()?;
    let file = std::path::Path::new(&log.name).file_name();
    let file = file.map_or_else(|| log.name.clone(), |name| name.to_string_lossy().into_owned());
    let frame = Frame {
        fonts: &fonts,
        language,
        size: Size::Page,
        name: "fit".to_owned(),
        title: language.fit_title().to_owned(),
        subtitle: language.fit_subtitle(&language.whole(fit.jobs as f64)),
        notes: vec![language.fit_note(fit.runs.first().map_or(0.0, |best| best.distance))],
        source: language.replay_source(&file, env!("CARGO_PKG_VERSION")),
        data: None,
    };
    let bars = HEADING.line() + 8.0 + BARS + BETWEEN + TICK.line();
    let hours = fit.cycle.as_ref().map_or(0.0, |_| bars);
    let height =
        HEADING.line() + 8.0 + RUNS + BETWEEN + TICK.line() + bars + hours - BETWEEN + 12.0;
    frame.draw(height, |canvas, body| {
        let head = body.top;
        let mut top = run_times(canvas, &fonts, fit, language, head)?;
        let sizes: Vec<(String, f64)> =
            fit.sizes.iter().map(|&(size, share)| (language.sizes(size, size), share)).collect();
        let labels = |share: f64| language.percent(share);
        top = columns(canvas, &fonts, top, language.fit_sizes(), &sizes, &labels)?;
        if let Some(cycle) = &fit.cycle {
            let hours: Vec<(String, f64)> = cycle
                .hours
                .iter()
                .enumerate()
                .map(|(hour, &weight)| (hour.to_string(), weight))
                .collect();
            let labels = |weight: f64| language.decimal(weight, 1);
            columns(canvas, &fonts, top, language.fit_hours(), &hours, &labels)?;
        }
        Ok(())
    })
}

/// The two distribution functions; gives the height under them.
fn run_times(
    canvas: &Canvas<'_>,
    fonts: &Fonts,
    fit: &Fit,
    language: Language,
    top: f64,
) -> Result<f64, ReportError> {
    canvas.text(
        language.fit_runs(),
        Size::Page.margin(),
        top + HEADING.line() / 2.0,
        Align::Left,
        HEADING,
    );
    let ticks = [0.0, 0.25, 0.5, 0.75, 1.0];
    let percents: Vec<String> = ticks.iter().map(|&tick| language.percent(tick)).collect();
    let left = Size::Page.margin() + widest(fonts, &percents, TICK.size) + 12.0;
    let log10 = |seconds: f64| libm::log10(seconds.max(1e-6));
    let sorted = &fit.sorted_runs;
    let (shortest, longest) = match (sorted.first(), sorted.last()) {
        (Some(&first), Some(&last)) => (log10(first), log10(last)),
        _ => (0.0, 1.0),
    };
    let (shortest, longest) = (shortest.floor(), longest.max(shortest.floor() + 1.0));
    let share = |seconds: f64| {
        sorted.partition_point(|run| *run <= seconds) as f64 / sorted.len().max(1) as f64
    };
    let labels = |place: &dyn Fn(f64) -> f64| {
        let label = |text: &str, colour| EndLabel { y: place(1.0), text: text.to_owned(), colour };
        [label(language.log_itself(), BLUE), label(language.fitted(), VERMILION)]
    };
    let right = Size::Page.width() - Size::Page.margin() - room(fonts, &labels(&|_| 0.0));
    let plot = top + HEADING.line() + 8.0;
    let panel = Panel::new(left..right, plot..plot + RUNS, shortest..longest, 0.0..1.0);
    levels(canvas, &panel, &ticks, |tick| language.percent(tick))?;
    let marks = [
        0.001,
        0.01,
        0.1,
        1.0,
        10.0,
        60.0,
        600.0,
        3_600.0,
        36_000.0,
        DAY,
        10.0 * DAY,
        100.0 * DAY,
        1_000.0 * DAY,
        10_000.0 * DAY,
    ];
    for mark in marks.into_iter().filter(|&mark| (shortest..=longest).contains(&log10(mark))) {
        let (x, _) = panel.at(log10(mark), 0.0);
        canvas.line(&[(x, panel.top), (x, panel.bottom)], FAINT, 0.7, Dash::Solid)?;
        let y = panel.bottom + 12.0 + TICK.line() / 2.0;
        canvas.text(&language.lasting(mark), x, y, Align::Middle, TICK);
    }
    let points = 400;
    let curve = |of: &dyn Fn(f64) -> f64| -> Vec<(f64, f64)> {
        let at = |step: i32| shortest + (longest - shortest) * f64::from(step) / f64::from(points);
        (0..=points).map(|step| panel.at(at(step), of(libm::pow(10.0, at(step))))).collect()
    };
    canvas.line(&curve(&share), BLUE, 2.6, Dash::Solid)?;
    if let Some(best) = fit.runs.first() {
        let of = |seconds: f64| best.shape.share_below(seconds);
        canvas.line(&curve(&of), VERMILION, 2.2, Dash::Long)?;
    }
    canvas.line(&[(left, panel.bottom), (right, panel.bottom)], INK, 1.2, Dash::Solid)?;
    end_labels(canvas, &panel, &labels(&|value| panel.at(0.0, value).1))?;
    Ok(plot + RUNS + BETWEEN + TICK.line())
}

/// Columns side by side; gives the height under them.
fn columns(
    canvas: &Canvas<'_>,
    fonts: &Fonts,
    top: f64,
    heading: &str,
    values: &[(String, f64)],
    label: &dyn Fn(f64) -> String,
) -> Result<f64, ReportError> {
    canvas.text(heading, Size::Page.margin(), top + HEADING.line() / 2.0, Align::Left, HEADING);
    let most = round_top(values.iter().map(|(_, value)| *value).fold(0.0, f64::max), 4.0);
    let (ticks, _) = round_ticks(0.0, most, 4.0);
    let names: Vec<String> = ticks.iter().map(|&tick| label(tick)).collect();
    let left = Size::Page.margin() + widest(fonts, &names, TICK.size) + 12.0;
    let plot = top + HEADING.line() + 8.0;
    let across = -0.6..values.len() as f64 - 0.4;
    let panel = Panel::new(
        left..Size::Page.width() - Size::Page.margin(),
        plot..plot + BARS,
        across,
        0.0..most,
    );
    levels(canvas, &panel, &ticks, label)?;
    let words: Vec<String> = values.iter().map(|(name, _)| name.clone()).collect();
    let each = (panel.right - panel.left) / values.len().max(1) as f64;
    let every = (widest(fonts, &words, TICK.size) * 1.2 / each).ceil().max(1.0) as usize;
    for (at, (name, value)) in values.iter().enumerate() {
        let (from, to) = (panel.at(at as f64 - 0.38, *value), panel.at(at as f64 + 0.38, 0.0));
        canvas.block(from, to, BLUE, 0.75)?;
        if at % every == 0 {
            let (x, _) = panel.at(at as f64, 0.0);
            let y = panel.bottom + 8.0 + TICK.line() / 2.0;
            canvas.text(name, x, y, Align::Middle, TICK);
        }
    }
    canvas.line(&[(left, panel.bottom), (panel.right, panel.bottom)], INK, 1.2, Dash::Solid)?;
    Ok(plot + BARS + BETWEEN + TICK.line())
}
