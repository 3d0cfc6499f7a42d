//! Simulated time: whole ticks from the scenario's first midnight.
//!
//! A tick is one second in a scenario. [`Time`] (an instant) and [`Duration`] (a length) are
//! different types, both integers: equal instants are equal, sums are exact, and nothing depends
//! on the order of additions. Civil dates exist only in [`Calendar`], at the edges.

use std::fmt;
use std::ops::{Add, AddAssign, Neg, Sub};

use serde::{Deserialize, Serialize};

use crate::checked::kept;

pub use self::calendar::{Calendar, CalendarError, Date, Month, Span};

mod calendar;

/// An instant: ticks (seconds in a scenario) since the first simulated midnight. May be negative.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
pub struct Time(pub i64);

/// A length of time in ticks (seconds in a scenario). May be negative.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
pub struct Duration(pub i64);

impl Time {
    /// The first simulated instant.
    pub const START: Self = Self(0);
    /// Later than every instant of a run.
    pub const NEVER: Self = Self(i64::MAX);
}

impl Duration {
    /// No time at all.
    pub const ZERO: Self = Self(0);
    /// Ticks in a day of 24 hours.
    pub const DAY: Self = Self(86_400);
    /// Ticks in a month where a month has no date to count from: 365/12 days.
    pub const MONTH: Self = Self(365 * 86_400 / 12);

    /// The longest that is ever drawn or worked out from draws: 10,000 years of 365 days. Any calendar,
    /// and 10⁷ units held for 10,000 years, are within 64 bits.
    pub const LONGEST: Self = Self(10_000 * 365 * 86_400);

    /// A drawn length: rounded to the nearest whole tick, never below zero, and cut at
    /// [`Self::LONGEST`].
    #[must_use]
    pub fn from_drawn(ticks: f64) -> Self {
        // Adding a half and cutting off: the same bits everywhere, and cheaper than a library call.
        Self((ticks.clamp(0.0, Self::LONGEST.0 as f64) + 0.5) as i64)
    }

    /// The length in days of 24 hours.
    #[must_use]
    pub fn in_days(self) -> f64 {
        self.0 as f64 / 86_400.0
    }
}

impl Add<Duration> for Time {
    type Output = Self;
    fn add(self, length: Duration) -> Self {
        Self(kept(self.0.checked_add(length.0)))
    }
}

impl Sub<Duration> for Time {
    type Output = Self;
    fn sub(self, length: Duration) -> Self {
        Self(kept(self.0.checked_sub(length.0)))
    }
}

impl Sub for Time {
    type Output = Duration;
    fn sub(self, earlier: Self) -> Duration {
        Duration(kept(self.0.checked_sub(earlier.0)))
    }
}

impl Add for Duration {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(kept(self.0.checked_add(other.0)))
    }
}

impl AddAssign for Duration {
    fn add_assign(&mut self, other: Self) {
        self.0 = kept(self.0.checked_add(other.0));
    }
}

impl Sub for Duration {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self(kept(self.0.checked_sub(other.0)))
    }
}

impl Neg for Duration {
    type Output = Self;
    fn neg(self) -> Self {
        Self(kept(self.0.checked_neg()))
    }
}

impl fmt::Display for Time {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "t={}", self.0)
    }
}
