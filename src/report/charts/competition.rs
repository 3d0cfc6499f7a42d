//! Competition round by round: how many applications there are for each place. With more than two options, a field for
//! each that differs from the baseline, which stands behind it in grey.

use super::axes::{levels, months, round_ticks, round_top, widest};
use super::canvas::{Align, Canvas, Colour, Dash, Drawing, Panel, TextBox, Type};
use super::frame::Size;
use super::series::window;
use super::{
    BLUE, FAINT, GREY, HEADING, INK, LABEL, PAPER, SOFT, Setting, Sheet, Shown, TICK, VERMILION,
};
use crate::report::ReportError;
use crate::report::wording::numbers::{date_of, day_of};
use crate::results::ProgrammeEntry;
use crate::results::saved::SavedError;

use self::rounds::{Round, Rounds, data, read};

mod rounds;

/// What tells options apart without their colour.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Shape {
    Disc,
    Square,
}

const HEIGHT: f64 = 230.0;
const RADIUS: f64 = 5.4;
/// Headroom for the words of the observation and for values.
const HEADROOM: f64 = 26.0;
const BESIDE: f64 = 36.0;
const VALUE: Type = Type { size: 15.0, ..LABEL };

/// Whether there are rounds, and options that differ where there are options.
pub(super) fn shown(setting: &Setting<'_>) -> Result<Shown, SavedError> {
    let manifest = setting.saved.manifest();
    // The users of a log ask for no award, and rolling intake has no rounds.
    if manifest.programmes.is_empty() || setting.saved.columns("competition")?.is_empty() {
        return Ok(Shown::No);
    }
    let rounds = read(setting)?;
    if rounds.all.is_empty() {
        return Ok(Shown::No);
    }
    let same = manifest.alternatives.len() > 1 && rounds.differing.is_empty();
    let reason = || setting.language.same_competition().to_owned();
    Ok(if same { Shown::Because(reason()) } else { Shown::Yes })
}

/// Programmes that a slide has room for.
const ON_A_SLIDE: usize = 2;

