//! Demand inferred from one observed competition ratio, once, and then held.
//!
//! A ratio of 2.69 applications of places is an observation of one period. The fluid below plays the
//! calendar of rounds with expected numbers only (people of the stream, places by the typical course of
//! leases and deliveries, nominal durations): new people, a share q of those turned away, a share ρ of
//! those that finished. The level of
//! fresh demand at which its pooled ratio over the observed rounds equals the observation is the
//! demand; more places do not change it. In a steady state it gives the closed form
//! N/C = κ (1 − q) + q − ρ.

use crate::engine::rising_root;
use crate::model::draws::ProgrammeDrawn;
use crate::model::ids::{FluidRoundId, Table};
use crate::model::people::award_rate::{self, AwardRateDrawn};
use crate::model::people::held::{Held, Leased, Left, Part, Way};
use crate::time::{Duration, Time};

/// Fresh applicants for each place: N/C = κ (1 − q) + q − ρ.
///
/// `competition` κ is applications of places, `reapply` q the share of those turned away who apply
/// again, `renew` ρ the share of those that finished who do. It holds where every round is
/// oversubscribed (κ above 1) and all stays as it is.
#[must_use]
pub fn fresh_of_places(competition: f64, reapply: f64, renew: f64) -> f64 {
    competition * (1.0 - reapply) + reapply - renew
}

/// How many times today's places would turn nobody away, in the long run: C*/C.
#[must_use]
pub fn clearing(competition: f64, reapply: f64, renew: f64) -> f64 {
    fresh_of_places(competition, reapply, renew) / (1.0 - renew)
}

/// The competition to which `times` as many places lead, in the long run; below 1, places stay free.
#[must_use]
pub fn competition_after(competition: f64, reapply: f64, renew: f64, times: f64) -> f64 {
    let fresh = fresh_of_places(competition, reapply, renew);
    if times < clearing(competition, reapply, renew) {
        (fresh + (renew - reapply) * times) / ((1.0 - reapply) * times)
    } else {
        fresh / ((1.0 - renew) * times)
    }
}

/// The calls of a programme with expected numbers.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::model) struct Fluid {
    /// The rounds, by closing time.
    pub(in crate::model) rounds: Table<FluidRoundId, FluidRound>,
    /// What is typically leased of its pool, where a round awards whatever fits. `None`: awards run
    /// as long as they are meant to.
    pub(in crate::model) leased: Option<Leased>,
}

/// A round with expected numbers.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::model) struct FluidRound {
    pub(in crate::model) closes: Time,
    pub(in crate::model) decides: Time,
    /// When the round's awards end.
    pub(in crate::model) ends: Time,
    /// Further terms of its awards, in order.
    pub(in crate::model) terms: Vec<FluidTerm>,
    /// When the awards that are extended end, and their share of all awards.
    pub(in crate::model) extended: Option<(Time, f64)>,
    /// People who have come since the round before, for each unit of the level of demand: by month,
    /// with the month's begin.
    pub(in crate::model) fresh: Vec<(Time, f64)>,
    /// Share of those who wait to whom it appeals.
    pub(in crate::model) reach: f64,
    /// People who come for the round alone.
    pub(in crate::model) induced: f64,
    /// How long somebody waits for a call. `None`: for ever.
    pub(in crate::model) patience: Option<Duration>,
    /// Share of new people who do not go to another programme.
    pub(in crate::model) stays_fresh: f64,
    /// Share of those who would apply that do, in spite of a fee.
    pub(in crate::model) willing: f64,
    /// Share of those turned away who do not go to another programme.
    pub(in crate::model) stays: f64,
    /// Share of those who apply that may win at all.
    pub(in crate::model) qualified: f64,
    /// Mean units of an award, if nothing is cut back.
    pub(in crate::model) request: f64,
    /// Mean of the fewest units that an application wins with: less, where requests may be cut back.
    pub(in crate::model) least: f64,
    /// When its awards lapse if units have not come. `None`: never.
    pub(in crate::model) lapses: Option<Time>,
    /// Share of winners who decline.
    pub(in crate::model) declined: f64,
    /// Whether others have what they decline.
    pub(in crate::model) replaced: bool,
    /// Projects that it awards at most. `None`: no limit.
    pub(in crate::model) projects: Option<f64>,
    /// Units that it awards at most. `None`: no limit, or whatever fits.
    pub(in crate::model) units: Option<f64>,
    /// Where the round awards whatever fits: the time up to which units count that come free.
    pub(in crate::model) fits: Option<Time>,
}

