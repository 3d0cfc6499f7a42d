//! The table `hours`: where the hours of each award that started went.

use std::borrow::Cow;

use super::Future;
use super::cells::{numbered, repeated};
use super::table::{Table, Values, column};
use crate::model::Cohort;
use crate::model::ids::ProgrammeId;
use crate::model::inputs::{Inputs, Intake};
use crate::model::record::BalanceRow;

pub(super) fn hours<'a>(name: &'a str, inputs: &'a Inputs, futures: &'a [Future]) -> Table<'a> {
    let all = numbered(futures, |future| future.record.balances.as_slice());
    let rows: Vec<(i64, usize, &BalanceRow)> = all.collect();
    let whole = |part: fn(&BalanceRow) -> i64| {
        Values::Whole(rows.iter().map(|(_, _, row)| part(row)).collect())
    };
    let programme = |id: ProgrammeId| Cow::Borrowed(inputs.programmes[id].name.as_str());
    let class = |row: &BalanceRow| Cow::Borrowed(inputs.classes[row.class].word());
    let who = |row: &BalanceRow| {
        let cohort = match (row.cohort, &inputs.programmes[row.home].intake) {
            (Cohort::Month(word), _) => format!("{}-{:02}", word / 12, word % 12 + 1),
            (Cohort::Call(word), Intake::Rounds(rounds)) => {
                let mut extras = rounds.rounds.iter().filter_map(|round| round.extra.as_ref());
                let named = extras.find(|extra| extra.word == word);
                named.map_or_else(String::new, |extra| extra.name.clone())
            }
            _ => "rolling".to_owned(),
        };
        Cow::Owned(format!("{cohort}/{}", row.ordinal))
    };
    let text = |of: &dyn Fn(&BalanceRow) -> Cow<'a, str>| {
        Values::Text(rows.iter().map(|(_, _, row)| of(row)).collect())
    };
    let civil = |time| Cow::Owned(inputs.calendar.civil(time));
    let ended = rows.iter().map(|(_, _, row)| row.ended.map(civil)).collect();
    Table {
        name: "hours",
        columns: vec![
            column("alternative", "name", "alternative", repeated(name, rows.len())),
            column(
                "replication",
                "number",
                "replication, from 0",
                Values::Whole(rows.iter().map(|(k, _, _)| *k).collect()),
            ),
            column("programme", "name", "programme", text(&|row| programme(row.programme))),
            column(
                "class",
                "name",
                "class of the applicant; `none` if it is in none",
                text(&class),
            ),
            column(
                "home",
                "name",
                "programme in which the applicant first applied",
                text(&|row| programme(row.home)),
            ),
            column("applicant", "name", "as in `allocations`", text(&who)),
            column(
                "application",
                "number",
                "which application of this applicant, from 0",
                whole(|row| row.application.into()),
            ),
            column("started", "time", "when its term began", text(&|row| civil(row.started))),
            column(
                "ended",
                "time",
                "when its term ended; empty if it has not",
                Values::MaybeText(ended),
            ),
            column("awarded", "unit-seconds", "hours awarded", whole(|row| row.hours.awarded.0)),
            column(
                "carried_in",
                "unit-seconds",
                "what the award before left over for this one",
                whole(|row| row.hours.carried_in.0),
            ),
            column(
                "used",
                "unit-seconds",
                "what its jobs held, work that was lost to a failure with it",
                whole(|row| row.hours.used.0),
            ),
            column(
                "overburnt",
                "unit-seconds",
                "what of it was beyond what was given",
                whole(|row| row.hours.overburnt.0),
            ),
            column(
                "lapsed",
                "unit-seconds",
                "unused at the end of the term, or of a slice",
                whole(|row| row.hours.lapsed.0),
            ),
            column(
                "taken_back",
                "unit-seconds",
                "taken back by a rule",
                whole(|row| row.hours.taken_back.0),
            ),
            column(
                "carried_out",
                "unit-seconds",
                "went with the project to its next award",
                whole(|row| row.hours.carried_out.0),
            ),
            column(
                "left",
                "unit-seconds",
                "left when the calendar ends, of a term that goes on",
                whole(|row| row.hours.left.0),
            ),
        ],
    }
}
