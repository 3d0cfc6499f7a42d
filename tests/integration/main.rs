//! Tests that use the library as its users do, in one binary.

mod scenario_errors;
mod scenario_reads;
