//! The words on the account of a gap.

use super::Language;
use crate::measures::Response;

impl Language {
    pub(crate) fn gap_heading(self) -> &'static str {
        self.pick("예산 공백의 계산", "The account of the gap")
    }

    pub(crate) fn gap_words(self) -> &'static str {
        self.pick(
            "설치됐으나 임차되지 않은 양 = 공공용으로 비워 둔 양 + 민간에 판매한 양 + 돌아오기를 기다린 양(공공 예산이 찾았으나 아직 민간이 쓰는 카드). 판매 수입은 카드 소유자의 것이며 공공 예산이 아니다. 정지된 양은 선정된 과제 쪽에서 센 것이어서 위의 합에 들지 않는다.",
            "Installed but not leased = held for public use + sold to private firms + waited for (public money asks for the unit, a private firm still has it). What a sale earns is the owner's, not the public's. What was suspended is counted on the side of awarded projects and is no part of that sum.",
        )
    }

    pub(crate) fn gap_caption(self) -> &'static str {
        self.pick(
            "집계 기간 전체. 위: 미래들의 평균, 아래: 같은 미래끼리 견준 기준안과의 차이와 그 95% 구간.",
            "Over the whole window. Above: mean of the futures, below: difference from the baseline, future by future, with its 95% interval.",
        )
    }

    pub(crate) fn gap_title(self) -> &'static str {
        self.pick(
            "임차하지 못한 카드는 어떻게 되었고, 얼마가 벌리고 남았는가?",
            "What became of the cards that no public money leased, and what was earned and left?",
        )
    }

    pub(crate) fn gap_subtitle(self, n: &str, stretch: &str) -> String {
        match self {
            Self::Ko => format!(
                "{stretch} 합계, 미래 {n}개의 평균 · 막대의 길이는 설치됐으나 임차되지 않은 양"
            ),
            Self::En => format!(
                "Sums over {stretch}, mean of {n} futures · a bar is as long as what was installed but not leased"
            ),
        }
    }

    pub(crate) fn gap_note(self) -> &'static str {
        self.pick(
            "판매 수입은 카드 소유자의 것이다. 남은 예산: 금액이 정해진 예산 가운데 쓰지 못한 돈.",
            "What a sale earns is the owner's. Unspent: of fundings of a stated amount, what was not spent.",
        )
    }

    pub(crate) fn gap_panel(self, unit: &str) -> String {
        match self {
            Self::Ko => format!("임차되지 않은 양({unit})"),
            Self::En => format!("Not leased ({unit})"),
        }
    }

    /// A part of what was not leased, or a sum of money, by the name of its response.
    pub(crate) fn gap_word(self, line: Response) -> &'static str {
        match line {
            Response::HeldUnitMonths => self.pick("공공용으로 비워 둠", "held for public use"),
            Response::SoldUnitMonths => self.pick("민간에 판매", "sold to private firms"),
            Response::NoticeUnitMonths => {
                self.pick("돌아오기를 기다림", "waited for, under notice")
            }
            Response::Earned => self.pick("판매 수입", "earned by sale"),
            _ => self.pick("남은 예산", "unspent"),
        }
    }
}
