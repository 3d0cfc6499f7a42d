//! The queue as one loop around a heap of plain numbers, for this workload and no other.
//!
//! A key is the instant with one more bit below it, clear for a departure: departures at an instant
//! come before the arrival, as in the engine's phases. Servers are alike, so departures at the same
//! instant need no order, no name and no sequence.

use std::collections::VecDeque;

use super::{Answer, Draws, Program, Workload};

/// A 4-ary min-heap of keys.
#[derive(Debug, Default)]
pub struct Heap<K> {
    keys: Vec<K>,
}

impl<K: Copy + Ord> Heap<K> {
    /// An empty heap with room for `size` keys.
    pub fn with_capacity(size: usize) -> Self {
        Self { keys: Vec::with_capacity(size) }
    }

    /// The smallest key.
    #[inline]
    pub fn first(&self) -> Option<K> {
        self.keys.first().copied()
    }

    /// Adds `key`.
    #[inline]
    pub fn push(&mut self, key: K) {
        let mut at = self.keys.len();
        self.keys.push(key);
        while at > 0 {
            let parent = (at - 1) / 4;
            if self.keys[parent] <= key {
                break;
            }
            self.keys[at] = self.keys[parent];
            at = parent;
        }
        self.keys[at] = key;
    }

    /// Takes out the smallest key.
    #[inline]
    pub fn pop(&mut self) {
        if let Some(last) = self.keys.pop()
            && !self.keys.is_empty()
        {
            self.replace_first(last);
        }
    }

    /// Puts `key` in the place of the smallest key.
    #[inline]
    pub fn replace_first(&mut self, key: K) {
        let keys = self.keys.as_mut_slice();
        let mut at = 0;
        loop {
            let first = at * 4 + 1;
            let (child, smallest) = if let Some(four) = keys.get(first..first + 4) {
                let (a, ka) = if four[1] < four[0] { (1, four[1]) } else { (0, four[0]) };
                let (b, kb) = if four[3] < four[2] { (3, four[3]) } else { (2, four[2]) };
                if kb < ka { (first + b, kb) } else { (first + a, ka) }
            } else {
                let mut smallest = None;
                for (child, &k) in keys.iter().enumerate().skip(first) {
                    if smallest.is_none_or(|(_, least)| k < least) {
                        smallest = Some((child, k));
                    }
                }
                match smallest {
                    Some(found) => found,
                    None => break,
                }
            };
            if key <= smallest {
                break;
            }
            keys[at] = smallest;
            at = child;
        }
        keys[at] = key;
    }
}

const ARRIVAL: u64 = 1;

/// The queue's workspace.
pub struct ByHand {
    workload: Workload,
    upcoming: Heap<u64>,
    waiting: VecDeque<(i64, i64)>,
}

impl Program for ByHand {
    fn new(workload: Workload) -> Self {
        let upcoming = Heap::with_capacity(workload.servers as usize + 1);
        Self { workload, upcoming, waiting: VecDeque::new() }
    }

    fn play(&mut self, replication: u32) -> Answer {
        let draws = Draws::new(&self.workload, replication);
        let mut answer = Answer::default();
        let (mut arrived, mut busy, mut since) = (0, 0, 0);
        self.upcoming.push(ARRIVAL);
        while let Some(key) = self.upcoming.first() {
            let now = (key >> 1) as i64;
            let departure = |service: i64| ((now + service) as u64) << 1;
            if key & ARRIVAL != 0 {
                let (gap, service) = draws.gap_and_service(arrived);
                arrived += 1;
                let next = (arrived < self.workload.customers)
                    .then_some(((now + gap.0) as u64) << 1 | ARRIVAL);
                let starts = busy < self.workload.servers;
                if starts {
                    answer.busy += i64::from(busy) * (now - since);
                    since = now;
                    busy += 1;
                } else {
                    self.waiting.push_back((now, service.0));
                }
                match (next, starts) {
                    (Some(next), true) => {
                        self.upcoming.replace_first(next);
                        self.upcoming.push(departure(service.0));
                    }
                    (Some(next), false) => self.upcoming.replace_first(next),
                    (None, true) => self.upcoming.replace_first(departure(service.0)),
                    (None, false) => self.upcoming.pop(),
                }
            } else if let Some((arrival, service)) = self.waiting.pop_front() {
                answer.waited += 1;
                answer.wait += now - arrival;
                self.upcoming.replace_first(departure(service));
            } else {
                answer.busy += i64::from(busy) * (now - since);
                since = now;
                busy -= 1;
                self.upcoming.pop();
            }
        }
        answer.end = since;
        answer
    }
}
