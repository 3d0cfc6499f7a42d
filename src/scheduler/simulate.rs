//! A whole list of jobs through one queue.

use super::end_events::Completions;
use super::limits::Limits;
use super::node_placement::{Anywhere, OnNodes, Seats, Servers};
use super::policy::Policy;
use super::queue::{Queue, Request};

/// When a job that never starts starts.
pub const NEVER: i64 = i64::MAX;

/// Arrivals and starts between two words about how far it has come.
const TOLD: u64 = 256;

/// A job of a log. Times are in ticks, whatever a tick is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Job {
    /// When it joins the queue.
    pub submit: i64,
    /// Units that it holds, all at once.
    pub size: u32,
    /// How long it would run.
    pub run: i64,
    /// How long its user asked for.
    pub requested: Option<i64>,
    /// The user or project of the job.
    pub user: u32,
    /// The class of its user.
    pub class: u32,
}

/// What is made of a run time and a requested time that differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Overrun {
    /// A job is ended when its requested time is over.
    Trunc,
    /// A job runs to its end, and the scheduler knew: the request counts as at least the run time.
    Extend,
    /// The scheduler knows each run time, whatever was requested.
    Perfect,
}

impl Overrun {
    /// How long a job runs, and how long the scheduler expects it to. Without a request it knows.
    pub fn reading(self, job: &Job) -> (i64, i64) {
        match (self, job.requested) {
            (Overrun::Perfect, _) | (_, None) => (job.run, job.run),
            (Overrun::Trunc, Some(requested)) => (job.run.min(requested), requested),
            (Overrun::Extend, Some(requested)) => (job.run, requested.max(job.run)),
        }
    }
}

/// When each job ran, in the order of the jobs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Schedule {
    /// First tick of each; [`NEVER`] for one larger than the machine, which stands in nobody's way.
    pub starts: Vec<i64>,
    /// First tick at which its units are free again.
    pub ends: Vec<i64>,
    /// How many started before one that stood before them.
    pub backfilled: u64,
}

/// Plays jobs through a machine of `units` units.
///
/// # Panics
/// If the jobs are not in order of submission.
pub fn play(units: u32, policy: &Policy, overrun: Overrun, jobs: &[Job]) -> Schedule {
    play_within(&Limits::default(), units, policy, overrun, jobs)
}

/// Plays jobs as [`play`] does, with limits on what users and classes may hold at once. A job larger than its own limit never
/// starts.
///
/// # Panics
/// If the jobs are not in order of submission.
pub fn play_within(
    limits: &Limits,
    units: u32,
    policy: &Policy,
    overrun: Overrun,
    jobs: &[Job],
) -> Schedule {
    play_watched(&Machine::Units(units, limits), policy, overrun, jobs, &mut |_| {})
}

/// Plays jobs as [`play`] does, on nodes: a job starts when there is a place for it as the servers' rule says.
///
/// # Panics
/// If the jobs are not in order of submission, or if the policy numbers single machines
/// ([`Policy::is_by_identity`]).
pub fn play_on(servers: &Servers, policy: &Policy, overrun: Overrun, jobs: &[Job]) -> Schedule {
    play_watched(&Machine::Nodes(servers), policy, overrun, jobs, &mut |_| {})
}

/// What jobs are played on.
#[derive(Clone, Copy, Debug)]
pub enum Machine<'a> {
    /// Units that are all alike, within limits of users and classes.
    Units(u32, &'a Limits),
    /// Nodes.
    Nodes(&'a Servers),
}

/// As [`play_within`] and [`play_on`]; `watch` is told now and then how many arrivals and starts there were, of
/// which there are two for each job in the end.
///
/// # Panics
/// As those.
pub fn play_watched(
    machine: &Machine<'_>,
    policy: &Policy,
    overrun: Overrun,
    jobs: &[Job],
    watch: &mut dyn FnMut(u64),
) -> Schedule {
    let servers = match *machine {
        Machine::Units(units, limits) => {
            let queue = Queue::within(limits, units, policy);
            return run(queue, (units, overrun), jobs, &mut Anywhere, watch);
        }
        Machine::Nodes(servers) => servers,
    };
    assert!(!policy.is_by_identity(), "{policy} numbers single machines and knows no nodes");
    let units = servers.units();
    let seats = &mut OnNodes::new(servers);
    run(Queue::new(units, policy), (units, overrun), jobs, seats, watch)
}

fn run(
    mut queue: Queue,
    (units, overrun): (u32, Overrun),
    jobs: &[Job],
    seats: &mut impl Seats,
    watch: &mut dyn FnMut(u64),
) -> Schedule {
    let mut schedule =
        Schedule { starts: vec![NEVER; jobs.len()], ends: vec![NEVER; jobs.len()], backfilled: 0 };
    // If the queue tracks expected ends, it already knows when on-time jobs finish; `running` holds only the others.
    let mut running = Completions::default();
    let keeps_ends = queue.keeps_ends();
    let mut starts = Vec::new();
    let (mut next, mut last) = (0, i64::MIN);
    let (mut started, mut told) = (0, 0);
    loop {
        let arrival = jobs.get(next).map_or(NEVER, |job| job.submit);
        let end = running.first().map_or(NEVER, |(end, _)| end);
        let expected = queue.next_expected_end().map_or(NEVER, |(end, _)| end);
        let now = arrival.min(end).min(expected);
        if now == NEVER {
            return schedule;
        }
        assert!(now >= last, "jobs come in order of submission");
        last = now;
        while let Some((end, ticket)) = running.first()
            && end == now
        {
            running.pop();
            queue.complete(now, ticket);
            seats.leave(ticket);
        }
        while let Some((end, ticket)) = queue.next_expected_end()
            && end == now
        {
            queue.complete(now, ticket);
            seats.leave(ticket);
        }
        while let Some(job) = jobs.get(next)
            && job.submit == now
        {
            if job.size <= units {
                let (_, estimate) = overrun.reading(job);
                let Job { size, user, class, .. } = *job;
                queue.arrive(now, Request { size, estimate, user, class, tag: next as u32 });
                seats.come(size);
            }
            next += 1;
        }
        if next as u64 + started >= told + TOLD {
            told = next as u64 + started;
            watch(told);
        }
        queue.pass_where(now, |start| seats.sit(start, jobs), &mut starts);
        for start in &starts {
            let number = start.tag as usize;
            let (run, estimate) = overrun.reading(&jobs[number]);
            let end = now.saturating_add(run);
            (schedule.starts[number], schedule.ends[number]) = (now, end);
            schedule.backfilled += u64::from(start.backfilled);
            started += 1;
            if !keeps_ends || run != estimate {
                running.push(end, start.ticket);
            }
        }
        starts.clear();
    }
}
