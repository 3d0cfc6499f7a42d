//! A table as columns, and a table file that grows by batches: Parquet, CSV and digests.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::Path;

use sha2::{Digest, Sha256};

use super::ResultsError;
use super::csv::Csv;
use super::digested::Digested;
use super::manifest::ColumnEntry;
use super::parquet::Parquet;
use crate::words::Currency;

/// The values of a column.
#[derive(Clone, Debug)]
pub enum Values<'a> {
    /// Words.
    Text(Vec<Cow<'a, str>>),
    /// Words, where a cell may be empty.
    MaybeText(Vec<Option<Cow<'a, str>>>),
    /// Whole numbers.
    Whole(Vec<i64>),
    /// Whole numbers, where a cell may be empty.
    MaybeWhole(Vec<Option<i64>>),
    /// Numbers.
    Number(Vec<f64>),
    /// Numbers, where a cell may be empty.
    MaybeNumber(Vec<Option<f64>>),
    /// Days since 1970-01-01.
    Date(Vec<i32>),
    /// Days since 1970-01-01, where a cell may be empty.
    MaybeDate(Vec<Option<i32>>),
    /// Yes or no.
    Flag(Vec<bool>),
    /// Yes or no, where a cell may be empty.
    MaybeFlag(Vec<Option<bool>>),
}

impl Values<'_> {
    /// Amounts of money: whole numbers where the currency has no smaller part, else numbers with its cents.
    pub(super) fn money(currency: Currency, counted: Vec<i64>) -> Self {
        match currency.parts() {
            1 => Self::Whole(counted),
            _ => Self::Number(counted.into_iter().map(|one| currency.amount(one)).collect()),
        }
    }
}

/// Rows to append to a table.
#[derive(Clone, Debug)]
pub(super) struct Table<'a> {
    pub(super) name: &'static str,
    pub(super) columns: Vec<Column<'a>>,
}

/// A column of a table: what it is called, in what it counts, what it means, and its values.
#[derive(Clone, Debug)]
pub(super) struct Column<'a> {
    pub(super) name: &'static str,
    pub(super) unit: &'static str,
    /// Formula, or what is counted.
    pub(super) meaning: Cow<'static, str>,
    pub(super) values: Values<'a>,
}

/// A column.
pub(super) fn column<'a>(
    name: &'static str,
    unit: &'static str,
    meaning: impl Into<Cow<'static, str>>,
    values: Values<'a>,
) -> Column<'a> {
    Column { name, unit, meaning: meaning.into(), values }
}

impl Values<'_> {
    /// Number of values.
    pub(super) fn len(&self) -> usize {
        match self {
            Self::Text(v) => v.len(),
            Self::MaybeText(v) => v.len(),
            Self::Whole(v) => v.len(),
            Self::MaybeWhole(v) => v.len(),
            Self::Number(v) => v.len(),
            Self::MaybeNumber(v) => v.len(),
            Self::Date(v) => v.len(),
            Self::MaybeDate(v) => v.len(),
            Self::Flag(v) => v.len(),
            Self::MaybeFlag(v) => v.len(),
        }
    }

    /// The values of the rows that are kept.
    pub(super) fn only(self, kept: &[bool]) -> Self {
        fn of<T>(values: Vec<T>, kept: &[bool]) -> Vec<T> {
            let kept = values.into_iter().zip(kept).filter(|(_, kept)| **kept);
            kept.map(|(value, _)| value).collect()
        }
        match self {
            Self::Text(v) => Self::Text(of(v, kept)),
            Self::MaybeText(v) => Self::MaybeText(of(v, kept)),
            Self::Whole(v) => Self::Whole(of(v, kept)),
            Self::MaybeWhole(v) => Self::MaybeWhole(of(v, kept)),
            Self::Number(v) => Self::Number(of(v, kept)),
            Self::MaybeNumber(v) => Self::MaybeNumber(of(v, kept)),
            Self::Date(v) => Self::Date(of(v, kept)),
            Self::MaybeDate(v) => Self::MaybeDate(of(v, kept)),
            Self::Flag(v) => Self::Flag(of(v, kept)),
            Self::MaybeFlag(v) => Self::MaybeFlag(of(v, kept)),
        }
    }

    /// Feeds every value to a digest: its little-endian bytes; a null is a byte of its own.
    fn digest(&self, into: &mut Sha256) {
        let text = |into: &mut Sha256, text: &str| {
            into.update((text.len() as u64).to_le_bytes());
            into.update(text.as_bytes());
        };
        // Present values are marked too, so that no sequence of bytes can be read two ways.
        let maybe = |into: &mut Sha256, bytes: Option<&[u8]>| match bytes {
            Some(bytes) => {
                into.update([1]);
                into.update(bytes);
            }
            None => into.update([0]),
        };
        match self {
            Self::Text(v) => v.iter().for_each(|value| text(into, value)),
            Self::MaybeText(v) => v.iter().for_each(|value| {
                maybe(into, value.as_ref().map(|_| &[][..]));
                if let Some(value) = value {
                    text(into, value);
                }
            }),
            Self::Whole(v) => v.iter().for_each(|value| into.update(value.to_le_bytes())),
            Self::MaybeWhole(v) => v.iter().for_each(|value| {
                maybe(into, value.map(i64::to_le_bytes).as_ref().map(|b| &b[..]));
            }),
            Self::Number(v) => {
                v.iter().for_each(|value| into.update(value.to_bits().to_le_bytes()))
            }
            Self::MaybeNumber(v) => v.iter().for_each(|value| {
                maybe(
                    into,
                    value.map(|value| value.to_bits().to_le_bytes()).as_ref().map(|b| &b[..]),
                );
            }),
            Self::Date(v) => v.iter().for_each(|value| into.update(value.to_le_bytes())),
            Self::MaybeDate(v) => v.iter().for_each(|value| {
                maybe(into, value.map(i32::to_le_bytes).as_ref().map(|b| &b[..]));
            }),
            Self::Flag(v) => v.iter().for_each(|value| into.update([u8::from(*value)])),
            Self::MaybeFlag(v) => v.iter().for_each(|value| {
                maybe(into, value.map(|value| [u8::from(value)]).as_ref().map(|b| &b[..]));
            }),
        }
    }

    /// What kind of values the column has, in one word.
    pub(super) fn kind(&self) -> &'static str {
        match self {
            Self::Text(_) => "text",
            Self::MaybeText(_) => "text?",
            Self::Whole(_) => "i64",
            Self::MaybeWhole(_) => "i64?",
            Self::Number(_) => "f64",
            Self::MaybeNumber(_) => "f64?",
            Self::Date(_) => "date",
            Self::MaybeDate(_) => "date?",
            Self::Flag(_) => "bool",
            Self::MaybeFlag(_) => "bool?",
        }
    }
}

