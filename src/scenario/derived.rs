//! Figures that follow from a scenario without chance, for a person to check it by: what is free,
//! what is leased when, and what an amount pays for.
//!
//! What stands in the building is arithmetic, uncertain values at their typical one. What money leases is played, by
//! the same code as in a run, every uncertain value at its typical one.

pub mod promises;

use super::limits::{changes, earliest_day, on_site, racks, racks_taken, slots, stands};
use crate::measures::Money;
use crate::model::ids::{FundingId, LotId, Table};
use crate::model::inputs::{Inputs, Lot, Place, Replication};
use crate::model::{Draws, MoneyAlone, Simulator, Unclosed};
use crate::quantity::Won;
use crate::time::Date;

/// What follows from the inputs of a scenario or an alternative.
#[derive(Clone, Debug, PartialEq)]
pub struct Derived {
    /// The site at each date on which something comes or goes (expansions at their earliest).
    pub site: Vec<SiteState>,
    /// Leased units and compute in each period between changes of funding.
    pub leases: Vec<LeasePeriod>,
    /// What each stated amount pays for.
    pub amounts: Vec<AmountPays>,
}

/// What stands at the site from a date on.
#[derive(Clone, Debug, PartialEq)]
pub struct SiteState {
    /// The first day of which the row is true.
    pub date: Date,
    /// Units at the site.
    pub installed: i64,
    /// Slots that nothing takes, if slots are stated.
    pub free_slots: Option<i64>,
    /// Halls in the order of the file.
    pub halls: Vec<HallState>,
}

/// What stands in a hall.
#[derive(Clone, Debug, PartialEq)]
pub struct HallState {
    /// Name of the hall.
    pub name: String,
    /// Units in the hall.
    pub units: i64,
    /// Nodes in the hall.
    pub nodes: i64,
    /// Racks taken.
    pub racks_taken: i64,
    /// Racks in the hall.
    pub racks: i64,
    /// Power of its nodes at their maximum, in kilowatts.
    pub kilowatts: f64,
    /// Power that its racks can feed, in kilowatts.
    pub kilowatts_room: f64,
}

/// What is leased from one date to another.
#[derive(Clone, Debug, PartialEq)]
pub struct LeasePeriod {
    /// First day.
    pub from: Date,
    /// First day after it.
    pub to: Date,
    /// Fundings that run.
    pub fundings: Vec<String>,
    /// Leased units by pool, in the order of the file.
    pub units: Vec<(String, i64)>,
    /// Leased compute in petaflops.
    pub petaflops: f64,
    /// Installed compute in petaflops, wherever it stands.
    pub installed_petaflops: f64,
}

/// What an amount of money pays for.
#[derive(Clone, Debug, PartialEq)]
pub struct AmountPays {
    /// Name of the funding.
    pub funding: String,
    /// Won granted.
    pub amount: Won,
    /// Units by lot that the amount leases, of lots that stand there at some time while it does.
    pub units: Vec<(String, i64)>,
    /// Won for all of them for a month.
    pub monthly: f64,
    /// Months of 365/12 days on which it leases at least one unit.
    pub months: f64,
    /// The first day on which it leases and the last one; `None`: it never does.
    pub leases: Option<(Date, Date)>,
    /// Won that it never spends: they lapse, or are left at the end of the calendar.
    pub unspent: Won,
}

/// Works the figures out.
///
/// # Errors
/// If an account of the money does not close: a bug in the model.
pub fn derived(inputs: &Inputs) -> Result<Derived, Unclosed> {
    let draws = typical(inputs);
    let played = Simulator::new().money_alone(inputs, &draws)?;
    let leases = leases(inputs, &draws, &played);
    Ok(Derived { site: site(inputs), leases, amounts: amounts(inputs, &draws, &played) })
}

