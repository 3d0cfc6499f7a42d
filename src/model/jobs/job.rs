//! Jobs of a project that owns its units (dedicated): they queue first-come on those units alone.
//!
//! What a job asks is drawn from its own address (award, ordinal), in allocation time: a frozen
//! clock or a later start shifts jobs without redrawing them. Only jobs make `busy` differ from
//! `allocated`.

mod pause;
mod run;

use crate::engine::{Distribution, EventList, Handle, Process};
use crate::model::awards::hours::balance::Stage;
use crate::model::capacity::nodes;
use crate::model::ids::{AwardId, JobId, ProgrammeId, QueueClassId, StartId, WorkloadId};
use crate::model::inputs::{AtLimit, GaveWay, JobRate, JobSize, Rhythm, Rush};
use crate::model::jobs::job_owner::Owner;
use crate::model::people::applicants::Application;
use crate::model::{DataCentre, Event};
use crate::quantity::UnitSeconds;
use crate::scheduler::{Request, Ticket};
use crate::time::{Duration, Time};

pub(in crate::model) const NOBODY: JobId = JobId::NONE;

/// A job that runs or waits.
#[derive(Clone, Copy, Debug)]
pub(in crate::model) struct Job {
    pub(in crate::model) owner: Owner,
    /// User of the job, as the queue knows it.
    pub(in crate::model) user: u32,
    pub(in crate::model) size: i64,
    /// Run time left, when it last started or will start.
    pub(in crate::model) remaining: Duration,
    /// Run time that the job's owner states.
    pub(in crate::model) requested: Duration,
    pub(in crate::model) ends: Time,
    pub(in crate::model) timer: Handle,
    pub(in crate::model) next: JobId,
    pub(in crate::model) previous: JobId,
    /// When the job was submitted, until it starts for the first time.
    pub(in crate::model) submitted: Time,
    /// Speed of the job, as a part of [`AtLimit::FULL_SPEED`], and how much longer its rest took since it started.
    pub(in crate::model) speed: i64,
    pub(in crate::model) stretched: Duration,
    /// Ticket of the job in a shared queue.
    pub(in crate::model) ticket: Option<Ticket>,
    /// When the job last started.
    pub(in crate::model) since: Time,
    /// What becomes of a job that was told to give way to another, and when it has to.
    pub(in crate::model) leaves: Option<GaveWay>,
    pub(in crate::model) grace: Handle,
    /// Whether the job has its units before all others in the pass to come.
    pub(in crate::model) goes_first: bool,
    /// Row of the job in the record; [`StartId::NONE`] if no row is kept.
    pub(in crate::model) row: StartId,
}

/// The jobs of one allocation, apart from it: a run that plays none does not read them.
#[derive(Clone, Copy, Debug)]
pub(in crate::model) struct JobQueue {
    /// Index of the workload; `None`: it runs nothing.
    workload: Option<WorkloadId>,
    draws: Process,
    /// Mean time between jobs, in seconds.
    mean_gap: f64,
    /// How many times as often as that the next time was proposed, in a rush.
    proposed_times: f64,
    submitted: u32,
    /// Times at which a job might have come: all of them, unless the rate varies.
    proposed: u32,
    arrival: Handle,
    next_arrival: Time,
    /// Time to the next job, while suspended.
    to_next: Duration,
    free: i64,
    /// Waiting jobs, first-come, a list through `Job::next`; in a shared queue newest first, through
    /// `Job::previous` too.
    pub(in crate::model) head: JobId,
    pub(in crate::model) tail: JobId,
    /// Running jobs, a list through `Job::next` and `Job::previous`.
    pub(in crate::model) running: JobId,
    /// Σ size × time of what has run and is not running now.
    done: i64,
    /// Units that the job counts to its pool's fragmented units.
    fragmented: i64,
}

