//! JSON Schema of a scenario file, from the table of keys, for editors that complete and check TOML.
//!
//! It knows names, types, units and words; what only the whole file can tell (names that exist,
//! racks that suffice) is left to `daegi check`.

use serde_json::{Map, Value, json};

use super::{Drawn, Holds, Key, below, entry};
use crate::scenario::distribution::SHAPES;
use crate::scenario::units::Unit;
use crate::scenario::{answers, checks};

/// The schema as text.
#[must_use]
pub fn schema() -> String {
    let mut root = table(&mut Vec::new());
    // A file that is based on another has only a head of its own.
    let whole = root["required"].take();
    root["anyOf"] = json!([
        { "required": whole },
        { "required": ["schema", "title", "question", "based-on"] },
    ]);
    root["required"] = json!(["schema", "title", "question"]);
    root["$schema"] = json!("https://json-schema.org/draft/2020-12/schema");
    root["title"] = json!("daegi scenario");
    root["$defs"] = json!({ "distribution": distribution(), "bilingual": bilingual() });
    format!("{root:#}\n")
}

/// A table with the keys below a pattern.
fn table(pattern: &mut Vec<&'static str>) -> Value {
    let mut properties = Map::new();
    let mut required = Vec::new();
    let mut others = json!(false);
    for word in below(pattern) {
        pattern.push(word);
        let value = value(pattern);
        if word == "*" {
            others = value;
        } else {
            properties.insert(word.to_owned(), value);
            if entry(pattern).is_some_and(|key| key.required) {
                required.push(word);
            }
        }
        pattern.pop();
    }
    json!({
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": others,
    })
}

/// What may stand at a pattern.
fn value(pattern: &mut Vec<&'static str>) -> Value {
    let key = entry(pattern);
    let whole = key.is_none_or(|key| key.holds == Holds::Table);
    let mut schema = match (below(pattern).is_empty(), key) {
        (false, _) if whole => table(pattern),
        (false, Some(key)) => json!({ "anyOf": [plain(key), table(pattern)] }),
        // Weights may stand there at once, and a key such as 0.5 is a table in a table to TOML.
        (_, Some(key)) if key.pattern.ends_with(".share-of-allocation") => {
            json!({ "anyOf": [plain(key), { "type": "object" }] })
        }
        (_, Some(key)) if matches!(key.holds, Holds::Value(_)) && key.drawn != Drawn::Fixed => {
            json!({ "anyOf": [plain(key), { "$ref": "#/$defs/distribution" }] })
        }
        (_, Some(key)) => plain(key),
        (_, None) => json!({}),
    };
    if let Some(key) = key {
        let mut description = format!("{}\n{}", key.en, key.ko);
        if key.holds != Holds::Table {
            description.push_str(&format!("\n= {}", key.holds.example()));
        }
        if !key.default.is_empty() {
            description.push_str(&format!("\ndefault: {}", key.default));
        }
        schema["description"] = json!(description);
    }
    schema
}

/// A text in one or both languages.
fn bilingual() -> Value {
    json!({
        "type": "object",
        "properties": { "ko": { "type": "string" }, "en": { "type": "string" } },
        "minProperties": 1,
        "additionalProperties": false,
    })
}

/// A value that is no table of keys.
fn plain(key: &Key) -> Value {
    match key.holds {
        Holds::Table => json!({ "type": "object" }),
        Holds::Text | Holds::Bilingual | Holds::Name(_) => json!({ "type": "string" }),
        Holds::Source => {
            json!({ "anyOf": [{ "type": "string" }, { "$ref": "#/$defs/bilingual" }] })
        }
        Holds::Value(Unit::Number) => json!({ "type": "number" }),
        Holds::Value(Unit::Count) => json!({ "type": "integer" }),
        Holds::Value(Unit::Date) => {
            json!({ "type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$" })
        }
        Holds::Value(_) => json!({ "type": "string" }),
        Holds::Word(_) if key.pattern == "study.answer.*.response" => {
            json!({ "enum": answers::words() })
        }
        Holds::Word(_) if key.pattern.ends_with(".response") => {
            json!({ "enum": checks::words() })
        }
        Holds::Word(words) => {
            let words: Vec<&str> = words.split('"').skip(1).step_by(2).collect();
            json!({ "enum": words })
        }
        Holds::Other("true or false") => json!({ "type": "boolean" }),
        Holds::Other("1") => json!({ "const": 1 }),
        // A table that the keys describe is checked as such.
        Holds::Other(_) if below(&key.pattern.split('.').collect::<Vec<_>>()).is_empty() => {
            json!({})
        }
        Holds::Other(_) => json!({ "not": { "type": "object" } }),
    }
}

/// Exactly one distribution with its parameters.
fn distribution() -> Value {
    let shapes: Map<String, Value> = SHAPES
        .iter()
        .map(|(name, forms)| {
            let forms: Vec<Value> = forms
                .iter()
                .map(|form| {
                    let properties: Map<String, Value> =
                        form.iter().map(|word| ((*word).to_owned(), json!({}))).collect();
                    json!({
                        "type": "object",
                        "properties": properties,
                        "required": form,
                        "additionalProperties": false,
                    })
                })
                .collect();
            let schema = match (*name, forms.is_empty()) {
                ("choice", _) => json!({ "type": "object" }),
                (_, true) => json!({}),
                _ => json!({ "anyOf": forms }),
            };
            ((*name).to_owned(), schema)
        })
        .collect();
    json!({
        "type": "object",
        "description": "An uncertain value: exactly one distribution.\n불확실한 값: 분포 하나.",
        "properties": shapes,
        "minProperties": 1,
        "maxProperties": 1,
        "additionalProperties": false,
    })
}

#[cfg(test)]
mod tests {
    use super::super::KEYS;
    use super::*;

    /// The part of the schema for a key, if it has one.
    fn find<'s>(root: &'s Value, pattern: &str) -> Option<&'s Value> {
        pattern.split('.').try_fold(root, |at, word| {
            let tables = at.get("anyOf").and_then(Value::as_array);
            let table = tables.map_or(at, |any| {
                any.iter().find(|it| it.get("properties").is_some()).unwrap_or(at)
            });
            if word == "*" {
                table.get("additionalProperties")
            } else {
                table.get("properties")?.get(word)
            }
        })
    }

    #[test]
    fn every_key_is_in_the_schema_with_its_meaning_in_both_languages() {
        let root: Value = serde_json::from_str(&schema()).unwrap();
        for key in KEYS {
            let part = find(&root, key.pattern).unwrap_or_else(|| panic!("{}", key.pattern));
            let description = part["description"].as_str().unwrap_or_default();
            assert!(description.contains(key.en) && description.contains(key.ko), "{part}");
            if let Some((table, word)) = key.pattern.rsplit_once('.').filter(|_| key.required) {
                let parent = find(&root, table).unwrap().to_string();
                let (_, list) = parent.rsplit_once("\"required\":[").unwrap();
                assert!(list.contains(&format!("\"{word}\"")), "{}", key.pattern);
            }
        }
        assert_eq!(root["properties"]["gap"]["properties"]["running"]["enum"][2], "continue");
    }
}
