//! Schedulers against programs written by hand for one workload each: `cargo bench --bench scheduling`, of which
//! `-- W2`, `-- "load 0.97"` or `-- policies` is a part.
//!
//! A ratio of programs timed turn by turn in one process, in seconds of processor time, parsing and

#[path = "scheduling/by_hand.rs"]
mod by_hand;
#[allow(dead_code, reason = "shared with the other benches")]
mod support;

use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::atomic::{AtomicUsize, Ordering};

use daegi::scheduler::{Job, Overrun, Policy, play};

use support::{circumstances, median, race, speed};

const UNITS: u32 = 1_000;
const SIZES: [(u32, f64); 6] = [(1, 0.40), (2, 0.20), (4, 0.15), (8, 0.15), (16, 0.06), (32, 0.04)];

/// Jobs as a GPU cluster has them: Poisson arrivals, lognormal run times with a mean of 8 hours and
/// σ = 1.5, in whole seconds.
fn jobs(many: usize, load: f64) -> Vec<Job> {
    let mut state = 20_240_607_u64;
    let mut unit = || {
        state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (((z ^ (z >> 31)) >> 12) as f64 + 0.5) / (1_u64 << 52) as f64
    };
    let (mean, sigma) = (8.0 * 3_600.0, 1.5);
    let size: f64 = SIZES.iter().map(|(size, chance)| f64::from(*size) * chance).sum();
    let gap = size * mean / (load * f64::from(UNITS));
    let mut now = 0.0;
    let draw = |_| {
        now -= libm::log(unit()) * gap;
        let mut left = unit();
        let drawn = SIZES.iter().find(|(_, chance)| {
            left -= chance;
            left < 0.0
        });
        let turn = std::f64::consts::TAU * unit();
        let normal = libm::sqrt(-2.0 * libm::log(unit())) * libm::cos(turn);
        let run = libm::exp(libm::log(mean) - sigma * sigma / 2.0 + sigma * normal);
        Job {
            submit: now as i64,
            size: drawn.map_or(1, |(size, _)| *size),
            run: (run.round() as i64).max(1),
            requested: None,
            user: 0,
            class: 0,
        }
    };
    (0..many).map(draw).collect()
}

/// Some systems count processor time in steps of 4 ms: a round must take much longer.
const OFTEN: u32 = 10;

fn often<T>(mut program: impl FnMut() -> T) -> T {
    for _ in 1..OFTEN {
        std::hint::black_box(program());
    }
    program()
}

/// Counts bytes held, and the most of them.
struct Counting;

static HELD: AtomicUsize = AtomicUsize::new(0);
static MOST: AtomicUsize = AtomicUsize::new(0);

// SAFETY: the system's allocator, with its own contract; only sums beside it.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        let held = HELD.fetch_add(layout.size(), Ordering::Relaxed) + layout.size();
        MOST.fetch_max(held, Ordering::Relaxed);
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, memory: *mut u8, layout: Layout) {
        HELD.fetch_sub(layout.size(), Ordering::Relaxed);
        unsafe { System.dealloc(memory, layout) }
    }
}

#[global_allocator]
static MEMORY: Counting = Counting;

fn main() {
    println!("{}\n", circumstances());
    println!("| workload | jobs/s | by hand, jobs/s | ratio (quartiles) |\n|---|---|---|---|");
    let wanted: Vec<String> = std::env::args().skip(1).filter(|it| !it.starts_with('-')).collect();
    let is_wanted = |name: &str| wanted.is_empty() || wanted.iter().any(|it| name.contains(it));
    let row = |name: &str, jobs: &[Job], policy: &Policy, hand: fn(u32, &[Job]) -> Vec<i64>| {
        if !is_wanted(name) {
            return;
        }
        let [own, by_hand] = race([
            &mut || often(|| play(UNITS, policy, Overrun::Perfect, jobs).starts),
            &mut || often(|| hand(UNITS, jobs)),
        ]);
        let many = f64::from(OFTEN) * jobs.len() as f64;
        let rate = |cpu: &Vec<f64>| many / median(cpu.clone()) / 1e6;
        let ratio = speed(&own.cpu, &by_hand.cpu);
        println!("| {name} | {:.2} M | {:.2} M | {ratio} |", rate(&own.cpu), rate(&by_hand.cpu));
    };
    let light = jobs(200_000, 0.85);
    row("W2: first-come, load 0.85", &light, &Policy::FirstCome, by_hand::first_come);
    let light = &light[..100_000];
    row("W3: EASY, load 0.85", light, &Policy::Easy, by_hand::easy);
    row("W3, incremental by hand", light, &Policy::Easy, by_hand::easy_incremental);
    let heavy = jobs(100_000, 0.97);
    row("W3: EASY, load 0.97", &heavy, &Policy::Easy, by_hand::easy);
    row("W3, incremental by hand", &heavy, &Policy::Easy, by_hand::easy_incremental);
    if !is_wanted("policies") {
        return;
    }
    println!("\n| policy | load 0.85, jobs/s | load 0.97, jobs/s | bytes a job beside the log |");
    println!("|---|---|---|---|");
    for policy in Policy::all() {
        let rate = |jobs: &[Job]| {
            let [own] = race([&mut || play(UNITS, &policy, Overrun::Perfect, jobs).backfilled]);
            jobs.len() as f64 / median(own.cpu) / 1e6
        };
        let (at_light, at_heavy) = (rate(light), rate(&heavy));
        let before = HELD.load(Ordering::Relaxed);
        MOST.store(before, Ordering::Relaxed);
        play(UNITS, &policy, Overrun::Perfect, &heavy);
        let bytes = (MOST.load(Ordering::Relaxed) - before) / heavy.len();
        println!("| {policy} | {at_light:.2} M | {at_heavy:.2} M | {bytes} |");
    }
}
