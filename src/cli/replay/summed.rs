//! What a schedule of a log comes to: its measures and its curve.

use super::super::Failure;
use super::bounds;
use crate::results::replay::Played;
use crate::scheduler::{Servers, Step};
use crate::trace::Log;
use crate::trace::metrics::{self, Span, There};
use crate::trace::replay::Playable;
use crate::words::Language;

/// Bins of a curve.
const BINS: usize = 1_500;

/// How a log is played, and what is printed of it.
pub(super) struct How {
    /// `trunc`, `extend` or `perfect`.
    pub(super) mode: &'static str,
    /// Seconds of a bin of the busy curve, if they are given.
    pub(super) bin: Option<i64>,
    pub(super) language: Language,
}

pub(super) fn summed(
    log: &Log,
    playable: &Playable,
    servers: Option<Servers>,
    (scheduler, backfilled): (&str, u64),
    how: &How,
    there: &There<'_>,
    (spans, pieces): (impl Iterator<Item = Span> + Clone, impl Iterator<Item = Span> + Clone),
) -> Result<Option<Played>, Failure> {
    let Playable { units, ticks_per_second, .. } = *playable;
    let found = metrics::measures_amid(there, ticks_per_second, spans.clone(), pieces.clone());
    let Some(mut measures) = found else { return Ok(None) };
    let makespan = (measures.makespan * ticks_per_second as f64) as i64;
    let first = spans.clone().map(|span| span.submit).min().unwrap_or(0);
    let (from, step) = match how.bin {
        Some(length) => {
            let step = length.saturating_mul(ticks_per_second);
            bounds::bins(makespan, step, how.language)?;
            (log.bin(first, length), step)
        }
        None => (first, metrics::step(makespan, ticks_per_second, BINS)),
    };
    // Schedules count in parts where sizes have fractions; what is told is in whole units.
    let grain = log.grain;
    let parts =
        [&mut measures.fragmented, &mut measures.idle, &mut measures.lost, &mut measures.out];
    parts.into_iter().for_each(|value| *value /= f64::from(grain));
    let mut curve = metrics::curve_from(from, step, pieces);
    for value in curve.busy.iter_mut().chain(&mut curve.queued_units) {
        *value /= f64::from(grain);
    }
    let whole = spans.map(|span| Span { size: span.size.div_ceil(grain), ..span });
    let left = |step: &Step| f64::from(units.saturating_sub(step.out)) / f64::from(grain);
    Ok(Some(Played {
        scheduler: scheduler.to_owned(),
        mode: how.mode,
        units: units / grain,
        servers: servers.map(|it| Servers { units_each: it.units_each / grain, ..it }),
        settings: String::new(),
        dropped: playable.dropped.count(),
        backfilled: if scheduler == "log" { measures.overtook } else { backfilled },
        measures,
        curve,
        classes: metrics::by_size(ticks_per_second, whole),
        // An outage outside of the schedule is none.
        there: match measures.out > 0.0 {
            true => there.out.iter().map(|step| (step.at, left(step))).collect(),
            false => Vec::new(),
        },
    }))
}
