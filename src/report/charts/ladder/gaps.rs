//! Gaps on a ladder: shaded, named where there is room, over both denominators; and the dated events that end them.

use super::super::canvas::{Align, Canvas, Colour, Dash, Panel, Type};
use super::super::frame::Size;
use super::super::series::{Day, Marker, mean_over, on};
use super::super::{LABEL, ORANGE, REMARK, Setting, TICK, legible};
use crate::measures::Response;
use crate::report::ReportError;
use crate::report::wording::numbers::date_of;

/// A dated event, or a gap too narrow for its name, with its words.
pub(super) struct Sign {
    pub(super) day: i32,
    /// The central 90 % of its date.
    pub(super) spread: Option<(i32, i32)>,
    pub(super) title: Vec<String>,
    /// The date, where it has a line of its own.
    pub(super) date: Option<String>,
}

impl Sign {
    pub(super) fn width(&self, setting: &Setting<'_>) -> f64 {
        let width = |text: &str, look: Type| setting.fonts.width(text, look.size, look.weight);
        let title = self.title.iter().map(|line| width(line, REMARK)).fold(0.0, f64::max);
        title.max(self.date.as_ref().map_or(0.0, |date| width(date, TICK)))
    }

    /// Number of lines of the sign.
    pub(super) fn lines(&self) -> usize {
        self.title.len() + usize::from(self.date.is_some())
    }
}

/// The fundings and deliveries within the window that raise what is leased or installed here, and narrow gaps, except
/// on a slide: there a sign of a gap would stand over the area of another.
pub(super) fn signs(
    setting: &Setting<'_>,
    markers: &[Marker],
    (installed, leased): (&[Day], &[Day]),
    gaps: &[(i32, i32)],
    (from, to, left, right): (i32, i32, f64, f64),
) -> Vec<Sign> {
    let language = setting.language;
    let manifest = setting.saved.manifest();
    let raises = |marker: &Marker, days: &[Day]| {
        let before = on(days, (marker.q05 - 1).max(from)).and_then(|day| day.mean);
        let after = on(days, (marker.q95 + 1).min(to - 1)).and_then(|day| day.mean);
        before.zip(after).is_some_and(|(before, after)| after > before + 0.5)
    };
    let most = 340.0_f64.min(setting.size.inner() - 80.0);
    // A slide has little height: a sign has its date in its one line.
    let slide = setting.size == Size::Slide;
    let most = if slide { right - left } else { most };
    let words = |text: String, date: String| match slide {
        true => (setting.capped(&format!("{text}, {date}"), REMARK, most, 2), None),
        false => (setting.capped(&text, REMARK, most, 2), Some(date)),
    };
    let mut signs = Vec::new();
    for marker in markers.iter().filter(|one| one.q50 > from && one.q50 < to) {
        let (list, days) = match marker.kind.as_str() {
            "funding-starts" => (&manifest.fundings, leased),
            "delivery" => (&manifest.expansions, installed),
            _ => continue,
        };
        if raises(marker, days) {
            let title = language.title_in(list, &marker.name);
            let date = language.day(date_of(marker.q50));
            let (title, date) = words(language.marker(&marker.kind, title), date);
            let spread = Some((marker.q05, marker.q95));
            signs.push(Sign { day: marker.q50, spread, title, date });
        }
    }
    let dot = (right - left) / f64::from((to - from).max(1));
    for &(start, end) in gaps.iter().filter(|_| setting.size != Size::Slide) {
        let inside = (start.max(from), end.min(to));
        if f64::from(inside.1 - inside.0) * dot < NAMED {
            let (title, date) = words(language.gap().to_owned(), language.stretch(start, end));
            signs.push(Sign { day: inside.0, spread: None, title, date });
        }
    }
    signs
}

/// Width from which a gap has room for its name.
const NAMED: f64 = 110.0;

/// Shades the gaps.
pub(in crate::report::charts) fn shade(
    canvas: &Canvas<'_>,
    panel: &Panel,
    gaps: &[(i32, i32)],
) -> Result<(), ReportError> {
    for &(start, end) in gaps {
        let clip = |day: i32| f64::from(day).clamp(panel.x.start, panel.x.end);
        let (start, end) = (panel.at(clip(start), 0.0).0, panel.at(clip(end), 0.0).0);
        if end > start {
            canvas.block((start, panel.top), (end, panel.bottom), ORANGE, 0.16)?;
        }
    }
    Ok(())
}

/// A ratio with the look of its line, day by day.
pub(super) type Ratio<'a> = (Response, Colour, Dash, &'a [Day]);

