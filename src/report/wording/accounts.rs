//! The words on the charts of accounts: supply, demand and money.

use super::{Currency, Language};
use crate::measures::Flow;
use crate::time::Date;
use crate::words::one_of;

// Amounts, units over time, and stretches of months.
impl Language {
    /// An amount in full up to six digits, else in short.
    pub(crate) fn amount(self, value: f64) -> String {
        if value.abs() < 999_999.5 { self.whole(value) } else { self.short(value, 0) }
    }

    pub(crate) fn less_than_one(self) -> &'static str {
        self.pick("1% 미만", "<1%")
    }

    /// The unit of amounts of units over time.
    pub(crate) fn unit_months(self, unit: &str) -> String {
        match self {
            Self::Ko => format!("{unit}·월"),
            Self::En => format!("{}-months", one_of(unit)),
        }
    }

    /// Units over hours: 장·시간; card-hours.
    pub(crate) fn unit_hours(self, unit: &str) -> String {
        match self {
            Self::Ko => format!("{unit}·시간"),
            Self::En => format!("{}-hours", one_of(unit)),
        }
    }

    /// A stretch of a number of months that begins on a day.
    pub(crate) fn months_of(self, from: Date, step: i32) -> String {
        let (year, month) = (from.year(), i32::from(from.month()));
        let number = (month - 1) / step.max(1) + 1;
        match (self, step) {
            (_, 12) => year.to_string(),
            (Self::Ko, 6) if number == 1 => format!("{year} 상반기"),
            (Self::Ko, 6) => format!("{year} 하반기"),
            (Self::En, 6) => format!("H{number} {year}"),
            (Self::Ko, 3) => format!("{year} {number}분기"),
            (Self::En, 3) => format!("Q{number} {year}"),
            _ => self.month(from),
        }
    }

    /// The bar of all of the window.
    pub(crate) fn whole_window(self) -> &'static str {
        self.pick("전체", "all")
    }
}

// The account of supply: what becomes of what is installed.
impl Language {
    /// A column of an account in words.
    pub(crate) fn part(self, flow: Flow) -> &'static str {
        self.words(flow.row().words)
    }

    /// A part of what is installed; of what is allocated it is said where nothing is known of its use.
    pub(crate) fn supply_part(self, flow: Flow, unknown: bool) -> &'static str {
        match flow {
            Flow::Allocated if unknown => self.pick("배정(실사용 모름)", "allocated (use unknown)"),
            flow => self.part(flow),
        }
    }

    pub(crate) fn supply_subtitle(self, baseline: &str, n: &str, term: &str) -> String {
        match self {
            Self::Ko => format!(
                "설치된 장비는 얼마나 쓰이고, 어디에서 남는가? {baseline} · 모의실험 {n}회의 월평균 · 오른쪽 값은 {term} 평균"
            ),
            Self::En => format!(
                "How much of what is installed is used, and where is the rest? {baseline} · monthly means of {n} futures · at right: mean of {term}"
            ),
        }
    }

    /// The heading over the areas: what they add up to.
    pub(crate) fn supply_panel(self, unit: &str, installed: u32) -> String {
        let amount = self.units(f64::from(installed), unit);
        match self {
            Self::Ko => format!("수량({unit}), 합계 = 설치 {amount}"),
            Self::En => format!("Number of {unit}; the areas add up to {amount} installed"),
        }
    }

    pub(crate) fn supply_notes(self, unknown: bool, fragmented: bool) -> Vec<String> {
        let mut notes = Vec::new();
        if unknown {
            notes.push(self.pick(
                "이 시나리오에는 작업이 없어, 배정된 것이 실제로 쓰였는지는 알 수 없다.",
                "The scenario has no jobs: whether what is allocated is used is not known.",
            ));
        }
        if fragmented {
            notes.push(self.pick(
                "단편화 유휴: 작업이 들어갈 수 없어 빈 것.",
                "Fragmented: allocated and empty, since no waiting job fits there.",
            ));
        }
        notes.into_iter().map(str::to_owned).collect()
    }
}

