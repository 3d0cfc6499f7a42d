//! What a sound scenario becomes: the inputs of the model, for the baseline and its alternatives.

use std::path::Path;

use daegi::model::Draws;
use daegi::model::Replication;
use daegi::model::ids::{FundingId, LotId, RoundId, WorkloadId};
use daegi::model::inputs::{
    AddsPlaces, FundingKind, Inputs, Intake, JobRate, Place, Places, Programme, Rounds, Term,
};
use daegi::quantity::{Units, Watts};
use daegi::scenario::Scenario;
use daegi::time::Span;

fn read(name: &str) -> Scenario {
    let path = format!("{}/scenarios/{name}.toml", env!("CARGO_MANIFEST_DIR"));
    Scenario::read(Path::new(&path)).unwrap_or_else(|problems| panic!("{problems}"))
}

fn programme<'a>(inputs: &'a Inputs, name: &str) -> &'a Programme {
    inputs.programmes.iter().find(|programme| programme.name == name).unwrap()
}

fn rounds<'a>(inputs: &'a Inputs, name: &str) -> &'a Rounds {
    match &programme(inputs, name).intake {
        Intake::Rounds(rounds) => rounds,
        Intake::Rolling { .. } => panic!("{name} is rolling"),
    }
}

/// Typical places of a regular round that opens on a date.
fn places(inputs: &Inputs, name: &str, date: &str) -> f64 {
    let day = inputs.calendar.day_of_date(date.parse().unwrap());
    let dated = &rounds(inputs, name).places;
    let (_, places) = dated.iter().rev().find(|(from, _)| *from <= day).unwrap();
    let Places::Stated { projects: Some(projects), units: None } = places else { panic!("{name}") };
    projects.distribution.typical()
}

/// The paths of the uncertain inputs, in the order of tables.
fn factors(inputs: &Inputs) -> Vec<&str> {
    inputs.factors.listed().map(|(_, factor)| factor.path.as_str()).collect()
}

#[test]
fn the_baseline_of_gwangju_is_read() {
    let scenario = read("gwangju-2025");
    let inputs = &scenario.baseline;
    assert_eq!((scenario.seed, scenario.replications), (20_250_702, 1000));
    let lots: Vec<&str> = inputs.lots.iter().map(|lot| lot.name.as_str()).collect();
    assert_eq!(lots, ["hpc.h100", "hpc.h200", "gpu.a100", "gpu.pangyo"]);
    assert_eq!(inputs.lots[LotId::at(3)].place, Place::Elsewhere);
    // Both lots of H100 and H200 have one price, which is one factor of 24.
    let price =
        |lot: usize| inputs.lots[LotId::at(lot)].lease_price.as_ref().unwrap().steps[0].1.factor();
    assert!(price(0).is_some() && price(0) == price(1));
    let factors = factors(inputs);
    assert_eq!(
        factors[..3],
        ["lease-price.h100", "lease-price.a100", "funding.supplementary-2025.lag"]
    );
    assert_eq!(factors.len(), 24);
    let top_up = &inputs.fundings[FundingId::at(2)];
    assert_eq!(top_up.kind, FundingKind::TopUp);
    assert_eq!(
        top_up.counts,
        [(0, 400), (1, 64), (2, 120)].map(|(lot, units)| (LotId::at(lot), Units(units)))
    );
    let grants: Vec<f64> = top_up.amounts().map(|it| it.distribution.typical()).collect();
    assert_eq!((grants, top_up.chance), (vec![8.8e9, 0.8e9], 1.0));
    // Passed on 1 May: leased from 20 August, 1 September or 15 October; the call on 31 July.
    let day = |month, day| inputs.calendar.day_of_date(jiff::civil::date(2025, month, day));
    assert_eq!(top_up.from.distribution.range(), (day(5, 1) as f64, day(5, 1) as f64));
    let lag = &top_up.lag.as_ref().unwrap().distribution;
    let lag = [lag.range().0, lag.typical(), lag.range().1].map(|lag| (lag / 86_400.0) as i64);
    assert_eq!(lag, [(8, 20), (9, 1), (10, 15)].map(|(m, d)| day(m, d) - day(5, 1)));
    // 27 quarterly rounds to October 2027 that close before 2028, and the call of August 2025.
    let gpu = rounds(inputs, "gpu");
    assert_eq!(gpu.rounds.len(), 28);
    let first = &gpu.rounds[RoundId::at(0)];
    assert_eq!((first.decides - first.opens).in_days(), 48.0);
    let call = gpu.rounds.iter().find(|round| round.extra.is_some()).unwrap();
    let closes = inputs.calendar.day_of(call.closes) as i64;
    assert_eq!((call.opens_day, closes), (day(7, 31), day(8, 14)));
    let extra = call.extra.as_ref().unwrap();
    let Places::Stated { projects: Some(places_of_extra), .. } = &extra.places else { panic!() };
    assert_eq!((places_of_extra.distribution.typical(), places_of_extra.factor()), (10.0, None));
    assert_eq!(
        (extra.reach.distribution.typical(), &extra.award),
        (0.1, &Some(Term::Span(Span::Months(4))))
    );
    assert_eq!(places(inputs, "gpu", "2024-07-05"), 135.0);
    assert!((programme(inputs, "gpu").request.mean() - 2.6).abs() < 1e-9);
    assert_eq!(programme(inputs, "hpc").start_within, Some(Span::Months(3)));
    let per_week = 2.5 / (7.0 * 86_400.0);
    assert_eq!(inputs.workloads[WorkloadId::at(0)].rate, JobRate::PerAllocation(per_week));
    let default = |path: &str| scenario.defaults.iter().find(|(at, _)| at == path);
    assert_eq!(default("programme.gpu.start-within").unwrap().1, "3 months");
    assert!(default("funding.phase-one.from").is_none());
    assert!(default("funding.supplementary-2025.from").is_none());
    assert_eq!(scenario.checks.len(), 15);
    assert_eq!(scenario.checks[4].observed, Some(44.3));
    assert_eq!(scenario.observations[1].competition, 5.2);
    assert_eq!(scenario.title_of("pool.hpc").en, "HPC (high-end GPU)");
    assert!(scenario.assumptions.iter().any(|assumption| assumption.path == "workload.training"));
    assert!(scenario.assumptions.iter().all(|a| a.path != "site"));
}

