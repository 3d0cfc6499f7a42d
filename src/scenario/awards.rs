//! What becomes of awards: extensions, unspent time, limits on what a programme holds.

use super::defaults;
use super::hours::unit_of;
use super::problem::say;
use super::read::{Draft, names};
use super::reader::{Bounds, Reader, Spot};
use super::tree::{Kind, join};
use super::units::Unit;
use crate::model::ids::PoolId;
use crate::model::inputs::{Extension, Limit, Unspent, UnspentTo};
use crate::time::{Duration, Span};

impl Draft<'_> {
    /// Pools that serve an award at its weight where its own has no room.
    pub(super) fn other_pools(
        &self,
        reader: &mut Reader,
        programme: &Spot<'_>,
        own: PoolId,
    ) -> Vec<PoolId> {
        let Some(list) = programme.get("other-pools") else { return Vec::new() };
        let Kind::Array(items) = &list.node.kind else {
            let help = say("write other-pools = [\"h200\", \"a100\"]", &[]);
            reader.error(&list, say("this is no list of pools", &[]), Some(help));
            return Vec::new();
        };
        let pools = names(&self.inputs.pools, |pool| &pool.name);
        let mut others = Vec::new();
        for (index, node) in items.iter().enumerate() {
            let item = Spot::item(&list, index, node);
            let Some(name) = node.text() else {
                let help = say("write other-pools = [\"h200\", \"a100\"]", &[]);
                reader.error(&item, say("this is no list of pools", &[]), Some(help));
                continue;
            };
            let Some(pool) = reader.name(&item, name, "pool", &pools).map(PoolId::at) else {
                continue;
            };
            if pool == own || others.contains(&pool) {
                let help = say("each other pool is named once", &[]);
                let reason = say("`{}` is already a pool of this programme", &[&name]);
                reader.error(&item, reason, Some(help));
            } else if self.inputs.lots.iter().any(|lot| lot.pool == pool)
                && self.inputs.units_elsewhere(own, 1, pool).is_none()
            {
                let help = say("give its unit a weight above 0", &[]);
                reader.error(&item, say("units of `{}` weigh nothing", &[&name]), Some(help));
            } else {
                others.push(pool);
            }
        }
        others
    }
}

/// Whether allocations that come to their end go on.
pub(super) fn extension(reader: &mut Reader, programme: &Spot<'_>) -> Option<Extension> {
    let table = programme.get("extension").filter(Spot::is_table)?;
    let by = table.get("by").and_then(|at| reader.span(&at));
    let used = reader.value_or_default(&table, "used", Unit::Number, Bounds::SHARE);
    let before = reader.factors.len();
    let chance = reader.uncertain_or_default(&table, "chance", Unit::Number, Bounds::SHARE);
    let never = chance.distribution.range() == (0.0, 0.0);
    let nothing = matches!(by, Some(Span::Fixed(Duration::ZERO)));
    let from_day = reader.from(&table, "from");
    if never || nothing {
        reader.factors.truncate(before);
        return None;
    }
    Some(Extension { by: by?, used, chance, from_day })
}

/// What becomes of time that ran no jobs.
pub(super) fn unspent(reader: &mut Reader, programme: &Spot<'_>) -> Option<Unspent> {
    let table = programme.get("unspent").filter(Spot::is_table)?;
    let to = match reader.word(&table, "goes", &["lost", "extends", "renewal"])? {
        "extends" => UnspentTo::Extends,
        "renewal" => UnspentTo::Renewal,
        _ => return None,
    };
    let share = reader.value_or_default(&table, "share", Unit::Number, Bounds::SHARE);
    let at_most = table.get("at-most").and_then(|at| reader.held_time(&at));
    let at_most_hours = reader
        .value(&table, "at-most-hours", Unit::Hours, Bounds::NOT_NEGATIVE)
        .map(|hours| hours as i64);
    let times = reader.count(&table, "times", Bounds { low: 1.0, high: 1_000.0 });
    if let Some(at) = table.get("times").filter(|_| to == UnspentTo::Extends) {
        let help = say("write goes = \"renewal\", or remove `times`", &[]);
        reader.error(&at, say("an award is extended once", &[]), Some(help));
    }
    if let Some(at) = table
        .get("at-most-hours")
        .filter(|_| unit_of(programme.get("request").as_ref()) != Unit::Hours)
    {
        let help = say("write at-most = \"1 month\"", &[]);
        reader.error(&at, say("`{}` is for awards in hours", &[&at.key]), Some(help));
    }
    let nothing = share == 0.0 || at_most == Some(Duration::ZERO) || at_most_hours == Some(0);
    let from_day = reader.from(&table, "from");
    let times = times.and_then(|times| u32::try_from(times).ok());
    (!nothing).then_some(Unspent { to, share, at_most, at_most_hours, times, from_day })
}

/// What a programme's awards may hold or wait for.
pub(super) fn limit(reader: &mut Reader, programme: &Spot<'_>, rolling: bool) -> Option<Limit> {
    let table = programme.get("limit").filter(Spot::is_table)?;
    let units = reader.count(&table, "units", Bounds::FROM_ONE);
    let running = reader.count(&table, "running", Bounds::FROM_ONE);
    let refuse = reader.word_or_default(&table, "beyond", &["wait", "refuse"]) == "refuse";
    if let Some(at) = table.get("beyond").filter(|_| refuse && !rolling) {
        let help = say("write beyond = \"wait\": places say who is turned away", &[]);
        let reason = say("a round has decided when its awards meet the limit", &[]);
        reader.error(&at, reason, Some(help));
    }
    if table.get("units").is_none() && table.get("running").is_none() {
        let help = say("write limit = { units = 64 } or limit = { running = 20 }", &[]);
        reader.error(&table, say("nothing is limited", &[]), Some(help));
        return None;
    }
    Some(Limit { units, running, refuse, from_day: reader.from(&table, "from") })
}

/// Rolling intake: time until somebody refused or finished applies again.
pub(super) fn returns_after(reader: &mut Reader, programme: &Spot<'_>, rolling: bool) -> Span {
    let default = defaults::span(&join(&programme.path, "returns-after"));
    let Some(at) = programme.get("returns-after") else { return default };
    if !rolling {
        let help = say("with rounds, one comes back in the next round: remove it", &[]);
        reader.error(&at, say("`{}` is for rolling intake", &[&at.key]), Some(help));
    }
    match reader.span(&at) {
        // An applicant who comes back at once, again and again, would never let time pass.
        Some(span) if span.nominal() < Duration::DAY => {
            reader.too_short(&at);
            default
        }
        read => read.unwrap_or(default),
    }
}
