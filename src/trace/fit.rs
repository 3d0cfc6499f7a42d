//! What a log says of the jobs that come: their rhythm, sizes, run times and requests, and how far simple
//! shapes are from it.

use jiff::tz::TimeZone;

use super::Log;

/// Sizes that are kept one by one.
const SIZES: usize = 12;
/// Steps of a distribution that is stated by its values.
const STEPS: usize = 20;
/// A log that begins later than this many seconds counts from 1970: 1990-01-01.
const CIVIL: i64 = 631_152_000;
/// A lognormal is good enough within this distance and this error of its mean.
const NEAR: f64 = 0.05;
const NEAR_MEAN: f64 = 0.10;

/// A shape for run times, in seconds.
#[derive(Clone, Debug, PartialEq)]
pub enum Shape {
    /// Mean and standard deviation of the logarithm (maximum likelihood).
    Lognormal {
        /// Mean of ln(run).
        mu: f64,
        /// Standard deviation of ln(run).
        sigma: f64,
    },
    /// Its mean.
    Exponential {
        /// Mean run.
        mean: f64,
    },
    /// Equally likely values: means of equal parts of the sorted runs, whose mean is exact.
    Steps(Vec<f64>),
}

impl Shape {
    /// The share of runs of at most `seconds`.
    #[must_use]
    pub fn share_below(&self, seconds: f64) -> f64 {
        match self {
            Self::Lognormal { sigma, mu } if *sigma <= 0.0 => {
                f64::from(u8::from(seconds >= libm::exp(*mu)))
            }
            Self::Lognormal { mu, sigma } => {
                let z = (libm::log(seconds.max(1e-300)) - mu) / sigma;
                0.5 * libm::erfc(-z / std::f64::consts::SQRT_2)
            }
            Self::Exponential { mean } => 1.0 - libm::exp(-seconds / mean),
            Self::Steps(values) => {
                values.partition_point(|value| *value <= seconds) as f64 / values.len() as f64
            }
        }
    }

    /// Its mean, in seconds.
    #[must_use]
    pub fn mean(&self) -> f64 {
        match self {
            Self::Lognormal { mu, sigma } => libm::exp(mu + sigma * sigma / 2.0),
            Self::Exponential { mean } => *mean,
            Self::Steps(values) => values.iter().sum::<f64>() / values.len() as f64,
        }
    }
}

/// A shape and how far it is from the log.
#[derive(Clone, Debug, PartialEq)]
pub struct Candidate {
    /// The shape.
    pub shape: Shape,
    /// Largest difference between the two distribution functions (Kolmogorov–Smirnov).
    pub distance: f64,
    /// Mean of the shape over the mean of the log.
    pub mean_ratio: f64,
}

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

