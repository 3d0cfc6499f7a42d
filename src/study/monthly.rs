//! Month by month: the accounts and the money as means over futures, and each future's peaks.

use crate::measures::{Flow, Measure, Money};
use crate::model::DayPart;
use crate::model::inputs::Inputs;
use crate::model::record::MoneyMonth;
use crate::quantity::UnitSeconds;
use crate::results::{AccountRow, Future, MoneyRow, PeakRow};

use super::responses::SITE;

/// Supply and demand of every pool by month: integer sums over futures first, one division after.
pub(super) fn accounts(alternative: &str, inputs: &Inputs, futures: &[Future]) -> Vec<AccountRow> {
    let pools = inputs.pools.len();
    let mut rows = Vec::new();
    for (number, month) in inputs.calendar.months().iter().enumerate() {
        let length =
            inputs.calendar.midnight(month.to_day) - inputs.calendar.midnight(month.from_day);
        for (pool, named) in inputs.pools.enumerated() {
            let own = || futures.iter().map(|f| &f.record.months[number * pools + pool.place()]);
            let mean = |flow: Flow| {
                let known = inputs.has_jobs(Some(pool)) || !flow.needs_jobs();
                let sum: UnitSeconds = own().map(|row| row.of(flow)).sum();
                known.then(|| sum.in_unit_months() / futures.len() as f64)
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

/// Every funding by month, and the site: all fundings, and what leasing everything would cost.
pub(super) fn money(alternative: &str, inputs: &Inputs, futures: &[Future]) -> Vec<MoneyRow> {
    let accounts = inputs.accounts();
    let mut rows = Vec::new();
    for (number, month) in inputs.calendar.months().iter().enumerate() {
        let mut site = MoneyRow {
            alternative: alternative.to_owned(),
            funding: SITE.to_owned(),
            from_day: month.from_day as i64,
            needed: Some(needed(inputs, futures, (month.from_day as i64, month.to_day as i64))),
            ..MoneyRow::default()
        };
        for (at, &account) in accounts.iter().enumerate() {
            let own = || futures.iter().map(|f| &f.record.money[number * accounts.len() + at]);
            let mean = |column: Money| {
                // Ten thousand futures of some billions of won each: more than 64 bits may hold.
                let sum = own().map(|row| i128::from(row.of(column).0)).sum::<i128>();
                sum as f64 / futures.len() as f64
            };
            let row = MoneyRow {
                alternative: alternative.to_owned(),
                funding: inputs.account_name(account).to_owned(),
                from_day: month.from_day as i64,
                implied: inputs.is_implied(account),
                won: Money::ALL.map(mean),
                needed: None,
            };
            for (sum, won) in site.won.iter_mut().zip(row.won) {
                *sum += won;
            }
            // Months in which nothing happened and nothing is left say nothing.
            if own().any(|row| *row != MoneyMonth::default()) {
                rows.push(row);
            }
        }
        rows.push(site);
    }
    rows
}

/// What leasing everything that is installed from one day to another of a year would cost: units × days ×
/// the price drawn for a year / its days, mean over futures.
fn needed(inputs: &Inputs, futures: &[Future], (from, to): (i64, i64)) -> f64 {
    let day = DayPart::of(&inputs.calendar, from);
    let cost = |future: &Future| -> i128 {
        let lots = inputs.lots.iter().zip(&future.world.lots);
        let cost = lots.map(|(lot, drawn)| {
            let days = (drawn.to_day.min(to) - drawn.from_day.max(from)).max(0);
            // Bought units are not leased, whatever there is.
            let price = drawn.bought.map_or(drawn.prices.longest(), |it| it.yearly_running);
            i128::from(price.0) * i128::from(lot.count.0) * i128::from(days)
        });
        cost.sum()
    };
    let parts = futures.iter().map(cost).sum::<i128>() * i128::from(day.parts());
    parts as f64 / DayPart::YEAR as f64 / futures.len() as f64
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
