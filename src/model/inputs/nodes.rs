//! What a scenario says of a pool's servers: how gangs sit on them, how they fail and are repaired,
//! when they are maintained.

use std::collections::BTreeMap;
use std::ops::Range;

use super::{PreEmption, Reservation};
use crate::engine::Distribution;
use crate::model::ids::QueueClassId;
use crate::scheduler::placement::Rule;
use crate::scheduler::{Limit, Policy};
use crate::time::{Duration, Time};

/// The servers of a pool, one by one. A pool without it is units that any job may take together,
/// and that never fail.
#[derive(Clone, Debug, PartialEq)]
pub struct Machine {
    /// How gangs are placed on nodes.
    pub rule: Rule,
    /// How nodes fail, if they do.
    pub failure: Option<Failure>,
    /// Planned maintenance of the whole pool, by beginning; windows do not overlap.
    pub outages: Vec<Outage>,
    /// Time before a window in which no job starts that would run into it.
    pub drain: Duration,
    /// Outages by date and hour of some or all servers; they may overlap.
    pub stops: Vec<Stop>,
}

/// An outage by date and hour.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stop {
    /// When units leave service.
    pub from: Time,
    /// When the units come back.
    pub to: Time,
    /// Which servers of the pool, in the order of its lots; `None`: all of them.
    pub servers: Option<Range<usize>>,
    /// Time before it in which no job starts that would run into it; only where all servers stop.
    pub drain: Duration,
}

/// Failures of nodes; both are drawn per failure of a node, in seconds.
#[derive(Clone, Debug, PartialEq)]
pub struct Failure {
    /// Time from delivery or repair to the next failure.
    pub to_failure: Distribution,
    /// Time from failure to repair.
    pub repair: Distribution,
}

/// A window of maintenance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Outage {
    /// When units leave service.
    pub from: Time,
    /// When the units come back.
    pub to: Time,
}

/// The queue that the jobs of all projects of a pool share.
#[derive(Clone, Debug, PartialEq)]
pub struct SharedQueue {
    /// Who starts when.
    pub policy: Policy,
    /// What one project may hold at once: units, jobs. A job wants at most the units.
    pub limit: Limit,
    /// What all projects of a programme, or all users of a log, may hold at once, by class of the queue.
    pub class_limits: BTreeMap<u32, Limit>,
    /// Parts of the queue, each for some classes.
    pub partitions: Vec<Partition>,
    /// Who may take units from whose running jobs.
    pub pre_emption: PreEmption,
    /// Units that are kept for somebody.
    pub reservations: Vec<Reservation>,
    /// The most units that the pool ever has.
    pub most_units: i64,
    /// Units that awards may be promised for each that is leased: more than 1 where the queue is
    /// over-allocated on purpose, because projects seldom use all that they were awarded.
    pub over_allocation: f64,
}

/// A part of a queue for the jobs of some programmes or logs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Partition {
    /// Classes of the queue whose jobs run in the partition.
    pub classes: Vec<u32>,
    /// Units that they may hold together. `None`: no limit.
    pub units: Option<u32>,
    /// The longest time that a job may ask for; one that asks for longer is refused. `None`: no limit.
    pub longest: Option<Duration>,
}

/// How jobs save their work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Checkpoint {
    /// Work between two checkpoints.
    pub every: Duration,
    /// What writing one adds to the run time.
    pub cost: Duration,
}

impl Checkpoint {
    /// Run time of an amount of work: a checkpoint is written after every full interval but the last. The run time is no
    /// longer than [`Duration::LONGEST`].
    #[must_use]
    pub fn run_time(&self, work: Duration) -> Duration {
        let written = (work.0 - 1).max(0) / self.every.0;
        let with = work.0.saturating_add(written.saturating_mul(self.cost.0));
        Duration(with.min(Duration::LONGEST.0))
    }

    /// What of a run of a given length need not be run again.
    #[must_use]
    pub fn saved(&self, run: Duration) -> Duration {
        let cycle = self.every.0 + self.cost.0;
        Duration(run.0 / cycle * cycle)
    }
}

impl SharedQueue {
    /// The largest job that somebody of a class may ever run: the units of its limits, and what reservations that
    /// stand for ever leave to it. `None`: neither is stated.
    #[must_use]
    pub fn largest_job(&self, class: QueueClassId) -> Option<u32> {
        let of_class = self.class_limits.get(&class.number()).and_then(|limit| limit.units);
        let own = self.partitions_of(class);
        let of_partition = own.filter_map(|partition| partition.units).min();
        let standing = |it: &&Reservation| it.class != class && it.to == Time::NEVER;
        let mut others = self.reservations.iter().filter(standing).peekable();
        let left = others.peek().is_some().then(|| {
            let kept: i64 = others.map(|it| it.amount.of(self.most_units)).sum();
            (self.most_units - kept).clamp(1, u32::MAX.into()) as u32
        });
        [self.limit.units, of_class, of_partition, left].into_iter().flatten().min()
    }

    /// The partitions that a class is in.
    fn partitions_of(&self, class: QueueClassId) -> impl Iterator<Item = &Partition> {
        self.partitions.iter().filter(move |partition| partition.classes.contains(&class.number()))
    }

    /// Whether a job of a class that asks for so long is refused.
    #[must_use]
    pub fn refuses(&self, class: QueueClassId, requested: Duration) -> bool {
        let mut longest = self.partitions_of(class).filter_map(|partition| partition.longest);
        longest.any(|longest| requested > longest)
    }

    /// Whether some go before others beside what the scheduler decides.
    #[must_use]
    pub fn has_precedence(&self) -> bool {
        self.pre_emption.is_some() || !self.reservations.is_empty()
    }
}
