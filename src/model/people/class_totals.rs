//! What each class of each programme had over the observation window: who is served, who waits and
//! who bears a gap. Times are clipped to the window, so that all classes together add up to
//! what the pools' own gauges integrated there, to the last unit-second.

use crate::measures::{Flow, OfClass};
use crate::model::account::Unclosed;
use crate::model::ids::{ApplicantId, AwardId, ProgrammeId};
use crate::model::inputs::GroupOf;
use crate::model::record::{ClassTotals, Outcome};
use crate::model::{DataCentre, State};
use crate::quantity::UnitSeconds;
use crate::time::Time;

impl DataCentre<'_> {
    /// The totals of the class of an applicant in a programme.
    pub(in crate::model) fn class_totals(
        &mut self,
        programme: ProgrammeId,
        applicant: ApplicantId,
    ) -> &mut ClassTotals {
        let State { applicants, record, .. } = &mut *self.state;
        let class = applicants[applicant].class;
        &mut record.classes[self.inputs.group(GroupOf::Class(programme, class))]
    }

    /// Unit-seconds of the window for which `units` were something from one time to another.
    pub(in crate::model) fn in_window_of(&self, units: i64, from: Time, to: Time) -> UnitSeconds {
        let (first, last) = self.inputs.window;
        let midnight = |day| self.inputs.calendar.midnight(day);
        let overlap = to.min(midnight(last)).0 - from.max(midnight(first)).0;
        UnitSeconds::of(units, overlap.max(0))
    }

    /// An allocation has held its units since it took them, or was suspended, or waited, until now.
    pub(in crate::model) fn book_to_class(&mut self, now: Time, number: AwardId) {
        let allocation = &self.state.allocations[number];
        let (programme, applicant) = (allocation.programme, allocation.applicant);
        let (state, since) = (allocation.state, allocation.since);
        if !matches!(state, Outcome::Waiting | Outcome::Running | Outcome::Frozen) {
            return;
        }
        let booked = self.in_window_of(allocation.units, since, now);
        let totals = self.class_totals(programme, applicant);
        match state {
            Outcome::Waiting => totals.hold(OfClass::Waiting, booked),
            Outcome::Running => totals.hold(OfClass::Held, booked),
            Outcome::Frozen => totals.hold(OfClass::Frozen, booked),
            Outcome::Ended | Outcome::Lapsed | Outcome::Stopped | Outcome::Declined => {}
        }
    }

    /// Books what is still held, suspended or waited for when the calendar ends.
    pub(in crate::model) fn close_classes(&mut self) {
        let end = self.inputs.calendar.end();
        for number in self.state.allocations.ids() {
            self.book_to_class(end, number);
        }
    }

    /// All classes against what the gauges of all pools integrated in the window. An award may be
    /// served from another pool than its programme's, so that only the sums can be compared.
    pub(in crate::model) fn check_classes(&self) -> Result<(), Unclosed> {
        let window = || self.state.record.window.iter();
        let sum = |column| self.state.record.classes.iter().map(|row| row.of(column)).sum::<i64>();
        // A project goes on holding units of a server that is down, and its share of a queue.
        // Where a site charges its own unit all awards are in it.
        let charges = self.inputs.pools.iter().map(|pool| pool.charge.unwrap_or(1));
        let held = window().zip(charges);
        let held = held.map(|(pool, of)| pool.sum(&[Flow::Served, Flow::Lost]).0 / of).sum();
        self.same("held in the window, by class", "", held, sum(OfClass::Held))?;
        let frozen = window().map(|pool| pool.of(Flow::Frozen).0).sum();
        self.same("frozen in the window, by class", "", frozen, sum(OfClass::Frozen))?;
        let waiting = window().map(|pool| pool.of(Flow::Waiting).0).sum();
        self.same("waiting in the window, by class", "", waiting, sum(OfClass::Waiting))
    }
}
