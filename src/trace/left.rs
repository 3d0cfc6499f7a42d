//! Lines that are no jobs, or not jobs to be played, by reason.

use crate::words::Language;

/// How many line numbers of lines that are left out are kept.
const LINES: usize = 5;

/// Lines that are not played for one reason.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Number of lines.
    pub count: u64,
    /// The first of them.
    pub lines: Vec<u32>,
}

impl Tally {
    /// Counts one more line.
    pub(super) fn add(&mut self, line: u32) {
        self.count += 1;
        if self.lines.len() < LINES {
            self.lines.push(line);
        }
    }
}

/// Why a line of a log is no job that ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reason {
    /// A step of a job that has a line of its own.
    Step,
    /// The line stands for the tasks of an array that have not been split off.
    ArrayParent,
    /// A part of a job that was swapped out, beside a line for the whole.
    Partial,
    /// A part of a job that was swapped out, added to the part before.
    Joined,
    /// A component of a heterogeneous job, added to the first of them.
    Component,
    /// A line that the log already has.
    Repeated,
    /// Still running when the log was written.
    Running,
    /// Not started when the log was written.
    Pending,
    /// Cancelled before it started.
    NeverStarted,
    /// Another partition, queue or state than was asked for.
    NotChosen,
    /// Before or after the slice that was asked for.
    OutsideSlice,
    /// The line states a list of resources, and none of the one that is counted.
    WithoutUnits,
    /// An event of a job that is not its end.
    OtherEvent,
    /// The rest of a text that was broken across lines.
    Continuation,
}

/// Lines that are left out, by reason.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LeftOut {
    /// The reasons that have a line, in the order of [`Reason`].
    pub reasons: Vec<(Reason, Tally)>,
}

impl LeftOut {
    pub(super) fn add(&mut self, reason: Reason, line: u64) {
        let at = match self.reasons.binary_search_by_key(&reason, |(reason, _)| *reason) {
            Ok(at) => at,
            Err(at) => {
                self.reasons.insert(at, (reason, Tally::default()));
                at
            }
        };
        self.reasons[at].1.add(u32::try_from(line).unwrap_or(u32::MAX));
    }

    /// Lines left out for this reason.
    #[must_use]
    pub fn count(&self, reason: Reason) -> u64 {
        self.reasons.iter().find(|(one, _)| *one == reason).map_or(0, |(_, tally)| tally.count)
    }
}

impl Reason {
    /// The reason in words.
    #[must_use]
    pub fn in_language(self, language: Language) -> &'static str {
        let (ko, en) = match self {
            Self::Step => (
                "작업의 단계(step): 작업의 줄이 따로 있음",
                "steps of jobs that have a line of their own",
            ),
            Self::ArrayParent => {
                ("배열 작업의 묶음 줄", "lines that stand for the rest of an array")
            }
            Self::Partial => (
                "중단된 작업의 조각: 전체 줄이 따로 있음",
                "parts of jobs that were swapped out, beside a line for the whole",
            ),
            Self::Joined => (
                "중단된 작업의 조각: 앞 조각에 이어 붙임",
                "parts of jobs that were swapped out, added to the part before",
            ),
            Self::Component => (
                "이종(heterogeneous) 작업의 구성 요소: 첫 요소에 크기를 더함",
                "components of heterogeneous jobs (123+1), their sizes added to the first one",
            ),
            Self::Repeated => {
                ("같은 줄이 또 있음: 한 번만 셈", "lines that stand there twice: counted once")
            }
            Self::Running => {
                ("로그를 뽑을 때 아직 실행 중", "still running when the log was written")
            }
            Self::Pending => {
                ("로그를 뽑을 때 아직 대기 중", "not started when the log was written")
            }
            Self::NeverStarted => ("시작하기 전에 취소됨", "cancelled before they started"),
            Self::NotChosen => ("--only에 맞지 않음", "not what --only asks for"),
            Self::OutsideSlice => ("--from, --to 밖", "outside --from and --to"),
            Self::WithoutUnits => (
                "세는 자원을 쓰지 않은 작업",
                "jobs that hold none of the resource that is counted",
            ),
            Self::OtherEvent => {
                ("작업의 끝이 아닌 기록", "records of something else than the end of a job")
            }
            Self::Continuation => {
                ("여러 줄로 나뉜 글의 나머지", "the rest of a text that was broken across lines")
            }
        };
        if language == Language::Ko { ko } else { en }
    }
}
