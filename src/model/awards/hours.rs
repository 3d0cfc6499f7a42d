//! Awards in hours: a project holds no units; its jobs draw down a balance on a shared queue.
//!
//! What is charged is what its jobs hold, as they run, work that is lost to a failure included. The balance is looked
//! at when it may come to an edge: the last second before its jobs would use more than they may, or the first at
//! which all is used. At the end of the term what is left lapses, or goes with the project to its next award.

pub(in crate::model) mod balance;
mod ledger;
mod slices;

use self::balance::{Balance, Stage};
use crate::engine::{EventList, Handle};
use crate::model::awards::allocation::Allocation;
use crate::model::ids::{ApplicantId, AwardId, BalanceId, ProgrammeId};
use crate::model::inputs::{AtZero, Hours, Measure, UnspentTo};
use crate::model::{DataCentre, Event, State};
use crate::quantity::UnitSeconds;
use crate::time::{Duration, Time};

/// How far ahead an edge is scheduled. Until then its time changes with every job that starts.
const LOOKS_AHEAD: Duration = Duration::DAY;

impl<'a> DataCentre<'a> {
    /// What an hour of one unit draws of an award.
    pub(in crate::model) fn drawn_by_an_hour(&self, number: AwardId) -> i64 {
        self.hours_rule(number).map_or(1, |rule| rule.charge)
    }

