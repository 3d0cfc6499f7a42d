//! EASY backfill, counting units (Lifka 1995; rules as in Mu'alem and Feitelson 2001).
//!
//! First-come; then the first that does not fit, the head, gets a reservation at its *shadow time*:
//! the earliest expected end at which enough units are free, all that end then counted. `extra` units
//! are left over at that time. One look at the rest in order: a job starts if it fits now and either
//! is expected to be over by the shadow time or is no larger than `extra`, which then shrinks.
//!
//! A head for which enough units are free, but no place on nodes, has the next expected end for its shadow time: units
//! are counted wherever they are.
//!
//! If no job completed since the last pass, no job that was skipped then can start now: no unit has become free, the
//! reservation has not moved, and the time until it is shorter. Such a pass examines only new arrivals. While jobs end
//! when they are expected to, the reservation stands. A job that outlives its expected end (in a log none does) is
//! expected to end with the next tick.

use super::first_come;
use super::machine_state::Room;
use super::queue::Start;
use super::wait_queue::Line;

/// What a pass leaves for the next one.
#[derive(Clone, Debug, Default)]
pub(super) struct Easy {
    /// Shadow time and extra units of the head, while both hold.
    reservation: Option<(i64, i64)>,
    /// Position up to which all jobs have been looked at since units last became free.
    looked_at: usize,
}

impl Easy {
    /// Units have become free, as expected or not.
    pub(super) fn freed(&mut self, as_expected: bool) {
        self.looked_at = 0;
        if !as_expected {
            self.reservation = None;
        }
    }

    pub(super) fn pass(
        &mut self,
        room: &mut Room,
        line: &mut Line,
        now: i64,
        place: &mut impl FnMut(&Start) -> bool,
        starts: &mut Vec<Start>,
    ) {
        if room.overdue(now) {
            self.freed(false);
        }
        if self.looked_at == 0 || room.limited() {
            self.looked_at = 0;
            let before = line.first();
            first_come::pass(room, line, now, place, starts);
            if line.first() != before || room.limited() {
                self.reservation = None;
            }
        }
        let Some(head) = room.first_eligible(line) else {
            *self = Easy::default();
            return;
        };
        // Enough units and no place: it waits for the next end, whose that will be.
        let refused = i64::from(line.size(head)) <= room.free;
        if refused {
            self.reservation = None;
        }
        let (shadow, mut extra) = match self.reservation {
            Some(reservation) => reservation,
            None => reserve(room, now, line.size(head)),
        };
        let slack = shadow.saturating_sub(now);
        let mut position = self.looked_at.max(head + 1);
        room.claim(line.slot(head));
        while room.free > 0
            && let Some(at) = line.next(position, room.free_units(), slack, extra as u32)
        {
            position = at + 1;
            if room.held(line.slot(at)) || !room.placed(line.slot(at), place) {
                continue;
            }
            if line.estimate(at) > slack {
                extra -= i64::from(line.size(at));
            }
            starts.push(room.start(now, line.slot(at), true));
            line.remove(at);
        }
        room.release(line.slot(head));
        self.reservation = (!refused).then_some((shadow, extra));
        line.tidy();
        self.looked_at = line.end();
    }
}

/// Shadow time and extra units. Without an end in sight everybody else may start meanwhile.
pub(super) fn reserve(room: &Room, now: i64, size: u32) -> (i64, i64) {
    let ends = room.ends.as_ref().expect("EASY keeps expected ends");
    let (shadow, extra) = ends.shadow(now, room.free, size.into()).unwrap_or((i64::MAX, 0));
    (shadow, extra.min(i64::from(u32::MAX - 1)))
}
