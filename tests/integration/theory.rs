//! The product's model, from scenario text, against exact theory: |z| ≤ 4 on fixed keys.
//!
//! Every oracle has a twin with one deliberate error (about 1 to 3 %), which must fail. Means over
//! time are compared, because they are unbiased; the values stand in `docs/validation.md`.

use daegi::measures::Flow;
use daegi::model::ids::PoolId;
use daegi::model::inputs::Inputs;
use daegi::model::record::{Outcome, Record};

use crate::support::{ALL_LEASED, Theory, holds_and_twin_fails, sample};

/// Rolling applications to pool `p`.
fn queue(units: u32, rate: &str, request: &str, award: &str, start_within: &str) -> String {
    Theory {
        start: "2001-01-01",
        observe_from: "2001-05-01",
        end: "2003-05-01",
        units,
        rest: format!(
            r#"{ALL_LEASED}
[programme.x]
pool = "p"
intake = "rolling"
demand = {{ rate = "{rate}" }}
request = {request}
award = {award}
start-within = "{start_within}"
source = "theory"
"#
        ),
    }
    .text()
}

/// Seconds in the observation window.
fn window(inputs: &Inputs) -> f64 {
    let (from, to) = inputs.window;
    (inputs.calendar.midnight(to) - inputs.calendar.midnight(from)).0 as f64
}

fn mean_waiting(inputs: &Inputs, record: &Record) -> f64 {
    record.window[PoolId::at(0)].of(Flow::Waiting).0 as f64 / window(inputs)
}

fn mean_allocated(inputs: &Inputs, record: &Record) -> f64 {
    record.window[PoolId::at(0)].of(Flow::Allocated).0 as f64 / window(inputs)
}

/// Share of awards decided in the window for which `what` holds.
fn share(
    inputs: &Inputs,
    record: &Record,
    of: impl Fn(&daegi::model::record::AllocationRow) -> bool,
    what: impl Fn(&daegi::model::record::AllocationRow) -> bool,
) -> f64 {
    let from = inputs.calendar.midnight(inputs.window.0);
    let last = inputs.calendar.midnight(inputs.window.1 - 30);
    let counted = || {
        let rows = record.allocations.iter();
        rows.filter(|row| from <= row.decided && row.decided < last).filter(|row| of(row))
    };
    counted().filter(|row| what(row)).count() as f64 / counted().count() as f64
}

/// M/M/1 at load 0.5: L_q = ρ² / (1 − ρ) = 0.5.
#[test]
fn m_m_1_mean_number_waiting() {
    let text = |service: &str| {
        queue(
            1,
            "2.5 per day",
            "1",
            &format!("{{ exponential = {{ mean = \"{service}\" }} }}"),
            "never lapses",
        )
    };
    // 2.5 a day × 4.8 hours = 0.5.
    let good = sample(&text("288 minutes"), 11, 1800, mean_waiting);
    let twin = sample(&text("291 minutes"), 11, 1800, mean_waiting);
    holds_and_twin_fails("M/M/1", &good, &twin, 0.5);
}

/// M/M/20 with 16 erlangs: Erlang C gives P(wait) = 0.25608 and W_q = 0.06402 services, so
/// L_q = 16 × 0.06402 = 1.02432.
#[test]
fn m_m_c_waiting_and_probability_of_waiting() {
    let text = |units: u32, rate: &str| {
        queue(units, rate, "1", "{ exponential = { mean = \"12 hours\" } }", "never lapses")
    };
    let erlang_c = 0.256_083;
    let waiting = 16.0 * erlang_c / 4.0;
    let good = sample(&text(20, "32 per day"), 12, 200, mean_waiting);
    let twin = sample(&text(20, "32.3 per day"), 12, 200, mean_waiting);
    holds_and_twin_fails("M/M/c waiting", &good, &twin, waiting);
    let waited = |inputs: &Inputs, record: &Record| {
        share(inputs, record, |_| true, |row| row.started.is_none_or(|at| at > row.decided))
    };
    let good = sample(&text(20, "32 per day"), 13, 200, waited);
    let twin = sample(&text(20, "32.3 per day"), 13, 200, waited);
    holds_and_twin_fails("M/M/c P(wait)", &good, &twin, erlang_c);
}

