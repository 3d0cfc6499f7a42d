//! The field's measures of a schedule: waits, bounded slowdown, busy share, makespan; curves and classes of size.
//!
//! A schedule is a list of [`Span`]s in the order of submission. All sums are integers; a division is the last step.

pub use self::groups::{Group, grouped};

use crate::scheduler::Step;

mod calendar;
mod groups;

/// Bounded slowdown counts runs shorter than this as this long: 10 s
/// (Feitelson, *Metrics for parallel job scheduling and their convergence*, JSSPP 2001).
pub const TAU_SECONDS: i64 = 10;

/// A job of a schedule, in ticks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// When the job was submitted.
    pub submit: i64,
    /// When the job started.
    pub start: i64,
    /// When the job ended.
    pub end: i64,
    /// Units that it held.
    pub size: u32,
}

impl Span {
    fn wait(&self) -> i64 {
        self.start - self.submit
    }
}

/// A schedule in numbers. Times in seconds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Measures {
    /// Jobs.
    pub jobs: u64,
    /// Σ wait / jobs.
    pub mean_wait: f64,
    /// The wait at position ⌊jobs / 2⌋ of all in ascending order, counted from 0.
    pub median_wait: f64,
    /// The wait at position ⌊0.95 jobs⌋.
    pub p95_wait: f64,
    /// The longest wait.
    pub max_wait: f64,
    /// Σ max(1, (wait + run) / max(run, 10 s)) / jobs.
    pub mean_bounded_slowdown: f64,
    /// Σ size × run, also of runs that were stopped, over the units that were there × makespan.
    pub busy_share: f64,
    /// Time from the first submission to the last end.
    pub makespan: f64,
    /// Jobs that started before one that was submitted before them.
    pub overtook: u64,
    /// Jobs that did not start at once.
    pub waited: u64,
    /// Σ units × seconds that were free while a job waited: of no use to the head of the queue.
    pub fragmented: f64,
    /// Σ units × seconds that were free while none waited.
    pub idle: f64,
    /// Runs that were stopped because their units were gone.
    pub stopped: u64,
    /// Σ size × seconds of those runs.
    pub lost: f64,
    /// Σ units × seconds that were not there.
    pub out: f64,
}

/// A machine, and what of it is not there when.
#[derive(Clone, Copy, Debug)]
pub struct There<'a> {
    /// Units.
    pub units: u32,
    /// How many of them are out, from each step to the next.
    pub out: &'a [Step],
}

impl There<'_> {
    /// Unit-ticks that are not there from an instant to another.
    fn lacks(&self, from: i64, to: i64) -> i128 {
        let ends = self.out.iter().skip(1).map(|step| step.at).chain([i64::MAX]);
        let lack = |(step, end): (&Step, i64)| {
            let lasts = i128::from(end.min(to)) - i128::from(step.at.max(from));
            i128::from(step.out) * lasts.max(0)
        };
        self.out.iter().zip(ends).map(lack).sum()
    }
}

/// Sums up a schedule on a machine of the given units; `None` if there are no jobs.
#[must_use]
pub fn measures(
    units: u32,
    ticks_per_second: i64,
    spans: impl Iterator<Item = Span> + Clone,
) -> Option<Measures> {
    measures_amid(&There { units, out: &[] }, ticks_per_second, spans.clone(), spans)
}

/// Measures of a schedule on a machine of which some was not there now and then. `pieces` are the spans with those of runs that were
/// stopped: of a job that was, one for each run, submitted when the one before it was stopped.
#[must_use]
pub fn measures_amid(
    there: &There<'_>,
    ticks_per_second: i64,
    spans: impl Iterator<Item = Span> + Clone,
    pieces: impl Iterator<Item = Span> + Clone,
) -> Option<Measures> {
    let mut waits: Vec<i64> = spans.clone().map(|span| span.wait()).collect();
    let jobs = waits.len();
    let first = spans.clone().map(|span| span.submit).min()?;
    let last = spans.clone().map(|span| span.end).max()?;
    let tau = TAU_SECONDS * ticks_per_second;
    let (mut sum, mut work, mut slowdown, mut overtook) = (0_i128, 0_i128, 0.0, 0);
    let mut latest = i64::MIN;
    for span in spans.clone() {
        let (wait, run) = (span.wait(), span.end - span.start);
        sum += i128::from(wait);
        work += i128::from(span.size) * i128::from(run);
        slowdown += ((wait + run) as f64 / run.max(tau) as f64).max(1.0);
        overtook += u64::from(span.start < latest);
        latest = latest.max(span.start);
    }
    waits.sort_unstable();
    let held = |span: Span| i128::from(span.size) * i128::from(span.end - span.start);
    let lost = pieces.clone().map(held).sum::<i128>() - work;
    let stopped = pieces.clone().count() - jobs;
    let (fragmented, idle) = free(there, pieces);
    let seconds = |ticks: f64| ticks / ticks_per_second as f64;
    let at = |position: usize| seconds(waits[position.min(jobs - 1)] as f64);
    let makespan = i128::from(last) - i128::from(first);
    let out = there.lacks(first, last);
    let capacity = i128::from(there.units) * makespan - out;
    Some(Measures {
        jobs: jobs as u64,
        mean_wait: seconds(sum as f64 / jobs as f64),
        median_wait: at(jobs / 2),
        p95_wait: at(jobs * 95 / 100),
        max_wait: at(jobs - 1),
        mean_bounded_slowdown: slowdown / jobs as f64,
        busy_share: if capacity > 0 { (work + lost) as f64 / capacity as f64 } else { 0.0 },
        makespan: seconds(makespan as f64),
        overtook,
        waited: (jobs - waits.partition_point(|&wait| wait <= 0)) as u64,
        fragmented: seconds(fragmented as f64),
        idle: seconds(idle as f64),
        stopped: stopped as u64,
        lost: seconds(lost as f64),
        out: seconds(out as f64),
    })
}

