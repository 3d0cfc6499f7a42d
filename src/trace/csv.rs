//! Tables of jobs as text, one job a line, with the columns that the user names.

use std::borrow::Cow;
use std::io;

use super::draft::{Draft, Place, Row};
use super::fault::{About, Fault};
use super::lines::Lines;

/// What a column may hold, by the word on the command line.
const ROLES: [&str; 10] =
    ["job", "submit", "size", "run", "requested", "wait", "start", "end", "user", "class"];
const JOB: usize = 0;
const SUBMIT: usize = 1;
const SIZE: usize = 2;
const RUN: usize = 3;
const REQUESTED: usize = 4;
const WAIT: usize = 5;
const START: usize = 6;
const END: usize = 7;
const USER: usize = 8;
const CLASS: usize = 9;

/// Names that columns of a role often have, for a suggestion.
const USUAL: [(usize, &[&str]); 9] = [
    (JOB, &["job", "id", "job_id", "jobid", "jobidraw", "job_number"]),
    (SUBMIT, &["submit", "submit_s", "submit_time", "submission_time", "creation_time", "qtime"]),
    (
        SIZE,
        &[
            "size",
            "gpus",
            "num_gpu",
            "gpu_num",
            "processors",
            "requested_number_of_resources",
            "ncpus",
        ],
    ),
    (
        RUN,
        &[
            "run",
            "run_s",
            "runtime",
            "run_time",
            "runtime_s",
            "duration",
            "execution_time",
            "elapsed",
        ],
    ),
    (REQUESTED, &["requested", "est_s", "requested_time", "timelimit", "walltime"]),
    (WAIT, &["wait", "wait_s", "waiting_time", "queue"]),
    (START, &["start", "start_time", "starting_time", "scheduled_time"]),
    (END, &["end", "end_time", "finish_time", "deletion_time"]),
    (USER, &["user", "vc", "account", "uid", "group"]),
];

/// Which column holds what: `submit=submit_s,size=gpus,run=run_s,requested=limit,user=team`. A column is named as
/// in the file's first line, or by its number (`#3`), and then the file has no first line of names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Columns {
    named: [Option<String>; ROLES.len()],
}

impl Columns {
    /// Reads `role=column,role=column`.
    ///
    /// # Errors
    /// A sentence about what cannot be understood or is missing.
    pub fn parse(text: &str) -> Result<Self, String> {
        let mut columns = Self::default();
        for part in text.split(',') {
            let Some((role, column)) = part.split_once('=') else {
                return Err(format!("`{part}` is not role=column"));
            };
            let (role, column) = (role.trim(), column.trim());
            let Some(at) = ROLES.iter().position(|known| *known == role) else {
                return Err(format!("`{role}` is not a role; the roles are {}", ROLES.join(", ")));
            };
            if column.is_empty() {
                return Err(format!("`{role}=` names no column"));
            }
            if column.starts_with('#') && !column[1..].parse().is_ok_and(|at: usize| at > 0) {
                return Err(format!("`{column}` is not the number of a column: #1, #2, …"));
            }
            if columns.named[at].replace(column.to_owned()).is_some() {
                return Err(format!("`{role}` is named twice"));
            }
        }
        let has = |role: usize| columns.named[role].is_some();
        if !has(SUBMIT) || !has(SIZE) || !(has(RUN) || has(START) && has(END)) {
            return Err("submit, size and run (or start and end) must be named".to_owned());
        }
        let numbered = columns.named.iter().flatten().filter(|name| name.starts_with('#')).count();
        if numbered != 0 && numbered != columns.named.iter().flatten().count() {
            return Err("name all columns, or give all by number".to_owned());
        }
        Ok(columns)
    }

    fn numbered(&self) -> bool {
        self.named[SUBMIT].as_ref().is_some_and(|name| name.starts_with('#'))
    }
}

/// A suggestion for `--columns` from the names in a first line; empty if submit, size and run are not found.
pub(super) fn suggestion(head: &str) -> String {
    let mut cells = Vec::new();
    let separator = separator(head);
    if !split(head, separator, &mut cells) {
        return String::new();
    }
    let mut parts = [const { String::new() }; ROLES.len()];
    for (role, names) in USUAL {
        let found = names
            .iter()
            .find_map(|name| cells.iter().find(|cell| cell.trim().eq_ignore_ascii_case(name)));
        if let Some(cell) = found {
            parts[role] = format!("{}={}", ROLES[role], cell.trim());
        }
    }
    let has = |role: usize| !parts[role].is_empty();
    if has(SUBMIT) && has(SIZE) && (has(RUN) || has(START) && has(END)) {
        parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(",")
    } else {
        String::new()
    }
}

