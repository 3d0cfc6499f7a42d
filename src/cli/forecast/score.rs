//! How well forecasts did whose facts are known.

use std::fmt::Write as _;
use std::path::Path;

use super::{fault, help, read_forecasts};
use crate::cli::Failure;
use crate::cli::text::{aligned, complain, print};
use crate::measures::Response;
use crate::results::forecasts::Forecast;
use crate::scenario::Fact;
use crate::stats::score::{covers, crps, pit};
use crate::time::Date;
use crate::words::Called;
use crate::words::Language;

/// A forecast and its fact.
struct Scored {
    row: Vec<String>,
    within: [bool; 2],
}

pub(super) fn score(file: &Path, facts: &Path, language: Language) -> Result<(), Failure> {
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
    let Some(came) = fact.value(forecast.currency, of) else {
        let written = fact.written();
        return Err(fault(
            language,
            &format!(
                "{name}: 값 `{written}`을(를) 읽을 수 없습니다. 표의 단위대로 수를 적거나 단위를 붙이세요(2.69:1, 93%, 209억 원)"
            ),
            &format!(
                "{name}: the value `{written}` cannot be read. Write a number in the unit of the tables, or with its unit (2.69:1, 93%, 209억 원)"
            ),
        ));
    };
    let called = Called { unit: language.unit(), currency: forecast.currency, charged: None };
    let shown = |value: f64| language.quantity(of, called, value);
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
        language.distance(of, called, crps(values, came)),
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
            "\n50% 범위 안: {scored}건 중 {half}건(잘 맞으면 {of_half}건쯤), 90% 범위 안: {scored}건 중 {most}건({of_most}건쯤)\nCRPS: 답의 단위, 0이 가장 좋다. PIT: 모의실험 가운데 사실보다 낮은 몫, 여러 예측에서 0과 1 사이에 고르면 잘 맞은 것이다."
        ),
        Language::En => writeln!(
            out,
            "\nwithin the 50% range: {half} of {scored} (about {of_half} if calibrated), within the 90% range: {most} of {scored} (about {of_most})\nCRPS: in the unit of the answer, 0 is best. PIT: the share of futures below the fact; over many forecasts it is spread evenly from 0 to 1 if they are calibrated."
        ),
    };
    out
}