/// The future in which every uncertain input is at its typical value, and money that may come comes.
#[must_use]
pub fn typical(inputs: &Inputs) -> Draws {
    let values = inputs.factors.typical();
    let mut draws = Draws::with(inputs, Replication::new(0, 0), values, None);
    for (drawn, funding) in draws.fundings.iter_mut().zip(&inputs.fundings) {
        drawn.comes = funding.chance > 0.0;
    }
    draws
}

/// What stands at the site from each date on which something comes or goes.
#[must_use]
pub fn site(inputs: &Inputs) -> Vec<SiteState> {
    let mut all: Vec<SiteState> = Vec::new();
    for day in changes(inputs) {
        let halls = inputs.halls.iter().enumerate().map(|(index, hall)| {
            let here = |lot: &&Lot| stands(lot, day) && lot.place == Place::Hall(index);
            let lots = || inputs.lots.iter().filter(here);
            let nodes = |lot: &Lot| inputs.kinds[lot.kind].nodes(lot.count.0);
            let watts: i64 =
                lots().map(|lot| nodes(lot) * inputs.kinds[lot.kind].node_power.0).sum();
            HallState {
                name: hall.name.clone(),
                units: lots().map(|lot| lot.count.0).sum(),
                nodes: lots().map(nodes).sum(),
                racks_taken: racks_taken(inputs, index, day),
                racks: hall.racks,
                kilowatts: watts as f64 / 1000.0,
                kilowatts_room: (hall.racks * hall.rack_power.0) as f64 / 1000.0,
            }
        });
        let installed = on_site(inputs, day);
        let state = SiteState {
            date: inputs.calendar.date(day),
            installed,
            free_slots: slots(inputs, day).map(|slots| slots - installed),
            halls: halls.collect(),
        };
        all.push(state);
    }
    all
}

/// What each stretch of time leases between changes of fundings, leases and lots.
fn leases(inputs: &Inputs, draws: &Draws, played: &MoneyAlone) -> Vec<LeasePeriod> {
    let end = inputs.calendar.days() as i64;
    let mut days = vec![0, end];
    days.extend(played.record.funding_days.iter().flatten().flat_map(|&(from, to)| [from, to]));
    days.extend(played.record.leases.iter().map(|change| change.day as i64));
    days.extend(draws.lots.iter().flat_map(|lot| [lot.from_day, lot.to_day]));
    days.retain(|day| (0..=end).contains(day));
    days.sort_unstable();
    days.dedup();
    let mut changes = played.record.leases.iter().peekable();
    let mut leased: Table<LotId, i64> = inputs.lots.iter().map(|_| 0).collect();
    let mut all: Vec<LeasePeriod> = Vec::new();
    for pair in days.windows(2) {
        let [day, next] = *pair else { continue };
        while let Some(change) = changes.next_if(|change| change.day as i64 <= day) {
            leased[change.lot] = change.leased;
        }
        let mut units: Vec<(String, i64)> =
            inputs.pools.iter().map(|pool| (pool.name.clone(), 0)).collect();
        let (mut compute, mut installed) = (0, 0);
        for (number, lot) in inputs.lots.enumerated() {
            let drawn = &draws.lots[number];
            let of_one = inputs.kinds[lot.kind].compute.0;
            units[lot.pool.place()].1 += leased[number];
            compute += leased[number] * of_one;
            if drawn.from_day <= day && day < drawn.to_day {
                installed += lot.count.0 * of_one;
            }
        }
        let runs = |number: FundingId| {
            let days = played.record.funding_days[number];
            days.is_some_and(|(from, to)| from <= day && day < to)
        };
        let fundings = inputs.fundings.enumerated().filter(|(number, _)| runs(*number));
        all.push(LeasePeriod {
            from: inputs.calendar.date(day),
            to: inputs.calendar.date(next),
            fundings: fundings.map(|(_, funding)| funding.name.clone()).collect(),
            units,
            petaflops: compute as f64 / 1e6,
            installed_petaflops: installed as f64 / 1e6,
        });
    }
    all
}

