//! `daegi inspect`: what is understood of a log, and what is odd about it.

use super::Failure;
use super::replay::LogArguments;
use super::text::print;
use crate::trace::inspection::Question;
use crate::words::Language;

#[derive(Debug, clap::Args)]
pub(super) struct InspectArguments {
    #[command(flatten)]
    pub(super) log: LogArguments,
    /// Units of the machine [default: the log's MaxProcs, else MaxNodes].
    #[arg(long, value_parser = clap::value_parser!(u32).range(1..=4_000_000_000))]
    units: Option<u32>,
}

pub(super) fn inspect(arguments: &InspectArguments) -> Result<(), Failure> {
    let language: Language = arguments.log.lang.into();
    let log = arguments.log.read((None, None), true, false)?;
    let mut text = log.notes(language);
    let question = Question { units: arguments.units, trunc: true, elsewhere: false };
    arguments.log.inspected(&log, &question, |block| {
        text.push_str(block);
        let columns = log.read.columns.iter().filter(|column| !column.found);
        let columns: Vec<String> =
            columns.map(|column| format!("{}={}", column.role, column.text)).collect();
        if !columns.is_empty() && log.read.format.asks_for_columns() {
            text.push_str(&format!("  --columns \"{}\"\n", columns.join(",")));
        }
        print(&text)
    })
}
