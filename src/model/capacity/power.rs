//! The limit on the power of a site: at the limit it drains, or throttles.
//!
//! The rule of draining: a job of a shared queue starts only where the site, with it, draws no more than the limit of the day. Who is
//! refused for that waits on as if its units were not free; what runs goes on, whatever the limit becomes. Power is the
//! sum over the lots at the site of busy, idle and down units, each at its share of its node's power, times the PUE.
//! Where nothing is known of jobs, what is allocated counts as busy.
//!
//! The rule of throttling: every job starts that may, and at the end of an instant all jobs of the site run at the one speed at
//! which it draws the limit. What a busy unit draws beyond an idle one falls with its speed, and its job takes as much
//! longer; it is slowed to a tenth at most. Hours are charged, and saved work counted, by the time that units are held.

use serde::{Deserialize, Serialize};

use crate::engine::EventList;
use crate::model::ids::{JobId, PoolId, StartId, Table};
use crate::model::inputs::{AtLimit, FactorValues, PowerLimit, UnitKind};
use crate::model::jobs::job::NOBODY;
use crate::model::{DataCentre, Event};
use crate::quantity::rounded;
use crate::time::{Duration, Time};

/// Milliwatts in a watt.
const MILLI: i128 = 1_000;

/// What a unit of a lot draws in a future, in milliwatts, the part of the building with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PowerDrawn {
    /// Power of the unit while it runs a job.
    pub busy: i64,
    /// Power of the unit while it is in service and runs no job.
    pub idle: i64,
    /// Power of the unit while it is leased and out of service.
    pub down: i64,
}

impl PowerDrawn {
    /// Node power / units × share × PUE.
    #[must_use]
    pub fn draw(limit: &PowerLimit, kind: &UnitKind, values: &FactorValues) -> Self {
        let watts = kind.node_power.0 as f64 / kind.node_units as f64 * limit.pue.value(values);
        let drawn = |share: f64| rounded(watts * share * MILLI as f64);
        Self { busy: drawn(limit.busy), idle: drawn(limit.idle), down: drawn(limit.down) }
    }
}

/// What the limit on power does to jobs now.
#[derive(Clone, Debug, Default)]
pub(in crate::model) struct PowerState {
    /// Since when jobs of a pool wait for power, or are slowed. `None`: none is.
    waits_since: Table<PoolId, Option<Time>>,
    /// Likewise of jobs anywhere at the site.
    waits_anywhere: Option<Time>,
    /// The speed of jobs is looked at again at the end of this instant.
    due: bool,
    /// Scratch: the lots of a pass ([`PowerRoom::lots`]).
    lots: Vec<(i64, i64)>,
    /// Scratch: jobs that run.
    running: Vec<JobId>,
}

impl PowerState {
    /// The state of a site with its number of pools.
    pub(in crate::model) fn new(pools: usize) -> Self {
        let mut state = Self::default();
        state.waits_since.resize_with(pools, || None);
        state
    }
}

/// What jobs of a pool that start may still draw, in one pass over its queue.
#[derive(Clone, Debug)]
pub(in crate::model) struct PowerRoom {
    /// Lot by lot: units in service, and what one draws more once it is busy.
    lots: Vec<(i64, i64)>,
    busy: i64,
    /// Milliwatts; `None`: there is no limit.
    left: Option<i128>,
    /// Whether a job was refused.
    refused: bool,
}

impl PowerRoom {
    const NO_LIMIT: Self = Self { lots: Vec::new(), busy: 0, left: None, refused: false };

    /// Power that a given number of busy units draw beyond idle ones.
    fn beyond_idle(&self, busy: i64) -> i128 {
        let mut rest = busy;
        let of = |&(units, more): &(i64, i64)| {
            let own = rest.min(units);
            rest -= own;
            i128::from(own) * i128::from(more)
        };
        self.lots.iter().map(of).sum()
    }

    fn cost(&self, size: i64) -> i128 {
        self.beyond_idle(self.busy + size) - self.beyond_idle(self.busy)
    }

    /// Whether a job of a size may start.
    pub(in crate::model) fn allows(&mut self, size: i64) -> bool {
        let Some(left) = self.left else { return true };
        let cost = self.cost(size);
        // A job that draws nothing more may always start.
        let allows = cost <= left || cost <= 0;
        self.refused |= !allows;
        allows
    }

    /// A job starts.
    pub(in crate::model) fn take(&mut self, size: i64) {
        let cost = self.cost(size);
        self.left = self.left.map(|left| left - cost);
        self.busy += size;
    }
}

