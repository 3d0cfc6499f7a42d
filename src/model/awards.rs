//! What becomes of an award: it waits, starts, is suspended, extended or cut short, and ends.

pub(super) mod admission;
pub(super) mod allocation;
pub(super) mod extension;
pub(super) mod hours;
pub(super) mod other_pools;
pub(super) mod take_back;
pub(super) mod terms;
mod waits;
