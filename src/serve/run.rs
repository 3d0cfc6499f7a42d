//! What is kept of a run: one small file, written beside and renamed whenever something has come of it.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::files::replace;
use super::guard::hex;
use crate::results::Manifest;
use crate::words::Bilingual;

/// The file of a run in its folder.
const FILE: &str = "run.json";
/// The scenario as it was when the run was asked for.
pub(super) const SCENARIO: &str = "scenario.toml";
/// The folder of the stages that are the answers of the options alone.
pub(super) const QUICK: &str = "quick";
/// Futures of the stages before the last: something within seconds, then four times as much each time.
const STAGES: [u32; 4] = [4, 16, 64, 256];

/// A run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Run {
    /// Number of the run in the folder, which is also the name of the run's own folder.
    pub(super) id: String,
    /// The scenario's file.
    pub(super) file: String,
    /// What the scenario is called.
    pub(super) title: Bilingual,
    /// SHA-256 of the scenario's text.
    pub(super) scenario: String,
    /// Futures that were asked for.
    pub(super) futures: u32,
    /// Whether jobs are left out.
    pub(super) no_jobs: bool,
    /// Language of its charts: `ko` or `en`.
    pub(super) lang: String,
    /// Seconds since 1970 when it was asked for.
    pub(super) asked: i64,
    /// Whether the run waits, is played, or has ended.
    pub(super) state: State,
    /// What is done, in order.
    pub(super) stages: Vec<Stage>,
    /// Why the run failed.
    pub(super) error: Option<Bilingual>,
}

/// How a run stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum State {
    /// The run waits for those before it.
    Queued,
    /// The run is played.
    Running,
    /// All that was asked for is there.
    Done,
    /// The run was stopped by a person.
    Cancelled,
    /// The run ended by a fault or at a limit.
    Failed,
    /// The program ended before it did.
    Unfinished,
}

/// A part of a run that is done.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Stage {
    /// Futures of the stage.
    pub(super) futures: u32,
    /// Whether the stage has the answers of the options alone: no readings, no sweeps, no tables.
    pub(super) options_only: bool,
    /// Seconds from the start of the run to its end.
    pub(super) seconds: f64,
    /// SHA-256 over the digests of its tables, as in the ledger of runs.
    pub(super) tables: String,
}

impl Stage {
    /// Name of its folder of results in the run's.
    pub(super) fn folder(&self) -> String {
        if self.options_only { format!("{QUICK}/n{}", self.futures) } else { whole(self.futures) }
    }
}

/// Name of the folder with the whole results of `futures` futures.
pub(super) fn whole(futures: u32) -> String {
    format!("n{futures}")
}

impl Run {
    /// The stages in which it is played: futures, and whether they are the answers of the options alone.
    pub(super) fn plan(&self) -> Vec<(u32, bool)> {
        let quick = self.quick().into_iter().map(|futures| (futures, true));
        quick.chain([(self.futures, false)]).collect()
    }

    /// Futures of the stages that are the answers of the options alone.
    pub(super) fn quick(&self) -> Vec<u32> {
        STAGES.into_iter().filter(|futures| *futures <= self.futures).collect()
    }

    /// Whether the run has yet to end.
    pub(super) fn is_open(&self) -> bool {
        matches!(self.state, State::Queued | State::Running)
    }

    /// Writes it into its folder.
    pub(super) fn write(&self, runs: &Path) -> io::Result<()> {
        let text = serde_json::to_string_pretty(self)?;
        replace(&runs.join(&self.id).join(FILE), text.as_bytes())
    }

    /// Reads the run of a folder.
    fn read(folder: &Path) -> io::Result<Self> {
        Ok(serde_json::from_str(&fs::read_to_string(folder.join(FILE))?)?)
    }

    /// Whether its last results have tables, charts and readings, and not the answers of the options alone.
    pub(super) fn is_whole(&self) -> bool {
        self.stages.last().is_some_and(|stage| !stage.options_only)
    }

    /// The folder of the run's last results, if there are any.
    pub(super) fn results(&self, runs: &Path) -> Option<PathBuf> {
        self.stages.last().map(|stage| runs.join(&self.id).join(stage.folder()))
    }
}

/// Whether a text is the name of a run's folder.
pub(super) fn is_id(text: &str) -> bool {
    (4..=9).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// The runs of a folder in the order of their numbers. One that was played when the program ended is unfinished; a
/// folder that holds no readable run is left alone.
pub(super) fn all(runs: &Path) -> io::Result<Vec<Run>> {
    let mut ids: Vec<String> = fs::read_dir(runs)?
        .flatten()
        .filter_map(|entry| entry.file_name().into_string().ok())
        .filter(|name| is_id(name))
        .collect();
    ids.sort_by_key(|id| (id.len(), id.clone()));
    let mut list = Vec::new();
    for id in ids {
        let Ok(mut run) = Run::read(&runs.join(&id)) else { continue };
        run.id = id;
        if run.state == State::Running {
            run.state = State::Unfinished;
            run.write(runs)?;
        }
        list.push(run);
    }
    Ok(list)
}

/// A new folder for a run: the number after the last.
pub(super) fn new_folder(runs: &Path, last: Option<&str>) -> io::Result<String> {
    let mut number = last.and_then(|id| id.parse::<u32>().ok()).unwrap_or(0);
    loop {
        number += 1;
        let id = format!("{number:04}");
        match fs::create_dir(runs.join(&id)) {
            Ok(()) => return Ok(id),
            Err(why) if why.kind() == io::ErrorKind::AlreadyExists => {}
            Err(why) => return Err(why),
        }
    }
}

/// SHA-256 over the digests of all tables, as a line of the ledger has it.
pub(super) fn tables(manifest: &Manifest) -> String {
    let mut hash = Sha256::new();
    for (table, digest) in &manifest.tables {
        hash.update(format!("{table} {digest}\n"));
    }
    hex(&hash.finalize())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_is_played_in_stages_of_which_only_the_last_is_whole() {
        let run = |futures| Run {
            id: "0001".into(),
            file: "a.toml".into(),
            title: Bilingual::default(),
            scenario: String::new(),
            futures,
            no_jobs: false,
            lang: "ko".into(),
            asked: 0,
            state: State::Queued,
            stages: Vec::new(),
            error: None,
        };
        assert_eq!(run(3).plan(), [(3, false)]);
        assert_eq!(run(20).plan(), [(4, true), (16, true), (20, false)]);
        assert_eq!(run(64).plan(), [(4, true), (16, true), (64, true), (64, false)]);
        assert_eq!(run(1000).plan().last(), Some(&(1000, false)));
        assert!(is_id("0001") && !is_id("1") && !is_id("../1") && !is_id("000x"));
    }
}
