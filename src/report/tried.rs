//! Readings and sweeps in words: what another reading of the facts, or another value, would make of the answer.

use super::answer::{OptionTable, Said, Shown};
use super::wording::readings::Wide;
use super::wording::{Called, Language};
use crate::results::Manifest;
use crate::results::answer::{
    Compared, Measured, OptionEntry, PointEntry, ReadingEntry, SweepEntry,
};

/// A sweep in words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Swept {
    /// What is varied, and of what the cells are.
    pub title: String,
    /// The place of the sweep in the answer block, in the first of its tables: a grid has one for each answer.
    pub first: Option<usize>,
    /// Sentences on the sweep.
    pub said: Vec<String>,
    /// A row for each value of the first axis.
    pub table: OptionTable,
    /// What stands beneath: the interaction of a grid, why values cannot stand there.
    pub notes: Vec<String>,
}

/// What readings make of each answer, option by option.
pub(super) fn readings(manifest: &Manifest, language: Language) -> Vec<Said> {
    let block = &manifest.answer;
    if block.readings.is_empty() {
        return Vec::new();
    }
    let mut all = Vec::new();
    for (at, of) in block.measured.iter().enumerate().filter(|(_, of)| of.asked) {
        let noun = language.measured(manifest, of.response, &of.scope);
        let unit = language.called(manifest, &of.scope);
        let mut clauses = Vec::new();
        if block.options.len() == 1 {
            clauses.extend(levels(language, unit, block.options.first(), at, of, &block.readings));
        }
        let mut unmoved = Vec::new();
        for (number, option) in block.options.iter().enumerate().skip(1) {
            let title = language.title_in(&manifest.alternatives, &option.alternative);
            if is_unmoved(option, (number, at), of, &block.readings) {
                unmoved.push(title);
                continue;
            }
            clauses.extend(effect(
                language,
                (title, unit),
                option,
                (number, at),
                of,
                &block.readings,
            ));
        }
        if !unmoved.is_empty() {
            clauses.push(language.unmoved(&unmoved));
        }
        all.push(Said { of: noun, clauses, measured: Some(at), ..Said::default() });
    }
    all
}

/// Whether an option changes an answer in no future of any reading: a line of nothing but zeros.
fn is_unmoved(
    option: &OptionEntry,
    (number, at): (usize, usize),
    of: &Measured,
    readings: &[ReadingEntry],
) -> bool {
    let nothing = |compared: &Compared| {
        let spread = compared.difference.spread;
        [spread.mean, spread.low, spread.high].iter().all(|value| *value == 0.0)
    };
    let others = readings.iter().map(|reading| own(reading, number, of)?.compared.as_ref());
    let base = option.cells[at].compared.as_ref();
    std::iter::once(base).chain(others).all(|compared| compared.is_some_and(nothing))
}

/// An answer of a reading: the same response of the same scope.
fn own<'a>(
    reading: &'a ReadingEntry,
    option: usize,
    of: &Measured,
) -> Option<&'a crate::results::answer::Cell> {
    let same = |one: &Measured| (one.response, &one.scope) == (of.response, &of.scope) && one.asked;
    let at = reading.measured.iter().position(same)?;
    reading.options.get(option)?.cells.get(at)
}

fn levels(
    language: Language,
    unit: Called<'_>,
    option: Option<&OptionEntry>,
    at: usize,
    of: &Measured,
    readings: &[ReadingEntry],
) -> Vec<String> {
    let said = |title: &str, median: f64| {
        format!("{title} {}", language.quantity(of.response, unit, median))
    };
    let base = option.and_then(|option| option.cells[at].level);
    let base =
        base.map(|level| said(language.pick("파일대로", "as the file has it"), level.median));
    let others = readings.iter().filter_map(|reading| {
        let level = own(reading, 0, of)?.level?;
        Some(said(language.title(&reading.title, &reading.name), level.median))
    });
    base.into_iter().chain(others).collect()
}

