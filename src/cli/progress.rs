//! How far a command has come: a bar on a terminal; in a pipe a line for each tenth, and at least one a minute.
//!
//! What takes many times as long as was estimated says so once, in either place.

use std::io::IsTerminal;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::estimate;
use super::text::{clean, complain};
use crate::report::Language;

/// Parts into which work is cut for a person, who is told of each.
pub(super) const TENTHS: u64 = 10;
/// Parts into which work is cut for a page, which works out the time left.
pub(super) const FINELY: u64 = 200;
/// A stage that is over sooner needs no lines.
const PATIENCE: Duration = Duration::from_secs(1);
/// After a silence as long as this a line is told, whatever was done.
const SILENCE: Duration = Duration::from_secs(60);
/// How often the clock is looked at for that.
const GLANCE: Duration = Duration::from_secs(1);
/// How many times as long as estimated a run may take before it says so.
const SLOW: f64 = 3.0;
/// Nothing is called slow before.
const EARLY: f64 = 10.0;

/// How far one stage has come; told from any thread.
#[derive(Debug)]
pub(super) struct Progress {
    shared: Arc<Shared>,
    /// Dropped when it is over: nobody looks at the clock any more.
    over: Mutex<Option<Sender<()>>>,
}

#[derive(Debug)]
struct Shared {
    bar: ProgressBar,
    /// Lines instead of the bar.
    lines: bool,
    /// What is being done, if more than one thing is.
    what: String,
    all: u64,
    /// The language in which lines say how long the rest will take, if they do.
    left: Option<Language>,
    /// Into how many parts it is told.
    parts: u64,
    done: AtomicU64,
    started: Instant,
    /// When lines may begin.
    begins: Instant,
    /// When the last line was told.
    told: Mutex<Instant>,
}

impl Progress {
    /// A bar that counts up to a number of runs; `expected` is the seconds that they were estimated to take.
    pub(super) fn of_runs(
        runs: u64,
        quiet: bool,
        expected: Option<f64>,
        language: Language,
    ) -> Self {
        Self::of_runs_in(TENTHS, runs, quiet, expected, language)
    }

    /// Progress of runs, told in a given number of parts.
    pub(super) fn of_runs_in(
        parts: u64,
        runs: u64,
        quiet: bool,
        expected: Option<f64>,
        language: Language,
    ) -> Self {
        let shown = (runs, "{bar:40} {pos}/{len}  -{eta}");
        let progress = Self::new(String::new(), (shown, parts), quiet, Duration::ZERO);
        if !quiet {
            progress.watch(expected, language);
        }
        progress
    }

    /// A bar that counts up to the points that a method plays; in a pipe each line says how long the rest will take.
    pub(super) fn of_method(points: u64, quiet: bool, language: Language) -> Self {
        let shown = ((points, "{bar:40} {pos}/{len}  -{eta}"), TENTHS);
        let mut progress = Self::new(String::new(), shown, quiet, Duration::ZERO);
        if let Some(shared) = Arc::get_mut(&mut progress.shared) {
            shared.left = Some(language);
        }
        if !quiet {
            progress.watch(None, language);
        }
        progress
    }

    /// Of a stage with a name, in hundredths of `all`.
    pub(super) fn of_stage(what: String, all: u64, quiet: bool) -> Self {
        let progress = Self::new(
            what,
            ((all, "{msg}  {bar:40} {percent} %  -{eta}"), TENTHS),
            quiet,
            PATIENCE,
        );
        if progress.shared.lines {
            progress.watch(None, Language::En);
        }
        progress
    }

    fn new(
        what: String,
        ((all, shown), parts): ((u64, &str), u64),
        quiet: bool,
        patience: Duration,
    ) -> Self {
        let terminal = std::io::stderr().is_terminal();
        let bar = ProgressBar::new(all).with_message(clean(&what).into_owned());
        if quiet || !terminal {
            bar.set_draw_target(ProgressDrawTarget::hidden());
        }
        if let Ok(style) = ProgressStyle::with_template(shown) {
            bar.set_style(style);
        }
        let now = Instant::now();
        let shared = Shared {
            bar,
            lines: !quiet && !terminal && all > 0,
            what,
            all,
            left: None,
            parts,
            done: AtomicU64::new(0),
            started: now,
            begins: now + patience,
            told: Mutex::new(now),
        };
        Self { shared: Arc::new(shared), over: Mutex::new(None) }
    }

    /// Looks at the clock until it is over. Where no thread can be had nobody does.
    fn watch(&self, expected: Option<f64>, language: Language) {
        let (over, ends) = channel::<()>();
        let shared = Arc::clone(&self.shared);
        let watching = std::thread::Builder::new().spawn(move || {
            let mut slow = false;
            while ends.recv_timeout(GLANCE) == Err(RecvTimeoutError::Timeout) {
                let done = shared.done.load(Ordering::Relaxed);
                let so_far = shared.started.elapsed().as_secs_f64();
                if let Some(expected) = expected
                    && !slow
                    && is_slow(expected, so_far, done, shared.all)
                {
                    slow = true;
                    shared.say(&slower(expected, so_far, (done, shared.all), language));
                }
                if shared.lines && shared.silent_for(SILENCE) {
                    shared.tell(done);
                }
            }
        });
        if watching.is_ok() {
            *self.over.lock().unwrap_or_else(PoisonError::into_inner) = Some(over);
        }
    }

