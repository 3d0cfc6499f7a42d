//! What follows from a scenario by arithmetic alone, for a page: `daegi check` prints it in full.

use serde::{Deserialize, Serialize};

use super::entries::date;
use crate::model::inputs::{Fresh, Inputs, Intake};
use crate::model::{Unclosed, clearing, competition_after};
use crate::scenario::derived;
use crate::time::Date;

/// What follows from the baseline's inputs, uncertain ones at their typical value.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Arithmetic {
    /// Halls from each day on which what stands in one changes.
    pub halls: Vec<HallEntry>,
    /// Slots at the site that nothing takes in the end, if slots are stated.
    pub free_slots: Option<i64>,
    /// What each stated amount pays for.
    pub amounts: Vec<AmountEntry>,
    /// What each observed competition can mean.
    pub competitions: Vec<CompetitionEntry>,
}

/// What stands in a hall from a day on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct HallEntry {
    /// The first day of which the row is true.
    #[serde(with = "date")]
    pub from: Date,
    /// Name of the hall.
    pub hall: String,
    /// Units in the hall.
    pub units: i64,
    /// Servers in the hall.
    pub nodes: i64,
    /// Racks that nothing takes.
    pub racks_free: i64,
    /// Power of its servers at their maximum, in kilowatts.
    pub kilowatts: f64,
    /// Power that its racks can feed beyond that, in kilowatts.
    pub kilowatts_free: f64,
}

/// What an amount pays for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AmountEntry {
    /// Name of the funding.
    pub funding: String,
    /// Amount granted.
    pub amount: f64,
    /// Units that it leases.
    pub units: i64,
    /// What is paid for all units for a month, in won.
    pub monthly: f64,
    /// Months of 365/12 days on which it leases at least one unit, played at typical values.
    pub months: f64,
}

/// What an observed competition can mean for a programme.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CompetitionEntry {
    /// Name of the programme.
    pub programme: String,
    /// The ratio that was observed.
    pub observed: f64,
    /// How many times the places would turn nobody away in the long run: least and most, over shares of 0 to 90 % of
    /// those turned away and 0 to 60 % of those finished who apply again.
    pub clearing: (f64, f64),
    /// Times today's places that would turn nobody away at the scenario's typical shares, and the ratio there once places
    /// are doubled.
    pub typical: Option<(f64, f64)>,
}

/// The shares between which a competition is read.
const REAPPLY: [f64; 2] = [0.0, 0.9];
const RENEW: [f64; 2] = [0.0, 0.6];

impl Arithmetic {
    /// Works it out.
    ///
    /// # Errors
    /// If an account of the money does not close: a bug in the model.
    pub(crate) fn of(inputs: &Inputs) -> Result<Self, Unclosed> {
        let derived = derived::derived(inputs)?;
        let mut halls: Vec<HallEntry> = Vec::new();
        for state in &derived.site {
            for hall in &state.halls {
                let before = halls.iter().rev().find(|one| one.hall == hall.name);
                if before.map_or(0, |one| one.units) == hall.units {
                    continue;
                }
                halls.push(HallEntry {
                    from: state.date,
                    hall: hall.name.clone(),
                    units: hall.units,
                    nodes: hall.nodes,
                    racks_free: hall.racks - hall.racks_taken,
                    kilowatts: hall.kilowatts,
                    kilowatts_free: hall.kilowatts_room - hall.kilowatts,
                });
            }
        }
        let amounts = derived.amounts.iter().map(|pays| AmountEntry {
            funding: pays.funding.clone(),
            amount: inputs.currency.amount(pays.amount.0),
            units: pays.units.iter().map(|(_, count)| count).sum(),
            monthly: pays.monthly / inputs.currency.parts() as f64,
            months: pays.months,
        });
        let competitions = inputs.programmes.iter().filter_map(|programme| {
            let Intake::Rounds(rounds) = &programme.intake else { return None };
            let Fresh::Inferred(observed) = &rounds.fresh else { return None };
            let ratio = observed.competition.distribution.typical();
            // Where nobody is turned away there is nothing to clear.
            (ratio > 1.0).then_some(())?;
            let all =
                REAPPLY.iter().flat_map(|&again| RENEW.map(|renew| clearing(ratio, again, renew)));
            let (low, high) = all
                .fold((f64::INFINITY, 0.0_f64), |(low, high), one| (low.min(one), high.max(one)));
            let again = programme.reapply.distribution.typical();
            let renew = programme.renew.distribution.typical();
            let typical = (again < 1.0 && renew < 1.0).then(|| {
                (clearing(ratio, again, renew), competition_after(ratio, again, renew, 2.0))
            });
            Some(CompetitionEntry {
                programme: programme.name.clone(),
                observed: ratio,
                clearing: (low, high),
                typical,
            })
        });
        Ok(Self {
            halls,
            free_slots: derived.site.last().and_then(|state| state.free_slots),
            amounts: amounts.collect(),
            competitions: competitions.collect(),
        })
    }
}
