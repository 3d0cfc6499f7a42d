//! What is kept of one alternative while its futures come in, some at a time: never the futures themselves, so that
//! memory does not grow with futures × days.

use std::io;
use std::path::Path;

use super::bands::{Competition, Ladder, Markers};
use super::days::Days;
use super::monthly::{Accounts, Spending};
use super::responses::ResponseTable;
use crate::model::inputs::Inputs;
use crate::results::{BandRow, CurveRow, Future, Summary};

/// An alternative as it grows.
pub(super) struct Gathered<'a> {
    inputs: &'a Inputs,
    pub(super) responses: ResponseTable,
    pub(super) events: u64,
    days: Days,
    competition: Competition,
    markers: Markers,
    ladder: Ladder,
    accounts: Accounts,
    spending: Spending,
}

impl<'a> Gathered<'a> {
    /// Starts one, with room for its days in a folder.
    ///
    /// # Errors
    /// If no file can be made in the folder.
    pub(super) fn new(name: &str, inputs: &'a Inputs, folder: &Path) -> io::Result<Self> {
        Ok(Self {
            inputs,
            responses: ResponseTable::new(name),
            events: 0,
            days: Days::new(folder)?,
            competition: Competition::new(inputs),
            markers: Markers::new(inputs),
            ladder: Ladder::new(inputs),
            accounts: Accounts::new(inputs),
            spending: Spending::new(inputs),
        })
    }

    /// Takes in more futures, in their order.
    ///
    /// # Errors
    /// If their days cannot be put aside.
    pub(super) fn add(&mut self, futures: &[Future]) -> io::Result<()> {
        self.events += futures.iter().map(|future| future.record.events).sum::<u64>();
        self.responses.add(self.inputs, futures);
        self.competition.add(self.inputs, futures);
        self.markers.add(self.inputs, futures);
        self.ladder.add(self.inputs, futures);
        self.accounts.add(futures);
        self.spending.add(self.inputs, futures);
        self.days.add(self.inputs, futures)
    }

    /// The bands of its days, and how far their means may be off.
    ///
    /// # Errors
    /// If the days cannot be read back.
    pub(super) fn bands(&self) -> io::Result<(Vec<BandRow>, Vec<CurveRow>)> {
        self.days.bands(&self.responses.alternative, self.inputs)
    }

    /// Adds the alternative's sums to a study's summary; gives its responses.
    pub(super) fn finish(self, summary: &mut Summary) -> ResponseTable {
        let (name, inputs) = (self.responses.alternative.as_str(), self.inputs);
        summary.competition.extend(self.competition.finish(name, inputs));
        summary.markers.extend(self.markers.finish(name));
        summary.ladder.extend(self.ladder.finish(name, inputs));
        summary.accounts.extend(self.accounts.finish(name, inputs));
        summary.money.extend(self.spending.finish(name, inputs));
        self.responses
    }
}
