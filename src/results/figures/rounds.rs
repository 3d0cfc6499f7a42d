//! Where an alternative holds other rounds than the baseline.

use std::collections::BTreeMap;

use super::super::saved::{Saved, SavedError};
use super::Days;
use crate::measures::Response;

/// A programme of which an alternative holds more or fewer rounds within the window.
#[derive(Clone, Debug, PartialEq)]
pub struct RoundsDiffer {
    /// Programme.
    pub programme: String,
    /// Rounds of the baseline that close in the window, mean over futures.
    pub baseline: f64,
    /// The same of the alternative.
    pub alternative: f64,
    /// Applications for each place of the rounds that only one of them holds (or holds more often),
    /// where it does, and of those that both hold. `None`: rounds come as well as go, or offer nothing.
    pub ratios: Option<(f64, f64)>,
}

/// What one of the two has of a round: futures in which it was held, applications and places in all.
#[derive(Clone, Copy, Debug, Default)]
struct Held {
    n: f64,
    applications: f64,
    places: f64,
}

/// The programmes of which an alternative holds another number of rounds than the baseline.
///
/// # Errors
/// The table is missing or odd.
pub fn rounds_differ(
    saved: &Saved,
    alternative: &str,
    (from, to): Days,
) -> Result<Vec<RoundsDiffer>, SavedError> {
    let table = saved.columns("competition")?;
    let (alternatives, programmes) = (table.words("alternative")?, table.words("programme")?);
    let (dates, extras) = (table.dates("round")?, table.words("extra")?);
    let (closes, top_ups) = (table.dates("closes")?, table.flags("top_up")?);
    let (n, applications) = (table.numbers("n")?, table.numbers(Response::Applications.name())?);
    let places = table.numbers(Response::Places.name())?;
    // A round is its name, or else the day on which it opens; so is the call that offers it again.
    let mut rounds: BTreeMap<(&str, &str, i32, bool), [Held; 2]> = BTreeMap::new();
    for row in 0..alternatives.len() {
        let side = match alternatives[row].as_str() {
            name if name == saved.baseline() => 0,
            name if name == alternative => 1,
            _ => continue,
        };
        let (Some(opens), Some(n)) = (dates[row], n[row]) else { continue };
        if !closes[row].is_some_and(|closes| from <= closes && closes < to) {
            continue;
        }
        let extra = extras[row].as_str();
        let day = if extra.is_empty() { opens } else { 0 };
        let held =
            &mut rounds.entry((&programmes[row], extra, day, top_ups[row])).or_default()[side];
        held.n += n;
        held.applications += n * applications[row].unwrap_or(0.0);
        held.places += n * places[row].unwrap_or(0.0);
    }
    let futures = saved.manifest().replications as f64;
    let mut all = Vec::new();
    for programme in &saved.manifest().programmes {
        let own = || rounds.iter().filter(|((name, ..), _)| *name == programme.name);
        let held = |side: usize| own().map(|(_, round)| round[side].n).sum::<f64>() / futures;
        let (baseline, here) = (held(0), held(1));
        let more = usize::from(here > baseline);
        if (here - baseline).abs() < 0.05 {
            continue;
        }
        let ratio = |which: &dyn Fn(&[Held; 2]) -> bool| {
            let rounds = own().map(|(_, round)| round).filter(|round| which(round));
            let sum = rounds.fold(Held::default(), |sum, round| Held {
                applications: sum.applications + round[more].applications,
                places: sum.places + round[more].places,
                ..sum
            });
            (sum.places > 0.0).then(|| sum.applications / sum.places)
        };
        let one_way = own().all(|(_, round)| round[more].n >= round[1 - more].n);
        let apart = ratio(&|round| round[more].n > round[1 - more].n);
        let common = ratio(&|round| round[more].n <= round[1 - more].n);
        all.push(RoundsDiffer {
            programme: programme.name.clone(),
            baseline,
            alternative: here,
            ratios: apart.zip(common).filter(|_| one_way),
        });
    }
    Ok(all)
}
