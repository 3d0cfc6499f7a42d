//! `daegi rank --best`: which of the alternatives and points of sweeps is best.

use std::fmt::Write as _;

use super::Failure;
use super::method::{self, MethodArguments};
use super::text::aligned;
use crate::report;
use crate::results::Kind;
use crate::results::answer::Sense;
use crate::results::selected::{Selected, Standing};
use crate::scenario::{Over, Scenario};
use crate::study::probe::Ask;
use crate::study::select::{self, Request};
use crate::words::Language;

/// Which value is the best.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum Best {
    // As the answer or the response says. No words for the help: it would be told at twice the length.
    AsStated,
    Lower,
    Higher,
}

/// Futures at the most where nobody says how many.
pub(super) const FUTURES: u32 = 4_096;

/// What is asked of the options of a scenario.
pub(super) struct Asked<'a> {
    pub(super) method: &'a MethodArguments,
    pub(super) ask: Ask,
    pub(super) best: Best,
    pub(super) within: Option<&'a str>,
    pub(super) confidence: f64,
}

pub(super) fn select(scenario: &Scenario, asked: Asked<'_>) -> Result<(), Failure> {
    let Asked { method, mut ask, best, within, confidence } = asked;
    let language = method.language();
    ask.over = Over::Window;
    let highest = match (best, select::sense(scenario, &ask)) {
        (Best::Higher, _) | (Best::AsStated, Sense::Higher) => true,
        (Best::Lower, _) | (Best::AsStated, Sense::Lower) => false,
        (Best::AsStated, Sense::Neither) => {
            return Err(Failure::User(neither(ask.response.name(), language)));
        }
    };
    let count = select::options(scenario).len();
    if !(2..=select::MOST).contains(&count) {
        return Err(Failure::User(how_many(count, language)));
    }
    let within = within
        .map(|text| {
            let standard = format!("{} of {} >= {text}", ask.response.name(), ask.scope);
            let read = method::standards(&[standard], scenario, language)?;
            let value = read.first().map(|one| one.bound.value).filter(|value| *value > 0.0);
            value.map(Some).ok_or_else(|| Failure::User(no_width(text, language)))
        })
        .transpose()?
        .flatten();
    let request = Request {
        ask,
        highest,
        within,
        confidence,
        futures: method.replications.unwrap_or(FUTURES).max(2),
        seed: method.seed(scenario),
    };
    let kept = method.kept(scenario, format!("best {:?} {highest}", request.ask))?;
    let place = method.place(Kind::Rank)?;
    let found = method.run(request.futures.into(), &kept, |watch| {
        select::select_until(scenario, &request, watch)
    })?;
    let stopped = method.stopped(found.futures, found.planned)?;
    let data =
        serde_json::to_string_pretty(&found).map_err(|error| Failure::Other(error.to_string()))?;
    let mut said = format!("→ {}\n\n", language.selected(&found));
    said.push_str(&aligned(&language.selected_table(&found), &[0, 4]));
    said.push('\n');
    for line in language.selected_notes(&found).into_iter().chain(stopped.clone()) {
        // Writing to a string cannot fail.
        let _ = writeln!(said, "{line}");
    }
    let title = scenario.title.in_language(language);
    method.leave((place, &kept), ("select", &said, &data, &table(&found)), |pending| {
        let chart = report::SelectedChart::of(&found, title, language);
        report::selected(pending.folder(), chart, language)
    })?;
    if stopped.is_some() { Err(Failure::Said) } else { Ok(()) }
}

/// The confidence with which the best is named.
pub(super) fn confidence(text: &str) -> Result<f64, String> {
    let odd = || "a number above 0.5 and below 1".to_owned();
    let value: f64 = text.parse().map_err(|_| odd())?;
    if value > 0.5 && value < 1.0 { Ok(value) } else { Err(odd()) }
}

fn neither(name: &str, language: Language) -> String {
    match language {
        Language::Ko => format!(
            "오류: {name}은(는) 어느 쪽이 나은지 정해져 있지 않습니다\n도움말: --best=lower 또는 --best=higher로 적거나, 파일의 답에 better를 적으세요"
        ),
        Language::En => format!(
            "error: neither way is better of {name} in itself\nhelp: give --best=lower or --best=higher, or state better in the file's answer"
        ),
    }
}

fn how_many(count: usize, language: Language) -> String {
    let most = select::MOST;
    match language {
        Language::Ko => format!(
            "오류: 고를 안이 {count}개입니다. 2개부터 {most}개까지 고를 수 있습니다\n도움말: 대안(study.alternative)이나 스윕(study.sweep)의 값을 더하거나 줄이세요"
        ),
        Language::En => format!(
            "error: options to choose from: {count}; there may be 2 to {most}\nhelp: state more or fewer alternatives (study.alternative) or values of sweeps (study.sweep)"
        ),
    }
}

fn no_width(text: &str, language: Language) -> String {
    match language {
        Language::Ko => format!("오류: --within {text}: 0보다 커야 합니다\n도움말: 예: 0.05"),
        Language::En => format!("error: --within {text}: it has to be above 0\nhelp: such as 0.05"),
    }
}

/// Every option, for spreadsheets.
fn table(found: &Selected) -> String {
    let mut out = String::from("sweep,option,mean,against_first,futures,standing,dropped_after\n");
    let cell = |value: Option<f64>| value.map(|value| value.to_string()).unwrap_or_default();
    let word = |word: &str| crate::results::as_text(word).replace('"', "\"\"");
    for row in &found.rows {
        let (standing, after) = match row.standing {
            Standing::Best => ("best", None),
            Standing::AsGood => ("as-good", None),
            Standing::Left => ("left", None),
            Standing::Dropped { after } => ("dropped", Some(after)),
            Standing::NoValue => ("no-value", None),
        };
        // Writing to a string cannot fail.
        let _ = writeln!(
            out,
            "\"{}\",\"{}\",{},{},{},{standing},{}",
            word(row.name.sweep.as_deref().unwrap_or_default()),
            word(&row.name.name),
            cell(row.mean),
            cell(row.lag),
            row.futures,
            after.map(|after| after.to_string()).unwrap_or_default(),
        );
    }
    out
}
