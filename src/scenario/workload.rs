//! What awarded projects run.

use std::collections::BTreeMap;

use super::machine::checkpoint;
use super::problem::say;
use super::programme::is_dated;
use super::read::{Draft, names};
use super::reader::{Bounds, Reader, Spot, tables};
use super::tree::Kind;
use super::units::{self, Unit};
use crate::engine::Distribution;
use crate::model::ids::ProgrammeId;
use crate::model::inputs::{JobRate, JobSize, PreEmption, Rhythm, Rush, SharedQueue, Workload};
use crate::scheduler::{Limit, Policy};

impl Draft<'_> {
    pub(super) fn workloads(&mut self, reader: &mut Reader) {
        let mut taken: Vec<(ProgrammeId, Spot<'_>)> = Vec::new();
        for table in tables(self.root, "workload") {
            let mut programmes = Vec::new();
            for item in named_items(reader, &table) {
                let known = names(&self.inputs.programmes, |programme| &programme.name);
                let Some(text) = item.node.text() else { continue };
                let named = reader.name(&item, text, "programme", &known);
                let Some(programme) = named.map(ProgrammeId::at) else {
                    continue;
                };
                if let Some((_, other)) = taken.iter().find(|(other, _)| *other == programme) {
                    let reason = say("`{}` already has a workload", &[&text]);
                    let help = say("a programme has at most one workload", &[]);
                    reader.clash(&item, other, reason, Some(help));
                    continue;
                }
                taken.push((programme, item));
                programmes.push(programme);
            }
            self.holds(reader, &table, &programmes);
            let from_one = Bounds { low: 1.0, ..Bounds::ANY };
            let requested =
                reader.distribution_or_default(&table, "requested", Unit::Number, from_one);
            let rate = table.get("jobs").and_then(|at| job_rate(reader, &at));
            let not_negative = Bounds::NOT_NEGATIVE;
            let load = reader.uncertain_or_default(&table, "load", Unit::Number, not_negative);
            let size = table.get("size").filter(Spot::is_table);
            let size = size.and_then(|at| job_size(reader, &at));
            let run_time = table
                .get("run-time")
                .and_then(|at| reader.distribution(&at, Unit::Length, Bounds::NOT_NEGATIVE));
            let checkpoint = checkpoint(reader, &table);
            self.inputs.workloads.push(Workload {
                checkpoint,
                rhythm: rhythm(reader, &table),
                rush: rush(reader, &table),
                early: early(reader, &table),
                requested,
                name: table.key.to_owned(),
                programmes,
                rate: rate.unwrap_or(JobRate::PerAllocation(0.0)),
                load,
                size: size.unwrap_or(JobSize::ShareOfAllocation(Distribution::Constant(1.0))),
                run_time: run_time.unwrap_or(Distribution::Constant(0.0)),
            });
        }
    }
}

