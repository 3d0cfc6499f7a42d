//! Entering and leaving a shared queue: a job is in the list of those of its project that wait, and in the queue of the
//! scheduler, unless it stands aside.

use crate::engine::EventList;
use crate::model::ids::{AwardId, JobId, PoolId};
use crate::model::inputs::AtLimit;
use crate::model::jobs::job::{Job, NOBODY};
use crate::model::{DataCentre, Event};
use crate::scheduler::{Queue, Request, Ticket};
use crate::time::{Duration, Time};

impl DataCentre<'_> {
    /// A job of a project joins the queue of its pool.
    pub(in crate::model) fn join_queue(
        &mut self,
        now: Time,
        id: JobId,
        upcoming: &mut EventList<Event>,
    ) {
        self.put_among_waiting(id);
        if self.stands_aside(id) {
            let pool = self.state.pool_of(self.state.jobs[id].owner);
            self.ask_for_pass(now, pool, upcoming);
            return;
        }
        let Job { owner, size, .. } = self.state.jobs[id];
        let pool = self.state.pool_of(owner);
        if let Some(machine) = &mut self.state.pools[pool].machine {
            machine.places.note(size as u32);
        }
        self.enter_queue(now, id, Queue::arrive, upcoming);
    }

    /// A job of a project that was interrupted joins the queue again, before those that wait.
    pub(in crate::model) fn rejoin_queue(
        &mut self,
        now: Time,
        id: JobId,
        upcoming: &mut EventList<Event>,
    ) {
        self.put_first_among_waiting(id);
        if self.stands_aside(id) {
            return;
        }
        let Job { owner, size, .. } = self.state.jobs[id];
        let pool = self.state.pool_of(owner);
        if let Some(machine) = &mut self.state.pools[pool].machine {
            machine.places.note(size as u32);
        }
        self.enter_queue(now, id, Queue::put_back, upcoming);
    }

    /// A job that stands among those of its project that wait enters the scheduler's queue, at its end or
    /// before all others.
    fn enter_queue(
        &mut self,
        now: Time,
        id: JobId,
        enter: impl FnOnce(&mut Queue, i64, Request) -> Ticket,
        upcoming: &mut EventList<Event>,
    ) {
        let owner = self.state.jobs[id].owner;
        let pool = self.state.pool_of(owner);
        let class = self.queue_class(owner);
        let request = self.state.jobs[id].request(class, id);
        let Some(shared) = &mut self.state.pools[pool].shared else { return };
        let ticket = enter(&mut shared.queue, now.0, request);
        self.state.jobs[id].ticket = Some(ticket);
        self.note_waiting(pool, id);
        self.ask_for_pass(now, pool, upcoming);
    }

    /// A job that waits leaves the queue of its pool, if it is in it.
    pub(in crate::model::jobs) fn withdraw(&mut self, pool: PoolId, id: JobId) {
        if let (Some(shared), Some(ticket)) =
            (&mut self.state.pools[pool].shared, self.state.jobs[id].ticket.take())
        {
            shared.queue.cancel(ticket);
            self.forget_waiting(pool, id);
        }
    }

    /// Takes a job from those of its project that wait.
    pub(super) fn leave_waiting(&mut self, id: JobId) {
        let job = self.state.jobs[id];
        match job.previous {
            NOBODY => self.state.jobs_of(job.owner).head = job.next,
            previous => self.state.jobs[previous].next = job.next,
        }
        match job.next {
            NOBODY => self.state.jobs_of(job.owner).tail = job.previous,
            next => self.state.jobs[next].previous = job.previous,
        }
    }

    /// A running job gives its units back to the queue.
    pub(in crate::model) fn complete_in_queue(
        &mut self,
        now: Time,
        id: JobId,
        upcoming: &mut EventList<Event>,
    ) {
        let pool = self.state.pool_of(self.state.jobs[id].owner);
        let job = &mut self.state.jobs[id];
        if let (Some(shared), Some(ticket)) =
            (&mut self.state.pools[pool].shared, job.ticket.take())
        {
            shared.queue.complete(now.0, ticket);
        }
        self.ask_for_pass(now, pool, upcoming);
        self.power_comes_free(now, Some(pool), upcoming);
    }

    /// The clock of a project stops: its jobs leave the queue, with what they have done.
    pub(in crate::model) fn leave_queue(
        &mut self,
        now: Time,
        number: AwardId,
        upcoming: &mut EventList<Event>,
    ) {
        let pool = self.state.allocations[number].pool;
        let mut at = self.state.job_queues[number].head;
        while at != NOBODY {
            self.withdraw(pool, at);
            at = self.state.jobs[at].next;
        }
        loop {
            let at = self.state.job_queues[number].running;
            if at == NOBODY {
                break;
            }
            let left = self.state.jobs[at].ends - now;
            self.stop_running(now, at, left, upcoming);
            self.put_first_among_waiting(at);
        }
        self.ask_for_pass(now, pool, upcoming);
    }

    /// The clock of a project runs again: its jobs are submitted again, oldest first.
    pub(in crate::model) fn return_to_queue(
        &mut self,
        now: Time,
        number: AwardId,
        upcoming: &mut EventList<Event>,
    ) {
        let mut last = self.state.job_queues[number].tail;
        while last != NOBODY {
            self.enter_queue(now, last, Queue::arrive, upcoming);
            last = self.state.jobs[last].previous;
        }
    }

    /// Cuts off a job that runs. `left` is what it still had to run; the job waits nowhere yet.
    pub(in crate::model) fn stop_running(
        &mut self,
        now: Time,
        id: JobId,
        left: Duration,
        upcoming: &mut EventList<Event>,
    ) {
        let job = self.state.jobs[id];
        upcoming.cancel(job.timer);
        self.leave_running(now, id, job.remaining - (job.ends - now), upcoming);
        self.complete_in_queue(now, id, upcoming);
        let job = &mut self.state.jobs[id];
        if job.speed != AtLimit::FULL_SPEED || job.stretched > Duration::ZERO {
            self.at_full_speed(now, id, left);
            return;
        }
        job.requested = job.requested - (job.remaining - left);
        job.remaining = left;
    }

    /// A job comes behind all of its project that wait.
    fn put_among_waiting(&mut self, id: JobId) {
        let owner = self.state.jobs[id].owner;
        let second = std::mem::replace(&mut self.state.jobs_of(owner).head, id);
        let job = &mut self.state.jobs[id];
        (job.previous, job.next) = (NOBODY, second);
        match second {
            NOBODY => self.state.jobs_of(owner).tail = id,
            second => self.state.jobs[second].previous = id,
        }
    }

    /// A job comes before all of its project that wait.
    fn put_first_among_waiting(&mut self, id: JobId) {
        let owner = self.state.jobs[id].owner;
        let second = std::mem::replace(&mut self.state.jobs_of(owner).tail, id);
        let job = &mut self.state.jobs[id];
        (job.previous, job.next) = (second, NOBODY);
        match second {
            NOBODY => self.state.jobs_of(owner).head = id,
            second => self.state.jobs[second].next = id,
        }
    }
}
