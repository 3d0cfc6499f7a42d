//! What charts find, in the few words of a title.

use std::borrow::Cow;

use super::Language;
use super::answers::Mark;
use super::particles::{by_particle, subject_particle, topic_particle};
use crate::measures::{Response, Scale};

/// The most words in the title of a chart.
pub(crate) const WORDS: usize = 15;

/// An answer that an option moves.
#[derive(Clone, Debug)]
pub(crate) struct Change {
    /// What is moved: HPC 경쟁률.
    pub(crate) subject: String,
    /// The option.
    pub(crate) option: String,
    pub(crate) response: Response,
    pub(crate) up: bool,
    /// The baseline's value and the option's, where they go the way of the verdict.
    pub(crate) ends: Option<[String; 2]>,
    /// How far the two values are apart, and which way.
    pub(crate) apart: String,
    /// What speaks against it, where it is praised.
    pub(crate) price: Option<String>,
}

/// Number of words of a title.
fn words(title: &str) -> usize {
    title.split_whitespace().count()
}

/// The first that is not too long, else the last.
pub(super) fn fitting(choices: impl IntoIterator<Item = String>) -> String {
    let mut last = String::new();
    for choice in choices {
        if words(&choice) <= WORDS {
            return choice;
        }
        last = choice;
    }
    last
}

/// A title about a pool or a programme: with all of its name, or without what stands in brackets, or with its first words.
pub(super) fn of_pool(pool: &str, make: impl Fn(&str) -> Vec<String>) -> String {
    let bare = pool.split('(').next().unwrap_or(pool).trim_end();
    let short: Vec<&str> = bare.split_whitespace().take(4).collect();
    let short = short.join(" ");
    fitting([pool, bare, &short].into_iter().flat_map(make))
}

// What an option does to an answer.
impl Language {
    /// A response in the fewest words that cannot be misread.
    fn brief(self, response: Response, unit: &str) -> Cow<'static, str> {
        let brief = match response {
            Response::ApplicationsOfAwards => self.pick("선정 대비 신청", "applications per award"),
            Response::UnitsAskedOfOffered => {
                let brief = crate::words::words("카드 경쟁률", "competition by cards");
                return self.said_of(brief, unit);
            }
            Response::Awards => self.pick("선정 과제", "awards"),
            Response::MeanWait => self.pick("시작 대기", "wait to start"),
            Response::AllocatedOfLeased => self.pick("임차 대비 배정", "allocated of leased"),
            Response::UnleasedUnitMonths => self.pick("미임차 물량", "unleased amount"),
            Response::FreeUnitMonths => {
                self.pick("임차 후 미배정 물량", "leased but unallocated amount")
            }
            Response::Outputs => self.pick("수(과제당 비율 적용)", "number (by past ratio)"),
            other => return self.measure(other, unit),
        };
        brief.into()
    }

    /// What an answer is of: HPC 경쟁률; HPC competition.
    pub(crate) fn subject(self, scope: Option<&str>, response: Response, unit: &str) -> String {
        let brief = self.brief(response, unit);
        match scope {
            Some(scope) => format!("{scope} {brief}"),
            None => brief.into_owned(),
        }
    }

    /// An option moves an answer.
    pub(crate) fn finds_change(self, change: &Change) -> String {
        let plain = self.changes_said(change);
        let but = self.pick("", "but ");
        let priced = plain.iter().filter_map(|said| {
            let price = change.price.as_ref()?;
            Some(format!("{said}, {but}{price}"))
        });
        // A longer title with its price before a shorter one without.
        fitting(priced.chain(plain.iter().cloned()))
    }

    /// The forms of the sentence that an option moves an answer, the longest first. Each form names the option, or says
    /// that this is how far the answer moves at most. Both languages have the same forms in the same order.
    fn changes_said(self, change: &Change) -> Vec<String> {
        let Change { subject, option, response, up, ends, apart, .. } = change;
        let Some([before, after]) = ends else {
            return match self {
                Self::Ko => vec![
                    format!("{subject}, ‘{option}’이면 {apart}"),
                    format!("{subject}, 가장 크게는 {apart}"),
                ],
                Self::En => vec![
                    sentence(&format!("{subject} {apart} under ‘{option}’")),
                    sentence(&format!("{subject} {apart} at most")),
                ],
            };
        };
        let way = match (response.row().scale, up) {
            (Scale::Hours | Scale::Days | Scale::Months, true) => "lengthens",
            (Scale::Hours | Scale::Days | Scale::Months, false) => "shortens",
            (_, true) => "rises",
            (_, false) => "falls",
        };
        let way = self.pick(self.changes(*response, *up), way);
        match self {
            Self::Ko => vec![
                format!("{subject}, ‘{option}’이면 {before} → {after}{} {way}", by_particle(after)),
                format!("{subject}, ‘{option}’이면 {after}{} {way}", by_particle(after)),
                format!("{subject}, 가장 크게는 {before} → {after}{} {way}", by_particle(after)),
                format!("{subject}, 가장 크게는 {after}{} {way}", by_particle(after)),
                format!("{subject}, {after}까지 {way}"),
            ],
            Self::En => vec![
                sentence(&format!("{subject} {way} from {before} to {after} under ‘{option}’")),
                sentence(&format!("{subject} {way} to {after} under ‘{option}’")),
                sentence(&format!("{subject} {way} from {before} to {after} at most")),
                sentence(&format!("{subject} {way} to {after} at most")),
                sentence(&format!("{subject}: {} to {after}", if *up { "up" } else { "down" })),
            ],
        }
    }

    /// No option moves an answer so that it shows.
    pub(crate) fn nothing_moves(self, subject: &str, equal: bool) -> String {
        match (self, equal) {
            (Self::Ko, true) => format!("{subject}, 모든 대안에서 같음"),
            (Self::Ko, false) => format!("{subject}, 어느 대안에서도 뚜렷한 차이 없음"),
            (Self::En, true) => sentence(&format!("{subject} is the same under every option")),
            (Self::En, false) => {
                sentence(&format!("{subject} does not clearly differ under any option"))
            }
        }
    }

    /// The level of an answer without alternatives, or whose alternatives cannot be compared.
    pub(crate) fn stands_at(self, subject: &str, value: &str, range: &str) -> String {
        match self {
            Self::Ko => format!("{subject}{} {value} {range}", topic_particle(subject)),
            Self::En => sentence(&format!("{subject} stands at {value} {range}")),
        }
    }
}

