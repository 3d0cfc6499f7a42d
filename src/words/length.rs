//! Lengths of time as a person writes them, in a scenario or on the command line: the one place that reads them.
//!
//! What a log writes (`1-02:00:00`, microseconds since 1970) is a format of logs and is read there.

use super::number::parts;
use crate::time::{Duration, Span};

/// Seconds in a month where a month has no date to count from: 365/12 days.
pub(crate) const MONTH_SECONDS: f64 = 365.0 * 86_400.0 / 12.0;

/// Units of time of a fixed length: the seconds of each, and all its names.
const UNITS: [(i64, &[&str]); 5] = [
    (7 * 86_400, &["week", "weeks", "주", "주일", "주간"]),
    (86_400, &["day", "days", "일", "하루"]),
    (3_600, &["hour", "hours", "h", "시간"]),
    (60, &["minute", "minutes", "min", "분"]),
    (1, &["second", "seconds", "s", "sec", "초"]),
];

/// Seconds in a unit of time, by any of its names.
pub(crate) fn seconds_in(unit: &str) -> Option<i64> {
    UNITS.iter().find(|(_, names)| names.contains(&unit)).map(|(seconds, _)| *seconds)
}

/// A stated length: calendar months, civil days, and seconds beside them.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Length {
    months: f64,
    days: f64,
    seconds: f64,
}

impl Length {
    /// Reads "6 months", "6개월", "1 hour 30 minutes"; `None` if the text is no length.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let mut sum = Self { months: 0.0, days: 0.0, seconds: 0.0 };
        for (value, word) in parts(text)? {
            match word.as_str() {
                "year" | "years" | "년" => sum.months += 12.0 * value,
                "month" | "months" | "개월" | "달" => sum.months += value,
                "week" | "weeks" | "주" | "주일" | "주간" => sum.days += 7.0 * value,
                "day" | "days" | "일" | "하루" => sum.days += value,
                other => sum.seconds += value * seconds_in(other)? as f64,
            }
        }
        Some(sum)
    }

    /// The length as calendar months or civil days where it is a whole number of either, as a fixed length otherwise.
    #[must_use]
    pub fn span(self) -> Span {
        let whole = |count: f64| count != 0.0 && count.fract() == 0.0;
        match self {
            Self { months, days: 0.0, seconds: 0.0 } if whole(months) => {
                Span::Months(months as i32)
            }
            Self { months: 0.0, days, seconds: 0.0 } if whole(days) => Span::Days(days as i32),
            _ => Span::Fixed(Duration::from_drawn(self.seconds())),
        }
    }

    /// The length in seconds; a month counts 365/12 days.
    #[must_use]
    pub fn seconds(self) -> f64 {
        self.months * MONTH_SECONDS + self.days * 86_400.0 + self.seconds
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_stay_months_and_days_stay_days() {
        let span = |text| Length::parse(text).map(Length::span);
        assert_eq!(span("6 months"), Some(Span::Months(6)));
        assert_eq!(span("6개월"), Some(Span::Months(6)));
        assert_eq!(span("2 years"), Some(Span::Months(24)));
        assert_eq!(span("14 days"), Some(Span::Days(14)));
        assert_eq!(span("2주"), Some(Span::Days(14)));
        assert_eq!(span("1 week 1 day"), Some(Span::Days(8)));
        assert_eq!(span("48 hours"), Some(Span::Fixed(Duration(48 * 3600))));
        assert_eq!(span("1.5 days"), Some(Span::Fixed(Duration(36 * 3600))));
        assert_eq!(span("1 day 2 hours"), Some(Span::Fixed(Duration(26 * 3600))));
        assert_eq!(span("1 hour 30 minutes"), Some(Span::Fixed(Duration(5400))));
        assert_eq!(span("0.5 months"), Some(Span::Fixed(Duration(1_314_000))));
        assert_eq!(span("0 days"), Some(Span::Fixed(Duration(0))));
        assert_eq!(span("5 m"), None);
        assert_eq!(span("5"), None);
    }
}