#[test]
fn alternatives_are_edits_of_the_baseline() {
    let scenario = read("gwangju-2025");
    let of = |name: &str| {
        &scenario.alternatives.iter().find(|alternative| alternative.name == name).unwrap().inputs
    };
    let without = of("no-supplementary");
    assert_eq!(without.fundings[FundingId::at(2)].chance, 0.0);
    // The call that waits for the money never opens.
    let dates = |inputs: &Inputs| -> Vec<usize> {
        let world = Draws::draw(inputs, Replication::new(scenario.seed, 0), None);
        world.programmes.iter().map(|one| one.dates.iter().flatten().count()).collect()
    };
    assert_eq!((dates(&scenario.baseline), dates(without)), (vec![28, 10], vec![27, 9]));

    let more = of("h200-64");
    let lot = more.lots.last().unwrap();
    assert_eq!((lot.name.as_str(), lot.count), ("expansion.h200", Units(64)));
    assert_eq!(lot.adds_places, AddsPlaces::InProportion);
    let brought = Place::OwnRacks { racks: 8, rack_power: Watts(15_000), slots: Units(0) };
    assert_eq!(lot.place, brought);
    assert!(factors(more).contains(&"expansion.h200.lead-time"));
    assert!(more.fundings[FundingId::at(3)].counts.contains(&(LotId::at(4), Units(64))));
    assert!(more.fundings[FundingId::at(0)].counts.iter().all(|(lot, _)| *lot != LotId::at(4)));

    let doubled = of("doubled-places");
    for (name, places_before, places_after) in [("gpu", 135.0, 270.0), ("hpc", 83.0, 166.0)] {
        assert_eq!(places(doubled, name, "2025-12-31"), places_before);
        assert_eq!(places(doubled, name, "2026-01-05"), places_after);
        assert_eq!(places(&scenario.baseline, name, "2026-01-05"), places_before);
    }
    assert_eq!(doubled.window, scenario.baseline.window);
}

#[test]
fn one_queue_is_rolling() {
    let scenario = read("one-queue");
    let open = programme(&scenario.baseline, "open");
    let Intake::Rolling { rate } = &open.intake else { panic!("{open:?}") };
    assert_eq!(rate, &[(0, 3.0 / 86_400.0)]);
    assert_eq!(open.start_within, None);
    let Term::Drawn(award) = &open.award else { panic!("{open:?}") };
    assert_eq!(award.mean(), 3.0 * 86_400.0);
    assert_eq!(scenario.baseline.fundings[FundingId::at(0)].counts, [(LotId::at(0), Units(10))]);
}
