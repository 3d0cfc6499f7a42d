//! Names that an author gives to pools, programmes, alternatives and all the rest.

use super::problem::{Message, say};
use crate::model::inputs::Inputs;

/// Characters of the longest name.
pub const LONGEST: usize = 64;

/// Bytes of the longest name: names are parts of the names of charts, and file systems hold 255 bytes.
const MOST_BYTES: usize = 192;

/// Where a word is kept, and what for.
struct Kept {
    word: &'static str,
    /// Paths of the tables that may be called so all the same.
    but: &'static [&'static str],
    meaning: &'static str,
}

/// Words that mean something else in tables and scenarios. A funding called `all` pays for everything, a lot is
/// named with its pool (`gpu.all`), and nothing takes these for anything else. The names of accounts are kept from
/// fundings too: [`Inputs::KEPT_NAMES`].
const KEPT: [Kept; 5] = [
    Kept {
        word: "baseline",
        but: &[],
        meaning: "what the file itself is called among its alternatives",
    },
    Kept { word: "site", but: &[], meaning: "what the whole site is called in tables" },
    Kept { word: "none", but: &[], meaning: "the word for nothing" },
    Kept { word: "elsewhere", but: &[], meaning: "the word for what does not stand at the site" },
    Kept { word: "all", but: &["funding", "pool.*.lot"], meaning: "the word for everything" },
];

/// A name: letters of any script, digits, hyphens and low lines, 1 to 64 characters, beginning with a
/// letter, a digit or a low line, and no word that tables or scenarios keep for something else.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Name<'t>(&'t str);

/// Why a text is no name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoName {
    /// The name is empty.
    Empty,
    /// The name has more characters than [`LONGEST`].
    Long,
    /// The name has a character that names do not have.
    Character(char),
    /// The name begins with a hyphen or a combining mark.
    Beginning(char),
    /// The name is kept for something else: what the word means.
    Kept(&'static str),
}

impl<'t> Name<'t> {
    /// Checks a text, whatever it is to name.
    ///
    /// # Errors
    /// If it is no name.
    pub fn check(text: &'t str) -> Result<Self, NoName> {
        Self::of(text, "")
    }

    /// Checks the name of a table below a part of the file: `pool`, `funding`, `study.alternative`.
    ///
    /// # Errors
    /// If it is no name, or kept from names of this part.
    pub fn of(text: &'t str, part: &str) -> Result<Self, NoName> {
        let first = text.chars().next().ok_or(NoName::Empty)?;
        if text.len() > MOST_BYTES || text.chars().count() > LONGEST {
            return Err(NoName::Long);
        }
        if let Some(odd) = text.chars().find(|c| !is_of_names(*c)) {
            return Err(NoName::Character(odd));
        }
        if first == '-' || is_mark(first) {
            return Err(NoName::Beginning(first));
        }
        let kept = KEPT.iter().find(|kept| kept.word == text && !kept.but.contains(&part));
        if let Some(kept) = kept {
            return Err(NoName::Kept(kept.meaning));
        }
        if part == "funding" && Inputs::KEPT_NAMES.contains(&text) {
            return Err(NoName::Kept("the name of an account in tables"));
        }
        Ok(Self(text))
    }

    /// The text.
    #[must_use]
    pub fn text(self) -> &'t str {
        self.0
    }
}

/// Letters, digits, hyphen, low line, and marks that belong to a letter. Fillers of Hangul are letters
/// to Unicode, but nobody sees them.
fn is_of_names(c: char) -> bool {
    let unseen = matches!(c, '\u{115f}' | '\u{1160}' | '\u{3164}' | '\u{ffa0}');
    (c.is_alphanumeric() && !unseen) || c == '-' || c == '_' || is_mark(c)
}

