//! Why results cannot be left at a place, and what became of those that were: in both languages.

use std::fmt;
use std::io;
use std::path::PathBuf;

use crate::results::mark::Kind;
use crate::words::Language;

/// Names of a folder that a sentence gives.
const NAMED: usize = 3;

/// Why results cannot be left at a place: found before anything is played, and the user's to mend.
#[derive(Debug)]
pub enum Refusal {
    /// Another process of this program writes to the place.
    Busy(PathBuf),
    /// Results of this program, and other things.
    Mixed {
        /// The place.
        folder: PathBuf,
        /// What does not belong to the results.
        names: Vec<String>,
    },
    /// Not results of this program.
    NotResults {
        /// The place.
        folder: PathBuf,
        /// What the folder holds.
        names: Vec<String>,
    },
    /// Results of a version that did not list what belongs to them.
    Older {
        /// The place.
        folder: PathBuf,
        /// The version.
        version: String,
    },
    /// Results of another command.
    OtherKind {
        /// The place.
        folder: PathBuf,
        /// The command that left the results.
        kind: Kind,
    },
    /// A file, or something else that is no folder.
    NotAFolder(PathBuf),
    /// A link to what is not there.
    DeadLink(PathBuf),
    /// A path whose last part is no name, or that goes up from a folder that is not there.
    NoName(PathBuf),
    /// A folder on the way cannot be entered or read.
    Unreachable {
        /// The place.
        folder: PathBuf,
        /// What the system said.
        reason: io::Error,
    },
    /// Nothing can be written beside the place.
    Unwritable {
        /// The place.
        folder: PathBuf,
        /// What the system said.
        reason: io::Error,
    },
    /// The folder that is there cannot be moved: a mount point, for example.
    Immovable {
        /// The place.
        folder: PathBuf,
        /// What the system said.
        reason: io::Error,
    },
    /// The disk is full.
    NoSpace {
        /// The place.
        folder: PathBuf,
        /// Bytes that are free.
        free: u64,
    },
}

/// Results that are in their place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Published {
    /// The place, as it was asked for.
    pub folder: PathBuf,
    /// Where the earlier results are now, if they were kept.
    pub kept: Option<PathBuf>,
    /// Hidden folders of earlier runs that could not be deleted, or hold what is not of this program.
    pub left: Vec<PathBuf>,
}

impl Published {
    /// What there is to say of the old folder, a sentence for each, in a language.
    #[must_use]
    pub fn remarks(&self, language: Language) -> Vec<String> {
        let korean = language == Language::Ko;
        let kept = self.kept.iter().map(|kept| match korean {
            true => format!("있던 폴더는 {}에 그대로 옮겨 두었습니다", kept.display()),
            false => format!("what was there is kept in {}", kept.display()),
        });
        let left = self.left.iter().map(|left| match korean {
            true => format!(
                "경고: 전에 남은 {} 폴더를 다 지우지 못했습니다. 결과에는 영향이 없습니다",
                left.display()
            ),
            false => format!(
                "warning: {} is left of an earlier run and could not be deleted as a whole; the results are not touched by it",
                left.display()
            ),
        });
        kept.chain(left).collect()
    }
}

impl Refusal {
    /// What is wrong and the way out, in a language.
    #[must_use]
    pub fn in_language(&self, language: Language) -> String {
        if language == Language::Ko { self.korean() } else { self.english() }
    }

    fn english(&self) -> String {
        const ASIDE: &str = "choose another --out, or say --replace: it moves the folder aside under a dated name and deletes nothing";
        let (what, help) = match self {
            Self::Busy(folder) => (
                format!("another run is writing {} just now", folder.display()),
                "wait for it, or choose another --out",
            ),
            Self::Mixed { folder, names } => (
                format!(
                    "{} holds what its manifest does not list, so it is not replaced: {}",
                    folder.display(),
                    list(names, |more| format!("and {more} more"))
                ),
                ASIDE,
            ),
            Self::NotResults { folder, names } => (
                format!(
                    "{} is there already and is not a results folder of daegi, so it is not replaced: {}",
                    folder.display(),
                    list(names, |more| format!("and {more} more"))
                ),
                ASIDE,
            ),
            Self::Older { folder, version } => (
                format!(
                    "{} was left by a daegi (version {version}) that did not list what belongs to its folders, so it is not replaced",
                    folder.display()
                ),
                ASIDE,
            ),
            Self::OtherKind { folder, kind } => (
                format!(
                    "{} holds results of `{}`, so it is not replaced",
                    folder.display(),
                    kind.command()
                ),
                ASIDE,
            ),
            Self::NotAFolder(path) => (
                format!("{} is there already and is not a folder", path.display()),
                "choose another --out",
            ),
            Self::DeadLink(path) => (
                format!("{} leads through a link to what is not there", path.display()),
                "make the folder that the link names, or choose another --out",
            ),
            Self::NoName(path) => (
                format!(
                    "{} is not a place for a folder: its last part must be a name",
                    path.display()
                ),
                "name a folder to be made, such as out/first",
            ),
            Self::Unreachable { folder, reason } => (
                format!("{} cannot be reached: {reason}", folder.display()),
                "choose another --out",
            ),
            Self::Unwritable { folder, reason } => (
                format!("nothing can be written beside {}: {reason}", folder.display()),
                "results are built beside their place; choose an --out whose parent you may write to",
            ),
            Self::Immovable { folder, reason } => (
                format!("{} cannot be replaced: {reason}", folder.display()),
                "if it is a mount point, choose a folder in it, such as its results/",
            ),
            Self::NoSpace { folder, free } => (
                format!("there is no space for {}: {} kB are free", folder.display(), free / 1000),
                "free some, or choose an --out on another disk",
            ),
        };
        format!("error: {what}\nhelp: {help}")
    }

