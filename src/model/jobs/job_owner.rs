//! Whose a job is: a project's, by its award, or a log's.

use crate::model::State;
use crate::model::jobs::job::JobQueue;

/// Who submits jobs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::model) enum Owner {
    /// The project of the award with this number.
    Award(u32),
    /// The users of the log with this index.
    Log(u16),
}

impl State {
    /// The jobs of an owner that wait and run.
    pub(in crate::model) fn jobs_of(&mut self, owner: Owner) -> &mut JobQueue {
        match owner {
            Owner::Award(number) => &mut self.allocations[number as usize].jobs,
            Owner::Log(log) => &mut self.logs[usize::from(log)].jobs,
        }
    }

    /// The pool whose units they run on.
    pub(in crate::model) fn pool_of(&self, owner: Owner) -> usize {
        usize::from(match owner {
            Owner::Award(number) => self.allocations[number as usize].pool,
            Owner::Log(log) => self.logs[usize::from(log)].pool,
        })
    }
}
