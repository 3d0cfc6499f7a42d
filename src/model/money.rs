//! Who pays for which units, for how long, and what comes in.

pub(super) mod alone;
pub(super) mod appropriation;
pub(super) mod electricity;
pub(super) mod funding;
pub(super) mod ledger;
mod plan;
pub(super) mod price;
pub(super) mod purchase;
pub(super) mod sale;