/// Unit-ticks that nobody held from the first submission to the last end, while a job waited and while none did.
fn free(there: &There<'_>, spans: impl Iterator<Item = Span> + Clone) -> (i128, i128) {
    let mut submits: Vec<i64> = spans.clone().map(|span| span.submit).collect();
    let mut starts: Vec<(i64, u32)> = spans.clone().map(|span| (span.start, span.size)).collect();
    let mut ends: Vec<(i64, u32)> = spans.map(|span| (span.end, span.size)).collect();
    submits.sort_unstable();
    starts.sort_unstable();
    ends.sort_unstable();
    let (mut come, mut started, mut ended) = (0, 0, 0);
    let (mut held, mut fragmented, mut idle) = (0_i64, 0, 0);
    let (mut steps, mut out) = (there.out.iter().peekable(), 0);
    let Some(&(mut now)) = submits.first() else { return (0, 0) };
    while ended < ends.len() {
        while let Some(step) = steps.next_if(|step| step.at <= now) {
            out = i64::from(step.out);
        }
        while ends.get(ended).is_some_and(|end| end.0 <= now) {
            held -= i64::from(ends[ended].1);
            ended += 1;
        }
        while submits.get(come).is_some_and(|submit| *submit <= now) {
            come += 1;
        }
        while starts.get(started).is_some_and(|start| start.0 <= now) {
            held += i64::from(starts[started].1);
            started += 1;
        }
        let next = [submits.get(come), starts.get(started).map(|(at, _)| at)];
        // After the last end nothing is counted, whatever the machine does then.
        let Some((end, _)) = ends.get(ended) else { break };
        let more = [Some(end), steps.peek().map(|step| &step.at)];
        let Some(&next) = next.into_iter().chain(more).flatten().min() else { break };
        // A log's own jobs may hold more than the machine that is asked about.
        let free =
            i128::from((i64::from(there.units) - out - held).max(0)) * i128::from(next - now);
        if come > started {
            fragmented += free;
        } else {
            idle += free;
        }
        now = next;
    }
    (fragmented, idle)
}

/// How busy and how long the queue was, in bins of equal length, as exact means.
#[derive(Clone, Debug, PartialEq)]
pub struct Curve {
    /// The first tick.
    pub from: i64,
    /// Ticks in a bin.
    pub step: i64,
    /// Mean units busy, by bin.
    pub busy: Vec<f64>,
    /// Mean number of jobs waiting.
    pub queued: Vec<f64>,
    /// Mean units that waiting jobs ask for.
    pub queued_units: Vec<f64>,
}

/// Lengths of bins, in seconds: minutes to years.
const STEPS: [i64; 12] = [
    60,
    300,
    900,
    3_600,
    21_600,
    86_400,
    604_800,
    2_592_000,
    7_776_000,
    31_536_000,
    315_360_000,
    3_153_600_000,
];

/// The shortest bins that are no more than `most`.
#[must_use]
pub fn step(makespan: i64, ticks_per_second: i64, most: usize) -> i64 {
    let fits = |seconds: &&i64| {
        i128::from(makespan) <= i128::from(**seconds) * i128::from(ticks_per_second) * most as i128
    };
    match STEPS.iter().find(fits) {
        Some(seconds) => seconds * ticks_per_second,
        None => makespan / most as i64 + 1,
    }
}

/// Sums up what spans hold, bin by bin.
struct Bins {
    from: i64,
    step: i64,
    /// Units held in bins that a span does not fill.
    parts: Vec<i128>,
    /// Change of the units held, by whole bins.
    changes: Vec<i128>,
}

