//! Who applies: classes of applicants, and what they pay.

use super::Uncertain;
use crate::engine::Distribution;
use crate::model::ids::{ClassId, ProgrammeId};

/// A kind of applicant, such as a university or a start-up.
#[derive(Clone, Debug, PartialEq)]
pub struct Class {
    /// Name in the scenario; empty: those who are in no class.
    pub name: String,
    /// Whether an applicant of the class counts as local.
    pub local: bool,
}

impl Class {
    /// The applicants who are in no class: class 0 of every scenario.
    #[must_use]
    pub fn none() -> Self {
        Self { name: String::new(), local: false }
    }

    /// Its word in tables; `none`: those who are in no class.
    #[must_use]
    pub fn word(&self) -> &str {
        if self.name.is_empty() { "none" } else { &self.name }
    }
}

/// What one class is in one programme.
#[derive(Clone, Debug, PartialEq)]
pub struct ClassOf {
    /// The class.
    pub class: ClassId,
    /// Share of the programme's fresh applicants; the shares of a programme add up to 1.
    pub share: f64,
    /// Units that its applicants ask for. `None`: as everybody in the programme.
    pub request: Option<Distribution>,
    /// Added to the scores of its applications, which are uniform between 0 and 1.
    pub bonus: f64,
    /// First opening day of a round that gives the bonus.
    pub bonus_from: i64,
    /// Share of the fee that it need not pay.
    pub fee_reduction: f64,
}

/// What a project pays for its units, and how applicants answer to it.
#[derive(Clone, Debug, PartialEq)]
pub struct Fee {
    /// Amount of the fee, or its share of the lease price.
    pub charge: Charge,
    /// ε: applicants apply with probability exp(−ε × share of the lease price that they pay).
    pub elasticity: Uncertain,
    /// The first day on which a round may open whose applicants are asked for the fee.
    pub from_day: i64,
    /// First opening day from which it is asked no more.
    pub to_day: i64,
}

/// How a fee is stated.
#[derive(Clone, Debug, PartialEq)]
pub enum Charge {
    /// A share of the lease price (self-pay).
    Share(Uncertain),
    /// Won for a unit and month.
    Monthly(Uncertain),
    /// Won for an hour of a unit that jobs of an award in hours use.
    Hourly(Uncertain),
}

impl Charge {
    /// The value that is stated.
    #[must_use]
    pub fn stated(&self) -> &Uncertain {
        match self {
            Self::Share(value) | Self::Monthly(value) | Self::Hourly(value) => value,
        }
    }
}

/// How fresh demand answers to the award rate of the last decided round.
#[derive(Clone, Debug, PartialEq)]
pub struct AwardRate {
    /// γ: fresh applicants are multiplied by (award rate / reference)^γ.
    pub elasticity: Uncertain,
    /// Awards of applications at which the factor is 1. `None`: the inverse of the observed ratio.
    pub reference: Option<Uncertain>,
    /// The largest factor; its inverse is the smallest.
    pub cap: f64,
}

/// A way to another programme.
#[derive(Clone, Debug, PartialEq)]
pub struct Move {
    /// The programme to which people go.
    pub to: ProgrammeId,
    /// First day on which anybody goes, as a number of days from the calendar's start.
    pub from: Uncertain,
    /// Share of those who would newly apply who apply there instead.
    pub of_fresh: Uncertain,
    /// Share of those turned away who go there next instead of applying again.
    pub of_turned_away: Uncertain,
    /// Whether those who move are considered in the other programme on the same day, for what its own applicants left.
    pub second_choice: bool,
}

/// Something that projects give, by a ratio that was observed.
#[derive(Clone, Debug, PartialEq)]
pub struct Output {
    /// Name in the scenario.
    pub name: String,
    /// Outputs for each started award or unit-month: an association of past projects and past outputs.
    pub ratio: Uncertain,
    /// What outputs are counted for: started awards, or unit-months.
    pub per: OutputPer,
    /// The programmes whose projects count.
    pub programmes: Vec<ProgrammeId>,
}

/// What outputs follow: work that is done, never what is only decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OutputPer {
    /// Awards that started.
    StartedAward,
    /// Units held, in unit-months.
    UnitMonth,
}
