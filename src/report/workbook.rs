//! The workbook: what the page says, as sheets that can be filtered, and its charts as charts of Excel.

use super::ReportError;
use super::answer::Answers;
use super::grid::{self, Grid, Value};
use super::page::{assumptions, facts};
use super::wording::Language;
use crate::results::Manifest;
use crate::results::saved::Saved;

pub(super) use self::curves::{curves, rounds};
pub(super) use self::money::{demand, money, people};
pub(super) use self::options::options;

mod checks;
mod curves;
mod money;
mod options;
mod stress;

/// The titles of charts, by their names: the findings that stand over the pictures.
pub(super) type Titles = std::collections::BTreeMap<String, String>;

/// The whole workbook as the bytes of a file.
pub(super) fn workbook(
    saved: &Saved,
    answers: &Answers,
    titles: &Titles,
    language: Language,
) -> Result<Vec<u8>, ReportError> {
    let grids = [
        summary(saved, answers, language),
        options(saved, answers, language),
        options::measures(saved, language)?,
        curves(saved, titles, language)?,
        rounds(saved, language)?,
        people(saved, language)?,
        demand(saved, titles, language)?,
        money(saved, titles, language)?,
        checks::checks(saved, language)?,
        register(saved, language),
        definitions(saved.manifest(), language),
        record(saved, language),
        stress::stress(saved.manifest(), language),
        scenario(saved, language),
    ];
    // A sheet without rows is left out.
    let grids: Vec<Grid> = grids.into_iter().filter(|grid| !grid.rows.is_empty()).collect();
    let manifest = saved.manifest();
    let title = language.title(&manifest.scenario.title, &manifest.scenario.file);
    grid::workbook(&grids, title, grid::Said::of(manifest, language))
}

/// What stands first on the page.
fn summary(saved: &Saved, answers: &Answers, language: Language) -> Grid {
    let manifest = saved.manifest();
    let columns = [(language.item_word(), 34.0), (language.content_word(), 110.0)];
    let mut grid = Grid::new(language.sheet_summary(), columns);
    let mut row = |item: &str, content: String| {
        grid.rows.push(vec![item.into(), content.into()]);
    };
    let scenario = language.title(&manifest.scenario.title, &manifest.scenario.file);
    row(language.scenario_word(), scenario.to_owned());
    row(language.question_word(), language.title(&manifest.scenario.question, scenario).to_owned());
    for said in &answers.verdicts {
        row(&said.of, said.sentence());
    }
    for said in &answers.against {
        row(&format!("{}: {}", language.against_word(), said.of), said.sentence());
    }
    for line in &answers.best {
        row(language.best_heading(), line.clone());
    }
    for line in &answers.together {
        row(language.together_heading(), line.clone());
    }
    for line in &answers.hangs {
        row(language.hangs_word(), line.clone());
    }
    for line in &answers.compared {
        row(language.how_heading(), line.clone());
    }
    for line in &answers.notes {
        row(language.note_word(), line.clone());
    }
    let version = manifest.mark.other_version();
    for line in language.remarks(saved.changed(), version) {
        row(language.note_word(), line);
    }
    grid
}

/// Assumptions, first what moves an answer most, then all other sources.
fn register(saved: &Saved, language: Language) -> Grid {
    let [kind, item, path, moves, turns, source, care, option] =
        language.assumptions_sheet_columns();
    let columns = [
        (kind, 12.0),
        (item, 34.0),
        (path, 40.0),
        (moves, 34.0),
        (turns, 30.0),
        (source, 90.0),
        (care, 40.0),
        (option, 24.0),
    ];
    let mut grid = Grid::new(language.sheet_assumptions(), columns);
    for one in assumptions::all(saved.manifest(), language) {
        let (moves, turns) = one.moves.map(|moves| (moves.said, moves.turns)).unwrap_or_default();
        grid.rows.push(vec![
            language.class_of_evidence(one.class).into(),
            one.item.into(),
            one.path.into(),
            moves.into(),
            turns.into(),
            one.source.into(),
            one.care.into(),
            one.option.into(),
        ]);
    }
    grid
}

fn definitions(manifest: &Manifest, language: Language) -> Grid {
    let [word, meaning] = language.word_and_meaning();
    let mut grid = Grid::new(language.sheet_definitions(), [(word, 46.0), (meaning, 110.0)]);
    for (name, meaning) in language.definitions(language.unit_of_scope(manifest, "site")) {
        grid.rows.push(vec![name.into(), meaning.into()]);
    }
    grid
}

/// What made the results, and the digest of every table.
fn record(saved: &Saved, language: Language) -> Grid {
    let manifest = saved.manifest();
    let columns = [(language.item_word(), 34.0), (language.content_word(), 110.0)];
    let mut grid = Grid::new(language.sheet_record(), columns);
    let mut row = |item: &str, content: String| {
        grid.rows.push(vec![item.into(), content.into()]);
    };
    row(language.command_word(), facts::command(manifest));
    for (name, value) in facts::facts(manifest, language) {
        row(name, value);
    }
    for (table, digest) in &manifest.tables {
        row(&format!("{} {table}", language.table_word()), digest.clone());
    }
    grid
}

/// The text of the scenario, line by line.
fn scenario(saved: &Saved, language: Language) -> Grid {
    let mut grid = Grid::new(language.sheet_scenario(), [(language.text_heading(), 150.0)]);
    let lines = saved.manifest().scenario.text.lines();
    grid.rows =
        lines.map(|line| vec![if line.is_empty() { Value::Empty } else { line.into() }]).collect();
    grid
}
