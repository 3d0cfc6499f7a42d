//! `daegi forecast`: what was foretold before a fact was known, and how well.

use std::path::{Path, PathBuf};

use super::text::print;
use super::{Failure, Lang};
use crate::measures::Response;
use crate::results::forecasts::{Forecast, Forecasts, kept, sample};
use crate::results::saved::Saved;
use crate::scenario::nearest;
use crate::time::Date;
use crate::words::{Called, Language};

mod score;

/// What is done with forecasts.
#[derive(Debug, clap::Subcommand)]
pub(super) enum ForecastCommand {
    /// Register an answer of a results folder as a forecast of a fact that is not known yet.
    Register {
        /// Results folder.
        folder: PathBuf,
        /// The answer and what it is of: "applications_of_places of hpc".
        #[arg(long)]
        answer: String,
        /// The option under which it is foretold [default: the baseline].
        #[arg(long)]
        option: Option<String>,
        /// The day on which the fact will be known.
        #[arg(long)]
        known_on: String,
        /// What the fact is called in the file of facts.
        #[arg(long)]
        name: String,
        /// The file of forecasts; a line is added at its end.
        #[arg(long, default_value = "forecasts.jsonl")]
        file: PathBuf,
        /// Language of what is printed.
        #[arg(long, value_enum, default_value_t = Lang::Ko)]
        lang: Lang,
    },
    /// Score the forecasts whose facts are known: CRPS, PIT, and how many lay within the 50 % and 90 % ranges.
    Score {
        /// The file of forecasts.
        file: PathBuf,
        /// The facts, as TOML or CSV.
        #[arg(long)]
        facts: PathBuf,
        /// Language of what is printed.
        #[arg(long, value_enum, default_value_t = Lang::Ko)]
        lang: Lang,
    },
}

impl ForecastCommand {
    pub(super) fn language(&self) -> Language {
        match self {
            Self::Register { lang, .. } | Self::Score { lang, .. } => (*lang).into(),
        }
    }

    /// The file that the statement is about.
    pub(super) fn subject(&self) -> &Path {
        match self {
            Self::Register { folder, .. } => folder,
            Self::Score { file, .. } => file,
        }
    }
}

pub(super) fn forecast(command: &ForecastCommand) -> Result<(), Failure> {
    let language = command.language();
    match command {
        ForecastCommand::Register { folder, answer, option, known_on, name, file, .. } => {
            let asked = Asked { answer, option: option.as_deref(), known_on, name, file };
            register(folder, &asked, language)
        }
        ForecastCommand::Score { file, facts, .. } => score::score(file, facts, language),
    }
}

/// What shall be registered.
struct Asked<'a> {
    answer: &'a str,
    option: Option<&'a str>,
    known_on: &'a str,
    name: &'a str,
    file: &'a Path,
}

/// A fault of what was given, with a way out.
fn fault(language: Language, ko: &str, en: &str) -> Failure {
    let word = language.pick("오류: ", "error: ");
    Failure::User(format!("{word}{}", language.pick(ko, en)))
}

/// A likely spelling, else all there is.
fn help(language: Language, word: &str, known: &[String]) -> String {
    match nearest(word, known.iter().map(String::as_str)) {
        Some(near) => match language {
            Language::Ko => format!("도움말: 혹시 `{near}` 입니까?"),
            Language::En => format!("help: did you mean `{near}`?"),
        },
        None => {
            let list = known.join(", ");
            format!("{}{list}", language.pick("도움말: 쓸 수 있는 것: ", "help: one of "))
        }
    }
}

/// Today in UTC, as the ledger of runs writes it.
fn today() -> Date {
    jiff::Timestamp::now().to_zoned(jiff::tz::TimeZone::UTC).date()
}

