//! Fundings lease units, by civil day.
//!
//! Bases lease counts outright (the larger where they overlap), top-ups add to that in the order of
//! the file. A funding that cannot pay for a whole day ends before that day.

use crate::measures::Money;
use crate::model::DataCentre;
use crate::model::ids::{AccountId, FundingId, LotId};
use crate::model::inputs::FundingKind;
use crate::model::money::ledger::{FundedPart, book};
use crate::quantity::Won;

impl DataCentre<'_> {
    /// What money leases today, and what it costs whom.
    pub(in crate::model) fn lease(&mut self, day: i64) {
        if !(self.state.ledger.settled && self.all_can_pay()) {
            self.lease_anew(day);
        }
        for number in self.inputs.fundings.ids() {
            if self.is_active(number) {
                self.charge(number);
            }
        }
        self.pay_for_bought(day);
    }

    fn all_can_pay(&self) -> bool {
        let mut numbers = self.inputs.fundings.ids();
        numbers.all(|number| !self.is_active(number) || self.can_pay(number))
    }

    /// Works out what each funding leases. It holds until something changes on which it depends.
    fn lease_anew(&mut self, day: i64) {
        // A base that cannot pay its part of the day ends, and the others are counted again.
        while let Some(number) = self.lease_bases() {
            self.end_funding(number, day);
        }
        for (number, funding) in self.inputs.fundings.enumerated() {
            if !self.is_active_as(number, FundingKind::TopUp) {
                continue;
            }
            self.state.ledger.parts[number].clear();
            for (at, &(lot, _)) in funding.counts.iter().enumerate() {
                let room = self.available(lot) - self.state.ledger.leased[lot];
                self.set_part(number, lot, self.state.ledger.planned[number][at].min(room));
            }
            if self.can_pay(number) {
                let ledger = &mut self.state.ledger;
                for part in &ledger.parts[number] {
                    ledger.leased[part.lot] += part.units;
                }
            } else {
                self.end_funding(number, day);
            }
        }
        self.lease_bought();
        // Units come back from private firms and go to them on any day.
        self.state.ledger.settled = self.draws.sale.is_none();
    }

    fn set_part(&mut self, number: FundingId, lot: LotId, units: i64) {
        let contract = self.draws.fundings[number].contract_days;
        let yearly = self.draws.lots[lot].prices.of_contract(contract);
        let parts = &mut self.state.ledger.parts[number];
        match parts.iter_mut().find(|part| part.lot == lot) {
            Some(part) => part.units = units,
            None => parts.push(FundedPart { lot, units, yearly }),
        }
    }

    /// Leases what the bases state, the larger where they overlap; names one that cannot pay for it.
    fn lease_bases(&mut self) -> Option<FundingId> {
        let inputs = self.inputs;
        self.state.ledger.leased.fill(0);
        for (number, funding) in inputs.fundings.enumerated() {
            if self.is_active_as(number, FundingKind::Base) {
                for (at, &(lot, _)) in funding.counts.iter().enumerate() {
                    let available = self.available(lot);
                    let ledger = &mut self.state.ledger;
                    let units = ledger.planned[number][at].min(available);
                    let leased = &mut ledger.leased[lot];
                    *leased = units.max(*leased);
                }
            }
        }
        inputs.fundings.ids().find(|&number| {
            self.is_active_as(number, FundingKind::Base) && {
                self.base_part(number);
                !self.can_pay(number)
            }
        })
    }

    /// The units of each lot that this base pays for: the first of the largest bases pays for all.
    fn base_part(&mut self, number: FundingId) {
        self.state.ledger.parts[number].clear();
        for (at, &(lot, _)) in self.inputs.fundings[number].counts.iter().enumerate() {
            let available = self.available(lot);
            let planned = &self.state.ledger.planned;
            let units = planned[number][at].min(available);
            if units == 0 || units != self.state.ledger.leased[lot] {
                continue;
            }
            let larger_before =
                self.inputs.fundings.enumerated().take(number.place()).any(|(other, f)| {
                    let mut counts = f.counts.iter().zip(&planned[other]);
                    self.is_active_as(other, FundingKind::Base)
                        && counts.any(|(&(l, _), &c)| l == lot && c.min(available) >= units)
                });
            if !larger_before {
                self.set_part(number, lot, units);
            }
        }
    }

    fn is_active(&self, number: FundingId) -> bool {
        let funding = &self.state.ledger.fundings[number];
        funding.arrived && !funding.ended
    }

    pub(in crate::model) fn is_active_as(&self, number: FundingId, kind: FundingKind) -> bool {
        self.is_active(number) && self.inputs.fundings[number].kind == kind
    }

    pub(in crate::model) fn open_or_close(&mut self, number: FundingId, day: i64) {
        let drawn = &self.draws.fundings[number];
        let ledger = &mut self.state.ledger;
        let funding = &mut ledger.fundings[number];
        let landed = drawn.lands().is_some_and(|lands| lands <= day);
        if !funding.arrived && landed && day < drawn.to_day {
            funding.arrived = true;
            ledger.settled = false;
            funding.left = drawn.amount.unwrap_or(Won::ZERO);
            ledger.month[AccountId::of(number)][Money::Granted] += funding.left;
            self.state.record.funding_days[number] = Some((day, i64::MAX));
        } else if funding.arrived && !funding.ended {
            if day >= drawn.to_day {
                self.end_funding(number, day);
            } else {
                self.close_fiscal_year(number, day);
            }
        }
    }

    /// On 1 January money of the year before lapses, but for what may be carried over.
    fn close_fiscal_year(&mut self, number: FundingId, day: i64) {
        let Some(share) = self.draws.fundings[number].carry_over else { return };
        let date = self.inputs.calendar.date(day);
        if share >= 1.0 || (date.month(), date.day()) != (1, 1) {
            return;
        }
        let ledger = &mut self.state.ledger;
        let funding = &mut ledger.fundings[number];
        let carried = Won(libm::floor(funding.left.0 as f64 * share) as i64);
        ledger.month[AccountId::of(number)][Money::Lapsed] += funding.left - carried;
        funding.left = carried;
        if carried == Won::ZERO {
            self.end_funding(number, day);
        } else {
            self.state.ledger.planned[number] = self.planned(number, day, Some(carried));
            self.state.ledger.settled = false;
        }
    }

    fn end_funding(&mut self, number: FundingId, day: i64) {
        let ledger = &mut self.state.ledger;
        let funding = &mut ledger.fundings[number];
        funding.ended = true;
        ledger.settled = false;
        ledger.month[AccountId::of(number)][Money::Lapsed] += funding.left;
        funding.left = Won::ZERO;
        if let Some((_, end)) = &mut self.state.record.funding_days[number] {
            *end = day;
        }
    }

    /// What a funding's part costs it for a day.
    fn cost(&self, number: FundingId) -> Won {
        let ledger = &self.state.ledger;
        let paid = &ledger.paid[AccountId::of(number)];
        let due = |part: &FundedPart| paid[part.lot].due(part.yearly, part.units, ledger.today);
        ledger.parts[number].iter().filter(|part| part.units > 0).map(due).sum()
    }

    fn can_pay(&self, number: FundingId) -> bool {
        let amount = self.draws.fundings[number].amount;
        amount.is_none() || self.cost(number) <= self.state.ledger.fundings[number].left
    }

    fn charge(&mut self, number: FundingId) {
        let ledger = &mut self.state.ledger;
        let (mut all, mut cost) = (0, Won::ZERO);
        let paid = &mut ledger.paid[AccountId::of(number)];
        for part in ledger.parts[number].iter().filter(|part| part.units > 0) {
            all += part.units;
            let due = paid[part.lot].pay(part.yearly, part.units, ledger.today);
            cost += due;
            self.state.demand[self.inputs.lots[part.lot].pool].cost += due;
        }
        if self.draws.fundings[number].amount.is_some() {
            ledger.fundings[number].left -= cost;
        }
        book(&mut ledger.month[AccountId::of(number)], cost, all);
    }
}
