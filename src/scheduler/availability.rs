//! How many units are free at which future time.

use super::start_bounds::TooEarly;

/// After a search over more steps than this, what it has shown is kept.
const WORTH_KNOWING: usize = 256;

/// Free units as a step function of time, from now on. After the last step everything is free.
#[derive(Clone, Debug, Default)]
pub(super) struct Profile {
    times: Vec<i64>,
    free: Vec<i64>,
    /// Steps before this one are over.
    first: usize,
    /// Since the profile was made, units have only been taken.
    known: TooEarly,
}

impl Profile {
    /// What running jobs leave: `free` units now, and more at each of `ends` (in order). A job that has
    /// outlived its expected end is expected to end with the next tick.
    pub(super) fn rebuild(&mut self, now: i64, free: i64, ends: impl Iterator<Item = (i64, u32)>) {
        self.times.clear();
        self.free.clear();
        self.first = 0;
        self.times.push(now);
        self.free.push(free);
        let mut free = free;
        for (end, size) in ends {
            let end = end.max(now.saturating_add(1));
            free += i64::from(size);
            if self.times.last() == Some(&end) {
                *self.free.last_mut().expect("as many as times") = free;
            } else {
                self.times.push(end);
                self.free.push(free);
            }
        }
        self.known.forget(free);
    }

    /// Forgets what is over.
    pub(super) fn advance(&mut self, now: i64) {
        while self.times.get(self.first + 1).is_some_and(|next| *next <= now) {
            self.first += 1;
        }
        self.times[self.first] = now;
        if self.first > 64 && self.first > self.times.len() / 2 {
            self.times.drain(..self.first);
            self.free.drain(..self.first);
            self.first = 0;
        }
    }

    /// Whether `units` units are free from now on for a length.
    pub(super) fn fits_now(&self, size: u32, length: i64) -> bool {
        let until = self.times[self.first].saturating_add(length);
        let steps = self.times[self.first..].iter().zip(&self.free[self.first..]);
        let short = steps.take_while(|(time, _)| **time < until);
        i64::from(size) <= self.free[self.first] && { short }.all(|(_, free)| *free >= size.into())
    }

    /// Reserves `units` units for a length at the earliest time at which they are free throughout, which it
    /// returns; `None` if that is never.
    pub(super) fn reserve(&mut self, size: u32, length: i64) -> Option<i64> {
        let (size, length) = (i64::from(size), length.max(1));
        let steps = self.times.len();
        let before = self.known.before((size, length));
        let mut begin = self.first;
        begin += self.times[begin..].partition_point(|time| *time < before);
        let looked_from = begin;
        let mut end;
        'candidate: loop {
            while *self.free.get(begin)? < size {
                begin += 1;
            }
            let until = self.times[begin].saturating_add(length);
            end = begin + 1;
            while end < steps && self.times[end] < until {
                if self.free[end] < size {
                    begin = end + 1;
                    continue 'candidate;
                }
                end += 1;
            }
            if self.times.get(end) != Some(&until) {
                self.times.insert(end, until);
                self.free.insert(end, self.free[end - 1]);
            }
            break;
        }
        for free in &mut self.free[begin..end] {
            *free -= size;
        }
        if begin - looked_from > WORTH_KNOWING {
            self.known.found((size, length), self.times[begin]);
        }
        Some(self.times[begin])
    }
}
