//! The columns of one saved table, as plain values.

use super::parquet::Held;
use super::saved::SavedError;
use super::table::Values;
use crate::measures::Response;

/// A table whose columns are read by name. Every column has as many values as the table has rows.
#[derive(Clone, Debug)]
pub struct Columns {
    table: String,
    held: Held,
}

impl Columns {
    /// The columns of the table called `table`.
    pub(super) fn new(table: &str, held: Held) -> Self {
        Self { table: table.to_owned(), held }
    }

    /// Whether the table has no row.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.height() == 0
    }

    /// Number of rows of the table.
    #[must_use]
    pub fn height(&self) -> usize {
        self.held.height()
    }

    /// The columns' names, in their order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.held.names()
    }

    /// A column of words; an empty cell is an empty word.
    ///
    /// # Errors
    /// No such column, or one of something else.
    pub fn words(&self, column: &str) -> Result<Vec<String>, SavedError> {
        match self.values(column, "words")? {
            Values::MaybeText(all) => {
                Ok(all.into_iter().map(|word| word.unwrap_or_default().into_owned()).collect())
            }
            other => Err(self.other(column, "words", &other)),
        }
    }

    /// A column of responses; one that this version does not know is `None`.
    ///
    /// # Errors
    /// No such column, or one of something else.
    pub fn responses(&self, column: &str) -> Result<Vec<Option<Response>>, SavedError> {
        Ok(self.words(column)?.iter().map(|name| Response::named(name)).collect())
    }

    /// A column of numbers; an empty cell, or one that is not a finite number, is `None`.
    ///
    /// # Errors
    /// No such column, or one of something else.
    pub fn numbers(&self, column: &str) -> Result<Vec<Option<f64>>, SavedError> {
        match self.values(column, "numbers")? {
            Values::MaybeNumber(all) => {
                Ok(all.into_iter().map(|one| one.filter(|number| number.is_finite())).collect())
            }
            Values::MaybeWhole(all) => {
                Ok(all.into_iter().map(|one| one.map(|number| number as f64)).collect())
            }
            other => Err(self.other(column, "numbers", &other)),
        }
    }

    /// A column of dates, as days since 1970-01-01; an empty cell is `None`.
    ///
    /// # Errors
    /// No such column, or one of something else.
    pub fn dates(&self, column: &str) -> Result<Vec<Option<i32>>, SavedError> {
        match self.values(column, "dates")? {
            Values::MaybeDate(all) => Ok(all),
            other => Err(self.other(column, "dates", &other)),
        }
    }

    /// A column of yes and no; an empty cell is `false`.
    ///
    /// # Errors
    /// No such column, or one of something else.
    pub fn flags(&self, column: &str) -> Result<Vec<bool>, SavedError> {
        match self.values(column, "yes and no")? {
            Values::MaybeFlag(all) => Ok(all.into_iter().map(Option::unwrap_or_default).collect()),
            other => Err(self.other(column, "yes and no", &other)),
        }
    }

    /// A column as it was written, its empty cells among them.
    pub(super) fn values(
        &self,
        column: &str,
        kind: &'static str,
    ) -> Result<Values<'static>, SavedError> {
        match self.held.column(column) {
            Some(Ok(values)) => Ok(values),
            Some(Err(error)) => Err(self.odd(column, kind, &error.to_string())),
            None => Err(self.odd(column, kind, "the table has no column of this name")),
        }
    }

    fn other(&self, column: &str, kind: &'static str, found: &Values<'_>) -> SavedError {
        self.odd(column, kind, &format!("it holds {}", found.kind()))
    }

    fn odd(&self, column: &str, kind: &'static str, reason: &str) -> SavedError {
        SavedError::Column {
            table: self.table.clone(),
            column: column.to_owned(),
            kind,
            reason: reason.to_owned(),
        }
    }
}
