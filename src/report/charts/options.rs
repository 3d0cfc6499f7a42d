//! Options as rows, each a bar in parts that add up to its total.

use super::axes::{round_ticks, round_top};
use super::canvas::{Align, Canvas, Dash, Panel};
use super::frame::{Body, Size};
use super::parts::{Entry, figure, fill_blocks, key, key_height, whole_parts};
use super::{FAINT, INK, LABEL, REMARK, Setting, TICK};
use crate::measures::{Fill, Hatch, Hue};
use crate::report::ReportError;
use crate::results::NamedEntry;

/// A part of the bars.
pub(super) struct Part {
    /// The title of the part.
    pub(super) title: String,
    /// A value for each option.
    pub(super) values: Vec<f64>,
}

/// The bars of all options.
pub(super) struct Bars {
    pub(super) parts: Vec<Part>,
    /// An amount as it is written beside a bar and on the scale.
    pub(super) label: fn(&Setting<'_>, f64) -> String,
}

const ROW: f64 = 54.0;
const BAR: f64 = 28.0;

/// The fills of parts, in order: neighbours differ in their lightness, dark and pale in turn, and any other two in it or
/// in their lines.
pub(in crate::report) fn fill_of(at: usize) -> Fill {
    const HUES: [(Hue, f64); 6] = [
        (Hue::Blue, 1.0),
        (Hue::Orange, 0.5),
        (Hue::Green, 0.95),
        (Hue::Sky, 0.4),
        (Hue::Purple, 1.0),
        (Hue::Grey, 0.2),
    ];
    let (hue, opacity) = HUES[at % HUES.len()];
    let hatch = [Hatch::Plain, Hatch::Rising, Hatch::Falling][at % 3];
    Fill { hue, opacity, dark: hue == Hue::Blue, hatch }
}

impl Bars {
    fn totals(&self) -> Vec<f64> {
        let count = self.parts.first().map_or(0, |part| part.values.len());
        (0..count).map(|at| self.parts.iter().map(|part| part.values[at]).sum()).collect()
    }

    /// The height that the rows and their key need.
    pub(super) fn height(&self, setting: &Setting<'_>) -> f64 {
        let rows: f64 = titles(setting).iter().map(|words| tall(words)).sum();
        rows + self.key(setting) + 6.0 + TICK.line()
    }

    /// The height of the key; a bar of one part needs none.
    fn key(&self, setting: &Setting<'_>) -> f64 {
        let (rows, _) = self.columns(setting);
        if self.parts.len() > 1 { key_height(rows) + 8.0 } else { 0.0 }
    }

    /// Rows and columns of the key.
    fn columns(&self, setting: &Setting<'_>) -> (usize, usize) {
        let room = setting.size.inner() / 2.0 - 50.0;
        let fits =
            |part: &Part| setting.fonts.width(&part.title, REMARK.size, REMARK.weight) <= room;
        let two = setting.size != Size::Phone && self.parts.iter().all(fits);
        let across = if two { 2 } else { 1 };
        (self.parts.len().div_ceil(across), across)
    }

