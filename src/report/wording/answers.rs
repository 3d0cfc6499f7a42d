//! The words around the table of options: its marks, its caption, and what is to be known of all of its numbers.

use super::Language;
use crate::results::answer::Verdict;

/// How an option does by a measure, as one sign. What it says stands in the key below the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// Better.
    Better,
    /// Worse.
    Worse,
    /// Higher, where neither way is better.
    More,
    /// Lower, likewise.
    Less,
    /// No difference, or none that shows.
    Same,
}

impl Mark {
    /// The sign of a verdict.
    #[must_use]
    pub fn of(verdict: Verdict) -> Self {
        match verdict {
            Verdict::Better => Self::Better,
            Verdict::Worse => Self::Worse,
            Verdict::More => Self::More,
            Verdict::Less => Self::Less,
            Verdict::Equal | Verdict::Slight | Verdict::Unclear => Self::Same,
        }
    }

    /// The mark as it is printed.
    #[must_use]
    pub fn sign(self) -> &'static str {
        match self {
            Self::Better => "▲",
            Self::Worse => "▼",
            Self::More => "↑",
            Self::Less => "↓",
            Self::Same => "≈",
        }
    }
}

impl Language {
    /// Over which time and how many futures the table of options is, and what stands in its cells.
    pub(crate) fn table_caption(self, futures: &str, stretch: &str) -> String {
        match self {
            Self::Ko => format!(
                "집계 기간 {stretch}, 모의실험 {futures}회. 칸: 중앙값, 그 아래 90% 범위(5~95백분위)."
            ),
            Self::En => format!(
                "Window {stretch}, {futures} futures. Cells: median, and below it the 90% range (5 to 95%)."
            ),
        }
    }

    /// What the marks of the table say.
    pub(crate) fn table_key(self) -> &'static str {
        self.pick(
            "차이는 같은 모의실험끼리 견준 값. ▲ 나아짐 ▼ 나빠짐 ↑↓ 높음·낮음(좋고 나쁨 없음) ≈ 뚜렷한 차이 없음.",
            "Differences are within the same future. ▲ better ▼ worse ↑↓ higher, lower (neither is better) ≈ no clear difference.",
        )
    }

    pub(crate) fn option_word(self) -> &'static str {
        self.pick("대안", "option")
    }

    /// The error of a finite number of futures, measure by measure.
    pub(crate) fn numerical_error(self, futures: &str, errors: &[(String, String)]) -> String {
        let list: Vec<String> =
            errors.iter().map(|(noun, error)| format!("{noun} ±{error}")).collect();
        match self {
            Self::Ko => format!(
                "수치 오차({futures}회를 돌린 데서 오는 평균 차이의 95% 오차): {}.",
                list.join(", ")
            ),
            Self::En => format!(
                "Numerical error (95%, of the mean difference, from a finite number of {futures} futures): {}.",
                list.join(", ")
            ),
        }
    }

    /// The sentence that says that a study has fewer futures than it was to have.
    pub(crate) fn fewer_than_planned(self, futures: &str, planned: u32) -> String {
        let planned = self.whole(f64::from(planned));
        match self {
            Self::Ko => format!(
                "계획한 모의실험 {planned}회 가운데 {futures}회만의 결과임: 도중에 멈추었거나, 나누어 실행한 부분이 빠짐."
            ),
            Self::En => format!(
                "Of {planned} futures that were planned these results have {futures}: the run was stopped, or parts of it are missing."
            ),
        }
    }

    /// The sentence that says that jobs were left out.
    pub(crate) fn without_jobs(self) -> &'static str {
        self.pick(
            "작업을 빼고 실행함(--no-jobs): 실사용은 알 수 없으며, 다른 값은 그대로임.",
            "Run without jobs (--no-jobs): nothing is known of how much is busy; all else is the same.",
        )
    }

    pub(crate) fn no_block(self) -> &'static str {
        self.pick(
            "이 결과에는 답이 기록되어 있지 않음: 시나리오를 다시 실행하면 기록됨.",
            "These results hold no answer: run the scenario again and they will.",
        )
    }
}
