//! Awards served from another pool by weight.

use daegi::measures::Flow;
use daegi::model::ids::PoolId;
use daegi::model::record::{Outcome, Record};

use crate::support::{read, run};

const DAY: i64 = 86_400;

/// Two pools, `large` of H100s and `small` of A100s (a quarter each), and one programme on each.
fn scenario(large: u32, small: u32, on: &str, request: u32, keys: &str) -> String {
    format!(
        r#"schema = 1
title = {{ ko = "가중치", en = "weights" }}
question = {{ ko = "어디에서?", en = "From where?" }}
[calendar]
start = "2025-01-01"
observe-to = "2025-05-01"
[unit.h100]
compute = "67 TF"
weight = 1.0
node = {{ units = 8, power = "10 kW" }}
source = "by hand"
[unit.a100]
compute = "19.5 TF"
weight = 0.25
node = {{ units = 8, power = "6 kW" }}
source = "by hand"
[pool.large.lot.a]
unit = "h100"
installed = {large}
hall = "elsewhere"
source = "by hand"
[pool.small.lot.a]
unit = "a100"
installed = {small}
hall = "elsewhere"
source = "by hand"
[pool.aside.lot.a]
unit = "a100"
installed = 20
hall = "elsewhere"
source = "by hand"
[funding.all]
leases = "all"
source = "by hand"
[programme.x]
pool = "{on}"
rounds = {{ every = "12 months", first = "2025-01-06", window = "5 days", review = "10 days" }}
places = 5
demand = {{ fresh = 60 }}
request = {request}
award = "20 days"
source = "by hand"
{keys}
[programme.z]
pool = "aside"
intake = "rolling"
demand = {{ rate = "1 per day" }}
request = {{ choice = {{ 1 = 0.5, 8 = 0.5 }} }}
award = {{ exponential = {{ mean = "4 days" }} }}
source = "by hand"
[workload.w]
programmes = ["x", "z"]
jobs = "1 per card per day"
size = {{ share-of-allocation = 1.0 }}
run-time = {{ exponential = {{ mean = "2 hours" }} }}
source = "by hand"
"#
    )
}

/// Pool, units and day of start of every award of the first programme.
fn awards(record: &Record) -> Vec<(usize, i64, i64)> {
    let rows = record.allocations.iter().filter(|row| row.programme.place() == 0);
    rows.map(|row| (row.pool.place(), row.units, row.started.map_or(-1, |at| at.0 / DAY))).collect()
}

/// Over all months, of one pool: asked, served, moved.
fn account(record: &Record, pool: usize) -> [i64; 3] {
    let rows = record.months.iter().skip(pool).step_by(3);
    rows.fold([0; 3], |[asked, served, moved], row| {
        [
            asked + row.of(Flow::Asked).0,
            served + row.of(Flow::Allocated).0,
            moved + row.of(Flow::Moved).0,
        ]
    })
}

/// Five awards of two H100 on four: two start there, two on 8 A100 each of 20, and the fifth, for which
/// 4 A100 are left, waits for the first of its own to end on day 40.
#[test]
fn an_award_without_room_is_served_elsewhere_at_its_weight() {
    let record = run(&scenario(4, 20, "large", 2, "other-pools = [\"small\"]"));
    assert_eq!(awards(&record), [(0, 2, 20), (0, 2, 20), (1, 8, 20), (1, 8, 20), (0, 2, 40)]);
    let [large, small] = [account(&record, 0), account(&record, 1)];
    assert_eq!(large[1..], [3 * 2 * 20 * DAY, 2 * 2 * 20 * DAY]);
    assert_eq!(small, [2 * 8 * 20 * DAY, 2 * 8 * 20 * DAY, 0]);
    let without = run(&scenario(4, 20, "large", 2, ""));
    assert_eq!(account(&without, 0)[0], large[0], "asked stays what was asked");
    assert_eq!(awards(&without).iter().filter(|award| award.2 == 20).count(), 2);
    // Jobs are those of the units held: four times as many cards run four times as many.
    let jobs = |at: usize| {
        record.allocations.iter().filter(|r| r.programme.place() == 0).nth(at).map(|r| r.jobs)
    };
    assert!(jobs(2) > jobs(0).map(|jobs| 2 * jobs), "{:?} {:?}", jobs(2), jobs(0));
}

/// Weights round up to whole cards: 5 A100 weigh 1.25, so 2 H100.
#[test]
fn what_is_served_weighs_at_least_what_was_asked() {
    let record = run(&scenario(9, 10, "small", 5, "other-pools = [\"large\"]"));
    assert_eq!(awards(&record)[..3], [(1, 5, 20), (1, 5, 20), (0, 2, 20)]);
    assert_eq!(awards(&record)[3..], [(0, 2, 20), (0, 2, 20)]);
    let inputs = read(&scenario(9, 10, "small", 5, "")).baseline;
    let elsewhere =
        |own, units, other| inputs.units_elsewhere(PoolId::at(own), units, PoolId::at(other));
    assert_eq!(
        [elsewhere(0, 3, 1), elsewhere(1, 12, 0), elsewhere(1, 1, 0)],
        [Some(12), Some(3), Some(1)]
    );
}

/// A list that is never needed, or whose pools never have room, changes no bit.
#[test]
fn a_list_without_use_is_no_list() {
    for (large, small) in [(100, 20), (4, 7)] {
        let with = run(&scenario(large, small, "large", 2, "other-pools = [\"small\"]"));
        let without = run(&scenario(large, small, "large", 2, ""));
        assert!(with.days == without.days && with.months == without.months);
        assert!(with.allocations == without.allocations && with.rounds == without.rounds);
        assert!(with.money == without.money && with.events == without.events);
    }
}

/// The more cards the other pool has, the more awards start at once; who has nothing to do with either
/// pool is as before, to the last bit.
#[test]
fn more_cards_elsewhere_start_more_awards_and_move_nobody_else() {
    let keys = "other-pools = [\"small\"]\nstart-within = \"0 days\"";
    let mut before = 0;
    for small in [8, 16, 24] {
        let record = run(&scenario(2, small, "large", 2, keys));
        let own = record.allocations.iter().filter(|row| row.programme.place() == 0);
        let started = own.filter(|row| row.outcome != Outcome::Lapsed).count();
        assert!(started > before, "{started} {before}");
        before = started;
        let others = |record: &Record| {
            let rows = record.allocations.iter().filter(|row| row.programme.place() == 1);
            rows.copied().collect::<Vec<_>>()
        };
        assert_eq!(others(&record), others(&run(&scenario(2, 8, "large", 2, ""))));
    }
    assert_eq!(before, 4);
}

/// A limit of the programme counts what it holds in every pool: six cards are one award of two H100s and
/// none of eight A100s, so that the others wait for the first.
#[test]
fn a_limit_spans_the_pools() {
    let keys = "other-pools = [\"small\"]\nlimit = { units = 6, source = \"x\" }";
    let record = run(&scenario(2, 20, "large", 2, keys));
    let starts: Vec<i64> = awards(&record).iter().map(|award| award.2).collect();
    assert_eq!(starts, [20, 40, 60, 80, 100]);
    let keys = "other-pools = [\"small\"]\nlimit = { units = 10, source = \"x\" }";
    let record = run(&scenario(2, 20, "large", 2, keys));
    let started = awards(&record);
    assert_eq!(started[..3], [(0, 2, 20), (1, 8, 20), (0, 2, 40)]);
}
