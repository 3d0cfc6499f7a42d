//! The documents say what the program does: columns of tables, the commands of the README.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use daegi::study::{self, Options};

use crate::invariance::CENTRE;
use crate::support::{options, read};

fn document(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(name);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Table → columns, as `docs/tables.md` lists them: `## name`, then rows `| column | unit | meaning |`.
fn documented() -> BTreeMap<String, Vec<String>> {
    let mut tables: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut current = String::new();
    let mut in_columns = false;
    for line in document("docs/tables.md").lines() {
        if let Some(name) = line.strip_prefix("## ") {
            current = name.trim().to_owned();
            in_columns = false;
        } else if line.starts_with("| column |") {
            in_columns = true;
        } else if !line.starts_with('|') {
            in_columns = false;
        } else if in_columns && !line.starts_with("|---") {
            let cells: Vec<&str> = line.split('|').map(str::trim).collect();
            assert!(cells.len() >= 5 && !cells[2].is_empty() && !cells[3].is_empty(), "{line}");
            tables.entry(current.clone()).or_default().push(cells[1].to_owned());
        }
    }
    tables
}

#[test]
fn tables_md_lists_every_table_and_column_in_order_with_unit_and_meaning() {
    let out = std::env::temp_dir().join(format!("daegi-test-{}-documents", std::process::id()));
    let text = CENTRE.to_owned()
        + "[check.a]\nresponse = \"awards\"\nfrom = \"2024-01-01\"\nto = \"2025-01-01\"\nobserved = 36\nsource = \"assumed\"\n[study.alternative.more]\ntitle = { ko = \"더\", en = \"more\" }\nset = { \"programme.big.places\" = 24 }\n";
    let options = Options { threads: Some(2), ..options(4, 7, out) };
    let finished = study::run(&read(&text), &options, &|_| {}).expect("the study runs");
    let tables = finished.results.folder().join("tables");
    let mut written = BTreeMap::new();
    for entry in fs::read_dir(&tables).expect("tables").flatten() {
        let path = entry.path();
        if path.extension().is_some_and(|ending| ending == "csv") {
            let head = fs::read_to_string(&path).expect("text");
            let columns = head.lines().next().unwrap_or_default().split(',').map(str::to_owned);
            let name = path.file_stem().expect("a name").to_string_lossy().into_owned();
            written.insert(name, columns.collect::<Vec<_>>());
        }
    }
    // Only a centre that awards hours has this one; its columns are those of the document by a test beside it.
    let mut documented = documented();
    assert!(documented.remove("hours").is_some());
    // Only a scenario that asks for it has this one.
    assert!(documented.remove("jobs").is_some());
    assert_eq!(written, documented);
}

#[test]
fn every_response_of_a_run_can_be_asked_for() {
    let out = std::env::temp_dir().join(format!("daegi-test-{}-responses", std::process::id()));
    let options = options(2, 7, out);
    let finished = study::run(&read(CENTRE), &options, &|_| {}).expect("the study runs");
    let text = document("docs/tables.md");
    for row in &finished.summary.estimates {
        let name = row.response.name();
        assert!(row.response.is_estimated(), "no question can ask for {name}");
        assert!(text.contains(&format!("| {name} |")), "{name} is not in docs/tables.md");
    }
}

#[test]
fn the_readme_starts_with_its_two_commands() {
    let text = document("README.md");
    let run = text.find("cargo run --release -- run scenarios/gwangju-2025.toml");
    let test = text.find("cargo test --release");
    assert!(run.is_some_and(|at| at < 600) && test.is_some_and(|at| at < 700));
}

/// Nothing that the program ships names a ratio without its denominator.
#[test]
fn utilisation_never_stands_alone() {
    for name in ["docs/tables.md", "docs/scenario.md", "scenarios/gwangju-2025.toml"] {
        let text = document(name).to_lowercase();
        assert!(!text.contains("utilisation") && !text.contains("utilization"), "{name}");
    }
}

/// Files, folders and tests that the code map names are there.
#[test]
fn the_architecture_names_what_is_there() {
    fn sources(folder: &Path, text: &mut String) {
        for path in fs::read_dir(folder).expect("a folder").flatten().map(|entry| entry.path()) {
            if path.is_dir() {
                sources(&path, text);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                text.push_str(&fs::read_to_string(path).expect("text"));
            }
        }
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut code = String::new();
    ["src", "tests"].iter().for_each(|folder| sources(&root.join(folder), &mut code));
    let text = document("docs/architecture.md");
    for line in text.lines().filter(|line| !line.trim_start().starts_with("```")) {
        for word in line.split('`').skip(1).step_by(2) {
            let is_file = word.starts_with("src/") && word != "src/X.rs" && word != "src/X/";
            assert!(!is_file || root.join(word).exists(), "{word} is not there");
            let is_function = word.len() > 3
                && word.chars().all(|c| c.is_lowercase() || c == '_' || c.is_ascii_digit());
            let is_named = !word.contains('_') || code.contains(&format!("fn {word}("));
            assert!(!is_function || is_named, "no function is called {word}");
        }
    }
}

/// Words that Korean readers took for another thing or for a translation, each with the word that stands in its place.
const FORBIDDEN: [(&str, &str); 12] = [
    ("감액", "감축 배정, 축소 (감액 is of money)"),
    ("할당", "배정; of a quota 우선 배정"),
    ("외상", "미지급금"),
    ("첫 답", "첫 결과"),
    ("공공용으로 비워", "공공용으로 보유"),
    ("관측 기간", "집계 기간"),
    ("이 판이", "이 버전이"),
    ("글이어야", "문자열이어야"),
    ("뜻한 값", "값"),
    ("대세요", "지정하세요"),
    ("미래", "모의실험 N회"),
    ("십시오", "-세요"),
];

/// The first forbidden word of a text. The names of columns in logs are those of other people.
fn forbidden(name: &str, text: &str) -> Option<String> {
    let mut lines = text.lines().enumerate();
    lines.find_map(|(at, line)| {
        let (word, better) = FORBIDDEN.iter().find(|(word, _)| line.contains(word))?;
        let foreign = name.ends_with("trace/known.rs") && *word == "할당";
        (!foreign).then(|| format!("{name}:{}: {word}, better {better}", at + 1))
    })
}

#[test]
fn no_korean_text_has_a_word_that_was_mended() {
    fn walk(folder: &Path, found: &mut Vec<String>) {
        for entry in fs::read_dir(folder).expect("a folder").flatten() {
            let path = entry.path();
            if path.is_dir() {
                walk(&path, found);
            } else if let Ok(text) = fs::read_to_string(&path) {
                found.extend(forbidden(&path.display().to_string(), &text));
            }
        }
    }
    let mut found = Vec::new();
    for folder in ["src", "scenarios"] {
        walk(&Path::new(env!("CARGO_MANIFEST_DIR")).join(folder), &mut found);
    }
    found.extend(forbidden("README.ko.md", &document("README.ko.md")));
    assert_eq!(found, Vec::<String>::new());
    let said = forbidden("a.rs", "두 미래를\n").expect("a word that was mended is found");
    assert!(said.starts_with("a.rs:1: 미래"), "{said}");
}
