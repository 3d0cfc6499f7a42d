//! Fundings lease units, by civil day.
//!
//! Bases lease counts outright (the larger where they overlap), top-ups add to that in the order of
//! the file. A funding that cannot pay for a whole day ends before that day.

use crate::measures::Money;
use crate::model::DataCentre;
use crate::model::ids::{AccountId, FundingId};
use crate::model::inputs::FundingKind;
use crate::model::money::ledger::book;
use crate::quantity::Won;

impl DataCentre<'_> {
    /// What money leases today, and what it costs whom.
    pub(in crate::model) fn lease(&mut self, day: i64) {
        let inputs = self.inputs;
        // A base that cannot pay its part of the day ends, and the others are counted again.
        while let Some(number) = self.lease_bases() {
            self.end_funding(number, day);
        }
        let is_base = |&number: &FundingId| self.is_active(number, FundingKind::Base);
        let bases = inputs.fundings.ids().filter(is_base).count();
        for number in inputs.fundings.ids() {
            if self.is_active(number, FundingKind::Base) {
                // The part of an only base was found when it was asked whether it can pay.
                if bases > 1 {
                    self.base_part(number);
                }
                self.charge(number);
            }
        }
        for (number, funding) in inputs.fundings.enumerated() {
            if self.is_active(number, FundingKind::TopUp) {
                self.state.ledger.own.fill(0);
                for (at, &(lot, _)) in funding.counts.iter().enumerate() {
                    let room = self.available(lot) - self.state.ledger.leased[lot];
                    let ledger = &mut self.state.ledger;
                    ledger.own[lot] = ledger.planned[number][at].min(room);
                }
                if self.can_pay(number) {
                    for lot in self.state.ledger.own.ids() {
                        self.state.ledger.leased[lot] += self.state.ledger.own[lot];
                    }
                    self.charge(number);
                } else {
                    self.end_funding(number, day);
                }
            }
        }
        self.lease_bought();
        self.pay_for_bought(day);
    }

    /// Leases what the bases state, the larger where they overlap; names one that cannot pay for it.
    fn lease_bases(&mut self) -> Option<FundingId> {
        let inputs = self.inputs;
        self.state.ledger.leased.fill(0);
        for (number, funding) in inputs.fundings.enumerated() {
            if self.is_active(number, FundingKind::Base) {
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
            self.is_active(number, FundingKind::Base) && {
                self.base_part(number);
                !self.can_pay(number)
            }
        })
    }

    /// The units of each lot that this base pays for: the first of the largest bases pays for all.
    fn base_part(&mut self, number: FundingId) {
        self.state.ledger.own.fill(0);
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
                    self.is_active(other, FundingKind::Base)
                        && counts.any(|(&(l, _), &c)| l == lot && c.min(available) >= units)
                });
            if !larger_before {
                self.state.ledger.own[lot] = units;
            }
        }
    }

    pub(in crate::model) fn is_active(&self, number: FundingId, kind: FundingKind) -> bool {
        let funding = &self.state.ledger.fundings[number];
        funding.arrived && !funding.ended && self.inputs.fundings[number].kind == kind
    }

    pub(in crate::model) fn open_or_close(&mut self, number: FundingId, day: i64) {
        let drawn = &self.draws.fundings[number];
        let ledger = &mut self.state.ledger;
        let funding = &mut ledger.fundings[number];
        let landed = drawn.lands().is_some_and(|lands| lands <= day);
        if !funding.arrived && landed && day < drawn.to_day {
            funding.arrived = true;
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
        }
    }

    fn end_funding(&mut self, number: FundingId, day: i64) {
        let ledger = &mut self.state.ledger;
        let funding = &mut ledger.fundings[number];
        funding.ended = true;
        ledger.month[AccountId::of(number)][Money::Lapsed] += funding.left;
        funding.left = Won::ZERO;
        if let Some((_, end)) = &mut self.state.record.funding_days[number] {
            *end = day;
        }
    }

    /// What the units in `own` cost this funding for a day.
    fn cost(&self, number: FundingId) -> Won {
        let contract = self.draws.fundings[number].contract_days;
        let ledger = &self.state.ledger;
        let paid = ledger.own.iter().zip(&ledger.paid[AccountId::of(number)]);
        let due = paid.zip(&self.draws.lots).filter(|((units, _), _)| **units > 0);
        due.map(|((&units, paid), lot)| {
            paid.due(lot.prices.of_contract(contract), units, ledger.today)
        })
        .sum()
    }

    fn can_pay(&self, number: FundingId) -> bool {
        let amount = self.draws.fundings[number].amount;
        amount.is_none() || self.cost(number) <= self.state.ledger.fundings[number].left
    }

    fn charge(&mut self, number: FundingId) {
        let drawn = &self.draws.fundings[number];
        let ledger = &mut self.state.ledger;
        let (mut all, mut cost) = (0, Won::ZERO);
        for (lot, &units) in ledger.own.enumerated().filter(|(_, units)| **units > 0) {
            all += units;
            let price = self.draws.lots[lot].prices.of_contract(drawn.contract_days);
            let due = ledger.paid[AccountId::of(number)][lot].pay(price, units, ledger.today);
            cost += due;
            self.state.demand[self.inputs.lots[lot].pool].cost += due;
        }
        if drawn.amount.is_some() {
            ledger.fundings[number].left -= cost;
        }
        book(&mut ledger.month[AccountId::of(number)], cost, all);
    }
}
