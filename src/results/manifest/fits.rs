//! Whether what a manifest says fits together: it may have been written by anybody.

use std::collections::BTreeSet;

use super::Manifest;
use crate::scenario::{BASELINE, Name};

/// Longest part of a path in the folder, in bytes.
const LONGEST: usize = 255;

/// What does not fit together in a manifest, if anything does not.
pub(super) fn misfit(manifest: &Manifest) -> Option<String> {
    if !manifest.mark.is_ours() {
        return Some(format!("it is of the program {:?}", manifest.mark.program));
    }
    // Each list with the part of a scenario whose names it holds.
    let named = [
        ("alternatives", "study.alternative", names(&manifest.alternatives, |one| &one.name)),
        ("pools", "pool", names(&manifest.pools, |one| &one.name)),
        ("classes", "class", names(&manifest.classes, |one| &one.name)),
        ("programmes", "programme", names(&manifest.programmes, |one| &one.name)),
        ("fundings", "funding", names(&manifest.fundings, |one| &one.name)),
        ("expansions", "expansion", names(&manifest.expansions, |one| &one.name)),
        ("outputs", "output", names(&manifest.outputs, |one| &one.name)),
        ("checks", "check", names(&manifest.checks, |one| &one.name)),
    ];
    for (list, part, names) in &named {
        let mut seen = BTreeSet::new();
        for (at, &path) in names.iter().enumerate() {
            if !seen.insert(path) {
                return Some(format!("{path:?} is twice in `{list}`"));
            }
            // Expansions are named by their paths.
            let own = path.strip_prefix(&format!("{part}.")).filter(|_| *part == "expansion");
            let name = own.unwrap_or(path);
            // The file itself is the first of its alternatives, by a name that no other may have.
            let baseline = *part == "study.alternative" && at == 0;
            let fits = if baseline { name == BASELINE } else { Name::of(name, part).is_ok() };
            if !fits {
                return Some(format!("{name:?} in `{list}` is not a name"));
            }
        }
    }
    if manifest.alternatives.is_empty() {
        return Some("it names no alternative".to_owned());
    }
    if manifest.pools.is_empty() {
        return Some("it names no pool".to_owned());
    }
    let pools: Vec<&str> = names(&manifest.pools, |one| &one.name);
    if let Some(lost) = manifest.programmes.iter().find(|it| !pools.contains(&it.pool.as_str())) {
        return Some(format!("{:?} is not among its pools", lost.pool));
    }
    let (calendar, window) = (&manifest.calendar, &manifest.window);
    if calendar.start >= calendar.end {
        return Some("its calendar ends before it begins".to_owned());
    }
    if window.from >= window.to {
        return Some("its window ends before it begins".to_owned());
    }
    let answer = &manifest.answer;
    for option in &answer.options {
        if !manifest.alternatives.iter().any(|one| one.name == option.alternative) {
            return Some(format!("{:?} of `answer` is no alternative", option.alternative));
        }
        if option.cells.len() != answer.measured.len() {
            return Some("an option of `answer` has not as many cells as are measured".to_owned());
        }
    }
    if window.from < calendar.start || window.to > calendar.end {
        return Some("its window is not within its calendar".to_owned());
    }
    let mark = &manifest.mark;
    let odd = mark.files.iter().chain(&mark.missing).chain(manifest.table_files.keys());
    odd.into_iter()
        .find(|path| !is_path(path))
        .map(|path| format!("{path:?} is not a file of a folder"))
}

fn names<T>(list: &[T], name: impl Fn(&T) -> &String) -> Vec<&str> {
    list.iter().map(|one| name(one).as_str()).collect()
}

/// Whether a name can be a part of a path in the folder: it must not lead out of it.
fn is_part(name: &str) -> bool {
    let odd = |c: char| c.is_control() || matches!(c, '/' | '\\' | '\0');
    !name.is_empty() && name.len() <= LONGEST && !name.starts_with('.') && !name.chars().any(odd)
}

/// Whether a path can be that of a file of the folder.
fn is_path(path: &str) -> bool {
    path.split('/').all(is_part)
}
