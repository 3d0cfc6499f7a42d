//! One binary for all integration tests; each module is named by what it holds true.

mod determinism;
mod event_list;
mod invariance;
mod random_scenarios;
mod report;
mod rounds;
mod sample_results;
mod scenario_errors;
mod support;
mod theory;
