//! Hostile scenarios: names that lead out of a folder, slips by the thousand, ways without end. Each is
//! told at its place, and none of them takes the program down.

use std::fs;

use daegi::scenario::{Problems, Scenario};
use daegi::words::Language;

use crate::support::{Folder, daegi, text};

const GOOD: &str = include_str!("../../scenarios/one-queue.toml");

fn wrong(text: &str) -> Problems {
    Scenario::parse("x.toml", text).expect_err("it is wrong")
}

fn line_of(text: &str, mark: &str) -> usize {
    let at = text.find(mark).unwrap_or_else(|| panic!("`{mark}` is not in the text"));
    text[..at].matches('\n').count() + 1
}

/// The good file with more behind it, told at the line of `mark` in these words.
fn told(more: &str, mark: &str, says: &str) {
    let text = format!("{GOOD}\n{more}");
    let shown = wrong(&text).to_string();
    let start = format!("x.toml:{}:", line_of(&text, mark));
    let there = shown.split("\n\n").any(|one| one.starts_with(&start) && one.contains(says));
    assert!(there, "{start} {says}\n{shown}");
}

#[test]
fn names_are_no_paths_and_no_words_of_the_tables() {
    let pool = |name: &str| format!("[pool.\"{name}\"]\nsource = \"x\"\n");
    let alternative = |name: &str| format!("[study.alternative.\"{name}\"]\nremove = []\n");
    told(&alternative("baseline"), "alternative.", "the name `baseline` is kept");
    told(&pool("a/b"), "[pool.\"a", "a character that names cannot have: `/`");
    told(&pool("site"), "[pool.\"site", "the name `site` is kept");
    told(&pool("all"), "[pool.\"all", "the name `all` is kept");
    told(&pool("=1+1"), "[pool.\"=", "a character that names cannot have: `=`");
    told(&pool("-1"), "[pool.\"-", "begins with a hyphen");
    told(&pool("a\\u0000b"), "[pool.\"a", "a character that names cannot have: `U+0000`");
    told(&pool("a\\u202eb"), "[pool.\"a", "a character that names cannot have: `U+202E`");
    told(&pool(&"a".repeat(65)), "[pool.\"a", "is longer than 64 characters");
    told(&pool(&"a".repeat(100_000)), "[pool.\"a", "is longer than 64 characters");
    told("[hall.elsewhere]\nracks = 1\n", "hall.", "the name `elsewhere` is kept");
    let both = format!("{GOOD}\n{}{}", pool("a/b"), pool("c/d"));
    let shown = wrong(&both).to_string();
    assert!(shown.contains("`a/b`") && shown.contains("`c/d`"), "{shown}");
}

#[test]
fn what_is_not_text_is_told() {
    let cases = [
        ("5", "this must be text"),
        // A source may be in two languages, so a table is one that has a key too many.
        ("{ a = 1 }", "there is no key `a` here"),
        ("[\"x\"]", "this must be text"),
        ("true", "this must be text"),
    ];
    for (value, says) in cases {
        let more = format!("[unit.x]\nsource = {value} # here\n");
        told(&more, &format!("source = {value} # here"), says);
    }
}

#[test]
fn a_thousand_slips_are_a_hundred_and_a_number() {
    let text = "= = 1\n".repeat(1_000);
    let shown = wrong(&text).to_string();
    assert_eq!(shown.matches("x.toml:").count(), 100);
    assert!(shown.ends_with("and 900 more\n"), "{shown}");
    assert!(wrong(&text).in_language(Language::Ko).ends_with("그 밖의 문제 900건\n"));
}

#[test]
fn a_way_without_end_has_a_line() {
    let way = ["a"; 100_000].join(".");
    for key in ["add", "set"] {
        let more = format!("[study.alternative.x]\n{key}.\"programme.{way}\" = 1\n");
        told(&more, &format!("{key}.\"prog"), "this path is too long");
    }
    let more = format!("[study.alternative.x]\nremove = [\"{way}\"]\n");
    told(&more, "remove = [", "this path is too long");
    told(&format!("{way} = 1\n"), "a.a.a", "recursion limit");
    told(&format!("[{way}]\nb = 1\n"), "[a.a.a", "recursion limit");
    told(&format!("[zz]\nb = {}\n", "[".repeat(50_000)), "b = [[", "recurse");
}

#[test]
fn tables_and_lists_have_a_limit() {
    let keys: String = (0..20_000).map(|k| format!("k{k} = 1\n")).collect();
    told(&format!("[unit.x]\n{keys}"), "k3000 =", "more than 3000 keys");
    let items: String = (0..20_000).map(|k| format!("\n{k}.5,")).collect();
    told(&format!("[unit.x]\nweight = [{items}]\n"), "3000.5", "more than 3000 items");
}

#[test]
fn two_thousand_alternatives_are_read() {
    let mut text = GOOD.to_owned();
    for k in 0..2_000 {
        text.push_str(&format!("\n[study.alternative.a{k}]\nset.\"study\" = 1\n"));
    }
    // Each of them is wrong: reading stops when there is enough to say.
    assert!(wrong(&text).list.len() < 300);
}

#[test]
fn only_ordinary_files_of_utf_8_are_read() {
    let folder = Folder::new("hostile-files");
    let says = |bytes: &[u8], language: &str, part: &str| {
        folder.file("x.toml", bytes);
        let out = daegi(&folder, &["check", "x.toml", "--lang", language]);
        let said = text(&out.stderr);
        assert_eq!(out.status.code(), Some(2), "{said}");
        assert!(said.contains(part), "{said}");
    };
    says(b"schema = 1\n# caf\xe9\n", "en", "x.toml:2:6: error: the file is not UTF-8 text");
    says(b"schema = 1\n# \xb1\xa4\xc1\xd6\n", "ko", "메모장");
    let utf_16: Vec<u8> = GOOD.encode_utf16().flat_map(u16::to_le_bytes).collect();
    says(&[b"\xff\xfe", &utf_16[..]].concat(), "en", "the file is UTF-16");
    says(&utf_16, "en", "the file is UTF-16");
    says(&vec![b'#'; (1 << 20) + 1], "en", "larger than a scenario can be");
    says(b"based-on = \"./\"\n", "en", "no ordinary file");
    #[cfg(unix)]
    says(b"based-on = \"/dev/zero\"\n", "en", "no ordinary file");
    let out = daegi(&folder, &["check", ".", "--lang", "en"]);
    assert!(text(&out.stderr).contains("this is no ordinary file"));
}

#[test]
fn what_a_terminal_would_obey_is_never_printed() {
    let folder = Folder::new("hostile-escapes");
    let bad = GOOD.replacen("title", "question-\u{1b}]0;x\u{7} = 1\ntitle", 1);
    let good =
        format!("{GOOD}\n[pool.x]\ntitle = \"\\u001b]0;x\\u0007\\u009b\\u202e\"\nsource = \"x\"\n");
    for file in [bad, good] {
        fs::write(folder.file("x.toml", ""), file).unwrap_or_else(|error| panic!("{error}"));
        let out = daegi(&folder, &["check", "x.toml"]);
        let said = text(&out.stdout) + &text(&out.stderr);
        assert!(!said.contains(['\u{1b}', '\u{7}', '\u{9b}', '\u{202e}']), "{said:?}");
    }
}
