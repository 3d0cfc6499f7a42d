//! How well a fitted workload reproduces its log: the jobs of the log, and futures of the fit, through one scheduler on
//! one machine.
//!
//! Both begin on an empty machine and last as many whole weeks as the log has. The log's runs are those that were fitted:
//! none is cut at its request. A future is drawn as the proposed block says: submissions of a Poisson process with the
//! log's rhythm; sizes, run times and requests each for itself.

use super::{Fit, Shape, mean};
use crate::engine::{Distribution, Process};
use crate::scheduler::{Job, Overrun, Policy, Schedule, play};
use crate::trace::Log;
use crate::trace::metrics::{self, Span};
use crate::trace::replay::{Selection, Speed};

/// Fewer whole weeks show no spread from week to week.
pub const FEWEST_WEEKS: usize = 4;
/// More are years in which a machine does not stay the same, or a date that is wrong.
pub const MOST_WEEKS: usize = 1_000;
/// Futures that are played, unless they would have more than [`JOBS`] jobs together.
const FUTURES: u64 = 100;
/// Jobs of all futures together, unless that would leave fewer than [`FEWEST`] futures.
const JOBS: u64 = 3_000_000;
/// Futures that are always played.
const FEWEST: u64 = 20;

const WEEK: i64 = 604_800;
const HOUR: i64 = 3_600;
const NORMAL_90: f64 = 1.281_551_565_544_6;

/// The middle of many futures, and the two values between which nine of ten lie.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Band {
    /// The value below which one of twenty futures lies.
    pub low: f64,
    /// Half of them lie below.
    pub middle: f64,
    /// The value above which one of twenty futures lies.
    pub high: f64,
}

impl Band {
    fn of(mut values: Vec<f64>) -> Option<Band> {
        values.sort_unstable_by(f64::total_cmp);
        let last = values.len().checked_sub(1)?;
        let at = |twentieths: usize| values[last * twentieths / 20];
        // As far from the top as the lower end is from the bottom.
        Some(Band { low: at(1), middle: at(10), high: values[last - last / 20] })
    }

    /// Where a value of the log lies.
    #[must_use]
    pub fn place(&self, value: f64) -> Place {
        if value < self.low {
            Place::Below
        } else if value > self.high {
            Place::Above
        } else {
            Place::Within
        }
    }
}

/// Where a value of the log lies to the band of its fit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// Below nineteen of twenty futures.
    Below,
    /// Within.
    Within,
    /// Above nineteen of twenty futures.
    Above,
}

/// Mean waits of jobs of about one size, in seconds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SizeWaits {
    /// Smallest and largest size.
    pub sizes: (u32, u32),
    /// Wait of the log's jobs under the scheduler; `None`: the log has no such jobs in its whole weeks.
    pub log: Option<f64>,
    /// Wait as the log itself states it.
    pub stated: Option<f64>,
    /// Band of the waits in futures that have such jobs.
    pub fitted: Option<Band>,
}

/// A log beside futures of its fit.
#[derive(Clone, Debug, PartialEq)]
pub struct Reproduced {
    /// The scheduler that both went through.
    pub scheduler: &'static str,
    /// Units of the machine.
    pub units: u32,
    /// Futures.
    pub futures: u64,
    /// Share of the units that was busy, over all whole weeks.
    pub busy: (f64, Band),
    /// Share of the units that was busy, week by week of the log.
    pub weeks: Vec<(f64, Band)>,
    /// Mean wait in seconds.
    pub wait: (f64, Band),
    /// Mean waits by size.
    pub sizes: Vec<SizeWaits>,
}

impl Reproduced {
    /// Weeks in which the log lies within the band.
    #[must_use]
    pub fn weeks_within(&self) -> usize {
        self.weeks.iter().filter(|(log, band)| band.place(*log) == Place::Within).count()
    }
}

/// Why nothing is reproduced.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotReproduced {
    /// The log has too few or too many whole weeks: their number.
    Weeks(usize),
    /// Nothing says how large the machine is.
    NoMachine,
}

/// A schedule in numbers that are alike for the log and its futures.
struct Numbers {
    busy: f64,
    weeks: Vec<f64>,
    wait: f64,
    /// Sizes and their mean waits.
    sizes: Vec<((u32, u32), f64)>,
}

