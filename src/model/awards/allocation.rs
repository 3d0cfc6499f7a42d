//! An allocation: the right of an awarded project to so many units for so long, and its life.
//!
//! waiting → running ⇄ frozen → ended, or withdrawn before the start, or stopped by a gap.

mod gap;

use crate::engine::{EventList, Handle};
use crate::model::awards::admission::leave;
use crate::model::jobs::job::JobQueue;
use crate::model::record::{AllocationRow, Outcome};
use crate::model::{DataCentre, Event};
use crate::quantity::{UnitSeconds, Won};
use crate::time::{Duration, Time};

/// An award and what has become of it.
#[derive(Clone, Debug)]
pub(in crate::model) struct Allocation {
    pub(in crate::model) applicant: u32,
    /// Which application of the applicant, from 0.
    pub(in crate::model) application: u32,
    pub(in crate::model) programme: u16,
    pub(in crate::model) pool: u16,
    pub(in crate::model) units: i64,
    /// Units that it asked for in the pool of its programme.
    pub(in crate::model) asked_units: i64,
    /// What it pays for a unit and day.
    pub(in crate::model) daily_fee: Won,
    /// Length of the award.
    pub(in crate::model) length: Duration,
    /// Length that it may hold its units for: that of the award, less what was taken back, and what
    /// was added.
    pub(in crate::model) granted: Duration,
    pub(in crate::model) taken_back: Duration,
    pub(in crate::model) extended: Duration,
    pub(in crate::model) decided: Time,
    /// When its project is ready to start.
    ready: Time,
    /// Whether it counts against the limit of its programme.
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
    /// When it ends, if it is running.
    ends: Time,
    /// What is left of its length, if it is not running.
    pub(in crate::model) remaining: Duration,
    ended: Option<Time>,
    /// Since when it is what it is: waiting, running or frozen.
    pub(in crate::model) since: Time,
    frozen_since: Time,
    frozen_for: Duration,
    pub(in crate::model) jobs: JobQueue,
}

impl Allocation {
    /// Unit-seconds asked for.
    pub(in crate::model) fn asked(&self) -> UnitSeconds {
        UnitSeconds(self.units * self.length.0)
    }

    /// Whether it holds its units.
    pub(in crate::model) fn runs(&self) -> bool {
        self.state == Outcome::Running
    }

