//! When running jobs will end, for a replay: the earliest first.

use std::collections::BTreeSet;

use super::queue::Ticket;

/// A 4-ary heap of ends. Those that end together come in an order that depends on nothing but what was
/// pushed and popped before.
#[derive(Clone, Debug, Default)]
pub(super) struct Completions {
    heap: Vec<(i64, Ticket)>,
}

impl Completions {
    /// The earliest end.
    #[inline]
    pub(super) fn first(&self) -> Option<(i64, Ticket)> {
        self.heap.first().copied()
    }

    /// A job will end.
    #[inline]
    pub(super) fn push(&mut self, end: i64, ticket: Ticket) {
        let heap = &mut self.heap;
        let mut at = heap.len();
        heap.push((end, ticket));
        while at > 0 {
            let parent = (at - 1) / 4;
            if heap[parent].0 <= end {
                break;
            }
            heap[at] = heap[parent];
            at = parent;
        }
        heap[at] = (end, ticket);
    }

    /// The earliest has ended.
    #[inline]
    pub(super) fn pop(&mut self) {
        let heap = &mut self.heap;
        let Some(last) = heap.pop() else { return };
        if heap.is_empty() {
            return;
        }
        let mut at = 0;
        loop {
            let first = 4 * at + 1;
            let Some(children) = heap.get(first..) else { break };
            let Some(mut end) = children.first().map(|child| child.0) else { break };
            let mut least = first;
            for (number, child) in children.iter().enumerate().take(4).skip(1) {
                if child.0 < end {
                    (end, least) = (child.0, first + number);
                }
            }
            if end >= last.0 {
                break;
            }
            heap[at] = heap[least];
            at = least;
        }
        heap[at] = last;
    }

    /// Removes the ends of jobs that will not end as planned.
    pub(super) fn remove(&mut self, gone: &[(Ticket, u32)]) {
        if gone.is_empty() {
            return;
        }
        let gone: BTreeSet<usize> = gone.iter().map(|(ticket, _)| ticket.index()).collect();
        let kept = std::mem::take(&mut self.heap);
        for (end, ticket) in kept.into_iter().filter(|(_, it)| !gone.contains(&it.index())) {
            self.push(end, ticket);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Completions, Ticket};

    #[test]
    fn the_earliest_comes_first() {
        let mut heap = Completions::default();
        let mut ends: Vec<i64> = (0..1_000).map(|k| k * 7_919 % 613).collect();
        for (number, end) in ends.iter().enumerate() {
            heap.push(*end, Ticket(number as u32));
        }
        ends.sort_unstable();
        for end in ends {
            assert_eq!(heap.first().map(|(first, _)| first), Some(end));
            heap.pop();
        }
        assert_eq!(heap.first(), None);
    }

    #[test]
    fn what_is_taken_out_does_not_end() {
        let mut heap = Completions::default();
        [5, 1, 4, 2, 3].into_iter().for_each(|end| heap.push(end, Ticket(end as u32)));
        heap.remove(&[(Ticket(1), 0), (Ticket(4), 0)]);
        let mut ends = Vec::new();
        while let Some((end, _)) = heap.first() {
            ends.push(end);
            heap.pop();
        }
        assert_eq!(ends, [2, 3, 5]);
    }
}
