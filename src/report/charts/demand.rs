//! The demand account of a pool: what becomes of everything that is asked for.

use super::axes::{levels, widest};
use super::canvas::{Align, Canvas, Dash, Drawing, Panel, Type};
use super::data::{Cell, Data};
use super::frame::Size;
use super::parts::{Entry, figure, fill_blocks, key, key_height, side_key, side_room, whole_parts};
use super::series::window;
use super::{HEADING, INK, LABEL, Setting, Sheet, Shown, TICK};
use crate::measures::{Flow, Identity};
use crate::report::ReportError;
use crate::report::wording::numbers::date_of;
use crate::results::PoolEntry;
use crate::results::figures::{Demand, demand};
use crate::results::saved::SavedError;

const HEIGHT: f64 = 380.0;
const INSIDE: Type = Type { size: 15.0, ..LABEL };
/// Where a bar stands within its unit of width.
const BAR: (f64, f64) = (0.1, 0.9);

/// The account by stretches of months, and over the whole window.
struct Account {
    step: i32,
    bars: Vec<Demand>,
    whole: Demand,
}

impl Account {
    fn read(setting: &Setting<'_>, pool: &PoolEntry) -> Result<Self, SavedError> {
        let saved = setting.saved;
        let (from, to) = window(saved);
        let step = stretch_months(from, to);
        let stretch = |day: i32| {
            let date = date_of(day);
            (i32::from(date.year()) * 12 + i32::from(date.month()) - 1).div_euclid(step)
        };
        let read = |stretch: &dyn Fn(i32) -> i32| {
            demand(saved, saved.baseline(), &pool.name, (from, to), stretch)
        };
        let nothing = Demand {
            date: from,
            wholes: vec![0.0; Identity::DEMAND.wholes.len()],
            parts: vec![0.0; Identity::DEMAND.parts.len()],
        };
        let whole = read(&|_| 0)?.pop().unwrap_or(nothing);
        Ok(Self { step, bars: read(&stretch)?, whole })
    }

    /// Whether a part shows in any bar.
    fn shows(&self, at: usize) -> bool {
        let bars = self.bars.iter().chain([&self.whole]);
        bars.into_iter().any(|bar| bar.parts[at] >= 0.5)
    }
}

/// Months of a stretch: half-years, in which rounds come, unless the window is short or very long.
pub(in crate::report) fn stretch_months(from: i32, to: i32) -> i32 {
    match (to - from) / 30 {
        ..=5 => 1,
        6..=84 => 6,
        _ => 12,
    }
}

/// Whether anything is asked for.
pub(super) fn shown(setting: &Setting<'_>, pool: &PoolEntry) -> Result<Shown, SavedError> {
    // The users of a log ask for no award.
    if setting.saved.manifest().programmes.is_empty() {
        return Ok(Shown::No);
    }
    let account = Account::read(setting, pool)?;
    let title = setting.pool_title(pool);
    let asked = account.whole.parts.iter().any(|part| *part >= 0.5);
    Ok(if asked { Shown::Yes } else { Shown::Because(setting.language.nothing_asked(title)) })
}

/// Draws a bar for each stretch of months and one for all of them, each in parts of a hundred.
pub(super) fn draw(
    setting: &Setting<'_>,
    name: String,
    pool: &PoolEntry,
) -> Result<Drawing, ReportError> {
    let Setting { language, fonts, size, .. } = *setting;
    let (from, to) = window(setting.saved);
    let account = Account::read(setting, pool)?;
    let unit = match &pool.charged {
        // An hour of a month of 365/12 days.
        Some(charged) => format!("{} ÷ 730", charged.in_language(language)),
        None => language.unit_months(setting.unit(pool)),
    };
    let ticks = [0.0, 0.25, 0.5, 0.75, 1.0];
    let tick_label = |tick: f64| format!("{}%", language.whole(100.0 * tick));
    let margin = size.margin();
    let labels: Vec<String> = ticks.iter().map(|&tick| tick_label(tick)).collect();
    let left = margin + widest(fonts, &labels, TICK.size) + 12.0;
    let shares = whole_parts(&account.whole.parts, 100);
    let parts = Identity::DEMAND.parts;
    let seen: Vec<usize> = (0..parts.len()).filter(|&at| account.shows(at)).collect();
    let entry = |at: usize| {
        // Something is not nothing because it is less than half of one in a hundred.
        let share = match (shares[at], account.whole.parts[at]) {
            (0, part) if part > 0.0 => language.less_than_one().to_owned(),
            (share, _) => format!("{share}%"),
        };
        Entry { fill: parts[at].row().fill, text: format!("{} {share}", language.part(parts[at])) }
    };
    let entries: Vec<Entry> = seen.iter().map(|&at| entry(at)).collect();
    let beside = size != Size::Phone;
    let right = size.width() - margin - if beside { side_room(fonts, &entries) } else { 0.0 };
    let share_of = |flow: Flow| {
        let at = parts.iter().position(|part| *part == flow);
        format!("{}%", at.map_or(0, |at| shares[at]))
    };
    let sheet = Sheet {
        setting,
        name,
        title: language.demand_finds(
            setting.pool_title(pool),
            &share_of(Flow::Served),
            &share_of(Flow::TurnedAway),
        ),
        subtitle: language.demand_subtitle(
            setting.baseline,
            &setting.futures,
            &language.stretch(from, to),
        ),
        notes: vec![language.demand_note().to_owned()],
        data: data(&account),
    };
    let heading = setting.heading(&language.demand_panel(&unit));
    let plot = heading.len() as f64 * HEADING.line() + 16.0 + INSIDE.line();
    let below = 12.0 + TICK.line() + 4.0 + if beside { 0.0 } else { key_height(entries.len()) };
    sheet.draw(plot + HEIGHT + below, |canvas, body| {
        canvas.lines(&heading, margin, body.top, Align::Left, HEADING);
        // A gap of half a bar stands before the bar of the whole window.
        let count = account.bars.len() as f64;
        let start = body.top + plot;
        let tall = body.height - plot - below;
        let panel = Panel::new(left..right, start..start + tall, 0.0..count + 1.6, 0.0..1.0);
        levels(canvas, &panel, &ticks, tick_label)?;
        let all = account.bars.iter().enumerate().map(|(at, bar)| (at as f64, bar));
        for (at, bar) in all.chain([(count + 0.5, &account.whole)]) {
            paint(canvas, setting, &panel, (at, bar))?;
        }
        let ends = [(panel.left, panel.bottom), (panel.right, panel.bottom)];
        canvas.line(&ends, INK, 1.2, Dash::Solid)?;
        stretches(canvas, setting, &panel, &account);
        if !beside {
            return key(canvas, &entries, margin, panel.bottom + 12.0 + TICK.line() + 4.0);
        }
        let total: f64 = account.whole.parts.iter().sum();
        let middle = |at: usize| {
            let under: f64 = account.whole.parts[..at].iter().sum();
            (under + account.whole.parts[at] / 2.0) / total.max(1e-9)
        };
        let placed: Vec<(f64, Entry)> =
            seen.iter().map(|&at| (panel.at(0.0, middle(at)).1, entry(at))).collect();
        side_key(canvas, (panel.right, panel.top, panel.bottom), &placed)
    })
}