/// When jobs come.
#[derive(Clone, Debug, PartialEq)]
pub struct Cycle {
    /// Weight of each hour of the day; their mean is 1.
    pub hours: [f64; 24],
    /// Weight of each day from Monday; their mean is 1.
    pub weekdays: [f64; 7],
    /// Rate of a weekend day over that of a working day.
    pub weekend: f64,
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
        let (sizes, size_distance, mean_size) = fit_sizes(&all);
        let mut runs: Vec<f64> = jobs.iter().map(|it| seconds(it.run.0)).collect();
        runs.sort_unstable_by(f64::total_cmp);
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
                distance: candidate(lognormal(runs), runs).distance,
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
            gap_cv: gap_cv(&submits),
            cycle: self.cycle(&submits),
            sizes,
            size_distance,
            mean_size,
            runs: candidates(&runs),
            classes: classes.iter_mut().enumerate().filter_map(class).collect(),
            requests: requests(&stated, jobs.len()),
            sorted_runs: runs,
        })
    }

    /// Counts submissions by hour and weekday, each over how often that hour and day came.
    fn cycle(&self, submits: &[i64]) -> Option<Cycle> {
        let first = submits.first()? / self.ticks_per_second;
        let last = submits.last()? / self.ticks_per_second;
        let (origin, zone) = match self.header.unix_start {
            Some(origin) => (origin, TimeZone::get(self.header.zone.trim()).ok()),
            None if first >= CIVIL => (0, None),
            None => return None,
        };
        let zone = zone.unwrap_or(TimeZone::UTC);
        let civil = |second: i64| -> Option<(usize, usize)> {
            let stamp = jiff::Timestamp::from_second(origin.checked_add(second)?).ok()?;
            let at = zone.to_datetime(stamp);
            Some((at.hour() as usize, at.weekday().to_monday_zero_offset() as usize))
        };
        // A cycle needs more than two weeks to be seen, and a length that can be walked through hour by hour.
        if !(2 * 604_800..=4_000_000_000).contains(&(last - first)) {
            return None;
        }
        let (mut hours, mut weekdays) = ([0.0; 24], [0.0; 7]);
        let (mut hour_length, mut day_length) = ([0.0; 24], [0.0; 7]);
        for second in submits {
            let (hour, day) = civil(second / self.ticks_per_second)?;
            hours[hour] += 1.0;
            weekdays[day] += 1.0;
        }
        for second in (first..=last).step_by(3_600) {
            let (hour, day) = civil(second)?;
            hour_length[hour] += 1.0;
            day_length[day] += 1.0;
        }
        let weigh = |counts: &mut [f64], lengths: &[f64]| {
            counts.iter_mut().zip(lengths).for_each(|(count, length)| *count /= length.max(1.0));
            let mean = mean(counts);
            counts.iter_mut().for_each(|weight| *weight /= mean);
        };
        weigh(&mut hours, &hour_length);
        weigh(&mut weekdays, &day_length);
        let weekend = mean(&weekdays[5..]) / mean(&weekdays[..5]).max(1e-9);
        Some(Cycle { hours, weekdays, weekend })
    }
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len().max(1) as f64
}

fn gap_cv(submits: &[i64]) -> f64 {
    let gaps: Vec<f64> = submits.windows(2).map(|pair| (pair[1] - pair[0]) as f64).collect();
    let mean = mean(&gaps);
    if mean <= 0.0 {
        return 0.0;
    }
    let squares: f64 = gaps.iter().map(|gap| (gap - mean) * (gap - mean)).sum();
    (squares / gaps.len() as f64).sqrt() / mean
}

/// The commonest sizes one by one, the others by classes that double, each at its mean.
fn fit_sizes(sorted: &[u32]) -> (Vec<(u32, f64)>, f64, (f64, f64)) {
    let n = sorted.len() as f64;
    let counted: Vec<(u32, u64)> =
        sorted.chunk_by(|a, b| a == b).map(|run| (run[0], run.len() as u64)).collect();
    let mut order = counted.clone();
    order.sort_by_key(|&(size, count)| (std::cmp::Reverse(count), size));
    let alone: Vec<u32> = order.iter().take(SIZES).map(|&(size, _)| size).collect();
    let mut kept: std::collections::BTreeMap<u32, u64> = std::collections::BTreeMap::new();
    let mut classes = vec![(0_u64, 0_u128); 33];
    for &(size, count) in &counted {
        if alone.contains(&size) {
            *kept.entry(size).or_default() += count;
        } else {
            let class = &mut classes[super::metrics::class_of(size)];
            class.0 += count;
            class.1 += u128::from(size) * u128::from(count);
        }
    }
    for (count, sum) in classes.into_iter().filter(|class| class.0 > 0) {
        let middle = (sum as f64 / count as f64).round() as u32;
        *kept.entry(middle).or_default() += count;
    }
    let (mut below, mut own, mut distance) = (0_u64, 0_u64, 0.0_f64);
    let mut fitted = kept.iter().peekable();
    for &(size, count) in &counted {
        own += count;
        while let Some((_, more)) = fitted.next_if(|(other, _)| **other <= size) {
            below += more;
        }
        distance = distance.max((own as f64 - below as f64).abs() / n);
    }
    let sum = |all: &mut dyn Iterator<Item = (u32, u64)>| -> f64 {
        all.map(|(size, count)| f64::from(size) * count as f64).sum::<f64>() / n
    };
    let means = (
        sum(&mut counted.iter().copied()),
        sum(&mut kept.iter().map(|(&size, &count)| (size, count))),
    );
    let shares = kept.into_iter().map(|(size, count)| (size, count as f64 / n)).collect();
    (shares, distance, means)
}

