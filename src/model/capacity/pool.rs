//! A pool: how many units it has on each rung of the ladder, who holds them, who waits for them.

use std::collections::VecDeque;

use crate::engine::{EventList, Gauge};
use crate::model::capacity::nodes::Machine;
use crate::model::ids::{AwardId, LotId, LotOfPoolId, PoolId, Table};
use crate::model::inputs::Inputs;
use crate::model::jobs::shared_queue::Shared;
use crate::model::{DataCentre, Event};
use crate::quantity::rounded;
use crate::time::Time;

/// A lot of a pool, with the part of the pool's ladder that is counted to it.
#[derive(Clone, Copy, Debug)]
pub(in crate::model) struct LotState {
    /// Index in the inputs.
    pub(in crate::model) lot: LotId,
    pub(in crate::model) planned: i64,
    pub(in crate::model) installed: i64,
    pub(in crate::model) leased: i64,
    /// Units that private firms have, and how many of those are under notice.
    pub(in crate::model) sold: i64,
    pub(in crate::model) recalled: i64,
    pub(in crate::model) in_service: Gauge,
    pub(in crate::model) allocated: Gauge,
    pub(in crate::model) busy: Gauge,
}

/// Awards of a pool in the order of their first starts. Their places in that order stand beside them, so that a search
/// reads one list and not every award.
#[derive(Clone, Debug, Default)]
pub(in crate::model) struct ByStart {
    awards: Vec<AwardId>,
    orders: Vec<u32>,
}

impl ByStart {
    /// Adds the award with a place in the order of starts.
    pub(in crate::model) fn insert(&mut self, order: u32, award: AwardId) {
        // An award that starts for the first time has the latest start.
        if self.orders.last().is_none_or(|&last| last < order) {
            self.orders.push(order);
            return self.awards.push(award);
        }
        let at = self.orders.partition_point(|&other| other < order);
        self.orders.insert(at, order);
        self.awards.insert(at, award);
    }

    /// Takes out the award with that place.
    pub(in crate::model) fn remove(&mut self, order: u32, award: AwardId) {
        let at = self.orders.partition_point(|&other| other < order);
        debug_assert_eq!(self.awards[at], award);
        self.orders.remove(at);
        self.awards.remove(at);
    }
}

impl std::ops::Deref for ByStart {
    type Target = [AwardId];

    fn deref(&self) -> &[AwardId] {
        &self.awards
    }
}

/// Shares of what may be promised are counted in millionths, so that they are whole numbers.
const MILLION: i64 = 1_000_000;

/// A pool in the middle of a run.
#[derive(Clone, Debug)]
pub(in crate::model) struct PoolState {
    pub(in crate::model) lots: Table<LotOfPoolId, LotState>,
    /// Units that stand there by the plan, or before it.
    pub(in crate::model) planned: i64,
    pub(in crate::model) installed: i64,
    pub(in crate::model) leased: i64,
    /// Units that awards may start on: those that money pays for. Below `leased` only where a gap
    /// policy keeps units leased on credit.
    pub(in crate::model) funded: i64,
    /// Units that private firms have and nobody else asks for, and those that money waits for.
    pub(in crate::model) sold: i64,
    pub(in crate::model) notice: i64,
    /// Leased, less what is down.
    pub(in crate::model) in_service: Gauge,
    /// Units that projects hold: what of `awarded` is not down; of a shared pool, what is promised to
    /// them, or runs their jobs, up to what is in service.
    pub(in crate::model) allocated: Gauge,
    /// Units of running awards: what is promised.
    pub(in crate::model) awarded: Gauge,
    /// Units of running awards that they do not hold, because servers are down.
    pub(in crate::model) lost: Gauge,
    pub(in crate::model) busy: Gauge,
    /// Allocated units that run nothing although a job waits: too few, or on too many nodes, for the
    /// first one in its queue.
    pub(in crate::model) fragmented: Gauge,
    /// Awards in hours that run.
    pub(in crate::model) hours_awards: u32,
    /// Units that run jobs of awards in hours, within what they were given, and beyond it.
    pub(in crate::model) drawn: Gauge,
    pub(in crate::model) beyond: Gauge,
    pub(in crate::model) frozen_units: Gauge,
    pub(in crate::model) waiting_units: Gauge,
    /// Allocations that hold their units, oldest start first.
    pub(in crate::model) running: ByStart,
    /// Suspended allocations, oldest start first.
    pub(in crate::model) frozen: ByStart,
    /// Awards that wait for units, by (decision, rank), which is the order of their numbers.
    pub(in crate::model) waiting: VecDeque<AwardId>,
    /// Starts so far; the next allocation's place in the order of starts.
    pub(in crate::model) starts: u32,
    /// The servers one by one, if the scenario says anything of them.
    pub(in crate::model) machine: Option<Machine>,
    /// Whether it counts on which servers a project holds units: only where jobs run on them.
    pub(in crate::model) placed: bool,
    /// The queue of all its projects' jobs, if they share its units.
    pub(in crate::model) shared: Option<Shared>,
    /// Units that awards may be promised for a million units.
    over: i64,
}

