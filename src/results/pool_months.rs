//! The tables `pool_months` and `samples`: the accounts of pools by month, and the first futures by day.

use std::borrow::Cow;

use super::Future;
use super::cells::{date, numbered, repeated};
use super::table::{Table, Values, column};
use crate::measures::{Counts, Flow, Measure, Response, Rung};
use crate::model::ids::PoolId;
use crate::model::inputs::Inputs;
use crate::model::record::{PoolDay, PoolMonth};

pub(super) fn pool_months<'a>(
    name: &'a str,
    inputs: &'a Inputs,
    futures: &'a [Future],
) -> Table<'a> {
    let pools = inputs.pools.len();
    let months = inputs.calendar.months();
    let has_jobs = of_pools(inputs);
    let rows: Vec<(i64, usize, &PoolMonth)> =
        numbered(futures, |future| future.record.months.as_slice()).collect();
    let flows = |first, last| {
        Flow::between(first, last).iter().map(|&flow| {
            let values = rows.iter().map(|(_, _, row)| row.of(flow).0);
            let (unit, meaning) = (in_seconds(flow), over_time(flow));
            if !flow.needs_jobs() {
                return column(flow.name(), unit, meaning, Values::Whole(values.collect()));
            }
            let known = rows.iter().map(|&(_, at, _)| has_jobs[at % pools]);
            let values = values.zip(known).map(|(value, known)| known.then_some(value));
            let meaning = format!("{meaning}; empty where no jobs are played");
            column(flow.name(), unit, meaning, Values::MaybeWhole(values.collect()))
        })
    };
    let ratios = Response::LADDER.into_iter().map(|ratio| {
        let row = ratio.row();
        let values = rows.iter().map(|&(_, at, month)| {
            let known = has_jobs[at % pools] || !row.needs_jobs;
            month.measure(Measure::Ratio(ratio), 1.0).filter(|_| known)
        });
        column(row.name, row.unit, row.formula, Values::MaybeNumber(values.collect()))
    });
    let pool = |&(_, at, _): &(i64, usize, _)| {
        Cow::Borrowed(inputs.pools[PoolId::at(at % pools)].name.as_str())
    };
    let month = |&(_, at, _): &(i64, usize, _)| date(inputs, months[at / pools].from_day as i64);
    let mut columns = vec![
        column("alternative", "name", "alternative", repeated(name, rows.len())),
        column(
            "replication",
            "number",
            "replication, from 0",
            Values::Whole(rows.iter().map(|(k, _, _)| *k).collect()),
        ),
        column("pool", "name", "pool", Values::Text(rows.iter().map(pool).collect())),
        column(
            "month",
            "date",
            "first simulated day of the month",
            Values::Date(rows.iter().map(month).collect()),
        ),
    ];
    columns.extend(flows(Flow::Planned, Flow::Notice));
    columns.push(column("cost", inputs.currency.unit(), "leases and credit by the day, running and electricity of its units, and the straight-line share of what was bought (price × units × days / life)", Values::money(inputs.currency, rows.iter().map(|(_, _, row)| row.cost.0).collect())));
    columns.extend(flows(Flow::Allocated, Flow::Waiting));
    columns.extend(ratios);
    columns.extend(flows(Flow::OutstandingStart, Flow::OutstandingEnd));
    Table { name: "pool_months", columns }
}

/// Pool by pool, whether jobs are played there: else nothing is known of what runs.
fn of_pools(inputs: &Inputs) -> Vec<bool> {
    inputs.pools.ids().map(|pool| inputs.has_jobs(Some(pool))).collect()
}

/// The unit of a column where it is kept, as an exact integer.
fn in_seconds(flow: Flow) -> &'static str {
    match flow.row().counts {
        Counts::Units => "unit-seconds",
        _ => "requested unit-seconds",
    }
}

/// What a column counts, with the sign of an integral where it is one.
fn over_time(flow: Flow) -> Cow<'static, str> {
    let row = flow.row();
    match row.counts {
        Counts::Units | Counts::RequestedUnits => Cow::Owned(format!("∫ {}", row.meaning)),
        Counts::Requests | Counts::Opening | Counts::Closing => Cow::Borrowed(row.meaning),
    }
}

/// The days of the first futures, one by one.
pub(super) fn samples<'a>(name: &'a str, inputs: &'a Inputs, futures: &'a [Future]) -> Table<'a> {
    let pools = inputs.pools.len();
    let rows: Vec<(i64, usize, &PoolDay)> =
        numbered(futures, |future| future.record.days.as_slice()).collect();
    let has_jobs = of_pools(inputs);
    let measure = |measure: Measure, unit, meaning| {
        let known = |at: usize| has_jobs[at % pools] || !measure.needs_jobs();
        let values = || rows.iter().map(|&(_, at, row)| row.measure(measure).filter(|_| known(at)));
        let values = match measure {
            Measure::Rung(_) if !measure.needs_jobs() => {
                Values::Number(values().flatten().collect())
            }
            _ => Values::MaybeNumber(values().collect()),
        };
        column(measure.name(), unit, meaning, values)
    };
    let pool = |&(_, at, _): &(i64, usize, _)| {
        Cow::Borrowed(inputs.pools[PoolId::at(at % pools)].name.as_str())
    };
    let day = |&(_, at, _): &(i64, usize, _)| date(inputs, (at / pools) as i64);
    Table {
        name: "samples",
        columns: vec![
            column("alternative", "name", "alternative", repeated(name, rows.len())),
            column(
                "replication",
                "number",
                "replication, from 0",
                Values::Whole(rows.iter().map(|(k, _, _)| *k).collect()),
            ),
            column("pool", "name", "pool", Values::Text(rows.iter().map(pool).collect())),
            column("date", "date", "day", Values::Date(rows.iter().map(day).collect())),
            measure(Measure::Rung(Rung::Installed), "units", "units physically there"),
            measure(Measure::Rung(Rung::Leased), "units", "units that money pays for"),
            measure(Measure::Rung(Rung::Allocated), "units", "units held by awarded projects"),
            measure(
                Measure::Rung(Rung::Busy),
                "units",
                "units running a job; empty where no jobs are played",
            ),
            measure(Measure::Ratio(Response::AllocatedOfLeased), "ratio", "allocated / leased"),
            measure(Measure::Ratio(Response::BusyOfAllocated), "ratio", "busy / allocated"),
        ],
    }
}
