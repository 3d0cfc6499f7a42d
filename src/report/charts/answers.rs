//! The answer: every option by every response that answers the question.

use super::axes::round_ticks;
use super::canvas::{Align, Canvas, Dash, Drawing, Panel, Type};
use super::frame::{Body, Size};
use super::series::window;
use super::{
    BLUE, Colour, FAINT, GREY, HEADING, INK, LABEL, PAPER, REMARK, SOFT, Setting, Sheet, Shown,
    TICK, VERMILION, legible,
};
use crate::measures::Scale;
use crate::report::ReportError;
use crate::report::wording::answers::Mark;
use crate::results::answer::{Cell, Measured};
use crate::results::saved::SavedError;

pub(super) use self::fields::named;

use self::fields::{Field, change, data, fields, range, subject, title};

mod fields;

/// Between fields beside one another, and between lines of them.
const BESIDE: f64 = 34.0;
const BETWEEN: f64 = 26.0;
/// Height of a row with one line of figures, and with two.
const LOW: f64 = 50.0;
const HIGH: f64 = 72.0;
/// How many times as high a slide makes its rows at most.
const SPREAD: f64 = 1.6;

/// Whether there is a value to draw.
pub(super) fn shown(setting: &Setting<'_>) -> Result<Shown, SavedError> {
    let fields = fields(setting);
    if fields.is_empty() {
        return Ok(Shown::No);
    }
    let mut levels = fields.iter().flat_map(|field| &field.cells).filter_map(|cell| cell.level);
    let drawn = levels.any(|level| level.low != 0.0 || level.high != 0.0);
    let reason = || setting.language.no_answers_chart().to_owned();
    Ok(if drawn { Shown::Yes } else { Shown::Because(reason()) })
}