impl PoolState {
    pub(in crate::model) fn new(inputs: &Inputs, pool: PoolId, seed: u64) -> Self {
        let gauge = Gauge::new(Time::START, 0);
        let lots = inputs.lots.enumerated().filter(|(_, lot)| lot.pool == pool);
        let lots: Table<LotOfPoolId, LotState> = lots
            .map(|(lot, _)| LotState {
                lot,
                planned: 0,
                installed: 0,
                leased: 0,
                sold: 0,
                recalled: 0,
                in_service: gauge,
                allocated: gauge,
                busy: gauge,
            })
            .collect();
        let plan = inputs.pools[pool].machine.as_ref();
        Self {
            shared: inputs.pools[pool].shared.as_ref().map(Shared::new),
            over: inputs.pools[pool]
                .shared
                .as_ref()
                .map_or(MILLION, |queue| rounded(queue.over_allocation * MILLION as f64)),
            machine: plan.map(|plan| Machine::new(plan, inputs, &lots, seed)),
            placed: inputs.has_jobs(Some(pool)),
            lots,
            planned: 0,
            installed: 0,
            leased: 0,
            funded: 0,
            sold: 0,
            notice: 0,
            in_service: gauge,
            allocated: gauge,
            awarded: gauge,
            lost: gauge,
            busy: gauge,
            fragmented: gauge,
            hours_awards: 0,
            drawn: gauge,
            beyond: gauge,
            frozen_units: gauge,
            waiting_units: gauge,
            running: ByStart::default(),
            frozen: ByStart::default(),
            waiting: VecDeque::new(),
            starts: 0,
        }
    }

    /// Units that awards may be promised on the given units: the same number, or more where the queue is over-allocated.
    pub(in crate::model) fn promised_on(&self, units: i64) -> i64 {
        if self.over == MILLION {
            return units;
        }
        (i128::from(units) * i128::from(self.over) / i128::from(MILLION)) as i64
    }

    /// The fewest units on which awards that hold the given number may run.
    pub(in crate::model) fn needed_for(&self, promised: i64) -> i64 {
        if self.over == MILLION {
            return promised;
        }
        let (millions, over) = (i128::from(promised) * i128::from(MILLION), i128::from(self.over));
        ((millions + over - 1) / over) as i64
    }

    /// Units that money pays for and nobody has been promised: neither allocated nor frozen, nor
    /// waited for by an award.
    pub(in crate::model) fn unpromised(&self, ending: i64) -> i64 {
        let promised = [&self.awarded, &self.frozen_units, &self.waiting_units];
        let promised = promised.iter().map(|gauge| gauge.value()).sum::<i64>() - ending;
        (self.promised_on(self.funded) - promised).max(0)
    }

