//! What earlier searches for a plan have shown: bounds before which a job cannot start.

/// Levels of length in a doubling.
const FINE: usize = 4;
/// Levels of length: all 63 doublings.
const LEVELS: usize = 63 * FINE;

/// By size and length of a job, a time before which it cannot start, as long as units are only taken.
///
/// A time that is too early for one job is too early for every job at least as large and as long. Sizes are rounded to
/// powers of two and lengths to four levels in each doubling. Rounding is conservative: recorded bounds round up,
/// queries round down. The table holds maxima over all smaller and shorter jobs (Fenwick 1994, in two dimensions).
#[derive(Clone, Debug, Default)]
pub(super) struct TooEarly {
    before: Vec<i64>,
    /// Something has been found since all was forgotten.
    any: bool,
}

/// The highest level of at most this length, and whether it is just that.
fn level(length: i64) -> (usize, bool) {
    let quarters = (length.max(1) as u64).saturating_mul(FINE as u64);
    let high = quarters.ilog2() - FINE.ilog2();
    let part = (quarters >> high) as usize - FINE;
    (high as usize * FINE + part, quarters.is_multiple_of(1 << high))
}

impl TooEarly {
    /// Forgets all bounds; jobs will have up to `units` units.
    pub(super) fn forget(&mut self, units: i64) {
        let cells = (units.max(1).ilog2() as usize + 1) * LEVELS;
        if self.any || self.before.len() != cells {
            self.before.clear();
            self.before.resize(cells, i64::MIN);
            self.any = false;
        }
    }

    /// A job of this size and length found its first place at that time.
    pub(super) fn found(&mut self, (size, length): (i64, i64), start: i64) {
        self.any = true;
        let (below, exactly) = level(length);
        let first = below + usize::from(!exactly) + 1;
        let mut row = size.max(1).cast_unsigned().next_power_of_two().ilog2() as usize + 1;
        while row * LEVELS <= self.before.len() {
            let mut at = first;
            while at <= LEVELS {
                let before = &mut self.before[(row - 1) * LEVELS + at - 1];
                *before = start.max(*before);
                at += at & at.wrapping_neg();
            }
            row += row & row.wrapping_neg();
        }
    }

    /// A time before which a job of this size and length cannot start.
    pub(super) fn before(&self, (size, length): (i64, i64)) -> i64 {
        let mut before = i64::MIN;
        if !self.any {
            return before;
        }
        let mut row = (size.max(1).ilog2() as usize + 1).min(self.before.len() / LEVELS);
        while row > 0 {
            let mut at = (level(length).0 + 1).min(LEVELS);
            while at > 0 {
                before = before.max(self.before[(row - 1) * LEVELS + at - 1]);
                at &= at - 1;
            }
            row &= row - 1;
        }
        before
    }
}

#[cfg(test)]
mod tests {
    use super::{TooEarly, level};

    #[test]
    fn levels_of_length_are_ordered_and_rounded_down() {
        let mut last = 0;
        for length in 1..5_000 {
            let (at, exactly) = level(length);
            // The level's own length is (4 + its part) × 2^its doubling / 4.
            let own = (4 + at as i64 % 4) << (at / 4);
            let next = (5 + at as i64 % 4) << (at / 4);
            assert!(at >= last && own <= 4 * length && 4 * length < next, "{length}");
            assert_eq!(exactly, own == 4 * length, "{length}");
            last = at;
        }
    }

    #[test]
    fn what_is_too_early_is_so_for_larger_and_longer_jobs_only() {
        let mut known = TooEarly::default();
        known.forget(64);
        known.found((3, 100), 1_000);
        known.found((16, 10), 700);
        // 3 counts as 4, and 100 as 112.
        for (job, before) in [
            ((4, 112), 1_000),
            ((9, 160), 1_000),
            ((64, i64::MAX), 1_000),
            ((3, 112), i64::MIN),
            ((4, 100), i64::MIN),
            ((16, 10), 700),
            ((31, 100), 700),
            ((15, 100), i64::MIN),
        ] {
            assert_eq!(known.before(job), before, "{job:?}");
        }
        known.forget(64);
        assert_eq!(known.before((64, 1_000)), i64::MIN);
    }
}
