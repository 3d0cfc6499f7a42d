//! Schedulers against formulas of queueing theory: |z| ≤ 4 over independent runs.

use daegi::scheduler::{Job, Overrun, Policy, Queue, Request, play};

use super::draws::Draws;

/// Ticks in a mean service.
const SERVICE: f64 = 1e6;
const RUNS: u64 = 128;

/// How many standard errors the mean of independent runs is away from what it should be.
fn z(runs: &[f64], expected: f64) -> f64 {
    let n = runs.len() as f64;
    let mean = runs.iter().sum::<f64>() / n;
    let variance = runs.iter().map(|run| (run - mean) * (run - mean)).sum::<f64>() / (n - 1.0);
    (mean - expected) / (variance / n).sqrt()
}

/// Jobs of one unit, `rate` a mean service, with run times in mean services drawn by `run`.
fn stream(seed: u64, many: usize, rate: f64, mut run: impl FnMut(&mut Draws) -> f64) -> Vec<Job> {
    let mut draws = Draws(seed);
    let mut now = 0.0;
    let jobs = (0..many).map(|_| {
        now += draws.exponential(SERVICE / rate);
        let run = (run(&mut draws) * SERVICE).round() as i64;
        Job { submit: now as i64, size: 1, run, requested: None, user: 0, class: 0 }
    });
    jobs.collect()
}

/// For each run, the mean of `look` over the waits (in mean services) of the later three quarters of jobs.
fn waits(
    units: u32,
    policy: &Policy,
    jobs: impl Fn(u64) -> Vec<Job>,
    look: impl Fn(&Job, f64) -> Option<f64>,
) -> Vec<f64> {
    let run = |seed| {
        let jobs = jobs(seed);
        let starts = play(units, policy, Overrun::Perfect, &jobs).starts;
        let late = starts.iter().zip(&jobs).skip(jobs.len() / 4);
        let looks: Vec<f64> = late
            .filter_map(|(start, job)| look(job, (start - job.submit) as f64 / SERVICE))
            .collect();
        looks.iter().sum::<f64>() / looks.len() as f64
    };
    (1..=RUNS).map(|run_number| run(run_number * 1_000_003)).collect()
}

/// Erlang's C: the chance to wait with `servers` and `load` of them busy on average.
fn erlang_c(servers: u32, load: f64) -> f64 {
    let b = (1..=servers).fold(1.0, |b, k| load * b / (f64::from(k) + load * b));
    b / (1.0 - load / f64::from(servers) * (1.0 - b))
}

#[test]
fn erlang_c_waits_of_many_servers_and_one_server_more_is_noticed() {
    let jobs = |seed| stream(seed, 20_000, 16.0, |draws| draws.exponential(1.0));
    let chance = erlang_c(20, 16.0);
    let policy = Policy::FirstCome;
    assert!((chance - 0.25608).abs() < 5e-6);
    let waited = waits(20, &policy, jobs, |_, wait| Some(f64::from(wait > 0.0)));
    let long = waits(20, &policy, jobs, |_, wait| Some(f64::from(wait > 0.1)));
    let mean = waits(20, &policy, jobs, |_, wait| Some(wait));
    let over = chance * libm::exp(-(20.0 - 16.0) * 0.1);
    for (name, z) in [
        ("P(wait)", z(&waited, chance)),
        ("P(wait > 0.1)", z(&long, over)),
        ("mean wait", z(&mean, chance / (20.0 - 16.0))),
    ] {
        println!("Erlang C, {name}: z = {z:.2}");
        assert!(z.abs() <= 4.0, "{name}: z = {z}");
    }
    let more = waits(21, &policy, jobs, |_, wait| Some(wait));
    assert!(z(&more, chance / (20.0 - 16.0)).abs() > 4.0);
}

/// Mean wait before one server: λ E[S²] / (2 (1 − ρ)) (Pollaczek, Khinchine).
#[test]
fn pollaczek_khinchine_waits_of_one_server_and_another_second_moment_is_noticed() {
    // Two run times, 0.5 and 3 with chances 0.8 and 0.2: E[S] = 1, E[S²] = 0.2 + 1.8 = 2.
    let two = |draws: &mut Draws| if draws.unit() < 0.8 { 0.5 } else { 3.0 };
    let fixed = |_: &mut Draws| 1.0;
    let policy = Policy::FirstCome;
    let of_fixed = waits(1, &policy, |seed| stream(seed, 20_000, 0.8, fixed), |_, w| Some(w));
    let of_two = waits(1, &policy, |seed| stream(seed, 20_000, 0.6, two), |_, w| Some(w));
    let (z_fixed, z_two) = (z(&of_fixed, 2.0), z(&of_two, 0.6 * 2.0 / (2.0 * 0.4)));
    println!("Pollaczek–Khinchine: z = {z_fixed:.2}, {z_two:.2}");
    assert!(z_fixed.abs() <= 4.0 && z_two.abs() <= 4.0, "{z_fixed} {z_two}");
    assert!(z(&of_two, 0.6 * 1.0 / (2.0 * 0.4)).abs() > 4.0); // as if run times were fixed
}

