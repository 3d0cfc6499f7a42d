//! `daegi check`: every problem at once; on a good file, the figures that follow from it.

use std::path::Path;

use super::{Failure, read_scenario};
use crate::report::Language;
use crate::scenario::derived;

pub(super) fn check(file: &Path, language: Language) -> Result<(), Failure> {
    let scenario = read_scenario(file)?;
    if !scenario.warnings.is_empty() {
        eprintln!("{}", scenario.warnings);
    }
    print!("{}", derived::page(&scenario, language.code()));
    Ok(())
}
