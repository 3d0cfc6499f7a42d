//! The table `allocations`: awards one by one.

use std::borrow::Cow;

use super::Future;
use super::cells::{numbered, repeated};
use super::table::{Table, Values, column};
use crate::model::Cohort;
use crate::model::ids::{PoolId, Table as Rows};
use crate::model::inputs::{Inputs, Intake};
use crate::model::record::AllocationRow;
use crate::time::Time;

pub(super) fn allocations<'a>(
    name: &'a str,
    inputs: &'a Inputs,
    futures: &'a [Future],
) -> Table<'a> {
    let rows: Vec<(i64, usize, &AllocationRow)> =
        numbered(futures, |future| future.record.allocations.as_slice()).collect();
    let whole = |part: fn(&AllocationRow) -> i64| {
        Values::Whole(rows.iter().map(|(_, _, row)| part(row)).collect())
    };
    let has_jobs: Rows<PoolId, bool> =
        inputs.pools.ids().map(|pool| inputs.has_jobs(Some(pool))).collect();
    let of_jobs = |part: fn(&AllocationRow) -> i64| {
        let values = rows.iter().map(|(_, _, row)| has_jobs[row.pool].then(|| part(row)));
        Values::MaybeWhole(values.collect())
    };
    let time = |time: Option<Time>| time.map(|time| Cow::Owned(inputs.calendar.civil(time)));
    let times = |part: fn(&AllocationRow) -> Option<Time>| {
        Values::MaybeText(rows.iter().map(|(_, _, row)| time(part(row))).collect())
    };
    let programme = |row: &AllocationRow| &inputs.programmes[row.programme];
    let who = |row: &AllocationRow| {
        // The cohort is one of the programme in which the applicant first applied.
        let cohort = match (row.cohort, &inputs.programmes[row.home].intake) {
            (Cohort::Month(word), _) => format!("{}-{:02}", word / 12, word % 12 + 1),
            (Cohort::Call(word), Intake::Rounds(rounds)) => {
                let mut extras = rounds.rounds.iter().filter_map(|round| round.extra.as_ref());
                let named = extras.find(|extra| extra.word == word);
                named.map_or_else(String::new, |extra| extra.name.clone())
            }
            (Cohort::Call(_), Intake::Rolling { .. }) | (Cohort::Rolling, _) => {
                "rolling".to_owned()
            }
        };
        Cow::Owned(format!("{cohort}/{}", row.ordinal))
    };
    let home = |row: &AllocationRow| Cow::Borrowed(inputs.programmes[row.home].name.as_str());
    let class = |row: &AllocationRow| Cow::Borrowed(inputs.classes[row.class].word());
    let word = |row: &AllocationRow| Cow::Borrowed(row.outcome.word());
    Table {
        name: "allocations",
        columns: vec![
            column("alternative", "name", "alternative", repeated(name, rows.len())),
            column(
                "replication",
                "number",
                "replication, from 0",
                Values::Whole(rows.iter().map(|(k, _, _)| *k).collect()),
            ),
            column(
                "programme",
                "name",
                "programme",
                Values::Text(
                    rows.iter()
                        .map(|(_, _, r)| Cow::Borrowed(programme(r).name.as_str()))
                        .collect(),
                ),
            ),
            column(
                "pool",
                "name",
                "pool whose units it holds or waits for",
                Values::Text(
                    rows.iter()
                        .map(|(_, _, r)| Cow::Borrowed(inputs.pools[r.pool].name.as_str()))
                        .collect(),
                ),
            ),
            column(
                "class",
                "name",
                "class of the applicant; `none` if it is in none",
                Values::Text(rows.iter().map(|(_, _, row)| class(row)).collect()),
            ),
            column(
                "home",
                "name",
                "programme in which the applicant first applied, or would have",
                Values::Text(rows.iter().map(|(_, _, row)| home(row)).collect()),
            ),
            column(
                "applicant",
                "name",
                "cohort (the month in which the applicant came, the name of the extra round for which alone it came, or `rolling`) and ordinal: with home, the same applicant in every alternative and every programme",
                Values::Text(rows.iter().map(|(_, _, row)| who(row)).collect()),
            ),
            column(
                "application",
                "number",
                "which application of this applicant, from 0",
                whole(|row| row.application.into()),
            ),
            column(
                "units",
                "units",
                "units awarded (of a declined award: those that stayed free)",
                whole(|row| row.units),
            ),
            column(
                "decided",
                "time",
                "when awarded, local civil time",
                times(|row| Some(row.decided)),
            ),
            column(
                "started",
                "time",
                "when it first held units; empty if never",
                times(|row| row.started),
            ),
            column(
                "ended",
                "time",
                "when it ended, lapsed, was stopped or was declined; empty if not before the calendar's end",
                times(|row| row.ended),
            ),
            column("length", "seconds", "length of the award", whole(|row| row.length.0)),
            column(
                "taken_back",
                "seconds",
                "what of it was taken back because too little ran",
                whole(|row| row.taken_back.0),
            ),
            column(
                "extended",
                "seconds",
                "what was added to it at its end",
                whole(|row| row.extended.0),
            ),
            column("held", "seconds", "time for which it held its units", whole(|row| row.held.0)),
            column(
                "frozen",
                "seconds",
                "time for which it was suspended",
                whole(|row| row.frozen.0),
            ),
            column(
                "outcome",
                "word",
                "`ended`, `lapsed`, `stopped`, `declined`, `running`, `frozen` or `waiting` at the calendar's end",
                Values::Text(rows.iter().map(|(_, _, row)| word(row)).collect()),
            ),
            column(
                "jobs",
                "count",
                "jobs submitted; empty where no jobs are played",
                of_jobs(|row| row.jobs.into()),
            ),
            column(
                "busy",
                "unit-seconds",
                "Σ size × time over its jobs; empty where no jobs are played",
                of_jobs(|row| row.busy.0),
            ),
        ],
    }
}
