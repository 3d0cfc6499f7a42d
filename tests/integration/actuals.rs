//! What was observed month by month, held against the months of the futures; and sources in both languages.

use std::fs;

use daegi::results::CheckFit;
use daegi::scenario::Scenario;

use crate::support::{Folder, daegi};

/// Of 100 cards 60 are leased up to the end of March 2026, all of them from April on: 0.6, 0.6, 0.6, 1, 1, 1.
const LEASED: &str = r#"
schema = 1
title = "months"
question = "What is leased, month by month?"
[calendar]
zone = "Asia/Seoul"
start = "2026-01-01"
observe-from = "2026-01-01"
observe-to = "2026-07-01"
[unit.server]
compute = "1 TF"
weight = 1.0
node = { units = 1, power = "1 kW" }
source = { ko = "가정: 손으로 적음", en = "assumed: written by hand" }
[pool.p.lot.all]
unit = "server"
installed = 100
hall = "elsewhere"
from = "2000-01-01"
source = "by hand"
[funding.some]
leases = { "p.all" = 60 }
from = "2000-01-01"
to = "2026-04-01"
source = "by hand"
[funding.all]
leases = "all"
from = "2026-04-01"
source = "by hand"
[programme.x]
pool = "p"
rounds = { every = "6 months", first = "2026-01-05", window = "5 days", review = "5 days" }
places = 2
demand = { fresh = 4 }
request = 1
award = "20 days"
source = "by hand"
[check.leased]
title = { ko = "달마다 임차한 몫", en = "leased month by month" }
response = "leased_of_installed"
file = "leased.csv"
source = { ko = "운영기관 2026-07-10", en = "operator 2026-07-10" }
[study]
replications = 4
seed = 1
"#;

/// The operator counted 90 % in May, where the model has all of them; of March nothing is known.
const MONTHS: &str = "month,share\n2026-01,60%\n2026-02,0.6\n2026-03,\n2026-04,1.0\n2026-05,0.9\n";

fn said(folder: &Folder, arguments: &[&str]) -> (Option<i32>, String) {
    let done = daegi(folder, arguments);
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (done.status.code(), text(&done.stdout) + &text(&done.stderr))
}

#[test]
fn each_month_is_compared_and_the_file_is_one_fact() {
    let folder = Folder::new("actuals");
    folder.file("months.toml", LEASED);
    folder.file("leased.csv", MONTHS);
    let (code, text) = said(&folder, &["run", "months.toml", "-n", "4", "--lang", "en"]);
    assert_eq!(code, Some(0), "{text}");
    assert!(text.contains("4 months") && text.contains("3 of 4 months inside"), "{text}");
    assert!(text.contains("Facts held out: 1; inside 0"), "{text}");
    let out = folder.0.join("out/months");
    let read = |path: &str| fs::read_to_string(out.join(path)).expect(path);
    let rows: Vec<String> = read("tables/checks.csv").lines().skip(1).map(str::to_owned).collect();
    let months = ["2026-01-01,0.6,4,0.6", "2026-02-01,0.6,4", "2026-04-01,1", "2026-05-01,0.9,4,1"];
    assert_eq!(rows.len(), months.len(), "{rows:?}");
    for (row, part) in rows.iter().zip(months) {
        assert!(row.starts_with("leased,leased_of_installed,site,"), "{row}");
        assert!(row.contains(part), "{row}");
    }
    assert_eq!(rows.iter().filter(|row| row.contains("outside")).count(), 1);
    // The chart draws what the table says.
    let drawn = read("charts/actuals.csv");
    let drawn: Vec<&str> = drawn.lines().skip(1).collect();
    assert_eq!(drawn[0], "leased,2026-01-01,0.6,0.6,0.6,0.6,inside");
    assert_eq!(drawn[3], "leased,2026-05-01,0.9,1,1,1,outside");
    let (code, text) = said(&folder, &["report", "out/months", "--lang", "ko"]);
    assert_eq!(code, Some(0), "{text}");
    let page = read("report.ko.html");
    for part in
        ["달마다 임차한 몫", "4개월 중 3개월 범위 안", "4개월 중 3개월이 모형의 90% 범위 안"]
    {
        assert!(page.contains(part), "{part}");
    }
    // Sources in the language of the reader: the scenario's own text, which is folded in, has both.
    let own = |page: &str| page.split("<details>").next().unwrap_or_default().to_owned();
    let (ko, en) = (own(&page), own(&read("report.en.html")));
    assert!(ko.contains("가정: 손으로 적음") && !ko.contains("written by hand"));
    assert!(en.contains("assumed: written by hand") && !en.contains("손으로 적음"));
    assert!(ko.contains("운영기관 2026-07-10") && en.contains("operator 2026-07-10"));
}

