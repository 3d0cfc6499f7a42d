//! The rows of a folder's first futures, table by table, so that a part of a study can be held against all of it.

use polars::prelude::{BooleanChunked, CsvWriter, DataFrame, DataType, SerWriter};
use sha2::{Digest, Sha256};

use super::saved::{Saved, SavedError};
use super::table::hex;

/// The column that numbers the futures.
const REPLICATION: &str = "replication";

/// The rows of one table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rows {
    /// How many.
    pub count: usize,
    /// SHA-256 of them, as they stand in the table.
    pub digest: String,
}

/// The rows of a table that are of the first `futures`; `None`: its rows are of no single future.
///
/// # Errors
/// The table is missing or is not Parquet.
pub fn rows(saved: &Saved, table: &str, futures: u32) -> Result<Option<Rows>, SavedError> {
    let frame = saved.table(table)?;
    let odd = |error: &dyn std::fmt::Display| SavedError::Column {
        table: table.to_owned(),
        column: REPLICATION.to_owned(),
        kind: "numbers",
        reason: error.to_string(),
    };
    let Ok(numbers) = frame.column(REPLICATION) else { return Ok(None) };
    let numbers = numbers.cast(&DataType::Int64).map_err(|error| odd(&error))?;
    let numbers = numbers.i64().map_err(|error| odd(&error))?;
    let first = |number: Option<i64>| number.is_some_and(|number| number < i64::from(futures));
    let mask: BooleanChunked = numbers.iter().map(first).collect();
    let mut own = frame.filter(&mask).map_err(|error| odd(&error))?;
    let text = as_text(&mut own).map_err(|error| odd(&error))?;
    Ok(Some(Rows { count: own.height(), digest: hex(&Sha256::digest(&text)) }))
}

fn as_text(frame: &mut DataFrame) -> Result<Vec<u8>, polars::error::PolarsError> {
    let mut text = Vec::new();
    CsvWriter::new(&mut text).finish(frame)?;
    Ok(text)
}
