//! Workbooks (`.xlsx`): the first sheet with more than one line is the table.

use std::borrow::Cow;
use std::io::Cursor;

use calamine::{Data, Reader as _, Xlsx};

use super::Reading;
use super::draft::{Draft, Place};
use super::fault::{About, Fault};
use super::instant;
use super::layout::Layout;
use super::read::Format;
use super::suggest;

/// The largest workbook, in bytes.
pub(super) const LARGEST: u64 = 256 << 20;
/// How many lines are looked at for a suggestion.
const SAMPLE: usize = 1_000;

/// Reads a workbook; faults go to the draft.
pub(super) fn read(bytes: Vec<u8>, draft: &mut Draft, reading: &Reading) {
    draft.read.format = Format::Sheet;
    let mut unreadable = |words: String| {
        draft.faults.add(Fault::Unreadable, &About::Words(words), None, &[]);
    };
    if let Some(why) = too_large(&bytes) {
        return unreadable(why);
    }
    let mut book = match Xlsx::new(Cursor::new(bytes)) {
        Ok(book) => book,
        Err(error) => return unreadable(error.to_string()),
    };
    let mut table = None;
    for sheet in book.sheet_names() {
        match book.worksheet_range(&sheet) {
            Ok(range) if range.height() > 1 => {
                table = Some(range);
                break;
            }
            Ok(_) => {}
            Err(error) => return unreadable(format!("{sheet}: {error}")),
        }
    }
    let Some(range) = table else {
        draft.faults.add(Fault::Empty, &About::All, None, &[]);
        return;
    };
    let top = u64::from(range.start().map_or(0, |(row, _)| row));
    let mut rows = range.rows();
    let names: Vec<String> = rows
        .next()
        .map_or(Vec::new(), |row| row.iter().map(|cell| text(cell).trim().to_owned()).collect());
    let lines: Vec<Vec<Cow<'_, str>>> =
        range.rows().skip(1).take(SAMPLE).map(|row| row.iter().map(text).collect()).collect();
    let Some(columns) = suggest::named_or_suggested(reading, &names, &lines, top + 1, draft) else {
        return;
    };
    let Some(layout) = Layout::new(&names, &columns, reading, top + 1, draft) else { return };
    for (number, row) in (top + 2..).zip(rows) {
        let cells: Vec<Cow<'_, str>> = row.iter().map(text).collect();
        if cells.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        let shown = cells.join(",");
        layout.record(draft, &cells, &Place { line: number, text: shown.as_bytes() });
    }
}

/// A cell as a table would have it.
fn text(cell: &Data) -> Cow<'_, str> {
    match cell {
        Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => {
            Cow::Borrowed(text)
        }
        Data::Int(number) => Cow::Owned(number.to_string()),
        Data::Float(number) => Cow::Owned(number.to_string()),
        Data::Bool(yes) => Cow::Borrowed(if *yes { "true" } else { "false" }),
        Data::DateTime(date) if date.is_duration() => {
            let seconds = (date.as_f64() * 86_400.0).round();
            Cow::Owned(seconds.to_string())
        }
        Data::DateTime(date) => Cow::Owned(instant::written(date.as_f64())),
        _ => Cow::Borrowed(""),
    }
}

/// Why a workbook is not unpacked: what its list of files says that they hold.
fn too_large(bytes: &[u8]) -> Option<String> {
    // Entries of a ZIP's central directory begin with these bytes; their size stands 24 bytes on.
    let entry = b"PK\x01\x02";
    let mut total = 0_u64;
    for at in 0..bytes.len().saturating_sub(46) {
        if bytes[at..].starts_with(entry) {
            let size: [u8; 4] = bytes[at + 24..at + 28].try_into().ok()?;
            total += u64::from(u32::from_le_bytes(size));
        }
    }
    (total > 4 * LARGEST)
        .then(|| format!("unpacked {} MiB, more than {}", total >> 20, LARGEST >> 18))
}
