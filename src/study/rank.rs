//! What an answer hangs on: every input moved on its own in common futures (tornado), screened (Morris), and in
//! combination (Sobol').
//!
//! In each future all inputs are drawn; then one of them is set to its 10 % and to its 90 % quantile, and everything
//! else stays as it was. What chance does with every input held is told apart: pairs of futures with the same inputs.

mod beyond;

use self::beyond::{STEPS, decomposed, readings, screened, switching};
use super::answer::is_assumed;
use super::family::Player;
use super::probe::{self, Ask};
use super::responses::scope_title;
use super::until::{NEVER, Stream, Watch};
use crate::model::inputs::{FactorValues, Inputs};
use crate::model::record::Record;
use crate::model::{Draws, Levels, Replication, Unclosed};
use crate::results::Future;
use crate::results::sized::{RankRow, Ranked};
use crate::scenario::Scenario;
use crate::stats::{mean_and_sd, student_t_975};

/// What is asked of a ranking.
#[derive(Clone, Debug)]
pub struct Request {
    /// The answer.
    pub ask: Ask,
    /// The alternative whose difference is ranked; `None`: the level of the baseline.
    pub alternative: Option<usize>,
    /// Futures.
    pub futures: u32,
    /// Trajectories of Morris; 0: none.
    pub morris: u32,
    /// Rows of Saltelli's design; 0: none.
    pub sobol: u32,
    /// Inputs that the design has: those that move the answer most.
    pub factors: usize,
    /// Seed of every draw.
    pub seed: u64,
}

/// The quantiles at which an input is looked at.
const ENDS: [f64; 2] = [0.1, 0.9];
/// Futures that are played together: of each there are as many points as inputs have ends.
const TOGETHER: u32 = 8;
/// Points that are played together.
const POINTS: u32 = 256;
/// The chance of another future is that of one behind all that can be asked for: it is the same however many are.
const BEHIND: u32 = 1_000_000;
/// Leading inputs of which the value is looked for at which the sign turns.
const LEADING: usize = 5;

/// An input: its path and its place in each of the two worlds.
struct Input {
    path: String,
    quantile: Box<dyn Fn(f64) -> f64 + Sync>,
}

struct Game<'a> {
    baseline: &'a Inputs,
    other: Option<&'a Inputs>,
    ask: &'a [Ask],
    seed: u64,
}

/// Uniforms that are set, by path.
type Set<'a> = &'a [(&'a str, f64)];

/// A point to play: the future of the inputs and that of chance, and what is set.
type Point<'a> = ((u32, u32), Vec<(&'a str, f64)>);

impl Game<'_> {
    fn draws(
        &self,
        inputs: &Inputs,
        replication: Replication,
        set: Set<'_>,
        held: Option<&Levels>,
    ) -> Draws {
        let values: FactorValues = inputs.factors.values(|_, factor| {
            let stated = set.iter().find(|(path, _)| *path == factor.path);
            stated.map_or_else(|| replication.uniform(factor), |(_, uniform)| *uniform)
        });
        Draws::with(inputs, replication, values, held)
    }

    /// The answer in one future with some inputs set; `noise` is the future whose chance is played.
    fn value(
        &self,
        player: &mut Player,
        (inputs_of, noise): (u32, u32),
        set: Set<'_>,
    ) -> Result<Option<f64>, Unclosed> {
        // Inputs that are not set keep the draws of their own future, whatever chance is played.
        let mut all: Vec<(&str, f64)> = set.to_vec();
        let own = Replication::new(self.seed, inputs_of);
        let worlds = std::iter::once(self.baseline).chain(self.other);
        if inputs_of != noise {
            for inputs in worlds {
                for (_, factor) in inputs.factors.listed() {
                    if !all.iter().any(|(path, _)| *path == factor.path) {
                        all.push((&factor.path, own.uniform(factor)));
                    }
                }
            }
        }
        let replication = Replication::new(self.seed, noise);
        let drawn = self.draws(self.baseline, replication, &all, None);
        let Some(other) = self.other else {
            let records = player.play(&[(self.baseline, &drawn)], (true, false))?;
            return Ok(self.asked(self.baseline, drawn, records.into_iter()));
        };
        let levels = drawn.levels(self.baseline);
        let second = self.draws(other, replication, &all, Some(&levels));
        let records = player.play(&[(self.baseline, &drawn), (other, &second)], (true, false))?;
        let mut records = records.into_iter();
        let before = self.asked(self.baseline, drawn, &mut records);
        let after = self.asked(other, second, &mut records);
        Ok(before.zip(after).map(|(before, after)| after - before))
    }

    /// What is asked of a world and the next record.
    fn asked(
        &self,
        inputs: &Inputs,
        world: Draws,
        mut records: impl Iterator<Item = Record>,
    ) -> Option<f64> {
        let future = Future { world, record: records.next()? };
        probe::values(self.ask, inputs, &future).first().copied().flatten()
    }

    /// Answers at points, in their order; `None`: it was told to stop before the last of them.
    fn all(
        &self,
        name: &str,
        points: &[Point<'_>],
        watch: Watch<'_>,
    ) -> Result<Option<Vec<Option<f64>>>, Unclosed> {
        let stream = Stream { name, rows: points.len() as u32, together: POINTS };
        let all = watch.play(stream, Player::new, |player, at| {
            let (futures, set) = &points[at as usize];
            self.value(player, *futures, set)
        })?;
        Ok((all.len() == points.len()).then_some(all))
    }

    fn runs(&self, points: usize) -> u64 {
        points as u64 * if self.other.is_some() { 2 } else { 1 }
    }
}

