//! What comes later than planned is counted, whoever lengthens the lead time: a late delivery never
//! looks like an improvement.

use daegi::measures::{Flow, More, Response};
use daegi::model::ids::PoolId;
use daegi::model::inputs::Inputs;
use daegi::model::record::Record;
use daegi::model::{Draws, Replication, Simulator};
use daegi::scenario::Scenario;

use crate::hand_worked::DAY;
use crate::support::{ALL_LEASED, Theory, play, read};

/// Ten cards; five more are ordered on 11 January and typically come 20 days later, on 31 January (day 30).
/// The alternatives change when they are ordered, how long that takes, and when the ten cards come.
fn text(planned: &str) -> String {
    let rest = format!(
        r#"{ALL_LEASED}
[expansion.more]
pool = "p"
unit = "server"
adds = 5
hall = "elsewhere"
ordered = "2025-01-11"
lead-time = "20 days"
{planned}
adds-places = "none"
funded-by = "all"
source = "by hand"
[programme.x]
pool = "p"
rounds = {{ every = "12 months", first = "2025-01-06", window = "5 days", review = "10 days" }}
places = 2
demand = {{ fresh = 4 }}
request = 1
award = "20 days"
source = "by hand"
[study.alternative.longer]
set = {{ "expansion.more.lead-time" = "50 days" }}
[study.alternative.later]
set = {{ "expansion.more.ordered" = "2025-01-21" }}
[study.alternative.sooner]
set = {{ "expansion.more.lead-time" = "10 days" }}
[study.alternative.ordered-sooner-but-longer]
set = {{ "expansion.more.ordered" = "2025-01-01", "expansion.more.lead-time" = "40 days" }}
[study.alternative.another-plan]
set = {{ "expansion.more.lead-time" = "50 days" }}
add = {{ "expansion.more.planned" = "2025-03-02" }}
[study.alternative.the-ten-later]
set = {{ "pool.p.lot.all.from" = "2025-02-01" }}
[study.alternative.no-more]
remove = ["expansion.more"]
"#
    );
    let (start, observe_from, end) = ("2025-01-01", "2025-01-01", "2025-05-01");
    let text = Theory { start, observe_from, end, units: 10, rest }.text();
    let other = "add = { \"expansion.more.planned\" = \"2025-03-02\" }\n";
    if planned.is_empty() { text } else { text.replace(other, "") }
}

/// Unit-days late and planned in the window.
fn late(inputs: &Inputs) -> (i64, i64) {
    let record = play(&mut Simulator::new(), inputs, 1, 0);
    let days = |flow| {
        let days = record.window[PoolId::at(0)].of(flow).0;
        assert_eq!(days % DAY, 0);
        days / DAY
    };
    (days(Flow::Late), days(Flow::Planned))
}

/// 120 days. Ten cards all the time and five from day 30 on: 1,200 + 5 × 90 = 1,650 unit-days planned.
/// Delivered on day 60 they are 5 × 30 = 150 late; ordered ten days later 5 × 10; ten days sooner nothing,
/// and planned from their delivery: 1,650 + 50. Ordered on day 0 with the lead time of the baseline they
/// are due on day 20 and come on day 40: 5 × 20 late, planned 1,200 + 5 × 100. A plan that is stated
/// (2 March, day 60) is kept: 1,200 + 5 × 60. The ten cards a month later are 10 × 31 late.
#[test]
fn what_is_later_than_the_plan_of_the_baseline_is_late() {
    let scenario = read(&text(""));
    let of = |name: &str| {
        let other = scenario.alternatives.iter().find(|other| other.name == name).unwrap();
        late(&other.inputs)
    };
    assert_eq!(late(&scenario.baseline), (0, 1_650));
    assert_eq!(of("longer"), (150, 1_650));
    assert_eq!(of("later"), (50, 1_650));
    assert_eq!(of("sooner"), (0, 1_700));
    assert_eq!(of("ordered-sooner-but-longer"), (100, 1_700));
    assert_eq!(of("another-plan"), (0, 1_500));
    assert_eq!(of("the-ten-later"), (310, 1_650));
    assert_eq!(of("no-more"), (0, 1_200));
    // The broken twin takes the alternative's own lead time for its plan: nothing is ever late.
    let mut twin = scenario.alternatives[0].inputs.clone();
    for lot in &mut twin.lots {
        lot.planned = None;
    }
    assert_eq!(late(&twin), (0, 1_500));
    // Planned for 21 January (day 20), they come on day 30: 50 late.
    assert_eq!(late(&read(&text("planned = \"2025-01-21\"")).baseline), (50, 1_700));
}

#[test]
fn nobody_plans_units_before_they_are_ordered() {
    let problems = Scenario::parse("t.toml", &text("planned = \"2025-01-10\"")).unwrap_err();
    let told = problems.to_string();
    assert!(told.contains("these units are planned before they are ordered"), "{told}");
}

