//! The table `rounds`: every round that was decided.

use std::borrow::Cow;

use super::Future;
use super::cells::{date, numbered, repeated};
use super::table::{Table, Values, column};
use crate::measures::Response;
use crate::model::inputs::{Inputs, Intake};
use crate::model::record::RoundRow;
use crate::quantity::ratio;
use crate::time::Time;

pub(super) fn rounds<'a>(name: &'a str, inputs: &'a Inputs, futures: &'a [Future]) -> Table<'a> {
    let rows: Vec<(i64, usize, &RoundRow)> =
        numbered(futures, |future| future.record.rounds.as_slice()).collect();
    let plan = |row: &RoundRow| match &inputs.programmes[row.programme].intake {
        Intake::Rounds(rounds) => Some(&rounds.rounds[row.round]),
        Intake::Rolling { .. } => None,
    };
    let day_of = |time: Time| date(inputs, inputs.calendar.day_of(time) as i64);
    let dates = |part: fn(&RoundRow) -> Time| {
        Values::Date(rows.iter().map(|(_, _, row)| day_of(part(row))).collect())
    };
    let whole = |part: fn(&RoundRow) -> i64| {
        Values::Whole(rows.iter().map(|(_, _, row)| part(row)).collect())
    };
    let of = |part: fn(&RoundRow) -> i64, all: fn(&RoundRow) -> i64| {
        Values::MaybeNumber(rows.iter().map(|(_, _, row)| ratio(part(row), all(row))).collect())
    };
    let programme = |row: &RoundRow| Cow::Borrowed(inputs.programmes[row.programme].name.as_str());
    let extra = |row: &RoundRow| {
        let extra = plan(row).and_then(|round| round.extra.as_ref());
        extra.map(|extra| Cow::Owned(extra.name.clone()))
    };
    Table {
        name: "rounds",
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
                Values::Text(rows.iter().map(|(_, _, row)| programme(row)).collect()),
            ),
            column(
                "top_up",
                "yes or no",
                "the call that offers again what winners of the round declined: it opens, closes and is decided at once",
                Values::Flag(rows.iter().map(|(_, _, row)| row.top_up).collect()),
            ),
            column(
                "round",
                "date",
                "opening day in this future, which names a round with a written date",
                dates(|row| row.opens),
            ),
            column(
                "extra",
                "name",
                "name of the extra round; empty for a regular one",
                Values::MaybeText(rows.iter().map(|(_, _, row)| extra(row)).collect()),
            ),
            column("closes", "date", "day on which it closes", dates(|row| row.closes)),
            column("decides", "date", "day of the decision", dates(|row| row.decides)),
            column("fresh", "count", "applications of new applicants", whole(|row| row.fresh)),
            column(
                "reapplicants",
                "count",
                "applications of those turned away before",
                whole(|row| row.reapplicants),
            ),
            column(
                "renewals",
                "count",
                "applications of finished projects",
                whole(|row| row.renewals),
            ),
            column(
                "moved",
                "count",
                "applications of those who came from another programme",
                whole(|row| row.moved),
            ),
            column(
                "applications",
                "count",
                "fresh + reapplicants + renewals + moved",
                whole(RoundRow::applications),
            ),
            column(
                "places",
                "count",
                "projects offered; where the offer is in cards only, the awards made",
                whole(|row| row.places),
            ),
            column(
                "awards",
                "count",
                "applications awarded, those declined with them: down the list by score, each that the places and cards left hold",
                whole(|row| row.awards),
            ),
            column(
                "declined",
                "count",
                "awards that were declined; under a waiting list somebody else has their place, so that awards may exceed places",
                whole(|row| row.declined),
            ),
            column(
                "turned_away",
                "count",
                "applications − awards",
                whole(|row| row.applications() - row.awards),
            ),
            column(
                "units_asked",
                "units",
                "Σ units over applications",
                whole(|row| row.units_asked),
            ),
            column(
                "units_offered",
                "units",
                "cards offered; where the offer is in projects only, the units awarded",
                whole(|row| row.units_offered),
            ),
            column(
                "units_awarded",
                "units",
                "Σ units over awards (of declined ones: those that stayed free)",
                whole(|row| row.units_awarded),
            ),
            column(
                "units_cut",
                "units",
                "Σ units asked − units awarded over awards that were not declined",
                whole(|row| row.units_cut),
            ),
            column(
                Response::ApplicationsOfPlaces.name(),
                "ratio",
                "applications / places",
                of(RoundRow::applications, |row| row.places),
            ),
            column(
                Response::ApplicationsOfAwards.name(),
                "ratio",
                "applications / awards",
                of(RoundRow::applications, |row| row.awards),
            ),
            column(
                Response::UnitsAskedOfOffered.name(),
                "ratio",
                "units_asked / units_offered: competition by cards",
                of(|row| row.units_asked, |row| row.units_offered),
            ),
            column(
                Response::UnitsAskedOfAwarded.name(),
                "ratio",
                "units_asked / units_awarded",
                of(|row| row.units_asked, |row| row.units_awarded),
            ),
        ],
    }
}
