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

    /// What it counts, account by account.
    #[must_use]
    pub fn meaning(self) -> &'static str {
        match self {
            Self::Granted => "amount that arrived in the month",
            Self::Spent => {
                "fundings and `arrears`: Σ over days and lots of leased units × price at the length of the funding's contract: 12 × monthly (to the won) / days of the civil year, in whole won a day for each payer and lot, the rest of a won owed the day after, so that a year costs 12 months exactly; `capital`: units × price; `running`: Σ over days of units × price, likewise; `electricity`: ⌊Σ unit-seconds × watts of one unit × share drawn × PUE × tariff⌋"
            }
            Self::Earned => {
                "taken in: `sale` is Σ over days and lots of sold units × the price of a sale, likewise; `fees` is the income of table `fees`, all programmes"
            }
            Self::Lapsed => "left over when the funding ended",
            Self::Left => {
                "at the end of the month: granted and neither spent nor lapsed; of `sale` (with the owner of the units) and `fees` (with the centre) all that was earned so far, because no lease is paid from it"
            }
        }
    }

    /// What it counts, where the whole of it has been said.
    #[must_use]
    pub fn in_short(self) -> &'static str {
        match self {
            Self::Granted => "amount that arrived in the month",
            Self::Spent => "spent in the month",
            Self::Earned => "taken in, in the month",
            Self::Lapsed => "left over when the funding ended",
            Self::Left => "left at the end of the month, as in `money`",
        }
    }

    /// Whether the column is a stock at the end of a month, rather than a flow within it.
    #[must_use]
    pub fn is_level(self) -> bool {
        self == Self::Left
    }
}
