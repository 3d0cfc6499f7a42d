//! The table `classes`: what each class of each programme had over the observation window.

use std::borrow::Cow;

use super::Future;
use super::rows::{numbered, repeated};
use super::table::{Table, Values};
use crate::model::ids::{ClassId, ProgrammeId};
use crate::model::inputs::Inputs;
use crate::model::record::ClassTotals;
use crate::quantity::ratio;

pub(super) fn classes<'a>(name: &'a str, inputs: &'a Inputs, futures: &'a [Future]) -> Table<'a> {
    let classes = inputs.classes.len();
    // A class that a programme says nothing of has a row where somebody of it came from elsewhere;
    // without classes there is nothing to tell apart.
    let shown = |&(_, at, row): &(i64, usize, &ClassTotals)| {
        let (programme, class) =
            (&inputs.programmes[ProgrammeId::at(at / classes)], ClassId::at(at % classes));
        classes > 1 && (programme.class(class).is_some() || *row != ClassTotals::default())
    };
    let all = numbered(futures, |future| future.record.classes.as_slice());
    let rows: Vec<(i64, usize, &ClassTotals)> = all.filter(shown).collect();
    let whole = |part: fn(&ClassTotals) -> i64| {
        Values::Whole(rows.iter().map(|(_, _, row)| part(row)).collect())
    };
    let maybe = |part: fn(&ClassTotals) -> Option<f64>| {
        Values::MaybeNumber(rows.iter().map(|(_, _, row)| part(row)).collect())
    };
    let programme = |&(_, at, _): &(_, usize, _)| {
        Cow::Borrowed(inputs.programmes[ProgrammeId::at(at / classes)].name.as_str())
    };
    let class = |&(_, at, _): &(_, usize, _)| match at % classes {
        0 => Cow::Borrowed("none"),
        class => Cow::Borrowed(inputs.classes[class].name.as_str()),
    };
    Table {
        name: "classes",
        columns: vec![
            ("alternative", repeated(name, rows.len())),
            ("replication", Values::Whole(rows.iter().map(|(k, _, _)| *k).collect())),
            ("programme", Values::Text(rows.iter().map(programme).collect())),
            ("class", Values::Text(rows.iter().map(class).collect())),
            ("applications", whole(|row| row.applications)),
            ("units_asked", whole(|row| row.units_asked)),
            ("awards", whole(|row| row.awards)),
            ("units_awarded", whole(|row| row.units_awarded)),
            ("turned_away", whole(|row| row.turned_away)),
            ("awards_of_decided", maybe(|row| ratio(row.awards, row.awards + row.turned_away))),
            ("started", whole(|row| row.started)),
            ("mean_wait", maybe(ClassTotals::mean_wait)),
            ("held", whole(|row| row.held.0)),
            ("waiting", whole(|row| row.waiting.0)),
            ("frozen", whole(|row| row.frozen.0)),
            ("stopped", whole(|row| row.stopped.0)),
        ],
    }
}
