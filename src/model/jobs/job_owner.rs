//! Whose a job is: a project's, by its award, or a log's.

use crate::model::State;
use crate::model::ids::{AwardId, LogId, PoolId};
use crate::model::jobs::job::JobQueue;

/// Who submits jobs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::model) enum Owner {
    /// The project of the award with this number.
    Award(AwardId),
    /// The users of the log with this index.
    Log(LogId),
}

impl State {
    /// The jobs of an owner that wait and run.
    pub(in crate::model) fn jobs_of(&mut self, owner: Owner) -> &mut JobQueue {
        match owner {
            Owner::Award(number) => &mut self.job_queues[number],
            Owner::Log(log) => &mut self.logs[log].jobs,
        }
    }

    /// The jobs of an award, if its project submits any.
    pub(in crate::model) fn queue_that_submits(
        &mut self,
        number: AwardId,
    ) -> Option<&mut JobQueue> {
        self.programmes[self.allocations[number].programme].workload?;
        Some(&mut self.job_queues[number])
    }

    /// The pool whose units they run on.
    pub(in crate::model) fn pool_of(&self, owner: Owner) -> PoolId {
        match owner {
            Owner::Award(number) => self.allocations[number].pool,
            Owner::Log(log) => self.logs[log].pool,
        }
    }
}
