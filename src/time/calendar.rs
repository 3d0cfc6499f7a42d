//! Civil dates of the scenario's zone, mapped once onto ticks.

use jiff::civil;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};

use super::{Duration, Time};

/// A civil date (year, month, day) in the scenario's zone.
pub type Date = civil::Date;

/// A length as a person states it: whole calendar months, whole civil days, or a fixed number of ticks.
///
/// "6 months" from 22 February ends on 22 August, whatever the number of days between. "30 days" from a
/// midnight end at a midnight, also where the clocks change between: a civil day may have 23 or 25 hours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Span {
    /// Calendar months; a day that the target month lacks becomes its last day.
    Months(i32),
    /// Civil days of the calendar's zone.
    Days(i32),
    /// A fixed length.
    Fixed(Duration),
}

impl Span {
    /// The length where there is no date to count from: a month is 365/12 days, a day 86,400 s.
    #[must_use]
    pub fn nominal(self) -> Duration {
        match self {
            Self::Months(months) => Duration(i64::from(months) * Duration::MONTH.0),
            Self::Days(days) => Duration(i64::from(days) * Duration::DAY.0),
            Self::Fixed(length) => length,
        }
    }
}

/// The months of a calendar, as ranges of simulated days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Month {
    /// The first day of the month (or of the calendar, if it starts within the month).
    pub date: Date,
    /// Index of the first simulated day.
    pub from_day: usize,
    /// Index of the first day after the month.
    pub to_day: usize,
}

/// Why a calendar cannot be made.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CalendarError {
    /// The zone has no entry in the time zone database.
    #[error("the time zone \"{0}\" is not known (example: \"Asia/Seoul\")")]
    UnknownZone(String),
    /// The end does not come after the start.
    #[error("the calendar ends on {end}, which is not after its start, {start}")]
    Empty {
        /// First simulated day.
        start: Date,
        /// First day that is not simulated.
        end: Date,
    },
    /// A date that the zone cannot place in time.
    #[error("the date {0} is outside what a calendar can hold (years 1 to 9998)")]
    OutOfRange(Date),
}

/// The simulated days: day 0 starts at tick 0.
#[derive(Clone, Debug, PartialEq)]
pub struct Calendar {
    zone: TimeZone,
    first: Date,
    origin: Timestamp,
    /// `midnights[d]` is when day `d` starts; one more entry for the end.
    midnights: Vec<Time>,
    /// `dates[d]` is the date of day `d`; one more entry for the end.
    dates: Vec<Date>,
    months: Vec<Month>,
}

// The simulated days and months.
impl Calendar {
    /// Seconds in the year by which growth counts: 365.25 days.
    pub const YEAR_SECONDS: f64 = 365.25 * 86_400.0;

    /// The calendar from `start` (simulated) to `end` (the first day that is not).
    ///
    /// # Errors
    /// An unknown zone, an empty range, or dates that the zone cannot place.
    pub fn new(zone: &str, start: Date, end: Date) -> Result<Self, CalendarError> {
        let zone = TimeZone::get(zone).map_err(|_| CalendarError::UnknownZone(zone.to_owned()))?;
        if end <= start {
            return Err(CalendarError::Empty { start, end });
        }
        if end.year() > 9998 || start.year() < 1 {
            return Err(CalendarError::OutOfRange(if start.year() < 1 { start } else { end }));
        }
        let midnight = |date: Date| {
            date.to_zoned(zone.clone())
                .map(|zoned| zoned.timestamp())
                .map_err(|_| CalendarError::OutOfRange(date))
        };
        let origin = midnight(start)?;
        let mut midnights = Vec::new();
        let mut dates = Vec::new();
        let mut months: Vec<Month> = Vec::new();
        let mut date = start;
        loop {
            dates.push(date);
            midnights.push(Time(midnight(date)?.as_second() - origin.as_second()));
            if date == end {
                break;
            }
            let day = midnights.len() - 1;
            match months.last_mut() {
                Some(month)
                    if (month.date.year(), month.date.month()) == (date.year(), date.month()) =>
                {
                    month.to_day = day + 1;
                }
                _ => months.push(Month { date, from_day: day, to_day: day + 1 }),
            }
            date = date.tomorrow().map_err(|_| CalendarError::OutOfRange(date))?;
        }
        Ok(Self { zone, first: start, origin, midnights, dates, months })
    }

