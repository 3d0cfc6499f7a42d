//! The file as written: a tree of values that know their place, in the order of the file.

use std::collections::BTreeSet;
use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::problem::{Problem, say};

/// Bytes of the file from `start` to before `end`.
pub(super) type Bytes = Range<usize>;

/// A value and where it stands.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Node {
    pub(super) span: Bytes,
    pub(super) kind: Kind,
}

/// What a value is.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Kind {
    Table(Table),
    Array(Vec<Node>),
    Text(String),
    Integer(i64),
    Float(f64),
    Bool(bool),
    /// A TOML date or time, as text.
    Date(String),
}

/// Keys and values in the order of the file.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Table {
    pub(super) entries: Vec<Entry>,
}

/// A key of a table, with its value.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Entry {
    pub(super) key: String,
    pub(super) key_span: Bytes,
    pub(super) value: Node,
}

impl Node {
    fn move_by(&mut self, by: usize) {
        self.span = self.span.start + by..self.span.end + by;
        match &mut self.kind {
            Kind::Table(table) => table.move_by(by),
            Kind::Array(items) => items.iter_mut().for_each(|item| item.move_by(by)),
            _ => {}
        }
    }

    pub(super) fn table(&self) -> Option<&Table> {
        match &self.kind {
            Kind::Table(table) => Some(table),
            _ => None,
        }
    }

    pub(super) fn text(&self) -> Option<&str> {
        match &self.kind {
            Kind::Text(text) => Some(text),
            _ => None,
        }
    }
}

impl Table {
    pub(super) fn get(&self, key: &str) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.key == key)
    }

    /// The entry at a dotted path. A key may itself hold dots (`share-of-allocation.0.125`).
    pub(super) fn find(&self, path: &str) -> Option<&Entry> {
        self.entries.iter().find_map(|entry| match below(&entry.key, path)? {
            "" => Some(entry),
            rest => entry.value.table()?.find(rest),
        })
    }

    /// The table that holds the entry at a path, and the entry's position in it.
    pub(super) fn find_mut(&mut self, path: &str) -> Option<(&mut Self, usize)> {
        // Two passes, because a borrow that is returned from one arm would last through the others.
        let at = self.entries.iter().position(|entry| match below(&entry.key, path) {
            Some("") => true,
            Some(rest) => entry.value.table().is_some_and(|table| table.find(rest).is_some()),
            None => false,
        })?;
        match below(&self.entries[at].key, path)?.to_owned().as_str() {
            "" => Some((self, at)),
            rest => match &mut self.entries[at].value.kind {
                Kind::Table(table) => table.find_mut(rest),
                _ => None,
            },
        }
    }

    /// Moves every place on by a number of bytes.
    pub(super) fn move_by(&mut self, by: usize) {
        for entry in &mut self.entries {
            entry.key_span = entry.key_span.start + by..entry.key_span.end + by;
            entry.value.move_by(by);
        }
    }

    /// Every dotted path in the table, parents before children.
    pub(super) fn paths(&self) -> Vec<String> {
        let mut all = Vec::new();
        for entry in &self.entries {
            all.push(entry.key.clone());
            if let Some(table) = entry.value.table() {
                all.extend(table.paths().into_iter().map(|path| format!("{}.{path}", entry.key)));
            }
        }
        all
    }
}

/// What is left of `path` below `key`: empty if it ends there, `None` if it leads elsewhere.
fn below<'p>(key: &str, path: &'p str) -> Option<&'p str> {
    let rest = path.strip_prefix(key)?;
    if rest.is_empty() { Some(rest) } else { rest.strip_prefix('.') }
}

/// Reads TOML; syntax errors become problems and the rest is read all the same.
pub(super) fn parse(text: &str) -> (Table, Vec<Problem>) {
    let (document, errors) = DeTable::parse_recoverable(text);
    let lines = Lines::of(text);
    let mut slipped = BTreeSet::new();
    let mut problems: Vec<Problem> = Vec::new();
    for error in errors {
        let span = match error.span() {
            Some(span) => span,
            // A way of too many parts is refused without its place.
            None => lines.deepest(text).unwrap_or(0..0),
        };
        // One slip often upsets the parser several times; the first on a line says it best.
        if !slipped.insert(lines.of_byte(span.start)) {
            continue;
        }
        let reason = say("this is not TOML: {}", &[&error.message()]);
        let help = say("text stands in double quotes, and each key has a line of its own", &[]);
        problems.push(Problem::error("", span, reason).help(help));
    }
    let table = owned_table(document.get_ref(), "", &mut problems);
    if let Some(problem) = crowded(&table) {
        return (Table::default(), vec![problem]);
    }
    (table, problems)
}

/// Keys of the largest table, and items of the longest list.
const LARGEST: usize = 3_000;

