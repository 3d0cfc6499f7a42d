//! The ladder of a pool: how much is installed, leased, allocated and busy; and under it the same
//! allocations over both denominators.

use plotters::style::RGBColor;

use super::axes::{levels, months, round_ticks, round_top, widest};
use super::canvas::{Align, Canvas, Dash, Drawing, Panel, Type};
use super::labels::stagger;
use super::series::{Day, Marker, gaps, on, ribbon, runs, steps, window};
use super::{
    BLUE, EndLabel, FAINT, GREEN, GREY, HEADING, INK, LABEL, MARGIN, ORANGE, PURPLE, REMARK,
    Setting, Sheet, TICK, VERMILION, WIDTH, end_labels, legible, room,
};
use crate::measures::{Measure, Response, Rung};
use crate::report::ReportError;
use crate::report::wording::numbers::date_of;
use crate::results::PoolEntry;

/// The rungs: measure, colour, line.
const RUNGS: [(Rung, RGBColor, Dash); 4] = [
    (Rung::Installed, GREY, Dash::Solid),
    (Rung::Leased, VERMILION, Dash::Long),
    (Rung::Allocated, BLUE, Dash::Solid),
    (Rung::Busy, GREEN, Dash::Solid),
];

/// The two ratios that are both called utilisation.
const RATIOS: [(Response, RGBColor, Dash); 2] = [
    (Response::AllocatedOfLeased, BLUE, Dash::Solid),
    (Response::AllocatedOfInstalled, PURPLE, Dash::Short),
];

const LADDER_HEIGHT: f64 = 330.0;
const RATIO_HEIGHT: f64 = 170.0;

