//! The rounds of a programme: when, what they offer, and how many newly apply.

use super::{OpensAfter, Places, Term, Uncertain};
use crate::engine::Distribution;
use crate::model::ids::{RoundId, Table};
use crate::time::Time;

/// The rounds of a programme.
#[derive(Clone, Debug, PartialEq)]
pub struct Rounds {
    /// Every round of the calendar, by closing time.
    pub rounds: Table<RoundId, Round>,
    /// What a regular round offers from each date (day) on, by the round's opening day.
    pub places: Vec<(i64, Places)>,
    /// How many people newly come in one nominal time between rounds.
    pub fresh: Fresh,
    /// Nominal time from one regular round to the next, in seconds; a year where there are not two.
    pub spacing: f64,
    /// Shape of the negative binomial about the expected number; `None`: Poisson.
    pub dispersion: Option<f64>,
}

impl Rounds {
    /// The most new people that are drawn for one nominal round, or for the whole of a rolling intake:
    /// what a draw of growth or of dispersion adds beyond is cut.
    pub const MOST_FRESH: f64 = 1e7;
}

/// One round.
#[derive(Clone, Debug, PartialEq)]
pub struct Round {
    /// Opening day (days from the calendar's start). The dates of a round that waits for money are
    /// those after the funding's typical day; in a future they are what that future says.
    pub opens_day: i64,
    /// When the round opens.
    pub opens: Time,
    /// When the round closes: everybody has applied.
    pub closes: Time,
    /// When awards are decided.
    pub decides: Time,
    /// What differs from a regular round.
    pub extra: Option<ExtraRound>,
}

/// What an extra round has of its own.
#[derive(Clone, Debug, PartialEq)]
pub struct ExtraRound {
    /// Name in the scenario.
    pub name: String,
    /// What the round waits for; `None`: it opens on its written date.
    pub after: Option<OpensAfter>,
    /// The places that the round offers.
    pub places: Places,
    /// The word of the round in the addresses of draws ([`Round::word_of_name`]).
    pub word: u32,
    /// Share of those who wait for a call to whom it appeals.
    pub reach: Uncertain,
    /// Expected people who come for the round alone and would never have come otherwise.
    pub induced: Uncertain,
    /// The round's own request sizes, if it has any.
    pub request: Option<Distribution>,
    /// The round's own length of award, if it has one.
    pub award: Option<Term>,
}

/// The expected number of people who newly come in one nominal time between regular rounds.
#[derive(Clone, Debug, PartialEq)]
pub enum Fresh {
    /// Stated: at the calendar's start, before growth and season.
    Stated(Uncertain),
    /// Inferred so that the programme's own rounds show the observed competition.
    Inferred(Observed),
}

/// An observed competition ratio.
#[derive(Clone, Debug, PartialEq)]
pub struct Observed {
    /// Applications of places, pooled over the rounds that closed in the range.
    pub competition: Uncertain,
    /// Start of the range.
    pub from: Time,
    /// First day after the range.
    pub to: Time,
}
