//! What charts and pages show of the tables by month: sums over months, cumulated money, and how
//! values spread. The arithmetic is here, so that a report only has to draw.

mod gap;

use std::collections::BTreeMap;

pub use self::gap::{GapLine, gap, has_gap};

use super::columns::Columns;
use super::saved::{Saved, SavedError};
use crate::measures::{Counts, Flow, Identity, Measure, Money, Response};

/// A stretch of days since 1970-01-01: the first, and the first after it.
pub type Days = (i32, i32);

/// A pool's supply in one month, in mean units.
#[derive(Clone, Debug, PartialEq)]
pub struct Supply {
    /// First day of the month.
    pub date: i32,
    /// Installed: the sum of the parts.
    pub installed: f64,
    /// The parts of [`Identity::SUPPLY`], in its order. Where no jobs are played all that is allocated is the part
    /// *idle*, and nothing is known of it.
    pub parts: Vec<f64>,
    /// Whether jobs are played, so that what is allocated can be split.
    pub known: bool,
}

/// A pool's demand over a stretch of months, in unit-months.
#[derive(Clone, Debug, PartialEq)]
pub struct Demand {
    /// First day of the first month.
    pub date: i32,
    /// The wholes of [`Identity::DEMAND`]: asked for before and not yet settled, and asked for in the stretch.
    pub wholes: Vec<f64>,
    /// The parts of [`Identity::DEMAND`]: what became of the demand, and what is not yet settled at the end.
    pub parts: Vec<f64>,
}

/// A funding's money from the start of the window on, in won.
#[derive(Clone, Debug, PartialEq)]
pub struct FundingMoney {
    /// Funding, `arrears` or `site`.
    pub funding: String,
    /// Whether no amount is stated.
    pub implied: bool,
    /// Month by month, in order.
    pub months: Vec<MoneyMonth>,
}

impl MoneyMonth {
    /// A column: so far, or what there is.
    #[must_use]
    pub fn of(&self, column: Money) -> f64 {
        self.won[column as usize]
    }
}

/// A funding's money up to the end of a month.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct MoneyMonth {
    /// First day of the month.
    pub date: i32,
    /// Every column so far, with what was left when the window began as granted; of what is left, what there is.
    won: [f64; Money::ALL.len()],
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

/// The columns of an account of a pool.
fn several(table: &Columns, flows: &[Flow]) -> Result<Vec<Vec<Option<f64>>>, SavedError> {
    flows.iter().map(|flow| table.numbers(flow.name())).collect()
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
    let (length, whole) = (table.numbers("length")?, several(&table, Identity::SUPPLY.wholes)?);
    let parts = several(&table, Identity::SUPPLY.parts)?;
    let rows = rows_of(&table, alternative, pool, window)?.into_iter();
    let mean = |value: &[Option<f64>], row: usize| match (value[row], length[row]) {
        (Some(value), Some(length)) if length > 0.0 => value / length,
        _ => 0.0,
    };
    let idle = Identity::SUPPLY.parts.iter().position(|flow| *flow == Flow::Idle);
    Ok(rows
        .map(|(date, row)| {
            let installed = whole.iter().map(|whole| mean(whole, row)).sum();
            let known = parts.iter().all(|part| part[row].is_some());
            let mut parts: Vec<f64> = parts.iter().map(|part| mean(part, row)).collect();
            if let (false, Some(idle)) = (known, idle) {
                parts[idle] = installed - parts.iter().sum::<f64>();
            }
            Supply { date, installed, parts, known }
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
    let Identity { wholes, parts, .. } = Identity::DEMAND;
    let values = [several(&table, wholes)?, several(&table, parts)?];
    let mut found: Vec<(i32, Demand)> = Vec::new();
    for (date, row) in rows_of(&table, alternative, pool, window)? {
        let stretch = stretch(date);
        if found.last().is_none_or(|(last, _)| *last != stretch) {
            let (wholes, parts) = (vec![0.0; wholes.len()], vec![0.0; parts.len()]);
            found.push((stretch, Demand { date, wholes, parts }));
        }
        let Some((_, sum)) = found.last_mut() else { continue };
        let first = sum.date == date;
        let sides = [(wholes, &mut sum.wholes), (parts, &mut sum.parts)];
        for ((flows, sums), columns) in sides.into_iter().zip(&values) {
            for ((flow, sum), column) in flows.iter().zip(sums).zip(columns) {
                let value = column[row].unwrap_or(0.0);
                match flow.row().counts {
                    // Amounts that are outstanding at the start or the end of the stretch are not
                    // summed.
                    Counts::Opening if first => *sum = value,
                    Counts::Opening => {}
                    Counts::Closing => *sum = value,
                    Counts::Units | Counts::Requests | Counts::RequestedUnits => *sum += value,
                }
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
pub fn money(
    saved: &Saved,
    alternative: &str,
    (from, to): Days,
) -> Result<Vec<FundingMoney>, SavedError> {
    let table = saved.columns("money_months")?;
    let (alternatives, fundings) = (table.words("alternative")?, table.words("funding")?);
    let (dates, implied) = (table.dates("month")?, table.flags("implied")?);
    let columns = Money::ALL.map(|column| table.numbers(column.name()));
    let mut won = Vec::with_capacity(columns.len());
    for column in columns {
        won.push(column?);
    }
    let needed = table.numbers("needed")?;
    let mut found: BTreeMap<&str, (f64, FundingMoney)> = BTreeMap::new();
    for (row, date) in dates.into_iter().enumerate() {
        let Some(date) = date else { continue };
        if alternatives[row] != alternative || date >= to {
            continue;
        }
        let value = |column: &[Option<f64>]| column[row].unwrap_or(0.0);
        let (opening, money) = found.entry(&fundings[row]).or_insert_with(|| {
            let funding = fundings[row].clone();
            (0.0, FundingMoney { funding, implied: implied[row], months: Vec::new() })
        });
        if date < from {
            *opening = value(&won[Money::Left as usize]);
            continue;
        }
        let mut start = MoneyMonth::default();
        start.won[Money::Granted as usize] = *opening;
        let before = money.months.last().copied().unwrap_or(start);
        let so_far = Money::ALL.map(|column| {
            let value = value(&won[column as usize]);
            if column.is_level() { value } else { before.of(column) + value }
        });
        let needed = before.needed + value(&needed);
        money.months.push(MoneyMonth { date, won: so_far, needed });
    }
    let mut all: Vec<FundingMoney> = found.into_values().map(|(_, money)| money).collect();
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
    measure: Measure,
) -> Result<Vec<f64>, SavedError> {
    let table = saved.columns("peaks")?;
    let (alternatives, pools) = (table.words("alternative")?, table.words("pool")?);
    let measures = table.words("measure")?;
    let values = table.numbers("peak")?.into_iter().enumerate();
    let mut peaks: Vec<f64> = values
        .filter(|&(row, _)| {
            alternatives[row] == alternative
                && pools[row] == pool
                && measures[row] == measure.name()
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
        let allocated = table.numbers(Response::AllocatedOfLeased.name())?;
        let busy = table.numbers(Response::BusyOfAllocated.name())?;
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
