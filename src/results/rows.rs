//! Records of replications as the rows of raw tables.

use std::borrow::Cow;

use super::table::{Table, Values};
use super::{Future, KEPT_SAMPLES};
use crate::model::ids::{PoolId, ProgrammeId, RoundId};
use crate::model::inputs::{Inputs, Intake};
use crate::model::record::{AllocationRow, MoneyMonth, PoolDay, PoolMonth, RoundRow};
use crate::model::{by_share, granted};
use crate::quantity::{UnitSeconds, ratio};
use crate::time::Time;

/// Days since 1970-01-01 of a simulated day.
pub(super) fn date(inputs: &Inputs, day: i64) -> i32 {
    let epoch = jiff::civil::date(1970, 1, 1);
    (inputs.calendar.date(day) - epoch).get_days()
}

pub(super) fn repeated<'a>(name: &'a str, rows: usize) -> Values<'a> {
    Values::Text(vec![Cow::Borrowed(name); rows])
}

/// Rows of replications, each with its replication's number.
pub(super) fn numbered<'a, Row: 'a>(
    futures: &'a [Future],
    part: impl Fn(&'a Future) -> &'a [Row] + 'a,
) -> impl Iterator<Item = (i64, usize, &'a Row)> + 'a {
    futures.iter().flat_map(move |future| {
        let replication = i64::from(future.world.replication.number);
        part(future).iter().enumerate().map(move |(at, row)| (replication, at, row))
    })
}

pub(super) fn pool_months<'a>(
    name: &'a str,
    inputs: &'a Inputs,
    futures: &'a [Future],
) -> Table<'a> {
    let pools = inputs.pools.len();
    let months = inputs.calendar.months();
    let rows: Vec<(i64, usize, &PoolMonth)> =
        numbered(futures, |future| future.record.months.as_slice()).collect();
    let whole = |part: fn(&PoolMonth) -> UnitSeconds| {
        Values::Whole(rows.iter().map(|(_, _, row)| part(row).0).collect())
    };
    let of = |part: fn(&PoolMonth) -> UnitSeconds, all: fn(&PoolMonth) -> UnitSeconds| {
        let ratios = rows.iter().map(|(_, _, row)| ratio(part(row).0, all(row).0));
        Values::MaybeNumber(ratios.collect())
    };
    let pool = |&(_, at, _): &(i64, usize, _)| {
        Cow::Borrowed(inputs.pools[PoolId::at(at % pools)].name.as_str())
    };
    let month = |&(_, at, _): &(i64, usize, _)| date(inputs, months[at / pools].from_day as i64);
    Table {
        name: "pool_months",
        columns: vec![
            ("alternative", repeated(name, rows.len())),
            ("replication", Values::Whole(rows.iter().map(|(k, _, _)| *k).collect())),
            ("pool", Values::Text(rows.iter().map(pool).collect())),
            ("month", Values::Date(rows.iter().map(month).collect())),
            ("installed", whole(|row| row.installed)),
            ("leased", whole(|row| row.leased)),
            ("in_service", whole(|row| row.in_service)),
            ("sold", whole(|row| row.sold)),
            ("notice", whole(|row| row.notice)),
            ("cost", Values::Whole(rows.iter().map(|(_, _, row)| row.cost.0).collect())),
            ("allocated", whole(|row| row.allocated)),
            ("busy", whole(|row| row.busy)),
            ("fragmented", whole(|row| row.fragmented)),
            ("frozen", whole(|row| row.frozen)),
            ("waiting", whole(|row| row.waiting)),
            ("leased_of_installed", of(|row| row.leased, |row| row.installed)),
            ("allocated_of_leased", of(|row| row.allocated, |row| row.leased)),
            ("allocated_of_installed", of(|row| row.allocated, |row| row.installed)),
            ("busy_of_allocated", of(|row| row.busy, |row| row.allocated)),
            ("busy_of_installed", of(|row| row.busy, |row| row.installed)),
            ("outstanding_start", whole(|row| row.outstanding_start)),
            ("asked", whole(|row| row.asked)),
            ("served", whole(|row| row.served)),
            ("lost", whole(|row| row.lost)),
            ("turned_away", whole(|row| row.turned_away)),
            ("withdrawn", whole(|row| row.withdrawn)),
            ("cut_back", whole(|row| row.cut_back)),
            ("stopped", whole(|row| row.stopped)),
            ("taken_back", whole(|row| row.taken_back)),
            ("moved", whole(|row| row.moved)),
            ("outstanding_end", whole(|row| row.outstanding_end)),
        ],
    }
}

