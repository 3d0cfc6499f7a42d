//! What the program carries with it: the template, the schema, the shipped scenarios, completions.

use std::fmt::Write as _;

use clap::CommandFactory;
use clap_complete::Shell;

use super::text::print;
use super::{Arguments, Failure};
use crate::report::Language;
use crate::scenario::{Scenario, keys};

const TEMPLATE: &str = include_str!("../../scenarios/template.toml");

/// Names and texts of the scenarios, first the one to look at first.
const SHIPPED: [(&str, &str); 3] = [
    ("gwangju-2025", include_str!("../../scenarios/gwangju-2025.toml")),
    ("another-centre", include_str!("../../scenarios/another-centre.toml")),
    ("one-queue", include_str!("../../scenarios/one-queue.toml")),
];

pub(super) fn template() -> Result<(), Failure> {
    print(TEMPLATE)
}

pub(super) fn schema() -> Result<(), Failure> {
    print(&keys::schema())
}

/// The shipped scenarios with their questions, or the text of one.
pub(super) fn scenarios(name: Option<&str>, language: Language) -> Result<(), Failure> {
    if let Some(name) = name {
        return match SHIPPED.iter().find(|(known, _)| *known == name) {
            Some((_, text)) => print(text),
            None => {
                let names = SHIPPED.map(|(name, _)| name).join(", ");
                Err(Failure::User(format!(
                    "error: no shipped scenario is called {name}\nhelp: one of {names}"
                )))
            }
        };
    }
    let mut out = String::new();
    for (name, text) in SHIPPED {
        let scenario = Scenario::parse(name, text)
            .map_err(|problems| Failure::Other(problems.in_language(language.code())))?;
        let title = scenario.title.in_language(language.code());
        let question = scenario.question.in_language(language.code());
        let _ = writeln!(out, "{name}\n  {title}\n  {question}\n");
    }
    out.push_str(language.pick(
        "파일로 받기: daegi scenarios 이름 > 내-센터.toml\n",
        "To get one as a file: daegi scenarios NAME > my-centre.toml\n",
    ));
    print(&out)
}

pub(super) fn completions(shell: Shell) -> Result<(), Failure> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Arguments::command(), "daegi", &mut script);
    print(&String::from_utf8_lossy(&script))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_scenario_of_the_project_is_shipped() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios");
        for entry in std::fs::read_dir(folder).unwrap().flatten() {
            let path = entry.path();
            let stem = path.file_stem().unwrap().to_string_lossy().into_owned();
            let toml = path.extension().is_some_and(|end| end == "toml");
            let known = stem == "template" || SHIPPED.iter().any(|(name, _)| *name == stem);
            assert!(!toml || known, "{stem} is not among the shipped scenarios");
        }
    }
}
