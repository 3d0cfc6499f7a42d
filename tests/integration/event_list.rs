//! The queue M/M/c on the engine, against theory and against the program written by hand.

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;

use daegi::engine::{EventList, Phase, Phased, Process};
use daegi::time::Time;

#[path = "../../benches/reference/mod.rs"]
mod reference;

use reference::by_hand::ByHand;
use reference::on_engine::OnEngine;
use reference::{Answer, MEAN_SERVICE, Program, W1, W4, Workload, play_all};

/// The system's allocator, with a count of requests by thread.
struct Counting;

thread_local! {
    static REQUESTS: Cell<u64> = const { Cell::new(0) };
}

// SAFETY: every call goes to the system's allocator unchanged; counting neither allocates nor panics.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        REQUESTS.set(REQUESTS.get().wrapping_add(1));
        unsafe { System.alloc(layout) }
    }
    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        unsafe { System.dealloc(block, layout) }
    }
    unsafe fn realloc(&self, block: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        REQUESTS.set(REQUESTS.get().wrapping_add(1));
        unsafe { System.realloc(block, layout, size) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

pub(crate) fn requests_of(work: impl FnOnce()) -> u64 {
    let before = REQUESTS.get();
    work();
    REQUESTS.get() - before
}

/// Erlang C: the share of customers that wait, and the mean wait in mean services.
fn erlang_c(workload: &Workload) -> (f64, f64) {
    let (servers, load) = (f64::from(workload.servers), workload.load);
    let offered = servers * load;
    let blocked = (1..=workload.servers)
        .fold(1.0, |below, n| offered * below / (f64::from(n) + offered * below));
    let waits = blocked / (1.0 - load * (1.0 - blocked));
    (waits, waits / (servers * (1.0 - load)))
}

/// The exact expectation from empty: the share that waits and the mean wait over all customers, and
/// the mean wait of the last one. Carries the distribution of the number met from one arrival to
/// the next: before the next arrival, each of `min(n, c)` services ends first with its odds.
fn from_empty(workload: &Workload) -> (f64, f64, f64) {
    let servers = workload.servers as usize;
    let offered = workload.load * f64::from(workload.servers);
    let most = servers + 400; // beyond it lies less than 0.91⁴⁰⁰ of the arrivals
    let leaves_first: Vec<f64> =
        (0..=most).map(|n| n.min(servers) as f64 / (n.min(servers) as f64 + offered)).collect();
    let mut met = vec![0.0; most + 1];
    met[0] = 1.0;
    let (mut waits, mut wait, mut last) = (0.0, 0.0, 0.0);
    for _ in 0..workload.customers {
        let queue = || met.iter().enumerate().skip(servers);
        waits += queue().map(|(_, p)| p).sum::<f64>();
        last = queue().map(|(n, p)| p * (n + 1 - servers) as f64).sum::<f64>() / servers as f64;
        wait += last;
        let mut passing = 0.0;
        for n in (0..=most).rev() {
            passing += if n > 0 { met[n - 1] } else { 0.0 };
            met[n] = passing * (1.0 - leaves_first[n]);
            passing *= leaves_first[n];
        }
    }
    let customers = f64::from(workload.customers);
    (waits / customers, wait / customers, last)
}

/// (mean of independent values − expected) / standard error.
fn z(values: impl Iterator<Item = f64> + Clone, expected: f64) -> f64 {
    let n = values.clone().count() as f64;
    let mean = values.clone().sum::<f64>() / n;
    let squares: f64 = values.map(|value| (value - mean) * (value - mean)).sum();
    (mean - expected) / (squares / (n - 1.0) / n).sqrt()
}

/// Share that waits, mean wait and work done agree with theory; the mean wait of a load that is
/// one hundredth higher does not.
fn agrees_with_theory(workload: &Workload, replications: u32) {
    let answers = play_all::<OnEngine>(*workload, replications);
    assert_eq!(answers, play_all::<ByHand>(*workload, replications));
    let (waits, wait, last) = from_empty(workload);
    let settled = erlang_c(workload);
    assert!((last / settled.1 - 1.0).abs() < 1e-3, "{last} is not near Erlang C, {}", settled.1);
    let customers = f64::from(workload.customers);
    let share = answers.iter().map(|answer| f64::from(answer.waited) / customers);
    let mean = answers.iter().map(|answer| workload.mean_wait(answer));
    let work = answers.iter().map(|answer| answer.busy as f64 / MEAN_SERVICE / customers);
    let scores = [z(share, waits), z(mean.clone(), wait), z(work, 1.0)];
    assert!(scores.iter().all(|score| score.abs() <= 4.0), "{scores:?}");
    let heavier = Workload { load: workload.load + 0.01, ..*workload };
    let wrong = z(mean, from_empty(&heavier).1);
    assert!(wrong.abs() > 4.0, "a load of {} must show: z = {wrong}", heavier.load);
}

#[test]
fn erlang_c_gives_the_published_values() {
    let (waits, wait) = erlang_c(&W1);
    assert!((waits - 0.310_663_32).abs() < 5e-9 && (wait - 0.048_541_14).abs() < 5e-9);
    assert!((erlang_c(&W4).1 - 0.876_916_24).abs() < 5e-9);
}

#[test]
fn sixty_four_servers_agree_with_theory() {
    agrees_with_theory(&Workload { customers: 20_000, ..W1 }, 150);
}

#[test]
fn eight_servers_agree_with_theory() {
    agrees_with_theory(&W4, 400);
}

#[test]
fn engine_and_hand_agree_in_every_answer() {
    for (servers, load, customers) in
        [(1, 0.5, 1), (1, 0.95, 5_000), (3, 1.2, 5_000), (200, 0.3, 5_000), (64, 0.9, 50_000)]
    {
        let workload = Workload { servers, load, customers };
        let (mut engine, mut hand) = (OnEngine::new(workload), ByHand::new(workload));
        for replication in 0..5 {
            let answer = engine.play(replication);
            assert_eq!(answer, hand.play(replication), "{workload:?}, {replication}");
            assert!(workload.busy_share(&answer) <= 1.0);
        }
    }
}

#[test]
fn nothing_is_allocated_in_the_steady_state() {
    assert_eq!(requests_of(|| drop(std::hint::black_box(vec![1]))), 1, "the counter counts");
    allocates_nothing_again::<OnEngine>();
    allocates_nothing_again::<ByHand>();
}

/// A first replication may fetch memory as its queue grows, a few times; playing it again does not.
fn allocates_nothing_again<P: Program>() {
    let workload = Workload { customers: 50_000, ..W1 };
    let mut answers = [Answer::default(); 2];
    let mut program = None;
    let first = requests_of(|| answers[0] = program.insert(P::new(workload)).play(3));
    assert!(first < 50, "{first} requests for 100,000 events");
    let again = requests_of(|| answers[1] = program.as_mut().expect("made above").play(3));
    assert_eq!(again, 0);
    assert_eq!(answers[0], answers[1]);
}

#[derive(Clone, Copy)]
struct Tick;
impl Phased for Tick {
    fn phase(&self) -> Phase {
        Phase::Release
    }
}

/// Cancelled events give their places back: a list that always holds about as many events, most of
/// them cancelled before their time, stops growing.
#[test]
fn cancelling_does_not_make_the_list_grow() {
    let draws = Process::new(1, "cancelling");
    let mut list = EventList::new();
    let mut turn = |turns: std::ops::Range<u32>| {
        for number in turns {
            let now = list.next_before(Time::NEVER).map_or(Time::START, |(now, Tick)| now);
            let [a, b, c, _] = draws.block([0, number, 0, 0]).map(|word| i64::from(word % 1_000));
            let handles = [a, b, c].map(|later| list.schedule(Time(now.0 + 1 + later), Tick));
            assert!(list.cancel(handles[1]) && list.cancel(handles[2]));
        }
    };
    turn(0..20_000);
    assert_eq!(requests_of(|| turn(20_000..40_000)), 0);
}