/// What each stated amount pays for.
fn amounts(inputs: &Inputs, draws: &Draws, played: &MoneyAlone) -> Vec<AmountPays> {
    let accounts = inputs.accounts().len();
    let mut all = Vec::new();
    for (number, funding) in inputs.fundings.enumerated() {
        let drawn = &draws.fundings[number];
        let Some(amount) = drawn.amount else { continue };
        let rows = played.record.money.iter().skip(number.place()).step_by(accounts);
        let (days, spent) = rows.fold((0, Won::ZERO), |(days, spent), row| {
            (days + row.days, spent + row[Money::Spent])
        });
        let paid = |lot: LotId| played.unit_days[number][lot] > 0;
        let mut units = Vec::new();
        let mut yearly = Won::ZERO;
        for (&(lot, _), &count) in funding.counts.iter().zip(&played.planned[number]) {
            if paid(lot) {
                let price = draws.lots[lot].prices.of_contract(drawn.contract_days);
                units.push((inputs.lots[lot].name.clone(), count));
                yearly += price * count;
            }
        }
        let end = inputs.calendar.days() as i64;
        let leases = played.record.funding_days[number].filter(|_| days > 0);
        let leases = leases
            .map(|(from, to)| (inputs.calendar.date(from), inputs.calendar.date(to.min(end) - 1)));
        all.push(AmountPays {
            funding: funding.name.clone(),
            amount,
            units,
            monthly: yearly.0 as f64 / 12.0,
            months: days as f64 * 12.0 / 365.0,
            leases,
            unspent: amount - spent,
        });
    }
    all
}

/// Lots with the racks that they need and the first day on which they may stand there.
#[must_use]
pub fn lots(inputs: &Inputs) -> Vec<(String, i64, Date)> {
    let lots = inputs.lots.iter();
    lots.map(|lot| {
        let racks = racks(inputs, lot).unwrap_or_default();
        (lot.name.clone(), racks, inputs.calendar.date(earliest_day(lot)))
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::Scenario;

    fn gwangju() -> Derived {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios/gwangju-2025.toml");
        match Scenario::read(std::path::Path::new(path)) {
            Ok(scenario) => derived(&scenario.baseline).unwrap(),
            Err(problems) => panic!("{problems}"),
        }
    }

    /// 96억 for 464 cards at 4.0 m and 120 at 1.0 m won a month: 9.6e9 / 1.976e9 = 4.858 months.
    #[test]
    fn the_supplementary_budget_pays_to_the_end_of_its_year() {
        let derived = gwangju();
        let [pays] = derived.amounts.as_slice() else { panic!("{derived:?}") };
        assert_eq!(pays.units.iter().map(|(_, count)| count).sum::<i64>(), 464 + 120);
        assert_eq!(pays.monthly, 464.0 * 4.0e6 + 120.0 * 1.0e6);
        // The amount would pay for 147 days (9.6 / 1.976 = 4.858 months), but from its typical day,
        // 1 September, to the end of the year there are 122: some of it is never spent.
        assert!((pays.months - 122.0 * 12.0 / 365.0).abs() < 1e-9, "{pays:?}");
        assert_eq!(pays.unspent, Won(9_600_000_000 - 7_925_654_793));
    }

    #[test]
    fn the_public_figures_of_leased_compute_are_met() {
        let derived = gwangju();
        let on = |date: &str| {
            let date: Date = date.parse().unwrap();
            derived.leases.iter().find(|p| p.from <= date && date < p.to).unwrap()
        };
        assert!((on("2025-03-01").petaflops - 44.3).abs() < 0.05);
        assert!((on("2025-11-01").petaflops - 77.7).abs() < 0.1);
        assert!((on("2026-06-01").petaflops - 88.4).abs() < 0.1);
        let last = derived.site.last().unwrap();
        assert_eq!((last.installed, last.free_slots), (1846, Some(154)));
        assert_eq!((last.halls[0].racks_taken, last.halls[0].racks), (138, 140));
    }
}
