//! Text with a unit, in English or Korean, to a number in the unit that the model counts in.

use super::problem::say;
use crate::time::Date;
use crate::words::length::seconds_in;
use crate::words::number::parts;
use crate::words::{Bilingual, Currency, Language};

pub(super) use crate::words::length::MONTH_SECONDS;
pub(super) use crate::words::number::number;

/// What a value measures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// A bare number.
    Number,
    /// A bare whole number.
    Count,
    /// Money of the file's currency.
    Money,
    /// Money of the file's currency for a month; written for a month, or for an hour.
    Price,
    /// A length of time, in seconds.
    Length,
    /// A date, in days from the calendar's start.
    Date,
    /// Watts.
    Power,
    /// Gigaflops.
    Compute,
    /// A ratio of one number to another: "2.69:1".
    Ratio,
    /// How often, per second.
    Rate,
    /// Money for a kilowatt-hour.
    Tariff,
    /// Hours of one unit.
    Hours,
}

impl Unit {
    /// A value as it should be written.
    #[must_use]
    pub fn example(self) -> &'static str {
        match self {
            Self::Number => "0.5",
            Self::Count => "8",
            Self::Money => "\"4.0m KRW\" or \"400만 원\"",
            Self::Price => "\"4.0m KRW\", \"5500 KRW per hour\" or \"시간당 5천 원\"",
            Self::Length => "\"6 months\" or \"6개월\"",
            Self::Date => "\"2025-07-01\"",
            Self::Power => "\"10.2 kW\"",
            Self::Compute => "\"67 TF\"",
            Self::Ratio => "\"2.69:1\" or \"2.69 대 1\"",
            Self::Rate => "\"3 per week\" or \"주 3건\"",
            Self::Tariff => "\"182.7 KRW/kWh\" or \"182.7원/kWh\"",
            Self::Hours => "\"50000 unit-hours\" or \"5만 장시간\"",
        }
    }

    /// Beyond this, nobody means it, and draws without an end of their own are cut here. Alone it bounds
    /// no product: [`super::products`] looks at those.
    pub(super) fn largest(self) -> f64 {
        match self {
            Self::Count => 1e7,
            Self::Length => 1000.0 * 365.25 * 86_400.0,
            Self::Power | Self::Compute | Self::Hours => 1e11,
            Self::Number | Self::Money | Self::Price | Self::Ratio | Self::Rate => 1e15,
            Self::Tariff => 1e6,
            Self::Date => f64::INFINITY,
        }
    }

    /// What the unit is called, in both languages.
    #[must_use]
    pub fn title(self) -> Bilingual {
        let name = say(self.name(), &[]);
        let [ko, en] = [Language::Ko, Language::En].map(|language| name.in_language(language));
        Bilingual { ko, en }
    }

    /// What the unit is called in a sentence.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Number => "a number",
            Self::Count => "a whole number",
            Self::Money => "an amount of money",
            Self::Price => "a price",
            Self::Length => "a length of time",
            Self::Date => "a date",
            Self::Power => "a power",
            Self::Compute => "an amount of compute",
            Self::Ratio => "a ratio",
            Self::Rate => "a rate",
            Self::Tariff => "a price of electricity",
            Self::Hours => "an amount of hours",
        }
    }
}

/// An amount of a currency, to its smallest part.
pub(super) fn money(currency: Currency, text: &str) -> Option<f64> {
    let amount = currency.stripped(text)?;
    let parts = currency.parts() as f64;
    // 88 × 10⁸ is exact; 2.6 × 10⁶ may be a hair off, and won have no fractions.
    large(&amount).map(|value| libm::round(value * parts) / parts)
}

/// Hours of a month of 365/12 days.
pub(super) const HOURS_OF_A_MONTH: f64 = 730.0;

/// Money a month, or what an hour costs, for all hours of one: "2.1 USD per hour", "시간당 2천원", "£0.8/h".
pub(super) fn monthly(currency: Currency, text: &str) -> Option<f64> {
    let Some(amount) = by_the_hour(text) else { return money(currency, text) };
    let parts = currency.parts() as f64;
    let value = large(&currency.stripped(amount)?)?;
    Some(libm::round(value * HOURS_OF_A_MONTH * parts) / parts)
}

/// What stands before "per hour" or behind "시간당".
pub(super) fn by_the_hour(text: &str) -> Option<&str> {
    if let Some(amount) = text.trim().strip_prefix("시간당") {
        return Some(amount.trim());
    }
    let (amount, unit) = text.split_once('/').or_else(|| text.split_once(" per "))?;
    let hour = ["h", "hr", "hour", "시간"].contains(&unit.trim().to_lowercase().as_str());
    hour.then(|| amount.trim())
}

