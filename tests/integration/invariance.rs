//! What must not change a bit, and what must change only one way.

use std::collections::BTreeSet;

use daegi::model::Replication;
use daegi::model::record::Record;
use daegi::model::{Draws, Simulator};

use crate::support::{play, read};

/// A small centre with everything in it: two pools, a gap, a top-up, rounds, jobs, an expansion.
pub(crate) const CENTRE: &str = r#"schema = 1
title = { ko = "작은 센터", en = "small centre" }
question = { ko = "얼마나 찼는가?", en = "How full is it?" }
[calendar]
zone = "Asia/Seoul"
start = "2023-01-01"
observe-from = "2024-01-01"
observe-to = "2026-01-01"
[site]
slots = 400
source = "assumed"
[hall.one]
racks = 40
rack-power = "15 kW"
source = "assumed"
[unit.card]
compute = "67 TF"
weight = 1.0
node = { units = 8, power = "10.2 kW" }
source = "assumed"
[unit.small]
compute = "19.5 TF"
weight = 0.25
node = { units = 8, power = "6.5 kW" }
source = "assumed"
[pool.large.lot.first]
unit = "card"
installed = 120
hall = "one"
from = "2023-01-01"
source = "assumed"
[pool.little.lot.second]
unit = "small"
installed = 60
hall = "one"
from = "2023-01-01"
source = "assumed"
[lease-price]
card = { triangular = { low = "2.6m KRW", mode = "4.0m KRW", high = "4.9m KRW" } }
small = "1.0m KRW"
source = "assumed"
[funding.base]
leases = "all"
from = "2023-01-01"
to = "2024-06-01"
source = "assumed"
[funding.half]
leases = { "large.first" = 60, "little.second" = 30 }
from = "2024-06-01"
to = "2026-01-01"
source = "assumed"
[funding.extra]
amount = "9억 KRW"
adds = { "large.first" = 40, "little.second" = 20 }
arrives = { triangular = { low = "2024-09-01", mode = "2024-10-01", high = "2024-12-01" } }
until = "2025-06-01"
source = "assumed"
[gap]
running = "freeze"
source = "assumed"
[programme.big]
pool = "large"
rounds = { every = "4 months", first = "2023-01-10", window = "14 days", review = "30 days" }
places = 12
request = { choice = { 4 = 0.5, 8 = 0.5 } }
award = "6 months"
reapply = { beta = { mean = 0.5, sd = 0.2 } }
renew = { beta = { mean = 0.3, sd = 0.15 } }
demand = { growth = { normal = { mean = 0.1, sd = 0.1 } }, dispersion = 20 }
source = "assumed"
[programme.big.observed]
competition = "2.69:1"
from = "2024-01-01"
to = "2025-01-01"
source = "assumed"
[programme.any]
pool = "little"
intake = "rolling"
demand = { rate = "2 per week" }
request = { choice = { 1 = 0.6, 4 = 0.4 } }
award = { lognormal = { median = "20 days", p90 = "60 days" } }
start-within = "30 days"
source = "assumed"
[workload.training]
programmes = ["big", "any"]
holds = "dedicated"
jobs = "2.5 per week"
size = { share-of-allocation = { 0.125 = 0.3, 0.5 = 0.4, 1.0 = 0.3 } }
run-time = { lognormal = { median = "14 hours", p90 = "6 days" } }
source = "assumed"
[study]
replications = 24
seed = 7
"#;

fn records(text: &str, n: u32) -> Vec<Record> {
    let scenario = read(text);
    let mut simulator = Simulator::new();
    (0..n).map(|k| play(&mut simulator, &scenario.baseline, 7, k)).collect()
}

fn same(a: &Record, b: &Record) -> bool {
    a.days == b.days
        && a.months == b.months
        && a.rounds == b.rounds
        && a.money == b.money
        && a.allocations == b.allocations
        && a.events == b.events
}

#[test]
fn a_renamed_title_and_a_new_alternative_change_no_bit() {
    let edited = CENTRE.replace("small centre", "another title")
        + "[study.alternative.more]\ntitle = { ko = \"더\", en = \"more\" }\nset = { \"programme.big.places\" = 24 }\n";
    for (a, b) in records(CENTRE, 8).iter().zip(&records(&edited, 8)) {
        assert!(same(a, b));
    }
}

