//! A long run in parts, so that it can be stopped with what it has, and gone on with.
//!
//! The futures of a part are put aside in `OUT.parts` when all of them are played, as a shard is. Ctrl-C ends the part
//! that is being played; those before it are joined to results that say of how many futures they are. `--continue` plays
//! what is missing. Joined parts are the bits of a run that was never stopped, because joined shards are.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::Ordering;

use super::progress::Progress;
use super::text::complain;
use super::{Failure, RunArguments, early, interrupt};
use crate::host;
use crate::results::shard::{Part, ShardEntry, ShardWriter, Shards, StudyEntry};
use crate::results::{self, ResultsError, Writer};
use crate::scenario::Scenario;
use crate::study::early::Early;
use crate::study::price::Price;
use crate::study::{self, Finished, StudyError};
use crate::words::Language;

/// A run that is expected to take fewer seconds is played at once: it is played again as soon as it is joined.
const LONG: f64 = 20.0;
/// Futures of a part, at the least: fewer would not keep the cores busy.
const FUTURES: u32 = 64;
/// Futures of a part for each thread, for the same reason.
const OF_A_THREAD: u32 = 16;
/// Parts, at the most.
const MOST: u32 = 64;

/// The parts of a run.
#[derive(Debug)]
pub(super) struct Parts {
    folder: PathBuf,
    study: StudyEntry,
    of: u32,
    /// Numbers of the parts that were played before.
    there: Vec<u32>,
    /// What the whole run was estimated to take; `None`: it was begun before.
    price: Option<Price>,
}

/// What became of a run in parts.
pub(super) struct Joined {
    /// The results, of all parts or of those that were there when it was told to stop.
    pub(super) finished: Finished,
    /// Whether parts are missing.
    pub(super) stopped: bool,
}

impl Parts {
    /// The parts of an earlier run of the same study at the same place, if it shall be gone on with.
    ///
    /// # Errors
    /// If there is nothing to go on with, or there is and nobody asked for it.
    pub(super) fn of_before(
        arguments: &RunArguments,
        study: &StudyEntry,
        out: &Path,
    ) -> Result<Option<Self>, Failure> {
        let language: Language = arguments.lang.into();
        let folder = results::parts_of(out);
        let (same, other) = earlier(&folder, study);
        let Some(first) = same.first().map(|part| part.of) else {
            if arguments.go_on {
                return Err(Failure::User(nothing(&folder, !other.is_empty(), language)));
            }
            // Parts of another scenario, seed or count of futures are of no use.
            clear(&folder, &other);
            return Ok(None);
        };
        let there: Vec<u32> =
            same.iter().filter(|part| part.of == first).map(|part| part.number).collect();
        let parts = Self { folder, study: study.clone(), of: first, there, price: None };
        match (arguments.go_on, arguments.replace) {
            (true, _) => Ok(Some(parts)),
            (false, true) => {
                parts.clear();
                Ok(None)
            }
            (false, false) => Err(Failure::User(unasked(&parts, language))),
        }
    }

    /// The parts of a run that begins; `None`: it is played at once, since it is short, or the disk has no room for them.
    pub(super) fn of_long(
        study: StudyEntry,
        price: Price,
        out: &Path,
        (asked, threads): (Option<u32>, usize),
    ) -> Option<Self> {
        let least = FUTURES.max(OF_A_THREAD.saturating_mul(threads as u32));
        let of = study.replications.div_ceil(least).min(MOST);
        let of = asked.map_or(of, |asked| asked.min(study.replications));
        // Parts take less room than tables do (docs/cluster.md has both).
        let room = host::disk(out).is_none_or(|free| free / 2 > price.disk);
        let long = asked.is_some() || price.seconds.is_none_or(|seconds| seconds >= LONG);
        let (folder, there) = (results::parts_of(out), Vec::new());
        (long && of > 1 && room).then_some(Self { folder, study, of, there, price: Some(price) })
    }

    /// Says what the answers look like in a few futures, before any part is played.
    pub(super) fn first_look(&self, scenario: &Scenario, play: (u64, usize), language: Language) {
        let price = self.price.as_ref();
        if let Some(early) = price.and_then(|price| early::first(scenario, price, play)) {
            early::say(scenario, &early, language);
        }
    }

