//! The words of how often a target is met, number first.

use super::Language;
use crate::results::answer::Counted;

/// Options that a headline names one by one; of more it names the first and the one that meets its target most often.
const NAMED: usize = 3;

impl Language {
    /// How often the target is met by each option, in a headline: 기준안 10번 중 3번, 64장 10번 중 9번.
    pub(crate) fn target_lead(self, options: &[(&str, &Counted)]) -> String {
        if let [(_, met)] = options {
            return self.often(met);
        }
        let most = |a: &&(&str, &Counted), b: &&(&str, &Counted)| {
            let share = |one: &Counted| one.share().unwrap_or(-1.0);
            share(a.1).total_cmp(&share(b.1))
        };
        let named: Vec<&(&str, &Counted)> = if options.len() <= NAMED {
            options.iter().collect()
        } else {
            // Of several options that meet the target equally often, the first one is taken.
            let best = options.iter().skip(1).rev().max_by(most);
            options.first().into_iter().chain(best).collect()
        };
        let said = named.iter().map(|(title, met)| format!("{title} {}", self.often(met)));
        said.collect::<Vec<_>>().join(", ")
    }

    /// Who is not among the waits of a target.
    pub(crate) fn not_counted(self, median: &str, low: &str, high: &str) -> String {
        match self {
            Self::Ko => format!(
                "(시작하지 못하고 실효된 선정은 여기에 세지 않음: 센터 전체 중앙값 {median}, 90% 범위 {low} ~ {high})"
            ),
            Self::En => format!(
                " (awards that lapsed without a start are not counted in it: in the whole centre median {median}, 90% range {low} to {high})"
            ),
        }
    }

    /// The option that is best, in a headline, and whether something speaks against it.
    pub(crate) fn best_lead(self, title: &str, share: &Counted, price: bool) -> String {
        let mut often = self.often(share);
        if price {
            often += self.pick("; 반대 근거 있음", "; something speaks against it");
        }
        match self {
            Self::Ko => format!("가장 나은 안은 ‘{title}’({often})"),
            Self::En => format!("best: “{title}” ({often})"),
        }
    }

    /// What the chart of answers shows of a target.
    pub(crate) fn target_note(self) -> &'static str {
        self.pick(
            "붉은 점선: 목표 · ‘목표 60/64’: 모의실험 64회 중 60회가 목표를 지킴.",
            "Red dashed: the target · “target 60/64”: it is met in 60 of 64 futures.",
        )
    }

    /// How often a target is met, at a row of the chart.
    pub(crate) fn met_mark(self, met: &Counted) -> String {
        format!("{} {}/{}", self.pick("목표", "target"), met.k, met.n)
    }

    /// A count of futures in round numbers: 10번 중 9번; 9 of 10 futures. What is not nearer to a tenth than to none or to
    /// all is said of a hundred, so that neither is said unless it is so.
    pub(crate) fn often(self, met: &Counted) -> String {
        let Some(share) = met.share() else { return self.no_value().to_owned() };
        let n = self.whole(met.n as f64);
        if met.k == 0 || met.k == met.n {
            return match (self, met.k == 0) {
                (Self::Ko, true) => format!("{n}번 중 0번"),
                (Self::En, true) => format!("none of {n} futures"),
                (Self::Ko, false) => format!("{n}번 모두"),
                (Self::En, false) => format!("all {n} futures"),
            };
        }
        let of = if (0.05..=0.95).contains(&share) { 10.0 } else { 100.0 };
        let times = self.whole((share * of).round().clamp(1.0, of - 1.0));
        let of = self.whole(of);
        match self {
            Self::Ko => format!("{of}번 중 {times}번"),
            Self::En => format!("{times} of {of} futures"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn round_numbers_never_say_all_or_none_of_what_is_not() {
        let often = |k, n| Language::En.often(&Counted::of(k, n));
        assert_eq!(often(60, 64), "9 of 10 futures");
        assert_eq!(often(500, 1_000), "5 of 10 futures");
        assert_eq!(often(999, 1_000), "99 of 100 futures");
        assert_eq!(often(1, 1_000), "1 of 100 futures");
        assert_eq!(often(0, 1_000), "none of 1,000 futures");
        assert_eq!(often(12, 12), "all 12 futures");
        assert_eq!(Language::Ko.often(&Counted::of(874, 1_000)), "10번 중 9번");
        assert_eq!(Language::Ko.often(&Counted::of(12, 12)), "12번 모두");
    }

    #[test]
    fn a_headline_names_the_first_option_and_the_best() {
        let met: Vec<Counted> = [1, 5, 9, 3].map(|k| Counted::of(k, 10)).to_vec();
        let options: Vec<(&str, &Counted)> =
            ["as is", "a", "b", "c"].into_iter().zip(&met).collect();
        let lead = Language::En.target_lead(&options);
        assert_eq!(lead, "as is 1 of 10 futures, b 9 of 10 futures");
        assert_eq!(Language::En.target_lead(&options[1..2]), "5 of 10 futures");
        assert_eq!(Language::Ko.target_lead(&options[..2]), "as is 10번 중 1번, a 10번 중 5번");
    }
}