/// Two run times before one server, the short ones first (Cobham): W₀ = λ E[S²] / 2;
/// short: W₀ / (1 − ρ₁); long: W₀ / ((1 − ρ₁)(1 − ρ)).
#[test]
fn cobham_waits_of_shortest_first_and_first_come_is_noticed() {
    let two = |draws: &mut Draws| if draws.unit() < 0.8 { 0.5 } else { 3.0 };
    let jobs = |seed| stream(seed, 20_000, 0.7, two);
    let short = |job: &Job| job.run < SERVICE as i64;
    let (residual, busy_short, busy) = (0.7 * 2.0 / 2.0, 0.7 * 0.8 * 0.5, 0.7);
    let of_short = residual / (1.0 - busy_short);
    let of_long = residual / ((1.0 - busy_short) * (1.0 - busy));
    let look = |wanted: bool| move |job: &Job, wait| (short(job) == wanted).then_some(wait);
    let policy = Policy::ShortestFirst;
    let (z_short, z_long) = (
        z(&waits(1, &policy, jobs, look(true)), of_short),
        z(&waits(1, &policy, jobs, look(false)), of_long),
    );
    println!("Cobham: z = {z_short:.2}, {z_long:.2}");
    assert!(z_short.abs() <= 4.0 && z_long.abs() <= 4.0, "{z_short} {z_long}");
    let twin = z(&waits(1, &Policy::FirstCome, jobs, look(true)), of_short);
    assert!(twin.abs() > 4.0);
}

/// Two units, all jobs there from the start, one unit each with chance p or both: strictly first come, the
/// throughput is 2 / (2 − p²) a mean service.
#[test]
fn saturated_throughput_of_a_blocking_head_and_backfill_is_noticed() {
    let many = 20_000;
    let rates = |policy: &Policy, p: f64| -> Vec<f64> {
        let rate = |run: u64| {
            let mut draws = Draws(run * 7_919);
            let jobs: Vec<Job> = (0..many)
                .map(|_| {
                    let size = if draws.unit() < p { 1 } else { 2 };
                    let run = draws.exponential(SERVICE).round() as i64;
                    Job { submit: 0, size, run, requested: None, user: 0, class: 0 }
                })
                .collect();
            let ends = play(2, policy, Overrun::Perfect, &jobs).ends;
            f64::from(many) / (*ends.iter().max().expect("jobs") as f64 / SERVICE)
        };
        (1..=RUNS).map(rate).collect()
    };
    for (p, expected) in [(0.2_f64, 1.02041), (0.5, 1.14286), (0.8, 1.47059)] {
        let exact = 2.0 / (2.0 - p * p);
        assert!((exact - expected).abs() < 5e-6);
        let z = z(&rates(&Policy::FirstCome, p), exact);
        println!("saturated, p = {p}: z = {z:.2}");
        assert!(z.abs() <= 4.0, "p = {p}: z = {z}");
    }
    assert!(z(&rates(&Policy::Easy, 0.5), 2.0 / 1.75).abs() > 4.0);
}

/// Gangs before a pool without a queue: whoever does not fit goes away (Kaufman, Roberts):
/// j q(j) = Σ a b q(j − b); a gang of b is lost with the chance that more than C − b units are held.
#[test]
fn kaufman_roberts_losses_of_gangs_that_do_not_wait_and_waiting_is_noticed() {
    let (units, gangs) = (32, [(1, 10.0), (2, 4.0), (8, 1.0)]);
    let mut q = vec![1.0];
    for j in 1..=units {
        let reach = gangs.iter().filter(|(size, _)| *size <= j);
        let sum: f64 = reach.map(|(size, load)| load * *size as f64 * q[j - size]).sum();
        q.push(sum / j as f64);
    }
    let all: f64 = q.iter().sum();
    let lost = |size: usize| q[units - size + 1..].iter().sum::<f64>() / all;
    for (size, known) in [(1, 0.03746), (2, 0.07790), (8, 0.37549)] {
        assert!((lost(size) - known).abs() < 5e-6);
    }

    let shares = |seed: u64, patient: bool| -> [f64; 3] {
        let mut draws = Draws(seed);
        let mut queue = Queue::new(units as u32, &Policy::FirstCome);
        let mut ends = std::collections::BTreeSet::new();
        let (mut came, mut gone, mut starts) = ([0.0; 3], [0.0; 3], Vec::new());
        let mut now = 0.0;
        for number in 0..40_000 {
            now += draws.exponential(SERVICE / 15.0);
            while let Some((end, ticket)) = ends.first().copied()
                && end <= now as i64
            {
                ends.remove(&(end, ticket));
                queue.complete(end, ticket);
            }
            let drawn = draws.unit() * 15.0;
            let kind = usize::from(drawn > 10.0) + usize::from(drawn > 14.0);
            let size = gangs[kind].0 as u32;
            // Lognormal would do as well: the losses depend on the mean only.
            let run = if draws.unit() < 0.8 { 0.5 } else { 3.0 } * SERVICE;
            let estimate = run as i64;
            let request = Request { size, estimate, user: 0, class: 0, tag: 0 };
            let ticket = queue.arrive(now as i64, request);
            queue.pass(now as i64, &mut starts);
            let counts = f64::from(number >= 10_000);
            came[kind] += counts;
            if starts.is_empty() {
                gone[kind] += counts;
                if !patient {
                    queue.cancel(ticket);
                }
            }
            for start in starts.drain(..) {
                ends.insert((now as i64 + estimate, start.ticket));
            }
        }
        [0, 1, 2].map(|kind| gone[kind] / came[kind])
    };
    let runs: Vec<[f64; 3]> = (1..=RUNS).map(|run| shares(run * 104_729, false)).collect();
    for (kind, (size, _)) in gangs.iter().enumerate() {
        let z = z(&runs.iter().map(|run| run[kind]).collect::<Vec<_>>(), lost(*size));
        println!("Kaufman–Roberts, gangs of {size}: z = {z:.2}");
        assert!(z.abs() <= 4.0, "gangs of {size}: z = {z}");
    }
    let waiting: Vec<f64> = (1..=8).map(|run| shares(run * 104_729, true)[0]).collect();
    assert!(z(&waiting, lost(1)).abs() > 4.0);
}
