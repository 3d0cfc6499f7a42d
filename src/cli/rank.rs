//! `daegi rank`: which inputs an answer hangs on, and at which value of them the preferred option is another; or which
//! option is best.

use std::fmt::Write as _;

use super::method::{self, MethodArguments};
use super::select::{self, Best};
use super::text::aligned;
use super::{Failure, read_scenario};
use crate::report;
use crate::results::Kind;
use crate::results::sized::{Moved, Ranked};
use crate::scenario::{Over, Scenario};
use crate::stats::sensitivity::{MOST_INPUTS, MOST_ROWS};
use crate::study::probe::Ask;
use crate::study::rank::{self, Request};
use crate::words::Language;

#[derive(Debug, clap::Args)]
pub(super) struct RankArguments {
    #[command(flatten)]
    pub(super) method: MethodArguments,
    /// The response and what it is of: "applications_of_places of hpc" [default: the first answer of the question].
    #[arg(long)]
    response: Option<String>,
    /// Rank what moves the difference that this alternative makes, and say at which value of an input it turns
    /// [default: the level of the baseline].
    #[arg(long)]
    alternative: Option<String>,
    /// Trajectories of a screening by Morris as well: 30 are usual.
    #[arg(long, default_value_t = 0, value_parser = clap::value_parser!(u32).range(0..=10_000))]
    morris: u32,
    /// Rows of a design for Sobol' indices as well, a power of two: 1024 are usual.
    #[arg(long, default_value_t = 0, value_parser = clap::value_parser!(u32).range(0..=i64::from(MOST_ROWS)))]
    sobol: u32,
    /// Inputs that the indices are of: those that move the answer most.
    #[arg(long, default_value_t = 12, value_parser = clap::value_parser!(u8).range(1..=MOST_INPUTS as i64))]
    factors: u8,
    /// Rank options instead, and name the best: the baseline, the alternatives and the points of sweeps are played in
    /// stages, and whoever lags is dropped. Which way is better says the answer, or =lower, =higher.
    #[arg(long, value_enum, num_args = 0..=1, require_equals = true, default_missing_value = "as-stated",
        conflicts_with_all = ["alternative", "morris", "sobol", "factors"])]
    best: Option<Best>,
    /// The smallest difference that counts, as a value of the response: 0.05, 1%, 1억 원 [default: the smallest that is
    /// worth a word, 2 % of an amount].
    #[arg(long, requires = "best")]
    within: Option<String>,
    /// The confidence with which the best is named.
    #[arg(long, default_value_t = 0.95, value_parser = select::confidence, requires = "best")]
    confidence: f64,
}

/// Futures where nobody says how many.
pub(super) const FUTURES: u32 = 64;

pub(super) fn rank(arguments: &RankArguments) -> Result<(), Failure> {
    let method = &arguments.method;
    let language = method.language();
    let scenario = read_scenario(&method.file, language)?;
    if let Some(best) = arguments.best {
        let ask = ask(arguments, &scenario, language)?;
        let (within, confidence) = (arguments.within.as_deref(), arguments.confidence);
        let asked = select::Asked { method, ask, best, within, confidence };
        return select::select(&scenario, asked);
    }
    if scenario.baseline.factors.has_points() {
        let words = language.pick(
            "오류: 보정한 파일의 입력(study.points)은 한 묶음이어서 하나씩 움직일 수 없습니다\n도움말: study.points가 없는 본래 파일로 순위를 매기세요",
            "error: the inputs of a calibrated file (study.points) belong together and cannot be moved one by one\nhelp: rank the file that it was made of",
        );
        return Err(Failure::User(words.to_owned()));
    }
    let ask = ask(arguments, &scenario, language)?;
    let alternative = arguments
        .alternative
        .as_ref()
        .map(|name| {
            let found = scenario.alternatives.iter().position(|one| one.name == *name);
            found.ok_or_else(|| Failure::User(no_alternative(name, &scenario, language)))
        })
        .transpose()?;
    let request = Request {
        ask,
        alternative,
        futures: method.replications.unwrap_or(FUTURES).max(2),
        morris: arguments.morris,
        sobol: arguments.sobol,
        factors: arguments.factors.into(),
        seed: method.seed(&scenario),
    };
    let asked = format!("rank {:?} {:?}", request.ask, arguments.alternative);
    let kept = method.kept(&scenario, asked)?;
    let place = method.place(Kind::Rank)?;
    let points = rank::points(&scenario, &request);
    let found = method.run(points, &kept, |watch| rank::rank_until(&scenario, &request, watch))?;
    let stopped = method.stopped(found.futures, found.planned)?;
    let data =
        serde_json::to_string_pretty(&found).map_err(|error| Failure::Other(error.to_string()))?;
    let names = |path: &str| scenario_path(&scenario, path, language);
    let mut said = text(&found, language, &names);
    said.extend(stopped.iter().map(|line| format!("{line}\n")));
    let table = table(&found);
    let title = scenario.title.in_language(language);
    method.leave((place, &kept), ("rank", &said, &data, &table), |pending| {
        let bars = report::TornadoChart::of(&found, title, &names, language);
        report::tornado(pending.folder(), bars, language)
    })?;
    if stopped.is_some() { Err(Failure::Said) } else { Ok(()) }
}

