//! The supply account of a pool: what becomes of everything that is installed, month by month.

use super::axes::{levels, months, round_ticks, round_top, widest};
use super::canvas::{Align, Canvas, Dash, Drawing, Panel};
use super::data::{Cell, Data};
use super::frame::Size;
use super::parts::{Entry, fill_blocks, key, key_height, side_key, side_room, whole_parts};
use super::series::{term, window};
use super::{HEADING, INK, PAPER, Setting, Sheet, Shown, TICK};
use crate::measures::{Flow, Identity};
use crate::report::ReportError;
use crate::results::PoolEntry;
use crate::results::figures::{Supply, supply};
use crate::results::saved::SavedError;

const HEIGHT: f64 = 400.0;

/// The account as it is drawn.
struct Account {
    parts: Vec<Flow>,
    /// What `parts` call their first part where nothing is known of use.
    unknown: bool,
    months: Vec<Supply>,
}

impl Account {
    fn read(setting: &Setting<'_>, pool: &PoolEntry) -> Result<Self, SavedError> {
        let saved = setting.saved;
        let mut months = supply(saved, saved.baseline(), &pool.name, window(saved))?;
        let parts = Identity::SUPPLY.parts;
        if setting.has_jobs(&pool.name)? {
            return Ok(Self { parts: parts.to_vec(), unknown: false, months });
        }
        // Without jobs nothing is known of use: what is allocated is one part.
        let of_use = |flow: &Flow| [Flow::Busy, Flow::Fragmented, Flow::Idle].contains(flow);
        for month in &mut months {
            let known = parts.iter().zip(&month.parts);
            let allocated = known.clone().filter(|(flow, _)| of_use(flow)).map(|(_, units)| units);
            let mut merged = vec![allocated.sum()];
            merged.extend(known.filter(|(flow, _)| !of_use(flow)).map(|(_, units)| *units));
            month.parts = merged;
        }
        let rest = parts.iter().copied().filter(|flow| !of_use(flow));
        Ok(Self {
            parts: std::iter::once(Flow::Allocated).chain(rest).collect(),
            unknown: true,
            months,
        })
    }

    /// The mean of every part over a stretch of days, months weighed by their days.
    fn means(&self, (from, to): (i32, i32), end: i32) -> Vec<f64> {
        let mut sums = vec![0.0; self.parts.len()];
        let mut days = 0.0;
        for (at, month) in self.months.iter().enumerate() {
            let next = self.months.get(at + 1).map_or(end, |next| next.date);
            if month.date < from || next > to {
                continue;
            }
            let length = f64::from(next - month.date);
            days += length;
            for (sum, part) in sums.iter_mut().zip(&month.parts) {
                *sum += part * length;
            }
        }
        sums.into_iter().map(|sum| if days > 0.0 { sum / days } else { 0.0 }).collect()
    }

    /// Whether a part shows in any month.
    fn shows(&self, at: usize) -> bool {
        self.months.iter().any(|month| month.parts.get(at).is_some_and(|units| *units >= 0.5))
    }
}

/// Whether anything is installed.
pub(super) fn shown(setting: &Setting<'_>, pool: &PoolEntry) -> Result<Shown, SavedError> {
    let account = Account::read(setting, pool)?;
    let stands = account.months.iter().any(|month| month.installed > 0.0);
    // The ladder says so already.
    Ok(if stands { Shown::Yes } else { Shown::No })
}

