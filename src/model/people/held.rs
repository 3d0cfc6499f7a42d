//! What the awards of a programme hold of its pool, in expected numbers: as [`super::demand`] plays
//! them where an offer is what they leave.
//!
//! It follows the rules of real awards. They start in the order of their decisions on units that are
//! leased and free, and lapse if none come in time. Where the lease falls, the newest are suspended or
//! stopped; the oldest of those that are suspended go on first. An award is a share of its round here,
//! so that a round may be cut anywhere.

use std::collections::VecDeque;
use std::sync::Arc;

use crate::model::ids::FluidRoundId;
use crate::model::inputs::GapPolicy;
use crate::time::{Calendar, Duration, Span, Time};

/// The units of a pool that are typically leased, and what a fall of them does to awards.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::model) struct Leased {
    /// Units from each time on, in order.
    pub(in crate::model) changes: Vec<(Time, f64)>,
    /// What awards do when units fall away.
    pub(in crate::model) gap: GapPolicy,
    /// How awards are extended at their end, once.
    pub(in crate::model) extension: Option<Extended>,
    /// What months are counted in.
    pub(in crate::model) calendar: Arc<Calendar>,
}

/// An extension in expected numbers.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in crate::model) struct Extended {
    pub(in crate::model) by: Span,
    /// The share of awards that have it.
    pub(in crate::model) share: f64,
    /// First day on which an award that comes to its end has it.
    pub(in crate::model) from_day: i64,
}

/// Awards of one round that have the same fate.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Part {
    /// The round, in the order of the fluid.
    pub(super) round: FluidRoundId,
    /// Number of awards.
    pub(super) awards: f64,
    /// Units of all of them.
    pub(super) units: f64,
    /// How long the awards of the part run from when they start.
    pub(super) length: Duration,
    /// When the awards lapse if they have not started. `None`: never.
    pub(super) lapses: Option<Time>,
    /// Whether the awards have been extended.
    pub(super) extended: bool,
}

/// How awards leave.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Way {
    /// Awards that have run, to their end or until a gap stopped them.
    Over,
    /// Units never came.
    Lapsed,
}

/// Awards that leave.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Left {
    pub(super) round: FluidRoundId,
    pub(super) awards: f64,
    pub(super) at: Time,
    pub(super) way: Way,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum State {
    Runs { ends: Time },
    Suspended { left: Duration },
}

/// The awards at one time.
#[derive(Clone, Debug)]
pub(super) struct Held<'a> {
    plan: &'a Leased,
    /// Changes of the lease so far.
    changed: usize,
    leased: f64,
    /// Awards that have started, oldest first.
    started: Vec<(Part, State)>,
    waiting: VecDeque<Part>,
}

/// What is less than this is nothing: a rest of arithmetic.
const NOTHING: f64 = 1e-9;

impl<'a> Held<'a> {
    pub(super) fn new(plan: &'a Leased) -> Self {
        Self { plan, changed: 0, leased: 0.0, started: Vec::new(), waiting: VecDeque::new() }
    }

    /// Units that nobody has been promised, with those that come free by a time if nothing is extended.
    pub(super) fn free(&self, until: Time) -> f64 {
        let keeps = |state: &State| !matches!(state, State::Runs { ends } if *ends <= until);
        let started = self.started.iter().filter(|(_, state)| keeps(state)).map(|(part, _)| part);
        let promised: f64 = started.chain(&self.waiting).map(|part| part.units).sum();
        (self.leased - promised).max(0.0)
    }

    /// Awards that are decided: they start as far as units are free.
    pub(super) fn award(&mut self, now: Time, part: Part) {
        self.waiting.push_back(part);
        self.fill(now);
    }

