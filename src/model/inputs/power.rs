//! The power that a site may draw.

use super::{Inputs, Lot, Place, Uncertain};
use crate::quantity::Watts;

/// How much power the site may draw, by day, and what happens at the limit.
///
/// What it draws is the power of its units, busy, idle and down, times its PUE; as for electricity, busy units are counted
/// to the lots in the order of the file.
#[derive(Clone, Debug, PartialEq)]
pub struct PowerLimit {
    /// The most that it may draw from a day on; days rise. Before the first of them there is no limit.
    pub steps: Vec<(i64, Watts)>,
    /// What happens at the limit.
    pub at_limit: AtLimit,
    /// Power of the site for each watt of its nodes.
    pub pue: Uncertain,
    /// Share of its node's stated power that a unit draws while it runs a job.
    pub busy: f64,
    /// Share of its node's stated power that a unit in service draws without a job.
    pub idle: f64,
    /// Share of its node's stated power that a leased unit draws out of service.
    pub down: f64,
}

/// What happens where a job that starts would bring the site above its limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AtLimit {
    /// The job waits, and what runs goes on.
    Drain,
    /// The job starts, and all that run are slowed until the site draws the limit: see [`AtLimit::LEAST_SPEED`].
    Throttle,
}

impl AtLimit {
    /// What speeds are counted in: a job at full speed.
    pub const FULL_SPEED: i64 = 1_000_000;
    /// No job is slower than a tenth of its speed, even where the site then draws more than it may.
    pub const LEAST_SPEED: i64 = Self::FULL_SPEED / 10;
}

impl PowerLimit {
    /// The limit on a day; `None`: there is none.
    #[must_use]
    pub fn on(&self, day: i64) -> Option<Watts> {
        let after = self.steps.partition_point(|(from, _)| *from <= day);
        Some(self.steps[after.checked_sub(1)?].1)
    }

    /// The first day from which two limits differ. `None`: they never do.
    #[must_use]
    pub fn first_difference(&self, other: &Self) -> Option<i64> {
        let edges = self.steps.iter().chain(&other.steps).map(|(from, _)| *from);
        edges.filter(|&day| self.on(day) != other.on(day)).min()
    }
}

impl Inputs {
    /// Whether a lot draws power of the site.
    #[must_use]
    pub fn draws_power(&self, lot: &Lot) -> bool {
        self.without_site() || lot.place != Place::Elsewhere
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 8 MW from day 10 on, 6 from day 20 on; another plan has 6 from day 25 on: they differ from day 20 on.
    #[test]
    fn a_limit_holds_from_its_day_on() {
        let plan = |second: i64| PowerLimit {
            steps: vec![(10, Watts(8_000_000)), (second, Watts(6_000_000))],
            at_limit: AtLimit::Drain,
            pue: Uncertain::certain(1.0),
            busy: 1.0,
            idle: 0.3,
            down: 0.0,
        };
        let on = [9, 10, 19, 20].map(|day| plan(20).on(day).map(|watts| watts.0));
        assert_eq!(on, [None, Some(8_000_000), Some(8_000_000), Some(6_000_000)]);
        assert_eq!(plan(20).first_difference(&plan(25)), Some(20));
        assert_eq!(plan(20).first_difference(&plan(20)), None);
    }
}
