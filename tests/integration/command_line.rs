//! The program as a person calls it: exit codes, what is printed where, what is left behind.

use std::fs;
use std::process::{Command, Stdio};

use crate::invariance::CENTRE;
use crate::support::{Folder, daegi, text};

#[test]
fn run_leaves_tables_charts_and_a_manifest_and_report_makes_charts_again() {
    let folder = Folder::new("run");
    folder.file("centre.toml", CENTRE);
    let done = daegi(&folder, &["run", "centre.toml", "-n", "8", "--lang", "en"]);
    assert_eq!(done.status.code(), Some(0), "{}", text(&done.stderr));
    assert!(text(&done.stdout).contains("competition (applications ÷ places)"));
    let out = folder.0.join("out/centre");
    for name in [
        "manifest.json",
        "tables/estimates.parquet",
        "tables/estimates.csv",
        "charts/ladder-large.en.svg",
    ] {
        assert!(out.join(name).is_file(), "{name}");
    }
    let left: Vec<_> = fs::read_dir(folder.0.join("out")).expect("out").flatten().collect();
    assert_eq!(left.len(), 1, "nothing half-made is left beside the results");
    let again = daegi(&folder, &["report", "out/centre", "--lang", "ko"]);
    assert_eq!(again.status.code(), Some(0), "{}", text(&again.stderr));
    assert!(out.join("charts/ladder-large.ko.svg").is_file());
    // A second run takes the first one's place.
    let done = daegi(&folder, &["run", "centre.toml", "-n", "4", "--quiet"]);
    assert_eq!((done.status.code(), text(&done.stdout)), (Some(0), String::new()));
    let manifest = fs::read_to_string(out.join("manifest.json")).expect("a manifest");
    assert!(manifest.contains("\"replications\": 4"));
}

#[test]
fn faults_of_the_user_exit_with_2_and_say_what_to_do() {
    let folder = Folder::new("faults");
    folder.file("broken.toml", &CENTRE.replace("installed = 120", "installed = \"many\""));
    for arguments in [
        &["check", "broken.toml"][..],
        &["run", "broken.toml"],
        &["check", "nowhere.toml"],
        &["run", "broken.toml", "--replications", "0"],
        &["run", "broken.toml", "--colour"],
        &["report", "nowhere"],
    ] {
        let done = daegi(&folder, arguments);
        assert_eq!(done.status.code(), Some(2), "{arguments:?}: {}", text(&done.stderr));
        assert!(text(&done.stderr).contains("error"), "{arguments:?}");
        assert!(!text(&done.stderr).contains("panicked"), "{arguments:?}");
    }
    let done = daegi(&folder, &["check", "broken.toml"]);
    assert!(text(&done.stderr).contains("broken.toml:28:13"), "{}", text(&done.stderr));
    assert!(!folder.0.join("out").exists(), "a broken file leaves nothing");
}

#[test]
fn a_folder_that_is_not_results_is_not_replaced() {
    let folder = Folder::new("precious");
    folder.file("centre.toml", CENTRE);
    fs::create_dir_all(folder.0.join("precious")).expect("a folder");
    folder.file("precious/notes.txt", "mine");
    let done =
        daegi(&folder, &["run", "centre.toml", "-n", "2", "--out", "precious", "--lang", "en"]);
    assert_eq!(done.status.code(), Some(2));
    assert!(text(&done.stderr).contains("not replaced"), "{}", text(&done.stderr));
    assert_eq!(
        fs::read_to_string(folder.0.join("precious/notes.txt")).expect("still there"),
        "mine"
    );
}

#[test]
fn one_replication_leaves_no_infinite_number() {
    let folder = Folder::new("one");
    folder.file("centre.toml", CENTRE);
    let done = daegi(&folder, &["run", "centre.toml", "-n", "1", "--quiet"]);
    assert_eq!(done.status.code(), Some(0), "{}", text(&done.stderr));
    for entry in fs::read_dir(folder.0.join("out/centre/tables")).expect("tables").flatten() {
        let path = entry.path();
        if path.extension().is_some_and(|ending| ending == "csv") {
            let table = fs::read_to_string(&path).expect("text");
            let mut cells = table.split([',', '\n']);
            let odd = cells.find(|cell| matches!(*cell, "inf" | "-inf" | "NaN"));
            assert_eq!(odd, None, "{}", path.display());
        }
    }
}

