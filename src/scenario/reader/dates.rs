//! Dates, instants and lengths of time that keys hold.

use super::{Bounds, Reader, Spot};
use crate::scenario::problem::say;
use crate::scenario::tree::Kind;
use crate::scenario::units::{self, NoDate, Unit};
use crate::time::{Date, Duration, Span, Time};
use crate::words::Length;

impl Reader {
    pub(super) fn day_of(&mut self, at: &Spot<'_>, text: &str) -> Option<f64> {
        self.date_of(at, text).map(|date| self.calendar.day_of_date(date) as f64)
    }

    fn date_of(&mut self, at: &Spot<'_>, text: &str) -> Option<Date> {
        match units::date(text) {
            Ok(date) => return Some(date),
            Err(NoDate::Form) => {
                let help = say("write year-month-day: {}", &[&Unit::Date.example()]);
                self.error(at, say("\"{}\" cannot be read as a date", &[&text]), Some(help));
            }
            Err(NoDate::NoSuchDay) => {
                let help = say("look at the month (01 to 12) and how many days it has", &[]);
                self.error(at, say("there is no such day as {}", &[&text]), Some(help));
            }
        }
        None
    }

    /// A date of the calendar.
    pub(in crate::scenario) fn date(&mut self, at: &Spot<'_>) -> Option<Date> {
        match &at.node.kind {
            Kind::Text(text) | Kind::Date(text) => self.date_of(at, text),
            _ => self.not_a(at, Unit::Date),
        }
    }

    /// An instant of local time: a date, or one with an hour ("2026-03-02 14:00").
    pub(in crate::scenario) fn instant(&mut self, at: &Spot<'_>) -> Option<Time> {
        let (Kind::Text(text) | Kind::Date(text)) = &at.node.kind else {
            return self.not_a(at, Unit::Date);
        };
        let (day, clock) = match text.trim().split_once([' ', 'T']) {
            Some((day, clock)) => (day, units::clock(clock)),
            None => (text.trim(), Some(0)),
        };
        let date = self.date_of(at, day)?;
        let Some(second) = clock else {
            let help = say("write year-month-day hour:minute: \"2026-03-02 14:00\"", &[]);
            self.error(at, say("\"{}\" cannot be read as an instant", &[text]), Some(help));
            return None;
        };
        Some(self.calendar.at(date, second))
    }

    /// The day of a key that holds a date, if the key is there.
    pub(in crate::scenario) fn day(&mut self, table: &Spot<'_>, key: &str) -> Option<i64> {
        let at = table.get(key)?;
        self.plain(&at, Unit::Date, Bounds::ANY).map(|day| day as i64)
    }

    /// The day from which what a table says holds: always, where it does not say.
    pub(in crate::scenario) fn from(&mut self, table: &Spot<'_>, key: &str) -> i64 {
        self.day(table, key).unwrap_or(i64::MIN)
    }

    /// A length that keeps calendar months.
    pub(in crate::scenario) fn span(&mut self, at: &Spot<'_>) -> Option<Span> {
        match at.node.text().map(Length::parse) {
            Some(Some(length)) => {
                self.within(at, length.seconds(), Unit::Length, Bounds::NOT_NEGATIVE)?;
                Some(length.span())
            }
            _ => self.not_a(at, Unit::Length),
        }
    }

    /// A length of time for which units are held; a month is 365/12 days.
    pub(in crate::scenario) fn held_time(&mut self, at: &Spot<'_>) -> Option<Duration> {
        self.span(at).map(Span::nominal)
    }

    /// A problem: what comes again and again needs a day at least.
    pub(in crate::scenario) fn too_short(&mut self, at: &Spot<'_>) {
        let help = say("write {}", &[&Unit::Length.example()]);
        self.error(at, say("this must be at least a day", &[]), Some(help));
    }
}
