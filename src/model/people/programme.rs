//! Rounds and rolling intake: when applications come in, and who may come back.

use std::collections::VecDeque;

use crate::engine::{EventList, Gauge, Process};
use crate::measures::Whereabouts;
use crate::model::awards::admission::Line;
use crate::model::draws::Draws;
use crate::model::ids::{ApplicantId, AwardId, ProgrammeId, RoundId, Table, WorkloadId};
use crate::model::inputs::{Inputs, Intake, Programme, UnspentTo};
use crate::model::people::applicants::{Application, Cohort, Origin, expected_by_day};
use crate::model::people::fee::FeeMeter;
use crate::model::people::programme_switching::Moved;
use crate::model::people::second_choice::SecondChoices;
use crate::model::people::selection::{Candidate, Left};
use crate::model::people::stream::Waiting;
use crate::model::{DataCentre, Event};
use crate::quantity::UnitSeconds;
use crate::time::{Calendar, Duration, Span, Time};

/// A programme in the middle of a run.
#[derive(Clone, Debug)]
pub(in crate::model) struct ProgrammeState {
    /// Gaps between fresh applicants' levels, sizes, scores, decisions, lengths.
    pub(in crate::model) applicants: Process,
    /// Whether an applicant applies in spite of a fee.
    pub(in crate::model) payers: Process,
    /// Who goes to another programme.
    pub(in crate::model) movers: Process,
    /// People who went to other programmes, and who came from them.
    pub(in crate::model) moved: Moved,
    /// Awards of applications of the last decided round, if one was decided.
    pub(in crate::model) last_award_rate: Option<f64>,
    /// What the programme's projects pay.
    pub(in crate::model) fees: FeeMeter,
    /// Which class a fresh applicant is in.
    pub(in crate::model) classes: Process,
    /// The factor of a nominal spacing (negative binomial).
    pub(in crate::model) dispersion: Process,
    /// Factors of dispersion of the month that came last: each is worked out once.
    pub(in crate::model) factors: Vec<(i64, f64)>,
    /// Whether an allocation that used enough is extended.
    pub(in crate::model) extension: Process,
    /// How many terms an award has.
    pub(in crate::model) terms: Process,
    /// How much later than it could a project starts.
    pub(in crate::model) deferral: Process,
    /// Parent of every award's jobs.
    pub(in crate::model) jobs: Process,
    /// What a job draws on average, where jobs are stated by the hours of an award.
    pub(in crate::model) mean_work: f64,
    /// Index of its workload.
    pub(in crate::model) workload: Option<WorkloadId>,
    /// Applications of each round between closing and decision.
    pub(in crate::model) under_review: Table<RoundId, Vec<Application>>,
    /// The list of the round that is being decided; its memory serves every round.
    pub(in crate::model) list: Vec<Candidate>,
    /// Round by round: projects and units that the round, its tracks and terms that followed have been given of its offer.
    pub(in crate::model) given: Table<RoundId, (i64, i64)>,
    /// Round by round: what winners declined and is still to be offered again.
    pub(in crate::model) declined: Table<RoundId, Left>,
    /// Whether a winner declines.
    pub(in crate::model) no_show: Process,
    /// Projects that hold units.
    pub(in crate::model) running: Gauge,
    /// The integral of running projects when the month, and when the window, began.
    pub(in crate::model) running_before: [i64; 2],
    /// Who is to be considered as a second choice.
    pub(in crate::model) second: SecondChoices,
    /// Who waits for a call.
    pub(in crate::model) waiting: Vec<Waiting>,
    /// The first month of the stream that has not begun.
    pub(in crate::model) next_month: usize,
    /// Rolling intake: who comes back, by time.
    coming_back: VecDeque<(ApplicantId, Origin)>,
    /// Who is held back by the programme's limit.
    pub(in crate::model) line: Line,
    /// Rolling intake: applications so far, and the level of the last one.
    applied: u32,
    level: f64,
    /// Rolling intake: expected applications up to the start of each day.
    cumulative: Vec<f64>,
}

