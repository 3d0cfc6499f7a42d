//! The answer to the scenario's question: every alternative by what the question asks for, what speaks against it, and
//! which inputs it hangs on. Numbers and verdicts only; the words are the report's.

mod against;
mod best;
pub(super) mod frontier;
mod movers;
mod trail;
mod verdict;

use rayon::prelude::*;

pub(super) use self::best::indifference;
pub(super) use self::movers::is_assumed;
use self::movers::{Factors, differences};
pub(super) use self::trail::ends;
use self::trail::{Packed, Restricted, Trail, Worlds};
use self::verdict::{Pairs, verdict};
pub(super) use self::verdict::{difference, spread};
use super::probe::{self, Ask};
use super::responses::{ResponseTable, SITE};
use crate::measures::{Response, Scale};
use crate::model::inputs::Inputs;
use crate::results::Future;
use crate::results::answer::{
    AnswerBlock, Apart, Cell, Compared, FRONTIER, Measured, OptionEntry, Part, RoundsApart, Sense,
    Target, guard_columns,
};
use crate::scenario::{Answer, Better, Bound, Scenario, is_guess};
use crate::stats::{Counted, MEASURES};

/// Programmes of which the competition is the answer, where a scenario does not say what is.
const UNASKED: usize = 2;

/// The answer as it grows, alternative by alternative.
pub(super) struct Answering<'a> {
    scenario: &'a Scenario,
    /// The world with which others are compared: the scenario as written, or as a reading has it.
    world: &'a Inputs,
    block: AnswerBlock,
    baseline: Vec<Packed>,
    /// What is asked, by answer, option and future.
    values: Vec<Vec<Vec<Option<f64>>>>,
    /// What options are compared by where none is best in everything, by option, measure and future.
    frontier: Vec<[Vec<Option<f64>>; MEASURES]>,
}

/// What is kept of an alternative for its answer, as its futures come in.
#[derive(Clone)]
pub(super) struct Seen {
    trails: Vec<Packed>,
    factors: Factors,
    /// By answer of the scenario that has a target: the futures that meet it, of those that have a value.
    met: Vec<(Ask, Bound, usize, usize)>,
}

/// The values of one alternative and the baseline's beside them.
struct Both<'a> {
    worlds: Worlds<'a>,
    own: &'a ResponseTable,
    baseline: &'a ResponseTable,
    /// Future by future: both trails, and the first day on which they differ.
    trails: Vec<(&'a Packed, Packed, Option<usize>)>,
}

impl<'a> Answering<'a> {
    pub(super) fn new(scenario: &'a Scenario, world: &'a Inputs) -> Self {
        let (block, baseline, values) = (AnswerBlock::default(), Vec::new(), Vec::new());
        Self { scenario, world, block, baseline, values, frontier: Vec::new() }
    }

    /// Starts on the baseline or an alternative.
    pub(super) fn start(&self) -> Seen {
        let target = |answer: &Answer| {
            let (bound, over) = answer.target?;
            let ask = Ask { over, highest: bound.at_most, ..Ask::of_answer(answer) };
            Some((ask, bound, 0, 0))
        };
        let met = self.scenario.answers.iter().filter_map(target).collect();
        Seen { trails: Vec::new(), factors: Factors::default(), met }
    }

    /// Takes in more of its futures, in their order.
    pub(super) fn see(&self, seen: &mut Seen, inputs: &Inputs, futures: &[Future]) {
        // Nothing is compared where there is nothing to compare with.
        if !self.scenario.alternatives.is_empty() {
            let trail = |future: &Future| Packed::of(Trail::of(self.world, inputs, &future.record));
            seen.trails.par_extend(futures.par_iter().map(trail));
        }
        seen.factors.see(self.scenario, inputs, futures);
        for (ask, bound, k, n) in &mut seen.met {
            let ask = std::slice::from_ref(ask);
            let values = futures.iter().filter_map(|future| probe::values(ask, inputs, future)[0]);
            for value in values {
                (*k, *n) = (*k + usize::from(bound.holds(value)), *n + 1);
            }
        }
    }