#[test]
fn an_unused_pool_changes_no_bit_of_the_others() {
    let edited = CENTRE.replace(
        "[lease-price]",
        "[pool.aside.lot.third]\nunit = \"card\"\ninstalled = 8\nhall = \"elsewhere\"\nfrom = \"2023-01-01\"\nsource = \"assumed\"\n[lease-price]",
    );
    for (a, b) in records(CENTRE, 8).iter().zip(&records(&edited, 8)) {
        assert_eq!((a.events, &a.rounds, &a.allocations), (b.events, &b.rounds, &b.allocations));
        // Pools come in the order of the file: the new one is the last.
        let of_pool = |days: &[daegi::model::record::PoolDay], pools: usize, pool: usize| {
            days.iter().skip(pool).step_by(pools).copied().collect::<Vec<_>>()
        };
        for pool in 0..2 {
            assert_eq!(of_pool(&a.days, 2, pool), of_pool(&b.days, 3, pool));
        }
    }
}

/// A gap of zero length: the base is cut in two on a day, and nothing happens.
#[test]
fn a_gap_of_zero_length_is_no_gap() {
    let cut = CENTRE.replace(
        "[funding.base]\nleases = \"all\"\nfrom = \"2023-01-01\"\nto = \"2024-06-01\"\nsource = \"assumed\"\n",
        "[funding.base]\nleases = \"all\"\nfrom = \"2023-01-01\"\nto = \"2023-09-01\"\nsource = \"assumed\"\n\
         [funding.base-two]\nleases = \"all\"\nfrom = \"2023-09-01\"\nto = \"2024-06-01\"\nsource = \"assumed\"\n",
    );
    let later = cut.replace("from = \"2023-09-01\"", "from = \"2023-09-04\"");
    let plain = records(CENTRE, 8);
    for (a, b) in plain.iter().zip(&records(&cut, 8)) {
        assert!(a.days == b.days && a.rounds == b.rounds && a.allocations == b.allocations);
    }
    // The twin: a gap of three days must show.
    assert!(plain.iter().zip(&records(&later, 8)).any(|(a, b)| a.days != b.days));
}

/// Lower demand keeps a subset of the applicants of higher demand, and the same ones.
#[test]
fn lower_demand_is_a_subset_of_the_applicants_of_higher_demand() {
    let applicants = |text: &str, k: u32| -> BTreeSet<(daegi::model::Cohort, u32)> {
        let scenario = read(text);
        let record = play(&mut Simulator::new(), &scenario.baseline, 7, k);
        let mut fresh = BTreeSet::new();
        // Everybody is awarded, so the awards show who applied.
        for row in &record.allocations {
            fresh.insert((row.cohort, row.ordinal));
        }
        fresh
    };
    let with = |fresh: u32| {
        let start = CENTRE.find("[programme.big.observed]").unwrap_or(0);
        let end = CENTRE.find("[programme.any]").unwrap_or(0);
        let stated = format!("{}{}", &CENTRE[..start], &CENTRE[end..]);
        stated
            .replace("places = 12", "places = 100000")
            .replace("demand = { growth", &format!("demand = {{ fresh = {fresh}, growth"))
            .replace("reapply = { beta = { mean = 0.5, sd = 0.2 } }", "reapply = 0")
    };
    for k in 0..10 {
        let (low, high) = (applicants(&with(20), k), applicants(&with(30), k));
        assert!(low.is_subset(&high) && low.len() < high.len());
    }
}

/// Common random numbers: an alternative that changes one programme leaves the other's applicants,
/// lengths and jobs as they are, bit by bit.
#[test]
fn an_alternative_does_not_move_another_programmes_draws() {
    let text = CENTRE.to_owned()
        + "[study.alternative.more]\ntitle = { ko = \"더\", en = \"more\" }\nset = { \"programme.big.places\" = 24 }\n";
    let scenario = read(&text);
    let mut simulator = Simulator::new();
    for k in 0..8 {
        let world = Draws::draw(&scenario.baseline, Replication::new(7, k), None);
        let levels = world.levels(&scenario.baseline);
        let baseline = simulator.run(&scenario.baseline, &world, true).expect("closes");
        let inputs = &scenario.alternatives[0].inputs;
        let world = Draws::draw(inputs, Replication::new(7, k), Some(&levels));
        let other = simulator.run(inputs, &world, true).expect("closes");
        let rolling = |record: &Record| {
            let rows = record.allocations.iter().filter(|row| row.programme.place() == 1);
            rows.copied().collect::<Vec<_>>()
        };
        assert_eq!(rolling(&baseline), rolling(&other));
        assert_ne!(baseline.rounds, other.rounds);
    }
}