// The chart of answers.
impl Language {
    /// The basis of the chart of answers.
    pub(crate) fn answers_basis(self, n: &str, stretch: &str) -> String {
        match self {
            Self::Ko => format!("점: 중앙값, 막대: 90% 범위(모의실험 {n}회) · {stretch}"),
            Self::En => format!("Dot: median, bar: central 90% of {n} futures · {stretch}"),
        }
    }

    pub(crate) fn answers_note(self) -> &'static str {
        self.pick(
            "점 아래 값: 같은 모의실험끼리 견준 기준안과의 차이(중앙값) · 점선: 기준안 중앙값 · ▲ 나아짐 ▼ 나빠짐 ↑↓ 높음·낮음(좋고 나쁨 없음) ≈ 뚜렷한 차이 없음.",
            "Under the dot: median of the differences from the baseline, future by future · dashed: the baseline's median · ▲ better ▼ worse ↑↓ higher, lower (neither is better) ≈ no clear difference.",
        )
    }

    pub(crate) fn answers_part_note(self) -> &'static str {
        self.pick(
            "* 두 안 모두 연 회차, 또는 차이가 나기 시작한 날 이후에서의 차이. 점과 막대는 집계 기간 전체.",
            "* Difference over the rounds that both hold, or from the day on which the two begin to differ; dot and bar are of the whole window.",
        )
    }

    /// A mark in a word.
    pub(crate) fn mark_word(self, mark: Mark) -> &'static str {
        match mark {
            Mark::Better => self.pick("나아짐", "better"),
            Mark::Worse => self.pick("나빠짐", "worse"),
            Mark::More | Mark::Less => "",
            Mark::Same => self.pick("뚜렷한 차이 없음", "no clear difference"),
        }
    }

    pub(crate) fn same_as_baseline(self) -> &'static str {
        self.pick("기준안과 같음", "same as baseline")
    }

    pub(crate) fn no_answers_chart(self) -> &'static str {
        self.pick(
            "답의 그림은 만들지 않았다: 모든 대안에서 값이 0이다.",
            "No chart of the answer is made: its values are zero under every option.",
        )
    }

    pub(crate) fn answers_fallback(self) -> &'static str {
        self.pick("대안별 결과", "Options by the answer")
    }
}

