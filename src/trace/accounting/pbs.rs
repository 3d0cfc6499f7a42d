//! Accounting records of PBS, Torque and OpenPBS: `date;event;job;key=value key=value …`, one event a line.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io;

use super::Known;
use crate::trace::Reading;
use crate::trace::draft::{Draft, Place};
use crate::trace::fault::{About, Fault};
use crate::trace::instant;
use crate::trace::layout::Layout;
use crate::trace::left::Reason;
use crate::trace::lines::Lines;
use crate::trace::number::MICROS;
use crate::trace::table::cells;
use crate::trace::units::MONTH_FIRST;

const NAMES: [&str; 24] = [
    "job",
    "user",
    "group",
    "account",
    "project",
    "queue",
    "jobname",
    "ctime",
    "qtime",
    "etime",
    "start",
    "end",
    "state",
    "Exit_status",
    "Resource_List.ngpus",
    "Resource_List.ncpus",
    "Resource_List.nodect",
    "Resource_List.select",
    "Resource_List.nodes",
    "Resource_List.walltime",
    "Resource_List.mpiprocs",
    "resources_used.walltime",
    "resources_used.ncpus",
    "Resource_List.procs",
];

/// `03/03/2025 09:00:00;Q;41.head;queue=gpu`.
pub(super) fn is_record(line: &str) -> bool {
    parts(line).is_some_and(|(date, event, _, _)| {
        event.len() <= 2
            && date.contains('/')
            && event.bytes().all(|byte| byte.is_ascii_alphabetic())
            && instant::instant(date, MONTH_FIRST).is_ok()
    })
}

fn parts(line: &str) -> Option<(&str, &str, &str, &str)> {
    let mut parts = line.splitn(4, ';');
    Some((parts.next()?, parts.next()?, parts.next()?, parts.next().unwrap_or("")))
}

fn known(sample: &str) -> Known {
    let size = [
        ("Resource_List.ngpus=", "Resource_List.ngpus"),
        (":ngpus=", "Resource_List.select[ngpus]"),
        (":gpus=", "Resource_List.nodes[gpus]"),
        ("Resource_List.ncpus=", "Resource_List.ncpus"),
        (":ppn=", "Resource_List.nodes[ppn]"),
        ("Resource_List.procs=", "Resource_List.procs"),
    ];
    let size = size.iter().find(|(said, _)| sample.contains(said));
    let size = size.map_or("Resource_List.nodect", |(_, column)| column);
    let submit = if sample.contains(" qtime=") { "qtime" } else { "ctime" };
    Known::new(
        &NAMES,
        &format!(
            "job=job,submit={submit},size={size},requested=Resource_List.walltime,start=start,end=end,user=user,class=queue"
        ),
    )
}

/// Cells of a record. What follows a key up to the next one is its value, with or without quotation marks.
fn cells_of<'t>(job: &'t str, rest: &'t str, state: &'static str) -> Vec<Cow<'t, str>> {
    let mut cells = vec![Cow::Borrowed(""); NAMES.len()];
    cells[0] = Cow::Borrowed(job);
    let mut last: Option<usize> = None;
    for word in rest.split(' ').filter(|word| !word.is_empty()) {
        match word.split_once('=') {
            Some((key, value)) => {
                last = NAMES.iter().position(|name| *name == key).filter(|at| *at > 0);
                if let Some(at) = last {
                    cells[at] = Cow::Borrowed(value.trim_matches('"'));
                }
            }
            None => {
                if let Some(at) = last {
                    cells[at] = Cow::Owned(format!("{} {word}", cells[at]));
                }
            }
        }
    }
    if let Some(at) = NAMES.iter().position(|name| *name == "state") {
        cells[at] = Cow::Borrowed(state);
    }
    cells
}

/// Reads all lines, the first of which is in the buffer.
pub(super) fn read(
    lines: &mut Lines<'_>,
    draft: &mut Draft,
    reading: &Reading,
    sample: &str,
) -> io::Result<()> {
    let known = known(sample);
    let Some(layout) = known.layout(reading, draft) else { return Ok(()) };
    // Jobs that have started and not ended, with the record of their start.
    let mut started: BTreeMap<String, (u64, String)> = BTreeMap::new();
    let mut last = 0_i64;
    loop {
        take(lines, draft, &layout, &mut started, &mut last);
        if !lines.next_said(&mut draft.faults)? {
            break;
        }
    }
    for (job, (line, rest)) in &started {
        let place = Place { line: *line, text: rest.as_bytes() };
        let mut cells = cells_of(job, rest, "RUNNING");
        let number = |name: &str| NAMES.iter().position(|known| *known == name);
        // Its time so far is that to the last record of the file.
        if let (Some(start), Some(used)) = (number("start"), number("resources_used.walltime"))
            && let Ok(start) = cells[start].parse::<i64>()
            && last > 0
        {
            cells[used] = Cow::Owned((last / MICROS - start).max(0).to_string());
        }
        layout.record(draft, &cells, &place);
    }
    Ok(())
}

fn take(
    lines: &Lines<'_>,
    draft: &mut Draft,
    layout: &Layout,
    started: &mut BTreeMap<String, (u64, String)>,
    last: &mut i64,
) {
    let place = Place { line: lines.number, text: &lines.text };
    let Some(text) = cells::decoded(&lines.text, draft) else {
        return draft.fault(Fault::NotUtf8, &About::All, &place);
    };
    let Some((_, event, job, rest)) = parts(&text) else {
        draft.lines += 1;
        let held = text.split(';').count() as u64;
        let fault = if lines.ended { Fault::FieldCount } else { Fault::CutLine };
        return draft.fault(fault, &About::Numbers(held, 4), &place);
    };
    if event == "E" {
        started.remove(job);
        return layout.record(draft, &cells_of(job, rest, "FINISHED"), &place);
    }
    let before = started.remove(job);
    if event == "S" {
        started.insert(job.to_owned(), (place.line, rest.to_owned()));
    } else if !matches!(event, "R" | "A" | "D" | "K" | "k")
        && let Some(before) = before
    {
        started.insert(job.to_owned(), before);
    }
    *last = (*last).max(latest(rest));
    draft.lines += 1;
    draft.leave(Reason::OtherEvent, &place);
}

/// The latest instant that a record states, in microseconds.
fn latest(rest: &str) -> i64 {
    let stated = rest.split(' ').filter_map(|word| word.split_once('='));
    let stated = stated.filter(|(key, _)| matches!(*key, "start" | "end" | "etime"));
    stated
        .filter_map(|(_, value)| value.parse::<i64>().ok())
        .max()
        .unwrap_or(0)
        .saturating_mul(MICROS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_are_known_by_their_shape() {
        assert!(is_record("03/03/2025 09:00:00;Q;41.head;queue=gpu"));
        assert!(!is_record("a;b;c;d") && !is_record("1;a;u1;long"));
        let known = known("Resource_List.ncpus=8 qtime=1");
        assert!(known.columns.written().contains("size=Resource_List.ncpus"));
        let cells =
            cells_of("1", "user=u1 jobname=\"a b\" Resource_List.select=1:ncpus=8", "RUNNING");
        assert_eq!((cells[1].as_ref(), cells[17].as_ref()), ("u1", "1:ncpus=8"));
    }
}
