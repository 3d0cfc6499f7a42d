//! When reading ends before the log does: at its limits, or where the jobs that were asked for are there.

use super::{Draft, Place, Row};
use crate::trace::Record;
use crate::trace::fault::{About, Fault};
use crate::trace::number::MICROS;
use crate::trace::repeated;

/// After how many jobs it is asked whether there is memory for more.
const ASKED: usize = 1 << 20;
/// Bytes of memory that a job takes when it is played, beside its record: in the queue, in the schedule and its measures.
const TO_PLAY: usize = 130;

impl Draft {
    /// Why no more jobs are taken, if they are not.
    pub(super) fn full(&self) -> Option<(Fault, About)> {
        let count = self.records.len();
        if count as u64 >= self.limits.records {
            return Some((Fault::TooManyRecords, About::Numbers(self.limits.records, 0)));
        }
        if count == 0 || !count.is_multiple_of(ASKED) {
            return None;
        }
        // Two lists grow by doubling: the records, and where their names end.
        let grows = match count == self.records.capacity() {
            true => count * (size_of::<Record>() + size_of::<usize>()),
            false => 0,
        };
        let needed = grows + (count + ASKED) * TO_PLAY;
        let there = crate::host::memory()?;
        (needed as u64 > there).then_some((Fault::NoMemory, About::Numbers(count as u64, 0)))
    }

    /// Ends reading where the jobs that were asked for are there. What follows comes later, as far as the order so far
    /// can tell; where it is broken, or where jobs may be left out for what comes later, all of it is read.
    pub(super) fn enough(&mut self, row: &Row<'_>, place: &Place<'_>) {
        let certain =
            self.sorted && self.steps.is_empty() && self.slice.is_all() && self.running.is_empty();
        let Some(until) = self.limits.until.filter(|_| certain) else { return };
        let stated = self.header.processors.filter(|&n| n > 0).or(self.header.nodes);
        let units = until.units.map(u64::from).or(stated).unwrap_or(u32::MAX.into());
        let most = i128::from(units) * i128::from(MICROS);
        let plays = row.run > 0 && row.size > 0 && i128::from(row.size) <= most;
        self.playable += u64::from(plays);
        if self.playable < until.jobs.max(self.looked) {
            return;
        }
        let repeated = match self.named_jobs {
            true => repeated::lines(&self.ids, &self.records).repeated.len() as u64,
            false => 0,
        };
        if self.playable < until.jobs + repeated {
            // Half as many more at least, so that looking takes no longer than reading.
            self.looked = (until.jobs + repeated).max(self.playable + self.playable / 2);
            return;
        }
        let about = About::Numbers(until.jobs, 0);
        self.faults.add(Fault::RestUnread, &about, Some(place.line), &[]);
        self.faults.over = true;
    }
}
