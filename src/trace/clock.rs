//! Times of day without an offset: what instant they are in a zone, also where clocks are set.

use std::cell::RefCell;

use jiff::tz::{AmbiguousOffset, Offset, TimeZone};

use super::number::MICROS;

/// A zone and what it was called.
#[derive(Clone, Debug, PartialEq)]
pub struct Zone {
    /// The zone as it was written.
    pub name: String,
    zone: TimeZone,
}

/// A time of day as an instant, in microseconds since 1970.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Moment {
    /// The instant; the first of two where clocks were set back.
    pub(super) at: i64,
    /// The second of the two.
    pub(super) again: Option<i64>,
    /// No clock showed this time.
    pub(super) never: bool,
}

impl Moment {
    pub(super) fn plain(at: i64) -> Self {
        Self { at, again: None, never: false }
    }

    /// Both instants of the moment, or its only one.
    pub(super) fn both(&self) -> impl Iterator<Item = i64> + Clone {
        std::iter::once(self.at).chain(self.again)
    }
}

impl Zone {
    /// Reads the name of a zone (`Asia/Seoul`), an offset (`+09:00`, `UTC+9`, `-5`), or `KST`, `UTC`.
    ///
    /// # Errors
    /// A sentence about what is read.
    pub fn parse(text: &str) -> Result<Self, String> {
        let text = text.trim();
        let zone = TimeZone::get(text).ok().or_else(|| offset(text).map(TimeZone::fixed));
        zone.map(|zone| Self { name: text.to_owned(), zone })
            .ok_or_else(|| format!("`{text}` is no time zone: write Asia/Seoul, +09:00 or UTC"))
    }

    /// The zone of that name, if there is one. It is looked up once as long as the same one is asked for: every job of a log
    /// asks, and a look-up takes a millisecond.
    pub(super) fn named(text: &str) -> Option<Self> {
        thread_local! {
            static LAST: RefCell<Option<(String, Option<Zone>)>> = const { RefCell::new(None) };
        }
        LAST.with_borrow_mut(|last| match last {
            Some((name, zone)) if name == text => zone.clone(),
            _ => {
                let zone = Self::parse(text).ok();
                *last = Some((text.to_owned(), zone.clone()));
                zone
            }
        })
    }

    /// The zone itself.
    pub(super) fn zone(&self) -> &TimeZone {
        &self.zone
    }

    /// What instant a clock of this zone shows as `clock`, microseconds since 1970 by that clock.
    pub(super) fn moment(&self, clock: i64) -> Moment {
        let less = |offset: Offset| clock - i64::from(offset.seconds()) * MICROS;
        let plain = || Moment::plain(clock);
        let Ok(stamp) = jiff::Timestamp::from_microsecond(clock) else { return plain() };
        let date = Offset::UTC.to_datetime(stamp);
        match self.zone.to_ambiguous_timestamp(date).offset() {
            AmbiguousOffset::Unambiguous { offset } => Moment::plain(less(offset)),
            AmbiguousOffset::Fold { before, after } => {
                Moment { at: less(before), again: Some(less(after)), never: false }
            }
            AmbiguousOffset::Gap { before, .. } => {
                Moment { at: less(before), again: None, never: true }
            }
        }
    }
}

fn offset(text: &str) -> Option<Offset> {
    const NAMES: [(&str, i32); 8] = [
        ("KST", 9),
        ("JST", 9),
        ("CST6", -6),
        ("CET", 1),
        ("EST", -5),
        ("PST", -8),
        ("MST", -7),
        ("Z", 0),
    ];
    if let Some((_, hours)) = NAMES.iter().find(|(name, _)| *name == text) {
        return Offset::from_seconds(hours * 3_600).ok();
    }
    let rest = text.strip_prefix("UTC").or(text.strip_prefix("GMT")).unwrap_or(text);
    let (sign, digits) = match rest.strip_prefix(['-', '\u{2212}']) {
        Some(digits) => (-1, digits),
        None => (1, rest.strip_prefix('+').unwrap_or(rest)),
    };
    let seconds = match digits.split_once(':') {
        Some((hours, minutes)) => {
            hours.parse::<i32>().ok()?.checked_mul(3_600)?
                + minutes.parse::<i32>().ok()?.checked_mul(60)?
        }
        None => match (digits.len(), digits.parse::<i32>().ok()?) {
            (1 | 2, hours) => hours * 3_600,
            // +0900; but 3600 is seconds, as old headers of the archive have it.
            (4, clock) if rest.len() == 5 => clock / 100 * 3_600 + clock % 100 * 60,
            (_, seconds) => seconds,
        },
    };
    if digits.is_empty() { None } else { Offset::from_seconds(sign * seconds).ok() }
}

