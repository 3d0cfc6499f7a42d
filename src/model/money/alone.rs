//! A future's money alone: what fundings lease day by day, with nobody who applies and nothing that fails.
//!
//! No funding looks at who applies, so that what is leased and paid here is what a whole future leases and pays; but
//! units on credit, and those that firms cannot buy because they are held on credit, are not seen.

use crate::model::ids::{AccountId, FundingId, LotId, Table};
use crate::model::inputs::Inputs;
use crate::model::record::Record;
use crate::model::{DataCentre, Draws, Event, Simulator, Unclosed};
use crate::time::Time;

/// What the money of a future did.
#[derive(Clone, Debug)]
pub struct MoneyAlone {
    /// Leases, and the accounts of fundings; what depends on people is empty.
    pub record: Record,
    /// Units × days of each lot that a funding has paid for.
    pub unit_days: Table<FundingId, Table<LotId, i64>>,
    /// Units that a funding leases from its landing on, in the order in which it names its lots.
    pub planned: Table<FundingId, Vec<i64>>,
}

impl Simulator {
    /// Plays the money of a future and nothing else.
    ///
    /// # Errors
    /// If an account does not close: a bug in the model, never a fault of the inputs.
    pub fn money_alone(&mut self, inputs: &Inputs, draws: &Draws) -> Result<MoneyAlone, Unclosed> {
        self.upcoming.clear();
        let mut centre = DataCentre { inputs, draws, state: &mut self.state };
        centre.reset();
        let planned = centre.state.ledger.planned.clone();
        self.upcoming.schedule(Time::START, Event::DayBegins(0));
        let end = inputs.calendar.end();
        crate::engine::run(&mut centre, &mut self.upcoming, end);
        centre.close_last_day();
        centre.close_classes();
        centre.check_accounts()?;
        let paid = &centre.state.ledger.paid;
        let unit_days = inputs.fundings.ids().map(|number| {
            paid[AccountId::of(number)].iter().map(|meter| meter.unit_days).collect()
        });
        let unit_days = unit_days.collect();
        Ok(MoneyAlone { record: std::mem::take(&mut self.state.record), unit_days, planned })
    }
}
