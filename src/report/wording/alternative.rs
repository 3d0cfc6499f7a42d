//! The sentence on an alternative: how far it moves an answer, in how many futures, and how likely that is.

use super::{Called, Language};
use crate::measures::{Response, Scale};
use crate::results::answer::{Compared, Difference, Likelihood, Measured, Sense, Spread, Verdict};

/// Whether options do not all move an answer the same way.
pub(crate) fn is_mixed(verdicts: &[Verdict]) -> bool {
    let first = verdicts.iter().find(|verdict| verdict.is_direction());
    first.is_some_and(|first| verdicts.iter().any(|verdict| verdict != first))
}

// The sentence on an alternative by one answer.
impl Language {
    /// The sentence on an alternative by one answer: how far it is from the baseline, in how many futures, and how likely
    /// that is. The latter two are left out where they are said of all alternatives at once.
    pub(crate) fn clause(
        self,
        title: &str,
        of: &Measured,
        unit: Called<'_>,
        compared: &Compared,
        counted: bool,
    ) -> String {
        let difference = &compared.difference;
        let what = match compared.verdict {
            Verdict::Equal => self.pick("모두 같음", "the same in all").to_owned(),
            Verdict::Unclear => {
                self.pick("차이가 드러나지 않음", "no difference that shows").to_owned()
            }
            Verdict::Slight => match self {
                Self::Ko => {
                    format!("사실상 같음({})", self.apart(of.response, unit, difference))
                }
                Self::En => {
                    format!("practically the same ({})", self.apart(of.response, unit, difference))
                }
            },
            _ => self.apart(of.response, unit, difference),
        };
        let counted = match compared.verdict {
            Verdict::Equal => String::new(),
            _ if !counted => String::new(),
            _ => format!(" ({})", self.counted(of.response, compared)),
        };
        match self {
            Self::Ko => format!("‘{title}’ {what}{counted}"),
            Self::En => format!("“{title}” {what}{counted}"),
        }
    }

    /// The difference that is told: the median of the paired differences, or their mean where the median is zero or has
    /// the other sign.
    pub(crate) fn telling(
        self,
        response: Response,
        unit: Called<'_>,
        difference: &Difference,
    ) -> f64 {
        let Difference { spread, .. } = *difference;
        let nothing = self.distance(response, unit, 0.0);
        let by_median = spread.median * spread.mean > 0.0
            && self.distance(response, unit, spread.median) != nothing;
        if by_median { spread.median } else { spread.mean }
    }

    /// How far an option is from the baseline, and which way.
    pub(crate) fn apart(
        self,
        response: Response,
        unit: Called<'_>,
        difference: &Difference,
    ) -> String {
        let value = self.telling(response, unit, difference);
        let how = match value == difference.spread.median {
            true => "",
            false => self.pick("평균 ", " on average"),
        };
        let (size, way) = (self.distance(response, unit, value), self.is(response, value > 0.0));
        match self {
            Self::Ko => format!("{how}{size} {way}"),
            Self::En => format!("{size} {way}{how}"),
        }
    }

