//! The account of a gap: card-months that money leased nowhere, by cause, and what was spent, left
//! and earned meanwhile, each beside its paired difference from the baseline.

use std::borrow::Cow;

use super::cells::numbers;
use super::summary::{DifferenceRow, Summary};
use super::table::{Table, Values};
use crate::stats::Estimate;

/// Responses that make up the account, in its order: the whole and its parts, what it did to
/// running projects, and the won.
pub const GAP_LINES: [&str; 8] = [
    "unleased_unit_months",
    "held_unit_months",
    "sold_unit_months",
    "notice_unit_months",
    "frozen_unit_months",
    "spent",
    "unspent",
    "earned",
];

struct Row<'a> {
    alternative: &'a str,
    scope: &'a str,
    line: &'static str,
    estimate: &'a Estimate,
    difference: Option<&'a DifferenceRow>,
}

/// One row for each alternative, pool (and `site`) and line, and for what a `sale` earned; `pools` names the pools.
pub(super) fn table<'a>(summary: &'a Summary, pools: &[String]) -> Table<'a> {
    let mut rows: Vec<Row<'a>> = Vec::new();
    for estimate in &summary.estimates {
        let Some(line) = GAP_LINES.into_iter().find(|line| *line == estimate.response) else {
            continue;
        };
        // What fees bring is no part of a gap: of what came in, only what a sale earned.
        let own = match line {
            "earned" => estimate.scope == "sale",
            _ => estimate.scope == "site" || pools.contains(&estimate.scope),
        };
        if !own {
            continue;
        }
        let same = |row: &&DifferenceRow| {
            (&row.alternative, row.response, &row.scope)
                == (&estimate.alternative, line, &estimate.scope)
        };
        rows.push(Row {
            alternative: &estimate.alternative,
            scope: &estimate.scope,
            line,
            estimate: &estimate.estimate,
            difference: summary.differences.iter().find(same),
        });
    }
    let bound = |part: fn(&Estimate) -> f64| {
        let bounds = rows.iter().map(|row| Some(part(row.estimate)).filter(|it| it.is_finite()));
        Values::MaybeNumber(bounds.collect())
    };
    let difference = |part: fn(&Estimate) -> f64| {
        let differences = rows.iter().map(|row| {
            let value = row.difference.and_then(|row| row.estimate.as_ref()).map(part);
            value.filter(|it| it.is_finite())
        });
        Values::MaybeNumber(differences.collect())
    };
    let columns = vec![
        ("alternative", words(&rows, |row| row.alternative)),
        ("scope", words(&rows, |row| row.scope)),
        ("line", words(&rows, |row| row.line)),
        ("mean", numbers(&rows, |row| row.estimate.mean)),
        ("mean_low", bound(|estimate| estimate.mean_low)),
        ("mean_high", bound(|estimate| estimate.mean_high)),
        ("difference", difference(|estimate| estimate.mean)),
        ("difference_low", difference(|estimate| estimate.mean_low)),
        ("difference_high", difference(|estimate| estimate.mean_high)),
    ];
    Table { name: "gap", columns }
}

fn words<'a>(rows: &[Row<'a>], part: impl Fn(&Row<'a>) -> &'a str) -> Values<'a> {
    Values::Text(rows.iter().map(|row| Cow::Borrowed(part(row))).collect())
}
