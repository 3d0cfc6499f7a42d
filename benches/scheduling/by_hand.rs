//! What one would write for one workload only: jobs that run exactly as long as known beforehand, one
//! loop, a 4-ary heap of 64-bit numbers. Nothing can be cancelled, no units come or go, there are no policies.

use daegi::scheduler::Job;

/// End of a job and its size in one number.
fn key(end: i64, size: u32) -> u64 {
    (end as u64) << 16 | u64::from(size)
}

fn end_of(key: u64) -> i64 {
    (key >> 16) as i64
}

fn size_of(key: u64) -> i64 {
    (key & 0xffff) as i64
}

/// The least number first.
#[derive(Default)]
struct Heap(Vec<u64>);

impl Heap {
    fn push(&mut self, key: u64) {
        let mut at = self.0.len();
        self.0.push(key);
        while at > 0 {
            let parent = (at - 1) / 4;
            if self.0[parent] <= key {
                break;
            }
            self.0[at] = self.0[parent];
            at = parent;
        }
        self.0[at] = key;
    }

    fn pop(&mut self) {
        let key = self.0.pop().expect("not empty");
        let len = self.0.len();
        if len == 0 {
            return;
        }
        let mut at = 0;
        loop {
            let first = 4 * at + 1;
            if first >= len {
                break;
            }
            let children = first..(first + 4).min(len);
            let least = children.min_by_key(|child| self.0[*child]).expect("a child");
            if self.0[least] >= key {
                break;
            }
            self.0[at] = self.0[least];
            at = least;
        }
        self.0[at] = key;
    }
}

/// Events in order of time: the next arrival or the earliest end.
struct Machine<'a> {
    jobs: &'a [Job],
    next: usize,
    free: i64,
    running: Heap,
    starts: Vec<i64>,
}

impl Machine<'_> {
    fn new(units: u32, jobs: &[Job]) -> Machine<'_> {
        let (free, running) = (units.into(), Heap::default());
        Machine { jobs, next: 0, free, running, starts: vec![0; jobs.len()] }
    }

    /// Gives back what ends at the next instant and says when that is; `arrived` of each that comes then.
    fn step(&mut self, mut arrived: impl FnMut(usize)) -> Option<i64> {
        let end = self.running.0.first().map_or(i64::MAX, |key| end_of(*key));
        let submit = self.jobs.get(self.next).map_or(i64::MAX, |job| job.submit);
        let now = end.min(submit);
        if now == i64::MAX {
            return None;
        }
        while let Some(key) = self.running.0.first()
            && end_of(*key) == now
        {
            self.free += size_of(*key);
            self.running.pop();
        }
        while self.jobs.get(self.next).is_some_and(|job| job.submit == now) {
            arrived(self.next);
            self.next += 1;
        }
        Some(now)
    }

    fn start(&mut self, now: i64, number: usize) {
        let job = &self.jobs[number];
        self.free -= i64::from(job.size);
        self.starts[number] = now;
        self.running.push(key(now + job.run, job.size));
    }
}

/// Strictly first come.
pub fn first_come(units: u32, jobs: &[Job]) -> Vec<i64> {
    let mut machine = Machine::new(units, jobs);
    let mut head = 0; // those from here up to `machine.next` wait
    while let Some(now) = machine.step(|_| {}) {
        while head < machine.next && i64::from(jobs[head].size) <= machine.free {
            machine.start(now, head);
            head += 1;
        }
    }
    machine.starts
}

