//! A replay on nodes: by hand, against definitions written down for tiny cases, and beside plain units.

use daegi::scheduler::placement::{Fit, Large, Rule};
use daegi::scheduler::{
    Backfill, Factors, Job, NEVER, Overrun, Policy, Schedule, Servers, play, play_on,
};

use super::draws::Draws;
use super::invariants::log;
use super::job;

const READINGS: [Overrun; 3] = [Overrun::Trunc, Overrun::Extend, Overrun::Perfect];

fn servers(nodes: u32, units_each: u32) -> Servers {
    Servers { nodes, units_each, rule: Rule::default() }
}

/// Those that know nodes, `priority` with each way of passing.
fn policies() -> Vec<Policy> {
    let mut policies = Policy::all();
    policies.retain(|policy| !policy.is_by_identity());
    for backfill in [Backfill::None, Backfill::Conservative] {
        policies.push(Policy::Priority(Factors { backfill, ..Factors::default() }));
    }
    policies
}

/// Two nodes of 4. A (3 units, until 10) and B (3, until 20) leave one unit on each node. C (2 units) comes at 1: two
/// are free, but on no node; it waits for A. D (1 unit, 4 ticks) comes at 2: first come, it waits behind C; under EASY
/// C's shadow time is the next end, 10, and D is over by then. In a conservative plan C has the two free units, wherever
/// they are, from 1 on. On 8 units without bounds C starts at once, and D when
/// C ends.
#[test]
fn bounds_of_nodes_delay_a_gang_that_would_fit_without_them() {
    let jobs = [job(0, 3, 10), job(0, 3, 20), job(1, 2, 5), job(2, 1, 4)];
    let starts = |policy: &Policy| play_on(&servers(2, 4), policy, Overrun::Perfect, &jobs).starts;
    assert_eq!(starts(&Policy::FirstCome), [0, 0, 10, 10]);
    assert_eq!(starts(&Policy::Easy), [0, 0, 10, 2]);
    assert_eq!(starts(&Policy::Conservative), [0, 0, 10, 10]);
    for policy in [Policy::FirstCome, Policy::Easy, Policy::Conservative] {
        assert_eq!(play(8, &policy, Overrun::Perfect, &jobs).starts, [0, 0, 1, 6], "{policy}");
    }
}

/// Three nodes of 4. A (1 unit, until 10), B (4, until 10) and C (4, until 5) take one each. At 6 three units are free
/// beside A, and C's node: a gang of 6 packs into them, but finds no two empty nodes before A and B end at 10.
#[test]
fn a_gang_larger_than_a_node_takes_empty_nodes_or_packs() {
    let jobs = [job(0, 1, 10), job(0, 4, 10), job(0, 4, 5), job(6, 6, 1)];
    let starts = |large: Large| {
        let servers = Servers { rule: Rule { large, ..Rule::default() }, ..servers(3, 4) };
        play_on(&servers, &Policy::FirstCome, Overrun::Perfect, &jobs).starts
    };
    assert_eq!(starts(Large::WholeNodes), [0, 0, 0, 10]);
    assert_eq!(starts(Large::Pack), [0, 0, 0, 6]);
}

/// With one unit a node there are no bounds: every start is that of plain units, whatever the rule.
#[test]
fn nodes_of_one_unit_are_plain_units_under_every_policy_that_knows_nodes() {
    let (units, jobs) = log(31, 1_000);
    for policy in policies() {
        for overrun in READINGS {
            let plain = play(units, &policy, overrun, &jobs);
            for fit in Fit::ALL {
                for large in Large::ALL {
                    let servers =
                        Servers { nodes: units, units_each: 1, rule: Rule { fit, large } };
                    let own = play_on(&servers, &policy, overrun, &jobs);
                    assert_eq!(own, plain, "{policy} {overrun:?} {fit:?} {large:?}");
                }
            }
        }
    }
}

/// One node that has all units has no bounds either.
#[test]
fn one_node_is_plain_units_under_every_policy_that_knows_nodes() {
    let (units, jobs) = log(32, 1_000);
    for policy in policies() {
        for overrun in READINGS {
            let plain = play(units, &policy, overrun, &jobs);
            assert_eq!(play_on(&servers(1, units), &policy, overrun, &jobs), plain, "{policy}");
        }
    }
}

/// Gangs that fill whole nodes see no bounds: n gangs of a node each on N nodes are n units on N.
#[test]
fn gangs_of_whole_nodes_are_single_units_of_a_machine_of_nodes() {
    let (_, mut jobs) = log(33, 1_000);
    jobs.iter_mut().for_each(|job| job.size = job.size.div_ceil(8));
    let large: Vec<Job> = jobs.iter().map(|job| Job { size: 8 * job.size, ..*job }).collect();
    for policy in policies() {
        let plain = play(9, &policy, Overrun::Trunc, &jobs);
        assert_eq!(play_on(&servers(9, 8), &policy, Overrun::Trunc, &large), plain, "{policy}");
    }
}

