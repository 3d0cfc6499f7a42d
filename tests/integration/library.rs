//! The shipped scenarios: every one plays, closes its accounts and answers its question in its first
//! line; and a scenario that is based on another is that file with its edits, told at the right place.

use std::fs;
use std::path::PathBuf;

use daegi::model::Replication;
use daegi::model::inputs::Inputs;
use daegi::model::record::{Record, RoundRow};
use daegi::model::{Draws, Simulator};
use daegi::report::{self, Language};
use daegi::results::Manifest;
use daegi::scenario::{LIBRARY, Scenario, shipped};
use daegi::study::{self, Options};

const BASE: &str = "gwangju-2025";

fn folder(name: &str) -> PathBuf {
    let folder = std::env::temp_dir().join(format!("daegi-test-{}-{name}", std::process::id()));
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).expect("a folder for the test");
    folder
}

fn options(name: &str, replications: u32) -> Options {
    let out = folder("library").join(name);
    Options { threads: None, ..crate::support::options(replications, 1, out) }
}

/// A study that does not close its accounts is an error.
#[test]
fn every_scenario_of_the_library_plays_and_answers_its_question_in_the_first_line() {
    for &(name, text) in LIBRARY {
        let scenario = Scenario::parse(name, text).unwrap_or_else(|problems| panic!("{problems}"));
        assert!(scenario.warnings.is_empty(), "{}", scenario.warnings);
        assert!(!scenario.answers.is_empty(), "{name} does not say what answers its question");
        let finished = study::run(&scenario, &options(name, 3), &|_| {})
            .unwrap_or_else(|error| panic!("{name}: {error}"));
        for (language, code) in [(Language::Ko, "ko"), (Language::En, "en")] {
            let answers = report::answers(finished.results.folder(), language).expect("answers");
            assert_eq!(answers.verdicts.len(), scenario.answers.len(), "{name} in {code}");
            let first = answers.verdicts[0].clauses.join("; ");
            for alternative in &scenario.alternatives {
                let title = alternative.title.in_language(language);
                assert!(first.contains(title), "{name}: {title} is not in: {first}");
            }
            let hangul = |c: char| ('가'..='힣').contains(&c);
            let verdicts = answers.verdicts.iter();
            let said = verdicts.map(|said| format!("{}: {}", said.of, said.clauses.join("; ")));
            let said: Vec<String> = said.collect();
            for text in said.iter().map(String::as_str).chain([
                scenario.title.in_language(language),
                scenario.question.in_language(language),
            ]) {
                assert_eq!(text.chars().any(hangul), code == "ko", "{name} in {code}: {text}");
                assert!(!text.contains('_'), "{name}: a name of a table in: {text}");
            }
            assert!(scenario.question.in_language(language).ends_with('?'), "{name} asks nothing");
        }
    }
}

/// A question about 2026 changes nothing before: months and decisions of 2021 to 2025 are those of the
/// baseline, and of the baseline that they are based on; from then on something differs.
#[test]
fn a_policy_of_2026_leaves_the_years_before_as_they_were() {
    let base = Scenario::parse(BASE, shipped(BASE).expect("the baseline")).expect("a scenario");
    for name in
        ["self-pay-2026", "local-half-2026", "take-back-2026", "cut-back-2026", "no-show-2026"]
    {
        let scenario = Scenario::parse(name, shipped(name).expect("it is shipped"))
            .unwrap_or_else(|problems| panic!("{problems}"));
        let calendar = &scenario.baseline.calendar;
        let day = calendar.day_of_date(jiff::civil::date(2026, 1, 1));
        let months = calendar.months().partition_point(|month| (month.from_day as i64) < day);
        let levels = Draws::draw(&scenario.baseline, Replication::new(scenario.seed, 0), None)
            .levels(&scenario.baseline);
        let play = |inputs: &Inputs| {
            let world = Draws::draw(inputs, Replication::new(scenario.seed, 0), Some(&levels));
            Simulator::new()
                .run(inputs, &world, false)
                .unwrap_or_else(|unclosed| panic!("{unclosed}"))
        };
        let before = |record: &Record, inputs: &Inputs| {
            let decided = |row: &&RoundRow| row.decides < inputs.calendar.midnight(day as usize);
            let rounds: Vec<RoundRow> = record.rounds.iter().filter(decided).copied().collect();
            let months = record.months[..months * inputs.pools.len()].to_vec();
            (months, rounds)
        };
        let baseline = play(&scenario.baseline);
        assert!(before(&baseline, &scenario.baseline).1.len() > 20);
        if name == "take-back-2026" {
            // The only one in which projects run jobs, as in the base.
            let own = before(&play(&base.baseline), &base.baseline);
            assert!(before(&baseline, &scenario.baseline) == own, "{name}: its baseline");
        }
        for one in &scenario.alternatives {
            let record = play(&one.inputs);
            let same = before(&record, &one.inputs) == before(&baseline, &scenario.baseline);
            assert!(same, "{name}: {} before 2026", one.name);
            assert!(record.months != baseline.months, "{name}: {} does nothing", one.name);
        }
    }
}

