//! Awards served from another pool by weight: 1 H100 = 4 A100 = 1 H200.
//!
//! An award whose own pool has no room when its project is ready may start at once on another pool of
//! its programme's list, on as many units as weigh at least as much, whole in that one pool. Who finds
//! room nowhere waits for its own pool. What it asked for leaves the account of its own pool as
//! *moved* and enters that of the other as asked there, in that pool's units.

use crate::model::DataCentre;
use crate::model::ids::{AwardId, PoolId};
use crate::model::inputs::Inputs;
use crate::quantity::rounded;
use crate::time::Time;

/// Weights are counted in millionths of a reference unit, so that what is served is a whole number.
const MILLION: f64 = 1e6;

impl Inputs {
    /// The weight of one unit of a pool in millionths; units of a pool weigh the same.
    fn weight_of_pool(&self, pool: PoolId) -> i64 {
        let lot = self.lots.iter().find(|lot| lot.pool == pool);
        lot.map_or(0, |lot| rounded(self.kinds[lot.kind].weight * MILLION))
    }

    /// The fewest units of `other` that weigh at least as much as `units` of `own`; `None` where units
    /// of `other` weigh nothing.
    #[must_use]
    pub fn units_elsewhere(&self, own: PoolId, units: i64, other: PoolId) -> Option<i64> {
        let weight = self.weight_of_pool(other);
        let wanted = units.checked_mul(self.weight_of_pool(own))?;
        (weight > 0).then(|| (wanted.div_euclid(weight) + i64::from(wanted % weight > 0)).max(1))
    }
}

impl DataCentre<'_> {
    /// Whether an award of `units` would start on a pool at once.
    fn has_room(&self, pool: PoolId, units: i64) -> bool {
        let state = &self.state.pools[pool];
        let nobody = state.frozen.is_empty() && state.waiting.is_empty();
        nobody && units <= state.startable()
    }

    /// Moves an award that is ready to the first other pool with room, where its own has none.
    pub(in crate::model) fn look_elsewhere(&mut self, now: Time, number: AwardId) {
        let inputs = self.inputs;
        let award = &self.state.allocations[number];
        let programme = award.programme;
        let (own, units) = (award.pool, award.units);
        let others = &inputs.programmes[programme].other_pools;
        if others.is_empty() || self.has_room(own, units) || !self.fits_limit(now, programme, units)
        {
            return;
        }
        let counted = |&pool: &PoolId| Some((pool, inputs.units_elsewhere(own, units, pool)?));
        let room = others.iter().filter_map(counted).find(|&(pool, units)| {
            self.has_room(pool, units) && self.fits_limit(now, programme, units)
        });
        let Some((pool, units)) = room else { return };
        self.move_to_pool(number, pool, units);
        self.resize_jobs(number);
    }
}
