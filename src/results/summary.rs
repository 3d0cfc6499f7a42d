//! Summary tables: small, and all that a report needs.

mod tables;

pub(super) use self::tables::{daily_bands, responses};

use super::answer::AnswerBlock;
use super::manifest::Arithmetic;
use super::monthly::{AccountRow, MoneyRow};
use crate::measures::{Response, Rung};
use crate::stats::Estimate;

/// One day of one measure of one pool.
#[derive(Clone, Debug)]
pub struct BandRow {
    /// Alternative.
    pub alternative: String,
    /// Pool.
    pub pool: String,
    /// Measure.
    pub measure: &'static str,
    /// Day from the calendar's start.
    pub day: i64,
    /// Mean, interval and quantiles.
    pub estimate: Estimate,
}

/// How far the mean curve of a measure of a pool may be off, from a finite number of futures.
#[derive(Clone, Debug)]
pub struct CurveRow {
    /// Alternative.
    pub alternative: String,
    /// Pool.
    pub pool: String,
    /// Measure.
    pub measure: &'static str,
    /// Replications.
    pub n: i64,
    /// Days on which the measure exists in every future and is not the same in all.
    pub days: i64,
    /// Half-width of the 95 % band of the whole curve, in standard errors of a day.
    pub multiple: f64,
    /// The largest standard error of a day.
    pub error: f64,
}

/// One round across futures.
#[derive(Clone, Debug)]
pub struct CompetitionRow {
    /// Alternative.
    pub alternative: String,
    /// Programme.
    pub programme: String,
    /// Whether the row is of the call that offers again what winners of the round declined.
    pub top_up: bool,
    /// Opening day.
    pub opens_day: i64,
    /// Name of an extra round.
    pub extra: Option<String>,
    /// Closing day.
    pub closes_day: i64,
    /// Replications in which it was decided.
    pub n: i64,
    /// Mean applications.
    pub applications: f64,
    /// Mean places.
    pub places: f64,
    /// Mean awards.
    pub awards: f64,
    /// Applications of places; `None`: no replication had places.
    pub estimate: Option<Estimate>,
}

/// A dated event across futures.
#[derive(Clone, Debug)]
pub struct MarkerRow {
    /// Alternative.
    pub alternative: String,
    /// Kind of event.
    pub kind: &'static str,
    /// Name of the lot, funding or programme to which the event happens.
    pub name: String,
    /// Replications in which it happens.
    pub n: i64,
    /// 5 % quantile of the day.
    pub q05: i64,
    /// Median day.
    pub q50: i64,
    /// 95 % quantile of the day.
    pub q95: i64,
}

/// A month of the mean ladder of something.
#[derive(Clone, Debug)]
pub struct LadderRow {
    /// Alternative.
    pub alternative: String,
    /// Site, hall, pool or lot.
    pub level: &'static str,
    /// Which one.
    pub name: String,
    /// First day of the month.
    pub from_day: i64,
    /// Cards that can stand there.
    pub slots: Option<f64>,
    /// Mean units of each rung; `None`: nothing is known of what runs.
    pub rungs: [Option<f64>; Rung::ALL.len()],
    /// Petaflops leased.
    pub leased_compute: f64,
}

/// One response of one replication.
#[derive(Clone, Debug)]
pub struct ResponseRow {
    /// Alternative.
    pub alternative: String,
    /// Replication.
    pub replication: i64,
    /// Response.
    pub response: Response,
    /// Scope.
    pub scope: String,
    /// Value, if it exists.
    pub value: Option<f64>,
}

/// One response across futures.
#[derive(Clone, Debug)]
pub struct EstimateRow {
    /// Alternative.
    pub alternative: String,
    /// Response.
    pub response: Response,
    /// Scope.
    pub scope: String,
    /// Mean, interval and quantiles.
    pub estimate: Estimate,
}

