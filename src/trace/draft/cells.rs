//! Cells as times and sizes: what a cell may be where nothing is known, and what is at fault.

use super::{Draft, Place};
use crate::trace::fault::{About, Fault};
use crate::trace::number::{MICROS, Micros, NoTime};

/// A run time that is more likely to be in milliseconds: 10⁹ s, 31.7 years.
const LONG_RUN: i64 = 1_000_000_000 * MICROS;

impl Draft {
    /// A time as it was read; `None` if it cannot be, which is counted; `Some(None)` if it is not known.
    pub(in crate::trace) fn taken(
        &mut self,
        read: Result<Micros, NoTime>,
        about: &About,
        place: &Place<'_>,
    ) -> Option<Option<i64>> {
        match read {
            Ok(micros) => {
                if micros.rounded {
                    self.fault(Fault::Rounded, about, place);
                }
                if micros.value % MICROS != 0 {
                    self.fraction = true;
                }
                self.by_clock |= micros.by_clock && self.zone.is_none();
                self.decimals = self.decimals.max(micros.decimals);
                Some(Some(micros.value))
            }
            Err(NoTime::Unknown) => Some(None),
            Err(NoTime::NotANumber) => {
                self.fault(Fault::NotANumber, about, place);
                None
            }
            Err(NoTime::TooLarge) => {
                self.fault(Fault::TooLarge, about, place);
                None
            }
        }
    }

    /// An instant that must be known and not negative.
    pub(in crate::trace) fn submit(
        &mut self,
        read: Result<Micros, NoTime>,
        about: &About,
        place: &Place<'_>,
    ) -> Option<i64> {
        let at = self.taken(read, about, place)?;
        self.checked_submit(at, about, place)
    }

    /// An instant of submission that was read or computed.
    pub(in crate::trace) fn checked_submit(
        &mut self,
        at: Option<i64>,
        about: &About,
        place: &Place<'_>,
    ) -> Option<i64> {
        match at {
            Some(at) if at >= 0 => return Some(at),
            Some(_) => self.fault(Fault::Negative, about, place),
            None => self.fault(Fault::NotKnown, about, place),
        }
        None
    }

    /// A run time: zero if it is not known (empty, −1).
    pub(in crate::trace) fn run(
        &mut self,
        read: Result<Micros, NoTime>,
        about: &About,
        place: &Place<'_>,
    ) -> Option<i64> {
        let run = self.taken(read, about, place)?.unwrap_or(0);
        self.checked_run(if run == -MICROS { 0 } else { run }, about, place)
    }

    /// A run time that was read or computed.
    pub(in crate::trace) fn checked_run(
        &mut self,
        run: i64,
        about: &About,
        place: &Place<'_>,
    ) -> Option<i64> {
        if run < 0 {
            self.fault(Fault::Negative, about, place);
            return None;
        }
        if run >= LONG_RUN {
            self.fault(Fault::LongRun, about, place);
        }
        Some(run)
    }

    /// A requested time: zero if it is not stated.
    pub(in crate::trace) fn requested(
        &mut self,
        read: Result<Micros, NoTime>,
        about: &About,
        place: &Place<'_>,
    ) -> Option<i64> {
        let requested = self.taken(read, about, place)?.unwrap_or(0);
        if requested < 0 && requested != -MICROS {
            self.fault(Fault::NegativeRequest, about, place);
        }
        Some(requested.max(0))
    }

    /// A wait of the log's own: below zero if it is not stated.
    pub(in crate::trace) fn wait(
        &mut self,
        read: Result<Micros, NoTime>,
        about: &About,
        place: &Place<'_>,
    ) -> Option<i64> {
        match self.taken(read, about, place)? {
            Some(wait) if wait != -MICROS => self.checked_wait(wait, about, place),
            _ => Some(-1),
        }
    }

    /// A wait that was read or computed.
    pub(in crate::trace) fn checked_wait(
        &mut self,
        wait: i64,
        about: &About,
        place: &Place<'_>,
    ) -> Option<i64> {
        if wait < 0 {
            self.fault(Fault::NegativeWait, about, place);
        }
        Some(wait.max(-1))
    }

    /// Millionths of units: zero if they are not known (empty, −1). `whole`: no parts of a unit.
    pub(in crate::trace) fn size(
        &mut self,
        read: Result<Micros, NoTime>,
        whole: bool,
        about: &About,
        place: &Place<'_>,
    ) -> Option<i64> {
        let fault = match read {
            Ok(size) if whole && (size.value % MICROS != 0 || size.rounded) => Fault::NotANumber,
            Ok(size) if size.value >= 0 => return Some(size.value),
            Ok(Micros { value, .. }) if value == -MICROS => return Some(0),
            Err(NoTime::Unknown) => return Some(0),
            Ok(_) => Fault::Negative,
            Err(NoTime::TooLarge) => Fault::TooLarge,
            Err(NoTime::NotANumber) => Fault::NotANumber,
        };
        self.fault(fault, about, place);
        None
    }
}