/// Hours of units, whatever the site charges for them.
const UNIT_HOURS: [&str; 3] = ["unit-hours", "unit-hour", "unit hours"];
/// Other words for hours of a unit, where the site charges nothing of its own.
const CARD_HOURS: [&str; 7] =
    ["card-hours", "card hours", "gpu-hours", "gpu hours", "장·시간", "장시간", "카드시간"];
/// Hours of whole nodes, each of several units.
const NODE_HOURS: [&str; 6] =
    ["node-hours", "node-hour", "node hours", "node hour", "노드·시간", "노드시간"];
/// What sites charge in, and words for anything of that kind.
const CHARGED: [&str; 17] = [
    "core-hours",
    "core hours",
    "cpu-hours",
    "cpu hours",
    "service units",
    "srus",
    "sru",
    "sus",
    "su",
    "points",
    "credits",
    "billing units",
    "코어시간",
    "코어·시간",
    "포인트",
    "크레딧",
    "점",
];

/// What an hour is worth where a pool gives hours.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Worth {
    /// What an hour of a unit costs an award, in the site's own unit. `None`: hours of units are counted.
    pub(super) charge: Option<i64>,
    /// Units of a node. `None`: no pool is known, or its lots have nodes of different sizes.
    pub(super) node: Option<i64>,
}

/// Hours that an award can draw down: "50,000 unit-hours", "1.2m GPU-hours", "5만 장시간", "300 node-hours"; in what
/// the site charges for an hour of a unit, if it does.
pub(super) fn hours(text: &str, worth: Worth) -> Option<f64> {
    let lower = text.trim().to_lowercase();
    let amount = |words: &[&str]| words.iter().find_map(|unit| lower.strip_suffix(unit));
    let charge = worth.charge.unwrap_or(1) as f64;
    let found = if let Some(hours) = amount(&NODE_HOURS) {
        let node = worth.node?;
        large(hours).map(|hours| hours * node as f64 * charge)
    } else if let Some(hours) = amount(&UNIT_HOURS) {
        large(hours).map(|hours| hours * charge)
    } else if let Some(hours) = amount(&CARD_HOURS) {
        large(hours)
    } else {
        worth.charge.and_then(|_| amount(&CHARGED)).and_then(large)
    };
    found.map(libm::round)
}

/// Whether a text is of hours of nodes.
pub(super) fn speaks_of_nodes(text: &str) -> bool {
    let lower = text.trim().to_lowercase();
    NODE_HOURS.iter().any(|unit| lower.ends_with(unit))
}

/// Whether a text is of hours, or of what a site charges for them.
pub(super) fn speaks_of_hours(text: &str) -> bool {
    let lower = text.trim().to_lowercase();
    let charged = || hours(text, Worth { charge: Some(1), node: None }).is_some();
    lower.contains("hour") || lower.contains("시간") || charged()
}

/// A number in words of large amounts: "1조 4,600억", "2.6m".
fn large(text: &str) -> Option<f64> {
    let scaled = |(value, word): (f64, String)| {
        let scale = match word.as_str() {
            "" => 1.0,
            "k" | "thousand" | "천" => 1e3,
            "만" => 1e4,
            "m" | "mn" | "million" | "백만" => 1e6,
            "천만" => 1e7,
            "억" => 1e8,
            "bn" | "b" | "billion" | "십억" => 1e9,
            "천억" => 1e11,
            "tn" | "trillion" | "조" => 1e12,
            _ => return None,
        };
        Some(value * scale)
    };
    parts(text)?.into_iter().map(scaled).sum()
}

fn scaled(text: &str, units: &[(&str, f64)]) -> Option<f64> {
    let parts = parts(text)?;
    let [(value, word)] = parts.as_slice() else { return None };
    let (_, scale) = units.iter().find(|(unit, _)| unit == word)?;
    Some(libm::round(value * scale))
}

/// Watts.
pub(super) fn power(text: &str) -> Option<f64> {
    let units =
        [("w", 1.0), ("kw", 1e3), ("mw", 1e6), ("gw", 1e9), ("킬로와트", 1e3), ("메가와트", 1e6)];
    scaled(text, &units)
}

/// Gigaflops.
pub(super) fn compute(text: &str) -> Option<f64> {
    let units = [
        ("gf", 1.0),
        ("gflops", 1.0),
        ("tf", 1e3),
        ("tflops", 1e3),
        ("테라플롭스", 1e3),
        ("pf", 1e6),
        ("pflops", 1e6),
        ("페타플롭스", 1e6),
        ("ef", 1e9),
        ("eflops", 1e9),
    ];
    scaled(text, &units)
}

