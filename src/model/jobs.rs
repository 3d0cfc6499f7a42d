//! What awarded projects and the users of a log run on the units.

pub(super) mod aside;
mod claims;
pub(super) mod job;
pub(super) mod job_owner;
pub(super) mod log_workload;
pub(super) mod losses;
mod pre_emption;
mod precedence;
pub(super) mod shared_queue;
pub(super) mod waits;
