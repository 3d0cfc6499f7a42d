//! `daegi verify`: the first futures of a results folder again, held against its tables.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use super::text::{complain, print};
use super::{Failure, read_scenario};
use crate::results::saved::Saved;
use crate::results::{Manifest, Writer, first, runs};
use crate::scenario::Scenario;
use crate::study::{self, Options, Order};
use crate::words::Language;

/// What was asked for.
pub(super) struct Asked<'a> {
    pub(super) folder: &'a Path,
    pub(super) scenario: Option<&'a Path>,
    pub(super) replications: u32,
    pub(super) no_jobs: bool,
}

/// A folder of this process, deleted in the end.
struct Own(PathBuf);

impl Own {
    fn new() -> std::io::Result<Self> {
        let path = std::env::temp_dir().join(format!("daegi-verify-{}", std::process::id()));
        fs::create_dir_all(&path)?;
        Ok(Self(path))
    }
}

impl Drop for Own {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

pub(super) fn verify(asked: &Asked<'_>, language: Language) -> Result<(), Failure> {
    let user = |error: &dyn std::fmt::Display| Failure::User(format!("error: {error}"));
    let other = |error: &dyn std::fmt::Display| Failure::Other(error.to_string());
    let mut saved = Saved::open(asked.folder).map_err(|error| user(&error))?;
    saved.compare().map_err(|error| user(&error))?;
    let manifest = saved.manifest();
    for remark in language.remarks(saved.changed(), manifest.mark.other_version()) {
        complain(&remark);
    }
    let own = Own::new().map_err(|error| other(&error))?;
    let mut scenario = scenario_of(asked, manifest, &own.0, language)?;
    if asked.no_jobs || manifest.without_jobs {
        scenario.without_jobs().map_err(|paths| Failure::User(paths.join(", ")))?;
    }
    let mut replications = asked.replications.min(manifest.replications);
    if !manifest.lost_shards.is_empty() {
        let there = first::without_gap(&saved).map_err(|error| user(&error))?;
        if there == 0 {
            return Err(Failure::User(nothing_to_play(language).to_owned()));
        }
        replications = replications.min(there);
    }
    let options = Options {
        replications,
        seed: manifest.seed,
        threads: None,
        order: Order::Forward,
        // Another way to the same figures than the run took.
        forks: false,
        out: own.0.join("again"),
    };
    let writer = Writer::create(&options.out, false).map_err(|error| other(&error))?;
    let done = study::run_into(writer, &scenario, &options, &|_| {});
    let done = done.map_err(|error| other(&error))?;
    let again = Saved::open(done.results.folder()).map_err(|error| other(&error))?;

    let (mut tables, mut count, mut differing) = (0, 0, Vec::new());
    for table in manifest.tables.keys() {
        let before = first::rows(&saved, table, replications).map_err(|error| user(&error))?;
        let Some(before) = before else { continue };
        tables += 1;
        count += before.count;
        // A table that this version does not write any more differs as a whole.
        let after = first::rows(&again, table, replications).ok().flatten();
        if after.as_ref() != Some(&before) {
            differing.push((table.clone(), before, after));
        }
    }
    let mut out = String::new();
    for (table, before, after) in &differing {
        let short = |digest: &str| digest.chars().take(12).collect::<String>();
        let (rows, digest) = (before.count, short(&before.digest));
        let (rows_now, digest_now) = after
            .as_ref()
            .map_or((0, "–".to_owned()), |after| (after.count, short(&after.digest)));
        // Writing to a string cannot fail.
        let _ = match language {
            Language::Ko => writeln!(
                out,
                "다름: {table} (저장된 행 {rows}개 {digest}, 다시 실행한 행 {rows_now}개 {digest_now})"
            ),
            Language::En => writeln!(
                out,
                "differs: {table} (saved: {rows} rows, {digest}; again: {rows_now} rows, {digest_now})"
            ),
        };
    }
    let same = tables - differing.len();
    let _ = match language {
        Language::Ko => writeln!(
            out,
            "처음 {replications}회를 다시 실행함: 표 {tables}개 가운데 {same}개가 같음(행 {count}개를 견줌)"
        ),
        Language::En => writeln!(
            out,
            "The first {replications} futures were played again: {same} of {tables} tables are the same ({count} rows compared)"
        ),
    };
    let whole = ledger(asked.folder, manifest, language, &mut out)?;
    print(&out)?;
    match differing.is_empty() && whole && saved.changed().is_empty() {
        true => Ok(()),
        false => Err(Failure::Said),
    }
}

/// Why results without the first future are not played again.
fn nothing_to_play(language: Language) -> &'static str {
    match language {
        Language::Ko => {
            "오류: 첫 모의실험이 든 조각이 빠진 결과라, 처음부터 다시 실행해 견줄 수 없습니다\n도움말: 빠진 조각을 실행한 뒤 daegi merge로 다시 합치세요"
        }
        Language::En => {
            "error: the shard with the first futures is missing, so that nothing can be played again from the start\nhelp: play that shard, and join all of them with daegi merge"
        }
    }
}

