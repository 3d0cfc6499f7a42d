//! When most of a pool is promised, and how much jobs ask of it then.

use super::super::LeasePeriod;
use super::{Kept, Promised, ends};
use crate::model::ids::PoolId;
use crate::model::inputs::{Inputs, JobRate, JobSize, Measure, Programme, Workload};
use crate::time::Time;

/// Days after a decision on which is counted what awards hold: terms that overlap by a day or two are a handover.
const HANDED_OVER: usize = 7;

/// The decision in the window after which the most is promised beyond what is leased.
pub(super) fn most(
    inputs: &Inputs,
    kept: &[Kept],
    leased: &[LeasePeriod],
    pool: PoolId,
) -> Option<Promised> {
    let own = || kept.iter().filter(|one| inputs.programmes[one.programme].pool == pool);
    let over = inputs.pools[pool].shared.as_ref().map_or(1.0, |queue| queue.over_allocation);
    let (from, to) = inputs.window;
    let days =
        own().map(|one| inputs.calendar.day_of(one.from)).filter(|day| (from..to).contains(day));
    let at = |day: usize| {
        let date = inputs.calendar.date(day as i64);
        let time = inputs.calendar.midnight((day + HANDED_OVER).min(inputs.calendar.days()));
        let held = own().filter(|one| one.from < time && time <= one.to);
        let period = leased.iter().find(|period| period.from <= date && date < period.to);
        let leased = period.map_or(0, |period| period.units[pool.place()].1);
        let (units, room) = (held.map(|one| one.units).sum(), leased as f64 * over);
        Promised { date, units, leased, room }
    };
    let beyond = |it: &Promised| it.units - it.room;
    days.map(at).reduce(|most, next| if beyond(&next) > beyond(&most) { next } else { most })
}

/// Units of jobs submitted for each unit of a shared queue, while its awards hold what they can.
pub(super) fn load(
    inputs: &Inputs,
    kept: &[Kept],
    most: Option<&Promised>,
    pool: PoolId,
) -> Option<f64> {
    inputs.pools[pool].shared.as_ref()?;
    let units = most.map_or_else(
        || inputs.lots.iter().filter(|lot| lot.pool == pool).map(|lot| lot.count.0).sum(),
        |most| most.leased,
    );
    let fits = most.map_or(1.0, |most| (most.room / most.units.max(1.0)).min(1.0));
    let mut asked = 0.0;
    if let Some(most) = most {
        for workload in &inputs.workloads {
            for &number in &workload.programmes {
                let programme = &inputs.programmes[number];
                let here = |one: &&Kept| {
                    let day = inputs.calendar.day_of_date(most.date) as usize;
                    let time =
                        inputs.calendar.midnight((day + HANDED_OVER).min(inputs.calendar.days()));
                    one.programme == number && one.from < time && time <= one.to
                };
                if programme.pool == pool {
                    let held: f64 = kept.iter().filter(here).map(|one| one.units).sum();
                    // Awards in hours need no units to start.
                    let fits = if programme.hours.is_some() { 1.0 } else { fits };
                    asked += held * fits * per_unit(inputs, workload, programme);
                }
            }
        }
    }
    for log in inputs.logs.iter().filter(|log| log.pool == pool) {
        let work: f64 =
            log.weeks.jobs().iter().map(|job| f64::from(job.size) * job.run as f64).sum();
        asked += log.scale * work / (log.weeks.count() as f64 * 7.0 * 86_400.0);
    }
    (units > 0).then(|| asked / units as f64)
}

/// Units of jobs that an award submits for each unit that it holds, or uses up evenly.
fn per_unit(inputs: &Inputs, workload: &Workload, programme: &Programme) -> f64 {
    let request = programme.mean_request().max(1.0);
    if let Some(hours) = &programme.hours {
        let term = ends(inputs, &programme.award, Time::START) - Time::START;
        return match &workload.rate {
            JobRate::OfAward(multiple) => multiple.mean(),
            JobRate::PerAllocation(rate) | JobRate::PerUnit(rate) => {
                let given = request * Measure::HOUR as f64 / programme.charge();
                rate * term.0 as f64 * workload.mean_work(Some(hours)) / given
            }
        };
    }
    let units = request;
    let rate = match &workload.rate {
        JobRate::PerAllocation(rate) => *rate,
        JobRate::PerUnit(rate) => rate * units,
        JobRate::OfAward(_) => 0.0,
    };
    let size = match &workload.size {
        JobSize::ShareOfAllocation(share) => (share.mean() * units).max(1.0),
        JobSize::Units(size) => size.mean().min(units),
    };
    // A job that ends early has run half of its time, on average.
    let rate = rate * workload.load.distribution.typical();
    rate * size * workload.run_time.mean() * (1.0 - workload.early / 2.0) / units
}