/// Marks that are no letters to Unicode and stand on one in names: accents, vowel signs, viramas.
fn is_mark(c: char) -> bool {
    matches!(c,
        '\u{300}'..='\u{34e}' | '\u{350}'..='\u{36f}' | '\u{483}'..='\u{487}' | '\u{591}'..='\u{5bd}'
        | '\u{64b}'..='\u{65f}' | '\u{93c}' | '\u{94d}' | '\u{9bc}' | '\u{9cd}' | '\u{a4d}' | '\u{acd}'
        | '\u{b4d}' | '\u{bcd}' | '\u{c4d}' | '\u{ccd}' | '\u{d4d}' | '\u{e38}'..='\u{e3a}'
        | '\u{e47}'..='\u{e4e}' | '\u{3099}' | '\u{309a}')
}

impl NoName {
    /// What is wrong with a text as a name, and what to do.
    pub(super) fn told(self, text: &str) -> (Message, Message) {
        match self {
            Self::Empty => {
                (say("a name is empty", &[]), say("write a name of 1 to 64 characters", &[]))
            }
            Self::Long => (
                say("the name `{}` is longer than 64 characters", &[&start(text)]),
                say("choose a short name, and say the rest in `title`", &[]),
            ),
            Self::Character(c) if c == '.' || (c.is_whitespace() && !c.is_control()) => (
                say("the name `{}` has a dot or a space", &[&text]),
                say("names are parts of dotted paths: use a hyphen", &[]),
            ),
            Self::Character(c) => {
                let shown = if c.is_control() || super::problem::is_unprintable(c) {
                    format!("U+{:04X}", u32::from(c))
                } else {
                    c.to_string()
                };
                (
                    say(
                        "the name `{}` has a character that names cannot have: `{}`",
                        &[&text, &shown],
                    ),
                    say("names have letters, digits, hyphens and low lines", &[]),
                )
            }
            Self::Beginning(_) => (
                say("the name `{}` begins with a hyphen or a mark", &[&text]),
                say("begin it with a letter, a digit or a low line", &[]),
            ),
            Self::Kept(meaning) => (
                say("the name `{}` is kept: it is {}", &[&text, &meaning]),
                say("choose another name", &[]),
            ),
        }
    }
}

/// The first letters of a text that is too long to be shown.
pub(super) fn start(text: &str) -> String {
    if text.chars().count() <= LONGEST {
        return text.to_owned();
    }
    text.chars().take(24).chain(['…']).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_any_script_are_names() {
        let longest = "가".repeat(64);
        for name in [
            "gpu",
            "h200-64",
            "local_firm",
            "2025",
            "광주",
            "광주",
            "é",
            "e\u{301}",
            "क्षेत्र",
            &longest,
        ] {
            assert_eq!(Name::check(name).map(Name::text), Ok(name));
        }
        assert!(Name::of("all", "funding").is_ok());
        assert!(Name::of("all", "pool.*.lot").is_ok());
        assert!(Name::of("fees", "programme").is_ok());
    }

    #[test]
    fn what_is_no_name_is_refused_for_its_reason() {
        let no = |text: &str| Name::check(text).err();
        assert_eq!(no(""), Some(NoName::Empty));
        assert_eq!(no(&"가".repeat(65)), Some(NoName::Long));
        assert_eq!(no(&"𐌰".repeat(64)), Some(NoName::Long));
        for c in [
            '/', '\0', '\u{1b}', '.', ' ', '=', '+', '@', '\u{202e}', '\u{200b}', '\u{3164}', '\\',
            '😀',
        ] {
            assert_eq!(no(&format!("a{c}b")), Some(NoName::Character(c)));
        }
        assert_eq!(no("-a"), Some(NoName::Beginning('-')));
        assert_eq!(no("\u{301}a"), Some(NoName::Beginning('\u{301}')));
        for word in ["baseline", "site", "none", "elsewhere"] {
            assert!(matches!(no(word), Some(NoName::Kept(_))), "{word}");
        }
        for word in Inputs::KEPT_NAMES {
            assert!(matches!(Name::of(word, "funding"), Err(NoName::Kept(_))), "{word}");
        }
        assert!(matches!(Name::of("all", "pool"), Err(NoName::Kept(_))));
    }
}
