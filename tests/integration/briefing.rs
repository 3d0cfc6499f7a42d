//! What is handed upward: workbook, brief and slides say what the tables say, in the same bytes each time.

use std::fs;
use std::io::{Cursor, Read};
use std::path::{Path, PathBuf};

use calamine::{Data, Reader, Xlsx};
use daegi::results::Manifest;
use daegi::results::figures;
use daegi::results::saved::Saved;
use daegi::words::Language;

use crate::support::{Folder, daegi, text};

const SCENARIO: &str = include_str!("../../scenarios/spare-2025.toml");
const PARTS: &str = "brief,hwpx,pdf,workbook,slides";

/// A run of few futures, with every part in both languages.
fn briefed(name: &str) -> (Folder, PathBuf) {
    let folder = Folder::new(name);
    folder.file("spare.toml", SCENARIO);
    let run = ["run", "spare.toml", "-n", "4", "--quiet", "--no-jobs", "--out", "out"];
    let done = daegi(&folder, &run);
    assert!(done.status.success(), "{}", text(&done.stderr));
    report(&folder, &["--for", PARTS, "--lang", "both"]);
    let out = folder.0.join("out");
    (folder, out)
}

fn report(folder: &Folder, more: &[&str]) {
    let done = daegi(folder, &[&["report", "out", "--quiet"][..], more].concat());
    assert!(done.status.success(), "{}", text(&done.stderr));
}

type Sheet = calamine::Range<Data>;

fn sheet(book: &mut Xlsx<Cursor<Vec<u8>>>, name: &str) -> Sheet {
    book.worksheet_range(name).unwrap_or_else(|error| panic!("{name}: {error}"))
}

fn book(out: &Path) -> Xlsx<Cursor<Vec<u8>>> {
    Xlsx::new(Cursor::new(fs::read(out.join("report.en.xlsx")).unwrap())).unwrap()
}

fn number(cell: Option<&Data>) -> Option<f64> {
    match cell {
        Some(Data::Float(number)) => Some(*number),
        Some(Data::Int(number)) => Some(*number as f64),
        Some(Data::DateTime(date)) => Some(date.as_f64()),
        _ => None,
    }
}

/// Whether two numbers are one, as they are written in a workbook.
fn same(read: Option<f64>, known: Option<f64>) -> bool {
    match (read, known) {
        (Some(read), Some(known)) => (read - known).abs() <= 1e-12 * known.abs().max(1e-3),
        (None, None) => true,
        _ => false,
    }
}

#[test]
fn two_numbers_that_are_not_one_are_told_apart() {
    assert!(same(Some(0.1), Some(0.1)) && same(None, None));
    assert!(!same(Some(0.1), Some(0.100001)) && !same(None, Some(0.0)) && !same(Some(1.0), None));
}

#[test]
fn every_number_of_the_workbook_is_of_the_tables() {
    let (_folder, out) = briefed("workbook");
    let mut book = book(&out);
    let saved = Saved::open(&out).unwrap();
    let manifest = saved.manifest();
    options(&sheet(&mut book, "Options"), manifest);
    measures(&sheet(&mut book, "All measures"), &saved);
    curves(&sheet(&mut book, "Curves"), &saved);
    rounds(&sheet(&mut book, "Rounds"), &saved);
    people(&sheet(&mut book, "People"), &saved);
    money(&sheet(&mut book, "Money"), &saved);
    checks(&sheet(&mut book, "Checks"), &saved);
    // Every assumption and every other source has its row.
    let known = manifest
        .sources
        .iter()
        .filter(|one| !manifest.assumptions.iter().any(|assumed| assumed.path == one.path));
    let rows = manifest.assumptions.len() + known.count();
    assert_eq!(sheet(&mut book, "Assumptions").height(), 1 + rows);
    let record = sheet(&mut book, "Record");
    let digest = Data::String(manifest.scenario.digest.clone());
    assert!(record.used_cells().any(|(.., cell)| *cell == digest));
}

