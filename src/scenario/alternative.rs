//! An alternative is an edit of the file: the tree with values replaced, added or removed, each
//! keeping the place at which it is written, so that a mistake in it is shown where it stands.

use super::keys;
use super::name::start;
use super::problem::{nearest, say};
use super::reader::{Reader, Spot};
use super::tree::{Entry, Kind, Node, Table};

/// What an edit is of, which decides what it may change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Setting {
    /// A file that another is based on.
    Base,
    /// Something that someone could decide.
    Alternative,
    /// Another way to read what is known: it may change what was observed.
    Reading,
}

/// What alternatives share with the baseline, so that the two can be compared.
const SHARED: [&str; 9] = [
    "schema", "title", "question", "based-on", "currency", "calendar", "check", "register", "study",
];

/// A tree with the edits of a table. Edits that cannot be made leave problems.
pub(super) fn edited(root: &Table, edits: &Spot<'_>, reader: &mut Reader, of: Setting) -> Table {
    let mut tree = root.clone();
    if let Some(at) = edits.get("remove") {
        remove(&mut tree, &at, reader, of);
    }
    for (key, edit) in [("set", set as Edit), ("add", add)] {
        let Some(at) = edits.get(key) else { continue };
        if !at.is_table() {
            let help = say("write {} = { \"dotted.path\" = value }", &[&key]);
            reader.error(&at, say("this must be a table of paths and values", &[]), Some(help));
        }
        // A path without quotes is a table of tables to TOML, which cannot be told from a value
        // that is a table: so a path is one key, in quotes.
        for entry in at.entries() {
            if short(entry.key, &entry, reader) && allowed(entry.key, &entry, reader, of) {
                edit(&mut tree, entry.key, &entry, reader);
            }
        }
    }
    tree
}

type Edit = fn(&mut Table, &str, &Spot<'_>, &mut Reader);

/// Parts of the longest path, and its letters.
const LONGEST_PATH: (usize, usize) = (32, 1_000);

/// A problem if a path is longer than any that leads somewhere.
fn short(path: &str, entry: &Spot<'_>, reader: &mut Reader) -> bool {
    let short = path.len() <= LONGEST_PATH.1 && path.split('.').count() <= LONGEST_PATH.0;
    if !short {
        // The path of the problem would be as long.
        let at = Spot { path: String::new(), ..entry.at_key() };
        let reason = say("this path is too long: it starts with `{}`", &[&start(path)]);
        let help = say("a path has at most {} parts", &[&LONGEST_PATH.0]);
        reader.error(&at, reason, Some(help));
    }
    short
}

fn allowed(path: &str, entry: &Spot<'_>, reader: &mut Reader, of: Setting) -> bool {
    if of == Setting::Base {
        return true;
    }
    let first = path.split('.').next().unwrap_or_default();
    let observed = first == "programme" && path.split('.').nth(2) == Some("observed");
    let at = entry.at_key();
    if SHARED.contains(&first) {
        let reason = match of {
            Setting::Reading => say("a reading cannot change `{}`", &[&first]),
            _ => say("an alternative cannot change `{}`", &[&first]),
        };
        let help =
            say("alternatives share it with the baseline, so that they can be compared", &[]);
        reader.error(&at, reason, Some(help));
        return false;
    }
    if observed && of == Setting::Alternative {
        let reason = say("an alternative cannot change what was observed", &[]);
        let help = say("demand is inferred from the baseline, once, and stays put", &[]);
        reader.error(&at, reason, Some(help));
        return false;
    }
    true
}

fn remove(tree: &mut Table, at: &Spot<'_>, reader: &mut Reader, of: Setting) {
    let Kind::Array(items) = &at.node.kind else {
        let help = say("write remove = [\"dotted.path\"]", &[]);
        reader.error(at, say("this must be a list of paths", &[]), Some(help));
        return;
    };
    for (index, node) in items.iter().enumerate() {
        let item = Spot::item(at, index, node);
        let Some(path) = node.text() else {
            reader.error(&item, say("this must be a dotted path in quotes", &[]), None);
            continue;
        };
        if !short(path, &item, reader) || !allowed(path, &item, reader, of) {
            continue;
        }
        match tree.find_mut(path) {
            Some((table, index)) => {
                table.entries.remove(index);
            }
            None => no_such(tree, path, &item, reader),
        }
    }
}

/// Puts a value of a sweep at a path, if something may be set there.
pub(super) fn put(tree: &mut Table, path: &str, node: &Node, reader: &mut Reader) {
    let entry = Spot {
        path: path.to_owned(),
        key: path,
        key_span: node.span.clone(),
        node,
        about_key: false,
    };
    if short(path, &entry, reader) && allowed(path, &entry, reader, Setting::Alternative) {
        set(tree, path, &entry, reader);
    }
}

fn set(tree: &mut Table, path: &str, entry: &Spot<'_>, reader: &mut Reader) {
    if let Some((table, index)) = tree.find_mut(path) {
        let old = &mut table.entries[index];
        old.key_span = entry.key_span.clone();
        old.value = entry.node.clone();
        return;
    }
    let inserted = keys::settable(path) && insert(tree, path, entry, false);
    if !inserted {
        no_such(tree, path, entry, reader);
    }
}

fn add(tree: &mut Table, path: &str, entry: &Spot<'_>, reader: &mut Reader) {
    if tree.find(path).is_some() {
        let help = say("to change a value, write it under `set`", &[]);
        reader.error(&entry.at_key(), say("`{}` is already there", &[&path]), Some(help));
    } else if !insert(tree, path, entry, true) {
        no_such(tree, path, entry, reader);
    }
}

/// Puts a value at a path that is not there. `grow` makes the tables that are missing on the way.
fn insert(tree: &mut Table, path: &str, entry: &Spot<'_>, grow: bool) -> bool {
    let new = |key: &str, value: Node| Entry {
        key: key.to_owned(),
        key_span: entry.key_span.clone(),
        value,
    };
    // The longest way that is already there, and what is left of the path.
    let mut cut = path.len();
    loop {
        let parent = path[..cut].rfind('.');
        let Some(at) = parent else {
            if path.contains('.') && !grow {
                return false;
            }
            let rest = nested(path, entry, &new);
            tree.entries.push(rest);
            return true;
        };
        cut = at;
        if let Some((table, index)) = tree.find_mut(&path[..cut]) {
            let rest = &path[cut + 1..];
            let Kind::Table(table) = &mut table.entries[index].value.kind else { return false };
            if rest.contains('.') && !grow {
                return false;
            }
            table.entries.push(nested(rest, entry, &new));
            return true;
        }
    }
}

fn nested(path: &str, entry: &Spot<'_>, new: &impl Fn(&str, Node) -> Entry) -> Entry {
    match path.split_once('.') {
        None => new(path, entry.node.clone()),
        Some((key, rest)) => {
            let inner = Table { entries: vec![nested(rest, entry, new)] };
            let span = entry.key_span.clone();
            new(key, Node { span, kind: Kind::Table(inner) })
        }
    }
}

fn no_such(tree: &Table, path: &str, entry: &Spot<'_>, reader: &mut Reader) {
    let at = entry.at_key();
    let paths = tree.paths();
    let help = match nearest(path, paths.iter().map(String::as_str)) {
        Some(near) => say("did you mean \"{}\"?", &[&near]),
        None => say("paths are dotted and in quotes: \"funding.name.amount\"", &[]),
    };
    reader.error(&at, say("the file has nothing at \"{}\"", &[&path]), Some(help));
}
