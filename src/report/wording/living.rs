//! The words of what can be changed on the page.

use super::Language;

impl Language {
    pub(crate) fn living_heading(self) -> &'static str {
        self.pick("직접 바꿔 보면 어떻게 되는가?", "What if you choose what is drawn?")
    }

    pub(crate) fn living_lead(self) -> &'static str {
        self.pick(
            "대안, 풀, 분모, 기간을 고르면 저장된 표에서 곡선을 다시 그린다. 다시 모의실험하지 않는다.",
            "Choose options, a pool, a denominator and dates: the curves are drawn again from the saved tables. Nothing is simulated.",
        )
    }

    pub(crate) fn living_without_scripts(self) -> &'static str {
        self.pick(
            "스크립트가 꺼져 있어 고를 수 없다. 아래의 그림과 표는 그대로 볼 수 있다.",
            "Scripts are off, so nothing can be chosen here. The charts and tables below are complete without them.",
        )
    }

    /// What the slot count of a site is called: the only rung that no response has.
    pub(crate) fn slots_word(self) -> &'static str {
        self.pick("자리(슬롯)", "slots")
    }

    pub(crate) fn whole_centre(self) -> &'static str {
        self.pick("센터 전체(월평균)", "the whole centre (monthly means)")
    }

    /// How the days of the curves were thinned, and what line and band are.
    pub(crate) fn living_days(self, step: i32) -> String {
        let thinned = match (self, step) {
            (Self::Ko, 1) => "날마다의 값(표 daily_bands)이다.".to_owned(),
            (Self::En, 1) => "The values of every day (table daily_bands).".to_owned(),
            (Self::Ko, _) => format!(
                "표 daily_bands의 날 가운데 {step}일마다 하루를 담았다. 선은 그 값을 다음 날짜까지 이었을 뿐, 사이를 계산하지 않았다."
            ),
            (Self::En, _) => format!(
                "One day in {step} of the table daily_bands. Lines hold its value until the next; nothing is worked out between."
            ),
        };
        let rest = self.pick(
            "선: 모의실험의 중앙값, 띠: 90% 범위. 비율은 0.1%p, 장수는 0.1까지 반올림.",
            "Line: median of the futures, band: their 90% range. Shares are rounded to 0.1 points, units to 0.1.",
        );
        format!("{thinned} {rest}")
    }

    pub(crate) fn living_months(self) -> &'static str {
        self.pick(
            "표 ladder의 달마다의 평균이며 범위가 없다. 비율은 두 평균을 나눈 값이다(모의실험마다의 비율을 평균한 값이 아님).",
            "Monthly means of the table ladder, which have no range. A ratio is one mean divided by the other, not the mean of ratios.",
        )
    }

    /// What the script says, by the names under which it asks.
    pub(crate) fn living_words(self) -> [(&'static str, &'static str); 32] {
        let pick = |ko, en| self.pick(ko, en);
        [
            ("options", pick("대안", "Options")),
            ("option", pick("대안", "option")),
            ("pool", self.pool_word()),
            ("part", pick("분자(무엇이)", "Numerator (what)")),
            ("denominator", pick("분모(무엇의)", "Denominator (of what)")),
            ("units", pick("비율 아님: {unit} 수", "no ratio: {unit}")),
            ("of_what", pick("{whole} 대비", "of {whole}")),
            ("unit_space", pick("", " ")),
            ("from", pick("첫날", "From")),
            ("to", pick("마지막 날", "To")),
            ("whole", pick("전체 기간", "Whole period")),
            ("show_bands", pick("90% 범위 표시", "Show 90% ranges")),
            ("day", pick("날짜(화살표 키로 옮김)", "Day (arrow keys move it)")),
            ("month", pick("달(화살표 키로 옮김)", "Month (arrow keys move it)")),
            ("readout", pick("고른 날의 값", "Values of the chosen day")),
            ("median", pick("중앙값", "median")),
            ("mean", pick("평균", "mean")),
            ("band", pick("90% 범위", "90% range")),
            ("no_value", pick("값 없음", "no value")),
            (
                "no_dates",
                pick(
                    "이 기간에는 담긴 날짜가 없어 앞의 그림을 그대로 두었다. {from}부터 {to}까지에서 고를 것.",
                    "There is no date within these, so the curves are as before. Choose within {from} and {to}.",
                ),
            ),
            ("no_options", pick("대안을 하나 이상 고를 것.", "Choose at least one option.")),
            ("copy", pick("표 복사", "Copy the table")),
            ("copied", pick("{rows}행을 복사했다.", "{rows} rows copied.")),
            (
                "not_copied",
                pick(
                    "브라우저가 복사를 막았다. 표를 열어 골라 복사할 것.",
                    "The browser refused to copy. Open the table and copy it from there.",
                ),
            ),
            ("save", pick("CSV로 저장", "Save as CSV")),
            ("saved", pick("{file}을(를) 저장한다.", "Saving {file}.")),
            ("values", pick("숫자 표", "Table of the numbers")),
            ("measure", pick("지표", "Measure")),
            ("difference", pick("기준안과의 차이(90% 범위)", "against the baseline (90% range)")),
            ("met", pick("목표를 지킨 모의실험", "futures that meet the target")),
            (
                "sweep_note",
                pick(
                    "미리 계산한 점만 보인다. 점 사이의 값은 없으며 어림하지 않는다. 점: 모의실험의 중앙값, 막대: 90% 범위.",
                    "Only points that were computed are shown: there is nothing between them, and nothing is interpolated. Dot: median of the futures, bar: their 90% range.",
                ),
            ),
            ("sweep_lead", pick("미리 계산한 값 골라 보기", "Choose among what was computed")),
        ]
    }
}
