//! Sizing: the smallest value of a key with which a standard holds in a stated share of futures.
//!
//! Each future has a value of its own from which the standards hold: found by bisection, under the same draws. Of n such
//! values the k-th smallest is at or above the quantile p with the stated confidence, whatever their distribution, where
//! k is the smallest rank with P(Bin(n, p) ≤ k − 1) at or above it. That needs service to be monotone in the value,
//! which is looked at and not believed: a larger and a smaller value are played in each future, too. Where a future
//! contradicts it, single values are tested instead, by the lower bound of Clopper and Pearson, with the confidence
//! shared out over the tests (Bonferroni).

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::family::{self, Player};
use super::probe::{self, Ask};
use super::responses::{SITE, scope_calling, scope_title};
use super::until::{BLOCK, NEVER, Stream, Watch};
use crate::engine::Process;
use crate::model::inputs::Inputs;
use crate::model::record::Record;
use crate::model::{Draws, Fork, Instance, Levels, Replication, Simulator, Unclosed};
use crate::results::Future;
use crate::results::answer::guard_columns;
use crate::results::sized::{Beside, Failing, Found, SizePoint, Sized, StandardEntry, Wanted};
use crate::scenario::{Scenario, Standard, Sweep};
use crate::stats::{Counted, clopper_pearson, upper_order};

/// What is asked of a sizing.
#[derive(Clone, Debug)]
pub struct Request<'a> {
    /// The standards, all of which shall hold.
    pub standards: &'a [Standard],
    /// The share of futures in which it shall hold, 0 to 1.
    pub probability: f64,
    /// The confidence, 0 to 1.
    pub confidence: f64,
    /// Which of the values is looked for.
    pub wanted: Wanted,
    /// Futures.
    pub futures: u32,
    /// Seed of every draw.
    pub seed: u64,
}

/// Where more futures than these are needed, the number is not looked for.
const MOST_NEEDED: usize = 100_000;
/// Tests of single values, at the most.
const TESTS: u32 = 12;
/// Futures in which what stands beside is looked at.
const BESIDE: u32 = 200;

/// What one future says.
#[derive(Serialize, Deserialize)]
struct Own {
    /// The place of the first value, in the order of the search, from which the standards hold.
    from: Option<usize>,
    /// Whether a larger value failed, or a smaller one held.
    contradicts: bool,
    unknown: bool,
    runs: u64,
}

/// Finds the value of a sweep of one axis.
///
/// # Errors
/// If an account of a future does not close.
pub fn size(
    scenario: &Scenario,
    sweep: &Sweep,
    request: &Request<'_>,
    progress: &(dyn Fn(u64) + Sync),
) -> Result<Sized, Unclosed> {
    size_until(scenario, sweep, request, Watch { told: &NEVER, progress, rows: None })
}