/// What all schedules are measured by.
#[derive(Clone, Copy)]
struct Ruler {
    units: u32,
    grain: u32,
    weeks: usize,
    /// The first tick, and how many make a second.
    first: i64,
    ticks: i64,
}

impl Ruler {
    /// Measures a schedule; `None` if there is no job.
    fn measure(&self, spans: impl Iterator<Item = Span> + Clone) -> Option<Numbers> {
        let measures = metrics::measures(self.units, self.ticks, spans.clone())?;
        let curve = metrics::curve_from(self.first, WEEK * self.ticks, spans.clone());
        let share = |week: usize| {
            curve.busy.get(week).copied().unwrap_or(0.0) / f64::from(self.units.max(1))
        };
        let weeks: Vec<f64> = (0..self.weeks).map(share).collect();
        let grain = self.grain;
        let whole = spans.map(|span| Span { size: span.size.div_ceil(grain), ..span });
        let sizes = metrics::by_size(self.ticks, whole);
        Some(Numbers {
            busy: mean(&weeks),
            weeks,
            wait: measures.mean_wait,
            sizes: sizes.iter().map(|it| ((it.from, it.to), it.mean_wait)).collect(),
        })
    }
}

fn spans<'a>(jobs: &'a [Job], schedule: &'a Schedule) -> impl Iterator<Item = Span> + Clone + 'a {
    jobs.iter().zip(schedule.starts.iter().zip(&schedule.ends)).map(|(job, (&start, &end))| Span {
        submit: job.submit,
        start,
        end,
        size: job.size,
    })
}

impl Log {
    /// Holds the log against futures of its fit on a machine of *n* of a record's units; `u32::MAX` where nothing
    /// says how many. `told` hears how many futures were played, and of how many.
    ///
    /// # Errors
    /// It has too few or too many whole weeks, or no machine.
    pub fn reproduced(
        &self,
        fit: &Fit,
        units: u32,
        told: &mut dyn FnMut(u64, u64),
    ) -> Result<Reproduced, NotReproduced> {
        if units == u32::MAX {
            return Err(NotReproduced::NoMachine);
        }
        let weeks = (fit.weeks + 1e-9) as usize;
        if !(FEWEST_WEEKS..=MOST_WEEKS).contains(&weeks) {
            return Err(NotReproduced::Weeks(weeks));
        }
        let too_few = NotReproduced::Weeks(0);
        let selection = Selection { units, speed: Speed::SAME, until: None };
        let mut playable = self.playable(&selection).map_err(|_| too_few)?;
        let first = playable.jobs.first().map_or(0, |job| job.submit);
        let ticks = self.ticks_per_second;
        let ruler = Ruler { units, grain: self.grain, weeks, first, ticks };
        let lasts = weeks as i64 * WEEK;
        let within = playable.jobs.partition_point(|job| job.submit - first < lasts * ticks);
        playable.jobs.truncate(within);
        playable.records.truncate(within);
        let policy = &Policy::Easy;
        let through = |jobs: &[Job]| play(units, policy, Overrun::Extend, jobs);
        let stated = ruler.measure(playable.as_logged(self));
        let schedule = through(&playable.jobs);
        let log = ruler.measure(spans(&playable.jobs, &schedule)).ok_or(too_few)?;
        let futures = (JOBS / fit.jobs.max(1)).clamp(FEWEST, FUTURES);
        let drawn = Drawn::new(self, fit, first, lasts);
        let ruler = Ruler { first: 0, ticks: 1, ..ruler };
        let mut all: Vec<Numbers> = Vec::with_capacity(futures as usize);
        for future in 0..futures {
            let jobs = drawn.jobs(future as u32);
            // One without a job is empty, and nobody waits.
            let none = || Numbers { busy: 0.0, weeks: vec![0.0; weeks], wait: 0.0, sizes: vec![] };
            all.push(ruler.measure(spans(&jobs, &through(&jobs))).unwrap_or_else(none));
            told(future + 1, futures);
        }
        let band = |of: &dyn Fn(&Numbers) -> f64| Band::of(all.iter().map(of).collect());
        let week = |at: usize| Some((log.weeks[at], band(&|it| it.weeks[at])?));
        let sizes_of = |it: &Numbers| it.sizes.iter().map(|it| it.0).collect::<Vec<_>>();
        let mut sizes = sizes_of(&log);
        sizes.extend(all.iter().flat_map(sizes_of));
        sizes.sort_unstable();
        sizes.dedup();
        let waits = |sizes: (u32, u32)| {
            let own = |it: &Numbers| it.sizes.iter().find(|it| it.0 == sizes).map(|it| it.1);
            SizeWaits {
                sizes,
                log: own(&log),
                stated: stated.as_ref().and_then(own),
                fitted: Band::of(all.iter().filter_map(own).collect()),
            }
        };
        Ok(Reproduced {
            scheduler: policy.name(),
            units: units / self.grain,
            futures,
            busy: (log.busy, band(&|it| it.busy).ok_or(too_few)?),
            weeks: (0..weeks).filter_map(week).collect(),
            wait: (log.wait, band(&|it| it.wait).ok_or(too_few)?),
            sizes: sizes.into_iter().map(waits).collect(),
        })
    }
}

