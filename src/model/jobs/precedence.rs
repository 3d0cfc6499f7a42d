//! Who goes before others in a shared queue, beside what its scheduler decides: first jobs within a reservation, then
//! jobs that may pre-empt others ([`super::pre_emption`]).
//!
//! Before each pass those that can start by such a right are put first in the queue, so that the pass starts them. A job
//! within its reservation starts on the units that are kept for it, whoever stands before it.

use super::claims::Asked;
use super::job::Job;
use super::job_owner::Owner;
use crate::engine::EventList;
use crate::model::capacity::nodes;
use crate::model::ids::{JobId, PoolId};
use crate::model::inputs::SharedQueue;
use crate::model::{DataCentre, Event};
use crate::time::Time;

impl<'a> DataCentre<'a> {
    pub(super) fn queue_of(&self, pool: PoolId) -> Option<&'a SharedQueue> {
        self.inputs.pools[pool].shared.as_ref()
    }

    /// Whether some go before others in a pool beside what its scheduler decides.
    pub(super) fn has_precedence(&self, pool: PoolId) -> bool {
        self.queue_of(pool).is_some_and(SharedQueue::has_precedence)
    }

    /// What a job asks of its pool.
    pub(super) fn asked(&self, id: JobId) -> Asked {
        let job = &self.state.jobs[id];
        Asked::of(job, self.queue_class(job.owner))
    }

    /// Whether a job may ever go before others.
    fn is_privileged(&self, pool: PoolId, owner: Owner) -> bool {
        let Some(plan) = self.queue_of(pool) else { return false };
        let class = self.queue_class(owner);
        plan.reservations.iter().any(|it| it.class == class)
            || plan.pre_emption.rank(self.group_of(owner)) > 0
    }

    /// A job has joined the queue of its pool.
    pub(super) fn note_waiting(&mut self, pool: PoolId, id: JobId) {
        if !self.has_precedence(pool) {
            return;
        }
        let Job { owner, requested, .. } = self.state.jobs[id];
        let privileged = self.is_privileged(pool, owner);
        let Some(shared) = &mut self.state.pools[pool].shared else { return };
        shared.longest = shared.longest.max(requested);
        if privileged {
            shared.privileged.push(id);
        }
    }

    /// A job waits in the queue of its pool no more.
    pub(super) fn forget_waiting(&mut self, pool: PoolId, id: JobId) {
        if let Some(shared) = &mut self.state.pools[pool].shared
            && let Some(at) = shared.privileged.iter().position(|other| *other == id)
        {
            shared.privileged.remove(at);
        }
    }

    /// A job runs on a shared pool from now on, or no more.
    pub(super) fn note_running(&mut self, pool: PoolId, id: JobId, runs: bool) {
        if !self.has_precedence(pool) {
            return;
        }
        let Job { owner, size, .. } = self.state.jobs[id];
        let class = self.queue_class(owner).place();
        let Some(shared) = &mut self.state.pools[pool].shared else { return };
        if shared.held.len() <= class {
            shared.held.resize(class + 1, 0);
        }
        shared.held[class] += if runs { size } else { -size };
        if runs {
            shared.running.push(id);
        } else if let Some(at) = shared.running.iter().rposition(|other| *other == id) {
            shared.running.remove(at);
        }
    }

    /// What is kept for whom, then who goes before others. Nothing is, and nobody does, where the file says nothing of it.
    pub(super) fn give_precedence(
        &mut self,
        now: Time,
        pool: PoolId,
        upcoming: &mut EventList<Event>,
    ) {
        let Some(plan) = self.queue_of(pool).filter(|plan| plan.has_precedence()) else { return };
        self.count_claims(now, pool, plan);
        self.serve_reservations(now, pool);
        if plan.pre_emption.is_some() {
            self.pre_empt(now, pool, plan, upcoming);
        }
    }

    fn count_claims(&mut self, now: Time, pool: PoolId, plan: &SharedQueue) {
        let in_service = self.state.pools[pool].in_service.value();
        let Some(shared) = &mut self.state.pools[pool].shared else { return };
        let mut claims = std::mem::take(&mut shared.claims);
        claims.begin(now, shared.queue.free());
        let mut ahead = false;
        for reservation in &plan.reservations {
            if reservation.from > now + shared.longest || reservation.to <= now {
                continue;
            }
            ahead |= !reservation.is_on(now);
            let held = shared.held.get(reservation.class.place()).copied().unwrap_or(0);
            claims.keep(reservation, in_service, held);
        }
        let running = std::mem::take(&mut shared.running);
        for &id in &running {
            let job = self.state.jobs[id];
            if job.leaves.is_some() {
                claims.coming += job.size;
            }
            if ahead {
                claims.runs_until(self.queue_class(job.owner), job.size, job.since + job.requested);
            }
        }
        if let Some(shared) = &mut self.state.pools[pool].shared {
            (shared.claims, shared.running) = (claims, running);
        }
    }

    /// Jobs that fit within what is kept for them, in the order in which they were submitted.
    fn serve_reservations(&mut self, now: Time, pool: PoolId) {
        let Some(shared) = &self.state.pools[pool].shared else { return };
        for kept in 0..shared.claims.kept.len() {
            let mut at = 0;
            while let Some(shared) = &self.state.pools[pool].shared
                && let Some(&id) = shared.privileged.get(at)
            {
                at += 1;
                let (asked, kept) = (self.asked(id), shared.claims.kept[kept]);
                // One that is larger than all that is kept waits as any other does.
                if asked.class != kept.class
                    || asked.size > kept.whole
                    || self.is_held_back(now, pool, id)
                {
                    continue;
                }
                let fits = asked.size <= kept.unused && shared.claims.allows(&asked);
                if !fits || !self.put_first(now, pool, id) {
                    break;
                }
            }
        }
    }

    /// Whether a limit or maintenance keeps a job from starting, whatever is free.
    pub(super) fn is_held_back(&self, now: Time, pool: PoolId, id: JobId) -> bool {
        let (state, job) = (&self.state.pools[pool], &self.state.jobs[id]);
        let Some(shared) = &state.shared else { return true };
        let plan = self.inputs.pools[pool].machine.as_ref();
        let drains = match (plan, &state.machine) {
            (Some(plan), Some(machine)) => nodes::drains(plan, machine, now, job.requested),
            _ => false,
        };
        drains || job.goes_first || job.ticket.is_none_or(|ticket| shared.queue.is_held(ticket))
    }

    /// A job takes its units before all others in the pass to come, if there is a place for them.
    pub(super) fn put_first(&mut self, now: Time, pool: PoolId, id: JobId) -> bool {
        let asked = self.asked(id);
        let state = &mut self.state.pools[pool];
        if let Some(machine) = &mut state.machine {
            let parts = &mut self.state.job_parts[id];
            if !machine.places.place(asked.size as u32, machine.rule, parts) {
                return false;
            }
        }
        let job = &mut self.state.jobs[id];
        let (Some(shared), Some(ticket)) = (&mut state.shared, job.ticket) else { return false };
        job.ticket = Some(shared.queue.put_first(now.0, ticket));
        job.goes_first = true;
        shared.first.push(id);
        shared.claims.take(&asked);
        true
    }

    /// After a pass nobody goes first any more; who did not start gives its place back.
    pub(super) fn end_precedence(&mut self, pool: PoolId) {
        let state = &mut self.state.pools[pool];
        let Some(shared) = &mut state.shared else { return };
        for id in shared.first.drain(..) {
            let job = &mut self.state.jobs[id];
            if std::mem::take(&mut job.goes_first)
                && let Some(machine) = &mut state.machine
            {
                let parts = self.state.job_parts[id].drain(..);
                parts.for_each(|part| machine.places.release(part));
            }
        }
    }

    /// Passes follow when a reservation begins and when it ends.
    pub(in crate::model) fn schedule_reservations(&self, upcoming: &mut EventList<Event>) {
        for pool in self.inputs.pools.ids() {
            let plans = self.queue_of(pool).map_or(&[][..], |plan| &plan.reservations);
            for edge in plans.iter().flat_map(|plan| [plan.from, plan.to]) {
                if edge > Time::START && edge < self.inputs.calendar.end() {
                    upcoming.schedule(edge, Event::ReservationTurns { pool });
                }
            }
        }
    }
}
