//! What runs: the jobs of projects, and whether anybody has any.

use super::{Checkpoint, Hours, Inputs, Rhythm, Rush, Uncertain};
use crate::engine::Distribution;
use crate::model::ids::{PoolId, ProgrammeId};
use crate::time::Duration;

/// What an awarded project runs, on the units that it holds or in the shared queue of its pool.
#[derive(Clone, Debug, PartialEq)]
pub struct Workload {
    /// Name in the scenario.
    pub name: String,
    /// The programmes whose projects run it; a programme has at most one workload.
    pub programmes: Vec<ProgrammeId>,
    /// Jobs per second of an allocation.
    pub rate: JobRate,
    /// A multiple of the rate, one for each replication.
    pub load: Uncertain,
    /// Size of a job; per job.
    pub size: JobSize,
    /// Run time in seconds; per job.
    pub run_time: Distribution,
    /// How the rate varies. `None`: it does not.
    pub rhythm: Option<Rhythm>,
    /// Whether an award in hours hurries late in its term. `None`: it does not.
    pub rush: Option<Rush>,
    /// Chance that a job is cancelled or fails by itself, after a uniform part of its run time.
    pub early: f64,
    /// Requested time as a multiple of the run time; per job.
    pub requested: Distribution,
    /// How jobs save their work. `None`: what is interrupted starts from zero.
    pub checkpoint: Option<Checkpoint>,
}

/// How often an allocation submits a job.
#[derive(Clone, Debug, PartialEq)]
pub enum JobRate {
    /// Jobs per second, whatever its size.
    PerAllocation(f64),
    /// Jobs per second for each unit that it holds.
    PerUnit(f64),
    /// Jobs that would use this multiple of the award's hours over its term, if none of them waited; per award.
    OfAward(Distribution),
}

/// The size of a job.
#[derive(Clone, Debug, PartialEq)]
pub enum JobSize {
    /// A share of the allocation's units, rounded, at least one.
    ShareOfAllocation(Distribution),
    /// Units, at most what the allocation holds.
    Units(Distribution),
}

impl Workload {
    /// Unit-seconds that a job of an award in hours holds on average, if nothing interrupts it; 0 where awards are
    /// not in hours.
    #[must_use]
    pub fn mean_work(&self, hours: Option<&Hours>) -> f64 {
        const POINTS: u32 = 1_000;
        let (Some(hours), JobSize::Units(size)) = (hours, &self.size) else { return 0.0 };
        let at = |point: u32| (f64::from(point) + 0.5) / f64::from(POINTS);
        let size_at = |point: u32| {
            let units = libm::floor(size.quantile(at(point)) + 0.5);
            units.clamp(1.0, hours.largest_job.max(1) as f64)
        };
        let units = (0..POINTS).map(size_at).sum::<f64>() / f64::from(POINTS);
        let work = Duration::from_drawn(self.run_time.mean().max(1.0));
        let run = self.checkpoint.map_or(work, |saves| saves.run_time(work));
        // One that ends early has run half of its time, on average.
        units * run.0 as f64 * (1.0 - self.early / 2.0)
    }
}

impl Inputs {
    /// Users of all logs: whoever else submits is numbered behind them.
    #[must_use]
    pub fn users_of_logs(&self) -> u32 {
        self.logs.last().map_or(0, |log| log.users_before.saturating_add(log.weeks.users()))
    }

    /// What of the scenario looks at how busy units are, by path: without jobs it would have other results.
    #[must_use]
    pub fn looks_at_use(&self) -> Vec<String> {
        if !self.has_jobs(None) {
            return Vec::new();
        }
        let mut all = Vec::new();
        if self.electricity.as_ref().is_some_and(|it| it.busy != it.idle) {
            all.push("site.tariff".to_owned());
        }
        for programme in &self.programmes {
            let rules = [
                ("take-back", programme.take_back.is_some()),
                ("extension", programme.extension.as_ref().is_some_and(|it| it.used > 0.0)),
                ("unspent", programme.unspent.is_some()),
            ];
            let rules = rules.iter().filter(|(_, looks)| *looks);
            all.extend(rules.map(|(rule, _)| format!("programme.{}.{rule}", programme.name)));
        }
        all
    }

    /// Whether anybody on this pool (or on any, for `None`) runs jobs: without them nothing is
    /// known of how busy units are, which is not the same as idle.
    #[must_use]
    pub fn has_jobs(&self, pool: Option<PoolId>) -> bool {
        if !self.plays_jobs {
            return false;
        }
        if self.logs.iter().any(|log| pool.is_none_or(|pool| log.pool == pool)) {
            return true;
        }
        let mut numbers = self.workloads.iter().flat_map(|workload| &workload.programmes);
        numbers.any(|&number| {
            let programme = &self.programmes[number];
            pool.is_none_or(|pool| programme.pool == pool || programme.other_pools.contains(&pool))
        })
    }
}
