//! What became of people and of what they asked for, and the money.

use super::Titles;
use crate::measures::{Identity, Money, Scale, Whereabouts};
use crate::report::charts::{Colour, colour, fill_of, stretch_months, window};
use crate::report::grid::{Form, Graph, Grid, Look, Run, Value};
use crate::report::wording::Language;
use crate::report::wording::numbers::date_of;
use crate::results::figures;
use crate::results::saved::{Saved, SavedError};

/// The colour of the parts of a bar, in order: after six the same again, lighter.
fn shade(at: usize) -> Colour {
    let fill = fill_of(at);
    colour(fill.hue).over_white(fill.opacity * if at < 6 { 1.0 } else { 0.5 })
}

/// Where everybody is at the calendar's end, mean over the futures; a chart a programme.
pub(in crate::report) fn people(saved: &Saved, language: Language) -> Result<Grid, SavedError> {
    let manifest = saved.manifest();
    let heads = language.people_columns();
    let mut grid = Grid::new(language.sheet_people(), heads.map(|head| (head, 13.0)));
    for (at, width) in [(0, 30.0), (1, 34.0)] {
        grid.columns[at].1 = width;
    }
    let places = Whereabouts::ALL;
    let words = places.map(|place| language.words(place.words()));
    grid.columns.extend(words.map(|head| (head.to_owned(), 13.0)));
    let table = saved.columns("people")?;
    let (options, programmes) = (table.words("alternative")?, table.words("programme")?);
    let names = ["came", "moved_in", "moved_out"].into_iter().chain(places.map(Whereabouts::name));
    let mut columns = Vec::new();
    for name in names {
        columns.push(table.numbers(name)?);
    }
    for programme in &manifest.programmes {
        let first = grid.rows.len();
        for option in &manifest.alternatives {
            let own: Vec<usize> = (0..options.len())
                .filter(|&row| options[row] == option.name && programmes[row] == programme.name)
                .collect();
            if own.is_empty() {
                continue;
            }
            let mean = |column: &Vec<Option<f64>>| {
                let sum: f64 = own.iter().filter_map(|&row| column[row]).sum();
                Value::Number(sum / own.len() as f64, Form::Of(Scale::Amount))
            };
            let titles = [
                language.title(&programme.title, &programme.name).into(),
                language.title(&option.title, &option.name).into(),
            ];
            grid.rows.push(titles.into_iter().chain(columns.iter().map(mean)).collect());
        }
        let rows = first..grid.rows.len();
        if rows.is_empty() {
            continue;
        }
        let some = |column: usize| {
            let least =
                |value: &Value| matches!(value, Value::Number(people, _) if *people >= 0.05);
            grid.rows[rows.clone()].iter().any(|row| least(&row[column]))
        };
        let runs: Vec<Run> = (0..places.len())
            .filter(|&at| some(heads.len() + at))
            .enumerate()
            .map(|(shown, at)| Run {
                name: words[at].to_owned(),
                rows: rows.clone(),
                x: 1,
                y: heads.len() + at,
                range: None,
                colour: shade(shown),
                dashed: false,
            })
            .collect();
        let title = language.people_title(language.title(&programme.title, &programme.name));
        grid.graphs.push(Graph { look: Look::Parts, title, form: Form::Count, runs });
    }
    Ok(grid)
}

