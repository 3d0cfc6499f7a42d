//! Broken scenarios: small edits of a good one. Each must be told at its place, in words, with a fix.

use daegi::scenario::{Problems, Scenario};
use daegi::words::Language;

use crate::broken::CASES;

const GOOD: &str = include_str!("../../scenarios/template.toml");

fn edited(old: &str, new: &str) -> String {
    assert_eq!(GOOD.matches(old).count(), 1, "`{old}` must stand once in the template");
    GOOD.replacen(old, new, 1)
}

/// The place of `mark` in the text, as line:column.
fn place(text: &str, mark: &str) -> String {
    let at = text.find(mark).unwrap_or_else(|| panic!("`{mark}` is not in the text"));
    let line = text[..at].matches('\n').count() + 1;
    let column = text[..at].rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    format!("{line}:{column}")
}

fn problems(text: &str) -> Problems {
    match Scenario::parse("t.toml", text) {
        Ok(scenario) => scenario.warnings,
        Err(problems) => problems,
    }
}

#[test]
fn the_good_one_is_good() {
    let found = problems(GOOD);
    assert!(found.is_empty(), "{found}");
}

#[test]
fn every_broken_one_is_told_at_its_place() {
    let mut failed = String::new();
    for case in CASES {
        let text = edited(case.old, case.new);
        let found = problems(&text);
        let place = place(&text, case.mark);
        let shown = found.to_string();
        let there = shown
            .split("\n\n")
            .any(|one| one.starts_with(&format!("t.toml:{place}:")) && one.contains(case.says));
        if !there {
            failed.push_str(&format!("--- {} at {place}\n{shown}\n", case.says));
        }
    }
    assert!(failed.is_empty(), "{failed}");
}

/// The same place and the same marker for tools, in Korean words.
#[test]
fn every_broken_one_is_told_in_korean() {
    let hangul = |text: &str| text.chars().any(|c| ('가'..='힣').contains(&c));
    for case in CASES {
        let found = problems(&edited(case.old, case.new));
        let shown = found.in_language(Language::Ko);
        let place = format!("t.toml:{}:", place(&edited(case.old, case.new), case.mark));
        assert!(shown.contains(&place), "{place}\n{shown}");
        for one in &found.list {
            let said = [Some(&one.reason), one.help.as_ref()];
            for message in said.into_iter().flatten() {
                let korean = message.in_language(Language::Ko);
                assert!(hangul(&korean) && !korean.contains("{}"), "{message}\n{korean}");
            }
        }
        let marked = shown.contains("오류(error): ") || shown.contains("경고(warning): ");
        assert!(marked, "{shown}");
    }
}

#[test]
fn several_problems_are_all_reported_in_order() {
    let text = edited("slots  = 200", "slots  = \"many\"")
        .replace("weight  = 1.0  ", "wieght  = 1.0  ")
        .replace("\"5억 KRW\"", "5")
        .replace("holds      = \"dedicated\"", "holds      = \"in turns\"")
        .replace("closes    = \"2025-08-14\"", "closes    = \"2025-08-32\"");
    let found = problems(&text);
    let lines: Vec<usize> = found.list.iter().map(|problem| found.place(problem).0).collect();
    assert!(lines.is_sorted());
    // One each, and two for the weight: a key that is not known, and one that is missing.
    assert_eq!(found.errors(), 6, "{found}");
}

#[test]
fn a_problem_of_the_baseline_is_not_told_again_for_alternatives() {
    let found = problems(&edited("installed = 96", "installed = \"x\""));
    let twice = found.list.iter().filter(|problem| problem.alternative.is_some()).count();
    assert_eq!(twice, 0, "{found}");
}

