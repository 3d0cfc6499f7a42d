//! What the facts of a scenario say of its uncertain inputs, as data: the words are the report's.

use serde::{Deserialize, Serialize};

use crate::measures::Response;
use crate::words::{Bilingual, Calling};

/// Futures that reproduce the facts, among all that were drawn.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Calibrated {
    /// What values are said in.
    pub unit: Calling,
    /// Seed of every draw.
    pub seed: u64,
    /// Futures drawn.
    pub futures: usize,
    /// How many there should have been, if it was stopped before.
    #[serde(default)]
    pub planned: Option<usize>,
    /// The futures that reproduce every fact that is used.
    pub kept: Vec<u32>,
    /// How close a fact has to be, as a part of its value, where its rounding says nothing.
    pub tolerance: f64,
    /// The facts.
    pub facts: Vec<FactFit>,
    /// Every uncertain input, that of which the facts say most first.
    pub inputs: Vec<Learned>,
    /// The answer over which the value of further records is told, if the question has one.
    pub answer: Option<(Response, String)>,
    /// Width of the central 90 % of the answer over all futures, and over the futures kept.
    pub widths: Option<(f64, f64)>,
}

/// A fact against the futures.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FactFit {
    /// Name of the check.
    pub check: String,
    /// Title of the check.
    pub title: Bilingual,
    /// The response.
    pub response: Response,
    /// The observed value.
    pub observed: f64,
    /// Distance from the observed value up to which a future reproduces the fact.
    pub within: f64,
    /// The 5 % and the 95 % quantile of the futures.
    pub range: (f64, f64),
    /// The distance of the observed value from the mean of the futures, in standard deviations: of the futures, and of
    /// the fact itself, which lies anywhere within what it may be off (`within` ÷ √3). `None`: no future has a value.
    pub implausibility: Option<f64>,
    /// Futures that reproduce it.
    pub reproduced: usize,
    /// Why the fact is not used; `None`: it is used.
    pub unused: Option<Unused>,
}

/// Why a fact chooses nothing among futures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Unused {
    /// The figure was stated before its period, so that nobody had observed it.
    Claim,
    /// Demand was inferred from it, so that futures have it by construction.
    Inferred,
    /// Every future reproduces it.
    Always,
    /// No future does, or the fact lies further from the futures than [`IMPLAUSIBLE`].
    Never,
    /// No future reproduces it together with another fact, which more futures reproduce.
    Excluded(usize),
}

/// An uncertain input and what the facts say of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Learned {
    /// Path of the input.
    pub path: String,
    /// Whether the scenario says that something of the table in which it stands is assumed.
    pub assumed: bool,
    /// 5 %, 50 % and 95 % quantile before.
    pub before: [f64; 3],
    /// Quantiles of the input after the facts are known; `None`: too few futures are kept ([`FEWEST`]).
    pub after: Option<[f64; 3]>,
    /// 1 − variance after ÷ variance before (0: the facts say nothing), not below 0; `None`: too few futures are kept.
    pub contraction: Option<f64>,
    /// Whether the facts narrow it: a contraction of at least [`IDENTIFIED`], and by more than the error of a variance of
    /// that many futures (two standard errors). `None`: too few futures are kept to say.
    pub identified: Option<bool>,
    /// By how much knowing the input to a tenth of its distribution would narrow the 90 % of the answer, as a part of
    /// it. `None`: there is no answer, or too few futures.
    pub worth: Option<f64>,
}

/// The contraction below which an input is called not identified.
pub const IDENTIFIED: f64 = 0.2;

/// Kept futures with fewer of which nothing is said of an input: the error of a variance of 30 is a quarter of it.
pub const FEWEST: usize = 30;

/// Standard deviations beyond which a fact is called one that the model does not make: three, for any distribution with
/// one mode a chance below 5 % (Pukelsheim 1994).
pub const IMPLAUSIBLE: f64 = 3.0;

impl Calibrated {
    /// Whether enough futures are kept to say anything of the inputs.
    #[must_use]
    pub fn says_anything(&self) -> bool {
        self.kept.len() >= FEWEST
    }
}