impl Bins {
    fn new(from: i64, step: i64, count: usize) -> Self {
        Self { from, step, parts: vec![0; count], changes: vec![0; count + 1] }
    }

    fn add(&mut self, from: i64, to: i64, height: i64) {
        if to <= from {
            return;
        }
        let bin = |at: i64| ((at - self.from) / self.step) as usize;
        let edge = |bin: usize| self.from + bin as i64 * self.step;
        let (first, last) = (bin(from), bin(to - 1));
        let height = i128::from(height);
        if first == last {
            self.parts[first] += height * i128::from(to - from);
            return;
        }
        self.parts[first] += height * i128::from(edge(first + 1) - from);
        self.parts[last] += height * i128::from(to - edge(last));
        self.changes[first + 1] += height;
        self.changes[last] -= height;
    }

    fn means(&self) -> Vec<f64> {
        let mut level = 0;
        let mean = |(part, change): (&i128, &i128)| {
            level += change;
            (level * i128::from(self.step) + part) as f64 / self.step as f64
        };
        self.parts.iter().zip(&self.changes).map(mean).collect()
    }
}

/// The curve of a schedule in bins of `step` ticks from its first submission to its last end.
#[must_use]
pub fn curve(step: i64, spans: impl Iterator<Item = Span> + Clone) -> Curve {
    let from = spans.clone().map(|span| span.submit).min().unwrap_or(0);
    curve_from(from, step, spans)
}

/// The curve of a schedule in bins of `step` ticks, the first of which begins at `from`, before the first submission
/// or at it.
#[must_use]
pub fn curve_from(from: i64, step: i64, spans: impl Iterator<Item = Span> + Clone) -> Curve {
    let to = spans.clone().map(|span| span.end).max().unwrap_or(from);
    let count = ((to - from - 1).max(0) / step + 1) as usize;
    let bins = || Bins::new(from, step, count);
    let (mut busy, mut queued, mut queued_units) = (bins(), bins(), bins());
    for span in spans {
        busy.add(span.start, span.end, i64::from(span.size));
        queued.add(span.submit, span.start, 1);
        queued_units.add(span.submit, span.start, i64::from(span.size));
    }
    Curve {
        from,
        step,
        busy: busy.means(),
        queued: queued.means(),
        queued_units: queued_units.means(),
    }
}

/// Waits of the jobs of about one size. Times in seconds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SizeClass {
    /// The smallest size: 1, 2, 3, 5, 9, 17, …
    pub from: u32,
    /// The largest size, a power of two.
    pub to: u32,
    /// Jobs.
    pub jobs: u64,
    /// Mean wait.
    pub mean_wait: f64,
    /// Median wait.
    pub median_wait: f64,
    /// The wait at position ⌊0.95 jobs⌋.
    pub p95_wait: f64,
}

/// Waits by size, doubling; classes without jobs are left out.
#[must_use]
pub fn by_size(ticks_per_second: i64, spans: impl Iterator<Item = Span>) -> Vec<SizeClass> {
    let mut classes: Vec<Vec<i64>> = vec![Vec::new(); 33];
    for span in spans {
        classes[class_of(span.size)].push(span.wait());
    }
    let seconds = |ticks: f64| ticks / ticks_per_second as f64;
    let sum_up = |(class, waits): (usize, &mut Vec<i64>)| {
        waits.sort_unstable();
        let jobs = waits.len();
        let sum: i128 = waits.iter().map(|&wait| i128::from(wait)).sum();
        let at = |position: usize| waits.get(position).map(|&wait| seconds(wait as f64));
        let to = 1_u64 << class;
        Some(SizeClass {
            from: u32::try_from(to / 2 + 1).ok()?,
            to: u32::try_from(to).unwrap_or(u32::MAX),
            jobs: jobs as u64,
            mean_wait: seconds(sum as f64 / jobs as f64),
            median_wait: at(jobs / 2)?,
            p95_wait: at(jobs * 95 / 100)?,
        })
    };
    classes.iter_mut().enumerate().filter_map(sum_up).collect()
}

