//! Columns of a table, each from a part of its rows.

use std::borrow::Cow;

use super::Future;
use super::table::{Column, Values, column};
use crate::model::ids::{Id, Table as Rows};
use crate::model::inputs::Inputs;
use crate::stats::Estimate;

/// A cell that a spreadsheet takes for text: what it would compute (beginning with `=`, `+`, `-`, `@`, a
/// tab or a line's end, and no number) has an apostrophe in front.
pub(crate) fn as_text(cell: &str) -> Cow<'_, str> {
    let computed = cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']);
    if computed && cell.parse::<f64>().is_err() {
        Cow::Owned(format!("'{cell}"))
    } else {
        Cow::Borrowed(cell)
    }
}

/// Days since 1970-01-01 of a simulated day.
pub(super) fn date(inputs: &Inputs, day: i64) -> i32 {
    let epoch = jiff::civil::date(1970, 1, 1);
    (inputs.calendar.date(day) - epoch).get_days()
}

pub(super) fn repeated<'a>(name: &'a str, rows: usize) -> Values<'a> {
    Values::Text(vec![Cow::Borrowed(name); rows])
}

/// Rows of replications, each with its replication's number.
pub(super) fn numbered<'a, Row: 'a>(
    futures: &'a [Future],
    part: impl Fn(&'a Future) -> &'a [Row] + 'a,
) -> impl Iterator<Item = (i64, usize, &'a Row)> + 'a {
    futures.iter().flat_map(move |future| {
        let replication = i64::from(future.world.replication.number);
        part(future).iter().enumerate().map(move |(at, row)| (replication, at, row))
    })
}

/// Rows of replications, each with its replication's number and its identity.
pub(super) fn numbered_by<'a, I: Id + 'a, Row: 'a>(
    futures: &'a [Future],
    part: impl Fn(&'a Future) -> &'a Rows<I, Row> + 'a,
) -> impl Iterator<Item = (i64, I, &'a Row)> + 'a {
    futures.iter().flat_map(move |future| {
        let replication = i64::from(future.world.replication.number);
        part(future).enumerated().map(move |(id, row)| (replication, id, row))
    })
}

pub(super) fn text<'a, Row>(rows: &'a [Row], part: impl Fn(&'a Row) -> &'a str) -> Values<'a> {
    Values::Text(rows.iter().map(|row| Cow::Borrowed(part(row))).collect())
}

pub(super) fn numbers<'a, Row>(rows: &[Row], part: impl Fn(&Row) -> f64) -> Values<'a> {
    Values::Number(rows.iter().map(part).collect())
}

pub(super) fn dates<'a, Row>(
    inputs: &Inputs,
    rows: &[Row],
    day: impl Fn(&Row) -> i64,
) -> Values<'a> {
    Values::Date(rows.iter().map(|row| date(inputs, day(row))).collect())
}

/// What there is no estimate of has empty cells; so has the interval of a single value, for an
/// infinite one would say less.
pub(super) fn mean_and_interval<'a, Row>(
    unit: &'static str,
    mean: &'static str,
    rows: &[Row],
    of: fn(&Row) -> Option<&Estimate>,
) -> [Column<'a>; 3] {
    let values = |part: fn(&Estimate) -> f64| {
        let values = rows.iter().map(|row| of(row).map(part).filter(|value| value.is_finite()));
        Values::MaybeNumber(values.collect())
    };
    [
        column("mean", unit, mean, values(|estimate| estimate.mean)),
        column(
            "mean_low",
            unit,
            "lower 95 % bound of the mean",
            values(|estimate| estimate.mean_low),
        ),
        column(
            "mean_high",
            unit,
            "upper 95 % bound of the mean",
            values(|estimate| estimate.mean_high),
        ),
    ]
}

/// What the quantiles of [`Estimate`] are called, and what each means.
const QUANTILES: [(&str, &str); 5] = [
    ("q05", "5 % quantile across futures"),
    ("q25", "25 % quantile"),
    ("q50", "median"),
    ("q75", "75 % quantile"),
    ("q95", "95 % quantile"),
];

pub(super) fn quantiles<'a, Row>(
    unit: &'static str,
    rows: &[Row],
    of: fn(&Row) -> Option<&Estimate>,
) -> Vec<Column<'a>> {
    let one = |(at, (name, meaning)): (usize, (&'static str, &'static str))| {
        let values = rows.iter().map(|row| of(row).map(|estimate| estimate.quantiles[at]));
        column(name, unit, meaning, Values::MaybeNumber(values.collect()))
    };
    let ends = ENDS.into_iter().enumerate().map(|(at, (name, meaning))| {
        let end = |estimate: &Estimate| {
            let (low, high) = estimate.quantile_ends[at / 2];
            if at % 2 == 0 { low } else { high }
        };
        let values = rows.iter().map(|row| of(row).map(end).filter(|value| value.is_finite()));
        column(name, unit, meaning, Values::MaybeNumber(values.collect()))
    });
    QUANTILES.into_iter().enumerate().map(one).chain(ends).collect()
}

/// What the ends of the intervals of quantiles are called.
const ENDS: [(&str, &str); 6] = [
    ("q05_low", "lower 95 % bound of the 5 % quantile (order statistic); empty: too few futures"),
    ("q05_high", "upper 95 % bound of it"),
    ("q50_low", "lower 95 % bound of the median (order statistic); empty: too few futures"),
    ("q50_high", "upper 95 % bound of it"),
    ("q95_low", "lower 95 % bound of the 95 % quantile (order statistic); empty: too few futures"),
    ("q95_high", "upper 95 % bound of it"),
];
