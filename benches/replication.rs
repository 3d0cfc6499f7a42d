//! One replication of the Gwangju baseline with all its statistics: events for each second of one
//! core, the drawing of the future and the closing of the accounts included; and the same with every
//! lever on, turn by turn, so that the ratio is of one machine in one mood. And the milliseconds of a
//! replication without jobs, which a study that asks nothing about use plays; of these alone with
//! `cargo bench --bench replication -- without-jobs`.
//!
//! Events are those that can change the state: days and cancelled events are not counted.

use std::path::Path;
use std::time::Instant;

use daegi::model::Replication;
use daegi::model::{Draws, Simulator};
use daegi::scenario::Scenario;

const REPLICATIONS: u32 = 12;
const REPEATS: usize = 9;

fn read(path: &str) -> Scenario {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    match Scenario::read(&file) {
        Ok(scenario) => scenario,
        Err(problems) => panic!("{problems}"),
    }
}

/// Events of some replications, and nanoseconds for each.
fn play(simulator: &mut Simulator, scenario: &Scenario) -> (u64, f64) {
    let inputs = &scenario.baseline;
    let started = Instant::now();
    let mut events = 0;
    for replication in 0..REPLICATIONS {
        let world = Draws::draw(inputs, Replication::new(scenario.seed, replication), None);
        match simulator.run(inputs, &world, false) {
            Ok(record) => events += record.events,
            Err(unclosed) => panic!("{unclosed}"),
        }
    }
    (events, started.elapsed().as_secs_f64() * 1e9 / events as f64)
}

/// Milliseconds of a replication, for each repeat: drawing its future, and playing it.
fn parts(simulator: &mut Simulator, scenario: &Scenario) -> [Vec<f64>; 2] {
    let inputs = &scenario.baseline;
    let mut parts: [Vec<f64>; 2] = Default::default();
    for _ in 0..REPEATS {
        let started = Instant::now();
        let futures = (0..REPLICATIONS).map(|at| Replication::new(scenario.seed, at));
        let worlds: Vec<Draws> = futures.map(|future| Draws::draw(inputs, future, None)).collect();
        let drawn = started.elapsed();
        for world in &worlds {
            simulator.run(inputs, world, false).unwrap_or_else(|unclosed| panic!("{unclosed}"));
        }
        let both = started.elapsed();
        for (part, time) in parts.iter_mut().zip([drawn, both - drawn]) {
            part.push(time.as_secs_f64() * 1e3 / f64::from(REPLICATIONS));
        }
    }
    parts
}

/// Least, median and largest.
fn spread(mut values: Vec<f64>) -> (f64, f64, f64) {
    values.sort_by(f64::total_cmp);
    (values[0], values[values.len() / 2], values[values.len() - 1])
}

fn main() {
    if !std::env::args().any(|word| word == "without-jobs") {
        with_jobs();
    }
    without_jobs();
}

fn with_jobs() {
    let plain = read("scenarios/gwangju-2025.toml");
    let levers = read("benches/support/all_levers.toml");
    let mut simulator = Simulator::new();
    let mut times: [Vec<f64>; 2] = Default::default();
    let mut counted = [0; 2];
    for _ in 0..REPEATS {
        for (at, scenario) in [&plain, &levers].into_iter().enumerate() {
            let (events, nanoseconds) = play(&mut simulator, scenario);
            counted[at] = events / u64::from(REPLICATIONS);
            times[at].push(nanoseconds);
        }
    }
    let ratios = times[1].iter().zip(&times[0]).map(|(levers, plain)| levers / plain).collect();
    for (name, (events, times)) in
        ["baseline", "all levers"].into_iter().zip(counted.into_iter().zip(times))
    {
        let (least, median, most) = spread(times);
        println!(
            "{name}: {events} events a replication; {:.2} M events a second on one core (median of {REPEATS}; {:.2} to {:.2})",
            1e3 / median,
            1e3 / most,
            1e3 / least,
        );
    }
    let (least, median, most) = spread(ratios);
    println!("time of an event, all levers / baseline: {median:.2} ({least:.2} to {most:.2})");
}

fn without_jobs() {
    let mut quick = read("scenarios/gwangju-2025.toml");
    quick.without_jobs().expect("the baseline asks nothing that needs jobs");
    let [drawn, played] = parts(&mut Simulator::new(), &quick);
    let [drawn, played] = [drawn, played].map(spread);
    println!(
        "a replication without jobs: {:.2} ms drawn and {:.2} ms played (median of {REPEATS}); {:.2} and {:.2} ms the fastest",
        drawn.1, played.1, drawn.0, played.0,
    );
}
