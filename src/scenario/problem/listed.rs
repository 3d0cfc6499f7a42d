//! Problems for other programs: an editor, a notebook, a page. The same as a person is told, in fields.

use serde::Serialize;

use super::{Message, Problems, Severity};
use crate::scenario::tree::Bytes;
use crate::words::{Bilingual, Language};

/// A problem of a scenario with its place counted out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ListedProblem {
    /// `error`: the scenario cannot be simulated. `warning`: it can.
    pub severity: &'static str,
    /// Name of the file that it is in: the scenario's, or the one that it is based on.
    pub file: String,
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
    /// Characters of that line that it is about, at least 1.
    pub length: usize,
    /// Dotted path of the value; empty for the file as a whole.
    pub path: String,
    /// The alternative in which it shows, if the baseline does not have it.
    pub alternative: Option<String>,
    /// What is wrong, in a sentence.
    pub reason: Bilingual,
    /// What another file says that is wrong with that file, line by line.
    pub details: Option<Bilingual>,
    /// What to do about the problem.
    pub fix: Option<Bilingual>,
    /// A second place that belongs to the problem.
    pub related: Option<Place>,
}

/// A place in a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Place {
    /// Name of the file.
    pub file: String,
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
    /// Characters of that line, at least 1.
    pub length: usize,
}

fn both(message: &Message) -> Bilingual {
    Bilingual { ko: message.in_language(Language::Ko), en: message.in_language(Language::En) }
}

impl Problems {
    /// Every problem in order, with none left out.
    #[must_use]
    pub fn listed(&self) -> Vec<ListedProblem> {
        let listed = self.list.iter().map(|problem| {
            let Place { file, line, column, length } = self.counted(&problem.span);
            ListedProblem {
                severity: match problem.severity {
                    Severity::Error => "error",
                    Severity::Warning => "warning",
                },
                file,
                line,
                column,
                length,
                path: problem.path.clone(),
                alternative: problem.alternative.clone(),
                reason: both(&problem.reason),
                details: problem.details.clone(),
                fix: problem.help.as_ref().map(both),
                related: problem.related.as_ref().map(|span| self.counted(span)),
            }
        });
        listed.collect()
    }

    fn counted(&self, span: &Bytes) -> Place {
        let line = self.line(span);
        Place {
            file: self.file_of(span).0.to_owned(),
            line: line.number,
            column: line.before.chars().count() + 1,
            length: line.inside.chars().count().max(1),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Problem, say};
    use super::*;

    #[test]
    fn places_are_counted_in_characters_and_in_the_file_that_they_are_in() {
        let (own, base) = ("a = 1\n", "이름 = \"광주\"\nsite = 3\n");
        let at = |word: &str| base.find(word).map(|at| own.len() + 1 + at).unwrap_or_default();
        let first = Problem::error("a", 4..5, say("no key `{}`", &[&"a"]))
            .related(at("site")..at("site") + 4)
            .help(say("did you mean `{}`?", &[&"b"]));
        let second = Problem::warning("이름", at("광주")..at("광주") + 6, say("odd", &[]));
        let problems =
            Problems::with_base("x.toml", own, Some(("base", base)), vec![first, second]);
        let listed = problems.listed();
        let place = |one: &ListedProblem| (one.file.clone(), one.line, one.column, one.length);
        assert_eq!(place(&listed[0]), ("x.toml".to_owned(), 1, 5, 1));
        assert_eq!(place(&listed[1]), ("base".to_owned(), 1, 7, 2));
        let related = listed[0].related.clone().expect("a second place");
        assert_eq!((related.file.as_str(), related.line, related.column), ("base", 2, 1));
        assert_eq!(listed[0].reason.en, "no key `a`");
        assert_eq!(listed[0].fix.as_ref().expect("a way out").en, "did you mean `b`?");
        assert_eq!((listed[0].severity, listed[1].severity), ("error", "warning"));
        assert_eq!(listed[1].fix, None);
    }
}
