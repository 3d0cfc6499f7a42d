//! `daegi fit --out`: how well a fitted workload reproduces its log.

use std::fmt::Write as _;
use std::fs;

use daegi::engine::Process;

use crate::support::{Folder, daegi, text};

/// Jobs of a known recipe, one an hour in the mean, for so many weeks: 1, 2 or 8 of 8 units for 4,000 s in the mean.
/// `together`: so many come at once.
fn log(weeks: i64, together: usize, head: &str) -> String {
    let draws = Process::new(3, "fit.reproduced");
    let mut rows: Vec<(i64, u32, i64)> = Vec::new();
    let mut now = 0.0;
    for job in 0_u32.. {
        let (gap, run) = draws.pair([job, 0, 0, 0]);
        now -= libm::log(gap) * 3_600.0;
        if now > (weeks * 604_800) as f64 {
            break;
        }
        let size = [1, 2, 8][(draws.uniform([job, 1, 0, 0]) * 3.0) as usize];
        // The first at once, so that the last ends the last week.
        let submit = if job == 0 { 0 } else { now as i64 };
        rows.push((submit, size, (-libm::log(run) * 4_000.0) as i64 + 1));
    }
    let mut out = head.to_owned();
    for (at, (_, size, run)) in rows.iter().enumerate() {
        let (submit, _, _) = rows[at / together * together];
        let _ = writeln!(
            out,
            "{at} {submit} 7 {run} {size} -1 -1 {size} {} -1 1 1 1 -1 -1 -1 -1 -1",
            2 * run
        );
    }
    let _ = writeln!(out, "0 {} 7 9 1 -1 -1 1 9 -1 1 1 1 -1 -1 -1 -1 -1", weeks * 604_800);
    out
}

const HEAD: &str = "; UnixStartTime: 1400749079\n; MaxProcs: 8\n";

fn fit(log: &str, language: &str) -> (Folder, String) {
    let folder = Folder::new("fit-reproduced");
    folder.file("log.swf", log);
    let done = daegi(&folder, &["fit", "log.swf", "--lang", language, "--out", "out"]);
    assert_eq!(done.status.code(), Some(0), "{}", text(&done.stderr));
    (folder, text(&done.stderr))
}

/// The title of a chart, from the description in its picture.
fn chart(folder: &Folder, language: &str) -> String {
    let path = folder.0.join(format!("out/charts/reproduced.{language}.edit.svg"));
    fs::read_to_string(path).expect("a chart")
}

#[test]
fn a_log_that_is_like_its_fit_lies_within_the_band_and_bursts_do_not() {
    let (folder, said) = fit(&log(9, 1, HEAD), "en");
    assert!(said.contains("100 futures of the fitted workload through easy on 8 units"), "{said}");
    let drawn = chart(&folder, "en");
    let title = "The fitted workload is as busy as the log, and its jobs wait about as long";
    assert!(drawn.contains(title), "{said}");
    assert!(folder.0.join("out/charts/reproduced.en.png").is_file());
    let table = fs::read_to_string(folder.0.join("out/reproduced.csv")).expect("numbers");
    let lines: Vec<&str> = table.lines().collect();
    assert_eq!(lines[0], "what,from,to,log,low,middle,high,log_itself");
    // Nine weeks, and sizes 1, 2 and 5 to 8.
    assert_eq!(lines.len(), 1 + 9 + 3, "{table}");
    let mut within = 0;
    for line in &lines[1..10] {
        let numbers: Vec<f64> = line.split(',').filter_map(|it| it.parse().ok()).collect();
        let [week, same, log, low, middle, high] = numbers[..] else { panic!("{line}") };
        assert!(line.starts_with("busy_share_of_week,") && week == same, "{line}");
        assert!(0.0 < low && low <= middle && middle <= high && high <= 1.0, "{line}");
        within += usize::from((low..=high).contains(&log));
    }
    assert!(within >= 7, "{table}");
    // The waits that the log states are 7 s each.
    let stated = |line: &&&str| line.starts_with("mean_wait_s_of_size,") && line.ends_with(",7");
    assert_eq!(lines.iter().filter(stated).count(), 3, "{table}");
    // The twin: the same jobs, ten at once.
    let (folder, said) = fit(&log(9, 10, HEAD), "en");
    assert!(chart(&folder, "en").contains("and its jobs wait less"), "{said}");
    let (folder, said) = fit(&log(9, 10, HEAD), "ko");
    assert!(chart(&folder, "ko").contains("맞춘 작업은 로그"), "{said}");
    assert!(chart(&folder, "ko").contains("대기는 더 짧다"), "{said}");
    assert!(said.contains("맞춘 작업의 모의실험 100회를 easy로 전체 8에서 9주 재생"), "{said}");
}

#[test]
fn why_there_is_no_chart_is_said() {
    for (log, ko, en) in [
        (log(3, 1, HEAD), "온전한 주가 3개", "the log has 3 whole weeks"),
        (log(5, 1, "; UnixStartTime: 1400749079\n"), "--units로 주세요", "give --units"),
    ] {
        for (language, word) in [("ko", ko), ("en", en)] {
            let (folder, said) = fit(&log, language);
            assert!(said.contains(word), "{said}");
            let none = [format!("charts/reproduced.{language}.svg"), "reproduced.csv".to_owned()];
            assert!(none.iter().all(|name| !folder.0.join("out").join(name).exists()));
            assert!(folder.0.join(format!("out/charts/fit.{language}.svg")).is_file());
        }
    }
}