/// Reads a ratio of one number to another.
pub(super) fn ratio(text: &str) -> Option<f64> {
    let (left, right) = [":", "대", "to"].iter().find_map(|between| text.split_once(between))?;
    let (left, right) = (number(left)?, number(right)?);
    (right > 0.0).then(|| left / right)
}

/// How often, per second, and whether it is for each unit (card) held.
pub(super) fn rate(text: &str) -> Option<(f64, bool)> {
    let text = text.trim().to_lowercase().replace('/', " per ");
    let (per_card, value, unit) = if text.contains(" per ") {
        let words: Vec<&str> = text.split(" per ").map(str::trim).collect();
        match words.as_slice() {
            [value, unit] => (false, (*value).to_owned(), (*unit).to_owned()),
            [value, "card" | "unit" | "gpu", unit] => {
                (true, (*value).to_owned(), (*unit).to_owned())
            }
            _ => return None,
        }
    } else {
        // "카드당 주 0.9건", "주당 3건", "하루 20건"
        let at = text.find(|c: char| c.is_ascii_digit())?;
        let value = text[at..].trim_end_matches(['건', '회', '개']).trim().to_owned();
        let words: Vec<&str> =
            text[..at].split_whitespace().map(|word| word.trim_end_matches('당')).collect();
        match words.as_slice() {
            [unit] => (false, value, (*unit).to_owned()),
            ["카드" | "장" | "gpu", unit] => (true, value, (*unit).to_owned()),
            _ => return None,
        }
    };
    let seconds = match unit.as_str() {
        "month" | "월" | "달" => MONTH_SECONDS,
        "year" | "년" | "연" => 365.0 * 86_400.0,
        other => seconds_in(other)? as f64,
    };
    Some((number(&value)? / seconds, per_card))
}

/// Money for a kilowatt-hour, which may have fractions.
pub(super) fn tariff(currency: Currency, text: &str) -> Option<f64> {
    let (amount, scale) = per_hour(text)?;
    number(&currency.stripped(amount)?).map(|value| value / scale)
}

/// What stands before "per kWh" or "per MWh", and the kilowatt-hours that it is for.
pub(super) fn per_hour(text: &str) -> Option<(&str, f64)> {
    let (amount, unit) = text.split_once('/').or_else(|| text.split_once(" per "))?;
    let kilowatt_hours = match unit.trim().to_lowercase().as_str() {
        "kwh" => 1.0,
        "mwh" => 1000.0,
        _ => return None,
    };
    Some((amount.trim(), kilowatt_hours))
}

/// Why a text is no date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NoDate {
    /// The text is not written as year-month-day.
    Form,
    /// The text is written so, but no calendar has that day.
    NoSuchDay,
}

/// A civil date written as year-month-day.
pub(super) fn date(text: &str) -> Result<Date, NoDate> {
    let fields: Vec<&str> = text.trim().split('-').collect();
    let [year, month, day] = fields.as_slice() else { return Err(NoDate::Form) };
    if year.len() != 4 || month.len() != 2 || day.len() != 2 {
        return Err(NoDate::Form);
    }
    let year = year.parse().map_err(|_| NoDate::Form)?;
    let month = month.parse().map_err(|_| NoDate::Form)?;
    let day = day.parse().map_err(|_| NoDate::Form)?;
    Date::new(year, month, day).map_err(|_| NoDate::NoSuchDay)
}

