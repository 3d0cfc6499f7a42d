//! The queue as a [`Model`] on the public engine.

use std::collections::VecDeque;

use daegi::engine::{EventList, Gauge, Model, Phase, Phased, run};
use daegi::time::{Duration, Time};

use super::{Answer, Draws, Program, Workload};

/// What can happen in the queue.
#[derive(Clone, Copy, Debug)]
pub enum Event {
    /// The next customer arrives.
    Arrives,
    /// A customer leaves its server.
    Leaves,
}

impl Phased for Event {
    #[inline]
    fn phase(&self) -> Phase {
        match self {
            Event::Leaves => Phase::Release,
            Event::Arrives => Phase::Arrival,
        }
    }
}

/// The queue's state.
struct Queue {
    workload: Workload,
    draws: Draws,
    arrived: u32,
    left: u32,
    waiting: VecDeque<(Time, Duration)>,
    busy: Gauge,
    answer: Answer,
}

impl Queue {
    fn new(workload: Workload, replication: u32, waiting: VecDeque<(Time, Duration)>) -> Self {
        Self {
            workload,
            draws: Draws::new(&workload, replication),
            arrived: 0,
            left: 0,
            waiting,
            busy: Gauge::new(Time::START, 0),
            answer: Answer::default(),
        }
    }
}

impl Model for Queue {
    type Event = Event;

    #[inline]
    fn handle(&mut self, now: Time, event: Event, upcoming: &mut EventList<Event>) {
        match event {
            Event::Arrives => {
                let (gap, service) = self.draws.gap_and_service(self.arrived);
                self.arrived += 1;
                if self.arrived < self.workload.customers {
                    upcoming.schedule(now + gap, Event::Arrives);
                }
                if self.busy.value() < i64::from(self.workload.servers) {
                    self.busy.add(now, 1);
                    upcoming.schedule(now + service, Event::Leaves);
                } else {
                    self.waiting.push_back((now, service));
                }
            }
            Event::Leaves => {
                self.left += 1;
                if let Some((since, service)) = self.waiting.pop_front() {
                    self.answer.waited += 1;
                    self.answer.wait += (now - since).0;
                    upcoming.schedule(now + service, Event::Leaves);
                } else {
                    self.busy.add(now, -1);
                    if self.left == self.workload.customers {
                        self.answer.end = now.0;
                        self.answer.busy = self.busy.integral(now);
                    }
                }
            }
        }
    }
}

/// The queue and its event list.
pub struct OnEngine {
    queue: Queue,
    upcoming: EventList<Event>,
}

impl Program for OnEngine {
    fn new(workload: Workload) -> Self {
        Self { queue: Queue::new(workload, 0, VecDeque::new()), upcoming: EventList::new() }
    }

    fn play(&mut self, replication: u32) -> Answer {
        let mut waiting = std::mem::take(&mut self.queue.waiting);
        waiting.clear();
        self.queue = Queue::new(self.queue.workload, replication, waiting);
        self.upcoming.clear();
        self.upcoming.schedule(Time::START, Event::Arrives);
        run(&mut self.queue, &mut self.upcoming, Time::NEVER);
        self.queue.answer
    }
}