fn read_forecasts(file: &Path, language: Language) -> Result<Forecasts, Failure> {
    let shown = file.display();
    let own = Forecasts::read(file).map_err(|error| {
        fault(
            language,
            &format!("{shown}을(를) 읽을 수 없습니다: {error}"),
            &format!("{shown} cannot be read: {error}"),
        )
    })?;
    match own.broken {
        Some(line) => Err(fault(
            language,
            &format!(
                "{shown}의 {line}번째 줄이 앞 줄에서 이어지지 않습니다. 등록한 뒤에 바뀌었거나 빠진 줄이 있으므로 쓰지 않습니다\n도움말: 등록한 그대로의 파일을 되찾거나, 새 파일로 다시 시작하세요(--file)"
            ),
            &format!(
                "line {line} of {shown} does not follow from the one before it: something was changed or taken out after it was registered, so the file is not used\nhelp: restore the file as it was registered, or begin another one (--file)"
            ),
        )),
        None => Ok(own),
    }
}

fn register(folder: &Path, asked: &Asked<'_>, language: Language) -> Result<(), Failure> {
    let user = |error: &dyn std::fmt::Display| Failure::User(format!("error: {error}"));
    let Asked { known_on, name, file, .. } = *asked;
    if name.trim().is_empty() {
        return Err(fault(language, "--name이 비어 있습니다", "--name is empty"));
    }
    let Ok(known) = known_on.parse::<Date>() else {
        return Err(fault(
            language,
            &format!("--known-on `{known_on}`은(는) 날짜가 아닙니다. 2027-03-01 처럼 적으세요"),
            &format!("--known-on `{known_on}` is no date: write it as 2027-03-01"),
        ));
    };
    let today = today();
    if known <= today {
        return Err(fault(
            language,
            &format!(
                "--known-on {known}은(는) 오늘({today}, UTC)보다 뒤가 아닙니다. 사실이 알려지기 전에 등록한 것만 예측입니다"
            ),
            &format!(
                "--known-on {known} is not after today ({today}, UTC): only what is registered before the fact is known is a forecast"
            ),
        ));
    }
    let forecasts = read_forecasts(file, language)?;
    if let Some(held) = forecasts.all.iter().find(|one| one.name == name) {
        let day = &held.registered;
        return Err(fault(
            language,
            &format!("`{name}`은(는) {day}에 이미 등록되어 있습니다. 다른 이름으로 등록하세요"),
            &format!("`{name}` was registered on {day} already: take another name"),
        ));
    }
    let mut saved = Saved::open(folder).map_err(|error| user(&error))?;
    saved.compare().map_err(|error| user(&error))?;
    if let Some(changed) = saved.changed().first() {
        return Err(fault(
            language,
            &format!(
                "{changed}이(가) 실행한 뒤에 바뀌었으므로 등록하지 않습니다\n도움말: 다시 실행하세요"
            ),
            &format!(
                "{changed} was changed after the run, so nothing is registered\nhelp: run it again"
            ),
        ));
    }
    let manifest = saved.manifest();
    let alternatives: Vec<String> =
        manifest.alternatives.iter().map(|one| one.name.clone()).collect();
    let alternative = asked.option.unwrap_or(saved.baseline()).to_owned();
    if !alternatives.contains(&alternative) {
        let help = help(language, &alternative, &alternatives);
        return Err(fault(
            language,
            &format!("`{alternative}`(이)라는 대안이 없습니다\n{help}"),
            &format!("there is no option `{alternative}`\n{help}"),
        ));
    }
    let (response, scope) = answer(&saved, asked.answer, language)?;
    let values = sample(&saved, (response, &scope), &alternative).map_err(|error| user(&error))?;
    if values.is_empty() {
        return Err(fault(
            language,
            "이 답은 어느 모의실험에도 값이 없습니다",
            "this answer has a value in no future",
        ));
    }
    let n = values.len();
    let (quantiles, values) = kept(&values);
    let line = Forecast {
        forecast: 0,
        registered: today.to_string(),
        name: name.to_owned(),
        response: response.name().to_owned(),
        scope,
        alternative,
        from: manifest.window.from.to_string(),
        to: manifest.window.to.to_string(),
        known_on: known.to_string(),
        n,
        quantiles,
        values,
        currency: manifest.currency,
        scenario: manifest.scenario.file.clone(),
        scenario_digest: manifest.scenario.digest.clone(),
        seed: manifest.seed,
        daegi: manifest.mark.daegi.clone(),
        table: manifest.tables.get("responses").cloned().unwrap_or_default(),
        previous: String::new(),
        hash: String::new(),
    };
    let line = Forecasts::add(file, line)
        .map_err(|error| Failure::Other(format!("{}: {error}", file.display())))?;
    let called = Called { unit: language.unit(), currency: manifest.currency, charged: None };
    let shown = |value: f64| language.quantity(response, called, value);
    let [low, _, middle, _, high] = line.quantiles.map(shown);
    let Forecast { forecast, name, scope, alternative, from, to, known_on, n, hash, .. } = &line;
    let (code, shown) = (response.name(), file.display());
    print(&match language {
        Language::Ko => format!(
            "예측 {forecast}번 {name}: {code} of {scope}, 대안 {alternative}, {from}부터 {to} 전날까지\n중앙값 {middle}, 90% 범위 {low} ~ {high} (모의실험 {n}회)\n사실이 알려질 날: {known_on}\n→ {shown}, 해시 {hash}\n"
        ),
        Language::En => format!(
            "forecast {forecast}, {name}: {code} of {scope}, option {alternative}, from {from} to the day before {to}\nmedian {middle}, 90% range {low} to {high} ({n} futures)\nthe fact will be known on {known_on}\n→ {shown}, hash {hash}\n"
        ),
    })
}