/// A time of day in seconds since midnight: "14:00" or "14:00:30".
pub(super) fn clock(text: &str) -> Option<u32> {
    let mut fields = text.trim().split(':');
    let mut next = |most: u32| match fields.next() {
        Some(field) if field.len() == 2 => field.parse().ok().filter(|value| *value < most),
        _ => None,
    };
    let (hour, minute): (u32, u32) = (next(24)?, next(60)?);
    let rest = fields.next();
    let second = match rest {
        None => 0,
        Some(field) if field.len() == 2 => field.parse().ok().filter(|value| *value < 60)?,
        Some(_) => return None,
    };
    fields.next().is_none().then_some(hour * 3_600 + minute * 60 + second)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn won(text: &str) -> Option<f64> {
        money(Currency::KRW, text)
    }

    #[test]
    fn other_currencies_have_parts() {
        let gbp = Currency::named("GBP").unwrap();
        assert_eq!(money(gbp, "£1.2m"), Some(1.2e6));
        assert_eq!(money(gbp, "1.2 million GBP"), Some(1.2e6));
        assert_eq!(money(gbp, "£0.455"), Some(0.46));
        assert_eq!(money(gbp, "₩400만"), None);
        assert_eq!(tariff(gbp, "0.25 GBP/kWh"), Some(0.25));
        assert_eq!(tariff(gbp, "£250/MWh"), Some(0.25));
    }

    /// 2.1 dollars for each of 730 hours are 1,533; 2,000 won are 1.46m.
    #[test]
    fn a_price_by_the_hour_is_for_all_hours_of_a_month() {
        let usd = Currency::named("USD").unwrap();
        for text in ["2.1 USD per hour", "$2.1/h", "2.1 USD/hour", "1533 USD"] {
            assert_eq!(monthly(usd, text), Some(1_533.0), "{text}");
        }
        for text in ["시간당 2천원", "2,000원/시간", "2k KRW per hour", "146만 원"] {
            assert_eq!(monthly(Currency::KRW, text), Some(1_460_000.0), "{text}");
        }
        assert_eq!(monthly(usd, "0.0123 USD/h"), Some(8.98));
        assert_eq!(monthly(usd, "2.1 USD per day"), None);
    }

    #[test]
    fn money_reads_the_same_in_both_languages() {
        for text in ["88억 KRW", "8.8 bn KRW", "88억 원", "8,800,000,000원", "88억원", "8.8bn won"]
        {
            assert_eq!(won(text), Some(8.8e9), "{text}");
        }
        assert_eq!(won("1.46조 KRW"), Some(1.46e12));
        assert_eq!(won("1조 4,600억 원"), Some(1.46e12));
        assert_eq!(won("2.6m KRW"), Some(2.6e6));
        assert_eq!(won("4,800,000 KRW"), Some(4.8e6));
        assert_eq!(won("0 KRW"), Some(0.0));
        assert_eq!(won("₩400만"), Some(4e6));
        for text in ["88억", "88", "KRW", "4.0x KRW", "4,80 KRW", "", "1.2.3 KRW"] {
            assert_eq!(won(text), None, "{text}");
        }
    }

    /// Nodes of four units, 30 for an hour of a unit: 10 node-hours are 40 hours of units, 1,200 of the site's own.
    #[test]
    fn hours_of_nodes_are_those_of_their_units() {
        let worth = |charge, node| Worth { charge, node };
        for text in ["1,100,000 node-hours", "1.1m node hours", "110만 노드시간"] {
            assert_eq!(hours(text, worth(None, Some(4))), Some(4.4e6), "{text}");
            assert_eq!(hours(text, worth(Some(30), Some(4))), Some(132e6), "{text}");
            assert_eq!(hours(text, worth(None, None)), None, "{text}");
            assert!(speaks_of_nodes(text) && speaks_of_hours(text), "{text}");
        }
        assert_eq!(hours("40 unit-hours", worth(Some(30), Some(4))), Some(1_200.0));
        assert_eq!(hours("40 SRU", worth(Some(30), Some(4))), Some(40.0));
        assert_eq!(hours("40 SRU", worth(None, Some(4))), None);
    }

    #[test]
    fn rates_powers_and_ratios() {
        let week = 7.0 * 86_400.0;
        assert_eq!(rate("3 per week"), Some((3.0 / week, false)));
        assert_eq!(rate("주당 3건"), Some((3.0 / week, false)));
        assert_eq!(rate("하루 20건"), Some((20.0 / 86_400.0, false)));
        assert_eq!(rate("0.9 per card per week"), Some((0.9 / week, true)));
        assert_eq!(rate("카드당 주 0.9건"), Some((0.9 / week, true)));
        assert_eq!(rate("1.5/hour"), Some((1.5 / 3600.0, false)));
        assert_eq!(rate("3 per fortnight"), None);
        assert_eq!(power("10.2 kW"), Some(10_200.0));
        assert_eq!(compute("88.5 PF"), Some(88_500_000.0));
        assert_eq!(compute("19.5 TF"), Some(19_500.0));
        assert_eq!(ratio("2.69:1"), Some(2.69));
        assert_eq!(ratio("5.2 대 1"), Some(5.2));
        assert_eq!(ratio("5:0"), None);
        for text in ["182.7 KRW/kWh", "182.7원/kWh", "182.7 won per kWh", "182,700 KRW/MWh"] {
            assert_eq!(tariff(Currency::KRW, text), Some(182.7), "{text}");
        }
        assert_eq!(tariff(Currency::KRW, "182.7 KRW"), None);
    }

    #[test]
    fn a_day_that_does_not_exist_is_told_from_a_slip() {
        assert_eq!(date("2025-02-30"), Err(NoDate::NoSuchDay));
        assert_eq!(date("2025/02/03"), Err(NoDate::Form));
        assert!(date("2024-02-29").is_ok());
    }
}
