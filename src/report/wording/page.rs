//! The words on the page.

use super::Language;
use super::responses::subject_particle;
use crate::measures::{Response, Scale};

/// One response of one pool or programme: a level, or a difference from the baseline.
#[derive(Clone, Debug)]
pub(crate) struct Clause {
    pub(crate) response: Response,
    pub(crate) scope: String,
    pub(crate) mean: f64,
    /// Ends of the 95 % interval of the mean; none with a single future.
    pub(crate) ends: Option<(f64, f64)>,
}

impl Language {
    /// A value of a response.
    pub(crate) fn response_value(self, response: Response, value: f64) -> String {
        match response.row().scale {
            Scale::Percent => self.percent(value),
            Scale::ToOne | Scale::Petaflops => self.decimal(value, 2),
            Scale::Hours | Scale::Days | Scale::Months => self.decimal(value, 1),
            Scale::Won => self.won(value),
            _ => self.amount(value),
        }
    }

    pub(crate) fn range(self, low: &str, high: &str) -> String {
        format!("{low}–{high}")
    }

    /// A level, for the first answer: HPC 설치 대비 할당 81.8%.
    pub(crate) fn level(self, clause: &Clause) -> String {
        let value = self.response_value(clause.response, clause.mean);
        if clause.response == Response::MeanWait {
            return match self {
                Self::Ko => format!("{} 선정 뒤 시작까지 평균 {value}일 대기", clause.scope),
                Self::En => {
                    format!("{} waits {value} days on average from award to start", clause.scope)
                }
            };
        }
        if self.is_amount(clause.response) {
            let value = self.quantity(clause.response, clause.mean);
            return format!("{} {} {value}", clause.scope, self.measure(clause.response));
        }
        format!("{} {} {value}", clause.scope, self.measure(clause.response))
    }

    /// Whether a response is an amount rather than a ratio: its unit needs saying.
    fn is_amount(self, response: Response) -> bool {
        matches!(response.row().scale, Scale::UnitMonths | Scale::Cases)
    }

    /// A difference, for the first answer: HPC 설치 대비 할당이 평균 3.5%p 낮다 (95% 구간 …).
    pub(crate) fn change(self, clause: &Clause) -> String {
        let (times, decimals, unit) = match clause.response.row().scale {
            Scale::Percent => (100.0, 1, self.pick("%p", " percentage points")),
            Scale::ToOne => (1.0, 2, ""),
            _ => (1.0, 1, ""),
        };
        let size = self.decimal(clause.mean.abs() * times, decimals);
        let measure = self.measure(clause.response);
        let higher = clause.mean > 0.0;
        let ends = clause.ends.map(|(low, high)| {
            let [low, high] = [low, high].map(|end| self.signed(end * times, decimals));
            match self {
                Self::Ko => format!(" (95% 구간 {low} ~ {high}{unit})"),
                Self::En => format!(" (95% interval {low} to {high})"),
            }
        });
        let ends = ends.unwrap_or_default();
        if self.is_amount(clause.response) {
            let (scope, size) = (&clause.scope, self.distance(clause.response, clause.mean));
            let way = self.way(clause.response, higher);
            return match self {
                Self::Ko => {
                    let is = subject_particle(measure);
                    format!("{scope} {measure}{is} 평균 {size} {way}다{ends}")
                }
                Self::En => format!("{scope} {measure} {size} {way} on average{ends}"),
            };
        }
        match self {
            Self::Ko => {
                let way = if higher { "높다" } else { "낮다" };
                let is = subject_particle(measure);
                format!("{} {measure}{is} 평균 {size}{unit} {way}{ends}", clause.scope)
            }
            Self::En => {
                let way = if higher { "higher" } else { "lower" };
                format!("{} {measure} {size}{unit} {way} on average{ends}", clause.scope)
            }
        }
    }

