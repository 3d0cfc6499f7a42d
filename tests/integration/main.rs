//! One binary for all integration tests; each module is named by what it holds true.

mod determinism;
mod invariance;
mod random_scenarios;
mod rounds;
mod support;
mod theory;
