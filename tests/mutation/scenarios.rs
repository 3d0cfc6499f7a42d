//! Scenarios: shipped ones with lines, keys, values and tables changed, as a person or a hostile author would.

use daegi::measures::Flow;
use daegi::model::inputs::Inputs;
use daegi::model::record::PoolMonth;
use daegi::model::{self, Replication, Simulator};
use daegi::scenario::keys::{Holds, KEYS};
use daegi::scenario::{LIBRARY, Problems, Scenario};
use daegi::words::Language;

use crate::Draws;

/// Values of every kind, most of them at or past an end.
const VALUES: &[&str] = &[
    "0",
    "-1",
    "1",
    "8",
    "0.5",
    "1e15",
    "1e308",
    "nan",
    "inf",
    "9223372036854775807",
    "-9223372036854775808",
    "4294967296",
    "\"\"",
    "\"0\"",
    "\"-3 days\"",
    "\"3 per day\"",
    "\"1000000000 per second\"",
    "\"1 hour\"",
    "\"900 years\"",
    "\"99999999999999999999 seconds\"",
    "\"1조 원\"",
    "\"9000000000000000000 won\"",
    "\"all\"",
    "\"none\"",
    "\"baseline\"",
    "\"elsewhere\"",
    "\"대기\"",
    "\"\\u001b]0;x\\u0007\"",
    "\"a/b\"",
    "\"2025-02-29\"",
    "\"2024-02-29\"",
    "\"0001-01-01\"",
    "\"9998-12-31\"",
    "\"2025-04-01\"",
    "\"Asia/Seoul\"",
    "\"Pacific/Apia\"",
    "\"100 %\"",
    "\"120 %\"",
    "\"67 TF\"",
    "\"10 kW\"",
    "true",
    "[]",
    "{}",
    "[1, 2]",
    "{ exponential = { mean = \"3 days\" } }",
    "{ exponential = { mean = 1e15 } }",
    "{ exponential = { mean = 4 } }",
    "{ lognormal = { median = \"1 hour\", p90 = \"900 years\" } }",
    "{ lognormal = { median = 2, p90 = 9 } }",
    "{ gamma = { mean = 3, cv = 0.000001 } }",
    "{ gamma = { mean = \"3 days\", cv = 2 } }",
    "{ uniform = [1, 0] }",
    "{ uniform = [0.5, 1.5] }",
    "{ choice = { \"1\" = 0.5, \"1e15\" = 0.5 } }",
    "{ choice = { \"99999999999999999999 seconds\" = 0.5, \"1 day\" = 0.5 } }",
    "{ share-of-allocation = 1 }",
];

/// Names as somebody might choose them.
const NAMES: &[&str] =
    &["x", "site", "baseline", "대기", "\"a/b\"", "\"\"", "\"=1+1\"", "\"\\u0000\"", "a.b"];

fn shipped(draws: &mut Draws) -> &'static str {
    LIBRARY[draws.below(LIBRARY.len())].1
}

/// A key of the table of keys, its last part only or with names in the places of `*`.
fn key(draws: &mut Draws) -> String {
    let key = KEYS[draws.below(KEYS.len())];
    let name = draws.of(NAMES);
    match draws.below(2) {
        0 => key.pattern.rsplit('.').next().unwrap_or_default().to_owned(),
        _ => key.pattern.replace('*', name),
    }
}

/// A value that fits some key of the table, or one from the list of extremes.
fn value(draws: &mut Draws) -> String {
    if draws.below(3) == 0 {
        let key = KEYS[draws.below(KEYS.len())];
        return match key.holds {
            Holds::Table => "{}".to_owned(),
            holds => holds.example(),
        };
    }
    (*draws.of(VALUES)).to_owned()
}

/// Where a table begins and ends, in lines.
fn table(lines: &[String], draws: &mut Draws) -> (usize, usize) {
    let heads: Vec<usize> = (0..lines.len()).filter(|&at| lines[at].starts_with('[')).collect();
    if heads.is_empty() {
        return (0, lines.len());
    }
    let at = draws.below(heads.len());
    (heads[at], heads.get(at + 1).copied().unwrap_or(lines.len()))
}