    /// All that happens up to a time, and at it; tells of each part that leaves.
    pub(super) fn advance(&mut self, to: Time, mut leaves: impl FnMut(Left)) {
        while let Some(now) = self.next().filter(|next| *next <= to) {
            self.end(now, &mut leaves);
            while let Some(&(from, units)) = self.plan.changes.get(self.changed) {
                if from > now {
                    break;
                }
                (self.leased, self.changed) = (units, self.changed + 1);
            }
            self.shed(now, &mut leaves);
            self.fill(now);
            self.waiting.retain(|part| {
                let lapses = part.lapses.is_some_and(|lapses| lapses <= now);
                if lapses {
                    let (round, awards) = (part.round, part.awards);
                    leaves(Left { round, awards, at: now, way: Way::Lapsed });
                }
                !lapses
            });
        }
    }

    /// When something happens next.
    fn next(&self) -> Option<Time> {
        let ends = self.started.iter().filter_map(|(_, state)| match state {
            State::Runs { ends } => Some(*ends),
            State::Suspended { .. } => None,
        });
        let lapses = self.waiting.iter().filter_map(|part| part.lapses);
        let changes = self.plan.changes.get(self.changed).map(|(from, _)| *from);
        ends.chain(lapses).chain(changes).min()
    }

    /// Lets awards that have run their length leave, or extends them.
    fn end(&mut self, now: Time, leaves: &mut impl FnMut(Left)) {
        let calendar = &self.plan.calendar;
        let today = calendar.day_of(now) as i64;
        let rule = self.plan.extension.filter(|rule| rule.from_day <= today);
        self.started.retain_mut(|(part, state)| {
            if !matches!(state, State::Runs { ends } if *ends <= now) {
                return true;
            }
            let rule = rule.filter(|_| !part.extended);
            let share = rule.map_or(0.0, |rule| rule.share);
            let (round, awards) = (part.round, part.awards * (1.0 - share));
            leaves(Left { round, awards, at: now, way: Way::Over });
            (part.awards, part.units) = (part.awards * share, part.units * share);
            part.extended = true;
            *state = State::Runs { ends: rule.map_or(now, |rule| calendar.after(now, rule.by)) };
            part.units > NOTHING
        });
    }

    fn running(&self) -> f64 {
        let runs = |(_, state): &&(Part, State)| matches!(state, State::Runs { .. });
        self.started.iter().filter(runs).map(|(part, _)| part.units).sum()
    }

    /// Takes units from the newest, as far as more are held than are leased.
    fn shed(&mut self, now: Time, leaves: &mut impl FnMut(Left)) {
        if self.plan.gap == GapPolicy::Continue {
            return;
        }
        let mut over = self.running() - self.leased;
        let mut at = self.started.len();
        while over > NOTHING && at > 0 {
            at -= 1;
            let (part, state) = self.started[at];
            let State::Runs { ends } = state else { continue };
            let (kept, taken) = part.cut(over);
            over -= taken.units;
            if self.plan.gap == GapPolicy::Stop {
                let (round, awards) = (taken.round, taken.awards);
                leaves(Left { round, awards, at: now, way: Way::Over });
            } else {
                self.started.insert(at + 1, (taken, State::Suspended { left: ends - now }));
            }
            self.started[at].0 = kept;
        }
        self.started.retain(|(part, _)| part.units > NOTHING);
    }

    /// Hands out what is free: to those that are suspended, oldest first, then to those that wait.
    fn fill(&mut self, now: Time) {
        let mut free = self.leased - self.running();
        let mut at = 0;
        while at < self.started.len() && free > NOTHING {
            let (part, state) = self.started[at];
            if let State::Suspended { left } = state {
                let (rest, goes_on) = part.cut(free);
                free -= goes_on.units;
                self.started[at] = (goes_on, State::Runs { ends: now + left });
                if rest.units > NOTHING {
                    self.started.insert(at + 1, (rest, state));
                }
            }
            at += 1;
        }
        while free > NOTHING {
            let Some(part) = self.waiting.pop_front() else { return };
            let (rest, starts) = part.cut(free);
            free -= starts.units;
            self.started.push((starts, State::Runs { ends: now + starts.length }));
            if rest.units > NOTHING {
                self.waiting.push_front(rest);
            }
        }
    }
}

