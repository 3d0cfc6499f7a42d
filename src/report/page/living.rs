//! What can be changed on the page: tables embedded beside a script that draws them again, and nothing else. The script
//! reads what stands here and works out only quotients of two monthly means; every other number is as in the tables,
//! rounded once. Without scripts none of it shows, and nothing is missing.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::{Value, json};

use crate::measures::{Measure, Rung};
use crate::report::charts::{Drawing, plain, window};
use crate::report::wording::Language;
use crate::report::wording::numbers::date_of;
use crate::results::Manifest;
use crate::results::answer::{Difference, Measured, PointCell, SweepEntry};
use crate::results::saved::{Saved, SavedError};

/// The style sheet of what can be changed.
pub(super) const STYLE: &str = include_str!("living/living.css");
const SCRIPT: &str = include_str!("living/living.js");

/// From one embedded day to the next, as close as the room allows.
const STEPS: [i32; 5] = [1, 7, 14, 28, 91];
/// Numbers of curves that are embedded at the most: about a third of a megabyte.
const ROOM: usize = 60_000;
/// The numbers of a chart are embedded up to this many bytes: those of days are among the curves already.
const CHART_ROOM: usize = 40_000;

/// What is embedded.
#[derive(Debug, Serialize)]
pub(super) struct Living {
    /// First and last day of the window.
    from: String,
    to: String,
    /// Days from one date of the curves to the next.
    step: i32,
    /// The dates of the curves of pools, and the months of the whole centre.
    dates: [Vec<String>; 2],
    options: Vec<Value>,
    scopes: Vec<Value>,
    /// The ladder from the top, as far as there are numbers.
    rungs: Vec<Value>,
    /// The names of measures that series point to.
    measures: Vec<&'static str>,
    /// Places of option, scope and measure, then low, middle and high by date; `null` for low and high that are as the middle.
    series: Vec<(usize, usize, usize, [Value; 3])>,
    sweeps: Vec<Value>,
    /// The numbers of charts that stand still, as CSV.
    charts: BTreeMap<String, String>,
    words: BTreeMap<&'static str, &'static str>,
}

/// Where the script puts a sweep.
pub(super) fn sweep_host(at: usize) -> String {
    format!("<div class=\"living\" id=\"living-sweep-{at}\" hidden></div>")
}

/// The name of a chart, of all languages.
pub(super) fn chart_name(drawing: &Drawing, language: Language) -> &str {
    let name = drawing.name.as_str();
    name.strip_suffix(&format!(".{}", language.code())).unwrap_or(name)
}

/// Gathers what is embedded. A table that cannot be read leaves its curves out: the chart of it says why.
pub(super) fn living(saved: &Saved, language: Language, figures: &[Vec<&Drawing>]) -> Living {
    let manifest = saved.manifest();
    let date = |day: i32| date_of(day).to_string();
    let (from, to) = window(saved);
    let option = |one: &crate::results::NamedEntry| json!({ "name": one.name, "title": language.title(&one.title, &one.name) });
    let mut living = Living {
        from: date(from),
        to: date(to - 1),
        step: 1,
        dates: [Vec::new(), Vec::new()],
        options: manifest.alternatives.iter().map(option).collect(),
        scopes: Vec::new(),
        rungs: rungs(manifest, language),
        measures: Measure::DAILY.iter().map(|measure| measure.name()).collect(),
        series: Vec::new(),
        sweeps: manifest
            .answer
            .sweeps
            .iter()
            .map(|sweep| swept(manifest, sweep, language))
            .collect(),
        charts: charts(figures, language),
        words: language.living_words().into(),
    };
    // Each is left out whole.
    let _ = living.days(saved, language);
    let _ = living.months(saved, language);
    living
}

fn rungs(manifest: &Manifest, language: Language) -> Vec<Value> {
    let slots = std::iter::once(("slots", language.slots_word().to_owned()));
    let rungs = Rung::ALL.into_iter().map(|rung| {
        let guess = language.guess_of_use(manifest, rung == Rung::Busy);
        (rung.name(), format!("{}{guess}", language.words(rung.words())))
    });
    slots.chain(rungs).map(|(name, word)| json!({ "name": name, "word": word })).collect()
}

fn charts(figures: &[Vec<&Drawing>], language: Language) -> BTreeMap<String, String> {
    let first = figures.iter().filter_map(|sizes| sizes.first());
    let numbers = first.filter_map(|one| {
        let data = one.data.as_ref().filter(|data| data.len() <= CHART_ROOM)?;
        Some((chart_name(one, language).to_owned(), data.clone()))
    });
    numbers.collect()
}

/// A number rounded once, to the given decimals; whole numbers without a point.
fn rounded(value: Option<f64>, decimals: usize) -> Value {
    let Some(value) = value else { return Value::Null };
    let rounded: f64 = format!("{value:.decimals$}").parse().unwrap_or(value);
    // A larger number stays one with a point.
    if rounded.fract() == 0.0 && rounded.abs() < 1e15 {
        json!(rounded as i64)
    } else {
        json!(rounded)
    }
}

