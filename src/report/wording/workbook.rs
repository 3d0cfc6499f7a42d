//! The words of the workbook: names of sheets and heads of columns.

use super::Language;
use crate::results::answer::Verdict;

// Names of the sheets.
impl Language {
    pub(crate) fn sheet_summary(self) -> &'static str {
        self.pick("요약", "Summary")
    }

    pub(crate) fn sheet_charts(self) -> &'static str {
        self.pick("그림", "Charts")
    }

    pub(crate) fn sheet_options(self) -> &'static str {
        self.pick("대안별 결과", "Options")
    }

    pub(crate) fn sheet_measures(self) -> &'static str {
        self.pick("전체 지표", "All measures")
    }

    pub(crate) fn sheet_curves(self) -> &'static str {
        self.pick("일별 곡선", "Curves")
    }

    pub(crate) fn sheet_rounds(self) -> &'static str {
        self.pick("공모 회차", "Rounds")
    }

    pub(crate) fn sheet_people(self) -> &'static str {
        self.pick("신청자", "People")
    }

    pub(crate) fn sheet_demand(self) -> &'static str {
        self.pick("신청량 처리", "What was asked for")
    }

    pub(crate) fn sheet_money(self) -> &'static str {
        self.pick("예산", "Money")
    }

    pub(crate) fn sheet_checks(self) -> &'static str {
        self.pick("대조", "Checks")
    }

    pub(crate) fn sheet_assumptions(self) -> &'static str {
        self.pick("가정과 출처", "Assumptions")
    }

    pub(crate) fn sheet_definitions(self) -> &'static str {
        self.pick("용어 정의", "Definitions")
    }

    pub(crate) fn sheet_record(self) -> &'static str {
        self.pick("실행 기록", "Record")
    }

    pub(crate) fn sheet_scenario(self) -> &'static str {
        self.pick("시나리오", "Scenario")
    }
}

// Heads of the columns.
impl Language {
    pub(crate) fn options_columns(self) -> [&'static str; 15] {
        match self {
            Self::Ko => [
                "지표",
                "대안",
                "중앙값",
                "5%",
                "95%",
                "평균",
                "판정",
                "차이 중앙값",
                "차이 5%",
                "차이 95%",
                "높은 횟수",
                "낮은 횟수",
                "견준 횟수",
                "위로(95%−중앙값)",
                "아래로(중앙값−5%)",
            ],
            Self::En => [
                "Measure",
                "Option",
                "Median",
                "5%",
                "95%",
                "Mean",
                "Verdict",
                "Difference, median",
                "Difference, 5%",
                "Difference, 95%",
                "Futures above",
                "Futures below",
                "Futures compared",
                "Up (95% − median)",
                "Down (median − 5%)",
            ],
        }
    }

    pub(crate) fn measures_columns(self) -> [&'static str; 8] {
        match self {
            Self::Ko => ["지표", "범위", "대안", "횟수", "평균", "5%", "중앙값", "95%"],
            Self::En => ["Measure", "Scope", "Option", "Futures", "Mean", "5%", "Median", "95%"],
        }
    }

    pub(crate) fn rounds_columns(self) -> [&'static str; 16] {
        match self {
            Self::Ko => [
                "사업",
                "대안",
                "회차 개시",
                "마감",
                "구분",
                "횟수",
                "신청 건수",
                "선정 규모",
                "선정 건수",
                "경쟁률 평균",
                "경쟁률 5%",
                "경쟁률 중앙값",
                "경쟁률 95%",
                "위로(95%−중앙값)",
                "아래로(중앙값−5%)",
                "집계 기간",
            ],
            Self::En => [
                "Programme",
                "Option",
                "Opens",
                "Closes",
                "Kind",
                "Futures",
                "Applications",
                "Places",
                "Awards",
                "Competition, mean",
                "Competition, 5%",
                "Competition, median",
                "Competition, 95%",
                "Up (95% − median)",
                "Down (median − 5%)",
                "In the window",
            ],
        }
    }

    pub(crate) fn people_columns(self) -> [&'static str; 5] {
        match self {
            Self::Ko => ["사업", "대안", "새로 온 사람", "다른 사업에서 옴", "다른 사업으로 감"],
            Self::En => ["Programme", "Option", "Came newly", "Moved in", "Moved out"],
        }
    }

