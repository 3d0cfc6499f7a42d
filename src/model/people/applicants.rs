//! Who applies: fresh applicants, those who come back, and what each asks for.
//!
//! Applicants of a round = fresh (people of the stream who wait for their first call) + re-applicants
//! (each refusal returns with probability q) + renewals (each finished allocation returns with
//! probability ρ). An applicant keeps its address for life.

use serde::{Deserialize, Serialize};

use crate::measures::Whereabouts;
use crate::model::DataCentre;
use crate::model::draws::demand_factor;
use crate::model::ids::{ApplicantId, ClassId, ProgrammeId, RoundId};
use crate::model::inputs::{Inputs, Intake, Measure, Programme, Rounds};
use crate::quantity::{UnitSeconds, Won, rounded};
use crate::time::{Duration, Time};

/// Somebody who applied at least once.
#[derive(Clone, Copy, Debug)]
pub(in crate::model) struct Applicant {
    /// Programme in which it first applied: its draws are of that programme's processes.
    pub(in crate::model) home: ProgrammeId,
    /// The cohort with which the applicant came.
    pub(in crate::model) cohort: Cohort,
    /// Ordinal in the cohort.
    pub(in crate::model) ordinal: u32,
    /// The class of the applicant.
    pub(in crate::model) class: ClassId,
    /// The applicant's place among all applicants by size: the draw behind the request.
    size: f64,
    /// Applications so far, and terms that followed without one.
    applications: u32,
    /// Awards so far.
    pub(in crate::model) awards: u32,
    /// Time that its last allocation left over for the next.
    pub(in crate::model) carried: Duration,
    /// Hours that its last award left over for the next.
    pub(in crate::model) carried_hours: UnitSeconds,
    /// How many times it carried time or hours to its next award.
    pub(in crate::model) carries: u32,
    /// The programme with which it is now.
    pub(in crate::model) with: ProgrammeId,
    /// Where the applicant is in that programme.
    pub(in crate::model) place: Whereabouts,
}

/// The cohort with which an applicant came.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Cohort {
    /// People of the stream who came in a civil month: 12 × year + month − 1.
    Month(u32),
    /// For one extra call alone: [`Round::word_of_name`].
    ///
    /// [`Round::word_of_name`]: crate::model::inputs::Round::word_of_name
    Call(u32),
    /// People who came to rolling intake.
    Rolling,
}

impl Cohort {
    /// The word of addresses.
    #[must_use]
    pub fn word(self) -> u32 {
        match self {
            Self::Month(word) | Self::Call(word) => word,
            Self::Rolling => u32::MAX,
        }
    }
}

impl Applicant {
    /// The number of its next application, or of a term that follows without one: each draws for itself.
    pub(in crate::model) fn next_ordinal(&mut self) -> u32 {
        let ordinal = self.applications;
        self.applications += 1;
        ordinal
    }

    /// The cohort as a word of an address.
    pub(in crate::model) fn cohort_word(&self) -> u32 {
        self.cohort.word()
    }
}

/// How an application came about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::model) enum Origin {
    Fresh,
    Reapplicant,
    Renewal,
    /// The applicant came from another programme.
    Moved,
}

/// One application.
#[derive(Clone, Copy, Debug)]
pub(in crate::model) struct Application {
    pub(in crate::model) applicant: ApplicantId,
    /// Which application of the applicant, from 0.
    pub(in crate::model) ordinal: u32,
    /// The amount that is asked for, in what the programme awards.
    pub(in crate::model) amount: i64,
    pub(in crate::model) measure: Measure,
    pub(in crate::model) length: Duration,
    /// Won that the applicant will pay for a unit and day.
    pub(in crate::model) daily_fee: Won,
    pub(in crate::model) score: f64,
    /// The draw that says whether its refusal returns.
    pub(in crate::model) again: f64,
    pub(in crate::model) origin: Origin,
}

impl Application {
    /// Units that an award of the application holds.
    pub(in crate::model) fn units(&self) -> i64 {
        if self.measure == Measure::Units { self.amount } else { 0 }
    }

    /// Unit-seconds asked for.
    pub(in crate::model) fn asked(&self) -> UnitSeconds {
        self.measure.unit_seconds(self.amount, self.length)
    }
}

/// Expected applications up to the start of each day: the rate is constant within a civil day.
pub(in crate::model) fn expected_by_day(
    inputs: &Inputs,
    programme: &Programme,
    growth: f64,
    rate: &[(i64, f64)],
) -> Vec<f64> {
    let calendar = &inputs.calendar;
    let mut sum = 0.0;
    let mut cumulative = vec![0.0];
    for day in 0..calendar.days() {
        let stated =
            rate.iter().rev().find(|(from, _)| *from <= day as i64).map_or(0.0, |(_, r)| *r);
        let midnight = calendar.midnight(day);
        let length = (calendar.midnight(day + 1) - midnight).0 as f64;
        sum += stated * demand_factor(inputs, programme, growth, midnight) * length;
        cumulative.push(sum.min(Rounds::MOST_FRESH));
    }
    cumulative
}