    /// The word for higher or lower at the end of a clause.
    fn is(self, response: Response, above: bool) -> &'static str {
        match self {
            Self::En => self.way(response, above),
            Self::Ko => match self.way(response, above) {
                "높" => "높음",
                "낮" => "낮음",
                "길" => "긺",
                "짧" => "짧음",
                "많" => "많음",
                _ => "적음",
            },
        }
    }

    /// In how many futures the difference goes the way of its mean, and how likely that is, in words. Where the verdict
    /// names no direction, the count does.
    pub(crate) fn counted(self, response: Response, compared: &Compared) -> String {
        let Difference { spread, above, below, .. } = compared.difference;
        let up = spread.mean > 0.0;
        let (along, n) = (if up { above } else { below }, spread.n);
        let ties = n - above - below;
        let word = compared.likelihood.map(|one| format!(", {}", self.likelihood(one)));
        let word = word.unwrap_or_default();
        let way = if compared.verdict.is_direction() { "" } else { self.is(response, up) };
        match self {
            Self::Ko => {
                let way = if way.is_empty() { String::new() } else { format!(" {way}") };
                let ties = if ties > 0 { format!(", 같음 {ties}회") } else { String::new() };
                format!("{n}회 중 {along}회{way}{ties}{word}")
            }
            Self::En => {
                let way = if way.is_empty() { String::new() } else { format!("{way} in ") };
                let ties = if ties > 0 { format!(", {ties} equal") } else { String::new() };
                format!("{way}{along} of {n} futures{ties}{word}")
            }
        }
    }

    /// A word of the scale of likelihoods.
    pub(crate) fn likelihood(self, likelihood: Likelihood) -> &'static str {
        match likelihood {
            Likelihood::VirtuallyCertain => self.pick("사실상 확실", "virtually certain"),
            Likelihood::VeryLikely => self.pick("가능성 매우 높음", "very likely"),
            Likelihood::Likely => self.pick("가능성 높음", "likely"),
            Likelihood::AsLikelyAsNot => self.pick("반반", "about as likely as not"),
            Likelihood::Unlikely => self.pick("가능성 낮음", "unlikely"),
            Likelihood::VeryUnlikely => self.pick("가능성 매우 낮음", "very unlikely"),
            Likelihood::ExceptionallyUnlikely => {
                self.pick("가능성 거의 없음", "exceptionally unlikely")
            }
        }
    }

    /// The level of a baseline without alternatives.
    pub(crate) fn alone(self, response: Response, unit: Called<'_>, level: &Spread) -> String {
        let [median, low, high] =
            [level.median, level.low, level.high].map(|value| self.quantity(response, unit, value));
        match self {
            Self::Ko => format!("중앙값 {median} (90% 범위 {low} ~ {high})"),
            Self::En => format!("median {median} (90% range {low} to {high})"),
        }
    }

    pub(crate) fn no_value(self) -> &'static str {
        self.pick("값 없음", "no value")
    }
}

// What an answer says of all alternatives together, in front of the sentences on each.
impl Language {
    /// What an answer says of all alternatives together, in a word: lower, no clear difference, it depends.
    pub(crate) fn lead(self, of: &Measured, verdicts: &[Verdict]) -> String {
        let directions = verdicts.iter().filter(|verdict| verdict.is_direction()).count();
        let up = |above: bool| self.changes(of.response, above);
        let better_up = of.sense == Sense::Higher;
        if verdicts.is_empty() {
            return String::new();
        }
        if directions == 0 {
            let none = verdicts.iter().all(|verdict| *verdict == Verdict::Equal);
            return match none {
                true => self.pick("달라지지 않음", "no change").to_owned(),
                false => self.pick("뚜렷한 차이 없음", "no difference that shows").to_owned(),
            };
        }
        if is_mixed(verdicts) {
            return self.pick("대안에 따라 다름", "it depends on the option").to_owned();
        }
        match verdicts[0] {
            Verdict::Better => up(better_up).to_owned(),
            Verdict::Worse => match self {
                Self::Ko => format!("오히려 {}", up(!better_up)),
                Self::En => format!("{} instead", up(!better_up)),
            },
            Verdict::More => up(true).to_owned(),
            _ => up(false).to_owned(),
        }
    }

    /// A lead with the option that moves the answer most.
    pub(crate) fn most_under(self, lead: &str, title: &str) -> String {
        match self {
            Self::Ko => format!("{lead}(가장 큰 변화: ‘{title}’)"),
            Self::En => format!("{lead}, most under “{title}”"),
        }
    }

    /// A lead with the count of futures that all options share, or several of them.
    pub(crate) fn in_each(self, lead: &str, counted: &str, all: bool) -> String {
        match (self, all) {
            (Self::Ko, true) => format!("{lead}(대안마다 {counted})"),
            (Self::Ko, false) => format!("{lead}, 따로 적지 않으면 {counted}"),
            (Self::En, true) => format!("{lead}, under each option in {counted}"),
            (Self::En, false) => format!("{lead}, in {counted}, unless a count is given"),
        }
    }

    /// The verb of a response that rises or falls.
    pub(super) fn changes(self, response: Response, above: bool) -> &'static str {
        let (ko, en) = match (response.row().scale, above) {
            (Scale::Percent | Scale::ToOne | Scale::Petaflops, true) => ("높아짐", "higher"),
            (Scale::Percent | Scale::ToOne | Scale::Petaflops, false) => ("낮아짐", "lower"),
            (Scale::Hours | Scale::Days | Scale::Months, true) => ("길어짐", "longer"),
            (Scale::Hours | Scale::Days | Scale::Months, false) => ("짧아짐", "shorter"),
            (Scale::Cases | Scale::Places | Scale::Amount, false) => ("줄어듦", "fewer"),
            (_, true) => ("늘어남", "more"),
            (_, false) => ("줄어듦", "less"),
        };
        self.pick(ko, en)
    }
}
