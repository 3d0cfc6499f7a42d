//! What charts and pages show of the tables by month: sums over months, cumulated money, and how
//! values spread. The arithmetic is here, so that a report only has to draw.

mod gap;
mod rounds;

use std::collections::BTreeMap;

pub use self::gap::{GapLine, gap, has_gap};
pub use self::rounds::{RoundsDiffer, rounds_differ};

use super::columns::Columns;
use super::saved::{Saved, SavedError};

/// A stretch of days since 1970-01-01: the first, and the first after it.
pub type Days = (i32, i32);

/// A pool's supply in one month, in mean units.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Supply {
    /// First day of the month.
    pub date: i32,
    /// Installed: the sum of the parts.
    pub installed: f64,
    /// Busy, fragmented, idle, free, down and not leased.
    pub parts: [f64; 6],
}

/// The names of [`Supply::parts`] in the table.
pub const SUPPLY: [&str; 6] = ["busy", "fragmented", "idle", "free", "down", "not_leased"];

/// A pool's demand over a stretch of months, in unit-months.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Demand {
    /// First day of the first month.
    pub date: i32,
    /// Asked for before and not yet settled.
    pub carried: f64,
    /// Asked for in the stretch.
    pub asked: f64,
    /// Served, lost, turned away, cut back, withdrawn, stopped, taken back, moved, and not yet
    /// settled at the end.
    pub parts: [f64; DEMAND.len()],
}

/// The names of [`Demand::parts`] in the table.
pub const DEMAND: [&str; 9] = [
    "served",
    "lost",
    "turned_away",
    "cut_back",
    "withdrawn",
    "stopped",
    "taken_back",
    "moved",
    "outstanding_end",
];

/// A funding's money from the start of the window on, in won.
#[derive(Clone, Debug, PartialEq)]
pub struct Money {
    /// Funding, `arrears` or `site`.
    pub funding: String,
    /// Whether no amount is stated.
    pub implied: bool,
    /// Month by month, in order.
    pub months: Vec<MoneyMonth>,
}

/// A funding's money up to the end of a month.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct MoneyMonth {
    /// First day of the month.
    pub date: i32,
    /// Granted so far, with what was left when the window began.
    pub granted: f64,
    /// Spent so far.
    pub spent: f64,
    /// Taken in so far.
    pub earned: f64,
    /// Lapsed so far.
    pub lapsed: f64,
    /// Still there.
    pub left: f64,
    /// What leasing everything would have cost so far; of the site only.
    pub needed: f64,
}

fn rows_of(
    table: &Columns,
    alternative: &str,
    pool: &str,
    (from, to): Days,
) -> Result<Vec<(i32, usize)>, SavedError> {
    let (alternatives, pools) = (table.words("alternative")?, table.words("pool")?);
    let dates = table.dates("month")?.into_iter().enumerate();
    let mut rows: Vec<(i32, usize)> = dates
        .filter_map(|(row, date)| Some((date?, row)))
        .filter(|&(date, row)| {
            date >= from && date < to && alternatives[row] == alternative && pools[row] == pool
        })
        .collect();
    rows.sort_unstable();
    Ok(rows)
}

/// Several columns of numbers.
fn several<const N: usize>(
    table: &Columns,
    names: [&str; N],
) -> Result<[Vec<Option<f64>>; N], SavedError> {
    let mut all = [const { Vec::new() }; N];
    for (column, name) in all.iter_mut().zip(names) {
        *column = table.numbers(name)?;
    }
    Ok(all)
}

/// The supply account of a pool, month by month within the window.
///
/// # Errors
/// The table is missing or odd.
pub fn supply(
    saved: &Saved,
    alternative: &str,
    pool: &str,
    window: Days,
) -> Result<Vec<Supply>, SavedError> {
    let table = saved.columns("accounts")?;
    let (length, installed) = (table.numbers("length")?, table.numbers("installed")?);
    let parts = several(&table, SUPPLY)?;
    let rows = rows_of(&table, alternative, pool, window)?.into_iter();
    let mean = |value: &[Option<f64>], row: usize| match (value[row], length[row]) {
        (Some(value), Some(length)) if length > 0.0 => value / length,
        _ => 0.0,
    };
    Ok(rows
        .map(|(date, row)| Supply {
            date,
            installed: mean(&installed, row),
            parts: std::array::from_fn(|part| mean(&parts[part], row)),
        })
        .collect())
}

/// The demand account of a pool over stretches of months within the window. `stretch` names the
/// stretch that a day belongs to.
///
/// # Errors
/// The table is missing or odd.
pub fn demand(
    saved: &Saved,
    alternative: &str,
    pool: &str,
    window: Days,
    stretch: impl Fn(i32) -> i32,
) -> Result<Vec<Demand>, SavedError> {
    let table = saved.columns("accounts")?;
    let (carried, asked) = (table.numbers("outstanding_start")?, table.numbers("asked")?);
    let parts = several(&table, DEMAND)?;
    let mut found: Vec<(i32, Demand)> = Vec::new();
    for (date, row) in rows_of(&table, alternative, pool, window)? {
        let stretch = stretch(date);
        let value = |column: &[Option<f64>]| column[row].unwrap_or(0.0);
        if found.last().is_none_or(|(last, _)| *last != stretch) {
            let start =
                Demand { date, carried: value(&carried), asked: 0.0, parts: [0.0; DEMAND.len()] };
            found.push((stretch, start));
        }
        if let Some((_, sum)) = found.last_mut() {
            sum.asked += value(&asked);
            let [.., end] = &parts;
            for (sum, part) in sum.parts.iter_mut().zip(&parts) {
                *sum += value(part);
            }
            // What is not settled at the end of the stretch is no sum.
            if let Some(last) = sum.parts.last_mut() {
                *last = value(end);
            }
        }
    }
    Ok(found.into_iter().map(|(_, sum)| sum).collect())
}

