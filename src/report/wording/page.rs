//! The words on the page.

use super::{Currency, Language};
use crate::measures::{Response, Scale};
use crate::results::{CheckFit, CheckKind, SourceEntry};
use crate::words::{glossary, words};

impl Language {
    /// A value of a response.
    pub(crate) fn response_value(
        self,
        currency: Currency,
        response: Response,
        value: f64,
    ) -> String {
        match response.row().scale {
            Scale::Percent => self.percent(value),
            Scale::ToOne | Scale::Petaflops => self.decimal(value, 2),
            Scale::Hours | Scale::Days | Scale::Months => self.decimal(value, 1),
            Scale::Won => self.money(currency, value),
            _ => self.amount(value),
        }
    }

    pub(crate) fn range(self, low: &str, high: &str) -> String {
        format!("{low}–{high}")
    }

    pub(crate) fn answer_heading(self) -> &'static str {
        self.pick("답은 무엇인가?", "What is the answer?")
    }

    pub(crate) fn charts_heading(self) -> &'static str {
        self.pick("그림으로는 어떻게 보이는가?", "What do the charts show?")
    }

    /// The words before the charts that are files beside the page.
    pub(crate) fn appendix_words(self) -> &'static str {
        self.pick(
            "이 문서에 싣지 않은 부록 그림",
            "Charts of the appendix, which are not on this page",
        )
    }

    pub(crate) fn summary_heading(self) -> &'static str {
        self.pick("지표마다 얼마인가?", "How much is each measure?")
    }

    pub(crate) fn summary_caption(self) -> &'static str {
        self.pick(
            "집계 기간 전체. 위: 모의실험의 평균, 아래: 90% 범위(5~95백분위).",
            "Over the whole window. Above: mean of the futures, below: their 90% range (5 to 95%).",
        )
    }

    pub(crate) fn response_word(self) -> &'static str {
        self.pick("지표", "Measure")
    }

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

    pub(crate) fn definitions_heading(self) -> &'static str {
        self.pick("각 비율은 무엇을 무엇으로 나눈 값인가?", "What is each ratio of what?")
    }

    /// Every ratio and what it is of what.
    pub(crate) fn definitions(self, unit: &str) -> Vec<(String, &'static str)> {
        let ratio = |one: Response| format!("{} = {}", self.measure(one, unit), self.formula(one));
        let places =
            self.pick("경쟁률 = 신청 건수 ÷ 선정 규모", "competition = applications ÷ places");
        let hour = words(
            "배정(실사용)된 카드 한 시간의 비용 = 비용 ÷ 배정(실사용) 시간",
            "cost of an allocated (busy) card-hour = cost ÷ hours allocated (busy)",
        );
        let hour = self.said_of(hour, unit);
        [
            (ratio(Response::LeasedOfInstalled), glossary::LEASED_OF_INSTALLED),
            (ratio(Response::AllocatedOfLeased), glossary::ALLOCATED_OF_LEASED),
            (ratio(Response::AllocatedOfInstalled), glossary::ALLOCATED_OF_INSTALLED),
            (ratio(Response::BusyOfAllocated), glossary::BUSY_OF_ALLOCATED),
            (ratio(Response::BusyOfInstalled), glossary::BUSY_OF_INSTALLED),
            (hour.into_owned(), glossary::COST_PER_HOUR),
            (places.to_owned(), glossary::COMPETITION),
        ]
        .map(|(name, term)| (name, term.meaning(self)))
        .into()
    }

    pub(crate) fn assumptions_heading(self) -> &'static str {
        self.pick("무엇을 가정했는가?", "What is assumed?")
    }

    pub(crate) fn assumptions_caption(self) -> &'static str {
        self.pick(
            "출처에 가정이라고 적은 항목. 답을 크게 움직이는 것부터 적었다(순위상관).",
            "What the scenario says is assumed, first what moves an answer most (rank correlation).",
        )
    }

    pub(crate) fn no_assumptions(self) -> &'static str {
        self.pick("가정이라고 적은 항목이 없다.", "The scenario calls nothing assumed.")
    }

    pub(crate) fn sources_heading(self) -> &'static str {
        self.pick("수치는 어디에서 왔는가?", "Where do the figures come from?")
    }

    pub(crate) fn sources_caption(self) -> &'static str {
        self.pick(
            "시나리오의 표마다 적힌 출처. 위의 가정에 이미 적은 것은 뺐다.",
            "What each table of the scenario says of its source; those among the assumptions are left out.",
        )
    }

    pub(crate) fn no_sources(self) -> &'static str {
        self.pick(
            "가정 밖에 적힌 출처가 없다.",
            "The scenario names no source beyond its assumptions.",
        )
    }

    pub(crate) fn source_columns(self) -> [&'static str; 2] {
        match self {
            Self::Ko => ["항목", "출처"],
            Self::En => ["item", "source"],
        }
    }

    pub(crate) fn again_heading(self) -> &'static str {
        self.pick("어떻게 다시 만드는가?", "How is it made again?")
    }

    pub(crate) fn again_words(self) -> &'static str {
        self.pick(
            "같은 버전의 프로그램과 같은 시나리오로 이 명령을 실행하면 같은 표가 나온다.",
            "With the same version and the same scenario this command gives the same tables.",
        )
    }

    pub(crate) fn version_word(self) -> &'static str {
        self.pick("버전", "version")
    }

    pub(crate) fn seed_word(self) -> &'static str {
        self.pick("난수 시드", "seed")
    }

    pub(crate) fn digest_word(self) -> &'static str {
        self.pick("시나리오 SHA-256", "scenario SHA-256")
    }

    pub(crate) fn base_word(self) -> &'static str {
        self.pick("바탕 시나리오", "based on")
    }

    pub(crate) fn log_word(self) -> &'static str {
        self.pick("작업 로그", "log of jobs")
    }

    pub(crate) fn platform_word(self) -> &'static str {
        self.pick("실행 환경", "platform")
    }

    /// The heads of the table of assumptions.
    pub(crate) fn assumption_columns(self) -> [&'static str; 3] {
        match self {
            Self::Ko => ["항목", "움직이는 답", "출처"],
            Self::En => ["item", "moves", "source"],
        }
    }

    /// Who answers for a source, and when it is looked at again; empty: the scenario does not say.
    pub(crate) fn care(self, one: &SourceEntry) -> String {
        let owner = one
            .owner
            .as_ref()
            .map(|owner| format!("{}: {}", self.pick("담당", "owner"), owner.in_language(self)));
        let review = one.review.as_ref().map(|day| {
            let over = match one.review_over {
                true => self.pick(
                    "(파일의 가장 늦은 사실보다 앞섬: 살필 날이 지났다)",
                    " (before the latest fact of the file: the review is over)",
                ),
                false => "",
            };
            format!("{}: {day}{over}", self.pick("다시 살필 날", "review"))
        });
        owner.into_iter().chain(review).collect::<Vec<_>>().join("; ")
    }

    pub(crate) fn contents(self) -> &'static str {
        self.pick("목차", "Contents")
    }

    pub(crate) fn data_heading(self) -> &'static str {
        self.pick("원자료는 어디에 있는가?", "Where is the data?")
    }

    pub(crate) fn data_words(self) -> &'static str {
        self.pick(
            "이 파일과 같은 폴더의 tables에 있다. 열의 단위와 뜻은 manifest.json에 있다.",
            "In the folder tables beside this file; manifest.json has the unit and meaning of each column.",
        )
    }

    pub(crate) fn text_heading(self) -> &'static str {
        self.pick("시나리오 파일 전문", "The whole text of the scenario")
    }
}
