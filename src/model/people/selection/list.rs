//! Down the list of a round: who wins, and how many units. No chance, no clock.

use crate::model::ids::ClassId;
use crate::model::inputs::{Rules, Then};
use crate::quantity::{rounded, rounded_up};

/// What a round can still give.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::model) struct Left {
    /// Projects; `None`: no limit.
    pub(super) projects: Option<i64>,
    /// Units; `None`: no limit.
    pub(super) units: Option<i64>,
}

impl Left {
    /// Whether one more project of the given units can be awarded.
    fn holds(&self, units: i64) -> bool {
        self.projects.is_none_or(|left| left > 0) && self.units.is_none_or(|left| left >= units)
    }

    /// The offer less the given projects and units.
    pub(in crate::model::people) fn without(self, (projects, units): (i64, i64)) -> Self {
        Self {
            projects: self.projects.map(|left| (left - projects).max(0)),
            units: self.units.map(|left| (left - units).max(0)),
        }
    }

    /// The smaller of two offers, in projects and in units.
    pub(super) fn at_most(self, other: Self) -> Self {
        let least = |one: Option<i64>, other: Option<i64>| match (one, other) {
            (Some(one), Some(other)) => Some(one.min(other)),
            (one, other) => one.or(other),
        };
        Self {
            projects: least(self.projects, other.projects),
            units: least(self.units, other.units),
        }
    }

    fn take(&mut self, units: i64) {
        self.projects = self.projects.map(|left| left - 1);
        self.units = self.units.map(|left| left - units);
    }

    /// A share of the offer, rounded, and no more than is left.
    fn share(&self, share: f64, left: &Self) -> Self {
        let part = |whole: i64, left: i64| rounded(share * whole as f64).min(left);
        Self {
            projects: self.projects.zip(left.projects).map(|(whole, left)| part(whole, left)),
            units: self.units.zip(left.units).map(|(whole, left)| part(whole, left)),
        }
    }

    /// What was won and declined, in what the offer is counted in.
    pub(super) fn declined(&self, list: &[Candidate]) -> Self {
        let declined = || {
            list.iter().filter_map(|candidate| match candidate.verdict {
                Verdict::Declined(units) if units > 0 => Some(units),
                _ => None,
            })
        };
        Self {
            projects: self.projects.map(|_| declined().count() as i64),
            units: self.units.map(|_| declined().sum()),
        }
    }

    fn less(&self, other: &Self) -> Self {
        let less = |one: Option<i64>, other: Option<i64>| one.zip(other).map(|(a, b)| a - b);
        Self { projects: less(self.projects, other.projects), units: less(self.units, other.units) }
    }
}

/// One application on the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::model) struct Candidate {
    /// Most units that it can be awarded; 0: it may not win.
    pub(super) units: i64,
    /// Class of its applicant.
    pub(super) class: ClassId,
    /// Whether its applicant declines an award.
    pub(super) declines: bool,
    /// What becomes of the application.
    pub(super) verdict: Verdict,
}

/// What becomes of an application.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::model) enum Verdict {
    TurnedAway,
    /// Units that were won.
    Awarded(i64),
    /// Units that were won and not taken (0: somebody else has them).
    Declined(i64),
}

/// Settles the list, best first.
///
/// 1. Each quota in turn serves its classes from its share of the offer, so that a quota is what
///    its classes have at least: those who would have won anyway count.
/// 2. What is left, and what a quota does not use unless it is kept free, serves everybody.
/// 3. Down the list, a request wins if what is left holds its least amount: the whole request, or
///    where cut-backs are allowed the floor of it; another further down may still fit.
/// 4. Cut-backs: the requests of all who won are scaled by the same factor, the largest at which
///    they fit, in whole units and never below the floor; units that rounding leaves over go one
///    each down the list.
pub(super) fn settle(list: &mut [Candidate], offered: Left, rules: Rules<'_>) {
    let mut left = offered;
    for quota in rules.quotas() {
        let reserved = offered.share(quota.share, &left);
        let mut own = reserved;
        let belongs = |class: ClassId| quota.classes.get(class.place()).is_some_and(|&is| is);
        serve(list, &mut own, rules, belongs);
        let gone = if quota.unused_to_all { reserved.less(&own) } else { reserved };
        left = left.less(&gone);
    }
    serve(list, &mut left, rules, |_| true);
    if rules.floor() < 1.0 {
        raise(list, left.units, rules.floor());
    }
}

/// Down the list of some classes: each whose least amount is left wins it.
fn serve(
    list: &mut [Candidate],
    left: &mut Left,
    rules: Rules<'_>,
    belongs: impl Fn(ClassId) -> bool,
) {
    let next_has_it = rules.no_show().is_some_and(|all| all.then == Then::WaitingList);
    for candidate in list {
        if candidate.verdict != Verdict::TurnedAway
            || candidate.units == 0
            || !belongs(candidate.class)
        {
            continue;
        }
        let least = least(candidate.units, rules.floor());
        if !left.holds(least) {
            continue;
        }
        candidate.verdict = match candidate.declines {
            true if next_has_it => Verdict::Declined(0),
            true => Verdict::Declined(least),
            false => Verdict::Awarded(least),
        };
        if candidate.verdict != Verdict::Declined(0) {
            left.take(least);
        }
    }
}

