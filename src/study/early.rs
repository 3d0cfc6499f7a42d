//! Answers while a study is still played: the first from a few futures, and finer ones as more come in.

use super::probe::{self, Ask, Columns};
use crate::model::Unclosed;
use crate::model::inputs::Inputs;
use crate::scenario::Scenario;
use crate::stats::quantile_of_sorted;

/// What was seen of the answers of a scenario so far, option by option.
#[derive(Debug)]
pub struct Early {
    asks: Vec<Ask>,
    /// Option by option.
    columns: Vec<Columns>,
}

/// An answer under an option, across the futures in which it exists.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Range {
    /// 5 % of futures are below.
    pub low: f64,
    /// Half of them are.
    pub median: f64,
    /// 95 % are.
    pub high: f64,
}

impl Early {
    /// Early answers of which no future was seen.
    #[must_use]
    pub fn new(scenario: &Scenario) -> Self {
        let asks: Vec<Ask> = scenario.answers.iter().map(Ask::of_answer).collect();
        let columns = vec![vec![Vec::new(); asks.len()]; scenario.worlds().count()];
        Self { asks, columns }
    }

    /// The first futures of all options, played for their answers only. `None`: an answer needs jobs, which take too long
    /// for a first look, or there is none.
    ///
    /// # Errors
    /// If an account of a future does not close.
    pub fn look(
        scenario: &Scenario,
        (seed, futures): (u64, u32),
    ) -> Result<Option<Self>, Unclosed> {
        let Self { asks, .. } = Self::new(scenario);
        let lean: Vec<Inputs> = scenario
            .worlds()
            .map(|(_, inputs)| probe::without_needless_jobs(inputs, &asks))
            .collect();
        if asks.is_empty() || lean.iter().any(|inputs| inputs.plays_jobs) {
            return Ok(None);
        }
        let worlds: Vec<&Inputs> = lean.iter().collect();
        let columns = probe::worlds(&worlds, &asks, (seed, futures), &|_| {})?;
        Ok(Some(Self { asks, columns }))
    }

    /// What is asked of each future.
    pub(super) fn asks(&self) -> &[Ask] {
        &self.asks
    }

    /// Takes in the values of a future of an option.
    pub(super) fn see(&mut self, option: usize, values: Vec<Option<f64>>) {
        for (column, value) in self.columns[option].iter_mut().zip(values) {
            column.push(value);
        }
    }

    /// Futures that were seen of every option.
    #[must_use]
    pub fn futures(&self) -> usize {
        let of = |columns: &Columns| columns.first().map_or(0, Vec::len);
        self.columns.iter().map(of).min().unwrap_or(0)
    }

    /// The answers of an option, in the order of the file; `None` where no future has a value.
    #[must_use]
    pub fn answers(&self, option: usize) -> Vec<Option<Range>> {
        let range = |column: &Vec<Option<f64>>| {
            let mut known: Vec<f64> = column.iter().flatten().copied().collect();
            known.sort_unstable_by(f64::total_cmp);
            let at = |p: f64| quantile_of_sorted(&known, p);
            (!known.is_empty()).then(|| Range { low: at(0.05), median: at(0.5), high: at(0.95) })
        };
        self.columns[option].iter().map(range).collect()
    }
}
