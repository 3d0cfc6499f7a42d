//! A scenario as forms: its tables in the order of the file, each value with what its key means; and what is wrong
//! with it, as `daegi check` finds it.

use std::collections::BTreeMap;

use serde_json::{Value as Json, json};
use toml_edit::{Document, InlineTable, Item, Table, Value};

use super::edit::{row, target};
use super::files::{Folder, digest};
use super::refusal::Refusal;
use crate::scenario::keys::{Holds, Key, rows_below};
use crate::scenario::{Problem, Problems, Range, Scenario, Severity};
use crate::words::{Bilingual, Language};

/// Problems that are told.
const MOST: usize = 100;

/// What the page shows of a text: forms, problems, title.
pub(super) fn view(folder: &Folder, name: &str, text: &str) -> Result<Json, Refusal> {
    folder.keeps_inside(text)?;
    let path = folder.path(name)?;
    let (title, question, futures, mut problems) = match Scenario::parse_beside(&path, text) {
        Ok(it) => (it.title, it.question, Some(it.replications), it.warnings),
        Err(problems) => (Bilingual::same(name), Bilingual::default(), None, problems),
    };
    let list: Vec<Json> =
        problems.list.iter().take(MOST).map(|one| problem(&problems, one)).collect();
    let ranges = std::mem::take(&mut problems.ranges);
    let tables = match Document::parse(text) {
        Ok(document) => tables(document.as_table(), text, &ranges),
        Err(_) => Vec::new(),
    };
    Ok(json!({
        "name": name, "text": text, "digest": digest(text), "title": title, "question": question,
        "futures": futures, "errors": problems.errors(), "problems": list, "tables": tables,
    }))
}

fn problem(all: &Problems, one: &Problem) -> Json {
    let in_base = all.base.as_ref().is_some_and(|(_, from)| one.span.start >= *from);
    let (line, column) = all.place(one);
    let both = |say: &dyn Fn(Language) -> String| json!({ "ko": say(Language::Ko), "en": say(Language::En) });
    let help = one.help.as_ref().map(|help| both(&|language| help.in_language(language)));
    json!({
        "severity": if one.severity == Severity::Error { "error" } else { "warning" },
        "path": one.path, "line": line, "column": column, "base": in_base,
        "option": one.alternative,
        "reason": both(&|language| one.reason.in_language(language)),
        "help": help,
    })
}

/// A form being filled.
struct Forms<'t> {
    text: &'t str,
    /// What its values must lie between, by path.
    ranges: &'t BTreeMap<String, Range>,
    tables: Vec<Json>,
}

fn tables(root: &Table, text: &str, ranges: &BTreeMap<String, Range>) -> Vec<Json> {
    let mut forms = Forms { text, ranges, tables: Vec::new() };
    forms.table(root, &[]);
    // Tables come in the order in which the file has them, not in that of their names.
    forms.tables.sort_by_key(|table| table["line"].as_u64());
    forms.tables
}

impl Forms<'_> {
    fn line(&self, at: Option<std::ops::Range<usize>>) -> usize {
        let before = at.and_then(|at| self.text.get(..at.start));
        before.map_or(1, |before| before.matches('\n').count() + 1)
    }

    fn table(&mut self, table: &Table, at: &[String]) {
        let mut fields = Vec::new();
        for (key, item) in table.iter() {
            let here = [at, &[key.to_owned()]].concat();
            match item {
                Item::Table(inner) => self.table(inner, &here),
                Item::Value(value) => {
                    let line = self.line(table.key(key).and_then(toml_edit::Key::span));
                    self.value(value, &here, line, &mut fields);
                }
                Item::ArrayOfTables(_) | Item::None => {}
            }
        }
        if fields.is_empty() && (table.is_implicit() || at.is_empty()) {
            return;
        }
        let place = target(at);
        let names: Vec<&str> = place.iter().map(String::as_str).collect();
        // Under `set` and `add` stand paths, which the options view writes.
        let below =
            if names.is_empty() && !at.is_empty() { Vec::new() } else { rows_below(&names) };
        let more: Vec<Json> = below
            .into_iter()
            .filter(|row| row.holds != Holds::Table && !row.pattern.ends_with('*'))
            .map(|row| (row, row.pattern.rsplit('.').next().unwrap_or_default()))
            .filter(|(_, key)| !table.contains_key(key))
            .map(|(row, key)| {
                let mut one = about(row);
                one["key"] = key.into();
                one
            })
            .collect();
        let row = row(at);
        let source = table.get("source").map(|source| source.to_string().trim().to_owned());
        self.tables.push(json!({
            "at": at, "name": place.join("."), "line": self.line(table.span()),
            "title": title(table), "source": source,
            "ko": row.map(|row| row.ko), "en": row.map(|row| row.en),
            "fields": fields, "more": more,
        }));
    }

    /// A value as a field, or, if it is made of others in one line, each of those.
    fn value(&self, value: &Value, at: &[String], line: usize, fields: &mut Vec<Json>) {
        match value {
            Value::InlineTable(table) if !table.is_empty() => {
                for (key, inner) in table.iter() {
                    self.value(inner, &[at, &[key.to_owned()]].concat(), line, fields);
                }
            }
            _ => {
                let mut one = field(value, at, line);
                one["range"] = json!(self.ranges.get(&at.join(".")));
                fields.push(one);
            }
        }
    }
}