/// A fitted workload, ready to be drawn from; in seconds from the first submission on.
struct Drawn<'a> {
    draws: Process,
    /// Jobs expected up to the end of each stretch of time, and that end.
    expected: Vec<(f64, f64)>,
    /// Sizes, and the share of jobs up to each.
    sizes: Vec<(u32, f64)>,
    runs: Runs<'a>,
    /// Ratios of request to run, and the share of jobs up to each; empty where nobody asks.
    ratios: Vec<(f64, f64)>,
}

enum Runs<'a> {
    Drawn(Distribution),
    Steps(&'a [f64]),
}

impl Runs<'_> {
    fn quantile(&self, uniform: f64) -> f64 {
        match self {
            Runs::Drawn(shape) => shape.quantile(uniform),
            Runs::Steps(values) => {
                let at = (uniform * values.len() as f64) as usize;
                values.get(at).or(values.last()).copied().unwrap_or(1.0)
            }
        }
    }
}

/// Values with the share of all up to each.
fn summed<T: Copy>(shares: &[(T, f64)]) -> Vec<(T, f64)> {
    let mut sum = 0.0;
    let up_to = |&(value, share): &(T, f64)| {
        sum += share;
        (value, sum)
    };
    shares.iter().map(up_to).collect()
}

/// The value at a uniform.
fn picked<T: Copy>(summed: &[(T, f64)], uniform: f64) -> Option<T> {
    let at = summed.partition_point(|(_, up_to)| *up_to <= uniform);
    summed.get(at).or(summed.last()).map(|it| it.0)
}