/// The rows of one series.
type Rows = BTreeMap<i32, [Option<f64>; 3]>;

impl Living {
    /// The curves of pools, thinned to days that have room.
    fn days(&mut self, saved: &Saved, language: Language) -> Result<(), SavedError> {
        let table = saved.columns("daily_bands")?;
        let manifest = saved.manifest();
        let (from, to) = window(saved);
        let (alternatives, pools) = (table.words("alternative")?, table.words("pool")?);
        let (measures, dates) = (table.words("measure")?, table.dates("date")?);
        let [q05, q50, q95] = ["q05", "q50", "q95"].map(|name| table.numbers(name));
        let (q05, q50, q95) = (q05?, q50?, q95?);
        let mut series: BTreeMap<(usize, usize, usize), Rows> = BTreeMap::new();
        let mut count = 0;
        let place = |list: &[crate::results::NamedEntry], name: &str| {
            list.iter().position(|one| one.name == name)
        };
        for (row, date) in dates.into_iter().enumerate() {
            let Some(date) = date.filter(|date| (from..to).contains(date)) else { continue };
            let option = place(&manifest.alternatives, &alternatives[row]);
            let pool = manifest.pools.iter().position(|one| one.name == pools[row]);
            let measure = self.measures.iter().position(|one| *one == measures[row]);
            let (Some(option), Some(pool), Some(measure)) = (option, pool, measure) else {
                continue;
            };
            if q50[row].is_none() {
                continue;
            }
            count += 3;
            let own = series.entry((option, pool, measure)).or_default();
            own.insert(date, [q05[row], q50[row], q95[row]]);
        }
        let fits = |step: &&i32| count / usize::try_from(**step).unwrap_or(1) <= ROOM;
        self.step = *STEPS.iter().find(fits).unwrap_or(&STEPS[STEPS.len() - 1]);
        let days: Vec<i32> = (from..to).step_by(usize::try_from(self.step).unwrap_or(1)).collect();
        self.dates[0] = days.iter().map(|&day| date_of(day).to_string()).collect();
        for (at, pool) in manifest.pools.iter().enumerate() {
            let own = series.keys().filter(|key| key.1 == at);
            let mut known: Vec<&str> = own.map(|key| self.measures[key.2]).collect();
            known.sort_unstable();
            known.dedup();
            self.scopes.push(json!({
                "name": pool.name,
                "title": language.title(&pool.title, &pool.name),
                "unit": language.unit_of_scope(manifest, &pool.name),
                "dates": 0,
                "monthly": false,
                "measures": known,
                "note": language.living_days(self.step),
            }));
        }
        for ((option, pool, measure), rows) in series {
            let decimals = match Measure::DAILY[measure] {
                Measure::Rung(_) => 1,
                Measure::Ratio(_) => 3,
            };
            let column = |which: usize| -> Vec<Value> {
                let value = |day: &i32| rows.get(day).and_then(|row| row[which]);
                days.iter().map(|day| rounded(value(day), decimals)).collect()
            };
            let [low, middle, high] = [column(0), column(1), column(2)];
            let unlike = |ends: Vec<Value>| if ends == middle { Value::Null } else { ends.into() };
            let ends = [unlike(low), unlike(high)];
            let [low, high] = ends;
            self.series.push((option, pool, measure, [low, middle.into(), high]));
        }
        Ok(())
    }

    /// The ladder of the whole centre month by month, which is there with its slots; as exact as the table.
    fn months(&mut self, saved: &Saved, language: Language) -> Result<(), SavedError> {
        let table = saved.columns("ladder")?;
        let manifest = saved.manifest();
        let (from, to) = window(saved);
        let (alternatives, levels) = (table.words("alternative")?, table.words("level")?);
        let months = table.dates("month")?;
        let rungs: Vec<&'static str> =
            std::iter::once("slots").chain(Rung::ALL.map(Rung::name)).collect();
        let mut columns = Vec::with_capacity(rungs.len());
        for name in &rungs {
            columns.push(table.numbers(name)?);
        }
        let of_site = |row: &usize| {
            levels[*row] == "site" && months[*row].is_some_and(|month| (from..to).contains(&month))
        };
        let rows: Vec<usize> = (0..levels.len()).filter(of_site).collect();
        let mut dates: Vec<i32> = rows.iter().filter_map(|&row| months[row]).collect();
        dates.sort_unstable();
        dates.dedup();
        let known: Vec<&'static str> = rungs
            .iter()
            .zip(&columns)
            .filter(|(_, column)| rows.iter().any(|&row| column[row].is_some()))
            .map(|(name, _)| *name)
            .collect();
        if known.is_empty() {
            return Ok(());
        }
        self.dates[1] = dates.iter().map(|&day| date_of(day).to_string()).collect();
        let scope = self.scopes.len();
        self.scopes.push(json!({
            "name": "site",
            "title": language.whole_centre(),
            "unit": language.unit_of_scope(manifest, "site"),
            "dates": 1,
            "monthly": true,
            "measures": known,
            "order": rungs,
            "note": language.living_months(),
        }));
        for (name, column) in rungs.iter().zip(&columns).filter(|(name, _)| known.contains(name)) {
            let measure = self.measures.iter().position(|one| one == name).unwrap_or_else(|| {
                self.measures.push(name);
                self.measures.len() - 1
            });
            for (option, entry) in manifest.alternatives.iter().enumerate() {
                let own = rows.iter().filter(|&&row| alternatives[row] == entry.name);
                let values: BTreeMap<i32, f64> =
                    own.filter_map(|&row| months[row].zip(column[row])).collect();
                let values: Vec<Value> = dates.iter().map(|date| json!(values.get(date))).collect();
                self.series.push((
                    option,
                    scope,
                    measure,
                    [Value::Null, values.into(), Value::Null],
                ));
            }
        }
        Ok(())
    }

