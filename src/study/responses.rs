//! Responses: one number per replication and question, over the observation window.
//!
//! Each part of the record (a pool's account, a programme's demand, …) has the responses that are taken from it, in
//! the order of the registry; `value` says how.

mod column;
mod demand;
mod parts;
mod value;

pub(super) use self::column::Column;
pub(super) use self::parts::parts;
pub(super) use self::value::value;
use crate::measures::{Of, Response};
use crate::model::inputs::Inputs;
use crate::results::{EstimateRow, Future, ResponseRow};
use crate::scenario::Scenario;
use crate::stats::Estimate;
use crate::words::{Bilingual, Calling};

/// The scope that stands for the whole centre.
pub(super) const SITE: &str = "site";

/// What the scope of a response is called; empty for the site.
#[must_use]
pub fn scope_title(scenario: &Scenario, response: Response, scope: &str) -> Bilingual {
    let table = match response.row().of {
        _ if scope == SITE => return Bilingual::default(),
        Of::Pool => "pool",
        Of::Programme | Of::Class => "programme",
        Of::Output => "output",
        Of::Funding | Of::Income | Of::Site => "funding",
    };
    scenario.title_of(&format!("{table}.{scope}"))
}

/// What values of a response of a scope are said in: of a pool in its own unit.
#[must_use]
pub fn scope_calling(scenario: &Scenario, response: Response, scope: &str) -> Calling {
    let pool = response.row().of == Of::Pool && scope != SITE;
    scenario.calling(pool.then_some(scope))
}

/// The responses of every replication of one alternative.
#[derive(Clone, Debug)]
pub(super) struct ResponseTable {
    pub(super) alternative: String,
    /// The numbers of the replications: all from 0, unless shards were lost.
    numbers: Vec<u32>,
    pub(super) responses: Vec<Values>,
}

/// One response over all replications.
#[derive(Clone, Debug)]
pub(super) struct Values {
    pub(super) response: Response,
    pub(super) scope: String,
    /// By replication; unknown where a ratio has no denominator.
    pub(super) values: Column,
}

impl ResponseTable {
    pub(super) fn new(alternative: &str) -> Self {
        let (numbers, responses) = (Vec::new(), Vec::new());
        Self { alternative: alternative.to_owned(), numbers, responses }
    }

    pub(super) fn of(alternative: &str, inputs: &Inputs, futures: &[Future]) -> Self {
        let mut table = Self::new(alternative);
        table.add(inputs, futures);
        table
    }

    /// Takes in more futures, in their order.
    pub(super) fn add(&mut self, inputs: &Inputs, futures: &[Future]) {
        let responses = &mut self.responses;
        for future in futures {
            self.numbers.push(future.world.replication.number);
            let first = responses.is_empty();
            let mut at = 0;
            for part in parts(inputs, future) {
                for response in Response::all() {
                    let Some(value) = value(inputs.currency, response, &part.kind) else {
                        continue;
                    };
                    if first {
                        let (scope, values) = (part.scope.clone(), Column::default());
                        responses.push(Values { response, scope, values });
                    }
                    let known = part.has_jobs || !response.row().needs_jobs;
                    responses[at].values.push(value.filter(|_| known));
                    at += 1;
                }
            }
        }
    }

    /// A response of a scope.
    pub(super) fn find(&self, response: Response, scope: &str) -> Option<&Values> {
        self.responses.iter().find(|one| one.response == response && one.scope == scope)
    }

    pub(super) fn rows(&self) -> impl Iterator<Item = ResponseRow> + '_ {
        self.responses.iter().flat_map(move |one| {
            one.values.iter().zip(&self.numbers).map(move |(value, &number)| ResponseRow {
                alternative: self.alternative.clone(),
                replication: i64::from(number),
                response: one.response,
                scope: one.scope.clone(),
                value,
            })
        })
    }

    pub(super) fn estimates(&self) -> impl Iterator<Item = EstimateRow> + '_ {
        self.responses.iter().filter_map(|one| {
            let mut values: Vec<f64> = one.values.iter().flatten().collect();
            let estimate = Estimate::of(&mut values)?;
            Some(EstimateRow {
                alternative: self.alternative.clone(),
                response: one.response,
                scope: one.scope.clone(),
                estimate,
            })
        })
    }
}