impl DataCentre<'_> {
    /// What the site draws now, in milliwatts, and what of it busy units draw beyond idle ones, all at full speed.
    fn power(&self) -> (i128, i128) {
        let (mut sum, mut beyond) = (0, 0);
        for (pool, state) in self.state.pools.enumerated() {
            let jobs = self.inputs.has_jobs(Some(pool));
            for lot in &state.lots {
                let Some(drawn) = &self.draws.lots[lot.lot].power else { continue };
                let busy = if jobs { &lot.busy } else { &lot.allocated }.value();
                let in_service = lot.in_service.value();
                let part = |units: i64, each: i64| i128::from(units) * i128::from(each);
                sum += part(busy, drawn.busy)
                    + part(in_service - busy, drawn.idle)
                    + part((lot.leased - in_service).max(0), drawn.down);
                beyond += part(busy, drawn.busy - drawn.idle);
            }
        }
        (sum, beyond)
    }

    /// What jobs of a pool may draw that start now.
    pub(in crate::model) fn power_room(&mut self, now: Time, pool: PoolId) -> PowerRoom {
        let drains = |plan: &&PowerLimit| plan.at_limit == AtLimit::Drain;
        let Some(plan) = self.inputs.power_limit.as_ref().filter(drains) else {
            return PowerRoom::NO_LIMIT;
        };
        let day = self.inputs.calendar.day_of(now) as i64;
        let Some(limit) = plan.on(day) else { return PowerRoom::NO_LIMIT };
        let mut lots = std::mem::take(&mut self.state.power.lots);
        lots.clear();
        let state = &self.state.pools[pool];
        lots.extend(state.lots.iter().map(|lot| {
            let drawn = self.draws.lots[lot.lot].power;
            (lot.in_service.value(), drawn.map_or(0, |drawn| drawn.busy - drawn.idle))
        }));
        PowerRoom {
            lots,
            busy: state.busy.value(),
            left: Some(i128::from(limit.0) * MILLI - self.power().0),
            refused: false,
        }
    }

    /// A pass over the queue of a pool is over: whether jobs wait for power from now on.
    pub(in crate::model) fn note_power(&mut self, now: Time, pool: PoolId, room: PowerRoom) {
        if self.inputs.power_limit.as_ref().is_none_or(|plan| plan.at_limit != AtLimit::Drain) {
            return;
        }
        if room.left.is_some() {
            self.state.power.lots = room.lots;
        }
        self.wait_for_power(now, Some(pool), room.refused);
        let anywhere = self.state.power.waits_since.iter().any(Option::is_some);
        self.wait_for_power(now, None, anywhere);
    }

    /// Whether jobs of a pool, or any at the site, wait for power from now on.
    fn wait_for_power(&mut self, now: Time, pool: Option<PoolId>, waits: bool) {
        let state = &mut self.state.power;
        let since = match pool {
            Some(pool) => &mut state.waits_since[pool],
            None => &mut state.waits_anywhere,
        };
        let before = *since;
        *since = waits.then(|| before.unwrap_or(now));
        if let (Some(before), false) = (before, waits) {
            let part = Duration(self.in_window_of(1, before, now).0);
            let at = pool.map_or(self.state.pools.len(), PoolId::place);
            self.state.record.at_power_limit[at] += part;
        }
    }

    /// Power has come free, or the limit is another one: the queues in which jobs wait for it are looked at again, that of
    /// `beside` left out.
    pub(in crate::model) fn power_comes_free(
        &mut self,
        now: Time,
        beside: Option<PoolId>,
        upcoming: &mut EventList<Event>,
    ) {
        self.power_changes(now, upcoming);
        if self.inputs.power_limit.is_none() {
            return;
        }
        for pool in self.state.pools.ids() {
            let waits = self.state.power.waits_since[pool].is_some();
            if waits && Some(pool) != beside {
                self.look_again(now, pool, upcoming);
            }
        }
    }

    /// What the site draws is another amount: the speed of its jobs is looked at once this instant is over.
    pub(in crate::model) fn power_changes(&mut self, now: Time, upcoming: &mut EventList<Event>) {
        let plan = self.inputs.power_limit.as_ref();
        if plan.is_some_and(|plan| plan.at_limit == AtLimit::Throttle) && !self.state.power.due {
            self.state.power.due = true;
            upcoming.schedule(now, Event::PowerSettles);
        }
    }

    /// Sets one speed for all running jobs of the site.
    pub(in crate::model) fn power_settles(&mut self, now: Time, upcoming: &mut EventList<Event>) {
        let passes = |pool: PoolId| {
            self.state.pools[pool].shared.as_ref().is_some_and(|shared| shared.is_due())
        };
        if self.state.pools.ids().any(passes) {
            upcoming.schedule(now, Event::PowerSettles);
            return;
        }
        self.state.power.due = false;
        let day = self.inputs.calendar.day_of(now) as i64;
        let limit = self.inputs.power_limit.as_ref().and_then(|plan| plan.on(day));
        let (all, beyond) = self.power();
        let speed = limit.map_or(AtLimit::FULL_SPEED, |limit| {
            let room = (i128::from(limit.0) * MILLI - (all - beyond)).max(0);
            if beyond <= room {
                return AtLimit::FULL_SPEED;
            }
            let speed = room * i128::from(AtLimit::FULL_SPEED) / beyond;
            (speed as i64).max(AtLimit::LEAST_SPEED)
        });
        let mut slowed = false;
        for pool in self.state.pools.ids() {
            if !self.inputs.at_site(pool) {
                continue;
            }
            let mut running = std::mem::take(&mut self.state.power.running);
            self.running_jobs(pool, &mut running);
            for &id in &running {
                self.run_at(now, id, speed, upcoming);
            }
            self.state.power.running = running;
            let own = speed < AtLimit::FULL_SPEED && self.state.pools[pool].busy.value() > 0;
            self.wait_for_power(now, Some(pool), own);
            slowed |= own;
        }
        self.wait_for_power(now, None, slowed);
    }

    /// Lists the jobs that run in the queue of a pool.
    fn running_jobs(&self, pool: PoolId, all: &mut Vec<JobId>) {
        all.clear();
        let awards = self.state.pools[pool].running.iter();
        let awards = awards.map(|&number| self.state.job_queues[number].running);
        let logs = self.inputs.logs.enumerated().filter(|(_, log)| log.pool == pool);
        let logs = logs.map(|(log, _)| self.state.logs[log].jobs.running);
        for mut at in awards.chain(logs) {
            while at != NOBODY {
                all.push(at);
                at = self.state.jobs[at].next;
            }
        }
    }

    /// Sets the speed of a running job: the rest of it takes longer, or less long.
    fn run_at(&mut self, now: Time, id: JobId, speed: i64, upcoming: &mut EventList<Event>) {
        let job = &mut self.state.jobs[id];
        if job.speed == speed {
            return;
        }
        let left = job.ends - now;
        let work = i128::from(left.0) * i128::from(job.speed);
        // To the next whole second.
        let longer = (work + i128::from(speed) - 1) / i128::from(speed);
        let longer = Duration(longer as i64);
        job.speed = speed;
        if longer == left {
            return;
        }
        let change = longer - left;
        job.ends = now + longer;
        job.remaining += change;
        job.requested += change;
        job.stretched += change;
        upcoming.cancel(job.timer);
        job.timer = upcoming.schedule(job.ends, Event::JobEnds(id));
        if job.row != StartId::NONE {
            let row = &mut self.state.record.starts[job.row.place()];
            row.run += change;
        }
    }

    /// A job that ran slower stops, of whose time since its start `left` would be left: what that is at full speed.
    pub(in crate::model) fn at_full_speed(
        &mut self,
        now: Time,
        id: JobId,
        left: Duration,
    ) -> Duration {
        let job = &mut self.state.jobs[id];
        let (speed, stretched) = (job.speed, job.stretched);
        (job.speed, job.stretched) = (AtLimit::FULL_SPEED, Duration::ZERO);
        if speed == AtLimit::FULL_SPEED && stretched == Duration::ZERO {
            return left;
        }
        let whole = job.remaining - stretched;
        let to_come = i128::from((job.ends - now).0) * i128::from(speed);
        let to_come = to_come / i128::from(AtLimit::FULL_SPEED);
        let (ran, kept) = (job.remaining - (job.ends - now), job.remaining - left);
        let done = (i128::from(whole.0) - to_come).max(0);
        let saved = match ran.0 {
            0 => 0,
            ran => done * i128::from(kept.0) / i128::from(ran),
        };
        let work = Duration((i128::from(whole.0) - saved) as i64).max(Duration(1));
        // As if it had run at full speed: what it says of itself is as much longer than its work as before.
        job.requested = job.requested - stretched - Duration(saved as i64);
        job.remaining = work;
        if job.row != StartId::NONE {
            let row = &mut self.state.record.starts[job.row.place()];
            row.run = row.run + work - left;
        }
        work
    }

    /// A day begins: whether its limit is another one.
    pub(in crate::model) fn power_of_day(
        &mut self,
        now: Time,
        day: i64,
        upcoming: &mut EventList<Event>,
    ) {
        if let Some(plan) = &self.inputs.power_limit
            && plan.on(day) != plan.on(day - 1)
        {
            self.power_comes_free(now, None, upcoming);
        }
    }

    /// Closes the books at the end of the run: jobs that still wait for power.
    pub(in crate::model) fn close_power(&mut self) {
        if self.inputs.power_limit.is_some() {
            let end = self.inputs.calendar.end();
            let each = self.inputs.pools.ids().map(Some).chain([None]);
            each.for_each(|pool| self.wait_for_power(end, pool, false));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Four units at 100 mW more, then four at 300: three that run leave one of the first. Two more cost 400 mW.
    #[test]
    fn busy_units_are_counted_to_lots_in_order() {
        let mut room =
            PowerRoom { lots: vec![(4, 100), (4, 300)], busy: 3, left: Some(900), refused: false };
        assert_eq!(room.cost(2), 400);
        assert!(room.allows(2));
        room.take(2);
        assert!(room.allows(1) && !room.allows(2) && room.refused);
        assert_eq!(room.left, Some(500));
    }
}