/// The days of the first futures, one by one.
pub(super) fn samples<'a>(name: &'a str, inputs: &'a Inputs, futures: &'a [Future]) -> Table<'a> {
    let pools = inputs.pools.len();
    let kept = &futures[..futures.len().min(KEPT_SAMPLES as usize)];
    let rows: Vec<(i64, usize, &PoolDay)> =
        numbered(kept, |future| future.record.days.as_slice()).collect();
    let number = |part: fn(&PoolDay) -> f64| {
        Values::Number(rows.iter().map(|(_, _, row)| part(row)).collect())
    };
    let of = |part: fn(&PoolDay) -> f64, whole: fn(&PoolDay) -> f64| {
        let ratio = |row: &PoolDay| (whole(row) > 0.0).then(|| part(row) / whole(row));
        Values::MaybeNumber(rows.iter().map(|(_, _, row)| ratio(row)).collect())
    };
    let pool = |&(_, at, _): &(i64, usize, _)| {
        Cow::Borrowed(inputs.pools[PoolId::at(at % pools)].name.as_str())
    };
    let day = |&(_, at, _): &(i64, usize, _)| date(inputs, (at / pools) as i64);
    Table {
        name: "samples",
        columns: vec![
            ("alternative", repeated(name, rows.len())),
            ("replication", Values::Whole(rows.iter().map(|(k, _, _)| *k).collect())),
            ("pool", Values::Text(rows.iter().map(pool).collect())),
            ("date", Values::Date(rows.iter().map(day).collect())),
            ("installed", number(|row| row.installed.into())),
            ("leased", number(|row| row.leased.into())),
            ("allocated", number(|row| row.allocated.into())),
            ("busy", number(|row| row.busy.into())),
            ("allocated_of_leased", of(|row| row.allocated.into(), |row| row.leased.into())),
            ("busy_of_allocated", of(|row| row.busy.into(), |row| row.allocated.into())),
        ],
    }
}

