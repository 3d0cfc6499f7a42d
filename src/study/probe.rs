//! Futures that are played for a few numbers each, of which nothing else is kept: what study methods stand on.

use rayon::prelude::*;

use super::answer::ends;
use super::family::{self, Player};
use super::responses::{SITE, parts, value};
use crate::measures::{Response, Rung};
use crate::model::inputs::Inputs;
use crate::model::record::{Record, RoundRow};
use crate::model::{Instance, Replication, Unclosed};
use crate::quantity::ratio;
use crate::results::Future;
use crate::scenario::{Answer, Over, Standard};
use crate::time::Time;

/// A response of a scope, over the window or a part of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Ask {
    /// The response.
    pub response: Response,
    /// Scope of the response, as tables name it.
    pub scope: String,
    /// The time that the response is over.
    pub over: Over,
    /// Whether the highest value of several rounds counts; else the lowest.
    pub highest: bool,
}

impl Ask {
    /// What an answer of a scenario asks for, over the whole window.
    #[must_use]
    pub fn of_answer(answer: &Answer) -> Self {
        let scope = answer.scope.clone().unwrap_or_else(|| SITE.to_owned());
        Self { response: answer.response, scope, over: Over::Window, highest: true }
    }

    /// What a standard is about: of several rounds the one that fails it first.
    #[must_use]
    pub fn of_standard(standard: &Standard) -> Self {
        Self {
            response: standard.response,
            scope: standard.scope.clone(),
            over: standard.over,
            highest: standard.bound.at_most,
        }
    }

    /// Whether the response needs jobs.
    #[must_use]
    pub fn needs_jobs(&self) -> bool {
        self.response.row().needs_jobs
    }

    fn of_part(&self, inputs: &Inputs, future: &Future) -> Option<f64> {
        let (from, to) = inputs.window;
        let from = match self.over {
            Over::LastYear => from.max(a_year_before(inputs, to)),
            Over::Window | Over::EveryRound => from,
        };
        if let Some((asked, given)) = ends(self.response) {
            let rounds = || self.rounds(inputs, &future.record, (from, to));
            if self.over == Over::LastYear {
                return ratio(rounds().map(asked).sum(), rounds().map(given).sum());
            }
            let each = rounds().filter_map(|row| ratio(asked(row), given(row)));
            return each.reduce(if self.highest { f64::max } else { f64::min });
        }
        let (part, whole) = self.response.row().rungs?;
        if matches!(part, Rung::Busy) && !inputs.has_jobs(None) {
            return None;
        }
        let pools = inputs.pools.len().max(1);
        let mut sums = (0, 0);
        let months = inputs.calendar.months().iter().zip(future.record.months.chunks(pools));
        for (_, row) in months.filter(|(month, _)| from <= month.from_day && month.from_day < to) {
            for ((pool, named), account) in inputs.pools.enumerated().zip(row) {
                if named.name == self.scope || (self.scope == SITE && inputs.at_site(pool)) {
                    let of = |rung: Rung| account.of(crate::measures::Flow::of_rung(rung)).0;
                    sums = (sums.0 + of(part), sums.1 + of(whole));
                }
            }
        }
        ratio(sums.0, sums.1)
    }
}

impl Ask {
    /// The rounds of its scope that close between two days.
    fn rounds<'a>(
        &'a self,
        inputs: &'a Inputs,
        record: &'a Record,
        (from, to): (usize, usize),
    ) -> impl Iterator<Item = &'a RoundRow> {
        let within = inputs.calendar.midnight(from)..inputs.calendar.midnight(to);
        record.rounds.iter().filter(move |row| {
            let programme = &inputs.programmes[row.programme];
            let own = programme.name == self.scope
                || (self.scope == SITE && inputs.at_site(programme.pool));
            own && within.contains(&row.closes) && !row.top_up
        })
    }

    /// What each round of the window is worked out from, in their order: when it closes, what is asked and what is given.
    /// `None`: it is not of rounds.
    pub(super) fn each_round(
        &self,
        inputs: &Inputs,
        record: &Record,
    ) -> Option<Vec<(Time, i64, i64)>> {
        let (asked, given) = ends(self.response)?;
        let rounds = self.rounds(inputs, record, inputs.window);
        Some(rounds.map(|row| (row.closes, asked(row), given(row))).collect())
    }
}

