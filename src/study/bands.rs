//! How curves spread across futures: by round, by date of an event, by month. Each grows future by future.

use crate::measures::Rung;
use crate::model::ids::{LotId, PoolId, ProgrammeId, RoundId};
use crate::model::inputs::{Inputs, Intake, Place};
use crate::model::record::{LotMonth, RoundRow};
use crate::results::{CompetitionRow, Future, LadderRow, MarkerRow};
use crate::stats::{Estimate, quantile_of_sorted};
use crate::time::Month;

/// The competition of every round across futures.
pub(super) struct Competition {
    rounds: Vec<Decided>,
}

/// A call in the futures in which it was decided.
struct Decided {
    programme: ProgrammeId,
    round: RoundId,
    top_up: bool,
    n: i64,
    applications: i64,
    places: i64,
    awards: i64,
    /// Applications of places, where there were places.
    ratios: Vec<f64>,
    /// Of a call that offers again: the days on which it closes.
    closes: Vec<usize>,
}

impl Competition {
    pub(super) fn new(inputs: &Inputs) -> Self {
        let mut rounds = Vec::new();
        for (number, programme) in inputs.programmes.enumerated() {
            let Intake::Rounds(own) = &programme.intake else { continue };
            for (round, top_up) in own.rounds.ids().flat_map(|at| [(at, false), (at, true)]) {
                rounds.push(Decided::new(number, round, top_up));
            }
        }
        Self { rounds }
    }

    pub(super) fn add(&mut self, inputs: &Inputs, futures: &[Future]) {
        for call in &mut self.rounds {
            for future in futures {
                let row = future.record.rounds.iter().find(|row| call.is(row));
                row.into_iter().for_each(|row| call.count(inputs, row));
            }
        }
    }

    pub(super) fn finish(self, alternative: &str, inputs: &Inputs) -> Vec<CompetitionRow> {
        let held = self.rounds.into_iter().filter(|call| call.n > 0);
        held.filter_map(|call| call.row(alternative, inputs)).collect()
    }
}

impl Decided {
    fn new(programme: ProgrammeId, round: RoundId, top_up: bool) -> Self {
        let (ratios, closes) = (Vec::new(), Vec::new());
        let (n, applications, places, awards) = (0, 0, 0, 0);
        Self { programme, round, top_up, n, applications, places, awards, ratios, closes }
    }

    fn is(&self, row: &RoundRow) -> bool {
        (row.programme, row.round, row.top_up) == (self.programme, self.round, self.top_up)
    }

    fn count(&mut self, inputs: &Inputs, row: &RoundRow) {
        self.n += 1;
        self.applications += row.applications();
        self.places += row.places;
        self.awards += row.awards;
        self.ratios.extend(crate::quantity::ratio(row.applications(), row.places));
        if self.top_up {
            self.closes.push(inputs.calendar.day_of(row.closes));
        }
    }

    fn row(mut self, alternative: &str, inputs: &Inputs) -> Option<CompetitionRow> {
        let programme = &inputs.programmes[self.programme];
        let Intake::Rounds(rounds) = &programme.intake else { return None };
        let dates = &rounds.rounds[self.round];
        let mean = |sum: i64| sum as f64 / self.n as f64;
        // A call that offers again opens and closes at once, a while after the decision.
        self.closes.sort_unstable();
        let again = self.closes.get(self.closes.len() / 2).map(|&day| day as i64);
        let written = (dates.opens_day, inputs.calendar.day_of(dates.closes) as i64);
        let (opens_day, closes_day) = again.map_or(written, |day| (day, day));
        Some(CompetitionRow {
            alternative: alternative.to_owned(),
            programme: programme.name.clone(),
            top_up: self.top_up,
            opens_day,
            extra: dates.extra.as_ref().map(|extra| extra.name.clone()),
            closes_day,
            n: self.n,
            applications: mean(self.applications),
            places: mean(self.places),
            awards: mean(self.awards),
            // A round without places has no ratio, but it was held: it shows what was refused.
            estimate: Estimate::of(&mut self.ratios),
        })
    }
}

