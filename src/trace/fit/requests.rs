//! Requested times against run times.

use super::shape::steps;

/// How requests are to runs.
#[derive(Clone, Debug, PartialEq)]
pub struct Requests {
    /// Share of jobs that state one.
    pub stated: f64,
    /// Share of those that ran longer than requested.
    pub overrun: f64,
    /// Means of tenths of the sorted ratios request / max(run, 1 s), at least 1.
    pub ratios: Vec<f64>,
}

impl Requests {
    /// Ratios of all jobs and their shares, equal ones together; a job that states none counts as one that asks
    /// for its run time, which is what a scheduler then takes it for.
    #[must_use]
    pub fn shares(&self) -> Vec<(f64, f64)> {
        let mut shares = vec![(1.0, 1.0 - self.stated)];
        let each = self.stated / self.ratios.len() as f64;
        for &ratio in &self.ratios {
            match shares.last_mut() {
                Some((last, share)) if *last == ratio => *share += each,
                _ => shares.push((ratio, each)),
            }
        }
        shares.retain(|(_, share)| *share > 0.0);
        shares
    }
}

/// Sums up the requested and run times of the given jobs, which state them, out of `jobs`.
pub(super) fn of(stated: &[(f64, f64)], jobs: usize) -> Option<Requests> {
    if stated.is_empty() {
        return None;
    }
    let over = stated.iter().filter(|(requested, run)| run > requested).count();
    let mut ratios: Vec<f64> =
        stated.iter().map(|(requested, run)| (requested / run.max(1.0)).max(1.0)).collect();
    ratios.sort_unstable_by(f64::total_cmp);
    Some(Requests {
        stated: stated.len() as f64 / jobs as f64,
        overrun: over as f64 / stated.len() as f64,
        ratios: steps(&ratios, 10),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Three of four jobs ask, for 2, 2 and 0.5 times their run: the last is an overrun and counts as 1.
    #[test]
    fn who_asks_for_nothing_asks_for_its_run_time() {
        let found = of(&[(20.0, 10.0), (8.0, 4.0), (5.0, 10.0)], 4).expect("requests");
        assert_eq!((found.stated, found.overrun), (0.75, 1.0 / 3.0));
        assert_eq!(found.ratios, [1.0, 2.0, 2.0]);
        assert_eq!(found.shares(), [(1.0, 0.5), (2.0, 0.5)]);
    }
}
