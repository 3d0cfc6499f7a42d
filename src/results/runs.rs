//! The ledger of a place: a line for every run that was left there, each with the hash of the line before it, so that a
//! run that was repeated until it pleased shows, and a line that is taken out or changed is noticed.

use std::fs;
use std::io;
use std::path::Path;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::table::hex;

/// The file that holds the ledger of runs.
pub(super) const LEDGER: &str = "runs.jsonl";

/// A run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Run {
    /// Number of the run, from 1.
    pub run: u64,
    /// The day on which it ended, in UTC.
    pub day: String,
    /// The scenario's file and the SHA-256 of its text.
    pub scenario: String,
    /// SHA-256 of the scenario's text.
    pub scenario_digest: String,
    /// Seed.
    pub seed: u64,
    /// Futures.
    pub replications: u32,
    /// Version of the program.
    pub daegi: String,
    /// SHA-256 over the names and digests of all tables.
    pub tables: String,
    /// What was answered: median by option, for each response of the question.
    pub answers: Vec<String>,
    /// Hash of the line before it; of the first: empty.
    pub previous: String,
    /// SHA-256 of all of the line but this.
    pub hash: String,
}

impl Run {
    fn hashed(&self) -> String {
        let bare = Self { hash: String::new(), ..self.clone() };
        let text = serde_json::to_string(&bare).unwrap_or_default();
        hex(&Sha256::digest(text.as_bytes()))
    }
}

/// How many runs a place has seen.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Runs {
    /// Runs so far, this one with them.
    pub count: u64,
    /// Runs of them with another scenario, seed or number of futures than this one.
    pub others: u64,
    /// Hash of the last line.
    pub hash: String,
    /// Whether every line follows from the one before it.
    pub whole: bool,
}

/// The lines of a folder's ledger, and whether each follows from the one before it. No file: no runs.
///
/// # Errors
/// The file cannot be read.
pub fn read(folder: &Path) -> io::Result<(Vec<Run>, bool)> {
    let text = match fs::read_to_string(folder.join(LEDGER)) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok((Vec::new(), true)),
        read => read?,
    };
    let (mut runs, mut whole) = (Vec::<Run>::new(), true);
    for line in text.lines() {
        let Ok(run) = serde_json::from_str::<Run>(line) else {
            whole = false;
            continue;
        };
        let (number, before) = runs.last().map_or((0, ""), |last| (last.run, last.hash.as_str()));
        whole &= run.run == number + 1 && run.previous == before && run.hash == run.hashed();
        runs.push(run);
    }
    Ok((runs, whole))
}

/// The text of the ledger of `place` with one more run, and what it counts. A ledger that cannot be read, or whose lines do
/// not follow, is kept as it is: the next line says what it follows.
pub(super) fn with(place: &Path, run: Run) -> (String, Runs) {
    let mut text = fs::read_to_string(place.join(LEDGER)).unwrap_or_default();
    let (runs, whole) = read(place).unwrap_or_default();
    let (number, previous) =
        runs.last().map_or((0, String::new()), |last| (last.run, last.hash.clone()));
    let mut run = Run { run: number + 1, previous, ..run };
    run.hash = run.hashed();
    let same = |other: &&Run| {
        (&other.scenario_digest, other.seed, other.replications)
            == (&run.scenario_digest, run.seed, run.replications)
    };
    let others = runs.len() - runs.iter().filter(same).count();
    if !text.is_empty() && !text.ends_with('\n') {
        text.push('\n');
    }
    text += &serde_json::to_string(&run).unwrap_or_default();
    text.push('\n');
    (text, Runs { count: run.run, others: others as u64, hash: run.hash, whole })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(seed: u64) -> Run {
        Run {
            run: 0,
            day: "2025-07-02".to_owned(),
            scenario: "a.toml".to_owned(),
            scenario_digest: "d".to_owned(),
            seed,
            replications: 8,
            daegi: "0".to_owned(),
            tables: "t".to_owned(),
            answers: vec![],
            previous: String::new(),
            hash: String::new(),
        }
    }

    #[test]
    fn a_line_that_is_changed_or_taken_out_is_noticed() {
        let folder = std::env::temp_dir().join(format!("daegi-ledger-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        let mut last = Runs::default();
        for seed in [1, 1, 2] {
            let (text, runs) = with(&folder, run(seed));
            fs::write(folder.join(LEDGER), text).unwrap();
            last = runs;
        }
        assert_eq!((last.count, last.others, last.whole), (3, 2, true));
        let (runs, whole) = read(&folder).unwrap();
        assert!(whole && runs.len() == 3 && runs[2].hash == last.hash);
        let text = fs::read_to_string(folder.join(LEDGER)).unwrap();
        let lines: Vec<&str> = text.lines().collect();
        for broken in [
            text.replacen("\"replications\":8", "\"replications\":9", 1),
            [lines[0], lines[2]].join("\n"),
            [lines[1], lines[2]].join("\n"),
            text.replace(lines[1], "no run"),
        ] {
            fs::write(folder.join(LEDGER), broken).unwrap();
            assert!(!read(&folder).unwrap().1);
            // One more run counts on, and does not mend it.
            let (_, runs) = with(&folder, run(3));
            assert!(!runs.whole && runs.count == 4);
        }
        fs::remove_dir_all(&folder).unwrap();
    }
}
