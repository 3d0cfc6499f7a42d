//! What the charts read from the tables, and how a series of days becomes a shape.

use std::collections::BTreeMap;

use super::canvas::Panel;
use crate::measures::{Measure, Rung};
use crate::report::wording::numbers::{date_of, day_of};
use crate::results::saved::{Saved, SavedError};
use crate::time::Date;

/// One day of a measure: its mean and its quantiles across futures.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Day {
    pub(crate) date: i32,
    pub(crate) mean: Option<f64>,
    pub(crate) q05: Option<f64>,
    pub(crate) q25: Option<f64>,
    pub(crate) q50: Option<f64>,
    pub(crate) q75: Option<f64>,
    pub(crate) q95: Option<f64>,
}

/// The baseline's days by pool and measure: those of the window, and all of what is leased, since a gap may have
/// begun before.
pub(crate) struct DailyBands {
    days: BTreeMap<(String, String), Vec<Day>>,
    leased: BTreeMap<String, Vec<Day>>,
}

impl DailyBands {
    pub(crate) fn read(saved: &Saved) -> Result<Self, SavedError> {
        let table = saved.columns("daily_bands")?;
        let window = window(saved);
        let (alternatives, pools) = (table.words("alternative")?, table.words("pool")?);
        let (measures, dates) = (table.words("measure")?, table.dates("date")?);
        let mean = table.numbers("mean")?;
        let quantiles = ["q05", "q25", "q50", "q75", "q95"].map(|name| table.numbers(name));
        let [q05, q25, q50, q75, q95] = quantiles;
        let (q05, q25, q50, q75, q95) = (q05?, q25?, q50?, q75?, q95?);
        let mut days: BTreeMap<(String, String), Vec<Day>> = BTreeMap::new();
        let mut leased: BTreeMap<String, Vec<Day>> = BTreeMap::new();
        for (row, date) in dates.into_iter().enumerate() {
            let Some(date) = date else { continue };
            if alternatives[row] != saved.baseline() || date >= window.1 {
                continue;
            }
            let day = Day {
                date,
                mean: mean[row],
                q05: q05[row],
                q25: q25[row],
                q50: q50[row],
                q75: q75[row],
                q95: q95[row],
            };
            if measures[row] == Rung::Leased.name() {
                leased.entry(pools[row].clone()).or_default().push(day);
            }
            if date >= window.0 {
                days.entry((pools[row].clone(), measures[row].clone())).or_default().push(day);
            }
        }
        for series in days.values_mut().chain(leased.values_mut()) {
            series.sort_by_key(|day| day.date);
        }
        Ok(Self { days, leased })
    }

    /// The gaps of a pool that reach into the window, each from its first day, which may lie before the window.
    pub(crate) fn gaps(&self, pool: &str, (from, to): (i32, i32)) -> Vec<(i32, i32)> {
        let mut gaps = gaps(self.leased.get(pool).map_or(&[], Vec::as_slice), to);
        gaps.retain(|&(_, end)| end > from);
        gaps
    }

    /// The days of a measure of a pool, in order; none if the table has none.
    pub(crate) fn get(&self, pool: &str, measure: Measure) -> &[Day] {
        self.days.get(&(pool.to_owned(), measure.name().to_owned())).map_or(&[], Vec::as_slice)
    }
}

/// First day of the observation window and the day after its last.
pub(crate) fn window(saved: &Saved) -> (i32, i32) {
    let window = saved.manifest().window;
    (day_of(window.from), day_of(window.to).max(day_of(window.from) + 1))
}

/// The last full calendar year of the window, else the last full half of one, else the whole window: the period whose
/// mean a label beside a line gives.
pub(crate) fn term((from, to): (i32, i32)) -> (i32, i32) {
    let start = |months: i32| {
        let year = i16::try_from(months.div_euclid(12)).ok()?;
        let month = i8::try_from(months.rem_euclid(12) + 1).ok()?;
        Date::new(year, month, 1).ok().map(day_of)
    };
    let end = date_of(to);
    let months = i32::from(end.year()) * 12 + i32::from(end.month()) - 1;
    for length in [12, 6] {
        let last = months.div_euclid(length) * length;
        let term = start(last - length).zip(start(last));
        if let Some(term) = term.filter(|term| term.0 >= from && term.1 <= to) {
            return term;
        }
    }
    (from, to)
}

/// The mean of a series over the days of a period that have a value.
pub(crate) fn mean_over(
    days: &[Day],
    (from, to): (i32, i32),
    value: impl Fn(&Day) -> Option<f64>,
) -> Option<f64> {
    let inside = days.iter().filter(|day| day.date >= from && day.date < to);
    let values: Vec<f64> = inside.filter_map(value).collect();
    (!values.is_empty()).then(|| values.iter().sum::<f64>() / values.len() as f64)
}

/// The entry of a day, if there is one.
pub(crate) fn on(days: &[Day], date: i32) -> Option<&Day> {
    days.binary_search_by_key(&date, |day| day.date).ok().map(|at| &days[at])
}

