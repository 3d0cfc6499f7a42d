//! Take-back of idle allocations: a check of how much of what is held has run jobs, a notice, and a
//! shorter allocation.
//!
//! What is taken is time, not units: the allocation ends earlier, and its units go to whoever waits.
//! Its jobs to come are not drawn anew; those beyond the new end never run. Checks count the time for
//! which units were held, so that a gap is not held against a project.

use crate::engine::EventList;
use crate::model::ids::AwardId;
use crate::model::{DataCentre, Event};
use crate::quantity::UnitSeconds;
use crate::time::{Duration, Time};

/// A rule of take-back.
#[derive(Clone, Debug, PartialEq)]
pub struct TakeBack {
    /// When use is checked, and what is removed then.
    pub checks: UsageChecks,
    /// Time held between a first check that finds too little and the check that removes; zero: none.
    pub notice: Duration,
    /// What use is a share of.
    pub used_of: UsedOf,
    /// What the removed share is a share of.
    pub removes_of: RemovesOf,
    /// First day on which a check counts.
    pub from_day: i64,
}

/// When use is checked, with the steps that count then; times are times for which units were held.
#[derive(Clone, Debug, PartialEq)]
pub enum UsageChecks {
    /// Use is checked whenever a length of time has passed.
    Every(Duration, Vec<Step>),
    /// Checks at shares of the award's length, rising.
    At(Vec<(f64, Vec<Step>)>),
}

/// Below this share of use, this share is removed. The lowest step that holds counts.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Step {
    /// Use below this share…
    pub below: f64,
    /// …removes this share.
    pub remove: f64,
}

/// What use is a share of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UsedOf {
    /// Use is a share of the unit-time held so far.
    Held,
    /// Use is a share of the unit-time of the whole award.
    Award,
}

/// What a removed share is a share of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RemovesOf {
    /// What is removed is a share of the time that remains.
    Remaining,
    /// What is removed is a share of the time held so far, less what was removed before (cumulative, not compounding).
    Held,
    /// What is removed is a share of the part of the award that has run no jobs, at most the time that remains.
    Unused,
}

fn steps(steps: &[(f64, f64)]) -> Vec<Step> {
    steps.iter().map(|&(below, remove)| Step { below, remove }).collect()
}

