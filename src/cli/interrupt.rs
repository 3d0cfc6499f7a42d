//! A person who stops the program (Ctrl-C), or a system that ends it, leaves no half of a results folder.

use super::text::complain;
use crate::results;
use crate::words::Language;

/// From now on a signal that ends the program deletes what it has not finished, says so and ends it with exit code 1.
#[cfg(unix)]
pub(super) fn clean_up_when_told_to_stop(language: Language) {
    use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
    use signal_hook::iterator::Signals;
    // Without the handler the system ends the program, and the next run clears up after it.
    let Ok(mut signals) = Signals::new([SIGINT, SIGTERM, SIGHUP]) else { return };
    std::thread::spawn(move || {
        if signals.forever().next().is_some() {
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
