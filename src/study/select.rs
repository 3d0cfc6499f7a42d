//! Which of many options is best: alternatives and points of sweeps, played in stages, of which those that lag are dropped
//! ([`Selection`]).

use super::answer::indifference;
use super::family::{self, Player};
use super::probe::{self, Ask};
use super::responses::scope_title;
use super::until::{NEVER, Stream, Watch};
use crate::model::inputs::Inputs;
use crate::model::{Instance, Replication, Unclosed};
use crate::results::Future;
use crate::results::answer::Sense;
use crate::results::selected::{OptionName, OptionRow, Selected, Standing};
use crate::scenario::{BASELINE, Scenario};
use crate::stats::Selection;

/// What is asked of a selection.
#[derive(Clone, Debug)]
pub struct Request {
    /// The response by which options are compared.
    pub ask: Ask,
    /// Whether the highest value is the best; else the lowest.
    pub highest: bool,
    /// The smallest difference that counts, in the unit of the response; `None`: the smallest that is worth a word.
    pub within: Option<f64>,
    /// The confidence, ½ to 1.
    pub confidence: f64,
    /// Futures, at the most.
    pub futures: u32,
    /// Seed of every draw.
    pub seed: u64,
}

/// Options at the most: each is compared with each.
pub const MOST: usize = 500;
/// Futures of the first stage, in which every option is played.
const FIRST: u32 = 64;
/// Futures of every stage after it.
const STAGE: u32 = 32;

/// Which way a response is better by the answers of a scenario, or in itself.
#[must_use]
pub fn sense(scenario: &Scenario, ask: &Ask) -> Sense {
    let own = scenario.answers.iter().find(|answer| {
        let of = Ask::of_answer(answer);
        (of.response, &of.scope) == (ask.response, &ask.scope)
    });
    super::answer::sense(ask.response, own.and_then(|answer| answer.better))
}

/// Every option of a scenario: the baseline, the alternatives, and the points of sweeps that can be played.
#[must_use]
pub fn options(scenario: &Scenario) -> Vec<(OptionName, &Inputs)> {
    let named = |name: &str, title: &_| OptionName {
        sweep: None,
        name: name.to_owned(),
        title: crate::words::Bilingual::clone(title),
    };
    let mut all = vec![(named(BASELINE, &scenario.baseline_title), &scenario.baseline)];
    all.extend(scenario.alternatives.iter().map(|one| (named(&one.name, &one.title), &one.inputs)));
    for sweep in &scenario.sweeps {
        for (at, point) in sweep.points.iter().enumerate() {
            let Ok(inputs) = point else { continue };
            let labels = sweep.axes.iter().zip(sweep.place(at));
            let labels = labels.filter_map(|(axis, at)| axis.labels.get(at).cloned());
            let name = labels.collect::<Vec<_>>().join(", ");
            let title = sweep.title.clone();
            all.push((OptionName { sweep: Some(sweep.name.clone()), name, title }, inputs));
        }
    }
    all
}

/// Selects the best option.
///
/// # Errors
/// If an account of a future does not close.
pub fn select(
    scenario: &Scenario,
    request: &Request,
    progress: &(dyn Fn(u64) + Sync),
) -> Result<Selected, Unclosed> {
    select_until(scenario, request, Watch { told: &NEVER, progress, rows: None })
}

