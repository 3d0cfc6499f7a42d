//! What was observed month by month over what the baseline's futures show of it.

use super::axes::{levels, months, round_ticks, widest};
use super::canvas::{Align, Canvas, Dash, Drawing, Panel};
use super::data::{Cell, Data};
use super::frame::Size;
use super::{BLUE, HEADING, INK, PAPER, Setting, Sheet, Shown, TICK};
use crate::measures::{Response, Scale};
use crate::report::ReportError;
use crate::report::wording::numbers::{date_of, day_of};
use crate::results::CheckFit;
use crate::results::saved::SavedError;
use crate::time::Calendar;

const HEIGHT: f64 = 250.0;
const BETWEEN: f64 = 30.0;
const RADIUS: f64 = 6.0;
/// Checks that a slide has room for.
const ON_A_SLIDE: usize = 2;

/// One month of a check.
struct Point {
    /// First day, in days since 1970.
    from: i32,
    to: i32,
    observed: f64,
    /// The 5, 50 and 95 % quantiles; `None`: no future has a value.
    quantiles: Option<[f64; 3]>,
    fit: Option<CheckFit>,
}

/// A check by month.
struct Series {
    check: String,
    response: Response,
    points: Vec<Point>,
}

impl Series {
    /// Months inside, by rounding too, and all that can be compared.
    fn held(&self) -> (usize, usize) {
        let fits = || self.points.iter().filter_map(|point| point.fit);
        (fits().filter(|fit| *fit != CheckFit::Outside).count(), fits().count())
    }
}

fn read(setting: &Setting<'_>) -> Result<Vec<Series>, SavedError> {
    let table = setting.saved.columns("checks")?;
    // Results of before there were months have no such column.
    let Ok(dates) = table.dates("month") else { return Ok(Vec::new()) };
    let (names, responses) = (table.words("check")?, table.responses("response")?);
    let (observed, verdicts) = (table.numbers("observed")?, table.words("verdict")?);
    let [q05, q50, q95] = ["q05", "q50", "q95"].map(|name| table.numbers(name));
    let (q05, q50, q95) = (q05?, q50?, q95?);
    let mut all: Vec<Series> = Vec::new();
    for (row, date) in dates.into_iter().enumerate() {
        let (Some(from), Some(response), Some(observed)) = (date, responses[row], observed[row])
        else {
            continue;
        };
        let next = Calendar::next_month(date_of(from)).map_or(from + 30, day_of);
        let quantiles = q05[row].zip(q50[row]).zip(q95[row]);
        let point = Point {
            from,
            to: next,
            observed,
            quantiles: quantiles.map(|((low, middle), high)| [low, middle, high]),
            fit: CheckFit::of_word(&verdicts[row]),
        };
        match all.last_mut().filter(|last| last.check == names[row]) {
            Some(last) => last.points.push(point),
            None => {
                all.push(Series { check: names[row].clone(), response, points: vec![point] });
            }
        }
    }
    Ok(all)
}

/// Whether anything was observed month by month.
pub(super) fn shown(setting: &Setting<'_>) -> Result<Shown, SavedError> {
    Ok(if read(setting)?.is_empty() { Shown::No } else { Shown::Yes })
}

