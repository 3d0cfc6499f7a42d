//! How two ratios of a pool spread across futures, day by day, with some of the futures, and the
//! highest month of every one of them at the side.

use super::axes::{levels, months};
use super::canvas::{Align, Canvas, Colour, Dash, Drawing, Panel};
use super::data::{Cell, Data};
use super::frame::Size;
use super::ladder::shade;
use super::series::{Day, mean_over, on, ribbon, runs, steps, term, window};
use super::{
    BLUE, EndLabel, FAINT, GREEN, HEADING, INK, Setting, Sheet, Shown, TICK, end_labels, legible,
    room,
};
use crate::measures::{Measure, Response};
use crate::report::ReportError;
use crate::report::wording::Language;
use crate::results::PoolEntry;
use crate::results::figures::{Line, peaks, shape_of_shares};
use crate::results::saved::SavedError;

const RATIOS: [(Response, Colour); 2] =
    [(Response::AllocatedOfLeased, BLUE), (Response::BusyOfAllocated, GREEN)];
const HEIGHT: f64 = 215.0;
const BETWEEN: f64 = 56.0;
/// Width of the strip of peaks, and its bins.
const STRIP: f64 = 96.0;
const BINS: usize = 50;
/// Futures drawn one by one: more of them hide the bands.
const THREADS: usize = 5;

/// Whether there is a ratio to draw.
pub(super) fn shown(setting: &Setting<'_>, pool: &PoolEntry) -> Result<Shown, SavedError> {
    let (days, _) = setting.daily()?;
    let own =
        |ratio| days.get(&pool.name, Measure::Ratio(ratio)).iter().any(|day| day.q50.is_some());
    Ok(if RATIOS.iter().any(|(ratio, _)| own(*ratio)) { Shown::Yes } else { Shown::No })
}

/// Draws the bands of a pool: a panel for each ratio that has days.
pub(super) fn draw(
    setting: &Setting<'_>,
    name: String,
    pool: &PoolEntry,
) -> Result<Drawing, ReportError> {
    let ((days, _), samples) = (setting.daily()?, setting.samples()?);
    let Setting { language, size, .. } = *setting;
    let (from, to) = window(setting.saved);
    let term = term((from, to));
    let baseline = setting.saved.baseline();
    let gaps = days.gaps(&pool.name, (from, to));
    let mut series = Vec::new();
    for (at, (ratio, colour)) in RATIOS.into_iter().enumerate() {
        let own = days.get(&pool.name, Measure::Ratio(ratio));
        // Without jobs there is no use to show.
        if own.iter().any(|day| day.q50.is_some()) {
            let peaks = peaks(setting.saved, baseline, &pool.name, Measure::Ratio(ratio))?;
            series.push((at, ratio, colour, own, peaks));
        }
    }
    let margin = size.margin();
    let left = margin + setting.fonts.width("100%", TICK.size, TICK.weight) + 12.0;
    let labels = series
        .iter()
        .flat_map(|(_, _, colour, days, _)| ends(language, *colour, days, term, |_| 0.0));
    let strip_room = if size == Size::Phone { 0.0 } else { STRIP + 24.0 };
    let aside = room(setting.fonts, &labels.collect::<Vec<_>>()) + strip_room;
    let right = size.width() - margin - aside;
    let title = setting.pool_title(pool);
    let finding = series.first().map_or_else(String::new, |(.., days, _)| {
        let ends = [|day: &Day| day.q05, |day: &Day| day.q95];
        let [low, high] = ends.map(|end| mean_over(days, (from, to), end).unwrap_or(0.0));
        let whole = |share: f64| format!("{}%", language.whole(100.0 * share));
        language.bands_finds(title, &whole(low), &whole(high))
    });
    let mut data = Data::new(&["measure", "date", "q05", "q25", "q50", "q75", "q95"]);
    for (_, ratio, _, days, _) in &series {
        for day in *days {
            let date = Cell::Date(day.date);
            let [q05, q25, q50, q75, q95] =
                [day.q05, day.q25, day.q50, day.q75, day.q95].map(Cell::from);
            data.row([ratio.name().into(), date, q05, q25, q50, q75, q95]);
        }
    }
    let mut notes = vec![language.bands_note().to_owned()];
    let called = language.called(setting.saved.manifest(), &pool.name);
    let mut errors = Vec::new();
    for (_, ratio, ..) in &series {
        if let Some(widest) = whole_curve(setting, pool, *ratio)? {
            errors.push((language.formula(*ratio), language.distance(*ratio, called, widest)));
        }
    }
    if !errors.is_empty() {
        notes.push(language.curve_errors(&setting.futures, &errors));
    }
    let above = HEADING.line() + 14.0;
    let sheet = Sheet {
        setting,
        name,
        title: finding,
        subtitle: language.bands_subtitle(
            setting.baseline,
            &setting.futures,
            &language.stretch(term.0, term.1),
        ),
        notes,
        data,
    };
    let count = series.len() as f64;
    let fixed = count * above + (count - 1.0).max(0.0) * BETWEEN + 12.0 + TICK.line() + 4.0;
    sheet.draw(fixed + count * HEIGHT, |canvas, body| {
        let tall = (body.height - fixed) / count.max(1.0);
        for (row, (at, measure, colour, days, peaks)) in series.iter().enumerate() {
            let top = body.top + row as f64 * (above + tall + BETWEEN);
            let panel = Panel::new(
                left..right,
                top + above..top + above + tall,
                f64::from(from)..f64::from(to),
                0.0..1.0,
            );
            let middle = top + HEADING.line() / 2.0;
            canvas.text(&language.formula(*measure), margin, middle, Align::Left, HEADING);
            shade(canvas, &panel, &gaps)?;
            levels(canvas, &panel, &[0.0, 0.25, 0.5, 0.75, 1.0], |tick| {
                format!("{}%", language.whole(tick * 100.0))
            })?;
            months(canvas, &panel, language, row + 1 == series.len())?;
            fan(canvas, &panel, *colour, days)?;
            for line in samples.of(&pool.name, *at).take(THREADS) {
                thread(canvas, &panel, *colour, &line)?;
            }
            if strip_room > 0.0 {
                strip(canvas, setting, &panel, *colour, peaks)?;
            }
            let labels = ends(language, *colour, days, term, |value| panel.at(0.0, value).1);
            end_labels(canvas, &panel, &labels)?;
        }
        Ok(())
    })
}

