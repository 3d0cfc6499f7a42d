//! The words of standards, sizes, targets, readings and sweeps.

use super::{Called, Language};
use crate::measures::Response;
use crate::results::answer::{BestEntry, BestOption, Bound, Counted, Over, Target};
use crate::results::sized::{Beside, Found, Sized, StandardEntry, Wanted};

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

/// Values that a terminal shows of a sizing.
const SHOWN: usize = 14;

impl Language {
    /// A response with what its scope is called: HPC 지원 경쟁률(…); HPC support: competition (…).
    pub(crate) fn of_scope(self, response: Response, unit: &str, title: &str) -> String {
        let noun = self.noun(response, unit);
        if title.is_empty() {
            noun.into_owned()
        } else {
            format!("{title}{}{noun}", self.pick(" ", ": "))
        }
    }

    /// A bound and over what it holds: 1.50 대 1 이하(모든 회차); at most 1.50:1 in every round.
    pub(crate) fn bound(
        self,
        response: Response,
        unit: Called<'_>,
        bound: Bound,
        over: Over,
    ) -> String {
        let value = self.quantity(response, unit, bound.value);
        match self {
            Self::Ko => {
                let side = if bound.at_most { "이하" } else { "이상" };
                let over = match over {
                    Over::Window => "",
                    Over::EveryRound => "(모든 회차)",
                    Over::LastYear => "(마지막 1년)",
                };
                format!("{value} {side}{over}")
            }
            Self::En => {
                let side = if bound.at_most { "at most" } else { "at least" };
                let over = match over {
                    Over::Window => "",
                    Over::EveryRound => " in every round",
                    Over::LastYear => " in the last year",
                };
                format!("{side} {value}{over}")
            }
        }
    }

    /// A standard: HPC 지원 경쟁률(…) 1.50 대 1 이하.
    pub(crate) fn standard(self, one: &StandardEntry) -> String {
        let noun = self.of_scope(
            one.response,
            one.unit.in_language(self).unit,
            one.title.in_language(self),
        );
        format!(
            "{noun} {}",
            self.bound(one.response, one.unit.in_language(self), one.bound, one.over)
        )
    }

    /// A share of futures as people say it: 모의실험 10회 중 9회; 9 futures of 10.
    pub(crate) fn futures_of(self, share: f64) -> String {
        let tenths = share * 10.0;
        if (tenths - tenths.round()).abs() < 1e-9 {
            let tenths = self.whole(tenths.round());
            return match self {
                Self::Ko => format!("모의실험 10회 중 {tenths}회"),
                Self::En => format!("{tenths} futures of 10"),
            };
        }
        match self {
            Self::Ko => format!("모의실험의 {}", self.percent(share)),
            Self::En => format!("{} of futures", self.percent(share)),
        }
    }

    /// A counted share with its interval: 64회 중 60회(94% [85~98%]).
    pub(crate) fn share_counted(self, met: &Counted) -> String {
        let Some(share) = met.share() else { return self.no_value().to_owned() };
        let [share, low, high] = [share, met.low, met.high].map(|one| self.decimal(100.0 * one, 0));
        let (k, n) = (self.whole(met.k as f64), self.whole(met.n as f64));
        match self {
            Self::Ko => format!("{n}회 중 {k}회({share}%, 95% 구간 {low}~{high}%)"),
            Self::En => format!("{k} of {n} futures ({share}%, 95% interval {low} to {high}%)"),
        }
    }

    /// The futures in which an option meets its target.
    pub(crate) fn target_met(
        self,
        title: &str,
        (response, unit): (Response, Called<'_>),
        target: &Target,
        met: &Counted,
    ) -> String {
        let bound = self.bound(response, unit, target.bound, target.over);
        let counted = self.share_counted(met);
        match self {
            Self::Ko => format!("{title}: 목표({bound})를 {counted} 지킴"),
            Self::En => format!("{title}: the target ({bound}) is met in {counted}"),
        }
    }

    /// What the sentence on a target is of.
    pub(crate) fn target_heading(self, noun: &str) -> String {
        match self {
            Self::Ko => format!("{noun} 목표"),
            Self::En => format!("{noun}, target"),
        }
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

    /// The heading over which option is best.
    #[must_use]
    pub fn best_heading(self) -> &'static str {
        self.pick(
            "어느 대안이 가장 나은가 (집계 기간 전체, 같은 모의실험끼리)",
            "Which option is best (whole window, future by future)",
        )
    }

    /// The heading over what other readings of the facts do.
    #[must_use]
    pub fn readings_heading(self) -> &'static str {
        self.pick("사실을 달리 읽으면", "If the facts are read otherwise")
    }

    /// The heading over what sweeps found.
    #[must_use]
    pub fn sweeps_heading(self) -> &'static str {
        self.pick("값을 바꿔 보면", "If the value is another")
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
