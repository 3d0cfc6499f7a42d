//! The table of what was tried: targets, readings and points of sweeps, from the answer block.

use std::borrow::Cow;

use super::answer::{AnswerBlock, Difference, Measured, Spread, Target};
use super::table::{Table, Values, column};
use crate::stats::Counted;

/// One row.
#[derive(Clone, Debug)]
struct Row<'a> {
    kind: &'static str,
    name: Cow<'a, str>,
    alternative: Cow<'a, str>,
    values: [Option<&'a str>; 2],
    of: Option<&'a Measured>,
    level: Option<Spread>,
    difference: Option<Difference>,
    met: Option<Counted>,
    refused: Option<&'a str>,
}

/// The rows of a block: the options as the file has them where there is a target, then readings, then sweeps.
fn rows(block: &AnswerBlock) -> Vec<Row<'_>> {
    let mut rows = Vec::new();
    let with_target = block.measured.iter().enumerate().filter(|(_, of)| of.target.is_some());
    for (at, of) in with_target {
        for option in &block.options {
            let cell = &option.cells[at];
            rows.push(Row {
                kind: "target",
                name: Cow::Borrowed(""),
                alternative: Cow::Borrowed(&option.alternative),
                values: [None, None],
                of: Some(of),
                level: cell.level,
                difference: cell.compared.as_ref().map(|one| one.difference),
                met: cell.met,
                refused: None,
            });
        }
    }
    for reading in &block.readings {
        for option in &reading.options {
            let cells = reading.measured.iter().zip(&option.cells);
            rows.extend(cells.map(|(of, cell)| Row {
                kind: "reading",
                name: Cow::Borrowed(&reading.name),
                alternative: Cow::Borrowed(&option.alternative),
                values: [None, None],
                of: Some(of),
                level: cell.level,
                difference: cell.compared.as_ref().map(|one| one.difference),
                met: cell.met,
                refused: None,
            }));
        }
    }
    for sweep in &block.sweeps {
        let across = sweep.axes.get(1).map_or(1, |axis| axis.labels.len().max(1));
        let label = |axis: usize, at: usize| Some(sweep.axes.get(axis)?.labels.get(at)?.as_str());
        for (number, point) in sweep.points.iter().enumerate() {
            let row = Row {
                kind: "sweep",
                name: Cow::Borrowed(&sweep.name),
                alternative: Cow::Borrowed(
                    sweep.on.as_deref().unwrap_or(crate::scenario::BASELINE),
                ),
                values: [label(0, number / across), label(1, number % across)],
                of: None,
                level: None,
                difference: None,
                met: None,
                refused: point.refused.as_ref().map(|reason| reason.en.as_str()),
            };
            if point.refused.is_some() {
                rows.push(row);
                continue;
            }
            rows.extend(sweep.measured.iter().zip(&point.cells).map(|(of, cell)| Row {
                of: Some(of),
                level: cell.level,
                difference: cell.difference,
                met: cell.met,
                ..row.clone()
            }));
        }
    }
    rows
}

/// The table of the points of all sweeps.
pub(super) fn table(block: &AnswerBlock) -> Table<'_> {
    let rows = rows(block);
    let words = |of: &dyn Fn(&Row<'_>) -> Option<String>| {
        Values::MaybeText(rows.iter().map(|row| of(row).map(Cow::Owned)).collect())
    };
    let levels = |of: fn(&Spread) -> f64| {
        Values::MaybeNumber(rows.iter().map(|row| row.level.as_ref().map(of)).collect())
    };
    let differences = |of: fn(&Difference) -> f64| {
        Values::MaybeNumber(rows.iter().map(|row| row.difference.as_ref().map(of)).collect())
    };
    let mets = |of: fn(&Counted) -> Option<f64>| {
        Values::MaybeNumber(rows.iter().map(|row| row.met.as_ref().and_then(of)).collect())
    };
    let counts = |of: &dyn Fn(&Row<'_>) -> Option<usize>| {
        Values::MaybeWhole(rows.iter().map(|row| of(row).map(|n| n as i64)).collect())
    };
    let target = |row: &Row<'_>| row.of.and_then(|of| of.target);
    let bound = |one: Target| {
        format!("{} {}", if one.bound.at_most { "<=" } else { ">=" }, one.bound.value)
    };
    let owned = |text: &Cow<'_, str>| Some(text.clone().into_owned());
    Table {
        name: "tried",
        columns: vec![
            column(
                "kind",
                "word",
                "`target`: an option against a target of the question; `reading`: an option under another reading of what is known; `sweep`: a point of a sweep",
                words(&|row| Some(row.kind.to_owned())),
            ),
            column(
                "name",
                "name",
                "reading or sweep; empty for a target",
                words(&|row| owned(&row.name)),
            ),
            column(
                "alternative",
                "name",
                "alternative; of a sweep the one that is varied",
                words(&|row| owned(&row.alternative)),
            ),
            column(
                "value",
                "as in the scenario",
                "value of the first axis of a sweep",
                words(&|row| row.values[0].map(str::to_owned)),
            ),
            column(
                "by_value",
                "as in the scenario",
                "value of its second axis",
                words(&|row| row.values[1].map(str::to_owned)),
            ),
            column(
                "response",
                "word",
                "response, over the observation window",
                words(&|row| row.of.map(|of| of.response.name().to_owned())),
            ),
            column("scope", "name", "its scope", words(&|row| row.of.map(|of| of.scope.clone()))),
            column(
                "n",
                "count",
                "futures in which it has a value",
                counts(&|row| row.level.map(|level| level.n)),
            ),
            column("mean", "as the response", "mean over futures", levels(|level| level.mean)),
            column(
                "q05",
                "as the response",
                "5 % quantile across futures",
                levels(|level| level.low),
            ),
            column("q50", "as the response", "median", levels(|level| level.median)),
            column("q95", "as the response", "95 % quantile", levels(|level| level.high)),
            column(
                "difference",
                "as the response",
                "mean of the paired differences from the baseline (of a reading: from the baseline under that reading; where the two differ in part of the window only, over that part)",
                differences(|one| one.spread.mean),
            ),
            column(
                "difference_q05",
                "as the response",
                "5 % quantile of the differences",
                differences(|one| one.spread.low),
            ),
            column(
                "difference_q95",
                "as the response",
                "95 % quantile of the differences",
                differences(|one| one.spread.high),
            ),
            column(
                "target",
                "as the response",
                "what it shall be at most or at least",
                words(&|row| target(row).map(bound)),
            ),
            column(
                "over",
                "word",
                "over what: `mean` (the window), `every round` or `last year`",
                words(&|row| target(row).map(|one| one.over.word().to_owned())),
            ),
            column(
                "met",
                "count",
                "futures that meet the target",
                counts(&|row| row.met.map(|met| met.k)),
            ),
            column(
                "met_of",
                "count",
                "futures of which it can be said",
                counts(&|row| row.met.map(|met| met.n)),
            ),
            column("met_share", "share", "the one in the other", mets(Counted::share)),
            column(
                "met_low",
                "share",
                "lower end of its 95 % interval (Clopper and Pearson)",
                mets(|met| Some(met.low)),
            ),
            column("met_high", "share", "upper end", mets(|met| Some(met.high))),
            column(
                "refused",
                "text",
                "why nothing can be played at a point of a sweep",
                words(&|row| row.refused.map(str::to_owned)),
            ),
        ],
    }
}