/// Which draws of a person say when the person comes and how much the person asks for.
const FRESH: u32 = 0;
/// Which draws of a person say on which day of a month the person comes, and how long the person waits for a call.
pub(in crate::model) const ARRIVAL: u32 = u32::MAX;

impl DataCentre<'_> {
    /// Books one application: what it asks for is under review until it is decided.
    pub(in crate::model) fn apply(
        &mut self,
        now: Time,
        programme: ProgrammeId,
        round: Option<RoundId>,
        applicant: ApplicantId,
        origin: Origin,
    ) -> Application {
        let plan = &self.inputs.programmes[programme];
        let dates = round.and_then(|round| self.draws.programmes[programme].dates[round]);
        let extra = round.and_then(|round| match &plan.intake {
            Intake::Rounds(rounds) => rounds.rounds[round].extra.as_ref(),
            Intake::Rolling { .. } => None,
        });
        // Where there are no rounds, it is decided at once.
        // What is topped up is decided later than its round.
        let (opens, decides) =
            dates.map_or((now, now), |dates| (dates.opens, dates.decides.max(now)));
        let term = extra.and_then(|extra| extra.award.as_ref()).unwrap_or(&plan.award);
        let who = &mut self.state.applicants[applicant];
        let ordinal = who.next_ordinal();
        let carried = std::mem::take(&mut who.carried);
        // What a round says of requests holds for everybody in it.
        let request = extra.and_then(|extra| extra.request.as_ref());
        let request = request.unwrap_or_else(|| plan.request_of(who.class));
        let amount = rounded(request.quantile(who.size)).max(1);
        let measure = plan.measure();
        let opened = self.inputs.calendar.day_of(opens) as i64;
        let own = plan.class(who.class).filter(|of| of.bonus_from <= opened);
        let bonus = own.map_or(0.0, |of| of.bonus);
        let (score, again) = self.application_draws(applicant, ordinal);
        let score = score + bonus;
        let length = self.term_from(decides, term, (applicant, ordinal));
        let length = length + carried;
        let daily_fee = self.daily_fee(programme, opened, applicant);
        let application = Application {
            applicant,
            ordinal,
            amount,
            measure,
            length,
            daily_fee,
            score,
            again,
            origin,
        };
        self.count_application(now, programme, &application);
        self.goes(applicant, Whereabouts::UnderReview);
        application
    }

    pub(in crate::model) fn new_applicant(
        &mut self,
        programme: ProgrammeId,
        cohort: Cohort,
        ordinal: u32,
        size: f64,
    ) -> ApplicantId {
        let class = self.class_of(programme, cohort, ordinal);
        self.comes(programme);
        self.state.applicants.push(Applicant {
            home: programme,
            cohort,
            ordinal,
            class,
            size,
            applications: 0,
            awards: 0,
            carried: Duration::ZERO,
            carried_hours: UnitSeconds::ZERO,
            carries: 0,
            with: programme,
            place: Whereabouts::Waiting,
        })
    }

    /// Level gap and size of somebody who newly comes.
    pub(in crate::model) fn fresh_draws(
        &self,
        programme: ProgrammeId,
        cohort: Cohort,
        ordinal: u32,
    ) -> (f64, f64) {
        self.person_draws(programme, cohort, ordinal, FRESH)
    }

    /// Level gap and size of somebody who newly comes to a stream, and the draws of their arrival.
    pub(in crate::model) fn arrival_draws(
        &self,
        programme: ProgrammeId,
        cohort: Cohort,
        ordinal: u32,
    ) -> [(f64, f64); 2] {
        let addresses = [FRESH, ARRIVAL].map(|draw| self.person_address(cohort, ordinal, draw));
        self.state.programmes[programme].applicants.two_pairs(addresses)
    }

    fn person_address(&self, cohort: Cohort, ordinal: u32, draw: u32) -> [u32; 4] {
        [self.draws.replication.number, cohort.word(), ordinal, draw]
    }

    /// A pair of draws of somebody, by their address for life.
    pub(in crate::model) fn person_draws(
        &self,
        programme: ProgrammeId,
        cohort: Cohort,
        ordinal: u32,
        draw: u32,
    ) -> (f64, f64) {
        let address = self.person_address(cohort, ordinal, draw);
        self.state.programmes[programme].applicants.pair(address)
    }

    /// Score of an application, and whether its refusal returns.
    pub(in crate::model) fn application_draws(
        &self,
        applicant: ApplicantId,
        application: u32,
    ) -> (f64, f64) {
        self.applicant_draws(applicant, 1 + 2 * application)
    }

    /// Length of an award, and whether its end renews.
    pub(in crate::model) fn award_draws(
        &self,
        applicant: ApplicantId,
        application: u32,
    ) -> (f64, f64) {
        self.applicant_draws(applicant, 2 + 2 * application)
    }

    pub(in crate::model) fn applicant_draws(
        &self,
        applicant: ApplicantId,
        draw: u32,
    ) -> (f64, f64) {
        let who = &self.state.applicants[applicant];
        self.person_draws(who.home, who.cohort, who.ordinal, draw)
    }
}
