//! Plays replications: each from the calendar's start to its end, or from one midnight to another.

use super::inputs::Inputs;
use super::record::Record;
use super::{DataCentre, Draws, Event, Instance, State, Unclosed};
use crate::engine::EventList;

/// Plays replications one after another, keeping its memory between them.
#[derive(Debug, Default)]
pub struct Simulator {
    pub(super) upcoming: EventList<Event>,
    pub(super) state: State,
    /// Events handled so far.
    pub(super) handled: u64,
}

/// Events that [`Simulator::try_run`] plays between two questions.
const PORTION: u64 = 1 << 12;

impl Simulator {
    /// A simulator that has not run yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Whether the records of the runs to come hold a row for each job that starts. It is off at first: a
    /// run may have millions.
    pub fn keep_jobs(&mut self, keep: bool) {
        self.state.keeps_jobs = keep;
    }

    /// Plays one future. With `keep_allocations` the record also holds one row for each award.
    ///
    /// # Errors
    /// If an account does not close: a bug in the model, never a fault of the inputs.
    pub fn run(
        &mut self,
        inputs: &Inputs,
        draws: &Draws,
        keep_allocations: bool,
    ) -> Result<Record, Unclosed> {
        self.begin((inputs, draws));
        self.finish((inputs, draws), keep_allocations)
    }

    /// Makes an instance ready to be played from the calendar's start.
    pub fn begin(&mut self, instance: Instance<'_>) {
        self.upcoming.clear();
        self.handled = 0;
        let (mut centre, upcoming) = self.emptied(instance);
        centre.schedule_start(upcoming);
    }

    /// The centre of an instance on its first morning, and the event list as it is.
    pub(super) fn emptied<'a>(
        &'a mut self,
        (inputs, draws): Instance<'a>,
    ) -> (DataCentre<'a>, &'a mut EventList<Event>) {
        let mut centre = DataCentre { inputs, draws, state: &mut self.state };
        centre.reset();
        (centre, &mut self.upcoming)
    }

    /// Plays an instance that was begun up to the midnight of a day.
    pub fn play_until(&mut self, (inputs, draws): Instance<'_>, day: usize) {
        let mut centre = DataCentre { inputs, draws, state: &mut self.state };
        let until = inputs.calendar.midnight(day);
        self.handled += crate::engine::run(&mut centre, &mut self.upcoming, until);
    }

    /// Plays an instance that was begun, or forked, to the calendar's end.
    ///
    /// # Errors
    /// If an account does not close: a bug in the model, never a fault of the inputs.
    pub fn finish(
        &mut self,
        (inputs, draws): Instance<'_>,
        keep_allocations: bool,
    ) -> Result<Record, Unclosed> {
        let mut centre = DataCentre { inputs, draws, state: &mut self.state };
        let end = inputs.calendar.end();
        self.handled += crate::engine::run(&mut centre, &mut self.upcoming, end);
        centre.close_run(self.handled - inputs.calendar.days() as u64)?;
        if keep_allocations {
            centre.record_allocations();
            centre.record_balances();
        }
        let mut record = std::mem::take(&mut self.state.record);
        record.rounds.shrink_to_fit();
        record.leases.shrink_to_fit();
        Ok(record)
    }

    /// Plays one future as [`Simulator::run`] does, as long as `go_on` says so: it is told now and then how many events
    /// were played. `None`: it was given up. For an estimate of what a run takes, never for results.
    ///
    /// # Errors
    /// If an account does not close: a bug in the model, never a fault of the inputs.
    pub fn try_run(
        &mut self,
        inputs: &Inputs,
        draws: &Draws,
        mut go_on: impl FnMut(u64) -> bool,
    ) -> Result<Option<Record>, Unclosed> {
        self.begin((inputs, draws));
        let mut centre = DataCentre { inputs, draws, state: &mut self.state };
        let mut played = 0;
        let end = inputs.calendar.end();
        while crate::engine::run_some(&mut centre, &mut self.upcoming, end, PORTION) {
            played += PORTION;
            if !go_on(played) {
                return Ok(None);
            }
        }
        centre.close_run(played)?;
        centre.record_allocations();
        Ok(Some(std::mem::take(&mut self.state.record)))
    }
}
