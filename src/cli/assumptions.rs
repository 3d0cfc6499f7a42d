//! `daegi assumptions`: the register of a scenario, ranked by what moved an answer where results are given.

use std::fmt::Write as _;
use std::path::Path;

use super::text::print;
use super::{Failure, read_scenario};
use crate::report::{Moves, moves};
use crate::results::saved::Saved;
use crate::scenario::register::{Class, Entry, register};
use crate::words::Language;

pub(super) fn assumptions(
    file: &Path,
    results: Option<&Path>,
    language: Language,
) -> Result<(), Failure> {
    let scenario = read_scenario(file, language)?;
    let saved = results.map(Saved::open).transpose();
    let saved = saved.map_err(|error| Failure::User(format!("error: {error}")))?;
    let mut entries: Vec<(Option<Moves>, Entry)> = register(&scenario)
        .into_iter()
        .map(|entry| {
            let own = |input: &str| entry.drawn.iter().any(|drawn| drawn == input);
            let found = saved.as_ref().and_then(|saved| moves(saved.manifest(), language, &own));
            (found, entry)
        })
        .collect();
    // The order: first tables that move an answer most, then those with the weakest evidence, then
    // the order of the file.
    entries.sort_by(|a, b| {
        let size = |moves: &Option<Moves>| moves.as_ref().map_or(0.0, |moves| moves.size);
        size(&b.0).total_cmp(&size(&a.0)).then(b.1.class.cmp(&a.1.class))
    });
    let mut out = format!("{}\n", scenario.title.in_language(language));
    let counts = [Class::Fact, Class::Inference, Class::Expert, Class::Placeholder].map(|class| {
        let count = entries.iter().filter(|(_, entry)| entry.class == class).count();
        format!("{} {count}", language.class_of_evidence(class.name()))
    });
    // Writing to a string cannot fail.
    let _ = writeln!(out, "{}\n", counts.join(" · "));
    for (moves, entry) in &entries {
        let class = language.class_of_evidence(entry.class.name());
        let added = entry.alternative.as_ref().map(|name| format!(" ({name})")).unwrap_or_default();
        let _ = writeln!(out, "{} [{class}]{added}", entry.path);
        if let Some(moves) = moves {
            let word = language.pick("순위상관", "rank correlation");
            let _ = writeln!(out, "  {word}: {}", moves.said);
            if !moves.turns.is_empty() {
                let word =
                    language.pick("차이의 방향이 바뀌는 값", "the sign of the difference turns");
                let _ = writeln!(out, "  {word}: {}", moves.turns);
            }
        }
        for (key, value) in &entry.values {
            let _ = writeln!(out, "  {key} = {value}");
        }
        if !entry.drawn.is_empty() {
            let word = language.pick("모의실험마다 뽑음", "drawn in each future");
            let _ = writeln!(out, "  {word}: {}", entry.drawn.join(", "));
        }
        let _ = writeln!(
            out,
            "  {}: {}",
            language.pick("출처", "source"),
            entry.source.in_language(language)
        );
        let Some(care) = &entry.care else { continue };
        if let Some(owner) = &care.owner {
            let word = language.pick("담당", "owner");
            let _ = writeln!(out, "  {word}: {}", owner.in_language(language));
        }
        if let Some(review) = care.review {
            let word = language.pick("다시 살필 날", "review");
            let over = match scenario.latest_fact.filter(|latest| care.is_over(Some(*latest))) {
                None => String::new(),
                Some(latest) if language == Language::Ko => {
                    format!(" (지났음: 파일의 가장 늦은 사실은 {latest})")
                }
                Some(latest) => format!(" (over: the latest fact of the file is of {latest})"),
            };
            let _ = writeln!(out, "  {word}: {review}{over}");
        }
    }
    print(&out)
}