/// A request scaled by `factor` to whole units, and not below its floor.
fn scaled(units: i64, factor: f64, floor: f64) -> i64 {
    (libm::floor(factor * units as f64) as i64).max(least(units, floor)).clamp(1, units)
}

/// The fewest whole units with which a request wins.
pub(in crate::model) fn least(units: i64, floor: f64) -> i64 {
    // 10⁻⁹ less than the product, whose rounding may lie above the whole number: 0.1 × 30 is 3, not 4.
    rounded_up(floor * units as f64 - 1e-9).clamp(1, units)
}

/// Raises all winners from their least amounts by one factor, as far as `spare` units allow.
fn raise(list: &mut [Candidate], spare: Option<i64>, floor: f64) {
    let won = |candidate: &Candidate| match candidate.verdict {
        Verdict::Awarded(units) | Verdict::Declined(units) => units,
        Verdict::TurnedAway => 0,
    };
    let least: i64 = list.iter().map(won).sum();
    let room = spare.map_or(i64::MAX, |spare| least + spare);
    let total = |factor: f64| -> i64 {
        let winners = list.iter().filter(|candidate| won(candidate) > 0);
        winners.map(|winner| scaled(winner.units, factor, floor)).sum()
    };
    let mut factor = 1.0;
    if total(1.0) > room {
        let mut too_high = 1.0;
        factor = floor;
        // Amounts are steps of the factor: sixty halvings are beyond the finest of them.
        for _ in 0..60 {
            let middle = 0.5 * (factor + too_high);
            if total(middle) <= room {
                factor = middle;
            } else {
                too_high = middle;
            }
        }
    }
    let mut over = room.saturating_sub(total(factor));
    for candidate in list.iter_mut().filter(|candidate| won(candidate) > 0) {
        let mut units = scaled(candidate.units, factor, floor);
        if over > 0 && units < candidate.units {
            units += 1;
            over -= 1;
        }
        candidate.verdict = match candidate.verdict {
            Verdict::Declined(_) => Verdict::Declined(units),
            _ => Verdict::Awarded(units),
        };
    }
}

#[cfg(test)]
mod tests {
    use super::Verdict::{Awarded, Declined, TurnedAway};
    use super::*;
    use crate::model::inputs::{NoShow, Quota, Selection, Uncertain};

    fn verdicts(requests: &[i64], offered: Left, rules: &Selection) -> Vec<Verdict> {
        let all: Vec<(i64, usize, bool)> =
            requests.iter().map(|&units| (units, 0, false)).collect();
        of_classes(&all, offered, rules)
    }

    /// Requests with class and whether they decline, best first.
    fn of_classes(all: &[(i64, usize, bool)], offered: Left, rules: &Selection) -> Vec<Verdict> {
        let candidate = |&(units, class, declines): &(i64, usize, bool)| {
            let class = ClassId::at(class);
            Candidate { units, class, declines, verdict: TurnedAway }
        };
        let mut list: Vec<Candidate> = all.iter().map(candidate).collect();
        settle(&mut list, offered, rules.on(0));
        list.iter().map(|candidate| candidate.verdict).collect()
    }

    const fn units(units: i64) -> Left {
        Left { projects: None, units: Some(units) }
    }

    const fn projects(projects: i64) -> Left {
        Left { projects: Some(projects), units: None }
    }

    fn floor(floor: f64) -> Selection {
        Selection { floor, ..Selection::plain() }
    }

    /// 12 units: 4 + 4 leave 4, so the 8 is passed over and the 2 behind it fits, and so does the 1.
    #[test]
    fn what_does_not_fit_is_passed_over() {
        let all = verdicts(&[4, 4, 8, 2, 1], units(12), &Selection::plain());
        assert_eq!(all, [Awarded(4), Awarded(4), TurnedAway, Awarded(2), Awarded(1)]);
    }

    /// At the floor of a half 2 + 2 + 4 + 1 + 1 = 10 of 12 units are needed, so all five win. At the
    /// factor 0.625 the 8 has 5, 11 in all; at 0.75 it would have 6 and the fours 3 each, 14 in all:
    /// too many. So the factor is just below 0.75, and the unit that is over goes to the first.
    #[test]
    fn cut_backs_scale_all_winners_alike() {
        let all = verdicts(&[4, 4, 8, 2, 1], units(12), &floor(0.5));
        assert_eq!(all, [Awarded(3), Awarded(2), Awarded(5), Awarded(1), Awarded(1)]);
        // Ten units just hold the least amounts; with nine the 1 is left out: 2 + 2 + 4 + 1 = 9.
        let all = verdicts(&[4, 4, 8, 2, 1], units(10), &floor(0.5));
        assert_eq!(all, [Awarded(2), Awarded(2), Awarded(4), Awarded(1), Awarded(1)]);
        let all = verdicts(&[4, 4, 8, 2, 1], units(9), &floor(0.5));
        assert_eq!(all, [Awarded(2), Awarded(2), Awarded(4), Awarded(1), TurnedAway]);
        // With room for all there is nothing to cut.
        let all = verdicts(&[4, 4, 8, 2, 1], units(19), &floor(0.5));
        assert_eq!(all, [Awarded(4), Awarded(4), Awarded(8), Awarded(2), Awarded(1)]);
        // 0.1 of 30 is 3.
        assert_eq!(verdicts(&[30], units(3), &floor(0.1)), [Awarded(3)]);
    }

