//! The supply account of a pool: what becomes of everything that is installed, month by month.

use super::axes::{levels, months, round_ticks, round_top, widest};
use super::canvas::{Align, Canvas, Dash, Drawing, Panel};
use super::series::window;
use super::{
    EndLabel, HEADING, INK, MARGIN, PAPER, Setting, Sheet, TICK, WIDTH, colour, end_labels, room,
};
use crate::measures::{Flow, Identity};
use crate::report::ReportError;
use crate::results::PoolEntry;
use crate::results::figures::{Supply, supply};

const HEIGHT: f64 = 400.0;

/// Draws areas that add up to what is installed.
pub(super) fn draw(
    setting: &Setting<'_>,
    name: String,
    pool: &PoolEntry,
) -> Result<Drawing, ReportError> {
    let language = setting.language;
    let (from, to) = window(setting.saved);
    let months_of = supply(setting.saved, setting.saved.baseline(), &pool.name, (from, to))?;
    let unit = setting.unit(pool);
    let most = months_of.iter().map(|month| month.installed).fold(0.0, f64::max);
    let top = round_top(most * 1.02, 5.0);
    let (ticks, decimals) = round_ticks(0.0, top, 5.0);
    let tick_label = |tick: f64| language.short(tick, decimals);
    let tick_labels: Vec<String> = ticks.iter().map(|&tick| tick_label(tick)).collect();
    let left = MARGIN + widest(setting.fonts, &tick_labels, TICK.size) + 12.0;
    let labels = |height: &dyn Fn(f64) -> f64| -> Vec<EndLabel> {
        let Some(last) = months_of.last() else { return Vec::new() };
        let amount = |value: f64| language.units(value, unit);
        let mut labels = vec![EndLabel {
            y: height(last.installed),
            text: format!("{} {}", language.part(Flow::Installed), amount(last.installed)),
            colour: INK,
        }];
        let mut under = 0.0;
        for (at, flow) in Identity::SUPPLY.parts.iter().enumerate() {
            let part = last.parts[at];
            // Whatever shows at any time has its name at the end.
            if months_of.iter().any(|month| month.parts[at] >= 0.5) {
                let colour = colour(flow.row().fill.hue);
                let text = format!("{} {}", language.part(*flow), amount(part));
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
        title: language.supply_title(setting.pool_title(pool)),
        subtitle: language.supply_subtitle(setting.baseline, &setting.futures),
        notes: vec![language.supply_note()],
    };
    let plot = HEADING.line() + 14.0;
    sheet.draw(plot + HEIGHT + 12.0 + TICK.line() + 4.0, |canvas, head| {
        let heading = language.ladder_panel(unit);
        canvas.text(&heading, MARGIN, head + HEADING.line() / 2.0, Align::Left, HEADING);
        let top_of = head + plot;
        let panel = Panel::new(
            left..right,
            top_of..top_of + HEIGHT,
            f64::from(from)..f64::from(to),
            0.0..top,
        );
        levels(canvas, &panel, &ticks, tick_label)?;
        months(canvas, &panel, language, true)?;
        paint(canvas, &panel, &months_of, to)?;
        end_labels(canvas, &panel, &labels(&|value| panel.at(0.0, value).1))
    })
}

fn paint(
    canvas: &Canvas<'_, '_>,
    panel: &Panel,
    months: &[Supply],
    end: i32,
) -> Result<(), ReportError> {
    // The upper edge of a sum of parts, from the first month to the end of the last.
    let edge = |value: &dyn Fn(&Supply) -> f64| -> Vec<(f64, f64)> {
        let mut corners = Vec::with_capacity(2 * months.len());
        for (at, month) in months.iter().enumerate() {
            let next = months.get(at + 1).map_or(end, |next| next.date);
            let value = value(month);
            corners.push(panel.at(f64::from(month.date), value));
            corners.push(panel.at(f64::from(next), value));
        }
        corners
    };
    let upto = |parts: usize| edge(&|month: &Supply| month.parts[..parts].iter().sum());
    for (part, flow) in Identity::SUPPLY.parts.iter().enumerate() {
        if months.iter().all(|month| month.parts[part] <= 0.0) {
            continue;
        }
        let upper = upto(part + 1);
        let mut outline = upper.clone();
        outline.extend(upto(part).into_iter().rev());
        let fill = flow.row().fill;
        canvas.fill(&outline, colour(fill.hue), fill.opacity)?;
        canvas.line(&upper, PAPER, 1.6, Dash::Solid)?;
    }
    canvas.line(&edge(&|month: &Supply| month.installed), INK, 2.6, Dash::Solid)
}
