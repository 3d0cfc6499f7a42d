//! Options, or points of a sweep, by unmet demand, free units and money.

use crate::results::answer::{FrontierEntry, FrontierPoint};
use crate::stats::{MEASURES, frontier, mean_and_sd};

/// Points at the most: every one is compared with every other in every sample.
const MOST: usize = 150;

/// Futures with fewer of which no chance is told: of two that agree every sample agrees.
const FEWEST: usize = 8;

/// Compares points by their measures. Each point has a column for each measure, by future. `None`: there are fewer than
/// three points or too many, or too few futures have a value for all.
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
    if whole.len() < FEWEST {
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

#[cfg(test)]
mod tests {
    use super::*;

    /// Seven futures tell no chance, although all of them agree; eight do. A future without a value is none of them.
    #[test]
    fn few_futures_tell_no_chance() {
        let found = |known: usize, unknown: usize| {
            let column = |value: f64| -> Vec<Option<f64>> {
                std::iter::repeat_n(Some(value), known)
                    .chain(std::iter::repeat_n(None, unknown))
                    .collect()
            };
            let columns = [1.0, 2.0, 3.0].map(column);
            let points = columns.iter().enumerate();
            let points: Vec<_> = points.map(|(at, own)| (at, [own.as_slice(); MEASURES])).collect();
            of(&points)
        };
        assert_eq!((found(7, 0), found(7, 5)), (None, None));
        let chances = found(8, 1).map(|entry| {
            let chances = entry.points.iter().map(|point| point.undominated);
            (entry.n, chances.collect::<Vec<_>>())
        });
        assert_eq!(chances, Some((8, vec![1.0, 0.0, 0.0])));
    }
}