impl Job {
    /// A job that is submitted now, by whom; what it asks for is to be filled in.
    pub(in crate::model) fn submitted(now: Time, owner: Owner, user: u32) -> Self {
        Self {
            owner,
            user,
            size: 1,
            remaining: Duration::ZERO,
            requested: Duration::ZERO,
            ends: Time::NEVER,
            timer: Handle::NONE,
            next: NOBODY,
            previous: NOBODY,
            submitted: now,
            speed: AtLimit::FULL_SPEED,
            stretched: Duration::ZERO,
            ticket: None,
            since: Time::NEVER,
            leaves: None,
            grace: Handle::NONE,
            goes_first: false,
            row: StartId::NONE,
        }
    }
}

impl Job {
    /// The job as a scheduler sees it, in a class.
    pub(in crate::model) fn request(&self, class: QueueClassId, id: JobId) -> Request {
        let (size, estimate) = (self.size as u32, self.requested.0);
        Request { size, estimate, user: self.user, class: class.number(), tag: id.number() }
    }
}

impl JobQueue {
    /// The jobs of an owner without units whose jobs to come are not drawn: a reader of a log, say.
    pub(in crate::model) fn of_nobody() -> Self {
        Self {
            workload: None,
            draws: Process::new(0, ""),
            mean_gap: f64::INFINITY,
            proposed_times: 1.0,
            submitted: 0,
            proposed: 0,
            arrival: Handle::NONE,
            next_arrival: Time::NEVER,
            to_next: Duration::ZERO,
            free: 0,
            head: NOBODY,
            tail: NOBODY,
            running: NOBODY,
            done: 0,
            fragmented: 0,
        }
    }

    /// The project holds `units` more, or fewer if negative; none of these runs a job.
    pub(in crate::model) fn change_free(&mut self, units: i64) {
        self.free += units;
    }

    /// Jobs submitted so far.
    pub(in crate::model) fn submitted(&self) -> u32 {
        self.submitted
    }
}