/// 1 → 0, 2 → 1, 3 and 4 → 2, 5 to 8 → 3.
pub(super) fn class_of(size: u32) -> usize {
    (32 - size.max(1).saturating_sub(1).leading_zeros()) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two units. A: 0 to 10 on 2; B: submitted 2, runs 10 to 30 on 1; C: submitted 4, runs 10 to 15 on 1.
    const SPANS: [Span; 3] = [
        Span { submit: 0, start: 0, end: 10, size: 2 },
        Span { submit: 2, start: 10, end: 30, size: 1 },
        Span { submit: 4, start: 10, end: 15, size: 1 },
    ];

    #[test]
    fn measures_by_hand() {
        let m = measures(2, 1, SPANS.into_iter()).expect("jobs");
        // Waits 0, 8, 6; in order 0, 6, 8: position 1 is 6, position ⌊2.85⌋ = 2 is 8.
        assert_eq!(
            (m.jobs, m.mean_wait, m.median_wait, m.p95_wait, m.max_wait),
            (3, 14.0 / 3.0, 6.0, 8.0, 8.0)
        );
        // 10/10, 28/20, 11/10.
        assert!((m.mean_bounded_slowdown - (1.0 + 1.4 + 1.1) / 3.0).abs() < 1e-12);
        // (20 + 20 + 5) / (2 × 30).
        assert_eq!((m.busy_share, m.makespan, m.overtook, m.waited), (0.75, 30.0, 0, 2));
        // All is held until 15; from then on B holds one of two and nobody waits.
        assert_eq!((m.fragmented, m.idle), (0.0, 15.0));
        // On four units two are free while B and then C wait, until 10; then two, from 15 on three.
        let wide = measures(4, 1, SPANS.into_iter()).expect("jobs");
        assert_eq!((wide.fragmented, wide.idle), (2.0 * 8.0, 2.0 * 2.0 + 2.0 * 5.0 + 3.0 * 15.0));
        let micros = SPANS.map(|s| Span {
            submit: s.submit * 1_000_000,
            start: s.start * 1_000_000,
            end: s.end * 1_000_000,
            size: s.size,
        });
        assert_eq!(measures(2, 1_000_000, micros.into_iter()), Some(m));
        assert_eq!(measures(2, 1, std::iter::empty()), None);
    }

    /// The schedule of the test above, but that one of the two units is out from 12 to 18: C is stopped at 12 after 2 of its 5, and runs from 18
    /// to 23.
    #[test]
    fn measures_amid_an_outage_by_hand() {
        let [a, b, c] = SPANS;
        let step = |at, out| Step { at, out };
        let out = [step(12, 1), step(18, 0)];
        let there = There { units: 2, out: &out };
        let spans = [a, b, Span { start: 18, end: 23, ..c }];
        let first = Span { end: 12, ..c };
        let pieces = [a, b, Span { submit: 12, ..spans[2] }, first];
        let m = measures_amid(&there, 1, spans.into_iter(), pieces.into_iter()).expect("jobs");
        assert_eq!((m.jobs, m.mean_wait, m.max_wait, m.makespan), (3, 22.0 / 3.0, 14.0, 30.0));
        assert_eq!((m.stopped, m.lost, m.out), (1, 2.0, 6.0));
        // (20 + 20 + 5 + 2) of 2 × 30 − 6; what is left is free from 23 on, and nobody waits then.
        assert_eq!((m.busy_share, m.fragmented, m.idle), (47.0 / 54.0, 0.0, 7.0));
        let after = [step(12, 1), step(18, 0), step(40, 2), step(50, 0)];
        let later = There { units: 2, out: &after };
        let same = measures_amid(&later, 1, spans.into_iter(), pieces.into_iter());
        assert_eq!(same, Some(m), "what goes after the last end");
        let around = [step(-9, 1), step(3, 0), step(25, 2)];
        assert_eq!(There { units: 2, out: &around }.lacks(0, 30), 3 + 10);
    }

    #[test]
    fn curves_are_exact_means() {
        let curve = curve(8, SPANS.into_iter());
        // [0, 8): 2. [8, 16): (2 × 2 + 1 × 6 + 1 × 5) / 8. [16, 24): 1. [24, 30) of 8: 6/8.
        assert_eq!(curve.busy, [2.0, 15.0 / 8.0, 1.0, 6.0 / 8.0]);
        // B waits 2 to 10, C 4 to 10: (6 + 4) / 8, (2 + 2) / 8.
        assert_eq!(curve.queued, [10.0 / 8.0, 0.5, 0.0, 0.0]);
        assert_eq!(curve.queued, curve.queued_units);
        assert_eq!(step(3_600, 1, 60), 60);
        assert_eq!(step(3_601, 1, 60), 300);
        assert_eq!(step(i64::MAX / 2, 1, 1_000), i64::MAX / 2 / 1_000 + 1);
    }

    #[test]
    fn sizes_double_from_class_to_class() {
        let classes: Vec<usize> = [1, 2, 3, 4, 5, 8, 9, u32::MAX].map(class_of).into();
        assert_eq!(classes, [0, 1, 2, 2, 3, 3, 4, 32]);
        let found = by_size(1, SPANS.into_iter());
        assert_eq!(found.len(), 2);
        assert_eq!((found[0].from, found[0].to, found[0].jobs, found[0].mean_wait), (1, 1, 2, 7.0));
        assert_eq!((found[1].from, found[1].to, found[1].median_wait), (2, 2, 0.0));
    }
}