    /// Draws them.
    pub(super) fn draw(
        &self,
        canvas: &Canvas<'_>,
        setting: &Setting<'_>,
        body: Body,
    ) -> Result<(), ReportError> {
        let (margin, fonts) = (setting.size.margin(), setting.fonts);
        let titles = titles(setting);
        let label = |value: f64| (self.label)(setting, value);
        let totals = self.totals();
        let (rows, across) = self.columns(setting);
        if self.parts.len() > 1 {
            for column in 0..across {
                let own = self.parts.iter().enumerate().skip(column * rows).take(rows);
                let wide = setting.size.inner() / across as f64;
                let entries: Vec<Entry> = own
                    .map(|(at, part)| {
                        let text = setting.capped(&part.title, REMARK, wide - 50.0, 1).join("");
                        Entry { fill: fill_of(at), text }
                    })
                    .collect();
                let left = margin + column as f64 * wide;
                key(canvas, &entries, left, body.top)?;
            }
        }
        let top = body.top + self.key(setting);
        let wanted: f64 = titles.iter().map(|words| tall(words)).sum();
        let space = body.height - self.key(setting) - 6.0 - TICK.line();
        let squeeze = (space / wanted).min(if setting.size == Size::Slide { 1.6 } else { 1.0 });
        let rows = heights(&titles, wanted * squeeze);
        let most = totals.iter().copied().fold(0.0, f64::max);
        let end = round_top(most, 4.0);
        let wide = |text: &str| fonts.width(text, LABEL.size, LABEL.weight);
        let room = totals.iter().map(|total| wide(&label(*total))).fold(0.0, f64::max) + 14.0;
        let left = margin + names(setting);
        let right = setting.size.width() - margin - room;
        let bottom = top + wanted * squeeze;
        let panel = Panel::new(left..right, top..bottom, 0.0..end, 0.0..1.0);
        for tick in ticks(canvas, &panel, &label) {
            let (x, _) = panel.at(tick, 0.0);
            canvas.line(&[(x, panel.top), (x, panel.bottom)], FAINT, 0.9, Dash::Solid)?;
            let y = panel.bottom + 6.0 + TICK.line() / 2.0;
            canvas.text(&label(tick), x, y, Align::Middle, TICK);
        }
        let mut y = top;
        for (option, (words, height)) in titles.iter().zip(rows).enumerate() {
            let middle = y + height / 2.0;
            let most = ((height - 4.0) / REMARK.line()).floor() as usize;
            let words = setting.capped(&words.join(" "), REMARK, names(setting) - 18.0, most);
            let start = middle - words.len() as f64 * REMARK.line() / 2.0;
            canvas.lines(&words, margin, start, Align::Left, REMARK);
            let half = (BAR * squeeze.max(1.0)).min(height - 8.0) / 2.0;
            let values: Vec<f64> = self.parts.iter().map(|part| part.values[option]).collect();
            let shares = whole_parts(&values, 100);
            let mut so_far = 0.0;
            for (at, value) in values.iter().enumerate() {
                if *value <= 0.0 {
                    continue;
                }
                let (from, to) = (panel.at(so_far, 0.0).0, panel.at(so_far + value, 0.0).0);
                so_far += value;
                let corners = ((from, middle - half), (to, middle + half));
                fill_blocks(canvas, &[corners], fill_of(at))?;
                canvas.line(
                    &[(to, middle - half), (to, middle + half)],
                    super::PAPER,
                    1.2,
                    Dash::Solid,
                )?;
                let text = format!("{}%", shares[at]);
                let look = super::Type { size: 15.0, ..LABEL };
                if self.parts.len() > 1
                    && to - from >= fonts.width(&text, look.size, look.weight) + 10.0
                {
                    figure(canvas, &text, ((from + to) / 2.0, middle), look, fill_of(at))?;
                }
            }
            let text = label(totals[option]);
            canvas.text(&text, panel.at(so_far, 0.0).0 + 8.0, middle, Align::Left, LABEL);
            y += height;
        }
        canvas.line(&[(panel.left, panel.top), (panel.left, panel.bottom)], INK, 1.2, Dash::Solid)
    }
}

/// Width of the column of names.
fn names(setting: &Setting<'_>) -> f64 {
    match setting.size {
        Size::Phone => 150.0,
        _ => 250.0,
    }
}

fn titles(setting: &Setting<'_>) -> Vec<Vec<String>> {
    let language = setting.language;
    let all = setting.saved.manifest().alternatives.iter();
    let title = |one: &NamedEntry| {
        let title = language.title(&one.title, &one.name);
        setting.fonts.wrap(title, REMARK.size, REMARK.weight, names(setting) - 18.0)
    };
    all.map(title).collect()
}

/// The heights of rows that fill a space: where it is small, each gives up what its name leaves free.
fn heights(titles: &[Vec<String>], space: f64) -> Vec<f64> {
    let wanted: f64 = titles.iter().map(|words| tall(words)).sum();
    let least = |words: &Vec<String>| (words.len() as f64 * REMARK.line() + 5.0).max(30.0);
    let bare: f64 = titles.iter().map(least).sum();
    let row = |words: &Vec<String>| {
        if space >= wanted || bare >= wanted.min(space) {
            return tall(words) * space / wanted;
        }
        least(words) + (tall(words) - least(words)) * (space - bare) / (wanted - bare)
    };
    titles.iter().map(row).collect()
}

fn tall(words: &[String]) -> f64 {
    (words.len() as f64 * REMARK.line() + 10.0).max(ROW)
}

/// As many round marks as their words leave room for, none said twice, and none between whole numbers that are few.
fn ticks(canvas: &Canvas<'_>, panel: &Panel, label: &dyn Fn(f64) -> String) -> Vec<f64> {
    for wanted in [4.0, 3.0, 2.0, 1.0] {
        let (ticks, decimals) = round_ticks(0.0, panel.x.end, wanted);
        let wide = |tick: &f64| canvas.fonts().width(&label(*tick), TICK.size, TICK.weight);
        let clear = ticks.windows(2).all(|two| {
            let apart = panel.at(two[1], 0.0).0 - panel.at(two[0], 0.0).0;
            apart > (wide(&two[0]) + wide(&two[1])) / 2.0 + 12.0 && label(two[0]) != label(two[1])
        });
        if clear && decimals == 0 {
            return ticks;
        }
    }
    vec![0.0]
}
