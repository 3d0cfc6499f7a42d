//! The engine: time, an event list, addressed random draws, gauges. It knows nothing of data centres.
//!
//! A [`Model`] has one event type and one method; [`run`] takes the earliest event, hands it over,
//! and goes on until the horizon. Events at one instant come in the written order of [`Phase`], then
//! first scheduled first. The M/M/1 queue, against its formula:
//!
//! ```
//! use daegi::engine::{run, EventList, Gauge, Model, Phase, Phased, Process};
//! use daegi::time::{Duration, Time};
//!
//! #[derive(Clone, Copy)]
//! enum Event { Arrives, Leaves }
//! impl Phased for Event {
//!     fn phase(&self) -> Phase {
//!         match self { Event::Leaves => Phase::Release, Event::Arrives => Phase::Arrival }
//!     }
//! }
//!
//! struct Queue { draws: Process, customer: u32, served: u32, inside: Gauge }
//! const MEAN_SERVICE: f64 = 100_000.0; // ticks: at least 10⁴, so that rounding cannot show
//!
//! impl Queue {
//!     fn gap(&mut self, at: u32, mean: f64, word: u32) -> Duration {
//!         let u = self.draws.uniform([0, at, word, 0]);
//!         Duration::from_drawn(-libm::log(u) * mean)
//!     }
//! }
//! impl Model for Queue {
//!     type Event = Event;
//!     fn handle(&mut self, now: Time, event: Event, upcoming: &mut EventList<Event>) {
//!         match event {
//!             Event::Arrives => {
//!                 self.customer += 1;
//!                 let next = self.gap(self.customer, MEAN_SERVICE / 0.5, 0);
//!                 upcoming.schedule(now + next, Event::Arrives);
//!                 self.inside.add(now, 1);
//!                 if self.inside.value() == 1 {
//!                     let service = self.gap(self.served, MEAN_SERVICE, 1);
//!                     upcoming.schedule(now + service, Event::Leaves);
//!                 }
//!             }
//!             Event::Leaves => {
//!                 self.served += 1;
//!                 self.inside.add(now, -1);
//!                 if self.inside.value() > 0 {
//!                     let service = self.gap(self.served, MEAN_SERVICE, 1);
//!                     upcoming.schedule(now + service, Event::Leaves);
//!                 }
//!             }
//!         }
//!     }
//! }
//!
//! let mut queue = Queue {
//!     draws: Process::new(1, "queue"), customer: 0, served: 0, inside: Gauge::new(Time::START, 0),
//! };
//! let mut upcoming = EventList::new();
//! upcoming.schedule(Time::START, Event::Arrives);
//! let horizon = Time(200_000 * 200_000);
//! run(&mut queue, &mut upcoming, horizon);
//! // At load 0.5 the mean number in the system is ρ / (1 − ρ) = 1.
//! let mean = queue.inside.integral(horizon) as f64 / horizon.0 as f64;
//! assert!((mean - 1.0).abs() < 0.02, "{mean}");
//! ```

mod distribution;
mod event_list;
mod gauge;
mod random;
mod special;

pub use self::distribution::{Distribution, DistributionError};
pub use self::event_list::{EventList, Handle};
pub use self::gauge::Gauge;
pub use self::random::{Process, Sequence};
pub use self::special::{beta_cdf, rising_root};

use crate::time::Time;

/// The order of events at one instant; within a phase, first scheduled first.
///
/// Units come back before they are counted, capacity is known before anyone asks for it, everyone
/// has asked before anything is decided, and what looks on sees the instant's last state.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Phase {
    /// Units come back: jobs and allocations end.
    Release = 0,
    /// Capacity changes: deliveries, retirements, money.
    Capacity = 1,
    /// Requests: applications, jobs.
    Arrival = 2,
    /// Decisions: awards, lapses.
    Decision = 3,
    /// Observations, which change nothing.
    Observation = 4,
}

/// An event that knows its place among the events of one instant.
pub trait Phased {
    /// The phase of this event.
    fn phase(&self) -> Phase;
}

/// A system that changes only when an event happens.
pub trait Model {
    /// Everything that can happen, as one small type.
    type Event: Copy + Phased;

    /// Change the state for `event` at `now`, and schedule what follows from it.
    fn handle(&mut self, now: Time, event: Self::Event, upcoming: &mut EventList<Self::Event>);
}

/// Plays events in order until none is left before `until` (not itself simulated).
///
/// Returns how many events were handled; cancelled ones do not count.
pub fn run<M: Model>(model: &mut M, upcoming: &mut EventList<M::Event>, until: Time) -> u64 {
    let mut handled = 0;
    while let Some((now, event)) = upcoming.next_before(until) {
        model.handle(now, event, upcoming);
        handled += 1;
    }
    handled
}

/// Plays at most `count` events more; whether events before `until` are left.
///
/// For a look at how long a run takes: played in portions, it can be given up.
pub fn run_some<M: Model>(
    model: &mut M,
    upcoming: &mut EventList<M::Event>,
    until: Time,
    count: u64,
) -> bool {
    for _ in 0..count {
        let Some((now, event)) = upcoming.next_before(until) else { return false };
        model.handle(now, event, upcoming);
    }
    true
}