impl TakeBack {
    /// The names of the ready-made rules.
    pub const PUBLISHED: [&'static str; 5] = ["nipa-2020", "national-2026", "nrel", "olcf", "alcc"];

    /// A published rule. Those of other centres are written for a year's allocation in core-hours; here
    /// their dates are shares of an award's length, and their hours are time on the units held.
    ///
    /// - `nipa-2020`: use is checked each month and units follow it (edaily and zdnet, 2020-03-08). That
    ///   below 30 % in two checks running all of the rest goes is assumed.
    /// - `national-2026`: units that are used poorly are taken back and handed out again (newsis,
    ///   2026-03-03). No figure is published: a monthly check, 30 %, one month's notice and all of the
    ///   rest are assumed.
    /// - `nrel`: after each of the first three quarters, less than 70, 55, 40, 20 % of the use planned
    ///   to date removes 20, 35, 55, 80 % of what was planned to date, cumulative and not compounding
    ///   (nrel.gov, resource allocation reductions, fiscal year 2023). Planned to date is here what was
    ///   held to date.
    /// - `olcf`: on 1 May (a third of the year) less than 15, 10 % of the award used removes up to 15,
    ///   30 % of the rest; on 1 September (two thirds) less than 50, 33, 10 % removes up to 33, 50, 75 %
    ///   (OLCF, INCITE pages of 2017). "Up to" is taken as all of it, which is assumed.
    /// - `alcc`: four months into the year (1 November) less than 25, 10 % of the award used removes 15,
    ///   25 % of the unused balance; eight months in (1 March) less than 50, 25 % removes 25, 50 %
    ///   (science.osti.gov, ALCC allocation reduction information, 2026). Its reminders two weeks before
    ///   change nothing here.
    #[must_use]
    pub fn published(name: &str) -> Option<Self> {
        let idle_two_months = Self {
            checks: UsageChecks::Every(Duration::MONTH, steps(&[(0.3, 1.0)])),
            notice: Duration::MONTH,
            used_of: UsedOf::Held,
            removes_of: RemovesOf::Remaining,
            from_day: i64::MIN,
        };
        let at = |checks: &[(f64, &[(f64, f64)])]| {
            UsageChecks::At(checks.iter().map(|&(share, table)| (share, steps(table))).collect())
        };
        let third = 1.0 / 3.0;
        Some(match name {
            "nipa-2020" | "national-2026" => idle_two_months,
            "nrel" => {
                let table: &[(f64, f64)] = &[(0.2, 0.8), (0.4, 0.55), (0.55, 0.35), (0.7, 0.2)];
                Self {
                    checks: at(&[(0.25, table), (0.5, table), (0.75, table)]),
                    notice: Duration::ZERO,
                    used_of: UsedOf::Held,
                    removes_of: RemovesOf::Held,
                    from_day: i64::MIN,
                }
            }
            "olcf" => Self {
                checks: at(&[
                    (third, &[(0.1, 0.3), (0.15, 0.15)]),
                    (2.0 * third, &[(0.1, 0.75), (0.33, 0.5), (0.5, 0.33)]),
                ]),
                notice: Duration::ZERO,
                used_of: UsedOf::Award,
                removes_of: RemovesOf::Remaining,
                from_day: i64::MIN,
            },
            "alcc" => Self {
                checks: at(&[
                    (third, &[(0.1, 0.25), (0.25, 0.15)]),
                    (2.0 * third, &[(0.25, 0.5), (0.5, 0.25)]),
                ]),
                notice: Duration::ZERO,
                used_of: UsedOf::Award,
                removes_of: RemovesOf::Unused,
                from_day: i64::MIN,
            },
            _ => return None,
        })
    }

    /// The time held at the first check after `held`, and its steps; lengths of award in full.
    fn next_check(&self, held: Duration, length: Duration) -> Option<Duration> {
        match &self.checks {
            UsageChecks::Every(every, _) => Some(Duration((held.0 / every.0 + 1) * every.0)),
            UsageChecks::At(shares) => shares
                .iter()
                .map(|&(share, _)| Duration::from_drawn(share * length.0 as f64))
                .find(|&check| check > held),
        }
    }

    /// The steps that count at a check, or at the end of its notice.
    fn steps_at(&self, held: Duration, length: Duration) -> &[Step] {
        match &self.checks {
            UsageChecks::Every(_, steps) => steps,
            UsageChecks::At(shares) => shares
                .iter()
                .rev()
                .find(|&&(share, _)| Duration::from_drawn(share * length.0 as f64) <= held)
                .map_or(&[], |(_, steps)| steps),
        }
    }

    /// The share removed at a check that finds `busy` of `held` by this many units.
    fn removes(
        &self,
        busy: UnitSeconds,
        units: i64,
        held: Duration,
        length: Duration,
    ) -> Option<f64> {
        let base = match self.used_of {
            UsedOf::Held => held,
            UsedOf::Award => length,
        };
        self.removes_below(busy, (units * base.0) as f64, held, length)
    }

    /// The share removed at a check that finds `busy` of `base` unit-seconds.
    fn removes_below(
        &self,
        busy: UnitSeconds,
        base: f64,
        held: Duration,
        length: Duration,
    ) -> Option<f64> {
        let low = |step: &&Step| (busy.0 as f64) < step.below * base;
        self.steps_at(held, length).iter().find(low).map(|step| step.remove)
    }
}

impl<'a> DataCentre<'a> {
    fn take_back_rule(&self, number: AwardId) -> Option<&'a TakeBack> {
        let allocation = &self.state.allocations[number];
        self.inputs.programmes[allocation.programme].take_back.as_ref()
    }

