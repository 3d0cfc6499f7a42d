//! Why a command failed, and with which exit code.

use super::text::complain;
use crate::report::{self, ReportError};
use crate::results::ResultsError;
use crate::words::Language;

/// Charts that failed whose reasons are printed.
const FAILURES: usize = 3;

/// Why a command failed, by whose fault it is.
#[derive(Debug)]
pub(super) enum Failure {
    /// The user's file or arguments: exit code 2.
    User(String),
    /// Everything else: exit code 1.
    Other(String),
    /// Exit code 1, after everything was already printed.
    Said,
    /// Exit code 2, after everything was already printed.
    UserSaid,
}

impl Failure {
    /// A failure with exit code 1 whose message, which has its own "error:", is printed here.
    pub(super) fn said(message: &str) -> Self {
        complain(message.trim_end());
        Self::Said
    }

    /// Why results could not be left.
    pub(super) fn of_results(error: &ResultsError, language: Language) -> Self {
        match error {
            ResultsError::Refused(refusal) => Self::User(refusal.in_language(language)),
            ResultsError::Unplaced { path, kept, reason } if language == Language::Ko => {
                let (path, kept) = (path.display(), kept.display());
                Self::Other(format!(
                    "결과를 {path}에 둘 수 없었습니다({reason}). 결과는 {kept}에 온전히 있습니다"
                ))
            }
            error => Self::Other(error.to_string()),
        }
    }

    /// Why a report could not be made.
    pub(super) fn of_report(error: &ReportError, language: Language) -> Self {
        match error {
            ReportError::Refused(refusal) => Self::User(refusal.in_language(language)),
            error if error.is_users() => Self::User(format!("error: {error}")),
            error => Self::Other(error.to_string()),
        }
    }

    /// The failure of charts or a page that could not be made, if there is any.
    pub(super) fn of_made(made: &report::Made, language: Language) -> Option<Self> {
        let first = made.failures.first()?;
        let mut text: String =
            made.failures.iter().take(FAILURES).map(|failure| format!("{failure}\n")).collect();
        if !made.missing.is_empty() {
            text += &language.not_made(made.missing.len());
        }
        Some(if first.is_users() {
            Self::User(format!("error: {text}"))
        } else {
            Self::Other(text)
        })
    }
}
