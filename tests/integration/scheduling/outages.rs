//! Outages by date: schedules worked by hand, a twin tick by tick, and what every schedule keeps.

use daegi::scheduler::placement::Rule;
use daegi::scheduler::{
    Job, Limits, Machine, NEVER, Outage, Outages, Overrun, Policy, Schedule, Servers, Stopped,
    play_amid,
};

use super::draws::Draws;
use super::{invariants, job};

fn outage(from: i64, to: i64, many: u32) -> Outage {
    Outage { from, to, many: Some(many) }
}

fn all(from: i64, to: i64) -> Outage {
    Outage { from, to, many: None }
}

fn played(units: u32, policy: &Policy, outages: &[Outage], jobs: &[Job]) -> Schedule {
    let outages = Outages::new(outages.to_vec());
    let limits = Limits::default();
    let machine = Machine::Units(units, &limits);
    play_amid(&outages, &machine, policy, Overrun::Perfect, jobs, &mut |_| {})
}

fn on_nodes(servers: &Servers, policy: &Policy, outages: &[Outage], jobs: &[Job]) -> Schedule {
    let outages = Outages::new(outages.to_vec());
    play_amid(&outages, &Machine::Nodes(servers), policy, Overrun::Perfect, jobs, &mut |_| {})
}

fn named(name: &str) -> Policy {
    name.parse().expect("a policy")
}

/// Four units; A and B hold two each, and C wants all four. Two units are out from 5 to 8: B, the newest, is stopped at
/// 5, runs again from 8 to 18 before C, and C from 18 on.
#[test]
fn the_newest_job_is_stopped_and_begins_anew_before_those_that_wait() {
    let jobs = [job(0, 2, 10), job(1, 2, 10), job(2, 4, 5)];
    for policy in Policy::all() {
        let done = played(4, &policy, &[outage(5, 8, 2)], &jobs);
        assert_eq!((&done.starts[..], &done.ends[..]), (&[0, 8, 18][..], &[10, 18, 23][..]));
        assert_eq!(done.stopped, [Stopped { job: 1, start: 1, end: 5 }], "{policy}");
    }
}

/// Two units are free when two go: nobody is stopped, and who comes meanwhile waits until they are back. A job that ends
/// when the outage begins has ended; one that is submitted when it ends starts.
#[test]
fn free_units_go_first_and_ends_come_before_outages() {
    let jobs = [job(0, 2, 10), job(4, 2, 1)];
    for policy in Policy::all() {
        let done = played(4, &policy, &[outage(3, 6, 2)], &jobs);
        assert_eq!((&done.starts[..], done.stopped.len()), (&[0, 6][..], 0), "{policy}");
        let jobs = [job(0, 4, 5), job(5, 4, 1), job(9, 4, 1)];
        let done = played(4, &policy, &[all(5, 9)], &jobs);
        assert_eq!((&done.starts[..], done.stopped.len()), (&[0, 9, 10][..], 0), "{policy}");
    }
}

/// Everything is out from 4 to 6, and one of two units until 20. A began before B: A runs from 6, B after it at 16.
#[test]
fn of_several_that_are_stopped_the_oldest_stands_first() {
    let jobs = [job(0, 1, 10), job(1, 1, 10)];
    for policy in Policy::all() {
        let done = played(2, &policy, &[all(4, 6), outage(5, 20, 1)], &jobs);
        assert_eq!(done.starts, [6, 16], "{policy}");
        let stopped = [(1, 1), (0, 0)].map(|(job, start)| Stopped { job, start, end: 4 });
        assert_eq!(done.stopped, stopped, "{policy}");
    }
}

/// A job may be stopped more than once: all are out for a moment at 4 and at 9.
#[test]
fn a_job_is_stopped_as_often_as_its_units_go() {
    let jobs = [job(0, 2, 6)];
    for policy in Policy::all() {
        let done = played(2, &policy, &[all(9, 10), all(4, 5)], &jobs);
        assert_eq!((done.starts[0], done.ends[0], done.stopped.len()), (10, 16, 2), "{policy}");
        assert_eq!(done.stopped[1], Stopped { job: 0, start: 5, end: 9 }, "{policy}");
    }
}

/// Two of four units are out until 100, which nobody knows: A wants all four and has no reservation, so that B (2 units,
/// 500) passes it where anybody may pass.
#[test]
fn no_scheduler_knows_when_an_outage_ends() {
    let jobs = [job(0, 4, 10), job(1, 2, 500)];
    for (name, starts) in [
        ("first-come", [100, 110]),
        ("shortest-first", [100, 110]),
        ("easy", [501, 1]),
        ("easy-identity", [501, 1]),
        ("conservative", [501, 1]),
        ("conservative-identity", [501, 1]),
        ("priority", [501, 1]),
    ] {
        let done = played(4, &named(name), &[outage(0, 100, 2)], &jobs);
        assert_eq!(done.starts, starts, "{name}");
    }
}

