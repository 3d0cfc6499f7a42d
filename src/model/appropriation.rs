//! An appropriation: whether it comes, when it is passed, when it lands, and how much of it is left.
//!
//! *lands* = passes + lag, if it comes at all. Passing is a vote; landing is the first day on which
//! units can be leased with it.

use super::inputs::Funding;
use crate::engine::Process;
use crate::quantity::Won;

/// A funding's dates and amount in one future.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FundingDrawn {
    /// Day on which it is passed; its first day where nothing is said of passing.
    pub passes_day: i64,
    /// First day on which it can lease units.
    pub from_day: i64,
    /// First day on which it has ended.
    pub to_day: i64,
    /// Whether it comes at all.
    pub comes: bool,
    /// Amount granted, after any cut; `None`: implied.
    pub amount: Option<Won>,
}

impl FundingDrawn {
    /// Draws a funding in replication `replication` of the study with this seed.
    #[must_use]
    pub fn draw(funding: &Funding, seed: u64, replication: u32) -> Self {
        let passes = funding.from.draw(seed, replication);
        let lag = funding.lag.as_ref().map_or(0.0, |lag| lag.draw(seed, replication).max(0.0));
        let cut = funding.cut.as_ref().map_or(0.0, |cut| cut.draw(seed, replication));
        let whole_day = |days: f64| libm::floor(days) as i64;
        let granted =
            |amount: f64| Won(libm::round(amount.max(0.0) * (1.0 - cut.clamp(0.0, 1.0))) as i64);
        Self {
            passes_day: whole_day(passes),
            from_day: whole_day(passes + lag / 86_400.0),
            to_day: whole_day(funding.to.draw(seed, replication)),
            comes: comes(funding, seed, replication),
            amount: funding.amount.as_ref().map(|amount| granted(amount.draw(seed, replication))),
        }
    }

    /// The day on which its money can lease units for the first time; `None`: it never does,
    /// because it does not come, nothing of it is left, or it would land after its own end.
    ///
    /// Everything that waits for money asks here. A day before the calendar's start is one on which
    /// it had landed already.
    #[must_use]
    pub fn lands(&self) -> Option<i64> {
        let empty = self.amount == Some(Won::ZERO);
        (self.comes && !empty && self.from_day < self.to_day).then_some(self.from_day)
    }
}

/// Whether it comes: one draw of its own, so that a smaller chance keeps a subset of the futures.
fn comes(funding: &Funding, seed: u64, replication: u32) -> bool {
    if funding.chance >= 1.0 {
        return true;
    }
    let process = Process::new(seed, &format!("funding/{}/comes", funding.name));
    process.uniform([replication, 0, 0, 0]) < funding.chance
}