    /// The rules of the hours of an award.
    fn hours_rule(&self, number: AwardId) -> Option<&'a Hours> {
        let programme = self.state.allocations[number].programme;
        self.inputs.programmes[programme].hours.as_ref()
    }

    /// The rules of the hours of an award, and its balance, once it has one.
    fn rule_and_balance(&self, number: AwardId) -> Option<(&'a Hours, BalanceId)> {
        Some((self.hours_rule(number)?, self.state.allocations[number].balance?))
    }

    /// What the jobs of an award may do.
    pub(in crate::model) fn stage(&self, number: AwardId) -> Stage {
        let balance = self.state.allocations[number].balance;
        balance.map_or(Stage::Open, |id| self.state.balances[id].stage)
    }

    /// Awards in hours hold no units, so they start once there is a machine, whoever waits for units of it.
    pub(in crate::model) fn start_hours(
        &mut self,
        now: Time,
        pool: crate::model::ids::PoolId,
        upcoming: &mut EventList<Event>,
    ) {
        loop {
            let state = &self.state.pools[pool];
            if state.funded.min(state.in_service.value()) <= 0 {
                return;
            }
            let in_hours = |&&number: &&AwardId| self.state.allocations[number].hours > 0;
            let Some(&first) = state.waiting.iter().find(in_hours) else { return };
            self.start(now, first, upcoming);
        }
    }

    /// An award in hours starts: its balance opens with what it was awarded and what its project carries in.
    pub(in crate::model) fn open_balance(
        &mut self,
        now: Time,
        number: AwardId,
        upcoming: &mut EventList<Event>,
    ) {
        let Some(rule) = self.hours_rule(number) else { return };
        let award = &self.state.allocations[number];
        let (applicant, length) = (award.applicant, award.remaining);
        let carried = std::mem::take(&mut self.state.applicants[applicant].carried_hours);
        let mut balance = Balance::new(now, number, award.asked(), carried);
        if let Some(slices) = rule.slices {
            balance.slices = self.slices_in(now, now + length, slices.every);
            balance.begin_slice(now, 0, rule);
        }
        let id = self.state.balances.push(balance);
        self.state.allocations[number].balance = Some(id);
        self.state.pools[self.state.allocations[number].pool].hours_awards += 1;
        self.count_opened(number);
        self.set_pace(number, balance.given(), length);
        self.expect_slice(now, id, upcoming);
        // Nothing of it may be usable yet, or nothing at all.
        self.look_at_balance(now, number, upcoming);
    }

    /// Units begin or cease to run jobs of an award in hours.
    pub(in crate::model) fn draw_hours(&mut self, now: Time, number: AwardId, change: i64) {
        let Some(id) = self.state.allocations[number].balance else { return };
        let Allocation { programme, daily_fee, .. } = self.state.allocations[number];
        self.charge_fee(now, programme, change, daily_fee);
        let change = change * self.drawn_by_an_hour(number);
        let State { balances, pools, allocations, .. } = &mut *self.state;
        let balance = &mut balances[id];
        balance.runs(now, change);
        let pool = &mut pools[allocations[number].pool];
        if balance.over { &mut pool.beyond } else { &mut pool.drawn }.add(now, change);
    }

    /// A job of an award in hours has started: its balance may come to an edge earlier.
    pub(in crate::model) fn expect_edge(
        &mut self,
        now: Time,
        number: AwardId,
        upcoming: &mut EventList<Event>,
    ) {
        let Some((rule, id)) = self.rule_and_balance(number) else { return };
        let balance = &mut self.state.balances[id];
        let Some(edge) = balance.next_edge(now, rule) else { return };
        let at = edge.min(now + LOOKS_AHEAD);
        if at < balance.looks_at {
            upcoming.cancel(balance.look);
            balance.looks_at = at;
            balance.look = upcoming.schedule(at, Event::BalanceLooked(number));
        }
    }

    /// Whether a balance has come to an edge, and what follows.
    pub(in crate::model) fn look_at_balance(
        &mut self,
        now: Time,
        number: AwardId,
        upcoming: &mut EventList<Event>,
    ) {
        let Some((rule, id)) = self.rule_and_balance(number) else { return };
        let balance = &mut self.state.balances[id];
        upcoming.cancel(std::mem::replace(&mut balance.look, Handle::NONE));
        balance.looks_at = Time::NEVER;
        let stage = balance.stage;
        if balance.is_spent(now, rule) {
            if stage != Stage::Closed || balance.running() > 0 {
                self.cut_off_jobs(now, number, upcoming);
                self.set_aside(now, number, Stage::Closed, upcoming);
            }
        } else if balance.is_used_up(now) && stage == Stage::Open {
            match rule.at_zero {
                AtZero::Finish => self.set_aside(now, number, Stage::Closed, upcoming),
                AtZero::Last => self.set_aside(now, number, Stage::Aside, upcoming),
                AtZero::Stop | AtZero::GoOn => {}
            }
        }
        self.cross_over(now, id);
        self.expect_edge(now, number, upcoming);
    }

    /// What is used from now on is more than was given, if all is used.
    fn cross_over(&mut self, now: Time, id: BalanceId) {
        let State { balances, pools, allocations, demand, .. } = &mut *self.state;
        let balance = &mut balances[id];
        let there = balance.standing(now);
        if balance.over || there.left > UnitSeconds::ZERO {
            return;
        }
        balance.over = true;
        let pool = allocations[balance.award].pool;
        // The second in which it came to an end is part within it, part beyond.
        demand[pool].asked += there.overburnt;
        demand[pool].hours_open += there.overburnt;
        let (running, pool) = (balance.running(), &mut pools[pool]);
        if running != 0 {
            pool.drawn.add(now, -running);
            pool.beyond.add(now, running);
        }
    }

    /// A project applies for its next award: what it may carry of its hours goes with it.
    pub(in crate::model) fn carry_out(&mut self, now: Time, number: AwardId) {
        let Some(id) = self.state.allocations[number].balance else { return };
        let award = &self.state.allocations[number];
        let (programme, applicant, pool) = (award.programme, award.applicant, award.pool);
        let today = self.inputs.calendar.day_of(now) as i64;
        let rule = self.inputs.programmes[programme].unspent;
        let rule = rule.filter(|it| it.to == UnspentTo::Renewal && it.from_day <= today);
        let Some(rule) = rule else { return };
        let balance = &mut self.state.balances[id];
        let left = balance.standing(now).left;
        let carried = UnitSeconds((rule.share * left.0 as f64) as i64).min(left);
        let most = rule.at_most_hours.map(|hours| UnitSeconds::of(hours, Measure::HOUR));
        let carried = most.map_or(carried, |most| carried.min(most));
        balance.carried_out += carried;
        self.state.applicants[applicant].carried_hours = carried;
        let account = &mut self.state.demand[pool];
        account.hours_open -= carried;
        account.hours_carried += carried;
        self.hours_totals(programme, applicant).carried_out += carried;
    }

    /// Somebody has no award to carry their hours to: they lapse.
    pub(in crate::model) fn lapse_carried(
        &mut self,
        programme: ProgrammeId,
        applicant: ApplicantId,
    ) {
        let carried = std::mem::take(&mut self.state.applicants[applicant].carried_hours);
        if carried > UnitSeconds::ZERO {
            let account = &mut self.state.demand[self.inputs.programmes[programme].pool];
            account.hours_carried -= carried;
            account.lapsed += carried;
        }
    }

    /// Closes the balance of an award in hours whose term is over: the hours left lapse.
    pub(in crate::model) fn close_balance(
        &mut self,
        now: Time,
        number: AwardId,
        upcoming: &mut EventList<Event>,
    ) {
        let Some(id) = self.state.allocations[number].balance else { return };
        let balance = &mut self.state.balances[id];
        upcoming.cancel(std::mem::replace(&mut balance.look, Handle::NONE));
        upcoming.cancel(std::mem::replace(&mut balance.next_slice, Handle::NONE));
        let left = balance.standing(now).left;
        balance.lapsed += left;
        self.count_lapsed_hours(number, left);
        self.count_closed(now, id);
    }

    /// Hours are taken back from an award.
    pub(in crate::model) fn take_hours_back(
        &mut self,
        now: Time,
        number: AwardId,
        hours: UnitSeconds,
        upcoming: &mut EventList<Event>,
    ) {
        let Some(id) = self.state.allocations[number].balance else { return };
        self.state.balances[id].taken_back += hours;
        let award = &self.state.allocations[number];
        let (programme, applicant) = (award.programme, award.applicant);
        let account = &mut self.state.demand[award.pool];
        account.taken_back += hours;
        account.hours_open -= hours;
        self.hours_totals(programme, applicant).taken_back += hours;
        self.look_at_balance(now, number, upcoming);
    }
}
