//! The words of checks: what was observed, beside what futures show.

use super::Language;
use crate::results::{CheckFit, CheckKind};
use crate::words::glossary;

// Facts and what they say of the model.
impl Language {
    pub(crate) fn checks_heading(self) -> &'static str {
        self.pick("모형은 알려진 사실과 맞는가?", "Does the model agree with what is known?")
    }

    pub(crate) fn checks_words(self) -> &'static str {
        self.pick(
            "추정에 쓴 값: 수요를 그 사업의 겹치는 기간에서 추정했거나 입력을 그 사실에서 정했으므로 모형의 검증이 아니다. 기간 전에 나온 말: 출처가 기간보다 앞서므로 관측이 아니다. 같은 사실: 다른 대조의 사실을 다른 꼴로 적은 것으로, 한 번만 센다. 검증용 값: 추정에 쓰지 않은 사실이다. 허용 오차는 발표된 수의 반올림 폭의 절반이다. 선정 과제는 결정된 건수, 수행 중 과제는 배정분을 보유한 과제의 평균 수이다.",
            "Used to set inputs: demand was inferred from a ratio of this programme over a period that overlaps, or inputs were set by this fact, so that it does not test the model. Claim: said before its period began, so that nobody had observed it. Same fact again: that of another check in another form, which counts once. Held out: it was not used. The tolerance is half of what the published value is rounded to. Awards count decisions; running projects are the mean number that hold what they were awarded.",
        )
    }

    pub(crate) fn checks_caption(self, kind: CheckKind) -> &'static str {
        match kind {
            CheckKind::Fitted => self.pick(
                "기준안과 추정에 쓴 값: 맞아야 정상이다.",
                "The baseline and what its inputs were set from: it should agree.",
            ),
            CheckKind::HeldOut => self.pick(
                "기준안과 검증용 값: 틀릴 수도 있었던 대조이다.",
                "The baseline and what was held out: it could have failed.",
            ),
            CheckKind::Claim => self.pick(
                "기준안과 기간 전에 나온 말: 계획이나 예고이며 관측이 아니다.",
                "The baseline and what was said before: a plan or a promise, observed by nobody.",
            ),
            CheckKind::Repeat => self.pick(
                "기준안과 같은 사실: 다른 대조와 따로 세지 않는다.",
                "The baseline and the same fact again: it does not count beside the other check.",
            ),
        }
    }

    pub(crate) fn check_columns(self) -> [&'static str; 7] {
        match self {
            Self::Ko => ["대조", "범위", "관측값", "허용 오차", "중앙값", "90% 범위", "판정"],
            Self::En => {
                ["check", "scope", "observed", "tolerance", "median", "90% range", "verdict"]
            }
        }
    }

    pub(crate) fn site(self) -> &'static str {
        self.pick("전체", "site")
    }

    /// How an observation lies to the futures.
    #[must_use]
    pub fn fit(self, fit: CheckFit) -> &'static str {
        match fit {
            CheckFit::Inside => self.pick("범위 안 ✓", "inside ✓"),
            CheckFit::ByRounding => self.pick("반올림 폭 안에서만 일치", "inside only by rounding"),
            CheckFit::Outside => self.pick("범위 밖 ✗", "outside ✗"),
        }
    }

    /// What a check says of the model.
    #[must_use]
    pub fn kind_of_check(self, kind: CheckKind) -> &'static str {
        match kind {
            CheckKind::Fitted => glossary::FITTED.word(self),
            CheckKind::HeldOut => glossary::HELD_OUT.word(self),
            CheckKind::Claim => self.pick("기간 전에 나온 말", "claim, said before"),
            CheckKind::Repeat => self.pick("같은 사실", "same fact again"),
        }
    }

    /// How many facts that were held out lie inside, inside only by rounding, and outside.
    #[must_use]
    pub fn held_out(self, [inside, rounding, outside]: [usize; 3]) -> String {
        let all = inside + rounding + outside;
        match self {
            Self::Ko => format!(
                "검증용 사실 {all}건: 범위 안 {inside}, 반올림 폭 안에서만 일치 {rounding}, 범위 밖 {outside}"
            ),
            Self::En => format!(
                "Facts held out: {all}; inside {inside}, inside only by rounding {rounding}, outside {outside}"
            ),
        }
    }

    pub(crate) fn no_checks_of_kind(self) -> &'static str {
        self.pick("없음.", "None.")
    }

    pub(crate) fn no_checks(self) -> &'static str {
        self.pick("이 시나리오에는 대조할 관측값이 없다.", "The scenario states no observations.")
    }
}

// Checks month by month, and ratios from which demand was inferred.
impl Language {
    /// How many months were observed.
    #[must_use]
    pub fn months_observed(self, months: usize) -> String {
        match self {
            Self::Ko => format!("{months}개월"),
            Self::En => format!("{months} months"),
        }
    }

    /// How many months lie within the range, and how many only by rounding.
    #[must_use]
    pub fn months_held(self, fits: &[CheckFit]) -> String {
        let count = |fit| fits.iter().filter(|&&one| one == fit).count();
        let (inside, rounding) = (count(CheckFit::Inside), count(CheckFit::ByRounding));
        let by_rounding = match (self, rounding) {
            (_, 0) => String::new(),
            (Self::Ko, _) => format!(", 반올림 폭 안에서만 {rounding}개월"),
            (Self::En, _) => format!(", {rounding} only by rounding"),
        };
        let all = fits.len();
        match self {
            Self::Ko => format!("{all}개월 중 {inside}개월 범위 안{by_rounding}"),
            Self::En => format!("{inside} of {all} months inside{by_rounding}"),
        }
    }

    pub(crate) fn inferred_caption(self) -> &'static str {
        self.pick(
            "수요를 추정한 경쟁률을 모의실험이 되돌려 주는가? (모의 평균 ± 95% 오차)",
            "Do the futures show the ratio from which demand was inferred? (mean of the futures ± 95% error)",
        )
    }

    pub(crate) fn inferred_columns(self) -> [&'static str; 4] {
        match self {
            Self::Ko => ["사업", "관측", "모의 평균", "판정"],
            Self::En => ["programme", "observed", "simulated", "verdict"],
        }
    }

    pub(crate) fn inferred_verdict(self, missed: bool) -> &'static str {
        match missed {
            false => self.pick("5% 안에서 일치", "within 5%"),
            true => self.pick(
                "5% 넘게 어긋남: 실효된 선정, 같은 풀을 쓰는 사업, 회수·연장 규칙을 살필 것",
                "off by more than 5%: look at awards that lapsed, programmes on the same pool, take-back and extension",
            ),
        }
    }
}