/// Erlang's loss formula does not care about the service distribution: 18 erlangs of lognormal
/// service on 20 units lose 10.921 %, so 18 × (1 − 0.10921) units are held.
#[test]
fn erlang_b_with_lognormal_service() {
    let text = |award: &str| queue(20, "36 per day", "1", award, "0 days");
    let mut blocking = 1.0;
    for k in 1..=20 {
        blocking = 18.0 * blocking / (f64::from(k) + 18.0 * blocking);
    }
    assert!((blocking - 0.109_21_f64).abs() < 1e-5);
    let award = "{ lognormal = { mean = \"12 hours\", cv = 1.2 } }";
    let twin = "{ lognormal = { mean = \"725 minutes\", cv = 1.2 } }";
    let held = 18.0 * (1.0 - blocking);
    let good = sample(&text(award), 14, 300, mean_allocated);
    // The twin takes the mean for the median.
    let median = "{ lognormal = { median = \"12 hours\", p90 = \"48 hours\" } }";
    let broken = sample(&text(median), 14, 60, mean_allocated);
    holds_and_twin_fails("Erlang B, units held", &good, &broken, held);
    let lost = |inputs: &Inputs, record: &Record| {
        share(inputs, record, |_| true, |row| row.outcome == Outcome::Lapsed)
    };
    let good = sample(&text(award), 15, 250, lost);
    let broken = sample(&text(twin), 15, 250, lost);
    holds_and_twin_fails("Erlang B, share lost", &good, &broken, blocking);
}

/// Kaufman–Roberts: 32 units, requests of 1, 2 and 8 offering 10, 4 and 1 erlangs.
#[test]
fn kaufman_roberts_with_requests_of_several_sizes() {
    let sizes = [(1_usize, 10.0), (2, 4.0), (8, 1.0)];
    let mut q = [0.0_f64; 33];
    q[0] = 1.0;
    for j in 1..=32 {
        let sum = |&(b, a): &(usize, f64)| if b <= j { a * b as f64 * q[j - b] } else { 0.0 };
        q[j] = sizes.iter().map(sum).sum::<f64>() / j as f64;
    }
    let whole: f64 = q.iter().sum();
    let blocked = |b: usize| q[33 - b..].iter().sum::<f64>() / whole;
    assert!((blocked(1) - 0.037_46).abs() < 1e-5 && (blocked(8) - 0.375_49).abs() < 1e-5);
    let held: f64 = sizes.iter().map(|&(b, a)| a * b as f64 * (1.0 - blocked(b))).sum();
    assert!((held / 32.0 - 0.687_45).abs() < 1e-5);
    let text = |units: u32, request: &str| {
        queue(
            units,
            "30 per day",
            request,
            "{ lognormal = { mean = \"12 hours\", cv = 0.8 } }",
            "0 days",
        )
    };
    let request = "{ choice = { 1 = 0.6666667, 2 = 0.2666666, 8 = 0.0666667 } }";
    let twin = "{ choice = { 1 = 0.6566667, 2 = 0.2766666, 8 = 0.0666667 } }";
    let good = sample(&text(32, request), 16, 400, mean_allocated);
    let broken = sample(&text(32, twin), 16, 400, mean_allocated);
    holds_and_twin_fails("Kaufman–Roberts, units held", &good, &broken, held);
    // The share lost of each size; the twin has one unit more.
    for size in [1, 2, 8] {
        let lost = |inputs: &Inputs, record: &Record| {
            share(inputs, record, |row| row.units == size, |row| row.outcome == Outcome::Lapsed)
        };
        let good = sample(&text(32, request), 17, 80, lost);
        let broken = sample(&text(33, request), 17, 80, lost);
        let name = format!("Kaufman–Roberts, requests of {size}");
        holds_and_twin_fails(&name, &good, &broken, blocked(size as usize));
    }
}

/// P(S > x) of a lognormal with mean 6 and cv 0.8, in the unit of `x`.
fn survives(x: f64) -> f64 {
    if x <= 0.0 {
        return 1.0;
    }
    let variance = libm::log(1.64);
    let mu = libm::log(6.0) - 0.5 * variance;
    0.5 * libm::erfc((libm::log(x) - mu) / (2.0 * variance).sqrt())
}

/// ∫ over u from 0 to t of rate(u) × P(S > age(u, t)), by Simpson's rule on a fine grid.
fn expected(t: f64, rate: impl Fn(f64) -> f64, age: impl Fn(f64, f64) -> f64) -> f64 {
    let panels = (t * 200.0).ceil().max(2.0) as usize;
    let width = t / panels as f64;
    (0..panels)
        .map(|panel| {
            // Steps in the rate fall on grid points: sample inside the panel.
            let a = panel as f64 * width;
            let at = |x: f64| rate(a + 0.5 * width) * survives(age(x, t));
            width / 6.0 * (at(a) + 4.0 * at(a + 0.5 * width) + at(a + width))
        })
        .sum()
}

