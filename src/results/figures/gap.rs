//! The account of a gap, as charts and pages show it.

use super::super::saved::{Saved, SavedError};
use crate::measures::{Response, Scale};

/// A line of the account of a gap: one response of one pool or of the site.
#[derive(Clone, Debug, PartialEq)]
pub struct GapLine {
    /// Alternative.
    pub alternative: String,
    /// Pool, or `site`.
    pub scope: String,
    /// Response.
    pub line: Response,
    /// Mean over futures.
    pub mean: f64,
    /// Mean of the paired differences from the baseline; none for the baseline itself.
    pub difference: Option<f64>,
    /// The 95 % interval of that mean.
    pub ends: Option<(f64, f64)>,
}

/// Every line of the account, in the order of the table.
///
/// # Errors
/// The table is missing or odd.
pub fn gap(saved: &Saved) -> Result<Vec<GapLine>, SavedError> {
    let table = saved.columns("gap")?;
    let (alternatives, scopes) = (table.words("alternative")?, table.words("scope")?);
    let (lines, means) = (table.responses("line")?, table.numbers("mean")?);
    let differences = table.numbers("difference")?;
    let (low, high) = (table.numbers("difference_low")?, table.numbers("difference_high")?);
    let rows = (0..lines.len()).filter_map(|row| {
        Some(GapLine {
            alternative: alternatives[row].clone(),
            scope: scopes[row].clone(),
            line: lines[row]?,
            mean: means[row]?,
            difference: differences[row],
            ends: low[row].zip(high[row]),
        })
    });
    Ok(rows.collect())
}

/// Whether anything happened that an account of a gap could show: money came late to units that
/// stood there, or projects were suspended, under any alternative.
#[must_use]
pub fn has_gap(lines: &[GapLine]) -> bool {
    lines.iter().any(|line| line.line.row().scale == Scale::UnitMonths && line.mean > 0.0)
}
