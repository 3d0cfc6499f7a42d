//! Two workloads whose schedules others have computed too: 1,000 GPUs at load 0.85, strictly first come
//! and with EASY. The log is drawn here as its author's Python does it, so that it need not be shipped.

use daegi::scheduler::{Job, Overrun, Policy, play};

/// Python's generator of random numbers (MT19937, seeded by one whole number).
struct Python {
    state: [u32; 624],
    next: usize,
}

impl Python {
    fn new(seed: u32) -> Python {
        let mut state = [0_u32; 624];
        state[0] = 19_650_218;
        for i in 1..624 {
            let before = state[i - 1] ^ (state[i - 1] >> 30);
            state[i] = before.wrapping_mul(1_812_433_253).wrapping_add(i as u32);
        }
        let mut i = 1;
        for _ in 0..624 {
            let before = state[i - 1] ^ (state[i - 1] >> 30);
            state[i] = (state[i] ^ before.wrapping_mul(1_664_525)).wrapping_add(seed);
            i += 1;
            if i == 624 {
                (state[0], i) = (state[623], 1);
            }
        }
        for _ in 0..623 {
            let before = state[i - 1] ^ (state[i - 1] >> 30);
            state[i] = (state[i] ^ before.wrapping_mul(1_566_083_941)).wrapping_sub(i as u32);
            i += 1;
            if i == 624 {
                (state[0], i) = (state[623], 1);
            }
        }
        state[0] = 1 << 31;
        Python { state, next: 624 }
    }

    fn word(&mut self) -> u32 {
        if self.next == 624 {
            for i in 0..624 {
                let (here, after) = (self.state[i], self.state[(i + 1) % 624]);
                let y = (here & 0x8000_0000) | (after & 0x7fff_ffff);
                let odd = if y & 1 == 1 { 0x9908_b0df } else { 0 };
                self.state[i] = self.state[(i + 397) % 624] ^ (y >> 1) ^ odd;
            }
            self.next = 0;
        }
        let mut y = self.state[self.next];
        self.next += 1;
        y ^= y >> 11;
        y ^= (y << 7) & 0x9d2c_5680;
        y ^= (y << 15) & 0xefc6_0000;
        y ^ (y >> 18)
    }

    fn random(&mut self) -> f64 {
        let (a, b) = (self.word() >> 5, self.word() >> 6);
        (f64::from(a) * 67_108_864.0 + f64::from(b)) / 9_007_199_254_740_992.0
    }

    fn exponential(&mut self, rate: f64) -> f64 {
        -libm::log(1.0 - self.random()) / rate
    }

    fn normal(&mut self, mean: f64, sigma: f64) -> f64 {
        let magic = 4.0 * libm::exp(-0.5) / 2.0_f64.sqrt();
        loop {
            let u1 = self.random();
            let u2 = 1.0 - self.random();
            let z = magic * (u1 - 0.5) / u2;
            if z * z / 4.0 <= -libm::log(u2) {
                return mean + z * sigma;
            }
        }
    }
}

fn jobs(many: usize) -> Vec<Job> {
    let (sizes, chances) = ([1, 2, 4, 8, 16, 32], [0.40, 0.20, 0.15, 0.15, 0.06, 0.04]);
    let (units, load, mean, sigma) = (1_000.0, 0.85, 8.0 * 3_600.0, 1.5);
    let size: f64 = sizes.iter().zip(chances).map(|(size, chance)| f64::from(*size) * chance).sum();
    let mut sum = 0.0;
    let cumulative = chances.map(|chance| {
        sum += chance;
        sum
    });
    let mut python = Python::new(20_240_607);
    let mut now = 0.0;
    let draw = |_| {
        now += python.exponential(load * units / (size * mean));
        let drawn = python.random() * sum;
        let kind = cumulative.iter().take(5).filter(|edge| **edge <= drawn).count();
        let run = libm::exp(python.normal(libm::log(mean) - sigma * sigma / 2.0, sigma));
        Job {
            submit: now as i64,
            size: sizes[kind],
            run: (run.round_ties_even() as i64).max(1),
            requested: None,
            user: 0,
            class: 0,
        }
    };
    (0..many).map(draw).collect()
}

/// Σ (k + 1) × start of job k, modulo 2⁶¹.
fn hash(starts: &[i64]) -> i128 {
    let sum = starts.iter().zip(1..).map(|(start, k)| i128::from(*start) * k);
    sum.sum::<i128>() % (1 << 61)
}

#[test]
fn starts_of_the_reference_workloads_are_those_of_the_reference() {
    let jobs = jobs(200_000);
    for (policy, many, sum, most, makespan) in [
        (Policy::FirstCome, 200_000, 436_023_895_557_488_541, 25_347, 38_670_922),
        (Policy::FirstCome, 100_000, 54_361_432_664_330_913, 12_752, 18_668_906),
        (Policy::Easy, 100_000, 54_360_857_365_403_037, 13_008, 18_668_906),
    ] {
        let jobs = &jobs[..many];
        let schedule = play(1_000, &policy, Overrun::Perfect, jobs);
        let waits = schedule.starts.iter().zip(jobs).map(|(start, job)| start - job.submit);
        assert_eq!(waits.max(), Some(most), "{policy}, {many} jobs");
        assert_eq!(schedule.ends.iter().max(), Some(&makespan), "{policy}, {many} jobs");
        assert_eq!(hash(&schedule.starts), sum, "{policy}, {many} jobs");
    }
}