/// A table that is being written.
pub(super) struct TableFile {
    name: &'static str,
    parquet: Parquet<Digested>,
    csv: Csv<Digested>,
    columns: Vec<Written>,
}

/// A column of a table that is being written.
struct Written {
    name: &'static str,
    unit: &'static str,
    meaning: Cow<'static, str>,
    kind: &'static str,
    /// One for each column, so that how rows were batched cannot show.
    digest: Sha256,
}

/// A table that was written: its name, the digest of its content, its columns and its files.
#[derive(Debug)]
pub(super) struct Finished {
    pub(super) name: &'static str,
    pub(super) digest: String,
    pub(super) columns: Vec<ColumnEntry>,
    /// Path from the folder, and the digest of the file's bytes.
    pub(super) files: BTreeMap<String, String>,
}

impl std::fmt::Debug for TableFile {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("TableFile").field("name", &self.name).finish_non_exhaustive()
    }
}

impl TableFile {
    /// Starts the files of a table, with the columns of its first rows.
    pub(super) fn create(folder: &Path, table: &Table<'_>) -> Result<Self, ResultsError> {
        let failed = |source| ResultsError::Table { name: table.name.to_owned(), source };
        let open = |ending: &str| Digested::create(folder.join(format!("{}.{ending}", table.name)));
        let named = table.columns.iter().map(|column| (column.name, &column.values));
        let parquet = Parquet::create(open("parquet")?, named).map_err(failed)?;
        let names = table.columns.iter().map(|column| column.name);
        let csv = Csv::create(open("csv")?, names).map_err(|error| failed(error.into()))?;
        let columns = table.columns.iter();
        let digest = |column: &Column<'_>| {
            let Column { name, unit, ref meaning, ref values } = *column;
            let (meaning, kind) = (meaning.clone(), values.kind());
            Written { name, unit, meaning, kind, digest: Sha256::new() }
        };
        let columns = columns.map(digest).collect();
        Ok(Self { name: table.name, parquet, csv, columns })
    }

    pub(super) fn name(&self) -> &'static str {
        self.name
    }

    /// Appends rows.
    pub(super) fn append(&mut self, table: Table<'_>) -> Result<(), ResultsError> {
        let failed = |source| ResultsError::Table { name: self.name.to_owned(), source };
        let height = table.columns.first().map_or(0, |column| column.values.len());
        if height == 0 {
            return Ok(());
        }
        for (column, written) in table.columns.iter().zip(&mut self.columns) {
            column.values.digest(&mut written.digest);
        }
        let values: Vec<_> = table.columns.iter().map(|column| &column.values).collect();
        self.parquet.append(&values).map_err(failed)?;
        self.csv.append(&values).map_err(|error| failed(error.into()))
    }

    /// Closes the files; the digest is of names, kinds and values, not of the files' bytes.
    pub(super) fn finish(self) -> Result<Finished, ResultsError> {
        let failed = |source| ResultsError::Table { name: self.name.to_owned(), source };
        let written = [
            ("parquet", self.parquet.finish().map_err(failed)?),
            ("csv", self.csv.finish().map_err(|error| failed(error.into()))?),
        ];
        let mut whole = Sha256::new();
        let mut columns = Vec::with_capacity(self.columns.len());
        for Written { name, unit, meaning, kind, digest } in self.columns {
            whole.update(name.as_bytes());
            whole.update([0]);
            whole.update(kind.as_bytes());
            whole.update([0]);
            whole.update(digest.finalize());
            columns.push(ColumnEntry {
                name: name.to_owned(),
                unit: unit.to_owned(),
                meaning: meaning.into_owned(),
            });
        }
        let mut files = BTreeMap::new();
        for (ending, file) in written {
            files.insert(format!("tables/{}.{ending}", self.name), file.finish()?);
        }
        Ok(Finished { name: self.name, digest: hex(&whole.finalize()), columns, files })
    }
}

/// Lower-case hexadecimal.
pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