/// What a table is called by its author.
fn title(table: &Table) -> Json {
    match table.get("title") {
        Some(Item::Value(Value::String(text))) => json!({ "ko": text.value(), "en": text.value() }),
        Some(Item::Value(Value::InlineTable(both))) => languages(both),
        _ => Json::Null,
    }
}

fn languages(both: &InlineTable) -> Json {
    let text = |key: &str| both.get(key).and_then(Value::as_str);
    let (ko, en) = (text("ko"), text("en"));
    json!({ "ko": ko.or(en), "en": en.or(ko) })
}

fn field(value: &Value, at: &[String], line: usize) -> Json {
    // The key that a part of a value belongs to: of `x = { triangular = { low = 1 } }` it is `x`.
    let whole = target(at);
    let depth = (1..=at.len()).rev().find(|length| row(&at[..*length]).is_some());
    // The two languages of a text are one field of two parts.
    let whole_text = at.split_last().filter(|(last, _)| matches!(last.as_str(), "ko" | "en"));
    let depth = whole_text.and_then(|(_, of)| row(of).map(|_| of.len())).or(depth);
    let (of, parts) = at.split_at(depth.unwrap_or(at.len()));
    let mut one = row(of).map_or_else(|| json!({}), about);
    let (text, quoted) = match value {
        Value::String(text) => (text.value().clone(), true),
        other => (other.clone().decorated("", "").to_string(), false),
    };
    one["at"] = json!(at);
    one["of"] = json!(of);
    one["parts"] = json!(parts);
    one["path"] = whole.join(".").into();
    one["value"] = text.into();
    one["quoted"] = quoted.into();
    one["line"] = line.into();
    one
}

/// What a key means, holds and is taken to be.
fn about(row: &Key) -> Json {
    let words: Vec<&str> = match row.holds {
        Holds::Word(words) => words.split('"').skip(1).step_by(2).collect(),
        Holds::Other("true or false") => vec!["true", "false"],
        _ => Vec::new(),
    };
    let unit = match row.holds {
        Holds::Value(unit) => Some(unit.title()),
        _ => None,
    };
    json!({
        "pattern": row.pattern, "ko": row.ko, "en": row.en, "example": row.holds.example(),
        "words": words, "unit": unit, "required": row.required, "default": row.default,
        "drawn": row.drawn.words(), "long": matches!(row.holds, Holds::Source | Holds::Bilingual),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_value_of_the_baseline_has_a_field_with_a_meaning() {
        let text = crate::scenario::shipped("gwangju-2025").unwrap();
        let document = Document::parse(text).unwrap();
        let ranges = Scenario::parse("baseline.toml", text).unwrap().warnings.ranges;
        let tables = tables(document.as_table(), text, &ranges);
        assert!(tables.len() > 40, "{}", tables.len());
        let fields: Vec<&Json> =
            tables.iter().flat_map(|table| table["fields"].as_array().unwrap()).collect();
        let without: Vec<String> = fields
            .iter()
            .filter(|field| field["ko"].is_null())
            .map(|field| field["path"].to_string())
            .collect();
        assert!(without.is_empty(), "{without:?}");
        let slots = fields.iter().find(|field| field["path"] == "site.slots").unwrap();
        assert_eq!(slots["value"], "2000");
        assert_eq!(slots["unit"], json!({ "ko": "정수", "en": "a whole number" }));
        assert_eq!(slots["range"], json!({ "low": 0.0, "high": null }));
        let weight = json!(["programme", "hpc", "request", "choice", "8"]);
        let weight = fields.iter().find(|field| field["at"] == weight).unwrap();
        assert_eq!(weight["range"], json!({ "low": 0.0, "high": 1.0 }));
        let line = slots["line"].as_u64().unwrap() as usize;
        assert!(text.lines().nth(line - 1).unwrap().starts_with("slots"));
    }
}
