//! What is measured and what it is called: one row for each response and for each column of the accounts.
//!
//! Everything above asks here: the study for what to work out and in which order, the scenario for the names
//! that a question or a check may use, tables for columns, charts and pages for words. Names are strings only at the
//! edges, in files; between them a measured thing is a value of an enum, so that a misspelt one does not compile.

mod flow;
mod ladder;
mod money;
mod response;
mod whereabouts;

pub use self::flow::{Counts, Fill, Flow, FlowRow, Hue, Identity};
pub use self::ladder::{Measure, Rung};
pub use self::money::Money;
pub use self::response::{Of, Response, Row, Scale};
pub use self::whereabouts::Whereabouts;

/// A text in both languages of the program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Words {
    /// Korean.
    pub ko: &'static str,
    /// English.
    pub en: &'static str,
}

const fn words(ko: &'static str, en: &'static str) -> Words {
    Words { ko, en }
}

/// Whether a higher value of a response is to be wished for, with nothing else said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum More {
    /// It is.
    Better,
    /// A lower one is.
    Worse,
    /// It depends on why: a ratio falls with its numerator or rises with its denominator.
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
