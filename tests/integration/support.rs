//! Small scenarios as text, and how tests play them.

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Output};
use std::sync::atomic::{AtomicU32, Ordering};

use daegi::measures::Money;
use daegi::model::Replication;
use daegi::model::inputs::{Account, Inputs};
use daegi::model::record::Record;
use daegi::model::{Draws, Simulator};
use daegi::quantity::Won;
use daegi::scenario::Scenario;
use daegi::study::{Options, Order};
use rayon::prelude::*;

/// What every scenario of the theory tests has: a calendar, a unit, a pool called `p`, money for all.
pub(crate) struct Theory {
    pub(crate) start: &'static str,
    pub(crate) observe_from: &'static str,
    pub(crate) end: &'static str,
    pub(crate) units: u32,
    /// Everything below the pool: fundings, programmes.
    pub(crate) rest: String,
}

/// Money that leases everything for ever.
pub(crate) const ALL_LEASED: &str = r#"
[funding.all]
leases = "all"
from = "2000-01-01"
to = "2500-01-01"
source = "theory"
"#;

impl Theory {
    pub(crate) fn text(&self) -> String {
        format!(
            r#"schema = 1
title = {{ ko = "이론", en = "theory" }}
question = {{ ko = "공식과 같은가?", en = "Does it equal the formula?" }}
[calendar]
zone = "Asia/Seoul"
start = "{}"
observe-from = "{}"
observe-to = "{}"
[unit.server]
compute = "1 TF"
weight = 1.0
node = {{ units = 1, power = "1 kW" }}
source = "theory"
[pool.p.lot.all]
unit = "server"
installed = {}
hall = "elsewhere"
from = "2000-01-01"
source = "theory"
{}
[study]
replications = 10
seed = 1
"#,
            self.start, self.observe_from, self.end, self.units, self.rest
        )
    }
}

/// A programme `x` of awards in hours on the pool `p`: at its rounds far more apply than win, and the jobs of who wins
/// share a queue.
pub(crate) struct InHours<'a> {
    /// Start of the calendar, of the window, and the end of both.
    pub(crate) dates: [&'static str; 3],
    pub(crate) units: u32,
    /// Tables above the programme: the site, further lots and fundings.
    pub(crate) above: &'a str,
    pub(crate) rounds: &'a str,
    /// Keys of the programme.
    pub(crate) keys: &'a str,
    /// Keys of the workload.
    pub(crate) jobs: &'a str,
    pub(crate) scheduler: &'a str,
    /// Tables below the queue.
    pub(crate) below: &'a str,
}

/// One round on 1 February 2025, on ten units.
pub(crate) const IN_HOURS: InHours<'static> = InHours {
    dates: ["2025-01-01", "2025-01-01", "2026-04-01"],
    units: 10,
    above: "",
    rounds: "[\"2025-02-01\"]",
    keys: "",
    jobs: "",
    scheduler: "easy",
    below: "",
};

/// Keys of a programme that has one project.
pub(crate) fn one_project(hours: i64, award: &str) -> String {
    format!(
        "places = 1\ndemand = {{ fresh = 50 }}\nrequest = \"{hours} unit-hours\"\naward = \"{award}\"\n"
    )
}

impl InHours<'_> {
    pub(crate) fn text(&self) -> String {
        let Self { dates, units, above, rounds, keys, jobs, scheduler, below } = self;
        let rest = format!(
            r#"{ALL_LEASED}
{above}
[programme.x]
pool = "p"
source = "by hand"
rounds = {rounds}
window = "0 days"
review = "0 days"
{keys}
[workload.w]
programmes = ["x"]
holds = "shared"
source = "by hand"
{jobs}
[pool.p.queue]
scheduler = "{scheduler}"
source = "by hand"
{below}
"#
        );
        let [start, observe_from, end] = *dates;
        Theory { start, observe_from, end, units: *units, rest }.text()
    }
}

/// A folder of a test, until the test is over.
pub(crate) struct Folder(pub(crate) PathBuf);

impl Folder {
    pub(crate) fn new(name: &str) -> Self {
        static FOLDERS: AtomicU32 = AtomicU32::new(0);
        let number = FOLDERS.fetch_add(1, Ordering::Relaxed);
        let name = format!("daegi-test-{}-{number}-{name}", std::process::id());
        let path = std::env::temp_dir().join(name);
        fs::create_dir_all(&path).expect("a folder for the test");
        Self(path)
    }

