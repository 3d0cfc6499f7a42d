//! Discouraged demand that comes back when the odds improve.
//!
//! People see how the last round ended: its awards of its applications are the odds p. The expected
//! number of people of every month that begins after it is multiplied by (p / p₀)^γ, where p₀ are the odds
//! at which demand was observed, within the bounds 1/cap and cap. γ = 0: nobody looks. It lags by
//! one decided round, so that better odds bring more people, who make the odds worse again.

use serde::{Deserialize, Serialize};

use crate::model::inputs::{FactorValues, Fresh, Programme, Rounds};

/// How a programme's demand answers to its odds in this future.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct OddsDrawn {
    /// γ.
    pub elasticity: f64,
    /// p₀: awards of applications at which the factor is 1.
    pub reference: f64,
    /// The largest factor; its inverse is the smallest.
    pub cap: f64,
}

impl OddsDrawn {
    pub(in crate::model) fn draw(
        programme: &Programme,
        rounds: &Rounds,
        values: &FactorValues,
    ) -> Option<Self> {
        let odds = programme.odds.as_ref()?;
        let reference = match (&odds.reference, &rounds.fresh) {
            (Some(reference), _) => reference.value(values),
            // Of κ applications for each place one is awarded; where places are left over, everybody.
            (None, Fresh::Inferred(observed)) => 1.0 / observed.competition.value(values).max(1.0),
            (None, Fresh::Stated(_)) => 1.0,
        };
        Some(Self { elasticity: odds.elasticity.value(values), reference, cap: odds.cap })
    }

    /// What fresh demand is multiplied by after a round with these odds; before any it is 1.
    #[must_use]
    pub fn factor(&self, last: Option<f64>) -> f64 {
        let Some(last) = last else { return 1.0 };
        libm::pow(last / self.reference, self.elasticity).clamp(1.0 / self.cap, self.cap)
    }
}

/// The odds of a decided round; where nobody applied, whoever had would have been awarded.
pub(in crate::model) fn of(awards: f64, applications: f64) -> f64 {
    if applications > 0.0 { awards / applications } else { 1.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Odds of 0.8 against 0.2 with γ = 0.5: 4^0.5 = 2; of 0.05: 0.25^0.5 = 0.5; nobody awarded: 1/cap.
    #[test]
    fn better_odds_bring_more_within_bounds() {
        let odds = OddsDrawn { elasticity: 0.5, reference: 0.2, cap: 3.0 };
        assert_eq!(odds.factor(None), 1.0);
        assert_eq!(odds.factor(Some(0.2)), 1.0);
        assert!((odds.factor(Some(0.8)) - 2.0).abs() < 1e-12);
        assert!((odds.factor(Some(0.05)) - 0.5).abs() < 1e-12);
        assert_eq!(odds.factor(Some(0.0)), 1.0 / 3.0);
        assert_eq!(OddsDrawn { cap: 1.5, ..odds }.factor(Some(1.0)), 1.5);
        assert_eq!(of(0.0, 0.0), 1.0);
    }
}
