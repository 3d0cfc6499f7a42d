//! `daegi`: a discrete-event capacity simulator for public AI data centres.
//!
//! *If this centre gets these GPUs, this money and these applicants on these dates: how full is it,
//! who waits, who is turned away, and how sure are we?*
//!
//! ```text
//! scenario → study → engine + model → results → report
//! ```
//!
//! - [`scenario`]: what a person writes; read and checked, every problem at once.
//! - [`study`]: alternatives × futures on all cores, compared future by future.
//! - [`words`]: the two languages, and how each writes numbers, dates and lengths of time.
//! - [`measures`]: what is measured and what it is called: one row for each response and column of an account.
//! - [`engine`]: time, event list, addressed draws, gauges. Knows nothing of data centres.
//! - [`scheduler`]: who of those that wait for units starts now, and where. Knows only jobs, units and a clock.
//! - [`model`]: the data centre; one `match`. Knows nothing of files, threads or charts.
//! - [`results`]: flat documented tables and a manifest on disk.
//! - [`report`]: charts and a page, made from a results folder alone.
//! - `serve`: a page on this machine on which scenarios are changed and played (feature `serve`).
//!
//! Each layer only looks down; a test reads the `use` lines. One future of the smallest scenario, by
//! hand:
//!
//! ```
//! use daegi::measures::Flow;
//! use daegi::model::ids::PoolId;
//! use daegi::model::{Draws, Replication, Simulator};
//! use daegi::scenario::Scenario;
//!
//! let text = include_str!("../scenarios/one-queue.toml");
//! let scenario = Scenario::parse("one-queue.toml", text).expect("it has no problems");
//! let inputs = &scenario.baseline;
//!
//! let draws = Draws::draw(inputs, Replication::new(scenario.seed, 0), None); // every uncertain input, once
//! let record = Simulator::new().run(inputs, &draws, false)?; // the accounts close, or this fails
//!
//! let window = &record.window[PoolId::at(0)]; // exact integrals over the observation window
//! assert!(window.of(Flow::Installed) >= window.of(Flow::Leased));
//! # Ok::<(), daegi::model::Unclosed>(())
//! ```
#![warn(missing_docs, missing_debug_implementations, unreachable_pub)]

mod checked;
pub mod cli;
pub mod engine;
pub mod host;
pub mod measures;
pub mod model;
pub mod quantity;
pub mod report;
pub mod results;
pub mod scenario;
pub mod scheduler;
#[cfg(feature = "serve")]
pub mod serve;
pub mod stats;
pub mod study;
pub mod time;
pub mod trace;
pub mod words;
