//! Options by money and unmet demand: those that no other dominates are filled and named.

use super::axes::{levels, round_ticks, widest};
use super::canvas::{Align, Canvas, Dash, Drawing, Panel};
use super::data::{Cell, Data};
use super::frame::Size;
use super::series::window;
use super::{
    BLUE, FAINT, GREY, HEADING, INK, PAPER, REMARK, Setting, Sheet, Shown, TICK, Type, labels,
};
use crate::report::ReportError;
use crate::report::frontier::{Compared, compared};
use crate::report::wording::frontier::Place;
use crate::results::answer::FRONTIER;
use crate::results::saved::SavedError;

const HEIGHT: f64 = 430.0;
const RADIUS: f64 = 7.0;
/// Around a dot, so that a line to another one is seen to pass behind it.
const HALO: f64 = 2.5;
/// Between labels.
const APART: f64 = 2.0;
/// From the end of the panel to a label.
const LEAD: f64 = 34.0;
/// Up to this number, all options are named.
const FEW: usize = 8;

/// An option, or a point of a sweep.
struct Dot {
    label: String,
    money: f64,
    unmet: f64,
    place: Place,
}

/// The options; where they were not compared, the first sweep that was.
fn subject<'a>(setting: &Setting<'a>) -> Option<Compared<'a>> {
    compared(setting.saved.manifest(), setting.language).into_iter().next()
}

fn dots(own: &Compared<'_>) -> Vec<Dot> {
    let points = own.entry.points.iter().zip(&own.labels);
    let dot = |(point, label): (&crate::results::answer::FrontierPoint, &String)| {
        let [turned_away, lapsed, _, money] = point.means;
        let place = Place::of(point.undominated);
        Dot { label: label.clone(), money, unmet: turned_away + lapsed, place }
    };
    points.map(dot).collect()
}

/// Whether options were compared and lie apart.
pub(super) fn shown(setting: &Setting<'_>) -> Result<Shown, SavedError> {
    let Some(own) = subject(setting) else { return Ok(Shown::No) };
    let dots = dots(&own);
    let same = |dot: &Dot| dot.money == dots[0].money && dot.unmet == dots[0].unmet;
    let alike = dots.iter().all(same);
    let reason = || setting.language.frontier_alike().to_owned();
    Ok(if alike { Shown::Because(reason()) } else { Shown::Yes })
}

/// Draws a dot an option: the lower and the further to the left, the better.
pub(super) fn draw(setting: &Setting<'_>, name: String) -> Result<Drawing, ReportError> {
    let Setting { language, size, .. } = *setting;
    let (from, to) = window(setting.saved);
    let own = subject(setting);
    let dots = own.as_ref().map(dots).unwrap_or_default();
    let mut data = Data::new(&[
        "sweep",
        "option",
        "spent",
        "turned_away",
        "awards_lapsed",
        "free_unit_months",
        "chance_undominated",
    ]);
    debug_assert_eq!(FRONTIER.len(), 4, "a column for each measure");
    if let Some(own) = &own {
        for (point, name) in own.entry.points.iter().zip(&own.names) {
            let [turned_away, lapsed, free, money] = point.means;
            let sweep = Some(own.sweep).filter(|sweep| !sweep.is_empty());
            data.row([
                Cell::from(sweep),
                name.as_str().into(),
                money.into(),
                turned_away.into(),
                lapsed.into(),
                free.into(),
                point.undominated.into(),
            ]);
        }
    }
    let ahead: Vec<&Dot> = dots.iter().filter(|dot| dot.place == Place::Ahead).collect();
    let only = match ahead.as_slice() {
        [one] => Some(one.label.as_str()),
        _ => None,
    };
    let title = language.frontier_finds(ahead.len(), dots.len(), only);
    let n = own.as_ref().map_or(0, |own| own.entry.n);
    let sweep = own.as_ref().filter(|own| !own.sweep.is_empty()).map(|own| own.title.as_str());
    let (futures, stretch) = (language.whole(n as f64), language.stretch(from, to));
    let subtitle = language.frontier_subtitle(sweep, &futures, &stretch);
    let notes = vec![language.frontier_key().to_owned()];
    let head = HEADING.line() + 8.0;
    let foot = 2.6 * TICK.line() + 18.0;
    let sheet = Sheet { setting, name, title, subtitle, notes, data };
    sheet.draw(head + HEIGHT + foot, |canvas, body| {
        let [up, across] = language.frontier_axes();
        let margin = size.margin();
        let middle = body.top + HEADING.line() / 2.0;
        canvas.text(up, margin, middle, Align::Left, HEADING);
        let (low, high) = ends(dots.iter().map(|dot| dot.unmet));
        let (levels_at, decimals) = round_ticks(low, high, 5.0);
        let said = |value: f64| language.decimal(value, decimals);
        let words: Vec<String> = levels_at.iter().map(|&at| said(at)).collect();
        let left = margin + widest(canvas.fonts(), &words, TICK.size) + 14.0;
        let room = match size {
            Size::Page => 360.0,
            Size::Slide => 300.0,
            Size::Phone => 170.0,
        };
        let right = size.width() - margin - room - LEAD;
        let bottom = body.top + body.height - foot;
        let money = ends(dots.iter().map(|dot| dot.money));
        let panel = Panel::new(left..right, body.top + head..bottom, money.0..money.1, low..high);
        levels(canvas, &panel, &levels_at, said)?;
        for (at, label) in amounts(canvas, setting, &panel) {
            let (x, _) = panel.at(at, low);
            canvas.line(&[(x, panel.top), (x, panel.bottom)], FAINT, 0.9, Dash::Solid)?;
            canvas.text(&label, x, panel.bottom + 10.0 + TICK.line() / 2.0, Align::Middle, TICK);
        }
        let axis = [(panel.left, panel.bottom), (panel.right, panel.bottom)];
        canvas.line(&axis, INK, 1.2, Dash::Solid)?;
        let y = panel.bottom + 14.0 + 1.7 * TICK.line();
        canvas.text(across, f64::midpoint(panel.left, panel.right), y, Align::Middle, TICK);
        name_dots(canvas, setting, &panel, &dots, room)?;
        // Dots that are named lie on top.
        let mut order: Vec<&Dot> = dots.iter().collect();
        order.sort_by_key(|dot| dot.place == Place::Ahead);
        for dot in order {
            let at = panel.at(dot.money, dot.unmet);
            canvas.disc(at, RADIUS + HALO, PAPER, false)?;
            match dot.place {
                Place::Ahead => canvas.disc(at, RADIUS, BLUE, false)?,
                Place::Behind => canvas.disc(at, RADIUS, BLUE, true)?,
                Place::Between => {
                    canvas.disc(at, RADIUS, BLUE, true)?;
                    canvas.disc(at, 2.5, BLUE, false)?;
                }
            }
        }
        Ok(())
    })
}

