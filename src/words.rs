//! The two languages of the program: texts in both, and how each writes numbers, dates, particles and lengths of time.
//!
//! Every layer that says something says it from here, so that a language is one value of one enum everywhere.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

pub use self::currency::{Called, Calling, Currency};
pub use self::length::Length;

mod currency;
pub mod glossary;
pub(crate) mod length;
pub(crate) mod number;
pub(crate) mod numbers;
pub(crate) mod particles;

/// A language of the program.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Language {
    /// Korean.
    #[default]
    Ko,
    /// English.
    En,
}

impl Language {
    /// Both languages, Korean first.
    pub const ALL: [Self; 2] = [Self::Ko, Self::En];

    /// The language of a code: `ko` or `en`.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|language| language.code() == code)
    }

    /// The language's code, as file names carry it.
    #[must_use]
    pub fn code(self) -> &'static str {
        self.pick("ko", "en")
    }

    /// The text in this language.
    #[must_use]
    pub fn pick<'a>(self, ko: &'a str, en: &'a str) -> &'a str {
        match self {
            Self::Ko => ko,
            Self::En => en,
        }
    }

    /// A title in this language, else in the other, else the name.
    pub(crate) fn title<'a>(self, title: &'a Bilingual, name: &'a str) -> &'a str {
        let (own, other) = match self {
            Self::Ko => (&title.ko, &title.en),
            Self::En => (&title.en, &title.ko),
        };
        [own, other].into_iter().find(|text| !text.is_empty()).map_or(name, String::as_str)
    }

    /// A text of a table of the program in this language.
    pub(crate) fn words(self, words: Words) -> &'static str {
        self.pick(words.ko, words.en)
    }
}

/// A text that an author wrote or that was put together, in both languages.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bilingual {
    /// Korean.
    pub ko: String,
    /// English.
    pub en: String,
}

impl Bilingual {
    /// One text for both languages: a name, or what an author wrote once.
    #[must_use]
    pub fn same(text: &str) -> Self {
        Self { ko: text.to_owned(), en: text.to_owned() }
    }

    /// The text in a language, whether it is empty or not.
    #[must_use]
    pub fn in_language(&self, language: Language) -> &str {
        language.pick(&self.ko, &self.en)
    }
}

impl From<Words> for Bilingual {
    fn from(words: Words) -> Self {
        Self { ko: words.ko.to_owned(), en: words.en.to_owned() }
    }
}

/// A text of a table of the program, in both languages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Words {
    /// Korean.
    pub ko: &'static str,
    /// English.
    pub en: &'static str,
}

/// A text of a table of the program.
pub(crate) const fn words(ko: &'static str, en: &'static str) -> Words {
    Words { ko, en }
}

/// What one unit of a pool is called where its file does not say, in the plural.
pub const UNIT: Words = words("장", "cards");

impl Language {
    /// A text of the program about cards, said of what the file calls a unit, in the plural. English takes the file's word.
    /// Korean counts by a word that is no noun (대), so that cards become 장비 and their number 수량.
    pub(crate) fn said_of(self, text: Words, unit: &str) -> Cow<'static, str> {
        let text = self.words(text);
        if unit == self.words(UNIT) {
            return text.into();
        }
        match self {
            Self::Ko => text.replace("카드", "장비").replace("장수", "수량").into(),
            Self::En => {
                let mut parts = text.split("card");
                let mut said = parts.next().unwrap_or_default().to_owned();
                for part in parts {
                    let (word, rest) = match part.strip_prefix('s') {
                        Some(rest) => (unit, rest),
                        None => (one_of(unit), part),
                    };
                    said.extend([word, rest]);
                }
                said.into()
            }
        }
    }
}

/// One of what is called so in the English plural: nodes, node.
pub(crate) fn one_of(units: &str) -> &str {
    units.strip_suffix('s').unwrap_or(units)
}

#[cfg(test)]
mod unit_tests {
    use super::*;

    #[test]
    fn texts_about_cards_are_said_of_what_the_file_has() {
        let cost = words("카드 비용(신청 장수)", "cost of a card-hour of the cards");
        assert_eq!(Language::En.said_of(cost, "cards"), "cost of a card-hour of the cards");
        assert_eq!(Language::En.said_of(cost, "nodes"), "cost of a node-hour of the nodes");
        assert_eq!(
            Language::En.said_of(cost, "GPU cards"),
            "cost of a GPU card-hour of the GPU cards"
        );
        assert_eq!(Language::Ko.said_of(cost, "장"), "카드 비용(신청 장수)");
        assert_eq!(Language::Ko.said_of(cost, "대"), "장비 비용(신청 수량)");
    }
}
