//! From the values of futures to a verdict.

use crate::measures::{Currency, Response, Scale};
use crate::results::answer::{Difference, Likelihood, Sense, Spread, Verdict};
use crate::stats::{Estimate, mean_and_sd};

/// A value in each future: the baseline's and the alternative's, where both have one.
pub(in crate::study) type Pairs = Vec<Option<(f64, f64)>>;

/// How the values that exist lie; `None`: there are none.
pub(in crate::study) fn spread(values: impl Iterator<Item = f64>) -> Option<Spread> {
    estimate(values).map(|estimate| of(&estimate))
}

fn estimate(values: impl Iterator<Item = f64>) -> Option<Estimate> {
    Estimate::of(&mut values.collect::<Vec<_>>())
}

fn of(estimate: &Estimate) -> Spread {
    let [low, _, median, _, high] = estimate.quantiles;
    Spread { n: estimate.n, median, low, high, mean: estimate.mean }
}

/// The differences of pairs; `None`: there is no pair.
pub(in crate::study) fn difference(pairs: &Pairs) -> Option<Difference> {
    let differences = || pairs.iter().flatten().map(|(before, after)| after - before);
    let estimate = estimate(differences())?;
    Some(Difference {
        spread: of(&estimate),
        error: (estimate.n > 1).then_some(estimate.mean_high - estimate.mean),
        above: differences().filter(|difference| *difference > 0.0).count(),
        below: differences().filter(|difference| *difference < 0.0).count(),
        gain: gain(pairs),
    })
}

/// What playing both worlds in the same futures gains.
fn gain(pairs: &Pairs) -> Option<f64> {
    let variance = |of: fn(&(f64, f64)) -> f64| {
        let (_, sd) = mean_and_sd(&pairs.iter().flatten().map(of).collect::<Vec<_>>());
        sd * sd
    };
    let apart = variance(|(before, after)| after - before);
    (apart > 0.0).then(|| (variance(|pair| pair.0) + variance(|pair| pair.1)) / apart)
}

/// Half of the last digit with which a difference is written, so that nothing is called a difference and shown as none.
fn unwritten(scale: Scale, currency: Currency) -> f64 {
    match scale {
        Scale::Percent => 0.000_5,
        Scale::ToOne | Scale::Petaflops => 0.005,
        Scale::Won => 0.5 / currency.parts() as f64,
        _ => 0.05,
    }
}

/// What differences from a level say, and how likely it is.
pub(super) fn verdict(
    currency: Currency,
    response: Response,
    sense: Sense,
    level: f64,
    difference: &Difference,
) -> (Verdict, Option<Likelihood>) {
    let Difference { spread, error, above, below, .. } = *difference;
    let written = spread.mean.abs() >= unwritten(response.row().scale, currency);
    let verdict = if above == 0 && below == 0 {
        Verdict::Equal
    } else if error.is_none_or(|error| spread.mean.abs() <= error) || !written {
        Verdict::Unclear
    } else if !response.is_material(currency, level, spread.mean) {
        Verdict::Slight
    } else {
        match (sense, spread.mean > 0.0) {
            (Sense::Higher, true) | (Sense::Lower, false) => Verdict::Better,
            (Sense::Higher, false) | (Sense::Lower, true) => Verdict::Worse,
            (Sense::Neither, true) => Verdict::More,
            (Sense::Neither, false) => Verdict::Less,
        }
    };
    let along = if spread.mean > 0.0 { above } else { below };
    let likelihood = verdict.is_direction().then(|| Likelihood::of(along, spread.n));
    (verdict, likelihood)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judged(response: Response, sense: Sense, level: f64, after: &[f64]) -> Verdict {
        let pairs: Pairs = after.iter().map(|after| Some((level, *after))).collect();
        verdict(Currency::KRW, response, sense, level, &difference(&pairs).unwrap()).0
    }

    #[test]
    fn every_verdict_by_hand() {
        let ratio = Response::ApplicationsOfPlaces;
        let of = |sense, after: &[f64]| judged(ratio, sense, 3.0, after);
        assert_eq!(of(Sense::Lower, &[2.5, 2.6, 2.4, 2.5]), Verdict::Better);
        assert_eq!(of(Sense::Higher, &[2.5, 2.6, 2.4, 2.5]), Verdict::Worse);
        assert_eq!(of(Sense::Neither, &[2.5, 2.6, 2.4, 2.5]), Verdict::Less);
        assert_eq!(of(Sense::Neither, &[3.5, 3.6, 3.4, 3.5]), Verdict::More);
        assert_eq!(of(Sense::Lower, &[3.0; 4]), Verdict::Equal);
        // Mean +0.05, sd 0.47: the interval reaches zero.
        assert_eq!(of(Sense::Lower, &[2.5, 3.6, 2.8, 3.3]), Verdict::Unclear);
        // 0.04 of 3 is 1.3 %, less than the 2 % that are worth a word.
        assert_eq!(of(Sense::Lower, &[2.96, 2.97, 2.95, 2.96]), Verdict::Slight);
        // One future shows nothing.
        assert_eq!(of(Sense::Lower, &[2.0]), Verdict::Unclear);
    }

    /// Variances 1 and 4, of differences (−1, 0, 1) 1: five times. Differences that do not vary gain without bound.
    #[test]
    fn the_gain_of_common_futures_by_hand() {
        let pairs = |after: [f64; 3]| -> Pairs {
            [1.0, 2.0, 3.0].into_iter().zip(after).map(Some).collect()
        };
        assert_eq!(gain(&pairs([0.0, 2.0, 4.0])), Some(5.0));
        // A difference that goes the other way loses: variances 1 and 1, of differences (2, 0, −2)
        // 4.
        assert_eq!(gain(&pairs([3.0, 2.0, 1.0])), Some(0.5));
        assert_eq!(gain(&pairs([2.0, 3.0, 4.0])), None);
    }

    /// Whoever takes ties for wins is found here.
    #[test]
    fn ties_go_neither_way() {
        let pairs: Pairs =
            [(3.0, 3.0), (3.0, 3.0), (3.0, 2.0), (3.0, 1.5)].into_iter().map(Some).collect();
        let found = difference(&pairs).unwrap();
        assert_eq!((found.above, found.below, found.spread.n), (0, 2, 4));
        let ratio = Response::ApplicationsOfPlaces;
        let unlikely = verdict(Currency::KRW, ratio, Sense::Lower, 3.0, &found);
        assert_eq!(unlikely.1, None, "the interval of four such values reaches zero");
    }
}
