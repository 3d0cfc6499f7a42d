//! What a run has found, as data for the page: the answer block in words, and its charts.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use super::refusal::Refusal;
use super::run::Run;
use crate::report::{self, Answers, Said};
use crate::words::Language;

/// Bytes of a chart that are looked at for its title and description.
const HEAD: usize = 8_192;

/// The answer of a run so far.
pub(super) fn of(run: &Run, runs: &Path, language: Language) -> Result<Value, Refusal> {
    let (Some(stage), Some(folder)) = (run.stages.last(), run.results(runs)) else {
        return Err(Refusal::absent());
    };
    // A stage that has just been replaced is asked for again.
    let answers = report::answers(&folder, language).map_err(|why| Refusal::system(&why))?;
    Ok(json!({
        "id": run.id, "stage": stage, "answer": in_words(&answers), "charts": charts(&folder, language),
    }))
}

fn in_words(answers: &Answers) -> Value {
    let said = |list: &[Said]| -> Vec<Value> {
        let one = |it: &Said| json!({ "of": it.of, "lead": it.lead, "clauses": it.clauses });
        list.iter().map(one).collect()
    };
    let rows = answers.table.rows.iter().map(|(title, cells)| {
        let cells: Vec<Value> = cells
            .iter()
            .map(|cell| {
                let mark = cell.mark.map(report::Mark::sign);
                json!({ "value": cell.value, "range": cell.range, "mark": mark })
            })
            .collect();
        json!({ "title": title, "cells": cells })
    });
    json!({
        "verdicts": said(&answers.verdicts),
        "head": answers.table.head,
        "rows": rows.collect::<Vec<_>>(),
        "against": said(&answers.against),
        "hangs": answers.hangs,
        "best": answers.best,
        "readings": said(&answers.readings),
        "compared": answers.compared,
        "notes": answers.notes,
    })
}

/// The charts of a folder in a language: name, title and what it shows in words.
fn charts(folder: &Path, language: Language) -> Vec<Value> {
    let ending = format!(".{}.svg", language.code());
    let Ok(entries) = fs::read_dir(folder.join("charts")) else { return Vec::new() };
    let mut names: Vec<String> = entries
        .flatten()
        .filter_map(|entry| entry.file_name().into_string().ok())
        .filter_map(|name| name.strip_suffix(&ending).map(str::to_owned))
        .filter(|name| !name.contains('.'))
        .collect();
    // The chart of the answer comes first.
    names.sort_by_key(|name| (name != "answers", name.clone()));
    let one = |name: &String| {
        let text = fs::read(folder.join("charts").join(format!("{name}{ending}"))).ok()?;
        let head = String::from_utf8_lossy(&text[..text.len().min(HEAD)]).into_owned();
        let part = |tag: &str| between(&head, tag).unwrap_or_default();
        Some(json!({ "name": name, "title": part("title"), "text": part("desc") }))
    };
    names.iter().filter_map(one).collect()
}

/// What stands between the tags of that name, in plain text.
fn between(text: &str, tag: &str) -> Option<String> {
    let (_, rest) = text.split_once(&format!("<{tag} "))?;
    let (inner, _) = rest.split_once('>')?.1.split_once(&format!("</{tag}>"))?;
    let plain = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")];
    Some(plain.iter().fold(inner.to_owned(), |text, (from, to)| text.replace(from, to)))
}
