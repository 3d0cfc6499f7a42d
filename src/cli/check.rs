//! `daegi check`: every problem at once; on a good file, the figures that follow from it.

pub(super) mod competition;
mod json;
mod promises;
mod site;

use std::fmt::Write as _;
use std::path::Path;

use super::text::{complain, print, wrapped};
use super::{Failure, estimate, read_scenario};
use crate::model::Unclosed;
use crate::scenario::{Scenario, derived};
use crate::study::{self, price};
use crate::words::Language;

/// `json`: for other programs, in both languages.
pub(super) fn check(file: &Path, json: bool, language: Language) -> Result<(), Failure> {
    if json {
        return json::check(file);
    }
    let scenario = read_scenario(file, language)?;
    if !scenario.warnings.is_empty() {
        complain(&scenario.warnings.in_language(language));
    }
    let threads = study::threads(None);
    let price = price::estimate(&scenario, scenario.replications, scenario.seed, threads)
        .map_err(|error| Failure::Other(error.to_string()))?;
    let lacks = estimate::warning(&price, language);
    if !lacks.is_empty() {
        complain(&lacks);
    }
    let estimate = estimate::words(&price, threads, language);
    let pilot = competition::pilot(&scenario, language)?;
    let page =
        page(&scenario, &pilot, language).map_err(|error| Failure::Other(error.to_string()))?;
    print(&format!("{page}{estimate}\n"))
}

/// All that follows from a scenario, with what a pilot has shown.
fn page(scenario: &Scenario, pilot: &str, language: Language) -> Result<String, Unclosed> {
    let derived = derived::derived(&scenario.baseline)?;
    let mut out = String::new();
    let title = scenario.title.in_language(language);
    let question = scenario.question.in_language(language);
    let _ = writeln!(out, "{title}\n{question}");
    let parts = [
        site::inventory(scenario, &derived, language),
        site::leases(scenario, &derived, language),
        site::amounts(scenario, &derived, language),
        promises::text(scenario, language)?,
        competition::demand(scenario, language),
        pilot.to_owned(),
        competition::meanings(scenario, language),
        logs(scenario, language),
        assumptions(scenario, language),
        runs(scenario, language),
    ];
    for part in parts.iter().filter(|part| !part.is_empty()) {
        out.push('\n');
        out.push_str(part);
    }
    Ok(out)
}

/// What is played of each log.
fn logs(scenario: &Scenario, language: Language) -> String {
    let mut out = String::new();
    for log in &scenario.logs {
        let whole = |count: u64| language.whole(count as f64);
        let (weeks, jobs) = (whole(log.weeks as u64), whole(log.jobs as u64));
        let (outside, unusable) = (whole(log.outside), whole(log.unusable));
        let (too_large, path, file, from) = (whole(log.too_large), &log.path, &log.file, log.from);
        let _ = match language {
            Language::Ko => writeln!(
                out,
                "{path}: {file}\n  {from}부터 온전한 주 {weeks}개, 작업 {jobs}건. 뺀 작업: 온전한 주 밖 \
                 {outside}건, 실행 시간이나 크기 없음 {unusable}건, 풀이나 사용자 한도보다 큼 {too_large}건",
            ),
            Language::En => writeln!(
                out,
                "{path}: {file}\n  {weeks} whole weeks from {from} with {jobs} jobs. Left out: in no whole week \
                 {outside}, without run time or size {unusable}, larger than the pool or a user's limit {too_large}",
            ),
        };
        out.push_str(log.inspection.in_language(language));
    }
    out
}

/// How many tables are assumed, which inputs a replication draws, and what the file leaves out.
fn assumptions(scenario: &Scenario, language: Language) -> String {
    let tables: Vec<&str> = scenario.assumptions.iter().map(|it| it.path.as_str()).collect();
    let factors = &scenario.baseline.factors;
    let drawn: Vec<&str> = factors.listed().map(|(_, factor)| factor.path.as_str()).collect();
    let (tables_count, drawn_count) = (tables.len(), drawn.len());
    let defaults = scenario.defaults.len();
    let (assumed, varied, silent) = match language {
        Language::Ko => (
            format!("가정이 든 표 {tables_count}개"),
            format!("모의실험마다 한 번씩 뽑는 입력 {drawn_count}개"),
            format!("파일에 없어 기본값을 쓰는 키 {defaults}개 (docs/scenario.md)"),
        ),
        Language::En => (
            format!("Tables that hold assumptions: {tables_count}"),
            format!("Inputs drawn once in each future: {drawn_count}"),
            format!("Keys left out, at their defaults (docs/scenario.md): {defaults}"),
        ),
    };
    format!("{assumed}\n{}{varied}\n{}{silent}\n", wrapped(&tables), wrapped(&drawn))
}

/// How much there is to play.
fn runs(scenario: &Scenario, language: Language) -> String {
    let worlds = scenario.worlds().count();
    let futures = scenario.replications;
    let all = language.whole(f64::from(futures) * worlds as f64);
    let futures = language.whole(f64::from(futures));
    let file = &scenario.file_name;
    match language {
        Language::Ko => {
            format!("실행: 모의실험 {futures}회 × 대안 {worlds}개 = {all}회\n  daegi run {file}\n")
        }
        Language::En => {
            format!(
                "To play: {futures} futures × {worlds} alternatives = {all} runs\n  daegi run {file}\n"
            )
        }
    }
}
