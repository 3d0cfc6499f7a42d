//! Rounds and rolling intake: who is awarded, who is turned away, and who may come back.

use super::applicants::{Application, Origin, expected_by_day};
use super::inputs::{AddsPlaces, Inputs, Intake, Places, Programme};
use super::record::RoundRow;
use super::world::World;
use super::{DataCentre, Event};
use crate::engine::{EventList, Process};
use crate::quantity::UnitSeconds;
use crate::time::{Duration, Time};

/// A programme in the middle of a run.
#[derive(Clone, Debug)]
pub(super) struct ProgrammeState {
    /// Gaps between fresh applicants' levels, sizes, scores, decisions, lengths.
    pub(super) applicants: Process,
    /// The round's own factor (negative binomial).
    pub(super) dispersion: Process,
    /// Parent of every award's jobs.
    pub(super) jobs: Process,
    /// Index of its workload.
    pub(super) workload: Option<u16>,
    /// Applications of each round between closing and decision.
    under_review: Vec<Vec<Application>>,
    /// Who comes back in the next round.
    returning: Vec<(u32, Origin)>,
    /// Rolling intake: applications so far, and the level of the last one.
    applied: u32,
    level: f64,
    /// Rolling intake: expected applications up to the start of each day.
    cumulative: Vec<f64>,
}

impl ProgrammeState {
    pub(super) fn new(programme: &Programme, inputs: &Inputs, world: &World) -> Self {
        let own =
            |what: &str| Process::new(world.seed, &format!("programme/{}/{what}", programme.name));
        let number = inputs.programmes.iter().position(|other| other.name == programme.name);
        let workload = number.and_then(|number| {
            inputs.workloads.iter().position(|w| w.programmes.contains(&number))
        });
        let drawn = number.map(|number| &world.programmes[number]);
        let growth = drawn.map_or(0.0, |drawn| drawn.growth);
        Self {
            applicants: own("applicant"),
            dispersion: own("dispersion"),
            jobs: own("jobs"),
            workload: workload.map(|workload| workload as u16),
            under_review: match &programme.intake {
                Intake::Rounds(rounds) => vec![Vec::new(); rounds.rounds.len()],
                Intake::Rolling { .. } => Vec::new(),
            },
            returning: Vec::new(),
            applied: 0,
            level: 0.0,
            cumulative: match &programme.intake {
                Intake::Rounds(_) => Vec::new(),
                Intake::Rolling { rate } => expected_by_day(inputs, programme, growth, rate),
            },
        }
    }
}

impl DataCentre<'_> {
    /// A round closes: fresh applicants, and those who come back, are under review.
    pub(super) fn round_closes(
        &mut self,
        now: Time,
        programme: usize,
        round: usize,
        upcoming: &mut EventList<Event>,
    ) {
        let inputs = self.inputs;
        let plan = &inputs.programmes[programme];
        let Intake::Rounds(rounds) = &plan.intake else { return };
        let dates = &rounds.rounds[round];
        let mut applications =
            std::mem::take(&mut self.state.programmes[programme].under_review[round]);
        let mut returning = std::mem::take(&mut self.state.programmes[programme].returning);
        for &(applicant, origin) in &returning {
            applications.push(self.apply(programme, Some(round), applicant, origin, dates.decides));
        }
        returning.clear();
        self.state.programmes[programme].returning = returning;
        self.fresh_apply(programme, round, rounds, &mut applications);
        if self.in_window(now) {
            self.state.record.programmes[programme].applications += applications.len() as i64;
        }
        self.state.programmes[programme].under_review[round] = applications;
        let decided = Event::RoundDecided { programme: programme as u16, round: round as u16 };
        upcoming.schedule(dates.decides.max(now), decided);
    }

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

    /// Somebody applies to a programme with rolling intake, and is awarded at once.
    pub(super) fn applies(&mut self, now: Time, programme: usize, upcoming: &mut EventList<Event>) {
        let ordinal = self.state.programmes[programme].applied - 1;
        self.schedule_next_application(programme, upcoming);
        let (_, size) = self.fresh_draws(programme, None, ordinal);
        let applicant = self.new_applicant(None, ordinal, size);
        if self.in_window(now) {
            self.state.record.programmes[programme].applications += 1;
        }
        let application = self.apply(programme, None, applicant, Origin::Fresh, now);
        self.award(now, programme, application, upcoming);
    }

    /// The next applicant of rolling intake comes when the expected number reaches its level.
    pub(super) fn schedule_next_application(
        &mut self,
        programme: usize,
        upcoming: &mut EventList<Event>,
    ) {
        let ordinal = self.state.programmes[programme].applied;
        let (gap, _) = self.fresh_draws(programme, None, ordinal);
        let state = &mut self.state.programmes[programme];
        state.applied += 1;
        state.level -= libm::log(gap);
        // The first day whose end reaches the level.
        let day = state.cumulative.partition_point(|&expected| expected < state.level);
        if day == 0 || day >= state.cumulative.len() {
            return;
        }
        let (before, after) = (state.cumulative[day - 1], state.cumulative[day]);
        let part = (state.level - before) / (after - before);
        let (midnight, next) =
            (self.inputs.calendar.midnight(day - 1), self.inputs.calendar.midnight(day));
        let at = midnight + Duration::from_drawn(part * (next - midnight).0 as f64);
        upcoming.schedule(at, Event::Applies { programme: programme as u16 });
    }

    /// A finished or stopped project may apply again in the next round.
    pub(super) fn may_renew(&mut self, number: u32) {
        let allocation = &self.state.allocations[number as usize];
        let programme = usize::from(allocation.programme);
        let applicant = allocation.applicant;
        let (_, renew) = self.award_draws(programme, applicant, allocation.application);
        if renew < self.world.programmes[programme].renew {
            self.state.programmes[programme].returning.push((applicant, Origin::Renewal));
        }
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
