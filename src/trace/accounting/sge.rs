//! Accounting lines of SGE and UGE: fields between colons, in a fixed order (`man 5 accounting`).

use std::borrow::Cow;
use std::io;

use super::Known;
use crate::trace::Reading;
use crate::trace::draft::{Draft, Place};
use crate::trace::fault::{About, Fault};
use crate::trace::layout::Layout;
use crate::trace::left::Reason;
use crate::trace::lines::Lines;
use crate::trace::table::cells;

/// Fields by their place, from 0.
const OWNER: usize = 3;
const JOB: usize = 5;
const SUBMIT: usize = 8;
const START: usize = 9;
const END: usize = 10;
const WALLCLOCK: usize = 13;
const PROJECT: usize = 31;
const SLOTS: usize = 34;
const TASK: usize = 35;
const CATEGORY: usize = 39;
const PE_TASK: usize = 41;
/// The fewest fields that a line has.
const FEWEST: usize = 43;
/// Seconds since 1970 are fewer, milliseconds more.
const MILLIS: u64 = 100_000_000_000;

const NAMES: [&str; 13] = [
    "job_number",
    "owner",
    "qname",
    "group",
    "project",
    "submission_time",
    "start_time",
    "end_time",
    "ru_wallclock",
    "slots",
    "category.gpu",
    "category.h_rt",
    "state",
];

/// `all.q:node1:group:user:name:41:…` with whole numbers where the times are.
pub(super) fn is_record(line: &str) -> bool {
    let fields: Vec<&str> = line.split(':').collect();
    let digits = |at: usize| {
        fields
            .get(at)
            .is_some_and(|it| !it.is_empty() && it.bytes().all(|byte| byte.is_ascii_digit()))
    };
    fields.len() >= FEWEST && [JOB, SUBMIT, START, END, SLOTS].into_iter().all(digits)
}

/// What the category of a job asks for: `-l gpu=2,h_rt=3600`.
fn asked<'t>(category: &'t str, keys: &[&str]) -> &'t str {
    let words = category.split([' ', ',']).filter_map(|word| word.split_once('='));
    words.into_iter().find(|(key, _)| keys.contains(key)).map_or("", |(_, value)| value)
}

/// Reads all lines, the first of which is in the buffer.
pub(super) fn read(
    lines: &mut Lines<'_>,
    draft: &mut Draft,
    reading: &Reading,
    sample: &str,
) -> io::Result<()> {
    let gpus = ["gpu=", "ngpus=", "gpus="].iter().any(|key| {
        sample.lines().any(|line| line.split([' ', ',']).any(|word| word.starts_with(key)))
    });
    let size = if gpus { "category.gpu" } else { "slots" };
    let known = Known::new(
        &NAMES,
        &format!(
            "job=job_number,submit=submission_time,size={size},requested=category.h_rt,start=start_time,end=end_time,user=owner,class=qname"
        ),
    );
    let Some(layout) = known.layout(reading, draft) else { return Ok(()) };
    loop {
        take(lines, draft, &layout);
        if !lines.next_said(&mut draft.faults)? {
            return Ok(());
        }
    }
}

fn take(lines: &Lines<'_>, draft: &mut Draft, layout: &Layout) {
    let place = Place { line: lines.number, text: &lines.text };
    let Some(text) = cells::decoded(&lines.text, draft) else {
        return draft.fault(Fault::NotUtf8, &About::All, &place);
    };
    if text.starts_with('#') || !text.contains(':') {
        return;
    }
    let fields: Vec<&str> = text.split(':').collect();
    if fields.len() < FEWEST {
        draft.lines += 1;
        let fault = if lines.ended { Fault::FieldCount } else { Fault::CutLine };
        return draft.fault(fault, &About::Numbers(fields.len() as u64, FEWEST as u64), &place);
    }
    // A category may hold colons: what comes after it is counted from the end.
    let extra = 0;
    let field = |at: usize| fields.get(at + extra).copied().unwrap_or("");
    if !matches!(field(PE_TASK), "NONE" | "" | "none") {
        draft.lines += 1;
        return draft.leave(Reason::Step, &place);
    }
    let time = |at: usize| match field(at).parse::<u64>() {
        Ok(0) => Cow::Borrowed(""),
        Ok(millis) if millis > MILLIS => {
            Cow::Owned(format!("{}.{:03}", millis / 1_000, millis % 1_000))
        }
        _ => Cow::Borrowed(field(at)),
    };
    let job = match field(TASK) {
        "0" | "" | "undefined" => Cow::Borrowed(field(JOB)),
        task => Cow::Owned(format!("{}_{task}", field(JOB))),
    };
    let category = field(CATEGORY);
    let state = if field(START) == "0" { "CANCELLED" } else { "FINISHED" };
    let cells = [
        job,
        Cow::Borrowed(field(OWNER)),
        Cow::Borrowed(field(0)),
        Cow::Borrowed(field(2)),
        Cow::Borrowed(field(PROJECT)),
        time(SUBMIT),
        time(START),
        time(END),
        Cow::Borrowed(field(WALLCLOCK)),
        Cow::Borrowed(field(SLOTS)),
        Cow::Borrowed(asked(category, &["gpu", "gpus", "ngpus"])),
        Cow::Borrowed(asked(category, &["h_rt", "s_rt"])),
        Cow::Borrowed(state),
    ];
    layout.record(draft, &cells, &place);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_category_says_what_was_asked_for() {
        let category = "-U users -l gpu=2,h_rt=3600 -pe smp 8";
        assert_eq!(asked(category, &["h_rt"]), "3600");
        assert_eq!(asked(category, &["gpu"]), "2");
        assert_eq!(asked(category, &["mem"]), "");
        assert!(!is_record("a:b:c"));
    }
}
