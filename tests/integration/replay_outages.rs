//! `daegi replay --outage` as a person calls it.

use std::fs;

use crate::support::{Folder, daegi, text};

/// The first case of `scheduling/outages.rs` in hours, from 9 o'clock.
const LOG: &str = "job,submit,gpus,run\n\
    A,2025-03-03 09:00:00,2,36000\n\
    B,2025-03-03 10:00:00,2,36000\n\
    C,2025-03-03 11:00:00,4,18000\n";
const COLUMNS: &str = "job=job,submit=submit,size=gpus,run=run";

fn replay(folder: &Folder, more: &[&str]) -> std::process::Output {
    let all = [&["replay", "log.csv", "--columns", COLUMNS, "--lang", "en"][..], more].concat();
    daegi(folder, &all)
}

fn logged(log: &str) -> Folder {
    let folder = Folder::new("outages");
    folder.file("log.csv", log);
    folder
}

fn read(folder: &Folder, name: &str) -> String {
    fs::read_to_string(folder.0.join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// Two of four units are out from 14 to 17 o'clock: B, the newest, has run for 4 hours then, and begins anew at 17. Until
/// the end of C, 23 hours after the first submission, 92 unit-hours are less 6 that are out; 60 are worked and 8 lost.
#[test]
fn an_outage_stops_the_newest_job_and_is_counted() {
    let folder = logged(LOG);
    let outage = "2025-03-03 14:00..2025-03-03 17:00=2";
    let schedulers =
        "first-come,easy,easy-identity,conservative,conservative-identity,shortest-first,priority";
    let more = ["--units", "4", "--scheduler", schedulers, "--outage", outage, "--out", "out"];
    let done = replay(&folder, &more);
    assert_eq!(done.status.code(), Some(0), "{}", text(&done.stderr));
    let said = text(&done.stdout);
    let told = "outages, easy, 4 units: 6.0 unit-hours were not there; runs stopped and begun anew: 1, with 8.0 unit-hours lost";
    assert!(said.contains(told), "{said}");
    assert!(said.contains("Busy of units is of the units that were there"), "{said}");
    // 1740992400 is 2025-03-03 09:00 by the clock of the log.
    let nine = 1_740_992_400_i64;
    let jobs = read(&folder, "out/jobs.csv");
    for name in schedulers.split(',') {
        let of = jobs.lines().filter(|line| line.split(',').next() == Some(name));
        let starts: Vec<i64> = of
            .map(|line| line.split(',').nth(6).and_then(|it| it.parse().ok()).expect("a start"))
            .collect();
        assert_eq!(starts, [0, 8, 18].map(|hour| nine + hour * 3_600), "{name}");
    }
    let summary: serde_json::Value =
        serde_json::from_str(&read(&folder, "out/summary.json")).expect("JSON");
    for one in summary.as_array().expect("a list") {
        assert_eq!((&one["stopped"], &one["lost_unit_s"]), (&1.into(), &28_800.0.into()));
        assert_eq!((&one["out_unit_s"], &one["makespan_s"]), (&21_600.0.into(), &82_800.0.into()));
        assert_eq!(one["busy_share"], serde_json::json!(68.0 / 86.0));
        assert_eq!(one["mean_wait_s"], 27_600.0, "0, 7 and 16 hours");
    }
    // The queue: B from 14 to 17 o'clock, C from 11 on until 3 in the morning, over 23 hours.
    let groups = read(&folder, "out/waits-by-group.csv");
    let ten = groups.lines().find(|line| line.starts_with("easy,4,hour,10,")).expect("an hour");
    let queued: f64 = ten.split(',').nth(8).and_then(|it| it.parse().ok()).expect("a queue");
    assert!((queued - 3.0 / 23.0).abs() < 1e-12, "{ten}");
    let korean = ["--units", "4", "--outage", outage, "--lang", "ko"];
    let all = [&["replay", "log.csv", "--columns", COLUMNS][..], &korean].concat();
    let said = text(&daegi(&folder, &all).stdout);
    assert!(said.contains("중단, easy, 전체 수량 4: 빠진 양 6.0 장시간"), "{said}");
}

/// Dates are read by the zone of the log, seconds count from its beginning, and nodes go whole.
#[test]
fn dates_seconds_and_nodes() {
    let folder = logged(&LOG.replace(":00,", ":00+09:00,"));
    let starts = |more: &[&str]| -> Vec<String> {
        let more = [more, &["--scheduler", "first-come", "--out", "out", "--replace"]].concat();
        let done = replay(&folder, &more);
        assert_eq!(done.status.code(), Some(0), "{more:?}: {}", text(&done.stderr));
        let jobs = read(&folder, "out/jobs.csv");
        jobs.lines().skip(1).filter_map(|it| it.split(',').nth(6)).map(str::to_owned).collect()
    };
    let nine = 1_740_960_000_i64;
    let hours = |hours: [i64; 3]| hours.map(|hour| (nine + hour * 3_600).to_string());
    for outage in [
        "2025-03-03 14:00..2025-03-03 17:00=2",
        "2025-03-03T05:00:00Z .. 2025-03-03T08:00:00Z = 2",
        "1740978000..1740988800=2",
    ] {
        let found = starts(&["--zone", "Asia/Seoul", "--units", "4", "--outage", outage]);
        assert_eq!(found, hours([0, 8, 18]), "{outage}");
    }
    // The first of two nodes: A is stopped, B ends at 20, A at 27.
    let nodes = ["--zone", "+9", "--nodes", "2", "--units-per-node", "2"];
    for many in ["1 node", "2", "1대"] {
        let outage = format!("2025-03-03 14:00..2025-03-03 17:00={many}");
        let found = starts(&[&nodes[..], &["--outage", &outage]].concat());
        assert_eq!(found, hours([8, 1, 18]), "{many}");
    }
    // All, and twice: everything stops at 10:30 and at 12; from 13 on A and B run until 23.
    let twice = ["2025-03-03 12:00..2025-03-03 13:00", "2025-03-03 10:30..2025-03-03 11:00=all"];
    let found = starts(&[&nodes[..], &["--outage", twice[0], "--outage", twice[1]]].concat());
    assert_eq!(found, hours([4, 4, 14]));
    let joined = twice.join(",");
    assert_eq!(starts(&[&nodes[..], &["--outage", &joined]].concat()), found);
    // A log whose sizes are halves counts in halves.
    folder.file("log.csv", &LOG.replace(",2,", ",0.5,").replace(",4,", ",1,"));
    let outage = "2025-03-03 14:00..2025-03-03 17:00=1";
    let found = starts(&["--zone", "+9", "--units", "2", "--outage", outage]);
    assert_eq!(found, hours([0, 1, 8]), "half a unit each, and one of two is out");
}

/// An outage that lasts no time, or lies outside of what is played, is said and leaves the same files.
#[test]
fn what_lies_outside_changes_no_file() {
    let folder = logged(LOG);
    let files = |more: &[&str]| {
        let done =
            replay(&folder, &[more, &["--units", "4", "--out", "out", "--replace"]].concat());
        assert_eq!(done.status.code(), Some(0), "{more:?}: {}", text(&done.stderr));
        let manifest = read(&folder, "out/manifest.json");
        let names = ["jobs.csv", "summary.json", "busy.csv", "waits-by-size.csv"];
        let more = ["waits-by-group.csv", "log.json", "charts/busy.en.svg", "charts/queue.en.svg"];
        let mut all: Vec<String> = vec![manifest];
        all.extend(names.iter().chain(&more).map(|it| read(&folder, &format!("out/{it}"))));
        (all, text(&done.stdout))
    };
    let (plain, _) = files(&[]);
    for outage in [
        "2025-03-03 14:00..2025-03-03 14:00",
        "2025-03-01..2025-03-03 09:00",
        "2025-03-05..2025-03-09=3",
        "2024-03-03..2024-03-04",
    ] {
        let (amid, said) = files(&["--outage", outage]);
        assert!(amid == plain, "{outage}");
        assert!(said.contains(&format!("the outage \"{outage}\" lasts no time")), "{said}");
    }
}

#[test]
fn outages_that_cannot_be_are_refused_with_a_way_out() {
    let folder = logged(LOG);
    let day = "2025-03-03..2025-03-04";
    let of_day = |much: &str| format!("{day}={much}");
    let nodes = ["--nodes", "2", "--units-per-node", "2"];
    let units = ["--units", "4"];
    for (machine, outages, word) in [
        (&units[..], vec!["2025-03-03".to_owned()], "there is no .."),
        (&units, vec!["2025-03-03..soon".to_owned()], "`soon` is no time that can be read"),
        (&units, vec!["2025-03-04..2025-03-03".to_owned()], "it ends before it begins"),
        (&units, vec![of_day("0")], "neither units, at least 1, nor nodes, nor all"),
        (&units, vec![of_day("half")], "neither units"),
        (&units, vec![of_day("5")], "takes 5 units in all, and there are 4"),
        (&units, vec![of_day("3"), of_day("2")], "takes 5 units in all, and there are 4"),
        (&units, vec![of_day("1 node")], "it speaks of nodes, and there are none"),
        (&nodes, vec![of_day("3")], "a node has 2 units, and whole nodes go"),
        (&nodes, vec![of_day("3 nodes")], "takes 3 nodes in all, and there are 2"),
        (&units, vec![format!("0..{}", i64::MAX)], "help"),
    ] {
        let more = outages.iter().flat_map(|outage| ["--outage", outage.as_str()]);
        let more: Vec<&str> = machine.iter().copied().chain(more).collect();
        let done = replay(&folder, &[&more[..], &["--out", "out"]].concat());
        let said = text(&done.stderr);
        assert_eq!(done.status.code(), Some(2), "{more:?}: {said}");
        assert!(said.contains(word) && said.contains("help"), "{more:?}: {said}");
        let korean = [&["replay", "log.csv", "--columns", COLUMNS][..], &more].concat();
        let said = text(&daegi(&folder, &korean).stderr);
        assert!(said.contains("오류") && said.contains("도움말"), "{more:?}: {said}");
    }
    assert!(!folder.0.join("out").exists(), "nothing is left");
    // Seconds from some beginning are no dates.
    let swf = "1 0 0 10 1 -1 -1 1 20 -1 1 1 1 -1 -1 -1 -1 -1\n";
    folder.file("log.swf", swf);
    let arguments = ["replay", "log.swf", "--units", "4", "--lang", "en", "--outage", day];
    let said = text(&daegi(&folder, &arguments).stderr);
    assert!(said.contains("does not say what date it was"), "{said}");
    let arguments = ["replay", "log.swf", "--units", "4", "--lang", "en", "--outage", "5..8=all"];
    let said = text(&daegi(&folder, &arguments).stdout);
    assert!(said.contains("runs stopped and begun anew: 1"), "{said}");
}
