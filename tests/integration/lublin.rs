//! The Lublin–Feitelson model (JPDC 63, 2003; constants of its published code) with our own addressed
//! draws: a generator of jobs for schedulers, held against its own expectations.

use daegi::engine::{Distribution, Process};
use daegi::model::inputs::{JobRate, JobSize};
use daegi::scenario::Scenario;
use daegi::scheduler::{Job, Overrun, Policy, play};

/// The constants of one type of job.
pub(crate) struct Kind {
    serial: f64,
    power_of_two: f64,
    /// Two-stage uniform of log₂ size: low, middle, high, probability of the lower stage.
    log_size: [f64; 4],
    /// Hyper-gamma of ln run time: (shape, scale) twice; P(first) = slope × nodes + level.
    ln_run: [(f64, f64); 2],
    first: (f64, f64),
    /// Gamma of ln of the gap between jobs, in points, and of the daily cycle in half hours.
    ln_gap: (f64, f64),
    cycle: (f64, f64),
}

pub(crate) const BATCH: Kind = Kind {
    serial: 0.2927,
    power_of_two: 0.6686,
    log_size: [1.2, 5.0, 7.0, 0.875],
    ln_run: [(6.57, 0.823), (639.1, 0.0156)],
    first: (-0.003, 0.6986),
    ln_gap: (6.0415 * 1.0519, 0.8531),
    cycle: (6.1271, 5.2740),
};

pub(crate) const INTERACTIVE: Kind = Kind {
    serial: 0.1541,
    power_of_two: 0.625,
    log_size: [1.0, 3.0, 5.5, 0.705],
    ln_run: [(3.8351, 0.6605), (7.073, 0.6856)],
    first: (-0.0118, 0.9156),
    ln_gap: (6.5510 * 0.9797, 0.6621),
    cycle: (8.9186, 3.6680),
};

pub(crate) const TYPELESS: Kind = Kind {
    serial: 0.244,
    power_of_two: 0.576,
    log_size: [0.8, 4.5, 7.0, 0.86],
    ln_run: [(4.2, 0.94), (312.0, 0.03)],
    first: (-0.0054, 0.78),
    ln_gap: (10.2303 * 1.0225, 0.4871),
    cycle: (8.1737, 3.9631),
};

fn gamma((shape, scale): (f64, f64)) -> Distribution {
    Distribution::gamma_mean_cv(shape * scale, 1.0 / shape.sqrt()).expect("positive")
}

/// A value on a fine grid of a quantile function: the gamma's own is slow.
fn table(distribution: &Distribution) -> Vec<f64> {
    (0..4_096).map(|k| distribution.quantile((f64::from(k) + 0.5) / 4_096.0)).collect()
}

fn at(table: &[f64], u: f64) -> f64 {
    table[((u * table.len() as f64) as usize).min(table.len() - 1)]
}

impl Kind {
    /// log₂ of a parallel job's size before it is rounded.
    fn log_size(&self, u: f64, stage: f64) -> f64 {
        let [low, middle, high, lower] = self.log_size;
        let (from, to) = if stage <= lower { (low, middle) } else { (middle, high) };
        from + u * (to - from)
    }

    /// Weights of the 48 half hours, mean 1: from 05:30 on, cyclic, as the code has it.
    fn half_hours(&self) -> [f64; 48] {
        // The gamma's distribution function, by counting a fine grid of its quantiles.
        let grid = table(&gamma(self.cycle));
        let below = |x: f64| grid.partition_point(|value| *value <= x) as f64 / grid.len() as f64;
        let mut weights = [0.0; 48];
        for i in 11..59 {
            weights[i % 48] = below(i as f64 + 0.5) - below(i as f64 - 0.5);
        }
        let mean = weights.iter().sum::<f64>() / 48.0;
        weights.map(|weight| weight / mean)
    }