fn paint(
    canvas: &Canvas<'_>,
    setting: &Setting<'_>,
    panel: &Panel,
    (at, bar): (f64, &Demand),
) -> Result<(), ReportError> {
    let language = setting.language;
    let total: f64 = bar.parts.iter().sum();
    let (left, right) = (panel.at(at + BAR.0, 0.0).0, panel.at(at + BAR.1, 0.0).0);
    let sum = language.amount(total);
    let look = Type { size: INSIDE.size, ..TICK };
    let fits = |text: &str, look: Type, width: f64| {
        canvas.fonts().width(text, look.size, look.weight) <= width
    };
    let unit = panel.at(1.0, 0.0).0 - panel.at(0.0, 0.0).0;
    if fits(&sum, look, unit - 4.0) {
        canvas.text(&sum, (left + right) / 2.0, panel.top - look.line() / 2.0, Align::Middle, look);
    }
    if total <= 0.0 {
        return Ok(());
    }
    let shares = whole_parts(&bar.parts, 100);
    let mut under = 0.0;
    for ((&part, flow), share) in bar.parts.iter().zip(Identity::DEMAND.parts).zip(shares) {
        if part <= 0.0 {
            continue;
        }
        let (low, high) = (under / total, (under + part) / total);
        under += part;
        let (a, b) = ((left, panel.at(0.0, high).1), (right, panel.at(0.0, low).1));
        let fill = flow.row().fill;
        fill_blocks(canvas, &[(a, b)], fill)?;
        canvas.line(&[(a.0, a.1), (b.0, a.1)], super::PAPER, 1.2, Dash::Solid)?;
        let text = format!("{share}%");
        if b.1 - a.1 >= INSIDE.line() && fits(&text, INSIDE, right - left - 8.0) {
            let middle = ((left + right) / 2.0, (a.1 + b.1) / 2.0);
            figure(canvas, &text, middle, INSIDE, fill)?;
        }
    }
    Ok(())
}

/// Names the stretches under their bars, as many as there is room for, and the whole window.
fn stretches(canvas: &Canvas<'_>, setting: &Setting<'_>, panel: &Panel, account: &Account) {
    let language = setting.language;
    let words: Vec<String> = account
        .bars
        .iter()
        .map(|bar| language.months_of(date_of(bar.date), account.step))
        .collect();
    let wide = widest(setting.fonts, &words, TICK.size) + 14.0;
    let each = panel.at(1.0, 0.0).0 - panel.at(0.0, 0.0).0;
    let every = (wide / each).ceil().max(1.0) as usize;
    let y = panel.bottom + 12.0 + TICK.line() / 2.0;
    let whole = language.whole_window();
    let whole_width = setting.fonts.width(whole, TICK.size, TICK.weight);
    let whole_at = (panel.at(words.len() as f64 + 1.0, 0.0).0)
        .min(setting.size.width() - setting.size.margin() - whole_width / 2.0);
    canvas.text(whole, whole_at, y, Align::Middle, TICK);
    for (at, words) in words.iter().enumerate().step_by(every) {
        let (x, _) = panel.at(at as f64 + 0.5, 0.0);
        let half = setting.fonts.width(words, TICK.size, TICK.weight) / 2.0;
        if x + half + 8.0 < whole_at - whole_width / 2.0 {
            canvas.text(words, x, y, Align::Middle, TICK);
        }
    }
}

fn data(account: &Account) -> Data {
    let mut data = Data::new(&["from", "months", "part", "unit_months", "percent"]);
    let bars = account.bars.iter().map(|bar| (bar, f64::from(account.step)));
    let whole = (&account.whole, f64::NAN);
    for (bar, months) in bars.chain([whole]) {
        let shares = whole_parts(&bar.parts, 100);
        for ((part, flow), share) in bar.parts.iter().zip(Identity::DEMAND.parts).zip(shares) {
            data.row([
                Cell::Date(bar.date),
                Cell::Number(months),
                flow.name().into(),
                (*part).into(),
                Cell::Number(f64::from(share)),
            ]);
        }
    }
    data
}