    /// The zone's name in the time zone database.
    #[must_use]
    pub fn zone(&self) -> String {
        self.zone.iana_name().unwrap_or("UTC").to_owned()
    }

    /// Number of simulated days.
    #[must_use]
    pub fn days(&self) -> usize {
        self.midnights.len() - 1
    }

    /// The months of the calendar, in order; the first and last may be partial.
    #[must_use]
    pub fn months(&self) -> &[Month] {
        &self.months
    }

    /// Whether a simulated day is the last one of its month, or of the calendar.
    #[must_use]
    pub fn ends_month(&self, day: usize) -> bool {
        day + 1 == self.days() || self.dates.get(day + 1).is_some_and(|next| next.day() == 1)
    }

    /// The first instant that is not simulated.
    #[must_use]
    pub fn end(&self) -> Time {
        self.midnights[self.days()]
    }

    /// When day `day` starts; the end of the calendar for its last index.
    ///
    /// # Panics
    /// If `day` is beyond the calendar.
    #[must_use]
    pub fn midnight(&self, day: usize) -> Time {
        self.midnights[day]
    }
}

// Days, dates and instants, each from the others, also outside the simulated range.
impl Calendar {
    /// The date of day `day`, also outside the simulated range.
    #[must_use]
    pub fn date(&self, day: i64) -> Date {
        let simulated = usize::try_from(day).ok().and_then(|day| self.dates.get(day));
        simulated.copied().unwrap_or_else(|| self.first.saturating_add(day.days()))
    }

    /// The index of a date: negative before the start, `days()` or more after the end.
    #[must_use]
    pub fn day_of_date(&self, date: Date) -> i64 {
        let simulated = self.simulated_day(date.year(), date.month(), date.day());
        simulated.map_or_else(|| i64::from((date - self.first).get_days()), |day| day as i64)
    }

    /// The index of a date in a month of the calendar, by the month's place in it.
    fn simulated_day(&self, year: i16, month: i8, day: i8) -> Option<usize> {
        let count = |year: i16, month: i8| i64::from(year) * 12 + i64::from(month);
        let first = count(self.first.year(), self.first.month());
        let month = self.months.get(usize::try_from(count(year, month) - first).ok()?)?;
        Some(month.from_day + usize::try_from(day - month.date.day()).ok()?)
    }

    /// The day in which an instant of the run lies.
    #[must_use]
    #[inline]
    pub fn day_of(&self, time: Time) -> usize {
        // Where no clock was changed a day begins every 86,400 seconds.
        let day = (time.0.max(0).unsigned_abs() / 86_400) as usize;
        match self.midnights.get(day..).and_then(|from| from.first_chunk()) {
            Some(&[begins, ends]) if begins <= time && time < ends => day,
            _ => self.day_beside(day, time),
        }
    }

    /// The day in which an instant lies that would be in `day` if no clock were changed.
    #[cold]
    fn day_beside(&self, day: usize, time: Time) -> usize {
        // Changes of the clocks move a midnight by hours at most, so that the day is this one or beside it.
        let mut day = day.min(self.days());
        while day > 0 && self.midnights[day] > time {
            day -= 1;
        }
        while self.midnights.get(day + 1).is_some_and(|&midnight| midnight <= time) {
            day += 1;
        }
        day
    }

    /// The midnight at which a date starts, also outside the simulated range.
    #[must_use]
    pub fn start_of(&self, date: Date) -> Time {
        let day = self.day_of_date(date);
        match usize::try_from(day) {
            Ok(day) if day < self.midnights.len() => self.midnights[day],
            _ => date.to_zoned(self.zone.clone()).map_or(Time::NEVER, |zoned| {
                Time(zoned.timestamp().as_second() - self.origin.as_second())
            }),
        }
    }

    /// The instant at which the clock of a date shows a time of day, in seconds of it (0 to 86,399); one that the zone
    /// skips is as much later. [`Time::NEVER`] beyond all calendars.
    #[must_use]
    pub fn at(&self, date: Date, second: u32) -> Time {
        let (hour, minute) = (second / 3_600 % 24, second / 60 % 60);
        let civil = date.at(hour as i8, minute as i8, (second % 60) as i8, 0);
        civil.to_zoned(self.zone.clone()).map_or(Time::NEVER, |zoned| {
            Time(zoned.timestamp().as_second() - self.origin.as_second())
        })
    }

    /// The instant a number of seconds after the beginning of 1970 (UTC).
    #[must_use]
    pub fn at_unix(&self, second: i64) -> Time {
        Time(second.saturating_sub(self.origin.as_second()))
    }

