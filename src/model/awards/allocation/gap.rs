//! What a gap does to an allocation: its units are taken, for a while or for good.

use crate::engine::EventList;
use crate::model::ids::AwardId;
use crate::model::record::Outcome;
use crate::model::{DataCentre, Event};
use crate::time::Time;

impl DataCentre<'_> {
    /// Suspends a running allocation in a gap: it holds no units, its clock and jobs stand still.
    pub(in crate::model) fn freeze(
        &mut self,
        now: Time,
        number: AwardId,
        upcoming: &mut EventList<Event>,
    ) {
        self.suspend_jobs(now, number, upcoming);
        self.enter(now, number, Outcome::Frozen, upcoming);
    }

    /// A frozen allocation has its units again.
    pub(in crate::model) fn resume(
        &mut self,
        now: Time,
        number: AwardId,
        upcoming: &mut EventList<Event>,
    ) {
        self.enter(now, number, Outcome::Running, upcoming);
        self.resume_jobs(now, number, upcoming);
    }

    /// A gap ends a running allocation: its jobs are lost, the project may apply again.
    pub(in crate::model) fn stop(
        &mut self,
        now: Time,
        number: AwardId,
        upcoming: &mut EventList<Event>,
    ) {
        self.drop_jobs(now, number, upcoming);
        self.enter(now, number, Outcome::Stopped, upcoming);
        self.leaves_limit(now, number);
        self.may_renew(now, number, upcoming);
    }
}
