//! Who hurries late in a term, or slows down: the rate of jobs by what is left of the hours and of the time.

/// From a part of the term on, jobs come more often where more is left of the hours than of the time, and less often
/// where less is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rush {
    /// Part of the term that is over when it begins, 0 to 1.
    pub from: f64,
    /// The power of (share left of the hours ÷ share left of the time) by which the rate is multiplied; 0 changes nothing.
    pub strength: f64,
}

impl Rush {
    /// The most by which the rate is multiplied, and divided.
    pub const MOST: f64 = 10.0;

    /// What the rate is multiplied by where so much of the hours and of the time is left, as shares.
    #[must_use]
    pub fn times(&self, hours: f64, time: f64) -> f64 {
        if 1.0 - time < self.from {
            return 1.0;
        }
        let times = libm::pow(hours.max(0.0) / time.max(1e-9), self.strength);
        times.clamp(1.0 / Self::MOST, Self::MOST)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A quarter of the time is left, and half of the hours: twice as often; four times by the square. Nothing before
    /// three quarters of the term, and never more than ten times as often or a tenth.
    #[test]
    fn a_rush_by_hand() {
        let of = |strength| Rush { from: 0.75, strength };
        assert_eq!(of(1.0).times(0.5, 0.25), 2.0);
        assert_eq!(of(2.0).times(0.5, 0.25), 4.0);
        assert_eq!(of(0.0).times(0.5, 0.25), 1.0);
        assert_eq!(of(1.0).times(0.5, 0.5), 1.0);
        assert_eq!(of(1.0).times(0.5, 0.0), 10.0);
        assert_eq!(of(1.0).times(0.0, 0.25), 0.1);
    }
}
