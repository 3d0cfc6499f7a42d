//! A log against futures of the workload that was fitted to it: busy by week, waits by size.

use super::axes::{levels, round_ticks, round_top, widest};
use super::canvas::{Align, Canvas, Colour, Dash, Drawing, Panel};
use super::frame::{Frame, Size};
use super::replay::{high, size_names, size_rows, wait_levels, wait_ticks};
use super::text::Fonts;
use super::{BLUE, EndLabel, FAINT, GREY, HEADING, INK, TICK, VERMILION, end_labels, room};
use crate::report::ReportError;
use crate::report::wording::Language;
use crate::trace::Log;
use crate::trace::fit::{Reproduced, SizeWaits};

const BUSY: f64 = 270.0;
const WAITS: f64 = 300.0;
const BETWEEN: f64 = 40.0;
/// Half the width of a size's band, of the room that it has.
const HALF: f64 = 0.2;

/// Draws the log against its fit.
///
/// # Errors
/// A font cannot be read, or the chart cannot be drawn.
pub(crate) fn draw_reproduced(
    log: &Log,
    found: &Reproduced,
    language: Language,
) -> Result<Drawing, ReportError> {
    let fonts = &Fonts::embedded()?;
    let file = std::path::Path::new(&log.name).file_name();
    let file = file.map_or_else(|| log.name.clone(), |name| name.to_string_lossy().into_owned());
    let (busy, wait) = (found.busy, found.wait);
    let units = language.whole(f64::from(found.units));
    let futures = language.whole(found.futures as f64);
    let frame = Frame {
        fonts,
        language,
        size: Size::Page,
        name: "reproduced".to_owned(),
        title: language.reproduced_title(busy.1.place(busy.0), wait.1.place(wait.0)),
        subtitle: language.reproduced_subtitle(found.scheduler, &units, &futures),
        notes: [language.reproduced_note(), language.reproduced_loss()].map(str::to_owned).into(),
        source: language.replay_source(&file, env!("CARGO_PKG_VERSION")),
        data: None,
    };
    let head = HEADING.line() + 10.0;
    let foot = 12.0 + TICK.line();
    let classes: Vec<(u32, u32)> = found.sizes.iter().map(|it| it.sizes).collect();
    let rows = size_rows(fonts, &classes, language) as f64;
    let height = 2.0 * head + BUSY + foot + BETWEEN + WAITS + 12.0 + rows * TICK.line();
    frame.draw(height, |canvas, body| {
        let top = body.top;
        canvas.text(
            &busy_heading(found, language),
            Size::Page.margin(),
            top + HEADING.line() / 2.0,
            Align::Left,
            HEADING,
        );
        let down = top + head..top + head + BUSY;
        let bottom = down.end;
        weeks(canvas, fonts, found, language, down)?;
        let top = bottom + foot + BETWEEN;
        let text = language.reproduced_waits(
            &language.lasting(wait.0),
            &language.lasting(wait.1.low),
            &language.lasting(wait.1.high),
        );
        let middle = top + HEADING.line() / 2.0;
        canvas.text(&text, Size::Page.margin(), middle, Align::Left, HEADING);
        sizes(canvas, fonts, &found.sizes, language, top + head..top + head + WAITS)
    })
}

fn busy_heading(found: &Reproduced, language: Language) -> String {
    let (log, band) = found.busy;
    language.reproduced_busy(
        &language.percent(log),
        &language.percent(band.low),
        &language.percent(band.high),
        &language.whole(found.weeks_within() as f64),
        &language.whole(found.weeks.len() as f64),
    )
}

/// Names of lines, at the heights that `place` gives their last values.
fn names(values: &[(String, Colour, f64)], place: &dyn Fn(f64) -> f64) -> Vec<EndLabel> {
    let label = |(text, colour, value): &(String, Colour, f64)| EndLabel {
        y: place(*value),
        text: text.clone(),
        colour: *colour,
    };
    values.iter().map(label).collect()
}

