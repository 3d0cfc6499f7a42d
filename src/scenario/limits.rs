//! What must hold of the scenario as a whole: does everything fit, over every date?

use super::problem::say;
use super::read::Draft;
use super::reader::{Reader, tables};
use crate::model::ids::{PoolId, ProgrammeId};
use crate::model::inputs::{Fresh, Inputs, Intake, JobSize, Lot, Place, Programme, Round, Rounds};
use crate::model::{Draws, Replication};

/// Beyond this many applicants of one programme in one future, nobody means it.
const MOST_APPLICANTS: f64 = Rounds::MOST_FRESH;

/// The first day on which a lot may stand there; an expansion at its earliest delivery.
pub(super) fn earliest_day(lot: &Lot) -> i64 {
    let seconds = lot.lead_time.as_ref().map_or(0.0, |lead| lead.distribution.range().0.max(0.0));
    lot.from_day.saturating_add((seconds / 86_400.0) as i64)
}

/// The first day on which a lot is surely gone: stated, or the latest end of what was bought.
fn latest_end(lot: &Lot) -> Option<i64> {
    let seconds = |value: &crate::model::inputs::Uncertain| value.distribution.range().1;
    let lead = lot.lead_time.as_ref().map_or(0.0, seconds);
    let retires = lot
        .bought
        .as_ref()
        .map(|it| lot.from_day.saturating_add(((lead + seconds(&it.life)) / 86_400.0) as i64));
    [lot.to_day, retires].into_iter().flatten().min()
}

/// Whether a lot may stand there on a day.
pub(super) fn stands(lot: &Lot, day: i64) -> bool {
    earliest_day(lot) <= day && latest_end(lot).is_none_or(|to| day < to)
}

/// Racks that a lot needs; `None` if a node needs more power than a rack feeds.
pub(super) fn racks(inputs: &Inputs, lot: &Lot) -> Option<i64> {
    let kind = &inputs.kinds[lot.kind];
    match lot.place {
        Place::Hall(hall) => kind.racks(lot.count.0, inputs.halls[hall].rack_power),
        Place::OwnRacks { rack_power, .. } => kind.racks(lot.count.0, rack_power),
        Place::Elsewhere => Some(0),
    }
}

/// Slots of the site on a day: its own and those that expansions bring.
pub(super) fn slots(inputs: &Inputs, day: i64) -> Option<i64> {
    let brought = inputs.lots.iter().filter(|lot| stands(lot, day)).map(|lot| match lot.place {
        Place::OwnRacks { slots, .. } => slots.0,
        _ => 0,
    });
    Some(inputs.slots?.0 + brought.sum::<i64>())
}

/// Units that stand at the site on a day.
pub(super) fn on_site(inputs: &Inputs, day: i64) -> i64 {
    let there = inputs.lots.iter().filter(|lot| stands(lot, day) && lot.place != Place::Elsewhere);
    there.map(|lot| lot.count.0).sum()
}

/// Racks taken in a hall on a day.
pub(super) fn racks_taken(inputs: &Inputs, hall: usize, day: i64) -> i64 {
    let there = inputs.lots.iter().filter(|lot| stands(lot, day) && lot.place == Place::Hall(hall));
    there.filter_map(|lot| racks(inputs, lot)).sum()
}

/// Days on which something comes or goes, rising.
pub(super) fn changes(inputs: &Inputs) -> Vec<i64> {
    let mut days: Vec<i64> = inputs
        .lots
        .iter()
        .flat_map(|lot| std::iter::once(earliest_day(lot)).chain(latest_end(lot)))
        .filter(|day| *day < inputs.calendar.days() as i64)
        .map(|day| day.max(0))
        .chain([0])
        .collect();
    days.sort_unstable();
    days.dedup();
    days
}

/// The most units that a pool may hold on one day.
pub(super) fn most_units(inputs: &Inputs, pool: PoolId) -> i64 {
    let on = |day: i64| {
        let there = inputs.lots.iter().filter(|lot| lot.pool == pool && stands(lot, day));
        there.map(|lot| lot.count.0).sum::<i64>()
    };
    changes(inputs).into_iter().map(on).max().unwrap_or(0)
}

/// The name of a pool; none where the file has none.
pub(super) fn pool_of(inputs: &Inputs, pool: PoolId) -> &str {
    inputs.pools.get(pool.place()).map_or("", |pool| &pool.name)
}