/// Sizes as [`size`] does; told to stop, it says what the first futures say.
///
/// # Errors
/// If an account of a future does not close.
pub fn size_until(
    scenario: &Scenario,
    sweep: &Sweep,
    request: &Request<'_>,
    watch: Watch<'_>,
) -> Result<Sized, Unclosed> {
    let planned = request.futures;
    let asks: Vec<Ask> = request.standards.iter().map(Ask::of_standard).collect();
    let lean = |inputs: &Inputs| probe::without_needless_jobs(inputs, &asks);
    let baseline = lean(&scenario.baseline);
    // The order of the search: a value that is wanted comes before one that is worse.
    let mut order: Vec<usize> =
        (0..sweep.points.len()).filter(|&at| sweep.points[at].is_ok()).collect();
    if request.wanted == Wanted::Largest {
        order.reverse();
    }
    let worlds: Vec<Inputs> =
        order.iter().filter_map(|&at| sweep.points[at].as_ref().ok()).map(lean).collect();
    let game = Game { baseline: &baseline, worlds: &worlds, asks: &asks, request };
    let stream = Stream { name: "futures", rows: planned, together: BLOCK };
    let futures = watch
        .play(stream, Simulators::default, |simulators, number| game.own(simulators, number))?;
    let n = futures.len();
    // The rest goes by the futures that were played.
    let request = &Request { futures: n as u32, ..request.clone() };
    let game = Game { request, ..game };
    let contradictions = futures.iter().filter(|own| own.contradicts).count();
    let mut runs: u64 = futures.iter().map(|own| own.runs).sum();
    let mut met: Vec<Option<Counted>> = (0..worlds.len())
        .map(|at| {
            let k = futures.iter().filter(|own| own.from.is_some_and(|from| from <= at)).count();
            Some(Counted::of(k, n))
        })
        .collect();
    let rank = upper_order(n, request.probability, request.confidence);
    let mut needed: Vec<usize> = futures.iter().map(|own| own.from.unwrap_or(usize::MAX)).collect();
    needed.sort_unstable();
    let by_order = rank.map(|rank| needed[rank - 1]).filter(|&at| at < worlds.len());
    let (found, place) = if contradictions == 0 {
        (Found::ByOrder, by_order)
    } else {
        let (place, tested) = game.tested(by_order, &mut met, watch.progress)?;
        runs += tested;
        (Found::ByTests, place)
    };
    let answer = place.map(|at| order[at]);
    let mut points: Vec<SizePoint> = sweep
        .points
        .iter()
        .enumerate()
        .map(|(at, point)| SizePoint {
            label: sweep.axes[0].labels[at].clone(),
            number: sweep.axes[0].numbers[at],
            met: None,
            refused: point.as_ref().err().cloned(),
        })
        .collect();
    for (&at, met) in order.iter().zip(met) {
        points[at].met = met;
    }
    // Where nothing is enough, what comes nearest: the last in the order of the search.
    let nearest = place.or(worlds.len().checked_sub(1));
    let beside = match nearest {
        Some(at) => beside(&baseline, &worlds[0], &worlds[at], request)?,
        None => Vec::new(),
    };
    let failing = match (place, worlds.last()) {
        (None, Some(last)) if rank.is_some() => {
            failing(scenario, &asks, &[&baseline, &worlds[0], last], request)?
        }
        _ => Vec::new(),
    };
    Ok(Sized {
        vary: sweep.axes[0].paths.clone(),
        on: sweep.on.clone(),
        standards: request.standards.iter().map(|one| entry(scenario, one)).collect(),
        wanted: request.wanted,
        probability: request.probability,
        confidence: request.confidence,
        unit: scenario.calling(None),
        seed: request.seed,
        futures: n,
        planned: (n < planned as usize).then_some(planned as usize),
        runs,
        points,
        answer,
        found,
        rank,
        least_futures: least_futures(request),
        anomalies: (contradictions, n),
        unknown: futures.iter().filter(|own| own.unknown).count(),
        beside,
        failing,
    })
}

/// Futures with fewer of which nothing can be said with the confidence that is asked for.
fn least_futures(request: &Request<'_>) -> usize {
    let enough = |n: &usize| upper_order(*n, request.probability, request.confidence).is_some();
    (1..MOST_NEEDED).find(enough).unwrap_or(MOST_NEEDED)
}

/// A standard with what its scope is called.
#[must_use]
pub fn entry(scenario: &Scenario, standard: &Standard) -> StandardEntry {
    StandardEntry {
        response: standard.response,
        scope: standard.scope.clone(),
        title: scope_title(scenario, standard.response, &standard.scope),
        unit: scope_calling(scenario, standard.response, &standard.scope),
        bound: standard.bound,
        over: standard.over,
    }
}

/// One plays the baseline as far as the values share it, the other goes on from there with one of them.
#[derive(Default)]
struct Simulators {
    trunk: Simulator,
    branch: Simulator,
}

/// A future in which values are tried.
struct Tried<'a> {
    simulators: &'a mut Simulators,
    baseline: &'a Inputs,
    drawn: Draws,
    held: Levels,
    /// The day up to which the trunk was played.
    stands: Option<usize>,
}

impl Tried<'_> {
    fn play(&mut self, inputs: &Inputs) -> Result<(Draws, Record), Unclosed> {
        let world = Draws::draw(inputs, self.drawn.replication, Some(&self.held));
        let (trunk, branch) = ((self.baseline, &self.drawn), (inputs, &world));
        let Simulators { trunk: simulator, branch: other } = &mut *self.simulators;
        match Fork::of(trunk, branch) {
            // The trunk does not go back: what parts before it stands is played from the start.
            Some(fork) if self.stands.is_none_or(|day| day <= fork.day) => {
                if self.stands.is_none() {
                    simulator.begin(trunk);
                    simulator.play_until(trunk, fork.day);
                }
                let day = *self.stands.get_or_insert(fork.day);
                other.fork(simulator, branch, fork.earlier(day));
            }
            _ => other.begin(branch),
        }
        let record = other.finish(branch, false)?;
        Ok((world, record))
    }
}

