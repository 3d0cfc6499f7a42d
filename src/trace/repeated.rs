//! Lines that stand for what another line says already.

use super::left::Reason;
use super::number::MICROS;
use super::{Ids, Record};

/// What ids say of a log.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Repeated {
    /// Records that say the same as one before, id and all.
    pub(super) repeated: Vec<u32>,
    /// Records whose id another record has, with other times.
    pub(super) reused: u64,
}

/// FNV-1a: the same on every machine.
fn hash(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

/// Records by the hash of their id, those of one id in the order of the file.
fn by_id(ids: &Ids, count: usize) -> Vec<(u64, u32)> {
    let mut all: Vec<(u64, u32)> =
        (0..count).map(|at| (hash(ids.get(at)), u32::try_from(at).unwrap_or(u32::MAX))).collect();
    all.sort_unstable();
    all
}

/// Records that stand there twice.
pub(super) fn lines(ids: &Ids, records: &[Record]) -> Repeated {
    let mut found = Repeated::default();
    // Numbers that go up are names of single jobs: that needs no sorting.
    let number = |at: usize| ids.get(at).parse::<u64>().ok();
    if (0..records.len()).map(number).is_sorted_by(|one, other| one.is_some() && one < other) {
        return found;
    }
    let all = by_id(ids, records.len());
    let distinct = all.chunk_by(|one, other| one.0 == other.0).count();
    // Where most lines share their id it is no id, and equal lines are jobs of their own.
    if distinct * 3 < records.len() {
        found.reused = (records.len() - distinct) as u64;
        return found;
    }
    for group in all.chunk_by(|one, other| one.0 == other.0) {
        let Some((&(_, first), rest)) = group.split_first() else { continue };
        // A job that was started again and again has few lines; a column that is no id has many of each.
        if rest.is_empty() || rest.len() > 64 {
            found.reused += rest.len() as u64;
            continue;
        }
        let mut kept = vec![first];
        for &(_, at) in rest {
            let record = &records[at as usize];
            let same = |other: &u32| {
                let other_record = Record { line: record.line, ..records[*other as usize] };
                other_record == *record && ids.get(*other as usize) == ids.get(at as usize)
            };
            if kept.iter().any(same) {
                found.repeated.push(at);
            } else {
                kept.push(at);
                found.reused += 1;
            }
        }
    }
    found
}

/// Of records that look like steps those whose job has a record.
pub(super) fn steps(ids: &Ids, count: usize, steps: &[u32]) -> Vec<(u32, Reason)> {
    if steps.is_empty() {
        return Vec::new();
    }
    let all = by_id(ids, count);
    let there = |job: &str| all.binary_search_by_key(&hash(job), |(hash, _)| *hash).is_ok();
    let of_job = |at: &u32| super::state::step_of(ids.get(*at as usize)).is_some_and(there);
    steps.iter().filter(|at| of_job(at)).map(|&at| (at, Reason::Step)).collect()
}

/// How far apart the run times of components of one job may be.
const TOGETHER: u64 = 60 * MICROS.unsigned_abs();

/// Records that are components of one heterogeneous job, and of which record each is a part: they have one id before
/// the `+`, one user, and were submitted, started and ended together. The component with the lowest number is the job.
pub(super) fn components(ids: &Ids, records: &[Record]) -> Vec<(u32, u32)> {
    let mut all: Vec<(u64, i64, i64, u32, u32)> = Vec::new();
    for (at, record) in (0_u32..).zip(records) {
        if let Some((job, offset)) = super::state::component_of(ids.get(at as usize)) {
            all.push((hash(job), record.submit.0, record.wait.0, offset, at));
        }
    }
    all.sort_unstable();
    let mut parts = Vec::new();
    for group in all.chunk_by(|a, b| (a.0, a.1, a.2) == (b.0, b.1, b.2)) {
        let Some((&(.., lowest, first), rest)) = group.split_first() else { continue };
        let job = &records[first as usize];
        let mut last = lowest;
        for &(.., offset, at) in rest {
            let part = &records[at as usize];
            let apart = part.run.0.abs_diff(job.run.0);
            let together = apart <= TOGETHER && part.user == job.user;
            // The same component twice is a line that stands there twice.
            if offset != last && together {
                parts.push((first, at));
            }
            last = offset;
        }
    }
    parts
}

/// Record, record before it, and the time after that one's end, of jobs that name a job to come after.
pub(super) fn predecessors(
    ids: &Ids,
    count: usize,
    after: &[(u32, String, i64)],
) -> Vec<(u32, u32, i64)> {
    if after.is_empty() {
        return Vec::new();
    }
    let all = by_id(ids, count);
    let find = |job: &str| {
        let first = all.partition_point(|(known, _)| *known < hash(job));
        all.get(first).filter(|(known, _)| *known == hash(job)).map(|(_, at)| *at)
    };
    let found = |(at, before, think): &(u32, String, i64)| Some((*at, find(before)?, *think));
    after.iter().filter_map(found).filter(|(at, before, _)| before < at).collect()
}