/// The day a year before the end of a window.
fn a_year_before(inputs: &Inputs, to: usize) -> usize {
    let calendar = &inputs.calendar;
    let date = calendar.date(to as i64).checked_sub(jiff::Span::new().years(1));
    date.map_or(0, |date| calendar.day_of_date(date).max(0) as usize)
}

/// The values of all that is asked, in one future.
pub(super) fn values(asks: &[Ask], inputs: &Inputs, future: &Future) -> Vec<Option<f64>> {
    let all = parts(inputs, future);
    asks.iter()
        .map(|ask| {
            if ask.over != Over::Window {
                return ask.of_part(inputs, future);
            }
            let own = all.iter().filter(|part| part.scope == ask.scope);
            let mut found = own.filter_map(|part| {
                let known = part.has_jobs || !ask.needs_jobs();
                value(inputs.currency, ask.response, &part.kind)
                    .map(|value| value.filter(|_| known))
            });
            found.next().flatten()
        })
        .collect()
}

/// A world as a method plays it: without jobs, unless something asks for them or a rule looks at use.
#[must_use]
pub fn without_needless_jobs(inputs: &Inputs, asks: &[Ask]) -> Inputs {
    let mut inputs = inputs.clone();
    inputs.plays_jobs &= asks.iter().any(Ask::needs_jobs) || !inputs.looks_at_use().is_empty();
    inputs
}

/// The values of a world: ask by ask, and within one by future.
pub(super) type Columns = Vec<Vec<Option<f64>>>;

/// Plays the first futures of worlds that hold the levels of demand of the first one. Gives the columns of each world.
///
/// # Errors
/// If an account of a future does not close.
pub(super) fn worlds(
    worlds: &[&Inputs],
    asks: &[Ask],
    (seed, replications): (u64, u32),
    progress: &(dyn Fn(u64) + Sync),
) -> Result<Vec<Columns>, Unclosed> {
    worlds_of(worlds, asks, seed, &(0..replications).collect::<Vec<_>>(), progress)
}

/// Plays given futures of worlds that hold the levels of demand of the first one.
///
/// # Errors
/// If an account of a future does not close.
pub(super) fn worlds_of(
    worlds: &[&Inputs],
    asks: &[Ask],
    seed: u64,
    numbers: &[u32],
    progress: &(dyn Fn(u64) + Sync),
) -> Result<Vec<Columns>, Unclosed> {
    let count = numbers.len();
    let rows: Vec<Result<Vec<Vec<Option<f64>>>, Unclosed>> = numbers
        .par_iter()
        .map_init(Player::new, |player, &number| {
            let draws = family::draws(worlds, Replication::new(seed, number));
            let all: Vec<Instance<'_>> = worlds.iter().copied().zip(&draws).collect();
            let records = player.play(&all, (true, false))?;
            progress(worlds.len() as u64);
            let futures = worlds.iter().zip(draws.into_iter().zip(records));
            let value = |(inputs, (world, record)): (&&Inputs, _)| {
                values(asks, inputs, &Future { world, record })
            };
            Ok(futures.map(value).collect())
        })
        .collect();
    let mut all: Vec<Columns> = vec![vec![Vec::with_capacity(count); asks.len()]; worlds.len()];
    for row in rows {
        for (columns, values) in all.iter_mut().zip(row?) {
            for (column, value) in columns.iter_mut().zip(values) {
                column.push(value);
            }
        }
    }
    Ok(all)
}
