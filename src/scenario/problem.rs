//! What is wrong with a scenario file, and how to put it right.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use self::line::Line;
use super::korean;
use super::reader::Range;
use super::tree::Bytes;
use crate::words::{Bilingual, Language};

pub use self::listed::{ListedProblem, Place};

mod line;
mod listed;

/// A sentence: a fixed template and what fills its `{}`.
///
/// The template is the sentence's name in a table of translations.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// English sentence with `{}` for each argument.
    pub template: &'static str,
    /// What stands in the places of `{}`.
    pub arguments: Vec<String>,
}

/// A message from its template and arguments.
pub(super) fn say(template: &'static str, arguments: &[&dyn fmt::Display]) -> Message {
    let arguments = arguments.iter().map(|it| shortened(&it.to_string(), MOST_QUOTED)).collect();
    Message { template, arguments }
}

/// Characters of a text from the file that a message repeats; of a longer one its beginning and end.
const MOST_QUOTED: usize = 600;
/// Characters of a path that a message shows.
const MOST_PATH: usize = 200;

/// The text, or its beginning and end if it has more characters than `most`.
fn shortened(text: &str, most: usize) -> String {
    let count = text.chars().count();
    if count <= most {
        return text.to_owned();
    }
    let half = most / 2;
    let head = text.chars().take(half);
    head.chain(['…']).chain(text.chars().skip(count - half)).collect()
}

impl Message {
    /// The sentence in a language.
    #[must_use]
    pub fn in_language(&self, language: Language) -> String {
        if language == Language::Ko { korean::sentence(self) } else { self.to_string() }
    }

    /// The sentence in the words of `template`, which may be a translation of its own.
    #[must_use]
    pub fn filled(&self, template: &str) -> String {
        let mut arguments = self.arguments.iter();
        let mut parts = template.split("{}");
        let mut out = parts.next().unwrap_or_default().to_owned();
        for part in parts {
            out.push_str(arguments.next().map_or("", String::as_str));
            out.push_str(part);
        }
        out
    }
}

impl fmt::Display for Message {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.filled(self.template))
    }
}

/// Whether the scenario can still be simulated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The scenario cannot be simulated.
    Error,
    /// The scenario can be simulated, but perhaps it does not say what is meant.
    Warning,
}

/// A thing that is wrong with a file, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Error or warning.
    pub severity: Severity,
    /// Dotted path of the value; empty for the file as a whole.
    pub path: String,
    /// Bytes of the file that it is about.
    pub span: Bytes,
    /// A second place that belongs to the problem.
    pub related: Option<Bytes>,
    /// The alternative in which it shows, if the baseline does not have it.
    pub alternative: Option<String>,
    /// What is wrong, in a sentence.
    pub reason: Message,
    /// What another file says that is wrong with that file, line by line.
    pub details: Option<Bilingual>,
    /// What to do about the problem.
    pub help: Option<Message>,
}

impl Problem {
    pub(super) fn error(path: &str, span: Bytes, reason: Message) -> Self {
        Self {
            severity: Severity::Error,
            path: path.to_owned(),
            span,
            related: None,
            alternative: None,
            reason,
            details: None,
            help: None,
        }
    }

    pub(super) fn warning(path: &str, span: Bytes, reason: Message) -> Self {
        Self { severity: Severity::Warning, ..Self::error(path, span, reason) }
    }

    #[must_use]
    pub(super) fn help(self, help: Message) -> Self {
        Self { help: Some(help), ..self }
    }

    /// The problem with its place moved on by a number of bytes.
    #[must_use]
    pub(super) fn moved_by(self, by: usize) -> Self {
        Self { span: self.span.start + by..self.span.end + by, ..self }
    }

    #[must_use]
    pub(super) fn related(self, span: Bytes) -> Self {
        Self { related: Some(span), ..self }
    }
}

/// Everything that is wrong with a file, in the order of its lines. Displays as text for a person.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Problems {
    /// Name of the file.
    pub file_name: String,
    /// Text of the file; if it has a base, then a line break and the text of the base.
    pub text: String,
    /// Name of the base, and where its text begins in `text`.
    pub base: Option<(String, usize)>,
    /// The problems, by place.
    pub list: Vec<Problem>,
    /// Between what the values of the file must lie, by path: of the values that were read.
    pub ranges: Arc<BTreeMap<String, Range>>,
}

