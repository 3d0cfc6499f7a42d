//! An alternative against the baseline by one response: difference, verdict and likelihood.

use serde::{Deserialize, Serialize};

use super::Spread;
use crate::time::Date;

/// An alternative against the baseline, future by future.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Compared {
    /// What the differences say.
    pub verdict: Verdict,
    /// How likely that is, if it is a direction.
    pub likelihood: Option<Likelihood>,
    /// The differences that the verdict is of.
    pub difference: Difference,
    /// What the verdict is of, if not of the whole window.
    pub part: Option<Part>,
    /// Rounds that only one of the two holds, where the response is a ratio of rounds.
    pub rounds: Option<RoundsApart>,
}

/// Paired differences: alternative less baseline in the same future.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Difference {
    /// Spread of the differences over futures.
    pub spread: Spread,
    /// Half the width of the 95 % interval of their mean: the error of a finite number of futures. `None`: one future.
    pub error: Option<f64>,
    /// Futures in which the alternative is above.
    pub above: usize,
    /// Futures in which it is below; in the rest the two are equal.
    pub below: usize,
    /// How many times as many futures two separate runs would need for the same error: the variances of both worlds
    /// together, to that of the paired differences. `None`: one future, or differences that do not vary.
    #[serde(default)]
    pub gain: Option<f64>,
}

/// What paired differences say.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// The alternative is better.
    Better,
    /// The alternative is worse.
    Worse,
    /// The alternative has more, and neither way is better in itself.
    More,
    /// The alternative has less, and neither way is better in itself.
    Less,
    /// The two are equal in every future.
    Equal,
    /// The two differ by less than is worth a word ([`crate::measures::Response::is_material`]).
    Slight,
    /// The error of a finite number of futures is as large as the difference.
    Unclear,
}

impl Verdict {
    /// The name in tables.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Better => "better",
            Self::Worse => "worse",
            Self::More => "more",
            Self::Less => "less",
            Self::Equal => "equal",
            Self::Slight => "slight",
            Self::Unclear => "unclear",
        }
    }

    /// Whether the verdict says that the two differ, and which way.
    #[must_use]
    pub fn is_direction(self) -> bool {
        matches!(self, Self::Better | Self::Worse | Self::More | Self::Less)
    }
}

/// The likelihood scale of the IPCC (Mastrandrea and others 2010), of the share of futures that go the way of the
/// verdict; ties go neither way. The share is taken as (k + ½) ÷ (n + 1), so that 8 of 8 futures are no certainty.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Likelihood {
    /// A probability up to 1 %.
    ExceptionallyUnlikely,
    /// A probability up to 10 %.
    VeryUnlikely,
    /// A probability up to 33 %.
    Unlikely,
    /// 33 to 66 %.
    AsLikelyAsNot,
    /// A probability above 66 %.
    Likely,
    /// A probability above 90 %.
    VeryLikely,
    /// A probability above 99 %.
    VirtuallyCertain,
}

impl Likelihood {
    /// The class of `k` of `n` futures.
    #[must_use]
    pub fn of(k: usize, n: usize) -> Self {
        let share = (k as f64 + 0.5) / (n as f64 + 1.0);
        match share {
            _ if share > 0.99 => Self::VirtuallyCertain,
            _ if share > 0.90 => Self::VeryLikely,
            _ if share > 0.66 => Self::Likely,
            _ if share >= 0.33 => Self::AsLikelyAsNot,
            _ if share >= 0.10 => Self::Unlikely,
            _ if share >= 0.01 => Self::VeryUnlikely,
            _ => Self::ExceptionallyUnlikely,
        }
    }
}

/// The part of the window that a verdict is of: rounds that both hold and months, from the first in which the
/// alternative differs in that future.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Part {
    /// Median over futures of the first day that counts, where that is not the window's first.
    #[serde(with = "crate::results::manifest::optional_date")]
    pub since: Option<Date>,
    /// Mean number of rounds that the verdict is of, and of rounds of the baseline in the window; `None`: months.
    pub rounds: Option<(f64, f64)>,
    /// The baseline over that part.
    pub baseline: Spread,
    /// The alternative over that part.
    pub alternative: Spread,
    /// The difference over the whole window.
    pub whole: Difference,
}

/// Rounds in the window that only one of the two holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct RoundsApart {
    /// Rounds that the alternative holds and the other does not.
    pub added: Option<Apart>,
    /// Rounds that the other holds and the alternative does not.
    pub dropped: Option<Apart>,
}

/// Rounds of one side.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Apart {
    /// Number of such rounds, mean over futures.
    pub rounds: f64,
    /// The response over them, all futures together; `None`: nothing was offered.
    pub ratio: Option<f64>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_futures_are_no_certainty() {
        // (8 + ½) ÷ 9 = 0.944; 64.5 ÷ 65 = 0.992; 60.5 ÷ 65 = 0.931; 32.5 ÷ 65 = ½; 0.5 ÷ 101 = 0.005.
        assert_eq!(Likelihood::of(8, 8), Likelihood::VeryLikely);
        assert_eq!(Likelihood::of(64, 64), Likelihood::VirtuallyCertain);
        assert_eq!(Likelihood::of(60, 64), Likelihood::VeryLikely);
        assert_eq!(Likelihood::of(32, 64), Likelihood::AsLikelyAsNot);
        assert_eq!(Likelihood::of(0, 100), Likelihood::ExceptionallyUnlikely);
    }
}
