//! One binary for all integration tests; each module is named by what it holds true.

mod charts;
mod determinism;
mod engine_queue;
mod invariance;
mod random_scenarios;
mod rounds;
mod scenario_errors;
mod support;
mod theory;
