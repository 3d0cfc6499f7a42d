//! `daegi`: a discrete-event capacity simulator for public AI data centres.
#![warn(missing_docs, missing_debug_implementations, unreachable_pub)]

pub mod cli;
pub mod engine;
pub mod model;
pub mod quantity;
pub mod report;
pub mod results;
pub mod scenario;
pub mod stats;
pub mod study;
pub mod time;
