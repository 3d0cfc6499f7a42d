//! The words of what is handed upward: the brief and the slides.

use super::Language;
use crate::results::runs::Runs;

impl Language {
    pub(crate) fn scenario_word(self) -> &'static str {
        self.pick("시나리오", "Scenario")
    }

    pub(crate) fn question_word(self) -> &'static str {
        self.pick("질문", "Question")
    }

    pub(crate) fn against_word(self) -> &'static str {
        self.pick("반대 근거", "Against")
    }

    pub(crate) fn hangs_word(self) -> &'static str {
        self.pick("무엇에 달려 있는가", "What it hangs on")
    }

    pub(crate) fn note_word(self) -> &'static str {
        self.pick("비고", "Note")
    }

    pub(crate) fn command_word(self) -> &'static str {
        self.pick("재현 명령", "Command")
    }

    pub(crate) fn table_word(self) -> &'static str {
        self.pick("표 SHA-256:", "Table SHA-256:")
    }
}

impl Language {
    pub(crate) fn conclusion_word(self) -> &'static str {
        self.pick("결론", "Conclusion")
    }

    pub(crate) fn ground_word(self) -> &'static str {
        self.pick("근거", "Grounds")
    }

    pub(crate) fn certainty_word(self) -> &'static str {
        self.pick("확실성", "How sure")
    }

    pub(crate) fn limits_word(self) -> &'static str {
        self.pick("한계", "Limits")
    }

    pub(crate) fn records_word(self) -> &'static str {
        self.pick("확인할 자료", "Records to ask for")
    }

    /// How many more things of the kind there are.
    pub(crate) fn more(self, count: usize) -> String {
        match self {
            Self::Ko => format!(" 외 {count}건(통합 문서 참조)"),
            Self::En => format!("; {count} more in the workbook"),
        }
    }

    /// How much of what the scenario says is assumed.
    pub(crate) fn rests_on(self, assumed: usize, all: usize) -> String {
        match self {
            Self::Ko => format!(
                "조건부 모의실험이며 예측이 아님: 입력 {all}개 항목 가운데 {assumed}개에 가정이 들어 있음"
            ),
            Self::En => format!(
                "what holds under these inputs, not a forecast: {assumed} of {all} tables of inputs hold an assumption"
            ),
        }
    }

    /// What is worth asking for, by the inputs that move an answer most.
    pub(crate) fn records(self, inputs: &[String]) -> String {
        let list = inputs.join(", ");
        match (self, inputs.is_empty()) {
            (_, true) => String::new(),
            (Self::Ko, false) => format!("결과를 가장 크게 움직이는 입력의 실적 자료: {list}"),
            (Self::En, false) => {
                format!("what was recorded of the inputs that move it most: {list}")
            }
        }
    }

    /// The sources of figures, the first by name.
    pub(crate) fn sources_named(self, named: &[String], all: usize) -> String {
        let list = named.join(" / ");
        let more = all.saturating_sub(named.len());
        match (self, named.is_empty(), more) {
            (_, true, _) => self.no_sources().to_owned(),
            (Self::Ko, false, 0) => format!("자료: {list}."),
            (Self::En, false, 0) => format!("Sources: {list}."),
            (Self::Ko, false, more) => {
                format!("자료: {list} 등(외 {more}건은 통합 문서의 ‘가정과 출처’).")
            }
            (Self::En, false, more) => {
                format!("Sources: {list}; {more} more in the workbook, sheet ‘Assumptions’.")
            }
        }
    }

    /// What stands at the foot of every sheet: what made it.
    pub(crate) fn made_by(self) -> &'static str {
        self.pick(
            "이 문서의 숫자는 모두 같은 결과 폴더의 표에서 만들었음.",
            "Every figure is made from the tables of one results folder.",
        )
    }
}

impl Language {
    /// Where the numbers of a slide can be found.
    pub(crate) fn numbers_stand_in(self, sheet: &str) -> String {
        match self {
            Self::Ko => format!("숫자: 통합 문서(report.ko.xlsx)의 ‘{sheet}’ 시트"),
            Self::En => format!("Numbers: sheet ‘{sheet}’ of the workbook (report.en.xlsx)"),
        }
    }
}

impl Language {
    pub(crate) fn runs_word(self) -> &'static str {
        self.pick("실행 원장", "ledger of runs")
    }

    /// How many runs there were before this one, so that one that was repeated until it pleased shows.
    pub(crate) fn runs(self, runs: &Runs) -> String {
        let Runs { count, others, hash, whole } = runs;
        let short: String = hash.chars().take(12).collect();
        let changed = match (self, whole) {
            (_, true) => "",
            (Self::Ko, false) => " 원장의 줄이 빠졌거나 고쳐졌음.",
            (Self::En, false) => " Lines of the ledger were changed or taken out.",
        };
        match self {
            Self::Ko => format!(
                "이 폴더의 {count}번째 실행, 그 가운데 시나리오·시드·횟수가 다른 실행 {others}번 (runs.jsonl, {short}).{changed}"
            ),
            Self::En => format!(
                "run {count} at this place, {others} of them with another scenario, seed or number of futures (runs.jsonl, {short}).{changed}"
            ),
        }
    }
}
