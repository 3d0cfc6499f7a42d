//! The settings of `--scheduler priority` from the command line to the starts of jobs, worked by hand.

use std::fs;

use crate::support::{Folder, daegi, text};

/// Starts by job name, of a log of `id,user,class,submit,size,run` on so many units.
fn starts(folder: &Folder, log: &str, units: &str, settings: &[&str]) -> Vec<(String, i64)> {
    fs::write(folder.0.join("log.csv"), format!("id,user,class,submit,size,run\n{log}"))
        .expect("a log");
    let columns = "job=id,user=user,class=class,submit=submit,size=size,run=run";
    let common = ["replay", "log.csv", "--columns", columns, "--units", units];
    let more = ["--scheduler", "priority", "--out", "out", "--lang", "en", "--quiet"];
    let done = daegi(folder, &[&common[..], &more, settings].concat());
    assert_eq!(done.status.code(), Some(0), "{}", text(&done.stderr));
    let jobs = fs::read_to_string(folder.0.join("out/jobs.csv")).expect("jobs");
    let start = |row: &str| {
        let cells: Vec<&str> = row.split(',').collect();
        (cells[1].to_owned(), cells[6].parse().expect("a whole number"))
    };
    jobs.lines().skip(1).map(start).collect()
}

fn of(starts: &[(String, i64)], job: &str) -> i64 {
    starts.iter().find(|(name, _)| name == job).expect("a job").1
}

const ONLY_SHARE: [&str; 6] =
    ["--weight-age", "0", "--weight-size", "0", "--weight-fair-share", "1000"];

/// One unit. A's first job runs from 0 to 100, B's from 100 to 160; a second one of each waits from 110 on. At 160 A has
/// used 100 and B 60. Never forgotten, that is 0.625 and 0.375 of all; with two users of one class
/// F = 2^(−(1 + share of usage)): A 0.324, B 0.386, and B goes first. With a half-life of 50 s
/// A's 72.1 × (1 − 2⁻²) × 2^−1.2 = 23.5 are less than B's 72.1 × (1 − 2^−1.2) = 40.7 (50 / ln 2 = 72.1): A 0.388, B 0.322,
/// and A goes first. Whose second job stands first in the log has no part in it.
#[test]
fn a_half_life_turns_the_order_of_two_users_round() {
    let folder = Folder::new("half-life");
    let first = "A1,A,,0,1,100\nB1,B,,1,1,60\n";
    for second in ["A2,A,,110,1,10\nB2,B,,110,1,10\n", "B2,B,,110,1,10\nA2,A,,110,1,10\n"] {
        let log = format!("{first}{second}");
        let with = |half_life: &str| {
            let settings = [&ONLY_SHARE[..], &["--fair-share-half-life", half_life]].concat();
            let starts = starts(&folder, &log, "1", &settings);
            assert_eq!((of(&starts, "A1"), of(&starts, "B1")), (0, 100));
            (of(&starts, "A2"), of(&starts, "B2"))
        };
        assert_eq!(with("never"), (170, 160), "{second}");
        assert_eq!(with("50 seconds"), (160, 170), "{second}");
        // 100 : 60 at a half-life of a week is still nearly 100 : 60.
        assert_eq!(with("1 week"), (170, 160), "{second}");
    }
}

/// One unit, held until 100. S (size 1 of 2), L (2 of 2) and O (1, submitted first).
#[test]
fn weights_of_age_and_size_order_those_who_wait() {
    let folder = Folder::new("weights");
    let log = "H,h,,0,2,100\nO,o,,10,1,5\nL,l,,90,2,5\nS,s,,95,1,5\n";
    let with = |settings: &[&str]| {
        let all = [settings, &["--weight-fair-share", "0", "--backfill", "none"]].concat();
        let starts = starts(&folder, log, "2", &all);
        [of(&starts, "O"), of(&starts, "L"), of(&starts, "S")]
    };
    // By age alone O, then L (nobody passes it), then S.
    assert_eq!(with(&["--weight-size", "0", "--max-age", "100 seconds"]), [100, 105, 110]);
    // By size alone the large one first; the small ones beside each other.
    assert_eq!(with(&["--weight-age", "0"]), [105, 100, 105]);
    assert_eq!(with(&["--weight-age", "0", "--favour-small"]), [100, 105, 100]);
    // Ages at 100: O 90, L 10, S 5 of 100 s, times 1,000; sizes 1/2, 1, 1/2 times 2,000: O 1,900, L 2,100, S 1,050.
    let both = ["--weight-age", "1000", "--max-age", "100 seconds", "--weight-size", "2000"];
    assert_eq!(with(&both), [105, 100, 105]);
    // A maximal age of 10 s makes O and L as old as can be: with sizes times 500, O 1,250, L 1,500, S 750.
    let capped = ["--weight-age", "1000", "--max-age", "10 seconds", "--weight-size", "500"];
    assert_eq!(with(&capped), [105, 100, 105]);
}

