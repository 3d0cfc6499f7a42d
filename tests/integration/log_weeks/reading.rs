//! What of a log is drawn from, and what is told of one that cannot be.

use daegi::results::Manifest;
use daegi::time::{Date, Time};
use daegi::words::Language;

use crate::support::{daegi, text};

use super::{WEEK, a_week, centre, read_in, refused, rows, starts, swf, with_log};

/// Only whole weeks are drawn: without `from` and `to` a log lasts from the day of its first submission to that of its last.
#[test]
fn weeks_that_the_log_holds_in_part_are_left_out() {
    // From Wednesday, 2024-01-03, to Tuesday, 2024-01-16: one whole week, from 8 to 14 January, with two jobs, the first at
    // its first second, the other at its last; one with no run time, and one larger than the pool.
    let at =
        |day: i64, second: i64, size: i64, run: i64| [day * 86_400 + second, size, run, run, 0];
    let jobs = [
        at(2, 5, 1, 60),
        at(7, 0, 1, 60),
        at(8, 0, 1, 0),
        at(9, 0, 9, 60),
        at(13, 86_399, 2, 60),
        at(14, 0, 1, 60),
        at(15, 0, 1, 60),
    ];
    let folder = with_log("partial", &swf(&jobs, 1, 0));
    let scenario = read_in(&folder, &centre("2025-01-06", "2025-01-13", 4, ""));
    let [log] = &scenario.logs[..] else { panic!("one log") };
    assert_eq!((log.weeks, log.jobs, log.outside), (1, 2, 3));
    assert_eq!((log.unusable, log.too_large, log.from), (1, 1, Date::constant(2024, 1, 8)));
    let found = starts(&scenario, 0);
    let when: Vec<Time> = found.iter().map(|job| job.submitted).collect();
    assert_eq!(when, [Time(0), Time(WEEK - 1)]);
    let warned = scenario.warnings.in_language(Language::En);
    assert!(
        warned
            .contains("1 jobs of this log are larger than the 4 units of the pool, or of one user"),
        "{warned}"
    );
    // A limit on what one user may hold leaves out more.
    let limit = "[pool.p.queue]\nproject-units = 1\nsource = \"test\"\n";
    let limited = read_in(&folder, &centre("2025-01-06", "2025-01-13", 4, limit));
    assert_eq!((limited.logs[0].jobs, limited.logs[0].too_large), (1, 2));
    // The log's second 0 may be said to be another day: then its Wednesday is a Monday.
    let moved = "starts = \"2023-12-30\"\n";
    let scenario = read_in(&folder, &centre("2025-01-06", "2025-01-13", 16, moved));
    assert_eq!((scenario.logs[0].weeks, scenario.logs[0].jobs), (2, 6));
}

/// `check` says what is drawn from, and the page of a study names the file by its digest, in both languages.
#[test]
fn check_and_the_page_name_the_log() {
    let folder = with_log("page", &swf(&a_week(), 2, WEEK));
    folder.file("scenario.toml", &centre("2025-01-06", "2025-03-03", 64, ""));
    for (language, weeks) in [("en", "2 whole weeks from 2024-01-01"), ("ko", "온전한 주 2개")]
    {
        let done = daegi(&folder, &["check", "scenario.toml", "--lang", language]);
        assert_eq!(done.status.code(), Some(0), "{}", text(&done.stderr));
        assert!(text(&done.stdout).contains(weeks), "{}", text(&done.stdout));
        let out = format!("out-{language}");
        let arguments = ["run", "scenario.toml", "-n", "4", "--lang", language, "--out", &out];
        let done = daegi(&folder, &[&arguments[..], &["--quiet"]].concat());
        assert_eq!(done.status.code(), Some(0), "{}", text(&done.stderr));
        let out = folder.0.join(out);
        let page = std::fs::read_to_string(out.join(format!("report.{language}.html")));
        let logs = Manifest::read(&out).expect("a manifest").logs;
        assert!(page.expect("a page").contains(&format!("own.swf {}", logs[0].digest)));
        // Nobody applies, so there is no chart of what is asked for.
        assert!(out.join(format!("charts/ladder-p.{language}.svg")).is_file());
        assert!(!out.join(format!("charts/demand-p.{language}.svg")).exists());
    }
}

