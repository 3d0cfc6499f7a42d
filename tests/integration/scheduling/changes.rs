//! A queue whose jobs end early or late, go away before they start, and whose machine grows and shrinks.

use daegi::scheduler::{Policy, Queue, Request, Start, Ticket};

use super::draws::Draws;

/// Class of a job that waits because it was interrupted.
const INTERRUPTED: u32 = 1;

/// What the world outside the queue knows.
struct World {
    queue: Queue,
    units: u32,
    waiting: Vec<(Ticket, Request)>,
    /// With expected ends.
    running: Vec<(Ticket, Request, i64)>,
}

impl World {
    fn held(&self) -> u32 {
        self.running.iter().map(|(_, request, _)| request.size).sum()
    }

    /// A random thing happens.
    fn change(&mut self, now: i64, draws: &mut Draws) {
        let one_of = |draws: &mut Draws, many: usize| draws.below(many.max(1) as u64) as usize;
        match draws.below(9) {
            0 if !self.waiting.is_empty() => {
                let (ticket, _) = self.waiting.remove(one_of(draws, self.waiting.len()));
                self.queue.cancel(ticket);
            }
            1 => {
                self.units = 8 + draws.below(25) as u32;
                self.queue.set_units(self.units);
            }
            2..4 => {
                let request = Request {
                    size: 1 + draws.below(12) as u32,
                    estimate: 1 + draws.below(40) as i64,
                    user: draws.below(3) as u32,
                    class: 0,
                    tag: 7,
                };
                let ticket = self.queue.arrive(now, request);
                self.waiting.push((ticket, request));
            }
            // One is interrupted, and waits again for what is left of it.
            4 if !self.running.is_empty() => {
                let (ticket, request, end) = self.running.remove(one_of(draws, self.running.len()));
                self.queue.complete(now, ticket);
                let left = Request { estimate: (end - now).max(1), class: INTERRUPTED, ..request };
                let ticket = self.queue.put_back(now, left);
                self.waiting.insert(0, (ticket, left));
            }
            // Most end when expected, some early, some late.
            _ => {
                let due = |(_, _, end): &(Ticket, Request, i64)| *end == now;
                let due = self.running.iter().position(due);
                let some = (draws.below(6) == 0).then(|| one_of(draws, self.running.len()));
                if let Some(at) = due.or(some)
                    && at < self.running.len()
                {
                    let (ticket, _, _) = self.running.remove(at);
                    self.queue.complete(now, ticket);
                }
            }
        }
        while self.held() > self.units {
            let (ticket, _, _) = self.running.pop().expect("it holds");
            self.queue.complete(now, ticket);
        }
    }

    fn pass(&mut self, now: i64) -> Vec<Start> {
        let mut starts = Vec::new();
        self.queue.pass(now, &mut starts);
        for start in &starts {
            let is = |(ticket, _): &(Ticket, Request)| *ticket == start.ticket;
            let at = self.waiting.iter().position(is).expect("it waited");
            let (ticket, request) = self.waiting.remove(at);
            self.running.push((ticket, request, now + request.estimate));
        }
        starts
    }

    /// The places in line of those that a queue made from nothing would start now.
    fn anew(&self, now: i64, policy: &Policy) -> Vec<usize> {
        let mut queue = Queue::new(self.units, policy);
        let mut starts = Vec::new();
        for (_, request, end) in &self.running {
            queue.arrive(now, Request { estimate: (end - now).max(1), ..*request });
        }
        queue.pass(now, &mut starts);
        assert_eq!(starts.len(), self.running.len());
        for (place, (_, request)) in self.waiting.iter().enumerate() {
            if request.class != INTERRUPTED {
                queue.arrive(now, Request { tag: place as u32, ..*request });
            }
        }
        for (place, (_, request)) in self.waiting.iter().enumerate().rev() {
            if request.class == INTERRUPTED {
                queue.put_back(now, Request { tag: place as u32, ..*request });
            }
        }
        starts.clear();
        queue.pass(now, &mut starts);
        let mut places: Vec<_> = starts.iter().map(|start| start.tag as usize).collect();
        places.sort_unstable();
        places
    }
}

