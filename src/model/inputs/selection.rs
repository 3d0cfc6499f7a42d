//! How the list of a round turns into awards.

use super::Uncertain;
use crate::time::Span;

/// How the list of a round turns into awards.
#[derive(Clone, Debug, PartialEq)]
pub struct Selection {
    /// Least share of a request that may be awarded; 1: the whole request or nothing.
    pub floor: f64,
    /// Most units that one award may have. `None`: no limit.
    pub most_units: Option<i64>,
    /// Most awards that one applicant may have in all. `None`: no limit.
    pub most_awards: Option<u32>,
    /// Parts of the offer reserved for classes, in the order of the file.
    pub quotas: Vec<Quota>,
    /// Winners who decline.
    pub no_show: Option<NoShow>,
}

impl Selection {
    /// Whole requests by score, and every winner comes.
    #[must_use]
    pub fn plain() -> Self {
        Self { floor: 1.0, most_units: None, most_awards: None, quotas: Vec::new(), no_show: None }
    }
}

impl Selection {
    /// How long after a decision what was declined is offered again, if it is.
    #[must_use]
    pub fn tops_up(&self) -> Option<Span> {
        match self.no_show.as_ref()?.then {
            Then::TopUp(after) => Some(after),
            Then::Lost | Then::WaitingList => None,
        }
    }
}

/// A part of what a round offers that classes of applicants are served from first.
#[derive(Clone, Debug, PartialEq)]
pub struct Quota {
    /// Whether each class (index; 0: those in none) is in it.
    pub classes: Vec<bool>,
    /// Share of the offer.
    pub share: f64,
    /// Whether what the classes do not use goes to everybody.
    pub unused_to_all: bool,
}

/// Winners who decline.
#[derive(Clone, Debug, PartialEq)]
pub struct NoShow {
    /// Chance that a winner declines; each award draws for itself.
    pub chance: Uncertain,
    /// What becomes of what they had won.
    pub then: Then,
}

/// What becomes of what a winner declines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Then {
    /// Nothing: it stays free.
    Lost,
    /// The next on the list has it at once.
    WaitingList,
    /// It is offered again so long after the decision, to those who come back by then.
    TopUp(Span),
}