struct Game<'a> {
    baseline: &'a Inputs,
    worlds: &'a [Inputs],
    asks: &'a [Ask],
    request: &'a Request<'a>,
}

impl Game<'_> {
    /// Whether all standards hold in a future at a place; `None`: one of them has no value there.
    fn holds(&self, own: &mut Tried<'_>, at: usize) -> Result<Option<bool>, Unclosed> {
        let inputs = &self.worlds[at];
        let (world, record) = own.play(inputs)?;
        let values = probe::values(self.asks, inputs, &Future { world, record });
        let all = values.iter().zip(self.request.standards);
        Ok(all
            .map(|(value, standard)| value.map(|value| standard.bound.holds(value)))
            .try_fold(true, |all, one| one.map(|one| all && one)))
    }

    /// A future, in which values are tried.
    fn future<'p>(&'p self, simulators: &'p mut Simulators, number: u32) -> Tried<'p> {
        let replication = Replication::new(self.request.seed, number);
        let drawn = Draws::draw(self.baseline, replication, None);
        let held = drawn.levels(self.baseline);
        Tried { simulators, baseline: self.baseline, drawn, held, stands: None }
    }

    fn own(&self, simulators: &mut Simulators, number: u32) -> Result<Own, Unclosed> {
        let mut tried = self.future(simulators, number);
        let mut own = Own { from: None, contradicts: false, unknown: false, runs: 0 };
        let mut at = |place: usize, own: &mut Own| -> Result<bool, Unclosed> {
            own.runs += 1;
            let holds = self.holds(&mut tried, place)?;
            own.unknown |= holds.is_none();
            Ok(holds.unwrap_or(false))
        };
        let Some(last) = self.worlds.len().checked_sub(1) else { return Ok(own) };
        let draws = Process::new(self.request.seed, "sizing");
        let among = |count: usize, word: u32| {
            let u = draws.uniform([number, word, 0, 0]);
            ((u * count as f64) as usize).min(count.saturating_sub(1))
        };
        if !at(last, &mut own)? {
            // A smaller value may hold all the same.
            own.contradicts = last > 0 && at(among(last, 0), &mut own)?;
            return Ok(own);
        }
        let (mut low, mut high) = (0, last);
        while low < high {
            let middle = usize::midpoint(low, high);
            if at(middle, &mut own)? { high = middle } else { low = middle + 1 }
        }
        own.from = Some(low);
        if low > 0 {
            own.contradicts |= at(among(low, 1), &mut own)?;
        }
        if low < last {
            own.contradicts |= !at(low + 1 + among(last - low, 2), &mut own)?;
        }
        Ok(own)
    }

    /// The first place at which the standards hold often enough, by tests: up from where the order statistic has it,
    /// then down by bisection. Gives the runs as well.
    fn tested(
        &self,
        start: Option<usize>,
        met: &mut [Option<Counted>],
        progress: &(dyn Fn(u64) + Sync),
    ) -> Result<(Option<usize>, u64), Unclosed> {
        let Some(last) = self.worlds.len().checked_sub(1) else { return Ok((None, 0)) };
        // The marks of bisection rest on an order that does not hold, so that none is kept.
        met.fill(None);
        let n = self.request.futures;
        let each = 1.0 - (1.0 - self.request.confidence) / f64::from(TESTS);
        let mut tests = 0;
        let mut passes = |at: usize, tests: &mut u32| -> Result<bool, Unclosed> {
            *tests += 1;
            let k = self.count(at)?;
            progress(0);
            met[at] = Some(Counted::of(k, n as usize));
            // One-sided: the whole of what is not covered lies below.
            let (low, _) = clopper_pearson(k, n as usize, 2.0 * each - 1.0);
            Ok(low >= self.request.probability)
        };
        let mut high = start.unwrap_or(last);
        let mut step = 1;
        while !passes(high, &mut tests)? {
            if high == last || tests == TESTS {
                return Ok((None, u64::from(tests) * u64::from(n)));
            }
            high = (high + step).min(last);
            step *= 2;
        }
        let mut low = 0;
        while low < high && tests < TESTS {
            let middle = usize::midpoint(low, high);
            if passes(middle, &mut tests)? { high = middle } else { low = middle + 1 }
        }
        Ok((Some(high), u64::from(tests) * u64::from(n)))
    }

    /// Futures in which the standards hold at a place.
    fn count(&self, at: usize) -> Result<usize, Unclosed> {
        let held: Vec<bool> = (0..self.request.futures)
            .into_par_iter()
            .map_init(Simulators::default, |simulators, number| {
                Ok(self.holds(&mut self.future(simulators, number), at)?.unwrap_or(false))
            })
            .collect::<Result<_, Unclosed>>()?;
        Ok(held.into_iter().filter(|holds| *holds).count())
    }
}

