//! What a log says of the jobs that come: their rhythm, sizes, run times and requests, and how far simple
//! shapes are from it.

use super::Log;

pub use self::awards::{Awards, Month};
pub use self::cycle::Cycle;
pub use self::reproduced::{Band, NotReproduced, Place, Reproduced, SizeWaits};
pub use self::requests::Requests;
pub use self::shape::{Candidate, Shape};

mod awards;
mod censored;
mod cycle;
pub mod reproduced;
mod requests;
mod shape;
mod sizes;

/// Jobs of about one size.
#[derive(Clone, Debug, PartialEq)]
pub struct ClassFit {
    /// Smallest and largest size.
    pub sizes: (u32, u32),
    /// Jobs.
    pub jobs: u64,
    /// Mean run, in seconds.
    pub mean: f64,
    /// Median run, in seconds.
    pub median: f64,
    /// Run that nine of ten do not exceed, in seconds.
    pub p90: f64,
    /// Distance of the class's own lognormal.
    pub distance: f64,
}

/// What a log says of its jobs.
#[derive(Clone, Debug, PartialEq)]
pub struct Fit {
    /// Jobs with a run time and a size.
    pub jobs: u64,
    /// Users of those.
    pub users: u64,
    /// Weeks from the first submission to the last, at least one day.
    pub weeks: f64,
    /// Coefficient of variation of the times between submissions; 1 for a Poisson process.
    pub gap_cv: f64,
    /// The cycle, where the log says what time it was.
    pub cycle: Option<Cycle>,
    /// Sizes and their shares, ascending.
    pub sizes: Vec<(u32, f64)>,
    /// Largest difference between the distribution functions of size.
    pub size_distance: f64,
    /// Mean size in the log, and by `sizes`.
    pub mean_size: (f64, f64),
    /// Shapes of run time; the proposed one first.
    pub runs: Vec<Candidate>,
    /// Run times by size.
    pub classes: Vec<ClassFit>,
    /// Requests; `None` if no job states one.
    pub requests: Option<Requests>,
    /// All run times in seconds, ascending.
    pub sorted_runs: Vec<f64>,
    /// Mean of the run times that ended, in seconds.
    pub mean_ended: f64,
    /// Jobs that had not ended, and the longest time that one of them had run, in seconds.
    pub censored: (u64, f64),
}

impl Log {
    /// What the jobs of this log with a run time and a size up to `units` look like; `None` if there are none.
    #[must_use]
    pub fn fit(&self, units: u32) -> Option<Fit> {
        let seconds = |ticks: i64| ticks as f64 / self.ticks_per_second as f64;
        let jobs: Vec<_> = self
            .records
            .iter()
            .filter(|it| it.run.0 > 0 && it.size > 0 && it.size <= units && it.size != u32::MAX)
            .collect();
        let mut submits: Vec<i64> = jobs.iter().map(|it| it.submit.0).collect();
        submits.sort_unstable();
        let (first, last) = (*submits.first()?, *submits.last()?);
        let mut users: Vec<u32> = jobs.iter().map(|it| it.user).collect();
        users.sort_unstable();
        users.dedup();
        let mut all: Vec<u32> = jobs.iter().map(|it| it.size).collect();
        all.sort_unstable();
        let (sizes, size_distance, mean_size) = sizes::fit(&all);
        let mut runs: Vec<f64> = jobs.iter().map(|it| seconds(it.run.0)).collect();
        runs.sort_unstable_by(f64::total_cmp);
        let censored: Vec<f64> = self
            .running
            .iter()
            .filter(|it| it.run.0 > 0 && it.size > 0 && it.size <= units)
            .map(|it| seconds(it.run.0))
            .collect();
        let mean_ended = mean(&runs);
        let still = (censored.len() as u64, censored.iter().copied().fold(0.0, f64::max));
        let runs = censored::redistributed(runs, censored);
        let mut classes: Vec<Vec<f64>> = vec![Vec::new(); 33];
        for job in &jobs {
            classes[super::metrics::class_of(job.size)].push(seconds(job.run.0));
        }
        let class = |(at, runs): (usize, &mut Vec<f64>)| {
            runs.sort_unstable_by(f64::total_cmp);
            let to = u32::try_from(1_u64 << at).unwrap_or(u32::MAX);
            let position = |share: f64| runs.get((runs.len() as f64 * share) as usize).copied();
            Some(ClassFit {
                sizes: (to / 2 + 1, to),
                jobs: runs.len() as u64,
                mean: mean(runs),
                median: position(0.5)?,
                p90: position(0.9)?,
                distance: shape::candidate(shape::lognormal(runs), runs).distance,
            })
        };
        let stated: Vec<(f64, f64)> = jobs
            .iter()
            .filter_map(|it| Some((seconds(it.requested()?.0), seconds(it.run.0))))
            .collect();
        Some(Fit {
            jobs: jobs.len() as u64,
            users: users.len() as u64,
            weeks: (seconds(last - first) / 604_800.0).max(1.0 / 7.0),
            gap_cv: cycle::gap_cv(&submits),
            cycle: cycle::of(self, &submits),
            sizes,
            size_distance,
            mean_size,
            runs: shape::candidates(&runs),
            classes: classes.iter_mut().enumerate().filter_map(class).collect(),
            requests: requests::of(&stated, jobs.len()),
            sorted_runs: runs,
            mean_ended,
            censored: still,
        })
    }
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len().max(1) as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::trace::Reading;

