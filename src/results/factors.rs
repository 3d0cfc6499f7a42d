//! The table `factors`: what each replication drew.

use std::borrow::Cow;

use super::Future;
use super::cells::repeated;
use super::table::{Table, Values, column};
use crate::model::Draws;
use crate::model::inputs::{Inputs, Intake};

/// What one future drew: path and value of each uncertain input, then what follows from draws.
#[must_use]
pub fn drawn<'a>(inputs: &'a Inputs, draws: &Draws) -> Vec<(Cow<'a, str>, f64)> {
    let factors = inputs.factors.listed();
    let mut all: Vec<(Cow<'a, str>, f64)> = factors
        .map(|(id, factor)| (Cow::Borrowed(factor.path.as_str()), draws.factors.of(id)))
        .collect();
    for (funding, drawn) in inputs.fundings.iter().zip(&draws.fundings) {
        if funding.chance < 1.0 {
            let path = format!("funding.{}.comes", funding.name);
            all.push((Cow::Owned(path), f64::from(u8::from(drawn.comes))));
        }
    }
    for (programme, drawn) in inputs.programmes.iter().zip(&draws.programmes) {
        if matches!(programme.intake, Intake::Rounds(_)) {
            all.push((Cow::Owned(format!("demand.{}", programme.name)), drawn.level));
        }
    }
    all
}

pub(super) fn factors<'a>(name: &'a str, inputs: &'a Inputs, futures: &'a [Future]) -> Table<'a> {
    let mut replications = Vec::new();
    let mut paths = Vec::new();
    let mut values = Vec::new();
    for future in futures {
        for (path, value) in drawn(inputs, &future.world) {
            replications.push(i64::from(future.world.replication.number));
            paths.push(path);
            values.push(value);
        }
    }
    Table {
        name: "factors",
        columns: vec![
            column(
                "alternative",
                "name",
                "alternative whose inputs hold the factor",
                repeated(name, values.len()),
            ),
            column("replication", "number", "replication, from 0", Values::Whole(replications)),
            column(
                "path",
                "dotted path",
                "key in the scenario (dates as days from the calendar's start, lengths in seconds, money in the currency of the file); `demand.NAME`: inferred level; `funding.NAME.comes`: 1 if an uncertain funding comes, else 0",
                Values::Text(paths),
            ),
            column("value", "as the key", "value drawn, or inferred", Values::Number(values)),
        ],
    }
}