/// Scale of won in the English workbook.
fn won(scale: daegi::measures::Scale) -> f64 {
    if scale == daegi::measures::Scale::Won { 1e9 } else { 1.0 }
}

fn options(sheet: &Sheet, manifest: &Manifest) {
    let mut row = 1;
    for (at, of) in manifest.answer.measured.iter().enumerate() {
        let scale = won(of.response.row().scale);
        for option in &manifest.answer.options {
            let cell = &option.cells[at];
            let level = |part: fn(&daegi::results::answer::Spread) -> f64| {
                cell.level.as_ref().map(|level| part(level) / scale)
            };
            let read = |column: u32| number(sheet.get_value((row, column)));
            assert!(same(read(2), level(|one| one.median)), "row {row}");
            assert!(same(read(3), level(|one| one.low)), "row {row}");
            assert!(same(read(4), level(|one| one.high)), "row {row}");
            assert!(same(read(5), level(|one| one.mean)), "row {row}");
            let above = cell.compared.as_ref().map(|one| one.difference.above as f64);
            assert!(same(read(10), above), "row {row}");
            row += 1;
        }
    }
    assert_eq!(sheet.height() as u32, row);
}

fn measures(sheet: &Sheet, saved: &Saved) {
    let table = saved.columns("estimates").unwrap();
    let responses = table.responses("response").unwrap();
    let columns = ["mean", "q05", "q50", "q95"].map(|name| table.numbers(name).unwrap());
    for (row, response) in responses.iter().enumerate() {
        let scale = won(response.unwrap().row().scale);
        for (at, column) in columns.iter().enumerate() {
            let read = number(sheet.get_value((row as u32 + 1, 4 + at as u32)));
            assert!(same(read, column[row].map(|value| value / scale)), "row {row}");
        }
    }
    assert_eq!(sheet.height(), responses.len() + 1);
}

fn curves(sheet: &Sheet, saved: &Saved) {
    let table = saved.columns("daily_bands").unwrap();
    let (names, pools) = (table.words("alternative").unwrap(), table.words("pool").unwrap());
    let (measures, dates) = (table.words("measure").unwrap(), table.dates("date").unwrap());
    let columns = ["mean", "q05", "q95"].map(|name| table.numbers(name).unwrap());
    let own = saved.manifest();
    let heads: Vec<String> = sheet.rows().next().unwrap().iter().map(ToString::to_string).collect();
    let mut seen = 0;
    for (word, measure) in [("leased mean", "leased"), ("allocated mean", "allocated")] {
        let at = heads.iter().position(|head| head == word).unwrap() as u32;
        for row in 1..sheet.height() as u32 {
            let title = sheet.get_value((row, 0)).unwrap().to_string();
            let day = number(sheet.get_value((row, 1))).unwrap() as i32 - 25_569;
            let pool = own.pools.iter().find(|pool| pool.title.en == title).unwrap();
            let found = (0..names.len()).find(|&at| {
                names[at] == saved.baseline()
                    && pools[at] == pool.name
                    && measures[at] == measure
                    && dates[at] == Some(day)
            });
            let found = found.unwrap();
            for (part, column) in (0u32..).zip(&columns) {
                let read = number(sheet.get_value((row, at + part)));
                assert!(same(read, column[found]), "{word}, row {row}");
            }
            seen += 1;
        }
    }
    assert!(seen > 500, "{seen}");
}

fn rounds(sheet: &Sheet, saved: &Saved) {
    let table = saved.columns("competition").unwrap();
    let mut known = table.numbers("q50").unwrap();
    let mut read: Vec<Option<f64>> =
        (1..sheet.height() as u32).map(|row| number(sheet.get_value((row, 11)))).collect();
    let order = |a: &Option<f64>, b: &Option<f64>| a.unwrap_or(-1.0).total_cmp(&b.unwrap_or(-1.0));
    known.sort_by(order);
    read.sort_by(order);
    assert_eq!(known.len(), read.len());
    assert!(known.iter().zip(&read).all(|(known, read)| same(*read, *known)));
}

