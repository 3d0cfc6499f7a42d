//! Decayed usage of users and classes, and the fair-share factor.
//!
//! The "classic" algorithm of Slurm (SchedMD, *Classic Fairshare Algorithm*,
//! <https://slurm.schedmd.com/classic_fair_share.html>): `F = 2^(−(U_E / S) / d)`, with a tree of two levels, classes
//! and their users.

use std::collections::BTreeMap;

/// One user's usage in unit-ticks, decayed to [`FairShare::as_of`].
#[derive(Clone, Copy, Debug)]
struct Account {
    /// Place among the classes.
    class: usize,
    usage: f64,
    /// Units held now.
    holds: u64,
}

/// A class that somebody is of.
#[derive(Clone, Copy, Debug)]
struct Class {
    number: u32,
    share: f64,
    users: f64,
    /// Usage of all users of the class, at the time of the last [`FairShare::look`].
    usage: f64,
}

/// Usage of all users that have ever submitted a job.
#[derive(Clone, Debug, Default)]
pub(super) struct FairShare {
    half_life: Option<i64>,
    dampening: f64,
    shares: BTreeMap<u32, f64>,
    /// The accounts, in the order in which their users came.
    accounts: Vec<Account>,
    classes: Vec<Class>,
    /// The account of a user.
    places: BTreeMap<u32, u32>,
    as_of: i64,
    all_shares: f64,
    /// At the time of the last look: the factor of older usage, what a unit held since then adds, and all usage.
    left: f64,
    gained: f64,
    total: f64,
}

impl FairShare {
    /// Accounts with `shares` of classes; a class without one has 1. Users of a class have equal shares of it.
    pub(super) fn new(
        half_life: Option<i64>,
        dampening: f64,
        shares: &BTreeMap<u32, f64>,
    ) -> FairShare {
        FairShare { half_life, dampening, shares: shares.clone(), ..FairShare::default() }
    }

    /// The account of a user, who is known from the first job on, in the class of that job.
    pub(super) fn meet(&mut self, now: i64, user: u32, class: u32) -> u32 {
        if self.accounts.is_empty() {
            self.as_of = now;
        }
        let next = self.accounts.len() as u32;
        let place = *self.places.entry(user).or_insert(next);
        if place == next {
            let known = self.classes.iter().position(|one| one.number == class);
            let class = known.unwrap_or_else(|| {
                let share = self.shares.get(&class).copied().unwrap_or(1.0);
                self.classes.push(Class { number: class, share, users: 0.0, usage: 0.0 });
                self.all_shares += share;
                self.classes.len() - 1
            });
            self.classes[class].users += 1.0;
            self.accounts.push(Account { class, usage: 0.0, holds: 0 });
        }
        place
    }

    /// A user that is known holds more or fewer units from now on.
    pub(super) fn hold(&mut self, now: i64, user: u32, change: i64) {
        // All accounts are of one time, so that a look needs one power of two for all of them.
        if now != self.as_of {
            let (left, gained) = self.passed(now);
            for account in &mut self.accounts {
                account.usage = account.usage * left + account.holds as f64 * gained;
            }
            self.as_of = now;
        }
        let account = &mut self.accounts[self.places[&user] as usize];
        account.holds = account.holds.checked_add_signed(change).expect("gives what it holds");
    }

    /// What is left of old usage at a time, and the usage of a unit held since, each tick of it decayed for as long
    /// as it is past.
    fn passed(&self, now: i64) -> (f64, f64) {
        let passed = (now - self.as_of) as f64;
        match self.half_life {
            None => (1.0, passed),
            Some(half_life) => {
                let left = libm::exp2(-passed / half_life as f64);
                (left, half_life as f64 / std::f64::consts::LN_2 * (1.0 - left))
            }
        }
    }

    /// Sums usage up at a time, for [`FairShare::factor`].
    pub(super) fn look(&mut self, now: i64) {
        (self.left, self.gained) = self.passed(now);
        self.total = 0.0;
        self.classes.iter_mut().for_each(|class| class.usage = 0.0);
        for account in &self.accounts {
            let usage = account.usage * self.left + account.holds as f64 * self.gained;
            self.classes[account.class].usage += usage;
            self.total += usage;
        }
    }

    /// The factor of an account at the time of the look, between 0 and 1: 1 has used nothing, 1/2 just its share.
    pub(super) fn factor(&self, account: u32) -> f64 {
        let account = &self.accounts[account as usize];
        let class = &self.classes[account.class];
        let normal = |usage: f64| if self.total > 0.0 { usage / self.total } else { 0.0 };
        let share = class.share / self.all_shares / class.users;
        let own = normal(account.usage * self.left + account.holds as f64 * self.gained);
        let effective = own + (normal(class.usage) - own) / class.users;
        let ratio = if share > 0.0 { effective / share } else { f64::INFINITY };
        if effective > 0.0 { libm::exp2(-ratio / self.dampening) } else { 1.0 }
    }

    /// Number of accounts.
    pub(super) fn len(&self) -> usize {
        self.accounts.len()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::FairShare;

    fn near(a: f64, b: f64) -> bool {
        (a - b).abs() < 1e-12
    }

    /// Two classes with shares 3 and 1. Users 1 and 2 are of the first, user 3 of the second. Usage without
    /// decay: 1 held 2 units for 100 ticks, 3 held 2 units for 100. Normalised: 1/2, 0, 1/2.
    /// User 1: S = 3/4 ÷ 2 = 3/8; U_E = 1/2 + (1/2 − 1/2) ÷ 2 = 1/2; F = 2^(−4/3).
    /// User 2: S = 3/8; U_E = 0 + (1/2 − 0) ÷ 2 = 1/4; F = 2^(−2/3). User 3: S = 1/4; U_E = 1/2; F = 2^−2.
    #[test]
    fn factors_by_hand() {
        let mut share = FairShare::new(None, 1.0, &BTreeMap::from([(0, 3.0), (1, 1.0)]));
        let accounts = [(1, 0), (2, 0), (3, 1)].map(|(user, class)| share.meet(0, user, class));
        assert_eq!(accounts, [0, 1, 2]);
        share.look(0);
        assert!(accounts.iter().all(|account| share.factor(*account) == 1.0));
        share.hold(0, 1, 2);
        share.hold(50, 3, 4);
        share.look(100);
        for (account, expected) in accounts.iter().zip([-4.0 / 3.0, -2.0 / 3.0, -2.0]) {
            assert!(near(share.factor(*account), libm::exp2(expected)), "{account}");
        }
    }

    /// What was used a half-life ago counts half: after 100 ticks of nothing, user 2, who used as much
    /// later, has used twice as much of the sum.
    #[test]
    fn usage_halves_every_half_life() {
        let mut share = FairShare::new(Some(100), 1.0, &BTreeMap::new());
        share.meet(0, 1, 0);
        share.meet(0, 2, 1);
        share.hold(0, 1, 1);
        share.hold(10, 1, -1);
        share.hold(100, 2, 1);
        share.hold(110, 2, -1);
        share.look(500);
        // Usage 1 : 2, each with a share of 1/2: F = 2^(−(1/3)/(1/2)) and 2^(−(2/3)/(1/2)).
        assert!(near(share.factor(0), libm::exp2(-2.0 / 3.0)));
        assert!(near(share.factor(1), libm::exp2(-4.0 / 3.0)));
    }
}