    fn korean(&self) -> String {
        const ASIDE: &str = "다른 --out을 고르거나 --replace를 쓰세요. 있던 폴더를 날짜를 붙인 이름으로 옮기며 아무것도 지우지 않습니다";
        let (what, help) = match self {
            Self::Busy(folder) => (
                format!("지금 다른 실행이 {}에 쓰고 있습니다", folder.display()),
                "끝나기를 기다리거나 다른 --out을 고르세요",
            ),
            Self::Mixed { folder, names } => (
                format!(
                    "{}에 manifest의 목록에 없는 것이 있어 바꾸지 않습니다: {}",
                    folder.display(),
                    list(names, |more| format!("그 밖에 {more}개"))
                ),
                ASIDE,
            ),
            Self::NotResults { folder, names } => (
                format!(
                    "{}: 이미 있으며 daegi의 결과 폴더가 아니므로 바꾸지 않습니다: {}",
                    folder.display(),
                    list(names, |more| format!("그 밖에 {more}개"))
                ),
                ASIDE,
            ),
            Self::Older { folder, version } => (
                format!(
                    "{}: 폴더에 속한 파일을 적어 두지 않던 daegi(버전 {version})가 남긴 것이므로 바꾸지 않습니다",
                    folder.display()
                ),
                ASIDE,
            ),
            Self::OtherKind { folder, kind } => (
                format!(
                    "{}: `{}`의 결과가 있으므로 바꾸지 않습니다",
                    folder.display(),
                    kind.command()
                ),
                ASIDE,
            ),
            Self::NotAFolder(path) => (
                format!("{}: 이미 있으며 폴더가 아닙니다", path.display()),
                "다른 --out을 고르세요",
            ),
            Self::DeadLink(path) => (
                format!("{}: 없는 곳을 가리키는 링크를 지납니다", path.display()),
                "링크가 가리키는 폴더를 만들거나 다른 --out을 고르세요",
            ),
            Self::NoName(path) => (
                format!(
                    "{}: 폴더를 둘 곳이 아닙니다. 마지막 부분이 이름이어야 합니다",
                    path.display()
                ),
                "out/first처럼 새로 만들 폴더를 적으세요",
            ),
            Self::Unreachable { folder, reason } => (
                format!("{}: 들어갈 수 없습니다: {reason}", folder.display()),
                "다른 --out을 고르세요",
            ),
            Self::Unwritable { folder, reason } => (
                format!("{} 옆에 쓸 수 없습니다: {reason}", folder.display()),
                "결과는 제자리 옆에서 만들어집니다. 윗폴더에 쓸 수 있는 --out을 고르세요",
            ),
            Self::Immovable { folder, reason } => (
                format!("{}: 바꿔 놓을 수 없습니다: {reason}", folder.display()),
                "마운트 지점이라면 그 안의 폴더를 고르세요(예: 그 안의 results/)",
            ),
            Self::NoSpace { folder, free } => (
                format!(
                    "{}: 디스크에 자리가 없습니다. {} kB 남았습니다",
                    folder.display(),
                    free / 1000
                ),
                "자리를 비우거나 다른 디스크의 --out을 고르세요",
            ),
        };
        format!("오류: {what}\n도움말: {help}")
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.english())
    }
}

impl std::error::Error for Refusal {}

/// The first few names, and how many more there are.
fn list(names: &[String], more: impl Fn(usize) -> String) -> String {
    let mut shown: Vec<String> = names.iter().take(NAMED).map(|name| visible(name)).collect();
    if let Some(rest) = names.len().checked_sub(NAMED + 1) {
        shown.push(more(rest + 1));
    }
    shown.join(", ")
}

/// A name of somebody else's file as it can be printed: a terminal obeys control characters.
fn visible(name: &str) -> String {
    name.chars().map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_names_three_and_counts_the_rest() {
        let names: Vec<String> = ["a", "b\u{1b}[2J", "c", "d", "e"].map(str::to_owned).into();
        let refusal = Refusal::Mixed { folder: "out".into(), names };
        assert!(
            refusal.in_language(Language::En).contains("a, b\u{fffd}[2J, c, and 2 more"),
            "{refusal}"
        );
        assert!(refusal.in_language(Language::Ko).contains("그 밖에 2개"));
        assert!(refusal.in_language(Language::En).contains("--replace"));
        assert!(refusal.in_language(Language::Ko).contains("--replace"));
    }
}
