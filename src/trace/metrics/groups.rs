//! Waits and queues of jobs by what they have in common: the hour of their submission, their class.

use std::collections::BTreeMap;

use super::Span;

/// Waits and the queue of the jobs of one group. Times in seconds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Group {
    /// The number that the jobs of the group have in common.
    pub key: u32,
    /// Jobs.
    pub jobs: u64,
    /// Mean wait.
    pub mean_wait: f64,
    /// Median wait.
    pub median_wait: f64,
    /// The wait at position ⌊0.95 jobs⌋.
    pub p95_wait: f64,
    /// Jobs of the group that wait, as a mean over the time from the first submission of all to the last end.
    pub queued: f64,
    /// Units that those ask for, as a mean over the same time.
    pub queued_units: f64,
}

/// Waits and queues by key, ascending. `pieces` are the spans with those of runs that were stopped, as
/// [`measures_amid`](super::measures_amid) has them: whoever runs is not in the queue.
#[must_use]
pub fn grouped(
    ticks_per_second: i64,
    spans: impl Iterator<Item = (u32, Span)> + Clone,
    pieces: impl Iterator<Item = (u32, Span)>,
) -> Vec<Group> {
    let first = spans.clone().map(|(_, span)| span.submit).min().unwrap_or(0);
    let last = spans.clone().map(|(_, span)| span.end).max().unwrap_or(first);
    let lasts = (last - first).max(1) as f64;
    let mut groups: BTreeMap<u32, (Vec<i64>, i128, i128)> = BTreeMap::new();
    for (key, span) in spans {
        groups.entry(key).or_default().0.push(span.wait());
    }
    for (key, piece) in pieces {
        let (_, queued, asked) = groups.entry(key).or_default();
        *queued += i128::from(piece.wait());
        *asked += i128::from(piece.wait()) * i128::from(piece.size);
    }
    let seconds = |ticks: f64| ticks / ticks_per_second as f64;
    let group = |(key, (mut waits, queued, asked)): (u32, (Vec<i64>, i128, i128))| {
        waits.sort_unstable();
        let (jobs, sum) = (waits.len(), waits.iter().map(|&wait| i128::from(wait)).sum::<i128>());
        let at = |position: usize| waits.get(position).map_or(0.0, |&wait| seconds(wait as f64));
        Group {
            key,
            jobs: jobs as u64,
            mean_wait: seconds(sum as f64 / jobs as f64),
            median_wait: at(jobs / 2),
            p95_wait: at(jobs * 95 / 100),
            queued: queued as f64 / lasts,
            queued_units: asked as f64 / lasts,
        }
    };
    groups.into_iter().map(group).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_by_hand() {
        let span = |submit, start, end, size| Span { submit, start, end, size };
        let spans = [(7, span(0, 0, 10, 2)), (7, span(2, 10, 30, 4)), (3, span(4, 10, 20, 1))];
        let found = grouped(1, spans.into_iter(), spans.into_iter());
        // From 0 to 30: one job of 3 waits for 6 s, and those of 7 wait for 0 and 8 s, the latter asking for 4 units.
        assert_eq!((found[0].key, found[0].jobs, found[0].mean_wait), (3, 1, 6.0));
        assert_eq!((found[0].queued, found[0].queued_units), (0.2, 0.2));
        assert_eq!((found[1].mean_wait, found[1].median_wait, found[1].p95_wait), (4.0, 8.0, 8.0));
        assert_eq!((found[1].queued, found[1].queued_units), (8.0 / 30.0, 32.0 / 30.0));
    }
}