impl ProgrammeState {
    pub(in crate::model) fn new(programme: &Programme, inputs: &Inputs, draws: &Draws) -> Self {
        let own = |what: &str| {
            Process::new(draws.replication.seed, &format!("programme/{}/{what}", programme.name))
        };
        let number = inputs.programmes.find(|other| other.name == programme.name);
        let workload = number
            .filter(|_| inputs.plays_jobs)
            .and_then(|number| inputs.workloads.find(|w| w.programmes.contains(&number)));
        let drawn = number.map(|number| &draws.programmes[number]);
        let growth = drawn.map_or(0.0, |drawn| drawn.growth);
        Self {
            applicants: own("applicant"),
            payers: own("fee"),
            movers: own("moves"),
            moved: Moved::default(),
            last_award_rate: None,
            fees: FeeMeter::ZERO,
            classes: own("class"),
            dispersion: own("dispersion"),
            factors: Vec::new(),
            extension: own("extension"),
            terms: own("terms"),
            deferral: own("deferral"),
            jobs: own("jobs"),
            mean_work: workload
                .map_or(0.0, |at| inputs.workloads[at].mean_work(programme.hours.as_ref()))
                * programme.hours.as_ref().map_or(1.0, |hours| hours.charge as f64),
            workload,
            under_review: match &programme.intake {
                Intake::Rounds(rounds) => rounds.rounds.iter().map(|_| Vec::new()).collect(),
                Intake::Rolling { .. } => Table::new(),
            },
            list: Vec::new(),
            declined: match &programme.intake {
                Intake::Rounds(rounds) if programme.selection.tops_up().is_some() => {
                    rounds.rounds.iter().map(|_| Left::default()).collect()
                }
                _ => Table::new(),
            },
            given: match &programme.intake {
                Intake::Rounds(rounds) => rounds.rounds.iter().map(|_| (0, 0)).collect(),
                Intake::Rolling { .. } => Table::new(),
            },
            running: Gauge::new(Time::START, 0),
            running_before: [0; 2],
            no_show: own("no-show"),
            second: SecondChoices::default(),
            waiting: Vec::new(),
            next_month: 0,
            coming_back: VecDeque::new(),
            line: Line::default(),
            applied: 0,
            level: 0.0,
            cumulative: match &programme.intake {
                Intake::Rounds(_) => Vec::new(),
                Intake::Rolling { rate } => expected_by_day(inputs, programme, growth, rate),
            },
        }
    }
}

impl Programme {
    /// Up to when units count for "whatever fits" that come free after a decision.
    pub(crate) fn looks_until(&self, calendar: &Calendar, decides: Time) -> Time {
        match (self.looks_ahead, self.start_within) {
            (Some(ahead), _) => calendar.after(decides, ahead),
            (None, within) => {
                let month = calendar.after(decides, Span::Months(1));
                within.map_or(month, |span| calendar.after(decides, span).min(month))
            }
        }
    }
}

impl ProgrammeState {
    /// How many people wait for a call, or for the time at which they apply again.
    pub(in crate::model) fn waiting_count(&self) -> i64 {
        (self.waiting.len() + self.coming_back.len()) as i64
    }
}

