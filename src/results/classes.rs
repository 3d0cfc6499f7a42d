//! The table `classes`: what each class of each programme had over the observation window.

use std::borrow::Cow;

use super::Future;
use super::cells::{numbered, repeated};
use super::table::{Table, Values, column};
use crate::measures::Response;
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
                "class",
                "name",
                "class; `none`: those in no class",
                Values::Text(rows.iter().map(class).collect()),
            ),
            column(
                Response::Applications.name(),
                "count",
                "applications in the window",
                whole(|row| row.applications),
            ),
            column("units_asked", "units", "Σ units over them", whole(|row| row.units_asked)),
            column(
                Response::Awards.name(),
                "count",
                "awards decided in the window",
                whole(|row| row.awards),
            ),
            column("units_awarded", "units", "Σ units over them", whole(|row| row.units_awarded)),
            column(
                Response::TurnedAway.name(),
                "count",
                "applications refused in the window",
                whole(|row| row.turned_away),
            ),
            column(
                Response::AwardsOfDecided.name(),
                "ratio",
                "awards / (awards + turned_away)",
                maybe(|row| ratio(row.awards, row.awards + row.turned_away)),
            ),
            column(
                "started",
                "count",
                "awards that started in the window",
                whole(|row| row.started),
            ),
            column(
                Response::MeanWait.name(),
                "days",
                "from the decision to the first start, over them",
                maybe(ClassTotals::mean_wait),
            ),
            column(
                "held",
                "unit-seconds",
                "∫ units held, also of servers that are down",
                whole(|row| row.held.0),
            ),
            column(
                "waiting",
                "unit-seconds",
                "∫ units of awards that wait to start",
                whole(|row| row.waiting.0),
            ),
            column(
                "frozen",
                "unit-seconds",
                "∫ units of allocations that are suspended in a gap",
                whole(|row| row.frozen.0),
            ),
            column(
                "stopped",
                "requested unit-seconds",
                "Σ units × remaining length over allocations ended by a gap in the window",
                whole(|row| row.stopped.0),
            ),
        ],
    }
}