/// Names beside the panel, each led to its dot: all options if they are few, else those that none dominates, as many as
/// there is room for.
fn name_dots(
    canvas: &Canvas<'_>,
    setting: &Setting<'_>,
    panel: &Panel,
    dots: &[Dot],
    room: f64,
) -> Result<(), ReportError> {
    let look = |dot: &Dot| match dot.place {
        Place::Ahead => Type { weight: HEADING.weight, ..REMARK },
        _ => REMARK,
    };
    let named = dots.iter().filter(|dot| dots.len() <= FEW || dot.place == Place::Ahead);
    let mut free = panel.bottom - panel.top;
    let mut all: Vec<(&Dot, Vec<String>)> = Vec::new();
    // Where not all have room, those that none dominates come first.
    let mut named: Vec<&Dot> = named.collect();
    named.sort_by_key(|dot| dot.place != Place::Ahead);
    for dot in named {
        let words = setting.capped(&dot.label, look(dot), room, 2);
        let tall = words.len() as f64 * REMARK.line() + APART;
        if tall > free {
            break;
        }
        free -= tall;
        all.push((dot, words));
    }
    let wanted: Vec<(f64, f64)> = all
        .iter()
        .map(|(dot, words)| {
            let (_, y) = panel.at(dot.money, dot.unmet);
            (y, words.len() as f64 * REMARK.line() + APART)
        })
        .collect();
    let places = labels::separate(&wanted, panel.top, panel.bottom);
    for ((dot, words), y) in all.iter().zip(places) {
        let (x, own) = panel.at(dot.money, dot.unmet);
        let path = [(x, own), (panel.right + 4.0, y), (panel.right + LEAD - 6.0, y)];
        canvas.line(&path, GREY, 1.0, Dash::Solid)?;
        let top = y - words.len() as f64 * REMARK.line() / 2.0;
        canvas.lines(words, panel.right + LEAD, top, Align::Left, look(dot));
    }
    Ok(())
}

/// A range that holds values with some space about them; from zero, where they are not far from it.
fn ends(values: impl Iterator<Item = f64> + Clone) -> (f64, f64) {
    let low = values.clone().fold(f64::INFINITY, f64::min);
    let high = values.fold(f64::NEG_INFINITY, f64::max);
    let apart = if high > low { high - low } else { high.abs().max(1.0) };
    let under = low - 0.12 * apart;
    let from = if low >= 0.0 && under < 0.25 * apart { 0.0 } else { under };
    (from.min(low), high + 0.08 * apart)
}

/// Round amounts along the panel, as many as their words leave room for, none said twice.
fn amounts(canvas: &Canvas<'_>, setting: &Setting<'_>, panel: &Panel) -> Vec<(f64, String)> {
    for wanted in [5.0, 4.0, 3.0, 2.0] {
        let (ticks, _) = round_ticks(panel.x.start, panel.x.end, wanted);
        let said = |at: f64| setting.language.money(setting.currency(), at);
        let all: Vec<(f64, String)> = ticks.into_iter().map(|at| (at, said(at))).collect();
        let wide = |text: &str| canvas.fonts().width(text, TICK.size, TICK.weight);
        let clear = all.windows(2).all(|two| {
            let apart = panel.at(two[1].0, 0.0).0 - panel.at(two[0].0, 0.0).0;
            let words = (wide(&two[0].1) + wide(&two[1].1)) / 2.0 + 12.0;
            apart > words && two[0].1 != two[1].1
        });
        if clear {
            return all;
        }
    }
    Vec::new()
}
