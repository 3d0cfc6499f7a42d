//! `daegi serve`: the page on this machine, and its address.

use std::path::PathBuf;
use std::time::Duration;

use super::text::print;
use super::{Failure, Lang};
use crate::serve::{self, Options, ServeError};
use crate::words::Language;

pub(super) const EXAMPLES: &str = "Examples:
  daegi serve                       the scenarios of this folder
  daegi serve my-centre.toml        one of them, opened at once
What it promises: docs/serve.md";

#[derive(Debug, clap::Args)]
pub(super) struct ServeArguments {
    /// Folder of scenarios, or a scenario in it [default: this folder].
    place: Option<PathBuf>,
    /// Port on this machine (127.0.0.1); 0: any that is free.
    #[arg(long, default_value_t = 8750)]
    port: u16,
    /// Minutes that a stage of a run may take.
    #[arg(long, default_value_t = 120, value_parser = clap::value_parser!(u64).range(1..=100_000))]
    minutes: u64,
    /// Gigabytes of memory that a run may take.
    #[arg(long, default_value_t = 8, value_parser = clap::value_parser!(u64).range(1..=100_000))]
    memory: u64,
    /// Language of what is printed.
    #[arg(long, value_enum, default_value_t = Lang::Ko)]
    lang: Lang,
}

impl ServeArguments {
    pub(super) fn language(&self) -> Language {
        self.lang.into()
    }

    pub(super) fn place(&self) -> PathBuf {
        self.place.clone().unwrap_or_else(|| PathBuf::from("."))
    }
}

pub(super) fn serve(arguments: &ServeArguments) -> Result<(), Failure> {
    let language = arguments.language();
    let options = Options {
        place: arguments.place(),
        port: arguments.port,
        longest: Duration::from_mins(arguments.minutes),
        memory: arguments.memory << 30,
    };
    let ready = |url: &str| {
        let code = language.code();
        let said = match language {
            Language::Ko => format!(
                "브라우저에서 여세요(이 컴퓨터에서만 열립니다). 끝내려면 Ctrl-C.\n\n  {url}&lang={code}\n\n"
            ),
            Language::En => format!(
                "Open this in a browser on this machine; Ctrl-C ends it.\n\n  {url}&lang={code}\n\n"
            ),
        };
        // Without a reader of the address there is nobody to open the page for.
        let _ = print(&said);
    };
    serve::serve(&options, &ready).map_err(|error| failure(&error, language))
}

fn failure(error: &ServeError, language: Language) -> Failure {
    let text = match (language, error) {
        (Language::En, ServeError::Taken(_)) => {
            format!("error: {error}\nhelp: use the page that is open, or end it first")
        }
        (Language::En, ServeError::NoPort(..)) => {
            format!("error: {error}\nhelp: take another with --port 0")
        }
        (Language::En, ServeError::NoPlace(..)) => {
            format!("error: {error}\nhelp: name a folder, or a scenario NAME.toml")
        }
        (Language::En, error) => format!("error: {error}"),
        (Language::Ko, ServeError::NoPlace(place, why)) => format!(
            "오류: {}을(를) 열 수 없습니다: {why}\n도움말: 폴더나 시나리오(이름.toml)를 적으세요",
            place.display()
        ),
        (Language::Ko, ServeError::Taken(place)) => format!(
            "오류: {}에는 이미 열린 페이지가 있습니다\n도움말: 그 페이지를 쓰거나 먼저 끝내세요",
            place.display()
        ),
        (Language::Ko, ServeError::NoRuns(place, why)) => {
            format!("오류: {}에 실행을 둘 수 없습니다: {why}", place.display())
        }
        (Language::Ko, ServeError::NoPort(port, why)) => format!(
            "오류: 포트 {port}을(를) 쓸 수 없습니다: {why}\n도움말: --port 0으로 빈 포트를 쓰세요"
        ),
        (Language::Ko, ServeError::Ended(why)) => format!("오류: 페이지가 끝났습니다: {why}"),
    };
    match error {
        ServeError::NoPlace(..) | ServeError::Taken(_) | ServeError::NoPort(..) => {
            Failure::User(text)
        }
        ServeError::NoRuns(..) | ServeError::Ended(_) => Failure::Other(
            text.strip_prefix("error: ")
                .or_else(|| text.strip_prefix("오류: "))
                .unwrap_or(&text)
                .to_owned(),
        ),
    }
}
