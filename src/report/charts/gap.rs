//! The account of a gap: what became of card-months that no public money leased, by alternative, and
//! what was earned and left meanwhile.

use plotters::style::RGBColor;

use super::axes::{round_ticks, round_top};
use super::canvas::{Align, Canvas, Dash, Drawing, Panel, Type};
use super::series::window;
use super::{
    FAINT, GREEN, GREY, HEADING, LABEL, MARGIN, ORANGE, PURPLE, REMARK, Setting, Sheet, TICK,
    VERMILION, WIDTH, legible,
};
use crate::measures::Response;
use crate::report::ReportError;
use crate::results::figures::{GapLine, gap, has_gap};
use crate::results::saved::{Saved, SavedError};

/// The parts of a bar, from left to right.
const PARTS: [(Response, RGBColor); 3] = [
    (Response::HeldUnitMonths, GREY),
    (Response::SoldUnitMonths, ORANGE),
    (Response::NoticeUnitMonths, VERMILION),
];
/// The won beside it.
const WON: [(Response, RGBColor); 2] = [(Response::Earned, GREEN), (Response::Unspent, PURPLE)];

const NAMES: f64 = 260.0;
const ROW: f64 = 62.0;
const BAR: f64 = 26.0;

/// Whether there is anything to draw.
pub(super) fn happened(saved: &Saved) -> Result<bool, SavedError> {
    Ok(has_gap(&gap(saved)?))
}

/// Draws a row an alternative: the card-months as one bar in parts, and the won beside it.
pub(super) fn draw(setting: &Setting<'_>, name: String) -> Result<Drawing, ReportError> {
    let Setting { language, fonts, saved, .. } = *setting;
    let lines = gap(saved)?;
    let value = |alternative: &str, line: Response| {
        let scope = if line == Response::Earned { "sale" } else { "site" };
        let same = |one: &&GapLine| {
            one.alternative == alternative && one.scope == scope && one.line == line
        };
        lines.iter().find(same).map_or(0.0, |one| one.mean)
    };
    let all = &saved.manifest().alternatives;
    let titles: Vec<Vec<String>> = all
        .iter()
        .map(|one| {
            let title = language.title(&one.title, &one.name);
            fonts.wrap(title, REMARK.size, REMARK.weight, NAMES - 20.0)
        })
        .collect();
    let rows: Vec<f64> =
        titles.iter().map(|lines| (lines.len() as f64 * REMARK.line() + 10.0).max(ROW)).collect();
    let parts: Vec<(Response, RGBColor)> = PARTS
        .into_iter()
        .filter(|&(line, _)| all.iter().any(|one| value(&one.name, line) > 0.0))
        .collect();
    let won: Vec<(Response, RGBColor)> = WON
        .into_iter()
        .filter(|&(line, _)| all.iter().any(|one| value(&one.name, line) >= 0.5))
        .collect();
    let (from, to) = window(saved);
    let sheet = Sheet {
        setting,
        name,
        title: language.gap_title().to_owned(),
        subtitle: language.gap_subtitle(&setting.futures, &language.stretch(from, to)),
        notes: vec![language.gap_note().to_owned()],
    };
    let key = REMARK.line() + 10.0;
    let tall: f64 = rows.iter().sum();
    let height = HEADING.line() + key + 8.0 + tall + 6.0 + TICK.line();
    sheet.draw(height, |canvas, head| {
        let unit = language.unit_months(setting.common_unit());
        canvas.text(
            &language.gap_panel(&unit),
            MARGIN,
            head + HEADING.line() / 2.0,
            Align::Left,
            HEADING,
        );
        let mut x = MARGIN;
        for &(line, colour) in parts.iter().chain(&won) {
            let y = head + HEADING.line() + 4.0 + REMARK.line() / 2.0;
            canvas.block((x, y - 7.0), (x + 14.0, y + 7.0), colour, 1.0)?;
            let word = language.gap_word(line);
            canvas.text(word, x + 22.0, y, Align::Left, REMARK);
            x += 22.0 + fonts.width(word, REMARK.size, REMARK.weight) + 30.0;
        }
        let top = head + HEADING.line() + key + 8.0;
        // Labels at the ends of bars need their room: a fifth of the width of each field.
        let right = if won.is_empty() { WIDTH - MARGIN - 150.0 } else { 720.0 };
        let months = |one: &str| parts.iter().map(|&(line, _)| value(one, line)).sum::<f64>();
        let most = all.iter().map(|one| months(&one.name)).fold(0.0, f64::max);
        let field = Field { across: (MARGIN + NAMES, right), top, tall, most };
        let panel = field.panel(canvas, |tick| language.amount(tick))?;
        let mut y = top;
        for (one, (words, height)) in all.iter().zip(titles.iter().zip(&rows)) {
            let start = y + (height - words.len() as f64 * REMARK.line()) / 2.0;
            canvas.lines(words, MARGIN, start, Align::Left, REMARK);
            let middle = y + height / 2.0;
            let mut so_far = 0.0;
            for &(line, colour) in &parts {
                let next = so_far + value(&one.name, line);
                let (left, right) = (panel.at(so_far, 0.0).0, panel.at(next, 0.0).0);
                canvas.block(
                    (left, middle - BAR / 2.0),
                    (right, middle + BAR / 2.0),
                    colour,
                    1.0,
                )?;
                so_far = next;
            }
            let end = panel.at(so_far, 0.0).0 + 8.0;
            canvas.text(&language.amount(so_far), end, middle, Align::Left, LABEL);
            y += height;
        }
        if won.is_empty() {
            return Ok(());
        }
        let sums = won.iter().flat_map(|&(line, _)| all.iter().map(move |one| (one, line)));
        let sums = sums.map(|(one, line)| value(&one.name, line));
        let most = sums.fold(0.0, f64::max);
        let field = Field { across: (850.0, WIDTH - MARGIN - 130.0), top, tall, most };
        let panel = field.panel(canvas, |tick| language.won(tick))?;
        let mut y = top;
        for (one, height) in all.iter().zip(&rows) {
            let thick = 20.0;
            let first = y + height / 2.0 - thick * won.len() as f64 / 2.0;
            for (at, &(line, colour)) in won.iter().enumerate() {
                let amount = value(&one.name, line);
                let above = first + thick * at as f64;
                let end = panel.at(amount, 0.0).0;
                canvas.block((panel.left, above + 2.0), (end, above + thick - 2.0), colour, 1.0)?;
                let look = Type { colour: legible(colour), ..LABEL };
                let at = (end + 8.0, above + thick / 2.0);
                canvas.text(&language.won(amount), at.0, at.1, Align::Left, look);
            }
            y += height;
        }
        Ok(())
    })
}

