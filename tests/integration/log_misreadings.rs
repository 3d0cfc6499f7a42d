//! No wrong number in silence: good logs, misread at random, give the same jobs or a warning; good ones are not accused.

use std::fmt::Write as _;
use std::io::Cursor;

use daegi::engine::Process;
use daegi::scheduler::{Job, Overrun, Policy, play};
use daegi::trace::inspection::{Level, Question};
use daegi::trace::{Columns, Log, Reading};
use daegi::words::Language;

/// A line of a log: job, user, size, submit, start, run and request, in seconds.
type Line = (u32, u32, u32, i64, i64, i64, i64);

/// A log as a machine would leave it: a few days of jobs on 16 to 128 units, started first come, first served.
fn good(draws: &Process, case: u32) -> (u32, Vec<Line>) {
    let uniform = |job: u32, draw: u32| draws.uniform([case, job, draw, 0]);
    let units = [16, 32, 64, 128][(uniform(0, 0) * 4.0) as usize];
    let count = 120 + (uniform(0, 1) * 200.0) as u32;
    let (mut jobs, mut now) = (Vec::new(), 1_740_960_000_i64);
    for job in 1..=count {
        now += (uniform(job, 2) * 1_800.0) as i64;
        let size = (1 << ((uniform(job, 3) * uniform(job, 4) * 6.0) as u32)).min(units);
        let run = 60 + (uniform(job, 5) * uniform(job, 5) * 30_000.0) as i64;
        let requested = (run as f64 * (1.0 + 4.0 * uniform(job, 6) * uniform(job, 7))) as i64 + 1;
        let user = (uniform(job, 8) * 9.0) as u32;
        jobs.push(Job { submit: now, size, run, requested: Some(requested), user, class: 0 });
    }
    let starts = play(units, &Policy::FirstCome, Overrun::Trunc, &jobs).starts;
    let line = |(at, (job, start)): (usize, (&Job, i64))| {
        let Job { submit, size, run, requested, user, .. } = *job;
        (at as u32 + 1, user, size, submit, start, run, requested.unwrap_or(run))
    };
    (units, jobs.iter().zip(starts).enumerate().map(line).collect())
}

const HEAD: &str = "JobID|User|NCPUS|Submit|Start|End|ElapsedRaw|Limit";
const COLUMNS: &str =
    "job=JobID,user=User,size=NCPUS,submit=Submit,start=Start,run=ElapsedRaw,requested=Limit";

fn written(lines: &[Line]) -> String {
    let mut text = format!("{HEAD}\n");
    for &(job, user, size, submit, start, run, requested) in lines {
        let end = start + run;
        let _ = writeln!(text, "{job}|u{user}|{size}|{submit}|{start}|{end}|{run}|{requested}");
    }
    text
}

/// Submission, run, size and request of a job as it was read.
type Read = (i64, i64, u32, Option<i64>);

/// What a reader sees of a log: its jobs, and whether anything was said; `None` if it was refused.
fn seen(text: &str, columns: &str, units: u32) -> Option<(Vec<Read>, bool, String)> {
    let columns = Columns::parse(columns).expect("columns");
    let reading = Reading { columns: Some(columns), ..Reading::default() };
    let log = Log::from_stream("log", Cursor::new(text.to_owned().into_bytes()), &reading).ok()?;
    let found = log.inspect(&Question { units: Some(units), trunc: true, elsewhere: false });
    let warned = found.oddities.iter().any(|it| it.level >= Level::Warning);
    let job =
        |it: &daegi::trace::Record| (it.submit.0, it.run.0, it.size, it.requested().map(|it| it.0));
    Some((log.records.iter().map(job).collect(), warned, found.in_language(&log, Language::En)))
}

/// Misreads a log in one of many ways: the text, and the columns by which it is read.
fn misread(lines: &[Line], kind: u32, draw: f64) -> (String, String) {
    let changed = |change: &dyn Fn(&mut Line)| {
        let mut lines = lines.to_vec();
        lines.iter_mut().for_each(change);
        // The end stays what it was: it is not read.
        (written(&lines), COLUMNS.to_owned())
    };
    let swapped = |one: &str, other: &str| {
        let columns = COLUMNS.replace(&format!("={one},"), "=@,");
        let columns = columns
            .replace(&format!("={other}"), &format!("={one}"))
            .replace("=@,", &format!("={other},"));
        (written(lines), columns)
    };
    let by = if draw < 0.5 { 60 } else { 1_000 };
    match kind {
        0 => changed(&|line| line.5 *= by),
        1 => changed(&|line| line.6 = (line.6 / by).max(1)),
        2 => changed(&|line| line.6 *= by),
        3 => changed(&|line| line.3 *= by),
        4 => changed(&|line| line.3 -= 32_400),
        5 => changed(&|line| line.4 -= 32_400),
        6 => {
            let mut text = written(lines);
            for line in lines.iter().rev() {
                let (job, _, size, submit, start, run, _) = *line;
                let _ =
                    writeln!(text, "{job}.batch||{size}|{submit}|{start}|{}|{run}|", start + run);
            }
            (text, COLUMNS.to_owned())
        }
        7 => {
            let text = written(lines);
            let body = text.split_once('\n').expect("a head").1.to_owned();
            (text + &body, COLUMNS.to_owned())
        }
        8 => swapped("Submit", "Start"),
        9 => swapped("ElapsedRaw", "Limit"),
        10 => swapped("NCPUS", "ElapsedRaw"),
        _ => {
            let text = written(lines);
            let rest: Vec<&str> = text.lines().skip(1 + (draw * 20.0) as usize).collect();
            (rest.join("\n") + "\n", COLUMNS.to_owned())
        }
    }
}

#[test]
fn a_misreading_is_seen_and_a_good_log_is_not_accused() {
    let draws = Process::new(20_250_303, "logs.misread");
    let (mut caught, mut missed) = (0_u32, Vec::new());
    for case in 0..1_000 {
        let (units, lines) = good(&draws, case % 200);
        let kind = case % 12;
        let (text, columns) = misread(&lines, kind, draws.uniform([case, 0, 99, 0]));
        let right = seen(&written(&lines), COLUMNS, units).expect("a good log");
        if case < 200 {
            assert!(!right.1, "case {case} is accused: {}", right.2);
        }
        match seen(&text, &columns, units) {
            Some((jobs, warned, _)) if !warned && jobs != right.0 => missed.push(kind),
            _ => caught += 1,
        }
    }
    assert!(caught >= 950, "{caught} of 1,000; missed kinds {missed:?}");
}
