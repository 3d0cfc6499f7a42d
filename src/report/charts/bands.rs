//! How two ratios of a pool spread across futures, day by day.

use plotters::style::RGBColor;

use super::axes::{levels, months};
use super::canvas::{Align, Canvas, Dash, Drawing, Panel};
use super::ladder::shade;
use super::series::{DailyBands, Day, gaps, on, ribbon, runs, steps, window};
use super::{
    BLUE, EndLabel, GREEN, HEADING, MARGIN, Setting, Sheet, TICK, WIDTH, end_labels, room,
};
use crate::report::ReportError;
use crate::report::wording::Language;
use crate::results::saved::SavedPool;

const RATIOS: [(&str, RGBColor); 2] = [("allocated_of_leased", BLUE), ("busy_of_allocated", GREEN)];
const HEIGHT: f64 = 215.0;

/// Draws the bands of a pool.
pub(super) fn draw(
    setting: &Setting<'_>,
    name: String,
    pool: &SavedPool,
    days: &DailyBands,
) -> Result<Drawing, ReportError> {
    let language = setting.language;
    let (from, to) = window(setting.saved);
    let gaps = gaps(days.get(&pool.name, "leased"), to);
    let series = RATIOS.map(|(measure, colour)| (measure, colour, days.get(&pool.name, measure)));
    let left = MARGIN + setting.fonts.width("100%", TICK.size, TICK.weight) + 12.0;
    let labels = series.iter().flat_map(|(_, colour, days)| ends(language, *colour, days, |_| 0.0));
    let right = WIDTH - MARGIN - room(setting.fonts, &labels.collect::<Vec<_>>());

    let each = HEADING.line() + 14.0 + HEIGHT;
    let sheet = Sheet {
        setting,
        name,
        title: language.bands_title(setting.pool_title(pool)),
        subtitle: language.bands_subtitle(setting.baseline, &setting.futures),
        notes: vec![language.bands_note().to_owned()],
    };
    let height = 2.0 * each + 26.0 + 12.0 + TICK.line() + 4.0;
    sheet.draw(height, |canvas, head| {
        for (at, (measure, colour, days)) in series.iter().enumerate() {
            let top = head + at as f64 * (each + 26.0);
            let panel = Panel::new(
                left..right,
                top + each - HEIGHT..top + each,
                f64::from(from)..f64::from(to),
                0.0..1.0,
            );
            let heading = format!("{} ({})", language.measure(measure), language.formula(measure));
            let middle = top + HEADING.line() / 2.0;
            canvas.text(&heading, MARGIN, middle, Align::Left, HEADING);
            shade(canvas, &panel, &gaps)?;
            levels(canvas, &panel, &[0.0, 0.25, 0.5, 0.75, 1.0], |tick| {
                format!("{}%", language.whole(tick * 100.0))
            })?;
            months(canvas, &panel, language, at == 1)?;
            fan(canvas, &panel, *colour, days)?;
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
        canvas.line(&steps(panel, &run), colour, 1.6, Dash::Solid)?;
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