    /// Jobs in the order of submission, in seconds.
    pub(crate) fn jobs(&self, n: u32, seed: u64) -> Vec<Job> {
        let draws = Process::new(seed, "lublin");
        let runs = self.ln_run.map(|parameters| table(&gamma(parameters)));
        let gaps = table(&gamma(self.ln_gap));
        let half_hours = self.half_hours();
        let mut points = 0.0;
        let mut slot = 0_usize;
        (0..n)
            .map(|k| {
                let (kind, stage) = draws.pair([k, 0, 0, 0]);
                let (u, which) = draws.pair([k, 1, 0, 0]);
                let size = if kind <= self.serial {
                    1
                } else {
                    let log = self.log_size(u, stage);
                    let rounds = kind <= self.serial + self.power_of_two;
                    libm::exp2(if rounds { log.round() } else { log }).round() as u32
                };
                let (slope, level) = self.first;
                let first = (slope * f64::from(size) + level).clamp(0.0, 1.0);
                let own = &runs[usize::from(which > first)];
                let drawn = |what: u32, most: f64, table: &[f64]| {
                    let tries = (0..).map(|again| at(table, draws.uniform([k, what, again, 0])));
                    let mut kept = tries.filter(|value| *value <= most);
                    kept.next().expect("most draws are kept")
                };
                let run = libm::exp(drawn(2, 12.0, own)).round().max(1.0) as i64;
                // A gap in points; each half hour pays its weight.
                points += libm::exp(drawn(3, 13.0, &gaps)) / 1_800.0;
                while points > half_hours[slot % 48] {
                    points -= half_hours[slot % 48];
                    slot += 1;
                }
                let within = points / half_hours[slot % 48];
                let submit = slot as i64 * 1_800 + (within * 1_800.0) as i64;
                Job { submit, size, run, requested: None, user: 0, class: 0 }
            })
            .collect()
    }
}

/// E(two-stage uniform) = (p low + middle + (1 − p) high) / 2, shares of serial jobs, and E(ln run) of
/// serial jobs, by type: within |z| ≤ 4.
#[test]
fn lublin_jobs_have_the_expectations_of_the_published_code() {
    for (name, kind) in [("batch", BATCH), ("interactive", INTERACTIVE), ("typeless", TYPELESS)] {
        let n = 40_000;
        let draws = Process::new(7, "two-stage");
        let logs: Vec<f64> = (0..n)
            .map(|k| {
                let (u, stage) = draws.pair([k, 0, 0, 0]);
                kind.log_size(u, stage)
            })
            .collect();
        let [low, middle, high, lower] = kind.log_size;
        let expected = (lower * low + middle + (1.0 - lower) * high) / 2.0;
        assert!(crate::support::z(&logs, expected).abs() <= 4.0, "{name}: log size");
        // The twin takes the stages the other way round.
        let twin = (lower * high + middle + (1.0 - lower) * low) / 2.0;
        assert!(crate::support::z(&logs, twin).abs() > 4.0, "{name}: the twin passes");
        let jobs = kind.jobs(n, 3);
        assert!(jobs.windows(2).all(|pair| pair[0].submit <= pair[1].submit));
        assert!(jobs.iter().all(|job| job.size >= 1 && job.run >= 1));
        // A parallel job whose log size rounds to zero is serial too.
        let serial = jobs.iter().filter(|job| job.size == 1).count() as f64 / f64::from(n);
        assert!(serial > kind.serial - 0.01 && serial < kind.serial + 0.08, "{name}: {serial}");
        let weights = kind.half_hours();
        let (most, least) = (weights.iter().copied().fold(0.0, f64::max), weights[8]);
        assert!(most > 1.5 && least < 0.7, "{name}: a day has no cycle: {most} {least}");
    }
}

/// On a machine of 128 nodes EASY serves the batch jobs no later on average than strict order does.
#[test]
fn schedulers_play_lublin_jobs() {
    let jobs = BATCH.jobs(4_000, 5);
    let wait = |policy: &Policy| {
        let schedule = play(128, policy, Overrun::Perfect, &jobs);
        let starts = schedule.starts.iter().zip(&jobs);
        starts.map(|(start, job)| start - job.submit).sum::<i64>()
    };
    let (strict, easy) = (wait(&Policy::FirstCome), wait(&Policy::Easy));
    assert!(easy < strict, "{easy} {strict}");
}

