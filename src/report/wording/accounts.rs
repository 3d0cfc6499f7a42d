//! The words on the charts of accounts: supply, demand and money.

use super::Language;
use crate::measures::{Flow, Identity, Money};
use crate::time::Date;

impl Language {
    /// A column of an account in words.
    pub(crate) fn part(self, flow: Flow) -> &'static str {
        self.words(flow.row().words)
    }

    /// An identity in words: installed = busy + fragmented + ….
    fn identity(self, identity: &Identity) -> String {
        let sum = |flows: &[Flow]| {
            flows.iter().map(|flow| self.part(*flow)).collect::<Vec<_>>().join(" + ")
        };
        format!("{} = {}", sum(identity.wholes), sum(identity.parts))
    }

    pub(crate) fn supply_title(self, pool: &str) -> String {
        match self {
            Self::Ko => format!("{pool}: 설치된 장비는 얼마나 쓰이고, 어디에서 남는가?"),
            Self::En => {
                format!("{pool}: how much of what is installed is used, and where is the rest?")
            }
        }
    }

    pub(crate) fn supply_subtitle(self, baseline: &str, n: &str) -> String {
        match self {
            Self::Ko => {
                format!("{baseline} · 달마다의 평균, 미래 {n}개 · 면을 모두 더하면 설치량이다")
            }
            Self::En => {
                format!("{baseline} · monthly means of {n} futures · the areas add up to installed")
            }
        }
    }

    pub(crate) fn supply_note(self) -> String {
        let rest = self.pick(
            "남은 조각: 기다리는 작업이 있어도 맨 앞 작업이 들어가지 못해 비어 있는 배정분. 오른쪽 값: 마지막 달의 평균.",
            "Fragmented: allocated and empty while a job waits that does not fit there. Values at right: mean of the last month.",
        );
        format!("{}. {rest}", self.identity(&Identity::SUPPLY))
    }

    pub(crate) fn demand_title(self, pool: &str) -> String {
        match self {
            Self::Ko => format!("{pool}: 신청된 양 가운데 얼마가 배정되고, 얼마가 탈락하는가?"),
            Self::En => {
                format!("{pool}: how much of what is asked for is served, how much turned away?")
            }
        }
    }

    pub(crate) fn demand_subtitle(self, baseline: &str, n: &str) -> String {
        match self {
            Self::Ko => format!(
                "{baseline} · 미래 {n}개의 평균 · 신청량 = 신청한 장수 × 기간 · 두 막대의 높이는 같다: 왼쪽은 처리할 것, 오른쪽은 그 결과"
            ),
            Self::En => format!(
                "{baseline} · mean of {n} futures · asked = units × length of award · both bars are equally high: at left what there is to settle, at right what became of it"
            ),
        }
    }

    pub(crate) fn demand_panel(self, unit: &str) -> String {
        match self {
            Self::Ko => format!("신청량({unit})"),
            Self::En => format!("Asked ({unit})"),
        }
    }

    pub(crate) fn demand_note(self) -> String {
        let rest = self.pick(
            "배정: 그 기간에 실제로 점유한 양. 미결: 심사 중이거나, 시작을 기다리거나, 정지됐거나, 아직 남은 기간. 탈락한 과제가 다시 신청하면 다시 센다. 오른쪽 값: 마지막 막대.",
            "Served: held in the period. Outstanding: under review, waiting to start, suspended, or still to run. Who applies again is counted again. Values at right: the last bar.",
        );
        format!("{}. {rest}", self.identity(&Identity::DEMAND))
    }

    /// A part of the left bar, for the key.
    pub(crate) fn left_bar(self, flow: Flow) -> &'static str {
        match flow {
            Flow::OutstandingStart => {
                self.pick("왼쪽 막대: 앞에서 넘어온 미결", "left bar: carried over, outstanding")
            }
            _ => self.pick("왼쪽 막대: 새로 신청된 것", "left bar: newly asked for"),
        }
    }

    /// An amount in full up to six digits, else in short.
    pub(crate) fn amount(self, value: f64) -> String {
        if value.abs() < 999_999.5 { self.whole(value) } else { self.short(value, 0) }
    }

    /// The unit of amounts of units over time.
    pub(crate) fn unit_months(self, unit: &str) -> String {
        match self {
            Self::Ko => format!("{unit}·월"),
            Self::En => format!("{}-months", unit.strip_suffix('s').unwrap_or(unit)),
        }
    }

    /// A stretch of so many months that begins on a day.
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

    // Money.

    pub(crate) fn money_title(self) -> &'static str {
        self.pick(
            "필요한 임차 비용 가운데 얼마를 쓰는가?",
            "How much of what leasing everything would cost is spent?",
        )
    }

    pub(crate) fn money_subtitle(self, baseline: &str, n: &str, stretch: &str) -> String {
        match self {
            Self::Ko => format!("{baseline} · {stretch} 누계, 미래 {n}개의 평균"),
            Self::En => format!("{baseline} · cumulated over {stretch}, mean of {n} futures"),
        }
    }

    pub(crate) fn money_site(self) -> &'static str {
        self.pick(
            "모든 예산: 설치된 것을 모두 임차하는 데 필요한 돈과 쓴 돈",
            "All fundings: what leasing everything installed needs, and what was spent",
        )
    }

    pub(crate) fn money_grant(self, title: &str) -> String {
        match self {
            Self::Ko => format!("{title}: 받은 돈 = 쓴 돈 + 남은 돈 + 불용"),
            Self::En => format!("{title}: granted = spent + left + lapsed"),
        }
    }

    /// A column of money in words; without one, what leasing everything would need.
    pub(crate) fn money_word(self, column: Option<Money>) -> &'static str {
        column.map_or(self.pick("필요한 돈", "needed"), |column| self.words(column.words()))
    }

    /// An account of the money that is no funding, in words; its name if it is one.
    pub(crate) fn account(self, name: &str) -> &str {
        match name {
            "arrears" => self.pick("미지급(외상)", "arrears"),
            "sale" => self.pick("민간 판매", "private sale"),
            "capital" => self.pick("카드 구입", "purchase of cards"),
            "running" => self.pick("구입한 카드의 운영", "running of bought cards"),
            "electricity" => self.pick("전기", "electricity"),
            "fees" => self.pick("이용료", "fees"),
            other => other,
        }
    }

    /// What is needed; then what is billed to fundings without an amount, what is spent beside
    /// fundings, and what comes in, each as a list of names and sums.
    pub(crate) fn money_note(
        self,
        billed: &[String],
        beside: &[String],
        came: &[String],
    ) -> String {
        let mut note = self
            .pick(
                "필요: 설치된 수량 × 날수 × 하루 임차 단가.",
                "Needed: units installed × days × daily lease price.",
            )
            .to_owned();
        let lists = [
            (
                billed,
                " 금액을 밝히지 않은 예산은 드는 만큼 내는 것으로 보며, 쓴 돈만 있다",
                " A funding without a stated amount pays what its units cost, so that only what it spent is known",
            ),
            (beside, " 예산 밖에서 쓴 돈", " Spent beside fundings"),
            (
                came,
                " 들어온 돈(어떤 임차료도 여기서 내지 않는다)",
                " Taken in (no lease is paid from it)",
            ),
        ];
        for (list, ko, en) in lists.into_iter().filter(|(list, ..)| !list.is_empty()) {
            note.push_str(&format!("{}: {}.", self.pick(ko, en), list.join(" · ")));
        }
        note
    }

    /// An amount of money in short: 88억 원; 8.8 bn KRW.
    pub(crate) fn won(self, value: f64) -> String {
        let scaled = |scale: f64| {
            let decimals = usize::from(value.abs() < 99.95 * scale);
            let text = self.decimal(value / scale, decimals);
            text.strip_suffix(".0").unwrap_or(&text).to_owned()
        };
        let size = value.abs();
        match self {
            _ if size < 0.5 => self.pick("0원", "0 KRW").to_owned(),
            Self::Ko if size >= 9_999.5e8 => format!("{}조 원", self.trillions(value)),
            Self::Ko if size >= 1e8 => format!("{}억 원", scaled(1e8)),
            Self::Ko if size >= 1e4 => format!("{}만 원", scaled(1e4)),
            Self::Ko => format!("{}원", self.whole(value)),
            Self::En if size >= 999.5e9 => format!("{} tn KRW", self.trillions(value)),
            Self::En if size >= 1e9 => format!("{} bn KRW", scaled(1e9)),
            Self::En if size >= 1e6 => format!("{} m KRW", scaled(1e6)),
            Self::En => format!("{} KRW", self.whole(value)),
        }
    }

    fn trillions(self, value: f64) -> String {
        let text = self.decimal(value / 1e12, 2);
        text.trim_end_matches('0').trim_end_matches('.').to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn money_reads_as_people_write_it() {
        let (ko, en) = (Language::Ko, Language::En);
        assert_eq!(ko.won(8.8e9), "88억 원");
        assert_eq!(ko.won(1.234e11), "1,234억 원");
        assert_eq!(ko.won(9.999e11), "9,999억 원");
        assert_eq!(ko.won(1.2e12), "1.2조 원");
        assert_eq!(en.won(8.8e9), "8.8 bn KRW");
        assert_eq!(en.won(2e12), "2 tn KRW");
        assert_eq!(en.won(0.0), "0 KRW");
    }

    #[test]
    fn stretches_are_named_by_their_kind() {
        let day = Date::constant(2024, 7, 1);
        assert_eq!(Language::Ko.months_of(day, 6), "2024 하반기");
        assert_eq!(Language::En.months_of(day, 3), "Q3 2024");
        assert_eq!(Language::En.months_of(day, 12), "2024");
    }
}