/// A further term of the awards of a round: it begins when the one before it ends.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in crate::model) struct FluidTerm {
    /// When the term ends.
    pub(in crate::model) ends: Time,
    /// Share of the awards that have it.
    pub(in crate::model) share: f64,
    /// Hours given in the further term for each hour given in the first.
    pub(in crate::model) factor: f64,
}

/// What became of a round.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Played {
    applied: f64,
    /// Projects that the round offered, if that is stated: what is left beside terms that followed.
    projects: Option<f64>,
    /// Who could win, if enough applied; who did.
    wins: f64,
    won: f64,
}

/// Who comes back, in expected numbers.
#[derive(Clone, Copy, Debug, Default)]
pub(in crate::model) struct Returns {
    /// Share of those turned away who apply again.
    pub(in crate::model) reapply: f64,
    /// Share of winners for whom units never came who apply again.
    pub(in crate::model) reapply_lapsed: f64,
    /// Share of projects that finished and apply again.
    pub(in crate::model) renew: f64,
    /// How fresh demand answers to the award rate of the last decided round.
    pub(in crate::model) award_rate: Option<AwardRateDrawn>,
}

impl Returns {
    pub(in crate::model) fn of(drawn: &ProgrammeDrawn) -> Self {
        Self {
            reapply: drawn.reapply,
            reapply_lapsed: drawn.reapply_lapsed,
            renew: drawn.renew,
            award_rate: drawn.award_rate,
        }
    }
}

impl Fluid {
    /// The decisions that award whatever fits, and how many projects do.
    pub(in crate::model) fn fits(&self, level: f64, returns: &Returns) -> Vec<(Time, f64)> {
        let played = play(self, level, returns);
        let fits = self.rounds.iter().zip(&played).filter(|(round, _)| round.fits.is_some());
        fits.map(|(round, played)| (round.decides, played.wins)).collect()
    }
}

/// What is expected of every round at this level of demand.
///
/// Where a round awards whatever fits, that is what awards of this programme leave of the units that are typically
/// leased: an approximation that knows no other programme of the pool.
fn play(fluid: &Fluid, level: f64, returns: &Returns) -> Vec<Played> {
    let rounds = &fluid.rounds;
    // People who come back, by the first round that can have them.
    let mut back: Table<FluidRoundId, f64> = rounds.iter().map(|_| 0.0).collect();
    let (mut unreached_fresh, mut unreached_back) = (0.0, 0.0);
    let mut played: Vec<Played> = Vec::with_capacity(rounds.len());
    let mut held = fluid.leased.as_ref().map(Held::new);
    // Projects and units that further terms take of the offer of each round.
    let mut given: Table<FluidRoundId, (f64, f64)> = rounds.iter().map(|_| (0.0, 0.0)).collect();
    // Decision and award rate of the rounds so far.
    let mut decided: Vec<(Time, f64)> = Vec::new();
    // People who could come back at a time, to the first round that closes then or later.
    let come_back =
        |back: &mut Table<_, f64>, from: &FluidRound, people: f64, since: Time, at_once: bool| {
            let first = rounds
                .find(|later| if at_once { later.closes >= since } else { later.closes > since });
            let Some(next) = first else { return };
            let later = &rounds[next];
            if later.patience.is_none_or(|longest| later.closes - since <= longest) {
                // The share of those who paid the fee of that round that pays the next one's too.
                back[next] += people * (later.willing / from.willing).min(1.0);
            }
        };
    // A decision at the very instant of a closing comes after it; an ending comes before it.
    let leaves = |back: &mut Table<_, f64>, left: Left| {
        let from = &rounds[left.round];
        match left.way {
            Way::Over => come_back(back, from, returns.renew * left.awards, left.at, true),
            Way::Lapsed => {
                let again = returns.reapply_lapsed * left.awards * from.stays;
                come_back(back, from, again, left.at, false);
            }
        }
    };
    for (at, round) in rounds.enumerated() {
        if let Some(held) = &mut held {
            held.advance(round.closes, |left| leaves(&mut back, left));
        }
        let award_rate = |month: Time| {
            returns.award_rate.as_ref().map_or(1.0, |award_rate| {
                let before = decided.iter().filter(|(when, _)| *when < month);
                award_rate
                    .factor(before.max_by_key(|(when, _)| *when).map(|&(_, award_rate)| award_rate))
            })
        };
        let came: f64 = round.fresh.iter().map(|&(month, weight)| weight * award_rate(month)).sum();
        let fresh = unreached_fresh + level * came;
        let again = unreached_back + back[at];
        (unreached_fresh, unreached_back) =
            (fresh * (1.0 - round.reach), again * (1.0 - round.reach));
        let new = (fresh * round.reach + round.induced) * round.stays_fresh * round.willing;
        let applied = new + again * round.reach;
        let mut units = round.units.map(|units| (units - given[at].1).max(0.0));
        let projects = round.projects.map(|projects| (projects - given[at].0).max(0.0));
        if let Some(held) = &mut held {
            held.advance(round.decides, |left| leaves(&mut back, left));
            units = round.fits.map(|until| held.free(until)).or(units);
        }
        let holds = units.map_or(f64::INFINITY, |units| units / round.least);
        let offered = projects.map_or(holds, |projects| projects.min(holds));
        // Each place that is declined is won once more where others have it.
        let wins =
            if round.replaced { offered / (1.0 - round.declined).max(1e-9) } else { offered };
        let won = (applied * round.qualified).min(wins);
        let awarded = won * (1.0 - round.declined);
        played.push(Played { applied, projects, wins, won });
        let refused = applied - won;
        if returns.award_rate.is_some() {
            decided.push((round.decides, award_rate::of(won, applied)));
        }
        let again = returns.reapply * refused * round.stays;
        come_back(&mut back, round, again, round.decides, false);
        if let Some(held) = &mut held {
            // Declined places that nobody else takes stay free.
            let shared = if round.replaced { awarded } else { won };
            let most = units.map_or(f64::INFINITY, |units| units.max(shared * round.least));
            let each = if shared > 0.0 { (shared * round.request).min(most) / shared } else { 0.0 };
            held.award(round.decides, round.part(at, awarded, each));
        } else {
            let extended = round.extended.map_or(0.0, |(_, share)| share);
            let over = |round: FluidRoundId, share: f64, at: Time| Left {
                round,
                awards: awarded * share,
                at,
                way: Way::Over,
            };
            let goes_on = round.terms.first().map_or(0.0, |term| term.share);
            leaves(&mut back, over(at, 1.0 - extended - goes_on, round.ends));
            let mut begins = round.ends;
            for (number, term) in round.terms.iter().enumerate() {
                let later = rounds.enumerated().skip(at.place() + 1);
                let later = later.filter(|(_, later)| later.decides >= begins);
                if let Some((next, _)) = later.min_by_key(|(_, later)| later.decides) {
                    given[next].0 += awarded * term.share;
                    given[next].1 += awarded * term.share * term.factor * round.request;
                }
                let goes_on = round.terms.get(number + 1).map_or(0.0, |term| term.share);
                leaves(&mut back, over(at, term.share - goes_on, term.ends));
                begins = term.ends;
            }
            if let Some((ends, share)) = round.extended {
                leaves(&mut back, over(at, share, ends));
            }
        }
    }
    played
}

