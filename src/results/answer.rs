//! The answer to a scenario's question as data, in the manifest: no words, only numbers and what they say.

use serde::{Deserialize, Serialize};

use crate::measures::{Guard, More, Response};
pub use crate::scenario::{Bound, Over};
pub use crate::stats::Counted;
use crate::stats::MEASURES;
use crate::time::Date;
use crate::words::Bilingual;

/// The answer block: what the question asks for, and each alternative by it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct AnswerBlock {
    /// What is answered, then what an option costs, who waits and who never starts: the columns of a table of options.
    pub measured: Vec<Measured>,
    /// The baseline, then the alternatives in the order of the file: the rows.
    pub options: Vec<OptionEntry>,
    /// Which option is best by each answer of which one way is better, where there are more than two options.
    #[serde(default)]
    pub best: Vec<BestEntry>,
    /// Which options are worse in everything than another, where there are more than two.
    #[serde(default)]
    pub frontier: Option<FrontierEntry>,
    /// The answer under other readings of what is known, in the order of the file.
    #[serde(default)]
    pub readings: Vec<ReadingEntry>,
    /// What is measured at each point of the sweeps, in the order of the file.
    #[serde(default)]
    pub sweeps: Vec<SweepEntry>,
}

/// What options are compared by where none is best in everything: of the site, over the window, less of each is better.
/// Who wins and never has units is as little served as who is turned away, so that more places alone are no gain.
pub const FRONTIER: [Response; MEASURES] =
    [Response::TurnedAway, Response::AwardsLapsed, Response::FreeUnitMonths, Response::Spent];

/// Options, or points of a sweep, by unmet demand, free units and money ([`FRONTIER`]).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FrontierEntry {
    /// Futures in which everything is known of every option: only they are compared.
    pub n: usize,
    /// The points that could be played.
    pub points: Vec<FrontierPoint>,
}

/// A point of a frontier.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct FrontierPoint {
    /// The place of the point among the options, or among the points of the sweep.
    pub place: usize,
    /// Means over futures, in the order of [`FRONTIER`].
    pub means: [f64; MEASURES],
    /// The chance that no other is as good in everything and better in something: share of samples of the futures, drawn
    /// with replacement.
    pub undominated: f64,
}

/// Which option is best by one answer, over the whole window and future by future.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct BestEntry {
    /// The place of the answer in `measured`.
    pub measured: usize,
    /// Futures in which every option has a value: only they are compared.
    pub n: usize,
    /// Values that are no further apart are as good as one another.
    pub indifference: f64,
    /// A row for each option.
    pub options: Vec<BestOption>,
}

impl BestEntry {
    /// Whether another option is as good as the one that is best most often: as near to the best in as many futures,
    /// and not behind it in most.
    #[must_use]
    pub fn alike(&self, first: &BestOption, other: &BestOption) -> bool {
        let regrets = (first.regret - other.regret).abs() <= self.indifference;
        let near = (first.near - other.near).abs() <= 0.02;
        regrets && near && (first.best < 2.0 / 3.0 || first.best == other.best)
    }
}

/// An option among all.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct BestOption {
    /// Share of futures in which it is best; a tie is shared out.
    pub best: f64,
    /// Share of futures in which it is best or as good as that.
    pub near: f64,
    /// How much worse than the best of the same future it is, mean over futures.
    pub regret: f64,
    /// The chance of a difference from the baseline as large as its mean if there were none: Student's t of the paired
    /// differences, for all alternatives at once (Holm 1979). `None`: the baseline, or one future.
    pub holm: Option<f64>,
    /// Mean difference from the baseline, and half the width of an interval about it: the intervals of all alternatives
    /// cover theirs at once with 95 % (Bonferroni). `None`: the baseline, or one future.
    #[serde(default)]
    pub apart: Option<(f64, f64)>,
}

