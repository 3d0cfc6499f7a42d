//! The typical course of capacity: what stands and what is leased in each lot, day by day, in the
//! future in which every uncertain input has its median and a funding comes that is likelier than not.
//!
//! It is played by the same rules of a day as any future, without applicants. Inference reads it, where
//! an offer follows units.

use std::sync::OnceLock;

use crate::engine::EventList;
use crate::model::draws::{Draws, Level};
use crate::model::ids::{LotId, PoolId, Table};
use crate::model::inputs::{Inputs, Replication};
use crate::model::{DataCentre, State};
use crate::time::Time;

/// Units of a lot.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::model) struct Standing {
    pub(in crate::model) installed: i64,
    pub(in crate::model) leased: i64,
}

/// What stands and is leased, from each day on which it changes.
#[derive(Clone, Debug, Default)]
pub(in crate::model) struct Course {
    changes: Vec<(i64, Table<LotId, Standing>)>,
}

/// The course of some inputs, worked out when it is first asked for.
#[derive(Clone, Debug, Default)]
pub struct TypicalCourse(OnceLock<Course>);

impl Course {
    fn typical(inputs: &Inputs) -> Self {
        let nobody = |programme: &crate::model::inputs::Programme| Level {
            programme: programme.name.clone(),
            level: 0.0,
            spacing: crate::time::Calendar::YEAR_SECONDS,
            from: Time::START,
        };
        let nobody = inputs.programmes.iter().map(nobody).collect();
        let medians = inputs.factors.medians();
        let mut draws = Draws::with(inputs, Replication::new(0, 0), medians, Some(&nobody));
        for (drawn, funding) in draws.fundings.iter_mut().zip(&inputs.fundings) {
            drawn.comes = funding.chance >= 0.5;
        }
        let mut state = State::default();
        let mut upcoming = EventList::default();
        let mut centre = DataCentre { inputs, draws: &draws, state: &mut state };
        centre.reset();
        let mut course = Self::default();
        for day in 0..inputs.calendar.days() {
            centre.capacity_of(inputs.calendar.midnight(day), day, &mut upcoming);
            let mut today: Table<LotId, Standing> =
                inputs.lots.iter().map(|_| Standing::default()).collect();
            for lot in centre.state.pools.iter().flat_map(|pool| &pool.lots) {
                today[lot.lot] = Standing { installed: lot.installed, leased: lot.leased };
            }
            if course.changes.last().is_none_or(|(_, before)| *before != today) {
                course.changes.push((day as i64, today));
            }
        }
        course
    }

    /// What stands in each lot of a pool on a day.
    pub(in crate::model) fn of_pool<'a>(
        &'a self,
        inputs: &'a Inputs,
        pool: PoolId,
        day: i64,
    ) -> impl Iterator<Item = (LotId, Standing)> + 'a {
        let at = self.changes.partition_point(|(from, _)| *from <= day);
        let today = at.checked_sub(1).and_then(|at| self.changes.get(at));
        let lots = inputs.lots.enumerated().filter(move |(_, lot)| lot.pool == pool);
        lots.map(move |(id, _)| (id, today.map_or(Standing::default(), |(_, lots)| lots[id])))
    }

    /// The units of a pool that are leased, from each time on which anything changes.
    pub(in crate::model) fn leases<'a>(
        &'a self,
        inputs: &'a Inputs,
        pool: PoolId,
    ) -> impl Iterator<Item = (Time, i64)> + 'a {
        let days = self.changes.iter().map(|(day, _)| *day);
        days.map(move |day| {
            (inputs.calendar.midnight(day as usize), self.leased(inputs, pool, day))
        })
    }

    /// The units of a pool that are leased on a day.
    pub(in crate::model) fn leased(&self, inputs: &Inputs, pool: PoolId, day: i64) -> i64 {
        self.of_pool(inputs, pool, day).map(|(_, standing)| standing.leased).sum()
    }
}

impl Inputs {
    /// The typical course of capacity.
    pub(in crate::model) fn course(&self) -> &Course {
        self.course.0.get_or_init(|| Course::typical(self))
    }
}
