//! Jobs of a log: what comes in a week of the calendar came in some whole week of the log.
//!
//! For every calendar week (Monday 00:00, local time) one of the log's weeks is drawn with replacement; its
//! jobs keep their time in the week, size, run time, requested time and user. That is the bootstrap of
//! blocks that do not overlap (Carlstein, Annals of Statistics 14, 1986; Künsch, Annals of Statistics 17,
//! 1989, for those that do) with a block that keeps the daily and the weekly cycle, as Zakay and Feitelson
//! resample workloads ("Workload resampling for performance evaluation of parallel job schedulers", 2014).
//! A draw has its own address (log, replication, week of the calendar), so every alternative meets the same
//! weeks.

use crate::engine::{EventList, Process};
use crate::model::ids::{LogId, PoolId, QueueClassId};
use crate::model::jobs::job::{Job, JobQueue};
use crate::model::jobs::job_owner::Owner;
use crate::model::{DataCentre, Event};
use crate::time::{Calendar, Date, Duration, Time};

/// The Monday from which weeks are numbered in addresses.
const FIRST_MONDAY: Date = Date::constant(1970, 1, 5);

/// The users of a log in the middle of a run.
#[derive(Clone, Debug)]
pub(in crate::model) struct Submitter {
    pub(in crate::model) pool: PoolId,
    /// Jobs of the log that wait and that run.
    pub(in crate::model) jobs: JobQueue,
    draws: Process,
    layers: Vec<Layer>,
}

/// A stream of weeks.
#[derive(Clone, Copy, Debug)]
struct Layer {
    /// Day of the run on which the current week begins; below zero before its first day.
    monday: i64,
    /// When the stream begins and ends.
    begins: Time,
    ends: Time,
    /// The address of its draws.
    address: u32,
    /// Which week of the log it is.
    week: usize,
    /// The job of the stream that comes next.
    next: usize,
}

impl Layer {
    /// The week of the calendar that begins on a day.
    fn new(calendar: &Calendar, monday: i64, drawn: impl FnOnce(u32) -> usize) -> Self {
        let weeks = (monday - calendar.day_of_date(FIRST_MONDAY)).div_euclid(7);
        let address = weeks as u32;
        let midnight = |day: i64| calendar.start_of(calendar.date(day));
        let (begins, ends) = (midnight(monday), midnight(monday + 7));
        Self { monday, begins, ends, address, week: drawn(address), next: 0 }
    }
}

/// Which of the `weeks` of a log is drawn for an address.
fn drawn(draws: &Process, replication: u32, layer: usize, weeks: usize) -> impl Fn(u32) -> usize {
    let draws = *draws;
    move |address| {
        let uniform = draws.uniform([replication, address, layer as u32, 0]);
        ((uniform * weeks as f64) as usize).min(weeks - 1)
    }
}

impl DataCentre<'_> {
    /// The users of every log, before the first day.
    pub(in crate::model) fn reset_logs(&mut self) {
        let calendar = &self.inputs.calendar;
        let weekday = calendar.date(0).weekday().to_monday_zero_offset();
        let (seed, replication) = (self.draws.replication.seed, self.draws.replication.number);
        let submitters = self.inputs.logs.iter().map(|log| {
            let draws = Process::new(seed, &format!("log/{}", log.name));
            let layer = |layer: u16| {
                let week = drawn(&draws, replication, layer.into(), log.weeks.count());
                Layer::new(calendar, -i64::from(weekday), week)
            };
            let layers = (0..log.layers()).map(layer).collect();
            Submitter { pool: log.pool, jobs: JobQueue::of_nobody(), draws, layers }
        });
        self.state.logs.clear();
        self.state.logs.extend(submitters);
    }

    /// The first job of every log is on its way.
    pub(in crate::model) fn schedule_logs(&mut self, upcoming: &mut EventList<Event>) {
        if !self.inputs.plays_jobs {
            return;
        }
        for log in self.state.logs.ids() {
            for layer in 0..self.state.logs[log].layers.len() {
                self.schedule_logged(log, layer, upcoming);
            }
        }
    }

    /// A user of a log submits a job; the next one of its layer is on its way.
    pub(in crate::model) fn log_submits(
        &mut self,
        now: Time,
        log: LogId,
        layer: usize,
        upcoming: &mut EventList<Event>,
    ) {
        let plan = &self.inputs.logs[log];
        let Layer { week, next, .. } = self.state.logs[log].layers[layer];
        let logged = plan.weeks.week(week)[next - 1];
        let job = Job {
            size: logged.size.into(),
            remaining: Duration(logged.run),
            requested: Duration(logged.requested),
            ..Job::submitted(now, Owner::Log(log), plan.users_before + logged.user)
        };
        let class = QueueClassId::at(self.inputs.programmes.len() + log.place());
        let queue = self.inputs.pools[plan.pool].shared.as_ref();
        if !queue.is_some_and(|queue| queue.refuses(class, job.requested)) {
            let id = self.enter_job(job);
            self.join_queue(now, id, upcoming);
        }
        self.schedule_logged(log, layer, upcoming);
    }

    /// Finds the next job of a layer: in the current week, or in the weeks that follow.
    fn schedule_logged(&mut self, log: LogId, layer: usize, upcoming: &mut EventList<Event>) {
        let (plan, calendar) = (&self.inputs.logs[log], &self.inputs.calendar);
        let (share, replication) = (plan.share(layer), self.draws.replication.number);
        let Submitter { draws, layers, .. } = &mut self.state.logs[log];
        let state = &mut layers[layer];
        loop {
            let Some(job) = plan.weeks.week(state.week).get(state.next) else {
                if state.ends >= calendar.end() {
                    return;
                }
                let week = drawn(draws, replication, layer, plan.weeks.count());
                *state = Layer::new(calendar, state.monday + 7, week);
                continue;
            };
            state.next += 1;
            // A week with a change of clock may be an hour shorter than the one in the log.
            let last = state.ends - Duration(1);
            let time = (state.begins + Duration(job.offset.into())).min(last);
            if time >= calendar.end() {
                return;
            }
            let address = [replication, state.address, layer as u32, state.next as u32];
            if time >= Time::START && (share >= 1.0 || draws.uniform(address) < share) {
                let layer = layer as u16;
                upcoming.schedule(time, Event::LogSubmits { log, layer });
                return;
            }
        }
    }

    /// Whether the users of a log submit to a pool.
    pub(in crate::model) fn has_log(&self, pool: PoolId) -> bool {
        self.inputs.logs.iter().any(|log| log.pool == pool)
    }
}
