//! The columns of the accounts of money.

use super::{Words, words};

/// A column of an account of money.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Money {
    /// Arrived.
    Granted,
    /// Spent.
    Spent,
    /// Taken in.
    Earned,
    /// Left over when a funding ended.
    Lapsed,
    /// Still there at the end.
    Left,
}

impl Money {
    /// All columns, in the order of tables.
    pub const ALL: [Self; 5] = [Self::Granted, Self::Spent, Self::Earned, Self::Lapsed, Self::Left];

    /// The name in tables.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Granted => "granted",
            Self::Spent => "spent",
            Self::Earned => "earned",
            Self::Lapsed => "lapsed",
            Self::Left => "left",
        }
    }

    /// What a chart calls the column.
    #[must_use]
    pub fn words(self) -> Words {
        match self {
            Self::Granted => words("교부액", "granted"),
            Self::Spent => words("집행액", "spent"),
            Self::Earned => words("수입", "earned"),
            Self::Lapsed => words("불용액", "lapsed"),
            Self::Left => words("잔액", "left"),
        }
    }

    /// Whether the column is a stock at the end of a month, rather than a flow within it.
    #[must_use]
    pub fn is_level(self) -> bool {
        self == Self::Left
    }
}
