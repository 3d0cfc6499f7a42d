//! Multifactor priority with fair share, as Slurm's plugin of that name computes it.
//!
//! `priority = age × min(1, waited / max_age) + size × units asked / units + fair_share × F + class × C`,
//! cut to a whole number; the highest first, ties in order of arrival. Computed anew at each pass; first-come, EASY or
//! conservative backfill then works on the line in that order. F: [`super::fair_share`].

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::conservative::Conservative;
use super::easy;
use super::fair_share::FairShare;
use super::machine_state::Room;
use super::queue::{Request, Start};
use super::wait_queue::Line;

/// Who may pass whom in a line ordered by priority.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Backfill {
    /// No job may pass another.
    None,
    /// A job that leaves the reservation of the first alone.
    #[default]
    Easy,
    /// A job that leaves all reservations before it alone.
    Conservative,
}

/// Weights and settings of the multifactor priority. Slurm's names in brackets.
#[derive(Clone, Debug, PartialEq)]
pub struct Factors {
    /// Weight of the time waited (`PriorityWeightAge`).
    pub age: f64,
    /// Ticks after which that factor is 1 (`PriorityMaxAge`).
    pub max_age: i64,
    /// Weight of the share of all units asked for (`PriorityWeightJobSize`).
    pub size: f64,
    /// The factor of size is 1 less that share (`PriorityFavorSmall`).
    pub favour_small: bool,
    /// Weight of the fair share (`PriorityWeightFairshare`).
    pub fair_share: f64,
    /// Ticks in which past usage comes to count half (`PriorityDecayHalfLife`); `None`: usage is never
    /// forgotten.
    pub half_life: Option<i64>,
    /// `FairShareDampeningFactor`, at least 1.
    pub dampening: f64,
    /// Shares of the machine by class of user; a class that is not named has 1.
    pub shares: BTreeMap<u32, f64>,
    /// Weight of the class's own factor (`PriorityWeightQOS`).
    pub class: f64,
    /// The class factor of each class, between 0 and 1; a class that is not named has 0.
    pub class_factors: BTreeMap<u32, f64>,
    /// Who may pass whom.
    pub backfill: Backfill,
}

impl Default for Factors {
    /// Age, size and fair share at 1,000 each with EASY backfill, where a tick is a second: an example,
    /// for a site to replace by its own. Maximal age and half-life are 7 days, as Slurm's defaults are.
    fn default() -> Factors {
        Factors {
            age: 1_000.0,
            max_age: 7 * 86_400,
            size: 1_000.0,
            favour_small: false,
            fair_share: 1_000.0,
            half_life: Some(7 * 86_400),
            dampening: 1.0,
            shares: BTreeMap::new(),
            class: 0.0,
            class_factors: BTreeMap::new(),
            backfill: Backfill::Easy,
        }
    }
}

impl Factors {
    /// The settings with lengths in ticks, of which a second has `ticks`.
    pub fn with_ticks_per_second(mut self, ticks: i64) -> Factors {
        self.max_age = self.max_age.saturating_mul(ticks);
        self.half_life = self.half_life.map(|half_life| half_life.saturating_mul(ticks));
        self
    }
}

/// A waiting job.
#[derive(Clone, Copy, Debug)]
struct Waiting {
    slot: u32,
    size: u32,
    arrived: i64,
    estimate: i64,
    /// Account of its user.
    account: u32,
    /// What its size and its class add to its priority.
    of_size: f64,
    of_class: f64,
    /// Whether the run was interrupted: such a job stands before all others, whatever its priority.
    interrupted: bool,
}

/// A priority and the place among those that wait: the highest first, ties in order of arrival.
type Key = (Reverse<i64>, u32);

/// The waiting jobs, and what their users have used.
#[derive(Clone, Debug)]
pub(super) struct Priority {
    factors: Factors,
    usage: FairShare,
    /// Waiting jobs, in order of arrival.
    waiting: Vec<Waiting>,
    /// Units of the machine, of which sizes are shares.
    units: i64,
    /// For one pass, kept for their memory: what the fair share of each account adds, and the priorities.
    of_share: Vec<f64>,
    keys: Vec<Key>,
}

impl Priority {
    pub(super) fn new(factors: &Factors) -> Priority {
        let usage = FairShare::new(factors.half_life, factors.dampening, &factors.shares);
        Priority {
            factors: factors.clone(),
            usage,
            waiting: Vec::new(),
            units: 0,
            of_share: Vec::new(),
            keys: Vec::new(),
        }
    }

    pub(super) fn arrive(&mut self, now: i64, slot: u32, request: &Request) {
        let Request { size, estimate, user, class, .. } = *request;
        let account = self.usage.meet(now, user, class);
        let factor = self.factors.class_factors.get(&class).copied().unwrap_or(0.0);
        self.waiting.push(Waiting {
            slot,
            size,
            arrived: now,
            estimate,
            account,
            of_size: self.of_size(size),
            of_class: self.factors.class * factor,
            interrupted: false,
        });
    }

    /// A job that was interrupted stands before all others.
    pub(super) fn put_back(&mut self, now: i64, slot: u32, request: &Request) {
        self.arrive(now, slot, request);
        if let Some(job) = self.waiting.last_mut() {
            job.interrupted = true;
        }
        self.waiting.rotate_right(1);
    }

    pub(super) fn complete(&mut self, now: i64, user: u32, size: u32) {
        self.hold(now, user, -i64::from(size));
    }

