//! The rounds and days over which two options are compared.

use super::{Called, Language};
use crate::measures::Response;
use crate::results::answer::{Apart, Compared, Measured, Part, RoundsApart};

impl Language {
    /// The heading over the rounds and days that are compared.
    #[must_use]
    pub fn how_heading(self) -> &'static str {
        self.pick("비교한 회차와 기간", "Which rounds and days are compared")
    }

    /// What a verdict is of, where it is not of the whole window.
    pub(crate) fn how(
        self,
        of: &Measured,
        unit: Called<'_>,
        title: &str,
        compared: &Compared,
    ) -> Option<String> {
        let noun = self.measure(of.response, unit.unit);
        let mut parts = Vec::new();
        if let Some(rounds) = &compared.rounds {
            parts.push(self.rounds_apart(rounds));
        }
        if let Some(part) = &compared.part {
            parts.push(self.basis_of(of.response, unit, part));
        }
        if parts.is_empty() {
            return None;
        }
        Some(match self {
            Self::Ko => format!("‘{title}’ {noun}: {}", parts.join(" ")),
            Self::En => format!("“{title}”, {noun}: {}", parts.join(" ")),
        })
    }

    fn rounds_apart(self, rounds: &RoundsApart) -> String {
        let one = |apart: &Apart| {
            let number = self.count(apart.rounds);
            let ratio = apart.ratio.map(|ratio| self.to_one(ratio));
            match (self, ratio) {
                (Self::Ko, Some(ratio)) => format!("{number}개({ratio})"),
                (Self::Ko, None) => format!("{number}개"),
                (Self::En, Some(ratio)) => format!("{number} ({ratio})"),
                (Self::En, None) => number,
            }
        };
        let mut said = Vec::new();
        if let Some(added) = &rounds.added {
            said.push(match self {
                Self::Ko => format!("기준안에 없는 회차 {}", one(added)),
                Self::En => format!("rounds held besides: {}", one(added)),
            });
        }
        if let Some(dropped) = &rounds.dropped {
            said.push(match self {
                Self::Ko => format!("열리지 않는 회차 {}", one(dropped)),
                Self::En => format!("rounds not held: {}", one(dropped)),
            });
        }
        match self {
            Self::Ko => format!("{}는 빼고 비교함.", said.join(", ")),
            Self::En => format!("{}, left out of the comparison.", said.join("; ")),
        }
    }

    fn basis_of(self, response: Response, unit: Called<'_>, part: &Part) -> String {
        let since = part.since.map(|date| self.day(date));
        let [before, after] = [part.baseline.median, part.alternative.median]
            .map(|one| self.quantity(response, unit, one));
        let whole = self.apart(response, unit, &part.whole);
        match (self, part.rounds, since) {
            (Self::Ko, Some((own, all)), since) => {
                let since = since.map(|day| format!("{day} 이후 ")).unwrap_or_default();
                let (own, all) = (self.count(own), self.count(all));
                format!(
                    "{since}두 안 모두 연 회차 {own}개(기준안 전체 {all}개)에서 {before} → {after}; 집계 기간 전체로는 {whole}."
                )
            }
            (Self::Ko, None, since) => {
                let since = since.unwrap_or_default();
                format!(
                    "차이가 나기 시작한 {since} 이후 {before} → {after}; 집계 기간 전체로는 {whole}."
                )
            }
            (Self::En, Some((own, all)), since) => {
                let since = since.map(|day| format!(" from {day} on")).unwrap_or_default();
                let (own, all) = (self.count(own), self.count(all));
                format!(
                    "over the {own} rounds that both hold{since} (of {all} in the baseline) {before} → {after}; over the whole window {whole}."
                )
            }
            (Self::En, None, since) => {
                let since = since.unwrap_or_default();
                format!(
                    "from {since}, when the two begin to differ, {before} → {after}; over the whole window {whole}."
                )
            }
        }
    }

    /// A mean number of something that is nearly whole.
    fn count(self, value: f64) -> String {
        let text = self.decimal(value, 1);
        text.strip_suffix(".0").unwrap_or(&text).to_owned()
    }
}