/// Mean over the day that starts at `day` of an expected curve.
fn over_day(day: f64, curve: impl Fn(f64) -> f64) -> f64 {
    (0..20).map(|k| curve(day + (f64::from(k) + 0.5) / 20.0)).sum::<f64>() / 20.0
}

/// Rolling intake with ten applications a day to an endless pool, awards lognormal(6 days, 0.8).
fn endless(rate: &str, funding: &str) -> String {
    Theory {
        start: "2001-01-01",
        observe_from: "2001-01-01",
        end: "2001-02-10",
        units: 2000,
        rest: format!(
            r#"{funding}
[gap]
running = "freeze"
source = "theory"
[programme.x]
pool = "p"
intake = "rolling"
demand = {{ rate = {rate} }}
request = 1
award = {{ lognormal = {{ mean = "6 days", cv = 0.8 }} }}
start-within = "never lapses"
source = "theory"
"#
        ),
    }
    .text()
}

/// Mean units held on each of some days, replication by replication: `sampled[k][d]`.
fn held(text: &str, seed: u64, n: u32, days: &[usize]) -> Vec<Vec<f64>> {
    let held = |record: &Record, day: usize| f64::from(record.days[day].allocated);
    sample(text, seed, n, |_, record| days.iter().map(|&day| held(record, day)).collect())
}

/// Every day's mean must lie within |z| ≤ 4 of its expectation.
fn follows(sampled: &[Vec<f64>], days: &[usize], expected: impl Fn(f64) -> f64) {
    for (at, &number) in days.iter().enumerate() {
        let exact = over_day(number as f64, &expected);
        let values: Vec<f64> = sampled.iter().map(|days| days[at]).collect();
        if exact == 0.0 {
            assert!(values.iter().all(|value| *value == 0.0), "day {number}");
            continue;
        }
        let z = crate::support::z(&values, exact);
        assert!(z.abs() <= 4.0, "day {number}: z = {z:.2} against {exact:.3}");
    }
}

/// The twin's mean on one day must lie further off than |z| = 4.
fn departs(text: &str, seed: u64, day: usize, expected: impl Fn(f64) -> f64, why: &str) {
    let values: Vec<f64> = held(text, seed, 3000, &[day]).iter().map(|days| days[0]).collect();
    let exact = over_day(day as f64, expected);
    assert!(crate::support::z(&values, exact).abs() > 4.0, "{why}");
}

/// M_t/G/∞ (Eick, Massey, Whitt 1993): the mean curve under a rate that steps.
#[test]
fn m_t_g_infinity_mean_curve() {
    let rate = r#"{ "2001-01-01" = "10 per day", "2001-01-11" = "25 per day", "2001-01-21" = "4 per day" }"#;
    let twin = r#"{ "2001-01-01" = "10 per day", "2001-01-12" = "25 per day", "2001-01-21" = "4 per day" }"#;
    let stepped = |u: f64| match u {
        u if u < 10.0 => 10.0,
        u if u < 20.0 => 25.0,
        _ => 4.0,
    };
    let curve = |t: f64| expected(t, stepped, |u, t| t - u);
    let days = [0, 3, 9, 10, 13, 19, 20, 22, 26, 31, 38];
    follows(&held(&endless(rate, ALL_LEASED), 21, 3000, &days), &days, curve);
    departs(&endless(twin, ALL_LEASED), 21, 13, curve, "a step one day late must show");
}

const GAP_RATE: &str =
    r#"{ "2001-01-01" = "10 per day", "2001-01-25" = "0 per day", "2001-01-29" = "10 per day" }"#;

/// No money from day 24 to day 28.
const GAP_FUNDING: &str = r#"
[funding.before]
leases = "all"
from = "2000-01-01"
to = "2001-01-25"
source = "theory"
[funding.after]
leases = "all"
from = "2001-01-29"
to = "2500-01-01"
source = "theory"
"#;

fn gap_rate(u: f64) -> f64 {
    if (24.0..28.0).contains(&u) { 0.0 } else { 10.0 }
}

/// A gap in applications only: drop u in the gap from the integral; m(28) = 25.408.
#[test]
fn gap_with_arrivals_only() {
    let curve = |t: f64| expected(t, gap_rate, |u, t| t - u);
    assert!((curve(28.0) - 25.408).abs() < 0.002, "{}", curve(28.0));
    let days = [23, 25, 27, 28, 30, 36];
    follows(&held(&endless(GAP_RATE, ALL_LEASED), 22, 3000, &days), &days, curve);
    departs(&endless(GAP_RATE, GAP_FUNDING), 22, 28, curve, "a clock that stops must show");
}

