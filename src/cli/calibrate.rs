//! `daegi calibrate`: what the facts of a scenario say of its uncertain inputs.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use super::method::MethodArguments;
use super::text::aligned;
use super::{Failure, read_scenario};
use crate::report;
use crate::results::Kind;
use crate::results::calibrated::Calibrated;
use crate::scenario::Scenario;
use crate::study::calibrate::{self, Request};
use crate::words::Language;

#[derive(Debug, clap::Args)]
pub(super) struct CalibrateArguments {
    #[command(flatten)]
    pub(super) method: MethodArguments,
    /// How close a future has to be to a fact, as a part of it, where the fact's rounding says less.
    #[arg(long, default_value_t = 0.05, value_parser = tolerance)]
    tolerance: f64,
    /// Leave a scenario as well whose futures take the inputs of those that reproduce the facts, in a new file.
    #[arg(long, value_name = "FILE")]
    write_scenario: Option<PathBuf>,
}

fn tolerance(text: &str) -> Result<f64, String> {
    let value: f64 = text.parse().map_err(|_| "a number between 0 and 1".to_owned())?;
    if value > 0.0 && value <= 1.0 { Ok(value) } else { Err("a number between 0 and 1".to_owned()) }
}

/// Futures where nobody says how many.
pub(super) const FUTURES: u32 = 4_000;

pub(super) fn calibrate(arguments: &CalibrateArguments) -> Result<(), Failure> {
    let method = &arguments.method;
    let language = method.language();
    let scenario = read_scenario(&method.file, language)?;
    if scenario.checks.is_empty() {
        let words = language.pick(
            "오류: 파일에 대조할 사실([check])이 없습니다\n도움말: [check.NAME]에 관측값을 적으세요",
            "error: the file states no fact ([check])\nhelp: state what was observed in [check.NAME]",
        );
        return Err(Failure::User(words.to_owned()));
    }
    if let Some(path) = &arguments.write_scenario {
        may_be_written(&scenario, path, language)?;
    }
    let futures = method.replications.unwrap_or(FUTURES);
    let request = Request { futures, tolerance: arguments.tolerance, seed: method.seed(&scenario) };
    let kept = method.kept(&scenario, "calibrate".to_owned())?;
    let place = method.place(Kind::Calibrate)?;
    let found = method.run(futures.into(), &kept, |watch| {
        calibrate::calibrate_until(&scenario, &request, watch)
    })?;
    let stopped = method.stopped(found.futures, found.planned)?;
    let names = |path: &str| super::rank::scenario_path(&scenario, path, language);
    let mut said = format!("→ {}\n\n", language.calibrated(&found, &names));
    said.push_str(&aligned(&language.facts_table(&found), &[0]));
    said.push('\n');
    said.push_str(&aligned(&language.learned_table(&found, &names), &[0]));
    said.push('\n');
    for line in language.calibrated_notes(&found) {
        // Writing to a string cannot fail.
        let _ = writeln!(said, "{line}");
    }
    let unwritten = match &arguments.write_scenario {
        Some(path) => match write(&scenario, &found, path, language) {
            Ok(points) => {
                let path = path.display();
                let _ = match language {
                    Language::Ko => {
                        writeln!(said, "보정한 시나리오: {path} (모의실험 {points}회의 입력)")
                    }
                    Language::En => {
                        writeln!(said, "calibrated scenario: {path} (inputs of {points} futures)")
                    }
                };
                None
            }
            Err(failure) => Some(failure),
        },
        None => None,
    };
    said.extend(stopped.iter().map(|line| format!("{line}\n")));
    let data =
        serde_json::to_string_pretty(&found).map_err(|error| Failure::Other(error.to_string()))?;
    let title = scenario.title.in_language(language);
    method.leave((place, &kept), ("calibrate", &said, &data, &table(&found)), |pending| {
        let chart = report::LearnedChart::of(&found, title, &names, language);
        report::learned(pending.folder(), chart, language)
    })?;
    if let Some(failure) = unwritten {
        return Err(failure);
    }
    if stopped.is_some() { Err(Failure::Said) } else { Ok(()) }
}

/// Whether a scenario can be left there, as far as can be said before anything is played.
fn may_be_written(scenario: &Scenario, path: &Path, language: Language) -> Result<(), Failure> {
    let shown = path.display();
    if path.exists() {
        let words = match language {
            Language::Ko => {
                format!("오류: {shown}이(가) 이미 있습니다\n도움말: 다른 이름을 적으세요")
            }
            Language::En => format!("error: {shown} is there already\nhelp: give another name"),
        };
        return Err(Failure::User(words));
    }
    if scenario.baseline.factors.has_points() {
        let words = language.pick(
            "오류: 이미 보정한 파일입니다(study.points)\n도움말: study.points가 없는 본래 파일을 보정하세요",
            "error: the file is calibrated already (study.points)\nhelp: calibrate the file that it was made of",
        );
        return Err(Failure::User(words.to_owned()));
    }
    Ok(())
}

/// Leaves the calibrated scenario, and says how many points it has.
fn write(
    scenario: &Scenario,
    found: &Calibrated,
    path: &Path,
    language: Language,
) -> Result<usize, Failure> {
    let Some(text) = calibrate::scenario_of(scenario, found) else {
        let words = language.pick(
            "오류: 사실을 되돌려 주는 모의실험이 없거나 불확실한 입력이 없어 시나리오를 적지 않았습니다\n도움말: --tolerance를 늘리거나 모의 횟수를 늘리세요",
            "error: no future reproduces the facts, or nothing is uncertain: no scenario is written\nhelp: raise --tolerance, or play more futures",
        );
        return Err(Failure::User(words.to_owned()));
    };
    let read = Scenario::parse_beside(path, &text);
    let read = read.map_err(|problems| Failure::User(problems.in_language(language)))?;
    let left = std::fs::OpenOptions::new().write(true).create_new(true).open(path);
    left.and_then(|mut file| std::io::Write::write_all(&mut file, text.as_bytes()))
        .map_err(|error| Failure::Other(format!("{}: {error}", path.display())))?;
    Ok(read.baseline.factors.points())
}

/// Every input, for spreadsheets.
fn table(found: &Calibrated) -> String {
    let mut out = String::from(
        "input,assumed,before_q05,before_q50,before_q95,after_q05,after_q50,after_q95,contraction,worth\n",
    );
    let cell = |value: f64| if value.is_finite() { value.to_string() } else { String::new() };
    for one in &found.inputs {
        // What is not known is an empty cell.
        let after = one.after.map_or([const { String::new() }; 3], |after| after.map(cell));
        let quantiles: Vec<String> = one.before.map(cell).into_iter().chain(after).collect();
        let worth = one.worth.map(cell).unwrap_or_default();
        let path = one.path.replace('"', "\"\"");
        let _ = writeln!(
            out,
            "\"{path}\",{},{},{},{worth}",
            one.assumed,
            quantiles.join(","),
            one.contraction.map(cell).unwrap_or_default()
        );
    }
    out
}
