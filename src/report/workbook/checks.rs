//! What the scenario says was observed, against the baseline.

use crate::measures::{Response, Scale};
use crate::report::grid::{Form, Grid, Value};
use crate::report::page::tables::scope_of_check;
use crate::report::wording::Language;
use crate::results::saved::{Saved, SavedError};
use crate::results::{CheckFit, CheckKind};

/// A row a check, those that could have failed first.
pub(super) fn checks(saved: &Saved, language: Language) -> Result<Grid, SavedError> {
    let heads = language.checks_columns();
    let mut grid = Grid::new(language.sheet_checks(), heads.map(|head| (head, 14.0)));
    for (at, width) in [(0, 16.0), (1, 50.0), (2, 30.0), (8, 24.0)] {
        grid.columns[at].1 = width;
    }
    let table = saved.columns("checks")?;
    let (names, responses) = (table.words("check")?, table.responses("response")?);
    let (scopes, kinds) = (table.words("scope")?, table.words("kind")?);
    let (observed, rounded_to) = (table.numbers("observed")?, table.numbers("rounded_to")?);
    let (low, mid, high) = (table.numbers("q05")?, table.numbers("q50")?, table.numbers("q95")?);
    let fits = table.words("verdict")?;
    let kinds_in_order =
        [CheckKind::HeldOut, CheckKind::Fitted, CheckKind::Claim, CheckKind::Repeat];
    for kind in kinds_in_order {
        for row in (0..names.len()).filter(|&row| kinds[row] == kind.word()) {
            let response = responses[row];
            let value = |value: Option<f64>| match response {
                Some(response) => Value::of(response, value),
                None => Value::number(value, Form::Of(Scale::Amount)),
            };
            let scope = match scopes[row].as_str() {
                "site" => language.site().to_owned(),
                name => scope_of_check(saved, language, response, name),
            };
            let fit = CheckFit::of_word(&fits[row]).map_or("", |fit| language.fit(fit));
            let tolerance = rounded_to[row].filter(|_| observed[row].is_some());
            grid.rows.push(vec![
                language.kind_of_check(kind).into(),
                language.title_in(&saved.manifest().checks, &names[row]).into(),
                scope.into(),
                value(observed[row]),
                tolerance.map_or(Value::Empty, |width| tolerance_of(response, width / 2.0)),
                value(low[row]),
                value(mid[row]),
                value(high[row]),
                fit.into(),
            ]);
        }
    }
    Ok(grid)
}

fn tolerance_of(response: Option<Response>, half: f64) -> Value {
    match response {
        Some(response) => Value::of(response, Some(half)),
        None => Value::Number(half, Form::Of(Scale::Amount)),
    }
}
