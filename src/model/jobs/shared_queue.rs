//! The shared queue of a pool: the jobs of all its projects wait together for all its units.
//!
//! A batch scheduler ([`crate::scheduler::Queue`]) decides who starts; every unit in service may run
//! any project's job. An award is then a right to submit jobs, of at most its own size each. What is
//! promised to awards counts as allocated, up to what is in service: the projects hold it together. The
//! users of a log ([`crate::model::jobs::log_workload`]) submit to the same queue without an award, at any time.
//! Passes over the queue, and what they count, stand here; who enters and leaves it stands in `membership.rs`.

mod membership;

use crate::engine::EventList;
use crate::model::awards::allocation::Allocation;
use crate::model::capacity::nodes;
use crate::model::ids::{AwardId, JobId, PoolId, QueueClassId, Table};
use crate::model::inputs::SharedQueue;
use crate::model::jobs::claims::{Asked, Claims};
use crate::model::jobs::job::NOBODY;
use crate::model::jobs::job_owner::Owner;
use crate::model::{DataCentre, Event};
use crate::scheduler::{Limit, Limits, Queue, Start};
use crate::time::{Duration, Time};

/// The queue of a pool in the middle of a run.
#[derive(Clone, Debug)]
pub(in crate::model) struct Shared {
    pub(super) queue: Queue,
    /// Who started in the last pass; kept for its memory.
    starts: Vec<Start>,
    /// A pass is scheduled for this instant.
    due: bool,
    /// Jobs waited after the last pass.
    waits: bool,
    /// Projects whose hours are used and whose jobs start when nobody else waits, in the order in which they were.
    pub(super) aside: Vec<AwardId>,
    /// Jobs of theirs that were let in for one pass; kept for its memory.
    pub(super) admitted: Vec<JobId>,
    /// Where some go before others: jobs that wait and may, in the order in which they came; jobs that run, in the order
    /// of their starts; units that the jobs of each class hold; the longest request so far.
    pub(super) privileged: Vec<JobId>,
    pub(super) running: Vec<JobId>,
    pub(super) held: Vec<i64>,
    pub(super) longest: Duration,
    /// What is kept for whom in the pass at hand, and who goes first in it.
    pub(super) claims: Claims,
    pub(super) first: Vec<JobId>,
    /// Jobs that must give way to another job; kept for its memory.
    pub(super) victims: Vec<JobId>,
    /// Free units that waited for somebody after the last pass.
    kept: i64,
}

impl Shared {
    pub(in crate::model) fn new(plan: &SharedQueue) -> Self {
        let (each_user, classes) = (plan.limit, plan.class_limits.clone());
        let capped = plan.partitions.iter().filter_map(|partition| {
            let units = Some(partition.units?);
            Some((partition.classes.clone(), Limit { units, jobs: None }))
        });
        let partitions = capped.collect();
        let limits = Limits { each_user, classes, partitions, ..Limits::default() };
        Self {
            queue: Queue::within(&limits, 0, &plan.policy),
            starts: Vec::new(),
            due: false,
            waits: false,
            aside: Vec::new(),
            admitted: Vec::new(),
            privileged: Vec::new(),
            running: Vec::new(),
            held: Vec::new(),
            longest: Duration::ZERO,
            claims: Claims::default(),
            first: Vec::new(),
            victims: Vec::new(),
            kept: 0,
        }
    }
}

impl Shared {
    /// Whether a pass follows at this instant.
    pub(in crate::model) fn is_due(&self) -> bool {
        self.due
    }
}

/// The class of an owner as the queue knows it: its programme; the users of a log are a class of their own.
fn queue_class(
    owner: Owner,
    allocations: &Table<AwardId, Allocation>,
    programmes: usize,
) -> QueueClassId {
    match owner {
        Owner::Award(number) => QueueClassId::of(allocations[number].programme),
        Owner::Log(log) => QueueClassId::at(programmes + log.place()),
    }
}

