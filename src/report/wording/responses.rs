//! Every response in words: what it is of, with its denominator, and in what it is counted.

use super::Language;

/// What a response is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Of {
    Pool,
    Programme,
    Funding,
    Class,
    Output,
}

/// How the values of a response are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Scale {
    Percent,
    ToOne,
    Hours,
    Days,
    Months,
    Petaflops,
    /// Projects, applications or awards.
    Cases,
    Places,
    CardMonths,
    Won,
    /// A number of a response that is not in the table.
    Amount,
}

/// A response of the tables, and the noun that a sentence calls it by.
type Row = (&'static str, Of, Scale, &'static str, &'static str);

#[rustfmt::skip]
const RESPONSES: &[Row] = &[
    ("applications_of_places", Of::Programme, Scale::ToOne, "경쟁률(자리 대비 신청)", "competition (applications per place)"),
    ("applications_of_awards", Of::Programme, Scale::ToOne, "선정 대비 신청", "number of applications per award"),
    ("applications", Of::Programme, Scale::Cases, "신청 수", "number of applications"),
    ("places", Of::Programme, Scale::Places, "선정 자리 수", "number of places"),
    ("awards", Of::Programme, Scale::Cases, "선정 과제 수", "number of awarded projects"),
    ("running_projects", Of::Programme, Scale::Cases, "수행 중 과제 수(평균)", "mean number of running projects"),
    ("turned_away", Of::Programme, Scale::Cases, "탈락한 신청 수", "number of applications turned away"),
    ("withdrawn", Of::Programme, Scale::Cases, "시작하지 못하고 철회된 선정 수", "number of awards withdrawn before they start"),
    ("units_asked_of_offered", Of::Programme, Scale::ToOne, "카드 경쟁률(내놓은 장수 대비 신청 장수)", "competition by cards (asked for per card offered)"),
    ("units_asked_of_awarded", Of::Programme, Scale::ToOne, "선정 장수 대비 신청 장수", "number of cards asked for per card awarded"),
    ("mean_wait", Of::Programme, Scale::Days, "선정부터 시작까지의 평균 대기", "mean wait from award to start"),
    ("leased_of_installed", Of::Pool, Scale::Percent, "설치한 카드 가운데 임차한 몫", "share of installed cards that is leased"),
    ("allocated_of_leased", Of::Pool, Scale::Percent, "임차한 카드 가운데 할당된 몫", "share of leased cards that is allocated"),
    ("allocated_of_installed", Of::Pool, Scale::Percent, "설치한 카드 가운데 할당된 몫", "share of installed cards that is allocated"),
    ("busy_of_allocated", Of::Pool, Scale::Percent, "할당된 카드 가운데 실제로 쓰인 몫", "share of allocated cards that is busy"),
    ("busy_of_installed", Of::Pool, Scale::Percent, "설치한 카드 가운데 실제로 쓰인 몫", "share of installed cards that is busy"),
    ("mean_job_wait", Of::Pool, Scale::Hours, "작업의 평균 대기", "mean wait of jobs"),
    ("unleased_unit_months", Of::Pool, Scale::CardMonths, "설치하고도 임차하지 못한 양", "amount installed but not leased"),
    ("held_unit_months", Of::Pool, Scale::CardMonths, "임차되지 않은 채 공공용으로 비워 둔 양", "amount not leased and held for public use"),
    ("sold_unit_months", Of::Pool, Scale::CardMonths, "민간에 판 양", "amount sold to private firms"),
    ("notice_unit_months", Of::Pool, Scale::CardMonths, "민간에서 돌려받기를 기다린 양", "amount that public money waits for while private firms have it"),
    ("in_service_of_leased", Of::Pool, Scale::Percent, "임차한 카드 가운데 가동 가능한 몫", "share of leased cards that is in service"),
    ("down_unit_months", Of::Pool, Scale::CardMonths, "고장과 점검으로 멈춘 양", "amount that is down (failed or under maintenance)"),
    ("fragmented_unit_months", Of::Pool, Scale::CardMonths, "서버에 흩어져 있어 기다리는 작업을 받지 못한 양", "amount too scattered over servers for the jobs that wait"),
    ("free_unit_months", Of::Pool, Scale::CardMonths, "임차하고도 할당하지 않은 양", "amount leased but not allocated"),
    ("idle_unit_months", Of::Pool, Scale::CardMonths, "할당되고도 쓰이지 않은 양", "amount allocated but idle"),
    ("frozen_unit_months", Of::Pool, Scale::CardMonths, "예산 공백으로 멈춘 할당량", "amount of allocations suspended in a gap"),
    ("cut_back_unit_months", Of::Pool, Scale::CardMonths, "선정되고도 감액된 신청량", "amount cut back from the requests of those who won"),
    ("cost", Of::Pool, Scale::Won, "카드에 든 비용", "cost of the cards"),
    ("cost_per_allocated_hour", Of::Pool, Scale::Won, "할당된 카드 한 시간당 비용", "cost of an allocated card-hour"),
    ("cost_per_busy_hour", Of::Pool, Scale::Won, "실제로 쓰인 카드 한 시간당 비용", "cost of a busy card-hour"),
    ("allocated_unit_months", Of::Class, Scale::CardMonths, "과제가 쓴 양", "amount held by projects"),
    ("stopped_unit_months", Of::Class, Scale::CardMonths, "예산 공백으로 끊긴 양", "amount cut off by a gap"),
    ("awards_of_decided", Of::Class, Scale::Percent, "심사한 신청 가운데 선정된 몫", "share of decided applications that is awarded"),
    ("moved_out", Of::Programme, Scale::Cases, "다른 사업으로 간 신청자 수", "number of applicants who went to another programme"),
    ("moved_in", Of::Programme, Scale::Cases, "다른 사업에서 온 신청 수", "number of applications from another programme"),
    ("outputs", Of::Output, Scale::Amount, "수(지난 과제당 비율로 셈, 인과 아님)", "number, by the ratio of past awards (an association)"),
    ("fee_income", Of::Programme, Scale::Won, "이용료 수입", "income from fees"),
    ("spent", Of::Funding, Scale::Won, "집행액", "money spent"),
    ("unspent", Of::Funding, Scale::Won, "미집행액", "money left unspent"),
    ("earned", Of::Funding, Scale::Won, "수입", "income"),
    ("paid_months", Of::Funding, Scale::Months, "임차한 기간", "time for which it leases cards"),
];

fn row(response: &str) -> Option<&'static Row> {
    RESPONSES.iter().find(|(known, ..)| *known == response)
}

