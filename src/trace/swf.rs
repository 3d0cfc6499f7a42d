//! The Standard Workload Format: 18 numbers a line, comments after `;`
//! (Chapin et al., *Benchmarks and standards for the evaluation of parallel job schedulers*, JSSPP 1999).

use std::io;

use super::ClassField;
use super::draft::{Draft, Place, Row};
use super::fault::{About, Fault};
use super::lines::{Line, Lines};

const FIELDS: usize = 18;
const JOB: usize = 0;
const SUBMIT: usize = 1;
const WAIT: usize = 2;
const RUN: usize = 3;
const ALLOCATED: usize = 4;
const REQUESTED_SIZE: usize = 7;
const REQUESTED_TIME: usize = 8;
const USER: usize = 11;
const GROUP: usize = 12;
const QUEUE: usize = 14;
const PARTITION: usize = 15;

/// Reads all lines. An error is one of the stream.
pub(super) fn read(
    lines: &mut Lines<'_>,
    draft: &mut Draft,
    class: Option<ClassField>,
) -> io::Result<()> {
    let class = class.map(|class| match class {
        ClassField::Group => GROUP,
        ClassField::Queue => QUEUE,
        ClassField::Partition => PARTITION,
    });
    let text = std::mem::take(&mut lines.text);
    take(draft, lines, &text, class);
    lines.text = text;
    loop {
        match lines.next()? {
            Line::End => return Ok(()),
            Line::TooLong => {
                let about = About::All;
                draft.faults.add(Fault::LineTooLong, &about, Some(lines.number), &lines.text);
            }
            Line::Whole => {
                let text = std::mem::take(&mut lines.text);
                let go_on = take(draft, lines, &text, class);
                lines.text = text;
                if !go_on {
                    return Ok(());
                }
            }
        }
    }
}

/// One line. False if the rest is not worth reading.
fn take(draft: &mut Draft, lines: &Lines<'_>, bytes: &[u8], class: Option<usize>) -> bool {
    let line = Some(lines.number);
    let trimmed = bytes.trim_ascii();
    if trimmed.is_empty() {
        return true;
    }
    if trimmed.starts_with(b";") {
        // Names in old headers are often Latin-1: that changes no number.
        header(draft, &String::from_utf8_lossy(&trimmed[1..]));
        return true;
    }
    if bytes.contains(&0) {
        draft.faults.add(Fault::Binary, &About::All, line, bytes);
        return false;
    }
    let Ok(text) = std::str::from_utf8(trimmed) else {
        draft.faults.add(Fault::NotUtf8, &About::All, line, bytes);
        return true;
    };
    let mut fields = [""; FIELDS];
    let mut count = 0;
    for field in text.split_ascii_whitespace() {
        if let Some(place) = fields.get_mut(count) {
            *place = field;
        }
        count += 1;
    }
    if count != FIELDS {
        let cut = count < FIELDS && !lines.ended;
        let fault = if cut { Fault::CutLine } else { Fault::FieldCount };
        draft.faults.add(fault, &About::Numbers(count as u64, FIELDS as u64), line, bytes);
        return true;
    }
    record(draft, &fields, &Place { line: lines.number, text: bytes }, class);
    true
}

fn record(draft: &mut Draft, fields: &[&str; FIELDS], place: &Place<'_>, class: Option<usize>) {
    let about = |field: usize| About::Field(field as u8 + 1);
    let submit = draft.submit(fields[SUBMIT], &about(SUBMIT), place);
    let wait = draft.wait(fields[WAIT], &about(WAIT), place);
    let run = draft.run(fields[RUN], &about(RUN), place);
    let allocated = draft.size(fields[ALLOCATED], &about(ALLOCATED), place);
    let asked = draft.size(fields[REQUESTED_SIZE], &about(REQUESTED_SIZE), place);
    let requested = draft.requested(fields[REQUESTED_TIME], &about(REQUESTED_TIME), place);
    let (Some(submit), Some(wait), Some(run), Some(allocated), Some(asked), Some(requested)) =
        (submit, wait, run, allocated, asked, requested)
    else {
        return;
    };
    let size = if asked > 0 { asked } else { allocated };
    let (job, user) = (fields[JOB], fields[USER]);
    let class = class.map_or("", |class| fields[class]);
    draft.add(&Row { job, user, class, submit, run, size, requested, wait }, place);
}

/// `MaxProcs: 256`, and so on; what is stated first holds.
fn header(draft: &mut Draft, text: &str) {
    let Some((key, value)) = text.split_once(':') else { return };
    let value = value.trim();
    let digits: &str = value.split(|c: char| !c.is_ascii_digit()).next().unwrap_or("");
    let number = digits.parse::<u64>().ok();
    let header = &mut draft.header;
    match key.trim() {
        "MaxProcs" => header.processors = header.processors.or(number),
        "MaxNodes" => header.nodes = header.nodes.or(number),
        "MaxRecords" => header.records = header.records.or(number),
        "UnixStartTime" => {
            header.unix_start = header.unix_start.or(number.and_then(|it| i64::try_from(it).ok()));
        }
        "TimeZoneString" if header.zone.is_empty() => value.clone_into(&mut header.zone),
        "Computer" if header.computer.is_empty() => value.clone_into(&mut header.computer),
        _ => {}
    }
}
