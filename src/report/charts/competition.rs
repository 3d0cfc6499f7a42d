//! Competition round by round: how many applications there are for each place.

use plotters::style::RGBColor;

use super::axes::{levels, months, round_ticks, round_top, widest};
use super::canvas::{Align, Canvas, Dash, Drawing, Panel, Type};
use super::labels::separate;
use super::series::window;
use super::{
    BLUE, EndLabel, FAINT, GREEN, GREY, HEADING, INK, LABEL, MARGIN, ORANGE, PAPER, PURPLE, REMARK,
    SKY, Setting, Sheet, TICK, VERMILION, WIDTH, room,
};
use crate::report::ReportError;
use crate::report::wording::numbers::day_of;
use crate::results::ProgrammeEntry;
use crate::results::saved::SavedError;

/// One round of one programme under one alternative, across futures.
struct Round {
    alternative: usize,
    programme: String,
    date: i32,
    extra: bool,
    low: f64,
    median: f64,
    high: f64,
}

/// The mark of an alternative: what tells it apart without its colour.
#[derive(Clone, Copy)]
enum Shape {
    Disc,
    Square,
    Diamond,
    Up,
    Down,
}

const MARKS: [(RGBColor, Shape); 7] = [
    (INK, Shape::Disc),
    (BLUE, Shape::Square),
    (VERMILION, Shape::Diamond),
    (GREEN, Shape::Up),
    (PURPLE, Shape::Down),
    (SKY, Shape::Disc),
    (ORANGE, Shape::Square),
];

const HEIGHT: f64 = 250.0;
const RADIUS: f64 = 5.4;
/// Headroom for the words of the observation.
const HEADROOM: f64 = 34.0;

/// Draws one panel a programme.
pub(super) fn draw(setting: &Setting<'_>, name: String) -> Result<Drawing, ReportError> {
    let language = setting.language;
    let manifest = setting.saved.manifest();
    let (mut from, to) = window(setting.saved);
    for programme in &manifest.programmes {
        if let (Some(_), Some(start)) = (programme.observed, programme.observed_from) {
            from = from.min(day_of(start));
        }
    }
    let rounds = read(setting, (from, to))?;
    let programmes: Vec<&ProgrammeEntry> = manifest
        .programmes
        .iter()
        .filter(|one| rounds.iter().any(|round| round.programme == one.name))
        .collect();

    // One scale a programme, from zero.
    let scales: Vec<(f64, Vec<f64>, usize)> = programmes
        .iter()
        .map(|programme| {
            let own = rounds.iter().filter(|round| round.programme == programme.name);
            let most = own.map(|round| round.high).fold(1.0, f64::max);
            let most = most.max(programme.observed.unwrap_or(0.0));
            let top = round_top(most * 1.02, 5.0);
            let (ticks, decimals) = round_ticks(0.0, top, 5.0);
            (top, ticks, decimals)
        })
        .collect();
    let tick_labels: Vec<String> = scales
        .iter()
        .flat_map(|(_, ticks, decimals)| ticks.iter().map(|&tick| (tick, *decimals)))
        .map(|(tick, decimals)| language.decimal(tick, decimals))
        .collect();
    let left = MARGIN + widest(setting.fonts, &tick_labels, TICK.size) + 12.0;
    let balance = EndLabel { y: 0.0, text: language.balance().to_owned(), colour: GREY };
    let right = WIDTH - MARGIN - room(setting.fonts, std::slice::from_ref(&balance)) + 20.0;

    let key = key(setting);
    let key_height = key.iter().map(|entry| entry.row + entry.words.len()).max().unwrap_or(0)
        as f64
        * (REMARK.line() + 4.0)
        + 14.0;
    let each = HEADING.line() + 6.0 + HEADROOM + HEIGHT + 12.0 + TICK.line() + 22.0;
    let extra = rounds.iter().any(|round| round.extra);
    let sheet = Sheet {
        setting,
        name,
        title: language.competition_title().to_owned(),
        subtitle: language.competition_subtitle(&setting.futures),
        notes: vec![language.competition_note(extra)],
    };
    let height = key_height + each * programmes.len() as f64 - 16.0;
    sheet.draw(height, |canvas, head| {
        for entry in &key {
            let y = head + (entry.row as f64 + 0.5) * (REMARK.line() + 4.0);
            let (colour, shape) = MARKS[entry.alternative % MARKS.len()];
            let x = entry.left + RADIUS;
            canvas.line(&[(x, y - 11.0), (x, y + 11.0)], colour, 2.4, Dash::Solid)?;
            mark(canvas, (x, y), shape, colour, false)?;
            for (row, words) in entry.words.iter().enumerate() {
                let y = y + row as f64 * (REMARK.line() + 4.0);
                canvas.text(words, entry.left + 22.0, y, Align::Left, REMARK);
            }
        }
        for (at, (programme, (top, ticks, decimals))) in programmes.iter().zip(&scales).enumerate()
        {
            let start = head + key_height + at as f64 * each;
            let plot = start + HEADING.line() + 6.0 + HEADROOM;
            // What is dodged on the first and last day still stands inside.
            let aside = (RADIUS + 1.5) * manifest.alternatives.len() as f64 + 6.0;
            let aside = (aside * f64::from(to - from) / (right - left - 2.0 * aside)).ceil();
            let span = f64::from(from) - aside..f64::from(to) + aside;
            let panel = Panel::new(left..right, plot..plot + HEIGHT, span, 0.0..*top);
            let title = language.title(&programme.title, &programme.name);
            let heading = language.competition_panel(title);
            canvas.text(&heading, MARGIN, start + HEADING.line() / 2.0, Align::Left, HEADING);
            let period = observed_period(programme, &panel);
            if let Some((start, end)) = period {
                canvas.block((start, panel.top), (end, panel.bottom), FAINT, 0.6)?;
            }
            levels(canvas, &panel, ticks, |tick| language.decimal(tick, *decimals))?;
            months(canvas, &panel, language, true)?;
            let one = panel.at(0.0, 1.0).1;
            canvas.line(&[(panel.left, one), (panel.right, one)], GREY, 1.6, Dash::Short)?;
            canvas.text(&balance.text, panel.right + 8.0, one, Align::Left, REMARK);
            if let (Some(ratio), Some(period)) = (programme.observed, period) {
                observation(canvas, setting, &panel, ratio, period)?;
            }
            let own: Vec<&Round> =
                rounds.iter().filter(|round| round.programme == programme.name).collect();
            paint_rounds(canvas, &panel, &own, manifest.alternatives.len())?;
        }
        Ok(())
    })
}