/// Half the width of the band that covers the whole mean curve of a ratio, where it is widest; `None`: it has no error.
fn whole_curve(
    setting: &Setting<'_>,
    pool: &PoolEntry,
    ratio: Response,
) -> Result<Option<f64>, SavedError> {
    if !setting.saved.manifest().tables.contains_key("curves") {
        return Ok(None);
    }
    let table = setting.saved.columns("curves")?;
    let (alternatives, pools) = (table.words("alternative")?, table.words("pool")?);
    let (measures, widest) = (table.words("measure")?, table.numbers("widest")?);
    let at = (0..widest.len()).find(|&row| {
        alternatives[row] == setting.saved.baseline()
            && pools[row] == pool.name
            && measures[row] == ratio.name()
    });
    Ok(at.and_then(|row| widest[row]))
}

/// Two bands and the median.
fn fan(
    canvas: &Canvas<'_>,
    panel: &Panel,
    colour: Colour,
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
    canvas: &Canvas<'_>,
    panel: &Panel,
    colour: Colour,
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
    canvas: &Canvas<'_>,
    setting: &Setting<'_>,
    panel: &Panel,
    colour: Colour,
    peaks: &[f64],
) -> Result<(), ReportError> {
    let language = setting.language;
    let right = setting.size.width() - setting.size.margin();
    let left = right - STRIP;
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

/// Names of the bands with their means over a period, where they are on the last day that has any.
fn ends(
    language: Language,
    colour: Colour,
    days: &[Day],
    term: (i32, i32),
    height: impl Fn(f64) -> f64,
) -> Vec<EndLabel> {
    let last = days.iter().rev().find(|day| day.q50.is_some()).map(|day| day.date);
    let Some(day) = last.and_then(|date| on(days, date)) else { return Vec::new() };
    let label = |value: f64, text: String| EndLabel { y: height(value), text, colour };
    let mean = |value: fn(&Day) -> Option<f64>| mean_over(days, term, value);
    let mut labels = Vec::new();
    if let Some((at, median)) = day.q50.zip(mean(|day| day.q50)) {
        labels.push(label(at, language.median(&language.percent(median))));
    }
    let bands = [
        (day.q25, mean(|day| day.q25), mean(|day| day.q75), 50),
        (day.q05, mean(|day| day.q05), mean(|day| day.q95), 90),
    ];
    for (at, low, high, share) in bands {
        let (Some(at), Some(low), Some(high)) = (at, low, high) else { continue };
        let ends = format!(
            "{} {} ~ {}%",
            language.band(share),
            language.decimal(low * 100.0, 0),
            language.decimal(high * 100.0, 0)
        );
        labels.push(label(at, ends));
    }
    labels
}
