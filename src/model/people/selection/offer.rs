//! What a round offers, and what of it is given.

use super::{Left, with_expansions};
use crate::model::DataCentre;
use crate::model::capacity::course::Standing;
use crate::model::ids::{PoolId, ProgrammeId, RoundId};
use crate::model::inputs::{Intake, Offer};
use crate::time::Time;

impl DataCentre<'_> {
    /// Projects and units that have been given of the offer of a call, by it, its tracks, and terms that followed.
    pub(in crate::model) fn given(&self, lead: ProgrammeId, call: RoundId) -> (i64, i64) {
        self.state.programmes[lead].given[call]
    }

    /// What is given of the offer of a call, in projects and units.
    pub(in crate::model) fn give(
        &mut self,
        lead: ProgrammeId,
        call: RoundId,
        (projects, units): (i64, i64),
    ) {
        let given = &mut self.state.programmes[lead].given[call];
        *given = (given.0 + projects, given.1 + units);
    }

    /// What a round offers: stated, or by units in service; and what expansions in service add to
    /// stated places, in what those are counted in.
    pub(in crate::model) fn offered(
        &self,
        now: Time,
        programme: ProgrammeId,
        round: RoundId,
    ) -> Left {
        let plan = &self.inputs.programmes[programme];
        let pool = &self.state.pools[plan.pool];
        let extra = match &plan.intake {
            Intake::Rounds(rounds) => rounds.rounds[round].extra.is_some(),
            Intake::Rolling { .. } => true,
        };
        match self.draws.programmes[programme].places[round] {
            Offer::Stated { projects, units } if extra => Left { projects, units },
            Offer::Stated { projects, units } => Left {
                projects: projects.map(|places| self.with_expansions(programme, places)),
                units: units.map(|places| self.with_expansions(programme, places)),
            },
            Offer::OfMachine(share) => {
                Left { projects: None, units: Some(plan.of_machine(share, pool.leased)) }
            }
            Offer::PerUnits(per) => Left { projects: Some(pool.leased / per), units: None },
            Offer::WhateverFits => {
                let until = plan.looks_until(&self.inputs.calendar, now);
                let ending = self.units_that_end(plan.pool, until);
                Left { projects: None, units: Some(pool.unpromised(ending)) }
            }
        }
    }

    /// Units of a pool whose allocations end by a time.
    fn units_that_end(&self, pool: PoolId, until: Time) -> i64 {
        let running = self.state.pools[pool].running.iter();
        let awards = running.map(|&number| &self.state.allocations[number]);
        awards.filter(|award| award.ends <= until).map(|award| award.units).sum()
    }

    /// Stated places and what expansions in service add to them.
    fn with_expansions(&self, programme: ProgrammeId, places: i64) -> i64 {
        let pool = &self.state.pools[self.inputs.programmes[programme].pool];
        let lots = pool
            .lots
            .iter()
            .map(|lot| (lot.lot, Standing { installed: lot.installed, leased: lot.leased }));
        with_expansions(self.inputs, programme, places, lots)
    }
}
