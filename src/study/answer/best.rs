//! Which option is best among all, future by future.

use crate::measures::{Currency, Response};
use crate::results::answer::{BestEntry, BestOption, Measured, Sense};
use crate::stats::{mean_and_sd, student_t, two_sided_t};

/// Compares options by an answer. `columns` has the values by option, and within an option by future. `None`: neither
/// way is better, there are fewer than three options, or no future has a value for all.
pub(super) fn best(
    currency: Currency,
    at: usize,
    of: &Measured,
    columns: &[Vec<Option<f64>>],
) -> Option<BestEntry> {
    let sign = match of.sense {
        Sense::Higher => 1.0,
        Sense::Lower => -1.0,
        Sense::Neither => return None,
    };
    if columns.len() < 3 {
        return None;
    }
    let futures = columns.iter().map(Vec::len).min()?;
    let rows: Vec<Vec<f64>> = (0..futures)
        .filter_map(|future| {
            columns.iter().map(|column| column[future].map(|value| sign * value)).collect()
        })
        .collect();
    let n = rows.len();
    let level = mean_and_sd(&rows.iter().map(|row| row[0]).collect::<Vec<_>>()).0;
    if n == 0 {
        return None;
    }
    let indifference = indifference(currency, of.response, level);
    let mut options = vec![
        BestOption { best: 0.0, near: 0.0, regret: 0.0, holm: None, apart: None };
        columns.len()
    ];
    for row in &rows {
        let most = row.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let ties = row.iter().filter(|value| **value == most).count() as f64;
        for (option, value) in options.iter_mut().zip(row) {
            option.best += if *value == most { 1.0 / ties } else { 0.0 };
            option.near += if most - value <= indifference { 1.0 } else { 0.0 };
            option.regret += most - value;
        }
    }
    for option in &mut options {
        option.best /= n as f64;
        option.near /= n as f64;
        option.regret /= n as f64;
    }
    let alternatives = columns.len() - 1;
    let mut chances: Vec<(usize, f64)> = Vec::new();
    for option in 1..columns.len() {
        // In the sense of the response itself again.
        let apart = |row: &Vec<f64>| sign * (row[option] - row[0]);
        let differences: Vec<f64> = rows.iter().map(apart).collect();
        let Some(chance) = chance(&differences) else { continue };
        chances.push((option, chance));
        let (mean, sd) = mean_and_sd(&differences);
        let t = student_t(n - 1, 1.0 - 0.025 / alternatives as f64);
        options[option].apart = Some((mean, t * sd / (n as f64).sqrt()));
    }
    chances.sort_by(|a, b| a.1.total_cmp(&b.1));
    let count = chances.len();
    let mut last = 0.0;
    for (place, (option, chance)) in chances.into_iter().enumerate() {
        last = f64::max(last, (chance * (count - place) as f64).min(1.0));
        options[option].holm = Some(last);
    }
    Some(BestEntry { measured: at, n, indifference, options })
}

/// The chance of a mean as far from zero, if there were no difference.
fn chance(differences: &[f64]) -> Option<f64> {
    let n = differences.len();
    if n < 2 {
        return None;
    }
    let (mean, sd) = mean_and_sd(differences);
    if sd == 0.0 {
        return Some(if mean == 0.0 { 1.0 } else { 0.0 });
    }
    Some(two_sided_t(n - 1, mean / sd * (n as f64).sqrt()))
}

/// The largest difference that is worth no word at a level.
pub(in crate::study) fn indifference(currency: Currency, response: Response, level: f64) -> f64 {
    let part = if response.row().scale == crate::measures::Scale::Percent {
        0.0
    } else {
        crate::measures::LEAST_PART * level.abs()
    };
    response.row().scale.least(currency).max(part)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Competition, lower is better. Four futures: 3.0, 2.0, 2.5 and so on; ties are shared out.
    #[test]
    fn by_hand() {
        let of = Measured {
            response: Response::ApplicationsOfPlaces,
            scope: "hpc".to_owned(),
            asked: true,
            sense: Sense::Lower,
            assumed_alone: false,
            target: None,
        };
        let columns: Vec<Vec<Option<f64>>> =
            [[3.0, 3.0, 3.0, 3.0], [2.0, 2.5, 2.0, 3.5], [2.5, 2.5, 2.03, 3.0]]
                .map(|column| column.map(Some).to_vec())
                .to_vec();
        let found = best(Currency::KRW, 0, &of, &columns).unwrap();
        let of = |option: usize| found.options[option];
        // Best: 1st future B; 2nd B and C; 3rd B; 4th A and C.
        assert_eq!([of(0).best, of(1).best, of(2).best], [0.125, 0.625, 0.25]);
        // Two per cent of 3 are 0.06: in the third C is as good as B.
        assert_eq!([of(0).near, of(1).near, of(2).near], [0.25, 0.75, 0.75]);
        assert!((of(1).regret - 0.125).abs() < 1e-12 && (of(2).regret - 0.1325).abs() < 1e-12);
        // B: mean −0.5, sd 0.7071, t = −1.4142, 3 degrees: 0.2522. C: −0.4925, sd 0.3961, t = −2.4868: 0.0887; doubled.
        assert!((of(2).holm.unwrap() - 2.0 * 0.088_7).abs() < 1e-3, "{found:?}");
        assert!((of(1).holm.unwrap() - 0.252_2).abs() < 1e-3, "{found:?}");
        assert_eq!((of(0).holm, of(0).apart), (None, None));
        // Two at once: the 98.75 % point of t with 3 degrees is 4.1765; sd 0.7071 ÷ √4.
        let (mean, half) = of(1).apart.unwrap();
        assert!((mean + 0.5).abs() < 1e-12 && (half - 4.176_5 * 0.353_55).abs() < 1e-3, "{half}");
        assert!(!of(1).differs() && !of(2).differs());
    }
}
