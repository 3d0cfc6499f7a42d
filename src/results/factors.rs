//! The table `factors`: what each replication drew.

use std::borrow::Cow;

use super::Future;
use super::cells::repeated;
use super::table::{Table, Values, column};
use crate::model::inputs::{Inputs, Intake};

pub(super) fn factors<'a>(name: &'a str, inputs: &'a Inputs, futures: &'a [Future]) -> Table<'a> {
    let mut replications = Vec::new();
    let mut paths = Vec::new();
    let mut values = Vec::new();
    for future in futures {
        let replication = future.world.replication.number;
        for (id, factor) in inputs.factors.listed() {
            replications.push(i64::from(replication));
            paths.push(Cow::Borrowed(factor.path.as_str()));
            values.push(future.world.factors.of(id));
        }
        for (funding, drawn) in inputs.fundings.iter().zip(&future.world.fundings) {
            if funding.chance < 1.0 {
                replications.push(i64::from(replication));
                paths.push(Cow::Owned(format!("funding.{}.comes", funding.name)));
                values.push(f64::from(u8::from(drawn.comes)));
            }
        }
        for (programme, drawn) in inputs.programmes.iter().zip(&future.world.programmes) {
            if matches!(programme.intake, Intake::Rounds(_)) {
                replications.push(i64::from(replication));
                paths.push(Cow::Owned(format!("demand.{}", programme.name)));
                values.push(drawn.level);
            }
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
                "key in the scenario (dates as days from the calendar's start, lengths in seconds, money in won); `demand.NAME`: inferred level; `funding.NAME.comes`: 1 if an uncertain funding comes, else 0",
                Values::Text(paths),
            ),
            column("value", "as the key", "value drawn, or inferred", Values::Number(values)),
        ],
    }
}