    /// Adds the baseline, of which `baseline` is none, or an alternative.
    pub(super) fn add(
        &mut self,
        inputs: &Inputs,
        seen: Seen,
        own: &ResponseTable,
        baseline: Option<&ResponseTable>,
    ) {
        let worlds = Worlds { baseline: self.world, other: inputs };
        let Some(baseline) = baseline else {
            self.block.measured = measured(self.scenario, own);
            self.keep(own);
            let lone = self.scenario.alternatives.is_empty();
            let factors = lone.then(|| seen.factors.that_vary());
            let cells = self.block.measured.iter().map(|of| Cell {
                level: level(own, of.response, &of.scope),
                met: met(of, &seen.met),
                compared: None,
                moved_by: match (&factors, own.find(of.response, &of.scope)) {
                    (Some(factors), Some(values)) if of.asked => {
                        factors.movers(&values.values.iter().collect::<Vec<_>>())
                    }
                    _ => Vec::new(),
                },
            });
            let cells = cells.collect();
            self.baseline = seen.trails;
            self.block.options.push(OptionEntry {
                alternative: own.alternative.clone(),
                cells,
                against: Vec::new(),
            });
            return;
        };
        self.keep(own);
        let trails = self.baseline.par_iter().zip(seen.trails).map(|(before, after)| {
            let first = before.unpacked().differs_from(&after.unpacked(), worlds.baseline);
            (before, after, first)
        });
        let both = Both { worlds, own, baseline, trails: trails.collect() };
        let factors = seen.factors.that_vary();
        let cells = self.block.measured.iter().map(|of| {
            let sense = if of.asked { of.sense } else { Sense::of_guard(of.response) };
            let found = both.compared(of.response, &of.scope, sense);
            let moved_by = match &found {
                Some((_, pairs)) if of.asked => factors.movers_of_differences(&differences(pairs)),
                _ => Vec::new(),
            };
            let compared = found.map(|(compared, _)| compared);
            let met = met(of, &seen.met);
            Cell { level: level(own, of.response, &of.scope), compared, moved_by, met }
        });
        let cells: Vec<Cell> = cells.collect();
        let against = both.against(&self.block.measured, &cells);
        let alternative = own.alternative.clone();
        self.block.options.push(OptionEntry { alternative, cells, against });
    }

    /// Keeps what is asked of an option.
    fn keep(&mut self, own: &ResponseTable) {
        self.frontier.push(FRONTIER.map(|response| {
            own.find(response, SITE).map(|one| one.values.iter().collect()).unwrap_or_default()
        }));
        let asked = self.block.measured.iter().filter(|of| of.asked);
        let columns =
            asked.map(|of| own.find(of.response, &of.scope).map(|one| one.values.iter().collect()));
        for (at, column) in columns.enumerate() {
            if self.values.len() <= at {
                self.values.push(Vec::new());
            }
            self.values[at].push(column.unwrap_or_default());
        }
    }

    pub(super) fn finish(mut self) -> AnswerBlock {
        let currency = self.world.currency;
        let asked = self.block.measured.iter().enumerate().filter(|(_, of)| of.asked);
        let best = asked
            .zip(&self.values)
            .filter_map(|((at, of), columns)| best::best(currency, at, of, columns));
        self.block.best = best.collect();
        let points = self.frontier.iter().enumerate();
        let points: Vec<_> =
            points.map(|(at, columns)| (at, columns.each_ref().map(Vec::as_slice))).collect();
        self.block.frontier = frontier::of(&points);
        self.block
    }
}

fn level(
    table: &ResponseTable,
    response: Response,
    scope: &str,
) -> Option<crate::results::answer::Spread> {
    spread(table.find(response, scope)?.values.iter().flatten())
}

