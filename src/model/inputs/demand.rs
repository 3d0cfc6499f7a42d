//! Who applies: classes of applicants.

use crate::engine::Distribution;

/// A kind of applicant, such as a university or a start-up.
#[derive(Clone, Debug, PartialEq)]
pub struct Class {
    /// Name in the scenario; empty: those who are in no class.
    pub name: String,
    /// Whether it counts as local.
    pub local: bool,
}

impl Class {
    /// Those who are in no class: class 0 of every scenario.
    #[must_use]
    pub fn none() -> Self {
        Self { name: String::new(), local: false }
    }
}

/// What one class is in one programme.
#[derive(Clone, Debug, PartialEq)]
pub struct ClassOf {
    /// Index of the class, from 1.
    pub class: u16,
    /// Share of the programme's fresh applicants; the shares of a programme add up to 1.
    pub share: f64,
    /// Units that its applicants ask for. `None`: as everybody in the programme.
    pub request: Option<Distribution>,
    /// Added to the scores of its applications, which are uniform between 0 and 1.
    pub bonus: f64,
}
