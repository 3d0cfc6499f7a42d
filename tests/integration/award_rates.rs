//! Demand that looks at the award rate of the last round.

use daegi::model::Replication;
use daegi::model::ids::ProgrammeId;
use daegi::model::record::{AllocationRow, Record};

use crate::applicants::{programme, run, same, scenario, who};
use crate::support::read;

fn with_award_rate(award_rate: &str, places: u32) -> String {
    let plan = programme("x", "")
        .replace("demand = { fresh = 40 }", &format!("demand = {{ fresh = 40{award_rate} }}"))
        .replace("places = 10", &format!("places = {places}"))
        .replace("reapply = 0.5\nrenew = 0.3\n", "");
    scenario(&format!("{plan}{}", programme("y", "")))
}

/// An elasticity of zero, or a cap of one, is no answer to the award rate: bit for bit.
#[test]
fn demand_that_does_not_look_at_the_award_rate_is_as_it_was() {
    for replication in 0..3 {
        let plain = run(&with_award_rate("", 10), replication);
        let zero = ", award-rate = { elasticity = 0, reference = 0.25 }";
        same(&plain, &run(&with_award_rate(zero, 10), replication));
        let capped = ", award-rate = { elasticity = 0.7, reference = 0.1, cap = 1 }";
        same(&plain, &run(&with_award_rate(capped, 10), replication));
    }
}

/// Places for everybody: an award rate of 1 against 0.25 with γ = 0.5 doubles what is expected of every month that
/// begins after the first decision, 40 and 80 from one round to the next (the second round has people of
/// both kinds of month); and with a cap of 1.5 it is 60. The first round is as it was, other
/// programmes too, and who comes at a worse award rate comes at a better one.
#[test]
fn a_better_award_rate_brings_back_who_gave_up() {
    let award_rate = |elasticity: f64, cap: f64| {
        format!(", award-rate = {{ elasticity = {elasticity:?}, reference = 0.25, cap = {cap:?} }}")
    };
    let mean = |text: &str| {
        crate::support::sample(text, 3, 400, |_, record| {
            let rounds = record.rounds.iter().filter(|row| row.programme.place() == 0);
            rounds.skip(2).map(|row| row.fresh as f64).sum::<f64>() / 2.0
        })
    };
    let double = mean(&with_award_rate(&award_rate(0.5, 3.0), 1000));
    crate::support::holds_and_twin_fails(
        "γ = 0.5",
        &double,
        &mean(&with_award_rate("", 1000)),
        80.0,
    );
    crate::support::holds_and_twin_fails(
        "cap = 1.5",
        &mean(&with_award_rate(&award_rate(0.5, 1.5), 1000)),
        &double,
        60.0,
    );
    let records = ["".to_owned(), award_rate(0.2, 3.0), award_rate(0.5, 3.0)]
        .map(|rate| run(&with_award_rate(&rate, 1000), 1));
    for pair in records.windows(2) {
        let fresh = |record: &Record| -> Vec<_> {
            record.allocations.iter().filter(|row| row.programme.place() == 0).map(who).collect()
        };
        let (fewer, more) = (fresh(&pair[0]), fresh(&pair[1]));
        assert!(fewer.len() < more.len() && fewer.iter().all(|one| more.contains(one)));
        assert_eq!(pair[0].rounds[0], pair[1].rounds[0], "nothing was decided before the first");
        let other = |record: &Record| -> Vec<AllocationRow> {
            record.allocations.iter().filter(|row| row.programme.place() == 1).copied().collect()
        };
        assert_eq!(other(&pair[0]), other(&pair[1]));
    }
}

/// Where the ratio is observed, demand that looks at the award rate is inferred so that it shows that ratio:
/// in a steady state p = p₀, so the level is that without an answer to it, 2.5 × 10 = 25 in each round.
#[test]
fn demand_that_looks_at_the_award_rate_still_shows_the_observed_ratio() {
    let observed = "[programme.x.observed]\ncompetition = \"2.5:1\"\nfrom = \"2025-02-01\"\nto = \"2026-01-01\"\nsource = \"by hand\"\n";
    let plan = programme("x", observed)
        .replace("{ fresh = 40 }", "{ award-rate = { elasticity = 0.5 } }")
        .replace("reapply = 0.5\nrenew = 0.3\n", "");
    let text = scenario(&plan);
    let level = daegi::model::Draws::draw(&read(&text).baseline, Replication::new(1, 0), None)
        .programmes[ProgrammeId::at(0)]
    .level;
    // The quarters of the year have 90 to 92 days, the nominal one 91.3.
    assert!((level - 25.0).abs() < 0.1, "{level}");
    // Without a reference a stated demand has no award rate at which it holds.
    let text = scenario(
        &programme("x", "").replace("fresh = 40", "fresh = 40, award-rate = { elasticity = 0.5 }"),
    );
    let problems = daegi::scenario::Scenario::parse("x.toml", &text).expect_err("it is wrong");
    assert!(problems.to_string().contains("nothing says at which award rate"), "{problems}");
}
