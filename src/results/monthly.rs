//! Tables by month: the accounts and the money as means over futures, and each future's peaks.

use super::cells::{dates, numbers, text};
use super::table::{Table, Values, column};
use crate::measures::{Counts, Flow, Money};
use crate::model::inputs::Inputs;

/// A month of a pool's supply and demand, mean over futures, in unit-months.
#[derive(Clone, Debug)]
pub struct AccountRow {
    /// Alternative.
    pub alternative: String,
    /// Pool.
    pub pool: String,
    /// First day of the month.
    pub from_day: i64,
    /// Length of the month in months of 365/12 days.
    pub length: f64,
    /// Every column, in the order of [`Flow::ALL`]; `None`: nothing is known of it.
    pub flows: [Option<f64>; Flow::COUNT],
}

/// A month of a funding, or of all of them, mean over futures, in its currency.
#[derive(Clone, Debug, Default)]
pub struct MoneyRow {
    /// Alternative.
    pub alternative: String,
    /// Funding, `arrears` or `site`.
    pub funding: String,
    /// First day of the month.
    pub from_day: i64,
    /// Whether no amount is stated.
    pub implied: bool,
    /// Every column, in the order of [`Money::ALL`].
    pub won: [f64; Money::ALL.len()],
    /// What leasing everything installed would cost; of the site only.
    pub needed: Option<f64>,
}

/// The largest month of one future.
#[derive(Clone, Debug)]
pub struct PeakRow {
    /// Alternative.
    pub alternative: String,
    /// Replication.
    pub replication: i64,
    /// Pool.
    pub pool: String,
    /// Measure.
    pub measure: &'static str,
    /// The largest monthly mean.
    pub value: f64,
    /// First day of that month.
    pub from_day: i64,
}

pub(super) fn accounts<'a>(rows: &'a [AccountRow], inputs: &Inputs) -> Table<'a> {
    let mut columns = vec![
        column("alternative", "name", "alternative", text(rows, |row| &row.alternative)),
        column("pool", "name", "pool", text(rows, |row| &row.pool)),
        column(
            "month",
            "date",
            "first simulated day of the month",
            dates(inputs, rows, |row| row.from_day),
        ),
        column(
            "length",
            "months of 365/12 days",
            "length of the month",
            numbers(rows, |row| row.length),
        ),
    ];
    let demand = Flow::between(Flow::OutstandingStart, Flow::OutstandingEnd);
    for &flow in Flow::OF_SUPPLY.iter().chain(demand) {
        let unit = match flow.row().counts {
            Counts::Units => "unit-months",
            _ => "requested unit-months",
        };
        if !flow.needs_jobs() {
            let values = numbers(rows, |row| row.flows[flow as usize].unwrap_or(0.0));
            columns.push(column(flow.name(), unit, flow.row().meaning, values));
            continue;
        }
        let values = Values::MaybeNumber(rows.iter().map(|row| row.flows[flow as usize]).collect());
        let meaning = format!("{}; empty where no jobs are played", flow.row().meaning);
        columns.push(column(flow.name(), unit, meaning, values));
    }
    Table { name: "accounts", columns }
}

pub(super) fn money<'a>(rows: &'a [MoneyRow], inputs: &Inputs) -> Table<'a> {
    let mut columns = vec![
        column("alternative", "name", "alternative", text(rows, |row| &row.alternative)),
        column(
            "funding",
            "name",
            "funding or other account, as in `money`, or `site` for all",
            text(rows, |row| &row.funding),
        ),
        column(
            "month",
            "date",
            "first simulated day of the month",
            dates(inputs, rows, |row| row.from_day),
        ),
        column(
            "implied",
            "yes or no",
            "no amount is stated: it pays whatever it costs, and `granted` stays zero",
            Values::Flag(rows.iter().map(|row| row.implied).collect()),
        ),
    ];
    for (at, column_of) in Money::ALL.into_iter().enumerate() {
        columns.push(column(
            column_of.name(),
            inputs.currency.unit(),
            column_of.in_short(),
            numbers(rows, |row| row.won[at]),
        ));
    }
    columns.push(column("needed", inputs.currency.unit(), "`site` only: Σ over lots and days of installed units × price drawn for the longest contract / days of the year, leased or not; bought units at their running cost", Values::MaybeNumber(rows.iter().map(|row| row.needed).collect())));
    Table { name: "money_months", columns }
}

pub(super) fn peaks<'a>(rows: &'a [PeakRow], inputs: &Inputs) -> Table<'a> {
    Table {
        name: "peaks",
        columns: vec![
            column("alternative", "name", "alternative", text(rows, |row| &row.alternative)),
            column(
                "replication",
                "number",
                "replication, from 0",
                Values::Whole(rows.iter().map(|row| row.replication).collect()),
            ),
            column("pool", "name", "pool", text(rows, |row| &row.pool)),
            column(
                "measure",
                "word",
                "`allocated`, `busy` (units, mean over the month), `allocated_of_leased` or `busy_of_allocated`",
                text(rows, |row| row.measure),
            ),
            column(
                "peak",
                "units or ratio",
                "largest monthly mean; a ratio is ∫ / ∫ over the month",
                numbers(rows, |row| row.value),
            ),
            column(
                "month",
                "date",
                "first day of that month",
                dates(inputs, rows, |row| row.from_day),
            ),
        ],
    }
}