/// A table with dates: without an offset they are those of the calendar's clock, with one they are instants; seconds since 1970
/// are instants too. Monday, 2024-01-08 00:00 in Seoul is Sunday, 15:00 in UTC, and 1,704,639,600.
#[test]
fn dates_of_a_table_are_those_of_the_calendar() {
    let folder = with_log("dated", "");
    let columns =
        "columns = \"submit=at,size=size,run=run\"\nfrom = \"2024-01-08\"\nto = \"2024-01-15\"\n";
    let text = centre("2025-01-06", "2025-01-13", 4, columns).replace("own.swf", "own.csv");
    for (first, last) in [
        ("2024-01-08T00:00:00", "2024-01-14 23:59:59.25"),
        ("2024-01-07T15:00:00Z", "2024-01-14T23:59:59.25+09:00"),
        ("1704639600", "1705244399.25"),
    ] {
        let table = format!("at,size,run\n{first},1,60.5\n{last},2,0.25\n");
        folder.file("own.csv", table.as_bytes());
        // Fractions are cut off submissions; run times are rounded, to a second at least.
        let expected = [[0, 1, 61, 61, 0], [WEEK - 1, 2, 1, 1, WEEK - 1]];
        assert_eq!(rows(&starts(&read_in(&folder, &text), 0)), expected, "{first}");
    }
    // Seconds among dates, and more of them than there are dates.
    folder.file("own.csv", b"at,size,run\n2024-01-08T00:00:00,1,60\n3999999999999,1,60\n");
    assert_eq!(rows(&starts(&read_in(&folder, &text), 0)).len(), 1);
    let open = text.replace("from = \"2024-01-08\"\nto = \"2024-01-15\"\n", "");
    assert!(refused(&folder, &open).0.contains("beyond the years of a calendar"));
    // The twin: the first second of the week by the clock of UTC is nine hours later.
    folder.file("own.csv", b"at,size,run\n2024-01-08T00:00:00Z,1,60\n");
    assert_eq!(rows(&starts(&read_in(&folder, &text), 0))[0][0], 9 * 3_600);
}

#[test]
fn bad_logs_are_told_with_file_and_line_in_both_languages() {
    let week = a_week();
    let folder = with_log("bad", &swf(&week, 1, WEEK));
    folder.file("fields.swf", b"; UnixStartTime: 0\n1 2 3\n1 2 3 4\n");
    folder.file("binary.swf", &[0, 1, 2, 3, 0]);
    folder.file("empty.swf", b"");
    folder.file("table.csv", b"id,submit_s,size,run_s\n1,0,1,5\n");
    folder.file("undated.swf", b"1 0 0 10 1 -1 -1 1 20 -1 1 1 1 -1 -1 -1 -1 -1\n");
    let packed = include_bytes!("../data/small.swf.xz");
    folder.file("cut.swf.xz", &packed[..packed.len() - 20]);
    let large: Vec<[i64; 5]> = week.iter().map(|job| [job[0], 65, job[2], job[3], 0]).collect();
    folder.file("large.swf", swf(&large, 3, WEEK).as_bytes());
    let good = centre("2025-01-06", "2025-03-03", 64, "");
    let dated = "source = \"test\"\nstarts = \"2024-01-01\"\nto = \"2025-01-01\"\n";
    for (old, new, says) in [
        (
            "own.swf",
            "fields.swf",
            "fields.swf:2 (and lines 3): there are 3 fields and should be 18",
        ),
        ("own.swf", "binary.swf", "binary.swf:1: there are zero bytes"),
        ("own.swf", "empty.swf", "empty.swf: there is not a single job in it"),
        ("own.swf", "cut.swf.xz", "the compressed stream is cut off or damaged"),
        ("own.swf", "missing.swf", "missing.swf: the file cannot be read"),
        ("own.swf", "table.csv", "columns = \"job=id,submit=submit_s,size=size,run=run_s\""),
        ("own.swf", "undated.swf", "add starts = \"2024-01-01\""),
        ("own.swf", "large.swf", "no job is left"),
        ("source = \"test\"\n\n", "source = \"test\"\nfrom = \"2024-01-02\"\n", "no whole week"),
        ("source = \"test\"\n\n", "source = \"test\"\nto = \"2023-01-02\"\n", "no whole week"),
        ("source = \"test\"\n\n", "source = \"test\"\ncolumns = \"a=b\"\n", "no columns of a log"),
        ("source = \"test\"\n\n", "source = \"test\"\nscale = 101\n", "must not be above 100"),
        ("source = \"test\"\n\n", "source = \"test\"\nscale = -1\n", "must not be below 0"),
        ("source = \"test\"\n\n", "source = \"test\"\nmode = \"cut\"\n", "trunc"),
        ("pool = \"p\"", "pool = \"q\"", "there is no pool called `q`"),
        (
            "[log.own]",
            "[programme.owners]\npool = \"p\"\nintake = \"rolling\"\ndemand = { rate = \"1 per week\" }\n\
          request = 1\naward = \"10 days\"\nsource = \"test\"\n[log.own]",
            "own units of this pool",
        ),
    ] {
        assert!(good.contains(old), "{old}");
        let (english, korean) = refused(&folder, &good.replace(old, new));
        assert!(english.contains(says), "{new}: {english}");
        assert!(english.contains("scenario.toml:"), "{english}");
        assert!(korean.contains("오류(error)") && korean != english, "{korean}");
    }
    // The same with what puts it right.
    let undated = good.replace("own.swf", "undated.swf").replace("source = \"test\"\n\n", dated);
    assert_eq!(read_in(&folder, &undated).logs[0].jobs, 1);
    let faulty = swf(&week, 3, WEEK) + "1 2 3\n";
    folder.file("faulty.swf", faulty.as_bytes());
    let faulty = good.replace("own.swf", "faulty.swf");
    assert!(refused(&folder, &faulty).0.contains("skip-faulty = true"));
    let skipped =
        faulty.replace("source = \"test\"\n\n", "source = \"test\"\nskip-faulty = true\n");
    let scenario = read_in(&folder, &skipped);
    assert!(scenario.warnings.to_string().contains("1 lines of this log are left out"));
    assert_eq!(scenario.logs[0].jobs, 3 * 302);
}
