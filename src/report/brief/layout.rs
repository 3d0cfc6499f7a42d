//! The brief on one sheet of A4: what stands where, and whether it fits. In points, from the upper left.

use super::{Brief, Item};
use crate::report::charts::{Fonts, Weight};

/// A4.
pub(super) const SHEET: (f64, f64) = (595.28, 841.89);
/// Margins: left and right, above, below.
pub(super) const MARGINS: (f64, f64, f64) = (56.7, 42.0, 40.0);
/// Width between the margins.
pub(super) const WIDTH: f64 = SHEET.0 - 2.0 * MARGINS.0;
/// Sizes of texts.
pub(super) const TITLE: f64 = 15.0;
pub(super) const BODY: f64 = 9.5;
pub(super) const TABLE: f64 = 8.0;
pub(super) const SMALL: f64 = 7.0;
/// Height of a line in parts of its size.
pub(super) const LEADING: f64 = 1.45;
/// Fonts of word processors run wider than ours: lines are broken as if the sheet were narrower by this.
const WIDER: f64 = 0.93;
/// The least and the greatest height of the chart.
const CHART: (f64, f64) = (180.0, 255.0);
/// The part of the table's width that names take.
pub(super) const NAMES: f64 = 0.28;
const PADDING: f64 = 3.0;

/// What is drawn.
#[derive(Clone, Debug)]
pub(super) enum Ink {
    /// A text on its baseline.
    Text { at: (f64, f64), size: f64, weight: Weight, soft: bool, text: String },
    /// A filled field.
    Field { at: (f64, f64), size: (f64, f64), shade: f64 },
    /// A line.
    Line { from: (f64, f64), to: (f64, f64), width: f64 },
    /// The chart.
    Picture { at: (f64, f64), size: (f64, f64) },
}

/// A brief with its place on the sheet.
#[derive(Clone, Debug)]
pub(in crate::report) struct Laid {
    pub(super) brief: Brief,
    /// Width and height of the chart.
    pub(super) chart: (f64, f64),
    pub(super) ink: Vec<Ink>,
    /// Whether the whole brief is on the sheet.
    pub(super) fits: bool,
}

/// Lays it out: the chart takes what is left.
pub(in crate::report) fn fit(fonts: &Fonts, brief: Brief) -> Laid {
    let shape = brief.picture.as_ref().map(|picture| picture.size);
    let chart = |height: f64| match shape {
        Some((wide, high)) if wide > 0.0 && high > 0.0 => {
            let height = height.min(WIDTH * high / wide);
            (height * wide / high, height)
        }
        _ => (0.0, 0.0),
    };
    let (_, bare) = walk(fonts, &brief, (0.0, 0.0));
    let left = SHEET.1 - MARGINS.2 - bare;
    let wanted = if shape.is_some() { CHART.0 } else { 0.0 };
    let fits = left >= wanted;
    let chart = chart(left.clamp(wanted, CHART.1));
    let (ink, _) = walk(fonts, &brief, chart);
    Laid { brief, chart, ink, fits }
}

/// All ink, and where the lowest of it ends.
fn walk(fonts: &Fonts, brief: &Brief, chart: (f64, f64)) -> (Vec<Ink>, f64) {
    let mut pen = Pen { fonts, ink: Vec::new(), y: MARGINS.1 };
    pen.title(brief);
    for item in &brief.items {
        pen.item(item);
    }
    pen.table(brief);
    pen.y += 6.0;
    if chart.1 > 0.0 {
        let left = MARGINS.0 + (WIDTH - chart.0) / 2.0;
        pen.ink.push(Ink::Picture { at: (left, pen.y), size: chart });
        pen.y += chart.1 + 4.0;
    }
    let line = (MARGINS.0, pen.y);
    pen.ink.push(Ink::Line { from: line, to: (MARGINS.0 + 140.0, line.1), width: 0.5 });
    pen.y += 3.0;
    for (at, note) in brief.notes.iter().enumerate() {
        pen.hung(&format!("{})", at + 1), note, (SMALL, Weight::Regular, true), 12.0);
    }
    for line in &brief.record {
        pen.hung("", line, (SMALL, Weight::Regular, true), 0.0);
    }
    (pen.ink, pen.y)
}

struct Pen<'a> {
    fonts: &'a Fonts,
    ink: Vec<Ink>,
    /// Where the next line begins.
    y: f64,
}

