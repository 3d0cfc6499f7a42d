//! Files that once broke the program, through the command line: each is refused with a reason, or played.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use crate::support::Folder;

/// What a file must come to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Must {
    /// `check` names the problem: exit code 2.
    Refuse,
    /// Refused, or `check` and one future end well.
    RefuseOrPlay,
    /// Refused, or `check` ends well; a future costs too much for a test.
    RefuseOrRead,
}
use Must::{Refuse, RefuseOrPlay, RefuseOrRead};

const FILES: &[(&str, Must)] = &[
    ("01-alternative-named-baseline-panics.toml", Refuse),
    ("02-alternative-named-baseline-contradicts.toml", Refuse),
    ("03-no-pool-shared-workload-panics.toml", Refuse),
    ("04-run-time-900-years-panics.toml", RefuseOrPlay),
    ("05-length-in-a-choice-key-unbounded-panics.toml", Refuse),
    ("06-request-unbounded-negative-waiting.toml", RefuseOrPlay),
    ("07-money-wraps-silently.toml", Refuse),
    ("08-money-in-a-choice-key-wraps.toml", Refuse),
    ("09-pool-name-with-slash-fails-after-the-run.toml", Refuse),
    ("10-pool-name-of-250-fails-after-the-run.toml", Refuse),
    ("11-jobs-without-end.toml", Refuse),
    ("12-gamma-cv-spins.toml", RefuseOrPlay),
    ("14-million-cards-that-fail.toml", RefuseOrRead),
    ("16-name-starting-with-equals.toml", Refuse),
    ("17-escape-sequences-in-titles.toml", RefuseOrPlay),
    ("18-source-is-a-table.toml", Refuse),
    ("19-pool-named-site.toml", Refuse),
    ("20-award-900-years-negative.toml", RefuseOrPlay),
    ("21-200-years.toml", RefuseOrRead),
];

/// Longer than this counts as for ever.
const LIMIT: Duration = Duration::from_secs(60);

/// Exit code and all that is printed, or that there is no end.
fn daegi(folder: &Folder, arguments: &[&str]) -> Result<(Option<i32>, String), String> {
    let mut child = Command::new(env!("CARGO_BIN_EXE_daegi"))
        .current_dir(&folder.0)
        .args(arguments)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let (out, err) = (child.stdout.take().expect("piped"), child.stderr.take().expect("piped"));
    let collect = |mut stream: Box<dyn std::io::Read + Send>| {
        thread::spawn(move || {
            let mut bytes = Vec::new();
            let _ = stream.read_to_end(&mut bytes);
            String::from_utf8_lossy(&bytes).into_owned()
        })
    };
    let (out, err) = (collect(Box::new(out)), collect(Box::new(err)));
    let until = Instant::now() + LIMIT;
    let code = loop {
        if let Some(status) = child.try_wait().expect("a child") {
            break status.code();
        }
        if Instant::now() > until {
            let _ = child.kill();
            let _ = child.wait();
            return Err(format!("{arguments:?}: no end after {} s", LIMIT.as_secs()));
        }
        thread::sleep(Duration::from_millis(20));
    };
    Ok((code, out.join().expect("text") + &err.join().expect("text")))
}

/// What is wrong with how a file ends, if anything.
fn verdict(text: &str, must: Must) -> Result<(), String> {
    let folder = Folder::new("hostile");
    folder.file("case.toml", text);
    let clean = |said: &str| match said.chars().find(|c| c.is_control() && *c != '\n' && *c != '\t')
    {
        Some(letter) => Err(format!("prints {letter:?}")),
        None => Ok(()),
    };
    let (code, said) = daegi(&folder, &["check", "case.toml", "--lang", "en"])?;
    clean(&said)?;
    match (code, must) {
        (Some(2), _) if said.contains("case.toml:") && said.contains("error") => return Ok(()),
        (Some(0), RefuseOrRead) => return Ok(()),
        (Some(0), RefuseOrPlay) => {}
        _ => return Err(format!("check ends with {code:?}: {said}")),
    }
    let (code, said) =
        daegi(&folder, &["run", "case.toml", "-n", "1", "--lang", "en", "--out", "r"])?;
    clean(&said)?;
    if code != Some(0) {
        return Err(format!("run ends with {code:?}: {said}"));
    }
    let months = fs::read_to_string(folder.0.join("r/tables/pool_months.csv"));
    match months.expect("a table").contains(",-") {
        true => Err("something in pool_months.csv is below zero".to_owned()),
        false => Ok(()),
    }
}

#[test]
fn each_is_refused_with_a_reason_or_played() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/hostile");
    let listed = fs::read_dir(&folder).expect("the cases").count();
    assert_eq!(listed, FILES.len(), "each case is in the table");
    let mut wrong = Vec::new();
    for (name, must) in FILES {
        let text = fs::read_to_string(folder.join(name)).expect("a case");
        if let Err(words) = verdict(&text, *must) {
            wrong.push(format!("{name}: {words}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Cases 13, 15 and 22, which are long and all alike.
#[test]
fn long_ones_too() {
    let small = include_str!("../../scenarios/one-queue.toml");
    let slips = format!("{small}\n{}", "= = 1\n".repeat(1_000));
    assert_eq!(verdict(&slips, Refuse), Ok(()), "1,000 slips");
    let names = small
        .replace("[pool.cards.", &format!("[pool.{}.", "a".repeat(9_000)))
        .replace("\"cards\"", &format!("\"{}\"", "b".repeat(9_000)));
    assert_eq!(verdict(&names, Refuse), Ok(()), "two names of 9,000 letters");
    let lot = |pool| {
        format!(
            "[pool.p{pool}.lot.first]\nunit = \"card\"\ninstalled = 10\nhall = \"elsewhere\"\nsource = \"x\"\n"
        )
    };
    let pools = format!("{small}\n{}", (0..50).map(lot).collect::<String>());
    assert_eq!(verdict(&pools, RefuseOrRead), Ok(()), "50 pools");
}

#[test]
fn a_good_file_that_must_be_refused_is_seen() {
    let small = include_str!("../../scenarios/one-queue.toml");
    assert!(verdict(small, Refuse).is_err());
}
