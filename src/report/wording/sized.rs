//! What a sizing finds: the smallest value with which standards hold.

use super::{Called, Language};
use crate::results::sized::{Beside, Found, Sized, Wanted};

/// Values that a terminal shows of a sizing.
const SHOWN: usize = 14;

impl Language {
    /// The sentence that a sizing ends in.
    #[must_use]
    pub fn sized(self, sized: &Sized) -> String {
        let keys = sized.vary.join(", ");
        let standards: Vec<String> =
            sized.standards.iter().map(|one| format!("‘{}’", self.standard(one))).collect();
        let standards = standards.join(self.pick(", ", " and "));
        let often = self.futures_of(sized.probability);
        let sure = self.decimal(100.0 * sized.confidence, 0);
        let n = self.whole(sized.futures as f64);
        if sized.rank.is_none() && sized.found == Found::ByOrder {
            let least = self.whole(sized.least_futures as f64);
            return match self {
                Self::Ko => format!(
                    "{keys}: 모의실험 {n}회로는 신뢰수준 {sure}%로 말할 수 없음. {least}회 이상 필요"
                ),
                Self::En => format!(
                    "{keys}: {n} futures are too few to say so with {sure}% confidence; {least} are needed"
                ),
            };
        }
        let Some(answer) = sized.answer else {
            return self.unreached(sized, &keys, &standards, &often);
        };
        let label = &sized.points[answer].label;
        match (self, sized.wanted) {
            (Self::Ko, wanted) => {
                let word =
                    if wanted == Wanted::Smallest { "가장 작은 값" } else { "가장 큰 값" };
                format!(
                    "{keys} = {label}: {standards}을(를) {often} 이상 지키는 {word}(신뢰수준 {sure}%, 모의실험 {n}회)"
                )
            }
            (Self::En, wanted) => {
                let word = if wanted == Wanted::Smallest { "smallest" } else { "largest" };
                format!(
                    "{keys} = {label}: the {word} value with which {standards} holds in at least {often} ({sure}% confidence, {n} futures)"
                )
            }
        }
    }

    /// The finding in few words, for a chart.
    #[must_use]
    pub fn sized_title(self, sized: &Sized) -> String {
        let often = self.futures_of(sized.probability);
        if let Some(answer) = sized.answer {
            let label = &sized.points[answer].label;
            return match self {
                Self::Ko => format!("{label}이면 {often} 이상 기준을 지킴"),
                Self::En => format!("With {label} the standard holds in at least {often}"),
            };
        }
        let known =
            || sized.points.iter().filter_map(|point| Some((&point.label, point.met?.share()?)));
        let end = match sized.wanted {
            Wanted::Smallest => known().next_back(),
            Wanted::Largest => known().next(),
        };
        match (self, end) {
            (Self::Ko, Some((label, share))) => {
                format!("{label}에서도 모의실험의 {}만 기준을 지킴", self.percent(share))
            }
            (Self::En, Some((label, share))) => format!(
                "Even {label} meets the standard in {} of futures only",
                self.percent(share)
            ),
            (Self::Ko, None) => "기준을 볼 수 있는 값이 없음".to_owned(),
            (Self::En, None) => "No value can be played".to_owned(),
        }
    }

    fn unreached(self, sized: &Sized, keys: &str, standards: &str, often: &str) -> String {
        let played = |point: &&crate::results::sized::SizePoint| point.met.is_some();
        let ends = match sized.wanted {
            Wanted::Smallest => sized.points.iter().rfind(played),
            Wanted::Largest => sized.points.iter().find(played),
        };
        let best = ends.and_then(|point| Some((&point.label, point.met?)));
        let best = best.map(|(label, met)| {
            let counted = self.share_counted(&met);
            match self {
                Self::Ko => format!("{label}에서도 {counted}"),
                Self::En => format!("with {label} it holds in {counted}"),
            }
        });
        // The next one beyond, or whichever there is.
        let refused = |point: &&crate::results::sized::SizePoint| point.refused.is_some();
        let beyond = match sized.wanted {
            Wanted::Smallest => {
                let last = sized.points.iter().rposition(|point| point.met.is_some());
                sized.points.iter().skip(last.map_or(0, |at| at + 1)).find(refused)
            }
            Wanted::Largest => {
                let first = sized.points.iter().position(|point| point.met.is_some());
                sized.points.iter().take(first.unwrap_or(0)).rfind(refused)
            }
        };
        let refused = beyond.or_else(|| sized.points.iter().find(refused));
        let refused = refused.and_then(|point| Some((&point.label, point.refused.as_ref()?)));
        let refused = refused.map(|(label, reason)| {
            let reason = reason.in_language(self);
            match self {
                Self::Ko => format!("{label}부터는 들일 수 없음({reason})"),
                Self::En => format!("{label} cannot stand there ({reason})"),
            }
        });
        let failing = self.failing(sized);
        let why: Vec<String> = best.into_iter().chain(failing).chain(refused).collect();
        let why = why.join("; ");
        match self {
            Self::Ko => format!(
                "{keys}: 닿지 않음. 살펴본 값 가운데 {standards}을(를) {often} 이상 지키는 것이 없음: {why}"
            ),
            Self::En => format!(
                "{keys}: not reachable. With none of these values {standards} holds in at least {often}: {why}"
            ),
        }
    }

