//! Run times of which some had not ended: what they say of those that had.

/// Run times as they would stand had all jobs ended, ascending: as many as there are jobs, spread as the estimator of
/// Kaplan and Meier has it (JASA 53, 1958). A job that still ran after some time counts in equal parts as each of
/// those that ended later; one that ran longer than all that ended counts as its time so far (Efron 1967).
/// `ended` is ascending; without a censored time it is returned as it is.
pub(super) fn redistributed(ended: Vec<f64>, mut censored: Vec<f64>) -> Vec<f64> {
    if censored.is_empty() {
        return ended;
    }
    censored.sort_unstable_by(f64::total_cmp);
    let jobs = ended.len() + censored.len();
    // Steps of the distribution function: a run time, and the share of jobs up to it.
    let mut steps: Vec<(f64, f64)> = Vec::with_capacity(jobs);
    let (mut ends, mut still) = (ended.iter().peekable(), censored.iter().peekable());
    let (mut at_risk, mut survive) = (jobs as f64, 1.0_f64);
    let mut longest = 0.0;
    loop {
        let end_first = match (ends.peek(), still.peek()) {
            (None, None) => break,
            (Some(end), Some(so_far)) => **end <= **so_far,
            (end, _) => end.is_some(),
        };
        if end_first {
            let Some(&end) = ends.next() else { break };
            survive *= 1.0 - 1.0 / at_risk;
            steps.push((end, 1.0 - survive));
            longest = end;
        } else {
            longest = still.next().copied().unwrap_or(longest);
        }
        at_risk -= 1.0;
    }
    steps.push((longest, 1.0 + 1e-9));
    let mut step = 0;
    let value = |at: usize| {
        let share = (at as f64 + 0.5) / jobs as f64;
        while step + 1 < steps.len() && steps[step].1 < share {
            step += 1;
        }
        steps[step].0
    };
    (0..jobs).map(value).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_still_runs_counts_as_what_ends_later() {
        assert_eq!(redistributed(vec![1.0, 2.0], vec![]), [1.0, 2.0]);
        // One of four still ran at 1.5: its quarter goes in halves to 2 and 3, which have 3/8 each; 1 has 1/4.
        // Shares up to 1, 2, 3 are 1/4, 5/8, 1: at 1/8, 3/8, 5/8, 7/8 stand 1, 2, 2, 3.
        assert_eq!(redistributed(vec![1.0, 2.0, 3.0], vec![1.5]), [1.0, 2.0, 2.0, 3.0]);
        // One that still runs after all others have ended counts as its time so far.
        assert_eq!(redistributed(vec![1.0, 2.0, 3.0], vec![9.0]), [1.0, 2.0, 3.0, 9.0]);
    }
}
