//! Awards of several terms: a project that won once has hours for one term after another, in sizes of their own.
//!
//! The rule: a following term opens in the very instant in which the one before it is over, before anybody applies or is
//! decided then. It is an award of its own (a balance, an end) but no application: nobody judges it, and no count of
//! applications, awards or waits has it. What it is given is missing in the offer of the call that is decided next,
//! one of the same instant among them.

use crate::engine::{Distribution, EventList};
use crate::model::awards::admission;
use crate::model::ids::{ApplicantId, AwardId, ProgrammeId, RoundId};
use crate::model::inputs::{self, Measure};
use crate::model::people::applicants::{Application, Origin};
use crate::model::{DataCentre, Event};
use crate::time::{Duration, Time};

/// How many terms an award has, and what each of them is given.
#[derive(Clone, Debug, PartialEq)]
pub struct Terms {
    /// Number of terms; per award, from 1.
    pub count: Distribution,
    /// What the second, third, … term is given, as a multiple of the first; the last holds for all that follow. Empty: as
    /// much as the first.
    pub later: Vec<f64>,
}

impl Terms {
    /// More terms than any award has.
    pub const MOST: f64 = 100.0;

    /// How many terms an award has that draws `uniform`.
    #[must_use]
    pub fn drawn(&self, uniform: f64) -> u32 {
        libm::round(self.count.quantile(uniform)).clamp(1.0, Self::MOST) as u32
    }

    /// What a term (from 1: the second) is given for each hour of the first.
    #[must_use]
    pub fn factor(&self, term: u32) -> f64 {
        let own = (term as usize).checked_sub(1).and_then(|at| self.later.get(at));
        own.or(self.later.last()).copied().unwrap_or(1.0)
    }

    /// The most that one award is given in all its terms, as a multiple of the first.
    #[must_use]
    pub fn most(&self) -> f64 {
        let count = libm::round(self.count.largest_draw()).clamp(1.0, Self::MOST) as u32;
        1.0 + (1..count).map(|term| self.factor(term)).sum::<f64>()
    }

    /// Share of awards that have a term (from 0: the first).
    #[must_use]
    pub fn share_with(&self, term: u32) -> f64 {
        const POINTS: u32 = 1_000;
        let has = |&point: &u32| self.drawn((f64::from(point) + 0.5) / f64::from(POINTS)) > term;
        (0..POINTS).filter(has).count() as f64 / f64::from(POINTS)
    }
}

/// Which term an award is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::model) struct Term {
    /// Number of the term in its award: 0 for the term that was won.
    pub(in crate::model) number: u32,
    /// Number of terms of the award.
    pub(in crate::model) count: u32,
    /// Hours of the first.
    pub(in crate::model) first: i64,
}

impl Term {
    /// The only one.
    pub(in crate::model) const ONLY: Self = Self { number: 0, count: 1, first: 0 };

    /// Whether the term opened because the one before it was over, without a decision.
    pub(in crate::model) fn follows(self) -> bool {
        self.number > 0
    }
}

impl DataCentre<'_> {
    /// Which term an award is that was won for `amount`.
    pub(super) fn first_term(&self, number: AwardId, amount: i64) -> Term {
        let programme = self.state.allocations[number].programme;
        let Some(terms) = &self.inputs.programmes[programme].terms else { return Term::ONLY };
        let draws = &self.state.programmes[programme].terms;
        let count = terms.drawn(draws.uniform(self.award_address(number)));
        Term { number: 0, count, first: amount }
    }

    /// Opens the next term of an award whose term is over. Gives whether there was one.
    pub(super) fn next_term(
        &mut self,
        now: Time,
        number: AwardId,
        upcoming: &mut EventList<Event>,
    ) -> bool {
        let award = &self.state.allocations[number];
        let term = Term { number: award.term.number + 1, ..award.term };
        let (programme, applicant, pool) = (award.programme, award.applicant, award.pool);
        let (daily_fee, let_in) = (award.daily_fee, award.let_in);
        let plan = &self.inputs.programmes[programme];
        let Some(terms) = plan.terms.as_ref().filter(|_| term.number < term.count) else {
            return false;
        };
        self.carry_on(now, number, applicant);
        let amount = libm::round(term.first as f64 * terms.factor(term.number)).max(1.0) as i64;
        let ordinal = self.state.applicants[applicant].next_ordinal();
        let application = Application {
            applicant,
            ordinal,
            amount,
            measure: Measure::Hours,
            length: self.term_from(now, &plan.award, (applicant, ordinal)),
            daily_fee,
            score: 0.0,
            again: 1.0,
            origin: Origin::Renewal,
        };
        let next = self.new_award(now, programme, &application);
        let award = &mut self.state.allocations[next];
        // The new term takes the place of the term before it in the limit of the programme.
        (award.term, award.let_in, award.since) = (term, let_in, now);
        self.state.allocations[number].let_in = false;
        self.count_next_term(next);
        admission::insert(&mut self.state.pools[pool].waiting, next);
        if let Some((lead, call)) = self.next_call(now, programme) {
            self.give(lead, call, (1, amount));
        }
        self.lapses_unless_started(now, next, upcoming);
        true
    }

    /// How long an award of a term lasts that begins now.
    pub(in crate::model) fn term_from(
        &mut self,
        begins: Time,
        term: &inputs::Term,
        (applicant, ordinal): (ApplicantId, u32),
    ) -> Duration {
        match term {
            inputs::Term::Span(span) => self.after(begins, *span) - begins,
            inputs::Term::Drawn(drawn) => {
                let (length, _) = self.award_draws(applicant, ordinal);
                Duration::from_drawn(drawn.quantile(length).max(1.0))
            }
        }
    }

    /// The call from whose offer a programme takes its next term: its own call, or, of a track, that of the programme
    /// it belongs to.
    pub(in crate::model) fn next_call(
        &self,
        now: Time,
        programme: ProgrammeId,
    ) -> Option<(ProgrammeId, RoundId)> {
        let lead = self.inputs.programmes[programme].offer_of.unwrap_or(programme);
        let dates = self.draws.programmes[lead].dates.enumerated();
        let calls = dates.filter_map(|(call, dates)| Some((dates.as_ref()?.decides, call)));
        let next = calls.filter(|(decides, _)| *decides >= now).min_by_key(|(decides, _)| *decides);
        next.map(|(_, call)| (lead, call))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two terms in half of the awards, three in a quarter: 0.8 of the first in the second, 0.5 in all that follow.
    #[test]
    fn terms_have_shares_and_factors() {
        let count = Distribution::choice(&[(1.0, 0.25), (2.0, 0.5), (3.0, 0.25)]).unwrap();
        let terms = Terms { count, later: vec![0.8, 0.5] };
        assert_eq!([0, 1, 2, 3].map(|term| terms.share_with(term)), [1.0, 0.75, 0.25, 0.0]);
        assert_eq!([1, 2, 3, 9].map(|term| terms.factor(term)), [0.8, 0.5, 0.5, 0.5]);
        assert_eq!(terms.most(), 2.3);
        let alike = Terms { later: Vec::new(), ..terms };
        assert_eq!([1, 2].map(|term| alike.factor(term)), [1.0, 1.0]);
    }
}
