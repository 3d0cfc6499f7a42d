//! Queueing theory, through the model: pre-emptive resume, and units that are reserved.

use daegi::model::Simulator;
use daegi::model::inputs::Inputs;
use daegi::model::record::{JobStart, Record};
use rayon::prelude::*;

use super::{exponential, takes, two};
use crate::support::{holds_and_twin_fails, play, read, sample};

/// No rule of pre-emption.
const NOBODY: &str = "nobody";
/// A reservation that is over: it keeps nothing, and waits are kept for it.
const OVER: &str = "[pool.p.queue.reservation.r]\nprogramme = \"high\"\nunits = 1\nto = \"2000-01-01\"\nsource = \"theory\"\n";

/// Mean wait to the first start of the jobs of programme 0 (`high`) or 1 (`low`), in hours: behind the pools stand
/// the programmes.
fn wait(programme: usize) -> impl Fn(&Inputs, &Record) -> f64 + Sync {
    move |inputs, record| {
        let waits = &record.job_waits[inputs.pools.len() + programme];
        waits.waited.0 as f64 / 3_600.0 / waits.started as f64
    }
}

/// A figure of each future over its jobs of `low` that were submitted in the second year.
fn of_low(text: &str, n: u32, value: impl Fn(&JobStart) -> f64 + Sync) -> Vec<f64> {
    let scenario = read(text);
    let all: Vec<u32> = (0..n).collect();
    all.par_chunks(16)
        .flat_map_iter(|block| {
            let mut simulator = Simulator::new();
            simulator.keep_jobs(true);
            let values: Vec<f64> = block
                .iter()
                .map(|&k| {
                    let record = play(&mut simulator, &scenario.baseline, 41, k);
                    let year = 365 * 86_400..730 * 86_400;
                    let own = record.starts.iter();
                    let own =
                        own.filter(|row| row.group.place() == 1 && year.contains(&row.submitted.0));
                    let (sum, count) =
                        own.fold((0.0, 0), |(sum, count), row| (sum + value(row), count + 1));
                    sum / f64::from(count)
                })
                .collect();
            values
        })
        .collect()
}

/// Pre-emptive resume M/M/1 with two classes (White and Christie, Operations Research 6, 1958; the waits of Cobham,
/// Operations Research 2, 1954, with what is left of services of the class and those above it alone). One unit, services
/// of 6 hours, loads 0.3 and 0.4. Until it first starts a job waits W₁ = 0.3 × 6 / 0.7 = 2.571 h, and
/// W₂ = 0.7 × 6 / (0.7 × 0.3) = 20 h; from then on the second class takes 6 / 0.7 = 8.571 h, and is pre-empted 0.3
/// times: as many arrivals of the first come in a service of 6 hours.
#[test]
fn pre_emptive_resume_m_m_1_with_two_classes() {
    let text = |high: &str, low: &str, then: &str| {
        let queue = if then == NOBODY { OVER.to_owned() } else { takes(then) };
        two(1, &exponential(high), &exponential(low), &queue)
            .replace("over-allocation = 2", "over-allocation = 2\nscheduler = \"first-come\"")
    };
    let resume = "then = \"resume\"";
    let good = text("1.2", "1.6", resume);
    // A load that is 2 % higher shows.
    let heavier = text("1.224", "1.632", resume);
    let n = 1_200;
    let high = sample(&good, 41, n, wait(0));
    holds_and_twin_fails("W1", &high, &sample(&heavier, 41, n, wait(0)), 0.3 * 6.0 / 0.7);
    let low = sample(&good, 41, n, wait(1));
    holds_and_twin_fails("W2", &low, &sample(&heavier, 41, n, wait(1)), 20.0);
    let lasts =
        |row: &JobStart| row.ends.map_or(0.0, |ends| (ends - row.starts).0 as f64 / 3_600.0);
    let good_rows = of_low(&good, n, lasts);
    // The twins: what is pre-empted starts anew; nobody pre-empts anybody.
    let anew = of_low(&text("1.2", "1.6", ""), n, lasts);
    holds_and_twin_fails("residence", &good_rows, &anew, 6.0 / 0.7);
    let times = |row: &JobStart| f64::from(row.pre_empted);
    let good_rows = of_low(&good, n, times);
    holds_and_twin_fails("pre-emptions", &good_rows, &of_low(&heavier, n, times), 0.3);
    let nobody = sample(&text("1.2", "1.6", NOBODY), 41, n, wait(0));
    holds_and_twin_fails("W1 without", &high, &nobody, 0.3 * 6.0 / 0.7);
}

/// M/G/1 beside a unit that is reserved (Pollaczek and Khinchine): two units, of which one is kept for a programme that
/// submits nothing. Load 0.6 of lognormal runs with cv 1.5 and mean 6 hours waits 0.6 × 6 × 3.25 / (2 × 0.4) = 14.625
/// hours on the other. Where the programme submits, and may hold one unit, each of the two is a queue of its own:
/// exponential runs at load 0.5 wait 6 hours.
#[test]
fn m_g_1_beside_a_reserved_unit() {
    let reserved = "[pool.p.queue.reservation.r]\nprogramme = \"high\"\nunits = 1\nsource = \"theory\"\n[pool.p.queue.limit.high]\nunits = 1\n";
    let text = |high: &str, rate: &str, queue: &str| {
        let low = format!(
            "jobs = \"{rate} per day\"\nrun-time = {{ lognormal = {{ mean = \"6 hours\", cv = 1.5 }} }}"
        );
        two(2, &exponential(high), &low, queue)
            .replace("over-allocation = 2", "over-allocation = 2\nscheduler = \"first-come\"")
    };
    let n = 500;
    let alone = sample(&text("0", "2.4", reserved), 42, n, wait(1));
    let free = sample(&text("0", "2.4", OVER), 42, n, wait(1));
    holds_and_twin_fails("M/G/1 of what is left", &alone, &free, 14.625);
    let beside = text("2", "2.4", reserved);
    let low = sample(&beside, 42, n, wait(1));
    holds_and_twin_fails(
        "M/G/1 beside",
        &low,
        &sample(&text("2", "2.5", reserved), 42, n, wait(1)),
        14.625,
    );
    let high = sample(&beside, 42, n, wait(0));
    // The twin: without the reservation jobs of the other programme stand before it.
    let twin = reserved
        .split_once("[pool.p.queue.limit")
        .map_or(String::new(), |(_, limit)| format!("[pool.p.queue.limit{limit}"));
    holds_and_twin_fails(
        "M/M/1 within",
        &high,
        &sample(&text("2", "2.4", &twin), 42, n, wait(0)),
        6.0,
    );
}