impl std::error::Error for Problems {}

impl Problems {
    pub(super) fn new(file_name: &str, text: &str, mut list: Vec<Problem>) -> Self {
        list.sort_by_key(|problem| (problem.span.start, problem.severity));
        let (file_name, text) = (file_name.to_owned(), text.to_owned());
        Self { file_name, text, base: None, list, ranges: Arc::default() }
    }

    /// Problems of a file and of the one that it is based on, whose places are counted on from its end.
    pub(super) fn with_base(
        file_name: &str,
        text: &str,
        base: Option<(&str, &str)>,
        list: Vec<Problem>,
    ) -> Self {
        let Some((name, more)) = base else { return Self::new(file_name, text, list) };
        let all = Self::new(file_name, &format!("{text}\n{more}"), list);
        Self { base: Some((name.to_owned(), text.len() + 1)), ..all }
    }

    /// The file that a place is in, and the lines of `text` that stand before it.
    fn file_of(&self, span: &Bytes) -> (&str, usize) {
        match &self.base {
            Some((name, from)) if span.start >= *from => {
                (name, self.text.get(..*from).map_or(0, |before| before.matches('\n').count()))
            }
            _ => (&self.file_name, 0),
        }
    }

    /// Whether there is nothing to say.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// Number of problems that are errors.
    #[must_use]
    pub fn errors(&self) -> usize {
        self.list.iter().filter(|problem| problem.severity == Severity::Error).count()
    }

    /// Line and column of a problem, both from 1; the column counts characters.
    #[must_use]
    pub fn place(&self, problem: &Problem) -> (usize, usize) {
        let line = self.line(&problem.span);
        (line.number, line.before.chars().count() + 1)
    }
}

/// Problems that are shown; of the rest only the number is told.
pub(super) const MOST_SHOWN: usize = 100;

/// The fixed words around a problem.
struct Words {
    error: &'static str,
    warning: &'static str,
    alternative: &'static str,
    at: &'static str,
    help: &'static str,
}

const ENGLISH: Words = Words {
    error: "error",
    warning: "warning",
    alternative: "in the alternative",
    at: "at",
    help: "help",
};

/// The English words stay beside the Korean ones, for tools that look for them.
const KOREAN: Words = Words {
    error: "오류(error)",
    warning: "경고(warning)",
    alternative: "대안",
    at: "위치:",
    help: "도움말",
};

impl fmt::Display for Problems {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.write(out, Language::En)
    }
}

impl Problems {
    /// The problems as text for a person, in a language.
    #[must_use]
    pub fn in_language(&self, language: Language) -> String {
        let mut out = String::new();
        // Writing to a String cannot fail.
        let _ = self.write(&mut out, language);
        out
    }