/// Draws a line of panels a programme.
pub(super) fn draw(setting: &Setting<'_>, name: String) -> Result<Drawing, ReportError> {
    let Setting { language, fonts, size, .. } = *setting;
    let manifest = setting.saved.manifest();
    let rounds = read(setting)?;
    let (from, to) = (rounds.from, rounds.to);
    let held = |one: &&ProgrammeEntry| {
        let mut shown = rounds.all.iter().filter(|round| {
            round.alternative == 0 || rounds.differing.contains(&round.alternative)
        });
        shown.any(|round| round.programme == one.name)
    };
    let mut programmes: Vec<&ProgrammeEntry> = manifest.programmes.iter().filter(held).collect();
    // A slide has room for what is asked for.
    let asked = |one: &ProgrammeEntry| is_asked(setting, &one.name);
    if size == Size::Slide && programmes.iter().any(|one| asked(one)) {
        programmes.retain(|one| asked(one));
    }
    let there = programmes.len();
    if size == Size::Slide {
        programmes.truncate(ON_A_SLIDE);
    }
    let fewer = (programmes.len() < there).then_some((programmes.len(), there));
    // The options of each column: the baseline alone, with the only other, or with one of several.
    let mut columns: Vec<Option<usize>> = rounds.differing.iter().map(|&at| Some(at)).collect();
    if columns.is_empty() {
        columns.push(None);
    }
    let most_across = match size {
        Size::Page => 3,
        Size::Slide => 4,
        Size::Phone => 1,
    };
    let across = columns.len().min(most_across);
    // A slide shows as many options as it has room for, and among them the one that the answer names.
    let all = columns.len();
    if size == Size::Slide && all > most_across {
        let named = super::answers::named(setting).map(Some);
        let beyond = named.filter(|one| columns[most_across..].contains(one));
        columns.truncate(most_across);
        if let (Some(named), Some(last)) = (beyond, columns.last_mut()) {
            *last = named;
        }
    }
    let drawn = (columns.len() < all).then_some((columns.len(), all));
    let multiple = columns.len() > 1;
    let lines = columns.len().div_ceil(across);

    // One scale a programme, from zero.
    let scales: Vec<(f64, Vec<f64>, usize)> = programmes
        .iter()
        .map(|programme| {
            let own = rounds.all.iter().filter(|round| round.programme == programme.name);
            let most = own.map(|round| round.high).fold(1.0, f64::max);
            let most = most.max(programme.observed.unwrap_or(0.0));
            let steps = if size == Size::Slide && programmes.len() > 1 { 3.0 } else { 5.0 };
            let top = round_top(most * 1.02, steps);
            let (ticks, decimals) = round_ticks(0.0, top, steps);
            (top, ticks, decimals)
        })
        .collect();
    let tick_labels: Vec<String> = scales
        .iter()
        .flat_map(|(_, ticks, decimals)| ticks.iter().map(|&tick| (tick, *decimals)))
        .map(|(tick, decimals)| language.decimal(tick, decimals))
        .collect();
    let margin = size.margin();
    let left = margin + widest(fonts, &tick_labels, TICK.size) + 12.0;
    let wide = (size.width() - margin - left + BESIDE) / across as f64 - BESIDE;
    let option = |column: Option<usize>| {
        let at = column.unwrap_or(0);
        manifest.alternatives.get(at).map_or("", |one| language.title(&one.title, &one.name))
    };
    let words: Vec<Vec<String>> = columns
        .iter()
        .map(|&column| setting.capped(option(column), LABEL, wide - 24.0, 3))
        .collect();
    let named = words.iter().map(Vec::len).max().unwrap_or(0) as f64;
    // In one column the options have a key of their own.
    let names = if multiple { named * LABEL.line() + 4.0 } else { 0.0 };
    let pair = [(0, Shape::Disc), (columns[0].unwrap_or(0), Shape::Square)];
    let pair = pair.map(|(at, shape)| {
        let half = size.inner() / 2.0 - 50.0;
        (at, shape, setting.capped(option(Some(at)), LABEL, half, 3))
    });
    let key = if multiple || columns == [None] {
        0.0
    } else {
        let most = pair.iter().map(|(.., words)| words.len()).max().unwrap_or(1);
        most as f64 * LABEL.line() + 10.0
    };
    let heading = |programme: &ProgrammeEntry| {
        let title = language.title(&programme.title, &programme.name);
        let most = if size == Size::Slide { 2 } else { 3 };
        setting.capped(&language.competition_panel(title), HEADING, size.inner(), most)
    };
    let above = |programme: &ProgrammeEntry| heading(programme).len() as f64 * HEADING.line() + 4.0;
    let all_above: f64 = programmes.iter().map(|programme| above(programme)).sum();
    let panel_rows = programmes.len() * lines;
    let last = 12.0 + TICK.line();
    let fixed =
        key + all_above + panel_rows as f64 * (names + HEADROOM + 14.0) + last * panel_rows as f64;
    let height = fixed + panel_rows as f64 * HEIGHT;
    let extra = rounds.all.iter().any(|round| round.extra);
    let sheet = Sheet {
        setting,
        name,
        title: title(setting, &rounds),
        subtitle: language.competition_subtitle(&setting.futures, multiple, [drawn, fewer]),
        notes: vec![
            language.competition_note(extra, programmes.iter().any(|one| one.observed.is_some())),
        ],
        data: data(setting, &rounds),
    };
    sheet.draw(height, |canvas, body| {
        let tall = (body.height - fixed) / panel_rows.max(1) as f64;
        let mut top = body.top;
        if key > 0.0 {
            let mut x = margin;
            for (at, shape, words) in &pair {
                let y = top + LABEL.line() / 2.0;
                mark(canvas, (x + RADIUS, y), *shape, colour_of(*at, false), false)?;
                canvas.lines(words, x + 20.0, top, Align::Left, LABEL);
                let wide = |line: &String| fonts.width(line, LABEL.size, LABEL.weight);
                x += 20.0 + words.iter().map(wide).fold(0.0, f64::max) + 30.0;
            }
            top += key;
        }
        for (programme, (most, ticks, decimals)) in programmes.iter().zip(&scales) {
            canvas.lines(&heading(programme), margin, top, Align::Left, HEADING);
            top += above(programme);
            for line in 0..lines {
                let plot = top + names + HEADROOM;
                for at in 0..across {
                    let Some(&column) = columns.get(line * across + at) else { break };
                    let start = left + at as f64 * (wide + BESIDE);
                    // Rounds of the first and the last day stand inside the panel.
                    let aside = (2.0 * RADIUS + 10.0) / wide * f64::from(to - from);
                    let span = f64::from(from) - aside..f64::from(to) + aside;
                    let panel =
                        Panel::new(start..start + wide, plot..plot + tall, span, 0.0..*most);
                    if multiple {
                        let y = plot - HEADROOM - names + LABEL.line() / 2.0;
                        mark(canvas, (start + RADIUS, y), Shape::Square, BLUE, false)?;
                        canvas.lines(
                            &words[line * across + at],
                            start + 18.0,
                            y - LABEL.line() / 2.0,
                            Align::Left,
                            LABEL,
                        );
                    }
                    let period = observed_period(programme, &panel);
                    if let Some((start, end)) = period {
                        canvas.block((start, panel.top), (end, panel.bottom), FAINT, 0.6)?;
                    }
                    let label = |tick: f64| language.decimal(tick, *decimals);
                    if at == 0 {
                        levels(canvas, &panel, ticks, label)?;
                    } else {
                        levels(canvas, &panel, ticks, |_| String::new())?;
                    }
                    months(canvas, &panel, language, true)?;
                    let first = at == 0 && line == 0;
                    field(canvas, setting, &panel, (programme, period), (&rounds, column), first)?;
                }
                top = plot + tall + last + 14.0;
            }
        }
        Ok(())
    })
}

