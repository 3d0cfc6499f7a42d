//! The other side of the accounts: what they hold, counted again award by award.

use crate::model::DataCentre;
use crate::model::ids::{PoolId, Table};
use crate::model::record::Outcome;

/// What the awards of a pool have come to by the end of a run, in unit-seconds.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct OfAwards {
    /// For which units were held.
    pub(super) held: i64,
    /// For which units ran jobs.
    pub(super) busy: i64,
    /// For which units were waited for.
    pub(super) waited: i64,
    /// For which units were suspended.
    pub(super) suspended: i64,
    /// Asked for by awards that still wait.
    pub(super) waiting: i64,
    /// That suspended awards have left.
    pub(super) frozen: i64,
    /// That running awards have left.
    pub(super) running: i64,
    /// Taken back.
    pub(super) taken_back: i64,
    /// Asked for in the pool and served in another.
    pub(super) moved: i64,
}

impl DataCentre<'_> {
    /// The sums over the awards of each pool, in one walk over all awards.
    pub(super) fn by_award(&self) -> Table<PoolId, OfAwards> {
        let end = self.inputs.calendar.end();
        let mut pools: Table<PoolId, OfAwards> =
            self.state.pools.iter().map(|_| OfAwards::default()).collect();
        for (number, award) in self.state.allocations.enumerated() {
            let asked_in = self.inputs.programmes[award.programme].pool;
            if asked_in != award.pool {
                pools[asked_in].moved += award.asked_units * award.length.0;
            }
            let of = &mut pools[award.pool];
            let (units, held) = (award.units, award.held(end));
            of.held += units * held.0;
            if self.state.programmes[award.programme].workload.is_some() {
                of.busy += self.busy_of(number, end).0;
            }
            of.waited += units * award.waited(end).0;
            of.suspended += units * award.suspended(end).0;
            of.taken_back += units * award.taken_back.0;
            match award.state {
                Outcome::Waiting => of.waiting += award.asked().0,
                Outcome::Frozen => of.frozen += units * award.remaining.0,
                Outcome::Running => of.running += units * (award.granted - held).0,
                Outcome::Ended | Outcome::Lapsed | Outcome::Stopped | Outcome::Declined => {}
            }
        }
        pools
    }
}
