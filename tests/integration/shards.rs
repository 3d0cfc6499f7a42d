//! A study on several machines: its parts, joined in any order, are the results of one machine to the last bit.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use daegi::results::Manifest;

use crate::invariance::CENTRE;
use crate::support::{Folder, text};

/// An alternative, another reading of a fact, a sweep with a point that cannot be played, and a target.
const ASKED: &str = r#"
[study.answer.gpu]
response = "applications_of_places"
scope = "big"
target = "≤ 2:1"
over = "every round"

[study.alternative.more]
title = { ko = "더", en = "more" }
set = { "programme.big.places" = 24 }

[study.reading.fewer]
title = { ko = "적게", en = "fewer" }
set = { "programme.big.reapply" = 0.2 }

[study.sweep.places]
title = { ko = "곳", en = "places" }
vary = "programme.big.places"
values = [12, 30]
"#;

fn prepared(name: &str) -> Folder {
    let folder = Folder::new(name);
    fs::write(folder.0.join("a.toml"), CENTRE.to_owned() + ASKED).expect("a file");
    folder
}

fn daegi(folder: &Folder, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_daegi"))
        .current_dir(&folder.0)
        .args(arguments)
        .output()
        .expect("the program starts")
}

fn done(folder: &Folder, arguments: &[&str]) {
    let output = daegi(folder, arguments);
    assert_eq!(output.status.code(), Some(0), "{arguments:?}: {}", text(&output.stderr));
}

/// Why the program refused something, which it did without leaving anything at `out`.
fn refused(folder: &Folder, arguments: &[&str]) -> String {
    let output = daegi(folder, arguments);
    assert_eq!(output.status.code(), Some(2), "{arguments:?}: {}", text(&output.stderr));
    assert!(!folder.0.join("out").exists());
    text(&output.stderr)
}

fn tables(folder: &Path) -> (BTreeMap<String, String>, String) {
    let manifest = Manifest::read(folder).expect("a manifest");
    let answer = serde_json::to_string(&manifest.answer).expect("an answer");
    (manifest.tables, answer)
}

const N: &str = "21";

fn play(folder: &Folder, number: u32, of: u32, threads: u32) -> String {
    played(folder, N, (number, of), threads)
}

fn played(folder: &Folder, n: &str, (number, of): (u32, u32), threads: u32) -> String {
    let (part, threads) = (format!("{number}/{of}"), threads.to_string());
    let out = format!("part-{number}-of-{of}-by-{threads}");
    done(
        folder,
        &["run", "a.toml", "-n", n, "--shard", &part, "--threads", &threads, "-q", "--out", &out],
    );
    out
}

#[test]
fn parts_joined_in_any_order_are_the_results_of_one_machine() {
    let folder = prepared("shards");
    done(&folder, &["run", "a.toml", "-n", N, "-q", "--out", "one"]);
    let one = tables(&folder.0.join("one"));
    for (of, threads) in [1, 3, 8].into_iter().flat_map(|of| [1, 2, 7].map(|threads| (of, threads)))
    {
        let mut parts: Vec<String> =
            (1..=of).map(|number| play(&folder, number, of, threads)).collect();
        // Neither the order of the file system nor that of the parts.
        parts.rotate_left(of as usize / 2);
        if threads == 2 {
            parts.reverse();
        }
        let names: Vec<&str> = parts.iter().map(String::as_str).collect();
        let joined = format!("joined-{of}-{threads}");
        let merging = (8 - threads).to_string();
        let merge = ["merge", "-q", "--threads", &merging, "--out", &joined];
        done(&folder, &[&merge[..], &*names].concat());
        assert_eq!(one, tables(&folder.0.join(&joined)), "{of} parts, {threads} threads");
    }
    // More parts than futures: some are empty.
    done(&folder, &["run", "a.toml", "-n", "3", "-q", "--out", "three"]);
    let parts: Vec<String> = (1..=5).map(|number| played(&folder, "3", (number, 5), 1)).collect();
    let names: Vec<&str> = parts.iter().map(String::as_str).collect();
    done(&folder, &[&["merge", "-q", "--out", "joined"], &*names].concat());
    assert_eq!(tables(&folder.0.join("three")), tables(&folder.0.join("joined")));
}

