//! Who is awarded, who is turned away and who declines when a round is decided, and what it offers.

mod list;
mod offer;

use self::list::Verdict;
pub(in crate::model) use self::list::least;
pub(in crate::model) use self::list::{Candidate, Left};
use crate::engine::EventList;
use crate::measures::Whereabouts;
use crate::model::capacity::course::Standing;
use crate::model::ids::{ApplicantId, LotId, ProgrammeId, RoundId};
use crate::model::inputs::{AddsPlaces, Inputs, Measure, Rules};
use crate::model::people::applicants::{Application, Origin};
use crate::model::people::award_rate;
use crate::model::people::round_dates::RoundDates;
use crate::model::people::stream::Waiting;
use crate::model::record::{AllocationRow, Outcome, RoundRow};
use crate::model::{DataCentre, Event};
use crate::quantity::{UnitSeconds, rounded};
use crate::time::{Duration, Time};

impl<'a> DataCentre<'a> {
    /// A round is decided.
    pub(in crate::model) fn round_decided(
        &mut self,
        now: Time,
        programme: ProgrammeId,
        round: RoundId,
        upcoming: &mut EventList<Event>,
    ) {
        let Some(dates) = self.draws.programmes[programme].dates[round] else { return };
        let own = self.offered(now, programme, round);
        let call = self.call_of(now, programme, round);
        let offered = match call {
            Some((lead, call)) if lead == programme => own.without(self.given(lead, call)),
            Some((lead, call)) => {
                self.offered(now, lead, call).without(self.given(lead, call)).at_most(own)
            }
            None => Left { projects: Some(0), units: None },
        };
        let rows = self.state.record.rounds.len();
        self.decide(now, programme, round, (dates, false), offered, upcoming);
        if let (Some((lead, call)), Some(row)) = (call, self.state.record.rounds.get(rows)) {
            let given = (row.awards, row.units_awarded);
            self.give(lead, call, given);
        }
        let again = self.inputs.programmes[programme].selection.tops_up();
        if let Some(after) = again.filter(|_| self.something_declined(programme, round)) {
            let at = self.inputs.calendar.after(now, after).max(now);
            let topped_up = Event::ToppedUp { programme, round };
            upcoming.schedule(at, topped_up);
        }
    }

    /// The call whose offer a round draws on: itself, or of a track the next one of the programme that it is a track
    /// of. `None`: there is none any more.
    fn call_of(
        &self,
        now: Time,
        programme: ProgrammeId,
        round: RoundId,
    ) -> Option<(ProgrammeId, RoundId)> {
        match self.inputs.programmes[programme].offer_of {
            None => Some((programme, round)),
            Some(_) => self.next_call(now, programme),
        }
    }

    /// What winners of a round declined is offered again: to those who have come back since, as in
    /// any round, but to nobody new. What is declined once more stays free.
    pub(in crate::model) fn topped_up(
        &mut self,
        now: Time,
        programme: ProgrammeId,
        round: RoundId,
        upcoming: &mut EventList<Event>,
    ) {
        let offered = std::mem::take(&mut self.state.programmes[programme].declined[round]);
        let dates = RoundDates { opens: now, closes: now, decides: now };
        let comes = |person: &Waiting| person.origin != Origin::Fresh && person.since <= now;
        self.collect_again(now, programme, (round, dates), comes, upcoming);
        self.decide(now, programme, round, (dates, true), offered, upcoming);
        self.state.programmes[programme].declined[round] = Left::default();
    }

    /// Lets the waiting people whom `comes` names apply to a call that is decided at once.
    pub(super) fn collect_again(
        &mut self,
        now: Time,
        programme: ProgrammeId,
        (round, dates): (RoundId, RoundDates),
        comes: impl Fn(&Waiting) -> bool,
        upcoming: &mut EventList<Event>,
    ) {
        let mut applications = self.take_review(programme, round);
        let mut waiting = std::mem::take(&mut self.state.programmes[programme].waiting);
        waiting.retain(|&person| {
            let comes = comes(&person);
            if comes {
                let call = (round, dates);
                self.answers(now, programme, call, person, &mut applications, upcoming);
            }
            !comes
        });
        if self.in_window(now) {
            self.state.record.programmes[programme].applications += applications.len() as i64;
        }
        let state = &mut self.state.programmes[programme];
        state.waiting = waiting;
        state.under_review[round] = applications;
    }

    fn something_declined(&self, programme: ProgrammeId, round: RoundId) -> bool {
        let declined = self.state.programmes[programme].declined.get(round.place());
        declined.is_some_and(|left| left.projects.or(left.units).is_some_and(|left| left > 0))
    }

