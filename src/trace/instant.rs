//! Instants as people and machines write them: seconds from some beginning, or dates and times of day.

use jiff::civil::{Date, DateTime, Time};

use super::number::{self, MICROS, Micros, NoTime};
use super::units::{DAY_FIRST, MONTH_FIRST, Of, SERIAL, Unit};

/// Days from 1899-12-30, from which spreadsheets count, to 1970-01-01.
const SERIAL_EPOCH_DAYS: i64 = 25_569;
/// Zones that are written by name after a time, and their seconds from UTC.
const ZONES: [(&str, i64); 4] = [("UTC", 0), ("GMT", 0), ("KST", 32_400), ("JST", 32_400)];
/// Halves of a day; true for the second one.
const HALVES: [(&str, bool); 6] =
    [("오전", false), ("오후", true), ("AM", false), ("PM", true), ("am", false), ("pm", true)];

/// An instant: a number of `unit` from the log's own beginning, or a date with or without a time of day, then
/// in seconds since 1970 by that clock. Read are `2025-07-02T09:30:00` with or without an offset, `2025-07-02 9:30`,
/// `2025/07/02 9:30:00`, `2025. 7. 2. 오전 9:30`, `2.7.2025 9:30`,
/// `7/2/2025 9:30 AM` where the unit says which comes first.
pub(super) fn instant(text: &str, unit: Unit) -> Result<Micros, NoTime> {
    if unit == SERIAL {
        return serial(text);
    }
    if !looks_civil(text) {
        return number::scaled(text, unit);
    }
    if let Some(read) = iso(text) {
        return read;
    }
    if number::says_unknown(text) {
        return Err(NoTime::Unknown);
    }
    civil(text, unit).ok_or(NoTime::NotANumber)?
}

/// Whether a text has signs that a number does not have.
fn looks_civil(text: &str) -> bool {
    let bytes = text.as_bytes();
    let rest = bytes.get(1..).unwrap_or(&[]);
    rest.iter().any(|byte| matches!(byte, b':' | b'/'))
        || rest.iter().filter(|byte| matches!(byte, b'-' | b'.')).count() > 1
}

/// Reads an instant as ISO 8601 has it.
fn iso(text: &str) -> Option<Result<Micros, NoTime>> {
    if !text.contains(':') {
        return None;
    }
    if let Ok(stamp) = text.parse::<jiff::Timestamp>() {
        let value = stamp.as_microsecond();
        let decimals = decimals(text);
        return Some(Ok(Micros { value, decimals, rounded: false, by_clock: false }));
    }
    let date: DateTime = text.parse().ok()?;
    Some(by_clock(date, decimals(text)))
}

fn decimals(text: &str) -> u8 {
    let rest = text.split_once('.').map_or("", |(_, rest)| rest);
    rest.bytes().take_while(u8::is_ascii_digit).count().min(6) as u8
}

/// Seconds since 1970 by the clock that shows `date`.
fn by_clock(date: DateTime, decimals: u8) -> Result<Micros, NoTime> {
    let zoned = date.to_zoned(jiff::tz::TimeZone::UTC).map_err(|_| NoTime::TooLarge)?;
    let value = zoned.timestamp().as_microsecond();
    Ok(Micros { value, decimals, rounded: false, by_clock: true })
}

/// Dates as spreadsheets and people write them.
fn civil(text: &str, unit: Unit) -> Option<Result<Micros, NoTime>> {
    // The T of a zone's name parts nothing.
    let parted =
        text.bytes().zip(text.bytes().skip(1)).position(|(a, b)| a.is_ascii_digit() && b == b'T');
    let parted = parted.map(|at| format!("{} {}", &text[..=at], &text[at + 2..]));
    let text = parted.as_deref().unwrap_or(text);
    let mut words: Vec<&str> = text.split([' ', '\u{a0}']).filter(|it| !it.is_empty()).collect();
    let zone = words.last().and_then(|last| ZONES.iter().find(|(name, _)| name == last));
    if zone.is_some() {
        words.pop();
    }
    let half = words.iter().position(|word| HALVES.iter().any(|(name, _)| name == word));
    let half = half.map(|at| words.remove(at));
    let half = half.and_then(|word| HALVES.iter().find(|(name, _)| *name == word)).map(|it| it.1);
    let clock = words.pop_if(|word| word.contains(':'));
    let date = words.concat();
    let date = date_of(&date, unit)?;
    let (time, decimals) = clock.map_or(Some((Time::midnight(), 0)), |text| time_of(text, half))?;
    let read = by_clock(date.to_datetime(time), decimals);
    Some(match zone {
        Some((_, offset)) => {
            read.map(|read| Micros { value: read.value - offset * MICROS, by_clock: false, ..read })
        }
        None => read,
    })
}

