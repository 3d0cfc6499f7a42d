//! The words of alternatives that are looked at together, and of what common futures gain.

use super::{Called, Language};
use crate::measures::Response;

impl Language {
    /// The heading over which alternatives differ from the baseline, all looked at together.
    #[must_use]
    pub fn together_heading(self) -> &'static str {
        self.pick(
            "한꺼번에 견주어도 기준안과 다른가 (집계 기간 전체의 평균 차이, 모든 대안을 통틀어 틀릴 가능성 5%, Holm)",
            "Which differ from the baseline, all looked at together (mean difference over the whole window, 5% for a slip among all, Holm)",
        )
    }

    /// Alternatives that differ by an answer and those of which it cannot be said: each with its mean difference, its
    /// simultaneous interval, and whether it differs.
    pub(crate) fn together(
        self,
        noun: &str,
        (response, unit): (Response, Called<'_>),
        all: &[(&str, (f64, f64), bool)],
    ) -> String {
        let number = |value: f64| {
            let size = self.distance(response, unit, value);
            if value < 0.0 { format!("−{size}") } else { format!("+{size}") }
        };
        let is_same = |one: &(&str, (f64, f64), bool)| one.1 == (0.0, 0.0);
        let named = |differs: bool| {
            let own = all.iter().filter(|one| one.2 == differs && !is_same(one));
            let said = own.map(|(title, (mean, half), _)| {
                let [mean, low, high] = [*mean, mean - half, mean + half].map(number);
                match self {
                    Self::Ko => format!("‘{title}’ {mean}({low} ~ {high})"),
                    Self::En => format!("“{title}” {mean} ({low} to {high})"),
                }
            });
            said.collect::<Vec<_>>().join(", ")
        };
        let mut clauses = Vec::new();
        for (differs, word) in [
            (true, self.pick("다름", "differ")),
            (false, self.pick("다르다고 할 수 없음", "cannot be told from it")),
        ] {
            let list = named(differs);
            if !list.is_empty() {
                clauses.push(format!("{word}: {list}"));
            }
        }
        let same: Vec<String> = all
            .iter()
            .filter(|one| is_same(one))
            .map(|(title, ..)| match self {
                Self::Ko => format!("‘{title}’"),
                Self::En => format!("“{title}”"),
            })
            .collect();
        if !same.is_empty() {
            let word = self.pick("모든 모의실험에서 같음", "the same in every future");
            clauses.push(format!("{word}: {}", same.join(", ")));
        }
        format!("{noun} – {}", clauses.join("; "))
    }

    /// The sentence that says what is gained where options are played in the same futures.
    pub(crate) fn gains(self, gains: &[(String, f64)]) -> String {
        let times = |gain: f64| self.decimal(gain, if gain < 10.0 { 1 } else { 0 });
        let list = gains.iter().map(|(noun, gain)| match self {
            Self::Ko => format!("{noun} {}배", times(*gain)),
            Self::En => format!("{noun} {} times", times(*gain)),
        });
        let list = list.collect::<Vec<_>>().join(", ");
        match self {
            Self::Ko => format!(
                "같은 모의실험끼리 견준 이득(따로 돌렸다면 같은 오차에 필요한 모의실험 수, 가장 작은 대안): {list}."
            ),
            Self::En => format!(
                "Gain of common futures (futures that separate runs would need for the same error, of the option that gains least): {list}."
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_differs_stands_apart_from_what_cannot_be_told() {
        let all = [("a", (-0.75, 0.25), true), ("b", (0.1, 0.5), false), ("c", (0.0, 0.0), false)];
        let calling = crate::words::Calling::default();
        let said = |language: Language| {
            let of = (Response::ApplicationsOfPlaces, calling.in_language(language));
            language.together("ratio", of, &all)
        };
        assert_eq!(
            said(Language::En),
            "ratio – differ: “a” −0.75 (−1.00 to −0.50); cannot be told from it: “b” +0.10 (−0.40 to +0.60); the same in every future: “c”"
        );
        assert_eq!(
            said(Language::Ko),
            "ratio – 다름: ‘a’ −0.75(−1.00 ~ −0.50); 다르다고 할 수 없음: ‘b’ +0.10(−0.40 ~ +0.60); 모든 모의실험에서 같음: ‘c’"
        );
        let gains = [("wait".to_owned(), 12.4), ("ratio".to_owned(), 1.26)];
        assert!(Language::En.gains(&gains).contains("wait 12 times, ratio 1.3 times"));
    }
}