    /// Changes the units that are allocated, and what of them is counted to each lot.
    pub(in crate::model) fn change_allocated(&mut self, now: Time, change: i64) {
        self.allocated.add(now, change);
        self.share_out(now);
    }

    /// Where nobody's place on the servers matters: of the units of running awards, those in service are allocated and
    /// the others lost. It is what evicting and replacing them server by server comes to at the end of an instant.
    pub(in crate::model) fn settle(&mut self, now: Time) {
        let awarded = self.awarded.value();
        let allocated = awarded.min(self.in_service.value());
        let lost = awarded - allocated - self.lost.value();
        if lost != 0 {
            self.lost.add(now, lost);
        }
        let change = allocated - self.allocated.value();
        if change != 0 {
            self.change_allocated(now, change);
        }
    }

    /// Counts allocated and busy units to the lots in the order of the file: within a pool units are
    /// interchangeable, so this is a convention of counting, not a statement about cards.
    pub(in crate::model) fn share_out(&mut self, now: Time) {
        let mut rest = self.allocated.value();
        for lot in &mut self.lots {
            let counted = rest.min(lot.in_service.value());
            if counted != lot.allocated.value() {
                lot.allocated.set(now, counted);
            }
            rest -= counted;
        }
        self.share_out_busy(now);
    }

    /// Changes the units that run a job.
    pub(in crate::model) fn change_busy(&mut self, now: Time, change: i64) {
        self.busy.add(now, change);
        self.share_out_busy(now);
    }

    /// Units that a new award may start on: paid for, in service, and promised to nobody.
    pub(in crate::model) fn startable(&self) -> i64 {
        self.promised_on(self.funded.min(self.in_service.value())) - self.awarded.value()
    }

    fn share_out_busy(&mut self, now: Time) {
        let mut rest = self.busy.value();
        for lot in &mut self.lots {
            let counted = rest.min(lot.allocated.value());
            if counted != lot.busy.value() {
                lot.busy.set(now, counted);
            }
            rest -= counted;
        }
    }
}

impl DataCentre<'_> {
    /// Hands out what is free: frozen allocations first, oldest first; then waiting awards,
    /// first-come. Whole requests only, and nobody overtakes the one in front.
    pub(in crate::model) fn fill(
        &mut self,
        now: Time,
        pool: PoolId,
        upcoming: &mut EventList<Event>,
    ) {
        self.make_whole(now, pool, upcoming);
        if self.inputs.pools[pool].gives_hours {
            self.start_hours(now, pool, upcoming);
        }
        loop {
            let state = &self.state.pools[pool];
            let fits = |number: AwardId| self.state.allocations[number].units <= state.startable();
            if let Some(&oldest) = state.frozen.first() {
                if !fits(oldest) {
                    return;
                }
                self.resume(now, oldest, upcoming);
            } else if let Some(&first) = state.waiting.front() {
                // An award in hours that still waits found no units at all.
                if !fits(first) || self.state.allocations[first].hours > 0 {
                    return;
                }
                self.start(now, first, upcoming);
            } else {
                return;
            }
        }
    }

    /// Takes units from the newest allocations, whole, until no more are held than `limit`.
    pub(in crate::model) fn shed(
        &mut self,
        now: Time,
        pool: PoolId,
        limit: i64,
        stop: bool,
        upcoming: &mut EventList<Event>,
    ) {
        while self.state.pools[pool].awarded.value() > limit {
            // An award in hours holds nothing that could be taken.
            let holds = |&&number: &&AwardId| self.state.allocations[number].units > 0;
            let mut newest_first = self.state.pools[pool].running.iter().rev();
            let Some(&newest) = newest_first.find(holds) else { return };
            if stop {
                self.stop(now, newest, upcoming);
            } else {
                self.freeze(now, newest, upcoming);
            }
        }
    }
}
