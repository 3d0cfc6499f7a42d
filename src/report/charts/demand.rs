//! The demand account of a pool: what becomes of everything that is asked for.

use super::axes::{levels, round_ticks, round_top, widest};
use super::canvas::{Align, Canvas, Dash, Drawing, Panel};
use super::series::window;
use super::{
    EndLabel, HEADING, INK, LABEL, MARGIN, PAPER, REMARK, Setting, Sheet, TICK, Type, WIDTH,
    colour, end_labels, room,
};
use crate::measures::Identity;
use crate::report::ReportError;
use crate::report::wording::numbers::date_of;
use crate::results::PoolEntry;
use crate::results::figures::{Demand, demand};

const HEIGHT: f64 = 400.0;
const INSIDE: Type = Type { size: 15.0, ..LABEL };

/// Draws a pair of bars a stretch of months: what there is to settle, and what becomes of it.
pub(super) fn draw(
    setting: &Setting<'_>,
    name: String,
    pool: &PoolEntry,
) -> Result<Drawing, ReportError> {
    let language = setting.language;
    let (from, to) = window(setting.saved);
    let step = stretch_months(from, to);
    let stretch = |day: i32| {
        let date = date_of(day);
        (i32::from(date.year()) * 12 + i32::from(date.month()) - 1).div_euclid(step)
    };
    let saved = setting.saved;
    let bars = demand(saved, saved.baseline(), &pool.name, (from, to), stretch)?;
    let unit = language.unit_months(setting.unit(pool));
    let total = |bar: &Demand| bar.wholes.iter().sum::<f64>().max(bar.parts.iter().sum());
    let top = round_top(bars.iter().map(total).fold(0.0, f64::max) * 1.07, 5.0);
    let (ticks, decimals) = round_ticks(0.0, top, 5.0);
    let tick_label = |tick: f64| language.short(tick, decimals);
    let tick_labels: Vec<String> = ticks.iter().map(|&tick| tick_label(tick)).collect();
    let left = MARGIN + widest(setting.fonts, &tick_labels, TICK.size) + 12.0;
    let labels = |height: &dyn Fn(f64) -> f64| -> Vec<EndLabel> {
        let Some(last) = bars.last() else { return Vec::new() };
        let mut labels = Vec::new();
        let mut under = 0.0;
        for (at, flow) in Identity::DEMAND.parts.iter().enumerate() {
            let part = last.parts[at];
            // Whatever shows at any time has its name at the end.
            if bars.iter().any(|bar| bar.parts[at] >= 0.5) {
                let colour = colour(flow.row().fill.hue);
                let text = format!("{} {}", language.part(*flow), language.amount(part));
                labels.push(EndLabel { y: height(under + part / 2.0), text, colour });
            }
            under += part;
        }
        labels
    };
    let right = WIDTH - MARGIN - room(setting.fonts, &labels(&|_| 0.0));
    let sheet = Sheet {
        setting,
        name,
        title: language.demand_title(setting.pool_title(pool)),
        subtitle: language.demand_subtitle(setting.baseline, &setting.futures),
        notes: vec![language.demand_note()],
    };
    let key = HEADING.line() + 10.0;
    let plot = key + REMARK.line() + 18.0;
    sheet.draw(plot + HEIGHT + 12.0 + TICK.line() + 4.0, |canvas, head| {
        let heading = language.demand_panel(&unit);
        canvas.text(&heading, MARGIN, head + HEADING.line() / 2.0, Align::Left, HEADING);
        let mut x = MARGIN;
        let y = head + key + REMARK.line() / 2.0;
        for flow in Identity::DEMAND.wholes {
            let fill = flow.row().fill;
            canvas.block((x, y - 8.0), (x + 16.0, y + 8.0), colour(fill.hue), fill.opacity)?;
            let words = language.left_bar(*flow);
            canvas.text(words, x + 24.0, y, Align::Left, REMARK);
            x += 24.0 + setting.fonts.width(words, REMARK.size, REMARK.weight) + 36.0;
        }
        let across = 0.0..bars.len().max(1) as f64;
        let start = head + plot;
        let panel = Panel::new(left..right, start..start + HEIGHT, across, 0.0..top);
        levels(canvas, &panel, &ticks, tick_label)?;
        for (at, bar) in bars.iter().enumerate() {
            paint(canvas, setting, &panel, (at, bar))?;
        }
        canvas.line(
            &[(panel.left, panel.bottom), (panel.right, panel.bottom)],
            INK,
            1.2,
            Dash::Solid,
        )?;
        stretches(canvas, setting, &panel, &bars, step);
        let Some(last) = bars.len().checked_sub(1) else { return Ok(()) };
        // From the last bar, not from the panel's end.
        let (bar, _) = panel.at(last as f64 + RIGHT.1, 0.0);
        for label in labels(&|value| panel.at(0.0, value).1) {
            let path = [(bar + 2.0, label.y), (panel.right + 2.0, label.y)];
            canvas.line(&path, label.colour, 1.4, Dash::Solid)?;
        }
        end_labels(canvas, &panel, &labels(&|value| panel.at(0.0, value).1))
    })
}