    /// Plays the parts that are missing and joins what is there.
    ///
    /// # Errors
    /// If a part or the results cannot be written, an account does not close, or it was told to stop before any part
    /// was played.
    pub(super) fn play(
        &self,
        writer: Writer,
        scenario: &Scenario,
        (arguments, threads): (&RunArguments, usize),
        expected: Option<f64>,
    ) -> Result<Joined, Failure> {
        let language: Language = arguments.lang.into();
        let other = |error: StudyError| Failure::Other(error.to_string());
        let failed = |error: ResultsError| Failure::of_results(&error, language);
        let told = interrupt::watched();
        let each = study::runs_of_a_future(scenario);
        let n = u64::from(self.study.replications);
        let progress = Progress::of_runs(n * each, arguments.quiet, expected, language);
        let mut folders = Vec::new();
        let mut early = Early::new(scenario);
        let mut played = 0_u32;
        for number in 1..=self.of {
            let part = Part { number, of: self.of };
            let place = self.place(number);
            if self.there.contains(&number) {
                progress.more(part.futures(self.study.replications).len() as u64 * each);
                folders.push(place);
                continue;
            }
            let entry = (self.study.clone(), part);
            let writer =
                ShardWriter::create(&place, true, entry, &arguments.file).map_err(failed)?;
            let more = |done| progress.more(done);
            match study::shard::play_into(
                writer,
                scenario,
                (Some(threads), !arguments.no_forks),
                (Some(told), Some(&mut early)),
                &more,
            ) {
                Ok(pending) => {
                    pending.publish().map_err(failed)?;
                    folders.push(place);
                    played += 1;
                    // After 1, 2, 4, … parts: each says twice as much as the one before.
                    if played.is_power_of_two() && played < self.of && !arguments.quiet {
                        early::say(scenario, &early, language);
                    }
                }
                Err(StudyError::Stopped) => break,
                Err(error) => return Err(other(error)),
            }
            if told.load(Ordering::Relaxed) {
                break;
            }
        }
        progress.finish();
        interrupt::no_longer_watched();
        if folders.is_empty() {
            // Empty: nothing of this run is left.
            let _ = fs::remove_dir(&self.folder);
            return Err(Failure::Other(too_early(language).to_owned()));
        }
        let stopped = folders.len() < self.of as usize;
        let shards = Shards::open(&folders, stopped)
            .map_err(|error| Failure::said(&error.in_language(language)))?;
        let n = shards.futures().len() as u64;
        if stopped {
            complain(&left(n, self.study.replications, language));
        }
        let runs = n * scenario.worlds().count() as u64;
        let joining = language.pick("합치기", "joining").to_owned();
        let progress = Progress::of_stage(joining, runs, arguments.quiet);
        let more = |done| progress.more(done);
        let finished =
            study::merge_into(writer, scenario, &shards, Some(threads), &more).map_err(other)?;
        progress.finish();
        Ok(Joined { finished, stopped })
    }

    /// Deletes the parts: their results are in their place.
    pub(super) fn clear(&self) {
        let all: Vec<PathBuf> = (1..=self.of).map(|number| self.place(number)).collect();
        clear(&self.folder, &all);
    }

    fn place(&self, number: u32) -> PathBuf {
        self.folder.join(format!("{number}-of-{}", self.of))
    }
}

/// What stands in a folder of parts: those of this study in their order, and the folders of another.
fn earlier(folder: &Path, study: &StudyEntry) -> (Vec<Part>, Vec<PathBuf>) {
    let (mut same, mut other) = (Vec::new(), Vec::new());
    let there = fs::read_dir(folder).into_iter().flatten().flatten();
    for place in there.map(|entry| entry.path()) {
        match ShardEntry::read(&place) {
            Ok(entry) if entry.study == *study => same.push(entry.part),
            Ok(_) => other.push(place),
            Err(_) => {}
        }
    }
    same.sort_unstable();
    other.sort_unstable();
    (same, other)
}

/// Deletes folders of parts, and the folder that they are in if nothing else is.
fn clear(folder: &Path, parts: &[PathBuf]) {
    for part in parts {
        results::clear(part);
    }
    // A folder of this name can only be left by a run that was killed.
    let there = fs::read_dir(folder).into_iter().flatten().flatten();
    for left in there.filter(|one| one.file_name().to_string_lossy().contains(".unfinished")) {
        results::clear(&left.path());
    }
    let _ = fs::remove_dir(folder);
}

fn nothing(folder: &Path, other: bool, language: Language) -> String {
    let folder = folder.display();
    match (language, other) {
        (Language::Ko, false) => format!(
            "오류: 이어서 실행할 것이 없습니다: {folder}에 앞선 실행의 부분이 없습니다\n도움말: --continue 없이 실행하세요"
        ),
        (Language::Ko, true) => format!(
            "오류: 이어서 실행할 수 없습니다: {folder}에 있는 부분은 다른 시나리오, 시드, 횟수, 또는 다른 버전의 것입니다\n도움말: 그때와 같은 파일과 선택으로 실행하거나, --continue 없이 새로 실행하세요"
        ),
        (Language::En, false) => format!(
            "error: there is nothing to go on with: {folder} holds no parts of an earlier run\nhelp: run it without --continue"
        ),
        (Language::En, true) => format!(
            "error: it cannot be gone on with: the parts in {folder} are of another scenario, seed, count of futures or version\nhelp: run it with the file and the options of then, or anew without --continue"
        ),
    }
}

fn unasked(parts: &Parts, language: Language) -> String {
    let n: usize = parts
        .there
        .iter()
        .map(|&number| Part { number, of: parts.of }.futures(parts.study.replications).len())
        .sum();
    let (all, folder) = (parts.study.replications, parts.folder.display());
    match language {
        Language::Ko => format!(
            "오류: 같은 실행이 전에 멈추었습니다: 모의실험 {all}회 가운데 {n}회분이 {folder}에 있습니다\n도움말: --continue로 이어서 실행하거나, --replace로 새로 실행하세요"
        ),
        Language::En => format!(
            "error: the same run was stopped before: {n} of its {all} futures are in {folder}\nhelp: go on with --continue, or start anew with --replace"
        ),
    }
}

fn too_early(language: Language) -> &'static str {
    language.pick(
        "중단했습니다. 끝난 부분이 없어 이 실행의 결과는 남기지 않았고, 전에 있던 결과는 그대로입니다.",
        "stopped before any part was done: nothing of this run is left, and what was there before is as it was",
    )
}

fn left(n: u64, all: u32, language: Language) -> String {
    match language {
        Language::Ko => format!("모의실험 {all}회 가운데 실행한 {n}회로 결과를 남깁니다."),
        Language::En => format!("results are left of the {n} futures of {all} that were played"),
    }
}

/// How a run that was stopped is gone on with.
pub(super) fn how_to_go_on(language: Language) -> &'static str {
    language.pick(
        "중단됨. 같은 명령에 --continue를 붙이면 이어서 실행합니다.",
        "stopped: the same command with --continue goes on from here",
    )
}