/// A field of horizontal bars from nothing up.
struct Field {
    across: (f64, f64),
    top: f64,
    tall: f64,
    most: f64,
}

impl Field {
    /// The panel with its scale.
    fn panel(
        &self,
        canvas: &Canvas<'_, '_>,
        label: impl Fn(f64) -> String,
    ) -> Result<Panel, ReportError> {
        let most = if self.most > 0.0 { round_top(self.most, 3.0) } else { 1.0 };
        let (left, right) = self.across;
        let panel = Panel::new(left..right, self.top..self.top + self.tall, 0.0..most, 0.0..1.0);
        // As many marks as their words leave room for.
        let clear = |ticks: &[f64]| {
            let wide = |tick: &f64| canvas.fonts().width(&label(*tick), TICK.size, TICK.weight);
            ticks.windows(2).all(|two| {
                let apart = panel.at(two[1], 0.0).0 - panel.at(two[0], 0.0).0;
                apart > (wide(&two[0]) + wide(&two[1])) / 2.0 + 12.0
            })
        };
        let counts = [4.0, 3.0, 2.0].into_iter();
        let mut fitting = counts.map(|wanted| round_ticks(0.0, most, wanted).0);
        let ticks = fitting.find(|ticks| clear(ticks)).unwrap_or_else(|| vec![0.0]);
        for tick in ticks {
            let (x, _) = panel.at(tick, 0.0);
            canvas.line(&[(x, panel.top), (x, panel.bottom)], FAINT, 0.9, Dash::Solid)?;
            let y = panel.bottom + 6.0 + TICK.line() / 2.0;
            canvas.text(&label(tick), x, y, Align::Middle, TICK);
        }
        Ok(panel)
    }
}