/// Draws the ladder of a pool.
pub(super) fn draw(
    setting: &Setting<'_>,
    name: String,
    pool: &PoolEntry,
) -> Result<Drawing, ReportError> {
    let (days, markers) = setting.daily()?;
    let language = setting.language;
    let (from, to) = window(setting.saved);
    let rungs = RUNGS.map(|(rung, ..)| days.get(&pool.name, Measure::Rung(rung)));
    let gaps = gaps(rungs[1], to);
    let last = rungs.iter().filter_map(|days| days.last()).map(|day| day.date).max().unwrap_or(to);

    let most = rungs.iter().flat_map(|days| days.iter());
    let most = most.flat_map(|day| [day.mean, day.q95]).flatten().fold(0.0, f64::max);
    let top = round_top(most * 1.02, 5.0);
    let (ticks, decimals) = round_ticks(0.0, top, 5.0);
    let tick_label = |tick: f64| language.short(tick, decimals);
    let tick_labels: Vec<String> = ticks.iter().map(|&tick| tick_label(tick)).collect();
    let unit = setting.unit(pool);
    let share_label = |tick: f64| format!("{}%", language.whole(tick * 100.0));
    let left =
        MARGIN + widest(setting.fonts, &tick_labels, TICK.size).max(share_width(setting)) + 12.0;

    let amount_at_end: Vec<String> = rungs
        .iter()
        .zip(RUNGS)
        .map(|(days, (measure, ..))| {
            let value = on(days, last).and_then(|day| day.mean);
            let amount = value.map(|value| language.units(value, unit)).unwrap_or_default();
            format!("{} {amount}", language.words(measure.words())).trim_end().to_owned()
        })
        .collect();
    let ratios = RATIOS.map(|(ratio, ..)| days.get(&pool.name, Measure::Ratio(ratio)));
    let share_at_end: Vec<String> = ratios
        .iter()
        .zip(RATIOS)
        .map(|(days, (measure, ..))| {
            let value = on(days, last).and_then(|day| day.mean);
            let share = value.map(|value| language.percent(value)).unwrap_or_default();
            format!("{} {share}", language.measure(measure)).trim_end().to_owned()
        })
        .collect();
    let label =
        |y: f64, text: &str, colour: RGBColor| EndLabel { y, text: text.to_owned(), colour };
    let all = amount_at_end.iter().chain(&share_at_end);
    let all: Vec<EndLabel> = all.map(|text| label(0.0, text, INK)).collect();
    let right = WIDTH - MARGIN - room(setting.fonts, &all);

    let signs = signs(setting, markers, &rungs, (from, to));
    let x = |day: i32| left + (right - left) * f64::from(day - from) / f64::from(to - from);
    let wide: Vec<(f64, f64)> =
        signs.iter().map(|sign| (x(sign.marker.q50), sign.width(setting))).collect();
    let perches = stagger(&wide, left, WIDTH - MARGIN, 14.0);
    let row = 2.0 * REMARK.line() + 6.0;
    let rows = perches.iter().map(|perch| perch.row + 1).max().unwrap_or(0) as f64;

    let plot = HEADING.line() + 10.0 + rows * row;
    let second = plot + LADDER_HEIGHT + 26.0 + HEADING.line() + 14.0;
    let height = second + RATIO_HEIGHT + 12.0 + TICK.line() + 4.0;
    let sheet = Sheet {
        setting,
        name,
        title: language.ladder_title(setting.pool_title(pool)),
        subtitle: language.ladder_subtitle(
            setting.baseline,
            &setting.futures,
            &language.day(date_of(last)),
        ),
        notes: vec![language.ladder_note().to_owned()],
    };
    sheet.draw(height, |canvas, head| {
        let span = f64::from(from)..f64::from(to);
        let down = |from: f64, height: f64| head + from..head + from + height;
        let panel = Panel::new(left..right, down(plot, LADDER_HEIGHT), span.clone(), 0.0..top);
        let ratio = Panel::new(left..right, down(second, RATIO_HEIGHT), span, 0.0..1.0);
        canvas.text(
            &language.ladder_panel(unit),
            MARGIN,
            head + HEADING.line() / 2.0,
            Align::Left,
            HEADING,
        );
        let heading = ratio.top - 14.0 - HEADING.line() / 2.0;
        canvas.text(language.denominators_panel(), MARGIN, heading, Align::Left, HEADING);

        for panel in [&panel, &ratio] {
            shade(canvas, panel, &gaps)?;
        }
        levels(canvas, &panel, &ticks, tick_label)?;
        months(canvas, &panel, language, false)?;
        levels(canvas, &ratio, &[0.0, 0.25, 0.5, 0.75, 1.0], share_label)?;
        months(canvas, &ratio, language, true)?;

        paint_rungs(canvas, &panel, &rungs)?;
        let mut ends = Vec::new();
        for ((days, (_, colour, _)), text) in rungs.iter().zip(RUNGS).zip(&amount_at_end) {
            if let Some(value) = on(days, last).and_then(|day| day.mean) {
                ends.push(label(panel.at(0.0, value).1, text, colour));
            }
        }
        end_labels(canvas, &panel, &ends)?;

        let mut ends = Vec::new();
        for ((days, (_, colour, dash)), text) in ratios.iter().zip(RATIOS).zip(&share_at_end) {
            for run in runs(days, |day| day.mean) {
                canvas.line(&steps(&ratio, &run), colour, 2.6, dash)?;
            }
            if let Some(value) = on(days, last).and_then(|day| day.mean) {
                ends.push(label(ratio.at(0.0, value).1, text, colour));
            }
        }
        end_labels(canvas, &ratio, &ends)?;
        both_denominators(canvas, setting, &ratio, &ratios, &gaps)?;
        gap_labels(canvas, setting, &panel, &gaps, &rungs);

        for (sign, perch) in signs.iter().zip(&perches) {
            let bottom = panel.top - perch.row as f64 * row;
            let x = panel.at(f64::from(sign.marker.q50), 0.0).0;
            let (low, high) = (sign.marker.q05.max(from), sign.marker.q95.min(to));
            canvas.line(&[(x, bottom - row + 4.0), (x, panel.bottom)], INK, 1.1, Dash::Dots)?;
            let (low, high) = (panel.at(f64::from(low), 0.0).0, panel.at(f64::from(high), 0.0).0);
            canvas.line(&[(low, panel.top), (high, panel.top)], INK, 3.2, Dash::Solid)?;
            let first = bottom - row + 2.0 + REMARK.line() / 2.0;
            canvas.text(&sign.title, perch.left, first, Align::Left, REMARK);
            canvas.text(&sign.date, perch.left, first + REMARK.line(), Align::Left, TICK);
        }
        Ok(())
    })
}

fn share_width(setting: &Setting<'_>) -> f64 {
    setting.fonts.width("100%", TICK.size, TICK.weight)
}

/// A dated event with its words.
struct Sign<'a> {
    marker: &'a Marker,
    title: String,
    date: String,
}

impl Sign<'_> {
    fn width(&self, setting: &Setting<'_>) -> f64 {
        let width = |text: &str, look: Type| setting.fonts.width(text, look.size, look.weight);
        width(&self.title, REMARK).max(width(&self.date, TICK))
    }
}

