//! What projects pay: who applies all the same, and what comes in.
//!
//! A fee is a share s of the lease price of a unit. An applicant whose class pays a share 1 − r of
//! it applies with probability exp(−ε s (1 − r)): it applies if a draw of its own, the same for
//! life, is below that, so that those who apply at a higher fee are among those who apply at a
//! lower one. Allocated units bring the fee for every second in which they are held; awards in hours for every second in
//! which their jobs run, by the unit.

use serde::{Deserialize, Serialize};

use crate::measures::Money;
use crate::model::DataCentre;
use crate::model::account::Unclosed;
use crate::model::draws::{LotDrawn, ProgrammeDrawn};
use crate::model::ids::{ApplicantId, ClassId, ProgrammeId};
use crate::model::inputs::{Charge, FactorValues, Fee, Inputs, Lot, Programme, Term};
use crate::quantity::{Won, rounded};
use crate::time::Time;

const DAY: i64 = 86_400;
const HOURS_OF_A_DAY: f64 = 24.0;

/// What a programme's fees have brought so far, in won × seconds of a day: exact, whatever the price.
#[derive(Clone, Copy, Debug)]
pub(in crate::model) struct FeeMeter {
    /// Won a day of all that is held now.
    daily: i64,
    since: Time,
    sum: i128,
    /// Whole won booked so far, and those of them that are of this month.
    booked: Won,
    month: Won,
}

impl FeeMeter {
    pub(in crate::model) const ZERO: Self =
        Self { daily: 0, since: Time::START, sum: 0, booked: Won::ZERO, month: Won::ZERO };

    fn add(&mut self, now: Time, daily: i64) {
        self.sum = self.until(now);
        self.since = now;
        self.daily += daily;
    }

    fn until(&self, now: Time) -> i128 {
        self.sum + i128::from(self.daily) * i128::from(now.0 - self.since.0)
    }

    fn won(&self, now: Time) -> Won {
        Won(i64::try_from(self.until(now) / i128::from(DAY)).unwrap_or(i64::MAX))
    }
}

/// A programme's fee in this future.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct FeeDrawn {
    /// What one unit pays for a day, before reductions.
    pub daily: Won,
    /// What a card-day costs a project, as a share of the lease price of a day (a 365th of a year's).
    pub share: f64,
    /// How demand answers: −Δ ln(applicants) for each unit of the share.
    pub elasticity: f64,
}

/// Days of an award, months counted as 365/12 days.
fn nominal_days(award: &Term) -> i64 {
    let seconds = match award {
        Term::Span(span) => span.nominal().0,
        Term::Drawn(length) => length.mean() as i64,
    };
    seconds / DAY
}

impl FeeDrawn {
    pub(in crate::model) fn draw(
        inputs: &Inputs,
        lots: &[LotDrawn],
        programme: &Programme,
        values: &FactorValues,
    ) -> Option<Self> {
        let fee = programme.fee.as_ref()?;
        let own = || {
            let priced = |(lot, _): &(&Lot, &LotDrawn)| {
                lot.pool == programme.pool && lot.lease_price.is_some()
            };
            inputs.lots.iter().zip(lots).filter(priced)
        };
        // The price of a unit of the pool on a contract as long as an award, mean over the units of
        // its lots.
        let days = nominal_days(&programme.award);
        let yearly = |drawn: &LotDrawn| drawn.prices.of_contract(days);
        let cost: Won = own().map(|(lot, drawn)| yearly(drawn) * lot.count.0).sum();
        let units: i64 = own().map(|(lot, _)| lot.count.0).sum();
        let price = cost.0 as f64 / units.max(1) as f64 / 365.0;
        let daily = match &fee.charge {
            Charge::Share(share) => libm::round(share.value(values) * price),
            Charge::Monthly(amount) => {
                Won::daily_from_monthly(amount.counted(values, inputs.currency)).0 as f64
            }
            Charge::Hourly(amount) => {
                let parts = inputs.currency.parts() as f64;
                libm::round(amount.value(values) * parts * HOURS_OF_A_DAY)
            }
        };
        Some(Self {
            daily: Won(daily as i64),
            share: if price > 0.0 { daily / price } else { 0.0 },
            elasticity: fee.elasticity.value(values),
        })
    }

    /// The share of applicants who apply all the same, where a share `reduction` is waived.
    #[must_use]
    pub fn willing(&self, reduction: f64) -> f64 {
        libm::exp(-self.elasticity * self.share * (1.0 - reduction)).min(1.0)
    }
}

impl Fee {
    /// Whether the fee is asked of those who apply on a day (in a round: the day on which the round opens).
    #[must_use]
    pub fn holds_on(&self, day: i64) -> bool {
        self.from_day <= day && day < self.to_day
    }
}

/// The share of a programme's applicants who apply in a round that opens on a day, over its classes.
pub(in crate::model) fn willing_on(programme: &Programme, drawn: &ProgrammeDrawn, day: i64) -> f64 {
    let Some(fee) = drawn.fee.filter(|_| programme.fee.as_ref().is_some_and(|f| f.holds_on(day)))
    else {
        return 1.0;
    };
    if programme.classes.is_empty() {
        return fee.willing(0.0);
    }
    programme.classes.iter().map(|of| of.share * fee.willing(of.fee_reduction)).sum()
}

