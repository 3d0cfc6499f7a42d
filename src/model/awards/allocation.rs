//! An allocation: the right of an awarded project to a number of units for a length of time, and its life.
//!
//! waiting → running ⇄ frozen → ended, or lapsed before the start, or stopped by a gap.

mod gap;
mod life;

use crate::engine::{EventList, Handle};
use crate::model::awards::terms::Term;
use crate::model::ids::{ApplicantId, AwardId, BalanceId, PoolId, ProgrammeId};
use crate::model::inputs::Measure;
use crate::model::people::applicants::Application;
use crate::model::record::{AllocationRow, Outcome};
use crate::model::{DataCentre, Event};
use crate::quantity::{UnitSeconds, Won};
use crate::time::{Duration, Time};

/// An award and what has become of it.
#[derive(Clone, Debug)]
pub(in crate::model) struct Allocation {
    pub(in crate::model) applicant: ApplicantId,
    /// Which application of the applicant, from 0.
    pub(in crate::model) application: u32,
    pub(in crate::model) programme: ProgrammeId,
    pub(in crate::model) pool: PoolId,
    pub(in crate::model) units: i64,
    /// Hours of units that its jobs may draw down; it holds none then. 0: it is an award of units.
    pub(in crate::model) hours: i64,
    /// Which term of what its project won it is.
    pub(in crate::model) term: Term,
    /// What has become of those hours, once it has started.
    pub(in crate::model) balance: Option<BalanceId>,
    /// Units that it asked for in the pool of its programme.
    pub(in crate::model) asked_units: i64,
    /// Won that the project pays for a unit and day.
    pub(in crate::model) daily_fee: Won,
    /// Length of the award.
    pub(in crate::model) length: Duration,
    /// How long the award may hold its units: its length, less what was taken back, and what was added.
    pub(in crate::model) granted: Duration,
    pub(in crate::model) taken_back: Duration,
    pub(in crate::model) extended: Duration,
    pub(in crate::model) decided: Time,
    /// When the award's project is ready to start.
    ready: Time,
    /// Whether the award counts against the limit of its programme.
    pub(in crate::model) let_in: bool,
    pub(in crate::model) state: Outcome,
    /// Lapse while waiting, end while running.
    timer: Handle,
    /// The next look at its use, and when a notice ends (in time held).
    pub(in crate::model) check: Handle,
    pub(in crate::model) notice_ends: Option<Duration>,
    /// Place in the pool's order of first starts.
    order: u32,
    started: Option<Time>,
    /// When a running award ends.
    pub(in crate::model) ends: Time,
    /// What is left of its length, if it is not running.
    pub(in crate::model) remaining: Duration,
    ended: Option<Time>,
    /// Since when the award has been in its state: waiting, running or frozen.
    pub(in crate::model) since: Time,
    frozen_since: Time,
    frozen_for: Duration,
}

impl Allocation {
    /// Unit-seconds asked for.
    pub(in crate::model) fn asked(&self) -> UnitSeconds {
        match self.hours {
            0 => UnitSeconds::of(self.units, self.length.0),
            hours => Measure::Hours.unit_seconds(hours, self.length),
        }
    }

    /// When the award's project is ready to start.
    pub(in crate::model) fn ready(&self) -> Time {
        self.ready
    }

    /// When the award first held its units; `None`: it never did.
    pub(in crate::model) fn started(&self) -> Option<Time> {
        self.started
    }

    /// When the award ended; `None`: it is not over.
    pub(in crate::model) fn ended(&self) -> Option<Time> {
        self.ended
    }

    /// Whether the award holds its units.
    pub(in crate::model) fn runs(&self) -> bool {
        self.state == Outcome::Running
    }

    /// Time for which it has held its units up to `now`.
    pub(in crate::model) fn held(&self, now: Time) -> Duration {
        match self.state {
            Outcome::Waiting | Outcome::Lapsed | Outcome::Declined => Duration::ZERO,
            Outcome::Running => self.granted - (self.ends - now),
            Outcome::Frozen | Outcome::Ended | Outcome::Stopped => self.granted - self.remaining,
        }
    }
}