/// Draws a panel a check.
pub(super) fn draw(setting: &Setting<'_>, name: String) -> Result<Drawing, ReportError> {
    let Setting { language, fonts, size, .. } = *setting;
    let mut all = read(setting)?;
    let mut data = Data::new(&["check", "month", "observed", "q05", "q50", "q95", "verdict"]);
    for one in &all {
        for point in &one.points {
            let part = |at: usize| Cell::from(point.quantiles.map(|quantiles| quantiles[at]));
            let verdict = point.fit.map_or("", CheckFit::word);
            let (check, month) = (one.check.as_str().into(), Cell::Date(point.from));
            let observed = point.observed.into();
            data.row([check, month, observed, part(0), part(1), part(2), verdict.into()]);
        }
    }
    if size == Size::Slide {
        all.truncate(ON_A_SLIDE);
    }
    let checks = &setting.saved.manifest().checks;
    let title_of = |one: &Series| language.title_in(checks, &one.check).to_owned();
    // The one that agrees worst is what a reader must know.
    let share = |one: &Series| one.held().0 as f64 / one.held().1.max(1) as f64;
    let worst = all.iter().min_by(|a, b| share(a).total_cmp(&share(b)));
    let title =
        worst.map_or_else(String::new, |one| language.actuals_finds(&title_of(one), one.held()));
    let scales: Vec<(f64, f64, Vec<String>, Vec<f64>)> =
        all.iter().map(|one| scale(setting, one)).collect();
    let labels: Vec<String> = scales.iter().flat_map(|scale| scale.2.clone()).collect();
    let margin = size.margin();
    let left = margin + widest(fonts, &labels, TICK.size) + 12.0;
    // The last month is named under the right end.
    let right = size.width() - margin - 34.0;
    let headings: Vec<Vec<String>> = all
        .iter()
        .map(|one| {
            setting.capped(
                &title_of(one),
                HEADING,
                size.inner(),
                if size == Size::Slide { 2 } else { 3 },
            )
        })
        .collect();
    let above = |at: usize| headings[at].len() as f64 * HEADING.line() + 10.0;
    let foot = 12.0 + TICK.line();
    let count = all.len();
    let fixed = (0..count).map(|at| above(at) + foot).sum::<f64>()
        + BETWEEN * count.saturating_sub(1) as f64;
    let sheet = Sheet {
        setting,
        name,
        title,
        subtitle: language.actuals_subtitle(setting.baseline, &setting.futures),
        notes: vec![language.actuals_note().to_owned()],
        data,
    };
    sheet.draw(fixed + count as f64 * HEIGHT, |canvas, body| {
        let tall = (body.height - fixed) / count.max(1) as f64;
        let mut top = body.top;
        for (at, (one, (low, high, labels, ticks))) in all.iter().zip(&scales).enumerate() {
            canvas.lines(&headings[at], margin, top, Align::Left, HEADING);
            top += above(at);
            let ends = one.points.first().zip(one.points.last());
            let (from, to) = ends.map_or((0, 1), |(first, last)| (first.from, last.to));
            let panel = Panel::new(
                left..right,
                top..top + tall,
                f64::from(from)..f64::from(to),
                *low..*high,
            );
            let label = |tick: f64| {
                let found = ticks.iter().position(|one| *one == tick);
                found.map_or_else(String::new, |at| labels[at].clone())
            };
            levels(canvas, &panel, ticks, label)?;
            months(canvas, &panel, language, true)?;
            points(canvas, &panel, one)?;
            top += tall + foot + BETWEEN;
        }
        Ok(())
    })
}

/// The ends of an axis that holds all of a check, its labels and its ticks. It begins at zero unless all lies far above.
fn scale(setting: &Setting<'_>, one: &Series) -> (f64, f64, Vec<String>, Vec<f64>) {
    let values = one.points.iter().flat_map(|point| {
        std::iter::once(point.observed).chain(point.quantiles.into_iter().flatten())
    });
    let (least, most) =
        values.fold((f64::INFINITY, 0.0_f64), |(a, b), value| (a.min(value), b.max(value)));
    let most = if most > 0.0 { most } else { 1.0 };
    let from = if least > 0.6 * most { least - 0.3 * (most - least) } else { 0.0 };
    let (ticks, _) = round_ticks(from, most, 4.0);
    let step = match ticks.as_slice() {
        [first, second, ..] => second - first,
        _ => most,
    };
    let low = if from > 0.0 { ((from / step).floor() * step).max(0.0) } else { 0.0 };
    let high = (most / step - 1e-9).ceil() * step;
    // No share is above the whole.
    let high = match one.response.row().scale {
        Scale::Percent if most <= 1.0 => high.min(1.0).max(most),
        _ => high,
    };
    let high = if high > low { high } else { low + step };
    let (ticks, decimals) = round_ticks(low, high, 4.0);
    let language = setting.language;
    let word = |tick: &f64| match one.response.row().scale {
        Scale::Percent => {
            format!("{}%", language.decimal(100.0 * tick, decimals.saturating_sub(2)))
        }
        Scale::Won => language.money(setting.currency(), *tick),
        _ => language.decimal(*tick, decimals),
    };
    let labels = ticks.iter().map(word).collect();
    (low, high, labels, ticks)
}

/// The band and median of each month as a block and a step, and the observation in its middle: hollow if outside.
fn points(canvas: &Canvas<'_>, panel: &Panel, one: &Series) -> Result<(), ReportError> {
    for point in &one.points {
        let Some([low, middle, high]) = point.quantiles else { continue };
        let (from, to) = (f64::from(point.from), f64::from(point.to));
        let (top, bottom) = (panel.at(from, high), panel.at(to, low));
        canvas.block(
            (top.0 + 0.8, top.1),
            (bottom.0 - 0.8, bottom.1.max(top.1 + 1.5)),
            BLUE,
            0.25,
        )?;
        let line = [panel.at(from, middle), panel.at(to, middle)];
        canvas.line(&line, BLUE, 2.2, Dash::Solid)?;
    }
    let at = |point: &Point| panel.at(f64::from(point.from + point.to) / 2.0, point.observed);
    let path: Vec<(f64, f64)> = one.points.iter().map(at).collect();
    canvas.line(&path, INK, 1.2, Dash::Dots)?;
    for (point, at) in one.points.iter().zip(path) {
        canvas.disc(at, RADIUS + 1.4, PAPER, false)?;
        canvas.disc(at, RADIUS, INK, point.fit == Some(CheckFit::Outside))?;
    }
    Ok(())
}
