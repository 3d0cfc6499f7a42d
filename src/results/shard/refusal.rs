//! Why shards cannot be joined: in both languages, each with a way out.

use std::fmt;
use std::path::PathBuf;

use super::Part;
use crate::words::Language;

/// What of the studies of two shards differs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Differs {
    /// The version of the program.
    Version,
    /// The scenario: its text, what it is based on, or a log.
    Scenario,
    /// The seed of every draw.
    Seed,
    /// The number of futures.
    Futures,
    /// Whether jobs are played.
    Jobs,
    /// The number of parts into which the study is cut.
    Parts,
}

impl Differs {
    fn in_language(self, language: Language) -> &'static str {
        match self {
            Self::Version => language.pick("프로그램 버전", "the version of the program"),
            Self::Scenario => language.pick("시나리오", "the scenario"),
            Self::Seed => language.pick("시드", "the seed"),
            Self::Futures => language.pick("모의실험 횟수", "the number of futures"),
            Self::Jobs => language.pick("작업 포함 여부", "whether jobs are played"),
            Self::Parts => language.pick("조각의 수", "the number of parts"),
        }
    }
}

/// Why shards cannot be joined.
#[derive(Debug)]
pub enum ShardError {
    /// A folder is no shard.
    NoShard {
        /// The folder.
        folder: PathBuf,
        /// What was found instead.
        reason: String,
    },
    /// A shard is of another study than the first one.
    Foreign {
        /// The folder.
        folder: PathBuf,
        /// The one that it is held against.
        first: PathBuf,
        /// What differs.
        what: Differs,
    },
    /// Two shards are the same part.
    Doubled {
        /// The part.
        part: Part,
        /// One folder.
        first: PathBuf,
        /// The other.
        second: PathBuf,
    },
    /// Parts are missing.
    Lost {
        /// The parts that are missing.
        lost: Vec<u32>,
        /// Number of parts in all.
        of: u32,
    },
    /// A file is not what the shard says that it wrote.
    Changed {
        /// The file.
        file: PathBuf,
    },
    /// The scenario that was read is not the one of which the shards are.
    OtherScenario {
        /// The file.
        file: PathBuf,
    },
}

impl ShardError {
    /// What is wrong and the way out, in a language.
    #[must_use]
    pub fn in_language(&self, language: Language) -> String {
        match language {
            Language::Ko => format!("오류: {}\n도움말: {}", self.korean(), self.help(language)),
            Language::En => format!("error: {}\nhelp: {}", self.english(), self.help(language)),
        }
    }

    fn english(&self) -> String {
        match self {
            Self::NoShard { folder, reason } => {
                format!("{} is not a shard: {reason}", folder.display())
            }
            Self::Foreign { folder, first, what } => format!(
                "{} is not of the same study as {}: {}",
                folder.display(),
                first.display(),
                what.in_language(Language::En)
            ),
            Self::Doubled { part, first, second } => format!(
                "part {} of {} is there twice: {} and {}",
                part.number,
                part.of,
                first.display(),
                second.display()
            ),
            Self::Lost { lost, of } => {
                format!("of {of} parts these are missing: {}", listed(lost))
            }
            Self::Changed { file } => {
                format!("{} was changed or cut after it was written", file.display())
            }
            Self::OtherScenario { file } => format!(
                "{} is not the scenario of these shards: its text, what it is based on, or a log differs",
                file.display()
            ),
        }
    }

    fn korean(&self) -> String {
        match self {
            Self::NoShard { folder, reason } => {
                format!("{}: 조각이 아닙니다 ({reason})", folder.display())
            }
            Self::Foreign { folder, first, what } => format!(
                "{}: {}와 다른 실행의 조각입니다 (다른 것: {})",
                folder.display(),
                first.display(),
                what.in_language(Language::Ko)
            ),
            Self::Doubled { part, first, second } => format!(
                "{}/{}번 조각이 두 번 있습니다: {}, {}",
                part.number,
                part.of,
                first.display(),
                second.display()
            ),
            Self::Lost { lost, of } => format!("{of}조각 가운데 없는 것: {}", listed(lost)),
            Self::Changed { file } => {
                format!("{}: 만들어진 뒤에 바뀌었거나 잘렸습니다", file.display())
            }
            Self::OtherScenario { file } => format!(
                "{}: 이 조각들의 시나리오가 아닙니다 (내용, 바탕이 된 파일, 또는 로그가 다름)",
                file.display()
            ),
        }
    }

    fn help(&self, language: Language) -> &'static str {
        match self {
            Self::NoShard { .. } => language.pick(
                "`daegi run FILE --shard K/N`이 남긴 폴더만 지정하세요",
                "name only folders that `daegi run FILE --shard K/N` has left",
            ),
            Self::Foreign { .. } => language.pick(
                "같은 시나리오, 같은 시드와 횟수, 같은 버전으로 실행한 조각만 합칠 수 있습니다",
                "only parts of the same scenario, seed, number of futures and version can be joined",
            ),
            Self::Doubled { .. } => {
                language.pick("둘 가운데 하나를 빼세요", "leave one of the two out")
            }
            Self::Lost { .. } => language.pick(
                "없는 조각을 다시 실행하거나, --partial로 있는 것만 합치세요",
                "play the missing parts again, or join what is there with --partial",
            ),
            Self::Changed { .. } => {
                language.pick("이 조각을 다시 실행하세요", "play this part again")
            }
            Self::OtherScenario { .. } => language.pick(
                "조각을 실행한 때의 파일을 --scenario로 지정하세요",
                "name the file as it was when the parts were played, with --scenario",
            ),
        }
    }
}

impl fmt::Display for ShardError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.english())
    }
}

impl std::error::Error for ShardError {}

/// Numbers as people write them.
fn listed(numbers: &[u32]) -> String {
    numbers.iter().map(u32::to_string).collect::<Vec<_>>().join(", ")
}
