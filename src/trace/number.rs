//! Times as people and machines write them, exactly: whole microseconds.

use super::units::{MINUTES, SECONDS, Unit};

/// Microseconds in a second.
pub(super) const MICROS: i64 = 1_000_000;
/// The largest time that is taken: 4 × 10¹² s, 127,000 years.
pub(super) const MOST: i128 = 4_000_000_000_000 * MICROS as i128;

/// A time in microseconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Micros {
    pub(super) value: i64,
    /// Decimals of a second that were written, at most 6.
    pub(super) decimals: u8,
    /// More was written than microseconds: it was rounded to the nearest.
    pub(super) rounded: bool,
    /// The value was a date and a time of day without an offset: since 1970 by that clock.
    pub(super) by_clock: bool,
}

/// Why a text is no time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NoTime {
    /// The cell says that nothing is known.
    Unknown,
    /// The cell holds no number, nor anything else that is read.
    NotANumber,
    /// The number is more than can be counted.
    TooLarge,
}

/// What logs write where nothing is known.
pub(super) fn says_unknown(text: &str) -> bool {
    const WORDS: [&str; 13] = [
        "",
        "nan",
        "nat",
        "na",
        "n/a",
        "none",
        "null",
        "unknown",
        "unlimited",
        "partition_limit",
        "invalid",
        "-",
        "\\N",
    ];
    WORDS.iter().any(|word| text.eq_ignore_ascii_case(word))
}

/// A length or an instant in seconds: `17`, `4.709164`, `1.5e3`.
pub(super) fn seconds(text: &str) -> Result<Micros, NoTime> {
    scaled(text, SECONDS)
}

/// A number of a unit, in millionths of a second or of a unit of the machine. Thousands may be parted by commas.
pub(super) fn scaled(text: &str, unit: Unit) -> Result<Micros, NoTime> {
    // Nearly all numbers of a log are short and whole.
    if (1..=12).contains(&text.len())
        && (unit.times, unit.over) == (1, 1)
        && text.bytes().all(|byte| byte.is_ascii_digit())
    {
        let digits = text.bytes().fold(0, |value, byte| value * 10 + i64::from(byte - b'0'));
        let value = digits * MICROS;
        return Ok(Micros { value, decimals: 0, rounded: false, by_clock: false });
    }
    match plain(text, unit) {
        Err(NoTime::NotANumber) if has_thousands(text) => plain(&text.replace(',', ""), unit),
        read => read,
    }
}

/// `1,024`, `12,345,678.5`: groups of three digits after the first.
fn has_thousands(text: &str) -> bool {
    let whole = text.split('.').next().unwrap_or(text);
    let whole = whole.strip_prefix('-').unwrap_or(whole);
    let mut groups = whole.split(',');
    let digits = |group: &str| group.bytes().all(|byte| byte.is_ascii_digit());
    let first = groups.next().is_some_and(|it| (1..=3).contains(&it.len()) && digits(it));
    first && whole.contains(',') && groups.all(|group| group.len() == 3 && digits(group))
}