/// Names the gaps, each where no line passes: as low in the panel as can be. A gap that is too
/// narrow for its name has a sign over the panel instead. With ratios, both stand under the name.
pub(super) fn gap_labels(
    canvas: &Canvas<'_>,
    setting: &Setting<'_>,
    panel: &Panel,
    gaps: &[(i32, i32)],
    rungs: &[&[Day]],
    ratios: &[Ratio<'_>],
) -> Result<(), ReportError> {
    let language = setting.language;
    // A slide says more in each gap, in letters that are still large there.
    let size = if setting.size == Size::Slide { 14.5 } else { REMARK.size };
    let look = Type { size, colour: legible(ORANGE), ..REMARK };
    let bold = Type { weight: LABEL.weight, ..look };
    for ((start, end), (whole_start, whole_end)) in wide_gaps(panel, gaps) {
        let (left, right) = (panel.at(f64::from(start), 0.0).0, panel.at(f64::from(end), 0.0).0);
        let name = vec![language.gap().to_owned()];
        let stretch = language.stretch(whole_start, whole_end);
        let dates = setting.fonts.wrap(&stretch, look.size, look.weight, right - left - 10.0);
        let shares: Vec<String> =
            shares(setting, ratios, (start, end)).into_iter().map(|(text, _)| text).collect();
        let width =
            |(line, look): (&String, Type)| setting.fonts.width(line, look.size, look.weight);
        let rest = shares.iter().chain(&dates).map(|line| (line, look));
        let all = name.iter().map(|line| (line, bold)).chain(rest);
        let half = all.map(width).fold(0.0, f64::max) / 2.0 + 4.0;
        let middle = (left + right) / 2.0;
        let taken = taken(panel, rungs, (middle - half, middle + half));
        // The ratios under the name in one block or, where that is too high, lower down in one of their own. Where there
        // is no room for the dates there may be some for the rest.
        let choices = [
            vec![[name.clone(), shares.clone(), dates.clone()].concat()],
            vec![shares.clone(), [name.clone(), dates.clone()].concat()],
            vec![[name.clone(), shares.clone()].concat(), dates],
            vec![[name.clone(), shares.clone()].concat()],
            vec![shares.clone(), name.clone()],
        ];
        let placed = choices.into_iter().find_map(|blocks| {
            let heights: Vec<usize> = blocks.iter().map(Vec::len).collect();
            Some((stack(panel, &taken, look.line(), &heights)?, blocks))
        });
        let (tops, blocks) = placed.unwrap_or_else(|| {
            // A label without room in the panel stands on a ground of its own.
            let lines = [name.clone(), shares].concat();
            let tall = lines.len() as f64 * look.line();
            (vec![(panel.bottom - tall - 4.0).max(panel.top)], vec![lines])
        });
        let bare = |top: f64, lines: usize| is_free(&taken, top, lines as f64 * look.line());
        for (top, lines) in tops.into_iter().zip(&blocks) {
            if !bare(top, lines.len()) {
                let end = (middle + half, top + lines.len() as f64 * look.line());
                canvas.block((middle - half, top), end, ORANGE.over_white(0.16), 1.0)?;
            }
            for (row, line) in lines.iter().enumerate() {
                let look = if name.contains(line) { bold } else { look };
                let y = top + (row as f64 + 0.5) * look.line();
                canvas.text(line, middle, y, Align::Middle, look);
            }
        }
    }
    Ok(())
}

/// The tops of blocks, each of a given count of lines: the first at the bottom of the panel, the next above it, as low
/// as can be where nothing is; none if one of them finds no place.
fn stack(panel: &Panel, taken: &[(f64, f64)], line: f64, lines: &[usize]) -> Option<Vec<f64>> {
    let mut lowest = panel.bottom;
    let mut tops = Vec::new();
    for &count in lines.iter().filter(|count| **count > 0) {
        let height = count as f64 * line;
        let first = lowest - height - 4.0;
        let steps = ((first - panel.top) / 2.0).max(0.0) as u32;
        let mut places = (0..steps).map(|step| first - 2.0 * f64::from(step));
        let top = places.find(|&top| is_free(taken, top, height))?;
        tops.push(top);
        lowest = top;
    }
    Some(tops)
}

/// A first day, and the first day after it.
type Stretch = (i32, i32);

/// The gaps that have room for words: what of each lies in the panel, and the whole of it.
pub(super) fn wide_gaps(panel: &Panel, gaps: &[Stretch]) -> Vec<(Stretch, Stretch)> {
    let (from, to) = (panel.x.start as i32, panel.x.end as i32);
    let inside = gaps.iter().map(|gap| ((gap.0.max(from), gap.1.min(to)), *gap));
    let dot = (panel.right - panel.left) / f64::from((to - from).max(1));
    inside.filter(|(gap, _)| f64::from(gap.1 - gap.0) * dot >= NAMED).collect()
}

/// The heights that lines and bands take between two places across the panel.
fn taken(panel: &Panel, series: &[&[Day]], (left, right): (f64, f64)) -> Vec<(f64, f64)> {
    let reach = |days: &&[Day]| {
        let x = |day: &&Day| panel.at(f64::from(day.date), 0.0).0;
        let within = days.iter().filter(|day| x(day) >= left && x(day) <= right);
        let values = within.flat_map(|day| [day.q05, day.mean, day.q95]).flatten();
        let heights = values.map(|value| panel.at(0.0, value).1);
        heights.fold(None, |ends: Option<(f64, f64)>, y| {
            Some(ends.map_or((y, y), |(low, high)| (low.min(y), high.max(y))))
        })
    };
    series.iter().filter_map(reach).collect()
}

/// The heights that mean lines take between two places across the panel.
fn line_heights(panel: &Panel, series: &[&[Day]], across: (f64, f64)) -> Vec<(f64, f64)> {
    let bare = |days: &&[Day]| -> Vec<Day> {
        days.iter().map(|day| Day { q05: None, q95: None, ..*day }).collect()
    };
    let lines: Vec<Vec<Day>> = series.iter().map(bare).collect();
    let lines: Vec<&[Day]> = lines.iter().map(Vec::as_slice).collect();
    taken(panel, &lines, across)
}

/// Whether nothing that is taken lies within `height` under `top`.
fn is_free(taken: &[(f64, f64)], top: f64, height: f64) -> bool {
    taken.iter().all(|(from, to)| top + height + 3.0 < *from || top > *to + 3.0)
}

/// The means of the ratios over a stretch, in words, each with the colour of its line; all of them or none.
fn shares(
    setting: &Setting<'_>,
    ratios: &[Ratio<'_>],
    (start, end): Stretch,
) -> Vec<(String, Colour)> {
    let language = setting.language;
    let said = ratios.iter().map(|(ratio, colour, _, days)| {
        let mean = mean_over(days, (start, end), |day| day.mean)?;
        Some((format!("{} {}", language.denominator(*ratio), language.percent(mean)), *colour))
    });
    said.collect::<Option<Vec<_>>>().unwrap_or_default()
}

/// Writes both ratios in each gap, as their means over it: one numerator, two denominators.
pub(super) fn both_denominators(
    canvas: &Canvas<'_>,
    setting: &Setting<'_>,
    panel: &Panel,
    ratios: &[Ratio<'_>],
    gaps: &[(i32, i32)],
) -> Result<(), ReportError> {
    let series: Vec<&[Day]> = ratios.iter().map(|(.., days)| *days).collect();
    for ((start, end), _) in wide_gaps(panel, gaps) {
        let middle = (start + end) / 2;
        let mut points = Vec::new();
        let said = shares(setting, ratios, (start, end));
        for ((.., days), (text, colour)) in ratios.iter().zip(said) {
            if let Some(at) = on(days, middle).and_then(|day| day.mean) {
                points.push((panel.at(f64::from(middle) + 0.5, at), text, colour));
            }
        }
        if points.len() < ratios.len() {
            continue;
        }
        let width = |text: &str| setting.fonts.width(text, LABEL.size, LABEL.weight);
        let wide = points.iter().map(|(_, text, _)| width(text)).fold(0.0, f64::max);
        let centre = panel.at(f64::from(middle), 0.0).0;
        let centre = centre.clamp(
            panel.left + wide / 2.0,
            (panel.right - wide / 2.0).max(panel.left + wide / 2.0),
        );
        // Each under its point, as near as no line and no other label is in its way, and nearer to its own point than to
        // any other.
        let mut taken = line_heights(panel, &series, (centre - wide / 2.0, centre + wide / 2.0));
        let height = LABEL.line();
        let lowest = panel.bottom - height - 2.0;
        let heights: Vec<f64> = points.iter().map(|(at, ..)| at.1).collect();
        let mut tops = Vec::new();
        for (at, ..) in &points {
            let own = |top: &f64| {
                let far = |y: f64| (top + height / 2.0 - y).abs();
                heights.iter().all(|&other| far(at.1) <= far(other))
            };
            let steps = ((lowest - at.1 - 6.0) / 2.0).max(0.0) as u32;
            let under = (0..steps).map(|step| at.1 + 6.0 + 2.0 * f64::from(step));
            let over = (0..steps.max(40)).map(|step| at.1 - 8.0 - height - 2.0 * f64::from(step));
            let inside = |top: &f64| *top >= panel.top && *top <= lowest;
            let mut places = under.chain(over).filter(inside).filter(own);
            let Some(top) = places.find(|&top| is_free(&taken, top, height)) else { break };
            taken.push((top, top + height));
            tops.push(top);
        }
        // One numerator over one denominator alone would be half of the truth: both, if need be on a ground of their own.
        let apart = tops.len() == points.len();
        if !apart {
            let first = (panel.top + panel.bottom - points.len() as f64 * height) / 2.0;
            tops = (0..points.len()).map(|row| first + row as f64 * height).collect();
            let (left, right) = (centre - wide / 2.0 - 4.0, centre + wide / 2.0 + 4.0);
            let bottom = first + points.len() as f64 * height;
            canvas.block((left, first), (right, bottom), ORANGE.over_white(0.16), 1.0)?;
        }
        for ((at, text, colour), top) in points.iter().zip(tops) {
            if apart {
                canvas.disc(*at, 5.0, *colour, false)?;
            }
            let look = Type { colour: legible(*colour), ..LABEL };
            canvas.text(text, centre, top + height / 2.0, Align::Middle, look);
        }
    }
    Ok(())
}
