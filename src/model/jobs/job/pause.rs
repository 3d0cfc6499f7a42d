//! A project whose clock stops: its jobs stop too, and go on with it, or end with it.

use super::{Job, NOBODY};
use crate::engine::EventList;
use crate::model::ids::AwardId;
use crate::model::jobs::job_owner::Owner;
use crate::model::{DataCentre, Event};
use crate::time::Time;

impl DataCentre<'_> {
    /// The allocation's clock stops: so do its jobs.
    pub(in crate::model) fn suspend_jobs(
        &mut self,
        now: Time,
        number: AwardId,
        upcoming: &mut EventList<Event>,
    ) {
        let Some(queue) = self.state.queue_that_submits(number) else { return };
        upcoming.cancel(queue.arrival);
        queue.to_next = queue.next_arrival - now;
        let pool = self.state.allocations[number].pool;
        if self.is_shared(pool) {
            self.leave_queue(now, number, upcoming);
            return;
        }
        self.forget_fragmented(now, number);
        if self.state.pools[pool].machine.is_some() {
            // Other nodes will carry them later: they wait in front of those that wait now.
            self.put_back_running(now, number, upcoming);
            return;
        }
        let queue = &self.state.job_queues[number];
        let mut at = queue.running;
        while at != NOBODY {
            let Job { remaining, ends, .. } = self.state.jobs[at];
            self.note_ran(now, at, remaining - (ends - now));
            let job = &mut self.state.jobs[at];
            upcoming.cancel(job.timer);
            let next = job.next;
            let executed = job.size * (job.remaining.0 - (job.ends - now).0);
            let size = job.size;
            job.remaining = job.ends - now;
            let queue = &mut self.state.job_queues[number];
            queue.done += executed;
            self.change_busy(now, Owner::Award(number), -size);
            at = next;
        }
    }

    /// The allocation's clock runs again: so do its jobs.
    pub(in crate::model) fn resume_jobs(
        &mut self,
        now: Time,
        number: AwardId,
        upcoming: &mut EventList<Event>,
    ) {
        let Some(queue) = self.state.queue_that_submits(number) else { return };
        queue.next_arrival = now + queue.to_next;
        queue.arrival = upcoming.schedule(queue.next_arrival, Event::JobArrives(number));
        let pool = self.state.allocations[number].pool;
        if self.is_shared(pool) {
            self.return_to_queue(now, number, upcoming);
            return;
        }
        if self.state.pools[pool].machine.is_some() {
            let units = self.state.allocations[number].units;
            self.state.job_queues[number].free = units;
            self.start_waiting_jobs(now, number, upcoming);
            return;
        }
        let mut at = self.state.job_queues[number].running;
        while at != NOBODY {
            let job = &mut self.state.jobs[at];
            job.ends = now + job.remaining;
            job.timer = upcoming.schedule(job.ends, Event::JobEnds(at));
            let (size, next) = (job.size, job.next);
            self.change_busy(now, Owner::Award(number), size);
            at = next;
        }
        self.count_fragmented(now, number);
    }

    /// The allocation is over: what runs is cut off, what waits never runs.
    pub(in crate::model) fn drop_jobs(
        &mut self,
        now: Time,
        number: AwardId,
        upcoming: &mut EventList<Event>,
    ) {
        self.suspend_jobs(now, number, upcoming);
        self.note_never(now, number);
        let queue = &mut self.state.job_queues[number];
        for list in [queue.running, queue.head] {
            let mut at = list;
            while at != NOBODY {
                self.state.free_jobs.push(at);
                at = self.state.jobs[at].next;
            }
        }
        (queue.running, queue.head, queue.tail) = (NOBODY, NOBODY, NOBODY);
    }

    fn put_back_running(&mut self, now: Time, number: AwardId, upcoming: &mut EventList<Event>) {
        loop {
            let at = self.state.job_queues[number].running;
            if at == NOBODY {
                return;
            }
            let left = self.state.jobs[at].ends - now;
            self.stop_running(now, at, left, upcoming);
            self.push_front(at);
        }
    }

    /// A project that holds no units leaves none unused.
    fn forget_fragmented(&mut self, now: Time, number: AwardId) {
        let counted = std::mem::take(&mut self.state.job_queues[number].fragmented);
        if counted != 0 {
            let pool = self.state.allocations[number].pool;
            self.state.pools[pool].fragmented.add(now, -counted);
        }
    }
}
