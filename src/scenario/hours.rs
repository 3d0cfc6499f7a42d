//! Awards in hours: how they are written, what becomes of them, and what they do not go together with.

use super::limits::{most_units, pool_of};
use super::problem::say;
use super::read::Draft;
use super::reader::{Bounds, Reader, Spot};
use super::tree::Kind;
use super::units::{self, Unit};
use crate::model::inputs::{AtZero, Hours, JobRate, JobSize, Slices};
use crate::quantity::rounded;
use crate::time::Span;

/// The words of `at-zero.jobs`, in the order of [`WAYS`].
const WORDS: [&str; 4] = ["stop", "finish", "last", "go on"];
const WAYS: [AtZero; 4] = [AtZero::Stop, AtZero::Finish, AtZero::Last, AtZero::GoOn];

/// What a request is written in: an amount with its unit is of hours, a bare number of units.
pub(super) fn unit_of(request: Option<&Spot<'_>>) -> Unit {
    if request.is_some_and(speaks_of_hours) { Unit::Hours } else { Unit::Count }
}

fn speaks_of_hours(at: &Spot<'_>) -> bool {
    match &at.node.kind {
        // Other text is a slip of a number.
        Kind::Text(text) => units::speaks_of_hours(text),
        Kind::Table(_) => at
            .entries()
            .iter()
            .any(|entry| units::speaks_of_hours(entry.key) || speaks_of_hours(entry)),
        _ => false,
    }
}

/// A request of a class or an extra round, which is counted as that of its programme.
pub(super) fn own_request(
    reader: &mut Reader,
    programme: &Spot<'_>,
    at: &Spot<'_>,
) -> Option<crate::engine::Distribution> {
    let unit = unit_of(programme.get("request").as_ref());
    if unit == Unit::Hours && !speaks_of_hours(at) {
        return reader.not_a(at, unit);
    }
    reader.distribution(at, unit, Bounds::FROM_ONE)
}

/// How awards in hours are used; `None`: awards hold units.
pub(super) fn hours(reader: &mut Reader, programme: &Spot<'_>) -> Option<Hours> {
    let in_hours = unit_of(programme.get("request").as_ref()) == Unit::Hours;
    for key in ["largest-job", "at-zero", "slices", "terms", "later-terms"] {
        if let Some(at) = programme.get(key).filter(|_| !in_hours) {
            let help = say("write request = \"50000 unit-hours\", or remove it", &[]);
            reader.error(&at, say("`{}` is for awards in hours", &[&key]), Some(help));
        }
    }
    if !in_hours {
        return None;
    }
    let charge = reader.worth.charge.unwrap_or(1);
    let largest_job = reader.count(programme, "largest-job", Bounds::FROM_ONE);
    let (at_zero, until) = at_zero(reader, programme);
    refused(reader, programme);
    Some(Hours {
        charge,
        largest_job: largest_job.unwrap_or(i64::MAX),
        at_zero,
        until,
        slices: slices(reader, programme),
    })
}

fn at_zero(reader: &mut Reader, programme: &Spot<'_>) -> (AtZero, Option<i64>) {
    let Some(table) = programme.get("at-zero").filter(Spot::is_table) else {
        return (AtZero::Stop, None);
    };
    let word = reader.word_or_default(&table, "jobs", &WORDS);
    let way = WORDS.iter().zip(WAYS).find(|(known, _)| **known == word);
    let way = way.map_or(AtZero::Stop, |(_, way)| way);
    let bounds = Bounds { low: 1.0, high: 100.0 };
    let until = reader.value(&table, "until", Unit::Number, bounds);
    if let Some(at) = table.get("until").filter(|_| way == AtZero::Stop) {
        let reason = say("jobs stop at zero, so nothing is used beyond it", &[]);
        let help = say("write jobs = \"last\" or jobs = \"go on\", or remove `until`", &[]);
        reader.error(&at, reason, Some(help));
    }
    let millionths = |until: f64| rounded(until * Hours::MILLION as f64);
    (way, until.map(millionths))
}

fn slices(reader: &mut Reader, programme: &Spot<'_>) -> Option<Slices> {
    let table = programme.get("slices").filter(Spot::is_table)?;
    let mut rule = None;
    if table.get("rule").is_some() {
        rule = Slices::published(reader.word(&table, "rule", &Slices::PUBLISHED)?);
    }
    let every = table.get("every").and_then(|at| {
        let span = reader.span(&at)?;
        if span.nominal() < crate::time::Duration::DAY {
            reader.too_short(&at);
            return None;
        }
        Some(span)
    });
    if rule.is_none() && table.get("every").is_none() {
        let help = say("write every = \"3 months\", or rule = \"nhr-zib\"", &[]);
        reader.error(&table, say("nothing says when a slice begins", &[]), Some(help));
    }
    let own = Slices { every: Span::Months(3), carried: 0, ahead: Some(0), lapses: 1.0 };
    let before = rule.unwrap_or(own);
    let few = Bounds { low: 0.0, high: 1_000.0 };
    let mut count = |key| reader.value(&table, key, Unit::Count, few).map(|slices| slices as u32);
    let carried = count("carried").unwrap_or(before.carried);
    let all = table.get("ahead").is_some_and(|at| matches!(at.node.text(), Some("all" | "전부")));
    let ahead = if all { None } else { count("ahead").map_or(before.ahead, Some) };
    let lapses = reader.value(&table, "lapses", Unit::Number, Bounds::SHARE);
    let lapses = lapses.unwrap_or(before.lapses);
    let neutral = ahead.is_none() && lapses == 0.0;
    (!neutral).then_some(Slices { every: every.unwrap_or(before.every), carried, ahead, lapses })
}