    fn line(&self, span: &Bytes) -> Line<'_> {
        let line = Line::of(&self.text, span);
        Line { number: line.number - self.file_of(span).1, ..line }
    }

    fn write(&self, out: &mut dyn fmt::Write, language: Language) -> fmt::Result {
        let words = if language == Language::Ko { KOREAN } else { ENGLISH };
        for (index, problem) in self.list.iter().take(MOST_SHOWN).enumerate() {
            if index > 0 {
                writeln!(out)?;
            }
            let word = match problem.severity {
                Severity::Error => words.error,
                Severity::Warning => words.warning,
            };
            let (line, column) = self.place(problem);
            let file = self.file_of(&problem.span).0;
            write!(out, "{file}:{line}:{column}: {word}: ")?;
            if let Some(alternative) = &problem.alternative {
                write!(out, "{} {alternative}: ", words.alternative)?;
            }
            writeln!(out, "{}", problem.reason.in_language(language))?;
            for line in problem.details.iter().flat_map(|text| text.in_language(language).lines()) {
                writeln!(out, "  {line}")?;
            }
            if !problem.path.is_empty() {
                writeln!(out, "  {} {}", words.at, shortened(&problem.path, MOST_PATH))?;
            }
            let spans: Vec<&Bytes> =
                std::iter::once(&problem.span).chain(&problem.related).collect();
            let lines: Vec<Line<'_>> = spans.iter().map(|span| self.line(span)).collect();
            let width =
                lines.iter().map(|line| line.number.to_string().len()).max().unwrap_or_default();
            // A file that cannot be read has no line to show.
            if !self.text.is_empty() {
                writeln!(out, "{:width$} |", "")?;
                for (span, line) in spans.iter().zip(&lines) {
                    if self.file_of(span).0 != file {
                        writeln!(out, "{:width$} | {}:", "", self.file_of(span).0)?;
                    }
                    line.write(out, width)?;
                }
            }
            if let Some(help) = &problem.help {
                writeln!(out, "  {}: {}", words.help, help.in_language(language))?;
            }
        }
        if let Some(more) = self.list.len().checked_sub(MOST_SHOWN).filter(|more| *more > 0) {
            let more = say("and {} more", &[&more]);
            writeln!(out, "\n{}", more.in_language(language))?;
        }
        Ok(())
    }
}

/// Whether a terminal would obey a character instead of showing it: controls, and marks that turn
/// the direction of a line.
#[must_use]
pub fn is_unprintable(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{61c}' | '\u{feff}')
}

/// Words and candidates beyond this length are not compared, nor more candidates than the second.
const COMPARED: (usize, usize) = (64, 1_000);

/// The candidate most like a misspelt word, if one is like it enough.
#[must_use]
pub fn nearest<'c>(word: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
    let length = word.chars().count();
    if length > COMPARED.0 {
        return None;
    }
    candidates
        .into_iter()
        .take(COMPARED.1)
        .filter(|candidate| {
            let other = candidate.chars().count();
            other <= COMPARED.0 && other.abs_diff(length) <= (length.max(other) / 3).max(1)
        })
        .map(|candidate| (strsim::damerau_levenshtein(word, candidate), candidate))
        .filter(|(distance, candidate)| {
            *distance <= (word.chars().count().max(candidate.chars().count()) / 3).max(1)
        })
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::line::columns;
    use super::*;

    #[test]
    fn a_long_text_is_shown_by_its_beginning_and_end() {
        assert_eq!(shortened("abcdef", 6), "abcdef");
        assert_eq!(shortened("가나다라마바사", 4), "가나…바사");
    }

    #[test]
    fn carets_stand_under_wide_characters() {
        let text = "a = 1\nname = { ko = \"광주 센터\", size = 5 }\n";
        let at = text.find("size").unwrap();
        let problem = Problem::error("name.size", at..at + 4, say("no key `{}`", &[&"size"]))
            .help(say("did you mean `{}`?", &[&"site"]));
        let shown = Problems::new("x.toml", text, vec![problem]).to_string();
        let expected = "\
x.toml:2:24: error: no key `size`
  at name.size
  |
2 | name = { ko = \"광주 센터\", size = 5 }
  |                            ^^^^
  help: did you mean `site`?
";
        assert_eq!(shown, expected);
    }

    #[test]
    fn a_long_line_is_cut_around_the_place() {
        let text = format!("{} = 1 # {}", "a".repeat(90), "가".repeat(90));
        let problem = Problem::error("", 93..94, say("odd", &[]));
        let shown = Problems::new("x", &text, vec![problem]).to_string();
        assert!(shown.lines().all(|line| columns(line) < 125), "{shown}");
        assert!(shown.contains('…'));
    }

    #[test]
    fn a_place_outside_the_text_is_no_reason_to_fail() {
        let problem = Problem::error("", 90..95, say("odd", &[]));
        assert!(Problems::new("x", "가", vec![problem]).to_string().contains("x:1:2"));
    }

    #[test]
    fn near_words_are_suggested_and_far_ones_not() {
        assert_eq!(nearest("installd", ["installed", "hall"]), Some("installed"));
        assert_eq!(nearest("price", ["installed", "hall"]), None);
    }
}
