//! The sentence that answers a question: one response, the baseline and every alternative.

use super::Language;
use super::particles::{by_particle, topic_particle};
use crate::measures::Response;
use crate::results::figures::RoundsDiffer;

/// A response of something, in the baseline.
#[derive(Clone, Debug)]
pub(crate) struct Subject {
    pub(crate) response: Response,
    /// Title of the pool, programme or funding; none for the site.
    pub(crate) scope: Option<String>,
    /// Title of the baseline.
    pub(crate) baseline: String,
    /// Whether the scenario gives the baseline a title of its own.
    pub(crate) named: bool,
    pub(crate) mean: f64,
    /// The central 90 % across futures.
    pub(crate) spread: Option<(f64, f64)>,
    /// `lower` or `higher`, if the scenario says which is better.
    pub(crate) better: Option<String>,
}

/// The same response in an alternative.
#[derive(Clone, Debug)]
pub(crate) struct Against {
    pub(crate) title: String,
    /// Mean; none if the response has no value there.
    pub(crate) mean: Option<f64>,
    /// Mean of the paired differences from the baseline.
    pub(crate) difference: Option<f64>,
    /// Its 95 % interval; none with a single future.
    pub(crate) ends: Option<(f64, f64)>,
    /// Shares of futures in which it is above the baseline, and in which the two are equal.
    pub(crate) shares: Option<(f64, f64)>,
}

/// What the paired differences say.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Verdict {
    /// There is no value, or no difference to judge by.
    None,
    /// Equal in every future.
    Equal,
    /// The interval holds zero.
    Unclear,
    Above,
    Below,
}

impl Against {
    fn verdict(&self) -> Verdict {
        match (self.mean.and(self.difference), self.ends, self.shares) {
            (None, ..) => Verdict::None,
            (_, _, Some((_, 1.0))) => Verdict::Equal,
            (_, None, _) => Verdict::None,
            (Some(_), Some((low, high)), _) if low <= 0.0 && high >= 0.0 => Verdict::Unclear,
            (Some(difference), ..) if difference > 0.0 => Verdict::Above,
            _ => Verdict::Below,
        }
    }
}

impl Language {
    /// That other rounds are held, and how sought-after those are that make the difference.
    pub(crate) fn other_rounds(self, programme: &str, differ: &RoundsDiffer) -> String {
        let number = |count: f64| {
            let text = self.decimal(count, 1);
            text.strip_suffix(".0").unwrap_or(&text).to_owned()
        };
        let [here, baseline] = [differ.alternative, differ.baseline].map(number);
        let fewer = differ.alternative < differ.baseline;
        let counts = match self {
            Self::Ko => format!("{programme} 모집은 관측 기간에 {baseline}회가 아니라 {here}회다."),
            Self::En => {
                let rounds = if here == "1" { "round" } else { "rounds" };
                format!("{programme} closes {here} {rounds} in the window instead of {baseline}.")
            }
        };
        let Some((apart, common)) = differ.ratios else { return counts };
        let [apart, common] = [apart, common].map(|ratio| self.to_one(ratio));
        let why = match (self, fewer) {
            (Self::Ko, true) => format!(
                "열리지 않은 회차의 자리 대비 신청은 기준안에서 {apart}, 나머지는 {common}이며, 경쟁률은 열린 회차만으로 센다."
            ),
            (Self::Ko, false) => format!(
                "더 열린 회차의 자리 대비 신청은 {apart}, 나머지는 {common}이며, 경쟁률은 열린 회차를 모두 센다."
            ),
            (Self::En, true) => format!(
                "Applications to places are {apart} in the baseline for those that are not held, and {common} for all others; the competition is that of the rounds held."
            ),
            (Self::En, false) => format!(
                "Applications to places are {apart} for those that are held besides, and {common} for all others; the competition is that of all rounds held."
            ),
        };
        format!("{counts} {why}")
    }
}

/// A whole percentage of a share that is neither none nor all.
fn percent(share: f64) -> f64 {
    (100.0 * share).round().clamp(1.0, 99.0)
}

