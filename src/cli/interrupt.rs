//! A person who stops the program (Ctrl-C), or a system that ends it, leaves no half of a results folder.

use std::sync::atomic::{AtomicBool, Ordering};

use super::text::complain;
use crate::results;
use crate::words::Language;

/// Whether a person has asked once to stop.
static TOLD: AtomicBool = AtomicBool::new(false);
/// Whether somebody looks at it, who will leave what there is.
static WATCHED: AtomicBool = AtomicBool::new(false);

/// From now on the first Ctrl-C only sets what is given here; another one ends the program.
pub(super) fn watched() -> &'static AtomicBool {
    WATCHED.store(true, Ordering::SeqCst);
    &TOLD
}

/// From now on Ctrl-C ends the program.
pub(super) fn no_longer_watched() {
    WATCHED.store(false, Ordering::SeqCst);
}

/// From now on a signal that ends the program deletes what it has not finished, says so and ends it with exit code 1.
#[cfg(unix)]
pub(super) fn clean_up_when_told_to_stop(language: Language) {
    use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
    use signal_hook::iterator::Signals;
    // Without the handler the system ends the program, and the next run clears up after it.
    let Ok(mut signals) = Signals::new([SIGINT, SIGTERM, SIGHUP]) else { return };
    std::thread::spawn(move || {
        for signal in signals.forever() {
            let watched = signal == SIGINT && WATCHED.load(Ordering::SeqCst);
            if watched && !TOLD.swap(true, Ordering::SeqCst) {
                complain(language.pick(
                    "중단합니다: 끝난 부분까지의 결과를 남깁니다. 한 번 더 누르면 바로 끝냅니다.",
                    "stopping: what the parts that are done say will be left. Once more ends it at once",
                ));
                continue;
            }
            let dropped = results::abandon();
            complain(words(language, dropped));
            std::process::exit(1);
        }
    });
}

#[cfg(not(unix))]
pub(super) fn clean_up_when_told_to_stop(_: Language) {}

/// From now on the end of standard input ends the program as a signal does. Who started it holds the other end, and
/// the system closes that end whatever becomes of them.
pub(super) fn stop_when_input_ends(language: Language) {
    std::thread::spawn(move || {
        let _ = std::io::copy(&mut std::io::stdin().lock(), &mut std::io::sink());
        let dropped = results::abandon();
        complain(words(language, dropped));
        std::process::exit(1);
    });
}

fn words(language: Language, dropped: bool) -> &'static str {
    match (language, dropped) {
        (Language::Ko, true) => {
            "중단했습니다. 이 실행의 결과는 남기지 않았고, 전에 있던 결과는 그대로입니다."
        }
        (Language::Ko, false) => "중단했습니다.",
        (Language::En, true) => {
            "stopped: nothing of this run is left, and what was there before is as it was"
        }
        (Language::En, false) => "stopped",
    }
}