// What a chart of accounts, competition or money shows.
impl Language {
    /// What share of what is leased, and of what is installed, is held.
    pub(crate) fn ladder_finds(
        self,
        pool: &str,
        [of_leased, of_installed]: [&str; 2],
        gap: bool,
    ) -> String {
        of_pool(pool, |pool| {
            vec![match (self, gap) {
                (Self::Ko, true) => {
                    format!(
                        "{pool}: 예산 공백에 임차의 {of_leased} 배정, 설치로는 {of_installed}뿐"
                    )
                }
                (Self::Ko, false) => {
                    format!("{pool}: 임차의 {of_leased} 배정, 설치로는 {of_installed}")
                }
                (Self::En, true) => format!(
                    "{pool} in the gap: {of_leased} of leased allocated, only {of_installed} of installed"
                ),
                (Self::En, false) => {
                    format!("{pool}: {of_leased} of leased allocated, {of_installed} of installed")
                }
            }]
        })
    }

    /// What the ladder shows where everything that is installed is leased.
    pub(crate) fn ladder_finds_one(self, pool: &str, of_installed: &str) -> String {
        of_pool(pool, |pool| {
            vec![match self {
                Self::Ko => format!("{pool}: 설치의 {of_installed} 배정"),
                Self::En => format!("{pool}: {of_installed} of installed is allocated"),
            }]
        })
    }

    /// What the ladder shows where everything that is installed is leased and held at all times.
    pub(crate) fn ladder_finds_busy(self, pool: &str, of_installed: &str, guess: &str) -> String {
        of_pool(pool, |pool| {
            vec![match self {
                Self::Ko => format!("{pool}: 설치의 {of_installed} 실사용{guess}"),
                Self::En => format!("{pool}: {of_installed} of installed is busy{guess}"),
            }]
        })
    }

    /// The two largest parts of what is installed.
    pub(crate) fn supply_finds(self, pool: &str, parts: &[(&str, String)]) -> String {
        let list = |count: usize| -> String {
            let part = |(name, share): &(&str, String)| match self {
                Self::Ko => format!("{name} {share}"),
                Self::En => format!("{share} {name}"),
            };
            parts.iter().take(count).map(part).collect::<Vec<_>>().join(", ")
        };
        of_pool(pool, |pool| match self {
            Self::Ko => [2, 1].map(|count| format!("{pool}: 설치 중 {}", list(count))).into(),
            Self::En => {
                let all = format!("{pool}: {} of what is installed", list(2));
                let short = [2, 1].map(|count| format!("{pool}, of installed: {}", list(count)));
                std::iter::once(all).chain(short).collect()
            }
        })
    }

    /// What became of what was asked for.
    pub(crate) fn demand_finds(self, pool: &str, served: &str, turned_away: &str) -> String {
        of_pool(pool, |pool| {
            vec![match self {
                Self::Ko => format!("{pool}: 신청량의 {turned_away} 탈락, {served} 배정"),
                Self::En => format!(
                    "{pool}: {turned_away} of what is asked for turned away, {served} served"
                ),
            }]
        })
    }

    /// The round that is sought after most, in the baseline.
    pub(crate) fn competition_finds(self, programme: &str, ratio: &str, month: &str) -> String {
        of_pool(programme, |programme| {
            vec![match self {
                Self::Ko => format!(
                    "{programme} 경쟁률, {month} 회차가 {ratio}{} 가장 높음",
                    by_particle(ratio)
                ),
                Self::En => {
                    format!("{programme} competition peaks at {ratio} in the {month} round")
                }
            }]
        })
    }

    /// What is spent, and the most and the least of it among options.
    pub(crate) fn money_finds(
        self,
        option: &str,
        most: &str,
        least: Option<(&str, &str)>,
    ) -> String {
        match (self, least) {
            (Self::Ko, None) => format!("집행액 {most}"),
            (Self::Ko, Some((other, least))) => {
                format!("집행액, ‘{option}’ {most}에서 ‘{other}’ {least}까지")
            }
            (Self::En, None) => format!("{most} is spent"),
            (Self::En, Some((other, least))) => fitting([
                format!("Spending ranges from {least} (‘{other}’) to {most} (‘{option}’)"),
                format!("Spending ranges from {least} to {most} among options"),
            ]),
        }
    }

    /// What was not leased in the baseline, and under the option that leaves most.
    pub(crate) fn gap_ranges(self, amount: &str, option: &str, most: &str) -> String {
        match self {
            Self::Ko => fitting([
                format!("미임차 물량, 기준안 {amount}, ‘{option}’이면 {most}"),
                format!("미임차 물량, 기준안 {amount}, 대안에 따라 {most}까지"),
            ]),
            Self::En => fitting([
                format!("{amount} not leased in the baseline, {most} under ‘{option}’"),
                format!("{amount} not leased in the baseline, up to {most} under an option"),
            ]),
        }
    }

