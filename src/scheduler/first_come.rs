//! Strictly in order: the first that does not fit holds up all behind it.

use super::line::Line;
use super::queue::Start;
use super::room::Room;

/// Starts heads of the line while they fit.
pub(super) fn pass(
    room: &mut Room,
    line: &mut Line,
    now: i64,
    place: &mut impl FnMut(&Start) -> bool,
    starts: &mut Vec<Start>,
) {
    while let Some(head) = line.first() {
        if i64::from(line.size(head)) > room.free || !room.placed(line.slot(head), place) {
            return;
        }
        starts.push(room.start(now, line.slot(head), false));
        line.remove(head);
    }
}
