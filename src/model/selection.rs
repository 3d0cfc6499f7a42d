//! Who is awarded and who is turned away when a round is decided, and how many places it has.

use super::applicants::{Application, Origin};
use super::inputs::{AddsPlaces, Intake, Places};
use super::record::RoundRow;
use super::{DataCentre, Event};
use crate::engine::EventList;
use crate::quantity::UnitSeconds;
use crate::time::Time;

impl DataCentre<'_> {
    /// Awards of a round: the best scores get the places, the others are turned away.
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
        let places = self.places(programme, round);
        let count = |origin| applications.iter().filter(|a| a.origin == origin).count() as i64;
        let awards = applications.len().min(usize::try_from(places).unwrap_or(0));
        let units = |some: &[Application]| some.iter().map(|a| i64::from(a.units)).sum();
        self.state.record.rounds.push(RoundRow {
            programme,
            round,
            fresh: count(Origin::Fresh),
            reapplicants: count(Origin::Reapplicant),
            renewals: count(Origin::Renewal),
            places,
            awards: awards as i64,
            units_asked: units(&applications),
            units_awarded: units(&applications[..awards]),
        });
        for &refused in &applications[awards..] {
            self.turn_away(programme, refused);
        }
        for &won in &applications[..awards] {
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

    /// The places of a round: stated, or by units in service; and what expansions in service add.
    fn places(&self, programme: usize, round: usize) -> i64 {
        let plan = &self.inputs.programmes[programme];
        let Intake::Rounds(rounds) = &plan.intake else { return 0 };
        let pool = &self.state.pools[plan.pool];
        let places = match (self.world.programmes[programme].places[round], &rounds.places) {
            (Some(places), _) => places,
            (None, Places::PerUnits(per)) => return pool.leased / per,
            (None, Places::Dated(_)) => 0,
        };
        if rounds.rounds[round].extra.is_some() {
            return places;
        }
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