/// A supercomputer of 8,496 cards, delivered 3, 6 and 9 months later than typical. In every future each
/// step is later than the one before by what its cards did not stand there, to the unit-second: with the
/// same draw they come so many days later, and all of these are late.
#[test]
fn a_delivery_six_months_late_is_late_in_every_future() {
    let scenario = read(include_str!("data/kisti-6.toml"));
    assert_eq!(Response::LateUnitMonths.row().more, More::Worse);
    let mut simulator = Simulator::new();
    for k in 0..24 {
        let mut before: Option<i64> = None;
        let mut planned_before: Option<i64> = None;
        for inputs in std::iter::once(&scenario.baseline)
            .chain(scenario.alternatives.iter().map(|a| &a.inputs))
        {
            let world = Draws::draw(inputs, Replication::new(6, k), None);
            let record: Record = simulator.run(inputs, &world, false).unwrap();
            let six = inputs.lots.find(|lot| lot.name == "expansion.six").unwrap();
            // 12 May 2025 and 13 months of 365/12 days: 395 whole days, 2026-06-11.
            let due = inputs.lots[six].planned_day();
            assert_eq!(inputs.calendar.date(due).to_string(), "2026-06-11");
            let days = (world.lots[six].from_day - due).max(0);
            let late = record.window[PoolId::at(0)].of(Flow::Late).0;
            assert_eq!(late, 8_496 * days * DAY);
            assert!(before.is_none_or(|before| late > before), "{k}: {late}");
            // What is planned does not move, but for what comes before its day.
            let planned = record.window[PoolId::at(0)].of(Flow::Planned).0;
            assert!(planned_before.is_none_or(|before| planned <= before));
            (before, planned_before) = (Some(late), Some(planned));
        }
    }
}

/// The larger orders of the library come on the day of the smaller ones: one name, one draw. The new hall
/// takes longer, at the same share of bad luck.
#[test]
fn sizes_of_one_order_share_its_slip() {
    let scenario = read(include_str!("../../scenarios/h200-64-256-880.toml"));
    let days = |name: &str| -> Vec<i64> {
        let other = scenario.alternatives.iter().find(|other| other.name == name).unwrap();
        let lot = other.inputs.lots.find(|lot| lot.name == "expansion.h200").unwrap();
        let draw = |k| Draws::draw(&other.inputs, Replication::new(scenario.seed, k), None);
        (0..40).map(|k| draw(k).lots[lot].from_day).collect()
    };
    let [small, middle, large] = ["h200-64", "h200-256", "h200-880"].map(days);
    assert_eq!(small, middle);
    let mut by_luck: Vec<(i64, i64)> = small.iter().copied().zip(large).collect();
    by_luck.sort_unstable();
    assert!(by_luck.windows(2).all(|two| two[0].0 == two[1].0 || two[0].1 <= two[1].1));
    assert!(small.iter().any(|day| *day != small[0]));
}

/// Two orders of one contract: the second, ten days later, has the lead time of the first and its draw.
fn shared(lead: &str) -> String {
    let without = "[study.alternative.no-more]\nremove = [\"expansion.more\"]\n";
    text("").replace(without, "").replace(
        "[programme.x]",
        &format!(
            r#"[expansion.rest]
pool = "p"
unit = "server"
adds = 2
hall = "elsewhere"
ordered = "2025-01-21"
lead-time = "{lead}"
adds-places = "none"
funded-by = "all"
source = "by hand"
[programme.x]"#
        ),
    )
}

#[test]
fn deliveries_may_share_one_slip() {
    let uncertain = "lead-time = { uniform = { low = \"10 days\", high = \"60 days\" } }";
    let text = shared("as expansion.more").replacen("lead-time = \"20 days\"", uncertain, 1);
    let inputs = &read(&text).baseline;
    let mut seen = Vec::new();
    for k in 0..20 {
        let lots = Draws::draw(inputs, Replication::new(1, k), None).lots;
        let day = |name: &str| lots[inputs.lots.find(|lot| lot.name == name).unwrap()].from_day;
        let (more, rest) = (day("expansion.more"), day("expansion.rest"));
        assert_eq!(rest, more + 10);
        seen.push(more);
    }
    seen.sort_unstable();
    seen.dedup();
    assert!(seen.len() > 5);
    for (lead, reason) in [
        ("as more", "`more` has no lead time to share"),
        ("as expansion.mor", "there is no expansion called `mor`"),
        ("as expansion.rest", "`rest` has no lead time of its own"),
    ] {
        let told = Scenario::parse("t.toml", &shared(lead)).unwrap_err().to_string();
        assert!(told.contains(reason), "{told}");
    }
}
