//! A scenario may be based on another: then it is an edit of that file, by the same words as an
//! alternative (`set`, `add`, `remove`), with a title, a question and a study of its own.

use std::path::Path;

use super::library::{LIBRARY, shipped};
use super::problem::{Message, Problem, say};
use super::reader::{Reader, Spot, one_of, top};
use super::tree::{self, Entry, Kind, Node, Table};
use super::{alternative, file, read};

/// The scenario that another one edits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Base {
    /// Name of the file; of one that ships with the program `shipped/NAME.toml`.
    pub file_name: String,
    /// The file, byte by byte.
    pub text: String,
}

/// What stands in the file itself and not in the base.
const OWN: [&str; 4] = ["schema", "title", "question", "study"];
/// The keys under which a file says what differs from its base.
const EDITS: [&str; 3] = ["set", "add", "remove"];

/// A file with its base, as one tree.
#[derive(Debug)]
pub(super) struct Whole {
    pub(super) root: Table,
    pub(super) base: Option<Base>,
    /// Slips of syntax of either file.
    pub(super) slips: Vec<Problem>,
    /// What is wrong with the edits.
    pub(super) problems: Vec<Problem>,
}

/// Reads a file and the one that it is based on, if it is. Places in the base are counted on from
/// the end of `text`, as if it stood behind it, after a line break. `path` is where the file lies.
pub(super) fn whole(text: &str, path: Option<&Path>) -> Whole {
    let (own, mut slips) = tree::parse(text);
    // Only problems are collected: nothing here reads a date.
    let mut reader = read::without_calendar();
    let Some(at) = top(&own, "based-on") else {
        let mut root = own.clone();
        for key in EDITS {
            let Some(at) = top(&own, key) else { continue };
            let reason =
                say("`{}` changes another scenario, and this file is based on none", &[&key]);
            let help = say("add {} = {}", &[&"based-on", &"\"gwangju-2025\""]);
            reader.error(&at.at_key(), reason, Some(help));
            root.entries.retain(|entry| entry.key != key);
        }
        return Whole { root, base: None, slips, problems: reader.problems };
    };
    let base = match at.node.text() {
        Some(name) => find(name, path).map_err(|(reason, help)| (reason, Some(help))),
        None => Err((say("this must be the name or the path of a scenario", &[]), None)),
    };
    let base = match base {
        Ok(base) => base,
        Err((reason, help)) => {
            reader.error(&at, reason, help);
            return Whole { root: own.clone(), base: None, slips, problems: reader.problems };
        }
    };
    let (mut tree, more) = tree::parse(&base.text);
    let by = text.len() + 1;
    tree.move_by(by);
    slips.extend(more.into_iter().map(|slip| slip.moved_by(by)));
    if let Some(deeper) = tree.get("based-on").and_then(|entry| entry.value.text()) {
        let reason = say("`{}` is itself based on another scenario", &[&base.file_name]);
        let help = say("base this file on that one: {}", &[&format!("\"{deeper}\"")]);
        reader.error(&at, reason, Some(help));
    }
    let root = edited(&own, tree, &mut reader);
    Whole { root, base: Some(base), slips, problems: reader.problems }
}

/// The base's tree with the edits of the file.
fn edited(own: &Table, mut tree: Table, reader: &mut Reader) -> Table {
    let study = tree.get("study").and_then(|entry| entry.value.table().cloned());
    tree.entries.retain(|entry| !OWN.contains(&entry.key.as_str()) && entry.key != "based-on");
    let edits = Node { span: 0..0, kind: Kind::Table(own.clone()) };
    let edits =
        Spot { path: String::new(), key: "", key_span: 0..0, node: &edits, about_key: false };
    let mut tree = alternative::edited(&tree, &edits, reader, alternative::Setting::Base);
    for entry in &own.entries {
        let key = entry.key.as_str();
        if OWN.contains(&key) {
            tree.entries.push(entry.clone());
        } else if key != "based-on" && !EDITS.contains(&key) {
            let reason = say("`{}` stands in the scenario that this one is based on", &[&key]);
            let help = say("write what differs under `set`, `add` or `remove`", &[]);
            reader.problems.push(Problem::error(key, entry.key_span.clone(), reason).help(help));
        }
    }
    keep_seed(&mut tree, study);
    tree
}

/// The base's seed and number of replications hold where the file states none.
fn keep_seed(tree: &mut Table, study: Option<Table>) {
    let kept = study.into_iter().flat_map(|study| study.entries);
    let kept: Vec<Entry> =
        kept.filter(|entry| matches!(entry.key.as_str(), "seed" | "replications")).collect();
    if tree.get("study").is_none() {
        let value = Node { span: 0..0, kind: Kind::Table(Table::default()) };
        tree.entries.push(Entry { key: "study".to_owned(), key_span: 0..0, value });
    }
    for entry in &mut tree.entries {
        if let ("study", Kind::Table(table)) = (entry.key.as_str(), &mut entry.value.kind) {
            let missing = kept.iter().filter(|kept| table.get(&kept.key).is_none());
            let missing: Vec<Entry> = missing.cloned().collect();
            table.entries.extend(missing);
        }
    }
}

/// A file beside this one, a path from its folder, or one that ships with the program.
fn find(name: &str, path: Option<&Path>) -> Result<Base, (Message, Message)> {
    let folder = path.and_then(Path::parent).unwrap_or(Path::new(""));
    let stated = name.ends_with(".toml") || name.contains(['/', '\\']);
    let place = if stated { folder.join(name) } else { folder.join(format!("{name}.toml")) };
    let itself = path.is_some_and(|path| path == place);
    if (stated || place.is_file()) && !itself {
        return match file::read(&place) {
            Ok(text) => Ok(Base { file_name: place.display().to_string(), text }),
            Err(unread) => Err((unread.named(&place.display().to_string()), unread.help)),
        };
    }
    let base =
        |text: &str| Base { file_name: format!("shipped/{name}.toml"), text: text.to_owned() };
    shipped(name).map(base).ok_or_else(|| {
        let names: Vec<&str> = LIBRARY.iter().map(|(name, _)| *name).collect();
        (
            say("there is no scenario `{}` beside this file or among those that ship", &[&name]),
            one_of(name, &names),
        )
    })
}
