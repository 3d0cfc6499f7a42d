//! `daegi check --json`: the problems of a file, or the figures that follow from it, for other programs.

use std::path::Path;

use serde::Serialize;

use crate::cli::Failure;
use crate::cli::text::print;
use crate::model::Unclosed;
use crate::results::{Arithmetic, NamedEntry};
use crate::scenario::derived::promises::promises;
use crate::scenario::{BASELINE, Better, ListedProblem, Problems, Scenario};
use crate::words::Bilingual;

/// What stands on standard output, as one JSON object.
#[derive(Debug, Serialize)]
struct Report {
    /// The program's version.
    daegi: &'static str,
    /// The file, as it was named.
    file: String,
    /// Whether it can be simulated.
    ok: bool,
    /// How many problems keep it from being simulated.
    errors: usize,
    /// How many do not.
    warnings: usize,
    /// Every problem, by place.
    problems: Vec<ListedProblem>,
    /// What follows from the file; absent if it cannot be simulated.
    facts: Option<Facts>,
}

/// What follows from a scenario by reading and arithmetic: nothing is played.
#[derive(Debug, Serialize)]
struct Facts {
    title: Bilingual,
    question: Bilingual,
    seed: u64,
    replications: u32,
    /// The baseline first.
    alternatives: Vec<NamedEntry>,
    answers: Vec<Asked>,
    /// Paths of the tables whose source says that something is assumed.
    assumed: Vec<String>,
    /// Inputs that each future draws, with their typical value in the unit of their key.
    drawn: Vec<Drawn>,
    /// Keys that the file leaves out, and what is taken for them.
    defaults: Vec<Default>,
    arithmetic: Arithmetic,
    /// Programmes that award whatever fits just before awards end.
    too_early: Vec<Early>,
    /// Programmes that award whatever fits, much in one call and little in the next.
    alternating: Vec<Alternates>,
}

#[derive(Debug, Serialize)]
struct Early {
    programme: String,
    decides: String,
    ends: String,
    calls: usize,
}

#[derive(Debug, Serialize)]
struct Alternates {
    programme: String,
    decides: String,
    places: [f64; 4],
}

/// A response that the question asks for.
#[derive(Debug, Serialize)]
struct Asked {
    name: String,
    response: &'static str,
    /// `site` if it is about all of it.
    scope: String,
    better: Option<&'static str>,
}

#[derive(Debug, Serialize)]
struct Drawn {
    path: String,
    typical: f64,
}

#[derive(Debug, Serialize)]
struct Default {
    path: String,
    value: String,
}

/// Checks a file. Standard output holds one JSON object whatever is found; the exit code is that of `check`.
pub(super) fn check(file: &Path) -> Result<(), Failure> {
    let (problems, facts) = match Scenario::read(file) {
        Ok(scenario) => {
            let facts = facts(&scenario).map_err(|error| Failure::Other(error.to_string()))?;
            (scenario.warnings, Some(facts))
        }
        Err(problems) => (problems, None),
    };
    print(&(text(file, &problems, facts)? + "\n"))?;
    if problems.errors() > 0 { Err(Failure::UserSaid) } else { Ok(()) }
}

fn text(file: &Path, problems: &Problems, facts: Option<Facts>) -> Result<String, Failure> {
    let errors = problems.errors();
    let report = Report {
        daegi: env!("CARGO_PKG_VERSION"),
        file: file.display().to_string(),
        ok: errors == 0,
        errors,
        warnings: problems.list.len() - errors,
        problems: problems.listed(),
        facts,
    };
    serde_json::to_string_pretty(&report).map_err(|error| Failure::Other(error.to_string()))
}

fn facts(scenario: &Scenario) -> Result<Facts, Unclosed> {
    let baseline = NamedEntry { name: BASELINE.to_owned(), title: scenario.baseline_title.clone() };
    let others = scenario
        .alternatives
        .iter()
        .map(|other| NamedEntry { name: other.name.clone(), title: other.title.clone() });
    let answers = scenario.answers.iter().map(|answer| Asked {
        name: answer.name.clone(),
        response: answer.response.name(),
        scope: answer.scope.clone().unwrap_or_else(|| "site".to_owned()),
        better: answer.better.map(Better::word),
    });
    let drawn = scenario.baseline.factors.listed().map(|(_, factor)| Drawn {
        path: factor.path.clone(),
        typical: factor.distribution.typical(),
    });
    let defaults = scenario
        .defaults
        .iter()
        .map(|(path, value)| Default { path: path.clone(), value: value.clone() });
    let promises = promises(&scenario.baseline)?;
    let too_early = promises.too_early.into_iter().map(|one| Early {
        programme: one.programme,
        decides: one.decides.to_string(),
        ends: one.ends.to_string(),
        calls: one.calls,
    });
    let alternating = promises.alternating.into_iter().map(|one| Alternates {
        programme: one.programme,
        decides: one.decides.to_string(),
        places: one.places,
    });
    Ok(Facts {
        title: scenario.title.clone(),
        question: scenario.question.clone(),
        seed: scenario.seed,
        replications: scenario.replications,
        alternatives: std::iter::once(baseline).chain(others).collect(),
        answers: answers.collect(),
        assumed: scenario.assumptions.iter().map(|one| one.path.clone()).collect(),
        drawn: drawn.collect(),
        defaults: defaults.collect(),
        arithmetic: Arithmetic::of(&scenario.baseline)?,
        too_early: too_early.collect(),
        alternating: alternating.collect(),
    })
}
