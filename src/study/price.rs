//! What a study will take: events, time, memory and disk, found by playing a few of its futures.
//!
//! The futures are played for at most two seconds of the clock, which decides how much is looked at and nothing else: no
//! number of a result comes from here. Memory and disk are counted from the rows that these futures left, at the bytes
//! that a row of each table takes (measured on the baseline at Gwangju, CSV and Parquet together).

use std::collections::BTreeMap;
use std::mem::size_of;
use std::time::{Duration, Instant};

use super::responses::ResponseTable;
use super::{days, family, probe, replicate, tried};
use crate::model::inputs::{Inputs, Offer};
use crate::model::record::{Record, RoundRow};
use crate::model::{Draws, Fork, ProgrammeDrawn, Replication, Simulator, Unclosed};
use crate::results::{BATCH, Future, KEPT_ALLOCATIONS, KEPT_SAMPLES};
use crate::scenario::Scenario;

/// How long the look may take.
const LOOK: Duration = Duration::from_millis(1_500);
/// After which no further alternative is looked at: the rest are taken to be like the last that was.
const ENOUGH: Duration = Duration::from_millis(700);
/// Futures of one alternative that are looked at; where they take longer than a moment, one.
const FUTURES: u32 = 3;
const MOMENT: Duration = Duration::from_millis(150);

/// Memory of the program with its fonts and the table library, before any future.
const PROGRAM: u64 = 90 << 20;
/// Bytes in memory of one applicant with its application, award and jobs, while a future is played.
const APPLICANT: u64 = 600;
/// Seconds that one applicant takes, measured where there are millions.
const APPLICANT_SECONDS: f64 = 9e-6;
/// With more new applicants than these no future is played for a look: those of a round come in one event, which cannot
/// be given up half-way.
const MANY: f64 = 200_000.0;
/// Measures of a pool that have a band for each day, at the most.
const BANDS: u64 = 9;
/// Seconds for the charts of a pool; those of no pool and the page take as long as those of two.
const CHART_SECONDS: f64 = 0.6;
/// Bytes of tables that are written in a second.
const WRITTEN: f64 = 15e6;

/// Bytes in memory of a row that is kept until it is written, its part of a table among them.
mod kept {
    /// An award of one of the first futures.
    pub(super) const AWARD: u64 = 600;
    /// A day of a pool in one of the first futures.
    pub(super) const SAMPLE: u64 = 280;
    /// A month of a pool; of as many futures as are turned into a table at one time.
    pub(super) const POOL_MONTH: u64 = 600;
    pub(super) const BAND: u64 = 364;
    /// A month of a pool, kept while alternatives are compared: packed.
    pub(super) const MONTH: u64 = 14;
    /// A round, likewise.
    pub(super) const ROUND: u64 = 36;
    /// A response of a future, where it differs between futures.
    pub(super) const RESPONSE: u64 = 8;
    /// The ratio of a round of a future.
    pub(super) const RATIO: u64 = 8;
}

/// Bytes on disk of a row, CSV and Parquet together.
mod row {
    pub(super) const POOL_MONTH: u64 = 275;
    pub(super) const ROUND: u64 = 210;
    pub(super) const RESPONSE: u64 = 56;
    pub(super) const MONEY: u64 = 70;
    pub(super) const FACTOR: u64 = 68;
    pub(super) const AWARD: u64 = 156;
    pub(super) const SAMPLE: u64 = 102;
    pub(super) const BAND: u64 = 255;
    /// A day of a pool of a future, packed, while one alternative is played.
    pub(super) const ASIDE: u64 = 6;
    pub(super) const ASIDE_WITHOUT_JOBS: u64 = 2;
    /// The summary tables, the page and the charts of no pool.
    pub(super) const REST: u64 = 4 << 20;
    /// The charts of a pool.
    pub(super) const CHARTS: u64 = 4 << 20;
}

