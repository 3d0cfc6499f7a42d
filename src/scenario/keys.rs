//! Every key of a scenario file, in one table: what may be written, what must be, and what it means.
//!
//! Unknown and missing keys are found from this table; so are suggestions and `docs/scenario.md`.

use std::collections::BTreeMap;
use std::sync::LazyLock;

pub(super) use self::check::check;
pub use self::schema::schema;
pub use self::table::KEYS;
use super::tree::{Table, join};
use super::units::Unit;

mod check;
mod schema;
mod table;

/// One key of a scenario file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Key {
    /// Dotted path; `*` stands for a name that the author chooses.
    pub pattern: &'static str,
    /// The kind of value that the key holds.
    pub holds: Holds,
    /// Whether the table that it belongs to needs it.
    pub required: bool,
    /// What is taken when it is absent; empty if it is required or nothing is.
    pub default: &'static str,
    /// How often an uncertain value is drawn.
    pub drawn: Drawn,
    /// What the key means, in English.
    pub en: &'static str,
    /// What the key means, in Korean.
    pub ko: &'static str,
}

/// What the value of a key is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holds {
    /// Further keys.
    Table,
    /// Free text.
    Text,
    /// Text in two languages.
    Bilingual,
    /// Where figures come from: a text, or one in each language.
    Source,
    /// A value in a unit.
    Value(Unit),
    /// One of several words.
    Word(&'static str),
    /// A name that the file defines elsewhere.
    Name(&'static str),
    /// Something of its own, described by an example.
    Other(&'static str),
}

/// How often an uncertain value is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Drawn {
    /// The value is the same in every replication.
    Fixed,
    /// Once per replication: a factor.
    Replication,
    /// One draw for every entity (applicant, award or job).
    Entity,
}

impl Drawn {
    /// When the value is drawn, in words.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Fixed => "fixed",
            Self::Replication => "per replication",
            Self::Entity => "per entity",
        }
    }
}

impl Holds {
    /// An example of the value as it should be written.
    #[must_use]
    pub fn example(self) -> String {
        match self {
            Self::Table => "a table".to_owned(),
            Self::Text => "\"text\"".to_owned(),
            Self::Bilingual => "{ ko = \"…\", en = \"…\" }".to_owned(),
            Self::Source => "\"text\" or { ko = \"…\", en = \"…\" }".to_owned(),
            Self::Value(unit) => unit.example().to_owned(),
            Self::Word(words) => words.to_owned(),
            Self::Name(of) => format!("name of a {of}"),
            Self::Other(example) => example.to_owned(),
        }
    }
}

/// The entry of each pattern, and the segments below it without repeats: asked for each key of a file.
static PATTERNS: LazyLock<Patterns> = LazyLock::new(|| {
    let mut all = Patterns::new();
    for key in KEYS {
        let whole: Vec<&'static str> = key.pattern.split('.').collect();
        for (length, next) in whole.iter().enumerate() {
            let below = &mut all.entry(whole[..length].to_vec()).or_default().1;
            if !below.contains(next) {
                below.push(next);
            }
        }
        all.entry(whole).or_default().0 = Some(key);
    }
    all
});

type Patterns = BTreeMap<Vec<&'static str>, (Option<&'static Key>, Vec<&'static str>)>;