#[test]
fn check_prints_what_follows_from_a_good_file() {
    let folder = Folder::new("check");
    folder.file("centre.toml", CENTRE);
    let done = daegi(&folder, &["check", "centre.toml", "--lang", "en"]);
    assert_eq!(done.status.code(), Some(0), "{}", text(&done.stderr));
    let page = text(&done.stdout);
    for words in ["slots free", "racks", "kW", "it pays for", "Demand inferred", "2.69:1"] {
        assert!(page.contains(words), "{words} is missing:\n{page}");
    }
}

/// A funding of the base that leases all takes in the pool that the file adds, and one that leases by name does not.
#[test]
fn check_says_which_new_pools_a_funding_takes_in() {
    let folder = Folder::new("check-taken-in");
    let base = |leases: &str| {
        format!(
            r#"schema = 1
title = "t"
question = "q?"
[calendar]
zone = "UTC"
start = "2025-01-01"
end = "2026-01-01"
observe-from = "2025-01-01"
observe-to = "2026-01-01"
[unit.x]
compute = "1 TF"
weight = 1
node = {{ units = 8, power = "1 kW" }}
source = "x"
[pool.m.lot.a]
unit = "x"
installed = 100
hall = "elsewhere"
source = "x"
[funding.year]
leases = {leases}
source = "x"
[programme.p]
pool = "m"
rounds = {{ every = "3 months", first = "2025-01-06", window = "14 days", review = "17 days" }}
request = 1
award = "6 months"
places = 20
demand = {{ fresh = 20 }}
source = "x"
"#
        )
    };
    folder.file("all.toml", &base("\"all\""));
    folder.file("named.toml", &base("{ \"m.a\" = 100 }"));
    for (name, taken_in) in [("all", true), ("named", false)] {
        let edit = format!(
            "schema = 1\ntitle = \"t\"\nquestion = \"q?\"\nbased-on = \"{name}\"\n[add.\"pool.second.lot.a\"]\nunit = \"x\"\ninstalled = 8\nhall = \"elsewhere\"\nsource = \"x\"\n"
        );
        folder.file("edit.toml", &edit);
        for (language, words) in [
            ("en", "funding.year leases the pools that are new as well: second"),
            ("ko", "funding.year: 새 묶음도 임차한다: second"),
        ] {
            let done = daegi(&folder, &["check", "edit.toml", "--lang", language]);
            assert_eq!(done.status.code(), Some(0), "{}", text(&done.stderr));
            let page = text(&done.stdout);
            assert_eq!(page.contains(words), taken_in, "{page}");
        }
    }
}

#[test]
fn check_tells_other_programs_what_it_tells_a_person() {
    let folder = Folder::new("check-json");
    folder.file("centre.toml", CENTRE);
    let read = |arguments: &[&str]| {
        let done = daegi(&folder, arguments);
        let told: serde_json::Value = serde_json::from_slice(&done.stdout).expect("one object");
        assert_eq!(text(&done.stderr), "", "{arguments:?}");
        (done.status.code(), told)
    };
    let (code, good) = read(&["check", "centre.toml", "--json"]);
    assert_eq!(
        (code, good["ok"].as_bool(), good["errors"].as_u64()),
        (Some(0), Some(true), Some(0))
    );
    assert_eq!(good["facts"]["alternatives"][0]["name"], "baseline");
    assert!(good["facts"]["arithmetic"]["halls"][0]["units"].is_u64());

    let broken =
        CENTRE.replace("installed = 120", "installed = \"many\"").replace("seed = ", "sed = ");
    folder.file("broken.toml", &broken);
    let (code, bad) = read(&["check", "broken.toml", "--json"]);
    assert_eq!((code, bad["ok"].as_bool()), (Some(2), Some(false)));
    assert!(bad["facts"].is_null());
    let problems = bad["problems"].as_array().expect("a list");
    assert_eq!(Some(problems.len() as u64), bad["errors"].as_u64());
    // Word for word what a person reads, at the same places.
    for language in ["ko", "en"] {
        let said = text(&daegi(&folder, &["check", "broken.toml", "--lang", language]).stderr);
        let mut rest = said.as_str();
        for problem in problems {
            let word = |key: &str| problem[key][language].as_str().unwrap_or_default().to_owned();
            let place = format!("{}:{}:{}: ", "broken.toml", problem["line"], problem["column"]);
            for part in [place, word("reason"), word("fix")] {
                let at = rest.find(&part);
                rest = &rest[at.unwrap_or_else(|| panic!("{part} is not in order in\n{said}"))..];
            }
        }
    }
    let (code, none) = read(&["check", "nowhere.toml", "--json"]);
    assert_eq!((code, none["problems"][0]["line"].as_u64()), (Some(2), Some(1)));
}

