//! Facts that a reader can hold against the simulation.

use super::problem::say;
use super::read::{Draft, bilingual, names};
use super::reader::{Bounds, Reader, Spot, tables};
use super::tree::Kind;
use super::units::Unit;
use super::{Bilingual, Check};

/// Responses that a check may state, and what they can be scoped to.
pub(super) const RESPONSES: [(&str, Scope); 11] = [
    ("awards", Scope::Programme),
    ("applications_of_places", Scope::Programme),
    ("applications_of_awards", Scope::Programme),
    ("units_asked_of_offered", Scope::Programme),
    ("units_asked_of_awarded", Scope::Programme),
    ("leased_compute", Scope::Site),
    ("leased_of_installed", Scope::Pool),
    ("allocated_of_leased", Scope::Pool),
    ("allocated_of_installed", Scope::Pool),
    ("busy_of_allocated", Scope::Pool),
    ("busy_of_installed", Scope::Pool),
];

/// What a response can be about, other than the site.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Scope {
    Site,
    Pool,
    Programme,
    Funding,
}

impl Draft<'_> {
    pub(super) fn checks(&self, reader: &mut Reader) -> Vec<Check> {
        let mut all = Vec::new();
        for table in tables(self.root, "check") {
            all.extend(self.check(reader, &table));
        }
        all
    }

    fn check(&self, reader: &mut Reader, table: &Spot<'_>) -> Option<Check> {
        let words = RESPONSES.map(|(word, _)| word);
        let response = reader.word(table, "response", &words);
        let scope = response.and_then(|response| {
            let (_, scope) = RESPONSES.iter().find(|(word, _)| *word == response)?;
            self.scope(reader, table, response, *scope)
        });
        let from = reader.day(table, "from");
        let to = reader.day(table, "to");
        let mut value = |key| table.get(key).and_then(|at| observed(reader, &at, response));
        let seen = value("observed");
        let rounded_to = value("rounded-to").unwrap_or(0.0);
        let fitted = reader.flag(table, "fitted");
        let per_year = reader.word(table, "per", &["year"]).is_some();
        let source = reader.text(table, "source").unwrap_or_default().to_owned();
        let title = table.get("title").and_then(|at| bilingual(reader, &at));
        if per_year && response.is_some_and(|response| response != "awards") {
            let at = table.get("per")?;
            let help = say("remove `per`", &[]);
            reader.error(&at, say("only a count can be per year", &[]), Some(help));
        }
        let (from, to) = (from?, to?);
        if reader.sound(&["calendar"]) {
            let days = self.inputs.calendar.days() as i64;
            let outside = |day: i64| !(0..=days).contains(&day);
            if to <= from {
                let help = say("`to` is the first day that does not count", &[]);
                reader.error(&table.get("to")?, say("the range is empty", &[]), Some(help));
            } else if let Some(key) =
                [("from", from), ("to", to)].into_iter().find(|(_, day)| outside(*day))
            {
                let help = say("a check can only hold what is simulated", &[]);
                reader.error(&table.get(key.0)?, say("this day is not simulated", &[]), Some(help));
            }
        }
        let name = table.key.to_owned();
        let title = title.unwrap_or_else(|| Bilingual { ko: name.clone(), en: name.clone() });
        let response = response?.to_owned();
        Some(Check {
            name,
            title,
            response,
            scope,
            from,
            to,
            observed: seen?,
            per_year,
            fitted: fitted.unwrap_or(false),
            rounded_to,
            source,
        })
    }

    /// The pool, programme or funding that a table's `scope` names, by what its response can be of.
    pub(super) fn scope(
        &self,
        reader: &mut Reader,
        table: &Spot<'_>,
        response: &str,
        scope: Scope,
    ) -> Option<String> {
        let at = table.get("scope")?;
        match scope {
            Scope::Site => {
                let help = say("remove `scope`", &[]);
                reader.error(&at, say("{} is of the whole site", &[&response]), Some(help));
                return None;
            }
            Scope::Pool => {
                let pools = names(&self.inputs.pools, |pool| &pool.name);
                reader.named(table, "scope", "pool", &pools)?;
            }
            Scope::Programme => {
                let programmes = names(&self.inputs.programmes, |programme| &programme.name);
                reader.named(table, "scope", "programme", &programmes)?;
            }
            Scope::Funding => {
                let fundings = names(&self.inputs.fundings, |funding| &funding.name);
                reader.named(table, "scope", "funding", &fundings)?;
            }
        }
        at.node.text().map(str::to_owned)
    }
}

/// Whether a response is a ratio of what was asked for to what was offered or awarded.
fn is_competition(response: &str) -> bool {
    ["applications_of_", "units_asked_of_"].iter().any(|start| response.starts_with(start))
}

/// The observed value: a bare number, or text in the unit of the response (compute in petaflops).
fn observed(reader: &mut Reader, at: &Spot<'_>, response: Option<&str>) -> Option<f64> {
    match (&at.node.kind, response) {
        (Kind::Text(_), Some(response)) if is_competition(response) => {
            reader.plain(at, Unit::Ratio, Bounds::NOT_NEGATIVE)
        }
        (Kind::Text(_), Some("leased_compute")) => {
            reader.plain(at, Unit::Compute, Bounds::NOT_NEGATIVE).map(|gigaflops| gigaflops / 1e6)
        }
        (Kind::Integer(_) | Kind::Float(_), Some("leased_compute")) => {
            reader.not_a(at, Unit::Compute)
        }
        _ => reader.plain(at, Unit::Number, Bounds::NOT_NEGATIVE),
    }
}

#[cfg(test)]
mod tests {
    use super::super::reader::one_of;
    use super::*;

    #[test]
    fn a_misspelt_response_is_suggested() {
        let words = RESPONSES.map(|(word, _)| word);
        assert_eq!(one_of("award", &words).to_string(), "did you mean `awards`?");
    }
}