#[test]
#[should_panic(expected = "knows no nodes")]
fn a_policy_by_identity_is_refused() {
    play_on(&servers(2, 4), &Policy::EasyIdentity, Overrun::Perfect, &[]);
}

/// Free units node by node, and who holds which: all that the definitions need.
struct Naive {
    rule: Rule,
    each: u32,
    free: Vec<u32>,
    /// Sizes of those that have come, for the least fragmentation.
    wanted: Vec<u32>,
    /// The mistake of the twin: a gang may be spread over any nodes.
    broken: bool,
}

impl Naive {
    /// The node that a gang of up to a node's size takes.
    fn node_for(&self, size: u32) -> Option<usize> {
        let lost = |free: u32| {
            let more = self.wanted.iter().filter(|wanted| (**wanted).min(self.each) > free);
            i64::from(free) * more.count() as i64
        };
        let order = |node: &usize| {
            let free = self.free[*node];
            match self.rule.fit {
                Fit::First => (0, 0, *node),
                Fit::Best => (0, free, *node),
                Fit::LeastFragmentation => (lost(free - size) - lost(free), free, *node),
            }
        };
        (0..self.free.len()).filter(|node| self.free[*node] >= size).min_by_key(order)
    }

    /// What a gang takes of each node, taken; or nothing.
    fn place(&mut self, size: u32) -> Option<Vec<u32>> {
        let mut left = size;
        let mut taken = vec![0; self.free.len()];
        let mut take = |naive: &mut Naive, node: usize, units: u32, left: &mut u32| {
            naive.free[node] -= units;
            taken[node] += units;
            *left -= units;
        };
        if size > self.free.iter().sum() {
            return None;
        }
        if size <= self.each && !self.broken {
            let node = self.node_for(size)?;
            take(self, node, size, &mut left);
        } else if self.rule.large == Large::WholeNodes && !self.broken {
            let empty: Vec<usize> =
                (0..self.free.len()).filter(|node| self.free[*node] == self.each).collect();
            if (empty.len() as u32) * self.each < size {
                return None;
            }
            for node in empty {
                let units = left.min(self.each);
                take(self, node, units, &mut left);
            }
        }
        while left > 0 {
            let fullest = || {
                let most = self.free.iter().max().expect("nodes");
                self.free.iter().position(|free| free == most).expect("it is there")
            };
            let node = self.node_for(left).unwrap_or_else(fullest);
            let units = left.min(self.free[node]);
            take(self, node, units, &mut left);
        }
        Some(taken)
    }
}

/// A job in play.
struct Play {
    size: u32,
    submit: i64,
    run: i64,
    estimate: i64,
    start: i64,
    parts: Vec<u32>,
}

struct Moment {
    now: i64,
    units: i64,
    naive: Naive,
    plays: Vec<Play>,
}

impl Moment {
    /// Units that nobody is expected to hold at a time, by those that run now, on whatever nodes.
    fn free_at(&self, time: i64) -> i64 {
        let holds = |play: &&Play| {
            play.start != NEVER
                && self.now < play.start + play.run
                && time < play.start + play.estimate
        };
        let held = self.plays.iter().filter(holds).map(|play| i64::from(play.size));
        self.units - held.sum::<i64>()
    }

    /// Starts a job if enough units are free and it has a place.
    fn start(&mut self, j: usize) -> bool {
        let size = self.plays[j].size;
        if i64::from(size) > self.free_at(self.now) {
            return false;
        }
        let Some(parts) = self.naive.place(size) else { return false };
        (self.plays[j].start, self.plays[j].parts) = (self.now, parts);
        true
    }

    fn pass(&mut self, policy: &Policy, order: &[usize]) {
        if *policy == Policy::Conservative {
            return self.conservative(order);
        }
        let started = order.iter().take_while(|j| self.start(**j)).count();
        let Some(head) = order.get(started) else { return };
        if *policy != Policy::Easy {
            return;
        }
        // The earliest expected end at which enough are free by counting, wherever.
        let need = i64::from(self.plays[*head].size);
        let running = self.plays.iter().filter(|play| play.start != NEVER);
        let ends = running.filter(|play| self.now < play.start + play.run);
        let ends = ends.map(|play| play.start + play.estimate);
        let enough = ends.filter(|end| *end > self.now && self.free_at(*end) >= need);
        let shadow = enough.min().expect("the machine is empty one day");
        let mut extra = self.free_at(shadow) - need;
        for j in &order[started + 1..] {
            let size = i64::from(self.plays[*j].size);
            let late = self.now + self.plays[*j].estimate > shadow;
            let may = !late || size <= extra;
            if may && self.start(*j) {
                extra -= if late { size } else { 0 };
            }
        }
    }

