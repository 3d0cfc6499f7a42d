//! What a scenario has beside its baseline: alternatives, readings and points of sweeps are read as scenarios of their own.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{
    Alternative, Assumption, LogFile, Problem, alternative, assumptions, log, observed, problem,
    read, reader, tree,
};
use crate::model::inputs::Inputs;
use crate::time::Calendar;
use crate::words::Bilingual;

/// What is gathered while the worlds beside the baseline are read.
pub(super) struct Others<'a> {
    pub(super) files: &'a mut log::Files,
    pub(super) calendar: Arc<Calendar>,
    pub(super) baseline: &'a Inputs,
    pub(super) discount: Option<f64>,
    pub(super) problems: Vec<Problem>,
    pub(super) titles: BTreeMap<String, Bilingual>,
    pub(super) assumptions: Vec<Assumption>,
    pub(super) logs: Vec<LogFile>,
}

impl Others<'_> {
    /// The alternatives of the file, each read as a scenario of its own.
    pub(super) fn alternatives(
        &mut self,
        root: &tree::Table,
        single: &tree::Table,
        reader: &mut reader::Reader,
    ) -> Vec<Alternative> {
        let mut alternatives = Vec::new();
        for at in alternatives_of(root) {
            if self.problems.len() + reader.problems.len() > problem::MOST_SHOWN {
                break;
            }
            let tree = alternative::edited(single, &at, reader, alternative::Setting::Alternative);
            let name = at.key.to_owned();
            let world = self.world(&tree, &name);
            observed::only_observed_in_baseline(self.baseline, &world.inputs, &at, reader);
            let title = at.get("title").and_then(|at| read::bilingual(reader, &at));
            let title = title.unwrap_or_else(|| Bilingual::same(&name));
            alternatives.push(Alternative { name, title, inputs: world.inputs });
        }
        alternatives
    }

    /// A world beside the baseline, due when the baseline is.
    pub(super) fn world(&mut self, tree: &tree::Table, name: &str) -> read::World {
        let mut other = self.any_world(tree, name);
        keep_to_plan(self.baseline, &mut other.inputs);
        other
    }

    /// A world beside the baseline: its problems, titles, logs and assumptions are kept, each once.
    pub(super) fn any_world(&mut self, tree: &tree::Table, name: &str) -> read::World {
        let (mut other, more) = read::world(tree, Vec::new(), self.files, Some(&self.calendar));
        for problem in more {
            let same =
                |known: &Problem| (&known.span, &known.reason) == (&problem.span, &problem.reason);
            if !self.problems.iter().any(same) {
                self.problems.push(Problem { alternative: Some(name.to_owned()), ..problem });
            }
        }
        for (path, title) in std::mem::take(&mut other.titles) {
            self.titles.entry(path).or_insert(title);
        }
        for log in std::mem::take(&mut other.logs) {
            if !self.logs.contains(&log) {
                self.logs.push(log);
            }
        }
        for assumption in assumptions(&other.sources, Some(name)) {
            let known =
                |it: &Assumption| (&it.path, &it.source) == (&assumption.path, &assumption.source);
            if !self.assumptions.iter().any(known) {
                self.assumptions.push(assumption);
            }
        }
        other.inputs.discount = self.discount;
        other.inputs.factors.keep_points_of(&self.baseline.factors);
        other
    }
}

/// The lots of an alternative are due when the baseline's are, by name: a plan is no factor, so that a
/// later delivery is late and not another plan.
pub(super) fn keep_to_plan(baseline: &Inputs, other: &mut Inputs) {
    for lot in &mut other.lots {
        if let Some(before) = baseline.lots.find(|before| before.name == lot.name) {
            lot.keep_to_plan(&baseline.lots[before]);
        }
    }
}

/// The tables of the alternatives.
pub(super) fn alternatives_of(root: &tree::Table) -> Vec<reader::Spot<'_>> {
    let all = reader::top(root, "study").and_then(|study| study.get("alternative"));
    let all = all.map_or_else(Vec::new, |all| all.entries());
    all.into_iter().filter(reader::Spot::is_table).collect()
}

/// The tables of `[study]` that hold worlds of their own.
const WORLDS: [&str; 3] = ["alternative", "reading", "sweep"];

/// The tree without the tables of alternatives, readings and sweeps: a world has none of them.
pub(super) fn without_alternatives(root: &tree::Table) -> tree::Table {
    let mut single = tree::Table::default();
    for entry in &root.entries {
        match &entry.value.kind {
            tree::Kind::Table(study) if entry.key == "study" => {
                let others =
                    study.entries.iter().filter(|entry| !WORLDS.contains(&entry.key.as_str()));
                let kind = tree::Kind::Table(tree::Table { entries: others.cloned().collect() });
                let value = tree::Node { span: entry.value.span.clone(), kind };
                let (key, key_span) = (entry.key.clone(), entry.key_span.clone());
                single.entries.push(tree::Entry { key, key_span, value });
            }
            _ => single.entries.push(entry.clone()),
        }
    }
    single
}
