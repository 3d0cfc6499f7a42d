//! The words on who applies and what comes of it.

use super::Language;

impl Language {
    pub(crate) fn classes_heading(self) -> &'static str {
        self.pick("누가 신청하고 누가 선정되는가?", "Who applies, and who wins?")
    }

    pub(crate) fn classes_caption(self) -> &'static str {
        self.pick(
            "모든 사업, 집계 기간 전체. 위: 모의실험의 평균, 아래: 90% 범위. 정지와 중단은 공백을 누가 겪는지 보인다.",
            "All programmes, over the whole window. Above: mean of the futures, below: their central 90%. Suspended and stopped show who bears a gap.",
        )
    }

    pub(crate) fn outputs_heading(self) -> &'static str {
        self.pick("성과는 얼마나 되는가?", "What does it give?")
    }

    pub(crate) fn outputs_words(self) -> &'static str {
        self.pick(
            "집계 기간에 시작한 과제 수(파일이 카드·월당으로 적은 성과는 배정받아 쓴 카드·월)에 성과 비율을 곱한 값이다. 선정되고 시작하지 못한 과제는 세지 않는다. 비율은 지난 선정과 지난 성과를 나란히 놓은 연관일 뿐 인과가 아니며, 앞으로도 같다고 가정한다.",
            "Awards that started in the window (unit-months served, where the file gives outputs by unit-month) times outputs for each; who won and never started counts nothing. The ratio sets past outputs beside past awards: an association, not a cause, and taken to stay as it was.",
        )
    }

    pub(crate) fn outputs_caption(self) -> &'static str {
        self.pick(
            "위: 모의실험의 평균, 아래: 비율의 불확실성을 포함한 90% 범위.",
            "Above: mean of the futures, below: their central 90%, the uncertainty of the ratio included.",
        )
    }
}
