//! A table as comma-separated text: RFC 4180 with line feeds, an empty cell for a null and `""` for an empty word.

use std::io::{self, Write};

use super::cells::as_text;
use super::table::Values;

/// Text that is being written.
#[derive(Debug)]
pub(super) struct Csv<W: Write> {
    to: W,
    /// Lines that are not written yet.
    text: Vec<u8>,
}

/// Bytes that are held back at the most, by and large.
const HELD: usize = 1 << 16;

impl<W: Write> Csv<W> {
    /// Starts with a line of names.
    pub(super) fn create<'a>(to: W, names: impl Iterator<Item = &'a str>) -> io::Result<Self> {
        let mut text = Vec::with_capacity(HELD + HELD / 8);
        for (at, name) in names.enumerate() {
            if at > 0 {
                text.push(b',');
            }
            word(&mut text, name);
        }
        text.push(b'\n');
        Ok(Self { to, text })
    }

    /// Appends rows: one column of values for each name.
    pub(super) fn append(&mut self, columns: &[&Values<'_>]) -> io::Result<()> {
        let rows = columns.first().map_or(0, |first| first.len());
        for row in 0..rows {
            for (at, values) in columns.iter().enumerate() {
                if at > 0 {
                    self.text.push(b',');
                }
                cell(&mut self.text, values, row);
            }
            self.text.push(b'\n');
            if self.text.len() > HELD {
                self.to.write_all(&self.text)?;
                self.text.clear();
            }
        }
        Ok(())
    }

    /// Writes what is held back.
    pub(super) fn finish(mut self) -> io::Result<W> {
        self.to.write_all(&self.text)?;
        Ok(self.to)
    }
}

fn cell(text: &mut Vec<u8>, values: &Values<'_>, row: usize) {
    match values {
        Values::Text(v) => word(text, &as_text(&v[row])),
        Values::MaybeText(v) => {
            if let Some(one) = &v[row] {
                word(text, &as_text(one));
            }
        }
        Values::Whole(v) => whole(text, Some(v[row])),
        Values::MaybeWhole(v) => whole(text, v[row]),
        Values::Number(v) => number(text, Some(v[row])),
        Values::MaybeNumber(v) => number(text, v[row]),
        Values::Date(v) => date(text, Some(v[row])),
        Values::MaybeDate(v) => date(text, v[row]),
        Values::Flag(v) => flag(text, Some(v[row])),
        Values::MaybeFlag(v) => flag(text, v[row]),
    }
}

/// A word stands in quotes where a reader would see more than one cell, or none.
fn word(text: &mut Vec<u8>, word: &str) {
    if !word.is_empty() && !word.contains([',', '\n', '\r', '"']) {
        return text.extend_from_slice(word.as_bytes());
    }
    text.push(b'"');
    for (at, part) in word.split('"').enumerate() {
        if at > 0 {
            text.extend_from_slice(b"\"\"");
        }
        text.extend_from_slice(part.as_bytes());
    }
    text.push(b'"');
}

fn whole(text: &mut Vec<u8>, value: Option<i64>) {
    if let Some(value) = value {
        text.extend_from_slice(itoa::Buffer::new().format(value).as_bytes());
    }
}

/// The shortest text that is read back as the same number.
fn number(text: &mut Vec<u8>, value: Option<f64>) {
    if let Some(value) = value {
        text.extend_from_slice(zmij::Buffer::new().format(value).as_bytes());
    }
}

/// ISO 8601.
fn date(text: &mut Vec<u8>, days: Option<i32>) {
    let Some(days) = days else { return };
    let (year, month, day) = civil(i64::from(days));
    let digits = |text: &mut Vec<u8>, number: i64, places: usize| {
        let mut buffer = itoa::Buffer::new();
        let written = buffer.format(number).as_bytes();
        text.extend(std::iter::repeat_n(b'0', places.saturating_sub(written.len())));
        text.extend_from_slice(written);
    };
    digits(text, year, 4);
    text.push(b'-');
    digits(text, month, 2);
    text.push(b'-');
    digits(text, day, 2);
}

/// Year, month and day of a day counted from 1970-01-01 (H. Hinnant, chrono-compatible low-level date algorithms, 2013,
/// `civil_from_days`): tables hold millions of days, and a calendar's own text is written one field at a time.
fn civil(days: i64) -> (i64, i64, i64) {
    let shifted = days + 719_468; // days since 0000-03-01
    let era = shifted.div_euclid(146_097);
    let of_era = shifted.rem_euclid(146_097);
    let year = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let march = (5 * of_year + 2) / 153; // months since March
    let day = of_year - (153 * march + 2) / 5 + 1;
    let month = if march < 10 { march + 3 } else { march - 9 };
    (year + era * 400 + i64::from(month <= 2), month, day)
}

fn flag(text: &mut Vec<u8>, value: Option<bool>) {
    if let Some(value) = value {
        text.extend_from_slice(if value { b"true" } else { b"false" });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_read_back_as_what_they_were() {
        let columns = [
            Values::MaybeText(vec![Some("a,b".into()), None, Some("".into()), Some("=1+1".into())]),
            Values::Text(vec!["two\nlines".into(), "\"so\"".into(), "광주".into(), "-1".into()]),
            Values::MaybeWhole(vec![Some(-7), None, Some(0), Some(i64::MAX)]),
            Values::MaybeNumber(vec![Some(0.1), None, Some(1.0), Some(1e300)]),
            Values::MaybeDate(vec![Some(0), None, Some(-1), Some(19_782)]),
            Values::MaybeFlag(vec![Some(true), None, Some(false), None]),
        ];
        let mut csv = Csv::create(Vec::new(), ["w", "t", "i", "n", "d", "f"].into_iter()).unwrap();
        csv.append(&columns.iter().collect::<Vec<_>>()).unwrap();
        let text = String::from_utf8(csv.finish().unwrap()).unwrap();
        let wanted = "w,t,i,n,d,f\n\
            \"a,b\",\"two\nlines\",-7,0.1,1970-01-01,true\n\
            ,\"\"\"so\"\"\",,,,\n\
            \"\",광주,0,1.0,1969-12-31,false\n\
            '=1+1,-1,9223372036854775807,1e+300,2024-02-29,\n";
        assert_eq!(text, wanted);
    }

    #[test]
    fn dates_are_those_of_the_calendar() {
        let mut day = jiff::civil::date(1899, 12, 30);
        for days in -25_569..60_000 {
            let mut text = Vec::new();
            date(&mut text, Some(days));
            assert_eq!(String::from_utf8(text).unwrap(), day.to_string());
            day = day.tomorrow().unwrap();
        }
    }
}
