//! The table `people`: where everybody is at the calendar's end.

use std::borrow::Cow;

use super::Future;
use super::cells::{numbered_by, repeated};
use super::table::{Table, Values, column};
use crate::measures::Whereabouts;
use crate::model::People;
use crate::model::ids::ProgrammeId;
use crate::model::inputs::Inputs;

pub(super) fn people<'a>(name: &'a str, inputs: &'a Inputs, futures: &'a [Future]) -> Table<'a> {
    let rows: Vec<(i64, ProgrammeId, &People)> =
        numbered_by(futures, |future| &future.record.people).collect();
    let whole = |part: &dyn Fn(&People) -> i64| {
        Values::Whole(rows.iter().map(|(_, _, row)| part(row)).collect())
    };
    let programme = |&(_, programme, _): &(_, ProgrammeId, _)| {
        Cow::Borrowed(inputs.programmes[programme].name.as_str())
    };
    let mut columns = vec![
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
            "came",
            "people",
            "who newly came to it, from the start of its stream to the calendar's end",
            whole(&|row| row.came),
        ),
        column("moved_in", "people", "who came from another programme", whole(&|row| row.moved_in)),
        column("moved_out", "people", "who went to another programme", whole(&|row| row.moved_out)),
    ];
    for place in Whereabouts::ALL {
        let of = move |row: &People| row.at(place);
        columns.push(column(place.name(), "people", place.meaning(), whole(&of)));
    }
    Table { name: "people", columns }
}