/// What is of units that an award holds.
fn refused(reader: &mut Reader, programme: &Spot<'_>) {
    let strays = ["other-pools", "limit.units", "cap.units", "unspent.at-most"];
    for key in strays {
        if let Some(at) = programme.below(key) {
            let reason = say("`{}` is for awards that hold units", &[&key]);
            let help = match key {
                "cap.units" => say("write cap = { unit-hours = 50000 }", &[]),
                "limit.units" => say("write limit = { running = 20 }", &[]),
                _ => say("remove it", &[]),
            };
            reader.error(&at, reason, Some(help));
        }
    }
    if let Some(at) = programme.below("unspent.goes").filter(|at| at.node.text() == Some("extends"))
    {
        let reason = say("hours are carried to a renewal, not extended", &[]);
        let help = say("write goes = \"renewal\"; `extension` gives more time to use them", &[]);
        reader.error(&at, reason, Some(help));
    }
}

impl Draft<'_> {
    /// What is known of awards in hours once all of the file is read: their largest jobs, their pools, and whether
    /// anything can use them.
    pub(super) fn finish_hours(&mut self, reader: &mut Reader) {
        for number in self.inputs.programmes.ids() {
            let pool = self.inputs.programmes[number].pool;
            if pool.place() >= self.inputs.pools.len() {
                continue;
            }
            let most = most_units(&self.inputs, pool).max(1);
            let charged = self.inputs.pools[pool].charge.is_some();
            if charged && self.inputs.programmes[number].hours.is_none() {
                let table = &self.programmes[number];
                let at = table.get("request").unwrap_or_else(|| table.clone());
                let name = pool_of(&self.inputs, pool);
                let reason = say("`{}` charges awards, so this one is in hours, too", &[&name]);
                let help = say("write request = \"50000 unit-hours\", or remove `charge`", &[]);
                reader.error(&at, reason, Some(help));
            }
            let Some(hours) = &mut self.inputs.programmes[number].hours else { continue };
            hours.largest_job = hours.largest_job.min(most);
            self.inputs.pools[pool].gives_hours = true;
            if self.inputs.pools[pool].shared.is_none()
                && let Some(table) = self.programmes.get(number.place())
            {
                let at = table.get("request").unwrap_or_else(|| table.clone());
                let reason = say(
                    "an award in hours is used by jobs in a shared queue, and `{}` has none",
                    &[&pool_of(&self.inputs, pool)],
                );
                let help =
                    say("add a [workload.NAME] of this programme with holds = \"shared\"", &[]);
                reader.error(&at, reason, Some(help));
            }
        }
        for (workload, table) in
            self.inputs.workloads.iter().zip(super::reader::tables(self.root, "workload"))
        {
            let programmes = || workload.programmes.iter().map(|&it| &self.inputs.programmes[it]);
            let (hours, units) = (
                programmes().any(|it| it.hours.is_some()),
                programmes().any(|it| it.hours.is_none()),
            );
            let rate_of_hours = matches!(workload.rate, JobRate::OfAward(_));
            if let Some(at) = table.get("jobs").filter(|_| units && rate_of_hours) {
                let reason = say("only an award in hours can be used up", &[]);
                let help = say("write jobs = \"3 per week\"", &[]);
                reader.error(&at, reason, Some(help));
            }
            if let Some(at) = table.get("rush").filter(|_| units) {
                let reason = say("`{}` is for awards in hours", &[&"rush"]);
                reader.error(&at, reason, Some(say("remove it", &[])));
            }
            let per_unit = matches!(workload.rate, JobRate::PerUnit(_));
            if let Some(at) = table.get("jobs").filter(|_| hours && per_unit) {
                let reason = say("an award in hours holds no cards", &[]);
                let help = say("write jobs = { use = 0.9 } or jobs = \"3 per week\"", &[]);
                reader.error(&at, reason, Some(help));
            }
            let share = matches!(workload.size, JobSize::ShareOfAllocation(_));
            if let Some(at) = table.get("size").filter(|_| hours && share) {
                let reason =
                    say("an award in hours holds no cards of which a job could be a share", &[]);
                let help = say("write size = { units = 8 }", &[]);
                reader.error(&at, reason, Some(help));
            }
        }
    }
}