pub(super) fn rounds<'a>(name: &'a str, inputs: &'a Inputs, futures: &'a [Future]) -> Table<'a> {
    let rows: Vec<(i64, usize, &RoundRow)> =
        numbered(futures, |future| future.record.rounds.as_slice()).collect();
    let plan = |row: &RoundRow| match &inputs.programmes[ProgrammeId::at(row.programme)].intake {
        Intake::Rounds(rounds) => Some(&rounds.rounds[RoundId::at(row.round)]),
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
    let programme = |row: &RoundRow| {
        Cow::Borrowed(inputs.programmes[ProgrammeId::at(row.programme)].name.as_str())
    };
    let extra = |row: &RoundRow| {
        let extra = plan(row).and_then(|round| round.extra.as_ref());
        extra.map(|extra| Cow::Owned(extra.name.clone()))
    };
    Table {
        name: "rounds",
        columns: vec![
            ("alternative", repeated(name, rows.len())),
            ("replication", Values::Whole(rows.iter().map(|(k, _, _)| *k).collect())),
            ("programme", Values::Text(rows.iter().map(|(_, _, row)| programme(row)).collect())),
            ("top_up", Values::Flag(rows.iter().map(|(_, _, row)| row.top_up).collect())),
            ("round", dates(|row| row.opens)),
            ("extra", Values::MaybeText(rows.iter().map(|(_, _, row)| extra(row)).collect())),
            ("closes", dates(|row| row.closes)),
            ("decides", dates(|row| row.decides)),
            ("fresh", whole(|row| row.fresh)),
            ("reapplicants", whole(|row| row.reapplicants)),
            ("renewals", whole(|row| row.renewals)),
            ("moved", whole(|row| row.moved)),
            ("applications", whole(RoundRow::applications)),
            ("places", whole(|row| row.places)),
            ("awards", whole(|row| row.awards)),
            ("declined", whole(|row| row.declined)),
            ("turned_away", whole(|row| row.applications() - row.awards)),
            ("units_asked", whole(|row| row.units_asked)),
            ("units_offered", whole(|row| row.units_offered)),
            ("units_awarded", whole(|row| row.units_awarded)),
            ("units_cut", whole(|row| row.units_cut)),
            ("applications_of_places", of(RoundRow::applications, |row| row.places)),
            ("applications_of_awards", of(RoundRow::applications, |row| row.awards)),
            ("units_asked_of_offered", of(|row| row.units_asked, |row| row.units_offered)),
            ("units_asked_of_awarded", of(|row| row.units_asked, |row| row.units_awarded)),
        ],
    }
}

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
    let time = |time: Option<Time>| time.map(|time| Cow::Owned(inputs.calendar.civil(time)));
    let times = |part: fn(&AllocationRow) -> Option<Time>| {
        Values::MaybeText(rows.iter().map(|(_, _, row)| time(part(row))).collect())
    };
    let programme = |row: &AllocationRow| &inputs.programmes[ProgrammeId::at(row.programme)];
    let who = |row: &AllocationRow| {
        // The cohort is one of the programme in which the applicant first applied.
        let cohort = match (row.cohort, &inputs.programmes[ProgrammeId::at(row.home)].intake) {
            (Some(cohort), Intake::Rounds(rounds)) => {
                let waited = rounds.rounds.iter().filter(|round| round.cohort == cohort);
                let named = waited.filter_map(|round| round.extra.as_ref());
                let mut name = named.filter(|extra| extra.after.is_some()).map(|x| x.name.clone());
                name.next().unwrap_or_else(|| inputs.calendar.date(cohort).to_string())
            }
            _ => "rolling".to_owned(),
        };
        Cow::Owned(format!("{cohort}/{}", row.ordinal))
    };
    let home = |row: &AllocationRow| {
        Cow::Borrowed(inputs.programmes[ProgrammeId::at(row.home)].name.as_str())
    };
    let class = |row: &AllocationRow| match row.class {
        0 => Cow::Borrowed("none"),
        class => Cow::Borrowed(inputs.classes[usize::from(class)].name.as_str()),
    };
    let word = |row: &AllocationRow| Cow::Borrowed(row.outcome.word());
    Table {
        name: "allocations",
        columns: vec![
            ("alternative", repeated(name, rows.len())),
            ("replication", Values::Whole(rows.iter().map(|(k, _, _)| *k).collect())),
            (
                "programme",
                Values::Text(
                    rows.iter()
                        .map(|(_, _, r)| Cow::Borrowed(programme(r).name.as_str()))
                        .collect(),
                ),
            ),
            (
                "pool",
                Values::Text(
                    rows.iter()
                        .map(|(_, _, r)| {
                            Cow::Borrowed(inputs.pools[PoolId::at(r.pool)].name.as_str())
                        })
                        .collect(),
                ),
            ),
            ("class", Values::Text(rows.iter().map(|(_, _, row)| class(row)).collect())),
            ("home", Values::Text(rows.iter().map(|(_, _, row)| home(row)).collect())),
            ("applicant", Values::Text(rows.iter().map(|(_, _, row)| who(row)).collect())),
            ("application", whole(|row| row.application.into())),
            ("units", whole(|row| row.units)),
            ("decided", times(|row| Some(row.decided))),
            ("started", times(|row| row.started)),
            ("ended", times(|row| row.ended)),
            ("length", whole(|row| row.length.0)),
            ("taken_back", whole(|row| row.taken_back.0)),
            ("extended", whole(|row| row.extended.0)),
            ("held", whole(|row| row.held.0)),
            ("frozen", whole(|row| row.frozen.0)),
            ("outcome", Values::Text(rows.iter().map(|(_, _, row)| word(row)).collect())),
            ("jobs", whole(|row| row.jobs.into())),
            ("busy", whole(|row| row.busy.0)),
        ],
    }
}

pub(super) fn money<'a>(name: &'a str, inputs: &'a Inputs, futures: &'a [Future]) -> Table<'a> {
    let accounts = inputs.accounts();
    let months = inputs.calendar.months();
    // Months in which nothing happened and nothing is left say nothing.
    let rows: Vec<(i64, usize, &MoneyMonth)> =
        numbered(futures, |future| future.record.money.as_slice())
            .filter(|(_, _, row)| **row != MoneyMonth::default())
            .collect();
    let whole = |part: fn(&MoneyMonth) -> i64| {
        Values::Whole(rows.iter().map(|(_, _, row)| part(row)).collect())
    };
    let account = |at: usize| accounts[at % accounts.len()];
    let named = |&(_, at, _): &(i64, usize, _)| Cow::Borrowed(inputs.account_name(account(at)));
    let month =
        |&(_, at, _): &(i64, usize, _)| date(inputs, months[at / accounts.len()].from_day as i64);
    let implied = |&(_, at, _): &(i64, usize, _)| inputs.is_implied(account(at));
    Table {
        name: "money",
        columns: vec![
            ("alternative", repeated(name, rows.len())),
            ("replication", Values::Whole(rows.iter().map(|(k, _, _)| *k).collect())),
            ("funding", Values::Text(rows.iter().map(named).collect())),
            ("month", Values::Date(rows.iter().map(month).collect())),
            ("implied", Values::Flag(rows.iter().map(implied).collect())),
            ("granted", whole(|row| row.granted.0)),
            ("spent", whole(|row| row.spent.0)),
            ("earned", whole(|row| row.earned.0)),
            ("lapsed", whole(|row| row.lapsed.0)),
            ("left", whole(|row| row.left.0)),
            ("unit_days", whole(|row| row.unit_days)),
        ],
    }
}

