//! Who is awarded and who is turned away when a round is decided, and how many places it has.

use super::applicants::{Application, Origin};
use super::inputs::{AddsPlaces, Intake, Offer};
use super::record::RoundRow;
use super::{DataCentre, Event};
use crate::engine::EventList;
use crate::quantity::UnitSeconds;
use crate::time::Time;

/// What a round can still give.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Left {
    /// Projects; `None`: no limit.
    projects: Option<i64>,
    /// Units; `None`: no limit.
    units: Option<i64>,
}

impl Left {
    /// Whether one more project of so many units can be awarded.
    fn holds(&self, units: i64) -> bool {
        self.projects.is_none_or(|left| left > 0) && self.units.is_none_or(|left| left >= units)
    }

    fn take(&mut self, units: i64) {
        self.projects = self.projects.map(|left| left - 1);
        self.units = self.units.map(|left| left - units);
    }
}

impl DataCentre<'_> {
    /// Awards of a round: down the list from the best score, each request that what is left holds
    /// whole is awarded and every other is turned away, also where a smaller one further down still
    /// fits.
    pub(super) fn round_decided(
        &mut self,
        now: Time,
        programme: usize,
        round: usize,
        upcoming: &mut EventList<Event>,
    ) {
        let mut applications =
            std::mem::take(&mut self.state.programmes[programme].under_review[round]);
        // Best score first; a tie, if there ever is one, goes to the earlier application.
        applications.sort_by(|a, b| b.score.total_cmp(&a.score));
        let offered = self.offered(programme, round);
        let mut left = offered;
        for application in &mut applications {
            let units = i64::from(application.units);
            application.awarded = left.holds(units);
            if application.awarded {
                left.take(units);
            }
        }
        let count = |origin| applications.iter().filter(|a| a.origin == origin).count() as i64;
        let units = |some: &dyn Fn(&&Application) -> bool| {
            applications.iter().filter(some).map(|a| i64::from(a.units)).sum::<i64>()
        };
        let awards = applications.iter().filter(|a| a.awarded).count() as i64;
        let units_awarded = units(&|a| a.awarded);
        let Some(dates) = self.world.programmes[programme].dates[round] else { return };
        self.state.record.rounds.push(RoundRow {
            programme,
            round,
            opens: dates.opens,
            closes: dates.closes,
            decides: dates.decides,
            fresh: count(Origin::Fresh),
            reapplicants: count(Origin::Reapplicant),
            renewals: count(Origin::Renewal),
            places: offered.projects.unwrap_or(awards),
            awards,
            units_asked: units(&|_| true),
            units_offered: offered.units.unwrap_or(units_awarded),
            units_awarded,
        });
        for &refused in applications.iter().filter(|application| !application.awarded) {
            self.turn_away(programme, refused);
        }
        for &won in applications.iter().filter(|application| application.awarded) {
            self.award(now, programme, won, upcoming);
        }
        applications.clear();
        self.state.programmes[programme].under_review[round] = applications;
    }

    /// An application is refused: its applicant may come back in the next round.
    fn turn_away(&mut self, programme: usize, refused: Application) {
        let asked = UnitSeconds(i64::from(refused.units) * refused.length.0);
        let account = &mut self.state.demand[self.inputs.programmes[programme].pool];
        account.under_review -= asked;
        account.turned_away += asked;
        let (_, reapply) = self.application_draws(programme, refused.applicant, refused.ordinal);
        if reapply < self.world.programmes[programme].reapply {
            let returning = &mut self.state.programmes[programme].returning;
            returning.push((refused.applicant, Origin::Reapplicant));
        }
    }

    /// What a round offers: stated, or by units in service; and what expansions in service add to
    /// stated places, in what those are counted in.
    fn offered(&self, programme: usize, round: usize) -> Left {
        let plan = &self.inputs.programmes[programme];
        let pool = &self.state.pools[plan.pool];
        let extra = match &plan.intake {
            Intake::Rounds(rounds) => rounds.rounds[round].extra.is_some(),
            Intake::Rolling { .. } => true,
        };
        match self.world.programmes[programme].places[round] {
            Offer::Stated { projects, units } if extra => Left { projects, units },
            Offer::Stated { projects, units } => Left {
                projects: projects.map(|places| self.with_expansions(programme, places)),
                units: units.map(|places| self.with_expansions(programme, places)),
            },
            Offer::PerUnits(per) => Left { projects: Some(pool.leased / per), units: None },
            Offer::WhateverFits => Left { projects: None, units: Some(pool.unpromised()) },
        }
    }

    /// Stated places and what expansions in service add to them.
    fn with_expansions(&self, programme: usize, places: i64) -> i64 {
        let pool = &self.state.pools[self.inputs.programmes[programme].pool];
        let (mut added, mut grown, mut without) = (0, 0, pool.installed);
        for state in &pool.lots {
            let lot = &self.inputs.lots[state.lot];
            if lot.adds_places_to.is_some_and(|only| only != programme) {
                continue;
            }
            match lot.adds_places {
                AddsPlaces::None => {}
                AddsPlaces::Number(number) => added += if state.leased > 0 { number } else { 0 },
                AddsPlaces::InProportion => {
                    grown += state.leased;
                    without -= state.installed;
                }
            }
        }
        // Against what else stands there, not what else is leased: less money never means more places.
        if grown > 0 && without > 0 {
            added += libm::round(places as f64 * grown as f64 / without as f64) as i64;
        }
        places + added
    }
}
