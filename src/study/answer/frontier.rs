//! Options, or points of a sweep, by unmet demand, free units and money.

use crate::results::answer::{FrontierEntry, FrontierPoint};
use crate::stats::{MEASURES, frontier, mean_and_sd};

/// Points at the most: every one is compared with every other in every sample.
const MOST: usize = 150;

/// Compares points by their places; of each a column for each measure, by future. `None`: there are fewer than three or too
/// many, or no future has a value for all.
pub(in crate::study) fn of(
    points: &[(usize, [&[Option<f64>]; MEASURES])],
) -> Option<FrontierEntry> {
    if !(3..=MOST).contains(&points.len()) {
        return None;
    }
    let futures = points.iter().flat_map(|(_, columns)| columns.map(<[_]>::len)).min()?;
    let row = |columns: &[&[Option<f64>]; MEASURES], future: usize| -> Option<[f64; MEASURES]> {
        let mut values = [0.0; MEASURES];
        for (value, column) in values.iter_mut().zip(columns) {
            *value = column[future]?;
        }
        Some(values)
    };
    let whole: Vec<usize> = (0..futures)
        .filter(|&future| points.iter().all(|(_, columns)| row(columns, future).is_some()))
        .collect();
    if whole.is_empty() {
        return None;
    }
    let values: Vec<Vec<[f64; MEASURES]>> = points
        .iter()
        .map(|(_, columns)| whole.iter().filter_map(|&future| row(columns, future)).collect())
        .collect();
    let mean = |own: &[[f64; MEASURES]]| {
        std::array::from_fn(|at| mean_and_sd(&own.iter().map(|row| row[at]).collect::<Vec<_>>()).0)
    };
    let all = points.iter().zip(&values).zip(frontier(&values));
    let all = all.map(|(((place, _), own), undominated)| FrontierPoint {
        place: *place,
        means: mean(own),
        undominated,
    });
    Some(FrontierEntry { n: whole.len(), points: all.collect() })
}