/// Means of integers add up as the integers do: everybody is somewhere.
fn people(sheet: &Sheet, saved: &Saved) {
    let table = saved.columns("people").unwrap();
    let came: f64 = table.numbers("came").unwrap().into_iter().flatten().sum();
    let futures = f64::from(saved.manifest().replications);
    let mut all = 0.0;
    for row in 1..sheet.height() as u32 {
        let cell = |at: u32| number(sheet.get_value((row, at))).unwrap();
        let places: f64 = (5..15).map(cell).sum();
        assert!((cell(2) + cell(3) - cell(4) - places).abs() < 1e-6, "row {row}");
        all += cell(2);
    }
    assert!((all * futures - came).abs() < 1e-6);
}

fn money(sheet: &Sheet, saved: &Saved) {
    let manifest = saved.manifest();
    let window = [manifest.window.from, manifest.window.to]
        .map(|date| (date - daegi::time::Date::constant(1970, 1, 1)).get_days());
    for (at, option) in (0u32..).zip(&manifest.alternatives) {
        let accounts = figures::money(saved, &option.name, (window[0], window[1])).unwrap();
        let title = &option.title.en;
        let mut parts = 0.0;
        for row in 1..sheet.height() as u32 {
            if sheet.get_value((row, 1)).unwrap().to_string() != *title {
                continue;
            }
            let spent = number(sheet.get_value((row, 4))).unwrap();
            if *sheet.get_value((row, 0)).unwrap() == "site" {
                let site = accounts.iter().find(|one| one.funding == "site").unwrap();
                let known = site.months.last().unwrap().of(daegi::measures::Money::Spent);
                assert!(same(Some(spent), Some(known / 1e9)), "option {at}");
                // The parts add up to the won.
                assert!((parts - spent).abs() * 1e9 < 0.5, "option {at}: {parts} {spent}");
            } else {
                parts += spent;
            }
        }
    }
}

fn checks(sheet: &Sheet, saved: &Saved) {
    let table = saved.columns("checks").unwrap();
    let responses = table.responses("response").unwrap();
    let scaled = |(value, response): (Option<f64>, &Option<daegi::measures::Response>)| {
        value.map(|value| value / response.map_or(1.0, |one| won(one.row().scale)))
    };
    let known = table.numbers("q50").unwrap().into_iter().zip(&responses);
    let mut known: Vec<Option<f64>> = known.map(scaled).collect();
    let mut read: Vec<Option<f64>> =
        (1..sheet.height() as u32).map(|row| number(sheet.get_value((row, 6)))).collect();
    known.sort_by(|a, b| a.partial_cmp(b).unwrap());
    read.sort_by(|a, b| a.partial_cmp(b).unwrap());
    assert_eq!(known.len(), read.len());
    assert!(known.iter().zip(&read).all(|(known, read)| same(*read, *known)));
}

/// Where a text counts in cards: 카드, 장 as a counter, card or cards as a word.
fn cards(said: &str) -> Vec<String> {
    let hangul = |c: Option<&char>| c.is_some_and(|c| ('가'..='힣').contains(c));
    let chars: Vec<char> = said.chars().collect();
    let around =
        |at: usize| chars[at.saturating_sub(30)..(at + 10).min(chars.len())].iter().collect();
    let counter = |at: &usize| {
        let before = at.checked_sub(1).and_then(|at| chars.get(at));
        let counted = before.is_some_and(char::is_ascii_digit);
        chars[*at] == '장' && !hangul(before) && (counted || !hangul(chars.get(at + 1)))
    };
    let mut found: Vec<String> = (0..chars.len()).filter(counter).map(around).collect();
    let words = said.split(|c: char| !c.is_alphabetic());
    let named = words.filter(|word| {
        word.contains("카드") || ["card", "cards"].contains(&word.to_lowercase().as_str())
    });
    found.extend(named.map(str::to_owned));
    found
}

