//! `daegi report` on folders that somebody has changed.

use std::fs;

use super::{code, contents, names, prepared, run};
use crate::support::{Folder, daegi, text};

fn report(folder: &Folder, more: &[&str]) -> std::process::Output {
    daegi(folder, &[&["report", "r", "--quiet"], more].concat())
}

fn edit(folder: &Folder, from: &str, to: &str) {
    let path = folder.0.join("r/manifest.json");
    let manifest = fs::read_to_string(&path).expect("a manifest");
    assert!(manifest.contains(from), "{from} is not in the manifest");
    fs::write(&path, manifest.replacen(from, to, 1)).expect("written");
}

#[test]
fn tables_and_versions_that_are_not_those_of_the_manifest_are_named() {
    let folder = prepared("changed");
    assert_eq!(code(&run(&folder, "r", &[])), Some(0));
    let good = report(&folder, &[]);
    assert_eq!((code(&good), text(&good.stderr)), (Some(0), String::new()));
    let page = |language: &str| {
        let path = folder.0.join(format!("r/report.{language}.html"));
        fs::read_to_string(path).expect("a page")
    };
    assert!(!page("ko").contains("class=\"notice\""));
    edit(&folder, "\"daegi\": \"0.1.0\"", "\"daegi\": \"99.0.0\"");
    let other = report(&folder, &["--lang", "en"]);
    assert_eq!(code(&other), Some(0), "a version is said and is no fault");
    assert!(text(&other.stderr).contains("99.0.0"), "{}", text(&other.stderr));
    assert!(page("en").contains("class=\"notice\">The results are of daegi 99.0.0"));
    // A run of another seed, and the table of it put in the place of this one's.
    assert_eq!(code(&run(&folder, "other", &["--seed", "9"])), Some(0));
    for ending in ["csv", "parquet"] {
        let table = format!("tables/estimates.{ending}");
        fs::copy(folder.0.join("other").join(&table), folder.0.join("r").join(&table))
            .expect("copied");
    }
    for (language, words) in
        [("ko", "표가 실행이 남긴 그대로가 아닙니다"), ("en", "not as the run left them")]
    {
        let changed = report(&folder, &["--lang", language]);
        assert_eq!(code(&changed), Some(1), "{}", text(&changed.stderr));
        // The page links to every table; its notice names those that are not as they were.
        let page = page(language);
        let notice = page.split("class=\"notice\">").nth(1).expect("a notice");
        let notice = notice.split("</").next().unwrap_or_default().to_owned();
        for said in [text(&changed.stderr), notice] {
            assert!(said.contains(words) && said.contains("tables/estimates.parquet"), "{words}");
            // The page has a link to every table further down.
            let notice = said.split("<nav").next().unwrap_or_default();
            assert!(!notice.contains("tables/rounds.csv"));
        }
    }
    // What a report has made belongs to the folder, in both languages.
    assert_eq!(code(&run(&folder, "r", &[])), Some(0));
}

