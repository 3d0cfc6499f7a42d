//! Which inputs move an answer: rank correlations with what each future drew.

use super::verdict::Pairs;
use crate::model::inputs::Inputs;
use crate::results::Future;
use crate::results::answer::{Mover, Turns};
use crate::results::factors::drawn;
use crate::scenario::Scenario;
use crate::stats::{normal_of_tests, quantile_of_sorted, rank_correlation, rank_interval};

/// Inputs that are named.
const NAMED: usize = 3;
/// Futures that are looked at: more show nothing more.
const ENOUGH: usize = 4_096;
/// Futures with fewer of which nothing can be said.
const LEAST: usize = 12;

/// What every future drew, input by input.
#[derive(Clone, Default)]
pub(super) struct Factors {
    columns: Vec<(String, bool, Vec<f64>)>,
    seen: usize,
}

impl Factors {
    /// Takes in more futures, until there are enough.
    pub(super) fn see(&mut self, scenario: &Scenario, inputs: &Inputs, futures: &[Future]) {
        for future in futures.iter().take(ENOUGH - self.seen) {
            for (number, (path, value)) in drawn(inputs, &future.world).into_iter().enumerate() {
                if self.seen == 0 {
                    let assumed = is_assumed(scenario, &path);
                    self.columns.push((path.into_owned(), assumed, Vec::new()));
                }
                self.columns[number].2.push(value);
            }
            self.seen += 1;
        }
    }

    /// The columns that are not the same in all futures.
    pub(super) fn that_vary(mut self) -> Self {
        self.columns.retain(|(_, _, values)| values.iter().any(|value| *value != values[0]));
        self
    }

    /// The inputs that go most with a level of each future: those of which as many tests would not show one by chance.
    pub(super) fn movers(&self, levels: &[Option<f64>]) -> Vec<Mover> {
        self.found(levels, |_, _| None)
    }

    /// The inputs that go most with a difference of each future, and where each turns its sign.
    pub(super) fn movers_of_differences(&self, differences: &[Option<f64>]) -> Vec<Mover> {
        self.found(differences, turns)
    }

    fn found(
        &self,
        values: &[Option<f64>],
        turns: fn(&[f64], &[f64]) -> Option<Turns>,
    ) -> Vec<Mover> {
        let there: Vec<usize> =
            (0..values.len().min(ENOUGH)).filter(|&at| values[at].is_some()).collect();
        if there.len() < LEAST {
            return Vec::new();
        }
        let own: Vec<f64> = there.iter().filter_map(|&at| values[at]).collect();
        let z = normal_of_tests(self.columns.len());
        let mut movers: Vec<Mover> = self
            .columns
            .iter()
            .filter_map(|(path, assumed, column)| {
                let drawn: Vec<f64> = there.iter().map(|&at| column[at]).collect();
                let correlation = rank_correlation(&drawn, &own)?;
                let (low, high) = rank_interval(correlation, own.len(), z);
                let ends = rank_interval(correlation, own.len(), normal_of_tests(1));
                let shows = low > 0.0 || high < 0.0;
                shows.then(|| Mover {
                    path: path.clone(),
                    correlation,
                    ends,
                    assumed: *assumed,
                    turns: turns(&drawn, &own),
                })
            })
            .collect();
        movers.sort_by(|a, b| b.correlation.abs().total_cmp(&a.correlation.abs()));
        movers.truncate(NAMED);
        movers
    }
}

/// Where the least-squares line of differences over an input passes zero; `None`: the input has but two values, and
/// nothing lies between them.
fn turns(drawn: &[f64], differences: &[f64]) -> Option<Turns> {
    let mut sorted = drawn.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    let (least, greatest) = (*sorted.first()?, *sorted.last()?);
    if sorted.iter().all(|value| *value == least || *value == greatest) {
        return None;
    }
    let count = drawn.len() as f64;
    let mean = |values: &[f64]| values.iter().sum::<f64>() / count;
    let (x, y) = (mean(drawn), mean(differences));
    let pairs = drawn.iter().zip(differences);
    let (products, squares) = pairs.fold((0.0, 0.0), |(products, squares), (a, b)| {
        (products + (a - x) * (b - y), squares + (a - x) * (a - x))
    });
    let at = x - y * squares / products;
    let inside = at >= quantile_of_sorted(&sorted, 0.05) && at <= quantile_of_sorted(&sorted, 0.95);
    Some(if inside { Turns::At(at) } else { Turns::Nowhere })
}

/// The differences of pairs, future by future.
pub(super) fn differences(pairs: &Pairs) -> Vec<Option<f64>> {
    pairs.iter().map(|pair| pair.map(|(before, after)| after - before)).collect()
}

/// Whether the innermost table with a source in which an input stands says that something in it is assumed.
pub(in crate::study) fn is_assumed(scenario: &Scenario, path: &str) -> bool {
    let path = match path.strip_prefix("demand.") {
        Some(programme) => format!("programme.{programme}.observed."),
        None => format!("{path}."),
    };
    let assumed = scenario.assumptions.iter().map(|one| (one.path.as_str(), true));
    let sources = scenario.sources.iter().map(|(path, _)| (path.as_str(), false));
    let tables = sources.chain(assumed).filter(|(table, _)| path.starts_with(&format!("{table}.")));
    // If a table is in both lists, the second entry is the later one.
    tables.max_by_key(|(table, _)| table.len()).is_some_and(|(_, assumed)| assumed)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Of twenty inputs without a part in it none is named, and the one that makes it is named first.
    #[test]
    fn noise_is_not_named() {
        let draws = crate::engine::Process::new(7, "movers");
        let column = |number: u32| -> Vec<f64> {
            (0..64).map(|at| draws.uniform([at, number, 0, 0])).collect()
        };
        let columns = (0..20).map(|number| (format!("x{number}"), false, column(number))).collect();
        let factors = Factors { columns, seen: 64 };
        let noise: Vec<Option<f64>> = column(99).into_iter().map(Some).collect();
        assert_eq!(factors.movers(&noise), []);
        let made = column(4)
            .iter()
            .zip(column(98))
            .map(|(x, e)| Some(2.0 * x + 0.2 * e))
            .collect::<Vec<_>>();
        let movers = factors.movers(&made);
        assert_eq!(movers[0].path, "x4");
        assert!(movers[0].correlation > 0.9 && movers[0].ends.0 > 0.8, "{movers:?}");
    }

    /// The sign turns where the line passes zero: at 0.3 of an input between 0 and 1, nowhere of one that only lifts.
    #[test]
    fn a_sign_turns_where_the_line_passes_zero() {
        let draws = crate::engine::Process::new(7, "turns");
        let drawn: Vec<f64> = (0..400).map(|at| draws.uniform([at, 0, 0, 0])).collect();
        let noise = |at: u32| draws.uniform([at, 1, 0, 0]) - 0.5;
        let made = |zero: f64| -> Vec<f64> {
            drawn.iter().zip(0..).map(|(x, at)| x - zero + 0.2 * noise(at)).collect()
        };
        let Some(Turns::At(at)) = turns(&drawn, &made(0.3)) else { panic!("it turns") };
        assert!((at - 0.3).abs() < 0.02, "{at}");
        assert_eq!(turns(&drawn, &made(-0.2)), Some(Turns::Nowhere));
        // Nothing lies between coming and not coming.
        let comes: Vec<f64> = drawn.iter().map(|x| f64::from(u8::from(*x < 0.5))).collect();
        assert_eq!(turns(&comes, &made(0.3)), None);
    }
}