#[test]
fn texts_that_count_in_cards_are_seen() {
    assert_eq!(cards("59.2장을, 장·월, 12 card-months, Cards, 카드를").len(), 5);
    assert_eq!(cards("59.2대, 장비, 저장, 장기 과제, discarded, 시장"), Vec::<String>::new());
}

/// A file that calls its units nodes (대) is told about nodes: by `check`, on the page, in the workbook, brief and slides.
#[test]
fn where_the_file_has_nodes_nobody_speaks_of_cards() {
    let folder = Folder::new("nodes");
    folder.file("nurion.toml", include_str!("../../scenarios/nurion.toml"));
    let run = ["run", "nurion.toml", "-n", "2", "--quiet", "--anyway", "--out", "out"];
    let done = daegi(&folder, &run);
    assert!(done.status.success(), "{}", text(&done.stderr));
    report(&folder, &["--for", "page,charts,brief,workbook,slides", "--lang", "both"]);
    let out = folder.0.join("out");
    for language in Language::ALL {
        let code = language.code();
        let told = daegi(&folder, &["check", "nurion.toml", "--lang", code]);
        let page = fs::read_to_string(out.join(format!("report.{code}.html"))).unwrap();
        let brief = fs::read_to_string(out.join(format!("brief.{code}.html"))).unwrap();
        let book = out.join(format!("report.{code}.xlsx"));
        let slides = out.join(format!("report.{code}.pptx"));
        let texts = [
            ("check", text(&told.stdout)),
            ("page", crate::golden::words(&page)),
            ("brief", crate::golden::words(&brief)),
            ("workbook", bare(&part(&book, "xl/sharedStrings.xml"))),
            ("formats", part(&book, "xl/styles.xml").replace("&quot;", "\"")),
            ("slide", bare(&part(&slides, "ppt/slides/slide1.xml"))),
        ];
        for (what, said) in texts {
            assert!(!said.is_empty());
            assert_eq!(cards(&said), Vec::<String>::new(), "{what} in {code}");
        }
    }
}

/// The text of a part of an office file, without its tags.
fn part(file: &Path, name: &str) -> String {
    let mut zip = zip::ZipArchive::new(Cursor::new(fs::read(file).unwrap())).unwrap();
    let mut xml = String::new();
    zip.by_name(name).unwrap().read_to_string(&mut xml).unwrap();
    xml
}

fn bare(xml: &str) -> String {
    let mut text = String::new();
    for piece in xml.split('<') {
        let (tag, rest) = piece.split_once('>').unwrap_or(("", piece));
        // A paragraph ends.
        if tag == "/hp:p" || tag == "/a:p" {
            text.push('\n');
        }
        text += rest;
    }
    text.replace("&quot;", "\"").replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
}

#[test]
fn brief_and_slides_say_what_the_page_says() {
    let (_folder, out) = briefed("sentences");
    for language in Language::ALL {
        let code = language.code();
        let answers = daegi::report::answers(&out, language).unwrap();
        let hwpx = out.join(format!("brief.{code}.hwpx"));
        let slides = out.join(format!("report.{code}.pptx"));
        let brief = bare(&part(&hwpx, "Contents/section0.xml"));
        let first = bare(&part(&slides, "ppt/slides/slide1.xml"));
        for said in &answers.verdicts {
            assert!(brief.contains(&said.headline()), "{brief}");

            // A line of a slide begins with a capital letter.
            let rest: String = said.headline().chars().skip(1).collect();
            assert!(first.contains(&rest), "{first}");
            assert!(first.contains(&said.clauses.join("; ")), "{first}");
        }
        assert!(brief.contains(&answers.verdicts[0].clauses[0]), "{brief}");
        for (title, cells) in &answers.table.rows {
            assert!(brief.contains(title), "{title}");
            // As many columns as the sheet has room for.
            for cell in cells.iter().take(3) {
                assert!(brief.contains(&cell.value) && brief.contains(&cell.range), "{cell:?}");
            }
        }
        let digest = &Saved::open(&out).unwrap().manifest().scenario.digest.clone();
        assert!(brief.contains(digest.as_str()));
        let html = fs::read_to_string(out.join(format!("brief.{code}.html"))).unwrap();
        assert!(html.contains(digest.as_str()) && !html.contains("http-equiv"));
        assert!(html.matches("<svg").count() == 1 && !html.contains("<script"));
        let notes = bare(&part(&slides, "ppt/notesSlides/notesSlide1.xml"));
        assert!(notes.contains(digest.as_str()) && notes.contains("daegi run spare.toml"));
        // A native chart holds its numbers, and the workbook behind it.
        let chart = part(&slides, "ppt/charts/chart1.xml");
        assert!(chart.contains("<c:errBars>") && chart.contains("<c:externalData"));
    }
}