// The account of demand: what becomes of what was asked for.
impl Language {
    pub(crate) fn demand_subtitle(self, baseline: &str, n: &str, stretch: &str) -> String {
        match self {
            Self::Ko => format!(
                "신청된 물량은 어떻게 되었는가? {baseline} · 모의실험 {n}회 평균 · 오른쪽 막대와 값은 {stretch} 전체"
            ),
            Self::En => format!(
                "What became of what was asked for? {baseline} · mean of {n} futures · last bar and values at right: all of {stretch}"
            ),
        }
    }

    pub(crate) fn demand_panel(self, unit: &str) -> String {
        match self {
            Self::Ko => format!("처리할 신청량(막대 위, {unit})과 그 결과(%)"),
            Self::En => {
                format!("What there was to settle ({unit}, over the bars), and what became of it")
            }
        }
    }

    pub(crate) fn demand_note(self) -> &'static str {
        self.pick(
            "신청량 = 신청한 장수 × 기간. 앞 기간에서 넘어온 미결분을 더한 것이 100%다. 미결: 심사·시작 대기·정지 중이거나 아직 남은 기간. 탈락 후 재신청은 다시 센다.",
            "Asked = units × length of the award; 100% is that and what was outstanding before. Outstanding: under review, waiting, suspended, or still to run. Who applies again is counted again.",
        )
    }

    /// Why a pool has no chart of demand.
    pub(crate) fn nothing_asked(self, pool: &str) -> String {
        match self {
            Self::Ko => format!("{pool}의 수요 그림은 만들지 않았다: 집계 기간에 신청이 없다."),
            Self::En => {
                format!("No chart of demand for {pool} is made: nobody asks for it in the window.")
            }
        }
    }
}

// The account of money.
impl Language {
    /// An account of the money that is no funding, in words; its name if it is one.
    pub(crate) fn account(self, name: &str) -> &str {
        match name {
            "arrears" => self.pick("미지급금", "arrears"),
            "sale" => self.pick("민간 판매", "private sale"),
            "capital" => self.pick("구입", "purchase"),
            "running" => self.pick("구입분의 운영", "running of what was bought"),
            "electricity" => self.pick("전기", "electricity"),
            "fees" => self.pick("이용료", "fees"),
            other => other,
        }
    }

    pub(crate) fn money_subtitle(self, n: &str, stretch: &str) -> String {
        match self {
            Self::Ko => format!("대안마다 얼마를 쓰는가? {stretch} 합계 · 모의실험 {n}회 평균"),
            Self::En => {
                format!("What does each option spend? Sums over {stretch}, mean of {n} futures")
            }
        }
    }

    pub(crate) fn money_panel(self, currency: Currency) -> String {
        match self {
            Self::Ko if currency == Currency::KRW => "집행액".to_owned(),
            Self::Ko => format!("집행액({})", currency.said(self)),
            Self::En => format!("Spent ({})", currency.code()),
        }
    }

    pub(crate) fn money_note(self) -> &'static str {
        self.pick(
            "금액이 정해지지 않은 예산은 드는 만큼 집행한 것으로 본다. 구매는 설치일에 값 전부를 센다.",
            "A funding without a stated amount pays what its units cost. A purchase counts whole on the day on which it stands there.",
        )
    }

    /// Why there is no chart of money.
    pub(crate) fn no_money(self) -> &'static str {
        self.pick(
            "금액 그림은 만들지 않았다: 집계 기간의 집행액이 0원이다.",
            "No chart of money is made: nothing is spent in the window.",
        )
    }

    pub(crate) fn same_money(self) -> &'static str {
        self.pick(
            "금액 그림은 만들지 않았다: 집행액이 모든 대안에서 같다.",
            "No chart of money is made: all options spend the same.",
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stretches_are_named_by_their_kind() {
        let day = Date::constant(2024, 7, 1);
        assert_eq!(Language::Ko.months_of(day, 6), "2024 하반기");
        assert_eq!(Language::En.months_of(day, 3), "Q3 2024");
        assert_eq!(Language::En.months_of(day, 12), "2024");
    }
}
