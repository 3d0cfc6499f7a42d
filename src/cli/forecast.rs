//! `daegi forecast`: what was foretold before a fact was known, and how well.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use super::text::{aligned, complain, print};
use super::{Failure, Lang};
use crate::measures::Response;
use crate::results::forecasts::{Forecast, Forecasts, kept, sample};
use crate::results::saved::Saved;
use crate::scenario::{Fact, nearest};
use crate::stats::score::{covers, crps, pit};
use crate::time::Date;
use crate::words::Language;

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

    /// What it is about.
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
        ForecastCommand::Score { file, facts, .. } => score(file, facts, language),
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
                "{shown}의 {line}번째 줄이 앞 줄에서 이어지지 않습니다. 등록한 뒤에 바뀌었거나 빠진 줄이 있으므로 쓰지 않습니다\n도움말: 등록한 그대로의 파일을 되찾거나, 새 파일로 다시 시작하십시오(--file)"
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
            &format!("--known-on `{known_on}`은(는) 날짜가 아닙니다. 2027-03-01 처럼 적으십시오"),
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
            &format!("`{name}`은(는) {day}에 이미 등록되어 있습니다. 다른 이름으로 등록하십시오"),
            &format!("`{name}` was registered on {day} already: take another name"),
        ));
    }
    let mut saved = Saved::open(folder).map_err(|error| user(&error))?;
    saved.compare().map_err(|error| user(&error))?;
    if let Some(changed) = saved.changed().first() {
        return Err(fault(
            language,
            &format!(
                "{changed}이(가) 실행한 뒤에 바뀌었으므로 등록하지 않습니다\n도움말: 다시 실행하십시오"
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
            "이 답은 어느 미래에도 값이 없습니다",
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
    let shown = |value: f64| language.quantity(response, language.unit(), value);
    let [low, _, middle, _, high] = line.quantiles.map(shown);
    let Forecast { forecast, name, scope, alternative, from, to, known_on, n, hash, .. } = &line;
    let (code, shown) = (response.name(), file.display());
    print(&match language {
        Language::Ko => format!(
            "예측 {forecast}번 {name}: {code} of {scope}, 대안 {alternative}, {from}부터 {to} 전날까지\n중앙값 {middle}, 90% 범위 {low} ~ {high} (미래 {n}개)\n사실이 알려질 날: {known_on}\n→ {shown}, 해시 {hash}\n"
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
                    "`{name}`이(가) 무엇의 것인지 정할 수 없습니다: `{scope}`\n{help}\n도움말: --answer \"{name} of {}\" 처럼 적으십시오",
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

/// A forecast and its fact.
struct Scored {
    row: Vec<String>,
    within: [bool; 2],
}

fn score(file: &Path, facts: &Path, language: Language) -> Result<(), Failure> {
    let forecasts = read_forecasts(file, language)?;
    let shown = file.display();
    if forecasts.all.is_empty() {
        return Err(fault(
            language,
            &format!("{shown}에 등록된 예측이 없습니다\n도움말: daegi forecast register"),
            &format!("no forecast is registered in {shown}\nhelp: daegi forecast register"),
        ));
    }
    let path = facts.display();
    let text = std::fs::read_to_string(facts).map_err(|error| {
        fault(
            language,
            &format!("{path}을(를) 읽을 수 없습니다: {error}"),
            &format!("{path} cannot be read: {error}"),
        )
    })?;
    let csv = facts.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("csv"));
    let facts = Fact::read(&text, csv).map_err(|why| {
        let why = why.in_language(language);
        fault(language, &format!("{path}: {why}"), &format!("{path}: {why}"))
    })?;
    let names: Vec<String> = forecasts.all.iter().map(|one| one.name.clone()).collect();
    if let Some(strange) = facts.iter().find(|fact| !names.contains(&fact.name)) {
        let name = &strange.name;
        let help = help(language, name, &names);
        return Err(fault(
            language,
            &format!("{path}: `{name}`(이)라는 예측이 {shown}에 없습니다\n{help}"),
            &format!("{path}: no forecast in {shown} is called `{name}`\n{help}"),
        ));
    }
    let (mut rows, mut within, mut open, mut late) = (Vec::new(), [0; 2], 0, 0);
    for forecast in &forecasts.all {
        let Some(fact) = facts.iter().find(|fact| fact.name == forecast.name) else {
            open += 1;
            continue;
        };
        match scored(forecast, fact, language)? {
            Some(one) => {
                rows.push(one.row);
                within.iter_mut().zip(one.within).for_each(|(sum, own)| *sum += usize::from(own));
            }
            None => {
                late += 1;
                let (name, known, registered) = (&fact.name, fact.known, &forecast.registered);
                complain(&match language {
                    Language::Ko => format!(
                        "{name}: 예측이 아님. 사실이 {known}에 알려졌는데 {registered}에 등록했다. 점수를 내지 않는다"
                    ),
                    Language::En => format!(
                        "{name}: not a forecast. The fact was known on {known}, and it was registered on {registered}; it is not scored"
                    ),
                });
            }
        }
    }
    print(&said(&rows, within, (forecasts.all.len(), open, late), language))
}

/// The score of a forecast; `None`: the fact was known when it was registered.
fn scored(forecast: &Forecast, fact: &Fact, language: Language) -> Result<Option<Scored>, Failure> {
    let Forecast { name, response, registered, values, quantiles, .. } = forecast;
    let Some(of) = Response::named(response) else {
        return Err(fault(
            language,
            &format!("{name}: 이 버전에는 `{response}`(이)라는 지표가 없습니다"),
            &format!("{name}: this version has no response `{response}`"),
        ));
    };
    // On the day itself nobody can say which came first.
    if registered.parse::<Date>().is_ok_and(|day| fact.known <= day) {
        return Ok(None);
    }
    let Some(came) = fact.value(of) else {
        let written = fact.written();
        return Err(fault(
            language,
            &format!(
                "{name}: 값 `{written}`을(를) 읽을 수 없습니다. 표의 단위대로 수를 적거나 단위를 붙이십시오(2.69:1, 93%, 209억 원)"
            ),
            &format!(
                "{name}: the value `{written}` cannot be read. Write a number in the unit of the tables, or with its unit (2.69:1, 93%, 209억 원)"
            ),
        ));
    };
    let shown = |value: f64| language.quantity(of, language.unit(), value);
    let inside = [0.5, 0.9].map(|share| covers(values, share, came));
    let [low, _, middle, _, high] = quantiles.map(shown);
    let mark = |inside: bool| if inside { "✓" } else { "✗" }.to_owned();
    let row = vec![
        name.clone(),
        registered.clone(),
        fact.known.to_string(),
        shown(came),
        middle,
        format!("{low} ~ {high}"),
        // A distance, which has the digits of what it is a distance of.
        language.distance(of, language.unit(), crps(values, came)),
        language.decimal(pit(values, came), 2),
        mark(inside[0]),
        mark(inside[1]),
    ];
    Ok(Some(Scored { row, within: inside }))
}

fn said(
    rows: &[Vec<String>],
    within: [usize; 2],
    (all, open, late): (usize, usize, usize),
    language: Language,
) -> String {
    let scored = rows.len();
    let mut out = match language {
        Language::Ko => format!(
            "예측 {all}건: 점수를 낸 것 {scored}, 사실을 아직 모르는 것 {open}, 예측이 아닌 것 {late}\n"
        ),
        Language::En => format!(
            "{all} forecasts: {scored} scored, {open} whose fact is not known yet, {late} that are not forecasts\n"
        ),
    };
    if rows.is_empty() {
        return out;
    }
    let heads = match language {
        Language::Ko => {
            ["예측", "등록", "알려진 날", "사실", "중앙값", "90% 범위", "CRPS", "PIT", "50%", "90%"]
        }
        Language::En => [
            "forecast",
            "registered",
            "known",
            "fact",
            "median",
            "90% range",
            "CRPS",
            "PIT",
            "50%",
            "90%",
        ],
    };
    let mut table = vec![heads.map(str::to_owned).to_vec()];
    table.extend_from_slice(rows);
    out.push('\n');
    out += &aligned(&table, &[0]);
    let [half, most] = within;
    let expected = |share: f64| language.decimal(share * scored as f64, 1);
    let (of_half, of_most) = (expected(0.5), expected(0.9));
    // Writing to a string cannot fail.
    let _ = match language {
        Language::Ko => writeln!(
            out,
            "\n50% 범위 안: {scored}건 중 {half}건(잘 맞으면 {of_half}건쯤), 90% 범위 안: {scored}건 중 {most}건({of_most}건쯤)\nCRPS: 답의 단위, 0이 가장 좋다. PIT: 미래 가운데 사실보다 낮은 몫, 여러 예측에서 0과 1 사이에 고르면 잘 맞은 것이다."
        ),
        Language::En => writeln!(
            out,
            "\nwithin the 50% range: {half} of {scored} (about {of_half} if calibrated), within the 90% range: {most} of {scored} (about {of_most})\nCRPS: in the unit of the answer, 0 is best. PIT: the share of futures below the fact; over many forecasts it is spread evenly from 0 to 1 if they are calibrated."
        ),
    };
    out
}
