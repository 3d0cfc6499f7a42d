//! Multifactor priority with fair share, as Slurm's plugin of that name computes it.
//!
//! `priority = age × min(1, waited / max_age) + size × units asked / units + fair_share × F + class × C`,
//! cut to a whole number; the highest first, ties in order of arrival. Computed anew at each pass, on the line of
//! which first-come, EASY or conservative backfill then works. F: [`super::fair_share`].

use std::collections::BTreeMap;

use super::conservative::Conservative;
use super::easy::Easy;
use super::fair_share::FairShare;
use super::first_come;
use super::line::Line;
use super::queue::Start;
use super::room::Room;

/// Who may pass whom in a line ordered by priority.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Backfill {
    /// Nobody.
    None,
    /// Whoever leaves the reservation of the first alone.
    #[default]
    Easy,
    /// Whoever leaves all reservations before it alone.
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
    /// That factor by class, between 0 and 1; a class that is not named has 0.
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
    /// The same where a second has so many ticks.
    pub fn with_ticks_per_second(mut self, ticks: i64) -> Factors {
        self.max_age = self.max_age.saturating_mul(ticks);
        self.half_life = self.half_life.map(|half_life| half_life.saturating_mul(ticks));
        self
    }
}

/// Those that wait, and what their users have used.
#[derive(Clone, Debug)]
pub(super) struct Priority {
    factors: Factors,
    usage: FairShare,
    /// Slots in order of arrival, with the time.
    waiting: Vec<(u32, i64)>,
}

impl Priority {
    pub(super) fn new(factors: &Factors) -> Priority {
        let usage = FairShare::new(factors.half_life, factors.dampening, &factors.shares);
        Priority { factors: factors.clone(), usage, waiting: Vec::new() }
    }

    pub(super) fn arrive(&mut self, now: i64, slot: u32, user: u32, class: u32) {
        self.usage.meet(now, user, class);
        self.waiting.push((slot, now));
    }

    pub(super) fn complete(&mut self, now: i64, user: u32, size: u32) {
        self.usage.hold(now, user, -i64::from(size));
    }

    pub(super) fn cancel(&mut self, slot: u32) {
        self.waiting.retain(|(other, _)| *other != slot);
    }

    pub(super) fn pass(
        &mut self,
        room: &mut Room,
        now: i64,
        place: &mut impl FnMut(&Start) -> bool,
        starts: &mut Vec<Start>,
    ) {
        let size = |slot: u32| i64::from(room.slots[slot as usize].request.size);
        if self.waiting.iter().all(|(slot, _)| size(*slot) > room.free) {
            return; // nobody fits, in whatever order
        }
        let mut line = self.in_order(room, now);
        let before = starts.len();
        match self.factors.backfill {
            Backfill::None => {
                first_come::pass(room, &mut line, now, place, starts);
            }
            Backfill::Easy => Easy::default().pass(room, &mut line, now, place, starts),
            Backfill::Conservative => {
                Conservative::default().pass(room, &mut line, now, place, starts);
            }
        }
        for start in &starts[before..] {
            let request = room.slots[start.ticket.index()].request;
            self.usage.hold(now, request.user, request.size.into());
        }
        if starts.len() > before {
            self.waiting.retain(|(slot, _)| !room.slots[*slot as usize].runs);
        }
    }

    /// The line in order of priority.
    fn in_order(&self, room: &Room, now: i64) -> Line {
        let shares = self.usage.factors(now);
        let priority = |(slot, arrived): (u32, i64)| {
            let request = &room.slots[slot as usize].request;
            let factors = &self.factors;
            let waited = (now - arrived) as f64 / factors.max_age.max(1) as f64;
            let part = (f64::from(request.size) / room.units.max(1) as f64).min(1.0);
            let part = if factors.favour_small { 1.0 - part } else { part };
            let class = factors.class_factors.get(&request.class).copied().unwrap_or(0.0);
            let sum = factors.age * waited.min(1.0)
                + factors.size * part
                + factors.fair_share * shares[&request.user]
                + factors.class * class;
            sum as i64
        };
        let mut order: Vec<_> =
            self.waiting.iter().map(|waiting| (-priority(*waiting), waiting.0)).collect();
        order.sort_by_key(|(priority, _)| *priority); // stable: ties in order of arrival
        let mut line = Line::default();
        for (_, slot) in order {
            let request = &room.slots[slot as usize].request;
            line.push(slot, request.size, request.estimate);
        }
        line
    }
}
