//! The ladder day by day, and competition round by round.

use super::Titles;
use crate::measures::{Measure, Rung, Scale};
use crate::report::charts::{
    BLUE, DailyBands, GREEN, GREY, ORANGE, PURPLE, SKY, VERMILION, window,
};
use crate::report::grid::{Form, Graph, Grid, Look, Run, Value};
use crate::report::wording::Language;
use crate::results::saved::{Saved, SavedError};

/// The baseline of every pool: means, and the central 90 % of what is not only a plan.
pub(in crate::report) fn curves(
    saved: &Saved,
    titles: &Titles,
    language: Language,
) -> Result<Grid, SavedError> {
    let bands = DailyBands::read(saved)?;
    let mut grid = Grid::new(
        language.sheet_curves(),
        [(language.pool_word(), 22.0), (language.date_word(), 14.0)],
    );
    let word = |measure: Measure| match measure {
        Measure::Rung(rung) => language.words(rung.words()).to_owned(),
        Measure::Ratio(ratio) => language.formula(ratio),
    };
    for measure in Measure::DAILY {
        let name = word(measure);
        let heads = [
            format!("{name} {}", language.mean_word()),
            format!("{name} 5%"),
            format!("{name} 95%"),
        ];
        grid.columns.extend(heads.map(|head| (head, 13.0)));
    }
    for pool in &saved.manifest().pools {
        let title = language.title(&pool.title, &pool.name);
        let first = grid.rows.len();
        let dates = bands.get(&pool.name, Measure::Rung(Rung::Installed));
        for (at, day) in dates.iter().enumerate() {
            let mut row = vec![title.into(), Value::Date(day.date)];
            for measure in Measure::DAILY {
                let form = match measure {
                    Measure::Rung(_) => Form::Units,
                    Measure::Ratio(_) => Form::Of(Scale::Percent),
                };
                let days = bands.get(&pool.name, measure);
                let own = days.get(at).filter(|own| own.date == day.date);
                let values = [
                    own.and_then(|own| own.mean),
                    own.and_then(|own| own.q05),
                    own.and_then(|own| own.q95),
                ];
                row.extend(values.map(|value| Value::number(value, form)));
            }
            grid.rows.push(row);
        }
        let rows = first..grid.rows.len();
        let known = |column: usize| {
            grid.rows[rows.clone()].iter().any(|row| matches!(row[column], Value::Number(..)))
        };
        let runs: Vec<Run> = Measure::DAILY
            .into_iter()
            .enumerate()
            .filter_map(|(at, measure)| {
                let Measure::Rung(rung) = measure else { return None };
                let (colour, dashed) = match rung {
                    Rung::Installed => (GREY, false),
                    Rung::Leased => (VERMILION, true),
                    Rung::Allocated => (BLUE, false),
                    Rung::Busy => (GREEN, false),
                    _ => return None,
                };
                let (name, y) = (word(measure), 2 + 3 * at);
                known(y).then(|| Run {
                    name,
                    rows: rows.clone(),
                    x: 1,
                    y,
                    range: None,
                    colour,
                    dashed,
                })
            })
            .collect();
        if !runs.is_empty() {
            let found = titles.get(&format!("ladder-{}", pool.name)).cloned();
            let title = found.unwrap_or_else(|| title.to_owned());
            grid.graphs.push(Graph { look: Look::Lines, title, form: Form::Units, runs });
        }
    }
    Ok(grid)
}

/// Every round of every option; a chart of each programme.
pub(in crate::report) fn rounds(saved: &Saved, language: Language) -> Result<Grid, SavedError> {
    let manifest = saved.manifest();
    let heads = language.rounds_columns();
    let mut grid = Grid::new(language.sheet_rounds(), heads.map(|head| (head, 13.0)));
    for (at, width) in [(0, 30.0), (1, 30.0)] {
        grid.columns[at].1 = width;
    }
    let table = saved.columns("competition")?;
    let (options, programmes) = (table.words("alternative")?, table.words("programme")?);
    let (opens, closes) = (table.dates("round")?, table.dates("closes")?);
    let (extras, top_ups) = (table.words("extra")?, table.flags("top_up")?);
    let names = ["n", "applications", "places", "awards", "mean", "q05", "q50", "q95"];
    let mut numbers = Vec::with_capacity(names.len());
    for name in names {
        numbers.push(table.numbers(name)?);
    }
    let (from, to) = window(saved);
    let ratio = Form::Of(Scale::ToOne);
    let date = |day: Option<i32>| day.map_or(Value::Empty, Value::Date);
    for programme in &manifest.programmes {
        let mut runs = Vec::new();
        for (at, option) in manifest.alternatives.iter().enumerate() {
            let mut own: Vec<usize> = (0..options.len())
                .filter(|&row| options[row] == option.name && programmes[row] == programme.name)
                .collect();
            let inside = |row: usize| opens[row].is_some_and(|day| day >= from && day < to);
            // Rows that a chart shows stand together: regular and extra rounds of the window.
            let shown = |row: usize| inside(row) && !top_ups[row] && numbers[6][row].is_some();
            own.sort_by_key(|&row| (!shown(row), opens[row], extras[row].clone()));
            let first = grid.rows.len();
            let count = own.iter().filter(|&&row| shown(row)).count();
            for row in own {
                let number = |column: usize, form: Form| Value::number(numbers[column][row], form);
                let apart = |a: usize, b: usize| {
                    let ends = numbers[a][row].zip(numbers[b][row]);
                    Value::number(ends.map(|(a, b)| a - b), ratio)
                };
                grid.rows.push(vec![
                    language.title(&programme.title, &programme.name).into(),
                    language.title(&option.title, &option.name).into(),
                    date(opens[row]),
                    date(closes[row]),
                    language.kind_of_round(!extras[row].is_empty(), top_ups[row]).into(),
                    number(0, Form::Count),
                    number(1, Form::Of(Scale::Cases)),
                    number(2, Form::Of(Scale::Places)),
                    number(3, Form::Of(Scale::Cases)),
                    number(4, ratio),
                    number(5, ratio),
                    number(6, ratio),
                    number(7, ratio),
                    apart(7, 6),
                    apart(6, 5),
                    language.yes(inside(row)).into(),
                ]);
            }
            if count > 0 {
                const COLOURS: [crate::report::charts::Colour; 6] =
                    [GREY, BLUE, VERMILION, GREEN, ORANGE, PURPLE];
                runs.push(Run {
                    name: language.title(&option.title, &option.name).to_owned(),
                    rows: first..first + count,
                    x: 2,
                    y: 11,
                    range: Some((13, 14)),
                    colour: COLOURS.get(at).copied().unwrap_or(SKY),
                    dashed: at > 0,
                });
            }
        }
        if !runs.is_empty() {
            let name = language.title(&programme.title, &programme.name);
            let title = language.competition_panel(name);
            grid.graphs.push(Graph { look: Look::Marks, title, form: ratio, runs });
        }
    }
    Ok(grid)
}
