//! Schedulers over numbered machines, as Batsim has them: they say not only when a job starts but on which
//! machines. They are the oracles of the schedulers that only count units; no shipped scenario uses them.

mod availability;
pub(super) mod conservative;
pub(super) mod easy;
pub(super) mod machines;