/// Whether a first line looks like a table with separators rather than a log of numbers and spaces.
pub(super) fn looks_like(line: &str) -> bool {
    if line.trim_start().starts_with(';') {
        return false;
    }
    let letters = line.contains(|c: char| c.is_ascii_alphabetic());
    line.contains([',', ';', '|']) || letters && line.contains('\t')
}

/// The separator of a first line: the one that cuts it into most cells.
fn separator(head: &str) -> char {
    let count = |mark: char| head.matches(mark).count();
    let marks = ['\t', '|', ';', ','];
    marks.into_iter().max_by_key(|&mark| count(mark)).unwrap_or(',')
}

/// Cuts a line into cells, quotation marks doubled inside quoted cells. False if a quotation is not closed.
fn split<'a>(line: &'a str, separator: char, cells: &mut Vec<Cow<'a, str>>) -> bool {
    cells.clear();
    if !line.contains('"') {
        cells.extend(line.split(separator).map(Cow::Borrowed));
        return true;
    }
    let mut rest = line;
    loop {
        let Some(quoted) = rest.strip_prefix('"') else {
            match rest.split_once(separator) {
                Some((cell, after)) => {
                    cells.push(Cow::Borrowed(cell));
                    rest = after;
                    continue;
                }
                None => {
                    cells.push(Cow::Borrowed(rest));
                    return true;
                }
            }
        };
        let mut cell = String::new();
        let mut inside = quoted;
        loop {
            let Some((text, after)) = inside.split_once('"') else { return false };
            cell.push_str(text);
            match after.strip_prefix('"') {
                Some(more) => {
                    cell.push('"');
                    inside = more;
                }
                None => {
                    inside = after;
                    break;
                }
            }
        }
        cells.push(Cow::Owned(cell));
        match inside.strip_prefix(separator) {
            Some(after) => rest = after,
            None => return inside.is_empty(),
        }
    }
}

/// Where the columns are.
struct Layout<'a> {
    at: [Option<usize>; ROLES.len()],
    abouts: [About; ROLES.len()],
    separator: char,
    cells: usize,
    columns: &'a Columns,
}

/// Reads all lines, the first of which is in the buffer. An error is one of the stream.
pub(super) fn read(lines: &mut Lines<'_>, draft: &mut Draft, columns: &Columns) -> io::Result<()> {
    let first = std::mem::take(&mut lines.text);
    let Ok(head) = std::str::from_utf8(&first) else {
        draft.faults.add(Fault::NotUtf8, &About::All, Some(lines.number), &first);
        return Ok(());
    };
    let Some(layout) = layout(head, columns, lines.number, draft) else { return Ok(()) };
    let mut cells = Vec::new();
    if layout.columns.numbered() && split(head, layout.separator, &mut cells) {
        let place = Place { line: lines.number, text: &first };
        record(draft, &layout, &cells, &place);
    }
    while lines.next_said(&mut draft.faults)? {
        take(draft, &layout, &Place { line: lines.number, text: &lines.text }, lines.ended);
    }
    Ok(())
}

fn layout<'a>(
    head: &str,
    columns: &'a Columns,
    line: u64,
    draft: &mut Draft,
) -> Option<Layout<'a>> {
    let separator = separator(head);
    let mut names = Vec::new();
    split(head, separator, &mut names);
    let mut layout = Layout {
        at: [None; ROLES.len()],
        abouts: [const { About::All }; ROLES.len()],
        separator,
        cells: names.len(),
        columns,
    };
    let mut missing = false;
    for (role, column) in columns.named.iter().enumerate() {
        let Some(column) = column else { continue };
        let found = match column.strip_prefix('#').and_then(|at| at.parse::<usize>().ok()) {
            Some(at) => Some(at - 1).filter(|at| *at < names.len()),
            None => names.iter().position(|name| name.trim() == column),
        };
        layout.abouts[role] = About::Column(column.clone());
        layout.at[role] = found;
        if found.is_none() {
            missing = true;
            let about = &layout.abouts[role];
            draft.faults.add(Fault::NoSuchColumn, about, Some(line), head.as_bytes());
        }
    }
    (!missing).then_some(layout)
}