/// Whether the question asks for the competition of a programme.
fn is_asked(setting: &Setting<'_>, programme: &str) -> bool {
    let mut asked = setting.saved.manifest().answer.measured.iter().filter(|of| of.asked);
    asked.any(|of| of.response.is_competition() && of.scope == programme)
}

/// The round that most apply to, in the baseline: of the programmes that are asked for, if any are, and in the window,
/// if it holds a round.
fn title(setting: &Setting<'_>, rounds: &Rounds) -> String {
    let language = setting.language;
    let own = || rounds.all.iter().filter(|round| round.alternative == 0);
    let asked = |programme: &str| is_asked(setting, programme);
    let any = own().any(|round| asked(&round.programme));
    let own = || own().filter(|round| !any || asked(&round.programme));
    let (start, end) = window(setting.saved);
    let inside = |round: &&Round| round.date >= start && round.date < end;
    let most = |a: &&Round, b: &&Round| a.median.total_cmp(&b.median);
    let Some(most) = own().filter(inside).max_by(most).or_else(|| own().max_by(most)) else {
        return language.competition_fallback().to_owned();
    };
    let programmes = &setting.saved.manifest().programmes;
    let programme = programmes.iter().find(|one| one.name == most.programme);
    let programme = programme.map_or("", |one| language.title(&one.title, &one.name));
    let ratio = language.to_one(most.median);
    language.competition_finds(programme, &ratio, &language.month(date_of(most.date)))
}

/// Where the observed period is in the panel.
fn observed_period(programme: &ProgrammeEntry, panel: &Panel) -> Option<(f64, f64)> {
    let (start, end) = programme.observed_from.zip(programme.observed_to)?;
    let start = f64::from(day_of(start)).max(panel.x.start);
    let end = f64::from(day_of(end)).min(panel.x.end);
    (programme.observed.is_some() && end > start)
        .then(|| (panel.at(start, 0.0).0, panel.at(end, 0.0).0))
}

/// The colour of an option: the baseline is ink where it is looked at, grey where it stands behind.
fn colour_of(alternative: usize, behind: bool) -> Colour {
    match (alternative, behind) {
        (0, true) => GREY,
        (0, false) => INK,
        _ => BLUE,
    }
}