/// The response and scope of an answer as it is written on the command line.
fn answer(saved: &Saved, text: &str, language: Language) -> Result<(Response, String), Failure> {
    let user = |error: &dyn std::fmt::Display| Failure::User(format!("error: {error}"));
    let (name, scope) = match text.trim().split_once(" of ") {
        Some((name, scope)) => (name.trim(), Some(scope.trim())),
        None => (text.trim(), None),
    };
    let table = saved.columns("estimates").map_err(|error| user(&error))?;
    let responses = table.words("response").map_err(|error| user(&error))?;
    let scopes = table.words("scope").map_err(|error| user(&error))?;
    let Some(response) = Response::named(name).filter(|_| responses.iter().any(|one| one == name))
    else {
        let mut known = responses;
        known.sort_unstable();
        known.dedup();
        let help = help(language, name, &known);
        return Err(fault(
            language,
            &format!("이 결과에는 `{name}`(이)라는 지표가 없습니다\n{help}"),
            &format!("these results have no response `{name}`\n{help}"),
        ));
    };
    let own = responses.iter().zip(&scopes).filter(|(one, _)| *one == name);
    let mut known: Vec<String> = own.map(|(_, scope)| scope.clone()).collect();
    known.sort_unstable();
    known.dedup();
    // Without a scope: the one that the question asks for, else the only one, else the whole centre.
    let asked = saved.manifest().answers.iter().find(|one| one.response == response);
    let single = if known.len() == 1 { known.first() } else { None };
    let usual = single.or_else(|| known.iter().find(|one| *one == "site")).cloned();
    let scope = scope.map(str::to_owned).or_else(|| asked.map(|one| one.scope.clone())).or(usual);
    match scope {
        Some(scope) if known.contains(&scope) => Ok((response, scope)),
        scope => {
            let scope = scope.unwrap_or_default();
            let help = help(language, &scope, &known);
            Err(fault(
                language,
                &format!(
                    "`{name}`이(가) 무엇의 것인지 정할 수 없습니다: `{scope}`\n{help}\n도움말: --answer \"{name} of {}\" 처럼 적으세요",
                    known[0]
                ),
                &format!(
                    "`{name}` of what? `{scope}` has none\n{help}\nhelp: write --answer \"{name} of {}\"",
                    known[0]
                ),
            ))
        }
    }
}