    fn log(rows: impl Iterator<Item = (i64, u32, i64, i64)>) -> Log {
        let mut text = "; UnixStartTime: 0\n".to_owned();
        for (submit, size, run, requested) in rows {
            text += &format!(
                "1 {submit} 0 {run} {size} -1 -1 {size} {requested} -1 1 1 1 -1 -1 -1 -1 -1\n"
            );
        }
        let input = std::io::Cursor::new(text.into_bytes());
        Log::from_stream("test", input, &Reading::default()).expect("good")
    }

    /// 1970-01-01 was a Thursday. Jobs at 09:00 on each of 28 days, two on Saturdays and Sundays.
    #[test]
    fn a_cycle_by_hand() {
        let days = 0..28_i64;
        let rows = days.flat_map(|day| {
            let weekend = [2, 3].contains(&(day % 7));
            vec![(day * 86_400 + 32_400, 1, 60, -1); 1 + usize::from(weekend)]
        });
        // The log lasts from 09:00 on a Thursday to 09:00 on a Wednesday: 27 days, in which Thursdays have
        // 15 + 3 × 24 = 87 hours and Wednesdays 3 × 24 + 10 = 82, the others 96. Jobs an hour on a working day:
        // (4/87 + 3 × 4/96 + 4/82) / 5 = 0.0439515; on a weekend day: 8/96.
        let fit = log(rows).fit(10).expect("jobs");
        let cycle = fit.cycle.expect("a cycle");
        assert_eq!((fit.jobs, cycle.hours[9]), (36, 24.0));
        assert!((cycle.weekend - 1.896_029).abs() < 1e-5, "{}", cycle.weekend);
        assert!((cycle.hours.iter().sum::<f64>() - 24.0).abs() < 1e-9);
        assert_eq!(fit.weeks, 27.0 / 7.0);
    }

    #[test]
    fn sizes_keep_their_shares_and_requests_their_ratios() {
        let rows = (0..100).map(|at| (at, if at < 70 { 1 } else { 8 }, 10, 30));
        let fit = log(rows).fit(8).expect("jobs");
        assert_eq!(fit.sizes, [(1, 0.7), (8, 0.3)]);
        assert_eq!((fit.size_distance, fit.mean_size), (0.0, (3.1, 3.1)));
        let requests = fit.requests.expect("requests");
        assert_eq!((requests.stated, requests.overrun, requests.ratios), (1.0, 0.0, vec![3.0; 10]));
        assert!(fit.cycle.is_none(), "a hundred seconds show no cycle");
        let none = log([(0, 9, 10, 10)].into_iter()).fit(8);
        assert!(none.is_none());
    }
}