impl<'a> Drawn<'a> {
    fn new(log: &Log, fit: &'a Fit, first: i64, lasts: i64) -> Drawn<'a> {
        let rate = fit.jobs as f64 / (fit.weeks * WEEK as f64);
        // Hours by the clock: the first stretch ends with the hour of the first submission.
        let since = log.local(first).map_or(0, |local| local.rem_euclid(HOUR));
        let mut expected: Vec<(f64, f64)> = Vec::new();
        let (mut at, mut sum) = (0, 0.0);
        while at < lasts {
            let end = (at + HOUR - (at + since) % HOUR).min(lasts);
            let local = log.local(first.saturating_add(at * log.ticks_per_second));
            let weight = match (&fit.cycle, local) {
                (Some(cycle), Some(local)) => {
                    let hour = (local.rem_euclid(24 * HOUR) / HOUR) as usize;
                    // 1970-01-01 was a Thursday.
                    let weekday = (local.div_euclid(24 * HOUR) + 3).rem_euclid(7);
                    let day = if weekday >= 5 { cycle.weekend } else { 1.0 };
                    cycle.hours[hour] * day * 7.0 / (5.0 + 2.0 * cycle.weekend)
                }
                _ => 1.0,
            };
            sum += rate * weight * (end - at) as f64;
            expected.push((sum, end as f64));
            at = end;
        }
        let runs = match fit.runs.first().map(|best| &best.shape) {
            Some(Shape::Lognormal { mu, sigma }) => {
                let p90 = libm::exp(mu + NORMAL_90 * sigma.max(1e-3));
                Distribution::lognormal_median_p90(libm::exp(*mu), p90).ok().map(Runs::Drawn)
            }
            Some(Shape::Exponential { mean }) => {
                Distribution::exponential(*mean).ok().map(Runs::Drawn)
            }
            Some(Shape::Steps(values)) => Some(Runs::Steps(values)),
            None => None,
        };
        let ratios = fit.requests.as_ref().map(|requests| requests.shares()).unwrap_or_default();
        Drawn {
            draws: Process::new(1, "fit/reproduced"),
            expected,
            sizes: summed(&fit.sizes),
            runs: runs.unwrap_or(Runs::Steps(&fit.sorted_runs)),
            ratios: summed(&ratios),
        }
    }

    /// The jobs of one future, in order of submission.
    fn jobs(&self, future: u32) -> Vec<Job> {
        let (mut jobs, mut stretch) = (Vec::new(), 0);
        // In expected jobs, so that gaps are exponential with mean 1 whatever the hour.
        let mut place = 0.0;
        for number in 0_u32.. {
            let (gap, size) = self.draws.pair([future, number, 0, 0]);
            place -= libm::log(gap);
            while self.expected.get(stretch).is_some_and(|(up_to, _)| *up_to <= place) {
                stretch += 1;
            }
            let Some(&(up_to, end)) = self.expected.get(stretch) else { break };
            let before = stretch.checked_sub(1).map_or((0.0, 0.0), |at| self.expected[at]);
            let part = (place - before.0) / (up_to - before.0);
            let submit = (before.1 + part * (end - before.1)) as i64;
            let (run, ratio) = self.draws.pair([future, number, 1, 0]);
            let run = self.runs.quantile(run).clamp(1.0, 1e12).round();
            let ratio = picked(&self.ratios, ratio);
            let requested = ratio.map(|ratio| (run * ratio).clamp(run, 1e13).round() as i64);
            let Some(size) = picked(&self.sizes, size) else { break };
            jobs.push(Job { submit, size, run: run as i64, requested, user: 0, class: 0 });
        }
        jobs
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::trace::Reading;

    fn log(rows: impl Iterator<Item = (i64, u32, i64)>) -> Log {
        let mut text = "; UnixStartTime: 0\n; MaxProcs: 8\n".to_owned();
        for (submit, size, run) in rows {
            let request = 2 * run;
            text += &format!(
                "1 {submit} 5 {run} {size} -1 -1 {size} {request} -1 1 1 1 -1 -1 -1 -1 -1\n"
            );
        }
        let input = std::io::Cursor::new(text.into_bytes());
        Log::from_stream("test", input, &Reading::default()).expect("good")
    }

    #[test]
    fn bands_by_hand() {
        let values: Vec<f64> = (0..=100).rev().map(f64::from).collect();
        let band = Band::of(values).expect("values");
        assert_eq!(band, Band { low: 5.0, middle: 50.0, high: 95.0 });
        let places = [4.9, 5.0, 95.0, 95.1].map(|value| band.place(value));
        assert_eq!(places, [Place::Below, Place::Within, Place::Within, Place::Above]);
        assert_eq!(Band::of(vec![]), None);
        assert_eq!(Band::of(vec![7.0]), Some(Band { low: 7.0, middle: 7.0, high: 7.0 }));
    }

    /// A future has the rate, the rhythm, the sizes, the run times and the requests of the fit. Jobs come on the hour at
    /// 9 and at 21 o'clock, two at once at 9 and one at 21, weekends like working days, for 70 days.
    #[test]
    fn a_future_is_drawn_as_the_block_says() {
        let rows = (0..70).flat_map(|day| {
            let at = |hour: i64| day * 86_400 + hour * 3_600;
            [(at(9), 1, 100), (at(9), 4, 200), (at(21), 4, 300)]
        });
        let log = log(rows);
        let fit = log.fit(8).expect("jobs");
        let (first, lasts) = (log.records[0].submit.0, 9 * WEEK);
        let drawn = Drawn::new(&log, &fit, first, lasts);
        let all: Vec<Job> = (0..40).flat_map(|future| drawn.jobs(future)).collect();
        // 3 a day over 63 days and 40 futures, but that the log's weeks are half a day short: 210 of 69.5 days.
        let expected = 210.0 / (69.5 / 7.0) * 9.0 * 40.0;
        let count = all.len() as f64;
        assert!((count - expected).abs() < 4.0 * expected.sqrt(), "{count} of {expected}");
        let hour = |job: &&Job| (job.submit + first).rem_euclid(86_400) / 3_600;
        let at_9 = all.iter().filter(|job| hour(job) == 9).count() as f64;
        assert!(all.iter().all(|job| [9, 21].contains(&hour(&job))));
        // Two of three; 4 standard deviations of a share of some 7,600.
        assert!((at_9 / count - 2.0 / 3.0).abs() < 0.022, "{at_9} of {count}");
        let ones = all.iter().filter(|job| job.size == 1).count() as f64;
        assert!((ones / count - 1.0 / 3.0).abs() < 0.022, "{ones} of {count}");
        let run = mean(&all.iter().map(|job| job.run as f64).collect::<Vec<_>>());
        assert!((run - 200.0).abs() < 4.0, "mean run {run}");
        assert!(all.iter().all(|job| job.requested == Some(2 * job.run)));
        assert!(drawn.jobs(7) == drawn.jobs(7) && drawn.jobs(7) != drawn.jobs(8));
    }

    /// Nobody waits on so empty a machine, and it is as busy as its fit; a log that is bursts is not.
    #[test]
    fn what_is_drawn_comes_back_and_bursts_are_seen() {
        let draws = Process::new(3, "a log");
        let mut now = 0.0;
        let rows: Vec<(i64, u32, i64)> = (0..2_000)
            .map(|job| {
                let (gap, run) = draws.pair([job, 0, 0, 0]);
                now -= libm::log(gap) * 3_600.0;
                let size = [1, 2, 8][(draws.uniform([job, 1, 0, 0]) * 3.0) as usize];
                (now as i64, size, (-libm::log(run) * 4_000.0) as i64 + 1)
            })
            .collect();
        let own = log(rows.iter().copied());
        let fit = own.fit(8).expect("jobs");
        let found = own.reproduced(&fit, 8, &mut |_, _| {}).expect("weeks");
        assert_eq!((found.futures, found.units, found.weeks.len()), (100, 8, 12));
        assert_eq!(found.busy.1.place(found.busy.0), Place::Within);
        assert_eq!(found.wait.1.place(found.wait.0), Place::Within);
        assert!(found.weeks_within() >= 9, "{found:?}");
        let sizes: Vec<_> = found.sizes.iter().map(|it| (it.sizes, it.stated)).collect();
        assert_eq!(sizes, [((1, 1), Some(5.0)), ((2, 2), Some(5.0)), ((5, 8), Some(5.0))]);
        // The twin: the same jobs, ten at a time.
        let bursts = rows.iter().enumerate().map(|(at, &(_, size, run))| {
            let (first, _, _) = rows[at / 10 * 10];
            (first, size, run)
        });
        let own = log(bursts);
        let found = own.reproduced(&own.fit(8).expect("jobs"), 8, &mut |_, _| {}).expect("weeks");
        assert_eq!(found.wait.1.place(found.wait.0), Place::Above, "{:?}", found.wait);
    }

    #[test]
    fn a_short_log_and_one_without_a_machine_are_not_reproduced() {
        let short = log((0..28).map(|day| (day * 86_400, 1, 60)));
        let fit = short.fit(8).expect("jobs");
        let refused = short.reproduced(&fit, 8, &mut |_, _| {});
        assert_eq!(refused, Err(NotReproduced::Weeks(3)));
        let refused = short.reproduced(&fit, u32::MAX, &mut |_, _| {});
        assert_eq!(refused, Err(NotReproduced::NoMachine));
        let enough = log((0..29).map(|day| (day * 86_400, 1, 60)));
        let fit = enough.fit(8).expect("jobs");
        assert!(enough.reproduced(&fit, 8, &mut |_, _| {}).is_ok_and(|it| it.weeks.len() == 4));
    }
}