/// Of the instants that submission, start and end may be the ones that agree best: nothing ends before it starts
/// or starts before it is submitted, and the run time is the one that the line states. What is left open goes to
/// the earlier one, but a submission not before the line above.
pub(super) fn chosen(
    submit: Moment,
    start: Option<Moment>,
    end: Option<Moment>,
    run: Option<i64>,
    previous: i64,
) -> (i64, Option<i64>, Option<i64>) {
    let options = |moment: Option<Moment>| -> Vec<Option<i64>> {
        moment.map_or(vec![None], |moment| moment.both().map(Some).collect())
    };
    let mut best = (submit.at, start.map(|it| it.at), end.map(|it| it.at));
    let mut least = u64::MAX;
    for submit in submit.both() {
        for &start in &options(start) {
            for &end in &options(end) {
                let late = |from: i64, to: i64| from.saturating_sub(to).max(0).unsigned_abs();
                let mut cost = 0_u64;
                if let Some(start) = start {
                    cost = cost.saturating_add(4 * late(submit, start));
                }
                if let (Some(start), Some(end)) = (start, end) {
                    cost = cost.saturating_add(4 * late(start, end));
                    if let Some(run) = run.filter(|run| *run > 0) {
                        cost = cost.saturating_add(2 * (end - start).abs_diff(run));
                    }
                }
                if previous > i64::MIN {
                    cost = cost.saturating_add(late(previous, submit) / 4);
                }
                if cost < least {
                    (least, best) = (cost, (submit, start, end));
                }
            }
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clocks_that_are_set() {
        let zone = Zone::parse("America/New_York").expect("a zone");
        let at = |text: &str| {
            let date: jiff::civil::DateTime = text.parse().expect("a date");
            let clock =
                date.to_zoned(TimeZone::UTC).expect("in range").timestamp().as_microsecond();
            zone.moment(clock)
        };
        let back = at("2024-11-03T01:30:00");
        assert_eq!(back.again, Some(back.at + 3_600 * MICROS));
        assert!(at("2024-03-10T02:30:00").never);
        // 00:30 to 01:15 in 105 minutes: the second 01:15.
        let (start, end) = (at("2024-11-03T00:30:00"), at("2024-11-03T01:15:00"));
        let run = 6_300 * MICROS;
        let (_, from, to) = chosen(start, Some(start), Some(end), Some(run), i64::MIN);
        assert_eq!(to.zip(from).map(|(to, from)| to - from), Some(run));
        // 01:45 to 01:20: the second 01:20, also where the run time is not known.
        let (start, end) = (at("2024-11-03T01:45:00"), at("2024-11-03T01:20:00"));
        let (_, from, to) = chosen(start, Some(start), Some(end), None, i64::MIN);
        assert_eq!(to.zip(from).map(|(to, from)| to - from), Some(2_100 * MICROS));
        for (text, seconds) in [
            ("+09:00", 32_400),
            ("UTC+9", 32_400),
            ("+0900", 32_400),
            ("3600", 3_600),
            ("KST", 32_400),
            ("-5", -18_000),
        ] {
            assert_eq!(offset(text).map(Offset::seconds), Some(seconds), "{text}");
        }
        assert!(Zone::parse("Mars/Olympus").is_err());
    }
}