    /// A floor of one is whole or nothing, whatever the list; nobody ever has more than the offer.
    #[test]
    fn cut_backs_keep_within_the_offer_and_reach_further_the_lower_the_floor() {
        let draws = crate::engine::Process::new(5, "cut-backs");
        for case in 0..500 {
            let requests: Vec<i64> =
                (0..20).map(|k| 1 + i64::from(draws.block([case, k, 0, 0])[0] % 16)).collect();
            let offer = i64::from(draws.block([case, 99, 0, 0])[0] % 120);
            let given = |share: f64| {
                let all = verdicts(&requests, units(offer), &floor(share));
                let units = all.iter().map(|verdict| match verdict {
                    Awarded(units) => *units,
                    _ => 0,
                });
                let first = units.clone().take_while(|&units| units > 0).count();
                (units.sum::<i64>(), first)
            };
            assert_eq!(
                verdicts(&requests, units(offer), &floor(1.0)),
                verdicts(&requests, units(offer), &Selection::plain())
            );
            let (whole, half, tenth) = (given(1.0), given(0.5), given(0.1));
            for (units, _) in [whole, half, tenth] {
                assert!(units <= offer);
            }
            // How far down the list nobody is passed over.
            assert!(whole.1 <= half.1 && half.1 <= tenth.1, "{case}: {whole:?} {half:?} {tenth:?}");
            // All is given out if there are enough who want it.
            assert!(tenth.1 < 20 || tenth.0 == offer.min(requests.iter().sum()));
        }
    }

    fn quota(classes: [bool; 3], share: f64, unused_to_all: bool) -> Selection {
        let quota = Quota { classes: classes.to_vec(), share, unused_to_all, from_day: 0 };
        Selection { quotas: vec![quota], ..Selection::plain() }
    }

    /// Classes by rank 1 1 1 2 1 2 2 and four places, half of them for class 2. The quota has its best
    /// two (ranks 4 and 6), the rest goes to the best of all others (ranks 1 and 2).
    #[test]
    fn a_quota_is_what_its_classes_have_at_least() {
        let list = [1, 1, 1, 2, 1, 2, 2].map(|class| (1, class, false));
        let a = Awarded(1);
        let t = TurnedAway;
        let half = quota([false, false, true], 0.5, true);
        assert_eq!(of_classes(&list, projects(4), &half), [a, a, t, a, t, a, t]);
        // Those who win anyway count: at the head of the list a quota changes nothing.
        let list = [2, 2, 1, 1, 2].map(|class| (1, class, false));
        assert_eq!(of_classes(&list, projects(4), &half), [a, a, a, a, t]);
        assert_eq!(
            of_classes(&list, projects(4), &half),
            of_classes(&list, projects(4), &Selection::plain())
        );
        // Nobody of class 2 asks: its two places go to all, or stay free.
        let list = [1; 4].map(|class| (1, class, false));
        assert_eq!(of_classes(&list, projects(4), &half), [a, a, a, a]);
        let kept = quota([false, false, true], 0.5, false);
        assert_eq!(of_classes(&list, projects(4), &kept), [a, a, t, t]);
        // In cards: half of 10 are 5, which hold one 4 of class 2; the 5 others and the 1 unused hold
        // a 4 and no second one.
        let list = [(4, 1, false), (4, 1, false), (4, 2, false), (4, 2, false)];
        let all = of_classes(&list, units(10), &half);
        assert_eq!(all, [Awarded(4), TurnedAway, Awarded(4), TurnedAway]);
        // A share of nothing is no quota.
        let none = quota([false, false, true], 0.0, false);
        assert_eq!(
            of_classes(&list, units(10), &none),
            of_classes(&list, units(10), &Selection::plain())
        );
    }

    /// Two places; the first of the list declines. Lost: the second has one, one stays free. Waiting
    /// list: the third moves up.
    #[test]
    fn what_is_declined_is_lost_or_the_next_has_it() {
        let list = [(3, 0, true), (2, 0, false), (1, 0, false)];
        let with = |then: Then| {
            let chance = Uncertain::certain(0.1);
            let no_show = NoShow { chance, then, from_day: 0 };
            Selection { no_show: Some(no_show), ..Selection::plain() }
        };
        assert_eq!(
            of_classes(&list, projects(2), &with(Then::Lost)),
            [Declined(3), Awarded(2), TurnedAway]
        );
        assert_eq!(
            of_classes(&list, projects(2), &with(Then::WaitingList)),
            [Declined(0), Awarded(2), Awarded(1)]
        );
    }
}
