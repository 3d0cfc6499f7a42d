//! The register of assumptions: what every table says of its source, what kind of evidence that is, and which of its
//! inputs are uncertain.

use super::Scenario;
use super::checks::said;
use super::problem::{nearest, say};
use super::read::bilingual;
use super::reader::{Reader, tables};
use super::tree::Table;
use crate::time::Date;
use crate::words::Bilingual;

/// What kind of evidence a source is. The rule, in this order: a source that names nobody and nothing but that it is
/// assumed is a placeholder; one that speaks of a judgement is an expert's; one in which something is assumed, derived,
/// fitted or estimated is an inference; every other is a fact that somebody published.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Class {
    /// The figures of the table were published.
    Fact,
    /// Worked out of what somebody published, or partly assumed.
    Inference,
    /// An expert states the figures.
    Expert,
    /// Nothing supports the figures yet.
    Placeholder,
}

impl Class {
    /// The class of a source.
    #[must_use]
    pub fn of(source: &str) -> Self {
        let text = source.to_lowercase();
        let any = |words: &[&str]| words.iter().any(|word| text.contains(word));
        let bare = text.trim_matches(|c: char| !c.is_alphanumeric());
        if matches!(bare, "assumed" | "assumption" | "가정" | "") {
            Self::Placeholder
        } else if any(&["expert", "judgement", "judgment", "전문가"]) {
            Self::Expert
        } else if any(&[
            "assum", "deriv", "infer", "fitted", "estimat", "guess", "가정", "추정", "추론",
        ]) {
            // A source that is assumed for a reason, but names nobody, has no digit of a date or a
            // figure.
            if any(&["assum", "guess", "가정"]) && !text.chars().any(|c| c.is_ascii_digit()) {
                Self::Placeholder
            } else {
                Self::Inference
            }
        } else {
            Self::Fact
        }
    }

    /// Name of the class in tables.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Fact => "fact",
            Self::Inference => "inference",
            Self::Expert => "expert",
            Self::Placeholder => "placeholder",
        }
    }
}

/// Who answers for a table with a source, and when it is looked at again.
#[derive(Clone, Debug, PartialEq)]
pub struct Care {
    /// Path of the table.
    pub path: String,
    /// Who answers for the table.
    pub owner: Option<Bilingual>,
    /// When the table is looked at again.
    pub review: Option<Date>,
}

impl Care {
    /// Whether the day of its review lies before the latest fact of the scenario, so that it should have been looked at
    /// since. What day it is where the program runs plays no part.
    #[must_use]
    pub fn is_over(&self, latest: Option<Date>) -> bool {
        self.review.zip(latest).is_some_and(|(review, latest)| review < latest)
    }
}

/// What `[register]` says.
pub(super) fn cares(
    root: &Table,
    sources: &[(String, Bilingual)],
    reader: &mut Reader,
) -> Vec<Care> {
    let mut cares: Vec<Care> = Vec::new();
    for table in tables(root, "register") {
        let owner = table.get("owner").and_then(|at| bilingual(reader, &at));
        let review = table.get("review").and_then(|at| reader.date(&at));
        let Some(path) = reader.text(&table, "of").map(str::to_owned) else { continue };
        let Some(at) = table.get("of") else { continue };
        if !sources.iter().any(|(known, _)| *known == path) {
            let known = sources.iter().map(|(known, _)| known.as_str());
            let help = nearest(&path, known).map(|near| say("did you mean \"{}\"?", &[&near]));
            reader.error(&at, say("`{}` is no table with a source", &[&path]), help);
        } else if cares.iter().any(|one| one.path == path) {
            let help = say("keep one of them", &[]);
            reader.error(&at, say("`{}` stands in the register twice", &[&path]), Some(help));
        }
        cares.push(Care { path, owner, review });
    }
    cares
}

/// The latest date that a source names, of those that are facts.
pub(super) fn latest_fact(sources: &[(String, Bilingual)]) -> Option<Date> {
    let facts = sources.iter().filter(|(_, source)| Class::of(&source.en) == Class::Fact);
    facts.filter_map(|(_, source)| said(&source.ko).max(said(&source.en))).max()
}