/// Number of points that a ranking plays at most. Inputs that move nothing are not searched for the value at which the
/// sign turns.
#[must_use]
pub fn points(scenario: &Scenario, request: &Request) -> u64 {
    let inputs = inputs(&worlds(scenario, request)).len() as u64;
    let n = u64::from(request.futures);
    let chosen = inputs.min(request.factors as u64);
    let switching = match request.alternative {
        Some(_) => inputs.min(LEADING as u64) * STEPS.len() as u64,
        None => 0,
    };
    n * (2 * inputs + 2 + switching)
        + n * scenario.readings.len() as u64
        + u64::from(request.morris) * (inputs + 1)
        + u64::from(request.sobol) * (chosen + 2)
}

fn worlds<'a>(scenario: &'a Scenario, request: &Request) -> Vec<&'a Inputs> {
    let other = request.alternative.map(|at| &scenario.alternatives[at].inputs);
    std::iter::once(&scenario.baseline).chain(other).collect()
}

/// Every uncertain input of the worlds, each path once.
fn inputs(worlds: &[&Inputs]) -> Vec<Input> {
    let mut all: Vec<Input> = Vec::new();
    for inputs in worlds {
        for (_, factor) in inputs.factors.listed() {
            if !all.iter().any(|one| one.path == factor.path) {
                let distribution = factor.distribution.clone();
                let quantile = Box::new(move |p: f64| distribution.quantile(p));
                all.push(Input { path: factor.path.clone(), quantile });
            }
        }
    }
    all
}

/// Ranks the inputs of an answer.
///
/// # Errors
/// If an account of a future does not close.
pub fn rank(
    scenario: &Scenario,
    request: &Request,
    progress: &(dyn Fn(u64) + Sync),
) -> Result<Ranked, Unclosed> {
    rank_until(scenario, request, Watch { told: &NEVER, progress, rows: None })
}