/// Three answers, the first with a target.
const TARGETS: &str = r#"
schema = 1
title = "centre"
question = "How many cards?"
based-on = "gwangju-2025"
[study.answer.competition]
response = "applications_of_places"
scope = "hpc"
target = "≤ 3:1"
[study.answer.wait]
response = "mean_wait"
scope = "hpc"
[study.answer.spent]
response = "spent"
[study.alternative.early]
title = "early"
set = { "programme.hpc.reapply" = 0.2 }
"#;

/// The sentence on a target stands with its own answer and moves no other sentence to a wrong one.
#[test]
fn a_target_stands_with_its_answer() {
    let folder = Folder::new("targets");
    folder.file("targets.toml", TARGETS);
    let run = ["run", "targets.toml", "-n", "4", "--quiet", "--no-jobs", "--out", "out"];
    let done = daegi(&folder, &run);
    assert!(done.status.success(), "{}", text(&done.stderr));
    report(&folder, &["--for", "brief,workbook,slides", "--lang", "both"]);
    let out = folder.0.join("out");
    for language in Language::ALL {
        let code = language.code();
        let answers = daegi::report::answers(&out, language).unwrap();
        let order: Vec<_> = answers.verdicts.iter().map(|one| (one.measured, one.target)).collect();
        assert_eq!(
            order,
            [(Some(0), false), (Some(0), true), (Some(1), false), (Some(2), false)],
            "{answers:?}"
        );
        let target = answers.target_of(0).unwrap();
        // The share stands first: of 4 futures either none, all, or some tenths.
        assert!(target.lead.chars().any(|c| c.is_ascii_digit()), "{target:?}");
        let brief = fs::read_to_string(out.join(format!("brief.{code}.html"))).unwrap();
        assert!(brief.contains(&target.headline()), "{brief}");
        for at in 0..3 {
            // Each column of the table has the clauses of its own answer as its ground.
            let own = &answers.verdict_of(at).unwrap().clauses[0];
            let ground = format!("{}: {own}", answers.table.head[1 + at]);
            assert!(brief.contains(&ground), "{ground}: {brief}");
        }
        let file = out.join(format!("report.{code}.xlsx"));
        let charts: Vec<String> =
            (1..=3).map(|at| bare(&part(&file, &format!("xl/charts/chart{at}.xml")))).collect();
        for (at, chart) in charts.iter().enumerate() {
            let headline = answers.verdict_of(at).unwrap().headline();
            let rest: String = headline.chars().skip(1).collect();
            assert!(chart.contains(&rest), "{at}: {chart}");
        }
        // A slide for each answer, with the cells of its own column.
        let slides = out.join(format!("report.{code}.pptx"));
        for at in 0..3 {
            let slide = bare(&part(&slides, &format!("ppt/slides/slide{}.xml", 2 + at)));
            let (title, cells) = &answers.table.rows[0];
            let cell = format!("{title} {} ({})", cells[at].value, cells[at].range);
            let rest: String = cell.chars().skip(1).collect();
            assert!(slide.contains(&rest), "{at}: {cell}: {slide}");
            // The first letter of a line is a capital one.
            let rest: String = target.lead.chars().skip(1).collect();
            assert_eq!(slide.contains(&rest), at == 0, "{slide}");
        }
    }
}