impl DataCentre<'_> {
    pub(in crate::model) fn is_shared(&self, pool: PoolId) -> bool {
        self.state.pools[pool].shared.is_some()
    }

    /// One pass over the queue follows, once everybody who ends or comes at this instant has.
    pub(in crate::model) fn ask_for_pass(
        &mut self,
        now: Time,
        pool: PoolId,
        upcoming: &mut EventList<Event>,
    ) {
        if let Some(shared) = &mut self.state.pools[pool].shared
            && !shared.due
        {
            shared.due = true;
            upcoming.schedule(now, Event::QueuePasses { pool });
        }
    }

    /// Starts what the scheduler starts, where there is a place for it.
    pub(in crate::model) fn queue_passes(
        &mut self,
        now: Time,
        pool: PoolId,
        upcoming: &mut EventList<Event>,
    ) {
        let nobody_waits = self.pass(now, pool, upcoming) == Some(0);
        if nobody_waits && self.admit_aside(now, pool) {
            self.pass(now, pool, upcoming);
        }
        self.count_shared(now, pool);
    }

    /// One pass over the queue; gives how many jobs wait then.
    fn pass(&mut self, now: Time, pool: PoolId, upcoming: &mut EventList<Event>) -> Option<usize> {
        // A job that gives way asks for a pass, and this is that pass.
        self.state.pools[pool].shared.as_mut()?.due = true;
        self.give_precedence(now, pool, upcoming);
        let claimed = self.has_precedence(pool);
        let mut power = self.power_room(now, pool);
        let plan = self.inputs.pools[pool].machine.as_ref();
        let programmes = self.inputs.programmes.len();
        let state = &mut self.state.pools[pool];
        let (shared, machine) = (state.shared.as_mut()?, &mut state.machine);
        let (jobs, job_parts) = (&self.state.jobs, &mut self.state.job_parts);
        let allocations = &self.state.allocations;
        shared.due = false;
        let mut starts = std::mem::take(&mut shared.starts);
        starts.clear();
        let claims = &mut shared.claims;
        let place = |start: &Start| {
            let job = &jobs[JobId::of_tag(start.tag)];
            if job.goes_first {
                let starts = power.allows(job.size);
                if starts {
                    power.take(job.size);
                }
                return starts;
            }
            let class = || queue_class(job.owner, allocations, programmes);
            let asked = claimed.then(|| Asked::of(job, class()));
            if asked.as_ref().is_some_and(|asked| !claims.allows(asked)) {
                return false;
            }
            if !power.allows(job.size) {
                return false;
            }
            let placed = match (plan, machine.as_mut()) {
                (Some(plan), Some(machine)) => {
                    let parts = &mut job_parts[JobId::of_tag(start.tag)];
                    !nodes::drains(plan, machine, now, job.requested)
                        && machine.places.place(job.size as u32, machine.rule, parts)
                }
                _ => true,
            };
            if placed {
                power.take(job.size);
            }
            if let Some(asked) = asked.filter(|_| placed) {
                claims.take(&asked);
            }
            placed
        };
        shared.queue.pass_where(now.0, place, &mut starts);
        for start in &starts {
            let id = JobId::of_tag(start.tag);
            self.leave_waiting(id);
            self.forget_waiting(pool, id);
            self.state.jobs[id].goes_first = false;
            self.run_job(now, id, upcoming);
        }
        self.dismiss_admitted(pool, &starts);
        self.end_precedence(pool);
        self.note_power(now, pool, power);
        let shared = self.state.pools[pool].shared.as_mut()?;
        shared.starts = starts;
        shared.kept = shared.claims.waiting_units();
        let waiting = shared.queue.waiting();
        shared.waits = waiting > 0;
        Some(waiting)
    }

    /// The class of an owner as the queue knows it.
    pub(super) fn queue_class(&self, owner: Owner) -> QueueClassId {
        queue_class(owner, &self.state.allocations, self.inputs.programmes.len())
    }

    /// Units in service of a shared pool have changed: the queue knows, and jobs without a unit are
    /// interrupted, those of the newest awards first and those of logs last.
    pub(in crate::model) fn serve_queue(
        &mut self,
        now: Time,
        pool: PoolId,
        upcoming: &mut EventList<Event>,
    ) {
        if !self.is_shared(pool) {
            return;
        }
        let in_service = self.state.pools[pool].in_service.value();
        for award in (0..self.state.pools[pool].running.len()).rev() {
            let number = self.state.pools[pool].running[award];
            self.interrupt_beyond(now, Owner::Award(number), in_service, upcoming);
        }
        for log in self.state.logs.ids().rev() {
            if self.state.pool_of(Owner::Log(log)) == pool {
                self.interrupt_beyond(now, Owner::Log(log), in_service, upcoming);
            }
        }
        if let Some(shared) = &mut self.state.pools[pool].shared {
            shared.queue.set_units(in_service as u32);
        }
        self.count_shared(now, pool);
        self.ask_for_pass(now, pool, upcoming);
        self.power_comes_free(now, Some(pool), upcoming);
    }

    /// The queue of a pool is looked at as if units had become free.
    pub(in crate::model) fn look_again(
        &mut self,
        now: Time,
        pool: PoolId,
        upcoming: &mut EventList<Event>,
    ) {
        let in_service = self.state.pools[pool].in_service.value();
        if let Some(shared) = &mut self.state.pools[pool].shared {
            shared.queue.set_units(in_service as u32);
        }
        self.ask_for_pass(now, pool, upcoming);
    }

    /// Interrupts the newest jobs of an owner until no more units of the pool are busy than there are.
    fn interrupt_beyond(
        &mut self,
        now: Time,
        owner: Owner,
        in_service: i64,
        upcoming: &mut EventList<Event>,
    ) {
        let pool = self.state.pool_of(owner);
        while self.state.pools[pool].busy.value() > in_service {
            let newest = self.state.jobs_of(owner).running;
            if newest == NOBODY {
                break;
            }
            self.interrupt_job(now, newest, upcoming);
        }
    }

    /// What is promised to awards is allocated, up to what is in service; what runs their jobs is, even if
    /// it is more. Where the users of a log submit, who need no award, all that is in service is; so it is where an
    /// award in hours runs, whose jobs may run on all of it. What of it runs nothing while jobs wait, and is kept for
    /// nobody, is fragmented.
    pub(in crate::model) fn count_shared(&mut self, now: Time, pool: PoolId) {
        let has_log = self.has_log(pool);
        let state = &mut self.state.pools[pool];
        let (in_service, busy) = (state.in_service.value(), state.busy.value());
        let open_to_all = has_log || state.hours_awards > 0;
        let promised = if open_to_all { in_service } else { state.awarded.value() };
        let change = promised.max(busy).min(in_service) - state.allocated.value();
        if change != 0 {
            state.change_allocated(now, change);
        }
        let waits = state.shared.as_ref().is_some_and(|shared| shared.waits);
        let kept = state.shared.as_ref().map_or(0, |shared| shared.kept);
        let idle = state.allocated.value() - busy - kept;
        state.fragmented.set(now, if waits { idle.max(0) } else { 0 });
    }
}