/// The fundings and deliveries within the window that raise what is leased or installed here.
fn signs<'a>(
    setting: &Setting<'_>,
    markers: &'a [Marker],
    rungs: &[&[Day]; 4],
    (from, to): (i32, i32),
) -> Vec<Sign<'a>> {
    let language = setting.language;
    let manifest = setting.saved.manifest();
    let raises = |marker: &Marker, days: &[Day]| {
        let before = on(days, (marker.q05 - 1).max(from)).and_then(|day| day.mean);
        let after = on(days, (marker.q95 + 1).min(to - 1)).and_then(|day| day.mean);
        before.zip(after).is_some_and(|(before, after)| after > before + 0.5)
    };
    let mut signs = Vec::new();
    for marker in markers.iter().filter(|one| one.q50 > from && one.q50 < to) {
        let (list, rung) = match marker.kind.as_str() {
            "funding-starts" => (&manifest.fundings, rungs[1]),
            "delivery" => (&manifest.expansions, rungs[0]),
            _ => continue,
        };
        if raises(marker, rung) {
            let title = language.title_in(list, &marker.name);
            signs.push(Sign {
                marker,
                title: language.marker(&marker.kind, title),
                date: language.day(date_of(marker.q50)),
            });
        }
    }
    signs
}

/// Shades the gaps.
pub(super) fn shade(
    canvas: &Canvas<'_, '_>,
    panel: &Panel,
    gaps: &[(i32, i32)],
) -> Result<(), ReportError> {
    for &(start, end) in gaps {
        let clip = |day: i32| f64::from(day).clamp(panel.x.start, panel.x.end);
        let (start, end) = (panel.at(clip(start), 0.0).0, panel.at(clip(end), 0.0).0);
        if end > start {
            canvas.block((start, panel.top), (end, panel.bottom), ORANGE, 0.16)?;
        }
    }
    Ok(())
}

/// The lines of the ladder over their areas and bands.
fn paint_rungs(
    canvas: &Canvas<'_, '_>,
    panel: &Panel,
    rungs: &[&[Day]; 4],
) -> Result<(), ReportError> {
    let [installed, leased, allocated, busy] = *rungs;
    let unleased = |day: &Day| day.mean.zip(on(leased, day.date).and_then(|day| day.mean));
    for run in runs(installed, unleased) {
        canvas.fill(&ribbon(panel, &run), FAINT, 0.7)?;
    }
    for (days, colour) in [(allocated, BLUE), (busy, GREEN)] {
        for run in runs(days, |day| day.q05.zip(day.q95)) {
            canvas.fill(&ribbon(panel, &run), colour, 0.2)?;
        }
    }
    for (days, (_, colour, dash)) in rungs.iter().zip(RUNGS).rev() {
        for run in runs(days, |day| day.mean) {
            let width = match colour {
                GREY => 3.4,
                GREEN => 1.6,
                _ => 2.6,
            };
            canvas.line(&steps(panel, &run), colour, width, dash)?;
        }
    }
    Ok(())
}

/// Names the gaps, each where no line passes: as low in the panel as can be. A gap that is too
/// narrow for its name is shaded only.
fn gap_labels(
    canvas: &Canvas<'_, '_>,
    setting: &Setting<'_>,
    panel: &Panel,
    gaps: &[(i32, i32)],
    rungs: &[&[Day]; 4],
) {
    let language = setting.language;
    let look = Type { colour: legible(ORANGE), ..REMARK };
    let bold = Type { weight: LABEL.weight, ..look };
    for (start, end) in wide_gaps(panel, gaps) {
        let (left, right) = (panel.at(f64::from(start), 0.0).0, panel.at(f64::from(end), 0.0).0);
        let mut lines = vec![language.gap().to_owned()];
        let stretch = language.stretch(start, end);
        lines.extend(setting.fonts.wrap(&stretch, look.size, look.weight, right - left - 10.0));
        let height = lines.len() as f64 * look.line();
        let width = |line: &String| setting.fonts.width(line, bold.size, bold.weight);
        let half = lines.iter().map(width).fold(0.0, f64::max) / 2.0 + 6.0;
        let middle = (left + right) / 2.0;
        let lowest = panel.bottom - height - 8.0;
        let taken = taken(panel, rungs, (middle - half, middle + half));
        let steps = ((lowest - panel.top) / 4.0).max(0.0) as u32;
        let top = (0..steps)
            .map(|step| lowest - 4.0 * f64::from(step))
            .find(|&top| is_free(&taken, top, height))
            .unwrap_or(lowest);
        for (row, line) in lines.iter().enumerate() {
            let look = if row == 0 { bold } else { look };
            let y = top + (row as f64 + 0.5) * look.line();
            canvas.text(line, middle, y, Align::Middle, look);
        }
    }
}

