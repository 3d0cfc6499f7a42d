//! Batch schedulers: who of those that wait for units starts now.
//!
//! Pure: a scheduler knows jobs, units and an integer clock, and nothing of files, threads, random
//! numbers or the data centre. The same [`Queue`] serves the replay of a log ([`play`]) and a shared queue
//! within the simulation. `docs/schedulers.md` states the rules and where they come from.
//!
//! At one instant: all completions, then what the machine gains and loses, then all arrivals, then one pass.
//!
//! ```
//! use daegi::scheduler::{Job, Overrun, Policy, play};
//!
//! // 600 units for 100 s; the whole machine for 50 s; 400 units for 1,000 s.
//! let job = |submit, size, run| Job { submit, size, run, requested: None, user: 0, class: 0 };
//! let jobs = [job(0, 600, 100), job(1, 1_000, 50), job(2, 400, 1_000)];
//! let schedule = play(1_000, &Policy::Easy, Overrun::Perfect, &jobs);
//! assert_eq!(schedule.starts, [0, 100, 150]); // the third would run past the second's reservation
//! ```

mod availability;
mod by_identity;
mod conservative;
mod easy;
mod end_events;
mod expected_ends;
mod fair_share;
mod first_come;
mod limits;
mod machine_state;
mod node_placement;
mod outages;
pub mod placement;
mod policy;
mod priority;
mod queue;
mod shortest_first;
mod simulate;
mod start_bounds;
mod wait_queue;

pub use limits::{Limit, Limits};
pub use node_placement::Servers;
pub use outages::{Outage, Outages, Step};
pub use policy::{Policy, UnknownPolicy};
pub use priority::{Backfill, Factors};
pub use queue::{Queue, Request, Start, Ticket};
pub use simulate::{
    Job, Machine, NEVER, Overrun, Schedule, Stopped, play, play_amid, play_on, play_watched,
    play_within,
};
