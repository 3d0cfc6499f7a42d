//! Which option is best by an answer.

use super::{Called, Language};
use crate::measures::Response;
use crate::results::answer::{BestEntry, BestOption};

impl Language {
    /// The heading over which option is best.
    #[must_use]
    pub fn best_heading(self) -> &'static str {
        self.pick(
            "어느 대안이 가장 나은가 (집계 기간 전체, 같은 모의실험끼리)",
            "Which option is best (whole window, future by future)",
        )
    }

    /// The option that is best by an answer most often.
    pub(crate) fn best(
        self,
        noun: &str,
        title: &str,
        (response, unit): (Response, Called<'_>),
        (all, found): (&BestEntry, &BestOption),
        price: bool,
    ) -> String {
        let share = |share: f64| format!("{}%", self.decimal(100.0 * share, 0));
        let (best, near) = (share(found.best), share(found.near));
        let [within, regret] =
            [all.indifference, found.regret].map(|one| self.distance(response, unit, one));
        match self {
            Self::Ko => {
                let price = if price { "; 반대 근거가 있음(위)" } else { "" };
                format!(
                    "{noun}: ‘{title}’이(가) 모의실험의 {best}에서 가장 나음(가장 나은 안과 {within} 이내인 모의실험 {near}; 기대 후회 {regret}){price}"
                )
            }
            Self::En => {
                let price = if price { "; something speaks against it (above)" } else { "" };
                format!(
                    "{noun}: “{title}” is best in {best} of futures (within {within} of the best in {near}; expected regret {regret}){price}"
                )
            }
        }
    }

    /// The sentence that says that several options, or all, are as good as one another by an answer.
    pub(crate) fn alike(
        self,
        noun: &str,
        (titles, all): (&[&str], bool),
        (response, unit): (Response, Called<'_>),
        found: &BestEntry,
        price: bool,
    ) -> String {
        let within = self.distance(response, unit, found.indifference);
        let quoted = |title: &&str| match self {
            Self::Ko => format!("‘{title}’"),
            Self::En => format!("“{title}”"),
        };
        let titles = titles.iter().map(quoted).collect::<Vec<_>>().join(", ");
        let price = match price {
            true => self.pick("; 반대 근거가 있음(위)", "; something speaks against some (above)"),
            false => "",
        };
        match (self, all) {
            (Self::Ko, true) => {
                format!("{noun}: 어느 대안도 더 낫지 않음(서로 {within} 이내){price}")
            }
            (Self::En, true) => {
                format!("{noun}: no option is better than another (within {within}){price}")
            }
            (Self::Ko, false) => {
                format!(
                    "{noun}: 가장 나은 안이 여럿이고 서로 같음(차이 {within} 이내): {titles}{price}"
                )
            }
            (Self::En, false) => {
                format!(
                    "{noun}: several are best and as good as one another (within {within}): {titles}{price}"
                )
            }
        }
    }
}