/// The futures in which an answer meets its target, of those in which it has a value.
fn met(of: &Measured, all: &[(Ask, Bound, usize, usize)]) -> Option<Counted> {
    let target = of.target?;
    let own = all.iter().find(|(ask, bound, ..)| {
        (ask.response, &ask.scope) == (of.response, &of.scope)
            && (*bound, ask.over) == (target.bound, target.over)
    });
    own.map(|&(.., k, n)| Counted::of(k, n))
}

/// Which way a response is better, if the file says so or it is so in itself.
pub(super) fn sense(response: Response, better: Option<Better>) -> Sense {
    match better {
        Some(Better::Higher) => Sense::Higher,
        Some(Better::Lower) => Sense::Lower,
        None => Sense::of(response),
    }
}

/// What is asked for, then the guards that have a value.
fn measured(scenario: &Scenario, own: &ResponseTable) -> Vec<Measured> {
    let mut all: Vec<Measured> = Vec::new();
    let targets = &scenario.answers;
    let mut push = |response: Response, scope: &str, asked: bool, better: Option<Better>| {
        if all.iter().any(|one| one.response == response && (one.scope == scope || !asked)) {
            return;
        }
        let sense = sense(response, better);
        let assumed_alone = assumed_alone(scenario, response, scope);
        let own = |one: &&crate::scenario::Answer| {
            (one.response, one.scope.as_deref().unwrap_or(SITE)) == (response, scope)
        };
        let target = targets.iter().filter(own).find_map(|one| one.target);
        let target = target.filter(|_| asked).map(|(bound, over)| Target { bound, over });
        let scope = scope.to_owned();
        all.push(Measured { response, scope, asked, sense, assumed_alone, target });
    };
    for answer in &scenario.answers {
        push(answer.response, answer.scope.as_deref().unwrap_or(SITE), true, answer.better);
    }
    let of_programmes = |response: Response| {
        let values = own.responses.iter().filter(move |one| one.response == response);
        values.filter(|one| one.scope != SITE && one.values.is_known())
    };
    if scenario.answers.is_empty() {
        let competition = Response::ApplicationsOfPlaces;
        let competes = of_programmes(competition).next().is_some();
        // Where there are no rounds nobody competes: people wait.
        let response = if competes { competition } else { Response::MeanWait };
        for one in of_programmes(response).filter(|one| !one.scope.contains('.')).take(UNASKED) {
            push(response, &one.scope, true, None);
        }
    }
    for response in guard_columns() {
        let found = own.find(response, SITE);
        if found.is_some_and(|found| found.values.is_known()) {
            push(response, SITE, false, None);
        }
    }
    all
}

/// Whether all sources of what a response is worked out from begin with the word.
fn assumed_alone(scenario: &Scenario, response: Response, scope: &str) -> bool {
    let all = |is_part: &dyn Fn(&str) -> bool| {
        let mut sources = scenario.sources.iter().filter(|(path, _)| is_part(path)).peekable();
        sources.peek().is_some() && sources.all(|(_, source)| is_guess(source))
    };
    let jobs = |path: &str| path.starts_with("workload.") || path.starts_with("log.");
    let own = |path: &str| path == format!("pool.{scope}") || path == format!("programme.{scope}");
    (response.row().needs_jobs && all(&jobs)) || all(&own)
}