#[test]
fn a_manifest_that_does_not_fit_together_is_refused() {
    let folder = prepared("misfit");
    assert_eq!(code(&run(&folder, "r", &[])), Some(0));
    let whole = fs::read_to_string(folder.0.join("r/manifest.json")).expect("a manifest");
    let manifest: serde_json::Value = serde_json::from_str(&whole).expect("JSON");
    let name =
        |list: &str| format!("\"name\": \"{}\"", manifest[list][0]["name"].as_str().unwrap_or(""));
    let pool = name("pools");
    for kind in ["ladder", "bands", "supply", "demand"] {
        fs::create_dir_all(folder.0.join(format!("r/charts/{kind}-.."))).expect("a folder");
    }
    let from = format!("\"from\": {}", manifest["window"]["from"]);
    let cases = [
        (pool.clone(), "\"name\": \"../../../PWNED\"", "is not a name"),
        (pool.clone(), "\"name\": \"a\\u001b[2J\"", "is not a name"),
        (pool.clone(), "\"name\": \"another\"", "not among its pools"),
        (pool, "\"name\": \"\"", "is not a name"),
        (from, "\"from\": \"2999-01-01\"", "window"),
        ("\"program\": \"daegi\"".to_owned(), "\"program\": \"other\"", "other"),
        ("\"tables/rounds.csv\"".to_owned(), "\"../rounds.csv\"", "not a file of a folder"),
        (
            "\"alternatives\": [".to_owned(),
            "\"alternatives\": [{\"name\": \"baseline\", \"title\": {\"ko\": \"\", \"en\": \"\"}},",
            "twice",
        ),
        (
            "\"alternatives\": [".to_owned(),
            "\"alternatives\": [{\"name\": \"unplayed\", \"title\": {\"ko\": \"\", \"en\": \"\"}},",
            "unplayed",
        ),
        ("\"seed\"".to_owned(), "\"seeds\"", "seed"),
        ("{".to_owned(), "", "manifest"),
    ];
    for (from, to, said) in cases {
        edit(&folder, &from, to);
        let before = contents(&folder.0);
        let done = report(&folder, &["--lang", "en"]);
        assert_eq!(code(&done), Some(2), "{to}: {}", text(&done.stderr));
        assert!(text(&done.stderr).contains(said), "{to}: {}", text(&done.stderr));
        assert!(!text(&done.stderr).contains('\u{1b}'), "{to}");
        assert_eq!(contents(&folder.0), before, "{to}: nothing was written");
        fs::write(folder.0.join("r/manifest.json"), &whole).expect("mended");
    }
    // A pool by another name everywhere in the manifest is in no table.
    let pool = manifest["pools"][0]["name"].as_str().expect("a name");
    fs::write(
        folder.0.join("r/manifest.json"),
        whole.replace(&format!("\"{pool}\""), "\"unheard\""),
    )
    .expect("written");
    let done = report(&folder, &["--lang", "en"]);
    assert_eq!(code(&done), Some(2), "{}", text(&done.stderr));
    assert!(text(&done.stderr).contains("in no row"), "{}", text(&done.stderr));
    assert_eq!(names(&folder.0), ["one.swf", "queue.toml", "r"]);
}

#[test]
fn a_report_writes_over_nothing_that_is_not_its_own() {
    let folder = prepared("over");
    assert_eq!(code(&run(&folder, "r", &[])), Some(0));
    folder.file("r/report.ko.html", "my own page");
    let done = report(&folder, &[]);
    assert_eq!(code(&done), Some(2), "{}", text(&done.stderr));
    assert!(text(&done.stderr).contains("report.ko.html"), "{}", text(&done.stderr));
    let page = fs::read_to_string(folder.0.join("r/report.ko.html")).expect("a page");
    assert_eq!(page, "my own page");
    fs::remove_file(folder.0.join("r/report.ko.html")).expect("gone");
    // A table that is not there, and one that is no table.
    fs::write(folder.0.join("r/tables/accounts.parquet"), "no table").expect("written");
    assert_eq!(code(&report(&folder, &[])), Some(2));
    fs::remove_file(folder.0.join("r/tables/accounts.parquet")).expect("gone");
    assert_eq!(code(&report(&folder, &[])), Some(2));
}

#[cfg(unix)]
#[test]
fn a_link_does_not_lead_a_report_out_of_the_folder() {
    let folder = prepared("out-of");
    assert_eq!(code(&run(&folder, "r", &[])), Some(0));
    fs::remove_dir_all(folder.0.join("r/charts")).expect("gone");
    fs::create_dir(folder.0.join("outside")).expect("a folder");
    std::os::unix::fs::symlink("../outside", folder.0.join("r/charts")).expect("a link");
    let done = report(&folder, &["--lang", "en"]);
    assert_eq!(code(&done), Some(2), "{}", text(&done.stderr));
    assert_eq!(names(&folder.0.join("outside")), [""; 0]);
    fs::remove_file(folder.0.join("r/charts")).expect("gone");
    folder.file("mine.txt", "mine");
    let beside = folder.0.join("r/.report.en.html.part");
    std::os::unix::fs::symlink("../mine.txt", beside).expect("a link");
    assert_eq!(code(&report(&folder, &["--lang", "en"])), Some(0));
    assert_eq!(fs::read_to_string(folder.0.join("mine.txt")).expect("a file"), "mine");
}