    pub(crate) fn money_columns(self) -> [&'static str; 3] {
        match self {
            Self::Ko => ["예산", "대안", "금액 미정(드는 만큼)"],
            Self::En => ["Funding", "Option", "No amount stated"],
        }
    }

    pub(crate) fn checks_columns(self) -> [&'static str; 9] {
        match self {
            Self::Ko => {
                ["구분", "대조", "범위", "관측값", "허용 오차(±)", "5%", "중앙값", "95%", "판정"]
            }
            Self::En => [
                "Kind",
                "Check",
                "Scope",
                "Observed",
                "Tolerance (±)",
                "5%",
                "Median",
                "95%",
                "Verdict",
            ],
        }
    }

    pub(crate) fn assumptions_sheet_columns(self) -> [&'static str; 8] {
        match self {
            Self::Ko => [
                "구분",
                "항목",
                "시나리오의 표",
                "가장 크게 움직이는 답(순위상관)",
                "차이의 방향이 바뀌는 값(회귀직선)",
                "출처",
                "담당과 다시 살필 날",
                "대안",
            ],
            Self::En => [
                "Kind",
                "Item",
                "Table of the scenario",
                "Moves most (rank correlation)",
                "Sign of the difference turns (least-squares line)",
                "Source",
                "Owner and review",
                "Option",
            ],
        }
    }

    pub(crate) fn item_word(self) -> &'static str {
        self.pick("항목", "Item")
    }

    pub(crate) fn content_word(self) -> &'static str {
        self.pick("내용", "Content")
    }

    pub(crate) fn pool_word(self) -> &'static str {
        self.pick("풀", "Pool")
    }

    pub(crate) fn date_word(self) -> &'static str {
        self.pick("날짜", "Date")
    }

    pub(crate) fn mean_word(self) -> &'static str {
        self.pick("평균", "mean")
    }

    pub(crate) fn stretch_word(self) -> &'static str {
        self.pick("기간", "Period")
    }

    pub(crate) fn word_and_meaning(self) -> [&'static str; 2] {
        match self {
            Self::Ko => ["용어", "뜻"],
            Self::En => ["Term", "Meaning"],
        }
    }
}

// Words in cells and titles.
impl Language {
    /// A verdict in words.
    pub(crate) fn verdict(self, verdict: Verdict) -> &'static str {
        match verdict {
            Verdict::Better => self.pick("나아짐", "better"),
            Verdict::Worse => self.pick("나빠짐", "worse"),
            Verdict::More => self.pick("높음", "higher"),
            Verdict::Less => self.pick("낮음", "lower"),
            Verdict::Equal => self.pick("같음", "equal"),
            Verdict::Slight => self.pick("사실상 같음", "practically the same"),
            Verdict::Unclear => self.pick("차이가 드러나지 않음", "no difference that shows"),
        }
    }

    /// What kind of call a round is: regular, one more, or of declined places.
    pub(crate) fn kind_of_round(self, extra: bool, top_up: bool) -> &'static str {
        match (extra, top_up) {
            (_, true) => self.pick("포기분 재공모", "of declined places"),
            (true, _) => self.pick("추가 공모", "extra"),
            _ => self.pick("정기", "regular"),
        }
    }

    pub(crate) fn yes(self, yes: bool) -> &'static str {
        if yes { self.pick("예", "yes") } else { self.pick("아니오", "no") }
    }

    /// What the people of the sheet are: at the end of the calendar, on average.
    pub(crate) fn people_title(self, programme: &str) -> String {
        match self {
            Self::Ko => format!("{programme}: 온 사람은 마지막 날 어디에 있는가(모의실험 평균)"),
            Self::En => format!("{programme}: where everybody is in the end (mean of futures)"),
        }
    }

    /// A kind of evidence, by its name in the register.
    #[must_use]
    pub fn class_of_evidence(self, class: &str) -> &'static str {
        match class {
            "fact" => self.pick("사실", "fact"),
            "inference" => self.pick("추론", "inference"),
            "expert" => self.pick("전문가 판단", "expert"),
            _ => self.pick("임시 가정", "placeholder"),
        }
    }
}
