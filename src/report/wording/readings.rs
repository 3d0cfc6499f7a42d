//! What other readings of the facts make of an answer.

use super::{Called, Language};
use crate::measures::Response;

/// An effect across futures, and across readings of what is known.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Wide {
    /// Mean difference as the file reads the facts.
    pub(crate) mean: f64,
    /// The 5 % quantile of the difference over futures; `high` is the 95 % quantile.
    pub(crate) low: f64,
    pub(crate) high: f64,
    /// The smallest and the largest mean difference over readings, the file's own among them.
    pub(crate) readings: (f64, f64),
}

impl Language {
    /// The heading over what other readings of the facts do.
    #[must_use]
    pub fn readings_heading(self) -> &'static str {
        self.pick("사실을 달리 읽으면", "If the facts are read otherwise")
    }

    /// How far readings move an effect beside what futures do.
    pub(crate) fn over_readings(
        self,
        title: &str,
        response: Response,
        unit: Called<'_>,
        wide: &Wide,
    ) -> String {
        let number = |value: f64| {
            let size = self.distance(response, unit, value);
            if value < 0.0 { format!("−{size}") } else { format!("+{size}") }
        };
        let (mean, low, high) = (number(wide.mean), number(wide.low), number(wide.high));
        let (from, to) = (number(wide.readings.0), number(wide.readings.1));
        let readings = match (self, from == mean && to == mean) {
            (Self::Ko, true) => "어느 해석에서도 같음".to_owned(),
            (Self::En, true) => "the same under every reading".to_owned(),
            (Self::Ko, false) => format!("해석에 따라 {from} ~ {to}"),
            (Self::En, false) => format!("readings {from} to {to}"),
        };
        match self {
            Self::Ko => {
                format!("{title}: 평균 차이 {mean}; 모의실험에 따라 {low} ~ {high}; {readings}")
            }
            Self::En => {
                format!("{title}: mean difference {mean}; futures {low} to {high}; {readings}")
            }
        }
    }

    /// Options that change an answer under no reading.
    pub(crate) fn unmoved(self, titles: &[&str]) -> String {
        let titles = titles.join(", ");
        match self {
            Self::Ko => format!("어느 해석에서도 달라지지 않음: {titles}"),
            Self::En => format!("no difference under any reading: {titles}"),
        }
    }

    /// Which readings turn the verdict.
    pub(crate) fn turned_by(self, titles: &[&str]) -> String {
        let list = titles.iter().map(|title| format!("‘{title}’")).collect::<Vec<_>>().join(", ");
        match (self, titles.is_empty()) {
            (Self::Ko, true) => "어느 해석에서도 판정이 뒤집히지 않음".to_owned(),
            (Self::En, true) => "no reading turns the verdict".to_owned(),
            (Self::Ko, false) => format!("판정이 달라지는 해석: {list}"),
            (Self::En, false) => format!("the verdict is another under {list}"),
        }
    }
}