impl Draft<'_> {
    /// Whether projects own their units or share the queue of their pool: all of a pool alike.
    fn holds(&mut self, reader: &mut Reader, table: &Spot<'_>, programmes: &[ProgrammeId]) {
        let word = reader.word_or_default(table, "holds", &["dedicated", "shared"]);
        // A programme whose pool is not known has no pool to share; that is told where it is read.
        let programmes: Vec<ProgrammeId> = programmes
            .iter()
            .copied()
            .filter(|&programme| {
                self.inputs.programmes[programme].pool.place() < self.inputs.pools.len()
            })
            .collect();
        let at = table.get("holds").unwrap_or_else(|| table.clone());
        for &programme in &programmes {
            let pool = self.inputs.programmes[programme].pool;
            let earlier = &self.inputs.workloads;
            let mixed = earlier.iter().flat_map(|workload| &workload.programmes).any(|&other| {
                self.inputs.programmes[other].pool == pool
                    && self.inputs.pools[pool].shared.is_some() != (word == "shared")
            });
            if mixed {
                let reason = say("other projects of this pool hold their units otherwise", &[]);
                let help = say("the projects of a pool all own their units or all share them", &[]);
                reader.error(&at, reason, Some(help));
                return;
            }
        }
        if word == "shared" {
            for programme in programmes {
                let pool = self.inputs.programmes[programme].pool;
                let queue = self.queue(reader, &self.inputs.pools[pool].name);
                self.inputs.pools[pool].shared = Some(queue);
            }
        }
    }

    /// The queue of a pool, as far as the file says anything of it.
    pub(super) fn queue(&self, reader: &mut Reader, pool: &str) -> SharedQueue {
        let pools = tables(self.root, "pool");
        let queue = pools.iter().find(|table| table.key == pool).and_then(|t| t.get("queue"));
        let all = Policy::all();
        let names: Vec<&str> = all.iter().map(Policy::name).collect();
        let named = queue.as_ref().and_then(|queue| reader.word(queue, "scheduler", &names));
        let mut policy = all.iter().find(|policy| Some(policy.name()) == named).cloned();
        if let Some(table) = queue.as_ref().and_then(|at| at.get("priority")).filter(Spot::is_table)
        {
            let factors = self.factors(reader, &table);
            match &mut policy {
                Some(Policy::Priority(own)) => *own = factors,
                _ => {
                    let reason = say("only the scheduler `priority` has these settings", &[]);
                    let help = say("write scheduler = \"priority\", or remove this table", &[]);
                    reader.error(&table.at_key(), reason, Some(help));
                }
            }
        }
        let mut most = |key: &str| {
            let count = queue.as_ref().and_then(|at| reader.count(at, key, Bounds::FROM_ONE));
            count.and_then(|count| u32::try_from(count).ok())
        };
        let limit = Limit { units: most("project-units"), jobs: most("project-jobs") };
        let over = queue.as_ref().and_then(|at| {
            let bounds = Bounds { low: 1.0, high: 10.0 };
            reader.value(at, "over-allocation", Unit::Number, bounds)
        });
        let at = self.inputs.pools.ids().find(|&at| self.inputs.pools[at].name == pool);
        let most_units = at.map_or(0, |at| i64::from(self.most_units(at)));
        let part = |key: &str| queue.as_ref().and_then(|at| at.get(key)).filter(Spot::is_table);
        let pre_emption = part("pre-emption");
        let reservations = part("reservation");
        SharedQueue {
            policy: policy.unwrap_or(Policy::Easy),
            limit,
            class_limits: part("limit")
                .map_or_else(BTreeMap::new, |at| self.limits_of(reader, &at)),
            partitions: part("partition")
                .map_or_else(Vec::new, |at| self.partitions(reader, &at, most_units)),
            pre_emption: pre_emption
                .map_or_else(PreEmption::default, |at| self.pre_emption(reader, &at, pool)),
            reservations: reservations
                .map_or_else(Vec::new, |at| self.reservations(reader, &at, most_units)),
            most_units,
            over_allocation: over.unwrap_or(1.0),
        }
    }
}

/// Hours of the day with their weights, the weekend, and growth over an award.
fn rhythm(reader: &mut Reader, table: &Spot<'_>) -> Option<Rhythm> {
    let at = table.get("rhythm").filter(Spot::is_table)?;
    let mut hours = [1.0; 24];
    for entry in at.get("hours").map_or_else(Vec::new, |hours| hours.entries()) {
        let weight = reader.plain(&entry, Unit::Number, Bounds::NOT_NEGATIVE);
        let ends = entry.key.split_once('-').and_then(|(from, to)| {
            let hour = |text: &str| text.trim().parse::<usize>().ok().filter(|hour| *hour <= 24);
            Some((hour(from)?, hour(to)?)).filter(|(from, to)| from < to)
        });
        match (ends, weight) {
            (Some((from, to)), Some(weight)) => hours[from..to].fill(weight),
            (None, _) => {
                let help = say("write hours = { 0-9 = 0.5, 9-18 = 2, 18-24 = 1 }", &[]);
                reader.error(&entry, say("these are no hours of a day", &[]), Some(help));
            }
            (Some(_), None) => {}
        }
    }
    let weekend = reader.value_or_default(&at, "weekend", Unit::Number, Bounds::NOT_NEGATIVE);
    let around_zero = Bounds { low: -1.0, high: 1.0 };
    let ramp = reader.value_or_default(&at, "ramp", Unit::Number, around_zero);
    if hours.iter().all(|weight| *weight == 0.0) {
        reader.error(&at, say("no job ever comes at these hours", &[]), None);
    }
    Rhythm::new(hours, weekend, ramp)
}