fn effect(
    language: Language,
    (title, unit): (&str, Called<'_>),
    option: &OptionEntry,
    (number, at): (usize, usize),
    of: &Measured,
    readings: &[ReadingEntry],
) -> Option<String> {
    let compared = option.cells[at].compared.as_ref()?;
    let spread = compared.difference.spread;
    let others: Vec<(&ReadingEntry, &Compared)> = readings
        .iter()
        .filter_map(|reading| Some((reading, own(reading, number, of)?.compared.as_ref()?)))
        .collect();
    let means = || others.iter().map(|(_, one)| one.difference.spread.mean);
    let from = means().fold(spread.mean, f64::min);
    let to = means().fold(spread.mean, f64::max);
    let wide = Wide { mean: spread.mean, low: spread.low, high: spread.high, readings: (from, to) };
    let turned: Vec<&str> = others
        .iter()
        .filter(|(_, one)| one.verdict != compared.verdict)
        .map(|(reading, _)| language.title(&reading.title, &reading.name))
        .collect();
    let effect = language.over_readings(title, of.response, unit, &wide);
    // A verdict whose effect no reading moves is turned by none.
    let unmoved = turned.is_empty() && (from, to) == (spread.mean, spread.mean);
    Some(if unmoved { effect } else { format!("{effect}; {}", language.turned_by(&turned)) })
}

/// Every sweep as a table.
pub(super) fn sweeps(manifest: &Manifest, language: Language) -> Vec<Swept> {
    let all = manifest.answer.sweeps.iter().enumerate().flat_map(|(at, sweep)| {
        let mut tables = swept(manifest, sweep, language);
        if let Some(table) = tables.first_mut() {
            table.first = Some(at);
        }
        tables
    });
    all.collect()
}

fn swept(manifest: &Manifest, sweep: &SweepEntry, language: Language) -> Vec<Swept> {
    let title = language.title(&sweep.title, &sweep.name);
    let on = sweep.on.as_ref().map(|name| language.title_in(&manifest.alternatives, name));
    let on = on.map(|on| format!(" (‘{on}’)")).unwrap_or_default();
    let title = format!("{title}{on}");
    match sweep.axes.as_slice() {
        [rows, columns] => {
            let asked = sweep.measured.iter().enumerate().filter(|(_, of)| of.asked);
            let grid = |of| grid(manifest, sweep, (rows, columns), of, &title, language);
            asked.map(grid).collect()
        }
        _ => vec![line(manifest, sweep, title, language)],
    }
}

fn short(manifest: &Manifest, of: &Measured, language: Language) -> String {
    language.measured_short(manifest, of.response, &of.scope)
}

fn cell(
    manifest: &Manifest,
    point: &PointEntry,
    at: usize,
    of: &Measured,
    language: Language,
) -> Shown {
    let unit = language.called(manifest, &of.scope);
    let Some(level) = point.cells.get(at).and_then(|cell| cell.level) else {
        return Shown { value: "–".to_owned(), ..Shown::default() };
    };
    let range = format!(
        "{} ~ {}",
        language.bare(of.response, unit, level.low),
        language.quantity(of.response, unit, level.high)
    );
    Shown { value: language.quantity(of.response, unit, level.median), range, mark: None }
}

/// A row for each value: everything that is measured, and the share of futures that meet a target.
fn line(manifest: &Manifest, sweep: &SweepEntry, title: String, language: Language) -> Swept {
    let mut head = vec![sweep.axes.first().map(|axis| axis.paths.join(", ")).unwrap_or_default()];
    for of in &sweep.measured {
        head.push(short(manifest, of, language));
        if let Some(target) = &of.target {
            head.push(language.bound(
                of.response,
                language.called(manifest, &of.scope),
                target.bound,
                target.over,
            ));
        }
    }
    let labels = sweep.axes.first().map_or(&[][..], |axis| &axis.labels);
    let rows = sweep.points.iter().zip(labels).map(|(point, label)| {
        let mut cells = Vec::new();
        for (at, of) in sweep.measured.iter().enumerate() {
            cells.push(cell(manifest, point, at, of, language));
            if of.target.is_some() {
                let met = point.cells.get(at).and_then(|cell| cell.met);
                let percent = |share: f64| language.decimal(100.0 * share, 0);
                cells.push(met.map_or_else(Shown::default, |met| Shown {
                    value:
                        met.share().map_or("–".to_owned(), |share| format!("{}%", percent(share))),
                    range: format!("{} ~ {}%", percent(met.low), percent(met.high)),
                    mark: None,
                }));
            }
        }
        (label.clone(), cells)
    });
    let rows = rows.collect();
    let said = said(manifest, sweep, language);
    Swept {
        title,
        said,
        table: OptionTable { head, rows, ..OptionTable::default() },
        notes: refusals(sweep, language),
        first: None,
    }
}

/// What a line of values says: of each answer how far it goes, and where its target is met.
fn said(manifest: &Manifest, sweep: &SweepEntry, language: Language) -> Vec<String> {
    let Some(axis) = sweep.axes.first() else { return Vec::new() };
    let mut all = Vec::new();
    for (at, of) in sweep.measured.iter().enumerate().filter(|(_, of)| of.asked) {
        let points = || {
            let points = sweep.points.iter().zip(&axis.labels);
            points.filter_map(|(point, label)| Some((label.as_str(), point.cells.get(at)?)))
        };
        let known = || points().filter_map(|(label, cell)| Some((label, cell.level?.median)));
        if let (Some(first), Some(last)) = (known().next(), known().next_back()) {
            let value = |value: f64| {
                language.quantity(of.response, language.called(manifest, &of.scope), value)
            };
            let (before, after) = (value(first.1), value(last.1));
            let noun = language.measured(manifest, of.response, &of.scope);
            all.push(language.first_to_last(&noun, (first.0, last.0), (&before, &after)));
        }
        if let Some(target) = &of.target {
            let often = |(_, cell): &(&str, &crate::results::answer::PointCell)| {
                cell.met.and_then(|met| met.share()).is_some_and(|share| share >= 0.9)
            };
            let bound = language.bound(
                of.response,
                language.called(manifest, &of.scope),
                target.bound,
                target.over,
            );
            all.push(
                language.first_that_meets(&bound, points().find(often).map(|(label, _)| label)),
            );
        }
    }
    all
}

/// A row for each value of the first axis, a column for each of the second: one answer.
fn grid(
    manifest: &Manifest,
    sweep: &SweepEntry,
    (rows, columns): (&crate::results::answer::AxisEntry, &crate::results::answer::AxisEntry),
    (at, of): (usize, &Measured),
    title: &str,
    language: Language,
) -> Swept {
    let title = format!("{title} – {}", language.measured(manifest, of.response, &of.scope));
    let across = columns.labels.len().max(1);
    let corner = format!("{} ↓ {} →", rows.paths.join(", "), columns.paths.join(", "));
    let head = std::iter::once(corner).chain(columns.labels.iter().cloned()).collect();
    let table = sweep.points.chunks(across).zip(&rows.labels).map(|(points, label)| {
        (
            label.clone(),
            points.iter().map(|point| cell(manifest, point, at, of, language)).collect(),
        )
    });
    let table = OptionTable { head, rows: table.collect(), ..OptionTable::default() };
    let mut notes = vec![short(manifest, of, language)];
    notes.extend(interaction(manifest, sweep, across, (at, of), language));
    notes.extend(refusals(sweep, language));
    Swept { title, table, notes, ..Swept::default() }
}

/// What both changes together do beyond the sum of what each does alone, from the first to the last values.
fn interaction(
    manifest: &Manifest,
    sweep: &SweepEntry,
    across: usize,
    (at, of): (usize, &Measured),
    language: Language,
) -> Option<String> {
    let down = sweep.points.len() / across;
    let mean = |row: usize, column: usize| {
        sweep.points.get(row * across + column)?.cells.get(at)?.level.map(|level| level.mean)
    };
    let (last, right) = (down.checked_sub(1)?, across.checked_sub(1)?);
    let (none, one, other, both) =
        (mean(0, 0)?, mean(last, 0)?, mean(0, right)?, mean(last, right)?);
    let value = both - one - other + none;
    let sign = if value < 0.0 { "−" } else { "+" };
    let size = language.distance(of.response, language.called(manifest, &of.scope), value);
    Some(match language {
        Language::Ko => format!(
            "상호작용(양 끝값, 평균): 둘을 함께 바꾸면 따로 바꾼 효과의 합보다 {sign}{size}"
        ),
        Language::En => format!(
            "interaction (end values, means): both together do {sign}{size} beyond the sum of each alone"
        ),
    })
}

/// Why values cannot stand there, each reason once.
fn refusals(sweep: &SweepEntry, language: Language) -> Vec<String> {
    let mut said: Vec<String> = Vec::new();
    for point in &sweep.points {
        let Some(reason) = &point.refused else { continue };
        let reason = reason.in_language(language);
        if !said.iter().any(|known| known.ends_with(reason)) {
            said.push(format!("–: {reason}"));
        }
    }
    said
}