impl DataCentre<'_> {
    /// A round closes: whoever waited for it is under review.
    pub(in crate::model) fn round_closes(
        &mut self,
        now: Time,
        programme: ProgrammeId,
        round: RoundId,
        upcoming: &mut EventList<Event>,
    ) {
        let Some(dates) = self.draws.programmes[programme].dates[round] else { return };
        let mut applications = self.take_review(programme, round);
        self.collect(now, programme, round, &mut applications, upcoming);
        if self.in_window(now) {
            self.state.record.programmes[programme].applications += applications.len() as i64;
        }
        self.state.programmes[programme].under_review[round] = applications;
        let decided = Event::RoundDecided { programme, round };
        upcoming.schedule(dates.decides.max(now), decided);
    }

    /// Somebody applies to a programme with rolling intake, and is awarded at once.
    pub(in crate::model) fn applies(
        &mut self,
        now: Time,
        programme: ProgrammeId,
        upcoming: &mut EventList<Event>,
    ) {
        let ordinal = self.state.programmes[programme].applied - 1;
        self.schedule_next_application(programme, upcoming);
        let (_, size) = self.fresh_draws(programme, Cohort::Rolling, ordinal);
        let applicant = self.new_applicant(programme, Cohort::Rolling, ordinal, size);
        let day = self.inputs.calendar.day_of(now) as i64;
        if !self.goes_elsewhere(now, programme, day, applicant, upcoming) {
            self.applies_at_once(now, programme, (applicant, Origin::Fresh), upcoming);
        }
    }

    /// Somebody refused or finished applies to rolling intake again.
    pub(in crate::model) fn comes_back(
        &mut self,
        now: Time,
        programme: ProgrammeId,
        upcoming: &mut EventList<Event>,
    ) {
        let Some(who) = self.state.programmes[programme].coming_back.pop_front() else { return };
        self.applies_at_once(now, programme, who, upcoming);
    }

    /// Rolling intake answers at once: an award, or a refusal where a limit says so.
    pub(in crate::model) fn applies_at_once(
        &mut self,
        now: Time,
        programme: ProgrammeId,
        (applicant, origin): (ApplicantId, Origin),
        upcoming: &mut EventList<Event>,
    ) {
        let pays = self.pays(programme, self.inputs.calendar.day_of(now) as i64, applicant);
        if origin == Origin::Moved {
            self.count_moved(now, programme, pays);
        }
        if !pays {
            self.goes(applicant, Whereabouts::Unwilling);
            return;
        }
        if self.in_window(now) {
            self.state.record.programmes[programme].applications += 1;
        }
        let application = self.apply(now, programme, None, applicant, origin);
        let refuses = self.inputs.programmes[programme].limit.is_some_and(|limit| limit.refuse);
        if refuses && !self.fits_limit(now, programme, application.units()) {
            self.turn_away(now, programme, application, upcoming);
            if self.in_window(now) {
                self.state.record.programmes[programme].refused += 1;
            }
        } else {
            self.award(now, programme, application, upcoming);
        }
    }

    /// Somebody tries again: in the next call, or after a while where there are no calls.
    pub(in crate::model) fn tries_again(
        &mut self,
        now: Time,
        programme: ProgrammeId,
        (applicant, origin): (ApplicantId, Origin),
        upcoming: &mut EventList<Event>,
    ) {
        self.goes(applicant, Whereabouts::Waiting);
        let plan = &self.inputs.programmes[programme];
        let state = &mut self.state.programmes[programme];
        match plan.intake {
            Intake::Rounds(_) => state.waiting.push(Waiting { applicant, origin, since: now }),
            Intake::Rolling { .. } => {
                state.coming_back.push_back((applicant, origin));
                let again = Event::ComesBack { programme };
                let returns_after = plan.returns_after;
                upcoming.schedule(self.after(now, returns_after), again);
            }
        }
    }

    /// The next applicant of rolling intake comes when the expected number reaches its level.
    pub(in crate::model) fn schedule_next_application(
        &mut self,
        programme: ProgrammeId,
        upcoming: &mut EventList<Event>,
    ) {
        let ordinal = self.state.programmes[programme].applied;
        let (gap, _) = self.fresh_draws(programme, Cohort::Rolling, ordinal);
        let state = &mut self.state.programmes[programme];
        state.applied += 1;
        state.level -= libm::log(gap);
        // The first day whose end reaches the level.
        let day = state.cumulative.partition_point(|&expected| expected < state.level);
        if day == 0 || day >= state.cumulative.len() {
            return;
        }
        let (before, after) = (state.cumulative[day - 1], state.cumulative[day]);
        let part = (state.level - before) / (after - before);
        let (midnight, next) =
            (self.inputs.calendar.midnight(day - 1), self.inputs.calendar.midnight(day));
        let at = midnight + Duration::from_drawn(part * (next - midnight).0 as f64);
        upcoming.schedule(at, Event::Applies { programme });
    }

    /// What a project may carry of its time or hours goes with it, unless it has done so as often as it may.
    pub(in crate::model) fn carry_on(
        &mut self,
        now: Time,
        number: AwardId,
        applicant: ApplicantId,
    ) {
        let programme = self.state.allocations[number].programme;
        let times = self.inputs.programmes[programme].unspent.and_then(|rule| rule.times);
        let may = times.is_none_or(|times| self.state.applicants[applicant].carries < times);
        let mut carried = Duration::ZERO;
        if may {
            self.carry_out(now, number);
            carried = self.unspent(now, number, UnspentTo::Renewal);
        }
        let who = &mut self.state.applicants[applicant];
        who.carried = carried;
        if carried > Duration::ZERO || who.carried_hours > UnitSeconds::ZERO {
            who.carries += 1;
        }
    }

    /// A finished or stopped project may apply again in the next round.
    pub(in crate::model) fn may_renew(
        &mut self,
        now: Time,
        number: AwardId,
        upcoming: &mut EventList<Event>,
    ) {
        let allocation = &self.state.allocations[number];
        let programme = allocation.programme;
        let applicant = allocation.applicant;
        let (_, renew) = self.award_draws(applicant, allocation.application);
        if renew < self.draws.programmes[programme].renew {
            self.carry_on(now, number, applicant);
            self.tries_again(now, programme, (applicant, Origin::Renewal), upcoming);
        }
    }
}
