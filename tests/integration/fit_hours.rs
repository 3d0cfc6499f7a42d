//! `daegi fit --hours`: a programme that awards hours, from a log of what a known one used.

use std::fmt::Write as _;
use std::fs;

use daegi::model::record::BalanceRow;

use crate::support::{ALL_LEASED, Folder, Theory, daegi, read, run, text};

const QUEUE: &str = "[pool.p.queue]\nscheduler = \"easy\"\nsource = \"by hand\"\n";

/// Two projects a week for a year and a half with 2,000 hours in the median, for three months each.
const KNOWN: &str = "[programme.x]\npool = \"p\"\nintake = \"rolling\"\ndemand = { rate = \"2 per week\" }\nrequest = { lognormal = { median = \"2000 unit-hours\", p90 = \"6000 unit-hours\" } }\naward = \"3 months\"\nlargest-job = 8\nat-zero = { jobs = \"go on\", source = \"by hand\" }\nsource = \"by hand\"\n[workload.w]\nprogrammes = [\"x\"]\nholds = \"shared\"\njobs = { use = 1 }\nsize = { units = { choice = { 4 = 0.5, 8 = 0.5 } } }\nrun-time = \"2 hours\"\nsource = \"by hand\"\n";

fn centre(programme: &str) -> String {
    let rest = format!("{ALL_LEASED}\n{QUEUE}{programme}");
    let (start, observe_from, end) = ("2025-01-01", "2025-01-01", "2026-07-01");
    Theory { start, observe_from, end, units: 200, rest }.text()
}

/// A log of what the awards of a run used: jobs of 4 and of 8 units for two hours, spread over each term.
fn log_of(balances: &[BalanceRow]) -> String {
    let mut log = String::from("; UnixStartTime: 1735657200\n; MaxProcs: 200\n");
    let mut jobs: Vec<(i64, String)> = Vec::new();
    for (user, row) in balances.iter().enumerate() {
        let hours = row.hours.used.0 / 3_600;
        let count = hours / 12;
        let term = row.ended.map_or(0, |ended| (ended - row.started).0);
        for job in 0..2 * count {
            let at = row.started.0 + term * job / (2 * count).max(1);
            let size = if job % 2 == 0 { 4 } else { 8 };
            // 4 × 2 h and 8 × 2 h are 24 h for two jobs; half of that each, so that the sum is what was used.
            let line =
                format!("0 {at} 0 3600 {size} -1 -1 {size} 7200 -1 1 {user} 1 -1 -1 -1 -1 -1");
            jobs.push((at, line));
        }
    }
    jobs.sort();
    for (_, line) in jobs {
        let _ = writeln!(log, "{line}");
    }
    log
}

/// What comes back is what the log was made from: terms of three months, as many of them a week, the same hours; and
/// the block is read as it is.
#[test]
fn a_programme_in_hours_comes_back() {
    let record = run(&centre(KNOWN));
    let over: Vec<BalanceRow> =
        record.balances.iter().filter(|row| row.ended.is_some()).copied().collect();
    assert!(over.len() > 80, "{}", over.len());
    let folder = Folder::new("fit-hours");
    folder.file("log.swf", &log_of(&over));
    for language in ["ko", "en"] {
        let arguments = [
            "fit",
            "log.swf",
            "--hours",
            "p",
            "--programme",
            "x",
            "--name",
            "w",
            "--lang",
            language,
        ];
        let done = daegi(&folder, &arguments);
        assert_eq!(done.status.code(), Some(0), "{}", text(&done.stderr));
        let block = text(&done.stdout);
        for line in ["award = \"3 months\"", "largest-job = 8", "jobs = { use = 1 }", "request = {"]
        {
            assert!(block.contains(line), "{line}\n{block}");
        }
        fs::write(folder.0.join("again.toml"), centre(&block)).expect("a scenario");
        let checked = daegi(&folder, &["check", "again.toml"]);
        assert_eq!(checked.status.code(), Some(0), "{}{block}", text(&checked.stderr));
        let scenario = read(&centre(&block));
        let used: f64 = over.iter().map(|row| row.hours.used.0 as f64 / 3_600.0).sum();
        let mean = used / over.len() as f64;
        let request =
            scenario.baseline.programmes.iter().next().map_or(0.0, |it| it.request.mean());
        // A lognormal is proposed where its mean is within a tenth of the log's; else steps, whose mean is exact.
        assert!((request / mean - 1.0).abs() < 0.12, "mean request {request}, used {mean}");
        let rate = block.lines().find_map(|line| line.strip_prefix("demand = { rate = \""));
        let rate: f64 = rate.and_then(|rest| rest.split(' ').next()?.parse().ok()).expect("a rate");
        // 2 a week, Poisson: of 125 four standard deviations are 36 %.
        assert!((rate / 2.0 - 1.0).abs() < 0.36, "{rate} a week");
        let again = run(&centre(&block));
        let all = |rows: &[BalanceRow]| rows.iter().map(|row| row.hours.used.0 as f64).sum::<f64>();
        let ratio = all(&again.balances) / all(&record.balances);
        assert!((0.6..1.6).contains(&ratio), "hours used {ratio} of those before");
    }
    // The twin: without `--hours` nothing is said of a programme.
    let plain = text(&daegi(&folder, &["fit", "log.swf"]).stdout);
    assert!(!plain.contains("[programme.") && plain.contains("[workload."));
}
