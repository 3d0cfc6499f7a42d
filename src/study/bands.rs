//! How curves spread across futures: by day, by round, by date of an event.

use rayon::prelude::*;

use crate::measures::{Measure, Rung};
use crate::model::ids::{LotId, PoolId};
use crate::model::inputs::{Inputs, Intake, Place};
use crate::model::record::LotMonth;
use crate::results::{BandRow, CompetitionRow, Future, LadderRow, MarkerRow};
use crate::stats::{Estimate, quantile_of_sorted};
use crate::time::Month;

/// Bands of every measure of every pool, for every simulated day.
pub(super) fn daily(alternative: &str, inputs: &Inputs, futures: &[Future]) -> Vec<BandRow> {
    let pools = inputs.pools.len();
    let days = inputs.calendar.days();
    let ids = inputs.pools.ids();
    let all = ids.flat_map(|pool| Measure::DAILY.into_iter().map(move |measure| (pool, measure)));
    let known =
        |&(pool, measure): &(PoolId, Measure)| inputs.has_jobs(Some(pool)) || !measure.needs_jobs();
    let curves: Vec<(PoolId, Measure)> = all.filter(known).collect();
    curves
        .into_par_iter()
        .flat_map_iter(|(pool, measure)| {
            let mut values = Vec::with_capacity(futures.len());
            (0..days)
                .filter_map(|day| {
                    values.clear();
                    let rows = futures.iter().map(|f| &f.record.days[day * pools + pool.place()]);
                    values.extend(rows.filter_map(|day| day.measure(measure)));
                    let estimate = Estimate::of(&mut values)?;
                    Some(BandRow {
                        alternative: alternative.to_owned(),
                        pool: inputs.pools[pool].name.clone(),
                        measure: measure.name(),
                        day: day as i64,
                        estimate,
                    })
                })
                .collect::<Vec<_>>()
        })
        .collect()
}

/// The competition of every round across futures.
pub(super) fn competition(
    alternative: &str,
    inputs: &Inputs,
    futures: &[Future],
) -> Vec<CompetitionRow> {
    let mut rows = Vec::new();
    for (number, programme) in inputs.programmes.iter().enumerate() {
        let Intake::Rounds(rounds) = &programme.intake else { continue };
        let each = rounds.rounds.iter().enumerate();
        for (round, dates, top_up) in each.flat_map(|(at, one)| [(at, one, false), (at, one, true)])
        {
            let decided = || {
                futures.iter().filter_map(|future| {
                    let mut rows = future.record.rounds.iter();
                    rows.find(|row| {
                        row.programme == number && row.round == round && row.top_up == top_up
                    })
                })
            };
            let mut ratios: Vec<f64> = decided()
                .filter_map(|row| crate::quantity::ratio(row.applications(), row.places))
                .collect();
            // A round without places has no ratio, but it was held: it shows what was refused.
            let estimate = Estimate::of(&mut ratios);
            let n = decided().count() as f64;
            if n == 0.0 {
                continue;
            }
            let mean = |part: fn(&crate::model::record::RoundRow) -> i64| {
                decided().map(part).sum::<i64>() as f64 / n
            };
            // What is offered again opens and closes at once, a while after the decision.
            let again = || {
                let mut days: Vec<usize> =
                    decided().map(|row| inputs.calendar.day_of(row.closes)).collect();
                days.sort_unstable();
                days[days.len() / 2] as i64
            };
            let written = (dates.opens_day, inputs.calendar.day_of(dates.closes) as i64);
            let (opens_day, closes_day) = if top_up { (again(), again()) } else { written };
            rows.push(CompetitionRow {
                alternative: alternative.to_owned(),
                programme: programme.name.clone(),
                top_up,
                opens_day,
                extra: dates.extra.as_ref().map(|extra| extra.name.clone()),
                closes_day,
                n: n as i64,
                applications: mean(|row| row.applications()),
                places: mean(|row| row.places),
                awards: mean(|row| row.awards),
                estimate,
            });
        }
    }
    rows
}

/// When fundings start and end, deliveries arrive, and leases of a pool fall.
pub(super) fn markers(alternative: &str, inputs: &Inputs, futures: &[Future]) -> Vec<MarkerRow> {
    let mut rows = Vec::new();
    let days = inputs.calendar.days() as i64;
    let mut push = |kind: &'static str, name: &str, dates: Vec<i64>| {
        let inside = dates.into_iter().filter(|day| (0..days).contains(day));
        let mut dates: Vec<f64> = inside.map(|day| day as f64).collect();
        dates.sort_unstable_by(f64::total_cmp);
        if !dates.is_empty() {
            let day = |p: f64| quantile_of_sorted(&dates, p).round() as i64;
            rows.push(MarkerRow {
                alternative: alternative.to_owned(),
                kind,
                name: name.to_owned(),
                n: dates.len() as i64,
                q05: day(0.05),
                q50: day(0.5),
                q95: day(0.95),
            });
        }
    };
    for (number, funding) in inputs.fundings.iter().enumerate() {
        let life = || futures.iter().filter_map(|future| future.record.funding_days[number]);
        push("funding-starts", &funding.name, life().map(|(from, _)| from).collect());
        push("funding-ends", &funding.name, life().map(|(_, to)| to).collect());
    }
    for (number, lot) in inputs.lots.enumerated() {
        if lot.lead_time.is_some() {
            let delivered = futures.iter().map(|future| future.world.lots[number].from_day);
            push("delivery", &lot.name, delivered.collect());
        }
    }
    for (pool, named) in inputs.pools.iter().enumerate() {
        let falls = futures.iter().filter_map(|future| largest_fall(inputs, pool, future));
        push("lease-falls", &named.name, falls.collect());
    }
    rows
}

