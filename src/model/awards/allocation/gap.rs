//! What a gap does to an allocation: its units are taken, for a while or for good.

use crate::engine::EventList;
use crate::model::record::Outcome;
use crate::model::{DataCentre, Event};
use crate::quantity::UnitSeconds;
use crate::time::Time;

impl DataCentre<'_> {
    /// Suspends a running allocation in a gap: it holds no units, its clock and jobs stand still.
    pub(in crate::model) fn freeze(
        &mut self,
        now: Time,
        number: u32,
        upcoming: &mut EventList<Event>,
    ) {
        self.suspend_jobs(now, number, upcoming);
        self.give_units_back(now, number, upcoming);
        let allocation = &mut self.state.allocations[number as usize];
        upcoming.cancel(allocation.timer);
        allocation.state = Outcome::Frozen;
        allocation.since = now;
        allocation.frozen_since = now;
        let (units, order) = (allocation.units, allocation.order);
        let pool = usize::from(allocation.pool);
        self.state.demand[pool].frozen += UnitSeconds(units * allocation.remaining.0);
        let allocations = &self.state.allocations;
        let state = &mut self.state.pools[pool];
        state.frozen_units.add(now, units);
        let at = state.frozen.partition_point(|&other| allocations[other as usize].order < order);
        state.frozen.insert(at, number);
    }

    /// A frozen allocation has its units again.
    pub(in crate::model) fn resume(
        &mut self,
        now: Time,
        number: u32,
        upcoming: &mut EventList<Event>,
    ) {
        self.book_to_class(now, number);
        let allocation = &mut self.state.allocations[number as usize];
        allocation.frozen_for += now - allocation.frozen_since;
        let pool = usize::from(allocation.pool);
        self.state.demand[pool].frozen -= UnitSeconds(allocation.units * allocation.remaining.0);
        let state = &mut self.state.pools[pool];
        state.frozen_units.add(now, -allocation.units);
        state.frozen.retain(|&other| other != number);
        self.hold_units(now, number, upcoming);
        self.resume_jobs(now, number, upcoming);
    }

    /// A gap ends a running allocation: its jobs are lost, the project may apply again.
    pub(in crate::model) fn stop(
        &mut self,
        now: Time,
        number: u32,
        upcoming: &mut EventList<Event>,
    ) {
        self.drop_jobs(now, number, upcoming);
        self.give_units_back(now, number, upcoming);
        let allocation = &mut self.state.allocations[number as usize];
        upcoming.cancel(allocation.timer);
        allocation.state = Outcome::Stopped;
        allocation.ended = Some(now);
        let lost = UnitSeconds(allocation.units * allocation.remaining.0);
        let (programme, applicant) = (usize::from(allocation.programme), allocation.applicant);
        self.state.demand[usize::from(allocation.pool)].stopped += lost;
        if self.in_window(now) {
            self.class_totals(programme, applicant).stopped += lost;
        }
        self.leaves_limit(now, number);
        self.may_renew(now, number, upcoming);
    }
}
