//! What is measured and what it is called: one row for each response and for each column of the accounts.
//!
//! Everything above asks here: the study for what to work out and in which order, the scenario for the names
//! that a question or a check may use, tables for columns, charts and pages for words. Names are strings only at the
//! edges, in files; between them a measured thing is a value of an enum, so that a misspelt one does not compile.

mod class;
mod flow;
mod ladder;
mod money;
mod response;
mod whereabouts;

pub use self::class::{OfClass, OfClassRow};
pub use self::flow::{Counts, Fill, Flow, FlowRow, Hatch, Hue, Identity};
pub use self::ladder::{Measure, Rung};
pub use self::money::Money;
pub use self::response::{Guard, LEAST_PART, Of, Response, Row, Scale};
pub use self::whereabouts::Whereabouts;
use crate::words::words;
pub use crate::words::{Currency, Words};

/// Whether a higher value of a response is to be wished for, with nothing else said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum More {
    /// A higher value is better.
    Better,
    /// A lower value is better.
    Worse,
    /// The cause decides which is better: a ratio falls with its numerator and rises with a smaller denominator.
    Neither,
}

impl More {
    /// The word in `docs/tables.md`.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Better => "better",
            Self::Worse => "worse",
            Self::Neither => "neither",
        }
    }
}
