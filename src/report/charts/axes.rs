//! Axes: months along the bottom, round numbers up the side, a light grid, no frame.

use super::canvas::{Align, Canvas, Dash, Panel};
use super::text::{Fonts, Weight};
use super::{FAINT, INK, TICK};
use crate::report::ReportError;
use crate::report::wording::Language;
use crate::report::wording::numbers::{date_of, day_of};
use crate::time::Date;

/// Round numbers that divide `from..=to` into about `wanted` steps, and the decimals they need.
pub(crate) fn round_ticks(from: f64, to: f64, wanted: f64) -> (Vec<f64>, usize) {
    let rough = (to - from) / wanted;
    if !rough.is_finite() || rough <= 0.0 {
        return (vec![from], 0);
    }
    let mut power = 1.0;
    let mut decimals = 0;
    while power > rough {
        power /= 10.0;
        decimals += 1;
    }
    while power * 10.0 <= rough {
        power *= 10.0;
    }
    let times = [1.0, 2.0, 2.5, 5.0, 10.0].into_iter().find(|times| times * power >= rough);
    let times = times.unwrap_or(10.0);
    let step = times * power;
    if times == 2.5 && power <= 1.0 {
        decimals += 1;
    }
    let (first, last) = ((from / step - 1e-9).ceil() as i64, (to / step + 1e-9).floor() as i64);
    ((first..=last).map(|times| times as f64 * step).collect(), decimals)
}

/// The upper end of an axis from zero that holds `most` and ends on a round number.
pub(crate) fn round_top(most: f64, wanted: f64) -> f64 {
    let most = if most > 0.0 { most } else { 1.0 };
    let (ticks, _) = round_ticks(0.0, most, wanted);
    match ticks.as_slice() {
        [_, step, ..] => (most / step - 1e-9).ceil() * step,
        _ => most,
    }
}

/// Starts of months within `from..=to`, every `step` months counted from January.
fn month_starts(from: i32, to: i32, step: i32) -> Vec<i32> {
    let first = date_of(from);
    let months = i32::from(first.year()) * 12 + i32::from(first.month()) - 1;
    let start = |months: i32| {
        let year = i16::try_from(months.div_euclid(12)).ok()?;
        let month = i8::try_from(months.rem_euclid(12) + 1).ok()?;
        Date::new(year, month, 1).ok().map(day_of)
    };
    (months..)
        .filter(|months| months.rem_euclid(step) == 0)
        .map_while(start)
        .skip_while(|&day| day < from)
        .take_while(|&day| day <= to)
        .collect()
}

/// The widest text among the labels of an axis.
pub(crate) fn widest(fonts: &Fonts, labels: &[String], size: f64) -> f64 {
    labels.iter().map(|label| fonts.width(label, size, Weight::Regular)).fold(0.0, f64::max)
}

/// Draws the grid and the months of a time axis whose values are days since 1970.
pub(crate) fn months(
    canvas: &Canvas<'_>,
    panel: &Panel,
    language: Language,
    labelled: bool,
) -> Result<(), ReportError> {
    let (from, to) = (panel.x.start as i32, panel.x.end as i32);
    let across = panel.right - panel.left;
    let wide =
        |day: i32| canvas.fonts().width(&language.month(date_of(day)), TICK.size, TICK.weight);
    let fits = |step: i32| {
        let starts = month_starts(from, to, step);
        let widest = starts.iter().map(|&day| wide(day)).fold(0.0, f64::max);
        (widest * 1.3) * (starts.len() as f64) <= across.max(widest * 1.3)
    };
    let steps = [1, 3, 6, 12, 24, 60, 120];
    let step = steps.into_iter().find(|&step| fits(step)).unwrap_or(240);
    let small = match step {
        1 | 3 => 1,
        6 => 3,
        step => step / 2,
    };
    for day in month_starts(from, to, small) {
        let (x, _) = panel.at(f64::from(day), panel.y.start);
        canvas.line(&[(x, panel.bottom), (x, panel.bottom + 4.0)], FAINT, 1.0, Dash::Solid)?;
    }
    for day in month_starts(from, to, step) {
        let (x, _) = panel.at(f64::from(day), panel.y.start);
        canvas.line(&[(x, panel.top), (x, panel.bottom)], FAINT, 0.7, Dash::Solid)?;
        canvas.line(&[(x, panel.bottom), (x, panel.bottom + 8.0)], INK, 1.2, Dash::Solid)?;
        if labelled {
            let y = panel.bottom + 12.0 + TICK.line() / 2.0;
            canvas.text(&language.month(date_of(day)), x, y, Align::Middle, TICK);
        }
    }
    canvas.line(&[(panel.left, panel.bottom), (panel.right, panel.bottom)], INK, 1.2, Dash::Solid)
}

/// Draws horizontal grid lines at `ticks` with their labels at the left.
pub(crate) fn levels(
    canvas: &Canvas<'_>,
    panel: &Panel,
    ticks: &[f64],
    label: impl Fn(f64) -> String,
) -> Result<(), ReportError> {
    for &tick in ticks {
        let (_, y) = panel.at(panel.x.start, tick);
        canvas.line(&[(panel.left, y), (panel.right, y)], FAINT, 0.9, Dash::Solid)?;
        canvas.text(&label(tick), panel.left - 10.0, y, Align::Right, TICK);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_are_round() {
        assert_eq!(round_ticks(0.0, 742.0, 5.0).0, [0.0, 200.0, 400.0, 600.0]);
        assert_eq!(round_ticks(-0.3, 0.31, 4.0), (vec![-0.2, 0.0, 0.2], 1));
        assert_eq!(round_top(742.0, 5.0), 800.0);
        assert_eq!(round_top(1_104.0, 5.0), 1_250.0);
        assert_eq!(round_top(0.0, 5.0), 1.0);
    }

    #[test]
    fn quarters_start_in_january() {
        let (from, to) = (day_of(Date::constant(2024, 12, 2)), day_of(Date::constant(2025, 7, 1)));
        let starts: Vec<String> =
            month_starts(from, to, 3).into_iter().map(|day| date_of(day).to_string()).collect();
        assert_eq!(starts, ["2025-01-01", "2025-04-01", "2025-07-01"]);
    }
}
