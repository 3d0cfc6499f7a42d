//! Which machines are free when, from now on.

use super::machines::{self, Machines, Ranges};

/// A block is cut in two when it has more steps.
const BLOCK: usize = 64;

/// Some steps, one after the other. From its beginning to that of the next one, a step's machines are free.
#[derive(Clone, Debug)]
struct Block {
    begins: Vec<i64>,
    /// Number of free machines, by step.
    free: Vec<u32>,
    /// Which machines are free: a fixed number of words for each step.
    words: Vec<u64>,
    /// No step has more free: raised at once, lowered when a search has been in vain.
    most: u32,
}

/// Free machines as a step function of time; the last step lasts for ever.
#[derive(Clone, Debug)]
pub(in crate::scheduler) struct Timetable {
    /// Words of a set of machines.
    width: usize,
    blocks: Vec<Block>,
}

/// A step: its block, and its place there.
type Place = (usize, usize);

/// Machines that somebody has from a time to another.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::scheduler) struct Reservation {
    pub(in crate::scheduler) start: i64,
    pub(in crate::scheduler) end: i64,
    pub(in crate::scheduler) machines: Ranges,
}

// The steps, and every change of them.
impl Timetable {
    /// A timetable in which all of `units` machines are free from a time on.
    pub(in crate::scheduler) fn new(from: i64, units: u32) -> Timetable {
        let words = Machines::all(units).words().to_vec();
        let block = Block { begins: vec![from], free: vec![units], words, most: units };
        Timetable { width: block.words.len(), blocks: vec![block] }
    }

    /// The first instant that is known of.
    pub(in crate::scheduler) fn now(&self) -> i64 {
        self.blocks[0].begins[0]
    }

    /// Forgets what is over.
    pub(in crate::scheduler) fn advance(&mut self, now: i64) {
        while self.blocks.get(1).is_some_and(|next| next.begins[0] <= now) {
            self.blocks.remove(0);
        }
        let (block, width) = (&mut self.blocks[0], self.width);
        let over = block.begins.partition_point(|begin| *begin <= now).saturating_sub(1);
        block.begins.drain(..over);
        block.free.drain(..over);
        block.words.drain(..over * width);
        block.begins[0] = now;
    }

    /// Marks machines as free in a time.
    pub(in crate::scheduler) fn give_back(&mut self, reservation: &Reservation) {
        self.change(reservation, true);
    }

    /// Marks machines that were free as not free in a time.
    pub(in crate::scheduler) fn take(&mut self, reservation: &Reservation) {
        self.change(reservation, false);
    }

    fn change(&mut self, reservation: &Reservation, free: bool) {
        let Reservation { start, end, machines } = reservation;
        let start = (*start).max(self.now());
        if start >= *end {
            return;
        }
        let many: u32 = machines.iter().map(|(first, end)| end - first).sum();
        self.begin_step(*end);
        self.begin_step(start);
        let (mut at, mut within) = self.step_of(start);
        while let Some(block) = self.blocks.get_mut(at) {
            while within < block.begins.len() && block.begins[within] < *end {
                let words = &mut block.words[within * self.width..][..self.width];
                if free {
                    machines::add(words, machines);
                    block.free[within] += many;
                    block.most = block.most.max(block.free[within]);
                } else {
                    machines::remove(words, machines);
                    block.free[within] -= many;
                }
                within += 1;
            }
            if within < block.begins.len() {
                break;
            }
            (at, within) = (at + 1, 0);
        }
        self.join_at(*end);
        self.join_at(start);
    }

    /// The step that a time lies in.
    fn step_of(&self, time: i64) -> Place {
        let block = self.blocks.partition_point(|block| block.begins[0] <= time).saturating_sub(1);
        let within = self.blocks[block].begins.partition_point(|begin| *begin <= time);
        (block, within.saturating_sub(1))
    }

    /// The step after a step.
    fn after(&self, (block, within): Place) -> Option<Place> {
        if within + 1 < self.blocks[block].begins.len() {
            return Some((block, within + 1));
        }
        (block + 1 < self.blocks.len()).then_some((block + 1, 0))
    }

    /// The step before a step.
    fn before(&self, (block, within): Place) -> Option<Place> {
        match within {
            0 => Some((block.checked_sub(1)?, self.blocks[block - 1].begins.len() - 1)),
            within => Some((block, within - 1)),
        }
    }

    fn begin(&self, (block, within): Place) -> i64 {
        self.blocks[block].begins[within]
    }

