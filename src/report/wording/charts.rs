//! The words on the charts.

use super::findings::of_pool;
use super::{Called, Language};
use crate::measures::{Response, Scale};
use crate::words::UNIT;

// Words of every chart.
impl Language {
    /// The line that says where a chart comes from.
    pub(crate) fn source(
        self,
        scenario: &str,
        version: &str,
        seed: u64,
        replications: u32,
        digest: &str,
    ) -> String {
        let futures = self.whole(f64::from(replications));
        match self {
            Self::Ko => format!(
                "출처: {scenario} · daegi {version} 모의실험 {futures}회 · 난수 시드 {seed} · 시나리오 {digest}"
            ),
            Self::En => format!(
                "Source: {scenario} · simulated by daegi {version} · {futures} futures · seed {seed} · scenario {digest}"
            ),
        }
    }

    /// A stretch of time, from a day up to the last day of it, by month if it is whole months.
    pub(crate) fn stretch(self, from: i32, to: i32) -> String {
        let (first, after) = (super::numbers::date_of(from), super::numbers::date_of(to));
        let last = super::numbers::date_of(to - 1);
        let (from, to) = if first.day() == 1 && after.day() == 1 {
            (self.month(first), self.month(last))
        } else {
            (self.day(first), self.day(last))
        };
        // A date is never broken over two lines.
        let whole = |date: &str| date.replace(' ', "\u{a0}");
        let (from, to) = (whole(&from), whole(&to));
        if from == to { from } else { format!("{from}\u{a0}– {to}") }
    }

    /// What a unit is called where the scenario does not say.
    pub(crate) fn unit(self) -> &'static str {
        self.words(UNIT)
    }

    pub(crate) fn absent(self) -> &'static str {
        self.pick("없음", "none")
    }
}

// The ladder: what is planned, installed, leased, allocated and busy.
impl Language {
    pub(crate) fn ladder_subtitle(self, baseline: &str, n: &str, term: &str) -> String {
        match self {
            Self::Ko => format!(
                "설치된 것은 얼마나 임차·배정·실사용되는가? {baseline} · 모의실험 {n}회의 하루 평균, 옅은 띠는 90% 범위 · 오른쪽 값은 {term} 평균"
            ),
            Self::En => format!(
                "How much of what is installed is leased, allocated, busy? {baseline} · daily mean of {n} futures, band: central 90% · at right: mean of {term}"
            ),
        }
    }

    pub(crate) fn ladder_panel(self, unit: &str) -> String {
        match self {
            Self::Ko => format!("수량({unit})"),
            Self::En => format!("Number of {unit}"),
        }
    }

    pub(crate) fn denominators_panel(self) -> &'static str {
        self.pick("같은 배정, 두 가지 분모", "The same allocations over two denominators")
    }

    /// What a reader asks of the ladder first: why the line of what is allocated is jagged, and what a gap's ends are.
    pub(crate) fn ladder_notes(self, gaps: bool, of_log: bool) -> Vec<String> {
        let mut notes = Vec::new();
        if !of_log {
            notes.push(self.pick(
                "배정은 과제 기간이 끝날 때 내려갔다가 다음 공모의 과제가 시작하며 오른다.",
                "What is allocated falls where terms of projects end and rises where those of the next call begin.",
            ));
        }
        if gaps {
            notes.push(self.pick(
                "예산 공백: 임차가 줄어든 기간(날짜는 중앙값).",
                "Funding gap: less is leased (dates are medians).",
            ));
        }
        notes.into_iter().map(str::to_owned).collect()
    }

    pub(crate) fn gap(self) -> &'static str {
        self.pick("예산 공백", "Funding gap")
    }

    pub(crate) fn marker(self, kind: &str, title: &str) -> String {
        match (self, kind) {
            (Self::Ko, "delivery") => format!("{title} 반입(중앙값)"),
            (Self::Ko, _) => format!("{title} 임차 개시(중앙값)"),
            (Self::En, "delivery") => format!("{title}: delivered (median)"),
            (Self::En, _) => format!("{title}: leases begin (median)"),
        }
    }

    /// Why a pool has no chart of what stands in it.
    pub(crate) fn nothing_installed(self, pool: &str) -> String {
        match self {
            Self::Ko => format!(
                "{pool}의 사다리와 공급 그림은 만들지 않았다: 집계 기간에 설치된 것이 없다."
            ),
            Self::En => format!(
                "No ladder and no supply chart of {pool} is made: nothing is installed in the window."
            ),
        }
    }
}

// Bands and mean curves.
impl Language {
    /// How wide futures spread at one time, at its widest.
    pub(crate) fn bands_finds(self, pool: &str, low: &str, high: &str) -> String {
        of_pool(pool, |pool| {
            vec![match (self, low == high) {
                (Self::Ko, false) => {
                    format!("{pool}: 임차 대비 배정의 90% 범위 평균 {low} ~ {high}")
                }
                (Self::Ko, true) => format!("{pool}: 임차 대비 배정이 거의 언제나 {low}"),
                (Self::En, false) => {
                    format!("{pool}: allocated of leased mostly between {low} and {high}")
                }
                (Self::En, true) => format!("{pool}: allocated of leased nearly always {low}"),
            }]
        })
    }