#[test]
fn a_manual_page_of_each_command_can_be_had() {
    let folder = Folder::new("manual");
    let done = daegi(&folder, &["man", "pages"]);
    assert_eq!(done.status.code(), Some(0), "{}", text(&done.stderr));
    for (page, word) in [("daegi.1", "daegi"), ("daegi-run.1", "replications")] {
        let text = fs::read_to_string(folder.0.join("pages").join(page)).expect(page);
        assert!(text.contains(".TH") && text.contains(word), "{page}");
    }
}

#[test]
fn check_speaks_korean_unless_told_otherwise() {
    let folder = Folder::new("korean");
    folder.file("centre.toml", CENTRE);
    let page = text(&daegi(&folder, &["check", "centre.toml"]).stdout);
    for words in ["빈 랙", "임차 PF", "2.69 대 1", "새로 오는 신청자", "가정이 든 표"]
    {
        assert!(page.contains(words), "{words} is missing:\n{page}");
    }
    folder.file("broken.toml", &CENTRE.replace("installed = 120", "installed = \"many\""));
    let korean = text(&daegi(&folder, &["check", "broken.toml"]).stderr);
    assert!(korean.contains("오류(error): \"many\" 값을 읽을 수 없습니다"), "{korean}");
    let english = text(&daegi(&folder, &["run", "broken.toml", "--lang", "en"]).stderr);
    assert!(english.contains("error: \"many\" cannot be read as a whole number"), "{english}");
}

#[test]
fn a_reader_that_closes_early_is_no_failure() {
    let folder = Folder::new("closed");
    folder.file("centre.toml", CENTRE);
    for arguments in [&["check", "centre.toml"][..], &["run", "centre.toml", "-n", "2"]] {
        let mut child = Command::new(env!("CARGO_BIN_EXE_daegi"))
            .current_dir(&folder.0)
            .args(arguments)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program starts");
        drop(child.stdout.take());
        let done = child.wait_with_output().expect("the program ends");
        assert_eq!(done.status.code(), Some(0), "{arguments:?}: {}", text(&done.stderr));
        assert!(!text(&done.stderr).contains("panicked"), "{arguments:?}");
    }
}

#[test]
fn what_the_program_carries_can_be_printed() {
    let folder = Folder::new("library");
    let printed = |arguments: &[&str]| {
        let done = daegi(&folder, arguments);
        assert_eq!(done.status.code(), Some(0), "{arguments:?}: {}", text(&done.stderr));
        text(&done.stdout)
    };
    assert_eq!(printed(&["template"]), include_str!("../../scenarios/template.toml"));
    let schema: serde_json::Value = serde_json::from_str(&printed(&["schema"])).expect("JSON");
    assert!(schema["properties"]["pool"].is_object());
    let korean = printed(&["scenarios"]);
    let english = printed(&["scenarios", "--lang", "en"]);
    for name in ["gwangju-2025", "another-centre", "one-queue"] {
        assert!(korean.contains(name) && english.contains(name), "{name}");
        let file = folder.file("shipped.toml", &printed(&["scenarios", name]));
        assert!(printed(&["check", &file.display().to_string()]).contains("daegi run"));
    }
    assert!(korean.contains("줄이는가?") && english.contains("How far"));
    assert!(printed(&["completions", "bash"]).contains("complete -F"));
    let unknown = daegi(&folder, &["scenarios", "nowhere"]);
    assert_eq!(unknown.status.code(), Some(2));
    assert!(text(&unknown.stderr).contains("one of gwangju-2025"));
}