/// What became of what was asked for in the baseline: a row a pool and period.
pub(in crate::report) fn demand(
    saved: &Saved,
    titles: &Titles,
    language: Language,
) -> Result<Grid, SavedError> {
    let (from, to) = window(saved);
    let heads = [(language.pool_word(), 24.0), (language.stretch_word(), 18.0)];
    let mut grid = Grid::new(language.sheet_demand(), heads);
    let Identity { parts, .. } = Identity::DEMAND;
    grid.columns.extend(parts.iter().map(|flow| (language.part(*flow).to_owned(), 14.0)));
    if saved.manifest().programmes.is_empty() {
        return Ok(grid);
    }
    let step = stretch_months(from, to);
    let stretch = |day: i32| {
        let date = date_of(day);
        (i32::from(date.year()) * 12 + i32::from(date.month()) - 1).div_euclid(step)
    };
    for pool in &saved.manifest().pools {
        let title = language.title(&pool.title, &pool.name);
        let first = grid.rows.len();
        let read = |stretch: &dyn Fn(i32) -> i32| {
            figures::demand(saved, saved.baseline(), &pool.name, (from, to), stretch)
        };
        let bars = read(&stretch)?.into_iter();
        let bars = bars.map(|bar| (language.months_of(date_of(bar.date), step), bar));
        let whole = read(&|_| 0)?.into_iter();
        let whole = whole.map(|bar| (language.whole_window().to_owned(), bar));
        for (words, bar) in bars.chain(whole) {
            let form = Form::Of(Scale::UnitMonths);
            let cells = bar.parts.iter().map(|part| Value::Number(*part, form));
            grid.rows.push([title.into(), words.into()].into_iter().chain(cells).collect());
        }
        let rows = first..grid.rows.len();
        let shows = |column: usize| {
            let some = |value: &Value| matches!(value, Value::Number(amount, _) if *amount >= 0.5);
            grid.rows[rows.clone()].iter().any(|row| some(&row[column]))
        };
        let runs: Vec<Run> = parts
            .iter()
            .enumerate()
            .filter(|(at, _)| shows(2 + at))
            .map(|(at, flow)| Run {
                name: language.part(*flow).to_owned(),
                rows: rows.clone(),
                x: 1,
                y: 2 + at,
                range: None,
                colour: colour(flow.row().fill.hue).over_white(flow.row().fill.opacity),
                dashed: false,
            })
            .collect();
        if !runs.is_empty() {
            let found = titles.get(&format!("demand-{}", pool.name)).cloned();
            let title = found.unwrap_or_else(|| title.to_owned());
            let form = Form::Of(Scale::UnitMonths);
            grid.graphs.push(Graph { look: Look::Shares, title, form, runs });
        }
    }
    Ok(grid)
}

/// The money of every account by the end of the window; a row an account and option.
pub(in crate::report) fn money(
    saved: &Saved,
    titles: &Titles,
    language: Language,
) -> Result<Grid, SavedError> {
    let manifest = saved.manifest();
    let heads = language.money_columns();
    let mut grid = Grid::new(language.sheet_money(), heads.map(|head| (head, 20.0)));
    for (at, width) in [(0, 34.0), (1, 34.0)] {
        grid.columns[at].1 = width;
    }
    let words = Money::ALL.map(|column| language.words(column.words()));
    grid.columns.extend(words.map(|head| (head.to_owned(), 16.0)));
    let mut accounts: Vec<String> = Vec::new();
    let mut all = Vec::new();
    for option in &manifest.alternatives {
        let money = figures::money(saved, &option.name, window(saved))?;
        for account in &money {
            if !accounts.contains(&account.funding) {
                accounts.push(account.funding.clone());
            }
        }
        all.push(money);
    }
    // All together stand last.
    accounts.sort_by_key(|name| name == "site");
    let mut runs = Vec::new();
    for account in &accounts {
        let first = grid.rows.len();
        let title = match language.account(account) {
            _ if account == "site" => language.site(),
            name if name == account => language.title_in(&manifest.fundings, name),
            other => other,
        };
        let mut most = 0.0_f64;
        for (option, money) in manifest.alternatives.iter().zip(&all) {
            let own = money.iter().find(|one| one.funding == *account);
            let last = own.and_then(|one| one.months.last());
            let cell = |column: Money| {
                let won = last.map_or(0.0, |month| month.of(column));
                Value::Number(won, Form::Of(Scale::Won))
            };
            most = most.max(last.map_or(0.0, |month| month.of(Money::Spent)));
            let words = [
                title.into(),
                language.title(&option.title, &option.name).into(),
                language.yes(own.is_some_and(|one| one.implied)).into(),
            ];
            grid.rows.push(words.into_iter().chain(Money::ALL.map(cell)).collect());
        }
        if account != "site" && most >= 0.5 {
            runs.push(Run {
                name: title.to_owned(),
                rows: first..grid.rows.len(),
                x: 1,
                y: heads.len() + Money::Spent as usize,
                range: None,
                colour: shade(runs.len()),
                dashed: false,
            });
        }
    }
    if !runs.is_empty() {
        let found = titles.get("money").cloned();
        let title = found.unwrap_or_else(|| language.money_panel(manifest.currency));
        let form = Form::Of(Scale::Won);
        grid.graphs.push(Graph { look: Look::Parts, title, form, runs });
    }
    Ok(grid)
}