/// When fundings start and end, deliveries arrive, and leases of a pool fall.
pub(super) struct Markers {
    /// Kind of event, name of what it happens to, and the days on which it happens.
    dated: Vec<(&'static str, String, Vec<f64>)>,
}

impl Markers {
    pub(super) fn new(inputs: &Inputs) -> Self {
        let mut dated = Vec::new();
        for funding in inputs.fundings.iter() {
            dated.push(("funding-starts", funding.name.clone(), Vec::new()));
            dated.push(("funding-ends", funding.name.clone(), Vec::new()));
        }
        for lot in inputs.lots.iter().filter(|lot| lot.lead_time.is_some()) {
            dated.push(("delivery", lot.name.clone(), Vec::new()));
        }
        for pool in inputs.pools.iter() {
            dated.push(("lease-falls", pool.name.clone(), Vec::new()));
        }
        Self { dated }
    }

    pub(super) fn add(&mut self, inputs: &Inputs, futures: &[Future]) {
        let days = inputs.calendar.days() as i64;
        for future in futures {
            let life = &future.record.funding_days;
            let life = life.iter().flat_map(|life| [life.map(|it| it.0), life.map(|it| it.1)]);
            let lots = inputs.lots.iter().zip(&future.world.lots);
            let late = lots.filter(|(lot, _)| lot.lead_time.is_some());
            let delivered = late.map(|(_, drawn)| Some(drawn.from_day));
            let falls = inputs.pools.ids().map(|pool| largest_fall(inputs, pool, future));
            let all = life.chain(delivered).chain(falls);
            for ((.., dates), day) in self.dated.iter_mut().zip(all) {
                dates.extend(day.filter(|day| (0..days).contains(day)).map(|day| day as f64));
            }
        }
    }

    pub(super) fn finish(self, alternative: &str) -> Vec<MarkerRow> {
        let there = self.dated.into_iter().filter(|(.., dates)| !dates.is_empty());
        let row = |(kind, name, mut dates): (&'static str, String, Vec<f64>)| {
            dates.sort_unstable_by(f64::total_cmp);
            let day = |p: f64| quantile_of_sorted(&dates, p).round() as i64;
            let n = dates.len() as i64;
            let (q05, q50, q95) = (day(0.05), day(0.5), day(0.95));
            MarkerRow { alternative: alternative.to_owned(), kind, name, n, q05, q50, q95 }
        };
        there.map(row).collect()
    }
}

/// The day in the observation window on which a pool's leased units fall most, if they fall.
fn largest_fall(inputs: &Inputs, pool: PoolId, future: &Future) -> Option<i64> {
    let pools = inputs.pools.len();
    let leased = |day: usize| i64::from(future.record.days[day * pools + pool.place()].leased);
    let (from, to) = inputs.window;
    (from.max(1)..to)
        .map(|day| (leased(day) - leased(day - 1), day as i64))
        .filter(|&(change, _)| change < 0)
        .min()
        .map(|(_, day)| day)
}

/// The mean ladder of the site, its halls, pools and lots, by month: integer sums over futures.
pub(super) struct Ladder {
    futures: i64,
    /// Month by month, and within a month lot by lot.
    lots: Vec<LotMonth>,
    /// Month by month: slots that delivered expansions bring, × days.
    brought: Vec<i64>,
    /// Month by month, and within a month hall by hall: racks that are used, × days.
    racks: Vec<i64>,
}

impl Ladder {
    pub(super) fn new(inputs: &Inputs) -> Self {
        let months = inputs.calendar.months().len();
        Self {
            futures: 0,
            lots: vec![LotMonth::default(); months * inputs.lots.len()],
            brought: vec![0; months],
            racks: vec![0; months * inputs.halls.len()],
        }
    }