    /// The section, without its heading; none where there is nothing to choose from.
    pub(super) fn section(&self, language: Language) -> String {
        if self.series.is_empty() {
            return String::new();
        }
        format!(
            "<p>{}</p>\n<noscript><p class=\"small\">{}</p></noscript>\n<div class=\"living\" id=\"living-curves\" hidden></div>\n",
            plain(language.living_lead()),
            plain(language.living_without_scripts())
        )
    }

    /// The embedded tables and the script that draws them again.
    pub(super) fn script(&self) -> String {
        // Numbers, texts and nothing else: this cannot fail. What could end the element is written as JSON lets one.
        let data = serde_json::to_string(self).unwrap_or_default().replace('<', "\\u003c");
        format!(
            "<script type=\"application/json\" id=\"living-data\">{data}</script>\n<script>\n{SCRIPT}</script>\n"
        )
    }
}

/// A sweep: the values of its axes, and at each point what was measured, in words and as it stands in the table `tried`.
fn swept(manifest: &Manifest, sweep: &SweepEntry, language: Language) -> Value {
    // The name of a sweep of one axis says what is varied.
    let single = sweep.axes.len() == 1;
    let axis = |axis: &crate::results::answer::AxisEntry| {
        let path = axis.paths.first().map(|path| language.input(manifest, path));
        let title = match single {
            true => language.title(&sweep.title, &sweep.name).to_owned(),
            false => path.unwrap_or_default(),
        };
        json!({ "title": title, "labels": axis.labels })
    };
    let measure = |of: &Measured| {
        json!({
            "response": of.response.name(),
            "scope": of.scope,
            "title": language.measured_short(manifest, of.response, &of.scope),
        })
    };
    let points = sweep.points.iter().map(|point| {
        let cells = sweep.measured.iter().zip(&point.cells);
        let cells = cells.map(|(of, cell)| cell_of(manifest, of, cell, language));
        json!({
            "refused": point.refused.as_ref().map(|reason| reason.in_language(language)),
            "cells": cells.collect::<Vec<Value>>(),
        })
    });
    json!({
        "name": sweep.name,
        "axes": sweep.axes.iter().map(axis).collect::<Vec<Value>>(),
        "measures": sweep.measured.iter().map(measure).collect::<Vec<Value>>(),
        "targets": sweep.measured.iter().any(|of| of.target.is_some()),
        "points": points.collect::<Vec<Value>>(),
    })
}

fn cell_of(manifest: &Manifest, of: &Measured, cell: &PointCell, language: Language) -> Value {
    let unit = language.called(manifest, &of.scope);
    let Some(level) = cell.level else { return json!({}) };
    let value = |value: f64| language.quantity(of.response, unit, value);
    let signed = |value: f64| {
        let text = language.distance(of.response, unit, value);
        let nothing = !text.chars().any(|c| ('1'..='9').contains(&c));
        let sign = if nothing {
            ""
        } else if value < 0.0 {
            "\u{2212}"
        } else {
            "+"
        };
        format!("{sign}{text}")
    };
    let apart = |one: Difference| {
        let spread = one.spread;
        format!("{} ({} ~ {})", signed(spread.median), signed(spread.low), signed(spread.high))
    };
    let met = cell.met.and_then(|met| met.share());
    json!({
        "raw": [level.low, level.median, level.high],
        "value": value(level.median),
        "range": format!("{} ~ {}", language.bare(of.response, unit, level.low), value(level.high)),
        "difference": cell.difference.map(apart),
        "met": met.map(|share| language.percent(share)),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_rounded_once_and_whole_ones_have_no_point() {
        assert_eq!(rounded(Some(742.04), 1).to_string(), "742");
        assert_eq!(rounded(Some(0.884_51), 3).to_string(), "0.885");
        assert_eq!(rounded(Some(1.0), 3).to_string(), "1");
        assert_eq!(rounded(None, 3), Value::Null);
    }
}