fn lognormal(runs: &[f64]) -> Shape {
    let logs: Vec<f64> = runs.iter().map(|&run| libm::log(run)).collect();
    let mu = mean(&logs);
    let squares: f64 = logs.iter().map(|log| (log - mu) * (log - mu)).sum();
    Shape::Lognormal { mu, sigma: (squares / logs.len().max(1) as f64).sqrt() }
}

/// Means of equal parts of sorted values.
fn steps(sorted: &[f64], parts: usize) -> Vec<f64> {
    let parts = parts.min(sorted.len()).max(1);
    let at = |part: usize| sorted.len() * part / parts;
    (0..parts).map(|part| mean(&sorted[at(part)..at(part + 1)])).collect()
}

/// A shape against sorted runs.
fn candidate(shape: Shape, sorted: &[f64]) -> Candidate {
    let n = sorted.len() as f64;
    let mut distance = 0.0_f64;
    let mut before = 0.0;
    let mut rank = 0;
    for same in sorted.chunk_by(|a, b| a == b) {
        rank += same.len();
        let (share, after) = (shape.share_below(same[0]), rank as f64 / n);
        distance = distance.max((after - share).abs());
        // Just below a value that a continuous shape passes through.
        if !matches!(shape, Shape::Steps(_)) {
            distance = distance.max((share - before).abs());
        }
        before = after;
    }
    let mean_ratio = shape.mean() / mean(sorted);
    Candidate { shape, distance, mean_ratio }
}

/// Shapes of run time, the one to propose first: a lognormal if it is near and keeps the mean, else steps.
fn candidates(sorted: &[f64]) -> Vec<Candidate> {
    let of = |shape| candidate(shape, sorted);
    let lognormal = of(lognormal(sorted));
    let exponential = of(Shape::Exponential { mean: mean(sorted) });
    let steps = of(Shape::Steps(steps(sorted, STEPS)));
    let near = |it: &Candidate| it.distance <= NEAR && (it.mean_ratio - 1.0).abs() <= NEAR_MEAN;
    if near(&exponential) && exponential.distance <= lognormal.distance {
        vec![exponential, lognormal, steps]
    } else if near(&lognormal) {
        vec![lognormal, exponential, steps]
    } else {
        vec![steps, lognormal, exponential]
    }
}

fn requests(stated: &[(f64, f64)], jobs: usize) -> Option<Requests> {
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
    fn distances_by_hand() {
        // Runs 1, 2, 3, 4 against equal steps 1, 2, 3, 4: none.
        let sorted = [1.0, 2.0, 3.0, 4.0];
        let exact = candidate(Shape::Steps(steps(&sorted, 20)), &sorted);
        assert_eq!((exact.distance, exact.mean_ratio), (0.0, 1.0));
        // Against 2.5 only: after 2 the log has 2 of 4, the shape 0.
        let one = candidate(Shape::Steps(steps(&sorted, 1)), &sorted);
        assert_eq!((one.distance, one.mean_ratio), (0.5, 1.0));
        // A lognormal of ln(run) 0, 0, 2, 2: mu 1, sigma 1; below e⁰ lies Φ(−1) = 0.1587, above it the log has 0.5.
        let e2 = libm::exp(2.0);
        let runs = [1.0, 1.0, e2, e2];
        let found = candidate(lognormal(&runs), &runs);
        assert!((found.distance - (0.5 - 0.158_655_25)).abs() < 1e-6, "{}", found.distance);
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