/// An input in words, by the titles of the file.
pub(super) fn scenario_path(scenario: &Scenario, path: &str, language: Language) -> String {
    let titles = |table: &str| {
        scenario.titles.get(table).map(|title| title.in_language(language).to_owned())
    };
    language.input_of(path, &titles)
}

fn ask(arguments: &RankArguments, scenario: &Scenario, language: Language) -> Result<Ask, Failure> {
    let Some(text) = &arguments.response else {
        let first = scenario.answers.first().map(Ask::of_answer);
        return first.ok_or_else(|| {
            Failure::User(match language {
                Language::Ko => "오류: 파일에 질문의 답(study.answer)이 없습니다\n도움말: --response \"applications_of_places of hpc\" 처럼 적으세요".to_owned(),
                Language::En => "error: the file states no answer (study.answer)\nhelp: give --response \"applications_of_places of hpc\"".to_owned(),
            })
        });
    };
    // A standard whose bound says nothing.
    let bound = format!("{text} >= {}", "0");
    let found =
        method::standards(std::slice::from_ref(&bound), scenario, language).or_else(|_| {
            method::standards(
                &[format!("{text} >= 0 {}", scenario.baseline.currency.code())],
                scenario,
                language,
            )
        })?;
    let one = &found[0];
    Ok(Ask { response: one.response, scope: one.scope.clone(), over: Over::Window, highest: true })
}

fn no_alternative(name: &str, scenario: &Scenario, language: Language) -> String {
    let known: Vec<&str> = scenario.alternatives.iter().map(|one| one.name.as_str()).collect();
    let known = known.join(", ");
    match language {
        Language::Ko => {
            format!("오류: `{name}`(이)라는 대안이 없습니다\n도움말: 있는 대안: {known}")
        }
        Language::En => {
            format!("error: there is no alternative called `{name}`\nhelp: there are: {known}")
        }
    }
}

fn text(found: &Ranked, language: Language, names: &dyn Fn(&str) -> String) -> String {
    let mut out = format!("→ {}\n\n", language.ranked(found, names));
    out.push_str(&aligned(&language.ranked_table(found, names), &[0]));
    out.push('\n');
    for line in language.ranked_notes(found) {
        // Writing to a string cannot fail.
        let _ = writeln!(out, "{line}");
    }
    out
}

/// Every input and reading, for spreadsheets.
fn table(found: &Ranked) -> String {
    let mut out = String::from(
        "kind,input,assumed,value_q10,value_q90,answer_q10,answer_q90,difference_error,switches,morris,morris_low,morris_high,first,first_low,first_high,total,total_low,total_high\n",
    );
    let three = |within: Option<(f64, f64, f64)>| {
        within.map_or(",,".to_owned(), |(value, low, high)| format!("{value},{low},{high}"))
    };
    for moved in found.all() {
        let row = match moved {
            Moved::Input(row) => row,
            Moved::Reading(row) => {
                let name = row.name.replace('"', "\"\"");
                let (from, to) = row.ends;
                let _ = writeln!(out, "reading,\"{name}\",,,,{from},{to},{},,,,,,,,,,", row.error);
                continue;
            }
        };
        let switches = row.switches.map(|value| value.to_string()).unwrap_or_default();
        let _ = writeln!(
            out,
            "input,\"{}\",{},{},{},{},{},{},{switches},{},{},{}",
            row.path.replace('"', "\"\""),
            row.assumed,
            row.values.0,
            row.values.1,
            row.ends.0,
            row.ends.1,
            row.error,
            three(row.morris),
            three(row.first),
            three(row.total),
        );
    }
    out
}
