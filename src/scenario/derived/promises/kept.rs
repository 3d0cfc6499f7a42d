//! What awards keep if every place is won: the awards of each round and of each stretch of rolling intake.

use super::{Kept, ends};
use crate::model::Draws;
use crate::model::ids::ProgrammeId;
use crate::model::inputs::{AddsPlaces, Inputs, Intake, Measure, Offer, Programme, Round};
use crate::time::{Duration, Time};

/// The awards of every programme, where the offer does not follow what is free.
pub(super) fn kept(inputs: &Inputs, drawn: &Draws) -> Vec<Kept> {
    let mut all = Vec::new();
    for (number, programme) in inputs.programmes.enumerated() {
        match &programme.intake {
            Intake::Rounds(rounds) => {
                let own = &drawn.programmes[number];
                for (at, round) in rounds.rounds.enumerated() {
                    let Some(dates) = own.dates[at] else { continue };
                    let Some(units) = offered(inputs, number, round, own.places[at], dates.decides)
                    else {
                        continue;
                    };
                    let term = round.extra.as_ref().and_then(|extra| extra.award.as_ref());
                    let to = ends(inputs, term.unwrap_or(&programme.award), dates.decides);
                    let units = evenly(programme, units, to - dates.decides);
                    all.push(Kept { programme: number, from: dates.decides, to, units });
                }
            }
            Intake::Rolling { rate } => {
                let end = inputs.calendar.days() as i64;
                let term = ends(inputs, &programme.award, Time::START) - Time::START;
                for (at, &(day, rate)) in rate.iter().enumerate() {
                    let next = rate_ends(programme, at).unwrap_or(end).clamp(0, end);
                    let day = day.clamp(0, end);
                    // Little's law: as many run as come in the length of an award, up to a limit.
                    let each = evenly(programme, programme.mean_request().max(1.0), term);
                    let running = rate * term.0 as f64 * each;
                    let limit = programme.limit.and_then(|limit| limit.units);
                    let units = limit.map_or(running, |most| running.min(most as f64));
                    let midnight = |day: i64| inputs.calendar.midnight(day as usize);
                    let (from, to) = (midnight(day), midnight(next));
                    all.push(Kept { programme: number, from, to, units });
                }
            }
        }
    }
    all
}

/// Units of an amount that is awarded for a term: of hours, those that use them up evenly.
fn evenly(programme: &Programme, amount: f64, term: Duration) -> f64 {
    match programme.measure() {
        Measure::Units => amount,
        Measure::Hours => amount * Measure::HOUR as f64 / term.0.max(1) as f64 / programme.charge(),
    }
}

/// The day from which the next rate of rolling intake holds; `None`: the rate is the last one.
fn rate_ends(programme: &Programme, at: usize) -> Option<i64> {
    let Intake::Rolling { rate } = &programme.intake else { return None };
    rate.get(at + 1).map(|(day, _)| *day)
}

/// Units that the awards of a round hold if every place is won, with what expansions that typically are there
/// add; `None` where the offer follows what is free.
fn offered(
    inputs: &Inputs,
    number: ProgrammeId,
    round: &Round,
    offer: Offer,
    decides: Time,
) -> Option<f64> {
    let programme = &inputs.programmes[number];
    let extra = round.extra.as_ref();
    let own = extra.and_then(|extra| extra.request.as_ref()).map(|request| request.mean());
    let request = own.unwrap_or_else(|| programme.mean_request()).max(1.0);
    let day = inputs.calendar.day_of(decides) as i64;
    let more = |places: i64| {
        if extra.is_some() { places as f64 } else { grown(inputs, number, places as f64, day) }
    };
    match offer {
        Offer::Stated { projects, units } => {
            let projects = projects.map_or(f64::INFINITY, |places| more(places) * request);
            let units = projects.min(units.map_or(f64::INFINITY, more));
            units.is_finite().then_some(units)
        }
        Offer::OfMachine(share) => {
            let there = |lot: &&crate::model::inputs::Lot| {
                lot.pool == programme.pool
                    && lot.typical_day() <= day
                    && lot.typical_end().is_none_or(|to| day < to)
            };
            let units = inputs.lots.iter().filter(there).map(|lot| lot.count.0).sum();
            Some(programme.of_machine(share, units) as f64)
        }
        Offer::PerUnits(_) | Offer::WhateverFits => None,
    }
}

/// Places with what expansions add to them.
fn grown(inputs: &Inputs, number: ProgrammeId, places: f64, day: i64) -> f64 {
    let there = |lot: &crate::model::inputs::Lot| {
        lot.typical_day() <= day && lot.typical_end().is_none_or(|to| day < to)
    };
    let pool = inputs.programmes[number].pool;
    let lots = || inputs.lots.iter().filter(move |lot| lot.pool == pool && there(lot));
    let adds = |lot: &&crate::model::inputs::Lot| {
        lot.adds_places != AddsPlaces::None && lot.adds_places_to.is_none_or(|only| only == number)
    };
    let (mut added, mut proportion) = (0.0, 0.0);
    for lot in lots().filter(adds) {
        match lot.adds_places {
            AddsPlaces::None => {}
            AddsPlaces::Number(more) => added += more as f64,
            AddsPlaces::InProportion => proportion += lot.count.0 as f64,
        }
    }
    let all: f64 = lots().map(|lot| lot.count.0 as f64).sum();
    let others = all - proportion;
    places + added + if others > 0.0 { places * proportion / others } else { 0.0 }
}
