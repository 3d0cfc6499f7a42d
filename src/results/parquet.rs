//! A table file in Parquet: written by groups of rows, read back column by column.

use std::collections::BTreeMap;
use std::fmt;
use std::fs;
use std::io::{self, Cursor, Write};
use std::path::Path;

use polars_arrow::array::{Array, BooleanArray, DictionaryArray, PrimitiveArray, Utf8ViewArray};
use polars_arrow::datatypes::{ArrowDataType, ArrowSchema, Field};
use polars_buffer::Buffer;
use polars_error::{PolarsError, PolarsResult, polars_bail, polars_ensure};
use polars_parquet::read::{
    BasicDecompressor, FileMetadata, PageReader, ParquetError, column_iter_to_arrays, infer_schema,
    read_metadata,
};
use polars_parquet::write::{
    CompressionOptions, Compressor, DynIter, DynStreamingIterator, Encoding,
    FallibleStreamingIterator, FileWriter, ParquetType, StatisticsOptions, Version, WriteOptions,
    array_to_columns,
};

use super::ResultsError;
use super::table::Values;

/// Zstandard at its usual level, pages of the usual size, the least and the greatest value of each.
const OPTIONS: WriteOptions = WriteOptions {
    statistics: StatisticsOptions {
        min_value: true,
        max_value: true,
        distinct_count: false,
        null_count: true,
        binary_statistics_truncate_length: None,
    },
    version: Version::V1,
    compression: CompressionOptions::Zstd(None),
    data_page_size: None,
};

/// A file that is being written.
pub(super) struct Parquet<W: Write> {
    file: FileWriter<W>,
    columns: Vec<ParquetType>,
}

impl<W: Write> fmt::Debug for Parquet<W> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Parquet").field("columns", &self.columns.len()).finish_non_exhaustive()
    }
}