/// A gap with clocks frozen: ages exclude the gap; m(28) = 59.264 come back, and nothing is held
/// while it lasts.
#[test]
fn gap_with_clocks_frozen() {
    let overlap = |u: f64, t: f64| (t.min(28.0) - u.max(24.0)).max(0.0);
    let curve = |t: f64| expected(t, gap_rate, |u, t| t - u - overlap(u, t));
    assert!((curve(28.0) - 59.264).abs() < 0.002, "{}", curve(28.0));
    let days = [23, 26, 28, 29, 32, 38];
    let sampled = held(&endless(GAP_RATE, GAP_FUNDING), 23, 3000, &days);
    // Day 26 lies in the gap: a frozen allocation holds no units.
    follows(&sampled, &days, |t| if (24.0..28.0).contains(&t) { 0.0 } else { curve(t) });
    departs(&endless(GAP_RATE, ALL_LEASED), 23, 28, curve, "a clock that runs on must show");
}

/// Rounds as batches: E occ(t) = Σ E[N_r] P(S > t − τ_r), with variance equal to the mean for
/// Poisson, and Σ (E N_r)² P² / k more for the negative binomial.
#[test]
fn batches_of_rounds() {
    let text = |fresh: &str, dispersion: &str| {
        Theory {
            start: "2001-01-01",
            observe_from: "2001-01-01",
            end: "2001-02-10",
            units: 5000,
            rest: format!(
                r#"{ALL_LEASED}
[programme.x]
pool = "p"
rounds = {{ every = "8 days", first = "2001-01-02", window = "2 days", review = "3 days" }}
places = 4000
demand = {{ fresh = {fresh}{dispersion} }}
request = 1
award = {{ lognormal = {{ mean = "6 days", cv = 0.8 }} }}
start-within = "never lapses"
source = "theory"
"#
            ),
        }
        .text()
    };
    // Openings on days 1, 9, 17, 25, …; decisions five days later.
    let decisions: Vec<f64> = (0..5).map(|r| 6.0 + 8.0 * f64::from(r)).collect();
    let mean =
        |t: f64| decisions.iter().filter(|&&d| d <= t).map(|d| 80.0 * survives(t - d)).sum::<f64>();
    let days = [5, 6, 12, 14, 21, 22, 31];
    follows(&held(&text("80", ""), 24, 4000, &days), &days, mean);
    departs(&text("81", ""), 24, 14, mean, "1 % more applicants must show");

    // Variance on the first day of the first batch, when almost all are still there.
    let p = over_day(6.0, |t| survives(t - 6.0));
    let spread = |values: &[f64]| {
        let (_, sd) = daegi::stats::mean_and_sd(values);
        sd * sd
    };
    let on_day_6 = |text: &str| -> Vec<f64> {
        held(text, 25, 20_000, &[6]).iter().map(|days| days[0]).collect()
    };
    let poisson = spread(&on_day_6(&text("80", "")));
    let wide = spread(&on_day_6(&text("80", ", dispersion = 20")));
    let extra = 80.0 * 80.0 * p * p / 20.0;
    // A variance of n values has relative standard error √(2 / n) = 1 %.
    assert!((poisson / (80.0 * p) - 1.0).abs() < 0.04, "{poisson}");
    assert!((wide / (80.0 * p + extra) - 1.0).abs() < 0.05, "{wide}");
}

/// Little's law as an identity: ∫ waiting = Σ waits, in integers, in every run.
#[test]
fn littles_law_is_an_identity() {
    let text = queue(
        3,
        "5 per day",
        "{ choice = { 1 = 0.7, 2 = 0.3 } }",
        "{ exponential = { mean = \"12 hours\" } }",
        "2 days",
    );
    let scenario = crate::support::read(&text);
    let mut simulator = daegi::model::Simulator::new();
    for k in 0..20 {
        let record = crate::support::play(&mut simulator, &scenario.baseline, 31, k);
        let area: i64 = record.months.iter().map(|month| month.of(Flow::Waiting).0).sum();
        let end = scenario.baseline.calendar.end();
        let waits: i64 = record
            .allocations
            .iter()
            .map(|row| row.units * (row.started.or(row.ended).unwrap_or(end) - row.decided).0)
            .sum();
        assert_eq!(area, waits);
        assert!(area > 0 && record.allocations.iter().any(|row| row.outcome == Outcome::Lapsed));
        // The twin forgets those who gave up, and must not balance.
        let started: i64 = record
            .allocations
            .iter()
            .filter_map(|row| Some(row.units * (row.started? - row.decided).0))
            .sum();
        assert_ne!(area, started);
    }
}
