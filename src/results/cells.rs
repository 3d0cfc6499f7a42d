//! Columns of a table, each from a part of its rows.

use std::borrow::Cow;

use super::table::Values;
use crate::model::inputs::Inputs;
use crate::stats::Estimate;

/// A cell that a spreadsheet takes for text: what it would compute (beginning with `=`, `+`, `-`, `@`, a
/// tab or a line's end, and no number) has an apostrophe in front.
pub(super) fn as_text(cell: &str) -> Cow<'_, str> {
    let computed = cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']);
    if computed && cell.parse::<f64>().is_err() {
        Cow::Owned(format!("'{cell}"))
    } else {
        Cow::Borrowed(cell)
    }
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
    Values::Date(rows.iter().map(|row| super::rows::date(inputs, day(row))).collect())
}

type Columns<'a> = Vec<(&'static str, Values<'a>)>;

/// What there is no estimate of has empty cells; so has the interval of a single value, for an
/// infinite one would say less.
pub(super) fn mean_and_interval<'a, Row>(
    rows: &[Row],
    of: fn(&Row) -> Option<&Estimate>,
) -> Columns<'a> {
    let column = |part: fn(&Estimate) -> f64| {
        let values = rows.iter().map(|row| of(row).map(part).filter(|value| value.is_finite()));
        Values::MaybeNumber(values.collect())
    };
    vec![
        ("mean", column(|estimate| estimate.mean)),
        ("mean_low", column(|estimate| estimate.mean_low)),
        ("mean_high", column(|estimate| estimate.mean_high)),
    ]
}

pub(super) fn quantiles<'a, Row>(rows: &[Row], of: fn(&Row) -> Option<&Estimate>) -> Columns<'a> {
    let names = ["q05", "q25", "q50", "q75", "q95"];
    let column = |(at, name)| {
        let values = rows.iter().map(|row| of(row).map(|estimate| estimate.quantiles[at]));
        (name, Values::MaybeNumber(values.collect()))
    };
    names.into_iter().enumerate().map(column).collect()
}