/// Four numbered units: A has 0 and 1 until 3, B has 2 and 3, C takes 0 and 1 at 3. The highest numbers go at 5: B is
/// stopped, though C started last. Where units are all alike it is C.
#[test]
fn numbered_units_go_from_the_highest() {
    let jobs = [job(0, 2, 3), job(0, 2, 20), job(3, 2, 10)];
    for (name, stopped, starts) in [
        ("easy", 2, [0, 0, 7]),
        ("conservative", 2, [0, 0, 7]),
        ("easy-identity", 1, [0, 7, 3]),
        ("conservative-identity", 1, [0, 7, 3]),
    ] {
        let done = played(4, &named(name), &[outage(5, 7, 2)], &jobs);
        assert_eq!((done.stopped[0].job, &done.starts[..]), (stopped, &starts[..]), "{name}");
    }
}

/// Two nodes of four: A sits on the first, B on the second. The first is out from 3 to 5: A is stopped, though B is as
/// new and stands behind it. C (8 units) wants both nodes and waits for B and A.
#[test]
fn the_first_nodes_go_with_the_jobs_on_them() {
    let servers = Servers { nodes: 2, units_each: 4, rule: Rule::default() };
    let jobs = [job(0, 4, 10), job(0, 4, 10), job(1, 8, 2), job(2, 1, 1)];
    let first_come = on_nodes(&servers, &named("first-come"), &[outage(3, 5, 1)], &jobs);
    assert_eq!(first_come.starts, [5, 0, 15, 17]);
    assert_eq!(first_come.stopped, [Stopped { job: 0, start: 0, end: 3 }]);
    // D (1 unit, 1 tick) passes C on the second node at 10.
    let easy = on_nodes(&servers, &named("easy"), &[outage(3, 5, 1)], &jobs);
    assert_eq!(easy.starts, [5, 0, 15, 10]);
    let none = on_nodes(&servers, &named("first-come"), &[], &jobs);
    assert_eq!(none.starts, [0, 0, 10, 12]);
}

/// First-come and shortest-first written down tick by tick.
fn twin(units: u32, shortest: bool, outages: &[Outage], jobs: &[Job]) -> Vec<i64> {
    let mut starts = vec![NEVER; jobs.len()];
    // In order; the number that a job is sorted by stands first.
    let mut waiting: Vec<(i64, usize)> = Vec::new();
    let mut running: Vec<(i64, usize)> = Vec::new();
    for now in 0..100_000 {
        running.retain(|(start, at)| start + jobs[*at].run > now);
        let lasting = outages.iter().filter(|it| it.from <= now && now < it.to);
        let out: u32 = lasting.map(|it| it.many.unwrap_or(units)).sum();
        let there = units.saturating_sub(out);
        let held = |running: &[(i64, usize)]| -> u32 {
            running.iter().map(|(_, at)| jobs[*at].size).sum()
        };
        running.sort_unstable();
        while held(&running) > there {
            let (_, at) = running.pop().expect("somebody holds them");
            starts[at] = NEVER;
            waiting.insert(0, (-1, at));
        }
        for at in (0..jobs.len()).filter(|at| jobs[*at].submit == now) {
            waiting.push((if shortest { jobs[at].run } else { 0 }, at));
        }
        // Stable: those that were stopped keep their order before all others.
        waiting.sort_by_key(|(key, _)| *key);
        while let Some(&(_, at)) = waiting.first()
            && held(&running) + jobs[at].size <= there
        {
            waiting.remove(0);
            running.push((now, at));
            starts[at] = now;
        }
        if waiting.is_empty() && jobs.iter().all(|job| job.submit <= now) {
            return starts_if_over(starts, jobs, outages, now, &running);
        }
    }
    starts
}

/// All have started; goes on only where an outage may still stop one of them.
fn starts_if_over(
    starts: Vec<i64>,
    jobs: &[Job],
    outages: &[Outage],
    now: i64,
    running: &[(i64, usize)],
) -> Vec<i64> {
    let last = running.iter().map(|(start, at)| start + jobs[*at].run).max().unwrap_or(now);
    let more = outages.iter().any(|it| it.from > now && it.from < last);
    assert!(!more, "outages of these cases begin before the last start");
    starts
}

