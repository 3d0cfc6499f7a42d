//! Discouraged demand that comes back when the award rate improves.
//!
//! People see how the last round ended: its awards of its applications are the award rate p. The expected
//! number of people of every month that begins after it is multiplied by (p / p₀)^γ, where p₀ is the award rate
//! at which demand was observed, within the bounds 1/cap and cap. γ = 0: nobody looks. Demand lags by one decided
//! round: a better award rate brings more people, who make the award rate of the next round worse.

use serde::{Deserialize, Serialize};

use crate::model::inputs::{FactorValues, Fresh, Programme, Rounds};

/// How a programme's demand answers to its award rate in this future.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct AwardRateDrawn {
    /// γ.
    pub elasticity: f64,
    /// p₀: awards of applications at which the factor is 1.
    pub reference: f64,
    /// The largest factor; its inverse is the smallest.
    pub cap: f64,
}

impl AwardRateDrawn {
    pub(in crate::model) fn draw(
        programme: &Programme,
        rounds: &Rounds,
        values: &FactorValues,
    ) -> Option<Self> {
        let award_rate = programme.award_rate.as_ref()?;
        let reference = match (&award_rate.reference, &rounds.fresh) {
            (Some(reference), _) => reference.value(values),
            // Of κ applications for each place one is awarded; where places are left over, everybody.
            (None, Fresh::Inferred(observed)) => 1.0 / observed.competition.value(values).max(1.0),
            (None, Fresh::Stated(_)) => 1.0,
        };
        Some(Self {
            elasticity: award_rate.elasticity.value(values),
            reference,
            cap: award_rate.cap,
        })
    }

    /// What fresh demand is multiplied by after a round with this award rate; before any round it is 1.
    #[must_use]
    pub fn factor(&self, last: Option<f64>) -> f64 {
        let Some(last) = last else { return 1.0 };
        libm::pow(last / self.reference, self.elasticity).clamp(1.0 / self.cap, self.cap)
    }
}

/// The award rate of a decided round; where nobody applied, whoever had would have been awarded.
pub(in crate::model) fn of(awards: f64, applications: f64) -> f64 {
    if applications > 0.0 { awards / applications } else { 1.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// An award rate of 0.8 against 0.2 with γ = 0.5: 4^0.5 = 2; of 0.05: 0.25^0.5 = 0.5; nobody awarded: 1/cap.
    #[test]
    fn a_better_award_rate_brings_more_within_bounds() {
        let award_rate = AwardRateDrawn { elasticity: 0.5, reference: 0.2, cap: 3.0 };
        assert_eq!(award_rate.factor(None), 1.0);
        assert_eq!(award_rate.factor(Some(0.2)), 1.0);
        assert!((award_rate.factor(Some(0.8)) - 2.0).abs() < 1e-12);
        assert!((award_rate.factor(Some(0.05)) - 0.5).abs() < 1e-12);
        assert_eq!(award_rate.factor(Some(0.0)), 1.0 / 3.0);
        assert_eq!(AwardRateDrawn { cap: 1.5, ..award_rate }.factor(Some(1.0)), 1.5);
        assert_eq!(of(0.0, 0.0), 1.0);
    }
}
