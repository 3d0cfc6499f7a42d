//! Inputs with mistakes in them, by the thousand: whatever a file says, there is a result or a reason.
//!
//! Ten seconds of each kind by default. `DAEGI_MUTATION_SECONDS=600` takes longer, `DAEGI_MUTATION_SEED=7` takes
//! other cases, `DAEGI_MUTATION_ONLY=41` one of them. A case that fails is left in the target folder.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc;
use std::time::{Duration, Instant};
use std::{env, fs, thread};

use daegi::engine::Process;

mod logs;
mod scenarios;

/// After this long a case counts as one without an end: a thousand times what one takes.
const LIMIT: Duration = Duration::from_secs(20);

/// Draws of one case, one after the other.
pub(crate) struct Draws {
    process: Process,
    case: u32,
    next: u32,
}

impl Draws {
    /// A number from 0 to `below` - 1; 0 if `below` is 0.
    pub(crate) fn below(&mut self, below: usize) -> usize {
        self.next += 1;
        (self.process.uniform([self.case, self.next, 0, 0]) * below as f64) as usize
    }

    /// One of several, of which there is at least one.
    pub(crate) fn of<'a, T: ?Sized>(&mut self, choices: &[&'a T]) -> &'a T {
        choices[self.below(choices.len())]
    }
}

fn setting(name: &str) -> Option<u64> {
    env::var(name).ok().map(|text| text.parse().unwrap_or_else(|_| panic!("{name} is a number")))
}

/// What became of a case.
enum End {
    Well,
    Wrong(String),
}

/// Whether what `try_case` says of some bytes is known in time. It says what is wrong, if anything.
fn end(bytes: &[u8], limit: Duration, try_case: fn(&[u8]) -> Result<(), String>) -> End {
    let (sender, receiver) = mpsc::channel();
    let bytes = bytes.to_vec();
    thread::spawn(move || {
        let tried = catch_unwind(AssertUnwindSafe(|| try_case(&bytes)));
        let said = tried.unwrap_or_else(|panic| {
            let words = panic.downcast_ref::<String>().cloned();
            let words =
                words.or_else(|| panic.downcast_ref::<&str>().map(|text| (*text).to_owned()));
            Err(format!("panic: {}", words.unwrap_or_default()))
        });
        // Nobody listens any more if the limit has passed.
        let _ = sender.send(said);
    });
    match receiver.recv_timeout(limit) {
        Ok(Ok(())) => End::Well,
        Ok(Err(words)) => End::Wrong(words),
        Err(_) => End::Wrong(format!("no end after {} s", limit.as_secs())),
    }
}

/// Tries cases until the time is over; stops at the first one that fails, and leaves it in a file.
fn drive(kind: &str, make: fn(&mut Draws) -> Vec<u8>, try_case: fn(&[u8]) -> Result<(), String>) {
    let seconds = setting("DAEGI_MUTATION_SECONDS").unwrap_or(10);
    let seed = setting("DAEGI_MUTATION_SEED").unwrap_or(1);
    let only = setting("DAEGI_MUTATION_ONLY").map(|case| case as u32);
    let until = Instant::now() + Duration::from_secs(seconds);
    let process = Process::new(seed, kind);
    let mut tried = 0_u32;
    for case in only.unwrap_or(0)..=only.unwrap_or(u32::MAX) {
        if only.is_none() && Instant::now() > until {
            break;
        }
        let bytes = make(&mut Draws { process, case, next: 0 });
        tried += 1;
        if let End::Wrong(words) = end(&bytes, LIMIT, try_case) {
            let path = format!("{}/mutation-{kind}-{seed}-{case}", env!("CARGO_TARGET_TMPDIR"));
            fs::write(&path, &bytes).expect("the target folder can be written");
            panic!("{kind}, seed {seed}, case {case}: {words}\nthe input is {path}");
        }
    }
    println!("{kind}: seed {seed}, {tried} cases");
}

#[test]
fn a_scenario_with_mistakes_is_played_or_refused_with_a_place() {
    drive("scenarios", scenarios::mutated, scenarios::try_scenario);
}

#[test]
fn a_log_with_mistakes_is_played_or_refused_with_a_reason() {
    drive("logs", logs::mutated, logs::try_log);
}

/// The twins: the watch sees a panic, a fault that is said, and a case without an end.
#[test]
fn what_goes_wrong_is_seen() {
    let limit = Duration::from_millis(200);
    let wrong = |try_case| match end(b"x", limit, try_case) {
        End::Wrong(words) => words,
        End::Well => String::new(),
    };
    assert_eq!(wrong(|_| Ok(())), "");
    assert_eq!(wrong(|_| Err("lost".to_owned())), "lost");
    assert_eq!(wrong(|_| panic!("out of {}", "bounds")), "panic: out of bounds");
    assert!(
        wrong(|_| loop {
            thread::sleep(Duration::from_secs(1))
        })
        .starts_with("no end")
    );
}