impl<W: Write> Parquet<W> {
    /// Starts a file with columns of these names that hold what these values hold.
    pub(super) fn create<'a>(
        to: W,
        columns: impl Iterator<Item = (&'a str, &'a Values<'a>)>,
    ) -> PolarsResult<Self> {
        let field =
            |(name, values): (&str, &Values<'_>)| Field::new(name.into(), data_type(values), true);
        let schema: ArrowSchema = columns.map(field).collect();
        let file = FileWriter::try_new(to, schema, OPTIONS)?;
        let columns = file.parquet_schema().fields().to_vec();
        Ok(Self { file, columns })
    }

    /// Appends a group of rows: one column of values for each that the file was started with.
    pub(super) fn append(&mut self, values: &[&Values<'_>]) -> PolarsResult<()> {
        let rows = values.first().map_or(0, |first| first.len());
        polars_ensure!(
            values.len() == self.columns.len() && values.iter().all(|one| one.len() == rows),
            ShapeMismatch: "columns of different lengths"
        );
        let mut group = Vec::with_capacity(values.len());
        for (values, kind) in values.iter().zip(&self.columns) {
            let (array, encoding) = array(values)?;
            for pages in array_to_columns(array, kind.clone(), OPTIONS, &[encoding])? {
                let pages = pages.map(|page| {
                    page.map_err(|error| ParquetError::FeatureNotSupported(error.to_string()))
                });
                let packed = Compressor::new_from_vec(pages, OPTIONS.compression, Vec::new());
                group.push(Ok(DynStreamingIterator::new(packed.map_err(PolarsError::from))));
            }
        }
        self.file.write(rows as u64, DynIter::new(group.into_iter()))
    }

    /// Closes the file.
    pub(super) fn finish(mut self) -> PolarsResult<W> {
        self.file.end(None)?;
        Ok(self.file.into_inner())
    }
}

/// Writes a table on its own: every column a name and its values.
///
/// # Errors
/// The file cannot be written, or the columns differ in length.
pub fn write_table(path: &Path, columns: &[(&str, Values<'_>)]) -> Result<(), ResultsError> {
    let file = fs::File::create(path).map_err(ResultsError::file(path))?;
    let written = || {
        let named = columns.iter().map(|(name, values)| (*name, values));
        let mut parquet = Parquet::create(file, named)?;
        parquet.append(&columns.iter().map(|(_, values)| values).collect::<Vec<_>>())?;
        parquet.finish()
    };
    let name = path.file_stem().map_or_else(String::new, |stem| stem.to_string_lossy().into());
    written().map(drop).map_err(|source| ResultsError::Table { name, source })
}

fn data_type(values: &Values<'_>) -> ArrowDataType {
    match values {
        Values::Text(_) | Values::MaybeText(_) => ArrowDataType::Utf8View,
        Values::Whole(_) | Values::MaybeWhole(_) => ArrowDataType::Int64,
        Values::Number(_) | Values::MaybeNumber(_) => ArrowDataType::Float64,
        Values::Date(_) | Values::MaybeDate(_) => ArrowDataType::Date32,
        Values::Flag(_) | Values::MaybeFlag(_) => ArrowDataType::Boolean,
    }
}

/// Values as they are written: words by their place in a list of those that there are, numbers as they stand.
fn array(values: &Values<'_>) -> PolarsResult<(Box<dyn Array>, Encoding)> {
    let array = match values {
        Values::Text(v) => return words(v.len(), v.iter().map(|word| Some(word.as_ref()))),
        Values::MaybeText(v) => return words(v.len(), v.iter().map(Option::as_deref)),
        Values::Whole(v) => PrimitiveArray::from_slice(v).boxed(),
        Values::MaybeWhole(v) => PrimitiveArray::from(v).boxed(),
        Values::Number(v) => PrimitiveArray::from_slice(v).boxed(),
        Values::MaybeNumber(v) => PrimitiveArray::from(v).boxed(),
        Values::Date(v) => PrimitiveArray::from_slice(v).to(ArrowDataType::Date32).boxed(),
        Values::MaybeDate(v) => PrimitiveArray::from(v).to(ArrowDataType::Date32).boxed(),
        Values::Flag(v) => BooleanArray::from_slice(v).boxed(),
        Values::MaybeFlag(v) => BooleanArray::from(v).boxed(),
    };
    Ok((array, Encoding::Plain))
}

/// Words by their place in the list of those that differ; as they stand where most of them do.
fn words<'a>(
    rows: usize,
    all: impl Iterator<Item = Option<&'a str>> + Clone,
) -> PolarsResult<(Box<dyn Array>, Encoding)> {
    let mut places: BTreeMap<&str, u32> = BTreeMap::new();
    let mut different: Vec<&str> = Vec::new();
    let mut keys: Vec<Option<u32>> = Vec::with_capacity(rows);
    let mut last: Option<(&str, u32)> = None;
    for word in all.clone() {
        let Some(word) = word else {
            keys.push(None);
            continue;
        };
        let place = match last {
            Some((before, place)) if before == word => place,
            _ => *places.entry(word).or_insert_with(|| {
                different.push(word);
                different.len() as u32 - 1
            }),
        };
        last = Some((word, place));
        keys.push(Some(place));
    }
    if 2 * different.len() > rows.max(64) {
        let all: Vec<Option<&str>> = all.collect();
        return Ok((Utf8ViewArray::from_slice(all).boxed(), Encoding::Plain));
    }
    let list = Utf8ViewArray::from_slice_values(different).boxed();
    let keys = PrimitiveArray::<u32>::from(keys);
    let array = DictionaryArray::try_from_keys(keys, list, false)?;
    Ok((array.boxed(), Encoding::RleDictionary))
}

/// A whole file in memory; a column is unpacked when it is asked for.
#[derive(Clone)]
pub(super) struct Held {
    bytes: Buffer<u8>,
    metadata: FileMetadata,
    fields: Vec<Field>,
}

impl fmt::Debug for Held {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = self.fields.iter().map(|field| field.name.as_str());
        out.debug_list().entries(names).finish()
    }
}

impl Held {
    /// Reads a file.
    pub(super) fn read(path: &Path) -> PolarsResult<Self> {
        let bytes = fs::read(path)?;
        // A file that says that it is longer than it is would have its reader look past its end.
        polars_ensure!(bytes.len() >= 12, ComputeError: "it is too short to be Parquet");
        let metadata = read_metadata(&mut Cursor::new(&bytes))?;
        let fields: Vec<Field> = infer_schema(&metadata)?.iter_values().cloned().collect();
        for group in &metadata.row_groups {
            let chunks = group.parquet_columns();
            polars_ensure!(chunks.len() == fields.len(), ComputeError: "a column holds columns");
            let inside = |end: u64| end <= bytes.len() as u64;
            polars_ensure!(
                chunks.iter().all(|chunk| inside(chunk.byte_range().end)),
                ComputeError: "it is shorter than it says"
            );
        }
        Ok(Self { bytes: bytes.into(), metadata, fields })
    }

    /// Number of rows.
    pub(super) fn height(&self) -> usize {
        self.metadata.num_rows
    }

    /// The columns' names, in their order.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.fields.iter().map(|field| field.name.as_str())
    }

    /// The values of a column; `None`: there is no such column.
    pub(super) fn column(&self, name: &str) -> Option<PolarsResult<Values<'static>>> {
        let at = self.names().position(|one| one == name)?;
        Some(self.unpacked(at))
    }

