//! A study: alternatives × futures. Which runs, on which cores, compared how.
//!
//! Replication *k* draws one future (every uncertain input once), infers the level of demand from
//! the baseline in that future, and plays it under every alternative: common random numbers, so
//! that alternatives are compared future by future. Replications run on all cores, one thread each;
//! results are placed by index, so neither the number of threads nor the order of work can show.

mod answer;
mod bands;
pub mod calibrate;
mod checks;
mod compare;
mod days;
pub mod early;
mod family;
mod gathered;
pub mod inferred;
mod monthly;
pub mod precision;
pub mod price;
pub mod probe;
pub mod rank;
mod replicate;
mod responses;
pub mod select;
pub mod shard;
pub mod size;
pub mod stages;
mod tried;
pub mod until;

use std::path::PathBuf;

pub use self::replicate::Order;
pub use self::responses::{scope_calling, scope_title};

use self::family::Family;
use self::gathered::Gathered;
use self::replicate::Futures;
use self::tried::names;
use crate::model::Unclosed;
use crate::results::shard::Shards;
use crate::results::{self, BATCH, Future, Pending, Summary, Writer};
use crate::scenario::Scenario;

/// How to run a study.
#[derive(Clone, Debug)]
pub struct Options {
    /// Futures.
    pub replications: u32,
    /// Seed of every draw.
    pub seed: u64,
    /// Threads; `None`: one for each core.
    pub threads: Option<usize>,
    /// The order in which replications are started; cannot show in a result.
    pub order: Order,
    /// Whether alternatives go on from the run of the baseline where they part; cannot show in a result.
    pub forks: bool,
    /// Folder to leave the results in. It appears when everything is in it.
    pub out: PathBuf,
}

/// Threads for each core beyond which more of them only wait for one another.
const THREADS_OF_CORE: usize = 4;

/// Threads that a study uses: as many as asked for, but no more than a few for each core; one for each where nothing
/// is asked.
#[must_use]
pub fn threads(asked: Option<usize>) -> usize {
    let cores = crate::host::cores();
    asked.map_or(cores, |asked| asked.clamp(1, THREADS_OF_CORE * cores))
}

/// Runs something on the given number of threads.
///
/// # Errors
/// If the threads cannot be started.
pub fn on_threads<R: Send>(
    asked: Option<usize>,
    run: impl FnOnce() -> R + Send,
) -> Result<R, StudyError> {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads(asked)).build()?;
    Ok(pool.install(run))
}

