//! What the program carries with it: the template, the schema, the shipped scenarios, completions.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use clap::CommandFactory;
use clap_complete::Shell;

use super::text::print;
use super::{Arguments, Failure};
use crate::scenario::{LIBRARY, Scenario, keys, shipped};
use crate::words::Language;

const TEMPLATE: &str = include_str!("../../scenarios/template.toml");

pub(super) fn template() -> Result<(), Failure> {
    print(TEMPLATE)
}

pub(super) fn schema() -> Result<(), Failure> {
    print(&keys::schema())
}

/// The shipped scenarios with their questions, or the text of one.
pub(super) fn scenarios(name: Option<&str>, language: Language) -> Result<(), Failure> {
    if let Some(name) = name {
        return match shipped(name) {
            Some(text) => print(text),
            None => {
                let names = LIBRARY.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(", ");
                Err(Failure::User(format!(
                    "error: no shipped scenario is called {name}\nhelp: one of {names}"
                )))
            }
        };
    }
    let mut out = String::new();
    for &(name, text) in LIBRARY {
        let scenario = Scenario::parse(name, text)
            .map_err(|problems| Failure::said(&problems.in_language(language)))?;
        let title = scenario.title.in_language(language);
        let question = scenario.question.in_language(language);
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

/// A manual page of the program and of each command that is shown, into a folder.
pub(super) fn manual(folder: &Path) -> Result<(), Failure> {
    let cannot = |error: std::io::Error| {
        Failure::Other(format!("{} cannot be written: {error}", folder.display()))
    };
    fs::create_dir_all(folder).map_err(cannot)?;
    clap_mangen::generate_to(Arguments::command(), folder).map_err(cannot)
}
