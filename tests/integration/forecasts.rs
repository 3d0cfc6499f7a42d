//! Forecasts as a person registers and scores them.

use std::fs;

use crate::invariance::CENTRE;
use crate::support::{Folder, daegi, text};

/// A facts file with one fact.
fn facts(name: &str, value: &str, known: &str) -> String {
    format!("[fact.{name}]\nvalue = {value}\nknown = {known}\nsource = \"a press release\"\n")
}

#[test]
fn a_forecast_is_registered_and_scored_and_a_changed_one_is_refused() {
    let folder = Folder::new("forecasts");
    folder.file("centre.toml", CENTRE);
    let done = daegi(&folder, &["run", "centre.toml", "-n", "16", "--quiet", "--no-jobs"]);
    assert_eq!(done.status.code(), Some(0), "{}", text(&done.stderr));
    let register = |answer: &str, known: &str, name: &str| {
        let arguments = [
            "forecast",
            "register",
            "out/centre",
            "--answer",
            answer,
            "--known-on",
            known,
            "--name",
            name,
            "--lang",
            "en",
        ];
        let done = daegi(&folder, &arguments);
        (done.status.code(), text(&done.stdout), text(&done.stderr))
    };
    let (code, out, err) = register("cost", "9000-03-01", "cost-one");
    assert_eq!(code, Some(0), "{err}");
    assert!(
        out.contains("forecast 1, cost-one: cost of site") && out.contains("16 futures"),
        "{out}"
    );
    let (code, _, err) = register("leased_of_installed", "9000-03-02", "lease");
    assert_eq!(code, Some(0), "{err}");
    // What is not a forecast, or not there, is refused with a way out.
    for (answer, known, name, said) in [
        ("cost", "2020-01-01", "late", "is not after today"),
        ("cost", "9000-03-01", "cost-one", "was registered on"),
        ("cots", "9000-03-01", "other", "did you mean `cost`?"),
        ("cost of sitte", "9000-03-01", "other", "did you mean `site`?"),
        ("cost", "soon", "other", "is no date"),
    ] {
        let (code, _, err) = register(answer, known, name);
        assert_eq!((code, err.contains(said)), (Some(2), true), "{said}: {err}");
    }
    let score = |facts: &str, lang: &str| {
        folder.file("facts.toml", facts);
        let arguments =
            ["forecast", "score", "forecasts.jsonl", "--facts", "facts.toml", "--lang", lang];
        let done = daegi(&folder, &arguments);
        (done.status.code(), text(&done.stdout), text(&done.stderr))
    };
    // The median itself: within both ranges, in the middle, and nearer than anything else.
    let file = folder.0.join("forecasts.jsonl");
    let lines = fs::read_to_string(&file).expect("forecasts");
    let first: serde_json::Value =
        serde_json::from_str(lines.lines().next().expect("a line")).expect("JSON");
    let median = first["quantiles"][2].to_string();
    let (code, out, err) = score(&facts("cost-one", &median, "9000-03-01"), "en");
    assert_eq!(code, Some(0), "{err}");
    assert!(
        out.contains("2 forecasts: 1 scored, 1 whose fact is not known yet, 0 that are"),
        "{out}"
    );
    assert!(out.contains("0.50") && out.matches('✓').count() == 2, "{out}");
    let (_, out, _) = score(&facts("cost-one", "1e15", "9000-03-01"), "ko");
    assert!(out.contains("점수를 낸 것 1") && out.matches('✗').count() == 2, "{out}");
    // Known before it was registered.
    let (code, out, err) = score(&facts("cost-one", &median, "2020-03-01"), "en");
    assert_eq!(code, Some(0));
    assert!(err.contains("not a forecast") && out.contains("0 scored"), "{err}{out}");
    for (facts, said) in [
        (facts("cost-on", &median, "9000-03-01"), "did you mean `cost-one`?"),
        (facts("cost-one", "\"many\"", "9000-03-01"), "cannot be read"),
        ("[fact.cost-one]\nvalue = 1".to_owned(), "has no `known`"),
    ] {
        let (code, _, err) = score(&facts, "en");
        assert_eq!((code, err.contains(said)), (Some(2), true), "{said}: {err}");
    }
    // One digit of what was said is changed.
    fs::write(&file, lines.replacen("9000-03-02", "9000-03-03", 1)).expect("written");
    let (code, _, err) = score(&facts("cost-one", &median, "9000-03-01"), "en");
    assert_eq!((code, err.contains("line 2 of forecasts.jsonl")), (Some(2), true), "{err}");
    let (code, _, err) = register("cost", "9000-03-01", "another");
    assert_eq!((code, err.contains("does not follow")), (Some(2), true), "{err}");
}

#[test]
fn the_register_says_who_answers_for_what_and_when_it_is_looked_at_again() {
    let folder = Folder::new("register");
    let care = "\n[register.a]\nof = \"PATH\"\nowner = { ko = \"기획팀\", en = \"planning\" }\nreview = \"2001-01-01\"\n";
    let base = fs::read_to_string(
        std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/gwangju-2025.toml"),
    )
    .expect("a scenario");
    folder.file("one.toml", &format!("{base}{}", care.replace("PATH", "unit.h100")));
    let done = daegi(&folder, &["assumptions", "one.toml", "--lang", "en"]);
    let out = text(&done.stdout);
    assert_eq!(done.status.code(), Some(0), "{}", text(&done.stderr));
    assert!(out.contains("owner: planning") && out.contains("review: 2001-01-01 (over: "), "{out}");
    let done = daegi(&folder, &["assumptions", "one.toml"]);
    assert!(text(&done.stdout).contains("담당: 기획팀"));
    // A path that has no source.
    folder.file("two.toml", &format!("{base}{}", care.replace("PATH", "unit.h10")));
    let done = daegi(&folder, &["check", "two.toml", "--lang", "en"]);
    let err = text(&done.stderr) + &text(&done.stdout);
    assert_eq!(done.status.code(), Some(2));
    assert!(err.contains("`unit.h10` is no table with a source"), "{err}");
    assert!(err.contains("did you mean \"unit.h100\"?"), "{err}");
}
