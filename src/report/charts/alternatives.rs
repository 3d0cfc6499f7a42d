//! Alternatives by paired difference: each less the baseline, in the same futures.

use super::axes::round_ticks;
use super::canvas::{Align, Canvas, Dash, Drawing, Panel};
use super::data::Data;
use super::frame::Size;
use super::series::window;
use super::{BLUE, FAINT, HEADING, INK, LABEL, REMARK, Setting, Sheet, TICK, Type, VERMILION};
use crate::measures::{Of, Response, Scale};
use crate::report::ReportError;
use crate::report::wording::Language;
use crate::results::saved::SavedError;

const ROW: f64 = 34.0;
/// Between lines of fields, and between fields of a line.
const BETWEEN: f64 = 22.0;
const BESIDE: f64 = 40.0;
const RESPONSE: Type = Type { size: 17.5, ..HEADING };
const SCOPE: Type = Type { weight: HEADING.weight, ..REMARK };

/// The difference that an alternative makes to a response.
#[derive(Clone, Copy)]
struct Difference {
    mean: f64,
    mean_low: f64,
    mean_high: f64,
    q05: f64,
    q95: f64,
    /// Whether there is none in any future.
    nowhere: bool,
}

/// One response, with a field for each pool or programme that has it.
struct Line {
    response: Response,
    fields: Vec<Field>,
}

/// What the chart shows.
struct Fields {
    lines: Vec<Line>,
    /// Number of columns: one for each pool or programme.
    columns: usize,
    /// Responses that are left out because no alternative changes them in any future.
    same: Vec<Response>,
}

/// One field: a response of one pool or programme, with a row an alternative.
struct Field {
    scope: String,
    title: String,
    rows: Vec<Option<Difference>>,
}

/// Width of the column of names.
fn names(size: Size) -> f64 {
    match size {
        Size::Page => 300.0,
        Size::Slide => 240.0,
        Size::Phone => 150.0,
    }
}

/// Whether an alternative differs in any response.
pub(super) fn shown(setting: &Setting<'_>) -> Result<super::Shown, SavedError> {
    if setting.saved.manifest().alternatives.len() < 2 {
        return Ok(super::Shown::No);
    }
    let reason = || setting.language.same_responses().to_owned();
    let none = fields(setting)?.lines.is_empty();
    Ok(if none { super::Shown::Because(reason()) } else { super::Shown::Yes })
}

/// Draws a field for every response and scope, a row for every alternative.
pub(super) fn draw(setting: &Setting<'_>, name: String) -> Result<Drawing, ReportError> {
    let Setting { language, fonts, saved, size, .. } = *setting;
    let (margin, names) = (size.margin(), names(size));
    let others = saved.manifest().alternatives.get(1..).unwrap_or_default();
    let Fields { mut lines, columns, same } = fields(setting)?;
    let data = data(setting, &lines);
    let moved: std::collections::BTreeSet<Response> =
        lines.iter().map(|line| line.response).collect();
    let title = language.alternatives_finds(moved.len(), moved.len() + same.len());
    let columns = if size == Size::Phone { 1 } else { columns };
    if size == Size::Phone {
        lines = one_by_one(lines);
    }
    let wrap = |text: &str, look: Type| fonts.wrap(text, look.size, look.weight, names - 20.0);
    let titles: Vec<Vec<String>> =
        others.iter().map(|one| wrap(language.title(&one.title, &one.name), REMARK)).collect();
    let rows: Vec<f64> =
        titles.iter().map(|lines| (lines.len() as f64 * REMARK.line() + 8.0).max(ROW)).collect();
    let tall: f64 = rows.iter().sum();
    let headings: Vec<Vec<String>> = lines
        .iter()
        .map(|line| {
            let called = language.called(setting.saved.manifest(), "site");
            let unit = language.difference_unit(called, line.response);
            wrap(&format!("{} ({unit})", language.measure(line.response, called.unit)), RESPONSE)
        })
        .collect();
    let across = (size.inner() - names + BESIDE) / columns as f64;
    let scope = |field: &Field| fonts.wrap(&field.title, SCOPE.size, SCOPE.weight, across - BESIDE);
    let under = |(line, heading): (&Line, &Vec<String>)| {
        let most = line.fields.iter().map(|field| scope(field).len()).max().unwrap_or(0);
        most.max(heading.len()) as f64 * RESPONSE.line() + 6.0
    };
    let foot = 6.0 + TICK.line() + BETWEEN;
    let height: f64 = lines.iter().zip(&headings).map(|line| under(line) + tall + foot).sum();
    let (from, to) = window(saved);
    let sheet = Sheet {
        setting,
        name,
        title,
        subtitle: language.alternatives_subtitle(&setting.futures, &language.stretch(from, to)),
        notes: std::iter::once(language.alternatives_note().to_owned())
            .chain((!same.is_empty()).then(|| language.unchanged(&same, setting.common_unit())))
            .collect(),
        data,
    };
    sheet.draw((height - BETWEEN).max(0.0), |canvas, body| {
        let mut top = body.top;
        let end = body.top + body.height;
        for (line, heading) in lines.iter().zip(&headings) {
            // A slide has room for the first lines.
            if top + under((line, heading)) + tall + foot - BETWEEN > end + 0.5 {
                break;
            }
            canvas.lines(heading, margin, top, Align::Left, RESPONSE);
            let plot = top + under((line, heading));
            let mut y = plot;
            for (lines, height) in titles.iter().zip(&rows) {
                let start = y + (height - lines.len() as f64 * REMARK.line()) / 2.0;
                canvas.lines(lines, margin, start, Align::Left, REMARK);
                y += height;
            }
            for (column, field) in line.fields.iter().enumerate() {
                let left = margin + names + column as f64 * across;
                let right = left + across - BESIDE;
                let words = scope(field);
                let start = plot - 6.0 - words.len() as f64 * RESPONSE.line();
                canvas.lines(&words, left, start, Align::Left, SCOPE);
                let area = Area { left, right, top: plot, rows: &rows };
                paint(canvas, language, line.response, field, &area)?;
            }
            top = plot + tall + foot;
        }
        Ok(())
    })
}

