//! Facts that a reader can hold against the simulation.

use super::actuals::{self, Actual};
use super::log::Files;
use super::problem::say;
use super::read::{Draft, bilingual, names};
use super::reader::{Bounds, Reader, Spot, kind_name, tables};
use super::tree::Kind;
use super::units::{Unit, Worth};
use super::{Check, keys};
use crate::measures::{Of, Response, Scale};
use crate::time::Date;
use crate::words::Bilingual;

/// The names of the responses that a check may state.
pub(super) fn words() -> Vec<&'static str> {
    Response::all().filter(|response| response.row().checked).map(Response::name).collect()
}

/// The response of a table: one of those that `words` names.
pub(super) fn response(
    reader: &mut Reader,
    table: &Spot<'_>,
    words: &[&'static str],
) -> Option<Response> {
    reader.word(table, "response", words).and_then(Response::named)
}

impl Draft<'_> {
    pub(super) fn checks(&self, reader: &mut Reader, files: &Files) -> Vec<Check> {
        let mut all = Vec::new();
        for table in tables(self.root, "check") {
            all.extend(self.check(reader, &table, files));
        }
        all
    }

    fn check(&self, reader: &mut Reader, table: &Spot<'_>, files: &Files) -> Option<Check> {
        let response = response(reader, table, &words());
        let scope = response.map(|response| self.scopes(reader, table, response));
        let months = self.actuals(reader, table, files, response);
        let (first, last) = months
            .iter()
            .flatten()
            .fold((None, None), |ends, month| (ends.0.or(Some(month.from)), Some(month.to)));
        let from = first.or_else(|| reader.day(table, "from"));
        let to = last.or_else(|| reader.day(table, "to"));
        reader.worth = self.worth_of(response, scope.as_deref().unwrap_or_default());
        let mut value = |key| table.get(key).and_then(|at| observed(reader, &at, response));
        let seen = value("observed");
        let rounded_to = value("rounded-to").unwrap_or(0.0);
        reader.worth = Worth::default();
        let fitted = reader.flag_or_default(table, "fitted");
        let per_year = reader.word(table, "per", &["year"]).is_some();
        let source = table.get("source").and_then(|at| bilingual(reader, &at)).unwrap_or_default();
        let title = table.get("title").and_then(|at| bilingual(reader, &at));
        let counts = [Response::Applications, Response::Awards];
        if per_year && response.is_some_and(|response| !counts.contains(&response)) {
            let at = table.get("per")?;
            let help = say("remove `per`", &[]);
            reader.error(&at, say("only a count can be per year", &[]), Some(help));
        }
        let by_month = table.get("file").is_some();
        for key in ["from", "to", "observed"].into_iter().filter(|_| !by_month) {
            if table.get(key).is_none() {
                let example = keys::example_of(&format!("check.*.{key}"));
                let help = say("add {} = {}", &[&key, &example]);
                reader.error(table, say("`{}` is missing", &[&key]), Some(help));
            }
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
        let by_months = [
            Response::RunningProjects,
            Response::Spent,
            Response::HoursUsed,
            Response::UsedOfAwarded,
        ];
        let whole = response.is_some_and(|response| by_months.contains(&response));
        if whole && !by_month && reader.sound(&["calendar", "check"]) {
            self.whole_months(reader, table, [("from", from), ("to", to)]);
        }
        let name = table.key.to_owned();
        let title = title.unwrap_or_else(|| Bilingual::same(&name));
        let response = response?;
        Some(Check {
            name,
            title,
            response,
            scope: scope.unwrap_or_default(),
            from,
            to,
            observed: if by_month { None } else { Some(seen?) },
            months: months.unwrap_or_default(),
            per_year,
            fitted,
            rounded_to,
            said: said(&source.ko)
                .max(said(&source.en))
                .map(|date| self.inputs.calendar.day_of_date(date)),
            repeats: self.repeats(reader, table),
            source,
        })
    }

    /// What an hour is worth to the programmes of a check of hours: that of the first of them.
    fn worth_of(&self, response: Option<Response>, scope: &[String]) -> Worth {
        let mut of_hours = self.inputs.programmes.iter().filter(|one| one.hours.is_some());
        let own = of_hours.find(|one| scope.is_empty() || scope.contains(&one.name));
        let own = own.filter(|_| response == Some(Response::HoursUsed));
        own.map_or_else(Worth::default, |programme| self.worth(programme.pool))
    }

    /// What was observed month by month, if the check names a file of it.
    fn actuals(
        &self,
        reader: &mut Reader,
        table: &Spot<'_>,
        files: &Files,
        response: Option<Response>,
    ) -> Option<Vec<Actual>> {
        let at = table.get("file")?;
        let file = reader.text(table, "file")?;
        let help = || say("remove one of the two", &[]);
        for other in ["from", "to", "observed"].into_iter().filter_map(|key| table.get(key)) {
            let reason = say("a check by month takes its range and its values from its file", &[]);
            reader.clash(&other, &at, reason, Some(help()));
        }
        if let Some(per) = table.get("per") {
            let reason = say("a file has one value a month: none is per year", &[]);
            reader.clash(&per, &at, reason, Some(help()));
        }
        if !reader.sound(&["calendar"]) {
            return None;
        }
        let of = (response?.row().scale, reader.currency);
        match actuals::read(&files.path(file), of, &self.inputs.calendar) {
            Ok(months) => Some(months),
            Err((reason, help)) => {
                reader.error(&at, reason, Some(help));
                None
            }
        }
    }

    /// The check that this one repeats: another one, which repeats none.
    fn repeats(&self, reader: &mut Reader, table: &Spot<'_>) -> Option<String> {
        let at = table.get("repeats")?;
        let all = tables(self.root, "check");
        let known: Vec<&str> = all.iter().map(|one| one.key).collect();
        let found = &all[reader.named(table, "repeats", "check", &known)?];
        if found.key == table.key || found.get("repeats").is_some() {
            let help = say("name the check that states the fact itself", &[]);
            reader.error(&at, say("`{}` is no fact of its own", &[&found.key]), Some(help));
        }
        Some(found.key.to_owned())
    }

    /// Running projects, hours and money are counted by month.
    fn whole_months(&self, reader: &mut Reader, table: &Spot<'_>, days: [(&str, i64); 2]) {
        let calendar = &self.inputs.calendar;
        let edge = |day: i64| {
            day == calendar.days() as i64
                || calendar.months().iter().any(|month| month.from_day as i64 == day)
        };
        for (key, _) in days.into_iter().filter(|(_, day)| !edge(*day)) {
            let Some(at) = table.get(key) else { continue };
            let reason = say("running projects, hours and money are counted by whole months", &[]);
            reader.error(&at, reason, Some(say("write the first day of a month", &[])));
        }
    }

    /// What a check is about: one name or a list of `scope`, or all but those of `except`.
    fn scopes(&self, reader: &mut Reader, table: &Spot<'_>, response: Response) -> Vec<String> {
        let list = |key: &str| table.get(key).filter(|at| matches!(at.node.kind, Kind::Array(_)));
        let except = table.get("except");
        if let (Some(except), Some(named)) = (&except, table.get("scope")) {
            let reason = say("a check says what it is of, or what it leaves out", &[]);
            reader.clash(except, &named, reason, Some(say("remove one of the two", &[])));
            return Vec::new();
        }
        if except.is_none() && list("scope").is_none() {
            return self.scope(reader, table, response).into_iter().collect();
        }
        let (what, all) = match response.row().of {
            Of::Pool => ("pool", names(&self.inputs.pools, |pool| &pool.name)),
            Of::Programme | Of::Class => {
                ("programme", names(&self.inputs.programmes, |one| &one.name))
            }
            Of::Site | Of::Funding | Of::Output | Of::Income => {
                let Some(at) = except.or_else(|| table.get("scope")) else { return Vec::new() };
                let help = say("remove `{}`", &[&at.key]);
                reader.error(&at, say("{} is of the whole site", &[&response.name()]), Some(help));
                return Vec::new();
            }
        };
        let Some(at) = except.clone().or_else(|| table.get("scope")) else { return Vec::new() };
        let mut named = Vec::new();
        let mut name = |reader: &mut Reader, at: &Spot<'_>| match at.node.text() {
            Some(text) => named.extend(reader.name(at, text, what, &all)),
            None => {
                let reason = say("this must be text, not {}", &[&kind_name(&at.node.kind)]);
                reader.error(at, reason, Some(say("put it in double quotes", &[])));
            }
        };
        match &at.node.kind {
            Kind::Array(items) => {
                for (index, node) in items.iter().enumerate() {
                    name(reader, &Spot::item(&at, index, node));
                }
            }
            _ => name(reader, &at),
        }
        let kept = (0..all.len()).filter(|index| named.contains(index) != except.is_some());
        let kept: Vec<String> = kept.map(|index| all[index].to_owned()).collect();
        if kept.is_empty() && !named.is_empty() {
            let help = say("leave out fewer", &[]);
            reader.error(&at, say("nothing is left to check", &[]), Some(help));
        }
        kept
    }

    /// The pool, programme or funding that a table's `scope` names, by what its response can be of.
    pub(super) fn scope(
        &self,
        reader: &mut Reader,
        table: &Spot<'_>,
        response: Response,
    ) -> Option<String> {
        let at = table.get("scope")?;
        match response.row().of {
            Of::Site => {
                let help = say("remove `scope`", &[]);
                reader.error(&at, say("{} is of the whole site", &[&response.name()]), Some(help));
                return None;
            }
            Of::Pool => {
                let mut pools = names(&self.inputs.pools, |pool| &pool.name);
                if response.row().programmes {
                    pools.extend(self.inputs.programmes.iter().map(|one| one.name.as_str()));
                }
                reader.named(table, "scope", "pool", &pools)?;
            }
            Of::Programme | Of::Class => {
                let programmes = names(&self.inputs.programmes, |programme| &programme.name);
                reader.named(table, "scope", "programme", &programmes)?;
            }
            Of::Funding => {
                let fundings = names(&self.inputs.fundings, |funding| &funding.name);
                reader.named(table, "scope", "funding", &fundings)?;
            }
            Of::Output => {
                let outputs = names(&self.inputs.outputs, |output| &output.name);
                reader.named(table, "scope", "output", &outputs)?;
            }
            Of::Income => {
                reader.word(table, "scope", &["sale", "fees"])?;
            }
        }
        at.node.text().map(str::to_owned)
    }
}

