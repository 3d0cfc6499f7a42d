//! Second choices: who is turned away is considered at once where another call has something left.
//!
//! The rule: whom a decision turns away, and whose way to another programme is a second choice, is considered for what
//! that programme's decision of the same day left of its offer, once all decisions of that instant are made. Those who were decided there
//! first keep what they have. Second choices are ranked among themselves by their scores there and follow its rules;
//! who loses there too is turned away there and is nobody's second choice again that day. Where nothing is decided there on
//! that day, or its call is still open, they wait for the next decision as others who move do.

use crate::engine::EventList;
use crate::model::ids::{ApplicantId, ProgrammeId, RoundId};
use crate::model::inputs::Offer;
use crate::model::people::round_dates::RoundDates;
use crate::model::people::stream::Waiting;
use crate::model::{DataCentre, Event};
use crate::time::Time;

/// Who is to be considered in a programme as a second choice at this instant.
#[derive(Clone, Debug, Default)]
pub(in crate::model) struct SecondChoices {
    people: Vec<ApplicantId>,
    /// Second choices are being decided: whoever loses has none.
    deciding: bool,
}

impl DataCentre<'_> {
    /// The round of a programme that is decided today and closed already.
    fn decided_today(&self, now: Time, programme: ProgrammeId) -> Option<(RoundId, Time)> {
        let today = self.inputs.calendar.day_of(now);
        let dates = self.draws.programmes[programme].dates.enumerated();
        let mut own = dates.filter_map(|(round, dates)| Some((round, (*dates)?)));
        own.find(|(_, dates)| {
            self.inputs.calendar.day_of(dates.decides) == today && dates.closes <= now
        })
        .map(|(round, dates)| (round, dates.decides.max(now)))
    }

    /// Somebody whom `from` turned away has come to `to` as a second choice, and waits there.
    pub(super) fn second_choice(
        &mut self,
        now: Time,
        (from, to): (ProgrammeId, ProgrammeId),
        applicant: ApplicantId,
        upcoming: &mut EventList<Event>,
    ) {
        if self.state.programmes[from].second.deciding {
            return;
        }
        let Some((round, at)) = self.decided_today(now, to) else { return };
        let people = &mut self.state.programmes[to].second.people;
        people.push(applicant);
        if people.len() == 1 {
            upcoming.schedule(at, Event::SecondChoices { programme: to, round });
        }
    }

    /// The decisions of an instant are made: second choices are considered for what one of them left.
    pub(in crate::model) fn second_choices_decided(
        &mut self,
        now: Time,
        programme: ProgrammeId,
        round: RoundId,
        upcoming: &mut EventList<Event>,
    ) {
        let mut people = std::mem::take(&mut self.state.programmes[programme].second.people);
        people.sort_unstable();
        let dates = RoundDates { opens: now, closes: now, decides: now };
        let comes = |person: &Waiting| people.binary_search(&person.applicant).is_ok();
        self.collect_again(now, programme, (round, dates), comes, upcoming);
        let offered = match self.draws.programmes[programme].places[round] {
            // Units that are promised by now no longer count as fitting.
            Offer::WhateverFits => self.offered(now, programme, round),
            _ => self.offered(now, programme, round).without(self.given(programme, round)),
        };
        let declined = self.state.programmes[programme].declined.get(round.place()).copied();
        self.state.programmes[programme].second.deciding = true;
        let rows = self.state.record.rounds.len();
        self.decide(now, programme, round, (dates, true), offered, upcoming);
        self.state.programmes[programme].second.deciding = false;
        if let Some(row) = self.state.record.rounds.get_mut(rows) {
            // These places were offered before.
            (row.places, row.units_offered) = (0, 0);
            let given = (row.awards, row.units_awarded);
            self.give(programme, round, given);
        }
        if let Some(declined) = declined {
            self.state.programmes[programme].declined[round] = declined;
        }
        people.clear();
        self.state.programmes[programme].second.people = people;
    }
}
