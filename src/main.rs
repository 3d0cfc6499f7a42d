//! The command line of `daegi`.
fn main() {}