    /// The allocation holds its units (again): its next check is on its way.
    pub(in crate::model) fn expect_check(
        &mut self,
        now: Time,
        number: AwardId,
        upcoming: &mut EventList<Event>,
    ) {
        let Some(rule) = self.take_back_rule(number) else { return };
        // Before its first day no check counts, and none is made: see [`Self::checks_begin`].
        if (self.inputs.calendar.day_of(now) as i64) < rule.from_day {
            return;
        }
        let held = self.state.allocations[number].held(now);
        self.check_after(now, number, (rule, held), upcoming);
    }

    /// Checks that begin to count on this day: those of awards that run are on their way, also those of this very second.
    pub(in crate::model) fn checks_begin(
        &mut self,
        now: Time,
        day: usize,
        upcoming: &mut EventList<Event>,
    ) {
        let begins = |rule: &&TakeBack| rule.from_day == day as i64;
        let mut programmes = self.inputs.programmes.iter();
        if !programmes.any(|one| one.take_back.as_ref().filter(begins).is_some()) {
            return;
        }
        for pool in self.state.pools.ids() {
            let running = self.state.pools[pool].running.to_vec();
            for number in running {
                let Some(rule) = self.take_back_rule(number).filter(begins) else { continue };
                let award = &self.state.allocations[number];
                let since = (award.held(now) - Duration(1)).max(Duration::ZERO);
                upcoming.cancel(award.check);
                self.check_after(now, number, (rule, since), upcoming);
            }
        }
    }

    /// The next check of an award after so long a time held is on its way, if there is one.
    fn check_after(
        &mut self,
        now: Time,
        number: AwardId,
        (rule, after): (&TakeBack, Duration),
        upcoming: &mut EventList<Event>,
    ) {
        let allocation = &self.state.allocations[number];
        let held = allocation.held(now);
        let next = match allocation.notice_ends {
            Some(ends) => Some(ends),
            None => rule.next_check(after, allocation.length),
        };
        let Some(next) = next.filter(|&next| next < allocation.granted) else { return };
        let check = upcoming.schedule(now + (next - held), Event::UsageChecked(number));
        self.state.allocations[number].check = check;
    }

    /// How much of what it holds has run jobs? Too little brings a notice, or a shorter allocation.
    pub(in crate::model) fn usage_checked(
        &mut self,
        now: Time,
        number: AwardId,
        upcoming: &mut EventList<Event>,
    ) {
        let Some(rule) = self.take_back_rule(number) else { return };
        let allocation = &self.state.allocations[number];
        if allocation.hours > 0 {
            self.hours_checked(now, number, rule, upcoming);
            return;
        }
        let (units, held, length) = (allocation.units, allocation.held(now), allocation.length);
        let busy = self.busy_of(number, now);
        let counts = rule.from_day <= self.inputs.calendar.day_of(now) as i64;
        let removed = rule.removes(busy, units, held, length).filter(|_| counts);
        let warned = allocation.notice_ends.is_some();
        let remaining = allocation.granted - held;
        let share_of = |share: f64, of: Duration| Duration((share * of.0 as f64) as i64);
        let (mut notice_ends, mut taken) = (None, Duration::ZERO);
        match removed {
            Some(_) if !warned && rule.notice > Duration::ZERO => {
                notice_ends = Some(held + rule.notice);
            }
            Some(share) => {
                taken = match rule.removes_of {
                    RemovesOf::Remaining => share_of(share, remaining),
                    RemovesOf::Held => share_of(share, held) - allocation.taken_back,
                    RemovesOf::Unused => {
                        share_of(share, allocation.granted - Duration(busy.0 / units))
                    }
                };
            }
            None => {}
        }
        self.state.allocations[number].notice_ends = notice_ends;
        let taken = taken.clamp(Duration::ZERO, remaining);
        if taken > Duration::ZERO {
            self.shorten(now, number, taken, upcoming);
        }
        if self.state.allocations[number].runs() {
            self.expect_check(now, number, upcoming);
        }
    }

