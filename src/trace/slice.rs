//! A part of a log: jobs submitted from one instant to another.

use super::Log;
use super::clock::Zone;
use super::instant;
use super::number::MICROS;
use super::units::SECONDS;

/// From an instant, and to before another; each as a date or a second of the log.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Slice {
    from: Option<Bound>,
    to: Option<Bound>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Bound {
    /// The instant of the bound, in microseconds.
    at: i64,
    /// Whether the bound is a date and a time of day.
    date: bool,
    by_clock: bool,
}

impl Slice {
    /// Reads dates (`2025-03-01`, with a time of day or without) or seconds.
    ///
    /// # Errors
    /// The text that cannot be read.
    pub fn parse(from: Option<&str>, to: Option<&str>) -> Result<Self, String> {
        let bound = |text: &str| match instant::instant(text, SECONDS) {
            Ok(read) => {
                let date = text.contains(['-', ':', '/']);
                Ok(Bound { at: read.value, date, by_clock: read.by_clock })
            }
            Err(_) => Err(text.to_owned()),
        };
        Ok(Self { from: from.map(bound).transpose()?, to: to.map(bound).transpose()? })
    }

    /// Whether the slice is the whole log.
    pub(super) fn is_all(&self) -> bool {
        *self == Self::default()
    }

    /// Which submissions are within, in microseconds of a log whose second 0 is `origin` seconds after 1970 and whose
    /// clock is that of `zone`.
    pub(super) fn bounds(&self, origin: i64, zone: Option<&Zone>) -> (i64, i64) {
        let at = |bound: Bound| match (bound.date, zone) {
            (false, _) => bound.at,
            (true, Some(zone)) if bound.by_clock => zone.moment(bound.at).at - origin * MICROS,
            (true, _) => bound.at - origin * MICROS,
        };
        (self.from.map_or(i64::MIN, at), self.to.map_or(i64::MAX, at))
    }
}

/// Why a stretch of time is none of a log's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoStretch {
    /// The stretch is given in dates, and the log does not say what date it begins on.
    NoDates,
    /// One of the ends is missing, or too far away to be counted.
    Endless,
}

impl Log {
    /// The ticks from the beginning of a slice to its end; dates by the clock of the log.
    ///
    /// # Errors
    /// It has dates and the log has none, or is not closed at both ends.
    pub fn stretch(&self, slice: &Slice) -> Result<(i64, i64), NoStretch> {
        let (Some(from), Some(to)) = (slice.from, slice.to) else { return Err(NoStretch::Endless) };
        let origin = self.origin();
        if origin.is_none() && (from.date || to.date) {
            return Err(NoStretch::NoDates);
        }
        let zone = Zone::parse(&self.header.zone).ok().filter(|_| !self.by_clock);
        let (from, to) = slice.bounds(origin.unwrap_or(0), zone.as_ref());
        let far = |at: i64| at.checked_abs().is_none_or(|it| it > i64::MAX / 16);
        if far(from) || far(to) {
            return Err(NoStretch::Endless);
        }
        let tick = MICROS / self.ticks_per_second;
        Ok((from.div_euclid(tick), to.div_euclid(tick)))
    }
}
