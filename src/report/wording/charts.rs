//! The words on the charts.

use super::Language;
use crate::measures::{Response, Scale};
use crate::words::UNIT;

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
                "출처: {scenario} · daegi {version} 모의실험 · 미래\u{a0}{futures}개 · 난수 시드 {seed} · 시나리오 {digest}"
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

    // The ladder.

    pub(crate) fn ladder_title(self, pool: &str) -> String {
        match self {
            Self::Ko => format!("{pool}: 설치된 것 가운데 얼마나 임차되고, 배정되고, 쓰이는가?"),
            Self::En => {
                format!("{pool}: how much of what is installed is leased, allocated, busy?")
            }
        }
    }

    pub(crate) fn ladder_subtitle(self, baseline: &str, n: &str, end: &str) -> String {
        match self {
            Self::Ko => format!(
                "{baseline} · 선: 미래 {n}개의 하루 평균 · 옅은 띠: 배정과 실사용의 중앙 90% 구간 · 오른쪽 값: {end}"
            ),
            Self::En => format!(
                "{baseline} · lines: daily mean of {n} futures · light bands: central 90% of allocated and busy · values at right: {end}"
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
        self.pick(
            "같은 배정, 두 가지 분모: 임차 대비와 설치 대비",
            "The same allocations over two denominators: of leased, of installed",
        )
    }

    pub(crate) fn gap(self) -> &'static str {
        self.pick("예산 공백", "Funding gap")
    }

    pub(crate) fn ladder_note(self) -> &'static str {
        self.pick(
            "세로선과 공백의 양 끝: 미래 전체의 중앙값 · 세로선 위 가로 막대: 그 날짜의 중앙 90% 구간 · 회색 면: 설치됐으나 임차되지 않은 것 · 노란 면: 임차가 줄어든 예산 공백",
            "Vertical lines and ends of the gap: medians across futures · bar on a vertical line: central 90% of its date · grey area: installed but not leased · yellow: funding gap, less is leased",
        )
    }

    pub(crate) fn marker(self, kind: &str, title: &str) -> String {
        match (self, kind) {
            (Self::Ko, "delivery") => format!("{title} 반입"),
            (Self::Ko, _) => format!("{title} 시작"),
            (Self::En, "delivery") => format!("{title}: delivered"),
            (Self::En, _) => format!("{title}: starts"),
        }
    }

    // Bands.

    pub(crate) fn bands_title(self, pool: &str) -> String {
        match self {
            Self::Ko => {
                format!("{pool}: 임차한 것은 얼마나 배정되고, 배정된 것은 얼마나 쓰이는가?")
            }
            Self::En => {
                format!("{pool}: is what is leased allocated, and is what is allocated busy?")
            }
        }
    }

    pub(crate) fn bands_subtitle(self, baseline: &str, n: &str) -> String {
        match self {
            Self::Ko => format!(
                "{baseline} · 하루 단위 비율, 미래 {n}개 · 굵은 선: 중앙값 · 짙은 띠: 중앙 50% 구간 · 옅은 띠: 중앙 90% 구간 · 가는 선: 처음 몇 개의 미래 하나하나"
            ),
            Self::En => format!(
                "{baseline} · ratios day by day, {n} futures · thick line: median · dark band: central 50% · light band: central 90% · thin lines: the first few futures one by one"
            ),
        }
    }

    pub(crate) fn bands_note(self) -> &'static str {
        self.pick(
            "띠는 날마다 따로 구한 것이다. 한 미래가 내내 띠 안에 머문다는 뜻이 아니며, 최대치를 띠에서 읽어서는 안 된다. 오른쪽 그림: 미래마다 월평균이 가장 높은 달을 모은 분포. 분모가 없는 날은 비워 둔다. 노란 면: 임차가 줄어든 예산 공백.",
            "Bands are taken day by day: they do not say that one future stays within them, and peaks cannot be read off them. At right: how the highest monthly means of all futures, one each, are spread. Days without a denominator are left empty. Yellow: funding gap.",
        )
    }

    pub(crate) fn peaks_strip(self) -> &'static str {
        self.pick("미래마다 가장 높은 달", "highest month of each future")
    }

    pub(crate) fn band(self, share: u8) -> String {
        match self {
            Self::Ko => format!("중앙 {share}% 구간"),
            Self::En => format!("central {share}%"),
        }
    }

    pub(crate) fn median(self, value: &str) -> String {
        match self {
            Self::Ko => format!("중앙값 {value}"),
            Self::En => format!("median {value}"),
        }
    }

    // Competition.

    pub(crate) fn competition_title(self) -> &'static str {
        self.pick(
            "모집 때마다 한 자리에 몇 과제가 신청하는가?",
            "How many applications compete for each place, round by round?",
        )
    }

    pub(crate) fn competition_subtitle(self, n: &str) -> String {
        match self {
            Self::Ko => format!(
                "경쟁률 = 신청 ÷ 자리(한 자리는 과제 하나) · 모집 시작일 기준 · 표식: 중앙값 · 세로 막대: 미래 {n}개의 중앙 90% 구간"
            ),
            Self::En => format!(
                "Applications ÷ places (a place is an offer of one project), by opening day · mark: median · bar: central 90% of {n} futures"
            ),
        }
    }

    pub(crate) fn competition_panel(self, programme: &str) -> String {
        match self {
            Self::Ko => format!("{programme} (신청 ÷ 자리)"),
            Self::En => format!("{programme} (applications ÷ places)"),
        }
    }

    pub(crate) fn observed(self, ratio: &str) -> String {
        match self {
            Self::Ko => format!("관측 {ratio} (맞춘 값)"),
            Self::En => format!("observed {ratio} (fitted)"),
        }
    }

    pub(crate) fn balance(self) -> &'static str {
        self.pick("신청 = 자리", "as many as places")
    }

    pub(crate) fn competition_note(self, extra: bool) -> String {
        let fitted = self.pick(
            "관측값: 표시된 기간 전체의 신청 ÷ 자리. 수요는 이 값에서 추정했으므로 모형의 검증이 아니다.",
            "Observed: applications ÷ places over the whole period shown. Demand was inferred from it, so that it does not test the model.",
        );
        let hollow = self.pick("속이 빈 표식: 추가 모집.", "Hollow marks: extra rounds.");
        let aside = self.pick(
            "같은 모집의 표식은 좌우로 벌려 놓았다. 축 위의 짧은 눈금이 모집 시작일이다.",
            "Marks of one round stand side by side; the short ticks on the axis are the opening days.",
        );
        let hollow = if extra { hollow } else { "" };
        format!("{fitted} {aside} {hollow}").trim_end().to_owned()
    }

    // Alternatives.

    pub(crate) fn alternatives_title(self) -> &'static str {
        self.pick(
            "대안은 기준안과 얼마나 다른가?",
            "How far is each alternative from the baseline?",
        )
    }

    pub(crate) fn alternatives_subtitle(self, n: &str, stretch: &str) -> String {
        match self {
            Self::Ko => format!(
                "대안 − 기준안, 같은 미래끼리 뺀 값 {n}쌍 · 집계 기간 {stretch} · 점과 굵은 막대: 평균과 그 95% 신뢰구간 · 가는 선: 중앙 90% 구간"
            ),
            Self::En => format!(
                "Alternative − baseline in the same future, {n} pairs · window {stretch} · dot and thick bar: mean and its 95% interval · thin line: central 90% across futures"
            ),
        }
    }

    pub(crate) fn alternatives_note(self) -> &'static str {
        self.pick(
            "칸마다 눈금이 다르다. 굵은 막대는 모의실험 횟수가 유한한 데서 오는 오차, 가는 선은 미래마다 다른 정도이다. 점보다 좁은 막대는 보이지 않는다.",
            "Each field has its own scale. The thick bar is the error of a finite number of futures, the thin line how far futures differ. A bar narrower than its dot is hidden.",
        )
    }

    /// What no alternative changes in any future.
    pub(crate) fn unchanged(self, responses: &[Response]) -> String {
        let names: Vec<&str> = responses.iter().map(|one| self.measure(*one)).collect();
        let names = names.join(", ");
        match self {
            Self::Ko => format!("모든 대안이 모든 미래에서 기준안과 같은 것: {names}."),
            Self::En => format!("The same under every alternative in every future: {names}."),
        }
    }

    /// The unit of a difference.
    pub(crate) fn difference_unit(self, response: Response) -> &'static str {
        match response.row().scale {
            Scale::Percent => self.pick("%p", "% points"),
            Scale::ToOne => self.pick("대 1", "to 1"),
            Scale::Hours => self.pick("시간", "hours"),
            Scale::Days => self.pick("일", "days"),
            Scale::Months => self.pick("개월", "months"),
            Scale::Petaflops => "PF",
            Scale::Cases => self.pick("건", "cases"),
            Scale::Places => self.pick("자리", "places"),
            Scale::UnitMonths => self.pick("장·월", "card-months"),
            Scale::Won => self.pick("원", "KRW"),
            Scale::Amount => self.pick("개", "number"),
        }
    }

    pub(crate) fn absent(self) -> &'static str {
        self.pick("없음", "none")
    }
}