/// Stopped in the middle, its results are those of a run of as many futures as were played; gone on with, those of a run
/// that was never stopped.
#[cfg(unix)]
#[test]
fn a_run_that_is_stopped_leaves_what_it_has_and_goes_on_to_the_same_bits() {
    let folder = prepared("stopped");
    let arguments = ["run", "a.toml", "-n", "400", "--parts", "40", "--out", "out"];
    let go_on = [&arguments[..], &["--continue"]].concat();
    assert!(refused(&folder, &go_on).contains("--continue"));
    let mut run = Command::new(env!("CARGO_BIN_EXE_daegi"))
        .current_dir(&folder.0)
        .args(arguments)
        .stderr(std::process::Stdio::piped())
        .stdout(std::process::Stdio::null())
        .spawn()
        .expect("the program starts");
    while !folder.0.join("out.parts/2-of-40/manifest.json").exists() {
        assert!(run.try_wait().expect("a process").is_none(), "over before it was stopped");
        std::thread::sleep(std::time::Duration::from_millis(2));
    }
    let signal = Command::new("kill").args(["-INT", &run.id().to_string()]).status();
    assert!(signal.expect("a signal").success());
    let stopped = run.wait_with_output().expect("its end");
    assert_eq!(stopped.status.code(), Some(1), "{}", text(&stopped.stderr));
    assert!(text(&stopped.stderr).contains("--continue"), "{}", text(&stopped.stderr));

    let manifest = Manifest::read(&folder.0.join("out")).expect("a manifest");
    let n = manifest.replications;
    assert!((20..400).contains(&n) && n.is_multiple_of(10), "{n}");
    assert_eq!(manifest.planned, Some(400));
    assert_eq!(manifest.lost_shards.len() as u32, 40 - n / 10);
    let page = fs::read_to_string(folder.0.join("out/report.ko.html")).expect("a page");
    assert!(page.contains("계획한 모의실험 400회 가운데"), "the page does not say it");
    done(&folder, &["run", "a.toml", "-n", &n.to_string(), "-q", "--out", "fewer"]);
    assert_eq!(tables(&folder.0.join("out")), tables(&folder.0.join("fewer")));

    // The hours that were played are not thrown away because a word was forgotten.
    let again = daegi(&folder, &arguments);
    assert_eq!(again.status.code(), Some(2), "{}", text(&again.stderr));
    assert!(text(&again.stderr).contains("--continue"));
    done(&folder, &go_on);
    done(&folder, &["run", "a.toml", "-n", "400", "-q", "--out", "one"]);
    assert_eq!(tables(&folder.0.join("out")), tables(&folder.0.join("one")));
    let manifest = Manifest::read(&folder.0.join("out")).expect("a manifest");
    assert_eq!((manifest.planned, manifest.lost_shards), (None, Vec::new()));
    assert!(!folder.0.join("out.parts").exists());
}