/// One line.
fn take(draft: &mut Draft, layout: &Layout<'_>, place: &Place<'_>, ended: bool) {
    let fault = |draft: &mut Draft, fault: Fault, about: &About| {
        draft.faults.add(fault, about, Some(place.line), place.text);
    };
    let Ok(text) = std::str::from_utf8(place.text) else {
        return fault(draft, Fault::NotUtf8, &About::All);
    };
    let mut cells = Vec::with_capacity(layout.cells);
    if !split(text, layout.separator, &mut cells) {
        return fault(draft, Fault::OpenQuote, &About::All);
    }
    if cells.len() != layout.cells {
        let cut = cells.len() < layout.cells && !ended;
        let kind = if cut { Fault::CutLine } else { Fault::FieldCount };
        return fault(draft, kind, &About::Numbers(cells.len() as u64, layout.cells as u64));
    }
    record(draft, layout, &cells, place);
}

fn record(draft: &mut Draft, layout: &Layout<'_>, cells: &[Cow<'_, str>], place: &Place<'_>) {
    let cell = |role: usize| layout.at[role].and_then(|at| cells.get(at)).map(|cell| cell.trim());
    let about = |role: usize| &layout.abouts[role];
    let instant = |draft: &mut Draft, role: usize| match cell(role) {
        Some(text) => draft.instant(text, about(role), place),
        None => Some(None),
    };
    let submit = draft.submit(cell(SUBMIT).unwrap_or(""), about(SUBMIT), place);
    let size = draft.size(cell(SIZE).unwrap_or(""), about(SIZE), place);
    let (start, end) = (instant(draft, START), instant(draft, END));
    let (Some(submit), Some(size), Some(start), Some(end)) = (submit, size, start, end) else {
        return;
    };
    let run = match cell(RUN) {
        Some(text) => draft.run(text, about(RUN), place),
        None => match start.zip(end) {
            Some((start, end)) if end < start => {
                draft.faults.add(Fault::BeforeItself, about(END), Some(place.line), place.text);
                None
            }
            Some((start, end)) => draft.checked_run(end - start, about(END), place),
            // It never ran.
            None => Some(0),
        },
    };
    let requested =
        cell(REQUESTED).map_or(Some(0), |text| draft.requested(text, about(REQUESTED), place));
    let wait = match (cell(WAIT), start) {
        (Some(text), _) => draft.wait(text, about(WAIT), place),
        (None, Some(start)) => draft.checked_wait(start - submit, about(START), place),
        (None, None) => Some(-1),
    };
    let (Some(run), Some(requested), Some(wait)) = (run, requested, wait) else { return };
    // Without a column of names a job is called by its line.
    let number = place.line.to_string();
    let job = cell(JOB).unwrap_or(&number);
    let (user, class) = (cell(USER).unwrap_or(""), cell(CLASS).unwrap_or(""));
    draft.add(&Row { job, user, class, submit, run, size, requested, wait }, place);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(line: &str) -> Option<Vec<String>> {
        let mut cells = Vec::new();
        let closed = split(line, ',', &mut cells);
        closed.then(|| cells.into_iter().map(Cow::into_owned).collect())
    }

    #[test]
    fn cells_are_cut_at_separators_outside_quotations() {
        assert_eq!(cells("a,b,,c").expect("closed"), ["a", "b", "", "c"]);
        assert_eq!(
            cells("\"a,b\",\"say \"\"x\"\"\",c").expect("closed"),
            ["a,b", "say \"x\"", "c"]
        );
        assert_eq!(cells("a,\"\"").expect("closed"), ["a", ""]);
        assert_eq!(cells("a,\"b"), None);
        assert_eq!(cells("a,\"b\"c"), None);
        assert_eq!(separator("JobID|Submit|Start,End"), '|');
        assert_eq!(separator("one"), ',');
    }

    #[test]
    fn columns_are_named_by_role() {
        let columns = Columns::parse("submit=submit_s,size=size,run=run_s").expect("good");
        assert!(!columns.numbered());
        assert!(Columns::parse("submit=#1,size=#2,run=#3").expect("good").numbered());
        assert!(Columns::parse("submit=a,size=b,start=c,end=d").is_ok());
        for bad in [
            "",
            "submit=a",
            "submit=a,size=b",
            "submit=a,size=b,run=#3",
            "speed=a",
            "run=",
            "submit=a,size=b,run=c,run=d",
            "submit=#0,size=#1,run=#2",
        ] {
            assert!(Columns::parse(bad).is_err(), "{bad}");
        }
        let head = "id,submit_s,size,run_s,est_s,vc";
        assert_eq!(
            suggestion(head),
            "job=id,submit=submit_s,size=size,run=run_s,requested=est_s,user=vc"
        );
        assert_eq!(suggestion("a,b,c"), "");
    }
}