fn plain(text: &str, unit: Unit) -> Result<Micros, NoTime> {
    let bytes = text.as_bytes();
    let (negative, digits) = match bytes {
        [b'-', rest @ ..] => (true, rest),
        [b'+', rest @ ..] => (false, rest),
        rest => (false, rest),
    };
    // The mantissa as a whole number, how many decimals it has, and a power of ten.
    let (mut mantissa, mut decimals, mut dropped) = (0_i128, 0_i32, false);
    let (mut any, mut after_point, mut at) = (false, false, 0);
    while let Some(&byte) = digits.get(at) {
        match byte {
            b'0'..=b'9' => {
                any = true;
                if mantissa > 10_i128.pow(28) {
                    if !after_point {
                        return Err(NoTime::TooLarge);
                    }
                    dropped |= byte != b'0';
                } else {
                    mantissa = mantissa * 10 + i128::from(byte - b'0');
                    decimals += i32::from(after_point);
                }
            }
            b'.' if !after_point => after_point = true,
            b'e' | b'E' if any => break,
            _ => return unread(text),
        }
        at += 1;
    }
    if !any {
        return unread(text);
    }
    let power: i32 = match digits.get(at + 1..) {
        Some(exponent) if at < digits.len() => {
            let exponent = std::str::from_utf8(exponent).ok().and_then(|text| text.parse().ok());
            exponent.filter(|power| (-40..=40).contains(power)).ok_or(NoTime::NotANumber)?
        }
        _ => 0,
    };
    let shift = power - decimals + 6;
    let mut rounded = dropped;
    let mantissa = mantissa.checked_mul(i128::from(unit.times)).ok_or(NoTime::TooLarge)?;
    let size = if mantissa == 0 {
        0
    } else if shift >= 0 {
        let factor = u32::try_from(shift).ok().and_then(|shift| 10_i128.checked_pow(shift));
        let whole =
            factor.and_then(|factor| mantissa.checked_mul(factor)).ok_or(NoTime::TooLarge)?;
        divided(whole, unit.over, &mut rounded)
    } else {
        let factor = 10_i128.checked_pow(shift.unsigned_abs());
        let factor = factor.and_then(|factor| factor.checked_mul(i128::from(unit.over)));
        let (whole, rest) = factor.map_or((0, mantissa), |by| (mantissa / by, mantissa % by));
        rounded |= rest != 0;
        whole + i128::from(factor.is_some_and(|by| rest * 2 >= by))
    };
    if size > MOST {
        return Err(NoTime::TooLarge);
    }
    let value = if negative { -size } else { size };
    let written = match (unit.times, unit.over) {
        (1, 1) => (decimals - power).clamp(0, 6) as u8,
        _ => needed(value as i64),
    };
    Ok(Micros { value: value as i64, decimals: written, rounded, by_clock: false })
}

/// `whole / over` to the nearest.
fn divided(whole: i128, over: i64, rounded: &mut bool) -> i128 {
    let over = i128::from(over);
    *rounded |= whole % over != 0;
    (whole + over / 2) / over
}

/// Decimals of a second that a time needs.
pub(super) fn needed(micros: i64) -> u8 {
    let (mut rest, mut decimals) = (micros.unsigned_abs() % MICROS.unsigned_abs(), 6);
    if rest == 0 {
        return 0;
    }
    while rest.is_multiple_of(10) {
        rest /= 10;
        decimals -= 1;
    }
    decimals
}

fn unread<T>(text: &str) -> Result<T, NoTime> {
    Err(if says_unknown(text) { NoTime::Unknown } else { NoTime::NotANumber })
}

/// A length in a unit, or `[days-]hours:minutes:seconds` as accounting prints it, whatever the unit; in minutes two
/// parts are hours and minutes.
pub(super) fn length(text: &str, unit: Unit) -> Result<Micros, NoTime> {
    if !text.contains(':') && !text.as_bytes().get(1..).is_some_and(|rest| rest.contains(&b'-')) {
        return scaled(text, unit);
    }
    match clock(text, unit) {
        Some(micros) => Ok(micros),
        None => scaled(text, unit),
    }
}

/// What Slurm documents of its times and limits: `minutes:seconds`, `hours:minutes:seconds`, `days-hours`,
/// `days-hours:minutes`, `days-hours:minutes:seconds`; the last with decimals. (`minutes` alone is a number.)
fn clock(text: &str, unit: Unit) -> Option<Micros> {
    let (days, rest) = match text.split_once('-') {
        Some((days, rest)) => (Some(whole(days)?), rest),
        None => (None, text),
    };
    let parts: Vec<&str> = rest.split(':').collect();
    let (hours, minutes, last) = match (days, &parts[..]) {
        (Some(_), [hours]) => (whole(hours)?, 0, None),
        (Some(_), [hours, minutes]) => (whole(hours)?, whole(minutes)?, None),
        (None, [hours, minutes]) if unit == MINUTES => (whole(hours)?, whole(minutes)?, None),
        (None, [minutes, last]) => (0, whole(minutes)?, Some(*last)),
        (_, [hours, minutes, last]) => (whole(hours)?, whole(minutes)?, Some(*last)),
        _ => return None,
    };
    let last = match last {
        Some(last) if last.starts_with(|c: char| c.is_ascii_digit()) => seconds(last).ok()?,
        Some(_) => return None,
        None => Micros { value: 0, decimals: 0, rounded: false, by_clock: false },
    };
    let days = i128::from(days.unwrap_or(0));
    let seconds = days * 86_400 + i128::from(hours) * 3_600 + i128::from(minutes) * 60;
    let value = seconds * i128::from(MICROS) + i128::from(last.value);
    (value <= MOST).then_some(Micros { value: value as i64, ..last })
}

