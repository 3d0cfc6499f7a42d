//! Golden values: what the program says and computes, as files of `tests/golden/` that a review can read.
//!
//! A change that is meant is written by `DAEGI_WRITE_DOCS=1 cargo test --release golden`, and its difference is
//! part of the change. Known answers come first: a golden value says that something changed, not what is right.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use daegi::report;
use daegi::results::Manifest;
use daegi::scenario::{LIBRARY, Problem, Scenario};
use daegi::study::{self, Options};
use daegi::trace::{Log, Reading};
use daegi::words::Language;
use serde_json::Value;

use crate::broken::CASES;
use crate::support::{Folder, daegi, options, text};

const TEMPLATE: &str = include_str!("../../scenarios/template.toml");

/// Compares a text with `tests/golden/NAME.snap`, which it writes first if it is asked to.
fn golden(name: &str, text: &str) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden");
    if std::env::var_os("DAEGI_WRITE_DOCS").is_some() {
        let file = format!("---\nsource: {}\n---\n{}\n", file!(), text.trim_end());
        fs::write(folder.join(format!("{name}.snap")), file).expect("tests/golden is there");
    }
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(folder);
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(name, text));
}

/// The sentences of a problem, without the lines of the file around them.
fn told(problem: &Problem, out: &mut String) {
    for language in [Language::En, Language::Ko] {
        let _ = writeln!(out, "  {}", problem.reason.in_language(language));
        if let Some(help) = &problem.help {
            let _ = writeln!(out, "    → {}", help.in_language(language));
        }
    }
}

/// Every broken scenario, in both languages: place, path, reason and help of each problem.
#[test]
fn golden_messages() {
    let mut out = String::new();
    for case in CASES {
        let broken = TEMPLATE.replacen(case.old, case.new, 1);
        let found = match Scenario::parse("t.toml", &broken) {
            Ok(scenario) => scenario.warnings,
            Err(problems) => problems,
        };
        for problem in &found.list {
            let (line, column) = found.place(problem);
            let _ = writeln!(out, "{line}:{column} {:?} {}", problem.severity, problem.path);
            told(problem, &mut out);
        }
        out.push('\n');
    }
    golden("messages", &out);
}

/// Files in a folder and the folders in it, by their paths.
fn files_below(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("the folder of cases");
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).collect();
    paths.sort();
    let within = |path: PathBuf| if path.is_dir() { files_below(&path) } else { vec![path] };
    paths.into_iter().flat_map(within).collect()
}

/// What is said of scenarios that once broke the program, and of logs that cannot be read as they are: why each is
/// refused, in both languages.
#[test]
fn golden_refusals() {
    let cases = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    let mut out = String::new();
    for path in files_below(&cases.join("hostile")) {
        let name = path.file_name().expect("a file").to_string_lossy();
        let text = String::from_utf8_lossy(&fs::read(&path).expect("the file")).into_owned();
        let Err(problems) = Scenario::parse(&name, &text) else { continue };
        let _ = writeln!(out, "== {name}");
        for problem in &problems.list {
            let (line, column) = problems.place(problem);
            let _ = writeln!(out, "{line}:{column} {:?} {}", problem.severity, problem.path);
            told(problem, &mut out);
        }
    }
    for path in files_below(&cases.join("logs")) {
        let Err(rejected) = Log::read(&path, &Reading::default()) else { continue };
        let name = path.strip_prefix(&cases).expect("it lies there");
        let _ = writeln!(out, "== {}", name.display());
        for language in [Language::En, Language::Ko] {
            let said = rejected.in_language(language);
            let _ = writeln!(out, "{}", said.replace(&format!("{}/", cases.display()), ""));
        }
    }
    golden("refusals", &out);
}

/// One problem with the lines around it, as a person sees it.
#[test]
fn golden_message_in_full() {
    let broken = TEMPLATE.replacen("installed = 96", "installd = 96\ninstalled = 96.5", 1);
    let Err(problems) = Scenario::parse("my-centre.toml", &broken) else {
        panic!("the scenario is broken")
    };
    golden("message", &format!("{problems}\n{}", problems.in_language(Language::Ko)));
}

/// The help of the program and of each command that it names, those within a command too.
#[test]
fn golden_help() {
    let folder = Folder::new("golden-help");
    let mut out = String::new();
    let mut commands = vec![Vec::new()];
    while let Some(command) = commands.pop() {
        let arguments: Vec<&str> = command.iter().map(String::as_str).chain(["--help"]).collect();
        let said = text(&daegi(&folder, &arguments).stdout);
        let _ = writeln!(out, "== daegi {}\n{said}", arguments.join(" "));
        let inner = inner_commands(&said).into_iter().rev();
        commands.extend(inner.map(|name| [command.clone(), vec![name]].concat()));
    }
    golden("help", &out);
}

/// The commands that a help lists, in its order, without `help` itself.
fn inner_commands(help: &str) -> Vec<String> {
    let lines = help.lines().skip_while(|line| *line != "Commands:").skip(1);
    let lines = lines.take_while(|line| !line.is_empty());
    let named = lines.filter_map(|line| line.strip_prefix("  ")?.split(' ').next());
    named.filter(|name| !["", "help"].contains(name)).map(str::to_owned).collect()
}

