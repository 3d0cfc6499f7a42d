//! Products over the whole file: each value may be meant, and all of them together still be more than
//! whole numbers of 64 bits hold, or than anybody waits for.

use std::fmt::Display;

use super::limits::{most_units, pool_of};
use super::problem::{Message, say};
use super::read::Draft;
use super::reader::{Reader, Spot, tables, top};
use super::units::HOURS_OF_A_MONTH;
use crate::engine::Distribution;
use crate::model::ids::{LotId, PoolId, ProgrammeId};
use crate::model::inputs::{Charge, Intake, JobRate, Measure, Programme, Rhythm, Term};
use crate::time::Span;

/// The most that is counted: less than half of 2⁶³, so that the sum of two such accounts fits.
const MOST_COUNTED: f64 = 4e18;

/// Beyond this many jobs or failures in one future, nobody means it.
const MOST_EVENTS: f64 = 1e7;

/// One product of a sum, with the keys whose values it multiplies.
struct Product<'t> {
    keys: [Spot<'t>; 2],
    value: f64,
}

impl Draft<'_> {
    /// Draws of requests stop at the most units that their pool ever holds: who asks for more could
    /// never start. A stated size above that is an error, not a draw to cut.
    pub(super) fn cut_requests(&mut self) {
        for number in self.inputs.programmes.ids() {
            let most = self.most_asked(number);
            let cut = |request: &mut Distribution| {
                let whole = std::mem::replace(request, Distribution::Constant(1.0));
                *request = if whole.is_cut() { whole.cut_at(most) } else { whole };
            };
            let programme = &mut self.inputs.programmes[number];
            cut(&mut programme.request);
            programme.classes.iter_mut().filter_map(|of| of.request.as_mut()).for_each(cut);
            if let Intake::Rounds(rounds) = &mut programme.intake {
                let extra = rounds.rounds.iter_mut().filter_map(|round| round.extra.as_mut());
                extra.filter_map(|extra| extra.request.as_mut()).for_each(cut);
            }
        }
    }

    /// The most that a project can be given: all that its pool ever has, for hours over the longest term.
    pub(super) fn most_asked(&self, number: ProgrammeId) -> f64 {
        let programme = &self.inputs.programmes[number];
        let most = most_units(&self.inputs, programme.pool).max(1) as f64;
        match programme.measure() {
            Measure::Units => most,
            Measure::Hours => {
                let hours = most * longest_award(programme) / Measure::HOUR as f64;
                libm::floor(hours * programme.charge()).max(1.0)
            }
        }
    }

    /// Whether sums of won, of unit-seconds and of events stay within what is counted exactly;
    /// `expected` are the new applicants of each programme in one future.
    pub(super) fn products(&self, reader: &mut Reader, expected: &[f64]) {
        self.power_is_countable(reader);
        self.money_is_countable(reader);
        if reader.sound(&["programme"]) {
            self.demand_is_countable(reader, expected);
            self.jobs_are_playable(reader, expected);
        }
        self.failures_are_playable(reader);
    }

    fn seconds(&self) -> f64 {
        (self.inputs.calendar.end().0 as f64).max(1.0)
    }

    /// The place of a lot's count.
    fn count_of(&self, lot: LotId) -> Option<Spot<'_>> {
        let table = self.lots.get(lot.place())?;
        Some(table.get("installed").or_else(|| table.get("adds")).unwrap_or_else(|| table.clone()))
    }

    fn power_is_countable(&self, reader: &mut Reader) {
        let mut parts = Vec::new();
        for (number, lot) in self.inputs.lots.enumerated() {
            let kind = &self.inputs.kinds[lot.kind];
            let (Some(count), Some(unit)) = (self.count_of(number), self.unit(&kind.name)) else {
                continue;
            };
            let power = kind.nodes(lot.count.0) as f64 * kind.node_power.0 as f64;
            let compute = lot.count.0 as f64 * kind.compute.0 as f64;
            parts.push(Product { keys: [unit, count], value: power.max(compute) });
        }
        told(reader, &parts, |parts| {
            say("{} × {}: {} W or gigaflops are more than is counted ({})", parts)
        });
    }

    fn unit(&self, name: &str) -> Option<Spot<'_>> {
        top(self.root, "unit")?.get(name)
    }

    /// Everything that is ever paid: leases, purchases, electricity, sales, fees, grants.
    fn money_is_countable(&self, reader: &mut Reader) {
        let inputs = &self.inputs;
        let days = self.seconds() / 86_400.0;
        let mut parts = Vec::new();
        let daily = |monthly: f64| monthly * 12.0 / 365.0;
        let all_units: f64 = inputs.lots.iter().map(|lot| lot.count.0 as f64).sum();
        let mut dearest = 0.0_f64;
        for (number, lot) in inputs.lots.enumerated() {
            let Some(count) = self.count_of(number) else { continue };
            let kind = &inputs.kinds[lot.kind];
            let units = lot.count.0 as f64;
            let steps = lot.lease_price.iter().flat_map(|price| &price.steps);
            let price = steps.map(|(_, price)| price.distribution.largest_draw());
            let price = price.fold(0.0, f64::max);
            dearest = dearest.max(price);
            if let Some(at) = top(self.root, "lease-price").and_then(|at| at.get(&kind.name)) {
                let value = daily(price) * units * days;
                parts.push(Product { keys: [at, count.clone()], value });
            }
            if let (Some(it), Some(at)) = (&lot.bought, self.lots[number].get("bought")) {
                let running = daily(it.running.distribution.largest_draw()) * days;
                let value = units * (it.price.distribution.largest_draw() + running);
                parts.push(Product { keys: [at, count.clone()], value });
            }
            let tariff = self.site.as_ref().and_then(|site| site.get("tariff"));
            if let (Some(it), Some(at)) = (&inputs.electricity, tariff) {
                let watts = kind.node_power.0 as f64 / kind.node_units.max(1) as f64;
                let (pue, tariff) = (&it.pue.distribution, &it.tariff.distribution);
                let second = watts * pue.largest_draw() * tariff.largest_draw() / 3.6e6;
                // The price of a second is itself kept in billionths.
                let value = (second * units * self.seconds()).max(second * 1e9);
                parts.push(Product { keys: [at, count.clone()], value });
            }
            let sale = top(self.root, "sale").and_then(|sale| sale.get("monthly-price"));
            if let (Some(it), Some(at)) = (&inputs.sale, sale.or_else(|| top(self.root, "sale"))) {
                let price = daily(it.monthly_price.distribution.largest_draw());
                let value = price * kind.weight.max(1.0) * units * days;
                parts.push(Product { keys: [at, count], value });
            }
        }
        for (programme, table) in inputs.programmes.iter().zip(&self.programmes) {
            let (Some(fee), Some(at)) = (&programme.fee, table.get("fee")) else { continue };
            let monthly = match &fee.charge {
                Charge::Share(share) => share.distribution.largest_draw() * dearest,
                Charge::Monthly(won) => won.distribution.largest_draw(),
                Charge::Hourly(won) => won.distribution.largest_draw() * HOURS_OF_A_MONTH,
            };
            let pool = tables(self.root, "pool");
            let pool = pool.into_iter().find(|it| it.key == pool_of(inputs, programme.pool));
            let value = daily(monthly) * all_units * days;
            parts.push(Product { keys: [at.clone(), pool.unwrap_or(at)], value });
        }
        for (funding, table) in inputs.fundings.iter().zip(&self.fundings) {
            let value = funding.amounts().map(|amount| amount.distribution.largest_draw()).sum();
            let at = table.get("amount").or_else(|| table.get("share"));
            parts.push(Product {
                keys: [at.unwrap_or_else(|| table.clone()), table.clone()],
                value,
            });
        }
        for part in &mut parts {
            part.value *= inputs.currency.parts() as f64;
        }
        let in_won = inputs.currency.is_krw();
        told(reader, &parts, |parts| match in_won {
            true => say("{} × {} over the calendar: {} won are more than is counted ({})", parts),
            false => say(
                "{} × {} over the calendar: {} of the smallest part of the currency are more than is counted ({})",
                parts,
            ),
        });
    }

    /// Unit-seconds: what is asked for, and for how long it can wait.
    fn demand_is_countable(&self, reader: &mut Reader, expected: &[f64]) {
        let inputs = &self.inputs;
        let mut parts = Vec::new();
        for ((programme, table), fresh) in
            inputs.programmes.iter().zip(&self.programmes).zip(expected)
        {
            let others = programme.other_pools.iter().map(|&pool| most_units(inputs, pool) as f64);
            let units = others.fold(largest_request(programme), f64::max).max(1.0);
            let length = match programme.measure() {
                Measure::Units => longest_award(programme) + self.seconds(),
                // The factor four leaves room for hours used beyond an award, and for hours that
                // are carried.
                Measure::Hours => 4.0 * Measure::HOUR as f64,
            };
            let value = fresh * self.times(programme) * units * length;
            let key = |key: &str| table.get(key).unwrap_or_else(|| table.clone());
            parts.push(Product { keys: [key("award"), key("demand")], value });
        }
        told(reader, &parts, |parts| {
            say("{} × {} × units: {} unit-seconds are more than is counted ({})", parts)
        });
    }

    /// How often one who applied applies, if chances come out as they are typically stated; a further term counts as often
    /// as it is given hours.
    pub(super) fn times(&self, programme: &Programme) -> f64 {
        let chance =
            [&programme.reapply, &programme.renew].map(|it| it.distribution.largest_draw());
        let chance = chance[0].max(chance[1]);
        let most = match &programme.intake {
            Intake::Rounds(rounds) => rounds.rounds.len() as f64,
            Intake::Rolling { .. } => self.seconds() / seconds_of(programme.returns_after).max(1.0),
        };
        let times =
            if chance < 1.0 { (1.0 / (1.0 - chance)).min(most.max(1.0)) } else { most.max(1.0) };
        times * programme.terms.as_ref().map_or(1.0, |terms| terms.most().max(1.0))
    }

    /// Jobs: by what projects run together, or by how many awards there are, whichever is less.
    fn jobs_are_playable(&self, reader: &mut Reader, expected: &[f64]) {
        if !reader.sound(&["workload"]) {
            return;
        }
        let inputs = &self.inputs;
        for (workload, table) in inputs.workloads.iter().zip(tables(self.root, "workload")) {
            let mut jobs = 0.0;
            for &number in &workload.programmes {
                let programme = &inputs.programmes[number];
                let awards =
                    expected.get(number.place()).copied().unwrap_or(0.0) * self.times(programme);
                let units = mean_request(programme);
                let most = most_units(inputs, programme.pool) as f64;
                let terms = awards * mean_award(programme).min(self.seconds());
                let held = match programme.measure() {
                    Measure::Units => (most / units * self.seconds()).min(terms),
                    Measure::Hours => terms,
                };
                let rate = match &workload.rate {
                    JobRate::PerAllocation(rate) => *rate,
                    JobRate::PerUnit(rate) => rate * units,
                    JobRate::OfAward(multiple) => {
                        let work = workload.mean_work(programme.hours.as_ref()).max(1.0);
                        let hours = units / programme.charge();
                        let used = multiple.mean() * hours * Measure::HOUR as f64;
                        used / work / mean_award(programme).max(1.0)
                    }
                };
                jobs += held * rate * workload.rhythm.as_ref().map_or(1.0, Rhythm::highest);
            }
            if let Some(at) = table.get("jobs").filter(|_| jobs > MOST_EVENTS) {
                let reason =
                    say("{} jobs in one future are more than can be played", &[&power(jobs)]);
                let help = say("look at the unit and the number of digits", &[]);
                reader.error(&at, reason, Some(help));
            }
        }
    }

    fn failures_are_playable(&self, reader: &mut Reader) {
        for (number, table) in tables(self.root, "pool").into_iter().enumerate() {
            let number = PoolId::at(number);
            let pool = self.inputs.pools.get(number.place());
            let Some(failure) = pool.and_then(|it| it.machine.as_ref()?.failure.as_ref()) else {
                continue;
            };
            let lots = self.inputs.lots.iter().filter(|lot| lot.pool == number);
            let nodes: i64 = lots.map(|lot| self.inputs.kinds[lot.kind].nodes(lot.count.0)).sum();
            let between = (failure.to_failure.mean() + failure.repair.mean()).max(1.0);
            let failures = nodes as f64 * self.seconds() / between;
            let at = table.get("failure").and_then(|at| at.get("time-to-failure"));
            let Some(at) = at.filter(|_| failures > MOST_EVENTS) else { continue };
            let reason = say(
                "{} failures of {} nodes in one future are more than can be played",
                &[&power(failures), &nodes],
            );
            let help = say("look at the unit and the number of digits", &[]);
            match self.inputs.lots.find(|lot| lot.pool == number) {
                Some(lot) if self.count_of(lot).is_some() => {
                    let count = self.count_of(lot).unwrap_or_else(|| table.clone());
                    reader.clash(&at, &count, reason, Some(help));
                }
                _ => reader.error(&at, reason, Some(help)),
            }
        }
    }
}