impl BestOption {
    /// Whether the option differs from the baseline where all alternatives are looked at together: 5 % for a slip among
    /// all.
    #[must_use]
    pub fn differs(&self) -> bool {
        self.holm.is_some_and(|chance| chance <= 0.05)
    }
}

/// The options under another reading of what is known.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ReadingEntry {
    /// Name of the reading, as the scenario file has it.
    pub name: String,
    /// Title of the reading.
    pub title: Bilingual,
    /// What is measured under it: what is asked for, then guards that have a value.
    pub measured: Vec<Measured>,
    /// The baseline, then the alternatives in the order of the file.
    pub options: Vec<OptionEntry>,
}

/// A sweep.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SweepEntry {
    /// Name of the sweep, as the scenario file has it.
    pub name: String,
    /// Title of the sweep.
    pub title: Bilingual,
    /// The alternative that is varied; `None`: the baseline.
    pub on: Option<String>,
    /// The first axis, and the second one of a grid.
    pub axes: Vec<AxisEntry>,
    /// What is measured, as in the answer block; a response that needs jobs only where the question asks for it.
    pub measured: Vec<Measured>,
    /// For each value of the first axis, every value of the second.
    pub points: Vec<PointEntry>,
    /// Which of the points are worse in everything than another.
    #[serde(default)]
    pub frontier: Option<FrontierEntry>,
}

/// An axis of a sweep.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AxisEntry {
    /// Dotted paths of the keys, all of which take the same value.
    pub paths: Vec<String>,
    /// Every value as it is written.
    pub labels: Vec<String>,
    /// Every value as a number, or its place.
    pub numbers: Vec<f64>,
}

/// A point of a sweep.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PointEntry {
    /// Why nothing can be played there: racks, power or money that are not there.
    pub refused: Option<Bilingual>,
    /// A cell for each response of `measured`; empty if nothing can be played at the point.
    pub cells: Vec<PointCell>,
}

/// What is measured at a point.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct PointCell {
    /// How the values of futures lie.
    pub level: Option<Spread>,
    /// The point less the baseline, future by future.
    pub difference: Option<Difference>,
    /// Futures that meet the target, if there is one.
    pub met: Option<Counted>,
}

/// What an answer shall be at most or at least.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Target {
    /// The bound.
    pub bound: Bound,
    /// The time over which the target shall hold.
    pub over: Over,
}

/// One column: a response of a scope.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Measured {
    /// The response.
    pub response: Response,
    /// Pool, programme, funding, output, class, or `site`.
    pub scope: String,
    /// Whether the question asks for the response; else it is a guard.
    pub asked: bool,
    /// Which way is better: what the scenario says, else the registry.
    pub sense: Sense,
    /// Whether all that the scenario says of what this is worked out from is assumed.
    pub assumed_alone: bool,
    /// The most or the least that the answer shall be, if the scenario says.
    #[serde(default)]
    pub target: Option<Target>,
}

/// Which way is better.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Sense {
    /// A higher value.
    Higher,
    /// A lower value.
    Lower,
    /// Neither in itself.
    Neither,
}

impl Sense {
    /// The sense of a response, where the scenario states none.
    #[must_use]
    pub fn of(response: Response) -> Self {
        match response.row().more {
            More::Better => Self::Higher,
            More::Worse => Self::Lower,
            More::Neither => Self::Neither,
        }
    }

    /// The sense of a guard: where neither way is better in itself, it gets worse when it rises.
    #[must_use]
    pub fn of_guard(response: Response) -> Self {
        match Self::of(response) {
            Self::Neither => Self::Lower,
            sense => sense,
        }
    }
}

/// One row: the baseline or an alternative.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OptionEntry {
    /// The name of the alternative.
    pub alternative: String,
    /// A cell for each response of `measured`.
    pub cells: Vec<Cell>,
    /// Guards that get worse, in the order of the registry.
    pub against: Vec<Against>,
}