/// EASY: the definition, with a sorted copy of the ends for each reservation.
pub fn easy(units: u32, jobs: &[Job]) -> Vec<i64> {
    let mut machine = Machine::new(units, jobs);
    let mut waiting: Vec<u32> = Vec::new();
    let mut ends = Vec::new();
    while let Some(now) = machine.step(|number| waiting.push(number as u32)) {
        let fits = |free: i64, number: u32| i64::from(jobs[number as usize].size) <= free;
        let mut heads = 0;
        while waiting.get(heads).is_some_and(|number| fits(machine.free, *number)) {
            machine.start(now, waiting[heads] as usize);
            heads += 1;
        }
        waiting.drain(..heads);
        if waiting.len() < 2 || machine.free == 0 {
            continue;
        }
        let need = i64::from(jobs[waiting[0] as usize].size);
        ends.clone_from(&machine.running.0);
        ends.sort_unstable();
        let (mut shadow, mut then) = (0, machine.free);
        for key in &ends {
            if then >= need && end_of(*key) != shadow {
                break;
            }
            shadow = end_of(*key);
            then += size_of(*key);
        }
        let mut extra = then - need;
        let mut kept = 1;
        for at in 1..waiting.len() {
            let number = waiting[at];
            let job = &jobs[number as usize];
            let (size, in_time) = (i64::from(job.size), now + job.run <= shadow);
            if size <= machine.free && (in_time || size <= extra) {
                if !in_time {
                    extra -= size;
                }
                machine.start(now, number as usize);
            } else {
                waiting[kept] = number;
                kept += 1;
            }
        }
        waiting.truncate(kept);
    }
    machine.starts
}

/// EASY with what a careful programmer adds: ends kept sorted, a reservation kept while its head waits, and a
/// look at newcomers only when nothing has ended.
pub fn easy_incremental(units: u32, jobs: &[Job]) -> Vec<i64> {
    let (mut free, mut next) = (i64::from(units), 0);
    let mut ends: Vec<u64> = Vec::new(); // the earliest last
    let mut starts = vec![0; jobs.len()];
    let mut waiting: Vec<u32> = Vec::new();
    let mut reservation = None;
    loop {
        let end = ends.last().map_or(i64::MAX, |key| end_of(*key));
        let submit = jobs.get(next).map_or(i64::MAX, |job| job.submit);
        let now = end.min(submit);
        if now == i64::MAX {
            return starts;
        }
        let mut look_from = waiting.len();
        while let Some(key) = ends.last()
            && end_of(*key) == now
        {
            free += size_of(*key);
            ends.pop();
            look_from = 0;
        }
        while jobs.get(next).is_some_and(|job| job.submit == now) {
            waiting.push(next as u32);
            next += 1;
        }
        let mut start = |number: u32, free: &mut i64, ends: &mut Vec<u64>| {
            let job = &jobs[number as usize];
            *free -= i64::from(job.size);
            starts[number as usize] = now;
            let key = key(now + job.run, job.size);
            let place = ends.partition_point(|other| *other > key);
            ends.insert(place, key);
        };
        if look_from == 0 {
            let mut heads = 0;
            while waiting.get(heads).is_some_and(|n| i64::from(jobs[*n as usize].size) <= free) {
                start(waiting[heads], &mut free, &mut ends);
                heads += 1;
            }
            if heads > 0 {
                waiting.drain(..heads);
                reservation = None;
            }
        }
        if waiting.len() < 2 || free == 0 {
            continue;
        }
        let (shadow, mut extra) = reservation.unwrap_or_else(|| {
            let need = i64::from(jobs[waiting[0] as usize].size);
            let (mut shadow, mut then) = (0, free);
            for key in ends.iter().rev() {
                if then >= need && end_of(*key) != shadow {
                    break;
                }
                shadow = end_of(*key);
                then += size_of(*key);
            }
            (shadow, then - need)
        });
        let first = look_from.max(1);
        let mut kept = first;
        for at in first..waiting.len() {
            let number = waiting[at];
            let job = &jobs[number as usize];
            let (size, in_time) = (i64::from(job.size), now + job.run <= shadow);
            if size <= free && (in_time || size <= extra) {
                if !in_time {
                    extra -= size;
                }
                start(number, &mut free, &mut ends);
            } else {
                waiting[kept] = number;
                kept += 1;
            }
        }
        waiting.truncate(kept);
        reservation = Some((shadow, extra));
    }
}
