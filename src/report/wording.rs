//! Every word that a reader of a report sees, in Korean and in English.

use crate::results::{NamedEntry, Text};

pub(crate) mod accounts;
pub(crate) mod answers;
pub(crate) mod applicants;
pub(crate) mod arithmetic;
pub(crate) mod changed;
pub(crate) mod charts;
pub(crate) mod factors;
pub(crate) mod gap;
pub(crate) mod numbers;
pub(crate) mod page;
pub(crate) mod replay;
pub(crate) mod responses;

/// The language of a report.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Language {
    /// Korean.
    #[default]
    Ko,
    /// English.
    En,
}

impl Language {
    /// The language of a code: `ko` or `en`.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        match code {
            "ko" => Some(Self::Ko),
            "en" => Some(Self::En),
            _ => None,
        }
    }

    /// Its code, as file names carry it.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Ko => "ko",
            Self::En => "en",
        }
    }

    /// The text in this language.
    pub(crate) fn pick<'a>(self, ko: &'a str, en: &'a str) -> &'a str {
        match self {
            Self::Ko => ko,
            Self::En => en,
        }
    }

    /// A title in this language, else in the other, else the name.
    pub(crate) fn title<'a>(self, title: &'a Text, name: &'a str) -> &'a str {
        let (own, other) = match self {
            Self::Ko => (&title.ko, &title.en),
            Self::En => (&title.en, &title.ko),
        };
        [own, other].into_iter().find(|text| !text.is_empty()).map_or(name, String::as_str)
    }

    /// The title of the one called `name` in a list, else the name itself.
    pub(crate) fn title_in<'a>(self, list: &'a [NamedEntry], name: &'a str) -> &'a str {
        list.iter().find(|one| one.name == name).map_or(name, |one| self.title(&one.title, name))
    }
}
