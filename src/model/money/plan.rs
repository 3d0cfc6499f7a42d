//! Where money is short: fewer units for the whole of its time, instead of all of them until it is spent.

use crate::model::DataCentre;
use crate::model::ids::FundingId;
use crate::model::inputs::WhenShort;
use crate::model::money::price::DayPart;
use crate::quantity::Won;
use crate::time::{Calendar, Date};

impl DataCentre<'_> {
    /// What each funding leases from its landing on.
    pub(in crate::model) fn plan_fundings(&mut self) {
        for number in self.inputs.fundings.ids() {
            let drawn = &self.draws.fundings[number];
            let planned = self.planned(number, drawn.from_day.max(0), drawn.amount);
            self.state.ledger.planned[number] = planned;
        }
    }

    /// Units of each lot, in the order in which the funding names them, that a sum of money pays for from a day to the
    /// end of the funding's time: that of the funding, or of the fiscal year if not all of it may be carried over.
    ///
    /// Where it does not pay for all of them, each lot has its share rounded down, and then one unit more, in the
    /// order named, as long as the money holds. Lots cost nothing while they do not stand there.
    pub(in crate::model) fn planned(
        &self,
        number: FundingId,
        day: i64,
        left: Option<Won>,
    ) -> Vec<i64> {
        let funding = &self.inputs.fundings[number];
        let drawn = &self.draws.fundings[number];
        let named: Vec<i64> = funding.counts.iter().map(|(_, count)| count.0).collect();
        let Some(left) = left.filter(|_| funding.when_short == WhenShort::FewerUnits) else {
            return named;
        };
        let calendar = &self.inputs.calendar;
        let mut until = drawn.to_day;
        if drawn.carry_over.is_some_and(|share| share < 1.0) {
            until = until.min(next_year(calendar, day));
        }
        let year = i128::from(DayPart::YEAR);
        let mut budget = i128::from(left.0) * year;
        // What one unit of each lot costs until then, in parts of a year's won.
        let mut costs = Vec::with_capacity(named.len());
        for &(lot, _) in &funding.counts {
            let stands = &self.draws.lots[lot];
            let parts = parts_between(calendar, stands.from_day.max(day), stands.to_day.min(until));
            let yearly = stands.prices.of_contract(drawn.contract_days);
            costs.push(i128::from(yearly.0) * i128::from(parts));
            // Less than a won of the days before is still owed.
            budget -= i128::from(self.state.ledger.paid_by(number, lot).owed());
        }
        let budget = budget.max(0);
        let counted = || named.iter().zip(&costs);
        let all: i128 = counted().map(|(&units, cost)| i128::from(units) * cost).sum();
        if all <= budget {
            return named;
        }
        // All is above nothing here; a share of what is named fits.
        let share = |units: i64| (i128::from(units) * budget / all) as i64;
        let mut planned: Vec<i64> = named.iter().map(|&units| share(units)).collect();
        let spent: i128 =
            planned.iter().zip(&costs).map(|(&units, cost)| i128::from(units) * cost).sum();
        let mut rest = budget - spent;
        for ((units, &named), &cost) in planned.iter_mut().zip(&named).zip(&costs) {
            if *units < named && cost <= rest {
                *units += 1;
                rest -= cost;
            }
        }
        planned
    }
}

/// The day of the next 1 January.
fn next_year(calendar: &Calendar, day: i64) -> i64 {
    let year = calendar.date(day).year();
    Date::new(year + 1, 1, 1).map_or(i64::MAX, |first| calendar.day_of_date(first))
}

/// Parts of years in the days from one to another.
fn parts_between(calendar: &Calendar, from: i64, to: i64) -> i64 {
    let (mut at, mut sum) = (from, 0);
    while at < to {
        let next = next_year(calendar, at).min(to);
        sum += (next - at) * DayPart::of(calendar, at).parts();
        at = next;
    }
    sum
}
