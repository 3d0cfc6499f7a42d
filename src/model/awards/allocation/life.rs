//! The life of an award, and what is counted when.
//!
//! ```text
//! under review ─┬─ turned away, declined
//!               └─ waiting ─┬─ lapsed
//!                           └─ running ⇄ frozen
//!                                 ├─ ended
//!                                 └─ stopped
//! ```
//!
//! An award changes its state in [`DataCentre::enter`] and nowhere else. Whoever calls it says why;
//! what it takes from the books of the state before and adds to those of the state after stands
//! here: the gauges of its pool, the account of demand, the totals of its class and programme, its
//! lists and its timers. Every unit-second asked for is at any time in one column of that account.

use crate::engine::{EventList, Handle};
use crate::measures::{OfClass, Whereabouts};
use crate::model::awards::admission;
use crate::model::ids::{AwardId, PoolId, ProgrammeId};
use crate::model::people::applicants::Application;
use crate::model::people::count::with_award;
use crate::model::record::Outcome;
use crate::model::{DataCentre, Event, State};
use crate::quantity::UnitSeconds;
use crate::time::{Duration, Time};

impl DataCentre<'_> {
    /// Somebody applies: what they ask for is under review.
    pub(in crate::model) fn count_application(
        &mut self,
        now: Time,
        programme: ProgrammeId,
        application: &Application,
    ) {
        let account = &mut self.state.demand[self.inputs.programmes[programme].pool];
        account.asked += application.asked();
        account.under_review += application.asked();
        if self.in_window(now) {
            let totals = self.class_totals(programme, application.applicant);
            totals.count(OfClass::Applications, 1);
            totals.count(OfClass::UnitsAsked, application.amount);
        }
    }

    /// An application is refused.
    pub(in crate::model) fn count_refusal(
        &mut self,
        now: Time,
        programme: ProgrammeId,
        refused: &Application,
    ) {
        let account = &mut self.state.demand[self.inputs.programmes[programme].pool];
        account.under_review -= refused.asked();
        account.turned_away += refused.asked();
        if self.in_window(now) {
            self.class_totals(programme, refused.applicant).count(OfClass::TurnedAway, 1);
        }
    }

    /// A winner has `units`, fewer than it asked for.
    pub(in crate::model) fn count_cut(
        &mut self,
        programme: ProgrammeId,
        application: &Application,
        units: i64,
    ) {
        let beyond = application.amount - units;
        let cut = application.measure.unit_seconds(beyond, application.length);
        let account = &mut self.state.demand[self.inputs.programmes[programme].pool];
        account.under_review -= cut;
        account.cut_back += cut;
    }

    /// A winner of `units` declines.
    pub(in crate::model) fn count_declined(
        &mut self,
        now: Time,
        programme: ProgrammeId,
        application: &Application,
        units: i64,
    ) {
        let account = &mut self.state.demand[self.inputs.programmes[programme].pool];
        account.under_review -= application.asked();
        account.declined += application.asked();
        if self.in_window(now) {
            let totals = &mut self.state.record.programmes[programme];
            totals.awards += 1;
            totals.declined += 1;
            let totals = self.class_totals(programme, application.applicant);
            totals.count(OfClass::Awards, 1);
            totals.count(OfClass::UnitsAwarded, units);
        }
    }
}