fn play(policy: &Policy, mut check: impl FnMut(&World, &World, &[Start], i64)) {
    for seed in 0..60 {
        let mut draws = Draws(seed);
        let units = 16;
        let queue = Queue::new(units, policy);
        let mut world = World { queue, units, waiting: Vec::new(), running: Vec::new() };
        for now in 0..400 {
            for _ in 0..draws.below(4) {
                world.change(now, &mut draws);
            }
            let before = World {
                queue: world.queue.clone(),
                units: world.units,
                waiting: world.waiting.clone(),
                running: world.running.clone(),
            };
            let starts = world.pass(now);
            check(&before, &world, &starts, now);
        }
    }
}

/// What a queue remembers between passes changes nothing: one made from nothing starts the same jobs.
#[test]
fn a_queue_that_remembers_starts_whom_a_new_queue_would_start() {
    for name in ["first-come", "easy", "conservative", "shortest-first"] {
        let policy: Policy = name.parse().expect("a policy");
        play(&policy, |before, _, starts, now| {
            let tickets: Vec<_> = before.waiting.iter().map(|(ticket, _)| *ticket).collect();
            let place = |start: &Start| tickets.iter().position(|t| *t == start.ticket);
            let mut places: Vec<_> = starts.iter().filter_map(place).collect();
            places.sort_unstable();
            assert_eq!(places, before.anew(now, &policy), "{policy} at {now}");
        });
    }
}

#[test]
fn units_that_come_and_go_are_never_overbooked_under_every_policy() {
    for policy in Policy::all() {
        play(&policy, |_, after, _, now| {
            assert!(after.held() <= after.units, "{policy} at {now}");
            assert_eq!(after.queue.free(), i64::from(after.units) - i64::from(after.held()));
            assert_eq!(after.queue.waiting(), after.waiting.len());
        });
    }
}

/// Two units; A runs on both, B (1 tick) and C wait. A is interrupted at 5: it starts again before B and C,
/// under every policy, also where B is shorter, older or of a higher class.
#[test]
fn one_that_is_interrupted_starts_again_before_those_that_wait() {
    for policy in Policy::all() {
        let mut queue = Queue::new(2, &policy);
        let request = |tag, estimate| Request { size: 2, estimate, user: tag, class: 0, tag };
        let first = queue.arrive(0, request(1, 100));
        let mut starts = Vec::new();
        queue.pass(0, &mut starts);
        queue.arrive(1, request(2, 1));
        queue.arrive(1, request(3, 100));
        queue.pass(1, &mut starts);
        assert_eq!(starts.len(), 1, "{policy}");
        queue.complete(5, first);
        let again = queue.put_back(5, request(1, 95));
        starts.clear();
        queue.pass(5, &mut starts);
        assert!(matches!(starts[..], [start] if start.ticket == again), "{policy}: {starts:?}");
        // The others wait on and are not lost.
        queue.complete(100, again);
        starts.clear();
        queue.pass(100, &mut starts);
        assert_eq!((starts.len(), queue.waiting()), (1, 1), "{policy}");
    }
}

/// Whoever finds no place waits on, and nobody else is worse off than if the units were not free.
#[test]
fn one_that_is_refused_a_place_waits_and_is_asked_again() {
    for policy in Policy::all() {
        let mut queue = Queue::new(4, &policy);
        let request = Request { size: 2, estimate: 10, user: 0, class: 0, tag: 1 };
        let ticket = queue.arrive(0, request);
        let mut starts = Vec::new();
        queue.pass_where(0, |_| false, &mut starts);
        assert!(starts.is_empty() && queue.waiting() == 1, "{policy}");
        queue.set_units(4); // a place has become free
        queue.pass_where(1, |start| start.tag == 1, &mut starts);
        assert!(matches!(starts[..], [start] if start.ticket == ticket), "{policy}");
    }
}