impl Allocation {
    /// Time from when it was ready to the first start, or as long as it has waited.
    pub(in crate::model) fn waited(&self, now: Time) -> Duration {
        (self.started.or(self.ended).unwrap_or(now) - self.ready).max(Duration::ZERO)
    }

    /// Time for which it has been suspended.
    pub(in crate::model) fn suspended(&self, now: Time) -> Duration {
        match self.state {
            Outcome::Frozen => self.frozen_for + (now - self.frozen_since),
            _ => self.frozen_for,
        }
    }
}

impl DataCentre<'_> {
    /// The address of what is drawn for an award.
    pub(in crate::model) fn award_address(&self, number: AwardId) -> [u32; 4] {
        let allocation = &self.state.allocations[number];
        let applicant = &self.state.applicants[allocation.applicant];
        let (cohort, ordinal) = (applicant.cohort_word(), applicant.ordinal);
        [self.draws.replication.number, cohort, ordinal, allocation.application]
    }

    /// Awards `units` for `length`: starts at once if units are free and nobody is in front.
    pub(in crate::model) fn award(
        &mut self,
        now: Time,
        programme: ProgrammeId,
        application: Application,
        upcoming: &mut EventList<Event>,
    ) {
        let number = self.new_award(now, programme, &application);
        self.state.allocations[number].term = self.first_term(number, application.amount);
        self.count_award(now, number, &application);
        let delay = self.start_delay(number);
        if delay > Duration::ZERO {
            self.state.allocations[number].ready = now + delay;
            upcoming.schedule(now + delay, Event::AwardReady(number));
        } else {
            self.await_start(now, number, upcoming);
        }
    }

    /// An award that waits, and is counted nowhere yet.
    pub(super) fn new_award(
        &mut self,
        now: Time,
        programme: ProgrammeId,
        application: &Application,
    ) -> AwardId {
        let pool = self.inputs.programmes[programme].pool;
        let units = application.units();
        let award = Allocation {
            applicant: application.applicant,
            application: application.ordinal,
            programme,
            pool,
            units,
            hours: if application.measure == Measure::Hours { application.amount } else { 0 },
            term: Term::ONLY,
            balance: None,
            asked_units: units,
            daily_fee: application.daily_fee,
            length: application.length,
            granted: application.length,
            taken_back: Duration::ZERO,
            extended: Duration::ZERO,
            decided: now,
            ready: now,
            let_in: false,
            state: Outcome::Waiting,
            timer: Handle::NONE,
            check: Handle::NONE,
            notice_ends: None,
            order: 0,
            started: None,
            ends: Time::NEVER,
            remaining: application.length,
            ended: None,
            // The award waits for units once it is let into the queue.
            since: Time::NEVER,
            frozen_since: now,
            frozen_for: Duration::ZERO,
        };
        let queue = self.new_job_queue(programme, application, units);
        self.state.job_queues.push(queue);
        let number = self.state.allocations.push(award);
        if self.state.holdings.len() < self.state.allocations.len() {
            self.state.holdings.push(Vec::new());
        }
        number
    }

    /// The project of an award is ready: it starts, or waits for units as long as it may.
    pub(in crate::model) fn await_start(
        &mut self,
        now: Time,
        number: AwardId,
        upcoming: &mut EventList<Event>,
    ) {
        self.look_elsewhere(now, number);
        self.award_ready(now, number, upcoming);
        let programme = self.state.allocations[number].programme;
        if self.state.allocations[number].state != Outcome::Waiting {
            return;
        }
        let within = self.inputs.programmes[programme].start_within;
        if within.is_some_and(|span| self.after(now, span) <= now) {
            self.award_lapses(now, number, upcoming);
        } else {
            self.lapses_unless_started(now, number, upcoming);
        }
    }

    /// An award waits for units as long as it may.
    pub(super) fn lapses_unless_started(
        &mut self,
        now: Time,
        number: AwardId,
        upcoming: &mut EventList<Event>,
    ) {
        let programme = self.state.allocations[number].programme;
        if let Some(span) = self.inputs.programmes[programme].start_within {
            let lapses = self.after(now, span).max(now);
            let timer = upcoming.schedule(lapses, Event::AwardLapses(number));
            self.state.allocations[number].timer = timer;
        }
    }

    /// An award has waited as long as it may and units never came: the centre has refused its
    /// applicant, who may try again.
    pub(in crate::model) fn award_lapses(
        &mut self,
        now: Time,
        number: AwardId,
        upcoming: &mut EventList<Event>,
    ) {
        self.enter(now, number, Outcome::Lapsed, upcoming);
        let award = &self.state.allocations[number];
        let (pool, programme) = (award.pool, award.programme);
        let who = (award.applicant, award.application);
        self.lapse_carried(programme, who.0);
        self.leaves_limit(now, number);
        let (_, again) = self.application_draws(who.0, who.1);
        let again = again < self.draws.programmes[programme].reapply_lapsed;
        self.may_try_again(now, programme, who, again, upcoming);
        self.fill(now, pool, upcoming);
    }

    /// The first waiting award takes its units; its length runs from now.
    pub(in crate::model) fn start(
        &mut self,
        now: Time,
        number: AwardId,
        upcoming: &mut EventList<Event>,
    ) {
        self.enter(now, number, Outcome::Running, upcoming);
        self.first_job(now, number, upcoming);
    }

    /// An allocation has run its length.
    pub(in crate::model) fn allocation_ends(
        &mut self,
        now: Time,
        number: AwardId,
        upcoming: &mut EventList<Event>,
    ) {
        if self.extend(now, number, upcoming) {
            return;
        }
        self.leave_aside(number);
        self.drop_jobs(now, number, upcoming);
        self.enter(now, number, Outcome::Ended, upcoming);
        let allocation = &self.state.allocations[number];
        debug_assert_eq!(allocation.remaining, Duration::ZERO);
        let (pool, programme) = (allocation.pool, allocation.programme);
        let goes_on = self.next_term(now, number, upcoming);
        self.leaves_limit(now, number);
        if !goes_on {
            self.may_renew(now, number, upcoming);
        }
        self.close_balance(now, number, upcoming);
        // At midnight the day that begins first says how many units there are, and then fills them:
        // nobody starts on units that money no longer leases.
        self.fill_by_day(now, pool, upcoming);
        let own = self.inputs.programmes[programme].pool;
        if own != pool {
            self.fill_by_day(now, own, upcoming);
        }
    }

    /// Leaves one row for each award, those that were declined among them.
    pub(in crate::model) fn record_allocations(&mut self) {
        let end = self.inputs.calendar.end();
        for number in self.state.allocations.ids() {
            let allocation = &self.state.allocations[number];
            let applicant = &self.state.applicants[allocation.applicant];
            self.state.record.allocations.push(AllocationRow {
                programme: allocation.programme,
                pool: allocation.pool,
                home: applicant.home,
                class: applicant.class,
                cohort: applicant.cohort,
                ordinal: applicant.ordinal,
                application: allocation.application,
                units: allocation.units,
                decided: allocation.decided,
                started: allocation.started,
                ended: allocation.ended,
                length: allocation.length,
                taken_back: allocation.taken_back,
                extended: allocation.extended,
                held: allocation.held(end),
                frozen: allocation.suspended(end),
                outcome: allocation.state,
                jobs: self.state.job_queues[number].submitted(),
                busy: self.busy_of(number, end),
            });
        }
        // Awards are numbered as they are decided, and so is what was declined: a stable sort merges them.
        let rows = &mut self.state.record.allocations;
        if !self.state.declined.is_empty() {
            rows.append(&mut self.state.declined);
            rows.sort_by_key(|row| row.decided);
        }
    }
}
