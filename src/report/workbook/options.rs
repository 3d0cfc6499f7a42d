//! Options by the answers, and every measure of every option.

use crate::measures::{Response, Scale};
use crate::report::answer::Answers;
use crate::report::charts::{BLUE, SKY};
use crate::report::grid::{Form, Graph, Grid, Look, Run, Value};
use crate::report::wording::Language;
use crate::results::saved::{Saved, SavedError};

/// A row a measure and option; a chart of each measure that was asked for.
pub(in crate::report) fn options(saved: &Saved, answers: &Answers, language: Language) -> Grid {
    let manifest = saved.manifest();
    let heads = language.options_columns();
    let mut grid = Grid::new(language.sheet_options(), heads.map(|head| (head, 14.0)));
    for (at, width) in [(0, 56.0), (1, 36.0)] {
        grid.columns[at].1 = width;
    }
    let block = &manifest.answer;
    for (at, of) in block.measured.iter().enumerate() {
        let scale = of.response.row().scale;
        let first = grid.rows.len();
        let guess = language.guess_of_use(manifest, of.response.row().needs_jobs);
        let noun = language.measured(manifest, of.response, &of.scope) + guess;
        for option in &block.options {
            let cell = &option.cells[at];
            let level = |part: fn(&crate::results::answer::Spread) -> f64| {
                Value::of(of.response, cell.level.as_ref().map(part))
            };
            let compared = cell.compared.as_ref();
            let apart = |part: fn(&crate::results::answer::Spread) -> f64| {
                let value = compared.map(|one| part(&one.difference.spread));
                Value::number(value, Form::Apart(scale))
            };
            let count = |part: fn(&crate::results::answer::Difference) -> usize| {
                let value = compared.map(|one| part(&one.difference) as f64);
                Value::number(value, Form::Count)
            };
            grid.rows.push(vec![
                noun.as_str().into(),
                language.title_in(&manifest.alternatives, &option.alternative).into(),
                level(|one| one.median),
                level(|one| one.low),
                level(|one| one.high),
                level(|one| one.mean),
                compared.map_or(Value::Empty, |one| language.verdict(one.verdict).into()),
                apart(|one| one.median),
                apart(|one| one.low),
                apart(|one| one.high),
                count(|one| one.above),
                count(|one| one.below),
                count(|one| one.spread.n),
                level(|one| one.high - one.median),
                level(|one| one.median - one.low),
            ]);
        }
        if !of.asked {
            continue;
        }
        let title = answers.verdict_of(at).map_or_else(|| noun.clone(), |said| said.headline());
        let rows = first..grid.rows.len();
        let known = block.options.iter().any(|option| option.cells[at].level.is_some());
        if known {
            grid.graphs.push(Graph {
                look: Look::Bars,
                title,
                form: Form::Of(scale),
                runs: vec![Run {
                    name: noun,
                    rows,
                    x: 1,
                    y: 2,
                    range: Some((13, 14)),
                    colour: if scale == Scale::Won { SKY } else { BLUE.over_white(0.55) },
                    dashed: false,
                }],
            });
        }
    }
    grid
}

/// The whole table of estimates.
pub(super) fn measures(saved: &Saved, language: Language) -> Result<Grid, SavedError> {
    let manifest = saved.manifest();
    let heads = language.measures_columns();
    let mut grid = Grid::new(language.sheet_measures(), heads.map(|head| (head, 14.0)));
    for (at, width) in [(0, 64.0), (1, 30.0), (2, 36.0)] {
        grid.columns[at].1 = width;
    }
    let table = saved.columns("estimates")?;
    let (options, responses) = (table.words("alternative")?, table.responses("response")?);
    let (scopes, n) = (table.words("scope")?, table.numbers("n")?);
    let numbers = ["mean", "q05", "q50", "q95"].map(|name| table.numbers(name));
    let [mean, low, mid, high] = numbers;
    let (mean, low, mid, high) = (mean?, low?, mid?, high?);
    for row in 0..options.len() {
        // A response of another version has no words.
        let Some(response) = responses[row] else { continue };
        let value = |column: &[Option<f64>]| Value::of(response, column[row]);
        grid.rows.push(vec![
            language
                .noun(response, language.unit_of_scope(manifest, &scopes[row]))
                .into_owned()
                .into(),
            scope(saved, language, response, &scopes[row]).into(),
            language.title_in(&manifest.alternatives, &options[row]).into(),
            Value::number(n[row], Form::Count),
            value(&mean),
            value(&low),
            value(&mid),
            value(&high),
        ]);
    }
    Ok(grid)
}

fn scope(saved: &Saved, language: Language, response: Response, scope: &str) -> String {
    let title = language.scope_title(saved.manifest(), response, scope);
    match scope {
        "site" => language.site().to_owned(),
        scope => title.unwrap_or_else(|| scope.to_owned()),
    }
}
