//! Awards in hours: what a project may draw down on a shared queue, and what becomes of it.

use crate::quantity::UnitSeconds;
use crate::time::{Duration, Span};

/// What the requests, places and awards of a programme are counted in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Measure {
    /// Units that an award holds as long as it runs.
    Units,
    /// Hours of units that the jobs of an award draw down; it holds none.
    Hours,
}

impl Measure {
    /// Seconds in an hour of one unit.
    pub const HOUR: i64 = 3_600;

    /// Unit-seconds of an award of an amount for a length of time.
    #[must_use]
    pub fn unit_seconds(self, amount: i64, length: Duration) -> UnitSeconds {
        match self {
            Self::Units => UnitSeconds::of(amount, length.0),
            Self::Hours => UnitSeconds::of(amount, Self::HOUR),
        }
    }
}

/// How awards in hours are used.
#[derive(Clone, Debug, PartialEq)]
pub struct Hours {
    /// What an hour of one unit draws, in the unit in which awards are counted; 1: hours.
    pub charge: i64,
    /// Units of the largest job, whatever the award is.
    pub largest_job: i64,
    /// What becomes of a project's jobs once its hours are used.
    pub at_zero: AtZero,
    /// Up to how many times its hours a project may use, in millionths: then its jobs are cut off. `None`: no
    /// limit. Where jobs stop at zero it is not looked at.
    pub until: Option<i64>,
    /// The parts in which hours come and lapse. `None`: all of them from the start, to the end of the term.
    pub slices: Option<Slices>,
}

impl Hours {
    /// What [`Hours::until`] is a multiple of.
    pub const MILLION: i64 = 1_000_000;

    /// The most that jobs may use where `usable` is left to use; jobs are cut off before they use more.
    #[must_use]
    pub fn most(&self, usable: UnitSeconds) -> UnitSeconds {
        match (self.at_zero, self.until) {
            (AtZero::Stop, _) => usable,
            (_, None) => UnitSeconds(i64::MAX),
            (_, Some(until)) => {
                let most = i128::from(usable.0) * i128::from(until) / i128::from(Self::MILLION);
                UnitSeconds(i64::try_from(most).unwrap_or(i64::MAX))
            }
        }
    }
}

/// What becomes of a project's jobs once its hours are used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AtZero {
    /// Jobs that run are cut off, jobs that wait do not start.
    Stop,
    /// Jobs that run go on to their end, jobs that wait do not start.
    Finish,
    /// Jobs that wait start when nobody else waits in their queue.
    Last,
    /// Jobs go on, and nothing happens.
    GoOn,
}

/// The parts in which the hours of an award come, and lapse.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Slices {
    /// Time from one slice to the next; calendar months count from the start of the award.
    pub every: Span,
    /// Number of further slices in which the unused hours of a slice can still be used.
    pub carried: u32,
    /// How many later slices can be used ahead of their time. `None`: all of them.
    pub ahead: Option<u32>,
    /// How much of a slice lapses unless it is used, 0 to 1.
    pub lapses: f64,
}

impl Slices {
    /// The names of the ready-made rules.
    pub const PUBLISHED: [&'static str; 3] = ["nhr-zib", "rwth", "nesi"];

    /// A published rule of a centre.
    ///
    /// - `nhr-zib`: a quarter of the year's hours each quarter; what is unused can be used in the next quarter,
    ///   and lapses after it (NHR@ZIB, accounting and job priorities).
    /// - `rwth`: a twelfth each month; this month's jobs may use what is left of the month before and the whole of
    ///   the month after: a sliding window of three months (RWTH Aachen, project quota).
    /// - `nesi`: all hours at once, but what lags behind a straight line from nothing to half of the award at its
    ///   end lapses, looked at each month (NeSI, the form A − max(used, k·A·Δ/T)). That k is a half is assumed.
    #[must_use]
    pub fn published(name: &str) -> Option<Self> {
        Some(match name {
            "nhr-zib" => Self { every: Span::Months(3), carried: 1, ahead: Some(0), lapses: 1.0 },
            "rwth" => Self { every: Span::Months(1), carried: 1, ahead: Some(1), lapses: 1.0 },
            "nesi" => Self { every: Span::Months(1), carried: 0, ahead: None, lapses: 0.5 },
            _ => return None,
        })
    }

    /// What of `all` can have been used once slice `at` (from 0) of `count` has begun.
    #[must_use]
    pub fn released(&self, all: UnitSeconds, at: u32, count: u32) -> UnitSeconds {
        match self.ahead {
            None => all,
            Some(ahead) => part(all, at.saturating_add(1).saturating_add(ahead).min(count), count),
        }
    }

    /// What of `all` has lapsed when slice `at` (from 0) of `count` begins, unless it was used.
    #[must_use]
    pub fn due(&self, all: UnitSeconds, at: u32, count: u32) -> UnitSeconds {
        let slices = part(all, at.saturating_sub(self.carried).min(count), count);
        UnitSeconds((self.lapses * slices.0 as f64) as i64)
    }
}

/// `parts` of `count` equal parts, in whole unit-seconds.
fn part(all: UnitSeconds, parts: u32, count: u32) -> UnitSeconds {
    let part = i128::from(all.0) * i128::from(parts) / i128::from(count.max(1));
    UnitSeconds(i64::try_from(part).unwrap_or(i64::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: UnitSeconds = UnitSeconds(1_200);

    fn over<const N: usize>(of: impl Fn(u32) -> UnitSeconds) -> [i64; N] {
        std::array::from_fn(|at| of(at as u32).0)
    }

    /// 1,200 in four quarters: 300 come each quarter, and those of a quarter lapse when the second one after it
    /// begins.
    #[test]
    fn quarters_come_and_lapse_by_the_rule_of_zib() {
        let rule = Slices::published("nhr-zib").unwrap();
        assert_eq!(over(|at| rule.released(ALL, at, 4)), [300, 600, 900, 1_200]);
        assert_eq!(over(|at| rule.due(ALL, at, 4)), [0, 0, 300, 600]);
    }

    /// 100 a month: in the first month 200 can be used (its own and the next), in the second 300, in the third
    /// 400 less what lapsed of the first: a window of three months.
    #[test]
    fn a_window_slides_by_the_rule_of_rwth() {
        let rule = Slices::published("rwth").unwrap();
        assert_eq!(over(|at| rule.released(ALL, at, 12)), [200, 300, 400, 500]);
        assert_eq!(over(|at| rule.due(ALL, at, 12)), [0, 0, 100, 200]);
    }

    /// All 1,200 at once; behind half of the straight line they age by 50 a month.
    #[test]
    fn hours_age_by_the_rule_of_nesi() {
        let rule = Slices::published("nesi").unwrap();
        assert_eq!(over(|at| rule.released(ALL, at, 12)), [1_200; 4]);
        assert_eq!(over(|at| rule.due(ALL, at, 12)), [0, 50, 100, 150]);
    }

    /// 125 % of 1,000 are 1,250; who stops at zero has no more than the balance whatever else is said.
    #[test]
    fn overburn_is_a_share_of_what_is_usable() {
        let rule =
            |at_zero, until| Hours { charge: 1, largest_job: 1, at_zero, until, slices: None };
        let most = |at_zero, until| rule(at_zero, until).most(UnitSeconds(1_000)).0;
        assert_eq!(most(AtZero::GoOn, Some(1_250_000)), 1_250);
        assert_eq!(most(AtZero::Stop, Some(1_250_000)), 1_000);
        assert_eq!(most(AtZero::Last, None), i64::MAX);
    }
}