/// How the values of a response are written.
pub(crate) fn scale(response: &str) -> Scale {
    match row(response) {
        Some((_, _, scale, ..)) => *scale,
        None if response == "leased_compute" => Scale::Petaflops,
        None if response.contains("_of_") => Scale::Percent,
        None => Scale::Amount,
    }
}

/// What a response is of, if the table has it.
pub(crate) fn of(response: &str) -> Option<Of> {
    row(response).map(|(_, of, ..)| *of)
}

impl Language {
    /// The noun of a response, with its denominator: 경쟁률(자리 대비 신청). Its name if it has none.
    #[must_use]
    pub fn noun(self, response: &str) -> &str {
        row(response).map_or(response, |(_, _, _, ko, en)| self.pick(ko, en))
    }

    /// A value of a response with its unit: 5.21 대 1; 82.1%; 1,240 card-months.
    pub(crate) fn quantity(self, response: &str, value: f64) -> String {
        let few = |value: f64| {
            if value.abs() < 99.95 { self.decimal(value, 1) } else { self.amount(value) }
        };
        let number = match scale(response) {
            Scale::Percent => return self.percent(value),
            Scale::ToOne => return self.to_one(value),
            Scale::Won => return self.sum(value),
            Scale::Petaflops => self.decimal(value, 2),
            Scale::Hours | Scale::Days | Scale::Months => self.decimal(value, 1),
            _ => few(value),
        };
        format!("{number}{}", self.unit_of(response))
    }

    /// How far two values are apart, without a sign: 0.41; 3.5%p; 1,240 card-months.
    pub(crate) fn distance(self, response: &str, difference: f64) -> String {
        let size = difference.abs();
        match scale(response) {
            Scale::Percent => {
                let points = self.decimal(100.0 * size, 1);
                format!("{points}{}", self.pick("%p", " percentage points"))
            }
            Scale::ToOne => self.decimal(size, 2),
            _ => self.quantity(response, size),
        }
    }

    /// The ends of an interval of a difference, signed; a unit that is not clear from the value stands once.
    pub(crate) fn ends(self, response: &str, [low, high]: [f64; 2]) -> String {
        let between = self.pick(" ~ ", " to ");
        let signed = |value: f64| match scale(response) {
            Scale::Percent => self.signed(100.0 * value, 1),
            Scale::ToOne | Scale::Petaflops => self.signed(value, 2),
            Scale::Won => {
                let sign = match value {
                    ..-0.5 => "\u{2212}",
                    0.5.. => "+",
                    _ => "",
                };
                format!("{sign}{}", self.sum(value.abs()))
            }
            _ => self.signed(value, usize::from(value.abs() < 99.95)),
        };
        let [low, high] = [signed(low), signed(high)];
        // 억 원 and bn KRW once, if both ends have it.
        let number = |text: &str| text.find(|c: char| c.is_alphabetic()).unwrap_or(text.len());
        let (low_number, unit) = low.split_at(number(&low));
        let shared = !unit.is_empty() && high.split_at(number(&high)).1 == unit;
        let low = if shared { low_number.trim_end() } else { &low };
        format!("{low}{between}{high}")
    }

    /// Money, finer than on a chart: 29.8억 원; 2.98 bn KRW.
    fn sum(self, value: f64) -> String {
        match (self, value.abs()) {
            (Self::En, 1e9..1e11) => format!("{} bn KRW", self.decimal(value / 1e9, 2)),
            _ => self.won(value),
        }
    }