impl Language {
    /// One sentence: the baseline's value, then every alternative's with its paired difference.
    pub(crate) fn answer(self, of: &Subject, against: &[Against]) -> String {
        match self {
            Self::Ko => self.answer_ko(of, against),
            Self::En => self.answer_en(of, against),
        }
    }

    fn answer_ko(self, of: &Subject, against: &[Against]) -> String {
        let noun = self.noun(of.response);
        let scope = of.scope.as_deref().unwrap_or("센터 전체");
        let value = self.quantity(of.response, of.mean);
        let subject = format!("{scope}의 {noun}{}", topic_particle(noun));
        if against.is_empty() {
            let spread = self.spread(of);
            return format!("{subject} {value}이다{spread}.");
        }
        let baseline =
            if of.named { format!("‘{}’", of.baseline) } else { of.baseline.clone() };
        let mut text = format!("{subject} {baseline}에서 {value}이고");
        for (at, one) in against.iter().enumerate() {
            let last = at + 1 == against.len();
            text.push_str(&format!(", ‘{}’에서는 {}", one.title, self.clause_ko(of, one, last)));
        }
        text + "."
    }

    fn clause_ko(self, of: &Subject, one: &Against, last: bool) -> String {
        let (and, is) = if last { ("다", "이다") } else { ("고", "이고") };
        let value = one.mean.map(|mean| self.quantity(of.response, mean));
        let (Some(value), verdict) = (value, one.verdict()) else {
            return format!("값이 없{and}");
        };
        let note = self.note(of, one);
        let by = by_particle(&value);
        match verdict {
            Verdict::None => format!("{value}{is}"),
            Verdict::Equal => format!("모든 미래에서 같{and}"),
            // A distance from nothing says nothing more.
            Verdict::Above if of.mean == 0.0 => format!("{value}{is}{note}"),
            Verdict::Unclear => format!("{value}{by}, 다르다고 할 수 없{and}{note}"),
            Verdict::Above | Verdict::Below => {
                let way = self.way(of.response, verdict == Verdict::Above);
                let distance = self.distance(of.response, one.difference.unwrap_or(0.0));
                format!("{value}{by} {distance} {way}{and}{note}")
            }
        }
    }

    fn answer_en(self, of: &Subject, against: &[Against]) -> String {
        let noun = self.noun(of.response);
        let scope = of.scope.as_deref().unwrap_or("The whole centre");
        let value = self.quantity(of.response, of.mean);
        if against.is_empty() {
            return format!("{scope}: {noun} is {value}{}.", self.spread(of));
        }
        let baseline = if of.named {
            format!("under “{}”", of.baseline)
        } else {
            format!("in the {}", of.baseline)
        };
        let mut text = format!("{scope}: {noun} is {value} {baseline}");
        for (at, one) in against.iter().enumerate() {
            let last = at > 0 && at + 1 == against.len();
            let link = if last { "; and" } else { ";" };
            text.push_str(&format!("{link} under “{}” {}", one.title, self.clause_en(of, one)));
        }
        text + "."
    }

    fn clause_en(self, of: &Subject, one: &Against) -> String {
        let value = one.mean.map(|mean| self.quantity(of.response, mean));
        let (Some(value), verdict) = (value, one.verdict()) else {
            return "there is none".to_owned();
        };
        let note = self.note(of, one);
        match verdict {
            Verdict::None => format!("it is {value}"),
            Verdict::Equal => "it is the same in every future".to_owned(),
            Verdict::Above if of.mean == 0.0 => format!("it is {value}{note}"),
            Verdict::Unclear => format!("it is {value}, no difference that shows{note}"),
            Verdict::Above | Verdict::Below => {
                let way = self.way(of.response, verdict == Verdict::Above);
                let distance = self.distance(of.response, one.difference.unwrap_or(0.0));
                format!("it is {value}, {distance} {way}{note}")
            }
        }
    }

