//! Accounting files of batch systems that say what is what by themselves: each becomes a table with known columns.

use std::io;

use super::Reading;
use super::columns::Columns;
use super::draft::Draft;
use super::layout::Layout;
use super::lines::Lines;
use super::read::Format;

pub(super) mod json;
mod lsf;
mod pbs;
mod sge;

/// Columns of a format, and those that are taken where nobody names any.
pub(super) struct Known {
    pub(super) names: Vec<String>,
    pub(super) columns: Columns,
}

impl Known {
    fn new(names: &[&str], columns: &str) -> Self {
        let names = names.iter().map(|name| (*name).to_owned()).collect();
        // The columns of a format are written here, and a test reads each.
        Self { names, columns: Columns::parse(columns).unwrap_or_default() }
    }

    fn layout(&self, reading: &Reading, draft: &mut Draft) -> Option<Layout> {
        let columns = reading.columns.as_ref().unwrap_or(&self.columns);
        Layout::new(&self.names, columns, reading, 1, draft)
    }
}

/// The accounting format that lines like these are of.
pub(super) fn recognised(lines: &[&str]) -> Option<Format> {
    let said = || lines.iter().filter(|line| !line.starts_with('#')).take(20);
    if said().any(|line| pbs::is_record(line)) {
        Some(Format::Pbs)
    } else if said().any(|line| lsf::is_record(line)) {
        Some(Format::Lsf)
    } else if said().any(|line| sge::is_record(line)) {
        Some(Format::Sge)
    } else {
        None
    }
}

/// Reads all lines of such a file, the first of which is in the buffer. An error is one of the stream.
pub(super) fn read(
    lines: &mut Lines<'_>,
    draft: &mut Draft,
    reading: &Reading,
    format: Format,
    sample: &str,
) -> io::Result<()> {
    match format {
        Format::Lsf => lsf::read(lines, draft, reading, sample),
        Format::Sge => sge::read(lines, draft, reading, sample),
        _ => pbs::read(lines, draft, reading, sample),
    }
}
