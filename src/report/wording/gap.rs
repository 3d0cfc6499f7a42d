//! The words on the account of a gap.

use std::borrow::Cow;

use super::Language;
use crate::measures::Response;

impl Language {
    pub(crate) fn gap_heading(self) -> &'static str {
        self.pick("임차하지 못한 카드는 어떻게 되었는가?", "What became of what was not leased?")
    }

    pub(crate) fn gap_words(self) -> &'static str {
        self.pick(
            "설치됐으나 임차되지 않은 양 = 공공용으로 보유한 양 + 민간에 판매한 양 + 반환을 기다린 양(공공 예산이 찾았으나 아직 민간이 쓰는 것). 판매 수입은 소유자의 것이며 공공 예산이 아니다. 정지된 양은 선정된 과제 쪽에서 센 것이어서 위의 합에 들지 않는다.",
            "Installed but not leased = held for public use + sold to private firms + waited for (public money asks for the unit, a private firm still has it). What a sale earns is the owner's, not the public's. What was suspended is counted on the side of awarded projects and is no part of that sum.",
        )
    }

    pub(crate) fn gap_caption(self) -> &'static str {
        self.pick(
            "집계 기간 전체. 위: 모의실험의 평균, 아래: 같은 모의실험끼리 견준 기준안과의 차이와 그 95% 구간.",
            "Over the whole window. Above: mean of the futures, below: difference from the baseline, future by future, with its 95% interval.",
        )
    }

    pub(crate) fn gap_subtitle(self, n: &str, stretch: &str) -> String {
        match self {
            Self::Ko => format!(
                "임차하지 못한 물량은 어떻게 되었는가? {stretch} 합계 · 모의실험 {n}회 평균"
            ),
            Self::En => format!(
                "What became of what no public money leased? Sums over {stretch}, mean of {n} futures"
            ),
        }
    }

    pub(crate) fn gap_note(self) -> &'static str {
        self.pick(
            "반환 대기: 공공 예산이 찾았으나 아직 민간이 쓰는 것.",
            "Under notice: public money asks for it, and a private firm still has it.",
        )
    }

    /// Why there is no chart of the gap.
    pub(crate) fn no_gap(self) -> &'static str {
        self.pick(
            "미임차 그림은 만들지 않았다: 설치된 것이 모두 임차되었다.",
            "No chart of what is not leased is made: all that is installed is leased.",
        )
    }

    pub(crate) fn same_gap(self) -> &'static str {
        self.pick(
            "미임차 그림은 만들지 않았다: 미임차 물량이 모든 대안에서 같다.",
            "No chart of what is not leased is made: it is the same under every option.",
        )
    }

    pub(crate) fn gap_panel(self, unit: &str) -> String {
        match self {
            Self::Ko => format!("미임차 물량({unit})"),
            Self::En => format!("Not leased ({unit})"),
        }
    }

    /// A part of what was not leased.
    pub(crate) fn gap_word(self, cause: Response, unit: &str) -> Cow<'static, str> {
        let word = match cause {
            Response::HeldUnitMonths => self.pick("공공용 보유", "held for public use"),
            Response::SoldUnitMonths => self.pick("민간 판매", "sold to private firms"),
            Response::NoticeUnitMonths => self.pick("반환 대기", "waited for, under notice"),
            other => return self.measure(other, unit),
        };
        word.into()
    }
}