/// Where the bars of a stretch stand within its unit of width.
const LEFT: (f64, f64) = (0.08, 0.26);
const RIGHT: (f64, f64) = (0.28, 0.92);

/// So many months a stretch that about a dozen fill the window.
fn stretch_months(from: i32, to: i32) -> i32 {
    match (to - from) / 30 {
        ..=8 => 1,
        9..=30 => 3,
        31..=84 => 6,
        _ => 12,
    }
}

fn paint(
    canvas: &Canvas<'_, '_>,
    setting: &Setting<'_>,
    panel: &Panel,
    (at, bar): (usize, &Demand),
) -> Result<(), ReportError> {
    let at = at as f64;
    let block = |(from, to): (f64, f64), low: f64, high: f64| {
        (panel.at(at + from, high), panel.at(at + to, low))
    };
    let mut under = 0.0;
    for (value, flow) in bar.wholes.iter().zip(Identity::DEMAND.wholes) {
        let (a, b) = block(LEFT, under, under + value);
        let fill = flow.row().fill;
        canvas.block(a, b, colour(fill.hue), fill.opacity)?;
        under += value;
    }
    let mut under = 0.0;
    for (&value, flow) in bar.parts.iter().zip(Identity::DEMAND.parts) {
        let fill = flow.row().fill;
        let ink = if fill.dark { PAPER } else { INK };
        let (a, b) = block(RIGHT, under, under + value);
        under += value;
        if value <= 0.0 {
            continue;
        }
        canvas.block(a, b, colour(fill.hue), fill.opacity)?;
        if under > value {
            canvas.line(&[(a.0, b.1), (b.0, b.1)], PAPER, 1.2, Dash::Solid)?;
        }
        let text = setting.language.amount(value);
        let width = setting.fonts.width(&text, INSIDE.size, INSIDE.weight);
        if b.1 - a.1 >= INSIDE.line() && b.0 - a.0 >= width + 8.0 {
            let look = Type { colour: ink, ..INSIDE };
            canvas.text(&text, (a.0 + b.0) / 2.0, (a.1 + b.1) / 2.0, Align::Middle, look);
        }
    }
    let sum = setting.language.amount(under);
    let (a, b) = block((LEFT.0, RIGHT.1), 0.0, under);
    let look = Type { size: INSIDE.size, ..TICK };
    if setting.fonts.width(&sum, look.size, look.weight) <= (b.0 - a.0) * 1.06 {
        canvas.text(&sum, (a.0 + b.0) / 2.0, a.1 - look.line() / 2.0, Align::Middle, look);
    }
    Ok(())
}

/// Names the stretches under their bars, as many as there is room for.
fn stretches(
    canvas: &Canvas<'_, '_>,
    setting: &Setting<'_>,
    panel: &Panel,
    bars: &[Demand],
    step: i32,
) {
    let words: Vec<String> =
        bars.iter().map(|bar| setting.language.months_of(date_of(bar.date), step)).collect();
    let wide = widest(setting.fonts, &words, TICK.size) + 14.0;
    let each = (panel.right - panel.left) / bars.len().max(1) as f64;
    let every = (wide / each).ceil().max(1.0) as usize;
    for (at, words) in words.iter().enumerate().step_by(every) {
        let (x, _) = panel.at(at as f64 + 0.5, 0.0);
        let y = panel.bottom + 12.0 + TICK.line() / 2.0;
        canvas.text(words, x, y, Align::Middle, TICK);
    }
}
