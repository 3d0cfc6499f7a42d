//! When jobs come: the hours of the day, the days of the week, and the course of an award.

/// How the rate of jobs varies about its mean, which it does not change.
#[derive(Clone, Debug, PartialEq)]
pub struct Rhythm {
    /// Rate by hour of the day, local time, as a multiple of the mean over the hours.
    hours: [f64; 24],
    /// Rate on Monday to Friday, and on Saturday and Sunday, as multiples of the mean over the week.
    days: [f64; 2],
    /// The rate grows from 1 − ramp to 1 + ramp over an award.
    ramp: f64,
}

impl Rhythm {
    /// From weights of the hours, a weekend's rate relative to a working day's, and a ramp in −1..1.
    ///
    /// `None` where no job would ever come, or nothing varies.
    #[must_use]
    pub fn new(hours: [f64; 24], weekend: f64, ramp: f64) -> Option<Self> {
        let sum: f64 = hours.iter().sum();
        let working = 7.0 / (5.0 + 2.0 * weekend);
        let rhythm = Self {
            hours: hours.map(|weight| 24.0 * weight / sum),
            days: [working, working * weekend],
            ramp,
        };
        let flat = Self { hours: [1.0; 24], days: [1.0, 1.0], ramp: 0.0 };
        (sum > 0.0 && rhythm != flat).then_some(rhythm)
    }

    /// The largest multiple of the mean rate at any time.
    #[must_use]
    pub fn highest(&self) -> f64 {
        let most = |values: &[f64]| values.iter().copied().fold(0.0, f64::max);
        most(&self.hours) * most(&self.days) * (1.0 + self.ramp.abs())
    }

    /// The multiple of the mean rate at an hour (0 to 23) of a weekday (Monday is 0), when `part` (0 to
    /// 1) of the award is over.
    #[must_use]
    pub fn at(&self, hour: usize, weekday: usize, part: f64) -> f64 {
        let day = self.days[usize::from(weekday >= 5)];
        self.hours[hour % 24] * day * (1.0 + self.ramp * (2.0 * part - 1.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Twice as much by day (8 to 20) as by night, half as much on weekends: 12 × 2 + 12 × 1 = 36, so 4/3
    /// and 2/3; 7 / (5 + 2 × ½) = 7/6, so 7/6 and 7/12.
    #[test]
    fn the_mean_rate_stays_what_it_is() {
        let mut hours = [1.0; 24];
        hours[8..20].fill(2.0);
        let rhythm = Rhythm::new(hours, 0.5, 0.25).unwrap();
        assert!((rhythm.at(9, 0, 0.5) - 4.0 / 3.0 * 7.0 / 6.0).abs() < 1e-12);
        assert!((rhythm.at(3, 6, 0.0) - 2.0 / 3.0 * 7.0 / 12.0 * 0.75).abs() < 1e-12);
        assert!((rhythm.highest() - 4.0 / 3.0 * 7.0 / 6.0 * 1.25).abs() < 1e-12);
        let week = (0..7).flat_map(|day| (0..24).map(move |hour| (hour, day)));
        let sum: f64 = week.map(|(hour, day)| rhythm.at(hour, day, 0.5)).sum();
        assert!((sum / 168.0 - 1.0).abs() < 1e-12);
        assert_eq!(Rhythm::new([3.0; 24], 1.0, 0.0), None);
    }
}