fn read(setting: &Setting<'_>, (from, to): (i32, i32)) -> Result<Vec<Round>, SavedError> {
    let table = setting.saved.columns("competition")?;
    let alternatives = &setting.saved.manifest().alternatives;
    let (named, programmes) = (table.words("alternative")?, table.words("programme")?);
    let (dates, extras) = (table.dates("round")?, table.words("extra")?);
    let top_ups = table.flags("top_up")?;
    let (low, mid, high) = (table.numbers("q05")?, table.numbers("q50")?, table.numbers("q95")?);
    let mut rounds = Vec::new();
    for row in 0..named.len() {
        let alternative = alternatives.iter().position(|one| one.name == named[row]);
        let quantiles = low[row].zip(mid[row]).zip(high[row]);
        let (Some(alternative), Some(date), Some(((low, median), high))) =
            (alternative, dates[row], quantiles)
        else {
            continue;
        };
        // What is offered again is part of its round.
        if date >= from && date < to && !top_ups[row] {
            let (programme, extra) = (programmes[row].clone(), !extras[row].is_empty());
            rounds.push(Round { alternative, programme, date, extra, low, median, high });
        }
    }
    Ok(rounds)
}

/// Where the observed period is in the panel.
fn observed_period(programme: &ProgrammeEntry, panel: &Panel) -> Option<(f64, f64)> {
    let (start, end) = programme.observed_from.zip(programme.observed_to)?;
    let start = f64::from(day_of(start)).max(panel.x.start);
    let end = f64::from(day_of(end)).min(panel.x.end);
    (programme.observed.is_some() && end > start)
        .then(|| (panel.at(start, 0.0).0, panel.at(end, 0.0).0))
}

