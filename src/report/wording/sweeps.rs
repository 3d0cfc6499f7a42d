//! What sweeps find.

use super::Language;

impl Language {
    /// The heading over what sweeps found.
    #[must_use]
    pub fn sweeps_heading(self) -> &'static str {
        self.pick("값을 바꿔 보면", "If the value is another")
    }

    /// What a sweep finds, from its first to its last value.
    pub(crate) fn sweep_title(
        self,
        noun: &str,
        (from, to): (&str, &str),
        (before, after): (&str, &str),
    ) -> String {
        match self {
            Self::Ko => format!("{from}에서 {to}(으)로 바꾸면 {noun} {before} → {after}"),
            Self::En => format!("From {from} to {to}: {noun} {before} → {after}"),
        }
    }

    /// What the chart of sweeps is of.
    pub(crate) fn sweep_subtitle(self, futures: &str) -> String {
        match self {
            Self::Ko => format!("선은 중앙값, 띠는 가운데 90%. 같은 모의실험 {futures}회"),
            Self::En => {
                format!("Lines are medians, bands the central 90% of the same {futures} futures")
            }
        }
    }

    /// The smallest value of a sweep with which a target is met in nine futures of ten.
    pub(crate) fn first_that_meets(self, bound: &str, label: Option<&str>) -> String {
        match (self, label) {
            (Self::Ko, Some(label)) => {
                format!("목표({bound})를 모의실험 10회 중 9회 이상 지키는 첫 값: {label}")
            }
            (Self::Ko, None) => {
                format!("목표({bound})를 모의실험 10회 중 9회 이상 지키는 값이 이 가운데에는 없음")
            }
            (Self::En, Some(label)) => format!(
                "the first value with which the target ({bound}) is met in at least 9 futures of 10: {label}"
            ),
            (Self::En, None) => {
                format!("with none of these values the target ({bound}) is met in 9 futures of 10")
            }
        }
    }

    /// From the first to the last value of a sweep.
    pub(crate) fn first_to_last(
        self,
        noun: &str,
        (from, to): (&str, &str),
        (before, after): (&str, &str),
    ) -> String {
        match self {
            Self::Ko => format!("{from} → {to}: {noun} {before} → {after}(중앙값)"),
            Self::En => format!("{from} → {to}: {noun} {before} → {after} (medians)"),
        }
    }

    /// How many of the values a terminal leaves out.
    #[must_use]
    pub fn more_values(self, count: usize) -> String {
        match self {
            Self::Ko => {
                format!("값 {count}개는 줄임: 모두 report.ko.html과 tables/tried.csv에 있음")
            }
            Self::En => format!(
                "{count} values are left out here: all stand in report.en.html and tables/tried.csv"
            ),
        }
    }
}
