//! What a study will take: events, time, memory and disk, found by playing a few of its futures.
//!
//! The futures are played for at most two seconds of the clock, which decides how much is looked at and nothing else: no
//! number of a result comes from here. Memory and disk are counted from the rows that these futures left, at the bytes
//! that a row of each table takes (measured on the baseline at Gwangju, CSV and Parquet together).

use std::mem::size_of;
use std::time::{Duration, Instant};

use super::responses::ResponseTable;
use crate::model::inputs::Inputs;
use crate::model::record::Record;
use crate::model::{Draws, Replication, Simulator, Unclosed};
use crate::results::{Future, KEPT_ALLOCATIONS, KEPT_SAMPLES, ResponseRow};
use crate::scenario::Scenario;

/// How long the look may take.
const LOOK: Duration = Duration::from_millis(1_500);
/// Futures of one alternative that are looked at; where they take longer than a moment, one.
const FUTURES: u32 = 3;
const MOMENT: Duration = Duration::from_millis(150);

/// Memory of the program with its fonts and the table library, before any future.
const PROGRAM: u64 = 90 << 20;
/// Bytes in memory of one applicant with its application, award and jobs, while a future is played.
const APPLICANT: u64 = 600;
/// Bytes in memory of an award whose row is kept, the table of awards among them.
const KEPT_AWARD: u64 = 600;

/// Bytes on disk of a row, CSV and Parquet together.
mod row {
    pub(super) const POOL_MONTH: u64 = 275;
    pub(super) const ROUND: u64 = 210;
    pub(super) const RESPONSE: u64 = 56;
    pub(super) const MONEY: u64 = 70;
    pub(super) const FACTOR: u64 = 68;
    pub(super) const AWARD: u64 = 156;
    pub(super) const SAMPLE: u64 = 102;
    /// All measures of a day and pool together.
    pub(super) const BAND: u64 = 8 * 165;
    /// The summary tables, charts and pages.
    pub(super) const REST: u64 = 12 << 20;
}

/// What a study will take.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Price {
    /// Runs: futures × alternatives.
    pub runs: u64,
    /// Events over all runs.
    pub events: f64,
    /// Seconds by the clock on this machine as it is now, without charts and page; `None`: not even one future was over
    /// when the look was.
    pub seconds: Option<f64>,
    /// Bytes of memory at the most.
    pub memory: u64,
    /// Bytes on disk.
    pub disk: u64,
}

/// What was seen of one alternative.
#[derive(Clone, Copy, Debug, Default)]
struct Seen {
    events: f64,
    seconds: f64,
    /// Bytes of one future's record.
    record: u64,
    responses: u64,
    awards: u64,
    rounds: u64,
}

/// Estimates a study of a scenario.
///
/// # Errors
/// If an account of a future does not close.
pub fn estimate(
    scenario: &Scenario,
    replications: u32,
    seed: u64,
    threads: usize,
) -> Result<Price, Unclosed> {
    let started = Instant::now();
    let mut simulator = Simulator::new();
    let mut price = Price::default();
    let n = u64::from(replications);
    let mut whole = Some(0.0);
    let mut memory: u64 = 0;
    let mut last = Seen::default();
    for (name, inputs) in scenario.worlds() {
        let draws = |number| {
            let replication = Replication::new(seed, number);
            let draws = Draws::draw(&scenario.baseline, replication, None);
            if name == crate::scenario::BASELINE {
                return draws;
            }
            let levels = draws.levels(&scenario.baseline);
            Draws::draw(inputs, replication, Some(&levels))
        };
        if started.elapsed() < LOOK {
            match look(&mut simulator, (name, inputs), draws, replications, started)? {
                Some(seen) => last = seen,
                // Not one future is over: nothing is known of time, and of memory what its people take.
                None => whole = None,
            }
        }
        let expected: f64 = if last.events == 0.0 {
            draws(0).expected_applicants(inputs).iter().sum()
        } else {
            last.awards as f64
        };
        price.runs += n;
        price.events += n as f64 * last.events;
        if last.events == 0.0 {
            whole = None;
        }
        whole = whole.map(|seconds| seconds + n as f64 * last.seconds);
        let days = inputs.calendar.days() as u64 * inputs.pools.len() as u64;
        let months = inputs.calendar.months().len() as u64;
        let kept = n.min(KEPT_ALLOCATIONS.into()) * expected as u64;
        let rows = months * inputs.pools.len() as u64 * row::POOL_MONTH
            + last.rounds * row::ROUND
            + last.responses * row::RESPONSE
            + months * inputs.accounts().len() as u64 * row::MONEY
            + inputs.factors.len() as u64 * row::FACTOR;
        price.disk += n * rows
            + kept * row::AWARD
            + n.min(KEPT_SAMPLES.into()) * days * row::SAMPLE
            + days * row::BAND;
        let record = if last.record > 0 { last.record } else { of_calendar(inputs) };
        let responses = last.responses * (size_of::<ResponseRow>() as u64 + 90);
        let playing = n.min(threads as u64) * expected as u64 * APPLICANT;
        memory = memory.max(n * (record + responses) + kept * KEPT_AWARD + playing);
    }
    price.memory = PROGRAM + memory;
    price.disk += row::REST;
    let cores = std::thread::available_parallelism().map_or(1, usize::from).min(threads);
    price.seconds = whole.map(|seconds| seconds / cores as f64);
    Ok(price)
}

/// Plays a few futures of one alternative. `None`: not one of them was over when the look was.
fn look(
    simulator: &mut Simulator,
    (name, inputs): (&str, &Inputs),
    draws: impl Fn(u32) -> Draws,
    replications: u32,
    started: Instant,
) -> Result<Option<Seen>, Unclosed> {
    let begun = Instant::now();
    let mut futures: Vec<Future> = Vec::new();
    while futures.len() < FUTURES.min(replications) as usize
        && (futures.is_empty() || begun.elapsed() < MOMENT)
    {
        let world = draws(futures.len() as u32);
        let record = simulator.try_run(inputs, &world, |_| started.elapsed() < LOOK)?;
        let Some(record) = record else { break };
        futures.push(Future { world, record });
    }
    let n = futures.len() as u64;
    if n == 0 {
        return Ok(None);
    }
    let seconds = begun.elapsed().as_secs_f64() / n as f64;
    let of =
        |count: fn(&Record) -> u64| futures.iter().map(|it| count(&it.record)).sum::<u64>() / n;
    Ok(Some(Seen {
        events: of(|record| record.events).max(1) as f64,
        seconds,
        record: of_calendar(inputs) + of(Record::bytes_of_rounds),
        responses: ResponseTable::of(name, inputs, &futures).responses.len() as u64,
        awards: of(|record| record.allocations.len() as u64),
        rounds: of(|record| record.rounds.len() as u64),
    }))
}

/// Bytes of what every record of these inputs holds: rows by day and month, and the draws.
fn of_calendar(inputs: &Inputs) -> u64 {
    use crate::model::record::{LotMonth, MoneyMonth, PoolDay, PoolMonth};
    let (days, months) = (inputs.calendar.days(), inputs.calendar.months().len());
    let (pools, lots) = (inputs.pools.len(), inputs.lots.len());
    let month = pools * size_of::<PoolMonth>()
        + lots * size_of::<LotMonth>()
        + inputs.accounts().len() * size_of::<MoneyMonth>()
        + inputs.programmes.len() * 16;
    let bytes = days * pools * size_of::<PoolDay>() + months * month + size_of::<Future>();
    bytes as u64
}
