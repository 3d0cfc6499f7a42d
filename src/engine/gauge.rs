//! A quantity followed over time, with its exact integral.

use crate::checked::kept;
use crate::time::Time;

/// A whole quantity that steps at instants, with the exact integer integral of its path
/// (unit × ticks) and its largest value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Gauge {
    value: i64,
    largest: i64,
    since: Time,
    integral: i64,
}

impl Gauge {
    /// A gauge that stands at `value` from `start` on.
    #[must_use]
    pub fn new(start: Time, value: i64) -> Self {
        Self { value, largest: value, since: start, integral: 0 }
    }

    /// The value now.
    #[must_use]
    #[inline]
    pub fn value(&self) -> i64 {
        self.value
    }

    /// The largest value so far.
    #[must_use]
    pub fn largest(&self) -> i64 {
        self.largest
    }

    /// Steps to `value` at `now`.
    #[inline]
    pub fn set(&mut self, now: Time, value: i64) {
        debug_assert!(now >= self.since, "a gauge cannot step in the past");
        self.integral = self.integral(now);
        self.since = now;
        self.value = value;
        self.largest = self.largest.max(value);
    }

    /// Steps by `change` at `now`.
    #[inline]
    pub fn add(&mut self, now: Time, change: i64) {
        self.set(now, kept(self.value.checked_add(change)));
    }

    /// The integral from the start to `now`, in value × ticks.
    #[must_use]
    #[inline]
    pub fn integral(&self, now: Time) -> i64 {
        let more = self.value.checked_mul((now - self.since).0);
        kept(more.and_then(|more| self.integral.checked_add(more)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_integral_is_the_area_under_the_steps() {
        let mut gauge = Gauge::new(Time(10), 2);
        gauge.add(Time(15), 3); // 2 × 5 = 10
        gauge.set(Time(15), 1); // no time passed
        gauge.add(Time(18), -1); // 1 × 3 = 3
        assert_eq!(gauge.integral(Time(30)), 13);
        assert_eq!(gauge.largest(), 5);
        assert_eq!(gauge.value(), 0);
    }
}
