//! Alternatives less the baseline, future by future.

use super::responses::{ResponseTable, Values};
use crate::results::{DifferenceRow, OnlyIn};
use crate::stats::{Estimate, mean_and_sd};

/// Every response of the two worlds, alternative less baseline. A response of only one of them (of a programme that the
/// alternative adds or removes) has a row without a difference.
pub(super) fn differences(baseline: &ResponseTable, other: &ResponseTable) -> Vec<DifferenceRow> {
    let mut rows = Vec::new();
    for response in &other.responses {
        let same = |b: &&Values| b.response == response.response && b.scope == response.scope;
        let Some(before) = baseline.responses.iter().find(same) else {
            rows.push(one_sided(&other.alternative, response, OnlyIn::Alternative));
            continue;
        };
        let pairs: Vec<(f64, f64)> = response
            .values
            .iter()
            .zip(before.values.iter())
            .filter_map(|(after, before)| Some((after?, before?)))
            .collect();
        let mut values: Vec<f64> = pairs.iter().map(|(after, before)| after - before).collect();
        let count = |test: fn(&f64) -> bool| {
            values.iter().filter(|value| test(value)).count() as f64 / pairs.len().max(1) as f64
        };
        let (above, equal) = (count(|d| *d > 0.0), count(|d| *d == 0.0));
        let unpaired = {
            let variance = |part: fn(&(f64, f64)) -> f64| {
                let (_, sd) = mean_and_sd(&pairs.iter().map(part).collect::<Vec<_>>());
                sd * sd
            };
            variance(|pair| pair.0) + variance(|pair| pair.1)
        };
        let Some(estimate) = Estimate::of(&mut values) else { continue };
        let paired = estimate.sd * estimate.sd;
        rows.push(DifferenceRow {
            alternative: other.alternative.clone(),
            response: response.response,
            scope: response.scope.clone(),
            estimate: Some(estimate),
            only_in: None,
            share_above_zero: Some(above),
            share_equal: Some(equal),
            variance_ratio: (paired > 0.0).then(|| unpaired / paired),
        });
    }
    for response in &baseline.responses {
        let same = |o: &Values| o.response == response.response && o.scope == response.scope;
        if !other.responses.iter().any(same) {
            rows.push(one_sided(&other.alternative, response, OnlyIn::Baseline));
        }
    }
    rows
}

fn one_sided(alternative: &str, response: &Values, only_in: OnlyIn) -> DifferenceRow {
    DifferenceRow {
        alternative: alternative.to_owned(),
        response: response.response,
        scope: response.scope.clone(),
        estimate: None,
        only_in: Some(only_in),
        share_above_zero: None,
        share_equal: None,
        variance_ratio: None,
    }
}