    /// Time for which it has held its units up to `now`.
    pub(in crate::model) fn held(&self, now: Time) -> Duration {
        match self.state {
            Outcome::Waiting | Outcome::Withdrawn | Outcome::Declined => Duration::ZERO,
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
    pub(in crate::model) fn award_address(&self, number: u32) -> [u32; 4] {
        let allocation = &self.state.allocations[number as usize];
        let applicant = &self.state.applicants[allocation.applicant as usize];
        let (cohort, ordinal) = (applicant.cohort_word(), applicant.ordinal);
        [self.world.replication, cohort, ordinal, allocation.application]
    }

    /// Awards `units` for `length`: starts at once if units are free and nobody is in front.
    pub(in crate::model) fn award(
        &mut self,
        now: Time,
        programme: usize,
        application: crate::model::people::applicants::Application,
        upcoming: &mut EventList<Event>,
    ) {
        let number = self.state.allocations.len() as u32;
        let pool = self.inputs.programmes[programme].pool;
        let units = i64::from(application.units);
        let award = Allocation {
            applicant: application.applicant,
            application: application.ordinal,
            programme: programme as u16,
            pool: pool as u16,
            units,
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
            // It waits for units once it is let into the queue.
            since: Time::NEVER,
            frozen_since: now,
            frozen_for: Duration::ZERO,
            jobs: self.new_job_queue(programme, &application, units),
        };
        let account = &mut self.state.demand[pool];
        account.under_review -= award.asked();
        account.waiting += award.asked();
        self.state.allocations.push(award);
        if self.state.holdings.len() < self.state.allocations.len() {
            self.state.holdings.push(Vec::new());
        }
        if self.in_window(now) {
            self.state.record.programmes[programme].awards += 1;
            let totals = self.class_totals(programme, application.applicant);
            totals.awards += 1;
            totals.units_awarded += units;
        }
        let delay = self.start_delay(number);
        if delay > Duration::ZERO {
            self.state.allocations[number as usize].ready = now + delay;
            upcoming.schedule(now + delay, Event::AwardReady(number));
        } else {
            self.await_start(now, number, upcoming);
        }
    }

    /// The project of an award is ready: it starts, or waits for units as long as it may.
    pub(in crate::model) fn await_start(
        &mut self,
        now: Time,
        number: u32,
        upcoming: &mut EventList<Event>,
    ) {
        self.look_elsewhere(now, number);
        self.award_ready(now, number, upcoming);
        let programme = usize::from(self.state.allocations[number as usize].programme);
        if self.state.allocations[number as usize].state != Outcome::Waiting {
            return;
        }
        if let Some(span) = self.inputs.programmes[programme].start_within {
            let lapses = self.inputs.calendar.after(now, span);
            if lapses <= now {
                self.award_lapses(now, number, upcoming);
            } else {
                let timer = upcoming.schedule(lapses, Event::AwardLapses(number));
                self.state.allocations[number as usize].timer = timer;
            }
        }
    }

    /// An award has waited as long as it may: the winner withdraws, and neither re-applies nor renews.
    pub(in crate::model) fn award_lapses(
        &mut self,
        now: Time,
        number: u32,
        upcoming: &mut EventList<Event>,
    ) {
        let in_window = self.in_window(self.state.allocations[number as usize].decided);
        self.book_to_class(now, number);
        let award = &mut self.state.allocations[number as usize];
        award.state = Outcome::Withdrawn;
        award.ended = Some(now);
        let pool = usize::from(award.pool);
        let account = &mut self.state.demand[pool];
        account.waiting -= award.asked();
        account.withdrawn += award.asked();
        if in_window {
            self.state.record.programmes[usize::from(award.programme)].withdrawn += 1;
        }
        let units = award.units;
        let state = &mut self.state.pools[pool];
        leave(&mut state.waiting, number);
        state.waiting_units.add(now, -units);
        self.leaves_limit(now, number);
        self.fill(now, pool, upcoming);
    }

    /// The first waiting award takes its units; its length runs from now.
    pub(in crate::model) fn start(
        &mut self,
        now: Time,
        number: u32,
        upcoming: &mut EventList<Event>,
    ) {
        let in_window = self.in_window(now);
        self.book_to_class(now, number);
        let award = &mut self.state.allocations[number as usize];
        let pool = usize::from(award.pool);
        let state = &mut self.state.pools[pool];
        state.waiting.pop_front();
        state.waiting_units.add(now, -award.units);
        upcoming.cancel(award.timer);
        award.order = state.starts;
        state.starts += 1;
        award.started = Some(now);
        let account = &mut self.state.demand[pool];
        account.waiting -= award.asked();
        if in_window {
            let totals = &mut self.state.record.programmes[usize::from(award.programme)];
            totals.started += 1;
            totals.waited += now - award.ready;
            let (programme, applicant) = (usize::from(award.programme), award.applicant);
            let waited = now - award.ready;
            let totals = self.class_totals(programme, applicant);
            totals.started += 1;
            totals.waited += waited;
        }
        self.hold_units(now, number, upcoming);
        self.first_job(now, number, upcoming);
    }

    /// An allocation has run its length.
    pub(in crate::model) fn allocation_ends(
        &mut self,
        now: Time,
        number: u32,
        upcoming: &mut EventList<Event>,
    ) {
        if self.extend(now, number, upcoming) {
            return;
        }
        self.drop_jobs(now, number, upcoming);
        self.give_units_back(now, number, upcoming);
        let allocation = &mut self.state.allocations[number as usize];
        debug_assert_eq!(allocation.remaining, Duration::ZERO);
        allocation.state = Outcome::Ended;
        allocation.ended = Some(now);
        let (pool, programme) = (usize::from(allocation.pool), usize::from(allocation.programme));
        self.leaves_limit(now, number);
        self.may_renew(now, number, upcoming);
        // At midnight the day that begins first says how many units there are, and then fills them:
        // nobody starts on units that money no longer leases.
        self.fill_by_day(now, pool, upcoming);
        let own = self.inputs.programmes[programme].pool;
        if own != pool {
            self.fill_by_day(now, own, upcoming);
        }
    }

    /// Takes units and sets the clock of the remaining length.
    fn hold_units(&mut self, now: Time, number: u32, upcoming: &mut EventList<Event>) {
        let allocation = &mut self.state.allocations[number as usize];
        allocation.state = Outcome::Running;
        allocation.since = now;
        allocation.ends = now + allocation.remaining;
        allocation.timer = upcoming.schedule(allocation.ends, Event::AllocationEnds(number));
        let (units, order, ends) = (allocation.units, allocation.order, allocation.ends);
        let (programme, daily_fee) = (usize::from(allocation.programme), allocation.daily_fee);
        let (pool, asked) = (usize::from(allocation.pool), allocation.asked_units);
        self.charge_fee(now, programme, asked, daily_fee);
        self.state.demand[pool].runs_until(units, ends);
        let allocations = &self.state.allocations;
        let state = &mut self.state.pools[pool];
        let at = state.running.partition_point(|&other| allocations[other as usize].order < order);
        state.running.insert(at, number);
        self.now_running(now, number, 1);
        self.hold(now, number);
        self.expect_check(now, number, upcoming);
    }

    /// Moves the end of a running allocation; one that ends now is over.
    pub(in crate::model) fn move_end(
        &mut self,
        now: Time,
        number: u32,
        by: Duration,
        upcoming: &mut EventList<Event>,
    ) {
        let allocation = &mut self.state.allocations[number as usize];
        let account = &mut self.state.demand[usize::from(allocation.pool)];
        account.runs_until(-allocation.units, allocation.ends);
        allocation.granted += by;
        allocation.ends = allocation.ends + by;
        account.runs_until(allocation.units, allocation.ends);
        upcoming.cancel(allocation.timer);
        if allocation.ends == now {
            self.allocation_ends(now, number, upcoming);
        } else {
            allocation.timer = upcoming.schedule(allocation.ends, Event::AllocationEnds(number));
        }
    }

    /// Gives units back and stops the clock.
    fn give_units_back(&mut self, now: Time, number: u32, upcoming: &mut EventList<Event>) {
        self.book_to_class(now, number);
        let allocation = &mut self.state.allocations[number as usize];
        upcoming.cancel(allocation.check);
        allocation.remaining = allocation.ends - now;
        let (units, order, ends) = (allocation.units, allocation.order, allocation.ends);
        let (programme, daily_fee) = (usize::from(allocation.programme), allocation.daily_fee);
        let (pool, asked) = (usize::from(allocation.pool), allocation.asked_units);
        self.charge_fee(now, programme, -asked, daily_fee);
        self.state.demand[pool].runs_until(-units, ends);
        let allocations = &self.state.allocations;
        let state = &mut self.state.pools[pool];
        let at = state.running.partition_point(|&other| allocations[other as usize].order < order);
        debug_assert_eq!(state.running[at], number);
        state.running.remove(at);
        self.now_running(now, number, -1);
        self.release(now, number);
    }

    /// So many more projects of a programme hold units.
    fn now_running(&mut self, now: Time, number: u32, change: i64) {
        let programme = usize::from(self.state.allocations[number as usize].programme);
        self.state.programmes[programme].running.add(now, change);
    }

    /// Leaves one row for each award, those that were declined among them.
    pub(in crate::model) fn record_allocations(&mut self) {
        let end = self.inputs.calendar.end();
        for number in 0..self.state.allocations.len() {
            let allocation = &self.state.allocations[number];
            let applicant = &self.state.applicants[allocation.applicant as usize];
            self.state.record.allocations.push(AllocationRow {
                programme: allocation.programme.into(),
                pool: allocation.pool.into(),
                home: applicant.home.into(),
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
                jobs: allocation.jobs.submitted(),
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