/// One unit, held until 100 by a user of class x. Classes by their own factor, and by their shares: x has used all.
#[test]
fn classes_have_factors_and_shares() {
    let folder = Folder::new("classes");
    let log = "H,h,x,0,1,100\nX,h,x,10,1,5\nY,i,y,20,1,5\n";
    let none = ["--weight-age", "0", "--weight-size", "0", "--weight-fair-share", "0"];
    let order = |settings: &[&str]| {
        let starts = starts(&folder, log, "1", settings);
        (of(&starts, "X"), of(&starts, "Y"))
    };
    assert_eq!(order(&none), (100, 105));
    let factors = ["--weight-class", "100", "--class-factors", "x=0.2,y=0.7"];
    assert_eq!(order(&[&none[..], &factors].concat()), (105, 100));
    // Usage of x is all of it, of y nothing: y first, whatever the shares.
    assert_eq!(order(&[&ONLY_SHARE[..], &["--class-shares", "x=99,y=1"]].concat()), (105, 100));
}

#[test]
fn settings_that_cannot_be_understood_or_used_are_told() {
    let folder = Folder::new("settings");
    fs::write(folder.0.join("log.csv"), "submit,size,run,class\n0,1,5,x\n").expect("a log");
    let swf = "; MaxProcs: 4\n1 0 0 10 1 -1 -1 1 20 -1 1 1 7 -1 3 2 -1 -1\n";
    fs::write(folder.0.join("log.swf"), swf).expect("a log");
    let (with, without) =
        ("submit=submit,size=size,run=run,class=class", "submit=submit,size=size,run=run");
    let csv = |columns: &'static str| vec!["log.csv", "--units", "1", "--columns", columns];
    for (log, settings, word) in [
        (csv(with), vec!["--weight-age=-1"], "not below zero"),
        (csv(with), vec!["--weight-age", "NaN"], "not below zero"),
        (csv(with), vec!["--max-age", "7"], "7 days"),
        (csv(with), vec!["--max-age", "0 days"], "7 days"),
        (csv(with), vec!["--fair-share-half-life", "soon"], "never"),
        (csv(with), vec!["--fair-share-dampening", "0.5"], "at least 1"),
        (csv(with), vec!["--class-factors", "x=2"], "at most 1"),
        (csv(with), vec!["--class-shares", "x"], "CLASS=NUMBER"),
        (csv(with), vec!["--class-shares", "z=2"], "the classes are x"),
        (csv(without), vec!["--class-shares", "x=2"], "class=COLUMN"),
        (csv(with), vec!["--class-by", "group"], "--columns"),
        (csv(with), vec!["--backfill", "some"], "conservative"),
        (csv(with), vec!["--weight-age", "1", "--scheduler", "easy"], "--scheduler priority"),
        (vec!["log.swf"], vec!["--class-by", "group", "--class-shares", "1=2"], "classes are 7"),
        (vec!["log.swf"], vec!["--class-by", "queue", "--class-shares", "7=2"], "classes are 3"),
    ] {
        let common = ["--lang", "en", "--quiet"];
        let scheduler = ["--scheduler", "priority"];
        let chosen = if settings.contains(&"--scheduler") { &[][..] } else { &scheduler };
        let done = daegi(&folder, &[&["replay"], &log[..], &common, chosen, &settings].concat());
        let said = text(&done.stderr);
        assert_eq!(done.status.code(), Some(2), "{settings:?}: {said}");
        assert!(said.contains(word) && !said.contains("panicked"), "{settings:?}: {said}");
    }
    let partition = ["--class-by", "partition", "--class-shares", "2=2", "--max-age", "2 weeks"];
    let partition = [&partition[..], &["--scheduler", "priority"]].concat();
    let done = daegi(&folder, &[&["replay", "log.swf", "--lang", "en"], &partition[..]].concat());
    assert_eq!(done.status.code(), Some(0), "{}", text(&done.stderr));
    let said = text(&done.stdout);
    assert!(said.contains("--fair-share-half-life \"604800 seconds\""), "{said}");
    assert!(said.contains("--max-age \"1209600 seconds\""), "{said}");
    assert!(said.contains("--class-shares \"2=2\" --weight-class 0 --backfill easy"), "{said}");
}