    /// Adds to what is done.
    pub(super) fn more(&self, done: u64) {
        self.shared.bar.inc(done);
        let before = self.shared.done.fetch_add(done, Ordering::Relaxed);
        self.shared.tell_tenths(before, before + done);
    }

    /// Sets what is done in all.
    pub(super) fn reached(&self, done: u64) {
        self.shared.bar.set_position(done);
        let before = self.shared.done.fetch_max(done, Ordering::Relaxed);
        self.shared.tell_tenths(before, done);
    }

    /// Removes the bar.
    pub(super) fn finish(&self) {
        drop(self.over.lock().unwrap_or_else(PoisonError::into_inner).take());
        self.shared.bar.finish_and_clear();
    }
}

impl Shared {
    fn tell_tenths(&self, before: u64, now: u64) {
        if self.lines
            && part(now, self.all, self.parts) > part(before, self.all, self.parts)
            && Instant::now() >= self.begins
        {
            self.tell(now);
        }
    }

    fn tell(&self, done: u64) {
        *self.told.lock().unwrap_or_else(PoisonError::into_inner) = Instant::now();
        complain(&self.line(done, self.started.elapsed().as_secs_f64()));
    }

    fn say(&self, text: &str) {
        self.bar.suspend(|| complain(text));
    }

    fn silent_for(&self, time: Duration) -> bool {
        self.told.lock().unwrap_or_else(PoisonError::into_inner).elapsed() >= time
    }

    fn line(&self, now: u64, so_far: f64) -> String {
        match self.what.as_str() {
            "" => {
                let left = self.left.filter(|_| 0 < now && now < self.all);
                let left = left.map_or_else(String::new, |language| {
                    let seconds = so_far * (self.all - now) as f64 / now as f64;
                    let length = estimate::length(seconds, language);
                    match language {
                        Language::Ko => format!(", 약 {length} 남음"),
                        Language::En => format!(", about {length} left"),
                    }
                });
                format!("{now}/{}{left}", self.all)
            }
            what => format!("{what}: {} %", u128::from(now) * 100 / u128::from(self.all.max(1))),
        }
    }
}

/// Whether at this pace all of it takes many times the seconds expected.
fn is_slow(expected: f64, so_far: f64, done: u64, all: u64) -> bool {
    so_far >= EARLY && so_far * all as f64 >= SLOW * expected * done.max(1) as f64
}

fn slower(expected: f64, so_far: f64, (done, all): (u64, u64), language: Language) -> String {
    let whole = |count: u64| language.whole(count as f64);
    let length = |seconds: f64| estimate::length(seconds, language);
    let pace = length(so_far * all as f64 / done.max(1) as f64);
    let (expected, so_far, done, all) = (length(expected), length(so_far), whole(done), whole(all));
    match language {
        Language::Ko => format!(
            "예상({expected})보다 훨씬 느립니다: {so_far} 동안 {all}회 가운데 {done}회. 이대로면 모두 {pace} 이상"
        ),
        Language::En => format!(
            "much slower than estimated ({expected}): {done} of {all} runs in {so_far}; at this pace {pace} or more for all of them"
        ),
    }
}

/// Parts of a whole that are done.
fn part(done: u64, all: u64, parts: u64) -> u64 {
    let done = u128::from(done) * u128::from(parts) / u128::from(all.max(1));
    u64::try_from(done).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tenths_are_told_by_count_or_by_name() {
        assert_eq!([0, 1, 2, 3, 9, 10].map(|done| part(done, 10, TENTHS)), [0, 1, 2, 3, 9, 10]);
        assert_eq!(part(u64::MAX, 1, TENTHS), u64::MAX, "and no sum wraps");
        let runs = Progress::of_runs(40, true, None, Language::En);
        assert_eq!(runs.shared.line(20, 8.0), "20/40");
        let stage = Progress::of_stage("easy".into(), 3_000, true);
        assert_eq!(stage.shared.line(1_799, 8.0), "easy: 59 %");
        // 8 s for 10 of 40: 24 s for the rest.
        let method = Progress::of_method(40, true, Language::En);
        assert_eq!(method.shared.line(10, 8.0), "10/40, about 24 s left");
        assert_eq!(method.shared.line(40, 32.0), "40/40");
        assert_eq!(method.shared.line(0, 32.0), "0/40");
        let method = Progress::of_method(40, true, Language::Ko);
        assert_eq!(method.shared.line(10, 80.0), "10/40, 약 4분 남음");
    }

    /// 4,000 runs were estimated at 6 minutes. After 10 s 27 are done: 1,481 s for all, more than 3 × 360; with 38 of
    /// them 1,053 s, which is not. Before 10 s nothing is slow.
    #[test]
    fn a_run_is_slow_at_three_times_its_estimate() {
        assert!(is_slow(360.0, 10.0, 27, 4_000));
        assert!(!is_slow(360.0, 10.0, 38, 4_000));
        assert!(!is_slow(360.0, 9.9, 0, 4_000));
        assert!(is_slow(360.0, 10.0, 0, 4_000), "not one is over in the time of a hundred");
        assert!(!is_slow(1_000.0, 600.0, 0, 2), "one may well take half of the time");
        let said = slower(360.0, 300.0, (12, 4_000), Language::En);
        assert_eq!(
            said,
            "much slower than estimated (6 min): 12 of 4,000 runs in 5 min; at this pace 28 h or more for all of them"
        );
        assert!(slower(360.0, 300.0, (12, 4_000), Language::Ko).contains("이대로면 모두 28시간"));
    }
}
