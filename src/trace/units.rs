//! What a number in a column counts: seconds, minutes, thousandths, hundredths of a unit.

use crate::words::length::seconds_in;

/// A unit of a column: a number in it times `times / over` is seconds, or whole units of a machine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Unit {
    /// The unit as it is written after a colon, and printed.
    pub(super) name: &'static str,
    /// Other ways to write it, beside those of [`seconds_in`] for a unit of whole seconds.
    others: &'static [&'static str],
    pub(super) times: i64,
    pub(super) over: i64,
    /// The kind of column that the unit may stand for.
    pub(super) of: Of,
}

/// What a unit is a unit of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Of {
    /// A length, or an instant counted from some second 0.
    Time,
    /// A number of units of the machine.
    Size,
    /// A way to write an instant.
    Date,
}

const fn unit(
    name: &'static str,
    others: &'static [&'static str],
    times: i64,
    over: i64,
    of: Of,
) -> Unit {
    Unit { name, others, times, over, of }
}

/// Seconds: what a time is in unless its column says otherwise.
pub(super) const SECONDS: Unit = unit("s", &["secs"], 1, 1, Of::Time);
/// Minutes.
pub(super) const MINUTES: Unit = unit("min", &["mins"], 60, 1, Of::Time);
/// Milliseconds.
pub(super) const MILLIS: Unit =
    unit("ms", &["msec", "millis", "millisecond", "milliseconds"], 1, 1_000, Of::Time);
/// Hours.
pub(super) const HOURS: Unit = unit("h", &["hr", "hrs"], 3_600, 1, Of::Time);
/// Hundredths of a unit of the machine.
pub(super) const PERCENT: Unit = unit("percent", &["%"], 1, 100, Of::Size);
/// Thousandths of a unit of the machine.
pub(super) const MILLI: Unit = unit("milli", &[], 1, 1_000, Of::Size);
/// Month, day, year.
pub(super) const MONTH_FIRST: Unit = unit("mdy", &[], 1, 1, Of::Date);
/// Day, month, year.
pub(super) const DAY_FIRST: Unit = unit("dmy", &[], 1, 1, Of::Date);
/// Days since 1899-12-30, as spreadsheets count.
pub(super) const SERIAL: Unit = unit("excel", &[], 86_400, 1, Of::Date);

const ALL: [Unit; 12] = [
    SECONDS,
    MINUTES,
    MILLIS,
    HOURS,
    unit("us", &["microsecond", "microseconds"], 1, 1_000_000, Of::Time),
    unit("ns", &["nanosecond", "nanoseconds"], 1, 1_000_000_000, Of::Time),
    unit("d", &[], 86_400, 1, Of::Time),
    PERCENT,
    MILLI,
    MONTH_FIRST,
    DAY_FIRST,
    SERIAL,
];

impl Unit {
    /// The unit that is called so.
    pub(super) fn named(name: &str) -> Option<Self> {
        let seconds = seconds_in(name);
        let called = |unit: &Self| {
            unit.name == name
                || unit.others.contains(&name)
                || (unit.of == Of::Time && unit.over == 1 && Some(unit.times) == seconds)
        };
        ALL.into_iter().find(called)
    }

    /// Names of all units, for a message.
    pub(super) fn names() -> String {
        ALL.map(|unit| unit.name).join(", ")
    }
}