    /// Each in order at its earliest fit by counting; one that is due and has no place keeps its reservation until
    /// the next plan.
    fn conservative(&mut self, order: &[usize]) {
        let span: i64 = self.plays.iter().map(|play| play.estimate).sum();
        let mut free: Vec<i64> =
            (self.now..2 * (self.now + span + 1)).map(|tick| self.free_at(tick)).collect();
        for j in order {
            let (size, long) = (i64::from(self.plays[*j].size), self.plays[*j].estimate as usize);
            let fit = |from: &usize| free[*from..from + long].iter().all(|free| *free >= size);
            let from = (0..).find(fit).expect("the machine is empty one day");
            if from == 0 {
                self.start(*j);
            }
            free[from..from + long].iter_mut().for_each(|free| *free -= size);
        }
    }
}

fn naive(
    servers: &Servers,
    policy: &Policy,
    overrun: Overrun,
    jobs: &[Job],
    broken: bool,
) -> Vec<i64> {
    let plays = jobs.iter().map(|job| {
        let (run, estimate) = overrun.reading(job);
        let Job { size, submit, .. } = *job;
        Play { size, submit, run, estimate, start: NEVER, parts: Vec::new() }
    });
    let free = vec![servers.units_each; servers.nodes as usize];
    let naive =
        Naive { rule: servers.rule, each: servers.units_each, free, wanted: Vec::new(), broken };
    let units = servers.units();
    let mut moment = Moment { now: 0, units: units.into(), naive, plays: plays.collect() };
    let last = jobs.iter().map(|job| job.submit).max().unwrap_or(0);
    let span: i64 = moment.plays.iter().map(|play| play.estimate).sum();
    for now in 0..=last + span {
        moment.now = now;
        let mut happens = false;
        for play in &moment.plays {
            if play.start != NEVER && play.start + play.run == now {
                let given = moment.naive.free.iter_mut().zip(&play.parts);
                given.for_each(|(free, part)| *free += part);
                happens = true;
            }
        }
        for play in moment.plays.iter().filter(|play| play.submit == now && play.size <= units) {
            moment.naive.wanted.push(play.size);
            happens = true;
        }
        if happens {
            let plays = &moment.plays;
            let waits = |j: &usize| {
                plays[*j].submit <= now && plays[*j].start == NEVER && plays[*j].size <= units
            };
            let mut order: Vec<usize> = (0..plays.len()).filter(waits).collect();
            if *policy == Policy::ShortestFirst {
                order.sort_by_key(|j| plays[*j].estimate);
            }
            moment.pass(policy, &order);
        }
    }
    moment.plays.iter().map(|play| play.start).collect()
}

/// On how many of so many tiny cases the two differ; the first of them is shown.
fn differences(policy: &Policy, cases: u64, broken: bool) -> u64 {
    let mut draws = Draws(3);
    let mut differ = 0;
    for _ in 0..cases {
        let (nodes, units_each) = (1 + draws.below(3) as u32, 1 + draws.below(4) as u32);
        let fit = Fit::ALL[draws.below(3) as usize];
        let large = Large::ALL[draws.below(2) as usize];
        let servers = Servers { nodes, units_each, rule: Rule { fit, large } };
        let mut jobs: Vec<Job> = (0..1 + draws.below(8))
            .map(|_| {
                let sizes = u64::from(servers.units()) + u64::from(draws.below(8) == 0);
                let size = 1 + draws.below(sizes).min(draws.below(sizes)) as u32;
                let (submit, run) = (draws.below(6) as i64, 1 + draws.below(6) as i64);
                let requested = (draws.below(4) > 0).then(|| 1 + draws.below(8) as i64);
                Job { submit, size, run, requested, user: 0, class: 0 }
            })
            .collect();
        jobs.sort_by_key(|job| job.submit);
        let overrun = READINGS[draws.below(3) as usize];
        let Schedule { starts, .. } = play_on(&servers, policy, overrun, &jobs);
        let slow = naive(&servers, policy, overrun, &jobs, broken);
        if starts != slow {
            if differ == 0 && !broken {
                println!("{policy:?} {overrun:?} {servers:?}\n{jobs:#?}");
                println!("play {starts:?}\ndefinition {slow:?}");
            }
            differ += 1;
        }
    }
    differ
}

fn agrees(policy: &Policy) {
    assert_eq!(differences(policy, 30_000, false), 0, "{policy}");
    assert!(differences(policy, 500, true) > 0, "{policy}: the twin passes");
}

#[test]
fn first_come_on_nodes_is_its_definition() {
    agrees(&Policy::FirstCome);
}

#[test]
fn easy_on_nodes_is_its_definition() {
    agrees(&Policy::Easy);
}

#[test]
fn conservative_on_nodes_is_its_definition() {
    agrees(&Policy::Conservative);
}

#[test]
fn shortest_first_on_nodes_is_its_definition() {
    agrees(&Policy::ShortestFirst);
}
