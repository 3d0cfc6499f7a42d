//! Schedulers written down as their definitions say, tick by tick and machine by machine, for small
//! numbers only. They share nothing with the product's but the types of a job and of a setting.

use std::collections::{BTreeMap, BTreeSet};

use daegi::scheduler::{Backfill, Factors, Job, Limit, Limits, NEVER, Overrun, Policy};

/// How to get a definition wrong on purpose.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Twin {
    /// Not at all.
    None,
    /// The typical mistake of each policy.
    Broken,
}

/// A job in play.
#[derive(Clone, Debug)]
struct Play {
    job: Job,
    run: i64,
    estimate: i64,
    start: i64,
    /// Of identity policies: what it holds or has reserved, and from when on.
    machines: Vec<usize>,
    reserved: i64,
}

impl Play {
    fn runs(&self, now: i64) -> bool {
        self.start <= now && now < self.start + self.run
    }
}

/// All that a pass may look at.
struct Moment<'a> {
    now: i64,
    units: u32,
    limits: &'a Limits,
    plays: Vec<Play>,
    broken: bool,
    /// Something has ended now.
    ended: bool,
}

/// The starts of all jobs.
pub(crate) fn starts(
    limits: &Limits,
    units: u32,
    policy: &Policy,
    overrun: Overrun,
    jobs: &[Job],
    twin: Twin,
) -> Vec<i64> {
    let plays = jobs.iter().map(|job| {
        let asked = job.requested.unwrap_or(job.run);
        let (run, estimate) = match overrun {
            Overrun::Perfect => (job.run, job.run),
            Overrun::Trunc => (job.run.min(asked), asked),
            Overrun::Extend => (job.run, asked.max(job.run)),
        };
        Play { job: *job, run, estimate, start: NEVER, machines: Vec::new(), reserved: NEVER }
    });
    let broken = twin == Twin::Broken;
    let mut moment = Moment { now: 0, units, limits, plays: plays.collect(), broken, ended: false };
    let mut instants: BTreeSet<i64> = jobs.iter().map(|job| job.submit).collect();
    while let Some(now) = instants.pop_first() {
        moment.now = now;
        let over = |play: &Play| play.start != NEVER && play.start + play.run == now;
        moment.ended = moment.plays.iter().any(over);
        let before: Vec<_> = moment.plays.iter().map(|play| play.start).collect();
        match policy {
            Policy::FirstCome => moment.first_come(&moment.waiting()),
            Policy::Easy => moment.easy(&moment.waiting()),
            Policy::Conservative => moment.conservative(&moment.waiting()),
            Policy::EasyIdentity => moment.easy_identity(),
            Policy::ConservativeIdentity => moment.conservative_identity(),
            Policy::ShortestFirst => {
                let mut order = moment.waiting();
                if broken {
                    order.reverse();
                }
                order.sort_by_key(|j| moment.plays[*j].estimate);
                moment.first_come_strict(&order);
            }
            Policy::Priority(factors) => {
                let order = moment.by_priority(factors);
                match factors.backfill {
                    Backfill::None => moment.first_come_strict(&order),
                    Backfill::Easy => moment.easy_strict(&order),
                    Backfill::Conservative => moment.conservative_strict(&order),
                }
            }
        }
        for (play, before) in moment.plays.iter().zip(before) {
            if play.start != before {
                instants.insert(now + play.run);
            }
        }
    }
    moment.plays.iter().map(|play| play.start).collect()
}