fn based_on(base: &str, rest: &str) -> String {
    format!("schema = 1\ntitle = \"t\"\nquestion = \"q?\"\nbased-on = \"{base}\"\n{rest}\n")
}

#[test]
fn a_scenario_without_edits_is_its_base() {
    let own = Scenario::parse("own", &based_on(BASE, "")).expect("a scenario");
    let base = Scenario::parse(BASE, shipped(BASE).expect("the baseline")).expect("a scenario");
    assert_eq!(format!("{:?}", own.baseline), format!("{:?}", base.baseline));
    assert_eq!((own.seed, own.replications), (base.seed, base.replications));
    assert_eq!((own.sources, own.checks), (base.sources, base.checks));
    assert!(own.alternatives.is_empty() && own.answers.is_empty());
    assert_eq!(own.base.expect("a base").file_name, "shipped/gwangju-2025.toml");
}

#[test]
fn a_scenario_with_edits_is_the_file_that_has_them() {
    let edits = "remove = [\"programme.hpc.observed\", \"check.competition-hpc\"]\n\
        [set]\n\"calendar.observe-from\" = \"2025-01-01\"\n\"site.slots\" = 1980\n\
        [add]\n\"programme.hpc.demand.fresh\" = 200\n\
        [study]\nseed = 3\nreplications = 7\n[study.alternative.more]\nset = { \"site.slots\" = 2100 }\n";
    let own = Scenario::parse("own", &based_on(BASE, edits)).unwrap_or_else(|p| panic!("{p}"));
    let mut by_hand = shipped(BASE).expect("the baseline").to_owned();
    for (old, new) in [
        ("observe-from = \"2024-07-01\"", "observe-from = \"2025-01-01\""),
        ("slots  = 2000", "slots = 1980"),
    ] {
        assert_eq!(by_hand.matches(old).count(), 1);
        by_hand = by_hand.replace(old, new);
    }
    let table = |text: &str, name: &str| {
        let from = text.find(&format!("[{name}]")).expect("the table");
        let to = text[from..].find("\n\n").map_or(text.len(), |at| from + at);
        (from, to)
    };
    // A file that is based on another has alternatives, readings and sweeps of its own.
    let gone = ["programme.hpc.observed", "check.competition-hpc", "study.reading.ratio-of-2025"];
    for name in gone {
        let (from, to) = table(&by_hand, name);
        by_hand.replace_range(from..to, "");
    }
    let at = by_hand.find("[programme.hpc]").expect("the programme");
    let at = at + by_hand[at..].find("demand  = { growth").expect("its demand") + 11;
    by_hand.insert_str(at, "fresh = 200, ");
    let by_hand = Scenario::parse("by hand", &by_hand).unwrap_or_else(|p| panic!("{p}"));
    assert_eq!(format!("{:?}", own.baseline), format!("{:?}", by_hand.baseline));
    assert_eq!((own.seed, own.replications, own.alternatives.len()), (3, 7, 1));
    assert_eq!(own.alternatives[0].inputs.slots.map(|slots| slots.0), Some(2100));
}

