//! Programmes: who applies, for what, for how long.

use super::awards::{extension, limit, returns_after, unspent};
use super::defaults;
use super::hours::{hours, unit_of};
use super::problem::say;
use super::read::{Draft, names};
use super::reader::{Bounds, Reader, Spot, kind_name, tables};
use super::take_back::take_back;
use super::terms::terms;
use super::tree::{Kind, join};
use super::units::{self, Unit, Worth};
use crate::engine::Distribution;
use crate::model::ids::PoolId;
use crate::model::inputs::{AwardRate, Fresh, Intake, Programme, Term};
use crate::time::Span;

impl Draft<'_> {
    pub(super) fn programmes(&mut self, reader: &mut Reader) {
        for table in tables(self.root, "programme") {
            let pools = names(&self.inputs.pools, |pool| &pool.name);
            let pool = reader.named(&table, "pool", "pool", &pools).map(PoolId::at);
            let demand = table.get("demand").filter(Spot::is_table);
            let rolling =
                reader.word_or_default(&table, "intake", &["rolling", "rounds"]) == "rolling";
            reader.worth = pool.map_or_else(Worth::default, |pool| self.worth(pool));
            let intake = if rolling {
                not_rolling(reader, &table, demand.as_ref());
                let rate = demand.as_ref().map(|demand| rolling_rate(reader, &table, demand));
                if demand.is_none() {
                    let help = say("write demand = { rate = \"3 per day\" }", &[]);
                    reader.error(&table, say("rolling intake needs a rate", &[]), Some(help));
                }
                Intake::Rolling { rate: rate.unwrap_or_default() }
            } else {
                if let Some(at) = demand.as_ref().and_then(|demand| demand.get("rate")) {
                    let help = say("write intake = \"rolling\", or demand = { fresh = 100 }", &[]);
                    reader.error(&at, say("a rate is for rolling intake", &[]), Some(help));
                }
                Intake::Rounds(self.rounds(reader, &table, demand.as_ref()))
            };
            let request = table
                .get("request")
                .and_then(|at| reader.distribution(&at, unit_of(Some(&at)), Bounds::FROM_ONE));
            let hours = hours(reader, &table);
            let classes = self.classes_of(reader, &table);
            let fee = self.fee(reader, &table, pool);
            let award = table.get("award").and_then(|at| term(reader, &at));
            let mut factor = |key: &str, bounds: Bounds| {
                reader.uncertain_or_default(&table, key, Unit::Number, bounds)
            };
            let reapply = factor("reapply", Bounds::SHARE);
            let renew = factor("renew", Bounds::SHARE);
            let growth = factor("demand.growth", Bounds::ANY);
            let reapply_lapsed = table
                .get("reapply-lapsed")
                .and_then(|at| reader.uncertain(&at, Unit::Number, Bounds::SHARE));
            let award_rate = demand.as_ref().and_then(|demand| award_rate(reader, demand, &intake));
            let season = demand.as_ref().map_or([1.0; 12], |demand| season(reader, demand));
            let selection = self.selection(reader, &table, &intake);
            self.inputs.programmes.push(Programme {
                name: table.key.to_owned(),
                pool: pool.unwrap_or(PoolId::at(0)),
                intake,
                hours,
                request: request.unwrap_or(Distribution::Constant(1.0)),
                classes,
                fee,
                award: award.unwrap_or(Term::Span(Span::Months(1))),
                terms: terms(reader, &table),
                other_pools: self.other_pools(reader, &table, pool.unwrap_or(PoolId::at(0))),
                take_back: take_back(reader, &table),
                extension: extension(reader, &table),
                unspent: unspent(reader, &table),
                start_delay: table
                    .get("start-delay")
                    .and_then(|at| reader.distribution(&at, Unit::Length, Bounds::NOT_NEGATIVE))
                    .filter(|delay| delay.range() != (0.0, 0.0)),
                limit: limit(reader, &table, rolling),
                returns_after: returns_after(reader, &table, rolling),
                start_within: start_within(reader, &table),
                selection,
                patience: table
                    .get("patience")
                    .and_then(|at| reader.distribution(&at, Unit::Length, Bounds::NOT_NEGATIVE)),
                looks_ahead: table.get("looks-ahead").and_then(|at| reader.span(&at)),
                reapply,
                reapply_lapsed,
                renew,
                growth,
                season,
                award_rate,
                moves: Vec::new(),
                offer_of: None,
            });
            self.programmes.push(table);
            reader.worth = Worth::default();
        }
    }
}

impl Draft<'_> {
    /// What an hour is worth where a pool gives hours; nodes have one size if those of all its lots have it.
    pub(super) fn worth(&self, pool: PoolId) -> Worth {
        let mut nodes = self.inputs.lots.iter().filter(|lot| lot.pool == pool);
        let mut size = || nodes.next().map(|lot| self.inputs.kinds[lot.kind].node_units);
        let first = size();
        let alike = std::iter::from_fn(size).all(|other| Some(other) == first);
        Worth { charge: self.inputs.pools[pool].charge, node: first.filter(|_| alike) }
    }
}

/// How long an award lasts: a span with its calendar months, or a distribution of lengths.
pub(super) fn term(reader: &mut Reader, at: &Spot<'_>) -> Option<Term> {
    if !at.is_table() {
        return reader.span(at).map(Term::Span);
    }
    reader.distribution(at, Unit::Length, Bounds::NOT_NEGATIVE).map(Term::Drawn)
}

