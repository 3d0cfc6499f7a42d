//! The layers only look down: every `use crate::` line is read and held against the written order.

use std::fs;
use std::path::{Path, PathBuf};

/// Layer → layers that it may use. `main` and `lib` only name the others.
const MAY_USE: [(&str, &[&str]); 17] = [
    ("checked", &[]),
    ("time", &["checked"]),
    ("quantity", &["checked"]),
    ("host", &[]),
    ("engine", &["time", "checked"]),
    ("stats", &["engine"]),
    ("words", &["time"]),
    ("measures", &["words"]),
    ("scheduler", &[]),
    ("trace", &["words", "host", "scheduler", "engine", "time"]),
    ("model", &["checked", "measures", "scheduler", "engine", "time", "quantity"]),
    (
        "scenario",
        &["words", "measures", "trace", "scheduler", "model", "engine", "time", "quantity"],
    ),
    (
        "results",
        &[
            "host",
            "words",
            "measures",
            "trace",
            "scheduler",
            "scenario",
            "model",
            "stats",
            "time",
            "quantity",
        ],
    ),
    (
        "study",
        &[
            "host", "words", "measures", "results", "scenario", "model", "engine", "stats", "time",
            "quantity",
        ],
    ),
    ("report", &["words", "measures", "results", "trace", "time", "quantity"]),
    ("serve", &["words", "scenario", "results", "report"]),
    (
        "cli",
        &[
            "serve",
            "host",
            "words",
            "measures",
            "scheduler",
            "trace",
            "report",
            "study",
            "results",
            "scenario",
            "model",
            "stats",
            "time",
            "quantity",
        ],
    ),
];

/// Crate → the only layers that may name it.
const HOMES: [(&str, &[&str]); 9] = [
    ("polars_arrow", &["results"]),
    ("polars_parquet", &["results"]),
    ("resvg", &["report"]),
    ("rayon", &["study"]),
    ("clap", &["cli"]),
    ("toml", &["scenario"]),
    ("axum", &["serve"]),
    ("tokio", &["serve"]),
    ("toml_edit", &["serve"]),
];

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("src is there").flatten() {
        let path = entry.path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            found.push(path);
        }
    }
}

/// Violations in one file of `layer`: what its code (comments apart) names and may not.
fn violations(layer: &str, text: &str) -> Vec<String> {
    let allowed = MAY_USE.iter().find(|(name, _)| *name == layer).map_or(&[][..], |(_, uses)| uses);
    let mut wrong = Vec::new();
    for line in text.lines().map(str::trim).filter(|line| !line.starts_with("//")) {
        for (other, _) in MAY_USE {
            let named = line.contains(&format!("crate::{other}::"))
                || line.contains(&format!("crate::{other};"));
            if named && other != layer && !allowed.contains(&other) {
                wrong.push(format!("{layer} names {other}: {line}"));
            }
        }
        for (name, homes) in HOMES {
            let word = line.split(|c: char| !c.is_alphanumeric() && c != '_' && c != ':');
            let named = word.into_iter().any(|word| word.starts_with(&format!("{name}::")));
            if named && !homes.contains(&layer) {
                wrong.push(format!("{layer} names the crate {name}: {line}"));
            }
        }
    }
    wrong
}

#[test]
fn every_layer_only_looks_down() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    sources(&root, &mut files);
    let mut wrong = Vec::new();
    let mut layers = std::collections::BTreeSet::new();
    for file in &files {
        let inside = file.strip_prefix(&root).expect("under src");
        let first = inside.components().next().expect("a name");
        let layer = Path::new(first.as_os_str()).file_stem().expect("a stem").to_string_lossy();
        if layer == "lib" || layer == "main" {
            continue;
        }
        layers.insert(layer.to_string());
        wrong.extend(violations(&layer, &fs::read_to_string(file).expect("text")));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert_eq!(layers.len(), MAY_USE.len(), "a layer is not in the table: {layers:?}");
}

/// The twin: a model that knows tables must be caught.
#[test]
fn a_layer_that_looks_up_is_caught() {
    assert_eq!(violations("model", "use crate::results::Future;").len(), 1);
    assert_eq!(violations("engine", "fn f(x: rayon::ThreadPool) {}").len(), 1);
    assert!(violations("model", "// as crate::results:: says").is_empty());
    assert!(violations("study", "use crate::model::Draws;").is_empty());
}