/// Which of two worlds has a response that the other does not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OnlyIn {
    /// The baseline: the alternative takes away what it is of.
    Baseline,
    /// The alternative adds what it is of.
    Alternative,
}

impl OnlyIn {
    /// The word in tables.
    fn word(self) -> &'static str {
        match self {
            Self::Baseline => "baseline",
            Self::Alternative => "alternative",
        }
    }
}

/// One response, alternative less baseline.
#[derive(Clone, Debug)]
pub struct DifferenceRow {
    /// Alternative.
    pub alternative: String,
    /// Response.
    pub response: Response,
    /// Scope.
    pub scope: String,
    /// Estimate of the paired differences; `None`: only one of the two has the response.
    pub estimate: Option<Estimate>,
    /// Which of the two, if only one has it.
    pub only_in: Option<OnlyIn>,
    /// Share of futures in which the alternative is above.
    pub share_above_zero: Option<f64>,
    /// Share of futures in which both are equal.
    pub share_equal: Option<f64>,
    /// Unpaired variance / paired variance, where the latter is not zero.
    pub variance_ratio: Option<f64>,
}

/// What a check can say of the model.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CheckKind {
    /// The check tests the model: its fact was not used.
    HeldOut,
    /// The check tests nothing yet: who said it did so before its period began, so that nobody had observed it.
    Claim,
    /// The check tests nothing more: it is the fact of another check, in another form.
    Repeat,
    /// The check tests nothing: demand was inferred from its fact, or the fact was used to set inputs.
    Fitted,
}

impl CheckKind {
    /// All kinds, those that test the model first.
    pub const ALL: [Self; 4] = [Self::HeldOut, Self::Claim, Self::Repeat, Self::Fitted];

    /// The word in tables.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::HeldOut => "held out",
            Self::Claim => "claim",
            Self::Repeat => "repeat",
            Self::Fitted => "fitted",
        }
    }
}

/// How an observation lies to the central 90 % of futures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CheckFit {
    /// Within it.
    Inside,
    /// Outside, by no more than half of what the published value is rounded to.
    ByRounding,
    /// Outside.
    Outside,
}

impl CheckFit {
    /// Where `observed`, published to a whole `rounded_to`, lies to the 5 and 95 % quantiles.
    #[must_use]
    pub fn of(observed: f64, rounded_to: f64, [low, high]: [f64; 2]) -> Self {
        // Quantiles are rounded: an observation on the edge is inside.
        const HAIR: f64 = 1e-9;
        let within = |off: f64| low - off - HAIR <= observed && observed <= high + off + HAIR;
        match observed {
            _ if within(0.0) => Self::Inside,
            _ if within(rounded_to / 2.0) => Self::ByRounding,
            _ => Self::Outside,
        }
    }

    /// The words in tables.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Inside => "inside",
            Self::ByRounding => "inside only by rounding",
            Self::Outside => "outside",
        }
    }

    /// What months say together, of which a central 90 % holds nine of ten: they are one fact. `None`: there are none.
    #[must_use]
    pub fn of_months(months: &[Self]) -> Option<Self> {
        let count = |fit| months.iter().filter(|&&one| one == fit).count();
        let (inside, rounding) = (count(Self::Inside), count(Self::ByRounding));
        let most = |held: usize| 10 * held >= 9 * months.len();
        match months.len() {
            0 => None,
            _ if most(inside) => Some(Self::Inside),
            _ if most(inside + rounding) => Some(Self::ByRounding),
            _ => Some(Self::Outside),
        }
    }

    /// The one that a table calls so.
    #[must_use]
    pub fn of_word(word: &str) -> Option<Self> {
        [Self::Inside, Self::ByRounding, Self::Outside].into_iter().find(|fit| fit.word() == word)
    }
}