/// Whether the ledger follows line by line, and ends with this run.
fn ledger(
    folder: &Path,
    manifest: &Manifest,
    language: Language,
    out: &mut String,
) -> Result<bool, Failure> {
    if manifest.runs.count == 0 {
        return Ok(true);
    }
    let read = runs::read(folder);
    let (lines, follows) = read.map_err(|error| Failure::User(format!("error: {error}")))?;
    let own = lines.last().is_some_and(|last| last.hash == manifest.runs.hash);
    let whole = follows && own;
    let count = lines.len();
    let text = match (language, whole) {
        (Language::Ko, true) => format!("실행 원장: {count}줄이 이어짐"),
        (Language::En, true) => format!("Ledger of runs: {count} lines follow one another"),
        (Language::Ko, false) => "실행 원장: 줄이 빠졌거나 고쳐졌음".to_owned(),
        (Language::En, false) => "Ledger of runs: lines were changed or taken out".to_owned(),
    };
    let _ = writeln!(out, "{text}");
    Ok(whole)
}

/// The scenario of a folder: the file that is named, if its text is the same, else the text in the manifest.
fn scenario_of(
    asked: &Asked<'_>,
    manifest: &Manifest,
    own: &Path,
    language: Language,
) -> Result<Scenario, Failure> {
    let entry = &manifest.scenario;
    if let Some(file) = asked.scenario {
        let scenario = read_scenario(file, language)?;
        if scenario.text != entry.text {
            return Err(Failure::User(match language {
                Language::Ko => {
                    format!("오류: {}의 내용이 결과를 만든 시나리오와 다릅니다", file.display())
                }
                Language::En => {
                    format!("error: {} is not the text that made these results", file.display())
                }
            }));
        }
        return Ok(scenario);
    }
    let write = |name: &str, text: &str| {
        let file = own.join(name);
        fs::write(&file, text).map_err(|error| Failure::Other(error.to_string()))?;
        Ok(file)
    };
    // The base of the scenario lies beside it, as it was.
    if let Some(base) = &entry.based_on
        && let Some(name) = Path::new(&base.file).file_name().and_then(|name| name.to_str())
    {
        write(name, &base.text)?;
    }
    if manifest.logs.iter().any(|log| !log.file.starts_with("shipped/")) {
        return Err(Failure::User(match language {
            Language::Ko => "오류: 이 시나리오는 작업 로그를 읽습니다\n도움말: --scenario로 그 로그 곁에 있는 시나리오를 지정하세요".to_owned(),
            Language::En => "error: this scenario reads a log of jobs\nhelp: name it, beside that log, with --scenario".to_owned(),
        }));
    }
    read_scenario(&write("the-scenario.toml", &entry.text)?, language)
}
