//! An appropriation: whether it comes, when it is passed, when it lands, and how much of it is left.
//!
//! *lands* = passes + lag, if it comes at all. Passing is a vote; landing is the first day on which
//! units can be leased with it.

use serde::{Deserialize, Serialize};

use crate::engine::Process;
use crate::measures::Currency;
use crate::model::inputs::{FactorValues, Funding, Replication};
use crate::quantity::{Won, rounded};

/// A funding's dates and amount in one future.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct FundingDrawn {
    /// Day on which it is passed; its first day where nothing is said of passing.
    pub passes_day: i64,
    /// First day on which it can lease units.
    pub from_day: i64,
    /// First day on which it has ended.
    pub to_day: i64,
    /// Whether the money comes at all.
    pub comes: bool,
    /// Length of its lease contract in days.
    pub contract_days: i64,
    /// Amount granted, after any cut; `None`: implied.
    pub amount: Option<Won>,
    /// Share of the money left on 31 December that may be spent the year after; `None`: all of it.
    pub carry_over: Option<f64>,
}

impl FundingDrawn {
    /// A funding in one replication.
    #[must_use]
    pub fn draw(
        funding: &Funding,
        values: &FactorValues,
        replication: Replication,
        currency: Currency,
    ) -> Self {
        let passes = funding.from.value(values);
        let lag = funding.lag.as_ref().map_or(0.0, |lag| lag.value(values).max(0.0));
        let whole_day = |days: f64| libm::floor(days) as i64;
        let from_day = whole_day(passes + lag / 86_400.0);
        let to_day = whole_day(funding.to.value(values));
        Self {
            passes_day: whole_day(passes),
            from_day,
            to_day,
            contract_days: funding.contract.unwrap_or(to_day - from_day),
            comes: comes(funding, replication),
            amount: funding
                .states_amount()
                .then(|| granted(funding, values, currency).into_iter().sum()),
            carry_over: funding
                .carry_over
                .as_ref()
                .map(|share| share.value(values).clamp(0.0, 1.0)),
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

/// What each share of a funding grants after the cut, to the won; one amount is one share.
#[must_use]
pub fn granted(funding: &Funding, values: &FactorValues, currency: Currency) -> Vec<Won> {
    let cut = funding.cut.as_ref().map_or(0.0, |cut| cut.value(values));
    let rest = 1.0 - cut.clamp(0.0, 1.0);
    let amounts = funding.amounts().map(|amount| amount.counted(values, currency));
    amounts.map(|amount| Won(rounded(amount * rest))).collect()
}

/// A part of what shares grant, split among them in proportion: to the won, never more than a share
/// grants, and never less of any share when the part grows.
///
/// The first takes ⌊part × its grant / all⌋, the others split the rest in the same way.
#[must_use]
pub fn by_share(part: Won, grants: &[Won]) -> Vec<Won> {
    let (mut part, mut all) = (part.0, grants.iter().map(|grant| grant.0).sum::<i64>());
    let mut split = Vec::with_capacity(grants.len());
    for grant in grants {
        let own = i128::from(part) * i128::from(grant.0) / i128::from(all.max(1));
        // At most the grant, which fits.
        let own = own as i64;
        split.push(Won(own));
        part -= own;
        all -= grant.0;
    }
    split
}

/// Whether the money comes: one draw of its own, so that a smaller chance keeps a subset of the futures.
fn comes(funding: &Funding, replication: Replication) -> bool {
    if funding.chance >= 1.0 {
        return true;
    }
    let process = Process::new(replication.seed, &format!("funding/{}/comes", funding.name));
    process.uniform([replication.number, 0, 0, 0]) < funding.chance
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 88 of 96 and 8 of 96: of 50 won ⌊50 × 88 / 96⌋ = 45 and 5.
    #[test]
    fn what_is_spent_is_split_to_the_won() {
        assert_eq!(by_share(Won(50), &[Won(88), Won(8)]), [Won(45), Won(5)]);
        let grants = [Won(7), Won(0), Won(13), Won(5)];
        let mut before = vec![Won::ZERO; 4];
        for part in 0..=25 {
            let split = by_share(Won(part), &grants);
            assert_eq!(split.iter().copied().sum::<Won>(), Won(part));
            assert!(split.iter().zip(&grants).all(|(own, grant)| own <= grant));
            assert!(split.iter().zip(&before).all(|(own, before)| own >= before), "{part}");
            before = split;
        }
        assert_eq!(before, grants);
    }
}