/// Draws a field for every answer, a row for every option.
pub(super) fn draw(setting: &Setting<'_>, name: String) -> Result<Drawing, ReportError> {
    let Setting { language, fonts, saved, size, .. } = *setting;
    let (margin, inner) = (size.margin(), size.inner());
    let mut fields = fields(setting);
    let data = data(setting, &fields);
    // A slide has room for three.
    let across = if size == Size::Phone { 1 } else { fields.len().clamp(1, 3) };
    if size == Size::Slide {
        fields.truncate(3);
    }
    let options = &saved.manifest().alternatives;
    let alone = options.len() == 1;
    let names: f64 = match (size, alone) {
        (_, true) => 0.0,
        (Size::Phone, _) => 150.0,
        (Size::Slide, _) => 240.0,
        (Size::Page, _) => 260.0,
    };
    let title_of = |at: usize, most: usize| {
        let title = options.get(at).map_or("", |one| language.title(&one.title, &one.name));
        setting.capped(title, REMARK, (names - 18.0).max(60.0), most)
    };
    let titles: Vec<Vec<String>> = (0..options.len()).map(|at| title_of(at, 6)).collect();
    let width = (inner - names + BESIDE) / across as f64 - BESIDE;
    let headings: Vec<Vec<String>> = fields
        .iter()
        // A slide has the words of whoever shows it: the brief name leaves room for the rows.
        .map(|field| {
            let brief = (size == Size::Slide).then(|| subject(setting, field));
            let heading = brief.as_ref().unwrap_or(&field.heading);
            fonts.wrap(heading, HEADING.size, HEADING.weight, width)
        })
        .collect();
    let lines = fields.len().div_ceil(across);
    let tallest = |line: usize| {
        let own = headings.iter().skip(line * across).take(across);
        own.map(Vec::len).max().unwrap_or(1) as f64 * HEADING.line() + 8.0
    };
    let foot = 8.0 + TICK.line();
    let fixed: f64 = (0..lines).map(|line| tallest(line) + foot).sum::<f64>()
        + BETWEEN * lines.saturating_sub(1) as f64;
    let wordy = |words: &Vec<String>| words.len() as f64 * REMARK.line() + 10.0;
    let rows = |least: f64| -> Vec<f64> {
        titles.iter().map(|words| if alone { least } else { wordy(words).max(least) }).collect()
    };
    let height = fixed + lines as f64 * rows(HIGH).iter().sum::<f64>();
    let (from, to) = window(saved);
    let asked = language.title(&saved.manifest().scenario.question, "");
    let basis = language.answers_basis(&setting.futures, &language.stretch(from, to));
    let subtitle = if asked.is_empty() { basis } else { format!("{asked} {basis}") };
    let mut compared = fields.iter().flat_map(|field| &field.cells);
    let apart = compared.any(|cell| cell.compared.as_ref().is_some_and(|one| one.part.is_some()));
    let mut notes = Vec::new();
    if !alone {
        notes.push(language.answers_note().to_owned());
    }
    if apart {
        notes.push(language.answers_part_note().to_owned());
    }
    let mut targets = fields.iter().filter_map(|field| field.of.target);
    if targets.next().is_some() {
        notes.push(language.target_note().to_owned());
    }
    let title = title(setting, &fields);
    let sheet = Sheet { setting, name, title, subtitle, notes, data };
    sheet.draw(height, |canvas, body: Body| {
        let space = (body.height - fixed) / lines.max(1) as f64;
        let full = rows(HIGH);
        // Where rows are given no more height, the range goes without figures.
        let tall: Vec<f64> = if full.iter().sum::<f64>() <= space + 0.5 {
            full
        } else {
            let least = rows(LOW);
            let total: f64 = least.iter().sum();
            let squeeze = (space / total).min(1.0);
            least.into_iter().map(|height| height * squeeze).collect()
        };
        // A slide with few rows gives each more room.
        let spare = (space / tall.iter().sum::<f64>()).clamp(1.0, SPREAD);
        let stretch = if size == Size::Slide { spare } else { 1.0 };
        let tall: Vec<f64> = tall.into_iter().map(|height| height * stretch).collect();
        let figures = if tall.iter().all(|height| *height >= HIGH - 0.5) { 2 } else { 1 };
        let mut top = body.top;
        for line in 0..lines {
            let plot = top + tallest(line);
            let mut y = plot;
            for (at, height) in tall.iter().enumerate() {
                if !alone {
                    let words = title_of(at, ((height + 2.0) / REMARK.line()).floor() as usize);
                    let start = y + (height - words.len() as f64 * REMARK.line()) / 2.0;
                    canvas.lines(&words, margin, start, Align::Left, REMARK);
                }
                y += height;
            }
            for column in 0..across {
                let at = line * across + column;
                let (Some(field), Some(words)) = (fields.get(at), headings.get(at)) else { break };
                let left = margin + names + column as f64 * (width + BESIDE);
                let start = plot - 8.0 - words.len() as f64 * HEADING.line();
                canvas.lines(words, left, start, Align::Left, HEADING);
                let area = Area { left, width, top: plot, rows: &tall, figures };
                paint(canvas, setting, field, &area)?;
            }
            top = plot + tall.iter().sum::<f64>() + foot + BETWEEN;
        }
        Ok(())
    })
}

/// Where a field is on the sheet.
struct Area<'a> {
    left: f64,
    width: f64,
    top: f64,
    rows: &'a [f64],
    /// Lines of figures in each row.
    figures: usize,
}