fn date_of(text: &str, unit: Unit) -> Option<Date> {
    let text = text.trim_end_matches('.');
    let parts: Vec<&str> = text.split(['-', '/', '.']).collect();
    let [first, second, third] = parts[..] else { return None };
    let number = |text: &str| {
        let good = (1..=4).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
        if good { text.parse::<i16>().ok() } else { None }
    };
    let (first_number, second_number, third_number) =
        (number(first)?, number(second)?, number(third)?);
    let (year, month, day) = match (first.len(), third.len(), unit) {
        (4, 1 | 2, _) => (first_number, second_number, third_number),
        (1 | 2, 4, unit) if unit == MONTH_FIRST && !text.contains('.') => {
            (third_number, first_number, second_number)
        }
        // Nobody writes months first with points.
        (1 | 2, 4, unit) if unit == DAY_FIRST || text.contains('.') => {
            (third_number, second_number, first_number)
        }
        _ => return None,
    };
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

/// `9:30`, `09:30:00.5`, and the half of the day that it is in.
fn time_of(text: &str, half: Option<bool>) -> Option<(Time, u8)> {
    let mut parts = text.split(':');
    let whole = |part: &str| {
        let good = (1..=2).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
        if good { part.parse::<i8>().ok() } else { None }
    };
    let (hour, minute) = (whole(parts.next()?)?, whole(parts.next()?)?);
    let seconds = match parts.next() {
        Some(seconds) => number::seconds(seconds).ok().filter(|read| read.value >= 0)?,
        None => Micros { value: 0, decimals: 0, rounded: false, by_clock: true },
    };
    if parts.next().is_some() {
        return None;
    }
    let hour = match half {
        None => hour,
        Some(second) if (1..=12).contains(&hour) => hour % 12 + if second { 12 } else { 0 },
        // 오후 13:30 says the same twice; 오전 13:30 contradicts itself.
        Some(true) if (13..24).contains(&hour) => hour,
        Some(false) if hour == 0 => 0,
        Some(_) => return None,
    };
    let second = i8::try_from(seconds.value / MICROS).ok()?;
    let nanos = i32::try_from(seconds.value % MICROS * 1_000).ok()?;
    Some((Time::new(hour, minute, second, nanos).ok()?, seconds.decimals))
}

/// Days since 1899-12-30, a time of day as a fraction: to the nearest second, which is all that a fraction of a day
/// keeps.
fn serial(text: &str) -> Result<Micros, NoTime> {
    let read = number::scaled(text, SERIAL)?;
    let seconds = (read.value + MICROS / 2).div_euclid(MICROS) - SERIAL_EPOCH_DAYS * 86_400;
    Ok(Micros { value: seconds * MICROS, decimals: 0, rounded: false, by_clock: true })
}

/// Days since 1899-12-30 as a date and time of day, to the nearest second.
pub(super) fn written(days: f64) -> String {
    let seconds = (days * 86_400.0).round() as i64 - SERIAL_EPOCH_DAYS * 86_400;
    let stamp = jiff::Timestamp::from_second(seconds).ok();
    stamp.map_or_else(|| days.to_string(), |at| jiff::tz::Offset::UTC.to_datetime(at).to_string())
}

/// Which of day and month comes first, by values such as `13/2/2025`; `None` if they do not say.
pub(super) fn first_of<'a>(values: impl Iterator<Item = &'a str>) -> Option<Unit> {
    let (mut day, mut month) = (false, false);
    for value in values {
        let Some(date) = value.split([' ', 'T']).next() else { continue };
        let parts: Vec<&str> = date.split(['/', '-']).collect();
        if let [first, second, year] = parts[..]
            && year.len() == 4
        {
            day |= first.parse::<u8>().is_ok_and(|first| first > 12);
            month |= second.parse::<u8>().is_ok_and(|second| second > 12);
        }
    }
    match (day, month) {
        (true, false) => Some(DAY_FIRST),
        (false, true) => Some(MONTH_FIRST),
        _ => None,
    }
}

/// Whether a unit can stand with an instant.
pub(super) fn takes(unit: Unit) -> bool {
    unit.of != Of::Size
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::trace::units::{MILLIS, SECONDS};

    #[test]
    fn dates_as_people_write_them() {
        let of = |text| instant(text, SECONDS).map(|read| (read.value / MICROS, read.by_clock));
        // 2025-03-03 is day 20,150; 09:00 is second 32,400 of it.
        let nine = 20_150 * 86_400 + 32_400;
        for text in [
            "2025-03-03T09:00:00",
            "2025-03-03 09:00:00",
            "2025-03-03 9:00",
            "2025/03/03 09:00:00",
            "2025/3/3 9:00",
            "2025.03.03 09:00",
            "2025. 3. 3. 오전 9:00:00",
            "2025-03-03 오전 9:00",
            "2025-03-03 9:00 AM",
            "03.03.2025 09:00",
            "3.3.2025 9:00:00",
        ] {
            assert_eq!(of(text), Ok((nine, true)), "{text}");
        }
        assert_eq!(of("2025-03-03 오후 12:00"), Ok((nine + 10_800, true)));
        assert_eq!(of("2025-03-03 오전 12:00"), Ok((nine - 32_400, true)));
        assert_eq!(of("2025-03-03"), Ok((nine - 32_400, true)));
        assert_eq!(of("2025-03-03T09:00:00Z"), Ok((nine, false)));
        assert_eq!(of("2025-03-03T09:00:00+09:00"), Ok((nine - 32_400, false)));
        assert_eq!(of("2025-03-03 09:00:00 KST"), Ok((nine - 32_400, false)));
        assert_eq!(of("1970-01-02T00:00:05"), Ok((86_405, true)));
        assert_eq!(of("12"), Ok((12, false)));
        assert_eq!(instant("45719.375", SERIAL).map(|read| read.value), Ok(nine * MICROS));
        assert_eq!(instant("1740992400000", MILLIS).map(|read| read.value), Ok(nine * MICROS));
        let by = |text, unit| instant(text, unit).map(|read| read.value / MICROS);
        assert_eq!(by("3/13/2025 9:00", MONTH_FIRST), Ok(nine + 10 * 86_400));
        assert_eq!(by("13/3/2025 9:00", DAY_FIRST), Ok(nine + 10 * 86_400));
        for text in [
            "3/13/2025 9:00",
            "1970-13-01T00:00:00",
            "2025-02-30",
            "2025-03-03 오전 13:00",
            "25:00",
        ] {
            assert_eq!(of(text), Err(NoTime::NotANumber), "{text}");
        }
        assert_eq!(first_of(["3/4/2025 9:00", "3/14/2025"].into_iter()), Some(MONTH_FIRST));
        assert_eq!(first_of(["3/4/2025 9:00"].into_iter()), None);
    }
}
