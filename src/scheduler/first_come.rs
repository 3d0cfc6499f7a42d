//! Strictly in order: the first that does not fit holds up all behind it.

use super::machine_state::Room;
use super::queue::Start;
use super::wait_queue::Line;

/// Starts heads of the line while they fit. Those that a limit holds are not in the line.
#[inline]
pub(super) fn pass(
    room: &mut Room,
    line: &mut Line,
    now: i64,
    place: &mut impl FnMut(&Start) -> bool,
    starts: &mut Vec<Start>,
) {
    pass_with(room, line, now, place, starts, |_, _| {});
}

/// Starts jobs strictly in order, and tells slot and size of each that starts.
#[inline]
pub(super) fn pass_with(
    room: &mut Room,
    line: &mut Line,
    now: i64,
    place: &mut impl FnMut(&Start) -> bool,
    starts: &mut Vec<Start>,
    mut started: impl FnMut(u32, u32),
) {
    while let Some(head) = room.first_eligible(line) {
        let (slot, size) = (line.slot(head), line.size(head));
        if i64::from(size) > room.free || !room.placed(slot, place) {
            return;
        }
        starts.push(room.start(now, slot, line.first() != Some(head)));
        started(slot, size);
        line.remove(head);
    }
}