/// A row of the register.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// Id of the row: the path of the table.
    pub path: String,
    /// Kind of evidence that the table has.
    pub class: Class,
    /// What the table says of its source.
    pub source: Bilingual,
    /// The alternative that adds it; `None`: the baseline has it.
    pub alternative: Option<String>,
    /// Keys of the table, each with what the file says: a value or a distribution.
    pub values: Vec<(String, String)>,
    /// Paths of the table's inputs that are drawn in each future.
    pub drawn: Vec<String>,
    /// Who answers for the table, and when it is looked at again.
    pub care: Option<Care>,
}

/// The register of a scenario: every table with a source, in the order of the file, then what alternatives add.
#[must_use]
pub fn register(scenario: &Scenario) -> Vec<Entry> {
    let trees: Vec<toml::Table> =
        [Some(scenario.text.as_str()), scenario.base.as_ref().map(|base| base.text.as_str())]
            .into_iter()
            .flatten()
            .filter_map(|text| text.parse().ok())
            .collect();
    let baseline = scenario.sources.iter().map(|(path, source)| (path, source, None));
    let added = scenario.assumptions.iter().filter(|one| one.alternative.is_some());
    let added = added.map(|one| (&one.path, &one.source, one.alternative.clone()));
    let inputs = |alternative: Option<&str>| {
        let other = scenario.alternatives.iter().find(|one| Some(one.name.as_str()) == alternative);
        other.map_or(&scenario.baseline, |one| &one.inputs)
    };
    baseline
        .chain(added)
        .map(|(path, source, alternative)| {
            let under = |factor: &str| {
                let factor = match factor.strip_prefix("demand.") {
                    Some(programme) => format!("programme.{programme}.observed."),
                    None => format!("{factor}."),
                };
                factor.starts_with(&format!("{path}."))
            };
            let factors = inputs(alternative.as_deref()).factors.listed();
            let drawn = factors.map(|(_, factor)| factor.path.clone()).filter(|path| under(path));
            Entry {
                path: path.clone(),
                class: Class::of(&source.en),
                source: source.clone(),
                values: trees.iter().find_map(|tree| values(tree, path)).unwrap_or_default(),
                drawn: drawn.collect(),
                care: scenario.cares.iter().find(|one| one.path == *path).cloned(),
                alternative,
            }
        })
        .collect()
}

/// The plain keys of the table at a path, as written.
fn values(tree: &toml::Table, path: &str) -> Option<Vec<(String, String)>> {
    let mut table = tree;
    for part in path.split('.') {
        table = table.get(part)?.as_table()?;
    }
    let plain = |(key, value): (&String, &toml::Value)| {
        let words = ["source", "title", "unit-name"].contains(&key.as_str());
        let text = match value {
            toml::Value::String(text) => text.clone(),
            toml::Value::Table(_) => return None,
            other => other.to_string(),
        };
        (!words).then(|| (key.clone(), text))
    };
    Some(table.iter().filter_map(plain).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_class_follows_from_what_a_source_says() {
        for (source, class) in [
            ("assumed", Class::Placeholder),
            ("assumed: as large as the others", Class::Placeholder),
            ("Kwangju Ilbo 2025-07-02 (a claim of the city)", Class::Fact),
            ("derived: 96억 for 33.4 PF (nocutnews 2025-07-29)", Class::Inference),
            ("gwangnam 2025-11-17; dates, and all beyond 2026, assumed", Class::Inference),
            ("expert judgement of the operator, 2025", Class::Expert),
        ] {
            assert_eq!(Class::of(source), class, "{source}");
        }
    }

    #[test]
    fn every_source_of_a_shipped_scenario_has_its_row() {
        for (name, text) in super::super::LIBRARY {
            let scenario = Scenario::parse(name, text).unwrap();
            let register = register(&scenario);
            assert!(register.len() >= scenario.sources.len(), "{name}");
            // An input that is drawn stands under a table with a source, or is inferred under one.
            let drawn = register.iter().map(|entry| entry.drawn.len()).sum::<usize>();
            assert!(drawn > 0 || scenario.baseline.factors.is_empty(), "{name}");
        }
    }
}
