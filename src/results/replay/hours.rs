//! Unit-hours of a log by month and class.

use std::collections::BTreeMap;

use crate::trace::Log;

/// Jobs that were submitted in a month by users of a class.
pub(super) struct Row {
    /// `2025-03`; empty where the log has no dates.
    pub(super) month: String,
    /// Index into the classes of the log.
    pub(super) class: u32,
    pub(super) jobs: u64,
    /// Size × run, whole units and hours, in the month of the submission.
    pub(super) unit_hours: f64,
}

/// Sums up the jobs of a log with a run time and a size.
pub(super) fn unit_hours(log: &Log) -> Vec<Row> {
    let dated = log.origin().is_some();
    let mut sums: BTreeMap<(String, u32), (u64, i128)> = BTreeMap::new();
    let usable = log.records.iter().filter(|it| it.run.0 > 0 && it.size > 0 && it.size < u32::MAX);
    for record in usable {
        let date = if dated { log.instant(record.submit.0) } else { String::new() };
        let month = date.get(..7).unwrap_or("").to_owned();
        let (jobs, work) = sums.entry((month, record.class)).or_default();
        *jobs += 1;
        *work += i128::from(record.size) * i128::from(record.run.0);
    }
    let hour = 3_600.0 * log.ticks_per_second as f64 * f64::from(log.grain);
    let row = |((month, class), (jobs, work)): ((String, u32), (u64, i128))| Row {
        month,
        class,
        jobs,
        unit_hours: work as f64 / hour,
    };
    sums.into_iter().map(row).collect()
}
