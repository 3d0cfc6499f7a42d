//! Figures that follow from a scenario by arithmetic, for a person to check it by: what is free,
//! what is leased when, and what an amount pays for. Uncertain values stand at their typical one.

pub mod promises;

use super::limits::{changes, earliest_day, on_site, racks, racks_taken, slots, stands};
use crate::model::ids::LotId;
use crate::model::inputs::{Funding, FundingKind, Inputs, Lot, Place};
use crate::quantity::Units;
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
    /// From this day on.
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
    /// Units in it.
    pub units: i64,
    /// Nodes in it.
    pub nodes: i64,
    /// Racks taken.
    pub racks_taken: i64,
    /// Racks in it.
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
    pub amount: f64,
    /// Units by lot.
    pub units: Vec<(String, i64)>,
    /// Won for all of them for a month.
    pub monthly: f64,
    /// Months of 365/12 days that it pays for.
    pub months: f64,
}

/// Works the figures out.
#[must_use]
pub fn derived(inputs: &Inputs) -> Derived {
    let amounts = inputs.fundings.iter().filter_map(|funding| pays(inputs, funding)).collect();
    Derived { site: site(inputs), leases: leases(inputs), amounts }
}

fn site(inputs: &Inputs) -> Vec<SiteState> {
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

/// Typical day on which a funding lands.
fn typical_landing(funding: &Funding) -> f64 {
    let lag = funding.lag.as_ref().map_or(0.0, |lag| lag.distribution.typical());
    funding.from.distribution.typical() + lag / 86_400.0
}

/// The days from which and until which a funding typically runs.
fn runs(inputs: &Inputs, funding: &Funding) -> (i64, i64) {
    let from = typical_landing(funding);
    let mut to = funding.to.distribution.typical();
    if let Some(pays) = pays(inputs, funding) {
        to = to.min(from + pays.months * 365.0 / 12.0);
    }
    (libm::floor(from) as i64, libm::floor(to) as i64)
}

fn leases(inputs: &Inputs) -> Vec<LeasePeriod> {
    let end = inputs.calendar.days() as i64;
    let mut days = vec![0, end];
    for funding in &inputs.fundings {
        let (from, to) = runs(inputs, funding);
        days.extend([from, to]);
    }
    for lot in &inputs.lots {
        days.push(lot.typical_day());
        days.extend(lot.typical_end());
    }
    days.retain(|day| (0..=end).contains(day));
    days.sort_unstable();
    days.dedup();
    let mut all: Vec<LeasePeriod> = Vec::new();
    for pair in days.windows(2) {
        let [day, next] = *pair else { continue };
        let running: Vec<&Funding> = inputs
            .fundings
            .iter()
            .filter(|funding| {
                let (from, to) = runs(inputs, funding);
                from <= day && day < to
            })
            .collect();
        let mut units: Vec<(String, i64)> =
            inputs.pools.iter().map(|pool| (pool.name.clone(), 0)).collect();
        let (mut leased, mut installed) = (0, 0);
        for (index, lot) in inputs.lots.enumerated() {
            if lot.typical_day() > day || lot.typical_end().is_some_and(|to| to <= day) {
                continue;
            }
            let count = match lot.bought {
                Some(_) => lot.count.0,
                None => leased_of(&running, index).min(lot.count.0),
            };
            units[lot.pool.place()].1 += count;
            let compute = inputs.kinds[lot.kind].compute.0;
            leased += count * compute;
            installed += lot.count.0 * compute;
        }
        let period = LeasePeriod {
            from: inputs.calendar.date(day),
            to: inputs.calendar.date(next),
            fundings: running.iter().map(|funding| funding.name.clone()).collect(),
            units,
            petaflops: leased as f64 / 1e6,
            installed_petaflops: installed as f64 / 1e6,
        };
        all.push(period);
    }
    all
}

/// Units of a lot that the running fundings lease: the largest base and all top-ups.
fn leased_of(running: &[&Funding], lot: LotId) -> i64 {
    let of = |kind: FundingKind| {
        let fundings = running.iter().filter(move |funding| funding.kind == kind);
        fundings.map(move |funding| {
            let counts = funding.counts.iter().filter(|(index, _)| *index == lot);
            counts.map(|(_, count)| count.0).sum::<i64>()
        })
    };
    of(FundingKind::Base).max().unwrap_or(0) + of(FundingKind::TopUp).sum::<i64>()
}

fn pays(inputs: &Inputs, funding: &Funding) -> Option<AmountPays> {
    let cut = funding.cut.as_ref().map_or(0.0, |cut| cut.distribution.typical());
    funding.states_amount().then_some(())?;
    let stated: f64 = funding.amounts().map(|amount| amount.distribution.typical()).sum();
    let amount = stated * (1.0 - cut);
    let stated = funding.contract.map(|days| days as f64);
    let contract = stated.unwrap_or(funding.to.distribution.typical() - typical_landing(funding));
    let mut monthly = 0.0;
    let mut units = Vec::new();
    for (lot, Units(count)) in &funding.counts {
        let lot = &inputs.lots[*lot];
        monthly += *count as f64 * lot.lease_price.as_ref()?.typical(contract);
        units.push((lot.name.clone(), *count));
    }
    let months = if monthly > 0.0 { amount / monthly } else { f64::INFINITY };
    Some(AmountPays { funding: funding.name.clone(), amount, units, monthly, months })
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
            Ok(scenario) => derived(&scenario.baseline),
            Err(problems) => panic!("{problems}"),
        }
    }

    /// 96억 for 464 cards at 4.0 m and 120 at 1.0 m won a month: 9.6e9 / 1.976e9 = 4.858 months.
    #[test]
    fn the_supplementary_budget_pays_for_almost_five_months() {
        let derived = gwangju();
        let [pays] = derived.amounts.as_slice() else { panic!("{derived:?}") };
        assert_eq!(pays.units.iter().map(|(_, count)| count).sum::<i64>(), 464 + 120);
        assert_eq!(pays.monthly, 464.0 * 4.0e6 + 120.0 * 1.0e6);
        assert!((pays.months - 4.858).abs() < 0.001, "{pays:?}");
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
