//! Calls that meet another call of their programme, or that decide just before awards end.

use super::{Alternating, Overlap, TooEarly, ends};
use crate::model::Draws;
use crate::model::ids::ProgrammeId;
use crate::model::inputs::{Inputs, Intake, Offer};
use crate::time::{Duration, Span, Time};

/// The first decision of a programme that awards whatever fits just before awards end, later than it looks ahead, and the
/// number of such calls.
pub(super) fn too_early(inputs: &Inputs, drawn: &Draws, number: ProgrammeId) -> Option<TooEarly> {
    let programme = &inputs.programmes[number];
    let Intake::Rounds(rounds) = &programme.intake else { return None };
    let own = &drawn.programmes[number];
    let mut calls: Vec<(Time, Time, bool)> = Vec::new();
    for (at, round) in rounds.rounds.enumerated() {
        let Some(dates) = own.dates[at] else { continue };
        let term = round.extra.as_ref().and_then(|extra| extra.award.as_ref());
        let to = ends(inputs, term.unwrap_or(&programme.award), dates.decides);
        calls.push((dates.decides, to, own.places[at] == Offer::WhateverFits));
    }
    calls.sort_unstable();
    let late = |(at, &(decides, _, fits)): (usize, &(Time, Time, bool))| {
        let looks = programme.looks_until(&inputs.calendar, decides);
        let month = inputs.calendar.after(decides, Span::Months(1));
        let next =
            calls.get(at + 1).map(|(next, _, _)| decides + Duration((*next - decides).0 / 2));
        let soon = next.map_or(month, |half| half.max(month));
        let mut ends = calls[..at].iter().map(|(_, ends, _)| *ends);
        ends.find(|ends| fits && looks < *ends && *ends <= soon).map(|ends| (decides, ends))
    };
    let late: Vec<(Time, Time)> = calls.iter().enumerate().filter_map(late).collect();
    let date = |time| inputs.calendar.date(inputs.calendar.day_of(time) as i64);
    late.first().map(|&(decides, ends)| TooEarly {
        programme: programme.name.clone(),
        decides: date(decides),
        ends: date(ends),
        calls: late.len(),
    })
}

/// Four calls in a row of a programme that awards whatever fits, of which each awards less than half or more than twice
/// as much as the one before.
pub(super) fn alternating(
    inputs: &Inputs,
    drawn: &Draws,
    number: ProgrammeId,
) -> Option<Alternating> {
    let fits = drawn.fits(inputs, number);
    let apart = |low: f64, high: f64| 2.0 * low < high;
    let alternate = |places: [f64; 4]| {
        let [a, b, c, d] = places;
        (apart(b, a) && apart(b, c) && apart(d, c)) || (apart(a, b) && apart(c, b) && apart(c, d))
    };
    fits.windows(4).find_map(|four| {
        let places = [four[0].1, four[1].1, four[2].1, four[3].1];
        alternate(places).then(|| Alternating {
            programme: inputs.programmes[number].name.clone(),
            decides: inputs.calendar.date(inputs.calendar.day_of(four[0].0) as i64),
            places,
        })
    })
}

/// Pairs of calls of a programme of which the second opens before the first closes.
pub(super) fn overlaps(inputs: &Inputs, drawn: &Draws) -> Vec<Overlap> {
    let mut all = Vec::new();
    for (number, programme) in inputs.programmes.enumerated() {
        let mut calls: Vec<_> = drawn.programmes[number].dates.iter().copied().flatten().collect();
        calls.sort_by_key(|call| call.opens);
        let date = |time| inputs.calendar.date(inputs.calendar.day_of(time) as i64);
        all.extend(calls.windows(2).filter(|pair| pair[1].opens < pair[0].closes).map(|pair| {
            let [first, second] = [pair[0].opens, pair[1].opens].map(date);
            Overlap { programme: programme.name.clone(), first, second }
        }));
    }
    all
}