/// Every share of every funding that has shares, by month: totals so far, split, and their changes.
pub(super) fn money_shares<'a>(
    name: &'a str,
    inputs: &'a Inputs,
    futures: &'a [Future],
) -> Table<'a> {
    let accounts = inputs.accounts().len();
    let mut rows: Vec<(i64, &str, &str, i32, [i64; 4])> = Vec::new();
    for future in futures {
        let replication = future.world.replication.number;
        for (number, funding) in inputs.fundings.iter().enumerate() {
            let grants = granted(funding, &future.world.factors);
            let own = future.record.money.iter().skip(number).step_by(accounts);
            let mut total = MoneyMonth::default();
            let mut before = vec![[0; 3]; funding.shares.len()];
            for (row, month) in own.zip(inputs.calendar.months()) {
                if funding.shares.is_empty() || *row == MoneyMonth::default() {
                    continue;
                }
                total.granted += row.granted;
                total.spent += row.spent;
                total.lapsed += row.lapsed;
                let granted = by_share(total.granted, &grants);
                let spent = by_share(total.spent, &grants);
                let gone = by_share(total.spent + total.lapsed, &grants);
                for (at, share) in funding.shares.iter().enumerate() {
                    let now = [granted[at].0, spent[at].0, (gone[at] - spent[at]).0];
                    let [granted, spent, lapsed] =
                        [0, 1, 2].map(|it: usize| now[it] - before[at][it]);
                    let left = now[0] - now[1] - now[2];
                    let date = date(inputs, month.from_day as i64);
                    let values = [granted, spent, lapsed, left];
                    rows.push((i64::from(replication), &funding.name, &share.name, date, values));
                    before[at] = now;
                }
            }
        }
    }
    let whole = |at: usize| Values::Whole(rows.iter().map(|row| row.4[at]).collect());
    Table {
        name: "money_shares",
        columns: vec![
            ("alternative", repeated(name, rows.len())),
            ("replication", Values::Whole(rows.iter().map(|row| row.0).collect())),
            ("funding", Values::Text(rows.iter().map(|row| Cow::Borrowed(row.1)).collect())),
            ("share", Values::Text(rows.iter().map(|row| Cow::Borrowed(row.2)).collect())),
            ("month", Values::Date(rows.iter().map(|row| row.3).collect())),
            ("granted", whole(0)),
            ("spent", whole(1)),
            ("lapsed", whole(2)),
            ("left", whole(3)),
        ],
    }
}

pub(super) fn factors<'a>(name: &'a str, inputs: &'a Inputs, futures: &'a [Future]) -> Table<'a> {
    let mut replications = Vec::new();
    let mut paths = Vec::new();
    let mut values = Vec::new();
    for future in futures {
        let replication = future.world.replication.number;
        for (id, factor) in inputs.factors.listed() {
            replications.push(i64::from(replication));
            paths.push(Cow::Borrowed(factor.path.as_str()));
            values.push(future.world.factors.of(id));
        }
        for (funding, drawn) in inputs.fundings.iter().zip(&future.world.fundings) {
            if funding.chance < 1.0 {
                replications.push(i64::from(replication));
                paths.push(Cow::Owned(format!("funding.{}.comes", funding.name)));
                values.push(f64::from(u8::from(drawn.comes)));
            }
        }
        for (programme, drawn) in inputs.programmes.iter().zip(&future.world.programmes) {
            if matches!(programme.intake, Intake::Rounds(_)) {
                replications.push(i64::from(replication));
                paths.push(Cow::Owned(format!("demand.{}", programme.name)));
                values.push(drawn.level);
            }
        }
    }
    Table {
        name: "factors",
        columns: vec![
            ("alternative", repeated(name, values.len())),
            ("replication", Values::Whole(replications)),
            ("path", Values::Text(paths)),
            ("value", Values::Number(values)),
        ],
    }
}
