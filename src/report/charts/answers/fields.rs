//! What the chart of the answer shows: each option by each answer, and what that finds.

use super::super::Setting;
use super::super::data::{Cell, Data};
use super::super::estimates::{Difference, Spread};
use super::super::series::window;
use crate::measures::{More, Response, Scale};
use crate::report::wording::findings::Change;
use crate::results::figures::rounds_differ;
use crate::results::saved::SavedError;

/// An option by an answer.
pub(super) struct Row {
    pub(super) level: Option<Spread>,
    pub(super) difference: Option<Difference>,
    /// Above (`true`) or below the baseline, if a reader may be told so.
    pub(super) direction: Option<bool>,
    /// Whether the response is a ratio of rounds and the option holds other rounds than the baseline.
    pub(super) other_rounds: bool,
}

/// One answer, with a row for each option.
pub(super) struct Field {
    pub(super) response: Response,
    pub(super) scope: String,
    /// Which way is better, if either is.
    pub(super) better: More,
    pub(super) heading: String,
    pub(super) rows: Vec<Row>,
}

impl Field {
    /// Whether a row is better (`true`) or worse than the baseline.
    pub(super) fn verdict(&self, row: &Row) -> Option<bool> {
        let up = row.direction?;
        match self.better {
            More::Better => Some(up),
            More::Worse => Some(!up),
            More::Neither => None,
        }
    }
}

/// The answers that have a value under some option.
pub(super) fn fields(setting: &Setting<'_>) -> Result<Vec<Field>, SavedError> {
    let (language, saved) = (setting.language, setting.saved);
    let options = &saved.manifest().alternatives;
    let estimates = setting.estimates()?;
    let mut apart = Vec::new();
    for option in options.iter().skip(1) {
        apart.push(rounds_differ(saved, &option.name, window(saved))?);
    }
    let mut fields = Vec::new();
    for answer in setting.answers()? {
        let (response, scope) = (answer.response, answer.scope);
        let base = estimates.level(saved.baseline(), response, &scope);
        let row = |(at, name): (usize, &str)| {
            let difference = estimates.difference(name, response, &scope);
            // What is paid or taken in under an option only is nothing under the others.
            let level = estimates.level(name, response, &scope);
            let programme = scope.split_once('.').map_or(scope.as_str(), |(name, _)| name);
            let other_rounds = is_of_rounds(response)
                && at.checked_sub(1).and_then(|at| apart.get(at)).is_some_and(|all| {
                    all.iter().any(|one| scope == "site" || one.programme == programme)
                });
            let direction = difference
                .filter(|_| !other_rounds)
                .zip(base)
                .and_then(|(one, base)| one.direction(response, base.median));
            Row { level, difference, direction, other_rounds }
        };
        let names = options.iter().map(|one| one.name.as_str()).enumerate();
        let rows: Vec<Row> = names.map(row).collect();
        if rows.iter().all(|row| row.level.is_none()) {
            continue;
        }
        let better = match answer.better.as_deref() {
            Some("higher") => More::Better,
            Some("lower") => More::Worse,
            _ => response.row().more,
        };
        let title = setting.scope_title(response, &scope);
        let heading = language.answer_heading_of(title.as_deref(), response);
        fields.push(Field { response, scope, better, heading, rows });
    }
    Ok(fields)
}

fn is_of_rounds(response: Response) -> bool {
    matches!(
        response,
        Response::ApplicationsOfPlaces
            | Response::ApplicationsOfAwards
            | Response::UnitsAskedOfOffered
            | Response::UnitsAskedOfAwarded
    )
}

/// The central 90 %, the unit left out where it stands beside the median already.
pub(super) fn range(setting: &Setting<'_>, field: &Field, level: Spread) -> String {
    let bare = |value: f64| {
        let text = match field.response.row().scale {
            Scale::Won => setting.language.won(value),
            Scale::Percent => setting.language.decimal(100.0 * value, 1),
            Scale::ToOne | Scale::Petaflops => setting.language.decimal(value, 2),
            Scale::UnitMonths => setting.language.amount(value),
            _ if value.abs() < 99.95 => setting.language.decimal(value, 1),
            _ => setting.language.amount(value),
        };
        text.trim_end().to_owned()
    };
    format!("({} ~ {})", bare(level.low), bare(level.high))
}

/// The finding: the first answer that an option moves, as it is moved most; else what the baseline's is.
pub(super) fn title(setting: &Setting<'_>, fields: &[Field]) -> String {
    let (language, saved) = (setting.language, setting.saved);
    let options = &saved.manifest().alternatives;
    let name_of = |field: &Field| {
        let title = setting.scope_title(field.response, &field.scope);
        language.subject(title.as_deref(), field.response)
    };
    let value = |field: &Field, spread: Spread| {
        setting.quantity(field.response, &field.scope, spread.median)
    };
    let mut unclear = None;
    for field in fields {
        let Some(base) = field.rows.first().and_then(|row| row.level) else { continue };
        let moved = field.rows.iter().zip(options).skip(1).filter_map(|(row, option)| {
            let level = row.level?;
            let up = row.direction?;
            // What the medians drawn do not show is not said.
            let before = value(field, base);
            let after = value(field, level);
            let seen = before != after && (level.median > base.median) == up;
            seen.then(|| ((level.median - base.median).abs(), option, up, before, after))
        });
        let most = moved.max_by(|a, b| a.0.total_cmp(&b.0));
        if let Some((_, option, up, before, after)) = most {
            return language.changes(&Change {
                subject: name_of(field),
                option: language.title(&option.title, &option.name).to_owned(),
                response: field.response,
                up,
                before,
                after,
            });
        }
        let compared = field.rows.len() > 1 && field.rows.iter().all(|row| !row.other_rounds);
        if compared && unclear.is_none() {
            unclear = Some(language.nothing_moves(&name_of(field)));
        }
    }
    if let Some(unclear) = unclear {
        return unclear;
    }
    let first = fields.iter().find_map(|field| Some((field, field.rows.first()?.level?)));
    first.map_or_else(
        || language.answers_fallback().to_owned(),
        |(field, level)| {
            language.stands_at(&name_of(field), &value(field, level), &range(setting, field, level))
        },
    )
}

/// What is drawn, as a table.
pub(super) fn data(setting: &Setting<'_>, fields: &[Field]) -> Data {
    let mut data = Data::new(&[
        "response",
        "scope",
        "alternative",
        "q05",
        "q50",
        "q95",
        "difference_q05",
        "difference_q50",
        "difference_q95",
        "verdict",
    ]);
    let options = &setting.saved.manifest().alternatives;
    for field in fields {
        for (row, option) in field.rows.iter().zip(options) {
            let of = |part: fn(Spread) -> f64| Cell::from(row.level.map(part));
            let less = |part: fn(Spread) -> f64| Cell::from(row.difference.map(|d| part(d.spread)));
            let verdict = match field.verdict(row) {
                Some(true) => "better",
                Some(false) => "worse",
                None => "",
            };
            data.row([
                field.response.name().into(),
                field.scope.as_str().into(),
                option.name.as_str().into(),
                of(|level| level.low),
                of(|level| level.median),
                of(|level| level.high),
                less(|level| level.low),
                less(|level| level.median),
                less(|level| level.high),
                verdict.into(),
            ]);
        }
    }
    data
}