/// Draws areas that add up to what is installed.
pub(super) fn draw(
    setting: &Setting<'_>,
    name: String,
    pool: &PoolEntry,
) -> Result<Drawing, ReportError> {
    let Setting { language, fonts, size, .. } = *setting;
    let (from, to) = window(setting.saved);
    let account = Account::read(setting, pool)?;
    let unit = setting.unit(pool);
    let most = account.months.iter().map(|month| month.installed).fold(0.0, f64::max);
    let top = round_top(most * 1.02, 5.0);
    let (ticks, decimals) = round_ticks(0.0, top, 5.0);
    let tick_label = |tick: f64| language.short(tick, decimals);
    let tick_labels: Vec<String> = ticks.iter().map(|&tick| tick_label(tick)).collect();
    let margin = size.margin();
    let left = margin + widest(fonts, &tick_labels, TICK.size) + 12.0;

    let term = term((from, to));
    let means = account.means(term, to);
    let installed = means.iter().sum::<f64>().round().max(0.0) as u32;
    let (units, shares) = (whole_parts(&means, installed), whole_parts(&means, 100));
    let name_of = |at: usize| language.supply_part(account.parts[at], account.unknown);
    let seen: Vec<usize> = (0..account.parts.len()).filter(|&at| account.shows(at)).collect();
    let entry = |at: usize| {
        let amount = language.units(f64::from(units[at]), unit);
        Entry {
            fill: account.parts[at].row().fill,
            text: format!("{} {}% ({amount})", name_of(at), shares[at]),
        }
    };
    let entries: Vec<Entry> = seen.iter().map(|&at| entry(at)).collect();
    let beside = size != Size::Phone;
    let right = size.width() - margin - if beside { side_room(fonts, &entries) } else { 36.0 };

    // The title says what the labels say.
    let mut largest: Vec<usize> = (0..account.parts.len()).filter(|&at| shares[at] > 0).collect();
    largest.sort_by_key(|&at| std::cmp::Reverse(shares[at]));
    let found: Vec<(&str, String)> =
        largest.iter().take(2).map(|&at| (name_of(at), format!("{}%", shares[at]))).collect();
    let sheet = Sheet {
        setting,
        name,
        title: language.supply_finds(setting.pool_title(pool), &found),
        subtitle: language.supply_subtitle(
            setting.baseline,
            &setting.futures,
            &language.stretch(term.0, term.1),
        ),
        notes: language.supply_notes(
            account.unknown,
            account
                .parts
                .iter()
                .zip(&means)
                .any(|(flow, mean)| *flow == Flow::Fragmented && *mean >= 0.5),
        ),
        data: data(&account),
    };
    let heading = setting.heading(&language.supply_panel(unit, installed));
    let plot = heading.len() as f64 * HEADING.line() + 14.0;
    let below = 12.0 + TICK.line() + 4.0 + if beside { 0.0 } else { key_height(entries.len()) };
    sheet.draw(plot + HEIGHT + below, |canvas, body| {
        canvas.lines(&heading, margin, body.top, Align::Left, HEADING);
        let top_of = body.top + plot;
        let tall = body.height - plot - below;
        let panel = Panel::new(
            left..right,
            top_of..top_of + tall,
            f64::from(from)..f64::from(to),
            0.0..top,
        );
        levels(canvas, &panel, &ticks, tick_label)?;
        months(canvas, &panel, language, true)?;
        paint(canvas, &panel, &account, to)?;
        if !beside {
            return key(canvas, &entries, margin, panel.bottom + 12.0 + TICK.line() + 4.0);
        }
        // Each led to its part of the last month.
        let Some(last) = account.months.last() else { return Ok(()) };
        let middle = |at: usize| last.parts[..at].iter().sum::<f64>() + last.parts[at] / 2.0;
        let placed: Vec<(f64, Entry)> =
            seen.iter().map(|&at| (panel.at(0.0, middle(at)).1, entry(at))).collect();
        side_key(canvas, (panel.right, panel.top, panel.bottom), &placed)
    })
}

fn paint(
    canvas: &Canvas<'_>,
    panel: &Panel,
    account: &Account,
    end: i32,
) -> Result<(), ReportError> {
    let months = &account.months;
    let next = |at: usize| f64::from(months.get(at + 1).map_or(end, |next| next.date));
    for (part, flow) in account.parts.iter().enumerate() {
        if !account.shows(part) {
            continue;
        }
        let block = |(at, month): (usize, &Supply)| {
            let under: f64 = month.parts[..part].iter().sum();
            let over = under + month.parts[part];
            (month.parts[part] > 0.0)
                .then(|| (panel.at(f64::from(month.date), over), panel.at(next(at), under)))
        };
        let blocks: Vec<_> = months.iter().enumerate().filter_map(block).collect();
        fill_blocks(canvas, &blocks, flow.row().fill)?;
    }
    // White between parts, and the whole over them.
    let edge = |parts: usize| -> Vec<(f64, f64)> {
        let corners = months.iter().enumerate().flat_map(|(at, month)| {
            let value = month.parts[..parts].iter().sum();
            [panel.at(f64::from(month.date), value), panel.at(next(at), value)]
        });
        corners.collect()
    };
    for part in (0..account.parts.len().saturating_sub(1)).filter(|&at| account.shows(at)) {
        canvas.line(&edge(part + 1), PAPER, 1.6, Dash::Solid)?;
    }
    canvas.line(&edge(account.parts.len()), INK, 2.6, Dash::Solid)
}

fn data(account: &Account) -> Data {
    let mut data = Data::new(&["month", "part", "units"]);
    for month in &account.months {
        for (flow, units) in account.parts.iter().zip(&month.parts) {
            data.row([Cell::Date(month.date), flow.name().into(), (*units).into()]);
        }
    }
    data
}