fn start_within(reader: &mut Reader, table: &Spot<'_>) -> Option<Span> {
    let default = Some(defaults::span(&join(&table.path, "start-within")));
    let Some(at) = table.get("start-within") else { return default };
    if matches!(at.node.text(), Some("never lapses" | "기한 없음")) {
        return None;
    }
    reader.span(&at).or(default)
}

/// Keys that mean nothing where everybody is served first-come.
fn not_rolling(reader: &mut Reader, table: &Spot<'_>, demand: Option<&Spot<'_>>) {
    let of_table = [
        "rounds",
        "window",
        "review",
        "places",
        "observed",
        "extra-round",
        "award-rule",
        "cap",
        "quality-bar",
        "quota",
        "no-show",
        "patience",
        "looks-ahead",
    ];
    let of_demand = ["fresh", "dispersion", "award-rate"];
    let strays = of_table.iter().filter_map(|key| table.get(key));
    let strays = strays.chain(of_demand.iter().filter_map(|key| demand?.get(key)));
    for at in strays {
        let reason = say("`{}` has no meaning with rolling intake", &[&at.key]);
        reader.error(&at, reason, Some(say("remove it, or remove intake = \"rolling\"", &[])));
    }
}

/// Applications per second from each date on.
fn rolling_rate(reader: &mut Reader, table: &Spot<'_>, demand: &Spot<'_>) -> Vec<(i64, f64)> {
    let Some(at) = demand.get("rate") else {
        let help = say("write demand = { rate = \"3 per day\" }", &[]);
        reader.error(table, say("rolling intake needs a rate", &[]), Some(help));
        return Vec::new();
    };
    if !at.is_table() {
        let rate = reader.plain(&at, Unit::Rate, Bounds::NOT_NEGATIVE);
        return rate.map(|rate| (0, rate)).into_iter().collect();
    }
    let mut rates = Vec::new();
    for entry in at.entries() {
        let day = reader.keyed(&entry, entry.key, Unit::Date);
        let rate = reader.plain(&entry, Unit::Rate, Bounds::NOT_NEGATIVE);
        rates.extend(day.zip(rate).map(|(day, rate)| (day as i64, rate)));
    }
    rates.sort_by_key(|(day, _)| *day);
    rates
}

/// How demand answers to the award rate of the last round. An elasticity of zero is no answer.
fn award_rate(reader: &mut Reader, demand: &Spot<'_>, intake: &Intake) -> Option<AwardRate> {
    let table = demand.get("award-rate").filter(Spot::is_table)?;
    let before = reader.factors.len();
    // Above 1, a better award rate would bring more applicants than it serves: it would fall without end.
    let elasticity =
        table.get("elasticity").and_then(|at| reader.uncertain(&at, Unit::Number, Bounds::SHARE));
    let reference = table
        .get("reference")
        .and_then(|at| reader.uncertain(&at, Unit::Number, Bounds { low: 1e-6, ..Bounds::SHARE }));
    let cap = reader.value_or_default(&table, "cap", Unit::Number, Bounds::FROM_ONE);
    if let Intake::Rounds(rounds) = intake
        && matches!(rounds.fresh, Fresh::Stated(_))
        && table.get("reference").is_none()
    {
        let reason = say("nothing says at which award rate the stated demand holds", &[]);
        let help = say("add reference = 0.4: awards of applications", &[]);
        reader.error(&table, reason, Some(help));
    }
    let elasticity = elasticity?;
    let stated = &elasticity.distribution;
    if stated.is_constant() && stated.range().0 == 0.0 {
        reader.factors.truncate(before);
        return None;
    }
    Some(AwardRate { elasticity, reference, cap })
}

fn season(reader: &mut Reader, demand: &Spot<'_>) -> [f64; 12] {
    let mut months = [1.0; 12];
    for entry in demand.get("season").map_or_else(Vec::new, |at| at.entries()) {
        let month =
            units::number(entry.key).filter(|m| m.fract() == 0.0 && (1.0..=12.0).contains(m));
        let factor = reader.plain(&entry, Unit::Number, Bounds::NOT_NEGATIVE);
        match (month, factor) {
            (Some(month), Some(factor)) => months[month as usize - 1] = factor,
            (None, _) => {
                let help = say("months are 1 to 12: season = { 3 = 1.2, 9 = 1.4 }", &[]);
                reader.error(&entry, say("there is no month {}", &[&entry.key]), Some(help));
            }
            _ => {}
        }
    }
    if let Some(at) = demand.get("season").filter(|at| !at.is_table()) {
        let reason = say("this must be a table, not {}", &[&kind_name(&at.node.kind)]);
        let help = say("months are 1 to 12: season = { 3 = 1.2, 9 = 1.4 }", &[]);
        reader.error(&at, reason, Some(help));
    }
    months
}

/// Whether a table is keyed by dates rather than by the words of a distribution.
pub(super) fn is_dated(at: &Spot<'_>) -> bool {
    let Kind::Table(table) = &at.node.kind else { return false };
    table.entries.iter().any(|entry| entry.key.starts_with(|c: char| c.is_ascii_digit()))
}
