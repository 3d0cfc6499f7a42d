//! The answer to a scenario's question as data, in the manifest: no words, only numbers and what they say.

mod against;
mod best;
mod compared;
mod tried;

use serde::{Deserialize, Serialize};

pub use self::against::{Against, Why};
pub use self::best::{BestEntry, BestOption, FRONTIER, FrontierEntry, FrontierPoint};
pub use self::compared::{Apart, Compared, Difference, Likelihood, Part, RoundsApart, Verdict};
pub use self::tried::{AxisEntry, PointCell, PointEntry, ReadingEntry, SweepEntry};
use crate::measures::{Guard, More, Response};
pub use crate::scenario::{Bound, Over};
pub use crate::stats::Counted;

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