#[test]
fn the_same_folder_gives_the_same_bytes_and_keeps_what_is_not_its_own() {
    let (folder, out) = briefed("bytes");
    let names =
        ["brief.ko.html", "brief.ko.hwpx", "brief.ko.pdf", "report.ko.xlsx", "report.ko.pptx"];
    let read = || names.map(|name| fs::read(out.join(name)).unwrap());
    let first = read();
    report(&folder, &["--for", PARTS]);
    for (name, (a, b)) in names.iter().zip(first.iter().zip(&read())) {
        assert!(a == b, "{name} differs");
    }
    // Types that readers look for stand first and unpacked.
    assert_eq!(&first[1][30..57], b"mimetypeapplication/hwp+zip");
    assert!(first[2].starts_with(b"%PDF-"));
    let listed = Saved::open(&out).unwrap().manifest().mark.files.clone();
    assert!(names.iter().all(|name| listed.contains(*name)));
    // The folder is still known as one that a run may replace.
    let again = ["run", "spare.toml", "-n", "2", "--quiet", "--no-jobs", "--out", "out"];
    assert!(daegi(&folder, &again).status.success());
    assert!(!out.join("brief.ko.pdf").exists());
    fs::write(out.join("report.ko.xlsx"), "mine").unwrap();
    let done = daegi(&folder, &["report", "out", "--for", "workbook"]);
    assert_eq!(done.status.code(), Some(2));
    assert_eq!(fs::read(out.join("report.ko.xlsx")).unwrap(), b"mine");
}

#[test]
fn a_part_is_played_again_and_what_differs_is_named() {
    let folder = Folder::new("verify");
    folder.file("spare.toml", SCENARIO);
    let run = |seed: &str| {
        let quick = ["run", "spare.toml", "-n", "2", "--quiet", "--no-jobs", "--out", "out"];
        let done = daegi(&folder, &[&quick[..], &["--seed", seed]].concat());
        assert!(done.status.success(), "{}", text(&done.stderr));
    };
    run("1");
    run("2");
    let out = folder.0.join("out");
    let runs = Saved::open(&out).unwrap().manifest().runs.clone();
    assert_eq!((runs.count, runs.others, runs.whole), (2, 1, true));
    let verify = || daegi(&folder, &["verify", "out", "-n", "1", "--no-jobs", "--lang", "en"]);
    let done = verify();
    assert_eq!(done.status.code(), Some(0), "{}", text(&done.stdout));
    let said = text(&done.stdout);
    assert!(said.contains("2 lines follow one another") && !said.contains("differs"), "{said}");
    // Another seed plays other futures.
    let manifest = fs::read_to_string(out.join("manifest.json")).unwrap();
    fs::write(out.join("manifest.json"), manifest.replace("\"seed\": 2,", "\"seed\": 3,")).unwrap();
    let done = verify();
    assert_eq!(done.status.code(), Some(1));
    assert!(text(&done.stdout).contains("differs: responses"), "{}", text(&done.stdout));
    fs::write(out.join("manifest.json"), manifest).unwrap();
    // A line that is taken out of the ledger shows.
    let ledger = fs::read_to_string(out.join("runs.jsonl")).unwrap();
    let last = ledger.lines().last().unwrap();
    fs::write(out.join("runs.jsonl"), last).unwrap();
    let done = verify();
    assert_eq!(done.status.code(), Some(1));
    assert!(text(&done.stdout).contains("were changed or taken out"));
}

#[test]
fn the_register_lists_what_is_assumed_with_its_evidence() {
    let folder = Folder::new("register");
    folder.file("spare.toml", SCENARIO);
    let done = daegi(&folder, &["assumptions", "spare.toml", "--lang", "en"]);
    assert!(done.status.success(), "{}", text(&done.stderr));
    let said = text(&done.stdout);
    for part in ["fact ", "inference ", "placeholder ", "drawn in each future", "source: "] {
        assert!(said.contains(part), "{part}: {said}");
    }
}