    /// What was not leased, and its largest part.
    pub(crate) fn gap_finds(self, amount: &str, part: &str, share: &str) -> String {
        match self {
            Self::Ko => format!("미임차 {amount}, {share}{} {part}", subject_particle(share)),
            Self::En => format!("{amount} not leased, {share} of it {part}"),
        }
    }
}

/// A text with a capital letter at its beginning.
pub(crate) fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_has_no_more_than_fifteen_words() {
        let change = Change {
            subject: "High-performance computing service competition".to_owned(),
            option:
                "256 more cards from the second half of 2026 with places in proportion and no gap"
                    .to_owned(),
            response: Response::ApplicationsOfPlaces,
            up: false,
            ends: Some(["3.60:1", "2.10:1"].map(str::to_owned)),
            apart: "1.50 lower".to_owned(),
            price: None,
        };
        let title = Language::En.finds_change(&change);
        assert!(words(&title) <= WORDS, "{title}");
        assert!(title.starts_with("High-performance") && title.contains("3.60:1"), "{title}");
        let short = Change { option: "twice the places".to_owned(), ..change };
        assert_eq!(
            Language::En.finds_change(&short),
            "High-performance computing service competition falls from 3.60:1 to 2.10:1 under ‘twice the places’"
        );
        let korean = Change {
            subject: "HPC 경쟁률".to_owned(),
            ends: Some(["3.60 대 1", "2.10 대 1"].map(str::to_owned)),
            option: "선정 규모 두 배".to_owned(),
            ..short
        };
        assert_eq!(
            Language::Ko.finds_change(&korean),
            "HPC 경쟁률, ‘선정 규모 두 배’이면 3.60 대 1 → 2.10 대 1로 낮아짐"
        );
        let priced = Change {
            price: Some("실효된 선정 28건 → 1,011건".to_owned()),
            ..korean.clone()
        };
        assert_eq!(
            Language::Ko.finds_change(&priced),
            "HPC 경쟁률, ‘선정 규모 두 배’이면 2.10 대 1로 낮아짐, 실효된 선정 28건 → 1,011건"
        );
        let apart = Change { ends: None, apart: "1.50 낮음".to_owned(), ..korean };
        assert_eq!(
            Language::Ko.finds_change(&apart),
            "HPC 경쟁률, ‘선정 규모 두 배’이면 1.50 낮음"
        );
    }

    /// Options that move an answer the same way are not told as one that does: every title names its option or says how far
    /// at most, and both languages have the same forms in the same order.
    #[test]
    fn a_title_names_its_option_or_says_how_far() {
        let long = "880 more cards of the next kind in the second half of 2027 and beyond";
        let ends = |unit: &str| Some(["5.29", "2.43"].map(|value| format!("{value}{unit}")));
        for option in ["880 cards", long] {
            for price in [None, Some("awards that lapsed 2.5 → 5.0".to_owned())] {
                let english = Change {
                    subject: "HPC support competition".to_owned(),
                    option: option.to_owned(),
                    response: Response::ApplicationsOfPlaces,
                    up: false,
                    ends: ends(":1"),
                    apart: "2.86 lower".to_owned(),
                    price: price.clone(),
                };
                for ends in [english.ends.clone(), None] {
                    let change = Change { ends, ..english.clone() };
                    let title = Language::En.finds_change(&change);
                    let says = ["2.43:1", "2.86 lower"].iter().any(|value| title.contains(value));
                    assert!(says && words(&title) <= WORDS, "{title}");
                    assert_eq!(title.contains(", but "), price.is_some(), "{title}");
                    assert_eq!(title.contains("at most"), !title.contains(option), "{title}");
                }
            }
        }
        let of = |language: Language, ends, apart: &str| {
            let change = Change {
                subject: "A".to_owned(),
                option: "B".to_owned(),
                response: Response::ApplicationsOfPlaces,
                up: false,
                ends,
                apart: apart.to_owned(),
                price: None,
            };
            let said = language.changes_said(&change).into_iter();
            let shape = |said: String| (said.contains("‘B’"), said.contains("5.29"));
            said.map(shape).collect::<Vec<_>>()
        };
        assert_eq!(of(Language::Ko, ends(" 대 1"), ""), of(Language::En, ends(":1"), ""));
        assert_eq!(of(Language::Ko, None, "낮음"), of(Language::En, None, "lower"));
    }
}