/// What a study will take.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Price {
    /// Runs: futures × alternatives.
    pub runs: u64,
    /// Events over all runs.
    pub events: f64,
    /// Seconds by the clock on this machine as it is now; `None`: not even one future was over
    /// when the look was, so that events and memory are no more than a beginning.
    pub seconds: Option<f64>,
    /// Bytes of memory at the most.
    pub memory: u64,
    /// Bytes on disk.
    pub disk: u64,
    /// Rows of the larger tables.
    pub rows: BTreeMap<&'static str, u64>,
}

/// What was seen of one alternative.
#[derive(Clone, Copy, Debug, Default)]
struct Seen {
    events: f64,
    seconds: f64,
    /// Bytes of one future's record.
    record: u64,
    /// Bytes of a future as it is put aside until it is the turn of its alternative.
    packed: u64,
    responses: u64,
    applicants: u64,
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
    let cores = crate::host::cores().min(threads);
    let mut whole = Some(0.0);
    let mut memory: u64 = 0;
    // The days of one alternative; the futures of those to come, and those of them that are packed at one time.
    let (mut aside, mut waiting, mut packing): (u64, u64, u64) = (0, 0, 0);
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
        if price.runs == 0 || started.elapsed() < ENOUGH {
            let first = draws(0);
            let applicants: f64 = first.expected_applicants(inputs).iter().sum();
            let looked = match applicants > MANY {
                true => Some(counted(inputs, &first)),
                false => look(&mut simulator, (name, inputs), draws, replications, started)?,
            };
            match looked {
                Some(seen) => last = seen,
                // Taken to be like the one before.
                None if price.runs > 0 => {}
                None => {
                    // Not one future is over: nothing is known of time.
                    whole = None;
                    last = counted(inputs, &first);
                }
            }
        }
        price.runs += n;
        price.events += n as f64 * last.events;
        let days = inputs.calendar.days() as u64 * inputs.pools.len() as u64;
        let months = inputs.calendar.months().len() as u64;
        let pool_months = months * inputs.pools.len() as u64;
        let (awards, samples) = (n.min(KEPT_ALLOCATIONS.into()), n.min(KEPT_SAMPLES.into()));
        let counted = [
            ("pool_months", n * pool_months, row::POOL_MONTH),
            ("rounds", n * last.rounds, row::ROUND),
            ("responses", n * last.responses, row::RESPONSE),
            ("money", n * months * inputs.accounts().len() as u64, row::MONEY),
            ("factors", n * inputs.factors.len() as u64, row::FACTOR),
            ("allocations", awards * last.awards, row::AWARD),
            ("samples", samples * days, row::SAMPLE),
            ("daily_bands", days * BANDS, row::BAND),
        ];
        let tables: u64 = counted.iter().map(|(_, rows, bytes)| rows * bytes).sum();
        for (table, rows, _) in counted {
            *price.rows.entry(table).or_default() += rows;
        }
        price.disk += tables;
        let own = match name == crate::scenario::BASELINE {
            true => 1.0,
            false => own_part(scenario, (inputs, &draws(0)), seed),
        };
        let seconds = n as f64 * last.seconds * own / cores as f64 + tables as f64 / WRITTEN;
        whole = whole.map(|sum| sum + seconds);
        // Rows that are kept of every future of the baseline and of the alternative that is
        // compared with it.
        let compared = match scenario.alternatives.is_empty() {
            true => 0,
            false => 2 * (pool_months * kept::MONTH + last.rounds * kept::ROUND),
        };
        let every = 2 * last.responses * kept::RESPONSE + last.rounds * kept::RATIO + compared;
        let together = n.min(2 * BATCH.max(replicate::TOGETHER * threads) as u64);
        let largest = (days * BANDS * kept::BAND + samples * days * kept::SAMPLE)
            .max(n.min(BATCH as u64) * pool_months * kept::POOL_MONTH)
            .max(cores as u64 * n * days::IN_MEMORY);
        let playing = n.min(threads as u64) * last.applicants * APPLICANT;
        let futures = together * last.record + n * every + awards * last.awards * kept::AWARD;
        memory = memory.max(futures + playing + largest);
        if name != crate::scenario::BASELINE {
            waiting += n * last.packed;
            packing += together * last.packed;
        }
        aside = aside.max(
            n * days * if inputs.has_jobs(None) { row::ASIDE } else { row::ASIDE_WITHOUT_JOBS },
        );
    }
    if let Some(first) = scenario.readings.first().filter(|_| started.elapsed() < ENOUGH) {
        // Each reading takes as long as the first one does in one future.
        let worlds = tried::worlds_of(scenario, 0);
        let inputs: Vec<&Inputs> = worlds.iter().map(|(_, inputs)| inputs).collect();
        let few = family::draws(&[&first.baseline], Replication::new(seed, 0));
        if few.iter().all(|it| expected(&first.baseline, it) as f64 <= MANY) {
            let begun = Instant::now();
            probe::worlds(&inputs, &[], (seed, 1), &|_| {})?;
            let readings = scenario.readings.len() as f64 * begun.elapsed().as_secs_f64();
            whole = whole.map(|sum| sum + n as f64 * readings / cores as f64);
        }
    }
    price.memory = PROGRAM + memory + packing;
    price.disk += aside + waiting;
    let pools = scenario.baseline.pools.len();
    price.disk += row::REST + pools as u64 * row::CHARTS;
    price.seconds = whole.map(|sum| sum + CHART_SECONDS * (2 + pools) as f64);
    Ok(price)
}

