//! The Standard Workload Format: 18 numbers a line, comments after `;`
//! (Chapin et al., *Benchmarks and standards for the evaluation of parallel job schedulers*, JSSPP 1999).

use std::io;

use super::ClassField;
use super::draft::{Draft, Place, Row};
use super::fault::{About, Fault};
use super::lines::Lines;

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

/// Reads all lines, the first of which is in the buffer. An error is one of the stream.
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
    loop {
        take(draft, lines, class);
        if !lines.next_said(&mut draft.faults)? {
            return Ok(());
        }
    }
}

/// One line.
fn take(draft: &mut Draft, lines: &Lines<'_>, class: Option<usize>) {
    let (line, bytes) = (Some(lines.number), &lines.text[..]);
    let trimmed = bytes.trim_ascii();
    if trimmed.starts_with(b";") {
        // Names in old headers are often Latin-1: that changes no number.
        return header(draft, &String::from_utf8_lossy(&trimmed[1..]));
    }
    let Ok(text) = std::str::from_utf8(trimmed) else {
        return draft.faults.add(Fault::NotUtf8, &About::All, line, bytes);
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
        let about = About::Numbers(count as u64, FIELDS as u64);
        return draft.faults.add(fault, &about, line, bytes);
    }
    record(draft, &fields, &Place { line: lines.number, text: bytes }, class);
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
