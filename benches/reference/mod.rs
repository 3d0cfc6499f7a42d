//! The queue M/M/c from empty, written twice: on the engine and by hand. Same draws, same answers.
//!
//! Customer *k* arrives at the end of gap *k* − 1 (the first at time zero), waits first come, first
//! served for one of `servers`, and leaves after its service. Both programs stop when the last
//! customer has left, and report whole ticks, so that they can be compared for equality.

pub mod by_hand;
pub mod on_engine;

use daegi::engine::Process;
use daegi::time::Duration;
use rayon::prelude::*;

/// Ticks in a mean service: rounding a drawn length to a tick changes it by a millionth.
pub const MEAN_SERVICE: f64 = 1e6;

/// What is simulated.
#[derive(Clone, Copy, Debug)]
pub struct Workload {
    /// Servers.
    pub servers: u32,
    /// Offered load per server.
    pub load: f64,
    /// Customers, all of them served.
    pub customers: u32,
}

/// W1: one long run.
pub const W1: Workload = Workload { servers: 64, load: 0.9, customers: 1_000_000 };
/// W4: one of its thousand short runs.
pub const W4: Workload = Workload { servers: 8, load: 0.9, customers: 10_000 };

/// What a run answers, in whole customers and ticks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Answer {
    /// Customers that did not start at once.
    pub waited: u32,
    /// Sum of waits over customers.
    pub wait: i64,
    /// Integral of busy servers.
    pub busy: i64,
    /// When the last customer left.
    pub end: i64,
}

impl Workload {
    /// Mean wait in mean services.
    pub fn mean_wait(&self, answer: &Answer) -> f64 {
        answer.wait as f64 / MEAN_SERVICE / f64::from(self.customers)
    }

    /// Busy share of the servers up to the last departure.
    pub fn busy_share(&self, answer: &Answer) -> f64 {
        answer.busy as f64 / f64::from(self.servers) / answer.end as f64
    }
}

/// The draws of one replication: a gap and a service for each customer.
#[derive(Clone, Copy, Debug)]
pub struct Draws {
    process: Process,
    replication: u32,
    mean_gap: f64,
}

impl Draws {
    /// The draws of `replication`.
    pub fn new(workload: &Workload, replication: u32) -> Self {
        Self {
            process: Process::new(1, "reference-queue"),
            replication,
            mean_gap: MEAN_SERVICE / (workload.load * f64::from(workload.servers)),
        }
    }

    /// The gap after customer `number`, and its service.
    #[inline]
    pub fn gap_and_service(&self, number: u32) -> (Duration, Duration) {
        let (gap, service) = self.process.pair([self.replication, number, 0, 0]);
        let exponential = |u: f64, mean: f64| Duration::from_drawn(-libm::log(u) * mean);
        (exponential(gap, self.mean_gap), exponential(service, MEAN_SERVICE))
    }
}

/// A program that plays a [`Workload`] and keeps its memory from one replication to the next.
pub trait Program: Send {
    /// With room for `workload`.
    fn new(workload: Workload) -> Self;
    /// Plays one replication from empty.
    fn play(&mut self, replication: u32) -> Answer;
}

/// Plays many replications on the current thread pool, one workspace for each piece of work.
pub fn play_all<P: Program>(workload: Workload, replications: u32) -> Vec<Answer> {
    (0..replications)
        .into_par_iter()
        .map_init(|| P::new(workload), |program, replication| program.play(replication))
        .collect()
}