impl DataCentre<'_> {
    /// The fee that is asked of those who apply on a day, if any.
    fn fee_on(&self, programme: ProgrammeId, day: i64) -> Option<FeeDrawn> {
        let fee = self.inputs.programmes[programme].fee.as_ref()?;
        self.draws.programmes[programme].fee.filter(|_| fee.holds_on(day))
    }

    fn reduction(&self, programme: ProgrammeId, class: ClassId) -> f64 {
        self.inputs.programmes[programme].class(class).map_or(0.0, |of| of.fee_reduction)
    }

    /// Whether an applicant applies in spite of the fee.
    pub(in crate::model) fn pays(
        &self,
        programme: ProgrammeId,
        day: i64,
        applicant: ApplicantId,
    ) -> bool {
        let Some(fee) = self.fee_on(programme, day) else { return true };
        let who = &self.state.applicants[applicant];
        let at = [self.draws.replication.number, who.cohort_word(), who.ordinal, 0];
        let draw = self.state.programmes[who.home].payers.uniform(at);
        draw < fee.willing(self.reduction(programme, who.class))
    }

    /// What an application on a day will pay for a unit and day, if it is awarded.
    pub(in crate::model) fn daily_fee(
        &self,
        programme: ProgrammeId,
        day: i64,
        applicant: ApplicantId,
    ) -> Won {
        let Some(fee) = self.fee_on(programme, day) else { return Won::ZERO };
        let class = self.state.applicants[applicant].class;
        let paid = 1.0 - self.reduction(programme, class);
        Won(rounded(fee.daily.0 as f64 * paid))
    }

    /// Units start (or, negative, cease) to be held, or used by jobs of an award in hours, at this fee: those asked for in the programme's own
    /// pool, wherever they are served.
    pub(in crate::model) fn charge_fee(
        &mut self,
        now: Time,
        programme: ProgrammeId,
        units: i64,
        daily: Won,
    ) {
        if daily != Won::ZERO {
            self.state.programmes[programme].fees.add(now, units * daily.0);
        }
    }

    /// Books in the ledger what fees have brought since they were last booked.
    fn book_fees(&mut self, now: Time) {
        let ledger = &mut self.state.ledger;
        for meter in self.state.programmes.iter_mut().map(|programme| &mut programme.fees) {
            let won = meter.won(now);
            let more = won - meter.booked;
            meter.booked = won;
            meter.month += more;
            if more != Won::ZERO {
                ledger.month[ledger.fees][Money::Earned] += more;
            }
        }
    }

    /// Notes the fees of a month, programme by programme.
    pub(in crate::model) fn close_fees(&mut self, now: Time) {
        self.book_fees(now);
        for programme in &mut self.state.programmes {
            self.state.record.fees.push(std::mem::take(&mut programme.fees.month));
        }
    }

    /// Notes the fees at the edges of the observation window.
    pub(in crate::model) fn fees_at_window_edge(&mut self, now: Time, next_day: usize) {
        let (from, to) = self.inputs.window;
        if next_day != from && next_day != to {
            return;
        }
        self.book_fees(now);
        let totals = self.state.record.programmes.iter_mut();
        for (programme, totals) in self.state.programmes.iter().zip(totals) {
            let sum = programme.fees.booked;
            totals.fees = if next_day == from { -sum } else { totals.fees + sum };
        }
    }

    /// What gauges integrated, and what the ledger booked, against what every allocation held at its
    /// own fee.
    pub(in crate::model) fn check_fees(&self) -> Result<(), Unclosed> {
        let end = self.inputs.calendar.end();
        let mut paid = 0;
        for (number, programme) in self.inputs.programmes.enumerated() {
            let own = self.state.allocations.enumerated().filter(|(_, a)| a.programme == number);
            let owed: i128 = own
                .filter(|(_, award)| award.daily_fee != Won::ZERO)
                .map(|(id, award)| {
                    let paid_for = match award.balance {
                        Some(_) => self.busy_of(id, end).0,
                        None => award.asked_units * award.held(end).0,
                    };
                    i128::from(paid_for) * i128::from(award.daily_fee.0)
                })
                .sum();
            let booked = self.state.programmes[number].fees.until(end);
            let parts = |won: i128| [won / i128::from(DAY), won % i128::from(DAY)];
            for (booked, owed) in parts(booked).into_iter().zip(parts(owed)) {
                self.same("fees", &programme.name, booked as i64, owed as i64)?;
            }
            paid += parts(owed)[0] as i64;
        }
        let ledger = &self.state.ledger;
        let earned =
            ledger.total.get(ledger.fees.place()).map_or(0, |total| total[Money::Earned].0);
        self.same("fees in the ledger", "", earned, paid)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A fifth of the price at ε = 1.5: exp(−1.5 × 0.2) = 0.7408; half waived: exp(−0.15) = 0.8607.
    #[test]
    fn fewer_apply_at_a_higher_fee() {
        let fee = FeeDrawn { daily: Won(24_000), share: 0.2, elasticity: 1.5 };
        assert!((fee.willing(0.0) - 0.740_818).abs() < 1e-6);
        assert!((fee.willing(0.5) - 0.860_708).abs() < 1e-6);
        assert_eq!(fee.willing(1.0), 1.0);
    }
}