#[test]
fn lost_doubled_foreign_and_changed_parts_are_named() {
    let folder = prepared("odd-shards");
    let parts: Vec<String> = (1..=3).map(|number| play(&folder, number, 3, 2)).collect();
    let [one, two, three] = [0, 1, 2].map(|at| parts[at].as_str());
    let merge = |some: &[&str]| {
        refused(&folder, &[&["merge", "--lang", "en", "--out", "out"], some].concat())
    };
    assert!(merge(&[three, one]).contains("of 3 parts these are missing: 2"));
    let twice = merge(&[one, two, three, two]);
    assert!(twice.contains("part 2 of 3 is there twice"), "{twice}");
    fs::write(folder.0.join("b.toml"), CENTRE).expect("a file");
    done(&folder, &["run", "b.toml", "-n", N, "--shard", "2/3", "-q", "--out", "other"]);
    let foreign = merge(&[one, "other", three]);
    assert!(
        foreign.contains("other is not of the same study") && foreign.contains("the scenario"),
        "{foreign}"
    );
    done(
        &folder,
        &["run", "a.toml", "-n", N, "--seed", "5", "--shard", "2/3", "-q", "--out", "seed"],
    );
    assert!(merge(&[one, "seed", three]).contains("the seed"));
    done(&folder, &["run", "b.toml", "-n", "2", "-q", "--out", "results"]);
    assert!(merge(&[one, "results", three]).contains("it holds results of `daegi run`"));
    assert!(merge(&[one, "nothing", three]).contains("nothing is not a shard"));
    let file: PathBuf = folder.0.join(two).join("futures/option-1.bin");
    let bytes = fs::read(&file).expect("a file");
    fs::write(&file, &bytes[..bytes.len() / 2]).expect("a file");
    assert!(
        merge(&parts.iter().map(String::as_str).collect::<Vec<_>>())
            .contains("option-1.bin was changed or cut")
    );
    // The scenario that was played, and no other.
    fs::write(&file, &bytes).expect("a file");
    fs::write(folder.0.join("a.toml"), CENTRE).expect("a file");
    assert!(merge(&[one, two, three]).contains("a.toml is not the scenario of these shards"));
}

#[test]
fn what_is_there_is_joined_where_that_is_asked_for() {
    let folder = prepared("some-shards");
    let [one, three] = [1, 3].map(|number| play(&folder, number, 3, 2));
    let output =
        daegi(&folder, &["merge", &three, &one, "--partial", "--lang", "en", "--out", "some"]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    assert!(
        text(&output.stderr).contains("of 14 futures instead of 21"),
        "{}",
        text(&output.stderr)
    );
    let manifest = Manifest::read(&folder.0.join("some")).expect("a manifest");
    assert_eq!((manifest.replications, manifest.lost_shards), (14, vec![2]));
    assert_eq!(manifest.planned, Some(21));
    // Futures keep their numbers in every table, and those before the gap can be played again.
    let output = daegi(&folder, &["verify", "some", "--lang", "en"]);
    let said = text(&output.stdout);
    assert_eq!(output.status.code(), Some(0), "{said}{}", text(&output.stderr));
    assert!(said.contains("The first 7 futures were played again"), "{said}");
    let two = play(&folder, 2, 3, 2);
    done(&folder, &["merge", &three, &two, "--partial", "-q", "--out", "late"]);
    let output = daegi(&folder, &["verify", "late", "--lang", "en"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).contains("the first futures is missing"));
}

#[test]
fn a_plan_names_every_part_and_the_commands() {
    let folder = prepared("plan");
    let output = daegi(&folder, &["shard", "a.toml", "--shards", "3", "-n", "10", "--lang", "en"]);
    let said = text(&output.stdout);
    for wanted in [
        "0–2  daegi run a.toml -n 10 --shard 1/3 --out out/a.shards/1-of-3",
        "3–5  daegi run a.toml -n 10 --shard 2/3",
        "6–9  daegi run a.toml -n 10 --shard 3/3",
        "daegi merge out/a.shards/* --out out/a",
    ] {
        assert!(said.contains(wanted), "{wanted:?} in {said}");
    }
    // As many futures as a plan takes, a part takes: it is refused for its file, and not for the count.
    let output = daegi(&folder, &["shard", "a.toml", "--shards", "3", "-n", "2000000"]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let output = daegi(&folder, &["run", "none.toml", "-n", "2000000", "--shard", "1/3"]);
    assert!(!text(&output.stderr).contains("2000000"), "{}", text(&output.stderr));
}