fn random_outages(draws: &mut Draws, units: u32, until: u64) -> Vec<Outage> {
    let many = draws.below(6);
    let one = |draws: &mut Draws| {
        let from = draws.below(until) as i64;
        let to = from + draws.below(until / 5) as i64;
        let many = (draws.below(5) > 0).then(|| draws.below(u64::from(units / 4)) as u32);
        Outage { from, to, many }
    };
    (0..many).map(|_| one(draws)).collect()
}

#[test]
fn first_come_and_shortest_first_agree_with_their_twins_amid_outages() {
    let mut met = 0;
    for seed in 0..400 {
        let mut draws = Draws(seed);
        let mut now = 0;
        let mut jobs: Vec<Job> = (0..14)
            .map(|_| {
                now += draws.below(6) as i64;
                job(now, 1 + draws.below(8) as u32, 1 + draws.below(20) as i64)
            })
            .collect();
        // One that comes after all outages, so that the last start is behind them.
        jobs.push(job(400, 8, 1));
        let outages = random_outages(&mut draws, 8, 100);
        for (name, shortest) in [("first-come", false), ("shortest-first", true)] {
            let done = played(8, &named(name), &outages, &jobs);
            assert_eq!(done.starts, twin(8, shortest, &outages, &jobs), "{name}, seed {seed}");
            met += done.stopped.len();
        }
    }
    assert!(met > 500, "only {met} runs were stopped");
}

/// What is wrong with a schedule amid outages, looked at from outside.
fn faults(there: &dyn Fn(i64) -> i64, jobs: &[Job], done: &Schedule, overrun: Overrun) -> bool {
    let mut runs: Vec<(i64, i64, u32)> = Vec::new();
    for (at, job) in jobs.iter().enumerate() {
        let (start, end) = (done.starts[at], done.ends[at]);
        if start == NEVER || start < job.submit || end - start != overrun.reading(job).0 {
            return true;
        }
        runs.push((start, end, job.size));
    }
    for stopped in &done.stopped {
        let job = jobs[stopped.job as usize];
        if stopped.start < job.submit || stopped.end >= stopped.start + overrun.reading(&job).0 {
            return true;
        }
        runs.push((stopped.start, stopped.end, job.size));
    }
    let mut changes: Vec<(i64, i64)> = Vec::new();
    for (start, end, size) in runs {
        changes.push((end, -i64::from(size)));
        changes.push((start, i64::from(size)));
    }
    changes.sort_unstable();
    let mut held = 0;
    // Between two changes as many are held as after the first; what is there is asked for every tick.
    changes.windows(2).any(|pair| {
        held += pair[0].1;
        (pair[0].0..pair[1].0).any(|now| held > there(now))
    })
}

#[test]
fn nobody_runs_on_units_that_are_out_and_what_is_outside_changes_nothing() {
    let servers = Servers { nodes: 8, units_each: 8, rule: Rule::default() };
    let overrun = Overrun::Trunc;
    let (mut stopped, limits) = (0, Limits::default());
    for seed in 0..24 {
        let (units, jobs) = invariants::log(seed, 150);
        let mut draws = Draws(seed + 1_000);
        let last = jobs.last().map_or(1, |job| job.submit) as u64;
        for (policy, nodes) in
            Policy::all().into_iter().flat_map(|it| [(it.clone(), false), (it, true)])
        {
            if nodes && policy.is_by_identity() {
                continue;
            }
            let machine =
                if nodes { Machine::Nodes(&servers) } else { Machine::Units(units, &limits) };
            let list = random_outages(&mut draws, if nodes { 8 } else { 64 }, last);
            let played = |list: &[Outage]| {
                let outages = Outages::new(list.to_vec());
                play_amid(&outages, &machine, &policy, overrun, &jobs, &mut |_| {})
            };
            let done = played(&list);
            let (count, each) = if nodes { (8, 8) } else { (64, 1) };
            let there = |now: i64| {
                let lasting = list.iter().filter(|it| it.from <= now && now < it.to);
                let out: u32 = lasting.map(|it| it.many.unwrap_or(count)).sum();
                i64::from(count.saturating_sub(out)) * each
            };
            assert!(!faults(&there, &jobs, &done, overrun), "{policy}, seed {seed}: {list:?}");
            stopped += done.stopped.len();
            // No time, before the first submission, after the last end.
            let none = played(&[]);
            let end = none.ends.iter().copied().max().unwrap_or(0);
            let outside =
                [all(last as i64 / 2, last as i64 / 2), all(-50, 0), outage(end, end + 9, 3)];
            let first = jobs[0].submit;
            let before = [all(-50, first), outage(-9, first, 2)];
            assert_eq!(played(&outside), none, "{policy}, seed {seed}");
            assert_eq!(played(&before), none, "{policy}, seed {seed}");
        }
    }
    assert!(stopped > 400, "only {stopped} runs were stopped");
}