    /// Usage is kept where it counts for anything: to keep it goes through all accounts.
    fn hold(&mut self, now: i64, user: u32, change: i64) {
        if self.factors.fair_share != 0.0 {
            self.usage.hold(now, user, change);
        }
    }

    pub(super) fn cancel(&mut self, slot: u32) {
        self.waiting.retain(|other| other.slot != slot);
    }

    pub(super) fn pass(
        &mut self,
        room: &mut Room,
        now: i64,
        place: &mut impl FnMut(&Start) -> bool,
        starts: &mut Vec<Start>,
    ) {
        let free = room.free_units();
        if self.waiting.iter().all(|job| job.size > free) {
            return; // nobody fits, in whatever order
        }
        let before = starts.len();
        self.weigh(room, now);
        match self.factors.backfill {
            Backfill::Conservative => {
                let mut line = self.in_order();
                Conservative::default().pass(room, &mut line, now, place, starts);
            }
            backfill => {
                let head = self.start_heads(room, now, place, starts);
                if let Some(head) = head
                    && backfill == Backfill::Easy
                {
                    self.pass_head(head, room, now, place, starts);
                }
            }
        }
        for start in &starts[before..] {
            let request = room.slots[start.ticket.index()].request;
            self.hold(now, request.user, request.size.into());
        }
        if starts.len() > before {
            self.waiting.retain(|job| !room.slots[job.slot as usize].runs);
        }
    }

    /// Starts those of the highest priority while they fit; the first that does not is the head. `keys` then has those
    /// behind it. Only the highest is looked for each time: most of the line is never put in order.
    fn start_heads(
        &mut self,
        room: &mut Room,
        now: i64,
        place: &mut impl FnMut(&Start) -> bool,
        starts: &mut Vec<Start>,
    ) -> Option<Waiting> {
        let mut first_held: Option<Key> = None;
        loop {
            // A user over a limit is so for the rest of the pass: a line of thousands of such jobs
            // is not gone through one by one.
            let (keys, waiting) = (&mut self.keys, &self.waiting);
            keys.retain(|key| {
                let held = room.held(waiting[key.1 as usize].slot);
                if held {
                    first_held = Some(first_held.map_or(*key, |first| first.min(*key)));
                }
                !held
            });
            let (at, &key) = keys.iter().enumerate().min_by_key(|(_, key)| **key)?;
            let job = waiting[key.1 as usize];
            keys.swap_remove(at);
            if i64::from(job.size) > room.free || !room.placed(job.slot, place) {
                return Some(job);
            }
            let passed = first_held.is_some_and(|first| first < key);
            starts.push(room.start(now, job.slot, passed));
        }
    }

    /// As [`super::easy`]: in order, those start that leave the head's reservation alone. Only those that might are
    /// put in order; as others start, it becomes no easier.
    fn pass_head(
        &mut self,
        head: Waiting,
        room: &mut Room,
        now: i64,
        place: &mut impl FnMut(&Start) -> bool,
        starts: &mut Vec<Start>,
    ) {
        let (shadow, mut extra) = easy::reserve(room, now, head.size);
        let slack = shadow.saturating_sub(now);
        let waiting = &self.waiting;
        let may = |job: &Waiting, free: i64, extra: i64| {
            i64::from(job.size) <= free && (job.estimate <= slack || i64::from(job.size) <= extra)
        };
        let free = room.free;
        self.keys.retain(|(_, number)| may(&waiting[*number as usize], free, extra));
        self.keys.sort_unstable();
        room.claim(head.slot);
        for (_, number) in &self.keys {
            let job = &waiting[*number as usize];
            if !may(job, room.free, extra) || room.held(job.slot) || !room.placed(job.slot, place) {
                continue;
            }
            if job.estimate > slack {
                extra -= i64::from(job.size);
            }
            starts.push(room.start(now, job.slot, true));
        }
        room.release(head.slot);
    }

    /// Computes all priorities, in order of arrival.
    fn weigh(&mut self, room: &Room, now: i64) {
        if self.units != room.units {
            self.units = room.units;
            for at in 0..self.waiting.len() {
                self.waiting[at].of_size = self.of_size(self.waiting[at].size);
            }
        }
        let Factors { age, max_age, fair_share, .. } = self.factors;
        let max_age = max_age.max(1) as f64;
        if fair_share == 0.0 {
            // Nothing else is ever put there.
            self.of_share.resize(self.usage.len(), 0.0);
        } else {
            self.usage.look(now);
            self.of_share.clear();
            self.of_share.resize(self.usage.len(), f64::NAN);
        }
        self.keys.clear();
        for (number, job) in (0..).zip(&self.waiting) {
            let of_share = &mut self.of_share[job.account as usize];
            if of_share.is_nan() {
                *of_share = fair_share * self.usage.factor(job.account);
            }
            let waited = (now - job.arrived) as f64 / max_age;
            let sum = age * waited.min(1.0) + job.of_size + *of_share + job.of_class;
            let priority = if job.interrupted { i64::MAX } else { sum as i64 };
            self.keys.push((Reverse(priority), number));
        }
    }

    fn of_size(&self, size: u32) -> f64 {
        let part = (f64::from(size) / self.units.max(1) as f64).min(1.0);
        self.factors.size * if self.factors.favour_small { 1.0 - part } else { part }
    }

    /// The whole line in order of priority.
    fn in_order(&mut self) -> Line {
        self.keys.sort_unstable();
        let mut line = Line::default();
        for (_, number) in &self.keys {
            let job = &self.waiting[*number as usize];
            line.push(job.slot, job.size, job.estimate);
        }
        line
    }
}