impl DataCentre<'_> {
    /// The jobs to come of an award, by its address.
    pub(in crate::model) fn new_job_queue(
        &self,
        programme: ProgrammeId,
        application: &Application,
        units: i64,
    ) -> JobQueue {
        let applicant = &self.state.applicants[application.applicant];
        let state = &self.state.programmes[programme];
        if state.workload.is_none() {
            return JobQueue { free: units, ..JobQueue::of_nobody() };
        }
        let rate = |workload| match &self.inputs.workloads[workload].rate {
            JobRate::PerAllocation(rate) => *rate,
            JobRate::PerUnit(rate) => rate * units as f64,
            // Known once its balance opens.
            JobRate::OfAward(_) => 0.0,
        };
        let of = |workload| 1.0 / rate(workload) / self.load(workload);
        let mean_gap = state.workload.map_or(f64::INFINITY, of);
        let rhythm = state.workload.and_then(|at| self.inputs.workloads[at].rhythm.as_ref());
        // At the highest rate, and thinned to the rate of the hour.
        let mean_gap = mean_gap / rhythm.map_or(1.0, Rhythm::highest);
        JobQueue {
            workload: state.workload,
            draws: self.state.programmes[applicant.home].jobs.child([
                self.draws.replication.number,
                applicant.cohort_word(),
                applicant.ordinal,
                application.ordinal,
            ]),
            mean_gap,
            free: units,
            ..JobQueue::of_nobody()
        }
    }

    /// The jobs of an award in hours come as often as its project says: `given` of it is usable over a time to come.
    pub(in crate::model) fn set_pace(
        &mut self,
        number: AwardId,
        given: UnitSeconds,
        length: Duration,
    ) {
        let programme = self.state.allocations[number].programme;
        let work = self.state.programmes[programme].mean_work;
        let load = self.state.job_queues[number].workload.map_or(1.0, |at| self.load(at));
        let queue = &mut self.state.job_queues[number];
        let Some(workload) = queue.workload.map(|at| &self.inputs.workloads[at]) else { return };
        let JobRate::OfAward(multiple) = &workload.rate else { return };
        let use_of_award = multiple.quantile(queue.draws.uniform([0, 6, 0, 0])).max(0.0);
        let highest = workload.rhythm.as_ref().map_or(1.0, Rhythm::highest);
        queue.mean_gap = work * length.0 as f64 / (use_of_award * given.0 as f64) / highest / load;
    }

    /// How much of its stated rate a workload submits in this replication.
    fn load(&self, workload: WorkloadId) -> f64 {
        self.inputs.workloads[workload].load.value(&self.draws.factors).max(0.0)
    }

    /// An award is served on another number of units than it asked for.
    pub(in crate::model) fn resize_jobs(&mut self, number: AwardId) {
        let load = self.state.job_queues[number].workload.map(|at| self.load(at));
        let units = self.state.allocations[number].units;
        let queue = &mut self.state.job_queues[number];
        queue.free = units;
        if let Some(workload) = queue.workload.map(|at| &self.inputs.workloads[at])
            && let JobRate::PerUnit(rate) = workload.rate
        {
            let highest = workload.rhythm.as_ref().map_or(1.0, Rhythm::highest);
            let load = load.unwrap_or(1.0);
            queue.mean_gap = 1.0 / (rate * units as f64) / load / highest;
        }
    }

    /// The allocation starts: its first job is on its way.
    pub(in crate::model) fn first_job(
        &mut self,
        now: Time,
        number: AwardId,
        upcoming: &mut EventList<Event>,
    ) {
        let queue = &mut self.state.job_queues[number];
        if queue.workload.is_some() {
            let uniform = queue.draws.uniform([0, 0, 0, 0]);
            self.propose_job(now, number, uniform, upcoming);
        }
    }

    /// A project submits a job; it starts at once if the project's own units allow.
    pub(in crate::model) fn job_arrives(
        &mut self,
        now: Time,
        number: AwardId,
        upcoming: &mut EventList<Event>,
    ) {
        let Some(workload) = self.state.job_queues[number].workload else { return };
        let workload = &self.inputs.workloads[workload];
        let rhythm = workload.rhythm.as_ref().map(|rhythm| self.rate_now(now, number, rhythm));
        let rush = workload.rush.as_ref().map(|rush| self.rush_now(now, number, rush));
        let multiple = match (rhythm, rush) {
            (Some(rhythm), Some(rush)) => Some(rhythm * rush),
            (one, other) => one.or(other),
        };
        let allocation = &self.state.allocations[number];
        let (pool, programme, units) = (allocation.pool, allocation.programme, allocation.units);
        let queue = &mut self.state.job_queues[number];
        let ordinal = queue.proposed;
        queue.proposed += 1;
        let uniform = queue.draws.uniform([ordinal + 1, 0, 0, 0]);
        self.propose_job(now, number, uniform, upcoming);
        let stage = self.stage(number);
        let queue = &mut self.state.job_queues[number];
        if stage == Stage::Closed
            || multiple.is_some_and(|part| queue.draws.uniform([ordinal, 3, 0, 0]) >= part)
        {
            return;
        }
        let (size, run_time) = queue.draws.pair([ordinal, 1, 0, 0]);
        let work = Duration::from_drawn(workload.run_time.quantile(run_time).max(1.0));
        let run = workload.checkpoint.map_or(work, |saves| saves.run_time(work));
        let requested = match &workload.requested {
            Distribution::Constant(times) => *times,
            times => times.quantile(queue.draws.uniform([ordinal, 2, 0, 0])),
        };
        let class = QueueClassId::of(programme);
        let queue_plan = self.inputs.pools[pool].shared.as_ref();
        let limit = queue_plan.and_then(|queue| queue.largest_job(class));
        let hours = self.inputs.programmes[programme].hours.as_ref();
        let units = hours.map_or(units, |hours| hours.largest_job);
        let units = limit.map_or(units, |limit| units.min(limit.into()));
        let whole = run;
        let run = match workload.early {
            0.0 => whole,
            chance => {
                let (ends_early, part) = queue.draws.pair([ordinal, 4, 0, 0]);
                let cut = Duration::from_drawn((whole.0 as f64 * part).max(1.0));
                if ends_early < chance { cut } else { whole }
            }
        };
        let requested = Duration::from_drawn(whole.0 as f64 * requested).max(whole);
        if queue_plan.is_some_and(|queue| queue.refuses(class, requested)) {
            return;
        }
        queue.submitted += 1;
        let job = Job {
            size: job_size(&workload.size, size, units),
            remaining: run,
            requested,
            ..Job::submitted(
                now,
                Owner::Award(number),
                self.inputs.users_of_logs() + number.number(),
            )
        };
        let first = queue.head == NOBODY;
        let id = self.enter_job(job);
        if self.is_shared(pool) {
            self.join_queue(now, id, upcoming);
            return;
        }
        if first && self.finds_room(now, id) {
            self.run_job(now, id, upcoming);
        } else {
            let queue = &mut self.state.job_queues[number];
            match queue.tail {
                NOBODY => queue.head = id,
                tail => self.state.jobs[tail].next = id,
            }
            queue.tail = id;
        }
        self.count_fragmented(now, number);
    }

    /// The next time at which a job might come: the gaps of a Poisson stream that is `Rush::MOST` times as dense from the
    /// beginning of a rush on.
    fn propose_job(
        &mut self,
        now: Time,
        number: AwardId,
        uniform: f64,
        upcoming: &mut EventList<Event>,
    ) {
        let award = &self.state.allocations[number];
        let queue = &self.state.job_queues[number];
        let gap = gap(queue, uniform);
        let rush = queue.workload.and_then(|at| self.inputs.workloads[at].rush);
        let (gap, times) = match rush {
            None => (gap, 1.0),
            Some(rush) => {
                let begins = Duration((rush.from * award.granted.0 as f64) as i64);
                let calm = (begins - award.held(now)).max(Duration::ZERO);
                let beyond = (gap - calm).0 as f64;
                match gap <= calm {
                    true => (gap, 1.0),
                    false => (calm + Duration::from_drawn(beyond / Rush::MOST), Rush::MOST),
                }
            }
        };
        let queue = &mut self.state.job_queues[number];
        queue.proposed_times = times;
        queue.next_arrival = now + gap;
        queue.arrival = upcoming.schedule(queue.next_arrival, Event::JobArrives(number));
    }

    /// What a rush makes of the rate now, as a part of the rate at which this time was proposed.
    fn rush_now(&self, now: Time, number: AwardId, rush: &Rush) -> f64 {
        let award = &self.state.allocations[number];
        let Some(balance) = award.balance.map(|id| &self.state.balances[id]) else { return 1.0 };
        let over = award.held(now).0 as f64 / award.granted.0.max(1) as f64;
        let left = balance.standing(now).left.0 as f64 / balance.given().0.max(1) as f64;
        rush.times(left, 1.0 - over) / self.state.job_queues[number].proposed_times
    }

    /// Gives a job a number.
    pub(in crate::model) fn enter_job(&mut self, job: Job) -> JobId {
        if let Some(id) = self.state.free_jobs.pop() {
            self.state.jobs[id] = job;
            return id;
        }
        let id = self.state.jobs.push(job);
        let jobs = self.state.jobs.len();
        self.state.job_parts.resize_with(jobs.max(self.state.job_parts.len()), Vec::new);
        id
    }

    /// The rate of jobs now, as a part of the highest.
    fn rate_now(&self, now: Time, number: AwardId, rhythm: &Rhythm) -> f64 {
        let allocation = &self.state.allocations[number];
        let part = allocation.held(now).0 as f64 / allocation.length.0.max(1) as f64;
        let calendar = &self.inputs.calendar;
        let day = calendar.day_of(now);
        let hour = (now - calendar.midnight(day)).0 / 3_600;
        let first = calendar.date(0).weekday().to_monday_zero_offset();
        let weekday = (usize::from(first.unsigned_abs()) + day) % 7;
        rhythm.at(hour as usize, weekday, part) / rhythm.highest()
    }

    /// A job has run its time; the next ones start while they fit.
    pub(in crate::model) fn job_ends(
        &mut self,
        now: Time,
        id: JobId,
        upcoming: &mut EventList<Event>,
    ) {
        let Job { owner, remaining: whole, row, .. } = self.state.jobs[id];
        if row != StartId::NONE {
            self.state.record.starts[row.place()].ends = Some(now);
        }
        self.leave_running(now, id, whole, upcoming);
        self.complete_in_queue(now, id, upcoming);
        self.state.free_jobs.push(id);
        if let Owner::Award(number) = owner
            && !self.is_shared(self.state.pool_of(owner))
        {
            self.start_waiting_jobs(now, number, upcoming);
        }
    }

    /// Starts the jobs that wait, first-come, while they fit on what their project holds.
    pub(in crate::model) fn start_waiting_jobs(
        &mut self,
        now: Time,
        number: AwardId,
        upcoming: &mut EventList<Event>,
    ) {
        loop {
            let first = self.state.job_queues[number].head;
            if first == NOBODY || !self.finds_room(now, first) {
                break;
            }
            let queue = &mut self.state.job_queues[number];
            queue.head = self.state.jobs[first].next;
            if queue.head == NOBODY {
                queue.tail = NOBODY;
            }
            self.run_job(now, first, upcoming);
        }
        self.count_fragmented(now, number);
    }

    /// Whether a job fits on what its project holds and may start; if so its place is taken.
    fn finds_room(&mut self, now: Time, id: JobId) -> bool {
        let Job { owner, size, requested, .. } = self.state.jobs[id];
        // Jobs of a log share a queue and own nothing.
        let Owner::Award(number) = owner else { return false };
        if size > self.state.job_queues[number].free {
            return false;
        }
        let pool = self.state.allocations[number].pool;
        let plan = self.inputs.pools[pool].machine.as_ref();
        let (Some(plan), Some(machine)) = (plan, &self.state.pools[pool].machine) else {
            return true;
        };
        if nodes::drains(plan, machine, now, requested) {
            return false;
        }
        let holding = &mut self.state.holdings[number];
        let parts = &mut self.state.job_parts[id];
        nodes::place_within(holding, size as u32, machine.places.gang(), machine.rule, parts)
    }

    /// Puts a job in front of those of its project that wait.
    fn push_front(&mut self, id: JobId) {
        let owner = self.state.jobs[id].owner;
        let queue = self.state.jobs_of(owner);
        let second = std::mem::replace(&mut queue.head, id);
        if queue.tail == NOBODY {
            queue.tail = id;
        }
        self.state.jobs[id].next = second;
    }

    /// Units of a project that run nothing although a job of it waits are fragmented.
    fn count_fragmented(&mut self, now: Time, number: AwardId) {
        let queue = &mut self.state.job_queues[number];
        let fragmented = if queue.head == NOBODY { 0 } else { queue.free };
        let change = fragmented - queue.fragmented;
        if change != 0 {
            queue.fragmented = fragmented;
            let pool = self.state.allocations[number].pool;
            self.state.pools[pool].fragmented.add(now, change);
        }
    }
}

/// The time to the next job of a Poisson stream, by inversion.
fn gap(queue: &JobQueue, uniform: f64) -> Duration {
    Duration::from_drawn(-libm::log(uniform) * queue.mean_gap)
}

fn job_size(size: &JobSize, uniform: f64, units: i64) -> i64 {
    let drawn = |d: &Distribution, scale: f64| (d.quantile(uniform) * scale + 0.5) as i64;
    match size {
        JobSize::ShareOfAllocation(share) => drawn(share, units as f64),
        JobSize::Units(count) => drawn(count, 1.0),
    }
    .clamp(1, units)
}
