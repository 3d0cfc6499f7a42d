//! Changes of a scenario's text that leave everything else as it stands: comments, order, blanks.

use serde::Deserialize;
use toml_edit::{DocumentMut, InlineTable, Item, Table, TableLike, Value};

use super::refusal::Refusal;
use crate::scenario::keys::{Holds, row_of};
use crate::scenario::name;

/// A change to a scenario.
#[derive(Debug, Deserialize)]
#[serde(tag = "do", rename_all = "lowercase", deny_unknown_fields)]
pub(super) enum Change {
    /// The value at a path is another: as a person writes it into a field.
    Set { at: Vec<String>, value: String },
    /// Removes the entry at a path.
    Remove { at: Vec<String> },
    /// An option is added to those that are compared.
    Option { name: String, ko: String, en: String },
    /// An option makes the value at a dotted path another.
    Differ { option: String, path: String, value: String },
}

/// Names on the way to a value.
const DEEPEST: usize = 16;
/// The table of options.
const OPTIONS: [&str; 2] = ["study", "alternative"];

/// The text with the changes.
pub(super) fn apply(text: &str, changes: &[Change]) -> Result<String, Refusal> {
    let mut document: DocumentMut = text.parse().map_err(|why: toml_edit::TomlError| {
        Refusal::bad(
            format!(
                "글이 TOML이 아니어서 양식으로 고칠 수 없습니다. TOML 보기에서 고치세요. ({})",
                why.message()
            ),
            format!(
                "The text is not TOML, so no form can change it: mend it in the TOML view. ({})",
                why.message()
            ),
        )
    })?;
    for change in changes {
        one(&mut document, change)?;
    }
    Ok(document.to_string())
}

fn one(document: &mut DocumentMut, change: &Change) -> Result<(), Refusal> {
    match change {
        Change::Set { at, value } => set(document.as_table_mut(), at, value),
        Change::Remove { at } => remove(document.as_table_mut(), at),
        Change::Option { name, ko, en } => option(document, name, ko, en),
        Change::Differ { option, path, value } => {
            let differs = path_of(option, path);
            set(document.as_table_mut(), &differs, value)
        }
    }
}

/// Where an option states another value for a path.
fn path_of(option: &str, path: &str) -> Vec<String> {
    let [study, alternative] = OPTIONS;
    [study, alternative, option, "set", path].map(str::to_owned).to_vec()
}

fn no_place() -> Refusal {
    Refusal::bad("그 자리에는 값을 쓸 수 없습니다.", "No value can stand at that place.")
}

fn set(root: &mut Table, at: &[String], text: &str) -> Result<(), Refusal> {
    let Some((key, before)) = at.split_last().filter(|_| at.len() <= DEEPEST) else {
        return Err(no_place());
    };
    let (mut table, mut inline): (&mut dyn TableLike, bool) = (root, false);
    for name in before {
        if table.get(name).is_none() {
            let mut new = Table::new();
            // A table on the way to another has no heading of its own.
            new.set_implicit(true);
            let new = Item::Table(new);
            let in_line = Item::Value(Value::InlineTable(InlineTable::new()));
            table.insert(name, if inline { in_line } else { new });
        }
        let next = table.get_mut(name).ok_or_else(no_place)?;
        inline = matches!(next, Item::Value(_));
        table = next.as_table_like_mut().ok_or_else(no_place)?;
    }
    let mut value = value_of(at, text, table.get(key));
    match table.get_mut(key) {
        Some(Item::Value(old)) => {
            *value.decor_mut() = old.decor().clone();
            *old = value;
        }
        Some(Item::None) | None => {
            table.insert(key, Item::Value(value));
        }
        Some(_) => return Err(no_place()),
    }
    Ok(())
}

/// What a person wrote, as TOML: text where the key holds text, or where it is nothing else.
fn value_of(at: &[String], text: &str, before: Option<&Item>) -> Value {
    let text = text.trim();
    let row = row(at);
    let words = match row.map(|row| row.holds) {
        Some(Holds::Word(words)) => !(words.contains("true") && matches!(text, "true" | "false")),
        Some(Holds::Text | Holds::Name(_) | Holds::Bilingual) => true,
        Some(Holds::Source) => !text.starts_with('{'),
        _ => false,
    };
    if words {
        return Value::from(text);
    }
    match text.parse::<Value>() {
        // A date of TOML is none of a scenario: those stand in quotes.
        Ok(Value::Datetime(_)) | Err(_) => Value::from(text),
        Ok(value) if before.is_some_and(|item| item.as_str().is_some()) && row.is_none() => {
            if value.is_str() { value } else { Value::from(text) }
        }
        Ok(value) => value,
    }
}

/// The row of the key at a path. What an option or an edit of a base sets is a key of the scenario by its dotted path.
pub(super) fn row(at: &[String]) -> Option<&'static crate::scenario::keys::Key> {
    let names = target(at);
    row_of(&names.iter().map(String::as_str).collect::<Vec<_>>())
}

/// The path in a scenario of what stands at a place of its file: `set."a.b"` of an option or an edit is `a.b`.
pub(super) fn target(at: &[String]) -> Vec<String> {
    let edit = |word: &String| matches!(word.as_str(), "set" | "add");
    let begins = match at {
        [first, ..] if edit(first) => 1,
        [study, worlds, _, how, ..]
            if study == "study"
                && matches!(worlds.as_str(), "alternative" | "reading")
                && edit(how) =>
        {
            4
        }
        _ => return at.to_vec(),
    };
    at[begins..].iter().flat_map(|name| name.split('.')).map(str::to_owned).collect()
}