    /// The rules of a round, by the day on which it opened; of the call that tops it up, its own.
    fn rules(&self, programme: ProgrammeId, round: RoundId) -> Rules<'a> {
        let opened = self.draws.programmes[programme].dates[round].map(|dates| dates.opens);
        let day = opened.map_or(0, |opened| self.inputs.calendar.day_of(opened) as i64);
        self.inputs.programmes[programme].selection.on(day)
    }

    /// Settles the list of a round, or of a call that offers again what is left of it.
    pub(super) fn decide(
        &mut self,
        now: Time,
        programme: ProgrammeId,
        round: RoundId,
        (dates, top_up): (RoundDates, bool),
        offered: Left,
        upcoming: &mut EventList<Event>,
    ) {
        let rules = self.rules(programme, round);
        let mut applications = self.take_review(programme, round);
        let mut list = std::mem::take(&mut self.state.programmes[programme].list);
        self.rank(&mut applications);
        list.clear();
        let candidate = |application| self.candidate(programme, rules, application);
        list.extend(applications.iter().map(candidate));
        list::settle(&mut list, offered, rules);
        if let Some(declined) = self.state.programmes[programme].declined.get_mut(round.place()) {
            *declined = offered.declined(&list);
        }
        let row = RoundRow::new(programme, round, top_up, dates);
        let row = counts(row, offered, &applications, &list);
        if !top_up {
            let award_rate = award_rate::of(row.awards as f64, applications.len() as f64);
            self.state.programmes[programme].last_award_rate = Some(award_rate);
        }
        self.state.record.rounds.push(row);
        for (&refused, _) in
            applications.iter().zip(&list).filter(|(_, one)| one.verdict == Verdict::TurnedAway)
        {
            self.turn_away(now, programme, refused, upcoming);
        }
        for (&application, candidate) in applications.iter().zip(&list) {
            match candidate.verdict {
                Verdict::TurnedAway => {}
                Verdict::Declined(units) => self.decline(now, programme, &application, units),
                Verdict::Awarded(units) => {
                    let won = self.cut_back(programme, application, units);
                    self.award(now, programme, won, upcoming);
                }
            }
        }
        applications.clear();
        self.state.reviewed.push(applications);
        self.state.programmes[programme].list = list;
    }

    /// Takes what is under review in a round; where that is nothing, in the memory of a round that is decided.
    pub(in crate::model) fn take_review(
        &mut self,
        programme: ProgrammeId,
        round: RoundId,
    ) -> Vec<Application> {
        let review = std::mem::take(&mut self.state.programmes[programme].under_review[round]);
        if review.capacity() > 0 { review } else { self.state.reviewed.pop().unwrap_or_default() }
    }

    /// Best score first; a tie, if there ever is one, goes to the earlier application.
    fn rank(&mut self, applications: &mut Vec<Application>) {
        // Scores are sorted with their places alone, as one whole number: an application is six times as large.
        let (order, ranked) = (&mut self.state.order, &mut self.state.ranked);
        order.clear();
        let placed = (0_u32..).zip(applications.iter());
        order.extend(placed.map(|(at, one)| u128::from(falling(one.score)) << 32 | u128::from(at)));
        order.sort_unstable();
        ranked.clear();
        ranked.extend(order.iter().map(|&placed| applications[placed as u32 as usize]));
        std::mem::swap(applications, ranked);
    }

    /// An application as the list of its round sees it.
    fn candidate(
        &self,
        programme: ProgrammeId,
        rules: Rules<'_>,
        application: &Application,
    ) -> Candidate {
        let who = &self.state.applicants[application.applicant];
        let units = application.amount;
        let may_win = rules.most_awards().is_none_or(|most| who.awards < most)
            && application.score >= rules.bar();
        let declines = rules.no_show().is_some() && {
            let address = [
                self.draws.replication.number,
                who.cohort_word(),
                who.ordinal,
                application.ordinal,
            ];
            let uniform = self.state.programmes[who.home].no_show.uniform(address);
            uniform < self.draws.programmes[programme].no_show
        };
        Candidate {
            units: if may_win {
                rules.most_units().map_or(units, |most| most.min(units))
            } else {
                0
            },
            class: who.class,
            declines,
            verdict: Verdict::TurnedAway,
        }
    }

    /// A winner has `units`: what it asked for beyond them is cut back.
    fn cut_back(
        &mut self,
        programme: ProgrammeId,
        application: Application,
        units: i64,
    ) -> Application {
        self.state.applicants[application.applicant].awards += 1;
        self.count_cut(programme, &application, units);
        Application { amount: units, ..application }
    }

    /// A winner declines before anything starts, and neither re-applies nor renews.
    fn decline(
        &mut self,
        now: Time,
        programme: ProgrammeId,
        application: &Application,
        units: i64,
    ) {
        let who = &self.state.applicants[application.applicant];
        self.state.declined.push(AllocationRow {
            programme,
            pool: self.inputs.programmes[programme].pool,
            home: who.home,
            class: who.class,
            cohort: who.cohort,
            ordinal: who.ordinal,
            application: application.ordinal,
            units: if application.measure == Measure::Units { units } else { 0 },
            decided: now,
            started: None,
            ended: Some(now),
            length: application.length,
            taken_back: Duration::ZERO,
            extended: Duration::ZERO,
            held: Duration::ZERO,
            frozen: Duration::ZERO,
            outcome: Outcome::Declined,
            jobs: 0,
            busy: UnitSeconds::ZERO,
        });
        self.count_declined(now, programme, application, units);
        self.lapse_carried(programme, application.applicant);
        self.goes(application.applicant, Whereabouts::Declined);
    }

    /// An application is refused: its applicant may come back in the next round.
    pub(in crate::model) fn turn_away(
        &mut self,
        now: Time,
        programme: ProgrammeId,
        refused: Application,
        upcoming: &mut EventList<Event>,
    ) {
        self.count_refusal(now, programme, &refused);
        self.lapse_carried(programme, refused.applicant);
        self.goes(refused.applicant, Whereabouts::TurnedAway);
        let chance = self.draws.programmes[programme].reapply;
        let who = (refused.applicant, refused.ordinal);
        self.may_try_again(now, programme, who, refused.again < chance, upcoming);
    }

    /// Somebody whom the centre refused goes to another programme, tries again here, or neither.
    pub(in crate::model) fn may_try_again(
        &mut self,
        now: Time,
        programme: ProgrammeId,
        (applicant, application): (ApplicantId, u32),
        again: bool,
        upcoming: &mut EventList<Event>,
    ) {
        if self.goes_on(now, programme, applicant, application, upcoming) {
            return;
        }
        if again {
            self.tries_again(now, programme, (applicant, Origin::Reapplicant), upcoming);
        }
    }
}