/// What `check` and `run` print of the smallest scenario, in both languages, but for what the clock says.
#[test]
fn golden_summary() {
    let folder = Folder::new("golden-summary");
    let scenario = include_str!("../../scenarios/one-queue.toml");
    folder.file("one-queue.toml", scenario);
    let mut out = String::new();
    for language in ["en", "ko"] {
        for rest in [&["check"][..], &["run", "-n", "4", "--anyway"]] {
            let arguments = [rest, &["one-queue.toml", "--lang", language]].concat();
            let said = text(&daegi(&folder, &arguments).stdout);
            let timed = |line: &str| {
                [", simulated in ", ", 모의 "].iter().any(|words| line.contains(words))
                    || ["Estimate: ", "예상: "].iter().any(|words| line.starts_with(words))
            };
            let lines = said.lines().filter(|line| !timed(line));
            let _ = writeln!(out, "== daegi {}", arguments.join(" "));
            lines.for_each(|line| out.extend([line.trim_end(), "\n"]));
        }
    }
    golden("summary", &out);
}

/// The schema as an outline: a line for each key, with what its value may be.
#[test]
fn golden_schema() {
    let schema: Value = serde_json::from_str(&daegi::scenario::keys::schema()).expect("it is JSON");
    let mut out = String::new();
    outline(&schema, 0, &mut out);
    golden("schema", &out);
}

fn outline(value: &Value, depth: usize, out: &mut String) {
    let required: Vec<&str> =
        value["required"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    for (name, inner) in value["properties"].as_object().into_iter().flatten() {
        line(name, inner, required.contains(&name.as_str()), depth, out);
    }
    for (pattern, inner) in value["patternProperties"].as_object().into_iter().flatten() {
        line(pattern, inner, false, depth, out);
    }
    if value["additionalProperties"].is_object() {
        line("*", &value["additionalProperties"], false, depth, out);
    }
}

fn line(name: &str, value: &Value, required: bool, depth: usize, out: &mut String) {
    let mark = if required { "!" } else { "" };
    let kinds = ["type", "enum", "$ref", "pattern", "minimum", "maximum", "default"]
        .into_iter()
        .filter(|word| !value[word].is_null())
        .map(|word| format!(" {word}={}", value[word]))
        .collect::<String>();
    let either = value["anyOf"].as_array().map_or(0, Vec::len);
    let either = if either > 0 { format!(" any of {either}") } else { String::new() };
    let _ = writeln!(out, "{:depth$}{name}{mark}{kinds}{either}", "", depth = 2 * depth);
    outline(value, depth + 1, out);
}

/// The digest of every table of every shipped scenario, two replications of each.
#[test]
fn golden_digests() {
    let folder = Folder::new("golden-digests");
    let mut out = String::new();
    for &(name, text) in LIBRARY {
        let scenario = Scenario::parse(name, text).unwrap_or_else(|problems| panic!("{problems}"));
        let options = Options { threads: None, ..options(2, scenario.seed, folder.0.join(name)) };
        let finished = study::run(&scenario, &options, &|_| {})
            .unwrap_or_else(|error| panic!("{name}: {error}"));
        let folder = finished.results.publish().expect("the folder is free").folder;
        for (table, digest) in Manifest::read(&folder).expect("a manifest").tables {
            let _ = writeln!(out, "{name:22} {table:18} {}", &digest[..16]);
        }
    }
    golden("digests", &out);
}

/// What stands on the page of three scenarios, without charts, in both languages: a lone baseline, options by cost, and
/// options by who gets in.
#[test]
fn golden_pages() {
    let folder = Folder::new("golden-pages");
    for name in ["one-queue", "lease-or-buy", "cut-back-2026"] {
        let text = daegi::scenario::shipped(name).expect("it is shipped");
        let scenario = Scenario::parse(name, text).unwrap_or_else(|problems| panic!("{problems}"));
        let options = Options { threads: None, ..options(2, scenario.seed, folder.0.join(name)) };
        let finished = study::run(&scenario, &options, &|_| {})
            .unwrap_or_else(|error| panic!("{name}: {error}"));
        let results = finished.results.folder();
        let mut out = String::new();
        for language in [Language::Ko, Language::En] {
            report::make(results, language, report::Charts::Main).expect("a page");
            let page = format!("report.{}.html", language.code());
            let page = fs::read_to_string(results.join(page)).expect("the page");
            let _ = writeln!(out, "== {}\n{}", language.code(), words(&page));
        }
        golden(&format!("page-{name}"), &out);
    }
}

/// The words of a page, a block or a row of a table a line: without pictures, styles, scripts, and how it is made again.
pub(crate) fn words(page: &str) -> String {
    let mut text = page.to_owned();
    for (from, to) in [
        ("<script", "</script>"),
        ("<head>", "</head>"),
        ("<svg", "</svg>"),
        ("<section id=\"again-section\"", "</section>"),
    ] {
        while let Some(start) = text.find(from) {
            let end = text[start..].find(to).expect("what is opened is closed") + start + to.len();
            text.replace_range(start..end, "");
        }
    }
    let mut out = String::new();
    for line in
        text.replace('\n', " ").replace("<tr", "\n<tr").replace("</h", "\n</h").split(['\n'])
    {
        for block in line.split("</p>").flat_map(|part| part.split("</li>")) {
            let mut words = String::new();
            let mut inside = false;
            for c in block.replace("</td>", " | ").replace("</th>", " | ").chars() {
                match c {
                    '<' => inside = true,
                    '>' if inside => {
                        inside = false;
                        words.push(' ');
                    }
                    c if !inside => words.push(c),
                    _ => {}
                }
            }
            let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
            if !words.is_empty() {
                let _ = writeln!(out, "{words}");
            }
        }
    }
    out
}