    fn unit_of(self, response: &str) -> &'static str {
        match scale(response) {
            Scale::Hours => self.pick("시간", " hours"),
            Scale::Days => self.pick("일", " days"),
            Scale::Months => self.pick("개월", " months"),
            Scale::Petaflops => self.pick("PF", " PF"),
            Scale::Cases => self.pick("건", ""),
            Scale::Places => self.pick("자리", ""),
            Scale::CardMonths => self.pick("장·월", " card-months"),
            _ => "",
        }
    }

    /// Above or below, as one says it of this response; the Korean as a stem: 높, 낮.
    pub(crate) fn way(self, response: &str, above: bool) -> &'static str {
        let (ko, en) = match (scale(response), above) {
            (Scale::Percent | Scale::ToOne | Scale::Petaflops, true) => ("높", "higher"),
            (Scale::Percent | Scale::ToOne | Scale::Petaflops, false) => ("낮", "lower"),
            (Scale::Hours | Scale::Days | Scale::Months, true) => ("길", "longer"),
            (Scale::Hours | Scale::Days | Scale::Months, false) => ("짧", "shorter"),
            (Scale::Cases | Scale::Places, false) => ("적", "fewer"),
            (_, true) => ("많", "more"),
            (_, false) => ("적", "less"),
        };
        self.pick(ko, en)
    }
}

impl Language {
    /// The Korean of [`Language::way`] before a noun: 높은, 긴.
    pub(super) fn such(self, response: &str, above: bool) -> &'static str {
        match (scale(response), above) {
            (Scale::Percent | Scale::ToOne | Scale::Petaflops, true) => "높은",
            (Scale::Percent | Scale::ToOne | Scale::Petaflops, false) => "낮은",
            (Scale::Hours | Scale::Days | Scale::Months, true) => "긴",
            (Scale::Hours | Scale::Days | Scale::Months, false) => "짧은",
            (_, true) => "많은",
            (_, false) => "적은",
        }
    }
}

/// Whether the last sound of a Korean reading is a consonant, and whether that is ㄹ.
/// What stands in brackets at the end is not read; Latin letters and digits are read as Koreans do.
fn last_sound(word: &str) -> (bool, bool) {
    let bare = match (word.ends_with(')'), word.rfind('(')) {
        (true, Some(at)) if at > 0 => &word[..at],
        _ => word,
    };
    match bare.trim_end_matches(['’', '”', '"', '\'', ' ', '.']).chars().next_back() {
        Some(last @ '가'..='힣') => {
            let end = (u32::from(last) - 0xAC00) % 28;
            (end != 0, end == 8)
        }
        // 영 일 삼 육 칠 팔; 엘 엠 엔 알; 퍼센트 has none.
        Some('1' | '7' | '8' | 'l' | 'L' | 'r' | 'R') => (true, true),
        Some('0' | '3' | '6' | 'm' | 'M' | 'n' | 'N') => (true, false),
        _ => (false, false),
    }
}

/// 은 or 는, after a word.
pub(super) fn topic_particle(word: &str) -> &'static str {
    if last_sound(word).0 { "은" } else { "는" }
}

/// 이 or 가, after a word.
pub(super) fn subject_particle(word: &str) -> &'static str {
    if last_sound(word).0 { "이" } else { "가" }
}

/// 으로 or 로, after a word.
pub(super) fn by_particle(word: &str) -> &'static str {
    if matches!(last_sound(word), (true, false)) { "으로" } else { "로" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn particles_follow_the_last_sound() {
        assert_eq!(topic_particle("경쟁률(자리 대비 신청)"), "은");
        assert_eq!(topic_particle("선정부터 시작까지의 평균 대기"), "는");
        assert_eq!(subject_particle("임차"), "가");
        assert_eq!(by_particle("5.21 대 1"), "로");
        assert_eq!(by_particle("1,946건"), "으로");
        assert_eq!(by_particle("120장·월"), "로");
        assert_eq!(by_particle("88억 원"), "으로");
        assert_eq!(by_particle("82.1%"), "로");
        assert_eq!(by_particle("H100"), "으로");
    }

    #[test]
    fn quantities_read_as_people_write_them() {
        let (ko, en) = (Language::Ko, Language::En);
        assert_eq!(ko.quantity("applications_of_places", 5.2), "5.20 대 1");
        assert_eq!(ko.quantity("awards", 1_946.4), "1,946건");
        assert_eq!(en.quantity("frozen_unit_months", 1_240.0), "1,240 card-months");
        assert_eq!(en.quantity("mean_wait", 3.24), "3.2 days");
        assert_eq!(ko.distance("busy_of_allocated", -0.035), "3.5%p");
        assert_eq!(ko.ends("unspent", [-8.8e9, 2e8]), "−88 ~ +2억 원");
        assert_eq!(en.ends("spent", [2.94e9, 3.02e9]), "+2.94 to +3.02 bn KRW");
        assert_eq!(ko.ends("spent", [-5e7, 2e8]), "−5,000만 원 ~ +2억 원");
        assert_eq!(en.ends("applications_of_places", [0.65, 0.73]), "+0.65 to +0.73");
    }
}
