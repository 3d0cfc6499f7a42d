//! Month by month: the accounts and the money as means over futures, and each future's peaks.

use crate::measures::{Flow, Measure, Money};
use crate::model::DayPart;
use crate::model::inputs::Inputs;
use crate::model::record::{MoneyMonth, PoolMonth};
use crate::quantity::UnitSeconds;
use crate::results::{AccountRow, Future, MoneyRow, PeakRow};

use super::responses::SITE;

/// Supply and demand of every pool by month: integer sums over futures first, one division after.
pub(super) struct Accounts {
    futures: usize,
    /// Month by month, and within a month pool by pool.
    sums: Vec<PoolMonth>,
}

impl Accounts {
    pub(super) fn new(inputs: &Inputs) -> Self {
        let rows = inputs.calendar.months().len() * inputs.pools.len();
        Self { futures: 0, sums: vec![PoolMonth::default(); rows] }
    }

    pub(super) fn add(&mut self, futures: &[Future]) {
        self.futures += futures.len();
        for future in futures {
            for (sum, month) in self.sums.iter_mut().zip(&future.record.months) {
                *sum = sum.with(month);
            }
        }
    }

    pub(super) fn finish(self, alternative: &str, inputs: &Inputs) -> Vec<AccountRow> {
        let pools = inputs.pools.len();
        let mut rows = Vec::new();
        for (number, month) in inputs.calendar.months().iter().enumerate() {
            let length =
                inputs.calendar.midnight(month.to_day) - inputs.calendar.midnight(month.from_day);
            for (pool, named) in inputs.pools.enumerated() {
                let sum = &self.sums[number * pools + pool.place()];
                let mean = |flow: Flow| {
                    let known = inputs.has_jobs(Some(pool)) || !flow.needs_jobs();
                    known.then(|| sum.of(flow).in_unit_months() / self.futures as f64)
                };
                rows.push(AccountRow {
                    alternative: alternative.to_owned(),
                    pool: named.name.clone(),
                    from_day: month.from_day as i64,
                    length: UnitSeconds(length.0).in_unit_months(),
                    flows: Flow::ALL.map(mean),
                });
            }
        }
        rows
    }
}

/// Every funding by month, and the site: all fundings, and what leasing everything would cost.
pub(super) struct Spending {
    futures: usize,
    /// Month by month, and within a month account by account: every column, and whether anything happened or is left.
    /// A hundred thousand futures of some billions of won each: more than 64 bits may hold.
    sums: Vec<([i128; Money::ALL.len()], bool)>,
    /// Month by month: what leasing everything would cost, in won of a whole year.
    needed: Vec<i128>,
}

impl Spending {
    pub(super) fn new(inputs: &Inputs) -> Self {
        let months = inputs.calendar.months().len();
        let rows = months * inputs.accounts().len();
        let sums = vec![([0; Money::ALL.len()], false); rows];
        Self { futures: 0, sums, needed: vec![0; months] }
    }

    pub(super) fn add(&mut self, inputs: &Inputs, futures: &[Future]) {
        self.futures += futures.len();
        for future in futures {
            for ((sums, something), row) in self.sums.iter_mut().zip(&future.record.money) {
                for (sum, column) in sums.iter_mut().zip(Money::ALL) {
                    *sum += i128::from(row[column].0);
                }
                *something |= *row != MoneyMonth::default();
            }
            for (sum, month) in self.needed.iter_mut().zip(inputs.calendar.months()) {
                *sum += needed(inputs, future, (month.from_day as i64, month.to_day as i64));
            }
        }
    }

    pub(super) fn finish(self, alternative: &str, inputs: &Inputs) -> Vec<MoneyRow> {
        let accounts = inputs.accounts();
        let over = (self.futures as i64 * inputs.currency.parts()) as f64;
        let mut rows = Vec::new();
        for (number, month) in inputs.calendar.months().iter().enumerate() {
            let day = DayPart::of(&inputs.calendar, month.from_day as i64);
            let needed = self.needed[number] * i128::from(day.parts());
            let mut site = MoneyRow {
                alternative: alternative.to_owned(),
                funding: SITE.to_owned(),
                from_day: month.from_day as i64,
                needed: Some(needed as f64 / DayPart::YEAR as f64 / over),
                ..MoneyRow::default()
            };
            for (at, &account) in accounts.enumerated() {
                let (sums, something) = &self.sums[number * accounts.len() + at.place()];
                let row = MoneyRow {
                    alternative: alternative.to_owned(),
                    funding: inputs.account_name(account).to_owned(),
                    from_day: month.from_day as i64,
                    implied: inputs.is_implied(account),
                    won: sums.map(|sum| sum as f64 / over),
                    needed: None,
                };
                for (sum, won) in site.won.iter_mut().zip(row.won) {
                    *sum += won;
                }
                // Months in which nothing happened and nothing is left say nothing.
                if *something {
                    rows.push(row);
                }
            }
            rows.push(site);
        }
        rows
    }
}

/// What leasing everything that is installed from one day to another of a year would cost in a future, by the price
/// drawn for a year: units × days × price.
fn needed(inputs: &Inputs, future: &Future, (from, to): (i64, i64)) -> i128 {
    let lots = inputs.lots.iter().zip(&future.world.lots);
    let cost = lots.map(|(lot, drawn)| {
        let days = (drawn.to_day.min(to) - drawn.from_day.max(from)).max(0);
        // Bought units are not leased, whatever there is.
        let price = drawn.bought.map_or(drawn.prices.longest(), |it| it.yearly_running);
        i128::from(price.0) * i128::from(lot.count.0) * i128::from(days)
    });
    cost.sum()
}

/// The largest monthly mean of each future, over the whole months of the observation window.
pub(super) fn peaks(alternative: &str, inputs: &Inputs, futures: &[Future]) -> Vec<PeakRow> {
    let (from, to) = inputs.window;
    let pools = inputs.pools.len();
    let months: Vec<(usize, i64, f64)> = inputs
        .calendar
        .months()
        .iter()
        .enumerate()
        .filter(|(_, month)| from <= month.from_day && month.to_day <= to)
        .map(|(number, month)| {
            let midnight = |day| inputs.calendar.midnight(day);
            let length = midnight(month.to_day) - midnight(month.from_day);
            (number, month.from_day as i64, length.0 as f64)
        })
        .collect();
    let mut rows = Vec::new();
    for future in futures {
        for (pool, named) in inputs.pools.iter().enumerate() {
            for measure in Measure::PEAKS {
                let values = months.iter().filter_map(|&(number, day, length)| {
                    let month = &future.record.months[number * pools + pool];
                    Some((month.measure(measure, length)?, day))
                });
                // The first of equal months.
                let peak = values.reduce(|best, next| if next.0 > best.0 { next } else { best });
                let Some((value, from_day)) = peak else { continue };
                rows.push(PeakRow {
                    alternative: alternative.to_owned(),
                    replication: i64::from(future.world.replication.number),
                    pool: named.name.clone(),
                    measure: measure.name(),
                    value,
                    from_day,
                });
            }
        }
    }
    rows
}