fn fields(setting: &Setting<'_>) -> Result<Fields, SavedError> {
    let language = setting.language;
    let manifest = setting.saved.manifest();
    let table = setting.saved.columns("differences")?;
    let (alternatives, responses) = (table.words("alternative")?, table.responses("response")?);
    let scopes = table.words("scope")?;
    let names = ["mean", "mean_low", "mean_high", "q05", "q95"];
    let [mean, low, high, q05, q95] = names.map(|name| table.numbers(name));
    let (mean, low, high, q05, q95) = (mean?, low?, high?, q05?, q95?);
    let equal = table.numbers("share_equal")?;
    let find = |alternative: &str, response: Response, scope: &str| {
        let row = (0..scopes.len()).find(|&row| {
            scopes[row] == scope
                && responses[row] == Some(response)
                && alternatives[row] == alternative
        })?;
        let mean = mean[row]?;
        Some(Difference {
            mean,
            mean_low: low[row].unwrap_or(mean),
            mean_high: high[row].unwrap_or(mean),
            q05: q05[row].unwrap_or(mean),
            q95: q95[row].unwrap_or(mean),
            nowhere: equal[row] == Some(1.0),
        })
    };
    let pools: Vec<(&str, &str)> =
        manifest.pools.iter().map(|pool| (pool.name.as_str(), setting.pool_title(pool))).collect();
    // Programmes in the columns of their pools.
    let mut programmes: Vec<_> = manifest.programmes.iter().collect();
    programmes.sort_by_key(|one| manifest.pools.iter().position(|pool| pool.name == one.pool));
    let programmes: Vec<(&str, &str)> = programmes
        .into_iter()
        .map(|one| (one.name.as_str(), language.title(&one.title, &one.name)))
        .collect();
    let columns = pools.len().max(programmes.len()).clamp(1, 3);
    let (mut lines, mut same) = (Vec::new(), Vec::new());
    for response in Response::ALTERNATIVES {
        let scopes = match response.row().of {
            Of::Programme | Of::Class => &programmes,
            _ => &pools,
        };
        let mut found = Vec::new();
        for (scope, title) in scopes {
            let others = manifest.alternatives.iter().skip(1);
            let rows: Vec<_> = others.map(|one| find(&one.name, response, scope)).collect();
            if rows.iter().any(Option::is_some) {
                found.push(Field { scope: (*scope).to_owned(), title: (*title).to_owned(), rows });
            }
        }
        let rows = || found.iter().flat_map(|field: &Field| &field.rows);
        if !found.is_empty() && rows().all(|row| row.is_some_and(|one| one.nowhere)) {
            if !Response::SELDOM.contains(&response) {
                same.push(response);
            }
            found.clear();
        }
        // A field in which nothing differs says nothing.
        found.retain(|field| field.rows.iter().flatten().any(|one| !one.nowhere));
        while !found.is_empty() {
            let rest = found.split_off(found.len().min(columns));
            lines.push(Line { response, fields: std::mem::replace(&mut found, rest) });
        }
    }
    Ok(Fields { lines, columns, same })
}

/// Every field in a line of its own.
fn one_by_one(lines: Vec<Line>) -> Vec<Line> {
    let single = |line: Line| {
        let response = line.response;
        line.fields.into_iter().map(move |field| Line { response, fields: vec![field] })
    };
    lines.into_iter().flat_map(single).collect()
}