fn weeks(
    canvas: &Canvas<'_>,
    fonts: &Fonts,
    found: &Reproduced,
    language: Language,
    down: std::ops::Range<f64>,
) -> Result<(), ReportError> {
    let weeks = &found.weeks;
    let most = weeks.iter().map(|(log, band)| log.max(band.high)).fold(0.0, f64::max);
    let most = round_top(most, 4.0);
    let (ticks, _) = round_ticks(0.0, most, 4.0);
    let shares: Vec<String> = ticks.iter().map(|&tick| language.percent(tick)).collect();
    let left = Size::Page.margin() + widest(fonts, &shares, TICK.size) + 12.0;
    let last = weeks.last().map_or((0.0, 0.0), |(log, band)| (*log, band.middle));
    let lines = [
        (language.of_the_log().to_owned(), BLUE, last.0),
        (language.of_the_fit().to_owned(), VERMILION, last.1),
    ];
    let right = Size::Page.width() - Size::Page.margin() - room(fonts, &names(&lines, &|_| 0.0));
    let across = 1.0..(weeks.len() as f64).max(2.0);
    let panel = Panel::new(left..right, down, across, 0.0..most);
    levels(canvas, &panel, &ticks, |tick| language.percent(tick))?;
    let (ticks, _) = round_ticks(1.0, panel.x.end, 10.0);
    for tick in ticks.into_iter().filter(|tick| tick.fract() == 0.0) {
        let (x, _) = panel.at(tick, 0.0);
        canvas.line(&[(x, panel.bottom), (x, panel.bottom + 6.0)], INK, 1.2, Dash::Solid)?;
        let y = panel.bottom + 12.0 + TICK.line() / 2.0;
        canvas.text(&language.nth_week(tick as usize), x, y, Align::Middle, TICK);
    }
    let at = |(week, value): (usize, f64)| panel.at(week as f64 + 1.0, value);
    let each = || weeks.iter().enumerate();
    let mut area: Vec<(f64, f64)> = each().map(|(k, (_, band))| at((k, band.high))).collect();
    area.extend(each().rev().map(|(k, (_, band))| at((k, band.low))));
    canvas.fill(&area, VERMILION, 0.2)?;
    let middle: Vec<(f64, f64)> = each().map(|(k, (_, band))| at((k, band.middle))).collect();
    canvas.line(&middle, VERMILION, 2.2, Dash::Long)?;
    let own: Vec<(f64, f64)> = each().map(|(k, (log, _))| at((k, *log))).collect();
    canvas.line(&own, BLUE, 2.4, Dash::Solid)?;
    if own.len() <= 60 {
        for &point in &own {
            canvas.disc(point, 4.0, BLUE, false)?;
        }
    }
    canvas.line(&[(left, panel.bottom), (right, panel.bottom)], INK, 1.2, Dash::Solid)?;
    end_labels(canvas, &panel, &names(&lines, &|value| panel.at(1.0, value).1))
}

fn sizes(
    canvas: &Canvas<'_>,
    fonts: &Fonts,
    sizes: &[SizeWaits],
    language: Language,
    down: std::ops::Range<f64>,
) -> Result<(), ReportError> {
    let top = |it: &SizeWaits| {
        [it.log, it.stated, it.fitted.map(|band| band.high)]
            .into_iter()
            .flatten()
            .fold(0.0, f64::max)
    };
    let longest = sizes.iter().map(top).fold(10.0, f64::max);
    let ticks = wait_ticks(longest);
    let labels: Vec<String> = ticks.iter().map(|&tick| language.lasting(tick)).collect();
    let left = Size::Page.margin() + widest(fonts, &labels, TICK.size) + 12.0;
    let last = |of: &dyn Fn(&SizeWaits) -> Option<f64>| sizes.iter().rev().find_map(of);
    let lines = [
        (language.of_the_log(), BLUE, last(&|it| it.log)),
        (language.of_the_fit(), VERMILION, last(&|it| it.fitted.map(|band| band.middle))),
        (language.as_stated(), GREY, last(&|it| it.stated)),
    ];
    let lines: Vec<(String, Colour, f64)> = lines
        .into_iter()
        .filter_map(|(name, colour, value)| Some((name.to_owned(), colour, high(value?))))
        .collect();
    let right = Size::Page.width() - Size::Page.margin() - room(fonts, &names(&lines, &|_| 0.0));
    let across = -0.5..(sizes.len() as f64 - 0.5).max(0.5);
    let panel = Panel::new(left..right, down, across, 0.0..high(longest) * 1.04);
    wait_levels(canvas, &panel, &ticks, language)?;
    let classes: Vec<(u32, u32)> = sizes.iter().map(|it| it.sizes).collect();
    size_names(canvas, &panel, &classes, language)?;
    for (at, it) in sizes.iter().enumerate() {
        let at = at as f64;
        if let Some(band) = it.fitted {
            let (from, to) = (at - HALF, at + HALF);
            let corners = (panel.at(from, high(band.high)), panel.at(to, high(band.low)));
            canvas.block(corners.0, corners.1, VERMILION, 0.2)?;
            let y = high(band.middle);
            canvas.line(&[panel.at(from, y), panel.at(to, y)], VERMILION, 2.4, Dash::Solid)?;
        }
    }
    let of = |value: &dyn Fn(&SizeWaits) -> Option<f64>| -> Vec<(f64, f64)> {
        let place = |(at, it): (usize, &SizeWaits)| Some(panel.at(at as f64, high(value(it)?)));
        sizes.iter().enumerate().filter_map(place).collect()
    };
    for (points, colour) in [(of(&|it| it.stated), GREY), (of(&|it| it.log), BLUE)] {
        canvas.line(&points, colour, 1.6, Dash::Solid)?;
        for point in points {
            canvas.disc(point, 4.5, colour, false)?;
        }
    }
    canvas.line(&[(left, panel.bottom), (right, panel.bottom)], FAINT, 1.2, Dash::Solid)?;
    end_labels(canvas, &panel, &names(&lines, &|value| panel.at(0.0, value).1))
}
