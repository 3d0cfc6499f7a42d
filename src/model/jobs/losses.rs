//! What jobs run, and what of it they run again because they were interrupted: by servers that are down, or by jobs that
//! pre-empted them. By group, over the observation window.

use super::job::Job;
use crate::model::DataCentre;
use crate::model::ids::{JobId, StartId};
use crate::model::record::JobLosses;
use crate::quantity::UnitSeconds;
use crate::time::{Duration, Time};

/// Why a job was interrupted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::model) enum Cause {
    /// The units of the job left service.
    Servers,
    /// Another job took its place.
    PreEmption,
}

impl DataCentre<'_> {
    pub(in crate::model) fn reset_losses(&mut self) {
        let groups = if self.inputs.keeps_losses { self.inputs.groups() } else { 0 };
        self.state.losses.clear();
        self.state.losses.resize_with(groups, JobLosses::default);
    }

    /// A job that runs is interrupted, and `lost` of what it ran is lost.
    pub(in crate::model) fn note_loss(
        &mut self,
        now: Time,
        id: JobId,
        lost: Duration,
        cause: Cause,
    ) {
        let Job { owner, size, row, .. } = self.state.jobs[id];
        let lost = UnitSeconds::of(size, lost.0);
        if row != StartId::NONE {
            let row = &mut self.state.record.starts[row.place()];
            row.lost += lost;
            match cause {
                Cause::Servers => row.interrupted += 1,
                Cause::PreEmption => row.pre_empted += 1,
            }
        }
        if self.state.losses.is_empty() || !self.in_window(now) {
            return;
        }
        let group = self.group_of(owner);
        let totals = &mut self.state.losses[group];
        match cause {
            Cause::Servers => {
                totals.interrupted += 1;
                totals.lost_to_servers += lost;
            }
            Cause::PreEmption => {
                totals.pre_empted += 1;
                totals.lost_to_pre_emption += lost;
            }
        }
    }

    /// A job runs no more that has run for `ran` since it last started.
    pub(in crate::model) fn note_ran(&mut self, now: Time, id: JobId, ran: Duration) {
        let Job { owner, size, row, .. } = self.state.jobs[id];
        let ran = UnitSeconds::of(size, ran.0);
        if row != StartId::NONE {
            self.state.record.starts[row.place()].ran += ran;
        }
        if !self.state.losses.is_empty() && self.in_window(now) {
            let group = self.group_of(owner);
            self.state.losses[group].ran += ran;
        }
    }

    /// Sums up the losses, in the order in which waits are.
    pub(in crate::model) fn sum_up_losses(&mut self) {
        if self.state.losses.is_empty() {
            return;
        }
        let mut sums = Vec::new();
        self.each_scope(&mut |belongs| {
            let mut sum = JobLosses::default();
            for (_, of) in self.state.losses.enumerated().filter(|(group, _)| belongs(*group)) {
                sum.add(of);
            }
            sums.push(sum);
        });
        self.state.record.job_losses = sums;
    }
}