/// Published to a fifth, 0.9 may be 1.0; and of ten months one may lie outside.
#[test]
fn a_tolerance_and_a_tenth_of_the_months_are_allowed() {
    let folder = Folder::new("actuals-rounded");
    let rounded =
        LEASED.replace("file = \"leased.csv\"", "file = \"leased.csv\"\nrounded-to = 0.2");
    folder.file("months.toml", &rounded);
    folder.file("leased.csv", MONTHS);
    let (code, text) = said(&folder, &["run", "months.toml", "-n", "2", "--lang", "en"]);
    assert_eq!(code, Some(0), "{text}");
    assert!(
        text.contains("inside only by rounding (3 of 4 months inside, 1 only by rounding)"),
        "{text}"
    );
    use CheckFit::{ByRounding, Inside, Outside};
    let of = |inside: usize, rounding: usize, outside: usize| {
        let fits = [(Inside, inside), (ByRounding, rounding), (Outside, outside)];
        let fits: Vec<CheckFit> =
            fits.into_iter().flat_map(|(fit, count)| vec![fit; count]).collect();
        CheckFit::of_months(&fits)
    };
    assert_eq!(of(9, 0, 1), Some(Inside));
    assert_eq!(of(8, 1, 1), Some(ByRounding));
    assert_eq!(of(8, 0, 2), Some(Outside));
    assert_eq!(of(0, 0, 0), None);
}

#[test]
fn a_file_that_cannot_be_read_is_told_with_its_line() {
    let folder = Folder::new("actuals-wrong");
    folder.file("months.toml", LEASED);
    let (code, text) = said(&folder, &["check", "months.toml", "--lang", "en"]);
    assert_eq!(code, Some(2), "{text}");
    assert!(text.contains("leased.csv") && text.contains("months.toml:"), "{text}");
    folder.file("leased.csv", "2026-01,0.6\n2026-02,many\n");
    let (_, text) = said(&folder, &["check", "months.toml", "--lang", "en"]);
    assert!(text.contains("leased.csv:2: this is no value of the check: many"), "{text}");
    let (_, text) = said(&folder, &["check", "months.toml", "--lang", "ko"]);
    assert!(text.contains("leased.csv:2: 이 대조의 값이 아닙니다: many"), "{text}");
    folder.file("leased.csv", "2026-06,1\n2026-07,1\n");
    let (_, text) = said(&folder, &["check", "months.toml", "--lang", "en"]);
    assert!(text.contains("leased.csv:2: this month is not simulated"), "{text}");
    let both = LEASED.replace("file = \"leased.csv\"", "file = \"leased.csv\"\nobserved = 0.6");
    folder.file("leased.csv", MONTHS);
    folder.file("months.toml", &both);
    let (_, text) = said(&folder, &["check", "months.toml", "--lang", "en"]);
    assert!(text.contains("takes its range and its values from its file"), "{text}");
    let neither = LEASED.replace("file = \"leased.csv\"\n", "");
    folder.file("months.toml", &neither);
    let (_, text) = said(&folder, &["check", "months.toml", "--lang", "en"]);
    for key in ["from", "to", "observed"] {
        assert!(text.contains(&format!("`{key}` is missing")), "{key}: {text}");
    }
}

#[test]
fn a_source_is_a_text_or_one_in_each_language() {
    let plain = LEASED.replace(
        "file = \"leased.csv\"",
        "from = \"2026-01-01\"\nto = \"2026-02-01\"\nobserved = 0.6",
    );
    let good = Scenario::parse("months.toml", &plain).expect("good");
    let paths: Vec<&str> = good.assumptions.iter().map(|one| one.path.as_str()).collect();
    assert_eq!(paths, ["unit.server"], "either language says that it is assumed");
    assert_eq!(good.checks[0].said, Some(190), "10 July 2026");
    for (wrong, says) in [
        ("{ kr = \"가\", en = \"a\" }", "there is no key `kr` here"),
        ("{ ko = 1, en = \"a\" }", "this must be text"),
        ("{}", "this must be text"),
        ("3", "this must be text"),
    ] {
        let text = plain
            .replace("{ ko = \"가정: 손으로 적음\", en = \"assumed: written by hand\" }", wrong);
        let problems = Scenario::parse("months.toml", &text).expect_err(wrong).to_string();
        assert!(problems.contains(says), "{wrong}: {problems}");
    }
    // One language stands for both.
    let one = plain.replace(", en = \"assumed: written by hand\"", "");
    let one = Scenario::parse("months.toml", &one).expect("good");
    assert_eq!(one.assumptions[0].source.en, "가정: 손으로 적음");
}
