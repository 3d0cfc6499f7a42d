//! Times as people and machines write them, exactly: whole microseconds.

use jiff::civil::DateTime;

/// Microseconds in a second.
pub(super) const MICROS: i64 = 1_000_000;
/// The largest time that is taken: 4 × 10¹² s, 127,000 years.
const MOST: i128 = 4_000_000_000_000 * MICROS as i128;

/// A time in microseconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Micros {
    pub(super) value: i64,
    /// Decimals of a second that were written, at most 6.
    pub(super) decimals: u8,
    /// More was written than microseconds: it was rounded to the nearest.
    pub(super) rounded: bool,
    /// It was a date and a time of day without an offset: since 1970 by that clock.
    pub(super) by_clock: bool,
}

/// Why a text is no time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NoTime {
    /// It says that nothing is known.
    Unknown,
    /// It is not a number, nor anything else that is read.
    NotANumber,
    /// It is more than can be counted.
    TooLarge,
}

/// What logs write where nothing is known.
fn says_unknown(text: &str) -> bool {
    const WORDS: [&str; 9] =
        ["", "nan", "na", "n/a", "none", "null", "unknown", "unlimited", "partition_limit"];
    WORDS.iter().any(|word| text.eq_ignore_ascii_case(word))
}

/// A length or an instant in seconds: `17`, `4.709164`, `1.5e3`.
pub(super) fn seconds(text: &str) -> Result<Micros, NoTime> {
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
    let size = if mantissa == 0 {
        0
    } else if shift >= 0 {
        let factor = u32::try_from(shift).ok().and_then(|shift| 10_i128.checked_pow(shift));
        factor.and_then(|factor| mantissa.checked_mul(factor)).ok_or(NoTime::TooLarge)?
    } else {
        let factor = 10_i128.checked_pow(shift.unsigned_abs());
        let (whole, rest) = factor.map_or((0, mantissa), |by| (mantissa / by, mantissa % by));
        rounded |= rest != 0;
        whole + i128::from(factor.is_some_and(|by| rest * 2 >= by))
    };
    if size > MOST {
        return Err(NoTime::TooLarge);
    }
    let value = if negative { -size } else { size };
    let written = (decimals - power).clamp(0, 6) as u8;
    Ok(Micros { value: value as i64, decimals: written, rounded, by_clock: false })
}

fn unread<T>(text: &str) -> Result<T, NoTime> {
    Err(if says_unknown(text) { NoTime::Unknown } else { NoTime::NotANumber })
}

/// A length: seconds, or `[days-]hours:minutes:seconds` as accounting prints it.
pub(super) fn length(text: &str) -> Result<Micros, NoTime> {
    match text.contains(':') {
        false => seconds(text),
        true => clock(text).ok_or(NoTime::NotANumber),
    }
}

/// `[days-][hours:]minutes:seconds[.decimals]`.
fn clock(text: &str) -> Option<Micros> {
    let (days, rest) = match text.split_once('-') {
        Some((days, rest)) => (whole(days)?, rest),
        None => (0, text),
    };
    let mut parts = rest.rsplit(':');
    let last = seconds(parts.next().filter(|part| part.starts_with(|c: char| c.is_ascii_digit()))?);
    let last = last.ok()?;
    let minutes = whole(parts.next()?)?;
    let hours = parts.next().map_or(Some(0), whole)?;
    if parts.next().is_some() {
        return None;
    }
    let seconds = i128::from(days) * 86_400 + i128::from(hours) * 3_600 + i128::from(minutes) * 60;
    let value = seconds * i128::from(MICROS) + i128::from(last.value);
    (value <= MOST).then_some(Micros { value: value as i64, ..last })
}

fn whole(text: &str) -> Option<i64> {
    let digits = !text.is_empty() && text.len() <= 9 && text.bytes().all(|c| c.is_ascii_digit());
    if digits { text.parse().ok() } else { None }
}

/// An instant: seconds from the log's own beginning, or a date and time of day (`2025-07-02 09:30:00`, with
/// `Z` or an offset if it has one), then in seconds since 1970 by that clock.
pub(super) fn instant(text: &str) -> Result<Micros, NoTime> {
    if !text.contains(':') {
        return seconds(text);
    }
    let stamp = text.parse::<jiff::Timestamp>().ok();
    let micros = if let Some(stamp) = stamp {
        i128::from(stamp.as_microsecond())
    } else {
        let civil: DateTime = text.parse().map_err(|_| NoTime::NotANumber)?;
        let zoned = civil.to_zoned(jiff::tz::TimeZone::UTC).map_err(|_| NoTime::TooLarge)?;
        i128::from(zoned.timestamp().as_microsecond())
    };
    let written = text
        .split_once('.')
        .map_or(0, |(_, rest)| rest.bytes().take_while(u8::is_ascii_digit).count().min(6));
    let (value, decimals) = (micros as i64, written as u8);
    Ok(Micros { value, decimals, rounded: false, by_clock: stamp.is_none() })
}

/// A whole number, which may be written with decimals that are nothing: `8`, `8.0`.
pub(super) fn count(text: &str) -> Result<i64, NoTime> {
    let amount = seconds(text)?;
    if amount.value % MICROS == 0 && !amount.rounded {
        Ok(amount.value / MICROS)
    } else {
        Err(NoTime::NotANumber)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
        for text in ["abc", "-", ".", "1.2.3", "1e", "e5", "0x10", "１２", "1 2", "1,5", "1e999"]
        {
            assert_eq!(seconds(text), Err(NoTime::NotANumber), "{text}");
        }
        for text in ["", "NaN", "None", "UNLIMITED"] {
            assert_eq!(seconds(text), Err(NoTime::Unknown), "{text}");
        }
        for text in ["4000000000001", "1e39", "99999999999999999999999999999999999999999"] {
            assert_eq!(seconds(text), Err(NoTime::TooLarge), "{text}");
        }
        assert_eq!(count("8.0"), Ok(8));
        assert_eq!(count("8.5"), Err(NoTime::NotANumber));
    }

    #[test]
    fn clocks_and_dates_as_accounting_prints_them() {
        let of = |read: Result<Micros, NoTime>| read.map(|read| read.value / MICROS);
        assert_eq!(of(length("01:02:03")), Ok(3_723));
        assert_eq!(of(length("2-00:00:01")), Ok(172_801));
        assert_eq!(of(length("05:30")), Ok(330));
        assert_eq!(length("1:2:3:4"), Err(NoTime::NotANumber));
        assert_eq!(length("-1:00"), Err(NoTime::NotANumber));
        assert_eq!(of(instant("1970-01-02T00:00:05")), Ok(86_405));
        assert_eq!(of(instant("1970-01-02 00:00:05")), Ok(86_405));
        assert_eq!(of(instant("1970-01-01T09:00:00+09:00")), Ok(0));
        assert_eq!(instant("1970-13-01T00:00:00"), Err(NoTime::NotANumber));
        assert_eq!(of(instant("12")), Ok(12));
    }
}
