//! How the list of a round turns into awards.

use super::Uncertain;
use crate::time::Span;

/// How the list of a round turns into awards.
#[derive(Clone, Debug, PartialEq)]
pub struct Selection {
    /// Least share of a request that may be awarded; 1: the whole request or nothing.
    pub floor: f64,
    /// First opening day of a round in which less than the whole request may be awarded.
    pub floor_from: i64,
    /// Most units that one award may have. `None`: no limit.
    pub most_units: Option<i64>,
    /// Most awards that one applicant may have in all. `None`: no limit.
    pub most_awards: Option<u32>,
    /// First opening day of a round in which both these limits hold.
    pub cap_from: i64,
    /// Least score of an application that can win; scores are uniform between 0 and 1, plus a bonus. 0: any.
    pub bar: f64,
    /// First opening day of a round that has this bar.
    pub bar_from: i64,
    /// Parts of the offer reserved for classes, in the order of the file.
    pub quotas: Vec<Quota>,
    /// Winners who decline.
    pub no_show: Option<NoShow>,
}

impl Selection {
    /// Whole requests by score, and every winner comes.
    #[must_use]
    pub fn plain() -> Self {
        Self {
            floor: 1.0,
            floor_from: i64::MIN,
            most_units: None,
            most_awards: None,
            cap_from: i64::MIN,
            bar: 0.0,
            bar_from: i64::MIN,
            quotas: Vec::new(),
            no_show: None,
        }
    }

    /// The rules of a round that opens on a day.
    #[must_use]
    pub fn on(&self, day: i64) -> Rules<'_> {
        Rules { day, all: self }
    }

    /// Every day from which a rule holds.
    pub(in crate::model) fn days(&self) -> impl Iterator<Item = i64> {
        let Self {
            floor: _,
            floor_from,
            most_units: _,
            most_awards: _,
            cap_from,
            bar: _,
            bar_from,
            quotas,
            no_show: _,
        } = self;
        let quotas = quotas.iter().map(|quota| quota.from_day);
        [*floor_from, *cap_from, *bar_from].into_iter().chain(quotas)
    }

    /// How long after a decision what was declined is offered again, if it ever is.
    #[must_use]
    pub fn tops_up(&self) -> Option<Span> {
        match self.no_show.as_ref()?.then {
            Then::TopUp(after) => Some(after),
            Then::Lost | Then::WaitingList => None,
        }
    }
}

/// The rules that hold in a round: those of its programme whose first day has come when it opens.
#[derive(Clone, Copy, Debug)]
pub struct Rules<'a> {
    day: i64,
    all: &'a Selection,
}

impl<'a> Rules<'a> {
    /// Least share of a request that may be awarded.
    #[must_use]
    pub fn floor(self) -> f64 {
        if self.all.floor_from <= self.day { self.all.floor } else { 1.0 }
    }

    /// Most units that one award may have.
    #[must_use]
    pub fn most_units(self) -> Option<i64> {
        self.all.most_units.filter(|_| self.all.cap_from <= self.day)
    }

    /// Most awards that one applicant may have in all, those of earlier rounds among them.
    #[must_use]
    pub fn most_awards(self) -> Option<u32> {
        self.all.most_awards.filter(|_| self.all.cap_from <= self.day)
    }

    /// Least score of an application that can win.
    #[must_use]
    pub fn bar(self) -> f64 {
        if self.all.bar_from <= self.day { self.all.bar } else { 0.0 }
    }

    /// Parts of the offer reserved for classes.
    pub fn quotas(self) -> impl Iterator<Item = &'a Quota> {
        self.all.quotas.iter().filter(move |quota| quota.from_day <= self.day)
    }

    /// Whether a round has the same rules as one of another list, but for who declines.
    pub(in crate::model) fn same(self, other: Self) -> bool {
        let quota = |quota: &'a Quota| {
            let Quota { classes, share, unused_to_all, from_day: _ } = quota;
            (classes, share.to_bits(), *unused_to_all)
        };
        self.floor().to_bits() == other.floor().to_bits()
            && (self.most_units(), self.most_awards()) == (other.most_units(), other.most_awards())
            && self.bar().to_bits() == other.bar().to_bits()
            && self.quotas().map(quota).eq(other.quotas().map(quota))
    }

    /// Winners who decline.
    #[must_use]
    pub fn no_show(self) -> Option<&'a NoShow> {
        self.all.no_show.as_ref().filter(|no_show| no_show.from_day <= self.day)
    }
}

/// A part of what a round offers that classes of applicants are served from first.
#[derive(Clone, Debug, PartialEq)]
pub struct Quota {
    /// Whether the quota is for the class, by index; 0: those in none.
    pub classes: Vec<bool>,
    /// Share of the offer.
    pub share: f64,
    /// Whether what the classes do not use goes to everybody.
    pub unused_to_all: bool,
    /// First opening day of a round that has it.
    pub from_day: i64,
}

/// Winners who decline.
#[derive(Clone, Debug, PartialEq)]
pub struct NoShow {
    /// Chance that a winner declines; each award draws for itself.
    pub chance: Uncertain,
    /// What becomes of what they had won.
    pub then: Then,
    /// First opening day of a round in which anybody declines.
    pub from_day: i64,
}

/// What becomes of what a winner declines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Then {
    /// Nothing: it stays free.
    Lost,
    /// The next on the list has it at once.
    WaitingList,
    /// What was declined is offered again a stated span after the decision, to those who come back by then.
    TopUp(Span),
}