    /// Checks the use of an award in hours. Use is of the hours that it was given, or of those planned to date, and
    /// what is taken is hours.
    fn hours_checked(
        &mut self,
        now: Time,
        number: AwardId,
        rule: &TakeBack,
        upcoming: &mut EventList<Event>,
    ) {
        let allocation = &self.state.allocations[number];
        let Some(balance) = allocation.balance.map(|id| self.state.balances[id]) else { return };
        let (held, length) = (allocation.held(now), allocation.length);
        let given = balance.given().0 as f64;
        let planned = given * (held.0 as f64 / length.0.max(1) as f64).min(1.0);
        let there = balance.standing(now);
        let base = if rule.used_of == UsedOf::Held { planned } else { given };
        let counts = rule.from_day <= self.inputs.calendar.day_of(now) as i64;
        let removed = rule.removes_below(there.used, base, held, length).filter(|_| counts);
        let warned = allocation.notice_ends.is_some();
        let (mut notice_ends, mut taken) = (None, UnitSeconds::ZERO);
        match removed {
            Some(_) if !warned && rule.notice > Duration::ZERO => {
                notice_ends = Some(held + rule.notice);
            }
            Some(share) => {
                taken = match rule.removes_of {
                    RemovesOf::Remaining | RemovesOf::Unused => {
                        UnitSeconds((share * there.left.0 as f64) as i64)
                    }
                    RemovesOf::Held => UnitSeconds((share * planned) as i64) - balance.taken_back,
                };
            }
            None => {}
        }
        self.state.allocations[number].notice_ends = notice_ends;
        let taken = taken.clamp(UnitSeconds::ZERO, there.left);
        if taken > UnitSeconds::ZERO {
            self.take_hours_back(now, number, taken, upcoming);
        }
        self.expect_check(now, number, upcoming);
    }

    /// Takes time off the end of a running allocation.
    fn shorten(
        &mut self,
        now: Time,
        number: AwardId,
        by: Duration,
        upcoming: &mut EventList<Event>,
    ) {
        self.count_taken_back(number, by);
        self.move_end(now, number, -by, upcoming);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DAY: i64 = 86_400;

    #[test]
    fn every_published_rule_exists_and_its_steps_rise() {
        for name in TakeBack::PUBLISHED {
            let rule = TakeBack::published(name).unwrap();
            let tables = match &rule.checks {
                UsageChecks::Every(_, steps) => vec![steps],
                UsageChecks::At(checks) => checks.iter().map(|(_, steps)| steps).collect(),
            };
            for steps in tables {
                assert!(steps.windows(2).all(|pair| pair[0].below < pair[1].below));
                assert!(steps.windows(2).all(|pair| pair[0].remove > pair[1].remove));
            }
        }
        assert_eq!(TakeBack::published("none"), None);
    }

    /// The published table of NREL, at its edges: 70 % itself is no reduction.
    #[test]
    fn nrel_removes_what_its_table_says() {
        let rule = TakeBack::published("nrel").unwrap();
        let (held, length) = (Duration(100 * DAY), Duration(400 * DAY));
        let removed = |percent: i64| rule.removes(UnitSeconds(2 * percent * DAY), 2, held, length);
        let table = [(70, None), (69, Some(0.2)), (55, Some(0.2)), (54, Some(0.35))];
        for (percent, share) in table {
            assert_eq!(removed(percent), share, "{percent} %");
        }
        assert_eq!([removed(39), removed(19)], [Some(0.55), Some(0.8)]);
        assert_eq!(rule.next_check(Duration::ZERO, length), Some(held));
        assert_eq!(rule.next_check(held, length), Some(Duration(200 * DAY)));
        assert_eq!(rule.next_check(Duration(300 * DAY), length), None);
    }

    /// The year's allocation of ALCC: a third in, 9 % used removes a quarter of the unused balance.
    #[test]
    fn alcc_counts_use_of_the_award_and_removes_of_the_balance() {
        let rule = TakeBack::published("alcc").unwrap();
        let (held, length) = (Duration(100 * DAY), Duration(300 * DAY));
        let removed = |days: i64| rule.removes(UnitSeconds(days * DAY), 1, held, length);
        assert_eq!([removed(29), removed(30), removed(75)], [Some(0.25), Some(0.15), None]);
    }
}
