//! The tables `money` and `money_shares`: accounts of money by month.

use std::borrow::Cow;

use super::Future;
use super::cells::{date, numbered, repeated};
use super::table::{Table, Values, column};
use crate::measures::Money;
use crate::model::ids::AccountId;
use crate::model::inputs::{Account, Inputs};
use crate::model::record::MoneyMonth;
use crate::model::{by_share, granted};

pub(super) fn money<'a>(name: &'a str, inputs: &'a Inputs, futures: &'a [Future]) -> Table<'a> {
    let accounts = inputs.accounts();
    let months = inputs.calendar.months();
    // Months in which nothing happened and nothing is left say nothing.
    let all = numbered(futures, |future| future.record.money.as_slice())
        .filter(|(_, _, row)| **row != MoneyMonth::default());
    let account = |at: usize| accounts[AccountId::at(at % accounts.len())];
    let rows: Vec<(i64, usize, Account, &MoneyMonth)> =
        all.map(|(k, at, row)| (k, at / accounts.len(), account(at), row)).collect();
    let named = |&(_, _, account, _): &(i64, usize, Account, _)| {
        Cow::Borrowed(inputs.account_name(account))
    };
    let month = |&(_, month, ..): &(i64, usize, _, _)| date(inputs, months[month].from_day as i64);
    let implied = |&(_, _, account, _): &(i64, usize, Account, _)| inputs.is_implied(account);
    let mut columns = vec![
        column("alternative", "name", "alternative", repeated(name, rows.len())),
        column(
            "replication",
            "number",
            "replication, from 0",
            Values::Whole(rows.iter().map(|(k, ..)| *k).collect()),
        ),
        column(
            "funding",
            "name",
            "funding, `arrears`, `sale`, `capital`, `running`, `electricity` or `fees`",
            Values::Text(rows.iter().map(named).collect()),
        ),
        column(
            "month",
            "date",
            "first simulated day of the month",
            Values::Date(rows.iter().map(month).collect()),
        ),
        column(
            "implied",
            "yes or no",
            "no amount is stated: it pays whatever it costs",
            Values::Flag(rows.iter().map(implied).collect()),
        ),
    ];
    let unit = inputs.currency.unit();
    for column_of in Money::ALL {
        let values = rows.iter().map(|(.., row)| row[column_of].0).collect();
        columns.push(column(
            column_of.name(),
            unit,
            column_of.meaning(),
            Values::money(inputs.currency, values),
        ));
    }
    let unit_days = rows.iter().map(|(.., row)| row.unit_days).collect();
    columns.push(column(
        "unit_days",
        "unit-days",
        "units leased by it (`sale`: sold) × days",
        Values::Whole(unit_days),
    ));
    Table { name: "money", columns }
}

/// Every share of every funding that has shares, by month: totals so far, split, and their changes.
pub(super) fn money_shares<'a>(
    name: &'a str,
    inputs: &'a Inputs,
    futures: &'a [Future],
) -> Table<'a> {
    let accounts = inputs.accounts().len();
    let mut rows: Vec<(i64, &str, &str, i32, [i64; 4])> = Vec::new();
    for future in futures {
        let replication = future.world.replication.number;
        for (number, funding) in inputs.fundings.iter().enumerate() {
            let grants = granted(funding, &future.world.factors, inputs.currency);
            let own = future.record.money.iter().skip(number).step_by(accounts);
            let mut total = MoneyMonth::default();
            let mut before = vec![[0; 3]; funding.shares.len()];
            for (row, month) in own.zip(inputs.calendar.months()) {
                if funding.shares.is_empty() || *row == MoneyMonth::default() {
                    continue;
                }
                total[Money::Granted] += row[Money::Granted];
                total[Money::Spent] += row[Money::Spent];
                total[Money::Lapsed] += row[Money::Lapsed];
                let granted = by_share(total[Money::Granted], &grants);
                let spent = by_share(total[Money::Spent], &grants);
                let gone = by_share(total[Money::Spent] + total[Money::Lapsed], &grants);
                for (at, share) in funding.shares.iter().enumerate() {
                    let now = [granted[at].0, spent[at].0, (gone[at] - spent[at]).0];
                    let [granted, spent, lapsed] =
                        [0, 1, 2].map(|it: usize| now[it] - before[at][it]);
                    let left = now[0] - now[1] - now[2];
                    let date = date(inputs, month.from_day as i64);
                    let values = [granted, spent, lapsed, left];
                    rows.push((i64::from(replication), &funding.name, &share.name, date, values));
                    before[at] = now;
                }
            }
        }
    }
    let unit = inputs.currency.unit();
    let whole =
        |at: usize| Values::money(inputs.currency, rows.iter().map(|row| row.4[at]).collect());
    Table {
        name: "money_shares",
        columns: vec![
            column("alternative", "name", "alternative", repeated(name, rows.len())),
            column(
                "replication",
                "number",
                "replication, from 0",
                Values::Whole(rows.iter().map(|row| row.0).collect()),
            ),
            column(
                "funding",
                "name",
                "funding",
                Values::Text(rows.iter().map(|row| Cow::Borrowed(row.1)).collect()),
            ),
            column(
                "share",
                "name",
                "share",
                Values::Text(rows.iter().map(|row| Cow::Borrowed(row.2)).collect()),
            ),
            column(
                "month",
                "date",
                "first simulated day of the month",
                Values::Date(rows.iter().map(|row| row.3).collect()),
            ),
            column(Money::Granted.name(), unit, "granted by it in the month", whole(0)),
            column(
                Money::Spent.name(),
                unit,
                "of what the funding spent in the month, its part",
                whole(1),
            ),
            column(Money::Lapsed.name(), unit, "of what lapsed in the month, its part", whole(2)),
            column(
                Money::Left.name(),
                unit,
                "granted and neither spent nor lapsed at the end of the month",
                whole(3),
            ),
        ],
    }
}