fn change(lines: &mut Vec<String>, draws: &mut Draws) {
    if lines.is_empty() {
        return;
    }
    let at = draws.below(lines.len());
    match draws.below(12) {
        // Half of all changes are to values: that is where the arithmetic is.
        0..=4 => {
            let with_value: Vec<usize> =
                (0..lines.len()).filter(|&at| lines[at].contains(" = ")).collect();
            if with_value.is_empty() {
                return;
            }
            let at = with_value[draws.below(with_value.len())];
            let (name, _) = lines[at].split_once(" = ").expect("chosen for it");
            lines[at] = format!("{name} = {}", value(draws));
        }
        5 => drop(lines.remove(at)),
        6 => lines.insert(at, format!("{} = {}", key(draws), value(draws))),
        7 => {
            let (from, to) = table(lines, draws);
            lines.drain(from..to);
        }
        8 => {
            let (from, to) = table(lines, draws);
            let mut copy = lines[from..to].to_vec();
            let name = draws.of(NAMES);
            if let Some((before, _)) = copy[0].rsplit_once('.') {
                copy[0] = format!("{before}.{name}]");
            }
            lines.extend(copy);
        }
        9 => {
            let other: Vec<String> = shipped(draws).lines().map(str::to_owned).collect();
            let (from, to) = table(&other, draws);
            lines.extend_from_slice(&other[from..to]);
        }
        10 => {
            let verb = draws.of(&["set", "add", "remove", "scale"]);
            lines.push("[study.alternative.edited]".to_owned());
            lines.push(format!("{verb}.\"{}\" = {}", key(draws).replace('"', ""), value(draws)));
        }
        _ => {
            // One letter, at a boundary of characters.
            let letters: Vec<char> = lines[at].chars().collect();
            let place = draws.below(letters.len() + 1);
            let put = draws.of(&["", "\"", "[", "]", "=", "9", "-", ".", "가", "\u{0}", "{", "#"]);
            let rest = letters.iter().skip(place + 1);
            lines[at] = letters
                .iter()
                .take(place)
                .copied()
                .chain(put.chars())
                .chain(rest.copied())
                .collect();
        }
    }
}

/// A shipped scenario with one to four changes.
pub(crate) fn mutated(draws: &mut Draws) -> Vec<u8> {
    let mut lines: Vec<String> = shipped(draws).lines().map(str::to_owned).collect();
    for _ in 0..=draws.below(4) {
        change(&mut lines, draws);
    }
    lines.join("\n").into_bytes()
}

/// Each problem stands in a line that there is.
fn places(problems: &Problems) -> Result<(), String> {
    let lines = problems.text.lines().count().max(1) + 1;
    for problem in &problems.list {
        let (line, column) = problems.place(problem);
        if line == 0 || line > lines || column == 0 {
            return Err(format!("a problem at {line}:{column} of {lines} lines: {problems}"));
        }
    }
    if problems.in_language(Language::Ko).is_empty() && !problems.is_empty() {
        return Err("problems without a word of Korean".to_owned());
    }
    Ok(())
}

/// Events of a future after which it is given up: what is too long to play here is no fault.
const MOST_EVENTS: u64 = 200_000;

/// Whether the people and units of a future fit a test.
fn is_small(inputs: &Inputs, draws: &model::Draws) -> bool {
    let units: f64 = inputs.lots.iter().map(|lot| lot.count.0 as f64).sum();
    draws.expected_applicants(inputs).iter().sum::<f64>() <= 20_000.0
        && inputs.calendar.days() <= 8_000
        && units <= 200_000.0
}

/// Nothing is below zero: a sum that closes can still be wrong on both sides.
fn signs(month: &PoolMonth) -> bool {
    Flow::KEPT.iter().all(|flow| month.of(*flow).0 >= 0) && month.cost.0 >= 0
}

/// Reads a scenario twice, and plays one future of it if that is small.
pub(crate) fn try_scenario(bytes: &[u8]) -> Result<(), String> {
    let text = std::str::from_utf8(bytes).map_err(|error| error.to_string())?;
    let scenario = match Scenario::parse("mutated.toml", text) {
        Ok(scenario) => scenario,
        Err(problems) => {
            places(&problems)?;
            let again = Scenario::parse("mutated.toml", text).err();
            return match again == Some(problems) {
                true => Ok(()),
                false => Err("a second reading has other problems".to_owned()),
            };
        }
    };
    places(&scenario.warnings)?;
    let worlds = std::iter::once(&scenario.baseline)
        .chain(scenario.alternatives.iter().map(|alternative| &alternative.inputs));
    for inputs in worlds.take(2) {
        let draws = model::Draws::draw(inputs, Replication::new(scenario.seed, 0), None);
        if !is_small(inputs, &draws) {
            continue;
        }
        let played = Simulator::new().try_run(inputs, &draws, |events| events < MOST_EVENTS);
        let Some(record) = played.map_err(|unclosed| format!("{unclosed}"))? else { continue };
        if let Some(month) = record.months.iter().chain(&record.window).find(|month| !signs(month))
        {
            return Err(format!("below zero: {month:?}"));
        }
    }
    Ok(())
}