    pub(crate) fn file(&self, name: &str, bytes: &(impl AsRef<[u8]> + ?Sized)) -> PathBuf {
        let path = self.0.join(name);
        fs::write(&path, bytes).expect("a file for the test");
        path
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// Runs the program in a folder.
pub(crate) fn daegi(folder: &Folder, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_daegi"))
        .current_dir(&folder.0)
        .args(arguments)
        .output()
        .expect("the program starts")
}

/// A study of *n* replications on one thread, in order and with forks; it leaves its results in a folder.
pub(crate) fn options(replications: u32, seed: u64, out: PathBuf) -> Options {
    Options { replications, seed, threads: Some(1), order: Order::Forward, forks: true, out }
}

/// What it printed.
pub(crate) fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// Reads a scenario that must be good.
pub(crate) fn read(text: &str) -> Scenario {
    Scenario::parse("test.toml", text).unwrap_or_else(|problems| panic!("{problems}"))
}

/// Plays replications `0..n` of the baseline on all cores, and maps each record to a value.
pub(crate) fn sample<T: Send>(
    text: &str,
    seed: u64,
    n: u32,
    value: impl Fn(&Inputs, &Record) -> T + Sync,
) -> Vec<T> {
    let scenario = read(text);
    let inputs = &scenario.baseline;
    (0..n)
        .collect::<Vec<_>>()
        .par_chunks(16)
        .flat_map_iter(|block| {
            let mut simulator = Simulator::new();
            let values: Vec<T> = block
                .iter()
                .map(|&k| value(inputs, &play(&mut simulator, inputs, seed, k)))
                .collect();
            values
        })
        .collect()
}

/// Plays one replication of a scenario that must be good.
pub(crate) fn run(text: &str) -> Record {
    play(&mut Simulator::new(), &read(text).baseline, 1, 0)
}

/// Plays one replication of some inputs, with a row for each award.
pub(crate) fn play(simulator: &mut Simulator, inputs: &Inputs, seed: u64, k: u32) -> Record {
    let world = Draws::draw(inputs, Replication::new(seed, k), None);
    simulator.run(inputs, &world, true).unwrap_or_else(|unclosed| panic!("{unclosed}"))
}

/// Whether won close by account: over all months so far, what came in (granted, or earned) = what was
/// spent + what lapsed + what is left, in every account; who states no amount is billed for what it
/// spends. And what fees earn is what projects paid, month by month.
pub(crate) fn won_close(inputs: &Inputs, record: &Record) -> bool {
    let accounts = inputs.accounts();
    let mut sums = vec![0; accounts.len()];
    let paid = |fees: &[Won]| fees.iter().map(|won| won.0).sum::<i64>();
    let months = record.money.chunks(accounts.len());
    months.zip(record.fees.chunks(inputs.programmes.len())).all(|(rows, fees)| {
        let closed = accounts.iter().zip(rows).zip(&mut sums).all(|((account, row), sum)| {
            let own = [Account::Private, Account::Fees].contains(account);
            let stated = matches!(account, Account::Funding(_)) && !inputs.is_implied(*account);
            let billed = if stated || own { 0 } else { row[Money::Spent].0 };
            *sum += row[Money::Granted].0 + row[Money::Earned].0 + billed
                - row[Money::Spent].0
                - row[Money::Lapsed].0;
            *sum == row[Money::Left].0
        });
        let mut own = accounts.iter().zip(rows).filter(|(account, _)| **account == Account::Fees);
        closed && own.next().map_or(0, |(_, row)| row[Money::Earned].0) == paid(fees)
    })
}

/// How many standard errors the mean of independent values lies from `expected`.
pub(crate) fn z(values: &[f64], expected: f64) -> f64 {
    let (mean, sd) = daegi::stats::mean_and_sd(values);
    (mean - expected) / (sd / (values.len() as f64).sqrt())
}

/// The formula must hold for the scenario and must fail for its broken twin.
pub(crate) fn holds_and_twin_fails(name: &str, good: &[f64], twin: &[f64], expected: f64) {
    let (z_good, z_twin) = (z(good, expected), z(twin, expected));
    assert!(z_good.abs() <= 4.0, "{name}: z = {z_good:.2} against {expected}");
    assert!(z_twin.abs() > 4.0, "{name}: the broken twin passes with z = {z_twin:.2}");
}

/// Plays a study of two futures.
pub(crate) fn study(name: &str, text: &str) -> daegi::study::Finished {
    let out = std::env::temp_dir().join(format!("daegi-test-{}-{name}", std::process::id()));
    let options = options(2, 1, out);
    daegi::study::run(&read(text), &options, &|_| {}).expect("the study runs")
}
