//! `daegi`: a discrete-event capacity simulator for public AI data centres.
#![warn(missing_docs, missing_debug_implementations, unreachable_pub)]

pub mod engine;
pub mod model {
    //! The data centre.
    pub mod inputs;
}
pub mod quantity;
pub mod report;
pub mod results;
pub mod time;