impl OptionEntry {
    /// What must be said beside an answer that the option is praised for, in the same sentence: that fewer apply,
    /// if that is the reason; who pays for it among people; what it costs. Where none of these gets worse, the
    /// guard that moves furthest from its level. Empty: nothing that is looked at gets worse.
    #[must_use]
    pub fn price(&self, of: &Measured) -> Vec<&Against> {
        let guard = |one: &Against| one.response.row().guard;
        let furthest = |which: &dyn Fn(&Against) -> bool| {
            let own = self.against.iter().filter(|one| one.why == Why::Guard && which(one));
            own.max_by(|a, b| a.moved().total_cmp(&b.moved()))
        };
        let fewer = |one: &&Against| one.why == Why::FewerApply && one.scope == of.scope;
        let reason = self.against.iter().find(fewer);
        let people = furthest(&|one| guard(one).is_some_and(Guard::is_of_people));
        let money = furthest(&|one| guard(one) == Some(Guard::Cost));
        let named: Vec<&Against> = [reason, people, money].into_iter().flatten().collect();
        if named.is_empty() { furthest(&|_| true).into_iter().collect() } else { named }
    }
}

/// A response under an option.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Cell {
    /// The level of the answer over the whole window; `None`: it has no value.
    pub level: Option<Spread>,
    /// Against the baseline; `None` for the baseline itself, or where one of the two has no value.
    pub compared: Option<Compared>,
    /// The inputs that move it most: the level of a lone baseline, the difference of an alternative.
    pub moved_by: Vec<Mover>,
    /// Futures that meet the target, if there is one.
    #[serde(default)]
    pub met: Option<Counted>,
}

/// How the values of futures lie.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Spread {
    /// Futures in which there is a value.
    pub n: usize,
    /// Median.
    pub median: f64,
    /// The 5 % quantile.
    pub low: f64,
    /// The 95 % quantile.
    pub high: f64,
    /// Mean.
    pub mean: f64,
}

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
    /// The two differ by less than is worth a word ([`Response::is_material`]).
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

/// A guard that gets worse.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Against {
    /// The response.
    pub response: Response,
    /// Scope of the response, as tables name it.
    pub scope: String,
    /// Why the response speaks against the alternative.
    pub why: Why,
    /// The response in the baseline, over futures.
    pub baseline: Spread,
    /// The response in the alternative, over futures.
    pub alternative: Spread,
    /// Differences between the two in the same future.
    pub difference: Difference,
}

impl Against {
    /// How far the guard moves, as a part of the larger of the two means: 0 not at all, 1 from nothing or to nothing.
    fn moved(&self) -> f64 {
        let larger = self.baseline.mean.abs().max(self.alternative.mean.abs());
        if larger > 0.0 { self.difference.spread.mean.abs() / larger } else { 0.0 }
    }
}

/// Why a response speaks against an alternative.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Why {
    /// The response is a guard and gets worse.
    Guard,
    /// The competition is lower because fewer apply, not because more is given.
    FewerApply,
}

/// An input, and how it goes with an answer across futures.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Mover {
    /// Path of the input, as in the table `factors`.
    pub path: String,
    /// Spearman's rank correlation.
    pub correlation: f64,
    /// The ends of its 95 % interval.
    pub ends: (f64, f64),
    /// Whether the scenario says that something of the table in which it stands is assumed.
    pub assumed: bool,
    /// Where the sign of a difference turns; `None`: a level, which has none to turn.
    #[serde(default)]
    pub turns: Option<Turns>,
}

/// Where the sign of a difference turns along one input, by the least-squares line through the futures.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Turns {
    /// At this value: the switching value of the input.
    At(f64),
    /// Not between the 5 % and the 95 % quantile of what was drawn.
    Nowhere,
}

/// The responses with a column of their own beside the answers, in order.
pub fn guard_columns() -> impl Iterator<Item = Response> {
    Guard::COLUMNS.into_iter().flat_map(|guard| {
        Response::all().filter(move |response| response.row().guard == Some(guard))
    })
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
