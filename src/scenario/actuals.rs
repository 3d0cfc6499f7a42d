//! What was observed month by month: a file with one line a month, `2026-01,0.94`.

use std::path::Path;

use super::file;
use super::problem::{Message, say};
use super::units::{compute, money, number, ratio};
use crate::measures::{Currency, Scale};
use crate::time::{Calendar, Date};

/// What was observed in one month.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Actual {
    /// First day of the month, from the calendar's start.
    pub from: i64,
    /// First day after it.
    pub to: i64,
    /// The value, in the unit of the response.
    pub value: f64,
}

/// Why a file is refused, and what to do.
pub(super) type Refused = (Message, Message);

/// The months of a file in order. A month without a value is left out: nothing is known of it.
pub(super) fn read(
    path: &Path,
    of: (Scale, Currency),
    calendar: &Calendar,
) -> Result<Vec<Actual>, Refused> {
    let name = path.display().to_string();
    let text = file::read(path).map_err(|unread| (unread.named(&name), unread.help))?;
    parse(&name, &text, of, calendar)
}

fn parse(
    name: &str,
    text: &str,
    (scale, currency): (Scale, Currency),
    calendar: &Calendar,
) -> Result<Vec<Actual>, Refused> {
    let mut all: Vec<Actual> = Vec::new();
    let mut begun = false;
    for (number, line) in text.lines().enumerate() {
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let place = format!("{name}:{}", number + 1);
        let first = !std::mem::replace(&mut begun, true);
        let Some((month, value)) = line.split_once(',') else {
            let reason =
                say("{}: a line is a month and a value with a comma between them", &[&place]);
            return Err((reason, say("write {}", &[&"2026-01,0.94"])));
        };
        let clean = |cell: &str| cell.trim().trim_matches('"').trim().to_owned();
        let (month, value) = (clean(month), clean(value));
        // The first line may say what the columns are.
        if first && !month.starts_with(|c: char| c.is_ascii_digit()) {
            continue;
        }
        let Some(date) = first_of(&month) else {
            let reason = say("{}: this is no month: {}", &[&place, &month]);
            return Err((reason, say("write {}", &[&"2026-01,0.94"])));
        };
        if value.is_empty() {
            continue;
        }
        let Some(value) = value_of(&value, scale, currency) else {
            let reason = say("{}: this is no value of the check: {}", &[&place, &value]);
            return Err((reason, say("write {}", &[&example(scale)])));
        };
        let Some((from, to)) = whole_month(calendar, date) else {
            let reason =
                say("{}: this month is not simulated from its first day to its last", &[&place]);
            return Err((reason, say("leave the line out, or lengthen the calendar", &[])));
        };
        if all.last().is_some_and(|last| last.to > from) {
            let reason = say("{}: this month is not after the one before it", &[&place]);
            return Err((reason, say("write each month once, the earliest first", &[])));
        }
        all.push(Actual { from, to, value });
    }
    if all.is_empty() {
        let reason = say("{}: no line has a month and a value", &[&name]);
        return Err((reason, say("write {}", &[&"2026-01,0.94"])));
    }
    Ok(all)
}

/// The first day of a month: `2026-01`, or `2026-01-01` as spreadsheets write it.
fn first_of(text: &str) -> Option<Date> {
    let mut parts = text.split('-');
    let (year, month) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
    let first = parts.next().is_none_or(|day| matches!(day, "1" | "01"));
    (first && parts.next().is_none()).then(|| Date::new(year, month, 1).ok()).flatten()
}

/// The days of a month that is simulated as a whole.
fn whole_month(calendar: &Calendar, first: Date) -> Option<(i64, i64)> {
    let month = calendar.months().iter().find(|month| month.date == first)?;
    let (from, to) = (month.from_day as i64, month.to_day as i64);
    (Some(calendar.date(to)) == Calendar::next_month(first)).then_some((from, to))
}

/// A value that is not below zero, in the unit of the response: shares also as 94.2%, ratios as 2.69:1.
fn value_of(text: &str, scale: Scale, currency: Currency) -> Option<f64> {
    let value = match (scale, text.strip_suffix('%')) {
        (Scale::Percent, Some(percent)) => number(percent)? / 100.0,
        (Scale::ToOne, _) => ratio(text).or_else(|| number(text))?,
        (Scale::Petaflops, _) => compute(text).map(|gigaflops| gigaflops / 1e6)?,
        (Scale::Won, _) => money(currency, text).or_else(|| number(text))?,
        _ => number(text)?,
    };
    (value.is_finite() && value >= 0.0).then_some(value)
}

fn example(scale: Scale) -> &'static str {
    match scale {
        Scale::Percent => "2026-01,0.94",
        Scale::ToOne => "2026-01,2.69:1",
        Scale::Petaflops => "2026-01,44.3 PF",
        Scale::Won => "2026-01,9.6bn KRW",
        _ => "2026-01,331",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, scale: Scale) -> Result<Vec<f64>, String> {
        let date = |text: &str| text.parse().unwrap();
        let calendar = Calendar::new("Asia/Seoul", date("2026-01-01"), date("2026-06-15")).unwrap();
        parse("actuals.csv", text, (scale, Currency::KRW), &calendar)
            .map(|all| all.iter().map(|one| one.value).collect())
            .map_err(|(reason, _)| reason.to_string())
    }

    #[test]
    fn a_line_is_a_month_and_a_value() {
        let text =
            "month,share\n# a note\n2026-01,0.94\n\"2026-02-01\", 93.5%\n2026-03,\n2026-04,0\n";
        assert_eq!(read(text, Scale::Percent), Ok(vec![0.94, 0.935, 0.0]));
        assert_eq!(read("2026-01,2.5:1\n2026-02,3", Scale::ToOne), Ok(vec![2.5, 3.0]));
        assert_eq!(read("2026-05,1억 KRW", Scale::Won), Ok(vec![1e8]));
    }

    #[test]
    fn a_mistake_has_its_line() {
        let of = |text: &str| read(text, Scale::Percent).unwrap_err();
        assert!(of("2026-01,0.9\n2026-13,0.9").starts_with("actuals.csv:2: this is no month"));
        assert!(of("2026-01,0.9\n\n2026-02,n/a").starts_with("actuals.csv:3: this is no value"));
        assert!(
            of("2026-02,0.9\n2026-02,0.9").starts_with("actuals.csv:2: this month is not after")
        );
        // June is simulated up to its fourteenth day, and December not at all.
        assert!(of("2026-06,0.9").contains("not simulated"));
        assert!(of("2025-12,0.9").contains("not simulated"));
        assert!(of("2026-01;0.9").contains("comma"));
        assert!(of("month,value\n").contains("no line"));
        assert!(of("2026-01,-0.5").contains("no value"));
    }
}