/// Guards of the site at the named value beside those at the first value.
fn beside(
    baseline: &Inputs,
    first: &Inputs,
    named: &Inputs,
    request: &Request<'_>,
) -> Result<Vec<Beside>, Unclosed> {
    let window = crate::scenario::Over::Window;
    let guards: Vec<Ask> = guard_columns()
        .filter(|response| !response.row().needs_jobs && response.row().site)
        .map(|response| Ask { response, scope: SITE.to_owned(), over: window, highest: true })
        .collect();
    let futures = (request.seed, request.futures.min(BESIDE));
    let columns = probe::worlds(&[baseline, first, named], &guards, futures, &|_| {})?;
    let spread = |world: usize, at: usize| {
        super::answer::spread(columns[world][at].iter().flatten().copied())
    };
    let rows = guards.iter().enumerate().filter_map(|(at, ask)| {
        Some(Beside { response: ask.response, before: spread(1, at)?, after: spread(2, at)? })
    });
    Ok(rows.filter(|row| row.before != row.after).collect())
}

/// What one future says of a standard at the value that comes nearest.
struct Near {
    value: Option<f64>,
    /// Rounds that close before anything differs, and rounds in all.
    rounds: Option<(usize, usize)>,
}

/// Each standard at the value that comes nearest: the last of three worlds, of which the first is the baseline and the
/// second has the first value.
fn failing(
    scenario: &Scenario,
    asks: &[Ask],
    worlds: &[&Inputs; 3],
    request: &Request<'_>,
) -> Result<Vec<Failing>, Unclosed> {
    let [_, first, last] = *worlds;
    let futures: Vec<Vec<Near>> = (0..request.futures.min(BESIDE))
        .into_par_iter()
        .map_init(Player::new, |player, number| {
            let draws = family::draws(worlds, Replication::new(request.seed, number));
            let all: Vec<Instance<'_>> = worlds.iter().copied().zip(&draws).collect();
            let records = player.play(&all, (true, false))?;
            let mut records = draws.into_iter().zip(records).skip(1);
            let (Some((_, before)), Some((world, record))) = (records.next(), records.next())
            else {
                return Ok(Vec::new());
            };
            let future = Future { world, record };
            let values = probe::values(asks, last, &future);
            let near = asks.iter().zip(values).map(|(ask, value)| {
                let own = ask.each_round(first, &before).zip(ask.each_round(last, &future.record));
                let rounds = own.map(|(before, after)| (alike(&before, &after), after.len()));
                Near { value, rounds }
            });
            Ok(near.collect())
        })
        .collect::<Result<_, Unclosed>>()?;
    let column = |at: usize| futures.iter().filter_map(move |near| near.get(at));
    let of = |(at, standard): (usize, &Standard)| {
        let values = || column(at).filter_map(|near| near.value);
        let k = values().filter(|value| standard.bound.holds(*value)).count();
        let rounds: Vec<(usize, usize)> = column(at).filter_map(|near| near.rounds).collect();
        let mean = |of: fn(&(usize, usize)) -> usize| {
            rounds.iter().map(of).sum::<usize>() as f64 / rounds.len() as f64
        };
        Failing {
            standard: entry(scenario, standard),
            met: Counted::of(k, futures.len()),
            value: super::answer::spread(values()),
            rounds: (!rounds.is_empty()).then(|| (mean(|one| one.0), mean(|one| one.1))),
        }
    };
    Ok(request.standards.iter().enumerate().map(of).collect())
}

/// How many of the first rounds of two worlds are the same.
fn alike<T: PartialEq>(before: &[T], after: &[T]) -> usize {
    before.iter().zip(after).take_while(|(before, after)| before == after).count()
}
