//! How long awards wait for units, those that never get any among them.
//!
//! The product-limit estimate of Kaplan and Meier (JASA 53, 1958): of the awards that still wait after
//! some time, a start takes one out of the share that waits; an award that waits when the calendar ends
//! says no more than that it had not started by then; one that lapsed never starts, so it stays among
//! those that wait for ever. A mean over those that started says nothing of all these.

use crate::model::DataCentre;
use crate::model::record::{Outcome, Waits};
use crate::time::Duration;

/// Days after which an award holds units or not.
const HORIZONS: [i64; 3] = [30, 90, 180];

/// What became of the wait of one award.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Wait {
    /// The award started after this wait.
    Started(Duration),
    /// The award lapsed and never starts.
    Lapsed,
    /// The award has waited for this time and waits still.
    Waits(Duration),
}

/// Room for the rounding of a product: a half is a half.
const HAIR: f64 = 1e-12;

/// Awards that are not ready when the calendar ends are no part of `waits`, but wait.
fn summary(waits: &[Wait], not_ready: i64) -> Waits {
    let count = |which: fn(&Wait) -> bool| waits.iter().filter(|wait| which(wait)).count() as i64;
    // An award that starts at an instant counts as waiting at it, and so does one that is last seen
    // then.
    let mut seen: Vec<(i64, bool)> = Vec::with_capacity(waits.len());
    seen.extend(waits.iter().filter_map(|wait| match wait {
        Wait::Started(after) => Some((after.0, false)),
        Wait::Waits(so_far) => Some((so_far.0, true)),
        Wait::Lapsed => None,
    }));
    seen.sort_unstable();
    let lapsed = count(|wait| *wait == Wait::Lapsed);
    let mut at_risk = waits.len();
    let mut waiting_share = 1.0;
    let mut median = None;
    let mut held = [Some(0.0); HORIZONS.len()];
    let mut at = 0;
    for (share, days) in held.iter_mut().zip(HORIZONS) {
        let horizon = days * 86_400;
        while let Some(&(time, _)) = seen.get(at).filter(|(time, _)| *time <= horizon) {
            step(&seen, &mut at, time, &mut at_risk, &mut waiting_share, &mut median);
        }
        // Behind the last one that is seen nobody knows, unless all have started.
        let known = at_risk > 0 || waiting_share <= HAIR || at_risk_at(&seen, at, horizon);
        *share = (known && !waits.is_empty()).then(|| (1.0 - waiting_share).clamp(0.0, 1.0));
    }
    while let Some(&(time, _)) = seen.get(at) {
        step(&seen, &mut at, time, &mut at_risk, &mut waiting_share, &mut median);
    }
    Waits {
        started: count(|wait| matches!(wait, Wait::Started(_))),
        lapsed,
        waiting: not_ready + count(|wait| matches!(wait, Wait::Waits(_))),
        held_within: held,
        median,
    }
}

/// Everything that happens at one instant.
fn step(
    seen: &[(i64, bool)],
    at: &mut usize,
    time: i64,
    at_risk: &mut usize,
    waiting_share: &mut f64,
    median: &mut Option<Duration>,
) {
    let here = seen[*at..].iter().take_while(|(other, _)| *other == time);
    let (mut starts, mut all) = (0_usize, 0);
    for (_, censored) in here {
        starts += usize::from(!censored);
        all += 1;
    }
    if starts > 0 {
        *waiting_share *= 1.0 - starts as f64 / *at_risk as f64;
    }
    if *waiting_share <= 0.5 + HAIR && median.is_none() {
        *median = Some(Duration(time));
    }
    *at_risk -= all;
    *at += all;
}

/// Whether the last one that is seen is seen exactly at the horizon.
fn at_risk_at(seen: &[(i64, bool)], at: usize, horizon: i64) -> bool {
    at.checked_sub(1).is_some_and(|last| seen[last].0 == horizon)
}

