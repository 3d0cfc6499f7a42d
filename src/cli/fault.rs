//! What is said when the program itself is at fault: where, on what input, and what to send.

use std::panic::{self, PanicHookInfo};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

use super::text::complain;

/// Tells a panic of any thread as it happens, once: several threads may meet the same one.
pub(super) fn told_at_once(input: Option<PathBuf>) {
    let told = AtomicBool::new(false);
    panic::set_hook(Box::new(move |panic| {
        if !told.swap(true, Ordering::Relaxed) {
            complain(&words(input.as_deref(), &what(panic)));
        }
    }));
}

fn what(panic: &PanicHookInfo<'_>) -> String {
    let said = panic.payload_as_str().unwrap_or("(no words)");
    let place = panic.location().map_or_else(String::new, |place| {
        format!(" ({}:{}:{})", place.file(), place.line(), place.column())
    });
    format!("{said}{place}")
}

fn words(input: Option<&Path>, what: &str) -> String {
    let file = input.map_or_else(|| "-".to_owned(), |path| path.display().to_string());
    let version = env!("CARGO_PKG_VERSION");
    format!(
        "error: this is a fault of daegi {version}, not of your file: {what}
  input: {file}
  help: please report it, with the two lines above, the input and the command. No results were left.
오류(error): 파일이 아니라 프로그램(daegi {version})의 잘못입니다.
  입력: {file}
  도움말: 위의 오류 문장, 입력 파일, 명령을 함께 알려 주세요. 결과는 남기지 않았습니다."
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_names_the_version_the_place_and_the_input() {
        let said = words(Some(Path::new("mine.toml")), "odd (src/x.rs:1:2)");
        for part in
            ["odd (src/x.rs:1:2)", "input: mine.toml", "입력: mine.toml", env!("CARGO_PKG_VERSION")]
        {
            assert!(said.contains(part), "{said}");
        }
    }
}
