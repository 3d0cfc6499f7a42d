//! Keys of a file against the table of keys: those that are unknown, missing, or of the wrong kind.

use super::{Holds, below, entry, segment};
use crate::scenario::name::Name;
use crate::scenario::problem::{Message, Problem, nearest, say};
use crate::scenario::reader::kind_name;
use crate::scenario::tree::{Bytes, Kind, Node, Table, join};

/// Unknown keys, missing keys and values where tables should be.
pub(in crate::scenario) fn check(root: &Table) -> Vec<Problem> {
    let mut problems = Vec::new();
    walk(root, "", &(0..0), &mut Vec::new(), &mut problems);
    problems
}

/// What to write instead of a key that an earlier version had.
fn instead_of(pattern: &[&'static str], key: &str) -> Option<Message> {
    match (pattern, key) {
        (["programme", "*", "extra-round", "*"], "demand") => Some(say(
            "a call takes its people from those who wait: write reach = 0.5 for the share of them to whom it appeals, and induced = 20 for people who come for it alone",
            &[],
        )),
        (["programme", "*", "demand"], "odds") => {
            Some(say("it is a share of awards and is written `award-rate`", &[]))
        }
        _ => None,
    }
}

fn walk(
    table: &Table,
    path: &str,
    place: &Bytes,
    pattern: &mut Vec<&'static str>,
    problems: &mut Vec<Problem>,
) {
    let expected = below(pattern);
    for item in &table.entries {
        let item_path = join(path, &item.key);
        let Some(segment) = segment(pattern, &item.key) else {
            let known = expected.iter().copied().filter(|word| *word != "*");
            let help = instead_of(pattern, &item.key).unwrap_or_else(|| {
                match nearest(&item.key, known.clone()) {
                    Some(word) => say("did you mean `{}`?", &[&word]),
                    None => say("keys here: {}", &[&known.collect::<Vec<_>>().join(", ")]),
                }
            });
            let reason = say("there is no key `{}` here", &[&item.key]);
            problems.push(Problem::error(&item_path, item.key_span.clone(), reason).help(help));
            continue;
        };
        if segment == "*"
            && let Err(no_name) = Name::of(&item.key, &pattern.join("."))
        {
            let (reason, help) = no_name.told(&item.key);
            problems.push(Problem::error(&item_path, item.key_span.clone(), reason).help(help));
        }
        pattern.push(segment);
        descend(&item.value, &item_path, &item.key_span, pattern, problems);
        pattern.pop();
    }
    for word in expected.into_iter().filter(|word| table.get(word).is_none()) {
        pattern.push(word);
        if let Some(key) = entry(pattern).filter(|key| key.required) {
            let help = match (word, key.holds) {
                ("source", _) => say(
                    "say where the figures come from; if nowhere, write source = \"assumed\"",
                    &[],
                ),
                (_, Holds::Table) => say("add a table [{}]", &[&join(path, word)]),
                _ => say("add {} = {}", &[&word, &key.holds.example()]),
            };
            let reason = say("`{}` is missing", &[&word]);
            problems.push(Problem::error(&join(path, word), place.clone(), reason).help(help));
        }
        pattern.pop();
    }
}

fn descend(
    value: &Node,
    path: &str,
    key_span: &Bytes,
    pattern: &mut Vec<&'static str>,
    problems: &mut Vec<Problem>,
) {
    let leaf = below(pattern).is_empty();
    match value.table() {
        Some(table) if !leaf => walk(table, path, key_span, pattern, problems),
        None if entry(pattern).is_none_or(|key| key.holds == Holds::Table) => {
            let reason = say("this must be a table, not {}", &[&kind_name(&value.kind)]);
            let help = say("write [{}] and its keys below it", &[&path]);
            problems.push(Problem::error(path, value.span.clone(), reason).help(help));
        }
        _ => kind(value, path, key_span, pattern, problems),
    }
}

/// A problem if a text is something else: whoever reads it may not look.
fn kind(
    value: &Node,
    path: &str,
    key_span: &Bytes,
    pattern: &[&'static str],
    problems: &mut Vec<Problem>,
) {
    let Some(key) = entry(pattern) else { return };
    let flag = matches!(value.kind, Kind::Bool(_));
    if let (Holds::Source, Some(table)) = (key.holds, value.table()) {
        return languages(table, path, key_span, problems);
    }
    let right = match key.holds {
        Holds::Text | Holds::Source | Holds::Name(_) => value.text().is_some(),
        Holds::Word(words) => value.text().is_some() || (flag && words.contains("true")),
        _ => true,
    };
    if !right {
        let reason = say("this must be text, not {}", &[&kind_name(&value.kind)]);
        let help = say("put it in double quotes", &[]);
        let span = if value.table().is_some() { key_span } else { &value.span };
        problems.push(Problem::error(path, span.clone(), reason).help(help));
    }
}

/// A text in one or both languages: nothing else stands there, and something does.
fn languages(table: &Table, path: &str, key_span: &Bytes, problems: &mut Vec<Problem>) {
    let help = || say("write { ko = \"…\", en = \"…\" }", &[]);
    if table.entries.is_empty() {
        let reason = say("this must be text", &[]);
        problems.push(Problem::error(path, key_span.clone(), reason).help(help()));
    }
    for item in &table.entries {
        let item_path = join(path, &item.key);
        if !matches!(item.key.as_str(), "ko" | "en") {
            let reason = say("there is no key `{}` here", &[&item.key]);
            let problem = Problem::error(&item_path, item.key_span.clone(), reason);
            problems.push(problem.help(help()));
        } else if item.value.text().is_none() {
            let reason = say("this must be text, not {}", &[&kind_name(&item.value.kind)]);
            let help = say("put it in double quotes", &[]);
            problems.push(Problem::error(&item_path, item.value.span.clone(), reason).help(help));
        }
    }
}
