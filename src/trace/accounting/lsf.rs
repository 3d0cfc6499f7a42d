//! LSF's `lsb.acct`: records of fields between blanks, texts in quotation marks, in a fixed order
//! (IBM Spectrum LSF, *lsb.acct*).

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

/// Fields of `JOB_FINISH` by their place, from 0.
const END: usize = 2;
const JOB: usize = 3;
const SLOTS: usize = 6;
const SUBMIT: usize = 7;
const DEADLINE: usize = 9;
const START: usize = 10;
const USER: usize = 11;
const QUEUE: usize = 12;
/// How many hosts were asked for; their names follow, then how many were given, and theirs.
const ASKED: usize = 22;

const NAMES: [&str; 10] = [
    "jobId",
    "userName",
    "queue",
    "submitTime",
    "startTime",
    "eventTime",
    "numProcessors",
    "gpus",
    "state",
    "termTime",
];

/// `"JOB_FINISH" "10.1" 1740963605 41 …`.
pub(super) fn is_record(line: &str) -> bool {
    line.starts_with("\"JOB_") || line.starts_with("\"EVENT_ADRSV")
}

/// Fields between blanks; a quotation mark within a text is doubled.
fn fields(line: &str) -> Option<Vec<Cow<'_, str>>> {
    let mut found = Vec::new();
    let mut rest = line.trim();
    while !rest.is_empty() {
        if let Some(quoted) = rest.strip_prefix('"') {
            let (mut text, mut inside) = (Cow::Borrowed(""), quoted);
            loop {
                let (part, after) = inside.split_once('"')?;
                text = if text.is_empty() {
                    Cow::Borrowed(part)
                } else {
                    Cow::Owned(text.into_owned() + part)
                };
                inside = after;
                let Some(more) = after.strip_prefix('"') else { break };
                text = Cow::Owned(text.into_owned() + "\"");
                inside = more;
            }
            found.push(text);
            rest = inside.trim_start();
        } else {
            let (word, after) = rest.split_once(' ').unwrap_or((rest, ""));
            found.push(Cow::Borrowed(word));
            rest = after.trim_start();
        }
    }
    Some(found)
}

/// Devices that a request for resources names on each host: `rusage[ngpus_physical=4.00]`.
fn devices(line: &str) -> Option<u64> {
    let found = ["ngpus_physical=", "ngpus="].iter().find_map(|key| {
        let (_, after) = line.split_once(key)?;
        let digits = after.split(|c: char| !c.is_ascii_digit()).next()?;
        digits.parse::<u64>().ok()
    });
    found.filter(|count| *count > 0)
}

/// Reads all lines, the first of which is in the buffer.
pub(super) fn read(
    lines: &mut Lines<'_>,
    draft: &mut Draft,
    reading: &Reading,
    sample: &str,
) -> io::Result<()> {
    let size =
        if sample.lines().any(|line| devices(line).is_some()) { "gpus" } else { "numProcessors" };
    let known = Known::new(
        &NAMES,
        &format!(
            "job=jobId,submit=submitTime,size={size},start=startTime,end=eventTime,user=userName,class=queue"
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
    if text.starts_with('#') {
        return;
    }
    let Some(fields) = fields(&text) else {
        draft.lines += 1;
        return draft.fault(Fault::OpenQuote, &About::All, &place);
    };
    if fields.first().is_none_or(|first| first != "JOB_FINISH") {
        draft.lines += 1;
        return draft.leave(Reason::OtherEvent, &place);
    }
    let text_of = |at: usize| fields.get(at).map_or("", AsRef::as_ref);
    let number = |at: usize| text_of(at).parse::<usize>().ok();
    let given = number(ASKED).and_then(|asked| ASKED.checked_add(1)?.checked_add(asked));
    let hosts = given.and_then(|at| Some((at, number(at)?)));
    let hosts = hosts.and_then(|(at, count)| fields.get(at + 1..(at + 1).checked_add(count)?));
    let Some(hosts) = hosts else {
        draft.lines += 1;
        let held = fields.len() as u64;
        let fault = if lines.ended { Fault::FieldCount } else { Fault::CutLine };
        return draft.fault(fault, &About::Numbers(held, held.max(ASKED as u64 + 2)), &place);
    };
    // Hosts stand once for each slot, or as 4*host.
    let mut names: Vec<&str> =
        hosts.iter().map(|host| host.split_once('*').map_or(host.as_ref(), |it| it.1)).collect();
    names.sort_unstable();
    names.dedup();
    let time = |at: usize| if text_of(at) == "0" { "" } else { text_of(at) };
    let gpus = devices(&text)
        .map_or(String::new(), |each| each.saturating_mul(names.len().max(1) as u64).to_string());
    let state = if text_of(START) == "0" { "CANCELLED" } else { "DONE" };
    let plain = |text| Cow::Borrowed(text);
    let cells = [
        plain(text_of(JOB)),
        plain(text_of(USER)),
        plain(text_of(QUEUE)),
        plain(time(SUBMIT)),
        plain(time(START)),
        plain(time(END)),
        plain(text_of(SLOTS)),
        Cow::Owned(gpus),
        plain(state),
        plain(time(DEADLINE)),
    ];
    layout.record(draft, &cells, &place);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_between_blanks_and_quotation_marks() {
        let found = fields("\"JOB_FINISH\" \"10.1\" 17 \"say \"\"x\"\"\" \"\" 3").expect("closed");
        assert_eq!(found, ["JOB_FINISH", "10.1", "17", "say \"x\"", "", "3"]);
        assert_eq!(fields("\"open"), None);
        assert_eq!(devices("rusage[ngpus_physical=4.00]"), Some(4));
    }
}
