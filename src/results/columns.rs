//! The columns of one saved table, as plain values.

use polars::prelude::{Column, DataFrame, DataType};

use super::saved::SavedError;
use crate::measures::Response;

/// A table whose columns are read by name. Every column has as many values as the table has rows.
#[derive(Clone, Debug)]
pub struct Columns {
    table: String,
    frame: DataFrame,
}

impl Columns {
    /// The columns of `frame`, which is the table called `table`.
    #[must_use]
    pub fn new(table: &str, frame: DataFrame) -> Self {
        Self { table: table.to_owned(), frame }
    }

    /// Whether the table has no row.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.frame.height() == 0
    }

    /// A column of words; an empty cell is an empty word.
    ///
    /// # Errors
    /// No such column, or one of something else.
    pub fn words(&self, column: &str) -> Result<Vec<String>, SavedError> {
        let found = self.typed(column, "words", &DataType::String)?;
        let words = found.str().map_err(|error| self.odd(column, "words", &error.to_string()))?;
        Ok(words.iter().map(|word| word.unwrap_or_default().to_owned()).collect())
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
        let found = self.typed(column, "numbers", &DataType::Float64)?;
        let numbers =
            found.f64().map_err(|error| self.odd(column, "numbers", &error.to_string()))?;
        Ok(numbers.iter().map(|number| number.filter(|value| value.is_finite())).collect())
    }

    /// A column of dates, as days since 1970-01-01; an empty cell is `None`.
    ///
    /// # Errors
    /// No such column, or one of something else.
    pub fn dates(&self, column: &str) -> Result<Vec<Option<i32>>, SavedError> {
        let found = self.find(column, "dates")?;
        if !matches!(found.dtype(), DataType::Date) {
            return Err(self.odd(column, "dates", &format!("it holds {}", found.dtype())));
        }
        let days = found
            .cast(&DataType::Int32)
            .map_err(|error| self.odd(column, "dates", &error.to_string()))?;
        let days = days.i32().map_err(|error| self.odd(column, "dates", &error.to_string()))?;
        Ok(days.iter().collect())
    }

    /// A column of yes and no; an empty cell is `false`.
    ///
    /// # Errors
    /// No such column, or one of something else.
    pub fn flags(&self, column: &str) -> Result<Vec<bool>, SavedError> {
        let found = self.find(column, "yes and no")?;
        let flags =
            found.bool().map_err(|error| self.odd(column, "yes and no", &error.to_string()))?;
        Ok(flags.iter().map(|flag| flag.unwrap_or(false)).collect())
    }

    fn find(&self, column: &str, kind: &'static str) -> Result<&Column, SavedError> {
        self.frame
            .column(column)
            .map_err(|_| self.odd(column, kind, "the table has no column of this name"))
    }

    fn typed(
        &self,
        column: &str,
        kind: &'static str,
        wanted: &DataType,
    ) -> Result<Column, SavedError> {
        let found = self.find(column, kind)?;
        let fits = match wanted {
            DataType::String => matches!(found.dtype(), DataType::String | DataType::Null),
            _ => found.dtype().is_primitive_numeric() || matches!(found.dtype(), DataType::Null),
        };
        if !fits {
            return Err(self.odd(column, kind, &format!("it holds {}", found.dtype())));
        }
        found.cast(wanted).map_err(|error| self.odd(column, kind, &error.to_string()))
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
