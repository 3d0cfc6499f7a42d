//! How two ratios of a pool spread across futures, day by day, with some of the futures, and the
//! highest month of every one of them at the side.

use plotters::style::RGBColor;

use super::axes::{levels, months};
use super::canvas::{Align, Canvas, Dash, Drawing, Panel};
use super::ladder::shade;
use super::series::{Day, gaps, on, ribbon, runs, steps, window};
use super::{
    BLUE, EndLabel, FAINT, GREEN, HEADING, INK, MARGIN, Setting, Sheet, TICK, WIDTH, end_labels,
    legible, room,
};
use crate::measures::{Measure, Response, Rung};
use crate::report::ReportError;
use crate::report::wording::Language;
use crate::results::PoolEntry;
use crate::results::figures::{Line, peaks, shape_of_shares};

const RATIOS: [(Response, RGBColor); 2] =
    [(Response::AllocatedOfLeased, BLUE), (Response::BusyOfAllocated, GREEN)];
const HEIGHT: f64 = 215.0;
const BETWEEN: f64 = 56.0;
/// Width of the strip of peaks, and its bins.
const STRIP: f64 = 96.0;
const BINS: usize = 50;
/// Futures drawn one by one: more of them hide the bands.
const THREADS: usize = 5;

/// Draws the bands of a pool.
pub(super) fn draw(
    setting: &Setting<'_>,
    name: String,
    pool: &PoolEntry,
) -> Result<Drawing, ReportError> {
    let ((days, _), samples) = (setting.daily()?, setting.samples()?);
    let language = setting.language;
    let (from, to) = window(setting.saved);
    let baseline = setting.saved.baseline();
    let peaks = |(measure, _)| peaks(setting.saved, baseline, &pool.name, Measure::Ratio(measure));
    let [allocated, busy] = RATIOS.map(peaks);
    let peaks = [allocated?, busy?];
    let gaps = gaps(days.get(&pool.name, Measure::Rung(Rung::Leased)), to);
    let series =
        RATIOS.map(|(ratio, colour)| (ratio, colour, days.get(&pool.name, Measure::Ratio(ratio))));
    let left = MARGIN + setting.fonts.width("100%", TICK.size, TICK.weight) + 12.0;
    let labels = series.iter().flat_map(|(_, colour, days)| ends(language, *colour, days, |_| 0.0));
    let aside = room(setting.fonts, &labels.collect::<Vec<_>>()) + STRIP + 24.0;
    let right = WIDTH - MARGIN - aside;

    let each = HEADING.line() + 14.0 + HEIGHT;
    let sheet = Sheet {
        setting,
        name,
        title: language.bands_title(setting.pool_title(pool)),
        subtitle: language.bands_subtitle(setting.baseline, &setting.futures),
        notes: vec![language.bands_note().to_owned()],
    };
    let height = 2.0 * each + BETWEEN + 12.0 + TICK.line() + 4.0;
    sheet.draw(height, |canvas, head| {
        for (at, (measure, colour, days)) in series.iter().enumerate() {
            let top = head + at as f64 * (each + BETWEEN);
            let panel = Panel::new(
                left..right,
                top + each - HEIGHT..top + each,
                f64::from(from)..f64::from(to),
                0.0..1.0,
            );
            let heading =
                format!("{} ({})", language.measure(*measure), language.formula(*measure));
            let middle = top + HEADING.line() / 2.0;
            canvas.text(&heading, MARGIN, middle, Align::Left, HEADING);
            shade(canvas, &panel, &gaps)?;
            levels(canvas, &panel, &[0.0, 0.25, 0.5, 0.75, 1.0], |tick| {
                format!("{}%", language.whole(tick * 100.0))
            })?;
            months(canvas, &panel, language, at == 1)?;
            fan(canvas, &panel, *colour, days)?;
            for line in samples.of(&pool.name, at).take(THREADS) {
                thread(canvas, &panel, *colour, &line)?;
            }
            strip(canvas, setting, &panel, *colour, &peaks[at])?;
            let labels = ends(language, *colour, days, |value| panel.at(0.0, value).1);
            end_labels(canvas, &panel, &labels)?;
        }
        Ok(())
    })
}