    pub(crate) fn bands_subtitle(self, baseline: &str, n: &str, term: &str) -> String {
        match self {
            Self::Ko => format!(
                "{baseline} · 하루 단위 비율, 모의실험 {n}회 · 굵은 선 중앙값, 띠 50%와 90% 범위, 가는 선 개별 모의실험 · 오른쪽 값은 {term} 평균"
            ),
            Self::En => format!(
                "{baseline} · ratios day by day, {n} futures · thick line: median, bands: central 50% and 90%, thin lines: single futures · at right: mean of {term}"
            ),
        }
    }

    pub(crate) fn bands_note(self) -> &'static str {
        self.pick(
            "띠는 날마다 따로 구한 것이다. 한 모의실험이 내내 띠 안에 머문다는 뜻이 아니며, 최대치를 띠에서 읽어서는 안 된다. 오른쪽 분포: 모의실험마다 월평균이 가장 높은 달. 분모가 없는 날은 비워 둔다.",
            "Bands are taken day by day: they do not say that one future stays within them, and peaks cannot be read off them. At right: how the highest monthly means of all futures, one each, are spread. Days without a denominator are left empty.",
        )
    }

    pub(crate) fn band(self, share: u8) -> String {
        match self {
            Self::Ko => format!("{share}% 범위"),
            Self::En => format!("central {share}%"),
        }
    }

    pub(crate) fn median(self, value: &str) -> String {
        match self {
            Self::Ko => format!("중앙값 {value}"),
            Self::En => format!("median {value}"),
        }
    }

    pub(crate) fn peaks_strip(self) -> &'static str {
        self.pick("가장 높은 달의 분포", "highest months")
    }

    /// How far mean curves as wholes may be off, each by a number of points.
    pub(crate) fn curve_errors(self, futures: &str, errors: &[(String, String)]) -> String {
        let list: Vec<String> =
            errors.iter().map(|(formula, error)| format!("{formula} ±{error}")).collect();
        let list = list.join(", ");
        match self {
            Self::Ko => format!(
                "평균 곡선 전체의 수치 오차(모의실험 {futures}회, 모든 날을 한꺼번에 덮는 95% 동시 구간): {list}."
            ),
            Self::En => format!(
                "Numerical error of the mean curve as a whole ({futures} futures; a simultaneous 95% band that covers all days at once): {list}."
            ),
        }
    }
}

// Competition round by round.
impl Language {
    pub(crate) fn competition_fallback(self) -> &'static str {
        self.pick("공모 회차별 경쟁률", "Competition round by round")
    }

    /// `drawn`: options that are drawn, of all that differ, where there is no room for all.
    pub(crate) fn competition_subtitle(
        self,
        n: &str,
        multiple: bool,
        [drawn, fewer]: [Option<(usize, usize)>; 2],
    ) -> String {
        let programmes = match (self, fewer) {
            (_, None) => String::new(),
            (Self::Ko, Some((drawn, all))) => format!(" · 사업 {all}개 중 {drawn}개"),
            (Self::En, Some((drawn, all))) => format!(" · {drawn} of {all} programmes"),
        };
        let part = match (self, drawn) {
            (_, None) => String::new(),
            (Self::Ko, Some((drawn, all))) => format!(" · 대안 {all}개 중 {drawn}개"),
            (Self::En, Some((drawn, all))) => format!(" · {drawn} of {all} options"),
        };
        let behind = match (self, multiple) {
            (_, false) => "",
            (Self::Ko, true) => " · 회색은 기준안",
            (Self::En, true) => " · grey: the baseline",
        };
        match self {
            Self::Ko => format!(
                "공모 때마다 선정 규모에 몇 배가 신청하는가? 표식 중앙값, 막대 90% 범위(모의실험 {n}회) · 점선은 1 대 1{behind}{part}{programmes}"
            ),
            Self::En => format!(
                "How many apply for each place, round by round? Mark: median, bar: central 90% of {n} futures · dashed: 1 to 1{behind}{part}{programmes}"
            ),
        }
    }

    pub(crate) fn competition_panel(self, programme: &str) -> String {
        match self {
            Self::Ko => format!("{programme} 경쟁률(신청 건수 ÷ 선정 규모)"),
            Self::En => format!("{programme}: competition (applications ÷ places)"),
        }
    }

    pub(crate) fn competition_note(self, extra: bool, observed: bool) -> String {
        let fitted = self.pick(
            "관측값은 표시된 기간 전체의 신청 건수 ÷ 선정 규모이며, 수요를 이 값에서 추정했으므로 검증이 아니다.",
            "Observed: applications ÷ places over the whole period shown. Demand was inferred from it, so that it does not test the model.",
        );
        let hollow = self.pick("속이 빈 표식은 추가 공모.", "Hollow marks: extra rounds.");
        let parts = [if observed { fitted } else { "" }, if extra { hollow } else { "" }];
        parts.join(" ").trim().to_owned()
    }

    pub(crate) fn observed(self, ratio: &str) -> String {
        match self {
            Self::Ko => format!("관측 {ratio}(추정에 쓴 값)"),
            Self::En => format!("observed {ratio} (fitted)"),
        }
    }

    /// Why there is no chart of competition.
    pub(crate) fn same_competition(self) -> &'static str {
        self.pick(
            "회차별 경쟁률 그림은 만들지 않았다: 모든 대안에서 기준안과 같다.",
            "No chart of competition is made: it is the same in every round under every option.",
        )
    }
}

