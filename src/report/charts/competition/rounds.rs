//! The rounds of all options, and which options differ in them.

use super::super::Setting;
use super::super::data::{Cell, Data};
use super::super::series::window;
use crate::report::wording::numbers::day_of;
use crate::results::saved::SavedError;

/// One round of one programme under one alternative, across futures.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Round {
    pub(super) alternative: usize,
    pub(super) programme: String,
    pub(super) date: i32,
    pub(super) extra: bool,
    pub(super) low: f64,
    pub(super) median: f64,
    pub(super) high: f64,
}

/// What is drawn.
pub(super) struct Rounds {
    pub(super) from: i32,
    pub(super) to: i32,
    pub(super) all: Vec<Round>,
    /// Options that differ from the baseline in some round.
    pub(super) differing: Vec<usize>,
}

impl Rounds {
    /// The rounds of a programme under an option.
    pub(super) fn of(&self, alternative: usize, programme: &str) -> Vec<&Round> {
        let own = |round: &&Round| round.alternative == alternative && round.programme == programme;
        self.all.iter().filter(own).collect()
    }
}

/// The rounds within the window, and before it where something was observed.
pub(super) fn read(setting: &Setting<'_>) -> Result<Rounds, SavedError> {
    let manifest = setting.saved.manifest();
    let (mut from, to) = window(setting.saved);
    for programme in &manifest.programmes {
        if let (Some(_), Some(start)) = (programme.observed, programme.observed_from) {
            from = from.min(day_of(start));
        }
    }
    let table = setting.saved.columns("competition")?;
    let alternatives = &manifest.alternatives;
    let (named, programmes) = (table.words("alternative")?, table.words("programme")?);
    let (dates, extras) = (table.dates("round")?, table.words("extra")?);
    let top_ups = table.flags("top_up")?;
    let (low, mid, high) = (table.numbers("q05")?, table.numbers("q50")?, table.numbers("q95")?);
    let mut all = Vec::new();
    for row in 0..named.len() {
        let alternative = alternatives.iter().position(|one| one.name == named[row]);
        let quantiles = low[row].zip(mid[row]).zip(high[row]);
        let (Some(alternative), Some(date), Some(((low, median), high))) =
            (alternative, dates[row], quantiles)
        else {
            continue;
        };
        // A call that offers declined places again is part of its round.
        if date >= from && date < to && !top_ups[row] {
            let (programme, extra) = (programmes[row].clone(), !extras[row].is_empty());
            all.push(Round { alternative, programme, date, extra, low, median, high });
        }
    }
    let of = |alternative: usize| -> Vec<Round> {
        let own = all.iter().filter(|round| round.alternative == alternative);
        let mut own: Vec<Round> =
            own.map(|round| Round { alternative: 0, ..round.clone() }).collect();
        own.sort_by(|a, b| (&a.programme, a.date, a.extra).cmp(&(&b.programme, b.date, b.extra)));
        own
    };
    let baseline = of(0);
    // A difference that does not show at two decimals is none.
    let alike = |a: &Round, b: &Round| {
        let near = |a: f64, b: f64| (a - b).abs() < 0.005;
        (&a.programme, a.date, a.extra) == (&b.programme, b.date, b.extra)
            && near(a.low, b.low)
            && near(a.median, b.median)
            && near(a.high, b.high)
    };
    let differs = |at: &usize| {
        let own = of(*at);
        own.len() != baseline.len() || own.iter().zip(&baseline).any(|(a, b)| !alike(a, b))
    };
    let differing = (1..alternatives.len()).filter(differs).collect();
    Ok(Rounds { from, to, all, differing })
}

/// What is drawn, as a table.
pub(super) fn data(setting: &Setting<'_>, rounds: &Rounds) -> Data {
    let mut data = Data::new(&["programme", "alternative", "round", "extra", "q05", "q50", "q95"]);
    let manifest = setting.saved.manifest();
    let drawn =
        |round: &&Round| round.alternative == 0 || rounds.differing.contains(&round.alternative);
    for round in rounds.all.iter().filter(drawn) {
        let name = manifest.alternatives.get(round.alternative).map(|one| one.name.as_str());
        data.row([
            round.programme.as_str().into(),
            name.into(),
            Cell::Date(round.date),
            if round.extra { "extra" } else { "" }.into(),
            round.low.into(),
            round.median.into(),
            round.high.into(),
        ]);
    }
    for programme in &manifest.programmes {
        if let (Some(ratio), Some(from)) = (programme.observed, programme.observed_from) {
            data.row([
                programme.name.as_str().into(),
                "observed".into(),
                Cell::Date(day_of(from)),
                Cell::Empty,
                Cell::Empty,
                ratio.into(),
                Cell::Empty,
            ]);
        }
    }
    data
}