    fn words(&self, (block, within): Place) -> &[u64] {
        &self.blocks[block].words[within * self.width..][..self.width]
    }

    /// Lets a step begin at a time.
    fn begin_step(&mut self, time: i64) {
        let (at, within) = self.step_of(time);
        let (block, width) = (&mut self.blocks[at], self.width);
        if block.begins[within] == time {
            return;
        }
        block.begins.insert(within + 1, time);
        block.free.insert(within + 1, block.free[within]);
        let end = block.words.len();
        block.words.resize(end + width, 0);
        block.words.copy_within(within * width..end, (within + 1) * width);
        if block.begins.len() > BLOCK {
            let half = BLOCK / 2;
            let begins = block.begins.split_off(half);
            let free = block.free.split_off(half);
            let words = block.words.split_off(half * width);
            let most = block.most;
            self.blocks.insert(at + 1, Block { begins, free, words, most });
        }
    }

    /// A step that begins at this time and is no different from the one before goes.
    fn join_at(&mut self, time: i64) {
        let (at, within) = self.step_of(time);
        let Some(before) = self.before((at, within)) else { return };
        if self.begin((at, within)) != time || self.words(before) != self.words((at, within)) {
            return;
        }
        let (block, width) = (&mut self.blocks[at], self.width);
        block.begins.remove(within);
        block.free.remove(within);
        block.words.drain(within * width..(within + 1) * width);
        if block.begins.is_empty() {
            self.blocks.remove(at);
        }
    }
}

// When machines are free for a job, and which.
impl Timetable {
    /// The first step from `at` on at which at least `count` machines are free.
    fn next_with(&mut self, (mut at, mut within): Place, size: u32) -> Option<Place> {
        while let Some(block) = self.blocks.get_mut(at) {
            if block.most >= size {
                if let Some(more) = block.free[within..].iter().position(|free| *free >= size) {
                    return Some((at, within + more));
                }
                if within == 0 {
                    block.most = block.free.iter().copied().max().unwrap_or(0);
                }
            }
            (at, within) = (at + 1, 0);
        }
        None
    }

    /// The earliest time after `after` and before `before` from which on `count` machines are free throughout for a length,
    /// if those of `own` were given back; and the lowest-numbered of these machines.
    pub(in crate::scheduler) fn earliest(
        &mut self,
        (size, length): (u32, i64),
        (after, before): (i64, i64),
        own: Option<&Reservation>,
    ) -> Option<Reservation> {
        let mut at = match self.now() > after {
            true => (0, 0),
            false => self.after(self.step_of(after))?,
        };
        let mut free = Vec::with_capacity(self.width);
        loop {
            at = self.next_with(at, size)?;
            let start = self.begin(at);
            if start >= before {
                return None;
            }
            let end = start.saturating_add(length);
            free.clear();
            free.extend_from_slice(self.words(at));
            let mut last = at;
            loop {
                match self.after(last).filter(|next| self.begin(*next) < end) {
                    Some(next) => last = next,
                    None => {
                        let machines = machines::lowest(&free, size);
                        return Some(Reservation { start, end, machines });
                    }
                }
                self.keep_free(&mut free, last, own);
                if machines::len(&free) < size {
                    break;
                }
            }
            // Walk back to the latest step whose free machines, combined with those of the failing step, are too few.
            // No start is possible before that step ends.
            free.fill(u64::MAX);
            loop {
                self.keep_free(&mut free, last, own);
                if machines::len(&free) < size {
                    break;
                }
                last = self.before(last)?;
            }
            at = self.after(last)?;
        }
    }

    /// The machines that `own` would take at its own time if it were given back.
    pub(in crate::scheduler) fn again(&self, own: &Reservation, size: u32) -> Ranges {
        let mut at = self.step_of(own.start);
        let mut free = self.words(at).to_vec();
        machines::add(&mut free, &own.machines);
        while let Some(next) = self.after(at).filter(|next| self.begin(*next) < own.end) {
            self.keep_free(&mut free, next, Some(own));
            at = next;
        }
        machines::lowest(&free, size)
    }

    /// Keeps of some machines those that are free in a step, if those of `own` were given back.
    fn keep_free(&self, free: &mut [u64], step: Place, own: Option<&Reservation>) {
        let words = free.iter_mut().zip(self.words(step));
        match own.filter(|own| self.begin(step) >= own.start) {
            None => words.for_each(|(free, word)| *free &= word),
            Some(own) => {
                for (number, (free, word)) in words.enumerate() {
                    *free &= word | machines::word(&own.machines, number);
                }
            }
        }
    }
}