impl Draft<'_> {
    pub(super) fn limits(&self, reader: &mut Reader) {
        if !reader.sound(&["calendar", "site", "hall", "unit", "pool", "expansion"]) {
            return;
        }
        self.racks_fit(reader);
        self.slots_fit(reader);
        self.requests_fit(reader);
        self.jobs_fit(reader);
        self.use_is_known(reader);
        self.pools_are_awarded(reader);
        let expected = self.demand_is_playable(reader);
        self.products(reader, &expected);
        for (lot, table) in self.inputs.lots.iter().zip(&self.lots) {
            if lot.lead_time.is_some() && earliest_day(lot) >= self.inputs.calendar.days() as i64 {
                let reason = say("this expansion is never delivered before the calendar ends", &[]);
                reader.warning(table, reason, Some(say("order it earlier", &[])));
            }
        }
    }

    /// A pool that nobody can ask for stays empty, which is seldom meant.
    fn pools_are_awarded(&self, reader: &mut Reader) {
        if !reader.sound(&["programme", "log"]) {
            return;
        }
        for table in tables(self.root, "pool") {
            let pools = &self.inputs.pools;
            if self.inputs.logs.iter().any(|log| pools[log.pool].name == table.key) {
                continue;
            }
            let awarded = |programme: &Programme| {
                let mut own = programme.other_pools.iter().chain([&programme.pool]);
                own.any(|&pool| pools.get(pool.place()).is_some_and(|pool| pool.name == table.key))
            };
            if !self.inputs.programmes.iter().any(awarded) {
                let reason = say("no programme awards units of this pool: it stays empty", &[]);
                let help = say("add a table [programme.NAME] with pool = \"{}\"", &[&table.key]);
                reader.warning(&table, reason, Some(help));
            }
        }
    }

    /// Rejects an observed ratio that no demand can produce, and demand too large to simulate, before any run.
    /// Gives the new applicants that each programme expects.
    fn demand_is_playable(&self, reader: &mut Reader) -> Vec<f64> {
        if !reader.sound(&["programme", "funding"]) {
            return Vec::new();
        }
        let world = Draws::draw(&self.inputs, Replication::new(1, 0), None);
        let expected = world.expected_applicants(&self.inputs);
        self.rushes_have_room(reader, &world, &expected);
        for ((index, programme), table) in self.inputs.programmes.enumerated().zip(&self.programmes)
        {
            if let Some(observed) = table.get("observed")
                && let Intake::Rounds(rounds) = &programme.intake
                && let Fresh::Inferred(range) = &rounds.fresh
            {
                let drawn = &world.programmes[index];
                let counted = |round: &Round| range.from <= round.closes && round.closes < range.to;
                let mut places = rounds.rounds.iter().zip(&drawn.places);
                if places.all(|(round, places)| !counted(round) || places.is_nothing()) {
                    let reason = say("no round of the observed range offers places", &[]);
                    let help = say("without places there is no ratio: widen `from` and `to`", &[]);
                    reader.error(&observed, reason, Some(help));
                    continue;
                }
                if drawn.level > MOST_APPLICANTS {
                    let reason = say("no demand gives this ratio", &[]);
                    let help =
                        say("hardly anybody new applies in its rounds: look at the season", &[]);
                    reader.error(&observed, reason, Some(help));
                    continue;
                }
            }
            if expected[index.place()] > MOST_APPLICANTS {
                let at = table.get("demand").unwrap_or_else(|| table.clone());
                let count = format!("{:.1e}", expected[index.place()]);
                let reason =
                    say("{} new applicants in one future are more than can be played", &[&count]);
                let help = say("look at the demand, its growth and its season", &[]);
                reader.error(&at, reason, Some(help));
            }
        }
        expected
    }

    fn racks_fit(&self, reader: &mut Reader) {
        let inputs = &self.inputs;
        for (lot, table) in inputs.lots.iter().zip(&self.lots) {
            let kind = &inputs.kinds[lot.kind];
            let needed = racks(inputs, lot);
            let brought = match lot.place {
                Place::OwnRacks { racks, .. } => racks,
                _ => i64::MAX,
            };
            let key = if brought == i64::MAX { "hall" } else { "brings" };
            let at = table.get(key).unwrap_or_else(|| table.clone());
            match needed {
                None => {
                    let reason = say(
                        "a node of {} needs {} W, more than one rack feeds",
                        &[&kind.name, &kind.node_power],
                    );
                    reader.error(&at, reason, Some(say("place it where racks feed more", &[])));
                }
                Some(needed) if needed > brought => {
                    let reason =
                        say("these units need {} racks, but {} are brought", &[&needed, &brought]);
                    reader.error(&at, reason, Some(say("bring {} racks", &[&needed])));
                }
                _ => {}
            }
        }
        for (hall, table) in self.halls.iter().enumerate() {
            let room = inputs.halls[hall].racks;
            let Some(day) =
                changes(inputs).into_iter().find(|day| racks_taken(inputs, hall, *day) > room)
            else {
                continue;
            };
            let last = self.last_come(day, |lot| lot.place == Place::Hall(hall));
            let reason = say(
                "hall {} has {} racks, but {} are needed on {}",
                &[&table.key, &room, &racks_taken(inputs, hall, day), &inputs.calendar.date(day)],
            );
            let help = say("place fewer units in it, or let an expansion bring racks", &[]);
            reader.error(self.lots.get(last).unwrap_or(table), reason, Some(help));
        }
    }

    fn slots_fit(&self, reader: &mut Reader) {
        let inputs = &self.inputs;
        let over =
            |day: &i64| slots(inputs, *day).is_some_and(|slots| on_site(inputs, *day) > slots);
        let Some(day) = changes(inputs).into_iter().find(over) else { return };
        let last = self.last_come(day, |lot| lot.place != Place::Elsewhere);
        let Some(table) = self.lots.get(last) else { return };
        let room = slots(inputs, day).unwrap_or_default();
        let reason = say(
            "the site has {} slots, but {} units stand there on {}",
            &[&room, &on_site(inputs, day), &inputs.calendar.date(day)],
        );
        let help = say("install fewer, state more slots, or let the expansion bring slots", &[]);
        reader.error(table, reason, Some(help));
    }

    /// The lot that came last by a day, among some: the one to blame.
    fn last_come(&self, day: i64, among: impl Fn(&Lot) -> bool) -> usize {
        let lots = self.inputs.lots.iter().enumerate();
        lots.filter(|(_, lot)| among(lot) && stands(lot, day))
            .max_by_key(|(index, lot)| (earliest_day(lot), *index))
            .map_or(usize::MAX, |(index, _)| index)
    }

    /// No request may be larger than its pool ever is.
    fn requests_fit(&self, reader: &mut Reader) {
        if !reader.sound(&["programme"]) {
            return;
        }
        let inputs = &self.inputs;
        for ((number, programme), table) in inputs.programmes.enumerated().zip(&self.programmes) {
            let most = self.most_asked(number);
            let mut requests = vec![(&programme.request, table.get("request"))];
            if let Intake::Rounds(rounds) = &programme.intake {
                for extra in rounds.rounds.iter().filter_map(|round| round.extra.as_ref()) {
                    let at = table.get("extra-round").and_then(|at| at.get(&extra.name));
                    let at = at.and_then(|at| at.get("request"));
                    requests.extend(extra.request.as_ref().map(|request| (request, at)));
                }
            }
            for of in &programme.classes {
                let name = &inputs.classes[of.class].name;
                let at = table.get("class").and_then(|at| at.get(name));
                let at = at.and_then(|at| at.get("request"));
                requests.extend(of.request.as_ref().map(|request| (request, at)));
            }
            let limit = programme.limit.and_then(|limit| limit.units);
            for (request, at) in requests {
                // A request with a cut is cut at the pool, and not refused as larger.
                let largest = if request.is_cut() { 0.0 } else { request.range().1 };
                if let (Some(at), Some(limit)) = (&at, limit)
                    && largest > limit as f64
                {
                    let reason = say(
                        "a request can be {} units, but the programme may hold {}",
                        &[&largest, &limit],
                    );
                    let help = say("such an award could never start", &[]);
                    reader.error(at, reason, Some(help));
                }
                if let Some(at) =
                    at.as_ref().filter(|_| programme.hours.is_some() && largest > most)
                {
                    let reason = say(
                        "a request can be {} hours, but the pool never has more than {} in a term",
                        &[&largest, &most],
                    );
                    let help = say("such an award could never be used", &[]);
                    reader.error(at, reason, Some(help));
                    continue;
                }
                if let Some(at) = at.filter(|_| largest > most) {
                    let reason = say(
                        "a request can be {} units, but the pool never holds more than {}",
                        &[&largest, &most],
                    );
                    let help = say("such an award could never start", &[]);
                    reader.error(&at, reason, Some(help));
                }
            }
        }
    }

    /// No job may be larger than any allocation that could run it.
    fn jobs_fit(&self, reader: &mut Reader) {
        if !reader.sound(&["programme", "workload"]) {
            return;
        }
        for (workload, table) in self.inputs.workloads.iter().zip(tables(self.root, "workload")) {
            let JobSize::Units(size) = &workload.size else { continue };
            let largest_request = |&programme: &ProgrammeId| {
                let programme = &self.inputs.programmes[programme];
                let extra = match &programme.intake {
                    Intake::Rounds(rounds) => rounds.rounds.iter(),
                    Intake::Rolling { .. } => [].iter(),
                };
                let extra = extra.filter_map(|round| round.extra.as_ref()?.request.as_ref());
                let classes = programme.classes.iter().filter_map(|of| of.request.as_ref());
                let requests = extra.chain(classes).chain([&programme.request]);
                if let Some(hours) = &programme.hours {
                    return hours.largest_job as f64;
                }
                requests.map(|request| request.range().1).fold(0.0, f64::max)
            };
            let most = workload.programmes.iter().map(largest_request).fold(0.0, f64::max);
            // A size that is cut is cut again at the units of its project.
            let largest = size.range().1;
            let Some(at) = table.get("size").filter(|_| !size.is_cut() && largest > most) else {
                continue;
            };
            let reason = say(
                "a job can be {} units, but no allocation holds more than {}",
                &[&largest, &most],
            );
            let help = say("such a job could never run as it is", &[]);
            let request =
                workload.programmes.first().and_then(|&n| self.programmes[n].get("request"));
            match request {
                Some(request) => reader.clash(&at, &request, reason, Some(help)),
                None => reader.error(&at, reason, Some(help)),
            }
        }
    }
}
