//! Words that a key may hold, and names that the file defines.

use super::{Reader, Spot};
use crate::scenario::problem::{Message, nearest, say};

/// Names that are told where one of them was expected.
const MOST_NAMED: usize = 60;

/// Help for a word that is not among those allowed.
pub(in crate::scenario) fn one_of(text: &str, words: &[&str]) -> Message {
    match nearest(text, words.iter().copied()) {
        Some(word) => say("did you mean `{}`?", &[&word]),
        None if words.is_empty() => say("the file defines none", &[]),
        None if words.len() > MOST_NAMED => {
            say("one of: {}", &[&format!("{}, …", words[..MOST_NAMED].join(", "))])
        }
        None => say("one of: {}", &[&words.join(", ")]),
    }
}

impl Reader {
    /// One of several words.
    pub(in crate::scenario) fn word<'w>(
        &mut self,
        table: &Spot<'_>,
        key: &str,
        words: &[&'w str],
    ) -> Option<&'w str> {
        let text = self.text(table, key)?;
        let found = words.iter().find(|word| **word == text).copied();
        if found.is_none() {
            let at = table.get(key)?;
            let reason = say("`{}` is not known here", &[&text]);
            self.error(&at, reason, Some(one_of(text, words)));
        }
        found
    }

    /// The index of a name among those that the file defines.
    pub(in crate::scenario) fn name(
        &mut self,
        at: &Spot<'_>,
        text: &str,
        what: &'static str,
        names: &[&str],
    ) -> Option<usize> {
        let found = names.iter().position(|name| *name == text);
        if found.is_none() {
            self.error(
                at,
                say("there is no {} called `{}`", &[&what, &text]),
                Some(one_of(text, names)),
            );
        }
        found
    }

    /// The index that a key names, if the key is there.
    pub(in crate::scenario) fn named(
        &mut self,
        table: &Spot<'_>,
        key: &str,
        what: &'static str,
        names: &[&str],
    ) -> Option<usize> {
        let text = self.text(table, key)?;
        let at = table.get(key)?;
        self.name(&at, text, what, names)
    }
}