    /// The local date at an instant, also outside the simulated range; `None` beyond all calendars.
    #[must_use]
    pub fn date_at(&self, time: Time) -> Option<Date> {
        Some(self.zoned(time)?.date())
    }

    /// An instant as local civil time, `2025-02-22 00:00:00`.
    #[must_use]
    pub fn civil(&self, time: Time) -> String {
        if let Some((date, second)) = self.clock(time) {
            let (year, month, day) = (date.year(), date.month(), date.day());
            let (hour, minute) = (second / 3_600, second / 60 % 60);
            let second = second % 60;
            return format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02}");
        }
        self.zoned(time).map_or_else(String::new, |at| at.strftime("%Y-%m-%d %H:%M:%S").to_string())
    }

    /// The date of an instant and the second of its day: of simulated days without a change of the clocks, whose clock
    /// needs no look at the zone.
    fn clock(&self, time: Time) -> Option<(Date, i64)> {
        let day = self.day_of(time);
        let (from, to) = (self.midnights[day], *self.midnights.get(day + 1)?);
        let second = (time - from).0;
        let whole = (to - from).0 == 86_400 && (0..86_400).contains(&second);
        whole.then(|| (self.dates[day], second))
    }

    fn zoned(&self, time: Time) -> Option<jiff::Zoned> {
        let second = self.origin.as_second().checked_add(time.0)?;
        Some(Timestamp::from_second(second).ok()?.to_zoned(self.zone.clone()))
    }
}

// Instants and dates that lie a time apart.
impl Calendar {
    /// The instant `span` after `time`: calendar months keep the day of the month and the time of day,
    /// civil days the time of day.
    #[must_use]
    pub fn after(&self, time: Time, span: Span) -> Time {
        let civil = match span {
            Span::Fixed(length) => return time + length,
            Span::Days(days) => {
                if let Some(midnight) = self.midnight_after(time, days) {
                    return midnight;
                }
                jiff::Span::new().try_days(days)
            }
            Span::Months(months) => {
                if let Some(midnight) = self.midnight_of_month(time, months) {
                    return midnight;
                }
                jiff::Span::new().try_months(months)
            }
        };
        // A date that no calendar can hold is later than everything.
        let moved = self.zoned(time).and_then(|start| start.checked_add(civil.ok()?).ok());
        moved.map_or(Time::NEVER, |zoned| {
            Time(zoned.timestamp().as_second() - self.origin.as_second())
        })
    }

    /// The midnight `days` after a midnight, both of simulated days: the usual case, without a look at the zone.
    fn midnight_after(&self, time: Time, days: i32) -> Option<Time> {
        let day = self.day_of(time);
        let later = usize::try_from(day as i64 + i64::from(days)).ok()?;
        (self.midnights[day] == time).then(|| self.midnights.get(later).copied()).flatten()
    }

    /// The midnight a number of calendar months later; a day that the target month lacks becomes its last day.
    fn midnight_of_month(&self, time: Time, months: i32) -> Option<Time> {
        let day = self.day_of(time);
        if self.midnights[day] != time {
            return None;
        }
        let date = self.date(day as i64);
        let month = i32::from(date.year()) * 12 + i32::from(date.month()) - 1 + months;
        let (year, month) = (month.div_euclid(12), month.rem_euclid(12) + 1);
        let first = Date::new(i16::try_from(year).ok()?, i8::try_from(month).ok()?, 1).ok()?;
        let later =
            self.simulated_day(first.year(), first.month(), date.day().min(first.days_in_month()))?;
        self.midnights.get(later).copied()
    }

    /// The first day of the month after that of a date; `None` beyond all calendars.
    #[must_use]
    pub fn next_month(date: Date) -> Option<Date> {
        date.first_of_month().checked_add(1.month()).ok()
    }

