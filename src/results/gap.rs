//! The account of a gap: card-months that money leased nowhere, by cause, and what was spent, left
//! and earned meanwhile, each beside its paired difference from the baseline.

use std::borrow::Cow;

use super::cells::numbers;
use super::summary::{DifferenceRow, Summary};
use super::table::{Table, Values, column};
use crate::measures::Response;
use crate::stats::Estimate;

struct Row<'a> {
    alternative: &'a str,
    scope: &'a str,
    line: Response,
    estimate: &'a Estimate,
    difference: Option<&'a DifferenceRow>,
}

/// One row for each alternative, pool (and `site`) and line, and for what a `sale` earned; `pools` names the pools.
pub(super) fn table<'a>(summary: &'a Summary, pools: &[String]) -> Table<'a> {
    let mut rows: Vec<Row<'a>> = Vec::new();
    for estimate in &summary.estimates {
        let Some(line) = Response::GAP.into_iter().find(|line| *line == estimate.response) else {
            continue;
        };
        // Fees are no part of a gap: of the income, only what a sale earned is.
        let own = match line {
            Response::Earned => estimate.scope == "sale",
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
        column("alternative", "name", "alternative", words(&rows, |row| row.alternative)),
        column("scope", "name", "pool, `site` or `sale`", words(&rows, |row| row.scope)),
        column("line", "word", "response", words(&rows, |row| row.line.name())),
        column("mean", "as the response", "mean", numbers(&rows, |row| row.estimate.mean)),
        column(
            "mean_low",
            "as the response",
            "lower 95 % bound of the mean",
            bound(|estimate| estimate.mean_low),
        ),
        column(
            "mean_high",
            "as the response",
            "upper 95 % bound of the mean",
            bound(|estimate| estimate.mean_high),
        ),
        column(
            "difference",
            "as the response",
            "mean of the paired differences, alternative less baseline; empty for the baseline",
            difference(|estimate| estimate.mean),
        ),
        column(
            "difference_low",
            "as the response",
            "its lower 95 % bound",
            difference(|estimate| estimate.mean_low),
        ),
        column(
            "difference_high",
            "as the response",
            "its upper 95 % bound",
            difference(|estimate| estimate.mean_high),
        ),
    ];
    Table { name: "gap", columns }
}

fn words<'a>(rows: &[Row<'a>], part: impl Fn(&Row<'a>) -> &'a str) -> Values<'a> {
    Values::Text(rows.iter().map(|row| Cow::Borrowed(part(row))).collect())
}