impl Both<'_> {
    /// Values of a response in both, where both have one.
    fn whole(&self, response: Response, scope: &str) -> Pairs {
        let Some(own) = self.own.find(response, scope) else { return Vec::new() };
        let before = self.baseline.find(response, scope);
        let value = |at: usize| match before {
            Some(before) => before.values.at(at),
            // Money that only an alternative takes in or spends is nothing in the baseline.
            None => (response.row().scale == Scale::Won).then_some(0.0),
        };
        own.values.iter().enumerate().map(|(at, own)| Some((value(at)?, own?))).collect()
    }

    /// A ratio over the part of the window in which it can differ, future by future.
    fn restricted(&self, response: Response, scope: &str) -> Option<Vec<Restricted>> {
        let rungs = response.row().rungs;
        let of_rounds = ends(response);
        if of_rounds.is_none() && rungs.is_none() {
            return None;
        }
        let all = self.trails.par_iter().map(|(before, after, first)| {
            let asked = (self.worlds, scope, first.unwrap_or(0));
            let (before, after) = (&before.unpacked(), &after.unpacked());
            match (of_rounds, rungs) {
                (Some(ends), _) => before.competition(after, asked, ends),
                (None, Some(rungs)) => before.ladder(after, asked, rungs),
                (None, None) => Restricted::default(),
            }
        });
        Some(all.collect())
    }

    /// The median of the first days on which futures differ, if that is later than the window's first.
    fn since(&self) -> Option<usize> {
        let mut days: Vec<usize> = self.trails.iter().filter_map(|(.., first)| *first).collect();
        days.sort_unstable();
        let median = *days.get(days.len().checked_sub(1)? / 2)?;
        (median > self.worlds.baseline.window.0).then_some(median)
    }

    /// A response against the baseline, and the pairs that the verdict is of.
    fn compared(&self, response: Response, scope: &str, sense: Sense) -> Option<(Compared, Pairs)> {
        let whole = self.whole(response, scope);
        let over_all = difference(&whole)?;
        let restricted = self.restricted(response, scope);
        let rounds = restricted.as_deref().and_then(|all| apart(response, all));
        let mut pairs = whole;
        let mut part = None;
        if let Some(all) = &restricted {
            let own: Pairs = all.iter().map(Restricted::pair).collect();
            // To the last bit they are not the same sums, where they are the same months.
            let close = |a: f64, b: f64| (a - b).abs() <= 1e-9 * a.abs().max(b.abs());
            let same = own.iter().zip(&pairs).all(|(part, whole)| match (part, whole) {
                (Some(part), Some(whole)) => close(part.0, whole.0) && close(part.1, whole.1),
                (part, whole) => part.is_none() && whole.is_none(),
            });
            if !same && own.iter().any(Option::is_some) {
                let of_rounds = ends(response).is_some();
                let mean = |count: fn(&Restricted) -> usize| {
                    all.iter().map(count).sum::<usize>() as f64 / all.len().max(1) as f64
                };
                let since = self.since().map(|day| self.worlds.baseline.calendar.date(day as i64));
                part = Some(Part {
                    since,
                    rounds: of_rounds.then(|| (mean(|one| one.rounds.0), mean(|one| one.rounds.1))),
                    baseline: spread(own.iter().flatten().map(|pair| pair.0))?,
                    alternative: spread(own.iter().flatten().map(|pair| pair.1))?,
                    whole: over_all,
                });
                pairs = own;
            }
        }
        let found = difference(&pairs)?;
        let level = spread(pairs.iter().flatten().map(|pair| pair.0))?.mean;
        let (verdict, likelihood) =
            verdict(self.worlds.baseline.currency, response, sense, level, &found);
        Some((Compared { verdict, likelihood, difference: found, part, rounds }, pairs))
    }
}

/// Rounds that only one of the two holds.
fn apart(response: Response, all: &[Restricted]) -> Option<RoundsApart> {
    ends(response)?;
    let side = |side: usize| {
        let sums = all.iter().map(|one| one.apart[side]);
        let (rounds, asked, given) =
            sums.fold((0, 0, 0), |sum, one| (sum.0 + one.0, sum.1 + one.1, sum.2 + one.2));
        (rounds > 0).then(|| Apart {
            rounds: rounds as f64 / all.len() as f64,
            ratio: crate::quantity::ratio(asked, given),
        })
    };
    let (added, dropped) = (side(0), side(1));
    (added.is_some() || dropped.is_some()).then_some(RoundsApart { added, dropped })
}