fn whole(text: &str) -> Option<i64> {
    let digits = !text.is_empty() && text.len() <= 9 && text.bytes().all(|c| c.is_ascii_digit());
    if digits { text.parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::trace::units::{HOURS, MILLI, MILLIS, PERCENT};

    fn micros(text: &str) -> (i64, u8, bool) {
        let read = seconds(text).unwrap_or_else(|why| panic!("{text}: {why:?}"));
        (read.value, read.decimals, read.rounded)
    }

    #[test]
    fn seconds_are_exact() {
        assert_eq!(micros("17"), (17_000_000, 0, false));
        assert_eq!(micros("-1"), (-1_000_000, 0, false));
        assert_eq!(micros("4.709164"), (4_709_164, 6, false));
        assert_eq!(micros("0.1"), (100_000, 1, false));
        assert_eq!(micros("1.5e3"), (1_500_000_000, 0, false));
        assert_eq!(micros("25E-1"), (2_500_000, 1, false));
        assert_eq!(micros("1e9"), (1_000_000_000_000_000, 0, false));
        // The noise of binary floating point is rounded, and said.
        assert_eq!(micros("88.51000000000001"), (88_510_000, 6, true));
        assert_eq!(micros("0.0000005"), (1, 6, true));
        assert_eq!(micros("1e-40"), (0, 6, true));
        assert_eq!(micros("0.00000000000000000000000000000000000000"), (0, 6, false));
    }

    #[test]
    fn what_is_no_number_is_not_guessed_at() {
        for text in ["abc", ".", "1.2.3", "1e", "e5", "0x10", "１２", "1 2", "1,5", "1e999"] {
            assert_eq!(seconds(text), Err(NoTime::NotANumber), "{text}");
        }
        for text in ["", "NaN", "None", "UNLIMITED"] {
            assert_eq!(seconds(text), Err(NoTime::Unknown), "{text}");
        }
        for text in ["4000000000001", "1e39", "99999999999999999999999999999999999999999"] {
            assert_eq!(seconds(text), Err(NoTime::TooLarge), "{text}");
        }
        let of = |text| scaled(text, SECONDS).map(|read| read.value / MICROS);
        assert_eq!((of("1,024"), of("12,345,678.0")), (Ok(1_024), Ok(12_345_678)));
        for text in ["1,02", "1024,000", ",024", "1,", "1,024,5"] {
            assert_eq!(scaled(text, SECONDS), Err(NoTime::NotANumber), "{text}");
        }
    }

    #[test]
    fn clocks_and_dates_as_accounting_prints_them() {
        let of = |read: Result<Micros, NoTime>| read.map(|read| read.value / MICROS);
        let length = |text| length(text, SECONDS);
        assert_eq!(of(length("01:02:03")), Ok(3_723));
        assert_eq!(of(length("2-00:00:01")), Ok(172_801));
        assert_eq!(of(length("05:30")), Ok(330));
        // Two parts after days are hours and minutes, one is hours.
        assert_eq!(of(length("1-06:30")), Ok(109_800));
        assert_eq!(of(length("1-6")), Ok(108_000));
        assert_eq!(length("1:2:3:4"), Err(NoTime::NotANumber));
        assert_eq!(length("-1:00"), Err(NoTime::NotANumber));
        assert_eq!(of(length("-5")), Ok(-5));
        // What counts minutes ends with them.
        assert_eq!(of(super::length("24:00", MINUTES)), Ok(86_400));
        assert_eq!(of(super::length("01:02:03", MINUTES)), Ok(3_723));
    }

    #[test]
    fn units_are_exact() {
        let of = |text, unit| scaled(text, unit).map(|read| (read.value, read.decimals));
        assert_eq!(of("120", MINUTES), Ok((7_200 * MICROS, 0)));
        assert_eq!(of("1.5", HOURS), Ok((5_400 * MICROS, 0)));
        assert_eq!(of("1740960000123", MILLIS), Ok((1_740_960_000_123_000, 3)));
        assert_eq!(
            of("1740960000123456789", Unit::named("ns").expect("a unit")).map(|it| it.0),
            Ok(1_740_960_000_123_457)
        );
        assert_eq!(of("50.0", PERCENT), Ok((500_000, 1)));
        assert_eq!(of("460", MILLI), Ok((460_000, 2)));
    }
}
