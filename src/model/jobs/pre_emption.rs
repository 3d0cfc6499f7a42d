//! Pre-emption: running jobs give way to those that may start in their place.
//!
//! A job that may pre-empt others starts as soon as enough units are free or run jobs that must give way to it: the
//! higher rank first, then in the order of submission, and nobody of a rank before one of the same that cannot. Those that
//! started last give way first, no more of them than it takes, and never what runs within a reservation. What was
//! pre-empted waits again before all others that wait, as after a failure.

use super::job::Job;
use super::losses::Cause;
use crate::engine::EventList;
use crate::model::ids::{GroupId, JobId, PoolId};
use crate::model::inputs::{GaveWay, SharedQueue};
use crate::model::{DataCentre, Event};
use crate::time::{Duration, Time};

impl DataCentre<'_> {
    /// Jobs that may pre-empt others take what is free, or is made free for them.
    pub(super) fn pre_empt(
        &mut self,
        now: Time,
        pool: PoolId,
        plan: &SharedQueue,
        upcoming: &mut EventList<Event>,
    ) {
        let top = plan.pre_emption.ranks.iter().copied().max().unwrap_or(0);
        for rank in (1..=top).rev() {
            let mut at = 0;
            while let Some(shared) = &self.state.pools[pool].shared
                && let Some(&id) = shared.privileged.get(at)
            {
                at += 1;
                let group = self.group_of(self.state.jobs[id].owner);
                if plan.pre_emption.rank(group) != rank || self.is_held_back(now, pool, id) {
                    continue;
                }
                if !self.make_room(now, pool, plan, id, upcoming) {
                    break;
                }
            }
        }
    }

    /// A job starts on free units, or others give way to it, at once or after their grace. Whether it can start at all.
    fn make_room(
        &mut self,
        now: Time,
        pool: PoolId,
        plan: &SharedQueue,
        id: JobId,
        upcoming: &mut EventList<Event>,
    ) -> bool {
        let asked = self.asked(id);
        let Some(shared) = &self.state.pools[pool].shared else { return false };
        if !shared.claims.clears(&asked) {
            return false;
        }
        if shared.claims.allows(&asked) && self.put_first(now, pool, id) {
            return true;
        }
        let mut victims = self.take_victims(pool);
        let enough = self.find_victims(now, pool, plan, id, &mut victims);
        if enough {
            let by = self.group_of(self.state.jobs[id].owner);
            for &victim in &victims {
                self.tell(now, pool, plan, by, victim, upcoming);
            }
        }
        let placed = self.state.pools[pool].machine.is_some();
        let Some(shared) = &mut self.state.pools[pool].shared else { return false };
        shared.victims = victims;
        if !enough {
            return false;
        }
        let free = shared.claims.free_for(asked.class);
        if free < asked.size {
            // Units that are free already are kept for the job; the rest comes from jobs that give
            // way.
            let there = free.clamp(0, asked.size);
            shared.claims.coming -= asked.size - there;
            shared.claims.claim(there, placed);
        } else if !self.put_first(now, pool, id)
            && let Some(shared) = &mut self.state.pools[pool].shared
        {
            // Its place is still held by somebody who leaves.
            shared.claims.claim(asked.size, placed);
        }
        true
    }

    fn take_victims(&mut self, pool: PoolId) -> Vec<JobId> {
        let shared = self.state.pools[pool].shared.as_mut();
        let mut victims = shared.map(|it| std::mem::take(&mut it.victims)).unwrap_or_default();
        victims.clear();
        victims
    }

    /// A running job must give way: now, or once its grace is over.
    fn tell(
        &mut self,
        now: Time,
        pool: PoolId,
        plan: &SharedQueue,
        by: GroupId,
        id: JobId,
        upcoming: &mut EventList<Event>,
    ) {
        let Job { owner, size, .. } = self.state.jobs[id];
        let Some(rule) = plan.pre_emption.rule(by, self.group_of(owner)) else { return };
        if rule.grace == Duration::ZERO {
            self.give_way(now, pool, id, rule.then, upcoming);
            return;
        }
        let job = &mut self.state.jobs[id];
        job.leaves = Some(rule.then);
        job.grace = upcoming.schedule(now + rule.grace, Event::GraceEnds(id));
        if let Some(shared) = &mut self.state.pools[pool].shared {
            shared.claims.coming += size;
        }
    }

    /// Finds who must give way to a job, beside those that leave already. `false`: all of them together would not be
    /// enough.
    fn find_victims(
        &mut self,
        now: Time,
        pool: PoolId,
        plan: &SharedQueue,
        id: JobId,
        victims: &mut Vec<JobId>,
    ) -> bool {
        let asked = self.asked(id);
        let by = self.group_of(self.state.jobs[id].owner);
        let Some(shared) = &mut self.state.pools[pool].shared else { return false };
        let mut found = shared.claims.free_for(asked.class) + shared.claims.coming;
        let running = std::mem::take(&mut shared.running);
        // On servers it is tried: units of those that leave are given back for a while.
        self.lift_leaving(pool, &running, true);
        for &victim in running.iter().rev() {
            if found >= asked.size && self.would_fit(pool, asked.size) {
                break;
            }
            let Job { owner, size, leaves, since, .. } = self.state.jobs[victim];
            // At one instant nobody starts and gives way: what is decided is decided.
            let may = leaves.is_none()
                && since < now
                && plan.pre_emption.rule(by, self.group_of(owner)).is_some()
                && self.runs_beyond_reservation(pool, victim, victims);
            if may {
                found += size;
                victims.push(victim);
                self.lift(pool, victim, true);
            }
        }
        let enough = found >= asked.size && self.would_fit(pool, asked.size);
        // A job that was found before larger ones may not be needed any more.
        let mut at = 0;
        while enough && at < victims.len() {
            let (victim, size) = (victims[at], self.state.jobs[victims[at]].size);
            self.lift(pool, victim, false);
            if found - size >= asked.size && self.would_fit(pool, asked.size) {
                found -= size;
                victims.remove(at);
            } else {
                self.lift(pool, victim, true);
                at += 1;
            }
        }
        for &victim in victims.iter() {
            self.lift(pool, victim, false);
        }
        self.lift_leaving(pool, &running, false);
        if let Some(shared) = &mut self.state.pools[pool].shared {
            shared.running = running;
        }
        enough
    }

    /// Whether what is kept for its class is in use without a job, and without these.
    fn runs_beyond_reservation(&self, pool: PoolId, id: JobId, without: &[JobId]) -> bool {
        let asked = self.asked(id);
        let Some(shared) = &self.state.pools[pool].shared else { return false };
        let kept = shared.claims.kept.iter().find(|kept| kept.class == asked.class);
        let held = shared.held.get(asked.class.place()).copied().unwrap_or(0);
        let others = without.iter().map(|&other| self.asked(other));
        let gone: i64 =
            others.filter(|other| other.class == asked.class).map(|other| other.size).sum();
        kept.is_none_or(|kept| held - gone - asked.size >= kept.whole)
    }

    fn lift_leaving(&mut self, pool: PoolId, running: &[JobId], gives: bool) {
        let placed = self.state.pools[pool].machine.is_some();
        for &id in running {
            if placed && self.state.jobs[id].leaves.is_some() {
                self.lift(pool, id, gives);
            }
        }
    }

    /// The places of a running job are given back for a trial, or taken again.
    fn lift(&mut self, pool: PoolId, id: JobId, gives: bool) {
        let Some(machine) = &mut self.state.pools[pool].machine else { return };
        for &part in &self.state.job_parts[id] {
            if gives {
                machine.places.release(part);
            } else {
                machine.places.retake(part);
            }
        }
    }

    fn would_fit(&self, pool: PoolId, size: i64) -> bool {
        let machine = self.state.pools[pool].machine.as_ref();
        machine.is_none_or(|machine| machine.places.fits(size as u32, machine.rule))
    }

    /// A running job loses its units to another, and waits to run again.
    fn give_way(
        &mut self,
        now: Time,
        pool: PoolId,
        id: JobId,
        then: GaveWay,
        upcoming: &mut EventList<Event>,
    ) {
        let Job { owner, size, remaining, ends, .. } = self.state.jobs[id];
        let ran = remaining - (ends - now);
        let kept = match then {
            GaveWay::Requeue => Duration::ZERO,
            GaveWay::Resume => ran,
            GaveWay::Checkpoint => self.saved(owner, ran),
        };
        self.note_loss(now, id, ran - kept, Cause::PreEmption);
        self.stop_running(now, id, remaining - kept, upcoming);
        self.rejoin_queue(now, id, upcoming);
        let class = self.queue_class(owner);
        if let Some(shared) = &mut self.state.pools[pool].shared {
            let held = shared.held.get(class.place()).copied().unwrap_or(0);
            shared.claims.give(class, size, held);
        }
    }

    /// The time is over that a job had to give way.
    pub(in crate::model) fn grace_ends(
        &mut self,
        now: Time,
        id: JobId,
        upcoming: &mut EventList<Event>,
    ) {
        let Job { owner, leaves, .. } = self.state.jobs[id];
        if let Some(then) = leaves {
            self.give_way(now, self.state.pool_of(owner), id, then, upcoming);
        }
    }
}
