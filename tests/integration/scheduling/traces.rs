//! Real logs against published schedules, second for second, where a folder of them lies beside the project.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use daegi::scheduler::{Job, Overrun, Policy, play};

/// The text of a file of the folder of logs; says so where there is none.
fn text(name: &str) -> Option<String> {
    let folder = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/traces"));
    let Ok(packed) = fs::read(folder.join(name)) else {
        println!("skipped: no trace {name}");
        return None;
    };
    let mut text = String::new();
    let mut reader = lzma_rust2::XzReader::new(&packed[..], true);
    std::io::Read::read_to_string(&mut reader, &mut text).expect("an xz file of text");
    Some(text)
}

/// Rows of a file with a header, by column.
fn rows(text: &str) -> Vec<BTreeMap<&str, &str>> {
    let mut lines = text.lines().map(|line| line.split(','));
    let header: Vec<&str> = lines.next().expect("a header").collect();
    lines.map(|fields| header.iter().copied().zip(fields).collect()).collect()
}

/// A policy and the starts that the reference gives.
type Starts = (Policy, Vec<i64>);

/// The jobs as the reference has read them, and its starts.
fn reference(case: &str) -> Option<(Vec<Job>, [Starts; 3])> {
    let text = text(&format!("expected/{case}.starts.csv.xz"))?;
    let rows = rows(&text);
    let column = |name: &str| -> Vec<i64> {
        rows.iter().map(|row| row[name].parse().expect("a whole number")).collect()
    };
    let (submit, size, run, estimate) =
        (column("submit"), column("size"), column("run"), column("est"));
    let jobs = (0..rows.len()).map(|j| Job {
        submit: submit[j],
        size: size[j] as u32,
        run: run[j],
        requested: Some(estimate[j]),
        user: 0,
        class: 0,
    });
    let starts = [
        (Policy::FirstCome, column("start_fcfs")),
        (Policy::Easy, column("start_easy")),
        (Policy::Conservative, column("start_cons")),
    ];
    Some((jobs.collect(), starts))
}

#[test]
fn starts_of_real_logs_are_those_of_the_reference_to_the_second() {
    for (case, units, backfilled) in [
        ("lublin_256", 256, [0, 9_230, 9_103]),
        ("hpc2n-3170-trunc", 240, [0, 590, 496]),
        ("hpc2n-3170-extend", 240, [0, 595, 498]),
    ] {
        let Some((jobs, references)) = reference(case) else { continue };
        for ((policy, expected), backfilled) in references.iter().zip(backfilled) {
            // The file's run times and estimates have been read by the case's mode already.
            let schedule = play(units, policy, Overrun::Trunc, &jobs);
            let differ = schedule.starts.iter().zip(expected).filter(|(own, other)| own != other);
            assert_eq!(differ.count(), 0, "{case}, {policy}");
            assert_eq!(schedule.backfilled, backfilled, "{case}, {policy}");
        }
    }
}

/// Schedules that Batsim published: machines have identities there, so counting units gives another schedule.
#[test]
fn starts_by_identity_are_those_of_batsim_and_by_counting_they_are_not() {
    let micros = |text: &str| (text.parse::<f64>().expect("seconds") * 1e6).round() as i64;
    for (name, counting) in [("easy", 725), ("conservative", 733)] {
        let file = format!("expected/batsim-medium_late-{name}-out_jobs.csv.xz");
        let Some(text) = text(&file) else { continue };
        let mut rows = rows(&text);
        rows.sort_by_key(|row| {
            (micros(row["submission_time"]), row["job_id"].parse::<u32>().expect("a number"))
        });
        let jobs: Vec<Job> = rows
            .iter()
            .map(|row| Job {
                submit: micros(row["submission_time"]),
                size: row["requested_number_of_resources"].parse().expect("a number"),
                run: micros(row["execution_time"]),
                requested: Some(micros(row["requested_time"])),
                user: 0,
                class: 0,
            })
            .collect();
        let agree = |policy: &str| {
            let policy: Policy = policy.parse().expect("a policy");
            let starts = play(32, &policy, Overrun::Trunc, &jobs).starts;
            let same = |(start, row): &(&i64, &BTreeMap<&str, &str>)| {
                **start == micros(row["starting_time"])
            };
            starts.iter().zip(&rows).filter(same).count()
        };
        assert_eq!(rows.len(), 801);
        assert_eq!(agree(&format!("{name}-identity")), 801, "{name}");
        assert_eq!(agree(name), counting, "{name}");
    }
}
