//! Places beyond the site: applicants who go to another programme.
//!
//! From a day that is uncertain, a share of those who would newly apply to a programme apply to
//! another one instead, and a share of those whom it turns away go there next instead of applying
//! again. They stay the same applicants with the same address and are in one place at a time, so
//! that nobody is counted twice; who goes is a draw of their own, so that those who go at a small
//! share go at a larger one too, and nobody else moves.

use serde::{Deserialize, Serialize};

use crate::engine::EventList;
use crate::model::account::Unclosed;
use crate::model::ids::{ApplicantId, ProgrammeId};
use crate::model::inputs::{FactorValues, Intake, Move, Programme};
use crate::model::people::applicants::Origin;
use crate::model::people::stream::Waiting;
use crate::model::{DataCentre, Event};
use crate::time::Time;

/// A way from one programme to another in this future.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct MoveDrawn {
    /// First day on which anybody goes.
    pub from_day: i64,
    /// Share of those who would newly apply.
    pub of_fresh: f64,
    /// Share of those who are turned away.
    pub of_turned_away: f64,
}

impl MoveDrawn {
    pub(in crate::model) fn draw(programme: &Programme, values: &FactorValues) -> Vec<Self> {
        let share = |value: f64| value.clamp(0.0, 1.0);
        let draw = |way: &crate::model::inputs::Move| Self {
            from_day: libm::floor(way.from.value(values)) as i64,
            of_fresh: share(way.of_fresh.value(values)),
            of_turned_away: share(way.of_turned_away.value(values)),
        };
        programme.moves.iter().map(draw).collect()
    }
}

/// The share that goes elsewhere on a day, over all ways.
pub(in crate::model) fn leaving(ways: &[MoveDrawn], day: i64, share: fn(&MoveDrawn) -> f64) -> f64 {
    let open = ways.iter().filter(|way| way.from_day <= day);
    open.map(share).sum::<f64>().min(1.0)
}

/// People who moved from or to a programme.
#[derive(Clone, Copy, Debug, Default)]
pub(in crate::model) struct Moved {
    /// Who went elsewhere.
    pub(in crate::model) out: i64,
    /// Who came from elsewhere and applied.
    applied: i64,
    /// Who came from elsewhere and did not apply at its fee.
    declined: i64,
    /// Who came from elsewhere and waited for a call too long.
    pub(in crate::model) gave_up: i64,
}

impl<'a> DataCentre<'a> {
    /// Where somebody goes on a day, if anywhere; `turn` tells apart the times of choosing.
    fn goes_to(
        &self,
        programme: ProgrammeId,
        day: i64,
        applicant: ApplicantId,
        turn: u32,
        share: fn(&MoveDrawn) -> f64,
    ) -> Option<&'a Move> {
        let ways = &self.draws.programmes[programme].moves;
        if ways.is_empty() {
            return None;
        }
        let who = &self.state.applicants[applicant];
        let at = [self.draws.replication.number, who.cohort_word(), who.ordinal, turn];
        let draw = self.state.programmes[who.home].movers.uniform(at);
        let mut sum = 0.0;
        for (way, drawn) in self.inputs.programmes[programme].moves.iter().zip(ways) {
            // Shares lie side by side, also those of ways that are not open yet: opening one moves
            // nobody who goes another.
            let before = sum;
            sum += share(drawn);
            if before <= draw && draw < sum {
                return (drawn.from_day <= day).then_some(way);
            }
        }
        None
    }

    /// A new applicant goes to another programme instead; whether it did.
    pub(in crate::model) fn goes_elsewhere(
        &mut self,
        now: Time,
        programme: ProgrammeId,
        day: i64,
        applicant: ApplicantId,
        upcoming: &mut EventList<Event>,
    ) -> bool {
        let to = self.goes_to(programme, day, applicant, 0, |way| way.of_fresh);
        to.inspect(|way| self.arrives(now, programme, way.to, applicant, upcoming)).is_some()
    }

    /// Somebody who was turned away goes to another programme next; whether they did.
    pub(in crate::model) fn goes_on(
        &mut self,
        now: Time,
        programme: ProgrammeId,
        applicant: ApplicantId,
        application: u32,
        upcoming: &mut EventList<Event>,
    ) -> bool {
        let day = self.inputs.calendar.day_of(now) as i64;
        let turn = 1 + application;
        let to = self.goes_to(programme, day, applicant, turn, |way| way.of_turned_away);
        to.inspect(|way| {
            self.arrives(now, programme, way.to, applicant, upcoming);
            if way.second_choice {
                self.second_choice(now, (programme, way.to), applicant, upcoming);
            }
        })
        .is_some()
    }

    /// People who moved apply in the next round there, or at once where there are no rounds.
    fn arrives(
        &mut self,
        now: Time,
        from: ProgrammeId,
        to: ProgrammeId,
        applicant: ApplicantId,
        upcoming: &mut EventList<Event>,
    ) {
        self.state.programmes[from].moved.out += 1;
        self.goes_over(from, to, applicant);
        if self.in_window(now) {
            self.state.record.programmes[from].moved_out += 1;
        }
        match self.inputs.programmes[to].intake {
            Intake::Rounds(_) => {
                let person = Waiting { applicant, origin: Origin::Moved, since: now };
                self.state.programmes[to].waiting.push(person);
            }
            Intake::Rolling { .. } => {
                self.applies_at_once(now, to, (applicant, Origin::Moved), upcoming);
            }
        }
    }

    /// Counts somebody who came from elsewhere and now applies, or does not at the fee.
    pub(in crate::model) fn count_moved(
        &mut self,
        now: Time,
        programme: ProgrammeId,
        applies: bool,
    ) {
        let moved = &mut self.state.programmes[programme].moved;
        if applies {
            moved.applied += 1;
        } else {
            moved.declined += 1;
        }
        if applies && self.in_window(now) {
            self.state.record.programmes[programme].moved_in += 1;
        }
    }

    /// Everybody who left has applied elsewhere, has declined, or waits for a round there.
    pub(in crate::model) fn check_moves(&self) -> Result<(), Unclosed> {
        let all = || self.state.programmes.iter();
        let waiting = |state: &crate::model::ProgrammeState| {
            let moved = state.waiting.iter().filter(|person| person.origin == Origin::Moved);
            moved.count() as i64 + state.moved.gave_up
        };
        let out: i64 = all().map(|state| state.moved.out).sum();
        let arrived: i64 = all().map(|s| s.moved.applied + s.moved.declined + waiting(s)).sum();
        self.same("people who went to another programme", "", out, arrived)
    }
}