/// The latest date (year-month-day, or the end of year-month) that a source names.
pub(super) fn said(source: &str) -> Option<Date> {
    let words = source.split(|c: char| !c.is_ascii_digit() && c != '-');
    let date = |word: &str| {
        let parts: Vec<&str> = word.trim_matches('-').split('-').collect();
        let lengths: Vec<usize> = parts.iter().map(|part| part.len()).collect();
        let number = |at: usize| parts.get(at)?.parse::<i16>().ok();
        let (year, month) = (number(0)?, i8::try_from(number(1)?).ok()?);
        match lengths.as_slice() {
            [4, 2, 2] => Date::new(year, month, i8::try_from(number(2)?).ok()?).ok(),
            [4, 2] => Date::new(year, month, 1).ok().map(|first| first.last_of_month()),
            _ => None,
        }
    };
    words.filter_map(date).max()
}

/// The observed value: a bare number, or text in the unit of the response (compute in petaflops).
fn observed(reader: &mut Reader, at: &Spot<'_>, response: Option<Response>) -> Option<f64> {
    match (&at.node.kind, response.map(|response| response.row().scale)) {
        (Kind::Text(_), Some(Scale::ToOne)) => reader.plain(at, Unit::Ratio, Bounds::NOT_NEGATIVE),
        (Kind::Text(_), Some(Scale::Petaflops)) => {
            reader.plain(at, Unit::Compute, Bounds::NOT_NEGATIVE).map(|gigaflops| gigaflops / 1e6)
        }
        (Kind::Text(_), Some(Scale::UnitHours)) => {
            reader.plain(at, Unit::Hours, Bounds::NOT_NEGATIVE)
        }
        (Kind::Text(_), Some(Scale::Won)) => reader.plain(at, Unit::Money, Bounds::NOT_NEGATIVE),
        (Kind::Integer(_) | Kind::Float(_), Some(Scale::Petaflops)) => {
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
    fn a_source_says_when_it_was_said() {
        let of = |source: &str| said(source).map(|date| date.to_string());
        assert_eq!(
            of("Kwangju Ilbo 2025-07-02; kpinews 2025-02-05").as_deref(),
            Some("2025-07-02")
        );
        assert_eq!(of("plan 3 months (edaily 2025-05)").as_deref(), Some("2025-05-31"));
        assert_eq!(of("derived: (1,946 - 125) / 3"), None);
        assert_eq!(of("assumed; 2026-13-01; arXiv 2407.21783; 16-384"), None);
    }

    #[test]
    fn a_misspelt_response_is_suggested() {
        assert_eq!(one_of("award", &words()).to_string(), "did you mean `awards`?");
    }
}
