//! What the jobs of a log held, by its own starts and ends.

use crate::trace::Record;

/// What the jobs of a log held at once, over those whose waits it states.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Held {
    /// Jobs whose waits are stated.
    pub jobs: u64,
    /// The most units held at once, in the log's own parts of a unit.
    pub most: i64,
    /// The first instant at which that was so, in ticks.
    pub at: i64,
    /// First and last tick at which more was held than the machine has; `None` if never.
    pub over: Option<(i64, i64)>,
    /// Σ size × run over the machine, from the first submission to the last end; `None` without a machine.
    pub busy: Option<f64>,
    /// Share of the machine's units that was free while a job waited; `None` if none waited.
    pub free_while_waiting: Option<f64>,
    /// Jobs that waited.
    pub waited: u64,
    /// The shortest wait, in seconds.
    pub least_wait: f64,
    /// How long the job that was submitted first waited, in seconds.
    pub first_wait: f64,
}

/// Sweeps over starts and ends. `units` is the machine, in the same parts as sizes.
pub(super) fn of<'a>(
    usable: impl Iterator<Item = &'a Record> + Clone,
    units: Option<i64>,
    ticks_per_second: i64,
) -> Option<Held> {
    let spans = usable.filter_map(|it| {
        let start = it.submit.0.checked_add(it.wait()?.0)?;
        Some((it.submit.0, start, start.checked_add(it.run.0)?, i64::from(it.size)))
    });
    let mut starts: Vec<(i64, i64)> =
        spans.clone().map(|(_, start, _, size)| (start, size)).collect();
    let mut ends: Vec<(i64, i64)> = spans.clone().map(|(_, _, end, size)| (end, size)).collect();
    let mut submits: Vec<i64> = spans.clone().map(|(submit, ..)| submit).collect();
    starts.sort_unstable();
    ends.sort_unstable();
    submits.sort_unstable();
    let (&first, &(last, _)) = (submits.first()?, ends.last()?);
    let waits = || spans.clone().map(|(submit, start, ..)| start - submit);
    let first_wait = spans.clone().min_by_key(|(submit, ..)| *submit).map_or(0, |it| it.1 - it.0);
    let work: i128 =
        spans.clone().map(|(_, start, end, size)| i128::from(end - start) * i128::from(size)).sum();
    let (mut started, mut come, mut ended) = (0, 0, 0);
    let (mut held, mut most, mut at, mut now) = (0_i64, 0_i64, first, first);
    let mut over: Option<(i64, i64)> = None;
    let (mut queued, mut free) = (0_i128, 0_i128);
    while ended < ends.len() {
        while ends.get(ended).is_some_and(|(end, _)| *end <= now) {
            held -= ends[ended].1;
            ended += 1;
        }
        while starts.get(started).is_some_and(|(start, _)| *start <= now) {
            held += starts[started].1;
            started += 1;
        }
        while submits.get(come).is_some_and(|submit| *submit <= now) {
            come += 1;
        }
        if held > most {
            (most, at) = (held, now);
        }
        let next = [
            ends.get(ended).map(|it| it.0),
            starts.get(started).map(|it| it.0),
            submits.get(come).copied(),
        ];
        let Some(next) = next.into_iter().flatten().min() else { break };
        let length = i128::from(next - now);
        if let Some(units) = units {
            if held > units {
                over = Some((over.map_or(now, |it| it.0), next));
            }
            if come > started {
                queued += length;
                free += length * i128::from((units - held).max(0));
            }
        }
        now = next;
    }
    let seconds = |ticks: i64| ticks as f64 / ticks_per_second as f64;
    let capacity = units.map(|units| i128::from(units) * i128::from(last - first));
    Some(Held {
        jobs: starts.len() as u64,
        most,
        at,
        over,
        busy: capacity.filter(|it| *it > 0).map(|it| work as f64 / it as f64),
        free_while_waiting: units
            .filter(|_| queued > 0)
            .map(|units| free as f64 / (queued as f64 * units as f64)),
        waited: waits().filter(|wait| *wait > 0).count() as u64,
        least_wait: seconds(waits().min().unwrap_or(0)),
        first_wait: seconds(first_wait),
    })
}
