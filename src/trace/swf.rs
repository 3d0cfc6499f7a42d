//! The Standard Workload Format: 18 numbers a line, comments after `;`
//! (Chapin et al., *Benchmarks and standards for the evaluation of parallel job schedulers*, JSSPP 1999).

use std::io;

use super::draft::{Draft, Place, Row};
use super::fault::{About, Fault};
use super::left::Reason;
use super::lines::Lines;
use super::number::{self, MICROS};
use super::units::SECONDS;
use super::{ClassField, Reading, instant};

const FIELDS: usize = 18;
/// Fields beyond the 18 that are kept at most, to see whether they are numbers.
const MOST: usize = 64;
const JOB: usize = 0;
const SUBMIT: usize = 1;
const WAIT: usize = 2;
const RUN: usize = 3;
const ALLOCATED: usize = 4;
const REQUESTED_SIZE: usize = 7;
const REQUESTED_TIME: usize = 8;
const STATUS: usize = 10;
const USER: usize = 11;
const GROUP: usize = 12;
const QUEUE: usize = 14;
const PARTITION: usize = 15;
const BEFORE: usize = 16;
const THINK: usize = 17;

/// Names of fields for `--only`.
const NAMES: [&str; FIELDS] = [
    "job",
    "submit",
    "wait",
    "run",
    "allocated",
    "cpu",
    "memory",
    "size",
    "requested",
    "requested-memory",
    "status",
    "user",
    "group",
    "executable",
    "queue",
    "partition",
    "before",
    "think",
];

/// How lines are read.
struct Rules {
    class: Option<usize>,
    only: Vec<(usize, Vec<String>)>,
    /// Fields of a line, once the first was seen.
    fields: Option<usize>,
    /// The id of the last line for a whole job, and of the last part of one without such a line.
    whole: String,
    part: String,
}

/// Reads all lines, the first of which is in the buffer. An error is one of the stream.
pub(super) fn read(lines: &mut Lines<'_>, draft: &mut Draft, reading: &Reading) -> io::Result<()> {
    let class = reading.class.map(|class| match class {
        ClassField::Group => GROUP,
        ClassField::Queue => QUEUE,
        ClassField::Partition => PARTITION,
    });
    let mut only = Vec::new();
    for wanted in &reading.only {
        let number = wanted.column.strip_prefix('#').and_then(|at| at.parse::<usize>().ok());
        let at = number.map(|at| at.wrapping_sub(1)).filter(|at| *at < FIELDS);
        match at.or(NAMES.iter().position(|name| *name == wanted.column)) {
            Some(at) => only.push((at, wanted.values.clone())),
            None => {
                let about = About::Column(wanted.column.clone());
                draft.faults.add(Fault::NoSuchColumn, &about, Some(lines.number), &lines.text);
                return Ok(());
            }
        }
    }
    draft.named_jobs = true;
    let (whole, part) = (String::new(), String::new());
    let mut rules = Rules { class, only, fields: None, whole, part };
    loop {
        take(draft, lines, &mut rules);
        if !lines.next_said(&mut draft.faults)? {
            return Ok(());
        }
    }
}

/// Takes in one line.
fn take(draft: &mut Draft, lines: &Lines<'_>, rules: &mut Rules) {
    let (line, bytes) = (Some(lines.number), &lines.text[..]);
    let trimmed = bytes.trim_ascii();
    if trimmed.starts_with(b";") {
        // Names in old headers are often Latin-1: that changes no number.
        return header(draft, &String::from_utf8_lossy(&trimmed[1..]));
    }
    draft.lines += 1;
    let Ok(text) = std::str::from_utf8(trimmed) else {
        return draft.faults.add(Fault::NotUtf8, &About::All, line, bytes);
    };
    let mut fields = [""; FIELDS];
    let (mut count, mut numbers) = (0, true);
    for field in text.split_ascii_whitespace() {
        match fields.get_mut(count) {
            Some(place) => *place = field,
            None => numbers &= field.starts_with(|c: char| c.is_ascii_digit() || c == '-'),
        }
        count += 1;
    }
    // Some logs have fields of their own after the 18: then every line has them.
    let wanted = *rules.fields.get_or_insert(match count {
        19..=MOST if numbers => count,
        _ => FIELDS,
    });
    if count != wanted || !numbers {
        let cut = count < wanted && !lines.ended;
        let fault = if cut { Fault::CutLine } else { Fault::FieldCount };
        let about = About::Numbers(count as u64, wanted as u64);
        return draft.faults.add(fault, &about, line, bytes);
    }
    let place = Place { line: lines.number, text: bytes };
    if wanted > FIELDS {
        draft.faults.add(Fault::ExtraFields, &About::All, line, bytes);
    }
    if !rules.only.iter().all(|(at, values)| values.iter().any(|value| value == fields[*at])) {
        return draft.leave(Reason::NotChosen, &place);
    }
    if matches!(fields[STATUS], "2" | "3" | "4") {
        return part(draft, &fields, &place, rules);
    }
    fields[JOB].clone_into(&mut rules.whole);
    record(draft, &fields, &place, rules.class);
}