/// The day in the observation window on which a pool's leased units fall most, if they fall.
fn largest_fall(inputs: &Inputs, pool: usize, future: &Future) -> Option<i64> {
    let pools = inputs.pools.len();
    let leased = |day: usize| i64::from(future.record.days[day * pools + pool].leased);
    let (from, to) = inputs.window;
    (from.max(1)..to)
        .map(|day| (leased(day) - leased(day - 1), day as i64))
        .filter(|&(change, _)| change < 0)
        .min()
        .map(|(_, day)| day)
}

/// The mean ladder of the site, its halls, pools and lots, by month.
pub(super) fn ladder(alternative: &str, inputs: &Inputs, futures: &[Future]) -> Vec<LadderRow> {
    let lots = inputs.lots.len();
    let mut rows = Vec::new();
    for (number, month) in inputs.calendar.months().iter().enumerate() {
        let length =
            inputs.calendar.midnight(month.to_day) - inputs.calendar.midnight(month.from_day);
        let over = futures.len() as f64 * length.0 as f64;
        // Integer sums over replications first, one division after.
        let sums: Vec<LotMonth> = (0..lots)
            .map(|lot| {
                let months = futures.iter().map(|f| &f.record.lot_months[number * lots + lot]);
                months.fold(LotMonth::default(), |sum, month| sum.with(month))
            })
            .collect();
        let mut push = |level: &'static str, name: &str, slots: Option<f64>, members: &[LotId]| {
            let jobs = members.iter().any(|&lot| inputs.has_jobs(Some(inputs.lots[lot].pool)));
            let sum = |rung: Rung| {
                let sum = members.iter().map(|&lot| sums[lot.place()].of(rung).0).sum::<i64>();
                (jobs || rung != Rung::Busy).then_some(sum as f64 / over)
            };
            let compute: i128 = members
                .iter()
                .map(|&lot| {
                    let compute = inputs.kinds[inputs.lots[lot].kind].compute.0;
                    i128::from(sums[lot.place()].leased.0) * i128::from(compute)
                })
                .sum();
            rows.push(LadderRow {
                alternative: alternative.to_owned(),
                level,
                name: name.to_owned(),
                from_day: month.from_day as i64,
                slots,
                rungs: Rung::ALL.map(sum),
                leased_compute: compute as f64 / over / 1e6,
            });
        };
        let without_site = inputs.without_site();
        let on_site = |lot: &LotId| without_site || inputs.lots[*lot].place != Place::Elsewhere;
        let all: Vec<LotId> = inputs.lots.ids().filter(on_site).collect();
        push("site", super::responses::SITE, site_slots(inputs, futures, month), &all);
        for (hall, named) in inputs.halls.iter().enumerate() {
            let members: Vec<LotId> = inputs
                .lots
                .ids()
                .filter(|&lot| inputs.lots[lot].place == Place::Hall(hall))
                .collect();
            let standing =
                members.iter().map(|&lot| sums[lot.place()].installed.0).sum::<i64>() as f64 / over;
            push(
                "hall",
                &named.name,
                Some(hall_slots(inputs, futures, hall, standing, month)),
                &members,
            );
        }
        for (pool, named) in inputs.pools.enumerated() {
            let members: Vec<LotId> =
                inputs.lots.ids().filter(|&lot| inputs.lots[lot].pool == pool).collect();
            push("pool", &named.name, None, &members);
        }
        for lot in inputs.lots.ids() {
            push("lot", &inputs.lots[lot].name, None, &[lot]);
        }
    }
    rows
}

/// Slots of the site: those stated and those that delivered expansions bring, mean over a month.
fn site_slots(inputs: &Inputs, futures: &[Future], month: &Month) -> Option<f64> {
    let stated = inputs.slots?.0;
    let (from, to) = (month.from_day as i64, month.to_day as i64);
    let brought: i64 = futures
        .iter()
        .flat_map(|future| inputs.lots.iter().zip(&future.world.lots))
        .map(|(lot, drawn)| match lot.place {
            // They come with the units, and are planned with them.
            Place::OwnRacks { slots, .. } => {
                let day = drawn.from_day.min(lot.planned_day());
                slots.0 * (to - day.max(from)).max(0)
            }
            Place::Hall(_) | Place::Elsewhere => 0,
        })
        .sum();
    Some(stated as f64 + brought as f64 / (futures.len() as i64 * (to - from)) as f64)
}

/// What stands in a hall, and what its free racks could hold of the densest kind in it, mean over
/// a month.
fn hall_slots(
    inputs: &Inputs,
    futures: &[Future],
    hall: usize,
    standing: f64,
    month: &Month,
) -> f64 {
    let room = &inputs.halls[hall];
    let own = || inputs.lots.enumerated().filter(|(_, lot)| lot.place == Place::Hall(hall));
    let (from, to) = (month.from_day as i64, month.to_day as i64);
    let used: i64 = futures
        .iter()
        .flat_map(|future| own().map(|(number, lot)| (lot, &future.world.lots[number])))
        .map(|(lot, drawn)| {
            let days = (drawn.to_day.min(to) - drawn.from_day.max(from)).max(0);
            inputs.kinds[lot.kind].racks(lot.count.0, room.rack_power).unwrap_or(0) * days
        })
        .sum();
    let used = used as f64 / (futures.len() as i64 * (to - from)) as f64;
    let per_rack = own()
        .map(|(_, lot)| {
            let kind = &inputs.kinds[lot.kind];
            match kind.nodes_per_rack(room.rack_power) {
                i64::MAX => 0,
                nodes => nodes * kind.node_units,
            }
        })
        .max()
        .unwrap_or(0);
    standing + (room.racks as f64 - used).max(0.0) * per_rack as f64
}
