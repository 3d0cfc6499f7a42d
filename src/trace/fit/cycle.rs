//! When jobs come: the hours of the day, the days of the week, and how even the gaps are.

use jiff::tz::TimeZone;

use super::mean;
use crate::trace::{Log, Zone};

/// When jobs come.
#[derive(Clone, Debug, PartialEq)]
pub struct Cycle {
    /// Weight of each hour of the day; their mean is 1.
    pub hours: [f64; 24],
    /// Weight of each day from Monday; their mean is 1.
    pub weekdays: [f64; 7],
    /// Rate of a weekend day over that of a working day.
    pub weekend: f64,
}

/// Counts submissions by hour and weekday, each over how often that hour and day came.
pub(super) fn of(log: &Log, submits: &[i64]) -> Option<Cycle> {
    let first = submits.first()? / log.ticks_per_second;
    let last = submits.last()? / log.ticks_per_second;
    let origin = log.origin()?;
    let zone = Zone::parse(&log.header.zone).map_or(TimeZone::UTC, |zone| zone.zone().clone());
    let civil = |second: i64| -> Option<(usize, usize)> {
        let stamp = jiff::Timestamp::from_second(origin.checked_add(second)?).ok()?;
        let at = zone.to_datetime(stamp);
        Some((at.hour() as usize, at.weekday().to_monday_zero_offset() as usize))
    };
    // A cycle needs more than two weeks to be seen, and a length that can be walked through hour by hour.
    if !(2 * 604_800..=4_000_000_000).contains(&(last - first)) {
        return None;
    }
    let (mut hours, mut weekdays) = ([0.0; 24], [0.0; 7]);
    let (mut hour_length, mut day_length) = ([0.0; 24], [0.0; 7]);
    for second in submits {
        let (hour, day) = civil(second / log.ticks_per_second)?;
        hours[hour] += 1.0;
        weekdays[day] += 1.0;
    }
    for second in (first..=last).step_by(3_600) {
        let (hour, day) = civil(second)?;
        hour_length[hour] += 1.0;
        day_length[day] += 1.0;
    }
    let weigh = |counts: &mut [f64], lengths: &[f64]| {
        counts.iter_mut().zip(lengths).for_each(|(count, length)| *count /= length.max(1.0));
        let mean = mean(counts);
        counts.iter_mut().for_each(|weight| *weight /= mean);
    };
    weigh(&mut hours, &hour_length);
    weigh(&mut weekdays, &day_length);
    let weekend = mean(&weekdays[5..]) / mean(&weekdays[..5]).max(1e-9);
    Some(Cycle { hours, weekdays, weekend })
}

/// Coefficient of variation of the times between submissions.
pub(super) fn gap_cv(submits: &[i64]) -> f64 {
    let gaps: Vec<f64> = submits.windows(2).map(|pair| (pair[1] - pair[0]) as f64).collect();
    let mean = mean(&gaps);
    if mean <= 0.0 {
        return 0.0;
    }
    let squares: f64 = gaps.iter().map(|gap| (gap - mean) * (gap - mean)).sum();
    (squares / gaps.len() as f64).sqrt() / mean
}