/// A panel: the baseline, the option of the column beside it, values over the latter.
fn field(
    canvas: &Canvas<'_>,
    setting: &Setting<'_>,
    panel: &Panel,
    (programme, period): (&ProgrammeEntry, Option<(f64, f64)>),
    (rounds, column): (&Rounds, Option<usize>),
    first: bool,
) -> Result<(), ReportError> {
    let language = setting.language;
    let mut taken: Vec<TextBox> = Vec::new();
    let one = panel.at(0.0, 1.0).1;
    canvas.line(&[(panel.left, one), (panel.right, one)], GREY, 1.6, Dash::Short)?;
    if let (Some(ratio), Some((start, end))) = (programme.observed, period) {
        let y = panel.at(0.0, ratio).1;
        canvas.line(&[(start, y), (end, y)], VERMILION, 3.4, Dash::Solid)?;
        let look = Type { colour: super::legible(VERMILION), ..VALUE };
        let text = language.observed(&published(setting, ratio));
        let width = setting.fonts.width(&text, look.size, look.weight);
        if first && width <= panel.right - panel.left {
            let middle = (start + end - width) / 2.0;
            let x = middle.clamp(panel.left, panel.right - width);
            let y = panel.top - HEADROOM / 2.0;
            canvas.text(&text, x, y, Align::Left, look);
            taken.push(around(&text, x, y, width));
        }
    }
    let behind = column.is_some() && rounds.differing.len() > 1;
    let aside = if column.is_some() { RADIUS + 1.0 } else { 0.0 };
    let mut places = Vec::new();
    let options = [Some((0, -aside, Shape::Disc)), column.map(|at| (at, aside, Shape::Square))];
    for (alternative, aside, shape) in options.into_iter().flatten() {
        let colour = colour_of(alternative, behind);
        for round in rounds.of(alternative, &programme.name) {
            let x = panel.at(f64::from(round.date), 0.0).0;
            let place = |value: f64| (x + aside, panel.at(0.0, value).1);
            canvas.line(&[(x, panel.bottom - 7.0), (x, panel.bottom)], INK, 1.4, Dash::Solid)?;
            canvas.line(&[place(round.low), place(round.high)], colour, 2.4, Dash::Solid)?;
            mark(canvas, place(round.median), shape, colour, round.extra)?;
            let (middle, top) = (place(round.median), place(round.high).1);
            let box_of = |half: f64, top: f64, bottom: f64| TextBox {
                text: String::new(),
                left: middle.0 - half,
                top,
                right: middle.0 + half,
                bottom,
                size: 0.0,
            };
            taken.push(box_of(RADIUS, middle.1 - RADIUS, middle.1 + RADIUS));
            taken.push(box_of(1.0, top + 1.0, place(round.low).1));
            if alternative == column.unwrap_or(0) {
                places.push((place(round.median).0, place(round.high).1, round.median, colour));
            }
        }
    }
    // Values over their bars, the highest first, where there is room.
    places.sort_by(|a, b| b.2.total_cmp(&a.2));
    for (x, y, value, colour) in places {
        let text = language.decimal(value, 1);
        let width = setting.fonts.width(&text, VALUE.size, VALUE.weight);
        let middle = y - 5.0 - VALUE.size / 2.0;
        // Over its bar, or to the right of what stands at the left of it.
        let inside = |left: f64| left.min(panel.right + 18.0 - width).max(panel.left);
        let place = [x - width / 2.0, x - 4.0]
            .map(|left| around(&text, inside(left), middle, width))
            .into_iter()
            .find(|place| taken.iter().all(|other| !other.overlaps(place)));
        let Some(place) = place else { continue };
        let left = place.left + 3.0;
        if place.top >= panel.top - HEADROOM {
            let colour = if colour == GREY { SOFT } else { colour };
            canvas.text(&text, left, middle, Align::Left, Type { colour, ..VALUE });
            taken.push(place);
        }
    }
    Ok(())
}

/// The space of a value and a little more.
fn around(text: &str, left: f64, middle: f64, width: f64) -> TextBox {
    let half = VALUE.size * 0.62;
    TextBox {
        text: text.to_owned(),
        left: left - 3.0,
        top: middle - half,
        right: left + width + 3.0,
        bottom: middle + half,
        size: VALUE.size,
    }
}

/// A published ratio with no more decimals than it has.
fn published(setting: &Setting<'_>, ratio: f64) -> String {
    let language = setting.language;
    let tenths = ((ratio * 10.0).round() - ratio * 10.0).abs() < 1e-9;
    let text = language.decimal(ratio, if tenths { 1 } else { 2 });
    match language {
        crate::report::Language::Ko => format!("{text} 대 1"),
        crate::report::Language::En => format!("{text}:1"),
    }
}

/// Draws the mark of an option; a hollow one is an extra round.
fn mark(
    canvas: &Canvas<'_>,
    at: (f64, f64),
    shape: Shape,
    colour: Colour,
    hollow: bool,
) -> Result<(), ReportError> {
    if shape == Shape::Disc {
        canvas.disc(at, RADIUS + 1.2, PAPER, false)?;
        return canvas.disc(at, RADIUS, colour, hollow);
    }
    let square = |radius: f64, colour: Colour| {
        let half = radius * 0.9;
        canvas.block((at.0 - half, at.1 - half), (at.0 + half, at.1 + half), colour, 1.0)
    };
    square(RADIUS + 1.4, PAPER)?;
    square(RADIUS, colour)?;
    if hollow { square(RADIUS - 2.8, PAPER) } else { Ok(()) }
}
