//! What units cost: a price for a civil year, paid day by day to the won.
//!
//! A price for a month is a twelfth of a year's. A day is a 365th of it, in a leap year a 366th, and what a day's
//! whole won leave over is owed the day after. So every civil year costs its price exactly, whatever its length,
//! and an amount that equals it lasts to its last day.

use serde::{Deserialize, Serialize};

use crate::checked::kept;
use crate::measures::Currency;
use crate::model::inputs::{FactorValues, LeasePrice};
use crate::quantity::Won;
use crate::time::Calendar;

/// The prices of a lot in one future: from each length of contract on, in days, the price of a unit for a year.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct YearlyPrices(Vec<(i64, Won)>);

impl YearlyPrices {
    /// Draws the prices; without any a unit costs nothing.
    #[must_use]
    pub fn draw(price: Option<&LeasePrice>, values: &FactorValues, currency: Currency) -> Self {
        let steps = price.map_or(&[][..], |price| &price.steps);
        let drawn = steps.iter().map(|(days, monthly)| {
            (*days, Won::yearly_from_monthly(monthly.counted(values, currency)))
        });
        Self(drawn.collect())
    }

    /// The price of a contract of `days`: the step of the longest stated length that it reaches; the first step if it is
    /// shorter than all of them.
    #[must_use]
    pub fn of_contract(&self, days: i64) -> Won {
        let reached = self.0.iter().rev().find(|(from, _)| *from <= days);
        reached.or(self.0.first()).map_or(Won::ZERO, |&(_, price)| price)
    }

    /// Price of a unit-year without a contract: days on credit.
    #[must_use]
    pub fn on_credit(&self) -> Won {
        self.of_contract(0)
    }

    /// Price of a unit-year under the longest contract.
    #[must_use]
    pub fn longest(&self) -> Won {
        self.of_contract(i64::MAX)
    }
}

/// A civil day as a part of its year: a 365th, in a leap year a 366th.
///
/// The part is counted in units of which a year of either kind has [`DayPart::YEAR`], so that no sum of days is rounded.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DayPart(i64);

impl DayPart {
    /// Parts of a year.
    pub const YEAR: i64 = 365 * 366;

    /// Of a day of the calendar, also outside the simulated range.
    #[must_use]
    pub fn of(calendar: &Calendar, day: i64) -> Self {
        Self(if calendar.date(day).in_leap_year() { 365 } else { 366 })
    }

    /// Parts.
    #[must_use]
    pub fn parts(self) -> i64 {
        self.0
    }
}

/// What a payer has paid for units of one lot: whole won every day, and the rest of a won still owed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::model) struct Meter {
    /// Units × days.
    pub(in crate::model) unit_days: i64,
    /// Units × parts of a year.
    parts: i64,
    /// Owed, in parts of a year's won: below [`DayPart::YEAR`].
    owed: i64,
}

impl Meter {
    /// The whole won due for units at a price for a year on a day, and what is owed after that.
    fn due_and_owed(self, yearly: Won, units: i64, day: DayPart) -> (Won, i64) {
        let small = yearly.0.checked_mul(units).and_then(|won| won.checked_mul(day.0));
        if let Some(owed) = small.and_then(|won| won.checked_add(self.owed)) {
            return (Won(owed / DayPart::YEAR), owed % DayPart::YEAR);
        }
        let won = i128::from(yearly.0) * i128::from(units) * i128::from(day.0);
        let (owed, year) = (won + i128::from(self.owed), i128::from(DayPart::YEAR));
        (Won(kept(i64::try_from(owed / year).ok())), (owed % year) as i64)
    }

    /// The whole won due for units at a price for a year on a day.
    pub(in crate::model) fn due(self, yearly: Won, units: i64, day: DayPart) -> Won {
        self.due_and_owed(yearly, units, day).0
    }

    /// What is owed beyond whole won, in parts of a year's won.
    pub(in crate::model) fn owed(self) -> i64 {
        self.owed
    }

    /// Pays for a day.
    pub(in crate::model) fn pay(&mut self, yearly: Won, units: i64, day: DayPart) -> Won {
        let (won, owed) = self.due_and_owed(yearly, units, day);
        self.owed = owed;
        self.unit_days += units;
        self.parts += units * day.0;
        won
    }

    /// All that is due for what it has counted, worked out at once: ⌊price × unit-years⌋.
    pub(in crate::model) fn due_for_all(self, yearly: Won) -> Won {
        let won = i128::from(yearly.0) * i128::from(self.parts) / i128::from(DayPart::YEAR);
        Won(kept(i64::try_from(won).ok()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn calendar() -> Calendar {
        let day = |text: &str| text.parse().unwrap();
        Calendar::new("UTC", day("2023-01-01"), day("2025-01-01")).unwrap()
    }

    /// 100 cards at 1,000,000 won a month are 1,200,000,000 won a year: 3,287,671 won a day and every few days one
    /// more (1.2e9 / 365 = 3,287,671.23), 3,278,688 and some (1.2e9 / 366 = 3,278,688.52) in 2024.
    #[test]
    fn every_civil_year_costs_its_price_to_the_won() {
        let calendar = calendar();
        let yearly = Won::yearly_from_monthly(1.0e6);
        let mut meter = Meter::default();
        let days: Vec<i64> =
            (0..731).map(|day| meter.pay(yearly, 100, DayPart::of(&calendar, day)).0).collect();
        assert_eq!(days[..6], [3_287_671, 3_287_671, 3_287_671, 3_287_671, 3_287_672, 3_287_671]);
        assert_eq!(days[..365].iter().sum::<i64>(), 1_200_000_000);
        assert_eq!(days[365..367], [3_278_688, 3_278_689]);
        assert_eq!(days[365..].iter().sum::<i64>(), 1_200_000_000);
        assert_eq!((meter.due_for_all(yearly), meter.owed), (Won(2_400_000_000), 0));
        // The twin: a day's price rounded by the card (32,877 won) asks for 3,650 × 32,877 × 10 won, a day too much.
        assert_eq!(365 * 100 * libm::round(12.0e6 / 365.0) as i64, 1_200_010_500);
    }

    /// A price that no 64 bits hold by the part is counted all the same: 9e15 won × 1,000 cards / 365.
    #[test]
    fn large_prices_are_counted_exactly() {
        let day = DayPart::of(&calendar(), 0);
        let mut meter = Meter::default();
        let most = Won(9_000_000_000_000_000);
        // 9e18 / 365 = 24,657,534,246,575,342.4657…
        assert_eq!(meter.pay(most, 1_000, day), Won(24_657_534_246_575_342));
        assert_eq!(meter.due_for_all(most), Won(24_657_534_246_575_342));
    }

    /// Whatever comes and goes, what was paid day by day is what is due for all of it at once.
    #[test]
    fn no_won_is_lost_between_days() {
        let calendar = calendar();
        let (yearly, mut meter, mut paid) = (Won(7_777_777), Meter::default(), 0);
        for day in 0..731 {
            paid += meter.pay(yearly, day * day % 13, DayPart::of(&calendar, day)).0;
        }
        assert_eq!(meter.due_for_all(yearly), Won(paid));
    }
}