impl Pen<'_> {
    fn text(&mut self, at: (f64, f64), (size, weight, soft): (f64, Weight, bool), text: &str) {
        // The baseline stands below the middle of the line.
        let base = at.1 + size * (LEADING / 2.0 + 0.35);
        let text = text.to_owned();
        self.ink.push(Ink::Text { at: (at.0, base), size, weight, soft, text });
    }

    fn lines(&self, text: &str, size: f64, weight: Weight, width: f64) -> Vec<String> {
        self.fonts.wrap(text, size, weight, width * WIDER)
    }

    fn title(&mut self, brief: &Brief) {
        let title = self.lines(&brief.title, TITLE, Weight::Bold, WIDTH - 20.0);
        let question = self.lines(&brief.question, BODY, Weight::Regular, WIDTH - 20.0);
        let high =
            title.len() as f64 * TITLE * LEADING + question.len() as f64 * BODY * LEADING + 10.0;
        self.ink.push(Ink::Field { at: (MARGINS.0, self.y), size: (WIDTH, high), shade: 0.93 });
        self.y += 5.0;
        for (lines, size, weight) in
            [(title, TITLE, Weight::Bold), (question, BODY, Weight::Regular)]
        {
            for line in lines {
                let wide = self.fonts.width(&line, size, weight);
                let left = MARGINS.0 + (WIDTH - wide) / 2.0;
                self.text((left, self.y), (size, weight, false), &line);
                self.y += size * LEADING;
            }
        }
        self.y += 5.0 + 6.0;
    }

    /// A sign, and text that hangs beside it.
    fn hung(&mut self, sign: &str, text: &str, look: (f64, Weight, bool), indent: f64) {
        self.text((MARGINS.0, self.y), look, sign);
        for line in self.lines(text, look.0, look.1, WIDTH - indent) {
            self.text((MARGINS.0 + indent, self.y), look, &line);
            self.y += look.0 * LEADING;
        }
    }

    fn item(&mut self, item: &Item) {
        let weight = if item.main { Weight::Bold } else { Weight::Regular };
        let indent = if item.main { 0.0 } else { 8.0 };
        let size = if item.main { BODY + 1.0 } else { BODY };
        let look = (size, weight, false);
        let left = MARGINS.0 + indent;
        self.text((left, self.y), look, item.sign());
        let hang = left + size * 1.35;
        let lines = self.lines(&item.line(), size, weight, MARGINS.0 + WIDTH - hang - 8.0);
        let count = lines.len();
        for (at, line) in lines.into_iter().enumerate() {
            self.text((hang, self.y), look, &line);
            if let (true, Some(note)) = (at + 1 == count, item.note) {
                let end = hang + self.fonts.width(&line, size, weight) + 1.0;
                let raised = (end, self.y - 2.5);
                self.text(raised, (SMALL - 1.0, Weight::Regular, false), &format!("{note})"));
            }
            self.y += size * LEADING;
        }
        self.y += 2.0;
    }

    fn table(&mut self, brief: &Brief) {
        let table = &brief.table;
        if table.rows.is_empty() || table.head.len() < 2 {
            return;
        }
        self.y += 4.0;
        let wide = columns(table.head.len());
        let left = |at: usize| MARGINS.0 + wide.iter().take(at).sum::<f64>();
        let inner = |at: usize| wide[at] - 2.0 * PADDING;
        let top = self.y;
        let heads: Vec<Vec<String>> = (table.head.iter().enumerate())
            .map(|(at, head)| self.lines(head, TABLE, Weight::Bold, inner(at)))
            .collect();
        let tall = heads.iter().map(Vec::len).max().unwrap_or(1) as f64 * TABLE * LEADING + 2.0;
        self.ink.push(Ink::Field { at: (MARGINS.0, top), size: (WIDTH, tall), shade: 0.9 });
        for (at, lines) in heads.iter().enumerate() {
            self.centred(lines, (left(at), wide[at]), (top, tall), (TABLE, Weight::Bold, false));
        }
        self.y += tall;
        let mut rules = vec![top, self.y];
        for (title, cells) in &table.rows {
            let title = self.lines(title, TABLE, Weight::Regular, inner(0));
            let shown: Vec<[Vec<String>; 2]> = (cells.iter().enumerate())
                .map(|(at, cell)| {
                    let mark =
                        cell.mark.map(|mark| format!(" {}", mark.sign())).unwrap_or_default();
                    let value = format!("{}{mark}", cell.value);
                    [
                        self.lines(&value, TABLE, Weight::Bold, inner(at + 1)),
                        self.lines(&cell.range, SMALL, Weight::Regular, inner(at + 1)),
                    ]
                })
                .collect();
            let high = |[value, range]: &[Vec<String>; 2]| {
                value.len() as f64 * TABLE * LEADING + range.len() as f64 * SMALL * LEADING
            };
            let tall =
                shown.iter().map(high).fold(title.len() as f64 * TABLE * LEADING, f64::max) + 2.0;
            self.centred(
                &title,
                (left(0), wide[0]),
                (self.y, tall),
                (TABLE, Weight::Regular, false),
            );
            for (at, cell) in shown.iter().enumerate() {
                let [value, range] = cell;
                let top = self.y + (tall - high(cell)) / 2.0;
                let place = (left(at + 1), wide[at + 1]);
                let split = value.len() as f64 * TABLE * LEADING;
                let rest = range.len() as f64 * SMALL * LEADING;
                self.centred(value, place, (top, split), (TABLE, Weight::Bold, false));
                self.centred(range, place, (top + split, rest), (SMALL, Weight::Regular, true));
            }
            self.y += tall;
            rules.push(self.y);
        }
        for y in rules {
            let (from, to) = ((MARGINS.0, y), (MARGINS.0 + WIDTH, y));
            self.ink.push(Ink::Line { from, to, width: 0.6 });
        }
        for at in 1..wide.len() {
            let (from, to) = ((left(at), top), (left(at), self.y));
            self.ink.push(Ink::Line { from, to, width: 0.3 });
        }
    }

    /// Lines in the middle of a cell.
    fn centred(
        &mut self,
        lines: &[String],
        (left, wide): (f64, f64),
        (top, tall): (f64, f64),
        look: (f64, Weight, bool),
    ) {
        let high = lines.len() as f64 * look.0 * LEADING;
        for (at, line) in lines.iter().enumerate() {
            let x = left + (wide - self.fonts.width(line, look.0, look.1)) / 2.0;
            let y = top + (tall - high) / 2.0 + at as f64 * look.0 * LEADING;
            self.text((x, y), look, line);
        }
    }
}

/// The widths of the columns of a table.
pub(super) fn columns(count: usize) -> Vec<f64> {
    let names = WIDTH * NAMES;
    let each = (WIDTH - names) / count.saturating_sub(1).max(1) as f64;
    std::iter::once(names).chain(std::iter::repeat_n(each, count.saturating_sub(1))).collect()
}
