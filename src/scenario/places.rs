//! Places: what a round offers, in projects or in cards.

use super::problem::say;
use super::programme::is_dated;
use super::read::Draft;
use super::reader::{Bounds, Reader, Spot};
use super::units::Unit;
use crate::model::inputs::{Places, Round};

/// The word for units paid for and not promised.
const WHATEVER_FITS: [&str; 2] = ["whatever fits", "남은 전량"];

impl Draft<'_> {
    /// What regular rounds offer, from each date on.
    pub(super) fn dated_places(
        &self,
        reader: &mut Reader,
        at: &Spot<'_>,
        rounds: &[Round],
    ) -> Vec<(i64, Places)> {
        if !is_dated(at) {
            return places(reader, at).map(|places| (0, places)).into_iter().collect();
        }
        let mut dated = Vec::new();
        for entry in at.entries() {
            let day = reader.keyed(&entry, entry.key, Unit::Date);
            let places = places(reader, &entry);
            dated.extend(day.zip(places).map(|(day, places)| (day as i64, places)));
        }
        dated.sort_by_key(|(day, _)| *day);
        let first = rounds.iter().filter(|round| round.extra.is_none()).map(|r| r.opens_day).min();
        if let (Some((from, _)), Some(first)) = (dated.first(), first)
            && *from > first
            && reader.sound(&["calendar", "programme"])
        {
            let date = self.inputs.calendar.date(first);
            let help = say("add \"{}\" = 100 or an earlier date", &[&date]);
            let reason = say("no places are stated for the round that opens on {}", &[&date]);
            reader.error(at, reason, Some(help));
        }
        dated
    }
}

/// What a round offers: projects, units, one project for each number of units, or whatever fits.
pub(super) fn places(reader: &mut Reader, at: &Spot<'_>) -> Option<Places> {
    if at.node.text().is_some_and(|text| WHATEVER_FITS.contains(&text)) {
        return Some(Places::WhateverFits);
    }
    if let Some(per_units) = at.get("per-units") {
        if at.entries().len() > 1 {
            let reason = say("`per-units` stands alone", &[]);
            reader.error(at, reason, Some(say("write places = { per-units = 8 }", &[])));
        }
        let units = reader.plain(&per_units, Unit::Count, Bounds::FROM_ONE)?;
        return Some(Places::PerUnits(units as i64));
    }
    let (projects, units) = (at.get("projects"), at.get("units"));
    let mut count = |at: &Spot<'_>| reader.uncertain(at, Unit::Count, Bounds::NOT_NEGATIVE);
    if projects.is_none() && units.is_none() {
        return Some(Places::Stated { projects: Some(count(at)?), units: None });
    }
    let stated = Places::Stated {
        projects: projects.as_ref().and_then(&mut count),
        units: units.as_ref().and_then(&mut count),
    };
    for entry in at.entries().iter().filter(|entry| !matches!(entry.key, "projects" | "units")) {
        let reason = say("there is no key `{}` here", &[&entry.key]);
        let help = say("write places = { units = 400 } or { projects = 50, units = 400 }", &[]);
        reader.error(&entry.at_key(), reason, Some(help));
    }
    Some(stated)
}
