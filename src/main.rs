//! The command line of `daegi`: parse, call, print, exit code.

use std::process::ExitCode;

fn main() -> ExitCode {
    daegi::cli::main()
}
