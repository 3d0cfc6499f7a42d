//! How exact the answers are, in words.

use crate::study::precision::Reached;
use crate::words::{Called, Language};

impl Language {
    /// What was reached with some futures: the answer that is least exact.
    pub(super) fn precision(self, reached: &Reached, unit: Called<'_>) -> String {
        let n = self.whole(f64::from(reached.futures));
        let Some(worst) = reached.answers.first() else {
            return match self {
                Self::Ko => format!("정밀도: {n}회, 값이 있는 답이 없음"),
                Self::En => format!("Precision: {n} futures, no answer has a value"),
            };
        };
        let (half, wanted) = if worst.of_target {
            let points = |share: f64| format!("{}%p", self.decimal(100.0 * share, 1));
            (points(worst.half_width), points(worst.wanted))
        } else {
            let distance = |value: f64| self.distance(worst.response, unit, value);
            (distance(worst.half_width), distance(worst.wanted))
        };
        let noun = self.noun(worst.response, unit.unit);
        let of = if worst.of_target {
            self.pick(" 목표를 지키는 비율", ", share that meets the target")
        } else {
            ""
        };
        let end = match (self, reached.enough) {
            (Self::Ko, true) => "충분함",
            (Self::Ko, false) => "더 필요함",
            (Self::En, true) => "enough",
            (Self::En, false) => "not enough",
        };
        match self {
            Self::Ko => {
                format!("정밀도: {n}회에서 {end}. 가장 거친 답 {noun}{of} ±{half}(목표 ±{wanted})")
            }
            Self::En => format!(
                "Precision: {n} futures are {end}. Least exact: {noun}{of} ±{half} (wanted ±{wanted})"
            ),
        }
    }
}