/// An error that names the keys of the largest part of a sum that is not counted exactly.
fn told(reader: &mut Reader, parts: &[Product<'_>], reason: impl Fn(&[&dyn Display]) -> Message) {
    let sum: f64 = parts.iter().map(|part| part.value).sum();
    let Some(largest) = parts.iter().max_by(|a, b| a.value.total_cmp(&b.value)) else { return };
    if sum <= MOST_COUNTED {
        return;
    }
    let [one, other] = &largest.keys;
    let quoted = |at: &Spot<'_>| format!("`{}`", at.path);
    let reason = reason(&[&quoted(one), &quoted(other), &power(sum), &power(MOST_COUNTED)]);
    let help = say("look at the unit and the number of digits", &[]);
    reader.clash(one, other, reason, Some(help));
}

/// A number by its power of ten.
fn power(value: f64) -> String {
    format!("{value:.1e}")
}

fn seconds_of(span: Span) -> f64 {
    span.nominal().0 as f64
}

/// Everything that a programme's applicants may ask for, by round and class.
fn requests(programme: &Programme) -> impl Iterator<Item = &Distribution> {
    let rounds = match &programme.intake {
        Intake::Rounds(rounds) => rounds.rounds.iter(),
        Intake::Rolling { .. } => [].iter(),
    };
    let extra = rounds.filter_map(|round| round.extra.as_ref()?.request.as_ref());
    let classes = programme.classes.iter().filter_map(|of| of.request.as_ref());
    extra.chain(classes).chain([&programme.request])
}

fn largest_request(programme: &Programme) -> f64 {
    requests(programme).map(Distribution::largest_draw).fold(1.0, f64::max)
}

pub(super) fn mean_request(programme: &Programme) -> f64 {
    requests(programme).map(Distribution::mean).fold(f64::INFINITY, f64::min).max(1.0)
}

/// The lengths that awards of a programme may have, by round.
fn terms(programme: &Programme) -> impl Iterator<Item = &Term> {
    let rounds = match &programme.intake {
        Intake::Rounds(rounds) => rounds.rounds.iter(),
        Intake::Rolling { .. } => [].iter(),
    };
    let extra = rounds.filter_map(|round| round.extra.as_ref()?.award.as_ref());
    extra.chain([&programme.award])
}

fn longest_award(programme: &Programme) -> f64 {
    let longest = terms(programme).map(|term| match term {
        Term::Span(span) => seconds_of(*span),
        Term::Drawn(length) => length.largest_draw(),
    });
    let extended = programme.extension.as_ref().map_or(0.0, |extension| seconds_of(extension.by));
    longest.fold(0.0, f64::max) + extended
}

pub(super) fn mean_award(programme: &Programme) -> f64 {
    let mean = terms(programme).map(|term| match term {
        Term::Span(span) => seconds_of(*span),
        Term::Drawn(length) => length.mean(),
    });
    mean.fold(0.0, f64::max)
}