/// Whether awards in hours hurry late in their term.
fn rush(reader: &mut Reader, table: &Spot<'_>) -> Option<Rush> {
    let at = table.get("rush").filter(Spot::is_table)?;
    let from = reader.value_or_default(&at, "from", Unit::Number, Bounds::SHARE);
    let bounds = Bounds { low: 0.0, high: 10.0 };
    let strength = reader.value_or_default(&at, "strength", Unit::Number, bounds);
    (strength > 0.0).then_some(Rush { from, strength })
}

/// The chance that a job ends before its time, by itself or by its owner.
fn early(reader: &mut Reader, table: &Spot<'_>) -> f64 {
    let mut share = |key: &str| reader.value_or_default(table, key, Unit::Number, Bounds::SHARE);
    let sum = share("cancelled") + share("failed");
    if sum > 1.0 {
        let at = table.get("failed").unwrap_or_else(|| table.clone());
        let reason = say("more jobs are cancelled or fail than there are", &[]);
        reader.error(&at, reason, Some(say("the two shares sum to at most 1", &[])));
    }
    sum.min(1.0)
}

/// The names of the list `programmes`, each with its place.
pub(super) fn named_items<'t>(reader: &mut Reader, table: &Spot<'t>) -> Vec<Spot<'t>> {
    let Some(at) = table.get("programmes") else { return Vec::new() };
    let mut all = Vec::new();
    match &at.node.kind {
        Kind::Array(items) => {
            for (index, node) in items.iter().enumerate() {
                let item = Spot::item(&at, index, node);
                if item.node.text().is_none() {
                    reader.error(&item, say("this must be the name of a programme", &[]), None);
                }
                all.push(item);
            }
        }
        _ => {
            let help = say("write programmes = [\"name\"]", &[]);
            reader.error(&at, say("this must be a list of programmes", &[]), Some(help));
        }
    }
    all
}

fn job_rate(reader: &mut Reader, at: &Spot<'_>) -> Option<JobRate> {
    if at.is_table() {
        let Some(multiple) = at.get("use").filter(|_| at.entries().len() == 1) else {
            let help = say("write jobs = { use = 0.9 } or jobs = \"3 per week\"", &[]);
            reader.error(at, say("this is no rate of jobs", &[]), Some(help));
            return None;
        };
        let bounds = Bounds { low: 0.0, high: 100.0 };
        return reader.distribution(&multiple, Unit::Number, bounds).map(JobRate::OfAward);
    }
    let Some((rate, per_unit)) = at.node.text().and_then(units::rate) else {
        return reader.not_a(at, Unit::Rate);
    };
    let rate = reader.within(at, rate, Unit::Rate, Bounds::NOT_NEGATIVE)?;
    Some(if per_unit { JobRate::PerUnit(rate) } else { JobRate::PerAllocation(rate) })
}

fn job_size(reader: &mut Reader, at: &Spot<'_>) -> Option<JobSize> {
    match (at.get("share-of-allocation"), at.get("units")) {
        (Some(share), None) => {
            // `{ 0.125 = 0.3, 1.0 = 0.7 }` is a choice without the word.
            let shares = if is_dated(&share) {
                reader.choice(&share, Unit::Number, Bounds::SHARE)
            } else {
                reader.distribution(&share, Unit::Number, Bounds::SHARE)
            };
            shares.map(JobSize::ShareOfAllocation)
        }
        (None, Some(units)) => {
            reader.distribution(&units, Unit::Count, Bounds::FROM_ONE).map(JobSize::Units)
        }
        _ => {
            let help =
                say("write size = { share-of-allocation = 0.5 } or size = { units = 8 }", &[]);
            reader.error(at, say("a size is a share or a number of units", &[]), Some(help));
            None
        }
    }
}