/// The segments of the keys below a pattern, without repeats.
fn below(prefix: &[&'static str]) -> Vec<&'static str> {
    PATTERNS.get(prefix).map_or_else(Vec::new, |(_, below)| below.clone())
}

/// The entry of a pattern.
fn entry(pattern: &[&'static str]) -> Option<&'static Key> {
    PATTERNS.get(pattern).and_then(|(key, _)| *key)
}

/// The segment of the table that a key stands for: itself, or a name that the author chose.
fn segment(prefix: &[&'static str], key: &str) -> Option<&'static str> {
    let below = below(prefix);
    below
        .iter()
        .find(|segment| **segment == key)
        .or_else(|| below.iter().find(|s| **s == "*"))
        .copied()
}

/// Whether a dotted path could stand in a file, though it may not stand in this one.
pub(super) fn known(path: &str) -> bool {
    let mut pattern: Vec<&'static str> = Vec::new();
    for part in path.split('.') {
        match segment(&pattern, part) {
            Some(segment) => pattern.push(segment),
            // Below a value that is a table of its own (a distribution, dated places).
            None => return below(&pattern).is_empty() && entry(&pattern).is_some_and(is_open),
        }
    }
    true
}

/// What the value at a path measures, if it is a value in a unit.
#[must_use]
pub fn unit_of(path: &str) -> Option<Unit> {
    let mut pattern: Vec<&'static str> = Vec::new();
    for part in path.split('.') {
        let Some(segment) = segment(&pattern, part) else { break };
        pattern.push(segment);
    }
    match entry(&pattern)?.holds {
        Holds::Value(unit) => Some(unit),
        _ => None,
    }
}

/// The pattern of a path, as far as this table knows it.
fn pattern_of<'p>(path: impl IntoIterator<Item = &'p str>) -> Option<Vec<&'static str>> {
    let mut pattern: Vec<&'static str> = Vec::new();
    for part in path {
        let next = segment(&pattern, part)?;
        pattern.push(next);
    }
    Some(pattern)
}

/// The row of the key at a path, given name by name; none if the table knows no such key.
#[must_use]
pub fn row_of(path: &[&str]) -> Option<&'static Key> {
    entry(&pattern_of(path.iter().copied())?)
}

/// The rows of the keys that may stand in the table at a path, in the order of a file. Names that an author chooses
/// have the last segment `*`.
#[must_use]
pub fn rows_below(path: &[&str]) -> Vec<&'static Key> {
    let Some(mut pattern) = pattern_of(path.iter().copied()) else { return Vec::new() };
    let mut rows = Vec::new();
    for word in below(&pattern) {
        pattern.push(word);
        rows.extend(entry(&pattern));
        pattern.pop();
    }
    rows
}

/// Whether a path is of a key that this table names, rather than of a table that an author named.
pub(super) fn settable(path: &str) -> bool {
    let mut pattern: Vec<&'static str> = Vec::new();
    for part in path.split('.') {
        let Some(segment) = segment(&pattern, part) else { break };
        pattern.push(segment);
    }
    let named = pattern.len() == path.split('.').count() && pattern.last() == Some(&"*");
    known(path) && !(named && entry(&pattern).is_some_and(|key| key.holds == Holds::Table))
}

/// What is taken for the keys that a file leaves out of the tables that it has: path and default.
pub(super) fn defaults(root: &Table) -> Vec<(String, String)> {
    let mut all = Vec::new();
    left_out(root, "", &mut Vec::new(), &mut all);
    all
}

fn left_out(
    table: &Table,
    path: &str,
    pattern: &mut Vec<&'static str>,
    all: &mut Vec<(String, String)>,
) {
    for word in below(pattern) {
        pattern.push(word);
        match entry(pattern) {
            // A title is no input.
            _ if matches!(word, "title" | "question" | "baseline" | "alternative" | "answer") => {}
            // Another word for the same key is there.
            _ if word == "from" && table.get("arrives").or(table.get("passes")).is_some() => {}
            // Nothing passes, so nothing lags.
            _ if word == "lag" && table.get("passes").is_none() => {}
            _ if word == "to" && table.get("until").is_some() => {}
            Some(key) if !key.default.is_empty() && table.get(word).is_none() => {
                all.push((join(path, word), key.default.to_owned()));
            }
            _ => {
                for item in &table.entries {
                    let here = item.key == word
                        || (word == "*"
                            && segment(&pattern[..pattern.len() - 1], &item.key) == Some("*"));
                    if let Some(inner) = item.value.table().filter(|_| here) {
                        left_out(inner, &join(path, &item.key), pattern, all);
                    }
                }
            }
        }
        pattern.pop();
    }
}

/// The default in the row of a key, by the key's path in a file; empty if it has none.
pub(super) fn default_of(path: &str) -> &'static str {
    let mut pattern: Vec<&'static str> = Vec::new();
    let whole = path.split('.').all(|part| match segment(&pattern, part) {
        Some(segment) => {
            pattern.push(segment);
            true
        }
        None => false,
    });
    // A name with a dot in it is refused, and its path leads nowhere: any row of that key will do.
    let last = path.rsplit('.').next().unwrap_or_default();
    let named = |key: &&Key| key.pattern.rsplit('.').next() == Some(last);
    let row = if whole { entry(&pattern) } else { None };
    row.or_else(|| KEYS.iter().find(named)).map_or("", |key| key.default)
}

/// An example of what the key of a pattern holds.
pub(super) fn example_of(pattern: &str) -> String {
    KEYS.iter().find(|key| key.pattern == pattern).map_or(String::new(), |key| key.holds.example())
}

/// Whether the value may be a table whose keys this list does not name.
fn is_open(key: &Key) -> bool {
    key.drawn != Drawn::Fixed || matches!(key.holds, Holds::Other(_) | Holds::Source)
}

/// `docs/scenario.md`, from the table.
#[must_use]
pub fn document() -> String {
    let mut out = include_str!("keys/introduction.md").to_owned();
    let mut part = "";
    for key in KEYS {
        let first = key.pattern.split('.').next().unwrap_or_default();
        let table = entry(&[first]).is_some_and(|key| key.holds == Holds::Table);
        let heading = if table { first } else { "top level" };
        if heading != part {
            out.push_str(&format!("\n## {heading}\n\n"));
            out.push_str("| key | value | default | drawn | meaning | 뜻 |\n");
            out.push_str("|---|---|---|---|---|---|\n");
            part = heading;
        }
        let default = match (key.required, key.default) {
            (true, _) => "**required**".to_owned(),
            (false, "") => "–".to_owned(),
            (false, default) => format!("`{default}`"),
        };
        let holds = match key.holds {
            Holds::Table => "table".to_owned(),
            other => format!("`{}`", other.example().replace('|', "\\|")),
        };
        out.push_str(&format!(
            "| `{}` | {holds} | {default} | {} | {} | {} |\n",
            key.pattern,
            key.drawn.words(),
            key.en,
            key.ko
        ));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_are_unique_and_known() {
        for (index, key) in KEYS.iter().enumerate() {
            assert!(KEYS[..index].iter().all(|other| other.pattern != key.pattern), "{key:?}");
            assert!(known(key.pattern), "{key:?}");
            assert!(!key.en.is_empty() && !key.ko.is_empty(), "{key:?}");
            assert!(!key.required || key.default.is_empty(), "{key:?}");
        }
        assert!(known("programme.gpu.places.2026-01-01"));
        assert!(known("funding.x.arrives.triangular.low"));
        assert!(!known("programme.gpu.place"));
        assert!(!known("site.slots.low"));
        assert!(settable("funding.x.amount") && !settable("funding.x"));
    }

    /// The file is made anew with `DAEGI_WRITE_DOCS=1 cargo test --release`.
    #[test]
    fn the_documentation_is_this_table() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/scenario.md");
        if std::env::var_os("DAEGI_WRITE_DOCS").is_some() {
            std::fs::write(path, document()).unwrap();
        }
        let written = std::fs::read_to_string(path).unwrap_or_default();
        assert!(written == document(), "docs/scenario.md is not what the table of keys says");
    }

    #[test]
    fn the_template_names_every_key() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios/template.toml");
        let template = std::fs::read_to_string(path).unwrap();
        for key in KEYS {
            let word = key.pattern.rsplit('.').find(|word| *word != "*").unwrap();
            assert!(
                template.contains(word),
                "the template does not mention {} ({word})",
                key.pattern
            );
        }
    }
}