/// A part of a job that was swapped out: the line for the whole job has the same id and comes first. Without such a
/// line the parts are one job: submitted with the first, as long as all together.
fn part(draft: &mut Draft, fields: &[&str; FIELDS], place: &Place<'_>, rules: &mut Rules) {
    if fields[JOB] == rules.whole {
        return draft.leave(Reason::Partial, place);
    }
    if fields[JOB] == rules.part && draft.last_job() == Some(fields[JOB]) {
        let run = number::length(fields[RUN], SECONDS);
        if let Some(run) = draft.run(run, &About::Field(RUN as u8 + 1), place) {
            draft.join(run);
            draft.leave(Reason::Joined, place);
        }
        return;
    }
    fields[JOB].clone_into(&mut rules.part);
    record(draft, fields, place, rules.class);
}

fn record(draft: &mut Draft, fields: &[&str; FIELDS], place: &Place<'_>, class: Option<usize>) {
    let about = |field: usize| About::Field(field as u8 + 1);
    let length = |field: usize| number::length(fields[field], SECONDS);
    let size = |field: usize| number::seconds(fields[field]);
    let submit = draft.submit(instant::instant(fields[SUBMIT], SECONDS), &about(SUBMIT), place);
    let wait = draft.wait(length(WAIT), &about(WAIT), place);
    let run = draft.run(length(RUN), &about(RUN), place);
    let allocated = draft.size(size(ALLOCATED), true, &about(ALLOCATED), place);
    let asked = draft.size(size(REQUESTED_SIZE), true, &about(REQUESTED_SIZE), place);
    let requested = draft.requested(length(REQUESTED_TIME), &about(REQUESTED_TIME), place);
    let (Some(submit), Some(wait), Some(run), Some(allocated), Some(asked), Some(requested)) =
        (submit, wait, run, allocated, asked, requested)
    else {
        return;
    };
    let size = if asked > 0 { asked } else { allocated };
    let (job, user) = (fields[JOB], fields[USER]);
    let class = class.map_or("", |class| fields[class]);
    if let Ok(before) = fields[BEFORE].parse::<i64>()
        && before > 0
    {
        let think = number::seconds(fields[THINK]).map_or(0, |think| think.value.max(0));
        let at = u32::try_from(draft.held()).unwrap_or(u32::MAX);
        draft.after.push((at, fields[BEFORE].to_owned(), think.min(100 * 31_536_000 * MICROS)));
    }
    draft.add(&Row { job, user, class, submit, run, size, requested, wait }, place);
}

/// `MaxProcs: 256`, and as people write it: `Max Procs = 1,024`. What is stated first holds.
fn header(draft: &mut Draft, text: &str) {
    let Some((key, value)) = text.split_once(':').or_else(|| text.split_once('=')) else { return };
    let (key, value) = (key.replace([' ', '_', '-'], "").to_lowercase(), value.trim());
    let digits: String = value
        .chars()
        .take_while(|c| c.is_ascii_digit() || *c == ',')
        .filter(char::is_ascii_digit)
        .collect();
    let number = digits.parse::<u64>().ok();
    let header = &mut draft.header;
    match key.as_str() {
        "maxprocs" => header.processors = header.processors.or(number),
        "maxnodes" => header.nodes = header.nodes.or(number),
        "maxrecords" => header.records = header.records.or(number),
        "unixstarttime" => {
            header.unix_start = header.unix_start.or(number.and_then(|it| i64::try_from(it).ok()));
        }
        "timezone" if header.zone.is_empty() => value.clone_into(&mut header.zone),
        // A name says more than the offset that old headers have.
        "timezonestring" if !header.zone.contains('/') => value.clone_into(&mut header.zone),
        "computer" if header.computer.is_empty() => value.clone_into(&mut header.computer),
        _ => {}
    }
}
