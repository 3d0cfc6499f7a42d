//! One binary for all integration tests; each module is named by what it holds true.

mod applicants;
mod broken;
mod command_line;
mod determinism;
mod documents;
mod event_list;
mod hand_worked;
mod invariance;
mod layers;
mod logs;
mod money;
mod monthly;
mod placement;
mod random_scenarios;
mod replay;
mod report;
mod rounds;
mod sample_results;
mod scenario_errors;
mod scenario_reads;
mod scheduling;
mod selection;
mod servers;
mod support;
mod theory;
