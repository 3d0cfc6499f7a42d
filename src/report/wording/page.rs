//! The words on the page.

use super::{Currency, Language};
use crate::measures::{Response, Scale};
use crate::results::SourceEntry;
use crate::words::{glossary, words};

// Headings and words of the page as a whole.
impl Language {
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

// The summary: every response by option.
impl Language {
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
}

// Definitions: every ratio and what it is of what.
impl Language {
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
}

// Assumptions and sources, and who answers for them.
impl Language {
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

    /// The heads of the table of assumptions.
    pub(crate) fn assumption_columns(self) -> [&'static str; 3] {
        match self {
            Self::Ko => ["항목", "움직이는 답", "출처"],
            Self::En => ["item", "moves", "source"],
        }
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
}

// How the results are made again.
impl Language {
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
}