    /// Whole years (365.25 days) from the calendar's start to `time`, as growth counts them.
    #[must_use]
    pub fn years_since_start(&self, time: Time) -> f64 {
        time.0 as f64 / Self::YEAR_SECONDS
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn seoul() -> Calendar {
        Calendar::new("Asia/Seoul", date(2024, 1, 31), date(2025, 3, 1)).unwrap()
    }

    #[test]
    fn days_months_and_midnights_agree() {
        let calendar = seoul();
        assert_eq!(calendar.days(), 395);
        assert_eq!(calendar.months().len(), 14);
        assert_eq!(calendar.months()[0].to_day, 1);
        assert_eq!(calendar.months()[1].date, date(2024, 2, 1));
        assert_eq!(calendar.midnight(1), Time(86_400));
        assert_eq!(calendar.day_of(Time(86_399)), 0);
        assert_eq!(calendar.day_of(Time(86_400)), 1);
        assert_eq!(calendar.date(-1), date(2024, 1, 30));
    }

    #[test]
    fn months_keep_the_day_and_fall_back_to_the_last_one() {
        let calendar = seoul();
        let start = calendar.start_of(date(2024, 1, 31));
        assert_eq!(calendar.after(start, Span::Months(1)), calendar.start_of(date(2024, 2, 29)));
        assert_eq!(calendar.after(start, Span::Months(24)), calendar.start_of(date(2026, 1, 31)));
    }

    /// London's clocks go back on 26 October 2025: 30 + 92 days from 1 September are 1 January 2026 at 00:00, and
    /// 122 × 86,400 s would be 31 December at 23:00. Inside a day the time of day is kept.
    #[test]
    fn civil_days_end_at_the_time_of_day_at_which_they_began() {
        let calendar = Calendar::new("Europe/London", date(2025, 9, 1), date(2027, 1, 1)).unwrap();
        let opens = calendar.start_of(date(2025, 9, 1));
        let closes = calendar.after(opens, Span::Days(30));
        let decides = calendar.after(closes, Span::Days(92));
        assert_eq!(decides, calendar.start_of(date(2026, 1, 1)));
        assert_eq!(calendar.civil(decides), "2026-01-01 00:00:00");
        let fixed = calendar.after(closes, Span::Fixed(Duration(92 * 86_400)));
        assert_eq!(calendar.civil(fixed), "2025-12-31 23:00:00");
        let noon = opens + Duration(12 * 3600);
        let later = calendar.after(noon, Span::Days(122));
        assert_eq!(calendar.civil(later), "2026-01-01 12:00:00");
        // Out of the simulated days and back.
        let beyond = calendar.after(opens, Span::Days(10_000));
        assert_eq!(calendar.civil(beyond), "2053-01-17 00:00:00");
        assert_eq!(calendar.after(Time::NEVER, Span::Days(1)), Time::NEVER);
        assert_eq!(calendar.after(opens, Span::Days(i32::MAX)), Time::NEVER);
    }

    /// Every third hour of two years with changes of the clocks, and before and after them, as the zone has it.
    #[test]
    fn a_clock_is_read_as_the_zone_has_it() {
        let calendar = Calendar::new("Europe/London", date(2025, 1, 1), date(2027, 1, 1)).unwrap();
        for hours in -100..6_100 {
            let time = Time(hours * 3 * 3_600 + 61);
            let zoned = calendar.zoned(time).unwrap();
            assert_eq!(calendar.civil(time), zoned.strftime("%Y-%m-%d %H:%M:%S").to_string());
        }
    }

    #[test]
    fn what_no_calendar_holds_is_later_than_everything() {
        let calendar = seoul();
        assert_eq!(calendar.after(Time::START, Span::Months(i32::MAX)), Time::NEVER);
        assert_eq!(calendar.after(Time::START, Span::Months(12 * 9000)), Time::NEVER);
    }

    #[test]
    fn a_day_with_a_change_of_clock_has_its_own_length() {
        let calendar = Calendar::new("Europe/Paris", date(2025, 3, 29), date(2025, 4, 1)).unwrap();
        assert_eq!(calendar.midnight(2) - calendar.midnight(1), Duration(23 * 3600));
    }

    /// 1,706,626,800 is 2024-01-31 00:00 in Seoul, nine hours before 00:00 in UTC.
    #[test]
    fn seconds_since_1970_are_instants_with_local_dates() {
        let calendar = seoul();
        assert_eq!(calendar.at_unix(1_706_626_800), Time::START);
        assert_eq!(calendar.date_at(Time(-1)), Some(date(2024, 1, 30)));
        assert_eq!(calendar.date_at(Time(1_000 * 86_400)), Some(date(2026, 10, 27)));
        assert_eq!(calendar.date_at(Time::NEVER), None);
    }

    #[test]
    fn an_unknown_zone_is_named() {
        let error = Calendar::new("Asia/Soul", date(2025, 1, 1), date(2025, 2, 1)).unwrap_err();
        assert!(error.to_string().contains("Asia/Soul"));
    }
}
