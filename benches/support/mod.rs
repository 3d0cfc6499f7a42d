//! Timing programs against each other on a machine that others use too.

use std::time::Instant;

/// Rounds that count.
pub const REPEATS: usize = 11;

/// What one program took in each round, in seconds.
#[derive(Debug, Default)]
pub struct Times {
    /// By the clock on the wall.
    pub wall: Vec<f64>,
    /// On processors, all threads together: what the program costs, whoever else is running.
    pub cpu: Vec<f64>,
    /// On the processor of the busiest thread: the wall time on a machine with nobody else.
    pub busiest: Vec<f64>,
}

/// Times of each program. All of them play in every round, each round starting with another one,
/// after a round that does not count; in each round all must give the same answer.
pub fn race<T: PartialEq, const N: usize>(rivals: [&mut dyn FnMut() -> T; N]) -> [Times; N] {
    let mut times = [const { Times { wall: Vec::new(), cpu: Vec::new(), busiest: Vec::new() } }; N];
    for round in 0..=REPEATS {
        let mut agreed = None;
        for turn in 0..N {
            let rival = (round + turn) % N;
            let (start, before) = (Instant::now(), threads());
            let answer = rivals[rival]();
            let (wall, after) = (start.elapsed().as_secs_f64(), threads());
            match &agreed {
                Some(agreed) => assert!(*agreed == answer, "program {rival} disagrees"),
                None => agreed = Some(answer),
            }
            if round == 0 {
                continue;
            }
            let spent = after.iter().map(|(thread, now)| {
                now - before.iter().find(|(same, _)| same == thread).map_or(0.0, |(_, then)| *then)
            });
            let known = !after.is_empty();
            times[rival].wall.push(wall);
            times[rival].cpu.push(if known { spent.clone().sum() } else { wall });
            times[rival].busiest.push(if known { spent.fold(0.0, f64::max) } else { wall });
        }
    }
    times
}

/// Seconds that each thread of this process has spent on a processor; empty where the system does
/// not tell (anywhere but Linux).
fn threads() -> Vec<(std::ffi::OsString, f64)> {
    let tasks = std::fs::read_dir("/proc/self/task").into_iter().flatten().flatten();
    tasks
        .filter_map(|task| {
            let text = std::fs::read_to_string(task.path().join("schedstat")).ok()?;
            Some((task.file_name(), text.split(' ').next()?.parse::<f64>().ok()? * 1e-9))
        })
        .collect()
}

/// The median.
pub fn median(mut numbers: Vec<f64>) -> f64 {
    numbers.sort_by(f64::total_cmp);
    numbers[numbers.len() / 2]
}

/// How many times as fast as `other` a program was, round by round: the median and the quartiles.
pub fn speed(own: &[f64], other: &[f64]) -> String {
    let mut ratios: Vec<f64> = own.iter().zip(other).map(|(a, b)| b / a).collect();
    ratios.sort_by(f64::total_cmp);
    let quartile = |quarter: usize| ratios[quarter * (ratios.len() - 1) / 4];
    format!("{:.2} ({:.2} to {:.2})", quartile(2), quartile(1), quartile(3))
}

/// A line of the table: items per second of processor time, and their ratio.
pub fn row(name: &str, items: f64, engine: &Times, hand: &Times) {
    let rate = |times: &Times| items / median(times.cpu.clone()) / 1e6;
    let ratio = speed(&engine.cpu, &hand.cpu);
    println!("| {name} | {:.2} M | {:.2} M | {ratio} |", rate(engine), rate(hand));
}

/// The machine, the compiler and how busy the machine is.
pub fn circumstances() -> String {
    let text = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let models = text.lines().filter_map(|line| line.strip_prefix("model name")?.split_once(": "));
    let names: Vec<&str> = models.map(|(_, name)| name).collect();
    let output = std::process::Command::new("rustc").arg("--version").output();
    let compiler =
        output.map_or("rustc ?".into(), |o| String::from_utf8_lossy(&o.stdout).into_owned());
    let load = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    format!(
        "{} × {}, {}, load average {}",
        names.len(),
        names.first().unwrap_or(&"unknown processor"),
        compiler.trim(),
        load.split(' ').next().unwrap_or("?"),
    )
}
