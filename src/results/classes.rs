//! The table `classes`: what each class of each programme had over the observation window.

use std::borrow::Cow;

use super::Future;
use super::cells::{numbered_by, repeated};
use super::table::{Table, Values, column};
use crate::measures::{OfClass, Response};
use crate::model::ids::GroupId;
use crate::model::inputs::{GroupOf, Inputs};
use crate::model::record::ClassTotals;

pub(super) fn classes<'a>(name: &'a str, inputs: &'a Inputs, futures: &'a [Future]) -> Table<'a> {
    // A class that a programme says nothing of has a row where somebody of it came from elsewhere;
    // without classes there is nothing to tell apart.
    let states = |group: GroupId| match inputs.of_group(group) {
        GroupOf::Class(programme, class) => inputs.programmes[programme].class(class).is_some(),
        GroupOf::Log(_) => false,
    };
    let shown = |&(_, group, row): &(i64, GroupId, &ClassTotals)| {
        inputs.classes.len() > 1 && (states(group) || *row != ClassTotals::default())
    };
    let all = numbered_by(futures, |future| &future.record.classes);
    let rows: Vec<(i64, GroupId, &ClassTotals)> = all.filter(shown).collect();
    let maybe = |part: fn(&ClassTotals) -> Option<f64>| {
        Values::MaybeNumber(rows.iter().map(|(_, _, row)| part(row)).collect())
    };
    let programme = |&(_, group, _): &(_, GroupId, _)| Cow::Borrowed(inputs.owner_name(group));
    let class = |&(_, group, _): &(_, GroupId, _)| {
        Cow::Borrowed(match inputs.of_group(group) {
            GroupOf::Class(_, class) => inputs.classes[class].word(),
            GroupOf::Log(_) => "none",
        })
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
            "class",
            "name",
            "class; `none`: those in no class",
            Values::Text(rows.iter().map(class).collect()),
        ),
    ];
    for of in OfClass::OF_TABLE {
        let row = of.row();
        let values = || Values::Whole(rows.iter().map(|(_, _, row)| row.of(of)).collect());
        columns.push(match of {
            // A sum of waits says nothing by itself.
            OfClass::Waited => column(
                Response::MeanWait.name(),
                "days",
                "from the decision to the first start, over them",
                maybe(ClassTotals::mean_wait),
            ),
            _ => column(row.name, row.unit, row.meaning, values()),
        });
        if of == OfClass::TurnedAway {
            columns.push(column(
                Response::AwardsOfDecided.name(),
                "ratio",
                "awards / (awards + turned_away)",
                maybe(ClassTotals::awards_of_decided),
            ));
        }
    }
    Table { name: "classes", columns }
}