/// A dated event of the baseline across futures.
#[derive(Clone, Debug)]
pub(crate) struct Marker {
    pub(crate) kind: String,
    pub(crate) name: String,
    pub(crate) q05: i32,
    pub(crate) q50: i32,
    pub(crate) q95: i32,
}

/// The baseline's markers in order of date.
pub(crate) fn markers(saved: &Saved) -> Result<Vec<Marker>, SavedError> {
    let table = saved.columns("markers")?;
    let (alternatives, kinds) = (table.words("alternative")?, table.words("kind")?);
    let names = table.words("name")?;
    let (low, mid, high) = (table.dates("q05")?, table.dates("q50")?, table.dates("q95")?);
    let mut markers = Vec::new();
    for row in 0..names.len() {
        let (Some(q05), Some(q50), Some(q95)) = (low[row], mid[row], high[row]) else { continue };
        if alternatives[row] == saved.baseline() {
            let (kind, name) = (kinds[row].clone(), names[row].clone());
            markers.push(Marker { kind, name, q05, q50, q95 });
        }
    }
    markers.sort_by(|a, b| (a.q50, &a.kind, &a.name).cmp(&(b.q50, &b.kind, &b.name)));
    Ok(markers)
}

/// The gaps of a pool: from the day on which the median of what is leased falls to the first on
/// which it is higher again, or to `end`. Dips of less than a week are not called gaps.
fn gaps(leased: &[Day], end: i32) -> Vec<(i32, i32)> {
    let mut gaps = Vec::new();
    let mut open: Option<(i32, f64)> = None;
    let mut before = None;
    for day in leased {
        let Some(level) = day.q50 else { continue };
        open = match open {
            Some((start, low)) if level > low + 0.5 => {
                gaps.push((start, day.date));
                None
            }
            Some((start, low)) => Some((start, level.min(low))),
            None => before.filter(|before| level < before - 0.5).map(|_| (day.date, level)),
        };
        before = Some(level);
    }
    gaps.extend(open.map(|(start, _)| (start, end)));
    gaps.retain(|(start, end)| end - start >= 7);
    gaps
}

/// The stretches of days that have a value, without joining what lies apart.
pub(crate) fn runs<T>(days: &[Day], value: impl Fn(&Day) -> Option<T>) -> Vec<Vec<(i32, T)>> {
    let mut runs: Vec<Vec<(i32, T)>> = Vec::new();
    let mut last = None;
    for day in days {
        let Some(found) = value(day) else { continue };
        if last != Some(day.date - 1) {
            runs.push(Vec::new());
        }
        last = Some(day.date);
        if let Some(run) = runs.last_mut() {
            run.push((day.date, found));
        }
    }
    runs
}

/// The corners of a run as a line of steps: each value holds for its whole day.
pub(crate) fn steps(panel: &Panel, run: &[(i32, f64)]) -> Vec<(f64, f64)> {
    let mut corners: Vec<(f64, f64)> = Vec::new();
    for &(date, value) in run {
        let from = panel.at(f64::from(date), value);
        let to = panel.at(f64::from(date + 1), value);
        // A day as high as the one before makes its step longer.
        if corners.last().is_some_and(|last| last.1 == from.1) {
            corners.pop();
        } else {
            corners.push(from);
        }
        corners.push(to);
    }
    corners
}

/// The outline of what lies between two values day by day.
pub(crate) fn ribbon(panel: &Panel, run: &[(i32, (f64, f64))]) -> Vec<(f64, f64)> {
    let lower: Vec<(i32, f64)> = run.iter().map(|(date, both)| (*date, both.0)).collect();
    let upper: Vec<(i32, f64)> = run.iter().map(|(date, both)| (*date, both.1)).collect();
    let mut outline = steps(panel, &upper);
    outline.extend(steps(panel, &lower).into_iter().rev());
    outline
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_is_of_the_last_full_year_or_half_or_of_the_window() {
        let day = |year, month| day_of(Date::constant(year, month, 1));
        let (start, end) = (day(2024, 7), day(2028, 1));
        assert_eq!(term((start, end)), (day(2027, 1), end));
        assert_eq!(term((start, day(2027, 11))), (day(2026, 1), day(2027, 1)));
        assert_eq!(term((day(2025, 3), day(2026, 1))), (day(2025, 7), day(2026, 1)));
        assert_eq!(term((day(2025, 2), day(2025, 4))), (day(2025, 2), day(2025, 4)));
    }

    #[test]
    fn a_gap_lasts_until_the_median_lease_rises() {
        let level = |date: i32| match date {
            ..10 => 100.0,
            10..20 => 60.0,
            20..30 => 50.0,
            30..60 => 80.0,
            60..63 => 70.0,
            _ => 90.0,
        };
        let day = |date: i32| Day {
            date,
            mean: None,
            q05: None,
            q25: None,
            q50: Some(level(date)),
            q75: None,
            q95: None,
        };
        let days: Vec<Day> = (0..90).map(day).collect();
        assert_eq!(gaps(&days, 90), [(10, 30)]);
        assert_eq!(gaps(&days[..25], 25), [(10, 25)]);
    }
}
