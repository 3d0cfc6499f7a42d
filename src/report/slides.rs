//! Slides: the answer, what it is made of and what it hangs on, with titles that can be changed and charts that can be
//! restyled.

use super::ReportError;
use super::answer::{Answers, OptionTable};
use super::brief::{limits, records};
use super::grid::{Graph, Grid, Said};
use super::page::facts;
use super::wording::Language;
use super::wording::findings::sentence;
use super::workbook::{self, Titles};
use crate::results::saved::Saved;

mod deck;
mod fixed;

/// One slide.
#[derive(Clone, Debug, Default)]
struct Slide {
    title: String,
    /// Texts: the strong ones in bold.
    lines: Vec<(bool, String)>,
    chart: Option<(Grid, Graph)>,
    table: OptionTable,
    /// The sheet of the workbook that holds its numbers.
    sheet: String,
}

/// How many charts of a kind there are at most.
const MOST: usize = 2;

/// The whole file.
pub(super) fn slides(
    saved: &Saved,
    answers: &Answers,
    titles: &Titles,
    language: Language,
) -> Result<Vec<u8>, ReportError> {
    let manifest = saved.manifest();
    let mut slides = vec![verdict(saved, answers, language)];
    let options = workbook::options(saved, answers, language);
    for said in answers.first(3).into_iter().filter(|said| !said.target) {
        let Some(at) = said.measured else { continue };
        let of = |graph: &&Graph| graph.runs.first().is_some_and(|run| run.name == said.of);
        let Some(graph) = options.graphs.iter().find(of) else { continue };
        // Figures in the chart would stand on the ranges.
        let levels = answers.table.rows.iter().filter_map(|(title, cells)| {
            let cell = cells.get(at)?;
            Some(format!("{title} {} ({})", cell.value, cell.range))
        });
        let levels = levels.collect::<Vec<_>>().join("; ");
        let clauses = said.clauses.iter().take(3).map(|clause| (false, clause.clone()));
        let target = answers.target_of(at).map(|target| (true, target.sentence()));
        let lines = std::iter::once((true, levels)).chain(target).chain(clauses).collect();
        slides.push(Slide { lines, ..of_graph(&options, graph) });
    }
    if answers.table.rows.len() > 1 {
        let mut table = answers.table.clone();
        table.head.truncate(6);
        table.rows.iter_mut().for_each(|(_, cells)| cells.truncate(5));
        table.rows.truncate(9);
        let lines = answers.notes.iter().take(1).map(|note| (false, note.clone())).collect();
        let (title, sheet) = (language.sheet_options().to_owned(), options.name.clone());
        slides.push(Slide { title, lines, table, sheet, ..Slide::default() });
    }
    let grids = [
        workbook::curves(saved, titles, language)?,
        workbook::demand(saved, titles, language)?,
        workbook::people(saved, language)?,
        workbook::money(saved, titles, language)?,
    ];
    for grid in &grids {
        slides.extend(grid.graphs.iter().take(MOST).map(|graph| of_graph(grid, graph)));
    }
    let hangs = answers.hangs.iter().map(|line| (false, line.clone()));
    let against = answers.against.iter().take(3).flat_map(|said| {
        let head = format!("{}: {}", language.against_word(), said.of);
        [(true, head), (false, said.sentence())]
    });
    slides.push(Slide {
        title: language.hangs_word().to_owned(),
        lines: hangs.chain(against).collect(),
        sheet: language.sheet_assumptions().to_owned(),
        ..Slide::default()
    });
    let mut lines = vec![(false, limits(saved, language)?)];
    lines.extend(answers.notes.iter().skip(1).map(|note| (false, note.clone())));
    lines.push((true, language.records_word().to_owned()));
    lines.push((false, language.records(&records(manifest, language))));
    lines.extend(
        language
            .remarks(saved.changed(), manifest.mark.other_version())
            .into_iter()
            .map(|remark| (true, remark)),
    );
    lines.retain(|(_, line)| !line.is_empty());
    slides.push(Slide {
        title: language.limits_word().to_owned(),
        lines,
        sheet: language.sheet_checks().to_owned(),
        ..Slide::default()
    });
    let title = language.title(&manifest.scenario.title, &manifest.scenario.file);
    let digest = &manifest.scenario.digest;
    let made = [
        facts::command(manifest),
        format!("{} {digest}", language.digest_word()),
        format!("daegi {}", manifest.mark.daegi),
        format!("{}: {}", language.runs_word(), language.runs(&manifest.runs)),
        language.made_by().to_owned(),
    ];
    let short: String = digest.chars().take(12).collect();
    let foot = format!("{title} · daegi {} · SHA-256 {short}", manifest.mark.daegi);
    for slide in &mut slides {
        slide.title = sentence(&slide.title);
        slide.lines.iter_mut().for_each(|(_, line)| *line = sentence(line));
    }
    deck::deck(
        &slides,
        &deck::Deck {
            title,
            foot: &foot,
            made: &made,
            language,
            said: Said::of(manifest, language),
        },
    )
}

fn of_graph(grid: &Grid, graph: &Graph) -> Slide {
    Slide {
        title: graph.title.clone(),
        chart: Some((grid.clone(), graph.clone())),
        sheet: grid.name.clone(),
        ..Slide::default()
    }
}

/// The first: what was asked, and what is found.
fn verdict(saved: &Saved, answers: &Answers, language: Language) -> Slide {
    let scenario = &saved.manifest().scenario;
    let title = language.title(&scenario.title, &scenario.file).to_owned();
    let question = language.title(&scenario.question, &title).to_owned();
    let mut lines = vec![(false, question)];
    for said in answers.first(3) {
        lines.push((true, said.headline()));
        // In how many futures of how many a target is met stands on the slide of its answer.
        if !said.target {
            lines.push((false, said.clauses.join("; ")));
        }
    }
    Slide { title, lines, sheet: language.sheet_summary().to_owned(), ..Slide::default() }
}
