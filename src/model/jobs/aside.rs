//! Jobs of projects whose hours are used: they stand aside until nobody else waits, or do not start at all.
//!
//! They leave the scheduler's queue, so no policy of it knows them. When a pass leaves nobody waiting, the oldest of
//! them that fit are let in for that one pass; what does not start then stands aside again.

use super::job::NOBODY;
use crate::engine::EventList;
use crate::model::awards::hours::balance::Stage;
use crate::model::ids::{AwardId, JobId, PoolId, QueueClassId};
use crate::model::jobs::job_owner::Owner;
use crate::model::{DataCentre, Event};
use crate::scheduler::{Queue, Start};
use crate::time::Time;

impl DataCentre<'_> {
    /// The jobs of a project that run are ended.
    pub(in crate::model) fn cut_off_jobs(
        &mut self,
        now: Time,
        number: AwardId,
        upcoming: &mut EventList<Event>,
    ) {
        loop {
            let at = self.state.job_queues[number].running;
            if at == NOBODY {
                return;
            }
            let left = self.state.jobs[at].ends - now;
            self.stop_running(now, at, left, upcoming);
            self.state.free_jobs.push(at);
        }
    }

    /// The jobs of a project that wait leave the queue of its pool.
    pub(in crate::model) fn set_aside(
        &mut self,
        now: Time,
        number: AwardId,
        stage: Stage,
        upcoming: &mut EventList<Event>,
    ) {
        let award = &self.state.allocations[number];
        let (pool, Some(id)) = (award.pool, award.balance) else { return };
        let mut at = self.state.job_queues[number].head;
        self.state.balances[id].stage = stage;
        while at != NOBODY {
            self.withdraw(pool, at);
            at = self.state.jobs[at].next;
        }
        let Some(shared) = &mut self.state.pools[pool].shared else { return };
        shared.aside.retain(|&other| other != number);
        if stage == Stage::Aside {
            shared.aside.push(number);
        }
        self.ask_for_pass(now, pool, upcoming);
    }

    /// A project has hours again: its jobs that stood aside join the queue.
    pub(in crate::model) fn reopen_jobs(
        &mut self,
        now: Time,
        number: AwardId,
        upcoming: &mut EventList<Event>,
    ) {
        self.leave_aside(number);
        let Some(id) = self.state.allocations[number].balance else { return };
        self.state.balances[id].stage = Stage::Open;
        self.return_to_queue(now, number, upcoming);
    }

    /// A project stands aside no more.
    pub(in crate::model) fn leave_aside(&mut self, number: AwardId) {
        let pool = self.state.allocations[number].pool;
        if let Some(shared) = &mut self.state.pools[pool].shared {
            shared.aside.retain(|&other| other != number);
        }
    }

    /// Lets in jobs that stand aside, oldest first of each project, as many as are free units for. Whether any was.
    pub(super) fn admit_aside(&mut self, now: Time, pool: PoolId) -> bool {
        let Some(shared) = &mut self.state.pools[pool].shared else { return false };
        let mut free = shared.queue.free();
        for &number in &shared.aside {
            let mut at = self.state.job_queues[number].tail;
            while at != NOBODY && self.state.jobs[at].size <= free {
                let programme = self.state.allocations[number].programme;
                let job = &mut self.state.jobs[at];
                free -= job.size;
                let request = job.request(QueueClassId::of(programme), at);
                job.ticket = Some(Queue::arrive(&mut shared.queue, now.0, request));
                shared.admitted.push(at);
                at = job.previous;
            }
        }
        !shared.admitted.is_empty()
    }

    /// Jobs that were let in for a pass and did not start stand aside again.
    pub(super) fn dismiss_admitted(&mut self, pool: PoolId, starts: &[Start]) {
        let Some(shared) = &mut self.state.pools[pool].shared else { return };
        for id in shared.admitted.drain(..) {
            let job = &mut self.state.jobs[id];
            if !starts.iter().any(|start| start.tag == id.number())
                && let Some(ticket) = job.ticket.take()
            {
                shared.queue.cancel(ticket);
            }
        }
    }

    /// Whether an interrupted job may not join the queue again as any other.
    pub(in crate::model) fn stands_aside(&self, id: JobId) -> bool {
        match self.state.jobs[id].owner {
            Owner::Award(number) => self.stage(number) != Stage::Open,
            Owner::Log(_) => false,
        }
    }
}