impl FluidRound {
    /// Awards of this round, of the given units each.
    fn part(&self, round: FluidRoundId, awards: f64, each: f64) -> Part {
        Part {
            round,
            awards,
            units: awards * each,
            length: self.ends - self.decides,
            lapses: self.lapses,
            extended: false,
        }
    }

    /// What its record counts as places: projects where those are stated, else who wins. A ratio that no
    /// round can show, since who wins has applied, is one of those who could win.
    fn places(&self, played: &Played, ratio: f64) -> f64 {
        let shown = ratio * self.qualified > 1.0;
        played.projects.unwrap_or(if shown { played.won } else { played.wins })
    }
}

/// People for each application that an observed ratio wants, above which no level of demand is looked for.
const MOST_PEOPLE: f64 = 1_000.0;

/// The level of demand at which applications of places, pooled over the `counted` rounds, is `target`.
pub(in crate::model) fn infer_level(
    fluid: &Fluid,
    counted: &[bool],
    returns: &Returns,
    target: f64,
) -> f64 {
    // Above zero where more apply than `target` times the places: it rises with the level.
    let sides = |level: f64| {
        let played = play(fluid, level, returns);
        let own = fluid.rounds.iter().zip(&played).zip(counted).filter(|(_, counted)| **counted);
        let (mut applied, mut places) = (0.0, 0.0);
        for ((round, played), _) in own {
            applied += played.applied;
            places += round.places(played, target);
        }
        (applied, target * places)
    };
    let beyond = |level: f64| {
        let (applied, wanted) = sides(level);
        applied - wanted
    };
    let own = fluid.rounds.iter().zip(counted).filter(|(_, counted)| **counted);
    let come: f64 = own.flat_map(|(round, _)| &round.fresh).map(|(_, people)| people).sum();
    let mut high = 1.0;
    loop {
        let (applied, wanted) = sides(high);
        // Where nearly everybody goes elsewhere or will not pay, no level shows the ratio: the futures then show less.
        let too_many = high * come > MOST_PEOPLE * wanted.max(1.0);
        if applied >= wanted || too_many || high >= 1e12 {
            break;
        }
        high *= 2.0;
    }
    rising_root(beyond, 0.0, 0.0, high)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::inputs::GapPolicy;
    use crate::model::people::held::two_years;

    fn applications(fluid: &Fluid, level: f64, returns: &Returns) -> Vec<f64> {
        play(fluid, level, returns).into_iter().map(|played| played.applied).collect()
    }

    fn frozen(changes: Vec<(Time, f64)>) -> Leased {
        Leased { changes, gap: GapPolicy::Freeze, extension: None, calendar: two_years() }
    }

    fn returns(reapply: f64, renew: f64) -> Returns {
        Returns { reapply, renew, ..Returns::default() }
    }

    /// Yearly rounds without growth, long enough to be stationary.
    fn steady(count: i64, places: f64) -> Fluid {
        let rounds = (0..count)
            .map(|k| FluidRound {
                closes: Time(k * 100),
                decides: Time(k * 100 + 10),
                ends: Time(k * 100 + 60),
                terms: Vec::new(),
                extended: None,
                fresh: vec![(Time(k * 100 - 50), 1.0)],
                reach: 1.0,
                induced: 0.0,
                patience: None,
                stays_fresh: 1.0,
                willing: 1.0,
                qualified: 1.0,
                stays: 1.0,
                request: 1.0,
                least: 1.0,
                lapses: None,
                declined: 0.0,
                replaced: false,
                projects: Some(places),
                units: None,
                fits: None,
            })
            .collect();
        Fluid { rounds, leased: None }
    }

    /// N/C = κ (1 − q) + q − ρ, by hand: 2.69 × 0.5 + 0.5 − 0.3 = 1.545 per place.
    #[test]
    fn the_steady_state_is_the_closed_form() {
        let rounds = steady(200, 100.0);
        let counted: Vec<bool> = (0..200).map(|k| k >= 190).collect();
        let level = infer_level(&rounds, &counted, &returns(0.5, 0.3), 2.69);
        assert!((level - 154.5).abs() < 1e-6, "{level}");
    }

    /// The table of ratios after a doubling: (1.545 − 0.2 × 2) / (0.5 × 2) = 1.145 for q .5, ρ .3.
    /// Whom nobody keeps: of those who come one in ten thousand applies. The level stays within what memory holds.
    #[test]
    fn a_ratio_that_no_level_shows_has_an_end() {
        let mut rounds = steady(4, 10.0);
        rounds.rounds.iter_mut().for_each(|round| round.stays_fresh = 1e-4);
        let level = infer_level(&rounds, &[true; 4], &Returns::default(), 2.5);
        assert!((25_000.0..=50_001.0).contains(&level), "{level}");
    }

    #[test]
    fn a_doubling_of_places_moves_the_ratio_to_the_closed_form() {
        let mut rounds = steady(400, 100.0);
        for round in rounds.rounds.iter_mut().skip(200) {
            round.projects = Some(200.0);
        }
        let applied = applications(&rounds, 154.5, &returns(0.5, 0.3));
        assert!((applied[199] / 100.0 - 2.69).abs() < 1e-6);
        assert!((applied[200] / 200.0 - 1.345).abs() < 1e-6, "exactly half in the first round");
        assert!((applied[399] / 200.0 - 1.145).abs() < 1e-6);
    }

    /// Worked by hand to two decimals: C*/C, and the ratio after a doubling, for q 0, .25, .5, .75, .9.
    #[test]
    fn what_a_ratio_can_mean_is_the_printed_table() {
        let table = [
            (2.69, 0.0, [(2.69, 1.34), (2.27, 1.18), (1.84, 0.92), (1.42, 0.71), (1.17, 0.58)]),
            (2.69, 0.3, [(3.41, 1.50), (2.81, 1.38), (2.21, 1.15), (1.60, 0.80), (1.24, 0.62)]),
            (2.69, 0.6, [(5.22, 1.65), (4.17, 1.58), (3.11, 1.45), (2.06, 1.04), (1.42, 0.71)]),
            (5.2, 0.0, [(5.20, 2.60), (4.15, 2.43), (3.10, 2.10), (2.05, 1.10), (1.42, 0.71)]),
            (5.2, 0.3, [(7.00, 2.75), (5.50, 2.63), (4.00, 2.40), (2.50, 1.70), (1.60, 0.80)]),
        ];
        for (ratio, renew, row) in table {
            for (reapply, (clears, doubled)) in [0.0, 0.25, 0.5, 0.75, 0.9].into_iter().zip(row) {
                let error = (clearing(ratio, reapply, renew) - clears).abs();
                assert!(error <= 0.0051, "{ratio} {renew} {reapply}: off by {error}");
                let error = (competition_after(ratio, reapply, renew, 2.0) - doubled).abs();
                assert!(error <= 0.0051, "{ratio} {renew} {reapply}, doubled: off by {error}");
            }
        }
    }

    /// Without feedback a round's applicants are the level, whatever its places.
    #[test]
    fn without_feedback_rounds_are_independent() {
        let rounds = steady(5, 10.0);
        assert_eq!(applications(&rounds, 30.0, &Returns::default()), vec![30.0; 5]);
    }

    /// Without returns and with γ = 0.5, x fresh applicants of level L follow x = L (p/p₀)^γ with
    /// p = C / x: x^1.5 = L (C / p₀)^0.5. At the observed ratio 2.5, p₀ = 0.4 and x = L = 250. Twice
    /// the places, C = 200: x^1.5 = 250 × 500^0.5 = 5590.17, x = 314.98: 1.575 applications a place,
    /// where demand that does not look at the award rate would show 1.25.
    #[test]
    fn a_better_award_rate_settles_between_held_and_induced_demand() {
        let award_rate = AwardRateDrawn { elasticity: 0.5, reference: 0.4, cap: 10.0 };
        let returns = Returns { award_rate: Some(award_rate), ..Returns::default() };
        let mut rounds = steady(200, 100.0);
        let counted: Vec<bool> = (0..200).map(|k| k >= 100).collect();
        let level = infer_level(&rounds, &counted, &returns, 2.5);
        assert!((level - 250.0).abs() < 1e-6, "{level}");
        for round in rounds.rounds.iter_mut().skip(100) {
            round.projects = Some(200.0);
        }
        let applied = applications(&rounds, level, &returns);
        assert!(
            (applied[100] - 250.0).abs() < 1e-6,
            "the award rate of the round before is the old one"
        );
        // Then 200 of 250: (0.8 / 0.4)^0.5 = 1.4142 × 250 = 353.55; and so on, to and fro.
        assert!((applied[101] - 353.553).abs() < 1e-3, "{}", applied[101]);
        assert!((applied[199] - 314.980).abs() < 1e-3, "{}", applied[199]);
    }

    /// 90 units, requests of 3, awards that last beyond the next decision but not beyond the one
    /// after: 90 / 3 = 30 places, then none are free, then 30 again.
    #[test]
    fn whatever_fits_is_what_earlier_awards_have_left() {
        let mut fluid = steady(3, 0.0);
        for round in &mut fluid.rounds {
            round.ends = round.decides + crate::time::Duration(150);
            (round.request, round.least) = (3.0, 3.0);
            (round.projects, round.fits) = (None, Some(round.decides));
        }
        let changes = vec![(Time(0), 90.0)];
        fluid.leased = Some(frozen(changes));
        let of = |fluid: &Fluid| -> Vec<f64> {
            play(fluid, 50.0, &Returns::default()).iter().map(|played| played.wins).collect()
        };
        assert_eq!(of(&fluid), [30.0, 0.0, 30.0]);
        // Two applicants for each of the 60 places: 40 a round over three rounds.
        let level = infer_level(&fluid, &[true; 3], &Returns::default(), 2.0);
        assert!((level - 40.0).abs() < 1e-9);
        // Where two of three cards are enough, 45 win with two cards each.
        fluid.rounds.iter_mut().for_each(|round| round.least = 2.0);
        assert_eq!(of(&fluid), [45.0, 0.0, 45.0]);
        // Half of the lease goes before the first awards end: 45 units are suspended with 60 of 150 left, go on
        // when the others end, at 160, and hold all that is leased until 220. The lease comes back at 300.
        let changes = vec![(Time(0), 90.0), (Time(100), 45.0), (Time(300), 90.0)];
        fluid.leased = Some(frozen(changes));
        assert_eq!(of(&fluid)[..2], [45.0, 0.0]);
        fluid.rounds[FluidRoundId::at(2)].decides = Time(219);
        fluid.rounds[FluidRoundId::at(2)].fits = Some(Time(219));
        assert_eq!(of(&fluid), [45.0, 0.0, 0.0]);
        fluid.rounds[FluidRoundId::at(2)].fits = Some(Time(220));
        assert_eq!(of(&fluid), [45.0, 0.0, 22.5]);
    }
}