fn data(setting: &Setting<'_>, lines: &[Line]) -> Data {
    let mut data = Data::new(&[
        "response",
        "scope",
        "alternative",
        "mean",
        "mean_low",
        "mean_high",
        "q05",
        "q95",
    ]);
    let others = setting.saved.manifest().alternatives.iter().skip(1);
    for line in lines {
        for field in &line.fields {
            for (row, option) in field.rows.iter().zip(others.clone()) {
                let Some(row) = row else { continue };
                data.row([
                    line.response.name().into(),
                    field.scope.as_str().into(),
                    option.name.as_str().into(),
                    row.mean.into(),
                    row.mean_low.into(),
                    row.mean_high.into(),
                    row.q05.into(),
                    row.q95.into(),
                ]);
            }
        }
    }
    data
}

/// Where a field is on the sheet.
struct Area<'a> {
    left: f64,
    right: f64,
    top: f64,
    rows: &'a [f64],
}

/// How differences of a response are written: times, and decimals.
fn scale(response: Response) -> (f64, usize) {
    match response.row().scale {
        Scale::Percent => (100.0, 1),
        Scale::ToOne | Scale::Petaflops => (1.0, 2),
        Scale::Hours | Scale::Days | Scale::Months => (1.0, 1),
        Scale::Cases
        | Scale::Places
        | Scale::UnitMonths
        | Scale::UnitHours
        | Scale::Won
        | Scale::Amount => (1.0, 0),
    }
}

fn paint(
    canvas: &Canvas<'_>,
    language: Language,
    response: Response,
    field: &Field,
    area: &Area<'_>,
) -> Result<(), ReportError> {
    let (times, decimals) = scale(response);
    let found = || field.rows.iter().flatten();
    let low =
        found().map(|one| one.q05.min(one.mean_low).min(one.mean)).fold(0.0, f64::min) * times;
    let high =
        found().map(|one| one.q95.max(one.mean_high).max(one.mean)).fold(0.0, f64::max) * times;
    // Nothing differs: an axis of one last digit, so that the zero is a zero.
    let least = if decimals == 0 { 1.0 } else { 0.1 };
    let (low, high) = if high - low < least / 10.0 { (-least, least) } else { (low, high) };
    let edge = (high - low) * 0.06;
    let value = |one: &Difference| language.signed(one.mean * times, decimals);
    let wide = |text: &str| canvas.fonts().width(text, LABEL.size, LABEL.weight);
    let values = found().map(|one| wide(&value(one))).fold(40.0, f64::max) + 14.0;
    let tall: f64 = area.rows.iter().sum();
    let panel = Panel::new(
        area.left..area.right - values,
        area.top..area.top + tall,
        low - edge..high + edge,
        0.0..1.0,
    );
    let (ticks, tick_decimals) = ticks(canvas, language, &panel);
    for &tick in &ticks {
        let (x, _) = panel.at(tick, 0.0);
        let (colour, width) = if tick == 0.0 { (INK, 1.6) } else { (FAINT, 0.9) };
        canvas.line(&[(x, panel.top), (x, panel.bottom)], colour, width, Dash::Solid)?;
        let y = panel.bottom + 4.0 + TICK.line() / 2.0;
        canvas.text(&language.signed(tick, tick_decimals), x, y, Align::Middle, TICK);
    }
    let mut top = panel.top;
    for (row, height) in field.rows.iter().zip(area.rows) {
        let y = top + height / 2.0;
        top += height;
        let Some(one) = row else {
            canvas.text(language.absent(), area.right, y, Align::Right, REMARK);
            continue;
        };
        let at = |value: f64| (panel.at(value * times, 0.0).0, y);
        canvas.line(&[at(one.q05), at(one.q95)], BLUE, 1.8, Dash::Solid)?;
        canvas.line(&[at(one.mean_low), at(one.mean_high)], VERMILION, 7.0, Dash::Solid)?;
        canvas.disc(at(one.mean), 5.0, BLUE, false)?;
        canvas.text(&value(one), area.right, y, Align::Right, LABEL);
    }
    Ok(())
}

/// As many round ticks as their labels leave room for.
fn ticks(canvas: &Canvas<'_>, language: Language, panel: &Panel) -> (Vec<f64>, usize) {
    let fits = |wanted: f64| {
        let (ticks, decimals) = round_ticks(panel.x.start, panel.x.end, wanted);
        let width = |tick: &f64| {
            let text = language.signed(*tick, decimals);
            canvas.fonts().width(&text, TICK.size, TICK.weight)
        };
        let clear = ticks.windows(2).all(|two| {
            let apart = panel.at(two[1], 0.0).0 - panel.at(two[0], 0.0).0;
            apart > (width(&two[0]) + width(&two[1])) / 2.0 + 12.0
        });
        (clear, ticks, decimals)
    };
    for wanted in [5.0, 4.0, 3.0, 2.0] {
        let (clear, ticks, decimals) = fits(wanted);
        if clear {
            return (ticks, decimals);
        }
    }
    (vec![0.0], 0)
}
