//! Alternatives less the baseline, future by future.

use super::responses::ResponseTable;
use crate::results::DifferenceRow;
use crate::stats::{Estimate, mean_and_sd};

/// Every response that both have, alternative less baseline.
pub(super) fn differences(baseline: &ResponseTable, other: &ResponseTable) -> Vec<DifferenceRow> {
    let mut rows = Vec::new();
    for response in &other.responses {
        let same =
            |b: &&super::responses::Response| b.name == response.name && b.scope == response.scope;
        let Some(before) = baseline.responses.iter().find(same) else { continue };
        let pairs: Vec<(f64, f64)> = response
            .values
            .iter()
            .zip(&before.values)
            .filter_map(|(&after, &before)| Some((after?, before?)))
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
            response: response.name,
            scope: response.scope.clone(),
            estimate,
            share_above_zero: above,
            share_equal: equal,
            variance_ratio: (paired > 0.0).then(|| unpaired / paired),
        });
    }
    rows
}
