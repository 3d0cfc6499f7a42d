//! How a log is named and read, for the commands that read one.

use std::path::PathBuf;
use std::sync::Arc;

use super::super::progress::Progress;
use super::super::{Failure, Lang};
use super::{bounds, words};
use crate::trace::inspection::{Kind, Question};
use crate::trace::{
    ClassField, Columns, Limits, Log, Only, Reading, Rejected, Slice, Until, Watch, Zone,
};
use crate::words::Language;

/// How a log is read, for the commands that read one.
#[derive(Debug, clap::Args)]
pub(in crate::cli) struct LogArguments {
    /// Log of jobs: Standard Workload Format, or CSV with --columns; plain, gz, xz or zst.
    pub(in crate::cli) log: PathBuf,
    /// Columns of a CSV: submit=…,size=…,run=… (or start=…,end=…)[,requested=…][,wait=…][,user=…][,class=…][,job=…].
    #[arg(long, value_parser = Columns::parse)]
    columns: Option<Columns>,
    /// Only lines whose column says this: Partition=gpu, or several with commas; may be given more than once.
    #[arg(long, value_name = "COLUMN=VALUE", value_parser = Only::parse)]
    only: Vec<Only>,
    /// Zone of times without an offset: Asia/Seoul, +09:00 [default: they are counted by their own clock].
    #[arg(long, value_parser = Zone::parse)]
    zone: Option<Zone>,
    /// Only jobs submitted at or after this date or second.
    #[arg(long, value_name = "TIME")]
    from: Option<String>,
    /// Only jobs submitted before this date or second.
    #[arg(long, value_name = "TIME")]
    to: Option<String>,
    /// Take as it is what looks like a misreading of the log.
    #[arg(long, value_delimiter = ',', value_name = "cut|over-full|small-machine", value_parser = Kind::accepted)]
    accept: Vec<Kind>,
    /// Leave lines with faults out instead of refusing the log.
    #[arg(long)]
    skip_faulty: bool,
    /// The most jobs that are read.
    #[arg(long, value_name = "JOBS", default_value_t = Limits::RECORDS, value_parser = clap::value_parser!(u64).range(1..=4_000_000_000))]
    max_records: u64,
    /// The most text that is read, unpacked: bytes, or with kB, MB, GB or TB.
    #[arg(long, value_name = "SIZE", default_value = "8 GB", value_parser = bounds::size)]
    max_unpacked: u64,
    /// Language of what is printed and drawn.
    #[arg(long, value_enum, default_value_t = Lang::Ko)]
    pub(in crate::cli) lang: Lang,
}

impl LogArguments {
    /// Reads the log, no more of it than holds the jobs that are asked for. `suggested`: with the columns that are
    /// proposed, where none are named. How far it has come is shown, unless `quiet`.
    pub(in crate::cli) fn read(
        &self,
        (class, until): (Option<ClassField>, Option<Until>),
        suggested: bool,
        quiet: bool,
    ) -> Result<Log, Failure> {
        let language = Language::from(self.lang);
        let slice = Slice::parse(self.from.as_deref(), self.to.as_deref());
        let slice = slice.map_err(|text| Failure::User(words::no_time(&text, language)))?;
        let length = std::fs::metadata(&self.log).map_or(0, |file| file.len());
        let what = words::reading(&self.log, language).replace(char::is_control, " ");
        let progress = Arc::new(Progress::of_stage(what, length, quiet));
        let told = Arc::clone(&progress);
        let reading = Reading {
            columns: self.columns.clone(),
            suggested,
            only: self.only.clone(),
            zone: self.zone.clone(),
            slice,
            skip_faulty: self.skip_faulty,
            class,
            limits: Limits { records: self.max_records, bytes: self.max_unpacked, until },
            watch: Watch::new(Arc::new(move |bytes| told.reached(bytes))),
        };
        let log = Log::read(&self.log, &reading);
        progress.finish();
        let rejected = |rejected: Rejected| Failure::User(rejected.in_language(language));
        log.map_err(rejected)
    }

    /// Holds the log against itself. What looks like a misreading and is not accepted ends the command.
    pub(in crate::cli) fn inspected(
        &self,
        log: &Log,
        question: &Question,
        tell: impl FnOnce(&str) -> Result<(), Failure>,
    ) -> Result<(), Failure> {
        let language = Language::from(self.lang);
        let found = log.inspect(question);
        let block = found.in_language(log, language);
        if found.stops(&self.accept).next().is_some() {
            return Err(Failure::User(block));
        }
        tell(&block)
    }
}
