//! Places: what a round offers, in projects, in cards or hours, or as a share of the machine.

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
        unit: Unit,
    ) -> Vec<(i64, Places)> {
        if !is_dated(at) {
            return places(reader, at, unit).map(|places| (0, places)).into_iter().collect();
        }
        let mut dated = Vec::new();
        for entry in at.entries() {
            let day = reader.keyed(&entry, entry.key, Unit::Date);
            let places = places(reader, &entry, unit);
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
/// A programme that awards hours offers hours where one that awards units offers units; `unit` is that of its requests.
pub(super) fn places(reader: &mut Reader, at: &Spot<'_>, unit: Unit) -> Option<Places> {
    let in_hours = unit == Unit::Hours;
    let of_units = at.get("per-units").is_some() || at.get("units").is_some();
    let fits = at.node.text().is_some_and(|text| WHATEVER_FITS.contains(&text));
    if in_hours && (of_units || fits) {
        let reason = say("this programme awards hours, not units", &[]);
        let help = say("write places = { unit-hours = 50000 } or a number of projects", &[]);
        reader.error(at, reason, Some(help));
        return None;
    }
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
    if let Some(share) = at.get("machine") {
        if at.entries().len() > 1 {
            let reason = say("`machine` stands alone", &[]);
            reader.error(at, reason, Some(say("write places = { machine = 0.6 }", &[])));
        }
        let share = reader.uncertain(&share, Unit::Number, Bounds { low: 0.0, high: 10.0 })?;
        return Some(Places::OfMachine(share));
    }
    let (projects, units) =
        (at.get("projects"), at.get(if in_hours { "unit-hours" } else { "units" }));
    let mut count = |at: &Spot<'_>| {
        let unit = if at.key == "unit-hours" { Unit::Hours } else { Unit::Count };
        reader.uncertain(at, unit, Bounds::NOT_NEGATIVE)
    };
    if projects.is_none() && units.is_none() {
        return Some(Places::Stated { projects: Some(count(at)?), units: None });
    }
    let stated = Places::Stated {
        projects: projects.as_ref().and_then(&mut count),
        units: units.as_ref().and_then(&mut count),
    };
    for entry in at.entries().iter().filter(|entry| match entry.key {
        "projects" => false,
        "units" => in_hours,
        "unit-hours" => !in_hours,
        _ => true,
    }) {
        let (reason, help) = match entry.key {
            "unit-hours" => (
                say("this programme awards units, not hours", &[]),
                say("write request = \"50000 unit-hours\", or places = { units = 400 }", &[]),
            ),
            _ => (
                say("there is no key `{}` here", &[&entry.key]),
                say("write places = { units = 400 } or { projects = 50, units = 400 }", &[]),
            ),
        };
        reader.error(&entry.at_key(), reason, Some(help));
    }
    Some(stated)
}
