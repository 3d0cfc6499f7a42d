//! One replication of the Gwangju baseline with all its statistics: events for each second of one
//! core, the drawing of the future and the closing of the accounts included.
//!
//! Events are those that can change the state: days and cancelled events are not counted.

use std::path::Path;
use std::time::Instant;

use daegi::model::{Simulator, World};
use daegi::scenario::Scenario;

const REPLICATIONS: u32 = 24;
const REPEATS: usize = 5;

fn main() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/gwangju-2025.toml");
    let scenario = match Scenario::read(&file) {
        Ok(scenario) => scenario,
        Err(problems) => panic!("{problems}"),
    };
    let inputs = &scenario.baseline;
    let mut simulator = Simulator::new();
    let mut rates = Vec::new();
    let mut counted = 0;
    for _ in 0..REPEATS {
        let started = Instant::now();
        let mut events = 0;
        for replication in 0..REPLICATIONS {
            let world = World::draw(inputs, scenario.seed, replication, None);
            match simulator.run(inputs, &world, false) {
                Ok(record) => events += record.events,
                Err(unclosed) => panic!("{unclosed}"),
            }
        }
        rates.push(events as f64 / started.elapsed().as_secs_f64());
        counted = events;
    }
    rates.sort_by(f64::total_cmp);
    println!(
        "baseline: {} events a replication; {:.2} M events a second on one core (median of {REPEATS}; {:.2} to {:.2})",
        counted / u64::from(REPLICATIONS),
        rates[REPEATS / 2] / 1e6,
        rates[0] / 1e6,
        rates[REPEATS - 1] / 1e6,
    );
}