    /// The interval of the difference, and the share of futures in which the alternative is better.
    fn note(self, of: &Subject, one: &Against) -> String {
        let Some((low, high)) = one.ends else { return String::new() };
        let ends = self.ends(of.response, [low, high]);
        let mut note = format!("{} {ends}", self.pick("95% 구간", "95% interval"));
        if let (Some(better), Some((above, equal))) = (&of.better, one.shares) {
            let up = better == "higher";
            let share = if up { above } else { 1.0 - above - equal };
            let way = self.way(of.response, up);
            note.push_str(&match (self, share) {
                (Self::Ko, 1.0) => format!(", 모든 미래에서 더 {way}다"),
                (Self::Ko, 0.0) => format!(", 더 {} 미래는 없다", self.such(of.response, up)),
                (Self::Ko, _) => format!(", 미래의 {}%에서 더 {way}다", percent(share)),
                (Self::En, 1.0) => format!(", {way} in every future"),
                (Self::En, 0.0) => format!(", {way} in no future"),
                (Self::En, _) => format!(", {way} in {}% of futures", percent(share)),
            });
        }
        format!(" ({note})")
    }

    fn spread(self, of: &Subject) -> String {
        let Some((low, high)) = of.spread else { return String::new() };
        let [low, high] = [low, high].map(|end| self.quantity(of.response, end));
        match self {
            Self::Ko => format!(" (미래들의 중앙 90%: {low} ~ {high})"),
            Self::En => format!(" (central 90% of futures: {low} to {high})"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn subject(response: Response, better: Option<&str>) -> Subject {
        Subject {
            response,
            scope: Some("HPC 지원".to_owned()),
            baseline: "기준안".to_owned(),
            named: false,
            mean: 5.21,
            spread: Some((4.0, 6.5)),
            better: better.map(str::to_owned),
        }
    }

    fn against(title: &str, mean: f64, half: f64) -> Against {
        let difference = mean - 5.21;
        Against {
            title: title.to_owned(),
            mean: Some(mean),
            difference: Some(difference),
            ends: Some((difference - half, difference + half)),
            shares: Some((if difference > 0.0 { 0.97 } else { 0.002 }, 0.0)),
        }
    }

    #[test]
    fn a_competition_reads_as_people_say_it() {
        let all = [against("추경 없음", 5.9, 0.04), against("5월 추경", 4.8, 0.02)];
        let of = subject(Response::ApplicationsOfPlaces, Some("lower"));
        assert_eq!(
            Language::Ko.answer(&of, &all),
            "HPC 지원의 경쟁률(자리 대비 신청)은 기준안에서 5.21 대 1이고, ‘추경 없음’에서는 5.90 대 1로 0.69 높고 (95% 구간 +0.65 ~ +0.73, 미래의 3%에서 더 낮다), ‘5월 추경’에서는 4.80 대 1로 0.41 낮다 (95% 구간 −0.43 ~ −0.39, 미래의 99%에서 더 낮다)."
        );
        let of = Subject {
            scope: Some("HPC support".to_owned()),
            baseline: "baseline".to_owned(),
            better: None,
            ..of
        };
        assert_eq!(
            Language::En.answer(&of, &all[..1]),
            "HPC support: competition (applications per place) is 5.21:1 in the baseline; under “추경 없음” it is 5.90:1, 0.69 higher (95% interval +0.65 to +0.73)."
        );
    }

    #[test]
    fn what_is_not_known_is_not_said() {
        let of = subject(Response::MeanWait, Some("higher"));
        let unclear = against("가", 5.3, 0.4);
        let same = Against { shares: Some((0.0, 1.0)), ..against("나", 5.21, 0.0) };
        let one_future = Against { ends: None, ..against("다", 5.9, 0.0) };
        let none = Against { mean: None, ..against("라", 5.9, 0.0) };
        assert_eq!(
            Language::Ko.answer(&of, &[unclear, same, one_future, none]),
            "HPC 지원의 시작한 과제의, 선정부터 시작까지 평균 대기는 기준안에서 5.2일이고, ‘가’에서는 5.3일로, 다르다고 할 수 없고 (95% 구간 −0.3 ~ +0.5, 미래의 97%에서 더 길다), ‘나’에서는 모든 미래에서 같고, ‘다’에서는 5.9일이고, ‘라’에서는 값이 없다."
        );
        assert_eq!(
            Language::En.answer(&Subject { scope: None, ..of }, &[]),
            "The whole centre: mean wait from award to start, of those that started is 5.2 days (central 90% of futures: 4.0 days to 6.5 days)."
        );
    }
}