fn remove(root: &mut Table, at: &[String]) -> Result<(), Refusal> {
    let Some((key, before)) = at.split_last().filter(|_| at.len() <= DEEPEST) else {
        return Err(no_place());
    };
    let mut table: &mut dyn TableLike = root;
    for name in before {
        table = table.get_mut(name).and_then(Item::as_table_like_mut).ok_or_else(no_place)?;
    }
    table.remove(key).map(|_| ()).ok_or_else(no_place)
}

fn option(document: &mut DocumentMut, name: &str, ko: &str, en: &str) -> Result<(), Refusal> {
    let fits = !name.is_empty()
        && name.len() <= 60
        && name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
    if !fits || name::Name::of(name, "study.alternative.*").is_err() {
        return Err(Refusal::bad(
            "대안의 이름은 영문 소문자, 숫자, -로 짓습니다. 예: more-places",
            "An option has a name of small letters, digits and -, such as more-places.",
        ));
    }
    let [study, alternative] = OPTIONS;
    let all =
        [study, alternative].into_iter().try_fold(document.as_item(), |item, key| item.get(key));
    if all.and_then(|all| all.get(name)).is_some() {
        return Err(Refusal::bad(
            format!("‘{name}’이라는 대안이 이미 있습니다."),
            format!("There is already an option `{name}`."),
        ));
    }
    let (ko, en) = match (ko.trim(), en.trim()) {
        ("", "") => (name, name),
        ("", en) => (en, en),
        (ko, "") => (ko, ko),
        both => both,
    };
    let mut title = InlineTable::new();
    title.insert("ko", ko.into());
    title.insert("en", en.into());
    let mut table = Table::new();
    table.insert("title", Item::Value(Value::InlineTable(title)));
    table.decor_mut().set_prefix("\n");
    let mut set = Table::new();
    set.decor_mut().set_prefix("\n");
    table.insert("set", Item::Table(set));
    let mut place: &mut dyn TableLike = document.as_table_mut();
    for key in OPTIONS {
        if place.get(key).is_none() {
            let mut new = Table::new();
            new.set_implicit(true);
            place.insert(key, Item::Table(new));
        }
        place = place.get_mut(key).and_then(Item::as_table_like_mut).ok_or_else(no_place)?;
    }
    place.insert(name, Item::Table(table));
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(path: &[&str]) -> Vec<String> {
        path.iter().map(|name| (*name).to_owned()).collect()
    }

    fn set_to(text: &str, path: &[&str], value: &str) -> String {
        apply(text, &[Change::Set { at: at(path), value: value.into() }]).unwrap()
    }

    #[test]
    fn a_change_leaves_comments_and_order() {
        let text = "# head\nb = 1   # why\n\n[site]   # the building\nslots = 2000   # room\n";
        let changed = set_to(text, &["site", "slots"], "2200");
        assert_eq!(changed, text.replace("2000", "2200"));
        let back = set_to(&changed, &["site", "slots"], "2000");
        assert_eq!(back, text);
    }

    #[test]
    fn what_is_written_becomes_what_the_key_holds() {
        let path = ["programme", "gpu", "award"];
        let text = "[programme.gpu]\naward = \"6 months\"\n";
        assert!(set_to(text, &path, "8 months").contains("award = \"8 months\""));
        let drawn = "{ uniform = { low = \"1 month\", high = \"2 months\" } }";
        assert!(set_to(text, &path, drawn).contains(&format!("award = {drawn}")));
        let date =
            set_to("[calendar]\nstart = \"2021-01-01\"\n", &["calendar", "start"], "2022-01-01");
        assert!(date.contains("start = \"2022-01-01\""));
        assert!(set_to("[pool.a]\n", &["pool", "a", "title"], "8").contains("title = \"8\""));
    }

    #[test]
    fn a_value_inside_a_line_is_changed_there() {
        let text = "[lease-price]   # x\nh100 = { triangular = { low = \"2m KRW\", mode = \"4m KRW\" } } # y\n";
        let path = ["lease-price", "h100", "triangular", "mode"];
        assert_eq!(set_to(text, &path, "5m KRW"), text.replace("4m", "5m"));
    }

    #[test]
    fn an_option_is_added_with_what_it_changes() {
        let text = "schema = 1 # x\n\n[study]\nseed = 1\n";
        let changes = [
            Change::Option { name: "more".into(), ko: "더".into(), en: String::new() },
            Change::Differ {
                option: "more".into(),
                path: "site.slots".into(),
                value: "3000".into(),
            },
        ];
        let changed = apply(text, &changes).unwrap();
        assert!(changed.starts_with(text), "{changed}");
        assert!(changed.contains("[study.alternative.more]"), "{changed}");
        assert!(changed.contains("\"site.slots\" = 3000"), "{changed}");
        assert!(apply(&changed, &changes[..1]).is_err(), "a name is given once");
        let wrong = Change::Option { name: "../x".into(), ko: String::new(), en: String::new() };
        assert!(apply(text, &[wrong]).is_err());
    }

    #[test]
    fn a_place_that_is_none_is_refused() {
        let wrong = Change::Set { at: at(&["site", "slots", "deeper"]), value: "1".into() };
        assert!(apply("[site]\nslots = 1\n", &[wrong]).is_err());
        assert!(apply("a = = 1", &[]).is_err());
    }
}
