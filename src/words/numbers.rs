//! Numbers and dates as people of the language write them.

use super::Language;
use crate::time::Date;

const MINUS: &str = "\u{2212}";

/// A date of a number of days since 1970-01-01.
pub(crate) fn date_of(day: i32) -> Date {
    let epoch = Date::constant(1970, 1, 1);
    let days = jiff::Span::new().try_days(day).unwrap_or_default();
    epoch.saturating_add(days)
}

/// Days since 1970-01-01.
pub(crate) fn day_of(date: Date) -> i32 {
    (date - Date::constant(1970, 1, 1)).get_days()
}

impl Language {
    /// A whole number with separators: 1,946.
    pub(crate) fn whole(self, value: f64) -> String {
        let rounded = value.round();
        let digits = format!("{:.0}", rounded.abs());
        let mut text = String::new();
        for (at, digit) in digits.chars().enumerate() {
            if at > 0 && (digits.len() - at).is_multiple_of(3) {
                text.push(',');
            }
            text.push(digit);
        }
        if rounded < 0.0 { format!("{MINUS}{text}") } else { text }
    }

    /// A number with separators and a count of decimals: 1,946.5.
    pub(crate) fn decimal(self, value: f64, decimals: usize) -> String {
        let text = format!("{:.decimals$}", value.abs());
        let (whole, rest) = text.split_once('.').unwrap_or((&text, ""));
        let whole = self.whole(whole.parse().unwrap_or(0.0));
        let nothing = text.chars().all(|c| c == '0' || c == '.');
        let sign = if value < 0.0 && !nothing { MINUS } else { "" };
        if rest.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole}.{rest}") }
    }

    /// A large number in short: 1.2만, 88억; 1.2 million. Below 10,000 as it is, with `decimals`.
    pub(crate) fn short(self, value: f64, decimals: usize) -> String {
        let scales: &[(f64, &str)] = match self {
            Self::Ko => &[(1e12, "조"), (1e8, "억"), (1e4, "만")],
            Self::En => &[(1e12, " trillion"), (1e9, " billion"), (1e6, " million")],
        };
        let Some((scale, word)) = scales.iter().find(|(scale, _)| value.abs() >= *scale) else {
            return self.decimal(value, decimals);
        };
        let scaled = value / scale;
        let decimals = usize::from(scaled.abs() < 100.0);
        let text = self.decimal(scaled, decimals);
        format!("{}{word}", text.strip_suffix(".0").unwrap_or(&text))
    }

    /// A share as percent: 98.0%.
    pub(crate) fn percent(self, share: f64) -> String {
        format!("{}%", self.decimal(share * 100.0, 1))
    }

    /// A ratio to one: 2.69 대 1; 2.69:1.
    pub(crate) fn to_one(self, ratio: f64) -> String {
        let text = self.decimal(ratio, 2);
        match self {
            Self::Ko => format!("{text} 대 1"),
            Self::En => format!("{text}:1"),
        }
    }

    /// A signed number: +3.2, −1.0, and 0 without a sign.
    pub(crate) fn signed(self, value: f64, decimals: usize) -> String {
        let text = self.short(value, decimals);
        let nothing = !text.chars().any(|c| ('1'..='9').contains(&c));
        if value > 0.0 && !nothing { format!("+{text}") } else { text }
    }

    /// A count of units of the given name: 742장; 742 cards.
    pub(crate) fn units(self, value: f64, unit: &str) -> String {
        match self {
            Self::Ko => format!("{}{unit}", self.whole(value)),
            Self::En => format!("{} {unit}", self.whole(value)).trim_end().to_owned(),
        }
    }

    /// A month: 2025. 7.; Jul 2025.
    pub(crate) fn month(self, date: Date) -> String {
        match self {
            Self::Ko => format!("{}. {}.", date.year(), date.month()),
            Self::En => format!("{} {}", month_name(date.month()), date.year()),
        }
    }

    /// A day: 2025. 7. 2.; 2 Jul 2025.
    pub(crate) fn day(self, date: Date) -> String {
        match self {
            Self::Ko => format!("{}. {}. {}.", date.year(), date.month(), date.day()),
            Self::En => format!("{} {}", date.day(), self.month(date)),
        }
    }
}

fn month_name(month: i8) -> &'static str {
    const NAMES: [&str; 12] =
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    usize::try_from(month - 1).ok().and_then(|at| NAMES.get(at)).copied().unwrap_or("")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_read_as_people_write_them() {
        let (ko, en) = (Language::Ko, Language::En);
        assert_eq!(ko.whole(1_234_567.4), "1,234,567");
        assert_eq!(ko.whole(-12.0), "−12");
        assert_eq!(ko.decimal(-0.04, 1), "0.0");
        assert_eq!(ko.short(12_345.0, 0), "1.2만");
        assert_eq!(ko.short(8.8e9, 0), "88억");
        assert_eq!(en.short(8.8e9, 0), "8.8 billion");
        assert_eq!(ko.percent(0.98), "98.0%");
        assert_eq!(ko.to_one(2.69), "2.69 대 1");
        assert_eq!(en.signed(3.21, 1), "+3.2");
        assert_eq!(en.signed(0.0, 1), "0.0");
        assert_eq!(ko.units(1_040.0, "장"), "1,040장");
    }

    #[test]
    fn dates_read_as_people_write_them() {
        let date = date_of(20_271);
        assert_eq!(day_of(date), 20_271);
        assert_eq!(Language::Ko.day(date), "2025. 7. 2.");
        assert_eq!(Language::En.month(date), "Jul 2025");
    }
}
