//! What awarded projects run.

use super::machine::checkpoint;
use super::problem::say;
use super::programme::is_dated;
use super::read::{Draft, names};
use super::reader::{Bounds, Reader, Spot, tables};
use super::tree::Kind;
use super::units::{self, Unit};
use crate::engine::Distribution;
use crate::model::inputs::{JobRate, JobSize, Workload};

impl Draft<'_> {
    pub(super) fn workloads(&mut self, reader: &mut Reader) {
        let mut taken: Vec<(usize, Spot<'_>)> = Vec::new();
        for table in tables(self.root, "workload") {
            let mut programmes = Vec::new();
            for item in named_items(reader, &table) {
                let known = names(&self.inputs.programmes, |programme| &programme.name);
                let Some(text) = item.node.text() else { continue };
                let Some(programme) = reader.name(&item, text, "programme", &known) else {
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
            holds(reader, &table);
            let rate = table.get("jobs").and_then(|at| job_rate(reader, &at));
            let size = table.get("size").filter(Spot::is_table);
            let size = size.and_then(|at| job_size(reader, &at));
            let run_time = table
                .get("run-time")
                .and_then(|at| reader.distribution(&at, Unit::Length, Bounds::NOT_NEGATIVE));
            let checkpoint = checkpoint(reader, &table);
            self.inputs.workloads.push(Workload {
                checkpoint,
                name: table.key.to_owned(),
                programmes,
                rate: rate.unwrap_or(JobRate::PerAllocation(0.0)),
                size: size.unwrap_or(JobSize::ShareOfAllocation(Distribution::Constant(1.0))),
                run_time: run_time.unwrap_or(Distribution::Constant(0.0)),
            });
        }
    }
}

/// The names of the list `programmes`, each with its place.
fn named_items<'t>(reader: &mut Reader, table: &Spot<'t>) -> Vec<Spot<'t>> {
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

fn holds(reader: &mut Reader, table: &Spot<'_>) {
    let word = reader.text(table, "holds");
    if let (Some(word), Some(at)) = (word, table.get("holds"))
        && word != "dedicated"
    {
        let reason = say("`{}` is not known here: only `dedicated` exists", &[&word]);
        let help = say("a project owns the units of its allocation and may leave them idle", &[]);
        reader.error(&at, reason, Some(help));
    }
}

fn job_rate(reader: &mut Reader, at: &Spot<'_>) -> Option<JobRate> {
    match at.node.text().map(units::rate) {
        Some(Some((rate, _))) if rate < 0.0 => {
            reader.error(at, say("this must not be below {}", &[&0]), None);
            None
        }
        Some(Some((rate, true))) => Some(JobRate::PerUnit(rate)),
        Some(Some((rate, false))) => Some(JobRate::PerAllocation(rate)),
        _ => reader.not_a(at, Unit::Rate),
    }
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
