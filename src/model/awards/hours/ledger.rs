//! The books of hours by programme and class, and their check against the balances one by one.

use super::balance::Balance;
use crate::measures::OfClass;
use crate::model::account::Unclosed;
use crate::model::ids::{ApplicantId, AwardId, BalanceId, GroupId, PoolId, ProgrammeId, Table};
use crate::model::inputs::GroupOf;
use crate::model::record::{BalanceRow, HoursToDate, HoursTotals};
use crate::model::{DataCentre, State};
use crate::quantity::UnitSeconds;
use crate::time::{Duration, Time};

impl DataCentre<'_> {
    /// The hours of the class of an applicant in a programme.
    pub(super) fn hours_totals(
        &mut self,
        programme: ProgrammeId,
        applicant: ApplicantId,
    ) -> &mut HoursTotals {
        let State { applicants, record, .. } = &mut *self.state;
        let class = applicants[applicant].class;
        &mut record.hours[self.inputs.group(GroupOf::Class(programme, class))]
    }

    fn totals_of(&mut self, number: AwardId) -> &mut HoursTotals {
        let award = &self.state.allocations[number];
        let (programme, applicant) = (award.programme, award.applicant);
        self.hours_totals(programme, applicant)
    }

    /// A balance opens: what was awarded and carried in is to be used.
    pub(super) fn count_opened(&mut self, number: AwardId) {
        let award = &self.state.allocations[number];
        let Some(id) = award.balance else { return };
        let Balance { awarded, carried_in, .. } = self.state.balances[id];
        let account = &mut self.state.demand[award.pool];
        account.hours_open += awarded + carried_in;
        account.hours_carried -= carried_in;
        let totals = self.totals_of(number);
        totals.awarded += awarded;
        totals.carried_in += carried_in;
    }

    pub(super) fn count_lapsed_hours(&mut self, number: AwardId, lapsed: UnitSeconds) {
        if lapsed == UnitSeconds::ZERO {
            return;
        }
        let account = &mut self.state.demand[self.state.allocations[number].pool];
        account.lapsed += lapsed;
        account.hours_open -= lapsed;
        self.totals_of(number).lapsed += lapsed;
    }

    /// A term is over: its use is final.
    pub(super) fn count_closed(&mut self, now: Time, id: BalanceId) {
        let balance = self.state.balances[id];
        let in_window = self.in_window(now);
        let there = balance.standing(now);
        let totals = self.totals_of(balance.award);
        totals.overburnt += there.overburnt;
        if in_window {
            totals.closed += 1;
            totals.closed_given += balance.given();
            totals.closed_used += there.used;
            totals.closed_overburnt += there.overburnt;
            totals.closed_lapsed += balance.lapsed;
            totals.closed_taken_back += balance.taken_back;
            totals.closed_carried_out += balance.carried_out;
        }
    }

    /// A job of an award in hours has run for `ran`, up to now.
    pub(in crate::model) fn book_run(
        &mut self,
        now: Time,
        number: AwardId,
        size: i64,
        ran: Duration,
    ) {
        let award = &self.state.allocations[number];
        let (programme, applicant) = (award.programme, award.applicant);
        let held = self.in_window_of(size, now + -ran, now);
        self.class_totals(programme, applicant).hold(OfClass::Held, held);
        let used = UnitSeconds::of(size, ran.0) * self.drawn_by_an_hour(number);
        self.hours_totals(programme, applicant).used += used;
    }

    /// The hours of each programme up to the end of a month.
    pub(in crate::model) fn close_hours_month(&mut self, now: Time) {
        if !self.inputs.gives_hours() {
            return;
        }
        let mut rows = vec![HoursToDate::default(); self.inputs.programmes.len()];
        for balance in &self.state.balances {
            let award = &self.state.allocations[balance.award];
            let row = &mut rows[award.programme.place()];
            let ended = award.ended().filter(|_| !award.runs());
            let used = balance.used(ended.unwrap_or(now));
            row.used += used;
            if ended.is_some() {
                row.closed_given += balance.given();
                row.closed_used += used;
            }
        }
        self.state.record.hours_to_date.extend(rows);
    }

    /// Closes the books at the end of the run: jobs that still run, and hours left to awards whose term is not over.
    pub(in crate::model) fn close_hours(&mut self) {
        let end = self.inputs.calendar.end();
        for id in self.state.balances.ids() {
            let number = self.state.balances[id].award;
            if !self.state.allocations[number].runs() {
                continue;
            }
            let mut at = self.state.job_queues[number].running;
            while at != crate::model::jobs::job::NOBODY {
                let job = self.state.jobs[at];
                self.book_run(end, number, job.size, job.remaining - (job.ends - end));
                at = job.next;
            }
            let there = self.state.balances[id].standing(end);
            let totals = self.totals_of(number);
            totals.overburnt += there.overburnt;
            totals.left += there.left;
        }
    }

    /// What is left of the awards in hours that run on a pool.
    pub(in crate::model) fn hours_left(&self, pool: PoolId) -> i64 {
        let end = self.inputs.calendar.end();
        let own = self.state.balances.iter().filter(|balance| {
            let award = &self.state.allocations[balance.award];
            award.pool == pool && award.runs()
        });
        own.map(|balance| balance.standing(end).left.0).sum()
    }

    /// What was taken back in hours on a pool.
    pub(in crate::model) fn hours_taken_back(&self, pool: PoolId) -> i64 {
        let own = self.state.balances.iter();
        let own = own.filter(|balance| self.state.allocations[balance.award].pool == pool);
        own.map(|balance| balance.taken_back.0).sum()
    }

    /// Hours: every balance closes, and so do those of each class and programme; what was used is the same by
    /// balance, by pool and job by job.
    pub(in crate::model) fn check_hours(&self) -> Result<(), Unclosed> {
        let end = self.inputs.calendar.end();
        let mut by_class: Table<GroupId, HoursTotals> = Table::new();
        by_class.resize_with(self.state.record.hours.len(), HoursTotals::default);
        for balance in &self.state.balances {
            let award = &self.state.allocations[balance.award];
            let name = &self.inputs.programmes[award.programme].name;
            let ends = if award.runs() { end } else { award.ended().unwrap_or(end) };
            let there = balance.standing(ends);
            let left = if award.runs() { there.left } else { UnitSeconds::ZERO };
            let came = balance.given() + there.overburnt;
            let went =
                there.used + balance.lapsed + balance.taken_back + balance.carried_out + left;
            self.same("the hours of an award", name, came.0, went.0)?;
            let used = self.busy_of(balance.award, end) * self.drawn_by_an_hour(balance.award);
            self.same("hours used, balance against jobs", name, there.used.0, used.0)?;
            let class = self.state.applicants[award.applicant].class;
            let sum = &mut by_class[self.inputs.group(GroupOf::Class(award.programme, class))];
            sum.awarded += balance.awarded;
            sum.carried_in += balance.carried_in;
            sum.used += there.used;
            sum.overburnt += there.overburnt;
            sum.lapsed += balance.lapsed;
            sum.taken_back += balance.taken_back;
            sum.carried_out += balance.carried_out;
            sum.left += left;
        }
        let record = &self.state.record;
        // Of the last month, from its last programme on.
        let last = self.inputs.programmes.enumerated().rev().zip(record.hours_to_date.iter().rev());
        for ((programme, named), row) in last {
            let own = self.inputs.groups_of(programme);
            let used: i64 = own.map(|group| record.hours[group].used.0).sum();
            self.same("hours used, to date against classes", &named.name, row.used.0, used)?;
        }
        for ((group, row), sum) in record.hours.enumerated().zip(&by_class) {
            let name = self.inputs.owner_name(group);
            let (came, went) = row.sides();
            self.same("the hours of a class", name, came.0, went.0)?;
            for ((figure, one), (_, other)) in row.ledger().into_iter().zip(sum.ledger()) {
                self.same(figure, name, one.0, other.0)?;
            }
        }
        for (pool, state) in self.state.pools.enumerated() {
            let name = &self.inputs.pools[pool].name;
            let own = self.state.balances.enumerated();
            let own = own.filter(|(_, it)| self.state.allocations[it.award].pool == pool);
            let used: i64 = own
                .map(|(_, it)| self.busy_of(it.award, end).0 * self.drawn_by_an_hour(it.award))
                .sum();
            let drawn = state.drawn.integral(end) + state.beyond.integral(end);
            self.same("hours used, pool against awards", name, drawn, used)?;
            let carried = self
                .state
                .applicants
                .iter()
                .filter(|who| self.inputs.programmes[who.with].pool == pool);
            let carried: i64 = carried.map(|who| who.carried_hours.0).sum();
            self.same("hours carried", name, self.state.demand[pool].hours_carried.0, carried)?;
        }
        Ok(())
    }

    /// Leaves one row for each award in hours that started.
    pub(in crate::model) fn record_balances(&mut self) {
        let end = self.inputs.calendar.end();
        let rows = self.state.balances.iter().map(|balance| {
            let award = &self.state.allocations[balance.award];
            let applicant = &self.state.applicants[award.applicant];
            let ends = if award.runs() { end } else { award.ended().unwrap_or(end) };
            let there = balance.standing(ends);
            BalanceRow {
                programme: award.programme,
                class: applicant.class,
                home: applicant.home,
                cohort: applicant.cohort,
                ordinal: applicant.ordinal,
                application: award.application,
                started: award.started().unwrap_or(end),
                ended: award.ended(),
                hours: HoursTotals {
                    awarded: balance.awarded,
                    carried_in: balance.carried_in,
                    used: there.used,
                    overburnt: there.overburnt,
                    lapsed: balance.lapsed,
                    taken_back: balance.taken_back,
                    carried_out: balance.carried_out,
                    left: if award.runs() { there.left } else { UnitSeconds::ZERO },
                    ..HoursTotals::default()
                },
            }
        });
        let rows: Vec<BalanceRow> = rows.collect();
        self.state.record.balances = rows;
    }
}
