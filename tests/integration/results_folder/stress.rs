//! Many at one place in one instant, and killed at any: a place holds whole results, old or new.

use std::process::{Child, Command, Stdio};
use std::time::Duration;

use super::{QUEUE, is_whole, names, prepared, run};
use crate::support::{Folder, text};

fn start(folder: &Folder, seed: u32) -> Child {
    Command::new(env!("CARGO_BIN_EXE_daegi"))
        .current_dir(&folder.0)
        .args([
            "run",
            "queue.toml",
            "-n",
            "2",
            "--threads",
            "1",
            "--quiet",
            "--lang",
            "en",
            "--out",
            "r",
        ])
        .args(["--seed", &seed.to_string()])
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts")
}

/// Starts pairs of runs into one place. Each run is done or refused, at least one of a pair is done, and the place is
/// whole with the seed of one that was done. Gives how many of the second ones were refused.
fn pairs(count: u32) -> u32 {
    let folder = prepared("pairs");
    let place = folder.0.join("r");
    let mut refused = 0;
    for pair in 0..count {
        // Onto nothing, and onto older results.
        if pair % 3 == 0 {
            let _ = std::fs::remove_dir_all(&place);
        }
        let both = [1, 2].map(|seed| (seed, start(&folder, seed)));
        let mut done = Vec::new();
        for (seed, child) in both {
            let output = child.wait_with_output().expect("it ends");
            match output.status.code() {
                Some(0) => done.push(seed),
                Some(2) if text(&output.stderr).contains("another run") => refused += 1,
                code => panic!("pair {pair}: {code:?}: {}", text(&output.stderr)),
            }
        }
        assert!(!done.is_empty(), "pair {pair}: both were refused");
        assert!(is_whole(&place), "pair {pair}");
        let manifest = std::fs::read_to_string(place.join("manifest.json")).expect("a manifest");
        let manifest: serde_json::Value = serde_json::from_str(&manifest).expect("JSON");
        assert!(done.iter().any(|seed| manifest["seed"] == *seed), "pair {pair}");
        assert_eq!(names(&folder.0), ["one.swf", "queue.toml", "r"], "pair {pair}");
    }
    refused
}

/// Kills runs at instants spread over the time that one takes; gives how many were killed before they were done.
fn kills(count: u32) -> u32 {
    let folder = prepared("kills");
    let place = folder.0.join("r");
    assert_eq!(run(&folder, "r", &[]).status.code(), Some(0));
    let begun = std::time::Instant::now();
    assert!(start(&folder, 1).wait().expect("it ends").success());
    let whole = begun.elapsed();
    let mut killed = 0;
    for kill in 0..count {
        let mut child = start(&folder, kill);
        std::thread::sleep(whole * kill / count + Duration::from_micros(u64::from(kill)));
        // It may be done already.
        let _ = child.kill();
        killed += u32::from(child.wait().expect("it ends").code().is_none());
        assert!(is_whole(&place), "kill {kill}");
        if kill % 10 == 9 {
            assert_eq!(run(&folder, "r", &[]).status.code(), Some(0), "kill {kill}");
            assert_eq!(names(&folder.0), ["one.swf", "queue.toml", "r"], "kill {kill}");
        }
    }
    killed
}

/// How many times as many pairs and kills: `DAEGI_STRESS=30 cargo test --release --test integration -- stress --nocapture`
/// takes some minutes.
fn times() -> u32 {
    std::env::var("DAEGI_STRESS").ok().and_then(|text| text.parse().ok()).unwrap_or(1)
}

#[test]
fn pairs_of_runs_into_one_place_leave_whole_results() {
    assert!(QUEUE.contains("[pool."));
    let count = 30 * times();
    let refused = pairs(count);
    println!("of {count} pairs {refused} runs were refused");
    assert!(refused > 0, "no two of them met");
}

#[test]
fn killed_runs_leave_whole_results() {
    let count = 20 * times();
    println!("of {count} runs {} were killed before they were done", kills(count));
}
