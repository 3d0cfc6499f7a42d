//! A whole list of jobs through one queue.

use std::cmp::Reverse;

use super::end_events::Completions;
use super::limits::Limits;
use super::node_placement::{Anywhere, OnNodes, Seats, Servers};
use super::outages::{Change, Changes, Outages};
use super::policy::Policy;
use super::queue::{Queue, Request, Ticket};

/// The start of a job that never starts.
pub const NEVER: i64 = i64::MAX;

/// Arrivals and starts between two words about how far it has come.
const TOLD: u64 = 256;

/// A job of a log. Times are in ticks, whatever a tick is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Job {
    /// When the job joins the queue.
    pub submit: i64,
    /// Units that it holds, all at once.
    pub size: u32,
    /// How long the job would run.
    pub run: i64,
    /// Run time that the job's user asked for.
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
    /// Runs that were stopped because their units were gone, in order of time. `starts` and `ends` have the run after
    /// the last of them, which went to its end.
    pub stopped: Vec<Stopped>,
}

/// A run that was stopped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stopped {
    /// The job, by its position.
    pub job: u32,
    /// First tick of the run that was stopped.
    pub start: i64,
    /// When the run was stopped.
    pub end: i64,
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
    play_amid(&Outages::default(), machine, policy, overrun, jobs, watch)
}

/// As [`play_watched`], on a machine of which some is not there now and then. Who loses units is stopped, and waits again
/// before all that wait, to start from its beginning:
///
/// - where units are all alike, those that nobody holds go first, then those of the job that started last;
/// - where single units have numbers ([`Policy::is_by_identity`]), the highest numbers go, with the jobs on them;
/// - on nodes, the first nodes go, with the jobs on them.
///
/// # Panics
/// As those.
pub fn play_amid(
    outages: &Outages,
    machine: &Machine<'_>,
    policy: &Policy,
    overrun: Overrun,
    jobs: &[Job],
    watch: &mut dyn FnMut(u64),
) -> Schedule {
    let servers = match *machine {
        Machine::Units(units, limits) => {
            let queue = Queue::within(limits, units, policy);
            let changes = Changes::of_units(outages, units);
            return run(queue, (units, overrun), jobs, &mut Anywhere, changes, watch);
        }
        Machine::Nodes(servers) => servers,
    };
    assert!(!policy.is_by_identity(), "{policy} numbers single machines and knows no nodes");
    let units = servers.units();
    let seats = &mut OnNodes::new(servers);
    let changes = Changes::of_nodes(outages, servers);
    run(Queue::new(units, policy), (units, overrun), jobs, seats, changes, watch)
}

fn run(
    mut queue: Queue,
    (units, overrun): (u32, Overrun),
    jobs: &[Job],
    seats: &mut impl Seats,
    mut changes: Changes,
    watch: &mut dyn FnMut(u64),
) -> Schedule {
    let mut schedule = Schedule {
        starts: vec![NEVER; jobs.len()],
        ends: vec![NEVER; jobs.len()],
        ..Schedule::default()
    };
    // Whose run is stopped has to be found; a machine that never changes pays nothing for it.
    let mut tickets = if changes.any() { vec![Ticket::NONE; jobs.len()] } else { Vec::new() };
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
        let mut now = arrival.min(end).min(expected);
        if now == NEVER && queue.waiting() == 0 {
            return schedule;
        }
        now = now.min(changes.next().unwrap_or(NEVER));
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
        if let Some(change) = changes.due(now) {
            let stopped =
                stop(now, &change, (&mut queue, seats), &mut schedule, (&tickets, &jobs[..next]));
            running.remove(&stopped);
            queue.set_units(change.units);
            seats.change(&change.nodes);
            // The newest first, so that of all the oldest stands first.
            for &(_, number) in &stopped {
                let job = jobs[number as usize];
                queue.put_back(now, request(overrun, &job, number));
            }
            started -= stopped.len() as u64;
        }
        while let Some(job) = jobs.get(next)
            && job.submit == now
        {
            if job.size <= units {
                queue.arrive(now, request(overrun, job, next as u32));
                seats.come(job.size);
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
            if let Some(ticket) = tickets.get_mut(number) {
                *ticket = start.ticket;
            }
            if !keeps_ends || run != estimate {
                running.push(end, start.ticket);
            }
        }
        starts.clear();
    }
}

/// What a job asks for.
#[inline]
fn request(overrun: Overrun, job: &Job, tag: u32) -> Request {
    let (_, estimate) = overrun.reading(job);
    let Job { size, user, class, .. } = *job;
    Request { size, estimate, user, class, tag }
}

/// Stops those whose units go, the newest first; their tickets and numbers.
fn stop(
    now: i64,
    change: &Change,
    (queue, seats): (&mut Queue, &mut impl Seats),
    schedule: &mut Schedule,
    (tickets, come): (&[Ticket], &[Job]),
) -> Vec<(Ticket, u32)> {
    let runs = |at: &usize| schedule.starts[*at] <= now && schedule.ends[*at] > now;
    let mut newest: Vec<usize> =
        (0..come.len()).filter(|at| schedule.starts[*at] != NEVER && runs(at)).collect();
    newest.sort_unstable_by_key(|&at| Reverse((schedule.starts[at], at)));
    let held = |at: usize| i64::from(come[at].size);
    let mut over = newest.iter().map(|&at| held(at)).sum::<i64>() - i64::from(change.units);
    let mut stopped = Vec::new();
    for at in newest {
        let ticket = tickets[at];
        let goes = match queue.numbered_beyond(ticket, change.units) {
            Some(beyond) => beyond,
            None => seats.sits_on(ticket, &change.nodes).unwrap_or(over > 0),
        };
        if !goes {
            continue;
        }
        over -= held(at);
        queue.complete(now, ticket);
        seats.leave(ticket);
        let start = schedule.starts[at];
        (schedule.starts[at], schedule.ends[at]) = (NEVER, NEVER);
        schedule.stopped.push(Stopped { job: at as u32, start, end: now });
        stopped.push((ticket, at as u32));
    }
    stopped
}
