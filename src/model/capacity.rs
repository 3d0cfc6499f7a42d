//! Units: what a pool has, on which nodes, who holds them, what is down.

pub(super) mod course;
pub(super) mod failure;
pub(super) mod holding;
pub(super) mod leases;
pub(super) mod nodes;
pub(super) mod outages;
pub(super) mod pool;
pub(super) mod power;
