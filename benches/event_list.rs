//! The engine against programs written by hand: `cargo bench --bench event_list`.
//!
//! A figure is a ratio of two programs timed turn by turn in one process, as the median of
//! repeats (and its quartiles), in seconds of processor time; rates are for orientation only. An item is a customer (two events), or one
//! take-and-schedule of the hold model. Rivals must agree in every answer, to the last bit.

mod reference;
mod support;

use daegi::engine::{EventList, Phase, Phased, Process};
use daegi::time::Time;
use rayon::{ThreadPool, ThreadPoolBuilder};

use reference::by_hand::{ByHand, Heap};
use reference::on_engine::OnEngine;
use reference::{Program, W1, W4, play_all};
use support::{circumstances, race, row, speed};

const REPLICATIONS: u32 = 1_000;
const HOLDS: usize = 4_000_000;
const HOLD_SIZES: [usize; 7] = [8, 32, 128, 512, 2_048, 8_192, 65_536];

fn main() {
    println!("{} at the start", circumstances());
    println!("\n| workload | engine, items/s | by hand, items/s | engine / hand (quartiles) |");
    println!("|---|---|---|---|");
    // A word on the command line picks workloads.
    let words: Vec<String> =
        std::env::args().skip(1).filter(|word| !word.starts_with('-')).collect();
    let wanted = |name: &str| words.is_empty() || words.iter().any(|word| word == name);
    if wanted("W1") {
        long_run();
    }
    let notes = if wanted("W4") { many_runs() } else { String::new() };
    if wanted("hold") {
        HOLD_SIZES.into_iter().for_each(|size| hold(size, 1e9));
        hold(2_048, 16.0);
    }
    println!("\n{notes}{} at the end", circumstances());
}

fn long_run() {
    let [engine, hand] = race([&mut || OnEngine::new(W1).play(0), &mut || ByHand::new(W1).play(0)]);
    let answer = OnEngine::new(W1).play(0);
    let (wait, busy) = (W1.mean_wait(&answer), W1.busy_share(&answer));
    row(&format!("W1: mean wait {wait:.5}, busy {busy:.5}"), W1.customers.into(), &engine, &hand);
}

fn many_runs() -> String {
    let (one, two) = (pool(1), pool(2));
    let [engine, hand, engine_two, hand_two] = race([
        &mut || one.install(|| play_all::<OnEngine>(W4, REPLICATIONS)),
        &mut || one.install(|| play_all::<ByHand>(W4, REPLICATIONS)),
        &mut || two.install(|| play_all::<OnEngine>(W4, REPLICATIONS)),
        &mut || two.install(|| play_all::<ByHand>(W4, REPLICATIONS)),
    ]);
    let answers = two.install(|| play_all::<OnEngine>(W4, REPLICATIONS));
    let wait = answers.iter().map(|answer| W4.mean_wait(answer)).sum::<f64>();
    let wait = wait / f64::from(REPLICATIONS);
    let items = f64::from(REPLICATIONS) * f64::from(W4.customers);
    row(&format!("W4, one thread: mean wait {wait:.4}"), items, &engine, &hand);
    row("W4, two threads", items, &engine_two, &hand_two);
    format!(
        "W4 on two threads against one, engine: {} by the clock, {} by the busiest thread.\n\
         W4 on two threads against one, by hand: {} by the clock, {} by the busiest thread.\n",
        speed(&engine_two.wall, &engine.wall),
        speed(&engine_two.busiest, &engine.busiest),
        speed(&hand_two.wall, &hand.wall),
        speed(&hand_two.busiest, &hand.busiest),
    )
}

#[derive(Clone, Copy)]
struct Tick;
impl Phased for Tick {
    #[inline]
    fn phase(&self) -> Phase {
        Phase::Release
    }
}

/// The hold model: `size` events pending; the earliest is taken and another one scheduled an
/// exponential step after it; with a short step most events share their instant. The steps are drawn beforehand, so only the list is timed.
fn hold(size: usize, mean_step: f64) {
    let draws = Process::new(1, "hold");
    let uniforms = (0..1_u32 << 14).map(|i| draws.uniform([0, i, 0, 0]));
    let steps: Vec<i64> = uniforms.map(|u| (-libm::log(u) * mean_step) as i64).collect();
    let step = |turn: usize| steps[turn % (1 << 14)];

    let mut list = EventList::new();
    let mut plain = Heap::with_capacity(size);
    let mut numbered = Heap::with_capacity(size);
    for turn in 0..size {
        list.schedule(Time(step(turn)), Tick);
        plain.push(step(turn));
        numbered.push((i128::from(step(turn)) << 64) | turn as i128);
    }
    let mut count = size;
    let [engine, hand, hand_numbered] = race([
        &mut || {
            let mut sum = 0_i64;
            for turn in 0..HOLDS {
                let (now, tick) = list.next_before(Time::NEVER).expect("the list stays full");
                sum = sum.wrapping_add(now.0);
                list.schedule(Time(now.0 + step(turn)), tick);
            }
            sum
        },
        &mut || {
            let mut sum = 0_i64;
            for turn in 0..HOLDS {
                let now = plain.first().expect("the heap stays full");
                sum = sum.wrapping_add(now);
                plain.replace_first(now + step(turn));
            }
            sum
        },
        &mut || {
            let mut sum = 0_i64;
            for turn in 0..HOLDS {
                let now = (numbered.first().expect("the heap stays full") >> 64) as i64;
                sum = sum.wrapping_add(now);
                count += 1;
                numbered.replace_first((i128::from(now + step(turn)) << 64) | count as i128);
            }
            sum
        },
    ]);
    let name = format!("hold, {size} pending, mean step {mean_step:e}");
    row(&format!("{name}; keys of a time"), HOLDS as f64, &engine, &hand);
    row(&format!("{name}; time and number"), HOLDS as f64, &engine, &hand_numbered);
}

fn pool(threads: usize) -> ThreadPool {
    ThreadPoolBuilder::new().num_threads(threads).build().expect("a thread pool")
}