    /// Notes on how the value was found, and what of it may be wrong.
    #[must_use]
    pub fn sized_notes(self, sized: &Sized) -> Vec<String> {
        let mut notes = Vec::new();
        let (odd, n) = sized.anomalies;
        let (odd, n) = (self.whole(odd as f64), self.whole(n as f64));
        let rank = self.whole(sized.rank.unwrap_or(0) as f64);
        notes.push(match (self, sized.found) {
            (Self::Ko, Found::ByOrder) => format!(
                "방법: 모의실험마다 필요한 값을 구해 {n}개를 필요한 만큼 작은 것부터 세어 {rank}번째를 잡음(순서통계량). 값이 클수록 나아진다는 것은 모의실험마다 다른 두 값으로 확인했고 어긋난 모의실험이 없음."
            ),
            (Self::En, Found::ByOrder) => format!(
                "Method: the value that each future needs, and the {rank}th smallest of {n} (order statistic). That more serves better was looked at with two further values in each future; none contradicts it."
            ),
            (Self::Ko, Found::ByTests) => format!(
                "방법: {n}회 가운데 {odd}회에서 값이 더 큰데 기준을 못 지켰으므로, 값 하나하나를 모든 모의실험으로 검정함(Clopper–Pearson 하한, 신뢰수준을 검정 수로 나눔)."
            ),
            (Self::En, Found::ByTests) => format!(
                "Method: in {odd} of {n} futures a larger value fails what a smaller one meets, so that single values were tested in all futures (lower bound of Clopper and Pearson, the confidence shared out over the tests)."
            ),
        });
        if sized.unknown > 0 {
            let unknown = self.whole(sized.unknown as f64);
            notes.push(match self {
                Self::Ko => format!("{unknown}회에서는 어떤 값에서 기준을 잴 수 없어 지키지 못한 것으로 셈."),
                Self::En => format!("In {unknown} futures a standard had no value somewhere: that counts as not met."),
            });
        }
        notes
    }

    /// What else is different at the named value.
    #[must_use]
    pub fn sized_beside(self, sized: &Sized) -> Option<String> {
        let answer = sized.answer.or_else(|| sized.nearest())?;
        let first = match sized.wanted {
            Wanted::Smallest => {
                sized.points.iter().find(|point| point.met.is_some() || point.refused.is_none())
            }
            Wanted::Largest => sized.points.iter().rfind(|point| point.refused.is_none()),
        }?;
        let (from, to) = (&first.label, &sized.points[answer].label);
        let unit = sized.unit.in_language(self);
        let list: Vec<String> = sized.beside.iter().map(|one| self.beside(one, unit)).collect();
        if list.is_empty() {
            return None;
        }
        let list = list.join("; ");
        Some(match self {
            Self::Ko => format!("함께 달라지는 것({from} → {to}, 중앙값): {list}"),
            Self::En => format!("What changes with it ({from} → {to}, medians): {list}"),
        })
    }

    fn beside(self, one: &Beside, unit: Called<'_>) -> String {
        let [before, after] = [one.before.median, one.after.median]
            .map(|value| self.quantity(one.response, unit, value));
        format!("{} {before} → {after}", self.measure(one.response, unit.unit))
    }

    /// Values, and the futures in which each is enough: head and rows.
    #[must_use]
    pub fn sized_table(self, sized: &Sized) -> Vec<Vec<String>> {
        let head = match self {
            Self::Ko => ["값", "지키는 모의실험", "95% 구간"],
            Self::En => ["value", "futures that meet it", "95% interval"],
        };
        let known: Vec<usize> = (0..sized.points.len())
            .filter(|&at| sized.points[at].met.is_some() || sized.points[at].refused.is_some())
            .collect();
        let step = known.len().div_ceil(SHOWN).max(1);
        let near = |at: usize| sized.answer.is_some_and(|answer| answer.abs_diff(at) <= 1);
        let last = known.last().copied();
        let kept = known
            .iter()
            .enumerate()
            .filter(|(place, at)| place % step == 0 || near(**at) || Some(**at) == last);
        let mut rows = vec![head.map(str::to_owned).to_vec()];
        for (_, &at) in kept {
            let point = &sized.points[at];
            let mark = if Some(at) == sized.answer { "→ " } else { "  " };
            let label = format!("{mark}{}", point.label);
            rows.push(match (&point.met, &point.refused) {
                (Some(met), _) => {
                    let share = met.share().unwrap_or(0.0);
                    let percent = |share: f64| self.decimal(100.0 * share, 1);
                    vec![
                        label,
                        format!("{}%", percent(share)),
                        format!("{} ~ {}%", percent(met.low), percent(met.high)),
                    ]
                }
                (None, Some(reason)) => {
                    vec![label, "–".to_owned(), reason.in_language(self).to_owned()]
                }
                (None, None) => continue,
            });
        }
        rows
    }
}