/// Why a study did not finish.
#[derive(Debug, thiserror::Error)]
pub enum StudyError {
    /// The model broke one of its own rules.
    #[error(transparent)]
    Unclosed(#[from] Unclosed),
    /// The results could not be written.
    #[error(transparent)]
    Results(#[from] results::ResultsError),
    /// The study was told to stop.
    #[error("stopped")]
    Stopped,
    /// A future could not be packed.
    #[error("a future could not be put aside: {0}")]
    Packed(#[from] std::io::Error),
    /// The threads could not be started.
    #[error("the threads could not be started: {0}")]
    Threads(#[from] rayon::ThreadPoolBuildError),
}

/// What a finished study did.
#[derive(Debug)]
pub struct Finished {
    /// The results, whole, not in their place yet.
    pub results: Pending,
    /// Events handled over all runs.
    pub events: u64,
    /// Runs: alternatives × replications.
    pub runs: u64,
    /// The estimates, differences and checks, as in the tables.
    pub summary: Summary,
}

/// Runs of one future of a study: each alternative, reading and point of a sweep.
#[must_use]
pub fn runs_of_a_future(scenario: &Scenario) -> u64 {
    let worlds = scenario.worlds().count();
    (worlds + worlds * scenario.readings.len() + tried::points(scenario)) as u64
}

/// Plays every alternative of a scenario and writes the results.
///
/// `progress` is called once for each finished run, from any thread.
///
/// # Errors
/// If nothing can be left at the place, as [`Writer::create`] says, or as [`run_into`].
pub fn run(
    scenario: &Scenario,
    options: &Options,
    progress: &(dyn Fn(u64) + Sync),
) -> Result<Finished, StudyError> {
    run_into(Writer::create(&options.out, false)?, scenario, options, progress)
}

/// Runs a study into results that were begun.
///
/// # Errors
/// If the results cannot be written, threads cannot start, or an account does not close.
pub fn run_into(
    writer: Writer,
    scenario: &Scenario,
    options: &Options,
    progress: &(dyn Fn(u64) + Sync),
) -> Result<Finished, StudyError> {
    whole(writer, scenario, &Futures::of(options), options.threads, progress)
}

/// Joins the shards of a study of a scenario to the results that one machine would have left, to the same bits.
///
/// # Errors
/// If a shard cannot be read, the results cannot be written, or threads cannot start.
pub fn merge_into(
    writer: Writer,
    scenario: &Scenario,
    shards: &Shards,
    threads: Option<usize>,
    progress: &(dyn Fn(u64) + Sync),
) -> Result<Finished, StudyError> {
    whole(writer, scenario, &Futures::joined(shards), threads, progress)
}

fn whole(
    mut writer: Writer,
    scenario: &Scenario,
    futures: &Futures<'_>,
    asked: Option<usize>,
    progress: &(dyn Fn(u64) + Sync),
) -> Result<Finished, StudyError> {
    // Stated in any case: a variable of the environment has no say.
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads(asked)).build()?;
    let mut summary = Summary::default();
    let mut baseline = None;
    let mut answer = answer::Answering::new(scenario, &scenario.baseline);
    let mut events = 0;
    let folder = writer.folder().to_owned();
    let aside = |source| results::ResultsError::File { path: folder.clone(), source };
    let worlds = scenario.worlds().enumerate();
    let worlds = worlds.map(|(at, (_, inputs))| (names::of_option(at), inputs)).collect();
    // Demand does not follow supply: the baseline, which comes first, says how much there is.
    let mut family = Family::new(futures, worlds, &folder);
    for (at, (name, inputs)) in scenario.worlds().enumerate() {
        let mut own = Gathered::new(name, inputs, &folder).map_err(aside)?;
        let mut seen = answer.start();
        let is_baseline = baseline.is_none();
        let mut checks = is_baseline.then(|| checks::Checks::new(scenario));
        let mut inferred = is_baseline.then(|| inferred::Inferred::new(inputs));
        let take = |some: Vec<Future>| -> Result<(), StudyError> {
            own.add(&some).map_err(aside)?;
            answer.see(&mut seen, inputs, &some);
            checks.iter_mut().for_each(|it| it.add(&some));
            inferred.iter_mut().for_each(|it| it.add(&some));
            // How many come together hangs on the threads; what stands together in a file may not.
            for batch in some.chunks(BATCH) {
                let peaks = monthly::peaks(name, inputs, batch);
                writer.add_futures(name, inputs, batch, &peaks)?;
            }
            Ok(())
        };
        pool.install(|| family.each(at, progress, take))?;
        events += own.events;
        let (bands, curves) = pool.install(|| own.bands()).map_err(aside)?;
        summary.curves.extend(curves);
        let responses = own.finish(&mut summary);
        writer.add_alternative(inputs, responses.rows(), bands)?;
        summary.estimates.extend(responses.estimates());
        pool.install(|| answer.add(inputs, seen, &responses, baseline.as_ref()));
        if let Some(baseline) = &baseline {
            summary.differences.extend(compare::differences(baseline, &responses));
        }
        summary.checks.extend(checks.into_iter().flat_map(checks::Checks::finish));
        summary.inferred.extend(inferred.into_iter().flat_map(|it| it.finish(inputs)));
        baseline.get_or_insert(responses);
    }
    drop(family);
    summary.answer = answer.finish();
    // Not told: without jobs these runs take a small part of the time of the others.
    pool.install(|| tried::readings(scenario, &mut summary.answer, (futures, &folder), &|_| {}))?;
    pool.install(|| tried::sweeps(scenario, &mut summary.answer, futures, &|_| {}))?;
    summary.arithmetic = results::Arithmetic::of(&scenario.baseline)?;
    let n = futures.numbers.len() as u32;
    let runs = u64::from(n) * runs_of_a_future(scenario);
    let lost = futures.shards.map(|shards| (shards.study().replications, shards.lost()));
    let results = writer.finish(scenario, (futures.seed, n), lost, &summary)?;
    Ok(Finished { results, events, runs, summary })
}
