//! The queue before the units: arrivals, completions, and a pass.

use super::by_identity::conservative::ConservativeIdentity;
use super::by_identity::easy::EasyIdentity;
use super::conservative::Conservative;
use super::easy::Easy;
use super::first_come;
use super::limits::Limits;
use super::machine_state::Room;
use super::policy::Policy;
use super::priority::Priority;
use super::shortest_first::ShortestFirst;
use super::wait_queue::Line;
use Discipline as D;

/// What a job asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Request {
    /// Units, at once.
    pub size: u32,
    /// How many ticks the job runs, as far as the scheduler knows.
    pub estimate: i64,
    /// Whose it is (a project or a user), for limits and fair share.
    pub user: u32,
    /// Class of the job's owner, for limits and fair share.
    pub class: u32,
    /// The caller's own number for the job, handed back at its start.
    pub tag: u32,
}

/// A job in the queue or running, until it completes or is cancelled; then the number serves another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Ticket(pub(super) u32);

impl Ticket {
    /// A ticket of no job.
    pub(super) const NONE: Ticket = Ticket(u32::MAX);

    /// The ticket as an index, which is below the largest number of jobs that were waiting or running at one time.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// A job that starts now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Start {
    /// The ticket of the job, with which it is completed.
    pub ticket: Ticket,
    /// The caller's number.
    pub tag: u32,
    /// Whether the job starts before one that stands before it in the queue.
    pub backfilled: bool,
}

#[derive(Clone, Debug)]
enum Discipline {
    FirstCome(Line),
    Easy(Line, Easy),
    EasyIdentity(Line, EasyIdentity),
    Conservative(Line, Conservative),
    ConservativeIdentity(ConservativeIdentity),
    ShortestFirst(ShortestFirst),
    Priority(Box<Priority>),
}

/// Jobs that wait for units, and jobs that hold them, under one policy.
///
/// At one instant call [`Queue::complete`] for all that end, [`Queue::arrive`] for all that come,
/// and [`Queue::pass`] once. Time never goes back.
#[derive(Clone, Debug)]
pub struct Queue {
    room: Room,
    discipline: Discipline,
    waiting: usize,
}

// Jobs come and go, and the machine changes.
impl Queue {
    /// An empty queue before a machine of `units` units.
    pub fn new(units: u32, policy: &Policy) -> Queue {
        Queue::within(&Limits::default(), units, policy)
    }

    /// An empty queue with limits on what users and classes may hold at once.
    pub fn within(limits: &Limits, units: u32, policy: &Policy) -> Queue {
        let line = Line::default();
        let discipline = match policy {
            Policy::FirstCome => D::FirstCome(line),
            Policy::Easy => D::Easy(line, Easy::default()),
            Policy::EasyIdentity => D::EasyIdentity(line, EasyIdentity::new(units)),
            Policy::Conservative => D::Conservative(line, Conservative::default()),
            Policy::ConservativeIdentity => {
                D::ConservativeIdentity(ConservativeIdentity::new(units))
            }
            Policy::ShortestFirst => D::ShortestFirst(ShortestFirst::default()),
            Policy::Priority(factors) => D::Priority(Box::new(Priority::new(factors))),
        };
        let knows_ends = !matches!(policy, Policy::FirstCome | Policy::ShortestFirst);
        Queue { room: Room::new(units, knows_ends, limits), discipline, waiting: 0 }
    }

    /// A job joins the queue. One larger than the machine waits until the machine is larger.
    #[inline(always)]
    pub fn arrive(&mut self, now: i64, request: Request) -> Ticket {
        let slot = self.room.enter(request);
        self.waiting += 1;
        match &mut self.discipline {
            D::FirstCome(line) | D::Easy(line, _) | D::EasyIdentity(line, _) => {
                line.push(slot, request.size, request.estimate);
            }
            D::Conservative(line, _) => line.push(slot, request.size, request.estimate),
            D::ConservativeIdentity(plan) => plan.arrive(slot),
            D::ShortestFirst(shortest) => shortest.arrive(slot, request.estimate),
            D::Priority(priority) => {
                priority.arrive(now, slot, &self.room.slots[slot as usize].request);
            }
        }
        Ticket(slot)
    }

    /// A job whose run was interrupted waits again, before all that wait. Of several that are interrupted at
    /// one instant, the last to be put back stands first.
    pub fn put_back(&mut self, now: i64, request: Request) -> Ticket {
        let slot = self.room.enter(request);
        let Request { size, estimate, .. } = request;
        self.waiting += 1;
        match &mut self.discipline {
            D::FirstCome(line) => line.push_front(slot, size, estimate),
            D::Easy(line, easy) => {
                line.push_front(slot, size, estimate);
                easy.freed(false);
            }
            D::EasyIdentity(line, easy) => {
                line.push_front(slot, size, estimate);
                easy.changed(false);
            }
            D::Conservative(line, plan) => {
                line.push_front(slot, size, estimate);
                plan.freed(false);
            }
            D::ConservativeIdentity(plan) => plan.put_back(slot),
            D::ShortestFirst(shortest) => shortest.put_back(slot),
            D::Priority(priority) => {
                priority.put_back(now, slot, &self.room.slots[slot as usize].request);
            }
        }
        Ticket(slot)
    }

    /// Puts a waiting job before all others, under another ticket.
    ///
    /// # Panics
    /// If it does not wait.
    pub fn put_first(&mut self, now: i64, ticket: Ticket) -> Ticket {
        let request = *self.request(ticket);
        self.cancel(ticket);
        self.put_back(now, request)
    }

