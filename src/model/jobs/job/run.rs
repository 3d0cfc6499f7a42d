//! Jobs that run: they start, are interrupted, and end.

use super::{Job, JobQueue, NOBODY};
use crate::engine::{EventList, Handle};
use crate::model::capacity::nodes;
use crate::model::ids::{AwardId, JobId, NodeId, StartId};
use crate::model::jobs::job_owner::Owner;
use crate::model::jobs::losses::Cause;
use crate::model::record::JobStart;
use crate::model::{DataCentre, Event};
use crate::quantity::UnitSeconds;
use crate::time::{Duration, Time};

impl DataCentre<'_> {
    pub(in crate::model) fn run_job(
        &mut self,
        now: Time,
        id: JobId,
        upcoming: &mut EventList<Event>,
    ) {
        let job = &mut self.state.jobs[id];
        job.ends = now + job.remaining;
        job.timer = upcoming.schedule(job.ends, Event::JobEnds(id));
        job.previous = NOBODY;
        job.since = now;
        let submitted = std::mem::replace(&mut job.submitted, Time::NEVER);
        let Job { owner, user, size, remaining: run, requested, .. } = *job;
        let queue = self.state.jobs_of(owner);
        let second = std::mem::replace(&mut queue.running, id);
        queue.free -= size;
        self.state.jobs[id].next = second;
        if second != NOBODY {
            self.state.jobs[second].previous = id;
        }
        self.note_running(self.state.pool_of(owner), id, true);
        self.change_busy(now, owner, size);
        self.power_changes(now, upcoming);
        if let Owner::Award(number) = owner
            && self.state.allocations[number].balance.is_some()
        {
            self.draw_hours(now, number, size);
            self.expect_edge(now, number, upcoming);
        }
        if submitted == Time::NEVER {
            return;
        }
        let pool = self.state.pool_of(owner);
        if self.state.keeps_rows {
            self.state.jobs[id].row = StartId::at(self.state.record.starts.len());
            let group = self.group_of(owner);
            self.state.record.starts.push(JobStart {
                pool,
                group,
                user,
                submitted,
                starts: now,
                size,
                run,
                requested,
                ends: None,
                interrupted: 0,
                pre_empted: 0,
                ran: UnitSeconds::ZERO,
                lost: UnitSeconds::ZERO,
            });
        }
        self.note_wait(now, owner, submitted, run);
        if self.in_window(now) {
            let totals = &mut self.state.record.jobs[pool];
            totals.started += 1;
            totals.waited += now - submitted;
        }
    }

    /// A job that has run for `ran` since it last started runs no more.
    pub(in crate::model) fn leave_running(
        &mut self,
        now: Time,
        id: JobId,
        ran: Duration,
        upcoming: &mut EventList<Event>,
    ) {
        let Job { owner, size, next, previous, leaves, grace, .. } = self.state.jobs[id];
        if leaves.is_some() {
            upcoming.cancel(grace);
            let job = &mut self.state.jobs[id];
            (job.leaves, job.grace) = (None, Handle::NONE);
        }
        self.note_ran(now, id, ran);
        let queue = self.state.jobs_of(owner);
        queue.free += size;
        queue.done += UnitSeconds::of(size, ran.0).0;
        match previous {
            NOBODY => queue.running = next,
            previous => self.state.jobs[previous].next = next,
        }
        if next != NOBODY {
            self.state.jobs[next].previous = previous;
        }
        let pool = self.state.pool_of(owner);
        self.note_running(pool, id, false);
        let parts = &mut self.state.job_parts[id];
        let state = &mut self.state.pools[pool];
        match (&mut state.machine, &state.shared, owner) {
            (None, ..) => {}
            (Some(_), None, Owner::Award(number)) => {
                nodes::give_back(&mut self.state.holdings[number], parts);
            }
            (Some(machine), ..) => {
                parts.drain(..).for_each(|part| machine.places.release(part));
            }
        }
        self.change_busy(now, owner, -size);
        self.power_changes(now, upcoming);
        if let Owner::Award(number) = owner
            && self.state.allocations[number].balance.is_some()
        {
            self.draw_hours(now, number, -size);
            self.book_run(now, number, size, ran);
        }
    }

    /// Jobs of an owner that run on a node start again, from zero or from their last checkpoint,
    /// before those that wait.
    pub(in crate::model) fn interrupt_jobs_on(
        &mut self,
        now: Time,
        owner: Owner,
        node: NodeId,
        upcoming: &mut EventList<Event>,
    ) {
        let mut at = self.state.jobs_of(owner).running;
        while at != NOBODY {
            let next = self.state.jobs[at].next;
            if self.state.job_parts[at].iter().any(|part| part.node == node.number()) {
                self.interrupt_job(now, at, upcoming);
            }
            at = next;
        }
    }

    /// A running job loses its units and waits to run again what it has not saved.
    pub(in crate::model) fn interrupt_job(
        &mut self,
        now: Time,
        id: JobId,
        upcoming: &mut EventList<Event>,
    ) {
        let Job { owner, remaining, ends, .. } = self.state.jobs[id];
        let ran = remaining - (ends - now);
        let saved = self.saved(owner, ran);
        self.note_loss(now, id, ran - saved, Cause::Servers);
        let shared = self.is_shared(self.state.pool_of(owner));
        self.stop_running(now, id, remaining - saved, upcoming);
        if shared {
            self.rejoin_queue(now, id, upcoming);
        } else {
            self.push_front(id);
        }
    }

    /// What of a run that lasted for `ran` an owner's job need not run again.
    pub(in crate::model) fn saved(&mut self, owner: Owner, ran: Duration) -> Duration {
        let workload = self.state.jobs_of(owner).workload.map(|at| &self.inputs.workloads[at]);
        let checkpoint = workload.and_then(|workload| workload.checkpoint);
        checkpoint.map_or(Duration::ZERO, |saves| saves.saved(ran))
    }

    /// Σ size × time over the jobs of an allocation up to `now`.
    pub(in crate::model) fn busy_of(&self, number: AwardId, now: Time) -> UnitSeconds {
        let runs = self.state.allocations[number].runs();
        self.executed(&self.state.job_queues[number], runs, now)
    }

    /// Σ size × time of the jobs of a queue up to `now`; `runs`: those on its list of running jobs run.
    pub(in crate::model) fn executed(
        &self,
        queue: &JobQueue,
        runs: bool,
        now: Time,
    ) -> UnitSeconds {
        let mut sum = queue.done;
        let mut at = if runs { queue.running } else { NOBODY };
        while at != NOBODY {
            let job = &self.state.jobs[at];
            sum += job.size * (job.remaining.0 - (job.ends - now).0);
            at = job.next;
        }
        UnitSeconds(sum)
    }

    /// Counts units that run a job from now on, or no more.
    pub(super) fn change_busy(&mut self, now: Time, owner: Owner, change: i64) {
        let pool = self.state.pool_of(owner);
        self.state.pools[pool].change_busy(now, change);
        // Jobs may run on more than is promised to awards.
        if self.is_shared(pool) {
            self.count_shared(now, pool);
        }
    }
}