/// The money of every funding of an alternative, cumulated from the start of the window; the site
/// last. Fundings that have nothing within the window are left out.
///
/// # Errors
/// The table is missing or odd.
pub fn money(saved: &Saved, alternative: &str, (from, to): Days) -> Result<Vec<Money>, SavedError> {
    let table = saved.columns("money_months")?;
    let (alternatives, fundings) = (table.words("alternative")?, table.words("funding")?);
    let (dates, implied) = (table.dates("month")?, table.flags("implied")?);
    let [granted, spent, earned, lapsed, left, needed] =
        several(&table, ["granted", "spent", "earned", "lapsed", "left", "needed"])?;
    let mut found: BTreeMap<&str, (f64, Money)> = BTreeMap::new();
    for (row, date) in dates.into_iter().enumerate() {
        let Some(date) = date else { continue };
        if alternatives[row] != alternative || date >= to {
            continue;
        }
        let value = |column: &[Option<f64>]| column[row].unwrap_or(0.0);
        let (opening, money) = found.entry(&fundings[row]).or_insert_with(|| {
            let funding = fundings[row].clone();
            (0.0, Money { funding, implied: implied[row], months: Vec::new() })
        });
        if date < from {
            *opening = value(&left);
            continue;
        }
        let opening = MoneyMonth { granted: *opening, ..MoneyMonth::default() };
        let before = money.months.last().copied().unwrap_or(opening);
        money.months.push(MoneyMonth {
            date,
            granted: before.granted + value(&granted),
            spent: before.spent + value(&spent),
            earned: before.earned + value(&earned),
            lapsed: before.lapsed + value(&lapsed),
            left: value(&left),
            needed: before.needed + value(&needed),
        });
    }
    let mut all: Vec<Money> = found.into_values().map(|(_, money)| money).collect();
    all.retain(|money| !money.months.is_empty());
    all.sort_by_key(|money| (money.funding == "site", money.months[0].date));
    Ok(all)
}

/// The peaks of a measure of a pool, one a future, in rising order.
///
/// # Errors
/// The table is missing or odd.
pub fn peaks(
    saved: &Saved,
    alternative: &str,
    pool: &str,
    measure: &str,
) -> Result<Vec<f64>, SavedError> {
    let table = saved.columns("peaks")?;
    let (alternatives, pools) = (table.words("alternative")?, table.words("pool")?);
    let measures = table.words("measure")?;
    let values = table.numbers("peak")?.into_iter().enumerate();
    let mut peaks: Vec<f64> = values
        .filter(|&(row, _)| {
            alternatives[row] == alternative && pools[row] == pool && measures[row] == measure
        })
        .filter_map(|(_, value)| value)
        .collect();
    peaks.sort_unstable_by(f64::total_cmp);
    Ok(peaks)
}

/// The share of the values in each of `bins` equal parts of 0 to 1, relative to the fullest part.
#[must_use]
pub fn shape_of_shares(values: &[f64], bins: usize) -> Vec<f64> {
    let mut counts = vec![0_u32; bins];
    for value in values {
        let bin = (value * bins as f64).floor().clamp(0.0, bins.saturating_sub(1) as f64);
        counts[bin as usize] += 1;
    }
    let most = counts.iter().copied().max().unwrap_or(0).max(1);
    counts.into_iter().map(|count| f64::from(count) / f64::from(most)).collect()
}

/// The days of the first futures of one alternative.
#[derive(Clone, Debug)]
pub struct Samples(BTreeMap<(String, i64), Sample>);

/// One future's days: date, allocated of leased, busy of allocated.
type Sample = Vec<(i32, [Option<f64>; 2])>;

impl Samples {
    /// Reads the samples of an alternative within the window.
    ///
    /// # Errors
    /// The table is missing or odd.
    pub fn read(saved: &Saved, alternative: &str, (from, to): Days) -> Result<Self, SavedError> {
        let table = saved.columns("samples")?;
        let (alternatives, pools) = (table.words("alternative")?, table.words("pool")?);
        let (replications, dates) = (table.numbers("replication")?, table.dates("date")?);
        let allocated = table.numbers("allocated_of_leased")?;
        let busy = table.numbers("busy_of_allocated")?;
        let mut samples: BTreeMap<(String, i64), Sample> = BTreeMap::new();
        for (row, date) in dates.into_iter().enumerate() {
            let (Some(date), Some(replication)) = (date, replications[row]) else { continue };
            if date >= from && date < to && alternatives[row] == alternative {
                let sample = samples.entry((pools[row].clone(), replication as i64)).or_default();
                sample.push((date, [allocated[row], busy[row]]));
            }
        }
        for sample in samples.values_mut() {
            sample.sort_by_key(|(date, _)| *date);
        }
        Ok(Self(samples))
    }

    /// The futures of a pool, in order: `0` is allocated of leased, `1` busy of allocated.
    pub fn of<'a>(&'a self, pool: &'a str, ratio: usize) -> impl Iterator<Item = Line> + 'a {
        let own = self.0.iter().filter(move |((name, _), _)| name == pool);
        own.map(move |(_, days)| days.iter().map(|(date, both)| (*date, both[ratio])).collect())
    }
}

/// The days of one future: date and value, if there is one.
pub type Line = Vec<(i32, Option<f64>)>;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_fall_into_their_bins() {
        assert_eq!(shape_of_shares(&[0.0, 0.1, 0.6, 1.0], 4), [1.0, 0.0, 0.5, 0.5]);
        assert_eq!(shape_of_shares(&[], 2), [0.0, 0.0]);
    }
}
