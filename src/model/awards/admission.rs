//! Who may start: awards that start later than they could, and limits on what a programme holds.
//!
//! An award whose project starts later joins the queue for units on its day, in its old place. A
//! programme with a limit lets awards into that queue only while what it holds or waits for stays
//! within the limit; the others stand in the programme's own line, first-come, and nobody overtakes.
//! What is let in is counted without a limit, too, since one may hold from a later day on.

use std::collections::VecDeque;

use crate::engine::EventList;
use crate::model::ids::{AwardId, ProgrammeId};
use crate::model::{DataCentre, Event};
use crate::time::{Duration, Time};

/// A limit on what a programme's awards hold or wait for in their pool.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limit {
    /// Units. `None`: no limit.
    pub units: Option<i64>,
    /// Projects. `None`: no limit.
    pub running: Option<i64>,
    /// Whether who does not fit is turned away at once (rolling intake) rather than waiting in line.
    pub refuse: bool,
    /// First day on which it holds; what was let in before counts.
    pub from_day: i64,
}

/// What a programme has let into the queue for units, and who stands before it.
#[derive(Clone, Debug, Default)]
pub(in crate::model) struct Line {
    units: i64,
    projects: i64,
    /// Awards that wait to be let in, by number.
    waiting: VecDeque<AwardId>,
}

impl Limit {
    fn holds(&self, line: &Line, units: i64, today: i64) -> bool {
        today < self.from_day
            || self.units.is_none_or(|most| line.units + units <= most)
                && self.running.is_none_or(|most| line.projects < most)
    }
}

/// Puts a number in its place: numbers rise along a queue.
pub(super) fn insert(queue: &mut VecDeque<AwardId>, number: AwardId) {
    if queue.back().is_none_or(|&last| last < number) {
        queue.push_back(number);
    } else {
        let at = queue.partition_point(|&other| other < number);
        queue.insert(at, number);
    }
}

/// Takes a number out of a queue in which numbers rise.
pub(in crate::model) fn leave(queue: &mut VecDeque<AwardId>, number: AwardId) -> bool {
    let found = queue.binary_search(&number);
    if let Ok(at) = found {
        queue.remove(at);
    }
    found.is_ok()
}

impl DataCentre<'_> {
    /// How much later than it could this award's project starts.
    pub(in crate::model) fn start_delay(&self, number: AwardId) -> Duration {
        let programme = self.state.allocations[number].programme;
        self.inputs.programmes[programme].start_delay.as_ref().map_or(Duration::ZERO, |delay| {
            let draw =
                self.state.programmes[programme].deferral.uniform(self.award_address(number));
            // Beyond the calendar's end all delays are alike, and sums stay small.
            Duration::from_drawn(delay.quantile(draw)).min(self.inputs.calendar.end() - Time::START)
        })
    }

    /// The project of an award is ready to start: it queues for units, or stands in line for that.
    pub(in crate::model) fn award_ready(
        &mut self,
        now: Time,
        number: AwardId,
        upcoming: &mut EventList<Event>,
    ) {
        let award = &self.state.allocations[number];
        let (programme, pool, units) = (award.programme, award.pool, award.units);
        self.state.allocations[number].since = now;
        self.state.pools[pool].waiting_units.add(now, units);
        insert(&mut self.state.programmes[programme].line.waiting, number);
        self.let_in(now, programme);
        self.fill(now, pool, upcoming);
    }

    /// Whether one more application for `units` fits the programme's limit.
    pub(in crate::model) fn fits_limit(
        &self,
        now: Time,
        programme: ProgrammeId,
        units: i64,
    ) -> bool {
        let today = self.inputs.calendar.day_of(now) as i64;
        let line = &self.state.programmes[programme].line;
        let limit = &self.inputs.programmes[programme].limit;
        limit.is_none_or(|limit| line.waiting.is_empty() && limit.holds(line, units, today))
    }

    /// Lets awards in, first-come, while they fit.
    fn let_in(&mut self, now: Time, programme: ProgrammeId) {
        let limit = self.inputs.programmes[programme].limit;
        let today = self.inputs.calendar.day_of(now) as i64;
        let line = &mut self.state.programmes[programme].line;
        while let Some(&first) = line.waiting.front() {
            let award = &mut self.state.allocations[first];
            if limit.is_some_and(|limit| !limit.holds(line, award.units, today)) {
                return;
            }
            line.waiting.pop_front();
            line.units += award.units;
            line.projects += 1;
            award.let_in = true;
            insert(&mut self.state.pools[award.pool].waiting, first);
        }
    }

    /// An award is over: what it held of the programme's limit goes to who stands in line.
    pub(in crate::model) fn leaves_limit(&mut self, now: Time, number: AwardId) {
        let award = &mut self.state.allocations[number];
        let programme = award.programme;
        let line = &mut self.state.programmes[programme].line;
        if award.let_in {
            award.let_in = false;
            line.units -= award.units;
            line.projects -= 1;
        } else {
            leave(&mut line.waiting, number);
        }
        self.let_in(now, programme);
    }
}
