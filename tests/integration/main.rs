//! One binary for all tests that use the program from outside.

mod report;
mod sample_results;
