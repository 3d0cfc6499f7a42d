//! When rounds open: on a written date, or when money has landed.
//!
//! An emergency round opens a while after the actual day in this future on which a funding is passed
//! or lands, and never where that funding never lands. What is drawn for it is addressed by
//! its name, not by its day, so that it is the same whenever it opens.

use serde::{Deserialize, Serialize};

use crate::model::ids::{FundingId, Table};
use crate::model::inputs::{FactorValues, Inputs, Round, Uncertain};
use crate::model::money::appropriation::FundingDrawn;
use crate::time::{Span, Time};

/// What a round waits for that opens when money has landed.
#[derive(Clone, Debug, PartialEq)]
pub struct OpensAfter {
    /// The funding.
    pub funding: FundingId,
    /// Whether the delay counts from the day on which the money is passed rather than on which it lands.
    pub since_passing: bool,
    /// Time from that day to the opening, in seconds; whole days count.
    pub delay: Uncertain,
    /// How long the round is open.
    pub window: Span,
    /// Time from closing to the decision.
    pub review: Span,
}

/// The dates of a round in one future.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoundDates {
    /// When the round opens.
    pub opens: Time,
    /// When the round closes: everybody has applied.
    pub closes: Time,
    /// When awards are decided.
    pub decides: Time,
}

/// Words of cohorts from here on are names, not months; the last word stands for rolling intake.
const NAMED: u32 = 1 << 31;

impl Round {
    /// The word of an extra round in the addresses of draws: a number from its name (FNV-1a), above
    /// every month and below the word of rolling intake.
    #[must_use]
    pub fn word_of_name(name: &str) -> u32 {
        let hash = name
            .bytes()
            .fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
        NAMED | (hash % (NAMED - 1))
    }

    /// Dates of the round in a future with these fundings; `None` where it never opens, or not within the
    /// calendar.
    #[must_use]
    pub(in crate::model) fn dates(
        &self,
        inputs: &Inputs,
        fundings: &Table<FundingId, FundingDrawn>,
        values: &FactorValues,
    ) -> Option<RoundDates> {
        let written = RoundDates { opens: self.opens, closes: self.closes, decides: self.decides };
        let Some(after) = self.extra.as_ref().and_then(|extra| extra.after.as_ref()) else {
            return Some(written);
        };
        let landed = fundings[after.funding].lands()?;
        let since = if after.since_passing { fundings[after.funding].passes_day } else { landed };
        let days = after.delay.value(values).max(0.0) / 86_400.0;
        let day = since.saturating_add(days as i64);
        if !(0..inputs.calendar.days() as i64).contains(&day) {
            return None;
        }
        let dates = after.dates(inputs, day);
        (dates.closes < inputs.calendar.end()).then_some(dates)
    }
}

impl OpensAfter {
    /// The dates of a round that opens at the midnight of `day`.
    #[must_use]
    pub fn dates(&self, inputs: &Inputs, day: i64) -> RoundDates {
        let calendar = &inputs.calendar;
        let after = |time: Time, span: Span| calendar.after(time, span);
        let opens = calendar.start_of(calendar.date(day));
        let closes = after(opens, self.window);
        RoundDates { opens, closes, decides: after(closes, self.review) }
    }
}
