//! The table `fees`: what projects paid, by programme and month.

use std::borrow::Cow;

use super::Future;
use super::cells::{date, numbered, repeated};
use super::table::{Table, Values, column};
use crate::model::ids::ProgrammeId;
use crate::model::inputs::Inputs;
use crate::quantity::Won;

pub(super) fn fees<'a>(name: &'a str, inputs: &'a Inputs, futures: &'a [Future]) -> Table<'a> {
    let programmes = inputs.programmes.len().max(1);
    let months = inputs.calendar.months();
    // Months without income say nothing.
    let all = numbered(futures, |future| future.record.fees.as_slice());
    let rows: Vec<(i64, usize, &Won)> = all.filter(|(_, _, won)| **won != Won::ZERO).collect();
    let programme = |&(_, at, _): &(_, usize, _)| {
        Cow::Borrowed(inputs.programmes[ProgrammeId::at(at % programmes)].name.as_str())
    };
    let month = |&(_, at, _): &(_, usize, _)| date(inputs, months[at / programmes].from_day as i64);
    Table {
        name: "fees",
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
                Values::Text(rows.iter().map(programme).collect()),
            ),
            column(
                "month",
                "date",
                "first simulated day of the month",
                Values::Date(rows.iter().map(month).collect()),
            ),
            column(
                "income",
                inputs.currency.unit(),
                "what its projects paid in the month",
                Values::money(inputs.currency, rows.iter().map(|(_, _, won)| won.0).collect()),
            ),
        ],
    }
}