    /// Takes back the units of a running job, at its expected end or at any other time.
    ///
    /// # Panics
    /// If it does not run.
    #[inline(always)]
    pub fn complete(&mut self, now: i64, ticket: Ticket) {
        let slot = ticket.0;
        let as_expected = self.room.finish(now, slot);
        match &mut self.discipline {
            D::FirstCome(_) | D::ShortestFirst(_) => {}
            D::Easy(_, easy) => easy.freed(as_expected),
            D::EasyIdentity(_, easy) => easy.complete(slot, as_expected),
            D::Conservative(_, plan) => plan.freed(as_expected),
            D::ConservativeIdentity(plan) => plan.complete(now, slot),
            D::Priority(priority) => {
                let Request { user, size, .. } = self.room.slots[slot as usize].request;
                priority.complete(now, user, size);
            }
        }
    }

    /// Removes a waiting job.
    ///
    /// # Panics
    /// If it does not wait.
    pub fn cancel(&mut self, ticket: Ticket) {
        let slot = ticket.0;
        self.room.leave(slot);
        self.waiting -= 1;
        match &mut self.discipline {
            D::FirstCome(line) => line.cancel(slot),
            D::Easy(line, easy) => {
                line.cancel(slot);
                easy.freed(false);
            }
            D::EasyIdentity(line, easy) => {
                line.cancel(slot);
                easy.changed(false);
            }
            D::Conservative(line, plan) => {
                line.cancel(slot);
                plan.freed(false);
            }
            D::ConservativeIdentity(plan) => plan.cancel(slot),
            D::ShortestFirst(shortest) => shortest.cancel(slot),
            D::Priority(priority) => priority.cancel(slot),
        }
    }

    /// The number of units is another one from now on. Jobs keep what they hold: when units are
    /// lost, complete the jobs that held them.
    pub fn set_units(&mut self, units: u32) {
        self.room.free += i64::from(units) - self.room.units;
        self.room.units = units.into();
        match &mut self.discipline {
            D::FirstCome(_) | D::ShortestFirst(_) | D::Priority(_) => {}
            D::Easy(_, easy) => easy.freed(false),
            D::EasyIdentity(_, easy) => easy.set_units(units),
            D::Conservative(_, plan) => plan.freed(false),
            D::ConservativeIdentity(plan) => plan.set_units(units),
        }
    }
}

// Jobs start.
impl Queue {
    /// Starts all that may start now, and appends them to `starts`.
    #[inline]
    pub fn pass(&mut self, now: i64, starts: &mut Vec<Start>) {
        self.pass_where(now, |_| true, starts);
    }

    /// Starts jobs, where `place` is asked before each start whether there is a place for the job (on nodes, say).
    /// A job that is refused waits on as if its units were not free.
    #[inline]
    pub fn pass_where(
        &mut self,
        now: i64,
        mut place: impl FnMut(&Start) -> bool,
        starts: &mut Vec<Start>,
    ) {
        if self.waiting == 0 {
            return;
        }
        let before = starts.len();
        let (room, place) = (&mut self.room, &mut place);
        match &mut self.discipline {
            D::FirstCome(line) => {
                first_come::pass(room, line, now, place, starts);
                line.tidy();
            }
            D::Easy(line, easy) => easy.pass(room, line, now, place, starts),
            D::EasyIdentity(line, easy) => easy.pass(room, line, now, place, starts),
            D::Conservative(line, plan) => plan.pass(room, line, now, place, starts),
            D::ConservativeIdentity(plan) => plan.pass(room, now, place, starts),
            D::ShortestFirst(shortest) => shortest.pass(room, now, place, starts),
            D::Priority(priority) => priority.pass(room, now, place, starts),
        }
        self.waiting -= starts.len() - before;
    }
}

// What the queue knows of its jobs and of the machine.
impl Queue {
    /// What was asked for under a ticket.
    pub fn request(&self, ticket: Ticket) -> &Request {
        &self.room.slots[ticket.index()].request
    }

    /// Jobs that wait.
    pub fn waiting(&self) -> usize {
        self.waiting
    }

    /// Whether a limit keeps a waiting job from starting, whatever is free.
    pub fn is_held(&self, ticket: Ticket) -> bool {
        self.room.held(ticket.0)
    }

    /// Units that nobody holds; negative while fewer are there than jobs hold.
    pub fn free(&self) -> i64 {
        self.room.free
    }

    /// Whether a job that runs has a unit whose number is `units` or above; `None` where units have no numbers.
    pub(super) fn numbered_beyond(&self, ticket: Ticket, units: u32) -> Option<bool> {
        match &self.discipline {
            D::EasyIdentity(_, easy) => Some(easy.holds_beyond(ticket.0, units)),
            D::ConservativeIdentity(plan) => Some(plan.holds_beyond(ticket.0, units)),
            _ => None,
        }
    }

    /// Whether the policy makes the queue keep expected ends.
    pub(super) fn keeps_ends(&self) -> bool {
        self.room.ends.is_some()
    }

    /// The earliest expected end of running jobs, if the policy makes the queue keep them.
    #[inline]
    pub(super) fn next_expected_end(&self) -> Option<(i64, Ticket)> {
        let (end, slot) = self.room.ends.as_ref()?.earliest()?;
        Some((end, Ticket(slot)))
    }
}