impl Moment<'_> {
    fn waiting(&self) -> Vec<usize> {
        let waits = |j: &usize| {
            let play = &self.plays[*j];
            play.job.submit <= self.now && play.start == NEVER && play.job.size <= self.units
        };
        (0..self.plays.len()).filter(waits).collect()
    }

    /// Units that nobody is expected to hold at a time, by those that run now.
    fn free_at(&self, time: i64) -> i64 {
        let busy = |play: &&Play| play.runs(self.now) && time < play.start + play.estimate;
        let held = self.plays.iter().filter(busy).map(|play| i64::from(play.job.size));
        i64::from(self.units) - held.sum::<i64>()
    }

    fn fits(&self, j: usize) -> bool {
        i64::from(self.plays[j].job.size) <= self.free_at(self.now)
    }

    fn start(&mut self, j: usize) {
        self.plays[j].start = self.now;
    }

    /// Whether a job would go past a limit beside all that run and the `reserved` ones.
    fn held(&self, j: usize, reserved: &[usize]) -> bool {
        let job = self.plays[j].job;
        let counts = |i: &usize| self.plays[*i].runs(self.now) || reserved.contains(i);
        let past = |limit: &Limit, same: &dyn Fn(&Job) -> bool| {
            let others = (0..self.plays.len()).filter(counts).map(|i| self.plays[i].job);
            let others: Vec<Job> = others.filter(same).collect();
            let units: u32 = others.iter().map(|other| other.size).sum();
            limit.units.is_some_and(|most| units + job.size > most)
                || limit.jobs.is_some_and(|most| others.len() as u32 + 1 > most)
        };
        let user = self.limits.users.get(&job.user).unwrap_or(&self.limits.each_user);
        let class = self.limits.classes.get(&job.class).unwrap_or(&self.limits.each_class);
        past(user, &|other| other.user == job.user)
            || past(class, &|other| other.class == job.class)
    }

    fn first_come(&mut self, order: &[usize]) {
        if !self.broken {
            return self.first_come_strict(order);
        }
        for j in order {
            if !self.held(*j, &[]) && self.fits(*j) {
                self.start(*j); // the mistake: the head holds nobody up
            }
        }
    }

    fn first_come_strict(&mut self, order: &[usize]) {
        for j in order {
            if self.held(*j, &[]) {
                continue;
            }
            if !self.fits(*j) {
                return;
            }
            self.start(*j);
        }
    }

    fn easy(&mut self, order: &[usize]) {
        self.easy_with(order, self.broken);
    }

    fn easy_strict(&mut self, order: &[usize]) {
        self.easy_with(order, false);
    }

    /// A job may pass the head if the head could still start at its shadow time.
    fn easy_with(&mut self, order: &[usize], broken: bool) {
        self.first_come_strict(order);
        let unstarted = |moment: &Self, j: &usize| moment.plays[*j].start == NEVER;
        let waits = |j: &&usize| unstarted(self, j) && !self.held(**j, &[]);
        let Some(head) = order.iter().find(waits).copied() else { return };
        let need = i64::from(self.plays[head].job.size);
        let mut shadow = self.now + 1;
        while self.free_at(shadow) < need {
            shadow += 1;
        }
        for j in order.iter().skip_while(|j| **j != head).skip(1) {
            if !unstarted(self, j) || self.held(*j, &[head]) || !self.fits(*j) {
                continue;
            }
            self.start(*j);
            // The mistake: whoever ends with the shadow time is taken to be in the way.
            let late = i64::from(broken);
            let in_the_way = if self.plays[*j].estimate + late > shadow - self.now {
                self.free_at(shadow - late) < need
            } else {
                false
            };
            if in_the_way {
                self.plays[*j].start = NEVER;
            }
        }
    }

    fn conservative(&mut self, order: &[usize]) {
        self.conservative_with(order, self.broken);
    }

    fn conservative_strict(&mut self, order: &[usize]) {
        self.conservative_with(order, false);
    }

    /// Free units tick by tick; each in order at its earliest fit.
    fn conservative_with(&mut self, order: &[usize], broken: bool) {
        let span: i64 = self.plays.iter().map(|play| play.estimate).sum();
        let end = self.now + span + 1;
        let mut free: Vec<i64> = (self.now..2 * end).map(|tick| self.free_at(tick)).collect();
        let mut reserved = Vec::new();
        for j in order {
            if self.held(*j, &reserved) {
                continue;
            }
            let size = i64::from(self.plays[*j].job.size);
            let long = self.plays[*j].estimate as usize;
            let fit = |from: &usize| free[*from..from + long].iter().all(|free| *free >= size);
            let from = (0..).find(fit).expect("the machine is empty one day");
            // The mistake: only the first tick is reserved.
            let long = if broken { 1 } else { long };
            free[from..from + long].iter_mut().for_each(|free| *free -= size);
            if from == 0 {
                self.start(*j);
            } else {
                reserved.push(*j);
            }
        }
    }

    /// The lowest-numbered machines that are free from `from` on for as long as `j` may run, beside those that
    /// run and those who have reserved; `None` if they are too few.
    fn machines(&self, j: usize, from: i64, reserved: &[usize]) -> Option<Vec<usize>> {
        let (size, until) = (self.plays[j].job.size as usize, from + self.plays[j].estimate);
        let free = |machine: &usize| {
            self.plays.iter().enumerate().all(|(i, play)| {
                let begin = if play.runs(self.now) {
                    self.now
                } else if i != j && reserved.contains(&i) && play.start == NEVER {
                    play.reserved
                } else {
                    return true;
                };
                let end = if begin == self.now && play.runs(self.now) {
                    play.start + play.estimate
                } else {
                    begin + play.estimate
                };
                !play.machines.contains(machine) || end <= from || until <= begin
            })
        };
        let mut all: Vec<usize> = (0..self.units as usize).filter(free).collect();
        if self.broken && from > self.now {
            all.reverse(); // the mistake: reservations are of the highest numbers
        }
        (all.len() >= size).then(|| all[..size].to_vec())
    }

    fn try_start(&mut self, j: usize, reserved: &[usize]) -> bool {
        let Some(machines) = self.machines(j, self.now, reserved) else { return false };
        self.plays[j].machines = machines;
        self.start(j);
        true
    }

    fn easy_identity(&mut self) {
        let mut head = None;
        for j in self.waiting() {
            match head {
                _ if self.held(j, head.as_slice()) => {}
                None => {
                    if !self.try_start(j, &[]) {
                        let mut from = self.now + 1;
                        let machines = loop {
                            match self.machines(j, from, &[]) {
                                Some(machines) => break machines,
                                None => from += 1,
                            }
                        };
                        (self.plays[j].machines, self.plays[j].reserved) = (machines, from);
                        head = Some(j);
                    }
                }
                Some(head) => {
                    self.try_start(j, &[head]);
                }
            }
        }
    }

    fn conservative_identity(&mut self) {
        let order = self.waiting();
        for j in &order {
            let new = self.plays[*j].job.submit == self.now;
            if !new && !self.ended {
                continue;
            }
            self.plays[*j].reserved = NEVER;
            let all = |moment: &Self| -> Vec<usize> {
                order.iter().copied().filter(|i| moment.plays[*i].reserved != NEVER).collect()
            };
            let reserved: Vec<usize> =
                all(self).into_iter().filter(|i| self.plays[*i].start == NEVER).collect();
            if self.held(*j, &reserved) {
                continue;
            }
            let mut from = self.now;
            let machines = loop {
                match self.machines(*j, from, &reserved) {
                    Some(machines) => break machines,
                    None => from += 1,
                }
            };
            (self.plays[*j].machines, self.plays[*j].reserved) = (machines, from);
            if from == self.now {
                self.start(*j);
            }
        }
    }

    /// Highest priority first. Usage is summed job by job, without decay.
    fn by_priority(&self, factors: &Factors) -> Vec<usize> {
        assert!(factors.half_life.is_none(), "decay has a test of its own");
        let mut users = BTreeMap::<u32, (u32, f64)>::new(); // class, usage
        for play in &self.plays {
            if play.job.submit <= self.now && play.job.size <= self.units {
                let held = if play.start == NEVER {
                    0
                } else {
                    play.run.min(self.now - play.start) * i64::from(play.job.size)
                };
                users.entry(play.job.user).or_insert((play.job.class, 0.0)).1 += held as f64;
            }
        }
        let total: f64 = users.values().map(|(_, usage)| usage).sum();
        let total = if total > 0.0 { total } else { 1.0 };
        let classes: BTreeSet<u32> = users.values().map(|(class, _)| *class).collect();
        let share = |class: u32| factors.shares.get(&class).copied().unwrap_or(1.0);
        let all_shares: f64 = classes.iter().map(|class| share(*class)).sum();
        let fair = |user: u32| {
            let (class, own) = users[&user];
            let mates: Vec<f64> =
                users.values().filter(|(c, _)| *c == class).map(|(_, usage)| *usage).collect();
            let (own, all) = (own / total, mates.iter().sum::<f64>() / total);
            let effective = own + (all - own) / mates.len() as f64;
            let share = share(class) / all_shares / mates.len() as f64;
            libm::exp2(-(effective / share) / factors.dampening)
        };
        let priority = |j: &usize| {
            let Job { submit, size, user, class, .. } = self.plays[*j].job;
            let age = ((self.now - submit) as f64 / factors.max_age as f64).min(1.0);
            let part = f64::from(size) / f64::from(self.units);
            let part = if factors.favour_small { 1.0 - part } else { part };
            let of_class = factors.class_factors.get(&class).copied().unwrap_or(0.0);
            let sum = factors.age * age
                + factors.size * part
                + factors.fair_share * fair(user)
                + factors.class * of_class;
            sum.trunc() as i64
        };
        let mut order = self.waiting();
        order.sort_by_cached_key(|j| if self.broken { priority(j) } else { -priority(j) });
        order
    }
}
