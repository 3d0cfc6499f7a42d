//! A draft made into a log: lines that are no jobs are taken out, times and sizes become whole ticks and parts.

use super::Draft;
use crate::trace::clock::Zone;
use crate::trace::fault::{About, Fault, Faults};
use crate::trace::left::Reason;
use crate::trace::number::MICROS;
use crate::trace::{Ids, Log, Record, repeated};

impl Draft {
    /// The log, in seconds if it has no fractions, else in microseconds.
    pub(in crate::trace) fn finish(mut self, name: &str, skip: bool) -> Result<Log, Faults> {
        self.faults.read = self.lines;
        if self.records.is_empty() && !self.faults.forbid(skip) {
            self.faults.add(Fault::Empty, &About::All, None, &[]);
        }
        let announced = self.header.records;
        let held =
            self.records.len() as u64 + self.left.reasons.iter().map(|it| it.1.count).sum::<u64>();
        if let Some(announced) = announced.filter(|&it| it != held && !self.faults.over) {
            let about = About::Numbers(held, announced);
            self.faults.add(Fault::RecordsDiffer, &about, None, &[]);
        }
        if self.faults.forbid(skip) {
            return Err(self.faults);
        }
        let grain = self.grain();
        let mut gone = repeated::steps(&self.ids, self.records.len(), &self.steps);
        if self.named_jobs {
            let found = repeated::lines(&self.ids, &self.records);
            self.read.reused = found.reused;
            gone.extend(found.repeated.into_iter().map(|at| (at, Reason::Repeated)));
            gone.extend(self.join_components().into_iter().map(|at| (at, Reason::Component)));
        }
        gone.extend(self.outside().into_iter().map(|at| (at, Reason::OutsideSlice)));
        self.remove(gone);
        if self.records.is_empty() && !self.slice.is_all() {
            self.faults.add(Fault::NothingToPlay, &About::All, None, &[]);
            return Err(self.faults);
        }
        let ticks = if self.fraction { MICROS } else { 1 };
        let after = repeated::predecessors(&self.ids, self.records.len(), &self.after);
        if !self.fraction {
            for record in self.records.iter_mut().chain(&mut self.running) {
                record.submit.0 /= MICROS;
                record.run.0 /= MICROS;
                record.requested.0 /= MICROS;
                record.wait.0 = if record.wait.0 < 0 { -1 } else { record.wait.0 / MICROS };
            }
        }
        self.records.shrink_to_fit();
        let mut read = self.read;
        read.states = self.states.into_iter().collect();
        read.lines = self.lines;
        if let Some(zone) = self.zone {
            read.zone = zone.name.clone();
            self.header.zone = zone.name;
        }
        Ok(Log {
            name: name.to_owned(),
            records: self.records,
            running: self.running,
            ids: self.ids,
            users: self.users.list,
            classes: self.classes.list,
            ticks_per_second: ticks,
            decimals: if self.fraction { self.decimals } else { 0 },
            grain,
            by_clock: self.by_clock,
            header: self.header,
            left: self.left,
            after: after
                .into_iter()
                .map(|(at, before, think)| (at, before, think / (MICROS / ticks)))
                .collect(),
            read,
            against: self.against,
            faults: self.faults,
        })
    }

    /// Turns sizes into whole parts of a unit, the largest that all sizes are multiples of; how many make a unit.
    fn grain(&mut self) -> u32 {
        let Some(fine) = &self.fine else { return 1 };
        let all = fine.iter().chain(&self.fine_running);
        let common = all.fold(MICROS, |common, &size| gcd(common, size));
        let grain = MICROS / common.max(1);
        let parts = |size: i64| u32::try_from(size / common.max(1)).unwrap_or(u32::MAX);
        for (record, &size) in self.records.iter_mut().zip(fine) {
            record.size = parts(size);
        }
        for (record, &size) in self.running.iter_mut().zip(&self.fine_running) {
            record.size = parts(size);
        }
        u32::try_from(grain).unwrap_or(1)
    }

    /// Adds components of heterogeneous jobs to the first of theirs; which records are no jobs of their own then.
    fn join_components(&mut self) -> Vec<u32> {
        let parts = repeated::components(&self.ids, &self.records);
        for &(job, part) in &parts {
            let part = self.records[part as usize];
            let job = &mut self.records[job as usize];
            // A size beyond all counting stays at the largest number.
            job.size = job.size.saturating_add(part.size);
            job.run = job.run.max(part.run);
            job.requested = job.requested.max(part.requested);
        }
        parts.into_iter().map(|(_, part)| part).collect()
    }

    /// Records that are submitted outside of the slice that is asked for.
    fn outside(&self) -> Vec<u32> {
        if self.slice.is_all() {
            return Vec::new();
        }
        let header = Zone::parse(&self.header.zone).ok();
        let zone = self.zone.as_ref().or(header.as_ref().filter(|_| !self.by_clock));
        let origin = self.header.unix_start.unwrap_or(0);
        let (from, to) = self.slice.bounds(origin, zone);
        let outside = |(_, record): &(u32, &Record)| !(from..to).contains(&record.submit.0);
        (0_u32..).zip(&self.records).filter(outside).map(|(at, _)| at).collect()
    }

    /// Takes records out that are no jobs.
    fn remove(&mut self, mut gone: Vec<(u32, Reason)>) {
        if gone.is_empty() {
            return;
        }
        gone.sort_unstable();
        gone.dedup_by_key(|(at, _)| *at);
        let (mut ids, mut records) = (Ids::default(), Vec::with_capacity(self.records.len()));
        let mut next = gone.iter().peekable();
        let mut moved = Vec::with_capacity(self.records.len());
        for (at, record) in (0_u32..).zip(&self.records) {
            moved.push(records.len() as u32);
            match next.next_if(|(gone, _)| *gone == at) {
                Some((_, reason)) => self.left.add(*reason, u64::from(record.line)),
                None => {
                    ids.push(self.ids.get(at as usize));
                    records.push(*record);
                }
            }
        }
        self.after.retain(|(at, _, _)| gone.binary_search_by_key(at, |(gone, _)| *gone).is_err());
        for (at, _, _) in &mut self.after {
            *at = moved[*at as usize];
        }
        (self.ids, self.records) = (ids, records);
    }
}

fn gcd(a: i64, b: i64) -> i64 {
    if b == 0 { a } else { gcd(b, a % b) }
}