/// Ranks as [`rank`] does; told to stop, it ranks by the first futures, and leaves out what else was not played whole.
///
/// # Errors
/// If an account of a future does not close.
pub fn rank_until(
    scenario: &Scenario,
    request: &Request,
    watch: Watch<'_>,
) -> Result<Ranked, Unclosed> {
    let asks = [request.ask.clone()];
    let lean: Vec<Inputs> = worlds(scenario, request)
        .into_iter()
        .map(|inputs| probe::without_needless_jobs(inputs, &asks))
        .collect();
    let game = Game { baseline: &lean[0], other: lean.get(1), ask: &asks, seed: request.seed };
    let inputs = inputs(&lean.iter().collect::<Vec<_>>());
    let planned = request.futures;
    let mut runs = 0;
    // Future by future: as drawn, the same inputs with the chance of another future, and each input at its two ends.
    let own_points = |at: u32| {
        let plain = [((at, at), Vec::new()), ((at, at + BEHIND), Vec::new())];
        let ends = inputs.iter().flat_map(|input| ENDS.map(|end| (input.path.as_str(), end)));
        plain.into_iter().chain(ends.map(move |set| ((at, at), vec![set])))
    };
    let each = 2 + 2 * inputs.len();
    let points = u32::try_from(each).unwrap_or(u32::MAX);
    let (rows, together) = (planned.saturating_mul(points), TOGETHER.saturating_mul(points));
    let stream = Stream { name: "tornado", rows, together };
    let mut answers: Vec<Option<f64>> = watch.play(stream, Player::new, |player, row| {
        let point = own_points(row / points).nth((row % points) as usize);
        match point {
            Some((futures, set)) => game.value(player, futures, &set),
            None => Ok(None),
        }
    })?;
    // Points of a future that is not complete are left out.
    answers.truncate(answers.len() / each * each);
    let n = (answers.len() / each) as u32;
    let mut whole = n == planned;
    let half = n / 2;
    runs += game.runs(answers.len());
    let column = |which: usize| -> Vec<Option<f64>> {
        answers.iter().skip(which).step_by(each).copied().collect()
    };
    let (own, again) = (column(0), column(1));
    let known: Vec<f64> = own.iter().flatten().copied().collect();
    let (mean, sd) = mean_and_sd(&known);
    let pairs = own.iter().zip(&again).filter_map(|(a, b)| Some(((*a)?, (*b)?)));
    let squares: Vec<f64> = pairs.map(|(a, b)| 0.5 * (a - b) * (a - b)).collect();
    let within = squares.iter().sum::<f64>() / squares.len().max(1) as f64;
    let chance = (sd > 0.0 && !squares.is_empty()).then(|| (within / (sd * sd)).min(1.0));
    // The tornado.
    let mut rows = Vec::new();
    let mut unmoving = Vec::new();
    let mut halves: Vec<[f64; 2]> = Vec::new();
    for (place, input) in inputs.iter().enumerate() {
        let (low, high) = (column(2 + 2 * place), column(3 + 2 * place));
        let pairs: Vec<(usize, f64, f64)> =
            (0..n as usize).filter_map(|at| Some((at, low[at]?, high[at]?))).collect();
        if pairs.iter().all(|(_, low, high)| low == high) {
            unmoving.push(input.path.clone());
            continue;
        }
        let differences: Vec<f64> = pairs.iter().map(|(_, low, high)| high - low).collect();
        let count = differences.len() as f64;
        let error = half_width(&differences);
        let mean_of =
            |of: &dyn Fn(&(usize, f64, f64)) -> f64| pairs.iter().map(of).sum::<f64>() / count;
        let half_mean = |first: bool| {
            let own = pairs.iter().filter(|(at, ..)| (*at < half as usize) == first);
            let (sum, count) = own.fold((0.0, 0.0), |sum: (f64, f64), (_, low, high)| {
                (sum.0 + high - low, sum.1 + 1.0)
            });
            if count > 0.0 { sum / count } else { 0.0 }
        };
        rows.push((
            RankRow {
                path: input.path.clone(),
                assumed: is_assumed(scenario, &input.path),
                values: ((input.quantile)(ENDS[0]), (input.quantile)(ENDS[1])),
                ends: (mean_of(&|pair| pair.1), mean_of(&|pair| pair.2)),
                error,
                switches: None,
                morris: None,
                first: None,
                total: None,
            },
            halves.len(),
        ));
        halves.push([half_mean(true), half_mean(false)]);
    }
    let size = |row: &RankRow| (row.ends.1 - row.ends.0).abs();
    rows.sort_by(|a, b| size(&b.0).total_cmp(&size(&a.0)));
    let stable = stable(&rows.iter().take(LEADING).map(|(_, at)| halves[*at]).collect::<Vec<_>>());
    let mut rows: Vec<RankRow> = rows.into_iter().map(|(row, _)| row).collect();
    if game.other.is_some() {
        for row in rows.iter_mut().take(LEADING) {
            let Some((switches, played)) = switching(&game, &inputs, &row.path, n, watch)? else {
                whole = false;
                break;
            };
            row.switches = switches;
            runs += game.runs(played);
        }
    }
    if request.morris > 0 {
        let played = screened(&game, &inputs, &mut rows, request, watch)?;
        whole &= played.is_some();
        runs += played.unwrap_or_default();
    }
    if request.sobol > 0 {
        let played = decomposed(&game, &mut rows, request, watch)?;
        whole &= played.is_some();
        runs += played.unwrap_or_default();
    }
    let readings = readings(scenario, request, (&asks, &own), watch)?;
    whole &= readings.is_some();
    let readings = readings.unwrap_or_default();
    let alternative = request.alternative.map(|at| &scenario.alternatives[at]);
    Ok(Ranked {
        response: request.ask.response,
        scope: request.ask.scope.clone(),
        title: scope_title(scenario, request.ask.response, &request.ask.scope),
        alternative: alternative.map(|one| one.name.clone()),
        alternative_title: alternative.map(|one| one.title.clone()).unwrap_or_default(),
        unit: scenario.calling(None),
        seed: request.seed,
        futures: n as usize,
        planned: (!whole).then_some(planned as usize),
        runs,
        mean,
        sd,
        chance,
        rows,
        unmoving,
        stable,
        readings,
    })
}

/// Half the width of the 95 % interval of a mean; one value has none.
fn half_width(values: &[f64]) -> f64 {
    match values.len() {
        0 | 1 => f64::INFINITY,
        n => student_t_975(n - 1) * mean_and_sd(values).1 / (n as f64).sqrt(),
    }
}

/// The share of pairs of inputs whose order by size is the same in both halves of the futures.
fn stable(halves: &[[f64; 2]]) -> Option<f64> {
    let (mut same, mut all) = (0, 0);
    for (at, one) in halves.iter().enumerate() {
        for other in &halves[at + 1..] {
            let larger = |half: usize| one[half].abs() > other[half].abs();
            same += usize::from(larger(0) == larger(1));
            all += 1;
        }
    }
    (all > 0).then(|| f64::from(same as u32) / f64::from(all as u32))
}
