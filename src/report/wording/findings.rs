//! What charts find, in the few words of a title.

use super::Language;
use super::responses::{by_particle, subject_particle, topic_particle};
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
    /// The baseline's value and the option's.
    pub(crate) before: String,
    pub(crate) after: String,
}

/// Number of words of a title.
fn words(title: &str) -> usize {
    title.split_whitespace().count()
}

/// The first that is not too long, else the last.
fn fitting(choices: impl IntoIterator<Item = String>) -> String {
    let mut last = String::new();
    for choice in choices {
        if words(&choice) <= WORDS {
            return choice;
        }
        last = choice;
    }
    last
}

impl Language {
    /// A response in the fewest words that cannot be misread.
    pub(crate) fn brief(self, response: Response) -> &'static str {
        match response {
            Response::ApplicationsOfPlaces => self.pick("경쟁률", "competition"),
            Response::ApplicationsOfAwards => self.pick("선정 대비 신청", "applications per award"),
            Response::UnitsAskedOfOffered => self.pick("카드 경쟁률", "competition by cards"),
            Response::Awards => self.pick("선정 과제", "awards"),
            Response::MeanWait => self.pick("시작 대기", "wait to start"),
            Response::MeanJobWait => self.pick("작업 대기시간", "wait of jobs"),
            Response::AllocatedOfLeased => self.pick("임차 대비 배정", "allocated of leased"),
            Response::AllocatedOfInstalled => self.pick("설치 대비 배정", "allocated of installed"),
            Response::BusyOfAllocated => self.pick("배정 대비 실사용", "busy of allocated"),
            Response::BusyOfInstalled => self.pick("설치 대비 실사용", "busy of installed"),
            Response::UnleasedUnitMonths => self.pick("미임차 물량", "unleased amount"),
            Response::FreeUnitMonths => {
                self.pick("임차 후 미배정 물량", "leased but unallocated amount")
            }
            Response::IdleUnitMonths => self.pick("배정 후 유휴 물량", "allocated but idle amount"),
            Response::Spent => self.pick("집행액", "spending"),
            Response::Unspent => self.pick("불용액", "unspent money"),
            Response::FeeIncome => self.pick("이용료 수입", "income from fees"),
            Response::Outputs => self.pick("수(과제당 비율 적용)", "number (by past ratio)"),
            other => self.measure(other),
        }
    }

    /// What an answer is of: HPC 경쟁률; HPC competition.
    pub(crate) fn subject(self, scope: Option<&str>, response: Response) -> String {
        let brief = self.brief(response);
        match scope {
            Some(scope) => format!("{scope} {brief}"),
            None => brief.to_owned(),
        }
    }

    /// The heading of an answer's field: what it is of, and how it is reckoned.
    pub(crate) fn answer_heading_of(self, scope: Option<&str>, response: Response) -> String {
        let reckoned = match response {
            Response::ApplicationsOfPlaces => {
                self.pick("신청 건수 ÷ 선정 규모", "applications ÷ places")
            }
            Response::ApplicationsOfAwards => {
                self.pick("신청 건수 ÷ 선정 건수", "applications ÷ awards")
            }
            Response::UnitsAskedOfOffered => self.pick("신청 장수 ÷ 배정 물량", "asked ÷ offered"),
            Response::Awards => self.pick("건", "number"),
            Response::MeanWait => self.pick("일, 선정부터 시작까지", "days, from award to start"),
            Response::MeanJobWait => self.pick("시간", "hours"),
            _ => "",
        };
        let subject = self.subject(scope, response);
        let space = self.pick("", " ");
        if reckoned.is_empty() { subject } else { format!("{subject}{space}({reckoned})") }
    }

    /// The basis of the chart of answers.
    pub(crate) fn answers_basis(self, n: &str, stretch: &str) -> String {
        match self {
            Self::Ko => format!("점: 중앙값, 막대: 90% 범위(모의실험 {n}회) · {stretch}"),
            Self::En => format!("Dot: median, bar: central 90% of {n} futures · {stretch}"),
        }
    }

    pub(crate) fn answers_note(self) -> &'static str {
        self.pick(
            "점 아래 값: 같은 미래끼리 기준안과 뺀 차이의 중앙값 · 점선: 기준안 중앙값 · ▲ 개선, ▼ 악화: 10회 중 9회 이상 같은 방향이고 오차보다 클 때만 표시.",
            "Under the dot: median of the differences from the baseline, future by future · dashed: the baseline's median · ▲ better, ▼ worse only where nine futures in ten agree and the difference exceeds its error.",
        )
    }

    pub(crate) fn answers_rounds_note(self) -> &'static str {
        self.pick(
            "열린 공모 회차가 기준안과 다른 대안의 비율은 바로 견줄 수 없어 ▲▼를 붙이지 않는다.",
            "A ratio over other rounds than the baseline's cannot be compared as it stands and bears no ▲ or ▼.",
        )
    }

    pub(crate) fn better(self) -> &'static str {
        self.pick("개선", "better")
    }

    pub(crate) fn worse(self) -> &'static str {
        self.pick("악화", "worse")
    }

    pub(crate) fn not_clear(self) -> &'static str {
        self.pick("뚜렷하지 않음", "not clear")
    }

    pub(crate) fn other_rounds_held(self) -> &'static str {
        self.pick("(회차 다름)", "(other rounds)")
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

    /// An option moves an answer.
    pub(crate) fn changes(self, change: &Change) -> String {
        let Change { subject, option, response, up, before, after } = change;
        let way = match (response.row().scale, up) {
            (Scale::Hours | Scale::Days | Scale::Months, true) => ("길어짐", "lengthens"),
            (Scale::Hours | Scale::Days | Scale::Months, false) => ("짧아짐", "shortens"),
            (Scale::Percent | Scale::ToOne | Scale::Petaflops, true) => ("높아짐", "rises"),
            (Scale::Percent | Scale::ToOne | Scale::Petaflops, false) => ("낮아짐", "falls"),
            (_, true) => ("늘어남", "rises"),
            (_, false) => ("줄어듦", "falls"),
        };
        let way = self.pick(way.0, way.1);
        match self {
            Self::Ko => fitting([
                format!("{subject}, ‘{option}’이면 {before} → {after}{} {way}", by_particle(after)),
                format!("{subject} {before} → {after}, ‘{option}’이면 {way}"),
                format!("{subject} {before} → {after} {way}"),
            ]),
            Self::En => fitting([
                sentence(&format!("{subject} {way} from {before} to {after} under ‘{option}’")),
                sentence(&format!("{subject} {way} to {after} under ‘{option}’")),
                sentence(&format!("{subject} {way} from {before} to {after} under one option")),
                sentence(&format!("{subject} {way} under one option")),
            ]),
        }
    }

    /// No option moves an answer so that it shows.
    pub(crate) fn nothing_moves(self, subject: &str) -> String {
        match self {
            Self::Ko => format!("{subject}, 어느 대안에서도 뚜렷한 차이 없음"),
            Self::En => sentence(&format!("{subject} does not clearly differ under any option")),
        }
    }

    /// The level of an answer without alternatives, or whose alternatives cannot be compared.
    pub(crate) fn stands_at(self, subject: &str, value: &str, range: &str) -> String {
        match self {
            Self::Ko => format!("{subject}{} {value} {range}", topic_particle(subject)),
            Self::En => sentence(&format!("{subject} stands at {value} {range}")),
        }
    }

    /// What share of what is leased, and of what is installed, is held.
    pub(crate) fn ladder_finds(
        self,
        pool: &str,
        [of_leased, of_installed]: [&str; 2],
        gap: bool,
    ) -> String {
        match (self, gap) {
            (Self::Ko, true) => {
                format!("{pool}: 예산 공백에 임차의 {of_leased} 배정, 설치로는 {of_installed}뿐")
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
        }
    }

    /// The same where everything that is installed is leased.
    pub(crate) fn ladder_finds_one(self, pool: &str, of_installed: &str) -> String {
        match self {
            Self::Ko => format!("{pool}: 설치의 {of_installed} 배정"),
            Self::En => format!("{pool}: {of_installed} of installed is allocated"),
        }
    }

    /// The two largest parts of what is installed.
    pub(crate) fn supply_finds(self, pool: &str, parts: &[(&str, String)]) -> String {
        let list: Vec<String> = match self {
            Self::Ko => parts.iter().map(|(name, share)| format!("{name} {share}")).collect(),
            Self::En => parts.iter().map(|(name, share)| format!("{share} {name}")).collect(),
        };
        match self {
            Self::Ko => format!("{pool}: 설치 중 {}", list.join(", ")),
            Self::En => format!("{pool}: {} of what is installed", list.join(", ")),
        }
    }

    /// What became of what was asked for.
    pub(crate) fn demand_finds(self, pool: &str, served: &str, turned_away: &str) -> String {
        match self {
            Self::Ko => format!("{pool}: 신청량의 {turned_away} 탈락, {served} 배정"),
            Self::En => {
                format!("{pool}: {turned_away} of what is asked for turned away, {served} served")
            }
        }
    }

    /// The round that is sought after most, in the baseline.
    pub(crate) fn competition_finds(self, programme: &str, ratio: &str, month: &str) -> String {
        match self {
            Self::Ko => format!(
                "{programme} 경쟁률, {month} 회차가 {ratio}{} 가장 높음",
                by_particle(ratio)
            ),
            Self::En => format!("{programme} competition peaks at {ratio} in the {month} round"),
        }
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

    /// What was not leased, and its largest part.
    pub(crate) fn gap_finds(self, amount: &str, part: &str, share: &str) -> String {
        match self {
            Self::Ko => format!("미임차 {amount}, {share}{} {part}", subject_particle(share)),
            Self::En => format!("{amount} not leased, {share} of it {part}"),
        }
    }
}

/// With a capital letter at the beginning.
fn sentence(text: &str) -> String {
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
            before: "3.60:1".to_owned(),
            after: "2.10:1".to_owned(),
        };
        let title = Language::En.changes(&change);
        assert!(words(&title) <= WORDS, "{title}");
        assert!(title.starts_with("High-performance") && title.contains("3.60:1"), "{title}");
        let short = Change { option: "twice the places".to_owned(), ..change };
        assert_eq!(
            Language::En.changes(&short),
            "High-performance computing service competition falls from 3.60:1 to 2.10:1 under ‘twice the places’"
        );
        let korean = Change {
            subject: "HPC 경쟁률".to_owned(),
            before: "3.60 대 1".to_owned(),
            after: "2.10 대 1".to_owned(),
            option: "선정 규모 두 배".to_owned(),
            ..short
        };
        assert_eq!(
            Language::Ko.changes(&korean),
            "HPC 경쟁률, ‘선정 규모 두 배’이면 3.60 대 1 → 2.10 대 1로 낮아짐"
        );
    }
}