/// Two bands and the median.
fn fan(
    canvas: &Canvas<'_, '_>,
    panel: &Panel,
    colour: RGBColor,
    days: &[Day],
) -> Result<(), ReportError> {
    for run in runs(days, |day| day.q05.zip(day.q95)) {
        canvas.fill(&ribbon(panel, &run), colour, 0.22)?;
    }
    for run in runs(days, |day| day.q25.zip(day.q75)) {
        canvas.fill(&ribbon(panel, &run), colour, 0.36)?;
    }
    for run in runs(days, |day| day.q50) {
        canvas.line(&steps(panel, &run), colour, 2.0, Dash::Solid)?;
    }
    Ok(())
}

/// One future as a thin line; it breaks where there is no value.
fn thread(
    canvas: &Canvas<'_, '_>,
    panel: &Panel,
    colour: RGBColor,
    line: &Line,
) -> Result<(), ReportError> {
    let look = legible(colour);
    let mut points = Vec::new();
    for &(date, value) in line {
        if let Some(value) = value {
            points.push(panel.at(f64::from(date) + 0.5, value));
        } else {
            canvas.thread(&points, look)?;
            points.clear();
        }
    }
    canvas.thread(&points, look)
}

/// How the highest months of all futures spread, on the scale of the panel.
fn strip(
    canvas: &Canvas<'_, '_>,
    setting: &Setting<'_>,
    panel: &Panel,
    colour: RGBColor,
    peaks: &[f64],
) -> Result<(), ReportError> {
    let language = setting.language;
    let (left, right) = (WIDTH - MARGIN - STRIP, WIDTH - MARGIN);
    let heading = panel.top - 14.0 - HEADING.line() / 2.0;
    canvas.text(language.peaks_strip(), right, heading, Align::Right, TICK);
    for share in [0.0, 0.25, 0.5, 0.75, 1.0] {
        let (_, y) = panel.at(0.0, share);
        canvas.line(&[(left, y), (right, y)], FAINT, 0.9, Dash::Solid)?;
    }
    canvas.line(&[(left, panel.top), (left, panel.bottom)], INK, 1.2, Dash::Solid)?;
    for (bin, share) in shape_of_shares(peaks, BINS).into_iter().enumerate() {
        if share > 0.0 {
            let edge = |bin: usize| panel.at(0.0, bin as f64 / BINS as f64).1;
            let to = left + 2.0 + share * (right - left - 2.0);
            canvas.block((left + 2.0, edge(bin + 1) + 0.4), (to, edge(bin)), colour, 0.75)?;
        }
    }
    if let Some(middle) = peaks.get(peaks.len() / 2) {
        let text = language.median(&language.percent(*middle));
        let y = panel.bottom + 12.0 + TICK.line() / 2.0;
        canvas.text(&text, right, y, Align::Right, TICK);
    }
    Ok(())
}

/// Names of the bands, where they are on the last day that has any.
fn ends(
    language: Language,
    colour: RGBColor,
    days: &[Day],
    height: impl Fn(f64) -> f64,
) -> Vec<EndLabel> {
    let last = days.iter().rev().find(|day| day.q50.is_some()).map(|day| day.date);
    let Some(day) = last.and_then(|date| on(days, date)) else { return Vec::new() };
    let label = |value: f64, text: String| EndLabel { y: height(value), text, colour };
    let mut labels = Vec::new();
    if let Some(median) = day.q50 {
        labels.push(label(median, language.median(&language.percent(median))));
    }
    for (low, high, share) in [(day.q25, day.q75, 50), (day.q05, day.q95, 90)] {
        let Some((low, high)) = low.zip(high) else { continue };
        let ends = format!(
            "{} {}–{}%",
            language.band(share),
            language.decimal(low * 100.0, 0),
            language.decimal(high * 100.0, 0)
        );
        labels.push(label(low, ends));
    }
    labels
}
