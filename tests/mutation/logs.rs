//! Logs: SWF and CSV, plain and packed (xz only as one small file), with fields, lines and bytes changed.

use std::io::Write as _;

use daegi::scheduler::{Overrun, Policy, Schedule, play};
use daegi::trace::replay::{Playable, Selection, Speed};
use daegi::trace::{Columns, Log, Reading};
use daegi::words::Language;

use crate::Draws;

/// Fields at or past an end.
const FIELDS: &[&str] = &[
    "0",
    "-1",
    "1",
    "7",
    "4294967295",
    "4294967296",
    "9223372036854775807",
    "-9223372036854775808",
    "1e9",
    "0.000001",
    "1.5",
    "nan",
    "",
    " ",
    "\"",
    "2025-01-01T00:00:00",
    "1-02:03:04",
    "=1+1",
    "대기",
    "\u{1b}[31m",
    "99999999999999999999",
];

const SMALL_XZ: &[u8] = include_bytes!("../integration/data/small.swf.xz");

const COLUMNS: &str = "submit=submit_s,size=size,run=run_s,requested=est_s,user=vc,job=id";

fn text(table: bool, draws: &mut Draws) -> String {
    let mut lines: Vec<Vec<String>> = Vec::new();
    let head = if table { "id,submit_s,size,run_s,est_s,vc" } else { "; MaxProcs: 16" };
    let jobs = 2 + draws.below(30);
    let mut submit = 0;
    for job in 1..=jobs {
        submit += draws.below(100);
        let (size, run, asked) = (1 + draws.below(16), 1 + draws.below(300), 1 + draws.below(400));
        let row = match table {
            true => format!("{job} {submit} {size} {run} {asked} u{}", job % 3),
            false => format!(
                "{job} {submit} 0 {run} {size} -1 -1 {size} {asked} -1 1 {} 1 -1 1 1 -1 -1",
                job % 3
            ),
        };
        lines.push(row.split(' ').map(str::to_owned).collect());
    }
    for _ in 0..draws.below(4) {
        let at = draws.below(lines.len());
        let field = draws.below(lines[at].len());
        match draws.below(6) {
            0..=2 => lines[at][field] = (*draws.of(FIELDS)).to_owned(),
            3 => drop(lines[at].remove(field)),
            4 => {
                let copy = lines[at].clone();
                lines.push(copy);
            }
            _ => lines.swap(0, at),
        }
        if lines[at].is_empty() {
            lines[at].push(String::new());
        }
    }
    let between = if table {
        draws.of(&[",", ",", ",", ";", "\t"])
    } else {
        draws.of(&[" ", " ", "\t", "  "])
    };
    let ends = draws.of(&["\n", "\n", "\r\n"]);
    let rows: Vec<_> = lines.iter().map(|fields| fields.join(between)).collect();
    format!(
        "{}{ends}{}{ends}",
        head.replace(',', if table { between } else { "," }),
        rows.join(ends)
    )
}

/// First byte: what the log is, for [`try_log`]. The rest is the log.
pub(crate) fn mutated(draws: &mut Draws) -> Vec<u8> {
    let table = draws.below(2) == 1;
    let plain = text(table, draws).into_bytes();
    let mut bytes = match draws.below(4) {
        0 => {
            let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
            packer.write_all(&plain).expect("memory");
            packer.finish().expect("memory")
        }
        1 => zstd::encode_all(plain.as_slice(), 1).expect("memory"),
        // Nothing here packs xz: a small file stands for it, whose bytes are damaged below.
        2 if !table => SMALL_XZ.to_vec(),
        _ => plain,
    };
    // One file in four has damaged bytes on top.
    if draws.below(4) == 0 {
        for _ in 0..=draws.below(3) {
            let at = draws.below(bytes.len());
            match draws.below(3) {
                0 => bytes[at] = draws.below(256) as u8,
                1 => bytes.truncate(at.max(1)),
                _ => bytes.insert(at, draws.below(256) as u8),
            }
        }
    }
    bytes.insert(0, u8::from(table) + 2 * draws.below(2) as u8);
    bytes
}

/// Nobody starts before it is submitted, and no instant holds more units than there are.
fn feasible(playable: &Playable, schedule: &Schedule) -> bool {
    let mut changes: Vec<(i64, i64)> = Vec::new();
    for (job, (&start, &end)) in
        playable.jobs.iter().zip(schedule.starts.iter().zip(&schedule.ends))
    {
        if start < job.submit || end < start {
            return false;
        }
        changes.push((start, i64::from(job.size)));
        changes.push((end, -i64::from(job.size)));
    }
    // Of one instant ends come first.
    changes.sort_unstable();
    let mut held = 0;
    changes.iter().all(|(_, change)| {
        held += change;
        held <= i64::from(playable.units)
    })
}

/// Reads a log, fits it and plays it by all policies.
pub(crate) fn try_log(bytes: &[u8]) -> Result<(), String> {
    let Some((&kind, log)) = bytes.split_first() else { return Ok(()) };
    let columns = (kind & 1 == 1).then(|| Columns::parse(COLUMNS).expect("good columns"));
    let reading = Reading { columns, skip_faulty: kind & 2 == 2, ..Reading::default() };
    let log = match Log::from_stream("mutated", std::io::Cursor::new(log.to_vec()), &reading) {
        Ok(log) => log,
        Err(rejected) if rejected.faults.errors().next().is_none() => {
            return Err("refused without a reason".to_owned());
        }
        Err(rejected) if rejected.in_language(Language::Ko).is_empty() => {
            return Err("refused without a word".to_owned());
        }
        Err(_) => return Ok(()),
    };
    let _ = log.fit(16);
    let selection = Selection { units: 16, speed: Speed::SAME, until: Some(1_000) };
    let Ok(playable) = log.playable(&selection) else { return Ok(()) };
    for policy in Policy::all() {
        for overrun in [Overrun::Trunc, Overrun::Extend, Overrun::Perfect] {
            let schedule = play(playable.units, &policy, overrun, &playable.jobs);
            if !feasible(&playable, &schedule) {
                return Err(format!("{policy} {overrun:?} makes a schedule that cannot be"));
            }
        }
    }
    Ok(())
}