/// An observed ratio from which demand was inferred, and what the futures show of it.
#[derive(Clone, Debug, PartialEq)]
pub struct InferredRow {
    /// Programme.
    pub programme: String,
    /// Applications per place as observed; of an uncertain observation, the mean of what was drawn.
    pub observed: f64,
    /// Mean over the futures of the pooled ratio of the same rounds.
    pub simulated: f64,
    /// Half-width of the 95 % interval of that mean.
    pub half_width: f64,
    /// Number of futures.
    pub n: i64,
}

impl InferredRow {
    /// By how much of itself the observed ratio may be missed before a reader is warned.
    pub const TOLERANCE: f64 = 0.05;

    /// Whether the futures miss the observed ratio by more than chance and the tolerance.
    #[must_use]
    pub fn is_missed(&self) -> bool {
        Self::misses(self.observed, self.simulated, self.half_width)
    }

    /// Whether an observed ratio is missed by the mean that is played, given the half-width of its interval.
    #[must_use]
    pub fn misses(observed: f64, simulated: f64, half_width: f64) -> bool {
        (simulated - observed).abs() - half_width > Self::TOLERANCE * observed
    }
}

/// One observation against the futures.
#[derive(Clone, Debug)]
pub struct CheckRow {
    /// Check.
    pub check: String,
    /// Response.
    pub response: Response,
    /// Scope.
    pub scope: String,
    /// First day of the month that it is of, from the calendar's start; `None`: the whole range of the check.
    pub month: Option<i64>,
    /// Observed value; `None` for a part that was observed only as a whole.
    pub observed: Option<f64>,
    /// Replications.
    pub n: i64,
    /// Lower end of the central 90 %.
    pub q05: Option<f64>,
    /// Median.
    pub q50: Option<f64>,
    /// Upper end.
    pub q95: Option<f64>,
    /// What the published value is rounded to; 0 if it is exact.
    pub rounded_to: f64,
    /// Where the observation lies; `None`: nothing was observed, or there are no futures.
    pub fit: Option<CheckFit>,
    /// What a fit or a misfit says of the model.
    pub kind: CheckKind,
}

/// Everything that a study sums up.
#[derive(Clone, Debug, Default)]
pub struct Summary {
    /// Estimates.
    pub estimates: Vec<EstimateRow>,
    /// Paired differences.
    pub differences: Vec<DifferenceRow>,
    /// Checks.
    pub checks: Vec<CheckRow>,
    /// Ratios from which demand was inferred, as the futures play them.
    pub inferred: Vec<InferredRow>,
    /// Rounds.
    pub competition: Vec<CompetitionRow>,
    /// Dated events.
    pub markers: Vec<MarkerRow>,
    /// Ladders.
    pub ladder: Vec<LadderRow>,
    /// Supply and demand by month.
    pub accounts: Vec<AccountRow>,
    /// Money by month.
    pub money: Vec<MoneyRow>,
    /// The error of mean curves.
    pub curves: Vec<CurveRow>,
    /// The answer.
    pub answer: AnswerBlock,
    /// What follows from the baseline without its being played.
    pub arithmetic: Arithmetic,
}

impl Summary {
    /// The estimate of a response, if there is one.
    #[must_use]
    pub fn estimate(
        &self,
        alternative: &str,
        response: Response,
        scope: &str,
    ) -> Option<&Estimate> {
        self.estimates
            .iter()
            .find(|row| {
                row.alternative == alternative && row.response == response && row.scope == scope
            })
            .map(|row| &row.estimate)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hundred_percent_above_every_future_is_inside_only_by_rounding() {
        // Observed 100 %, rounded to 10 %; the central 90 % is 93.2 to 99.2 %.
        let fit = |observed| CheckFit::of(observed, 0.1, [0.932, 0.992]);
        assert_eq!(fit(1.0), CheckFit::ByRounding);
        assert_eq!(fit(0.98), CheckFit::Inside);
        assert_eq!(fit(1.2), CheckFit::Outside);
        for fit in [CheckFit::Inside, CheckFit::ByRounding, CheckFit::Outside] {
            assert_eq!(CheckFit::of_word(fit.word()), Some(fit));
        }
    }
}