/// The gaps within the panel that have room for words.
fn wide_gaps(panel: &Panel, gaps: &[(i32, i32)]) -> Vec<(i32, i32)> {
    let (from, to) = (panel.x.start as i32, panel.x.end as i32);
    let inside = gaps.iter().map(|gap| (gap.0.max(from), gap.1.min(to)));
    let wide = |gap: &(i32, i32)| {
        panel.at(f64::from(gap.1), 0.0).0 - panel.at(f64::from(gap.0), 0.0).0 >= 110.0
    };
    inside.filter(wide).collect()
}

/// The heights that lines and bands take between two places across the panel.
fn taken(panel: &Panel, series: &[&[Day]], (left, right): (f64, f64)) -> Vec<(f64, f64)> {
    let reach = |days: &&[Day]| {
        let x = |day: &&Day| panel.at(f64::from(day.date), 0.0).0;
        let within = days.iter().filter(|day| x(day) >= left && x(day) <= right);
        let values = within.flat_map(|day| [day.q05, day.mean, day.q95]).flatten();
        let heights = values.map(|value| panel.at(0.0, value).1);
        heights.fold(None, |ends: Option<(f64, f64)>, y| {
            Some(ends.map_or((y, y), |(low, high)| (low.min(y), high.max(y))))
        })
    };
    series.iter().filter_map(reach).collect()
}

/// The heights that mean lines take between two places across the panel.
fn line_heights(panel: &Panel, series: &[&[Day]], across: (f64, f64)) -> Vec<(f64, f64)> {
    let bare = |days: &&[Day]| -> Vec<Day> {
        days.iter().map(|day| Day { q05: None, q95: None, ..*day }).collect()
    };
    let lines: Vec<Vec<Day>> = series.iter().map(bare).collect();
    let lines: Vec<&[Day]> = lines.iter().map(Vec::as_slice).collect();
    taken(panel, &lines, across)
}

/// Whether nothing that is taken lies within `height` under `top`.
fn is_free(taken: &[(f64, f64)], top: f64, height: f64) -> bool {
    taken.iter().all(|(from, to)| top + height + 3.0 < *from || top > *to + 3.0)
}

/// Writes both ratios at the middle of each gap: one numerator, two denominators.
fn both_denominators(
    canvas: &Canvas<'_, '_>,
    setting: &Setting<'_>,
    panel: &Panel,
    ratios: &[&[Day]; 2],
    gaps: &[(i32, i32)],
) -> Result<(), ReportError> {
    let language = setting.language;
    for (start, end) in wide_gaps(panel, gaps) {
        let middle = (start + end) / 2;
        let mut points = Vec::new();
        for (days, (measure, colour, _)) in ratios.iter().zip(RATIOS) {
            if let Some(value) = on(days, middle).and_then(|day| day.mean) {
                let whole = language.denominator(measure);
                let text = format!("{whole} {}", language.percent(value));
                points.push((panel.at(f64::from(middle) + 0.5, value), text, colour));
            }
        }
        let width = |text: &str| setting.fonts.width(text, LABEL.size, LABEL.weight);
        let wide = points.iter().map(|(_, text, _)| width(text)).fold(0.0, f64::max);
        let centre = panel.at(f64::from(middle), 0.0).0;
        let centre =
            centre.clamp(panel.left + wide / 2.0, (panel.right - wide / 2.0).max(panel.left));
        // Each under its point, as near as no line and no other label is in its way.
        let mut taken = line_heights(panel, ratios, (centre - wide / 2.0, centre + wide / 2.0));
        let height = LABEL.line();
        let lowest = panel.bottom - height - 2.0;
        for (at, text, colour) in &points {
            canvas.disc(*at, 5.0, *colour, false)?;
            let steps = ((lowest - at.1 - 6.0) / 2.0).max(0.0) as u32;
            let under = (0..steps).map(|step| at.1 + 6.0 + 2.0 * f64::from(step));
            let over = (0..steps.max(40)).map(|step| at.1 - 8.0 - height - 2.0 * f64::from(step));
            let inside = |top: &f64| *top >= panel.top && *top <= lowest;
            let mut places = under.chain(over).filter(inside);
            let Some(top) = places.find(|&top| is_free(&taken, top, height)) else { continue };
            taken.push((top, top + height));
            let look = Type { colour: legible(*colour), ..LABEL };
            canvas.text(text, centre, top + height / 2.0, Align::Middle, look);
        }
    }
    Ok(())
}
