//! Money: what leasing everything would cost, what was spent, and what became of each grant.

use plotters::style::RGBColor;

use super::axes::{levels, months, round_ticks, round_top, widest};
use super::canvas::{Align, Canvas, Dash, Drawing, Panel};
use super::series::window;
use super::{
    BLUE, EndLabel, GREEN, GREY, HEADING, MARGIN, Setting, Sheet, TICK, VERMILION, WIDTH,
    end_labels, room,
};
use crate::measures::Money;
use crate::report::ReportError;
use crate::results::figures::{FundingMoney, MoneyMonth, money};
use crate::results::saved::{Saved, SavedError};

/// What is drawn of a funding: a column of its account, or (`None`) what leasing everything would need.
type Curve = (Option<Money>, RGBColor, Dash);

/// All fundings together.
const SITE: [Curve; 2] = [(None, GREY, Dash::Solid), (Some(Money::Spent), VERMILION, Dash::Long)];
/// One funding of a stated amount.
const GRANT: [Curve; 3] = [
    (Some(Money::Granted), BLUE, Dash::Solid),
    (Some(Money::Spent), VERMILION, Dash::Long),
    (Some(Money::Left), GREEN, Dash::Short),
];
/// What only shows once it is there.
const LAPSED: Curve = (Some(Money::Lapsed), super::PURPLE, Dash::Dots);

/// The height of a curve in a month.
fn height(of: Option<Money>, month: &MoneyMonth) -> f64 {
    of.map_or(month.needed, |column| month.of(column))
}

/// One panel.
struct Field {
    heading: String,
    height: f64,
    curves: Vec<Curve>,
    months: Vec<MoneyMonth>,
}

/// Whether there is any money to draw: no price and no amount leave nothing.
pub(super) fn flows(saved: &Saved) -> Result<bool, SavedError> {
    let all = money(saved, saved.baseline(), window(saved))?;
    let mut last = all.iter().filter_map(|one| one.months.last());
    Ok(last.any(|month| {
        month.needed > 0.0 || month.of(Money::Spent) > 0.0 || month.of(Money::Granted) > 0.0
    }))
}

/// Draws the site, and under it every funding whose amount is stated.
pub(super) fn draw(setting: &Setting<'_>, name: String) -> Result<Drawing, ReportError> {
    let language = setting.language;
    let (from, to) = window(setting.saved);
    let all = money(setting.saved, setting.saved.baseline(), (from, to))?;
    let fundings = &setting.saved.manifest().fundings;
    let title = |one: &FundingMoney| match language.account(&one.funding) {
        name if name == one.funding => language.title_in(fundings, name).to_owned(),
        account => account.to_owned(),
    };
    let mut fields = Vec::new();
    let (mut billed, mut beside, mut came) = (Vec::new(), Vec::new(), Vec::new());
    for one in &all {
        let last = one.months.last().copied().unwrap_or_default();
        let sum = |won: f64| format!("{} {}", title(one), language.won(won));
        if one.funding == "site" {
            let curves = SITE.to_vec();
            let heading = language.money_site().to_owned();
            fields.insert(0, Field { heading, height: 250.0, curves, months: one.months.clone() });
        } else if one.implied || one.funding == "arrears" {
            billed.push(sum(last.of(Money::Spent)));
        } else if ["sale", "fees"].contains(&one.funding.as_str()) {
            came.push(sum(last.of(Money::Earned)));
        } else if !fundings.iter().any(|funding| funding.name == one.funding) {
            beside.push(sum(last.of(Money::Spent)));
        } else {
            let mut curves = GRANT.to_vec();
            if one.months.iter().any(|month| month.of(Money::Lapsed) > 0.0) {
                curves.push(LAPSED);
            }
            let heading = language.money_grant(&title(one));
            fields.push(Field { heading, height: 170.0, curves, months: one.months.clone() });
        }
    }
    let scales: Vec<(f64, Vec<f64>)> = fields.iter().map(scale).collect();
    let tick_labels: Vec<String> =
        scales.iter().flat_map(|(_, ticks)| ticks).map(|&tick| language.won(tick)).collect();
    let left = MARGIN + widest(setting.fonts, &tick_labels, TICK.size) + 12.0;
    let labels = |field: &Field, at: &dyn Fn(f64) -> f64| -> Vec<EndLabel> {
        let Some(last) = field.months.last() else { return Vec::new() };
        let label = |&(of, colour, _): &Curve| EndLabel {
            y: at(height(of, last)),
            text: format!("{} {}", language.money_word(of), language.won(height(of, last))),
            colour,
        };
        field.curves.iter().map(label).collect()
    };
    let every: Vec<EndLabel> = fields.iter().flat_map(|field| labels(field, &|_| 0.0)).collect();
    let right = WIDTH - MARGIN - room(setting.fonts, &every);
    let each = |field: &Field| HEADING.line() + 14.0 + field.height + 26.0;
    let tall = fields.iter().map(each).sum::<f64>() - 26.0 + 12.0 + TICK.line() + 4.0;
    let sheet = Sheet {
        setting,
        name,
        title: language.money_title().to_owned(),
        subtitle: language.money_subtitle(
            setting.baseline,
            &setting.futures,
            &language.stretch(from, to),
        ),
        notes: vec![language.money_note(&billed, &beside, &came)],
    };
    sheet.draw(tall.max(0.0), |canvas, head| {
        let mut top = head;
        for (at, (field, (most, ticks))) in fields.iter().zip(&scales).enumerate() {
            canvas.text(&field.heading, MARGIN, top + HEADING.line() / 2.0, Align::Left, HEADING);
            let plot = top + HEADING.line() + 14.0;
            let span = f64::from(from)..f64::from(to);
            let panel = Panel::new(left..right, plot..plot + field.height, span, 0.0..*most);
            levels(canvas, &panel, ticks, |tick| language.won(tick))?;
            months(canvas, &panel, language, at + 1 == fields.len())?;
            for curve in &field.curves {
                paint(canvas, &panel, curve, &field.months, to)?;
            }
            end_labels(canvas, &panel, &labels(field, &|value| panel.at(0.0, value).1))?;
            top += each(field);
        }
        Ok(())
    })
}

fn scale(field: &Field) -> (f64, Vec<f64>) {
    let values =
        field.months.iter().flat_map(|month| field.curves.iter().map(|c| height(c.0, month)));
    let most = round_top(values.fold(0.0, f64::max) * 1.02, 4.0);
    (most, round_ticks(0.0, most, 4.0).0)
}

/// A curve from nothing at the start to its value at the end of each month.
fn paint(
    canvas: &Canvas<'_, '_>,
    panel: &Panel,
    &(of, colour, dash): &Curve,
    months: &[MoneyMonth],
    end: i32,
) -> Result<(), ReportError> {
    let Some(first) = months.first() else { return Ok(()) };
    let mut points = vec![panel.at(f64::from(first.date), 0.0)];
    for (at, month) in months.iter().enumerate() {
        let next = months.get(at + 1).map_or(end, |next| next.date);
        // A funding has no row while it has nothing: what it has stays as it is until the next.
        let next = next.min(month.date + 31);
        points.push(panel.at(f64::from(next), height(of, month)));
    }
    if let Some(last) = months.last() {
        points.push(panel.at(f64::from(end), height(of, last)));
    }
    canvas.line(&points, colour, 2.6, dash)
}
