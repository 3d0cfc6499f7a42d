//! The estimates and the paired differences that charts are made of, by alternative, response and scope.

use std::collections::BTreeMap;

use crate::measures::{Response, Scale};
use crate::results::saved::{Saved, SavedError};

/// How the values of futures lie.
#[derive(Clone, Copy, Debug)]
pub(super) struct Spread {
    pub(super) mean: f64,
    /// The 5 % quantile.
    pub(super) low: f64,
    pub(super) median: f64,
    /// The 95 % quantile.
    pub(super) high: f64,
}

/// An alternative less the baseline, in the same futures.
#[derive(Clone, Copy, Debug)]
pub(super) struct Difference {
    pub(super) spread: Spread,
    /// The 95 % interval of the mean; none of a single future.
    pub(super) ends: Option<(f64, f64)>,
    /// Share of futures in which the alternative is above.
    pub(super) above: f64,
    /// Share of futures in which the two are equal.
    pub(super) equal: f64,
}

impl Difference {
    /// Whether the alternative is above (`true`) or below the baseline, if a reader may be told so: the difference is
    /// larger than its error, it is worth a word beside the level, and at least nine futures in ten go that way.
    pub(super) fn direction(&self, response: Response, level: f64) -> Option<bool> {
        let Self { spread, ends, above, equal } = *self;
        let up = spread.mean > 0.0;
        let sure = ends.is_none_or(|(low, high)| low * high > 0.0);
        let share = if up { above } else { 1.0 - above - equal };
        (sure && share >= 0.9 && is_material(response, level, spread.mean)).then_some(up)
    }
}

/// Whether a difference from a level is worth a word: two per cent of it, or half a point of a share.
fn is_material(response: Response, level: f64, difference: f64) -> bool {
    let (least, part) = match response.row().scale {
        Scale::Percent => (0.005, 0.0),
        Scale::ToOne => (0.02, 0.02),
        Scale::Hours | Scale::Days => (0.5, 0.02),
        Scale::Months | Scale::Petaflops => (0.1, 0.02),
        Scale::Cases | Scale::Places | Scale::UnitMonths | Scale::Amount => (1.0, 0.02),
        Scale::Won => (1e6, 0.02),
    };
    difference.abs() >= f64::max(least, part * level.abs())
}

type Key = (String, Response, String);

/// Both tables.
pub(super) struct Estimates {
    levels: BTreeMap<Key, Spread>,
    differences: BTreeMap<Key, Difference>,
}

impl Estimates {
    pub(super) fn read(saved: &Saved) -> Result<Self, SavedError> {
        let levels = spreads(saved, "estimates")?;
        let mut differences = BTreeMap::new();
        if saved.manifest().alternatives.len() > 1 {
            let spreads = spreads(saved, "differences")?;
            let table = saved.columns("differences")?;
            let keys = keys(saved, "differences")?;
            let (low, high) = (table.numbers("mean_low")?, table.numbers("mean_high")?);
            let above = table.numbers("share_above_zero")?;
            let equal = table.numbers("share_equal")?;
            for (row, key) in keys.into_iter().enumerate() {
                let Some(key) = key else { continue };
                let Some(&spread) = spreads.get(&key) else { continue };
                let ends = low[row].zip(high[row]);
                let (above, equal) = (above[row].unwrap_or(0.0), equal[row].unwrap_or(0.0));
                differences.insert(key, Difference { spread, ends, above, equal });
            }
        }
        Ok(Self { levels, differences })
    }

    /// The values of an alternative, if it has any.
    pub(super) fn level(
        &self,
        alternative: &str,
        response: Response,
        scope: &str,
    ) -> Option<Spread> {
        self.levels.get(&(alternative.to_owned(), response, scope.to_owned())).copied()
    }

    /// An alternative against the baseline, if both have values.
    pub(super) fn difference(
        &self,
        alternative: &str,
        response: Response,
        scope: &str,
    ) -> Option<Difference> {
        self.differences.get(&(alternative.to_owned(), response, scope.to_owned())).copied()
    }
}

/// The key of every row; none of a response that this version does not know.
fn keys(saved: &Saved, table: &str) -> Result<Vec<Option<Key>>, SavedError> {
    let table = saved.columns(table)?;
    let (alternatives, responses) = (table.words("alternative")?, table.responses("response")?);
    let scopes = table.words("scope")?;
    let rows = alternatives.into_iter().zip(responses).zip(scopes);
    Ok(rows.map(|((alternative, response), scope)| Some((alternative, response?, scope))).collect())
}

fn spreads(saved: &Saved, table: &str) -> Result<BTreeMap<Key, Spread>, SavedError> {
    let keys = keys(saved, table)?;
    let table = saved.columns(table)?;
    let [mean, q05, q50, q95] = ["mean", "q05", "q50", "q95"].map(|name| table.numbers(name));
    let (mean, q05, q50, q95) = (mean?, q05?, q50?, q95?);
    let rows = keys.into_iter().enumerate().filter_map(|(row, key)| {
        let mean = mean[row]?;
        let or_mean = |value: Option<f64>| value.unwrap_or(mean);
        let (low, median, high) = (or_mean(q05[row]), or_mean(q50[row]), or_mean(q95[row]));
        Some((key?, Spread { mean, low, median, high }))
    });
    Ok(rows.collect())
}
