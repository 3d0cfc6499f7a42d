//! Every word that a reader of a report sees, in Korean and in English.
//!
//! - Answers: `measured` (what an answer is of), `alternative` (the sentence on an alternative), `compared` (over which
//!   rounds and days), `against` (what gets worse), `hangs` (what it depends on), `answers` (the table of options),
//!   `together`, `best`, `frontier`, `targets`, `standards`, `readings`, `sweeps`.
//! - Methods: `sized`, `unreached`, `ranked`, `factors`, `selected`, `calibrated`.
//! - Charts: `findings` (their titles), `charts` and `accounts` (the words around them), `responses`, `gap`, `replay`.
//! - The page and what is handed on: `page`, `living`, `checks`, `arithmetic`, `applicants`, `changed`, `stress`, `brief`,
//!   `workbook`.

use crate::results::NamedEntry;
pub use crate::words::Language;
pub(crate) use crate::words::{Called, Calling, Currency};
pub(crate) use crate::words::{numbers, particles};

pub(crate) mod accounts;
pub(crate) mod against;
pub(crate) mod alternative;
pub(crate) mod answers;
pub(crate) mod applicants;
pub(crate) mod arithmetic;
pub(crate) mod best;
pub(crate) mod brief;
pub(crate) mod calibrated;
pub(crate) mod changed;
pub(crate) mod charts;
pub(crate) mod checks;
pub(crate) mod compared;
pub(crate) mod factors;
pub(crate) mod findings;
pub(crate) mod frontier;
pub(crate) mod gap;
pub(crate) mod hangs;
pub(crate) mod living;
pub(crate) mod measured;
pub(crate) mod page;
pub(crate) mod ranked;
pub(crate) mod readings;
pub(crate) mod replay;
pub(crate) mod responses;
pub(crate) mod selected;
pub(crate) mod sized;
pub(crate) mod standards;
pub(crate) mod stress;
pub(crate) mod sweeps;
pub(crate) mod targets;
pub(crate) mod together;
pub(crate) mod unreached;
pub(crate) mod workbook;

impl Language {
    /// The title of the one called `name` in a list, else the name itself.
    pub(crate) fn title_in<'a>(self, list: &'a [NamedEntry], name: &'a str) -> &'a str {
        list.iter().find(|one| one.name == name).map_or(name, |one| self.title(&one.title, name))
    }
}