/// Bars and marks; what falls on one day stands side by side, in the order of the alternatives.
fn paint_rounds(
    canvas: &Canvas<'_, '_>,
    panel: &Panel,
    rounds: &[&Round],
    alternatives: usize,
) -> Result<(), ReportError> {
    let mut dates: Vec<i32> = rounds.iter().map(|round| round.date).collect();
    dates.sort_unstable();
    dates.dedup();
    // Marks of a round fill about half of the usual way to the next one, so that a round between
    // two others moves them little.
    let mut ways: Vec<i32> = dates.windows(2).map(|two| two[1] - two[0]).collect();
    ways.sort_unstable();
    let usual = ways.get(ways.len() / 2).map_or(365.0, |&way| f64::from(way));
    let usual = panel.at(panel.x.start + usual, 0.0).0 - panel.left;
    let step = (2.0 * RADIUS + 2.0).min(usual * 0.56 / alternatives as f64);
    let wide = step * alternatives as f64 + 4.0;
    let wanted: Vec<(f64, f64)> =
        dates.iter().map(|&date| (panel.at(f64::from(date), 0.0).0, wide)).collect();
    let centres = separate(&wanted, panel.left, panel.right);
    for (x, _) in &wanted {
        canvas.line(&[(*x, panel.bottom - 9.0), (*x, panel.bottom)], INK, 1.6, Dash::Solid)?;
    }
    for round in rounds {
        let aside = (round.alternative as f64 - (alternatives as f64 - 1.0) / 2.0) * step;
        let place = |value: f64| {
            let centre = dates.iter().position(|&date| date == round.date).map(|at| centres[at]);
            (centre.unwrap_or(panel.left) + aside, panel.at(0.0, value).1)
        };
        let (colour, shape) = MARKS[round.alternative % MARKS.len()];
        canvas.line(&[place(round.low), place(round.high)], colour, 2.4, Dash::Solid)?;
        mark(canvas, place(round.median), shape, colour, round.extra)?;
    }
    Ok(())
}

/// The observed ratio across its period, named in the headroom.
fn observation(
    canvas: &Canvas<'_, '_>,
    setting: &Setting<'_>,
    panel: &Panel,
    ratio: f64,
    (start, end): (f64, f64),
) -> Result<(), ReportError> {
    let language = setting.language;
    let y = panel.at(0.0, ratio).1;
    canvas.line(&[(start, y), (end, y)], VERMILION, 3.4, Dash::Solid)?;
    let look = Type { colour: super::legible(VERMILION), ..LABEL };
    let text = language.observed(&language.to_one(ratio));
    let width = setting.fonts.width(&text, look.size, look.weight);
    let left =
        ((start + end - width) / 2.0).clamp(panel.left, (panel.right - width).max(panel.left));
    canvas.text(&text, left, panel.top - HEADROOM / 2.0 - 2.0, Align::Left, look);
    Ok(())
}

/// Draws the mark of an alternative; a hollow one is an extra round.
fn mark(
    canvas: &Canvas<'_, '_>,
    at: (f64, f64),
    shape: Shape,
    colour: RGBColor,
    hollow: bool,
) -> Result<(), ReportError> {
    let corners: &[(f64, f64)] = match shape {
        Shape::Disc => {
            canvas.disc(at, RADIUS + 1.2, PAPER, false)?;
            return canvas.disc(at, RADIUS, colour, hollow);
        }
        Shape::Square => &[(-0.9, -0.9), (0.9, -0.9), (0.9, 0.9), (-0.9, 0.9)],
        Shape::Diamond => &[(0.0, -1.25), (1.25, 0.0), (0.0, 1.25), (-1.25, 0.0)],
        Shape::Up => &[(0.0, -1.2), (1.15, 0.85), (-1.15, 0.85)],
        Shape::Down => &[(0.0, 1.2), (1.15, -0.85), (-1.15, -0.85)],
    };
    let scaled = |radius: f64| -> Vec<(f64, f64)> {
        corners.iter().map(|(x, y)| (at.0 + x * radius, at.1 + y * radius)).collect()
    };
    canvas.fill(&scaled(RADIUS + 1.4), PAPER, 1.0)?;
    canvas.fill(&scaled(RADIUS), colour, 1.0)?;
    if hollow { canvas.fill(&scaled(RADIUS - 2.8), PAPER, 1.0) } else { Ok(()) }
}

/// One entry of the key.
struct Entry {
    alternative: usize,
    words: Vec<String>,
    row: usize,
    left: f64,
}

/// The alternatives in rows across the sheet.
fn key(setting: &Setting<'_>) -> Vec<Entry> {
    let language = setting.language;
    let (mut row, mut left) = (0, MARGIN);
    let mut entries = Vec::new();
    for (alternative, named) in setting.saved.manifest().alternatives.iter().enumerate() {
        let title = language.title(&named.title, &named.name);
        let most = WIDTH - 2.0 * MARGIN - 30.0;
        let words = setting.fonts.wrap(title, REMARK.size, REMARK.weight, most);
        let width = |text: &String| setting.fonts.width(text, REMARK.size, REMARK.weight);
        let width = 22.0 + words.iter().map(width).fold(0.0, f64::max);
        if left > MARGIN && left + width > WIDTH - MARGIN {
            (row, left) = (row + 1, MARGIN);
        }
        let rows = words.len();
        entries.push(Entry { alternative, words, row, left });
        left += width + 34.0;
        if rows > 1 {
            (row, left) = (row + rows, MARGIN);
        }
    }
    entries
}