// What was observed month by month.
impl Language {
    /// How many months lie within the band.
    pub(crate) fn actuals_finds(self, check: &str, (held, all): (usize, usize)) -> String {
        of_pool(check, |check| {
            vec![match self {
                Self::Ko => format!("{check}: {all}개월 중 {held}개월이 모형의 90% 범위 안"),
                Self::En => format!("{check}: {held} of {all} months within the model’s range"),
            }]
        })
    }

    pub(crate) fn actuals_subtitle(self, baseline: &str, n: &str) -> String {
        match self {
            Self::Ko => format!(
                "모형은 관측한 달들과 맞는가? 점 관측값(속이 빈 점은 90% 범위 밖), 띠 {baseline}의 90% 범위, 가로선 중앙값(모의실험 {n}회)"
            ),
            Self::En => format!(
                "Does the model agree with what was observed month by month? Dots: observed (hollow: outside the range), blocks: central 90% of {n} futures of {baseline}, lines: median"
            ),
        }
    }

    pub(crate) fn actuals_note(self) -> &'static str {
        self.pick(
            "90% 범위에는 열 달 중 아홉 달이 들어야 정상이다. 달마다 따로 구한 범위이며, 값이 없는 달은 비워 둔다.",
            "Of ten months nine should lie within a central 90%. Ranges are taken month by month; months without a value are left empty.",
        )
    }
}

// Alternatives, response by response.
impl Language {
    /// How many responses options move.
    pub(crate) fn alternatives_finds(self, moved: usize, all: usize) -> String {
        match self {
            Self::Ko => format!("지표 {all}개 가운데 {moved}개가 대안에 따라 달라짐"),
            Self::En => format!("Options move {moved} of {all} responses"),
        }
    }

    pub(crate) fn alternatives_subtitle(self, n: &str, stretch: &str) -> String {
        match self {
            Self::Ko => format!(
                "대안은 기준안과 얼마나 다른가? 같은 모의실험끼리 뺀 값 {n}쌍 · {stretch} · 점과 굵은 막대는 평균과 95% 신뢰구간, 가는 선은 90% 범위"
            ),
            Self::En => format!(
                "How far is each option from the baseline? Same future, {n} pairs · {stretch} · dot and thick bar: mean and its 95% interval, thin line: central 90%"
            ),
        }
    }

    pub(crate) fn alternatives_note(self) -> &'static str {
        self.pick(
            "칸마다 눈금이 다르다. 굵은 막대는 모의실험 횟수가 유한한 데서 오는 오차, 가는 선은 모의실험마다 다른 정도이다.",
            "Each field has its own scale. The thick bar is the error of a finite number of futures, the thin line how far futures differ.",
        )
    }

    /// Why there is no chart of alternatives.
    pub(crate) fn same_responses(self) -> &'static str {
        self.pick(
            "대안별 차이 그림은 만들지 않았다: 그 지표는 모든 대안에서 기준안과 같다.",
            "No chart of alternatives is made: its responses are the same under every option.",
        )
    }

    /// What no alternative changes in any future.
    pub(crate) fn unchanged(self, responses: &[Response], unit: &str) -> String {
        let names: Vec<_> = responses.iter().map(|one| self.measure(*one, unit)).collect();
        let names = names.join(", ");
        match self {
            Self::Ko => format!("모든 모의실험에서 기준안과 같은 지표: {names}."),
            Self::En => format!("The same under every alternative in every future: {names}."),
        }
    }

    /// The unit of a difference.
    pub(crate) fn difference_unit(self, called: Called<'_>, response: Response) -> String {
        let unit = match response.row().scale {
            Scale::Percent => self.pick("%p", "% points"),
            Scale::ToOne => self.pick("대 1", "to 1"),
            Scale::Hours => self.pick("시간", "hours"),
            Scale::Days => self.pick("일", "days"),
            Scale::Months => self.pick("개월", "months"),
            Scale::Petaflops => "PF",
            Scale::Cases => self.pick("건", "cases"),
            Scale::Places => self.pick("자리", "places"),
            Scale::UnitMonths => return self.unit_months(called.unit),
            Scale::UnitHours => return self.hours_of(called),
            Scale::Won => called.currency.said(self),
            Scale::Amount => self.pick("개", "number"),
        };
        unit.to_owned()
    }
}
