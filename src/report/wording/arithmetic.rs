//! The words on what follows from a scenario by arithmetic.

use std::borrow::Cow;

use super::Language;
use crate::words::words;

impl Language {
    pub(crate) fn arithmetic_heading(self) -> &'static str {
        self.pick("실행하지 않고 계산만으로 알 수 있는 것은?", "What follows by arithmetic alone?")
    }

    pub(crate) fn halls_caption(self, unit: &str) -> Cow<'static, str> {
        let caption = words(
            "기준안의 전산실: 카드가 들고 나는 날부터의 상태(전력은 서버 최대 전력)",
            "Halls of the baseline, from each day on which cards come or go (power of servers at their maximum)",
        );
        self.said_of(caption, unit)
    }

    pub(crate) fn hall_columns(self, unit: &str) -> [&str; 7] {
        match self {
            Self::Ko => ["날짜", "전산실", "수량", "서버", "빈 랙", "kW", "남은 kW"],
            Self::En => ["from", "hall", unit, "servers", "racks free", "kW", "kW free"],
        }
    }

    pub(crate) fn free_slots(self, free: &str, unit: &str) -> String {
        match self {
            Self::Ko => format!("센터의 수용 한도까지 마지막에 {free}{unit} 남음."),
            Self::En => format!("In the end the site has room for {free} more {unit}."),
        }
    }

    pub(crate) fn amounts_caption(self) -> &'static str {
        self.pick(
            "금액으로 임차할 수 있는 기간(단가는 대표값)",
            "For how long an amount pays (at typical prices)",
        )
    }

    pub(crate) fn amount_columns(self, unit: &str) -> [&str; 5] {
        match self {
            Self::Ko => ["예산", "금액", "수량", "한 달 임차료", "개월"],
            Self::En => ["funding", "amount", unit, "a month", "months"],
        }
    }

    pub(crate) fn competitions_caption(self) -> &'static str {
        self.pick(
            "관측한 경쟁률이 뜻할 수 있는 것: 탈락이 없어지려면 선정 규모가 지금의 몇 배여야 하는가. 범위는 탈락자의 0~90%, 종료 과제의 0~60%가 다시 신청할 때",
            "What an observed competition can mean: how many times today's places would turn nobody away. The range is over 0 to 90% of those refused and 0 to 60% of those finished applying again",
        )
    }

    pub(crate) fn competition_columns(self) -> [&'static str; 5] {
        match self {
            Self::Ko => {
                ["사업", "관측", "필요한 배수", "이 시나리오의 대표값", "두 배로 늘린 뒤 경쟁률"]
            }
            Self::En => [
                "programme",
                "observed",
                "times the places",
                "at typical shares",
                "ratio once doubled",
            ],
        }
    }
}
