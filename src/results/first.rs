//! The rows of a folder's first futures, table by table, so that a part of a study can be held against all of it.

use sha2::{Digest, Sha256};

use super::csv::Csv;
use super::saved::{Saved, SavedError};
use super::table::hex;

/// The column that numbers the futures.
const REPLICATION: &str = "replication";

/// The rows of one table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rows {
    /// Number of rows.
    pub count: usize,
    /// SHA-256 of the rows, as they stand in the table.
    pub digest: String,
}

/// How many futures there are from the first on without a gap, as the table of responses numbers them.
///
/// # Errors
/// The table is missing or is not Parquet.
pub fn without_gap(saved: &Saved) -> Result<u32, SavedError> {
    let columns = saved.columns("responses")?;
    let numbers = columns.numbers(REPLICATION)?;
    let there: std::collections::BTreeSet<u32> =
        numbers.iter().flatten().map(|&number| number as u32).collect();
    Ok((0..).zip(&there).take_while(|(expected, number)| expected == *number).count() as u32)
}

/// The rows of a table that are of the first `futures`; `None`: its rows are of no single future.
///
/// # Errors
/// The table is missing or is not Parquet.
pub fn rows(saved: &Saved, table: &str, futures: u32) -> Result<Option<Rows>, SavedError> {
    let columns = saved.columns(table)?;
    if !columns.names().any(|name| name == REPLICATION) {
        return Ok(None);
    }
    let first = |number: &Option<f64>| number.is_some_and(|number| number < f64::from(futures));
    let kept: Vec<bool> = columns.numbers(REPLICATION)?.iter().map(first).collect();
    let names: Vec<&str> = columns.names().collect();
    let values = names.iter().map(|name| Ok(columns.values(name, "values")?.only(&kept)));
    let values = values.collect::<Result<Vec<_>, SavedError>>()?;
    let unwritten = |reason: std::io::Error| SavedError::Table {
        file: table.into(),
        reason: reason.to_string(),
    };
    let mut text = Csv::create(Vec::new(), names.into_iter()).map_err(unwritten)?;
    text.append(&values.iter().collect::<Vec<_>>()).map_err(unwritten)?;
    let digest = hex(&Sha256::digest(text.finish().map_err(unwritten)?));
    Ok(Some(Rows { count: kept.iter().filter(|one| **one).count(), digest }))
}
