//! Tables of jobs as text, one job a line, with the columns that are named.

use std::borrow::Cow;
use std::io;

use super::Reading;
use super::columns::Columns;
use super::draft::{Draft, Place};
use super::fault::{About, Fault};
use super::known;
use super::layout::Layout;
use super::left::Reason;
use super::lines::Lines;
use super::read::Format;

pub(super) mod cells;
pub(super) mod separator;
mod slurm;

use self::cells::{Cut, split};
use self::separator::Separator;

/// How many lines a cell may run over.
const LONGEST_CELL: usize = 200;

/// Reads all lines, the first of which is in the buffer. An error is one of the stream.
pub(super) fn read(
    lines: &mut Lines<'_>,
    draft: &mut Draft,
    columns: &Columns,
    reading: &Reading,
    separator: &Separator,
) -> io::Result<()> {
    let first = std::mem::take(&mut lines.text);
    let Some(head) = cells::decoded(&first, draft) else {
        draft.faults.add(Fault::NotUtf8, &About::All, Some(lines.number), &first);
        return Ok(());
    };
    let mut found = Vec::new();
    split(&head, separator, true, &mut found);
    let names: Vec<String> = found.iter().map(|cell| cell.trim().to_owned()).collect();
    let sacct = !columns.numbered() && known::is_sacct(&names);
    if draft.read.format == Format::Table && sacct {
        draft.read.format = Format::Sacct;
    }
    draft.read.separator = separator.name();
    let Some(layout) = Layout::new(&names, columns, reading, lines.number, draft) else {
        return Ok(());
    };
    let slurm = (sacct && separator.is_mark()).then(|| slurm::Slurm::new(&names));
    let comma = draft.read.decimal_comma;
    let mut table = Table { layout, separator: separator.clone(), slurm, comma };
    if columns.numbered() {
        let place = Place { line: lines.number, text: &first };
        table.take(draft, &place, lines)?;
    }
    while lines.next_said(&mut draft.faults)? {
        let text = std::mem::take(&mut lines.text);
        table.take(draft, &Place { line: lines.number, text: &text }, lines)?;
        lines.text = text;
    }
    Ok(())
}

struct Table {
    layout: Layout,
    separator: Separator,
    slurm: Option<slurm::Slurm>,
    /// Numbers have commas where others have points.
    comma: bool,
}

impl Table {
    /// Takes in one line, and those that its cells run over.
    fn take(
        &mut self,
        draft: &mut Draft,
        place: &Place<'_>,
        lines: &mut Lines<'_>,
    ) -> io::Result<()> {
        let wanted = self.layout.cells;
        let ended = lines.ended;
        let fault = |draft: &mut Draft, fault: Fault, about: &About| {
            draft.lines += 1;
            draft.faults.add(fault, about, Some(place.line), place.text);
        };
        let Some(text) = cells::decoded(place.text, draft) else {
            fault(draft, Fault::NotUtf8, &About::All);
            return Ok(());
        };
        if self.separator.is_rule(&text) {
            return Ok(());
        }
        let mut found = Vec::with_capacity(wanted);
        let quoted = self.slurm.is_none();
        match split(&text, &self.separator, quoted, &mut found) {
            Cut::Whole if found.len() == wanted => {
                if self.comma {
                    cells::with_points(&mut found);
                }
                self.layout.record(draft, &found, place);
                return Ok(());
            }
            Cut::Whole => {}
            Cut::OpenQuote => return self.take_on(draft, place, &text, lines),
            Cut::AfterQuote => {
                fault(draft, Fault::OpenQuote, &About::All);
                return Ok(());
            }
        }
        if let Some(slurm) = &self.slurm {
            match slurm.mend(found.clone(), lines, draft)? {
                slurm::Mended::Line(cells) => {
                    self.layout.record(draft, &cells, place);
                    return Ok(());
                }
                slurm::Mended::Continuation => {
                    draft.leave(Reason::Continuation, place);
                    return Ok(());
                }
                slurm::Mended::No => {}
            }
        }
        let cut = found.len() < wanted && !ended;
        let kind = if cut { Fault::CutLine } else { Fault::FieldCount };
        fault(draft, kind, &About::Numbers(found.len() as u64, wanted as u64));
        Ok(())
    }

    /// A line whose last cell is quoted and goes on in the next one (RFC 4180).
    fn take_on(
        &mut self,
        draft: &mut Draft,
        place: &Place<'_>,
        text: &str,
        lines: &mut Lines<'_>,
    ) -> io::Result<()> {
        let mut whole = text.to_owned();
        let mut taken = Vec::new();
        while taken.len() < LONGEST_CELL && lines.next_of_cell()? {
            let more = lines.text.clone();
            taken.push((more.clone(), lines.ended));
            let more = if more.contains(&0) { None } else { cells::decoded(&more, draft) };
            let Some(more) = more else { break };
            whole.push('\n');
            whole.push_str(&more);
            let mut found = Vec::with_capacity(self.layout.cells);
            match split(&whole, &self.separator, true, &mut found) {
                Cut::OpenQuote => continue,
                Cut::Whole if found.len() == self.layout.cells => {
                    if self.comma {
                        cells::with_points(&mut found);
                    }
                    self.layout.record(draft, &found, place);
                    return Ok(());
                }
                _ => break,
            }
        }
        // The cell is never closed: the lines that were looked at are lines of their own.
        lines.give_back(taken);
        draft.lines += 1;
        draft.faults.add(Fault::OpenQuote, &About::All, Some(place.line), place.text);
        Ok(())
    }
}

/// Names and cells of the first lines of a table, those that are cut into as many cells as there are names.
/// Decimal commas are points in them, where the lines have any.
pub(super) fn sample<'t>(
    said: &[&'t str],
    separator: &Separator,
) -> (Vec<String>, Vec<Vec<Cow<'t, str>>>, bool) {
    const MOST: usize = 1_000;
    let mut lines = said.iter().filter(|line| !separator.is_rule(line)).take(MOST).map(|line| {
        let mut found = Vec::new();
        split(line, separator, true, &mut found);
        found
    });
    let names: Vec<String> = lines
        .next()
        .map_or(Vec::new(), |names| names.iter().map(|name| name.trim().to_owned()).collect());
    let mut cells: Vec<Vec<Cow<'t, str>>> =
        lines.filter(|line| line.len() == names.len()).collect();
    if cells::has_decimal_commas(&cells, separator) {
        cells.iter_mut().for_each(|line| cells::with_points(line));
        return (names, cells, true);
    }
    (names, cells, false)
}