    pub(super) fn add(&mut self, inputs: &Inputs, futures: &[Future]) {
        self.futures += futures.len() as i64;
        for future in futures {
            for (sum, month) in self.lots.iter_mut().zip(&future.record.lot_months) {
                *sum = sum.with(month);
            }
            let halls = inputs.halls.len();
            for (number, month) in inputs.calendar.months().iter().enumerate() {
                self.brought[number] += brought(inputs, future, month);
                for hall in 0..halls {
                    self.racks[number * halls + hall] += racks(inputs, future, hall, month);
                }
            }
        }
    }

    pub(super) fn finish(self, alternative: &str, inputs: &Inputs) -> Vec<LadderRow> {
        let months = inputs.calendar.months().iter().enumerate();
        months.flat_map(|(number, month)| self.rows(alternative, inputs, number, month)).collect()
    }

    fn rows(
        &self,
        alternative: &str,
        inputs: &Inputs,
        number: usize,
        month: &Month,
    ) -> Vec<LadderRow> {
        let lots = inputs.lots.len();
        let mut rows = Vec::new();
        let length =
            inputs.calendar.midnight(month.to_day) - inputs.calendar.midnight(month.from_day);
        let over = self.futures as f64 * length.0 as f64;
        let over_days = (self.futures * (month.to_day - month.from_day) as i64) as f64;
        // Integer sums over replications first, one division after.
        let sums = &self.lots[number * lots..(number + 1) * lots];
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
        let slots =
            inputs.slots.map(|stated| stated.0 as f64 + self.brought[number] as f64 / over_days);
        push("site", super::responses::SITE, slots, &all);
        for (hall, named) in inputs.halls.iter().enumerate() {
            let members: Vec<LotId> = inputs
                .lots
                .ids()
                .filter(|&lot| inputs.lots[lot].place == Place::Hall(hall))
                .collect();
            let standing =
                members.iter().map(|&lot| sums[lot.place()].installed.0).sum::<i64>() as f64 / over;
            let used = self.racks[number * inputs.halls.len() + hall] as f64 / over_days;
            push("hall", &named.name, Some(hall_slots(inputs, hall, standing, used)), &members);
        }
        for (pool, named) in inputs.pools.enumerated() {
            let members: Vec<LotId> =
                inputs.lots.ids().filter(|&lot| inputs.lots[lot].pool == pool).collect();
            push("pool", &named.name, None, &members);
        }
        for lot in inputs.lots.ids() {
            push("lot", &inputs.lots[lot].name, None, &[lot]);
        }
        rows
    }
}

/// Slots × days that the delivered expansions of a future bring to the site in a month.
fn brought(inputs: &Inputs, future: &Future, month: &Month) -> i64 {
    let (from, to) = (month.from_day as i64, month.to_day as i64);
    let lots = inputs.lots.iter().zip(&future.world.lots);
    lots.map(|(lot, drawn)| match lot.place {
        // These racks come with the units, and are planned with them.
        Place::OwnRacks { slots, .. } => {
            let day = drawn.from_day.min(lot.planned_day());
            slots.0 * (to - day.max(from)).max(0)
        }
        Place::Hall(_) | Place::Elsewhere => 0,
    })
    .sum()
}

/// Racks × days that the lots of a future use in a hall in a month.
fn racks(inputs: &Inputs, future: &Future, hall: usize, month: &Month) -> i64 {
    let (from, to) = (month.from_day as i64, month.to_day as i64);
    let lots = inputs.lots.iter().zip(&future.world.lots);
    lots.filter(|(lot, _)| lot.place == Place::Hall(hall))
        .map(|(lot, drawn)| {
            let days = (drawn.to_day.min(to) - drawn.from_day.max(from)).max(0);
            let power = inputs.halls[hall].rack_power;
            inputs.kinds[lot.kind].racks(lot.count.0, power).unwrap_or(0) * days
        })
        .sum()
}

/// What stands in a hall, and what its free racks could hold of the densest kind in it.
fn hall_slots(inputs: &Inputs, hall: usize, standing: f64, used: f64) -> f64 {
    let room = &inputs.halls[hall];
    let own = inputs.lots.iter().filter(|lot| lot.place == Place::Hall(hall));
    let per_rack = own
        .map(|lot| {
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
