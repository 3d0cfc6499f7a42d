//! Rounds: demand does not follow supply, and the feedback of refusals and renewals is exact.

use daegi::model::Replication;
use daegi::model::{Draws, Simulator};
use daegi::scenario::Scenario;

use crate::support::{Theory, read};

/// Half-yearly rounds, awards of three months: everything decided before the next round closes.
fn rounds(reapply: f64, renew: f64, dispersion: &str) -> String {
    Theory {
        start: "2001-01-01",
        observe_from: "2001-01-01",
        end: "2041-01-01",
        units: 100_000,
        rest: format!(
            r#"{}
[programme.x]
pool = "p"
rounds = {{ every = "6 months", first = "2001-01-05", window = "14 days", review = "34 days" }}
places = {{ "2001-01-01" = 200, "2031-01-01" = 200 }}
demand = {{ growth = 0{dispersion} }}
request = 1
award = "3 months"
reapply = {reapply}
renew = {renew}
source = "theory"
[programme.x.observed]
competition = "2.69:1"
from = "2021-01-01"
to = "2031-01-01"
source = "theory"
[study.alternative.doubled]
title = {{ ko = "두 배", en = "doubled" }}
set = {{ "programme.x.places.2031-01-01" = 400 }}
"#,
            crate::support::ALL_LEASED
        ),
    }
    .text()
}

/// Baseline and doubled alternative of replication `k`: (applications, places) by round.
fn both(scenario: &Scenario, k: u32) -> [Vec<(i64, i64)>; 2] {
    let baseline = Draws::draw(&scenario.baseline, Replication::new(5, k), None);
    let levels = baseline.levels(&scenario.baseline);
    let inputs = &scenario.alternatives[0].inputs;
    let doubled = Draws::draw(inputs, Replication::new(5, k), Some(&levels));
    let mut simulator = Simulator::new();
    [(&scenario.baseline, baseline), (inputs, doubled)].map(|(inputs, world)| {
        let record = simulator.run(inputs, &world, false).expect("accounts close");
        record.rounds.iter().map(|row| (row.applications(), row.places)).collect()
    })
}

/// The first round after a doubling: the very same applications, exactly half the ratio.
#[test]
fn the_first_round_after_a_doubling_has_the_same_applicants_and_half_the_ratio() {
    let scenario = read(&rounds(0.5, 0.3, ", dispersion = 20"));
    for k in 0..50 {
        let [baseline, doubled] = both(&scenario, k);
        let first = 60;
        assert_eq!(baseline[..first], doubled[..first], "before the doubling nothing differs");
        assert_eq!(baseline[first].0, doubled[first].0);
        assert_eq!((baseline[first].1, doubled[first].1), (200, 400));
        assert_ne!(baseline[first + 1].0, doubled[first + 1].0, "afterwards feedback differs");
    }
}

/// From eight rounds after the doubling on, the mean ratio is the closed form
/// κ' = (N/C + (ρ − q) m) / ((1 − q) m) while that is above 1, else (N/C) / ((1 − ρ) m), within 2 %.
#[test]
fn the_ratio_settles_at_the_closed_form_where_rounds_stay_oversubscribed() {
    for (reapply, renew) in
        [(0.0, 0.0), (0.25, 0.0), (0.25, 0.3), (0.5, 0.3), (0.5, 0.6), (0.75, 0.6)]
    {
        let per_place = 2.69 * (1.0 - reapply) + reapply - renew;
        let closed = (per_place + (renew - reapply) * 2.0) / ((1.0 - reapply) * 2.0);
        let (mut sum, mut n, mut short) = (0.0, 0, 0);
        let scenario = read(&rounds(reapply, renew, ""));
        for k in 0..60 {
            let [_, doubled] = both(&scenario, k);
            for &(applications, places) in &doubled[68..] {
                sum += applications as f64 / places as f64;
                n += 1;
                short += usize::from(applications < places);
            }
        }
        if short * 100 >= n {
            continue; // The relation holds only where fewer than 1 % of rounds have places over.
        }
        let mean = sum / n as f64;
        assert!(
            (mean / closed - 1.0).abs() < 0.02,
            "q {reapply}, ρ {renew}: {mean:.3}, {closed:.3}"
        );
        // A twin that forgets renewals would settle elsewhere.
        let forgotten = (per_place - reapply * 2.0) / ((1.0 - reapply) * 2.0);
        assert!(renew == 0.0 || (mean / forgotten - 1.0).abs() > 0.02);
    }
}

/// q = ρ = 0: rounds are independent, and the inferred demand is the observed ratio itself.
#[test]
fn without_feedback_the_level_of_demand_is_the_observation() {
    let scenario = read(&rounds(0.0, 0.0, ""));
    let world = Draws::draw(&scenario.baseline, Replication::new(5, 0), None);
    let level = world.levels(&scenario.baseline)[0].level;
    // The time between two rounds differs by a day from the nominal one.
    assert!((level / (2.69 * 200.0) - 1.0).abs() < 0.01, "{level}");
}
