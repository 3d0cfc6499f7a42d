//! Documents: `sacct --json` and the Philly trace. Jobs are taken one at a time.

use std::borrow::Cow;
use std::fmt;
use std::io::Read;

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::Value;

use super::Known;
use crate::trace::Reading;
use crate::trace::draft::{Draft, Place};
use crate::trace::fault::{About, Fault};
use crate::trace::layout::Layout;
use crate::trace::read::Format;

const SACCT: [&str; 13] = [
    "JobID",
    "User",
    "Account",
    "Partition",
    "Submit",
    "Eligible",
    "Start",
    "End",
    "ElapsedRaw",
    "TimelimitRaw",
    "State",
    "AllocTRES",
    "NNodes",
];
const PHILLY: [&str; 8] =
    ["jobid", "user", "vc", "status", "submitted_time", "start_time", "end_time", "gpus"];

/// A document that cannot be read as jobs.
pub(in crate::trace) fn read(
    input: impl Read,
    draft: &mut Draft,
    reading: &Reading,
    sample: &str,
) -> Result<(), serde_json::Error> {
    let philly = sample.trim_start().starts_with('[');
    let known = if philly {
        draft.read.format = Format::Philly;
        Known::new(
            &PHILLY,
            "job=jobid,submit=submitted_time,size=gpus,start=start_time,end=end_time,user=user,class=vc,state=status",
        )
    } else {
        draft.read.format = Format::SacctJson;
        let key = if sample.contains("\"gpu") { "gres/gpu" } else { "cpu" };
        Known::new(
            &SACCT,
            &format!(
                "job=JobID,submit=Submit,size=AllocTRES[{key}],run=ElapsedRaw,requested=TimelimitRaw,start=Start,user=User,class=Partition,state=State"
            ),
        )
    };
    let Some(layout) = known.layout(reading, draft) else { return Ok(()) };
    let mut jobs = Jobs { draft, layout, philly, number: 0, found: false };
    let mut document = serde_json::Deserializer::from_reader(input);
    Top(&mut jobs).deserialize(&mut document)?;
    document.end()?;
    if !jobs.found {
        let about = About::Words("JSON".to_owned());
        jobs.draft.faults.add(Fault::OtherKind, &about, None, &[]);
    }
    Ok(())
}

struct Jobs<'a> {
    draft: &'a mut Draft,
    layout: Layout,
    philly: bool,
    number: u64,
    found: bool,
}

impl Jobs<'_> {
    fn take(&mut self, job: &Value) {
        self.found = true;
        self.number += 1;
        let place = Place { line: self.number, text: b"" };
        let cells = if self.philly { philly(job) } else { sacct(job) };
        let cells: Vec<Cow<'_, str>> = cells.into_iter().map(Cow::Owned).collect();
        self.layout.record(self.draft, &cells, &place);
    }
}

/// A number, a text, or `{"set": true, "infinite": false, "number": 120}`; zero is nothing for a time.
fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        Value::Object(fields) => {
            let is = |key: &str| fields.get(key).and_then(Value::as_bool);
            if is("set") == Some(false) || is("infinite") == Some(true) {
                return String::new();
            }
            fields.get("number").map(text).unwrap_or_default()
        }
        Value::Array(list) => list.first().map(text).unwrap_or_default(),
        _ => String::new(),
    }
}

fn at<'v>(job: &'v Value, path: &[&str]) -> &'v Value {
    path.iter().fold(job, |value, key| &value[*key])
}

fn sacct(job: &Value) -> Vec<String> {
    let time = |key: &str| {
        let text = text(at(job, &["time", key]));
        if text == "0" { String::new() } else { text }
    };
    let tres = at(job, &["tres", "allocated"]).as_array();
    let mut list = Vec::new();
    for one in tres.into_iter().flatten() {
        let (kind, name) = (text(&one["type"]), text(&one["name"]));
        let name = if name.is_empty() { kind } else { format!("{kind}/{name}") };
        list.push(format!("{name}={}", text(&one["count"])));
    }
    let mut tres = list.join(",");
    if tres.is_empty() {
        let cpus = text(at(job, &["required", "CPUs"]));
        tres = if cpus.is_empty() { String::new() } else { format!("cpu={cpus}") };
    }
    let state = match &job["state"] {
        Value::Object(_) => text(&job["state"]["current"]),
        state => text(state),
    };
    let user = match text(&job["user"]) {
        user if user.is_empty() => text(at(job, &["association", "user"])),
        user => user,
    };
    let task = text(at(job, &["array", "task_id"]));
    let whole = text(at(job, &["het", "job_id"]));
    let offset = text(at(job, &["het", "job_offset"]));
    let id = match (text(at(job, &["array", "job_id"])), task) {
        _ if !matches!(whole.as_str(), "" | "0") && !offset.is_empty() => {
            format!("{whole}+{offset}")
        }
        (array, task) if !task.is_empty() && array != "0" && !array.is_empty() => {
            format!("{array}_{task}")
        }
        _ => text(&job["job_id"]),
    };
    vec![
        id,
        user,
        text(&job["account"]),
        text(&job["partition"]),
        time("submission"),
        time("eligible"),
        time("start"),
        time("end"),
        text(at(job, &["time", "elapsed"])),
        text(at(job, &["time", "limit"])),
        state,
        tres,
        text(&job["allocation_nodes"]),
    ]
}

fn philly(job: &Value) -> Vec<String> {
    let attempts = job["attempts"].as_array().map_or(&[][..], Vec::as_slice);
    let first = attempts.first().unwrap_or(&Value::Null);
    let last = attempts.last().unwrap_or(&Value::Null);
    let detail = first["detail"].as_array().map_or(&[][..], Vec::as_slice);
    let gpus: usize = detail.iter().filter_map(|host| host["gpus"].as_array()).map(Vec::len).sum();
    vec![
        text(&job["jobid"]),
        text(&job["user"]),
        text(&job["vc"]),
        text(&job["status"]),
        text(&job["submitted_time"]),
        text(&first["start_time"]),
        text(&last["end_time"]),
        gpus.to_string(),
    ]
}

/// The document: a list of jobs, or an object that holds one as `jobs`.
struct Top<'j, 'a>(&'j mut Jobs<'a>);

impl<'de> DeserializeSeed<'de> for Top<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, input: D) -> Result<(), D::Error> {
        input.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Top<'_, '_> {
    type Value = ();

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("a list of jobs, or an object with \"jobs\"")
    }

    fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<(), M::Error> {
        while let Some(key) = map.next_key::<String>()? {
            if key == "jobs" {
                map.next_value_seed(Top(&mut *self.0))?;
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(())
    }

    fn visit_seq<S: SeqAccess<'de>>(self, mut list: S) -> Result<(), S::Error> {
        while let Some(job) = list.next_element::<Value>()? {
            self.0.take(&job);
        }
        self.0.found = true;
        Ok(())
    }
}