/// Whatever is cut off or spoilt, the answer is a list of problems.
#[test]
fn nothing_that_is_written_makes_it_panic() {
    let cuts = (0..GOOD.len()).step_by(97).filter(|at| GOOD.is_char_boundary(*at));
    for at in cuts {
        let _ = problems(&GOOD[..at]).to_string();
        let _ = problems(&GOOD[at..]).to_string();
    }
    for (line, _) in GOOD.match_indices('\n').step_by(3) {
        let rest = GOOD[line + 1..].find('\n').map_or(GOOD.len(), |end| line + 1 + end);
        let _ = problems(&format!("{}{}", &GOOD[..line], &GOOD[rest..])).to_string();
    }
    let values = [
        "0",
        "-1",
        "1e308",
        "\"\"",
        "[]",
        "{}",
        "true",
        "9999-12-31",
        "nan",
        "\"9999-12-31\"",
        "\"0001-01-01\"",
        "9223372036854775807",
        "\"99999999999999 months\"",
    ];
    for (shift, value) in values.iter().enumerate() {
        // Every value meets some of them; all with all would take long.
        for (at, _) in GOOD.match_indices(" = ").skip(shift % 4).step_by(4) {
            let start = at + 3;
            let end = GOOD[start..].find([',', '\n', '}']).map_or(GOOD.len(), |end| start + end);
            let _ = problems(&format!("{}{value}{}", &GOOD[..start], &GOOD[end..])).to_string();
        }
    }
}

/// The tables of a text whose path begins with none of these names, and what stands above all tables.
fn without(text: &str, names: &[&str]) -> String {
    let mut kept = true;
    let lines = text.lines().filter(|line| {
        if let Some(path) = line.strip_prefix('[') {
            let first = path.trim_start_matches('[').split(['.', ']']).next().unwrap_or_default();
            kept = !names.contains(&first);
        }
        kept
    });
    lines.map(|line| format!("{line}\n")).collect()
}

/// Whatever kinds of tables a file lacks, one or two of them: it is refused in words, or it can be played.
#[test]
fn a_file_that_lacks_whole_parts_is_refused_or_played() {
    let parts = [
        "calendar",
        "site",
        "unit",
        "hall",
        "lease-price",
        "pool",
        "expansion",
        "funding",
        "gap",
        "class",
        "programme",
        "workload",
        "log",
        "output",
        "check",
        "study",
        "",
    ];
    let files = [
        GOOD,
        include_str!("../../scenarios/gwangju-2025.toml"),
        include_str!("../../scenarios/shared-or-dedicated.toml"),
        include_str!("../../scenarios/nurion.toml"),
    ];
    let (mut refused, mut played) = (0, 0);
    for text in files {
        for (at, one) in parts.iter().enumerate() {
            for other in &parts[at..] {
                let text = without(text, &[one, other]);
                match Scenario::parse("t.toml", &text) {
                    Err(found) => {
                        assert!(found.errors() > 0, "{one} {other}: {found}");
                        refused += 1;
                    }
                    Ok(mut scenario) => {
                        // What runs is not looked at here, unless rules look at it.
                        let _ = scenario.without_jobs();
                        let inputs = &scenario.baseline;
                        let draws = daegi::scenario::derived::typical(inputs);
                        let figures = daegi::scenario::derived::derived(inputs);
                        assert!(figures.is_ok(), "{one} {other}: {figures:?}");
                        let record = daegi::model::Simulator::new().run(inputs, &draws, false);
                        assert!(record.is_ok(), "{one} {other}: {record:?}");
                        played += 1;
                    }
                }
            }
        }
    }
    assert!(refused > 100 && played > 50, "{refused} refused, {played} played");
}

#[test]
fn the_scenarios_of_the_project_are_sound() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios");
    let entries = std::fs::read_dir(folder).expect("a folder").flatten().map(|entry| entry.path());
    let files = entries.filter(|path| path.extension().is_some_and(|end| end == "toml"));
    for path in files {
        match Scenario::read(&path) {
            Ok(scenario) => assert!(scenario.warnings.is_empty(), "{}", scenario.warnings),
            Err(problems) => panic!("{problems}"),
        }
    }
}
