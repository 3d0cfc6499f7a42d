//! Decayed usage of users and classes, and the fair-share factor.
//!
//! The "classic" algorithm of Slurm (SchedMD, *Classic Fairshare Algorithm*,
//! <https://slurm.schedmd.com/classic_fair_share.html>): `F = 2^(−(U_E / S) / d)`, with a tree of two levels, classes
//! and their users.

use std::collections::BTreeMap;

/// One user's usage in unit-ticks, decayed to a time.
#[derive(Clone, Copy, Debug, Default)]
struct Account {
    class: u32,
    usage: f64,
    as_of: i64,
    /// Units held now.
    holds: u64,
}

impl Account {
    /// Usage at a time: what was, halved every `half_life`, and what has been held since, each
    /// tick of it decayed for as long as it is past.
    fn at(&self, now: i64, half_life: Option<i64>) -> f64 {
        let passed = (now - self.as_of) as f64;
        match half_life {
            None => self.usage + self.holds as f64 * passed,
            Some(half_life) => {
                let left = libm::exp2(-passed / half_life as f64);
                let held = self.holds as f64 * half_life as f64 / std::f64::consts::LN_2;
                self.usage * left + held * (1.0 - left)
            }
        }
    }
}

/// Usage of all users that have ever submitted a job.
#[derive(Clone, Debug, Default)]
pub(super) struct FairShare {
    half_life: Option<i64>,
    dampening: f64,
    shares: BTreeMap<u32, f64>,
    accounts: BTreeMap<u32, Account>,
}

impl FairShare {
    /// `shares` of classes; a class without one has 1. Users of a class have equal shares of it.
    pub(super) fn new(
        half_life: Option<i64>,
        dampening: f64,
        shares: &BTreeMap<u32, f64>,
    ) -> FairShare {
        FairShare { half_life, dampening, shares: shares.clone(), accounts: BTreeMap::new() }
    }

    /// A user is known from its first job on, in the class of that job.
    pub(super) fn meet(&mut self, now: i64, user: u32, class: u32) {
        let account = Account { class, as_of: now, ..Account::default() };
        self.accounts.entry(user).or_insert(account);
    }

    /// A user holds more or fewer units from now on.
    pub(super) fn hold(&mut self, now: i64, user: u32, change: i64) {
        let half_life = self.half_life;
        let account = self.accounts.get_mut(&user).expect("a user that submitted");
        account.usage = account.at(now, half_life);
        account.as_of = now;
        account.holds = account.holds.checked_add_signed(change).expect("gives what it holds");
    }

    /// The factor of each user now, between 0 and 1: 1 has used nothing, 1/2 just its share.
    pub(super) fn factors(&self, now: i64) -> BTreeMap<u32, f64> {
        let mut of_classes = BTreeMap::<u32, (f64, f64)>::new(); // usage, users
        let mut total = 0.0;
        for account in self.accounts.values() {
            let usage = account.at(now, self.half_life);
            let class = of_classes.entry(account.class).or_default();
            *class = (class.0 + usage, class.1 + 1.0);
            total += usage;
        }
        let share_of = |class: &u32| self.shares.get(class).copied().unwrap_or(1.0);
        let all_shares: f64 = of_classes.keys().map(share_of).sum();
        let normal = |usage: f64| if total > 0.0 { usage / total } else { 0.0 };
        let factor = |account: &Account| {
            let (of_class, users) = of_classes[&account.class];
            let share = share_of(&account.class) / all_shares / users;
            let own = normal(account.at(now, self.half_life));
            let effective = own + (normal(of_class) - own) / users;
            let ratio = if share > 0.0 { effective / share } else { f64::INFINITY };
            if effective > 0.0 { libm::exp2(-ratio / self.dampening) } else { 1.0 }
        };
        self.accounts.iter().map(|(user, account)| (*user, factor(account))).collect()
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
        for (user, class) in [(1, 0), (2, 0), (3, 1)] {
            share.meet(0, user, class);
        }
        assert!(share.factors(0).values().all(|factor| *factor == 1.0));
        share.hold(0, 1, 2);
        share.hold(50, 3, 4);
        let factors = share.factors(100);
        let expected = [-4.0 / 3.0, -2.0 / 3.0, -2.0].map(libm::exp2);
        for (user, expected) in (1..).zip(expected) {
            assert!(near(factors[&user], expected), "{user}: {} {expected}", factors[&user]);
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
        let factors = share.factors(500);
        // Usage 1 : 2, each with a share of 1/2: F = 2^(−(1/3)/(1/2)) and 2^(−(2/3)/(1/2)).
        assert!(near(factors[&1], libm::exp2(-2.0 / 3.0)));
        assert!(near(factors[&2], libm::exp2(-4.0 / 3.0)));
    }
}