/// A problem if a table or a list is larger than anything that is meant.
fn crowded(table: &Table) -> Option<Problem> {
    if let Some(entry) = table.entries.get(LARGEST) {
        let reason = say("this table has more than {} keys", &[&LARGEST]);
        let help = say("this is the first key too many: leave out what is not needed", &[]);
        return Some(Problem::error("", entry.key_span.clone(), reason).help(help));
    }
    table.entries.iter().find_map(|entry| crowded_node(&entry.value))
}

fn crowded_node(node: &Node) -> Option<Problem> {
    match &node.kind {
        Kind::Table(table) => crowded(table),
        Kind::Array(items) => match items.get(LARGEST) {
            Some(item) => {
                let reason = say("this list has more than {} items", &[&LARGEST]);
                let help =
                    say("this is the first item too many: leave out what is not needed", &[]);
                Some(Problem::error("", item.span.clone(), reason).help(help))
            }
            None => items.iter().find_map(crowded_node),
        },
        _ => None,
    }
}

/// Where the lines of a text begin.
#[derive(Debug)]
pub(super) struct Lines(Vec<usize>);

impl Lines {
    pub(super) fn of(text: &str) -> Self {
        Self(std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect())
    }

    /// The number of the line that holds a byte, from 1.
    pub(super) fn of_byte(&self, at: usize) -> usize {
        self.0.partition_point(|start| *start <= at)
    }

    /// The first line whose key has more parts than the parser follows.
    fn deepest(&self, text: &str) -> Option<Bytes> {
        self.0.iter().find_map(|start| {
            let line = text.get(*start..)?.lines().next()?;
            let way = line.split('=').next()?.trim_end();
            (way.matches('.').count() >= DEEPEST).then(|| *start..*start + way.len())
        })
    }
}

/// Parts of a key that the parser of TOML follows.
const DEEPEST: usize = 80;

fn owned_table(table: &DeTable<'_>, path: &str, problems: &mut Vec<Problem>) -> Table {
    let mut entries: Vec<Entry> = table
        .iter()
        .map(|(key, value)| {
            let path = join(path, key.get_ref());
            Entry {
                key: key.get_ref().to_string(),
                key_span: key.span(),
                value: owned(value, &path, problems),
            }
        })
        .collect();
    entries.sort_by_key(|entry| entry.key_span.start);
    Table { entries }
}

fn owned(value: &Spanned<DeValue<'_>>, path: &str, problems: &mut Vec<Problem>) -> Node {
    let span = value.span();
    let mut too_large = || {
        let reason = say("this number is too large", &[]);
        problems.push(Problem::error(path, value.span(), reason));
    };
    let kind = match value.get_ref() {
        DeValue::Table(table) => Kind::Table(owned_table(table, path, problems)),
        DeValue::Array(array) => {
            Kind::Array(array.iter().map(|item| owned(item, path, problems)).collect())
        }
        DeValue::String(text) => Kind::Text(text.to_string()),
        DeValue::Boolean(value) => Kind::Bool(*value),
        DeValue::Datetime(date) => Kind::Date(date.to_string()),
        DeValue::Integer(number) => {
            let digits = number.as_str().replace('_', "");
            Kind::Integer(i64::from_str_radix(&digits, number.radix()).unwrap_or_else(|_| {
                too_large();
                0
            }))
        }
        DeValue::Float(number) => {
            let value = number.as_str().replace('_', "").parse().unwrap_or(f64::NAN);
            if !f64::is_finite(value) {
                too_large();
            }
            Kind::Float(if value.is_finite() { value } else { 0.0 })
        }
    };
    Node { span, kind }
}

/// A path one key longer; a key with a dot stands in quotes.
pub(super) fn join(path: &str, key: &str) -> String {
    let key = if key.contains('.') { format!("\"{key}\"") } else { key.to_owned() };
    if path.is_empty() { key } else { format!("{path}.{key}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_order_of_the_file_is_kept_and_paths_lead_to_values() {
        let (table, problems) = parse("z = 1\na = { x = 0.5, 0.125 = 2 }\n[p.q]\nr = 'text'\n");
        assert!(problems.is_empty());
        let keys: Vec<&str> = table.entries.iter().map(|entry| entry.key.as_str()).collect();
        assert_eq!(keys, ["z", "a", "p"]);
        assert_eq!(table.find("p.q.r").map(|e| e.value.text()), Some(Some("text")));
        assert_eq!(table.find("a.0.125").map(|e| &e.value.kind), Some(&Kind::Integer(2)));
        assert_eq!(table.find("p.q.s"), None);
        assert_eq!(table.paths().len(), 8);
    }

    #[test]
    fn slips_of_syntax_are_all_reported() {
        let (table, problems) = parse("a = 1\nb = = 2\nc = 3\nd = \"open\ne = 4\na = 5\n");
        assert!(problems.len() >= 3, "{problems:?}");
        assert!(table.get("c").is_some());
    }
}