fn paint(
    canvas: &Canvas<'_>,
    setting: &Setting<'_>,
    field: &Field<'_>,
    area: &Area<'_>,
) -> Result<(), ReportError> {
    let language = setting.language;
    let levels = || field.cells.iter().filter_map(|cell| cell.level);
    let low = levels().map(|level| level.low).fold(f64::INFINITY, f64::min);
    let high = levels().map(|level| level.high).fold(f64::NEG_INFINITY, f64::max);
    // From nothing up, unless what is shown lies within a small part of that.
    let from = if low >= 0.0 && low <= 0.7 * high { 0.0 } else { low };
    let wide = (high - from).max(1e-9_f64.max(high.abs() * 0.02));
    // A target counts where it leaves the options half of the field.
    let bound = field.of.target.map(|target| target.bound.value);
    let bound = bound.filter(|bound| *bound >= from - wide && *bound <= high + wide);
    let high = bound.map_or(high, |bound| high.max(bound));
    let from = bound.map_or(from, |bound| from.min(bound));
    let wide = wide.max(high - from);
    let pad = wide * 0.05;
    let start = if from == 0.0 { 0.0 } else { from - pad };
    let bottom = area.top + area.rows.iter().sum::<f64>();
    let inset = 8.0;
    let panel = Panel::new(
        area.left + inset..area.left + area.width - inset,
        area.top..bottom,
        start..from + wide + pad,
        0.0..1.0,
    );
    let label = |value: f64, decimals| tick(setting, field, value, decimals);
    let (ticks, decimals) = spaced(canvas, &panel, field, &label);
    for &value in &ticks {
        let (x, _) = panel.at(value, 0.0);
        canvas.line(&[(x, panel.top), (x, panel.bottom)], FAINT, 0.9, Dash::Solid)?;
        let y = panel.bottom + 6.0 + TICK.line() / 2.0;
        canvas.text(&label(value, decimals), x, y, Align::Middle, TICK);
    }
    // The baseline's median goes through all rows.
    if let Some(base) = field.cells.first().and_then(|cell| cell.level)
        && field.cells.len() > 1
    {
        let (x, _) = panel.at(base.median, 0.0);
        canvas.line(&[(x, panel.top), (x, panel.bottom)], GREY, 1.2, Dash::Short)?;
    }
    if let Some(bound) = bound {
        let (x, _) = panel.at(bound, 0.0);
        canvas.line(&[(x, panel.top), (x, panel.bottom)], VERMILION, 1.6, Dash::Long)?;
    }
    let mut top = area.top;
    for (at, (cell, height)) in field.cells.iter().zip(area.rows).enumerate() {
        let (first, mark) = match area.figures {
            // Figures, the mark, figures.
            2 => (top + height / 2.0 - 8.0 - LABEL.line() / 2.0 - 2.0, top + height / 2.0),
            _ => (top + LABEL.line() / 2.0 + 2.0, top + height - 10.0),
        };
        let second = top + height / 2.0 + 10.0 + REMARK.line() / 2.0;
        let Some(level) = cell.level else {
            let middle = top + height / 2.0;
            canvas.text(language.absent(), panel.left, middle, Align::Left, REMARK);
            top += height;
            continue;
        };
        let colour = if at == 0 { INK } else { BLUE };
        let place = |value: f64| (panel.at(value, 0.0).0, mark);
        canvas.line(&[place(level.low), place(level.high)], colour, 3.0, Dash::Solid)?;
        for end in [level.low, level.high] {
            let (x, y) = place(end);
            canvas.line(&[(x, y - 4.5), (x, y + 4.5)], colour, 1.6, Dash::Solid)?;
        }
        canvas.disc(place(level.median), 6.0, colour, false)?;
        let value = setting.quantity(field.response(), &field.of.scope, level.median);
        let centre = place(level.median).0;
        let change = change_words(setting, field.of, cell);
        let met = cell.met.as_ref().map_or_else(String::new, |met| language.met_mark(met));
        if area.figures == 2 {
            let ends = range(setting, field.of, level);
            let look = Type { colour: SOFT, ..REMARK };
            write(canvas, area, centre, first, &[(value.as_str(), LABEL), (ends.as_str(), look)])?;
            let ([words, sign], colour) = change.unwrap_or(([String::new(), String::new()], SOFT));
            let wide = canvas.fonts().width(&words, LABEL.size, LABEL.weight);
            let words = if wide <= area.width { words } else { sign };
            let look = Type { colour, ..LABEL };
            let parts = [(words.as_str(), look), (met.as_str(), Type { colour: SOFT, ..REMARK })];
            if parts.iter().any(|(text, _)| !text.is_empty()) {
                write(canvas, area, centre, second, &parts)?;
            }
        } else {
            let ([words, sign], colour) = change.unwrap_or(([String::new(), String::new()], SOFT));
            let look = Type { colour, ..LABEL };
            let wide = |text: &str| canvas.fonts().width(text, LABEL.size, LABEL.weight);
            let fits = wide(&value) + 8.0 + wide(&words) <= area.width;
            let words = if fits { words } else { sign };
            let target = (met.as_str(), Type { colour: SOFT, ..REMARK });
            let parts = [(value.as_str(), LABEL), (words.as_str(), look), target];
            write(canvas, area, centre, first, &parts)?;
        }
        top += height;
    }
    canvas.line(&[(panel.left, panel.bottom), (panel.right, panel.bottom)], INK, 1.2, Dash::Solid)
}