    fn unpacked(&self, at: usize) -> PolarsResult<Values<'static>> {
        let field = &self.fields[at];
        let mut values = nothing(&field.dtype)?;
        for group in &self.metadata.row_groups {
            let chunk = &group.parquet_columns()[at];
            let range = chunk.byte_range();
            let bytes = self.bytes.clone().sliced(range.start as usize..range.end as usize);
            let pages = PageReader::new(Cursor::new(bytes), chunk, Vec::new(), usize::MAX);
            let pages = BasicDecompressor::new(pages, Vec::new());
            let kind = &chunk.descriptor().descriptor.primitive_type;
            let (arrays, _) = column_iter_to_arrays(vec![pages], vec![kind], field.clone(), None)?;
            for array in &arrays {
                append(&mut values, array.as_ref())?;
            }
        }
        polars_ensure!(
            values.len() == self.height(),
            ComputeError: "column {} has {} values in {} rows", field.name, values.len(), self.height()
        );
        Ok(values)
    }
}

/// No value yet, of what a column holds.
fn nothing(dtype: &ArrowDataType) -> PolarsResult<Values<'static>> {
    Ok(match dtype {
        ArrowDataType::Utf8View | ArrowDataType::Null => Values::MaybeText(Vec::new()),
        ArrowDataType::Int64 => Values::MaybeWhole(Vec::new()),
        ArrowDataType::Float64 => Values::MaybeNumber(Vec::new()),
        ArrowDataType::Date32 => Values::MaybeDate(Vec::new()),
        ArrowDataType::Boolean => Values::MaybeFlag(Vec::new()),
        other => polars_bail!(ComputeError: "it holds {other:?}"),
    })
}

fn append(to: &mut Values<'static>, array: &dyn Array) -> PolarsResult<()> {
    let any = array.as_any();
    let odd = || -> PolarsError {
        io::Error::new(io::ErrorKind::InvalidData, "a column changes what it holds").into()
    };
    match to {
        Values::MaybeText(all) => {
            let found = any.downcast_ref::<Utf8ViewArray>().ok_or_else(odd)?;
            all.extend(found.iter().map(|one| one.map(|text| text.to_owned().into())));
        }
        Values::MaybeWhole(all) => {
            let found = any.downcast_ref::<PrimitiveArray<i64>>().ok_or_else(odd)?;
            all.extend(found.iter().map(|one| one.copied()));
        }
        Values::MaybeNumber(all) => {
            let found = any.downcast_ref::<PrimitiveArray<f64>>().ok_or_else(odd)?;
            all.extend(found.iter().map(|one| one.copied()));
        }
        Values::MaybeDate(all) => {
            let found = any.downcast_ref::<PrimitiveArray<i32>>().ok_or_else(odd)?;
            all.extend(found.iter().map(|one| one.copied()));
        }
        Values::MaybeFlag(all) => {
            all.extend(any.downcast_ref::<BooleanArray>().ok_or_else(odd)?.iter());
        }
        _ => return Err(odd()),
    }
    Ok(())
}
