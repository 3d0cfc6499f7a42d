//! Hours and days by the clock of a log.

use crate::trace::{Log, Zone};

const DAY: i64 = 86_400;

impl Log {
    /// Seconds since 1970 by the clock of the log at an instant in its ticks; `None` where it does not say what time
    /// it was.
    pub(in crate::trace) fn local(&self, ticks: i64) -> Option<i64> {
        let at = self.origin()?.checked_add(ticks.div_euclid(self.ticks_per_second))?;
        if self.by_clock {
            return Some(at);
        }
        let Some(zone) = Zone::named(&self.header.zone) else { return Some(at) };
        let stamp = jiff::Timestamp::from_second(at).ok()?;
        Some(at + i64::from(zone.zone().to_offset(stamp).seconds()))
    }

    /// The hour of the day, 0 to 23, at an instant in ticks; `None` where the log does not say what time it was.
    #[must_use]
    pub fn hour(&self, ticks: i64) -> Option<u32> {
        let second = self.local(ticks)?.rem_euclid(DAY);
        u32::try_from(second / 3_600).ok()
    }

    /// Where the bin of `length` seconds begins that holds an instant in ticks: bins begin at whole multiples of their
    /// length by the clock of the log, whole weeks on Mondays.
    #[must_use]
    pub fn bin(&self, ticks: i64, length: i64) -> i64 {
        let own = ticks.div_euclid(self.ticks_per_second);
        let local = self.local(ticks).unwrap_or(own);
        // 1970-01-01 was a Thursday.
        let monday = if length % (7 * DAY) == 0 { 3 * DAY } else { 0 };
        let since = (local + monday).rem_euclid(length.max(1));
        (own - since).saturating_mul(self.ticks_per_second)
    }
}

#[cfg(test)]
mod tests {
    use crate::trace::{Log, Reading};

    fn log(comment: &str) -> Log {
        let text = format!("; {comment}\n1 7200 0 10 1 -1 -1 1 10 -1 1 1 1 -1 -1 -1 -1 -1\n");
        let input = std::io::Cursor::new(text.into_bytes());
        Log::from_stream("test", input, &Reading::default()).expect("good")
    }

    /// 1741042800 is 2025-03-03 23:00 UTC, a Monday; two hours later it is 10:00 on Tuesday in Seoul.
    #[test]
    fn hours_and_bins_are_by_the_clock_of_the_log() {
        let seoul = log("UnixStartTime: 1741042800\n; TimeZoneString: Asia/Seoul");
        assert_eq!(seoul.hour(7_200), Some(10));
        assert_eq!(seoul.bin(7_200, 86_400), 7_200 - 10 * 3_600);
        assert_eq!(seoul.bin(7_200, 604_800), 7_200 - 34 * 3_600);
        let unknown = log("Computer: none");
        assert_eq!(
            (unknown.hour(7_200), unknown.bin(7_200, 3_600), unknown.bin(7_199, 3_600)),
            (None, 7_200, 3_600)
        );
    }
}