/// What a row says of its difference, and in which colour; nothing of the baseline.
fn change_words(
    setting: &Setting<'_>,
    of: &Measured,
    cell: &Cell,
) -> Option<([String; 2], Colour)> {
    let compared = cell.compared.as_ref()?;
    let colour = match Mark::of(compared.verdict) {
        Mark::Better => legible(BLUE),
        Mark::Worse => legible(VERMILION),
        Mark::More | Mark::Less => INK,
        Mark::Same => SOFT,
    };
    Some((change(setting, of, compared), colour))
}

/// Writes parts beside one another about a centre, within the field.
fn write(
    canvas: &Canvas<'_>,
    area: &Area<'_>,
    centre: f64,
    y: f64,
    parts: &[(&str, Type)],
) -> Result<(), ReportError> {
    let space = 8.0;
    let width = |text: &str, look: Type| canvas.fonts().width(text, look.size, look.weight);
    let filled = || parts.iter().filter(|(text, _)| !text.is_empty());
    let mut whole = filled().map(|(text, look)| width(text, *look) + space).sum::<f64>() - space;
    // A text that is too wide for its field goes without its last part.
    let mut count = filled().count();
    while whole > area.width && count > 1 {
        count -= 1;
        whole = filled().take(count).map(|(text, look)| width(text, *look) + space).sum::<f64>()
            - space;
    }
    let last = (area.left + area.width - whole).max(area.left);
    let mut x = (centre - whole / 2.0).clamp(area.left, last);
    // No line of the field goes through the words.
    let half = LABEL.size * 0.6;
    canvas.block((x - 3.0, y - half), (x + whole + 3.0, y + half), PAPER, 1.0)?;
    for (text, look) in filled().take(count) {
        canvas.text(text, x, y, Align::Left, *look);
        x += width(text, *look) + space;
    }
    Ok(())
}

fn tick(setting: &Setting<'_>, field: &Field<'_>, value: f64, decimals: usize) -> String {
    let language = setting.language;
    match field.response().row().scale {
        Scale::Percent => {
            format!("{}%", language.decimal(100.0 * value, decimals.saturating_sub(2)))
        }
        Scale::Won => language.money(setting.currency(), value),
        _ => language.short(value, decimals),
    }
}

/// As many round ticks as their labels leave room for.
fn spaced(
    canvas: &Canvas<'_>,
    panel: &Panel,
    field: &Field<'_>,
    label: &dyn Fn(f64, usize) -> String,
) -> (Vec<f64>, usize) {
    let whole = matches!(
        field.response().row().scale,
        Scale::Cases
            | Scale::Places
            | Scale::UnitMonths
            | Scale::UnitHours
            | Scale::Amount
            | Scale::Won
    );
    for wanted in [5.0, 4.0, 3.0, 2.0] {
        let (mut ticks, decimals) = round_ticks(panel.x.start, panel.x.end, wanted);
        let wide =
            |tick: &f64| canvas.fonts().width(&label(*tick, decimals), TICK.size, TICK.weight);
        // Between two fields there is room for half of a label.
        ticks.retain(|tick| {
            let x = panel.at(*tick, 0.0).0;
            x - wide(tick) / 2.0 >= (panel.left - 28.0).max(2.0)
                && x + wide(tick) / 2.0 <= panel.right + 16.0
        });
        let clear = ticks.windows(2).all(|two| {
            let apart = panel.at(two[1], 0.0).0 - panel.at(two[0], 0.0).0;
            apart > (wide(&two[0]) + wide(&two[1])) / 2.0 + 12.0
        });
        // No tick is said twice.
        let texts: Vec<String> = ticks.iter().map(|tick| label(*tick, decimals)).collect();
        let distinct = texts.windows(2).all(|two| two[0] != two[1]);
        let integers = !whole || decimals == 0;
        if clear && distinct && integers && !ticks.is_empty() {
            return (ticks, decimals);
        }
    }
    (Vec::new(), 0)
}