/// Selects as [`select`] does; told to stop, it says what the stages say that were played.
///
/// # Errors
/// If an account of a future does not close.
pub fn select_until(
    scenario: &Scenario,
    request: &Request,
    watch: Watch<'_>,
) -> Result<Selected, Unclosed> {
    let asks = [request.ask.clone()];
    let options = options(scenario);
    let lean: Vec<Inputs> =
        options.iter().map(|(_, inputs)| probe::without_needless_jobs(inputs, &asks)).collect();
    let sign = if request.highest { 1.0 } else { -1.0 };
    let first = FIRST.min(request.futures);
    let mut runs = 0;
    let mut within = request.within.unwrap_or_default();
    let mut selection: Option<Selection> = None;
    let mut played = 0;
    while played < request.futures && selection.as_ref().is_none_or(|one| !one.is_decided()) {
        let stage = if played == 0 { first } else { STAGE.min(request.futures - played) };
        let left: Vec<usize> = match &selection {
            None => (0..lean.len()).collect(),
            Some(selection) => selection.left().collect(),
        };
        // The baseline is always played: all have its demand, and go on from its run.
        let worlds: Vec<&Inputs> = std::iter::once(&lean[0])
            .chain(left.iter().filter(|at| **at > 0).map(|&at| &lean[at]))
            .collect();
        let name = format!("{first} {:?} {} {played}", request.within, request.confidence);
        // A last stage that was cut short is gone on with when there may be more futures.
        let stream = Stream { name: &name, rows: stage, together: stage };
        let rows = watch.play(stream, Player::new, |player, at| {
            let replication = Replication::new(request.seed, played + at);
            let draws = family::draws(&worlds, replication);
            let all: Vec<Instance<'_>> = worlds.iter().copied().zip(&draws).collect();
            let records = player.play(&all, (true, false))?;
            let futures = draws.into_iter().zip(records);
            let values = worlds.iter().zip(futures).map(|(inputs, (world, record))| {
                let found = probe::values(&asks, inputs, &Future { world, record });
                found.first().copied().flatten()
            });
            Ok(values.collect::<Vec<Option<f64>>>())
        })?;
        // A stage that is not complete is left out.
        if rows.len() < stage as usize {
            break;
        }
        runs += u64::from(stage) * worlds.len() as u64;
        if request.within.is_none() && played == 0 {
            let level: Vec<f64> = rows.iter().filter_map(|row| row[0]).collect();
            let level = crate::stats::mean_and_sd(&level).0;
            let level = if level.is_finite() { level } else { 0.0 };
            within = indifference(scenario.baseline.currency, request.ask.response, level);
        }
        let selection = selection.get_or_insert_with(|| {
            Selection::new(lean.len(), (request.confidence, within), first as usize)
        });
        let baseline_is_out = left.first() != Some(&0);
        for row in rows {
            let mut values = vec![None; lean.len()];
            let own = row.into_iter().skip(usize::from(baseline_is_out));
            for (&option, value) in left.iter().zip(own) {
                values[option] = value.map(|value| sign * value);
            }
            selection.add(&values);
        }
        selection.screen();
        played += stage;
    }
    let selection = selection.unwrap_or_else(|| {
        Selection::new(lean.len(), (request.confidence, within), first as usize)
    });
    let leader = selection.leader();
    let decided = selection.is_decided() && leader.is_some();
    let row = |(at, (name, _)): (usize, (OptionName, &Inputs))| {
        let (n, mean) = selection.mean(at);
        let standing = match selection.dropped(at) {
            None if Some(at) == leader && decided => Standing::Best,
            None if decided => Standing::AsGood,
            None => Standing::Left,
            Some(dropped) => match dropped.by {
                Some(_) => Standing::Dropped { after: dropped.after },
                None => Standing::NoValue,
            },
        };
        let lag = leader.filter(|_| n > 0).map(|leader| sign * selection.ahead(at, leader));
        OptionRow { name, mean: (n > 0).then_some(sign * mean), futures: n, lag, standing }
    };
    let mut rows: Vec<OptionRow> = options.into_iter().enumerate().map(row).collect();
    // Options that are left come first; all others follow by how far they lag.
    let group = |row: &OptionRow| match row.standing {
        Standing::Best => 0,
        Standing::AsGood | Standing::Left => 1,
        Standing::Dropped { .. } => 2,
        Standing::NoValue => 3,
    };
    let behind = |row: &OptionRow| -sign * row.lag.unwrap_or(0.0);
    rows.sort_by(|a, b| group(a).cmp(&group(b)).then(behind(a).total_cmp(&behind(b))));
    Ok(Selected {
        response: request.ask.response,
        scope: request.ask.scope.clone(),
        title: scope_title(scenario, request.ask.response, &request.ask.scope),
        unit: scenario.calling(None),
        highest: request.highest,
        within,
        confidence: request.confidence,
        seed: request.seed,
        futures: selection.seen(),
        most: request.futures as usize,
        planned: watch.is_told().then_some(request.futures as usize),
        decided,
        runs,
        rows,
    })
}
