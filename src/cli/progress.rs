//! How far a command has come: a bar on a terminal, a line for each tenth in a pipe.

use std::io::IsTerminal;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::text::{clean, complain};

/// A stage that is over sooner needs no lines.
const PATIENCE: Duration = Duration::from_secs(1);

/// How far one stage has come; told from any thread.
#[derive(Debug)]
pub(super) struct Progress {
    bar: ProgressBar,
    /// Lines instead of the bar.
    lines: bool,
    /// What is being done, if more than one thing is.
    what: String,
    all: u64,
    done: AtomicU64,
    /// When lines may begin.
    begins: Instant,
}

impl Progress {
    /// A bar that counts up to a number of runs.
    pub(super) fn of_runs(runs: u64, quiet: bool) -> Self {
        Self::new(String::new(), (runs, "{bar:40} {pos}/{len}  -{eta}"), quiet, Duration::ZERO)
    }

    /// Of a stage with a name, in hundredths of `all`.
    pub(super) fn of_stage(what: String, all: u64, quiet: bool) -> Self {
        Self::new(what, (all, "{msg}  {bar:40} {percent} %  -{eta}"), quiet, PATIENCE)
    }

    fn new(what: String, (all, shown): (u64, &str), quiet: bool, patience: Duration) -> Self {
        let terminal = std::io::stderr().is_terminal();
        let bar = ProgressBar::new(all).with_message(clean(&what).into_owned());
        if quiet || !terminal {
            bar.set_draw_target(ProgressDrawTarget::hidden());
        }
        if let Ok(style) = ProgressStyle::with_template(shown) {
            bar.set_style(style);
        }
        let (lines, begins) = (!quiet && !terminal && all > 0, Instant::now() + patience);
        Self { bar, lines, what, all, done: AtomicU64::new(0), begins }
    }

    /// Adds to what is done.
    pub(super) fn more(&self, done: u64) {
        self.bar.inc(done);
        let before = self.done.fetch_add(done, Ordering::Relaxed);
        self.tell(before, before + done);
    }

    /// Sets what is done in all.
    pub(super) fn reached(&self, done: u64) {
        self.bar.set_position(done);
        let before = self.done.fetch_max(done, Ordering::Relaxed);
        self.tell(before, done);
    }

    /// Removes the bar.
    pub(super) fn finish(&self) {
        self.bar.finish_and_clear();
    }

    fn tell(&self, before: u64, now: u64) {
        if self.lines
            && tenth(now, self.all) > tenth(before, self.all)
            && Instant::now() >= self.begins
        {
            complain(&self.line(now));
        }
    }

    fn line(&self, now: u64) -> String {
        match self.what.as_str() {
            "" => format!("{now}/{}", self.all),
            what => format!("{what}: {} %", 10 * tenth(now, self.all)),
        }
    }
}

/// Tenths of a whole that are done.
fn tenth(done: u64, all: u64) -> u64 {
    let tenths = u128::from(done) * 10 / u128::from(all.max(1));
    u64::try_from(tenths).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tenths_are_told_by_count_or_by_name() {
        assert_eq!([0, 1, 2, 3, 9, 10].map(|done| tenth(done, 10)), [0, 1, 2, 3, 9, 10]);
        assert_eq!(tenth(u64::MAX, 1), u64::MAX, "and no sum wraps");
        assert_eq!(Progress::of_runs(40, true).line(20), "20/40");
        assert_eq!(Progress::of_stage("easy".into(), 3_000, true).line(1_799), "easy: 50 %");
    }
}
