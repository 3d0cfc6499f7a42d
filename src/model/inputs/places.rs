//! What a round offers, and in what it is counted.

use crate::quantity::rounded;
use serde::{Deserialize, Serialize};

use super::{FactorValues, Uncertain};

/// What a round offers.
#[derive(Clone, Debug, PartialEq)]
pub enum Places {
    /// A number of projects, of units, or both; whichever runs out first ends the offer.
    Stated {
        /// Projects, whatever their size. `None`: no limit.
        projects: Option<Uncertain>,
        /// Units, whatever the number of projects. `None`: no limit.
        units: Option<Uncertain>,
    },
    /// One project for each given number of units in service at the decision.
    PerUnits(i64),
    /// A share of the units leased at the decision; of awards in hours, of what those give over the length of one.
    OfMachine(Uncertain),
    /// The units that money pays for at the decision and nobody has been promised.
    WhateverFits,
}

impl Places {
    /// As much as there is of what it is taken from.
    pub const NO_LIMIT: Self = Self::Stated { projects: None, units: None };

    /// The offer in one future.
    pub(in crate::model) fn draw(&self, values: &FactorValues) -> Offer {
        let whole = |places: &Uncertain| rounded(places.value(values).max(0.0));
        match self {
            Self::Stated { projects, units } => Offer::Stated {
                projects: projects.as_ref().map(whole),
                units: units.as_ref().map(whole),
            },
            Self::PerUnits(units) => Offer::PerUnits(*units),
            Self::OfMachine(share) => {
                let share = share.value(values).max(0.0);
                Offer::OfMachine(rounded(share * Offer::WHOLE as f64))
            }
            Self::WhateverFits => Offer::WhateverFits,
        }
    }
}

/// What a round offers in one future, before expansions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Offer {
    /// A number of projects, of units, or both.
    Stated {
        /// Projects, if they limit it.
        projects: Option<i64>,
        /// Units, if they limit it.
        units: Option<i64>,
    },
    /// One project for each given number of units in service at the decision.
    PerUnits(i64),
    /// A share of the units leased at the decision, in millionths.
    OfMachine(i64),
    /// Units paid for and not promised at the decision.
    WhateverFits,
}

impl Offer {
    /// Nothing.
    pub const NONE: Self = Self::Stated { projects: Some(0), units: None };
    /// The whole machine, as [`Offer::OfMachine`] counts it.
    pub const WHOLE: i64 = 1_000_000;

    /// Whether the offer is stated and nobody can be awarded.
    #[must_use]
    pub fn is_nothing(&self) -> bool {
        match self {
            Self::Stated { projects, units } => *projects == Some(0) || *units == Some(0),
            Self::OfMachine(share) => *share == 0,
            Self::PerUnits(_) | Self::WhateverFits => false,
        }
    }
}