impl DataCentre<'_> {
    /// Sums up the waits of awards decided in the window: those of each programme, then those of the site.
    pub(in crate::model) fn sum_up_waits(&mut self) {
        let programmes = self.inputs.programmes.len();
        let mut waits: Vec<Vec<Wait>> = vec![Vec::new(); programmes + 1];
        let mut not_ready = vec![0; programmes + 1];
        let end = self.inputs.calendar.end();
        let decided = self.state.allocations.iter().filter(|award| !award.term.follows());
        for award in decided.filter(|award| self.in_window(award.decided)) {
            let of = award.programme.place();
            let counts_for_site = self.inputs.at_site(self.inputs.programmes[award.programme].pool);
            let both = [Some(of), counts_for_site.then_some(programmes)];
            let wait = match (award.started(), award.state) {
                (Some(started), _) => Wait::Started(started - award.ready()),
                (None, Outcome::Waiting) if award.ready() > end => {
                    both.into_iter().flatten().for_each(|at| not_ready[at] += 1);
                    continue;
                }
                (None, Outcome::Waiting) => Wait::Waits(end - award.ready()),
                (None, _) => Wait::Lapsed,
            };
            both.into_iter().flatten().for_each(|at| waits[at].push(wait));
        }
        let sums = waits.iter().zip(not_ready).map(|(waits, not_ready)| summary(waits, not_ready));
        self.state.record.waits = sums.collect();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DAY: i64 = 86_400;

    fn started(days: i64) -> Wait {
        Wait::Started(Duration(days * DAY))
    }

    fn waits(days: i64) -> Wait {
        Wait::Waits(Duration(days * DAY))
    }

    fn near(left: Option<f64>, right: f64) {
        assert!(left.is_some_and(|left| (left - right).abs() < 1e-12), "{left:?} {right}");
    }

    /// Ten awards: three start at once, one after 20 days, one after 100; two lapsed; three wait still, for
    /// 10, 50 and 200 days. At 0 ten wait: 7/10. The one of 10 days is gone when the one of 20 starts:
    /// 6 wait, 7/10 × 5/6 = 7/12, so 5/12 hold units within 30 days, and within 90. The one of 50 days is
    /// gone when the one of 100 starts: 4 wait (it, 200, the two that lapsed), 7/12 × 3/4 = 7/16: within
    /// 180 days 9/16. 7/16 is the first share not above a half: the median is 100 days.
    #[test]
    fn a_table_of_waits_by_hand() {
        let all = [
            started(0),
            started(0),
            started(0),
            started(20),
            started(100),
            Wait::Lapsed,
            Wait::Lapsed,
            waits(10),
            waits(50),
            waits(200),
        ];
        let sum = summary(&all, 1);
        assert_eq!((sum.started, sum.lapsed, sum.waiting), (5, 2, 4));
        near(sum.held_within[0], 5.0 / 12.0);
        near(sum.held_within[1], 5.0 / 12.0);
        near(sum.held_within[2], 9.0 / 16.0);
        assert_eq!(sum.median, Some(Duration(100 * DAY)));
        // The broken twin leaves out those that lapsed, as a mean over those that started does: 7/10
        // becomes 5/8, then × 3/4, then × 1/2: within 180 days 1 − 15/64.
        let kept: Vec<Wait> = all.into_iter().filter(|wait| *wait != Wait::Lapsed).collect();
        near(summary(&kept, 0).held_within[2], 1.0 - 15.0 / 64.0);
    }

    /// Six of ten lapsed: the median is not reached, however fast the other four start. Nobody has been
    /// seen for 90 days where all that is known is a wait of 40 days; nobody waits where nobody was awarded.
    #[test]
    fn what_is_not_known_is_not_said() {
        let mut most_lapse = vec![Wait::Lapsed; 6];
        most_lapse.extend([started(0); 4]);
        let sum = summary(&most_lapse, 0);
        assert_eq!(sum.median, None);
        sum.held_within.iter().for_each(|share| near(*share, 0.4));
        let young = summary(&[started(1), waits(40)], 0);
        near(young.held_within[0], 0.5);
        assert_eq!(young.held_within[1..], [None, None]);
        assert_eq!(young.median, Some(Duration(DAY)));
        // Seen for exactly 90 days: known at 90, and no longer.
        let seen = summary(&[started(1), waits(90)], 0).held_within;
        near(seen[1], 0.5);
        assert_eq!(seen[2], None);
        let nobody = summary(&[], 0);
        assert_eq!((nobody.held_within, nobody.median), ([None; 3], None));
        let all_start = summary(&[started(1), started(2)], 0);
        near(all_start.held_within[2], 1.0);
    }
}