/// `scenarios/lublin-feitelson.toml` states sizes, run times, hours and rates of this generator: sizes are
/// put to powers of two, which moves their mean by less than a twentieth.
#[test]
fn the_shipped_workloads_are_those_of_the_model() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios/lublin-feitelson.toml");
    let scenario = Scenario::read(std::path::Path::new(path)).expect("a sound file");
    let shipped = |name: &str| {
        let all = &scenario.baseline.workloads;
        all.iter().find(|workload| workload.name == name).expect("it is there")
    };
    // The relative distances of mean size, mean run time and rate between a block and the model.
    let distances = |name: &str, kind: &Kind| {
        let (workload, n) = (shipped(name), 60_000);
        let (JobSize::Units(size), JobRate::PerAllocation(rate)) = (&workload.size, &workload.rate)
        else {
            panic!("{name} states units and a rate of the whole");
        };
        let jobs = kind.jobs(n, 3);
        let mean = |of: &dyn Fn(&Job) -> f64| jobs.iter().map(of).sum::<f64>() / f64::from(n);
        let span = (jobs[jobs.len() - 1].submit - jobs[0].submit) as f64;
        [
            size.mean() / mean(&|job| f64::from(job.size)) - 1.0,
            workload.run_time.mean() / mean(&|job| job.run as f64) - 1.0,
            rate / (f64::from(n) / span) - 1.0,
        ]
    };
    for (name, kind) in [("batch", BATCH), ("interactive", INTERACTIVE), ("typeless", TYPELESS)] {
        let far = distances(name, &kind);
        assert!(far[0].abs() < 0.05 && far[2].abs() < 0.05, "{name}: {far:?}");
        // Interactive jobs have the heaviest tail: a few hours hold most of their mean of minutes.
        assert!(far[1].abs() < 0.05 + 0.1 * f64::from(name == "interactive"), "{name}: {far:?}");
    }
    // The twin: another type's block is far from it.
    assert!(distances("batch", &TYPELESS).iter().all(|far| far.abs() > 0.05));
}

/// Eight weeks of the batch jobs from Monday, 2024-01-01 00:00 in Seoul, with users and requests of one to four times the run.
fn a_log() -> String {
    let draws = Process::new(2024, "lublin-128");
    let mut jobs = BATCH.jobs(8_000, 2024);
    assert!(jobs.last().expect("jobs").submit > 8 * 604_800, "eight weeks are full");
    jobs.retain(|job| job.submit < 8 * 604_800);
    let mut text = format!(
        "; Version: 2.2\n; Computer: none; drawn from the batch jobs of the model of Lublin and Feitelson, JPDC 63, 2003\n\
         ; UnixStartTime: 1704034800\n; TimeZoneString: Asia/Seoul\n; MaxProcs: 128\n; MaxRecords: {}\n",
        jobs.len()
    );
    for (number, job) in (0..).zip(&jobs) {
        let (requests, whose) = draws.pair([number, 0, 0, 0]);
        let requested = (job.run as f64 * (1.0 + 3.0 * requests)) as i64;
        let user = (24.0 * whose * whose) as u32;
        let daegi::scheduler::Job { submit, size, run, .. } = job;
        text += &format!(
            "{} {submit} -1 {run} {size} -1 -1 {size} {requested} -1 1 {user} -1 -1 -1 -1 -1 -1\n",
            number + 1
        );
    }
    text
}

/// The file is made anew with `DAEGI_WRITE_DOCS=1 cargo test --release`.
#[test]
fn the_shipped_log_is_what_the_model_gives() {
    use std::io::{Read, Write};
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios/logs/lublin-128.swf.gz");
    let made = a_log();
    if std::env::var_os("DAEGI_WRITE_DOCS").is_some() {
        let file = std::fs::File::create(path).expect("a file");
        let mut packed = flate2::write::GzEncoder::new(file, flate2::Compression::best());
        packed.write_all(made.as_bytes()).expect("room");
        packed.finish().expect("room");
    }
    let mut shipped = String::new();
    let file = std::fs::File::open(path).expect("the log");
    flate2::read::GzDecoder::new(file).read_to_string(&mut shipped).expect("text");
    assert!(shipped == made, "the shipped log is not what the model gives");
}