impl Part {
    /// The part less some units, and a part that has those units, or all there are.
    fn cut(self, units: f64) -> (Self, Self) {
        let share = if self.units > units { units / self.units } else { 1.0 };
        let of =
            |share: f64| Self { awards: self.awards * share, units: self.units * share, ..self };
        (of(1.0 - share), of(share))
    }
}

/// Two years in UTC.
#[cfg(test)]
pub(super) fn two_years() -> Arc<Calendar> {
    let date = |year| jiff::civil::date(year, 1, 1);
    Arc::new(Calendar::new("UTC", date(2024), date(2026)).expect("a calendar"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const DAY: i64 = 86_400;

    fn part(round: usize, units: f64) -> Part {
        let round = FluidRoundId::at(round);
        let length = Duration(90 * DAY);
        Part { round, awards: units, units, length, lapses: None, extended: false }
    }

    fn day(day: i64) -> Time {
        Time(day * DAY)
    }

    fn left(held: &mut Held<'_>, to: i64) -> Vec<(u32, f64, i64)> {
        let mut all = Vec::new();
        held.advance(day(to), |left| {
            let awards = (left.awards * 1e9).round() / 1e9;
            all.push((left.round.number(), awards, left.at.0 / DAY));
        });
        all
    }

    fn leased(changes: &[(i64, f64)], gap: GapPolicy, extension: Option<Extended>) -> Leased {
        let changes = changes.iter().map(|&(from, units)| (day(from), units)).collect();
        Leased { changes, gap, extension, calendar: two_years() }
    }

    /// 100 units run from day 0 for 90 days. On day 60 half of them are leased no longer: 50 run to day 90; the
    /// others are suspended with 30 days left, go on on day 90, and end on day 120.
    #[test]
    fn suspended_awards_end_later_by_their_suspension() {
        let of = |gap: GapPolicy| {
            let plan = leased(&[(0, 100.0), (60, 50.0)], gap, None);
            let mut held = Held::new(&plan);
            assert_eq!(left(&mut held, 0), []);
            held.award(day(0), part(0, 100.0));
            let first = left(&mut held, 90);
            let free = [119, 120].map(|until| held.free(day(until)));
            (first, free, left(&mut held, 200))
        };
        let frozen = (vec![(0, 50.0, 90)], [0.0, 50.0], vec![(0, 50.0, 120)]);
        assert_eq!(of(GapPolicy::Freeze), frozen);
        // Where they are stopped, nothing is held after day 90; where they go on, all of it ends then.
        let stopped = (vec![(0, 50.0, 60), (0, 50.0, 90)], [50.0, 50.0], vec![]);
        assert_eq!(of(GapPolicy::Stop), stopped);
        assert_eq!(of(GapPolicy::Continue), (vec![(0, 100.0, 90)], [50.0, 50.0], vec![]));
    }

    /// Half of 80 awards are extended by 30 days. 80 more are decided on day 80, when 80 seem to come free on day
    /// 90: 20 start at once, 40 on day 90, and the 20 that still wait on day 100 lapse.
    #[test]
    fn who_is_extended_keeps_others_waiting() {
        let rule = Extended { by: Span::Days(30), share: 0.5, from_day: 0 };
        let plan = leased(&[(0, 100.0)], GapPolicy::Freeze, Some(rule));
        let mut held = Held::new(&plan);
        left(&mut held, 0);
        held.award(day(0), part(0, 80.0));
        left(&mut held, 80);
        assert_eq!([89, 90].map(|until| held.free(day(until))), [20.0, 100.0]);
        held.award(day(80), Part { lapses: Some(day(100)), ..part(1, 80.0) });
        assert_eq!(left(&mut held, 100), [(0, 40.0, 90), (1, 20.0, 100)]);
        // Of the 60 that ran, half are extended too: 10 of those from day 80, 20 of those from day 90.
        let rest = [(0, 40.0, 120), (1, 10.0, 170), (1, 20.0, 180), (1, 10.0, 200), (1, 20.0, 210)];
        assert_eq!(left(&mut held, 300), rest);
    }
}