    /// Clauses as one sentence.
    pub(crate) fn sentence(self, clauses: &[String]) -> String {
        format!("{}.", clauses.join("; "))
    }

    pub(crate) fn no_difference(self) -> &'static str {
        self.pick(
            "이 비율들은 기준안과 다르다고 할 수 없다(적힌 자릿수에서는 차이의 95% 구간이 모두 0에 닿는다).",
            "these ratios differ from the baseline by nothing that these futures could show (every 95% interval reaches zero, as written).",
        )
    }

    pub(crate) fn answer_heading(self) -> &'static str {
        self.pick("첫 답", "A first answer")
    }

    /// Above the sentence of each alternative.
    pub(crate) fn more_heading(self) -> &'static str {
        self.pick("대안별로 보면", "Alternative by alternative")
    }

    /// What the baseline is called where the scenario does not say.
    pub(crate) fn baseline(self) -> &'static str {
        self.pick("기준안", "baseline")
    }

    pub(crate) fn basis(self, n: &str, stretch: &str, compared: bool) -> String {
        let spread = self.pick(
            "미래마다 다른 정도는 아래 요약 표의 중앙 90% 구간에 있다.",
            "How far futures differ is the central 90% in the summary below.",
        );
        let differences = match self {
            _ if !compared => "",
            Self::Ko => {
                " 대안은 같은 미래끼리 견준 기준안과의 차이이며, 항목마다 가장 크게 달라지는 자원이나 사업 하나를 적었다. 95% 구간은 미래의 개수가 유한한 데서 오는 오차이다."
            }
            Self::En => {
                " Alternatives are given as differences from the baseline, future by future, of each measure the pool or programme that it moves most. The 95% interval is the error of a finite number of futures."
            }
        };
        match self {
            Self::Ko => format!("관측 기간 {stretch}, 미래 {n}개의 평균.{differences} {spread}"),
            Self::En => format!("Window {stretch}, mean of {n} futures.{differences} {spread}"),
        }
    }

    pub(crate) fn charts_heading(self) -> &'static str {
        self.pick("그림", "Charts")
    }

    pub(crate) fn summary_heading(self) -> &'static str {
        self.pick("요약", "Summary")
    }

    pub(crate) fn summary_caption(self) -> &'static str {
        self.pick(
            "관측 기간 전체. 위: 미래들의 평균, 아래: 미래들의 중앙 90% 구간.",
            "Over the whole window. Above: mean of the futures, below: their central 90%.",
        )
    }

    pub(crate) fn response_word(self) -> &'static str {
        self.pick("지표", "Measure")
    }

    pub(crate) fn checks_heading(self) -> &'static str {
        self.pick("관측과의 대조", "Held against observations")
    }

    pub(crate) fn checks_words(self) -> &'static str {
        self.pick(
            "맞춘 값: 수요를 그 사업의 겹치는 기간에서 추정했거나 입력을 정하는 데 썼으므로 모형의 검증이 아니다. 미리 한 말: 출처가 기간보다 앞서므로 관측이 아니다. 같은 사실: 다른 대조의 사실을 다른 꼴로 적은 것으로, 한 번만 센다. 따로 둔 값: 추정에 쓰지 않은 사실이다. ±는 발표값의 반올림 폭이다. 선정 과제는 결정된 건수, 수행 중 과제는 카드를 쥔 과제의 평균 수이고, 경쟁률은 건수(신청 ÷ 자리) 또는 카드(신청 장수 ÷ 내놓은 장수)로 센다. 발표된 수가 어느 쪽인지 모르면 대조의 `response`를 바꾸어 견준다.",
            "Fitted: demand was inferred from a ratio of this programme over a period that overlaps, or inputs were set by it, so that it does not test the model. Claim: said before its period began, so it is no observation. Same fact again: that of another check in another form, which counts once. Held out: not used. ± is what rounding of the published value leaves open. Awards count decisions; running projects are the mean number that hold cards; competition is by count (applications ÷ places) or by cards (asked for ÷ offered). Where a published figure may be either, the key `response` of the check is the switch.",
        )
    }

    pub(crate) fn checks_caption(self) -> &'static str {
        self.pick("기준안의 미래들과 관측값", "The futures of the baseline and what was observed")
    }

    pub(crate) fn check_columns(self) -> [&'static str; 7] {
        match self {
            Self::Ko => ["대조", "범위", "관측", "중앙값", "중앙 90%", "판정", "구분"],
            Self::En => {
                ["check", "scope", "observed", "median", "central 90%", "verdict", "kind"]
            }
        }
    }

    pub(crate) fn site(self) -> &'static str {
        self.pick("전체", "site")
    }

    /// Where an observation lies, by the words of the table.
    #[must_use]
    pub fn verdict(self, words: &str) -> &'static str {
        match words {
            "inside" => self.pick("구간 안 ✓", "inside ✓"),
            "inside only by rounding" => self.pick("반올림해야 구간 안 ~", "inside only by rounding ~"),
            "outside" => self.pick("구간 밖 ✗", "outside ✗"),
            _ => "",
        }
    }

    /// How far a published value may be off by rounding, in what its response is counted in.
    pub(crate) fn tolerance(self, response: Option<Response>, off: f64) -> String {
        if response.is_some_and(|response| response.row().scale == Scale::Percent) {
            let points = (off * 10_000.0).round() / 100.0;
            return format!(" ±{points}{}", self.pick("%p", " points"));
        }
        format!(" ±{off}")
    }

    /// What a check says of the model, by the word of the table.
    #[must_use]
    pub fn kind_of_check(self, kind: &str) -> &'static str {
        match kind {
            "fitted" => self.pick("맞춘 값", "fitted"),
            "claim" => self.pick("미리 한 말", "claim, said before"),
            "repeat" => self.pick("같은 사실", "same fact again"),
            _ => self.pick("따로 둔 값", "held out"),
        }
    }

    /// How many facts that were held out lie inside, inside only by rounding, and outside.
    #[must_use]
    pub fn held_out(self, [inside, rounding, outside]: [usize; 3]) -> String {
        let all = inside + rounding + outside;
        match self {
            Self::Ko => format!(
                "따로 둔 사실 {all}건: 구간 안 {inside}, 반올림해야 구간 안 {rounding}, 구간 밖 {outside}"
            ),
            Self::En => format!(
                "Facts held out: {all}; inside {inside}, inside only by rounding {rounding}, outside {outside}"
            ),
        }
    }

    pub(crate) fn no_checks(self) -> &'static str {
        self.pick("이 시나리오에는 대조할 관측값이 없다.", "The scenario states no observations.")
    }

    pub(crate) fn definitions_heading(self) -> &'static str {
        self.pick("비율의 정의", "What each ratio means")
    }

    /// Every ratio and what it is of what.
    pub(crate) fn definitions(self) -> Vec<(String, &'static str)> {
        let ratio = |one: Response| format!("{} = {}", self.measure(one), self.formula(one));
        let places = self.pick(
            "자리 대비 신청(경쟁률) = 신청 ÷ 자리",
            "applications of places (competition) = applications ÷ places",
        );
        vec![
            (ratio(Response::LeasedOfInstalled), self.pick(
                "설치된 장비 가운데 예산으로 임차한 몫. 두 양을 관측 기간에 걸쳐 적분하여 나눈다. 아래의 비율도 같다.",
                "The part of what is physically there that money pays for. Both are integrated over the window, then divided; so are the ratios below.",
            )),
            (ratio(Response::AllocatedOfLeased), self.pick(
                "임차한 장비 가운데 선정된 과제가 점유한 몫. 임차가 줄면 분모도 줄어, 이용이 그대로여도 높아진다.",
                "The part of what is leased that awarded projects hold. When less is leased its denominator falls with it, so that it rises without any more use.",
            )),
            (ratio(Response::AllocatedOfInstalled), self.pick(
                "설치된 장비 가운데 선정된 과제가 점유한 몫. 임차하지 못한 장비도 분모에 든다.",
                "The part of what is physically there that awarded projects hold; what could not be leased counts in the denominator.",
            )),
            (ratio(Response::BusyOfAllocated), self.pick(
                "과제가 점유한 장비 가운데 작업이 실제로 돌고 있는 몫.",
                "The part of what projects hold on which a job runs.",
            )),
            (ratio(Response::BusyOfInstalled), self.pick(
                "설치된 장비 가운데 작업이 실제로 돌고 있는 몫. 위 세 비율의 곱(설치 대비 임차 × 임차 대비 할당 × 할당 대비 실사용).",
                "The part of what is physically there on which a job runs: the product of leased of installed, allocated of leased and busy of allocated.",
            )),
            (self.pick(
                "할당(실사용)된 카드 한 시간의 비용 = 비용 ÷ 할당(실사용) 시간",
                "cost of an allocated (busy) card-hour = cost ÷ hours allocated (busy)",
            ).to_owned(), self.pick(
                "비용 = 임차료 + 외상 + 운영비 + 전기료 + 구매가의 정액 감가분. 임차했으나 놀린 카드의 비용도 든다. 전기료와 구매는 시나리오에 단가가 있을 때만 든다.",
                "Cost = leases + credit + running + electricity + the straight-line share of what was bought, of all units, idle ones too. Electricity and purchases count where the scenario states their price.",
            )),
            (places.to_owned(), self.pick(
                "관측 기간에 마감한 모집 전체의 신청 수를 자리 수로 나눈 값. 한 자리는 과제 하나이며, 다시 신청하면 다시 센다.",
                "Applications over places, pooled over the rounds that closed in the window. A place is an offer of one project; who applies again is counted again.",
            )),
        ]
    }

    pub(crate) fn assumptions_heading(self) -> &'static str {
        self.pick("가정", "Assumptions")
    }

    pub(crate) fn assumptions_caption(self) -> &'static str {
        self.pick(
            "출처에 가정이라고 적은 항목. 경로는 시나리오 파일의 표이다.",
            "What the scenario says is assumed. Paths are tables of the scenario file.",
        )
    }

    pub(crate) fn no_assumptions(self) -> &'static str {
        self.pick("가정이라고 적은 항목이 없다.", "The scenario calls nothing assumed.")
    }

    pub(crate) fn sources_heading(self) -> &'static str {
        self.pick("출처", "Sources")
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
            Self::Ko => ["경로", "출처"],
            Self::En => ["path", "source"],
        }
    }

    pub(crate) fn again_heading(self) -> &'static str {
        self.pick("다시 만들기", "Make it again")
    }

    pub(crate) fn again_words(self) -> &'static str {
        self.pick(
            "같은 판의 프로그램과 같은 시나리오로 이 명령을 실행하면 같은 표가 나온다.",
            "With the same version and the same scenario this command gives the same tables.",
        )
    }

    pub(crate) fn version_word(self) -> &'static str {
        self.pick("판", "version")
    }

    pub(crate) fn seed_word(self) -> &'static str {
        self.pick("난수 씨앗", "seed")
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_difference_reads_as_people_say_it() {
        let clause = Clause {
            response: Response::AllocatedOfInstalled,
            scope: "HPC".to_owned(),
            mean: -0.035,
            ends: Some((-0.037, -0.033)),
        };
        let ko = "HPC 설치 대비 할당이 평균 3.5%p 낮다 (95% 구간 −3.7 ~ −3.3%p)";
        assert_eq!(Language::Ko.change(&clause), ko);
        let en = "HPC allocated of installed 3.5 percentage points lower on average (95% interval −3.7 to −3.3)";
        assert_eq!(Language::En.change(&clause), en);
    }
}