impl DataCentre<'_> {
    /// An application is won: what it asks for is no longer under review and waits.
    pub(super) fn count_award(&mut self, now: Time, number: AwardId, won: &Application) {
        self.goes(won.applicant, Whereabouts::Awarded);
        let award = &self.state.allocations[number];
        let (programme, amount) = (award.programme, won.amount);
        let account = &mut self.state.demand[award.pool];
        account.under_review -= award.asked();
        account.waiting += award.asked();
        if self.in_window(now) {
            self.state.record.programmes[programme].awards += 1;
            let totals = self.class_totals(programme, won.applicant);
            totals.count(OfClass::Awards, 1);
            totals.count(OfClass::UnitsAwarded, amount);
        }
    }

    /// A further term of what was won opens: it is asked for now and waits, and nobody applied for it or was awarded it.
    pub(in crate::model) fn count_next_term(&mut self, number: AwardId) {
        let award = &self.state.allocations[number];
        let (applicant, asked) = (award.applicant, award.asked());
        let account = &mut self.state.demand[award.pool];
        account.asked += asked;
        account.waiting += asked;
        self.goes(applicant, Whereabouts::Awarded);
    }

    /// Brings an award from its state to another, and keeps the books of both.
    pub(in crate::model) fn enter(
        &mut self,
        now: Time,
        number: AwardId,
        state: Outcome,
        upcoming: &mut EventList<Event>,
    ) {
        self.book_to_class(now, number);
        let award = &mut self.state.allocations[number];
        upcoming.cancel(std::mem::replace(&mut award.timer, Handle::NONE));
        match award.state {
            Outcome::Waiting => self.waits_no_longer(now, number),
            Outcome::Running => self.runs_no_longer(now, number, upcoming),
            Outcome::Frozen => self.is_frozen_no_longer(now, number),
            Outcome::Ended | Outcome::Lapsed | Outcome::Stopped | Outcome::Declined => {}
        }
        let award = &mut self.state.allocations[number];
        award.state = state;
        award.since = now;
        let applicant = award.applicant;
        self.goes(applicant, with_award(state));
        match state {
            Outcome::Running => self.runs(now, number, upcoming),
            Outcome::Frozen => self.is_frozen(now, number),
            Outcome::Lapsed => self.has_lapsed(now, number),
            Outcome::Stopped => self.is_stopped(now, number),
            Outcome::Ended => self.state.allocations[number].ended = Some(now),
            Outcome::Waiting | Outcome::Declined => {}
        }
    }

    fn waits_no_longer(&mut self, now: Time, number: AwardId) {
        let award = &self.state.allocations[number];
        self.state.demand[award.pool].waiting -= award.asked();
        let pool = &mut self.state.pools[award.pool];
        admission::leave(&mut pool.waiting, number);
        pool.waiting_units.add(now, -award.units);
    }

    /// An award takes its units, and its clock runs: for the first time, or on.
    fn runs(&mut self, now: Time, number: AwardId, upcoming: &mut EventList<Event>) {
        if self.state.allocations[number].started.is_none() {
            self.count_start(now, number);
            if self.state.allocations[number].hours > 0 {
                self.open_balance(now, number, upcoming);
            }
        }
        let State { allocations, pools, demand, programmes, .. } = &mut *self.state;
        let award = &mut allocations[number];
        award.ends = now + award.remaining;
        award.timer = upcoming.schedule(award.ends, Event::AllocationEnds(number));
        demand[award.pool].runs_until(award.units, award.ends);
        programmes[award.programme].running.add(now, 1);
        let (pool, programme, order) = (award.pool, award.programme, award.order);
        let (asked, daily_fee) = (award.asked_units, award.daily_fee);
        pools[pool].running.insert(order, number);
        self.charge_fee(now, programme, asked, daily_fee);
        self.hold(now, number);
        self.expect_check(now, number, upcoming);
    }

    /// An award starts for the first time: its place in the pool's order of starts, and how long it has waited.
    fn count_start(&mut self, now: Time, number: AwardId) {
        let in_window = self.in_window(now);
        let award = &mut self.state.allocations[number];
        let pool = &mut self.state.pools[award.pool];
        award.order = pool.starts;
        pool.starts += 1;
        award.started = Some(now);
        if in_window && !award.term.follows() {
            let waited = now - award.ready;
            let (programme, applicant) = (award.programme, award.applicant);
            let totals = &mut self.state.record.programmes[programme];
            totals.started += 1;
            totals.waited += waited;
            self.class_totals(programme, applicant).starts_after(waited);
        }
    }

    /// An award gives its units back, and its clock stops.
    fn runs_no_longer(&mut self, now: Time, number: AwardId, upcoming: &mut EventList<Event>) {
        let State { allocations, pools, demand, programmes, .. } = &mut *self.state;
        let award = &mut allocations[number];
        upcoming.cancel(award.check);
        award.remaining = award.ends - now;
        demand[award.pool].runs_until(-award.units, award.ends);
        programmes[award.programme].running.add(now, -1);
        let (pool, programme, order) = (award.pool, award.programme, award.order);
        let (asked, daily_fee) = (award.asked_units, award.daily_fee);
        pools[pool].running.remove(order, number);
        if allocations[number].balance.is_some() {
            pools[pool].hours_awards -= 1;
        }
        self.charge_fee(now, programme, -asked, daily_fee);
        self.release(now, number);
    }

    fn is_frozen(&mut self, now: Time, number: AwardId) {
        let State { allocations, pools, demand, .. } = &mut *self.state;
        let award = &mut allocations[number];
        award.frozen_since = now;
        let (pool, units, order) = (award.pool, award.units, award.order);
        demand[pool].frozen += UnitSeconds::of(units, award.remaining.0);
        let pool = &mut pools[pool];
        pool.frozen_units.add(now, units);
        pool.frozen.insert(order, number);
    }

    fn is_frozen_no_longer(&mut self, now: Time, number: AwardId) {
        let award = &mut self.state.allocations[number];
        award.frozen_for += now - award.frozen_since;
        self.state.demand[award.pool].frozen -= UnitSeconds::of(award.units, award.remaining.0);
        let (pool, units, order) = (award.pool, award.units, award.order);
        let pool = &mut self.state.pools[pool];
        pool.frozen_units.add(now, -units);
        pool.frozen.remove(order, number);
    }

    /// An award lapses before its start; it counts in the window in which it was decided.
    fn has_lapsed(&mut self, now: Time, number: AwardId) {
        let in_window = self.in_window(self.state.allocations[number].decided);
        let award = &mut self.state.allocations[number];
        award.ended = Some(now);
        self.state.demand[award.pool].lapsed += award.asked();
        if in_window && !award.term.follows() {
            self.state.record.programmes[award.programme].lapsed += 1;
        }
    }

    /// A gap ends it: what it still had before it is lost.
    fn is_stopped(&mut self, now: Time, number: AwardId) {
        let award = &mut self.state.allocations[number];
        award.ended = Some(now);
        let lost = UnitSeconds::of(award.units, award.remaining.0);
        let (programme, applicant) = (award.programme, award.applicant);
        self.state.demand[award.pool].stopped += lost;
        if self.in_window(now) {
            self.class_totals(programme, applicant).hold(OfClass::Stopped, lost);
        }
    }

    /// Another pool serves a waiting award: what it asked for is *moved* here and *asked* there.
    pub(in crate::model) fn move_to_pool(&mut self, number: AwardId, pool: PoolId, units: i64) {
        let State { allocations, demand, .. } = &mut *self.state;
        let award = &mut allocations[number];
        let account = &mut demand[award.pool];
        account.waiting -= award.asked();
        account.moved += award.asked();
        (award.pool, award.units) = (pool, units);
        let account = &mut demand[award.pool];
        account.asked += award.asked();
        account.waiting += award.asked();
    }

    /// A running allocation is extended: the time that is added is asked for now.
    pub(in crate::model) fn count_extension(&mut self, number: AwardId, by: Duration) {
        let award = &mut self.state.allocations[number];
        award.extended = by;
        self.state.demand[award.pool].asked += UnitSeconds::of(award.units, by.0);
    }

    /// Time is taken off the end of a running allocation.
    pub(in crate::model) fn count_taken_back(&mut self, number: AwardId, by: Duration) {
        let award = &mut self.state.allocations[number];
        award.taken_back += by;
        self.state.demand[award.pool].taken_back += UnitSeconds::of(award.units, by.0);
    }

    /// Moves the end of a running allocation; one that ends now is over.
    pub(in crate::model) fn move_end(
        &mut self,
        now: Time,
        number: AwardId,
        by: Duration,
        upcoming: &mut EventList<Event>,
    ) {
        let award = &mut self.state.allocations[number];
        let account = &mut self.state.demand[award.pool];
        account.runs_until(-award.units, award.ends);
        award.granted += by;
        award.ends = award.ends + by;
        account.runs_until(award.units, award.ends);
        upcoming.cancel(award.timer);
        if award.ends == now {
            self.allocation_ends(now, number, upcoming);
        } else {
            award.timer = upcoming.schedule(award.ends, Event::AllocationEnds(number));
        }
    }
}