/// Where each mistake is told: file, line, and some of the words.
#[test]
fn mistakes_are_told_in_the_file_in_which_they_stand() {
    let base = shipped(BASE).expect("the baseline");
    let line = |mark: &str| base[..base.find(mark).expect(mark)].matches('\n').count() + 1;
    let cases = [
        // What is written here is wrong here; the fifth line is the first of the rest.
        (
            "set = { \"site.slots\" = \"many\" }",
            "own:5:24: error: \"many\" cannot be read".to_owned(),
        ),
        ("set = { \"site.slot\" = 3 }", "own:5:9: error: the file has nothing at".to_owned()),
        ("remove = [\"pool.x\"]", "own:5:11: error: the file has nothing at".to_owned()),
        ("[site]\nslots = 3", "own:5:2: error: `site` stands in the scenario".to_owned()),
        // What an edit breaks elsewhere in the base is told where the base says it.
        (
            "remove = [\"unit.h200\"]",
            format!(
                "shipped/gwangju-2025.toml:{}:13: error: there is no unit called `h200`",
                line("unit      = \"h200\"\ninstalled = 64")
            ),
        ),
    ];
    for (edit, said) in cases {
        let problems = Scenario::parse("own", &based_on(BASE, edit)).expect_err(edit).to_string();
        assert!(problems.contains(&said), "{said}\nis not in\n{problems}");
    }
    let unknown = Scenario::parse("own", &based_on("gwangju-2026", "")).expect_err("no such base");
    let unknown = unknown.to_string();
    assert!(unknown.contains("own:4:12: error: there is no scenario `gwangju-2026`"), "{unknown}");
    assert!(unknown.contains("did you mean `gwangju-2025`?"), "{unknown}");
    assert_eq!(unknown.matches("error").count(), 1, "{unknown}");
    let lone = Scenario::parse("own", &format!("set = {{ \"site.slots\" = 3 }}\n{base}"));
    let lone = lone.expect_err("edits of nothing").to_string();
    assert!(lone.contains("own:1:1: error: `set` changes another scenario"), "{lone}");
}

#[test]
fn a_file_beside_comes_before_a_shipped_one_and_the_manifest_has_both_digests() {
    let folder = folder("based");
    let centre = shipped("one-queue").expect("the smallest scenario");
    fs::write(folder.join("gwangju-2025.toml"), centre).expect("a file");
    fs::write(folder.join("own.toml"), based_on(BASE, "")).expect("a file");
    fs::write(folder.join("deeper.toml"), based_on("./own.toml", "")).expect("a file");
    fs::write(folder.join("slip.toml"), "schema = 1\na = = 2\n").expect("a file");
    fs::write(folder.join("on-slip.toml"), based_on("slip", "")).expect("a file");
    let own = Scenario::read(&folder.join("own.toml")).unwrap_or_else(|p| panic!("{p}"));
    assert_eq!(own.baseline.pools.len(), 1, "the file beside, not the shipped one");
    let deeper = Scenario::read(&folder.join("deeper.toml")).expect_err("two steps").to_string();
    assert!(deeper.contains("deeper.toml:4:12: error: `"), "{deeper}");
    assert!(deeper.contains("is itself based on another scenario"), "{deeper}");
    let slip = Scenario::read(&folder.join("on-slip.toml")).expect_err("a slip").to_string();
    assert!(slip.contains("slip.toml:2:5: error: this is not TOML"), "{slip}");
    let options = Options { out: folder.join("out"), ..options("based", 2) };
    let finished = study::run(&own, &options, &|_| {}).expect("the study runs");
    let manifest = Manifest::read(finished.results.folder()).expect("a manifest").scenario;
    let base = manifest.based_on.expect("a base");
    assert!(base.file.ends_with("gwangju-2025.toml") && base.text == centre);
    assert_eq!((base.digest.len(), manifest.digest.len()), (64, 64));
    assert_ne!(base.digest, manifest.digest);
    drop(finished);
    let _ = fs::remove_dir_all(&folder);
}