/// Stated places of a regular round, and what expansions in service add to them, where the lots of the
/// pool stand so.
pub(in crate::model) fn with_expansions(
    inputs: &Inputs,
    programme: ProgrammeId,
    places: i64,
    lots: impl Iterator<Item = (LotId, Standing)>,
) -> i64 {
    let (mut added, mut grown, mut without) = (0, 0, 0);
    for (lot, standing) in lots {
        without += standing.installed;
        let lot = &inputs.lots[lot];
        if lot.adds_places_to.is_some_and(|only| only != programme) {
            continue;
        }
        match lot.adds_places {
            AddsPlaces::None => {}
            AddsPlaces::Number(number) => added += if standing.leased > 0 { number } else { 0 },
            AddsPlaces::InProportion => {
                grown += standing.leased;
                without -= standing.installed;
            }
        }
    }
    // Against what else stands there, not what else is leased: less money never means more places.
    if grown > 0 && without > 0 {
        added += rounded(places as f64 * grown as f64 / without as f64);
    }
    places + added
}

/// A number that is the smaller the higher the score, by the order of [`f64::total_cmp`].
fn falling(score: f64) -> u64 {
    let bits = score.to_bits();
    let positive = bits >> 63 == 0;
    if positive { !(bits | 1 << 63) } else { bits }
}

/// What a decided round leaves in the record: who applied, and what became of it.
fn counts(
    mut row: RoundRow,
    offered: Left,
    applications: &[Application],
    list: &[Candidate],
) -> RoundRow {
    for (application, candidate) in applications.iter().zip(list) {
        let asked = application.amount;
        match application.origin {
            Origin::Fresh => row.fresh += 1,
            Origin::Reapplicant => row.reapplicants += 1,
            Origin::Renewal => row.renewals += 1,
            Origin::Moved => row.moved += 1,
        }
        row.units_asked += asked;
        match candidate.verdict {
            Verdict::TurnedAway => continue,
            Verdict::Awarded(units) => {
                row.units_awarded += units;
                row.units_cut += asked - units;
            }
            Verdict::Declined(units) => {
                row.units_awarded += units;
                row.declined += 1;
            }
        }
        row.awards += 1;
    }
    row.places = offered.projects.unwrap_or(row.awards);
    row.units_offered = offered.units.unwrap_or(row.units_awarded);
    row
}