/// The part of an alternative's days that are played for it alone, in the first future: from where it parts with the
/// baseline. Later days are fuller, so that it is rather too little.
fn own_part(scenario: &Scenario, (inputs, draws): (&Inputs, &Draws), seed: u64) -> f64 {
    let baseline = Draws::draw(&scenario.baseline, Replication::new(seed, 0), None);
    let fork = Fork::of((&scenario.baseline, &baseline), (inputs, draws));
    fork.map_or(1.0, |fork| 1.0 - fork.day as f64 / inputs.calendar.days() as f64)
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
        packed: futures
            .first()
            .and_then(|one| family::packed(one).ok())
            .map_or(0, |it| it.0.len() as u64),
        responses: ResponseTable::of(name, inputs, &futures).responses.len() as u64,
        applicants: futures.iter().map(|it| expected(inputs, &it.world)).sum::<u64>() / n,
        awards: of(|record| record.allocations.len() as u64),
        rounds: of(|record| record.rounds.len() as u64),
    }))
}

/// What can be said of a future without playing it.
fn counted(inputs: &Inputs, world: &Draws) -> Seen {
    let applicants = expected(inputs, world);
    let rounds: u64 =
        world.programmes.iter().map(|it| it.dates.iter().flatten().count() as u64).sum();
    // A round awards no more than it offers; where that is not a number, to everybody.
    let awarded = |(programme, new): (&ProgrammeDrawn, f64)| {
        let most = |places: &Offer| match *places {
            Offer::Stated { projects, units } => projects.or(units).unwrap_or(i64::MAX),
            Offer::PerUnits(_) | Offer::OfMachine(_) | Offer::WhateverFits => i64::MAX,
        };
        let offered = programme.places.iter().map(most).fold(0, i64::saturating_add);
        if programme.places.is_empty() { new } else { new.min(offered as f64) }
    };
    let new = world.expected_applicants(inputs);
    let awards = world.programmes.iter().zip(new).map(awarded).sum::<f64>() as u64;
    Seen {
        events: (applicants + 3 * awards) as f64,
        seconds: applicants as f64 * APPLICANT_SECONDS,
        record: of_calendar(inputs) + rounds * size_of::<RoundRow>() as u64,
        packed: (of_calendar(inputs) + rounds * size_of::<RoundRow>() as u64) / 4,
        responses: 12 * (1 + inputs.pools.len() + inputs.programmes.len()) as u64,
        applicants,
        awards,
        rounds,
    }
}

/// New applicants that a future expects.
fn expected(inputs: &Inputs, world: &Draws) -> u64 {
    world.expected_applicants(inputs).iter().sum::<f64>() as u64
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
