//! The table `jobs`: jobs one by one, of as many futures as the scenario asks for.

use std::borrow::Cow;

use super::Future;
use super::cells::{numbered, repeated};
use super::table::{Table, Values, column};
use crate::model::inputs::{GroupOf, Inputs};
use crate::model::record::JobStart;
use crate::time::Time;

pub(super) fn jobs<'a>(name: &'a str, inputs: &'a Inputs, futures: &'a [Future]) -> Table<'a> {
    let all = numbered(futures, |future| future.record.starts.as_slice());
    let rows: Vec<(i64, usize, &JobStart)> = all.collect();
    let whole = |part: fn(&JobStart) -> i64| {
        Values::Whole(rows.iter().map(|(_, _, row)| part(row)).collect())
    };
    let text = |of: &dyn Fn(&JobStart) -> Cow<'a, str>| {
        Values::Text(rows.iter().map(|(_, _, row)| of(row)).collect())
    };
    let civil = |time: Time| Cow::Owned(inputs.calendar.civil(time));
    let pool = |row: &JobStart| Cow::Borrowed(inputs.pools[row.pool].name.as_str());
    let owner = |row: &JobStart| Cow::Borrowed(inputs.owner_name(row.group));
    let class = |row: &JobStart| {
        let of = inputs.of_group(row.group);
        Cow::Borrowed(match of {
            GroupOf::Class(_, class) => inputs.classes[class].word(),
            GroupOf::Log(_) => "none",
        })
    };
    let ends = rows.iter().map(|(_, _, row)| row.ends.map(civil)).collect();
    let replications = rows.iter().map(|(k, _, _)| *k).collect();
    Table {
        name: "jobs",
        columns: vec![
            column("alternative", "name", "alternative", repeated(name, rows.len())),
            column("replication", "number", "replication, from 0", Values::Whole(replications)),
            column("pool", "name", "pool on whose units it runs", text(&pool)),
            column(
                "programme",
                "name",
                "programme of its project, or the log of its user",
                text(&owner),
            ),
            column(
                "class",
                "name",
                "class of the applicant; `none` if it is in none",
                text(&class),
            ),
            column(
                "user",
                "number",
                "who submits it, as limits and shares of the queue count: a user of a log, or behind all of those the number of the award",
                whole(|row| row.user.into()),
            ),
            column(
                "submitted",
                "time",
                "when it was submitted, local civil time",
                text(&|row| civil(row.submitted)),
            ),
            column("started", "time", "when it first started", text(&|row| civil(row.starts))),
            column(
                "ended",
                "time",
                "when it ended; empty if it was cut off with its project, or has not ended by the calendar's end",
                Values::MaybeText(ends),
            ),
            column("size", "units", "units that it takes", whole(|row| row.size)),
            column(
                "run",
                "seconds",
                "how long it runs, if nothing interrupts it",
                whole(|row| row.run.0),
            ),
            column(
                "requested",
                "seconds",
                "how long its owner says that it runs",
                whole(|row| row.requested.0),
            ),
            column(
                "interrupted",
                "count",
                "times that its units left service under it",
                whole(|row| row.interrupted.into()),
            ),
            column(
                "pre_empted",
                "count",
                "times that another job took its place",
                whole(|row| row.pre_empted.into()),
            ),
            column(
                "ran",
                "unit-seconds",
                "Σ size × time of its runs that are over",
                whole(|row| row.ran.0),
            ),
            column(
                "lost",
                "unit-seconds",
                "what of `ran` had to be run again because it was interrupted; of a job that ended ran = size × run + lost",
                whole(|row| row.lost.0),
            ),
        ],
    }
}
